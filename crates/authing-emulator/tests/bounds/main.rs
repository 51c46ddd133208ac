//! A request costs the emulator as much as it is long: each construct that it may have many of is
//! sent at three sizes, each twice the one before, and neither allocations nor instructions may grow
//! faster. What is beyond a limit is refused before it is carried out: `tests/emulator/limits.rs`.
//!
//! Instructions are counted by valgrind, and not at all where it is missing. With `--nocapture` both
//! halves print their tables.
#![cfg(test)]

mod request;

use std::alloc::System;
use std::sync::LazyLock;

use authing_emulator::Emulator;
use authing_test_support::cost::{self, Construct, Work};
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

use request::{Request, each};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The application is `app`.
static EMULATOR: LazyLock<Emulator> = LazyLock::new(|| {
    let emulator = Emulator::builder().application("app", "secret").start_blocking().unwrap();
    // Its keys are made when they are asked for.
    assert!(!emulator.public_key().is_empty());
    emulator
});

/// The token of an administrator of a pool with forty users and the group `g`.
static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let (pool, secret) = (EMULATOR.user_pool_id(), EMULATOR.user_pool_secret());
    let query =
        format!("{{accessToken(userPoolId:\"{pool}\",secret:\"{secret}\"){{accessToken}}}}");
    let text = Request::graphql(&query, &json!({})).send(&EMULATOR).text;
    let token = text.split('"').find(|text| text.starts_with("eyJ")).unwrap().to_owned();
    let user = |i| format!("mutation{{createUser(userInfo:{{username:\"user{i}\"}}){{id}}}}");
    let group = "mutation{createGroup(code:\"g\",name:\"g\"){id:code}}".to_owned();
    for query in (0..40).map(user).chain([group]) {
        let request = Request::graphql(&query, &json!({}));
        let text = request.header("authorization", &format!("Bearer {token}")).send(&EMULATOR).text;
        assert!(text.contains("\"id\""), "{text}");
    }
    token
});

fn sent(request: Request) -> Work {
    Box::new(move || {
        let received = request.send(&EMULATOR);
        let body = received.text.split("\r\n\r\n").nth(1).unwrap_or_default();
        let start: String = body.chars().take(60).collect();
        assert!(![0, 413].contains(&received.status), "{start}");
        format!("{} {}", received.status, start.replace('|', "/"))
    })
}

fn as_administrator(request: Request) -> Work {
    sent(request.header("authorization", &format!("Bearer {}", *TOKEN)))
}

fn document(query: &str) -> Work {
    sent(Request::graphql(query, &json!({})))
}

fn selection(fields: &str) -> Work {
    document(&format!("{{{fields}}}"))
}

fn rest(body: String) -> Work {
    sent(Request::json("/api/v2/users/batch", body))
}

fn multipart(body: String) -> Work {
    sent(Request::post("/api/v2/upload", "multipart/form-data; boundary=ab", body))
}

fn fields(n: usize) -> String {
    each(n, |i| format!("f{i}=%20+&"))
}

fn forms() -> Vec<Construct> {
    vec![
        Construct::new("fields of a form, OpenID Connect", 240, |n| {
            sent(Request::form("/oidc/token", fields(n)))
        }),
        Construct::new("fields of a form, OAuth 2.0", 240, |n| {
            sent(Request::form("/oauth/token", fields(n)))
        }),
        Construct::new("fields of a form, SAML", 240, |n| {
            sent(Request::form("/api/v2/saml-idp/app", fields(n)))
        }),
        Construct::new("the same field of a form", 240, |n| {
            sent(Request::form("/oidc/token", "a=b&".repeat(n)))
        }),
        Construct::new("length of a field", 20_000, |n| {
            sent(Request::form("/oidc/token", format!("a={}", "%41+".repeat(n))))
        }),
        Construct::new("passwords in a form", 100, |n| {
            let cipher = "Q".repeat(342) + "==";
            sent(Request::form("/oidc/token", format!("password={cipher}&").repeat(n)))
        }),
        Construct::new("fields of a query", 240, |n| {
            sent(Request::get(&format!("/oidc/auth?{}", fields(n))))
        }),
        Construct::new("cookies", 2000, |n| {
            let cookies = each(n, |i| format!("a{i}=b; "));
            sent(Request::get("/oidc/auth").header("cookie", &cookies))
        }),
        Construct::new("levels of a path", 4000, |n| sent(Request::get(&"/a".repeat(n)))),
        Construct::new("fields of a form with files", 25, |n| {
            let head = "content-disposition: form-data; name=\"f\"";
            multipart(each(n, |i| format!("--ab\r\n{head}{i}\"\r\n\r\nx\r\n")) + "--ab--")
        }),
        Construct::new("lines in the head of a field", 1000, |n| {
            let head = "--ab\r\ncontent-disposition: form-data; name=\"f\"\r\n";
            multipart(format!("{head}{}\r\nx\r\n--ab--", "x-y: z\r\n".repeat(n)))
        }),
        Construct::new("half a delimiter in a file", 20_000, |n| {
            let head = "--ab\r\ncontent-disposition: form-data; name=\"f\"\r\n\r\n";
            multipart(format!("{head}{}\r\n--ab--", "\r\n--a".repeat(n)))
        }),
    ]
}

