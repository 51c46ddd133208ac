//! Every call of the users area: exactly what goes over the wire, and how the response is read.
use authing_management::{
    CreateUser, ErrorCode, FilterUsers, FindUser, GetUser, GetUsers, ListUserActions, ListUsers,
    Page, PageRequest, Patch, SearchUsers, UserIdField,
    types::{
        CreateUserIdentityInput, CreateUserInput, CustomData, CustomValue, ResourceType,
        SearchUserDepartmentOpt, SearchUserGroupOpt, SearchUserRoleOpt, SortBy, UpdateUserInput,
        User, UserKey,
    },
    users::{CheckLoginStatus, IdentityKey, ListUserDepartments, LogoutUser},
};
use serde_json::{Value, json};

use crate::common::{ID, client, data, done, exchange, refused, rest, user};

#[tokio::test]
async fn list() {
    let answer = data("users", json!({"totalCount": 1, "list": [user()]}));
    let (sent, page) =
        exchange(answer.clone(), |client| client.users().list(ListUsers::new())).await;
    sent.is_graphql("query users(", json!({"page": 1, "limit": 10}));
    assert_eq!(page.unwrap().list[0].id, ID);

    let (sent, _) = exchange::<_, Page<User>>(answer, |client| {
        let request = ListUsers::new()
            .page(2)
            .limit(50)
            .sort_by(SortBy::UpdatedAtAsc)
            .exclude_users_in_org()
            .with_custom_data();
        client.users().list(request)
    })
    .await;
    sent.is_graphql(
        "query users(",
        json!({"page": 2, "limit": 50, "sortBy": "UPDATEDAT_ASC", "excludeUsersInOrg": true}),
    );
}

#[tokio::test]
async fn list_archived() {
    let answer = data("archivedUsers", json!({"totalCount": 0, "list": []}));
    let (sent, page) =
        exchange(answer, |client| client.users().list_archived(PageRequest::default())).await;
    sent.is_graphql("query archivedUsers(", json!({"page": 1, "limit": 10}));
    assert_eq!(page.unwrap().total_count, 0);
}

#[tokio::test]
async fn a_page_of_nothing_is_refused() {
    let error = refused(|client| client.users().list(ListUsers::new().page(0)).page()).await;
    assert_eq!(error, "users.list failed: argument `page` is 0, but pages are counted from 1");
    let error = refused(|client| client.users().list(ListUsers::new().limit(0)).page()).await;
    assert!(error.contains("argument `limit` is 0"), "{error}");
}

#[tokio::test]
async fn get() {
    let mut answer = user();
    answer["customData"] =
        json!([{"key": "age", "dataType": "NUMBER", "value": "18", "label": "Age"}]);
    let (sent, found) =
        exchange(rest(answer), |client| client.users().get(GetUser::new(ID).with_custom_data()))
            .await;
    sent.is_rest("GET", &format!("/api/v2/users/{ID}?with_custom_data=true"), Value::Null);
    assert_eq!(found.unwrap().typed_custom_data().get("age"), Some(&CustomValue::from(18)));

    let (sent, _) = exchange(rest(user()), |client| client.users().get("a/b")).await;
    sent.is_rest("GET", "/api/v2/users/a%2Fb", Value::Null);
    let error = refused(|client| client.users().get("")).await;
    assert_eq!(error, "users.get failed: argument `user_id` is empty");
}

#[tokio::test]
async fn a_user_that_is_not_there_is_an_error_or_none() {
    let unknown = json!({"code": 2004, "message": "no such user"});
    for answer in [unknown, rest(Value::Null)] {
        let (_, user) = exchange(answer.clone(), |client| client.users().get(ID)).await;
        let error = user.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.code(), Some(ErrorCode::USER_NOT_FOUND));
        let (sent, user) = exchange(answer, |client| client.users().get_opt(ID)).await;
        sent.is_rest("GET", &format!("/api/v2/users/{ID}"), Value::Null);
        assert_eq!(user.unwrap(), None);
    }
    let (_, user) = exchange(rest(user()), |client| client.users().get_opt(ID)).await;
    assert_eq!(user.unwrap().unwrap().id, ID);
    let forbidden = json!({"code": 403, "message": "no"});
    let (_, user) = exchange(forbidden, |client| client.users().get_opt(ID)).await;
    assert!(user.is_err(), "only a missing user is none");
}

