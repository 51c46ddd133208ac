//! What routes require, and who meets it.

use std::{
    collections::BTreeSet,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_web::{
    Accept, AnyLogin, AuthContext, BoxFuture, CurrentUser, HasRole, HasScope, InOrg, InTenant,
    Permission, PermissionGuard, Permissions, RecentLogin, Rejection, Requirement, TwoFactorLogin,
    Unavailable, UserLogin, permissions_fn,
};
use bytes::Bytes;
use http::{Request, Response, header};
use serde_json::{Value, json};
use tower::{Layer as _, service_fn, util::BoxCloneSyncService};

use crate::support::*;

/// Knows some facts, and writes down what it is asked.
#[derive(Clone, Default)]
struct Known {
    facts: BTreeSet<&'static str>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Known {
    fn new(facts: impl IntoIterator<Item = &'static str>) -> Self {
        Self { facts: facts.into_iter().collect(), asked: Arc::default() }
    }

    fn ask<'a>(
        &'a self,
        user: &CurrentUser,
        fact: String,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        assert_eq!(user.id(), USER);
        let known = self.facts.contains(&*fact);
        let is_down = self.facts.contains("nothing");
        self.asked.lock().unwrap().push(fact);
        Box::pin(async move {
            match is_down {
                true => Err(Unavailable::new(io::Error::other("canary"))),
                false => Ok(known),
            }
        })
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl Permissions for Known {
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        self.ask(user, permission.action().to_owned())
    }

    fn has_role<'a>(
        &'a self,
        user: &'a CurrentUser,
        role: &'a HasRole,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        self.ask(user, format!("{}/{}", role.namespace().unwrap_or("default"), role.code()))
    }

    fn is_in_tenant<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        self.ask(user, format!("tenant {id}"))
    }

    fn is_in_org<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        self.ask(user, format!("org {id}"))
    }
}

fn claiming(roles: Value) -> String {
    KEY.sign(&with(access_claims(), "roles", roles))
}

async fn status(may: &PermissionGuard, requirement: impl Into<Requirement>, token: &str) -> u16 {
    send(routes(may.require(requirement)), bearer(token)).await.status
}

/// The status without anybody who could be asked.
async fn alone(requirement: impl Into<Requirement>, token: &str) -> u16 {
    send(routes(guard().require(requirement)), bearer(token)).await.status
}

#[tokio::test]
async fn a_role_is_read_from_the_token_where_it_stands_there() {
    let source = Known::default();
    let may = guard().permissions(source.clone());
    for roles in [json!(["admin"]), json!(["user", "admin"]), json!([7, null, {"code": "admin"}])] {
        assert_eq!(status(&may, HasRole::new("admin"), &claiming(roles.clone())).await, 200);
        assert_eq!(alone(HasRole::new("admin"), &claiming(roles)).await, 200);
    }
    assert!(source.asked().is_empty());
    for roles in [json!([]), json!(["admins"]), json!("admin"), json!({"admin": true}), json!(null)]
    {
        assert_eq!(status(&may, HasRole::new("admin"), &claiming(roles.clone())).await, 403);
        assert_eq!(source.asked(), ["default/admin"], "{roles}");
        assert_eq!(alone(HasRole::new("admin"), &claiming(roles)).await, 403);
    }
}

#[tokio::test]
async fn a_bare_code_says_nothing_of_a_namespace() {
    let source = Known::new(["shop/admin"]);
    let may = guard().permissions(source.clone());
    let in_shop = || HasRole::new("admin").in_namespace("shop");
    let in_blog = || HasRole::new("admin").in_namespace("blog");
    let bare = claiming(json!(["admin"]));
    assert_eq!(status(&may, in_shop(), &bare).await, 200);
    assert_eq!(status(&may, in_blog(), &bare).await, 403);
    assert_eq!(source.asked(), ["shop/admin", "blog/admin"]);
    let named = claiming(json!([{"code": "admin", "namespace": "blog"}]));
    assert_eq!(status(&may, in_blog(), &named).await, 200);
    assert_eq!(source.asked(), [""; 0]);
    assert_eq!(status(&may, HasRole::new("admin"), &named).await, 403, "of another namespace");
}

