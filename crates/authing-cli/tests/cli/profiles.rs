//! Profiles: where settings come from, and what a file of them may look like.

use std::{fs, path::Path};

use serde_json::Value;

use crate::support::{Program, World};

/// Writes a file of profiles that only its owner can read.
fn write(world: &World, text: &str) {
    fs::create_dir_all(world.profiles().parent().unwrap()).unwrap();
    fs::write(world.profiles(), text).unwrap();
    chmod(&world.profiles(), 0o600);
}

fn chmod(path: &Path, mode: u32) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    #[cfg(not(unix))]
    let _ = (path, mode);
}

/// A profile of the emulator's user pool.
fn profile(world: &World, name: &str) -> String {
    format!(
        "[profiles.{name}]\nhost = \"{}\"\nuser-pool-id = \"{}\"\nsecret = \"{}\"\n",
        world.emulator.url(),
        world.emulator.user_pool_id(),
        world.emulator.user_pool_secret()
    )
}

fn add(world: &World, name: &str, more: &[&str]) -> Program {
    world
        .bare(&["profile", "add", name, "--host", world.emulator.url()])
        .args(&["--user-pool-id", world.emulator.user_pool_id()])
        .args(more)
}

#[test]
fn a_profile_is_added_used_shown_and_removed_and_its_secret_is_never_shown() {
    let world = World::new();
    let secret = world.emulator.user_pool_secret();
    let ran = add(&world, "prod", &["--secret-stdin"]).input(secret).run();
    ran.expect(0).says("Added prod: user pool Emulated user pool.").keeps(secret);
    world.bare(&["users", "list"]).run().expect(0).tells("There are none.");

    let ran = world.bare(&["profile", "show"]).run();
    ran.expect(0).says("the default profile prod").says("in the file").keeps(secret);
    world.bare(&["profile", "list"]).run().expect(0).says("prod").says("true").keeps(secret);
    world.bare(&["profile", "list", "--json"]).run().expect(0).keeps(secret);

    add(&world, "测试", &["--secret-stdin", "--default"]).input(secret).chinese().run().expect(0);
    world.bare(&["profile", "show"]).chinese().run().expect(0).says("默认配置 测试");
    world.bare(&["profile", "use", "prod"]).run().expect(0).says("prod is the default now.");
    let ran = world.bare(&["profile", "show", "--json"]).run();
    let shown: Value = serde_json::from_str(&ran.expect(0).out).unwrap();
    assert!(shown["source"].as_str().unwrap().contains("prod"));

    let ran = add(&world, "prod", &["--secret-stdin"]).input(secret).run();
    ran.expect(5).tells("--replace");
    add(&world, "prod", &["--secret-stdin", "--replace"]).input(secret).run().expect(0);

    world.bare(&["profile", "remove", "prod"]).run().expect(0).says("Removed prod.");
    world
        .bare(&["--profile", "prod", "users", "list"])
        .run()
        .expect(3)
        .tells("There is no profile prod.");
    world.bare(&["profile", "remove", "prod"]).run().expect(3).tells("There are: 测试.");
}

#[test]
fn a_profile_that_does_not_work_is_not_kept() {
    let world = World::new();
    let ran = add(&world, "prod", &["--secret-stdin"]).input("canary-wrong").run();
    ran.expect(6).tells("Nothing was kept").keeps("canary-wrong");
    assert!(!world.profiles().exists());
    let ran = world
        .bare(&["profile", "add", "prod", "--host", "http://127.0.0.1:1", "--user-pool-id", "a"])
        .args(&["--secret-stdin"])
        .input("canary-secret")
        .chinese()
        .run();
    ran.expect(7).tells("无法连接服务器").tells("未保存任何内容").keeps("canary-secret");
    add(&world, "prod", &["--secret-stdin", "--no-check"]).input("canary-wrong").run().expect(0);
    let ran = world.bare(&["users", "list"]).run();
    ran.expect(6).tells("no administrator's token").tells("profile show").keeps("canary-wrong");
    // Nobody to ask, and nothing said.
    add(&world, "other", &[]).run().expect(2).tells("--secret-command");
    world.bare(&["profile", "add", "other"]).run().expect(2).tells("--user-pool-id");
    world.bare(&["profile", "add", "a b"]).run().expect(2).tells("cannot be a profile's name");
}

