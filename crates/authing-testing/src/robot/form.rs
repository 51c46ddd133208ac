//! The forms of a page, as far as they are written without scripts: `form`, `input`, `button`.

use std::fmt;

use bytes::Bytes;
use http::Method;
use url::{Url, form_urlencoded};

use crate::error::TestError;

/// A form of a page: with what it is filled with already, and the first button pressed.
///
/// `Debug` shows the names of its fields and no values.
#[derive(Clone)]
#[must_use = "`Robot::submit` sends it"]
pub struct Form {
    page: Url,
    action: Url,
    method: Method,
    fields: Vec<(String, String)>,
    /// The name of the field for a password.
    password: Option<String>,
    /// The boxes that are not ticked, with their values.
    boxes: Vec<(String, String)>,
    has_button: bool,
}

impl Form {
    /// A form that no page shows, posted from this page: what a script or a program would send. An address
    /// without a host is one of the page's site.
    ///
    /// # Errors
    ///
    /// [`TestError::Robot`] when one of the addresses is not one.
    pub fn post(page: impl AsRef<str>, action: impl AsRef<str>) -> Result<Self, TestError> {
        let refused = |error: url::ParseError| TestError::Robot {
            at: "a form".to_owned(),
            problem: error.to_string(),
        };
        let page = Url::parse(page.as_ref()).map_err(refused)?;
        let action = page.join(action.as_ref()).map_err(refused)?;
        let (fields, boxes) = (Vec::new(), Vec::new());
        let method = Method::POST;
        Ok(Self { page, action, method, fields, password: None, boxes, has_button: false })
    }

    /// Where it is sent.
    #[must_use]
    pub fn action(&self) -> &Url {
        &self.action
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Fills in a field, or presses a button with this name and value instead of the first one.
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.fields.iter_mut().find(|(own, _)| *own == name) {
            Some((_, old)) => *old = value,
            None => self.fields.push((name, value)),
        }
        self
    }

    /// Ticks every box of this name.
    pub fn tick(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        let (ticked, left) = self.boxes.into_iter().partition(|(own, _)| *own == name);
        self.boxes = left;
        self.fields.extend::<Vec<_>>(ticked);
        self
    }

    /// The names of the boxes that are not ticked.
    pub(super) fn boxes(&self) -> Vec<String> {
        self.boxes.iter().map(|(name, _)| name.clone()).collect()
    }

    pub(super) fn password_field(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// Method, address, body, and the page that it is on.
    pub(super) fn request(self) -> (Method, Url, Bytes, Url) {
        let body =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish();
        let mut url = self.action;
        if self.method == Method::GET {
            url.set_query(Some(&body));
            return (self.method, url, Bytes::new(), self.page);
        }
        (self.method, url, body.into(), self.page)
    }

    fn begin(tag: &Tag<'_>, page: &Url) -> Self {
        let action = tag.attribute("action").and_then(|action| page.join(&action).ok());
        let is_post = tag.attribute("method").is_some_and(|how| how.eq_ignore_ascii_case("post"));
        Self {
            page: page.clone(),
            action: action.unwrap_or_else(|| page.clone()),
            method: if is_post { Method::POST } else { Method::GET },
            fields: Vec::new(),
            password: None,
            boxes: Vec::new(),
            has_button: false,
        }
    }

    fn take(&mut self, tag: &Tag<'_>) {
        let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let is_button = tag.is("button") || kind == "submit";
        if is_button && self.has_button {
            return;
        }
        self.has_button |= is_button;
        let Some(name) = tag.attribute("name") else {
            return;
        };
        if matches!(&*kind, "checkbox" | "radio") && tag.attribute("checked").is_none() {
            if kind == "checkbox" {
                let value = tag.attribute("value").unwrap_or_else(|| "on".to_owned());
                self.boxes.push((name, value));
            }
            return;
        }
        if kind == "password" {
            self.password = Some(name.clone());
        }
        self.fields.push((name, tag.attribute("value").unwrap_or_default()));
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        f.debug_struct("Form")
            .field("action", &self.action.path())
            .field("fields", &fields)
            .finish_non_exhaustive()
    }
}

/// All forms of a page.
pub(super) fn read(html: &str, page: &Url) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_open = false;
    for tag in tags(html) {
        if tag.is("form") {
            forms.push(Form::begin(&tag, page));
            is_open = true;
        } else if tag.is("/form") {
            is_open = false;
        } else if is_open
            && (tag.is("input") || tag.is("button"))
            && let Some(form) = forms.last_mut()
        {
            form.take(&tag);
        }
    }
    forms
}

