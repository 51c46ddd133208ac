//! Redirecting a visitor who is not logged in to the login page.

use http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use url::form_urlencoded;

use crate::settings::{LoginPage, Settings};

/// Where to redirect the visitor instead of responding with an error; `None` if the request is not
/// for a page.
pub(crate) fn login_location(settings: &Settings, parts: &Parts) -> Option<HeaderValue> {
    let login_page = settings.login_page.as_ref()?;
    // A program that sent a token of its own expects an error.
    let is_page = matches!(parts.method, Method::GET | Method::HEAD)
        && !parts.headers.contains_key(header::AUTHORIZATION)
        && wants_html(&parts.headers);
    if !is_page {
        return None;
    }
    HeaderValue::try_from(location(login_page, settings, parts)).ok()
}

fn wants_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|range| {
        let kind = range.split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("text/html")
    })
}

fn location(login_page: &LoginPage, settings: &Settings, parts: &Parts) -> String {
    let LoginPage { address, return_parameter } = login_page;
    let back = return_parameter.as_ref().zip(own_address(settings, parts));
    let Some((name, back)) = back else { return address.clone() };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, &back).finish();
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (address.as_str(), String::new()),
    };
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{query}{fragment}")
}

/// Path and query of the request, without a token. `None` for what a browser would take for the URL
/// of another host.
fn own_address(settings: &Settings, parts: &Parts) -> Option<String> {
    let uri = (settings.original_uri)(parts).unwrap_or(&parts.uri);
    let path = uri.path();
    if !path.starts_with('/') || path.starts_with("//") || path.contains('\\') {
        return None;
    }
    let Some(query) = uri.query() else { return Some(path.to_owned()) };
    let is_token = |pair: &&str| {
        let key = form_urlencoded::parse(pair.as_bytes()).next().map(|(key, _)| key);
        settings.query.as_deref().is_some_and(|name| key.as_deref() == Some(name))
    };
    let rest: Vec<_> = query.split('&').filter(|pair| !is_token(pair)).collect();
    Some(if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) })
}
