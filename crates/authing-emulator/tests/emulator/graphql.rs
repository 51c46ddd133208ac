use std::collections::BTreeSet;

use authing_emulator::{Emulator, SchemaVersion};
use serde_json::{Value, json};

use crate::client::Client;

const SDL: &str = include_str!("../../schema/schema.graphql");

#[tokio::test]
async fn introspection_shows_every_type_of_the_schema_with_every_field() {
    let emulator = Emulator::start().await.unwrap();
    let query = "{ __schema { queryType { name } mutationType { name } types { kind name \
        fields { name args { name } type { kind name ofType { kind name ofType { kind name } } } } \
        inputFields { name } enumValues { name } } } }";
    let response = Client::app(&emulator).graphql(query, json!({})).await;
    let types = response["data"]["__schema"]["types"].as_array().unwrap();
    let names: BTreeSet<&str> = types.iter().map(|ty| ty["name"].as_str().unwrap()).collect();
    let mut current = None;
    let mut members = 0;
    for line in SDL.lines() {
        let mut words = line.split_whitespace();
        if let (Some("type" | "input" | "enum" | "scalar"), Some(name)) =
            (words.next(), words.next())
            && !line.starts_with(' ')
        {
            assert!(names.contains(name), "{name} is missing");
            current = types.iter().find(|ty| ty["name"] == name);
        } else if line.starts_with("  ") && !line.trim_start().starts_with(['"', '#']) {
            let end = line.find(['(', ':']).unwrap_or(line.len());
            let name = line[..end].trim();
            let known = ["fields", "inputFields", "enumValues"].iter().any(|kind| {
                let members = current.unwrap()[*kind].as_array();
                members.is_some_and(|members| members.iter().any(|m| m["name"] == name))
            });
            if known {
                members += 1;
            }
        }
    }
    assert!(members > 700, "only {members} members were found");
    let users =
        types.iter().find(|ty| ty["name"] == "Query").unwrap()["fields"].as_array().unwrap();
    let users = users.iter().find(|field| field["name"] == "users").unwrap();
    let ty = &users["type"];
    assert_eq!(
        (&ty["kind"], &ty["ofType"]["name"]),
        (&json!("NON_NULL"), &json!("PaginatedUsers"))
    );
}

#[tokio::test]
async fn a_single_type_is_described() {
    let emulator = Emulator::start().await.unwrap();
    let query = "{ a: __type(name: \"UserStatus\") { kind enumValues { name } } \
        b: __type(name: \"Nope\") { name } __typename }";
    let response = Client::app(&emulator).graphql(query, json!({})).await;
    assert_eq!(response["data"]["a"]["kind"], "ENUM");
    assert_eq!(response["data"]["a"]["enumValues"].as_array().unwrap().len(), 4);
    assert_eq!(response["data"]["b"], Value::Null);
    assert_eq!(response["data"]["__typename"], "Query");
}

#[tokio::test]
async fn a_business_error_is_an_object_and_null_follows_the_schema() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let not_null = app.graphql("query {\n  users { totalCount } }", json!({})).await;
    assert_eq!(
        not_null,
        json!({
            "errors": [{
                "message": { "code": 2020, "message": "尚未登录，无访问权限" },
                "locations": [{ "line": 2, "column": 3 }],
                "path": ["users"],
                "extensions": { "code": "INTERNAL_SERVER_ERROR" },
            }],
            "data": null,
        })
    );
    let nullable = app.graphql("{ me: user { id } again: __typename }", json!({})).await;
    assert_eq!(nullable["errors"][0]["path"], json!(["me"]));
    assert_eq!(nullable["data"], json!({ "me": null, "again": "Query" }));
}

#[tokio::test]
async fn wrong_documents_and_variables_are_refused_with_plain_messages() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let cases = [
        ("{ users { nope } }", json!({})),
        ("{ users { totalCount ", json!({})),
        ("query($p: Int) { users(page: $p) { totalCount } }", json!({ "p": "one" })),
        ("query($i: [String!]!) { userBatch(ids: $i) { id } }", json!({})),
        ("query($i: [String!]!) { userBatch(ids: $i) { id } }", json!({ "i": [null] })),
        ("mutation { sendEmail(email: \"a@b.c\", scene: NOPE) { code } }", json!({})),
        (
            "mutation($s: EmailScene!) { sendEmail(email: \"a@b.c\", scene: $s) { code } }",
            json!({ "s": "NOPE" }),
        ),
        (
            "mutation($i: UpdateUserInput!) { updateUser(input: $i) { id } }",
            json!({ "i": { "nope": 1 } }),
        ),
        ("{ ...F } fragment F on Query { ...F }", json!({})),
        ("query A { __typename } query B { __typename }", json!({})),
    ];
    for (query, variables) in cases {
        let response = admin.graphql(query, variables).await;
        assert!(response["errors"][0]["message"].is_string(), "{query}: {response}");
        assert!(response.get("data").is_none(), "{query}: {response}");
    }
}

#[tokio::test]
async fn a_single_value_stands_for_a_list_of_one() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let query = "query($ids: [String!]!) { userBatch(ids: $ids) { id } }";
    let found = admin.op("userBatch", query, json!({ "ids": bob["id"] })).await.unwrap();
    assert_eq!(found, json!([{ "id": bob["id"] }]));
}

