//! The service: the address that tickets are made for.

use std::{fmt, sync::Arc};

use url::{Url, form_urlencoded};

use super::error::CasError;

/// An address of this service, exactly as configured: the server compares it letter by letter.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Service {
    text: Arc<str>,
    url: Url,
}

impl Service {
    /// Checks an address; the error says what is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, &'static str> {
        // The parser would drop white space silently, and the server would see another text.
        if text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            return Err("must not hold white space or control characters");
        }
        let url = Url::parse(text).map_err(|_| "must be an address with `https://`")?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("must be an address with `https://`");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold a username or password");
        }
        if url.fragment().is_some() {
            return Err("must not hold a fragment, which browsers keep to themselves");
        }
        if url.query().is_some_and(|query| query.split('&').any(is_ticket)) {
            return Err("must not hold a parameter `ticket`, which the server adds");
        }
        Ok(Self { text: text.into(), url })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The service of a page that a browser asked for, which must be one of this service: the same
    /// scheme, host and port, and below the path.
    pub(super) fn at(&self, page: &Url) -> Result<Self, CasError> {
        let mut page = page.clone();
        page.set_fragment(None);
        let query = page.query().map(without_ticket);
        page.set_query(query.as_deref().filter(|query| !query.is_empty()));
        let folder = self.url.path().trim_end_matches('/');
        let below = page.path().strip_prefix(folder);
        let is_below = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        // The path may be about a person: it is not shown.
        let foreign = || CasError::ForeignService {
            found: format!("{}/…", page.origin().ascii_serialization()),
            expected: self.text.to_string(),
        };
        if page.origin() != self.url.origin() || !is_below {
            return Err(foreign());
        }
        Self::new(page.as_str()).map_err(|_| foreign())
    }
}

/// The query without the ticket that the server added, all else letter by letter as it was.
fn without_ticket(query: &str) -> String {
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_ticket(pair)).collect();
    kept.join("&")
}

fn is_ticket(pair: &str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name == "ticket")
}

/// Shows the address up to its query, which is the visitor's.
impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.text.split(['?', '#']).next().unwrap_or_default();
        f.debug_tuple("Service").field(&address).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(service: &str, page: &str) -> Result<String, CasError> {
        let page = Url::parse(page).unwrap();
        Ok(Service::new(service).unwrap().at(&page)?.as_str().to_owned())
    }

    #[test]
    fn a_service_keeps_its_spelling() {
        let service = Service::new("https://APP.example.com?x=a%20b+c").unwrap();
        assert_eq!(service.as_str(), "https://APP.example.com?x=a%20b+c");
    }

    #[test]
    fn an_address_that_cannot_be_a_service_is_refused_with_a_reason() {
        for (text, reason) in [
            ("", "https://"),
            ("app.example.com", "https://"),
            ("javascript:alert(1)", "https://"),
            ("https://app.example.com/a b", "white space"),
            ("https://app.example.com/\n", "white space"),
            ("https://user@app.example.com/", "username"),
            ("https://app.example.com/#top", "fragment"),
            ("https://app.example.com/?%74icket=ST-1", "ticket"),
        ] {
            let refused = Service::new(text).unwrap_err();
            assert!(refused.contains(reason), "{text}: {refused}");
        }
    }

    #[test]
    fn the_ticket_is_taken_off_a_page_and_nothing_else_changes() {
        for (page, service) in [
            ("https://app.example.com/a?ticket=ST-1", "https://app.example.com/a"),
            (
                "https://app.example.com/?x=a%20b+c&ticket=ST-1",
                "https://app.example.com/?x=a%20b+c",
            ),
            ("https://app.example.com/?%74icket=ST-1&y=#z", "https://app.example.com/?y="),
        ] {
            assert_eq!(at("https://app.example.com", page).unwrap(), service);
        }
    }

    #[test]
    fn a_page_of_another_host_scheme_port_or_folder_is_not_of_this_service() {
        let service = "https://app.example.com/shop/";
        for page in [
            "https://evil.example.com/shop/",
            "http://app.example.com/shop/",
            "https://app.example.com:8443/shop/",
            "https://app.example.com/shopping",
            "https://app.example.com/shop/../admin",
            "https://app.example.com.evil.com/shop/",
        ] {
            let refused = at(service, page).unwrap_err();
            assert!(matches!(refused, CasError::ForeignService { .. }), "{page}");
            assert!(refused.to_string().contains(service), "{refused}");
        }
        assert!(at(service, "https://app.example.com/shop/basket").is_ok());
    }
}
