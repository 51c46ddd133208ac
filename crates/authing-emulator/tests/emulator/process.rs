use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
}

/// Starts the program and reads its first line.
fn started(arguments: &[&str]) -> (Child, Value) {
    spawned(program().arg("--json").args(arguments))
}

/// What the command's first line says; nothing if it ends without one.
fn spawned(command: &mut Command) -> (Child, Value) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, serde_json::from_str(&line).unwrap_or_default())
}

#[test]
fn one_line_of_json_tells_a_script_everything() {
    let folder = tempfile::tempdir().unwrap();
    let env_file = folder.path().join(".env");
    std::fs::write(&env_file, "# mine\nPORT=8080\n").unwrap();
    let (mut child, info) = started(&["--env-file", env_file.to_str().unwrap()]);
    child.kill().unwrap();
    let told = child.wait_with_output().unwrap();
    assert!(info["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    let pem = info["publicKey"].as_str().unwrap();
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----"));
    let env = std::fs::read_to_string(&env_file).unwrap();
    assert!(env.starts_with("# mine\nPORT=8080\nAUTHING_"), "{env}");
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let id = info["userPoolId"].as_str().unwrap();
    for line in [format!("AUTHING_USERPOOL_ID={id}"), format!("AUTHING_PUBLIC_KEY={base64}")] {
        assert!(env.lines().any(|there| there == line), "{env}");
    }
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(
        told.ends_with(".env: 8 variables added, 0 changed, 0 as they were; 2 other lines kept\n")
    );
}

#[test]
fn a_file_that_cannot_be_understood_is_left_alone_and_nothing_starts() {
    let folder = tempfile::tempdir().unwrap();
    let env_file = folder.path().join(".env");
    let open = "AUTHING_HOST=\"http://\nPORT=8080\n";
    std::fs::write(&env_file, open).unwrap();
    let output = program().arg("--env-file").arg(&env_file).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains(".env cannot be written: line 1 sets AUTHING_HOST"), "{told}");
    assert_eq!(std::fs::read_to_string(&env_file).unwrap(), open);
}

#[cfg(unix)]
#[test]
fn an_interrupted_server_saves_its_state_and_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let (mut child, _) = started(&["--data", file.to_str().unwrap()]);
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(child.wait().unwrap().success());
    assert!(file.exists());
}

/// As a disk that is full does, a limit for files lets a part of the text be written.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_is_told_and_harms_nothing_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let (mut child, info) = spawned(
        Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" --json --data \"$1\""])
            .arg(env!("CARGO_BIN_EXE_authing-emulator"))
            .arg(&file),
    );
    let kept = std::fs::read(&file).unwrap();
    let (address, app) = (info["url"].as_str().unwrap(), info["appId"].as_str().unwrap());
    let exchange = |request: String| {
        let mut stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    };
    let head = "host: localhost\r\nconnection: close\r\n";
    let clock = || exchange(format!("GET /_emulator/clock HTTP/1.1\r\n{head}\r\n"));
    assert!(!clock().contains("not-saved"));
    let form = format!(
        "--ab\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n{}\r\n--ab--",
        "x".repeat(100_000)
    );
    let response = exchange(format!(
        "POST /api/v2/upload HTTP/1.1\r\n{head}x-authing-app-id: {app}\r\ncontent-length: {}\r\n\
         content-type: multipart/form-data; boundary=ab\r\n\r\n{form}",
        form.len()
    ));
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");

    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut text = String::new();
    told.read_line(&mut text).unwrap();
    let problem = "File too large (os error 27)";
    assert_eq!(
        text,
        format!(
            "authing-emulator: the data file {} cannot be written, what changes now may be lost: {problem}\n",
            file.display()
        )
    );
    let response = clock();
    assert!(
        response.contains(&format!("x-authing-emulator-not-saved: {problem}\r\n")),
        "{response}"
    );
    let rebound = exchange("GET /_emulator HTTP/1.0\r\nhost: evil.example\r\n\r\n".to_owned());
    assert!(rebound.contains(" 421 ") && !rebound.contains("not-saved"), "{rebound}");

    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "what changed is lost");
    text.clear();
    told.read_to_string(&mut text).unwrap();
    let last = format!("the data file {} lacks the last changes: {problem}\n", file.display());
    assert!(text.ends_with(&last), "{text}");
    assert_eq!(std::fs::read(&file).unwrap(), kept, "what was kept before is whole");
    let mut names: Vec<_> =
        folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["data.json", "data.json.lock"], "nothing half-written is left");
}

