//! Texts that a browser keeps and can neither read nor change.

use std::{fmt, sync::Arc};

use authing_protocols::{CallError, Error, Secret};
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    rand,
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

const KEY_LENGTH: usize = 32;

/// The keys that sessions in cookies are sealed with: AES-256-GCM, with a random nonce for each cookie.
///
/// The first key seals, all of them open. To replace a key, put the new one in front of it, and take the
/// old one out when no session is left that was sealed with it: after the longest life of a session. A key
/// is enough for some billion cookies; replace it once a year.
///
/// Whoever has a key can log in as anybody. Keep it as you keep the application's secret.
///
/// A clone is cheap. `Debug` shows how many keys there are.
///
/// ```
/// use authing_web::session::SealKeys;
///
/// // Once, and then kept as a secret: `openssl rand -base64 32` does the same.
/// let key = SealKeys::generate()?;
/// let keys = SealKeys::new([key])?;
/// # let _ = keys;
/// # Ok::<(), authing_protocols::Error>(())
/// ```
#[derive(Clone)]
pub struct SealKeys(Arc<[RandomizedNonceKey]>);

impl SealKeys {
    /// Takes keys of 32 random bytes each, in Base64, the newest first.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config` when there is none, or one is not such a key.
    pub fn new<K: Into<Secret>>(keys: impl IntoIterator<Item = K>) -> Result<Self, Error> {
        let keys =
            keys.into_iter().map(|key| read(&key.into())).collect::<Result<Arc<[_]>, _>>()?;
        if keys.is_empty() {
            let problem = "is empty: give a key, such as `openssl rand -base64 32` makes";
            return Err(CallError::config("sealed_cookie", problem).into());
        }
        Ok(Self(keys))
    }

    /// A new key, in Base64.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config` when the operating system provides no randomness.
    pub fn generate() -> Result<Secret, Error> {
        let mut key = [0; KEY_LENGTH];
        rand::fill(&mut key).map_err(|_| {
            CallError::config("sealed_cookie", "the operating system provides no randomness")
        })?;
        Ok(STANDARD.encode(key).into())
    }

    /// Seals a text for a purpose. `None` if the library refuses, which it does for no text of ours.
    pub(crate) fn seal(&self, purpose: &str, text: &Secret) -> Option<String> {
        let mut sealed = text.expose().as_bytes().to_vec();
        let key = self.0.first()?;
        let nonce = key.seal_in_place_append_tag(Aad::from(purpose), &mut sealed).ok()?;
        sealed.splice(..0, *nonce.as_ref());
        Some(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what was sealed for this purpose; `None` for whatever is not such a text, whole and unchanged.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Option<Secret> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        self.0.iter().find_map(|key| {
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let mut text = sealed.to_vec();
            let length = key.open_in_place(nonce, Aad::from(purpose), &mut text).ok()?.len();
            text.truncate(length);
            String::from_utf8(text).ok().map(Secret::from)
        })
    }
}

fn read(key: &Secret) -> Result<RandomizedNonceKey, CallError> {
    let text = key.expose().trim().trim_end_matches('=');
    let bytes = STANDARD_NO_PAD.decode(text).or_else(|_| URL_SAFE_NO_PAD.decode(text));
    match bytes {
        Ok(bytes) if bytes.len() == KEY_LENGTH => RandomizedNonceKey::new(&AES_256_GCM, &bytes)
            .map_err(|_| CallError::config("sealed_cookie", "holds a key that cannot be used")),
        Ok(bytes) => Err(CallError::config(
            "sealed_cookie",
            format_args!("holds a key of {} bytes, and one has 32", bytes.len()),
        )),
        Err(_) => Err(CallError::config("sealed_cookie", "holds a key that is not Base64")),
    }
}

/// Says how many keys there are.
impl fmt::Debug for SealKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealKeys").field("keys", &self.0.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> SealKeys {
        SealKeys::new([SealKeys::generate().unwrap()]).unwrap()
    }

    #[test]
    fn a_text_is_opened_as_it_was_sealed_and_looks_different_each_time() {
        let keys = keys();
        let (one, two) = (keys.seal("a", &"text".into()), keys.seal("a", &"text".into()));
        assert_ne!(one, two);
        assert_eq!(keys.open("a", &one.unwrap()), Some("text".into()));
    }

    #[test]
    fn no_other_purpose_key_letter_or_length_opens_it() {
        let keys = keys();
        let sealed = keys.seal("a", &"text".into()).unwrap();
        assert_eq!(keys.open("b", &sealed), None);
        assert_eq!(super::tests::keys().open("a", &sealed), None);
        for at in 0..sealed.len() - 1 {
            let mut letters = sealed.clone().into_bytes();
            letters[at] = if letters[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(keys.open("a", &String::from_utf8(letters).unwrap()), None, "{at}");
            assert_eq!(keys.open("a", &sealed[..at]), None, "{at}");
        }
    }

    #[test]
    fn an_older_key_opens_and_the_first_one_seals() {
        let (old, new) = (SealKeys::generate().unwrap(), SealKeys::generate().unwrap());
        let before = SealKeys::new([old.clone()]).unwrap();
        let both = SealKeys::new([new.clone(), old]).unwrap();
        let after = SealKeys::new([new]).unwrap();
        assert!(both.open("a", &before.seal("a", &"text".into()).unwrap()).is_some());
        let sealed = both.seal("a", &"text".into()).unwrap();
        assert!(after.open("a", &sealed).is_some() && before.open("a", &sealed).is_none());
    }

    #[test]
    fn what_is_no_key_is_refused_and_not_shown() {
        for (key, why) in
            [("", "0 bytes"), ("Y2FuYXJ5", "6 bytes"), ("canary canary!", "not Base64")]
        {
            let error = SealKeys::new([key]).unwrap_err().to_string();
            assert!(error.contains(why) && !error.contains("canary"), "{error}");
        }
        assert!(SealKeys::new(Vec::<String>::new()).is_err());
        assert_eq!(format!("{:?}", keys()), "SealKeys { keys: 1 }");
    }
}
