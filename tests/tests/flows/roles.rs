//! The roles area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_management::{
    CreatePolicy, CreateRole, FindRoleUsers, Grantees, ListRoleUsers, ListRoles, PageRequest,
    SetCustomField, UpdateRole,
    types::{CustomData, CustomValue, SortBy, Statement, UdfDataType, UdfTargetType},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// Lists to the end and answers the roles' codes.
async fn codes(server: &TestServer, request: ListRoles) -> Vec<String> {
    let roles = server.management.roles().list(request).items();
    roles.map_ok(|role| role.code).try_collect().await.unwrap()
}

#[tokio::test]
async fn roles_are_apart_in_their_namespaces() {
    let server = TestServer::start().await.unwrap();
    let roles = server.management.roles();
    let app = server.emulator.app_id();
    for code in ["a", "b", "c"] {
        server.emulator.advance(Duration::from_secs(1));
        roles.create(code).await.unwrap();
    }
    let of_app = CreateRole::new("a").namespace(app).description("of the app");
    assert_eq!(roles.create(of_app.clone()).await.unwrap().namespace, app);
    assert!(roles.create(of_app).await.is_err(), "the code is taken there");
    assert!(roles.create(CreateRole::new("a").namespace("nowhere")).await.is_err());

    assert_eq!(codes(&server, ListRoles::new().limit(2)).await, ["c", "b", "a"]);
    let oldest_first = ListRoles::new().limit(1).sort_by(SortBy::CreatedAtAsc);
    assert_eq!(codes(&server, oldest_first).await, ["a", "b", "c"]);
    assert_eq!(codes(&server, ListRoles::new().namespace(app)).await, ["a"]);
    assert_eq!(roles.get("a", None).await.unwrap().unwrap().description, None);
    let described = roles.get("a", Some(app)).await.unwrap().unwrap();
    assert_eq!(described.description.as_deref(), Some("of the app"));

    roles.delete("a", Some(app)).await.unwrap();
    assert!(roles.get("a", None).await.unwrap().is_some());
    assert!(roles.delete("a", Some(app)).await.is_err(), "there is none any more");
    assert!(roles.delete_many(["a", "nothing"], None).await.is_err());
    roles.delete_many(["a", "b"], None).await.unwrap();
    assert_eq!(codes(&server, ListRoles::new()).await, ["c"]);
}

#[tokio::test]
async fn a_role_keeps_what_it_has_when_its_code_changes() {
    let server = TestServer::start().await.unwrap();
    let (roles, acl) = (server.management.roles(), server.management.acl());
    let bob = server.user("bob").await.unwrap().id;
    let staff = roles.create("staff").await.unwrap();
    roles.create(CreateRole::new("editor").parent("staff")).await.unwrap();
    roles.create("other").await.unwrap();
    roles.add_users("editor", [&bob], None).await.unwrap();
    acl.allow(Grantees::role("staff"), "books:1", "books:read").await.unwrap();

    assert!(roles.update("staff", UpdateRole::new().new_code("other")).await.is_err());
    let changes = UpdateRole::new().new_code("crew").description("d");
    let crew = roles.update("staff", changes).await.unwrap();
    assert_eq!((&crew.id, crew.description.as_deref()), (&staff.id, Some("d")));
    assert_eq!(roles.get("staff", None).await.unwrap(), None);
    assert_eq!(roles.get("editor", None).await.unwrap().unwrap().parent.unwrap().code, "crew");
    let allowed = || acl.is_allowed(&bob, "books:1", "books:read");
    assert!(allowed().await.unwrap(), "inherited from the role above");

    roles.delete("crew", None).await.unwrap();
    assert!(!allowed().await.unwrap());
    roles.create("crew").await.unwrap();
    assert!(!allowed().await.unwrap(), "a new role has nothing of the old one's");
    assert!(roles.create(CreateRole::new("x").parent("nothing")).await.is_err());
}

