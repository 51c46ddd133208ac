//! Reading members that servers write in more than one form.

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::{Map, Value};

use crate::{json::HALF, text::scope_words};

/// A number of seconds, also as text or with a fraction. Anything else counts as absent: a life
/// that nobody can read is a life that is not known.
pub(crate) fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| whole(text.parse().ok()?))
        }
        _ => None,
    })
}

/// A text that decides nothing. Anything else counts as absent.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        _ => None,
    })
}

/// A text that says who or what a token is about; an empty one says nothing. With U+FFFD, which
/// readers put in the place of half a character, two of them could be one: it is refused.
pub(crate) fn identifier<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match Option::<String>::deserialize(deserializer)? {
        Some(text) if text.contains(char::REPLACEMENT_CHARACTER) => Err(D::Error::custom(HALF)),
        text => Ok(text.filter(|text| !text.is_empty())),
    }
}

/// A `cnf`. In another form than its own it is empty, and there all the same: what it binds the
/// token to is not known.
pub(crate) fn confirmation<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Map<String, Value>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::Object(cnf) => Some(cnf),
        _ => Some(Map::new()),
    })
}

/// Words between spaces, also as a list of texts; null counts as absent. In another form it is
/// refused: a scope that nobody can read must not count as one of which the server says nothing,
/// which would be the one that was requested.
pub(crate) fn words<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<String>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(scope_words(&text).map(str::to_owned).collect()),
        Value::Array(list) => {
            Some(list.iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect())
        }
        _ => return Err(D::Error::custom("neither words nor a list")),
    })
}

/// One text or a list of texts; null counts as none. In another form it is refused, since it decides
/// who may take a token.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<String>, D::Error> {
    let odd = || D::Error::custom("neither a text nor a list of texts");
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(Vec::new()),
        Value::String(text) => Ok(vec![text]),
        Value::Array(list) => {
            list.iter().map(|one| one.as_str().map(str::to_owned).ok_or_else(odd)).collect()
        }
        _ => Err(odd()),
    }
}

fn whole(number: f64) -> Option<u64> {
    // Above 2^53 a float does not count seconds, and the cast would only saturate.
    (0.0..9e15).contains(&number).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Body {
        #[serde(default, deserialize_with = "seconds")]
        life: Option<u64>,
        #[serde(default, deserialize_with = "words")]
        scope: Option<Vec<String>>,
        #[serde(default, deserialize_with = "one_or_many")]
        aud: Vec<String>,
    }

    fn read(json: &str) -> Body {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_life_is_read_as_number_or_text() {
        for json in
            [r#"{"life": 60}"#, r#"{"life": "60"}"#, r#"{"life": 60.9}"#, r#"{"life": " 60.0 "}"#]
        {
            assert_eq!(read(json).life, Some(60), "{json}");
        }
        for json in [
            "{}",
            r#"{"life": null}"#,
            r#"{"life": -1}"#,
            r#"{"life": "soon"}"#,
            r#"{"life": 1e300}"#,
        ] {
            assert_eq!(read(json).life, None, "{json}");
        }
    }

    #[test]
    fn a_scope_is_read_as_text_or_list() {
        for json in [r#"{"scope": "a  b"}"#, r#"{"scope": ["a", null, "b"]}"#] {
            assert_eq!(read(json).scope.unwrap(), ["a", "b"], "{json}");
        }
        assert_eq!(read(r#"{"scope": ""}"#).scope.unwrap(), [""; 0]);
        let one = read(r#"{"scope": "a\tadmin b\u00a0admin"}"#).scope.unwrap();
        assert_eq!(one, ["a\tadmin", "b\u{a0}admin"]);
        assert_eq!(read(r#"{"scope": null}"#).scope, None);
        for odd in ["7", "{}", "true"] {
            let json = format!("{{\"scope\": {odd}}}");
            assert!(serde_json::from_str::<Body>(&json).is_err(), "{odd}");
        }
    }

    #[test]
    fn an_audience_is_read_as_text_or_list() {
        assert_eq!(read(r#"{"aud": "a"}"#).aud, ["a"]);
        assert_eq!(read(r#"{"aud": ["a", "b"]}"#).aud, ["a", "b"]);
        assert!(read(r#"{"aud": null}"#).aud.is_empty());
        for odd in ["7", "{}", r#"["a", 7]"#, "[null]"] {
            let json = format!("{{\"aud\": {odd}}}");
            assert!(serde_json::from_str::<Body>(&json).is_err(), "{odd}");
        }
    }
}
