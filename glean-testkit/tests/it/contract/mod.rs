//! The contract as data, and what is made of it.

mod checks;
mod data;
mod live;
mod openapi;
mod owners;
mod pact;
mod provenance;
mod reports;
mod stubs;
mod verification;
