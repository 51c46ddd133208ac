//! Lists as responses hold them.

use serde_json::Value as Json;

/// A page of a list of so many entries. The entries are moved into it, which `json!` does not do: it
/// would write each a second time.
pub(crate) fn page(total: usize, list: Vec<Json>) -> Json {
    let members = [("totalCount".to_owned(), total.into()), ("list".to_owned(), list.into())];
    Json::Object(members.into_iter().collect())
}

/// A list in one piece.
pub(crate) fn whole(list: Vec<Json>) -> Json {
    page(list.len(), list)
}

/// Renames the number of entries, which a few lists call otherwise.
pub(crate) fn count_as(name: &str, page: &mut Json) {
    if let Some(members) = page.as_object_mut()
        && let Some(total) = members.remove("totalCount")
    {
        members.insert(name.to_owned(), total);
    }
}
