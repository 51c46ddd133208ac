//! The applications area.

use authing_management::{
    ErrorKind, Patch,
    applications::{
        AccessTargets, AgreementLang, ApplicationAuthMethod, ApplicationGrantType, ApplicationType,
        CreateAgreement, CreateApplication, DefaultAccess, ListAccessPolicies, ListActiveUsers,
        ListApplications, SigningAlgorithm, UpdateAgreement, UpdateApplication,
    },
    types::{PolicyAssignmentTargetType, PolicyEffect},
};
use serde_json::{Value, json};

use crate::common::{ID, exchange, refused, rest};

const APP: &str = "600a8f4e37708b363024a3ca";

/// An application as the documentation shows one, with every secret a canary.
fn application() -> Value {
    json!({
        "oidcJWEConfig": null,
        "protocol": "oidc",
        "casConfig": {"privateKey": "canary"},
        "samlConfig": {
            "acs": "https://acme.com/acs",
            "mappings": {"email": "emailAddress"},
            "lifetimeInSeconds": 3600,
            "signResponse": false,
            "emailDomainSubstitution": "acme.com",
        },
        "oidcProviderEnabled": true,
        "isDemo": false,
        "isOfficial": false,
        "createdAt": "2021-09-23T03:29:52.195Z",
        "updatedAt": "2021-09-23T03:29:52.195Z",
        "logo": "https://files.authing.co/authing-console/default-app-logo.png",
        "id": APP,
        "registerTabs": ["email", "phone"],
        "disabledSocialConnections": null,
        "oauthProviderEnabled": false,
        "userPoolId": "pool",
        "jwks": {"keys": [{
            "use": "sig", "kty": "RSA", "alg": "RS256", "kid": "k1", "e": "AQAB", "n": "uM7B",
            "d": "canary", "p": "canary", "q": "canary", "dp": "canary", "dq": "canary",
            "qi": "canary",
        }]},
        "oauthConfig": {
            "id": APP,
            "client_secret": "canary",
            "redirect_uris": ["https://acme.com"],
            "grants": ["authorization_code"],
            "access_token_lifetime": 1_209_600,
            "refresh_token_lifetime": 2_592_000,
            "introspection_endpoint_auth_method": "client_secret_post",
            "revocation_endpoint_auth_method": "client_secret_post",
        },
        "secret": "canary",
        "css": "/* none */",
        "description": null,
        "oidcConfig": {
            "client_id": APP,
            "client_secret": "canary",
            "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["authorization_code", "password", "device_flow"],
            "response_types": ["code"],
            "id_token_signed_response_alg": "HS256",
            "id_token_expire": 1_209_600,
            "cas_expire": 1_209_600,
            "skip_consent": true,
            "jwks": null,
        },
        "defaultLoginTab": "password",
        "redirectUris": ["https://acme.com"],
        "logoutRedirectUris": null,
        "identifier": "acme",
        "name": "Shop",
        "qrcodeScanning": {"redirect": false, "interval": 1500},
        "passwordTabConfig": {"enabledLoginMethods": ["username-password"]},
        "permissionStrategy": {
            "enabled": true,
            "defaultStrategy": "DENY_ALL",
            "allowPolicyId": "a1",
            "denyPolicyId": null,
        },
        "loginTabs": {"list": ["phone-code", "password"], "default": "password", "title": {}},
        "appType": "TENANT",
    })
}

#[tokio::test]
async fn list() {
    let response = rest(json!({"totalCount": 1, "list": [application()]}));
    let (sent, page) =
        exchange(response.clone(), |client| client.applications().list(ListApplications::new()))
            .await;
    sent.is_rest("GET", "/api/v2/applications?page=1&limit=10", Value::Null);
    let page = page.unwrap();
    assert_eq!((page.total_count, page.list[0].id.as_str()), (1, APP));
    let (sent, _) = exchange(response, |client| {
        client.applications().list(ListApplications::new().page(3).limit(50))
    })
    .await;
    sent.is_rest("GET", "/api/v2/applications?page=3&limit=50", Value::Null);
}