#[tokio::test]
async fn a_token_need_not_be_believed_about_roles() {
    let source = Known::new([]);
    let guard = builder().roles_from_token(false).build().unwrap();
    let may = guard.permissions(source.clone());
    assert_eq!(status(&may, HasRole::new("admin"), &claiming(json!(["admin"]))).await, 403);
    assert_eq!(source.asked(), ["default/admin"]);
}

#[tokio::test]
async fn tenants_and_organisations_are_told_or_asked_for() {
    let source = Known::new(["tenant t1", "org o1"]);
    let may = guard().permissions(source.clone());
    for (tenant, expected) in [("t1", 200), ("t2", 403)] {
        assert_eq!(status(&may, InTenant::new(tenant), &token()).await, expected);
    }
    for (org, expected) in [("o1", 200), ("o2", 403)] {
        assert_eq!(status(&may, InOrg::new(org), &token()).await, expected);
    }
    assert_eq!(source.asked().len(), 4);
    // A login is for the tenant that it names, whatever others the user is a member of.
    let login = KEY.sign(&with(access_claims(), "tenant_id", "t2"));
    assert_eq!(status(&may, InTenant::new("t2"), &login).await, 200);
    assert_eq!(status(&may, InTenant::new("t1"), &login).await, 403);
    assert!(source.asked().is_empty());
    assert_eq!(alone(InTenant::new("t1"), &token()).await, 403);
}

#[tokio::test]
async fn what_the_token_tells_is_looked_at_before_anybody_is_asked() {
    let source = Known::new(["default/admin", "refund"]);
    let may = guard().permissions(source.clone());
    let refund = || Permission::to("refund").on("orders");
    let (read, write) = (|| HasScope::new("orders:read"), || HasScope::new("orders:write"));
    for (requirement, expected, asked) in [
        (refund().and(write()), 403, &[][..]),
        (refund().and(read()), 200, &["refund"]),
        (refund().or(read()), 200, &[]),
        (refund().or(write()), 200, &["refund"]),
        (refund().and(HasRole::new("admin")), 200, &["refund", "default/admin"]),
        (HasRole::new("nobody").and(refund()), 403, &["default/nobody"]),
        (HasRole::new("nobody").or(refund()), 200, &["default/nobody", "refund"]),
        (HasRole::new("nobody").or(refund()).and(write()), 403, &[]),
        (HasRole::new("nobody").or(refund().and(read())), 200, &["default/nobody", "refund"]),
        (write().or(read()).and(AnyLogin), 200, &[]),
        (write().or(HasScope::new("other")), 403, &[]),
    ] {
        let shown = format!("{requirement:?}");
        assert_eq!(status(&may, &requirement, &token()).await, expected, "{shown}");
        assert_eq!(source.asked(), asked, "{shown}");
        // A handler gets the same.
        let layer = may.require(AnyLogin);
        let handler = service_fn({
            let may = may.clone();
            move |request: Request<Bytes>| {
                let (may, requirement) = (may.clone(), requirement.clone());
                async move {
                    let user = AuthContext::of(request.extensions()).unwrap().user().unwrap();
                    let checked = may.check(&user, requirement).await;
                    Ok(checked
                        .map(|()| Response::default())
                        .unwrap_or_else(Rejection::into_response))
                }
            }
        });
        let handler = BoxCloneSyncService::new(layer.layer(handler));
        assert_eq!(send(handler, bearer(&token())).await.status, expected, "{shown}");
        source.asked();
    }
}

