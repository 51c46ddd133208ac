//! Second factors: answering a challenge, and binding what it is answered with.
//!
//! A log-in that needs a second factor fails with a challenge; whoever answers it is logged in:
//!
//! ```no_run
//! # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
//! let user = match client.login_by_username("bob", "passw0rd").await {
//!     Ok(user) => user,
//!     Err(error) => match error.mfa_required() {
//!         Some(challenge) => challenge.verify_totp(&client, "123456").await?,
//!         None => return Err(error),
//!     },
//! };
//! println!("hello {}", user.id);
//! # Ok(()) }
//! ```

mod answer;
mod face;
mod totp;

use std::sync::Arc;

use crate::steps::MfaChallenge;
use authing_core::{Call, Error, FixedToken, Operation, RestRequest, client::ApiClient};
use authing_types::Secret;
use serde::Serialize;

pub use totp::{Authenticator, AuthenticatorSource, QrPicture, TotpAssociation};

use crate::{arguments::not_empty, client::AuthenticationClient};

const IS_BINDABLE: Operation =
    Operation::post("mfa.is_bindable", "/api/v2/applications/mfa/check").user().idempotent();

impl AuthenticationClient {
    /// The second factors of the user who is logged in.
    pub fn mfa(&self) -> Mfa<'_> {
        Mfa { client: self, token: None }
    }
}

/// The second factors of a user: of the one who is logged in, or
/// [of one who is about to be](Self::with_challenge).
#[derive(Clone, Debug)]
pub struct Mfa<'a> {
    client: &'a AuthenticationClient,
    /// In place of the user's token.
    token: Option<Secret>,
}

impl Mfa<'_> {
    /// The second factors of the user who was asked for one and has none that would do: what is
    /// bound here can answer the challenge.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, MfaChallenge, mfa::AuthenticatorSource};
    ///
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge) -> Result<(), Error> {
    /// let mfa = client.mfa().with_challenge(&challenge);
    /// let association = mfa.associate_totp(AuthenticatorSource::Application).await?;
    /// println!("please scan {}", association.otpauth_uri.expose());
    /// mfa.confirm_totp("123456", AuthenticatorSource::Application).await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with_challenge(mut self, challenge: &MfaChallenge) -> Self {
        self.token = Some(challenge.token.clone());
        self
    }

    /// Whether a phone number or an e-mail address may become this user's second factor: it must
    /// not be somebody else's.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, MfaChallenge, mfa::MfaContact};
    ///
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge) -> Result<(), Error> {
    /// let phone = MfaContact::phone("13800000000");
    /// if client.mfa().with_challenge(&challenge).is_bindable(phone).await? {
    ///     client.send_sms_code("13800000000").await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/mfa/check`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty number or address;
    /// [`is_auth_expired`](Error::is_auth_expired) when the challenge is too old.
    pub fn is_bindable(&self, contact: MfaContact) -> Call<bool> {
        let checked = match &contact {
            MfaContact::Phone(phone) => not_empty("phone", phone),
            MfaContact::Email(email) => not_empty("email", email),
        };
        self.send(RestRequest::new(IS_BINDABLE).json(&contact).check(checked))
    }

    fn send<T: serde::de::DeserializeOwned + Send + 'static>(
        &self,
        request: RestRequest,
    ) -> Call<T> {
        match self.api() {
            Ok(api) => api.rest(request),
            Err(error) => self.client.api().rest(request.check(Err(error))),
        }
    }

    /// Carries the challenge's token if there is one, else the user's.
    fn api(&self) -> Result<ApiClient, Error> {
        match &self.token {
            Some(token) => Ok(self.client.caller_with(Arc::new(FixedToken::new(token)?))),
            None => Ok(self.client.api().clone()),
        }
    }
}

/// Where a code can be sent. `Debug` shows which, and not where.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum MfaContact {
    /// A phone number.
    Phone(String),
    /// An e-mail address.
    Email(String),
}

impl MfaContact {
    /// A phone number.
    pub fn phone(phone: impl Into<String>) -> Self {
        Self::Phone(phone.into())
    }

    /// An e-mail address.
    pub fn email(email: impl Into<String>) -> Self {
        Self::Email(email.into())
    }
}

impl std::fmt::Debug for MfaContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Phone(_) => "Phone(..)",
            Self::Email(_) => "Email(..)",
        })
    }
}
