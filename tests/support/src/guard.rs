//! An application with its tokens, requests with them, and what comes back: what the tests of guards have
//! in common, whatever framework they are for.

use http::{HeaderMap, Request, Response, header, request};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

/// The application's id.
pub const APP: &str = "5f17a529f64fb009b794a2ff";
/// The application's host.
pub const HOST: &str = "https://sample.authing.cn";
/// The application's secret.
pub const SECRET: &str = "canarycanarycanarycanarycanary00";
/// The id of a user.
pub const USER: &str = "5f702fcc913544c358cb2123";
/// Where the test's clock stands.
pub const NOW: u64 = 1_767_225_600;

/// Authing's login calls sign with the application's secret.
pub fn sign_with_secret(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::default(), claims, &key).unwrap()
}

/// The claims of a user's access token.
pub fn access_claims() -> Value {
    json!({
        "sub": USER, "aud": APP, "iss": format!("{HOST}/oidc"), "iat": NOW, "exp": NOW + 3600,
        "scope": "openid orders:read", "nickname": "canary-nick",
    })
}

/// The claims of a programmatic account's access token.
pub fn program_claims() -> Value {
    let claims = with(without(access_claims(), "sub"), "aud", "60e3f5a6c3d5f4a7b1c2d3e4");
    with(claims, "azp", APP)
}

/// The claims of an id_token.
pub fn id_claims() -> Value {
    without(access_claims(), "scope")
}

/// The claims of a login call's token.
pub fn user_claims() -> Value {
    let data = json!({"type": "user", "userPoolId": "pool", "appId": APP, "id": USER});
    with(id_claims(), "data", data)
}

/// The claims with one of them changed.
pub fn with(mut claims: Value, name: &str, value: impl Into<Value>) -> Value {
    claims[name] = value.into();
    claims
}

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

/// A request for an address.
pub fn get(address: &str) -> request::Builder {
    Request::builder().uri(address)
}

/// A request for an address with a token.
pub fn bearer(address: &str, token: &str) -> request::Builder {
    get(address).header(header::AUTHORIZATION, format!("Bearer {token}"))
}

/// What came back.
#[derive(Debug)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl<B: AsRef<[u8]>> From<Response<B>> for Received {
    fn from(response: Response<B>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body.as_ref().to_vec()).unwrap(),
        }
    }
}

impl Received {
    /// What the response says to a person.
    #[track_caller]
    pub fn detail(&self) -> String {
        self.problem()["detail"].as_str().unwrap().to_owned()
    }

    /// The problem details (RFC 9457) that the response is.
    #[track_caller]
    pub fn problem(&self) -> Value {
        assert_eq!(self.header(header::CONTENT_TYPE), "application/problem+json");
        let problem: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        problem
    }

    /// A header; empty if there is none.
    #[track_caller]
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(&name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// What the client is asked to prove.
    pub fn challenge(&self) -> &str {
        self.header(header::WWW_AUTHENTICATE)
    }
}