fn objects() -> Vec<Construct> {
    vec![
        Construct::new("entries of a JSON list", 4000, |n| rest(format!("[1{}]", ",1".repeat(n)))),
        Construct::new("members of a JSON object", 4000, |n| {
            rest(format!("{{\"a\":1{}}}", each(n, |i| format!(",\"m{i}\":1"))))
        }),
        Construct::new("levels of JSON", 30, |n| {
            rest(format!("{}1{}", "[".repeat(n), "]".repeat(n)))
        }),
        Construct::new("escapes in a JSON text", 20_000, |n| {
            rest(format!("\"{}\"", "\\u0041".repeat(n)))
        }),
        Construct::new("departments of an import", 400, |n| {
            let children = vec![json!({ "name": "a", "children": [] }); n];
            let body = json!({ "filetype": "json", "file": { "name": "r", "children": children } });
            as_administrator(Request::json("/api/v2/orgs/import", body.to_string()))
        }),
        Construct::new("rights given at once", 400, |n| {
            let resource = |i| json!({ "code": format!("books:{n}-{i}"), "actions": ["read"] });
            let resources: Vec<Value> = (0..n).map(resource).collect();
            let opt = json!({
                "targetType": "GROUP", "targetIdentifiers": ["g"], "resources": resources,
            });
            let body = json!({ "namespace": "default", "opts": [opt] });
            as_administrator(Request::json("/api/v2/acl/authorize-resources", body.to_string()))
        }),
        Construct::new("addresses of a whitelist", 500, |n| {
            let list: Vec<Value> = (0..n).map(|i| json!(format!("{n}-{i}@example.com"))).collect();
            let query =
                "mutation($l: [String!]!) { addWhitelist(type: EMAIL, list: $l) { value } }";
            as_administrator(Request::graphql(query, &json!({ "l": list })))
        }),
    ]
}

