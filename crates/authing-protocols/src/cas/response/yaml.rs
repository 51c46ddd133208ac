//! The few lines of YAML in which RubyCAS writes an attribute that is not a text: a list or a single
//! value behind `---`. Anything else in YAML stays the text that it came as.

use serde_json::Value;

/// The values, if the text is one of the forms that are read.
pub(super) fn values(text: &str) -> Option<Vec<Value>> {
    let rest = text.strip_prefix("---")?;
    let rest = rest.trim_end();
    let rest = rest.strip_suffix("\n...").unwrap_or(rest);
    let (first, lines) = rest.split_once('\n').unwrap_or((rest, ""));
    match (first.trim(), lines.trim()) {
        ("", "") => None,
        ("[]", "") => Some(Vec::new()),
        ("", _) => lines.lines().map(|line| scalar(line.strip_prefix("- ")?.trim())).collect(),
        // RubyCAS writes texts and numbers as they are. One behind a mark is what somebody has typed,
        // who would be taken for another without it.
        (word @ ("true" | "false"), "") if first.starts_with(char::is_whitespace) => {
            Some(vec![(word == "true").into()])
        }
        _ => None,
    }
}

/// A value on one line: in quotes, a word that YAML knows, or plain text.
fn scalar(text: &str) -> Option<Value> {
    if let Some(inside) = text.strip_prefix('\'') {
        let inside = inside.strip_suffix('\'')?.replace("''", "\u{0}");
        return (!inside.contains('\'')).then(|| inside.replace('\u{0}', "'").into());
    }
    if text.starts_with('"') {
        // The escapes of JSON are among YAML's, and mean the same.
        return serde_json::from_str::<String>(text).ok().map(Value::String);
    }
    let is_plain = !text
        .starts_with(['&', '*', '!', '|', '>', '%', '@', '`', '{', '[', ',', '#', '?'])
        && !text.starts_with("- ")
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #");
    match text {
        "" | "-" | "~" | "null" => None,
        "true" => Some(true.into()),
        "false" => Some(false.into()),
        _ if !is_plain => None,
        // `007` is a text that somebody chose, and would be 7 as a number.
        _ => Some(match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => number.into(),
            _ => text.into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_and_single_values_are_read() {
        for (text, read) in [
            ("--- \n- a\n- b c\n", json!(["a", "b c"])),
            (
                "---\n- 'it''s'\n- \"x\\ny\"\n- 5\n- 007\n- true\n",
                json!(["it's", "x\ny", 5, "007", true]),
            ),
            ("--- true\n...\n", json!([true])),
            ("--- false\n", json!([false])),
            ("--- []\n", json!([])),
        ] {
            assert_eq!(values(text).map(Value::Array), Some(read), "{text:?}");
        }
    }

    #[test]
    fn what_is_more_than_that_stays_a_text() {
        for text in [
            "a",
            "---",
            "---a",
            "---\na: b\n",
            "---\n- a: b\n",
            "---\n- - a\n",
            "---\n- &x a\n- *x\n",
            "--- alice",
            "--- 'alice'\n",
            "--- 7\n...\n",
            "---true",
            "--- |\n  a\n",
            "--- !ruby/object:X {}\n",
            "---\n- 'a\n",
            "---\n- a\n  b\n",
            "---\n- ~\n",
        ] {
            assert_eq!(values(text), None, "{text:?}");
        }
    }
}
