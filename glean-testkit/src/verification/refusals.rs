use std::fmt::{self, Write};

use super::nearest::Examples;
use super::{LISTED, write_rest};
use crate::contract::Case;
use crate::journal::ReceivedRequest;
use crate::rules::Fields;
use crate::secrets::{show_method, show_path};

/// How many numbers of requests a line has.
const NUMBERED: usize = 5;

/// Requests that were refused, those that are alike together.
#[derive(Default)]
pub(super) struct Refusals<'a> {
    groups: Vec<Group<'a>>,
    unlisted: usize,
    listed: usize,
}

struct Group<'a> {
    /// What became of its requests, but for their numbers.
    outcome: String,
    why: &'a str,
    fields: Option<&'a Fields>,
    numbers: Vec<u64>,
}

impl<'a> Refusals<'a> {
    pub(super) fn add(&mut self, request: &'a ReceivedRequest) {
        let outcome = describe(request);
        let fields = request.fields.as_deref();
        let alike = |group: &Group<'_>| group.outcome == outcome && group.fields == fields;
        match self.groups.iter().position(alike) {
            Some(group) => self.groups[group].numbers.push(request.number),
            None if self.groups.len() < LISTED => self.groups.push(Group {
                outcome,
                why: request.mismatch().unwrap_or_default(),
                fields,
                numbers: vec![request.number],
            }),
            None => {
                self.unlisted += 1;
                return;
            }
        }
        self.listed += 1;
    }

    /// Says how many there were in all, also those no longer kept.
    pub(super) fn count_all(&mut self, total: usize) {
        self.unlisted = total.saturating_sub(self.listed);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    pub(super) fn write(&self, out: &mut String, examples: &Examples) -> fmt::Result {
        for group in &self.groups {
            group.write(out, examples)?;
        }
        write_rest(out, self.unlisted)
    }
}

impl Group<'_> {
    fn write(&self, out: &mut String, examples: &Examples) -> fmt::Result {
        let numbers = list(&self.numbers);
        write!(out, "\n  - {numbers}: {}", self.outcome)?;
        let Some(fields) = self.fields else {
            return Ok(());
        };
        if let Some(case) = examples.refused(self.why, fields) {
            write_case(out, "refused by", case)?;
        }
        if let Some((case, differences)) = examples.minted(fields) {
            write_case(out, "nearest to", case)?;
            for difference in differences {
                write!(out, "\n        {difference}")?;
            }
        }
        Ok(())
    }
}

fn write_case(out: &mut String, how: &str, case: &Case) -> fmt::Result {
    let Case {
        id,
        title,
        basis,
        source,
        ..
    } = case;
    write!(out, "\n      {how} {id}: {title} ({basis}: {source})")
}

/// Tells how a request was answered.
fn describe(request: &ReceivedRequest) -> String {
    let method = show_method(&request.method);
    let path = show_path(&request.path);
    let status = request.status.as_u16();
    let why = request.mismatch().unwrap_or_default();
    format!("{method} {path} was answered {status}: {why}")
}

fn list(numbers: &[u64]) -> String {
    let spelled: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    match spelled.as_slice() {
        [one] => format!("request {one}"),
        [first @ .., last] if spelled.len() <= NUMBERED => {
            format!("requests {} and {last}", first.join(", "))
        }
        all => {
            let more = all.len() - NUMBERED;
            format!("requests {} and {more} more", all[..NUMBERED].join(", "))
        }
    }
}
