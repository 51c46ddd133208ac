//! A service that carries functions out, for tests.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Returns what it is told to, or with `null` what it got, and remembers what it was called with.
pub(crate) struct Service {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

struct State {
    returns: Value,
    calls: Vec<(String, Value)>,
}

impl Service {
    pub(crate) async fn start(returns: Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/function", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { returns, calls: Vec::new() }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { url, state }
    }

    /// What it returns from now on.
    pub(crate) fn returns(&self, value: Value) {
        self.state.lock().unwrap().returns = value;
    }

    /// The last call: the head of its request, and the JSON.
    pub(crate) fn take(&self) -> (String, Value) {
        self.state.lock().unwrap().calls.pop().unwrap()
    }

    pub(crate) fn count(&self) -> usize {
        self.state.lock().unwrap().calls.len()
    }
}

/// The head and the body of a request; nothing if it is broken off.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.unwrap_or(0);
        if read == 0 {
            return None;
        }
        bytes.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            return Some((head.to_owned(), body.to_owned()));
        }
    }
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let Some((head, body)) = read_request(&mut stream).await else { return };
    let body = {
        let mut state = state.lock().unwrap();
        state.calls.push((head, serde_json::from_str(&body).unwrap()));
        if state.returns.is_null() { body } else { state.returns.to_string() }
    };
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let _ = stream.write_all((head + &body).as_bytes()).await;
}
