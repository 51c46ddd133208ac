//! The email address and the phone number of the user who is logged in.

use authing_core::{Call, Operation};
use authing_types::{Secret, User};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, bind_email, bind_phone, unbind_email, unbind_phone, update_email, update_phone,
    },
};

// A code is single-use, and a second unbinding is refused: none is idempotent.
const BIND_PHONE: Operation = Operation::graphql("authentication.bind_phone").user();
const UNBIND_PHONE: Operation = Operation::graphql("authentication.unbind_phone").user();
const UPDATE_PHONE: Operation = Operation::graphql("authentication.update_phone").user();
const BIND_EMAIL: Operation = Operation::graphql("authentication.bind_email").user();
const UNBIND_EMAIL: Operation = Operation::graphql("authentication.unbind_email").user();
const UPDATE_EMAIL: Operation = Operation::graphql("authentication.update_email").user();

impl AuthenticationClient {
    /// Gives the user a first phone number. The code is that of
    /// [`send_sms_code`](Self::send_sms_code).
    ///
    /// ```no_run
    /// use authing_authentication::PhoneProof;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_sms_code("13800000000").await?;
    /// client.bind_phone(PhoneProof::new("13800000000", "1234")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `bindPhone`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty number or code;
    /// - [`PHONE_ALREADY_BOUND`](crate::ErrorCode::PHONE_ALREADY_BOUND) when the user has one:
    ///   use [`update_phone`](Self::update_phone);
    /// - [`FAILED`](crate::ErrorCode::FAILED) with the server's words when the number is somebody
    ///   else's, or the code is wrong or too old.
    pub fn bind_phone(&self, proof: PhoneProof) -> Call<User> {
        let (api, update) = self.session_update();
        api.call(BIND_PHONE)
            .required("phone", &proof.phone)
            .required("code", proof.code.expose())
            .graphql::<operations::BindPhone>(bind_phone::Variables {
                phone: proof.phone,
                phone_code: proof.code.expose().to_owned(),
                phone_country_code: proof.country_code,
            })
            .map(|data| data.bind_phone)
            .map(update.stores())
    }

    /// Takes the user's phone number away, unless it is the last way to log in.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let user = client.unbind_phone().await?;
    /// assert!(user.phone.is_none());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `unbindPhone`. Not idempotent: the second time there is nothing to unbind.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`LAST_LOGIN_METHOD`](crate::ErrorCode::LAST_LOGIN_METHOD) and
    ///   [`NOTHING_TO_UNBIND`](crate::ErrorCode::NOTHING_TO_UNBIND).
    pub fn unbind_phone(&self) -> Call<User> {
        let (api, update) = self.session_update();
        api.call(UNBIND_PHONE)
            .graphql::<operations::UnbindPhone>(unbind_phone::Variables)
            .map(|data| data.unbind_phone)
            .map(update.stores())
    }

    /// Changes the user's phone number. Unless the user pool says otherwise, the old number must be
    /// proven too, by a code that was sent there.
    ///
    /// ```no_run
    /// use authing_authentication::PhoneProof;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_sms_code("13800000000").await?;
    /// client.send_sms_code("13900000000").await?;
    /// let old = PhoneProof::new("13800000000", "1234");
    /// client.update_phone(PhoneProof::new("13900000000", "5678"), Some(old)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updatePhone`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty number or code;
    /// - [`NEW_PHONE_EQUALS_OLD`](crate::ErrorCode::NEW_PHONE_EQUALS_OLD) and
    ///   [`OLD_PHONE_MISMATCH`](crate::ErrorCode::OLD_PHONE_MISMATCH);
    /// - [`FAILED`](crate::ErrorCode::FAILED) with the server's words when the old number must be
    ///   proven and is not, the new one is somebody else's, or a code is wrong or too old.
    pub fn update_phone(&self, new: PhoneProof, old: Option<PhoneProof>) -> Call<User> {
        let (old_phone, old_phone_code, old_phone_country_code) = match old {
            Some(old) => (Some(old.phone), Some(old.code), old.country_code),
            None => (None, None, None),
        };
        let (api, update) = self.session_update();
        api.call(UPDATE_PHONE)
            .required("phone", &new.phone)
            .required("code", new.code.expose())
            .required_if_given("old_phone", old_phone.as_deref())
            .required_if_given("old_code", old_phone_code.as_ref().map(Secret::expose))
            .graphql::<operations::UpdatePhone>(update_phone::Variables {
                phone: new.phone,
                phone_code: new.code.expose().to_owned(),
                old_phone,
                old_phone_code: old_phone_code.map(|code| code.expose().to_owned()),
                phone_country_code: new.country_code,
                old_phone_country_code,
            })
            .map(|data| data.update_phone)
            .map(update.stores())
    }

