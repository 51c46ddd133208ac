//! Where keys come from, and what happens when they do not come.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use authing_core::{
    HttpResponse, RetryPolicy, TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    CallError, Error,
    jose::{Algorithm, IdTokenChecks, PublicKey, TokenError},
};
use aws_lc_rs::{encoding::AsDer as _, signature::KeyPair as _};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;

fn token() -> String {
    sign(RS, &access_claims())
}

/// Whether the token is accepted with these keys.
fn with_keys(keys: Value, token: &str) -> Result<(), TokenError> {
    let verifier = builder(&key_server(&json!({ "keys": keys }))).build().unwrap();
    match now(verifier.verify_access_token(token)) {
        Ok(_) => Ok(()),
        error => Err(refusal(error)),
    }
}

fn without_kid(algorithm: Algorithm) -> String {
    let header = json!({"alg": algorithm.name()}).to_string();
    KEYS.sign_raw(algorithm, &header, &access_claims().to_string())
}

fn long_lived() -> String {
    sign(RS, &with(access_claims(), "exp", NOW + 1_000_000))
}

#[test]
fn keys_that_are_not_for_signatures_are_not_used() {
    let rsa = KEYS.rsa.jwk("RS256");
    for unfit in [
        with(rsa.clone(), "use", "enc"),
        with(rsa.clone(), "key_ops", json!(["encrypt"])),
        with(rsa.clone(), "alg", "RSA-OAEP"),
        with(rsa.clone(), "alg", "PS256"),
        with(rsa.clone(), "alg", "HS256"),
        with(rsa.clone(), "kty", "EC"),
        with(rsa.clone(), "kty", "quantum"),
        with(rsa.clone(), "n", "!"),
        with(rsa.clone(), "e", json!(null)),
        with(rsa.clone(), "e", "AQ"),
        with(rsa.clone(), "d", "AQAB"),
        with(rsa.clone(), "kid", 7),
        json!("text"),
    ] {
        let error = with_keys(json!([unfit]), &token()).unwrap_err();
        let named = unfit.get("kid").is_some_and(Value::is_string);
        match error {
            TokenError::UnusableKey { .. } => assert!(named, "{unfit}: {error}"),
            TokenError::UnknownKey { .. } => assert!(!named, "{unfit}: {error}"),
            _ => panic!("{unfit}: {error}"),
        }
        // And it does no harm to the others.
        let odd = if unfit.is_object() { with(unfit, "kid", "odd") } else { unfit };
        with_keys(json!([odd, rsa]), &token()).unwrap();
    }
}

#[test]
fn a_shared_secret_among_the_public_keys_is_not_used() {
    let oct = json!({"kty": "oct", "kid": "HS256", "alg": "HS256", "k": b64("attacker")});
    let server = key_server(&json!({"keys": [oct]}));
    let verifier = builder(&server).build().unwrap();
    let header = json!({"alg": "HS256", "kid": "HS256"}).to_string();
    let signed = format!("{}.{}", b64(header), b64(id_claims().to_string()));
    let key = jsonwebtoken::EncodingKey::from_secret(b"attacker");
    let hs256 = jsonwebtoken::Algorithm::HS256;
    let tag = jsonwebtoken::crypto::sign(signed.as_bytes(), &key, hs256).unwrap();
    let checks = IdTokenChecks::new();
    let error = refusal(now(verifier.verify_id_token(&format!("{signed}.{tag}"), &checks)));
    assert_eq!(error, TokenError::Signature);
    assert!(server.requests().is_empty());
}

#[test]
fn a_short_rsa_key_is_not_used() {
    // The smallest modulus that has 2047 bits, and a half-length one.
    let (mut modulus, _) = KEYS.rsa.components();
    modulus[0] = 0x7f;
    let almost = with(KEYS.rsa.jwk("RS256"), "n", b64(&modulus));
    let half = with(KEYS.rsa.jwk("RS256"), "n", b64(&modulus[..128]));
    let zeros = with(KEYS.rsa.jwk("RS256"), "n", b64([&[0; 128][..], &modulus[..128]].concat()));
    let long = with(KEYS.rsa.jwk("RS256"), "n", b64(vec![0xff; 1025]));
    for key in [almost, half, zeros, long] {
        assert!(PublicKey::from_jwk(&key.to_string()).is_err());
        let error = with_keys(json!([key]), &token()).unwrap_err();
        assert!(matches!(error, TokenError::UnusableKey { .. }), "{error}");
    }
}

