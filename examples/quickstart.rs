//! The idea of the whole SDK in one walk: an administrator, an end user, errors, a private
//! deployment.
//!
//! `cargo run --example quickstart` needs nothing: it starts an embedded Authing server. With
//! `AUTHING_USERPOOL_ID` and the other variables set (see the README), it walks the same way
//! through that server.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{env, error::Error};

use authing_authentication::{AuthenticationClient, ErrorCode, Lang, types::UpdateUserInput};
use authing_emulator::Emulator;
use authing_management::{
    ListUsers, ManagementClient,
    types::{CreateUserInput, UserKey},
};
use futures_util::TryStreamExt;

/// Where the walk leads through.
struct Server {
    user_pool_id: String,
    secret: String,
    host: String,
    app_id: String,
    app_host: String,
    public_key: Option<String>,
    /// Ends with the walk.
    _emulator: Option<Emulator>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::find().await?;

    step("An administrator: once per process");
    let management = server.administrator()?;
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
    let app = server.application(Lang::ZhCn)?;
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

    step("What goes wrong says so, in both languages");
    for lang in [Lang::ZhCn, Lang::EnUs] {
        let app = server.application(lang.clone())?;
        match app.new_session().login_by_username("nobody", "passw0rd").await {
            Err(error) if error.code() == Some(ErrorCode::USER_NOT_FOUND) => {
                println!("{}: {} {}", lang.as_str(), ErrorCode::USER_NOT_FOUND, error.message());
            }
            Err(error) => println!("{}: {:?} {}", lang.as_str(), error.code(), error.message()),
            Ok(_) => return Err("nobody logged in".into()),
        }
    }

    step("A private deployment: its own host, its own key for passwords");
    let private = Server::start_emulator().await?;
    let elsewhere = private.administrator()?;
    elsewhere.users().create(CreateUserInput::new().username("carol").password("passw0rd")).await?;
    let carol = elsewhere.users().find(UserKey::username("carol")).await?;
    println!("{elsewhere} has carol: {}", carol.is_some());

    step("Cleaning up");
    management.users().delete_many([alice.id, user.id]).await?;
    let left: Vec<_> = management.users().list(ListUsers::new()).items().try_collect().await?;
    println!("{} users are left", left.len());
    Ok(())
}

impl Server {
    /// The server the environment names, else an embedded one.
    async fn find() -> Result<Self, Box<dyn Error>> {
        if env::var("AUTHING_USERPOOL_ID").is_err() {
            return Self::start_emulator().await;
        }
        let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set"));
        let host = env::var("AUTHING_HOST").unwrap_or_else(|_| "https://core.authing.cn".into());
        println!("Walking through {host}.");
        Ok(Self {
            user_pool_id: variable("AUTHING_USERPOOL_ID")?,
            secret: variable("AUTHING_USERPOOL_SECRET")?,
            host,
            app_id: variable("AUTHING_APP_ID")?,
            app_host: variable("AUTHING_APP_HOST")?,
            public_key: env::var("AUTHING_PUBLIC_KEY").ok(),
            _emulator: None,
        })
    }

    async fn start_emulator() -> Result<Self, Box<dyn Error>> {
        let emulator = Emulator::start().await?;
        println!("An embedded Authing server listens at {}.", emulator.url());
        Ok(Self {
            user_pool_id: emulator.user_pool_id().to_owned(),
            secret: emulator.user_pool_secret().to_owned(),
            host: emulator.url().to_owned(),
            app_id: emulator.app_id().to_owned(),
            app_host: emulator.app_host().to_owned(),
            public_key: Some(emulator.public_key().to_owned()),
            _emulator: Some(emulator),
        })
    }

    fn administrator(&self) -> Result<ManagementClient, authing_management::Error> {
        let mut builder =
            ManagementClient::builder(&self.user_pool_id, self.secret.as_str()).host(&self.host);
        if let Some(pem) = &self.public_key {
            builder = builder.public_key(pem);
        }
        builder.build()
    }

    fn application(
        &self,
        lang: Lang,
    ) -> Result<AuthenticationClient, authing_authentication::Error> {
        let mut builder = AuthenticationClient::builder(&self.app_id, &self.app_host).lang(lang);
        if let Some(pem) = &self.public_key {
            builder = builder.public_key(pem);
        }
        builder.build()
    }
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
