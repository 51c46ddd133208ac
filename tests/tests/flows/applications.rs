//! The applications area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_authentication::{AuthenticationClient, types::User};
use authing_emulator::Emulator;
use authing_management::{
    Error, ErrorCode, ErrorKind, ListPolicies, ListRoles, ManagementClient, Patch,
    applications::{
        AccessPolicy, AccessTargets, AgreementLang, Application, ApplicationAuthMethod,
        ApplicationGrantType, ApplicationResponseType, ApplicationType, CreateAgreement,
        CreateApplication, DefaultAccess, ListAccessPolicies, ListActiveUsers, ListApplications,
        SigningAlgorithm, UpdateAgreement, UpdateApplication,
    },
    tenants::CreateTenant,
    types::{PolicyAssignmentTargetType, PolicyEffect},
    users::LogoutUser,
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;
use serde_json::{Value, json};

const CALLBACK: &str = "https://shop.acme.com/callback";

async fn application(server: &TestServer, identifier: &str) -> Application {
    let request = CreateApplication::new("Shop", identifier, [CALLBACK]);
    server.management.applications().create(request).await.unwrap()
}

/// Logs in to an application, by its id.
async fn login(server: &TestServer, app_id: &str, username: &str) -> Result<User, Error> {
    let client = AuthenticationClient::builder(app_id, server.emulator.app_host())
        .public_key(server.emulator.public_key())
        .no_proxy()
        .build()
        .unwrap();
    client.login_by_username(username, "passw0rd").await
}

async fn is_let_in(server: &TestServer, app_id: &str, username: &str) -> bool {
    match login(server, app_id, username).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code(), Some(ErrorCode::APPLICATION_ACCESS_DENIED), "{error}");
            false
        }
    }
}

async fn records(server: &TestServer, app_id: &str) -> Vec<AccessPolicy> {
    let list = ListAccessPolicies::new(app_id).limit(2);
    let records = server.management.applications().list_access_policies(list).items();
    records.try_collect().await.unwrap()
}