#[tokio::test]
async fn find_by_each_key() {
    for (key, variables) in [
        (UserKey::email("a@b.c"), json!({"email": "a@b.c"})),
        (UserKey::phone("1"), json!({"phone": "1"})),
        (UserKey::username("bob"), json!({"username": "bob"})),
        (UserKey::external_id("x"), json!({"externalId": "x"})),
    ] {
        let (sent, found) =
            exchange(data("findUser", user()), |c| c.users().find(key.clone())).await;
        sent.is_graphql("query findUser(", variables.clone());
        assert_eq!(found.unwrap().unwrap().id, ID);
        let (sent, found) = exchange(data("findUser", Value::Null), |client| {
            client.users().find(FindUser::by(key).with_custom_data())
        })
        .await;
        sent.is_graphql("query findUser(", variables);
        assert_eq!(found.unwrap(), None);
    }
    let (sent, _) = exchange(data("findUser", user()), |client| {
        client.users().find(FindUser::by_identity("wechatwork", "bob@corp"))
    })
    .await;
    let identity = json!({"provider": "wechatwork", "userIdInIdp": "bob@corp"});
    sent.is_graphql("query findUser(", json!({"identity": identity}));
    let error = refused(|client| client.users().find(UserKey::email(" "))).await;
    assert_eq!(error, "users.find failed: argument `email` is empty");
    let error =
        refused(|client| client.users().find(FindUser::by_identity("wechatwork", ""))).await;
    assert_eq!(error, "users.find failed: argument `user_id_in_idp` is empty");
}

#[tokio::test]
async fn exists() {
    let (sent, exists) = exchange(data("isUserExists", json!(true)), |client| {
        client.users().exists(UserKey::username("bob"))
    })
    .await;
    sent.is_graphql("query isUserExists(", json!({"username": "bob"}));
    assert!(exists.unwrap());
    let error = refused(|client| client.users().exists(UserKey::phone(""))).await;
    assert!(error.contains("argument `phone` is empty"), "{error}");
}

#[tokio::test]
async fn search() {
    let answer = data("searchUser", json!({"totalCount": 1, "list": [user()]}));
    let (sent, _) =
        exchange(answer.clone(), |client| client.users().search(SearchUsers::new("bob"))).await;
    sent.is_graphql("query searchUser(", json!({"query": "bob", "page": 1, "limit": 10}));
    let (sent, page) = exchange(answer, |client| {
        let department =
            SearchUserDepartmentOpt::new().department_id("d").include_children_departments(true);
        let request = SearchUsers::new("bob")
            .fields(["username"])
            .department(department)
            .group(SearchUserGroupOpt::new().code("g"))
            .role(SearchUserRoleOpt::new("r").namespace("n"))
            .with_custom_data();
        client.users().search(request)
    })
    .await;
    sent.is_graphql(
        "query searchUser(",
        json!({
            "query": "bob", "page": 1, "limit": 10, "fields": ["username"],
            "departmentOpts": [{"departmentId": "d", "includeChildrenDepartments": true}],
            "groupOpts": [{"code": "g"}],
            "roleOpts": [{"code": "r", "namespace": "n"}],
        }),
    );
    assert_eq!(page.unwrap().list.len(), 1);
}

#[tokio::test]
async fn get_many() {
    let (sent, users) = exchange(data("userBatch", json!([user()])), |client| {
        client.users().get_many(GetUsers::new([ID]))
    })
    .await;
    sent.is_graphql("query userBatch(", json!({"ids": [ID], "type": "id"}));
    assert_eq!(users.unwrap().len(), 1);
    let (sent, _) = exchange(data("userBatch", json!([])), |client| {
        let request = GetUsers::by(UserIdField::ExternalId, ["x"]).with_custom_data();
        client.users().get_many(request)
    })
    .await;
    sent.is_graphql("query userBatch(", json!({"ids": ["x"], "type": "externalId"}));
}

#[tokio::test]
async fn a_batch_over_the_servers_limit_is_refused() {
    let ids = |count: usize| (0..count).map(|id| id.to_string()).collect::<Vec<_>>();
    let (client, server) = client(data("userBatch", json!([])));
    client.users().get_many(GetUsers::new(ids(80))).await.unwrap();
    assert_eq!(server.requests().len(), 1);
    let error = refused(|client| client.users().get_many(GetUsers::new(ids(81)))).await;
    let expected = "argument `ids` holds 81 ids, but the server takes 80 at most";
    assert_eq!(error, format!("users.get_many failed: {expected}"));
    let error = refused(|client| client.users().get_many(GetUsers::new(ids(0)))).await;
    assert!(error.contains("argument `ids` is empty"), "{error}");
}

