//! Times the cases, or has their instructions counted, and prints tables.

mod instructions;
mod measure;
mod table;

use glean_benches::server::{self, Server};
use glean_benches::{Group, Result};

const USAGE: &str = "\
cargo bench -p glean-benches                        times, allocations and ratios
cargo bench -p glean-benches -- instructions        instructions, counted by valgrind
cargo bench -p glean-benches -- memory              bytes that a cache holds for each of a million users
cargo bench -p glean-benches -- run CASE N SERVER   one case N times, to be profiled
cargo bench -p glean-benches -- serve               the server alone, until its input ends";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo adds `--bench` where benchmarks are wanted; `cargo test --benches` runs this without.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let words = arguments.iter().map(String::as_str);
    let words: Vec<&str> = words.filter(|word| *word != "--bench").collect();
    match words[..] {
        [] if is_bench => {
            share_a_core();
            measure::print(&Server::start()?)
        }
        ["memory"] => measure::memory(),
        ["instructions"] => instructions::print(&Server::start()?),
        ["run", case, calls, server] => Group::case(case, server.parse()?)?.run(calls.parse()?),
        ["once", case, server] => measure::once(Group::case(case, server.parse()?)?),
        ["serve"] => server::serve(),
        _ => {
            println!("{USAGE}");
            Ok(())
        }
    }
}

/// Keeps this thread, and the server that it starts, on one core: waking another one takes twice as long
/// as the whole call, or not, as the scheduler likes.
fn share_a_core() {
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    let is_pinned = cores
        .first()
        .is_some_and(|core| core_affinity::set_for_current(*core));
    if !is_pinned {
        println!("the times over a socket are noisy: this system keeps no process on one core");
    }
}
