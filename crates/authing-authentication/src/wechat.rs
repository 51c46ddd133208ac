//! Log-in with the code that WeChat gave to an app on the user's phone.

use std::fmt;

use authing_core::{Call, Error, Operation, RestRequest};
use authing_types::Secret;
use authing_types::User;

use crate::{arguments::not_empty, client::AuthenticationClient, session::Session};

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
    /// the query only; it is good for once. Not idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when WeChat does not know the code;
    /// [`mfa_required`](crate::Error::mfa_required) when a second factor is asked for;
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when the user pool is not known;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code.
    pub fn login_by_wechat_mobile(&self, code: impl Into<Secret>) -> Call<User> {
        self.login_by_wechat_mobile_with(LoginByWechatMobile::new(code))
    }

    /// Logs in with the one-time code that WeChat gave to an app, and what else it said.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByWechatMobile;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient, code: &str) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByWechatMobile::new(code).country("CN").lang("zh_CN").state("af0ifjsldkj");
    /// let user = client.login_by_wechat_mobile_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /connection/social/wechat:mobile/{userPoolId}/callback`. Not idempotent: a code is
    /// good for once.
    ///
    /// # Errors
    ///
    /// As for [`login_by_wechat_mobile`](Self::login_by_wechat_mobile).
    pub fn login_by_wechat_mobile_with(&self, request: LoginByWechatMobile) -> Call<User> {
        let user_pool = self.user_pool_id().filter(|id| !id.is_empty());
        let checked = match user_pool {
            Some(_) => not_empty("code", request.code.expose()),
            None => Err(Error::config(
                "user_pool_id",
                "is missing: a log-in by WeChat's mobile code needs it",
            )),
        };
        let request = RestRequest::new(LOGIN)
            .check(checked)
            .path("userPoolId", user_pool.unwrap_or_default())
            .query("code", request.code.expose())
            .query_opt("country", request.country)
            .query_opt("lang", request.lang)
            .query_opt("state", request.state.as_ref().map(Secret::expose));
        self.signs_in_by_rest(request, Session::log_in)
    }
}

/// What [`AuthenticationClient::login_by_wechat_mobile_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct LoginByWechatMobile {
    code: Secret,
    country: Option<String>,
    lang: Option<String>,
    state: Option<Secret>,
}

impl LoginByWechatMobile {
    /// A log-in with this code of WeChat's.
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

impl fmt::Debug for LoginByWechatMobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginByWechatMobile").finish_non_exhaustive()
    }
}
