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

#[test]
fn bad_arguments_end_with_two_and_a_reason() {
    let output = program().args(["--port", "many"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("many"));
    let help = program().arg("--help").output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("--env-file"));
}
