//! What is tried against sessions, and what comes of it. The table in the crate's README names these tests.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use authing_core::Clock as _;
use authing_web::session::{MemoryRevocations, SealKeys, Sessions, SessionsBuilder};
use http::Method;
use serde_json::json;

use crate::support::*;

/// Both ways to keep a session.
fn both(world: &World) -> [SessionsBuilder; 2] {
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    [world.builder().store(world.store()), world.builder().sealed_cookie(keys)]
}

#[tokio::test(start_paused = true)]
async fn a_session_that_was_there_before_the_login_is_worth_nothing_after_it() {
    let world = World::new();
    let service = world.service();
    // The attacker logs in as themselves and puts their cookie into the victim's browser.
    let mut attacker = Browser::new(&service);
    attacker.log_in(&world.provider, "/login").await;
    let mut victim = attacker.clone();
    victim.log_in(&world.provider, "/login").await;
    assert_ne!(victim.session_cookie(), attacker.session_cookie());
    assert_eq!(attacker.get("/me").await.status, 303);
    assert_eq!(victim.get("/me").await.status, 200);
    // An id that nobody was given is taken up by no login.
    let mut made_up = Browser::new(&service);
    let id = "A".repeat(43);
    made_up.cookies.insert("__Host-session".to_owned(), id.clone());
    assert_eq!(made_up.get("/me").await.status, 303);
    made_up.log_in(&world.provider, "/login").await;
    assert_ne!(made_up.session_cookie(), Some(id.as_str()));
}

#[tokio::test(start_paused = true)]
async fn another_applications_cookie_is_none_even_with_one_store_and_key() {
    let world = World::new();
    let (store, keys) = (world.store(), SealKeys::new([SealKeys::generate().unwrap()]).unwrap());
    for sealed in [false, true] {
        let of = |app: &str| {
            let oidc = world.oidc(app, &format!("{SERVICE}/callback"));
            match sealed {
                true => Sessions::builder(oidc).sealed_cookie(keys.clone()),
                false => Sessions::builder(oidc).store(store.clone()),
            }
        };
        let mut browser = Browser::new(&world.service_with(of(APP)));
        browser.log_in(&world.provider, "/login").await;
        assert_eq!(browser.get("/me").await.status, 200);
        browser.service = world.service_with(of("60e3f5a6c3d5f4a7b1c2d3e4"));
        assert_eq!(browser.get("/me").await.status, 303, "sealed: {sealed}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_sealed_cookie_of_another_name_or_purpose_is_none() {
    let world = World::new();
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    let named = |name: &str| {
        world.service_with(world.builder().sealed_cookie(keys.clone()).cookie_name(name))
    };
    let mut browser = Browser::new(&named("session"));
    let begun = browser.get("/login").await;
    // A login that has begun, as a session.
    let login = browser.cookies.values().next().unwrap().clone();
    let mut other = Browser::new(&browser.service);
    other.cookies.insert("__Host-session".to_owned(), format!("1.{login}"));
    assert_eq!(other.get("/me").await.status, 303);
    let callback = world.provider.log_in(begun.location());
    browser.get(&callback).await;
    let mut renamed = Browser::new(&named("admin"));
    let session = browser.session_cookie().unwrap().to_owned();
    renamed.cookies.insert("__Host-admin".to_owned(), session);
    assert_eq!(renamed.get("/me").await.status, 303);
}

#[tokio::test(start_paused = true)]
async fn a_changed_or_shortened_cookie_is_none() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        browser.log_in(&world.provider, "/login").await;
        let cookie = browser.session_cookie().unwrap().to_owned();
        let changed = |at: usize| {
            let mut bytes = cookie.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            String::from_utf8(bytes).unwrap()
        };
        let last = cookie.len() - 2;
        let mut forged: Vec<String> = [0, 2, 20, last].into_iter().map(changed).collect();
        forged.extend([0, 1, 10, last].map(|length| cookie[..length].to_owned()));
        forged.extend(
            ["", ".", "1.", "2.", "0.", "9999999999999999999999.A", "é", "%00"].map(str::to_owned),
        );
        forged.push(format!("{cookie}A"));
        for text in forged {
            let mut attacker = Browser::new(&browser.service);
            attacker.cookies.insert("__Host-session".to_owned(), text.clone());
            assert_eq!(attacker.get("/me").await.status, 303, "{text}");
            assert_eq!(attacker.get("/anybody").await.body, "nobody", "{text}");
        }
        assert_eq!(browser.get("/me").await.status, 200);
    }
}