#[tokio::test]
async fn get() {
    let (sent, app) =
        exchange(rest(application()), |client| client.applications().get("a/b")).await;
    sent.is_rest("GET", "/api/v2/applications/a%2Fb", Value::Null);
    let app = app.unwrap();
    assert_eq!(app.secret.as_ref().unwrap().expose(), "canary");
    assert_eq!(
        (app.app_type.as_ref(), &app.logout_redirect_uris),
        (Some(&ApplicationType::Tenant), &None)
    );
    assert_eq!(
        app.login_tabs.as_deref(),
        Some(&["phone-code".to_owned(), "password".to_owned()][..])
    );
    let oidc = app.oidc_config.as_ref().unwrap();
    assert_eq!(oidc.id_token_signed_response_alg, Some(SigningAlgorithm::Hs256));
    assert_eq!(oidc.token_endpoint_auth_method, Some(ApplicationAuthMethod::ClientSecretPost));
    assert_eq!(oidc.id_token_expire, Some(1_209_600));
    let grants = oidc.grant_types.as_ref().unwrap();
    assert_eq!(grants[0], ApplicationGrantType::AuthorizationCode);
    assert_eq!(
        grants[2],
        ApplicationGrantType::Unknown("device_flow".to_owned()),
        "a word of a newer server"
    );
    assert_eq!(app.oauth_config.as_ref().unwrap().refresh_token_lifetime, Some(2_592_000));
    let strategy = app.permission_strategy.as_ref().unwrap();
    assert_eq!(strategy.default_strategy, Some(DefaultAccess::DenyAll));
    assert_eq!(strategy.allow_policy_id.as_deref(), Some("a1"));
    let key = &app.jwks.as_ref().unwrap().keys[0];
    assert_eq!((key.n.as_deref(), key.d.as_ref().unwrap().expose()), (Some("uM7B"), "canary"));
    let saml = app.saml_config.as_ref().unwrap();
    assert_eq!((saml.lifetime_in_seconds, saml.sign_response), (Some(3600), Some(false)));
    assert_eq!(saml.mappings.as_ref().unwrap()["email"], "emailAddress");
    assert_eq!(app.cas_config.as_ref().unwrap().expose()["privateKey"], "canary");

    for shown in [format!("{app:?}"), serde_json::to_string(&app).unwrap()] {
        assert!(shown.contains("privateKey") && !shown.contains("canary"), "{shown}");
    }
    let error = refused(|client| client.applications().get("")).await;
    assert!(error.contains("`app_id`"), "{error}");
}

#[tokio::test]
async fn an_application_that_tells_little_is_read() {
    let response = rest(json!({
        "id": APP,
        "jwks": {"keys": {"0": {"kid": "k1"}}},
        "appType": "SOMETHING",
        "redirectUris": null,
    }));
    let (_, app) = exchange(response, |client| client.applications().get(APP)).await;
    let app = app.unwrap();
    assert_eq!(app.jwks.unwrap().keys[0].kid.as_deref(), Some("k1"));
    assert_eq!(app.app_type, Some(ApplicationType::Unknown("SOMETHING".to_owned())));
}

#[tokio::test]
async fn create() {
    let request = CreateApplication::new("Shop", "acme", ["https://acme.com"]).logo("https://l");
    let (sent, made) =
        exchange(rest(application()), |client| client.applications().create(request)).await;
    let body = json!({
        "name": "Shop",
        "identifier": "acme",
        "redirectUris": ["https://acme.com"],
        "logo": "https://l",
    });
    sent.is_rest("POST", "/api/v2/applications", body);
    assert_eq!(made.unwrap().identifier.as_deref(), Some("acme"));

    for (request, argument) in [
        (CreateApplication::new(" ", "acme", ["u"]), "`name` is empty"),
        (CreateApplication::new("n", "", ["u"]), "`identifier` is empty"),
        (CreateApplication::new("n", "acme", ["u", ""]), "`redirect_uris` has nothing at index 1"),
    ] {
        let error = refused(|client| client.applications().create(request)).await;
        assert!(error.contains(argument), "{error}");
    }
}

#[tokio::test]
async fn update() {
    let changes = UpdateApplication::new()
        .name("Shop")
        .description(Patch::Null)
        .logo("https://l")
        .redirect_uris(["https://acme.com"])
        .logout_redirect_uris(Vec::<String>::new())
        .css("a{}")
        .register_disabled(true)
        .login_require_email_verified(false)
        .agreement_enabled(true);
    let (sent, app) =
        exchange(rest(application()), |client| client.applications().update("a b", changes)).await;
    let body = json!({
        "name": "Shop",
        "description": null,
        "logo": "https://l",
        "redirectUris": ["https://acme.com"],
        "logoutRedirectUris": [],
        "css": "a{}",
        "registerDisabled": true,
        "loginRequireEmailVerified": false,
        "agreementEnabled": true,
    });
    sent.is_rest("POST", "/api/v2/applications/a%20b", body);
    app.unwrap();
    for (changes, argument) in [
        (UpdateApplication::new(), "`changes` change nothing"),
        (UpdateApplication::new().name(""), "`name` is empty"),
        (UpdateApplication::new().redirect_uris([" "]), "`redirect_uris` has nothing"),
    ] {
        let error = refused(|client| client.applications().update(APP, changes)).await;
        assert!(error.contains(argument), "{error}");
    }
}

