//! Authorizations of OpenID Connect and OAuth 2.0: requests, codes and tokens.
//!
//! Codes and tokens are kept as fingerprints only, so a snapshot gives none away.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;
use crate::state::applications::ResponseType;
use crate::state::authentication::Authentication;

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
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Pkce {
    pub(crate) challenge: String,
    pub(crate) method: PkceMethod,
}

show_fields!(Pkce { method });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PkceMethod {
    Plain,
    S256,
}

/// An authorization request that was found in order.
#[derive(Clone, Serialize, Deserialize)]
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

show_fields!(AuthorizationRequest { protocol, app_id, response_type, response_mode });

/// What was authorized: the subject, the application and the scope. All codes and tokens that come of one
/// authorization bear the same `id`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) protocol: Protocol,
    pub(crate) app_id: String,
    pub(crate) subject: Subject,
    pub(crate) scope: String,
}

show_fields!(Grant { id, protocol, app_id });

/// Who an authorization is for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Subject {
    User {
        id: String,
        /// When they logged in.
        auth_time: Timestamp,
        #[serde(default)]
        how: Authentication,
    },
    /// A programmatic access account.
    Account { id: String },
}

show_variants!(Subject { User, Account });

impl Subject {
    pub(crate) fn user_id(&self) -> Option<&str> {
        match self {
            Self::User { id, .. } => Some(id),
            Self::Account { .. } => None,
        }
    }
}

/// An authorization code. A used one stays, so that its replay is noticed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuthorizationCode {
    pub(crate) fingerprint: String,
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) nonce: Option<String>,
    pub(crate) pkce: Option<Pkce>,
    pub(crate) expires_at: Timestamp,
    pub(crate) used: bool,
}

show_fields!(AuthorizationCode { expires_at, used });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

/// An access or refresh token that is valid until it expires; a revoked one is removed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ProtocolToken {
    pub(crate) fingerprint: String,
    pub(crate) kind: TokenKind,
    pub(crate) jti: String,
    pub(crate) grant: Grant,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

show_fields!(ProtocolToken { kind, issued_at, expires_at });
