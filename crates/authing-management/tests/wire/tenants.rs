//! The tenants area.

use authing_management::{
    ErrorKind,
    tenants::{
        ConfigureTenant, ConnectionFields, ConnectionScope, CreateIdentitySource, CreateTenant,
        ListTenantMembers, ListTenants, NewConnection, SsoPageSettings, UpdateIdentityConnection,
        UpdateTenant,
    },
};
use serde_json::{Value, json};

use crate::common::{ID, exchange, refused, rest, user};

/// A tenant as the documentation shows one.
fn tenant() -> Value {
    json!({
        "id": "t1",
        "createdAt": "2021-11-22T02:57:53.426Z",
        "updatedAt": "2021-11-22T02:57:53.426Z",
        "userPoolId": "pool",
        "name": "Acme",
        "logo": null,
        "description": null,
        "css": null,
        "ssoPageCustomizationSettings": null,
        "defaultLoginTab": "password",
        "defaultRegisterTab": "email",
        "passwordTabConfig": {"enabledLoginMethods": ["username-password"]},
        "loginTabs": ["phone-code", "password"],
        "registerTabs": null,
        "extendsFields": null,
    })
}

fn source() -> Value {
    json!({
        "id": "s1",
        "name": "Lark",
        "type": "lark",
        "connections": [{
            "id": "c1",
            "type": "lark-internal",
            "identifier": "acme",
            "displayName": "Lark",
            "fields": {"clientID": "cli", "clientSecret": "canary"},
            "logo": null,
            "userMatchFields": null,
        }],
    })
}

fn connection() -> NewConnection {
    let fields = ConnectionFields::new().set("clientSecret", "canary");
    NewConnection::new("lark-internal", "acme", "Lark", fields)
}

#[tokio::test]
async fn list() {
    let response = rest(json!({"totalCount": 1, "list": [tenant()]}));
    let (sent, page) =
        exchange(response.clone(), |client| client.tenants().list(ListTenants::new())).await;
    sent.is_rest("GET", "/api/v2/tenants?page=1&limit=10", Value::Null);
    let page = page.unwrap();
    assert_eq!((page.total_count, page.list[0].id.as_str()), (1, "t1"));
    let tabs = page.list[0].login_tabs.as_deref().unwrap();
    assert_eq!(tabs, ["phone-code", "password"]);

    let (sent, _) =
        exchange(response, |client| client.tenants().list(ListTenants::new().page(2).limit(50)))
            .await;
    sent.is_rest("GET", "/api/v2/tenants?page=2&limit=50", Value::Null);
}

#[tokio::test]
async fn get() {
    let mut response = tenant();
    response["loginTabs"] = json!({"default": "password", "list": ["password"], "title": {}});
    response["apps"] = json!([{
        "id": "app", "name": "Demo", "secret": "canary", "identifier": "demo", "appType": "TENANT",
    }]);
    let (sent, tenant) = exchange(rest(response), |client| client.tenants().get("a/b")).await;
    sent.is_rest("GET", "/api/v2/tenant/a%2Fb", Value::Null);
    let tenant = tenant.unwrap();
    assert_eq!(tenant.login_tabs.as_deref(), Some(&["password".to_owned()][..]));
    let app = &tenant.apps.as_ref().unwrap()[0];
    assert_eq!(app.secret.as_ref().unwrap().expose(), "canary");
    for shown in [format!("{tenant:?}"), serde_json::to_string(&tenant).unwrap()] {
        assert!(shown.contains("demo") && !shown.contains("canary"), "{shown}");
    }
}

#[tokio::test]
async fn create() {
    let request = CreateTenant::new("Acme", ["a", "b"]).logo("https://l").description("d");
    let (sent, made) = exchange(rest(tenant()), |client| client.tenants().create(request)).await;
    let body = json!({"name": "Acme", "appIds": "a,b", "logo": "https://l", "description": "d"});
    sent.is_rest("POST", "/api/v2/tenant", body);
    assert_eq!(made.unwrap().name.as_deref(), Some("Acme"));

    for (request, argument) in [
        (CreateTenant::new(" ", ["a"]), "`name` is empty"),
        (CreateTenant::new("n", Vec::<String>::new()), "`app_ids` is empty"),
        (CreateTenant::new("n", [""]), "`app_ids` has nothing at index 0"),
        (CreateTenant::new("n", ["a,b"]), "`app_ids` holds an id with a comma"),
    ] {
        let error = refused(|client| client.tenants().create(request)).await;
        assert!(error.contains(argument), "{error}");
    }
}

