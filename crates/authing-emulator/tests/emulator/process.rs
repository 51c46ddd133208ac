use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
}

#[test]
fn one_line_of_json_tells_a_script_everything() {
    let folder = tempfile::tempdir().unwrap();
    let env_file = folder.path().join(".env");
    let mut child = program()
        .arg("--json")
        .arg("--env-file")
        .arg(&env_file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let info: Value = serde_json::from_str(&line).unwrap();
    assert!(info["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(info["publicKey"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----"));
    let env = std::fs::read_to_string(&env_file).unwrap();
    let expected = format!("AUTHING_USERPOOL_ID=\"{}\"", info["userPoolId"].as_str().unwrap());
    assert!(env.lines().any(|line| line == expected), "{env}");
    assert!(env.lines().any(|line| line.starts_with("AUTHING_PUBLIC_KEY=\"-----BEGIN")));
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

#[test]
fn bad_arguments_end_with_two_and_a_reason() {
    let output = program().args(["--port", "many"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("many"));
    let help = program().arg("--help").output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("--env-file"));
}
