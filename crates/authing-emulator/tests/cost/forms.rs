use crate::measure::{Measured, Request, each};

fn fields(n: usize) -> String {
    each(n, |i| format!("f{i}=%20+&"))
}

#[test]
fn a_form_costs_as_much_as_it_is_long_and_ends_at_a_thousand_fields() {
    let emulator = Measured::start();
    for path in ["/oidc/token", "/oauth/token", "/api/v2/saml-idp/app"] {
        emulator.doubles(250, |n| Request::form(path, fields(n)));
        emulator.doubles(50_000, |n| Request::form(path, format!("a={}", "%41".repeat(n))));
        let reason = "the request has 1001 fields in its form; authing-emulator takes at most 1000";
        emulator.refuses(&Request::form(path, fields(1001)), 413, reason);
        emulator.refuses(&Request::form(path, fields(60_000)), 413, "60000 fields in its form");
    }
}

#[test]
fn a_query_costs_as_much_as_it_is_long_and_ends_at_a_thousand_fields() {
    let emulator = Measured::start();
    let target = |n| format!("/oidc/auth?{}", fields(n));
    emulator.doubles(250, |n| Request::get(&target(n)));
    emulator.refuses(&Request::get(&target(1001)), 413, "1001 fields in its query");
    let many = format!("/events/v1/authentication/sub?{}", fields(1001));
    emulator.refuses(&Request::get(&many), 413, "1001 fields in its query");
}

#[test]
fn cookies_cost_as_much_as_they_are_long() {
    let emulator = Measured::start();
    let cookies = |n| each(n, |i| format!("a{i}=b; "));
    emulator.doubles(5000, |n| Request::get("/oidc/auth").header("cookie", &cookies(n)));
}

fn multipart(boundary: &str, body: String) -> Request {
    let content_type = format!("multipart/form-data; boundary={boundary}");
    Request::post("/api/v2/upload", &content_type, body)
}

#[test]
fn a_form_with_files_costs_as_much_as_it_is_long_and_ends_at_a_hundred_fields() {
    let emulator = Measured::start();
    let part = |i| format!("--ab\r\ncontent-disposition: form-data; name=\"f{i}\"\r\n\r\nx\r\n");
    let parts = |n| multipart("ab", each(n, part) + "--ab--");
    emulator.doubles(50, parts);
    emulator.refuses(&parts(101), 413, "authing-emulator takes at most 100");
    let head = "--ab\r\ncontent-disposition: form-data; name=\"f\"\r\n";
    emulator.doubles(1000, |n| {
        multipart("ab", format!("{head}{}\r\nx\r\n--ab--", "x-y: z\r\n".repeat(n)))
    });
    emulator.doubles(500_000, |n| {
        multipart("ab", format!("{head}\r\n{}\r\n--ab--", "\r\n--a".repeat(n / 5)))
    });
}

#[test]
fn a_boundary_is_as_long_as_the_standard_says_at_most() {
    let emulator = Measured::start();
    let form = |n| {
        let name = "a".repeat(n);
        let body = format!(
            "--{name}\r\ncontent-disposition: form-data; name=\"f\"\r\n\r\nx\r\n--{name}--"
        );
        multipart(&name, body)
    };
    assert_eq!(emulator.send(&form(70)).status, 200);
    emulator.refuses(&form(71), 413, "71 letters in the boundary of its form");
}

#[test]
fn a_body_that_is_too_long_is_refused_with_the_limit_and_a_file_may_be_longer() {
    let emulator = Measured::start();
    let long = "x".repeat((1 << 20) + 1);
    let reason = "too many bytes in its body; authing-emulator takes at most 1048576";
    for path in ["/oidc/token", "/graphql/v2", "/api/v2/users/batch", "/_emulator/clock"] {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json"] {
            emulator.refuses(&Request::post(path, kind, long.clone()), 413, reason);
        }
    }
    let file = format!(
        "--ab\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n{}\r\n--ab--",
        "x".repeat(2 << 20)
    );
    assert_eq!(emulator.send(&multipart("ab", file)).status, 200);
    let body = "x".repeat((10 << 20) + 1);
    emulator.refuses(&multipart("ab", body), 413, "takes at most 10485760");
}
