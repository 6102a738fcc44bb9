use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use glean_models::CreateAuthTokenResponse;
use http::StatusCode;
use http::header::DATE;

use super::entry::Entry;
use super::flight::{Flight, Outcome};
use super::key::{Key, KeyRef};
use super::lifetime::Lifetime;
use super::shard::Shard;
use super::shared::Shared;
use super::shared_store::{Failed, StoreOf};
use super::store::{StoreLock, StoredToken};
use super::{TokenCacheError, TokenCacheErrorKind, TokenCacheEvent};
use crate::client::authentication::CreateToken;
use crate::{ApiResponse, Error, execute};

/// How long a user is held whose 429 says nothing of a wait.
const HOLD: Duration = Duration::from_secs(1);
/// The first wait for a token that another replica mints, and the longest.
const FIRST_LOOK: Duration = Duration::from_millis(50);
const LATER_LOOK: Duration = Duration::from_millis(400);

/// A mint, as a task of its own; see [`Flight`].
///
/// When it is dropped before its end, by a runtime that shuts down, say, those who wait are told.
pub(super) struct Mint {
    pub(super) shared: Arc<Shared>,
    pub(super) shard: Arc<Shard>,
    pub(super) key: Key,
    pub(super) flight: Arc<Flight>,
    /// What is there already, if this is a refresh.
    pub(super) previous: Option<Arc<Entry>>,
    pub(super) is_over: bool,
}

/// How a mint ends.
enum End {
    Token(Entry),
    Failed(TokenCacheError),
    /// Another replica is about to do it.
    Elsewhere,
}

/// What a look into the store comes to.
enum Look {
    Ended(End),
    /// It is this mint's turn.
    Locked(StoreLock),
}

impl Mint {
    pub(super) async fn run(mut self) {
        // What can't be sent is not looked for either.
        if let Err(error) = self.shard.options_for(self.key.user()).check() {
            let error = TokenCacheError::mint(Arc::new(error));
            let end = self.failed(error, Duration::ZERO);
            return self.end(end);
        }
        let (shared, shard) = (Arc::clone(&self.shared), Arc::clone(&self.shard));
        match store_of(&shared, &shard, &self.key) {
            None => {
                let end = self.mint().await;
                self.end(end);
            }
            Some(store) => self.run_over(&store).await,
        }
    }

    /// Takes a token from the store, or mints one that is kept there too.
    async fn run_over(&mut self, store: &StoreOf<'_>) {
        let found = if store.is_away() {
            Err(Failed)
        } else {
            self.look_into(store).await
        };
        let lock = match found {
            Ok(Look::Ended(end)) => return self.end(end),
            Ok(Look::Locked(lock)) => Some(lock),
            Err(Failed) => {
                self.shared.meter.count(&TokenCacheEvent::StoreBypassed);
                None
            }
        };
        let end = self.mint().await;
        let Some(lock) = lock else {
            return self.end(end);
        };
        let token = match &end {
            End::Token(entry) => entry.any_token().cloned(),
            _ => None,
        };
        // Nobody waits for the store.
        self.part(|part| part.begin_storing(self.key.clone(), Arc::clone(&self.flight)));
        self.end(end);
        if let Some(token) = token {
            self.keep_in(store, &token).await;
        }
        store.unlock(lock).await;
    }

    /// Looks for a token in the store until there is one, or this mint has the lock.
    async fn look_into(&self, store: &StoreOf<'_>) -> Result<Look, Failed> {
        if let Some(entry) = self.load(store).await? {
            return Ok(Look::Ended(End::Token(entry)));
        }
        let begun = self.shared.now().monotonic;
        let patience = store.store.lease.saturating_add(LATER_LOOK);
        let mut wait = FIRST_LOOK;
        loop {
            if let Some(lock) = store.try_lock().await? {
                // It may have been stored while nobody had the lock.
                let Ok(Some(entry)) = self.load(store).await else {
                    return Ok(Look::Locked(lock));
                };
                store.unlock(lock).await;
                return Ok(Look::Ended(End::Token(entry)));
            }
            if self.previous.is_some() {
                return Ok(Look::Ended(End::Elsewhere));
            }
            let waited = self.shared.now().monotonic.saturating_sub(begun);
            let (Some(sleep), true) = (store.sleep, waited < patience) else {
                return Err(Failed);
            };
            sleep.sleep(wait).await;
            wait = (2 * wait).min(LATER_LOOK);
            if let Some(entry) = self.load(store).await? {
                return Ok(Look::Ended(End::Token(entry)));
            }
        }
    }

    /// Loads a token that can be used, and is no older than one that is to be replaced.
    async fn load(&self, store: &StoreOf<'_>) -> Result<Option<Entry>, Failed> {
        if self.part(|part| part.is_removing(&self.key)) {
            return Ok(None);
        }
        let Some(StoredToken { minted, minted_at }) = store.load().await? else {
            return Ok(None);
        };
        let now = self.shared.now();
        let minted_at = Duration::from_secs(minted_at.max(0).unsigned_abs());
        let minted_at = UNIX_EPOCH.checked_add(minted_at).unwrap_or(now.wall);
        let lifetime = Lifetime::of_stored(&minted, minted_at, now, self.shared.margins);
        let entry = Entry::new(Arc::new(minted), lifetime);
        let is_due = self.previous.is_some() && entry.is_due(now);
        if lifetime.is_over(now) || is_due {
            return Ok(None);
        }
        self.shared.meter.count(&TokenCacheEvent::StoreHit);
        Ok(Some(entry))
    }

