//! What a client holds of a login: the token, and the user it belongs to.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use authing_core::{Bearer, BoxFuture, Error, ErrorCode, ErrorKind, TokenProvider};
use authing_types::{Secret, User, lenient};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

/// The login of one client and its clones. Its lock is never held while waiting for anything.
#[derive(Default)]
pub(crate) struct Session(Mutex<State>);

#[derive(Default)]
struct State {
    token: Option<Token>,
    user: Option<Arc<User>>,
}

struct Token {
    secret: Secret,
    /// Made by the first call that needs it, which also reports a text that is not a token: most
    /// clients of one request are made before it is known whether they make a call.
    bearer: OnceLock<Result<Bearer, Error>>,
}

impl Session {
    pub(crate) fn with_token(token: Secret) -> Self {
        Self(Mutex::new(State { token: Some(Token::new(token)), user: None }))
    }

    pub(crate) fn token(&self) -> Option<Secret> {
        self.state().token.as_ref().map(|token| token.secret.clone())
    }

    pub(crate) fn user(&self) -> Option<Arc<User>> {
        self.state().user.clone()
    }

    /// Whose login it is, as far as that is known without asking the server.
    pub(crate) fn user_id(&self) -> Option<String> {
        let state = self.state();
        match &state.user {
            Some(user) => Some(user.id.clone()),
            None => user_id_in(&state.token.as_ref()?.secret),
        }
    }

    /// A login replaces all that was there, even if the response holds no token: the next call must
    /// not act as the user before.
    pub(crate) fn log_in(&self, user: &User) {
        let token = token_of(user).map(Token::new);
        *self.state() = State { token, user: Some(remembered(user)) };
    }

    /// A login whose response names no user. Without a token nobody is logged in any more.
    pub(crate) fn log_in_by_token(&self, token: Option<&Secret>) {
        let token = token.filter(|token| !token.is_empty()).cloned().map(Token::new);
        *self.state() = State { token, user: None };
    }

    /// A registration logs in only when its response holds a token. Without one the login that the
    /// client holds stays.
    pub(crate) fn register(&self, user: &User) {
        if token_of(user).is_some() {
            return self.log_in(user);
        }
        let mut state = self.state();
        if state.token.is_none() {
            state.user = Some(remembered(user));
        }
    }

    /// Another token may be another user's, so the user goes.
    pub(crate) fn set_token(&self, token: Secret) {
        let mut state = self.state();
        if state.token.as_ref().is_none_or(|held| held.secret != token) {
            *state = State { token: Some(Token::new(token)), user: None };
        }
    }

    pub(crate) fn set_user(&self, user: &User) {
        let mut state = self.state();
        if let Some(token) = token_of(user) {
            state.token = Some(Token::new(token));
        }
        state.user = Some(remembered(user));
    }

    pub(crate) fn forget(&self) {
        *self.state() = State::default();
    }

    fn bearer(&self) -> Result<Option<Bearer>, Error> {
        self.state().token.as_ref().map(|token| token.bearer().clone()).transpose()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0)
    }
}

impl TokenProvider for Session {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        Box::pin(std::future::ready(self.bearer()))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.state().token.is_some();
        f.debug_struct("Session").field("holds_token", &held).finish_non_exhaustive()
    }
}

impl Token {
    fn new(secret: Secret) -> Self {
        Self { secret, bearer: OnceLock::new() }
    }

    fn bearer(&self) -> &Result<Bearer, Error> {
        self.bearer.get_or_init(|| Bearer::new(&self.secret))
    }
}

/// What the response to one call changes in a session. It remembers the token that the call was sent
/// with, and changes the session only while that token is held: another user may have logged in
/// meanwhile.
#[derive(Debug)]
pub(crate) struct SessionUpdate {
    session: Arc<Session>,
    sent: Mutex<Option<Bearer>>,
}

impl SessionUpdate {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session, sent: Mutex::default() }
    }

    /// The token stays: these responses hold `null` in its place, or an older one.
    pub(crate) fn update_user(&self, user: &User) {
        self.change(|state| state.user = Some(remembered(user)));
    }

    /// Stores the user that a call returns.
    pub(crate) fn stores(self: Arc<Self>) -> impl Fn(User) -> User + Send + 'static {
        move |user| {
            self.update_user(&user);
            user
        }
    }

    pub(crate) fn renew(&self, token: &Secret) {
        self.change(|state| state.token = Some(Token::new(token.clone())));
    }

    pub(crate) fn end(&self) {
        self.change(|state| *state = State::default());
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let sent = lock(&self.sent).clone();
        let mut state = self.session.state();
        let held = state.token.as_ref().and_then(|token| token.bearer().as_ref().ok());
        if sent.is_some() && held == sent.as_ref() {
            change(&mut state);
        }
    }
}

