//! What a plan says, done.

use std::{
    collections::HashMap,
    fmt,
    future::{Future, ready},
    sync::atomic::{AtomicBool, Ordering},
};

use authing_core::{Error, ErrorKind};
use futures_core::future::BoxFuture;
use futures_util::{StreamExt, stream};

use super::{
    current::{Current, There},
    model::{DepartmentKey, ROOT},
    plan::{
        BATCH, ChangedField, DepartmentRef, PlannedDepartment, PlannedMembers, PlannedMove,
        SyncPlan,
    },
    problems::shown,
};
use crate::{
    ManagementClient,
    bulk::{Stop, concerns_all_rows, retry, tell},
    orgs::{ListNodeMembers, NewNode, NodeKey, OrgsApi, UpdateNode},
};

/// How many departments get members at the same time.
const CONCURRENCY: usize = 4;

type OnProgress = Box<dyn FnMut(&SyncReport) + Send>;

/// How [`OrgsApi::apply_sync`] goes about it.
pub struct ApplySync {
    attempts: u32,
    stop_when: Option<BoxFuture<'static, ()>>,
    on_progress: Option<OnProgress>,
}

authing_types::redacted_debug!(ApplySync { attempts });

impl Default for ApplySync {
    fn default() -> Self {
        Self::new()
    }
}

impl ApplySync {
    /// Each step up to five times.
    pub fn new() -> Self {
        Self { attempts: 5, stop_when: None, on_progress: None }
    }

    /// How many times a step is tried at most when the connection breaks, the server fails (an HTTP status from 500
    /// on), is busy or wants fewer calls. Before a department is made again it is looked for, so that none is made
    /// twice. Default: 5.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Ends the work early, with its report, when this future is ready: for Ctrl-C, or for the end of a service. No
    /// further step is begun, those under way are waited for. If steps are left then, it ends with
    /// [`SyncFailed::was_stopped`].
    #[must_use]
    pub fn stop_when(mut self, wish: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop_when = Some(Box::pin(wish));
        self
    }

    /// Is called after every step. One that panics is not called again, and the work goes on.
    #[must_use]
    pub fn on_progress(mut self, observe: impl FnMut(&SyncReport) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(observe));
        self
    }
}

/// What became of the steps of a plan.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SyncReport {
    /// How many steps the plan has.
    pub steps: u64,
    /// Steps that were carried out.
    pub done: u64,
    /// Steps that somebody had carried out before.
    pub already: u64,
    /// Steps that no longer fit, or that the server refused. They changed nothing.
    pub refused: Vec<RefusedStep>,
    /// Departments that were made.
    pub created: u64,
    /// Departments that were moved.
    pub moved: u64,
    /// Departments that got another name, code or description, counted for each field.
    pub changed: u64,
    /// Departments that were removed.
    pub removed: u64,
    /// Users who joined a department, counted for each department.
    pub members_in: u64,
    /// Users who left a department, counted for each department.
    pub members_out: u64,
}

authing_types::redacted_debug!(SyncReport {
    steps,
    done,
    already,
    refused,
    created,
    moved,
    changed,
    removed,
    members_in,
    members_out
});

/// A step that was not carried out.
#[derive(Clone)]
pub struct RefusedStep {
    department: DepartmentRef,
    error: Error,
}

authing_types::redacted_debug!(RefusedStep { department, error });

impl RefusedStep {
    /// The department that it is about.
    pub fn department(&self) -> &DepartmentRef {
        &self.department
    }

    /// Why: in words that name no user.
    pub fn error(&self) -> &Error {
        &self.error
    }
}

/// A plan that was not carried out to its end. The cause is in `source()`; plan again to go on.
#[derive(Clone)]
pub struct SyncFailed {
    error: Error,
    report: SyncReport,
    was_stopped: bool,
}

authing_types::redacted_debug!(SyncFailed { error, report, was_stopped });

impl SyncFailed {
    /// What ended it.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// What became of the steps before.
    pub fn report(&self) -> &SyncReport {
        &self.report
    }

    /// Whether the program wished it: [`ApplySync::stop_when`].
    pub fn was_stopped(&self) -> bool {
        self.was_stopped
    }
}

impl fmt::Display for SyncFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SyncReport { steps, done, already, .. } = &self.report;
        write!(f, "the sync ended after {} of {steps} steps: plan again to go on", done + already)
    }
}

