use std::fmt::{self, Display, Write};

use super::{CaseResult, Outcome, Report};

/// Writes a report as JUnit XML. By hand: it is three elements, and the libraries for it bring a dozen
/// crates.
pub(super) fn write(report: &Report) -> String {
    let mut xml = String::new();
    // Writing to a string does not fail.
    let _ = write_suite(&mut xml, report);
    xml
}

fn write_suite(xml: &mut String, report: &Report) -> fmt::Result {
    let counts = report.counts;
    writeln!(xml, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        xml,
        r#"<testsuite name="createToken" tests="{}" failures="{}" errors="0" skipped="{}">"#,
        report.cases.len(),
        counts.drifted,
        counts.unsupported + counts.skipped,
    )?;
    writeln!(xml, "  <properties>")?;
    for (name, value) in [("server", &report.server), ("contract", &report.contract)] {
        writeln!(
            xml,
            r#"    <property name="{name}" value="{}"/>"#,
            Escaped(value)
        )?;
    }
    writeln!(xml, "  </properties>")?;
    for result in &report.cases {
        write_case(xml, report, result)?;
    }
    writeln!(xml, "</testsuite>")
}

fn write_case(xml: &mut String, report: &Report, result: &CaseResult) -> fmt::Result {
    let CaseResult {
        id,
        title,
        basis,
        source,
        asked,
        ..
    } = result;
    write!(
        xml,
        r#"  <testcase classname="createToken.{basis}" name="{}" time="0""#,
        Escaped(id)
    )?;
    match &result.outcome {
        Outcome::Match => return writeln!(xml, "/>"),
        Outcome::Drift { differences } => {
            writeln!(xml, ">")?;
            write!(xml, r#"    <failure message="{}">"#, Escaped(title))?;
            for difference in differences {
                writeln!(xml, "{}", Escaped(&difference.to_string()))?;
            }
            writeln!(xml, "basis: {basis}, {}", Escaped(source))?;
            writeln!(xml, "asked: {}", Escaped(asked))?;
            writeln!(xml, "rerun: {}</failure>", Escaped(&report.rerun(id)))?;
        }
        Outcome::Unsupported { reason } => write_skipped(xml, "unsupported", reason)?,
        Outcome::Skipped { reason } => write_skipped(xml, "skipped", reason)?,
    }
    writeln!(xml, "  </testcase>")
}

fn write_skipped(xml: &mut String, word: &str, reason: &str) -> fmt::Result {
    writeln!(xml, ">")?;
    writeln!(
        xml,
        r#"    <skipped message="{word}: {}"/>"#,
        Escaped(reason)
    )
}

/// Text for an element or an attribute in double quotes.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\t' | '\n' | '\r' => write!(f, "&#{};", u32::from(character))?,
                // XML 1.0, 2.2: these can't stand in a document at all, not even escaped.
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_has_other_uses_for_is_escaped() {
        let escaped = Escaped("a<b>&\"c\"\n\u{1b}[31m\u{fffe}ä😀").to_string();
        assert_eq!(
            escaped,
            "a&lt;b&gt;&amp;&quot;c&quot;&#10;\u{fffd}[31m\u{fffd}ä😀"
        );
    }
}
