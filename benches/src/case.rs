use std::fmt;
use std::hint::black_box;
use std::rc::Rc;

use tokio::runtime::Runtime;

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
