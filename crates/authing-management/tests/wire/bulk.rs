//! Files of users and departments where a response holds something that nobody can read.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_management::{
    Credentials, ErrorKind, ManagementClient, UserIdField,
    bulk::{Existing, Export, ExportUsers, Format, ImportMembers, ImportUsers, MatchKey},
};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde_json::{Value, json};

use crate::common::{data, user};

/// A client whose server returns for each operation what a test says, and what was sent.
fn server(
    answer: impl Fn(&str, &Value) -> Value + Send + Sync + 'static,
) -> (ManagementClient, ScriptedTransport) {
    let server = ScriptedTransport::new(move |_, request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let query = body["query"].as_str().unwrap();
        let (_, selection) = query.split_once('{').unwrap();
        let operation = selection.split(['(', '{']).next().unwrap();
        let body = answer(operation, &body["variables"]).to_string();
        Ok(HttpResponse::new(StatusCode::OK, body))
    });
    let client = ManagementClient::builder("pool", Credentials::AccessToken("admin-token".into()))
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap();
    (client, server)
}

fn named(name: &str) -> Value {
    let mut user = user();
    user["id"] = name.into();
    user["username"] = name.into();
    user
}

/// What an export wrote, and the text of the error at its end.
async fn written(export: &mut Export) -> (String, Option<String>) {
    let (mut file, mut failed) = (Vec::new(), None);
    while let Some(piece) = export.next().await {
        assert!(failed.is_none(), "nothing comes after an error");
        match piece {
            Ok(piece) => file.extend(piece),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Decode);
                failed = Some(error.to_string());
            }
        }
    }
    (String::from_utf8(file).unwrap(), failed)
}

#[tokio::test]
async fn an_export_without_a_user_that_nobody_could_read_says_so_behind_all_others() {
    for format in [Format::Csv, Format::JsonLines] {
        let (client, _) = server(|operation, variables| match operation {
            "udf" => data("udf", json!([])),
            _ => {
                let first = variables["page"] == 1;
                let mut list: Vec<_> = (0..200).map(|n| named(&format!("u{n}"))).collect();
                if first {
                    list[7]["id"] = 7.into();
                    list[9]["loginsCount"] = "canary".into();
                    list[11]["identities"] = json!([{"openid": {"canary": 1}}]);
                } else {
                    list = vec![named("last"), json!("canary")];
                }
                data("users", json!({"totalCount": 202, "list": list}))
            }
        });
        let mut export = client.users().export(ExportUsers::new(format));
        let (file, failed) = written(&mut export).await;
        let header = usize::from(format == Format::Csv);
        assert_eq!(file.lines().count(), 200 + header, "all others are there");
        assert!(file.lines().last().unwrap().contains("last"));
        let failed = failed.unwrap();
        assert!(failed.starts_with("2 are missing from the file"), "{failed}");
        assert!(failed.contains("data.users.list[7]") && !failed.contains("canary"), "{failed}");
        let told: Vec<_> = export.set_aside().iter().map(|part| part.path.as_str()).collect();
        assert!(told.contains(&"data.users.list[9].loginsCount"), "{told:?}");
        assert!(told.contains(&"data.users.list[1]"), "{told:?}");
    }
}

#[tokio::test]
async fn an_export_that_lacks_a_value_is_whole() {
    let (client, _) = server(|_, _| {
        let mut bob = named("bob");
        bob["loginsCount"] = "canary".into();
        bob["identities"] = json!([{"openid": {"canary": 1}}, "canary"]);
        data("users", json!({"totalCount": 1, "list": [bob]}))
    });
    let mut export = client.users().export(ExportUsers::new(Format::JsonLines));
    let (file, failed) = written(&mut export).await;
    assert_eq!((file.lines().count(), failed), (1, None));
    assert!(!export.set_aside().is_empty());
    assert!(!format!("{export:?}").contains("canary"));
}

fn node(id: &str, path: &[&str]) -> Value {
    json!({
        "id": id, "code": id, "name": id, "path": path, "codePath": path, "namePath": path,
        "children": []
    })
}

#[tokio::test]
async fn an_export_of_departments_tells_what_it_cannot_place() {
    let org = || {
        let mut odd = node("odd", &["root", "odd"]);
        odd["name"] = Value::Null;
        let nodes = [
            node("root", &["root"]),
            node("a", &["root", "a"]),
            odd,
            node("below", &["root", "odd", "below"]),
            node("deep", &["root", "odd", "below", "deep"]),
            node("nowhere", &[]),
        ];
        json!({"id": "o", "rootNode": node("root", &["root"]), "nodes": nodes})
    };
    let (client, sent) = server(move |operation, _| match operation {
        "org" => data("org", org()),
        _ => data("nodeById", json!({"users": {"totalCount": 1, "list": [named("bob")]}})),
    });
    let mut export = client.orgs().export_nodes("o", Format::Csv);
    let (file, failed) = written(&mut export).await;
    assert_eq!(file.lines().count(), 2, "{file}");
    let failed = failed.unwrap();
    assert!(failed.starts_with("4 are missing from the file"), "{failed}");
    let told: Vec<_> = export.set_aside().iter().map(|part| part.path.as_str()).collect();
    assert_eq!(told.len(), 4);
    for lost in ["2", "below", "deep", "nowhere"] {
        assert!(told.contains(&&*format!("data.org.nodes[{lost}]")), "{told:?}");
    }

    // Whose members are known with their department, wherever that is.
    let mut export = client.orgs().export_members("o", Format::JsonLines);
    let (file, failed) = written(&mut export).await;
    assert!(failed.unwrap().starts_with("one is missing from the file"));
    let codes: Vec<_> = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["nodeCode"].take())
        .collect();
    assert_eq!(codes, [Value::Null, "a".into(), "below".into(), "deep".into(), "nowhere".into()]);
    assert_eq!(sent.requests().len(), 2 + codes.len());
}