#[tokio::test]
async fn update() {
    let changes = UpdateTenant::new("Acme").app_ids(["a", "b"]).description("d");
    let (sent, done) =
        exchange(rest(json!(true)), |client| client.tenants().update("t1", changes)).await;
    let body = json!({"name": "Acme", "appIds": "a,b", "description": "d"});
    sent.is_rest("POST", "/api/v2/tenant/t1", body);
    done.unwrap();
    let (sent, _) =
        exchange(rest(json!(true)), |client| client.tenants().update("t1", UpdateTenant::new("B")))
            .await;
    sent.is_rest("POST", "/api/v2/tenant/t1", json!({"name": "B"}));
    let error = refused(|client| client.tenants().update("t1", UpdateTenant::new(""))).await;
    assert!(error.contains("`name` is empty"), "{error}");
}

#[tokio::test]
async fn a_response_of_false_is_a_failure() {
    for response in [json!(false), json!({"success": false})] {
        let (_, done) = exchange(rest(response), |client| {
            client.tenants().update("t1", UpdateTenant::new("B"))
        })
        .await;
        let error = done.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        assert!(error.to_string().starts_with("tenants.update failed: "), "{error}");
    }
}

#[tokio::test]
async fn configure() {
    let mut page = SsoPageSettings::default();
    page.hide_idp = Some(false);
    let settings = ConfigureTenant::new().css("a{}").sso_page(page);
    let (sent, done) =
        exchange(rest(json!(true)), |client| client.tenants().configure("t1", settings)).await;
    let body = json!({"css": "a{}", "ssoPageCustomizationSettings": {"hideIdp": false}});
    sent.is_rest("POST", "/api/v2/tenant/t1", body);
    done.unwrap();
    let error = refused(|client| client.tenants().configure("t1", ConfigureTenant::new())).await;
    assert!(error.contains("argument `settings` is empty"), "{error}");
}

#[tokio::test]
async fn delete() {
    let response = json!({"code": 200, "message": "删除租户成功"});
    let (sent, done) = exchange(response, |client| client.tenants().delete("t1")).await;
    sent.is_rest("DELETE", "/api/v2/tenant/t1", Value::Null);
    done.unwrap();
    let error = refused(|client| client.tenants().delete("")).await;
    assert!(error.contains("`tenant_id`"), "{error}");
}

#[tokio::test]
async fn list_members() {
    let member = json!({"id": "m1", "tenantId": "t1", "user": user()});
    for total in ["listTotal", "totalCount"] {
        let response = rest(json!({"list": [member, null], total: 7}));
        let (sent, page) = exchange(response, |client| {
            client.tenants().list_members(ListTenantMembers::new("t1").page(2).limit(1))
        })
        .await;
        sent.is_rest("GET", "/api/v2/tenant/t1/users?page=2&limit=1", Value::Null);
        let page = page.unwrap();
        assert_eq!((page.total_count, page.list.len()), (7, 1));
        assert_eq!(page.list[0].user.as_ref().unwrap().id, ID);
    }
}

#[tokio::test]
async fn add_members() {
    let mut response = tenant();
    response["users"] = json!([user()]);
    let (sent, tenant) =
        exchange(rest(response), |client| client.tenants().add_members("t1", [ID])).await;
    sent.is_rest("POST", "/api/v2/tenant/t1/user", json!({"userIds": [ID]}));
    assert_eq!(tenant.unwrap().users.unwrap()[0].id, ID);
    let nobody: [&str; 0] = [];
    let error = refused(|client| client.tenants().add_members("t1", nobody)).await;
    assert!(error.contains("argument `user_ids` is empty"), "{error}");
}

#[tokio::test]
async fn remove_member() {
    let (sent, done) =
        exchange(rest(Value::Null), |client| client.tenants().remove_member("t1", "a&b")).await;
    sent.is_rest("DELETE", "/api/v2/tenant/t1/user?userId=a%26b", Value::Null);
    done.unwrap();
    let error = refused(|client| client.tenants().remove_member("t1", "")).await;
    assert!(error.contains("argument `user_id` is empty"), "{error}");
}

#[tokio::test]
async fn enable_and_disable_member() {
    let path = format!("/api/v2/tenant/t1/{ID}");
    let (sent, done) =
        exchange(rest(json!(true)), |client| client.tenants().disable_member("t1", ID)).await;
    sent.is_rest("PUT", &path, json!({"isEnabled": false}));
    done.unwrap();
    let (sent, done) =
        exchange(rest(json!(true)), |client| client.tenants().enable_member("t1", ID)).await;
    sent.is_rest("PUT", &path, json!({"isEnabled": true}));
    done.unwrap();
    let error = refused(|client| client.tenants().enable_member("t1", "admin")).await;
    assert!(error.contains("argument `user_id` is `admin`, which is another endpoint"), "{error}");
    let error = refused(|client| client.tenants().disable_member("", ID)).await;
    assert!(error.contains("argument `tenant_id` is empty"), "{error}");
}