#[test]
fn a_point_that_is_not_on_the_curve_is_no_key() {
    let key = with(KEYS.ec_jwk("ES256"), "y", b64([1; 32]));
    assert!(PublicKey::from_jwk(&key.to_string()).is_err());
    let curve = with(KEYS.ec_jwk("ES256"), "crv", "P-384");
    assert!(PublicKey::from_jwk(&curve.to_string()).is_err());
}

#[test]
fn of_several_keys_that_fit_each_is_tried_and_of_more_than_four_none() {
    let (own, other) = (KEYS.rsa.jwk("RS256"), OTHER.rsa.jwk("RS256"));
    for keys in [json!([own, other]), json!([other, own]), json!([own, own])] {
        with_keys(keys, &token()).unwrap();
    }
    let (a, b) = (with(own.clone(), "kid", "a"), with(other.clone(), "kid", "b"));
    for keys in [json!([a, b]), json!([b, a])] {
        with_keys(keys, &without_kid(RS)).unwrap();
    }
    // Genuine, and of neither of these keys.
    let stranger = Keys::new().rsa.jwk("RS256");
    let error = with_keys(json!([stranger, other]), &token()).unwrap_err();
    assert_eq!(error, TokenError::Signature);
    let named = |name: &str| with(other.clone(), "kid", name);
    let (four, five) = (json!(["a", "b", "c"].map(named)), json!(["a", "b", "c", "d"].map(named)));
    let with_own = |mut keys: Value| {
        keys.as_array_mut().unwrap().push(own.clone());
        keys
    };
    with_keys(with_own(four), &without_kid(RS)).unwrap();
    let error = with_keys(with_own(five), &without_kid(RS)).unwrap_err();
    assert!(matches!(error, TokenError::AmbiguousKey { kid: None }), "{error}");
}

#[test]
fn a_token_without_key_id_means_the_keys_that_fit_its_algorithm() {
    let (rsa, ec) = (KEYS.rsa.jwk("a"), KEYS.ec_jwk("b"));
    with_keys(json!([rsa, ec]), &without_kid(RS)).unwrap();
    with_keys(json!([rsa, ec]), &without_kid(Algorithm::Es256)).unwrap();
    let error = with_keys(json!([ec]), &without_kid(RS)).unwrap_err();
    assert!(matches!(error, TokenError::UnknownKey { kid: None }), "{error}");
}

#[test]
fn a_set_that_is_too_large_is_refused() {
    let many: Vec<Value> = (0..65).map(|n| KEYS.ed_jwk(&n.to_string())).collect();
    let long = with(KEYS.rsa.jwk("RS256"), "x5c", json!(["x".repeat(256 << 10)]));
    for keys in [json!(many), json!([long])] {
        let verifier = builder(&key_server(&json!({ "keys": keys }))).build().unwrap();
        let error = call_error(now(verifier.verify_access_token(&token())));
        assert!(error.to_string().starts_with("oidc.keys failed: "), "{error}");
    }
}

fn call_error<T: std::fmt::Debug>(result: Result<T, Error>) -> CallError {
    match result {
        Err(Error::Call(error)) => error,
        other => panic!("not about the call: {other:?}"),
    }
}