#[test]
fn a_secret_may_come_from_a_command() {
    let world = World::new();
    let kept = world.home().join("secret");
    fs::write(&kept, format!("{}\n", world.emulator.user_pool_secret())).unwrap();
    let command = format!("cat '{}'", kept.display());
    add(&world, "prod", &["--secret-command", &command]).run().expect(0);
    let text = fs::read_to_string(world.profiles()).unwrap();
    assert!(!text.contains(world.emulator.user_pool_secret()), "{text}");
    world.bare(&["users", "list"]).run().expect(0);
    world.bare(&["profile", "show"]).run().expect(0).says("from the command");

    for (command, why) in [
        ("echo canary-printed; exit 3", "failed (exit status: 3)"),
        ("true", "prints nothing"),
        ("printf 'canary-printed\\nb'", "prints more than one line"),
        ("printf 'canary-printed\\377'", "prints what is not text"),
        ("yes canary-printed", "prints more than 16384 bytes"),
        ("no-such-program-anywhere 2>/dev/null", "failed (exit status: 127)"),
    ] {
        add(&world, "prod", &["--replace", "--no-check", "--secret-command", command])
            .run()
            .expect(0);
        let ran = world.bare(&["users", "list"]).run();
        ran.expect(3).tells(why).tells("Run it by itself");
        assert!(!ran.err.replace(command, "").contains("canary-printed"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone_and_one_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let world = World::new();
    add(&world, "prod", &["--secret-stdin"])
        .input(world.emulator.user_pool_secret())
        .run()
        .expect(0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&world.profiles()), 0o600);
    assert_eq!(mode(world.profiles().parent().unwrap()), 0o700);

    chmod(&world.profiles(), 0o644);
    let ran = world.bare(&["users", "list"]).run();
    ran.expect(3).tells("other users can read it").tells("chmod 600");
    world.bare(&["users", "list"]).chinese().run().expect(3).tells("其他用户可以读取");
    chmod(&world.profiles(), 0o620);
    world.bare(&["users", "list"]).run().expect(3).tells("Other users can write");
    chmod(&world.profiles(), 0o600);
    world.bare(&["users", "list"]).run().expect(0);

    // Without a secret in it, others may read it.
    let command = format!("echo {}", world.emulator.user_pool_secret());
    add(&world, "prod", &["--replace", "--secret-command", &command]).run().expect(0);
    chmod(&world.profiles(), 0o644);
    world.bare(&["users", "list"]).run().expect(0);
}

#[test]
fn what_a_profile_says_comes_from_one_place() {
    let world = World::new();
    let other = world.emulator.create_user_pool("Other");
    write(&world, &format!("default = \"a\"\n{}{}", profile(&world, "a"), profile(&world, "b")));
    let source = |program: Program| {
        let ran = program.args(&["profile", "show", "--json"]).run();
        let shown: Value = serde_json::from_str(&ran.expect(0).out).unwrap();
        (
            shown["source"].as_str().unwrap().to_owned(),
            shown["userPoolId"].as_str().unwrap().to_owned(),
        )
    };
    assert!(source(world.bare(&[])).0.contains("the default profile a"));
    assert!(source(world.bare(&["--profile", "b"])).0.contains("the profile b"));
    assert!(source(world.bare(&[]).env("AUTHING_PROFILE", "b")).0.contains("the profile b"));
    let environment = || {
        world
            .bare(&[])
            .env("AUTHING_USERPOOL_ID", &other.id)
            .env("AUTHING_USERPOOL_SECRET", "secret")
            .env("AUTHING_HOST", world.emulator.url())
    };
    let (text, id) = source(environment());
    assert!(text.contains("AUTHING_USERPOOL_ID") && id == other.id, "{text}");
    let (text, id) = source(environment().args(&["--profile", "a"]));
    assert!(text.contains("the profile a") && id == world.emulator.user_pool_id(), "{text}");
    // With half of the environment, the other half is not taken from a profile.
    let ran = world.bare(&["users", "list"]).env("AUTHING_USERPOOL_ID", &other.id).run();
    ran.expect(3).tells("`AUTHING_USERPOOL_SECRET` is not set");
}

#[test]
fn a_file_that_cannot_be_used_is_told_in_one_sentence_with_its_place() {
    let world = World::new();
    for (text, problem) in [
        ("[profiles.a\n", "line 1"),
        ("[profiles.a]\nuser-pool-id = \"a\"\nsecret = \"canary\nhost = 1", "line 3"),
        ("[profiles.a]\nuser-pool-id = \"a\"\nsecert = \"canary\"", "unknown field `secert`"),
        ("[profiles.a]\nsecret = \"canary\"", "missing field `user-pool-id`"),
        ("[profiles.a]\nuser-pool-id = 5\nsecret = \"canary\"", "line 2"),
        ("profiles = \"canary\"", "line 1"),
        ("[profiles.a]\nuser-pool-id = \"a\"", "neither `secret` nor `secret-command`"),
        (
            "[profiles.a]\nuser-pool-id = \"a\"\nsecret = \"canary\"\nsecret-command = \"x\"",
            "both `secret` and `secret-command`",
        ),
        (
            "[profiles.a]\nuser-pool-id = \"a\"\nsecret = \"canary\"\nhost = \"htps://x\"",
            "`host` begins with `htps://`",
        ),
        (
            "default = \"b\"\n[profiles.a]\nuser-pool-id = \"a\"\nsecret = \"canary\"",
            "no profile b",
        ),
    ] {
        write(&world, text);
        let ran = world.bare(&["users", "list"]).run();
        ran.expect(3).tells(problem).keeps("canary");
        world.bare(&["users", "list"]).chinese().run().expect(3).keeps("canary");
    }
    write(&world, &format!("{}{}", profile(&world, "a"), profile(&world, "b")));
    let ran = world.bare(&["users", "list"]).run();
    ran.expect(3).tells("No profile is the default").tells("a, b").tells("profile use");

    fs::remove_file(world.profiles()).unwrap();
    fs::create_dir(world.profiles()).unwrap();
    world.bare(&["users", "list"]).run().expect(3).tells("is a folder, not a file");
    let ran = world.bare(&["users", "list", "--config", "/nowhere/at-all.toml"]).run();
    ran.expect(3).tells("There is no file /nowhere/at-all.toml.");
    let ran = world.bare(&["users", "list"]).env("AUTHING_CONFIG", "/nowhere/x").chinese().run();
    ran.expect(3).tells("文件 /nowhere/x 不存在");
    let path = world.home().join("binary");
    fs::write(&path, b"\xff\xfe").unwrap();
    let ran = world.bare(&["users", "list", "--config", path.to_str().unwrap()]).run();
    ran.expect(3).tells("cannot be used");
}

#[test]
fn comments_and_order_of_the_file_survive_a_change() {
    let world = World::new();
    let text = format!("# mine\ndefault = \"a\" # this one\n\n{}# the end\n", profile(&world, "a"));
    write(&world, &text);
    add(&world, "b", &["--secret-stdin"]).input(world.emulator.user_pool_secret()).run().expect(0);
    world.bare(&["profile", "use", "b"]).run().expect(0);
    let changed = fs::read_to_string(world.profiles()).unwrap();
    assert!(changed.starts_with("# mine\ndefault = \"b\""), "{changed}");
    assert!(changed.contains("# the end"), "{changed}");
    world.bare(&["profile", "remove", "b"]).run().expect(0);
    world.bare(&["users", "list"]).run().expect(0);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_file_stays_a_link() {
    let world = World::new();
    let kept = world.home().join("dotfiles.toml");
    fs::write(&kept, profile(&world, "a")).unwrap();
    chmod(&kept, 0o600);
    fs::create_dir_all(world.profiles().parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(&kept, world.profiles()).unwrap();
    world.bare(&["profile", "use", "a"]).run().expect(0);
    assert!(fs::symlink_metadata(world.profiles()).unwrap().file_type().is_symlink());
    assert!(fs::read_to_string(&kept).unwrap().contains("default = \"a\""));
}
