//! What is beyond a limit is refused, by what was found and the limit, before it is carried out.

use authing_emulator::Emulator;
use serde_json::json;

use crate::request::{Request, each};

fn start() -> Emulator {
    Emulator::builder().application("app", "secret").start_blocking().unwrap()
}

#[track_caller]
fn refuses(emulator: &Emulator, request: &Request, status: u16, reason: &str) {
    let received = request.send(emulator);
    let start: String = received.text.chars().take(600).collect();
    assert_eq!(received.status, status, "{start}");
    assert!(received.text.contains(reason), "{start}");
}

fn fields(n: usize) -> String {
    each(n, |i| format!("f{i}=%20+&"))
}

#[test]
fn a_form_ends_at_a_thousand_fields() {
    let emulator = start();
    for path in ["/oidc/token", "/oauth/token", "/api/v2/saml-idp/app"] {
        let reason = "the request has 1001 fields in its form; authing-emulator takes at most 1000";
        refuses(&emulator, &Request::form(path, fields(1001)), 413, reason);
        refuses(&emulator, &Request::form(path, fields(60_000)), 413, "60000 fields in its form");
    }
}

#[test]
fn a_query_ends_at_a_thousand_fields() {
    let emulator = start();
    let target = |n| format!("/oidc/auth?{}", fields(n));
    refuses(&emulator, &Request::get(&target(1001)), 413, "1001 fields in its query");
    let many = format!("/events/v1/authentication/sub?{}", fields(1001));
    refuses(&emulator, &Request::get(&many), 413, "1001 fields in its query");
}

fn multipart(boundary: &str, body: String) -> Request {
    let content_type = format!("multipart/form-data; boundary={boundary}");
    Request::post("/api/v2/upload", &content_type, body)
}

#[test]
fn a_form_with_files_ends_at_a_hundred_fields() {
    let emulator = start();
    let part = |i| format!("--ab\r\ncontent-disposition: form-data; name=\"f{i}\"\r\n\r\nx\r\n");
    let parts = |n| multipart("ab", each(n, part) + "--ab--");
    refuses(&emulator, &parts(101), 413, "authing-emulator takes at most 100");
}

#[test]
fn a_boundary_is_as_long_as_the_standard_says_at_most() {
    let emulator = start();
    let form = |n| {
        let name = "a".repeat(n);
        let body = format!(
            "--{name}\r\ncontent-disposition: form-data; name=\"f\"\r\n\r\nx\r\n--{name}--"
        );
        multipart(&name, body)
    };
    assert_eq!(form(70).send(&emulator).status, 200);
    refuses(&emulator, &form(71), 413, "71 letters in the boundary of its form");
}

#[test]
fn a_body_that_is_too_long_is_refused_with_the_limit_and_a_file_may_be_longer() {
    let emulator = start();
    let long = "x".repeat((1 << 20) + 1);
    let reason = "too many bytes in its body; authing-emulator takes at most 1048576";
    for path in ["/oidc/token", "/graphql/v2", "/api/v2/users/batch", "/_emulator/clock"] {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json"] {
            refuses(&emulator, &Request::post(path, kind, long.clone()), 413, reason);
        }
    }
    let file = format!(
        "--ab\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n{}\r\n--ab--",
        "x".repeat(2 << 20)
    );
    assert_eq!(multipart("ab", file).send(&emulator).status, 200);
    let body = "x".repeat((10 << 20) + 1);
    refuses(&emulator, &multipart("ab", body), 413, "takes at most 10485760");
}

#[test]
fn files_that_are_uploaded_have_an_end_together() {
    let emulator = start();
    let content = "x".repeat((10 << 20) - 200);
    let file =
        format!("--ab\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n{content}\r\n--ab--");
    let request = multipart("ab", file);
    let texts: Vec<_> = (0..20).map(|_| request.send(&emulator).text).collect();
    // In base64 each has four bytes for three.
    for (number, text) in texts.iter().enumerate() {
        let is_kept = text.contains("\"code\":200");
        assert_eq!(is_kept, number < 19, "{number}: {text}");
    }
    assert!(texts[19].contains("authing-emulator keeps at most 268435456"), "{}", texts[19]);
}