fn graphql() -> Vec<Construct> {
    vec![
        Construct::new("aliases", 2000, |n| selection(&each(n, |i| format!("a{i}:__typename ")))),
        Construct::new("the same field", 2000, |n| selection(&"__typename ".repeat(n))),
        Construct::new("the same field with fields", 500, |n| {
            selection(&"users{totalCount list{id}} ".repeat(n))
        }),
        Construct::new("fields of the same name that differ", 500, |n| {
            selection(&each(n, |i| format!("a:users(page:{i}){{totalCount}} ")))
        }),
        Construct::new("unknown fields with arguments", 500, |n| {
            selection(&each(n, |i| format!("a{i}(b:1) ")))
        }),
        Construct::new("arguments of two fields", 10, |n| {
            let arguments = each(n, |i| format!("a{i}:1 "));
            selection(&format!("users({arguments}){{totalCount}} users({arguments}){{totalCount}}"))
        }),
        Construct::new("directives", 500, |n| {
            selection(&format!("__typename {}", "@skip(if:false) ".repeat(n)))
        }),
        Construct::new("entries of a list", 1000, |n| {
            selection(&format!("userBatch(ids:[{}]){{id}}", "\"x\" ".repeat(n)))
        }),
        Construct::new("levels of a list", 14, |n| {
            selection(&format!("userBatch(ids:{}1{}){{id}}", "[".repeat(n), "]".repeat(n)))
        }),
        Construct::new("levels of inline fragments", 7, |n| {
            selection(&format!("{}__typename{}", "...{".repeat(n), "}".repeat(n)))
        }),
        Construct::new("a chain of fragments", 7, |n| {
            let links = each(n, |i| format!("fragment f{i} on Query{{...f{}}} ", i + 1));
            document(&format!("{{...f0}} {links} fragment f{n} on Query{{__typename}}"))
        }),
        Construct::new("fragments that hold one another twice", 10, |n| {
            let twice = each(n, |i| {
                let next = i + 1;
                format!("fragment f{i} on Query{{...f{next} ...f{next}}} ")
            });
            document(&format!("{{...f0}} {twice} fragment f{n} on Query{{__typename}}"))
        }),
        Construct::new("operations", 500, |n| {
            document(&each(n, |i| format!("query q{i}{{__typename}} ")))
        }),
        Construct::new("variables", 100, |n| {
            let definitions = each(n, |i| format!("$v{i}:Int "));
            let fields = each(n, |i| format!("a{i}:__typename @skip(if:$v{i}) "));
            document(&format!("query({definitions}){{{fields}}}"))
        }),
        Construct::new("uses of a variable", 20, |n| {
            let fields = each(n, |i| format!("a{i}:userBatch(ids:$v){{id}} "));
            let variables = json!({ "v": vec!["x"; 100] });
            sent(Request::graphql(&format!("query($v:[String!]!){{{fields}}}"), &variables))
        }),
        Construct::new("uses of a default", 20, |n| {
            let fields = each(n, |i| format!("a{i}:userBatch(ids:$v){{id}} "));
            document(&format!("query($v:[String!]=[{}]){{{fields}}}", "\"x\" ".repeat(100)))
        }),
        Construct::new("length of a default and its uses", 100, |n| {
            let fields = each(n, |i| format!("a{i}:__type(name:$v){{name}} "));
            document(&format!("query($v:String=\"{}\"){{{fields}}}", "x".repeat(400 * n)))
        }),
        Construct::new("length of an alias and its uses", 60, |n| {
            let aliases = each(n, |i| format!("a{i}:__schema{{...f}} "));
            let alias = "a".repeat(n);
            document(&format!("{{{aliases}}} fragment f on __Schema{{queryType{{{alias}:name}}}}"))
        }),
        Construct::new("length of a variable", 4000, |n| {
            let query = "query($v:[String!]!){userBatch(ids:$v){id}}";
            sent(Request::graphql(query, &json!({ "v": vec!["x"; n] })))
        }),
        Construct::new("members of an input that are not known", 2000, |n| {
            let members = (0..n).map(|i| (format!("m{i}"), json!(1)));
            let variables = json!({ "i": Value::Object(members.collect()) });
            let query = "mutation($i:LoginByEmailInput!){loginByEmail(input:$i){id}}";
            sent(Request::graphql(query, &variables))
        }),
        Construct::new("pages of a thousand million", 8, |n| {
            let page = |i| format!("a{i}:users(page:1,limit:1000000000){{list{{id}}}} ");
            let query = format!("{{{}}}", each(n, page));
            as_administrator(Request::graphql(&query, &json!({})))
        }),
        Construct::new("brackets in a text", 20_000, |n| {
            selection(&format!("user(id:\"{}\"){{id}}", "[\\\"".repeat(n)))
        }),
    ]
}

/// Reads a seed, makes its state by all rules, and writes that as a seed.
#[cfg(feature = "seed")]
fn seeded(text: String) -> Work {
    Box::new(move || {
        let made = authing_emulator::Seed::parse(text.as_str())
            .map_err(|error| error.to_string())
            .and_then(|seed| {
                let written = Emulator::builder().seed(seed).export_seed();
                written.map_err(|error| error.to_string())
            });
        match made {
            Ok(text) => format!("made {}", text.len() > 100),
            Err(error) => error.chars().take(60).filter(|c| !c.is_ascii_digit()).collect(),
        }
    })
}