#[tokio::test]
async fn filter() {
    let answer = rest(json!({"totalCount": 1, "list": [user()]}));
    let (sent, page) = exchange(answer, |client| {
        client.users().filter(FilterUsers::new().limit(5).condition(json!({"field": "gender"})))
    })
    .await;
    let body = json!({"page": 1, "limit": 5, "filter": [{"field": "gender"}]});
    sent.is_rest("POST", "/api/v2/users/filter", body);
    assert_eq!(page.unwrap().total_count, 1);
}

#[tokio::test]
async fn create() {
    let input = || CreateUserInput::new().username("bob").password("passw0rd");
    let (sent, created) =
        exchange(data("createUser", user()), |client| client.users().create(input())).await;
    let body = sent.body();
    let password = body["variables"]["userInfo"]["password"].as_str().unwrap();
    assert_eq!(password.len(), 172, "128 bytes in base64: encrypted with the built-in key");
    sent.is_graphql(
        "mutation createUser(",
        json!({"userInfo": {"username": "bob", "password": password}}),
    );
    assert_eq!(created.unwrap().id, ID);

    let (sent, _) = exchange(data("createUser", user()), |client| {
        let request = CreateUser::new(CreateUserInput::new().email("a@b.c"))
            .keep_password()
            .reset_password_on_first_login()
            .identity(CreateUserIdentityInput::new("wechatwork", "bob@corp"))
            .custom_data(CustomData::new().with("school", "HUST"));
        client.users().create(request)
    })
    .await;
    sent.is_graphql(
        "mutation createUser(",
        json!({
            "userInfo": {"email": "a@b.c"},
            "keepPassword": true,
            "resetPasswordOnFirstLogin": true,
            "identity": {"provider": "wechatwork", "userIdInIdp": "bob@corp"},
            "params": r#"[{"key":"school","value":"HUST"}]"#,
        }),
    );
}

#[tokio::test]
async fn a_password_the_key_cannot_take_is_refused_before_anything_is_sent() {
    let long = "x".repeat(118);
    let input = CreateUserInput::new().username("bob").password(long.as_str());
    let error = refused(|client| client.users().create(input)).await;
    assert!(error.contains("argument `password` is 118 bytes long"), "{error}");
}

#[tokio::test]
async fn update() {
    let (sent, _) = exchange(data("updateUser", user()), |client| {
        let changes = UpdateUserInput::new().nickname("Bobby").company(Patch::Null);
        client.users().update(ID, changes)
    })
    .await;
    let input = json!({"nickname": "Bobby", "company": null});
    sent.is_graphql("mutation updateUser(", json!({"id": ID, "input": input}));

    let (sent, _) = exchange(data("updateUser", user()), |client| {
        client.users().update(ID, UpdateUserInput::new().password("passw0rd"))
    })
    .await;
    let password = sent.body()["variables"]["input"]["password"].as_str().unwrap().to_owned();
    assert_eq!(password.len(), 172, "encrypted");

    // Without an id the server would change another user.
    let error = refused(|client| client.users().update("", UpdateUserInput::new())).await;
    assert_eq!(error, "users.update failed: argument `user_id` is empty");
}

#[tokio::test]
async fn delete_one_and_many() {
    let (sent, message) = exchange(done("deleteUser"), |client| client.users().delete(ID)).await;
    sent.is_graphql("mutation deleteUser(", json!({"id": ID}));
    message.unwrap();
    let (sent, _) =
        exchange(done("deleteUsers"), |client| client.users().delete_many([ID, "b"])).await;
    sent.is_graphql("mutation deleteUsers(", json!({"ids": [ID, "b"]}));
    refused(|client| client.users().delete("")).await;
    refused(|client| client.users().delete_many(Vec::<String>::new())).await;
}

