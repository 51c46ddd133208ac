//! Looking at a token, for people who want to know what it is and why it is refused.

use serde_json::{Map, Value};

use super::{
    checks::IdTokenChecks,
    claims::{AccessTokenClaims, IdTokenClaims, LogoutTokenClaims, UserTokenClaims},
    error::{TokenError, TokenPart},
    json::{Problem, Strict, read_object},
    jwe,
    jws::{check_length, decode},
    verifier::Verifier,
};
use crate::error::Error;

/// What a token says of itself. **Nothing of it is verified:** anybody can have written it. For looking at a token;
/// what a service may believe, [`Verifier`] says.
///
/// `Debug` hides the claims.
///
/// ```
/// use authing_protocols::jose::UnverifiedToken;
///
/// let token = UnverifiedToken::read("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2lnbmF0dXJl")?;
/// assert_eq!(token.algorithm(), Some("HS256"));
/// assert_eq!(token.claims().and_then(|claims| claims.get("sub")), Some(&"bob".into()));
/// # Ok::<(), authing_protocols::jose::TokenError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct UnverifiedToken {
    header: Map<String, Value>,
    claims: Option<Map<String, Value>>,
}

authing_types::redacted_debug!(UnverifiedToken { header });

impl UnverifiedToken {
    /// Takes a token apart.
    ///
    /// # Errors
    ///
    /// [`TokenError`] for what is not a token, such as an opaque one, and for one that could be read in two ways.
    pub fn read(token: &str) -> Result<Self, TokenError> {
        check_length(token)?;
        let parts: Vec<&str> = token.splitn(6, '.').collect();
        let (header, claims) = match *parts.as_slice() {
            [header, payload, _] => (header, Some(payload)),
            [header, _, _, _, _] if jwe::is_encrypted(token) => (header, None),
            _ => return Err(TokenError::NotAToken),
        };
        let header = object(header, TokenPart::Header)?;
        let claims = claims.map(|text| object(text, TokenPart::Payload)).transpose()?;
        Ok(Self { header, claims })
    }

    /// Its header: how it is signed, and by which key.
    pub fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// How it says it is signed, or how its key is encrypted.
    pub fn algorithm(&self) -> Option<&str> {
        self.header.get("alg")?.as_str()
    }

    /// What it says; `None` if it is encrypted.
    pub fn claims(&self) -> Option<&Map<String, Value>> {
        self.claims.as_ref()
    }

    /// Whether it is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.claims.is_none()
    }

    /// The applications that it names as its audience.
    pub fn audience(&self) -> Vec<&str> {
        match self.claims().and_then(|claims| claims.get("aud")) {
            Some(Value::String(audience)) => vec![audience],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

fn object(text: &str, part: TokenPart) -> Result<Map<String, Value>, TokenError> {
    let problem = Problem::new(part);
    match read_object(&decode(text, part)?, &problem, Strict::new(&problem))? {
        Value::Object(object) => Ok(object),
        _ => Err(TokenError::Malformed { part, problem: "is not a JSON object" }),
    }
}

/// A genuine token, whatever kind it is of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum VerifiedToken {
    /// Who logged in.
    IdToken(Box<IdTokenClaims>),
    /// What its bearer may do.
    AccessToken(Box<AccessTokenClaims>),
    /// A token of Authing's login calls.
    UserToken(Box<UserTokenClaims>),
    /// Whose sessions end.
    LogoutToken(Box<LogoutTokenClaims>),
}

impl Verifier {
    /// Verifies a token of which it is not known of which kind it is: for looking at one. A service knows which kind
    /// it takes, and verifies it as that, since a genuine token of another kind is none.
    ///
    /// ```no_run
    /// # use authing_protocols::{Error, jose::{Verifier, VerifiedToken}};
    /// # async fn example(verifier: Verifier, token: &str) -> Result<(), Error> {
    /// match verifier.verify_any(token).await? {
    ///     VerifiedToken::IdToken(claims) => println!("{} logged in", claims.sub),
    ///     VerifiedToken::AccessToken(claims) => println!("may do {:?}", claims.scopes),
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`verify_id_token`](Self::verify_id_token): why it is refused as the kind that it comes closest to.
    /// Idempotent.
    pub async fn verify_any(&self, token: &str) -> Result<VerifiedToken, Error> {
        let as_id = match self.verify_id_token(token, &IdTokenChecks::new()).await {
            Ok(claims) => return Ok(VerifiedToken::IdToken(Box::new(claims))),
            Err(error) => error,
        };
        let as_access = match self.verify_access_token(token).await {
            Ok(claims) => return Ok(VerifiedToken::AccessToken(Box::new(claims))),
            Err(error) => error,
        };
        if let Ok(claims) = self.verify_user_token(token).await {
            return Ok(VerifiedToken::UserToken(Box::new(claims)));
        }
        if let Ok(claims) = self.verify_logout_token(token).await {
            return Ok(VerifiedToken::LogoutToken(Box::new(claims)));
        }
        match as_id {
            Error::Token(TokenError::Kind { .. }) => Err(as_access),
            as_id => Err(as_id),
        }
    }
}