#[tokio::test]
async fn delete() {
    let response = json!({"code": 200, "message": "删除成功！"});
    let (sent, done) = exchange(response, |client| client.applications().delete(APP)).await;
    sent.is_rest("DELETE", &format!("/api/v2/applications/{APP}"), Value::Null);
    done.unwrap();
    let error = refused(|client| client.applications().delete("..")).await;
    assert!(error.contains("`app_id`"), "{error}");
}

#[tokio::test]
async fn refresh_secret() {
    let mut response = application();
    response.as_object_mut().unwrap().remove("secret");
    let (sent, app) =
        exchange(rest(response), |client| client.applications().refresh_secret(APP)).await;
    sent.is_rest("PATCH", &format!("/api/v2/application/{APP}/refresh-secret"), Value::Null);
    assert_eq!(app.unwrap().secret, None);
}

#[tokio::test]
async fn change_type() {
    for (kind, word) in [
        (ApplicationType::Individual, "INDIVIDUAL"),
        (ApplicationType::Tenant, "Tenant"),
        (ApplicationType::Both, "BOTH"),
    ] {
        let (sent, app) =
            exchange(rest(application()), |client| client.applications().change_type(APP, kind))
                .await;
        sent.is_rest("POST", &format!("/api/v2/applications/{APP}"), json!({"appType": word}));
        app.unwrap();
    }
    let odd = ApplicationType::Unknown("x".to_owned());
    let error = refused(|client| client.applications().change_type(APP, odd)).await;
    assert!(error.contains("`app_type` is none of"), "{error}");
}

#[tokio::test]
async fn list_access_policies() {
    let response = rest(json!({"totalCount": 4, "list": [{
        "assignedAt": "2022-08-10T06:42:38.198Z",
        "inheritByChildren": null,
        "enabled": true,
        "policyId": "p1",
        "code": "ApplicationLoginDeny:o5PCprQjWm",
        "policy": {
            "id": "p1",
            "isDefault": true,
            "isAuto": false,
            "hidden": true,
            "code": "ApplicationLoginDeny:o5PCprQjWm",
            "statements": [{
                "condition": null,
                "resource": format!("arn:cn:authing:pool:application:{APP}"),
                "resourceType": null,
                "actions": ["application:login"],
                "effect": "DENY",
            }],
            "namespaceId": 143_233,
        },
        "targetType": "USER",
        "targetIdentifier": ID,
        "target": {"id": ID, "username": "bob", "password": "canary", "salt": "canary"},
        "namespace": APP,
        "namespaceName": "Shop",
    }, {
        "targetType": "SOMETHING",
        "targetIdentifier": "x",
    }]}));
    let (sent, page) = exchange(response, |client| {
        let request = ListAccessPolicies::new(APP).page(2).limit(2);
        client.applications().list_access_policies(request)
    })
    .await;
    let path = format!("/api/v2/applications/{APP}/authorization/records?page=2&limit=2");
    sent.is_rest("GET", &path, Value::Null);
    let page = page.unwrap();
    let denied = &page.list[0];
    assert_eq!(denied.target_type, PolicyAssignmentTargetType::User);
    assert_eq!(denied.effect(), Some(&PolicyEffect::Deny));
    assert_eq!(denied.target.as_ref().unwrap().username.as_deref(), Some("bob"));
    assert_eq!(denied.policy.as_ref().unwrap().hidden, Some(true));
    let shown = format!("{denied:?}{}", serde_json::to_string(denied).unwrap());
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(page.list[1].effect(), None);
}

