//! Policies.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::api::graphql::common::{DELETED, Paging, common};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::domain::policies::{self, NewPolicy, find};
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::policies::{Policy, Statement};
use crate::state::user_pool::UserPool;

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("PoliciesManagementClient"),
    [
        query("policy", Access::Management, policy)
            .source(Source::Seen("null for one that was deleted")),
        query("policies", Access::Management, policies),
        mutation("createPolicy", Access::Management, create_policy),
        mutation("updatePolicy", Access::Management, update_policy),
        mutation("deletePolicy", Access::Management, delete_policy),
        mutation("deletePolicies", Access::Management, delete_policies),
    ],
);

#[derive(Deserialize)]
struct Code {
    code: String,
    namespace: Option<String>,
}

impl Code {
    fn namespace(&self) -> &str {
        acl::namespace(self.namespace.as_deref())
    }
}

fn policy(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Code = args.read()?;
    let pool = cx.pool()?;
    let found = find(pool, input.namespace(), &input.code);
    Ok(found.map_or(Json::Null, |policy| views::policy(pool, policy, Dates::GraphQl)))
}

fn policies(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        namespace: Option<String>,
        exclude_default: Option<bool>,
        #[serde(flatten)]
        paging: Paging,
    }
    let input: Input = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let own_only = input.exclude_default.unwrap_or(false);
    let pool = cx.pool()?;
    let found: Vec<&Policy> = pool
        .policies
        .iter()
        .rev()
        .filter(|policy| policy.namespace == namespace && !policy.hidden)
        .filter(|policy| !(own_only && policy.is_default))
        .collect();
    Ok(input.paging.cut(&found, |policy| views::policy(pool, policy, Dates::GraphQl)))
}

fn create_policy(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        #[serde(flatten)]
        code: Code,
        description: Option<String>,
        statements: Vec<Statement>,
    }
    let input: Input = args.read()?;
    let namespace = input.code.namespace().to_owned();
    let new = NewPolicy {
        id: None,
        namespace: namespace.clone(),
        code: input.code.code,
        description: input.description,
        statements: input.statements,
    };
    let code = policies::create(cx, new)?.code.clone();
    let pool = cx.pool()?;
    let made = find(pool, &namespace, &code);
    Ok(made.map_or(Json::Null, |policy| views::policy(pool, policy, Dates::GraphQl)))
}

fn update_policy(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        code: Code,
        description: Option<String>,
        statements: Option<Vec<Statement>>,
        new_code: Option<String>,
    }
    let input: Input = args.read()?;
    let namespace = input.code.namespace().to_owned();
    let old = input.code.code.clone();
    let new_code = input.new_code.filter(|code| *code != old);
    let now = cx.now;
    let pool = cx.pool_mut()?;
    if new_code.as_deref().is_some_and(|code| find(pool, &namespace, code).is_some()) {
        return Err(failures::POLICY_EXISTS.into());
    }
    let policy = find_own(pool, &namespace, &old)?;
    if let Some(description) = input.description {
        policy.description = Some(description);
    }
    if let Some(statements) = input.statements {
        policy.statements = statements;
    }
    if let Some(code) = &new_code {
        policy.code.clone_from(code);
    }
    policy.updated_at = now;
    let code = new_code.unwrap_or_else(|| old.clone());
    for assignment in &mut pool.assignments {
        if assignment.namespace == namespace && assignment.policy == old {
            assignment.policy.clone_from(&code);
        }
    }
    let pool = cx.pool()?;
    let policy = find(pool, &namespace, &code).ok_or(failures::POLICY_NOT_FOUND)?;
    Ok(views::policy(pool, policy, Dates::GraphQl))
}

fn delete_policy(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Code = args.read()?;
    delete(cx, input.namespace(), std::slice::from_ref(&input.code))
}

fn delete_policies(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        code_list: Vec<String>,
        namespace: Option<String>,
    }
    let input: Input = args.read()?;
    delete(cx, acl::namespace(input.namespace.as_deref()), &input.code_list)
}

fn delete(cx: &mut Cx<'_>, namespace: &str, codes: &[String]) -> ApiResult<Json> {
    let pool = cx.pool_mut()?;
    for code in codes {
        find_own(pool, namespace, code)?;
    }
    let codes: HashSet<&String> = codes.iter().collect();
    pool.policies.retain(|policy| policy.namespace != namespace || !codes.contains(&policy.code));
    pool.assignments.retain(|a| a.namespace != namespace || !codes.contains(&a.policy));
    Ok(common(cx, DELETED))
}

/// A policy that may be changed: not one of the built-in ones.
fn find_own<'a>(pool: &'a mut UserPool, namespace: &str, code: &str) -> ApiResult<&'a mut Policy> {
    let found = pool
        .policies
        .iter_mut()
        .find(|policy| policy.namespace == namespace && policy.code == code)
        .ok_or(failures::POLICY_NOT_FOUND)?;
    if found.is_default { Err(failures::POLICY_BUILT_IN.into()) } else { Ok(found) }
}
