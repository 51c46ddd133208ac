//! How an emulator is set up.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::base::clock::{Clock, Timestamp};
use crate::base::keys::{KeyError, PasswordKeys, development_token_key, rsa_of_pem};
use crate::base::random;
use crate::base::schema_version::SchemaVersion;
use crate::domain::environment::{Environment, LoginFailureStyle};
use crate::domain::functions::{CustomDatabase, DatabaseWork, PipelineFunction, Work};
use crate::emulator::Emulator;
use crate::engine::{Engine, put_pipeline, put_webhook};
#[cfg(feature = "seed")]
use crate::seed::{ExportError, Prefill, Seed, SeedError, export};
use crate::server::{
    self, AllowedHosts, Http, LoadError, OnSave, Saver, ServedRequest, Server, Times, Watcher,
};
use crate::state::applications::{Application, ApplicationSettings, TokenAlgorithm};
use crate::state::external_identities::{DirectoryKind, DirectoryUser};
use crate::state::pipeline::{DatabaseAddress, InvalidFunction};
use crate::state::user_pool::{PasswordStrength, UserPool};
use crate::state::webhooks::{InvalidWebhook, Webhook};
use crate::state::{EmulatorState, SNAPSHOT_VERSION};

/// The emulator could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is in use or not allowed: choose another port or host.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The data file cannot be read or written, or is not a snapshot of this version.
    #[error("cannot use the data file {}", path.display())]
    DataFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: io::Error,
    },
    /// The system gave no thread, or no random numbers for keys.
    #[error("cannot start the server")]
    Server(#[source] io::Error),
    /// The schema cannot be served: what [`EmulatorBuilder::schema_without`] names is not in it, or
    /// leaves nothing to serve; otherwise a defect of the crate.
    #[error("the GraphQL schema does not load: {0}")]
    Schema(String),
    /// A webhook cannot work.
    #[error(transparent)]
    Webhook(#[from] InvalidWebhook),
    /// A pipeline function or a custom database cannot work.
    #[error(transparent)]
    Function(#[from] InvalidFunction),
    /// The seed cannot be used. Nothing of it was.
    #[cfg(feature = "seed")]
    #[cfg_attr(docsrs, doc(cfg(feature = "seed")))]
    #[error("cannot use the seed: {0}")]
    Seed(#[from] SeedError),
    /// The state cannot be written as a seed: a defect of the crate.
    #[cfg(feature = "seed")]
    #[cfg_attr(docsrs, doc(cfg(feature = "seed")))]
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A key that was given is none.
    #[error(
        "the {what} key is not an unencrypted RSA key of 2048 bits or more as PEM (`-----BEGIN PRIVATE \
         KEY-----`): `openssl genpkey -algorithm RSA` makes one, `openssl pkcs8 -topk8 -nocrypt` turns \
         others into one"
    )]
    #[non_exhaustive]
    Key {
        /// Which one: `signing` or `password`.
        what: &'static str,
    },
    /// The routes inside this crate do not load: a defect of the crate.
    #[error("the built-in routes do not load: {0}")]
    Routes(String),
}

impl From<LoadError> for StartError {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Schema(error) => Self::Schema(error.to_string()),
            LoadError::Routes(error) => Self::Routes(error.to_string()),
        }
    }
}

impl From<KeyError> for StartError {
    fn from(error: KeyError) -> Self {
        Self::Server(io::Error::other(error))
    }
}

