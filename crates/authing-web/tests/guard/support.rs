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
use http::{Request, Response, StatusCode, request};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};
use tower::{Layer as _, ServiceExt as _, service_fn, util::BoxCloneSyncService};

pub(crate) use authing_test_support::guard::*;

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

/// A valid access token of the user.
pub(crate) fn token() -> String {
    KEY.sign(&access_claims())
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

pub(crate) fn bearer(token: &str) -> request::Builder {
    authing_test_support::guard::bearer("/", token)
}

pub(crate) async fn send(routes: Routes, request: request::Builder) -> Received {
    let response = routes.oneshot(request.body(Bytes::new()).unwrap()).await.unwrap();
    response.into()
}
