//! Logging in on another device (RFC 8628).

use std::time::Duration;

use authing_core::{ErrorKind, Operation};
use authing_types::Secret;
use serde::Deserialize;
use tokio::time::{Instant, sleep};
use url::Url;

use super::{client::OidcClient, finish::OidcLogin, grants::with_openid};
use crate::{
    error::{Error, OAuthError, OAuthErrorCode},
    jose::IdTokenChecks,
    oauth2::{
        form::Form,
        tokens::unusable,
        tolerant::{seconds, text},
    },
};

const AUTHORIZE: Operation =
    Operation::post("oidc.device_authorization", "/oidc/device/auth").raw();
const POLL: Operation = Operation::post("oidc.device_token", "/oidc/token").raw();

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// RFC 8628 section 3.2.
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);

/// RFC 8628 section 3.5.
const SLOW_DOWN: Duration = Duration::from_secs(5);

/// The longest interval that is believed or backed off to.
const LONGEST_INTERVAL: Duration = Duration::from_secs(300);

/// A login on another device: show the code and the address, then [`wait`](Self::wait).
///
/// `Debug` shows neither code.
pub struct DeviceAuthorization {
    client: OidcClient,
    device_code: Secret,
    user_code: String,
    verification_uri: Url,
    verification_uri_complete: Option<Url>,
    expires_in: Duration,
    deadline: Option<Instant>,
    interval: Duration,
}

#[derive(Deserialize)]
struct Body {
    device_code: Secret,
    user_code: String,
    #[serde(default)]
    verification_uri: Option<String>,
    /// What Google and others call it.
    #[serde(default)]
    verification_url: Option<String>,
    #[serde(default, deserialize_with = "text")]
    verification_uri_complete: Option<String>,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
    #[serde(default, deserialize_with = "seconds")]
    interval: Option<u64>,
}

impl OidcClient {
    /// Starts a login for a device without a browser. The scope must contain `openid`.
    ///
    /// For providers whose metadata names the endpoint: it needs `discovery(true)`. Authing's cloud
    /// is not known to have it.
    ///
    /// ```no_run
    /// # async fn example(oidc: authing_protocols::oidc::OidcClient)
    /// # -> Result<(), authing_protocols::Error> {
    /// let device = oidc.device_authorization("openid profile").await?;
    /// println!("open {} and type {}", device.verification_uri(), device.user_code());
    /// let login = device.wait().await?;
    /// println!("hello {}", login.claims.sub);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config` when the provider names no such endpoint;
    /// [`Error::OAuth`] when it refuses.
    pub async fn device_authorization(
        &self,
        scope: impl Into<String>,
    ) -> Result<DeviceAuthorization, Error> {
        let scope = scope.into();
        with_openid(&scope)?;
        let mut form = Form::default();
        form.push("scope", scope);
        let endpoint = self.endpoints().await?.device_authorization(AUTHORIZE)?;
        let method = &self.core.settings.token_authentication;
        let response: Body = self.core.authenticated(endpoint, method, form)?.await?;
        let life = response.expires_in.ok_or_else(|| unusable("does not say when it expires"))?;
        let expires_in = Duration::from_secs(life);
        let interval = response.interval.map_or(DEFAULT_INTERVAL, Duration::from_secs);
        let address = response.verification_uri.or(response.verification_url);
        let address = address.ok_or_else(|| unusable("lacks `verification_uri`"))?;
        let complete = response.verification_uri_complete.as_deref().map(web_address);
        let complete = complete.and_then(|read| {
            // The other address does as well.
            read.inspect_err(|_| tracing::warn!("`verification_uri_complete` is set aside")).ok()
        });
        Ok(DeviceAuthorization {
            client: self.clone(),
            device_code: response.device_code,
            user_code: response.user_code,
            verification_uri: web_address(&address)?,
            verification_uri_complete: complete,
            expires_in,
            deadline: Instant::now().checked_add(expires_in),
            interval: interval.clamp(Duration::from_secs(1), LONGEST_INTERVAL),
        })
    }
}

impl DeviceAuthorization {
    /// What the user types.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Where the user types it.
    pub fn verification_uri(&self) -> &Url {
        &self.verification_uri
    }

    /// The same address with the code in it, to show as a picture.
    pub fn verification_uri_complete(&self) -> Option<&Url> {
        self.verification_uri_complete.as_ref()
    }

    /// How long the user has, from the start.
    pub fn expires_in(&self) -> Duration {
        self.expires_in
    }

    /// How long to wait before the next [`poll`](Self::poll). It grows when the server asks for
    /// that or does not respond.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Asks once whether the user has logged in; `None` if not yet. Wait for
    /// [`interval`](Self::interval) before each call. Its errors, most of
    /// which only mean "not yet", are not reported to `on_error`.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `access_denied` when the user refused, with `expired_token` when the
    /// time is over; [`Error::Token`] when the id_token is not genuine. A call that failed for want
    /// of a response may be made again.
    pub async fn poll(&mut self) -> Result<Option<OidcLogin>, Error> {
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(expired());
        }
        let mut form = Form::new(GRANT);
        form.push("device_code", &self.device_code);
        let client = &self.client;
        let endpoint = client.endpoints().await?.token(POLL);
        let tokens = match client.core.grant_quietly(endpoint, form).await {
            Ok(tokens) => tokens,
            Err(Error::OAuth(refusal))
                if *refusal.code() == OAuthErrorCode::AUTHORIZATION_PENDING =>
            {
                return Ok(None);
            }
            Err(Error::OAuth(refusal)) if *refusal.code() == OAuthErrorCode::SLOW_DOWN => {
                self.interval = (self.interval + SLOW_DOWN).min(LONGEST_INTERVAL);
                return Ok(None);
            }
            Err(error) => {
                if may_be_retried(&error) {
                    self.interval = (self.interval * 2).min(LONGEST_INTERVAL);
                }
                return Err(error);
            }
        };
        let claims = client.verify_granted(&tokens, IdTokenChecks::new()).await?;
        Ok(Some(OidcLogin { claims, tokens, front_channel: None }))
    }

    /// Waits until the user has logged in, asking as often as the server allows, and less often
    /// while it does not respond (RFC 8628 section 3.5). Drop it to give up.
    ///
    /// # Errors
    ///
    /// Those of [`poll`](Self::poll), but for those that another try may mend.
    pub async fn wait(mut self) -> Result<OidcLogin, Error> {
        loop {
            // Better the end now than after a wait that cannot help.
            let next = Instant::now() + self.interval;
            if self.deadline.is_some_and(|deadline| next >= deadline) {
                return Err(expired());
            }
            sleep(self.interval).await;
            match self.poll().await {
                Ok(Some(login)) => return Ok(login),
                Ok(None) => {}
                Err(error) if may_be_retried(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Whether the server may respond the next time: no response came, or a gateway's page.
fn may_be_retried(error: &Error) -> bool {
    let Error::Call(call) = error else { return false };
    match call.kind() {
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout => true,
        _ => call.is_rate_limited() || matches!(call.status(), Some(500..=599)),
    }
}

fn expired() -> Error {
    let code = OAuthErrorCode::EXPIRED_TOKEN.as_str().to_owned();
    let description = "nobody has logged in on the other device in time: start again";
    Error::OAuth(Box::new(OAuthError::of_callback(code, Some(description), None)))
}

/// An address to show to a user: nothing that does something else when it is opened.
fn web_address(text: &str) -> Result<Url, Error> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"))
        .ok_or_else(|| unusable("holds a verification URL that is not one"))
}

authing_types::redacted_debug!(DeviceAuthorization { client, expires_in, interval });
