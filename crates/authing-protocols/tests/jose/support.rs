//! A provider to sign tokens like, and a verifier to hand them to.

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, LazyLock},
    task::{Context, Poll, Waker},
    time::Duration,
};

use authing_core::{
    BoxFuture, HttpRequest, HttpResponse, Transport, TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    Error,
    jose::{Algorithm, IdTokenChecks, TokenError, Verifier, VerifierBuilder},
};
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaKeyPair,
    },
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::StatusCode;
use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};

pub(crate) const APP: &str = "5f17a529f64fb009b794a2ff";
pub(crate) const HOST: &str = "https://sample.authing.cn";
pub(crate) const ISSUER: &str = "https://sample.authing.cn/oidc";
pub(crate) const SECRET: &str = "canarycanarycanarycanarycanary00";
pub(crate) const USER: &str = "5f702fcc913544c358cb2123";
/// Where the test's clock stands.
pub(crate) const NOW: u64 = 1_767_225_600;
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

pub(crate) const ALL: [Algorithm; 5] =
    [Algorithm::Hs256, Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::EdDsa];

/// Those that few providers use.
pub(crate) const OTHERS: [Algorithm; 6] = [
    Algorithm::Rs384,
    Algorithm::Rs512,
    Algorithm::Ps384,
    Algorithm::Ps512,
    Algorithm::Es384,
    Algorithm::Es512,
];

/// A provider's keys.
pub(crate) struct Keys {
    pub(crate) rsa: Rsa,
    pub(crate) ec_pkcs8: Vec<u8>,
    ec_public: Vec<u8>,
    ed_pkcs8: Vec<u8>,
    ed_public: Vec<u8>,
}

pub(crate) struct Rsa {
    pub(crate) pkcs8: Vec<u8>,
    /// PKCS#1.
    pub(crate) public_der: Vec<u8>,
}

pub(crate) static KEYS: LazyLock<Keys> = LazyLock::new(Keys::new);
/// Another provider's.
pub(crate) static OTHER: LazyLock<Keys> = LazyLock::new(Keys::new);

impl Rsa {
    fn generate(size: KeySize) -> Self {
        let pair = RsaKeyPair::generate(size).unwrap();
        let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
        Self { pkcs8: der.as_ref().to_vec(), public_der: pair.public_key().as_ref().to_vec() }
    }

    /// Modulus and exponent, out of `SEQUENCE { INTEGER, INTEGER }`.
    pub(crate) fn components(&self) -> (Vec<u8>, Vec<u8>) {
        fn element(der: &[u8]) -> (&[u8], &[u8]) {
            let (length, start) = match der[1] {
                short @ 0..0x80 => (usize::from(short), 2),
                long => {
                    let count = usize::from(long & 0x7f);
                    let bytes = &der[2..2 + count];
                    (bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), 2 + count)
                }
            };
            (&der[start..start + length], &der[start + length..])
        }
        let (sequence, _) = element(&self.public_der);
        let (modulus, rest) = element(sequence);
        let (exponent, _) = element(rest);
        let bare = |bytes: &[u8]| bytes[usize::from(bytes[0] == 0)..].to_vec();
        (bare(modulus), bare(exponent))
    }

    pub(crate) fn jwk(&self, kid: &str) -> Value {
        let (n, e) = self.components();
        json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": b64(n), "e": b64(e)})
    }

    /// The public key as PEM.
    pub(crate) fn public_pem(&self) -> String {
        let rsa_encryption =
            [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0];
        let bits = [&[0][..], &self.public_der].concat();
        pem("PUBLIC KEY", &der(0x30, &[&rsa_encryption[..], &der(0x03, &bits)].concat()))
    }
}

impl Keys {
    pub(crate) fn new() -> Self {
        let random = SystemRandom::new();
        let ec = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let ec_pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, ec.as_ref()).unwrap();
        let ed = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        let ed_pair = Ed25519KeyPair::from_pkcs8(ed.as_ref()).unwrap();
        Self {
            rsa: Rsa::generate(KeySize::Rsa2048),
            ec_pkcs8: ec.as_ref().to_vec(),
            ec_public: ec_pair.public_key().as_ref().to_vec(),
            ed_pkcs8: ed.as_ref().to_vec(),
            ed_public: ed_pair.public_key().as_ref().to_vec(),
        }
    }

    /// One key for each algorithm, named after it.
    pub(crate) fn jwks(&self) -> Value {
        let mut ps = self.rsa.jwk("PS256");
        ps["alg"] = "PS256".into();
        json!({"keys": [self.rsa.jwk("RS256"), ps, self.ec_jwk("ES256"), self.ed_jwk("EdDSA")]})
    }

    pub(crate) fn ec_jwk(&self, kid: &str) -> Value {
        let (x, y) = self.ec_public[1..].split_at(32);
        json!({"kty": "EC", "crv": "P-256", "kid": kid, "x": b64(x), "y": b64(y)})
    }

    pub(crate) fn ed_jwk(&self, kid: &str) -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": b64(&self.ed_public)})
    }

    /// Signs any text: what is not a token can be signed too.
    pub(crate) fn sign_text(&self, algorithm: Algorithm, text: &str) -> String {
        use jsonwebtoken::Algorithm as Other;
        let ec_pem = pem("PRIVATE KEY", &self.ec_pkcs8);
        let rsa_pem = pem("PRIVATE KEY", &self.rsa.pkcs8);
        let (key, algorithm) = match algorithm {
            Algorithm::Hs256 => (EncodingKey::from_secret(SECRET.as_bytes()), Other::HS256),
            Algorithm::Rs256 => {
                (EncodingKey::from_rsa_pem(rsa_pem.as_bytes()).unwrap(), Other::RS256)
            }
            Algorithm::Ps256 => {
                (EncodingKey::from_rsa_pem(rsa_pem.as_bytes()).unwrap(), Other::PS256)
            }
            Algorithm::Es256 => {
                (EncodingKey::from_ec_pem(ec_pem.as_bytes()).unwrap(), Other::ES256)
            }
            _ => (EncodingKey::from_ed_der(&self.ed_pkcs8), Other::EdDSA),
        };
        jsonwebtoken::crypto::sign(text.as_bytes(), &key, algorithm).unwrap()
    }

    /// Signs a header and a payload as they are.
    pub(crate) fn sign_raw(&self, algorithm: Algorithm, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", b64(header), b64(payload));
        let signature = self.sign_text(algorithm, &signed);
        format!("{signed}.{signature}")
    }

    pub(crate) fn sign(&self, algorithm: Algorithm, claims: &Value) -> String {
        let header = json!({"alg": algorithm.name(), "typ": "JWT", "kid": algorithm.name()});
        self.sign_raw(algorithm, &header.to_string(), &claims.to_string())
    }
}