#[tokio::test]
async fn create_many() {
    let answer = rest(json!([
        {"success": true, "user": user()},
        {"success": false, "errMsg": "用户已存在，请勿重复创建！"},
    ]));
    let people = || ["bob", "ann"].map(|name| CreateUserInput::new().username(name));
    let (sent, created) = exchange(answer, |client| client.users().create_many(people())).await;
    let body = json!({"users": [{"username": "bob"}, {"username": "ann"}]});
    sent.is_rest("POST", "/api/v2/users/create/batch", body);
    let created = created.unwrap();
    assert_eq!(created[0].user.as_ref().unwrap().id, ID);
    assert_eq!((created[0].success, created[1].success), (Some(true), Some(false)));
    assert!(created[1].user.is_none() && created[1].error.as_deref().unwrap().contains("已存在"));
    assert!(!format!("{created:?}").contains("已存在"));

    let error = refused(|client| client.users().create_many([])).await;
    assert_eq!(error, "users.create_many failed: argument `users` is empty");
    let many = vec![CreateUserInput::new().username("a"); 101];
    let error = refused(|client| client.users().create_many(many)).await;
    assert!(error.ends_with("`users` holds 101 users, and 100 are created at most"), "{error}");
    let with_password = CreateUserInput::new().username("b").password("passw0rd");
    let [bob, _] = people();
    let error = refused(|client| client.users().create_many([bob, with_password])).await;
    assert!(error.contains("`users` has a password at index 1"), "{error}");
}

#[tokio::test]
async fn suspend_activate_resign() {
    let answer = json!({"code": 200, "message": "ok"});
    let (sent, message) = exchange(answer.clone(), |client| client.users().suspend(ID)).await;
    sent.is_rest("POST", &format!("/api/v2/users/{ID}/suspend"), json!({}));
    message.unwrap();
    let (sent, _) = exchange(answer.clone(), |client| client.users().activate(ID)).await;
    sent.is_rest("POST", &format!("/api/v2/users/{ID}/activate"), json!({}));
    let (sent, _) = exchange(answer, |client| client.users().resign(ID)).await;
    sent.is_rest("POST", "/api/v3/resign-user", json!({"userId": ID}));
    // The v3 interface names its code otherwise.
    let v3 = json!({"statusCode": 200, "message": "ok", "data": true});
    let (sent, message) = exchange(v3, |client| client.users().resign_many([ID, "b"])).await;
    sent.is_rest("POST", "/api/v3/resign-user-batch", json!({"userIds": [ID, "b"]}));
    message.unwrap();
    let (_, nothing) = exchange(rest(json!(false)), |client| client.users().suspend(ID)).await;
    assert!(nothing.is_err(), "a server that says false has not done it");
    for error in [
        refused(|client| client.users().suspend("")).await,
        refused(|client| client.users().activate(" ")).await,
        refused(|client| client.users().resign("")).await,
    ] {
        assert!(error.ends_with("failed: argument `user_id` is empty"), "{error}");
    }
    let error = refused(|client| client.users().resign_many([ID, ""])).await;
    assert_eq!(error, "users.resign_many failed: argument `user_ids` has nothing at index 1");
}

#[tokio::test]
async fn identities() {
    let answer = json!({"code": 200, "message": "ok"});
    let (sent, _) = exchange(answer.clone(), |client| {
        let identity = IdentityKey::social(ID, "wx", "idp").kind("openid");
        client.users().link_identity(identity, "o-1")
    })
    .await;
    let body = json!({
        "userId": ID, "userIdInIdp": "o-1", "isSocial": true, "type": "openid",
        "identifier": "wx", "extIdpId": "idp",
    });
    sent.is_rest("POST", "/api/v2/users/identity/link", body);
    let (sent, _) = exchange(answer, |client| {
        client.users().unlink_identity(IdentityKey::enterprise(ID, "saml", "idp"))
    })
    .await;
    let body = json!({"userId": ID, "isSocial": false, "identifier": "saml", "extIdpId": "idp"});
    sent.is_rest("POST", "/api/v2/users/identity/unlink", body);
    for (identity, argument) in [
        (IdentityKey::social("", "wx", "idp"), "user_id"),
        (IdentityKey::social(ID, "", "idp"), "identifier"),
        (IdentityKey::social(ID, "wx", " "), "ext_idp_id"),
    ] {
        let error = refused(|client| client.users().unlink_identity(identity)).await;
        assert_eq!(error, format!("users.unlink_identity failed: argument `{argument}` is empty"));
    }
    let identity = IdentityKey::social(ID, "wx", "idp");
    let error = refused(|client| client.users().link_identity(identity, "")).await;
    assert_eq!(error, "users.link_identity failed: argument `user_id_in_idp` is empty");
}

