//! Policies, and what they are assigned to.

use authing_management::{
    AssignPolicies, CreatePolicy, ListPolicies, Target, UpdatePolicy,
    types::{PolicyEffect, Statement},
};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let policies = client.policies();
    let page =
        walk.step("list policies", async { policies.list(ListPolicies::new()).await }).await?;
    assert_eq!(page.list.first().map(|one| one.code.as_str()), Some("AdministratorAccess"));
    let read = || Statement::allow("books:*", ["books:read"]);
    let request = CreatePolicy::new("readers", [read()]).description("Who read");
    let made = walk.step("create a policy", async { policies.create(request).await }).await?;
    assert_eq!(made.code, "readers");
    let found = walk.step("get a policy", async { policies.get("readers").await }).await?;
    assert_eq!(found.description.as_deref(), Some("Who read"));
    let no_drafts = Statement::deny("books:draft", ["books:*"]);
    let changes = UpdatePolicy::new().statements([read(), no_drafts]).description("Who may read");
    let changed =
        walk.step("update a policy", async { policies.update("readers", changes).await }).await?;
    let effects: Vec<_> = changed.statements.into_iter().filter_map(|one| one.effect).collect();
    assert_eq!(effects, [PolicyEffect::Allow, PolicyEffect::Deny]);

    let bob = walk.user("bob").await?;
    let may = || client.acl().is_allowed(&bob, "books:1", "books:read");
    let target = || Target::user(&bob);
    let request = AssignPolicies::new(["readers"], target());
    walk.step("assign policies", async { policies.add_assignments(request).await }).await?;
    let page =
        walk.step("list assignments", async { policies.list_assignments("readers").await }).await?;
    assert_eq!(page.list.first().map(|one| &one.target_identifier), Some(&bob));
    assert!(may().await?);
    walk.step("disable an assignment", async {
        policies.disable_assignment("readers", target()).await
    })
    .await?;
    assert!(!may().await?);
    walk.step("enable an assignment", async {
        policies.enable_assignment("readers", target()).await
    })
    .await?;
    assert!(may().await?);
    walk.step("revoke policies", async {
        policies.remove_assignments(["readers"], target()).await
    })
    .await?;
    assert!(!may().await?);
    for code in ["a", "b"] {
        policies.create(CreatePolicy::new(code, [read()])).await?;
    }
    walk.step("delete a policy", async { policies.delete("readers").await }).await?;
    walk.step("delete many policies", async { policies.delete_many(["a", "b"]).await }).await?;
    assert_eq!(policies.list(ListPolicies::new()).await?.total_count, 1);
    Ok(())
}
