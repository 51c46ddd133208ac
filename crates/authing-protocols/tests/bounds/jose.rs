//! Tokens, and the documents of providers.

use std::sync::{Arc, LazyLock};

use authing_core::{
    HttpResponse, RetryPolicy,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::jose::{
    Algorithm, DecryptionKey, IdTokenChecks, PublicKey, Verifier, VerifierBuilder,
};
use authing_test_support::cost::{Construct, Work, outcome};
use http::StatusCode;
use serde_json::{Value, json};

use crate::{saml::many, support::*};

static OFFLINE: LazyLock<Verifier> = LazyLock::new(|| {
    let key = PublicKey::from_jwk(&KEYS.rsa.jwk("RS256").to_string()).unwrap();
    let decryption = DecryptionKey::from_pem(pem("PRIVATE KEY", &KEYS.rsa.pkcs8)).unwrap();
    let builder = builder(&key_server(&KEYS.jwks())).pinned_keys([key]);
    builder.decryption_key(decryption).build().unwrap()
});

fn access(token: String) -> Work {
    Box::new(move || outcome(offline(OFFLINE.verify_access_token(&token))))
}

/// With a signature that nobody made.
fn header(header: &str) -> Work {
    access(format!("{}.{}.AAAA", b64(header), b64("{}")))
}

fn members(count: usize) -> String {
    many(count, |at| format!(",\"m{at}\":0"))
}

/// With the application's secret.
fn signed(claims: &Value) -> Work {
    access(sign(Algorithm::Hs256, claims))
}

fn signed_raw(more: &str) -> Work {
    let claims = access_claims().to_string();
    let payload = format!("{}{more}}}", claims.strip_suffix('}').unwrap());
    access(KEYS.sign_raw(Algorithm::Hs256, "{\"alg\":\"HS256\"}", &payload))
}

fn with_server(server: ScriptedTransport, discovery: bool) -> Work {
    let builder: VerifierBuilder = Verifier::builder(APP, HOST)
        .discovery(discovery)
        .retry(RetryPolicy::never())
        .transport(Arc::new(server))
        .clock(Arc::new(TestClock::new()));
    let verifier = builder.build().unwrap();
    let token = sign(Algorithm::Rs256, &access_claims());
    Box::new(move || outcome(now(verifier.verify_access_token(&token))))
}

/// A provider whose keys are these.
fn keys(body: String) -> Work {
    let server =
        ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body.clone())));
    with_server(server, false)
}

/// A provider whose discovery document holds this too.
fn discovery(more: &str) -> Work {
    let document = format!(
        "{{\"issuer\":\"{ISSUER}\",\"authorization_endpoint\":\"{HOST}/a\",\
         \"token_endpoint\":\"{HOST}/t\",\"jwks_uri\":\"{HOST}/keys\"{more}}}"
    );
    let server = ScriptedTransport::new(move |_, request| {
        let body = match request.url.path() {
            "/keys" => KEYS.jwks().to_string(),
            _ => document.clone(),
        };
        Ok(HttpResponse::new(StatusCode::OK, body))
    });
    with_server(server, true)
}

fn jwk(more: &str) -> String {
    let key = KEYS.rsa.jwk("RS256").to_string();
    format!("{}{more}}}", key.strip_suffix('}').unwrap())
}