#[tokio::test]
async fn groups() {
    let group = json!({"code": "g", "name": "G"});
    let answer = data("user", json!({"groups": {"totalCount": 1, "list": [group]}}));
    let (sent, groups) = exchange(answer, |client| client.users().list_groups(ID)).await;
    sent.is_graphql("query getUserGroups(", json!({"id": ID}));
    assert_eq!(groups.unwrap().list[0].code, "g");
    let (sent, _) =
        exchange(done("addUserToGroup"), |client| client.users().add_group(ID, "g")).await;
    sent.is_graphql("mutation addUserToGroup(", json!({"userIds": [ID], "code": "g"}));
    let (sent, _) =
        exchange(done("removeUserFromGroup"), |client| client.users().remove_group(ID, "g")).await;
    sent.is_graphql("mutation removeUserFromGroup(", json!({"userIds": [ID], "code": "g"}));
    let error = refused(|client| client.users().add_group(ID, "")).await;
    assert_eq!(error, "users.add_group failed: argument `group_code` is empty");
}

#[tokio::test]
async fn what_belongs_to_nobody_is_not_found() {
    for error in [
        exchange(data("user", Value::Null), |c| c.users().list_groups(ID)).await.1.err(),
        exchange(data("user", Value::Null), |c| c.users().list_roles(ID)).await.1.err(),
        exchange(data("user", Value::Null), |c| c.users().list_departments(ID)).await.1.err(),
    ] {
        let error = error.unwrap();
        assert!(error.is_not_found());
        assert_eq!(error.code(), Some(ErrorCode::USER_NOT_FOUND));
    }
}

#[tokio::test]
async fn roles() {
    let role = json!({"id": "r1", "namespace": "default", "code": "admin", "arn": "arn"});
    let answer = data("user", json!({"roles": {"totalCount": 1, "list": [role]}}));
    let (sent, roles) = exchange(answer.clone(), |client| client.users().list_roles(ID)).await;
    sent.is_graphql("query getUserRoles(", json!({"id": ID}));
    assert_eq!(roles.unwrap().list[0].code, "admin");
    let (sent, _) =
        exchange(answer, |client| client.users().in_namespace("shop").list_roles(ID)).await;
    sent.is_graphql("query getUserRoles(", json!({"id": ID, "namespace": "shop"}));
    let (sent, _) =
        exchange(done("assignRole"), |client| client.users().add_roles(ID, ["admin"])).await;
    sent.is_graphql("mutation assignRole(", json!({"roleCodes": ["admin"], "userIds": [ID]}));
    let (sent, _) = exchange(done("assignRole"), |client| {
        client.users().in_namespace("shop").add_roles(ID, ["admin"])
    })
    .await;
    let variables = json!({"namespace": "shop", "roleCodes": ["admin"], "userIds": [ID]});
    sent.is_graphql("mutation assignRole(", variables);
    let (sent, _) =
        exchange(done("revokeRole"), |client| client.users().remove_roles(ID, ["admin"])).await;
    sent.is_graphql("mutation revokeRole(", json!({"roleCodes": ["admin"], "userIds": [ID]}));
    let (sent, has) =
        exchange(rest(json!(true)), |client| client.users().has_role(ID, "a&b")).await;
    sent.is_rest("GET", &format!("/api/v2/users/{ID}/has-role?code=a%26b"), Value::Null);
    assert!(has.unwrap());
    let (sent, _) = exchange(rest(json!(false)), |client| {
        client.users().in_namespace("shop").has_role(ID, "admin")
    })
    .await;
    let path = format!("/api/v2/users/{ID}/has-role?code=admin&namespace=shop");
    sent.is_rest("GET", &path, Value::Null);
    let error = refused(|client| client.users().add_roles(ID, ["admin", ""])).await;
    assert_eq!(error, "users.add_roles failed: argument `role_codes` has nothing at index 1");
    let error = refused(|client| client.users().in_namespace(" ").has_role(ID, "admin")).await;
    assert_eq!(error, "users.has_role failed: argument `namespace` is empty");
}

