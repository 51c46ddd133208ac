//! Compressed responses (RFC 9110 section 8.4).
//!
//! Whether a response is compressed is decided by the server and whatever lies between, so it is
//! unpacked here, above the transport, for every transport alike. The limit on a response's length
//! is about memory, so it holds for what becomes of it.

use std::io::{self, Read};

use bytes::Bytes;
use flate2::bufread::MultiGzDecoder;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use crate::{options::printable, transport::HttpResponse};

/// More codings around one another are nobody's need.
const MOST_CODINGS: usize = 2;

/// How much is unpacked at once.
const PIECE: usize = 16 << 10;

/// Why the body of a response cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error(
        "is compressed by `{0}`, which is not read: something between here and the server ignores \
         that `gzip` at most was accepted"
    )]
    Coding(String),
    #[error("is larger than the {0} bytes allowed, once it is unpacked")]
    TooLarge(usize),
    #[error("is compressed by `gzip` and ends early: it was cut on its way")]
    Cut,
    #[error("is said to be compressed by `gzip`, and is not or was changed on its way")]
    Corrupt,
}

/// Undoes the codings of a response, or says why it cannot be read. One without codings stays as it
/// is, at no cost.
pub(crate) fn unpack(response: &mut HttpResponse, limit: usize) -> Result<(), Unreadable> {
    if !response.headers.contains_key(CONTENT_ENCODING) {
        return Ok(());
    }
    let codings = codings(response);
    let unread = codings.iter().rev().find(|coding| !matches!(&***coding, "gzip" | "x-gzip"));
    if let Some(coding) = unread {
        return Err(Unreadable::Coding(printable(coding)));
    }
    if codings.len() > MOST_CODINGS {
        return Err(Unreadable::Coding(printable(&codings.join(", "))));
    }
    for _ in codings {
        // No body, as with a status that has none, is not a compressed one.
        if !response.body.is_empty() {
            response.body = gunzip(&response.body, limit)?;
        }
    }
    response.headers.remove(CONTENT_ENCODING);
    response.headers.remove(CONTENT_LENGTH);
    Ok(())
}

/// The codings in the order in which they were applied.
fn codings(response: &HttpResponse) -> Vec<String> {
    let mut codings = Vec::new();
    for value in response.headers.get_all(CONTENT_ENCODING) {
        let value = String::from_utf8_lossy(value.as_bytes());
        let names = value.split(',').map(|name| name.trim().to_ascii_lowercase());
        codings.extend(names.filter(|name| !matches!(&**name, "" | "identity")));
    }
    codings
}

