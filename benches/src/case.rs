use std::cell::Cell;
use std::fmt;
use std::hint::black_box;
use std::rc::Rc;

use tokio::runtime::Runtime;
use tokio::task::LocalSet;

use crate::Result;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// One thing to measure: a call, to be made as often as asked.
pub struct Case {
    /// What is called, and how.
    pub name: &'static str,
    run: Box<dyn FnMut(u32) -> Result<()>>,
}

impl Case {
    pub(crate) fn blocking<T, E: Into<Error>>(
        name: &'static str,
        mut call: impl FnMut() -> Result<T, E> + 'static,
    ) -> Self {
        let run = move |calls| {
            for _ in 0..calls {
                black_box(call().map_err(Into::into)?);
            }
            Ok(())
        };
        let run = Box::new(run);
        Self { name, run }
    }

    /// Makes at most `most` calls at a time, and tells `call` how many.
    #[cfg(feature = "fake")]
    pub(crate) fn in_batches(
        name: &'static str,
        most: u32,
        mut call: impl FnMut(u32) -> Result<()> + 'static,
    ) -> Self {
        let run = move |calls: u32| {
            let mut left = calls;
            while left > 0 {
                let now = left.min(most);
                call(now)?;
                left -= now;
            }
            Ok(())
        };
        let run = Box::new(run);
        Self { name, run }
    }

    pub(crate) fn on<T, E: Into<Error>>(
        runtime: &Rc<Runtime>,
        name: &'static str,
        mut call: impl AsyncFnMut() -> Result<T, E> + 'static,
    ) -> Self {
        let runtime = Rc::clone(runtime);
        let run = move |calls| {
            runtime.block_on(async {
                for _ in 0..calls {
                    black_box(call().await.map_err(Into::into)?);
                }
                Ok(())
            })
        };
        let run = Box::new(run);
        Self { name, run }
    }

    /// Makes 32 calls at a time, on one thread.
    pub(crate) fn in_flight<T, E: Into<Error>>(
        runtime: &Rc<Runtime>,
        name: &'static str,
        call: impl AsyncFn() -> Result<T, E> + 'static,
    ) -> Self {
        const IN_FLIGHT: u32 = 32;
        let (runtime, call) = (Rc::clone(runtime), Rc::new(call));
        let run = move |calls: u32| {
            let tasks = LocalSet::new();
            let left = Rc::new(Cell::new(calls));
            let workers: Vec<_> = (0..IN_FLIGHT.min(calls))
                .map(|_| {
                    let (call, left) = (Rc::clone(&call), Rc::clone(&left));
                    tasks.spawn_local(async move {
                        while let Some(fewer) = left.get().checked_sub(1) {
                            left.set(fewer);
                            black_box(call().await.map_err(Into::into)?);
                        }
                        Ok::<(), Error>(())
                    })
                })
                .collect();
            tasks.block_on(&runtime, async {
                for worker in workers {
                    worker.await??;
                }
                Ok(())
            })
        };
        let run = Box::new(run);
        Self { name, run }
    }

    /// Makes as many calls at once as asked, at most so many, on one thread.
    pub(crate) fn at_once<E: Into<Error>>(
        runtime: &Rc<Runtime>,
        name: &'static str,
        most: u32,
        calls: impl AsyncFn(u32) -> Result<(), E> + 'static,
    ) -> Self {
        let runtime = Rc::clone(runtime);
        let run = move |mut left: u32| {
            while left > 0 {
                let count = left.min(most);
                runtime.block_on(calls(count)).map_err(Into::into)?;
                left -= count;
            }
            Ok(())
        };
        let run = Box::new(run);
        Self { name, run }
    }

    /// Makes the calls on two threads, each on a core of its own; the time of one is that of half of two.
    pub(crate) fn on_two_threads<T>(
        name: &'static str,
        call: impl Fn() -> T + Sync + 'static,
    ) -> Self {
        let run = move |calls: u32| {
            let cores = core_affinity::get_core_ids().unwrap_or_default();
            std::thread::scope(|scope| {
                for thread in 0..2 {
                    let (call, core) = (&call, cores.get(thread).copied());
                    scope.spawn(move || {
                        core.map(core_affinity::set_for_current);
                        for _ in 0..calls / 2 {
                            black_box(call());
                        }
                    });
                }
            });
            Ok(())
        };
        let run = Box::new(run);
        Self { name, run }
    }

    /// Makes the call `calls` times.
    ///
    /// # Errors
    ///
    /// Returns the error of the first call that fails.
    pub fn run(&mut self, calls: u32) -> Result<()> {
        (self.run)(calls)
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Case").field(&self.name).finish()
    }
}