#[tokio::test]
async fn set_admins() {
    let (sent, done) =
        exchange(rest(json!(true)), |client| client.tenants().set_admins("t1", [ID, "b"])).await;
    sent.is_rest("PUT", "/api/v2/tenant/t1/admin", json!({"userIds": [ID, "b"]}));
    done.unwrap();
    let error = refused(|client| client.tenants().set_admins("t1", [" "])).await;
    assert!(error.contains("argument `user_ids` has nothing at index 0"), "{error}");
}

#[tokio::test]
async fn delete_admin() {
    let (sent, done) =
        exchange(rest(json!(true)), |client| client.tenants().delete_admin("t1", ID)).await;
    sent.is_rest("DELETE", &format!("/api/v2/tenant/t1/admin/{ID}"), Value::Null);
    done.unwrap();
    let error = refused(|client| client.tenants().delete_admin("t1", "..")).await;
    assert!(error.contains("`user_id`"), "{error}");
}

#[tokio::test]
async fn list_identity_sources() {
    let response = rest(json!([{
        "id": "s1", "name": "Lark", "type": "lark", "tenantId": "t1",
        "connections": [{
            "id": "c1", "type": "lark-internal", "identifier": "acme", "displayName": "Lark",
            "logo": null, "enabled": true,
        }],
    }]));
    let (sent, sources) =
        exchange(response, |client| client.tenants().list_identity_sources("t1")).await;
    sent.is_rest("GET", "/api/v2/extIdp?tenantId=t1", Value::Null);
    let sources = sources.unwrap();
    assert_eq!(sources[0].tenant_id.as_deref(), Some("t1"));
    assert_eq!(
        (sources[0].connections[0].enabled, &sources[0].connections[0].fields),
        (Some(true), &None)
    );
    let error = refused(|client| client.tenants().list_identity_sources("")).await;
    assert!(error.contains("argument `tenant_id` is empty"), "{error}");
}

#[tokio::test]
async fn get_identity_source() {
    let (sent, source) =
        exchange(rest(source()), |client| client.tenants().get_identity_source("s1")).await;
    sent.is_rest("GET", "/api/v2/extIdp/s1", Value::Null);
    let source = source.unwrap();
    let fields = source.connections[0].fields.as_ref().unwrap();
    assert_eq!(fields.expose()["clientSecret"], "canary");
    for shown in [format!("{source:?}"), serde_json::to_string(&source).unwrap()] {
        assert!(shown.contains("clientSecret") && !shown.contains("canary"), "{shown}");
    }
}

#[tokio::test]
async fn create_identity_source() {
    let request = CreateIdentitySource::new("Lark", "lark")
        .tenant("t1")
        .connection(connection().user_match_fields(["email"]).logo("https://l"));
    assert!(!format!("{request:?}").contains("canary"));
    let (sent, made) =
        exchange(rest(source()), |client| client.tenants().create_identity_source(request)).await;
    sent.is_rest(
        "POST",
        "/api/v2/extIdp",
        json!({
            "tenantId": "t1",
            "name": "Lark",
            "type": "lark",
            "connections": [{
                "type": "lark-internal",
                "identifier": "acme",
                "displayName": "Lark",
                "fields": {"clientSecret": "canary"},
                "userMatchFields": ["email"],
                "logo": "https://l",
            }],
        }),
    );
    assert_eq!(made.unwrap().kind.as_deref(), Some("lark"));
    for (request, argument) in [
        (CreateIdentitySource::new("", "lark"), "`name` is empty"),
        (CreateIdentitySource::new("Lark", ""), "`kind` is empty"),
        (CreateIdentitySource::new("Lark", "lark").tenant(""), "`tenant_id` is empty"),
        (
            CreateIdentitySource::new("Lark", "lark").connection(NewConnection::new(
                "t",
                "",
                "n",
                ConnectionFields::new(),
            )),
            "`identifier` is empty",
        ),
    ] {
        let error = refused(|client| client.tenants().create_identity_source(request)).await;
        assert!(error.contains(argument), "{error}");
    }
}

#[tokio::test]
async fn update_identity_source() {
    let (sent, done) = exchange(rest(Value::Null), |client| {
        client.tenants().update_identity_source("s1", "Feishu")
    })
    .await;
    sent.is_rest("PUT", "/api/v2/extIdp/s1", json!({"name": "Feishu"}));
    done.unwrap();
    let error = refused(|client| client.tenants().update_identity_source("s1", "")).await;
    assert!(error.contains("argument `name` is empty"), "{error}");
}

#[tokio::test]
async fn delete_identity_source() {
    let (sent, done) =
        exchange(rest(Value::Null), |client| client.tenants().delete_identity_source("s1")).await;
    sent.is_rest("DELETE", "/api/v2/extIdp/s1", Value::Null);
    done.unwrap();
}