const PATH: &str = "/api/v2/users/batch";

#[test]
fn json_ends_at_twenty_thousand_values() {
    let emulator = start();
    let list = |n: usize| format!("[1{}]", ",1".repeat(n - 1));
    // The list itself is a value, too.
    refuses(&emulator, &Request::json(PATH, list(20_000)), 413, "20001 values in its JSON");
    let control = Request::json("/_emulator/directories", list(20_000));
    refuses(&emulator, &control, 413, "20001 values in its JSON");
}

#[test]
fn json_ends_before_the_stack_does() {
    let emulator = start();
    let nested = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
    refuses(&emulator, &Request::json(PATH, nested(128)), 400, "recursion limit exceeded");
    refuses(
        &emulator,
        &Request::json(PATH, "[".repeat(1_000_000)),
        400,
        "recursion limit exceeded",
    );
}

#[test]
fn a_value_that_is_refused_is_not_repeated_as_a_whole() {
    let emulator = start();
    let long = format!("{{\"kind\":\"{}\"}}", "k".repeat(500_000));
    let response = Request::json("/_emulator/faults", long).send(&emulator);
    assert_eq!((response.status, response.text.len() < 1000), (400, true));
    let line = selection(&format!("{} ]", each(50_000, |i| format!("a{i} "))));
    let response = line.send(&emulator);
    assert!(response.text.contains("expected"), "{}", response.text.len());
    assert!(response.text.len() < 2000, "{}", response.text.len());
    let query = "mutation($i: LoginByEmailInput!) { loginByEmail(input: $i) { id } }";
    let variables = json!({ "i": "v".repeat(500_000) });
    let response = Request::graphql(query, &variables).send(&emulator);
    assert!(response.text.contains("got invalid value"), "{}", response.text.len());
    assert!(response.text.len() < 1000, "{}", response.text.len());
}

#[test]
fn what_is_written_down_of_requests_has_an_end() {
    let emulator = start();
    let big = format!("{{\"a\":\"{}\"}}", "x".repeat(1_000_000));
    for _ in 0..100 {
        Request::json(PATH, big.clone()).send(&emulator);
    }
    let kept = emulator.requests().len();
    assert!((1..=67).contains(&kept), "{kept} requests of a megabyte");
}

fn document(query: &str) -> Request {
    Request::graphql(query, &json!({}))
}

fn selection(fields: &str) -> Request {
    document(&format!("{{{fields}}}"))
}

#[test]
fn a_document_ends_at_ten_thousand_pieces() {
    let emulator = start();
    let aliases = |n| selection(&each(n, |i| format!("a{i}:__typename ")));
    refuses(&emulator, &aliases(10_001), 400, "the request has 10001 pieces once its fragments");
    // As many as a body may hold.
    refuses(&emulator, &aliases(50_000), 400, "takes at most 10000");
}

/// Each of `n` fragments holds the next one twice.
fn doubling(n: usize) -> String {
    let fragments = each(n, |i| {
        let next = i + 1;
        format!("fragment f{i} on Query{{...f{next} ...f{next}}} ")
    });
    format!("{{...f0}} {fragments} fragment f{n} on Query{{__typename}}")
}

#[test]
fn fragments_that_double_are_refused_before_anything_follows_them() {
    let emulator = start();
    assert_eq!(document(&doubling(8)).send(&emulator).status, 200);
    for n in [13, 20, 24, 60] {
        refuses(&emulator, &document(&doubling(n)), 400, "pieces once its fragments are put in");
    }
    let wide = each(7, |i| {
        let next = format!("...f{} ", i + 1).repeat(500);
        format!("fragment f{i} on Query{{{next}}} ")
    });
    let wide = format!("{{...f0}} {wide} fragment f7 on Query{{__typename}}");
    refuses(&emulator, &document(&wide), 400, "pieces once its fragments are put in");
}

