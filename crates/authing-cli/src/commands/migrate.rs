//! `authing migrate`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use authing_management::{
    ErrorKind, ManagementClient,
    bulk::Format,
    migration::{
        Auth0Passwords, Auth0Users, FirebaseUsers, KeycloakUsers, LossKind, MappedUsers,
        MigrateUsers, MigratedPasswords, MigratedRows, MigrationFailed, MigrationReport,
    },
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{
    shared::{Pair, counts, pair},
    stopping::Stopping,
    tables::{FileFormat, Reading, Table, is_stdin, with_reading},
    users_import::{IfThere, Key, going_on},
};
use crate::{
    confirm::confirm,
    context::Context,
    exit::Exit,
    failure::{Failure, chain},
    progress::Progress,
    shown::{excerpt, path as shown_path},
    texts::pick,
};

const EXAMPLES: &str = "Examples:
  # What would become of everybody, and what stays behind; nothing is changed
  authing migrate auth0 users.ndjson --passwords hashes.json --dry-run
  authing migrate keycloak acme-realm.json --password-hashes keep --connection google=google:61de98be49267601119fb83a
  authing migrate firebase users.json --password-hashes at-login
  authing migrate csv members.csv --map member_no=externalId --map pw_hash=passwordHash";

/// So many problems are told of one by one.
const TOLD: u64 = 20;

/// Brings the users of another system into the user pool: says first what would become of them
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Migrate {
    /// Users of Auth0: the export of a job, as JSON or an object a line
    Auth0 {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The second file, with the hashes of passwords, which Auth0 hands out on request
        #[arg(long, value_name = "FILE")]
        passwords: Option<PathBuf>,
        #[command(flatten)]
        how: How,
    },
    /// Users of Keycloak: the export of a realm, or of its users
    Keycloak {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        how: How,
    },
    /// Users of Firebase: what `firebase auth:export` writes, as JSON or CSV
    Firebase {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        how: How,
    },
    /// Users of any other system: a table of which you say what its columns hold
    Csv {
        /// The file: CSV, JSON Lines, a JSON list or a workbook (.xlsx)
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The system it comes from, whose columns are known
        #[arg(long, value_name = "SYSTEM", value_enum)]
        like: Option<Like>,
        /// Columns that are nothing else become custom data of their name
        #[arg(long)]
        rest_as_custom_data: bool,
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        how: How,
    },
}

/// A system whose columns are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Like {
    Okta,
    Casdoor,
    Logto,
}

/// What becomes of the hashes of passwords.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Hashes {
    #[default]
    Leave,
    Keep,
    AtLogin,
}

impl From<Hashes> for MigratedPasswords {
    fn from(hashes: Hashes) -> Self {
        match hashes {
            Hashes::Leave => Self::Leave,
            Hashes::Keep => Self::Keep,
            Hashes::AtLogin => Self::AtLogin,
        }
    }
}

/// How users are brought in.
#[derive(Args, Debug)]
pub(crate) struct How {
    /// By which name somebody is there already. The external id is the id in the other system
    #[arg(long = "match", value_name = "KEY", value_enum, default_value = "external-id")]
    key: Key,

    /// What becomes of those who are there
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    existing: IfThere,

    /// What becomes of hashes: left behind; kept, in a pool whose own password function knows them; or checked at the first login by a custom database
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    password_hashes: Hashes,

    /// How many bytes a password may have so that it can be encrypted on its way. Without it, 117
    #[arg(long, value_name = "BYTES")]
    password_room: Option<usize>,

    /// New users set another password when they first log in
    #[arg(long)]
    reset_password: bool,

    /// Which social connection of the pool stands for a provider: google-oauth2=google:ID
    #[arg(long, value_name = "PROVIDER=IDENTIFIER:ID", value_parser = pair)]
    connection: Vec<Pair>,

    /// The same for an enterprise connection
    #[arg(long, value_name = "PROVIDER=IDENTIFIER:ID", value_parser = pair)]
    enterprise_connection: Vec<Pair>,

    /// Says what would become of everybody and what stays behind, and changes nothing
    #[arg(long)]
    dry_run: bool,

