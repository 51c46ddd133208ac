//! Signed and encrypted tokens, and the keys for them.

use std::{sync::LazyLock, time::Duration};

use authing_core::HttpResponse;
use authing_protocols::{
    Error, RetryPolicy,
    jose::{
        Algorithm, DecryptionKey, IdTokenChecks, IdTokenClaims, PublicKey, Verifier,
        VerifierBuilder,
    },
};
use authing_types::lenient;
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    encoding::{AsDer as _, PublicKeyX509Der},
    hmac,
    rand::SystemRandom,
    rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PrivateDecryptingKey},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::StatusCode;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::material::{EC_KEY, IDP_KEY, NOW, base64url, clock, from_base64url, now};
use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, parts, run, text},
    mutate,
    server::{Server, Slot},
    target::Target,
};

pub(super) const APP: &str = "5f17a529f64fb009b794a2ff";
pub(super) const HOST: &str = "https://sample.authing.cn";
pub(super) const ISSUER: &str = "https://sample.authing.cn/oidc";
pub(super) const SECRET: &str = "canarycanarycanarycanarycanary00";
const NONCE: &str = "n-1";

const SIGNED: Limits = Limits { steps: (300_000, 1_000), allocated: (1 << 20, 3_000) };

/// Tokens as they come: nothing verifies that its provider has not signed, letter for letter.
pub(super) const TOKEN: Target =
    Target { name: "jose_token", limits: SIGNED, mutator: None, read: token };

/// Header and claims that are signed here, whatever they say.
pub(super) const CLAIMS: Target =
    Target { name: "jose_claims", limits: SIGNED, mutator: Some(mutate::json), read: claims };

/// Encrypted tokens, and plain texts that are encrypted here.
pub(super) const ENCRYPTED: Target =
    Target { name: "jose_encrypted", limits: SIGNED, mutator: None, read: encrypted };

/// Key sets: a token verifies only by the key that signed it.
pub(super) const KEYS: Target =
    Target { name: "jose_keys", limits: SIGNED, mutator: Some(mutate::json), read: keys };

const ALL: [Algorithm; 3] = [Algorithm::Hs256, Algorithm::Rs256, Algorithm::Es256];

fn builder() -> VerifierBuilder {
    Verifier::builder(APP, HOST)
        .secret(SECRET)
        .id_token_algorithms(ALL)
        .access_token_algorithms(ALL)
        .key_bound_tokens(true)
        .legacy_user_tokens(true)
        .retry(RetryPolicy::never())
        .clock(clock())
}

fn der(pem: &str) -> Vec<u8> {
    let lines: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(lines).unwrap()
}

static RSA: LazyLock<RsaKeyPair> = LazyLock::new(|| RsaKeyPair::from_pkcs8(&der(IDP_KEY)).unwrap());

static EC: LazyLock<EcdsaKeyPair> = LazyLock::new(|| {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der(EC_KEY)).unwrap()
});

fn public_pem(der: &[u8]) -> String {
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
}

fn public_keys() -> [PublicKey; 2] {
    let rsa: PublicKeyX509Der<'_> = RSA.public_key().as_der().unwrap();
    let ec: PublicKeyX509Der<'_> = EC.public_key().as_der().unwrap();
    [rsa.as_ref(), ec.as_ref()].map(|der| PublicKey::from_pem(&public_pem(der)).unwrap())
}

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let nowhere = Server::new(|_| HttpResponse::new(StatusCode::NOT_FOUND, ""));
    builder().pinned_keys(public_keys()).transport(nowhere.transport()).build().unwrap()
});

