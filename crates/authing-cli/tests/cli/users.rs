//! `authing users`, as a person and as a script.

use serde_json::json;

use crate::support::World;

#[test]
fn a_user_is_created_found_changed_and_deleted() {
    let world = World::new();
    let ran = world
        .authing(&["users", "create", "--username", "alice", "--email", "alice@example.com"])
        .args(&["--set", "company=Acme", "--yes"])
        .run();
    ran.expect(0).says("username ").says("alice@example.com").says("Acme");
    ran.tells("create the user alice").tells("user pool Emulated user pool");

    let user = world.json(&["users", "get", "username:alice"]);
    let id = user["id"].as_str().unwrap();
    assert_eq!(user["company"], "Acme");
    assert_eq!(world.json(&["users", "get", id])["email"], "alice@example.com");
    assert_eq!(world.json(&["users", "find", "--email", "alice@example.com"])["id"], id);

    let changed = world.json(&[
        "users",
        "update",
        "email:alice@example.com",
        "--name",
        "张伟",
        "--clear",
        "company",
        "--set",
        "emailVerified=true",
    ]);
    assert_eq!(changed["name"], "张伟");
    assert_eq!(changed["emailVerified"], true);
    assert_eq!(changed["username"], "alice", "what is not named keeps its value");
    assert!(world.json(&["users", "get", id])["company"].is_null());

    let ran = world.authing(&["users", "list"]).run();
    ran.expect(0).says("USERNAME").says("张伟");
    world.authing(&["users", "list"]).chinese().run().expect(0).says("用户名");

    let gone = world.json_lines(&["users", "delete", id]);
    assert_eq!(gone, [json!({ "id": id, "ok": true })]);
    world.authing(&["users", "get", id]).run().expect(4);
    world.authing(&["users", "find", "--username", "alice"]).run().expect(4).tells("no user alice");
    world.authing(&["users", "get", "username:alice"]).chinese().run().expect(4).tells("不存在");
}

#[test]
fn a_password_is_made_up_and_shown_once_or_read_and_never_shown() {
    let world = World::new();
    let ran = world
        .authing(&["users", "create", "--username", "alice", "--generate-password", "--yes"])
        .run();
    let line =
        ran.expect(0).out.lines().find(|line| line.starts_with("generatedPassword")).unwrap();
    let password = line.split_whitespace().nth(1).unwrap();
    assert_eq!(password.len(), 23, "{line}");
    assert!(!ran.err.contains(password));
    world.authing(&["users", "get", "username:alice"]).run().expect(0).keeps(password);
    world.log_in("alice", password).expect(0);

    let ran = world
        .authing(&["users", "update", "username:alice", "--password-stdin", "--yes"])
        .input("canary-passw0rd\n")
        .run();
    ran.expect(0).keeps("canary-passw0rd").tells("change password of the user username:alice");
    world.log_in("alice", "canary-passw0rd").expect(0);
    world.log_in("alice", password).expect(1);

    let ran =
        world.authing(&["users", "update", "username:alice", "--password-stdin", "--yes"]).run();
    ran.expect(2).tells("Standard input has to hold the secret");
}

#[test]
fn a_password_on_the_command_line_is_refused() {
    let world = World::new();
    world.create_users(1);
    let ran = world
        .authing(&["users", "update", "username:user-0", "--set", "password=x", "--yes"])
        .run();
    ran.expect(2).tells("--password-stdin");
    let ran = world
        .authing(&["users", "update", "username:user-0", "--set", "shoe=42", "--yes"])
        .chinese()
        .run();
    ran.expect(2).tells("没有可设置的字段 `shoe`").tells("nickname");
    let ran = world
        .authing(&["users", "update", "username:user-0", "--set", "blocked=maybe", "--yes"])
        .run();
    ran.expect(2).tells("`blocked` has to be true or false");
    world
        .authing(&["users", "update", "username:user-0", "--yes"])
        .run()
        .expect(2)
        .tells("name a field");
    let ran = world
        .authing(&["users", "update", "username:user-0", "--name", "A", "--clear", "name", "--yes"])
        .run();
    ran.expect(2).tells("cannot be set and cleared at once");
}

#[test]
fn several_users_are_handled_one_after_the_other_and_those_that_fail_are_named() {
    let world = World::new();
    world.create_users(3);
    let ran = world
        .authing(&[
            "users",
            "block",
            "username:user-0",
            "username:nobody",
            "username:user-2",
            "--yes",
        ])
        .run();
    ran.expect(9).says("Blocked username:user-0.").says("Blocked username:user-2.");
    ran.tells("username:nobody: There is no user username:nobody.");
    assert_eq!(world.json(&["users", "get", "username:user-0"])["blocked"], true);
    world.json_lines(&["users", "unblock", "username:user-0"]);
    assert_eq!(world.json(&["users", "get", "username:user-0"])["blocked"], false);
    // None of them done, and all for one reason: that reason.
    world.authing(&["users", "block", "username:a", "username:b", "--yes"]).run().expect(4);
}

