//! Assignments of policies.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::{ASSIGNED, DONE, Paging, REVOKED, common};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::policies::{self, find};
use crate::domain::{acl, views};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, nested, query};
use crate::state::acl::TargetType;
use crate::state::policies::Assignment;

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("PoliciesManagementClient"),
    [
        query("policyAssignments", Access::Management, policy_assignments),
        mutation("addPolicyAssignments", Access::Management, add_policy_assignments)
            .source(Source::Seen("an unknown target is an error")),
        mutation("removePolicyAssignments", Access::Management, remove_policy_assignments),
        mutation("enablePolicyAssignment", Access::Management, enable_policy_assignment),
        // The schema spells it so.
        mutation("disbalePolicyAssignment", Access::Management, disable_policy_assignment),
        nested("Policy", "assignments", assignments_of_policy),
    ],
);

fn policy_assignments(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        namespace: Option<String>,
        code: Option<String>,
        target_type: Option<TargetType>,
        target_identifier: Option<String>,
        #[serde(flatten)]
        paging: Paging,
    }
    let input: Input = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let found: Vec<&Assignment> = cx
        .pool()?
        .assignments
        .iter()
        .filter(|a| a.namespace == namespace)
        .filter(|a| input.code.as_ref().is_none_or(|code| *code == a.policy))
        .filter(|a| input.target_type.is_none_or(|kind| kind == a.target_type))
        .filter(|a| input.target_identifier.as_ref().is_none_or(|id| *id == a.target))
        .collect();
    Ok(input.paging.cut(&found, |assignment| views::assignment(assignment)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assignments {
    policies: Vec<String>,
    target_type: TargetType,
    target_identifiers: Option<Vec<String>>,
    inherit_by_children: Option<bool>,
    namespace: Option<String>,
}

fn add_policy_assignments(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Assignments = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let targets = input.target_identifiers.unwrap_or_default();
    let inherited = input.inherit_by_children.unwrap_or(true);
    policies::assign(cx, namespace, &input.policies, input.target_type, &targets, inherited)?;
    Ok(common(cx, ASSIGNED))
}

fn remove_policy_assignments(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Assignments = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let targets: HashSet<String> =
        input.target_identifiers.unwrap_or_default().into_iter().collect();
    let policies: HashSet<String> = input.policies.into_iter().collect();
    cx.pool_mut()?.assignments.retain(|a| {
        a.namespace != namespace
            || a.target_type != input.target_type
            || !policies.contains(&a.policy)
            || !targets.contains(&a.target)
    });
    let (codes, targets) = (json!(policies), json!(targets));
    let event = Event::PermissionRevoked;
    policies::tell(cx, event, input.target_type, namespace, codes, targets);
    Ok(common(cx, REVOKED))
}

fn enable_policy_assignment(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    switch(cx, args, true)
}

fn disable_policy_assignment(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    switch(cx, args, false)
}

fn switch(cx: &mut Cx<'_>, args: Args<'_>, enabled: bool) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        policy: String,
        target_type: TargetType,
        target_identifier: String,
        namespace: Option<String>,
    }
    let input: Input = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let pool = cx.pool_mut()?;
    // A role is named by its code or by its id.
    let role = pool.roles.iter().find(|role| {
        input.target_type == TargetType::Role
            && role.namespace == namespace
            && role.id == input.target_identifier
    });
    let target = role.map_or(&input.target_identifier, |role| &role.code);
    let found = pool
        .assignments
        .iter_mut()
        .find(|a| is_assignment(a, namespace, &input.policy, input.target_type, target));
    let Some(assignment) = found else {
        let target = target.clone();
        find(pool, namespace, &input.policy).ok_or(failures::POLICY_NOT_FOUND)?;
        acl::require_target(cx, namespace, input.target_type, &target)?;
        return Err(failures::POLICY_NOT_ASSIGNED.into());
    };
    assignment.enabled = enabled;
    Ok(common(cx, DONE))
}

fn assignments_of_policy(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        #[serde(flatten)]
        paging: Paging,
    }
    let (namespace, code) = (args.parent("namespace").to_owned(), args.parent("code").to_owned());
    let input: Input = args.read()?;
    let found: Vec<&Assignment> = cx
        .pool()?
        .assignments
        .iter()
        .filter(|a| a.namespace == namespace && a.policy == code)
        .collect();
    let page = input.paging.cut(&found, |assignment| views::assignment(assignment));
    // Here the list stands alone, without a total.
    Ok(page.get("list").cloned().unwrap_or_default())
}

fn is_assignment(
    assignment: &Assignment,
    namespace: &str,
    policy: &str,
    target_type: TargetType,
    target: &str,
) -> bool {
    assignment.namespace == namespace
        && assignment.policy == policy
        && assignment.target_type == target_type
        && assignment.target == target
}
