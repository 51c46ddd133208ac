//! What a rule works with: the state, the clock, the request and who sent it.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::happening::{Event, Happening};
use crate::base::outbox::SentMessage;
use crate::base::text::{Lang, Text};
use crate::domain::calls::WayIn;
use crate::domain::environment::Environment;
use crate::state::applications::Application;
use crate::state::user_pool::UserPool;
use crate::state::users::User;
use crate::state::{EmulatorState, SNAPSHOT_VERSION, Tracked};

/// The parts of a request that matter to rules and handlers.
#[derive(Clone, Default)]
pub(crate) struct RequestInfo {
    pub(crate) pool_id: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) tenant_id: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) lang: Lang,
    pub(crate) client_ip: String,
    pub(crate) user_agent: String,
    pub(crate) request_id: String,
    /// Set by a fault: whatever token came is treated as expired.
    pub(crate) expire_tokens: bool,
    /// Where to note what becomes of the request, if anybody wants to know.
    pub(crate) notes: Option<Arc<Notes>>,
}

show_fields!(RequestInfo { pool_id, app_id, tenant_id, lang, request_id, expire_tokens });

/// What becomes of a request, for those who watch.
#[derive(Default)]
pub(crate) struct Notes(Mutex<Noted>);

/// What is known of a request that was served.
#[derive(Clone, Default)]
pub(crate) struct Noted {
    pub(crate) caller: Caller,
    /// The path of the route as its table has it, or the root fields.
    pub(crate) operation: Option<String>,
    /// The code of the first error.
    pub(crate) code: Option<i64>,
    pub(crate) by_fault: bool,
    /// Whether nothing is written of what the server does with it.
    pub(crate) chosen: bool,
    /// What was sent meanwhile.
    pub(crate) messages: Vec<SentMessage>,
}

show_fields!(Noted { caller, code, by_fault });

