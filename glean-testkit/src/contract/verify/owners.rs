use std::fmt;
use std::sync::Arc;

use super::{LedgerReading, LedgerSource};
use crate::contract::redaction::Redaction;
use crate::contract::{BodyRule, Credentials, Difference, ServerCase};

/// Compares whom a run's tokens are for with whom they are to be for.
pub(super) struct Owners {
    source: Option<Arc<dyn LedgerSource>>,
    /// In how many cases a token is due, and in how many of them that was looked at.
    due: usize,
    looked_at: usize,
    /// Why it was not looked at somewhere.
    obstacle: Option<String>,
}

impl Owners {
    pub(super) fn new(source: Option<Arc<dyn LedgerSource>>) -> Self {
        let obstacle = source
            .is_none()
            .then(|| "no ledger was given to look into".to_owned());
        Self {
            source,
            due: 0,
            looked_at: 0,
            obstacle,
        }
    }

    /// Reads the ledger, if there is one.
    pub(super) async fn read(&mut self) -> Option<LedgerReading> {
        let reading = self.source.as_ref()?.read().await;
        if reading.is_none() {
            self.object("the ledger could not be read");
        }
        reading
    }

    /// Tells how what was minted since `before` differs from what `case` expects.
    pub(super) async fn compare(
        &mut self,
        case: &ServerCase,
        credentials: &Credentials,
        before: Option<LedgerReading>,
    ) -> Option<Difference> {
        let rule = match &case.expect.body {
            BodyRule::Minted(rule) => Some(rule),
            _ => None,
        };
        self.due += usize::from(rule.is_some());
        let before = before?;
        let after = self.read().await?;
        let redaction = Redaction::of(credentials);
        let show = |user: Option<&str>| user.map_or("nobody".to_owned(), |it| redaction.quote(it));
        let found = || match after.minted_since(&before) {
            0 => "no token in the ledger".to_owned(),
            1 => show(after.last_user()),
            count => format!("{count} tokens in the ledger"),
        };
        let Some(rule) = rule else {
            let minted = after.minted_since(&before) > 0;
            return minted.then(|| Difference::new("minted for", "no token", found()));
        };
        let given = &case.given.credential;
        let wanted = match credentials.minted_for(rule.minted_for, given) {
            Ok(wanted) => wanted,
            Err(unaskable) => {
                self.object(&unaskable.to_string());
                return None;
            }
        };
        self.looked_at += 1;
        let is_one = after.minted_since(&before) == 1;
        let is_same = match (wanted, after.last_user()) {
            (None, None) => true,
            (Some(wanted), Some(user)) => wanted.eq_ignore_ascii_case(user),
            _ => false,
        };
        (!is_one || !is_same).then(|| Difference::new("minted for", show(wanted), found()))
    }

    fn object(&mut self, obstacle: &str) {
        self.obstacle.get_or_insert_with(|| obstacle.to_owned());
    }
}

/// Says in a clause what was looked at: `looked at in 17 cases`.
impl fmt::Display for Owners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { due, looked_at, .. } = self;
        match &self.obstacle {
            None => write!(f, "looked at in {looked_at} cases"),
            Some(obstacle) if *looked_at == 0 => write!(f, "not looked at: {obstacle}"),
            Some(obstacle) => write!(f, "looked at in {looked_at} of {due} cases: {obstacle}"),
        }
    }
}