    /// Passes over the rows before this one
    #[arg(long, value_name = "ROW", value_parser = clap::value_parser!(u64).range(1..))]
    start_at: Option<u64>,
}

/// Where users come from.
struct Source {
    file: PathBuf,
    kind: Kind,
}

enum Kind {
    Auth0 { passwords: Option<PathBuf> },
    Keycloak,
    Firebase,
    Table { like: Option<Like>, rest_as_custom_data: bool, reading: Reading },
}

impl Migrate {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let (file, kind, how) = match self {
            Self::Auth0 { file, passwords, how } => (file, Kind::Auth0 { passwords }, how),
            Self::Keycloak { file, how } => (file, Kind::Keycloak, how),
            Self::Firebase { file, how } => (file, Kind::Firebase, how),
            Self::Csv { file, like, rest_as_custom_data, reading, how } => {
                (file, Kind::Table { like, rest_as_custom_data, reading }, how)
            }
        };
        if is_stdin(&file) {
            return Err(Failure::usage(text!(
                "The file is read twice, so that it cannot be standard input.",
                "文件需要读取两遍,因此不能使用标准输入。"
            )));
        }
        let source = Source { file, kind };
        let management = cx.management().await?;
        let told = how.dry_run(cx, management, &source).await?;
        if how.dry_run {
            return match told.rejected {
                0 => Ok(()),
                _ => Err(Failure::silent(Exit::Partial)),
            };
        }
        let (file, created, updated) = (shown_path(&source.file), told.created, told.updated);
        confirm(
            cx,
            &text!(
                "migrate users from {file}: {created} created, {updated} updated",
                "从 {file} 迁移用户:新建 {created} 人,更新 {updated} 人"
            ),
        )
        .await?;
        how.migrate(cx, management, &source).await
    }
}

impl Source {
    async fn rows(&self) -> Result<MigratedRows<'static>, Failure> {
        let plain = |format| Reading { format: Some(format), ..Reading::default() };
        let open = |format| -> Result<Table, Failure> { plain(format).open(&self.file) };
        Ok(match &self.kind {
            Kind::Auth0 { passwords } => {
                let mut users = Auth0Users::new();
                if let Some(path) = passwords {
                    let table = plain(FileFormat::Jsonl).open(path)?;
                    let hashes = Auth0Passwords::read(table.blocks()).await;
                    users = users.passwords(hashes.map_err(|error| unusable(path, &error))?);
                }
                users.read(open(FileFormat::Jsonl)?.blocks())
            }
            Kind::Keycloak => KeycloakUsers::new().read(open(FileFormat::Jsonl)?.blocks()),
            Kind::Firebase => match super::tables::format_by_name(&self.file) {
                Some(FileFormat::Csv) => FirebaseUsers::csv().read(open(FileFormat::Csv)?.blocks()),
                _ => FirebaseUsers::json().read(open(FileFormat::Jsonl)?.blocks()),
            },
            Kind::Table { like, rest_as_custom_data, reading } => {
                let table = match like {
                    Some(Like::Logto) => open(FileFormat::Jsonl)?,
                    _ => reading.open(&self.file)?,
                };
                let users = match like {
                    None => MappedUsers::new(table.format),
                    Some(Like::Okta) => MappedUsers::okta(),
                    Some(Like::Casdoor) => MappedUsers::casdoor(),
                    Some(Like::Logto) => MappedUsers::logto(),
                };
                if like.is_some_and(|like| like != Like::Logto) && table.format != Format::Csv {
                    return Err(Failure::usage(text!(
                        "What this system exports is CSV or a workbook.",
                        "该系统导出的文件应为 CSV 或工作簿。"
                    )));
                }
                let mut users = with_reading!(users, reading);
                if *rest_as_custom_data {
                    users = users.rest_as_custom_data();
                }
                users.read(table.blocks())
            }
        })
    }
}

