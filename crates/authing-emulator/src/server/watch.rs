//! What became of a request, for whoever watches.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use http::{Method, Request, StatusCode};

use crate::base::outbox::SentMessage;
use crate::control;
use crate::domain::context::{self, Notes};
use crate::engine::Engine;

/// Who is told of each request.
pub(crate) type Watcher = Arc<dyn Fn(&ServedRequest) + Send + Sync>;

/// A request that was served.
///
/// `Debug` shows neither its path nor what was sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct ServedRequest {
    /// The emulator's time at which it came.
    pub at: SystemTime,
    /// The HTTP method.
    pub method: String,
    /// The path as it came, without the query.
    pub path: String,
    /// What it asked for: root fields of GraphQL, such as `users`, or the route, such as
    /// `/api/v2/users/{id}`; `None` if the emulator has no such thing.
    pub operation: Option<String>,
    /// Who sent it.
    pub caller: Caller,
    /// The status of the response; `None` if the connection was closed without one.
    pub status: Option<u16>,
    /// The code of the error that it ended with, or of the first of several.
    pub code: Option<i64>,
    /// Whether a fault that a test asked for had a part in it.
    pub by_fault: bool,
    /// Whether nothing is written of what the server does with it, so that what was done is the emulator's own
    /// choice.
    pub chosen: bool,
    /// How long it took, in real time.
    pub duration: Duration,
    /// The text messages and emails that it "sent".
    pub messages: Vec<SentMessage>,
}

show_fields!(ServedRequest { at, method, caller, status, code, by_fault, duration });

/// Who sent a request, as far as the emulator had to know.
///
/// `Debug` shows the kind.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caller {
    /// Nobody it could tell, or need tell.
    Nobody,
    /// An administrator of the user pool.
    Administrator,
    /// The user of this id.
    User(String),
    /// The user of this id, who has yet to give a second factor.
    Challenged(String),
}

show_variants!(Caller { Nobody, Administrator, User, Challenged });

/// A request that is watched.
pub(super) struct Watched {
    at: SystemTime,
    start: Instant,
    method: Method,
    path: String,
    notes: Arc<Notes>,
}

impl Watched {
    /// Lets what becomes of the request be noted. What only asks the control routes is watched by nobody.
    pub(super) fn begin<B>(engine: &Engine, request: &mut Request<B>) -> Option<Self> {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let is_control = control::is_control(&path) || path == "/" || path.starts_with("/_console");
        if is_control && method == Method::GET {
            return None;
        }
        let notes = Arc::new(Notes::default());
        request.extensions_mut().insert(Arc::clone(&notes));
        let at = engine.now().to_system_time();
        Some(Self { at, start: Instant::now(), method, path, notes })
    }

    pub(super) fn end(self, status: Option<StatusCode>) -> ServedRequest {
        let noted = self.notes.read();
        ServedRequest {
            at: self.at,
            method: self.method.to_string(),
            path: self.path,
            operation: noted.operation,
            caller: match noted.caller {
                context::Caller::Nobody => Caller::Nobody,
                context::Caller::Administrator => Caller::Administrator,
                context::Caller::User { id, .. } => Caller::User(id),
                context::Caller::Challenged { id, .. } => Caller::Challenged(id),
            },
            status: status.map(|status| status.as_u16()),
            code: noted.code,
            by_fault: noted.by_fault,
            chosen: noted.chosen,
            duration: self.start.elapsed(),
            messages: noted.messages,
        }
    }
}
