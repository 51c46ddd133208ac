//! Groups, and who is in them.

use authing_management::{
    CreateGroup, ListGroupUsers, ListGroups, ResourceGrant, Target, UpdateGroup,
};

use crate::{
    roles::is_thirty,
    walk::{Failure, Walk},
};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let groups = client.groups();
    let page = walk.step("list groups", async { groups.list(ListGroups::new()).await }).await?;
    assert_eq!(page.total_count, 0);
    let group = CreateGroup::new("dev", "Developers").description("Who develop");
    let made = walk.step("create a group", async { groups.create(group).await }).await?;
    assert_eq!((made.code.as_str(), made.name.as_str()), ("dev", "Developers"));
    let found = walk.step("get a group", async { groups.get("dev").await }).await?;
    assert_eq!(found.description.as_deref(), Some("Who develop"));
    let changes = UpdateGroup::new().new_code("engineers").name("Engineers");
    let changed =
        walk.step("update a group", async { groups.update("dev", changes).await }).await?;
    assert_eq!((changed.code.as_str(), changed.name.as_str()), ("engineers", "Engineers"));

    let bob = walk.user("bob").await?;
    walk.step("add users", async { groups.add_users("engineers", [&bob]).await }).await?;
    let page = walk.step("list users", async { groups.list_users("engineers").await }).await?;
    assert_eq!(page.list.iter().map(|user| &user.id).collect::<Vec<_>>(), [&bob]);
    let request = ListGroupUsers::new("engineers").with_custom_data();
    let page = walk
        .step("list users with custom data", async { groups.list_users(request).await })
        .await?;
    assert!(page.list.iter().all(is_thirty) && page.total_count == 1);
    let grant = [ResourceGrant::new(Target::group("engineers"), ["books:read"])];
    client.acl().authorize_resource("books:1", None, grant).await?;
    let page = walk
        .step("list authorized resources", async {
            groups.in_namespace("default").list_authorized_resources("engineers", None).await
        })
        .await?;
    assert_eq!(page.list.first().map(|one| one.code.as_str()), Some("books:1"));
    walk.step("remove users", async { groups.remove_users("engineers", [&bob]).await }).await?;
    assert_eq!(groups.list_users("engineers").await?.total_count, 0);
    for code in ["a", "b"] {
        groups.create(CreateGroup::new(code, code)).await?;
    }
    walk.step("delete a group", async { groups.delete("engineers").await }).await?;
    walk.step("delete many groups", async { groups.delete_many(["a", "b"]).await }).await?;
    assert_eq!(groups.list(ListGroups::new()).await?.total_count, 0);
    Ok(())
}
