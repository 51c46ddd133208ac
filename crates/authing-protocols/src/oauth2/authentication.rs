//! How the application proves to an endpoint that it is itself.

use authing_core::Error as CallError;
use authing_types::Secret;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderValue;
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use super::form::{Form, Identity};
use crate::error::Error;
#[cfg(feature = "oidc")]
use crate::oauth2::assertion::{self, ClientKey};

/// How the application proves to an endpoint that it is itself. The console has the same setting
/// for each of the three endpoints: token, introspection, revocation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// The secret in the form: `client_secret_post`, the default with a secret.
    SecretPost,
    /// The secret in the `Authorization` header: `client_secret_basic`.
    SecretBasic,
    /// Nothing but the id: `none`, the default without a secret. PKCE then binds the code.
    None,
    /// A short-lived token signed with the secret by HS256: `client_secret_jwt` (RFC 7523).
    #[cfg(feature = "oidc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "oidc")))]
    SecretJwt,
    /// A short-lived token signed with a private key: `private_key_jwt` (RFC 7523).
    #[cfg(feature = "oidc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "oidc")))]
    PrivateKeyJwt(ClientKey),
}

impl ClientAuthentication {
    pub(crate) fn default_for(secret: Option<&Secret>) -> Self {
        if secret.is_some() { Self::SecretPost } else { Self::None }
    }

    /// Whether it can be used with this secret; `option` names the setting.
    pub(crate) fn check(&self, option: &str, secret: Option<&Secret>) -> Result<(), CallError> {
        let problem = match (self, secret) {
            (Self::SecretPost | Self::SecretBasic, None) => "needs the option `secret`",
            #[cfg(feature = "oidc")]
            (Self::SecretJwt, None) => "needs the option `secret`",
            // RFC 7518 section 3.2: the key of HS256 is at least as long as its hash.
            #[cfg(feature = "oidc")]
            (Self::SecretJwt, Some(secret)) if secret.expose().len() < 32 => {
                "needs a `secret` of 32 bytes or more to sign with"
            }
            _ => return Ok(()),
        };
        Err(CallError::config(option, problem))
    }

    /// Whether the same request may be sent again: an assertion is used once.
    pub(crate) fn is_idempotent(&self) -> bool {
        matches!(self, Self::SecretPost | Self::SecretBasic | Self::None)
    }

    /// Whether the id stands in the header, and not in the form.
    #[cfg(feature = "oidc")]
    pub(crate) fn is_in_header(&self) -> bool {
        matches!(self, Self::SecretBasic)
    }

    /// Puts the proof into the form, or returns the header that holds it.
    pub(crate) fn apply(
        &self,
        identity: &Identity<'_>,
        form: &mut Form,
    ) -> Result<Option<HeaderValue>, Error> {
        let secret = || identity.secret.ok_or_else(|| CallError::config("secret", "is missing"));
        match self {
            Self::None => form.push("client_id", identity.client_id),
            Self::SecretPost => {
                form.push("client_id", identity.client_id);
                form.push("client_secret", secret()?);
            }
            Self::SecretBasic => return basic(identity.client_id, secret()?).map(Some),
            #[cfg(feature = "oidc")]
            Self::SecretJwt => {
                assertion::push(form, &assertion::by_secret(identity, secret()?)?, identity);
            }
            #[cfg(feature = "oidc")]
            Self::PrivateKeyJwt(key) => {
                assertion::push(form, &assertion::by_key(identity, key)?, identity);
            }
        }
        Ok(None)
    }
}

/// RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined, or a colon in the
/// id would move the border between them.
fn basic(client_id: &str, secret: &Secret) -> Result<HeaderValue, Error> {
    let pair: Zeroizing<String> = Zeroizing::new(
        byte_serialize(client_id.as_bytes())
            .chain(std::iter::once(":"))
            .chain(byte_serialize(secret.expose().as_bytes()))
            .collect(),
    );
    let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_| CallError::config("secret", "cannot stand in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_secret_are_encoded_before_they_are_joined() {
        let header = basic("a:b", &"p w+d%é".into()).unwrap();
        let encoded = header.to_str().unwrap().strip_prefix("Basic ").unwrap();
        let pair = String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap();
        assert_eq!(pair, "a%3Ab:p+w%2Bd%25%C3%A9");
    }

    #[test]
    fn the_secret_is_hidden_in_the_header() {
        let header = basic("app", &"canary".into()).unwrap();
        assert!(header.is_sensitive());
    }

    #[test]
    fn a_method_that_needs_a_secret_says_so_by_its_option() {
        for method in [ClientAuthentication::SecretPost, ClientAuthentication::SecretBasic] {
            let error = method.check("client_authentication", None).unwrap_err();
            assert_eq!(
                error.to_string(),
                "option `client_authentication` needs the option `secret`"
            );
        }
        assert!(ClientAuthentication::None.check("x", None).is_ok());
    }
}
