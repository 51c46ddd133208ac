//! Everything the running emulator consists of, apart from the network.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use serde_json::{Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::happening::{Event, Happening};
use crate::base::hub::Audience;
use crate::base::pulse::Pulse;
use crate::base::random;
use crate::domain::context::{Cx, RequestInfo, StateLock};
use crate::domain::environment::Environment;
use crate::domain::external_identities;
use crate::domain::minting::{self, MintError, NewToken};
use crate::domain::orgs::directories;
use crate::domain::user_pools::{self, NewUserPool};
use crate::domain::{applications, views};
use crate::engine::deliveries::Deliveries;
use crate::engine::fault::Faults;
use crate::engine::info::{ApplicationInfo, UserPoolInfo};
use crate::engine::journal::Journal;
#[cfg(feature = "console")]
use crate::engine::snapshot::{Snapshot, Whole};
use crate::state::applications::{Application, ApplicationSettings, TokenAlgorithm};
use crate::state::external_identities::{DirectoryKind, DirectoryUser, WechatUser};
use crate::state::orgs::Directory;
use crate::state::pipeline::{DatabaseAddress, Patience, PipelineAddress, PipelineStage};
use crate::state::user_pool::UserPool;
use crate::state::webhooks::{PoolWebhook, Webhook};
use crate::state::{EmulatorState, Tracked};

/// The emulator's parts, shared by its connections and its handle.
pub(crate) struct Engine {
    pub(crate) env: Environment,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) deliveries: Deliveries,
    /// Beats whenever something may have changed.
    pub(crate) pulse: Pulse,
    initial: EmulatorState,
    state: Mutex<Tracked>,
}

show_fields!(Engine { env });

impl Engine {
    /// An engine that starts, and with a reset starts again, in this state.
    pub(crate) fn new(env: Environment, initial: EmulatorState) -> Self {
        let state = Mutex::new(Tracked::new(initial.clone()));
        let (faults, journal) = (Faults::default(), Journal::default());
        let (deliveries, pulse) = (Deliveries::default(), Pulse::default());
        Self { env, faults, journal, deliveries, pulse, initial, state }
    }

