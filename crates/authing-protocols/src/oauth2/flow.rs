//! Coming back from the provider: what both protocols share.

use authing_types::Secret;

use super::{
    callback::{Callback, FrontChannel},
    endpoint::Core,
    form::Form,
    pending::PendingLogin,
};
use crate::{
    error::{CallbackError, Error},
    store::{PendingStore, handle::is_handle},
};

impl Core {
    /// The first look at a callback, before anything in it is believed and before any I/O.
    pub(crate) fn recognise(
        &self,
        callback: &Callback,
        pending: &PendingLogin,
    ) -> Result<(), CallbackError> {
        let settings = &self.settings;
        let (issuer, client_id) = (&settings.issuer, &settings.client_id);
        pending.check(issuer, client_id, settings.pending_lifetime, self.now())?;
        callback.check_state(pending)
    }

    /// The form that changes a code for tokens.
    pub(crate) fn code_form(&self, code: &Secret, pending: &PendingLogin) -> Form {
        let mut form = Form::new("authorization_code");
        form.push("code", code);
        form.push("redirect_uri", pending.details().redirect_uri.as_str());
        form.push_opt("code_verifier", pending.details().verifier.as_ref());
        form
    }
}

/// Looks a pending login up in a store and leaves it there.
pub(crate) async fn look_up(
    store: &dyn PendingStore,
    handle: &Secret,
) -> Result<PendingLogin, Error> {
    if !is_handle(handle) {
        return Err(CallbackError::NotPending.into());
    }
    match store.get(handle.expose()).await? {
        Some(text) => PendingLogin::from_secret(&text),
        None => Err(CallbackError::NotPending.into()),
    }
}

/// Takes a pending login out of a store. A second call with the same handle gets nothing.
#[cfg(feature = "oidc")]
pub(crate) async fn take(store: &dyn PendingStore, handle: &Secret) -> Result<PendingLogin, Error> {
    let pending = look_up(store, handle).await?;
    use_up(store, handle).await?;
    Ok(pending)
}

/// What the callback of this login brings, which uses the login up: so does the provider's refusal
/// in it. Who asks must have seen before that the callback has the login's state. One that lacks
/// what was requested leaves the login where it is.
pub(crate) async fn redeem(
    callback: &Callback,
    pending: &PendingLogin,
    store: &dyn PendingStore,
    handle: &Secret,
) -> Result<FrontChannel, Error> {
    let response = callback.response(pending);
    if matches!(response, Ok(_) | Err(Error::OAuth(_))) {
        use_up(store, handle).await?;
    }
    response
}

/// Of two who looked the same login up, one goes on.
async fn use_up(store: &dyn PendingStore, handle: &Secret) -> Result<(), Error> {
    match store.take(handle.expose()).await? {
        Some(_) => Ok(()),
        None => Err(CallbackError::NotPending.into()),
    }
}
