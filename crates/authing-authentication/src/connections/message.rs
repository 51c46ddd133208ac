//! The message that a login at a provider leaves.

use authing_core::{Error, ErrorCode, ErrorKind};
use authing_types::{Secret, lenient};
use serde::Deserialize;
use serde_json::{Map, Value};
use url::form_urlencoded;

/// The parameter with which an outcome that is relayed brings the state back.
pub(super) const STATE: &str = "authing_state";

/// The outcome of a login at a provider: the message of Authing's window, or the same relayed to an
/// address of yours.
///
/// It comes from a browser, so [`finish_connection`] has Authing confirm it. `Debug` shows the code
/// only.
///
/// [`finish_connection`]: crate::AuthenticationClient::finish_connection
#[derive(Clone)]
pub struct ConnectionMessage {
    pub(super) code: Option<i64>,
    message: String,
    data: Option<Value>,
    event: Option<Event>,
    state: Option<Secret>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    source: Option<String>,
    event_type: Option<String>,
}

impl ConnectionMessage {
    /// Reads the message that a page got from Authing's window, as JSON: the `data` of its event.
    /// The page must have checked where it came from: the event's `origin` is the application's host. Add the state with [`state`](Self::state).
    ///
    /// ```
    /// use authing_authentication::connections::ConnectionMessage;
    ///
    /// let event_data = r#"{"code": 200, "data": {"id": "1", "token": "e30.e30.c2ln"}}"#;
    /// let message = ConnectionMessage::from_json(event_data)?.state("as the page got it");
    /// # Ok::<(), authing_authentication::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when it is another message.
    pub fn from_json(text: impl Into<Secret>) -> Result<Self, Error> {
        match lenient::json::from_str(text.into().expose()) {
            Ok(Value::Object(members)) => Self::read(&members),
            _ => Err(unreadable()),
        }
    }

    /// Reads the outcome that was relayed to an address of yours: the query of the request for it,
    /// without the question mark ([`RelayMethod::Query`](super::RelayMethod::Query)).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when there is none in it.
    pub fn from_query(query: &str) -> Result<Self, Error> {
        Self::from_pairs(form_urlencoded::parse(query.as_bytes()))
    }

    /// Reads the outcome that was posted to an address of yours
    /// ([`RelayMethod::FormPost`](super::RelayMethod::FormPost)): the names and values of the form
    /// and, since the state comes there, of the query.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when there is none in them.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, Error> {
        let mut state = None;
        let mut members = Map::new();
        for (name, value) in pairs {
            let value = value.as_ref();
            match name.as_ref() {
                STATE => state = Some(Secret::from(value)),
                // Objects come as JSON text.
                name @ ("data" | "event") => {
                    let value = lenient::json::from_str(value).unwrap_or_else(|_| value.into());
                    members.insert(name.to_owned(), value);
                }
                name => {
                    members.insert(name.to_owned(), value.into());
                }
            }
        }
        Self::read(&members).map(|message| Self { state, ..message })
    }

    /// The state that came beside the message.
    #[must_use]
    pub fn state(mut self, state: impl Into<Secret>) -> Self {
        self.state = Some(state.into());
        self
    }

    fn read(members: &Map<String, Value>) -> Result<Self, Error> {
        let number = |value: &Value| match value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        let mut code = members.get("code").and_then(number);
        let text = members.get("message").and_then(Value::as_str).unwrap_or_default();
        let mut message = text.to_owned();
        let mut data = members.get("data").filter(|data| !data.is_null()).cloned();
        // The message may be a second envelope, whose code is the one that counts.
        if let Ok(Value::Object(inner)) = lenient::json::from_str::<Value>(text) {
            code = inner.get("code").and_then(number).or(code);
            let text = inner.get("message").and_then(Value::as_str);
            message = text.map_or(message, str::to_owned);
            data = data.or_else(|| inner.get("data").filter(|data| !data.is_null()).cloned());
        }
        if code.is_none() {
            return Err(unreadable());
        }
        let event = members.get("event").cloned();
        let event = event.and_then(|event| serde_json::from_value(event).ok());
        Ok(Self { code, message, data, event, state: None })
    }

    pub(super) fn returned_state(&self) -> Option<&Secret> {
        self.state.as_ref()
    }

    /// Whether it is about this kind of login. A relayed message has no event: its address says so.
    pub(super) fn is_about(&self, event_type: &str) -> bool {
        self.event.as_ref().is_none_or(|event| {
            event.source.as_deref() == Some("authing")
                && event.event_type.as_deref() == Some(event_type)
        })
    }

    /// The user it names, and the token that proves it.
    pub(super) fn outcome(self) -> Result<Outcome, Error> {
        if self.code != Some(200) {
            let code = ErrorCode::new(self.code.unwrap_or_default());
            return Err(Error::from_server(ErrorKind::Api, &self.message, &[])
                .with_code(code)
                .with_data(self.data));
        }
        serde_json::from_value(self.data.unwrap_or_default())
            .map_err(|_| Error::new(ErrorKind::Decode, "the message names no user with a token"))
    }
}

#[derive(Deserialize)]
pub(super) struct Outcome {
    pub(super) id: String,
    pub(super) token: Secret,
}

fn unreadable() -> Error {
    Error::input("message", "is not the outcome of a login at a provider")
}

authing_types::redacted_debug!(ConnectionMessage { code });
