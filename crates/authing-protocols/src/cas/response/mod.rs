//! Reading what the server says about a ticket: in text, XML or JSON.

mod json;
mod reader;
mod text;
mod xml;
mod yaml;

use crate::Secret;

use super::{error::CasError, user::CasLogin};

/// Far more than a user's attributes need.
pub(super) const MAX_BYTES: usize = 256 << 10;

/// Reads a response of CAS 1.0.
pub(super) fn user_in_text(body: &[u8]) -> Result<CasLogin, CasError> {
    text::user(response(body)?)
}

/// Reads a response of CAS 2.0 or 3.0 in the format in which it came: many servers respond in XML
/// whatever they are asked for.
pub(super) fn user(body: &[u8]) -> Result<CasLogin, CasError> {
    let text = response(body)?;
    match format(text)? {
        Format::Xml => xml::user(text),
        Format::Json => json::user(text),
    }
}

/// Reads the response to a request for a proxy ticket.
pub(super) fn proxy_ticket(body: &[u8]) -> Result<Secret, CasError> {
    let text = response(body)?;
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
        return Err(CasError::NotCas("it is a web page"));
    }
    match text.chars().next() {
        Some('<') => Ok(Format::Xml),
        Some('{') => Ok(Format::Json),
        None => Err(CasError::NotCas("it is empty")),
        Some(_) => Err(CasError::NotCas("it is neither XML nor a JSON object")),
    }
}

/// The text of a response or message.
pub(super) fn utf8(body: &[u8]) -> Result<&str, CasError> {
    // Without a mark UTF-16 is valid UTF-8 with a zero in every second place.
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<' | b'{', ..] | [b'<' | b'{', 0, ..] = body
    {
        return Err(CasError::Encoding("it begins as UTF-16 does".to_owned()));
    }
    std::str::from_utf8(body).map_err(|error| {
        CasError::Encoding(format!("byte {} belongs to no letter", error.valid_up_to() + 1))
    })
}

/// The text of a response, which is of a bounded length.
fn response(body: &[u8]) -> Result<&str, CasError> {
    if body.len() > MAX_BYTES {
        return Err(CasError::TooLong { limit: MAX_BYTES });
    }
    utf8(body)
}
