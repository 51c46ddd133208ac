//! What the emulator writes with `--env-file` and what the clients read from the environment,
//! whoever reads the file in between.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

use authing_authentication::AuthenticationClient;
use authing_emulator::Emulator;
use authing_management::{ManagementClient, types::CreateUserInput};

type Variables = BTreeMap<String, String>;

/// Marks the process of its own in which a client is made from its environment.
const CHILD: &str = "AUTHING_TESTS_CHILD";

/// A file as somebody has it before the emulator writes to it.
const OTHERS: &str = "# the service's own\nPORT='8080'\n\nAUTHING_PUBLIC_KEY=\"old\"\r\nLAST=1";

/// What a POSIX shell has after `set -a; . FILE`, one that warns of nothing and stops at errors.
fn sourced(shell: &str, file: &Path) -> Variables {
    let script = "set -aeu; . \"$1\"; env -0";
    let output = Command::new(shell)
        .args(["-c", script, "sh"])
        .arg(file)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output));
    let all = String::from_utf8(output.stdout).unwrap();
    all.split('\0').filter_map(|line| line.split_once('=')).map(owned).collect()
}

/// What `docker run --env-file FILE` gives a container: values as they stand, quotes included.
fn by_docker(file: &Path) -> Variables {
    let text = fs::read_to_string(file).unwrap();
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_start);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (name, value) = line.split_once('=')?;
            assert!(!name.contains(char::is_whitespace), "docker refuses `{name}`");
            Some(owned((name, value)))
        })
        .collect()
}

fn by_dotenv(file: &Path) -> Variables {
    dotenvy::from_path_iter(file).unwrap().map(Result::unwrap).collect()
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn readings(file: &Path) -> Vec<(&'static str, Variables)> {
    let mut all = vec![
        ("sh", sourced("sh", file)),
        ("docker", by_docker(file)),
        ("a dotenv crate", by_dotenv(file)),
    ];
    if Command::new("bash").arg("--version").output().is_ok() {
        all.push(("bash", sourced("bash", file)));
    }
    all
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Makes both clients from these variables alone, in a process of its own, and uses them if the
/// server is there.
fn use_clients(variables: &Variables, server_is_there: bool) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "env_file::child", "--nocapture"])
        .env_clear()
        .envs(variables)
        .env(CHILD, if server_is_there { "use" } else { "build" })
        .output()
        .unwrap()
}

/// The other process. Without the mark there is nothing to test.
#[tokio::test]
async fn child() {
    let Ok(wanted) = std::env::var(CHILD) else { return };
    let management = ManagementClient::from_env().unwrap();
    let app = AuthenticationClient::from_env().unwrap();
    if wanted == "use" {
        // A password is encrypted with the key.
        let username = format!("user-{}", std::process::id());
        let user = CreateUserInput::new().username(&username).password("passw0rd");
        let user = management.users().create(user).await.unwrap();
        let session = app.new_session();
        let logged_in = session.login_by_username(&username, "passw0rd").await.unwrap();
        assert_eq!(logged_in.id, user.id);
    }
    println!("the clients are good");
}

#[test]
fn every_reader_finds_the_same_and_the_clients_work_with_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let emulator = runtime.block_on(async { Emulator::start().await.unwrap() });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    fs::write(&file, OTHERS).unwrap();
    let changes = emulator.write_env_file(&file).unwrap();
    assert_eq!((changes.added, changes.changed, changes.kept), (7, 1, 4));
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("# the service's own\nPORT='8080'\n\nAUTHING_PUBLIC_KEY=MII"));
    assert!(written.contains("\nLAST=1\nAUTHING_"), "{written}");

    let expected: Variables = emulator
        .env()
        .into_iter()
        .map(|(name, value)| match name {
            "AUTHING_PUBLIC_KEY" => (name, pem_base64(&value)),
            _ => (name, value),
        })
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    for (reader, variables) in readings(&file) {
        let ours = variables.clone().into_iter().filter(|(name, _)| name.starts_with("AUTHING_"));
        assert_eq!(ours.collect::<Variables>(), expected, "{reader}");
        let output = use_clients(&variables, true);
        assert!(output.status.success(), "{reader}: {}", text(&output));
        assert!(text(&output).contains("the clients are good"), "{reader}");
    }
    // As a program gets them from the program that starts it.
    let given = emulator.env().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let output = use_clients(&given, true);
    assert!(output.status.success(), "{}", text(&output));
}

fn pem_base64(pem: &str) -> String {
    pem.lines().filter(|line| !line.contains("-----")).collect()
}

#[test]
fn a_key_with_its_line_ends_as_two_letters_is_read_whoever_reads_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("emulator.env");
    let mut content = fs::read_to_string(case("emulator.env")).unwrap();
    content.push_str(
        "AUTHING_USERPOOL_ID=5f7a993eb9b49dcd5c021e40\n\
         AUTHING_USERPOOL_SECRET=0123456789abcdef0123456789abcdef\n\
         AUTHING_APP_ID=5f7a993eb9b49dcd5c021e41\nAUTHING_APP_HOST=http://127.0.0.1:1\n",
    );
    for content in [content.replace('\'', "\""), content] {
        fs::write(&file, content).unwrap();
        for (reader, variables) in readings(&file) {
            let output = use_clients(&variables, false);
            assert!(output.status.success(), "{reader}: {}", text(&output));
            assert!(text(&output).contains("the clients are good"), "{reader}");
        }
    }
}

fn case(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pem").join(name)
}