    async fn keep_in(&self, store: &StoreOf<'_>, token: &CreateAuthTokenResponse) {
        if self.flight.is_detached() {
            return;
        }
        let minted_at = seconds(self.shared.now().wall);
        let stored = store
            .store(StoredToken::new(token.clone(), minted_at))
            .await;
        if self.flight.is_detached() {
            // It was invalidated meanwhile, and may have come after the removal.
            let _ = store.remove().await;
        } else if stored.is_ok() {
            self.part(|part| part.end_removal(&self.key, None));
        }
    }

    async fn mint(&self) -> End {
        let begun = self.shared.now();
        let mut options = self.shard.options_for(self.key.user());
        let core = &self.shard.core;
        let minted = execute::execute_with_response(core, &CreateToken, &mut options).await;
        let ended = self.shared.now();
        let elapsed = ended.monotonic.saturating_sub(begun.monotonic);
        let ApiResponse { value, headers, .. } = match minted {
            Ok(response) => response,
            Err(error) => return self.failed(TokenCacheError::mint(Arc::new(error)), elapsed),
        };
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        let date = date.and_then(|date| httpdate::parse_http_date(date).ok());
        let lifetime = Lifetime::of_minted(&value, date, begun, ended, self.shared.margins);
        if lifetime.is_over(ended) {
            let error = TokenCacheError::bare(TokenCacheErrorKind::Expired);
            return self.failed(error, elapsed);
        }
        let ahead = self.previous.is_some();
        let event = TokenCacheEvent::Minted { elapsed, ahead };
        self.shared.meter.count(&event);
        End::Token(Entry::new(Arc::new(value), lifetime))
    }

    fn failed(&self, error: TokenCacheError, elapsed: Duration) -> End {
        self.shared.meter.count(&TokenCacheEvent::MintFailed {
            error: &error,
            elapsed,
            ahead: self.previous.is_some(),
        });
        End::Failed(error)
    }

    /// Keeps what came of it, and tells those who wait.
    fn end(&mut self, end: End) {
        self.is_over = true;
        let (kept, outcome) = match end {
            End::Token(entry) => {
                let entry = Arc::new(entry);
                (Some(Arc::clone(&entry)), Outcome::Token(entry))
            }
            End::Failed(error) => (self.failure(&error), Outcome::Failed(error)),
            End::Elsewhere => {
                self.put_off(self.shared.backoff.initial);
                (None, Outcome::Nothing)
            }
        };
        let evicted = self.part(|part| {
            // One that was invalidated meanwhile is not kept.
            let is_current = part.end(&self.key, &self.flight);
            let kept = kept.filter(|_| is_current);
            kept.map_or(0, |entry| {
                self.shared.entries.insert(self.key.clone(), entry)
            })
        });
        self.flight.end(outcome);
        self.shared.meter.count_evicted(evicted);
    }

    /// Sees to it that a failure is not repeated too soon; gives what is to be kept of it.
    fn failure(&self, error: &TokenCacheError) -> Option<Arc<Entry>> {
        let previous = self.previous.as_deref();
        let backoff = previous.map(|previous| self.shared.backoff.wait(previous.count_failed()));
        let asked = error.retry_after();
        if let Some(refusal) = error.shared_call().filter(|call| is_rate_limited(call)) {
            let wait = asked.unwrap_or(HOLD).max(backoff.unwrap_or_default());
            let until = self.shared.now().monotonic.saturating_add(wait);
            let entry = Entry::held(previous, until, Arc::clone(refusal));
            return Some(Arc::new(entry));
        }
        if let Some(backoff) = backoff {
            self.put_off(backoff.max(asked.unwrap_or_default()));
        }
        None
    }

    /// Puts the next refresh off, if this is one.
    fn put_off(&self, wait: Duration) {
        if let Some(previous) = &self.previous {
            previous.refresh_at(self.shared.now().monotonic.saturating_add(wait));
        }
    }

    fn part<T>(&self, act: impl FnOnce(&mut super::flights::Part) -> T) -> T {
        act(&mut self.shared.flights.lock(KeyRef::from(&self.key)))
    }
}

impl Drop for Mint {
    fn drop(&mut self) {
        if self.is_over {
            if self.shared.store.is_some() {
                self.part(|part| part.end_storing(&self.key, &self.flight));
            }
            return;
        }
        self.put_off(self.shared.backoff.initial);
        self.part(|part| part.end(&self.key, &self.flight));
        // A panic would come again for each who asks again.
        self.flight.end(if std::thread::panicking() {
            Outcome::Failed(TokenCacheError::bare(TokenCacheErrorKind::Abandoned))
        } else {
            Outcome::Nothing
        });
    }
}

/// Gives the store for one user, if there is one for this shard.
pub(super) fn store_of<'a>(shared: &'a Shared, shard: &'a Shard, key: &Key) -> Option<StoreOf<'a>> {
    Some(StoreOf {
        store: shared.store.as_ref()?,
        meter: &shared.meter,
        clock: &*shared.clock,
        sleep: shard.core.0.timing.sleep.as_deref(),
        key: shard.store_key(key)?,
    })
}

fn is_rate_limited(error: &Error) -> bool {
    error.status() == Some(StatusCode::TOO_MANY_REQUESTS)
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