/// Unpacks one member or several (RFC 1952 section 2.2), and never holds more than the limit.
fn gunzip(packed: &[u8], limit: usize) -> Result<Bytes, Unreadable> {
    let mut unpacked = Vec::with_capacity(limit.min(4 * packed.len()));
    let mut decoder = MultiGzDecoder::new(packed);
    let mut piece = [0; PIECE];
    loop {
        let read = decoder.read(&mut piece).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Unreadable::Cut,
            _ => Unreadable::Corrupt,
        })?;
        let piece = piece.get(..read).unwrap_or_default();
        if piece.is_empty() {
            return Ok(unpacked.into());
        }
        let needed = unpacked.len() + piece.len();
        if needed > limit {
            return Err(Unreadable::TooLarge(limit));
        }
        if needed > unpacked.capacity() {
            // Twice as much, but no more than the limit.
            let room = limit.min(2 * unpacked.capacity()).max(needed);
            unpacked.reserve_exact(room - unpacked.len());
        }
        unpacked.extend_from_slice(piece);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};
    use http::{HeaderValue, StatusCode};

    use super::*;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    fn read(coding: &'static str, body: &[u8], limit: usize) -> Result<Bytes, Unreadable> {
        let mut response = HttpResponse::new(StatusCode::OK, body.to_vec());
        response.headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
        unpack(&mut response, limit)?;
        assert!(!response.headers.contains_key(CONTENT_ENCODING), "it is so no longer");
        Ok(response.body)
    }

    #[test]
    fn gzip_is_unpacked_whatever_it_is_called() {
        let packed = gzip(b"plain");
        for coding in ["gzip", "GZIP", " x-gzip ", "identity, gzip", "gzip,"] {
            assert_eq!(read(coding, &packed, 5).unwrap(), "plain", "{coding}");
        }
        assert_eq!(read("gzip, gzip", &gzip(&packed), 100).unwrap(), "plain");
        assert_eq!(read("gzip", &[packed.as_slice(), &packed].concat(), 10).unwrap(), "plainplain");
        assert_eq!(read("gzip", &gzip(b""), 10).unwrap(), "");
        for coding in ["identity", ""] {
            assert_eq!(read(coding, b"plain", 5).unwrap(), "plain");
        }
        for coding in ["gzip", "gzip, x-gzip"] {
            assert_eq!(read(coding, b"", 10).unwrap(), "", "a response without a body");
        }
    }

    #[test]
    fn two_headers_are_one_list() {
        let mut response = HttpResponse::new(StatusCode::OK, gzip(&gzip(b"plain")));
        response.headers.append(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        response.headers.append(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        unpack(&mut response, 100).unwrap();
        assert_eq!(response.body, "plain");
        response.headers.append(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        response.headers.append(CONTENT_ENCODING, HeaderValue::from_static("br"));
        assert!(unpack(&mut response, 100).unwrap_err().to_string().contains("`br`"));
    }

    #[test]
    fn what_is_not_read_is_refused_by_its_name() {
        for (coding, name) in [
            ("zstd", "`zstd`"),
            ("Br", "`br`"),
            ("deflate", "`deflate`"),
            ("gzip, br", "`br`"),
            ("br, gzip", "`br`"),
            ("gzip, gzip, gzip", "`gzip, gzip, gzip`"),
            ("a\"b", "`a\\\"b`"),
        ] {
            let error = read(coding, b"no matter", 100).unwrap_err().to_string();
            assert!(error.contains(&format!("is compressed by {name}")), "{coding}: {error}");
        }
        let long: &'static str = "x".repeat(5000).leak();
        assert!(read(long, b"", 100).unwrap_err().to_string().len() < 250);
    }

    #[test]
    fn the_limit_is_about_what_was_unpacked_and_holds_before_it_is_there() {
        let bomb = gzip(&vec![b'x'; 4 << 20]);
        assert!(bomb.len() < 8 << 10);
        assert!(matches!(read("gzip", &bomb, 1 << 20), Err(Unreadable::TooLarge(_))));
        assert_eq!(read("gzip", &bomb, 4 << 20).unwrap().len(), 4 << 20);
        assert!(matches!(read("gzip", &bomb, (4 << 20) - 1), Err(Unreadable::TooLarge(_))));
        let twice = gzip(&bomb);
        assert!(matches!(read("gzip, gzip", &twice, 1 << 20), Err(Unreadable::TooLarge(_))));
    }

    #[test]
    fn what_was_cut_or_changed_is_told() {
        let packed = gzip(&(0..=255).collect::<Vec<u8>>());
        for end in 1..packed.len() {
            let error = read("gzip", &packed[..end], 1000).unwrap_err();
            assert!(matches!(error, Unreadable::Cut), "{end}: {error}");
        }
        for place in [0, 2, 10, packed.len() - 8, packed.len() - 1] {
            let mut changed = packed.clone();
            changed[place] ^= 0xff;
            let error = read("gzip", &changed, 1000).unwrap_err();
            assert!(matches!(error, Unreadable::Corrupt), "{place}: {error}");
        }
        assert!(matches!(read("gzip", b"{\"data\":[]}", 1000), Err(Unreadable::Corrupt)));
        let followed = [packed.as_slice(), b"rest"].concat();
        assert!(read("gzip", &followed, 1000).is_err());
    }
}
