//! What other frameworks do not have.

use std::{sync::Arc, time::Duration};

use actix_web::{
    App, HttpResponse, HttpServer, ResponseError as _,
    dev::{Service as _, ServiceRequest, ServiceResponse},
    middleware::{DefaultHeaders, NormalizePath},
    test,
    web::{self, get},
};
use authing_actix::{
    CurrentUser, Guard, HasScope, Problem, ProblemKind, Rejection, RequestParts, Verified, Webhook,
    WebhookRejection, append_headers, http_response, language, webhook_route,
};
use authing_core::test_util::TestClock;
use authing_web::{
    Accept, AuthError,
    session::{SealKeys, SessionLogin, Sessions},
    webhook::{TestDelivery, WebhookService, Webhooks},
};
use bytes::Bytes;
use http::header;
use serde_json::json;

use crate::{
    service::{call, hook},
    support::{APP, USER, bearer, builder, guard, pages, program_claims, sign, token},
};

fn get_request(path: &str) -> http::Request<Bytes> {
    crate::support::get(path).body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn an_option_is_none_whatever_the_reason() {
    async fn maybe(user: Option<CurrentUser>, verified: Option<Verified>) -> String {
        format!("{} {}", user.is_some(), verified.is_some())
    }
    let app = || App::new().route("/", get().to(maybe));
    let bare = |token: &str| bearer("/", token).body(Bytes::new()).unwrap();
    assert_eq!(call(app(), bare(&token())).await.body, "false false", "no layer");
    let guard = Guard::from(builder().accept([Accept::ProgramToken]).build().unwrap());
    let program = bare(&sign(&program_claims()));
    let app = app().wrap(guard.require_login());
    assert_eq!(call(app, program).await.body, "false true", "a program");
}

#[tokio::test]
async fn a_result_tells_why_there_is_no_user() {
    async fn why(user: Result<CurrentUser, Rejection>) -> String {
        user.unwrap_err().error().to_string()
    }
    let app = App::new().route("/", get().to(why)).wrap(Guard::from(guard()).optional_login());
    assert_eq!(call(app, get_request("/")).await.body, AuthError::NoToken.to_string());
}

#[tokio::test]
async fn middleware_around_a_layer_sees_its_rejection() {
    let app = App::new()
        .service(
            web::scope("/api")
                .wrap(Guard::from(guard()).require_login())
                .route("/me", get().to(HttpResponse::Ok)),
        )
        .wrap(DefaultHeaders::new().add(("x-frame-options", "DENY")))
        .wrap_fn(|request, service| {
            let response = service.call(request);
            async move {
                let response = response.await?;
                let error = response.response().error().expect("it is kept");
                let rejection = error.as_error::<Rejection>().expect("it is the guard's");
                assert!(matches!(rejection.error(), AuthError::NoToken));
                assert_eq!(rejection.status_code(), 401);
                Ok(response)
            }
        });
    let response = call(app, get_request("/api/me")).await;
    assert_eq!((response.status, response.header(header::X_FRAME_OPTIONS)), (401, "DENY"));
}

#[tokio::test]
async fn the_status_of_a_rejection_is_that_of_its_response() {
    let redirected = pages().build().unwrap();
    let mapped = builder().map_rejection(|_, mut response| {
        *response.status_mut() = http::StatusCode::NOT_FOUND;
        response
    });
    for (guard, status) in [(redirected, 303), (mapped.build().unwrap(), 404)] {
        let app = App::new().route("/", get().to(HttpResponse::Ok));
        let app = test::init_service(app.wrap(Guard::from(guard).require_login())).await;
        let request = test::TestRequest::get().insert_header(("accept", "text/html"));
        let response = test::call_service(&app, request.to_request()).await;
        let rejection = response.response().error().unwrap().as_response_error();
        assert_eq!(
            (response.status().as_u16(), rejection.status_code().as_u16()),
            (status, status)
        );
    }
}

#[tokio::test]
async fn each_level_of_nested_scopes_has_a_layer_of_its_own() {
    let guard =
        Guard::from(pages().accept([Accept::AccessToken]).return_parameter("to").build().unwrap());
    let app = || {
        let orders = web::scope("/orders")
            .wrap(guard.require_login().scope("orders:read"))
            .service(
                web::resource("/refunds")
                    .wrap(guard.require(HasScope::new("orders:refund")))
                    .to(HttpResponse::Ok),
            )
            .route("/{id}", get().to(async |user: CurrentUser| user.id().to_owned()));
        let shop = web::scope("/shop").wrap(guard.optional_login()).service(orders).route(
            "/{shelf}",
            get().to(async |user: Option<CurrentUser>| user.is_some().to_string()),
        );
        App::new().service(shop).wrap(NormalizePath::trim())
    };
    let request = |path: &str| bearer(path, &token()).body(Bytes::new()).unwrap();
    assert_eq!(call(app(), request("/shop/orders/1")).await.body, USER);
    assert_eq!(call(app(), request("/shop/orders/refunds")).await.status, 403);
    assert_eq!(call(app(), request("/shop/books")).await.body, "true");
    assert_eq!(call(app(), get_request("/shop/books")).await.body, "false");
    let page = crate::support::get("/shop/orders/1/?a=b").header("accept", "text/html");
    let page = call(app(), page.body(Bytes::new()).unwrap()).await;
    let expected = "/login?to=%2Fshop%2Forders%2F1%3Fa%3Db";
    assert_eq!((page.status, page.header(header::LOCATION)), (303, expected));
}

#[tokio::test]
async fn what_a_request_left_is_gone_with_the_next_one() {
    // Requests are pooled: the next one gets the same memory.
    let app = App::new()
        .service(
            web::resource("/in").wrap(Guard::from(guard()).require_login()).to(HttpResponse::Ok),
        )
        .route("/out", get().to(async |user: Option<CurrentUser>| user.is_some().to_string()));
    let app = test::init_service(app).await;
    let bearer = ("authorization", format!("Bearer {}", token()));
    let inside = test::TestRequest::get().uri("/in").insert_header(bearer);
    assert_eq!(test::call_service(&app, inside.to_request()).await.status(), 200);
    let outside = test::TestRequest::get().uri("/out").to_request();
    assert_eq!(test::call_and_read_body(&app, outside).await, "false");
}

#[tokio::test]
async fn a_head_that_no_request_has_is_refused_before_the_guard() {
    let bad = actix_web::http::header::HeaderName::from_bytes(b"a\"b").unwrap();
    let app = App::new()
        .service(
            web::resource("/").wrap(Guard::from(guard()).optional_login()).to(HttpResponse::Ok),
        )
        .app_data(web::Data::new(Webhooks::builder("secret").build().unwrap()))
        .route("/hook", web::post().to(hook));
    let app = test::init_service(app).await;
    for request in [test::TestRequest::get(), test::TestRequest::post().uri("/hook")] {
        let value = actix_web::http::header::HeaderValue::from_static("c");
        let request = request.insert_header((bad.clone(), value)).to_request();
        assert_eq!(test::call_service(&app, request).await.status(), 400);
    }
}

#[test]
fn headers_are_added_to_those_that_a_response_has() {
    let mut response = HttpResponse::Ok().insert_header(("set-cookie", "a=1")).finish();
    let cookie = |text| (header::SET_COOKIE, http::HeaderValue::from_static(text));
    append_headers(&mut response, [cookie("b=2"), cookie("a=3")]);
    let cookies: Vec<_> = response.headers().get_all("set-cookie").collect();
    assert_eq!(cookies, ["a=1", "b=2", "a=3"]);
}

#[tokio::test]
async fn a_response_of_the_kit_is_one_of_a_handler() {
    async fn no_page(parts: RequestParts) -> HttpResponse {
        assert!(!format!("{parts:?}").contains("canary"));
        let problem = Problem::from(ProblemKind::NotFound);
        http_response(problem.to_response(&language(&parts.headers)))
    }
    let app = App::new().default_service(web::to(no_page));
    let request = crate::support::get("/canary").header("accept-language", "zh");
    let received = call(app, request.header("x", "canary").body(Bytes::new()).unwrap()).await;
    assert_eq!((received.status, &*received.detail()), (404, "未找到相关内容。"));
}

#[tokio::test]
async fn a_route_for_deliveries_without_webhooks_says_what_is_missing() {
    let app = App::new().route("/", web::post().to(hook));
    let request = TestDelivery::new("user:blocked", json!({}), "secret").request();
    assert_eq!(call(app, request).await.status, 500);
    let text = WebhookRejection::NoWebhooks.to_string();
    assert!(text.contains(".app_data(web::Data::new(webhooks))"), "{text}");
}

/// Over connections, with workers that each have a runtime of their own.
#[tokio::test]
async fn one_guard_serves_all_workers() {
    let guard = Guard::from(guard());
    let webhooks = Webhooks::builder("secret").build().unwrap();
    let service = WebhookService::new(webhooks.clone(), async |_| Ok::<_, std::io::Error>(()));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(webhooks.clone()))
            .service(
                web::resource("/me")
                    .wrap(guard.require_login())
                    .to(async |user: CurrentUser| user.id().to_owned()),
            )
            .route(
                "/hook",
                web::post().to(async |Webhook(delivery): Webhook| delivery.name().to_owned()),
            )
            .route("/service", webhook_route(service.clone()))
    })
    .workers(2)
    .bind("127.0.0.1:0")
    .unwrap();
    let address = server.addrs()[0];
    let server = server.disable_signals().run();
    let handle = server.handle();
    let serving = tokio::spawn(server);
    let me = |token: &str| {
        format!(
            "GET /me HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
        )
    };
    for _ in 0..4 {
        let received = exchange(address, &[&me(&token())]).await;
        assert!(received.starts_with("HTTP/1.1 200") && received.ends_with(USER), "{received}");
        let received = exchange(address, &[&me("forged")]).await;
        assert!(received.starts_with("HTTP/1.1 401"), "{received}");
    }
    // In two pieces, as large deliveries come.
    let head = "POST /hook HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
                content-type: application/json\r\nx-authing-token: secret\r\n\r\n";
    let chunks =
        ["15\r\n{\"eventName\":\"user:bl\r\n", "13\r\nocked\",\"data\":null}\r\n0\r\n\r\n"];
    let received = exchange(address, &[head, chunks[0], chunks[1]]).await;
    assert!(received.ends_with("user:blocked"), "{received}");
    let head = head.replace("/hook", "/service");
    let received = exchange(address, &[&head, chunks[0], chunks[1]]).await;
    assert!(received.starts_with("HTTP/1.1 200"), "{received}");
    handle.stop(true).await;
    serving.await.unwrap().unwrap();
}

