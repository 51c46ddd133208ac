//! The roles area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_management::{
    CreatePolicy, CreateRole, FindRoleUsers, Grantees, ListRoleUsers, ListRoles, PageRequest,
    RolesApi, SetCustomField, UpdateRole,
    types::{CustomData, CustomValue, SortBy, Statement, UdfDataType, UdfTargetType},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// Lists to the end and returns the roles' codes.
async fn codes(roles: &RolesApi<'_>, request: ListRoles) -> Vec<String> {
    roles.list(request).items().map_ok(|role| role.code).try_collect().await.unwrap()
}

#[tokio::test]
async fn roles_are_apart_in_their_namespaces() {
    let server = TestServer::start().await.unwrap();
    let roles = server.management.roles();
    let app = server.emulator.app_id();
    let of_app = roles.in_namespace(app);
    for code in ["a", "b", "c"] {
        server.emulator.advance(Duration::from_secs(1));
        roles.create(code).await.unwrap();
    }
    let new = CreateRole::new("a").description("of the app");
    assert_eq!(of_app.create(new.clone()).await.unwrap().namespace, app);
    assert!(of_app.create(new).await.is_err(), "the code is taken there");
    assert!(roles.in_namespace("nowhere").create("a").await.is_err());

    assert_eq!(codes(&roles, ListRoles::new().limit(2)).await, ["c", "b", "a"]);
    let oldest_first = ListRoles::new().limit(1).sort_by(SortBy::CreatedAtAsc);
    assert_eq!(codes(&roles, oldest_first).await, ["a", "b", "c"]);
    assert_eq!(codes(&of_app, ListRoles::new()).await, ["a"]);
    assert_eq!(roles.get("a").await.unwrap().description, None);
    let described = of_app.get("a").await.unwrap();
    assert_eq!(described.description.as_deref(), Some("of the app"));

    of_app.delete("a").await.unwrap();
    roles.get("a").await.unwrap();
    assert!(of_app.delete("a").await.is_err(), "there is none any more");
    assert!(roles.delete_many(["a", "nothing"]).await.is_err());
    roles.delete_many(["a", "b"]).await.unwrap();
    assert_eq!(codes(&roles, ListRoles::new()).await, ["c"]);
}

#[tokio::test]
async fn a_role_keeps_what_it_has_when_its_code_changes() {
    let server = TestServer::start().await.unwrap();
    let (roles, acl) = (server.management.roles(), server.management.acl());
    let bob = server.user("bob").await.unwrap().id;
    let staff = roles.create("staff").await.unwrap();
    roles.create(CreateRole::new("editor").parent("staff")).await.unwrap();
    roles.create("other").await.unwrap();
    roles.add_users("editor", [&bob]).await.unwrap();
    acl.allow(Grantees::role("staff"), "books:1", "books:read").await.unwrap();

    assert!(roles.update("staff", UpdateRole::new().new_code("other")).await.is_err());
    let changes = UpdateRole::new().new_code("crew").description("d");
    let crew = roles.update("staff", changes).await.unwrap();
    assert_eq!((&crew.id, crew.description.as_deref()), (&staff.id, Some("d")));
    assert!(roles.get("staff").await.unwrap_err().is_not_found());
    assert_eq!(roles.get_opt("staff").await.unwrap(), None);
    assert_eq!(roles.get("editor").await.unwrap().parent.into_option().unwrap().code, "crew");
    let allowed = || acl.is_allowed(&bob, "books:1", "books:read");
    assert!(allowed().await.unwrap(), "inherited from the role above");

    roles.delete("crew").await.unwrap();
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
    roles.add_users("r", &ids).await.unwrap();
    assert!(roles.add_users("nothing", &ids).await.is_err());
    assert!(roles.add_users("r", ["5f7ddfe62ba819802422362e"]).await.is_err());
    assert!(server.management.users().has_role(&ids[0], "r").await.unwrap());

    let listed = roles.list_users(ListRoleUsers::new("r").limit(2)).items();
    let listed: Vec<String> = listed.map_ok(|user| user.id).try_collect().await.unwrap();
    assert_eq!(listed, [ids[2].clone(), ids[1].clone(), ids[0].clone()]);
    let found = roles.find_users(FindRoleUsers::new("r").search("BOB").limit(1)).items();
    let found: Vec<String> = found.map_ok(|user| user.id).try_collect().await.unwrap();
    assert_eq!(found, ids[1..].iter().rev().cloned().collect::<Vec<_>>());
    assert!(roles.find_users("nothing").await.is_err());

    roles.remove_users("r", &ids[1..]).await.unwrap();
    roles.remove_users("r", &ids[1..]).await.unwrap();
    assert_eq!(roles.list_users("r").await.unwrap().total_count, 1);
    assert!(roles.list_users("nothing").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn policies_belong_to_the_role_and_reach_its_users() {
    let server = TestServer::start().await.unwrap();
    let (roles, acl) = (server.management.roles(), server.management.acl());
    let bob = server.user("bob").await.unwrap().id;
    roles.create("r").await.unwrap();
    roles.add_users("r", [&bob]).await.unwrap();
    let policy = CreatePolicy::new("p", [Statement::allow("books:*", ["books:read"])]);
    server.management.policies().create(policy).await.unwrap();

    roles.add_policies("r", ["p"]).await.unwrap();
    assert!(roles.add_policies("r", ["nothing"]).await.is_err());
    assert!(roles.add_policies("nothing", ["p"]).await.is_err());
    let assigned = roles.list_policies("r", PageRequest::default()).await.unwrap();
    assert_eq!((assigned.total_count, assigned.list[0].target_identifier.as_str()), (1, "r"));
    let own = server.management.users().list_policies(&bob, PageRequest::default());
    assert_eq!(own.await.unwrap().total_count, 0, "the policy is the role's, not the user's");
    assert!(acl.is_allowed(&bob, "books:1", "books:read").await.unwrap());
    let resources = roles.list_authorized_resources("r", None).await.unwrap();
    assert_eq!(resources.list[0].code, "books:*");

    roles.remove_policies("r", ["p"]).await.unwrap();
    assert!(!acl.is_allowed(&bob, "books:1", "books:read").await.unwrap());
    let none = roles.list_authorized_resources("nothing", None).await;
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
    assert!(roles.set_custom_data_many(batch).await.is_err());
    assert_eq!(roles.get_custom_data(&a).await.unwrap(), three, "none is set when one is refused");
    roles.set_custom_data_many([(a.as_str(), &four), (b.as_str(), &three)]).await.unwrap();

    let both = roles.get_custom_data_many([&a, &b]).await.unwrap();
    assert_eq!((&both[&a], &both[&b]), (&four, &three));
    let item = roles.find_custom_value(&b, "level").await.unwrap();
    assert_eq!(item, Some(CustomValue::from(3)));
    assert!(roles.remove_custom_value(&b, "level").await.unwrap().is_empty());
    assert_eq!(roles.find_custom_value(&b, "level").await.unwrap(), None);
    assert!(roles.remove_custom_value(&b, "colour").await.is_err(), "no such field");
    assert!(roles.get_custom_data("nothing").await.is_err());
}
