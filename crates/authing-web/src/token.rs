//! Where a request carries its token.

use authing_protocols::Secret;
use http::{HeaderMap, Uri, header};
use url::form_urlencoded;

use crate::{cookie, error::AuthError, settings::Settings, verified::TokenSource};

/// The one token of a request; `None` if it carries none.
///
/// A token in the header has precedence over one in the cookie, which a browser sends by itself.
/// What could be read in two ways is rejected (RFC 6750 sections 2 and 3.1).
pub(crate) fn find(
    settings: &Settings,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Option<(Secret, TokenSource)>, AuthError> {
    let from_header = bearer(headers)?;
    let from_query = match &settings.query {
        Some(name) => parameter(uri, name)?,
        None => None,
    };
    if from_header.is_some() && from_query.is_some() {
        return Err(AuthError::AmbiguousToken);
    }
    if let Some(token) = from_header {
        return Ok(Some((token, TokenSource::Header)));
    }
    if let Some(token) = from_query {
        return Ok(Some((token, TokenSource::Query)));
    }
    let from_cookie = match &settings.cookie {
        Some(name) => cookie(headers, name)?,
        None => None,
    };
    Ok(from_cookie.map(|token| (token, TokenSource::Cookie)))
}

/// The credentials of the scheme `Bearer`, which may be written in any case (RFC 9110 section
/// 11.1).
fn bearer(headers: &HeaderMap) -> Result<Option<Secret>, AuthError> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(AuthError::AmbiguousToken);
    }
    let bytes = value.as_bytes();
    let is_bearer = bytes.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"))
        && bytes.get(6).is_none_or(|byte| *byte == b' ');
    if !is_bearer {
        return Ok(None);
    }
    // What is not text is not a token, and the verifier says so.
    let token = value.to_str().unwrap_or_default().get(6..).unwrap_or_default();
    Ok(Some(Secret::new(token.trim())))
}

fn parameter(uri: &Uri, name: &str) -> Result<Option<Secret>, AuthError> {
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let found = pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    only(found)
}

/// A cookie's value. A neighbouring site may have set a second cookie of the name for a domain
/// above both, and nothing in a request tells the two apart.
fn cookie(headers: &HeaderMap, name: &str) -> Result<Option<Secret>, AuthError> {
    // What is not text is not a token, and the verifier says so.
    let found = cookie::of(headers, name).map(|value| String::from_utf8_lossy(value).into_owned());
    // An empty cookie is how some services remove one.
    only(found.filter(|value| !value.is_empty()))
}

fn only(mut found: impl Iterator<Item = String>) -> Result<Option<Secret>, AuthError> {
    let Some(first) = found.next().map(Secret::new) else { return Ok(None) };
    match found.next() {
        Some(_) => Err(AuthError::AmbiguousToken),
        None => Ok(Some(first)),
    }
}
