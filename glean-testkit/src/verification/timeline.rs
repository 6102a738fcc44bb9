use std::fmt::{self, Write};
use std::time::SystemTime;

use super::LISTED;
use crate::Fault;
use crate::journal::{Journal, Outcome, ReceivedRequest};
use crate::ledger::Ledger;
use crate::secrets::{show_method, show_path};

/// Writes what came and went, in its order, with the time since the first of it.
///
/// Of many entries the first and the last are shown.
pub(super) fn write(out: &mut String, journal: &Journal, ledger: &Ledger) -> fmt::Result {
    let events = events(journal, ledger);
    match journal.total() {
        0 => write!(out, "\nno request was received")?,
        total => write!(out, "\nrequests received: {total}")?,
    }
    let Some(start) = events.iter().map(|event| event.at).min() else {
        return Ok(());
    };
    let earlier = journal.total() - journal.requests().len();
    if earlier > 0 {
        write!(out, "\n  … {earlier} earlier ones are no longer kept")?;
    }
    let width = events.iter().map(|event| milliseconds(start, event.at));
    let width = width.map(|it| it.to_string().len()).max().unwrap_or(0);
    let (first, last) = if events.len() > LISTED {
        (LISTED / 2, events.len() - LISTED / 2)
    } else {
        (events.len(), events.len())
    };
    for event in &events[..first] {
        event.write(out, start, width)?;
    }
    if last > first {
        write!(out, "\n  … {} between them", last - first)?;
    }
    for event in &events[last..] {
        event.write(out, start, width)?;
    }
    Ok(())
}

/// A line of the timeline.
struct Event {
    at: SystemTime,
    text: String,
}

impl Event {
    fn write(&self, out: &mut String, start: SystemTime, width: usize) -> fmt::Result {
        let at = milliseconds(start, self.at);
        write!(out, "\n  {at:>width$} ms  {}", self.text)
    }
}

fn events(journal: &Journal, ledger: &Ledger) -> Vec<Event> {
    let mut strikes = journal.strikes().iter().peekable();
    let mut events = Vec::new();
    for request in journal.requests() {
        while let Some(strike) = strikes.next_if(|strike| strike.before <= request.number) {
            events.push(struck(&strike.fault, strike.at));
        }
        events.push(Event {
            at: request.received_at,
            text: describe(request, ledger),
        });
    }
    events.extend(strikes.map(|strike| struck(&strike.fault, strike.at)));
    events
}

fn struck(fault: &Fault, at: SystemTime) -> Event {
    let text = format!("no request yet: {fault}");
    Event { at, text }
}

fn describe(request: &ReceivedRequest, ledger: &Ledger) -> String {
    let ReceivedRequest {
        number,
        method,
        path,
        status,
        fault,
        delivered,
        ..
    } = request;
    let (method, path) = (show_method(method), show_path(path));
    let mut text = format!("request {number}: {method} {path} → ");
    let status = status.as_u16();
    let came_to = match &request.outcome {
        Outcome::Minted => {
            let minted = ledger.of_request(*number);
            let user = minted.map_or_else(String::new, |it| format!(" for {}", it.user()));
            format!("{status}, a token{user}")
        }
        Outcome::Refused(_) => format!("{status}, refused"),
        Outcome::Unmatched(_) => format!("{status}, no createToken call"),
        Outcome::StatusAsked => format!("{status}, as its credential asks"),
        _ if fault.as_ref().is_some_and(Fault::precedes_the_rulebook) => "no reply".to_owned(),
        Outcome::Scripted => format!("{status}, by the script"),
        Outcome::Chaos => format!("{status}, by chaos"),
    };
    text.push_str(&came_to);
    let after = request
        .delivered_at
        .map(|at| milliseconds(request.received_at, at));
    text.push_str(match (delivered, after) {
        (false, _) if came_to == "no reply" => "",
        (false, _) => ", not delivered",
        (true, None | Some(0)) => ", delivered",
        (true, Some(_)) => ", delivered after ",
    });
    if let Some(after) = after.filter(|after| *delivered && *after != 0) {
        text.push_str(&format!("{after} ms"));
    }
    if let Some(fault) = fault {
        text.push_str(&format!(": {fault}"));
    }
    text
}

/// Counts from one time to another, which may be the earlier one.
fn milliseconds(from: SystemTime, to: SystemTime) -> i128 {
    let count = |duration: std::time::Duration| i128::try_from(duration.as_millis());
    match to.duration_since(from) {
        Ok(after) => count(after).unwrap_or(i128::MAX),
        Err(before) => -count(before.duration()).unwrap_or(i128::MAX),
    }
}
