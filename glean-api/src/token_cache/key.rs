use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};

use http::header::AUTHORIZATION;
use quick_cache::Equivalent;

use crate::credential::Credential;
use crate::execute::headers;
use crate::{GleanCore, RequestOptions};

/// Which calls share tokens: those that are the same on the wire, but for the user.
///
/// It is a keyed hash, different in each cache, so that it gives nothing of the credential away.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ShardId(u64, u64);

/// The keys of a cache's [`ShardId`]s.
pub(super) struct ShardKeys(RandomState, RandomState);

impl ShardKeys {
    pub(super) fn new() -> Self {
        Self(RandomState::new(), RandomState::new())
    }

    pub(super) fn id(&self, core: &GleanCore, options: &RequestOptions) -> ShardId {
        let part = |keys: &RandomState| {
            let defaults = &core.0.defaults;
            let server = options.server.over(Some(&defaults.server));
            let credential = options.credential.over(Some(&defaults.credential));
            let mut headers = headers(defaults, &mut options.clone());
            headers.remove(AUTHORIZATION);
            // A map of headers has no order that can be relied upon.
            let headers = headers
                .iter()
                .fold(0_u64, |sum, header| sum.wrapping_add(keys.hash_one(header)));
            let credential = match credential {
                Some(Credential::Fixed(value)) => Some(Ok(value.as_bytes())),
                Some(Credential::Provider(provider)) => Some(Err(provider.id)),
                Some(Credential::Anonymous) | None => None,
            };
            let server = server.map(|server| server.base().to_string());
            keys.hash_one((server, credential, headers))
        };
        ShardId(part(&self.0), part(&self.1))
    }
}

/// What a token is kept under, with its hash, which is taken but once.
#[derive(Clone)]
pub(super) struct Key {
    hash: u64,
    shard: ShardId,
    /// In lower case; empty for whom the credential itself stands for.
    user: Box<str>,
}

impl Key {
    pub(super) fn user(&self) -> &str {
        &self.user
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        KeyRef::from(self).equivalent(other)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// A [`Key`] to look up by, in any case, that owns nothing.
#[derive(Clone, Copy)]
pub(super) struct KeyRef<'a> {
    pub(super) hash: u64,
    shard: ShardId,
    user: &'a str,
}

impl KeyRef<'_> {
    pub(super) fn to_key(self) -> Key {
        Key {
            hash: self.hash,
            shard: self.shard,
            user: self.user.to_ascii_lowercase().into(),
        }
    }
}

impl<'a> From<&'a Key> for KeyRef<'a> {
    fn from(key: &'a Key) -> Self {
        Self {
            hash: key.hash,
            shard: key.shard,
            user: &key.user,
        }
    }
}

impl Hash for KeyRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.hash == key.hash
            && self.shard == key.shard
            // In most cases it is in lower case already, and this is a look at words.
            && (*self.user == *key.user || self.user.eq_ignore_ascii_case(&key.user))
    }
}

/// Makes keys: hashes a user's address whatever its case, by a hasher that is new in each cache, for
/// addresses are not ours to trust.
pub(super) struct Keys(RandomState);

impl Keys {
    pub(super) fn new() -> Self {
        Self(RandomState::new())
    }

    pub(super) fn key<'a>(&self, shard: ShardId, user: &'a str) -> KeyRef<'a> {
        let mut state = self.0.build_hasher();
        shard.hash(&mut state);
        for part in user.as_bytes().chunks(32) {
            let mut lower = [0; 32];
            lower[..part.len()].copy_from_slice(part);
            // The whole of it, of a size that is known: that takes no loop.
            lower.make_ascii_lowercase();
            state.write(&lower[..part.len()]);
        }
        let hash = state.finish();
        KeyRef { hash, shard, user }
    }
}

/// Takes the hash that a key has already.
#[derive(Clone, Copy, Default)]
pub(super) struct Hashed(u64);

pub(super) type BuildHashed = BuildHasherDefault<Hashed>;

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    /// Not used by a key.
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}
