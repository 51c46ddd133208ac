//! Coming back from the provider: what both protocols share.

use authing_types::Secret;

use super::{callback::Callback, endpoint::Core, form::Form, pending::PendingLogin};
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

/// Takes a pending login out of a store. A second call with the same handle gets nothing.
pub(crate) async fn take(store: &dyn PendingStore, handle: &Secret) -> Result<PendingLogin, Error> {
    if !is_handle(handle) {
        return Err(CallbackError::NotPending.into());
    }
    match store.take(handle.expose()).await? {
        Some(text) => PendingLogin::from_secret(&text),
        None => Err(CallbackError::NotPending.into()),
    }
}