/// Asks the token endpoint for tokens of bob.
async fn tokens(server: &TestServer, app_id: &str, secret: &str) -> Value {
    let form = [
        ("grant_type", "password"),
        ("client_id", app_id),
        ("client_secret", secret),
        ("username", "bob"),
        ("password", "passw0rd"),
        ("scope", "openid"),
    ];
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = http
        .post(format!("{}/oidc/token", server.emulator.url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn an_application_is_created_with_the_servers_defaults() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let request = CreateApplication::new("Shop", "acme-shop", [CALLBACK]).logo("https://l/1.png");
    let shop = applications.create(request).await.unwrap();

    assert_eq!(shop.id.len(), 24);
    assert_ne!(shop.id, server.emulator.app_id());
    assert_eq!(shop.user_pool_id.as_deref(), Some(server.emulator.user_pool_id()));
    assert_eq!(
        (shop.name.as_deref(), shop.identifier.as_deref()),
        (Some("Shop"), Some("acme-shop"))
    );
    assert_eq!(
        (shop.logo.as_deref(), shop.protocol.as_deref()),
        (Some("https://l/1.png"), Some("oidc"))
    );
    assert_eq!(shop.redirect_uris.as_deref(), Some(&[CALLBACK.to_owned()][..]));
    assert_eq!(shop.secret.as_ref().unwrap().expose().len(), 32);
    let key = &shop.jwks.as_ref().unwrap().keys[0];
    assert_eq!(key.alg, Some(SigningAlgorithm::Rs256));
    assert!(key.d.is_some() && key.qi.is_some() && key.kid.is_some());

    let oidc = shop.oidc_config.as_ref().unwrap();
    assert_eq!(
        oidc.grant_types.as_deref(),
        Some(
            &[
                ApplicationGrantType::AuthorizationCode,
                ApplicationGrantType::Password,
                ApplicationGrantType::RefreshToken
            ][..]
        )
    );
    assert_eq!(oidc.response_types.as_deref(), Some(&[ApplicationResponseType::Code][..]));
    assert_eq!(oidc.id_token_signed_response_alg, Some(SigningAlgorithm::Hs256));
    assert_eq!(oidc.token_endpoint_auth_method, Some(ApplicationAuthMethod::ClientSecretPost));
    assert_eq!(oidc.client_secret, shop.secret);
    assert_eq!(
        (oidc.authorization_code_expire, oidc.refresh_token_expire),
        (Some(600), Some(2_592_000))
    );
    for life in [oidc.access_token_expire, oidc.id_token_expire, oidc.cas_expire] {
        assert_eq!(life, Some(1_209_600));
    }
    assert_eq!(oidc.skip_consent, Some(true));
    assert_eq!(shop.oauth_config.as_ref().unwrap().id.as_deref(), Some(&*shop.id));
    assert_eq!(shop.login_tabs.as_deref().unwrap(), ["phone-code", "password"]);
    assert_eq!(shop.register_tabs.as_deref().unwrap(), ["email", "phone"]);
    assert_eq!(shop.qrcode_scanning.as_ref().unwrap().interval, Some(1500));
    let strategy = shop.permission_strategy.as_ref().unwrap();
    assert_eq!(strategy.enabled, Some(false));
    assert_eq!(strategy.default_strategy, Some(DefaultAccess::AllowAll));
    assert_eq!((&strategy.allow_policy_id, &strategy.deny_policy_id), (&None, &None));

    let read = applications.get(&shop.id).await.unwrap();
    assert_eq!(read, shop);
    server.management.roles().in_namespace(&shop.id).create("cashier").await.unwrap();
}

#[tokio::test]
async fn a_sub_domain_is_taken_once() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    let pool = server.emulator.user_pool_id();
    for taken in ["acme", "ACME", server.emulator.app_id(), pool] {
        let error = applications.create(CreateApplication::new("x", taken, [CALLBACK])).await;
        assert_eq!(error.unwrap_err().code(), Some(ErrorCode::DOMAIN_TAKEN), "{taken}");
    }
    // Other pools live under the same domain.
    let other = server.emulator.create_user_pool("other");
    let other = ManagementClient::builder(&other.id, other.secret.as_str())
        .host(server.emulator.url())
        .no_proxy()
        .build()
        .unwrap();
    let request = || CreateApplication::new("x", "acme", [CALLBACK]);
    assert!(other.applications().create(request()).await.is_err());
    let foreign = other.applications().get(&shop.id).await.unwrap_err();
    assert_eq!(foreign.code(), Some(ErrorCode::APPLICATION_NOT_FOUND));
    applications.delete(&shop.id).await.unwrap();
    other.applications().create(request()).await.unwrap();
}

#[tokio::test]
async fn applications_are_listed_and_changed() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let (a, b) = (application(&server, "a").await, application(&server, "b").await);
    let listed: Vec<Application> =
        applications.list(ListApplications::new().limit(2)).items().try_collect().await.unwrap();
    let ids: Vec<&str> = listed.iter().map(|app| app.id.as_str()).collect();
    assert_eq!(ids, [b.id.as_str(), &a.id, server.emulator.app_id()], "the newest first");
    assert!(listed.iter().all(|app| app.jwks.is_some() && app.secret.is_some()));

    server.emulator.advance(Duration::from_secs(60));
    let changes = UpdateApplication::new()
        .name("Other")
        .description("what it is")
        .redirect_uris(["https://other"])
        .logout_redirect_uris(["https://bye"])
        .css("a{}");
    let changed = applications.update(&a.id, changes).await.unwrap();
    assert_eq!(changed.secret, None, "responses to changes hold no secret");
    let read = applications.get(&a.id).await.unwrap();
    assert_eq!(
        (read.name.as_deref(), read.description.as_deref()),
        (Some("Other"), Some("what it is"))
    );
    assert_eq!(read.redirect_uris.as_deref().unwrap(), ["https://other"]);
    assert_eq!(read.logout_redirect_uris.as_deref().unwrap(), ["https://bye"]);
    assert_eq!((read.css.as_deref(), &read.secret), (Some("a{}"), &a.secret));
    assert_ne!(read.updated_at, a.updated_at);
    assert_eq!(read.created_at, a.created_at);
    let changes = UpdateApplication::new().description(Patch::Null);
    let cleared = applications.update(&a.id, changes).await.unwrap();
    assert_eq!((cleared.description, cleared.name.as_deref()), (None, Some("Other")));
    assert_eq!(applications.get(&b.id).await.unwrap(), b, "the other one is as it was");

    for missing in [
        applications.get("no-app").await.unwrap_err(),
        applications.update("no-app", UpdateApplication::new().name("x")).await.unwrap_err(),
        applications.refresh_secret("no-app").await.unwrap_err(),
        applications.delete("no-app").await.unwrap_err(),
        applications.list_tenants("no-app").await.unwrap_err(),
        applications.list_agreements("no-app").await.unwrap_err(),
        applications.list_active_users(ListActiveUsers::new("no-app")).await.unwrap_err(),
        applications.list_access_policies(ListAccessPolicies::new("no-app")).await.unwrap_err(),
    ] {
        assert_eq!(missing.code(), Some(ErrorCode::APPLICATION_NOT_FOUND), "{missing}");
    }
}

