//! The users area of the administrator's client, against the emulator.

use authing_management::{
    CreateUser, ErrorCode, FindUser, GetUser, GetUsers, ListUserActions, ListUsers, Page,
    PageRequest, Patch, SearchUsers, UserIdField,
    types::{
        CreateUserIdentityInput, CreateUserInput, CustomData, CustomValue, SortBy, UpdateUserInput,
        User, UserKey,
    },
    users::{IdentityKey, LogoutUser},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;
use serde_json::json;

async fn server() -> TestServer {
    TestServer::start().await.unwrap()
}

#[tokio::test]
async fn a_user_is_created_found_changed_and_deleted() {
    let server = server().await;
    let users = server.management.users();
    let input = CreateUserInput::new()
        .username("bob")
        .email("Bob@Example.com")
        .phone("13800000000")
        .external_id("legacy-1")
        .password("passw0rd");
    let bob = users.create(input).await.unwrap();
    assert_eq!(bob.email.as_deref(), Some("bob@example.com"), "stored in lower case");

    for key in [
        UserKey::username("bob"),
        UserKey::email("BOB@example.com"),
        UserKey::phone("13800000000"),
        UserKey::external_id("legacy-1"),
    ] {
        assert!(users.exists(key.clone()).await.unwrap(), "{key:?}");
        assert_eq!(users.find(key).await.unwrap().unwrap().id, bob.id);
    }
    assert!(!users.exists(UserKey::username("Bob")).await.unwrap(), "case-sensitive");
    assert_eq!(users.find(UserKey::email("nobody@example.com")).await.unwrap(), None);

    let changes = UpdateUserInput::new().nickname("Bobby").company("Acme");
    assert_eq!(users.update(&bob.id, changes).await.unwrap().company.as_deref(), Some("Acme"));
    let changed = users.update(&bob.id, UpdateUserInput::new().company(Patch::Null)).await.unwrap();
    assert_eq!((changed.company, changed.nickname.as_deref()), (None, Some("Bobby")));

    assert_eq!(users.get(&bob.id).await.unwrap().nickname.as_deref(), Some("Bobby"));
    assert_eq!(users.get_opt(&bob.id).await.unwrap().unwrap().id, bob.id);
    users.delete(&bob.id).await.unwrap();
    assert!(users.get(&bob.id).await.unwrap_err().is_not_found());
    assert_eq!(users.get_opt(&bob.id).await.unwrap(), None);
    let twice = users.delete(&bob.id).await.unwrap_err();
    assert_eq!(twice.code(), Some(ErrorCode::DELETION_FAILED));
}

#[tokio::test]
async fn what_one_user_has_no_other_can_take() {
    let server = server().await;
    let users = server.management.users();
    users.create(CreateUserInput::new().email("bob@example.com")).await.unwrap();
    let again = users.create(CreateUserInput::new().email("BOB@example.com")).await.unwrap_err();
    assert!(again.is_already_exists());
    assert_eq!(again.code(), Some(ErrorCode::USER_ALREADY_EXISTS));
    let nothing = users.create(CreateUserInput::new().nickname("nobody")).await.unwrap_err();
    assert!(nothing.code().is_some(), "{nothing}");
}

#[tokio::test]
async fn a_list_is_paged_sorted_and_streamed() {
    let server = server().await;
    let users = server.management.users();
    for number in 0..25 {
        server.emulator.advance(std::time::Duration::from_secs(1));
        users.create(CreateUserInput::new().username(format!("u{number}"))).await.unwrap();
    }
    let request = ListUsers::new().limit(10).sort_by(SortBy::CreatedAtAsc);
    let page: Page<User> = users.list(request.clone().page(3)).await.unwrap();
    assert_eq!((page.total_count, page.list.len()), (25, 5));
    let names: Vec<_> = users
        .list(request)
        .items()
        .map_ok(|user| user.username.unwrap())
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    assert_eq!(names, (0..25).map(|number| format!("u{number}")).collect::<Vec<_>>());

    let found = users.search(SearchUsers::new("u24").fields(["username"])).await.unwrap();
    assert_eq!(found.total_count, 1);
    let pages = users.list(ListUsers::new().limit(7)).pages();
    assert_eq!(pages.try_collect::<Vec<_>>().await.unwrap().len(), 4);
}

#[tokio::test]
async fn several_users_are_fetched_and_deleted_at_once() {
    let server = server().await;
    let users = server.management.users();
    let (a, b) = (server.user("a").await.unwrap(), server.user("b").await.unwrap());
    let request = GetUsers::new([a.id.as_str(), "000000000000000000000000", b.id.as_str()]);
    assert_eq!(users.get_many(request).await.unwrap().len(), 2);
    let by_name = GetUsers::by(UserIdField::Username, ["b"]);
    assert_eq!(users.get_many(by_name).await.unwrap()[0].id, b.id);
    users.delete_many([a.id, b.id]).await.unwrap();
    assert_eq!(users.list(ListUsers::new()).await.unwrap().total_count, 0);
}

#[tokio::test]
async fn a_user_is_suspended_activated_resigned_and_archived() {
    let server = server().await;
    let users = server.management.users();
    let bob = server.user("bob").await.unwrap();
    let status = async || users.get(&bob.id).await.unwrap().status.unwrap().to_string();
    users.suspend(&bob.id).await.unwrap();
    assert_eq!(status().await, "Suspended");
    users.activate(&bob.id).await.unwrap();
    assert_eq!(status().await, "Activated");
    users.resign(&bob.id).await.unwrap();
    assert_eq!(status().await, "Resigned");
    users.resign_many([&bob.id]).await.unwrap();
    users.list_archived(PageRequest::default()).await.unwrap();
    assert!(users.suspend("000000000000000000000000").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn identities_are_linked_found_and_unlinked() {
    let server = server().await;
    let users = server.management.users();
    let request = CreateUser::new(CreateUserInput::new().username("bob"))
        .identity(CreateUserIdentityInput::new("wechatwork", "bob@corp"));
    let bob = users.create(request).await.unwrap();
    let found = users.find(FindUser::by_identity("wechatwork", "bob@corp")).await.unwrap();
    assert_eq!(found.unwrap().id, bob.id);
    let github = || IdentityKey::social(&bob.id, "github", "idp");
    users.link_identity(github(), "gh-1").await.unwrap();
    assert_eq!(users.get(&bob.id).await.unwrap().identities.into_option().unwrap().len(), 2);
    users.unlink_identity(github()).await.unwrap();
    assert_eq!(users.get(&bob.id).await.unwrap().identities.into_option().unwrap().len(), 1);
}

#[tokio::test]
async fn groups_roles_and_policies_come_and_go() {
    let server = server().await;
    let users = server.management.users();
    let bob = server.user("bob").await.unwrap().id;
    server.graphql(r#"mutation { createGroup(code: "g", name: "G") { code } }"#).await.unwrap();
    users.add_group(&bob, "g").await.unwrap();
    assert_eq!(users.list_groups(&bob).await.unwrap().list[0].code, "g");
    users.remove_group(&bob, "g").await.unwrap();
    assert_eq!(users.list_groups(&bob).await.unwrap().total_count, 0);

    server.graphql(r#"mutation { createRole(code: "admin") { code } }"#).await.unwrap();
    users.add_roles(&bob, ["admin"]).await.unwrap();
    assert_eq!(users.list_roles(&bob).await.unwrap().list[0].code, "admin");
    assert!(users.has_role(&bob, "admin").await.unwrap());
    users.remove_roles(&bob, ["admin"]).await.unwrap();
    assert!(!users.has_role(&bob, "admin").await.unwrap());

    let policy = r#"mutation { createPolicy(code: "p",
        statements: [{resource: "books:*", actions: ["books:read"], effect: ALLOW}]) { code } }"#;
    server.graphql(policy).await.unwrap();
    users.add_policies(&bob, ["p"]).await.unwrap();
    let policies = users.list_policies(&bob, PageRequest::default()).await.unwrap();
    assert_eq!(policies.list[0].code, "p");
    let allowed = users.check_permissions_many(&bob, ["books:1", "x:1"]);
    assert_eq!(allowed.await.unwrap()[0].actions, ["books:read"]);
    let of_kind = users.list_authorized_resources_of_kind(&bob, "books").await.unwrap();
    assert_eq!(of_kind[0].code, "books:*");
    let resources = users.list_authorized_resources(&bob, None).await.unwrap();
    assert_eq!(resources.list[0].code, "books:*");
    let elsewhere = users.in_namespace(server.emulator.app_id());
    let resources = elsewhere.list_authorized_resources(&bob, None).await.unwrap();
    assert_eq!(resources.total_count, 0, "another namespace");
    users.remove_policies(&bob, ["p"]).await.unwrap();
    let policies = users.list_policies(&bob, PageRequest::default()).await.unwrap();
    assert_eq!(policies.total_count, 0);
}

#[tokio::test]
async fn departments_organizations_and_tenants() {
    let server = server().await;
    let users = server.management.users();
    let bob = server.user("bob").await.unwrap().id;
    let org = server
        .graphql(r#"mutation { createOrg(name: "Corp") { id rootNode { id } } }"#)
        .await
        .unwrap();
    let root = org["createOrg"]["rootNode"]["id"].as_str().unwrap();
    let add = "mutation ($node: String!, $user: String!) {
        addMember(nodeId: $node, userIds: [$user]) { id } }";
    let variables = json!({"node": root, "user": bob});
    server.management.graphql::<serde_json::Value>(add, &variables).await.unwrap();
    let departments = users.list_departments(&bob).await.unwrap();
    assert_eq!(departments.list[0].department.name, "Corp");
    let orgs = users.list_orgs(&bob).await.unwrap();
    assert_eq!(orgs[0].nodes[0].name.as_deref(), Some("Corp"));
    assert!(users.list_tenants(&bob).await.unwrap().is_empty());
}

#[tokio::test]
async fn custom_data_keeps_its_types() {
    let server = server().await;
    let users = server.management.users();
    for (key, kind) in [
        ("school", "STRING"),
        ("age", "NUMBER"),
        ("active", "BOOLEAN"),
        ("birth", "DATETIME"),
        ("extra", "OBJECT"),
    ] {
        let define = format!(
            r#"mutation {{ setUdf(targetType: USER, key: "{key}", dataType: {kind}, label: "L") {{ key }} }}"#
        );
        server.graphql(&define).await.unwrap();
    }
    let birth = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let data = CustomData::new()
        .with("school", "HUST")
        .with("age", 22)
        .with("active", true)
        .with("birth", birth)
        .with("extra", json!({"a": [1]}));
    let request = CreateUser::new(CreateUserInput::new().username("bob")).custom_data(data.clone());
    let bob = users.create(request).await.unwrap();
    assert_eq!(bob.typed_custom_data().get("age"), Some(&CustomValue::from(22)));

    let read = users.get_custom_data(&bob.id).await.unwrap();
    assert_eq!(read.len(), 5);
    for key in ["school", "age", "active", "extra"] {
        assert_eq!(read.get(key), data.get(key), "{key}");
    }
    let Some(CustomValue::DateTime(time)) = read.get("birth") else { panic!("{read:?}") };
    assert_eq!(time.to_system_time(), Some(birth));

    users.set_custom_value(&bob.id, "school", "WHU").await.unwrap();
    users.set_custom_data(&bob.id, &CustomData::new().with("age", 23)).await.unwrap();
    let ann = server.user("ann").await.unwrap();
    let one = CustomData::new().with("age", 30);
    users.set_custom_data_many([(ann.id.as_str(), &one)]).await.unwrap();
    let both = users.get_custom_data_many([&bob.id, &ann.id]).await.unwrap();
    assert_eq!(both[&bob.id].get("age"), Some(&CustomValue::from(23)));
    assert_eq!(both[&ann.id].get("age"), Some(&CustomValue::from(30)));
    let labels = users.list_custom_data(&bob.id).await.unwrap();
    assert!(labels.iter().all(|field| field.label.as_deref() == Some("L")));
    users.remove_custom_value(&bob.id, "age").await.unwrap();
    assert_eq!(users.get_custom_data(&bob.id).await.unwrap().get("age"), None);
    let with_data = users.get(GetUser::new(&bob.id).with_custom_data()).await.unwrap();
    assert_eq!(with_data.typed_custom_data().get("school"), Some(&"WHU".into()));
    let listed = users.list(ListUsers::new().with_custom_data()).await.unwrap();
    assert!(listed.list.iter().any(|user| user.typed_custom_data().get("school").is_some()));

    let wrong = users.set_custom_value(&bob.id, "age", "many").await.unwrap_err();
    assert!(wrong.code().is_some(), "{wrong}");
    let unknown = users.set_custom_value(&bob.id, "shoe_size", 42).await.unwrap_err();
    assert!(unknown.code().is_some(), "{unknown}");
}

#[tokio::test]
async fn logins_are_seen_and_ended() {
    let server = server().await;
    let users = server.management.users();
    let bob = server.user("bob").await.unwrap().id;
    assert!(!users.check_login_status(&bob).await.unwrap().is_login);

    let client = server.app.new_session();
    client.login_by_username("bob", "passw0rd").await.unwrap();
    let state = users.check_login_status(&bob).await.unwrap();
    assert!(state.is_login);
    assert_eq!(state.application.unwrap()[0].id, server.emulator.app_id());

    users.kick(&bob).await.unwrap();
    assert!(!users.check_login_status(&bob).await.unwrap().is_login);
    assert!(client.current_user().await.unwrap_err().is_auth_expired());

    client.login_by_username("bob", "passw0rd").await.unwrap();
    users.logout(LogoutUser::new(&bob).app_id(server.emulator.app_id())).await.unwrap();
    assert!(!users.check_login_status(&bob).await.unwrap().is_login);

    client.login_by_username("bob", "passw0rd").await.unwrap();
    users.kick_many([&bob]).await.unwrap();
    assert!(!users.check_login_status(&bob).await.unwrap().is_login);

    let token = users.refresh_token(&bob).await.unwrap();
    let again = server.app.with_token(token.token.unwrap());
    assert_eq!(again.current_user().await.unwrap().id, bob);

    let logins = ListUserActions::new().operation("login").user(&bob);
    let actions = users.list_user_actions(logins).await.unwrap();
    assert_eq!(actions.total_count, 3);
    assert_eq!(users.count_application_logins(server.emulator.app_id()).await.unwrap(), 1);
    let with_age = users.count_custom_field_users(server.emulator.app_id(), "age").await.unwrap();
    assert_eq!(with_age, 0);
}

#[tokio::test]
async fn a_first_login_can_be_prepared() {
    let server = server().await;
    let users = server.management.users();
    let input = CreateUserInput::new().email("bob@example.com").password("passw0rd");
    let bob = users.create(CreateUser::new(input).reset_password_on_first_login()).await.unwrap();
    users.send_first_login_verify_email(&bob.id, server.emulator.app_id()).await.unwrap();
    assert_eq!(server.emulator.messages().last().unwrap().to, "bob@example.com");
    let error =
        server.app.new_session().login_by_email("bob@example.com", "passw0rd").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::FIRST_LOGIN_PASSWORD_REQUIRED));
}
