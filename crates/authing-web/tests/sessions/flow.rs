//! A visitor logs in, comes back, and logs out.

use authing_protocols::jose::Profile;
use authing_types::User;
use authing_web::session::{SessionLogin, Sessions};
use http::Method;
use serde_json::{Value, json};

use crate::support::*;

#[tokio::test(start_paused = true)]
async fn a_visitor_logs_in_where_a_page_wants_it_and_is_there_then() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    let asked = browser.get("/me?tab=orders").await;
    assert_eq!(asked.location(), "/login?return_to=%2Fme%3Ftab%3Dorders");
    let login = asked.location().to_owned();
    assert_eq!(browser.log_in(&world.provider, &login).await, "/me?tab=orders");
    let me = browser.get("/me?tab=orders").await.json();
    assert_eq!((&me["user"], &me["nickname"]), (&json!(USER), &json!("Bob")));
    assert!(me["token"].as_str().unwrap().starts_with("access-"));
    // All that remains of the login is the session.
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["__Host-session"]);
}

#[tokio::test(start_paused = true)]
async fn cookies_are_for_this_host_alone_and_out_of_reach_of_scripts() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    let begun = browser.get("/login").await;
    let callback = browser.request(Method::GET, &world.provider.log_in(begun.location()), "");
    let done = browser.send(callback).await;
    let session =
        done.cookies().into_iter().find(|cookie| cookie.starts_with("__Host-session=")).unwrap();
    assert!(
        session.ends_with("; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure"),
        "{session}"
    );
    let login = begun.cookies()[0];
    assert!(login.starts_with("__Host-session-login-"), "{login}");
    assert!(login.ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"), "{login}");
    for response in [&begun, &done] {
        assert_eq!(response.headers["cache-control"], "no-store");
        assert_eq!(response.headers["referrer-policy"], "no-referrer");
    }
}