async fn exchange(address: std::net::SocketAddr, pieces: &[&str]) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    for piece in pieces {
        stream.write_all(piece.as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    received
}

#[tokio::test]
async fn a_session_that_is_renewed_is_so_in_the_response_to_an_error_too() {
    let clock = TestClock::new();
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    let sessions = Sessions::without_oidc(APP, "https://shop.example.com")
        .sealed_cookie(keys)
        .clock(Arc::new(clock.clone()))
        .build()
        .unwrap();
    let guard = Guard::from(builder().sessions(&sessions).build().unwrap());
    let fails = |_: ServiceRequest, _: &_| async {
        Err::<ServiceResponse, _>(actix_web::error::ErrorImATeapot("no coffee"))
    };
    let app = App::new().service(
        web::resource("/").wrap_fn(fails).wrap(guard.optional_login()).to(HttpResponse::Ok),
    );
    let app = test::init_service(app).await;
    let fail = async |cookie: &str| {
        let request = test::TestRequest::get().insert_header(("cookie", cookie));
        test::try_call_service(&app, request.to_request()).await.unwrap_err()
    };
    let (parts, ()) = http::Request::new(()).into_parts();
    let set = sessions.begin(&parts, SessionLogin::new(USER)).await.unwrap().into_iter().next();
    let set = set.unwrap().1.to_str().unwrap().to_owned();
    let cookie = set.split(';').next().unwrap();
    clock.advance(Duration::from_secs(12 * 3600));
    let error = fail(cookie).await;
    assert_eq!(
        (error.to_string().as_str(), format!("{error:?}")),
        ("no coffee", "\"no coffee\"".into())
    );
    let response = error.error_response();
    let renewed = response.headers().get("set-cookie").unwrap().to_str().unwrap();
    assert!(renewed.starts_with("__Host-session=") && !renewed.starts_with(cookie), "{renewed}");
    assert_eq!(response.headers().get("cache-control").unwrap(), "private");
    assert_eq!(
        (response.status().as_u16(), error.as_response_error().status_code()),
        (418, response.status())
    );
    // Where there is nothing to add, the error is what it was.
    let error = fail("a=b").await;
    assert!(error.as_error::<actix_web::error::InternalError<&str>>().is_some());
}
