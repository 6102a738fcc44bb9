use glean_benches::timing::{Time, median};

/// What was measured of a case.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// What a call took, in each round.
    pub(crate) times: Vec<Time>,
    pub(crate) allocations: f64,
    pub(crate) bytes: f64,
}

/// Prints a group. A ratio is the median of the rounds' ratios to the first row, on the processor.
pub(crate) fn print(group: &str, rows: &[Row]) {
    println!(
        "\n{group:<42}{:>12}{:>12}{:>7}{:>13}{:>10}",
        "ns", "cpu ns", "ratio", "allocations", "bytes"
    );
    for row in rows {
        let baseline = rows.iter().take(1).flat_map(|row| &row.times);
        let pairs = row.times.iter().zip(baseline);
        println!(
            "{:<42}{:>12.0}{:>12.0}{:>7.2}{:>13.1}{:>10.0}",
            row.name,
            median(row.times.iter().map(|time| time.elapsed)),
            median(row.times.iter().map(|time| time.cpu)),
            median(pairs.map(|(own, base)| own.cpu / base.cpu)),
            row.allocations,
            row.bytes
        );
    }
}