#[cfg(unix)]
#[test]
fn what_was_saved_before_an_emulator_is_killed_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let log = folder.path().join("data.json.log");
    let start = || started(&["--data", file.to_str().unwrap()]);
    let (mut first, info) = start();
    let whole = std::fs::read_to_string(&file).unwrap();
    let response = ask(&info, "POST /_emulator/applications", r#"{"name": "Shop"}"#);
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    while std::fs::metadata(&log).map_or(0, |log| log.len()) == 0 {
        std::thread::yield_now();
    }
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), whole, "the change is in the log");
    // As if the power had failed while the next change was written.
    let mut torn = std::fs::OpenOptions::new().append(true).open(&log).unwrap();
    torn.write_all(b"0123 45").unwrap();

    let (mut second, _) = start();
    let mut told = String::new();
    BufReader::new(second.stderr.take().unwrap()).read_line(&mut told).unwrap();
    second.kill().unwrap();
    second.wait().unwrap();
    assert!(told.contains("the last 7 bytes of"), "{told}");
    assert!(std::fs::read_to_string(&file).unwrap().contains("Shop"));
    assert!(!log.exists());
}

#[cfg(unix)]
#[test]
fn an_emulator_that_is_killed_leaves_its_file_whole_and_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let start = || started(&["--data", file.to_str().unwrap()]);
    let (mut first, info) = start();
    let (second, none) = start();
    assert_eq!(none, Value::Null);
    let refused = second.wait_with_output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("data.json: another emulator uses it"), "{told}");
    first.kill().unwrap();
    first.wait().unwrap();
    let (mut third, again) = start();
    assert_eq!(again["appId"], info["appId"]);
    third.kill().unwrap();
    third.wait().unwrap();
}

#[test]
fn bad_arguments_end_with_two_and_a_reason() {
    let output = program().args(["--port", "many"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("many"));
    let help = program().arg("--help").output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("--env-file"));
}

fn ask(info: &Value, request: &str, body: &str) -> String {
    ask_as(info, request, "", body)
}

