//! Applications.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// Life of a user token: fourteen days, the `id_token_expire` of a new application.
pub(crate) const USER_TOKEN_SECONDS: i64 = 1_209_600;

/// How an application signs its user tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum TokenAlgorithm {
    /// HMAC with the application secret: what a new application uses.
    #[default]
    Hs256,
    /// RSA with the application's own key, published at `/oidc/.well-known/jwks.json`.
    Rs256,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) identifier: String,
    pub(crate) secret: String,
    pub(crate) algorithm: TokenAlgorithm,
    pub(crate) token_seconds: i64,
    /// Base64 PKCS#8, made when the application first needs a key.
    pub(crate) rsa_key: Option<String>,
    pub(crate) created_at: Timestamp,
}

impl Application {
    /// An application with the server's defaults; its id is its identifier.
    pub(crate) fn new(
        id: String,
        secret: String,
        name: &str,
        algorithm: TokenAlgorithm,
        now: Timestamp,
    ) -> Self {
        Self {
            identifier: id.clone(),
            id,
            name: name.to_owned(),
            secret,
            algorithm,
            token_seconds: USER_TOKEN_SECONDS,
            rsa_key: None,
            created_at: now,
        }
    }
}
