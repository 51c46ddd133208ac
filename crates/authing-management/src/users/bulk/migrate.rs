//! The users of another system into a user pool.

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use authing_core::{Error, ErrorKind, client::Asked};
use authing_types::UdfDataType;
use futures_core::{Stream, future::BoxFuture};
use futures_util::{StreamExt, pin_mut, stream};
use serde_json::{Map, Value, json};

use super::{
    accounts::{Account, look_up},
    columns::{CustomTypes, custom_types},
};
use crate::{
    FindUser, ManagementClient, UsersApi,
    bulk::{
        Existing, Format, ImportReport, ImportUsers, MatchKey, Names, RowOutcome, Stop,
        concerns_all_rows, retry, tell,
    },
    mfa::ImportTotp,
    migration::{
        Loss, LossKind, Losses, MigratedFactor, MigratedIdentity, MigratedRow, MigratedUser,
        PasswordHash, cut,
    },
    users::{IdentityKey, MAX_BATCH},
};

/// So many users are imported before what belongs to them besides is done.
const CHUNK: usize = 500;

/// How many users get factors and identities at the same time.
const CONCURRENCY: usize = 8;

/// What fits into one block of RSA with 1024 bits, as the official SDKs encrypt passwords.
const RSA_1024_ROOM: usize = 117;

/// What becomes of the hashes of passwords.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MigratedPasswords {
    /// They are left behind: people set a new password. One that stands in the file in plain text is set.
    #[default]
    Leave,
    /// They are kept as they are, each as a text that describes itself: [`PasswordHash::to_text`]. For a user pool with a
    /// custom password function (console: 安全设置 → 密码安全 → 自定义密码加密方法) that knows these texts; in any other
    /// nobody could log in. Authing stores the text and calls the function with it. A text that is longer than
    /// [`password_room`](MigrateUsers::password_room) is left behind, and told.
    Keep,
    /// Who has a hash is not imported at all: a custom database of the pool in the mode of lazy migration copies them at
    /// their first login, when the password is at hand.
    AtLogin,
}

type OnProgress = Box<dyn FnMut(&MigrationReport) + Send>;
type OnRow = Box<dyn FnMut(u64, &RowOutcome) + Send>;
type OnLoss = Box<dyn FnMut(u64, &[Loss]) + Send>;
type OnRejected = Box<dyn FnMut(&MigrationProblem) + Send>;

/// How [`UsersApi::migrate`] goes about it.
pub struct MigrateUsers {
    key: MatchKey,
    existing: Existing,
    passwords: MigratedPasswords,
    password_room: usize,
    reset_password: bool,
    connections: BTreeMap<String, Connection>,
    dry_run: bool,
    concurrency: usize,
    start_at: u64,
    attempts: u32,
    max_rejected_share: u8,
    stop_when: Option<BoxFuture<'static, ()>>,
    on_progress: Option<OnProgress>,
    on_row: Option<OnRow>,
    on_loss: Option<OnLoss>,
    on_rejected: Option<OnRejected>,
}

authing_types::redacted_debug!(MigrateUsers {
    key,
    existing,
    passwords,
    password_room,
    reset_password,
    dry_run,
    concurrency,
    start_at,
    attempts,
    max_rejected_share
});

/// A connection of the pool to a provider.
#[derive(Clone)]
struct Connection {
    identifier: String,
    ext_idp_id: String,
    is_social: bool,
}

impl MigrateUsers {
    /// Users are matched by this: as a rule by [`MatchKey::ExternalId`], which is the id in the source.
    pub fn new(key: MatchKey) -> Self {
        Self {
            key,
            existing: Existing::default(),
            passwords: MigratedPasswords::default(),
            password_room: RSA_1024_ROOM,
            reset_password: false,
            connections: BTreeMap::new(),
            dry_run: false,
            concurrency: 16,
            start_at: 1,
            attempts: 5,
            max_rejected_share: 90,
            stop_when: None,
            on_progress: None,
            on_row: None,
            on_loss: None,
            on_rejected: None,
        }
    }

    /// What becomes of a row whose user is there already. Default: it is rejected. With
    /// [`Existing::Update`] a second run finishes what the first one did not come to; passwords are given to new users
    /// alone.
    #[must_use]
    pub fn existing(mut self, existing: Existing) -> Self {
        self.existing = existing;
        self
    }

