//! A login from its beginning to its end, by whichever protocol.

use std::time::{Duration, UNIX_EPOCH};

use authing_protocols::{BoxFuture, CallbackError, Error, Secret, store::PendingStore};
use http::{HeaderMap, HeaderValue};
use url::{Url, form_urlencoded};

#[cfg(feature = "saml")]
use authing_protocols::saml::SamlError;

use super::{
    error::SessionError,
    login::SessionLogin,
    outcome::{Failure, Reply},
    pending::{LoginCookie, OneLogin},
    return_to::own_page,
    sessions::{Inner, Keeping, Paths, new_id},
    store::hex_digest,
};
use crate::cookie;

/// Who begins in more tabs finishes the newest ones.
const MOST_LOGINS: usize = 5;

/// How many bytes the cookies of logins have together. One takes a kilobyte, or two where it is sealed.
const MOST_BYTES: usize = 4096;

/// How long the line may become in which a browser sends all its cookies: proxies read 8 KiB of it.
const LONGEST_LINE: usize = 8000;

/// No login is that old.
const LONGEST_MAX_AGE: u64 = 10 * 365 * 86_400;

/// Longer ones are nobody's.
const LONGEST_ACR: usize = 200;

/// A page that asks for the same login so soon after it asks without end.
const SOON: Duration = Duration::from_secs(10);

/// How visitors log in: what differs between protocols.
pub(super) struct Way {
    /// What the cookies of its logins are called.
    name: &'static str,
    /// Whether the provider's page posts what comes back, so that the browser sends no other cookie along.
    is_posted: bool,
}

impl Way {
    pub(super) const OIDC: Self = Self { name: "login", is_posted: false };
    #[cfg(feature = "saml")]
    pub(super) const SAML: Self = Self { name: "saml", is_posted: true };
}

/// What the address of a login route asks for.
pub(super) struct Asked {
    /// How old the login may be.
    pub(super) max_age: Option<Duration>,
    pub(super) acr_values: Option<String>,
    return_to: Option<String>,
    /// A digest of all that, and of the page that it is for.
    digest: Option<String>,
}

/// An address at the provider, and the handle under which the login is kept.
type Started = Result<(Url, Secret), Error>;

impl Inner {
    /// A page of this service to go to, which is none of the routes.
    fn page(&self, text: &str, others: &[&str]) -> Option<String> {
        let page = own_page(text, &self.origin)?;
        let path = page.split('?').next().unwrap_or_default();
        let Paths { login, callback, logout, back_channel } = &self.paths;
        let mut routes = [login, callback, logout, back_channel].into_iter().map(String::as_str);
        let is_route = routes.any(|own| own == path) || others.contains(&path);
        (!is_route).then_some(page)
    }

    /// Reads the query of a login route. `others` are routes besides those of the sessions.
    pub(super) fn asked(
        &self,
        query: Option<&str>,
        others: &[&str],
    ) -> Result<Asked, SessionError> {
        let query = query.unwrap_or_default();
        let parameter = |name: &str| {
            let mut found =
                form_urlencoded::parse(query.as_bytes()).filter(move |(key, _)| key == name);
            found.next().map(|(_, value)| value.into_owned())
        };
        let (age, acr_values) = (parameter("max_age"), parameter("acr_values"));
        // A page that asks names itself; a visitor may follow a link to the login as often as they like.
        let return_to = parameter("return_to").and_then(|text| self.page(&text, others));
        let digest = return_to.as_ref().map(|page| {
            let asked = [&age, &acr_values].map(|text| text.as_deref().unwrap_or_default());
            hex_digest(&format!("{asked:?} {page}")).chars().take(32).collect()
        });
        let max_age = age
            .map(|text| {
                let age = text.parse().ok().filter(|age| *age <= LONGEST_MAX_AGE);
                age.ok_or(SessionError::Parameter("max_age", "is not a number of seconds"))
            })
            .transpose()?;
        if let Some(values) = &acr_values {
            let is_letter = |letter| matches!(letter, ' ' | '!' | '#'..='[' | ']'..='~');
            if values.is_empty() || values.len() > LONGEST_ACR || !values.chars().all(is_letter) {
                let problem = "is not a list of up to 200 letters";
                return Err(SessionError::Parameter("acr_values", problem));
            }
        }
        Ok(Asked { max_age: max_age.map(Duration::from_secs), acr_values, return_to, digest })
    }

