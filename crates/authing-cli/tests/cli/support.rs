//! The program and a server for it.

use std::{
    ffi::OsStr,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use authing_emulator::Emulator;
use authing_management::{ManagementClient, types::CreateUserInput};
use serde_json::Value;

/// An emulator, and a home of its own for the program.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    home: tempfile::TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let emulator = Emulator::builder().accept_plain_passwords().start_blocking().unwrap();
        Self { emulator, home: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the program keeps its profiles.
    pub(crate) fn profiles(&self) -> PathBuf {
        self.home().join(".config/authing/profiles.toml")
    }

    /// The program with a clean environment: no settings, English.
    pub(crate) fn bare(&self, arguments: &[&str]) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authing"));
        command.args(arguments).env_clear().env("HOME", self.home()).env("LANG", "C.UTF-8");
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        Program { command, input: Vec::new() }
    }

    /// The program with the emulator's user pool in its environment.
    pub(crate) fn authing(&self, arguments: &[&str]) -> Program {
        self.bare(arguments)
            .env("AUTHING_HOST", self.emulator.url())
            .env("AUTHING_USERPOOL_ID", self.emulator.user_pool_id())
            .env("AUTHING_USERPOOL_SECRET", self.emulator.user_pool_secret())
            .env("AUTHING_PUBLIC_KEY", self.emulator.public_key())
    }

    /// Creates `user-0`, `user-1` and so on, with the password `passw0rd`.
    pub(crate) fn create_users(&self, number: usize) {
        let management = ManagementClient::builder(
            self.emulator.user_pool_id(),
            self.emulator.user_pool_secret(),
        )
        .host(self.emulator.url())
        .public_key(self.emulator.public_key())
        .build()
        .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for number in 0..number {
                let user = CreateUserInput::new().username(format!("user-{number}"));
                let user = user.password("passw0rd");
                management.users().create(user).await.unwrap();
            }
        });
        self.emulator.clear_requests();
    }

    /// Logs in, by what the login page sends.
    pub(crate) fn log_in(&self, username: &str, password: &str) -> Ran {
        let document =
            "mutation ($input: LoginByUsernameInput!) { loginByUsername(input: $input) { id } }";
        let variables =
            serde_json::json!({ "input": { "username": username, "password": password } });
        self.authing(&["graphql", document, "--variables", &variables.to_string(), "--yes"]).run()
    }

    /// Runs it with `--yes`, as a script does; what it writes has to be what was asked for.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let lines = self.json_lines(arguments);
        assert_eq!(lines.len(), 1, "{arguments:?}: {lines:?}");
        lines.into_iter().next().unwrap()
    }

    /// The same for a list.
    pub(crate) fn json_lines(&self, arguments: &[&str]) -> Vec<Value> {
        let ran = self.authing(arguments).args(&["--json", "--yes"]).run();
        ran.expect(0);
        serde_json::Deserializer::from_str(&ran.out).into_iter().map(Result::unwrap).collect()
    }
}

/// A run that is being prepared.
pub(crate) struct Program {
    command: Command,
    input: Vec<u8>,
}

impl Program {
    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// What it reads on standard input, which is a pipe.
    pub(crate) fn input(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.input = text.into();
        self
    }

    pub(crate) fn chinese(self) -> Self {
        self.env("AUTHING_LANG", "zh")
    }

    pub(crate) fn command(self) -> Command {
        self.command
    }

    pub(crate) fn run(mut self) -> Ran {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        // A program that reads nothing closes it.
        let _ = child.stdin.take().unwrap().write_all(&self.input);
        child.wait_with_output().unwrap().into()
    }
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// It ended with this code.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// It says this among its results.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.out.contains(text), "no `{text}`\nout: {}\nerr: {}", self.out, self.err);
        self
    }

    /// It says this beside its results.
    #[track_caller]
    pub(crate) fn tells(&self, text: &str) -> &Self {
        assert!(self.err.contains(text), "no `{text}`\nout: {}\nerr: {}", self.out, self.err);
        self
    }

    /// It says this nowhere.
    #[track_caller]
    pub(crate) fn keeps(&self, text: &str) -> &Self {
        assert!(!self.out.contains(text) && !self.err.contains(text), "`{text}`: {self:?}");
        self
    }
}