#[tokio::test]
async fn an_account_that_nobody_can_read_is_not_nobody() {
    for odd in [json!({"id": 7, "username": "boss"}), {
        let mut boss = named("boss");
        boss["phone"] = json!({"canary": 1});
        boss
    }] {
        let answer = move |operation: &str, variables: &Value| match operation {
            "udf" => data("udf", json!([])),
            "userBatch" => {
                let asked = variables["ids"].as_array().unwrap();
                let list: Vec<_> = [("boss", &odd), ("ann", &named("ann")), ("new", &Value::Null)]
                    .into_iter()
                    .filter(|(name, _)| asked.contains(&json!(name)))
                    .map(|(_, user)| user.clone())
                    .collect();
                data("userBatch", list.into())
            }
            "createUser" => data("createUser", named("new")),
            "updateUser" => data("updateUser", named("ann")),
            other => panic!("{other}"),
        };
        let (client, sent) = server(answer);
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = told.clone();
        let request = ImportUsers::new(Format::Csv, MatchKey::Username)
            .existing(Existing::Update)
            .on_rejected(move |row| {
                heard.lock().unwrap().push((row.row(), row.error().to_string()));
            });
        let file = "username,nickname\nboss,B\nann,A\nnew,N\n";
        let blocks = stream::iter([Ok::<_, Infallible>(file.as_bytes())]);
        let report = client.users().import(request, blocks).await.unwrap();
        assert_eq!((report.created, report.updated, report.rejected), (1, 1, 1));
        let told = told.lock().unwrap();
        assert_eq!(told[0].0, 1);
        assert!(told[0].1.starts_with("somebody may have one of its names"), "{told:?}");
        assert!(!told[0].1.contains("canary"), "{told:?}");
        let sent: String = sent
            .requests()
            .iter()
            .map(|one| String::from_utf8_lossy(&one.body).into_owned())
            .collect();
        assert!(!sent.contains("\"nickname\":\"B\""), "nobody gets what row 1 says");
    }
}

#[tokio::test]
async fn a_server_that_cannot_look_accounts_up_ends_the_import_at_once() {
    let refusal = r#"Cannot query field "phoneCountryCode" on type "User"."#;
    let (client, sent) = server(move |operation, _| match operation {
        "udf" => data("udf", json!([])),
        _ => json!({"errors": [{"message": refusal}], "data": null}),
    });
    let file = "{\"username\": \"a\"}\n".repeat(500);
    let blocks = stream::iter([Ok::<_, Infallible>(file.into_bytes())]);
    let request = ImportUsers::new(Format::JsonLines, MatchKey::Username).concurrency(1);
    let failed = client.users().import(request, blocks).await.unwrap_err();
    assert_eq!((failed.report().rows, failed.report().next_row), (0, 1));
    let told = failed.error().to_string();
    assert!(told.contains("the server's `User` has no field `phoneCountryCode`"), "{told}");
    assert!(sent.requests().len() < 10, "{}", sent.requests().len());
}

#[tokio::test]
async fn of_two_users_with_one_number_none_becomes_a_member() {
    let phones = [("a", "13800000001"), ("b", "+8613800000001"), ("c", "13800000003")];
    let answer = move |operation: &str, variables: &Value| match operation {
        "rootNode" => data("rootNode", node("root", &["root"])),
        "userBatch" => {
            let asked = variables["ids"].as_array().unwrap();
            let found = phones.iter().filter(|(_, phone)| asked.contains(&json!(phone)));
            let users: Vec<_> = found
                .map(|(name, phone)| {
                    let mut user = named(name);
                    user["phone"] = (*phone).into();
                    user
                })
                .collect();
            data("userBatch", users.into())
        }
        "addMember" => data("addMember", node("root", &["root"])),
        other => panic!("{other}"),
    };
    let (client, sent) = server(answer);
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = told.clone();
    let request = ImportMembers::new(Format::Csv, UserIdField::Phone)
        .on_rejected(move |row| heard.lock().unwrap().push(row.error().to_string()));
    let file = "phone\n138-0000-0001\n +86 138 0000 0003 \n13800000009\n";
    let blocks = stream::iter([Ok::<_, Infallible>(file.as_bytes())]);
    let report = client.orgs().import_members("o", request, blocks).await.unwrap();
    assert_eq!((report.created, report.rejected), (1, 2));
    assert_eq!(
        *told.lock().unwrap(),
        ["there are several users with this `phone`", "there is no user with this `phone`"]
    );
    let added: Vec<_> = sent
        .requests()
        .iter()
        .filter_map(|one| {
            let body: Value = serde_json::from_slice(&one.body).unwrap();
            body["query"]
                .as_str()?
                .starts_with("mutation")
                .then(|| body["variables"]["userIds"].clone())
        })
        .collect();
    assert_eq!(added, [json!(["c"])]);
}
