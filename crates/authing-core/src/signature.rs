//! Requests signed with a key pair instead of a token.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderValue, Method};
use sha1::Sha1;

use authing_types::Secret;

use crate::{error::Error, options};

/// An access key with its secret, which signs requests as Authing's signature scheme has it.
///
/// Calls of the clients carry tokens and need no signature. The JavaScript SDK has the scheme and
/// uses it nowhere, and no endpoint is known to ask for it; this is for a deployment whose gateway
/// does. The value goes into a call by its [`header`](crate::Call::header).
///
/// ```
/// use authing_core::AccessKey;
/// use http::{HeaderMap, Method};
///
/// let key = AccessKey::new("AK", "SK");
/// let mut headers = HeaderMap::new();
/// headers.insert("date", "Tue, 01 Sep 2026 10:00:00 GMT".parse()?);
/// let value = key.authorization(&Method::GET, "/api/v2/users", &headers, [("page", "1")])?;
/// assert!(value.to_str()?.starts_with("AK:"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `lib/buildSignature.ts` of the JavaScript SDK.
#[derive(Clone)]
pub struct AccessKey {
    id: String,
    secret: Secret,
}

impl AccessKey {
    /// The key of this id with its secret, both read as [`options`] says.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { id: id.into(), secret: secret.into() }
    }

    /// The value of `authorization` for a request: `{id}:{signature}`, where the signature is
    /// HMAC-SHA1 in Base64 over the verb, the headers `date` and `x-authing-*`, the path and the
    /// query, each in order of the names. The path and the query's values are taken as they are
    /// before percent-encoding.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or secret, or when the id or
    /// a header is not text.
    pub fn authorization<'a>(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        query: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<HeaderValue, Error> {
        let unusable = |problem| Error::input("access_key", problem);
        let id = options::bare(&self.id).map_err(unusable)?;
        let secret = options::bare(self.secret.expose()).map_err(unusable)?;
        if id.is_empty() || secret.is_empty() {
            return Err(Error::input("access_key", "is empty"));
        }
        let mut query: Vec<_> = query.into_iter().collect();
        query.sort_unstable();
        let text = string_to_sign(method, path, headers, &query)?;
        let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes())
            .map_err(|_| Error::input("access_key", "cannot be used as a key"))?;
        mac.update(text.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        HeaderValue::try_from(format!("{id}:{signature}"))
            .map_err(|_| Error::input("access_key", "has an id that no header can hold"))
    }
}

/// Only the id.
impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey").field("id", &self.id).finish_non_exhaustive()
    }
}

fn string_to_sign(
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    query: &[(&str, &str)],
) -> Result<String, Error> {
    let mut signed: Vec<_> = headers
        .iter()
        .filter(|(name, _)| name.as_str() == "date" || name.as_str().starts_with("x-authing-"))
        .collect();
    signed.sort_by_key(|(name, _)| name.as_str());
    let mut text = format!("{method}\n");
    for (name, value) in signed {
        let value = value.to_str().map_err(|_| Error::input(name.as_str(), "is not text"))?;
        // Of the characters that the scheme replaces a header can hold only the tab.
        text.push_str(&format!("{name}:{}\n", value.replace('\t', " ").trim()));
    }
    text.push_str(path);
    for (index, (name, value)) in query.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(&format!("{name}={value}"));
    }
    Ok(text)
}