#[tokio::test]
async fn of_alternatives_the_reason_that_helps_is_told() {
    let may = guard().permissions(Known::new(["nothing"]));
    let requirement = HasScope::new("orders:write").or(HasRole::new("admin"));
    let response = send(routes(may.require(requirement)), bearer(&token())).await;
    assert_eq!((response.status, response.header(header::RETRY_AFTER)), (503, "10"));
    let may = guard().permissions(Known::new([]));
    let requirement = HasRole::new("admin").or(HasScope::new("orders:write"));
    let response = send(routes(may.require(requirement)), bearer(&token())).await;
    assert!(response.challenge().contains("insufficient_scope"), "{response:?}");
    let requirement =
        HasRole::new("admin").or(HasScope::new("orders:write")).or(TwoFactorLogin::new());
    let response = send(routes(may.require(requirement)), bearer(&token())).await;
    assert!(response.challenge().contains("insufficient_user_authentication"), "{response:?}");
}

#[tokio::test]
async fn what_nobody_can_tell_lets_nobody_in() {
    // Without anybody to ask, and with somebody who knows of permissions only.
    let may = guard().permissions(permissions_fn(|_, _| async { Ok(true) }));
    let permission = Permission::to("read").on("books");
    assert_eq!(alone(&permission, &token()).await, 500);
    assert_eq!(status(&may, &permission, &token()).await, 200);
    assert_eq!(alone(InOrg::new("o1"), &token()).await, 500);
    for requirement in [
        Requirement::from(InOrg::new("o1")),
        HasRole::new("admin").into(),
        InTenant::new("t1").into(),
        HasRole::new("").into(),
        InTenant::new("").into(),
        InOrg::new("").into(),
    ] {
        assert_eq!(status(&may, &requirement, &token()).await, 500, "{requirement:?}");
    }
}

#[tokio::test]
async fn a_program_is_logged_in_and_has_no_facts_of_a_user() {
    let source = Known::new(["refund", "default/admin", "tenant t1", "org o1"]);
    let guard = builder().accept([Accept::AccessToken, Accept::ProgramToken]).build().unwrap();
    let may = guard.permissions(source.clone());
    let program = KEY.sign(&with(program_claims(), "roles", json!(["admin"])));
    assert_eq!(status(&may, AnyLogin, &program).await, 200);
    assert_eq!(status(&may, HasScope::new("orders:read"), &program).await, 200);
    for requirement in [
        Requirement::from(UserLogin),
        Permission::to("refund").on("orders").into(),
        HasRole::new("admin").into(),
        InTenant::new("t1").into(),
        InOrg::new("o1").into(),
    ] {
        assert_eq!(status(&may, &requirement, &program).await, 403, "{requirement:?}");
    }
    assert!(source.asked().is_empty());
    assert_eq!(status(&may, UserLogin, &token()).await, 200);
}

fn logged_in(auth_time: impl Into<Value>, amr: Value, acr: impl Into<Value>) -> String {
    let claims = with(access_claims(), "auth_time", auth_time);
    KEY.sign(&with(with(claims, "amr", amr), "acr", acr))
}

#[tokio::test]
async fn two_methods_of_one_kind_are_one_factor() {
    for (amr, expected) in [
        (json!(["mfa"]), 200),
        (json!(["pwd", "otp"]), 200),
        (json!(["sms", "pin"]), 200),
        (json!(["face", "hwk"]), 200),
        (json!(["pwd", "pin"]), 401),
        (json!(["sms", "otp"]), 401),
        (json!(["face", "fpt"]), 401),
        (json!(["pwd"]), 401),
        (json!(["pwd", "new"]), 401),
        (json!(["pwd", "user", "rba", "geo"]), 401),
        (json!([]), 401),
        (json!(null), 401),
        (json!("mfa"), 200),
        (json!({"mfa": true}), 401),
        (json!(["MFA"]), 401),
    ] {
        let token = logged_in(NOW, amr.clone(), Value::Null);
        assert_eq!(alone(TwoFactorLogin::new(), &token).await, expected, "{amr}");
    }
}

