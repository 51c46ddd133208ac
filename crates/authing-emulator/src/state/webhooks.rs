//! Webhooks: where a user pool tells of what happens in it.

use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use crate::base::clock::Timestamp;
use crate::base::happening::Event;
use crate::base::limits::cut;

/// How the body of a webhook is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum WebhookFormat {
    /// `{"eventName": …, "data": {…}}`.
    #[default]
    #[serde(rename = "application/json", alias = "json")]
    Json,
    /// `eventName=…&data=…`, the data as the text of its JSON. How the server writes nested data into a
    /// form is not documented.
    #[serde(rename = "application/x-www-form-urlencoded", alias = "form")]
    Form,
}

impl WebhookFormat {
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
        }
    }
}

/// An address that is told of what happens in a user pool, as a request with a body of JSON or a form.
///
/// As JSON it has the names of Authing's version 3: `name`, `url`, `contentType`, `events`, `enabled` and
/// `secret`; all but `url` may be left out.
///
/// ```
/// use authing_emulator::{Emulator, Webhook, WebhookFormat};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let webhook = Webhook::new("http://localhost:3000/authing")
///     .secret("s3cret")
///     .format(WebhookFormat::Form)
///     .events(["login", "user:created"]);
/// let emulator = Emulator::builder().webhook(webhook).start().await?;
/// assert_eq!(emulator.webhook_deliveries().len(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Webhook {
    #[serde(default)]
    pub(crate) name: String,
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) content_type: WebhookFormat,
    /// Empty for all of them.
    #[serde(default, deserialize_with = "list_or_its_text")]
    pub(crate) events: Vec<String>,
    #[serde(default = "on")]
    pub(crate) enabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<String>,
}

show_fields!(Webhook { content_type, enabled });

fn on() -> bool {
    true
}

/// Samples of the server print the list as its JSON in a text.
fn list_or_its_text<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        List(Vec<String>),
        Text(String),
    }
    match Option::<Either>::deserialize(input)? {
        None => Ok(Vec::new()),
        Some(Either::List(list)) => Ok(list),
        // A name alone is a list of it.
        Some(Either::Text(text)) => Ok(serde_json::from_str(&text).unwrap_or(vec![text])),
    }
}

impl Webhook {
    /// The names of the events that the emulator sends.
    ///
    /// Authing has four more, of which there is nothing in the emulator to tell:
    /// `user-pool:cooperator-added`, `user-pool:cooperator-removed`, `user-pool:launchpad-app-installed` and
    /// `user-pool:launchpad-app-uninstalled`.
    pub fn event_names() -> impl Iterator<Item = &'static str> {
        Event::ALL.iter().filter(|event| event.happens()).map(|event| event.name())
    }

    /// A webhook at this address, which is `http`, for every event, as JSON and without a secret.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            name: String::new(),
            url: url.into(),
            content_type: WebhookFormat::default(),
            events: Vec::new(),
            enabled: true,
            secret: None,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// What its requests prove with that they come from here: it is sent in the headers
    /// `x-authing-webhook-secret` and `x-authing-token`.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// How its body is written; [`WebhookFormat::Json`] by default.
    #[must_use]
    pub fn format(mut self, format: WebhookFormat) -> Self {
        self.content_type = format;
        self
    }

    /// Only these events, such as `login` or `user:created`, instead of all.
    #[must_use]
    pub fn events(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.events = names.into_iter().map(Into::into).collect();
        self
    }

    /// Whether it can work: where it leads to, and what it is to be told of.
    ///
    /// # Errors
    ///
    /// When the address is none, or is not `http`; when there is no event of a name; when the secret cannot
    /// stand in a header.
    pub fn check(&self) -> Result<(), InvalidWebhook> {
        let wrong = |reason| Err(InvalidWebhook::Url { reason });
        let Ok(url) = Url::parse(&self.url) else {
            return wrong("it is not a URL such as http://localhost:3000/webhooks");
        };
        match url.scheme() {
            "http" => {}
            "https" => {
                return wrong(
                    "the emulator sends over http only; put a proxy that speaks TLS in between",
                );
            }
            _ => return wrong("an address of a webhook begins with http://"),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return wrong("it has a name or a password in it: give a secret instead");
        }
        if let Some(name) = self.events.iter().find(|name| Event::named(name).is_none()) {
            return Err(InvalidWebhook::Event(cut(name.escape_debug().to_string())));
        }
        let is_header = |secret: &String| http::HeaderValue::from_str(secret).is_ok();
        if !self.secret.as_ref().is_none_or(is_header) {
            return Err(InvalidWebhook::Secret);
        }
        Ok(())
    }

    /// Whether it is to be told of this.
    pub(crate) fn hears(&self, event: Event) -> bool {
        self.enabled
            && (self.events.is_empty() || self.events.iter().any(|name| name == event.name()))
    }
}

/// A webhook cannot work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidWebhook {
    /// The address is none that the emulator sends to.
    #[error("the address of a webhook is not one that the emulator sends to: {reason}")]
    Url {
        /// What is wrong with it. The address is not quoted: a password may be in it.
        reason: &'static str,
    },
    /// There is no such event.
    #[error(
        "there is no event `{0}`: `login` and `user:created` are two of them, and the README has all"
    )]
    Event(String),
    /// The secret has a line break, or another letter that no header may have.
    #[error("the secret of a webhook stands in a header: it may have no line break in it")]
    Secret,
}

/// A webhook of a user pool.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PoolWebhook {
    pub(crate) id: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) settings: Webhook,
}

show_fields!(PoolWebhook { id, created_at, updated_at });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_work_is_refused_with_what_to_do() {
        for (webhook, expected) in [
            (Webhook::new("localhost:3000"), "begins with http://"),
            (Webhook::new("nowhere"), "is not a URL"),
            (Webhook::new("https://localhost/"), "over http only"),
            (Webhook::new("http://:80/"), "is not a URL"),
            (Webhook::new("http://a/").events(["login", "user:creatd"]), "`user:creatd`"),
            (Webhook::new("http://a/").secret("a\nb"), "no line break"),
        ] {
            let error = webhook.check().unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        let error = Webhook::new("http://bob:pa55@a/").check().unwrap_err().to_string();
        assert!(error.contains("give a secret") && !error.contains("pa55"), "{error}");
        let error = Webhook::new("x".repeat(10_000)).check().unwrap_err().to_string();
        assert!(error.len() < 400, "{error}");
        for url in ["http://localhost:3000/hook?x=1", "http://[::1]:80/", "http://app"] {
            Webhook::new(url).check().unwrap();
        }
    }

    #[test]
    fn a_list_of_events_may_come_as_a_text() {
        let read = |text: &str| serde_json::from_str::<Webhook>(text);
        let webhook =
            read(r#"{"url": "http://a/", "events": "[\"login\"]", "contentType": "form"}"#);
        let webhook = webhook.unwrap();
        assert!(webhook.hears(Event::Login) && !webhook.hears(Event::Register));
        assert_eq!(webhook.content_type, WebhookFormat::Form);
        assert!(read(r#"{"url": "http://a/", "events": null}"#).unwrap().hears(Event::Register));
        assert!(!read(r#"{"url": "http://a/", "enabled": false}"#).unwrap().hears(Event::Login));
        assert!(
            !read(r#"{"url": "http://a/", "events": "login"}"#).unwrap().hears(Event::Register)
        );
        assert!(read(r#"{"url": "http://a/", "events": 7}"#).is_err());
        assert!(read(r#"{"url": "http://a/", "event": []}"#).is_err());
    }
}
