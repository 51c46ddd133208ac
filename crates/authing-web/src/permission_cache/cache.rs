//! The cache.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, Instant, SystemTime},
};

use authing_core::{Clock, SystemClock, client::SingleFlight};
use authing_protocols::BoxFuture;

use super::{fact::Fact, shelf::Shelf};
use crate::{
    permission::{Permission, Permissions, Unavailable},
    role::HasRole,
    verified::CurrentUser,
};

/// How long it is remembered that something does not hold, unless the bound is shorter.
const DEFAULT_DENIED_FOR: Duration = Duration::from_secs(10);

/// Some tens of megabytes.
const DEFAULT_CAPACITY: usize = 100_000;

/// What is longer, in bytes, is asked for each time: what a visitor may name must not fill the memory.
const LONGEST: usize = 1024;

/// [`Permissions`] that are asked for once, and then known for a while: no request to Authing for most
/// requests to your service.
///
/// Off by default, because it has a price: for as long as the **bound**, which you state, a user may still
/// do what was taken from them. What is kept is used for that long, counted from before it was asked for,
/// and never after, even while Authing cannot be reached: a check that begins later than the bound after a
/// revocation never lets in. What was *given* to a user counts after at most
/// [`denied_for`](Self::denied_for). Errors are not kept.
///
/// Webhooks ([`apply_webhook`](Self::apply_webhook)) and events ([`follow`](Self::follow)) make changes
/// known sooner, as a rule within moments. Authing promises neither their order nor that each one comes, so
/// state a bound that you can live with when none does: 30 s takes most requests away.
///
/// ```
/// use std::time::Duration;
/// use authing_web::{CachedPermissions, Guard, Permission, Permissions, webhook::*};
///
/// # fn example(
/// #     guard: Guard, management: impl Permissions + 'static, webhooks: Webhooks,
/// # ) -> Result<(), authing_protocols::Error> {
/// // What was taken from a user is known everywhere within 30 s ...
/// let permissions = CachedPermissions::new(management, Duration::from_secs(30));
/// let guard = guard.permissions(permissions.clone());
/// let layer = guard.require_permission(Permission::to("books:read").on("books:*"));
///
/// // ... and where a webhook is delivered to, at once.
/// let service = WebhookService::new(webhooks, permissions);
/// # let _ = (layer, service); Ok(()) }
/// ```
///
/// # What holds
///
/// - **One request for equal questions**, however many requests ask at the same time. If the one that
///   asks is cancelled, another one goes on.
/// - **Who forgets, wins**: what was asked before [`forget_user`](Self::forget_user),
///   [`forget_all`](Self::forget_all) or a change, and is told after it, is not kept.
/// - **Bounded**: 100 000 facts ([`capacity`](Self::capacity)), and none that is named by more than 1 KiB.
/// - **Time** is measured by clock and by a counter that nobody sets, and the longer time counts, so that
///   a clock that is set back makes nothing live longer.
///
/// # What it must not be put around
///
/// A fact is known by the user's id. An implementation of [`Permissions`] that looks at more of the
/// [`CurrentUser`] than the id, such as a claim of the token, would tell one login what holds for another
/// one. The cache is in this process: each process has its own, and one webhook reaches one of them. Where
/// several serve, each can follow the events, or count on the bound.
///
/// A clone is the same cache.
#[derive(Clone)]
pub struct CachedPermissions {
    source: Arc<dyn Permissions>,
    settings: Settings,
    shelf: Arc<RwLock<Shelf<Arc<Entry>>>>,
}

#[derive(Clone, Debug)]
struct Settings {
    bound: Duration,
    denied_for: Duration,
    clock: Arc<dyn Clock>,
}

/// A fact of a user. One that was forgotten is on no shelf any more: who asked before may still write what
/// they learn, but nobody finds it.
#[derive(Default)]
struct Entry {
    flight: SingleFlight<Told>,
    known: Mutex<Option<Known>>,
}

#[derive(Clone, Copy)]
struct Known {
    holds: bool,
    asked: Moment,
}

/// What a request to the source brought, and when it was begun.
#[derive(Clone)]
struct Told {
    holds: Result<bool, Unavailable>,
    asked: Moment,
}

#[derive(Clone, Copy)]
struct Moment {
    clock: SystemTime,
    /// Nobody sets it.
    counter: Instant,
}

impl CachedPermissions {
    /// Remembers for at most this long what a source tells: the time within which a revocation is seen. 0
    /// remembers nothing.
    pub fn new(source: impl Permissions + 'static, bound: Duration) -> Self {
        let clock = Arc::new(SystemClock);
        Self {
            source: Arc::new(source),
            settings: Settings { bound, denied_for: DEFAULT_DENIED_FOR, clock },
            shelf: Arc::new(RwLock::new(Shelf::new(DEFAULT_CAPACITY))),
        }
    }

    /// How long it is remembered that something does not hold: the time within which a user may do what
    /// they were just given. Never longer than the bound. Default: 10 s.
    #[must_use]
    pub fn denied_for(mut self, time: Duration) -> Self {
        self.settings.denied_for = time;
        self
    }

