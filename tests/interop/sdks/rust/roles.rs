//! Roles: who has them, what they may do, what is noted about them.

use authing_management::{
    CreatePolicy, CreateRole, FindRoleUsers, ListRoleUsers, ListRoles, ManagementClient,
    PageRequest, RolesApi, UpdateRole,
    types::{CustomData, CustomValue, Statement, User},
};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let roles = client.roles();
    let page = walk.step("list roles", async { roles.list(ListRoles::new()).await }).await?;
    assert_eq!(page.total_count, 0);
    let editor = CreateRole::new("editor").description("Edits");
    let editor = walk.step("create a role", async { roles.create(editor).await }).await?.id;
    walk.name("<editor>", &editor)?;
    let intern = CreateRole::new("intern").parent("editor");
    let intern =
        walk.step("create a role with a parent", async { roles.create(intern).await }).await?.id;
    walk.name("<intern>", &intern)?;
    let found = walk.step("get a role", async { roles.get("editor").await }).await?;
    assert_eq!(found.description.as_deref(), Some("Edits"));
    let same =
        walk.step("get a role by the older call", async { roles.get("editor").await }).await?;
    assert_eq!(same.id, editor);
    let changes = UpdateRole::new().description("Edits books").new_code("author");
    let changed =
        walk.step("update a role", async { roles.update("editor", changes).await }).await?;
    assert_eq!((changed.code.as_str(), &changed.id), ("author", &editor));
    custom_data(walk, &client, &editor, &intern).await?;
    users(walk, &client).await?;
    permissions(walk, &client).await?;
    walk.step("delete a role", async { roles.delete("author").await }).await?;
    walk.step("delete many roles", async { roles.delete_many(["intern"]).await }).await?;
    assert_eq!(roles.list(ListRoles::new()).await?.total_count, 0);
    Ok(())
}

async fn custom_data(
    walk: &mut Walk,
    client: &ManagementClient,
    author: &str,
    intern: &str,
) -> Result<(), Failure> {
    let roles = client.roles();
    let data = CustomData::new().with("color", "red").with("level", 3);
    walk.step("set custom data", async { roles.set_custom_data(author, &data).await }).await?;
    let read = walk.step("get custom data", async { roles.get_custom_data(author).await }).await?;
    assert!(read.get("color") == Some(&CustomValue::from("red")));
    let level = walk
        .step("get one field", async { roles.find_custom_value(author, "level").await })
        .await?;
    assert!(level == Some(CustomValue::from(3)));
    let (four, one) = (CustomData::new().with("level", 4), CustomData::new().with("level", 1));
    walk.step("set custom data of many roles", async {
        roles.set_custom_data_many([(author, &four), (intern, &one)]).await
    })
    .await?;
    let many = walk
        .step("get custom data of many roles", async {
            roles.get_custom_data_many([author, intern]).await
        })
        .await?;
    let level = |id: &str| many.get(id).and_then(|data| data.get("level"));
    assert!(level(author) == Some(&CustomValue::from(4)));
    assert!(level(intern) == Some(&CustomValue::from(1)));
    walk.step("remove one field", async { roles.remove_custom_value(author, "color").await })
        .await?;
    assert!(roles.get_custom_data(author).await?.get("color").is_none());
    Ok(())
}

async fn users(walk: &mut Walk, client: &ManagementClient) -> Result<(), Failure> {
    let roles = client.roles();
    let bob = walk.user("bob").await?;
    walk.step("add users", async { roles.add_users("author", [&bob]).await }).await?;
    let page = walk.step("list users", async { roles.list_users("author").await }).await?;
    assert_eq!(page.list.iter().map(|user| &user.id).collect::<Vec<_>>(), [&bob]);
    let request = ListRoleUsers::new("author").with_custom_data();
    let page =
        walk.step("list users with custom data", async { roles.list_users(request).await }).await?;
    assert!(page.list.iter().all(is_thirty) && page.total_count == 1);
    let request = FindRoleUsers::new("author").search("bo");
    let page = walk.step("find users", async { roles.find_users(request).await }).await?;
    assert_eq!(page.total_count, 1);
    walk.step("remove users", async { roles.remove_users("author", [&bob]).await }).await?;
    assert_eq!(roles.list_users("author").await?.total_count, 0);
    Ok(())
}

pub(crate) fn is_thirty(user: &User) -> bool {
    user.typed_custom_data().get("age") == Some(&CustomValue::from(30))
}

async fn permissions(walk: &mut Walk, client: &ManagementClient) -> Result<(), Failure> {
    let roles = client.roles();
    let statement = Statement::allow("books:*", ["books:read"]);
    client.policies().create(CreatePolicy::new("readers", [statement])).await?;
    walk.step("add policies", async { roles.add_policies("author", ["readers"]).await }).await?;
    let page = walk.step("list policies", async { list_policies(&roles).await }).await?;
    assert_eq!(page, 1);
    let page = walk
        .step("list authorized resources", async {
            roles.in_namespace("default").list_authorized_resources("author", None).await
        })
        .await?;
    assert_eq!(page.list.first().map(|one| one.code.as_str()), Some("books:*"));
    walk.step("remove policies", async { roles.remove_policies("author", ["readers"]).await })
        .await?;
    assert_eq!(list_policies(&roles).await?, 0);
    Ok(())
}

async fn list_policies(roles: &RolesApi<'_>) -> Result<i64, authing_management::Error> {
    Ok(roles.list_policies("author", PageRequest::default()).await?.total_count)
}