/// A token as the provider signs it.
pub(crate) fn sign(algorithm: Algorithm, claims: &Value) -> String {
    KEYS.sign(algorithm, claims)
}

pub(crate) fn id_claims() -> Value {
    json!({
        "sub": USER, "aud": APP, "iss": ISSUER, "iat": NOW, "exp": NOW + 1_209_600,
        "nonce": "n-1", "at_hash": half_hash("access"), "name": null, "nickname": "canary-nick",
        "email": "canary@example.com", "email_verified": false, "gender": "U",
        "updated_at": "2021-09-24T07:29:51.123Z", "address": {"country": null, "region": "canary"},
    })
}

pub(crate) fn access_claims() -> Value {
    json!({
        "jti": "QEuKqqSg", "sub": USER, "aud": APP, "iss": ISSUER, "iat": NOW, "exp": NOW + 3600,
        "scope": "openid orders:read",
    })
}

pub(crate) fn user_claims() -> Value {
    let mut claims = id_claims();
    for absent in ["nonce", "at_hash"] {
        claims.as_object_mut().unwrap().remove(absent);
    }
    claims["data"] = json!({"type": "user", "userPoolId": "pool", "appId": APP, "id": USER});
    claims["userpool_id"] = "pool".into();
    claims
}

pub(crate) fn legacy_claims() -> Value {
    json!({
        "data": {"type": "user", "userPoolId": "pool", "appId": APP, "id": USER, "userId": USER},
        "iat": NOW, "exp": NOW + 1_296_000,
    })
}

pub(crate) fn logout_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": APP, "iat": NOW, "exp": NOW + 120, "jti": "bWJq", "sub": USER,
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    })
}

/// The claims with one of them changed; null takes it away.
pub(crate) fn with(mut claims: Value, name: &str, value: impl Into<Value>) -> Value {
    claims[name] = value.into();
    claims
}

/// `at_hash` or `c_hash` of a text.
pub(crate) fn half_hash(text: &str) -> String {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    b64(&hash.as_ref()[..16])
}

pub(crate) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

/// The same in other forms: on one line as environment variables have it, and the base64 alone.
pub(crate) fn other_forms(pem: &str) -> [String; 2] {
    let base64 = pem.lines().filter(|line| !line.starts_with('-'));
    [format!("'{}'", pem.replace('\n', "\\n")), base64.collect()]
}

pub(crate) fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match u8::try_from(length) {
        Ok(short @ 0..0x80) => vec![tag, short],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head, content.to_vec()].concat()
}

/// A server that hands out these keys.
pub(crate) fn key_server(jwks: &Value) -> ScriptedTransport {
    let body = jwks.to_string();
    ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body.clone())))
}

/// A verifier that accepts every algorithm there is, so that a refusal has another reason.
pub(crate) fn builder(server: &ScriptedTransport) -> VerifierBuilder {
    Verifier::builder(APP, HOST)
        .secret(SECRET)
        .id_token_algorithms(ALL)
        .access_token_algorithms(ALL)
        .transport(Arc::new(server.clone()))
        .clock(Arc::new(TestClock::new()))
}

/// The verifier of most tests.
pub(crate) fn verifier() -> Verifier {
    builder(&key_server(&KEYS.jwks())).build().unwrap()
}

/// Runs what the scripted server lets finish at once, without a runtime's help.
#[track_caller]
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(future)
}

/// Runs what waits for nothing: without the network.
#[track_caller]
pub(crate) fn offline<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for something"),
    }
}

/// Why an id_token is refused by the verifier of most tests.
#[track_caller]
pub(crate) fn id_refusal(token: &str) -> TokenError {
    refusal(now(verifier().verify_id_token(token, &IdTokenChecks::new())))
}

#[track_caller]
pub(crate) fn access_refusal(token: &str) -> TokenError {
    refusal(now(verifier().verify_access_token(token)))
}

#[track_caller]
pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> TokenError {
    match result {
        Err(Error::Token(error)) => error,
        Err(other) => panic!("not about the token: {other:?}"),
        Ok(accepted) => panic!("accepted: {accepted:?}"),
    }
}

/// A server that takes its time.
#[derive(Clone, Debug)]
pub(crate) struct Slow {
    pub(crate) server: ScriptedTransport,
    pub(crate) takes: Duration,
}

impl Transport for Slow {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(self.takes).await;
            self.server.send(request).await
        })
    }
}
