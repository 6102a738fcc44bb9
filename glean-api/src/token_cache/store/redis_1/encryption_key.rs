use std::error::Error;
use std::fmt;

use zeroize::Zeroizing;

/// The key that tokens are encrypted with at rest: 32 random bytes, the same for all replicas.
///
/// `openssl rand -hex 32` makes one. It is as much of a secret as the tokens are: keep it elsewhere than in
/// Redis. `Debug` does not show it, and it is wiped when it is dropped.
#[derive(Clone)]
pub struct EncryptionKey(Zeroizing<[u8; 32]>);

impl EncryptionKey {
    /// Takes a key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// Reads a key of 64 hexadecimal digits, as an environment variable has it.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidEncryptionKey`] if it is anything else.
    pub fn from_hex(text: &str) -> Result<Self, InvalidEncryptionKey> {
        let digits = text.trim().as_bytes();
        let mut key = Zeroizing::new([0; 32]);
        if digits.len() != 2 * key.len() {
            return Err(InvalidEncryptionKey { _private: () });
        }
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair)
                .ok()
                .filter(|pair| !pair.starts_with('+'));
            *byte = pair
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
                .ok_or(InvalidEncryptionKey { _private: () })?;
        }
        Ok(Self(key))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptionKey(<redacted>)")
    }
}

/// A text that is no [`EncryptionKey`]. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidEncryptionKey {
    _private: (),
}

impl fmt::Display for InvalidEncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an encryption key is 64 hexadecimal digits; `openssl rand -hex 32` makes one")
    }
}

impl Error for InvalidEncryptionKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_from_hexadecimal_digits_of_either_case() {
        let key = EncryptionKey::from_hex(&format!(" {}aF\n", "00".repeat(31))).unwrap();
        assert_eq!(key.bytes()[30..], [0, 0xaf]);
        assert_eq!(format!("{key:?}"), "EncryptionKey(<redacted>)");
    }

    #[test]
    fn another_text_is_refused_and_not_repeated() {
        let plus = "+f".repeat(32);
        for text in [
            "",
            "s3cret",
            &"0".repeat(63),
            &"0".repeat(65),
            &"0g".repeat(32),
            &plus,
            &"ä".repeat(32),
        ] {
            let error = EncryptionKey::from_hex(text).unwrap_err();
            assert!(error.to_string().starts_with("an encryption key is 64 "));
        }
    }
}
