//! What a request asks for by name beyond what comes unasked.

use authing_management::{
    FindUser, GetUsers, ListGroupUsers, ListNodeMembers, ListRoleUsers, ListRoles, ListUserPools,
    ListUsers, NodeKey, SearchUsers, UpdateRole,
    types::{Selected, UpdateUserInput, UpdateUserpoolInput, UserKey},
};
use serde_json::{Value, json};

use crate::common::{ID, Sent, data, exchange, user};

/// The text that was sent.
fn query(sent: &Sent) -> String {
    sent.body()["query"].as_str().unwrap().to_owned()
}

/// What no official SDK asks for, and what one asks for in a few places only.
const NEVER_UNASKED: [&str; 10] = [
    "mainDepartmentId",
    "mainDepartmentCode",
    "userInfoInIdp",
    "accessToken",
    "refreshToken",
    "directManagement",
    "expiredAt",
    "isSystem",
    "tenantId ",
    "passwordUpdatePolicy",
];

macro_rules! users_with {
    ($request:expr, $option:ident, $call:expr, $response:expr) => {{
        let request = $request.$option();
        let response = $response;
        let (sent, result) = exchange(response, |client| $call(client, request)).await;
        result.unwrap();
        query(&sent)
    }};
}

/// What each option of a request for users adds to its document.
macro_rules! assert_options {
    ($name:ident, $request:expr, $call:expr, $response:expr) => {
        #[tokio::test]
        async fn $name() {
            let (sent, result) = exchange($response, |client| $call(client, $request)).await;
            result.unwrap();
            let plain = query(&sent);
            for field in NEVER_UNASKED {
                assert!(!plain.contains(field), "{field} in {plain}");
            }
            let identities = "identities{openid userIdInIdp userId connectionId isSocial provider \
                              userPoolId type extIdpId";
            let tokens = "extIdpId userInfoInIdp accessToken refreshToken}";
            let with = users_with!($request, with_custom_data, $call, $response);
            assert!(with.contains(" customData{key value label dataType}"), "{with}");
            let with = users_with!($request, with_identities, $call, $response);
            assert!(with.contains(identities) && !with.contains(tokens), "{with}");
            let with = users_with!($request, with_identity_tokens, $call, $response);
            assert!(with.contains(identities) && with.contains(tokens), "{with}");
            let with = users_with!($request, with_main_department, $call, $response);
            assert!(with.contains(" mainDepartmentId mainDepartmentCode"), "{with}");
            let with = users_with!($request, with_expiry, $call, $response);
            assert!(with.contains(" expiredAt"), "{with}");
            let with = users_with!($request, with_direct_management, $call, $response);
            assert!(with.contains(" directManagement"), "{with}");
            let with = users_with!($request, with_all_fields, $call, $response);
            for field in ["customData{", tokens, "mainDepartmentCode", "expiredAt", "newlyCreated"]
            {
                assert!(with.contains(field), "{field} in {with}");
            }
        }
    };
}

fn page() -> Value {
    json!({"totalCount": 1, "list": [user()]})
}

type Client = authing_management::ManagementClient;

assert_options!(
    users_list,
    ListUsers::new(),
    |client: &Client, request| client.users().list(request),
    data("users", page())
);
assert_options!(
    users_search,
    SearchUsers::new("bob"),
    |client: &Client, request| client.users().search(request),
    data("searchUser", page())
);
assert_options!(
    users_find,
    FindUser::by(UserKey::username("bob")),
    |client: &Client, request: FindUser| client.users().find(request),
    data("findUser", user())
);
assert_options!(
    users_get_many,
    GetUsers::new([ID]),
    |client: &Client, request| client.users().get_many(request),
    data("userBatch", json!([user()]))
);
assert_options!(
    groups_list_users,
    ListGroupUsers::new("g"),
    |client: &Client, request: ListGroupUsers| client.groups().list_users(request),
    data("group", json!({"users": page()}))
);
assert_options!(
    roles_list_users,
    ListRoleUsers::new("r"),
    |client: &Client, request: ListRoleUsers| client.roles().list_users(request),
    data("role", json!({"users": page()}))
);
assert_options!(
    nodes_list_members,
    ListNodeMembers::new(NodeKey::id("n")),
    |client: &Client, request: ListNodeMembers| client.orgs().list_members(request),
    data("nodeById", json!({"users": page()}))
);
assert_options!(
    nodes_list_members_by_code,
    ListNodeMembers::new(NodeKey::code("o", "c")),
    |client: &Client, request: ListNodeMembers| client.orgs().list_members(request),
    data("nodeByCode", json!({"users": page()}))
);

#[tokio::test]
async fn options_add_up_and_one_that_is_set_twice_asks_once() {
    let request = || ListUsers::new().with_expiry().with_custom_data().with_expiry();
    let (sent, _) = exchange(data("users", page()), |client| client.users().list(request())).await;
    let query = query(&sent);
    assert_eq!(query.matches("expiredAt").count(), 1, "{query}");
    assert!(query.contains("customData{"), "{query}");
}

#[tokio::test]
async fn what_was_not_asked_for_is_told_from_what_is_empty() {
    let mut bob = user();
    bob["expiredAt"] = Value::Null;
    bob["identities"] = json!([]);
    let response = data("users", json!({"totalCount": 1, "list": [bob]}));
    let (_, page) =
        exchange(response, |client| client.users().list(ListUsers::new().with_expiry())).await;
    let bob = page.unwrap().list.remove(0);
    assert_eq!(bob.expired_at, Selected::Empty);
    assert_eq!(bob.identities, Selected::Value(vec![]));
    assert_eq!(bob.main_department_id, Selected::NotSelected);
}

