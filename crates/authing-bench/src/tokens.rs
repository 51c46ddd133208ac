//! The verification of tokens beside the bare check of their signatures.

use std::{
    error::Error,
    future::Future,
    hint::black_box,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

use authing_core::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use authing_protocols::jose::{Algorithm, IdTokenChecks, PublicKey, Verifier};
use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der},
    hmac,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
        ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair,
    },
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::StatusCode;
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};
use stats_alloc::Region;

use crate::counters::{ALLOCATOR, median};

const ROUNDS: usize = 9;
const APP: &str = "5f17a529f64fb009b794a2ff";
const HOST: &str = "https://sample.authing.cn";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

type BoxError = Box<dyn Error>;

/// One algorithm: a token, and everything to check it with.
struct Case {
    algorithm: Algorithm,
    token: String,
    verifier: Verifier,
    raw: Raw,
    other: (DecodingKey, Validation),
    calls: u32,
}

/// The bare check.
enum Raw {
    Public(ParsedPublicKey),
    Secret(Box<hmac::Key>),
}

/// Measures and prints. `divisor` makes each round shorter.
pub async fn run(divisor: usize) -> Result<(), BoxError> {
    println!("Verification of an id_token of 20 claims, medians of {ROUNDS} rounds, one thread.\n");
    println!(
        "{:<8} {:>7}  {:>8} {:>8} {:>8} {:>10}  {:>6}",
        "token", "bytes", "us", "raw us", "jwt us", "throughput", "allocs"
    );
    for case in [rs256()?, es256()?, hs256()?] {
        row(&case, u32::try_from(divisor)?)?;
    }
    let requests = cold_requests().await?;
    println!("\n64 verifications at once that find no keys: {requests} request(s).");
    Ok(())
}

fn row(case: &Case, divisor: u32) -> Result<(), BoxError> {
    let (signed, signature) = case.token.rsplit_once('.').ok_or("no token")?;
    let signature = URL_SAFE_NO_PAD.decode(signature)?;
    let checks = IdTokenChecks::new().nonce("n-0S6_WzA2Mj");
    let ours = || {
        let claims = ready(case.verifier.verify_id_token(&case.token, &checks));
        claims.is_ok_and(|claims| black_box(claims).sub.len() == 24)
    };
    let raw = || match &case.raw {
        Raw::Public(key) => key.verify_sig(black_box(signed.as_bytes()), &signature).is_ok(),
        Raw::Secret(key) => hmac::verify(key, black_box(signed.as_bytes()), &signature).is_ok(),
    };
    let other = || {
        let (key, validation) = &case.other;
        let data = jsonwebtoken::decode::<Value>(&case.token, key, validation);
        data.is_ok_and(|data| !black_box(data).claims.is_null())
    };
    let calls = (case.calls / divisor).max(100);
    let sides: [&dyn Fn() -> bool; 3] = [&ours, &raw, &other];
    let mut times = [const { Vec::new() }; 3];
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        for (side, times) in sides.iter().zip(&mut times) {
            times.push(microseconds(calls, side)?);
        }
        let last = |side: usize| times[side].last().copied().unwrap_or(f64::NAN);
        ratios.push(last(1) / last(0));
    }
    let region = Region::new(ALLOCATOR);
    if !ours() {
        return Err("a good token was refused".into());
    }
    let change = region.change();
    let [ours, raw, other] = times;
    println!(
        "{:<8} {:>7}  {:>8.2} {:>8.2} {:>8.2} {:>10.3}  {:>6}",
        case.algorithm.name(),
        case.token.len(),
        median(ours),
        median(raw),
        median(other),
        median(ratios),
        change.allocations + change.reallocations
    );
    Ok(())
}

/// Microseconds for one call.
fn microseconds(calls: u32, call: &dyn Fn() -> bool) -> Result<f64, BoxError> {
    let start = Instant::now();
    for _ in 0..calls {
        if !call() {
            return Err("a good token was refused".into());
        }
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(calls))
}

/// What waits for nothing: no runtime is measured.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

