//! How the options of a client are read: one rule for the ids, secrets, keys and hosts of every
//! builder and of every variable of the environment.
//!
//! Values come from files, whose last line has an end, from `docker --env-file` and CI settings,
//! which keep the quotes around a value, and from pages that they are copied from. So, for each:
//!
//! - white space, line ends and a byte order mark around the value are removed;
//! - one pair of quotes around it, single or double, is removed, and white space inside that pair;
//! - a quote that is left at one end, and a control or invisible character within, is refused by the
//!   name of the option; no part of the value is shown;
//! - nothing else is changed.
//!
//! Ids and secrets of Authing are letters and digits, so nothing that is meant is lost. PEM texts have
//! their own reader, [`pem`](crate::pem), and what end users type, passwords above all, is never read
//! this way.
//!
//! ```
//! use authing_core::options;
//!
//! assert_eq!(options::text("app_id", " \"5f7a993eb9b49dcd5c021e40\"\r\n")?, "5f7a993eb9b49dcd5c021e40");
//! let error = options::text("app_id", "5f7a\n993e").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "option `app_id` holds a line end inside: give it as one line"
//! );
//! # Ok::<(), authing_core::Error>(())
//! ```

use std::{borrow::Cow, ffi::OsString, fmt};

use authing_types::Secret;
use url::Url;

use crate::error::Error;

/// A byte order mark, which editors put in front of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The longest part of a value that an error shows, in characters.
const SHOWN: usize = 40;

/// Paths that belong to calls, and that people copy along with the host.
const PATHS_OF_CALLS: [&str; 5] = ["/graphql/v2", "/graphql", "/oidc", "/oauth", "/api/v2"];

/// Reads an id, or a text that is compared letter by letter, such as an issuer. What is empty stays
/// empty.
///
/// # Errors
///
/// [`ErrorKind::Config`](crate::ErrorKind::Config), naming the option, when the value has a quote at
/// one end alone or holds a control character.
pub fn text(option: &str, value: &str) -> Result<String, Error> {
    bare(value).map(str::to_owned).map_err(|problem| Error::config(option, problem))
}

/// The same for an option that need not be there; blank is not there.
///
/// # Errors
///
/// As for [`text`].
pub fn text_opt(option: &str, value: Option<&str>) -> Result<Option<String>, Error> {
    let read = value.map(|value| text(option, value)).transpose()?;
    Ok(read.filter(|read| !read.is_empty()))
}

/// Reads a secret.
///
/// # Errors
///
/// As for [`text`]. No part of the secret is in the error.
pub fn secret(option: &str, value: &Secret) -> Result<Secret, Error> {
    bare(value.expose()).map(Secret::from).map_err(|problem| Error::config(option, problem))
}

/// Why a value cannot be used; it stands behind the name of an option.
pub(crate) type Problem = Cow<'static, str>;

/// The value itself, without what its way here has put around it.
pub(crate) fn bare(value: &str) -> Result<&str, Problem> {
    let value = trim(value);
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(trim(inner))
    });
    let value = quoted.unwrap_or(value);
    if value.starts_with(['"', '\'', '`']) || value.ends_with(['"', '\'', '`']) {
        return Err("begins or ends with quotes: give it without them".into());
    }
    visible(value).map(|()| value)
}

/// Refuses what nobody can see in a text.
pub(crate) fn visible(text: &str) -> Result<(), Problem> {
    match text.chars().find(|letter| is_unreadable(*letter)) {
        None => Ok(()),
        Some('\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') => {
            Err("holds a line end inside: give it as one line".into())
        }
        Some(letter) => Err(format!(
            "holds the invisible character U+{:04X}: remove it, or type the value again",
            u32::from(letter)
        )
        .into()),
    }
}

fn trim(value: &str) -> &str {
    value.trim_matches(|letter: char| letter.is_whitespace() || letter == BYTE_ORDER_MARK)
}

/// Control characters, and those that only change how others are shown.
fn is_unreadable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | BYTE_ORDER_MARK)
}

/// Reads a host, or an address below which a server is: `https://core.example.com`. A scheme may be
/// left out, as the documentation does for private deployments; it is `https` then.
///
/// Whether `http` is allowed is not decided here: see
/// [`Pipeline::new`](crate::client::Pipeline::new).
///
/// # Errors
///
/// [`ErrorKind::Config`](crate::ErrorKind::Config), naming the option and what is wrong with the
/// address. A username and password in it are not shown.
pub fn host(option: &str, value: &str) -> Result<Url, Error> {
    read_host(value).map_err(|problem| Error::config(option, problem))
}