/// What each of the five calls about access sends, and what each refuses.
macro_rules! access {
    ($($name:ident => $path:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let done = json!({"code": 200, "message": "ok"});
            let path = format!("/api/v2/applications/{APP}/authorization/{}", $path);
            for (targets, body) in [
                (
                    AccessTargets::users([ID]),
                    json!({"targetType": "USER", "targetIdentifiers": [ID], "namespace": APP}),
                ),
                (
                    AccessTargets::roles(["a", "b"]).namespace("default"),
                    json!({
                        "targetType": "ROLE",
                        "targetIdentifiers": ["a", "b"],
                        "namespace": "default",
                    }),
                ),
                (
                    AccessTargets::groups(["g"]),
                    json!({"targetType": "GROUP", "targetIdentifiers": ["g"], "namespace": APP}),
                ),
                (
                    AccessTargets::departments(["n"]).inherit_by_children(true),
                    json!({
                        "targetType": "ORG",
                        "targetIdentifiers": ["n"],
                        "namespace": APP,
                        "inheritByChildren": true,
                    }),
                ),
            ] {
                let (sent, response) =
                    exchange(done.clone(), |client| client.applications().$name(APP, targets))
                        .await;
                sent.is_rest("POST", &path, body);
                response.unwrap();
            }
            for (targets, argument) in [
                (AccessTargets::users(Vec::<String>::new()), "`targets` is empty"),
                (AccessTargets::users([ID, " "]), "`targets` has nothing at index 1"),
                (AccessTargets::roles(["a"]).namespace(""), "`namespace` is empty"),
                (
                    AccessTargets::users([ID]).inherit_by_children(true),
                    "`inherit_by_children` is set for targets that are not departments",
                ),
            ] {
                let error =
                    refused(|client| client.applications().$name(APP, targets)).await;
                assert!(error.contains(argument), "{error}");
            }
        }
    )*};
}

access! {
    allow_access => "allow";
    deny_access => "deny";
    enable_access_policy => "enable-effect";
    disable_access_policy => "disable-effect";
    delete_access_policy => "revoke";
}

/// The coverage table looks here for the calls that the macro makes.
#[tokio::test]
async fn a_response_of_false_is_a_failure() {
    let response = rest(json!(false));
    let targets = || AccessTargets::users([ID]);
    let (_, done) =
        exchange(response.clone(), |client| client.applications().allow_access(APP, targets()))
            .await;
    assert_eq!(done.unwrap_err().kind(), ErrorKind::Api);
    let (_, done) =
        exchange(response.clone(), |client| client.applications().deny_access(APP, targets()))
            .await;
    assert_eq!(done.unwrap_err().kind(), ErrorKind::Api);
    let (_, done) = exchange(response.clone(), |client| {
        client.applications().enable_access_policy(APP, targets())
    })
    .await;
    assert_eq!(done.unwrap_err().kind(), ErrorKind::Api);
    let (_, done) = exchange(response.clone(), |client| {
        client.applications().disable_access_policy(APP, targets())
    })
    .await;
    assert_eq!(done.unwrap_err().kind(), ErrorKind::Api);
    let (_, done) =
        exchange(response, |client| client.applications().delete_access_policy(APP, targets()))
            .await;
    assert_eq!(done.unwrap_err().kind(), ErrorKind::Api);
}

#[tokio::test]
async fn update_default_access_policy() {
    let (sent, app) = exchange(rest(application()), |client| {
        client.applications().update_default_access_policy(APP, DefaultAccess::DenyAll)
    })
    .await;
    let body = json!({"permissionStrategy": {"defaultStrategy": "DENY_ALL"}});
    sent.is_rest("POST", &format!("/api/v2/applications/{APP}"), body);
    app.unwrap();
    let odd = DefaultAccess::Unknown("x".to_owned());
    let error =
        refused(|client| client.applications().update_default_access_policy(APP, odd)).await;
    assert!(error.contains("`default_strategy` is none of"), "{error}");
}

fn agreement() -> Value {
    json!({
        "userPoolId": "pool", "appId": APP, "title": "terms", "lang": "en-US", "required": true,
        "order": 6, "id": 148,
    })
}

#[tokio::test]
async fn list_agreements() {
    let page = json!({"totalCount": 1, "list": [agreement()]});
    for data in [page, json!([agreement()])] {
        let (sent, agreements) =
            exchange(rest(data), |client| client.applications().list_agreements(APP)).await;
        sent.is_rest("GET", &format!("/api/v2/applications/{APP}/agreements"), Value::Null);
        let agreements = agreements.unwrap();
        assert_eq!((agreements.len(), agreements[0].id), (1, 148));
        assert_eq!(agreements[0].lang, Some(AgreementLang::EnUs));
    }
}

#[tokio::test]
async fn create_agreement() {
    let terms = CreateAgreement::new("terms").required(false).lang(AgreementLang::EnUs);
    let (sent, made) =
        exchange(rest(agreement()), |client| client.applications().create_agreement(APP, terms))
            .await;
    let body = json!({"title": "terms", "required": false, "lang": "en-US"});
    sent.is_rest("POST", &format!("/api/v2/applications/{APP}/agreements"), body);
    assert_eq!(made.unwrap().order, Some(6));
    let terms = CreateAgreement::new("terms");
    let (sent, _) =
        exchange(rest(agreement()), |client| client.applications().create_agreement(APP, terms))
            .await;
    assert_eq!(sent.body(), json!({"title": "terms"}));
    let error =
        refused(|client| client.applications().create_agreement(APP, CreateAgreement::new(" ")))
            .await;
    assert!(error.contains("`title` is empty"), "{error}");
}