#[tokio::test(start_paused = true)]
async fn an_oversized_cookie_is_none_and_costs_little() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        for number in ["", ".1", ".2", ".3"] {
            let value = format!("3.{}", "A".repeat(1 << 20));
            browser.cookies.insert(format!("__Host-session{number}"), value);
        }
        for number in 0..1000 {
            let name = format!("__Host-session-login-{number:04}");
            browser.cookies.insert(name, "A".repeat(4000));
        }
        assert_eq!(browser.get("/me").await.status, 303);
        let refused = browser.get("/callback?code=a&state=b").await;
        assert_eq!(refused.code(), "login_not_finished");
    }
}

#[tokio::test(start_paused = true)]
async fn two_cookies_of_one_name_are_refused() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        browser.log_in(&world.provider, "/login").await;
        for second in [browser.session_cookie().unwrap().to_owned(), "planted".to_owned()] {
            let mut request = browser.request(Method::GET, "/me", "");
            let second = format!("__Host-session={second}");
            request.headers_mut().append("cookie", second.parse().unwrap());
            let refused = browser.clone().send(request).await;
            assert_eq!((refused.status, refused.code().as_str()), (400, "ambiguous_token"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_login_leads_to_another_host_or_back_to_a_route() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        for target in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%09/../..//evil.example",
            "\t//evil.example",
            "javascript:alert(1)",
            "/login",
            "/callback?code=1",
            "/logout",
        ] {
            let query: String = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("return_to", target)
                .finish();
            let page = browser.log_in(&world.provider, &format!("/login?{query}")).await;
            assert_eq!(page, "/", "{target}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_in_a_planted_login_cookie_leads_nowhere_else() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    let begun = browser.get("/login").await;
    let callback = world.provider.log_in(begun.location());
    // Where the cookie is not sealed, whoever can write cookies can write this one.
    let cookie = browser.cookies.values_mut().next().unwrap();
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(&*cookie).unwrap()).unwrap();
    let text = text.replace(r#""return_to":"/""#, r#""return_to":"//evil.example""#);
    assert!(text.contains("evil"));
    *cookie = URL_SAFE_NO_PAD.encode(text);
    assert_eq!(browser.get(&callback).await.location(), "/");
}

#[tokio::test(start_paused = true)]
async fn another_sites_page_changes_nothing_and_logs_nobody_out() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "https://evil.shop.example.com"),
        ("origin", "null"),
    ] {
        for address in ["/logout", "/me"] {
            let mut request = browser.request(Method::POST, address, "");
            request.headers_mut().remove("sec-fetch-site");
            request.headers_mut().insert("host", "shop.example.com".parse().unwrap());
            request.headers_mut().insert(name, value.parse().unwrap());
            let refused = browser.send(request).await;
            assert_eq!((refused.status, refused.code().as_str()), (403, "cross_site"), "{value}");
        }
    }
    // A link logs nobody out.
    let link = browser.get("/logout").await;
    assert_eq!((link.status, &link.headers["allow"]), (405, &"POST".parse().unwrap()));
    assert_eq!(browser.get("/me").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn an_image_on_another_sites_page_begins_no_login() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    let mut ask = async |told: &[(&'static str, &str)]| {
        let mut request = browser.request(Method::GET, "/login", "");
        request.headers_mut().remove("sec-fetch-site");
        for (name, value) in told {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let received = browser.send(request).await;
        (received.status, browser.cookies.len())
    };
    for site in ["cross-site", "same-site"] {
        for (mode, place) in [("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")] {
            let told =
                [("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", place)];
            assert_eq!(ask(&told).await, (403, 0), "{told:?}");
        }
    }
    // A link leads there, and so does a browser that tells nothing.
    let link = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    assert_eq!(ask(&link).await, (303, 1));
    assert_eq!(ask(&[]).await, (303, 2));
}

#[tokio::test(start_paused = true)]
async fn a_form_is_taken_only_with_a_token_of_its_own_session() {
    let world = World::new();
    for sessions in both(&world) {
        let service = world.service_with(sessions);
        let (mut alice, mut mallory) = (Browser::new(&service), Browser::new(&service));
        alice.log_in(&world.provider, "/login").await;
        mallory.log_in(&world.provider, "/login").await;
        let token = async |browser: &mut Browser| {
            browser.get("/me").await.json()["csrf"].as_str().unwrap().to_owned()
        };
        let (first, second) = (token(&mut alice).await, token(&mut alice).await);
        assert_ne!(first, second, "no two pages hold the same text");
        let foreign = token(&mut mallory).await;
        let cut = &first[..first.len() - 1];
        let (nonce, _) = first.split_once('.').unwrap();
        for (forged, status) in [
            (first.as_str(), 200),
            (&second, 200),
            (&foreign, 403),
            (cut, 403),
            (nonce, 403),
            ("", 403),
            (".", 403),
        ] {
            let posted = alice.post("/me", &format!("csrf_token={forged}")).await;
            assert_eq!(posted.status, status, "{forged}");
        }
        let refused = alice.post("/logout", &format!("csrf_token={foreign}")).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "form_outdated"));
        assert_eq!(alice.get("/me").await.status, 200);
        world.clock.advance(2 * HOUR);
        assert_eq!(alice.get("/me").await.status, 200);
        let done = alice.post("/logout", &format!("csrf_token={first}")).await;
        assert_eq!(done.status, 303, "renewed tokens change nothing about it");
    }
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_is_opened_twice_leads_home_and_gives_nothing() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        let begun = browser.get("/login?return_to=/a").await;
        let callback = world.provider.log_in(begun.location());
        let mut copy = browser.clone();
        browser.get(&callback).await;
        let session = browser.session_cookie().map(str::to_owned);
        assert_eq!(browser.get(&callback).await.location(), "/");
        assert_eq!(browser.session_cookie().map(str::to_owned), session);
        // Whoever has the login's cookie too comes too late: the code is used.
        let replayed = copy.get(&callback).await;
        assert_eq!((replayed.status, replayed.code().as_str()), (400, "login_not_finished"));
        assert!(copy.session_cookie().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_callback_in_another_browser_is_refused() {
    let world = World::new();
    for sessions in both(&world) {
        let service = world.service_with(sessions);
        let mut attacker = Browser::new(&service);
        let begun = attacker.get("/login").await;
        let callback = world.provider.log_in(begun.location());
        // The victim is lured to the attacker's callback, to be logged in as the attacker.
        let mut victim = Browser::new(&service);
        let refused = victim.get(&callback).await;
        assert_eq!((refused.status, refused.code().as_str()), (400, "login_not_finished"));
        // With a login of their own under way, which goes on.
        let own = victim.get("/login?return_to=/a").await;
        let own = world.provider.log_in(own.location());
        assert_eq!(victim.get(&callback).await.code(), "login_not_finished");
        assert_eq!(victim.get(&own).await.location(), "/a");
        // Or logged in already, as they stay.
        let session = victim.session_cookie().map(str::to_owned);
        assert_eq!(victim.get(&callback).await.location(), "/");
        assert_eq!(victim.session_cookie().map(str::to_owned), session);
    }
}

#[tokio::test(start_paused = true)]
async fn a_forged_callback_does_not_end_the_login_that_has_begun() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        let begun = browser.get("/login").await;
        let callback = world.provider.log_in(begun.location());
        for forged in [
            "/callback",
            "/callback?code=a",
            "/callback?code=a&state=b",
            "/callback?code=a&code=b&state=c",
            "/callback?error=access_denied&state=b",
            "/callback?state=",
        ] {
            assert_eq!(browser.get(forged).await.status, 400, "{forged}");
        }
        assert_eq!(browser.get(&callback).await.location(), "/");
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_that_was_cancelled_or_took_too_long_says_so() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        let begun = browser.get("/login").await;
        let callback = world.provider.log_in(begun.location());
        let cancelled = callback.replace("code=", "error=access_denied&was=");
        let refused = browser.get(&cancelled).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "login_refused"));
        assert!(browser.cookies.is_empty(), "it is over");
        let begun = browser.get("/login").await;
        let callback = world.provider.log_in(begun.location());
        world.clock.advance(11 * MINUTE);
        assert_eq!(browser.get(&callback).await.code(), "login_not_finished");
        assert!(browser.session_cookie().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_forged_or_doubled_logout_message_ends_nothing() {
    let world = World::new();
    let service = world.service();
    let mut browser = Browser::new(&service);
    browser.log_in(&world.provider, "/login").await;
    let mut attacker = Browser::new(&service);
    let good = world.provider.logout_token(json!({"sub": USER, "jti": "other"}));
    let mut forged = good.clone();
    forged.replace_range(forged.len() - 4.., "AAAA");
    let of = |changes| format!("logout_token={}", world.provider.logout_token(changes));
    for body in [
        String::new(),
        "logout_token=".to_owned(),
        "logout_token=a.b.c".to_owned(),
        format!("logout_token={forged}"),
        format!("logout_token={good}&logout_token={good}"),
        of(json!({"sub": USER, "aud": "another"})),
        of(json!({"sub": USER, "iss": "https://evil.example/oidc"})),
        of(json!({"sub": USER, "events": {}})),
        of(json!({"sub": USER, "nonce": "n"})),
        of(json!({"sub": USER, "iat": 1_700_000_000, "exp": 1_700_000_120})),
        of(json!({})),
        of(json!({"sub": USER, "jti": null})),
        "a".repeat(70_000),
    ] {
        let refused = attacker.post("/backchannel-logout", &body).await;
        assert!(matches!(refused.status, 400 | 413), "{} {body:.100}", refused.status);
    }
    assert_eq!(browser.get("/me").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_logout_message_that_comes_again_ends_no_session_that_began_after_it() {
    let world = World::new();
    let list = MemoryRevocations::new().clock(Arc::new(world.clock.clone()));
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    for sessions in [
        world.builder().store(world.store()),
        world.builder().sealed_cookie(keys).revocations(list),
    ] {
        let service = world.service_with(sessions);
        let mut provider = Browser::new(&service);
        for changes in [json!({"sub": USER}), json!({"sid": "sid-1", "sub": USER})] {
            let mut before = Browser::new(&service);
            before.log_in(&world.provider, "/login").await;
            // By a clock that is behind.
            let iat = world.clock.now() - Duration::from_secs(5);
            let iat = iat.duration_since(UNIX_EPOCH).unwrap().as_secs();
            let message = world.provider.logout_token(json!({
                "iat": iat, "exp": iat + 3600, "sub": changes["sub"], "sid": changes["sid"], "jti": changes.to_string(),
            }));
            let body = format!("logout_token={message}");
            assert_eq!(provider.post("/backchannel-logout", &body).await.status, 200);
            assert_eq!(before.get("/me").await.status, 303);
            // For as long as a message is accepted.
            for minutes in [0, 1, 3] {
                world.clock.advance(minutes * MINUTE + Duration::from_secs(11));
                let mut after = Browser::new(&service);
                after.log_in(&world.provider, "/login").await;
                let again = provider.post("/backchannel-logout", &body).await;
                assert_eq!(again.status, 200, "{again:?}");
                assert_eq!(after.get("/me").await.status, 200, "{changes} {minutes}");
            }
            world.clock.advance(MINUTE);
            assert_eq!(provider.post("/backchannel-logout", &body).await.status, 400, "too old");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_login_asks_for_cannot_be_anything() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    for query in ["max_age=-1", "max_age=a", "max_age=99999999999", "acr_values=", "acr_values=%0a"]
    {
        let refused = browser.get(&format!("/login?{query}")).await;
        assert_eq!((refused.status, refused.code().as_str()), (400, "invalid_input"), "{query}");
    }
    for address in ["/login", "/callback"] {
        let posted = browser.post(address, "").await;
        assert_eq!((posted.status, &posted.headers["allow"]), (405, &"GET".parse().unwrap()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_no_login_satisfies_sends_nobody_round_and_round() {
    let world = World::new();
    for sessions in both(&world) {
        let mut browser = Browser::new(&world.service_with(sessions));
        let asked = browser.get("/two").await.location().to_owned();
        assert_eq!(browser.log_in(&world.provider, &asked).await, "/two");
        // The provider knows no second factor, and has the visitor's session.
        let again = browser.get("/two").await.location().to_owned();
        let told = browser.get(&again).await;
        assert_eq!((told.status, told.code().as_str()), (401, "step_up_required"));
        assert_eq!(browser.get("/me").await.status, 200);
        // Another page, and another try later.
        browser.log_in(&world.provider, "/login?return_to=/a").await;
        world.clock.advance(MINUTE);
        world.provider.says(json!({"amr": ["mfa"]}));
        browser.log_in(&world.provider, "/login?return_to=/a").await;
        assert_eq!(browser.get("/two").await.status, 200);
        world.provider.says(json!({}));
        world.clock.advance(MINUTE);
    }
}

#[tokio::test(start_paused = true)]
async fn clocks_that_differ_by_seconds_keep_nobody_out() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    // The provider is ahead by less than the leeway.
    let ahead = 1_767_225_600 + 8;
    world.provider.says(json!({"iat": ahead, "auth_time": ahead, "exp": ahead + 3600}));
    browser.log_in(&world.provider, "/login").await;
    assert_eq!(browser.get("/me").await.status, 200);
    assert_eq!(browser.get("/recent").await.status, 200);
    // By more: what it says is from the future.
    world.provider.says(json!({"iat": ahead + 600, "exp": ahead + 3600}));
    let begun = browser.get("/login").await;
    let refused = browser.get(&world.provider.log_in(begun.location())).await;
    assert_eq!(refused.code(), "login_not_finished");
}

#[tokio::test(start_paused = true)]
async fn no_text_of_a_session_shows_who_it_is_or_what_it_can_do() {
    let world = World::new();
    for sessions in both(&world) {
        let service = world.service_with(sessions);
        let mut browser = Browser::new(&service);
        browser.log_in(&world.provider, "/login").await;
        let (parts, _) = browser.request(Method::GET, "/me", "").into_parts();
        let (session, cookies) = service.sessions.find(&parts).await.unwrap().unwrap();
        let shown = format!("{session:?} {cookies:?} {:?} {:?}", service.sessions, service.guard);
        let cookie = browser.session_cookie().unwrap();
        for secret in ["access-", "refresh-", "Bob", cookie, &session.csrf_token()] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}
