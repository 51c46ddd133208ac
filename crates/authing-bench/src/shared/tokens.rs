//! An id_token, signed by a library that is not ours.

use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

use super::{BoxError, scenario::Algorithm};

pub const APP: &str = "5f17a529f64fb009b794a2ff";
pub const HOST: &str = "https://sample.authing.cn";
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A private key in the tests of `authing-protocols`.
macro_rules! key {
    ($name:literal) => {
        include_str!(concat!("../../../authing-protocols/tests/saml/fixtures/keys/", $name))
    };
}

/// A token, and the public key that verifies it.
#[derive(Debug)]
pub struct Signed {
    pub token: String,
    /// As PEM; absent for HS256.
    pub public: Option<String>,
}

/// The token under the algorithm.
pub fn signed(algorithm: Algorithm) -> Result<Signed, BoxError> {
    let (header, private, public) = match algorithm {
        Algorithm::Rs256 => {
            let private = key!("idp.key");
            let pair = RsaKeyPair::from_pkcs8(&der(private)?)?;
            let public = pem(&pair.public_key().as_der()?);
            let mut header = Header::new(jsonwebtoken::Algorithm::RS256);
            header.kid = Some("xTjJ0Dl0vkcw_EpxFlBdDlg9kAqaP1bn".to_owned());
            (header, EncodingKey::from_rsa_pem(private.as_bytes())?, Some(public))
        }
        Algorithm::Es256 => {
            let der = der(key!("idp-ec.key"))?;
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der)?;
            let public = pem(&pair.public_key().as_der()?);
            // Signed once: what it takes to verify one depends on the number that is drawn for it.
            let token = include_str!("es256.jwt").trim().to_owned();
            return Ok(Signed { token, public: Some(public) });
        }
        Algorithm::Hs256 => {
            let key = EncodingKey::from_secret(SECRET.as_bytes());
            (Header::new(jsonwebtoken::Algorithm::HS256), key, None)
        }
    };
    Ok(Signed { token: jsonwebtoken::encode(&header, &claims(), &private)?, public })
}

/// The claims of a login with the scopes profile, email and phone. It is good until 2100.
fn claims() -> Value {
    json!({
        "sub": "5f702fcc913544c358cb2123", "birthdate": null, "family_name": null, "gender": "U",
        "given_name": null, "locale": "zh-CN", "name": "Bob", "nickname": "Bobby",
        "picture": "https://usercontents.authing.cn/authing-avatar.png",
        "preferred_username": "bob", "updated_at": "2021-09-24T07:29:51.123Z",
        "zoneinfo": "Asia/Shanghai", "email": "bob@example.com", "email_verified": true,
        "phone_number": "13800000000", "phone_number_verified": false, "nonce": "n-0S6_WzA2Mj",
        "at_hash": "77QmUPtjPfzWtF2AnpK9RQ", "aud": APP, "exp": 4_102_444_800_u64, "iat": 1_767_225_600,
        "iss": format!("{HOST}/oidc"),
    })
}

/// What is inside a PEM.
pub fn der(pem: &str) -> Result<Vec<u8>, BoxError> {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Ok(STANDARD.decode(body)?)
}

fn pem(public: &PublicKeyX509Der<'_>) -> String {
    let body = STANDARD.encode(public.as_ref());
    format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
}
