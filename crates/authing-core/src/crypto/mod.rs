//! The ciphers that passwords go under on their way to the server.

mod encryption;
mod rsa;
#[cfg(feature = "sm2")]
mod sm2;

pub use self::encryption::PasswordEncryption;
pub(crate) use self::rsa::RsaKey;
#[cfg(feature = "sm2")]
pub(crate) use self::sm2::{MARK, Sm2Key};
