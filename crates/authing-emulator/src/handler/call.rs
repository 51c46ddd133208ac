//! What a request carries, and reading it.

use http::Method;
use http::header::{self, HeaderMap, HeaderName};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::limits::{FIELDS, JSON_VALUES, TooMuch, cut, json_values};
use crate::base::listed;
use crate::base::text::{Lang, Text};
use crate::base::{failures, form};
use crate::handler::multipart::{self, Part, Unreadable};

/// What a request carries.
pub(crate) struct Call {
    /// The values of the path's `{name}` segments.
    params: Vec<(String, String)>,
    query: Vec<(String, String)>,
    raw_query: String,
    body: RequestBody,
    headers: HeaderMap,
    method: Method,
}

/// The body of a request, read by its content type.
#[derive(Clone)]
pub(crate) enum RequestBody {
    None,
    Json(Json),
    Form(Vec<(String, String)>),
    /// A form with files.
    Multipart(Vec<Part>),
    /// Anything else; only handlers that say so themselves get to see it.
    Other,
}

impl RequestBody {
    /// Whether a request says that its body is a form with files, which may be longer than others.
    pub(crate) fn has_files(headers: &HeaderMap) -> bool {
        kind(headers).and_then(multipart::boundary).is_some()
    }

    /// Reads a body; one that is neither JSON nor a form is the error.
    ///
    /// A form is what is labelled so, unless it is JSON all the same: curl labels everything it
    /// is given with `-d` as a form.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Unreadable> {
        if body.is_empty() {
            return Ok(Self::None);
        }
        let kind = kind(headers);
        if let Some(boundary) = kind.and_then(multipart::boundary) {
            return multipart::read(body, boundary).map(Self::Multipart);
        }
        let is_form = kind.is_some_and(|kind| {
            kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
        });
        match (serde_json::from_slice(body), std::str::from_utf8(body)) {
            (Ok(json), _) => {
                TooMuch::check("values in its JSON", json_values(&json), JSON_VALUES)?;
                Ok(Self::Json(json))
            }
            (Err(_), Ok(text)) if is_form => {
                TooMuch::check("fields in its form", form::count(text), FIELDS)?;
                Ok(Self::Form(form::parse(text)))
            }
            (Err(error), _) => Err(Unreadable::Malformed(error.to_string())),
        }
    }
}

fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok())
}

impl Call {
    pub(crate) fn new(
        method: Method,
        params: Vec<(String, String)>,
        query: Option<&str>,
        body: RequestBody,
        headers: HeaderMap,
    ) -> Self {
        let raw_query = query.unwrap_or_default().to_owned();
        let query = form::parse(&raw_query);
        Self { params, query, raw_query, body, headers, method }
    }

    pub(crate) fn is_get(&self) -> bool {
        self.method == Method::GET
    }

    /// Every pair of the query, in order.
    pub(crate) fn query_pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// The query as it was sent.
    pub(crate) fn raw_query(&self) -> &str {
        &self.raw_query
    }

    pub(crate) fn body(&self) -> &RequestBody {
        &self.body
    }

    /// A field of the form in the body; empty if it is not there.
    pub(crate) fn form_field(&self, name: &str) -> &str {
        let RequestBody::Form(pairs) = &self.body else { return "" };
        let found = pairs.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// A header, if it is text.
    pub(crate) fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Every cookie of the request.
    pub(crate) fn cookies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|list| list.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
    }

    pub(crate) fn param(&self, name: &str) -> &str {
        let found = self.params.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// A query value; empty means absent, as the Python SDK sends what it does not set.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query_all(name).next()
    }

    /// Every value of a query name, which may be written `name=` or `name[]=`.
    pub(crate) fn query_all<'a, 'n>(
        &'a self,
        name: &'n str,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.query
            .iter()
            .filter(move |(key, value)| {
                key.strip_suffix("[]").unwrap_or(key) == name && !value.is_empty()
            })
            .map(|(_, value)| value.as_str())
    }

    /// A required query value.
    pub(crate) fn required(&self, name: &str) -> ApiResult<&str> {
        self.query(name).ok_or_else(|| failures::BAD_REQUEST.into())
    }

    /// A flag, written `true` or `1`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| value == "true" || value == "1")
    }

    /// The JSON body as a type of the handler's own.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> ApiResult<T> {
        let body = match &self.body {
            RequestBody::None => json!({}),
            RequestBody::Json(Json::Null) => json!({}),
            RequestBody::Json(body) => body.clone(),
            RequestBody::Form(_) | RequestBody::Multipart(_) | RequestBody::Other => {
                let text = malformed("it is a form", Lang::English);
                return Err(ApiError::own(failures::BAD_REQUEST.code, text));
            }
        };
        serde_json::from_value(body).map_err(|error| {
            let reason = format!("the request body: {}", cut(error.to_string()));
            ApiError::own(failures::BAD_REQUEST.code, reason)
        })
    }

    /// The page of the query: pages count from one and hold ten rows unless told otherwise.
    pub(crate) fn paging(&self) -> Paging {
        let number = |name: &str| self.query(name).and_then(|value| value.parse().ok());
        Paging { page: number("page").unwrap_or(1), limit: number("limit").unwrap_or(10) }
    }
}

/// A page of a list.
pub(crate) struct Paging {
    pub(crate) page: usize,
    pub(crate) limit: usize,
}

impl Paging {
    pub(crate) fn cut<T>(&self, all: &[T], view: impl FnMut(&T) -> Json) -> Json {
        self.take(all.len(), all.iter(), view)
    }

    /// Takes the page out of what comes in order, of which there are `total` in all.
    pub(crate) fn take<T>(
        &self,
        total: usize,
        all: impl Iterator<Item = T>,
        view: impl FnMut(T) -> Json,
    ) -> Json {
        let skipped = self.limit.saturating_mul(self.page.max(1) - 1);
        let list: Vec<Json> = all.skip(skipped).take(self.limit).map(view).collect();
        listed::page(total, list)
    }
}

/// The text of a refused body, for requests that are not JSON.
pub(crate) fn malformed(reason: &str, lang: Lang) -> String {
    let text = Text::new("请求体不是合法的 JSON", "the body is not valid JSON");
    format!("{}: {reason}", text.get(lang))
}
