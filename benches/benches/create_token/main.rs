//! Times the cases, or has their instructions counted, and prints tables.

mod instructions;
mod measure;
mod table;

use glean_benches::server::{self, Server};
use glean_benches::{Group, Result, timing};

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
            timing::share_a_core();
            measure::print(&Server::start()?)
        }
        ["memory"] => measure::memory(),
        ["instructions"] => instructions::print(&Server::start()?),
        ["run", case, calls, server] => Group::case(case, server.parse()?)?.run(calls.parse()?),
        ["once", case, server] => timing::once(Group::case(case, server.parse()?)?),
        ["serve"] => server::serve(),
        _ => {
            println!("{USAGE}");
            Ok(())
        }
    }
}
