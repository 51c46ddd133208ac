//! The forms that times have in the field, and what is not a time.
#![cfg(test)]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_types::{CustomValue, Timestamp, UdfDataType, User, lenient};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

/// 2021-09-24T07:29:51Z.
const MOMENT: u64 = 1_632_468_591;

fn read(text: &str) -> Option<SystemTime> {
    Timestamp::from_text(text).to_system_time()
}

/// The time as RFC 3339 has it in UTC, or nothing.
fn utc(text: &str) -> Option<String> {
    read(text).map(|time| Timestamp::from(time).to_string())
}

fn all_are(texts: &[&str], expected: &str) {
    for text in texts {
        assert_eq!(utc(text).as_deref(), Some(expected), "{text}");
    }
}

fn none_is_a_time(texts: &[&str]) {
    for text in texts {
        assert_eq!(utc(text), None, "{text}");
    }
}

#[test]
fn ten_digits_are_seconds_and_thirteen_milliseconds() {
    all_are(&["1632468591", "1632468591000", "1632468591000000"], "2021-09-24T07:29:51Z");
    all_are(&["1632468591000000000"], "2021-09-24T07:29:51Z");
    all_are(&["1632468591123", "1632468591.123"], "2021-09-24T07:29:51.123Z");
    all_are(&["999999999"], "2001-09-09T01:46:39Z");
    all_are(&["9999999999", "9999999999000"], "2286-11-20T17:46:39Z");
    all_are(&["31536000000"], "1971-01-01T00:00:00Z");
    all_are(&["  1632468591\r\n"], "2021-09-24T07:29:51Z");
}

#[test]
fn a_number_may_have_a_fraction_an_exponent_and_a_minus() {
    all_are(&["1632468591.5", "1632468591500.0", "1.6324685915E9"], "2021-09-24T07:29:51.5Z");
    all_are(&["1.632468591E9", "1.632468591e+12", "1632468591000E-3"], "2021-09-24T07:29:51Z");
    all_are(&["1632468591.123456789"], "2021-09-24T07:29:51.123456789Z");
    all_are(&["1632468591.1234567891"], "2021-09-24T07:29:51.123456789Z");
    all_are(&["-1262304000", "-1262304000000"], "1930-01-01T00:00:00Z");
    none_is_a_time(&[
        "0.001632468591e12",
        "1632468591.",
        ".5",
        "1e",
        "1e999",
        "1.6.3",
        "--1632468591",
    ]);
}

#[test]
fn zero_is_the_beginning_and_nothing_else_is_it_by_accident() {
    all_are(&["0", "0.0", "-0"], "1970-01-01T00:00:00Z");
    none_is_a_time(&["1", "-1", "7200", "86400", "20210924", "01632468591"]);
    none_is_a_time(&["20210924072951", "163246859100000", "16324685910000000"]);
    none_is_a_time(&[
        "163246859100000000",
        "99999999999999999999",
        "+1632468591",
        "１６３２４６８５９１",
    ]);
    none_is_a_time(&["1632468591 s", "0x61", "NaN", "inf", "-infinity"]);
}

#[test]
fn an_offset_is_read_in_all_its_forms() {
    all_are(
        &[
            "2021-09-24T07:29:51Z",
            "2021-09-24t07:29:51z",
            "2021-09-24T15:29:51+08:00",
            "2021-09-24T15:29:51+0800",
            "2021-09-24T15:29:51+08",
            "2021-09-24T13:14:51+0545",
            "2021-09-24T03:59:51-03:30",
            "2021-09-24T03:59:51-0330",
            "2021-09-24T07:29:51+00",
            "2021-09-24T07:29:51-00:00",
            "2021-09-24 15:29:51+08",
            "2021-09-24 15:29:51 +0800",
            "2021-09-24 07:29:51 UTC",
            "2021-09-24 07:29:51 GMT",
            "2021-09-24T15:35:34+08:05:43",
        ],
        "2021-09-24T07:29:51Z",
    );
    all_are(&["2021-09-24T07:29:51+0800"], "2021-09-23T23:29:51Z");
    none_is_a_time(&[
        "2021-09-24T07:29:51+8",
        "2021-09-24T07:29:51+080",
        "2021-09-24T07:29:51+08:",
        "2021-09-24T07:29:51+08:0",
        "2021-09-24T07:29:51+0800:00",
        "2021-09-24T07:29:51+080000:",
        "2021-09-24T07:29:51+24:00",
        "2021-09-24T07:29:51+08:60",
        "2021-09-24T07:29:51-+08",
        "2021-09-24T07:29:51 CST",
        "2021-09-24T07:29:51ZZ",
    ]);
}