impl How {
    fn request(&self) -> Result<MigrateUsers, Failure> {
        let mut request = MigrateUsers::new(self.key.into())
            .existing(self.existing.into())
            .passwords(self.password_hashes.into());
        if let Some(bytes) = self.password_room {
            request = request.password_room(bytes);
        }
        if self.reset_password {
            request = request.reset_password_on_first_login();
        }
        if let Some(row) = self.start_at {
            request = request.start_at(row);
        }
        for Pair { key, value } in &self.connection {
            let (identifier, id) = connection(value)?;
            request = request.social_connection(key, identifier, id);
        }
        for Pair { key, value } in &self.enterprise_connection {
            let (identifier, id) = connection(value)?;
            request = request.enterprise_connection(key, identifier, id);
        }
        Ok(request)
    }

    /// Says what would become of everybody.
    async fn dry_run(
        &self,
        cx: &Context,
        management: &ManagementClient,
        source: &Source,
    ) -> Result<MigrationReport, Failure> {
        let progress = Progress::of(&cx.out);
        let shown = progress.clone();
        let (out, mut told) = (Arc::clone(&cx.out), 0);
        let above = progress.clone();
        // All of it is to be seen, whatever share is rejected.
        let request =
            self.request()?.dry_run().max_rejected_share(100).on_progress(move |report| {
                let rows = report.rows;
                shown.show(|| text!("Looking: {rows} users", "正在预演:{rows} 个用户"));
            });
        let request = request.on_rejected(move |problem| {
            told += 1;
            if told <= TOLD {
                above.clear();
                out.note(&problem_line(problem));
            }
        });
        let outcome = management.users().migrate(request, source.rows().await?).await;
        progress.clear();
        let report = outcome.map_err(|failed| ended(source, &failed, None, self.existing))?;
        tell(cx, &report, true)?;
        cx.out.flush()?;
        Ok(report)
    }

    async fn migrate(
        &self,
        cx: &Context,
        management: &ManagementClient,
        source: &Source,
    ) -> Result<(), Failure> {
        let progress = Progress::of(&cx.out);
        let shown = progress.clone();
        let request = self.request()?.on_progress(move |report| {
            let (rows, created) = (report.rows, report.created);
            shown.show(|| {
                text!("{rows} users, {created} created", "{rows} 个用户,新建 {created} 个")
            });
        });
        let (out, above, mut told) = (Arc::clone(&cx.out), progress.clone(), 0);
        let request = request.on_rejected(move |problem| {
            told += 1;
            if told <= TOLD {
                above.clear();
                out.note(&problem_line(problem));
            }
        });
        let stopping = Stopping::begin(cx);
        let request = request.stop_when(stopping.wish(cx, &progress));
        let outcome = management.users().migrate(request, source.rows().await?).await;
        progress.clear();
        let report = match &outcome {
            Ok(report) => report,
            Err(failed) => failed.report(),
        };
        tell(cx, report, false)?;
        let row = report.next_row;
        match outcome {
            Err(failed) => match stopping.failure().filter(|_| failed.was_stopped()) {
                Some(failure) => Err(go_on(failure, row, self.existing)),
                None => Err(ended(source, &failed, Some(row), self.existing)),
            },
            Ok(report) if report.rejected + report.refused > 0 => {
                Err(Failure::silent(Exit::Partial))
            }
            Ok(_) => Ok(()),
        }
    }
}

/// `IDENTIFIER:ID`.
fn connection(text: &str) -> Result<(&str, &str), Failure> {
    match text.rsplit_once(':') {
        Some((identifier, id)) if !identifier.is_empty() && !id.is_empty() => Ok((identifier, id)),
        _ => Err(Failure::usage(text!(
            "A connection has to be PROVIDER=IDENTIFIER:ID.",
            "连接的格式应为 PROVIDER=IDENTIFIER:ID。"
        ))),
    }
}

fn problem_line(problem: &authing_management::migration::MigrationProblem) -> String {
    let (row, why) = (problem.row(), excerpt(problem.error().message(), 300));
    match problem.part() {
        None => text!("Row {row}: {why}", "第 {row} 行:{why}"),
        Some(part) => {
            let part = excerpt(part, 60);
            text!("Row {row}, {part}: {why}", "第 {row} 行,{part}:{why}")
        }
    }
}

