//! Asking the server about tokens that cannot be verified here.

use std::sync::Arc;

use authing_protocols::{BoxFuture, Secret};

use crate::permission::Unavailable;

/// Asks the server that issued a login token whether it is one of its own, not expired and not revoked.
///
/// `authing-authentication`'s client implements it (feature `authentication`).
pub trait ConfirmOnline: Send + Sync {
    /// Whether the server confirms the token. An error is never a confirmation.
    fn is_confirmed<'a>(&'a self, token: &'a Secret) -> BoxFuture<'a, Result<bool, Unavailable>>;
}

impl<C: ConfirmOnline + ?Sized> ConfirmOnline for Arc<C> {
    fn is_confirmed<'a>(&'a self, token: &'a Secret) -> BoxFuture<'a, Result<bool, Unavailable>> {
        (**self).is_confirmed(token)
    }
}
