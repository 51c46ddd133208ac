//! `authing orgs sync` and `authing orgs export`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use authing_management::{
    Error, UserIdField,
    orgs::departments::{
        ApplySync, ChangedField, DepartmentKey, FileRefused, PlanError, PlannedMembers,
        ReadDepartments, ReadMembers, SyncOrg, SyncPlan, SyncReport,
    },
};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    files,
    shared::{Pair, counts, pair},
    stopping::Stopping,
    tables::{Reading, with_reading},
    users_export::{ExportFormat, format_of},
    written::{Sink, WrittenFile},
};
use crate::{
    confirm::confirm,
    context::Context,
    exit::Exit,
    failure::Failure,
    output::Table,
    progress::{Progress, percent},
    shown::{excerpt, one_line, path as shown_path},
    texts::{Thing, count, pick},
};

const SYNC_EXAMPLES: &str = "Examples:
  # What would change; nothing is changed
  authing orgs sync --org 61de98be49267601119fb83a departments.csv --dry-run
  authing orgs sync --org 61de98be49267601119fb83a departments.csv --members people.csv --user-key username
  # The plan today, its end tomorrow
  authing orgs sync --org 61de98be49267601119fb83a departments.csv --prune --plan-out plan.json
  authing orgs sync --apply plan.json";

const EXPORT_EXAMPLES: &str = "Examples:
  authing orgs export 61de98be49267601119fb83a departments.csv
  authing orgs export 61de98be49267601119fb83a members.csv --members username";

const STEPS: Thing = Thing { one: "step", many: "steps", chinese: "步" };

/// The most that is shown of one list.
const SHOWN: usize = 200;

/// By what departments are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum NodeKey {
    #[default]
    Code,
    Id,
    Path,
}

impl From<NodeKey> for DepartmentKey {
    fn from(key: NodeKey) -> Self {
        match key {
            NodeKey::Code => Self::Code,
            NodeKey::Id => Self::Id,
            NodeKey::Path => Self::Path,
        }
    }
}

/// By what users are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum UserKey {
    Id,
    Username,
    Email,
    Phone,
    ExternalId,
}

impl From<UserKey> for UserIdField {
    fn from(key: UserKey) -> Self {
        match key {
            UserKey::Id => Self::Id,
            UserKey::Username => Self::Username,
            UserKey::Email => Self::Email,
            UserKey::Phone => Self::Phone,
            UserKey::ExternalId => Self::ExternalId,
        }
    }
}

/// Makes departments, and who is in them, as a file has them: shows what that takes before it is done
#[derive(Args, Debug)]
#[command(after_help = SYNC_EXAMPLES)]
pub(crate) struct Sync {
    /// The file of departments: CSV, JSON Lines or a workbook (.xlsx)
    #[arg(value_name = "FILE", required_unless_present = "apply", requires = "org")]
    file: Option<PathBuf>,

    /// The organisation's id
    #[arg(long, value_name = "ORG")]
    org: Option<String>,

    /// By what a department of the file and one of the server are the same
    #[arg(long, value_name = "KEY", value_enum, default_value_t)]
    key: NodeKey,

    /// The file of people, which says who is in which departments
    #[arg(long, value_name = "FILE", requires_all = ["file", "user_key"])]
    members: Option<PathBuf>,

    /// By what a user in the file of people is known
    #[arg(long, value_name = "KEY", value_enum, requires = "members")]
    user_key: Option<UserKey>,

    /// By what the file of people names departments. Without it, as the file of departments does
    #[arg(long, value_name = "KEY", value_enum, requires = "members")]
    members_key: Option<NodeKey>,

