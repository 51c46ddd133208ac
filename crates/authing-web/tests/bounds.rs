//! Requests cost work in proportion to their size, whatever their headers hold.
#![cfg(test)]

use std::{
    alloc::System,
    convert::Infallible,
    future::{Ready, ready},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use authing_core::{TransportError, test_util::ScriptedTransport};
use authing_protocols::jose::Verifier;
use authing_test_support::cost::{self, Construct, Work};
use authing_web::{Accept, Guard, webhook::Webhooks};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, header};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tower::{Layer as _, Service as _, service_fn};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A route for users of pages and of programs. No request here gets as far as the provider.
fn guard() -> Guard {
    let nobody = ScriptedTransport::new(|_, _| Err(TransportError::connect("no such host")));
    let verifier = Verifier::builder("5f17a529f64fb009b794a2ff", "https://sample.authing.cn")
        .transport(Arc::new(nobody))
        .build()
        .unwrap();
    Guard::builder(verifier)
        .accept([Accept::AccessToken, Accept::IdToken, Accept::UserToken])
        .cookie("session")
        .query_parameter("token")
        .login_page("/login")
        .return_parameter("return_to")
        .build()
        .unwrap()
}

fn request(build: impl FnOnce(http::request::Builder) -> http::request::Builder) -> Work {
    let request = build(Request::builder().header(header::ACCEPT, "text/html"));
    let mut request = Some(request.body(Bytes::new()).unwrap());
    let inner = service_fn(|_: Request<Bytes>| -> Ready<Result<Response<Bytes>, Infallible>> {
        ready(Ok(Response::new(Bytes::new())))
    });
    let mut route = guard().require_login().layer(inner);
    Box::new(move || {
        let future = pin!(route.call(request.take().unwrap()));
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => response.status().to_string(),
            Poll::Ready(Err(never)) => match never {},
            Poll::Pending => "asks the provider".to_owned(),
        }
    })
}

/// A delivery of a webhook, with the secret.
fn delivery(kind: &'static str, body: String) -> Work {
    let webhooks = Webhooks::builder("secret").bare_event("login").build().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("x-authing-token", HeaderValue::from_static("secret"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Box::new(move || {
        let authentic = webhooks.authenticate(&Method::POST, &headers).unwrap();
        authentic
            .read(body.as_bytes())
            .map_or_else(|error| error.to_string(), |_| "read".to_owned())
    })
}

fn json(body: String) -> Work {
    delivery("application/json", body)
}

fn form(body: String) -> Work {
    delivery("application/x-www-form-urlencoded", body)
}

fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

fn constructs() -> Vec<Construct> {
    let c = Construct::new;
    vec![
        c("request: cookies", 1000, |n| {
            request(|to| to.uri("/").header(header::COOKIE, many(n, |at| format!("c{at}=v; "))))
        }),
        c("request: lines of cookies", 500, |n| {
            request(|to| (0..n).fold(to.uri("/"), |to, _| to.header(header::COOKIE, "a=b")))
        }),
        c("request: length of a cookie that is not a token", 5000, |n| {
            request(|to| to.uri("/").header(header::COOKIE, format!("session={}", "a".repeat(n))))
        }),
        c("request: parts of a token", 5000, |n| {
            let token = format!("Bearer {}", "e30.".repeat(n));
            request(|to| to.uri("/").header(header::AUTHORIZATION, token))
        }),
        c("request: spaces around a token", 5000, |n| {
            let token = format!("Bearer {}a", " ".repeat(n));
            request(|to| to.uri("/").header(header::AUTHORIZATION, token))
        }),
        c("request: parameters of a query, which it comes back with", 1000, |n| {
            request(|to| to.uri(format!("/?{}", many(n, |at| format!("p{at}=%41&")))))
        }),
        c("delivery: users with secrets", 300, |n| {
            let users =
                many(n, |at| format!("{{\"id\": {at}, \"password\": \"x\", \"token\": \"y\"}},"));
            json(format!("{{\"eventName\": \"kick\", \"data\": {{\"users\": [{users}0]}}}}"))
        }),
        c("delivery: secrets below a long name", 500, |n| {
            let secrets = many(n, |at| format!("\"{at}secret\": 1,"));
            json(format!("{{\"{}\": {{{secrets}\"x\": 1}}}}", "a".repeat(10 * n)))
        }),
        c("delivery: fields of a form", 500, |n| {
            form(format!("eventName=kick&{}", many(n, |at| format!("data[users][{at}][id]={at}&"))))
        }),
        c("delivery: items of a list in a form", 500, |n| {
            form(format!("eventName=kick&{}", many(n, |_| "data[users][]=x&data[a]=y&".to_owned())))
        }),
        c("delivery: length of a key in a form", 2000, |n| {
            form(format!("eventName=kick&data[{}]=1", "a%5B".repeat(n)))
        }),
        c("request: length of its path", 3000, |n| {
            request(|to| to.uri(format!("/{}", "%41/".repeat(n))))
        }),
        c("request: length of its origin", 5000, |n| {
            request(|to| {
                let to = to.method("POST").uri("/").header(header::COOKIE, "session=a.b.c");
                to.header(header::ORIGIN, format!("https://{}", "a".repeat(n)))
                    .header(header::HOST, "b.".repeat(n))
            })
        }),
    ]
}

#[test]
fn allocations_grow_no_faster_than_the_request() {
    cost::allocations(&constructs());
}

#[test]
fn instructions_grow_no_faster_than_the_request() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    cost::instructions(&constructs(), "every_construct_is_read", folder, false);
}

#[test]
#[ignore = "what valgrind counts"]
fn every_construct_is_read() {
    cost::read(&constructs());
}
