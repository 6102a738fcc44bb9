use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::Gate;

/// What a server does on a connection, step by step.
///
/// A script that is at its end does what [`fin`](Self::fin) does. Steps after one that ends the
/// connection, or after [`repeat`](Self::repeat), are never played.
///
/// ```
/// use glean_testkit::wire::Script;
///
/// let keep_alive = Script::new()
///     .read_request()
///     .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
///     .repeat();
/// # let _ = keep_alive;
/// ```
///
/// `Debug` shows how many bytes a step writes, not which.
#[derive(Clone, Debug, Default)]
#[must_use = "a script does nothing until a server plays it"]
pub struct Script {
    steps: Vec<Step>,
}

impl Script {
    /// Makes a script without steps, which closes the connection at once.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads up to the blank line after a head, and including it.
    ///
    /// If the peer closes before, the connection ends, as it does in every read step.
    pub fn read_head(self) -> Self {
        self.then(Step::ReadHead)
    }

    /// Reads a head, and the body that its `Content-Length` or chunked `Transfer-Encoding` announces.
    ///
    /// Without either there is no body. If a length or a chunk is malformed, the connection ends.
    pub fn read_request(self) -> Self {
        self.then(Step::ReadRequest)
    }

    /// Reads `count` bytes.
    pub fn read_bytes(self, count: usize) -> Self {
        self.then(Step::ReadBytes(count))
    }

    /// Writes `bytes` as they are.
    pub fn write(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Write(Bytes::copy_from_slice(bytes.as_ref())))
    }

    /// Writes byte by byte, each in a segment of its own (under TLS, a record), with a pause between
    /// each two.
    ///
    /// If the peer closes meanwhile, the connection ends, unless bytes of its lie there unread.
    pub fn drip(self, bytes: impl AsRef<[u8]>, every: Duration) -> Self {
        let bytes = Bytes::copy_from_slice(bytes.as_ref());
        self.then(Step::Drip(bytes, every))
    }

    /// Waits until `gate` is open.
    ///
    /// If the peer closes meanwhile, the connection ends, unless bytes of its lie there unread: the
    /// close then shows only once they were read. A peer that sends without end is held up:
    /// the server reads only a few kilobytes ahead of its read steps, unlike in
    /// [`stall`](Self::stall).
    pub fn wait_for(self, gate: &Gate) -> Self {
        self.then(Step::WaitFor(gate.clone()))
    }

    /// Says nothing more, and reads whatever comes until the peer closes.
    pub fn stall(self) -> Self {
        self.then(Step::Stall)
    }

    /// Closes for writing (under TLS, after a `close_notify`), and reads whatever comes until the
    /// peer closes too.
    pub fn fin(self) -> Self {
        self.then(Step::Fin)
    }

    /// Closes for writing without TLS's `close_notify`, as whoever cuts a reply short on its way
    /// would.
    ///
    /// Without TLS this is the same as [`fin`](Self::fin).
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn fin_without_close_notify(self) -> Self {
        self.then(Step::FinWithoutCloseNotify)
    }

    /// Resets the connection (RST).
    ///
    /// What was written just before may be lost: Linux still hands it to the peer, other systems may
    /// not. To be sure that it arrived, [wait](Self::wait_for) for a gate that the test opens then.
    ///
    /// As a first step it comes so early that the client may see it while it still connects.
    pub fn reset(self) -> Self {
        self.then(Step::Reset)
    }

    /// Starts again with the first step, on the same connection.
    pub fn repeat(self) -> Self {
        self.then(Step::Repeat)
    }

    pub(super) fn step(&self, index: usize) -> &Step {
        self.steps.get(index).unwrap_or(&Step::Fin)
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

#[derive(Clone)]
pub(super) enum Step {
    ReadHead,
    ReadRequest,
    ReadBytes(usize),
    Write(Bytes),
    Drip(Bytes, Duration),
    WaitFor(Gate),
    Stall,
    Fin,
    #[cfg(feature = "tls")]
    FinWithoutCloseNotify,
    Reset,
    Repeat,
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadHead => f.write_str("ReadHead"),
            Self::ReadRequest => f.write_str("ReadRequest"),
            Self::ReadBytes(count) => write!(f, "ReadBytes({count})"),
            Self::Write(bytes) => write!(f, "Write({} bytes)", bytes.len()),
            Self::Drip(bytes, every) => write!(f, "Drip({} bytes, {every:?})", bytes.len()),
            Self::WaitFor(gate) => write!(f, "WaitFor({gate:?})"),
            Self::Stall => f.write_str("Stall"),
            Self::Fin => f.write_str("Fin"),
            #[cfg(feature = "tls")]
            Self::FinWithoutCloseNotify => f.write_str("FinWithoutCloseNotify"),
            Self::Reset => f.write_str("Reset"),
            Self::Repeat => f.write_str("Repeat"),
        }
    }
}
