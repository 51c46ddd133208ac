//! The end user's client asks the server about tokens.

use authing_authentication::AuthenticationClient;
use authing_protocols::{BoxFuture, Secret};

use crate::{online::ConfirmOnline, permission::Unavailable};

/// Asks Authing with each request, by `check_login_status`.
#[cfg_attr(docsrs, doc(cfg(feature = "authentication")))]
impl ConfirmOnline for AuthenticationClient {
    fn is_confirmed<'a>(&'a self, token: &'a Secret) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(async move {
            match self.with_token(token).check_login_status().await {
                Ok(status) => Ok(status.status == Some(true)),
                Err(error) if error.is_auth_expired() => Ok(false),
                Err(error) => {
                    let wait = error.retry_after();
                    Err(Unavailable::new(error).retry_after(wait))
                }
            }
        })
    }
}