    /// What becomes of the hashes of passwords. Default: they are left behind.
    #[must_use]
    pub fn passwords(mut self, passwords: MigratedPasswords) -> Self {
        self.passwords = passwords;
        self
    }

    /// How many bytes a password may have so that it can be encrypted on its way. Default: 117, which is what RSA has
    /// room for with the key of 1024 bits that Authing uses. A private deployment may have a longer key, or SM2.
    #[must_use]
    pub fn password_room(mut self, bytes: usize) -> Self {
        self.password_room = bytes;
        self
    }

    /// New users set another password when they first log in.
    #[must_use]
    pub fn reset_password_on_first_login(mut self) -> Self {
        self.reset_password = true;
        self
    }

    /// Which social connection of the pool stands for a provider, as the source calls it: its identifier and the id of the
    /// provider in the pool. Identities at a provider without one are left behind.
    #[must_use]
    pub fn social_connection(
        mut self,
        provider: impl Into<String>,
        identifier: impl Into<String>,
        ext_idp_id: impl Into<String>,
    ) -> Self {
        let (identifier, ext_idp_id) = (identifier.into(), ext_idp_id.into());
        let connection = Connection { identifier, ext_idp_id, is_social: true };
        self.connections.insert(provider.into(), connection);
        self
    }

    /// As [`social_connection`](Self::social_connection), for an enterprise connection.
    #[must_use]
    pub fn enterprise_connection(
        mut self,
        provider: impl Into<String>,
        identifier: impl Into<String>,
        ext_idp_id: impl Into<String>,
    ) -> Self {
        let (identifier, ext_idp_id) = (identifier.into(), ext_idp_id.into());
        let connection = Connection { identifier, ext_idp_id, is_social: false };
        self.connections.insert(provider.into(), connection);
        self
    }

    /// Says what would become of every user and what would be lost, and changes nothing. Users are taken 500 at a
    /// time: two who contradict one another across such a border are each foreseen as if the other were not there.
    #[must_use]
    pub fn dry_run(mut self) -> Self {
        self.dry_run = true;
        self
    }

    /// How many users are created at the same time. Default: 16.
    #[must_use]
    pub fn concurrency(mut self, users: usize) -> Self {
        self.concurrency = users;
        self
    }

    /// Passes over the rows before this one, counted from 1: the [`next_row`](MigrationReport::next_row) of a migration
    /// that ended early.
    #[must_use]
    pub fn start_at(mut self, row: u64) -> Self {
        self.start_at = row;
        self
    }

    /// How many times a step is tried at most when it fails for a reason that passes: as for
    /// [`ImportUsers::attempts`]. Default: 5.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Ends the migration when of the first 50 rows of any 500, or of more of them, more than so many percent were
    /// rejected: as for [`ImportUsers::max_rejected_share`]. Default: 90; with 100 it never ends for this.
    #[must_use]
    pub fn max_rejected_share(mut self, percent: u8) -> Self {
        self.max_rejected_share = percent;
        self
    }

    /// Ends the migration early, with its report, when this future is ready: for Ctrl-C, or for the end of a service. No
    /// further row is begun, those under way are waited for. If rows are left then, it ends with
    /// [`MigrationFailed::was_stopped`].
    #[must_use]
    pub fn stop_when(mut self, wish: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop_when = Some(Box::pin(wish));
        self
    }

    /// Is called after every 500 rows. One that panics is not called again.
    #[must_use]
    pub fn on_progress(mut self, observe: impl FnMut(&MigrationReport) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(observe));
        self
    }

    /// Is called with every row that was imported and what became of it. One that panics is not called again.
    #[must_use]
    pub fn on_row(mut self, observe: impl FnMut(u64, &RowOutcome) + Send + 'static) -> Self {
        self.on_row = Some(Box::new(observe));
        self
    }

    /// Is called with every row of which something stays behind, and what. One that panics is not called again.
    #[must_use]
    pub fn on_loss(mut self, observe: impl FnMut(u64, &[Loss]) + Send + 'static) -> Self {
        self.on_loss = Some(Box::new(observe));
        self
    }

    /// Is called with every row that was rejected, and with every factor and identity that the server refused. One that
    /// panics is not called again.
    #[must_use]
    pub fn on_rejected(mut self, observe: impl FnMut(&MigrationProblem) + Send + 'static) -> Self {
        self.on_rejected = Some(Box::new(observe));
        self
    }
}

