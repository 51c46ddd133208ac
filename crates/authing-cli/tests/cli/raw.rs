//! `authing graphql` and `authing rest`.

use crate::support::World;

#[test]
fn a_query_goes_out_as_it_stands_from_argument_file_and_standard_input() {
    let world = World::new();
    let document = "query ($id: String) { user(id: $id) { id } }";
    let path = world.home().join("query.graphql");
    std::fs::write(&path, document).unwrap();
    world.create_users(1);
    let id = world.json(&["users", "get", "username:user-0"])["id"].as_str().unwrap().to_owned();
    let var = format!("id={id}");
    let variables = format!("{{\"id\": \"{id}\"}}");
    for ran in [
        world.authing(&["graphql", document, "--var", &var]).run(),
        world.authing(&["graphql", "--file", path.to_str().unwrap(), "--var", &var]).run(),
        world.authing(&["graphql", "-", "--variables", &variables]).input(document).run(),
    ] {
        let data: serde_json::Value = serde_json::from_str(&ran.expect(0).out).unwrap();
        assert_eq!(data["user"]["id"], *id);
    }
    let ran = world.authing(&["graphql", "{ nothing }"]).run();
    ran.expect(1).tells("error:");
    let ran = world.authing(&["graphql", document, "--variables", "[1]"]).run();
    ran.expect(2).tells("has to be an object");
    world.authing(&["graphql", document, "--variables", "{"]).run().expect(2).tells("is not JSON");
}

#[test]
fn what_changes_something_has_to_be_confirmed() {
    let world = World::new();
    let mutation = "mutation { createGroup(code: \"a\", name: \"A\") { code } }";
    world.authing(&["graphql", mutation]).run().expect(8).tells("--yes");
    let ran =
        world.authing(&["rest", "post", "/api/v2/users/kick", "--data", "{}"]).chinese().run();
    ran.expect(8).tells("发送 POST /api/v2/users/kick");
    assert!(world.emulator.requests().is_empty());
    world.authing(&["graphql", mutation, "--yes"]).run().expect(0).says("\"code\": \"a\"");
    world.authing(&["graphql", "subscription { a }"]).run().expect(2).tells("subscription");
}

#[test]
fn a_rest_path_is_called_with_parameters_and_a_body() {
    let world = World::new();
    world.create_users(1);
    let ran = world.authing(&["rest", "get", "/api/v2/userpools/detail"]).run();
    let response: serde_json::Value = serde_json::from_str(&ran.expect(0).out).unwrap();
    assert_eq!(response["code"], 200);
    assert_eq!(response["data"]["id"], world.emulator.user_pool_id());
    let id = world.json(&["users", "get", "username:user-0"])["id"].as_str().unwrap().to_owned();
    let body = format!("{{\"userIds\": [\"{id}\"]}}");
    let path = world.home().join("body.json");
    std::fs::write(&path, &body).unwrap();
    for data in [body, format!("@{}", path.display())] {
        let ran =
            world.authing(&["rest", "POST", "/api/v2/users/kick", "--data", &data, "--yes"]).run();
        ran.expect(0).says("\"code\": 200");
    }
    for path in ["https://elsewhere.example/api", "//elsewhere.example/api", "api"] {
        world.authing(&["rest", "get", path]).run().expect(2).tells("is not a path");
    }
}
