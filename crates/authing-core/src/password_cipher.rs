//! Encryption of passwords on their way to the server.
//!
//! TLS protects the line; this keeps passwords out of the logs of whatever sits behind it.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use authing_types::Secret;
use serde::Deserialize;

#[cfg(feature = "sm2")]
use crate::crypto::{MARK, Sm2Key};
use crate::{
    api_client::ApiClient,
    crypto::{PasswordEncryption, RsaKey},
    error::{Error, ErrorKind},
    options,
    pipeline::Pipeline,
    single_flight::SingleFlight,
    token::FixedToken,
    wire::Operation,
};

/// The endpoint that publishes the server's key.
const PUBLIC_KEY: Operation =
    Operation::get("common.get_public_key", "/api/v2/.well-known").idempotent();

/// Encrypts passwords as one client's server expects. Cheap to clone.
#[derive(Clone)]
pub struct PasswordCipher(Arc<Source>);

enum Source {
    Given(Key),
    /// The server's own key, fetched with the first password.
    Server {
        api: ApiClient,
        flight: SingleFlight<Arc<Key>>,
        fetched: OnceLock<Arc<Key>>,
    },
}

enum Key {
    Rsa(RsaKey),
    #[cfg(feature = "sm2")]
    Sm2(Sm2Key),
}

/// A password as it goes over the wire. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct EncryptedPassword {
    cipher: PasswordCipherKind,
    text: Secret,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PasswordCipherKind {
    Rsa,
    #[cfg(feature = "sm2")]
    Sm2,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WellKnown {
    public_key: String,
}

impl PasswordCipher {
    /// Prepares the key, or the way to it. No network is touched.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when the key given cannot be used, or when it needs a feature that is
    /// not compiled in.
    pub fn new(encryption: &PasswordEncryption, pipeline: &Pipeline) -> Result<Self, Error> {
        let source = match encryption {
            PasswordEncryption::PublicCloud => Source::Given(Key::Rsa(RsaKey::public_cloud()?)),
            PasswordEncryption::RsaPublicKey(pem) => {
                let unusable = |cause| Error::config("public_key", &cause).with_source(cause);
                Source::Given(Key::Rsa(RsaKey::from_pem(pem).map_err(unusable)?))
            }
            PasswordEncryption::Sm2PublicKey(hex) => {
                Source::Given(sm2_key(&options::text("password_encryption", hex)?)?)
            }
            PasswordEncryption::ServerKey => Source::Server {
                api: ApiClient::new(pipeline.clone(), Arc::new(FixedToken::none())),
                flight: SingleFlight::new(),
                fetched: OnceLock::new(),
            },
        };
        Ok(Self(Arc::new(source)))
    }

    /// Encrypts a password. `argument` is the name it has in the call.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when the password is empty or too long for the key;
    /// [`ErrorKind::Encryption`] when the server's key cannot be obtained or used.
    pub async fn encrypt(
        &self,
        argument: &str,
        password: &Secret,
    ) -> Result<EncryptedPassword, Error> {
        if password.is_empty() {
            return Err(Error::input(argument, "is empty"));
        }
        match &*self.0 {
            Source::Given(key) => key.encrypt(argument, password),
            Source::Server { api, flight, fetched } => {
                let key = match fetched.get() {
                    Some(key) => Arc::clone(key),
                    None => flight.run(|| server_key(api, fetched)).await?,
                };
                key.encrypt(argument, password)
            }
        }
    }
}

impl EncryptedPassword {
    fn rsa(text: Secret) -> Self {
        Self { cipher: PasswordCipherKind::Rsa, text }
    }

    /// The text in calls that tell the cipher by a mark in front of it.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// The name of the cipher and the text without a mark, for calls that name the cipher in a
    /// field of its own.
    pub fn expose_named(&self) -> (&'static str, &str) {
        match self.cipher {
            PasswordCipherKind::Rsa => ("rsa", self.text.expose()),
            #[cfg(feature = "sm2")]
            PasswordCipherKind::Sm2 => {
                let text = self.text.expose();
                ("sm2", text.strip_prefix(MARK).unwrap_or(text))
            }
        }
    }
}

/// The text, for an input whose field holds either.
impl From<EncryptedPassword> for Secret {
    fn from(password: EncryptedPassword) -> Self {
        password.text
    }
}

impl fmt::Debug for EncryptedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptedPassword([redacted])")
    }
}

