//! Organisations as files have them, and users of other systems.

use std::fs;

use serde_json::{Value, json};

use crate::support::World;

fn file(world: &World, name: &str, text: &str) -> String {
    let path = world.home().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn org(world: &World) -> String {
    let org = world.json(&["orgs", "create", "Acme", "--code", "acme"]);
    org["id"].as_str().unwrap().to_owned()
}

const FIRST: &str = "code,parentCode,name\nrd,,研发\nbackend,rd,后端\nsales,,销售\n";

#[test]
fn a_sync_is_shown_as_what_it_would_do_in_both_languages() {
    let world = World::new();
    let org = org(&world);
    let path = file(&world, "departments.csv", FIRST);
    let sync = ["orgs", "sync", &path, "--org", &org, "--dry-run"];
    let ran = world.authing(&sync).run();
    ran.expect(0).says("+  研发/后端  created").says("        3  departments created");
    world.authing(&sync).chinese().run().expect(0).says("+  研发/后端  新建").says("3  新建部门");
    let plan = world.authing(&sync).args(&["--json"]).run();
    let plan: Value = serde_json::from_str(&plan.expect(0).out).unwrap();
    assert_eq!(plan["created"].as_array().unwrap().len(), 3);
    assert_eq!(world.emulator.count_operation("addNodeV2"), 0);
}

#[test]
fn a_sync_moves_renames_and_removes_what_the_file_says() {
    let world = World::new();
    let org = org(&world);
    let path = file(&world, "departments.csv", FIRST);
    let sync = ["orgs", "sync", &path, "--org", &org];
    let ran = world.authing(&sync).run();
    ran.expect(8).says("研发/后端").tells("Nothing was changed");
    world.authing(&sync).args(&["--yes"]).run().expect(0).says("        3  done");
    world.authing(&sync).run().expect(0).tells("There is nothing to do.");

    fs::write(&path, "code,parentCode,name\nrd,,研发中心\nbackend,,后端\n").unwrap();
    let ran = world.authing(&sync).args(&["--dry-run"]).run();
    ran.expect(0).says("name: 研发 → 研发中心").says("moved: ").tells("--prune removes them");
    world.authing(&sync).args(&["--dry-run"]).chinese().run().expect(0).says("移动:");
    let plan = world.home().join("plan.json").to_str().unwrap().to_owned();
    let keep = ["--prune", "--plan-out", &plan];
    world.authing(&sync).args(&keep).run().expect(0).tells("--apply");
    world.authing(&["orgs", "sync", "--apply", &plan, "--yes"]).run().expect(0);
    let nodes = world.json_lines(&["orgs", "nodes", "list", &org]);
    let mut names: Vec<_> = nodes.iter().map(|node| node["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Acme", "后端", "研发中心"]);
    // What is done is not done again.
    world.authing(&["orgs", "sync", "--apply", &plan, "--yes"]).run().expect(0);

    let ran = world.authing(&["orgs", "export", &org]).run();
    ran.expect(0).says("backend").says("研发中心");
}

#[test]
fn members_join_and_leave_as_the_file_of_people_says() {
    let world = World::new();
    let org = org(&world);
    let people = file(&world, "people.csv", "username\nalice\nbob\n");
    world.authing(&["users", "import", &people, "--match", "username", "--yes"]).run().expect(0);
    let departments = file(&world, "departments.csv", FIRST);
    let members =
        file(&world, "members.csv", "用户,部门\nalice,rd;sales\nbob,backend\nnobody,rd\n");
    let sync = ["orgs", "sync", &departments, "--org", &org, "--members", &members];
    let more = ["--user-key", "username", "--members-map", "用户=username"];
    let ran = world.authing(&sync).args(&more).args(&["--yes"]).run();
    ran.expect(0).says("join: alice").tells("Row 3: nobody in the user pool is nobody.");
    let ran = world.authing(&["orgs", "export", &org, "--members", "username"]).run();
    assert_eq!(ran.expect(0).out.matches("alice").count(), 1, "{}", ran.out);
    ran.says("bob");

    fs::write(&members, "用户,部门\nalice,rd\n").unwrap();
    let ran = world.authing(&sync).args(&more).args(&["--yes", "--prune"]).run();
    ran.expect(0).says("leave: alice").says("leave: bob");
}

#[test]
fn a_file_that_contradicts_itself_is_refused_with_row_and_column() {
    let world = World::new();
    let org = org(&world);
    let cycle = file(&world, "cycle.csv", "code,parentCode,name\na,b,A\nb,a,B\n");
    let ran = world.authing(&["orgs", "sync", &cycle, "--org", &org, "--yes"]).run();
    ran.expect(3).tells("cycle.csv cannot be used").tells("row 1").tells("parentCode");
    world.authing(&["orgs", "sync", "none.csv", "--org", &org]).run().expect(3);
    let no_plan = file(&world, "plan.json", "{\"a\":1}");
    let ran = world.authing(&["orgs", "sync", "--apply", &no_plan]).run();
    ran.expect(3).tells("A plan is what --plan-out has written.");
    assert_eq!(world.json_lines(&["orgs", "nodes", "list", &org]).len(), 1);
}

#[test]
fn users_of_another_system_are_previewed_and_what_stays_behind_is_told() {
    let world = World::new();
    let users = json!([
        {"user_id": "auth0|1", "email": "alice@example.com", "email_verified": true, "name": "Alice",
         "blocked": false, "app_metadata": {"plan": "gold"}},
        {"user_id": "auth0|2", "email": "bob@example.com"},
    ]);
    let path = file(&world, "users.json", &users.to_string());
    let ran = world.authing(&["migrate", "auth0", &path, "--dry-run"]).run();
    ran.expect(0).says("It would be so:").says("        2  created").says("What stays behind:");
    assert_eq!(world.emulator.count_operation("createUser"), 0);
    world.authing(&["migrate", "auth0", &path]).run().expect(8).says("        2  created");
    assert_eq!(world.emulator.count_operation("createUser"), 0);
    let ran = world.authing(&["migrate", "auth0", &path, "--yes"]).chinese().run();
    ran.expect(0).says("迁移结果:").says("无法迁移的内容:");
    let found = world.json(&["users", "find", "--external-id", "auth0|1"]);
    assert_eq!(found["email"], "alice@example.com");
    // Again nothing is made twice.
    world.authing(&["migrate", "auth0", &path, "--yes"]).run().expect(9).tells("Row 1");
    let again = ["migrate", "auth0", &path, "--yes", "--existing", "update", "--json"];
    let ran = world.authing(&again).run();
    let report: Value = serde_json::from_str(ran.expect(0).out.lines().last().unwrap()).unwrap();
    assert_eq!((&report["report"]["created"], &report["report"]["rows"]), (&json!(0), &json!(2)));
}

#[test]
fn a_table_of_any_system_is_mapped() {
    let world = World::new();
    let path = file(&world, "members.csv", "member_no,mail\n7,alice@example.com\n");
    let map = ["--map", "member_no=externalId", "--map", "mail=email"];
    world.authing(&["migrate", "csv", &path, "--yes"]).args(&map).run().expect(0);
    assert_eq!(world.json(&["users", "find", "--email", "alice@example.com"])["externalId"], "7");
    world.authing(&["migrate", "keycloak", "none.json"]).run().expect(3).tells("There is no file");
    world.authing(&["migrate", "keycloak", "-"]).run().expect(2).tells("read twice");
    let bad = file(&world, "bad.json", "{\"users\": [");
    world.authing(&["migrate", "keycloak", &bad]).run().expect(3).tells("bad.json cannot be read");
}
