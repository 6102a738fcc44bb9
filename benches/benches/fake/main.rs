//! Times the fake beside a bare wiremock server, and prints tables.

use glean_benches::fake::{self, GROUPS};
use glean_benches::timing::{self, Time, median};
use glean_benches::{Group, Result};

const USAGE: &str = "\
cargo bench -p glean-benches --features fake --bench fake            starts and requests a second, on one core
cargo bench -p glean-benches --features fake --bench fake -- free    the same, on the cores that the system picks";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo adds `--bench` where benchmarks are wanted; `cargo test --benches` runs this without.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let words = arguments.iter().map(String::as_str);
    let words: Vec<&str> = words.filter(|word| *word != "--bench").collect();
    match words[..] {
        [] if is_bench => {
            timing::share_a_core();
            print_all()
        }
        ["free"] => print_all(),
        ["once", case] => timing::once(fake::cold_case(case)?),
        _ => {
            println!("{USAGE}");
            Ok(())
        }
    }
}

fn print_all() -> Result<()> {
    GROUPS.iter().try_for_each(|make| {
        let mut group = make()?;
        let times = timing::rounds(&mut group, &[])?;
        print(&group, &times);
        Ok(())
    })
}

/// Prints a group. A ratio is the median of the rounds' ratios of rates: how many calls are made in the time
/// of one of the first row's, by the clock, for the server is in this process.
fn print(group: &Group, times: &[Vec<Time>]) {
    println!(
        "\n{:<42}{:>12}{:>12}{:>8}",
        group.name, "ns", "a second", "ratio"
    );
    for (case, own) in group.cases.iter().zip(times) {
        let nanos = median(own.iter().map(|time| time.elapsed));
        let first = times.iter().take(1).flatten();
        let pairs = own.iter().zip(first);
        println!(
            "{:<42}{nanos:>12.0}{:>12.0}{:>8.2}",
            case.name,
            1e9 / nanos,
            median(pairs.map(|(own, first)| first.elapsed / own.elapsed)),
        );
    }
}