#[test]
fn a_fragment_inside_of_itself_is_refused_by_name() {
    let emulator = start();
    let reason = "Cannot spread fragment \\\"f0\\\" within itself.";
    for body in ["__typename ...f0", "...f1} fragment f1 on Query{...f0"] {
        let cycle = format!("{{...f0}} fragment f0 on Query{{{body}}}");
        refuses(&emulator, &document(&cycle), 400, "within itself");
    }
    let wide = format!("{{...f0}} fragment f0 on Query{{{}}}", "...f0 ".repeat(3000));
    refuses(&emulator, &document(&wide), 400, reason);
    // One that nobody uses is one all the same.
    let unused = "{__typename} fragment f0 on Query{...f0}";
    refuses(&emulator, &document(unused), 400, reason);
}

#[test]
fn a_chain_of_fragments_has_an_end_whether_it_is_used_or_not() {
    let emulator = start();
    let chain = |first: &str, n: usize| {
        let links = each(n, |i| format!("fragment f{i} on Query{{...f{}}} ", i + 1));
        document(&format!("{{{first}}} {links} fragment f{n} on Query{{__typename}}"))
    };
    for first in ["...f0", "__typename"] {
        let reason = "levels of fragments inside of one another; authing-emulator takes at most 64";
        refuses(&emulator, &chain(first, 64), 400, reason);
        // As many as the stack of a parser or a validator would not hold.
        refuses(&emulator, &chain(first, 20_000), 400, reason);
    }
}

#[test]
fn brackets_in_fragments_in_fragments_end_before_the_stack_does() {
    let emulator = start();
    let deep = |n: usize, body: &str, end: &str| {
        let link = |i| {
            let (begin, close) = ("...{".repeat(n), "}".repeat(n));
            format!("fragment f{i} on Query{{{begin}{body}...f{}{close}}} ", i + 1)
        };
        document(&format!("{{...f0}} {}fragment f60 on Query{{{end}}}", each(60, link)))
    };
    assert_eq!(deep(1, "", "__typename").send(&emulator).status, 200);
    let reason = "levels once its fragments are put in; authing-emulator takes at most 128";
    refuses(&emulator, &deep(60, "", "__typename"), 400, reason);
    refuses(&emulator, &deep(60, "", "nope"), 400, reason);
}

#[test]
fn brackets_end_before_the_stack_does() {
    let emulator = start();
    let inline = |n: usize| selection(&format!("{}__typename{}", "...{".repeat(n), "}".repeat(n)));
    let lists =
        |n: usize| selection(&format!("userBatch(ids:{}1{}){{id}}", "[".repeat(n), "]".repeat(n)));
    let types = |n: usize| {
        document(&format!("query($v:{}Int{}){{__typename}}", "[".repeat(n), "]".repeat(n)))
    };
    let reason = "levels of brackets; authing-emulator takes at most 64";
    for make in [inline, lists, types] {
        refuses(&emulator, &make(64), 400, reason);
        refuses(&emulator, &make(100_000), 400, reason);
    }
    // What is not a string for a parser hides no bracket, and what is one opens none.
    let open = "[".repeat(100_000);
    for hidden in
        ["\"\"\"\" ", "\"\"\"a\" ", "\"\" ", "\"\\\\\" ", "\"\"\"\\\"\"\" \"\"\" ", "#\" \n"]
    {
        refuses(&emulator, &selection(&format!("userBatch(ids:[{hidden}{open}")), 400, reason);
    }
    for text in ["\"[[[[\"".to_owned(), format!("\"{open}\""), format!("\"\"\"{open}\"\"\"")] {
        let response = selection(&format!("a:__typename @skip(if:{text})")).send(&emulator);
        assert!(!response.text.contains("levels of brackets"), "{}", response.text);
    }
    let comment = document(&format!("{{__typename}} #{open}")).send(&emulator);
    assert_eq!(comment.status, 200);
}

