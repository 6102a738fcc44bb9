//! The service's own tests, against the fake Glean server.

mod checks;
mod faults;
mod in_process;
mod mutants;
mod over_a_socket;
mod scene;
