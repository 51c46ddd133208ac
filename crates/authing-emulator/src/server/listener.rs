//! The thread that serves connections.
//!
//! The emulator has a thread and a runtime of its own: it serves while the caller's runtime is
//! blocked or its clock paused, and when the handle is dropped everything is gone. What takes long
//! is done by other threads (`worker`), which end with it.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Notify, oneshot, watch};

use crate::engine::Engine;
use crate::server::http::Http;
use crate::server::snapshot::Saver;
use crate::server::{remote, sender};

/// How long work may take that nobody waits for any more.
const ABANDONED: Duration = Duration::from_millis(500);

/// How long it may take then to send what webhooks wait for.
const DRAIN_TIME: Duration = Duration::from_secs(2);

/// How long the emulator waits when the system has no descriptor or memory for a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long a save that failed waits to be tried again.
const SAVE_RETRY: Duration = Duration::from_secs(1);

/// Changes are gathered this long before they are written to the data file.
const SAVE_DELAY: Duration = Duration::from_millis(100);

/// How many requests may be worked on at once. Most of them wait for the state.
const WORKERS: usize = 64;

/// How long things may take.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    /// A webhook, to respond.
    pub(crate) webhook: Duration,
    /// Requests under way, once the emulator is told to stop.
    pub(crate) stop: Duration,
}

show_fields!(Times { webhook, stop });

/// The running thread. Dropping it stops the thread and waits for its end.
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    /// Serves on a listener that is bound already.
    pub(crate) fn start(
        listener: TcpListener,
        http: Http,
        engine: Arc<Engine>,
        saver: Option<Arc<Saver>>,
        times: Times,
    ) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(WORKERS)
            .build()?;
        engine.env.functions.set_remote(remote::remote(runtime.handle().clone()));
        let (stop, stopped) = oneshot::channel();
        let thread =
            thread::Builder::new().name("authing-emulator".to_owned()).spawn(move || {
                let work = run(listener, http, engine, saver, times, stopped);
                let outcome = runtime.block_on(work);
                runtime.shutdown_timeout(ABANDONED);
                outcome
            })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }

    /// Stops serving; the error is that of the last save.
    pub(crate) fn stop(&mut self) -> io::Result<()> {
        // Either send fails because the thread has ended, which is what is wanted.
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err(io::Error::other("the emulator's thread panicked")),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nobody is left to tell of a failed save; `Emulator::stop` tells.
        let _ = self.stop();
    }
}

async fn run(
    listener: TcpListener,
    http: Http,
    engine: Arc<Engine>,
    saver: Option<Arc<Saver>>,
    times: Times,
    stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let changed = Arc::new(Notify::new());
    if let Some(saver) = &saver {
        tokio::spawn(keep_saved(Arc::clone(saver), Arc::clone(&engine), Arc::clone(&changed)));
    }
    tokio::spawn(sender::run(Arc::clone(&engine), times.webhook));
    // Every connection has the other end, and lets go of it when it ends.
    let (stop, stopping) = watch::channel(());
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            accepted = listener.accept() => {
                let (stream, peer) = match accepted {
                    Ok(accepted) => accepted,
                    // A connection that failed to arrive is the peer's business.
                    Err(error) if is_of_the_connection(&error) => continue,
                    // At its limits the system says so for as long as it lasts: asking again at once
                    // would keep this thread from the requests whose end helps.
                    Err(_) => {
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                        continue;
                    }
                };
                let _ = stream.set_nodelay(true);
                let http = http.clone();
                tokio::spawn(serve(stream, peer, http, Arc::clone(&changed), stopping.clone()));
            }
        }
    }
    drop((listener, stopping));
    engine.pulse.end();
    // Nobody hears it if there is no connection.
    let _ = stop.send(());
    let _ = tokio::time::timeout(times.stop, stop.closed()).await;
    // What is left then, the handle tells.
    let _ = tokio::time::timeout(DRAIN_TIME, engine.deliveries.idle()).await;
    match saver {
        Some(saver) => saver.close(&engine),
        None => Ok(()),
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Serves a connection to its end. It speaks HTTP/1 only, with upgrades for subscriptions to events.
async fn serve(
    stream: tokio::net::TcpStream,
    peer: SocketAddr,
    http: Http,
    changed: Arc<Notify>,
    mut stopping: watch::Receiver<()>,
) {
    let service = service_fn(move |request| {
        let (http, changed) = (http.clone(), Arc::clone(&changed));
        async move {
            let response = http.serve(peer.ip(), request).await;
            changed.notify_one();
            response
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new());
    let connection = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
    tokio::pin!(connection);
    // A connection that ends in an error was dropped on purpose or by the peer.
    tokio::select! {
        _ = &mut connection => return,
        _ = stopping.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Writes the state some time after each request that may have changed it.
async fn keep_saved(saver: Arc<Saver>, engine: Arc<Engine>, changed: Arc<Notify>) {
    loop {
        changed.notified().await;
        tokio::time::sleep(SAVE_DELAY).await;
        // The saver tells of a failure; what changes meanwhile is saved with it.
        while !save(&saver, &engine).await {
            tokio::time::sleep(SAVE_RETRY).await;
        }
    }
}

/// A disk may be slow: not on the thread that serves connections.
async fn save(saver: &Arc<Saver>, engine: &Arc<Engine>) -> bool {
    let (saver, engine) = (Arc::clone(saver), Arc::clone(engine));
    let saved = tokio::task::spawn_blocking(move || saver.save(&engine).is_ok());
    saved.await.unwrap_or(false)
}
