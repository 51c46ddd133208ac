//! Halves of characters in JSON, and what else a parser stumbles over.
#![cfg(test)]

use std::borrow::Cow;

use authing_types::{
    CustomValue, UdfDataType,
    lenient::json::{from_slice, from_str, repair, repair_halves},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(text: &str) -> Value {
    let read: Value = from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(from_slice::<Value>(text.as_bytes()).unwrap(), read);
    read
}

#[test]
fn the_half_is_replaced_and_nothing_else() {
    for (text, expected) in [
        (r#""abc\ud83d""#, "abc\u{fffd}"),
        (r#""\ud83dabc""#, "\u{fffd}abc"),
        (r#""abc\ude00def""#, "abc\u{fffd}def"),
        (r#""\uD83D \uDE00""#, "\u{fffd} \u{fffd}"),
        (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        // The pair behind a half is whole, and so is the one before.
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud83d\ude00\ude00""#, "😀\u{fffd}"),
        (r#""\ud83d\ude00\ud83d""#, "😀\u{fffd}"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\ud83d\\ude00""#, "\u{fffd}\\ude00"),
        (r#""文\ud83d字""#, "\u{6587}\u{fffd}\u{5b57}"),
        (r#""\ud83d\"""#, "\u{fffd}\""),
        // The range ends where it ends.
        (r#""\ud7ff\ud800""#, "\u{d7ff}\u{fffd}"),
        (r#""\udfff\ue000""#, "\u{fffd}\u{e000}"),
    ] {
        assert_eq!(read(text), json!(expected), "{text}");
    }
}

#[test]
fn a_backslash_that_is_escaped_begins_no_half() {
    for text in [r#""\\ud83d""#, r#""\\\\ude00""#, r#""\ud83d\ude00""#, r#""\\\ud83d\ude00""#] {
        assert!(matches!(repair_halves(text), Cow::Borrowed(_)), "{text}");
        assert_eq!(read(text), serde_json::from_str::<Value>(text).unwrap());
    }
    assert_eq!(read(r#""\\\ud83d""#), json!("\\\u{fffd}"));
}

#[test]
fn names_of_members_are_read_like_values() {
    let text = r#"{"a\ud83d": {"\ude00b": ["c\udbff"]}, "whole": "\ud83d\ude00"}"#;
    let expected = json!({"a\u{fffd}": {"\u{fffd}b": ["c\u{fffd}"]}, "whole": "😀"});
    assert_eq!(read(text), expected);
}

#[test]
fn what_is_not_json_stays_an_error_at_its_place() {
    for text in [
        r#"{"a": "\ud83d", "b": }"#,
        r#""\ud83"#,
        r#""\ud83""#,
        r#""\ud83x""#,
        r#""\ud83d\"#,
        r#""\ud83d"#,
        r#""\u文字""#,
        "\\",
        "",
    ] {
        assert!(from_str::<Value>(text).is_err(), "{text}");
        assert!(from_slice::<Value>(text.as_bytes()).is_err(), "{text}");
    }
    let error = from_str::<Value>(r#"{"a": "\ud83d", "b": }"#).unwrap_err();
    assert_eq!((error.line(), error.column()), (1, 22));
    let error = from_str::<Vec<u8>>(r#"["\ud83d"]"#).unwrap_err();
    assert!(error.is_data());
}

#[test]
fn a_response_that_is_not_utf_8_is_read_as_browsers_read_it() {
    let read = |bytes: &[u8]| from_slice::<Value>(bytes).unwrap();
    assert_eq!(read(b"\"a\xffb\""), json!("a\u{fffd}b"));
    assert_eq!(read(b"{\"\xc3\": \"\xe6\x96\x87 \\ud83d\"}"), json!({"\u{fffd}": "文 \u{fffd}"}));
    assert_eq!(read(b"\xef\xbb\xbf{\"a\": \"\xef\xbb\xbf\"}"), json!({"a": "\u{feff}"}));
    assert!(from_slice::<Value>(b"\xef\xbb\xbf").is_err());
}

#[test]
fn nothing_is_copied_where_nothing_is_wrong() {
    let text = r#"{"a": "\ud83d\ude00 \\ \" \n 文", "b": [1, null]}"#;
    assert!(matches!(repair(text.as_bytes()), Cow::Borrowed(_)));
    assert!(matches!(repair_halves("no JSON \\u12 \\u文 \\"), Cow::Borrowed(_)));
}

#[test]
fn json_within_a_text_is_read_in_the_same_way() {
    let value = CustomValue::read(&UdfDataType::Object, r#"{"a": "\ud83d"}"#);
    assert_eq!(value, json!({"a": "\u{fffd}"}).into());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic_or_changes_its_length(text in r#"(\\|u|d|8|D|3|e|0|"|文|\{|.){0,60}"#) {
        prop_assert_eq!(repair_halves(&text).len(), text.len());
        let _ = (from_str::<Value>(&text), from_slice::<Value>(text.as_bytes()));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>()) {
        let _ = from_slice::<Value>(&bytes);
    }

    /// What `String::from_utf16_lossy` makes of the code units.
    #[test]
    fn every_half_becomes_one_replacement(units in prop::collection::vec(
        prop_oneof![0xD7F0_u16..0xE010, 0xD83D_u16..0xD83F, 0xDE00_u16..0xDE02, any::<u16>()], 0..12,
    )) {
        let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let read: String = from_str(&format!("\"{escaped}\"")).unwrap();
        prop_assert_eq!(read, String::from_utf16_lossy(&units));
    }
}
