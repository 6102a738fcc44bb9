use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use glean_models::CreateAuthTokenResponse;

use super::entry::Entry;
use super::flight::{Flight, Outcome, Wait};
use super::key::KeyRef;
use super::mint::Mint;
use super::moment::Moment;
use super::removal::Removal;
use super::shard::Shard;
use super::shared::Shared;
use super::{
    TokenCacheBuilder, TokenCacheCounters, TokenCacheError, TokenCacheErrorKind, TokenCacheEvent,
};
use crate::{Glean, RequestOptions};

/// Keeps users' tokens in memory, and mints them when there is need; see the [module](super).
///
/// Cloning is cheap; clones share the tokens.
#[derive(Clone)]
pub struct TokenCache(Arc<Handle>);

struct Handle {
    shared: Arc<Shared>,
    shard: Arc<Shard>,
}

impl TokenCache {
    /// Begins to build a cache that mints by `glean`, with that client's options.
    pub fn builder(glean: &Glean) -> TokenCacheBuilder {
        TokenCacheBuilder::new(glean)
    }

    pub(super) fn new(shared: Shared, shard: Shard) -> Self {
        Self::of(Arc::new(shared), shard)
    }

    /// Gives a live token for a user, by e-mail in any case; it is minted if there is none.
    ///
    /// Dropping the future cancels the wait and not the mint, whose token is kept.
    ///
    /// # Errors
    ///
    /// Returns a [`TokenCacheError`], whose [`kind`](TokenCacheError::kind) says what failed: the
    /// call, which is its source; or no call was made, because the server asked to wait.
    pub async fn get(
        &self,
        user: impl AsRef<str>,
    ) -> Result<Arc<CreateAuthTokenResponse>, TokenCacheError> {
        let user = user.as_ref();
        if user.is_empty() {
            // As a key it would be another's.
            let refused = RequestOptions::new().act_as(user).check();
            refused.map_err(|error| TokenCacheError::mint(Arc::new(error)))?;
        }
        self.get_by(user).await
    }

