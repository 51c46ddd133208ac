//! For tests of code that uses a client: a server made of a closure, and a clock that stands still
//! until it is moved.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use crate::{
    clock::Clock,
    transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError},
};

/// A clock that a test moves.
///
/// ```
/// use std::time::Duration;
/// use authing_core::{Clock, test_util::TestClock};
///
/// let clock = TestClock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(3600));
/// assert_eq!(clock.now(), before + Duration::from_secs(3600));
/// ```
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<SystemTime>>);

impl TestClock {
    /// A clock that stands at 1 January 2026.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))))
    }

    /// Moves the clock on.
    pub fn advance(&self, duration: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += duration;
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Respond = dyn Fn(usize, &HttpRequest) -> Result<HttpResponse, TransportError> + Send + Sync;

/// A server made of a closure, which gets the number of the request (from 0) and the request.
/// It keeps every request for the test to look at.
///
/// ```
/// use authing_core::{HttpResponse, test_util::ScriptedTransport};
/// use http::StatusCode;
///
/// let server = ScriptedTransport::new(|number, _request| match number {
///     0 => Ok(HttpResponse::new(StatusCode::SERVICE_UNAVAILABLE, "")),
///     _ => Ok(HttpResponse::new(StatusCode::OK, r#"{"code": 200, "data": []}"#)),
/// });
/// assert!(server.requests().is_empty());
/// ```
#[derive(Clone)]
pub struct ScriptedTransport {
    respond: Arc<Respond>,
    requests: Arc<Mutex<Vec<HttpRequest>>>,
}

impl ScriptedTransport {
    /// A server that responds like this.
    pub fn new(
        respond: impl Fn(usize, &HttpRequest) -> Result<HttpResponse, TransportError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self { respond: Arc::new(respond), requests: Arc::default() }
    }

    /// The requests so far, in the order in which they came.
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Transport for ScriptedTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let response = {
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            let response = (self.respond)(requests.len(), &request);
            requests.push(request);
            response
        };
        Box::pin(std::future::ready(response))
    }
}

impl fmt::Debug for ScriptedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedTransport").finish_non_exhaustive()
    }
}
