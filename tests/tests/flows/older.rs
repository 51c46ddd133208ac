//! Both clients against servers that are older than this version.
//!
//! `AUTHING_FLOWS_SCHEMA=older cargo test -p authing-tests --test flows` takes every flow through
//! such a server.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authing_emulator::{Emulator, SchemaVersion};
use authing_management::types::{
    CreateUserIdentityInput, CreateUserInput, Selected, UpdateUserInput, UpdateUserpoolInput,
    UserKey,
};
use authing_management::{
    CreateGroup, CreateOrg, CreateUser, ErrorKind, FindUser, GetUsers, ListGroupUsers,
    ListNodeMembers, ListRoleUsers, ListRoles, ListUsers, SearchUsers, UnknownKind,
};
use authing_tests::TestServer;
use serde_json::{Value, json};

async fn server(version: SchemaVersion) -> TestServer {
    TestServer::around(Emulator::builder().schema(version).start().await.unwrap()).unwrap()
}

/// Names and texts of the operations of both clients, as they are sent unasked.
fn documents() -> Vec<(String, String)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut found = Vec::new();
    for client in ["authing-management", "authing-authentication"] {
        for entry in fs::read_dir(crates.join(client).join("src/generated/documents")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// What the server's schema lacks of a document. Nobody is logged in, so that nothing is done.
async fn lacks(server: &TestServer, document: &str) -> Vec<String> {
    match server.app.graphql::<Value>(document, &json!({})).await {
        Ok(_) => Vec::new(),
        Err(error) => error
            .unknown_to_server()
            .iter()
            .map(|one| format!("{}.{}", one.of.as_deref().unwrap_or_default(), one.name))
            .collect(),
    }
}

#[tokio::test]
async fn an_older_server_knows_every_operation_but_those_that_no_official_sdk_has() {
    let server = server(SchemaVersion::Older).await;
    let documents = documents();
    assert!(documents.len() > 120, "{}", documents.len());
    let mut refused = BTreeSet::new();
    for (name, document) in documents {
        if !lacks(&server, &document).await.is_empty() {
            refused.insert(name);
        }
    }
    let expected = ["authorized_targets_code", "check_password"];
    assert_eq!(refused, expected.map(str::to_owned).into());
}

#[tokio::test]
async fn what_the_oldest_server_lacks_is_what_the_official_sdks_ask_for_too() {
    let server = server(SchemaVersion::Oldest).await;
    let mut lacking = BTreeSet::new();
    for (_, document) in documents() {
        lacking.extend(lacks(&server, &document).await);
    }
    let expected = [
        ".CreateUserIdentityInput",
        ".FindUserByIdentityInput",
        "AuthorizedResource.apiIdentifier",
        "Identity.connectionId",
        "Identity.type",
        "Mutation.resetPasswordByForceResetToken",
        "Node.roles",
        "Query.authorizedTargetsCode",
        "Query.checkPassword",
        "User.directManagement",
        "User.expiredAt",
        "User.newlyCreated",
        "User.phoneCountryCode",
        "UserPool.verifyCodeMaxAttempts",
        "bindPhone.phoneCountryCode",
        "createOrg.tenantId",
        "createUser.identity",
        "findUser.identity",
        "resetPassword.phoneCountryCode",
        "updatePhone.oldPhoneCountryCode",
        "updatePhone.phoneCountryCode",
        "updateUser.emailToken",
        "updateUser.phoneToken",
        "users.excludeUsersInOrg",
    ];
    assert_eq!(lacking, expected.map(str::to_owned).into());
}

#[tokio::test]
async fn an_administrator_works_with_an_older_server() {
    let server = server(SchemaVersion::Older).await;
    let client = &server.management;
    let users = client.users();
    let bob = CreateUserInput::new().username("bob").email("bob@example.com").password("passw0rd");
    let bob = CreateUser::new(bob).identity(CreateUserIdentityInput::new("github", "gh-1"));
    let bob = users.create(bob).await.unwrap();
    assert_eq!(bob.identities, Selected::NotSelected);

    let listed = users.list(ListUsers::new().with_custom_data()).await.unwrap().list.remove(0);
    assert_eq!(listed.identities.iter().count(), 1);
    assert!(listed.custom_data.is_selected() && !listed.main_department_id.is_selected());
    let found = users.find(FindUser::by(UserKey::username("bob")).with_identities()).await.unwrap();
    let identity = found.unwrap().identities.into_option().unwrap().remove(0);
    assert_eq!(identity.provider.as_deref(), Some("github"));
    assert_eq!(identity.access_token, Selected::NotSelected);
    assert_eq!(users.search(SearchUsers::new("bob")).await.unwrap().total_count, 1);
    assert_eq!(users.get_many(GetUsers::new([&bob.id])).await.unwrap().len(), 1);
    assert!(users.exists(UserKey::email("bob@example.com")).await.unwrap());
    let changed = users.update(&bob.id, UpdateUserInput::new().nickname("Bobby")).await.unwrap();
    assert_eq!(changed.nickname.as_deref(), Some("Bobby"));
    users.list_archived(Default::default()).await.unwrap();

    let roles = client.roles();
    roles.create("editor").await.unwrap();
    roles.add_users("editor", [&bob.id]).await.unwrap();
    assert_eq!(roles.list(ListRoles::new()).await.unwrap().total_count, 1);
    assert_eq!(roles.get("editor").await.unwrap().is_system, Selected::NotSelected);
    let of_role = roles.list_users(ListRoleUsers::new("editor").with_expiry()).await.unwrap();
    assert_eq!(of_role.list[0].expired_at, Selected::Empty);
    assert_eq!(users.list_roles(&bob.id).await.unwrap().total_count, 1);

    let groups = client.groups();
    groups.create(CreateGroup::new("staff", "Staff")).await.unwrap();
    groups.add_users("staff", [&bob.id]).await.unwrap();
    let of_group = groups.list_users(ListGroupUsers::new("staff").with_custom_data());
    assert_eq!(of_group.await.unwrap().total_count, 1);

    let orgs = client.orgs();
    let acme = orgs.create(CreateOrg::new("Acme").code("acme")).await.unwrap();
    let web = orgs.add_node(&acme.id, &acme.root_node.id, "Web").await.unwrap();
    orgs.add_members(&web.id, [&bob.id]).await.unwrap();
    let members = orgs.list_members(ListNodeMembers::new(&web.id).with_identities());
    assert_eq!(members.await.unwrap().total_count, 1);
    assert_eq!(orgs.get(&acme.id).await.unwrap().tenant_id, Selected::NotSelected);
    assert_eq!(users.list_departments(&bob.id).await.unwrap().total_count, 1);
    orgs.remove_members(&web.id, [&bob.id]).await.unwrap();

    let changes = UpdateUserpoolInput::new().verify_code_length(6);
    let pool = client.user_pool().update(changes).await.unwrap();
    assert_eq!(pool.verify_code_length, Selected::Value(6));
    assert_eq!(pool.password_update_policy, Selected::NotSelected);
    users.delete(&bob.id).await.unwrap();
}

#[tokio::test]
async fn an_end_user_works_with_an_older_server() {
    let server = server(SchemaVersion::Older).await;
    let client = server.app.new_session();
    client.register_by_username("ann", "passw0rd").await.unwrap();
    let ann = client.login_by_username("ann", "passw0rd").await.unwrap();
    assert_eq!(ann.newly_created, Selected::Value(false));
    assert!(ann.custom_data.is_selected());
    let ann = client.current_user().await.unwrap();
    assert_eq!(ann.identities.iter().count(), 0);
    assert!(ann.identities.is_selected());
    client.update_password("passw0rd", "passw0rd2").await.unwrap();
    client.list_roles().await.unwrap();
    client.list_departments().await.unwrap();
    client.get_custom_data().await.unwrap();
    assert_eq!(client.check_login_status().await.unwrap().status, Some(true));
    client.refresh_token().await.unwrap();
    client.logout().await.unwrap();
}

#[tokio::test]
async fn what_an_older_server_refuses_is_named_with_the_way_out() {
    let server = server(SchemaVersion::Older).await;
    let bob = server.user("bob").await.unwrap();
    let users = server.management.users();

    let error = users.list(ListUsers::new().with_main_department()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(400)));
    assert_eq!(
        error.message(),
        "the server's `User` has no field `mainDepartmentId`: its version is \
         older than this call; leave out `with_main_department()`, which asks for the field (and 1 \
         more)"
    );
    let error = users.list(ListUsers::new().with_all_fields()).await.unwrap_err();
    assert!(error.message().contains("instead of `with_all_fields()`"), "{error}");
    let tokens = ListUsers::new().with_identity_tokens();
    let error = users.list(tokens).await.unwrap_err();
    assert!(error.message().contains("leave out `with_identity_tokens()`"), "{error}");
    let error = server.management.roles().with_is_system().list(ListRoles::new()).await;
    assert_eq!(error.unwrap_err().unknown_to_server()[0].asked_by, Some("with_is_system"));
    let error = server.management.orgs().with_tenant_id().create(CreateOrg::new("A")).await;
    assert_eq!(error.unwrap_err().unknown_to_server()[0].asked_by, Some("with_tenant_id"));

    let changes = UpdateUserInput::new().main_department_id("secret-department");
    let error = users.update(&bob.id, changes).await.unwrap_err();
    let unknown = &error.unknown_to_server()[0];
    assert_eq!(
        (unknown.kind, unknown.of.as_deref()),
        (UnknownKind::InputField, Some("UpdateUserInput"))
    );
    assert!(error.message().ends_with("do not set it"), "{error}");
    assert!(!format!("{error:?}").contains("secret-department"));

    let client = server.app.new_session();
    client.login_by_username("bob", "passw0rd").await.unwrap();
    let error = client.check_password("passw0rd").await.unwrap_err();
    assert!(error.message().starts_with("the server has no operation `checkPassword`"), "{error}");
}

#[tokio::test]
async fn the_oldest_server_refuses_by_name_what_no_official_sdk_leaves_out() {
    let server = server(SchemaVersion::Oldest).await;
    let error = server.user("bob").await.unwrap_err();
    let named: Vec<_> = error.unknown_to_server().iter().map(|one| one.name.as_str()).collect();
    assert!(named.contains(&"phoneCountryCode") && named.contains(&"identity"), "{named:?}");
    assert!(error.message().contains("its version is older than this call"), "{error}");
    server.management.groups().create(CreateGroup::new("staff", "Staff")).await.unwrap();
    assert_eq!(server.management.groups().get("staff").await.unwrap().name, "Staff");
    server.management.roles().create("editor").await.unwrap();
    let code: Value = server.graphql("{ groups { totalCount } }").await.unwrap();
    assert_eq!(code, json!({"groups": {"totalCount": 1}}));
}
