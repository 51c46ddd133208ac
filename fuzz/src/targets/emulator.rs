//! The emulator: requests of every kind, its data file, and the file of variables.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use authing_emulator::Emulator;
use aws_lc_rs::{
    digest::{SHA256, digest},
    rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, parts, text},
    mutate,
    target::Target,
};

/// A request may ask for a password to be hashed, or for keys; and the state may be saved meanwhile.
const REQUESTS: Limits = Limits { steps: (20_000_000, 5_000), allocated: (32 << 20, 20_000) };

/// Method, path and query, headers, and a body.
pub(super) const HTTP: Target =
    Target { name: "emulator_http", limits: REQUESTS, mutator: Some(mutate::json), read: http };

/// A GraphQL document and its variables, asked by an administrator and by a user.
pub(super) const GRAPHQL: Target =
    Target { name: "emulator_graphql", limits: REQUESTS, mutator: None, read: graphql };

/// A path and a form.
pub(super) const FORM: Target =
    Target { name: "emulator_form", limits: REQUESTS, mutator: None, read: form };

/// A path and a form with files.
pub(super) const MULTIPART: Target =
    Target { name: "emulator_multipart", limits: REQUESTS, mutator: None, read: multipart };

/// A data file, and the log beside it.
pub(super) const SNAPSHOT: Target = Target {
    name: "emulator_snapshot",
    limits: Limits { steps: (200_000_000, 10_000), allocated: (256 << 20, 20_000) },
    mutator: Some(mutate::json),
    read: snapshot,
};

/// A file of variables that people have written, into which the emulator writes its own.
pub(super) const ENV_FILE: Target = Target {
    name: "emulator_env_file",
    limits: Limits { steps: (100_000, 500), allocated: (1 << 20, 1_000) },
    mutator: None,
    read: env_file,
};

const POOL: &str = "59f86b4832eb28071bdd9214";
const APP: &str = "5f17a529f64fb009b794a2ff";
const SECRET: &str = "4b880fff06b080f154ee48c9e689a541";

/// A running emulator with one user, as it is before each request.
struct Desk {
    emulator: Emulator,
    /// Tokens of an administrator and of the user.
    admin: String,
    user: String,
    folder: PathBuf,
}

static DESK: LazyLock<Mutex<Desk>> = LazyLock::new(|| Mutex::new(Desk::new()));