#[tokio::test]
async fn a_new_application_is_used_at_once_and_a_new_secret_ends_the_old_one() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    let bob = server.user("bob").await.unwrap();

    let old = shop.secret.unwrap();
    let token = login(&server, &shop.id, "bob").await.unwrap().token.unwrap();
    let by_hmac = |secret: &str| {
        let key = jsonwebtoken::DecodingKey::from_secret(secret.as_bytes());
        let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
        rules.set_audience(&[&shop.id]);
        jsonwebtoken::decode::<Value>(token.expose(), &key, &rules)
    };
    assert_eq!(by_hmac(old.expose()).unwrap().claims["sub"], json!(bob.id));
    let sent = tokens(&server, &shop.id, old.expose()).await;
    assert!(sent["id_token"].is_string(), "{sent}");
    let is_good = async || {
        let status = server.management.check_login_status(token.clone()).await.unwrap();
        status.status == Some(true)
    };
    assert!(is_good().await);

    let refreshed = applications.refresh_secret(&shop.id).await.unwrap();
    assert_eq!(refreshed.secret, None);
    let new = applications.get(&shop.id).await.unwrap().secret.unwrap();
    assert_ne!(new, old);
    assert!(!is_good().await, "signed with the old secret");
    assert_eq!(tokens(&server, &shop.id, old.expose()).await["error"], "invalid_client");
    assert!(tokens(&server, &shop.id, new.expose()).await["access_token"].is_string());
    let token = login(&server, &shop.id, "bob").await.unwrap().token.unwrap();
    let key = jsonwebtoken::DecodingKey::from_secret(new.expose().as_bytes());
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::HS256);
    rules.set_audience(&[&shop.id]);
    jsonwebtoken::decode::<Value>(token.expose(), &key, &rules).unwrap();
}

