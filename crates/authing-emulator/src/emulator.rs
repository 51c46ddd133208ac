//! The handle of a running emulator.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::base::env_file::{self, EnvFileChanges};
use crate::base::hub::Audience;
use crate::base::outbox::SentMessage;
use crate::domain::minting::{MintError, NewToken};
use crate::domain::user_pools::NewUserPool;
use crate::engine::deliveries::SentWebhook;
use crate::engine::fault::Fault;
use crate::engine::journal::LoggedRequest;
use crate::engine::{ApplicationInfo, Engine, UserPoolInfo};
use crate::server::Server;
use crate::state::applications::{ApplicationSettings, TokenAlgorithm};
use crate::state::external_identities::{DirectoryKind, DirectoryUser, WechatUser};
use crate::state::orgs::Directory;
use crate::state::webhooks::{InvalidWebhook, Webhook};

/// A running emulator. Dropping it stops the server and frees the port.
///
/// `Debug` shows the address and no secret.
pub struct Emulator {
    engine: Arc<Engine>,
    server: Server,
    user_pool: (String, String),
    application: (String, String),
    notice: Option<String>,
}

/// What an emulator that has stopped left undone.
#[derive(Debug)]
#[non_exhaustive]
pub struct StopReport {
    /// Whether the state is in the data file, if there is one.
    pub saved: io::Result<()>,
    /// What webhooks were still to be told.
    pub unsent_deliveries: usize,
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator").field("url", &self.url()).finish_non_exhaustive()
    }
}

impl Emulator {
    pub(crate) fn new(engine: Arc<Engine>, server: Server, notice: Option<String>) -> Self {
        let (user_pool, application) = {
            let state = engine.lock();
            let pool = state.pools.first();
            let app = pool.and_then(|pool| pool.apps.first());
            (
                pool.map(|pool| (pool.id.clone(), pool.secret.clone())).unwrap_or_default(),
                app.map(|app| (app.id.clone(), app.secret.clone())).unwrap_or_default(),
            )
        };
        Self { engine, server, user_pool, application, notice }
    }

