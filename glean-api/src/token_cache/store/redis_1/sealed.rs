//! What is written to Redis in place of a token and of its user.

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use glean_models::CreateAuthTokenResponse;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{EncryptionKey, RedisStoreError};
use crate::token_cache::store::{StoreKey, StoreOperation, StoredToken};

/// What a sealed value begins with: the form of the rest.
const FORM: u8 = 1;
const NONCE: usize = 24;
/// The time of minting, before the token's JSON.
const TIME: usize = size_of::<i64>();

/// Encrypts tokens and hides names, with keys that are derived from one.
#[derive(Clone)]
pub(super) struct Sealer {
    cipher: XChaCha20Poly1305,
    names: Hmac<Sha256>,
}

impl Sealer {
    pub(super) fn new(key: &EncryptionKey) -> Self {
        let derived = Hkdf::<Sha256>::new(None, key.bytes());
        let derive = |purpose: &[u8]| {
            let mut key = Zeroizing::new([0; 32]);
            // It fails for lengths beyond 255 blocks of the hash alone.
            let _ = derived.expand(purpose, &mut *key);
            key
        };
        Self {
            cipher: XChaCha20Poly1305::new((&*derive(b"glean token store: values")).into()),
            names: <Hmac<Sha256> as KeyInit>::new(
                (&*hmac_block(&derive(b"glean token store: names"))).into(),
            ),
        }
    }

    /// Gives the name of a key, from which nobody can read it.
    pub(super) fn name(&self, key: &StoreKey) -> String {
        let mut mac = self.names.clone();
        // The length of the first part tells the two apart.
        mac.update(&(key.namespace().len() as u64).to_le_bytes());
        mac.update(key.namespace().as_bytes());
        mac.update(key.user().as_bytes());
        hex(&mac.finalize().into_bytes())
    }

    /// Encrypts a token that is to stand under `name`.
    pub(super) fn seal(&self, name: &str, token: &StoredToken) -> Result<Vec<u8>, RedisStoreError> {
        let failed = || RedisStoreError::sealing(StoreOperation::Store);
        let nonce = XNonce::try_generate().map_err(|_| failed())?;
        // Room for any escaping, so that no copy is left behind where it grew.
        let room = TIME + 6 * token.minted.token.expose_secret().len() + 64;
        let mut plain = Zeroizing::new(Vec::with_capacity(room));
        plain.extend_from_slice(&token.minted_at.to_le_bytes());
        serde_json::to_writer(&mut *plain, &token.minted).map_err(|_| failed())?;
        let payload = Payload {
            msg: &plain,
            aad: name.as_bytes(),
        };
        let encrypted = self.cipher.encrypt(&nonce, payload).map_err(|_| failed())?;
        Ok([&[FORM], nonce.as_slice(), &encrypted].concat())
    }

    /// Decrypts what stands under `name`; `None` if it is no token that was sealed with this key for it.
    pub(super) fn open(&self, name: &str, sealed: &[u8]) -> Option<StoredToken> {
        let rest = sealed.strip_prefix(&[FORM])?;
        let (nonce, encrypted) = rest.split_at_checked(NONCE)?;
        let payload = Payload {
            msg: encrypted,
            aad: name.as_bytes(),
        };
        let nonce = XNonce::try_from(nonce).ok()?;
        let plain = Zeroizing::new(self.cipher.decrypt(&nonce, payload).ok()?);
        let (time, json) = plain.split_first_chunk::<TIME>()?;
        let minted: CreateAuthTokenResponse = serde_json::from_slice(json).ok()?;
        Some(StoredToken::new(minted, i64::from_le_bytes(*time)))
    }
}

/// Makes the mark of a lock, which nobody else has.
pub(super) fn mark() -> Result<String, RedisStoreError> {
    let random = XNonce::try_generate();
    let random = random.map_err(|_| RedisStoreError::sealing(StoreOperation::TryLock))?;
    Ok(hex(&random))
}

/// Pads a key to a block of SHA-256, as HMAC does itself (RFC 2104, section 2).
fn hmac_block(key: &[u8; 32]) -> Zeroizing<[u8; 64]> {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    block
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&EncryptionKey::new([byte; 32]))
    }

    fn token() -> StoredToken {
        StoredToken::new(CreateAuthTokenResponse::new("s3cret\n\"", 1_893_456_000), 7)
    }

    #[test]
    fn what_is_sealed_opens_again_under_its_name() {
        let sealer = sealer(1);
        let sealed = sealer.seal("name", &token()).unwrap();
        let opened = sealer.open("name", &sealed).unwrap();
        assert_eq!(opened.minted.token.expose_secret(), "s3cret\n\"");
        assert_eq!(opened.minted.expiration_time, 1_893_456_000);
        assert_eq!(opened.minted_at, 7);
    }

    #[test]
    fn the_same_token_is_never_sealed_alike_and_shows_nothing_of_itself() {
        let sealer = sealer(1);
        let [one, other] = [(); 2].map(|()| sealer.seal("name", &token()).unwrap());
        assert_ne!(one, other);
        assert!(!one.windows(6).any(|window| window == b"s3cret"));
    }

    #[test]
    fn what_was_changed_or_belongs_elsewhere_does_not_open() {
        let sealed = sealer(1).seal("name", &token()).unwrap();
        assert!(sealer(1).open("other", &sealed).is_none());
        assert!(sealer(2).open("name", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer(1).open("name", &changed).is_none(), "{at}");
            assert!(sealer(1).open("name", &sealed[..at]).is_none(), "{at}");
        }
    }

    #[test]
    fn names_tell_keys_apart_and_show_nothing_of_them() {
        let name = |sealer: &Sealer, namespace: &str, user: &str| {
            sealer.name(&StoreKey::new(namespace.to_owned(), user))
        };
        let one = sealer(1);
        let ada = name(&one, "acme", "ada@example.com");
        assert_eq!(ada, name(&one, "acme", "Ada@example.com"));
        assert_eq!(ada.len(), 64);
        for other in [
            name(&one, "acme", "grace@example.com"),
            name(&one, "acmea", "da@example.com"),
            name(&sealer(2), "acme", "ada@example.com"),
        ] {
            assert_ne!(ada, other);
        }
    }
}
