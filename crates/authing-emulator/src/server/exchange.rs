//! One request to somebody else, over HTTP/1 and a connection of its own. No redirect is followed, since it
//! is sent where it was set to be.

use bytes::Bytes;
use http::{Request, response};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::{Host, Url};

/// Sends a request and reads what comes back, of its body so many bytes or a few more. The error is a text.
pub(super) async fn exchange(
    url: &Url,
    request: Request<Full<Bytes>>,
    limit: usize,
) -> Result<(response::Parts, Vec<u8>), String> {
    let port = url.port_or_known_default().unwrap_or(80);
    let stream = match url.host() {
        Some(Host::Domain(name)) => TcpStream::connect((name, port)).await,
        Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await,
        Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await,
        None => return Err("the address has no host".to_owned()),
    };
    let stream = stream.map_err(|error| format!("no connection: {error}"))?;
    // There is one request, and it is to leave at once.
    let _ = stream.set_nodelay(true);
    let broken = |error: hyper::Error| format!("the connection broke: {}", chain(&error));
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(broken)?;
        let (head, mut body) = response.into_parts();
        let mut read = Vec::new();
        while read.len() < limit {
            match body.frame().await {
                Some(Ok(frame)) => {
                    read.extend_from_slice(frame.data_ref().map(Bytes::as_ref).unwrap_or_default());
                }
                Some(Err(error)) => return Err(broken(error)),
                None => break,
            }
        }
        Ok((head, read))
    };
    tokio::pin!(connection, exchange);
    // The connection is driven as long as there is something to come, and closed with the end of this.
    tokio::select! {
        biased;
        outcome = &mut exchange => outcome,
        _ = &mut connection => exchange.await,
    }
}

/// Path and query.
pub(super) fn target(url: &Url) -> String {
    let mut target = url.path().to_owned();
    if let Some(query) = url.query() {
        target.push('?');
        target.push_str(query);
    }
    target
}

/// The value of `host`.
pub(super) fn host(url: &Url) -> String {
    match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