    /// Which field a column of the file of people holds: 工号=externalId
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = pair, requires = "members")]
    members_map: Vec<Pair>,

    /// What the files call the organisation itself: the key of its row, or the first name of all paths
    #[arg(long, value_name = "KEY")]
    root: Option<String>,

    /// What stands between the names of a path. Without it, /
    #[arg(long, value_name = "LETTER")]
    separator: Option<char>,

    /// Removes departments that the file does not have, and takes out members that it does not name
    #[arg(long)]
    prune: bool,

    /// Shows what would change, and changes nothing
    #[arg(long, conflicts_with = "apply")]
    dry_run: bool,

    /// Keeps the plan in this file, and changes nothing. It has names of people in it
    #[arg(long, value_name = "FILE", conflicts_with = "apply")]
    plan_out: Option<PathBuf>,

    /// Carries out a plan that was kept
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "org", "members", "prune"])]
    apply: Option<PathBuf>,

    /// Replaces a plan that is there
    #[arg(long, requires = "plan_out")]
    force: bool,

    #[command(flatten)]
    reading: Reading,
}

impl Sync {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let plan = match (&self.apply, &self.file, &self.org) {
            (Some(path), _, _) => kept(cx, path).await?,
            (None, Some(file), Some(org)) => self.plan(cx, file, org).await?,
            _ => return Err(Failure::usage(pick("The file is missing.", "缺少文件。"))),
        };
        show(cx, &plan)?;
        cx.out.flush()?;
        if let Some(path) = &self.plan_out {
            let mut file = WrittenFile::begin(path, self.force)?;
            file.write(format!("{:#}\n", crate::context::to_value(&plan)?).as_bytes())?;
            let path = shown_path(&file.finish()?);
            cx.out.note(&text!(
                "The plan is in {path}. `authing orgs sync --apply {path}` carries it out.",
                "计划已写入 {path},可运行 `authing orgs sync --apply {path}` 执行。"
            ));
            return Ok(());
        }
        if self.dry_run || plan.is_empty() {
            return Ok(());
        }
        let (steps, org) = (count(steps(&plan), STEPS), excerpt(&plan.org_id, 60));
        confirm(
            cx,
            &text!("{steps} in the organisation {org}", "对组织机构 {org} 执行 {steps}更改"),
        )
        .await?;
        apply(cx, &plan).await
    }

    async fn plan(&self, cx: &Context, path: &Path, org: &str) -> Result<SyncPlan, Failure> {
        let table = self.reading.open(path)?;
        let read = ReadDepartments::new(table.format, self.key.into());
        let mut read = with_reading!(read, &self.reading);
        if let Some(root) = &self.root {
            read = read.root(root);
        }
        if let Some(letter) = self.separator {
            read = read.separator(letter);
        }
        let refused = |path: &Path| {
            let path = path.to_owned();
            move |refused| file_refused(cx, &path, &refused)
        };
        let departments = read.read(table.blocks()).await.map_err(refused(path))?;
        let mut wanted = SyncOrg::new(departments);
        if let (Some(people), Some(user_key)) = (&self.members, self.user_key) {
            // The two come from one system: what is said of one holds for the other, but for its columns.
            let reading = Reading {
                format: None,
                map: self.members_map.clone(),
                without_column: Vec::new(),
                header_at: None,
                sheet: None,
                ..self.reading.clone()
            };
            let table = reading.open(people)?;
            let key = self.members_key.unwrap_or(self.key);
            let read = ReadMembers::new(table.format, user_key.into(), key.into());
            let mut read = with_reading!(read, &reading);
            if let Some(root) = &self.root {
                read = read.root(root);
            }
            if let Some(letter) = self.separator {
                read = read.separator(letter);
            }
            wanted = wanted.members(read.read(table.blocks()).await.map_err(refused(people))?);
        }
        if self.prune {
            wanted = wanted.prune();
        }
        let management = cx.management().await?;
        cx.out.flush()?;
        match management.orgs().plan_sync(org, wanted).await {
            Ok(plan) => Ok(plan),
            Err(PlanError::Refused(problems)) => {
                let path = self.members.as_deref().unwrap_or(path);
                Err(file_refused(cx, path, &problems))
            }
            Err(PlanError::Call(error)) => Err(Failure::from(&error)),
            Err(other) => Err(Failure::new(Exit::Failed, other.to_string())),
        }
    }
}