/// What the provider signs, as it stands in the tokens of the corpus.
const SIGNED_CLAIMS: [(&str, &str); 5] = [
    (
        "id",
        r#"{"sub":"alice","aud":"5f17a529f64fb009b794a2ff","iss":"https://sample.authing.cn/oidc","iat":1767225600,"exp":1768435200,"nonce":"n-1","name":"Alice","address":{"country":"CN"}}"#,
    ),
    (
        "access",
        r#"{"jti":"QEuKqqSg","sub":"alice","aud":"5f17a529f64fb009b794a2ff","iss":"https://sample.authing.cn/oidc","iat":1767225600,"exp":1767229200,"scope":"openid email"}"#,
    ),
    (
        "user",
        r#"{"sub":"alice","aud":"5f17a529f64fb009b794a2ff","iss":"https://sample.authing.cn/oidc","iat":1767225600,"exp":1767229200,"data":{"id":"alice","userPoolId":"p","arn":null}}"#,
    ),
    (
        "legacy",
        r#"{"iat":1767225600,"exp":1767229200,"data":{"type":"user","appId":"5f17a529f64fb009b794a2ff","id":"alice","userPoolId":"p"}}"#,
    ),
    (
        "logout",
        r#"{"iss":"https://sample.authing.cn/oidc","aud":"5f17a529f64fb009b794a2ff","iat":1767225600,"exp":1767225720,"jti":"j","sid":"s","sub":"alice","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
    ),
];

fn sign(algorithm: Algorithm, signed: &str) -> Vec<u8> {
    match algorithm {
        Algorithm::Rs256 => {
            let mut signature = vec![0; RSA.public_modulus_len()];
            let random = SystemRandom::new();
            RSA.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).unwrap();
            signature
        }
        Algorithm::Es256 => {
            EC.sign(&SystemRandom::new(), signed.as_bytes()).unwrap().as_ref().to_vec()
        }
        _ => {
            let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
            hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
        }
    }
}

/// Header and payload as they are signed.
fn to_be_signed(header: &str, payload: &str) -> String {
    format!("{}.{}", base64url(header), base64url(payload))
}