#[test]
fn sixty_four_cold_verifications_make_one_request() {
    let slow = Slow { server: key_server(&KEYS.jwks()), takes: Duration::from_millis(200) };
    let verifier = builder(&slow.server).transport(Arc::new(slow.clone())).build().unwrap();
    paused(async {
        let tasks: Vec<_> = (0..64)
            .map(|_| {
                let verifier = verifier.clone();
                tokio::spawn(async move { verifier.verify_access_token(&token()).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    });
    assert_eq!(slow.server.requests().len(), 1);
}

/// Runs with tokio's clock, which goes on by itself when everybody waits.
fn paused<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(future)
}

#[test]
fn one_caller_who_gives_up_does_not_take_the_others_along() {
    let slow = Slow { server: key_server(&KEYS.jwks()), takes: Duration::from_secs(1) };
    let verifier = builder(&slow.server).transport(Arc::new(slow.clone())).build().unwrap();
    paused(async {
        let waiting = tokio::spawn({
            let verifier = verifier.clone();
            async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                verifier.verify_access_token(&token()).await
            }
        });
        let token = token();
        let first = verifier.verify_access_token(&token);
        assert!(tokio::time::timeout(Duration::from_millis(500), first).await.is_err());
        waiting.await.unwrap().unwrap();
    });
}

#[test]
fn an_unknown_key_id_asks_again_once_in_thirty_seconds() {
    let clock = TestClock::new();
    let turned = Arc::new(AtomicUsize::new(0));
    let server = ScriptedTransport::new({
        let turned = Arc::clone(&turned);
        move |_, _| {
            let keys = match turned.load(Ordering::Relaxed) {
                0 => json!({"keys": [OTHER.rsa.jwk("old")]}),
                _ => KEYS.jwks(),
            };
            Ok(HttpResponse::new(StatusCode::OK, keys.to_string()))
        }
    });
    let verifier = builder(&server).clock(Arc::new(clock.clone())).build().unwrap();
    let verify = || now(verifier.verify_access_token(&token()));
    for _ in 0..1000 {
        assert!(matches!(refusal(verify()), TokenError::UnknownKey { .. }));
    }
    assert_eq!(server.requests().len(), 2, "the first fetch was not for an unknown key");
    clock.advance(Duration::from_secs(30));
    for _ in 0..1000 {
        assert!(matches!(refusal(verify()), TokenError::UnknownKey { .. }));
    }
    assert_eq!(server.requests().len(), 3);
    // The provider changes its key: half a minute later at the latest it is known.
    turned.store(1, Ordering::Relaxed);
    clock.advance(Duration::from_secs(30));
    verify().unwrap();
    verify().unwrap();
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn old_keys_go_on_working_while_the_server_is_down() {
    let failures: [fn() -> Result<HttpResponse, TransportError>; 5] = [
        || Err(TransportError::connect("down")),
        || Ok(HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR, "oops")),
        || Ok(HttpResponse::new(StatusCode::OK, "<html>maintenance</html>")),
        || Ok(HttpResponse::new(StatusCode::OK, "{\"keys\": 1}")),
        || Ok(HttpResponse::new(StatusCode::FOUND, "")),
    ];
    for failure in failures {
        let server = ScriptedTransport::new(move |number, _| match number {
            0 => Ok(HttpResponse::new(StatusCode::OK, KEYS.jwks().to_string())),
            _ => failure(),
        });
        let clock = TestClock::new();
        let verifier = builder(&server)
            .clock(Arc::new(clock.clone()))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let verify = || now(verifier.verify_access_token(&long_lived()));
        verify().unwrap();
        clock.advance(HOUR);
        for _ in 0..100 {
            verify().unwrap();
        }
        assert_eq!(server.requests().len(), 2, "a failed refresh is not repeated at once");
        clock.advance(HOUR * 23);
        verify().unwrap();
        assert_eq!(server.requests().len(), 3);
        clock.advance(HOUR);
        call_error(verify());
    }
}

#[test]
fn a_slow_server_holds_one_caller_for_two_seconds_and_nobody_else() {
    let server = key_server(&KEYS.jwks());
    let slow = Slow { server: server.clone(), takes: Duration::from_secs(9) };
    let clock = TestClock::new();
    let verifier =
        builder(&server).transport(Arc::new(slow)).clock(Arc::new(clock.clone())).build().unwrap();
    paused(async {
        verifier.verify_access_token(&long_lived()).await.unwrap();
        clock.advance(HOUR);
        let started = tokio::time::Instant::now();
        let refreshing = tokio::spawn({
            let verifier = verifier.clone();
            async move { verifier.verify_access_token(&long_lived()).await }
        });
        tokio::task::yield_now().await;
        verifier.verify_access_token(&long_lived()).await.unwrap();
        assert_eq!(started.elapsed(), Duration::ZERO);
        refreshing.await.unwrap().unwrap();
        assert!((2000..2100).contains(&started.elapsed().as_millis()));
    });
}

#[test]
fn a_first_fetch_that_fails_is_an_error_for_two_seconds() {
    let server = ScriptedTransport::new(|number, _| match number {
        0 => Err(TransportError::broken("reset")),
        _ => Ok(HttpResponse::new(StatusCode::OK, KEYS.jwks().to_string())),
    });
    let clock = TestClock::new();
    let verifier = builder(&server)
        .clock(Arc::new(clock.clone()))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    for _ in 0..100 {
        call_error(now(verifier.verify_access_token(&token())));
    }
    assert_eq!(server.requests().len(), 1);
    clock.advance(Duration::from_secs(2));
    now(verifier.verify_access_token(&token())).unwrap();
}

#[test]
fn keys_are_kept_as_long_as_their_server_says() {
    let server = ScriptedTransport::new(|_, _| {
        let mut response = HttpResponse::new(StatusCode::OK, KEYS.jwks().to_string());
        let value = HeaderValue::from_static("max-age=7200");
        response.headers.insert(header::CACHE_CONTROL, value);
        Ok(response)
    });
    let clock = TestClock::new();
    let verifier = builder(&server).clock(Arc::new(clock.clone())).build().unwrap();
    let verify = || now(verifier.verify_access_token(&long_lived())).unwrap();
    verify();
    clock.advance(Duration::from_secs(7199));
    verify();
    assert_eq!(server.requests().len(), 1);
    clock.advance(Duration::from_secs(1));
    verify();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_key_that_the_provider_takes_away_stops_working() {
    let server = ScriptedTransport::new(|number, _| {
        let keys = if number == 0 { KEYS.jwks() } else { json!({"keys": []}) };
        Ok(HttpResponse::new(StatusCode::OK, keys.to_string()))
    });
    let clock = TestClock::new();
    let verifier = builder(&server).clock(Arc::new(clock.clone())).build().unwrap();
    now(verifier.verify_access_token(&long_lived())).unwrap();
    clock.advance(HOUR);
    let error = refusal(now(verifier.verify_access_token(&long_lived())));
    assert!(matches!(error, TokenError::UnknownKey { .. }), "{error}");
}

#[test]
fn pinned_keys_need_no_network_and_let_no_other_key_in() {
    let server = key_server(&OTHER.jwks());
    let pinned = |keys: Vec<PublicKey>| builder(&server).pinned_keys(keys).build().unwrap();
    let by_pem = PublicKey::from_pem(&KEYS.rsa.public_pem()).unwrap();
    let by_jwk = PublicKey::from_jwk(&KEYS.rsa.jwk("RS256").to_string()).unwrap();
    for key in [by_pem.clone(), by_jwk.clone()] {
        let verifier = pinned(vec![key]);
        offline(verifier.verify_access_token(&token())).unwrap();
        let forged = OTHER.sign(RS, &access_claims());
        assert_eq!(refusal(offline(verifier.verify_access_token(&forged))), TokenError::Signature);
    }
    let other = sign(Algorithm::Es256, &access_claims());
    for key in [by_pem, by_jwk] {
        let error = refusal(offline(pinned(vec![key]).verify_access_token(&other)));
        assert!(matches!(error, TokenError::UnknownKey { .. }), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn pem_keys_of_every_kind_can_be_pinned_and_short_ones_cannot() {
    let ec = aws_lc_rs::signature::EcdsaKeyPair::from_pkcs8(
        &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        &KEYS.ec_pkcs8,
    )
    .unwrap();
    let spki: aws_lc_rs::encoding::PublicKeyX509Der<'_> = ec.public_key().as_der().unwrap();
    let key = PublicKey::from_pem(&pem("PUBLIC KEY", spki.as_ref())).unwrap();
    let verifier = builder(&key_server(&json!({}))).pinned_keys([key]).build().unwrap();
    offline(verifier.verify_access_token(&sign(Algorithm::Es256, &access_claims()))).unwrap();
    // Authing's key for passwords has 1024 bits.
    let short = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb
5KIofVthEoopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae
+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uM
GKl64GDcIq3au+aqJQIDAQAB
-----END PUBLIC KEY-----";
    for form in other_forms(&KEYS.rsa.public_pem()) {
        PublicKey::from_pem(&form).unwrap();
    }
    let private = pem("PRIVATE KEY", &KEYS.rsa.pkcs8);
    for text in
        [short, private.as_str(), "", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"]
    {
        let error = PublicKey::from_pem(text).unwrap_err().to_string();
        assert!(error.starts_with("option `public_key` "), "{error}");
    }
}

#[test]
fn a_verification_can_be_awaited_anywhere() {
    fn is_send<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let verifier = verifier();
    is_shared(&verifier);
    is_send(&verifier.verify_access_token("token"));
}
