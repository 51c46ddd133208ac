//! Pairs as a query, a fragment or a form has them.

use percent_encoding::percent_decode_str;

/// How many pairs a text has, without reading them.
pub(crate) fn count(text: &str) -> usize {
    text.split('&').filter(|pair| !pair.is_empty()).count()
}

/// The decoded names and values of a query or form.
pub(crate) fn parse(text: &str) -> Vec<(String, String)> {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// Writes pairs.
pub(crate) fn encode(pairs: &[(&str, String)]) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())));
    out.finish()
}