/// The first link that starts like this.
pub(super) fn link(html: &str, start: &str) -> Option<String> {
    let mut links = tags(html).filter(|tag| tag.is("a")).filter_map(|tag| tag.attribute("href"));
    links.find(|href| href.starts_with(start))
}

/// The text of the first element with `role="alert"`.
pub(super) fn alert(html: &str) -> Option<String> {
    let tag = tags(html).find(|tag| tag.attribute("role").as_deref() == Some("alert"))?;
    let text: String = tag.rest.split('<').next().unwrap_or_default().chars().take(300).collect();
    Some(unescape(text.trim()))
}

/// A tag, and what follows it.
struct Tag<'a> {
    text: &'a str,
    rest: &'a str,
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let (_, from) = rest.split_once('<')?;
        // A value in quotes may hold what ends a tag.
        let mut quote = None;
        let end = from.char_indices().find(|(_, letter)| match (quote, letter) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(*letter);
                false
            }
            (Some(open), letter) if open == *letter => {
                quote = None;
                false
            }
            _ => false,
        });
        let (text, after) = from.split_at_checked(end?.0)?;
        rest = after.strip_prefix('>').unwrap_or(after);
        Some(Tag { text, rest })
    })
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        let own = self.text.split(|letter: char| letter.is_whitespace()).next().unwrap_or_default();
        own.trim_end_matches('/').eq_ignore_ascii_case(name) || own.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute; empty for one without a value.
    fn attribute(&self, wanted: &str) -> Option<String> {
        let (_, mut rest) = self.text.split_once(char::is_whitespace)?;
        loop {
            rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|letter: char| letter.is_whitespace() || letter == '=');
            let (name, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
            let (value, after) = match after.trim_start().strip_prefix('=') {
                None => ("", after),
                Some(value) => {
                    let value = value.trim_start();
                    match value.chars().next() {
                        Some(quote @ ('"' | '\'')) => {
                            value.strip_prefix(quote)?.split_once(quote)?
                        }
                        _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
                    }
                }
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(unescape(value));
            }
            rest = after;
        }
    }
}

fn unescape(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_sends_it() {
        let html = "<p>a < b</p><form method=POST action='/go?a=1&amp;b=2'>\
            <input type=\"hidden\" name=\"csrf\" value=\"a&quot;>b\">\
            <input name=account required><input type=password name='pw'>\
            <input type=checkbox name=no><input type=checkbox name=yes value=1 checked />\
            <button name=\"action\" value=\"first\">x</button><button name=action value=second>y\
            </button></form><input name=outside><form><input name=q value=1></form>";
        let page = Url::parse("http://localhost:3000/in").unwrap();
        let forms = read(html, &page);
        let [form, second] = &forms[..] else { panic!("{forms:?}") };
        let fields: Vec<_> = form.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let expected =
            [("csrf", "a\">b"), ("account", ""), ("pw", ""), ("yes", "1"), ("action", "first")];
        assert_eq!(fields, expected);
        assert_eq!(form.password_field(), Some("pw"));
        let ticked = form.clone().tick("no").tick("other");
        assert_eq!((ticked.get("no"), form.get("no")), (Some("on"), None));
        let (method, url, body, from) = form.clone().set("account", "é&").request();
        assert_eq!((method, from), (Method::POST, page.clone()));
        assert_eq!(url.as_str(), "http://localhost:3000/go?a=1&b=2");
        assert_eq!(body, "csrf=a%22%3Eb&account=%C3%A9%26&pw=&yes=1&action=first");
        let (method, url, body, _) = second.clone().request();
        assert_eq!(
            (method, url.as_str(), body.len()),
            (Method::GET, "http://localhost:3000/in?q=1", 0)
        );
    }

    #[test]
    fn what_is_no_markup_reads_as_no_form() {
        let page = Url::parse("http://localhost/").unwrap();
        for html in ["", "<", "<form", "< form>", "<form a=\"", "a<b", "<form><input name=\"x"] {
            assert!(read(html, &page).iter().all(|form| form.fields.is_empty()), "{html}");
        }
        assert_eq!(alert("<p id=x role=\"alert\">No &amp; no</p>").as_deref(), Some("No & no"));
        assert_eq!(alert("<p>fine</p>"), None);
    }
}
