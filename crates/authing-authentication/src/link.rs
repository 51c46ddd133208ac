//! Two accounts of one person become one, and external identities are taken off again.

use authing_core::{Call, Operation, RestRequest};
use authing_types::Secret;
use authing_types::{CommonMessage, SocialProvider};
use serde_json::json;

use crate::command::command;
use crate::{arguments::not_empty, client::AuthenticationClient};

const LINK: Operation = Operation::post("authentication.link_account", "/api/v2/users/link")
    .user_if_held()
    .whole_envelope();
const UNLINK: Operation = Operation::post("authentication.unlink_account", "/api/v2/users/unlink")
    .user_if_held()
    .whole_envelope();

impl AuthenticationClient {
    /// Links a second account to a first: the first takes over the external identities of the
    /// second, as its WeChat or GitHub log-in. **The second account is deleted, with everything
    /// else that belonged to it.** Each account is named by a token of its user.
    ///
    /// ```no_run
    /// # async fn example(app: authing_authentication::AuthenticationClient, kept: &str, given_up: &str) -> Result<(), authing_authentication::Error> {
    /// app.link_account(kept, given_up).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/link`. Not idempotent: there is no second account any more.
    ///
    /// # Errors
    ///
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when one of the tokens is not good;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty token.
    pub fn link_account(
        &self,
        primary_user_token: impl Into<Secret>,
        secondary_user_token: impl Into<Secret>,
    ) -> Call<CommonMessage> {
        let (primary, secondary) = (primary_user_token.into(), secondary_user_token.into());
        let checked = not_empty("primary_user_token", primary.expose())
            .and_then(|()| not_empty("secondary_user_token", secondary.expose()));
        let body = json!({
            "primaryUserToken": primary.expose(),
            "secondaryUserToken": secondary.expose(),
        });
        command(self.api(), RestRequest::new(LINK).json(&body).check(checked))
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
    /// - [`is_auth_expired`](crate::Error::is_auth_expired) when the token is not good;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty token or provider.
    pub fn unlink_account(
        &self,
        primary_user_token: impl Into<Secret>,
        provider: SocialProvider,
    ) -> Call<CommonMessage> {
        let token = primary_user_token.into();
        let checked = not_empty("primary_user_token", token.expose())
            .and_then(|()| not_empty("provider", provider.as_str()));
        let body = json!({ "primaryUserToken": token.expose(), "provider": provider });
        command(self.api(), RestRequest::new(UNLINK).json(&body).check(checked))
    }
}
