use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};

use super::play::play;
use super::recorder::{Connections, Recorder};
use super::{End, Script};

/// How long to wait when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(10);

/// Takes connections, and gives each its script.
pub(super) struct Acceptor {
    pub(super) scripts: Arc<[Script]>,
    pub(super) connections: Arc<Connections>,
    #[cfg(feature = "tls")]
    pub(super) identity: Option<super::tls::Identity>,
}

impl Acceptor {
    /// Never ends.
    pub(super) async fn accept(self, listener: TcpListener) {
        let this = Arc::new(self);
        loop {
            match listener.accept().await {
                Ok((socket, _)) => {
                    let recorder = Recorder::accepted(&this.connections);
                    let this = Arc::clone(&this);
                    tokio::spawn(async move {
                        let end = this.serve(socket, &recorder).await;
                        recorder.ended(end);
                    });
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn serve(&self, socket: TcpStream, recorder: &Recorder) -> End {
        // Without it a drip would wait for acknowledgements, and come in lumps.
        if let Err(error) = socket.set_nodelay(true) {
            return End::of(&error);
        }
        let script = self.script(recorder.index());
        #[cfg(feature = "tls")]
        if let Some(identity) = &self.identity {
            return match identity.shake_hands(socket).await {
                Ok(stream) => play(stream, &script, recorder).await,
                Err(end) => end,
            };
        }
        play(socket, &script, recorder).await
    }

    fn script(&self, index: usize) -> Script {
        let script = self.scripts.get(index).or(self.scripts.last());
        script.cloned().unwrap_or_default()
    }
}