#[tokio::test]
async fn holders_are_given_taken_listed_and_found() {
    let server = TestServer::start().await.unwrap();
    let roles = server.management.roles();
    roles.create("r").await.unwrap();
    let mut ids = Vec::new();
    for name in ["ann", "bob", "bobby"] {
        server.emulator.advance(Duration::from_secs(1));
        ids.push(server.user(name).await.unwrap().id);
    }
    roles.add_users("r", &ids, None).await.unwrap();
    assert!(roles.add_users("nothing", &ids, None).await.is_err());
    assert!(roles.add_users("r", ["5f7ddfe62ba819802422362e"], None).await.is_err());
    assert!(server.management.users().has_role(&ids[0], "r", None).await.unwrap());

    let listed = roles.list_users(ListRoleUsers::new("r").limit(2)).items();
    let listed: Vec<String> = listed.map_ok(|user| user.id).try_collect().await.unwrap();
    assert_eq!(listed, [ids[2].clone(), ids[1].clone(), ids[0].clone()]);
    let found = roles.find_users(FindRoleUsers::new("r").search("BOB").limit(1)).items();
    let found: Vec<String> = found.map_ok(|user| user.id).try_collect().await.unwrap();
    assert_eq!(found, ids[1..].iter().rev().cloned().collect::<Vec<_>>());
    assert!(roles.find_users("nothing").await.is_err());

    roles.remove_users("r", &ids[1..], None).await.unwrap();
    roles.remove_users("r", &ids[1..], None).await.unwrap();
    assert_eq!(roles.list_users("r").await.unwrap().total_count, 1);
    assert!(roles.list_users("nothing").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn policies_belong_to_the_role_and_reach_its_users() {
    let server = TestServer::start().await.unwrap();
    let (roles, acl) = (server.management.roles(), server.management.acl());
    let bob = server.user("bob").await.unwrap().id;
    roles.create("r").await.unwrap();
    roles.add_users("r", [&bob], None).await.unwrap();
    let policy = CreatePolicy::new("p", [Statement::allow("books:*", ["books:read"])]);
    server.management.policies().create(policy).await.unwrap();

    roles.add_policies("r", ["p"], None).await.unwrap();
    assert!(roles.add_policies("r", ["nothing"], None).await.is_err());
    assert!(roles.add_policies("nothing", ["p"], None).await.is_err());
    let assigned = roles.list_policies("r", None, PageRequest::default()).await.unwrap();
    assert_eq!((assigned.total_count, assigned.list[0].target_identifier.as_str()), (1, "r"));
    let own = server.management.users().list_policies(&bob, PageRequest::default());
    assert_eq!(own.await.unwrap().total_count, 0, "the policy is the role's, not the user's");
    assert!(acl.is_allowed(&bob, "books:1", "books:read").await.unwrap());
    let resources = roles.list_authorized_resources("r", None, None).await.unwrap();
    assert_eq!(resources.list[0].code, "books:*");

    roles.remove_policies("r", ["p"], None).await.unwrap();
    assert!(!acl.is_allowed(&bob, "books:1", "books:read").await.unwrap());
    let none = roles.list_authorized_resources("nothing", None, None).await;
    assert!(none.unwrap_err().is_not_found());
}

#[tokio::test]
async fn roles_have_custom_data() {
    let server = TestServer::start().await.unwrap();
    let roles = server.management.roles();
    let (a, b) = (roles.create("a").await.unwrap().id, roles.create("b").await.unwrap().id);
    let level = SetCustomField::new(UdfTargetType::Role, "level", UdfDataType::Number, "Level");
    server.management.custom_fields().set(level).await.unwrap();

    let three = CustomData::new().with("level", 3);
    let set = roles.set_custom_data(&a, &three).await.unwrap();
    assert_eq!(set[0].label.as_deref(), Some("Level"));
    let four = CustomData::new().with("level", 4);
    let wrong = CustomData::new().with("level", "high");
    let batch = [(a.as_str(), &four), (b.as_str(), &wrong)];
    assert!(roles.set_custom_data_batch(batch).await.is_err());
    assert_eq!(roles.get_custom_data(&a).await.unwrap(), three, "none is set when one is refused");
    roles.set_custom_data_batch([(a.as_str(), &four), (b.as_str(), &three)]).await.unwrap();

    let both = roles.get_custom_data_batch([&a, &b]).await.unwrap();
    assert_eq!((&both[&a], &both[&b]), (&four, &three));
    let item = roles.get_custom_data_item(&b, "level").await.unwrap();
    assert_eq!(item, Some(CustomValue::from(3)));
    assert!(roles.remove_custom_data(&b, "level").await.unwrap().is_empty());
    assert_eq!(roles.get_custom_data_item(&b, "level").await.unwrap(), None);
    assert!(roles.remove_custom_data(&b, "colour").await.is_err(), "no such field");
    assert!(roles.get_custom_data("nothing").await.is_err());
}
