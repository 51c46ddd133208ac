//! `authing orgs`.

use crate::support::World;

#[test]
fn an_organisation_grows_moves_and_is_drawn() {
    let world = World::new();
    world.create_users(2);
    let org = world.json(&["orgs", "create", "Acme", "--code", "acme"]);
    let org = org["id"].as_str().unwrap().to_owned();
    let add = |arguments: &[&str]| {
        let node = world.json(&[&["orgs", "nodes", "add", &*org], arguments].concat());
        node["id"].as_str().unwrap().to_owned()
    };
    let engineering = add(&["研发部", "--code", "rd"]);
    let backend = add(&["Backend", "--parent", &engineering]);
    let sales = add(&["Sales"]);

    let ran = world.authing(&["orgs", "tree", &org]).run();
    let shown: Vec<_> =
        ran.expect(0).out.lines().map(|line| line.rsplit_once("  ").unwrap().0).collect();
    assert_eq!(shown, ["Acme [acme]", "├─ 研发部 [rd]", "│  └─ Backend", "└─ Sales"]);
    let lines = world.json_lines(&["orgs", "tree", &org]);
    let depths: Vec<_> = lines.iter().map(|node| node["depth"].as_u64().unwrap()).collect();
    assert_eq!(depths, [0, 1, 2, 1]);

    world.json(&["orgs", "nodes", "move", &org, &backend, "--to", &sales]);
    let ran = world.authing(&["orgs", "tree", &org]).run();
    ran.expect(0).says("   └─ Backend");
    let node = world.json(&["orgs", "nodes", "update", &sales, "--name", "Verkauf"]);
    assert_eq!(node["name"], "Verkauf");
    assert_eq!(world.json(&["orgs", "nodes", "get", &sales])["name"], "Verkauf");
    assert_eq!(world.json(&["orgs", "nodes", "search", "Verk"])["id"], sales);
    assert_eq!(world.json(&["orgs", "nodes", "list", &org, "--parent", &sales])["id"], backend);
    assert_eq!(world.json_lines(&["orgs", "nodes", "list", &org]).len(), 4);

    world.json(&["orgs", "members", "add", &backend, "username:user-0"]);
    assert_eq!(world.json_lines(&["orgs", "members", "list", &sales]).len(), 0);
    assert_eq!(world.json_lines(&["orgs", "members", "list", &sales, "--recursive"]).len(), 1);
    let departments = world.json(&["users", "departments", "username:user-0"]);
    assert_eq!(departments["department"]["name"], "Backend");
    world.json(&["orgs", "members", "remove", &backend, "username:user-0"]);
    assert_eq!(world.json_lines(&["orgs", "members", "list", &backend]).len(), 0);

    let ran = world.authing(&["orgs", "update", &org, "--name", "Acme 2", "--yes"]).run();
    ran.expect(0).says("Acme 2");
    world.authing(&["orgs", "list"]).chinese().run().expect(0).says("Acme 2").says("根部门");
    let ran = world.authing(&["orgs", "get", &org]).run();
    ran.expect(0).says("departments  ").keeps("codePath");
    world.json_lines(&["orgs", "nodes", "delete", &org, &backend]);
    world.json_lines(&["orgs", "delete", &org]);
    world.authing(&["orgs", "list"]).run().expect(0).tells("There are none.");
}
