//! What the emulator sends to webhooks, read by the web kit; and what subscribers hear of the same.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_emulator::{
    ApplicationSettings, Directory, DirectoryNode, SecondFactor, Webhook, WebhookFormat,
    WebhookState,
};
use authing_management::events::{Event, Subscribe};
use authing_tests::TestServer;
use authing_web::webhook::{WebhookDelivery, WebhookEvent, Webhooks};
use axum::{Router, body::Bytes, http::HeaderMap, http::StatusCode, routing::post};
use futures_util::StreamExt;
use http::Method;
use serde_json::{Value, json};

const SECRET: &str = "s3cret";

/// A service that reads what it is told.
struct Service {
    url: String,
    told: Arc<Mutex<Vec<WebhookDelivery>>>,
}

impl Service {
    async fn start() -> Self {
        let webhooks = Webhooks::builder(SECRET).build().unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&told);
        let handler = async move |headers: HeaderMap, body: Bytes| {
            let read = webhooks
                .authenticate(&Method::POST, &headers)
                .and_then(|authentic| authentic.read(&body));
            match read {
                Ok(delivery) => {
                    log.lock().unwrap().push(delivery);
                    StatusCode::NO_CONTENT
                }
                Err(error) => panic!("{error}"),
            }
        };
        let routes = Router::new().route("/", post(handler));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url, told }
    }

    fn all(&self) -> Vec<WebhookDelivery> {
        self.told.lock().unwrap().clone()
    }
}

/// Sends what no client of ours sends, as an administrator.
struct Raw<'a> {
    server: &'a TestServer,
    http: reqwest::Client,
    token: String,
}

impl<'a> Raw<'a> {
    async fn new(server: &'a TestServer) -> Self {
        let mut raw = Self { server, http: reqwest::Client::new(), token: String::new() };
        let (pool, secret) = (server.emulator.user_pool_id(), server.emulator.user_pool_secret());
        let query = format!(
            "{{ accessToken(userPoolId: \"{pool}\", secret: \"{secret}\") {{ accessToken }} }}"
        );
        let token = raw.graphql(&query).await["accessToken"]["accessToken"].clone();
        raw.token = token.as_str().unwrap().to_owned();
        raw
    }

    async fn graphql(&self, query: &str) -> Value {
        let mut response = self.send("POST", "/graphql/v2", json!({ "query": query })).await;
        assert_eq!(response["errors"], Value::Null, "{query}: {response}");
        response["data"].take()
    }

