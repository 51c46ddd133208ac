//! The commands of the READMEs, in their order, as they are printed: what is printed is what runs.
//!
//! Programs are built once, with every feature, in place of `cargo run`; the features that a command
//! names must be those that its example needs. Ports are free ones.
#![cfg(unix)]
#![cfg(test)]

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use serde_json::Value;

/// Printed, and not run here.
const ELSEWHERE: [(&str, &str); 7] = [
    ("cargo test --workspace", "is what runs this"),
    ("cargo install authing-emulator", "needs a published crate; the program is run from here"),
    ("cargo xtask bench", "measures, and tests nothing"),
    ("RUSTFLAGS=", "builds for release, for minutes"),
    (
        "cargo build --release",
        "builds for release, for minutes, and for a target that need not be there",
    ),
    ("ldd", "looks at what was built"),
    ("statically linked", "is what that prints"),
];

const GUARD_WALK: &str = "## From login to a guarded route";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The commands in the blocks of a shell, comments and prompts taken off.
fn commands(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks(markdown) {
        for line in block.lines() {
            let command = line.split(" #").next().unwrap_or_default().trim();
            let command = command.trim_start_matches("$ ");
            if !command.is_empty() && !command.starts_with('#') {
                found.push(command.to_owned());
            }
        }
    }
    found
}

/// The blocks of a shell.
fn blocks(markdown: &str) -> Vec<String> {
    blocks_of(markdown, &["```sh", "```console"])
}

fn blocks_of(markdown: &str, fences: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") && line.len() > 3 {
            let block: Vec<_> =
                lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            if fences.contains(&line) {
                found.push(block.join("\n"));
            }
        }
    }
    found
}

/// The programs by their names.
fn programs() -> &'static BTreeMap<String, PathBuf> {
    static PROGRAMS: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        // The whole workspace, so that what its tests are built with is used again.
        command.args(["build", "--workspace", "--quiet", "--message-format", "json"]);
        command.args(["--features", "authing-examples/bulk,authing-examples/mfa"]);
        command.args(["--features", "authing-examples/saml,authing-examples/web"]);
        command.args(["--features", "authing-examples/actix,authing-examples/lazy-migration"]);
        command.args(["--bin", "authing-emulator", "--examples"]);
        let output = command.current_dir(root()).stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "the programs do not build");
        let messages = String::from_utf8(output.stdout).unwrap();
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        messages
            .filter_map(|message| {
                let name = message["target"]["name"].as_str()?.to_owned();
                Some((name, PathBuf::from(message["executable"].as_str()?)))
            })
            .collect()
    })
}

fn program(name: &str) -> &'static Path {
    programs().get(name).unwrap_or_else(|| panic!("there is no program `{name}`"))
}

/// What `cargo run` runs with these arguments, and the arguments that the program gets.
fn run_by_cargo(arguments: &str) -> (String, String) {
    let (own, theirs) = match arguments.split_once(" -- ") {
        Some((own, theirs)) => (own, theirs),
        None => (arguments, ""),
    };
    let (mut name, mut features) = (None, "");
    let mut words = own.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "-p" | "--example" => name = words.next(),
            "--features" => features = words.next().unwrap_or_default(),
            "--release" => {}
            other => panic!("`{other}` in `cargo run {arguments}`"),
        }
    }
    let name = name.unwrap_or_else(|| panic!("`cargo run {arguments}` names no program"));
    assert_eq!(features, needed_features(name), "the features that `{name}` needs");
    (name.to_owned(), theirs.to_owned())
}

fn needed_features(example: &str) -> String {
    let manifest = read("examples/Cargo.toml");
    let Some((_, rest)) = manifest.split_once(&format!("name = \"{example}\"")) else {
        return String::new();
    };
    let mut lines = rest.lines().skip(1).take_while(|line| !line.is_empty());
    let needed = lines.find_map(|line| line.strip_prefix("required-features = [\""));
    needed.and_then(|line| line.split('"').next()).unwrap_or_default().to_owned()
}

/// A program without what this process has in its environment of Authing's.
fn shell(script: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-eu", "-c", script]).current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("AUTHING_") || text.to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command
}

