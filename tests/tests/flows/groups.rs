//! The groups area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_management::{
    CreateGroup, ListGroupUsers, ListGroups, ResourceGrant, Target, UpdateGroup,
    types::{CustomData, ResourceType, SortBy, UdfDataType, UdfTargetType},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// Lists to the end and returns the groups' codes.
async fn codes(server: &TestServer, request: ListGroups) -> Vec<String> {
    let groups = server.management.groups().list(request).items();
    groups.map_ok(|group| group.code).try_collect().await.unwrap()
}

async fn create(server: &TestServer, code: &str) {
    server.emulator.advance(Duration::from_secs(1));
    server.management.groups().create(CreateGroup::new(code, "G")).await.unwrap();
}

#[tokio::test]
async fn groups_are_paged_sorted_and_streamed() {
    let server = TestServer::start().await.unwrap();
    for code in ["a", "b", "c"] {
        create(&server, code).await;
    }
    server.emulator.advance(Duration::from_secs(1));
    server.management.groups().update("b", UpdateGroup::new().name("B")).await.unwrap();

    let request = || ListGroups::new().limit(2);
    let second = server.management.groups().list(request().page(2)).await.unwrap();
    assert_eq!((second.total_count, second.list.len()), (3, 1));
    assert_eq!((second.list[0].code.as_str(), second.list[0].name.as_str()), ("a", "G"));
    assert_eq!(codes(&server, request()).await, ["c", "b", "a"], "newest first");
    for (order, expected) in [
        (SortBy::CreatedAtDesc, ["c", "b", "a"]),
        (SortBy::CreatedAtAsc, ["a", "b", "c"]),
        (SortBy::UpdatedAtDesc, ["b", "c", "a"]),
        (SortBy::UpdatedAtAsc, ["a", "c", "b"]),
    ] {
        assert_eq!(codes(&server, request().sort_by(order.clone())).await, expected, "{order:?}");
    }
}

#[tokio::test]
async fn the_groups_of_one_user_are_listed_alone() {
    let server = TestServer::start().await.unwrap();
    for code in ["a", "b", "c"] {
        create(&server, code).await;
    }
    let (bob, ann) = (server.user("bob").await.unwrap().id, server.user("ann").await.unwrap().id);
    let users = server.management.users();
    for code in ["a", "c"] {
        users.add_group(&bob, code).await.unwrap();
    }
    let of_bob = ListGroups::new().user_id(&bob);
    assert_eq!(codes(&server, of_bob.clone()).await, ["c", "a"]);
    let oldest_first = of_bob.clone().sort_by(SortBy::CreatedAtAsc).limit(1);
    assert_eq!(codes(&server, oldest_first).await, ["a", "c"]);
    assert!(codes(&server, ListGroups::new().user_id(ann)).await.is_empty());

    users.remove_group(&bob, "a").await.unwrap();
    assert_eq!(codes(&server, of_bob).await, ["c"]);
}

#[tokio::test]
async fn a_group_is_created_changed_and_deleted() {
    let server = TestServer::start().await.unwrap();
    let groups = server.management.groups();
    let created = groups.create(CreateGroup::new("a", "A").description("d")).await.unwrap();
    assert_eq!((created.name.as_str(), created.description.as_deref()), ("A", Some("d")));
    assert!(created.created_at.is_some());
    assert!(groups.create(CreateGroup::new("a", "B")).await.is_err(), "the code is taken");

    create(&server, "b").await;
    let taken = groups.update("a", UpdateGroup::new().new_code("b")).await;
    assert!(taken.is_err(), "the new code is taken");
    let changes = UpdateGroup::new().name("C").new_code("c");
    let changed = groups.update("a", changes).await.unwrap();
    assert_eq!((changed.code.as_str(), changed.description.as_deref()), ("c", Some("d")));
    assert!(groups.get("a").await.unwrap_err().is_not_found());
    assert_eq!(groups.get_opt("a").await.unwrap(), None);
    assert_eq!(groups.get("c").await.unwrap().name, "C");

    assert!(groups.delete_many(["b", "nothing"]).await.is_err());
    assert!(groups.get_opt("b").await.unwrap().is_some(), "all or none are deleted");
    groups.delete("b").await.unwrap();
    assert!(groups.delete("b").await.is_err(), "the second time there is none");
    groups.delete_many(["c"]).await.unwrap();
    assert!(codes(&server, ListGroups::new()).await.is_empty());
}

