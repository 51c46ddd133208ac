//! Where in a request a token may be.

use authing_web::Guard;

use crate::support::*;

const AMBIGUOUS: &str = r#"Bearer realm="api", error="invalid_request""#;

fn cookies() -> Guard {
    builder().cookie("session").build().unwrap()
}

fn queries() -> Guard {
    builder().query_parameter("access_token").build().unwrap()
}

fn cookie(value: &str) -> http::request::Builder {
    get("/").header("cookie", format!("theme=dark; session={value}; x"))
}

#[tokio::test]
async fn the_name_of_the_scheme_may_be_written_in_any_case() {
    for scheme in ["Bearer", "bearer", "BEARER", "Bearer  "] {
        let request = get("/").header("authorization", format!("{scheme} {}", token()));
        assert_eq!(send(routes(guard().require_login()), request).await.status, 200, "{scheme}");
    }
    for scheme in ["Bearers", "Bear", "Token", "DPoP", "Bearer\t"] {
        let request = get("/").header("authorization", format!("{scheme} {}", token()));
        let response = send(routes(guard().require_login()), request).await;
        assert_eq!(
            (response.status, response.challenge()),
            (401, r#"Bearer realm="api""#),
            "{scheme}"
        );
    }
}

#[tokio::test]
async fn a_cookie_opens_a_route_only_where_it_has_a_name() {
    let response = send(routes(cookies().require_login()), cookie(&token())).await;
    assert_eq!((response.status, &*response.body), (200, &*format!("{USER} by Cookie")));
    let quoted = cookie(&format!("\"{}\"", token()));
    assert_eq!(send(routes(cookies().require_login()), quoted).await.status, 200);
    assert_eq!(send(routes(guard().require_login()), cookie(&token())).await.status, 401);
    let other = get("/").header("cookie", format!("xsession={}", token()));
    assert_eq!(send(routes(cookies().require_login()), other).await.status, 401);
}

#[tokio::test]
async fn cookies_may_come_in_several_lines() {
    let request = get("/").header("cookie", "a=b").header("cookie", format!("session={}", token()));
    assert_eq!(send(routes(cookies().require_login()), request).await.status, 200);
}

#[tokio::test]
async fn what_other_cookies_hold_does_no_harm() {
    // A script of the page has set it, and browsers send it in UTF-8, in GBK or as it comes.
    let others: [&[u8]; 4] =
        ["name=\u{5f20}\u{4e09}".as_bytes(), b"name=\xd5\xc5\xc8\xfd", b"\xff", b"=; ;\xff="];
    for other in others {
        let token = format!("session={}", token());
        for lines in [[other, token.as_bytes()], [token.as_bytes(), other]] {
            let request = get("/").header("cookie", lines.join(&b"; "[..]));
            let response = send(routes(cookies().require_login()), request).await;
            assert_eq!(response.status, 200, "{other:?}");
        }
        // And it hides no second one.
        let twice = [token.as_bytes(), other, b"session=x"].join(&b";"[..]);
        let request = get("/").header("cookie", twice);
        assert_eq!(send(routes(cookies().require_login()), request).await.status, 400);
    }
    for value in [&b"session=\xff"[..], b"session=\"\xe5\xbc\xa0\""] {
        let request = get("/").header("cookie", value);
        assert_eq!(send(routes(cookies().require_login()), request).await.status, 401);
    }
}

#[tokio::test]
async fn a_second_cookie_of_the_name_is_refused() {
    let planted = OTHER.sign(&access_claims());
    for (first, second) in [(token(), planted.clone()), (planted, token())] {
        let request = get("/").header("cookie", format!("session={first}; session={second}"));
        let response = send(routes(cookies().require_login()), request).await;
        assert_eq!((response.status, response.challenge()), (400, AMBIGUOUS));
    }
}

#[tokio::test]
async fn an_empty_cookie_is_none() {
    let response = send(routes(cookies().require_login()), cookie("")).await;
    assert_eq!((response.status, response.challenge()), (401, r#"Bearer realm="api""#));
}

#[tokio::test]
async fn a_token_in_the_header_has_precedence_over_one_in_the_cookie() {
    let request = cookie("bad").header("authorization", format!("Bearer {}", token()));
    let response = send(routes(cookies().require_login()), request).await;
    assert_eq!((response.status, &*response.body), (200, &*format!("{USER} by Header")));
    let request = cookie(&token()).header("authorization", "Bearer bad");
    assert_eq!(send(routes(cookies().require_login()), request).await.status, 401);
}

#[tokio::test]
async fn a_query_parameter_is_off_unless_it_has_a_name() {
    let address = format!("/?access_token={}", token());
    for guard in [guard(), cookies()] {
        assert_eq!(send(routes(guard.require_login()), get(&address)).await.status, 401);
    }
    let response = send(routes(queries().require_login()), get(&address)).await;
    assert_eq!((response.status, &*response.body), (200, &*format!("{USER} by Query")));
    // RFC 6750 section 2.3
    assert_eq!(response.headers["cache-control"], "private");
    let other = format!("/?_authing_token={}", token());
    assert_eq!(send(routes(queries().require_login()), get(&other)).await.status, 401);
}

#[tokio::test]
async fn tokens_in_two_places_are_refused() {
    let (token, queries) = (token(), queries());
    let twice = format!("/?access_token={token}&access_token={token}");
    let both = format!("/?access_token={token}");
    for request in [
        get(&twice),
        get(&both).header("authorization", format!("Bearer {token}")),
        bearer(&token).header("authorization", format!("Bearer {token}")),
        bearer(&token).header("authorization", "Basic Ym9iOmJvYg=="),
    ] {
        let response = send(routes(queries.require_login()), request).await;
        assert_eq!((response.status, response.challenge()), (400, AMBIGUOUS));
    }
}
