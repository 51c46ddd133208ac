//! What a provider says about itself.

use authing_types::SetAside;
use serde_json::{Map, Value};
use url::Url;

/// A provider's description of itself: its discovery document, or what Authing's documentation
/// says about every application's host.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ProviderMetadata {
    /// The issuer, exactly as tokens have it.
    pub issuer: String,
    /// Where the browser is redirected to log in.
    pub authorization_endpoint: Url,
    /// Where codes and credentials become tokens.
    pub token_endpoint: Url,
    /// The provider's public keys.
    pub jwks_uri: Url,
    /// Returns claims about the user of an access token.
    pub userinfo_endpoint: Option<Url>,
    /// Where the browser is redirected to end the session.
    pub end_session_endpoint: Option<Url>,
    /// Says whether a token is valid.
    pub introspection_endpoint: Option<Url>,
    /// Revokes a token.
    pub revocation_endpoint: Option<Url>,
    /// Where a device asks for a code to show (RFC 8628).
    pub device_authorization_endpoint: Option<Url>,
    /// Where an authorization request is left before the browser is sent (RFC 9126).
    pub pushed_authorization_request_endpoint: Option<Url>,
    /// The scopes there are; empty when the provider does not say.
    pub scopes_supported: Vec<String>,
    /// The response types there are.
    pub response_types_supported: Vec<String>,
    /// The response modes there are.
    pub response_modes_supported: Vec<String>,
    /// The grants there are.
    pub grant_types_supported: Vec<String>,
    /// How id_tokens may be signed. Which way counts is the verifier's configuration.
    pub id_token_signing_alg_values_supported: Vec<String>,
    /// How an application may prove who it is.
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// The forms of PKCE challenges.
    pub code_challenge_methods_supported: Vec<String>,
    /// Whether callbacks carry `iss` (RFC 9207).
    pub authorization_response_iss_parameter_supported: bool,
    /// Whether authorization requests must be left at the provider before the browser is sent (RFC
    /// 9126).
    pub require_pushed_authorization_requests: bool,
    /// All other members.
    pub extra: Map<String, Value>,
    /// Members that could not be read and count as absent, and entries of lists that are not in them.
    /// A call that needs such a member says so. `path` is the member's name, and the problem shows a
    /// URL that is none, since a discovery document is public.
    pub set_aside: Vec<SetAside>,
}

authing_types::redacted_debug!(ProviderMetadata {
    issuer,
    authorization_endpoint,
    token_endpoint,
    jwks_uri
});