    /// How many facts are remembered at most, at least 2. When they are more, the older half goes. Default:
    /// 100 000. What was known is forgotten.
    #[must_use]
    pub fn capacity(mut self, facts: usize) -> Self {
        self.shelf = Arc::new(RwLock::new(Shelf::new(facts)));
        self
    }

    /// Measures with another clock than the machine's: for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.settings.clock = clock;
        self
    }

    /// Forgets what is known of a user. Idempotent.
    pub fn forget_user(&self, id: impl Into<String>) {
        self.shelf.write().unwrap_or_else(PoisonError::into_inner).remove(&id.into());
    }

    /// Forgets everything. Idempotent.
    pub fn forget_all(&self) {
        let gone = self.shelf.write().unwrap_or_else(PoisonError::into_inner).clear();
        // It may be much: nobody waits for it.
        drop(gone);
    }

    async fn holds(&self, user: &CurrentUser, fact: Fact<'_>) -> Result<bool, Unavailable> {
        let now = self.settings.now();
        let entry = self.shelf.read().unwrap_or_else(PoisonError::into_inner).get(user.id(), &fact);
        if let Some(known) = entry.and_then(|entry| entry.known(&self.settings, now)) {
            return Ok(known.holds);
        }
        // Apart, so that the future of what is known is a small one.
        Box::pin(self.learn(user, fact, now)).await
    }

    async fn learn(
        &self,
        user: &CurrentUser,
        fact: Fact<'_>,
        begun: Moment,
    ) -> Result<bool, Unavailable> {
        if user.id().len().saturating_add(fact.len()) > LONGEST {
            return fact.ask(&*self.source, user).await;
        }
        loop {
            let entry = self.entry(user.id(), &fact);
            let told = entry.flight.run(|| self.ask(&entry, user, &fact)).await;
            let Told { holds, asked } = told.map_err(Unavailable::new)?;
            // Somebody may have asked long before this check began. Who asks next, does so afterwards.
            match holds {
                Ok(holds) if !self.settings.may_tell(holds, asked, begun) => {}
                holds => return holds,
            }
        }
    }

    /// Asks the source, unless it is known by now.
    async fn ask(
        &self,
        entry: &Entry,
        user: &CurrentUser,
        fact: &Fact<'_>,
    ) -> Result<Told, authing_core::Error> {
        let asked = self.settings.now();
        if let Some(Known { holds, asked }) = entry.known(&self.settings, asked) {
            return Ok(Told { holds: Ok(holds), asked });
        }
        let holds = fact.ask(&*self.source, user).await;
        if let Ok(holds) = holds {
            entry.keep(Known { holds, asked });
        }
        Ok(Told { holds, asked })
    }

    fn entry(&self, user: &str, fact: &Fact<'_>) -> Arc<Entry> {
        let new = Arc::default();
        let (entry, gone) = {
            let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
            shelf.get_or_insert(user, fact, new)
        };
        // It may be much: nobody waits for it.
        drop(gone);
        entry
    }
}

impl Settings {
    fn now(&self) -> Moment {
        Moment { clock: self.clock.now(), counter: Instant::now() }
    }

    /// Whether what was asked at one time may be told at another.
    fn is_fresh(&self, holds: bool, asked: Moment, now: Moment) -> bool {
        let life = if holds { self.bound } else { self.denied_for.min(self.bound) };
        let by_counter = now.counter.saturating_duration_since(asked.counter);
        // A clock that was set back measures nothing.
        let by_clock = now.clock.duration_since(asked.clock);
        by_clock.is_ok_and(|age| age.max(by_counter) < life)
    }

    /// Whether a check may be told what was asked before it began, or after.
    fn may_tell(&self, holds: bool, asked: Moment, begun: Moment) -> bool {
        asked.counter >= begun.counter || self.is_fresh(holds, asked, begun)
    }
}

impl Entry {
    fn known(&self, settings: &Settings, now: Moment) -> Option<Known> {
        let known = *self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.filter(|known| settings.is_fresh(known.holds, known.asked, now))
    }

    /// Keeps what was asked last. Each runtime asks by itself, and the first to ask may be the last to know.
    fn keep(&self, new: Known) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_none_or(|known| known.asked.counter <= new.asked.counter) {
            *known = Some(new);
        }
    }
}

impl Permissions for CachedPermissions {
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(self.holds(user, Fact::Permission(Cow::Borrowed(permission))))
    }

    fn has_role<'a>(
        &'a self,
        user: &'a CurrentUser,
        role: &'a HasRole,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(self.holds(user, Fact::Role(Cow::Borrowed(role))))
    }

    fn is_in_tenant<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(self.holds(user, Fact::Tenant(Cow::Borrowed(id))))
    }

    fn is_in_org<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        Box::pin(self.holds(user, Fact::Org(Cow::Borrowed(id))))
    }
}

/// Shows how it is set, and not what it knows.
impl fmt::Debug for CachedPermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedPermissions")
            .field("bound", &self.settings.bound)
            .field("denied_for", &self.settings.denied_for)
            .finish_non_exhaustive()
    }
}
