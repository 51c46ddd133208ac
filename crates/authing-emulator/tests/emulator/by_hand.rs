use authing_emulator::{Emulator, Seed, TokenAlgorithm};
use serde_json::{Value, json};

use crate::client::Client;

/// A request as somebody at a terminal sends it: the status and the body.
async fn curl(emulator: &Emulator, method: &str, path: &str, body: Value) -> (u16, Value) {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let url = format!("{}/_emulator{path}", emulator.url());
    let request = reqwest::Client::new().request(method, url);
    let request = if body.is_null() { request } else { request.json(&body) };
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

const TWO_POOLS: &str = "
userPools:
  - id: pool1
    secret: secret1
    applications: [{ id: app1, name: Shop, settings: { accessTokenSeconds: 60 } }]
    users: [{ id: ann1, username: ann, password: pw1, email: ann@one.example }]
    groups: [{ code: staff, users: [ann] }]
    roles: [{ id: role1, code: admin, users: [ann] }]
    orgs: [{ id: org1, rootId: root1, name: One, code: one, members: [ann] }]
    tenants: [{ id: tenant1, name: One, applications: [Shop], members: [ann] }]
    identitySources: [{ id: source1, name: One, type: oidc, tenant: One }]
    policies: [{ code: all, statements: [{ resource: '*', actions: ['*'] }] }]
  - id: pool2
    secret: secret2
    applications: [{ id: app2, name: Shop }]
    users: [{ id: ann2, username: ann, password: pw2, email: ann@two.example }]
    groups: [{ code: staff }]
    roles: [{ id: role2, code: admin }]
";

async fn two_pools() -> Emulator {
    Emulator::builder().seed(Seed::parse(TWO_POOLS).unwrap()).start().await.unwrap()
}

#[tokio::test]
async fn users_are_made_read_changed_and_deleted_by_hand() {
    let emulator = two_pools().await;
    let body = json!({ "username": "bob", "password": "pw", "nickname": "Bob", "roles": ["admin"], "groups": ["staff"] });
    let (status, bob) = curl(&emulator, "POST", "/users", body.clone()).await;
    assert_eq!(
        (status, &bob["username"], &bob["nickname"]),
        (200, &json!("bob"), &json!("Bob")),
        "{bob}"
    );
    let app = Client::app(&emulator);
    assert!(app.login("bob", "pw").await.is_ok());
    let admin = Client::admin(&emulator).await;
    let holders = "{ role(code: \"admin\") { users { list { username } } } }";
    let role = admin.op("role", holders, json!({})).await.unwrap();
    assert_eq!(role["users"]["list"], json!([{ "username": "bob" }, { "username": "ann" }]));

    let (status, list) = curl(&emulator, "GET", "/users?limit=1", Value::Null).await;
    assert_eq!(
        (status, &list["totalCount"], &list["list"][0]["username"]),
        (200, &json!(2), &json!("bob"))
    );
    let (_, second) = curl(&emulator, "GET", "/users?limit=1&page=2", Value::Null).await;
    assert_eq!(second["list"][0]["username"], "ann");
    let (_, found) = curl(&emulator, "GET", "/users?search=ONE.ex", Value::Null).await;
    assert_eq!((&found["totalCount"], &found["list"][0]["id"]), (&json!(1), &json!("ann1")));

    let change = json!({ "password": "other", "blocked": false, "company": "Shop" });
    let (status, bob) = curl(&emulator, "PATCH", "/users/bob", change).await;
    assert_eq!((status, &bob["company"]), (200, &json!("Shop")));
    assert!(app.login("bob", "pw").await.is_err() && app.login("bob", "other").await.is_ok());
    let (_, ann) = curl(&emulator, "GET", "/users/ann%40one.example", Value::Null).await;
    assert_eq!(ann["id"], "ann1");
    assert_eq!(curl(&emulator, "DELETE", "/users/bob", Value::Null).await.0, 200);
    assert_eq!(curl(&emulator, "GET", "/users/bob", Value::Null).await.0, 404);
    // The other pool has people of its own.
    let (_, others) = curl(&emulator, "GET", "/users?userPoolId=pool2", Value::Null).await;
    assert_eq!(others["list"][0]["id"], "ann2");
}

#[tokio::test]
async fn what_is_wrong_with_a_user_is_told_and_nothing_is_made() {
    let emulator = two_pools().await;
    for (body, status, expected) in [
        (
            json!({ "usrname": "bob" }),
            400,
            "a user has no field `usrname`; did you mean `username`?",
        ),
        (json!({ "username": "ann" }), 400, "(code 2026)"),
        (
            json!({ "username": "bob", "roles": ["admni"] }),
            404,
            "there is no role `admni`; did you mean `admin`?",
        ),
        (
            json!({ "username": "bob", "groups": ["x"] }),
            404,
            "there is no group `x`; expected one of `staff`",
        ),
        (json!({ "nickname": "Bob" }), 400, "code"),
        (
            json!({ "username": "bob", "userPoolId": "pool3" }),
            404,
            "there is no user pool `pool3`; did you mean `pool1`?",
        ),
        (json!({ "username": "bob", "customData": { "x": 1 } }), 400, "code"),
    ] {
        let (found, error) = curl(&emulator, "POST", "/users", body.clone()).await;
        let text = error["error"].as_str().unwrap();
        assert!(found == status && text.contains(expected), "{body}: {found} {text}");
    }
    let (status, error) = curl(&emulator, "GET", "/users?page=0", Value::Null).await;
    assert_eq!(
        (status, &error["error"]),
        (400, &json!("found `0` as `page`, expected a number from 1"))
    );
    assert_eq!(curl(&emulator, "PUT", "/users/ann", json!({})).await.0, 404);
    let (_, list) = curl(&emulator, "GET", "/users", Value::Null).await;
    assert_eq!(list["totalCount"], 1);
}

#[tokio::test]
async fn a_token_is_minted_for_whoever_is_named() {
    let emulator = two_pools().await;
    let body = json!({ "user": "ann", "application": "app2", "kind": "access_token", "claims": { "tier": "gold" } });
    let (status, minted) = curl(&emulator, "POST", "/mint-token", body).await;
    assert_eq!(status, 200, "{minted}");
    let token = minted["token"].as_str().unwrap();
    let url = format!("{}/oidc/me", emulator.url());
    let me: Value = reqwest::Client::new()
        .get(url)
        .bearer_auth(token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(me["sub"], "ann2");
    let (status, error) = curl(&emulator, "POST", "/mint-token", json!({ "user": "nobody" })).await;
    let text = error["error"].as_str().unwrap();
    assert!(status == 404 && text.contains("no user with this id, username"), "{text}");
}

#[tokio::test]
async fn a_plain_password_is_taken_only_where_somebody_said_so() {
    let create = "mutation($i: CreateUserInput!) { createUser(userInfo: $i) { id } }";
    let input = json!({ "i": { "username": "bob", "password": "pw" } });
    let strict = Emulator::start().await.unwrap();
    let error =
        Client::admin(&strict).await.op("createUser", create, input.clone()).await.unwrap_err();
    assert_eq!(error.code, 2016);
    let logged = strict.requests().pop().unwrap();
    assert!(logged.hint.unwrap().contains("--accept-plain-passwords"));

    let lax = Emulator::builder().accept_plain_passwords().start().await.unwrap();
    Client::admin(&lax).await.op("createUser", create, input).await.unwrap();
    assert_eq!(lax.requests().pop().unwrap().hint, None);
    // An encrypted one is opened as ever.
    assert!(Client::app(&lax).login("bob", "pw").await.is_ok());
    let login = "mutation($i: LoginByUsernameInput!) { loginByUsername(input: $i) { id } }";
    let input = json!({ "i": { "username": "bob", "password": "pw" } });
    assert!(Client::app(&lax).op("loginByUsername", login, input).await.is_ok());
}

#[tokio::test]
async fn ids_secrets_and_keys_stay_if_they_are_given() {
    let key = authing_test_support_key();
    let start = || {
        Emulator::builder()
            .user_pool_id("p")
            .app_id("a")
            .app_secret("s")
            .signing_key(&key)
            .password_key(&key)
            .token_algorithm(TokenAlgorithm::Rs256)
            .start_blocking()
            .unwrap()
    };
    let (one, other) = (start(), start());
    assert_eq!((one.user_pool_id(), one.app_id(), one.app_secret()), ("p", "a", "s"));
    assert_ne!(one.user_pool_secret(), other.user_pool_secret());
    assert_eq!(one.public_key(), other.public_key());
    let keys = async |emulator: &Emulator| {
        let url = format!("{}/oidc/.well-known/jwks.json", emulator.url());
        reqwest::get(url).await.unwrap().json::<Value>().await.unwrap()
    };
    assert_eq!(keys(&one).await, keys(&other).await);
    let development = Emulator::start().await.unwrap();
    assert_ne!(keys(&one).await["keys"][0]["n"], keys(&development).await["keys"][0]["n"]);
    for wrong in ["", "key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
        let error = Emulator::builder().signing_key(wrong).start_blocking().unwrap_err();
        assert!(error.to_string().starts_with("the signing key is not an unencrypted RSA key"));
    }
}

/// A fresh RSA key as PEM.
fn authing_test_support_key() -> String {
    use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
    let key =
        aws_lc_rs::rsa::PrivateDecryptingKey::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    use base64::Engine as _;
    let body = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
    format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
}

/// What one pool has is out of reach for the credentials of another: its administrator, its users and its
/// application.
#[tokio::test]
async fn pools_know_nothing_of_one_another() {
    let emulator = two_pools().await;
    let http = reqwest::Client::new();
    let graphql = async |headers: &[(&str, &str)], query: String| -> Value {
        let mut request =
            http.post(format!("{}/graphql/v2", emulator.url())).json(&json!({ "query": query }));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().json().await.unwrap()
    };
    let token = async |pool: &str, secret: &str| {
        let query = format!(
            "{{ accessToken(userPoolId: \"{pool}\", secret: \"{secret}\") {{ accessToken }} }}"
        );
        let found = graphql(&[], query).await;
        found["data"]["accessToken"]["accessToken"].as_str().map(|token| format!("Bearer {token}"))
    };
    assert_eq!(token("pool1", "secret2").await, None);
    let foreign = token("pool2", "secret2").await.unwrap();
    let own = token("pool1", "secret1").await.unwrap();
    let before = emulator.export_seed().unwrap();

    // Fields that show or change what has this id or is named so: with the own token they do something.
    for field in [
        "user(id: \"ann1\") { id }",
        "userBatch(ids: [\"ann1\"]) { id }",
        "findUser(email: \"ann@one.example\") { id }",
        "searchUser(query: \"one.example\") { list { id } }",
        "nodeById(id: \"root1\") { id }",
        "org(id: \"org1\") { id }",
        "policy(code: \"all\") { code }",
    ] {
        let mine = graphql(&[("authorization", &own)], format!("{{ {field} }}")).await;
        let theirs = graphql(&[("authorization", &foreign)], format!("{{ {field} }}")).await;
        let shown = |found: &Value| {
            let text = found["data"].to_string();
            ["ann1", "root1", "org1", "\"all\""].iter().any(|id| text.contains(id))
        };
        assert!(shown(&mine) && !shown(&theirs), "{field}: {mine} {theirs}");
    }
    for change in [
        "updateUser(id: \"ann1\", input: { nickname: \"x\" }) { id }",
        "deleteUser(id: \"ann1\") { code }",
        "assignRole(roleCode: \"admin\", userIds: [\"ann1\"]) { code }",
        "addUserToGroup(code: \"staff\", userIds: [\"ann1\"]) { code }",
        "addMember(orgId: \"org1\", nodeId: \"root1\", userIds: [\"ann2\"]) { id }",
        "deleteOrg(id: \"org1\") { code }",
        "deletePolicy(code: \"all\") { code }",
        "setUdv(targetType: USER, targetId: \"ann1\", key: \"x\", value: \"1\") { key }",
    ] {
        let found =
            graphql(&[("authorization", &foreign)], format!("mutation {{ {change} }}")).await;
        assert!(found["errors"].is_array(), "{change}: {found}");
    }
    for (method, path) in [
        ("GET", "/api/v2/users/ann1"),
        ("GET", "/api/v2/tenant/tenant1"),
        ("DELETE", "/api/v2/tenant/tenant1"),
        ("GET", "/api/v2/applications/app1"),
        ("DELETE", "/api/v2/applications/app1"),
        ("GET", "/api/v2/extIdp/source1"),
        ("DELETE", "/api/v2/extIdp/source1"),
        ("GET", "/api/v2/resource-namespace/pool1"),
        ("GET", "/api/v2/applications/app1/programmatic-access-accounts"),
    ] {
        let call = async |token: &str| {
            let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let request = http.request(method, format!("{}{path}", emulator.url()));
            let response = request.header("authorization", token).send().await.unwrap();
            response.json::<Value>().await.unwrap()
        };
        let theirs = call(&foreign).await;
        assert!(theirs["code"] != 200 || theirs["data"].is_null(), "{method} {path}: {theirs}");
    }
    // A token serves the pool it is for, whatever the headers name.
    let query = || "{ users { list { id } } }".to_owned();
    for header in [("x-authing-userpool-id", "pool1")] {
        let found = graphql(&[("authorization", &foreign), header], query()).await;
        assert!(found["errors"].is_array(), "{found}");
    }
    let found =
        graphql(&[("authorization", &foreign), ("x-authing-app-id", "app1")], query()).await;
    assert!(!found["data"].to_string().contains("ann1"), "{found}");
    // Who logs in to one application is nobody to the other pool.
    let login = |password: &str| {
        format!(
            "mutation {{ loginByUsername(input: {{ username: \"ann\", password: \"{password}\" }}) {{ id token }} }}"
        )
    };
    let lax = Emulator::builder()
        .seed(Seed::parse(TWO_POOLS).unwrap())
        .accept_plain_passwords()
        .start()
        .await
        .unwrap();
    let at = async |app: &str, query: String, token: Option<&str>| -> Value {
        let mut request =
            http.post(format!("{}/graphql/v2", lax.url())).json(&json!({ "query": query }));
        request = request.header("x-authing-app-id", app);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap().json().await.unwrap()
    };
    assert!(at("app2", login("pw1"), None).await["errors"].is_array());
    let ann = at("app2", login("pw2"), None).await["data"]["loginByUsername"].clone();
    assert_eq!(ann["id"], "ann2");
    let token = ann["token"].as_str().unwrap();
    let me = at("app1", "{ user { id } }".to_owned(), Some(token)).await;
    assert_ne!(me["data"]["user"]["id"], "ann1", "{me}");
    let status = format!("{{ checkLoginStatus(token: \"{token}\") {{ status }} }}");
    let status = at("app1", status, None).await;
    assert_ne!(status["data"]["checkLoginStatus"]["status"], true, "{status}");
    // One account owns both pools and sees that they are there, but not how to get in.
    let pools = graphql(
        &[("authorization", &foreign)],
        "{ userpools { list { id secret jwtSecret } } }".to_owned(),
    )
    .await;
    let text = pools.to_string();
    assert!(text.contains("secret2") && !text.contains("secret1"), "{text}");
    assert!(emulator.export_seed().unwrap() == before, "nothing was changed");
}

#[tokio::test]
async fn pools_and_their_applications_are_made_by_hand() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "name": "Branch", "id": "branch", "secret": "s3" });
    let (status, made) = curl(&emulator, "POST", "/user-pools", body.clone()).await;
    assert_eq!((status, made), (200, json!({ "id": "branch", "secret": "s3", "name": "Branch" })));
    assert_eq!(curl(&emulator, "POST", "/user-pools", body).await.0, 400);
    let body = json!({ "name": "Till", "userPoolId": "branch" });
    let (_, app) = curl(&emulator, "POST", "/applications", body).await;
    let (_, pools) = curl(&emulator, "GET", "/user-pools", Value::Null).await;
    assert_eq!(pools["userPools"][1]["applications"], json!([app]));
    assert_eq!(pools["userPools"][0]["secret"], emulator.user_pool_secret());
    assert_eq!(emulator.user_pools().len(), 2);
}
