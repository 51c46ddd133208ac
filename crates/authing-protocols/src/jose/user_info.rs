//! User info that comes as a signed token.

use super::{
    TokenKind, Verifier,
    checks::{ALWAYS, other_audience},
    claims::{RawClaims, required},
};
use crate::{error::Error, oauth2::UserInfo};

impl Verifier {
    /// Verifies a signed response of the user info endpoint (OpenID Connect Core section 5.3.2). It
    /// is signed like the application's id_tokens. It needs neither times nor issuer and audience,
    /// since it comes from the provider itself; those that it has must be right.
    ///
    /// # Errors
    ///
    /// As [`verify_id_token`](Self::verify_id_token).
    pub(crate) async fn verify_user_info(&self, token: &str) -> Result<UserInfo, Error> {
        let verified = self.open(token, TokenKind::IdToken, self.id_token_algorithms()).await?;
        let mut raw = RawClaims::default();
        raw.read(&verified.payload)?;
        raw.in_form(&ALWAYS)?;
        let expected = self.expected();
        if raw.iss.is_some() {
            expected.issuer(&raw)?;
        }
        expected.period(&raw)?;
        let app_id = expected.app_id;
        if let Some(found) = raw.aud.as_ref().filter(|all| !all.iter().any(|one| one == app_id)) {
            return Err(other_audience(app_id, found).into());
        }
        let (data, client_id, pool) =
            (raw.data.take(), raw.client_id.take(), raw.userpool_id.take());
        raw.keep("data", data);
        raw.keep("client_id", client_id);
        raw.keep("userpool_id", pool);
        raw.keep_odd();
        let sub = required(raw.sub.take().filter(|sub| !sub.is_empty()), "sub")?;
        Ok(UserInfo::new(sub, raw.profile, raw.extra))
    }
}
