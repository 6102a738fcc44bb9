use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Buf;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::control::{Control, End};
use super::progress::Progress;
use crate::fake::Shared;
use crate::stream::Stream;

/// A stream between hyper and the socket that breaks where it is told to.
///
/// To hyper a break is a failed read or write; the connection then does what the fault asks.
pub(super) struct Link<S> {
    stream: S,
    shared: Arc<Shared>,
    control: Arc<Control>,
    reply: Option<Progress>,
    /// Between the bytes of a drip.
    pause: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    broken: bool,
}

impl<S: Stream> Link<S> {
    pub(super) fn new(stream: S, shared: Arc<Shared>, control: Arc<Control>) -> Self {
        Self {
            stream,
            shared,
            control,
            reply: None,
            pause: None,
            broken: false,
        }
    }

    pub(super) fn into_stream(self) -> S {
        self.stream
    }

    /// Breaks off if the reply has come as far as its fault.
    fn break_if_due(&mut self) {
        if let Some(end) = self.reply.as_ref().and_then(Progress::end) {
            self.break_off(end);
        }
    }

    fn break_off(&mut self, end: End) {
        self.control.end_with(end);
        self.broken = true;
    }

    /// Says whether a request that begins with `bytes` controls the fake, which no fault keeps from it.
    fn is_controlled_by(&self, bytes: &[u8]) -> bool {
        #[cfg(feature = "control")]
        return request_path(bytes).is_some_and(|path| self.shared.is_controlled_by(path));
        #[cfg(not(feature = "control"))]
        {
            let _ = bytes;
            false
        }
    }

    fn check(&self) -> io::Result<()> {
        if self.broken {
            Err(io::ErrorKind::BrokenPipe.into())
        } else {
            Ok(())
        }
    }

    fn poll_instead(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Some(reply) = &mut self.reply {
            while reply.instead.has_remaining() {
                let written = ready!(Pin::new(&mut self.stream).poll_write(cx, &reply.instead))?;
                if written == 0 {
                    return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
                }
                reply.instead.advance(written);
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Writes what may pass of `piece`, and keeps the ledger.
    fn poll_write_some(&mut self, cx: &mut Context<'_>, piece: &[u8]) -> Poll<io::Result<usize>> {
        let Some(reply) = &mut self.reply else {
            return Pin::new(&mut self.stream).poll_write(cx, piece);
        };
        let mut room = reply.room(piece);
        if reply.every.is_some() {
            room = room.min(1);
        }
        let piece = &piece[..room];
        // Before the bytes go, for the client may look into the ledger as soon as it has them.
        let completed = reply.completed_by(piece);
        if let Some(receipt) = completed {
            self.shared.mark_delivered(receipt, true);
        }
        let written = Pin::new(&mut self.stream).poll_write(cx, piece);
        if let Poll::Ready(Ok(count)) = written {
            reply.wrote(&piece[..count]);
        }
        if !matches!(written, Poll::Ready(Ok(count)) if count == piece.len()) {
            if let Some(receipt) = completed {
                self.shared.mark_delivered(receipt, false);
            }
        } else if completed.is_some() {
            self.reply = None;
        } else if let Some(every) = reply.every {
            let clock = self.shared.clock().clone();
            self.pause = Some(Box::pin(clock.pause(every, tokio::time::sleep)));
        }
        self.break_if_due();
        written
    }
}

impl<S: Stream> AsyncRead for Link<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.check()?;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(cx, buffer))?;
        let came = buffer.filled().get(before..).unwrap_or_default();
        if !came.is_empty() && this.control.begin() && !this.is_controlled_by(came) {
            let reply = this.shared.strike_before_read();
            if let Some(end) = reply.as_ref().and_then(|r| r.fault()).and_then(End::of) {
                this.break_off(end);
            }
        }
        Poll::Ready(this.check())
    }
}

impl<S: Stream> AsyncWrite for Link<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        piece: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if let Some(pause) = &mut this.pause {
            ready!(pause.as_mut().poll(cx));
            this.pause = None;
        }
        if let Some(reply) = this.control.take_reply() {
            this.reply = Some(reply);
        }
        ready!(this.poll_instead(cx))?;
        this.break_if_due();
        this.check()?;
        this.poll_write_some(cx, piece)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.stream).poll_flush(cx))?;
        Poll::Ready(this.check())
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

/// Reads the path of a request whose first bytes hold its request line.
#[cfg(feature = "control")]
fn request_path(bytes: &[u8]) -> Option<&str> {
    let line = bytes.split(|byte| *byte == b'\r').next()?;
    std::str::from_utf8(line).ok()?.split(' ').nth(1)
}
