use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;

use glean_testkit::wire::tls::{Authority, Identity};
use glean_testkit::wire::{End, Script, WireServer};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, ClientConnection, Error, RootCertStore, StreamOwned,
    SupportedProtocolVersion,
};

use super::client::{connect, first_ended};

type Client = StreamOwned<ClientConnection, std::net::TcpStream>;

const BOTH: &[&SupportedProtocolVersion] = &[&TLS12, &TLS13];

fn server(identity: Identity, script: Script) -> WireServer {
    WireServer::builder().tls(identity).start([script]).unwrap()
}

/// A client that trusts `authority` and looks for `host`.
fn client(
    server: &WireServer,
    authority: &Authority,
    host: &'static str,
    versions: &[&'static SupportedProtocolVersion],
) -> Client {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from(authority.certificate_der().to_vec());
    roots.add(certificate).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host).unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    StreamOwned::new(connection, connect(server))
}

fn refusal(identity: Identity, authority: &Authority, host: &'static str) -> CertificateError {
    let server = server(identity, Script::new().write("never"));
    let mut client = client(&server, authority, host, BOTH);

    let error = client.read(&mut [0; 8]).unwrap_err();
    drop(client);

    assert_eq!(first_ended(&server).1, End::HandshakeFailed);
    assert!(server.connections()[0].received.is_empty());
    match error.downcast::<Error>().unwrap() {
        Error::InvalidCertificate(why) => why,
        other => panic!("{other}"),
    }
}

#[test]
fn a_trusted_identity_is_trusted_under_each_name_of_loopback() {
    let authority = Authority::new().unwrap();
    for versions in [&[&TLS12][..], &[&TLS13]] {
        for host in ["localhost", "127.0.0.1", "::1"] {
            let server = server(authority.trusted(), Script::new().read_bytes(4).write("ok"));
            let mut client = client(&server, &authority, host, versions);

            client.write_all(b"ping").unwrap();
            let mut read = String::new();
            client.read_to_string(&mut read).unwrap();

            assert_eq!(read, "ok");
            drop(client);
            let (connection, end) = first_ended(&server);
            assert_eq!(connection.received, "ping");
            assert_eq!(end, End::Finished);
        }
    }
}

#[test]
fn the_url_under_tls_is_localhosts() {
    let authority = Authority::new().unwrap();
    let server = server(authority.trusted(), Script::new());

    assert_eq!(
        server.url("/x"),
        format!("https://localhost:{}/x", server.address().port())
    );
}

#[test]
fn an_expired_identity_is_refused() {
    let authority = Authority::new().unwrap();

    let why = refusal(authority.expired(), &authority, "localhost");

    assert!(
        matches!(why, CertificateError::ExpiredContext { .. }),
        "{why:?}"
    );
}

#[test]
fn another_hosts_identity_is_refused() {
    let authority = Authority::new().unwrap();

    for host in ["localhost", "127.0.0.1"] {
        let why = refusal(authority.wrong_host(), &authority, host);
        assert!(
            matches!(why, CertificateError::NotValidForNameContext { .. }),
            "{why:?}"
        );
    }
}

#[test]
fn a_self_signed_identity_is_refused() {
    let authority = Authority::new().unwrap();

    let why = refusal(Identity::self_signed().unwrap(), &authority, "localhost");

    assert_eq!(why, CertificateError::UnknownIssuer);
}

#[test]
fn an_identity_of_another_authority_is_refused() {
    let (ours, theirs) = (Authority::new().unwrap(), Authority::new().unwrap());

    let why = refusal(theirs.trusted(), &ours, "localhost");

    // The authorities have the same name, so that the signature alone tells them apart.
    assert!(
        matches!(
            why,
            CertificateError::BadSignature | CertificateError::UnknownIssuer
        ),
        "{why:?}"
    );
}

#[test]
fn an_authoritys_pem_is_its_der() {
    let authority = Authority::new().unwrap();

    let pem = CertificateDer::from_pem_slice(authority.certificate_pem().as_bytes()).unwrap();

    assert_eq!(&*pem, &*authority.certificate_der());
}

#[test]
fn a_fin_without_close_notify_is_seen_as_a_cut() {
    let authority = Authority::new().unwrap();
    let script = Script::new().write("half").fin_without_close_notify();
    let server = server(authority.trusted(), script);
    let mut client = client(&server, &authority, "localhost", BOTH);

    let mut read = Vec::new();
    let error = client.read_to_end(&mut read).unwrap_err();
    drop(client);

    assert_eq!(read, b"half");
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(first_ended(&server).1, End::Finished);
}

#[test]
fn a_reset_reaches_through_tls() {
    let authority = Authority::new().unwrap();
    let server = server(authority.trusted(), Script::new().read_bytes(4).reset());
    let mut client = client(&server, &authority, "localhost", BOTH);
    client.write_all(b"ping").unwrap();

    let error = client.read(&mut [0; 8]).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(first_ended(&server).1, End::Reset);
}

#[test]
fn a_stall_under_tls_lasts_until_the_peer_closes() {
    let authority = Authority::new().unwrap();
    for says_goodbye in [true, false] {
        let server = server(authority.trusted(), Script::new().stall());
        let mut client = client(&server, &authority, "localhost", BOTH);
        client.write_all(b"ping").unwrap();
        if says_goodbye {
            client.conn.send_close_notify();
            client.flush().unwrap();
        }

        drop(client);

        let (connection, end) = first_ended(&server);
        assert_eq!(connection.received, "ping");
        assert_eq!(end, End::PeerClosed);
    }
}

#[test]
fn a_client_without_tls_fails_the_handshake() {
    let authority = Authority::new().unwrap();
    let server = server(authority.trusted(), Script::new().read_request());
    let mut client = connect(&server);

    client.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut read = Vec::new();
    client.read_to_end(&mut read).unwrap();
    drop(client);

    assert_eq!(first_ended(&server).1, End::HandshakeFailed);
    assert!(server.connections()[0].received.is_empty());
}

#[test]
fn no_debug_shows_a_key() {
    let authority = Authority::new().unwrap();

    assert_eq!(format!("{authority:?}"), "Authority { .. }");
    assert_eq!(format!("{:?}", authority.trusted()), "Identity { .. }");
}
