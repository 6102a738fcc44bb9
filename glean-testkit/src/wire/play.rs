use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use bytes::{BufMut, BytesMut};
#[cfg(feature = "tls")]
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::End;
use super::framing::{Malformed, end_of_head, end_of_request};
use super::recorder::Recorder;
use super::script::{Script, Step};
use crate::stream::Stream;

/// How many bytes are read at a time.
const READ: usize = 16 * 1024;

/// Plays `script` to its end and closes the connection; says how it ended.
pub(super) async fn play(stream: impl Stream, script: &Script, recorder: &Recorder) -> End {
    let mut play = Play {
        stream,
        recorder,
        unread: BytesMut::new(),
    };
    match play.run(script).await {
        Ok(never) => match never {},
        Err(end) => end,
    }
}

/// A connection in the middle of its script. What ends it is the error of each step.
struct Play<'a, S> {
    stream: S,
    recorder: &'a Recorder,
    /// Received, and not yet taken by a read step.
    unread: BytesMut,
}

impl<S: Stream> Play<'_, S> {
    async fn run(&mut self, script: &Script) -> Result<Infallible, End> {
        let mut index = 0;
        loop {
            match script.step(index) {
                Step::ReadHead => self.read(|unread| Ok(end_of_head(unread))).await?,
                Step::ReadRequest => self.read(end_of_request).await?,
                Step::ReadBytes(count) => {
                    let count = *count;
                    self.read(|unread| Ok((unread.len() >= count).then_some(count)))
                        .await?;
                }
                Step::Write(bytes) => self.write(bytes).await?,
                Step::Drip(bytes, every) => self.drip(bytes, *every).await?,
                Step::WaitFor(gate) => self.wait(gate.opened()).await?,
                Step::Stall => return Err(self.drain().await),
                Step::Fin => {
                    // If the peer has closed already, then that is that.
                    let _ = self.stream.shutdown().await;
                    self.drain().await;
                    return Err(End::Finished);
                }
                #[cfg(feature = "tls")]
                Step::FinWithoutCloseNotify => {
                    let socket = SockRef::from(self.stream.socket());
                    let _ = socket.shutdown(std::net::Shutdown::Write);
                    self.drain().await;
                    return Err(End::Finished);
                }
                Step::Reset => {
                    return Err(match self.stream.reset_on_close() {
                        Ok(()) => End::Reset,
                        Err(error) => End::of(&error),
                    });
                }
                // There is nothing to start again with.
                Step::Repeat if index == 0 => return Err(self.drain().await),
                Step::Repeat => {
                    index = 0;
                    // Steps that never have to wait must not keep the other connections waiting.
                    tokio::task::yield_now().await;
                    continue;
                }
            }
            index += 1;
        }
    }

    /// Reads until `end` finds one in what is unread.
    async fn read(
        &mut self,
        end: impl Fn(&[u8]) -> Result<Option<usize>, Malformed>,
    ) -> Result<(), End> {
        loop {
            match end(&self.unread) {
                Ok(Some(end)) => {
                    self.recorder.read(self.unread.split_to(end).freeze());
                    return Ok(());
                }
                Ok(None) => self.receive().await?,
                Err(Malformed) => return Err(End::Malformed),
            }
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), End> {
        let written = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        written.await.map_err(|error| End::of(&error))
    }

    async fn drip(&mut self, bytes: &[u8], every: Duration) -> Result<(), End> {
        for (index, byte) in bytes.iter().enumerate() {
            if index > 0 {
                self.wait(tokio::time::sleep(every)).await?;
            }
            self.write(&[*byte]).await?;
        }
        Ok(())
    }

    /// Waits until `over`, or until the peer closes.
    ///
    /// To see that takes reading. It reads ahead once and no more, or a peer that sends without end
    /// would never be held up.
    async fn wait(&mut self, over: impl Future<Output = ()>) -> Result<(), End> {
        let mut over = pin!(over);
        if self.unread.is_empty() {
            tokio::select! {
                biased;
                () = &mut over => return Ok(()),
                received = self.receive() => received?,
            }
        }
        over.await;
        Ok(())
    }

    /// Reads until the peer closes, and says how it did.
    async fn drain(&mut self) -> End {
        loop {
            self.unread.clear();
            if let Err(end) = self.receive().await {
                return end;
            }
        }
    }

    async fn receive(&mut self) -> Result<(), End> {
        let before = self.unread.len();
        match self
            .stream
            .read_buf(&mut (&mut self.unread).limit(READ))
            .await
        {
            Ok(0) => Err(End::PeerClosed),
            Ok(_) => {
                self.recorder.received(&self.unread[before..]);
                Ok(())
            }
            Err(error) => Err(End::of(&error)),
        }
    }
}
