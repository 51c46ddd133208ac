//! What comes out: for scripts, through pipes, when the server is down.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
    time::Duration,
};

use authing_emulator::{Fault, FaultKind, RetryAfter};
use serde_json::Value;

use crate::support::World;

#[test]
fn a_closed_pipe_ends_a_list_quietly_and_no_further_page_is_asked_for() {
    let world = World::new();
    world.create_users(200);
    let mut command = world.authing(&["users", "list", "--json"]).command();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
    serde_json::from_str::<Value>(&line).unwrap();
    let pages = world.emulator.count_operation("users");
    assert!((1..4).contains(&pages), "{pages}");
}

#[test]
fn a_closed_pipe_does_not_stop_a_change_half_way() {
    let world = World::new();
    world.create_users(3);
    let mut command = world
        .authing(&[
            "users",
            "block",
            "username:user-0",
            "username:user-1",
            "username:user-2",
            "--yes",
        ])
        .command();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    for user in ["username:user-0", "username:user-1", "username:user-2"] {
        assert_eq!(world.json(&["users", "get", user])["blocked"], true);
    }
}

#[test]
fn help_through_a_closed_pipe_ends_quietly() {
    let world = World::new();
    let mut command = world.bare(&["completions", "zsh"]).command();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.len()), (Some(0), 0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let world = World::new();
    world.create_users(1);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let ended = world.authing(&["users", "list"]).command().stdout(full).output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(String::from_utf8(ended.stderr).unwrap().contains("the disk is full"));
}

#[test]
fn a_failure_has_its_code_its_request_and_what_to_do_and_scripts_get_json() {
    let world = World::new();
    let ran = world.authing(&["groups", "get", "nothing"]).run();
    ran.expect(4);
    let ran = world.authing(&["users", "get", "nothing", "--json"]).run();
    let error: Value = serde_json::from_str(&ran.expect(4).err).unwrap();
    assert_eq!(error["error"]["kind"], "not-found");
    assert_eq!(error["error"]["exit"], 4);
    assert_eq!(error["error"]["operation"], "users.get");
    assert_eq!(ran.out, "");
    world.create_users(1);
    let ran = world.authing(&["users", "create", "--username", "user-0", "--yes"]).run();
    ran.expect(5).tells("code ").tells("operation users.create");
    let ran =
        world.authing(&["users", "list"]).env("AUTHING_USERPOOL_SECRET", "canary-wrong").run();
    ran.expect(6).tells("authing profile show").keeps("canary-wrong");
    let ran =
        world.authing(&["users", "list"]).env("AUTHING_HOST", "http://127.0.0.1:1").chinese().run();
    ran.expect(7).tells("无法连接服务器").tells("请检查服务器地址");
}

#[test]
fn a_server_that_wants_fewer_calls_or_takes_too_long_is_unavailable() {
    let world = World::new();
    world.authing(&["users", "list"]).run().expect(0);
    world.emulator.inject(
        Fault::new(FaultKind::TooManyRequests(RetryAfter::Seconds(600)))
            .operation("users")
            .times(100),
    );
    let ran = world.authing(&["users", "list", "--timeout", "5"]).run();
    ran.expect(7).tells("The server asks to wait for ");
    world.emulator.clear_faults();
    world.emulator.inject(
        Fault::new(FaultKind::Delay(Duration::from_secs(30))).operation("users").times(100),
    );
    let ran = world.authing(&["users", "list", "--timeout", "1"]).run();
    ran.expect(7).tells("took too long");
}

#[test]
fn what_a_server_says_cannot_take_over_the_terminal() {
    let world = World::new();
    let name = "\u{1b}]0;owned\u{7}\u{202e}evil";
    world.json(&["groups", "create", "a", name]);
    let ran = world.authing(&["groups", "list"]).run();
    ran.expect(0).keeps("\u{1b}").keeps("\u{202e}").says("\\u{1b}]0;owned");
    world.authing(&["groups", "get", "a"]).run().expect(0).keeps("\u{1b}");
    // JSON escapes by itself, and loses nothing.
    assert_eq!(world.json(&["groups", "get", "a"])["name"], name);
}

#[test]
fn colours_are_for_terminals_and_who_asks_for_them() {
    let world = World::new();
    world.create_users(1);
    world.authing(&["users", "list"]).run().expect(0).keeps("\u{1b}");
    world.authing(&["users", "list", "--color", "always"]).run().expect(0).says("\u{1b}[1mID");
    world.authing(&["users", "get", "x", "--color", "never"]).run().expect(4).keeps("\u{1b}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_call_that_is_under_way() {
    use rustix::process::{Pid, Signal, kill_process};

    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let world = World::new();
        world.emulator.inject(
            Fault::new(FaultKind::Delay(Duration::from_secs(60))).operation("users").times(1),
        );
        let mut command = world.authing(&["users", "list"]).command();
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        while world.emulator.count_operation("users") == 0 {
            std::thread::yield_now();
        }
        kill_process(Pid::from_child(&child), signal).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(code));
        assert!(String::from_utf8(ended.stderr).unwrap().contains("Stopped"));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_among_several_finishes_the_one_under_way_and_tells_what_is_left() {
    use rustix::process::{Pid, Signal, kill_process};

    let world = World::new();
    world.create_users(3);
    let delay = FaultKind::Delay(Duration::from_secs(2));
    world.emulator.inject(Fault::new(delay).operation("updateUser").times(1));
    let mut command = world
        .authing(&["users", "block", "username:user-0", "username:user-1", "username:user-2"])
        .args(&["--yes"])
        .command();
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while world.emulator.count_operation("updateUser") == 0 {
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let ended = child.wait_with_output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{err}");
    assert!(
        err.contains("Finishing username:user-0") && err.contains("2 more were not tried"),
        "{err}"
    );
    assert_eq!(String::from_utf8(ended.stdout).unwrap(), "Blocked username:user-0.\n");
    assert_eq!(world.json(&["users", "get", "username:user-0"])["blocked"], true);
    assert_ne!(world.json(&["users", "get", "username:user-1"])["blocked"], true);
}