fn desk() -> MutexGuard<'static, Desk> {
    DESK.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    fn new() -> Self {
        let folder = own_folder();
        let file = folder.join("first.json");
        let builder = || Emulator::builder().user_pool(POOL, SECRET).application(APP, SECRET);
        let first = builder().data_file(&file).start_blocking().unwrap();
        let password = encrypted(first.public_key(), "passw0rd");
        let asked = json!({
            "query": "mutation($i: RegisterByUsernameInput!) \
                { registerByUsername(input: $i) { id token } }",
            "variables": {"i": {"username": "bob", "password": password, "forceLogin": true}},
        });
        let head = format!("POST /graphql/v2\nx-authing-app-id: {APP}");
        let response = exchange(&first, &head, asked.to_string().as_bytes());
        let user = token(&response, "/data/registerByUsername/token");
        first.stop().unwrap();
        // The user is there from the beginning, and the file is written no more.
        let file = fs::read(&file).unwrap();
        let second = folder.join("second.json");
        fs::write(&second, file).unwrap();
        let emulator = builder().data_file(second).start_blocking().unwrap();
        let asked = json!({
            "query": format!(
                "{{ accessToken(userPoolId: \"{POOL}\", secret: \"{SECRET}\") {{ accessToken }} }}"
            ),
        });
        let head = format!("POST /graphql/v2\nx-authing-userpool-id: {POOL}");
        let response = exchange(&emulator, &head, asked.to_string().as_bytes());
        let admin = token(&response, "/data/accessToken/accessToken");
        Self { emulator, admin, user, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Sends a request to an emulator that is as it was; every request gets a response.
    fn send(&self, head: &str, body: &[u8], meter: &mut Meter) -> Vec<u8> {
        let head = head.replace("@admin", &self.admin).replace("@user", &self.user);
        let response = meter.measure(|| {
            self.emulator.reset();
            exchange(&self.emulator, &head, body)
        });
        assert!(response.starts_with(b"HTTP/1.1 "), "no response: the handler is gone");
        response
    }
}

/// A folder of this process, which nothing removes at its end: so those of others that have ended
/// are removed now.
fn own_folder() -> PathBuf {
    let all = env::temp_dir().join("authing-fuzz");
    fs::create_dir_all(&all).unwrap();
    for other in fs::read_dir(&all).unwrap().flatten() {
        if !Path::new("/proc").join(other.file_name()).exists() {
            // Another process may have been faster.
            let _ = fs::remove_dir_all(other.path());
        }
    }
    let own = all.join(process::id().to_string());
    fs::create_dir_all(&own).unwrap();
    own
}

/// As the clients send a password.
fn encrypted(pem: &str, password: &str) -> String {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = PublicEncryptingKey::from_der(&STANDARD.decode(body).unwrap()).unwrap();
    let key = Pkcs1PublicEncryptingKey::new(key).unwrap();
    let mut cipher = vec![0; key.ciphertext_size()];
    STANDARD.encode(key.encrypt(password.as_bytes(), &mut cipher).unwrap())
}

fn token(response: &[u8], pointer: &str) -> String {
    let body = body(response);
    let body: Value = serde_json::from_slice(body).unwrap();
    body.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{body}")).to_owned()
}

fn body(response: &[u8]) -> &[u8] {
    let end = response.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    &response[end + 4..]
}

/// Headers that the connection is about, and what would begin another protocol.
const OWN_HEADERS: [&str; 7] =
    ["host", "connection", "content-length", "transfer-encoding", "upgrade", "expect", "te"];

/// One request on a connection of its own: method and path, then headers, a line each.
fn exchange(emulator: &Emulator, head: &str, body: &[u8]) -> Vec<u8> {
    let address = emulator.url().trim_start_matches("http://");
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let mut request = format!("{first} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for line in lines {
        let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !OWN_HEADERS.contains(&&*name) {
            request.push_str(line);
            request.push_str("\r\n");
        }
    }
    request.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    let mut stream = TcpStream::connect(address).unwrap();
    // A net; whatever is slow has cost too many steps before.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    // A request that is refused by its head may be closed before its end.
    let _ = stream.write_all(body);
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    response
}

fn http(input: &[u8], meter: &mut Meter) {
    let [head, body] = parts(input);
    // Letters that no header may have are hyper's business.
    let Some(head) = text(head).filter(|head| is_head(head)) else { return };
    let response = desk().send(head, body, meter);
    check_response(&response);
}

fn is_head(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    let mut words = first.split(' ');
    let is_word = |word: Option<&str>| {
        word.is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic()))
    };
    is_word(words.next()) && is_word(words.next()) && words.next().is_none()
}

