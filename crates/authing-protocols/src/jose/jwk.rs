//! One JSON Web Key (RFC 7517 section 4), as a public key for signatures.

use authing_core::Error as CallError;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::Value;

use super::{
    Algorithm,
    key::{Material, PublicKey},
};
use crate::error::Error;

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<serde::de::IgnoredAny>,
}

impl PublicKey {
    /// A key as JSON Web Key (RFC 7517), with or without key id.
    ///
    /// # Errors
    ///
    /// When the text is not a public key of a supported kind that is made for signatures.
    pub fn from_jwk(json: &str) -> Result<Self, Error> {
        let problem = |problem| CallError::config("public_key", problem);
        let jwk = serde_json::from_str(json).map_err(|_| problem("is not a JSON Web Key"))?;
        Ok(prepare(jwk).map_err(problem)?)
    }
}

/// Reads a key that is part of a set.
pub(super) fn read_value(value: Value) -> Result<PublicKey, &'static str> {
    prepare(Jwk::deserialize(value).map_err(|_| "is not a JSON Web Key")?)
}

fn prepare(jwk: Jwk) -> Result<PublicKey, &'static str> {
    if jwk.usage.as_deref().is_some_and(|usage| usage != "sig")
        || jwk.key_ops.as_ref().is_some_and(|all| !all.iter().any(|one| one == "verify"))
    {
        return Err("is not made for signatures");
    }
    if jwk.d.is_some() {
        return Err("holds its private half: anybody could sign with it");
    }
    let only = match &jwk.alg {
        None => None,
        Some(name) => Some(Algorithm::from_name(name).ok_or("has an unsupported `alg`")?),
    };
    let bytes = |member: &Option<String>| {
        member.as_ref().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default()
    };
    let (x, y) = (bytes(&jwk.x), bytes(&jwk.y));
    let material = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("RSA", _) => Material::rsa(&bytes(&jwk.n), &bytes(&jwk.e))
            .ok_or("is not an RSA key of 2048 to 8192 bits")?,
        ("EC", Some("P-256")) => Material::p256(&x, &y).ok_or("is not a point on P-256")?,
        ("OKP", Some("Ed25519")) => Material::ed25519(&x).ok_or("is not an Ed25519 key")?,
        // `oct` above all: a shared secret does not come from a public address.
        _ => return Err("is of an unsupported kind"),
    };
    if only.is_some_and(|only| material.parsed(only).is_none()) {
        return Err("has an `alg` that is not for its kind");
    }
    Ok(PublicKey::new(jwk.kid, only, material))
}