/// The same for other arguments.
pub(crate) fn read_host(value: &str) -> Result<Url, Problem> {
    let value = bare(value)?;
    if value.is_empty() {
        return Err("is empty: give `https://` and the host name".into());
    }
    let value = web_address(value)?;
    let url = Url::parse(&value).map_err(|cause| {
        format!("is not an address ({cause}): give `https://` and the host name")
    })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a username or password".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not hold a query or fragment".into());
    }
    let path = url.path().trim_end_matches('/');
    if let Some(path) = PATHS_OF_CALLS.into_iter().find(|known| path.ends_with(known)) {
        return Err(format!("must be the host alone, without `{path}`").into());
    }
    Ok(url)
}

/// Whether secrets may travel to this address: it is `https`, or `http` on this machine.
pub fn is_secure_address(address: &Url) -> bool {
    match address.scheme() {
        "https" => address.has_host(),
        "http" => is_this_machine(address),
        _ => false,
    }
}

/// Whether what is sent to this address stays on this machine.
pub(crate) fn is_this_machine(address: &Url) -> bool {
    match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// The text with a scheme, if it is well enough formed for the parser, which would read many a typing
/// error as an address elsewhere.
fn web_address(text: &str) -> Result<Cow<'_, str>, Problem> {
    if let Some((wide, plain)) = text.chars().find_map(|letter| Some((letter, plain(letter)?))) {
        return Err(format!("holds the full-width character `{wide}`: type it as `{plain}`").into());
    }
    if text.contains(char::is_whitespace) {
        return Err("holds a space: give `https://` and the host name, and nothing else".into());
    }
    if text.contains('\\') {
        return Err("holds a backslash where `/` is expected".into());
    }
    let (text, rest) = match text.split_once("://") {
        Some((scheme, rest)) if is_web(scheme) => (Cow::Borrowed(text), rest),
        Some((scheme, _)) if !scheme.contains(['/', '.', '@']) => {
            let scheme = printable(scheme);
            return Err(format!("begins with `{scheme}://`: write `https://` or `http://`").into());
        }
        _ => match misspelled_scheme(text) {
            Some(start) => {
                return Err(format!("begins with `{start}`: write `https://` or `http://`").into());
            }
            None => (Cow::Owned(format!("https://{text}")), text),
        },
    };
    if rest.split_once("://").is_some_and(|(again, _)| is_web(again))
        || misspelled_scheme(rest).is_some_and(|start| start.ends_with("//"))
    {
        return Err("holds its scheme twice: write `https://` once".into());
    }
    if rest.is_empty() || rest.starts_with(['/', '?', '#', ':']) {
        return Err("names no host: give `https://` and the host name".into());
    }
    Ok(text)
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// `https//`, `http:/`, `https;//` and the like at the start of a text.
fn misspelled_scheme(text: &str) -> Option<&str> {
    let name = text.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let (scheme, rest) = text.split_at_checked(name)?;
    let marks = rest.find(|letter| !matches!(letter, ':' | '/' | ';' | ','));
    let marks = marks.unwrap_or(rest.len());
    let known = (is_web(scheme) || matches!(scheme, "ws" | "wss"))
        && rest.starts_with([':', '/', ';', ',']);
    known.then(|| text.get(..name + marks).unwrap_or(scheme))
}

/// What a full-width character stands for, as input methods for Chinese and Japanese write it.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        '\u{3002}' | '\u{ff61}' => Some('.'),
        _ => None,
    }
}

/// A text from outside, fit to be shown: on one line, and short.
pub(crate) fn printable(text: &str) -> String {
    shown(text, SHOWN)
}

/// The same with a limit of one's own, in characters.
pub(crate) fn shown(text: &str, limit: usize) -> String {
    let mut shown: String = text.chars().take(limit).flat_map(char::escape_debug).collect();
    if text.chars().nth(limit).is_some() {
        shown.push('…');
    }
    shown
}

/// The variables that a client is made from, read by the rule of this module.
///
/// ```
/// use authing_core::options::Variables;
///
/// let variables = Variables::of(|name| (name == "AUTHING_APP_ID").then(|| "'app'\n".into()));
/// assert_eq!(variables.required("AUTHING_APP_ID")?, "app");
/// let error = variables.required("AUTHING_APP_HOST").unwrap_err();
/// assert_eq!(error.to_string(), "option `AUTHING_APP_HOST` is not set in the environment");
/// # Ok::<(), authing_core::Error>(())
/// ```
pub struct Variables<'a>(Box<Lookup<'a>>);

/// Finds the value of a variable by its name.
type Lookup<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

impl Variables<'static> {
    /// Those of the process.
    pub fn of_process() -> Self {
        Self::of(|name| std::env::var_os(name))
    }
}

impl<'a> Variables<'a> {
    /// Variables from elsewhere.
    pub fn of(variable: impl Fn(&str) -> Option<OsString> + 'a) -> Self {
        Self(Box::new(variable))
    }