#[tokio::test]
async fn what_is_in_an_application_goes_with_it() {
    let server = TestServer::start().await.unwrap();
    let management = &server.management;
    let applications = management.applications();
    let shop = application(&server, "acme").await;
    let bob = server.user("bob").await.unwrap();
    let roles = management.roles().in_namespace(&shop.id);
    roles.create("cashier").await.unwrap();
    roles.add_users("cashier", [&bob.id]).await.unwrap();
    applications.create_agreement(&shop.id, CreateAgreement::new("terms")).await.unwrap();
    applications.allow_access(&shop.id, AccessTargets::roles(["cashier"])).await.unwrap();
    let tenant = management.tenants().create(CreateTenant::new("Acme", [&shop.id])).await.unwrap();
    let token = login(&server, &shop.id, "bob").await.unwrap().token.unwrap();
    // Another application lets in by a role of this one.
    let other = server.emulator.app_id();
    let foreign = AccessTargets::roles(["cashier"]).namespace(&shop.id);
    applications.allow_access(other, foreign).await.unwrap();
    assert_eq!(records(&server, other).await.len(), 1);

    applications.delete(&shop.id).await.unwrap();
    let gone = applications.get(&shop.id).await.unwrap_err();
    assert_eq!(gone.code(), Some(ErrorCode::APPLICATION_NOT_FOUND));
    assert_eq!(roles.list(ListRoles::new()).await.unwrap().total_count, 0);
    let policies = management.policies().in_namespace(&shop.id).list(ListPolicies::new()).await;
    assert_eq!(policies.unwrap().total_count, 0);
    assert!(records(&server, other).await.is_empty());
    assert!(management.tenants().get(&tenant.id).await.unwrap().apps.unwrap().is_empty());
    let status = management.check_login_status(token).await.unwrap();
    assert_ne!(status.status, Some(true));
    let error = login(&server, &shop.id, "bob").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::APPLICATION_NOT_FOUND));
    assert!(roles.create("cashier").await.is_err(), "the namespace is gone");
}

#[tokio::test]
async fn entries_win_over_the_default_and_refusals_over_everything() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    let (bob, ann) = (server.user("bob").await.unwrap(), server.user("ann").await.unwrap());
    assert!(is_let_in(&server, &shop.id, "bob").await);

    let strict = applications
        .update_default_access_policy(&shop.id, DefaultAccess::DenyAll)
        .await
        .unwrap()
        .permission_strategy
        .unwrap();
    assert_eq!(
        (strict.enabled, strict.default_strategy),
        (Some(true), Some(DefaultAccess::DenyAll))
    );
    assert!(strict.allow_policy_id.is_some() && strict.deny_policy_id.is_some());
    assert!(!is_let_in(&server, &shop.id, "bob").await);
    assert!(is_let_in(&server, server.emulator.app_id(), "bob").await, "only this application");

    applications.allow_access(&shop.id, AccessTargets::users([&bob.id])).await.unwrap();
    assert!(is_let_in(&server, &shop.id, "bob").await);
    assert!(!is_let_in(&server, &shop.id, "ann").await);
    server.emulator.advance(Duration::from_secs(1));
    applications.deny_access(&shop.id, AccessTargets::users([&ann.id])).await.unwrap();

    let listed = records(&server, &shop.id).await;
    let told: Vec<_> =
        listed.iter().map(|r| (r.target_identifier.as_str(), r.effect().cloned())).collect();
    let expected =
        [(ann.id.as_str(), Some(PolicyEffect::Deny)), (&bob.id, Some(PolicyEffect::Allow))];
    assert_eq!(told, expected, "the newest first");
    let first = &listed[1];
    assert_eq!(first.target_type, PolicyAssignmentTargetType::User);
    assert_eq!(first.policy_id, strict.allow_policy_id);
    assert_eq!(first.namespace.as_deref(), Some(&*shop.id));
    assert_eq!(first.target.as_ref().unwrap().username.as_deref(), Some("bob"));
    let policy = first.policy.as_ref().unwrap();
    assert_eq!((policy.hidden, policy.is_default), (Some(true), Some(true)));
    assert!(policy.code.starts_with("ApplicationLoginAccess:"), "{}", policy.code);
    assert_eq!(
        policy.statements[0].resource,
        format!("arn:cn:authing:{}:application:{}", server.emulator.user_pool_id(), shop.id)
    );
    let policies = server.management.policies().in_namespace(&shop.id);
    let shown = policies.list(ListPolicies::new()).await;
    assert_eq!(shown.unwrap().total_count, 0, "hidden");
    let code = policy.code.clone();
    let built_in = policies.delete(code).await;
    assert_eq!(built_in.unwrap_err().kind(), ErrorKind::Api);

    applications.update_default_access_policy(&shop.id, DefaultAccess::AllowAll).await.unwrap();
    assert!(!is_let_in(&server, &shop.id, "ann").await, "an entry wins over the default");
    // The other way round: the new entry takes the place of the old one.
    applications.allow_access(&shop.id, AccessTargets::users([&ann.id])).await.unwrap();
    assert!(is_let_in(&server, &shop.id, "ann").await);
    assert_eq!(records(&server, &shop.id).await.len(), 2);
}

