/// What a ledger says at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LedgerReading {
    /// How many tokens were minted so far.
    pub count: usize,
    /// Whom they are for, in the order of minting; `None` is nobody. Where a ledger forgets, the last
    /// ones are enough.
    pub users: Vec<Option<String>>,
}

impl LedgerReading {
    /// Says that `count` tokens were minted so far, the last of them for `users`.
    #[must_use]
    pub fn new(count: usize, users: impl Into<Vec<Option<String>>>) -> Self {
        Self {
            count,
            users: users.into(),
        }
    }

    /// Counts the tokens that were minted since an earlier reading.
    pub(super) fn minted_since(&self, earlier: &Self) -> usize {
        self.count.saturating_sub(earlier.count)
    }

    /// Gives whom the last token is for.
    pub(super) fn last_user(&self) -> Option<&str> {
        self.users.last()?.as_deref()
    }
}