fn steps(plan: &SyncPlan) -> usize {
    usize::try_from(plan.steps()).unwrap_or(usize::MAX)
}

/// A plan that was kept as JSON.
async fn kept(cx: &Context, path: &Path) -> Result<SyncPlan, Failure> {
    let text = files::read(cx, path).await?;
    serde_json::from_str(&text).map_err(|error| {
        files::malformed(path, &error)
            .hint(pick("A plan is what --plan-out has written.", "计划文件由 --plan-out 生成。"))
    })
}

/// What is wrong with a file, each problem on a line.
fn file_refused(cx: &Context, path: &Path, refused: &FileRefused) -> Failure {
    let shown = shown_path(path);
    let problems = refused.problems();
    if let ([problem], 1) = (problems, refused.count()) {
        let problem = excerpt(&problem.to_string(), 400);
        let problem = problem.trim_end_matches('.');
        return Failure::config(text!(
            "{shown} cannot be used: {problem}.",
            "无法使用 {shown}:{problem}。"
        ));
    }
    if !cx.out.is_json() {
        for problem in problems.iter().take(20) {
            cx.out.tell(&format!("  {}", excerpt(&problem.to_string(), 400)));
        }
    }
    let many = refused.count();
    let first = problems.first().map(|problem| excerpt(&problem.to_string(), 400));
    let first = first.unwrap_or_default();
    Failure::config(text!(
        "{shown} cannot be used: {many} problems, the first: {first}.",
        "无法使用 {shown}:共 {many} 个问题,首个:{first}。"
    ))
}

/// What is to be done, for people; for scripts the plan itself.
fn show(cx: &Context, plan: &SyncPlan) -> Result<(), Failure> {
    if cx.out.is_json() {
        return cx.out.line(&format!("{:#}", crate::context::to_value(plan)?));
    }
    let mut lines = BTreeMap::new();
    let mut add = |path: &str, mark: &str, note: String| {
        let lines: &mut Vec<(String, String)> = lines.entry(path.to_owned()).or_default();
        lines.push((mark.to_owned(), note));
    };
    for one in &plan.created {
        add(&one.department.path, "+", pick("created", "新建").to_owned());
    }
    for one in &plan.moved {
        let (from, to) = (place(&one.from.path), place(&one.to.path));
        add(&one.department.path, ">", text!("moved: {from} → {to}", "移动:{from} → {to}"));
    }
    for one in plan.renamed.iter().chain(&plan.changed) {
        let field = field_name(one.field);
        let from = one.from.as_deref().map_or_else(|| "-".to_owned(), |from| excerpt(from, 60));
        add(&one.department.path, "~", format!("{field}: {from} → {}", excerpt(&one.to, 60)));
    }
    for one in &plan.removed {
        add(&one.path, "-", pick("removed", "删除").to_owned());
    }
    let mut members = |list: &[PlannedMembers], mark: &str, verb: &str| {
        for one in list {
            add(&one.department.path, mark, format!("{verb}: {}", people(one)));
        }
    };
    members(&plan.members_in, "+", pick("join", "加入"));
    members(&plan.members_out, "-", pick("leave", "移出"));
    let mut rows = Vec::new();
    for (path, notes) in &lines {
        for (mark, note) in notes {
            rows.push(vec![mark.clone(), place(path), note.clone()]);
        }
    }
    let left = rows.len().saturating_sub(SHOWN);
    if cx.out.is_terminal() {
        rows.truncate(SHOWN);
    }
    let mut table = Table::new(vec![String::new(); 3], cx.out.columns());
    for line in table.lines(&rows) {
        cx.out.line(&line)?;
    }
    if left > 0 && cx.out.is_terminal() {
        cx.out.note(&text!(
            "{left} more are not shown; --plan-out FILE has all of them.",
            "另有 {left} 项未显示,--plan-out 文件 可保存全部。"
        ));
    }
    let users = |list: &[PlannedMembers]| list.iter().map(|one| one.users.len()).sum::<usize>();
    let number = |number: usize| number as u64;
    counts(
        cx,
        &[
            (pick("departments created", "新建部门"), number(plan.created.len())),
            (pick("moved", "移动"), number(plan.moved.len())),
            (pick("renamed", "改名"), number(plan.renamed.len())),
            (pick("otherwise changed", "其他更改"), number(plan.changed.len())),
            (pick("removed", "删除"), number(plan.removed.len())),
            (pick("as they are", "无变化"), plan.unchanged_departments),
            (pick("members in", "成员加入"), number(users(&plan.members_in))),
            (pick("members out", "成员移出"), number(users(&plan.members_out))),
        ],
    )?;
    notes(cx, plan, &users);
    if plan.is_empty() {
        cx.out.note(pick("There is nothing to do.", "无需更改。"));
    }
    Ok(())
}