#[test]
fn a_fraction_may_be_of_any_length() {
    all_are(&["2021-09-24T07:29:51.1234567Z"], "2021-09-24T07:29:51.1234567Z");
    all_are(&["2026-06-23 14:31:49.761555+00"], "2026-06-23T14:31:49.761555Z");
    all_are(&["2021-09-24T07:29:51.5Z", "2021-09-24T07:29:51,500Z"], "2021-09-24T07:29:51.5Z");
    all_are(
        &["2021-09-24T07:29:51.123456789Z", "2021-09-24T07:29:51.1234567891234567890123Z"],
        "2021-09-24T07:29:51.123456789Z",
    );
    all_are(&["2021-09-24T07:29Z", "2021-09-24T15:29+08:00"], "2021-09-24T07:29:00Z");
    none_is_a_time(&["2021-09-24T07:29:51.Z", "2021-09-24T07:29:5Z", "2021-09-24T07:29.5Z"]);
}

#[test]
fn a_zone_in_brackets_is_passed_over_since_the_offset_decides() {
    all_are(&["2023-11-16T00:29:16.895+08:00[Asia/Shanghai]"], "2023-11-15T16:29:16.895Z");
    all_are(
        &[
            "2021-09-24T07:29:51Z[UTC]",
            "2021-09-24T07:29:51Z[Etc/UTC]",
            "2021-09-24T15:29:51+08:00[GMT+08:00]",
            "2021-09-24T09:29:51+02:00[Europe/Paris]",
            "2021-09-24T09:29:51+02:00[Europe/Paris][u-ca=gregory]",
            "2021-09-24T04:29:51-03:00[America/Argentina/Buenos_Aires]",
            "2021-09-24T15:29:51+08:00[+08:00]",
        ],
        "2021-09-24T07:29:51Z",
    );
    none_is_a_time(&[
        "2021-09-24T07:29:51[Asia/Shanghai]",
        "2021-09-24T07:29:51Z[",
        "2021-09-24T07:29:51Z[]",
        "2021-09-24T07:29:51Z[UTC",
        "2021-09-24T07:29:51Z[UTC]x",
        "2021-09-24T07:29:51Z[UTC]Z]",
        "2021-09-24T07:29:51[UTC]Z",
        "2021-09-24T07:29:51Z[!u-ca=hebrew]",
        "[UTC]",
    ]);
}

#[test]
fn what_is_not_a_time_or_does_not_say_which_is_none() {
    none_is_a_time(&[
        "",
        " ",
        "soon",
        "null",
        "2021-13-01T00:00:00Z",
        "2021-00-01T00:00:00Z",
        "2021-02-29T00:00:00Z",
        "0000-00-00 00:00:00",
        "2021-09-24",
        "2021-09-24T07:29:51",
        "2021-09-24 07:29:51",
        "2021-09-24T24:00:00Z",
        "2021-09-24T07:60:00Z",
        "2021-09-24T07:29:61Z",
        "2021-09-24T07:29:60Z",
        "2021/09/24 07:29:51Z",
        "2021-9-24T07:29:51Z",
        "2021-09-24  07:29:51Z",
        "2021-09-24T07:29:51Zjunk",
        "-2021-09-24T07:29:51Z",
        "+2021-09-24T07:29:51Z",
        "12021-09-24T07:29:51Z",
        "Fri Sep 24 15:29:51 CST 2021",
        "infinity",
        "二〇二一",
        "2021-09-24T07:29:5１Z",
    ]);
    all_are(
        &["2016-12-31T23:59:60Z", "2017-01-01T07:59:60+08:00"],
        "2016-12-31T23:59:59.999999999Z",
    );
    assert!(read("0000-01-01T00:00:00Z").is_some());
    assert!(read("9999-12-31T23:59:59-23:59").is_some());
}