fn token_of(algorithm: Algorithm, claims: &str) -> String {
    let header = format!(r#"{{"alg":"{}","typ":"JWT"}}"#, algorithm.name());
    let signed = to_be_signed(&header, claims);
    let signature = base64url(sign(algorithm, &signed));
    format!("{signed}.{signature}")
}

/// An id_token with this nonce, as the provider signs it: always the same.
pub(super) fn id_token(nonce: &str) -> String {
    let [(_, claims), ..] = SIGNED_CLAIMS;
    let nonce = format!(r#""nonce":"{nonce}""#);
    token_of(Algorithm::Hs256, &claims.replace(r#""nonce":"n-1""#, &nonce))
}

/// Header and payload of all that the provider has signed.
static SIGNED_TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for algorithm in ALL {
        for (_, claims) in SIGNED_CLAIMS {
            let token = token_of(algorithm, claims);
            all.push(token.rsplit_once('.').unwrap().0.to_owned());
        }
    }
    all
});

fn id_checks() -> IdTokenChecks {
    IdTokenChecks::new().nonce(NONCE)
}

/// Who the token is about, by each verification that it passes.
fn verified(verifier: &Verifier, token: &str, meter: &mut Meter) -> Vec<Option<String>> {
    let mut all = Vec::new();
    let mut keep = |result: Result<Option<String>, Error>| match result {
        Ok(subject) => all.push(subject),
        Err(error) => check_error(&error),
    };
    keep(meter.measure(|| {
        run(verifier.verify_id_token(token, &id_checks())).map(|claims| Some(claims.sub))
    }));
    keep(meter.measure(|| run(verifier.verify_access_token(token)).map(|claims| claims.sub)));
    keep(
        meter.measure(|| run(verifier.verify_user_token(token)).map(|claims| Some(claims.user_id))),
    );
    keep(meter.measure(|| {
        run(verifier.verify_logout_token(token)).map(|claims| claims.sub.or(claims.sid))
    }));
    all
}

fn token(input: &[u8], meter: &mut Meter) {
    let Some(token) = text(input) else { return };
    let known = &*SIGNED_TEXTS;
    LazyLock::force(&VERIFIER);
    let verified = verified(&VERIFIER, token, meter);
    if !verified.is_empty() {
        let (signed, _) = token.rsplit_once('.').unwrap();
        assert!(known.iter().any(|text| text == signed), "nobody signed this: {token}");
        assert!(verified.iter().all(|claim| claim.as_deref() == Some("alice")), "{verified:?}");
    }
}

fn claims(input: &[u8], meter: &mut Meter) {
    let [header, payload] = parts(input).map(text);
    let (Some(header), Some(payload)) = (header, payload) else { return };
    LazyLock::force(&VERIFIER);
    let signed = to_be_signed(header, payload);
    let token = format!("{signed}.{}", base64url(sign(Algorithm::Hs256, &signed)));
    let id_token = meter.measure(|| run(VERIFIER.verify_id_token(&token, &id_checks())));
    match id_token {
        Ok(claims) => check_id_token(header, payload, &claims),
        Err(error) => check_error(&error),
    }
    for subject in verified(&VERIFIER, &token, meter) {
        let Read { value, is_ambiguous, .. } = read(payload);
        assert!(!is_ambiguous, "could be read in two ways: {payload}");
        // Half a character is anybody's half.
        let is_half = |subject: &String| subject.contains('\u{fffd}');
        assert!(
            !subject.as_ref().is_some_and(is_half) || payload.contains('\u{fffd}'),
            "{payload}"
        );
        let says = |path: &str| value.pointer(path).and_then(Value::as_str) == subject.as_deref();
        assert!(["/sub", "/data/id", "/sid"].into_iter().any(says), "{subject:?}: {payload}");
        let time = |name: &str| value[name].as_f64();
        let is_in_force = match time("exp") {
            Some(end) => end + 10.0 >= NOW as f64,
            // A logout counts by its age, too.
            None => {
                value["events"].is_object()
                    && time("iat").is_some_and(|begin| begin + 3600.0 > NOW as f64)
            }
        };
        assert!(is_in_force, "over: {payload}");
        assert!(time("nbf").is_none_or(|begin| begin - 10.0 <= NOW as f64), "not yet: {payload}");
    }
}

fn check_id_token(header: &str, payload: &str, claims: &IdTokenClaims) {
    assert!(!read(header).is_ambiguous, "could be read in two ways: {header}");
    let Read { value, .. } = read(payload);
    assert_eq!(value["iss"], ISSUER);
    assert_eq!(value["sub"], claims.sub.as_str());
    assert_eq!(value["nonce"], NONCE);
    let audience = match &value["aud"] {
        Value::Array(all) => all.contains(&APP.into()),
        one => one == APP,
    };
    assert!(audience, "for another: {payload}");
    assert!(claims.exp + Duration::from_secs(10) >= now(), "over: {payload}");
    for (name, extra) in &claims.extra {
        assert_eq!(value.get(name), Some(extra), "{name}");
    }
}

/// JSON as another reader finds it.
struct Read {
    value: Value,
    /// Whether a member of the whole occurs twice.
    is_ambiguous: bool,
}

fn read(text: &str) -> Read {
    // Half a character is read, which this reader would not.
    let text = &*lenient::json::repair_halves(text);
    struct Names(Vec<String>);
    impl<'de> Visitor<'de> for Names {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Vec<String>, A::Error> {
            while let Some((name, IgnoredAny)) = map.next_entry()? {
                self.0.push(name);
            }
            Ok(self.0)
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut names = serde::Deserializer::deserialize_map(&mut reader, Names(Vec::new()))
        .unwrap_or_else(|error| panic!("no object, and accepted: {error}: {text}"));
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    Read { value: serde_json::from_str(text).unwrap(), is_ambiguous: names.len() < all }
}

static OF_ENCRYPTED: LazyLock<Verifier> = LazyLock::new(|| {
    let nowhere = Server::new(|_| HttpResponse::new(StatusCode::NOT_FOUND, ""));
    builder()
        .decryption_key(DecryptionKey::from_pem(IDP_KEY).unwrap())
        .pinned_keys(public_keys())
        .transport(nowhere.transport())
        .build()
        .unwrap()
});

/// Encrypts for the application, under a header of any kind.
fn encrypt(header: &[u8], plain: &[u8]) -> String {
    let key: Vec<u8> = (1..=32).collect();
    let private = PrivateDecryptingKey::from_pkcs8(&der(IDP_KEY)).unwrap();
    let public = OaepPublicEncryptingKey::new(private.public_key()).unwrap();
    let mut wrapped = vec![0; public.ciphertext_size()];
    public.encrypt(&OAEP_SHA256_MGF1SHA256, &key, &mut wrapped, None).unwrap();
    let header = base64url(header);
    let mut content = plain.to_vec();
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap());
    let nonce = Nonce::assume_unique_for_key([7; 12]);
    let aad = Aad::from(header.as_bytes());
    let tag = key.seal_in_place_separate_tag(nonce, aad, &mut content).unwrap();
    let [wrapped, nonce, content, tag] =
        [&wrapped[..], &[7; 12], &content, tag.as_ref()].map(base64url);
    format!("{header}.{wrapped}.{nonce}.{content}.{tag}")
}

fn encrypted(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&OF_ENCRYPTED);
    let known = &*SIGNED_TEXTS;
    let [header, plain] = parts(input);
    let (token, inner) = if header.starts_with(b"{") {
        (encrypt(header, plain), text(plain))
    } else {
        let Some(token) = text(input) else { return };
        (token.to_owned(), None)
    };
    for verifier in [&OF_ENCRYPTED, &VERIFIER] {
        if verified(verifier, &token, meter).is_empty() {
            continue;
        }
        if let Some(inner) = inner {
            let (signed, _) = inner.rsplit_once('.').unwrap();
            assert!(known.iter().any(|text| text == signed), "nobody signed this: {inner}");
        }
        if let Some(header) = token.split('.').next().and_then(from_base64url) {
            assert!(!read(text(&header).unwrap()).is_ambiguous);
        }
    }
}

static KEY_SERVER: LazyLock<Slot> = LazyLock::new(Slot::default);

fn keys(input: &[u8], meter: &mut Meter) {
    static TOKENS: LazyLock<[String; 2]> = LazyLock::new(|| {
        let [(_, id), ..] = SIGNED_CLAIMS;
        [Algorithm::Rs256, Algorithm::Es256].map(|algorithm| token_of(algorithm, id))
    });
    // The modulus and the coordinates, which the key set must have.
    static SECRETS: LazyLock<[String; 2]> = LazyLock::new(|| {
        let point = EC.public_key().as_ref();
        let modulus = RSA.public_key().modulus().big_endian_without_leading_zero().to_vec();
        [base64url(modulus), base64url(&point[1..33])]
    });
    LazyLock::force(&TOKENS);
    LazyLock::force(&SECRETS);
    KEY_SERVER.set(HttpResponse::new(StatusCode::OK, input.to_vec()));
    for (token, part) in TOKENS.iter().zip(&*SECRETS) {
        let verified = meter.measure(|| {
            // A new one, since keys are kept.
            let verifier = builder().transport(KEY_SERVER.server().transport()).build().unwrap();
            run(verifier.verify_id_token(token, &id_checks()))
        });
        match verified {
            Ok(_) => {
                let written = String::from_utf8_lossy(input).replace("\\u002d", "-");
                let has = written.contains(&**part) || written.contains('\\');
                // With zeros before it, its Base64 is another one.
                assert!(has || written.contains("AAAA"), "another key verified it");
            }
            Err(error) => check_error(&error),
        }
    }
    let Some(text) = text(input) else { return };
    for result in
        [meter.measure(|| PublicKey::from_jwk(text)), meter.measure(|| PublicKey::from_pem(text))]
    {
        if let Err(error) = result {
            check_error(&error);
        }
    }
    if let Err(error) = meter.measure(|| DecryptionKey::from_pem(text)) {
        check_error(&error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in `corpus/jose_token` in the beginning.
    #[test]
    fn what_the_provider_signs_verifies() {
        let mut meter = Meter::new(SIGNED, 1 << 20);
        for algorithm in ALL {
            for (name, claims) in SIGNED_CLAIMS {
                let token = token_of(algorithm, claims);
                let verified = verified(&VERIFIER, &token, &mut meter);
                let only_secret = name == "legacy" && algorithm != Algorithm::Hs256;
                assert_eq!(verified.is_empty(), only_secret, "{name} {}", algorithm.name());
            }
        }
        let header = br#"{"alg":"RSA-OAEP-256","enc":"A256GCM","cty":"JWT"}"#;
        let token = encrypt(header, id_token(NONCE).as_bytes());
        assert!(!super::verified(&OF_ENCRYPTED, &token, &mut meter).is_empty());
    }
}
