//! Who a client is, and how it proves it (RFC 6749 section 2.3).

use aws_lc_rs::constant_time;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use percent_encoding::percent_decode_str;

use crate::domain::context::Cx;
use crate::handler::Call;
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::params::Params;
use crate::state::applications::ClientAuthMethod;
use crate::state::oidc::Protocol;

/// The endpoints that each have a method of their own.
#[derive(Clone, Copy)]
pub(super) enum Endpoint {
    Token,
    Introspection,
    Revocation,
}

/// What a client has shown.
pub(super) struct Credentials {
    pub(super) id: String,
    /// The secret in each way it can be read; none for a public client.
    secrets: Vec<String>,
    method: ClientAuthMethod,
}

impl Credentials {
    pub(super) fn read(call: &Call, params: &Params<'_>) -> OAuthResult<Self> {
        let basic = call.header(AUTHORIZATION).and_then(|value| {
            let (scheme, credentials) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("basic").then_some(credentials)
        });
        let Some(basic) = basic else {
            let id = params.get("client_id").ok_or_else(|| {
                OAuthError::invalid_client("no client credentials were sent: client_id is missing")
            })?;
            let secret = params.get("client_secret").map(str::to_owned);
            let method = match secret {
                Some(_) => ClientAuthMethod::ClientSecretPost,
                None => ClientAuthMethod::None,
            };
            return Ok(Self { id: id.to_owned(), secrets: secret.into_iter().collect(), method });
        };
        if params.get("client_secret").is_some() {
            return Err(OAuthError::invalid_request(
                "the client used two ways to authenticate; use one",
            ));
        }
        let malformed = || OAuthError::invalid_client("the Basic credentials are malformed");
        let pair = STANDARD.decode(basic.trim()).map_err(|_| malformed())?;
        let pair = String::from_utf8(pair).map_err(|_| malformed())?;
        let (id, secret) = pair.split_once(':').ok_or_else(malformed)?;
        // RFC 6749 wants both parts form-encoded, but the SDKs send them as they are.
        let decode = |text: &str| {
            percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
        };
        let (id, secrets) = (decode(id), vec![secret.to_owned(), decode(secret)]);
        if params.get("client_id").is_some_and(|named| named != id) {
            return Err(OAuthError::invalid_request("client_id and the credentials differ"));
        }
        Ok(Self { id, secrets, method: ClientAuthMethod::ClientSecretBasic })
    }

    /// Those of a body that is not a form.
    pub(super) fn of_body(id: String, secret: Option<String>) -> Self {
        let method = match secret {
            Some(_) => ClientAuthMethod::ClientSecretPost,
            None => ClientAuthMethod::None,
        };
        Self { id, secrets: secret.into_iter().collect(), method }
    }

    pub(super) fn has_secret(&self, secret: &str) -> bool {
        self.secrets.iter().any(|own| {
            constant_time::verify_slices_are_equal(own.as_bytes(), secret.as_bytes()).is_ok()
        })
    }
}

/// Lets the application in by the method it has registered, and makes it that of the request.
pub(super) fn authenticate(
    cx: &mut Cx<'_>,
    credentials: &Credentials,
    endpoint: Endpoint,
    protocol: Protocol,
) -> OAuthResult<()> {
    let wrong = || OAuthError::invalid_client("there is no such client, or the secret is wrong");
    let app = cx.state.pool_of_app(&credentials.id).and_then(|pool| pool.app(&credentials.id));
    let app = app.ok_or_else(wrong)?;
    let settings = &app.protocols;
    let (method, setting) = match endpoint {
        Endpoint::Token => (settings.token_auth, "token_endpoint_auth_method"),
        Endpoint::Introspection => {
            (settings.introspection_auth, "introspection_endpoint_auth_method")
        }
        Endpoint::Revocation => (settings.revocation_auth, "revocation_endpoint_auth_method"),
    };
    if credentials.method != method {
        return Err(OAuthError::invalid_client(format!(
            "the client did not authenticate as its {setting} says"
        )));
    }
    if method != ClientAuthMethod::None && !credentials.has_secret(&app.secret) {
        return Err(wrong());
    }
    require_protocol(protocol, settings.oauth_enabled)?;
    cx.enter_app(&credentials.id)?;
    Ok(())
}

/// OAuth 2.0 has to be switched on.
pub(super) fn require_protocol(protocol: Protocol, oauth_enabled: bool) -> OAuthResult<()> {
    match protocol {
        Protocol::OAuth if !oauth_enabled => Err(OAuthError::unauthorized_client(
            "OAuth 2.0 is not switched on for this application (oauthProviderEnabled)",
        )),
        Protocol::OAuth | Protocol::Oidc => Ok(()),
    }
}
