//! What is made of other files of the repository: the Rust snippets of the READMEs, as functions that a
//! test can call (what is printed is what runs), and the walk over the public API.

#[path = "build/walk.rs"]
mod walk;

use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, path::Path};

/// The READMEs and what their snippets are called.
const READMES: [(&str, &str); 7] = [
    ("readme", "README.md"),
    ("readme_zh", "README.zh-CN.md"),
    ("management", "crates/authing-management/README.md"),
    ("authentication", "crates/authing-authentication/README.md"),
    ("protocols", "crates/authing-protocols/README.md"),
    ("axum", "crates/authing-axum/README.md"),
    ("actix", "crates/authing-actix/README.md"),
];

/// What stands in a snippet for the reader's own, and the test's own.
const OWN: [(&str, &str); 6] = [
    (
        r#"Guard::for_app("APP_ID", "https://my-app.authing.cn")"#,
        "Guard::for_app(crate::readme::own::app_id(), crate::readme::own::app_host())\
         .verifier(|verifier| verifier.no_proxy())",
    ),
    (r#"ManagementClient::builder("USER_POOL_ID", "SECRET")"#, "crate::readme::own::management()"),
    (
        r#"AuthenticationClient::builder("APP_ID", "https://my-app.authing.cn")"#,
        "crate::readme::own::app()",
    ),
    (r#"OidcClient::builder("APP_ID", "https://my-app.authing.cn")"#, "crate::readme::own::oidc()"),
    (r#"CasClient::builder("APP_ID", "https://my-app.authing.cn")"#, "crate::readme::own::cas()"),
    (
        r#"FetchMetadata::authing("https://my-app.authing.cn", "APP_ID")"#,
        "crate::readme::own::metadata()",
    ),
];

const OWN_TEXTS: [(&str, &str); 3] = [
    (r#""https://core.your-authing.example""#, "crate::readme::own::url()"),
    (r#""APP_SECRET""#, "crate::readme::own::app_secret()"),
    (r#""127.0.0.1:8080""#, "crate::readme::own::free_address()"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut code = String::new();
    let mut all = Vec::new();
    for (name, path) in READMES {
        let path = Path::new("..").join(path);
        println!("cargo::rerun-if-changed={}", path.display());
        writeln!(code, "pub(crate) mod {name} {{")?;
        for (snippet, body) in snippets(&fs::read_to_string(&path)?) {
            writeln!(code, "pub(crate) mod {snippet} {{\n{body}\n}}")?;
            all.push(format!("{name}::{snippet}"));
        }
        writeln!(code, "}}")?;
    }
    writeln!(code, "pub(crate) const ALL: &[&str] = &{all:?};")?;
    let out = env::var_os("OUT_DIR").ok_or("Cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("snippets.rs"), code)?;
    walk::write(Path::new("../docs/api"), &Path::new(&out).join("walk.rs"))
}

/// The snippets with a function `example`, named after the crate in the heading that they stand
/// under, or else by the number of the section. Those with a `main` run with the documentation.
fn snippets(markdown: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut times = BTreeMap::<String, u32>::new();
    let (mut number, mut section) = (0, "top".to_owned());
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            number += 1;
            section = match heading.split('`').nth(1) {
                Some(name) => name.replace('-', "_"),
                None => format!("section_{number}"),
            };
        } else if line.starts_with("```") && line.len() > 3 {
            let block: Vec<_> =
                lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            if !line.starts_with("```rust")
                || !block.iter().any(|line| line.contains("fn example("))
            {
                continue;
            }
            let count = times.entry(section.clone()).or_default();
            *count += 1;
            let name = match *count {
                1 => section.clone(),
                count => format!("{section}_{count}"),
            };
            found.push((name, body(&block)));
        }
    }
    found
}

fn body(block: &[&str]) -> String {
    let visible = |line: &&str| line.strip_prefix("# ").unwrap_or(line).to_owned();
    // The features that a snippet needs are on here.
    let mut body: String = block
        .iter()
        .map(visible)
        .filter(|line| !line.starts_with("#[cfg(feature"))
        .map(|line| line + "\n")
        .collect();
    for (theirs, own) in OWN.into_iter().chain(OWN_TEXTS) {
        body = body.replace(theirs, own);
    }
    let public = body.replacen("async fn example(", "pub(crate) async fn example(", 1);
    match public == body {
        true => body.replacen("fn example(", "pub(crate) fn example(", 1),
        false => public,
    }
}
