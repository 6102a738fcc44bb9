use std::sync::Arc;

use tokio::net::TcpStream;

use super::play::play;
use super::recorder::{Connections, Recorder};
use super::{End, Script};

/// Gives each connection its script.
pub(super) struct Acceptor {
    pub(super) scripts: Arc<[Script]>,
    pub(super) connections: Arc<Connections>,
    #[cfg(feature = "tls")]
    pub(super) identity: Option<super::tls::Identity>,
}

impl Acceptor {
    /// Records a connection at once, and gives what plays to it.
    pub(super) fn accepted(
        self: Arc<Self>,
        socket: TcpStream,
    ) -> impl Future<Output = ()> + Send + 'static {
        let recorder = Recorder::accepted(&self.connections);
        async move {
            let end = self.serve(socket, &recorder).await;
            recorder.ended(end);
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
