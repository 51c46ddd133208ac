//! Reading what the server says about a ticket: in text, XML or JSON.

mod json;
mod text;
mod xml;

use crate::Secret;

use super::{error::CasError, user::CasLogin};

/// Far more than a user's attributes need.
pub(super) const MAX_BYTES: usize = 256 << 10;

/// Reads a response of CAS 1.0.
pub(super) fn user_in_text(body: &[u8]) -> Result<CasLogin, CasError> {
    text::user(utf8(body)?)
}

/// Reads a response of CAS 2.0 or 3.0 in the format in which it came: many servers respond in XML
/// whatever they are asked for.
pub(super) fn user(body: &[u8]) -> Result<CasLogin, CasError> {
    let text = utf8(body)?;
    match format(text)? {
        Format::Xml => xml::user(text),
        Format::Json => json::user(text),
    }
}

/// Reads the response to a request for a proxy ticket.
pub(super) fn proxy_ticket(body: &[u8]) -> Result<Secret, CasError> {
    let text = utf8(body)?;
    match format(text)? {
        Format::Xml => xml::proxy_ticket(text),
        Format::Json => json::proxy_ticket(text),
    }
}

enum Format {
    Xml,
    Json,
}

fn format(text: &str) -> Result<Format, CasError> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let starts_with = |start: &str| {
        text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    if starts_with("<!doctype html") || starts_with("<html") {
        return Err(CasError::NotCas);
    }
    match text.chars().next() {
        Some('<') => Ok(Format::Xml),
        Some('{') => Ok(Format::Json),
        _ => Err(CasError::NotCas),
    }
}

fn utf8(body: &[u8]) -> Result<&str, CasError> {
    if body.len() > MAX_BYTES {
        return Err(CasError::TooLong { limit: MAX_BYTES });
    }
    std::str::from_utf8(body).map_err(|_| CasError::Encoding)
}
