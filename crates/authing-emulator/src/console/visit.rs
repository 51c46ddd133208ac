//! One request for a page.

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::{Lang, Text};
use crate::domain::context::{Caller, Cx, RequestInfo};
use crate::engine::Engine;
use crate::handler::multipart::Part;
use crate::page::Theme;

/// One request for a page: who asks for what, in which language.
pub(super) struct Visit<'a> {
    pub(super) engine: &'a Engine,
    pub(super) lang: Lang,
    pub(super) theme: Theme,
    /// The path as it was sent, and the values of its `{name}` segments.
    pub(super) path: &'a str,
    pub(super) params: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    /// The fields of the form that was sent.
    pub(super) form: Vec<(String, String)>,
    /// The files of the form.
    pub(super) files: Vec<Part>,
    /// The pool that is looked at.
    pub(super) pool_id: Option<String>,
    pub(super) info: RequestInfo,
}

impl Visit<'_> {
    /// A text in the visitor's language.
    pub(super) fn say(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// What a segment of the path is.
    pub(super) fn param(&self, name: &str) -> &str {
        find(&self.params, name).unwrap_or_default()
    }

    /// What the query says, if it says something.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// A field of the form as it was written; empty if it is not there.
    pub(super) fn field(&self, name: &str) -> &str {
        find(&self.form, name).unwrap_or_default()
    }

    /// A field of the form, without white space around it; `None` if it is empty.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.field(name).trim()).filter(|value| !value.is_empty())
    }

    /// The content of a file of the form.
    pub(super) fn file(&self, name: &str) -> Option<&[u8]> {
        let found = self.files.iter().find(|file| file.name == name);
        found.map(|file| file.content.as_slice())
    }

    /// Every value of a field that may be there more than once.
    pub(super) fn fields<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n str> {
        self.form.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// What an input shows: what was sent and refused, else what is so.
    pub(super) fn kept<'v>(&'v self, name: &str, present: &'v str) -> &'v str {
        find(&self.form, name).unwrap_or(present)
    }

    /// Works with the state under its lock, as an administrator of the pool that is looked at: what the
    /// page may do is what the holder of the pool's secret may do.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut Cx<'_>) -> ApiResult<R>) -> ApiResult<R> {
        let pool_id = self.pool_id.as_deref().ok_or(failures::POOL_NOT_FOUND)?;
        self.engine.with(&self.info, |cx| {
            cx.enter_pool(pool_id);
            cx.caller = Caller::Administrator;
            cx.pool()?;
            work(cx)
        })
    }

    /// The address of this page, without what was just done.
    pub(super) fn address(&self) -> String {
        self.address_with(&[])
    }

    /// The same with other values in its query; an empty one is left out.
    pub(super) fn address_with(&self, changes: &[(&str, &str)]) -> String {
        let is_kept = |name: &str| {
            ![SAID, "action"].contains(&name) && !changes.iter().any(|(own, _)| *own == name)
        };
        let kept = self.query.iter().filter(|(name, _)| is_kept(name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let changed = changes.iter().copied().filter(|(_, value)| !value.is_empty());
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let query = query.extend_pairs(kept.chain(changed)).finish();
        if query.is_empty() { self.path.to_owned() } else { format!("{}?{query}", self.path) }
    }
}

/// The name in a query of what was just done.
pub(super) const SAID: &str = "said";

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}
