//! With `GLEAN_DEBUG=1`: a trace of each attempt on stderr, with no secret in it.

#[cfg(feature = "tracing")]
pub(crate) use attempts::start;

#[cfg(feature = "tracing")]
mod attempts {
    use std::fmt;
    use std::io;
    use std::time::Instant;

    use tracing::field::{Field, Visit};
    use tracing::span::Record;
    use tracing_subscriber::Layer;
    use tracing_subscriber::field::RecordFields;
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::fmt::format::Writer;
    use tracing_subscriber::fmt::time::FormatTime;
    use tracing_subscriber::fmt::{FormatFields, FormattedFields};
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::util::SubscriberInitExt;

    /// Writes what the client traces. It does so only if `GLEAN_DEBUG` says so.
    pub(crate) fn start() {
        let lines = tracing_subscriber::fmt::layer()
            .fmt_fields(ForPeople)
            .log_internal_errors(false)
            .with_ansi(false)
            .with_level(false)
            .with_target(false)
            .with_timer(SinceStart(Instant::now()))
            .with_writer(io::stderr);
        // Of the client alone: whether other libraries log secrets is theirs to say.
        let of_the_client = Targets::new().with_target("glean_transport", LevelFilter::DEBUG);
        let lines = lines.with_filter(of_the_client);
        tracing_subscriber::registry().with(lines).init();
    }

    /// Writes the fields that a reader needs to tell attempts apart, without their names.
    struct ForPeople;

    impl<'out> FormatFields<'out> for ForPeople {
        fn format_fields<R: RecordFields>(&self, out: Writer<'out>, fields: R) -> fmt::Result {
            let mut line = Line {
                out,
                result: Ok(()),
            };
            fields.record(&mut line);
            line.result
        }

        /// Leaves out how the attempt ended: its event says so.
        fn add_fields(
            &self,
            _fields: &'out mut FormattedFields<Self>,
            _record: &Record<'_>,
        ) -> fmt::Result {
            Ok(())
        }
    }

    struct Line<'out> {
        out: Writer<'out>,
        result: fmt::Result,
    }

    impl Visit for Line<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            let written = match field.name() {
                "glean_transport.attempt" | "message" => write!(self.out, "{value:?}"),
                "url.full" => write!(self.out, " {value:?}"),
                _ => Ok(()),
            };
            self.result = self.result.and(written);
        }

        fn record_str(&mut self, field: &Field, value: &str) {
            let written = match field.name() {
                "glean_transport.operation" | "http.request.method" => {
                    write!(self.out, " {value}")
                }
                _ => Ok(()),
            };
            self.result = self.result.and(written);
        }
    }

    struct SinceStart(Instant);

    impl FormatTime for SinceStart {
        fn format_time(&self, out: &mut Writer<'_>) -> fmt::Result {
            write!(out, "{:7.3}s", self.0.elapsed().as_secs_f32())
        }
    }
}

/// Says how to get a trace, if one is asked for.
#[cfg(not(feature = "tracing"))]
pub(crate) fn start() {
    use std::io::{self, Write};

    let asked = std::env::var("GLEAN_DEBUG").unwrap_or_default();
    if !["", "0", "false", "no", "off"].contains(&asked.to_ascii_lowercase().as_str()) {
        let note = "note: GLEAN_DEBUG is set; for a trace, run with `--features tracing`";
        let _ = writeln!(io::stderr(), "{note}");
    }
}