impl fmt::Debug for PasswordCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &*self.0 {
            Source::Given(Key::Rsa(_)) => "PasswordCipher(RSA)",
            #[cfg(feature = "sm2")]
            Source::Given(Key::Sm2(_)) => "PasswordCipher(SM2)",
            Source::Server { .. } => "PasswordCipher(key from the server)",
        })
    }
}

impl Key {
    fn encrypt(&self, argument: &str, password: &Secret) -> Result<EncryptedPassword, Error> {
        match self {
            Self::Rsa(key) => key.encrypt(argument, password).map(EncryptedPassword::rsa),
            #[cfg(feature = "sm2")]
            Self::Sm2(key) => {
                let text = key.encrypt(password)?;
                Ok(EncryptedPassword { cipher: PasswordCipherKind::Sm2, text })
            }
        }
    }
}

#[cfg(feature = "sm2")]
fn sm2_key(hex: &str) -> Result<Key, Error> {
    Sm2Key::from_hex(hex).map(Key::Sm2).ok_or_else(|| {
        Error::config(
            "password_encryption",
            "holds no SM2 public key: give `04`, X and Y as 130 hexadecimal digits",
        )
    })
}

#[cfg(not(feature = "sm2"))]
fn sm2_key(_: &str) -> Result<Key, Error> {
    Err(Error::config("password_encryption", "is SM2: enable the feature `sm2`"))
}

async fn server_key(api: &ApiClient, fetched: &OnceLock<Arc<Key>>) -> Result<Arc<Key>, Error> {
    if let Some(key) = fetched.get() {
        return Ok(Arc::clone(key));
    }
    let call = api.call(PUBLIC_KEY).rest::<WellKnown>(|request| request).nested();
    let published = call.await.map_err(|cause| {
        Error::new(ErrorKind::Encryption, "the server's public key could not be fetched")
            .with_source(cause)
    })?;
    let key = published_key(&published.public_key)?;
    Ok(Arc::clone(fetched.get_or_init(|| Arc::new(key))))
}

/// What a server publishes: PEM for RSA, or a point for SM2.
fn published_key(text: &str) -> Result<Key, Error> {
    let point = text.trim();
    if point.len() == 130 && point.starts_with("04") && point.bytes().all(|b| b.is_ascii_hexdigit())
    {
        return sm2_key(point);
    }
    RsaKey::from_pem(text).map(Key::Rsa).map_err(|cause| {
        let problem = "what the server publishes is neither an RSA public key nor a point for SM2";
        Error::new(ErrorKind::Encryption, problem).with_source(cause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The point of the curve that its standard calls G (GB/T 32918.5).
    const POINT: &str = "0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7\
                         bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";

    #[test]
    fn the_key_that_a_server_publishes_says_which_cipher_it_is_for() {
        let pem = include_str!("../tests/cases/pem/public-key.pem");
        assert!(matches!(published_key(pem), Ok(Key::Rsa(_))));
        for point in [POINT.to_owned(), format!(" {}\n", POINT.to_uppercase())] {
            match published_key(&point) {
                #[cfg(feature = "sm2")]
                Ok(Key::Sm2(_)) => {}
                Err(error) if !cfg!(feature = "sm2") => {
                    assert_eq!(error.kind(), ErrorKind::Config);
                    assert!(error.to_string().contains("enable the feature `sm2`"), "{error}");
                }
                _ => panic!("{point}"),
            }
        }
        for text in ["", "canary", &POINT.replace("0432", "0532"), &POINT.replace('a', "g")] {
            let error = published_key(text).err().unwrap();
            assert_eq!(error.kind(), ErrorKind::Encryption, "{text}");
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }
}
