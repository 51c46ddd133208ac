//! The first minutes: help, no settings yet, typing errors, and what a shell wants.

use crate::support::World;

#[test]
fn the_help_shows_the_commands_in_both_languages() {
    let world = World::new();
    world.bare(&["--help"]).run().expect(0).says("Usage: authing").says("users").says("Examples:");
    let ran = world.bare(&["--help"]).chinese().run();
    ran.expect(0).says("用法: authing").says("示例:").says("管理用户").keeps("Options:");
    ran.keeps("Print help").keeps("possible values");
    // The language by option and by locale.
    world.bare(&["users", "list", "--help", "--lang", "zh"]).run().expect(0).says("列出或搜索用户");
    let ran = world.bare(&["users", "list", "--help"]).env("LANG", "zh_CN.UTF-8").run();
    ran.expect(0).says("列出或搜索用户");
}

#[test]
fn every_group_of_commands_has_examples() {
    let world = World::new();
    for group in
        ["profile", "groups", "roles", "policies", "orgs", "apps", "tenants", "devices", "logs"]
    {
        world.bare(&[group, "--help"]).run().expect(0).says("Examples:\n").says("  authing ");
    }
    for command in [["users", "list"], ["users", "create"], ["users", "update"]] {
        world.bare(&command).args(&["--help"]).run().expect(0).says("Examples:\n");
    }
}

#[test]
fn the_version_is_told() {
    let world = World::new();
    let ran = world.bare(&["--version"]).run();
    assert_eq!(ran.expect(0).out, format!("authing {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn who_has_no_settings_is_told_how_to_begin() {
    let world = World::new();
    world.bare(&["users", "list"]).run().expect(3).tells("authing profile add");
    world.bare(&["users", "list"]).chinese().run().expect(3).tells("还不知道要操作哪个用户池");
}

#[test]
fn half_of_the_settings_is_named_by_the_variable_that_is_missing() {
    let world = World::new();
    let ran = world.authing(&["users", "list"]).without("AUTHING_USERPOOL_SECRET").run();
    ran.expect(3).tells("`AUTHING_USERPOOL_SECRET` is not set in the environment");
    let ran = world.authing(&["users", "list"]).env("AUTHING_HOST", "htps://x").run();
    ran.expect(3).tells("`AUTHING_HOST` begins with `htps://`");
    ran.keeps(world.emulator.user_pool_secret());
}

#[test]
fn a_typing_error_is_told_in_one_sentence_with_what_was_meant() {
    let world = World::new();
    world.bare(&["user"]).run().expect(2).tells("Did you mean `users`?");
    world.bare(&["users", "lst"]).chinese().run().expect(2).tells("无法识别的命令 `lst`");
    world.bare(&["users", "list", "--limt", "1"]).run().expect(2).tells("Did you mean `--limit`?");
    let ran = world.bare(&["users", "list", "--limit", "x"]).chinese().run();
    ran.expect(2).tells("`x` 不能用于 `--limit <N>`").keeps("invalid digit").tells("--help");
    world.bare(&["users", "get"]).chinese().run().expect(2).tells("缺少必需的参数");
    let ran = world.bare(&["users", "list", "--sort", "up"]).chinese().run();
    ran.expect(2).tells("可选值:created-asc");
    // Nothing at all shows what there is.
    world.bare(&[]).run().expect(2).tells("Usage: authing");
    world.bare(&["users"]).chinese().run().expect(2).tells("用法: authing users");
}

#[test]
fn a_script_gets_its_typing_errors_as_json() {
    let world = World::new();
    let ran = world.bare(&["users", "list", "--json", "--limit", "x"]).run();
    let error: serde_json::Value = serde_json::from_str(&ran.expect(2).err).unwrap();
    assert_eq!(error["error"]["kind"], "usage");
    assert_eq!(error["error"]["exit"], 2);
}

#[test]
fn the_target_is_named_before_a_change_and_without_a_terminal_nothing_is_changed() {
    let world = World::new();
    let ran = world.authing(&["users", "delete", "nobody"]).run();
    ran.expect(8).tells("Nothing was changed").tells("--yes");
    let ran = world.authing(&["groups", "create", "a", "A"]).chinese().run();
    ran.expect(8).tells("未作任何更改").tells("--yes");
    assert!(world.emulator.requests().is_empty());

    let ran = world.authing(&["users", "delete", "nobody", "--yes"]).run();
    ran.expect(1).tells(world.emulator.user_pool_id()).tells(world.emulator.url());
    ran.tells("delete 1 user (nobody)").keeps(world.emulator.user_pool_secret());
}

#[test]
fn shells_get_completions_and_systems_get_manuals() {
    let world = World::new();
    for (shell, mark) in [
        ("bash", "complete -F _authing"),
        ("zsh", "#compdef authing"),
        ("fish", "complete -c authing"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let ran = world.bare(&["completions", shell]).run();
        ran.expect(0).says(mark).says("permissions");
    }
    world.bare(&["man"]).run().expect(0).says(".TH authing 1");
    let folder = world.home().join("man1");
    let ran = world.bare(&["man", "--dir", folder.to_str().unwrap()]).run();
    ran.expect(0);
    for page in ["authing.1", "authing-users.1", "authing-users-list.1", "authing-orgs-nodes-add.1"]
    {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}");
    }
    let text = std::fs::read_to_string(folder.join("authing-users-list.1")).unwrap();
    assert!(text.contains("authing users list"), "{text}");
}
