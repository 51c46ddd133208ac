//! Where a visitor goes after a login.

use url::Url;

/// Longer addresses are not carried along, as a browser sends them: the cookie of each login that has begun
/// holds one.
pub(super) const LONGEST: usize = 500;

/// Path and query of a page of this service, as a browser would read them; `None` for anything that could
/// lead elsewhere.
///
/// Browsers take `\` for `/`, leave out tabs and line breaks, and read what begins with two slashes as
/// another host. So does the parser here (both follow the URL standard), and what it makes of the text is
/// what is sent, not the text itself.
pub(super) fn own_page(text: &str, origin: &Url) -> Option<String> {
    let is_odd = |letter: char| letter.is_control() || letter == '\\';
    if !text.starts_with('/') || text.len() > LONGEST || text.chars().any(is_odd) {
        return None;
    }
    let url = origin.join(text).ok()?;
    if url.origin() != origin.origin() || url.path().starts_with("//") {
        return None;
    }
    let page = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    // Letters of most languages have become longer.
    (page.len() <= LONGEST).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Option<String> {
        own_page(text, &Url::parse("https://shop.example.com").unwrap())
    }

    #[test]
    fn pages_of_this_service_are_kept_as_a_browser_reads_them() {
        for (text, kept) in [
            ("/", "/"),
            ("/orders?page=2&sort=a%26b", "/orders?page=2&sort=a%26b"),
            ("/a/../b", "/b"),
            ("/订单", "/%E8%AE%A2%E5%8D%95"),
            ("/next?to=https://evil.example", "/next?to=https://evil.example"),
            ("/orders#last", "/orders"),
        ] {
            assert_eq!(page(text).as_deref(), Some(kept), "{text}");
        }
    }

    #[test]
    fn no_text_leads_to_another_host() {
        for text in [
            "",
            "orders",
            "https://evil.example/",
            "https:evil.example",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%2e//evil.example",
            "/%2e%2e//evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            " //evil.example",
            "@evil.example",
            "/a\u{0}b",
        ] {
            assert_eq!(page(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_is_as_long_as_it_is_sent() {
        assert!(page(&format!("/{}", "a".repeat(LONGEST - 1))).is_some());
        assert_eq!(page(&format!("/{}", "a".repeat(LONGEST))), None);
        assert!(page(&format!("/{}", "订".repeat(LONGEST / 9))).is_some());
        assert_eq!(page(&format!("/{}", "订".repeat(LONGEST / 9 + 1))), None);
        assert_eq!(page(&format!("/?{}", "订".repeat(LONGEST / 9 + 1))), None);
    }
}
