//! Sending one-time codes.

use authing_core::{Call, Operation};
use authing_types::{EmailScene, wire_enum};
use serde::Serialize;

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, send_email},
};

// Each call sends a message: none is idempotent.
const SEND_SMS_CODE: Operation =
    Operation::post("authentication.send_sms_code", "/api/v2/sms/send");
const SEND_EMAIL: Operation = Operation::graphql("authentication.send_email");

impl AuthenticationClient {
    /// Sends a one-time code to a phone. A number alone is enough; [`SendSmsCode`] adds country and
    /// purpose.
    ///
    /// ```no_run
    /// use authing_authentication::{SendSmsCode, SmsScene};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_sms_code("13800000000").await?;
    /// let abroad = SendSmsCode::new("5550100").phone_country_code("+1").scene(SmsScene::Login);
    /// client.send_sms_code(abroad).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/sms/send`. Not idempotent: each call sends a message.
    ///
    /// # Errors
    ///
    /// [`is_rate_limited`](crate::Error::is_rate_limited) when a code was sent a moment ago;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty number.
    pub fn send_sms_code(&self, request: impl Into<SendSmsCode>) -> Call<()> {
        let request = request.into();
        self.api()
            .call(SEND_SMS_CODE)
            .required("phone", &request.phone)
            .command(|rest| rest.json(&request))
    }

    /// Sends an email with a one-time code or a link, as its purpose wants.
    ///
    /// ```no_run
    /// use authing_authentication::types::EmailScene;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_email("bob@example.com", EmailScene::ResetPassword).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `sendEmail`. Not idempotent: each call sends an email.
    ///
    /// # Errors
    ///
    /// [`is_rate_limited`](crate::Error::is_rate_limited) within a minute after the last code;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address.
    pub fn send_email(&self, email: impl Into<String>, scene: EmailScene) -> Call<()> {
        let email = email.into();
        self.api()
            .call(SEND_EMAIL)
            .required("email", &email)
            .graphql::<operations::SendEmail>(send_email::Variables { email, scene })
            .map(|data| data.send_email)
            .confirmed()
    }
}

/// What [`AuthenticationClient::send_sms_code`] takes; a plain number is enough. `Debug` hides the
/// number.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SendSmsCode {
    phone: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_country_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scene: Option<SmsScene>,
}

impl SendSmsCode {
    /// A code to this number.
    pub fn new(phone: impl Into<String>) -> Self {
        Self { phone: phone.into(), phone_country_code: None, scene: None }
    }

    /// The country code of the number, as `+1`. Default: China.
    #[must_use]
    pub fn phone_country_code(mut self, code: impl Into<String>) -> Self {
        self.phone_country_code = Some(code.into());
        self
    }

    /// What the code is for. Servers that tell codes apart accept it for nothing else.
    #[must_use]
    pub fn scene(mut self, scene: SmsScene) -> Self {
        self.scene = Some(scene);
        self
    }
}

impl<T: Into<String>> From<T> for SendSmsCode {
    fn from(phone: T) -> Self {
        Self::new(phone)
    }
}

authing_types::redacted_debug!(SendSmsCode { scene });

wire_enum! {
    /// What a code sent to a phone is for.
    pub enum SmsScene {
        /// To log in.
        Login = "login",
        /// To register.
        Register = "register",
        /// To reset a forgotten password.
        Reset = "reset",
        /// To bind the number to an account.
        Bind = "bind",
        /// To take the number from an account.
        Unbind = "unbind",
        /// To bind the number as a second factor.
        MfaBind = "mfa-bind",
        /// To complete a login that asks for a second factor.
        MfaVerify = "mfa-verify",
        /// To take the number from the second factors.
        MfaUnbind = "mfa-unbind",
        /// To complete a profile.
        CompletePhone = "complete-phone",
    }
}
