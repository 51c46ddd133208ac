//! What a visitor has chosen: language, colours, and which user pool they look at. It is kept in cookies.

use http::header::{self, HeaderMap};

use crate::base::text::Lang;
use crate::handler::Response;
use crate::page::Theme;

const LANG: &str = "authing-emulator-lang";
const THEME: &str = "authing-emulator-theme";
const POOL: &str = "authing-emulator-pool";

/// A year in seconds.
const LIFETIME: u32 = 365 * 24 * 60 * 60;

/// A pool's id is no longer than this.
const ID_LENGTH: usize = 64;

#[derive(Default)]
pub(super) struct Preferences {
    pub(super) lang: Lang,
    pub(super) theme: Theme,
    pub(super) pool_id: Option<String>,
}

/// What the headers of a request say; the browser's language where nobody has chosen.
pub(super) fn read(headers: &HeaderMap) -> Preferences {
    let cookie = |name: &str| {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|list| list.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value)
    };
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Preferences {
        lang: language(cookie(LANG).or(wanted).unwrap_or_default()),
        theme: cookie(THEME).map(Theme::from_name).unwrap_or_default(),
        pool_id: cookie(POOL).map(str::to_owned),
    }
}

/// The first language of a list that pages have.
fn language(list: &str) -> Lang {
    let tags = list.split(',').map(|tag| tag.trim().to_ascii_lowercase());
    let known = |tag: String| match tag.get(..2) {
        Some("zh") => Some(Lang::Chinese),
        Some("en") => Some(Lang::English),
        _ => None,
    };
    tags.into_iter().find_map(known).unwrap_or(Lang::English)
}

/// Keeps what a form says, and leads back to the page that it was on.
pub(super) fn keep(form: &[(String, String)]) -> Response {
    let field =
        |name: &str| form.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let back = field("back").filter(|path| is_local(path)).unwrap_or("/");
    let mut response = Response::redirect(back);
    for (name, field_name) in [(LANG, "lang"), (THEME, "theme"), (POOL, "pool")] {
        let Some(value) = field(field_name).filter(|value| is_plain(value)) else { continue };
        let cookie = format!("{name}={value}; Path=/; Max-Age={LIFETIME}; SameSite=Lax; HttpOnly");
        response = response.header(header::SET_COOKIE, &cookie);
    }
    response
}

/// Whether a path stays on this server: browsers take `//host` and `/\host` for addresses of others.
fn is_local(path: &str) -> bool {
    let mut letters = path.chars();
    letters.next() == Some('/')
        && !matches!(letters.next(), Some('/' | '\\'))
        && path.chars().all(|letter| letter.is_ascii_graphic())
}

/// Whether a text can be the value of a cookie as it is.
fn is_plain(value: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=ID_LENGTH).contains(&value.len()) && value.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_there_is_is_taken() {
        assert_eq!(language("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Chinese);
        assert_eq!(language("fr-FR, en;q=0.5, zh;q=0.1"), Lang::English);
        assert_eq!(language("é"), Lang::English);
    }

    #[test]
    fn a_form_leads_back_to_this_server_only() {
        assert!(is_local("/") && is_local("/_console/users?q=a%20b"));
        for path in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/ä"]
        {
            assert!(!is_local(path), "{path}");
        }
    }
}
