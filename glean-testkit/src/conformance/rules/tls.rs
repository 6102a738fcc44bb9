use glean_transport::TransportErrorKind::{Body, Connect};

use crate::conformance::Rule;
use crate::conformance::case::{Case, OK, expect, post, requests, unexpected};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::{Seen, ensure};
use crate::wire::tls::Identity;
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        a_trusted_certificate_is_accepted,
        "TLS works, with a certificate that a trusted root signed for the host.",
        Tls,
        TlsRoot
    ),
    rule!(
        an_expired_certificate_is_refused,
        "A server that TLS can't vouch for is `Connect`: nothing was sent to it.",
        Tls
    ),
    rule!(
        a_self_signed_certificate_is_refused,
        "A server that TLS can't vouch for is `Connect`: nothing was sent to it.",
        Tls
    ),
    rule!(
        a_certificate_for_another_host_is_refused,
        "A server that TLS can't vouch for is `Connect`: nothing was sent to it.",
        Tls
    ),
    rule!(
        a_server_without_tls_is_refused,
        "A server that does not speak TLS is `Connect`: nothing was sent to it.",
        Tls
    ),
    rule!(
        a_short_body_under_tls_is_an_error,
        "A body that ends before its framing says so is an error, also under TLS.",
        Tls,
        TlsRoot
    ),
    rule!(
        a_tls_stream_that_is_cut_off_is_an_error,
        "A body without a length ends with its connection in order, which under TLS is a `close_notify`.",
        Tls,
        TlsRoot,
        TlsTruncation
    ),
];

fn start(identity: Identity, script: Script) -> Result<WireServer, Seen> {
    Ok(WireServer::builder().tls(identity).start([script])?)
}

fn answers() -> Script {
    Script::new().read_request().write(OK).repeat()
}

async fn a_trusted_certificate_is_accepted(case: Case) -> Verdict {
    let server = start(case.setup.authority().trusted(), answers())?;
    case.still_works(&server).await?;
    case.still_works(&server).await
}

async fn refused(case: &Case, what: &str, server: WireServer) -> Verdict {
    let error = case.error(&server).await?;
    expect(&error, &[Connect], what)?;
    let sent = requests(&server.connections());
    ensure!(sent == 0, "after {what} the request was sent all the same");
    Ok(())
}

async fn an_expired_certificate_is_refused(case: Case) -> Verdict {
    let server = start(case.setup.authority().expired(), answers())?;
    refused(&case, "an expired certificate", server).await
}

async fn a_self_signed_certificate_is_refused(case: Case) -> Verdict {
    let identity = Identity::self_signed()?;
    refused(
        &case,
        "a self-signed certificate",
        start(identity, answers())?,
    )
    .await
}

async fn a_certificate_for_another_host_is_refused(case: Case) -> Verdict {
    let server = start(case.setup.authority().wrong_host(), answers())?;
    refused(&case, "a certificate for another host", server).await
}

async fn a_server_without_tls_is_refused(case: Case) -> Verdict {
    let server = WireServer::start([Script::new()
        .write("HTTP/1.1 400 Bad Request\r\n\r\n")
        .fin()])?;
    let request = post(&server.url("/x").replace("http://", "https://"))?;
    match case.send(request).await? {
        Ok(response) => Err(unexpected(&response)),
        Err(error) => expect(&error, &[Connect], "a server without TLS"),
    }
}

async fn cut_off(case: &Case, framing: &str) -> Verdict {
    let reply = format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n01234");
    let script = Script::new()
        .read_request()
        .write(reply)
        .fin_without_close_notify();
    let server = start(case.setup.authority().trusted(), script)?;
    let error = case.error(&server).await?;
    expect(&error, &[Body], "a TLS stream that was cut off")
}

async fn a_short_body_under_tls_is_an_error(case: Case) -> Verdict {
    cut_off(&case, "content-length: 10").await
}

async fn a_tls_stream_that_is_cut_off_is_an_error(case: Case) -> Verdict {
    cut_off(&case, "connection: close").await
}
