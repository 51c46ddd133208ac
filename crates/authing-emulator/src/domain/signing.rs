//! The keys of applications, and what is signed with them.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::PrivateDecryptingKey;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde_json::Value as Json;

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::jwt::{fingerprint, open_hs256, sign_hs256, signature_only};
use crate::base::keys::{self, KeyError, pem};
use crate::domain::context::Cx;
use crate::state::applications::{Application, TokenAlgorithm};

/// Makes the application's RSA key if it signs with one and has none yet.
pub(crate) fn ensure_key(cx: &mut Cx<'_>, app_id: &str) -> ApiResult<()> {
    let app = cx.pool_mut()?.app_mut(app_id).ok_or(failures::APP_NOT_FOUND)?;
    if app.signs_with_rsa() { make_key(app) } else { Ok(()) }
}

pub(crate) fn make_key(app: &mut Application) -> ApiResult<()> {
    if app.rsa_key.is_none() {
        app.rsa_key = Some(keys::generate_rsa().map_err(internal)?);
    }
    Ok(())
}

pub(crate) fn internal(_: KeyError) -> ApiError {
    ApiError::own(1000, "the emulator could not make or use a key")
}

/// Signs with the application's secret or with its key.
pub(crate) fn sign(
    claims: &Json,
    app: &Application,
    algorithm: TokenAlgorithm,
) -> Result<String, KeyError> {
    match algorithm {
        TokenAlgorithm::Hs256 => sign_hs256(claims, &app.secret),
        TokenAlgorithm::Rs256 => {
            let mut header = Header::new(Algorithm::RS256);
            header.kid = Some(key_id(app));
            jsonwebtoken::encode(&header, claims, &signing_key(app)?).map_err(|_| KeyError)
        }
    }
}

/// Opens a user token with the application's algorithm and no other.
pub(crate) fn open_for_app(token: &str, app: &Application) -> Option<Json> {
    match app.algorithm {
        TokenAlgorithm::Hs256 => open_hs256(token, &app.secret),
        TokenAlgorithm::Rs256 => {
            let public = public_der(app).ok()?;
            let key = DecodingKey::from_rsa_pem(pem("PUBLIC KEY", &public).as_bytes()).ok()?;
            let validation = signature_only(Algorithm::RS256);
            jsonwebtoken::decode(token, &key, &validation).ok().map(|t| t.claims)
        }
    }
}

/// The application's public key as a JSON Web Key.
pub(crate) fn jwk(app: &Application) -> Result<Json, KeyError> {
    let mut jwk =
        Jwk::from_encoding_key(&signing_key(app)?, Algorithm::RS256).map_err(|_| KeyError)?;
    jwk.common.key_id = Some(key_id(app));
    let mut jwk = serde_json::to_value(jwk).map_err(|_| KeyError)?;
    if let Some(jwk) = jwk.as_object_mut() {
        jwk.insert("use".to_owned(), Json::from("sig"));
        jwk.insert("alg".to_owned(), Json::from("RS256"));
    }
    Ok(jwk)
}

/// The application's key as a JSON Web Key with its private part (RFC 7518 section 6.3.2).
pub(crate) fn private_jwk(app: &Application) -> Result<Json, KeyError> {
    let pkcs8 =
        STANDARD.decode(app.rsa_key.as_deref().unwrap_or_default()).map_err(|_| KeyError)?;
    let private = keys::rsa_private_numbers(&pkcs8).ok_or(KeyError)?;
    let mut jwk = jwk(app)?;
    for (name, number) in ["d", "p", "q", "dp", "dq", "qi"].into_iter().zip(private) {
        jwk[name] = Json::from(URL_SAFE_NO_PAD.encode(number));
    }
    Ok(jwk)
}

fn key_id(app: &Application) -> String {
    let key = app.rsa_key.as_deref().unwrap_or_default();
    fingerprint(key).chars().take(32).collect()
}

fn private_key(app: &Application) -> Result<PrivateDecryptingKey, KeyError> {
    let pkcs8 =
        STANDARD.decode(app.rsa_key.as_deref().unwrap_or_default()).map_err(|_| KeyError)?;
    PrivateDecryptingKey::from_pkcs8(&pkcs8).map_err(|_| KeyError)
}

fn signing_key(app: &Application) -> Result<EncodingKey, KeyError> {
    let der: Pkcs8V1Der<'_> = private_key(app)?.as_der().map_err(|_| KeyError)?;
    EncodingKey::from_rsa_pem(pem("PRIVATE KEY", der.as_ref()).as_bytes()).map_err(|_| KeyError)
}

fn public_der(app: &Application) -> Result<Vec<u8>, KeyError> {
    let der: PublicKeyX509Der<'_> =
        private_key(app)?.public_key().as_der().map_err(|_| KeyError)?;
    Ok(der.as_ref().to_vec())
}