impl std::error::Error for SyncFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl OrgsApi<'_> {
    /// Carries out a plan: makes departments, moves and renames them, lets members join and leave, and removes what
    /// the plan says. Each step about a department is checked against what is there now; one that no longer fits is
    /// reported, and not forced. Members join and leave as the plan says, also where the department is then kept.
    ///
    /// See [the module](crate::orgs::departments) for the rules and the cost.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     orgs::departments::{ApplySync, SyncPlan},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let plan: SyncPlan = serde_json::from_slice(&std::fs::read("plan.json")?)?;
    /// let apply = ApplySync::new().on_progress(|report| eprint!("\r{}/{}", report.done, report.steps));
    /// let report = management.orgs().apply_sync(&plan, apply).await?;
    /// for step in &report.refused {
    ///     eprintln!("{}: {}", step.department().path, step.error());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `org` once, then `addNodeV2`, `moveNode`, `updateNode`, `addMember`, `removeMembers` and `deleteNode`
    /// as the plan says. Idempotent: what has been done is not done again.
    ///
    /// # Errors
    ///
    /// [`SyncFailed`] when the steps to come would fail too: an outage, a refused secret, too many calls. It says what
    /// was done.
    pub async fn apply_sync(
        &self,
        plan: &SyncPlan,
        apply: ApplySync,
    ) -> Result<SyncReport, SyncFailed> {
        let ApplySync { attempts, stop_when, mut on_progress } = apply;
        let stop = Stop::when(stop_when);
        let mut report = SyncReport { steps: plan.steps(), ..SyncReport::default() };
        let worker = Worker { client: self.client, plan, attempts, stop };
        match worker.run(&mut report, &mut on_progress).await {
            Ok(()) => Ok(report),
            Err(error) => Err(SyncFailed { error, report, was_stopped: worker.stop.is_wished() }),
        }
    }
}

/// What became of a step.
enum Step {
    Done,
    Already,
}

struct Worker<'a> {
    client: &'a ManagementClient,
    plan: &'a SyncPlan,
    attempts: u32,
    stop: Stop,
}

/// The departments as they are while the plan is carried out.
struct Now {
    root_id: String,
    by_id: HashMap<String, Place>,
    /// By code or, with paths, as they were made.
    by_key: HashMap<String, String>,
}

struct Place {
    parent: String,
    name: String,
    code: Option<String>,
    description: Option<String>,
}

impl Now {
    fn of(current: Current) -> Self {
        let mut now =
            Self { root_id: current.root_id, by_id: HashMap::new(), by_key: HashMap::new() };
        for There { key, node, parent } in current.list {
            now.by_key.insert(key, node.id.clone());
            let (name, code, description) = (node.name, node.code, node.description);
            now.by_id.insert(node.id, Place { parent, name, code, description });
        }
        now
    }

    /// The id of a department that is there.
    fn id(&self, department: &DepartmentRef) -> Result<String, Error> {
        if department.key == ROOT {
            return Ok(self.root_id.clone());
        }
        let id = department.id.as_ref().or_else(|| self.by_key.get(&department.key));
        let id = id.filter(|id| self.by_id.contains_key(*id));
        id.cloned().ok_or_else(|| refuse("it is not there any more, or could not be made"))
    }

    fn place(&self, department: &DepartmentRef) -> Result<&Place, Error> {
        let id = self.id(department)?;
        self.by_id.get(&id).ok_or_else(|| refuse("the organisation itself is left as it is"))
    }

    fn is_below(&self, id: &str, above: &str) -> bool {
        let mut next = Some(id);
        while let Some(id) = next {
            if id == above {
                return true;
            }
            next = self.by_id.get(id).map(|place| place.parent.as_str());
        }
        false
    }
}

fn refuse(problem: impl Into<String>) -> Error {
    Error::new(ErrorKind::Input, problem.into())
}