#[tokio::test]
async fn policies() {
    let assignment = json!({"code": "p", "targetType": "USER", "targetIdentifier": ID});
    let answer = data("policyAssignments", json!({"totalCount": 1, "list": [assignment]}));
    let (sent, policies) =
        exchange(answer, |client| client.users().list_policies(ID, PageRequest::default())).await;
    sent.is_graphql(
        "query policyAssignments(",
        json!({"targetType": "USER", "targetIdentifier": ID, "page": 1, "limit": 10}),
    );
    assert_eq!(policies.unwrap().list[0].code, "p");
    let variables = json!({"policies": ["p"], "targetType": "USER", "targetIdentifiers": [ID]});
    let (sent, _) =
        exchange(done("addPolicyAssignments"), |client| client.users().add_policies(ID, ["p"]))
            .await;
    sent.is_graphql("mutation addPolicyAssignments(", variables.clone());
    let (sent, _) = exchange(done("addPolicyAssignments"), |client| {
        client.users().in_namespace("shop").add_policies(ID, ["p"])
    })
    .await;
    let mut in_shop = variables.clone();
    in_shop["namespace"] = json!("shop");
    sent.is_graphql("mutation addPolicyAssignments(", in_shop);
    let (sent, _) = exchange(done("removePolicyAssignments"), |client| {
        client.users().remove_policies(ID, ["p"])
    })
    .await;
    sent.is_graphql("mutation removePolicyAssignments(", variables);
}

#[tokio::test]
async fn organizations_departments_tenants() {
    let path = json!([[
        {"type": "org", "id": "o", "rootNodeId": "root"},
        {"type": "node", "id": "root", "name": "Corp"},
        {"type": "node", "id": "n1", "name": "Sales"},
    ]]);
    let (sent, orgs) = exchange(rest(path), |client| client.users().list_orgs(ID)).await;
    sent.is_rest("GET", &format!("/api/v2/users/{ID}/orgs"), Value::Null);
    let orgs = orgs.unwrap();
    assert_eq!(orgs[0].org.as_ref().unwrap().id, "o");
    assert_eq!(orgs[0].department().unwrap().name.as_deref(), Some("Sales"));

    let node = json!({"id": "n1", "name": "Sales", "path": [], "codePath": [], "namePath": []});
    let department = json!({"department": node, "isMainDepartment": true, "joinedAt": "2021"});
    let answer = data("user", json!({"departments": {"totalCount": 1, "list": [department]}}));
    let (sent, departments) =
        exchange(answer.clone(), |client| client.users().list_departments(ID)).await;
    sent.is_graphql("query getUserDepartments(", json!({"id": ID}));
    assert!(departments.unwrap().list[0].is_main_department);
    let (sent, _) = exchange(answer, |client| {
        client.users().list_departments(ListUserDepartments::new(ID).org_id("o"))
    })
    .await;
    sent.is_graphql("query getUserDepartments(", json!({"id": ID, "orgId": "o"}));

    let tenants = json!([{"id": "t", "name": "Tenant"}]);
    let (sent, tenants) = exchange(rest(tenants), |client| client.users().list_tenants(ID)).await;
    sent.is_rest("GET", &format!("/api/v2/users/{ID}/tenants"), Value::Null);
    assert_eq!(tenants.unwrap()[0].id, "t");
}

#[tokio::test]
async fn permissions() {
    let resource = json!({"code": "books:1", "type": "DATA", "actions": ["books:read"]});
    let answer =
        data("user", json!({"authorizedResources": {"totalCount": 1, "list": [resource]}}));
    let (sent, resources) = exchange(answer, |client| {
        client.users().list_authorized_resources(ID, Some(ResourceType::Data))
    })
    .await;
    sent.is_graphql(
        "query listUserAuthorizedResources(",
        json!({"id": ID, "resourceType": "DATA"}),
    );
    assert_eq!(resources.unwrap().list[0].code, "books:1");

    let answer = rest(json!([{"code": "books:1", "actions": ["books:read"]}, {"code": "menu"}]));
    let (sent, allowed) = exchange(answer.clone(), |client| {
        client.users().check_permissions_many(ID, ["books:1", "menu"])
    })
    .await;
    sent.is_rest(
        "POST",
        "/api/v2/acl/check-resource-permission-batch",
        json!({"userId": ID, "namespace": "default", "resources": ["books:1", "menu"]}),
    );
    assert_eq!(allowed.unwrap()[0].actions, ["books:read"]);
    let (sent, _) =
        exchange(answer, |client| client.users().list_authorized_resources_of_kind(ID, "books"))
            .await;
    let path = "/api/v2/acl/get-authorized-resources-of-resource-kind";
    let body = json!({"userId": ID, "namespace": "default", "resource": "books"});
    sent.is_rest("POST", path, body);
    let (sent, _) = exchange(rest(json!([])), |client| {
        client.users().in_namespace("shop").list_authorized_resources_of_kind(ID, "books")
    })
    .await;
    sent.is_rest("POST", path, json!({"userId": ID, "namespace": "shop", "resource": "books"}));
    let none = [] as [&str; 0];
    let error = refused(|client| client.users().check_permissions_many(ID, none)).await;
    assert_eq!(error, "users.check_permissions_many failed: argument `resources` is empty");
}