/// What the plan leaves as it is, and why.
fn notes(cx: &Context, plan: &SyncPlan, users: &dyn Fn(&[PlannedMembers]) -> usize) {
    let (departments, members) = (plan.kept_departments.len(), users(&plan.kept_members));
    if departments + members > 0 {
        cx.out.note(&text!(
            "Not in the file, and left as they are: {departments} departments, {members} members. --prune removes them.",
            "文件中没有、保持不变的:{departments} 个部门,{members} 名成员;--prune 可将其移除。"
        ));
    }
    if plan.members_without_key > 0 {
        let many = plan.members_without_key;
        cx.out.note(&text!(
            "{many} members have no such key as the file has, and stay.",
            "{many} 名成员没有文件所用的标识,保持不变。"
        ));
    }
    for user in plan.unknown_users.iter().take(20) {
        let (row, key) = (user.row, excerpt(&user.key, 60));
        cx.out.note(&text!(
            "Row {row}: nobody in the user pool is {key}.",
            "第 {row} 行:用户池中没有 {key}。"
        ));
    }
    if let more @ 1.. = plan.unknown_users.len().saturating_sub(20) {
        cx.out.note(&text!(
            "… and {more} more that are not in the user pool.",
            "另有 {more} 人不在用户池中。"
        ));
    }
    for conflict in plan.conflicts.iter().take(20) {
        let (row, problem) = (conflict.row, excerpt(&conflict.problem, 200));
        cx.out.note(&text!("Row {row} is left out: {problem}.", "第 {row} 行已略过:{problem}。"));
    }
    for one in plan.not_carried.iter().take(20) {
        let (path, field) = (place(&one.department.path), field_name(one.field));
        cx.out.note(&text!(
            "{path}: the server cannot change {field} of a department that is there.",
            "{path}:服务器不支持更改已有部门的{field}。"
        ));
    }
}

/// A path for people; the organisation itself has none.
fn place(path: &str) -> String {
    match path {
        "" | "/" => pick("(the organisation)", "(组织机构)").to_owned(),
        path => excerpt(path, 120),
    }
}

fn field_name(field: ChangedField) -> &'static str {
    match field {
        ChangedField::Name => pick("name", "名称"),
        ChangedField::Code => pick("code", "编码"),
        ChangedField::Description => pick("description", "描述"),
        ChangedField::Order => pick("order", "排序"),
        ChangedField::NameI18n => pick("name in other languages", "多语言名称"),
        ChangedField::DescriptionI18n => pick("description in other languages", "多语言描述"),
        other => other.as_str(),
    }
}

/// The first few by their keys.
fn people(members: &PlannedMembers) -> String {
    const FEW: usize = 5;
    let few: Vec<_> = members.users.iter().take(FEW).map(|user| excerpt(&user.key, 40)).collect();
    let few = few.join(", ");
    match members.users.len().saturating_sub(FEW) {
        0 => few,
        more => text!("{few} and {more} more", "{few} 等另外 {more} 人"),
    }
}