impl Notes {
    pub(crate) fn note(&self, change: impl FnOnce(&mut Noted)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn read(&self) -> Noted {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl RequestInfo {
    /// Notes something about the request, if anybody wants to know.
    pub(crate) fn note(&self, change: impl FnOnce(&mut Noted)) {
        if let Some(notes) = &self.notes {
            notes.note(change);
        }
    }
}

/// Who sent the request.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) enum Caller {
    #[default]
    Nobody,
    Administrator,
    User {
        id: String,
        app_id: String,
    },
    /// Somebody who was asked for a second factor and has not given it.
    Challenged {
        id: String,
        /// The fingerprint of the challenge's token.
        challenge: String,
    },
}

show_variants!(Caller { Nobody, Administrator, User, Challenged });

/// The state as a request has it.
pub(crate) enum StateLock<'a> {
    /// Nobody else is there to want it.
    Lent(&'a mut Tracked),
    /// Locked, for this request alone.
    Locked(&'a Mutex<Tracked>, MutexGuard<'a, Tracked>),
    /// Free for others: nothing is in it.
    Away(Box<Tracked>),
}

show_variants!(StateLock<'a> { Lent, Locked, Away });

impl<'a> StateLock<'a> {
    /// Locks the state.
    pub(crate) fn lock(state: &'a Mutex<Tracked>) -> Self {
        Self::Locked(state, state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Deref for StateLock<'_> {
    type Target = Tracked;

    fn deref(&self) -> &Tracked {
        match self {
            Self::Lent(state) => state,
            Self::Locked(_, state) => state,
            Self::Away(nothing) => nothing,
        }
    }
}

impl DerefMut for StateLock<'_> {
    fn deref_mut(&mut self) -> &mut Tracked {
        match self {
            Self::Lent(state) => state,
            Self::Locked(_, state) => state,
            Self::Away(nothing) => nothing,
        }
    }
}

/// One request's view of the emulator.
pub(crate) struct Cx<'a> {
    pub(crate) env: &'a Environment,
    pub(crate) state: StateLock<'a>,
    pub(crate) request: &'a RequestInfo,
    pub(crate) now: Timestamp,
    pub(crate) caller: Caller,
    /// How somebody comes in, for the functions that are called meanwhile.
    pub(crate) way_in: WayIn,
    /// As many messages were sent before this request.
    sent_before: u64,
    /// What has happened, for those who want to be told.
    happenings: Vec<Happening>,
    pool_id: Option<String>,
    /// The application a protocol's request names in its own way.
    entered_app: Option<String>,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(
        env: &'a Environment,
        state: StateLock<'a>,
        request: &'a RequestInfo,
    ) -> Self {
        let now = env.clock.now();
        Self {
            env,
            state,
            request,
            now,
            caller: Caller::Nobody,
            way_in: WayIn::default(),
            sent_before: env.outbox.pushed(),
            happenings: Vec::new(),
            pool_id: None,
            entered_app: None,
        }
    }

    /// Does something that may take long, or that wants the emulator itself, with the state free for others.
    /// What was looked up before may be gone after it.
    pub(crate) fn unlocked<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let mutex = match &self.state {
            StateLock::Locked(mutex, _) => *mutex,
            StateLock::Lent(_) | StateLock::Away(_) => return work(),
        };
        self.note_messages();
        let nothing =
            EmulatorState { version: SNAPSHOT_VERSION, pools: Vec::new(), captchas: Vec::new() };
        self.state = StateLock::Away(Box::new(Tracked::new(nothing)));
        let outcome = work();
        self.state = StateLock::lock(mutex);
        // What others have sent meanwhile is theirs.
        self.sent_before = self.env.outbox.pushed();
        outcome
    }

    /// Notes what was sent. Whoever sends works with the state: what is new is this request's.
    pub(crate) fn note_messages(&self) {
        self.request.note(|noted| noted.messages.extend(self.env.outbox.since(self.sent_before)));
    }

    /// Notes that this has happened in the request's pool. What is told of it is as things are now: what
    /// happens later in the same request changes nothing of it. It is worked out only if anybody is told.
    pub(crate) fn happened(&mut self, event: Event, data: impl FnOnce(&UserPool) -> Json) {
        self.note(event, None, data);
    }

    /// Notes that this has happened to a user, who is told too.
    pub(crate) fn happened_to(
        &mut self,
        user_id: &str,
        event: Event,
        data: impl FnOnce(&UserPool) -> Json,
    ) {
        self.note(event, Some(user_id), data);
    }

    /// Does some work as a part of something that is told as a whole: what happens in it is told nobody.
    pub(crate) fn untold<R>(&mut self, work: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.happenings.len();
        let outcome = work(self);
        self.happenings.truncate(before);
        outcome
    }

    fn note(&mut self, event: Event, user_id: Option<&str>, data: impl FnOnce(&UserPool) -> Json) {
        let Ok(pool) = self.pool() else { return };
        let is_heard = pool.webhooks.iter().any(|webhook| webhook.settings.hears(event))
            || self.env.events.is_heard(&pool.id, || event.topic());
        if is_heard {
            let (pool_id, user_id) = (pool.id.clone(), user_id.map(str::to_owned));
            let data = data(pool);
            self.happenings.push(Happening { pool_id, event, user_id, at: self.now, data });
        }
    }

    /// What has happened, in its order.
    pub(crate) fn take_happenings(&mut self) -> Vec<Happening> {
        std::mem::take(&mut self.happenings)
    }

    /// Makes an application the one of the request: the way protocols name theirs.
    pub(crate) fn enter_app(&mut self, app_id: &str) -> ApiResult<()> {
        let pool = self.state.pool_of_app(app_id).ok_or(failures::APP_NOT_FOUND)?;
        self.pool_id = Some(pool.id.clone());
        self.entered_app = Some(app_id.to_owned());
        self.caller = Caller::Nobody;
        Ok(())
    }

    /// Makes a pool the one of the request.
    pub(crate) fn enter_pool(&mut self, pool_id: &str) {
        self.pool_id = Some(pool_id.to_owned());
    }

    /// The id of the request's pool, if it is known already.
    pub(crate) fn pool_id(&self) -> Option<&str> {
        self.pool_id.as_deref()
    }

    /// The pool of the request. Handlers run after it was found.
    pub(crate) fn pool(&self) -> ApiResult<&UserPool> {
        let id = self.pool_id.as_deref().ok_or(failures::APP_ID_NEEDED)?;
        self.state.pool(id).ok_or_else(|| failures::POOL_NOT_FOUND.into())
    }

    pub(crate) fn pool_mut(&mut self) -> ApiResult<&mut UserPool> {
        let id = self.pool_id.as_deref().ok_or(failures::APP_ID_NEEDED)?;
        let found = self.state.pools.iter_mut().find(|pool| pool.id == id);
        found.ok_or_else(|| failures::POOL_NOT_FOUND.into())
    }

    /// The application the request is made for; the pool's first if it names none.
    pub(crate) fn app(&self) -> ApiResult<&Application> {
        match (&self.entered_app, &self.caller) {
            (None, Caller::User { app_id, .. }) => self.app_or_first(Some(app_id)),
            _ => self.app_logged_in_to(),
        }
    }

    /// The application that a login is to, whatever application an older token that came with the
    /// request is for.
    pub(crate) fn app_logged_in_to(&self) -> ApiResult<&Application> {
        self.app_or_first(self.entered_app.as_deref().or(self.request.app_id.as_deref()))
    }

    fn app_or_first(&self, named: Option<&str>) -> ApiResult<&Application> {
        let pool = self.pool()?;
        match named {
            Some(id) => pool.app(id).ok_or_else(|| failures::APP_NOT_FOUND.into()),
            None => pool.apps.first().ok_or_else(|| failures::APP_NOT_FOUND.into()),
        }
    }

    /// The id of the user whose token was sent.
    pub(crate) fn own_id(&self) -> ApiResult<String> {
        match &self.caller {
            Caller::User { id, .. } => Ok(id.clone()),
            Caller::Nobody | Caller::Administrator | Caller::Challenged { .. } => {
                Err(failures::NOT_LOGGED_IN.into())
            }
        }
    }

    pub(crate) fn is_administrator(&self) -> bool {
        self.caller == Caller::Administrator
    }

    /// Lets administrators through, and users as far as `user_id` is their own.
    pub(crate) fn may_touch(&self, user_id: &str) -> ApiResult<()> {
        match &self.caller {
            Caller::Administrator => Ok(()),
            Caller::User { id, .. } if id == user_id => Ok(()),
            _ => Err(failures::FORBIDDEN.into()),
        }
    }

    pub(crate) fn user(&self, id: &str) -> ApiResult<&User> {
        match self.pool()?.user(id) {
            Some(user) => Ok(user),
            None => Err(self.missing_user(id)),
        }
    }

    pub(crate) fn user_mut(&mut self, id: &str) -> ApiResult<&mut User> {
        if self.pool()?.user(id).is_none() {
            return Err(self.missing_user(id));
        }
        self.pool_mut()?.user_mut(id).ok_or_else(|| failures::USER_NOT_FOUND.into())
    }

    /// A message in the request's language.
    pub(crate) fn say(&self, text: Text) -> &'static str {
        text.get(self.request.lang)
    }

    fn missing_user(&self, id: &str) -> ApiError {
        let elsewhere = self.state.pools.iter().any(|pool| pool.user(id).is_some());
        let failure =
            if elsewhere { failures::USER_OF_OTHER_POOL } else { failures::USER_NOT_FOUND };
        failure.into()
    }
}
