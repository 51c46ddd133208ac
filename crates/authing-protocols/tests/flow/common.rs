//! A provider that responds with what a test tells it to.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use authing_core::{
    HttpRequest, HttpResponse, TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    Error, RetryPolicy,
    oauth2::{Authorization, Callback, OAuth2Client, OAuth2ClientBuilder, PendingLogin},
    oidc::{AuthorizeRequest, OidcClient, OidcClientBuilder, OidcLogin},
};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::StatusCode;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

pub(crate) const HOST: &str = "https://app.example.com";
pub(crate) const ISSUER: &str = "https://app.example.com/oidc";
pub(crate) const APP: &str = "app1";
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const CALLBACK: &str = "https://me.example.com/cb";

/// Where the test clock stands: 1 January 2026.
pub(crate) const NOW: u64 = 1_767_225_600;

/// Responses in the order given; without a response the network is down.
#[derive(Clone)]
pub(crate) struct Server {
    answers: Arc<Mutex<VecDeque<HttpResponse>>>,
    transport: ScriptedTransport,
    pub(crate) clock: TestClock,
}

impl Server {
    pub(crate) fn new() -> Self {
        let answers: Arc<Mutex<VecDeque<HttpResponse>>> = Arc::default();
        let queue = Arc::clone(&answers);
        let transport = ScriptedTransport::new(move |_, _| {
            let next = queue.lock().unwrap().pop_front();
            next.ok_or_else(|| TransportError::connect("the network is down"))
        });
        Self { answers, transport, clock: TestClock::new() }
    }

    pub(crate) fn says(&self, status: u16, body: impl Into<bytes::Bytes>) {
        let response = HttpResponse::new(StatusCode::from_u16(status).unwrap(), body);
        self.answers.lock().unwrap().push_back(response);
    }

    pub(crate) fn responds(&self, body: Value) {
        self.says(200, body.to_string());
    }

    pub(crate) fn responds_with_header(
        &self,
        header: &'static str,
        value: &'static str,
        body: String,
    ) {
        let mut response = HttpResponse::new(StatusCode::OK, body);
        response.headers.insert(header, value.parse().unwrap());
        self.answers.lock().unwrap().push_back(response);
    }

    pub(crate) fn refuses(&self, status: u16, code: &str) {
        self.says(status, json!({"error": code, "error_description": "said so"}).to_string());
    }

    pub(crate) fn requests(&self) -> Vec<HttpRequest> {
        self.transport.requests()
    }

    /// The one request that was sent.
    pub(crate) fn request(&self) -> HttpRequest {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }

    pub(crate) fn oidc_builder(&self) -> OidcClientBuilder {
        OidcClient::builder(APP, HOST)
            .redirect_uri(CALLBACK)
            .retry(RetryPolicy::never())
            .clock(Arc::new(self.clock.clone()))
            .transport(Arc::new(self.transport.clone()))
    }

    pub(crate) fn oidc(&self) -> OidcClient {
        self.oidc_builder().secret(SECRET).build().unwrap()
    }

    pub(crate) fn oauth2_builder(&self) -> OAuth2ClientBuilder {
        OAuth2Client::builder(APP, HOST)
            .redirect_uri(CALLBACK)
            .retry(RetryPolicy::never())
            .clock(Arc::new(self.clock.clone()))
            .transport(Arc::new(self.transport.clone()))
    }

    pub(crate) fn oauth2(&self) -> OAuth2Client {
        self.oauth2_builder().secret(SECRET).build().unwrap()
    }
}

/// A started login, with what the provider knows of it.
pub(crate) struct Started {
    pub(crate) url: Url,
    pub(crate) pending: PendingLogin,
    pub(crate) state: String,
    pub(crate) nonce: String,
}

impl Started {
    pub(crate) fn new(authorization: Authorization) -> Self {
        let Authorization { url, pending, .. } = authorization;
        let state = query(&url, "state").unwrap();
        let nonce = query(&url, "nonce").unwrap_or_default();
        Self { url, pending, state, nonce }
    }

    pub(crate) async fn start(request: AuthorizeRequest) -> Self {
        Self::new(request.start().await.unwrap())
    }

    /// A callback with this login's state.
    pub(crate) fn callback(&self, pairs: &[(&str, &str)]) -> Callback {
        callback(&[&[("state", self.state.as_str())], pairs].concat())
    }

    /// An id_token as the provider would make it, changed by a test.
    pub(crate) fn id_token(&self, change: Value) -> String {
        let mut claims = claims();
        claims["nonce"] = self.nonce.clone().into();
        sign(merge(claims, change))
    }
}

pub(crate) fn callback(pairs: &[(&str, &str)]) -> Callback {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Callback::from_query(&query).unwrap()
}

pub(crate) fn claims() -> Value {
    json!({"iss": ISSUER, "sub": "user1", "aud": APP, "iat": NOW, "exp": NOW + 3600})
}

/// The second object over the first; null removes.
pub(crate) fn merge(mut claims: Value, change: Value) -> Value {
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

pub(crate) fn sign(claims: Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
}

/// `at_hash` and `c_hash` of HS256.
pub(crate) fn half_hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&SHA256, text.as_bytes()).as_ref()[..16])
}

pub(crate) fn tokens(id_token: &str) -> Value {
    json!({
        "access_token": "at-1", "token_type": "Bearer", "expires_in": 3600, "id_token": id_token,
        "refresh_token": "rt-1", "scope": "openid profile",
    })
}

/// Somebody who has logged in, for what comes afterwards. Takes two requests' worth of nothing.
pub(crate) async fn login(server: &Server, oidc: &OidcClient) -> OidcLogin {
    let begun = Started::start(oidc.authorize()).await;
    server.responds(tokens(&begun.id_token(json!({}))));
    oidc.finish(&begun.callback(&[("code", "c-1")]), begun.pending).await.unwrap()
}

pub(crate) fn query(url: &Url, name: &str) -> Option<String> {
    let mut values = url.query_pairs().filter(|(found, _)| found == name);
    let value = values.next().map(|(_, value)| value.into_owned());
    assert!(values.next().is_none(), "{name} stands twice in {url}");
    value
}

/// The fields of a form in their order.
pub(crate) fn form(request: &HttpRequest) -> Vec<(String, String)> {
    assert_eq!(request.method, "POST");
    let content_type = request.headers.get("content-type").unwrap();
    assert_eq!(content_type, "application/x-www-form-urlencoded");
    form_urlencoded::parse(&request.body).into_owned().collect()
}

/// Compares a form with these fields, whatever their order.
pub(crate) fn assert_form(request: &HttpRequest, fields: &[(&str, &str)]) {
    let mut sent = form(request);
    let mut expected: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    sent.sort();
    expected.sort();
    assert_eq!(sent, expected);
}

pub(crate) fn field(request: &HttpRequest, name: &str) -> Option<String> {
    form(request).into_iter().find(|(found, _)| found == name).map(|(_, value)| value)
}

pub(crate) fn oauth_code<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::OAuth(refusal)) => refusal.code().as_str().to_owned(),
        other => panic!("no refusal of the provider's: {other:?}"),
    }
}

/// What an error that comes from this side says.
pub(crate) fn message<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().to_string()
}
