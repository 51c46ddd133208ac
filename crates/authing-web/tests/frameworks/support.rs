//! Tokens, guards that accept them, and what comes back. Shared by the tests of each framework's crate.

use std::sync::Arc;

use authing_core::{
    TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::jose::{Algorithm, Verifier};
use authing_web::{Accept, Guard, GuardBuilder};
use bytes::Bytes;
use http::{HeaderMap, Request, Response, header, request};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

pub(crate) const APP: &str = "5f17a529f64fb009b794a2ff";
const HOST: &str = "https://sample.authing.cn";
const SECRET: &str = "canarycanarycanarycanarycanary00";
pub(crate) const USER: &str = "5f702fcc913544c358cb2123";
/// Where the test's clock stands.
const NOW: u64 = 1_767_225_600;

/// What is around the routes of a service, and with which guard.
pub(crate) enum Layer {
    Login(Guard),
    Optional(Guard),
}

pub(crate) fn sign(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::default(), claims, &key).unwrap()
}

fn access_claims() -> Value {
    json!({
        "sub": USER, "aud": APP, "iss": format!("{HOST}/oidc"), "iat": NOW, "exp": NOW + 3600,
        "scope": "openid orders:read", "nickname": "canary-nick",
    })
}

pub(crate) fn program_claims() -> Value {
    let mut claims = access_claims();
    claims.as_object_mut().unwrap().remove("sub");
    claims["aud"] = "60e3f5a6c3d5f4a7b1c2d3e4".into();
    claims["azp"] = APP.into();
    claims
}

pub(crate) fn user_claims() -> Value {
    let mut claims = access_claims();
    claims.as_object_mut().unwrap().remove("scope");
    claims["data"] = json!({"type": "user", "userPoolId": "pool", "appId": APP, "id": USER});
    claims
}

/// A valid access token of the user.
pub(crate) fn token() -> String {
    sign(&access_claims())
}

pub(crate) fn builder() -> GuardBuilder {
    let nobody = ScriptedTransport::new(|_, _| Err(TransportError::connect("no such host")));
    let verifier = Verifier::builder(APP, HOST)
        .secret(SECRET)
        .access_token_algorithms([Algorithm::Hs256])
        .transport(Arc::new(nobody))
        .clock(Arc::new(TestClock::new()))
        .build()
        .unwrap();
    Guard::builder(verifier)
}

pub(crate) fn guard() -> Guard {
    builder().build().unwrap()
}

/// A guard of the application's own pages.
pub(crate) fn pages() -> GuardBuilder {
    builder().accept([Accept::UserToken]).cookie("session").login_page("/login")
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Received {
    /// What the response says to a person.
    #[track_caller]
    pub(crate) fn detail(&self) -> String {
        self.problem()["detail"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(self.header(header::CONTENT_TYPE), "application/problem+json");
        let problem: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        problem
    }

    #[track_caller]
    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(&name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl From<Response<Bytes>> for Received {
    fn from(response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

pub(crate) fn get(address: &str) -> request::Builder {
    Request::builder().uri(address)
}

pub(crate) fn bearer(address: &str, token: &str) -> request::Builder {
    get(address).header(header::AUTHORIZATION, format!("Bearer {token}"))
}