/// A body that says it is JSON is JSON, and says nothing of the machinery.
fn check_response(response: &[u8]) {
    let end = response.windows(4).position(|window| window == b"\r\n\r\n");
    let (head, body) = response.split_at(end.expect("a head has an end") + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if head.contains("content-type: application/json") && !head.starts_with("http/1.1 304") {
        let read = serde_json::from_slice::<serde::de::IgnoredAny>(body);
        assert!(read.is_ok() || body.is_empty(), "no JSON: {}", String::from_utf8_lossy(body));
    }
}

fn graphql(input: &[u8], meter: &mut Meter) {
    let [document, variables] = parts(input);
    let Some(document) = text(document) else { return };
    let variables: Value = serde_json::from_slice(variables).unwrap_or(json!({}));
    let asked = json!({"query": document, "variables": variables}).to_string();
    let desk = desk();
    for head in [
        format!("POST /graphql/v2\nx-authing-userpool-id: {POOL}\nauthorization: Bearer @admin"),
        format!("POST /graphql/v2\nx-authing-app-id: {APP}\nauthorization: Bearer @user"),
    ] {
        let response = desk.send(&head, asked.as_bytes(), meter);
        check_response(&response);
        let body: Value = serde_json::from_slice(body(&response)).expect("JSON");
        assert!(body.get("data").is_some() || body.get("errors").is_some(), "{body}");
    }
}

fn form(input: &[u8], meter: &mut Meter) {
    let [path, body] = parts(input);
    let Some(path) = text(path) else { return };
    let head = format!(
        "POST {path}\nx-authing-app-id: {APP}\ncontent-type: application/x-www-form-urlencoded"
    );
    if is_head(&head) {
        check_response(&desk().send(&head, body, meter));
    }
}

fn multipart(input: &[u8], meter: &mut Meter) {
    let [path, body] = parts(input);
    let Some(path) = text(path) else { return };
    let head = format!(
        "POST {path}\nx-authing-app-id: {APP}\nauthorization: Bearer @user\n\
         content-type: multipart/form-data; boundary=b"
    );
    if is_head(&head) {
        check_response(&desk().send(&head, body, meter));
    }
}

/// A frame of the log beside a data file.
fn frame(file: &[u8], changes: &[u8]) -> Vec<u8> {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let file = digest(&SHA256, file);
    let checksum = digest(&SHA256, &[file.as_ref(), changes].concat());
    let first = format!("{} {} {}\n", hex(file.as_ref()), changes.len(), hex(checksum.as_ref()));
    [first.as_bytes(), changes, b"\n"].concat()
}

/// A data file; what has changed since, as its log has it; and bytes behind that.
fn snapshot(input: &[u8], meter: &mut Meter) {
    let [file, changes, torn] = parts(input);
    let desk = desk();
    let (path, log) = (desk.path("read.json"), desk.path("read.json.log"));
    let mut logged = if changes.is_empty() { Vec::new() } else { frame(file, changes) };
    logged.extend_from_slice(torn);
    let started = meter.measure(|| {
        fs::write(&path, file).unwrap();
        fs::write(&log, &logged).unwrap();
        Emulator::builder().data_file(&path).start_blocking()
    });
    let emulator = match started {
        Ok(emulator) => emulator,
        Err(error) => return check_error(&error),
    };
    // It serves, and what it has read is what it writes.
    exchange(&emulator, "GET /_emulator", b"");
    emulator.stop().unwrap();
    assert!(!log.exists(), "all of it is in the file");
    let written = fs::read(&path).unwrap();
    let again = Emulator::builder().data_file(&path).start_blocking().unwrap();
    again.stop().unwrap();
    assert!(fs::read(&path).unwrap() == written, "another state");
}

fn env_file(input: &[u8], meter: &mut Meter) {
    let desk = desk();
    let path = desk.path("variables.env");
    fs::write(&path, input).unwrap();
    let changes = meter.measure(|| {
        fs::write(&path, input).unwrap();
        desk.emulator.write_env_file(&path)
    });
    if let Err(error) = changes {
        check_error(&error);
        assert_eq!(fs::read(&path).unwrap(), input, "altered, and yet an error");
        return;
    }
    // Of people's own lines none need be UTF-8.
    let file = fs::read(&path).unwrap();
    let (before, written) = (String::from_utf8_lossy(input), String::from_utf8_lossy(&file));
    let own = desk.emulator.env();
    for (name, value) in &own {
        let first = value.lines().next().unwrap();
        let is_it = |line: &&str| {
            let line = line.trim_start().trim_start_matches("export ").trim_start();
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let found = written.lines().filter(is_it);
        assert!(found.count() >= 1, "{name} is missing: {first}");
    }
    // The lines of others stay. Between quotes a variable of our own may take several.
    let is_plain = !input.iter().any(|byte| b"\"'`\\".contains(byte));
    for line in before.lines().filter(|_| is_plain) {
        let is_own = own.iter().any(|(name, _)| line.contains(name));
        assert!(
            is_own || written.lines().any(|other| other.trim_end() == line.trim_end()),
            "lost: {line:?}"
        );
    }
    desk.emulator.write_env_file(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), file, "the second time is another");
}
