//! The handle, and what may become a second factor.

use authing_core::{Call, Operation, client::ApiClient};
use serde::Serialize;

use crate::{client::AuthenticationClient, steps::MfaChallenge};

const IS_BINDABLE: Operation = Operation::post("mfa.is_bindable", "/api/v2/applications/mfa/check")
    .user()
    .idempotent()
    .strict();

impl AuthenticationClient {
    /// The second factors of the user who is logged in.
    pub fn mfa(&self) -> UserMfaApi<'_> {
        UserMfaApi { client: self, api: self.api().clone(), completes_login: false }
    }
}

/// The second factors of a user who is logged in, or [of one who is logging in](Self::with_challenge):
/// [`AuthenticationClient::mfa`].
#[derive(Clone, Debug)]
pub struct UserMfaApi<'a> {
    pub(super) client: &'a AuthenticationClient,
    /// Carries the user's token, or the challenge's.
    pub(super) api: ApiClient,
    pub(super) completes_login: bool,
}

impl UserMfaApi<'_> {
    /// The second factors of the user who was asked for one and has none that is accepted: what is
    /// bound here can complete the challenge.
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
        self.api = self.client.api_with_token(&challenge.token);
        self.completes_login = true;
        self
    }

    /// Whether a phone number or an email address may become this user's second factor: it must
    /// not belong to another user.
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
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when the challenge is too old.
    pub fn is_bindable(&self, contact: MfaContact) -> Call<bool> {
        let (argument, text) = match &contact {
            MfaContact::Phone(phone) => ("phone", phone),
            MfaContact::Email(email) => ("email", email),
        };
        let call = self.api.call(IS_BINDABLE).required(argument, text);
        call.rest(|request| request.json(&contact))
    }
}

/// Where a code can be sent. `Debug` shows which, and not where.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum MfaContact {
    /// A phone number.
    Phone(String),
    /// An email address.
    Email(String),
}

impl MfaContact {
    /// A phone number.
    pub fn phone(phone: impl Into<String>) -> Self {
        Self::Phone(phone.into())
    }

    /// An email address.
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