#[tokio::test]
async fn fragments_aliases_and_directives_work() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    admin.create_user(json!({ "username": "bob", "nickname": "B" })).await.unwrap();
    let query = "query($no: Boolean!) { page: users { ...P } } \
        fragment P on PaginatedUsers { list { name: username ... on User { nickname } \
        email @include(if: $no) phone @skip(if: true) } list { __typename } }";
    let response = admin.graphql(query, json!({ "no": false })).await;
    let expected = json!({ "name": "bob", "nickname": "B", "__typename": "User" });
    assert_eq!(response["data"]["page"]["list"], json!([expected]));
}

#[tokio::test]
async fn what_is_not_emulated_is_refused_by_name() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let failure = admin.op("templateCode", "{ templateCode }", json!({})).await.unwrap_err();
    assert_eq!(failure.code, 501);
    assert!(failure.message.contains("Query.templateCode"), "{}", failure.message);
    for (method, path) in
        [("GET", "/api/v2/nope"), ("DELETE", "/api/v2/users/me"), ("POST", "/api/v3/nope")]
    {
        let response = admin.request(method, path).send().await.unwrap();
        assert_eq!(response.status(), 501);
        let body: Value = response.json().await.unwrap();
        assert!(body["message"].as_str().unwrap().contains(path), "{body}");
        let code = body.get("code").or(body.get("statusCode")).unwrap();
        assert_eq!(*code, 501);
    }
}

#[tokio::test]
async fn requests_that_name_no_pool_or_a_wrong_one_are_told_so() {
    let emulator = Emulator::start().await.unwrap();
    let ask = async |header: Option<(&str, &str)>| {
        let mut request = reqwest::Client::new().post(format!("{}/graphql/v2", emulator.url()));
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let body = json!({ "query": "{ isUserExists(username: \"bob\") }" });
        let response: Value = request.json(&body).send().await.unwrap().json().await.unwrap();
        response["errors"][0]["message"]["code"].as_i64()
    };
    assert_eq!(ask(None).await, Some(2101));
    assert_eq!(ask(Some(("x-authing-app-id", "nope"))).await, Some(2011));
    assert_eq!(ask(Some(("x-authing-userpool-id", "nope"))).await, Some(2224));
    assert_eq!(ask(Some(("x-authing-app-id", emulator.app_id()))).await, None);
}

#[tokio::test]
async fn a_body_that_is_not_json_is_a_bad_request() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let response = admin.request("POST", "/graphql/v2").body("{").send().await.unwrap();
    assert_eq!(response.status(), 400);
    let response = admin.request("POST", "/api/v2/users/kick").body("{").send().await.unwrap();
    assert_eq!(response.status(), 400);
    let missing = admin.rest("POST", "/api/v2/users/kick", json!({})).await.unwrap_err();
    assert_eq!(missing.code, 2231);
}

/// What the server says to a whole operation.
async fn refusal(emulator: &Emulator, query: &str, variables: Value) -> (u64, String) {
    let url = format!("{}/graphql/v2", emulator.url());
    let body = json!({"query": query, "variables": variables}).to_string();
    let response = reqwest::Client::new()
        .post(url)
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16().into();
    let text = response.text().await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap();
    (status, body["errors"][0]["message"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn an_older_schema_refuses_whole_operations_in_a_servers_words() {
    let older = Emulator::builder().schema(SchemaVersion::Older).start().await.unwrap();
    let users = "query ($p: Int) { users(page: $p) { list { id mainDepartmentId } } }";
    assert_eq!(
        refusal(&older, users, json!({})).await,
        (400, r#"Cannot query field "mainDepartmentId" on type "User"."#.to_owned())
    );
    let check = r#"{ checkPassword(password: "x") { code } }"#;
    assert_eq!(
        refusal(&older, check, json!({})).await,
        (400, r#"Cannot query field "checkPassword" on type "Query"."#.to_owned())
    );
    let update = "mutation ($i: UpdateUserInput!) { updateUser(id: \"u\", input: $i) { id } }";
    assert_eq!(
        refusal(&older, update, json!({"i": {"mainDepartmentId": "d"}})).await,
        (
            400,
            "Variable \"$i\" got invalid value {\"mainDepartmentId\":\"d\"}; Field \
             \"mainDepartmentId\" is not defined by type \"UpdateUserInput\"."
                .to_owned()
        )
    );

    let oldest = Emulator::builder().schema(SchemaVersion::Oldest).start().await.unwrap();
    let find = r#"{ findUser(email: "a", identity: {provider: "p"}) { id } }"#;
    assert_eq!(
        refusal(&oldest, find, json!({})).await,
        (400, r#"Unknown argument "identity" on field "Query.findUser"."#.to_owned())
    );
    let find =
        "query ($i: FindUserByIdentityInput) { findUser(email: \"a\", identity: $i) { id } }";
    let (status, text) = refusal(&oldest, find, json!({})).await;
    assert!(status == 400 && text.starts_with("Unknown"), "{text}");
}

#[tokio::test]
async fn what_is_to_be_left_out_of_the_schema_must_be_there() {
    for name in ["User.nothing", "Nothing", "Query.users(nothing)", "Query.users(page"] {
        let error = Emulator::builder().schema_without([name]).start().await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&format!("there is no `{name}` to leave out")), "{text}");
    }
    let without = Emulator::builder().schema_without(["User.nickname"]).start().await.unwrap();
    let (_, text) = refusal(&without, "{ users { list { nickname } } }", json!({})).await;
    assert_eq!(text, r#"Cannot query field "nickname" on type "User"."#);
}
