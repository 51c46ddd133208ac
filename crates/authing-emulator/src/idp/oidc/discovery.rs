//! What the provider tells about itself.

use http::StatusCode;
use http::header::CACHE_CONTROL;
use serde_json::json;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::{claims, signing};
use crate::handler::{Call, Reply, Response};
use crate::state::applications::{ClientAuthMethod, ResponseType};
use crate::state::oidc::Protocol;

/// How long clients may keep the documents.
const CACHE: &str = "public, max-age=300";

pub(super) fn metadata(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let issuer = Protocol::Oidc.issuer(&cx.env.base_url);
    let none: [&str; 0] = [];
    let response_types = ResponseType::ALL.map(ResponseType::as_str);
    let body = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "end_session_endpoint": format!("{issuer}/session/end"),
        "introspection_endpoint": format!("{issuer}/token/introspection"),
        "revocation_endpoint": format!("{issuer}/token/revocation"),
        "scopes_supported": claims::SCOPES,
        "claims_supported": claims::CLAIMS,
        "claim_types_supported": ["normal"],
        "subject_types_supported": ["public"],
        "response_types_supported": response_types,
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": [
            "authorization_code",
            "implicit",
            "refresh_token",
            "client_credentials",
            "password",
            "http://authing.cn/oidc/grant_type/authing_token",
        ],
        "code_challenge_methods_supported": ["plain", "S256"],
        "token_endpoint_auth_methods_supported": ClientAuthMethod::ALL,
        "introspection_endpoint_auth_methods_supported": ClientAuthMethod::ALL,
        "revocation_endpoint_auth_methods_supported": ClientAuthMethod::ALL,
        "id_token_signing_alg_values_supported": ["HS256", "RS256"],
        // Nothing is encrypted and the claims of `/oidc/me` are not signed.
        "id_token_encryption_alg_values_supported": none,
        "id_token_encryption_enc_values_supported": none,
        "userinfo_signing_alg_values_supported": ["none"],
        "userinfo_encryption_alg_values_supported": none,
        "userinfo_encryption_enc_values_supported": none,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    });
    Ok(Response::json(StatusCode::OK, &body).header(CACHE_CONTROL, CACHE).into())
}

/// The public key of every application that signs anything with one.
pub(super) fn jwks(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let mut keys = Vec::new();
    for pool in &mut cx.state.pools {
        for app in pool.apps.iter_mut().filter(|app| app.signs_with_rsa()) {
            signing::make_key(app)?;
            keys.push(signing::jwk(app).map_err(signing::internal)?);
        }
    }
    let body = json!({ "keys": keys });
    Ok(Response::json(StatusCode::OK, &body).header(CACHE_CONTROL, CACHE).into())
}