/// Why it ended before its file did, and how to go on.
fn ended(
    source: &Source,
    failed: &MigrationFailed,
    row: Option<u64>,
    existing: IfThere,
) -> Failure {
    let failure = match failed.error().kind() {
        ErrorKind::Input => unusable(&source.file, failed.error()),
        _ => Failure::from(failed.error()),
    };
    match row {
        Some(row) => go_on(failure, row, existing),
        None => failure,
    }
}

fn go_on(failure: Failure, row: u64, existing: IfThere) -> Failure {
    let again = going_on(&row.to_string(), existing);
    failure.hint(text!("To go on with row {row}: {again}", "从第 {row} 行继续:{again}"))
}

fn unusable(path: &Path, error: &authing_management::Error) -> Failure {
    if error.kind() != ErrorKind::Input {
        return Failure::from(error);
    }
    let (path, problem) = (shown_path(path), chain(error));
    Failure::config(text!("{path} cannot be read: {problem}.", "无法读取 {path}:{problem}。"))
}

/// The counts, and what stays behind.
fn tell(cx: &Context, report: &MigrationReport, is_dry_run: bool) -> Result<(), Failure> {
    let updated = report.updated - report.unchanged.min(report.updated);
    if cx.out.is_json() {
        let losses: Vec<_> = report
            .losses
            .iter()
            .map(|(loss, count)| json!({ "kind": loss.kind.as_str(), "name": loss.name, "count": count }))
            .collect();
        return cx.out.json_line(&json!({ "report": {
            "dryRun": is_dry_run, "rows": report.rows, "created": report.created, "updated": updated,
            "unchanged": report.unchanged, "skipped": report.skipped, "rejected": report.rejected,
            "leftForLogin": report.left_for_login, "passwords": report.passwords,
            "factors": report.factors, "identities": report.identities, "refused": report.refused,
            "losses": losses, "nextRow": report.next_row,
        }}));
    }
    let title = match is_dry_run {
        true => pick("It would be so:", "预演结果:"),
        false => pick("What was done:", "迁移结果:"),
    };
    cx.out.line(&cx.out.bold(title))?;
    counts(
        cx,
        &[
            (pick("users", "用户数"), report.rows),
            (pick("created", "新建"), report.created),
            (pick("updated", "更新"), updated),
            (pick("unchanged", "无变化"), report.unchanged),
            (pick("skipped", "跳过"), report.skipped),
            (pick("rejected", "拒绝"), report.rejected),
            (pick("left for their first login", "留待首次登录"), report.left_for_login),
            (pick("passwords", "密码"), report.passwords),
            (pick("second factors", "多因素认证"), report.factors),
            (pick("identities", "第三方身份"), report.identities),
            (pick("factors and identities refused", "被拒绝的因素与身份"), report.refused),
        ],
    )?;
    if report.losses.is_empty() {
        return Ok(());
    }
    cx.out.line(&cx.out.bold(pick("What stays behind:", "无法迁移的内容:")))?;
    for (loss, count) in report.losses.iter() {
        let kind = loss_kind(loss.kind);
        cx.out.line(&format!("{count:>9}  {kind} `{}`", loss.name))?;
    }
    Ok(())
}

fn loss_kind(kind: LossKind) -> &'static str {
    match kind {
        LossKind::Field => pick("field", "字段"),
        LossKind::Value => pick("value of", "无法识别的值"),
        LossKind::PasswordAlgorithm => pick("password hashed by", "密码哈希算法"),
        LossKind::Password => pick("password", "密码"),
        LossKind::PasswordTooLong => pick("password that is too long:", "过长的密码哈希"),
        LossKind::Factor => pick("second factor", "多因素认证"),
        LossKind::Identity => pick("identity at", "第三方身份"),
        LossKind::CustomField => pick("custom data without a field:", "未定义的自定义字段"),
        LossKind::Role => pick("role", "角色"),
        LossKind::Group => pick("group", "分组"),
        other => other.as_str(),
    }
}