#[tokio::test]
async fn entries_are_switched_and_removed() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    let bob = server.user("bob").await.unwrap();
    let targets = || AccessTargets::users([&bob.id]);

    let nothing = applications.disable_access_policy(&shop.id, targets()).await.unwrap_err();
    assert_eq!(nothing.kind(), ErrorKind::Api, "nothing to switch");
    applications.delete_access_policy(&shop.id, targets()).await.unwrap();
    applications.deny_access(&shop.id, targets()).await.unwrap();
    assert!(!is_let_in(&server, &shop.id, "bob").await);
    applications.disable_access_policy(&shop.id, targets()).await.unwrap();
    assert!(is_let_in(&server, &shop.id, "bob").await);
    assert_eq!(records(&server, &shop.id).await[0].enabled, Some(false));
    applications.enable_access_policy(&shop.id, targets()).await.unwrap();
    assert!(!is_let_in(&server, &shop.id, "bob").await);
    applications.delete_access_policy(&shop.id, targets()).await.unwrap();
    assert!(is_let_in(&server, &shop.id, "bob").await);
    assert!(records(&server, &shop.id).await.is_empty());

    let half = AccessTargets::users([&*bob.id, "no-user"]);
    assert!(applications.deny_access(&shop.id, half).await.is_err());
    assert!(is_let_in(&server, &shop.id, "bob").await, "all or nothing");
    for missing in [
        AccessTargets::roles(["x"]),
        AccessTargets::groups(["x"]),
        AccessTargets::departments(["x"]),
    ] {
        assert!(applications.allow_access(&shop.id, missing).await.is_err());
    }
    applications.deny_access(&shop.id, targets()).await.unwrap();
    server.management.users().delete(&bob.id).await.unwrap();
    assert!(records(&server, &shop.id).await.is_empty(), "a deleted user is named nowhere");
}

