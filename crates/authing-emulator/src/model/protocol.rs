//! Authorizations of OpenID Connect and OAuth 2.0: requests, codes and tokens.
//!
//! Codes and tokens are kept as fingerprints only, so a snapshot gives none away.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::settings::ResponseType;

/// Which family of endpoints a request came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Protocol {
    Oidc,
    OAuth,
}

impl Protocol {
    /// The first segment of its paths.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
            Self::OAuth => "oauth",
        }
    }

    /// What stands in `iss`.
    pub(crate) fn issuer(self, base_url: &str) -> String {
        format!("{base_url}/{}", self.name())
    }
}

/// How an authorization response travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

/// A proof key (RFC 7636).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pkce {
    pub(crate) challenge: String,
    pub(crate) method: PkceMethod,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PkceMethod {
    Plain,
    S256,
}

/// An authorization request that was found in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AuthorizationRequest {
    pub(crate) protocol: Protocol,
    pub(crate) app_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) response_type: ResponseType,
    pub(crate) response_mode: ResponseMode,
    /// The scope that will be granted.
    pub(crate) scope: String,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) pkce: Option<Pkce>,
}

/// What was authorized: for whom, to whom, how far. All codes and tokens that come of one
/// authorization bear the same `id`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) protocol: Protocol,
    pub(crate) app_id: String,
    pub(crate) subject: Subject,
    pub(crate) scope: String,
}

/// Whom an authorization speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Subject {
    User {
        id: String,
        /// When they signed in.
        auth_time: Timestamp,
    },
    /// A programmatic access account.
    Account { id: String },
}

impl Subject {
    pub(crate) fn user_id(&self) -> Option<&str> {
        match self {
            Self::User { id, .. } => Some(id),
            Self::Account { .. } => None,
        }
    }
}

/// An authorization code. A used one stays, so that its replay is noticed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AuthorizationCode {
    pub(crate) fingerprint: String,
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) nonce: Option<String>,
    pub(crate) pkce: Option<Pkce>,
    pub(crate) expires_at: Timestamp,
    pub(crate) used: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

/// An access or refresh token that is valid until it expires; a revoked one is removed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ProtocolToken {
    pub(crate) fingerprint: String,
    pub(crate) kind: TokenKind,
    pub(crate) jti: String,
    pub(crate) grant: Grant,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}
