//! Sessions of browsers: cookies, addresses and forms that come from anywhere.

use std::sync::LazyLock;

use authing_core::HttpResponse;
use authing_protocols::{RetryPolicy, oidc::OidcClient};
use authing_web::session::{
    MemorySessions, SealKeys, SessionError, SessionLogin, SessionRoute, Sessions,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderValue, Method, Request, Response, StatusCode, header, request::Parts};
use serde_json::Value;
use url::Url;

use super::{
    jose::{APP, HOST, SECRET},
    material::clock,
};
use crate::{
    cost::{Limits, Meter},
    inputs::{parts, run, text},
    server::Server,
    target::Target,
};

/// Cookies, the query of an address, and a form.
pub(super) const SESSION: Target = Target {
    name: "web_session",
    limits: Limits { steps: (4_000_000, 4_000), allocated: (4 << 20, 6_000) },
    mutator: None,
    read: session,
};

const SERVICE: &str = "https://me.example.com";

/// Sessions, and the one cookie that is somebody's.
struct Kept {
    sessions: Sessions,
    cookie: String,
    is_sealed: bool,
}

static KEPT: LazyLock<[Kept; 2]> = LazyLock::new(|| [kept(false), kept(true)]);

fn kept(is_sealed: bool) -> Kept {
    // The provider takes no code: nobody logs in by a callback.
    let refusal = r#"{"error": "invalid_grant"}"#;
    let server = Server::new(move |_| HttpResponse::new(StatusCode::BAD_REQUEST, refusal));
    let oidc = OidcClient::builder(APP, HOST)
        .secret(SECRET)
        .redirect_uri(format!("{SERVICE}/callback"))
        .retry(RetryPolicy::never())
        .clock(clock())
        .transport(server.transport())
        .build()
        .unwrap();
    let sessions = match is_sealed {
        true => Sessions::builder(oidc)
            .sealed_cookie(SealKeys::new([SealKeys::generate().unwrap()]).unwrap()),
        false => Sessions::builder(oidc).store(MemorySessions::new().clock(clock())),
    };
    let sessions = sessions.build().unwrap();
    let cookies = run(sessions.begin(&request(Method::GET, "/", &[]), SessionLogin::new("bob")));
    let (_, cookie) = cookies.unwrap().into_iter().next().unwrap();
    let pair = cookie.to_str().unwrap().split(';').next().unwrap();
    let cookie = pair.split_once('=').unwrap().1.to_owned();
    Kept { sessions, cookie, is_sealed }
}

fn request(method: Method, address: &str, cookies: &[u8]) -> Parts {
    let mut request = Request::new(());
    *request.method_mut() = method;
    *request.uri_mut() = address.parse().unwrap_or_default();
    if let Ok(cookies) = HeaderValue::from_bytes(cookies) {
        request.headers_mut().insert(header::COOKIE, cookies);
    }
    request.into_parts().0
}

fn session(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&KEPT);
    let [cookies, query, body] = parts(input);
    for kept in &*KEPT {
        let Kept { sessions, cookie, .. } = kept;
        let is_given = cookies.windows(cookie.len()).any(|window| window == cookie.as_bytes());
        let asked = request(Method::GET, "/", cookies);
        match meter.measure(|| run(sessions.find(&asked))) {
            Ok(None) => {}
            Ok(Some((found, _))) => {
                assert!(is_given && found.user_id() == "bob", "a session out of nothing");
                let form = text(body).unwrap_or_default();
                assert!(!found.is_csrf_token(form), "a token out of nothing");
                // It was not ended.
                assert!(found.is_csrf_token(&found.csrf_token()));
            }
            Err(SessionError::Doubled) => {}
            Err(error) => panic!("{error}"),
        }
        let query = text(query).unwrap_or_default();
        for route in SessionRoute::ALL {
            // A logout would end the session that is there.
            if *route == SessionRoute::Logout && is_given {
                continue;
            }
            let address = format!("{}?{query}", sessions.path(*route));
            let asked = request(route.method(), &address, cookies);
            let response = meter.measure(|| run(sessions.respond(*route, &asked, body)));
            check(kept, *route, &response);
        }
    }
}

fn check(kept: &Kept, route: SessionRoute, response: &Response<impl AsRef<[u8]>>) {
    let status = response.status().as_u16();
    let location = response.headers().get(header::LOCATION);
    let location = location.map(|location| location.to_str().expect("is text"));
    assert!(matches!(status, 303 | 400 | 403 | 413 | 500), "{status}");
    match (route, location) {
        (SessionRoute::BackChannelLogout, None) => assert_ne!(status, 303),
        (SessionRoute::Login, Some(location)) => {
            assert!(location.starts_with(&format!("{HOST}/oidc/auth?")), "{location}");
            if !kept.is_sealed {
                own_page(response);
            }
        }
        // Whoever has no session here may have one at the provider.
        (SessionRoute::Logout, Some(location)) => {
            assert_eq!(location, format!("{HOST}/oidc/session/end"));
        }
        (_, Some(location)) => assert_eq!(location, "/"),
        (_, None) => assert_ne!(status, 303),
    }
    if let Some(problem) =
        (status != 303).then(|| serde_json::from_slice::<Value>(response.body().as_ref()))
    {
        assert_eq!(problem.expect("is JSON")["status"], status);
    }
}

/// Where the visitor goes after the login, as the cookie keeps it.
fn own_page(response: &Response<impl AsRef<[u8]>>) {
    let cookie = response.headers()[header::SET_COOKIE].to_str().expect("is text");
    let value = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair").1;
    let begun = URL_SAFE_NO_PAD.decode(value).expect("is Base64");
    let begun: Value = serde_json::from_slice(&begun).expect("is JSON");
    let page = begun["return_to"].as_str().expect("is text");
    let url = Url::parse(SERVICE).unwrap().join(page).expect("is an address");
    assert_eq!(url.origin().ascii_serialization(), SERVICE, "{page}");
    assert!(page.starts_with('/') && !page.starts_with("//") && !page.contains('\\'), "{page}");
    assert!(HeaderValue::from_str(page).is_ok(), "{page}");
}
