//! Reading a discovery document, and writing down Authing's.

use authing_core::{Error as CallError, ErrorKind, client::is_secure_address};
use authing_types::lenient;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::model::ProviderMetadata;

/// Authing's document has 4 kB.
const LONGEST_DOCUMENT: usize = 256 << 10;

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    introspection_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
    pushed_authorization_request_endpoint: Option<String>,
    scopes_supported: Option<Vec<String>>,
    response_types_supported: Option<Vec<String>>,
    response_modes_supported: Option<Vec<String>>,
    grant_types_supported: Option<Vec<String>>,
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    authorization_response_iss_parameter_supported: Option<bool>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl ProviderMetadata {
    /// Reads the document of the provider with this issuer.
    pub(super) fn parse(body: &[u8], issuer: &str) -> Result<Self, CallError> {
        if body.len() > LONGEST_DOCUMENT {
            return Err(unusable("is larger than a discovery document may be"));
        }
        let document: Document = lenient::json::from_slice(body).map_err(|error| {
            unusable(if error.is_data() {
                "lacks a member that a discovery document must have, or has it in another form"
            } else {
                "is not a discovery document"
            })
        })?;
        // Discovery section 4.3: a document of another issuer's would bring another's keys.
        if document.issuer != issuer {
            return Err(unusable("describes another issuer: check the issuer and the app host"));
        }
        let needed = |address: &str| endpoint(address);
        let offered = |address: Option<String>| address.map(|text| endpoint(&text)).transpose();
        Ok(Self {
            authorization_endpoint: needed(&document.authorization_endpoint)?,
            token_endpoint: needed(&document.token_endpoint)?,
            jwks_uri: needed(&document.jwks_uri)?,
            userinfo_endpoint: offered(document.userinfo_endpoint)?,
            end_session_endpoint: offered(document.end_session_endpoint)?,
            introspection_endpoint: offered(document.introspection_endpoint)?,
            revocation_endpoint: offered(document.revocation_endpoint)?,
            device_authorization_endpoint: offered(document.device_authorization_endpoint)?,
            pushed_authorization_request_endpoint: offered(
                document.pushed_authorization_request_endpoint,
            )?,
            issuer: document.issuer,
            scopes_supported: document.scopes_supported.unwrap_or_default(),
            response_types_supported: document.response_types_supported.unwrap_or_default(),
            response_modes_supported: document.response_modes_supported.unwrap_or_default(),
            grant_types_supported: document.grant_types_supported.unwrap_or_default(),
            id_token_signing_alg_values_supported: document
                .id_token_signing_alg_values_supported
                .unwrap_or_default(),
            token_endpoint_auth_methods_supported: document
                .token_endpoint_auth_methods_supported
                .unwrap_or_default(),
            code_challenge_methods_supported: document
                .code_challenge_methods_supported
                .unwrap_or_default(),
            authorization_response_iss_parameter_supported: document
                .authorization_response_iss_parameter_supported
                .unwrap_or_default(),
            extra: document.extra,
        })
    }

    /// What Authing's documentation says about every application's host.
    pub(super) fn of_host(host: &str, issuer: &str) -> Result<Self, CallError> {
        let at = |path: &str| endpoint(&format!("{host}/oidc/{path}"));
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Ok(Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: at("auth")?,
            token_endpoint: at("token")?,
            jwks_uri: at(".well-known/jwks.json")?,
            userinfo_endpoint: Some(at("me")?),
            end_session_endpoint: Some(at("session/end")?),
            introspection_endpoint: Some(at("token/introspection")?),
            revocation_endpoint: Some(at("token/revocation")?),
            device_authorization_endpoint: None,
            pushed_authorization_request_endpoint: None,
            scopes_supported: list(&[
                "openid",
                "profile",
                "email",
                "phone",
                "address",
                "username",
                "roles",
                "unionid",
                "external_id",
                "extended_fields",
                "offline_access",
            ]),
            response_types_supported: list(&[
                "code",
                "code id_token",
                "code id_token token",
                "code token",
                "id_token",
                "id_token token",
                "none",
            ]),
            response_modes_supported: list(&["query", "fragment", "form_post"]),
            grant_types_supported: list(&[
                "authorization_code",
                "implicit",
                "refresh_token",
                "password",
                "client_credentials",
            ]),
            id_token_signing_alg_values_supported: list(&["HS256", "RS256"]),
            token_endpoint_auth_methods_supported: list(&[
                "client_secret_post",
                "client_secret_basic",
                "none",
            ]),
            code_challenge_methods_supported: list(&["plain", "S256"]),
            authorization_response_iss_parameter_supported: false,
            extra: Map::new(),
        })
    }
}

/// An address that tokens and keys may come from: encrypted, or on this machine.
fn endpoint(address: &str) -> Result<Url, CallError> {
    let url = Url::parse(address).map_err(|_| unusable("names an endpoint that is not a URL"))?;
    if is_secure_address(&url) {
        Ok(url)
    } else {
        Err(unusable("names an endpoint that is neither `https` nor on this machine"))
    }
}

fn unusable(problem: &str) -> CallError {
    CallError::new(ErrorKind::Decode, format!("the response {problem}"))
}
