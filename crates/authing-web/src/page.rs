//! Redirecting a visitor who is not logged in to the login page.

use http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use url::form_urlencoded;

use crate::{
    error::StepUp,
    settings::{LoginPage, Settings},
};

/// The way to a login page, with what it is to ask for.
pub(crate) fn with_step_up(location: &HeaderValue, step_up: &StepUp) -> HeaderValue {
    let Ok(address) = location.to_str() else { return location.clone() };
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(max_age) = step_up.max_age {
        query.append_pair("max_age", &max_age.as_secs().to_string());
    }
    if !step_up.acr_values.is_empty() {
        query.append_pair("acr_values", &step_up.acr_values());
    }
    let query = query.finish();
    if query.is_empty() {
        return location.clone();
    }
    HeaderValue::try_from(with_query(address, &query)).unwrap_or_else(|_| location.clone())
}

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
    with_query(address, &query)
}

fn with_query(address: &str, query: &str) -> String {
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (address, String::new()),
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
