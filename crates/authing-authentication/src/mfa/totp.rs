//! One-time passwords of an authenticator (TOTP, RFC 6238).

use std::fmt;

use authing_core::{Call, Error, ErrorKind, Operation};
use authing_types::{Secret, Timestamp, wire_enum};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::json;

use super::api::UserMfaApi;

/// The one kind of authenticator there is.
const TOTP: &str = "totp";

const LIST: Operation = Operation::get("mfa.list_authenticators", "/api/v2/mfa/authenticator")
    .user()
    .idempotent()
    .strict();
// Each call makes another key.
const ASSOCIATE: Operation =
    Operation::post("mfa.associate_totp", "/api/v2/mfa/totp/associate").user().strict();
const CONFIRM: Operation =
    Operation::post("mfa.confirm_totp", "/api/v2/mfa/totp/associate/confirm").user().strict();
const DELETE: Operation = Operation::delete("mfa.delete_totp", "/api/v2/mfa/totp/associate").user();

impl UserMfaApi<'_> {
    /// Lists the user's authenticators.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, mfa::AuthenticatorSource};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// for authenticator in client.mfa().list_authenticators(AuthenticatorSource::User).await? {
    ///     println!("{} since {:?}", authenticator.id, authenticator.created_at);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/mfa/authenticator`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token.
    pub fn list_authenticators(&self, source: AuthenticatorSource) -> Call<Vec<Authenticator>> {
        let call = self.api.call(LIST);
        call.rest(|request| request.query("type", TOTP).query("source", source))
    }

    /// Begins to bind an authenticator: makes its key, and a recovery code. Show both to the user,
    /// the key as a picture to scan, and let them enter what the authenticator then shows, for
    /// [`confirm_totp`](Self::confirm_totp). Until then nothing is bound.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, mfa::AuthenticatorSource};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// let association = client.mfa().associate_totp(AuthenticatorSource::User).await?;
    /// let picture = association.qr_picture()?;
    /// println!("show {} bytes of {}", picture.bytes.len(), picture.content_type);
    /// let shown_by_the_authenticator = "123456";
    /// client.mfa().confirm_totp(shown_by_the_authenticator, AuthenticatorSource::User).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/mfa/totp/associate`. Not idempotent: each call makes another key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token.
    pub fn associate_totp(&self, source: AuthenticatorSource) -> Call<TotpAssociation> {
        self.api
            .call(ASSOCIATE)
            .rest(|request| request.json(&json!({ "authenticator_type": TOTP, "source": source })))
    }

    /// Binds the authenticator: proof that it has the key. From now on logins ask for it.
    ///
    /// ```no_run
    /// use authing_authentication::mfa::AuthenticatorSource;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let shown_by_the_authenticator = "123456";
    /// client.mfa().confirm_totp(shown_by_the_authenticator, AuthenticatorSource::User).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/mfa/totp/associate/confirm`. Not idempotent: wrong passwords are counted.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::TOTP_INCORRECT`](crate::ErrorCode::TOTP_INCORRECT) when the code is wrong;
    /// [`ErrorKind::Input`] when it is empty.
    pub fn confirm_totp(&self, totp: impl Into<Secret>, source: AuthenticatorSource) -> Call<()> {
        let totp = totp.into();
        self.api.call(CONFIRM).required("totp", totp.expose()).command(|request| {
            let totp = totp.expose();
            request.json(&json!({ "authenticator_type": TOTP, "totp": totp, "source": source }))
        })
    }

    /// Takes the authenticator away from the user who is logged in: logins no longer ask for it.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.mfa().delete_totp().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/mfa/totp/associate`. Not idempotent: in between another one may have
    /// been bound.
    ///
    /// # Errors
    ///
    /// An error of the server's when none is bound; [`ErrorKind::NotLoggedIn`] when the client
    /// holds no token.
    pub fn delete_totp(&self) -> Call<()> {
        self.api.call(DELETE).command(|request| request)
    }
}

wire_enum! {
    /// Who wants an authenticator.
    pub enum AuthenticatorSource {
        /// The user, for the account.
        User = "SELF",
        /// The application, of everybody.
        Application = "APPLICATION",
    }
}

/// An authenticator that is bound to a user, or about to be.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Authenticator {
    /// Its id.
    pub id: String,
    /// Whose it is.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Whether it is bound; else it waits to be confirmed.
    #[serde(default)]
    pub enable: Option<bool>,
    /// Who wanted it.
    #[serde(default)]
    pub source: Option<AuthenticatorSource>,
    /// What it is: `totp`.
    #[serde(default)]
    pub authenticator_type: Option<String>,
    /// Its key, in Base32.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// Its recovery code.
    #[serde(default)]
    pub recovery_code: Option<Secret>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(Authenticator {
    id,
    user_id,
    enable,
    source,
    authenticator_type,
    created_at
});

/// The key for a new authenticator. `Debug` hides it.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct TotpAssociation {
    /// The key in Base32, for whoever cannot scan a picture.
    pub secret: Secret,
    /// The key as an `otpauth` address: what the picture says.
    #[serde(rename = "qrcode_uri")]
    pub otpauth_uri: Secret,
    /// The picture, as a `data` address for a page.
    pub qrcode_data_url: Secret,
    /// Replaces the authenticator once, when it is lost. The user must keep it.
    pub recovery_code: Secret,
    /// What it is: `totp`.
    #[serde(default)]
    pub authenticator_type: Option<String>,
}

authing_types::redacted_debug!(TotpAssociation { authenticator_type });

impl TotpAssociation {
    /// The picture to scan, as bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] when the server's `data` address is not a picture in Base64 (RFC 2397).
    pub fn qr_picture(&self) -> Result<QrPicture, Error> {
        QrPicture::from_data_url(&self.qrcode_data_url)
    }
}

/// A picture to scan. `Debug` shows its type and length.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QrPicture {
    /// Its media type, as `image/png`.
    pub content_type: String,
    /// The picture.
    pub bytes: Vec<u8>,
}

impl QrPicture {
    fn from_data_url(url: &Secret) -> Result<Self, Error> {
        let parts = || {
            let (head, data) = url.expose().strip_prefix("data:")?.split_once(',')?;
            let content_type = head.strip_suffix(";base64")?;
            let bytes = STANDARD.decode(data).ok()?;
            Some(Self { content_type: content_type.to_owned(), bytes })
        };
        parts().ok_or_else(|| Error::new(ErrorKind::Decode, "the picture is not a `data` address"))
    }
}

impl fmt::Debug for QrPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QrPicture")
            .field("content_type", &self.content_type)
            .field("length", &self.bytes.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_from_a_data_address() {
        let picture = QrPicture::from_data_url(&"data:image/png;base64,iVBORw==".into()).unwrap();
        assert_eq!(picture.content_type, "image/png");
        assert_eq!(picture.bytes, b"\x89PNG");
    }

    #[test]
    fn another_address_is_an_error_that_does_not_quote_it() {
        for url in ["", "https://example.com/canary", "data:,canary", "data:image/png;base64,#"] {
            let error = QrPicture::from_data_url(&url.into()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(!format!("{error:?}").contains("canary"));
        }
    }
}
