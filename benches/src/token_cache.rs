//! The token cache: a hit beside a bare get of two caches, and many who wait for one mint.

use std::net::SocketAddr;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use bytes::Bytes;
use glean_api::Glean;
use glean_api::models::CreateAuthTokenResponse;
use glean_api::token_cache::TokenCache;
use glean_api::transport::{Transport, TransportError};
use http::{Request, Response, StatusCode};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::in_memory::USER;
use crate::{Case, Group, Result, reply};

const WAITERS: u32 = 10_000;
const USERS: u32 = 100_000;
/// It expires in the year 2100: a hit reads the system's clock.
const LASTING: &str = concat!(
    r#"{"token":"gln_2c9f0e6d1b7a4f58a3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6","#,
    r#""expirationTime":4102444800}"#
);

type Token = Arc<CreateAuthTokenResponse>;

pub(crate) fn hits(runtime: &Rc<Runtime>, _: SocketAddr) -> Result<Group> {
    let cache = filled(1)?;
    let (again, threads) = (cache.clone(), cache.clone());
    let (quick, moka) = (bare_quick(), runtime.block_on(bare_moka()));
    let (quick2, moka2) = (Arc::clone(&quick), moka.clone());
    let many = filled(USERS)?;
    let (users, next) = (users(USERS), AtomicUsize::new(0));
    Ok(Group {
        name: "token cache, hits",
        cases: vec![
            Case::on(runtime, "a hit", async move || cache.get(USER).await),
            Case::on(runtime, "a hit, against itself", async move || {
                again.get(USER).await
            }),
            Case::on(runtime, "a bare get of quick_cache", async move || {
                quick.get(USER).ok_or("it is gone")
            }),
            Case::on(runtime, "a bare get of moka", async move || {
                moka.get(USER).await.ok_or("it is gone")
            }),
            Case::on(runtime, "a hit, 100,000 users in turn", async move || {
                let next = next.fetch_add(1, Ordering::Relaxed);
                many.get(&users[next * 7919 % users.len()]).await
            }),
            Case::on_two_threads("a hit, on 2 threads", move || at_once(threads.get(USER))),
            Case::on_two_threads("a bare get of quick_cache, on 2 threads", move || {
                quick2.get(USER)
            }),
            Case::on_two_threads("a bare get of moka, on 2 threads", move || {
                at_once(moka2.get(USER))
            }),
        ],
        is_cold: false,
    })
}

pub(crate) fn waiters(runtime: &Rc<Runtime>, _: SocketAddr) -> Result<Group> {
    let cache = filled(1)?;
    Ok(Group {
        name: "token cache, 10,000 at once",
        cases: vec![
            Case::at_once(runtime, "a task alone", WAITERS, async |count| {
                joined(count, || async {}).await
            }),
            Case::at_once(runtime, "a task that waits once", WAITERS, async |count| {
                let notify = Arc::new(Notify::new());
                let waiting = Arc::new(AtomicUsize::new(1));
                joined(count, || {
                    let (notify, waiting) = (Arc::clone(&notify), Arc::clone(&waiting));
                    async move {
                        if waiting.fetch_add(1, Ordering::Relaxed) == count as usize {
                            notify.notify_waiters();
                        } else {
                            notify.notified().await;
                        }
                    }
                })
                .await
            }),
            Case::at_once(
                runtime,
                "a task that waits for a mint",
                WAITERS,
                async move |count| {
                    cache.invalidate(USER);
                    joined(count, || {
                        let cache = cache.clone();
                        async move {
                            drop(cache.get(USER).await);
                        }
                    })
                    .await
                },
            ),
        ],
        is_cold: false,
    })
}

/// Spawns so many tasks, and awaits them all.
async fn joined<F>(count: u32, mut task: impl FnMut() -> F) -> Result<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(task())).collect();
    for task in tasks {
        task.await?;
    }
    Ok(())
}

/// Makes a cache with the tokens of so many users.
///
/// # Errors
///
/// Returns an error if it can't be built or filled.
pub fn filled(users: u32) -> Result<TokenCache> {
    let glean = Glean::builder().instance("acme").api_token("glean_global");
    let glean = glean.transport(Lasting).build()?;
    // Its parts are not filled quite evenly.
    let capacity = (users as usize * 11 / 10).max(100);
    let cache = TokenCache::builder(&glean).capacity(capacity).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        cache.get(USER).await?;
        for user in 1..users {
            cache.get(format!("user{user}@example.com")).await?;
        }
        Ok(cache)
    })
}

fn users(count: u32) -> Vec<String> {
    let others = (1..count).map(|user| format!("user{user}@example.com"));
    std::iter::once(USER.to_owned()).chain(others).collect()
}

fn token() -> Token {
    Arc::new(CreateAuthTokenResponse::new(
        "gln_2c9f0e6d1b7a4f58",
        4_102_444_800,
    ))
}

fn bare_quick() -> Arc<quick_cache::sync::Cache<Box<str>, Token>> {
    let cache = quick_cache::sync::Cache::new(USERS as usize);
    cache.insert(USER.into(), token());
    Arc::new(cache)
}

async fn bare_moka() -> moka::future::Cache<Box<str>, Token> {
    let cache = moka::future::Cache::new(u64::from(USERS));
    cache.insert(USER.into(), token()).await;
    cache
}

/// Gives what a future gives that has not to wait.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Answers every request with a token that lives long.
#[derive(Debug)]
struct Lasting;

#[async_trait]
impl Transport for Lasting {
    async fn send(&self, _request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        Ok(reply::json(StatusCode::OK, LASTING))
    }
}
