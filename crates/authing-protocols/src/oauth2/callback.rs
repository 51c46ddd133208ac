//! What the visitor's browser brings back.

use std::{borrow::Cow, fmt};

use authing_types::Secret;
use serde_json::Map;
use url::{Url, form_urlencoded};

use super::{pending::PendingLogin, tokens::TokenBody};
use crate::{
    error::{CallbackError, Error, OAuthError},
    text::{scope_words, shown},
};

/// The response to an authorization request, as the browser brought it to the redirect URI.
///
/// Anybody can call a redirect URI: nothing in it is trusted until `finish` has checked it. No
/// parameter may come twice (RFC 6749 section 3.1). `Debug` shows which parameters there are.
///
/// ```
/// use authing_protocols::oauth2::Callback;
///
/// let callback = Callback::from_query("code=4-2c7&state=xyz")?;
/// assert!(Callback::from_query("code=a&code=b").is_err());
/// # let _ = callback;
/// # Ok::<(), authing_protocols::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Callback {
    state: Option<Secret>,
    iss: Option<Secret>,
    code: Option<Secret>,
    id_token: Option<Secret>,
    access_token: Option<Secret>,
    token_type: Option<Secret>,
    expires_in: Option<Secret>,
    scope: Option<Secret>,
    error: Option<Secret>,
    error_description: Option<Secret>,
    error_uri: Option<Secret>,
}

/// What a callback brought, once it is known whose it is.
pub(crate) struct FrontChannel {
    pub(crate) code: Option<Secret>,
    #[cfg_attr(not(feature = "oidc"), expect(dead_code, reason = "OAuth 2.0 asks for none"))]
    pub(crate) id_token: Option<Secret>,
    pub(crate) tokens: Option<TokenBody>,
}

impl Callback {
    /// The query of the request, without `?`.
    ///
    /// # Errors
    ///
    /// [`CallbackError::Duplicate`] when a known parameter comes twice.
    pub fn from_query(query: &str) -> Result<Self, Error> {
        Self::from_pairs(form_urlencoded::parse(query.as_bytes()))
    }

    /// The body of the request: for the response mode `form_post`.
    ///
    /// # Errors
    ///
    /// [`CallbackError::Duplicate`] when a known parameter comes twice.
    pub fn from_form(body: &str) -> Result<Self, Error> {
        Self::from_query(body)
    }

    /// The whole address that the browser was sent to: its query, and its fragment where a page or
    /// an app of yours has read it for the response mode `fragment`.
    ///
    /// # Errors
    ///
    /// [`CallbackError::Duplicate`] when a known parameter comes twice.
    pub fn from_url(url: &Url) -> Result<Self, Error> {
        let fragment = url.fragment().unwrap_or_default().as_bytes();
        Self::from_pairs(url.query_pairs().chain(form_urlencoded::parse(fragment)))
    }