#[tokio::test]
async fn roles_groups_and_departments_bring_their_people_along() {
    let server = TestServer::start().await.unwrap();
    let management = &server.management;
    let applications = management.applications();
    let shop = application(&server, "acme").await;
    let mut ids = Vec::new();
    for name in ["role", "default-role", "group", "parent", "child", "nobody"] {
        ids.push(server.user(name).await.unwrap().id);
    }
    let [role, default_role, group, parent, child, _] = ids.as_slice() else { unreachable!() };
    applications.update_default_access_policy(&shop.id, DefaultAccess::DenyAll).await.unwrap();

    // The same code in two namespaces: two roles.
    let roles = management.roles();
    let roles_of_shop = roles.in_namespace(&shop.id);
    roles_of_shop.create("cashier").await.unwrap();
    roles.create("cashier").await.unwrap();
    roles_of_shop.add_users("cashier", [role]).await.unwrap();
    roles.add_users("cashier", [default_role]).await.unwrap();
    management
        .groups()
        .create(authing_management::CreateGroup::new("staff", "Staff"))
        .await
        .unwrap();
    management.groups().add_users("staff", [group]).await.unwrap();
    let org = r#"mutation { createOrg(name: "Org") { id rootNode { id } } }"#;
    let org = server.graphql(org).await.unwrap()["createOrg"].clone();
    let root = org["rootNode"]["id"].as_str().unwrap();
    let node = format!(r#"mutation {{ addNodeV2(orgId: {}, name: "Dev") {{ id }} }}"#, org["id"]);
    let node = server.graphql(&node).await.unwrap()["addNodeV2"]["id"].clone();
    for (node, user) in [(json!(root), parent), (node, child)] {
        let member =
            format!(r#"mutation {{ addMember(nodeId: {node}, userIds: ["{user}"]) {{ id }} }}"#);
        server.graphql(&member).await.unwrap();
    }
    let let_in = async || {
        let mut names = Vec::new();
        for name in ["role", "default-role", "group", "parent", "child", "nobody"] {
            if is_let_in(&server, &shop.id, name).await {
                names.push(name);
            }
        }
        names
    };
    assert!(let_in().await.is_empty());

    applications.allow_access(&shop.id, AccessTargets::roles(["cashier"])).await.unwrap();
    assert_eq!(let_in().await, ["role"]);
    let of_pool = || AccessTargets::roles(["cashier"]).namespace("default");
    applications.allow_access(&shop.id, of_pool()).await.unwrap();
    assert_eq!(let_in().await, ["role", "default-role"]);
    applications.allow_access(&shop.id, AccessTargets::groups(["staff"])).await.unwrap();
    assert_eq!(let_in().await, ["role", "default-role", "group"]);
    applications.allow_access(&shop.id, AccessTargets::departments([root])).await.unwrap();
    assert_eq!(let_in().await, ["role", "default-role", "group", "parent"]);
    let all = AccessTargets::departments([root]).inherit_by_children(true);
    applications.allow_access(&shop.id, all).await.unwrap();
    assert_eq!(let_in().await, ["role", "default-role", "group", "parent", "child"]);

    let listed = records(&server, &shop.id).await;
    let department = &listed[0];
    assert_eq!(department.target_type, PolicyAssignmentTargetType::Org);
    assert_eq!(department.inherit_by_children, Some(true));
    assert_eq!(department.target.as_ref().unwrap().name.as_deref(), Some("Org"));
    assert_eq!(listed[1].target.as_ref().unwrap().code.as_deref(), Some("staff"));
    assert_eq!(listed[2].target_namespace.as_deref(), Some("default"));
    assert_eq!(listed[3].target_namespace.as_deref(), Some(&*shop.id));
    assert_eq!(listed[3].inherit_by_children, None);

    applications.delete_access_policy(&shop.id, of_pool()).await.unwrap();
    assert_eq!(let_in().await, ["role", "group", "parent", "child"], "the other role stays");
    management.groups().delete("staff").await.unwrap();
    roles.delete("cashier").await.unwrap();
    assert_eq!(let_in().await, ["role", "parent", "child"]);
    roles_of_shop.delete("cashier").await.unwrap();
    assert_eq!(let_in().await, ["parent", "child"]);
    let dev = AccessTargets::users([child]);
    applications.deny_access(&shop.id, dev).await.unwrap();
    assert_eq!(let_in().await, ["parent"], "a refusal wins over what the department has");
}

#[tokio::test]
async fn nobody_who_is_kept_out_comes_in_another_way() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    server.user("bob").await.unwrap();
    let secret = shop.secret.unwrap();
    applications.update_default_access_policy(&shop.id, DefaultAccess::DenyAll).await.unwrap();

    let refused = tokens(&server, &shop.id, secret.expose()).await;
    assert_eq!(refused["error"], "invalid_grant");
    assert!(refused["error_description"].as_str().unwrap().contains("2130010"), "{refused}");
    let client = AuthenticationClient::builder(&*shop.id, server.emulator.app_host())
        .public_key(server.emulator.public_key())
        .no_proxy()
        .build()
        .unwrap();
    client.send_sms_code("13800000000").await.unwrap();
    let code = server.emulator.last_code("13800000000").unwrap();
    let by_code = client.login_by_phone_code("13800000000", code.as_str()).await.unwrap_err();
    assert_eq!(by_code.code(), Some(ErrorCode::APPLICATION_ACCESS_DENIED));
    assert!(client.token().is_none());
    // A token of another application in the request makes no difference.
    let home = server.app.new_session();
    home.login_by_username("bob", "passw0rd").await.unwrap();
    let with_token = client.with_token(home.token().unwrap());
    let error = with_token.login_by_username("bob", "passw0rd").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::APPLICATION_ACCESS_DENIED));
}