fn role() -> Value {
    json!({"id": "i", "namespace": "n", "code": "r", "arn": "a", "isSystem": true})
}

#[tokio::test]
async fn roles_say_by_request_whether_they_are_the_systems_own() {
    let response = || data("role", role());
    let (sent, _) = exchange(response(), |client| client.roles().get("r")).await;
    assert!(!query(&sent).contains("isSystem"));
    let (sent, found) =
        exchange(response(), |client| client.roles().with_is_system().get("r")).await;
    assert!(query(&sent).contains(" isSystem"));
    assert_eq!(found.unwrap().is_system, Selected::Value(true));
    let changes = || UpdateRole::new().description("d");
    let (sent, _) = exchange(data("updateRole", role()), |client| {
        client.roles().in_namespace("shop").with_is_system().update("r", changes())
    })
    .await;
    assert!(query(&sent).contains(" isSystem"));

    let list = || data("roles", json!({"totalCount": 1, "list": [role()]}));
    let (sent, page) = exchange(list(), |client| client.roles().list(ListRoles::new())).await;
    assert!(!query(&sent).contains("parent"));
    assert_eq!(page.unwrap().list[0].parent, Selected::NotSelected);
    let (sent, _) = exchange(list(), |client| {
        client.roles().with_parent().with_is_system().in_namespace("shop").list(ListRoles::new())
    })
    .await;
    assert!(query(&sent).contains(" parent{") && query(&sent).contains(" isSystem"));
}

fn org() -> Value {
    let root = json!({"id": "n", "name": "Acme", "path": [], "codePath": [], "namePath": []});
    json!({"id": "o", "rootNode": root, "nodes": [], "tenantId": "t"})
}

#[tokio::test]
async fn organisations_bring_their_tenant_by_request() {
    let (sent, _) = exchange(data("org", org()), |client| client.orgs().get("o")).await;
    assert!(!query(&sent).contains("tenantId"));
    let (sent, found) =
        exchange(data("org", org()), |client| client.orgs().with_tenant_id().get("o")).await;
    assert!(query(&sent).contains(" tenantId"));
    assert_eq!(found.unwrap().tenant_id.as_deref(), Some("t"));
}

#[tokio::test]
async fn user_pools_bring_their_settings_and_password_policy_by_request() {
    let response = || data("updateUserpool", Value::Null);
    let changes = || UpdateUserpoolInput::new().name("Shop");
    let (sent, _) = exchange(response(), |client| client.user_pool().update(changes())).await;
    assert!(!query(&sent).contains("passwordUpdatePolicy"));
    let (sent, _) = exchange(response(), |client| {
        client.user_pool().with_password_update_policy().update(changes())
    })
    .await;
    assert!(query(&sent).contains(" passwordUpdatePolicy{enabled"));

    let response = || data("userpools", Value::Null);
    let (sent, _) =
        exchange(response(), |client| client.user_pools().list(ListUserPools::new())).await;
    assert!(!query(&sent).contains("whitelist{"));
    let (sent, _) = exchange(response(), |client| {
        client.user_pools().with_settings().list(ListUserPools::new())
    })
    .await;
    assert!(query(&sent).contains(" whitelist{"));
}

#[tokio::test]
async fn nested_fields_of_a_social_provider_come_by_request() {
    let response = || data("socialConnections", json!([]));
    let (sent, _) =
        exchange(response(), |client| client.social_connections().list_providers()).await;
    assert!(!query(&sent).contains("children"));
    let (sent, _) = exchange(response(), |client| {
        client.social_connections().with_nested_fields().list_providers()
    })
    .await;
    assert!(query(&sent).contains(" children{key"));
}

/// A server that is older than a field.
fn refusal(text: &str) -> Value {
    json!({"errors": [{"message": text, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}]})
}

#[tokio::test]
async fn a_field_that_the_server_does_not_know_is_named_with_the_option_that_asked_for_it() {
    let response = refusal(r#"Cannot query field "mainDepartmentId" on type "User"."#);
    let (_, result) = exchange(response.clone(), |client| {
        client.users().list(ListUsers::new().with_main_department())
    })
    .await;
    let error = result.unwrap_err();
    assert_eq!(
        error.message(),
        "the server's `User` has no field `mainDepartmentId`: its version is older than this \
         call; leave out `with_main_department()`, which asks for the field"
    );
    assert_eq!(error.unknown_to_server()[0].asked_by, Some("with_main_department"));

    let (_, result) = exchange(response.clone(), |client| {
        client.users().list(ListUsers::new().with_all_fields())
    })
    .await;
    assert!(result.unwrap_err().message().ends_with("instead of `with_all_fields()`"));

    let (_, result) = exchange(response, |client| client.users().list(ListUsers::new())).await;
    let error = result.unwrap_err();
    assert!(error.message().ends_with("than this call, which cannot do without it"), "{error}");
    assert_eq!(error.unknown_to_server()[0].asked_by, None);
}

#[tokio::test]
async fn a_field_that_was_set_and_the_server_does_not_take_is_named_without_what_was_sent() {
    let text = r#"Variable "$input" got invalid value { phone: "13800138000" }; Field "mainDepartmentId" is not defined by type UpdateUserInput."#;
    let changes = UpdateUserInput::new().main_department_id("d");
    let (_, result) = exchange(refusal(text), |client| client.users().update(ID, changes)).await;
    let error = result.unwrap_err();
    assert_eq!(
        error.message(),
        "the server's `UpdateUserInput` has no field `mainDepartmentId`: its version is older than this \
         call; do not set it"
    );
    assert!(!format!("{error:?}").contains("13800138000"));
}
