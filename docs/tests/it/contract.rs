//! The table of the contract's lines against the list of cases.

use std::collections::BTreeMap;
use std::fmt::Write;

use glean_testkit::contract::{self, Basis};

use crate::markdown::read;

const PAGE: &str = "docs/contract-cases.md";
const HEAD: &str = "| clause | says | basis | cases |\n| --- | --- | --- | ---: |\n";

/// Writes the table: one row a clause, in the order of the list.
fn table() -> String {
    let mut table = HEAD.to_owned();
    for (clause, says) in clauses_in_order() {
        let cases = contract::cases().iter();
        let mut bases: BTreeMap<Basis, usize> = BTreeMap::new();
        for case in cases.filter(|case| case.clause == clause) {
            *bases.entry(case.basis).or_default() += 1;
        }
        let basis: Vec<String> = match &bases.iter().collect::<Vec<_>>()[..] {
            [(basis, _)] => vec![basis.to_string()],
            several => several
                .iter()
                .map(|(basis, count)| format!("{basis} {count}"))
                .collect(),
        };
        let cases: usize = bases.values().sum();
        let basis = basis.join(", ");
        writeln!(table, "| `{clause}` | {says} | {basis} | {cases} |").unwrap();
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

#[test]
fn the_page_counts_the_clauses_and_the_cases() {
    let (clauses, cases) = (contract::clauses().len(), contract::cases().len());
    let sentence = format!("The contract has {clauses} clauses, held by {cases} cases.");
    assert!(
        read(PAGE).contains(&sentence),
        "{PAGE} has to say: {sentence}"
    );
}