pub(crate) fn constructs() -> Vec<Construct> {
    let c = Construct::new;
    vec![
        c("token: members of a header", 500, |n| {
            header(&format!("{{\"alg\":\"RS256\"{}}}", members(n)))
        }),
        c("token: members of a `crit`", 2000, |n| {
            header(&format!("{{\"crit\":[{}\"a\"],\"alg\":\"RS256\"}}", "\"a\",".repeat(n)))
        }),
        c("token: levels of a header", 500, |n| {
            header(&format!("{{\"a\":{}{},\"alg\":\"RS256\"}}", "[".repeat(n), "]".repeat(n)))
        }),
        c("token: lists in a header", 2000, |n| {
            header(&format!("{{\"alg\":\"RS256\",\"a\":[{}[]]}}", "[],".repeat(n)))
        }),
        c("token: length of an `alg`, a `kid` and a `typ`", 2000, |n| {
            let long = "k".repeat(n);
            header(&format!(
                "{{\"alg\":\"RS256\",\"kid\":\"{long}\",\"typ\":\"{long}\",\"x\":\"{long}\"}}"
            ))
        }),
        c("token: escapes in a header", 1000, |n| {
            header(&format!("{{\"alg\":\"RS256\",\"kid\":\"{}\"}}", "\\ud83d\\u0041".repeat(n)))
        }),
        c("token: parts", 10_000, |n| access("e30.".repeat(n))),
        c("token: length of a payload and a signature", 3000, |n| {
            access(format!(
                "{}.{}.{}",
                b64("{\"alg\":\"RS256\"}"),
                "AAAA".repeat(n),
                "AAAA".repeat(n)
            ))
        }),
        c("token: length over the limit", 100_000, |n| {
            access(format!("e30.{}.AAAA", "A".repeat(4 * n)))
        }),
        c("token: encrypted, members of a header", 500, |n| {
            let header = format!("{{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"{}}}", members(n));
            access(format!("{}.AAAA.AAAA.AAAA.AAAA", b64(header)))
        }),
        c("token: encrypted, length of a ciphertext and a key", 3000, |n| {
            let header = b64("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128CBC-HS256\"}");
            let long = "AAAA".repeat(n);
            access(format!("{header}.{long}.{long}.{long}.AAAA"))
        }),
        c("token: encrypted, `p2c` rounds", 1000, |n| {
            let header = format!(
                "{{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":{n}000000,\"p2s\":\"AAAA\",\"enc\":\"A128GCM\"}}"
            );
            access(format!("{}.AAAA.AAAA.AAAA.AAAA", b64(header)))
        }),
        c("token: encrypted, `zip`", 3000, |n| {
            let header = "{\"alg\":\"RSA-OAEP\",\"zip\":\"DEF\",\"enc\":\"A128GCM\"}";
            access(format!("{}.AAAA.AAAA.{}.AAAA", b64(header), "AAAA".repeat(n)))
        }),
        c("token: signed, claims", 500, |n| signed_raw(&members(n))),
        c("token: signed, words of a scope", 1000, |n| {
            signed(&with(access_claims(), "scope", many(n, |at| format!("s{at} "))))
        }),
        c("token: signed, audiences", 1000, |n| {
            signed(&with(
                access_claims(),
                "aud",
                (0..n).map(|at| at.to_string()).collect::<Vec<_>>(),
            ))
        }),
        c("token: signed, members of an object", 500, |n| {
            signed_raw(&format!(",\"x\":{{\"a\":0{}}}", members(n)))
        }),
        c("keys: number of them", 15, |n| {
            let all = many(n, |at| KEYS.rsa.jwk(&format!("k{at}")).to_string() + ",");
            keys(format!("{{\"keys\":[{all}{}]}}", jwk("")))
        }),
        c("keys: of one name", 15, |n| {
            // Other keys of the same length, under one name.
            let all = many(n, |at| {
                let (mut modulus, _) = KEYS.rsa.components();
                modulus[100] ^= at as u8;
                with(KEYS.rsa.jwk("k"), "n", b64(modulus)).to_string() + ","
            });
            keys(format!("{{\"keys\":[{all}{}]}}", jwk("")))
        }),
        c("keys: over the limit", 1000, |n| {
            keys(format!("{{\"keys\":[{}{}]}}", "{},".repeat(n), jwk("")))
        }),
        c("keys: that are broken", 15, |n| {
            let all = many(n, |at| format!("{{\"kty\":\"RSA\",\"kid\":\"k{at}\",\"n\":\"!\"}},"));
            keys(format!("{{\"keys\":[{all}{}]}}", jwk("")))
        }),
        c("keys: members of a key", 1000, |n| keys(format!("{{\"keys\":[{}]}}", jwk(&members(n))))),
        c("keys: members of a key, each twice", 400, |n| {
            keys(format!("{{\"keys\":[{}]}}", jwk(&members(n).repeat(2))))
        }),
        c("keys: length of a modulus", 2000, |n| {
            let long = "A".repeat(4 * n);
            keys(format!("{{\"keys\":[{{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"_{long}\"}}]}}"))
        }),
        c("keys: a key of one's own, members each twice", 400, |n| {
            let jwk = jwk(&members(n).repeat(2));
            Box::new(move || outcome(PublicKey::from_jwk(&jwk)))
        }),
        c("discovery: members", 1000, |n| discovery(&members(n))),
        c("discovery: members, each twice", 400, |n| discovery(&members(n).repeat(2))),
        c("discovery: entries of a list", 1000, |n| {
            discovery(&format!(",\"scopes_supported\":[{}\"a\"]", "\"a\",0,".repeat(n)))
        }),
        c("discovery: levels", 500, |n| {
            discovery(&format!(",\"x\":{}{}", "[".repeat(n), "]".repeat(n)))
        }),
        c("token: id_token, length of a hash and a nonce", 2000, |n| {
            let long = "A".repeat(4 * n);
            let claims = with(with(id_claims(), "nonce", long.clone()), "at_hash", long);
            let verifier = builder(&key_server(&json!({"keys": []}))).build().unwrap();
            let token = sign(Algorithm::Hs256, &claims);
            let checks = IdTokenChecks::new().access_token("access").nonce("n-1");
            Box::new(move || outcome(offline(verifier.verify_id_token(&token, &checks))))
        }),
    ]
}
