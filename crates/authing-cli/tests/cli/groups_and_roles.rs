//! `authing groups` and `authing roles`.

use serde_json::json;

use crate::support::World;

#[test]
fn a_group_is_created_changed_filled_and_deleted() {
    let world = World::new();
    world.create_users(2);
    let ran = world.authing(&["groups", "create", "sales", "Sales", "--yes"]).run();
    ran.expect(0).says("code       sales").tells("create the group sales");
    let changed = world.json(&["groups", "update", "sales", "--description", "They sell"]);
    assert_eq!((&changed["name"], &changed["description"]), (&json!("Sales"), &json!("They sell")));
    let ran = world
        .authing(&[
            "groups",
            "members",
            "add",
            "sales",
            "username:user-0",
            "username:user-1",
            "--yes",
        ])
        .chinese()
        .run();
    ran.expect(0).says("已将 2 个用户(username:user-0, username:user-1)加入 sales。");
    assert_eq!(world.json_lines(&["groups", "members", "list", "sales"]).len(), 2);
    assert_eq!(world.json_lines(&["groups", "list", "--user", "username:user-0"]).len(), 1);
    world.json(&["groups", "members", "remove", "sales", "username:user-0"]);
    let left = world.json(&["groups", "members", "list", "sales"]);
    assert_eq!(left["username"], "user-1");
    world.authing(&["groups", "update", "sales", "--yes"]).run().expect(2).tells("name a field");
    world.authing(&["groups", "permissions", "sales"]).run().expect(0);
    world.json_lines(&["groups", "delete", "sales"]);
    world.authing(&["groups", "list"]).run().expect(0).tells("There are none.");
}

#[test]
fn a_role_is_created_changed_given_and_deleted() {
    let world = World::new();
    world.create_users(1);
    world.json(&["roles", "create", "staff"]);
    let role =
        world.json(&["roles", "create", "editor", "--description", "Edits", "--parent", "staff"]);
    assert_eq!(role["description"], "Edits");
    let role = world.json(&["roles", "update", "editor", "--description", "Edits books"]);
    assert_eq!(role["description"], "Edits books");
    world.json(&["roles", "members", "add", "editor", "username:user-0"]);
    assert_eq!(world.json(&["roles", "members", "list", "editor"])["username"], "user-0");
    let ran =
        world.authing(&["roles", "members", "remove", "editor", "username:user-0", "--yes"]).run();
    ran.expect(0).says("Took the role editor from 1 user (username:user-0).");
    assert_eq!(world.json_lines(&["roles", "list", "--sort", "created-asc"]).len(), 2);
    world.authing(&["roles", "list"]).chinese().run().expect(0).says("权限空间");
    let gone = world.json_lines(&["roles", "delete", "editor", "staff"]);
    assert_eq!(gone.len(), 2);
}
