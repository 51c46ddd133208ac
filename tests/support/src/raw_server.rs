//! A server that responds with the bytes that a test gives it.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Makes a response of a request, both whole.
type Respond = dyn Fn(&str) -> Vec<u8> + Send + Sync;

/// A server on threads of its own: it goes on whatever the runtimes of a test do, and keeps its
/// connections open.
#[derive(Debug)]
pub struct RawServer {
    address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    requests: Mutex<Vec<String>>,
    connections: AtomicUsize,
}

impl RawServer {
    /// Responds to every request like this. An empty response closes the connection, and so does one
    /// that says `connection: close`.
    pub fn new(respond: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::<Seen>::default();
        let respond: Arc<Respond> = Arc::new(respond);
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, respond) = (Arc::clone(&shared), Arc::clone(&respond));
                seen.connections.fetch_add(1, Ordering::Relaxed);
                thread::spawn(move || serve(stream.unwrap(), &seen, &*respond));
            }
        });
        Self { address, seen }
    }

    /// Responds to every request with these bytes.
    pub fn always(response: &'static [u8]) -> Self {
        Self::new(|_| response.to_vec())
    }

    /// Its address, as `http://127.0.0.1:…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests so far, each with head and body.
    pub fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::Relaxed)
    }
}

fn serve(mut stream: TcpStream, seen: &Seen, respond: &Respond) {
    while let Some(request) = read_request(&mut stream) {
        let response = respond(&request);
        seen.requests.lock().unwrap().push(request);
        let closes = response.is_empty() || says_close(&response);
        if stream.write_all(&response).is_err() || closes {
            return;
        }
    }
}

fn says_close(response: &[u8]) -> bool {
    response
        .windows(21)
        .take_while(|part| !part.starts_with(b"\r\n\r\n"))
        .any(|part| part.eq_ignore_ascii_case(b"\r\nconnection: close\r\n"))
}

/// The next request; `None` at the end of the connection.
fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        if body.len() >= length.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}

/// A whole response with this body, which is JSON.
pub fn json_response(body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
