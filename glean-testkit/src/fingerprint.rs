use std::fmt;

/// Stands for a secret where the secret itself must not: in reports, ledgers and `Debug`.
///
/// The same text gives the same fingerprint, in every run and on every machine. It has 32 bits, so
/// it tells a handful of secrets apart and gives none of them away.
///
/// ```
/// use glean_testkit::Fingerprint;
///
/// assert_eq!(Fingerprint::of("s3cret"), Fingerprint::of("s3cret"));
/// assert_ne!(Fingerprint::of("s3cret"), Fingerprint::of("s3cres"));
/// assert_eq!(Fingerprint::of("s3cret").to_string().len(), "#89abcdef".len());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u32);

impl Fingerprint {
    /// Takes the fingerprint of `secret`.
    #[must_use]
    pub fn of(secret: impl AsRef<[u8]>) -> Self {
        // FNV-1a, folded to half its width: std's hashers promise no stable result.
        let hash = secret
            .as_ref()
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        let [a, b, c, d, e, f, g, h] = hash.to_be_bytes();
        Self(u32::from_be_bytes([a ^ e, b ^ f, c ^ g, d ^ h]))
    }
}

/// Writes `#` and eight hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:08x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
