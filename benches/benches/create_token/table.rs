/// What was measured of a case.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Nanoseconds a call, one of each round.
    pub(crate) nanos: Vec<f64>,
    pub(crate) allocations: f64,
    pub(crate) bytes: f64,
}

/// Prints a group. A ratio is the median of the rounds' ratios to the first row.
pub(crate) fn print(group: &str, rows: &[Row]) {
    println!(
        "\n{group:<42}{:>12}{:>7}{:>13}{:>10}",
        "ns", "ratio", "allocations", "bytes"
    );
    for row in rows {
        let baseline = rows.iter().take(1).flat_map(|row| &row.nanos);
        let ratios = row.nanos.iter().zip(baseline).map(|(own, base)| own / base);
        println!(
            "{:<42}{:>12.0}{:>7.2}{:>13.1}{:>10.0}",
            row.name,
            median(row.nanos.iter().copied()),
            median(ratios),
            row.allocations,
            row.bytes
        );
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
