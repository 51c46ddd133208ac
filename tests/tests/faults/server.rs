//! A server that fails as a test says, on a thread of its own.

use std::{
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

/// One request, as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// How many requests came before it, on all connections.
    pub(crate) number: usize,
    /// How many came before it on its connection.
    pub(crate) on_connection: usize,
    /// The verb, the path, the headers.
    pub(crate) head: String,
}

impl Seen {
    pub(crate) fn is(&self, method_and_path: &str) -> bool {
        self.head.starts_with(&format!("{method_and_path} "))
    }
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Responds with these bytes and waits for the next request.
    Respond(Vec<u8>),
    /// Writes these bytes and closes the connection in order.
    Close(Vec<u8>),
    /// Writes these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Writes these bytes and nothing more, on a connection that stays open.
    Stall(Vec<u8>),
    /// Writes one byte after the other, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// Writes the first bytes, and then the second again and again until the client hangs up, as fast
    /// as they are taken.
    Endless(Vec<u8>, Vec<u8>),
    /// Writes these bytes again and again until the client hangs up, with a pause after each time.
    Repeat(Vec<u8>, Duration),
}

type Decide = dyn Fn(&Seen) -> Act + Send + Sync;

/// A server that fails as its closure says. It ends with the test.
pub(crate) struct FaultServer {
    address: SocketAddr,
    log: Arc<Log>,
    _end: oneshot::Sender<()>,
}

#[derive(Default)]
pub(crate) struct Log {
    requests: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
    written: AtomicU64,
}

impl FaultServer {
    /// Does with each request what `decide` says.
    pub(crate) fn start(decide: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        let decide: Arc<Decide> = Arc::new(decide);
        Self::serve(move |stream, log| {
            let decide = Arc::clone(&decide);
            Box::pin(async move { serve(stream, &log, &*decide).await })
        })
    }

    /// Hands each connection to `handle`.
    pub(crate) fn serve(
        handle: impl Fn(TcpStream, Arc<Log>) -> Pin<Box<dyn Future<Output = ()> + Send>>
        + Send
        + 'static,
    ) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::<Log>::default();
        let shared = Arc::clone(&log);
        let (end, ended) = oneshot::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                let accept = async {
                    loop {
                        let (stream, _) = listener.accept().await.unwrap();
                        shared.connections.fetch_add(1, Ordering::Relaxed);
                        stream.set_nodelay(true).unwrap();
                        tokio::spawn(handle(stream, Arc::clone(&shared)));
                    }
                };
                tokio::select! {
                    () = accept => {}
                    _ = ended => {}
                }
            });
        });
        Self { address, log, _end: end }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Seen> {
        self.log.requests.lock().unwrap().clone()
    }

    /// How many requests there were so far of this verb and path.
    pub(crate) fn count(&self, method_and_path: &str) -> usize {
        self.log.requests.lock().unwrap().iter().filter(|seen| seen.is(method_and_path)).count()
    }

    /// How many connections were opened.
    pub(crate) fn connections(&self) -> usize {
        self.log.connections.load(Ordering::Relaxed)
    }

    /// How many bytes of responses without an end were taken.
    pub(crate) fn written(&self) -> u64 {
        self.log.written.load(Ordering::Relaxed)
    }
}

impl Log {
    /// Notes a request and returns its number.
    pub(crate) fn note(&self, on_connection: usize, head: String) -> Seen {
        let mut requests = self.requests.lock().unwrap();
        let seen = Seen { number: requests.len(), on_connection, head };
        requests.push(seen.clone());
        seen
    }
}

/// Serves one connection, encrypted or not.
pub(crate) async fn serve<S>(stream: S, log: &Log, decide: &Decide)
where
    S: AsyncRead + AsyncWrite + Unpin + Linger,
{
    // A client that hangs up is none of the server's business.
    let _ = try_serve(stream, log, decide).await;
}

/// What can be closed by a reset.
pub(crate) trait Linger {
    fn reset(self) -> std::io::Result<()>;
}

impl Linger for TcpStream {
    fn reset(self) -> std::io::Result<()> {
        // Without a time to linger the connection is reset rather than closed.
        self.set_zero_linger()
    }
}

async fn try_serve<S>(mut stream: S, log: &Log, decide: &Decide) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Linger,
{
    let mut unread = Vec::new();
    for on_connection in 0.. {
        let Some(head) = read_request(&mut stream, &mut unread).await? else { break };
        let seen = log.note(on_connection, head);
        match decide(&seen) {
            Act::Respond(bytes) => stream.write_all(&bytes).await?,
            Act::Close(bytes) => {
                stream.write_all(&bytes).await?;
                return stream.shutdown().await;
            }
            Act::Reset(bytes) => {
                stream.write_all(&bytes).await?;
                stream.flush().await?;
                return stream.reset();
            }
            Act::Stall(bytes) => {
                stream.write_all(&bytes).await?;
                // Until the client hangs up.
                while stream.read(&mut [0; 1024]).await? > 0 {}
                return Ok(());
            }
            Act::Drip(bytes, pause) => {
                for byte in bytes {
                    stream.write_all(&[byte]).await?;
                    tokio::time::sleep(pause).await;
                }
            }
            Act::Endless(start, piece) => {
                stream.write_all(&start).await?;
                loop {
                    stream.write_all(&piece).await?;
                    log.written.fetch_add(piece.len() as u64, Ordering::Relaxed);
                }
            }
            Act::Repeat(bytes, pause) => loop {
                stream.write_all(&bytes).await?;
                tokio::time::sleep(pause).await;
            },
        }
    }
    Ok(())
}

/// The head of the next request, once its body is there too; `None` at the end of the connection.
async fn read_request<S: AsyncRead + Unpin>(
    stream: &mut S,
    unread: &mut Vec<u8>,
) -> std::io::Result<Option<String>> {
    let mut piece = [0; 16 << 10];
    loop {
        if let Some(end) = unread.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&unread[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            let whole = end + 4 + length.unwrap_or(0);
            if unread.len() >= whole {
                unread.drain(..whole);
                return Ok(Some(head));
            }
        }
        match stream.read(&mut piece).await? {
            0 => return Ok(None),
            read => unread.extend_from_slice(&piece[..read]),
        }
    }
}

/// A whole response with this status and body, which is JSON.
pub(crate) fn response(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         {headers}\r\n{body}"
    )
    .into_bytes()
}

/// A whole response that is a success, with this body.
pub(crate) fn json(body: &str) -> Vec<u8> {
    response(200, "", body)
}