    /// Begins a login: redirects the visitor to where `start` says, and remembers that in their browser.
    pub(super) async fn begin_login(
        &self,
        way: &Way,
        headers: &HeaderMap,
        asked: Asked,
        life: Duration,
        start: impl for<'s> FnOnce(&'s dyn PendingStore) -> BoxFuture<'s, Started>,
    ) -> Result<Reply, Failure> {
        if is_of_another_page(headers) {
            return Err(SessionError::CrossSite.into());
        }
        let Asked { return_to, digest, .. } = asked;
        let there = match way.is_posted || digest.is_some() {
            // A store that is down is told of where the visitor comes back.
            true => self.of_cookie(headers).await.ok().flatten(),
            false => None,
        };
        if let (Some(kept), Some(asked)) = (&there, &digest) {
            // The page is not content with the very login that it asked for, and would send the visitor
            // round and round.
            let session = &kept.found.session;
            let age = self.now().duration_since(session.began_at()).unwrap_or_default();
            if session.data().asked.as_ref() == Some(asked) && age < SOON {
                return Err(SessionError::Unmet.into());
            }
        }
        let mut begun = LoginCookie {
            at: self.now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
            handle: Secret::default(),
            return_to: return_to.unwrap_or_else(|| self.home.clone()),
            asked: digest,
            before: there.filter(|_| way.is_posted).map(|kept| self.mark_of(&kept)),
            login: None,
        };
        let started = match &self.keeping {
            Keeping::Store(_) => start(&*self.logins).await,
            Keeping::Cookie(_) => {
                let store = OneLogin::default();
                let started = start(&store).await;
                begun.login = store.into_login();
                started
            }
        };
        let (url, handle) = started.map_err(SessionError::Login)?;
        begun.handle = handle;
        let id = new_id()?;
        let name = format!("{}{}", self.login_prefix(way), id.get(..10).unwrap_or("login"));
        let cookie = self.begun_cookie(way, &name, &begun, life);
        let cookie = cookie.ok_or(SessionError::Setup("a login cannot be kept in a cookie"))?;
        let removed = self.too_many(headers, std::slice::from_ref(&cookie));
        Ok(Reply::to(url).with([cookie]).with(removed))
    }

    /// Finishes the login that `finish` finds to be the one that came back, and begins a session.
    ///
    /// `look_again` is where a browser shows its session that does not show it with what is posted from
    /// another site.
    pub(super) async fn finish_login(
        &self,
        way: &Way,
        headers: &HeaderMap,
        others: &[&str],
        look_again: Option<String>,
        finish: impl for<'s> Fn(
            &'s dyn PendingStore,
            Secret,
        ) -> BoxFuture<'s, Result<SessionLogin, Error>>,
    ) -> Result<Reply, Failure> {
        let mut reason = Error::from(CallbackError::NotPending);
        for (name, begun) in self.begun(way, headers).into_iter().take(2 * MOST_LOGINS) {
            let LoginCookie { handle, return_to, asked, login, before, .. } = begun;
            let sealed = login.map(|login| OneLogin::new(&handle, login));
            let store: &dyn PendingStore = match &sealed {
                Some(one) => one,
                None => &*self.logins,
            };
            let login = match finish(store, handle.clone()).await {
                Ok(login) => login,
                Err(error) if is_gone(&error) => continue,
                Err(error) if is_anothers(&error) => {
                    reason = error;
                    continue;
                }
                Err(error) => {
                    // What is forged leaves the login that the visitor has begun, and so does a store that
                    // is down: they may try again.
                    let is_over = matches!(store.get(handle.expose()).await, Ok(None));
                    let cookies =
                        self.removed(way, &name).filter(|_| is_over).into_iter().collect();
                    return Err(Failure { error: SessionError::Login(error), cookies });
                }
            };
            if let Some(mark) = before.filter(|_| way.is_posted) {
                self.end_marked(mark).await?;
            }
            let login = SessionLogin { asked, ..login };
            let session = self.begin(headers, login).await?;
            let page = self.page(&return_to, others).unwrap_or_else(|| self.home.clone());
            return Ok(Reply::to(page).with(session).with(self.removed(way, &name)));
        }
        // Opened twice, or by somebody's link: who is logged in stays so.
        match (self.of_cookie(headers).await?, look_again) {
            (Some(_), _) => Ok(Reply::to(self.home.as_str())),
            (None, Some(page)) => Ok(Reply::to(page)),
            (None, None) => Err(SessionError::Login(reason).into()),
        }
    }

    fn login_prefix(&self, way: &Way) -> String {
        format!("{}-{}-", self.cookie, way.name)
    }

    /// What logins are sealed for.
    fn login_purpose(&self, way: &Way) -> String {
        let Self { app_id, cookie, .. } = self;
        format!("authing {}:{}:{app_id}:{cookie}", way.name, app_id.len())
    }

    fn begun_cookie(
        &self,
        way: &Way,
        name: &str,
        begun: &LoginCookie,
        life: Duration,
    ) -> Option<HeaderValue> {
        let text = begun.to_json()?;
        let value = match &self.keeping {
            Keeping::Store(_) => LoginCookie::encode(&text),
            Keeping::Cookie(sealed) => sealed.keys.seal(&self.login_purpose(way), &text)?,
        };
        match way.is_posted {
            true => cookie::set_for_other_sites(name, &value, life),
            false => cookie::set(name, &value, self.secure, life),
        }
    }

    /// A login that a browser has begun, by its cookie; `None` for what is none.
    fn read(&self, way: &Way, value: &[u8]) -> Option<LoginCookie> {
        let value = str::from_utf8(value).ok()?;
        let text = match &self.keeping {
            Keeping::Store(_) => LoginCookie::decode(value)?,
            Keeping::Cookie(sealed) => sealed.keys.open(&self.login_purpose(way), value)?,
        };
        LoginCookie::from_json(&text)
    }

    /// The logins that a browser has begun, the newest first, by the names of their cookies.
    fn begun(&self, way: &Way, headers: &HeaderMap) -> Vec<(String, LoginCookie)> {
        let prefix = self.login_prefix(way);
        let mut begun: Vec<_> = cookie::all(headers)
            .filter(|(name, _)| name.starts_with(prefix.as_bytes()))
            .filter_map(|(name, value)| {
                Some((str::from_utf8(name).ok()?.to_owned(), self.read(way, value)?))
            })
            .collect();
        begun.sort_by_key(|(_, begun)| std::cmp::Reverse(begun.at));
        begun
    }

    /// The removal of the oldest logins' cookies, so that the browser's requests are not refused for
    /// their length: with the cookies that the response sets, which are those of a new login or session.
    pub(super) fn too_many(&self, headers: &HeaderMap, set: &[HeaderValue]) -> Vec<HeaderValue> {
        let ways = [
            Way::OIDC,
            #[cfg(feature = "saml")]
            Way::SAML,
        ];
        let way_of = |name: &[u8]| {
            ways.iter().find(|way| name.starts_with(self.login_prefix(way).as_bytes()))
        };
        // What cannot be read counts as the oldest.
        let mut begun: Vec<(u64, &[u8], usize)> = cookie::all(headers)
            .filter_map(|(name, value)| {
                let at = self.read(way_of(name)?, value).map_or(0, |begun| begun.at);
                Some((at, name, bytes_of(name, value)))
            })
            .collect();
        begun.sort_by_key(|(at, ..)| *at);
        let mut count = begun.len();
        let mut logins: usize = begun.iter().map(|(.., bytes)| bytes).sum();
        let mut line = 0;
        for set in set {
            let (name, bytes) = (cookie::name_of(set), bytes_of_pair(set));
            line += bytes;
            if way_of(name).is_some() {
                (count, logins) = (count + 1, logins + bytes);
            }
        }
        let is_set = |name: &[u8]| set.iter().any(|set| cookie::name_of(set) == name);
        let stays = cookie::all(headers).filter(|(name, _)| !is_set(name));
        line += stays.map(|(name, value)| bytes_of(name, value)).sum::<usize>();
        let mut removed = Vec::new();
        for (_, name, bytes) in begun {
            if count <= MOST_LOGINS && logins <= MOST_BYTES && line <= LONGEST_LINE {
                break;
            }
            (line, logins, count) = (line - bytes, logins - bytes, count - 1);
            if let (Some(way), Ok(name)) = (way_of(name), str::from_utf8(name)) {
                removed.extend(self.removed(way, name));
            }
        }
        removed
    }

    /// A browser takes a cookie away only in a response that could have set it.
    fn removed(&self, way: &Way, name: &str) -> Option<HeaderValue> {
        match way.is_posted {
            true => cookie::set_for_other_sites(name, "", Duration::ZERO),
            false => cookie::set(name, "", self.secure, Duration::ZERO),
        }
    }
}

