//! Deliveries as forms: how nested values stand in them is not documented, so both usual ways are read,
//! keys with brackets (`data[user][id]=1`) and JSON in a field (`data={"user": {"id": 1}}`).

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::error::WebhookError;

/// No event is nested deeper.
const DEEPEST: usize = 32;

/// Reads a form as the JSON that it stands for; all scalars are texts.
pub(super) fn read(body: &[u8]) -> Result<Map<String, Value>, WebhookError> {
    let mut root = Map::new();
    for (key, value) in form_urlencoded::parse(body) {
        if !key.is_empty() {
            insert(&mut root, &key, value.into_owned())?;
        }
    }
    for value in root.values_mut() {
        lists(value);
        json(value);
    }
    Ok(root)
}

fn insert(root: &mut Map<String, Value>, key: &str, value: String) -> Result<(), WebhookError> {
    let parts = split(key)?;
    let Some((last, way)) = parts.split_last() else { return Ok(()) };
    let mut here = root;
    for part in way {
        let next = here.entry(name(part, here.len())).or_insert_with(|| Map::new().into());
        let Value::Object(next) = next else {
            return Err(WebhookError::Body("a key of the form is a value and holds others"));
        };
        here = next;
    }
    match here.entry(name(last, here.len())) {
        serde_json::map::Entry::Vacant(entry) => {
            entry.insert(value.into());
        }
        serde_json::map::Entry::Occupied(mut entry) => match entry.get_mut() {
            // The same name again is one more item of a list.
            Value::Array(items) => items.push(value.into()),
            first @ Value::String(_) => {
                let items = vec![first.take(), value.into()];
                *first = items.into();
            }
            _ => return Err(WebhookError::Body("a key of the form is a value and holds others")),
        },
    }
    Ok(())
}

/// `[]` is the next item of a list.
fn name(part: &str, next: usize) -> String {
    if part.is_empty() { next.to_string() } else { part.to_owned() }
}

/// `a[b][c]` as `a`, `b`, `c`.
fn split(key: &str) -> Result<Vec<&str>, WebhookError> {
    let Some((first, rest)) = key.split_once('[').filter(|(first, _)| !first.is_empty()) else {
        return Ok(vec![key]);
    };
    // What does not look like it is a name.
    let Some(rest) = rest.strip_suffix(']') else { return Ok(vec![key]) };
    let mut parts = vec![first];
    for part in rest.split("][") {
        if parts.len() > DEEPEST {
            return Err(WebhookError::Body("the form is nested too deep"));
        }
        parts.push(part);
    }
    Ok(parts)
}

/// Makes lists of objects whose names are 0, 1, 2 …, in any order.
fn lists(value: &mut Value) {
    let Value::Object(members) = value else { return };
    for member in members.values_mut() {
        lists(member);
    }
    // `01` is a name: as an index it would be another one's.
    let index = |key: &String| key.parse().ok().filter(|index: &usize| index.to_string() == *key);
    let mut indices: Vec<usize> = members.keys().filter_map(index).collect();
    indices.sort_unstable();
    let is_list = !members.is_empty()
        && indices.len() == members.len()
        && indices.iter().enumerate().all(|(at, index)| at == *index);
    if is_list {
        let items = indices.iter().filter_map(|index| members.remove(&index.to_string()));
        *value = Value::Array(items.collect());
    }
}

/// Reads JSON that stands in a field.
fn json(value: &mut Value) {
    let Value::String(text) = &*value else { return };
    if text.trim_start().starts_with(['{', '['])
        && let Ok(read) = authing_types::lenient::json::from_str(text)
    {
        *value = read;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_ways_to_nest_are_read() {
        for (form, expected) in [
            (
                "eventName=kick&data=%7B%22a%22%3A%5B1%5D%7D",
                json!({"eventName": "kick", "data": {"a": [1]}}),
            ),
            (
                "data[user][id]=1&data%5Buser%5D%5Bname%5D=b+c",
                json!({"data": {"user": {"id": "1", "name": "b c"}}}),
            ),
            ("data[a][1]=y&data[a][0]=x", json!({"data": {"a": ["x", "y"]}})),
            ("data[a][]=x&data[a][]=y", json!({"data": {"a": ["x", "y"]}})),
            ("data[a][][b]=x", json!({"data": {"a": [{"b": "x"}]}})),
            ("data[a]=x&data[a]=y&data[a]=z", json!({"data": {"a": ["x", "y", "z"]}})),
            ("data[a][0]=x&data[a][2]=y", json!({"data": {"a": {"0": "x", "2": "y"}}})),
            ("data[a][0]=x&data[a][01]=y", json!({"data": {"a": {"0": "x", "01": "y"}}})),
            ("data[a=x&b]=y&[c]=z", json!({"data[a": "x", "b]": "y", "[c]": "z"})),
            ("data=%7Bbroken&x=&=y", json!({"data": "{broken", "x": ""})),
            ("", json!({})),
        ] {
            assert_eq!(Value::Object(read(form.as_bytes()).unwrap()), expected, "{form}");
        }
    }

    #[test]
    fn what_cannot_be_read_in_one_way_is_refused() {
        for form in ["data=x&data[a]=y", "data[a]=x&data=y", "data[a]=x&data[a][b]=y"] {
            assert!(matches!(read(form.as_bytes()), Err(WebhookError::Body(_))), "{form}");
        }
        let deep = format!("data{}=x", "[a]".repeat(33));
        assert!(matches!(read(deep.as_bytes()), Err(WebhookError::Body(_))));
    }
}
