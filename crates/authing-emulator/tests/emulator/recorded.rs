//! What the tests of the official SDKs record of the real server.

use authing_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::{Client, text};

#[tokio::test]
async fn a_right_without_a_policy_is_listed_with_the_type_of_data() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let role = "mutation { createRole(code: \"r\") { id } }";
    admin.op("createRole", role, json!({})).await.unwrap();
    let allow = |target: String| {
        format!(
            "mutation {{ allow(resource: \"books:123\", action: \"read\", {target}) {{ code }} }}"
        )
    };
    let id = text(&bob, "id");
    for target in [format!("userId: \"{id}\""), "roleCode: \"r\"".to_owned()] {
        admin.op("allow", &allow(target), json!({})).await.unwrap();
    }
    let list = "authorizedResources { list { code type } }";
    for (field, target) in [("user", format!("id: \"{id}\"")), ("role", "code: \"r\"".to_owned())] {
        let query = format!("{{ {field}({target}) {{ {list} }} }}");
        let found = admin.op(field, &query, json!({})).await.unwrap();
        let expected = json!([{ "code": "books:123", "type": "DATA" }]);
        assert_eq!(found["authorizedResources"]["list"], expected, "{field}");
    }
}

#[tokio::test]
async fn a_user_who_does_not_exist_is_null_over_rest() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let id = text(&bob, "id");
    let path = format!("/api/v2/users/{id}");
    assert_eq!(admin.rest("GET", &path, Value::Null).await.unwrap()["id"], id);
    let delete = format!("mutation {{ deleteUser(id: \"{id}\") {{ code }} }}");
    admin.op("deleteUser", &delete, json!({})).await.unwrap();
    for path in [path.as_str(), "/api/v2/users/5f7ddfe62ba819802422362e"] {
        assert_eq!(admin.rest("GET", path, Value::Null).await.unwrap(), Value::Null, "{path}");
    }
}

#[tokio::test]
async fn an_administrator_may_create_a_user_with_any_text_as_email() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "email": "abcdefghij" })).await.unwrap();
    assert_eq!(bob["email"], "abcdefghij");
    let changed = admin.update_user(text(&bob, "id"), json!({ "email": "still not one" })).await;
    assert_eq!(changed.unwrap_err().code, 2204, "changing it checks its form");
    assert_eq!(admin.send_email("abcdefghij", "VERIFY_EMAIL").await.unwrap_err().code, 2204);
    let app = Client::app(&emulator);
    let input = json!({ "email": "abcdefghijk", "password": app.encrypt("passw0rd") });
    assert_eq!(app.input("registerByEmail", input).await.unwrap_err().code, 2003);
}

#[tokio::test]
async fn an_imported_key_of_any_form_is_stored_as_given_and_asked_for() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (app, id) = Client::app(&emulator).registered("bob").await;
    let import = json!({ "userId": id, "secret": "123456", "recoveryCode": "654321" });
    let imported = admin.rest("POST", "/api/v2/mfa/totp/import", import).await.unwrap();
    assert_eq!(
        (&imported["secret"], &imported["recoveryCode"]),
        (&json!("123456"), &json!("654321"))
    );
    let challenge = app.login("bob", "passw0rd").await.unwrap_err();
    assert_eq!(challenge.code, 1635);
    let challenged = app.with_token(text(&challenge.data, "mfaToken"));
    let verify = |totp: &str| json!({ "authenticatorType": "totp", "totp": totp });
    let wrong = challenged.rest("POST", "/api/v2/mfa/totp/verify", verify("123456")).await;
    assert_eq!(wrong.unwrap_err().code, 6001, "no password fits a key that is not Base32");
    let recover = json!({ "authenticatorType": "totp", "recoveryCode": "654321" });
    challenged.rest("POST", "/api/v2/mfa/totp/recovery", recover).await.unwrap();
}

#[tokio::test]
async fn a_factor_that_waits_to_be_confirmed_can_be_removed() {
    let emulator = Emulator::start().await.unwrap();
    let (bob, _) = Client::app(&emulator).registered("bob").await;
    let path = "/api/v2/mfa/totp/associate";
    assert_eq!(bob.rest("DELETE", path, Value::Null).await.unwrap_err().code, 500, "there is none");
    bob.rest("POST", path, json!({ "authenticator_type": "totp" })).await.unwrap();
    bob.rest("DELETE", path, Value::Null).await.unwrap();
    let list = bob.rest("GET", "/api/v2/mfa/authenticator?type=totp", Value::Null).await.unwrap();
    assert_eq!(list, json!([]));
}