impl TokenProvider for SessionUpdate {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        let bearer = self.session.bearer();
        lock(&self.sent).clone_from(bearer.as_ref().unwrap_or(&None));
        Box::pin(std::future::ready(bearer))
    }
}

/// The update of a logout: a token that the server refuses counts as logged out.
#[derive(Debug)]
pub(crate) struct LogoutUpdate(pub(crate) Arc<SessionUpdate>);

impl TokenProvider for LogoutUpdate {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        self.0.token()
    }

    fn invalidate(&self, _: &Bearer) -> bool {
        self.0.end();
        false
    }
}

/// For a token that belongs to no user the server returns no user, and no error.
pub(crate) fn no_user() -> Error {
    Error::new(ErrorKind::Api, "the token is no longer valid for any user")
        .with_code(ErrorCode::NOT_LOGGED_IN)
}

/// The user that a token names. Its signature is not checked: the id only says in a request whose
/// data it is about, and the server checks the token.
fn user_id_in(token: &Secret) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        sub: Option<String>,
        data: Option<Data>,
    }
    #[derive(Deserialize)]
    struct Data {
        id: Option<String>,
    }
    let claims: Claims = claims_of(token)?;
    // Tokens of older servers have no `sub`.
    let id = claims.sub.or_else(|| claims.data?.id)?;
    (!id.is_empty()).then_some(id)
}

/// Whether a token may be this application's: it says so, or says nothing.
pub(crate) fn is_for_application(token: &Secret, app_id: &str) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Data {
        app_id: Option<String>,
    }
    #[derive(Deserialize)]
    struct Claims {
        aud: Option<Audience>,
        data: Option<Data>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Audience {
        One(String),
        Several(Vec<String>),
    }
    let Some(claims) = claims_of::<Claims>(token) else { return true };
    match (claims.aud, claims.data.and_then(|data| data.app_id)) {
        (Some(Audience::One(audience)), _) => audience == app_id,
        (Some(Audience::Several(all)), _) => all.iter().any(|one| one == app_id),
        (None, Some(named)) => named == app_id,
        (None, None) => true,
    }
}

/// The claims of a token that nobody has checked.
fn claims_of<T: serde::de::DeserializeOwned>(token: &Secret) -> Option<T> {
    let payload = token.expose().split('.').nth(1)?;
    let json = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    lenient::json::from_slice(&json).ok()
}

fn token_of(user: &User) -> Option<Secret> {
    user.token.clone().filter(|token| !token.is_empty())
}

/// The user without the token, which has its own place and would go stale here.
fn remembered(user: &User) -> Arc<User> {
    let mut user = user.clone();
    user.token = None;
    Arc::new(user)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere cannot leave the state half-written: every write is a few assignments.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> Secret {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims)).into()
    }

    #[test]
    fn a_token_names_its_user_in_sub_or_in_data() {
        assert_eq!(user_id_in(&token(r#"{"sub":"1","data":{"id":"2"}}"#)).unwrap(), "1");
        assert_eq!(user_id_in(&token(r#"{"data":{"id":"2"}}"#)).unwrap(), "2");
    }

    #[test]
    fn a_text_that_names_nobody_has_no_user() {
        for text in ["", "a", "a.b.c", "..", "e30.e30.x", "e30.bnVsbA.x"] {
            assert_eq!(user_id_in(&text.into()), None, "{text}");
        }
        assert_eq!(user_id_in(&token(r#"{"sub":""}"#)), None);
        assert_eq!(user_id_in(&token(r#"{"sub":7}"#)), None);
    }

    #[test]
    fn a_poisoned_session_still_works() {
        let session = Arc::new(Session::with_token("token-1".into()));
        let shared = Arc::clone(&session);
        let panicked = std::thread::spawn(move || {
            let _guard = shared.state();
            panic!("while the session is locked");
        });
        assert!(panicked.join().is_err());
        assert_eq!(session.token().unwrap().expose(), "token-1");
        session.forget();
        assert_eq!(session.token(), None);
    }
}