impl Worker<'_> {
    async fn run(
        &self,
        report: &mut SyncReport,
        on_progress: &mut Option<OnProgress>,
    ) -> Result<(), Error> {
        let plan = self.plan;
        if plan.is_empty() {
            return Ok(());
        }
        let current = self
            .again(|| Current::get(self.client, plan.org_id.clone(), plan.department_key))
            .await?;
        let mut now = Now::of(current);
        for planned in &plan.created {
            self.go_on()?;
            let outcome = self.create(planned, &mut now).await;
            report.created += u64::from(matches!(outcome, Ok(Step::Done)));
            count(report, on_progress, &planned.department, outcome)?;
        }
        for planned in &plan.moved {
            self.go_on()?;
            let outcome = self.relocate(planned, &mut now).await;
            report.moved += u64::from(matches!(outcome, Ok(Step::Done)));
            count(report, on_progress, &planned.department, outcome)?;
        }
        for planned in plan.renamed.iter().chain(&plan.changed) {
            self.go_on()?;
            let outcome = self
                .change(
                    &planned.department,
                    planned.field,
                    planned.from.as_deref(),
                    &planned.to,
                    &now,
                )
                .await;
            report.changed += u64::from(matches!(outcome, Ok(Step::Done)));
            count(report, on_progress, &planned.department, outcome)?;
        }
        // Who changes departments is never without one.
        self.members(&plan.members_in, true, &now, report, on_progress).await?;
        self.members(&plan.members_out, false, &now, report, on_progress).await?;
        for department in &plan.removed {
            self.go_on()?;
            let outcome = self.remove(department, &mut now).await;
            report.removed += u64::from(matches!(outcome, Ok(Step::Done)));
            count(report, on_progress, department, outcome)?;
        }
        Ok(())
    }

    /// Whether another step is begun.
    fn go_on(&self) -> Result<(), Error> {
        match self.stop.is_wished() {
            false => Ok(()),
            true => Err(refuse("the sync was stopped, as the program wished")),
        }
    }

    /// Calls again after a failure that passes. What is called changes nothing more the second time.
    async fn again<T, F: Future<Output = Result<T, Error>>>(
        &self,
        call: impl Fn() -> F,
    ) -> Result<T, Error> {
        retry::again(self.attempts, &self.stop, call).await
    }

    async fn create(&self, planned: &PlannedDepartment, now: &mut Now) -> Result<Step, Error> {
        let key = &planned.department.key;
        let parent = now.id(&planned.parent)?;
        if let Some(there) = now.by_key.get(key).and_then(|id| now.by_id.get(id)) {
            return match there.name.trim() == planned.name.trim() && there.parent == parent {
                true => Ok(Step::Already),
                false => Err(refuse(format!(
                    "somebody has made another department with the {} {}",
                    self.plan.department_key.as_str(),
                    shown(key)
                ))),
            };
        }
        let mut node = NewNode::new(&planned.name);
        for (text, set) in [
            (&planned.code, NewNode::code as fn(NewNode, String) -> NewNode),
            (&planned.description, NewNode::description),
            (&planned.name_i18n, NewNode::name_i18n),
            (&planned.description_i18n, NewNode::description_i18n),
        ] {
            if let Some(text) = text {
                node = set(node, text.clone());
            }
        }
        if let Some(order) = planned.order {
            node = node.order(order);
        }
        let orgs = self.client.orgs();
        let (org_id, mut attempt, mut maybe_made) = (&self.plan.org_id, 1, false);
        let id = loop {
            if maybe_made && let Some(id) = self.find(planned, &parent).await? {
                break id;
            }
            match orgs.add_node(org_id, &parent, node.clone()).await {
                Ok(made) => break made.id,
                Err(error) if attempt < self.attempts && retry::is_transient(&error) => {
                    maybe_made |= !error.is_not_sent();
                    if !self.stop.sleep(retry::wait(&error, attempt)).await {
                        return Err(error);
                    }
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        };
        now.by_key.insert(key.clone(), id.clone());
        let (name, code) = (planned.name.clone(), planned.code.clone());
        now.by_id
            .insert(id, Place { parent, name, code, description: planned.description.clone() });
        Ok(Step::Done)
    }

    /// The department, if a request whose response was lost has made it.
    async fn find(
        &self,
        planned: &PlannedDepartment,
        parent: &str,
    ) -> Result<Option<String>, Error> {
        let orgs = self.client.orgs();
        if self.plan.department_key == DepartmentKey::Code {
            let key = NodeKey::code(&self.plan.org_id, &planned.department.key);
            let node = self.again(|| async { orgs.get_node_opt(key.clone()).await }).await?;
            return Ok(node.map(|node| node.id));
        }
        let children = self.again(|| async { orgs.list_children(parent).await }).await?;
        let made = children.into_iter().find(|node| node.name.trim() == planned.name.trim());
        Ok(made.map(|node| node.id))
    }

    async fn relocate(&self, planned: &PlannedMove, now: &mut Now) -> Result<Step, Error> {
        let id = now.id(&planned.department)?;
        let to = now.id(&planned.to)?;
        let place = now.place(&planned.department)?;
        if place.parent == to {
            return Ok(Step::Already);
        }
        if planned.from.id.as_ref() != Some(&place.parent) {
            return Err(refuse("somebody has moved it elsewhere since the plan was made"));
        }
        if now.is_below(&to, &id) {
            return Err(refuse("what it is to stand below stands below it now"));
        }
        let org_id = &self.plan.org_id;
        self.again(|| async { self.client.orgs().move_node(org_id, &id, &to).await }).await?;
        if let Some(place) = now.by_id.get_mut(&id) {
            place.parent = to;
        }
        Ok(Step::Done)
    }

    async fn change(
        &self,
        department: &DepartmentRef,
        field: ChangedField,
        from: Option<&str>,
        to: &str,
        now: &Now,
    ) -> Result<Step, Error> {
        let id = now.id(department)?;
        let place = now.place(department)?;
        let (has, update) = match field {
            ChangedField::Name => (Some(place.name.as_str()), UpdateNode::new().name(to)),
            ChangedField::Code => (place.code.as_deref(), UpdateNode::new().code(to)),
            ChangedField::Description => {
                (place.description.as_deref(), UpdateNode::new().description(to))
            }
            other => {
                return Err(refuse(format!(
                    "the server has no call that changes `{}`",
                    other.as_str()
                )));
            }
        };
        let has = has.filter(|text| !text.is_empty());
        if has == Some(to) {
            return Ok(Step::Already);
        }
        if has != from {
            let field = field.as_str();
            return Err(refuse(format!(
                "somebody has changed its `{field}` since the plan was made"
            )));
        }
        self.again(|| async { self.client.orgs().update_node(&id, update.clone()).await }).await?;
        Ok(Step::Done)
    }

    async fn members(
        &self,
        planned: &[PlannedMembers],
        join: bool,
        now: &Now,
        report: &mut SyncReport,
        on_progress: &mut Option<OnProgress>,
    ) -> Result<(), Error> {
        let steps = planned.iter().flat_map(|planned| {
            planned.users.chunks(BATCH).map(move |users| (&planned.department, users))
        });
        let all = planned.iter().map(|planned| planned.users.len().div_ceil(BATCH)).sum::<usize>();
        let is_ending = AtomicBool::new(false);
        // No further one is begun then; those under way are waited for and counted.
        let mut steps = stream::iter(steps)
            .take_while(|_| ready(!is_ending.load(Ordering::Relaxed) && !self.stop.is_wished()))
            .map(|(department, users)| async move {
                let done = async {
                    let id = now.id(department)?;
                    let ids: Vec<_> = users.iter().map(|user| user.id.clone()).collect();
                    let orgs = self.client.orgs();
                    self.again(|| async {
                        match join {
                            true => orgs.add_members(id.as_str(), ids.clone()).await,
                            false => orgs.remove_members(id.as_str(), ids.clone()).await,
                        }
                    })
                    .await?;
                    Ok(Step::Done)
                };
                (department, users.len() as u64, done.await)
            })
            .buffered(CONCURRENCY);
        let (mut ended, mut seen) = (None, 0);
        while let Some((department, users, outcome)) = steps.next().await {
            seen += 1;
            if matches!(outcome, Ok(Step::Done)) {
                let counted = if join { &mut report.members_in } else { &mut report.members_out };
                *counted += users;
            }
            if let Err(error) = count(report, on_progress, department, outcome) {
                is_ending.store(true, Ordering::Relaxed);
                ended.get_or_insert(error);
            }
        }
        if seen < all && ended.is_none() {
            self.go_on()?;
        }
        ended.map_or(Ok(()), Err)
    }

    async fn remove(&self, department: &DepartmentRef, now: &mut Now) -> Result<Step, Error> {
        let is_there = department.id.as_ref().is_some_and(|id| now.by_id.contains_key(id));
        if !is_there {
            return Ok(Step::Already);
        }
        let id = now.id(department)?;
        let orgs = self.client.orgs();
        // The server deletes whatever stands below and whoever is in it.
        let below = self.again(|| async { orgs.list_children(&id).await }).await?;
        if !below.is_empty() {
            return Err(refuse(format!(
                "{} departments stand below it that the plan does not remove, or could not",
                below.len()
            )));
        }
        let list = || async { orgs.list_members(ListNodeMembers::new(id.as_str()).limit(1)).await };
        let members = self.again(list).await?;
        if members.total_count > 0 || !members.list.is_empty() {
            return Err(refuse(format!(
                "{} users are in it that the plan does not take out: plan again with their members",
                members.total_count
            )));
        }
        let org_id = &self.plan.org_id;
        let delete = || async {
            match orgs.delete_node(org_id, &id).await {
                Err(error) if error.is_not_found() => Ok(()),
                result => result,
            }
        };
        self.again(delete).await?;
        now.by_id.remove(&id);
        now.by_key.remove(&department.key);
        Ok(Step::Done)
    }
}

/// Counts a step; an error is one that the steps to come would have too.
fn count(
    report: &mut SyncReport,
    on_progress: &mut Option<OnProgress>,
    department: &DepartmentRef,
    outcome: Result<Step, Error>,
) -> Result<(), Error> {
    match outcome {
        Ok(Step::Done) => report.done += 1,
        Ok(Step::Already) => report.already += 1,
        Err(error) if concerns_all_rows(&error) => return Err(error),
        Err(error) => {
            report.refused.push(RefusedStep { department: department.clone(), error });
        }
    }
    tell(on_progress, |observe| observe(report));
    Ok(())
}
