use glean_api::models::AuthType;

use super::{Call, Client, plain, request};

const AGENT: &str = concat!("glean-rust/", env!("CARGO_PKG_VERSION"));

/// Gives all values of one header.
async fn values(name: &str, client: Client, call: Call) -> Vec<String> {
    let request = request(client, call).await;
    let values = request.headers().get_all(name).into_iter();
    values.map(|it| it.to_str().unwrap().to_owned()).collect()
}

/// Asserts one header's values for pairs of a client and a call.
async fn assert_values(name: &str, cases: &[(&str, Client, Call, &[&str])]) {
    for (case, client, call, expected) in cases {
        let values = values(name, *client, *call).await;
        assert_eq!(values, *expected, "{name}: {case}");
    }
}

#[tokio::test]
async fn the_user_to_act_for() {
    const ADA: Client = |client| client.act_as("ada@example.com");
    let cases: [(&str, Client, Call, &[&str]); 5] = [
        ("unset", plain, plain, &[]),
        ("inherited", ADA, plain, &["ada@example.com"]),
        (
            "set",
            ADA,
            |call| call.act_as("grace@example.com"),
            &["grace@example.com"],
        ),
        (
            "set by the call alone",
            plain,
            |call| call.act_as("grace@example.com"),
            &["grace@example.com"],
        ),
        ("off", ADA, |call| call.no_act_as(), &[]),
    ];
    assert_values("x-glean-actas", &cases).await;
}

#[tokio::test]
async fn the_kind_of_credential() {
    const OAUTH: Client = |client| client.auth_type(AuthType::OAuth);
    let cases: [(&str, Client, Call, &[&str]); 5] = [
        ("unset", plain, plain, &[]),
        ("inherited", OAUTH, plain, &["OAUTH"]),
        (
            "set",
            OAUTH,
            |call| call.auth_type("SAML".into()),
            &["SAML"],
        ),
        (
            "set by the call alone",
            plain,
            |call| call.auth_type(AuthType::OAuth),
            &["OAUTH"],
        ),
        ("off", OAUTH, |call| call.no_auth_type(), &[]),
    ];
    assert_values("x-glean-auth-type", &cases).await;
}

#[tokio::test]
async fn the_date_of_deprecation() {
    const DATED: Client = |client| client.exclude_deprecated_after("2026-11-24");
    let cases: [(&str, Client, Call, &[&str]); 4] = [
        ("unset", plain, plain, &[]),
        ("inherited", DATED, plain, &["2026-11-24"]),
        (
            "set",
            DATED,
            |call| call.exclude_deprecated_after("2024-02-29"),
            &["2024-02-29"],
        ),
        ("off", DATED, |call| call.no_exclude_deprecated_after(), &[]),
    ];
    assert_values("x-glean-exclude-deprecated-after", &cases).await;
}

#[tokio::test]
async fn experimental_parts() {
    const ON: Client = |client| client.include_experimental(true);
    const OFF: Client = |client| client.include_experimental(false);
    let cases: [(&str, Client, Call, &[&str]); 5] = [
        ("unset", plain, plain, &[]),
        ("inherited on", ON, plain, &["true"]),
        ("inherited off", OFF, plain, &[]),
        (
            "set",
            OFF,
            |call| call.include_experimental(true),
            &["true"],
        ),
        ("off", ON, |call| call.include_experimental(false), &[]),
    ];
    assert_values("x-glean-include-experimental", &cases).await;
}

#[tokio::test]
async fn extra_headers() {
    const CLIENT: Client = |client| client.header("x-team", "blue").header("X-Team", "red");
    let cases: [(&str, Client, Call, &[&str]); 6] = [
        ("unset", plain, plain, &[]),
        ("inherited", CLIENT, plain, &["blue", "red"]),
        (
            "another header",
            CLIENT,
            |call| call.header("x-other", "1"),
            &["blue", "red"],
        ),
        (
            "set",
            CLIENT,
            |call| call.header("X-TEAM", "green").header("x-team", "grey"),
            &["green", "grey"],
        ),
        ("off", CLIENT, |call| call.no_headers(), &[]),
        (
            "off and set",
            CLIENT,
            |call| {
                call.header("x-team", "lost")
                    .no_headers()
                    .header("x-team", "green")
            },
            &["green"],
        ),
    ];
    assert_values("x-team", &cases).await;
}

#[tokio::test]
async fn the_user_agent() {
    const SUFFIX: Client = |client| client.user_agent_suffix("signin/1");
    const HEADER: Client = |client| client.header("user-agent", "mine/1");
    let (a, b) = (format!("{AGENT} signin/1"), format!("{AGENT} batch/2"));
    let cases: [(&str, Client, Call, &[&str]); 10] = [
        ("unset", plain, plain, &[AGENT]),
        ("inherited", SUFFIX, plain, &[&a]),
        (
            "set",
            SUFFIX,
            |call| call.user_agent_suffix("batch/2"),
            &[&b],
        ),
        ("off", SUFFIX, |call| call.no_user_agent_suffix(), &[AGENT]),
        ("header inherited", HEADER, plain, &["mine/1"]),
        (
            "header of the call over the client's suffix",
            SUFFIX,
            |call| call.header("user-agent", "yours/1"),
            &["yours/1"],
        ),
        (
            "suffix of the call over the client's header",
            HEADER,
            |call| call.user_agent_suffix("batch/2"),
            &[&b],
        ),
        (
            "off over the client's header",
            HEADER,
            |call| call.no_user_agent_suffix(),
            &[AGENT],
        ),
        (
            "header over suffix of the same client",
            |client| HEADER(SUFFIX(client)),
            plain,
            &["mine/1"],
        ),
        ("headers off", HEADER, |call| call.no_headers(), &[AGENT]),
    ];
    assert_values("user-agent", &cases).await;
}

#[tokio::test]
async fn what_is_set_last_of_one_option_counts() {
    let cases: [(&str, Client, Call, &[&str]); 3] = [
        (
            "client",
            |client| client.act_as("ada@example.com").act_as("grace@example.com"),
            plain,
            &["grace@example.com"],
        ),
        (
            "call",
            plain,
            |call| call.no_act_as().act_as("grace@example.com"),
            &["grace@example.com"],
        ),
        (
            "off",
            plain,
            |call| call.act_as("ada@example.com").no_act_as(),
            &[],
        ),
    ];
    assert_values("x-glean-actas", &cases).await;
}
