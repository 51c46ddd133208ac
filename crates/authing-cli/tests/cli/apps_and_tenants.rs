//! `authing apps` and `authing tenants`.

use crate::support::World;

#[test]
fn an_applications_secret_is_masked_unless_it_is_asked_for() {
    let world = World::new();
    let (id, secret) = (world.emulator.app_id(), world.emulator.app_secret());
    world.authing(&["apps", "get", id]).run().expect(0).keeps(secret).says("[redacted]");
    world.authing(&["apps", "get", id, "--json"]).run().expect(0).keeps(secret);
    world.authing(&["apps", "list", "--json"]).run().expect(0).keeps(secret);
    let app = world.json(&["apps", "get", id, "--show-secret"]);
    assert_eq!(app["secret"], secret);
}

#[test]
fn an_application_is_created_changed_opened_and_deleted() {
    let world = World::new();
    world.create_users(1);
    let app = world.json(&[
        "apps",
        "create",
        "Shop",
        "--identifier",
        "shop",
        "--redirect-uri",
        "https://shop.example.com/a",
    ]);
    let id = app["id"].as_str().unwrap();
    let ran = world.authing(&["apps", "update", id, "--description", "Sells", "--yes"]).run();
    ran.expect(0).says("Sells").tells("change the application");
    let app = world.json(&["apps", "update", id, "--register-disabled", "true"]);
    assert_eq!(app["registerDisabled"], true);
    assert_eq!(app["name"], "Shop");
    world.json(&["apps", "update", id, "--clear-description"]);
    assert!(
        world.json(&["apps", "get", id])["description"].as_str().unwrap_or_default().is_empty()
    );
    world.authing(&["apps", "update", id, "--yes"]).run().expect(2);

    world.json_lines(&["apps", "access", "allow", id, "user:username:user-0"]);
    let ran = world.authing(&["apps", "access", "list", id]).run();
    ran.expect(0).says("ALLOW").says("USER");
    world.json_lines(&["apps", "access", "remove", id, "user:username:user-0"]);
    world.authing(&["apps", "access", "list", id]).run().expect(0).tells("There are none.");

    let ran = world.authing(&["apps", "delete", id, "--yes"]).chinese().run();
    ran.expect(0).says("已删除").tells("1 个应用");
    world.authing(&["apps", "get", id]).run().expect(4);
}

#[test]
fn a_tenant_is_created_changed_filled_and_deleted() {
    let world = World::new();
    world.create_users(1);
    let app = world.emulator.app_id();
    let tenant = world.json(&["tenants", "create", "Acme", "--app", app]);
    let id = tenant["id"].as_str().unwrap();
    let tenant = world.json(&["tenants", "update", id, "--description", "A customer"]);
    assert_eq!(
        (tenant["name"].as_str(), tenant["description"].as_str()),
        (Some("Acme"), Some("A customer"))
    );
    world.json(&["tenants", "members", "add", id, "username:user-0"]);
    let ran = world.authing(&["tenants", "members", "list", id]).run();
    ran.expect(0).says("user-0");
    assert_eq!(world.json(&["users", "tenants", "username:user-0"])["id"], id);
    world.json_lines(&["tenants", "members", "remove", id, "username:user-0"]);
    assert_eq!(world.json_lines(&["tenants", "members", "list", id]).len(), 0);
    assert_eq!(world.json_lines(&["tenants", "list"]).len(), 1);
    world.json_lines(&["tenants", "delete", id]);
    assert_eq!(world.json_lines(&["tenants", "list"]).len(), 0);
}