    /// A variable that must be set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), naming the variable, when it is not set or
    /// blank, is not UTF-8, or cannot be read: see [`text`].
    pub fn required(&self, name: &str) -> Result<String, Error> {
        self.optional(name)?.ok_or_else(|| Error::config(name, "is not set in the environment"))
    }

    /// A variable that need not be set; blank is not set.
    ///
    /// # Errors
    ///
    /// As for [`required`](Self::required), if it is set.
    pub fn optional(&self, name: &str) -> Result<Option<String>, Error> {
        text_opt(name, self.utf8(name)?.as_deref())
    }

    /// A PEM text, as it is: [`pem`](crate::pem) reads all its forms. Blank, with quotes around it or
    /// not, is not set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when it is not UTF-8.
    pub fn pem(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(self.utf8(name)?.filter(|text| bare(text) != Ok("")))
    }

    /// A switch: `1` or `true` is on; `0`, `false`, blank and not set are off.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), naming the variable, for all else.
    pub fn switch(&self, name: &str) -> Result<bool, Error> {
        match self.optional(name)?.as_deref() {
            Some("1" | "true") => Ok(true),
            None | Some("0" | "false") => Ok(false),
            Some(_) => Err(Error::config(name, "must be `1` or `0`")),
        }
    }

    fn utf8(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = (self.0)(name) else { return Ok(None) };
        let text = value.into_string();
        text.map(Some).map_err(|_| Error::config(name, "is not UTF-8 text"))
    }
}

