//! `authing logs` and `authing devices`.

use crate::support::World;

#[test]
fn logs_are_filtered_by_user_and_time() {
    let world = World::new();
    world.create_users(2);
    world.log_in("user-0", "passw0rd").expect(0);
    world.log_in("user-1", "passw0rd").expect(0);
    let all = world.json_lines(&["logs", "actions", "--since", "1h"]);
    let one = world.json_lines(&["logs", "actions", "--user", "username:user-0"]);
    assert!(!one.is_empty() && one.len() < all.len(), "{} of {}", one.len(), all.len());
    let id = world.json(&["users", "get", "username:user-0"])["id"].clone();
    assert!(one.iter().all(|entry| entry["userId"] == id), "{one:?}");
    assert!(world.json_lines(&["logs", "actions", "--until", "2001-01-01"]).is_empty());
    let ran = world.authing(&["logs", "audit", "--since", "1h"]).chinese().run();
    ran.expect(0).says("时间").says("事件");
    let ran = world.authing(&["logs", "audit", "--since", "yesterday"]).run();
    ran.expect(2).tells("neither a time");
}

#[test]
fn a_device_that_is_not_there_is_told_so() {
    let world = World::new();
    world.create_users(1);
    world.authing(&["devices", "list"]).run().expect(0).tells("There are none.");
    world.authing(&["devices", "list", "--user", "username:user-0"]).run().expect(0);
    for command in [
        &["devices", "get", "nothing"][..],
        &["devices", "enable", "nothing", "--yes"],
        &["devices", "disable", "nothing", "--yes"],
        &["devices", "suspend", "nothing", "--until", "2100-01-01", "--yes"],
        &["devices", "delete", "nothing", "--yes"],
    ] {
        let ran = world.authing(command).run();
        assert_ne!(ran.code, Some(2), "{ran:?}");
    }
    world.authing(&["devices", "suspend", "x"]).run().expect(2).tells("--until");
}
