//! Finishing a login.

use std::time::Duration;

use authing_core::{Error as CallError, Operation};
use authing_types::Secret;

use super::client::OidcClient;
use crate::{
    error::{CallbackError, Error},
    jose::{IdTokenChecks, IdTokenClaims},
    oauth2::{Callback, PendingLogin, Tokens, callback::FrontChannel, flow, tokens::unusable},
    store::PendingStore,
};

const CODE: Operation = Operation::post("oidc.finish", "/oidc/token").raw();

/// A finished login: who logged in, and what was granted.
///
/// `Debug` shows ids, times and scopes only.
#[derive(Clone)]
#[non_exhaustive]
pub struct OidcLogin {
    /// Who: the verified id_token. `claims.sub` is the user's id.
    pub claims: IdTokenClaims,
    /// What was granted.
    pub tokens: Tokens,
    /// The access token that came in the callback beside a code, if one was requested.
    pub front_channel: Option<Tokens>,
}

impl OidcClient {
    /// Finishes a login, in this order: the pending login is recent and this client's own; the
    /// callback has its `state` and comes from this client's provider; it is not a refusal and
    /// holds what was requested; an id_token in it is genuine, made for this application and this
    /// login, and for the code and access token beside it; only then the code is changed for
    /// tokens at `/oidc/token`, with the PKCE verifier; and the id_token among them is genuine too
    /// (OpenID Connect Core sections 3.1.3.7 and 3.3).
    ///
    /// Not idempotent: a code is single-use. It is never retried by itself.
    ///
    /// # Errors
    ///
    /// [`Error::Callback`] when the callback is not the response to this login: start again.
    /// [`Error::OAuth`] when the visitor or the provider refused, [`Error::Token`] when a token is
    /// not genuine, [`Error::OtherUser`] when two tokens name two users, [`Error::Call`] when no
    /// usable response came.
    pub async fn finish(
        &self,
        callback: &Callback,
        pending: PendingLogin,
    ) -> Result<OidcLogin, Error> {
        asked_for_more(&pending)?;
        self.recognise(callback, &pending).await?;
        let front = callback.response(&pending)?;
        self.complete(front, pending).await
    }

    async fn complete(
        &self,
        front: FrontChannel,
        pending: PendingLogin,
    ) -> Result<OidcLogin, Error> {
        let front_claims = self.verify_front(&front, &pending).await?;
        let front_channel = match front.tokens {
            Some(response) => Some(Tokens::new(response, self.core.now())?),
            None => None,
        };
        let Some(code) = front.code else {
            let claims = front_claims.ok_or(CallbackError::Missing("id_token"))?;
            let tokens = front_channel.ok_or(CallbackError::Missing("access_token"))?;
            return Ok(OidcLogin { claims, tokens, front_channel: None });
        };
        let endpoint = self.endpoints().await?.token(CODE);
        let mut tokens = self.core.grant(endpoint, self.core.code_form(&code, &pending)).await?;
        tokens.scope.get_or_insert_with(|| pending.scope());
        let checks = expected(&pending).code(code);
        let claims = self.verify_granted(&tokens, checks).await?;
        if front_claims.is_some_and(|front| front.sub != claims.sub) {
            return Err(Error::OtherUser("id_token of the token endpoint"));
        }
        Ok(OidcLogin { claims, tokens, front_channel })
    }

    /// [`finish`](Self::finish) for the response type
    /// [`IdToken`](super::OidcResponseType::IdToken), which brings no other token.
    ///
    /// # Errors
    ///
    /// Those of `finish`.
    pub async fn finish_id_token(
        &self,
        callback: &Callback,
        pending: PendingLogin,
    ) -> Result<IdTokenClaims, Error> {
        asked_for_id_token_alone(&pending)?;
        self.recognise(callback, &pending).await?;
        self.complete_id_token(&callback.response(&pending)?, &pending).await
    }

    /// [`finish`](Self::finish) with what
    /// [`start_with_store`](super::AuthorizeRequest::start_with_store) kept: `handle` is what the
    /// visitor's cookie holds. Of any number of calls with one handle, one succeeds.
    ///
    /// Anybody can have a browser call a redirect URI. A callback that has not the login's `state`,
    /// comes from another provider (`iss`) or lacks what was requested is refused and leaves the
    /// login, however often it comes: the visitor's own callback goes on. The callback that has the
    /// state uses the login up, with a code or with the provider's refusal. What an attacker can do
    /// is no more than to show the visitor an error page.
    ///
    /// # Errors
    ///
    /// Those of `finish`; [`CallbackError::NotPending`] when there is no such login, and
    /// [`Error::Store`].
    pub async fn finish_with_store(
        &self,
        store: &dyn PendingStore,
        handle: impl Into<Secret>,
        callback: &Callback,
    ) -> Result<OidcLogin, Error> {
        let (front, pending) = self.redeem(store, &handle.into(), callback, asked_for_more).await?;
        self.complete(front, pending).await
    }