    async fn rest(&self, method: &str, path: &str, body: Value) -> Value {
        let mut response = self.send(method, path, body).await;
        let code = response.get("code").or(response.get("statusCode")).and_then(Value::as_i64);
        assert_eq!(code, Some(200), "{method} {path}: {response}");
        response["data"].take()
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> Value {
        let url = format!("{}{path}", self.server.emulator.url());
        let request = self.http.request(method.parse().unwrap(), url).json(&body);
        let request = request
            .header("x-authing-userpool-id", self.server.emulator.user_pool_id())
            .header("authorization", format!("Bearer {}", self.token));
        request.send().await.unwrap().json().await.unwrap()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Makes everything happen that can.
async fn let_everything_happen(server: &TestServer) {
    let raw = &Raw::new(server).await;
    let emulator = &server.emulator;
    let bob = server.user("bob").await.unwrap().id;
    let ann = server.user("ann").await.unwrap().id;
    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await.unwrap();
    session.update_password("passw0rd", "n3w passw0rd").await.unwrap();

    // Second factors.
    let phone = "13800000000";
    raw.graphql(&format!(
        "mutation {{ updateUser(id: \"{bob}\", input: {{ phone: \"{phone}\" }}) {{ id }} }}"
    ))
    .await;
    let wanted = ApplicationSettings::new().mfa_factors([SecondFactor::Sms]);
    assert!(emulator.configure_application(emulator.app_id(), wanted));
    let error =
        server.app.new_session().login_by_username("bob", "n3w passw0rd").await.unwrap_err();
    let challenge = authing_authentication::MfaChallenge::from_error(&error).unwrap();
    server.app.new_session().send_sms_code(phone).await.unwrap();
    let code = emulator.last_code(phone).unwrap();
    challenge.verify_sms(&server.app.new_session(), phone, code).await.unwrap();
    let wanted = ApplicationSettings::new().mfa_factors([]);
    assert!(emulator.configure_application(emulator.app_id(), wanted));

    // Custom data.
    raw.graphql("mutation { createRole(code: \"editor\") { id } }").await;
    for (kind, id) in [("USER", bob.as_str()), ("ROLE", "editor")] {
        raw.graphql(&format!("mutation {{ setUdf(targetType: {kind}, key: \"k\", dataType: STRING, label: \"K\") {{ key }} }}"))
            .await;
        raw.graphql(&format!("mutation {{ setUdv(targetType: {kind}, targetId: \"{id}\", key: \"k\", value: \"\\\"v\\\"\") {{ key }} }}"))
            .await;
        raw.graphql(&format!(
            "mutation {{ removeUdf(targetType: {kind}, key: \"k\") {{ code }} }}"
        ))
        .await;
    }

    // Users.
    let email = "bob@example.com";
    for input in
        [format!("email: \"{email}\""), "blocked: true".to_owned(), "blocked: false".to_owned()]
    {
        raw.graphql(&format!(
            "mutation {{ updateUser(id: \"{bob}\", input: {{ {input} }}) {{ id }} }}"
        ))
        .await;
    }
    raw.graphql(&format!(
        "mutation {{ sendEmail(email: \"{email}\", scene: VERIFY_EMAIL) {{ code }} }}"
    ))
    .await;
    let link = emulator.messages().into_iter().find_map(|message| message.link).unwrap();
    raw.http.get(link).send().await.unwrap().error_for_status().unwrap();
    raw.rest("POST", &format!("/api/v2/users/{ann}/resign"), json!({})).await;
    raw.rest("POST", &format!("/api/v2/users/{ann}/activate"), json!({})).await;
    raw.rest("POST", "/api/v2/users/kick", json!({ "userIds": [ann] })).await;
    for kind in ["USERNAME", "EMAIL", "PHONE"] {
        let arguments = format!("type: {kind}, list: [\"x\"]");
        raw.graphql(&format!("mutation {{ addWhitelist({arguments}) {{ value }} }}")).await;
        raw.graphql(&format!("mutation {{ removeWhitelist({arguments}) {{ value }} }}")).await;
    }

    // Groups, roles, policies.
    raw.graphql("mutation { createGroup(code: \"g\", name: \"G\") { code } }").await;
    raw.graphql("mutation { updateGroup(code: \"g\", name: \"H\") { code } }").await;
    let members = format!("userIds: [\"{bob}\"], code: \"g\"");
    raw.graphql(&format!("mutation {{ addUserToGroup({members}) {{ code }} }}")).await;
    raw.graphql(&format!("mutation {{ removeUserFromGroup({members}) {{ code }} }}")).await;
    raw.graphql("mutation { deleteGroups(codeList: [\"g\"]) { code } }").await;
    raw.graphql("mutation { updateRole(code: \"editor\", description: \"d\") { id } }").await;
    let holders = format!("roleCode: \"editor\", userIds: [\"{bob}\"]");
    raw.graphql(&format!("mutation {{ assignRole({holders}) {{ code }} }}")).await;
    raw.graphql(&format!("mutation {{ revokeRole({holders}) {{ code }} }}")).await;
    let statement = "{ resource: \"book:*\", actions: [\"book:read\"], effect: ALLOW }";
    raw.graphql(&format!(
        "mutation {{ createPolicy(code: \"p\", statements: [{statement}]) {{ code }} }}"
    ))
    .await;
    let given = "policies: [\"p\"], targetType: ROLE, targetIdentifiers: [\"editor\"]";
    raw.graphql(&format!("mutation {{ addPolicyAssignments({given}) {{ code }} }}")).await;
    raw.graphql(&format!("mutation {{ removePolicyAssignments({given}) {{ code }} }}")).await;
    raw.graphql("mutation { deleteRole(code: \"editor\") { code } }").await;
    let namespaces = format!("/api/v2/resource-namespace/{}", emulator.user_pool_id());
    let made = raw.rest("POST", &namespaces, json!({ "code": "shop", "name": "shop" })).await;
    let namespace = format!("{namespaces}/{}", made["id"]);
    raw.rest("PUT", &namespace, json!({ "name": "store" })).await;
    raw.rest("DELETE", &namespace, json!({})).await;
    raw.rest("POST", "/api/v2/resources", json!({ "code": "book", "type": "DATA" })).await;
    raw.rest("POST", "/api/v2/resources/book", json!({ "description": "d" })).await;
    raw.rest("DELETE", "/api/v2/resources/book", json!({})).await;

    // Organisations.
    let made = raw.graphql("mutation { createOrg(name: \"O\") { id rootNode { id } } }").await;
    let (org, root) = (text(&made["createOrg"]["id"]), text(&made["createOrg"]["rootNode"]["id"]));
    let mut nodes = Vec::new();
    for name in ["A", "B"] {
        let made = raw
            .graphql(&format!("mutation {{ addNodeV2(orgId: \"{org}\", parentNodeId: \"{root}\", name: \"{name}\") {{ id }} }}"))
            .await;
        nodes.push(text(&made["addNodeV2"]["id"]).to_owned());
    }
    let (a, b) = (&nodes[0], &nodes[1]);
    raw.graphql(&format!("mutation {{ updateNode(id: \"{a}\", name: \"C\") {{ id }} }}")).await;
    raw.graphql(&format!("mutation {{ moveNode(orgId: \"{org}\", nodeId: \"{b}\", targetParentId: \"{a}\") {{ id }} }}"))
        .await;
    let member = format!("nodeId: \"{a}\", userIds: [\"{bob}\"]");
    raw.graphql(&format!("mutation {{ addMember({member}) {{ id }} }}")).await;
    raw.graphql(&format!("mutation {{ removeMember({member}) {{ id }} }}")).await;
    raw.graphql(&format!(
        "mutation {{ deleteNode(orgId: \"{org}\", nodeId: \"{a}\") {{ code }} }}"
    ))
    .await;
    raw.graphql(&format!("mutation {{ deleteOrg(id: \"{org}\") {{ code }} }}")).await;
    for name in ["Sales", "Support"] {
        let root = DirectoryNode::new("Company").child(DirectoryNode::new(name));
        emulator.set_directory(Directory::ding_talk(root));
        raw.rest("POST", "/connections/enterprise/dingtalk/start-sync", json!({})).await;
    }

    // The application and the pool.
    let new = json!({ "name": "App", "identifier": "an-app", "redirectUris": [] });
    let app = raw.rest("POST", "/api/v2/applications", new).await;
    let app = text(&app["id"]);
    let path = format!("/api/v2/applications/{app}");
    raw.rest("POST", &path, json!({ "description": "d" })).await;
    raw.rest("PATCH", &format!("/api/v2/application/{app}/refresh-secret"), json!({})).await;
    raw.rest("DELETE", &path, json!({})).await;
    for value in ["1", "2"] {
        raw.rest("POST", "/api/v2/env", json!({ "key": "K", "value": value })).await;
    }
    raw.rest("DELETE", "/api/v2/env/K", json!({})).await;
    raw.graphql("mutation { updateUserpool(input: { description: \"d\" }) { id } }").await;

    // Accounts that become one, and the end.
    let token = async |name: &str| {
        let session = server.app.new_session();
        let password = if name == "bob" { "n3w passw0rd" } else { "passw0rd" };
        session.login_by_username(name, password).await.unwrap().token.unwrap().expose().to_owned()
    };
    let tokens = json!({
        "primaryUserToken": token("bob").await, "secondaryUserToken": token("ann").await,
    });
    raw.rest("POST", "/api/v2/users/link", tokens).await;
    raw.graphql("mutation { refreshUserpoolSecret }").await;
}

/// Where in an event's data there is something, by the documentation.
const MEMBERS: &[(&str, &[&str])] = &[
    ("login", &["/id", "/username", "/token", "/lastLogin"]),
    ("register", &["/id", "/_id", "/username"]),
    ("user:created", &["/id", "/_id", "/username"]),
    ("mfa:verified", &["/userId", "/isValid", "/type"]),
    ("user:updated", &["/user/id", "/updates"]),
    (
        "user:udv-changed",
        &["/user/id", "/udv/id", "/udv/udfId", "/udv/targetId", "/udf/key", "/udf/dataType"],
    ),
    ("user:deleted", &["/users/0/id", "/users/0/username"]),
    ("user:password-changed", &["/userId"]),
    ("user:email-verified", &["/userId", "/email"]),
    ("user:register-whitelist-added", &["/phones", "/emails", "/usernames"]),
    ("user:register-whitelist-deleted", &["/phones", "/emails", "/usernames"]),
    ("user:archived", &["/user/id"]),
    ("user:unarchived", &["/user/id"]),
    ("user:blocked", &["/user/id"]),
    ("user:unblocked", &["/user/id"]),
    (
        "user:link-account",
        &["/primaryUser/username", "/secondaryUser/username", "/primaryUser/identities"],
    ),
    ("kick", &["/users/0/id"]),
    (
        "permission:add",
        &[
            "/userPoolId",
            "/targetType",
            "/targetIdentifiers/0",
            "/namespace",
            "/policyCodes/0",
            "/policies/0",
        ],
    ),
    (
        "permission:revoke",
        &[
            "/userPoolId",
            "/targetType",
            "/targetIdentifiers/0",
            "/namespace",
            "/policyCodes/0",
            "/policies/0",
        ],
    ),
    ("privilege-namespace:created", &["/namespace/code"]),
    ("privilege-namespace:updated", &["/namespace/code", "/updates/name"]),
    ("privilege-namespace:deleted", &["/namespaces/0/code"]),
    ("resource:created", &["/resource/code", "/namespace"]),
    ("resource:updated", &["/resource/code", "/updates/description"]),
    ("resource:delete", &["/codes/0", "/namespace"]),
    ("role:add", &["/role/code", "/namespace"]),
    ("role:updated", &["/role/code", "/updates/description"]),
    ("role:delete", &["/id"]),
    ("role:assigned", &["/userIds/0"]),
    ("role:unassigned", &["/userIds/0"]),
    ("role:udv-changed", &["/role/code", "/udv/targetId", "/udf/key"]),
    ("application:mfa:enabled", &["/type", "/applicationId"]),
    ("application:mfa:disabled", &["/type", "/applicationId"]),
    ("application:created", &["/application/id", "/application/name"]),
    ("application:updated", &["/application/id"]),
    ("application:deleted", &["/application/id"]),
    ("application:secret-refreshed", &["/application/id", "/secret", "/oldSecret"]),
    ("group:created", &["/group/code", "/group/name"]),
    ("group:updated", &["/group/code", "/updates/name"]),
    ("group:deleted", &["/id"]),
    ("group:member-added", &["/group/code", "/users/0/id"]),
    ("group:member-removed", &["/group/code", "/users/0/id"]),
    ("organization:created", &["/organization/id", "/rootNode/name"]),
    ("organization:deleted", &["/organization/id"]),
    ("organization:node-added", &["/node/name", "/organization/id", "/parentNode/id"]),
    ("organization:node-updated", &["/node/name", "/updates/name"]),
    ("organization:node-moved", &["/node/id", "/organization/id", "/parentNode/id"]),
    ("organization:node-deleted", &["/nodes/0/id", "/nodes/1/id"]),
    ("organization:member-added", &["/node/id", "/user/username"]),
    ("organization:member-removed", &["/node/id", "/user/username"]),
    ("organization:imported", &["/organization/id", "/organization/children/0/name", "/source"]),
    (
        "organization:tree-updated",
        &[
            "/organization/id",
            "/newNodes/0/name",
            "/modifyNodes/0/name",
            "/removeNodes/0/name",
            "/source",
        ],
    ),
    ("user-pool:secret-refreshed", &["/userPool/id", "/secret", "/oldSecret"]),
    (
        "user-pool:udf-added",
        &["/udf/id", "/udf/key", "/udf/label", "/udf/dataType", "/udf/targetType"],
    ),
    ("user-pool:udf-deleted", &["/udf/key"]),
    ("user-pool:updated", &["/userPool/id", "/updates/description"]),
    ("user-pool:env-added", &["/envInfo/key", "/envInfo/value"]),
    ("user-pool:env-updated", &["/envInfo/key", "/envInfo/value"]),
    ("user-pool:env-deleted", &["/envsInfo/0/key"]),
];

#[tokio::test]
async fn every_event_is_read_by_the_web_kit_from_json_and_from_a_form_alike() {
    let server = TestServer::start_current().await.unwrap();
    let (json, form) = (Service::start().await, Service::start().await);
    let webhook = |service: &Service| Webhook::new(&service.url).secret(SECRET);
    server.emulator.add_webhook(webhook(&json)).unwrap();
    server.emulator.add_webhook(webhook(&form).format(WebhookFormat::Form)).unwrap();
    let_everything_happen(&server).await;
    server.emulator.webhooks_idle().await;

    for delivery in server.emulator.webhook_deliveries() {
        assert_eq!(
            delivery.state,
            WebhookState::Delivered,
            "{delivery:?}: {:?}",
            delivery.error_message
        );
    }
    let told = json.all();
    let names: BTreeSet<&str> = told.iter().map(WebhookDelivery::name).collect();
    assert_eq!(names, Webhook::event_names().collect(), "each happened, and no other");
    assert!(Webhook::event_names().all(|name| WebhookEvent::NAMES.contains(&name)));
    for (name, members) in MEMBERS {
        let delivery = told.iter().find(|one| one.name() == *name).unwrap();
        for member in *members {
            let found = delivery.data().get(member).filter(|value| !value.is_null());
            assert!(found.is_some(), "{name}: {member}");
        }
    }
    assert_eq!(MEMBERS.len(), names.len());

    // What a form says is the same, and so is what the typed events show.
    let of_form = form.all();
    assert_eq!(of_form.len(), told.len());
    for (one, other) in told.iter().zip(&of_form) {
        assert_eq!(one.data().fields(), other.data().fields(), "{}", one.name());
        assert_eq!(format!("{:?}", one.event()), format!("{:?}", other.event()));
        assert_eq!(one.user_pool_id(), Some(server.emulator.user_pool_id()));
        assert!(
            !matches!(one.event(), WebhookEvent::Unknown(_) | WebhookEvent::Test(_)),
            "{}",
            one.name()
        );
    }
}

#[tokio::test]
async fn typed_events_hold_what_happened() {
    let server = TestServer::start_current().await.unwrap();
    let service = Service::start().await;
    server.emulator.add_webhook(Webhook::new(&service.url).secret(SECRET)).unwrap();
    let_everything_happen(&server).await;
    server.emulator.webhooks_idle().await;
    let told = service.all();
    let named = |name: &str| told.iter().find(|one| one.name() == name).unwrap().event();
    let bob = match named("user:created") {
        WebhookEvent::UserCreated(user) => {
            assert_eq!(user.username.as_deref(), Some("bob"));
            assert_eq!(user.password.as_ref().map(|one| one.expose().len()), Some(32));
            assert!(user.salt.is_some());
            user.id.clone()
        }
        other => panic!("{other:?}"),
    };
    let WebhookEvent::Login(user) = named("login") else { panic!() };
    assert_eq!((&user.id, user.token.is_some()), (&bob, true));
    let WebhookEvent::MfaVerified(checked) = named("mfa:verified") else { panic!() };
    assert_eq!((&checked.user_id, checked.is_valid), (&bob, Some(true)));
    assert_eq!(checked.kind.as_deref(), Some("SMS"));
    let WebhookEvent::UserPasswordChanged(user) = named("user:password-changed") else { panic!() };
    assert_eq!(user.id, bob);
    let WebhookEvent::RoleAssigned(holders) = named("role:assigned") else { panic!() };
    assert_eq!(holders.user_ids.first(), bob.as_ref());
    let WebhookEvent::PermissionAdded(given) = named("permission:add") else { panic!() };
    assert_eq!(
        (given.policies.as_slice(), given.target_type.as_deref()),
        (&["p".to_owned()][..], Some("ROLE"))
    );
    let WebhookEvent::UserPoolSecretRefreshed(refreshed) = named("user-pool:secret-refreshed")
    else {
        panic!()
    };
    assert_eq!(
        refreshed.old_secret.as_ref().map(|secret| secret.expose()),
        Some(server.emulator.user_pool_secret())
    );
    let WebhookEvent::EnvironmentUpdated(changed) = named("user-pool:env-updated") else {
        panic!()
    };
    assert_eq!(changed.variables[0].secret("value").map(|value| value.expose()), Some("2"));
    let WebhookEvent::OrganizationTreeUpdated(tree) = named("organization:tree-updated") else {
        panic!()
    };
    assert_eq!(tree.source.as_deref(), Some("DINGTALK"));
    let WebhookEvent::GroupMemberAdded(group) = named("group:member-added") else { panic!() };
    assert_eq!(group.users[0].id, bob);
}

#[tokio::test]
async fn subscribers_hear_of_what_happens_and_end_users_of_themselves_only() {
    let server = TestServer::start().await.unwrap();
    let bob = server.user("bob").await.unwrap().id;
    server.user("ann").await.unwrap();
    let session = server.app.new_session();
    session.login_by_username("bob", "passw0rd").await.unwrap();
    let host = server.emulator.url();
    let topic = "authing.user.login";
    let mut all = server.management.events().subscribe(Subscribe::new(topic).host(host));
    let own = authing_authentication::events::Subscribe::new(topic).host(host);
    let mut own = session.events().subscribe(own);
    let wait = Duration::from_secs(10);
    for stream in [&mut all, &mut own] {
        let first = tokio::time::timeout(wait, stream.next()).await.unwrap();
        assert!(matches!(first, Some(Ok(Event::Subscribed))));
    }
    for name in ["ann", "bob"] {
        server.app.new_session().login_by_username(name, "passw0rd").await.unwrap();
    }
    let mut heard = Vec::new();
    for number in 0..3 {
        let stream = if number < 2 { &mut all } else { &mut own };
        let next = tokio::time::timeout(wait, stream.next()).await.unwrap();
        let Some(Ok(Event::Message(message))) = next else { panic!("{next:?}") };
        let event: Value = serde_json::from_str(message.text()).unwrap();
        assert_eq!(event["eventName"], "login");
        heard.push((event["data"]["username"].clone(), event["data"]["id"] == json!(bob)));
    }
    let expected = [("ann", false), ("bob", true), ("bob", true)];
    assert_eq!(heard, expected.map(|(name, is_bob)| (json!(name), is_bob)));
}