#[tokio::test]
async fn users_come_and_go_and_are_listed_with_their_data() {
    let server = TestServer::start().await.unwrap();
    let groups = server.management.groups();
    create(&server, "g").await;
    let mut ids = Vec::new();
    for name in ["ann", "bob", "cid"] {
        server.emulator.advance(Duration::from_secs(1));
        ids.push(server.user(name).await.unwrap().id);
    }
    groups.add_users("g", &ids).await.unwrap();
    groups.add_users("g", [&ids[0]]).await.unwrap();
    assert!(groups.add_users("g", ["5f7ddfe62ba819802422362e"]).await.is_err());
    assert!(groups.add_users("nothing", &ids).await.is_err());

    let field = authing_management::SetCustomField::new(
        UdfTargetType::User,
        "age",
        UdfDataType::Number,
        "Age",
    );
    server.management.custom_fields().set(field).await.unwrap();
    let age = CustomData::new().with("age", 22);
    server.management.users().set_custom_data(&ids[2], &age).await.unwrap();

    let listed = groups.list_users(ListGroupUsers::new("g").limit(2)).items();
    let listed: Vec<String> = listed.map_ok(|user| user.id).try_collect().await.unwrap();
    assert_eq!(listed, [ids[2].clone(), ids[1].clone(), ids[0].clone()]);
    let with_data = ListGroupUsers::new("g").limit(1).with_custom_data();
    let page = groups.list_users(with_data).await.unwrap();
    assert_eq!((page.total_count, page.list[0].typed_custom_data()), (3, age));

    groups.remove_users("g", &ids[1..]).await.unwrap();
    assert_eq!(groups.list_users("g").await.unwrap().total_count, 1);
    server.management.users().delete(&ids[0]).await.unwrap();
    assert_eq!(groups.list_users("g").await.unwrap().total_count, 0);
    assert!(groups.list_users("nothing").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn what_a_group_may_use_is_listed_by_type_and_follows_its_code() {
    let server = TestServer::start().await.unwrap();
    let groups = server.management.groups();
    create(&server, "g").await;
    let grant = [ResourceGrant::new(Target::group("g"), ["books:read"])];
    server
        .management
        .acl()
        .authorize_resource("books:1", Some(ResourceType::Data), grant)
        .await
        .unwrap();
    groups.update("g", UpdateGroup::new().new_code("h")).await.unwrap();

    let resources = groups.list_authorized_resources("h", None).await.unwrap();
    assert_eq!(resources.list[0].code, "books:1");
    assert_eq!(resources.list[0].actions.as_deref().unwrap(), ["books:read"]);
    let of_type = async |kind: ResourceType| {
        groups.list_authorized_resources("h", Some(kind)).await.unwrap().total_count
    };
    assert_eq!((of_type(ResourceType::Data).await, of_type(ResourceType::Api).await), (1, 0));
    let elsewhere = groups.in_namespace(server.emulator.app_id());
    let resources = elsewhere.list_authorized_resources("h", None).await.unwrap();
    assert_eq!(resources.total_count, 0, "another namespace");
    let none = groups.list_authorized_resources("g", None).await;
    assert!(none.unwrap_err().is_not_found());

    groups.delete("h").await.unwrap();
    create(&server, "h").await;
    let resources = groups.list_authorized_resources("h", None).await.unwrap();
    assert_eq!(resources.total_count, 0, "a new group has nothing of the old one's");
}