    fn from_pairs<'a>(
        pairs: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) -> Result<Self, Error> {
        let mut callback = Self::default();
        for (name, value) in pairs {
            let (name, field) = match &*name {
                "state" => ("state", &mut callback.state),
                "iss" => ("iss", &mut callback.iss),
                "code" => ("code", &mut callback.code),
                "id_token" => ("id_token", &mut callback.id_token),
                "access_token" => ("access_token", &mut callback.access_token),
                "token_type" => ("token_type", &mut callback.token_type),
                "expires_in" => ("expires_in", &mut callback.expires_in),
                "scope" => ("scope", &mut callback.scope),
                "error" => ("error", &mut callback.error),
                "error_description" => ("error_description", &mut callback.error_description),
                "error_uri" => ("error_uri", &mut callback.error_uri),
                // What the server may add breaks nothing.
                _ => continue,
            };
            if field.is_some() {
                return Err(CallbackError::Duplicate(name).into());
            }
            *field = Some(value.into_owned().into());
        }
        Ok(callback)
    }

    /// Whether it has the `state` of this login, compared in a time that tells nothing of it. All
    /// else about it is for `finish` to check.
    ///
    /// ```
    /// # use authing_protocols::{Error, Secret, oauth2::{Callback, PendingLogin}};
    /// # fn remove_from_session() -> Result<(), Error> { Ok(()) }
    /// # fn example(query: &str, kept: Secret) -> Result<(), Error> {
    /// let (callback, pending) = (Callback::from_query(query)?, PendingLogin::from_secret(kept)?);
    /// // A forged callback leaves the login that the visitor has begun.
    /// if callback.is_of(&pending) {
    ///     remove_from_session()?;
    /// }
    /// // Give both to `finish`, which says why where it is not.
    /// # Ok(()) }
    /// ```
    pub fn is_of(&self, pending: &PendingLogin) -> bool {
        self.check_state(pending).is_ok()
    }

    /// Whether it belongs to this login: checked before anything else in it is read.
    pub(crate) fn check_state(&self, pending: &PendingLogin) -> Result<(), CallbackError> {
        let state = given(&self.state).ok_or(CallbackError::Missing("state"))?;
        if pending.has_state(state) { Ok(()) } else { Err(CallbackError::StateMismatch) }
    }

    /// Whether it comes from the provider that was asked (RFC 9207 section 2.4). An id_token names
    /// its issuer itself, under a signature: providers leave the parameter out beside one.
    pub(crate) fn check_issuer(&self, issuer: &str, required: bool) -> Result<(), CallbackError> {
        match &self.iss {
            Some(iss) if iss.expose() == issuer => Ok(()),
            Some(iss) => Err(CallbackError::IssuerMismatch {
                expected: issuer.to_owned(),
                found: shown(iss.expose(), 200),
            }),
            None if required && given(&self.id_token).is_none() => {
                Err(CallbackError::Missing("iss"))
            }
            None => Ok(()),
        }
    }

    /// What the response type asked for, no more and no less; or the provider's refusal.
    pub(crate) fn response(&self, pending: &PendingLogin) -> Result<FrontChannel, Error> {
        if let Some(code) = given(&self.error) {
            let text = |field: &Option<Secret>| field.as_ref().map(|text| text.expose().to_owned());
            let refusal = OAuthError::of_callback(
                code.expose().to_owned(),
                text(&self.error_description).as_deref(),
                text(&self.error_uri).as_deref(),
            );
            return Err(Error::OAuth(Box::new(refusal)));
        }
        let exactly = |name: &'static str, word: &str, field: &Option<Secret>| match (
            given(field),
            pending.asked_for(word),
        ) {
            (None, true) => Err(CallbackError::Missing(name)),
            (Some(_), false) => Err(CallbackError::Unexpected(name)),
            (value, _) => Ok(value.cloned()),
        };
        Ok(FrontChannel {
            code: exactly("code", "code", &self.code)?,
            id_token: exactly("id_token", "id_token", &self.id_token)?,
            tokens: exactly("access_token", "token", &self.access_token)?
                .map(|access_token| self.tokens(access_token))
                .transpose()?,
        })
    }

    fn tokens(&self, access_token: Secret) -> Result<TokenBody, CallbackError> {
        let text = |field: &Option<Secret>| given(field).map(|text| text.expose().to_owned());
        let token_type = text(&self.token_type).ok_or(CallbackError::Missing("token_type"))?;
        Ok(TokenBody {
            access_token,
            token_type: Some(token_type),
            expires_in: text(&self.expires_in).and_then(|life| life.parse().ok()),
            refresh_token: None,
            id_token: given(&self.id_token).cloned(),
            scope: text(&self.scope).map(|scope| scope_words(&scope).map(str::to_owned).collect()),
            rejected_scope: None,
            extra: Map::new(),
        })
    }
}

/// An empty parameter counts as none (RFC 6749 section 3.1).
fn given(field: &Option<Secret>) -> Option<&Secret> {
    field.as_ref().filter(|value| !value.is_empty())
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = [
            ("state", &self.state),
            ("iss", &self.iss),
            ("code", &self.code),
            ("id_token", &self.id_token),
            ("access_token", &self.access_token),
            ("error", &self.error),
        ];
        let present = fields.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| name);
        f.write_str("Callback ")?;
        f.debug_set().entries(present).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_parameter_that_comes_twice_is_refused_wherever_it_comes() {
        for name in ["state", "iss", "code", "id_token", "access_token", "error", "scope"] {
            let refused = Callback::from_query(&format!("{name}=a&x=1&{name}=a")).unwrap_err();
            assert!(refused.to_string().contains(&format!("`{name}` twice")), "{refused}");
        }
        let url = Url::parse("https://me/cb?code=a#code=b").unwrap();
        assert!(Callback::from_url(&url).is_err());
        assert!(Callback::from_query("x=1&x=2&resource=a&resource=b").is_ok());
    }

    #[test]
    fn parameters_are_decoded_once() {
        let callback = Callback::from_form("state=a%2Bb+c%2526").unwrap();
        assert_eq!(callback.state.unwrap().expose(), "a+b c%26");
    }

    #[test]
    fn debug_shows_names_and_no_values() {
        let callback = Callback::from_query("code=canary&state=canary&other=canary").unwrap();
        assert_eq!(format!("{callback:?}"), r#"Callback {"state", "code"}"#);
    }

    #[test]
    fn an_issuer_must_be_the_one_asked_and_may_be_demanded() {
        let with = |query: &str| Callback::from_query(query).unwrap();
        assert_eq!(with("iss=https://op").check_issuer("https://op", true), Ok(()));
        assert_eq!(with("").check_issuer("https://op", false), Ok(()));
        assert_eq!(with("").check_issuer("https://op", true), Err(CallbackError::Missing("iss")));
        assert_eq!(with("id_token=a.b.c").check_issuer("https://op", true), Ok(()));
        assert!(with("id_token=").check_issuer("https://op", true).is_err());
        for wrong in ["iss=https://op/", "iss=", "iss=https://OP"] {
            let refused = with(wrong).check_issuer("https://op", false);
            let refused = refused.unwrap_err();
            assert!(matches!(refused, CallbackError::IssuerMismatch { .. }), "{wrong}");
            assert!(refused.to_string().contains(&format!("`{}`", &wrong[4..])), "{refused}");
            assert!(refused.to_string().contains("`https://op`"), "{refused}");
        }
    }
}
