use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
}

#[test]
fn one_line_of_json_tells_a_script_everything() {
    let folder = tempfile::tempdir().unwrap();
    let env_file = folder.path().join(".env");
    std::fs::write(&env_file, "# mine\nPORT=8080\n").unwrap();
    let mut child = program()
        .arg("--json")
        .arg("--env-file")
        .arg(&env_file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    let told = child.wait_with_output().unwrap();
    let info: Value = serde_json::from_str(&line).unwrap();
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
    let mut child =
        program().arg("--json").arg("--data").arg(&file).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
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
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" --json --data \"$1\""])
        .arg(env!("CARGO_BIN_EXE_authing-emulator"))
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let info: Value = serde_json::from_str(&line).unwrap();
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
fn an_emulator_that_is_killed_leaves_its_file_whole_and_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let start = || {
        let mut child = program()
            .args(["--json", "--data"])
            .arg(&file)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (child, serde_json::from_str::<Value>(&line).map(|info| info["appId"].clone()).ok())
    };
    let (mut first, app) = start();
    let (second, none) = start();
    assert_eq!(none, None);
    let refused = second.wait_with_output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("data.json: another emulator uses it"), "{told}");
    first.kill().unwrap();
    first.wait().unwrap();
    let (mut third, again) = start();
    assert_eq!(again, app);
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
