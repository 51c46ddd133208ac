//! User info that comes as a signed token.

use super::{
    TokenError, Verifier,
    claims::{RawClaims, required},
};
use crate::{error::Error, oauth2::UserInfo, text::printable};

impl Verifier {
    /// Verifies a signed response of the user info endpoint (OpenID Connect Core section 5.3.2). It
    /// is signed like the application's id_tokens. It needs neither times nor issuer and audience,
    /// since it comes from the provider itself; those that it has must be right.
    ///
    /// # Errors
    ///
    /// As [`verify_id_token`](Self::verify_id_token).
    pub(crate) async fn verify_user_info(&self, token: &str) -> Result<UserInfo, Error> {
        let verified = self.open(token, self.id_token_algorithms()).await?;
        let mut raw = RawClaims::default();
        raw.read(&verified.payload)?;
        let expected = self.expected();
        if let Some(found) = raw.iss.as_ref().filter(|iss| *iss != expected.issuer) {
            let (expected, found) = (expected.issuer.to_owned(), printable(found, 200));
            return Err(TokenError::Issuer { expected, found }.into());
        }
        if raw.aud.as_ref().is_some_and(|all| !all.iter().any(|one| one == expected.app_id)) {
            return Err(TokenError::Audience { expected: expected.app_id.to_owned() }.into());
        }
        if let Some(at) = raw.exp.filter(|at| expected.now >= *at + expected.leeway) {
            let by = expected.now.duration_since(at).unwrap_or_default();
            return Err(TokenError::Expired { at, by }.into());
        }
        let sub = required(raw.sub.filter(|sub| !sub.is_empty()), "sub")?;
        Ok(UserInfo::new(sub, raw.profile, raw.extra))
    }
}