#[tokio::test]
async fn custom_data() {
    let list = json!([
        {"key": "school", "dataType": "STRING", "value": "HUST", "label": "School"},
        {"key": "birth", "dataType": "DATETIME", "value": "1609556645000", "label": null},
    ]);
    let target = json!({"targetType": "USER", "targetId": ID});
    let (sent, fields) =
        exchange(data("udv", list.clone()), |c| c.users().list_custom_data(ID)).await;
    sent.is_graphql("query udv(", target.clone());
    assert_eq!(fields.unwrap()[0].label.as_deref(), Some("School"));
    let (_, data_of_user) =
        exchange(data("udv", list.clone()), |c| c.users().get_custom_data(ID)).await;
    assert_eq!(data_of_user.unwrap().get("school"), Some(&CustomValue::from("HUST")));

    let batch = data("udfValueBatch", json!([{"targetId": ID, "data": list.clone()}]));
    let (sent, users) = exchange(batch, |c| c.users().get_custom_data_many([ID])).await;
    sent.is_graphql("query udfValueBatch(", json!({"targetType": "USER", "targetIds": [ID]}));
    assert_eq!(users.unwrap()[ID].len(), 2);

    let (sent, _) = exchange(data("setUdv", list.clone()), |client| {
        client.users().set_custom_value(ID, "school", "HUST")
    })
    .await;
    let variables =
        json!({"targetType": "USER", "targetId": ID, "key": "school", "value": "\"HUST\""});
    sent.is_graphql("mutation setUdv(", variables);

    let values = CustomData::new().with("age", 22).with("school", "HUST");
    let (sent, fields) = exchange(data("setUdvBatch", list.clone()), |client| {
        client.users().set_custom_data(ID, &values)
    })
    .await;
    let udv_list = json!([{"key": "age", "value": "22"}, {"key": "school", "value": "\"HUST\""}]);
    let variables = json!({"targetType": "USER", "targetId": ID, "udvList": udv_list});
    sent.is_graphql("mutation setUdvBatch(", variables);
    assert_eq!(fields.unwrap().len(), 2);

    let one = CustomData::new().with("age", 22);
    let (sent, _) = exchange(done("setUdfValueBatch"), |client| {
        client.users().set_custom_data_many([(ID, &one)])
    })
    .await;
    let input = json!([{"targetId": ID, "key": "age", "value": "22"}]);
    sent.is_graphql("mutation setUdfValueBatch(", json!({"targetType": "USER", "input": input}));

    let (sent, left) = exchange(data("removeUdv", list), |client| {
        client.users().remove_custom_value(ID, "school")
    })
    .await;
    let variables = json!({"targetType": "USER", "targetId": ID, "key": "school"});
    sent.is_graphql("mutation removeUdv(", variables);
    assert_eq!(left.unwrap().len(), 2);

    refused(|client| client.users().set_custom_data(ID, &CustomData::new())).await;
    refused(|client| client.users().set_custom_data_many([] as [(&str, &CustomData); 0])).await;
    let error = refused(|client| client.users().set_custom_data_many([("", &one)])).await;
    assert_eq!(error, "users.set_custom_data_many failed: argument `user_id` is empty");
    refused(|client| client.users().get_custom_data_many(Vec::<String>::new())).await;
}

