//! What another site makes a browser send, with the user's cookie.

use axum::http::Request;

use crate::scene::{ORIGIN, Scene, TOKEN};

#[tokio::test]
async fn what_no_page_of_this_site_sent_is_refused() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;

    for path in [TOKEN, "/sign-in", "/sign-out"] {
        for headers in [
            &[][..],
            &[("origin", "https://evil.example.com")],
            &[("origin", "null")],
            &[("origin", "http://127.0.0.1:8081")],
            &[("origin", "http://127.0.0.1:80800")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "https://evil.example.com"),
            ],
            &[("sec-fetch-site", "cross-site"), ("origin", ORIGIN)],
        ] {
            let mut request = Request::post(path).header("cookie", &cookie);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }

            let reply = scene.send(request, "").await;

            assert_eq!(reply.status, 403, "{path} {headers:?}");
            assert_eq!(reply.header("set-cookie"), "");
            assert_eq!(
                reply.text(),
                r#"{"status":403,"title":"only pages of this site may ask for this"}"#
            );
        }
    }
    assert_eq!(scene.fake.calls(), 0);
}

#[tokio::test]
async fn either_header_that_names_this_site_will_do() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;

    for (name, value) in [("origin", ORIGIN), ("sec-fetch-site", "same-origin")] {
        let request = Request::post(TOKEN)
            .header("cookie", &cookie)
            .header(name, value);
        assert_eq!(scene.send(request, "").await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn no_other_site_is_told_that_it_may_read_a_reply() {
    let scene = Scene::new();
    let preflight = Request::options(TOKEN)
        .header("origin", "https://evil.example.com")
        .header("access-control-request-method", "POST");

    let reply = scene.send(preflight, "").await;

    assert_eq!(reply.status, 405);
    assert!(!reply.headers.contains_key("access-control-allow-origin"));
}
