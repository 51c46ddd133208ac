//! Two accounts of one person become one, and external identities are taken off again.

use authing_core::{Call, Operation};
use authing_types::{Secret, SocialProvider};
use serde_json::json;

use crate::client::AuthenticationClient;

const LINK: Operation =
    Operation::post("authentication.link_account", "/api/v2/users/link").user_if_held();
const UNLINK: Operation =
    Operation::post("authentication.unlink_account", "/api/v2/users/unlink").user_if_held();

impl AuthenticationClient {
    /// Links a second account to a first: the first takes over the external identities of the
    /// second, as its WeChat or GitHub login. **The second account is deleted, with everything
    /// else that belonged to it.** Each account is named by a token of its user.
    ///
    /// ```no_run
    /// # async fn example(app: authing_authentication::AuthenticationClient, kept: &str, given_up: &str) -> Result<(), authing_authentication::Error> {
    /// app.link_account(kept, given_up).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/link`. Not idempotent: the second account is gone.
    ///
    /// # Errors
    ///
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when one of the tokens is not valid;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty token.
    pub fn link_account(
        &self,
        primary_user_token: impl Into<Secret>,
        secondary_user_token: impl Into<Secret>,
    ) -> Call<()> {
        let (primary, secondary) = (primary_user_token.into(), secondary_user_token.into());
        self.api()
            .call(LINK)
            .required("primary_user_token", primary.expose())
            .required("secondary_user_token", secondary.expose())
            .command(|request| {
                request.json(&json!({
                    "primaryUserToken": primary.expose(),
                    "secondaryUserToken": secondary.expose(),
                }))
            })
    }

    /// Takes a social identity off an account, which is named by a token of its user.
    ///
    /// ```no_run
    /// use authing_authentication::types::SocialProvider;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let Some(token) = client.token() else { return Ok(()) };
    /// client.unlink_account(token, SocialProvider::GitHub).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/unlink`. Not idempotent: the second time there is nothing to unlink.
    ///
    /// # Errors
    ///
    /// - [`OAUTH_NOT_BOUND`](crate::ErrorCode::OAUTH_NOT_BOUND) when there is no such identity, and
    ///   [`LAST_LOGIN_METHOD`](crate::ErrorCode::LAST_LOGIN_METHOD) when the user could not log in
    ///   without it;
    /// - [`is_auth_expired`](crate::Error::is_auth_expired) when the token is not valid;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty token or provider.
    pub fn unlink_account(
        &self,
        primary_user_token: impl Into<Secret>,
        provider: SocialProvider,
    ) -> Call<()> {
        let token = primary_user_token.into();
        self.api()
            .call(UNLINK)
            .required("primary_user_token", token.expose())
            .required("provider", provider.as_str())
            .command(|request| {
                request.json(&json!({ "primaryUserToken": token.expose(), "provider": provider }))
            })
    }
}
