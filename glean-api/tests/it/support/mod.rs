//! A raw server, replies that it and a transport give alike, and what a caller sees of them.
// Without a backend there is no one to read what a server would write.
#![cfg_attr(not(feature = "reqwest"), allow(dead_code))]

mod client;
#[cfg(feature = "reqwest")]
mod listener;
mod outcome;
mod reply;
mod scene;
#[cfg(feature = "reqwest")]
mod server;

pub(crate) use client::{
    AtOnce, Never, Still, TOKEN, assert_outcome, both, failure, in_process, recording,
};
#[cfg(feature = "reqwest")]
pub(crate) use listener::{Unlistening, Untouched};
pub(crate) use outcome::{Outcome, Seen};
pub(crate) use reply::Reply;
pub(crate) use scene::Scene;
#[cfg(feature = "reqwest")]
pub(crate) use server::Server;