#[tokio::test]
async fn agreements_keep_the_order_they_are_put_in() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    let order = async || -> Vec<(i64, Option<i64>)> {
        let agreements = applications.list_agreements(&shop.id).await.unwrap();
        agreements.iter().map(|agreement| (agreement.id, agreement.order)).collect()
    };
    assert!(order().await.is_empty());
    let mut ids = Vec::new();
    for title in ["one", "two", "three"] {
        let made = applications.create_agreement(&shop.id, CreateAgreement::new(title)).await;
        let made = made.unwrap();
        assert_eq!((made.required, made.lang), (Some(true), Some(AgreementLang::ZhCn)));
        assert_eq!(made.app_id.as_deref(), Some(&*shop.id));
        ids.push(made.id);
    }
    let [one, two, three] = ids[..] else { unreachable!() };
    assert_eq!(order().await, [(one, Some(1)), (two, Some(2)), (three, Some(3))]);
    applications.sort_agreements(&shop.id, [three, one, two]).await.unwrap();
    assert_eq!(order().await, [(three, Some(1)), (one, Some(2)), (two, Some(3))]);
    assert!(applications.sort_agreements(&shop.id, [one, 9999]).await.is_err());
    assert_eq!(order().await[0].0, three, "nothing was moved");

    let changes = UpdateAgreement::new().required(false).lang(AgreementLang::EnUs);
    let changed = applications.update_agreement(&shop.id, one, changes).await.unwrap();
    assert_eq!((changed.title.as_deref(), changed.required), (Some("one"), Some(false)));
    assert_eq!((changed.lang, changed.order), (Some(AgreementLang::EnUs), Some(2)));
    applications.delete_agreement(&shop.id, one).await.unwrap();
    assert_eq!(order().await, [(three, Some(1)), (two, Some(2))]);
    let next = applications.create_agreement(&shop.id, CreateAgreement::new("four")).await.unwrap();
    assert!(!ids.contains(&next.id), "ids come once");

    let other = server.emulator.app_id();
    assert!(applications.delete_agreement(other, two).await.is_err(), "of another application");
    let changes = UpdateAgreement::new().title("x");
    assert!(applications.update_agreement(&shop.id, one, changes).await.is_err());
    assert!(applications.delete_agreement(&shop.id, one).await.is_err());
}

#[tokio::test]
async fn who_is_logged_in_is_listed() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    let (bob, ann) = (server.user("bob").await.unwrap(), server.user("ann").await.unwrap());
    let active = async || -> Vec<String> {
        let list = applications.list_active_users(ListActiveUsers::new(&shop.id).limit(1));
        list.items().map_ok(|user| user.id).try_collect().await.unwrap()
    };
    assert!(active().await.is_empty());
    login(&server, server.emulator.app_id(), "ann").await.unwrap();
    assert!(active().await.is_empty(), "logged in elsewhere");
    login(&server, &shop.id, "bob").await.unwrap();
    server.emulator.advance(Duration::from_secs(1));
    login(&server, &shop.id, "ann").await.unwrap();
    assert_eq!(active().await, [ann.id.as_str(), &bob.id]);
    let page = applications.list_active_users(ListActiveUsers::new(&shop.id)).await.unwrap();
    let shown = &page.list[0];
    assert_eq!((shown.username.as_deref(), shown.logins_count), (Some("ann"), Some(2)));
    assert!(shown.password.is_some() && shown.token.is_some() && shown.last_ip.is_some());

    let of_the_shop = LogoutUser::new(&ann.id).app_id(&shop.id);
    server.management.users().logout(of_the_shop).await.unwrap();
    assert_eq!(active().await, [bob.id.as_str()]);
    server.emulator.advance(Duration::from_secs(1_209_601));
    assert!(active().await.is_empty(), "the session has ended");
}

