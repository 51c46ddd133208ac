//! Deliveries for tests.

use std::fmt;

use authing_protocols::Secret;
use bytes::Bytes;
use http::{HeaderValue, Request, header};
use serde_json::{Value, json};
use url::form_urlencoded;

/// How a body is written.
#[derive(Clone, Copy, Debug)]
enum Body {
    Json,
    /// With `data` as JSON in a field.
    Form,
    /// With a key for each value: `data[user][id]`.
    NestedForm,
}

/// Makes a delivery as Authing sends it, for tests of a service that receives them.
///
/// ```
/// use authing_web::webhook::{TestDelivery, WebhookEvent, Webhooks};
/// use bytes::Bytes;
/// use http::Request;
/// use http_body_util::Full;
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let request: Request<Full<Bytes>> =
///     TestDelivery::new("user:blocked", json!({"user": {"id": "5f70"}}), "secret").request();
/// let webhooks = Webhooks::builder("secret").build()?;
/// let delivery = webhooks.receive(request).await?;
/// assert!(matches!(delivery.event(), WebhookEvent::UserBlocked(_)));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct TestDelivery {
    body: Value,
    secret: Secret,
    user_pool_id: String,
    way: Body,
}

impl TestDelivery {
    /// An event with what it tells, and the secret of the webhook.
    pub fn new(name: impl Into<String>, data: impl Into<Value>, secret: impl Into<Secret>) -> Self {
        let body = json!({"eventName": name.into(), "data": data.into()});
        Self::raw(body, secret)
    }

    /// The test that the console's button sends, which names no event.
    pub fn of_the_console(secret: impl Into<Secret>) -> Self {
        Self::raw(json!({"description": "A test from Authing Webhook"}), secret)
    }

    /// Any body, such as one without an envelope.
    pub fn raw(body: impl Into<Value>, secret: impl Into<Secret>) -> Self {
        Self {
            body: body.into(),
            secret: secret.into(),
            user_pool_id: "5f7a993eb9b49dcd5c021e40".to_owned(),
            way: Body::Json,
        }
    }

    /// Of this user pool.
    #[must_use]
    pub fn user_pool_id(mut self, id: impl Into<String>) -> Self {
        self.user_pool_id = id.into();
        self
    }

    /// As a form, with JSON in its field `data`.
    #[must_use]
    pub fn form(mut self) -> Self {
        self.way = Body::Form;
        self
    }

    /// As a form with a key for each value.
    #[must_use]
    pub fn nested_form(mut self) -> Self {
        self.way = Body::NestedForm;
        self
    }

    /// The request.
    pub fn request<B: From<Bytes>>(&self) -> Request<B> {
        let body = match self.way {
            Body::Json => self.body.to_string(),
            Body::Form => form(&self.body, false),
            Body::NestedForm => form(&self.body, true),
        };
        let kind = match self.way {
            Body::Json => "application/json",
            Body::Form | Body::NestedForm => "application/x-www-form-urlencoded",
        };
        let mut request = Request::new(B::from(Bytes::from(body)));
        *request.method_mut() = http::Method::POST;
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(header::USER_AGENT, HeaderValue::from_static("authing-webhook@2.0"));
        let secret = HeaderValue::try_from(self.secret.expose());
        let pool = HeaderValue::try_from(&self.user_pool_id);
        for (name, value) in [
            ("x-authing-webhook-secret", &secret),
            ("x-authing-token", &secret),
            ("x-authing-userpool-id", &pool),
        ] {
            // What no header can hold is left out.
            if let Ok(value) = value {
                headers.insert(name, value.clone());
            }
        }
        request
    }
}

fn form(body: &Value, is_nested: bool) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in body.as_object().into_iter().flatten() {
        match (is_nested, value) {
            (_, Value::String(text)) => {
                form.append_pair(name, text);
            }
            (true, value) => nest(&mut form, name, value),
            (false, value) => {
                form.append_pair(name, &value.to_string());
            }
        }
    }
    form.finish()
}

fn nest(form: &mut form_urlencoded::Serializer<'_, String>, name: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| nest(form, &format!("{name}[{key}]"), value));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, value)| nest(form, &format!("{name}[{index}]"), value));
        }
        Value::Null => {}
        Value::String(text) => {
            form.append_pair(name, text);
        }
        other => {
            form.append_pair(name, &other.to_string());
        }
    }
}

impl fmt::Debug for TestDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDelivery").field("way", &self.way).finish_non_exhaustive()
    }
}