/// Whether a page of another origin makes the browser ask for something, and the visitor does not go there:
/// each login that begins leaves a cookie, and an image that leads to the login route would begin as many as
/// the page likes, until the browser's requests are refused for their length. Browsers that do not tell may
/// begin one.
fn is_of_another_page(headers: &HeaderMap) -> bool {
    let told = |name| headers.get(name).map(HeaderValue::as_bytes);
    let is_elsewhere = matches!(told("sec-fetch-site"), Some(b"cross-site" | b"same-site"));
    let goes_there = told("sec-fetch-mode").is_none_or(|mode| mode == b"navigate")
        && told("sec-fetch-dest").is_none_or(|place| place == b"document");
    is_elsewhere && !goes_there
}

/// What stands between a name and a value, and between two cookies.
const PAIR: usize = "=; ".len();

/// How many bytes a browser sends of a cookie.
fn bytes_of(name: &[u8], value: &[u8]) -> usize {
    name.len() + value.len() + PAIR
}

/// How many it will send of one that is set.
fn bytes_of_pair(set: &HeaderValue) -> usize {
    let pair = set.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    pair.len() + PAIR
}

/// Whether there is no login under a handle any more.
fn is_gone(error: &Error) -> bool {
    match error {
        Error::Callback(CallbackError::NotPending) => true,
        #[cfg(feature = "saml")]
        Error::Saml(SamlError::NotPending) => true,
        _ => false,
    }
}

/// Whether what came back belongs to another login than this one, such as another tab's.
fn is_anothers(error: &Error) -> bool {
    match error {
        Error::Callback(CallbackError::StateMismatch | CallbackError::Expired) => true,
        #[cfg(feature = "saml")]
        Error::Saml(SamlError::InResponseTo(_) | SamlError::Expired(_)) => true,
        _ => false,
    }
}
