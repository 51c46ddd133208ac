//! A server that responds with what an input says.

use std::sync::{Arc, Mutex};

use authing_core::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use http::{HeaderMap, StatusCode};

type Respond = dyn Fn(&HttpRequest) -> HttpResponse + Send + Sync;

/// A server made of a closure. It keeps nothing.
#[derive(Clone)]
pub(crate) struct Server(Arc<Respond>);

impl Server {
    pub(crate) fn new(
        respond: impl Fn(&HttpRequest) -> HttpResponse + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(respond))
    }

    pub(crate) fn transport(&self) -> Arc<dyn Transport> {
        Arc::new(self.clone())
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Transport for Server {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let response = (self.0)(&request);
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// A response with these headers.
pub(crate) fn response(status: StatusCode, headers: HeaderMap, body: &[u8]) -> HttpResponse {
    let mut response = HttpResponse::new(status, body.to_vec());
    response.headers = headers;
    response
}

/// What a server that outlives an input responds with.
#[derive(Clone, Default)]
pub(crate) struct Slot(Arc<Mutex<Option<HttpResponse>>>);

impl Slot {
    pub(crate) fn set(&self, response: HttpResponse) {
        *self.0.lock().unwrap() = Some(response);
    }

    pub(crate) fn server(&self) -> Server {
        let slot = self.clone();
        Server::new(move |_| slot.0.lock().unwrap().clone().unwrap())
    }
}
