//! `authing policies`.

use std::path::PathBuf;

use authing_management::{
    AssignPolicies, CreatePolicy, ListPolicies, ListPolicyAssignments, ManagementClient,
    PoliciesApi, Targets, UpdatePolicy, types::Statement,
};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    files,
    shared::{Namespace, counted, nothing_to_change, target, user_id},
};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions},
    exit::Exit,
    failure::Failure,
    output::{Column, column},
    shown::excerpt,
    texts::Thing,
};

const POLICIES: Thing = Thing { one: "policy", many: "policies", chinese: "个策略" };

const COLUMNS: &[Column] = &[
    column("code", "CODE", "编码"),
    column("description", "DESCRIPTION", "描述"),
    column("namespace", "NAMESPACE", "权限空间"),
    column("assignmentsCount", "ATTACHED", "绑定数"),
    column("isDefault", "DEFAULT", "内置"),
];

const EXAMPLES: &str = "Examples:
  authing policies list
  authing policies create books-rw --allow 'book:*=book:read,book:edit'
  authing policies attach books-rw role:editor user:email:alice@example.com
  # In a script: 0 if Alice may, 10 if not
  authing policies check email:alice@example.com book:1 book:read";

const STATEMENTS_EXAMPLES: &str = "Examples:
  authing policies create books-rw --allow 'book:*=book:read,book:edit' --deny 'book:secret=book:*'
  # As `authing policies get CODE --json` shows them: [{\"resource\": …, \"actions\": […], \"effect\": \"ALLOW\"}]
  authing policies create books-rw --statements statements.json";

