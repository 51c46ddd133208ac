//! `authing policies`: what they say, who they are for, and what they decide.

use crate::support::World;

#[test]
fn a_policy_decides_what_a_user_may_do_and_the_exit_code_tells() {
    let world = World::new();
    world.create_users(1);
    world.json(&["roles", "create", "editor"]);
    world.json(&["users", "roles", "add", "username:user-0", "editor"]);
    let policy = world.json(&[
        "policies",
        "create",
        "books",
        "--allow",
        "book:*=book:read,book:edit",
        "--deny",
        "book:9=book:*",
    ]);
    assert_eq!(policy["statements"].as_array().unwrap().len(), 2);
    let check = |resource: &str, action: &str| {
        world.authing(&["policies", "check", "username:user-0", resource, action]).run()
    };
    check("book:1", "book:read").expect(10).says("No: username:user-0 may not book:read");
    let ran = world.authing(&["policies", "attach", "books", "role:editor", "--yes"]).run();
    ran.expect(0).says("Attached to role:editor.").tells("attach the policy books to role:editor");
    check("book:1", "book:read").expect(0).says("Yes: username:user-0 may book:read on book:1.");
    check("book:9", "book:read").expect(10);
    let ran = world
        .authing(&["policies", "check", "username:user-0", "book:1", "book:read", "--json"])
        .run();
    ran.expect(0).says("\"allowed\":true");

    let attached = world.json(&["policies", "assignments", "books"]);
    assert_eq!(attached["targetIdentifier"], "editor");
    assert_eq!(world.json(&["roles", "policies", "list", "editor"])["code"], "books");
    let rights = world.json_lines(&["roles", "permissions", "editor"]);
    assert!(rights.iter().any(|right| right["code"] == "book:*"), "{rights:?}");

    world.json_lines(&["policies", "detach", "books", "role:editor"]);
    check("book:1", "book:read").expect(10);
    world.json(&["roles", "policies", "add", "editor", "books"]);
    check("book:1", "book:read").expect(0);
    world.json(&["roles", "policies", "remove", "editor", "books"]);
    check("book:1", "book:read").expect(10);
    world.json_lines(&["policies", "attach", "books", "user:username:user-0"]);
    check("book:1", "book:read").expect(0);
    assert_eq!(world.json(&["users", "policies", "username:user-0"])["code"], "books");
}

#[test]
fn statements_come_from_a_file_and_what_is_wrong_with_it_has_its_place() {
    let world = World::new();
    let path = world.home().join("statements.json");
    std::fs::write(
        &path,
        r#"[{ "resource": "book:*", "actions": ["book:read"], "effect": "ALLOW" }]"#,
    )
    .unwrap();
    let path = path.to_str().unwrap();
    world.json(&["policies", "create", "books", "--statements", path]);
    let policy = world.json(&["policies", "get", "books"]);
    assert_eq!(policy["statements"][0]["resource"], "book:*");
    world.json(&["policies", "update", "books", "--description", "Books"]);
    let policy = world.json(&["policies", "get", "books"]);
    assert_eq!(policy["statements"].as_array().unwrap().len(), 1, "they are kept");
    let ran = world
        .authing(&["policies", "update", "books", "--statements", "-", "--yes"])
        .input("[\n{ \"resource\": }")
        .run();
    ran.expect(3).tells("line 2, column 15");
    let ran =
        world.authing(&["policies", "create", "x", "--statements", "/nowhere.json", "--yes"]).run();
    ran.expect(3).tells("There is no file /nowhere.json.");
    let home = world.home().to_str().unwrap();
    let ran =
        world.authing(&["policies", "create", "x", "--statements", home, "--yes"]).chinese().run();
    ran.expect(3).tells("是文件夹,不是文件");
    world.authing(&["policies", "create", "x", "--yes"]).run().expect(2).tells("needs a statement");
    world
        .authing(&["policies", "create", "x", "--allow", "book", "--yes"])
        .run()
        .expect(2)
        .tells("RESOURCE=ACTION");
    let ran = world.authing(&["policies", "attach", "books", "editor", "--yes"]).run();
    ran.expect(2).tells("`editor` does not say what it is");
    assert!(world.json_lines(&["policies", "list", "--exclude-default"]).len() == 1);
    world.json_lines(&["policies", "delete", "books"]);
}