#[test]
fn a_number_of_json_is_a_time_as_a_text_is() {
    #[derive(Deserialize)]
    struct Entry {
        at: Timestamp,
        #[serde(default, deserialize_with = "lenient::moment")]
        seen: Option<Timestamp>,
    }
    let expected = Some(UNIX_EPOCH + Duration::from_secs(MOMENT));
    for value in [
        json!(MOMENT),
        json!(MOMENT * 1000),
        json!(1_632_468_591.0),
        json!("1632468591"),
        json!("2021-09-24T07:29:51Z"),
    ] {
        let text = json!({"at": value, "seen": value}).to_string();
        let entry: Entry = serde_json::from_str(&text).unwrap();
        assert_eq!(entry.at.to_system_time(), expected, "{value}");
        assert_eq!(entry.seen.unwrap().to_system_time(), expected, "{value}");
        let time: Timestamp = serde_json::from_value(value).unwrap();
        assert_eq!(time.to_system_time(), expected);
    }
    for value in [json!(true), json!([MOMENT]), json!({"at": MOMENT})] {
        assert!(Timestamp::deserialize(&value).is_err(), "{value}");
        assert!(lenient::moment(&value).is_err(), "{value}");
    }
}

#[test]
fn a_model_and_custom_data_read_times_in_the_same_way() {
    let user = |created_at: Value| -> User {
        serde_json::from_value(
            json!({"id": "u", "arn": "a", "userPoolId": "p", "createdAt": created_at}),
        )
        .unwrap()
    };
    let expected = Some(UNIX_EPOCH + Duration::from_secs(MOMENT));
    for value in [json!("1632468591"), json!(MOMENT), json!("2021-09-24 15:29:51+08")] {
        assert_eq!(user(value).created_at.unwrap().to_system_time(), expected);
    }
    for text in ["1632468591", "\"2021-09-24T15:29:51+0800\""] {
        let CustomValue::DateTime(time) = CustomValue::read(&UdfDataType::DateTime, text) else {
            panic!("{text} is a time")
        };
        assert_eq!(time.to_system_time(), expected);
    }
}

#[test]
fn the_text_is_kept_as_it_came() {
    for text in ["2023-11-16T00:29:16.895+08:00[Asia/Shanghai]", " soon\n", "1632468591"] {
        assert_eq!(Timestamp::from_text(text).as_str(), text);
        assert_eq!(json!(Timestamp::from_text(text)), json!(text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in ".*", near in "[-+0-9TtZz:., \\[\\]e/!UGMC年]{0,40}") {
        let _ = (read(&text), read(&near));
    }

    #[test]
    fn a_damaged_time_does_not_make_the_reader_panic(at in 0_usize..44, with in any::<char>()) {
        let whole = "2023-11-16T00:29:16.895+08:00[Asia/Shanghai]";
        let damaged: String =
            whole.chars().enumerate().map(|(index, old)| if index == at { with } else { old }).collect();
        let _ = (read(&damaged), read(whole.get(..at).unwrap()));
    }

    #[test]
    fn every_time_is_read_back_from_every_form(
        seconds in 1_000_000_000_u64..10_000_000_000,
        nanoseconds in 0_u32..1_000_000_000,
    ) {
        let time = UNIX_EPOCH + Duration::new(seconds, nanoseconds);
        let written = Timestamp::from(time).to_string();
        let sql = written.replace('T', " ").replace('Z', "+00");
        let whole = u128::from(seconds) * 1_000_000_000 + u128::from(nanoseconds);
        let decimal = format!("{seconds}.{nanoseconds:09}");
        for text in [written, sql, whole.to_string(), decimal] {
            prop_assert_eq!(read(&text), Some(time), "{}", text);
        }
        let second = UNIX_EPOCH + Duration::from_secs(seconds);
        prop_assert_eq!(read(&seconds.to_string()), Some(second));
        prop_assert_eq!(read(&(seconds * 1000).to_string()), Some(second));
    }
}

#[test]
fn debug_shows_only_what_is_written_like_a_time() {
    let shown = |text: &str| format!("{:?}", Timestamp::from_text(text));
    let time = "2021-09-24T07:29:51.5+08:00";
    assert_eq!(shown(time), format!("Timestamp(\"{time}\")"));
    assert_eq!(shown("1632468591"), "Timestamp(\"1632468591\")");
    for text in ["canary", "2021-09-24 of Ann", &"1".repeat(41)] {
        assert_eq!(shown(text), "Timestamp(..)", "{text}");
    }
}

#[test]
fn an_id_is_a_text_or_a_number() {
    #[derive(Deserialize)]
    struct Thing {
        #[serde(default, deserialize_with = "lenient::id")]
        id: Option<String>,
    }
    let read = |id: Value| serde_json::from_value::<Thing>(json!({ "id": id })).unwrap().id;
    assert_eq!(read(json!("a")).as_deref(), Some("a"));
    assert_eq!(read(json!(7)).as_deref(), Some("7"));
    for other in [json!(null), json!("null"), json!({"id": "a"}), json!(["a"]), json!(true)] {
        assert_eq!(read(other), None);
    }
}
