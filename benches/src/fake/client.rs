//! The least that can ask a server, so that what the server costs is seen.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use glean_testkit::FakeGlean;
use glean_testkit::wire::tls::{Authority, Identity};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::Result;

/// What the client sends too, but for what changes nothing.
const REQUEST: &[u8] = b"POST /rest/api/v1/createauthtoken HTTP/1.1\r\n\
    host: localhost\r\n\
    accept: application/json\r\n\
    user-agent: glean-rust/0.1.0\r\n\
    authorization: Bearer glean_global\r\n\
    x-glean-actas: ada@example.com\r\n\
    content-length: 0\r\n\r\n";

/// A connection that is kept alive.
pub(super) struct Client<S = TcpStream> {
    stream: S,
    reply: [u8; 4096],
}

impl Client {
    pub(super) fn connect(server: SocketAddr) -> Result<Self> {
        Ok(Self::over(open(server)?))
    }
}

/// What a client needs for TLS with a fake that shows a certificate of its own authority.
pub(super) struct Tls {
    authority: Authority,
    config: Arc<ClientConfig>,
}

impl Tls {
    pub(super) fn new() -> Result<Self> {
        let authority = Authority::new()?;
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(authority.certificate_der().to_vec()))?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            authority,
            config: Arc::new(config),
        })
    }

    pub(super) fn identity(&self) -> Identity {
        self.authority.trusted()
    }

    pub(super) fn connect(&self, server: SocketAddr) -> Result<Client<impl Read + Write + use<>>> {
        let name = ServerName::try_from("localhost")?;
        let session = ClientConnection::new(Arc::clone(&self.config), name)?;
        Ok(Client::over(StreamOwned::new(session, open(server)?)))
    }
}

impl<S: Read + Write> Client<S> {
    fn over(stream: S) -> Self {
        let reply = [0; 4096];
        Self { stream, reply }
    }

    pub(super) fn call(&mut self) -> Result<()> {
        self.ask()?;
        self.read()
    }

    pub(super) fn ask(&mut self) -> Result<()> {
        self.stream.write_all(REQUEST)?;
        // TLS puts a record together first.
        Ok(self.stream.flush()?)
    }

    /// Reads a reply, which is a 200 with JSON, and so ends with a brace.
    pub(super) fn read(&mut self) -> Result<()> {
        let mut filled = 0;
        while !self.reply[..filled].ends_with(b"}") {
            match self.stream.read(&mut self.reply[filled..])? {
                0 => return Err("the reply is not whole".into()),
                count => filled += count,
            }
        }
        if self.reply.starts_with(b"HTTP/1.1 200 ") {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&self.reply[..filled]).into())
        }
    }
}

fn open(server: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(server)?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Gives the address that a fake listens on, whatever its URL calls it.
pub(super) fn address(fake: &FakeGlean) -> Result<SocketAddr> {
    let port = fake.url().rsplit(':').next().unwrap_or_default();
    Ok(([127, 0, 0, 1], port.parse()?).into())
}
