//! The table of the contract's lines against the list of cases.

use std::collections::BTreeSet;
use std::fmt::Write;

use glean_testkit::contract::{self, Basis};

use crate::markdown::read;

const PAGE: &str = "docs/contract-cases.md";
const HEAD: &str = "| clause | says | bases of its cases |\n| --- | --- | --- |\n";

/// Writes the table: one row a clause, in the order of the list. It counts nothing, so that a further
/// case touches the list alone.
fn table() -> String {
    let mut table = HEAD.to_owned();
    for (clause, says) in clauses_in_order() {
        let cases = contract::cases().iter();
        let of_it = cases.filter(|case| case.clause == clause);
        let bases: BTreeSet<Basis> = of_it.map(|case| case.basis).collect();
        let bases: Vec<String> = bases.iter().map(Basis::to_string).collect();
        let bases = bases.join(", ");
        writeln!(table, "| `{clause}` | {says} | {bases} |").unwrap();
    }
    table
}

/// The list tells the clauses in the order of the contract; the types sort them.
fn clauses_in_order() -> Vec<(&'static str, &'static str)> {
    let json = contract::json();
    let (head, _) = json.split_once("\"cases\"").unwrap();
    let at = |clause: &str| head.find(&format!("\"{clause}\"")).unwrap();
    let clauses = contract::clauses().iter();
    let mut clauses: Vec<_> = clauses.map(|(clause, says)| (&**clause, &**says)).collect();
    clauses.sort_by_key(|(clause, _)| at(clause));
    clauses
}

#[test]
fn the_table_of_clauses_is_that_of_the_list() {
    let page = read(PAGE);
    let (_, found) = page.split_once(HEAD).unwrap_or_default();
    let rows: Vec<&str> = found
        .lines()
        .take_while(|line| line.starts_with('|'))
        .collect();
    let found = format!("{HEAD}{}\n", rows.join("\n"));
    let expected = table();
    assert!(found == expected, "{PAGE} has to say:\n\n{expected}");
}
