//! How the application proves itself.

use authing_protocols::{
    jose::{Algorithm, IdTokenChecks, PublicKey, Verifier},
    oauth2::{ClientAuthentication, ClientKey},
};
use aws_lc_rs::{
    encoding::AsDer as _,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaKeyPair,
    },
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::HeaderMap;
use jsonwebtoken::{DecodingKey, Validation};
use serde_json::{Value, json};

use crate::common::{APP, ISSUER, NOW, SECRET, Server, assert_form, field, form};

/// What a client with this method sends for a refresh: form fields and headers.
async fn sent(method: ClientAuthentication) -> (Server, HeaderMap) {
    let server = Server::new();
    let builder = server.oidc_builder().secret(SECRET).client_authentication(method);
    server.responds(json!({"access_token": "a", "token_type": "Bearer"}));
    builder.build().unwrap().refresh_unbound("rt").await.unwrap();
    let headers = server.request().headers;
    (server, headers)
}

const GRANT: [(&str, &str); 2] = [("grant_type", "refresh_token"), ("refresh_token", "rt")];

#[tokio::test]
async fn the_secret_goes_into_the_form_or_the_header_or_nowhere() {
    let (server, headers) = sent(ClientAuthentication::SecretPost).await;
    let client = [("client_id", APP), ("client_secret", SECRET)];
    assert_form(&server.request(), &[&GRANT[..], &client].concat());
    assert!(headers.get("authorization").is_none());

    let (server, headers) = sent(ClientAuthentication::SecretBasic).await;
    assert_form(&server.request(), &GRANT);
    let pair = STANDARD.encode(format!("{APP}:{SECRET}"));
    assert_eq!(headers["authorization"], format!("Basic {pair}"));
    assert!(headers["authorization"].is_sensitive());

    let (server, headers) = sent(ClientAuthentication::None).await;
    assert_form(&server.request(), &[&GRANT[..], &[("client_id", APP)]].concat());
    assert!(headers.get("authorization").is_none());
}

#[tokio::test]
async fn without_a_secret_the_id_alone_is_sent() {
    let server = Server::new();
    server.responds(json!({"access_token": "a", "token_type": "Bearer"}));
    server.oidc_builder().build().unwrap().refresh_unbound("rt").await.unwrap();
    assert_form(&server.request(), &[&GRANT[..], &[("client_id", APP)]].concat());
}

/// Claims and header of the assertion that was sent, verified by another implementation.
fn verified(
    server: &Server,
    algorithm: jsonwebtoken::Algorithm,
    key: &DecodingKey,
) -> (Value, jsonwebtoken::Header) {
    let request = server.request();
    assert_eq!(
        field(&request, "client_assertion_type").unwrap(),
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    );
    assert_eq!(field(&request, "client_id").unwrap(), APP);
    assert!(field(&request, "client_secret").is_none());
    assert!(request.headers.get("authorization").is_none());
    assert_eq!(form(&request).len(), GRANT.len() + 3);
    let mut validation = Validation::new(algorithm);
    validation.set_audience(&[ISSUER]);
    // The test's clock, not the machine's.
    validation.validate_exp = false;
    let token = field(&request, "client_assertion").unwrap();
    let data = jsonwebtoken::decode::<Value>(&token, key, &validation).unwrap();
    let claims = &data.claims;
    assert_eq!(
        (&claims["iss"], &claims["sub"], &claims["aud"]),
        (&json!(APP), &json!(APP), &json!(ISSUER))
    );
    assert_eq!((&claims["iat"], &claims["exp"]), (&json!(NOW), &json!(NOW + 60)));
    assert_eq!(claims["jti"].as_str().unwrap().len(), 43);
    (data.claims, data.header)
}

