//! Login with the code that WeChat gave to an app on the user's phone.

use authing_core::{Call, Error, Operation};
use authing_types::{Secret, User};

use crate::client::AuthenticationClient;

const LOGIN: Operation = Operation::get(
    "authentication.login_by_wechat_mobile",
    "/connection/social/wechat:mobile/{userPoolId}/callback",
);

impl AuthenticationClient {
    /// Logs in with the one-time code that WeChat gave to an app on the user's phone. The client
    /// must know its [user pool](crate::AuthenticationClientBuilder::user_pool_id).
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient, code: &str) -> Result<(), authing_authentication::Error> {
    /// let user = client.login_by_wechat_mobile(code).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /connection/social/wechat:mobile/{userPoolId}/callback`. The server takes the code in
    /// the query only. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// An error of the server's when WeChat does not know the code;
    /// [`is_login_step`](crate::Error::is_login_step) when a second factor is asked for;
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when the user pool is not known;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code.
    pub fn login_by_wechat_mobile(&self, code: impl Into<Secret>) -> Call<User> {
        self.login_by_wechat_mobile_with(LoginByWeChatMobile::new(code))
    }

    /// Logs in with the one-time code that WeChat gave to an app, with the user's country, language and the app's state.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByWeChatMobile;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient, code: &str) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByWeChatMobile::new(code).country("CN").lang("zh_CN").state("af0ifjsldkj");
    /// let user = client.login_by_wechat_mobile_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /connection/social/wechat:mobile/{userPoolId}/callback`. Not idempotent: a code is
    /// single-use.
    ///
    /// # Errors
    ///
    /// As for [`login_by_wechat_mobile`](Self::login_by_wechat_mobile).
    pub fn login_by_wechat_mobile_with(&self, request: LoginByWeChatMobile) -> Call<User> {
        let user_pool_id = self.user_pool_id().unwrap_or_default();
        let known = if user_pool_id.is_empty() {
            let needed = "is missing: a login by WeChat's mobile code needs it";
            Err(Error::config("user_pool_id", needed))
        } else {
            Ok(())
        };
        let call =
            self.api().call(LOGIN).check(known).required("code", request.code.expose()).rest(
                |rest| {
                    rest.path("userPoolId", user_pool_id)
                        .query("code", request.code.expose())
                        .query_opt("country", request.country)
                        .query_opt("lang", request.lang)
                        .query_opt("state", request.state.as_ref().map(Secret::expose))
                },
            );
        self.logs_in(call)
    }
}

/// What [`AuthenticationClient::login_by_wechat_mobile_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct LoginByWeChatMobile {
    code: Secret,
    country: Option<String>,
    lang: Option<String>,
    state: Option<Secret>,
}

impl LoginByWeChatMobile {
    /// A login with this code of WeChat's.
    pub fn new(code: impl Into<Secret>) -> Self {
        Self { code: code.into(), country: None, lang: None, state: None }
    }

    /// The user's country, as WeChat gave it.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// The user's language, as WeChat gave it.
    #[must_use]
    pub fn lang(mut self, lang: impl Into<String>) -> Self {
        self.lang = Some(lang.into());
        self
    }

    /// The state that the app sent to WeChat, and got back.
    #[must_use]
    pub fn state(mut self, state: impl Into<Secret>) -> Self {
        self.state = Some(state.into());
        self
    }
}

authing_types::redacted_debug!(LoginByWeChatMobile {});
