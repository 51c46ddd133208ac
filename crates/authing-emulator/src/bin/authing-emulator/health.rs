//! Asks an emulator whether it serves: for an image that has nothing else in it to ask with.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use url::Url;

/// How long each step may take.
const TIME: Duration = Duration::from_secs(2);

/// Bytes of a response that are read.
const READ: u64 = 4096;

/// Asks the health route of the emulator at this address.
pub(crate) fn check(address: &str) -> Result<(), String> {
    let shown = address.escape_debug();
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "http");
    let url = url.ok_or_else(|| {
        format!("`{shown}` is not an address of an emulator: it begins with http://")
    })?;
    let failed = |error: std::io::Error| format!("{shown} does not serve: {error}");
    let mut last = std::io::Error::other("its name leads nowhere");
    for socket in url.socket_addrs(|| Some(80)).map_err(failed)? {
        match TcpStream::connect_timeout(&socket, TIME) {
            Ok(stream) => return ask(stream, &url).map_err(failed),
            Err(error) => last = error,
        }
    }
    Err(failed(last))
}

fn ask(mut stream: TcpStream, url: &Url) -> std::io::Result<()> {
    stream.set_read_timeout(Some(TIME))?;
    stream.set_write_timeout(Some(TIME))?;
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let request = format!(
        "GET /_emulator/health HTTP/1.1\r\nhost: {host}{port}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut response = Vec::new();
    stream.take(READ).read_to_end(&mut response)?;
    let text = String::from_utf8_lossy(&response);
    if text.starts_with("HTTP/1.1 200 ") && text.contains("\"status\":\"ok\"") {
        return Ok(());
    }
    let first = text.lines().next().unwrap_or_default().escape_debug().to_string();
    Err(std::io::Error::other(format!("it responds `{first}`")))
}
