//! The cache's promises, on a manual clock and under load.

mod bounds;
mod builder;
mod cancellation;
mod expiry;
mod holds;
mod hooks;
mod invalidation;
mod keys;
mod load;
mod refresh;
mod secrets;
mod sharing;
mod stage;
mod store;

use stage::{HOUR, MINUTE, SECOND, Stage, Tasks, once};
