//! Permissions on resources, one by one.

use indexmap::IndexSet;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::{ASSIGNED, common, some};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::listed;
use crate::domain::acl::rights::Rights;
use crate::domain::acl::{self, grants};
use crate::domain::context::Cx;
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::acl::{ResourceGrant, TargetType};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("AclManagementClient"),
    [
        query("isActionAllowed", Access::Management, is_action_allowed)
            .source(Source::Seen("wildcards of resources and actions")),
        query("isActionDenied", Access::Management, is_action_denied)
            .source(Source::Chosen("the schema alone is known: no official SDK calls it")),
        query("authorizedResources", Access::Management, authorized_resources)
            .source(Source::Seen("what comes from roles, groups and departments above")),
        query("authorizedTargets", Access::Management, authorized_targets),
        // Groups have no id here, so both name them by code.
        query("authorizedTargetsCode", Access::Management, authorized_targets)
            .source(Source::Client("Go SDK")),
        mutation("allow", Access::Management, allow),
        mutation("authorizeResource", Access::Management, authorize_resource),
    ],
);

fn is_action_allowed(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    ask(cx, args, |rights, resource, action| rights.allow(resource, action))
}

/// Only a refusal denies: what nobody speaks of is neither allowed nor denied.
fn is_action_denied(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    ask(cx, args, |rights, resource, action| rights.refuse(resource, action))
}

fn ask(
    cx: &mut Cx<'_>,
    args: Args<'_>,
    question: impl Fn(&Rights<'_>, &str, &str) -> bool,
) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        resource: String,
        action: String,
        namespace: Option<String>,
    }
    let input: Input = args.read()?;
    cx.user(&input.user_id)?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let rights = Rights::of(cx.pool()?, namespace, TargetType::User, &input.user_id);
    Ok(Json::from(question(&rights, &input.resource, &input.action)))
}

fn authorized_resources(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        target_type: Option<TargetType>,
        target_identifier: Option<String>,
        namespace: Option<String>,
        resource_type: Option<String>,
    }
    let input: Input = args.read()?;
    let (Some(kind), Some(id)) = (input.target_type, input.target_identifier) else {
        return Err(failures::BAD_REQUEST.into());
    };
    let namespace = acl::namespace(input.namespace.as_deref());
    acl::require_target(cx, namespace, kind, &id)?;
    Ok(Rights::of(cx.pool()?, namespace, kind, &id).page(input.resource_type.as_deref()))
}

fn authorized_targets(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        namespace: String,
        resource_type: String,
        resource: String,
        target_type: Option<TargetType>,
        actions: Option<Actions>,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let assigned = pool
        .assignments
        .iter()
        .filter(|a| a.namespace == input.namespace)
        .map(|a| (a.target_type, a.target.as_str()));
    let given = pool
        .grants
        .iter()
        .filter(|grant| grant.namespace == input.namespace)
        .map(|grant| (grant.target_type, grant.target.as_str()));
    let wanted =
        |target: &(TargetType, &str)| input.target_type.is_none_or(|kind| kind == target.0);
    let targets: IndexSet<_> = assigned.chain(given).filter(wanted).collect();
    let list: Vec<Json> = targets
        .into_iter()
        .filter_map(|(kind, id)| {
            let rights = Rights::own(pool, &input.namespace, kind, id);
            let actions = rights.on(&input.resource)?;
            let wanted = input
                .actions
                .as_ref()
                .is_none_or(|wanted| wanted.hold(|action| rights.allow(&input.resource, action)));
            (wanted && rights.has_type(&input.resource, &input.resource_type))
                .then(|| json!({ "targetType": kind, "targetIdentifier": id, "actions": actions }))
        })
        .collect();
    Ok(listed::whole(list))
}

#[derive(Deserialize)]
struct Actions {
    op: Operator,
    list: Vec<Option<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Operator {
    And,
    Or,
}

impl Actions {
    fn hold(&self, allowed: impl Fn(&str) -> bool) -> bool {
        let mut actions = self.list.iter().flatten();
        match self.op {
            Operator::And => actions.all(|action| allowed(action)),
            Operator::Or => actions.any(|action| allowed(action)),
        }
    }
}

fn allow(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        resource: String,
        action: String,
        user_id: Option<String>,
        user_ids: Option<Vec<String>>,
        role_code: Option<String>,
        role_codes: Option<Vec<String>>,
        namespace: Option<String>,
    }
    let input: Input = args.read()?;
    let users = input.user_ids.unwrap_or_default().into_iter().chain(input.user_id);
    let roles = input.role_codes.unwrap_or_default().into_iter().chain(input.role_code);
    let targets =
        users.map(|id| (TargetType::User, id)).chain(roles.map(|code| (TargetType::Role, code)));
    let namespace = acl::namespace(input.namespace.as_deref());
    let granted: Vec<ResourceGrant> = targets
        .map(|(target_type, target)| ResourceGrant {
            namespace: namespace.to_owned(),
            resource: input.resource.clone(),
            resource_type: None,
            target_type,
            target,
            actions: vec![input.action.clone()],
        })
        .collect();
    if granted.is_empty() || input.action.trim().is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    grants::give(cx, granted)?;
    Ok(common(cx, ASSIGNED))
}

fn authorize_resource(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        namespace: Option<String>,
        resource: Option<String>,
        resource_type: Option<String>,
        opts: Option<Vec<Option<Opt>>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Opt {
        target_type: TargetType,
        target_identifier: String,
        actions: Option<Vec<String>>,
    }
    let input: Input = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let granted = some(input.opts).into_iter().map(|opt| ResourceGrant {
        namespace: namespace.to_owned(),
        resource: input.resource.clone().unwrap_or_default(),
        resource_type: input.resource_type.clone(),
        target_type: opt.target_type,
        target: opt.target_identifier,
        actions: opt.actions.unwrap_or_default(),
    });
    let granted: Vec<ResourceGrant> = granted.collect();
    if granted.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    grants::give(cx, granted)?;
    Ok(common(cx, ASSIGNED))
}
