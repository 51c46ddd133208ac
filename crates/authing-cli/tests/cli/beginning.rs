//! The first minutes: help, no settings yet, the first list.

use crate::support::World;

#[test]
fn the_help_shows_the_commands_in_both_languages() {
    let world = World::new();
    world.bare(&["--help"]).run().expect(0).says("Usage: authing").says("users").says("Examples:");
    let ran = world.bare(&["--help"]).chinese().run();
    ran.expect(0).says("用法: authing").says("示例:").keeps("Options:").keeps("Print help");
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
}

#[test]
fn a_command_that_does_not_exist_brings_the_one_that_was_meant() {
    let world = World::new();
    world.bare(&["user"]).run().expect(2).tells("Did you mean `users`?");
    world.bare(&["users", "lst"]).chinese().run().expect(2).tells("无法识别的命令 `lst`");
}

#[test]
fn the_target_is_named_before_a_change_and_without_a_terminal_nothing_is_changed() {
    let world = World::new();
    let ran = world.authing(&["users", "delete", "nobody"]).run();
    ran.expect(8).tells("Nothing was changed").tells("--yes");
    assert_eq!(world.emulator.count_operation("deleteUsers"), 0);

    let ran = world.authing(&["users", "delete", "nobody", "--yes"]).run();
    ran.expect(1).tells(world.emulator.user_pool_id()).tells(world.emulator.url());
    ran.keeps(world.emulator.user_pool_secret());
}