/// How far a migration is, or was when it ended.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct MigrationReport {
    /// Rows that were dealt with.
    pub rows: u64,
    /// Users that were created.
    pub created: u64,
    /// Users who were there, and have all that their row says now.
    pub updated: u64,
    /// Those of the updated who had all of it before.
    pub unchanged: u64,
    /// Users who were there and were left alone.
    pub skipped: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// Users who are left to be copied at their first login.
    pub left_for_login: u64,
    /// Passwords that went along with a new user.
    pub passwords: u64,
    /// Second factors that were carried over.
    pub factors: u64,
    /// Identities that were linked.
    pub identities: u64,
    /// Factors and identities that the server refused.
    pub refused: u64,
    /// What stays behind.
    pub losses: Losses,
    /// The row to go on with, counted from 1: every row before it was dealt with.
    pub next_row: u64,
}

authing_types::redacted_debug!(MigrationReport {
    rows,
    created,
    updated,
    unchanged,
    skipped,
    rejected,
    left_for_login,
    passwords,
    factors,
    identities,
    refused,
    losses,
    next_row
});

/// A row that was rejected, or a part of one.
#[derive(Clone)]
pub struct MigrationProblem {
    row: u64,
    part: Option<String>,
    error: Error,
}

authing_types::redacted_debug!(MigrationProblem { row, part, error });

impl MigrationProblem {
    /// Which user of the file, counted from 1.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Which part of them: `totp`, or the provider of an identity. `None` if nothing of them was imported.
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// Why, in words that name fields and nothing of what they hold.
    pub fn error(&self) -> &Error {
        &self.error
    }
}

impl fmt::Display for MigrationProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            None => write!(f, "row {}: {}", self.row, self.error),
            Some(part) => write!(f, "row {}, {part}: {}", self.row, self.error),
        }
    }
}

/// A migration that ended before its file did. The cause is in `source()`.
#[derive(Clone)]
pub struct MigrationFailed {
    error: Error,
    report: MigrationReport,
    was_stopped: bool,
}

authing_types::redacted_debug!(MigrationFailed { error, report, was_stopped });

impl MigrationFailed {
    /// What ended it.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// What became of the rows before. Go on with `start_at(report.next_row)` and [`Existing::Update`]: rows from there
    /// on may have been carried out.
    pub fn report(&self) -> &MigrationReport {
        &self.report
    }

    /// Whether the program wished it: [`MigrateUsers::stop_when`].
    pub fn was_stopped(&self) -> bool {
        self.was_stopped
    }
}

impl fmt::Display for MigrationFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the migration ended at row {}", self.report.next_row)
    }
}

