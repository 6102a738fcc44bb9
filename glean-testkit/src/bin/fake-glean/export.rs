use std::fmt::Write;
use std::process::ExitCode;

use glean_testkit::contract;
use serde_json::Value;

use crate::args::{CasesArgs, PactArgs};
use crate::failure::Failure;
use crate::output;

pub(crate) fn cases(args: &CasesArgs) -> Result<ExitCode, Failure> {
    if args.json {
        return output::print(contract::json());
    }
    if args.schema {
        return output::print(contract::schema());
    }
    let cases = contract::cases();
    let width = cases.iter().map(|case| case.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for case in cases {
        let whom = if case.server().is_some() {
            "server"
        } else {
            "client"
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{:width$}  {whom}  {:8}  {}",
            case.id, case.basis, case.title
        );
    }
    let (count, provenance) = (cases.len(), contract::provenance());
    let _ = writeln!(text, "\n{count} cases, {provenance}");
    output::print(&text)
}

pub(crate) fn pact(args: &PactArgs) -> Result<ExitCode, Failure> {
    print_json(&contract::pact(&args.consumer, &args.provider))
}

pub(crate) fn openapi() -> Result<ExitCode, Failure> {
    print_json(&contract::openapi())
}

fn print_json(value: &Value) -> Result<ExitCode, Failure> {
    output::print(&format!("{value:#}\n"))
}
