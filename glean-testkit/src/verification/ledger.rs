use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::{LISTED, write_rest};
use crate::ledger::{Ledger, Minted};

/// Writes whom tokens were minted for, and which replies were lost.
pub(super) fn write(out: &mut String, ledger: &Ledger) -> fmt::Result {
    let mut lost = BTreeMap::<&str, Vec<&Minted>>::new();
    for minted in ledger.iter().filter(|minted| !minted.delivered) {
        lost.entry(minted.user()).or_default().push(minted);
    }
    write!(out, "\ntokens minted: {}", ledger.len())?;
    let by_user = ledger.by_user();
    for (user, count) in by_user.iter().take(LISTED) {
        write!(out, "\n  for {user}: {count}")?;
        if let Some(lost) = lost.get(user) {
            write_lost(out, lost)?;
        }
    }
    write_rest(out, by_user.len().saturating_sub(LISTED))
}

fn write_lost(out: &mut String, lost: &[&Minted]) -> fmt::Result {
    let (were, requests) = match lost.len() {
        1 => ("was", "request"),
        _ => ("were", "requests"),
    };
    let count = lost.len();
    write!(out, ", of which {count} {were} not delivered ({requests} ")?;
    for (index, minted) in lost.iter().take(LISTED).enumerate() {
        let before = if index == 0 { "" } else { ", " };
        write!(out, "{before}{}", minted.request_number)?;
    }
    let end = if count > LISTED { ", …)" } else { ")" };
    out.write_str(end)
}