impl std::error::Error for MigrationFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl UsersApi<'_> {
    /// Brings the users of another system into the pool: by [`import`](Self::import), whose rules hold, and then the keys
    /// of their one-time passwords and their identities at providers.
    ///
    /// See [the module](crate::migration) for what becomes of each field and of passwords. Custom data is kept where the
    /// pool has a field of that name, and turned into its type; define the others first, by
    /// [`custom_fields().set`](crate::CustomFieldsApi::set).
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     bulk::{Existing, MatchKey, blocks},
    ///     migration::{KeycloakUsers, MigrateUsers, MigratedPasswords},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = std::fs::File::open("acme-realm.json")?;
    /// let request = MigrateUsers::new(MatchKey::ExternalId)
    ///     .existing(Existing::Update)
    ///     .passwords(MigratedPasswords::Keep)
    ///     .social_connection("github", "github", "61de98be49267601119fb83a")
    ///     .on_rejected(|problem| eprintln!("{problem}"));
    /// let rows = KeycloakUsers::new().read(blocks(file));
    /// let report = management.users().migrate(request, rows).await?;
    /// println!("{} created, {} with their password\n{}", report.created, report.passwords, report.losses);
    /// # Ok(()) }
    /// ```
    ///
    /// What `import` calls, for 500 users at once; `POST /api/v2/mfa/totp/import` after `GET …/mfa-bound` for each key, and
    /// `POST /api/v2/users/identity/link` for each identity. Idempotent with [`Existing::Update`].
    ///
    /// # Errors
    ///
    /// [`MigrationFailed`] when the rows to come would fail too, as for [`import`](Self::import), and for a file that
    /// cannot be read on. A row that is refused alone is counted and reported.
    pub async fn migrate(
        &self,
        mut request: MigrateUsers,
        rows: impl Stream<Item = Result<MigratedRow, Error>> + Send,
    ) -> Result<MigrationReport, MigrationFailed> {
        let start_at = request.start_at.max(1);
        let stop = Stop::when(request.stop_when.take());
        let mut report = MigrationReport { next_row: start_at, ..MigrationReport::default() };
        let outcome = async {
            let types = custom_types(self.client).await?;
            let mut worker = Worker { client: self.client, types, request, stop: stop.clone() };
            let chunks = rows.chunks(CHUNK);
            pin_mut!(chunks);
            while let Some(chunk) = chunks.next().await {
                let mut users = Vec::with_capacity(chunk.len());
                let mut ended = None;
                for row in chunk {
                    match row {
                        Ok(row) if row.row < start_at => {}
                        Ok(row) => users.push(row),
                        Err(error) => ended = Some(error),
                    }
                }
                worker.go_on()?;
                worker.migrate(users, &mut report).await?;
                if let Some(error) = ended {
                    return Err(error);
                }
            }
            Ok(())
        };
        match outcome.await {
            Ok(()) => Ok(report),
            Err(error) => Err(MigrationFailed { error, report, was_stopped: stop.is_wished() }),
        }
    }
}

/// What belongs to a user besides what an import says.
struct Besides {
    row: u64,
    names: Names,
    factors: Vec<MigratedFactor>,
    identities: Vec<MigratedIdentity>,
}

/// Rows that one import takes.
#[derive(Default)]
struct Part {
    /// The row of each line.
    rows: Vec<u64>,
    lines: Vec<u8>,
    with_password: HashMap<u64, ()>,
}

struct Worker<'a> {
    client: &'a ManagementClient,
    types: CustomTypes,
    request: MigrateUsers,
    stop: Stop,
}

