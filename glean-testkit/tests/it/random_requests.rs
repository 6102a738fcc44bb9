//! Whatever comes in, a reply goes out.

use bytes::Bytes;
use fastrand::Rng;
use glean_testkit::{GleanModel, ModelConfig, Reply};
use http::{HeaderName, HeaderValue, Request};

const METHODS: &[&str] = &["POST", "GET", "HEAD", "CONNECT", "post", "PRI", "X-ODD"];
const PATHS: &[&str] = &[
    "/rest/api/v1/createauthtoken",
    "/rest/api/v1/createauthtoken?a=%00",
    "/rest/api/v1/createauthtoken/",
    "https://u:p@acme-be.glean.com/rest/api/v1/createauthtoken",
    "*",
    "/",
    "/%ff/../..",
];
const NAMES: &[&str] = &[
    "authorization",
    "accept",
    "content-length",
    "transfer-encoding",
    "x-glean-actas",
    "x-scio-actas",
    "x-glean-auth-type",
    "x-glean-exclude-deprecated-after",
    "x-glean-include-experimental",
    "cookie",
    "host",
];
const VALUES: &[&str] = &[
    "",
    "0",
    "Bearer glean_user",
    "Bearer glean_global",
    "Bearer oauth_idp",
    "Bearer glean_status_599_after_4294967295",
    "Bearer",
    "bearer bearer bearer",
    "Bearer é",
    "ada@example.com",
    "OAUTH",
    "2026-02-29",
    "true",
    "*/*;q=nan",
    ",;=,;q=,",
    "application/json;q=0.0.0",
];

fn random_request(rng: &mut Rng) -> Request<Bytes> {
    let body = if rng.u8(..4) == 0 {
        vec![rng.u8(..); rng.usize(..64)]
    } else {
        Vec::new()
    };
    let mut request = Request::new(Bytes::from(body));
    // Half of them are nearly right, so that every rule is reached.
    let method = if rng.bool() {
        METHODS[0]
    } else {
        METHODS[rng.usize(..METHODS.len())]
    };
    let path = if rng.bool() {
        PATHS[0]
    } else {
        PATHS[rng.usize(..PATHS.len())]
    };
    *request.method_mut() = method.parse().unwrap();
    *request.uri_mut() = path.parse().unwrap();
    let headers = request.headers_mut();
    if rng.u8(..4) > 0 {
        headers.append("content-length", HeaderValue::from_static("0"));
    }
    if rng.bool() {
        let credential = HeaderValue::from_static(VALUES[2 + rng.usize(..4)]);
        headers.append("authorization", credential);
    }
    for _ in 0..rng.usize(..6) {
        let name = HeaderName::from_static(NAMES[rng.usize(..NAMES.len())]);
        let value = if rng.u8(..4) == 0 {
            let bytes: Vec<u8> = (0..rng.usize(..24)).map(|_| rng.u8(..)).collect();
            HeaderValue::from_bytes(&bytes).unwrap_or(HeaderValue::from_static("forbidden"))
        } else {
            HeaderValue::from_str(VALUES[rng.usize(..VALUES.len())])
                .unwrap_or(HeaderValue::from_static("forbidden"))
        };
        headers.append(name, value);
    }
    request
}

#[test]
fn any_request_gets_a_reply() {
    for seed in 0..8 {
        let mut rng = Rng::with_seed(seed);
        let mut model = GleanModel::new(ModelConfig::default().seed(seed));
        let mut seen = std::collections::BTreeSet::new();
        for number in 1..=1000 {
            if rng.u8(..16) == 0 {
                model.script([Reply::status(503), Reply::ok()]);
            }
            let reply = model.handle(&random_request(&mut rng));
            seen.insert(reply.status().as_u16());
            assert!(
                reply.headers().contains_key("date"),
                "seed {seed}, request {number}"
            );
            assert!(
                reply.headers().contains_key("x-request-id"),
                "seed {seed}, request {number}"
            );
        }
        assert_eq!(model.requests().len(), 1000);
        for status in [200, 400, 401, 404, 405, 406, 411, 503] {
            assert!(seen.contains(&status), "seed {seed} never led to {status}");
        }
        assert!(model.check().is_err());
    }
}
