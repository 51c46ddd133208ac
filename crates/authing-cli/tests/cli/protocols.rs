//! Logins, tokens, events and secrets.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    process::Stdio,
};

use authing_emulator::{MintedKind, NewToken};
use authing_testing::TestAuthing;
use serde_json::Value;

use crate::support::{Ran, World};

fn with_app(world: &World, arguments: &[&str]) -> crate::support::Program {
    world
        .bare(arguments)
        .env("AUTHING_APP_ID", world.emulator.app_id())
        .env("AUTHING_APP_HOST", world.emulator.app_host())
}

#[test]
fn a_token_is_shown_with_its_times_in_words_and_nothing_is_believed() {
    let world = World::new();
    let token = token(&world);
    let ran = world.bare(&["token", "inspect", &token]).run();
    ran.expect(0).says("alg").says("iss").says(", in ").tells("Nothing of this is verified");
    let signature = token.rsplit('.').next().unwrap();
    ran.keeps(signature);
    let ran = world.bare(&["token", "inspect", "-"]).input(format!("Bearer {token}\n")).chinese();
    ran.run().expect(0).says("后)").tells("以下内容未经验证");
    world
        .bare(&["token", "inspect", "27f9a3f0"])
        .run()
        .expect(10)
        .tells("it is not a signed token");
    world.bare(&["token", "inspect", "27f9a3f0"]).chinese().run().expect(10).tells("不是签名令牌");
}

#[test]
fn a_good_token_is_verified_and_a_bad_one_is_refused_with_the_reason() {
    let world = World::new();
    let token = token(&world);
    let verify = |token: &str| with_app(&world, &["token", "verify", "-"]).input(token);
    let with_secret =
        |token: &str| verify(token).env("AUTHING_APP_SECRET", world.emulator.app_secret());
    let ran = with_secret(&token).run();
    ran.expect(0).says("Good: an id_token").says("until");
    ran.keeps(world.emulator.app_secret()).keeps(&token);
    with_secret(&token).chinese().run().expect(0).says("有效").says("有效期至");
    verify(&token).run().expect(10).tells("signed with the application's secret");

    let (head, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{head}.AAAA");
    with_secret(&forged).run().expect(10).tells("its signature is wrong");
    let ran = with_secret(&forged).args(&["--json"]).run();
    assert_eq!(serde_json::from_str::<Value>(&ran.expect(10).out).unwrap()["valid"], false);
    let ran = with_secret(&token).args(&["--app-id", "another"]).run();
    ran.expect(10).tells("--secret-stdin");
    world.bare(&["token", "verify", &token]).run().expect(3);
}

/// An id_token of the emulator's application.
fn token(world: &World) -> String {
    world.json(&["users", "create", "--username", "alice", "--email", "alice@example.com"]);
    world.emulator.mint_token(NewToken::new("alice").kind(MintedKind::IdToken)).unwrap()
}

#[test]
fn a_login_by_the_browser_shows_who_it_is_and_no_token_unless_asked() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let authing = runtime.block_on(TestAuthing::start()).unwrap();
    let alice = runtime.block_on(authing.user("alice")).unwrap();
    let world = World::new();
    for shows_token in [false, true] {
        let port = free_port();
        let mut program = world
            .bare(&["login", "--scope", "openid profile", "--port", &port.to_string()])
            .env("AUTHING_APP_ID", authing.emulator().app_id())
            .env("AUTHING_APP_HOST", authing.emulator().app_host())
            .env("AUTHING_APP_SECRET", authing.emulator().app_secret());
        if shows_token {
            program = program.args(&["--show-token"]);
        }
        let mut command = program.command();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert!(told.read_line(&mut line).unwrap() > 0, "no address");
            if line.trim().starts_with("http") {
                break line.trim().to_owned();
            }
        };
        assert!(address.contains("code_challenge_method=S256"), "{address}");
        // Whoever else calls the port is sent away, and the login goes on.
        assert!(visit(port, "code=x&state=forged").starts_with("HTTP/1.1 404"));
        let page = runtime.block_on(authing.robot().log_in(&address, &alice)).unwrap();
        assert!(page.has_left(), "{}", page.text());
        assert!(visit(port, page.query()).starts_with("HTTP/1.1 200"));
        let ran = Ran::from(child.wait_with_output().unwrap());
        ran.expect(0).says("Logged in:").says(alice.id()).says("id_token until");
        assert_eq!(ran.out.contains("eyJ"), shows_token, "{}", ran.out);
    }
}

