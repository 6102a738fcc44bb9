//! The contract as data, and what is made of it.

mod checks;
mod data;
mod live;
mod openapi;
mod pact;
mod provenance;
mod reports;
mod stubs;
mod verification;
