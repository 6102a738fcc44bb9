//! Control of a running fake over HTTP, for tests in any language.
//!
//! A fake that is [built with it](crate::FakeGleanBuilder::control), as the binary `fake-glean` is,
//! answers below [`/_glean/`](PATH), at the root of its address whatever its path prefix. Requests there
//! are not recorded, limited or struck by faults.
//!
//! | | |
//! | --- | --- |
//! | `GET /_glean/` | what the fake is, and whether its contract is verified |
//! | `GET /_glean/requests` | `count`, `calls` and the `requests`, redacted |
//! | `GET /_glean/ledger` | `count`, `by_user` and what was `minted` for whom, and whether it was `delivered` |
//! | `GET /_glean/verification` | `passed`, and a `report` if not: requests that were no createToken calls, steps that no call took |
//! | `POST /_glean/script` | `{"steps": [{"status": 503, "retry_after": 1}, {"fault": "reset", "phase": "after_mint"}, {"ok": true}]}` |
//! | `POST /_glean/clock` | `{"advance_seconds": 7200}`, and `skew_seconds` to show a clock that is ahead or, negative, behind |
//! | `POST /_glean/lifetime` | `{"seconds": 60}` for tokens that are minted from now on |
//! | `POST /_glean/credentials` | `{"revoke": "glean_user"}`, or `{"restore": "glean_user"}` |
//! | `POST /_glean/reset` | everything back to where the fake began |
//! | `POST /_glean/provider-states` | `{"state": "global-without-user"}`, as a Pact verifier sends it |
//!
//! A step is `{"ok": true}`, a `status`, or a `fault`, or the latter two together.
//!
//! | member | |
//! | --- | --- |
//! | `ok` | `true`: the rulebook answers |
//! | `status` | 200 to 999 |
//! | `headers` | an object of strings or lists of strings |
//! | `body`, `json`, `content_type` | a text or a JSON value, and what it is called |
//! | `retry_after`, `retry_after_ms` | seconds, or the header's value as a string; milliseconds |
//! | `delay_ms` | how long the reply waits, on the fake's clock |
//! | `fault` | `reset`, `close` or `stall` with a `phase`; `truncate` with `bytes`; `drip` with `every_ms`; `garbage`; `oversized_head` |
//! | `phase` | `before_read`, `after_read`, `after_mint`, `in_head` or `in_body` |
//! | `times` | how often, 1 unless set |
//!
//! A provider state is the id of a [case](crate::contract::case), or any name with `steps` among its
//! `params`. Setting one up resets the fake first.
//!
//! What can't be done is answered as `application/problem+json` (RFC 9457), and changes nothing.

mod command;
mod overview;
mod problem;
mod provider_state;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::fake::Shared;
use problem::Problem;

/// What the paths of the control begin with.
pub const PATH: &str = "/_glean/";

const GET: &[&str] = &["", "ledger", "requests", "verification"];
const POST: &[&str] = &[
    "clock",
    "credentials",
    "lifetime",
    "provider-states",
    "reset",
    "script",
];

/// Does what a request asks for.
pub(crate) fn handle(shared: &Shared, request: &Request<Bytes>) -> Response<Bytes> {
    answer(shared, request).unwrap_or_else(Problem::into_response)
}

fn answer(shared: &Shared, request: &Request<Bytes>) -> Result<Response<Bytes>, Problem> {
    let path = request.uri().path();
    let name = path.strip_prefix(PATH).unwrap_or_default();
    let (names, method) = [(GET, Method::GET), (POST, Method::POST)]
        .into_iter()
        .find(|(names, _)| names.contains(&name))
        .ok_or_else(no_such_path)?;
    if request.method() != method && !(request.method() == Method::HEAD && names == GET) {
        return Ok(not_allowed(&method));
    }
    let body = request.body();
    match name {
        "" => Ok(reply(&overview::overview(shared))),
        "ledger" => Ok(reply(
            &shared.read(|model| overview::ledger(model.ledger())),
        )),
        "requests" => Ok(reply(&shared.read(overview::requests))),
        "verification" => Ok(reply(&shared.read(overview::verification))),
        "clock" => command::clock(shared, body),
        "credentials" => command::credentials(shared, body),
        "lifetime" => command::lifetime(shared, body),
        "provider-states" => provider_state::change(shared, body),
        "reset" => {
            shared.reset();
            Ok(done())
        }
        _ => command::script(shared, body),
    }
}

fn reply(value: &impl Serialize) -> Response<Bytes> {
    // Maps with strings for keys, strings and numbers: it does not fail.
    let mut body = serde_json::to_vec_pretty(value).unwrap_or_default();
    body.push(b'\n');
    let mut response = Response::new(Bytes::from(body));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

fn done() -> Response<Bytes> {
    reply(&json!({"done": true}))
}

fn no_such_path() -> Problem {
    let paths = GET.iter().map(|name| format!("GET {PATH}{name}"));
    let paths = paths.chain(POST.iter().map(|name| format!("POST {PATH}{name}")));
    let paths = paths.collect::<Vec<_>>().join(", ");
    Problem::new(StatusCode::NOT_FOUND, format!("there are {paths}"))
}

fn not_allowed(method: &Method) -> Response<Bytes> {
    let detail = format!("this is a {method}");
    let mut response = Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response();
    if let Ok(allow) = HeaderValue::try_from(method.as_str()) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}