#[tokio::test]
async fn an_application_is_for_tenants_or_for_others() {
    let server = TestServer::start().await.unwrap();
    let management = &server.management;
    let applications = management.applications();
    let shop = application(&server, "acme").await;
    let (bob, _) = (server.user("bob").await.unwrap(), server.user("ann").await.unwrap());
    let tenant = management.tenants().create(CreateTenant::new("Acme", [&shop.id])).await.unwrap();
    management.tenants().add_members(&tenant.id, [&bob.id]).await.unwrap();
    let told = applications.list_tenants(&shop.id).await.unwrap();
    assert_eq!((told.name.as_deref(), told.tenants.len()), (Some("Shop"), 1));
    assert_eq!(told.tenants[0].id, tenant.id);
    assert!(applications.list_tenants(server.emulator.app_id()).await.unwrap().tenants.is_empty());

    let let_in = async || {
        (is_let_in(&server, &shop.id, "bob").await, is_let_in(&server, &shop.id, "ann").await)
    };
    assert_eq!(let_in().await, (true, true), "never said: for everybody");
    for (kind, expected) in [
        (ApplicationType::Tenant, (true, false)),
        (ApplicationType::Individual, (false, true)),
        (ApplicationType::Both, (true, true)),
    ] {
        let changed = applications.change_type(&shop.id, kind.clone()).await.unwrap();
        assert_eq!(changed.app_type, Some(kind));
        assert_eq!(let_in().await, expected);
    }
    applications.change_type(&shop.id, ApplicationType::Tenant).await.unwrap();
    management.tenants().disable_member(&tenant.id, &bob.id).await.unwrap();
    assert_eq!(let_in().await, (false, false), "switched off");
}

#[tokio::test]
async fn an_application_may_ask_more_of_people_than_its_pool() {
    let server = TestServer::start().await.unwrap();
    let applications = server.management.applications();
    let shop = application(&server, "acme").await;
    let client = AuthenticationClient::builder(&*shop.id, server.emulator.app_host())
        .public_key(server.emulator.public_key())
        .no_proxy()
        .build()
        .unwrap();
    client.register_by_email("bob@example.com", "passw0rd").await.unwrap();
    let changes =
        UpdateApplication::new().register_disabled(true).login_require_email_verified(true);
    applications.update(&shop.id, changes).await.unwrap();
    let error = client.register_by_email("ann@example.com", "passw0rd").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::REGISTRATION_DISABLED));
    let error = client.login_by_email("bob@example.com", "passw0rd").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::EMAIL_NOT_VERIFIED));
    server.app.new_session().register_by_email("ann@example.com", "passw0rd").await.unwrap();
    server.app.new_session().login_by_email("bob@example.com", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn applications_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let client = |emulator: &Emulator| {
        ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
            .host(emulator.url())
            .public_key(emulator.public_key())
            .no_proxy()
            .build()
            .unwrap()
    };
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let management = client(&first);
    let applications = management.applications();
    let request = CreateApplication::new("Shop", "acme", [CALLBACK]);
    let id = applications.create(request).await.unwrap().id;
    applications.create_agreement(&id, CreateAgreement::new("terms")).await.unwrap();
    management
        .groups()
        .create(authing_management::CreateGroup::new("staff", "Staff"))
        .await
        .unwrap();
    applications.deny_access(&id, AccessTargets::groups(["staff"])).await.unwrap();
    applications.change_type(&id, ApplicationType::Both).await.unwrap();
    let (before, terms, access) = (
        applications.get(&id).await.unwrap(),
        applications.list_agreements(&id).await.unwrap(),
        applications.list_access_policies(ListAccessPolicies::new(&id)).await.unwrap(),
    );
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let management = client(&second);
    let applications = management.applications();
    assert_eq!(applications.get(&id).await.unwrap(), before);
    assert_eq!(applications.list_agreements(&id).await.unwrap(), terms);
    let again = applications.list_access_policies(ListAccessPolicies::new(&id)).await.unwrap();
    assert_eq!((again.total_count, again), (1, access));
    let next = applications.create_agreement(&id, CreateAgreement::new("more")).await.unwrap();
    assert!(next.id > terms[0].id);
}
