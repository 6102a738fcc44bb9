//! A mutation, without a framework: calls driven by hand, over a fake whose replies take the time that
//! the test says.

mod callbacks;
mod calls;
mod listeners;
mod retries;
mod secrets;
mod stage;
mod states;

pub(crate) use stage::{Stage, failure_after, ok_after, poll, ready, unchanged};
