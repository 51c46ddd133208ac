//! Login with a sub-account.

use authing_core::{Call, Operation};
use authing_types::{Secret, User};

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, login_by_sub_account},
};

const LOGIN: Operation = Operation::graphql("authentication.login_by_sub_account");

impl AuthenticationClient {
    /// Logs in with a sub-account: one that an administrator has bound to the application.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let clerk = client.login_by_sub_account("clerk", "passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginBySubAccount`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// As for [`login_by_username`](Self::login_by_username), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty account.
    pub fn login_by_sub_account(
        &self,
        account: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_sub_account_with(LoginBySubAccount::new(account, password))
    }

    /// Logs in with a sub-account, and more.
    ///
    /// ```no_run
    /// use authing_authentication::LoginBySubAccount;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginBySubAccount::new("clerk", "passw0rd").captcha_code("x7Fq");
    /// let clerk = client.login_by_sub_account_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginBySubAccount`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// As for [`login_by_sub_account`](Self::login_by_sub_account).
    pub fn login_by_sub_account_with(&self, request: LoginBySubAccount) -> Call<User> {
        let LoginBySubAccount { account, password, captcha_code, client_ip } = request;
        let password = self.encrypt("password", password);
        let call = self
            .api()
            .call(LOGIN)
            .required("account", &account)
            .graphql_deferred::<operations::LoginBySubAccount>(async move {
            Ok(login_by_sub_account::Variables {
                account,
                password: password.await?.expose().to_owned(),
                captcha_code: captcha_code.map(|code| code.expose().to_owned()),
                client_ip,
            })
        });
        self.logs_in(call.map(|data| data.login_by_sub_account))
    }
}

/// What [`AuthenticationClient::login_by_sub_account_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct LoginBySubAccount {
    account: String,
    password: Secret,
    captcha_code: Option<Secret>,
    client_ip: Option<String>,
}

impl LoginBySubAccount {
    /// A login with this sub-account and its password.
    pub fn new(account: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            account: account.into(),
            password: password.into(),
            captcha_code: None,
            client_ip: None,
        }
    }

    /// What the user read off the captcha picture that the server asks for after too many failures
    /// ([`ErrorCode::CAPTCHA_REQUIRED`](crate::ErrorCode::CAPTCHA_REQUIRED)).
    #[must_use]
    pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
        self.captcha_code = Some(captcha_code.into());
        self
    }

    /// The end user's address, when the call comes from a server: the server's checks against abuse
    /// are about addresses.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }
}

authing_types::redacted_debug!(LoginBySubAccount {});
