//! The cookies of a request, and those that a response sets.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};

/// All cookies of a request, each with its bare value.
///
/// As bytes: browsers send what a script of the page has set, and that may be any text. It says
/// nothing about the cookies beside it.
pub(crate) fn all(headers: &HeaderMap) -> impl Iterator<Item = (&[u8], &[u8])> {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    lines.flat_map(|line| line.split(|byte| *byte == b';')).filter_map(|pair| {
        let (key, value) = pair.split_at_checked(pair.iter().position(|byte| *byte == b'=')?)?;
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let bare = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
        Some((key.trim_ascii(), bare.unwrap_or(value)))
    })
}

/// The values of the cookies of this name.
pub(crate) fn of<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h [u8]> {
    all(headers).filter(move |(key, _)| *key == name.as_bytes()).map(|(_, value)| value)
}

/// A cookie for this host alone, that no script reads and no other site's page sends but by a link.
///
/// The value must hold none but letters, digits, `-`, `_` and `.`; `None` if it does not.
pub(crate) fn set(name: &str, value: &str, secure: bool, life: Duration) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let life = life.as_secs();
    let cookie = format!("{name}={value}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}");
    let mut cookie = HeaderValue::try_from(cookie).ok()?;
    cookie.set_sensitive(true);
    Some(cookie)
}

/// A cookie that comes along with what another site's page posts, which browsers allow with `Secure` only. The
/// value as in [`set`].
pub(crate) fn set_for_other_sites(name: &str, value: &str, life: Duration) -> Option<HeaderValue> {
    let life = life.as_secs();
    let cookie = format!("{name}={value}; Path=/; Max-Age={life}; HttpOnly; SameSite=None; Secure");
    let mut cookie = HeaderValue::try_from(cookie).ok()?;
    cookie.set_sensitive(true);
    Some(cookie)
}

/// The name of the cookie that a `Set-Cookie` is for.
pub(crate) fn name_of(cookie: &HeaderValue) -> &[u8] {
    cookie.as_bytes().split(|byte| *byte == b'=').next().unwrap_or_default()
}