#[tokio::test(start_paused = true)]
async fn only_on_this_machine_a_service_without_https_has_sessions() {
    let world = World::new();
    let of =
        |address: &str| Sessions::builder(world.oidc(APP, address)).store(world.store()).build();
    assert!(of("http://shop.example.com/callback").unwrap_err().to_string().contains("clear"));
    let sessions = of("http://localhost:3000/callback").unwrap();
    let mut browser = Browser::new(&world.service_of(sessions));
    browser.log_in(&world.provider, "/login").await;
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["session"]);
    assert_eq!(browser.get("/me").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_logout_ends_the_session_here_and_at_the_provider() {
    let world = World::new();
    let service = world.service_with(
        world
            .builder()
            .store(world.store())
            .post_logout_redirect_uri("https://shop.example.com/bye"),
    );
    let mut browser = Browser::new(&service);
    browser.log_in(&world.provider, "/login").await;
    let copy = browser.clone();
    let done = browser.post("/logout", "").await;
    let url = url::Url::parse(done.location()).unwrap();
    assert_eq!(url.path(), "/oidc/session/end");
    let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert!(query["id_token_hint"].split('.').count() == 3);
    assert_eq!(query["post_logout_redirect_uri"], "https://shop.example.com/bye");
    assert_eq!(world.provider.revoked().len(), 1);
    assert!(browser.cookies.is_empty());
    for mut browser in [browser, copy] {
        assert_eq!(browser.get("/me").await.location(), "/login?return_to=%2Fme");
    }
}

#[tokio::test(start_paused = true)]
async fn a_logout_of_a_session_that_is_over_here_ends_it_at_the_provider() {
    let world = World::new();
    let sessions = world.builder().store(world.store());
    let sessions = sessions.post_logout_redirect_uri("https://shop.example.com/bye");
    let mut browser = Browser::new(&world.service_with(sessions));
    browser.log_in(&world.provider, "/login").await;
    let copy = browser.clone();
    browser.post("/logout", "").await;
    for mut browser in [browser, copy] {
        // Whose session it was nobody knows any more, and Authing takes the page to go to with that alone.
        let ended = browser.post("/logout", "").await;
        assert_eq!(ended.location(), format!("{HOST}/oidc/session/end"));
        assert!(browser.cookies.is_empty());
    }
    assert_eq!(world.provider.revoked().len(), 1);
    // Still not by another site's page.
    let mut browser = Browser::new(&world.service());
    let mut request = browser.request(Method::POST, "/logout", "");
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(browser.send(request).await.status, 403);
}

#[tokio::test(start_paused = true)]
async fn the_provider_ends_the_sessions_of_one_login_or_of_a_user() {
    let world = World::new();
    let service = world.service();
    let (mut one, mut two) = (Browser::new(&service), Browser::new(&service));
    one.log_in(&world.provider, "/login").await;
    world.provider.says(json!({"sid": "sid-2"}));
    two.log_in(&world.provider, "/login").await;
    let mut provider = Browser::new(&service);
    let of_one = world.provider.logout_token(json!({"sid": "sid-1", "sub": USER}));
    let done = provider.post("/backchannel-logout", &format!("logout_token={of_one}")).await;
    assert_eq!((done.status, &done.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    assert_eq!(one.get("/me").await.status, 303);
    assert_eq!(two.get("/me").await.status, 200);
    let of_all = world.provider.logout_token(json!({"sub": USER, "jti": "message-2"}));
    provider.post("/backchannel-logout", &format!("logout_token={of_all}")).await;
    assert_eq!(two.get("/me").await.status, 303);
}

#[tokio::test(start_paused = true)]
async fn a_step_up_asks_for_what_the_page_requires_and_comes_back() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    assert_eq!(browser.get("/recent").await.status, 200);
    world.clock.advance(2 * MINUTE);
    let asked = browser.get("/recent").await.location().to_owned();
    assert_eq!(asked, "/login?return_to=%2Frecent&max_age=60");
    let before = browser.session_cookie().unwrap().to_owned();
    assert!(browser.get(&asked).await.location().contains("max_age=60"));
    assert_eq!(browser.log_in(&world.provider, &asked).await, "/recent");
    assert_eq!(browser.get("/recent").await.status, 200);
    assert_ne!(browser.session_cookie().unwrap(), before);
    assert_eq!(browser.get("/two").await.status, 303);
    world.provider.says(json!({"amr": ["pwd", "otp"]}));
    browser.log_in(&world.provider, "/login?acr_values=mfa").await;
    assert_eq!(browser.get("/two").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn tabs_that_log_in_at_once_each_come_to_their_own_page() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    let mut callbacks = Vec::new();
    for page in ["/a", "/b", "/c"] {
        let begun = browser.get(&format!("/login?return_to={page}")).await;
        callbacks.push((page, world.provider.log_in(begun.location())));
        world.clock.advance(MINUTE);
    }
    // In another order than they began.
    for number in [0, 2, 1] {
        let (page, callback) = &callbacks[number];
        assert_eq!(browser.get(callback).await.location(), *page);
    }
    assert_eq!(browser.get("/me").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn logins_that_nobody_finishes_do_not_fill_the_browser() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    for _ in 0..20 {
        browser.get("/login").await;
        world.clock.advance(MINUTE / 60);
        assert!(browser.cookies.len() <= 5, "{}", browser.cookies.len());
    }
    assert_eq!(browser.log_in(&world.provider, "/login?return_to=/a").await, "/a");
}

#[tokio::test(start_paused = true)]
async fn a_session_lives_as_long_as_it_is_used_and_not_longer_than_it_may() {
    let world = World::new();
    let sessions = world.builder().store(world.store()).idle_life(HOUR).longest_life(3 * HOUR);
    let service = world.service_with(sessions);
    let mut browser = Browser::new(&service);
    browser.log_in(&world.provider, "/login").await;
    for _ in 0..3 {
        world.clock.advance(50 * MINUTE);
        assert_eq!(browser.get("/me").await.status, 200);
    }
    world.clock.advance(30 * MINUTE);
    assert_eq!(browser.get("/me").await.status, 303, "over three hours");
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    assert_eq!(browser.get("/me").await.status, 303, "an hour unused");
}

#[tokio::test(start_paused = true)]
async fn a_session_begins_with_a_user_who_logged_in_by_other_means() {
    let world = World::new();
    let service = world.service();
    let mut browser = Browser::new(&service);
    let user = |user: Value| serde_json::from_value::<User>(user).unwrap();
    let bob = user(json!({
        "id": USER, "arn": "a", "userPoolId": "p", "nickname": "Bob", "token": "canary-token",
        "tokenExpiredAt": "2026-01-01T05:00:00.000Z",
    }));
    let login = SessionLogin::of_user(&bob).unwrap().amr(["pwd", "sms"]);
    let (parts, _) = browser.request(Method::POST, "/", "").into_parts();
    let mut response = http::Response::new(());
    response.headers_mut().extend(service.sessions.begin(&parts, login).await.unwrap());
    let received =
        Received { status: 200, headers: response.headers().clone(), body: String::new() };
    browser.take(&received);
    let me = browser.get("/two").await.json();
    assert_eq!((&me["user"], &me["token"]), (&json!(USER), &json!("canary-token")));
    // A user of a list has no token: nobody has logged in.
    let listed = user(json!({"id": USER, "arn": "a", "userPoolId": "p"}));
    assert!(SessionLogin::of_user(&listed).is_err());
    world.clock.advance(5 * HOUR);
    assert_eq!(browser.get("/me").await.status, 303, "it ends with the token");
    assert_eq!(world.provider.refreshes(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_session_without_a_provider_ends_by_its_ticket_and_by_its_user() {
    let world = World::new();
    let sessions = Sessions::without_oidc(APP, SERVICE)
        .store(world.store())
        .clock(std::sync::Arc::new(world.clock.clone()))
        .build()
        .unwrap();
    let service = world.service_of(sessions);
    let begin = async |browser: &mut Browser, login: SessionLogin| {
        let (parts, _) = browser.request(Method::POST, "/", "").into_parts();
        let cookies = service.sessions.begin(&parts, login).await.unwrap();
        let headers = http::HeaderMap::from_iter(cookies);
        browser.take(&Received { status: 200, headers, body: String::new() });
    };
    let mut browser = Browser::new(&service);
    // Nobody can be redirected to a login that is not there.
    assert_eq!(browser.get("/me").await.status, 401);
    let login =
        || SessionLogin::new("bob").provider_session("index-1").claim("roles", json!(["admin"]));
    begin(&mut browser, login()).await;
    assert_eq!(browser.get("/me").await.json()["extra"]["roles"], json!(["admin"]));
    assert_eq!(service.sessions.end_provider_session("index-1").await.unwrap(), Some(1));
    assert_eq!(browser.get("/me").await.status, 401);
    begin(&mut browser, login()).await;
    assert_eq!(service.sessions.end_user("bob").await.unwrap(), Some(1));
    assert_eq!(browser.get("/me").await.status, 401);
    begin(&mut browser, login()).await;
    assert_eq!(browser.post("/logout", "").await.location(), "/");
    assert_eq!(browser.get("/me").await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_claim_of_another_form_takes_nothing_from_the_profile() {
    let world = World::new();
    let service = world.service();
    let mut browser = Browser::new(&service);
    let mut profile = Profile::default();
    profile.nickname = Some("Al".to_owned());
    // As attributes of SAML and CAS are, each a list.
    let login = SessionLogin::new("al").profile(profile).claim("nickname", json!(["Al", "Bo"]));
    let (parts, _) = browser.request(Method::POST, "/", "").into_parts();
    let headers = http::HeaderMap::from_iter(service.sessions.begin(&parts, login).await.unwrap());
    browser.take(&Received { status: 200, headers, body: String::new() });
    let me = browser.get("/me").await.json();
    assert_eq!(me["nickname"], json!("Al"));
    assert_eq!(me["extra"]["nickname"], json!(["Al", "Bo"]));
}
