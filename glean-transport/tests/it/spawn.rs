use std::sync::Arc;

use glean_transport::spawn::{Spawn, TokioSpawn};
use tokio::sync::oneshot;

#[tokio::test]
async fn a_task_goes_on_when_whoever_gave_it_is_gone() {
    let (told, tell) = oneshot::channel();
    let spawn: Arc<dyn Spawn> = Arc::new(TokioSpawn);

    spawn.spawn(Box::pin(async {
        told.send("done").unwrap();
    }));
    drop(spawn);

    assert_eq!(tell.await.unwrap(), "done");
}

#[test]
fn outside_a_runtime_a_task_is_dropped_which_tells_of_it() {
    let (told, mut tell) = oneshot::channel();

    TokioSpawn.spawn(Box::pin(async {
        told.send("done").unwrap();
    }));

    assert_eq!(tell.try_recv(), Err(oneshot::error::TryRecvError::Closed));
}