impl Worker<'_> {
    /// Whether more is begun.
    fn go_on(&self) -> Result<(), Error> {
        match self.stop.is_wished() {
            false => Ok(()),
            true => {
                let problem = "the migration was stopped, as the program wished";
                Err(Error::new(ErrorKind::Input, problem))
            }
        }
    }

    async fn migrate(
        &mut self,
        rows: Vec<MigratedRow>,
        report: &mut MigrationReport,
    ) -> Result<(), Error> {
        let Some(last) = rows.last().map(MigratedRow::row) else { return Ok(()) };
        let outcome = self.migrate_some(rows, report).await;
        if outcome.is_ok() {
            report.next_row = last + 1;
        }
        tell(&mut self.request.on_progress, |observe| observe(report));
        outcome
    }

    async fn migrate_some(
        &mut self,
        rows: Vec<MigratedRow>,
        counted: &mut MigrationReport,
    ) -> Result<(), Error> {
        // Whether the password is a hash, and whether it is to be replaced.
        let mut parts = BTreeMap::<(bool, bool), Part>::new();
        let mut besides = Vec::new();
        for MigratedRow { row, user, mut losses } in rows {
            counted.rows += 1;
            let user = match user {
                Ok(user) => user,
                Err(error) => {
                    self.reject(row, None, error, counted);
                    continue;
                }
            };
            let is_left = self.request.passwords == MigratedPasswords::AtLogin
                && user.password.as_ref().is_some_and(|hash| hash.to_text().is_some());
            if is_left {
                counted.left_for_login += 1;
                continue;
            }
            let reset = self.request.reset_password || user.must_change_password;
            let (line, keep, has_password) = self.line(&user, &mut losses);
            let part = parts.entry((keep, reset)).or_default();
            part.rows.push(row);
            if has_password {
                part.with_password.insert(row, ());
            }
            if let Err(error) = serde_json::to_writer(&mut part.lines, &line) {
                return Err(
                    Error::new(ErrorKind::Decode, "a user could not be written").with_source(error)
                );
            }
            part.lines.push(b'\n');
            let identities = self.linked(user.identities, &mut losses);
            losses.extend(user.groups.iter().map(|group| Loss::new(LossKind::Group, group)));
            losses.extend(user.roles.iter().map(|role| Loss::new(LossKind::Role, role)));
            if !losses.is_empty() {
                losses.sort();
                losses.dedup();
                losses.iter().for_each(|loss| counted.losses.add(loss));
                tell(&mut self.request.on_loss, |observe| observe(row, &losses));
            }
            if !user.factors.is_empty() || !identities.is_empty() {
                let names = Names::from_fields(|name| line.get(name)?.as_str());
                besides.push(Besides { row, names, factors: user.factors, identities });
            }
        }
        let mut there = HashMap::new();
        for ((keep, reset), part) in parts {
            self.import(part, keep, reset, counted, &mut there).await?;
        }
        if !self.request.dry_run {
            besides.retain(|one| there.contains_key(&one.row));
            self.finish(besides, counted).await?;
        }
        Ok(())
    }

    async fn import(
        &mut self,
        part: Part,
        keep: bool,
        reset: bool,
        report: &mut MigrationReport,
        there: &mut HashMap<u64, ()>,
    ) -> Result<(), Error> {
        type Seen = (Vec<(u64, RowOutcome)>, Vec<(u64, Error)>);
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (rows, rejected) = (Arc::clone(&seen), Arc::clone(&seen));
        let mut import = ImportUsers::new(Format::JsonLines, self.request.key)
            .existing(self.request.existing)
            .concurrency(self.request.concurrency)
            .attempts(self.request.attempts)
            .max_rejected_share(self.request.max_rejected_share)
            .stop_when(self.stop.wished())
            .on_row(move |row| {
                let mut seen = rows.lock().unwrap_or_else(PoisonError::into_inner);
                seen.0.push((row.row(), row.outcome().clone()));
            })
            .on_rejected(move |row| {
                let mut seen = rejected.lock().unwrap_or_else(PoisonError::into_inner);
                seen.1.push((row.row(), row.error().clone()));
            });
        if keep {
            import = import.keep_password();
        }
        if reset {
            import = import.reset_password_on_first_login();
        }
        if self.request.dry_run {
            import = import.dry_run();
        }
        let source = stream::iter([Ok::<_, Infallible>(part.lines)]);
        let result = self.client.users().import(import, source).await;
        let imported = match &result {
            Ok(imported) => *imported,
            Err(failed) => *failed.report(),
        };
        let row_of = |line: u64| {
            let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
            part.rows.get(index).copied().unwrap_or_default()
        };
        let (outcomes, problems) =
            std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
        for (line, outcome) in outcomes {
            let row = row_of(line);
            match outcome {
                RowOutcome::Created => {
                    report.passwords += u64::from(part.with_password.contains_key(&row));
                    there.insert(row, ());
                }
                RowOutcome::Updated { .. } | RowOutcome::Unchanged => {
                    there.insert(row, ());
                }
                _ => {}
            }
            tell(&mut self.request.on_row, |observe| observe(row, &outcome));
        }
        for (line, error) in problems {
            let problem = MigrationProblem { row: row_of(line), part: None, error };
            tell(&mut self.request.on_rejected, |observe| observe(&problem));
        }
        let ImportReport { created, updated, unchanged, skipped, rejected, .. } = imported;
        report.created += created;
        report.updated += updated;
        report.unchanged += unchanged;
        report.skipped += skipped;
        report.rejected += rejected;
        result.map(drop).map_err(|failed| failed.error().clone())
    }

    /// Factors and identities of users who are there now.
    async fn finish(
        &mut self,
        besides: Vec<Besides>,
        report: &mut MigrationReport,
    ) -> Result<(), Error> {
        let (client, key, attempts) = (self.client, self.request.key, self.request.attempts);
        for some in besides.chunks(MAX_BATCH / 3) {
            self.go_on()?;
            let names: Vec<_> = some.iter().map(|one| &one.names).collect();
            let asked = Asked::default();
            let found =
                retry::again(attempts, &self.stop, || look_up(client, &names, &asked)).await?;
            let mut steps = Vec::new();
            for (one, accounts) in some.iter().zip(found) {
                let is_same = |account: &&Account| one.names.are_same(key, &account.names);
                let Some(id) = accounts.iter().find(is_same).map(|account| account.id.clone())
                else {
                    continue;
                };
                let factors = one.factors.iter().map(Step::Factor);
                let identities = one.identities.iter().map(Step::Identity);
                steps.extend(factors.chain(identities).map(|step| (one.row, id.clone(), step)));
            }
            let (request, stop) = (&self.request, &self.stop);
            let mut done = stream::iter(steps)
                .map(|(row, id, step)| async move {
                    let outcome = match step {
                        Step::Factor(MigratedFactor::Totp { secret }) => {
                            let add = || add_totp(client, &id, secret);
                            retry::again(attempts, stop, add).await
                        }
                        Step::Identity(identity) => {
                            let link = || link(client, request, &id, identity);
                            retry::again(attempts, stop, link).await
                        }
                    };
                    (row, step, outcome)
                })
                .buffered(CONCURRENCY);
            let mut refused = Vec::new();
            while let Some((row, step, outcome)) = done.next().await {
                match (outcome, step) {
                    (Ok(()), Step::Factor(_)) => report.factors += 1,
                    (Ok(()), Step::Identity(_)) => report.identities += 1,
                    (Err(error), _) if concerns_all_rows(&error) => return Err(error),
                    (Err(error), step) => {
                        let part = match step {
                            Step::Factor(_) => "totp".to_owned(),
                            Step::Identity(identity) => cut(&identity.provider),
                        };
                        refused.push((row, part, error));
                    }
                }
            }
            drop(done);
            for (row, part, error) in refused {
                report.refused += 1;
                let problem = MigrationProblem { row, part: Some(part), error };
                tell(&mut self.request.on_rejected, |observe| observe(&problem));
            }
        }
        Ok(())
    }

    fn reject(
        &mut self,
        row: u64,
        part: Option<String>,
        error: Error,
        report: &mut MigrationReport,
    ) {
        report.rejected += 1;
        let problem = MigrationProblem { row, part, error };
        tell(&mut self.request.on_rejected, |observe| observe(&problem));
    }

    /// Those identities that a connection was named for.
    fn linked(
        &self,
        identities: Vec<MigratedIdentity>,
        losses: &mut Vec<Loss>,
    ) -> Vec<MigratedIdentity> {
        let (linked, lost): (Vec<_>, Vec<_>) = identities
            .into_iter()
            .partition(|identity| self.request.connections.contains_key(&identity.provider));
        losses
            .extend(lost.iter().map(|identity| Loss::new(LossKind::Identity, &identity.provider)));
        linked
    }

    /// What an import reads of a user; whether its password is a hash, and whether it has one.
    fn line(
        &self,
        user: &MigratedUser,
        losses: &mut Vec<Loss>,
    ) -> (Map<String, Value>, bool, bool) {
        let mut line = user.profile.clone();
        let mut set = |name: &str, value: Value| {
            if !value.is_null() {
                line.insert(name.to_owned(), value);
            }
        };
        set("externalId", json!(user.source_id));
        set("username", json!(user.username));
        set("email", json!(user.email));
        set("emailVerified", json!(user.email.as_ref().and(user.email_verified)));
        set("phone", json!(user.phone));
        set("phoneVerified", json!(user.phone.as_ref().and(user.phone_verified)));
        set("name", json!(user.name));
        set("givenName", json!(user.given_name));
        set("familyName", json!(user.family_name));
        set("nickname", json!(user.nickname));
        set("photo", json!(user.photo));
        set("blocked", json!(user.blocked));
        set("signedUp", json!(user.signed_up));
        set("lastLogin", json!(user.last_login));
        set("loginsCount", json!(user.logins_count));
        let (password, keep) = self.password(user.password.as_ref(), losses);
        let has_password = password.is_some();
        set("password", json!(password));
        let custom = self.custom_data(&user.custom_data, losses);
        if !custom.is_empty() {
            line.insert("customData".to_owned(), Value::Object(custom));
        }
        (line, keep, has_password)
    }

    /// The text that goes along as the password, and whether it is a hash.
    fn password(
        &self,
        hash: Option<&PasswordHash>,
        losses: &mut Vec<Loss>,
    ) -> (Option<String>, bool) {
        let Some(hash) = hash else { return (None, false) };
        let mut lose = |kind| losses.push(Loss::new(kind, hash.algorithm()));
        let (text, is_hash) = match (hash, self.request.passwords) {
            (PasswordHash::Plain(password), _) => (password.clone(), false),
            (hash, MigratedPasswords::Keep) => match hash.to_text() {
                Some(text) => (text, true),
                None => return (None, false),
            },
            _ => {
                lose(LossKind::Password);
                return (None, false);
            }
        };
        if text.expose().len() > self.request.password_room {
            lose(LossKind::PasswordTooLong);
            return (None, false);
        }
        (Some(text.expose().to_owned()), is_hash)
    }

    /// What the pool has a field for, in the type of that.
    fn custom_data(&self, data: &Map<String, Value>, losses: &mut Vec<Loss>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (key, value) in data.iter().filter(|(_, value)| !value.is_null()) {
            let typed = self.types.get(key).and_then(|data_type| as_type(data_type, value));
            match typed {
                Some(value) => {
                    kept.insert(key.clone(), value);
                }
                None => losses.push(Loss::new(LossKind::CustomField, key)),
            }
        }
        kept
    }
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Factor(&'a MigratedFactor),
    Identity(&'a MigratedIdentity),
}

/// A value as a field of this type holds it; `None` if it says something else.
fn as_type(data_type: &UdfDataType, value: &Value) -> Option<Value> {
    match (data_type, value) {
        (UdfDataType::Object, value) => Some(value.clone()),
        (UdfDataType::Number, Value::Number(_)) | (UdfDataType::Boolean, Value::Bool(_)) => {
            Some(value.clone())
        }
        (UdfDataType::Number, Value::String(text)) => {
            serde_json::from_str::<serde_json::Number>(text.trim()).ok().map(Value::Number)
        }
        (UdfDataType::Boolean, Value::String(text)) => match text.trim() {
            text if text.eq_ignore_ascii_case("true") => Some(true.into()),
            text if text.eq_ignore_ascii_case("false") => Some(false.into()),
            _ => None,
        },
        (UdfDataType::Number | UdfDataType::Boolean, _) => None,
        (UdfDataType::DateTime, Value::String(text)) => {
            let time = authing_types::Timestamp::from_text(text.as_str());
            time.to_system_time().map(|_| value.clone())
        }
        (UdfDataType::DateTime, _) => None,
        (_, Value::String(_)) => Some(value.clone()),
        (_, Value::Number(_) | Value::Bool(_)) => Some(value.to_string().into()),
        (_, _) => Some(value.to_string().into()),
    }
}

/// Gives a user the key of their authenticator, unless they have one here already.
async fn add_totp(
    client: &ManagementClient,
    id: &str,
    secret: &authing_types::Secret,
) -> Result<(), Error> {
    if client.mfa().get_status(id).await?.otp {
        return Ok(());
    }
    client.mfa().import_totp(ImportTotp::new(id, secret)).await.map(drop)
}

async fn link(
    client: &ManagementClient,
    request: &MigrateUsers,
    id: &str,
    identity: &MigratedIdentity,
) -> Result<(), Error> {
    let Some(connection) = request.connections.get(&identity.provider) else { return Ok(()) };
    let Connection { identifier, ext_idp_id, is_social } = connection;
    let key = match is_social {
        true => IdentityKey::social(id, identifier, ext_idp_id),
        false => IdentityKey::enterprise(id, identifier, ext_idp_id),
    };
    let Err(error) = client.users().link_identity(key, &identity.user_id).await else {
        return Ok(());
    };
    if error.kind() != ErrorKind::Api {
        return Err(error);
    }
    // An earlier run may have linked it.
    let theirs = FindUser::by_identity(identifier, &identity.user_id);
    match client.users().find(theirs).await? {
        Some(user) if user.id == id => Ok(()),
        _ => Err(error),
    }
}