    /// Runs `work` with the state locked. What has happened in it is told when it is done, before the next
    /// request changes anything: so everybody hears of things in their order.
    pub(crate) fn with<R>(&self, request: &RequestInfo, work: impl FnOnce(&mut Cx<'_>) -> R) -> R {
        let mut cx = Cx::new(&self.env, StateLock::lock(&self.state), request);
        let outcome = work(&mut cx);
        request.note(|noted| noted.caller = cx.caller.clone());
        cx.note_messages();
        for happening in cx.take_happenings() {
            self.tell(&cx.state, &happening);
        }
        outcome
    }

    /// Hands it to subscribers and to the queues of webhooks; neither is waited for.
    fn tell(&self, state: &EmulatorState, happening: &Happening) {
        let body = happening.body();
        let audience = match &happening.user_id {
            Some(id) => Audience::User(id),
            None => Audience::Administrators,
        };
        let topic = happening.event.topic();
        self.env.events.publish(&happening.pool_id, audience, &topic, &body);
        let webhooks = state.pool(&happening.pool_id).map(|pool| pool.webhooks.as_slice());
        for webhook in webhooks.unwrap_or_default() {
            if webhook.settings.hears(happening.event) {
                let name = happening.event.name();
                self.deliveries.queue(
                    webhook,
                    &happening.pool_id,
                    name,
                    &happening.data,
                    self.now(),
                );
            }
        }
    }

    /// The webhooks of every pool, each with its pool's id.
    pub(crate) fn webhooks(&self) -> Vec<(String, PoolWebhook)> {
        let state = self.lock();
        let of_pool = |pool: &UserPool| {
            let own = pool.webhooks.iter().map(|webhook| (pool.id.clone(), webhook.clone()));
            own.collect::<Vec<_>>()
        };
        state.pools.iter().flat_map(of_pool).collect()
    }

    /// Adds a webhook to a pool, the first one if none is named, in place of one with the same address.
    /// The result is its id; none if there is no such pool.
    pub(crate) fn add_webhook(&self, pool_id: Option<&str>, webhook: Webhook) -> Option<String> {
        let now = self.now();
        let mut state = self.lock();
        let pool = pool_or_first(&mut state, pool_id)?;
        Some(put_webhook(pool, webhook, now))
    }

    /// Removes a webhook; what it waits to be told of goes to nobody. Says whether there was one.
    pub(crate) fn remove_webhook(&self, id: &str) -> bool {
        let mut found = false;
        for pool in &mut self.lock().pools {
            let before = pool.webhooks.len();
            pool.webhooks.retain(|webhook| webhook.id != id);
            found |= pool.webhooks.len() < before;
        }
        self.deliveries.forget(id);
        found
    }

    /// The addresses of pipeline functions of every pool, each with its pool's id.
    pub(crate) fn pipeline_addresses(&self) -> Vec<(String, PipelineAddress)> {
        let state = self.lock();
        let of_pool = |pool: &UserPool| {
            let own = pool.pipeline.iter().map(|address| (pool.id.clone(), address.clone()));
            own.collect::<Vec<_>>()
        };
        state.pools.iter().flat_map(of_pool).collect()
    }

    /// The addresses of custom databases, each with its pool's id.
    pub(crate) fn database_addresses(&self) -> Vec<(String, DatabaseAddress)> {
        let state = self.lock();
        let of_pool = |pool: &UserPool| Some((pool.id.clone(), pool.custom_database.clone()?));
        state.pools.iter().filter_map(of_pool).collect()
    }

    /// Calls an address at a stage of a pool, the first one if none is named. The result is its id; none if
    /// there is no such pool.
    pub(crate) fn add_pipeline(
        &self,
        pool_id: Option<&str>,
        stage: PipelineStage,
        url: &str,
        patience: Patience,
    ) -> Option<String> {
        let mut state = self.lock();
        let pool = pool_or_first(&mut state, pool_id)?;
        Some(put_pipeline(pool, stage, url, patience))
    }

    /// Calls an address no more. Says whether there was one of this id.
    pub(crate) fn remove_pipeline(&self, id: &str) -> bool {
        let mut found = false;
        for pool in &mut self.lock().pools {
            let before = pool.pipeline.len();
            pool.pipeline.retain(|address| address.id != id);
            found |= pool.pipeline.len() < before;
        }
        found
    }

    /// Gives a pool, the first one if none is named, a custom database or none. Says whether there is such a
    /// pool.
    pub(crate) fn set_custom_database(
        &self,
        pool_id: Option<&str>,
        database: Option<DatabaseAddress>,
    ) -> bool {
        let mut state = self.lock();
        let found = pool_or_first(&mut state, pool_id);
        found.map(|pool| pool.custom_database = database).is_some()
    }

    /// Sends what was sent to a webhook once more, to where it leads now. Says whether there is such a
    /// delivery.
    pub(crate) fn redeliver(&self, id: &str) -> Option<String> {
        let state = self.lock();
        let webhooks = state.pools.iter().flat_map(|pool| &pool.webhooks);
        let webhooks: Vec<PoolWebhook> = webhooks.cloned().collect();
        self.deliveries.again(id, &webhooks, self.now())
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Tracked> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often the state may have changed, unless somebody works with it right now.
    pub(crate) fn glance(&self) -> Option<u64> {
        match self.state.try_lock() {
            Ok(state) => Some(state.changes()),
            Err(TryLockError::Poisoned(state)) => Some(state.into_inner().changes()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    /// What a client needs to use the emulator, in one object.
    pub(crate) fn info(&self) -> Json {
        let state = self.lock();
        let pool = state.pools.first();
        let app = pool.and_then(|pool| pool.apps.first());
        json!({
            "url": self.env.base_url,
            "userPoolId": pool.map(|pool| pool.id.as_str()),
            "userPoolSecret": pool.map(|pool| pool.secret.as_str()),
            "appId": app.map(|app| app.id.as_str()),
            "appSecret": app.map(|app| app.secret.as_str()),
            "appHost": self.env.base_url,
            "publicKey": self.env.keys.rsa_public_pem(),
        })
    }

    /// Makes every token handed out so far worthless, users' and administrators' alike.
    pub(crate) fn expire_tokens(&self) {
        for pool in &mut self.lock().pools {
            pool.tokens.revoke_where(|_| true);
            pool.protocol_tokens.clear();
            pool.authorization_codes.clear();
            pool.service_tickets.clear();
            // Management tokens are not kept; a new key invalidates them all.
            pool.jwt_secret = random::secret();
        }
    }

    /// A token that no login made.
    pub(crate) fn mint_token(&self, token: &NewToken) -> Result<String, MintError> {
        self.with(&RequestInfo::default(), |cx| minting::mint(cx, token))
    }

    /// The present state as a seed.
    #[cfg(feature = "seed")]
    pub(crate) fn export_seed(&self) -> Result<String, crate::seed::ExportError> {
        let state = EmulatorState::clone(&self.lock());
        crate::seed::export(&state, &self.env.keys)
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
        let pool_id = pool_id.map_or_else(|| self.first_pool_id(), str::to_owned);
        self.with(&RequestInfo::default(), |cx| {
            cx.enter_pool(&pool_id);
            let now = cx.now;
            let pool = cx.pool_mut().ok()?;
            let app = Application::new(random::object_id(), random::secret(), name, algorithm, now);
            let info = ApplicationInfo {
                id: app.id.clone(),
                secret: app.secret.clone(),
                user_pool_id: pool.id.clone(),
            };
            pool.add_app(app);
            cx.happened(Event::ApplicationCreated, |pool| {
                json!({ "application": pool.app(&info.id).map(|app| views::application(pool, app)) })
            });
            Some(info)
        })
    }

    /// Changes an application's settings. Says whether there is such an application.
    pub(crate) fn configure_application(
        &self,
        app_id: &str,
        settings: ApplicationSettings,
    ) -> bool {
        self.with(&RequestInfo::default(), |cx| applications::configure(cx, app_id, settings))
    }

    /// Adds an account to a directory of the first pool, in place of one of the same name.
    pub(crate) fn add_directory_user(&self, kind: DirectoryKind, user: DirectoryUser) {
        if let Some(pool) = self.lock().pools.first_mut() {
            pool.directory_accounts.put(kind, user);
        }
    }

    /// A code as WeChat gives it to an app of the first pool, for one login.
    pub(crate) fn issue_wechat_code(&self, user: WechatUser) -> String {
        let now = self.now();
        let mut state = self.lock();
        let pool = state.pools.first_mut();
        pool.map(|pool| external_identities::issue_wechat_code(pool, user, now)).unwrap_or_default()
    }

    /// Gives the first pool a directory to synchronise from.
    pub(crate) fn set_directory(&self, directory: Directory) {
        if let Some(pool) = self.lock().pools.first_mut() {
            directories::set(pool, directory);
        }
    }

    /// Adds an empty pool with the settings of the first one. Nothing if there is one with its id.
    pub(crate) fn create_user_pool(&self, new: NewUserPool) -> ApiResult<UserPoolInfo> {
        let settings = self.initial.pools.first().map(|first| first.settings.clone());
        self.with(&RequestInfo::default(), |cx| {
            let pool = user_pools::create(cx, new)?;
            pool.settings = settings.unwrap_or_default();
            Ok(UserPoolInfo {
                id: pool.id.clone(),
                secret: pool.secret.clone(),
                name: pool.name.clone(),
            })
        })
    }

    /// The pools, in the order in which they were made.
    pub(crate) fn user_pools(&self) -> Vec<(UserPoolInfo, Vec<ApplicationInfo>)> {
        let state = self.lock();
        let info = |pool: &UserPool| {
            let apps = pool.apps.iter().map(|app| ApplicationInfo {
                id: app.id.clone(),
                secret: app.secret.clone(),
                user_pool_id: pool.id.clone(),
            });
            let own = UserPoolInfo {
                id: pool.id.clone(),
                secret: pool.secret.clone(),
                name: pool.name.clone(),
            };
            (own, apps.collect())
        };
        state.pools.iter().map(info).collect()
    }

    /// The whole state as a data file has it.
    #[cfg(feature = "console")]
    pub(crate) fn snapshot(&self) -> serde_json::Result<Vec<u8>> {
        let keys =
            self.env.keys.stored().ok_or_else(|| {
                serde::ser::Error::custom("the keys of passwords cannot be written")
            })?;
        let (clock_offset_ms, outbox) = (self.env.clock.offset(), self.env.outbox.all());
        let state = self.lock();
        serde_json::to_vec_pretty(&Whole { keys, state: &state, clock_offset_ms, outbox })
    }

    /// Puts the state of a data file in the place of the present one. The keys of passwords stay: clients
    /// have them.
    #[cfg(feature = "console")]
    pub(crate) fn take_in(&self, file: &[u8]) -> Result<(), String> {
        let snapshot = Snapshot::read(file)?;
        snapshot.require_version()?;
        snapshot.require_trees()?;
        if snapshot.state.pools.is_empty() {
            return Err("there is no user pool in it".to_owned());
        }
        self.lock().replace(snapshot.state);
        self.env.clock.set_offset(snapshot.clock_offset_ms);
        self.env.outbox.restore(snapshot.outbox);
        Ok(())
    }

    /// Back to the state at the start: no users, no codes, no faults, the system's time.
    pub(crate) fn reset(&self) {
        self.lock().replace(self.initial.clone());
        self.env.reset();
        self.faults.clear();
        self.journal.clear();
        self.deliveries.clear();
        self.pulse.beat();
    }
}

fn pool_or_first<'a>(state: &'a mut Tracked, pool_id: Option<&str>) -> Option<&'a mut UserPool> {
    match pool_id {
        Some(id) => state.pools.iter_mut().find(|pool| pool.id == id),
        None => state.pools.first_mut(),
    }
}

/// Calls an address at a stage of a pool, as this says from now on if it does already. The result is its id.
pub(crate) fn put_pipeline(
    pool: &mut UserPool,
    stage: PipelineStage,
    url: &str,
    patience: Patience,
) -> String {
    let known = pool.pipeline.iter_mut().find(|known| known.scene == stage && known.url == url);
    if let Some(known) = known {
        known.patience = patience;
        return known.id.clone();
    }
    let id = random::object_id();
    let address = PipelineAddress { id: id.clone(), scene: stage, url: url.to_owned(), patience };
    pool.pipeline.push(address);
    id
}

/// Adds a webhook to a pool, in place of one with the same address. The result is its id.
pub(crate) fn put_webhook(pool: &mut UserPool, settings: Webhook, now: Timestamp) -> String {
    let known = pool.webhooks.iter_mut().find(|known| known.settings.url == settings.url);
    if let Some(known) = known {
        known.settings = settings;
        known.updated_at = now;
        return known.id.clone();
    }
    let id = random::object_id();
    let webhook = PoolWebhook { id: id.clone(), created_at: now, updated_at: now, settings };
    pool.webhooks.push(webhook);
    id
}