    /// [`finish_id_token`](Self::finish_id_token) with what
    /// [`start_with_store`](super::AuthorizeRequest::start_with_store) kept, by the rules of
    /// [`finish_with_store`](Self::finish_with_store).
    ///
    /// # Errors
    ///
    /// Those of `finish_with_store`.
    pub async fn finish_id_token_with_store(
        &self,
        store: &dyn PendingStore,
        handle: impl Into<Secret>,
        callback: &Callback,
    ) -> Result<IdTokenClaims, Error> {
        let (front, pending) =
            self.redeem(store, &handle.into(), callback, asked_for_id_token_alone).await?;
        self.complete_id_token(&front, &pending).await
    }

    /// What the callback brings to the login that is kept under this handle, and uses up.
    async fn redeem(
        &self,
        store: &dyn PendingStore,
        handle: &Secret,
        callback: &Callback,
        check: fn(&PendingLogin) -> Result<(), CallError>,
    ) -> Result<(FrontChannel, PendingLogin), Error> {
        let pending = flow::look_up(store, handle).await?;
        check(&pending)?;
        self.recognise(callback, &pending).await?;
        let front = flow::redeem(callback, &pending, store, handle).await?;
        Ok((front, pending))
    }

    async fn complete_id_token(
        &self,
        front: &FrontChannel,
        pending: &PendingLogin,
    ) -> Result<IdTokenClaims, Error> {
        let claims = self.verify_front(front, pending).await?;
        claims.ok_or_else(|| CallbackError::Missing("id_token").into())
    }

    /// Takes a pending login that [`start_with_store`](super::AuthorizeRequest::start_with_store)
    /// kept out of the store, whatever the callback is like. To give a login up; to finish one, use
    /// [`finish_with_store`](Self::finish_with_store), which a forged callback does not disturb.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NotPending`] when there is no such login, and [`Error::Store`].
    pub async fn take_pending(
        &self,
        store: &dyn PendingStore,
        handle: impl Into<Secret>,
    ) -> Result<PendingLogin, Error> {
        flow::take(store, &handle.into()).await
    }

    /// Whether the callback is of this login and comes from this provider. All that a stranger's
    /// callback fails at is here.
    async fn recognise(&self, callback: &Callback, pending: &PendingLogin) -> Result<(), Error> {
        self.core.recognise(callback, pending)?;
        let iss_required = self.endpoints().await?.sends_issuer();
        Ok(callback.check_issuer(&self.core.settings.issuer, iss_required)?)
    }

    /// What came through the browser is verified before anything is done with it, and must be tied
    /// to all that came with it.
    async fn verify_front(
        &self,
        front: &FrontChannel,
        pending: &PendingLogin,
    ) -> Result<Option<IdTokenClaims>, Error> {
        let Some(id_token) = &front.id_token else { return Ok(None) };
        let mut checks = expected(pending);
        if let Some(code) = &front.code {
            checks = checks.code(code).require_c_hash(true);
        }
        if let Some(tokens) = &front.tokens {
            checks = checks.access_token(&tokens.access_token).require_at_hash(true);
        }
        self.verifier.verify_id_token(id_token.expose(), &checks).await.map(Some)
    }

    /// The id_token that must be among granted tokens.
    pub(super) async fn verify_granted(
        &self,
        tokens: &Tokens,
        checks: IdTokenChecks,
    ) -> Result<IdTokenClaims, Error> {
        let id_token = tokens
            .id_token
            .as_ref()
            .ok_or_else(|| unusable("holds no id_token: ask for the scope `openid`"))?;
        let checks = checks.access_token(&tokens.access_token);
        self.verifier.verify_id_token(id_token.expose(), &checks).await
    }
}

fn asked_for_more(pending: &PendingLogin) -> Result<(), CallError> {
    if pending.asked_for("code") || pending.asked_for("token") {
        return Ok(());
    }
    let problem = "asked for an id_token alone: finish it with `finish_id_token`";
    Err(CallError::input("pending", problem))
}

fn asked_for_id_token_alone(pending: &PendingLogin) -> Result<(), CallError> {
    if pending.asked_for("code") || pending.asked_for("token") {
        let problem = "asked for more than an id_token: finish it with `finish`";
        return Err(CallError::input("pending", problem));
    }
    Ok(())
}

/// What every id_token of this login must be.
fn expected(pending: &PendingLogin) -> IdTokenChecks {
    // Without a nonce, which every login of ours has, no token passes an empty one.
    let checks = IdTokenChecks::new().nonce(pending.details().nonce.clone().unwrap_or_default());
    match pending.details().max_age {
        Some(seconds) => checks.max_age(Duration::from_secs(seconds)),
        None => checks,
    }
}

authing_types::redacted_debug!(OidcLogin { claims, tokens });