#[tokio::test]
async fn create_identity_connection() {
    let response = rest(source()["connections"][0].clone());
    let (sent, made) = exchange(response, |client| {
        client.tenants().create_identity_connection("s1", connection())
    })
    .await;
    sent.is_rest(
        "POST",
        "/api/v2/extIdpConn",
        json!({
            "extIdpId": "s1",
            "type": "lark-internal",
            "identifier": "acme",
            "displayName": "Lark",
            "fields": {"clientSecret": "canary"},
        }),
    );
    assert_eq!(made.unwrap().identifier.as_deref(), Some("acme"));
    let error =
        refused(|client| client.tenants().create_identity_connection("", connection())).await;
    assert!(error.contains("argument `source_id` is empty"), "{error}");
}

#[tokio::test]
async fn update_identity_connection() {
    let fields = ConnectionFields::new().set("clientSecret", "canary");
    let changes = UpdateIdentityConnection::new("Feishu", fields).user_match_fields(["email"]);
    assert!(!format!("{changes:?}").contains("canary"));
    let (sent, done) = exchange(rest(Value::Null), |client| {
        client.tenants().update_identity_connection("c1", changes)
    })
    .await;
    let body = json!({
        "displayName": "Feishu",
        "fields": {"clientSecret": "canary"},
        "userMatchFields": ["email"],
    });
    sent.is_rest("PUT", "/api/v2/extIdpConn/c1", body);
    done.unwrap();
}

#[tokio::test]
async fn delete_identity_connection() {
    let (sent, done) =
        exchange(rest(Value::Null), |client| client.tenants().delete_identity_connection("c1"))
            .await;
    sent.is_rest("DELETE", "/api/v2/extIdpConn/c1", Value::Null);
    done.unwrap();
}

#[tokio::test]
async fn check_identity_connection_identifier() {
    let (sent, free) = exchange(rest(Value::Null), |client| {
        client.tenants().check_identity_connection_identifier("acme")
    })
    .await;
    sent.is_rest("POST", "/api/v2/check/extIdpConn/identifier", json!({"identifier": "acme"}));
    free.unwrap();
    let taken = json!({"code": 500, "message": "taken", "data": null});
    let (_, free) =
        exchange(taken, |client| client.tenants().check_identity_connection_identifier("acme"))
            .await;
    assert_eq!(free.unwrap_err().kind(), ErrorKind::Api);
    let error = refused(|client| client.tenants().check_identity_connection_identifier("")).await;
    assert!(error.contains("argument `identifier` is empty"), "{error}");
}

#[tokio::test]
async fn enable_and_disable_identity_connection() {
    let (sent, done) = exchange(rest(json!(true)), |client| {
        client.tenants().enable_identity_connection("c1", ConnectionScope::tenant("t1"))
    })
    .await;
    let body = json!({"tenantId": "t1", "enabled": true});
    sent.is_rest("PUT", "/api/v2/extIdpConn/c1/state", body);
    done.unwrap();
    let (sent, done) = exchange(rest(json!(true)), |client| {
        client.tenants().disable_identity_connection("c1", ConnectionScope::application("app"))
    })
    .await;
    sent.is_rest("PUT", "/api/v2/extIdpConn/c1/state", json!({"appId": "app", "enabled": false}));
    done.unwrap();
    let error = refused(|client| {
        client.tenants().enable_identity_connection("c1", ConnectionScope::application(""))
    })
    .await;
    assert!(error.contains("argument `app_id` is empty"), "{error}");
    let error = refused(|client| {
        client.tenants().disable_identity_connection("", ConnectionScope::tenant("t1"))
    })
    .await;
    assert!(error.contains("argument `connection_id` is empty"), "{error}");
}

#[tokio::test]
async fn enable_and_disable_identity_source() {
    let (sent, done) = exchange(rest(json!(true)), |client| {
        client.tenants().enable_identity_source("s1", ConnectionScope::tenant("t1"))
    })
    .await;
    sent.is_rest("PUT", "/api/v2/extIdp/s1/connState", json!({"tenantId": "t1", "enabled": true}));
    done.unwrap();
    let (sent, done) = exchange(rest(json!(true)), |client| {
        client.tenants().disable_identity_source("s1", ConnectionScope::application("app"))
    })
    .await;
    sent.is_rest("PUT", "/api/v2/extIdp/s1/connState", json!({"appId": "app", "enabled": false}));
    done.unwrap();
    let error = refused(|client| {
        client.tenants().enable_identity_source("", ConnectionScope::tenant("t1"))
    })
    .await;
    assert!(error.contains("argument `source_id` is empty"), "{error}");
}