#[tokio::test]
async fn update_agreement() {
    let changes = UpdateAgreement::new().title("t").required(false).lang(AgreementLang::ZhCn);
    let (sent, changed) = exchange(rest(agreement()), |client| {
        client.applications().update_agreement(APP, 148, changes)
    })
    .await;
    let body = json!({"title": "t", "required": false, "lang": "zh-CN"});
    sent.is_rest("PUT", &format!("/api/v2/applications/{APP}/agreements/148"), body);
    changed.unwrap();
    for (changes, argument) in [
        (UpdateAgreement::new(), "`changes` change nothing"),
        (UpdateAgreement::new().title(""), "`title` is empty"),
    ] {
        let error =
            refused(|client| client.applications().update_agreement(APP, 148, changes)).await;
        assert!(error.contains(argument), "{error}");
    }
}

#[tokio::test]
async fn delete_agreement() {
    let response = json!({"code": 200, "message": "删除成功"});
    let (sent, done) =
        exchange(response, |client| client.applications().delete_agreement(APP, 148)).await;
    sent.is_rest("DELETE", &format!("/api/v2/applications/{APP}/agreements/148"), Value::Null);
    done.unwrap();
}

#[tokio::test]
async fn sort_agreements() {
    let response = json!({"code": 200, "message": "排序成功"});
    let (sent, done) =
        exchange(response, |client| client.applications().sort_agreements(APP, [3, 1, 2])).await;
    let path = format!("/api/v2/applications/{APP}/agreements/sort");
    sent.is_rest("POST", &path, json!({"ids": [3, 1, 2]}));
    done.unwrap();
    let error = refused(|client| client.applications().sort_agreements(APP, [])).await;
    assert!(error.contains("`order` is empty"), "{error}");
}

#[tokio::test]
async fn list_active_users() {
    let nothing = json!({"provider": null, "refreshToken": null, "accessToken": null});
    let told = json!([{"provider": "wechat", "refreshToken": "canary", "accessToken": "canary"}]);
    for (identities, count) in [(nothing, 0), (told, 1), (Value::Null, 0)] {
        let response = rest(json!({"totalCount": 9, "list": [{
            "thirdPartyIdentity": identities,
            "id": ID,
            "status": "Activated",
            "userPoolId": "pool",
            "email": "bob@example.com",
            "formatted": false,
            "password": "canary",
            "salt": "canary",
            "token": "canary",
            "oauth": "{\"token\":\"canary\"}",
            "lastIp": "10.0.0.1",
            "loginsCount": 3,
            "registerSource": ["import:manual"],
            "passwordSecurityLevel": null,
            "lastLogin": "2021-12-01T18:05:08.700Z",
            "blocked": false,
        }]}));
        let (sent, page) = exchange(response, |client| {
            client.applications().list_active_users(ListActiveUsers::new("a/b").page(2).limit(5))
        })
        .await;
        sent.is_rest("GET", "/api/v2/applications/a%2Fb/active-users?page=2&limit=5", Value::Null);
        let page = page.unwrap();
        let user = &page.list[0];
        assert_eq!((page.total_count, user.logins_count), (9, Some(3)));
        assert_eq!(user.third_party_identity.len(), count);
        assert_eq!(user.token.as_ref().unwrap().expose(), "canary");
        let shown = format!("{user:?}");
        assert!(shown.contains(ID) && !shown.contains("bob@"), "{shown}");
        let json = serde_json::to_string(user).unwrap();
        assert!(json.contains("bob@") && !json.contains("canary"), "{json}");
    }
}

#[tokio::test]
async fn list_tenants() {
    let response = rest(json!({
        "id": APP, "name": "Shop", "domain": "acme.authing.cn", "isIntegrate": false,
        "tenants": [{"id": "t1", "name": "Acme"}, null],
    }));
    let (sent, app) = exchange(response, |client| client.applications().list_tenants(APP)).await;
    sent.is_rest("GET", &format!("/api/v2/application/{APP}/tenants"), Value::Null);
    let app = app.unwrap();
    assert_eq!((app.tenants.len(), app.tenants[0].name.as_deref()), (1, Some("Acme")));
    assert_eq!(app.domain.as_deref(), Some("acme.authing.cn"));
    let error = refused(|client| client.applications().list_tenants("")).await;
    assert!(error.contains("`app_id`"), "{error}");
}