/// One user pool with a custom field and these fields.
#[cfg(feature = "seed")]
fn pool(rest: String) -> Work {
    let fields = "customFields: [{ target: USER, key: k, type: STRING }]";
    seeded(format!("userPools:\n- {fields}\n  {rest}\n"))
}

#[cfg(not(feature = "seed"))]
fn seeds() -> Vec<Construct> {
    Vec::new()
}

#[cfg(feature = "seed")]
fn seeds() -> Vec<Construct> {
    vec![
        Construct::new("users of a seed", 200, |n| {
            let user = |i| {
                format!(
                    "{{ username: user{i}, email: u{i}@a.bc, password: pw, customData: {{ k: v }}, identities: [{{ provider: github, userIdInIdp: \"{i}\" }}] }}, "
                )
            };
            pool(format!("users: [{}]", each(n, user)))
        }),
        Construct::new("users of a seed in what they name", 200, |n| {
            let user =
                |i| format!("{{ username: user{i}, roles: [r], groups: [g], departments: [d] }}, ");
            let rest = "roles: [{ code: r }]\n  groups: [{ code: g }]\n  orgs: [{ name: O, departments: [{ name: D, code: d }] }]";
            pool(format!("users: [{}]\n  {rest}", each(n, user)))
        }),
        Construct::new("users that a role names", 200, |n| {
            let users = each(n, |i| format!("{{ username: user{i} }}, "));
            pool(format!(
                "users: [{users}]\n  roles: [{{ code: r, users: [{}] }}]",
                each(n, |i| format!("user{i}, "))
            ))
        }),
        Construct::new("rights of a seed", 100, |n| {
            let users = each(n, |i| format!("{{ username: user{i} }}, "));
            let right =
                |i| format!("{{ resource: \"r:{i}\", actions: [r:x], to: {{ user: user{i} }} }}, ");
            pool(format!("users: [{users}]\n  permissions: [{}]", each(n, right)))
        }),
        Construct::new("departments of a seed beside one another", 100, |n| {
            let department = |i| format!("{{ name: D, code: d{i} }}, ");
            pool(format!("orgs: [{{ name: O, departments: [{}] }}]", each(n, department)))
        }),
        Construct::new("departments of a seed inside of one another", 20, |n| {
            let open = "{ name: D, departments: [".repeat(n);
            pool(format!("orgs: [{{ name: O, departments: [{open}{}] }}]", "]}".repeat(n)))
        }),
        Construct::new("aliases of a seed", 200, |n| {
            pool(format!("name: &a x\n  whitelist: {{ usernames: [{}] }}", "*a , ".repeat(n)))
        }),
        Construct::new("aliases of aliases in a seed", 8, |n| {
            let level = |i| {
                format!("&a{} [*a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}], ", i + 1)
            };
            seeded(format!("userPools: [&a0 [x], {}]", each(n, level)))
        }),
        Construct::new("brackets in a seed", 500, |n| seeded("[".repeat(n))),
        Construct::new("fields of a seed that are not known", 300, |n| {
            pool(each(n, |i| format!("x{i}: y\n  ")))
        }),
        Construct::new("length of a text in a seed", 20_000, |n| {
            pool(format!("name: \"{}\"", "\\t".repeat(n)))
        }),
    ]
}

#[cfg(feature = "console")]
fn console() -> Vec<Construct> {
    vec![
        Construct::new("fields of a form of the console", 240, |n| {
            sent(Request::form("/_console/users/new", fields(n)))
        }),
        Construct::new("length of a search on the console", 500, |n| {
            sent(Request::get(&format!("/_console/users?q={}", "%3c".repeat(n))))
        }),
        Construct::new("length of a token on the console", 10_000, |n| {
            sent(Request::form("/_console/tokens", format!("action=look&token={}", "a.".repeat(n))))
        }),
        Construct::new("fields of a query on the console", 240, |n| {
            sent(Request::get(&format!("/_console/users?{}", fields(n))))
        }),
    ]
}

#[cfg(not(feature = "console"))]
fn console() -> Vec<Construct> {
    Vec::new()
}

fn constructs() -> Vec<Construct> {
    let all = forms().into_iter().chain(objects()).chain(graphql());
    all.chain(seeds()).chain(console()).collect()
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