#[test]
fn literals_end_with_the_pieces_of_a_document() {
    let emulator = start();
    let list = |n| selection(&format!("userBatch(ids:[{}]){{id}}", "\"x\" ".repeat(n)));
    refuses(&emulator, &list(10_000), 400, "pieces once its fragments are put in");
    // Text in a fragment is there as often as the fragment is.
    let text = format!("userBatch(ids:[\"{}\"]){{id}}", "x".repeat(64_000));
    let often = format!("{{{}}} fragment f on Query{{{text}}}", "...f ".repeat(20));
    refuses(&emulator, &document(&often), 400, "pieces once its fragments are put in");
}

#[test]
fn a_fragment_counts_for_each_operation_that_holds_it() {
    let emulator = start();
    // Every one of them holds every field of the fragment.
    let shared = |n| {
        let fields = each(n, |i| format!("a{i}:__typename "));
        document(
            &(each(n, |i| format!("query q{i}{{...f}} "))
                + &format!("fragment f on Query{{{fields}}}")),
        )
    };
    refuses(&emulator, &shared(200), 400, "pieces once its fragments are put in");
}

#[test]
fn a_variable_is_put_in_so_often_and_no_more() {
    let emulator = start();
    let uses = |n: usize, length: usize| {
        let fields = each(n, |i| format!("a{i}:userBatch(ids:$v){{id}} "));
        let variables = json!({ "v": vec!["x"; length] });
        Request::graphql(&format!("query($v:[String!]!){{{fields}}}"), &variables)
    };
    let reason = "values once its variables are put in wherever they are used";
    refuses(&emulator, &uses(100, 1000), 400, reason);
    let text = json!({ "v": "x".repeat(500_000) });
    let fields = each(100, |i| format!("a{i}:user(id:$v){{id}} "));
    let request = Request::graphql(&format!("query($v:String){{{fields}}}"), &text);
    refuses(&emulator, &request, 400, reason);
    let defined = format!("query({}){{__typename}}", "$v:[String!]! ".repeat(500));
    let request = Request::graphql(&defined, &json!({ "v": vec!["x"; 1000] }));
    refuses(&emulator, &request, 400, reason);
    refuses(&emulator, &uses(1, 20_000), 400, "20001 values in its variables");
}

#[test]
fn a_default_of_a_variable_is_put_in_as_often_as_a_value() {
    let emulator = start();
    let uses = |kind: &str, default: &str, used: &str| {
        let fields = each(100, |i| format!("a{i}:{used}{{__typename}} "));
        document(&format!("query($v:{kind}={default}){{{fields}}}"))
    };
    let reason = "values once its variables are put in wherever they are used";
    let text = format!("\"{}\"", "x".repeat(500_000));
    refuses(&emulator, &uses("String", &text, "__type(name:$v)"), 400, reason);
    let list = format!("[{}]", "\"x\" ".repeat(2000));
    refuses(&emulator, &uses("[String!]", &list, "userBatch(ids:$v)"), 400, reason);
    // One operation's default does not hide the other's.
    let both = |small: &str, large: &str| {
        let fields = each(100, |i| format!("a{i}:__type(name:$v){{__typename}} "));
        document(&format!(
            "query a($v:String={small}){{...f}} query b($v:String={large}){{...f}} \
             fragment f on Query{{{fields}}}"
        ))
    };
    refuses(&emulator, &both("\"x\"", &text), 400, reason);
    refuses(&emulator, &both(&text, "\"x\""), 400, reason);
}