/// Settings of an emulator to be started.
///
/// ```
/// use authing_emulator::{Emulator, TokenAlgorithm};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder()
///     .token_algorithm(TokenAlgorithm::Rs256)
///     .user_pool("5f7a993eb9b49dcd5c021e40", "c0ffee00c0ffee00c0ffee00c0ffee00")
///     .start()
///     .await?;
/// assert_eq!(emulator.user_pool_id(), "5f7a993eb9b49dcd5c021e40");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct EmulatorBuilder {
    host: IpAddr,
    port: u16,
    data_file: Option<PathBuf>,
    token_algorithm: TokenAlgorithm,
    password_strength: PasswordStrength,
    login_failure_style: LoginFailureStyle,
    user_pool_id: Option<String>,
    user_pool_secret: Option<String>,
    app_id: Option<String>,
    app_secret: Option<String>,
    signing_key: Option<String>,
    password_key: Option<String>,
    accept_plain_passwords: bool,
    #[cfg(feature = "seed")]
    seed: Option<Seed>,
    application_settings: ApplicationSettings,
    directory_users: Vec<(DirectoryKind, DirectoryUser)>,
    allowed_hosts: Vec<String>,
    on_save: Option<OnSave>,
    schema: SchemaVersion,
    schema_without: Vec<String>,
    own_keys: bool,
    webhooks: Vec<Webhook>,
    pipeline: Vec<PipelineFunction>,
    custom_database: Option<CustomDatabase>,
    webhook_time: Duration,
    watcher: Option<Watcher>,
    stop_time: Duration,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            data_file: None,
            token_algorithm: TokenAlgorithm::default(),
            password_strength: PasswordStrength::default(),
            login_failure_style: LoginFailureStyle::default(),
            user_pool_id: None,
            user_pool_secret: None,
            app_id: None,
            app_secret: None,
            signing_key: None,
            password_key: None,
            accept_plain_passwords: false,
            #[cfg(feature = "seed")]
            seed: None,
            application_settings: ApplicationSettings::new(),
            directory_users: Vec::new(),
            allowed_hosts: Vec::new(),
            on_save: None,
            schema: SchemaVersion::default(),
            schema_without: Vec::new(),
            own_keys: false,
            webhooks: Vec::new(),
            pipeline: Vec::new(),
            custom_database: None,
            webhook_time: Duration::from_secs(5),
            watcher: None,
            stop_time: Duration::from_millis(500),
        }
    }
}

show_fields!(EmulatorBuilder { host, port, data_file, own_keys, accept_plain_passwords });

impl Emulator {
    /// Starts an emulator with one user pool and one application on a free loopback port.
    ///
    /// # Errors
    ///
    /// When the system gives no port or no thread.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Settings for an emulator that needs others than the defaults.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }
}

