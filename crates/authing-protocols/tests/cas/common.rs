//! A server made of a response, and a client of it.

use std::sync::Arc;

use authing_core::{HttpResponse, Transport, test_util::ScriptedTransport};
use authing_protocols::{
    Error,
    cas::{CasClient, CasClientBuilder, CasError, CasLogin},
};
use http::StatusCode;

pub(crate) const TICKET: &str = "ST-1-f9a0";

/// A server that always responds with this.
pub(crate) fn server(response: impl AsRef<[u8]>) -> ScriptedTransport {
    let response = response.as_ref().to_vec();
    ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, response.clone())))
}

/// A client of an application of Authing's.
pub(crate) fn authing(server: &ScriptedTransport) -> CasClient {
    builder(server).build().unwrap()
}

pub(crate) fn builder(server: &ScriptedTransport) -> CasClientBuilder {
    with(CasClient::builder("app", "https://id.example.com"), server)
}

/// A client of another server.
pub(crate) fn other(server: &ScriptedTransport) -> CasClient {
    with(CasClient::builder_for("https://sso.example.com/cas/"), server).build().unwrap()
}

fn with(builder: CasClientBuilder, server: &ScriptedTransport) -> CasClientBuilder {
    let transport: Arc<dyn Transport> = Arc::new(server.clone());
    builder.service("https://app.example.com/cas?from=a%20b").transport(transport)
}

/// What the only request asked for.
pub(crate) fn target(server: &ScriptedTransport) -> String {
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].method, http::Method::GET);
    requests[0].url.to_string()
}

/// Validates a ticket at a server with this response.
pub(crate) async fn validated(response: impl AsRef<[u8]>) -> Result<CasLogin, Error> {
    authing(&server(response)).validate(TICKET).await
}

/// Why such a response is refused.
pub(crate) async fn refused(response: impl AsRef<[u8]>) -> CasError {
    match validated(response).await {
        Err(Error::Cas(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// A success around this.
pub(crate) fn success(inside: &str) -> String {
    format!(
        "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">\n  \
         <cas:authenticationSuccess>{inside}</cas:authenticationSuccess>\n\
         </cas:serviceResponse>\n"
    )
}

/// A failure with this code.
pub(crate) fn failure(code: &str) -> String {
    format!(
        "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>\
         <cas:authenticationFailure code='{code}'>\n ticket ST-1-f9a0 is not known\n\
         </cas:authenticationFailure></cas:serviceResponse>"
    )
}
