//! A provider that signs tokens, and routes to send them to.

use std::{
    convert::Infallible,
    sync::{Arc, LazyLock},
};

use authing_core::{
    HttpResponse, TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    RetryPolicy,
    jose::{Algorithm, Verifier},
};
use authing_web::{AuthContext, Guard, GuardBuilder, GuardLayer};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode, header, request};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};
use tower::{Layer as _, ServiceExt as _, service_fn, util::BoxCloneSyncService};

pub(crate) const APP: &str = "5f17a529f64fb009b794a2ff";
pub(crate) const HOST: &str = "https://sample.authing.cn";
pub(crate) const SECRET: &str = "canarycanarycanarycanarycanary00";
pub(crate) const USER: &str = "5f702fcc913544c358cb2123";
/// Where the test's clock stands.
pub(crate) const NOW: u64 = 1_767_225_600;

/// A provider's key.
pub(crate) struct Key {
    pkcs8: Vec<u8>,
    public: Vec<u8>,
}

pub(crate) static KEY: LazyLock<Key> = LazyLock::new(Key::generate);
/// Another provider's.
pub(crate) static OTHER: LazyLock<Key> = LazyLock::new(Key::generate);

impl Key {
    fn generate() -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).unwrap();
        Self { pkcs8: pkcs8.as_ref().to_vec(), public: pair.public_key().as_ref().to_vec() }
    }

    pub(crate) fn public_key(&self) -> Vec<u8> {
        self.public.clone()
    }

    pub(crate) fn jwks(&self) -> String {
        let (x, y) = self.public[1..].split_at(32);
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "x": x, "y": y}]}).to_string()
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header =
            Header { kid: Some("1".to_owned()), ..Header::new(jsonwebtoken::Algorithm::ES256) };
        let pem = STANDARD.encode(&self.pkcs8);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{pem}\n-----END PRIVATE KEY-----\n");
        let key = EncodingKey::from_ec_pem(pem.as_bytes()).unwrap();
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    }
}

/// Authing's login calls sign with the application's secret.
pub(crate) fn sign_with_secret(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::default(), claims, &key).unwrap()
}

pub(crate) fn access_claims() -> Value {
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

/// An id_token's, or a user token's.
pub(crate) fn id_claims() -> Value {
    let mut claims = access_claims();
    claims.as_object_mut().unwrap().remove("scope");
    claims
}

pub(crate) fn user_claims() -> Value {
    let mut claims = id_claims();
    claims["data"] = json!({"type": "user", "userPoolId": "pool", "appId": APP, "id": USER});
    claims
}

/// A valid access token of the user.
pub(crate) fn token() -> String {
    KEY.sign(&access_claims())
}

/// The claims with one of them changed.
pub(crate) fn with(mut claims: Value, name: &str, value: impl Into<Value>) -> Value {
    claims[name] = value.into();
    claims
}

/// The provider, handing out its keys.
pub(crate) fn provider() -> ScriptedTransport {
    let keys = KEY.jwks();
    ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, keys.clone())))
}

/// A provider that cannot be reached.
pub(crate) fn nobody() -> ScriptedTransport {
    ScriptedTransport::new(|_, _| Err(TransportError::connect("no such host")))
}

pub(crate) fn verifier(provider: &ScriptedTransport) -> Verifier {
    Verifier::builder(APP, HOST)
        .secret(SECRET)
        .id_token_algorithms([Algorithm::Hs256, Algorithm::Es256])
        .access_token_algorithms([Algorithm::Es256])
        .transport(Arc::new(provider.clone()))
        .clock(Arc::new(TestClock::new()))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

pub(crate) fn builder() -> GuardBuilder {
    Guard::builder(verifier(&provider()))
}

pub(crate) fn guard() -> Guard {
    Guard::new(verifier(&provider()))
}

/// A guard of the application's own pages.
pub(crate) fn pages() -> GuardBuilder {
    use authing_web::Accept;
    builder().accept([Accept::UserToken]).cookie("session").login_page("/login")
}

/// A service behind a layer.
pub(crate) type Routes = BoxCloneSyncService<Request<Bytes>, Response<Bytes>, Infallible>;

/// Responds with who sent the request.
pub(crate) fn routes(layer: GuardLayer) -> Routes {
    async fn who(request: Request<Bytes>) -> Result<Response<Bytes>, Infallible> {
        let context = AuthContext::of(request.extensions()).unwrap();
        let Some(verified) = context.verified_opt() else {
            return Ok(Response::new("nobody".into()));
        };
        let id = verified.user_id().or(verified.account_id()).unwrap_or("?");
        Ok(Response::new(format!("{id} by {:?}", verified.source()).into()))
    }
    BoxCloneSyncService::new(layer.layer(service_fn(who)))
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

    pub(crate) fn challenge(&self) -> &str {
        self.header(header::WWW_AUTHENTICATE)
    }
}

pub(crate) fn get(address: &str) -> request::Builder {
    Request::builder().uri(address)
}

pub(crate) fn bearer(token: &str) -> request::Builder {
    get("/").header(header::AUTHORIZATION, format!("Bearer {token}"))
}

pub(crate) async fn send(routes: Routes, request: request::Builder) -> Received {
    let response = routes.oneshot(request.body(Bytes::new()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Received {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}