/// What the program responds with to a browser that comes back.
fn visit(port: u16, query: &str) -> String {
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request = format!("GET /callback?{query} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn a_port_that_is_in_use_is_a_sentence() {
    let world = World::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = with_app(&world, &["login", "--port", &port]).run();
    ran.expect(3).tells(&format!("Port {port} of this machine is in use")).tells("--port");
    with_app(&world, &["login", "--port", &port]).chinese().run().expect(3).tells("已被占用");
    world.bare(&["login"]).run().expect(3);
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn events_come_a_line_each_and_end_when_there_are_enough() {
    let world = World::new();
    let host = world.emulator.url().replace("http://", "ws://");
    let tail = ["events", "tail", "authing.user.created", "--count", "2", "--where", "a=1"];
    let mut command = world.authing(&tail).args(&["--host", &host]).command();
    let child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while world.emulator.event_subscribers("authing.user.created") == 0 {
        std::thread::yield_now();
    }
    for event in [r#"{"a":1,"n":1}"#, r#"{"a":2}"#, r#"{"a":1,"n":2}"#] {
        world.emulator.publish_event("authing.user.created", event);
    }
    let ran = Ran::from(child.wait_with_output().unwrap());
    ran.expect(0).tells("Listening for authing.user.created.");
    assert_eq!(ran.out, "{\"a\":1,\"n\":1}\n{\"a\":1,\"n\":2}\n");
}

#[test]
fn another_secret_is_shown_once_and_kept_where_the_old_one_was() {
    let world = World::new();
    let old = world.emulator.user_pool_secret().to_owned();
    let profiles = world.profiles();
    fs::create_dir_all(profiles.parent().unwrap()).unwrap();
    let (url, pool) = (world.emulator.url(), world.emulator.user_pool_id());
    let text = format!(
        "# mine\n[profiles.local]\nhost = \"{url}\"\nuser-pool-id = \"{pool}\"\nsecret = \"{old}\"\n"
    );
    fs::write(&profiles, text).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&profiles, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    world.bare(&["secret", "rotate", "pool", "--save"]).run().expect(8);
    let ran = world.bare(&["secret", "rotate", "pool", "--save", "--yes"]).run();
    ran.expect(0).tells("The profile local").keeps(&old);
    let secret = ran.out.trim();
    let kept = fs::read_to_string(&profiles).unwrap();
    assert!(kept.contains(secret) && kept.starts_with("# mine") && !kept.contains(&old), "{kept}");
    assert!(!ran.err.contains(secret));
    world.bare(&["users", "list"]).run().expect(0);

    let ran = world.authing(&["secret", "rotate", "pool", "--save", "--yes"]).run();
    ran.expect(2).tells("from the environment");
}

#[test]
fn a_saml_response_is_accepted_or_refused_with_the_reason() {
    const RESPONSE: &str = include_str!("fixtures/pysaml2-assertion.xml");
    let world = World::new();
    let file = |name: &str, text: &str| {
        let path = world.home().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (good, idp) =
        (file("good.xml", RESPONSE), file("idp.crt", include_str!("fixtures/idp.crt")));
    let options = [
        "--at",
        "2026-01-01T00:00:00Z",
        "--entity-id",
        "https://sp.example.com/saml",
        "--acs",
        "https://sp.example.com/saml/acs",
        "--issuer",
        "https://idp.example.com/metadata",
    ];
    let inspect = |path: &str, certificate: &str| {
        let arguments = ["saml", "inspect", path, "--certificate", certificate];
        world.bare(&[&arguments[..], &options].concat())
    };
    inspect(&good, &idp).run().expect(0).says("Accepted:").says("alice-7f3a");
    inspect(&good, &idp).chinese().run().expect(0).says("接受:");
    let other = file("other.crt", include_str!("fixtures/attacker.crt"));
    inspect(&good, &other).run().expect(10).tells("Refused: ");
    let altered = file("altered.xml", &RESPONSE.replace("alice-7f3a", "mallory"));
    inspect(&altered, &idp).run().expect(10).tells("Refused: ");
    let ran = world.bare(&["saml", "inspect", &good, "--certificate", &idp]).run();
    ran.expect(10).tells("Not given, and taken from the response: --entity-id, --acs, --issuer");
    world.bare(&["saml", "inspect", &idp]).run().expect(10).tells("is not a response");
    world.bare(&["saml", "inspect", "none.xml"]).run().expect(3).tells("There is no file");
}

#[cfg(target_os = "linux")]
#[test]
fn a_secret_that_cannot_be_written_where_it_was_to_go_is_not_lost() {
    let world = World::new();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = world.authing(&["secret", "rotate", "pool", "--yes"]).command();
    let output = command.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    let works = |word: &&str| {
        let list = world.authing(&["users", "list"]).env("AUTHING_USERPOOL_SECRET", word);
        list.command().output().unwrap().status.success()
    };
    let words = told.split_whitespace().filter(|word| word.len() >= 32);
    assert!(words.clone().any(|word| works(&word)), "{told}");
}
