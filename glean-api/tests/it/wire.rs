//! The request as it goes over a socket, to the byte.

use glean_api::credential::{ApiToken, credential_fn};
use glean_api::models::AuthType;
use glean_api::{Glean, GleanBuilder, RequestOptions};

use crate::support::{Reply, Server};

const AGENT: &str = concat!("glean-rust/", env!("CARGO_PKG_VERSION"));

/// Mints once with a global credential and gives the request, with `SERVER` for the address.
async fn sent_raw(
    client: impl FnOnce(GleanBuilder) -> GleanBuilder,
    call: RequestOptions,
) -> String {
    let minted = Reply::json(r#"{"token":"t0ken","expirationTime":1}"#);
    let server = Server::start(&minted).await;
    let (url, address) = (server.url(), server.address().to_string());
    let builder = Glean::builder().server_url(url).api_token("s3cret");
    let glean = client(builder).build().unwrap();

    let result = glean
        .client()
        .authentication()
        .create_token()
        .options(call)
        .await;

    assert_eq!(result.unwrap().expiration_time, 1);
    server.request().await.replace(&address, "SERVER")
}

fn call() -> RequestOptions {
    RequestOptions::new()
}

/// The same, with the headers in the order of their names: between names it means nothing (RFC
/// 9110, 5.3), and may change. Headers of one name keep theirs.
async fn sent(client: impl FnOnce(GleanBuilder) -> GleanBuilder, call: RequestOptions) -> String {
    let request = sent_raw(client, call).await;
    let lines = request
        .strip_suffix("\r\n\r\n")
        .expect("a head and no body");
    head(&lines.split("\r\n").collect::<Vec<_>>())
}

/// Puts lines together as HTTP does, with the headers in the order of their names.
fn head(lines: &[&str]) -> String {
    let mut lines = lines.to_vec();
    lines[1..].sort_by_key(|line| line.split(':').next());
    join(&lines)
}

fn join(lines: &[&str]) -> String {
    let ended = lines.iter().flat_map(|line| [line, "\r\n"]);
    ended.chain(["\r\n"]).collect()
}

const POST: &str = "POST /rest/api/v1/createauthtoken HTTP/1.1";
const ACCEPT: &str = "accept: application/json";
const AUTHORIZATION: &str = "authorization: Bearer s3cret";
const LENGTH: &str = "content-length: 0";
const HOST: &str = "host: SERVER";

fn agent() -> String {
    format!("user-agent: {AGENT}")
}

#[tokio::test]
async fn a_plain_request_is_this_to_the_byte() {
    let request = sent_raw(|client| client, call()).await;
    let expected = join(&[POST, ACCEPT, &agent(), LENGTH, AUTHORIZATION, HOST]);
    assert_eq!(request, expected);
}

#[tokio::test]
async fn a_user_to_act_for_is_named_in_one_header() {
    let act_as = "x-glean-actas: ada@example.com";
    let expected = head(&[POST, ACCEPT, &agent(), AUTHORIZATION, act_as, LENGTH, HOST]);
    let of_call = sent(|client| client, call().act_as("ada@example.com")).await;
    assert_eq!(of_call, expected);
    let of_client = sent(|client| client.act_as("ada@example.com"), call()).await;
    assert_eq!(of_client, expected);
}

#[tokio::test]
async fn every_option_has_its_header() {
    let options = call()
        .auth_type(AuthType::OAuth)
        .exclude_deprecated_after("2026-11-24")
        .include_experimental(true);
    let expected = head(&[
        POST,
        ACCEPT,
        &agent(),
        AUTHORIZATION,
        "x-glean-auth-type: OAUTH",
        "x-glean-exclude-deprecated-after: 2026-11-24",
        "x-glean-include-experimental: true",
        LENGTH,
        HOST,
    ]);
    assert_eq!(sent(|client| client, options).await, expected);
}

#[tokio::test]
async fn what_is_not_asked_for_is_not_sent_empty() {
    let options = call()
        .no_act_as()
        .no_auth_type()
        .no_exclude_deprecated_after()
        .include_experimental(false)
        .no_headers();
    let expected = head(&[POST, ACCEPT, &agent(), AUTHORIZATION, LENGTH, HOST]);
    assert_eq!(sent(|client| client, options).await, expected);
}

#[tokio::test]
async fn extra_headers_keep_their_repeats_their_order_and_their_bytes() {
    let options = call()
        .header("X-Team", "blue")
        .header("X-Key", "a, b ;\t\u{e4} \"c\"")
        .header("x-team", "green")
        .header("X-Empty", "")
        .header("Cookie", "a=1");
    let request = sent(|client| client, options).await;
    let expected = head(&[
        POST,
        ACCEPT,
        &agent(),
        AUTHORIZATION,
        "x-team: blue",
        "x-team: green",
        "x-key: a, b ;\t\u{e4} \"c\"",
        "x-empty: ",
        "cookie: a=1",
        LENGTH,
        HOST,
    ]);
    assert_eq!(request, expected);
}

#[tokio::test]
async fn a_suffix_stands_behind_the_user_agent_and_a_header_in_its_place() {
    let request = sent(|client| client, call().user_agent_suffix(" signin/1.4 ")).await;
    let suffixed = format!("user-agent: {AGENT} signin/1.4");
    let expected = head(&[POST, ACCEPT, &suffixed, AUTHORIZATION, LENGTH, HOST]);
    assert_eq!(request, expected);

    let request = sent(|client| client, call().header("User-Agent", "mine/1")).await;
    let expected = head(&[
        POST,
        ACCEPT,
        "user-agent: mine/1",
        AUTHORIZATION,
        LENGTH,
        HOST,
    ]);
    assert_eq!(request, expected);
}

#[tokio::test]
async fn a_prefix_in_the_server_url_is_kept_and_its_last_slashes_are_not() {
    for (suffix, path) in [
        ("/", ""),
        ("///", ""),
        ("/glean", "/glean"),
        ("/a/b%2Fc//", "/a/b%2Fc"),
    ] {
        let minted = Reply::json(r#"{"token":"t0ken","expirationTime":1}"#);
        let server = Server::start(&minted).await;
        let url = format!("{}{suffix}", server.url());
        let glean = Glean::builder()
            .server_url(url)
            .api_token("s3cret")
            .build()
            .unwrap();
        glean
            .client()
            .authentication()
            .create_token()
            .await
            .unwrap();
        let request = server.request().await;
        let line = format!("POST {path}/rest/api/v1/createauthtoken HTTP/1.1");
        assert_eq!(request.lines().next(), Some(&*line), "{suffix}");
    }
}

#[tokio::test]
async fn a_scheme_in_the_credential_is_not_doubled() {
    let expected = head(&[POST, ACCEPT, &agent(), AUTHORIZATION, LENGTH, HOST]);
    for token in ["Bearer s3cret", "bearer s3cret", "BEARER s3cret"] {
        let fixed = sent(|client| client.api_token(token), call()).await;
        assert_eq!(fixed, expected, "{token}");
        let provider = credential_fn(move || async move { Ok(ApiToken::from(token)) });
        let provided = sent(|client| client.credential_provider(provider), call()).await;
        assert_eq!(provided, expected, "{token} from a provider");
    }
}

#[tokio::test]
async fn an_anonymous_request_has_no_authorization() {
    let expected = head(&[POST, ACCEPT, &agent(), LENGTH, HOST]);
    assert_eq!(sent(GleanBuilder::anonymous, call()).await, expected);
    assert_eq!(sent(|client| client, call().anonymous()).await, expected);
}