/// Carries the plan out. Ctrl-C ends it with what was done.
async fn apply(cx: &Context, plan: &SyncPlan) -> Result<(), Failure> {
    let management = cx.management().await?;
    let progress = Progress::of(&cx.out);
    let shown = progress.clone();
    let stopping = Stopping::begin(cx);
    let how = ApplySync::new().stop_when(stopping.wish(cx, &progress)).on_progress(move |report| {
        let (done, steps) = (report.done + report.already, report.steps);
        shown.show(|| {
            let share = percent(done, steps);
            text!("{share:>3} %  {done} of {steps} steps", "{share:>3} %  {done}/{steps} 步")
        });
    });
    let (report, failure) = match management.orgs().apply_sync(plan, how).await {
        Ok(report) => (report, None),
        Err(failed) => {
            let stopped = stopping.failure().filter(|_| failed.was_stopped());
            let failure = stopped.unwrap_or_else(|| Failure::from(failed.error()));
            (failed.report().clone(), Some(failure))
        }
    };
    progress.clear();
    tell(cx, &report)?;
    match failure {
        None if report.refused.is_empty() => Ok(()),
        None => Err(Failure::silent(Exit::Partial)),
        Some(failure) => Err(failure.hint(pick(
            "The same command again does what is left.",
            "再次运行同一命令,即可完成剩余部分。",
        ))),
    }
}

fn tell(cx: &Context, report: &SyncReport) -> Result<(), Failure> {
    for step in &report.refused {
        let path = place(&step.department().path);
        let problem = one_line(step.error().message()).into_owned();
        cx.out.tell(&format!("{path}: {}", excerpt(&problem, 300)));
    }
    if cx.out.is_json() {
        return cx.out.json_line(&json!({ "report": {
            "steps": report.steps, "done": report.done, "already": report.already,
            "refused": report.refused.len(), "created": report.created, "moved": report.moved,
            "changed": report.changed, "removed": report.removed,
            "membersIn": report.members_in, "membersOut": report.members_out,
        }}));
    }
    cx.out.line(&cx.out.bold(pick("What was done:", "执行结果:")))?;
    counts(
        cx,
        &[
            (pick("steps", "总步数"), report.steps),
            (pick("done", "完成"), report.done),
            (pick("done before", "此前已完成"), report.already),
            (pick("refused", "拒绝"), report.refused.len() as u64),
        ],
    )
}

/// Writes the departments of an organisation, or its members, as `sync` reads them
#[derive(Args, Debug)]
#[command(after_help = EXPORT_EXAMPLES)]
pub(crate) struct Export {
    /// The organisation's id
    #[arg(value_name = "ORG")]
    org: String,

    /// The file; it is there once all of it is. Without it, standard output
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// By what departments are known
    #[arg(long, value_name = "KEY", value_enum, default_value_t)]
    key: NodeKey,

    /// Writes who is in which departments instead, and users by this
    #[arg(long, value_name = "KEY", value_enum)]
    members: Option<UserKey>,

    /// What is written. Without it, the end of the file's name says so, or else it is csv
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<ExportFormat>,

    /// Begins the file with a byte order mark, by which spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,

    /// Replaces a file that is there
    #[arg(long)]
    force: bool,
}

impl Export {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let format = format_of(cx, self.format, self.file.as_deref())?;
        let management = cx.management().await?;
        let mut sink = Sink::open(cx, self.file.as_deref(), self.force)?;
        let orgs = management.orgs();
        let key = self.key.into();
        let mut without_key = 0;
        let text = match self.members {
            None => orgs.get_departments(&*self.org, key).await?.to_file(format)?,
            Some(user) => {
                let members = orgs.get_department_members(&*self.org, key, user.into()).await?;
                without_key = members.without_key();
                members.to_file(format).map_err(|error: Error| Failure::from(&error))?
            }
        };
        if self.bom {
            sink.write("\u{feff}".as_bytes())?;
        }
        sink.write(&text)?;
        if let Some(path) = sink.finish()? {
            let path = shown_path(&path);
            cx.out.note(&text!("Wrote {path}.", "已写入 {path}。"));
        }
        if without_key > 0 {
            cx.out.tell(&text!(
                "{without_key} members have no such key, and are not in the file.",
                "{without_key} 名成员没有该标识,未写入文件。"
            ));
        }
        Ok(())
    }
}
