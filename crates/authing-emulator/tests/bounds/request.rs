//! Requests as bytes.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use authing_emulator::Emulator;

/// A request up to its length, and its body.
pub(crate) struct Request {
    head: String,
    body: Vec<u8>,
}

/// A response.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) text: String,
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

    /// Sends it on a connection of its own.
    pub(crate) fn send(&self, emulator: &Emulator) -> Received {
        let address = emulator.url().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let length = self.body.len();
        let rest =
            format!("host: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(self.head.as_bytes()).unwrap();
        stream.write_all(rest.as_bytes()).unwrap();
        // A request that is refused need not be read to its end.
        let _ = stream.write_all(&self.body);
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
        let text = String::from_utf8_lossy(&response).into_owned();
        let status = text.get(9..12).and_then(|status| status.parse().ok());
        Received { status: status.unwrap_or_default(), text }
    }
}

/// Texts one after the other, one for each number.
pub(crate) fn each(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect()
}