/// Manages policies, who they are attached to, and what they decide
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Policies {
    /// Lists policies
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows a policy with its statements
    Get(One),
    /// Creates a policy
    #[command(after_help = STATEMENTS_EXAMPLES)]
    Create(Create),
    /// Changes a policy: statements that are given take the place of all that it had
    #[command(after_help = STATEMENTS_EXAMPLES)]
    Update(Update),
    /// Deletes policies
    #[command(visible_alias = "rm")]
    Delete(Several),
    /// Shows who a policy is attached to
    Assignments(Assignments),
    /// Attaches a policy to users, roles, groups or departments
    Attach(Attachment),
    /// Detaches a policy from users, roles, groups or departments
    Detach(Attachment),
    /// Tells whether a user may do something: ends with 0 if so, with 10 if not
    Check(Check),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Leaves out the policies that every user pool has
    #[arg(long)]
    exclude_default: bool,
    #[command(flatten)]
    namespace: Namespace,
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// The policy's code
    #[arg(value_name = "CODE")]
    code: String,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The policies' codes
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Assignments {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    list: ListOptions,
}

/// What a policy says.
#[derive(Args, Debug)]
struct Statements {
    /// Allows actions on a resource
    #[arg(long, value_name = "RESOURCE=ACTION,…")]
    allow: Vec<String>,
    /// Denies actions on a resource
    #[arg(long, value_name = "RESOURCE=ACTION,…")]
    deny: Vec<String>,
    /// Reads statements from a file of JSON; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["allow", "deny"])]
    statements: Option<PathBuf>,
}

impl Statements {
    async fn read(&self, cx: &Context) -> Result<Vec<Statement>, Failure> {
        if let Some(path) = &self.statements {
            let text = files::read(cx, path).await?;
            return serde_json::from_str(&text).map_err(|error| files::malformed(path, &error));
        }
        let allowed = self.allow.iter().map(|text| {
            statement(text).map(|(resource, actions)| Statement::allow(resource, actions))
        });
        let denied = self.deny.iter().map(|text| {
            statement(text).map(|(resource, actions)| Statement::deny(resource, actions))
        });
        allowed.chain(denied).collect()
    }
}

/// `book:*=book:read,book:edit`.
fn statement(text: &str) -> Result<(&str, Vec<&str>), Failure> {
    let parts = text.split_once('=').map(|(resource, actions)| {
        (resource.trim(), actions.split(',').map(str::trim).collect::<Vec<_>>())
    });
    match parts {
        Some((resource, actions))
            if !resource.is_empty() && actions.iter().all(|action| !action.is_empty()) =>
        {
            Ok((resource, actions))
        }
        _ => {
            let text = excerpt(text, 100);
            Err(Failure::usage(text!(
                "`{text}` is not a statement: write RESOURCE=ACTION,ACTION.",
                "`{text}` 不是有效的声明:请写成 资源=操作,操作。"
            )))
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The policy's code
    #[arg(value_name = "CODE")]
    code: String,
    /// What the policy is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    #[command(flatten)]
    statements: Statements,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    /// The policy's code
    #[arg(value_name = "CODE")]
    code: String,
    /// Another description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Another code
    #[arg(long, value_name = "CODE")]
    new_code: Option<String>,
    #[command(flatten)]
    statements: Statements,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Attachment {
    /// The policy's code
    #[arg(value_name = "POLICY")]
    code: String,
    /// Who it is for: user:ID, user:email:…, role:CODE, group:CODE, department:ID
    #[arg(value_name = "TARGET", required = true)]
    targets: Vec<String>,
    #[command(flatten)]
    namespace: Namespace,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// The user's id, or email:…, phone:…, username:…, external-id:…
    #[arg(value_name = "USER")]
    user: String,
    /// The resource: book:1
    #[arg(value_name = "RESOURCE")]
    resource: String,
    /// The action: book:read
    #[arg(value_name = "ACTION")]
    action: String,
    #[command(flatten)]
    namespace: Namespace,
}

fn policies(management: &ManagementClient, namespace: Namespace) -> PoliciesApi<'_> {
    match namespace.namespace {
        Some(namespace) => management.policies().in_namespace(namespace),
        None => management.policies(),
    }
}

impl Policies {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        match self {
            Self::List(List { exclude_default, namespace, list }) => {
                let mut request = ListPolicies::new().limit(list.page_size());
                if exclude_default {
                    request = request.exclude_default();
                }
                cx.list(policies(management, namespace).list(request), COLUMNS, &list).await
            }
            Self::Get(One { code, namespace }) => {
                cx.show(&policies(management, namespace).get(code).await?)
            }
            Self::Create(Create { code, description, statements, namespace }) => {
                let statements = statements.read(cx).await?;
                if statements.is_empty() {
                    return Err(Failure::usage(text!(
                        "A policy needs a statement: add --allow or --deny.",
                        "策略至少需要一条声明:请加上 --allow 或 --deny。"
                    )));
                }
                let shown = excerpt(&code, 100);
                confirm(cx, &text!("create the policy {shown}", "创建策略 {shown}")).await?;
                let mut request = CreatePolicy::new(code, statements);
                if let Some(text) = description {
                    request = request.description(text);
                }
                cx.show(&policies(management, namespace).create(request).await?)
            }
            Self::Update(Update { code, description, new_code, statements, namespace }) => {
                let statements = statements.read(cx).await?;
                if description.is_none() && new_code.is_none() && statements.is_empty() {
                    return Err(nothing_to_change());
                }
                let shown = excerpt(&code, 100);
                confirm(cx, &text!("change the policy {shown}", "更改策略 {shown}")).await?;
                let mut changes = UpdatePolicy::new();
                if let Some(text) = description {
                    changes = changes.description(text);
                }
                if let Some(code) = new_code {
                    changes = changes.new_code(code);
                }
                if !statements.is_empty() {
                    changes = changes.statements(statements);
                }
                cx.show(&policies(management, namespace).update(code, changes).await?)
            }
            Self::Delete(Several { codes, namespace }) => {
                let many = counted(&codes, POLICIES);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |code: &str| text!("Deleted {code}.", "已删除 {code}。");
                let namespace = &namespace;
                cx.for_each(&codes, done, |code| async move {
                    Ok(policies(management, namespace.clone()).delete(code).await?)
                })
                .await
            }
            Self::Assignments(Assignments { one, list }) => {
                const COLUMNS: &[Column] = &[
                    column("targetType", "TYPE", "类型"),
                    column("targetIdentifier", "TARGET", "主体"),
                ];
                let request = ListPolicyAssignments::new(one.code).limit(list.page_size());
                let policies = policies(management, one.namespace);
                cx.list(policies.list_assignments(request), COLUMNS, &list).await
            }
            Self::Attach(Attachment { code, targets, namespace }) => {
                let (shown, listed) = (excerpt(&code, 100), excerpt(&targets.join(", "), 200));
                let what = text!(
                    "attach the policy {shown} to {listed}",
                    "将策略 {shown} 绑定到 {listed}"
                );
                confirm(cx, &what).await?;
                let (code, namespace) = (&*code, &namespace);
                let done = |target: &str| text!("Attached to {target}.", "已绑定到 {target}。");
                cx.for_each(&targets, done, |named| async move {
                    let target = target(management, &named).await?;
                    let targets = Targets::new(target.target_type().clone(), [target.identifier()]);
                    let request = AssignPolicies::new([code], targets);
                    let policies = policies(management, namespace.clone());
                    Ok(policies.add_assignments(request).await?)
                })
                .await
            }
            Self::Detach(Attachment { code, targets, namespace }) => {
                let (shown, listed) = (excerpt(&code, 100), excerpt(&targets.join(", "), 200));
                let what = text!(
                    "detach the policy {shown} from {listed}",
                    "解除策略 {shown} 与 {listed} 的绑定"
                );
                confirm(cx, &what).await?;
                let (code, namespace) = (&*code, &namespace);
                let done =
                    |target: &str| text!("Detached from {target}.", "已与 {target} 解除绑定。");
                cx.for_each(&targets, done, |named| async move {
                    let target = target(management, &named).await?;
                    let targets = Targets::new(target.target_type().clone(), [target.identifier()]);
                    let policies = policies(management, namespace.clone());
                    Ok(policies.remove_assignments([code], targets).await?)
                })
                .await
            }
            Self::Check(Check { user, resource, action, namespace }) => {
                let id = user_id(management, &user).await?;
                let acl = match namespace.namespace {
                    Some(namespace) => management.acl().in_namespace(namespace),
                    None => management.acl(),
                };
                let allowed = acl.is_allowed(&id, &*resource, &*action).await?;
                let (user, resource, action) =
                    (excerpt(&user, 100), excerpt(&resource, 100), excerpt(&action, 100));
                let sentence = match allowed {
                    true => text!(
                        "Yes: {user} may {action} on {resource}.",
                        "是:{user} 可以对 {resource} 执行 {action}。"
                    ),
                    false => text!(
                        "No: {user} may not {action} on {resource}.",
                        "否:{user} 不能对 {resource} 执行 {action}。"
                    ),
                };
                cx.out.done(&sentence, || json!({ "id": id, "allowed": allowed }))?;
                match allowed {
                    true => Ok(()),
                    false => Err(Failure::silent(Exit::No)),
                }
            }
        }
    }
}
