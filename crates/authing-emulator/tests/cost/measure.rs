//! Requests as bytes, and what the process allocates while they are served.

use std::alloc::System;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Mutex, MutexGuard, PoisonError};

use authing_emulator::Emulator;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The allocator counts for the whole process: one measurement at a time.
static TURN: Mutex<()> = Mutex::new(());

/// An emulator whose application is `app`, for as long as nobody else measures.
pub(crate) struct Measured {
    emulator: Emulator,
    _turn: MutexGuard<'static, ()>,
}

/// A request up to its length, and its body.
pub(crate) struct Request {
    head: String,
    body: Vec<u8>,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) text: String,
}

/// Calls of the allocator, and bytes.
#[derive(Clone, Copy, Debug)]
struct Cost {
    calls: usize,
    bytes: usize,
}

impl Request {
    pub(crate) fn get(target: &str) -> Self {
        Self { head: format!("GET {target} HTTP/1.1\r\n"), body: Vec::new() }
    }

    pub(crate) fn post(path: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let head = format!(
            "POST {path} HTTP/1.1\r\nx-authing-app-id: app\r\ncontent-type: {content_type}\r\n"
        );
        Self { head, body: body.into() }
    }

    pub(crate) fn form(path: &str, body: String) -> Self {
        Self::post(path, "application/x-www-form-urlencoded", body)
    }

    pub(crate) fn json(path: &str, body: String) -> Self {
        Self::post(path, "application/json", body)
    }

    pub(crate) fn graphql(query: &str, variables: &serde_json::Value) -> Self {
        let body = serde_json::json!({ "query": query, "variables": variables });
        Self::json("/graphql/v2", body.to_string())
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }
}

impl Measured {
    pub(crate) fn start() -> Self {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let emulator = Emulator::builder().application("app", "secret").start_blocking().unwrap();
        Self { emulator, _turn }
    }

    pub(crate) fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    pub(crate) fn send(&self, request: &Request) -> Received {
        let address = self.emulator.url().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let length = request.body.len();
        let rest =
            format!("host: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(request.head.as_bytes()).unwrap();
        stream.write_all(rest.as_bytes()).unwrap();
        // A request that is refused need not be read to its end.
        let _ = stream.write_all(&request.body);
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
        let text = String::from_utf8_lossy(&response).into_owned();
        let status = text.get(9..12).and_then(|status| status.parse().ok());
        Received { status: status.unwrap_or_default(), text }
    }

    /// Sends a request of size `n` and one of `2 * n`. The second may cost twice as much, and what
    /// any request costs.
    #[track_caller]
    pub(crate) fn doubles(&self, n: usize, make: impl Fn(usize) -> Request) {
        // What is made when it is first needed is made here.
        self.send(&make(1));
        let any = self.cost(&make(1));
        let (single, double) = (self.cost(&make(n)), self.cost(&make(2 * n)));
        // Vectors grow by doubling: one that is just full costs half as much as one that is not.
        let limit = |single: usize, any: usize| single * 5 / 2 + any;
        assert!(
            double.calls <= limit(single.calls, any.calls)
                && double.bytes <= limit(single.bytes, any.bytes),
            "{single:?} for {n}, {double:?} for twice as much"
        );
    }

    /// Sends a request that is refused, for one thousandth of what carrying it out would take.
    #[track_caller]
    pub(crate) fn refuses(&self, request: &Request, status: u16, reason: &str) {
        let before = Region::new(ALLOCATOR);
        let response = self.send(request);
        let bytes = before.change().bytes_allocated;
        assert_eq!(response.status, status, "{}", start(&response.text));
        assert!(response.text.contains(reason), "{}", start(&response.text));
        let size = request.head.len() + request.body.len();
        assert!(bytes < 200 * size + 1_000_000, "{bytes} bytes for a request of {size}");
    }

    fn cost(&self, request: &Request) -> Cost {
        let before = Region::new(ALLOCATOR);
        let response = self.send(request);
        let change = before.change();
        assert_ne!(response.status, 0, "there is a response");
        assert_ne!(response.status, 413, "{}", start(&response.text));
        Cost { calls: change.allocations + change.reallocations, bytes: change.bytes_allocated }
    }
}

fn start(text: &str) -> String {
    text.chars().take(600).collect()
}

/// Texts one after the other, one for each number.
pub(crate) fn each(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect()
}