    /// Gives the user a first email address. The code is that of
    /// [`send_email`](Self::send_email) for
    /// [`EmailScene::ChangeEmail`](authing_types::EmailScene::ChangeEmail).
    ///
    /// ```no_run
    /// use authing_authentication::{EmailProof, types::EmailScene};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_email("bob@example.com", EmailScene::ChangeEmail).await?;
    /// client.bind_email(EmailProof::new("bob@example.com", "1234")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `bindEmail`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address or code;
    /// - [`EMAIL_ALREADY_BOUND`](crate::ErrorCode::EMAIL_ALREADY_BOUND) when the user has one, for
    ///   which there is [`update_email`](Self::update_email), or the address is somebody else's;
    /// - [`EMAIL_MALFORMED`](crate::ErrorCode::EMAIL_MALFORMED);
    /// - [`FAILED`](crate::ErrorCode::FAILED) with the server's words when the code is wrong or too
    ///   old.
    pub fn bind_email(&self, proof: EmailProof) -> Call<User> {
        let (api, update) = self.session_update();
        api.call(BIND_EMAIL)
            .required("email", &proof.email)
            .required("code", proof.code.expose())
            .graphql::<operations::BindEmail>(bind_email::Variables {
                email: proof.email,
                email_code: proof.code.expose().to_owned(),
            })
            .map(|data| data.bind_email)
            .map(update.stores())
    }

    /// Takes the user's email address away, unless it is the last way to log in.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let user = client.unbind_email().await?;
    /// assert!(user.email.is_none());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `unbindEmail`. Not idempotent: the second time there is nothing to unbind.
    ///
    /// # Errors
    ///
    /// As for [`unbind_phone`](Self::unbind_phone).
    pub fn unbind_email(&self) -> Call<User> {
        let (api, update) = self.session_update();
        api.call(UNBIND_EMAIL)
            .graphql::<operations::UnbindEmail>(unbind_email::Variables)
            .map(|data| data.unbind_email)
            .map(update.stores())
    }

    /// Changes the user's email address. Unless the user pool says otherwise, the old address must
    /// be proven too, by a code that was sent there.
    ///
    /// ```no_run
    /// use authing_authentication::{EmailProof, types::EmailScene};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_email("old@example.com", EmailScene::ChangeEmail).await?;
    /// client.send_email("new@example.com", EmailScene::ChangeEmail).await?;
    /// let old = EmailProof::new("old@example.com", "1234");
    /// client.update_email(EmailProof::new("new@example.com", "5678"), Some(old)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateEmail`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address or code;
    /// - [`OLD_EMAIL_REQUIRED`](crate::ErrorCode::OLD_EMAIL_REQUIRED) when the old address must be
    ///   proven and is not, [`OLD_EMAIL_MISMATCH`](crate::ErrorCode::OLD_EMAIL_MISMATCH),
    ///   [`NEW_EMAIL_EQUALS_OLD`](crate::ErrorCode::NEW_EMAIL_EQUALS_OLD),
    ///   [`EMAIL_ALREADY_BOUND`](crate::ErrorCode::EMAIL_ALREADY_BOUND) and
    ///   [`EMAIL_MALFORMED`](crate::ErrorCode::EMAIL_MALFORMED);
    /// - [`FAILED`](crate::ErrorCode::FAILED) with the server's words when a code is wrong or too
    ///   old.
    pub fn update_email(&self, new: EmailProof, old: Option<EmailProof>) -> Call<User> {
        let (old_email, old_email_code) = match old {
            Some(old) => (Some(old.email), Some(old.code)),
            None => (None, None),
        };
        let (api, update) = self.session_update();
        api.call(UPDATE_EMAIL)
            .required("email", &new.email)
            .required("code", new.code.expose())
            .required_if_given("old_email", old_email.as_deref())
            .required_if_given("old_code", old_email_code.as_ref().map(Secret::expose))
            .graphql::<operations::UpdateEmail>(update_email::Variables {
                email: new.email,
                email_code: new.code.expose().to_owned(),
                old_email,
                old_email_code: old_email_code.map(|code| code.expose().to_owned()),
            })
            .map(|data| data.update_email)
            .map(update.stores())
    }
}

/// A phone number with the code that was sent there: the proof that the user reads it. `Debug`
/// hides both.
#[derive(Clone)]
pub struct PhoneProof {
    phone: String,
    code: Secret,
    country_code: Option<String>,
}

impl PhoneProof {
    /// This number, and the code sent there.
    pub fn new(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self { phone: phone.into(), code: code.into(), country_code: None }
    }

    /// The country code of the number, as `+1`. Default: China.
    #[must_use]
    pub fn country_code(mut self, code: impl Into<String>) -> Self {
        self.country_code = Some(code.into());
        self
    }
}

authing_types::redacted_debug!(PhoneProof {});

/// An email address with the code that was sent there: the proof that the user reads it. `Debug`
/// hides both.
#[derive(Clone)]
pub struct EmailProof {
    email: String,
    code: Secret,
}

impl EmailProof {
    /// This address, and the code sent there.
    pub fn new(email: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self { email: email.into(), code: code.into() }
    }
}

authing_types::redacted_debug!(EmailProof {});