#[tokio::test]
async fn who_lacks_a_recent_second_factor_is_asked_for_it() {
    let factor =
        || TwoFactorLogin::new().within(Duration::from_secs(300)).acr("urn:mfa").acr("2\"");
    let challenge = "Bearer realm=\"api\", error=\"insufficient_user_authentication\", \
         error_description=\"A different authentication level is required\", \
         acr_values=\"urn:mfa 2\", max_age=\"300\"";
    for (token, expected) in [
        (logged_in(NOW - 300, json!(["mfa"]), Value::Null), 200),
        (logged_in(NOW - 300, Value::Null, "urn:mfa"), 200),
        (logged_in(NOW - 301, json!(["mfa"]), Value::Null), 401),
        (logged_in(NOW - 301, Value::Null, "urn:mfa"), 401),
        (logged_in(Value::Null, json!(["mfa"]), Value::Null), 401),
        (logged_in("now", json!(["mfa"]), Value::Null), 401),
        (logged_in(NOW, json!(["pwd"]), "urn:other"), 401),
        (token(), 401),
    ] {
        let response = send(routes(guard().require(factor())), bearer(&token)).await;
        assert_eq!(response.status, expected);
        if expected == 401 {
            assert_eq!(response.challenge(), challenge);
            assert_eq!(response.problem()["code"], "step_up_required");
        }
    }
    // The same in each kind of token.
    for kind in [Accept::IdToken, Accept::UserToken] {
        let guard = builder().accept([kind]).build().unwrap();
        let claims = if kind == Accept::IdToken { id_claims() } else { user_claims() };
        let fresh = with(with(claims.clone(), "auth_time", NOW), "amr", json!(["mfa"]));
        for (claims, expected) in [(fresh, 200), (claims, 401)] {
            let response = send(routes(guard.require(factor())), bearer(&KEY.sign(&claims))).await;
            assert_eq!(response.status, expected, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_login_may_be_required_to_be_recent() {
    let recent = || RecentLogin::within(Duration::from_secs(60));
    for (at, expected) in [(NOW, 200), (NOW + 5, 200), (NOW - 60, 200), (NOW - 61, 401)] {
        assert_eq!(alone(recent(), &logged_in(at, Value::Null, Value::Null)).await, expected);
    }
    let response = send(routes(guard().require(recent())), bearer(&token())).await;
    assert!(response.challenge().ends_with("max_age=\"60\""), "{}", response.challenge());
}

#[tokio::test]
async fn a_browser_is_sent_to_log_in_once_more() {
    let guard = pages().return_parameter("to").build().unwrap();
    let factor = TwoFactorLogin::new().within(Duration::from_secs(60)).acr("urn:mfa");
    let cookie = format!("session={}", sign_with_secret(&user_claims()));
    let page = || get("/refund").header("accept", "text/html").header("cookie", &cookie);
    let expected = "/login?to=%2Frefund&max_age=60&acr_values=urn%3Amfa";
    let layer = guard.require(&factor);
    let response = send(routes(layer), page()).await;
    assert_eq!((response.status, response.header(header::LOCATION)), (303, expected));
    // And by a handler.
    let layer = guard.require_login();
    let handler = service_fn(move |request: Request<Bytes>| {
        let (guard, factor) = (guard.clone(), factor.clone());
        async move {
            let user = AuthContext::of(request.extensions()).unwrap().user().unwrap();
            let rejection = guard.check(&user, factor).await.unwrap_err();
            Ok(rejection.into_response())
        }
    });
    let response = send(BoxCloneSyncService::new(layer.layer(handler)), page()).await;
    assert_eq!((response.status, response.header(header::LOCATION)), (303, expected));
}

#[tokio::test]
async fn where_a_login_is_optional_a_requirement_makes_it_one() {
    let layer = || guard().optional_login().and(HasScope::new("orders:read"));
    assert_eq!(send(routes(layer()), get("/")).await.status, 401);
    assert_eq!(send(routes(layer()), bearer(&token())).await.status, 200);
}
