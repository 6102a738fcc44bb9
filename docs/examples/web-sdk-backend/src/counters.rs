use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::backend::Shared;

/// The statuses that the token's endpoint answers with.
const STATUSES: [u16; 6] = [200, 401, 403, 500, 502, 503];

/// Counts the replies of the token's endpoint. It names no user.
#[derive(Debug, Default)]
pub(crate) struct Counters([AtomicU64; STATUSES.len()]);

pub(crate) async fn count(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status().as_u16();
    if let Some(index) = STATUSES.iter().position(|it| *it == status) {
        state.counters.0[index].fetch_add(1, Ordering::Relaxed);
    }
    response
}

/// Gives what was counted in Prometheus's text format.
pub(crate) async fn metrics(State(state): State<Shared>) -> Response {
    let mut text = String::new();
    let name = "web_sdk_backend_token_replies_total";
    head(
        &mut text,
        name,
        "counter",
        "Replies to POST /api/glean-token",
    );
    for (status, count) in STATUSES.iter().zip(&state.counters.0) {
        let count = count.load(Ordering::Relaxed);
        let _ = writeln!(text, "{name}{{status=\"{status}\"}} {count}");
    }
    let tokens = &state.backend.tokens;
    let counters = tokens.counters();
    for (name, help, count) in [
        ("hits", "Tokens that were there", counters.hits),
        (
            "misses",
            "Tokens that were not, and a mint was begun",
            counters.misses,
        ),
        (
            "waits",
            "Tokens that were being minted already",
            counters.waits,
        ),
        (
            "held",
            "Tokens not asked for, as a 429 wants",
            counters.held,
        ),
        ("mints", "Tokens minted", counters.mints),
        ("failures", "Mints that failed", counters.failures),
        ("refreshes", "Mints ahead of an expiry", counters.refreshes),
        (
            "evictions",
            "Users that there was no room for",
            counters.evictions,
        ),
    ] {
        let name = format!("glean_token_cache_{name}_total");
        head(&mut text, &name, "counter", help);
        let _ = writeln!(text, "{name} {count}");
    }
    let name = "glean_token_cache_users";
    head(&mut text, name, "gauge", "Users whose tokens are kept");
    let _ = writeln!(text, "{name} {}", tokens.len());
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (headers, text).into_response()
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a string can't fail.
    let _ = writeln!(text, "# HELP {name} {help}.\n# TYPE {name} {kind}");
}
