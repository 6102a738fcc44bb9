use super::{assert_refused, setting};

#[tokio::test]
async fn a_server_url_that_is_more_or_less_than_one() {
    const USERINFO: &str = "it holds a user or a password; give the credential by `.api_token(..)`, \
                            and the URL without it";
    for (case, reason) in [
        (
            setting!(|it| it.server_url("")),
            "it is empty; give `https://acme-be.glean.com`",
        ),
        (
            setting!(|it| it.server_url("https:///")),
            "it is empty; give `https://acme-be.glean.com`",
        ),
        (
            setting!(|it| it.server_url("https://ada:pl4nted@acme-be.glean.com")),
            USERINFO,
        ),
        (
            setting!(|it| it.server_url("pl4nted@acme-be.glean.com")),
            USERINFO,
        ),
        (
            setting!(|it| it.server_url("https://acme-be.glean.com/?key=pl4nted")),
            "it has a query; give the URL up to there",
        ),
        (
            setting!(|it| it.server_url("https://acme-be.glean.com#pl4nted")),
            "it has a fragment; give the URL up to there",
        ),
        (
            setting!(|it| it.server_url("ftp://pl4nted.example.com")),
            "its scheme is neither `https` nor `http`",
        ),
        (
            setting!(|it| it.server_url("file:///pl4nted")),
            "it is no URL: invalid format",
        ),
        (
            setting!(|it| it.server_url("https://pl4nted .example.com")),
            "it holds ' ', which no URL may",
        ),
        (
            setting!(|it| it.server_url("https://pl4nted.example.com\n")),
            "it holds '\\n', which no URL may",
        ),
        (
            setting!(|it| it.server_url("https://pl4nted.example.com\\x")),
            "it holds '\\\\', which no URL may",
        ),
        (
            setting!(|it| it.server_url("https://gw.example.com/pl4nted/../x")),
            "its path has `.` or `..` in it; give the path that they lead to",
        ),
        (
            setting!(|it| it.server_url("https://pl4nted\u{e4}.example.com")),
            "it is no URL: invalid uri character",
        ),
        (
            setting!(|it| it.server_url("https://:443")),
            "it names no host",
        ),
        (
            setting!(|it| it.server_url("https://pl4nted.example.com:")),
            "it has a colon after the host, and no port from 0 to 65535 behind it",
        ),
        (
            setting!(|it| it.server_url("https://pl4nted.example.com:65536")),
            "it has a colon after the host, and no port from 0 to 65535 behind it",
        ),
        (
            setting!(|it| it.server_url("https://[::1]:99999")),
            "it has a colon after the host, and no port from 0 to 65535 behind it",
        ),
    ] {
        assert_refused(case, &format!("server URL: {reason}")).await;
    }
}

#[tokio::test]
async fn plain_http_to_another_machine() {
    const MESSAGE: &str = "server URL: `http://` would send the credential in the clear; use \
                           `https://`, or call `.allow_insecure_http()` if the network is trusted";
    for case in [
        setting!(|it| it.server_url("http://acme-be.glean.com")),
        setting!(|it| it.server_url("http://10.0.0.1:8080/glean")),
        setting!(|it| it.server_url("http://0.0.0.0")),
        setting!(|it| it.server_url("http://localhost.example.com")),
        setting!(|it| it.server_url("http://127.0.0.1.example.com")),
        setting!(|it| it.server_url("http://[::ffff:10.0.0.1]")),
    ] {
        assert_refused(case, MESSAGE).await;
    }
}

#[tokio::test]
async fn plain_http_to_this_machine_passes() {
    for url in [
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://[::1]:8080/glean",
        "http://localhost:1",
        "http://LocalHost",
        "http://glean.localhost",
    ] {
        super::build(crate::support::in_process().server_url(url)).expect(url);
    }
}

#[tokio::test]
async fn an_instance_that_is_more_or_less_than_a_name() {
    const ALONE: &str = "it is to be the part before `-be.glean.com` alone: give `acme`, or a \
                         whole URL by `.server_url(..)`";
    const LETTERS: &str = "it may hold only letters, digits and hyphens, at most 60; give the part \
                           before `-be.glean.com`, such as `acme`";
    for (case, reason) in [
        (
            setting!(|it| it.instance("")),
            "it is empty; give the part before `-be.glean.com`, such as `acme`",
        ),
        (setting!(|it| it.instance("acme-be")), ALONE),
        (setting!(|it| it.instance("acme-be.glean.com")), ALONE),
        (setting!(|it| it.instance("acme.glean.com")), ALONE),
        (
            setting!(|it| it.instance("https://acme-be.glean.com/")),
            ALONE,
        ),
        (
            setting!(|it| it.instance("https://ada:pl4nted@acme-be.glean.com")),
            ALONE,
        ),
        (setting!(|it| it.instance("acme?key=pl4nted")), ALONE),
        (setting!(|it| it.instance("acme:443")), ALONE),
        (setting!(|it| it.instance(" acme ")), ALONE),
        (setting!(|it| it.instance("_pl4nted/")), ALONE),
        (setting!(|it| it.instance("ac_pl4nted")), LETTERS),
        (setting!(|it| it.instance("-pl4nted")), LETTERS),
        (setting!(|it| it.instance("pl4nted\u{e4}")), LETTERS),
        (setting!(|it| it.instance("pl4nted".repeat(9))), LETTERS),
    ] {
        assert_refused(case, &format!("instance: {reason}")).await;
    }
}

#[tokio::test]
async fn what_the_client_allows_a_call_can_take_back() {
    let client = crate::support::in_process()
        .server_url("http://10.0.0.1")
        .allow_insecure_http();
    let glean = super::build(client).unwrap();

    let call = glean.client().authentication().create_token();
    let error = call.no_insecure_http().await.unwrap_err();

    assert!(error.to_string().contains("in the clear"), "{error}");
    assert_eq!(error.attempts(), 0);
}
