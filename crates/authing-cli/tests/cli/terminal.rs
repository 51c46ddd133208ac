//! The program on a terminal, as people see it.

use std::{
    fs::File,
    io::{Read as _, Write as _},
    os::fd::OwnedFd,
    process::{Child, Command, Stdio},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize},
};

use crate::support::World;

/// A terminal with the program on it.
struct Terminal {
    screen: File,
    /// Kept, so that the terminal stays when the program ends.
    line: OwnedFd,
    child: Child,
    shown: String,
}

impl Terminal {
    /// Runs it with the terminal as its own, so that it can be asked for secrets and stopped by Ctrl-C.
    fn run(world: &World, arguments: &[&str]) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY;
        let line = rustix::fs::open(&*name, flags, Mode::empty()).unwrap();
        let size = Winsize { ws_row: 40, ws_col: 60, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&line, size).unwrap();
        let plain = world.authing(arguments).command();
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait"]).arg(plain.get_program()).args(plain.get_args());
        command.env_clear().env("TERM", "xterm");
        for (name, value) in plain.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        let end = || Stdio::from(line.try_clone().unwrap());
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        Self { screen: File::from(master), line, child, shown: String::new() }
    }

    /// Waits until this is shown.
    #[track_caller]
    fn until(&mut self, text: &str) -> &mut Self {
        while !self.shown.contains(text) {
            self.read(text);
        }
        self
    }

    /// Reads on; what is waited for comes soon, or it never comes.
    #[track_caller]
    fn read(&mut self, awaited: &str) {
        let mut screen = [PollFd::new(&self.screen, PollFlags::IN)];
        let patience = Timespec { tv_sec: 60, tv_nsec: 0 };
        let ready = poll(&mut screen, Some(&patience)).unwrap();
        assert_ne!(ready, 0, "no `{awaited}`: {}", self.shown);
        let mut bytes = [0; 4096];
        let length = self.screen.read(&mut bytes).unwrap();
        self.shown.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }

    fn types(&mut self, text: &str) -> &mut Self {
        self.screen.write_all(text.as_bytes()).unwrap();
        self
    }

    /// Whether what is typed is shown.
    fn echoes(&self) -> bool {
        tcgetattr(&self.line).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// Waits for the end; returns the code, and all that was shown.
    fn ends(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        // What is still on its way ends with this.
        let mut line = File::from(self.line.try_clone().unwrap());
        line.write_all(ENDED.as_bytes()).unwrap();
        while !self.shown.contains(ENDED) {
            self.read(ENDED);
        }
        (code, self.shown.replace(ENDED, ""))
    }
}

const ENDED: &str = "-- the end --";

#[test]
fn a_change_is_asked_for_and_yes_does_it() {
    let world = World::new();
    let mut terminal = Terminal::run(&world, &["groups", "create", "sales", "Sales"]);
    terminal.until("Target: user pool Emulated user pool").until("Go on? [y/N] ").types("y\n");
    let (code, shown) = terminal.ends();
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("create the group sales"), "{shown}");
    assert_eq!(world.json(&["groups", "get", "sales"])["name"], "Sales");
}

#[test]
fn anything_but_yes_changes_nothing() {
    let world = World::new();
    for typed in ["\n", "n\n", "nope\n", "\u{4}"] {
        let mut terminal =
            Terminal::run(&world, &["groups", "create", "sales", "Sales", "--lang", "zh"]);
        terminal.until("是否继续?[y/N] ").types(typed);
        let (code, shown) = terminal.ends();
        assert_eq!(code, Some(8), "{shown}");
        assert!(shown.contains("未作任何更改"), "{shown}");
    }
    assert_eq!(world.emulator.count_operation("createGroup"), 0);
}

#[test]
fn ctrl_c_at_a_question_changes_nothing() {
    let world = World::new();
    let mut terminal = Terminal::run(&world, &["groups", "create", "sales", "Sales"]);
    terminal.until("[y/N] ").types("\u{3}");
    let (code, shown) = terminal.ends();
    assert_eq!(code, Some(130), "{shown}");
    assert_eq!(world.emulator.count_operation("createGroup"), 0);
}

#[test]
fn a_secret_is_asked_for_without_being_shown() {
    let world = World::new();
    let secret = world.emulator.user_pool_secret().to_owned();
    let host = world.emulator.url().to_owned();
    let mut terminal = Terminal::run(&world, &["profile", "add", "prod", "--host", &host]);
    terminal.until("user pool's id: ").types(&format!("{}\n", world.emulator.user_pool_id()));
    terminal.until("secret (not shown): ").types(&format!("{secret}\n"));
    let (code, shown) = terminal.ends();
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("Added prod") && !shown.contains(&secret), "{shown}");
    world.bare(&["users", "list"]).run().expect(0);
}

#[test]
fn ctrl_c_at_a_secret_leaves_the_terminal_as_it_was() {
    let world = World::new();
    let mut terminal = Terminal::run(&world, &["profile", "add", "prod", "--user-pool-id", "a"]);
    assert!(terminal.echoes());
    terminal.until("secret (not shown): ");
    while terminal.echoes() {
        std::thread::yield_now();
    }
    terminal.types("\u{3}");
    terminal.child.wait().unwrap();
    assert!(terminal.echoes());
    let (code, shown) = terminal.ends();
    assert_eq!(code, Some(130), "{shown}");
    assert!(!world.profiles().exists());
}

#[test]
fn a_list_on_a_terminal_is_cut_to_its_width_and_stops_at_a_hundred() {
    let world = World::new();
    world.create_users(120);
    let terminal = Terminal::run(&world, &["users", "list", "--color", "never"]);
    let (code, shown) = terminal.ends();
    assert_eq!(code, Some(0));
    assert!(shown.contains("100 of 120 shown"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    let rows: Vec<_> = shown.lines().filter(|line| line.contains("user-")).collect();
    assert_eq!(rows.len(), 100);
    assert!(rows.iter().all(|row| row.trim_end().chars().count() <= 60), "{shown}");
    let terminal = Terminal::run(&world, &["users", "list", "--all"]);
    let (_, shown) = terminal.ends();
    assert_eq!(shown.lines().filter(|line| line.contains("user-")).count(), 120);
    assert!(shown.contains("\u{1b}[1m"), "titles are bold: {shown}");
}