fn ask_as(info: &Value, request: &str, token: &str, body: &str) -> String {
    let address = info["url"].as_str().unwrap().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let app = info["appId"].as_str().unwrap();
    let text = format!(
        "{request} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-authing-app-id: {app}\r\n\
         authorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[cfg(unix)]
fn stop(child: &Child) {
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
}

#[cfg(unix)]
#[test]
fn a_ready_file_is_there_while_the_emulator_serves_and_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ready.json");
    let (mut child, info) = started(&["--ready-file", file.to_str().unwrap()]);
    let ready: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(ready, info);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let health = |url: &str| program().args(["--check-health", url]).output().unwrap();
    let url = info["url"].as_str().unwrap();
    assert!(health(url).status.success());
    stop(&child);
    assert!(child.wait().unwrap().success());
    assert!(!file.exists());
    for (url, expected) in [
        (url, "does not serve: "),
        ("localhost:9000", "is not an address of an emulator"),
        ("https://localhost/", "is not an address of an emulator"),
    ] {
        let refused = health(url);
        assert_eq!(refused.status.code(), Some(1));
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(told.contains(expected), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn a_request_under_way_is_finished_before_the_program_ends() {
    let (mut child, info) = started(&[]);
    let fault = r#"{"kind": "delay", "delayMs": 1000}"#;
    assert!(ask(&info, "POST /_emulator/faults", fault).starts_with("HTTP/1.1 200"));
    let late = info.clone();
    let request = std::thread::spawn(move || ask(&late, "GET /api/v2/.well-known", ""));
    // It has begun once its fault has.
    while ask(&info, "GET /_emulator/faults", "").contains("\"pending\":1") {
        std::thread::yield_now();
    }
    stop(&child);
    let response = request.join().unwrap();
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn who_asks_twice_to_stop_does_not_wait() {
    let (mut child, info) = started(&[]);
    let fault = r#"{"kind": "delay", "delayMs": 60000}"#;
    ask(&info, "POST /_emulator/faults", fault);
    let late = info.clone();
    let request = std::thread::spawn(move || ask(&late, "GET /api/v2/.well-known", ""));
    while ask(&info, "GET /_emulator/faults", "").contains("\"pending\":1") {
        std::thread::yield_now();
    }
    let start = std::time::Instant::now();
    stop(&child);
    // The port is free as soon as it stops.
    let address = info["url"].as_str().unwrap().strip_prefix("http://").unwrap();
    while TcpStream::connect(address).is_ok() {
        std::thread::yield_now();
    }
    stop(&child);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(start.elapsed() < std::time::Duration::from_secs(4));
    assert_eq!(request.join().unwrap(), "");
}

#[cfg(unix)]
#[test]
fn the_log_is_a_line_of_json_for_each_request_and_nobody_waits_for_its_reader() {
    let (mut child, info) = started(&["--log", "json"]);
    ask(&info, "POST /api/v2/sms/send", r#"{"phone":"13800000000"}"#);
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&line["operation"], &line["status"]), (&"/api/v2/sms/send".into(), &200.into()));
    let messages = ask(&info, "GET /_emulator/messages", "");
    assert!(messages.contains(line["sent"][0]["code"].as_str().unwrap()));
    // A pipe takes 64 KiB: more than that nobody reads.
    for _ in 0..400 {
        assert!(ask(&info, "GET /api/v2/.well-known", "").starts_with("HTTP/1.1 200"));
    }
    stop(&child);
    assert!(child.wait().unwrap().success());
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert!(rest.lines().count() > 100, "{}", rest.len());
}

#[cfg(unix)]
#[test]
fn without_a_terminal_nothing_is_logged_and_a_webhook_that_cannot_work_ends_it_at_once() {
    let (mut child, info) = started(&[]);
    ask(&info, "GET /api/v2/.well-known", "");
    stop(&child);
    child.wait().unwrap();
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "");
    let output = program().args(["--webhook", "localhost:3000/hook"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("begins with http://"), "{told}");
}

#[cfg(unix)]
#[test]
fn what_a_webhook_waits_for_is_sent_before_the_program_ends() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let hook =
        format!("http://{}/,secret=s3cret,events=group:created", listener.local_addr().unwrap());
    let (mut child, info) = started(&["--webhook", &hook]);
    let token = |key: &str| info[key].as_str().unwrap().to_owned();
    let query = format!(
        r#"{{"query":"{{accessToken(userPoolId:\"{}\",secret:\"{}\"){{accessToken}}}}"}}"#,
        token("userPoolId"),
        token("userPoolSecret")
    );
    let response = ask(&info, "POST /graphql/v2", &query);
    let body: Value = serde_json::from_str(response.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let token = body["data"]["accessToken"]["accessToken"].as_str().unwrap().to_owned();
    let query = r#"{"query":"mutation { createGroup(code: \"g\", name: \"G\") { code } }"}"#;
    let response = ask_as(&info, "POST /graphql/v2", &token, query);
    assert!(response.contains("\"code\":\"g\""), "{response}");
    stop(&child);
    let (mut stream, _) = listener.accept().unwrap();
    let mut request = [0; 4096];
    let read = stream.read(&mut request).unwrap();
    let text = String::from_utf8_lossy(&request[..read]).into_owned();
    assert!(text.contains("x-authing-webhook-secret: s3cret"), "{text}");
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_program_starts_with_a_seed_and_writes_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let bookshop = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/seed.yaml");
    let run = |arguments: &[&std::ffi::OsStr]| {
        let output = program().args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (data, written) = (file("data.json"), file("out.yaml"));
    let mut child = program()
        .args(["--json", "--seed", bookshop, "--data"])
        .arg(&data)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let info: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(info["userPoolId"], "5f7a993eb9b49dcd5c021e40");
    // One that is in use is not read beside its emulator.
    let export =
        ["--export-seed".as_ref(), written.as_os_str(), "--data".as_ref(), data.as_os_str()];
    let (code, _, told) = run(&export);
    assert!(code == Some(1) && told.contains("another emulator uses it"), "{told}");
    child.kill().unwrap();
    child.wait().unwrap();

    let (code, _, told) = run(&export);
    assert_eq!((code, told.as_str()), (Some(0), ""));
    let text = std::fs::read_to_string(&written).unwrap();
    assert!(text.starts_with("# yaml-language-server: $schema=") && text.contains("username: ann"));
    let (code, _, told) = run(&export);
    assert!(code == Some(1) && told.contains("out.yaml is there already"), "{told}");
    let (code, again, _) =
        run(&["--export-seed".as_ref(), "-".as_ref(), "--seed".as_ref(), written.as_os_str()]);
    assert!(code == Some(0) && again == text);
    let (code, schema, _) = run(&["--seed-schema".as_ref()]);
    assert!(
        code == Some(0)
            && serde_json::from_str::<Value>(&schema).unwrap()["properties"].is_object()
    );

    std::fs::write(file("wrong.yaml"), "userPools:\n  - usres: []\n").unwrap();
    let (code, none, told) = run(&["--seed".as_ref(), file("wrong.yaml").as_os_str()]);
    assert_eq!((code, none.as_str()), (Some(1), ""));
    assert!(
        told.ends_with("wrong.yaml: line 2, column 5: userPools[0].usres: there is no such field; did you mean `users`?\n"),
        "{told}"
    );
    let (code, _, told) = run(&["--signing-key".as_ref(), file("none.pem").as_os_str()]);
    assert!(code == Some(1) && told.contains("none.pem cannot be read"), "{told}");
}

#[test]
fn a_port_in_use_and_a_data_file_of_a_newer_version_are_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let output = program().args(["--port", &address.port().to_string()]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told.contains(&format!("cannot listen on {address}: Address already in use")),
        "{told}"
    );

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let emulator = authing_emulator::Emulator::builder().data_file(&file).start_blocking().unwrap();
    emulator.stop().unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let newer = text.replacen("\"version\": 1", "\"version\": 2", 1);
    assert!(newer != text, "the version is in it");
    std::fs::write(&file, &newer).unwrap();
    let output = program().arg("--data").arg(&file).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("the file has version 2, this emulator reads version 1"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), newer);
}
