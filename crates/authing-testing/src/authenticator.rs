//! What a person's phone does.

use std::{fmt, time::SystemTime};

use totp_rs::{Builder, Secret, Totp};
use url::Url;

use crate::error::TestError;

/// An app that shows one-time codes (TOTP, RFC 6238), as people have on their phones.
///
/// ```
/// use authing_authentication::mfa::AuthenticatorSource;
/// use authing_testing::{TestAuthenticator, TestAuthing};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let authing = TestAuthing::start().await?;
/// let alice = authing.user("alice").await?;
/// let session = authing.log_in(&alice).await?;
/// let association = session.mfa().associate_totp(AuthenticatorSource::User).await?;
/// let phone = TestAuthenticator::scan(association.otpauth_uri.expose())?;
/// session.mfa().confirm_totp(phone.code(authing.now()), AuthenticatorSource::User).await?;
/// # Ok(()) }
/// ```
pub struct TestAuthenticator {
    key: String,
    passwords: Totp,
}

impl TestAuthenticator {
    /// Takes the key from an `otpauth` address, which is what the picture says.
    ///
    /// # Errors
    ///
    /// When it is another address, or has no key.
    pub fn scan(otpauth_uri: &str) -> Result<Self, TestError> {
        let refused = |problem| TestError::Authenticator { problem };
        let url = Url::parse(otpauth_uri).map_err(|_| refused("this is not an address"))?;
        if (url.scheme(), url.host_str()) != ("otpauth", Some("totp")) {
            return Err(refused("this is not the address `otpauth://totp/..` of a one-time code"));
        }
        let key = url.query_pairs().find(|(name, _)| name == "secret");
        let (_, key) = key.ok_or(refused("the address has no parameter `secret`"))?;
        Self::with_key(&key)
    }

    /// Takes a key that was typed in, in Base32.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn with_key(key: &str) -> Result<Self, TestError> {
        let refused = TestError::Authenticator { problem: "the key is not Base32" };
        let secret = Secret::try_from_base32(key).map_err(|_| refused)?;
        // Authing's keys are shorter than the RFC wants.
        let passwords = Builder::new().with_secret(secret).build_noncompliant();
        Ok(Self { key: key.to_owned(), passwords })
    }

    /// The key, in Base32.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The code that it shows at this time: of the emulator's clock, `TestAuthing::now`.
    #[must_use]
    pub fn code(&self, now: SystemTime) -> String {
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.passwords.generate(since.as_secs()).to_string()
    }
}

impl fmt::Debug for TestAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestAuthenticator").finish_non_exhaustive()
    }
}