fn rs256() -> Result<Case, BoxError> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048)?;
    let private: Pkcs8V1Der<'_> = pair.as_der()?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der()?;
    let (private, public) =
        (pem("PRIVATE KEY", private.as_ref()), pem("PUBLIC KEY", public.as_ref()));
    case(
        Algorithm::Rs256,
        jsonwebtoken::Algorithm::RS256,
        EncodingKey::from_rsa_pem(private.as_bytes())?,
        DecodingKey::from_rsa_pem(public.as_bytes())?,
        Raw::Public(ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref())?),
        Some(&public),
    )
}

fn es256() -> Result<Case, BoxError> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
    let private = pair.to_pkcs8v1()?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der()?;
    let public = pem("PUBLIC KEY", public.as_ref());
    case(
        Algorithm::Es256,
        jsonwebtoken::Algorithm::ES256,
        EncodingKey::from_ec_der(private.as_ref()),
        DecodingKey::from_ec_pem(public.as_bytes())?,
        Raw::Public(ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, pair.public_key().as_ref())?),
        Some(&public),
    )
}

fn hs256() -> Result<Case, BoxError> {
    case(
        Algorithm::Hs256,
        jsonwebtoken::Algorithm::HS256,
        EncodingKey::from_secret(SECRET.as_bytes()),
        DecodingKey::from_secret(SECRET.as_bytes()),
        Raw::Secret(Box::new(hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()))),
        None,
    )
}

fn case(
    algorithm: Algorithm,
    theirs: jsonwebtoken::Algorithm,
    private: EncodingKey,
    public: DecodingKey,
    raw: Raw,
    pem: Option<&str>,
) -> Result<Case, BoxError> {
    let mut builder = Verifier::builder(APP, HOST).secret(SECRET).id_token_algorithms([algorithm]);
    if let Some(pem) = pem {
        builder = builder.pinned_keys([PublicKey::from_pem(pem)?]);
    }
    let mut header = Header::new(theirs);
    header.kid = pem.map(|_| "xTjJ0Dl0vkcw_EpxFlBdDlg9kAqaP1bn".into());
    let mut validation = Validation::new(theirs);
    validation.set_audience(&[APP]);
    validation.set_issuer(&[format!("{HOST}/oidc")]);
    Ok(Case {
        algorithm,
        token: jsonwebtoken::encode(&header, &claims()?, &private)?,
        verifier: builder.build()?,
        raw,
        other: (public, validation),
        calls: if pem.is_some() { 5_000 } else { 100_000 },
    })
}

/// The claims of a login with the scopes profile, email and phone.
fn claims() -> Result<Value, BoxError> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    Ok(json!({
        "sub": "5f702fcc913544c358cb2123", "birthdate": null, "family_name": null, "gender": "U",
        "given_name": null, "locale": "zh-CN", "name": "Bob", "nickname": "Bobby",
        "picture": "https://usercontents.authing.cn/authing-avatar.png",
        "preferred_username": "bob", "updated_at": "2021-09-24T07:29:51.123Z",
        "zoneinfo": "Asia/Shanghai", "email": "bob@example.com", "email_verified": true,
        "phone_number": "13800000000", "phone_number_verified": false, "nonce": "n-0S6_WzA2Mj",
        "at_hash": "77QmUPtjPfzWtF2AnpK9RQ", "aud": APP, "exp": now + 1_209_600, "iat": now,
        "iss": format!("{HOST}/oidc"),
    }))
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

/// A server of keys that takes a while, and counts.
#[derive(Debug, Default)]
struct Keys(AtomicUsize);

impl Transport for Keys {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(HttpResponse::new(StatusCode::OK, r#"{"keys": []}"#))
        })
    }
}

async fn cold_requests() -> Result<usize, BoxError> {
    let keys = Arc::new(Keys::default());
    let transport: Arc<dyn Transport> = Arc::<Keys>::clone(&keys);
    let verifier = Verifier::builder(APP, HOST).transport(transport).build()?;
    let token = rs256()?.token;
    let checks = IdTokenChecks::new();
    let verifications = (0..64).map(|_| verifier.verify_id_token(&token, &checks));
    futures_util::future::join_all(verifications).await;
    Ok(keys.0.load(Ordering::Relaxed))
}