/// The values may be secrets.
impl fmt::Debug for Variables<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_its_way_has_put_around_a_value_is_removed() {
        for value in [
            "5f7a",
            "5f7a\n",
            "5f7a\r\n",
            " \t5f7a \n\n",
            "\u{feff}5f7a\n",
            "\u{a0}5f7a\u{3000}",
            "\"5f7a\"",
            "'5f7a'",
            "\"5f7a\"\r\n",
            "\" 5f7a\n\"",
            "\u{feff}\"5f7a\"",
        ] {
            assert_eq!(text("app_id", value).unwrap(), "5f7a", "{value:?}");
            assert_eq!(secret("secret", &value.into()).unwrap().expose(), "5f7a", "{value:?}");
        }
        for value in ["", "\n", "\"\"", "''\n", "\u{feff}"] {
            assert_eq!(text("app_id", value).unwrap(), "", "{value:?}");
            assert_eq!(text_opt("app_id", Some(value)).unwrap(), None, "{value:?}");
        }
    }

    #[test]
    fn nothing_else_is_changed() {
        for value in ["a b", "a\"b", "it's", "p+w/d=", "a\\nb", "应用", "a\\", "$HOME"] {
            assert_eq!(text("app_id", value).unwrap(), value);
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_name_and_not_shown() {
        for (value, problem) in [
            ("\"canary", "begins or ends with quotes"),
            ("canary'", "begins or ends with quotes"),
            ("\"canary'", "begins or ends with quotes"),
            ("\"\"canary\"\"", "begins or ends with quotes"),
            ("\"'canary'\"", "begins or ends with quotes"),
            ("`canary`", "begins or ends with quotes"),
            ("\"", "begins or ends with quotes"),
            ("can\nary", "holds a line end inside"),
            ("can\r\nary", "holds a line end inside"),
            ("can\tary", "U+0009"),
            ("can\0ary", "U+0000"),
            ("can\u{7f}ary", "U+007F"),
            ("can\u{200b}ary", "U+200B"),
            ("canary\u{200b}", "U+200B"),
            ("\"can\nary\"", "holds a line end inside"),
        ] {
            let error = secret("secret", &value.into()).unwrap_err();
            assert!(error.to_string().starts_with("option `secret` "), "{error}");
            assert!(error.to_string().contains(problem), "{value:?}: {error}");
            assert!(!format!("{error:?}{}", error.report()).contains("can"), "{error:?}");
        }
    }

    #[test]
    fn a_host_may_come_without_a_scheme_and_with_a_path_of_its_own() {
        for (value, url) in [
            ("core.example.com", "https://core.example.com/"),
            (" https://core.example.com/\n", "https://core.example.com/"),
            ("\"https://core.example.com\"", "https://core.example.com/"),
            ("HTTPS://Core.Example.com", "https://core.example.com/"),
            ("http://authing:3000", "http://authing:3000/"),
            ("authing:3000", "https://authing:3000/"),
            ("localhost", "https://localhost/"),
            ("https.example.com", "https://https.example.com/"),
            ("httpbin.org", "https://httpbin.org/"),
            ("http://http:8080", "http://http:8080/"),
            ("https://example.com/authing/", "https://example.com/authing/"),
            ("https://例子.中国", "https://xn--fsqu00a.xn--fiqs8s/"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/"),
        ] {
            assert_eq!(host("host", value).unwrap().as_str(), url, "{value}");
        }
    }

    #[test]
    fn a_host_that_cannot_be_one_is_refused_with_a_text_that_helps() {
        for (value, reason) in [
            ("", "is empty"),
            ("\"\"", "is empty"),
            ("https://", "names no host"),
            ("https:///core.example.com", "names no host"),
            ("https://:443", "names no host"),
            ("https://a b", "holds a space"),
            ("https:// core.example.com", "holds a space"),
            ("https//core.example.com", "begins with `https//`: write `https://`"),
            ("http:/core.example.com", "begins with `http:/`"),
            ("https:core.example.com", "begins with `https:`"),
            ("http;//core.example.com", "begins with `http;//`"),
            ("https/core.example.com", "begins with `https/`"),
            ("https:", "begins with `https:`"),
            ("htps://core.example.com", "begins with `htps://`: write `https://`"),
            ("ftp://example.com", "begins with `ftp://`"),
            ("://core.example.com", "begins with `://`"),
            ("https:\\\\core.example.com", "backslash"),
            ("https://https://core.example.com", "twice"),
            ("https://http//core.example.com", "twice"),
            ("https：//core.example.com", "full-width character `：`: type it as `:`"),
            ("https://core。example。com", "full-width character `。`: type it as `.`"),
            ("https://core．example.com", "full-width character `．`"),
            ("https:／／core.example.com", "full-width character `／`"),
            ("https://ｃore.example.com", "full-width character `ｃ`: type it as `c`"),
            ("https://core.example.com:port", "is not an address"),
            ("https://user:canary@example.com", "must not hold a username"),
            ("user:canary@example.com", "must not hold a username"),
            ("https://example.com?x=1", "must not hold a query"),
            ("https://example.com#x", "must not hold a query"),
            ("https://example.com/graphql/v2", "without `/graphql/v2`"),
            ("https://example.com/graphql/v2/", "without `/graphql/v2`"),
            ("https://example.com/oidc", "without `/oidc`"),
            ("https://example.com/oauth/", "without `/oauth`"),
            ("https://example.com\u{200b}", "U+200B"),
        ] {
            let error = host("app_host", value).unwrap_err();
            assert!(error.to_string().starts_with("option `app_host` "), "{error}");
            assert!(error.to_string().contains(reason), "{value}: {error}");
            assert!(!error.report().to_string().contains("canary"), "{}", error.report());
        }
    }

    #[test]
    fn secrets_travel_encrypted_or_stay_on_this_machine() {
        for (address, secure) in [
            ("https://example.com/", true),
            ("http://127.0.0.1:8080/", true),
            ("http://[::1]/", true),
            ("http://localhost:3000/", true),
            ("http://app.localhost/", true),
            ("http://example.com/", false),
            ("http://localhost.example.com/", false),
            ("http://10.0.0.1/", false),
            ("http://0.0.0.0/", false),
            ("ftp://localhost/", false),
            ("data:text/plain,x", false),
        ] {
            assert_eq!(is_secure_address(&Url::parse(address).unwrap()), secure, "{address}");
        }
    }

    #[test]
    fn a_variable_is_read_by_the_same_rule_and_named() {
        let variables = Variables::of(|name| match name {
            "ID" => Some("'5f7a'\n".into()),
            "BLANK" => Some(" \"\"\n".into()),
            "BROKEN" => Some("can\nary".into()),
            "ON" => Some("1\n".into()),
            "OFF" => Some("false".into()),
            "YES" => Some("yes".into()),
            _ => None,
        });
        assert_eq!(variables.required("ID").unwrap(), "5f7a");
        assert_eq!(variables.optional("BLANK").unwrap(), None);
        assert!(
            variables.required("BLANK").unwrap_err().to_string().contains("`BLANK` is not set")
        );
        let broken = variables.required("BROKEN").unwrap_err().to_string();
        assert!(broken.starts_with("option `BROKEN` holds a line end"), "{broken}");
        for (value, there) in
            [("", false), (" \n", false), ("\"\"\r\n", false), ("''", false), ("\"", true)]
        {
            let variables = Variables::of(|_| Some(value.into()));
            assert_eq!(variables.pem("KEY").unwrap().is_some(), there, "{value:?}");
        }
        assert!(variables.switch("ON").unwrap());
        assert!(!variables.switch("OFF").unwrap() && !variables.switch("NOT_SET").unwrap());
        let yes = variables.switch("YES").unwrap_err().to_string();
        assert_eq!(yes, "option `YES` must be `1` or `0`");
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_not_text_is_not_taken_for_one_that_is_not_set() {
        use std::os::unix::ffi::OsStringExt as _;
        let variables = Variables::of(|_| Some(OsString::from_vec(vec![0xff, 0xfe])));
        let error = variables.optional("AUTHING_HOST").unwrap_err();
        assert_eq!(error.to_string(), "option `AUTHING_HOST` is not UTF-8 text");
    }
}
