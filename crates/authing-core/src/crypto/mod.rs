//! Encryption of passwords on their way to the server.
//!
//! TLS protects the line; this keeps passwords out of the logs of whatever sits behind it.

mod rsa;
mod sm2;

use std::{fmt, sync::Arc};

use serde::Deserialize;
use tokio::sync::Mutex;

use self::{rsa::RsaKey, sm2::Sm2Key};
use crate::{
    Secret,
    call::Caller,
    connection::Connection,
    error::{Error, ErrorKind},
    operation::Operation,
    request::RestRequest,
    token::FixedToken,
};

/// How passwords are encrypted, and where the key comes from.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum PasswordEncryption {
    /// RSA with the key of Authing's public cloud.
    #[default]
    PublicCloud,
    /// RSA with this key, as PEM: a private deployment's operators know it.
    RsaPublicKey(String),
    /// RSA with the key that the server publishes at `/api/v2/.well-known`. It is fetched with the
    /// first password and kept; whoever answers in the server's place chooses the key, so this is
    /// as safe as the TLS connection.
    ServerKey,
    /// SM2 with this public key: the point's `04`, X and Y in hexadecimal.
    Sm2PublicKey(String),
}

/// The endpoint that publishes the server's key.
const PUBLIC_KEY: Operation =
    Operation::get("common.get_public_key", "/api/v2/.well-known").repeatable();

/// Encrypts passwords as one client's server expects. Cheap to clone.
#[derive(Clone)]
pub struct PasswordCipher(Arc<Source>);

enum Source {
    Given(Key),
    Server { caller: Caller, fetched: Mutex<Option<Arc<Key>>> },
}

enum Key {
    Rsa(RsaKey),
    Sm2(Sm2Key),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WellKnown {
    public_key: String,
}

impl PasswordCipher {
    /// Prepares the key, or the way to it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when the key given is none.
    pub fn new(encryption: &PasswordEncryption, connection: &Connection) -> Result<Self, Error> {
        let source = match encryption {
            PasswordEncryption::PublicCloud => Source::Given(Key::Rsa(RsaKey::public_cloud()?)),
            PasswordEncryption::RsaPublicKey(pem) => {
                Source::Given(Key::Rsa(RsaKey::from_pem(pem).map_err(|cause| {
                    Error::config(
                        "public_key",
                        "is not an RSA public key in PEM form (`-----BEGIN PUBLIC KEY-----`)",
                    )
                    .with_source(cause)
                })?))
            }
            PasswordEncryption::Sm2PublicKey(hex) => {
                Source::Given(Key::Sm2(Sm2Key::from_hex(hex).ok_or_else(|| {
                    Error::config(
                        "password_encryption",
                        "holds no SM2 public key: give `04`, X and Y as 130 hexadecimal digits",
                    )
                })?))
            }
            PasswordEncryption::ServerKey => Source::Server {
                caller: Caller::new(connection.clone(), Arc::new(FixedToken::none())),
                fetched: Mutex::default(),
            },
        };
        Ok(Self(Arc::new(source)))
    }

    /// The password as it goes over the wire. `argument` is the name it has in the call.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when the password is empty or too long for the key;
    /// [`ErrorKind::Encryption`] when the server's key cannot be had or used.
    pub async fn encrypt(&self, argument: &str, password: &Secret) -> Result<Secret, Error> {
        if password.is_empty() {
            return Err(Error::input(argument, "is empty"));
        }
        match &*self.0 {
            Source::Given(key) => key.encrypt(argument, password),
            Source::Server { caller, fetched } => {
                fetch(caller, fetched).await?.encrypt(argument, password)
            }
        }
    }
}

impl PasswordCipher {
    /// The password as it goes over the wire in calls that name its cipher in a field of its own,
    /// and that name.
    ///
    /// # Errors
    ///
    /// As for [`encrypt`](Self::encrypt).
    pub async fn encrypt_named(
        &self,
        argument: &str,
        password: &Secret,
    ) -> Result<(&'static str, Secret), Error> {
        let encrypted = self.encrypt(argument, password).await?;
        // Base64 has no colon.
        Ok(match encrypted.expose().strip_prefix(sm2::MARK) {
            Some(bare) => ("sm2", Secret::from(bare)),
            None => ("rsa", encrypted),
        })
    }
}

impl fmt::Debug for PasswordCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &*self.0 {
            Source::Given(Key::Rsa(_)) => "PasswordCipher(RSA)",
            Source::Given(Key::Sm2(_)) => "PasswordCipher(SM2)",
            Source::Server { .. } => "PasswordCipher(RSA, key from the server)",
        })
    }
}

impl Key {
    fn encrypt(&self, argument: &str, password: &Secret) -> Result<Secret, Error> {
        match self {
            Self::Rsa(key) => key.encrypt(argument, password),
            Self::Sm2(key) => key.encrypt(password),
        }
    }
}

async fn fetch(caller: &Caller, fetched: &Mutex<Option<Arc<Key>>>) -> Result<Arc<Key>, Error> {
    // Held while fetching: however many passwords wait, one request is under way.
    let mut fetched = fetched.lock().await;
    if let Some(key) = &*fetched {
        return Ok(Arc::clone(key));
    }
    let answer: WellKnown =
        caller.rest(RestRequest::new(PUBLIC_KEY)).nested().await.map_err(|cause| {
            Error::new(ErrorKind::Encryption, "the server's public key could not be fetched")
                .with_source(cause)
        })?;
    let key = RsaKey::from_pem(&answer.public_key).map_err(|cause| {
        Error::new(ErrorKind::Encryption, "what the server publishes is no RSA public key")
            .with_source(cause)
    })?;
    let key = Arc::new(Key::Rsa(key));
    *fetched = Some(Arc::clone(&key));
    Ok(key)
}