#[tokio::test]
async fn addresses_of_the_whitelist_are_in_lower_case() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let run = async |field: &str, kind: &str, list: &str| {
        let query = format!("mutation {{ {field}(type: {kind}, list: {list}) {{ value }} }}");
        admin.op(field, &query, json!({})).await.unwrap()
    };
    let added = run("addWhitelist", "EMAIL", "[\"Bob@Example.com\", \"bob@example.COM\"]").await;
    assert_eq!(added, json!([{ "value": "bob@example.com" }]));
    let listed = admin.op("whitelist", "{ whitelist(type: EMAIL) { value } }", json!({})).await;
    assert_eq!(listed.unwrap(), added);
    assert_eq!(run("removeWhitelist", "EMAIL", "[\"BOB@example.com\"]").await, json!([]));
    assert_eq!(run("addWhitelist", "USERNAME", "[\"Bob\"]").await, json!([{ "value": "Bob" }]));
}

#[tokio::test]
async fn environment_variables_are_listed_newest_first() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    for key in ["b", "a", "c"] {
        let body = json!({ "key": key, "value": key });
        admin.rest("POST", "/api/v2/env", body).await.unwrap();
    }
    let keys = async |admin: &Client<'_>| {
        let list = admin.rest("GET", "/api/v2/env", Value::Null).await.unwrap();
        let list = list.as_array().unwrap().clone();
        list.iter().map(|entry| text(entry, "key").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&admin).await, ["c", "a", "b"]);
    admin.rest("DELETE", "/api/v2/env/a", Value::Null).await.unwrap();
    assert_eq!(keys(&admin).await, ["c", "b"]);
}

#[tokio::test]
async fn an_assignment_is_switched_by_the_id_of_its_role_too() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await.lang("en-US");
    let make = "mutation { createRole(code: \"r\") { id } }";
    let role = admin.op("createRole", make, json!({})).await.unwrap();
    let policy = "mutation { createPolicy(code: \"p\", statements: \
        [{ resource: \"book:*\", actions: [\"book:read\"] }]) { code } }";
    admin.op("createPolicy", policy, json!({})).await.unwrap();
    let switch = async |field: &str, policy: &str, target: &str| {
        let query = format!(
            "mutation {{ {field}(policy: \"{policy}\", targetType: ROLE, \
             targetIdentifier: \"{target}\") {{ code }} }}"
        );
        admin.op(field, &query, json!({})).await
    };
    let said = async |policy: &str, target: &str| {
        switch("enablePolicyAssignment", policy, target).await.unwrap_err().message
    };
    assert_eq!(said("p", "r").await, "The policy is not assigned to this target.");
    assert_eq!(said("p", "nobody").await, "The role does not exist.");
    assert_eq!(said("none", "r").await, "The policy does not exist.");
    let assign = "mutation { addPolicyAssignments(policies: [\"p\"], targetType: ROLE, \
        targetIdentifiers: [\"r\"]) { code } }";
    admin.op("addPolicyAssignments", assign, json!({})).await.unwrap();
    let count = async || {
        let query = "{ role(code: \"r\") { authorizedResources { totalCount } } }";
        let role = admin.op("role", query, json!({})).await.unwrap();
        role["authorizedResources"]["totalCount"].clone()
    };
    for target in [text(&role, "id"), "r"] {
        switch("disbalePolicyAssignment", "p", target).await.unwrap();
        assert_eq!(count().await, 0, "{target}");
        let done = switch("enablePolicyAssignment", "p", target).await.unwrap();
        assert_eq!((done["code"].clone(), count().await), (json!(200), json!(1)), "{target}");
    }
}

#[tokio::test]
async fn the_deletion_of_a_tenant_is_confirmed_in_its_data() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let body = json!({ "name": "T", "appIds": emulator.app_id() });
    let tenant = admin.rest("POST", "/api/v2/tenant", body).await.unwrap();
    let path = format!("/api/v2/tenant/{}", text(&tenant, "id"));
    assert_eq!(admin.rest("DELETE", &path, Value::Null).await.unwrap(), json!(true));
}

#[tokio::test]
async fn the_audit_log_is_searched_by_who_acted() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let pool = admin.rest("GET", "/api/v2/userpools/detail", Value::Null).await.unwrap();
    let owner = text(&pool, "ownerId");
    let found = async |filter: String| {
        let path = format!("/api/v2/analysis/audit?{filter}");
        admin.rest("GET", &path, Value::Null).await.unwrap()
    };
    for filter in [format!("userId={owner}"), format!("operator_arn[]=arn:cn:authing:user:{owner}")]
    {
        let found = found(filter).await;
        assert_eq!((&found["totalCount"], &found["list"][0]["userId"]), (&json!(1), &json!(owner)));
    }
    assert_eq!(found("userId=5f7ddfe62ba819802422362e".to_owned()).await["totalCount"], 0);
}
