//! Text that must not leak.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

use crate::Patch;

/// What is shown in place of a secret.
const MASK: &str = "[redacted]";

/// A credential: a token, a password, a pool or application secret.
///
/// `Debug` and `Serialize` show a mask instead of the text, so a secret cannot slip into a log
/// with the value that holds it. [`Secret::expose`] is the only access to the text. The memory
/// is wiped when the value is dropped.
///
/// ```
/// use authing_types::Secret;
///
/// let secret = Secret::new("3c2f8c9b");
/// assert_eq!(format!("{secret:?}"), "Secret([redacted])");
/// assert_eq!(secret.expose(), "3c2f8c9b");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes ownership of the text, so that no second copy is left behind.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Do not log it, and do not put it into an error.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Serialises the text itself instead of the mask, for the field of a request's body.
    ///
    /// ```
    /// use authing_types::Secret;
    /// use serde::Serialize;
    ///
    /// #[derive(Serialize)]
    /// struct Login {
    ///     #[serde(serialize_with = "Secret::serialize_exposed")]
    ///     password: Secret,
    ///     #[serde(
    ///         skip_serializing_if = "Option::is_none",
    ///         serialize_with = "Secret::serialize_exposed_option"
    ///     )]
    ///     captcha_code: Option<Secret>,
    /// }
    ///
    /// let login = Login { password: "passw0rd".into(), captcha_code: None };
    /// assert_eq!(serde_json::to_string(&login)?, r#"{"password":"passw0rd"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only those of the serializer.
    pub fn serialize_exposed<S: Serializer>(
        secret: &Self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&secret.0)
    }

    /// [`Secret::serialize_exposed`] for a field that may be missing.
    ///
    /// # Errors
    ///
    /// Only those of the serializer.
    pub fn serialize_exposed_option<S: Serializer>(
        secret: &Option<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        secret.as_ref().map(Self::expose).serialize(serializer)
    }

    /// [`Secret::serialize_exposed`] for a field of an update.
    ///
    /// # Errors
    ///
    /// Only those of the serializer.
    pub fn serialize_exposed_patch<S: Serializer>(
        secret: &Patch<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        secret.as_value().map(Self::expose).serialize(serializer)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        // All at once, with the room behind the text: a `String` is wiped byte by byte.
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.resize(bytes.capacity(), 0);
        bytes.as_mut_slice().zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({MASK})")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&str> for Patch<Secret> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_in_debug_and_json() {
        let secret = Secret::new("canary");
        assert!(!format!("{secret:?}").contains("canary"));
        assert_eq!(serde_json::to_string(&secret).unwrap(), r#""[redacted]""#);
    }

    #[test]
    fn a_request_carries_the_text_itself() {
        #[derive(Serialize)]
        struct Request {
            #[serde(serialize_with = "Secret::serialize_exposed")]
            required: Secret,
            #[serde(serialize_with = "Secret::serialize_exposed_option")]
            optional: Option<Secret>,
            #[serde(serialize_with = "Secret::serialize_exposed_patch")]
            patch: Patch<Secret>,
        }
        let json = |optional: Option<Secret>, patch: Patch<Secret>| {
            serde_json::to_string(&Request { required: "a".into(), optional, patch }).unwrap()
        };
        let sent = json(Some("b".into()), "c".into());
        assert_eq!(sent, r#"{"required":"a","optional":"b","patch":"c"}"#);
        let cleared = json(None, Patch::Null);
        assert_eq!(cleared, r#"{"required":"a","optional":null,"patch":null}"#);
    }

    #[test]
    fn a_secret_reads_from_json_text() {
        let secret: Secret = serde_json::from_str(r#""canary""#).unwrap();
        assert_eq!(secret.expose(), "canary");
    }
}