    /// Gives a live token for whom the credential itself stands for: with a credential that is no
    /// global one, or a client that was given `act_as`.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn get_own(&self) -> Result<Arc<CreateAuthTokenResponse>, TokenCacheError> {
        self.get_by("").await
    }

    /// Drops a user's token at once, and what a 429 asked for.
    ///
    /// A mint that is under way is let go: who waits for it already gets its token, and it is not kept.
    /// From the store, if there is one, the token is removed in the background; other replicas that
    /// have it already keep it.
    pub fn invalidate(&self, user: impl AsRef<str>) {
        let user = user.as_ref();
        if !user.is_empty() {
            self.invalidate_by(user);
        }
    }

    /// Does what [`invalidate`](Self::invalidate) does, for the token of [`get_own`](Self::get_own).
    pub fn invalidate_own(&self) {
        self.invalidate_by("");
    }

    /// Drops all tokens of this cache, of whatever credential; a store keeps its own.
    pub fn clear(&self) {
        let mut parts = self.shared().flights.lock_all();
        parts.iter_mut().for_each(|part| part.detach_all());
        self.shared().entries.clear();
    }

    /// Gives the same cache for calls with options of their own, such as another credential.
    ///
    /// The options replace those of an earlier call of this, and are laid over the client's. Calls
    /// share tokens if and only if they would be the same on the wire: same server, same credential, same
    /// headers. Keep the handle: to make one costs more than a hit. Its tokens are kept in no store
    /// unless it is given a [`namespace`](Self::namespace).
    #[must_use]
    pub fn with_options(&self, options: RequestOptions) -> Self {
        self.with(Shard::new(
            &self.shared().shard_keys,
            self.shard().core.clone(),
            options,
            None,
        ))
    }

    /// Gives the same cache for another client, with that client's options.
    ///
    /// What holds for [`with_options`](Self::with_options) holds for this.
    #[must_use]
    pub fn with_client(&self, glean: &Glean) -> Self {
        self.with(Shard::new(
            &self.shared().shard_keys,
            glean.core().clone(),
            RequestOptions::new(),
            None,
        ))
    }

    /// Gives the same cache with what this handle's tokens are kept under in the store.
    ///
    /// See [`TokenCacheBuilder::namespace`].
    #[must_use]
    pub fn namespace(&self, namespace: impl Into<Arc<str>>) -> Self {
        self.with(self.shard().in_namespace(namespace.into()))
    }

    /// Reads what the cache did since it was made, for all handles.
    #[must_use]
    pub fn counters(&self) -> TokenCacheCounters {
        self.shared().meter.read()
    }

    /// Counts the entries, expired ones that nobody asked for again among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared().entries.len()
    }

    /// Says whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn of(shared: Arc<Shared>, shard: Shard) -> Self {
        let shard = Arc::new(shard);
        Self(Arc::new(Handle { shared, shard }))
    }

    fn with(&self, shard: Shard) -> Self {
        Self::of(Arc::clone(&self.0.shared), shard)
    }

    fn shared(&self) -> &Shared {
        &self.0.shared
    }

    fn shard(&self) -> &Shard {
        &self.0.shard
    }

    fn now(&self) -> Moment {
        self.shared().now()
    }

    fn key<'a>(&self, user: &'a str) -> KeyRef<'a> {
        self.shared().keys.key(self.shard().id, user)
    }

    /// Gets a token out of memory, or from a mint: that which is under way, or a new one.
    ///
    /// Little is held over the wait: many may wait at once.
    async fn get_by(&self, user: &str) -> Result<Arc<CreateAuthTokenResponse>, TokenCacheError> {
        let mut boarded = self.look(user);
        loop {
            let (wait, is_own) = match boarded {
                Boarded::Answer(answer) => return answer,
                Boarded::Flight(wait, is_own) => (wait, is_own),
            };
            match wait.await {
                // It may have lain there for longer than it lived.
                Outcome::Token(entry) => {
                    if let Some(token) = entry.token(self.now()) {
                        return Ok(Arc::clone(token));
                    }
                }
                Outcome::Failed(error) => return Err(error),
                Outcome::Nothing if is_own => {
                    return Err(TokenCacheError::bare(TokenCacheErrorKind::Abandoned));
                }
                Outcome::Nothing => {}
            }
            boarded = self.board(self.find_or_begin(self.key(user)));
        }
    }

    /// Looks for a token in memory, and joins or begins a mint if there is none; it counts as one `get`.
    fn look(&self, user: &str) -> Boarded {
        let key = self.key(user);
        if let Some(entry) = self.shared().entries.get(key) {
            let now = self.now();
            if let Some(token) = entry.token(now) {
                self.hit(key, &entry, now);
                return Boarded::Answer(Ok(Arc::clone(token)));
            }
        }
        let found = self.find_or_begin(key);
        self.shared().meter.count(&found.event());
        self.board(found)
    }

    fn board(&self, found: Found) -> Boarded {
        match found {
            Found::Token(token) => Boarded::Answer(Ok(token)),
            Found::Refusal(error) => Boarded::Answer(Err(error)),
            Found::Flight(flight) => Boarded::Flight(flight.wait(), false),
            Found::Begun(mint) => {
                let flight = Arc::clone(&mint.flight);
                self.shared().spawn.spawn(Box::pin(mint.run()));
                Boarded::Flight(flight.wait(), true)
            }
        }
    }

    /// Looks again for a token, and begins a mint if there is none and none under way; all of it under the
    /// lock under which one that ends leaves its token.
    fn find_or_begin(&self, key: KeyRef<'_>) -> Found {
        let mut part = self.shared().flights.lock(key);
        if let Some(flight) = part.get(key) {
            return Found::Flight(Arc::clone(flight));
        }
        if let Some(entry) = self.shared().entries.get(key) {
            let now = self.now();
            if let Some(token) = entry.token(now) {
                return Found::Token(Arc::clone(token));
            }
            if let Some(error) = entry.refusal(now) {
                return Found::Refusal(error);
            }
        }
        let mint = self.mint(key, None);
        part.begin(mint.key.clone(), Arc::clone(&mint.flight));
        Found::Begun(mint)
    }

    fn hit(&self, key: KeyRef<'_>, entry: &Arc<Entry>, now: Moment) {
        self.shared().meter.count(&TokenCacheEvent::Hit);
        if !entry.claim_refresh(now) {
            return;
        }
        let mint = {
            let mut part = self.shared().flights.lock(key);
            if part.get(key).is_some() {
                // It brings a token by itself, or else there is another claim.
                entry.refresh_at(now.monotonic);
                return;
            }
            let mint = self.mint(key, Some(Arc::clone(entry)));
            part.begin(mint.key.clone(), Arc::clone(&mint.flight));
            mint
        };
        self.shared().meter.count_refresh();
        self.shared().spawn.spawn(Box::pin(mint.run()));
    }

    fn mint(&self, key: KeyRef<'_>, previous: Option<Arc<Entry>>) -> Mint {
        Mint {
            shared: Arc::clone(&self.0.shared),
            shard: Arc::clone(&self.0.shard),
            key: key.to_key(),
            flight: Arc::new(Flight::default()),
            previous,
            is_over: false,
        }
    }

    fn invalidate_by(&self, user: &str) {
        let key = self.key(user);
        let removal = {
            let mut part = self.shared().flights.lock(key);
            part.detach(key);
            self.shared().entries.remove(key);
            let is_stored = self.shared().store.is_some() && self.shard().namespace.is_some();
            is_stored.then(|| {
                let number = self.shared().removals.fetch_add(1, Ordering::Relaxed);
                part.begin_removal(key.to_key(), number);
                number
            })
        };
        self.shared().meter.count(&TokenCacheEvent::Invalidated);
        if let Some(number) = removal {
            let removal = Removal {
                shared: Arc::clone(&self.0.shared),
                shard: Arc::clone(&self.0.shard),
                key: key.to_key(),
                number,
            };
            self.shared().spawn.spawn(Box::pin(removal.run()));
        }
    }
}

/// What is there for whoever asks: an answer, or a mint to wait for.
enum Boarded {
    Answer(Result<Arc<CreateAuthTokenResponse>, TokenCacheError>),
    /// And whether it was begun here.
    Flight(Wait, bool),
}

/// What is there for a user without a live token at first sight.
enum Found {
    Token(Arc<CreateAuthTokenResponse>),
    Refusal(TokenCacheError),
    /// A mint that is under way.
    Flight(Arc<Flight>),
    /// A mint that is to be spawned.
    Begun(Mint),
}

impl Found {
    fn event(&self) -> TokenCacheEvent<'static> {
        match self {
            Self::Token(_) => TokenCacheEvent::Hit,
            Self::Refusal(_) => TokenCacheEvent::Held,
            Self::Flight(_) => TokenCacheEvent::Wait,
            Self::Begun(_) => TokenCacheEvent::Miss,
        }
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache")
            .field("capacity", &self.shared().capacity)
            .field("len", &self.len())
            .field("client", &self.shard().core)
            .field("namespace", &self.shard().namespace)
            .field("counters", &self.counters())
            .finish_non_exhaustive()
    }
}

const _: () = {
    const fn is_send_sync_and_static<T: Send + Sync + 'static>() {}
    is_send_sync_and_static::<TokenCache>();
};