    /// The address of the server, such as `http://127.0.0.1:38007`, without a final slash.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.engine.env.base_url
    }

    /// The id of the user pool.
    #[must_use]
    pub fn user_pool_id(&self) -> &str {
        &self.user_pool.0
    }

    /// The secret of the user pool, as it was at the start.
    #[must_use]
    pub fn user_pool_secret(&self) -> &str {
        &self.user_pool.1
    }

    /// The id of the application.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.application.0
    }

    /// The secret of the application; with [`TokenAlgorithm::Hs256`] it signs user tokens.
    #[must_use]
    pub fn app_secret(&self) -> &str {
        &self.application.1
    }

    /// The application's host. It is the same address as [`url`](Self::url).
    #[must_use]
    pub fn app_host(&self) -> &str {
        &self.engine.env.base_url
    }

    /// The RSA key clients encrypt passwords with: PEM of a SubjectPublicKeyInfo, 2048 bits.
    #[must_use]
    pub fn public_key(&self) -> &str {
        self.engine.env.keys.rsa_public_pem()
    }

    /// The SM2 key clients may encrypt passwords with: hexadecimal point starting with `04`.
    #[cfg(feature = "sm2")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sm2")))]
    #[must_use]
    pub fn sm2_public_key(&self) -> &str {
        self.engine.env.keys.sm2_public_hex()
    }

    /// The environment variables that point a client at this emulator, as a process gets them:
    /// `AUTHING_PUBLIC_KEY` is PEM, which has several lines.
    #[must_use]
    pub fn env(&self) -> [(&'static str, String); 8] {
        [
            ("AUTHING_SERVER", self.url().to_owned()),
            ("AUTHING_HOST", self.url().to_owned()),
            ("AUTHING_USERPOOL_ID", self.user_pool_id().to_owned()),
            ("AUTHING_USERPOOL_SECRET", self.user_pool_secret().to_owned()),
            ("AUTHING_APP_ID", self.app_id().to_owned()),
            ("AUTHING_APP_SECRET", self.app_secret().to_owned()),
            ("AUTHING_APP_HOST", self.app_host().to_owned()),
            ("AUTHING_PUBLIC_KEY", self.public_key().to_owned()),
        ]
    }

    /// Sets the [variables](Self::env) in a file, such as `.env`, and keeps all else that is in it.
    ///
    /// Each stands on a line of its own, without quotes and without letters that mean something to a
    /// shell, so that a shell that sources the file, `docker --env-file`, systemd and libraries that
    /// read such files all find the same values. `AUTHING_PUBLIC_KEY` is the base64 of the key
    /// without first and last line, which this project's clients read.
    ///
    /// The file is replaced at once or not at all. It keeps its mode; a new one is for its owner
    /// alone. Idempotent.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join(".env");
    /// std::fs::write(&path, "PORT=8080\n")?;
    /// let emulator = authing_emulator::Emulator::start().await?;
    /// let changes = emulator.write_env_file(&path)?;
    /// assert_eq!(changes.to_string(), "8 variables added, 0 changed, 0 as they were; 1 other line kept");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the file cannot be written, is not a file of text, or has a variable of this name with a
    /// quotation mark that is never closed. It is left as it was then.
    pub fn write_env_file(&self, path: impl AsRef<Path>) -> io::Result<EnvFileChanges> {
        let one_line = |(name, value): (&'static str, String)| match name {
            "AUTHING_PUBLIC_KEY" => {
                (name, value.lines().filter(|line| !line.starts_with('-')).collect())
            }
            _ => (name, value),
        };
        env_file::write(path.as_ref(), &self.env().map(one_line))
    }

    /// One JSON object with everything a client needs, as `authing-emulator --json` prints it.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.engine.info().to_string()
    }

    /// The present state as a seed, in YAML: with ids, secrets, private keys, and what is stored of passwords.
    /// An emulator that starts with it has the same state; its head says what is not in it.
    ///
    /// ```
    /// use authing_emulator::{Emulator, Seed};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let one = Emulator::start().await?;
    /// let seed = Seed::parse(one.export_seed()?)?;
    /// let other = Emulator::builder().seed(seed).start().await?;
    /// assert_eq!(one.app_secret(), other.app_secret());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Only by a defect of the crate.
    #[cfg(feature = "seed")]
    #[cfg_attr(docsrs, doc(cfg(feature = "seed")))]
    pub fn export_seed(&self) -> Result<String, crate::seed::ExportError> {
        self.engine.export_seed()
    }

    /// What was left out of the log beside the data file at the start, and why: the end of an entry that a
    /// crash has cut off, or a log that is older than the file; and that a seed was left alone, since the file had a state already. `None`
    /// where there is nothing to say.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("authing.json");
    /// let emulator = authing_emulator::Emulator::builder().data_file(&path).start().await?;
    /// if let Some(notice) = emulator.data_file_notice() {
    ///     eprintln!("{notice}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn data_file_notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Stops the server and, with a data file, saves the state. Requests under way have half a second to
    /// come to their end ([`EmulatorBuilder::stop_timeout`](crate::EmulatorBuilder::stop_timeout)), and what
    /// webhooks wait for two seconds.
    ///
    /// # Errors
    ///
    /// When the data file cannot be written.
    pub fn stop(self) -> io::Result<()> {
        self.stop_with_report().saved
    }

    /// As [`stop`](Self::stop), and tells what was left undone.
    pub fn stop_with_report(mut self) -> StopReport {
        let saved = self.server.stop();
        StopReport { saved, unsent_deliveries: self.engine.deliveries.open() }
    }

    /// Goes back to the state at the start: no users, messages, faults or log, and the system's
    /// time.
    pub fn reset(&self) {
        self.engine.reset();
    }

    /// The text messages and emails "sent" so far, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<SentMessage> {
        self.engine.env.outbox.all()
    }

    /// The code most recently sent to a phone number or email address.
    #[must_use]
    pub fn last_code(&self, to: &str) -> Option<String> {
        let messages = self.messages();
        let last = messages
            .iter()
            .rev()
            .find(|message| message.code.is_some() && message.to.eq_ignore_ascii_case(to));
        last.and_then(|message| message.code.clone())
    }

    /// The emulator's time.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.engine.now().to_system_time()
    }

    /// Moves the emulator's clock forward, to let codes and tokens expire. It stops at the end of the
    /// year 9999.
    pub fn advance(&self, by: Duration) {
        self.engine.env.clock.advance(by);
        self.engine.pulse.beat();
    }

    /// Sets the emulator's clock; it runs on from there. A time before 1970 or after 9999 becomes the
    /// nearest moment between them.
    pub fn set_time(&self, time: SystemTime) {
        self.engine.env.clock.set(time);
        self.engine.pulse.beat();
    }

    /// What photos of faces show from now on: the same person, as at the start, or different ones.
    pub fn set_faces_match(&self, matching: bool) {
        self.engine.env.set_faces_match(matching);
        self.engine.pulse.beat();
    }

    /// Makes something go wrong. Faults happen in the order they were injected.
    pub fn inject(&self, fault: Fault) {
        self.engine.faults.add(fault);
        self.engine.pulse.beat();
    }

    /// How many injected faults have not happened yet.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        self.engine.faults.pending()
    }

    /// Takes back the faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.engine.faults.clear();
        self.engine.pulse.beat();
    }

    /// Makes every token handed out so far worthless, those of users and of administrators.
    pub fn expire_tokens(&self) {
        self.engine.expire_tokens();
        self.engine.pulse.beat();
    }

    /// Makes a token of a user that no login made, with what a test wants in it. What it does not say is
    /// as in the tokens of logins; see [`NewToken`].
    ///
    /// # Errors
    ///
    /// When there is no such user or application.
    pub fn mint_token(&self, token: NewToken) -> Result<String, MintError> {
        self.engine.mint_token(&token)
    }

    /// The requests received so far, oldest first, with secrets masked.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.engine.journal.all()
    }

    /// How many GraphQL requests asked for this root field.
    #[must_use]
    pub fn count_operation(&self, root_field: &str) -> usize {
        self.requests().iter().filter(|request| request.is_operation(root_field)).count()
    }

    /// Forgets the requests received so far.
    pub fn clear_requests(&self) {
        self.engine.journal.clear();
        self.engine.pulse.beat();
    }

    /// Publishes an event, as `POST /api/v3/pub-event` does: subscribers to its type in the user
    /// pool get the data.
    pub fn publish_event(&self, event_type: impl Into<String>, data: impl Into<String>) {
        let (event_type, data) = (event_type.into(), data.into());
        let events = &self.engine.env.events;
        events.publish(self.user_pool_id(), Audience::Everybody, &event_type, &data);
    }

    /// How many connections are subscribed to this type of event in the user pool.
    #[must_use]
    pub fn event_subscribers(&self, event_type: &str) -> usize {
        self.engine.env.events.count(self.user_pool_id(), event_type)
    }

    /// Cuts the connections of all subscriptions to events, without a closing frame.
    pub fn cut_event_connections(&self) {
        self.engine.env.events.cut();
    }

    /// Tells a webhook of what happens in the user pool from now on, in place of one with the same address.
    /// The result is its id.
    ///
    /// # Errors
    ///
    /// When it cannot work; see [`Webhook::check`].
    pub fn add_webhook(&self, webhook: Webhook) -> Result<String, InvalidWebhook> {
        webhook.check()?;
        Ok(self.engine.add_webhook(Some(self.user_pool_id()), webhook).unwrap_or_default())
    }

    /// Tells a webhook no more; what waits to be sent to it is not sent. Says whether there was one of this
    /// id.
    pub fn remove_webhook(&self, id: impl Into<String>) -> bool {
        self.engine.remove_webhook(&id.into())
    }

    /// What webhooks were sent, or are to be sent, oldest first: the last 10 000, and at most 64 MiB of
    /// them.
    #[must_use]
    pub fn webhook_deliveries(&self) -> Vec<SentWebhook> {
        self.engine.deliveries.all()
    }

    /// Waits until every webhook has been sent all that has happened so far, or has failed to take it.
    pub async fn webhooks_idle(&self) {
        self.engine.deliveries.idle().await;
    }

    /// Sends a delivery once more, to where its webhook leads now. The result is the id of the new one;
    /// `None` if there is none of this id.
    pub fn redeliver(&self, id: impl Into<String>) -> Option<String> {
        self.engine.redeliver(&id.into())
    }

    /// Adds an application to the user pool.
    #[must_use]
    pub fn create_application(
        &self,
        name: impl Into<String>,
        algorithm: TokenAlgorithm,
    ) -> Option<ApplicationInfo> {
        self.engine.create_application(Some(self.user_pool_id()), &name.into(), algorithm)
    }

    /// Changes the settings of an application as a client of the login protocols. Says
    /// whether there is such an application.
    #[must_use]
    pub fn configure_application(
        &self,
        app_id: impl Into<String>,
        settings: ApplicationSettings,
    ) -> bool {
        self.engine.configure_application(&app_id.into(), settings)
    }

    /// Adds an account to a directory of the user pool, in place of one of the same name.
    pub fn add_directory_user(&self, directory: DirectoryKind, user: DirectoryUser) {
        self.engine.add_directory_user(directory, user);
    }

    /// A code as WeChat gives it to an app on this person's phone: single-use, and valid for five
    /// minutes.
    #[must_use]
    pub fn issue_wechat_code(&self, user: WechatUser) -> String {
        self.engine.issue_wechat_code(user)
    }

    /// Gives the user pool a directory that the start of a synchronisation finds. Set again, it is
    /// what the directory has become.
    pub fn set_directory(&self, directory: Directory) {
        self.engine.set_directory(directory);
    }

    /// Adds a user pool with the same settings and no application; see
    /// [`create_application_in`](Self::create_application_in). Pools know nothing of one another.
    #[must_use]
    pub fn create_user_pool(&self, name: impl Into<String>) -> UserPoolInfo {
        let name = Some(name.into()).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "Emulated user pool".to_owned());
        let new = NewUserPool { name, ..NewUserPool::default() };
        // Only what is given can be taken already.
        self.engine.create_user_pool(new).unwrap_or_default()
    }

    /// The user pools, in the order in which they were made.
    #[must_use]
    pub fn user_pools(&self) -> Vec<UserPoolInfo> {
        self.engine.user_pools().into_iter().map(|(pool, _)| pool).collect()
    }

    /// Adds an application to a user pool; `None` if there is no such pool.
    ///
    /// ```
    /// use authing_emulator::{Emulator, TokenAlgorithm};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::start().await?;
    /// let branch = emulator.create_user_pool("Branch");
    /// let app = emulator.create_application_in(&branch.id, "Shop", TokenAlgorithm::Rs256);
    /// assert_eq!(app.map(|app| app.user_pool_id), Some(branch.id));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn create_application_in(
        &self,
        user_pool_id: impl Into<String>,
        name: impl Into<String>,
        algorithm: TokenAlgorithm,
    ) -> Option<ApplicationInfo> {
        self.engine.create_application(Some(&user_pool_id.into()), &name.into(), algorithm)
    }
}
