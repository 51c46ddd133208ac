//! Everything a change must pass, in the order in which it is cheapest to fail.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::release::PUBLISHED;

/// Feature sets that must build on their own: crate and arguments.
const FEATURES: [(&str, &str); 45] = [
    ("authing-core", "--no-default-features"),
    ("authing-core", "--no-default-features --features reqwest"),
    ("authing-core", "--no-default-features --features native-tls"),
    ("authing-core", "--no-default-features --features rustls-no-provider"),
    ("authing-core", "--no-default-features --features socks"),
    ("authing-core", "--no-default-features --features blocking,test-util"),
    ("authing-core", "--no-default-features --features events"),
    ("authing-core", "--no-default-features --features sm2"),
    ("authing-core", "--all-features"),
    ("authing-management", "--no-default-features"),
    ("authing-management", "--no-default-features --features native-tls,blocking"),
    ("authing-management", "--no-default-features --features events"),
    ("authing-management", "--no-default-features --features bulk"),
    ("authing-management", "--no-default-features --features xlsx"),
    ("authing-management", "--no-default-features --features sm2"),
    ("authing-management", "--no-default-features --features migration"),
    ("authing-authentication", "--no-default-features"),
    ("authing-authentication", "--no-default-features --features native-tls,blocking"),
    ("authing-authentication", "--no-default-features --features events"),
    ("authing-authentication", "--no-default-features --features sm2"),
    ("authing-types", "--all-features"),
    ("authing-protocols", "--no-default-features"),
    ("authing-protocols", "--no-default-features --features oauth2"),
    ("authing-protocols", "--no-default-features --features oidc,native-tls"),
    ("authing-protocols", "--no-default-features --features saml"),
    ("authing-protocols", "--no-default-features --features cas"),
    ("authing-protocols", "--no-default-features --features oauth2,saml,cas"),
    ("authing-web", "--no-default-features"),
    ("authing-web", "--no-default-features --features events"),
    ("authing-web", "--no-default-features --features management,native-tls"),
    ("authing-web", "--features authentication,management,socks,test-util"),
    ("authing-axum", "--no-default-features"),
    ("authing-axum", "--no-default-features --features management,native-tls"),
    ("authing-axum", "--features management,socks"),
    ("authing-web", "--no-default-features --features saml,cas"),
    ("authing-actix", "--no-default-features"),
    ("authing-actix", "--features authentication,management,socks"),
    ("authing-redis", "--no-default-features"),
    ("authing-redis", "--features rustls"),
    ("authing-redis", "--features web"),
    ("authing-emulator", "--no-default-features"),
    ("authing-emulator", "--no-default-features --features sm2"),
    ("authing-testing", "--features cas,saml"),
    ("authing-cli", "--no-default-features"),
    ("authing-cli", "--features emulator"),
];

struct Step {
    name: String,
    command: Command,
}

/// Runs every step; stops at the first that fails.
///
/// # Errors
///
/// The name of the step that failed.
pub fn run(root: &Path) -> Result<(), String> {
    let mut times = Vec::new();
    for Step { name, mut command } in steps(root) {
        say(&format!("\n== {name}"));
        let start = Instant::now();
        let status = command
            .current_dir(root)
            .status()
            .map_err(|error| format!("{name}: could not start: {error}"))?;
        if !status.success() {
            return Err(format!("{name}: failed ({status})"));
        }
        times.push((name, start.elapsed()));
    }
    say("\n== all passed");
    for (name, time) in times {
        say(&format!("{:>6.1} s  {name}", Duration::as_secs_f64(&time)));
    }
    Ok(())
}

fn steps(root: &Path) -> Vec<Step> {
    let mut steps = vec![
        cargo("formatting", "fmt --all --check"),
        xtask("manifests are in order", &["manifests"]),
        xtask("lower bounds of dependencies agree", &["minimal-versions", "--resolve"]),
        xtask("no circle of files, no arrow upward", &["layers"]),
        xtask("every word is spelled one way", &["words"]),
        xtask("generated code is up to date", &["codegen", "--check"]),
        xtask("coverage is up to date", &["coverage", "--check"]),
        cargo(
            "lints",
            "clippy --workspace --all-targets --all-features --quiet -- --deny warnings",
        ),
        cargo("the README's test command", "test --workspace"),
        older_server(),
        cargo(
            "the protocols with every feature",
            "test --package authing-protocols --all-features",
        ),
        cargo("the stores in Redis", "test --package authing-redis --all-features"),
        cargo("the web kit with every feature", "test --package authing-web --all-features"),
        cargo(
            "proxies that speak SOCKS",
            "test --package authing-core --features socks --test surroundings",
        ),
        // The corpus is among the tests; here libFuzzer reads it, which counts what that costs, and goes on
        // for about five seconds. The same executions each time, on a slow machine too: a change is not to
        // fail for what another one left behind.
        xtask("no reader of foreign bytes stumbles", &["fuzz", "--runs", "8000", "--seed", "1"]),
        documentation(),
        // Right after the documentation, since it needs the same dependencies.
        xtask("the public API is what its snapshots say", &["api", "--check"]),
    ];
    for (package, arguments) in FEATURES {
        let name = format!("{package} builds with {arguments}");
        steps.push(cargo(&name, &format!("check --quiet --package {package} {arguments}")));
    }
    let packages: Vec<_> = PUBLISHED.iter().map(|name| format!("--package {name}")).collect();
    steps.push(cargo(
        "every crate packs",
        &format!("package --quiet --no-verify --allow-dirty {}", packages.join(" ")),
    ));
    steps.push(xtask("the clients work with the core that they name", &["compat"]));
    steps.push(cargo("the quickstart runs", "run --quiet --example quickstart"));
    steps.push(cargo(
        "the service of a lazy migration checks every kind of hash",
        "test --quiet --package authing-examples --example lazy-migration --features lazy-migration",
    ));
    steps.push(Step {
        name: "interoperability".to_owned(),
        command: Command::new(root.join("tests/interop/run")),
    });
    steps
}

fn cargo(name: &str, arguments: &str) -> Step {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(program);
    command.args(arguments.split(' '));
    Step { name: name.to_owned(), command }
}

/// The flows once more, against a server without what no official SDK asks for.
fn older_server() -> Step {
    let mut step = cargo(
        "both clients work with an older server",
        "test --quiet --package authing-tests --test flows",
    );
    step.command.env("AUTHING_FLOWS_SCHEMA", "older");
    step
}

fn documentation() -> Step {
    let mut step = cargo("documentation", "doc --workspace --no-deps --all-features --quiet");
    step.command.env("RUSTDOCFLAGS", "--deny warnings");
    step
}

/// A chore of this very program.
fn xtask(name: &str, arguments: &[&str]) -> Step {
    let program = std::env::current_exe().unwrap_or_else(|_| "xtask".into());
    let mut command = Command::new(program);
    command.args(arguments);
    Step { name: name.to_owned(), command }
}

fn say(text: &str) {
    use std::io::Write as _;
    // A closed pipe is not a reason to fail.
    let _ = writeln!(std::io::stdout(), "{text}");
}