fn run(script: &str, folder: &Path, variables: &[(String, String)]) -> String {
    let output = shell(script, folder).envs(variables.iter().cloned()).output().unwrap();
    assert!(output.status.success(), "{script}\n{}", told(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A program that stays, with all that it has started; it ends with the test.
struct Server(Child);

impl Server {
    /// Starts it, and waits until somebody listens at the port.
    fn start(script: &str, folder: &Path, port: u16) -> Self {
        let child = shell(script, folder).process_group(0).stdout(Stdio::null()).spawn().unwrap();
        let mut server = Self(child);
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.0.try_wait().unwrap();
            assert!(ended.is_none(), "it ended with {ended:?}: {script}");
            assert!(begun.elapsed() < Duration::from_secs(60), "nobody listens: {script}");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The status of a page.
fn status(port: u16, path: &str) -> u16 {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap()
}

/// A server for commands that go to the one that their environment names, and its variables.
fn named_server(folder: &Path) -> (Server, Vec<(String, String)>) {
    let port = free_port();
    let file = folder.join("named.env");
    let script =
        format!("exec {} --port {port} --env-file {}", quoted("authing-emulator"), file.display());
    let server = Server::start(&script, folder, port);
    let text = written(&file);
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    (server, text.lines().filter_map(|line| line.split_once('=')).map(owned).collect())
}

/// A file of variables, once the emulator has written to it.
fn written(file: &Path) -> String {
    let begun = Instant::now();
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        if text.contains("AUTHING_PUBLIC_KEY=") {
            return text;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "no variable was written");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn quoted(name: &str) -> String {
    format!("'{}'", program(name).display())
}

#[test]
fn every_command_of_the_readmes_runs_in_its_order() {
    let mut readmes = vec!["README.md".to_owned(), "README.zh-CN.md".to_owned()];
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // Its commands are in tests of its own, beside the terminals and servers that they need.
        if name != "authing-cli" {
            readmes.push(format!("crates/{name}/README.md"));
        }
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("people.csv"), "username,email\nwang,wang@example.com\n").unwrap();
    let (_server, named) = named_server(folder.path());
    let mut seen = BTreeMap::<String, ()>::new();
    for readme in readmes {
        let text = read(&readme);
        // What its commands read stands above them.
        if let Some(seed) = blocks_of(&text, &["```yaml"]).first() {
            fs::write(folder.path().join("seed.yaml"), seed).unwrap();
        }
        for command in commands(&text) {
            // What two READMEs print is run once.
            if seen.insert(command.clone(), ()).is_none() {
                run_printed(&command, folder.path(), &named);
            }
        }
    }
    // What the table of examples prints, in place of a block.
    for line in read("examples/README.md").lines().filter(|line| line.starts_with("| [`")) {
        let command = line.split('`').rev().nth(1).unwrap();
        if seen.insert(command.to_owned(), ()).is_none() {
            run_printed(command, folder.path(), &named);
        }
    }
}

fn run_printed(command: &str, folder: &Path, named: &[(String, String)]) {
    if ELSEWHERE.iter().any(|(printed, _)| command.starts_with(printed)) {
        return;
    }
    let (name, arguments) = match command.strip_prefix("cargo run ") {
        Some(arguments) => run_by_cargo(arguments),
        None => {
            let words = command.split_once(' ').unwrap_or((command, ""));
            (words.0.to_owned(), words.1.to_owned())
        }
    };
    let script = format!("exec {} {arguments}", quoted(&name));
    match name.as_str() {
        "authing-emulator" => {
            let port = free_port();
            let script =
                script.replace("3000", &port.to_string()).replace("9000", &port.to_string());
            let _server = Server::start(&script, folder, port);
            assert_eq!(status(port, "/_emulator"), 200);
        }
        "web-login" | "cas-login" | "saml-login" | "web-app" | "actix-app" => {
            let port = free_port();
            let _server =
                Server::start(&format!("PORT={port}; export PORT; {script}"), folder, port);
            assert_eq!(status(port, "/"), 200);
        }
        // It goes to the server that the environment names, and nowhere without one.
        "import-users" if !arguments.contains("--emulator") => {
            let output = shell(&script, folder).output().unwrap();
            assert!(!output.status.success() && told(&output).contains("AUTHING_USERPOOL_ID"));
            let output = run(&script, folder, named);
            assert!(output.contains("1 created"), "{output}");
            let again = run(&script, folder, named);
            assert!(again.contains("0 created, 0 changed, 1 left alone"), "{again}");
        }
        _ => {
            run(&script, folder, &[]);
        }
    }
}

#[test]
fn from_login_to_a_guarded_route_as_it_is_printed() {
    let readme = read("examples/README.md");
    let (_, walk) = readme.split_once(GUARD_WALK).unwrap();
    let blocks = blocks(walk);
    let [emulator, service, visitor] = &blocks[..] else { panic!("three terminals: {blocks:?}") };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let others = "# the service's own\nPORT='9'\n";
    fs::write(folder.join(".env"), others).unwrap();
    let (emulator_port, service_port) = (free_port(), free_port());
    let script = |block: &str| {
        let mut script = block.to_owned();
        for line in block.lines() {
            if let Some((before, arguments)) = line.split_once("cargo run ") {
                let (name, arguments) = run_by_cargo(arguments);
                let line_here = format!("{before}{} {arguments}", quoted(&name));
                script = script.replace(line, &line_here);
            }
        }
        script
            .replace("--port 3000", &format!("--port {emulator_port}"))
            .replace("8080", &service_port.to_string())
    };
    let _emulator = Server::start(&script(emulator), folder, emulator_port);
    let env = written(&folder.join(".env"));
    assert!(env.starts_with(others), "{env}");
    let _service = Server::start(&script(service), folder, service_port);

    let output = run(&script(visitor), folder, &[]);
    let printed: Vec<_> = visitor.lines().filter_map(|line| line.split_once("# ")).collect();
    let expected: Vec<_> = printed.iter().map(|(_, status)| *status).collect();
    let got: Vec<_> = output
        .lines()
        .filter_map(|line| line.split_once("HTTP/1.1 "))
        .map(|(_, rest)| &rest[..3])
        .collect();
    assert_eq!(got, expected, "{output}");
    assert_eq!(expected, ["401", "200", "401", "403"]);
}

/// The environment that each reader makes of the emulator's file is tested in `flows`; here the
/// example does what the README says of it, by each of the ways in which it gets that environment.
#[test]
fn the_quickstart_walks_through_the_server_that_the_file_names() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("named.env"), "A=1\n# a comment\n").unwrap();
    let (_server, as_it_stands) = named_server(folder);
    let address = &as_it_stands.iter().find(|(name, _)| name == "AUTHING_HOST").unwrap().1;
    let file = folder.join("named.env");
    let by_library: Vec<_> = dotenvy::from_path_iter(file).unwrap().map(Result::unwrap).collect();
    let quickstart = quoted("quickstart");
    let sourced = format!("set -a; . ./named.env; {quickstart}");
    for output in [
        run(&sourced, folder, &[]),
        run(&quickstart, folder, &as_it_stands),
        run(&quickstart, folder, &by_library),
    ] {
        assert!(output.contains(&format!("at {address}.")), "{output}");
        assert!(output.contains("logged in"), "{output}");
    }
}

#[test]
fn what_the_emulator_prints_to_try_works() {
    let mut command = shell(&format!("exec {}", quoted("authing-emulator")), Path::new("/"));
    let mut server = Server(command.process_group(0).stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(server.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let banner: Vec<_> = lines.by_ref().take_while(|line| !line.starts_with("Stop with")).collect();
    let begin = banner.iter().position(|line| line.trim_start().starts_with("curl ")).unwrap();
    let end = begin + banner[begin..].iter().position(String::is_empty).unwrap();
    let output = run(&banner[begin..end].join("\n"), Path::new("/"), &[]);
    let response: Value = serde_json::from_str(&output).unwrap();
    assert!(response["data"]["accessToken"]["accessToken"].is_string(), "{output}");
}
