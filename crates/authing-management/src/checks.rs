//! Calls that belong to no area.

use authing_core::{Call, Error, ErrorKind, Operation};
use authing_types::{CheckPasswordStrengthResult, EmailScene, Secret, TokenStatus};
use serde_json::json;

use crate::{
    ManagementClient,
    generated::operations::{self, check_login_status, send_email},
};

const SEND_EMAIL: Operation = Operation::graphql("send_email").management();
const CHECK_LOGIN_STATUS: Operation =
    Operation::graphql("check_login_status").management().idempotent();
const IS_PASSWORD_VALID: Operation =
    Operation::post("is_password_valid", "/api/v2/password/check").management().idempotent();

impl ManagementClient {
    /// Sends an email: a code or a link, as the scene says.
    ///
    /// ```no_run
    /// use authing_management::types::EmailScene;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.send_email("bob@example.com", EmailScene::ResetPassword).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `sendEmail`. Not idempotent: each call sends an email.
    ///
    /// # Errors
    ///
    /// [`is_rate_limited`](Error::is_rate_limited) when one was sent to the address less than a
    /// minute ago; [`ErrorKind::Input`] for a blank address.
    pub fn send_email(&self, email: impl Into<String>, scene: EmailScene) -> Call<()> {
        let email = email.into();
        self.call(SEND_EMAIL)
            .required("email", &email)
            .graphql::<operations::SendEmail>(send_email::Variables { email, scene })
            .map(|data| data.send_email)
            .confirmed()
    }

    /// Asks the server whether a user's token is valid. One that has expired or was logged out is
    /// not an error: `status` is false and `code` says why.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient, token: &str) -> Result<(), authing_management::Error> {
    /// let status = management.check_login_status(token).await?;
    /// if status.status == Some(true) {
    ///     println!("until {:?}", status.exp);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `checkLoginStatus`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] for a blank token; otherwise those of every call. After an error it is
    /// not known who it is: let nobody in.
    pub fn check_login_status(&self, token: impl Into<Secret>) -> Call<TokenStatus> {
        let token: Secret = token.into();
        let token = token.expose().to_owned();
        self.call(CHECK_LOGIN_STATUS)
            .required("token", &token)
            .graphql::<operations::CheckLoginStatus>(check_login_status::Variables {
                token: Some(token),
            })
            .map(|data| data.check_login_status)
            .required_at("data.checkLoginStatus")
    }

    /// Whether a password meets the pool's rules, with the reason when it does not. The password
    /// travels as it is, inside of TLS only. An empty one is asked about like any other.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let check = management.is_password_valid("passw0rd").await?;
    /// if !check.valid {
    ///     println!("{:?}", check.message);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/password/check`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn is_password_valid(
        &self,
        password: impl Into<Secret>,
    ) -> Call<CheckPasswordStrengthResult> {
        let body = json!({ "password": password.into().expose() });
        self.call(IS_PASSWORD_VALID)
            .rest::<Vec<CheckPasswordStrengthResult>>(|request| request.json(&body))
            .try_map(|verdicts| worst(verdicts).ok_or_else(no_verdict))
    }
}

/// The server returns a list: the first refusal counts, and without a verdict nothing is approved.
fn worst(verdicts: Vec<CheckPasswordStrengthResult>) -> Option<CheckPasswordStrengthResult> {
    let refusal = verdicts.iter().position(|verdict| !verdict.valid);
    verdicts.into_iter().nth(refusal.unwrap_or(0))
}

fn no_verdict() -> Error {
    Error::new(ErrorKind::Decode, "the response holds no verdict")
}