#[tokio::test]
async fn sessions() {
    let answer = data("refreshToken", json!({"token": "t", "iat": 1, "exp": 2}));
    let (sent, token) = exchange(answer, |client| client.users().refresh_token(ID)).await;
    sent.is_graphql("mutation refreshToken(", json!({"id": ID}));
    assert_eq!(token.unwrap().token.unwrap().expose(), "t");

    let answer = json!({"code": 200, "message": "强制下线成功"});
    let (sent, _) = exchange(answer.clone(), |client| client.users().kick(ID)).await;
    sent.is_rest("POST", "/api/v2/users/kick", json!({"userIds": [ID]}));
    let (sent, _) = exchange(answer.clone(), |client| client.users().kick_many([ID, "b"])).await;
    sent.is_rest("POST", "/api/v2/users/kick", json!({"userIds": [ID, "b"]}));
    let (sent, _) = exchange(answer.clone(), |client| client.users().logout(ID)).await;
    sent.is_rest("GET", &format!("/logout?userId={ID}"), Value::Null);
    let of_app = LogoutUser::new(ID).app_id("app");
    let (sent, _) = exchange(answer, |client| client.users().logout(of_app)).await;
    sent.is_rest("GET", &format!("/logout?appId=app&userId={ID}"), Value::Null);

    let state = rest(json!({"isLogin": true, "user": user(), "application": [{"id": "app"}]}));
    let (sent, state) = exchange(state, |client| {
        let request = CheckLoginStatus::new(ID).app_id("app").device_id("device");
        client.users().check_login_status(request)
    })
    .await;
    let path = format!("/api/v2/users/login-status?userId={ID}&appId=app&deviceId=device");
    sent.is_rest("GET", &path, Value::Null);
    assert!(state.unwrap().is_login);

    let (sent, _) = exchange(done("sendFirstLoginVerifyEmail"), |client| {
        client.users().send_first_login_verify_email(ID, "app")
    })
    .await;
    sent.is_graphql("mutation sendFirstLoginVerifyEmail(", json!({"userId": ID, "appId": "app"}));
}

#[tokio::test]
async fn activity() {
    let action = json!({
        "userpool_id": "pool", "operation_name": "login", "operation_desc": "登录",
        "timestamp": "2021-09-24T07:29:51.123Z", "app_id": "app", "app": {"name": "App"},
        "user": {"id": ID, "displayName": "Bob"}, "geoip": {"ip": "1.2.3.4", "city_name": "武汉"},
        "added_later": true,
    });
    let answer = rest(json!({"totalCount": 1, "list": [action]}));
    let (sent, page) = exchange(answer, |client| {
        let request = ListUserActions::new()
            .client_ip("1.2.3.4")
            .operation("login")
            .operation("register")
            .user(ID)
            .app("app")
            .start(1)
            .end(2)
            .only_in_apps();
        client.users().list_user_actions(request)
    })
    .await;
    let path = format!(
        "/api/v2/analysis/user-action?clientip=1.2.3.4&operation_name%5B%5D=login\
         &operation_name%5B%5D=register&operator_arn%5B%5D=arn%3Acn%3Aauthing%3Apool%3Auser%3A{ID}\
         &app_id%5B%5D=app&start=1&end=2&exclude_non_app_records=1&page=1&limit=10"
    );
    sent.is_rest("GET", &path, Value::Null);
    let page = page.unwrap();
    assert_eq!(page.list[0].user.as_ref().unwrap().display_name.as_deref(), Some("Bob"));
    assert!(!format!("{page:?}").contains("Bob"));

    let (sent, count) =
        exchange(rest(json!(7)), |client| client.users().count_application_logins("app")).await;
    sent.is_rest("GET", "/api/v2/analysis/total-login-count?appId=app", Value::Null);
    assert_eq!(count.unwrap(), 7);
    let (sent, count) = exchange(rest(json!({"count": 7})), |client| {
        client.users().count_custom_field_users("app", "age")
    })
    .await;
    let path = "/api/v2/analysis/exist-defined-field-count?definedFieldKey=age&appId=app";
    sent.is_rest("GET", path, Value::Null);
    assert_eq!(count.unwrap(), 7);
    let error = refused(|client| client.users().count_application_logins("")).await;
    assert_eq!(error, "users.count_application_logins failed: argument `app_id` is empty");
}

#[tokio::test]
async fn what_is_asked_for_shows_no_personal_data() {
    let bob = CreateUserInput::new().email("canary@example.com").password("canary");
    let bob = CreateUser::new(bob).identity(CreateUserIdentityInput::new("wx", "canary"));
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        bob.custom_data(CustomData::new().with("school", "canary")),
        FindUser::by(UserKey::email("canary")),
        FindUser::by_identity("wx", "canary"),
        GetUsers::by(UserIdField::Email, ["canary"]),
        SearchUsers::new("canary"),
        FilterUsers::new().condition(json!({"name": "canary"})),
    );
    assert!(!shown.contains("canary"), "{shown}");
    assert!(format!("{:?}", GetUser::new(ID)).contains(ID), "an id may show");
}
