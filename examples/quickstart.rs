//! The idea of the whole SDK in one walk: an administrator, an end user, errors, a private
//! deployment.
//!
//! `cargo run --example quickstart` needs nothing: it starts an embedded Authing server. With the
//! variables of a server set (see the README) it walks the same way through that one: `set -a; . ./.env; cargo run --example quickstart`.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{env, error::Error};

use authing_authentication::{AuthenticationClient, ErrorCode, Lang, types::UpdateUserInput};
use authing_emulator::Emulator;
use authing_management::{
    ListUsers, ManagementClient,
    types::{CreateUserInput, UserKey},
};
use futures_util::TryStreamExt;

/// What names a server.
const VARIABLES: [&str; 5] = [
    "AUTHING_USERPOOL_ID",
    "AUTHING_USERPOOL_SECRET",
    "AUTHING_HOST",
    "AUTHING_APP_ID",
    "AUTHING_APP_HOST",
];

/// Where the walk leads through.
struct Server {
    management: ManagementClient,
    app: AuthenticationClient,
    /// Ends with the walk.
    _emulator: Option<Emulator>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Server { management, app, _emulator } = Server::find().await?;

    step("An administrator: once per process");
    // Names of this run's own, so that a real server's users are left alone.
    let run = std::process::id();
    let invited =
        CreateUserInput::new().email(format!("alice-{run}@example.com")).nickname("Alice");
    let alice = management.users().create(invited).await?;
    println!("created {}", alice.id);

    step("Users, a page at a time");
    let page = management.users().list(ListUsers::new().limit(2)).await?;
    println!("{} of {}", page.list.len(), page.total_count);
    for user in &page.list {
        println!("{} {}", user.id, shown(&user.email));
    }

    step("An end user: one client per application, one session per request");
    let bob = format!("bob-{run}");
    let client = app.new_session();
    let registered = client.register_by_username(bob.as_str(), "passw0rd").await?;
    println!("registered {bob} as {}", registered.id);
    let user = client.login_by_username(bob.as_str(), "passw0rd").await?;
    println!("logged in; the token is {} characters long", token_length(&client));
    let updated = client.update_profile(UpdateUserInput::new().nickname("Nick")).await?;
    println!("nickname was {} and is {}", shown(&user.nickname), shown(&updated.nickname));

    step("A remembered login: another client made from the token alone");
    let token = client.token().ok_or("the login gave a token")?;
    let again = app.with_token(token);
    let renamed = again.update_profile(UpdateUserInput::new().nickname("Nicky")).await?;
    println!("{} is {} now", renamed.id, shown(&renamed.nickname));
    assert_eq!(renamed.id, user.id);

    step("A private deployment: its own host, its own key for passwords");
    let private = Emulator::start().await?;
    let elsewhere = administrator(&private)?;
    elsewhere.users().create(CreateUserInput::new().username("carol").password("passw0rd")).await?;
    let carol = elsewhere.users().find(UserKey::username("carol")).await?;
    println!("{elsewhere} has carol: {}", carol.is_some());

    step("What goes wrong says so, in both languages");
    for lang in [Lang::ZhCn, Lang::EnUs] {
        let app = application(&private, lang.clone())?;
        match app.new_session().login_by_username("nobody", "passw0rd").await {
            Err(error) if error.code() == Some(ErrorCode::USER_NOT_FOUND) => {
                println!("{}: {} {}", lang.as_str(), ErrorCode::USER_NOT_FOUND, error.message());
            }
            Err(error) => println!("{}: {:?} {}", lang.as_str(), error.code(), error.message()),
            Ok(_) => return Err("nobody logged in".into()),
        }
    }

    step("Cleaning up");
    management.users().delete_many([alice.id, user.id]).await?;
    let left: Vec<_> = management.users().list(ListUsers::new()).items().try_collect().await?;
    println!("{} users are left", left.len());
    Ok(())
}

impl Server {
    /// The server the environment names, else an embedded one.
    async fn find() -> Result<Self, Box<dyn Error>> {
        // One variable is enough to mean it: the others are then asked for by name.
        let is_named = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        if VARIABLES.into_iter().any(is_named) {
            let management = ManagementClient::from_env()?;
            println!("Walking through {management}.");
            return Ok(Self {
                management,
                app: AuthenticationClient::from_env()?,
                _emulator: None,
            });
        }
        let emulator = Emulator::start().await?;
        println!("An embedded Authing server listens at {}.", emulator.url());
        Ok(Self {
            management: administrator(&emulator)?,
            app: application(&emulator, Lang::ZhCn)?,
            _emulator: Some(emulator),
        })
    }
}

fn administrator(emulator: &Emulator) -> Result<ManagementClient, authing_management::Error> {
    ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
        .host(emulator.url())
        .public_key(emulator.public_key())
        .build()
}

fn application(
    emulator: &Emulator,
    lang: Lang,
) -> Result<AuthenticationClient, authing_authentication::Error> {
    AuthenticationClient::builder(emulator.app_id(), emulator.app_host())
        .public_key(emulator.public_key())
        .lang(lang)
        .build()
}

fn token_length(client: &AuthenticationClient) -> usize {
    client.token().map_or(0, |token| token.expose().len())
}

fn shown(field: &Option<String>) -> &str {
    field.as_deref().unwrap_or("not set")
}

fn step(title: &str) {
    println!("\n== {title}");
}