impl EmulatorBuilder {
    /// Listens on this port; 0, the default, is any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Listens on this address instead of the loopback one. Whoever reaches it controls the
    /// emulator and reads its secrets.
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// Also serves requests that address the emulator by this name, such as `authing` in a network of
    /// containers. May be called more than once.
    ///
    /// `localhost`, names that end in `.localhost` and IP addresses are served anyway. Any other name
    /// is refused with 421, since it may have been pointed here by a page that wants to read the
    /// emulator's secrets (DNS rebinding).
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.allowed_hosts.push(name.into());
        self
    }

    /// Loads the state from this file if it exists and saves every change to it.
    ///
    /// A file that exists decides ids, secrets and settings; what the builder says about those
    /// is for a new one. It holds what tokens, sent messages and the clock were, too. One emulator
    /// uses a file at a time: a file `.lock` beside it says which.
    ///
    /// As long as the emulator runs, a file `.log` beside it holds what has changed since the file was
    /// written, so that a change costs no more the more there is. After a crash file and log together are
    /// the state that was saved last; an emulator that is stopped leaves everything in the file and no
    /// log. See [`Emulator::data_file_notice`].
    ///
    /// Changes of a tenth of a second are saved together, so a response does not wait for the disk: what
    /// was changed right before a crash may be lost, and that a change could not be saved is told by
    /// [`on_save`](Self::on_save) and on the responses that follow, not on its own.
    pub fn data_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.data_file = Some(path.into());
        self
    }

    /// Calls this when the data file begins to fail, and when it can be written again. Until then the
    /// emulator keeps trying, and every response has the header `x-authing-emulator-not-saved`.
    pub fn on_save(
        mut self,
        on_save: impl Fn(Result<(), &io::Error>) + Send + Sync + 'static,
    ) -> Self {
        self.on_save = Some(Arc::new(on_save));
        self
    }

    /// How the first application signs user tokens; [`TokenAlgorithm::Hs256`] by default.
    pub fn token_algorithm(mut self, algorithm: TokenAlgorithm) -> Self {
        self.token_algorithm = algorithm;
        self
    }

    /// What new passwords must satisfy; [`PasswordStrength::NonEmpty`] by default.
    pub fn password_strength(mut self, strength: PasswordStrength) -> Self {
        self.password_strength = strength;
        self
    }

    /// What a failed login returns; [`LoginFailureStyle::Distinct`] by default.
    pub fn login_failure_style(mut self, style: LoginFailureStyle) -> Self {
        self.login_failure_style = style;
        self
    }

    /// The id and secret of the user pool, instead of random ones.
    pub fn user_pool(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.user_pool_id(id).user_pool_secret(secret)
    }

    /// The id of the user pool, instead of a random one.
    pub fn user_pool_id(mut self, id: impl Into<String>) -> Self {
        self.user_pool_id = Some(id.into());
        self
    }

    /// The secret of the user pool, instead of a random one.
    pub fn user_pool_secret(mut self, secret: impl Into<String>) -> Self {
        self.user_pool_secret = Some(secret.into());
        self
    }

    /// The id and secret of the application, instead of random ones.
    pub fn application(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.app_id(id).app_secret(secret)
    }

    /// The id of the application, instead of a random one.
    pub fn app_id(mut self, id: impl Into<String>) -> Self {
        self.app_id = Some(id.into());
        self
    }

    /// The secret of the application, instead of a random one.
    pub fn app_secret(mut self, secret: impl Into<String>) -> Self {
        self.app_secret = Some(secret.into());
        self
    }

    /// The RSA key that the application signs tokens with for RS256, instead of one of the emulator's: PEM
    /// of an unencrypted PKCS#8 private key of 2048 bits or more. What verifies tokens stays the same from
    /// one emulator to the next.
    pub fn signing_key(mut self, pem: impl Into<String>) -> Self {
        self.signing_key = Some(pem.into());
        self
    }

    /// The RSA key that passwords are encrypted with on their way, instead of one of the emulator's: PEM as
    /// for [`signing_key`](Self::signing_key). SDKs that have the public key in their configuration keep it
    /// from one emulator to the next.
    pub fn password_key(mut self, pem: impl Into<String>) -> Self {
        self.password_key = Some(pem.into());
        self
    }

    /// Takes passwords that are not encrypted as they are, where the server refuses them with 2016: for people
    /// at a terminal. A password that was encrypted with another key is taken for one in plain text, too.
    ///
    /// ```
    /// use authing_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().accept_plain_passwords().start().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn accept_plain_passwords(mut self) -> Self {
        self.accept_plain_passwords = true;
        self
    }

    /// Starts with what a seed holds, and goes back to that with a reset.
    ///
    /// All of it is there, by the rules that hold for requests, or nothing starts. What the builder says of
    /// the user pool and the application goes to the first ones of the seed, where the seed says nothing of
    /// it; where both say something else about an id or a secret, nothing starts.
    ///
    /// A [`data_file`](Self::data_file) that exists stays as it is: then the seed is left alone, and
    /// [`Emulator::data_file_notice`] says so.
    ///
    /// ```
    /// use authing_emulator::{Emulator, Seed};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let seed = Seed::parse("userPools: [{ users: [{ username: ann, password: passw0rd }] }]")?;
    /// let emulator = Emulator::builder().seed(seed).start().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "seed")]
    #[cfg_attr(docsrs, doc(cfg(feature = "seed")))]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The settings of the application as a client of the login protocols.
    pub fn application_settings(mut self, settings: ApplicationSettings) -> Self {
        self.application_settings = settings;
        self
    }

    /// Adds an account to a directory of the user pool: as long as a directory has none, nobody
    /// can log in by it.
    pub fn directory_user(mut self, directory: DirectoryKind, user: DirectoryUser) -> Self {
        self.directory_users.push((directory, user));
        self
    }

    /// Serves this version of the GraphQL schema; [`SchemaVersion::Current`] by default. What a version
    /// does not have is refused as a server does: the whole operation, with status 400.
    ///
    /// ```
    /// use authing_emulator::{Emulator, SchemaVersion};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder()
    ///     .schema(SchemaVersion::Older)
    ///     .schema_without(["User.expiredAt", "Mutation.createUser(identity)", "EmailScene.VERIFY_CODE"])
    ///     .start()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn schema(mut self, version: SchemaVersion) -> Self {
        self.schema = version;
        self
    }

    /// Leaves this out of the GraphQL schema too: a `Type`, a `Type.field` or value of an enum, or
    /// the argument of a field as `Type.field(argument)`.
    pub fn schema_without(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.schema_without.extend(names.into_iter().map(Into::into));
        self
    }

    /// Makes keys of its own, which takes a moment.
    ///
    /// An emulator that is reached by the loopback address only and keeps nothing has fixed development
    /// keys otherwise: the keys that passwords are encrypted with, and the RSA key of the first
    /// application. They are part of this crate, so everybody knows them, and they are the same for every
    /// such emulator. With a [`data_file`](Self::data_file), or on another [`host`](Self::host), an
    /// emulator always makes its own, and a data file keeps them.
    ///
    /// ```
    /// use authing_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (one, other) = (Emulator::start().await?, Emulator::start().await?);
    /// assert_eq!(one.public_key(), other.public_key());
    /// let third = Emulator::builder().own_keys().start().await?;
    /// assert_ne!(one.public_key(), third.public_key());
    /// # Ok(())
    /// # }
    /// ```
    pub fn own_keys(mut self) -> Self {
        self.own_keys = true;
        self
    }

    /// Calls this with each request once it is served, those to control routes that only read left out.
    /// What it does holds up responses: hand it on if it takes long.
    ///
    /// ```
    /// use authing_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder()
    ///     .on_request(|request| println!("{} {}: {:?}", request.method, request.path, request.code))
    ///     .start()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_request(mut self, watch: impl Fn(&ServedRequest) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Arc::new(watch));
        self
    }

    /// How long requests that are under way may take once the emulator is told to stop; half a second by
    /// default. What webhooks wait for has two seconds besides.
    pub fn stop_timeout(mut self, time: Duration) -> Self {
        self.stop_time = time;
        self
    }

    /// Tells a webhook of what happens in the user pool. May be called more than once; of two with one
    /// address the later counts, also before one that a data file has.
    ///
    /// Nothing waits for a webhook: it is told after the response was made, of one thing at a time and in
    /// their order. Nothing is sent twice unless [`Emulator::redeliver`] asks for it, and no redirect is
    /// followed.
    pub fn webhook(mut self, webhook: Webhook) -> Self {
        self.webhooks.push(webhook);
        self
    }

    /// How long a webhook may take to respond; 5 seconds of real time by default. The server's time is not
    /// known.
    pub fn webhook_timeout(mut self, time: Duration) -> Self {
        self.webhook_time = time;
        self
    }

    /// Calls this pipeline function in the first user pool, after those that were given before. May be
    /// called more than once. Functions of the caller's own come before addresses.
    ///
    /// A function may call the emulator: nothing is locked meanwhile.
    pub fn pipeline(mut self, function: PipelineFunction) -> Self {
        self.pipeline.push(function);
        self
    }

    /// Lets people of this database move to the first user pool when they log in.
    pub fn custom_database(mut self, database: CustomDatabase) -> Self {
        self.custom_database = Some(database);
        self
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on, the data file cannot be used, or a webhook cannot work.
    pub async fn start(self) -> Result<Emulator, StartError> {
        // Reading the schema and a data file takes a moment: not on the caller's thread.
        let (send, receive) = oneshot::channel();
        thread::Builder::new()
            .name("authing-emulator-start".to_owned())
            .spawn(move || {
                // The receiver is gone only if nobody waits for the emulator any more.
                let _ = send.send(self.start_blocking());
            })
            .map_err(StartError::Server)?;
        receive.await.map_err(|error| StartError::Server(io::Error::other(error)))?
    }

    /// Starts the emulator without an async runtime.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> Result<Emulator, StartError> {
        for webhook in &self.webhooks {
            webhook.check()?;
        }
        self.pipeline.iter().try_for_each(PipelineFunction::check)?;
        self.custom_database.iter().try_for_each(CustomDatabase::check)?;
        let address = SocketAddr::new(self.host, self.port);
        let refused = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).map_err(refused)?;
        let bound = listener.local_addr().map_err(refused)?;
        random::prepare();

        let saver = match self.data_file.clone() {
            Some(path) => Some(Saver::new(path, self.on_save.clone())),
            None => None,
        };
        let saver = saver.transpose().map_err(|source| self.data_error(source))?.map(Arc::new);
        let loaded = match &self.data_file {
            Some(path) => server::load(path).map_err(|source| self.data_error(source))?,
            None => None,
        };
        if let (Some(saver), Some(loaded)) = (&saver, &loaded) {
            saver.found(loaded);
        }
        let clock = Clock::default();
        let mut notice = None;
        let (keys, state, outbox) = match loaded {
            Some(loaded) => {
                notice = self.notice(loaded.notice);
                let snapshot = loaded.snapshot;
                clock.set_offset(snapshot.clock_offset_ms);
                (PasswordKeys::load(snapshot.keys)?, Some(snapshot.state), snapshot.outbox)
            }
            None => (self.new_keys()?, None, Vec::new()),
        };
        let env = Environment::new(base_url(bound), self.login_failure_style, keys, clock);
        env.accept_plain_passwords(self.accept_plain_passwords);
        let mut state = match state {
            Some(state) => state,
            None => self.first_state(&env)?,
        };
        env.outbox.restore(outbox);
        if let Some(pool) = state.pools.first_mut() {
            let now = env.clock.now();
            for webhook in &self.webhooks {
                put_webhook(pool, webhook.clone(), now);
            }
        }
        self.register_functions(&env, &mut state);
        let engine = Arc::new(Engine::new(env, state));
        let hosts = AllowedHosts::new(&self.allowed_hosts);
        let mut lacks: Vec<&str> = self.schema.lacks().collect();
        lacks.extend(self.schema_without.iter().map(String::as_str));
        let http =
            Http::load(Arc::clone(&engine), lacks, hosts, saver.clone(), self.watcher.clone())?;
        if let Some(saver) = &saver {
            saver.save(&engine).map_err(|source| self.data_error(source))?;
        }
        let server = Server::start(
            listener,
            http,
            Arc::clone(&engine),
            saver,
            Times { webhook: self.webhook_time, stop: self.stop_time },
        )
        .map_err(StartError::Server)?;
        Ok(Emulator::new(engine, server, notice))
    }

    /// The state of the data file, or else what the builder says, as a seed: what
    /// [`Emulator::export_seed`] is of a running emulator. Nothing is started.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start). A data file that an emulator uses cannot be read beside it: ask that one.
    #[cfg(feature = "seed")]
    #[cfg_attr(docsrs, doc(cfg(feature = "seed")))]
    pub fn export_seed(self) -> Result<String, StartError> {
        random::prepare();
        let (state, keys) = match &self.data_file {
            Some(path) if path.exists() => {
                let _lock =
                    Saver::new(path.clone(), None).map_err(|source| self.data_error(source))?;
                let loaded = server::load(path).map_err(|source| self.data_error(source))?;
                match loaded.map(|loaded| loaded.snapshot) {
                    Some(snapshot) => (Some(snapshot.state), PasswordKeys::load(snapshot.keys)?),
                    None => (None, self.new_keys()?),
                }
            }
            _ => (None, self.new_keys()?),
        };
        let style = self.login_failure_style;
        let env = Environment::new(String::new(), style, keys, Clock::default());
        let state = match state {
            Some(state) => state,
            None => self.first_state(&env)?,
        };
        Ok(export(&state, &env.keys)?)
    }

    /// Closures are the running emulator's; addresses are part of the first pool, in which one that is given
    /// again takes the place of the former.
    fn register_functions(&self, env: &Environment, state: &mut EmulatorState) {
        let mut closures = Vec::new();
        for function in &self.pipeline {
            match (&function.work, state.pools.first_mut()) {
                (Work::Closure(work), _) => {
                    closures.push((function.stage, function.patience, Arc::clone(work)));
                }
                (Work::Address(url), Some(pool)) => {
                    put_pipeline(pool, function.stage, url, function.patience);
                }
                (Work::Address(_), None) => {}
            }
        }
        let database = self.custom_database.as_ref();
        let scripts = database.and_then(|database| match &database.work {
            DatabaseWork::Closure(scripts) => Some((database.timeout, Arc::clone(scripts))),
            DatabaseWork::Address(_) => None,
        });
        if let (Some(database), Some(pool)) = (database, state.pools.first_mut()) {
            pool.custom_database = match &database.work {
                DatabaseWork::Closure(_) => None,
                DatabaseWork::Address(url) => {
                    Some(DatabaseAddress { url: url.clone(), timeout: database.timeout })
                }
            };
        }
        env.functions.set(closures, scripts);
    }

    /// The state that an emulator without a data file starts in.
    fn first_state(&self, env: &Environment) -> Result<EmulatorState, StartError> {
        let signing_key = self.own_signing_key()?;
        #[cfg(feature = "seed")]
        let seeded = self.seeded(env)?;
        #[cfg(not(feature = "seed"))]
        let seeded = None;
        let mut state = seeded.unwrap_or_else(|| self.plain_state(env.clock.now()));
        let app = state.pools.first_mut().and_then(|pool| pool.apps.first_mut());
        if let Some(app) = app
            && app.rsa_key.is_none()
        {
            let development = || self.has_development_keys().then(development_token_key);
            app.rsa_key = signing_key.or_else(development);
        }
        Ok(state)
    }

    /// One user pool with one application.
    fn plain_state(&self, now: Timestamp) -> EmulatorState {
        let id = |given: &Option<String>| given.clone().unwrap_or_else(random::object_id);
        let secret = |given: &Option<String>| given.clone().unwrap_or_else(random::secret);
        let (pool_id, pool_secret) = (id(&self.user_pool_id), secret(&self.user_pool_secret));
        let (app_id, app_secret) = (id(&self.app_id), secret(&self.app_secret));
        let mut pool = UserPool::new(pool_id, pool_secret, "Emulated user pool", now);
        pool.settings.password_strength = self.password_strength.clone();
        let name = "Emulated application";
        let mut app = Application::new(app_id, app_secret, name, self.token_algorithm, now);
        self.application_settings.clone().apply(&mut app);
        pool.add_app(app);
        for (directory, user) in &self.directory_users {
            pool.directory_accounts.put(*directory, user.clone());
        }
        EmulatorState { version: SNAPSHOT_VERSION, pools: vec![pool], captchas: Vec::new() }
    }

    #[cfg(feature = "seed")]
    fn seeded(&self, env: &Environment) -> Result<Option<EmulatorState>, StartError> {
        let Some(mut seed) = self.seed.clone() else { return Ok(None) };
        let algorithm = ApplicationSettings::new().id_token_algorithm(self.token_algorithm);
        seed.prefill(Prefill {
            user_pool: (self.user_pool_id.clone(), self.user_pool_secret.clone()),
            application: (self.app_id.clone(), self.app_secret.clone()),
            settings: self.application_settings.clone().or(algorithm),
            password_strength: self.password_strength.clone(),
            directory_users: self.directory_users.clone(),
        })?;
        Ok(Some(seed.state(env).map_err(StartError::Server)??))
    }

    /// What is said of a data file that was there.
    fn notice(&self, notice: Option<String>) -> Option<String> {
        #[cfg(feature = "seed")]
        if self.seed.is_some() {
            let file = self.data_file.as_deref().map(|path| path.display().to_string());
            let seed = format!(
                "the seed is left alone: {} has a state already (remove the file to start from the seed)",
                file.unwrap_or_default()
            );
            return Some(notice.map_or(seed.clone(), |notice| format!("{notice}; {seed}")));
        }
        notice
    }

    fn own_signing_key(&self) -> Result<Option<String>, StartError> {
        let key = self.signing_key.as_deref().map(rsa_of_pem).transpose();
        key.map_err(|KeyError| StartError::Key { what: "signing" })
    }

    /// Whether nobody but this machine's programs meets this emulator, and nothing of it stays.
    fn has_development_keys(&self) -> bool {
        !self.own_keys && self.data_file.is_none() && self.host.is_loopback()
    }

    fn new_keys(&self) -> Result<PasswordKeys, StartError> {
        if let Some(pem) = &self.password_key {
            let made = PasswordKeys::from_pem(pem, None);
            return made.map_err(|KeyError| StartError::Key { what: "password" });
        }
        #[cfg(feature = "seed")]
        if let Some(seed) = &self.seed
            && let Some(keys) = seed.password_keys()?
        {
            return Ok(keys);
        }
        Ok(match self.has_development_keys() {
            true => PasswordKeys::development(),
            false => PasswordKeys::default(),
        })
    }

    fn data_error(&self, source: io::Error) -> StartError {
        StartError::DataFile { path: self.data_file.clone().unwrap_or_default(), source }
    }
}

/// The address clients are told. Listening on every address is reached by the loopback one.
fn base_url(bound: SocketAddr) -> String {
    let host = match bound.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
    };
    format!("http://{}", SocketAddr::new(host, bound.port()))
}