#[test]
fn accounts_are_suspended_activated_resigned_and_logged_out() {
    let world = World::new();
    world.create_users(1);
    let status = || world.json(&["users", "get", "username:user-0"])["status"].clone();
    world.json_lines(&["users", "suspend", "username:user-0"]);
    assert_eq!(status(), "Suspended");
    world.json_lines(&["users", "activate", "username:user-0"]);
    assert_eq!(status(), "Activated");
    let ran = world.authing(&["users", "kick", "username:user-0", "--yes"]).run();
    ran.expect(0).says("Ended the sessions of username:user-0.");
    world.json_lines(&["users", "resign", "username:user-0"]);
    assert_eq!(status(), "Resigned");
}

#[test]
fn a_list_is_searched_limited_sorted_and_shows_the_columns_that_are_asked_for() {
    let world = World::new();
    world.create_users(120);
    assert_eq!(world.json_lines(&["users", "list"]).len(), 120, "a pipe gets all");
    assert_eq!(world.json_lines(&["users", "list", "--limit", "7"]).len(), 7);
    let ran = world.authing(&["users", "list", "--limit", "60"]).run();
    assert_eq!(ran.expect(0).out.lines().count(), 61);
    ran.tells("60 of 120 shown");
    let ran =
        world.authing(&["users", "list", "--columns", "username,nobody", "--limit", "1"]).run();
    assert_eq!(ran.expect(0).out.lines().next().unwrap(), "username  nobody");
    assert!(ran.out.lines().nth(1).unwrap().ends_with("  -"), "{}", ran.out);
    let found = world.json_lines(&["users", "list", "--search", "user-11", "--in", "username"]);
    assert!(found.iter().any(|user| user["username"] == "user-11"), "{found:?}");
    let ran = world.authing(&["users", "list", "--search", "nobody-at-all"]).run();
    assert_eq!(ran.expect(0).out, "");
    ran.tells("There are none.");
    world.authing(&["users", "list", "--search", "nobody-at-all", "--quiet"]).run().keeps("none");
    let first = |order: &str| world.json_lines(&["users", "list", "--sort", order, "--limit", "1"]);
    assert_ne!(first("created-asc"), first("created-desc"));
}

#[test]
fn roles_and_groups_of_a_user_come_and_go() {
    let world = World::new();
    world.create_users(1);
    world.json(&["roles", "create", "editor"]);
    world.json(&["groups", "create", "sales", "Sales"]);
    world.json(&["users", "roles", "add", "username:user-0", "editor"]);
    world.json_lines(&["users", "groups", "add", "username:user-0", "sales"]);
    assert_eq!(world.json(&["users", "roles", "list", "username:user-0"])["code"], "editor");
    assert_eq!(world.json(&["users", "groups", "list", "username:user-0"])["code"], "sales");
    assert_eq!(world.json_lines(&["users", "list", "--role", "editor"]).len(), 1);
    world.json(&["users", "roles", "remove", "username:user-0", "editor"]);
    world.json_lines(&["users", "groups", "remove", "username:user-0", "sales"]);
    world.authing(&["users", "roles", "list", "username:user-0"]).run().expect(0).tells("none");
    world.authing(&["users", "groups", "list", "username:user-0"]).run().expect(0).tells("none");
}

#[test]
fn custom_data_keeps_the_type_that_it_is_written_in() {
    let world = World::new();
    world.create_users(1);
    for (key, kind) in [("level", "NUMBER"), ("vip", "BOOLEAN"), ("team", "STRING")] {
        let document = format!(
            "mutation {{ setUdf(targetType: USER, key: \"{key}\", dataType: {kind}, label: \"{key}\") {{ key }} }}"
        );
        world.authing(&["graphql", &document, "--yes"]).run().expect(0);
    }
    let ran = world
        .authing(&[
            "users",
            "data",
            "set",
            "username:user-0",
            "level=3",
            "vip=true",
            "team=support",
            "--yes",
        ])
        .run();
    ran.expect(0).says("Set level, vip, team of username:user-0.");
    let data = world.json(&["users", "data", "get", "username:user-0"]);
    assert_eq!(data, json!({ "level": 3, "vip": true, "team": "support" }));
    assert_eq!(world.json(&["users", "get", "username:user-0"])["customData"]["level"], 3);
    world.json_lines(&["users", "data", "remove", "username:user-0", "team"]);
    let data = world.json(&["users", "data", "get", "username:user-0"]);
    assert_eq!(data, json!({ "level": 3, "vip": true }));
}

#[test]
fn a_user_shows_policies_permissions_departments_tenants_and_second_factors() {
    let world = World::new();
    world.create_users(1);
    for command in [
        &["users", "policies", "username:user-0"][..],
        &["users", "permissions", "username:user-0"],
        &["users", "departments", "username:user-0"],
        &["users", "tenants", "username:user-0"],
    ] {
        assert_eq!(world.authing(command).run().expect(0).out, "", "{command:?}");
    }
    let status = world.json(&["users", "mfa", "show", "username:user-0"]);
    assert_eq!(status["OTP"], false);
}