#[tokio::test]
async fn an_assertion_by_the_secret_is_short_lived_new_each_time_and_for_the_issuer() {
    let key = DecodingKey::from_secret(SECRET.as_bytes());
    let mut ids = std::collections::HashSet::new();
    for _ in 0..2 {
        let (server, _) = sent(ClientAuthentication::SecretJwt).await;
        let (claims, header) = verified(&server, jsonwebtoken::Algorithm::HS256, &key);
        assert_eq!(header.kid, None);
        assert!(ids.insert(claims["jti"].to_string()));
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

async fn sent_with(algorithm: Algorithm, pem: String) -> Server {
    let key = ClientKey::from_pem(algorithm, pem).unwrap().kid("k1");
    sent(ClientAuthentication::PrivateKeyJwt(key)).await.0
}

#[tokio::test]
async fn an_assertion_by_a_private_key_is_verified_by_its_public_key() {
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let rsa_der: aws_lc_rs::encoding::Pkcs8V1Der<'_> = rsa.as_der().unwrap();
    let public = DecodingKey::from_rsa_der(rsa.public_key().as_ref());
    for (ours, theirs) in [
        (Algorithm::Rs256, jsonwebtoken::Algorithm::RS256),
        (Algorithm::Ps256, jsonwebtoken::Algorithm::PS256),
    ] {
        let server = sent_with(ours, pem("PRIVATE KEY", rsa_der.as_ref())).await;
        let (_, header) = verified(&server, theirs, &public);
        assert_eq!(header.kid.as_deref(), Some("k1"));
    }

    let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let der = ec.to_pkcs8v1().unwrap();
    let server = sent_with(Algorithm::Es256, pem("PRIVATE KEY", der.as_ref())).await;
    let public = DecodingKey::from_ec_der(ec.public_key().as_ref());
    verified(&server, jsonwebtoken::Algorithm::ES256, &public);

    let ed = Ed25519KeyPair::generate().unwrap();
    let der = ed.to_pkcs8().unwrap();
    let server = sent_with(Algorithm::EdDsa, pem("PRIVATE KEY", der.as_ref())).await;
    let public = DecodingKey::from_ed_der(ed.public_key().as_ref());
    verified(&server, jsonwebtoken::Algorithm::EdDSA, &public);
}

#[test]
fn a_private_key_is_read_in_every_form_that_its_pem_takes() {
    let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let ed = Ed25519KeyPair::generate().unwrap();
    for (algorithm, der) in [
        (Algorithm::Es256, ec.to_pkcs8v1().unwrap().as_ref()),
        (Algorithm::EdDsa, ed.to_pkcs8().unwrap().as_ref()),
    ] {
        let pem = pem("PRIVATE KEY", der);
        for form in [format!("\"{}\"", pem.replace('\n', "\\n")), STANDARD.encode(der)] {
            ClientKey::from_pem(algorithm, form).unwrap();
        }
    }
}

#[test]
fn a_key_for_another_algorithm_is_refused() {
    let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let pem = pem("PRIVATE KEY", ec.to_pkcs8v1().unwrap().as_ref());
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256, Algorithm::EdDsa, Algorithm::Hs256] {
        assert!(ClientKey::from_pem(algorithm, pem.as_str()).is_err(), "{algorithm}");
    }
    let key = ClientKey::from_pem(Algorithm::Es256, pem.as_str()).unwrap();
    assert_eq!(format!("{key:?}"), "ClientKey { kid: None, algorithm: Es256, .. }");
}

#[tokio::test]
async fn verification_options_reach_the_verifier() {
    let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let point = ec.public_key().as_ref();
    let (x, y) = point[1..].split_at(32);
    let encode = |part: &[u8]| URL_SAFE_NO_PAD.encode(part);
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y)}).to_string();
    let server = Server::new();
    let oidc = server
        .oidc_builder()
        .id_token_algorithms([Algorithm::Es256])
        .access_token_algorithms([Algorithm::Es256])
        .audience("api")
        .pinned_keys([PublicKey::from_jwk(&jwk).unwrap()])
        .build()
        .unwrap();
    let key = jsonwebtoken::EncodingKey::from_ec_der(ec.to_pkcs8v1().unwrap().as_ref());
    let sign = |claims: &Value| {
        let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::ES256);
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    };
    let claims = crate::common::claims();
    let verifier: &Verifier = oidc.verifier();
    verifier.verify_id_token(&sign(&claims), &IdTokenChecks::new()).await.unwrap();
    let access = crate::common::merge(claims, json!({"aud": "api", "scope": "book"}));
    assert!(verifier.verify_access_token(&sign(&access)).await.unwrap().has_scope("book"));
    assert!(server.requests().is_empty());
}
