//! Everything the running emulator consists of, apart from the network.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::clock::{Clock, Timestamp};
use crate::context::{Cx, RequestInfo};
use crate::directory::Directory;
use crate::domain::{directories, outsiders};
use crate::events::Hub;
use crate::fault::Faults;
use crate::graphql::GraphQl;
use crate::journal::Journal;
use crate::keys::PasswordKeys;
use crate::model::State;
use crate::model::application::{Application, TokenAlgorithm};
use crate::model::outsider::{DirectoryKind, DirectoryUser, WechatUser};
use crate::model::user_pool::UserPool;
use crate::outbox::Outbox;
use crate::random;
use crate::settings::ApplicationSettings;

/// What an account or password that does not match is answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginFailureStyle {
    /// 2004 for an unknown account, 2006 for a wrong password: what the documented version 2
    /// server answers.
    #[default]
    Distinct,
    /// 2333 for both, so that an answer never tells which accounts exist: what newer servers
    /// answer.
    Uniform,
}

/// An application made by a test.
///
/// `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApplicationInfo {
    /// The application's id, which is its OIDC `client_id` too.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// The pool it belongs to.
    pub user_pool_id: String,
}

impl fmt::Debug for ApplicationInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplicationInfo").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A user pool made by a test.
///
/// `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserPoolInfo {
    /// The pool's id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

impl fmt::Debug for UserPoolInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserPoolInfo").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The emulator's parts, shared by its connections and its handle.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) base_url: String,
    pub(crate) login_failure_style: LoginFailureStyle,
    pub(crate) keys: PasswordKeys,
    pub(crate) clock: Clock,
    pub(crate) outbox: Outbox,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) events: Hub,
    pub(crate) graphql: GraphQl,
    /// Whether photos are found to show one face, or two.
    pub(crate) faces_differ: AtomicBool,
    pub(crate) initial: State,
    pub(crate) state: Mutex<State>,
}

impl Engine {
    /// Runs `work` with the state locked.
    pub(crate) fn with<R>(&self, request: &RequestInfo, work: impl FnOnce(&mut Cx<'_>) -> R) -> R {
        let mut state = self.lock();
        work(&mut Cx::new(self, &mut state, request))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether two photos show the same face: as a test has set it.
    pub(crate) fn faces_match(&self) -> bool {
        !self.faces_differ.load(Ordering::Relaxed)
    }

    pub(crate) fn set_faces_match(&self, matching: bool) {
        self.faces_differ.store(!matching, Ordering::Relaxed);
    }

    /// What a client needs to use the emulator, in one object.
    pub(crate) fn info(&self) -> Json {
        let state = self.lock();
        let pool = state.pools.first();
        let app = pool.and_then(|pool| pool.apps.first());
        json!({
            "url": self.base_url,
            "userPoolId": pool.map(|pool| pool.id.as_str()),
            "userPoolSecret": pool.map(|pool| pool.secret.as_str()),
            "appId": app.map(|app| app.id.as_str()),
            "appSecret": app.map(|app| app.secret.as_str()),
            "appHost": self.base_url,
            "publicKey": self.keys.rsa_public_pem(),
        })
    }

    /// Makes every token handed out so far worthless, users' and administrators' alike.
    pub(crate) fn expire_tokens(&self) {
        for pool in &mut self.lock().pools {
            for token in &mut pool.tokens {
                token.revoked = true;
            }
            pool.protocol_tokens.clear();
            pool.authorization_codes.clear();
            pool.service_tickets.clear();
            // Management tokens are not kept; a new key invalidates them all.
            pool.jwt_secret = random::secret();
        }
    }

    /// The id of the first pool.
    pub(crate) fn first_pool_id(&self) -> String {
        self.lock().pools.first().map(|pool| pool.id.clone()).unwrap_or_default()
    }

    /// Adds an application to a pool, the first one if none is named.
    pub(crate) fn create_application(
        &self,
        pool_id: Option<&str>,
        name: &str,
        algorithm: TokenAlgorithm,
    ) -> Option<ApplicationInfo> {
        let now = self.now();
        let mut state = self.lock();
        let pool = match pool_id {
            Some(id) => state.pools.iter_mut().find(|pool| pool.id == id),
            None => state.pools.first_mut(),
        }?;
        let app = Application::new(random::object_id(), random::secret(), name, algorithm, now);
        let info = ApplicationInfo {
            id: app.id.clone(),
            secret: app.secret.clone(),
            user_pool_id: pool.id.clone(),
        };
        pool.add_app(app);
        Some(info)
    }

    /// Changes an application's settings. Says whether there is such an application.
    pub(crate) fn configure_application(
        &self,
        app_id: &str,
        settings: ApplicationSettings,
    ) -> bool {
        let mut state = self.lock();
        let app = state.pools.iter_mut().find_map(|pool| pool.app_mut(app_id));
        let found = app.is_some();
        if let Some(app) = app {
            settings.apply(app);
        }
        found
    }

    /// Adds an account to a directory of the first pool, in place of one of the same name.
    pub(crate) fn add_directory_user(&self, kind: DirectoryKind, user: DirectoryUser) {
        if let Some(pool) = self.lock().pools.first_mut() {
            pool.directory_accounts.put(kind, user);
        }
    }

    /// A code as WeChat gives it to an app of the first pool, for one log-in.
    pub(crate) fn issue_wechat_code(&self, user: WechatUser) -> String {
        let now = self.now();
        let mut state = self.lock();
        let pool = state.pools.first_mut();
        pool.map(|pool| outsiders::issue_wechat_code(pool, user, now)).unwrap_or_default()
    }

    /// Gives the first pool a directory to synchronise from.
    pub(crate) fn set_directory(&self, directory: Directory) {
        if let Some(pool) = self.lock().pools.first_mut() {
            directories::set(pool, directory);
        }
    }

    /// Adds an empty pool with the settings of the first one.
    pub(crate) fn create_user_pool(&self, name: &str) -> UserPoolInfo {
        let mut state = self.lock();
        let mut pool = UserPool::new(random::object_id(), random::secret(), name, self.now());
        if let Some(first) = self.initial.pools.first() {
            pool.settings = first.settings.clone();
        }
        let info = UserPoolInfo { id: pool.id.clone(), secret: pool.secret.clone() };
        state.pools.push(pool);
        info
    }

    /// Back to the state at the start: no users, no codes, no faults, the system's time.
    pub(crate) fn reset(&self) {
        *self.lock() = self.initial.clone();
        self.clock.reset();
        self.set_faces_match(true);
        self.outbox.clear();
        self.faults.clear();
        self.journal.clear();
        self.events.cut();
    }
}