#[test]
fn a_name_has_two_hundred_and_fifty_six_letters_at_most() {
    let emulator = start();
    let reason = "too many letters in a name; authing-emulator takes at most 256";
    let name = |n| "a".repeat(n);
    let short = selection(&format!("{}:__typename", name(256))).send(&emulator);
    assert_eq!(short.status, 200);
    for document in [
        format!("{{{}:__typename}}", name(257)),
        format!("{{{}}}", name(900_000)),
        format!("query {}{{__typename}}", name(257)),
        format!("{{user({}:1){{id}}}}", name(257)),
        format!("{{...{0}}} fragment {0} on Query{{__typename}}", name(257)),
    ] {
        refuses(&emulator, &Request::graphql(&document, &json!({})), 400, reason);
    }
    // A text is not a name, and what is unknown is repeated no longer than a name is.
    let text = selection(&format!("__type(name:\"{}\"){{name}}", name(1000))).send(&emulator);
    assert_eq!(text.status, 200);
    let unknown = selection(&format!("{}(b:1)", name(256))).send(&emulator);
    assert!(unknown.text.contains("Cannot query field"), "{}", unknown.text);
    assert!(unknown.text.len() < 1000, "{}", unknown.text);
}

#[test]
fn a_response_has_an_end_however_long_its_names_and_texts_are() {
    let emulator = start();
    let long = "a".repeat(250);
    let reason =
        "too many fields and values in its response; authing-emulator takes at most 1000000";
    // The schema has some hundred types with thousands of fields, and anybody may ask for it.
    let aliases = each(60, |i| format!("a{i}:__schema{{...f}} "));
    let fields = each(20, |i| format!("{long}{i}:name "));
    let query = format!("{{{aliases}}} fragment f on __Schema{{types{{fields{{{fields}}}}}}}");
    let response = document(&query).send(&emulator);
    assert!(response.text.contains(reason), "{}", response.text.len());
    assert!(response.text.len() < 10_000, "{}", response.text.len());
}

#[test]
fn what_is_written_down_of_a_fragment_counts_as_often_as_it_is_used() {
    let emulator = start();
    let (spread, name) = ("...f ".repeat(3000), "a".repeat(256));
    let request = document(&format!("{{{spread}}} fragment f on Query{{{name}}}"));
    for _ in 0..100 {
        request.send(&emulator);
    }
    let kept = emulator.requests().len();
    assert!((1..=87).contains(&kept), "{kept} requests with 3000 names of 256 letters");
}

#[test]
fn a_response_has_an_end_whatever_a_page_is_said_to_hold() {
    let emulator = start();
    let (pool, secret) = (emulator.user_pool_id(), emulator.user_pool_secret());
    let token =
        format!("{{accessToken(userPoolId:\"{pool}\",secret:\"{secret}\"){{accessToken}}}}");
    let response = document(&token).send(&emulator).text;
    let token = response.split('"').find(|text| text.starts_with("eyJ")).unwrap();
    let admin = |request: Request| request.header("authorization", &format!("Bearer {token}"));
    for i in 0..50 {
        let made = format!("mutation{{createUser(userInfo:{{username:\"user{i}\"}}){{id}}}}");
        assert_eq!(admin(document(&made)).send(&emulator).status, 200);
    }
    let pages = |n| {
        let page = |i| format!("a{i}:users(page:1,limit:1000000000){{list{{id}}}} ");
        admin(selection(&each(n, page)))
    };
    let reason =
        "too many fields and values in its response; authing-emulator takes at most 1000000";
    let response = pages(101).send(&emulator);
    assert!(response.text.contains(reason), "{}", response.text);
    assert!(response.text.contains("\"data\":null"), "{}", response.text);
    // A root field is work whatever it returns.
    let small = |n| admin(selection(&each(n, |i| format!("a{i}:isUserExists(username:\"a\") "))));
    assert!(!small(50).send(&emulator).text.contains(reason));
    assert!(small(100).send(&emulator).text.contains(reason));
    let far = admin(selection("users(page:2147483647,limit:2147483647){totalCount list{id}}"));
    assert!(far.send(&emulator).text.contains("\"totalCount\":50"));
}
