use glean_api::transport::TransportErrorKind;
use glean_api::{ErrorKind, RequestOptions};

use crate::support::{Outcome, Reply, Seen, both};

const MIB: usize = 1024 * 1024;

fn too_large() -> Outcome {
    let text = "createToken: the reply is larger than the call allows";
    Outcome::failed(Seen::without_reply(ErrorKind::Transport, text))
}

/// A token in a body of so many bytes.
fn of_length(length: usize) -> Vec<u8> {
    let mut body = br#"{"token":"t0ken","expirationTime":1}"#.to_vec();
    body.resize(length, b' ');
    body
}

/// The same body in each of HTTP's framings.
fn framings(body: &[u8]) -> [(&'static str, Reply); 3] {
    [
        ("length", Reply::json(body)),
        ("chunked", Reply::json(body).chunked()),
        ("until the end", Reply::json(body).until_close()),
    ]
}

async fn outcome(name: &str, reply: &Reply, options: RequestOptions) -> Outcome {
    Outcome::of(&both(name, reply, &options).await)
}

#[tokio::test]
async fn a_body_of_one_mebibyte_is_taken_and_one_byte_more_is_not() {
    for (name, reply) in framings(&of_length(MIB)) {
        let outcome = outcome(name, &reply, RequestOptions::new()).await;
        assert_eq!(outcome, Outcome::minted("t0ken", 1), "{name}");
    }
    for (name, reply) in framings(&of_length(MIB + 1)) {
        let outcome = outcome(name, &reply, RequestOptions::new()).await;
        assert_eq!(outcome, too_large(), "{name}");
    }
}

#[tokio::test]
async fn a_call_can_set_a_smaller_limit_a_larger_one_or_none() {
    for (name, reply) in framings(&of_length(100)) {
        let options = RequestOptions::new;
        let taken = outcome(name, &reply, options().body_limit(100)).await;
        assert_eq!(taken, Outcome::minted("t0ken", 1), "{name}");
        let refused = outcome(name, &reply, options().body_limit(99)).await;
        assert_eq!(refused, too_large(), "{name}");
    }
    for (name, reply) in framings(&of_length(MIB + 1)) {
        let options = RequestOptions::new;
        for options in [options().body_limit(MIB + 1), options().no_body_limit()] {
            let taken = outcome(name, &reply, options).await;
            assert_eq!(taken, Outcome::minted("t0ken", 1), "{name}");
        }
    }
}

#[tokio::test]
async fn an_errors_body_over_the_limit_is_not_taken_either() {
    for reply in [
        Reply::text(503, "x".repeat(100)),
        Reply::text(302, "x".repeat(100)).chunked(),
    ] {
        let options = RequestOptions::new().body_limit(99);
        assert_eq!(outcome("error", &reply, options).await, too_large());
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_without_waiting_for_its_end() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";
    let body = of_length(100);
    for (name, reply) in [
        (
            "announced",
            Reply::raw(head, TransportErrorKind::TooLarge).held_open(),
        ),
        ("chunked", Reply::json(&*body).chunked().held_open()),
        (
            "until the end",
            Reply::json(&*body).until_close().held_open(),
        ),
    ] {
        let options = RequestOptions::new().body_limit(99);
        assert_eq!(outcome(name, &reply, options).await, too_large(), "{name}");
    }
}
