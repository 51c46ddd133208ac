//! Reading `multipart/form-data` (RFC 7578).

use memchr::memmem;

use crate::base::limits::{PARTS, TooMuch};

/// A boundary is at most this long (RFC 2046 section 5.1.1).
const BOUNDARY: usize = 70;

/// One field of a form.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: String,
    pub(crate) content: Vec<u8>,
}

/// The boundary that a content type names, if it is that of such a form.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut parameters = parameters.split(';').map(str::trim);
    let boundary = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    })?;
    Some(boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

/// A form that is not read.
#[derive(thiserror::Error)]
pub(crate) enum Unreadable {
    /// What is wrong with it.
    #[error("{0}")]
    Malformed(String),
    /// What there is too much of.
    #[error("{0}")]
    TooMuch(TooMuch),
}

show_variants!(Unreadable { Malformed, TooMuch });

impl From<&'static str> for Unreadable {
    fn from(reason: &'static str) -> Self {
        Self::Malformed(reason.to_owned())
    }
}

impl From<TooMuch> for Unreadable {
    fn from(error: TooMuch) -> Self {
        Self::TooMuch(error)
    }
}

/// The fields of a form, or why it is not one.
pub(crate) fn read(body: &[u8], boundary: &str) -> Result<Vec<Part>, Unreadable> {
    TooMuch::check("letters in the boundary of its form", boundary.len(), BOUNDARY)?;
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter has no line before it.
    let start = format!("--{boundary}");
    let mut rest = body.strip_prefix(start.as_bytes()).ok_or("the form does not begin")?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        rest = rest.strip_prefix(b"\r\n").ok_or("a delimiter does not end")?;
        let end = memmem::find(rest, delimiter.as_bytes()).ok_or("a field does not end")?;
        let (field, after) = rest.split_at(end);
        if parts.len() >= PARTS {
            return Err(TooMuch::beyond("fields in its form with files", PARTS).into());
        }
        parts.push(part(field)?);
        rest = after.get(delimiter.len()..).unwrap_or_default();
    }
}

fn part(field: &[u8]) -> Result<Part, &'static str> {
    let end = memmem::find(field, b"\r\n\r\n").ok_or("a field has no content")?;
    let (head, content) = field.split_at(end);
    let head = std::str::from_utf8(head).map_err(|_| "the head of a field is not text")?;
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then_some(value.trim())
        })
    };
    let disposition = header("content-disposition").ok_or("a field has no name")?;
    let parameter = |wanted: &str| {
        disposition.split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.trim().split_once('=')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim_matches('"').to_owned())
        })
    };
    Ok(Part {
        name: parameter("name").ok_or("a field has no name")?,
        file_name: parameter("filename"),
        content_type: header("content-type").unwrap_or("application/octet-stream").to_owned(),
        content: content.get(4..).unwrap_or_default().to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_field_by_field() {
        assert_eq!(boundary("multipart/form-data; charset=x; boundary=\"ab\""), Some("ab"));
        assert_eq!(boundary("multipart/mixed; boundary=ab"), None);
        let body = b"--ab\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nx\r\n\
            --ab\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
            Content-Type: image/png\r\n\r\n\x89\r\n\r\n--a\r\n--ab--\r\n";
        let parts = read(body, "ab").unwrap();
        assert_eq!((parts[0].name.as_str(), parts[0].content.as_slice()), ("kind", &b"x"[..]));
        assert_eq!(parts[1].file_name.as_deref(), Some("a.png"));
        assert_eq!(parts[1].content_type, "image/png");
        assert_eq!(parts[1].content, b"\x89\r\n\r\n--a");
    }

    #[test]
    fn what_is_no_form_is_refused_with_a_reason() {
        for body in [&b""[..], b"--ab", b"--ab\r\nx", b"--ab\r\n\r\n\r\nx\r\n--ab--"] {
            assert!(read(body, "ab").is_err());
        }
    }
}
