//! What a person's phone does.

use std::time::SystemTime;

use totp_rs::{Builder, Secret, Totp};
use url::Url;

/// An app that shows one-time passwords (TOTP, RFC 6238), as people have on their phones.
#[derive(Debug)]
pub struct Authenticator {
    key: String,
    passwords: Totp,
}

impl Authenticator {
    /// Takes the key from an `otpauth` address, which is what the picture says.
    ///
    /// # Errors
    ///
    /// When it is another address, or has no key.
    pub fn scan(otpauth_uri: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let url = Url::parse(otpauth_uri)?;
        if (url.scheme(), url.host_str()) != ("otpauth", Some("totp")) {
            return Err("not the address of a one-time password".into());
        }
        let key = url.query_pairs().find(|(name, _)| name == "secret");
        let (_, key) = key.ok_or("the address has no key")?;
        Self::with_key(&key)
    }

    /// Takes a key that was typed in, in Base32.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn with_key(key: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let secret = Secret::try_from_base32(key)?;
        // Authing's keys are shorter than the RFC wants.
        let passwords = Builder::new().with_secret(secret).build_noncompliant();
        Ok(Self { key: key.to_owned(), passwords })
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What it shows at this time.
    pub fn code(&self, now: SystemTime) -> String {
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.passwords.generate(since.as_secs()).to_string()
    }
}
