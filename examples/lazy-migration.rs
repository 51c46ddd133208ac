//! Lets people log in to Authing with the passwords that they had elsewhere: the service that a custom database in the
//! mode of lazy migration asks. It knows the users of an export, and checks bcrypt, Argon2, PBKDF2, scrypt and Firebase's
//! scrypt. Whoever logs in the first time is copied by Authing, and never asked for here again.
//!
//! It needs nothing but this repository: it makes a file of users, starts, and shows what Authing's scripts would see.
//!
//! ```console
//! $ cargo run --example lazy-migration --features lazy-migration
//! ```
//!
//! With your own export it stays, at `PORT` (8080):
//!
//! ```console
//! $ export LAZY_MIGRATION_SECRET=$(openssl rand -hex 32)
//! $ cargo run --release --example lazy-migration --features lazy-migration -- keycloak acme-realm.json
//! $ cargo run --release --example lazy-migration --features lazy-migration -- auth0 users.json passwords.json
//! $ export FIREBASE_SIGNER_KEY=… FIREBASE_SALT_SEPARATOR=Bw== FIREBASE_ROUNDS=8 FIREBASE_MEM_COST=14
//! $ cargo run --release --example lazy-migration --features lazy-migration -- firebase users.json
//! ```
//!
//! Put it behind a proxy that speaks HTTPS: passwords come in plain text.
//!
//! # In Authing's console
//!
//! A custom database connection (自定义数据库) in the mode of lazy migration has two variables of yours, `SERVICE_URL` and
//! `SERVICE_SECRET`, and two scripts. `login`, whose error the person sees:
//!
//! ```js
//! async function login(query, password, context) {
//!   const response = await axios.post(`${env.SERVICE_URL}/login`, { ...query, password }, {
//!     headers: { authorization: `Bearer ${env.SERVICE_SECRET}` },
//!     timeout: 10000,
//!     validateStatus: () => true,
//!   });
//!   if (response.status === 200) return response.data;
//!   if (response.status === 401) throw new Error("账号或密码错误");
//!   throw new Error("登录服务暂时不可用，请稍后再试");
//! }
//! ```
//!
//! `getUser`, which returns `null` for somebody who is not there:
//!
//! ```js
//! async function getUser(query, context) {
//!   const response = await axios.post(`${env.SERVICE_URL}/user`, query, {
//!     headers: { authorization: `Bearer ${env.SERVICE_SECRET}` },
//!     timeout: 10000,
//!   });
//!   return response.data;
//! }
//! ```
#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{
    collections::HashMap,
    env,
    error::Error,
    fs::{self, File},
    path::Path,
    sync::Arc,
};

use aes::cipher::{KeyIvInit, StreamCipher};
use authing_examples::{needed_variable, variable};
use authing_management::{
    bulk::{Format, blocks},
    migration::{
        Auth0Passwords, Auth0Users, Digest, FirebaseUsers, KeycloakUsers, MappedUsers,
        MigratedRows, MigratedUser, PasswordHash,
    },
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{StatusCode, header::AUTHORIZATION},
    middleware::{self, Next},
    response::Response,
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::TryStreamExt;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use tokio::{net::TcpListener, sync::Semaphore, task::spawn_blocking};

type Failure = Box<dyn Error + Send + Sync>;

/// A request of the scripts has a few hundred bytes.
const LONGEST_BODY: usize = 4 * 1024;

/// So many logins may wait for their hash; another is turned away at once.
const WAITING: usize = 64;

/// No hash of an export may take more memory than this.
const MOST_MEMORY: u64 = 256 << 20;

/// What belongs to a Firebase project: its console shows it under 密码哈希参数 (password hash parameters).
struct FirebaseProject {
    signer_key: Vec<u8>,
    salt_separator: Vec<u8>,
    rounds: u32,
    mem_cost: u8,
}

impl FirebaseProject {
    fn from_env() -> Result<Self, Failure> {
        let bytes = |name| -> Result<_, Failure> { Ok(STANDARD.decode(needed_variable(name)?)?) };
        Ok(Self {
            signer_key: bytes("FIREBASE_SIGNER_KEY")?,
            salt_separator: bytes("FIREBASE_SALT_SEPARATOR")?,
            rounds: needed_variable("FIREBASE_ROUNDS")?.parse()?,
            mem_cost: needed_variable("FIREBASE_MEM_COST")?.parse()?,
        })
    }
}

/// Whether a password has this hash. An error says why that cannot be found out, and nothing of either.
fn is_password_of(
    password: &str,
    hash: &PasswordHash,
    firebase: Option<&FirebaseProject>,
) -> Result<bool, &'static str> {
    let password = password.as_bytes();
    let is_same = |made: &[u8], kept: &[u8]| bool::from(made.ct_eq(kept));
    match hash {
        PasswordHash::Bcrypt(text) => {
            let cost = text.expose().split('$').nth(2).and_then(|cost| cost.parse::<u8>().ok());
            if cost.is_none_or(|cost| cost > 16) {
                return Err("its hash would take too long");
            }
            bcrypt::verify(password, text.expose()).map_err(|_| "its hash is damaged")
        }
        PasswordHash::Argon2(text) => argon2_is_same(password, text.expose()),
        PasswordHash::Pbkdf2 { digest, iterations, salt, hash, .. } => {
            if *iterations > 10_000_000 || hash.len() > 1024 {
                return Err("its hash would take too long");
            }
            let (salt, kept) = (salt.expose(), hash.expose());
            let mut made = vec![0; kept.len()];
            match digest {
                Digest::Sha1 => {
                    pbkdf2::pbkdf2_hmac::<sha1::Sha1>(password, &salt, *iterations, &mut made);
                }
                Digest::Sha256 => {
                    pbkdf2::pbkdf2_hmac::<Sha256>(password, &salt, *iterations, &mut made);
                }
                Digest::Sha512 => {
                    pbkdf2::pbkdf2_hmac::<sha2::Sha512>(password, &salt, *iterations, &mut made);
                }
                _ => return Err("nobody here knows its digest"),
            }
            Ok(!kept.is_empty() && is_same(&made, &kept))
        }
        PasswordHash::Scrypt { log_n, block_size, parallelism, salt, hash, .. } => {
            let kept = hash.expose();
            let made =
                scrypt_of(password, &salt.expose(), *log_n, *block_size, *parallelism, kept.len())?;
            Ok(is_same(&made, &kept))
        }
        PasswordHash::FirebaseScrypt { salt, hash, .. } => {
            let project = firebase.ok_or("the parameters of the Firebase project are not set")?;
            let salt = [salt.expose(), project.salt_separator.clone()].concat();
            let key = scrypt_of(password, &salt, project.mem_cost, project.rounds, 1, 32)?;
            let key = <[u8; 32]>::try_from(key).map_err(|_| "scrypt made another key")?;
            let mut made = project.signer_key.clone();
            ctr::Ctr128BE::<aes::Aes256>::new(&key.into(), &[0; 16].into())
                .apply_keystream(&mut made);
            Ok(!made.is_empty() && is_same(&made, &hash.expose()))
        }
        PasswordHash::Plain(text) => Ok(is_same(password, text.expose().as_bytes())),
        _ => Err("nobody here knows its hash"),
    }
}

fn scrypt_of(
    password: &[u8],
    salt: &[u8],
    log_n: u8,
    r: u32,
    p: u32,
    length: usize,
) -> Result<Vec<u8>, &'static str> {
    let memory = 1_u64.checked_shl(log_n.into()).and_then(|n| n.checked_mul(128 * u64::from(r)));
    if memory.is_none_or(|memory| memory > MOST_MEMORY) || p > 16 || length > 1024 {
        return Err("its hash would take too much memory");
    }
    let params = scrypt::Params::new(log_n, r, p).map_err(|_| "its hash is damaged")?;
    let mut made = vec![0; length];
    scrypt::scrypt(password, salt, &params, &mut made).map_err(|_| "its hash is damaged")?;
    Ok(made)
}

/// `$argon2id$v=19$m=7168,t=5,p=1$salt$hash`; the version is 16 where it is not said.
fn argon2_is_same(password: &[u8], text: &str) -> Result<bool, &'static str> {
    const DAMAGED: &str = "its hash is damaged";
    let parts: Vec<_> = text.split('$').skip(1).collect();
    let (kind, version, numbers, salt, kept) = match *parts.as_slice() {
        [kind, version, numbers, salt, kept] => (kind, version, numbers, salt, kept),
        [kind, numbers, salt, kept] => (kind, "v=16", numbers, salt, kept),
        _ => return Err(DAMAGED),
    };
    let number = |name: &str| {
        let mut all = numbers.split(',').filter_map(|one| one.split_once('='));
        let found = all.find(|(key, _)| *key == name).and_then(|(_, number)| number.parse().ok());
        found.ok_or(DAMAGED)
    };
    let (memory, time, lanes): (u32, u32, u32) = (number("m")?, number("t")?, number("p")?);
    if u64::from(memory) * 1024 > MOST_MEMORY || time > 100 || lanes > 16 {
        return Err("its hash would take too much memory");
    }
    let bytes = |text: &str| {
        base64::engine::general_purpose::STANDARD_NO_PAD.decode(text).map_err(|_| DAMAGED)
    };
    let (salt, kept) = (bytes(salt)?, bytes(kept)?);
    let algorithm = match kind {
        "argon2id" => argon2::Algorithm::Argon2id,
        "argon2i" => argon2::Algorithm::Argon2i,
        _ => argon2::Algorithm::Argon2d,
    };
    let version = match version {
        "v=19" => argon2::Version::V0x13,
        _ => argon2::Version::V0x10,
    };
    let params = argon2::Params::new(memory, time, lanes, Some(kept.len())).map_err(|_| DAMAGED)?;
    let mut made = vec![0; kept.len()];
    argon2::Argon2::new(algorithm, version, params)
        .hash_password_into(password, &salt, &mut made)
        .map_err(|_| DAMAGED)?;
    Ok(bool::from(made.ct_eq(&kept)))
}

/// The users of an export, by what they log in with.
#[derive(Default)]
struct Users {
    list: Vec<Entry>,
    by_id: HashMap<String, usize>,
    by_username: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
    by_phone: HashMap<String, usize>,
}

struct Entry {
    /// What Authing copies.
    profile: Value,
    blocked: bool,
    hash: Option<PasswordHash>,
}

impl Users {
    async fn read(mut rows: MigratedRows<'_>) -> Result<Self, Failure> {
        let mut users = Self::default();
        while let Some(row) = rows.try_next().await? {
            match row.user() {
                Ok(_) => users.add(row.into_user()?),
                Err(error) => println!("row {} is left out: {error}", row.row()),
            }
        }
        Ok(users)
    }

    fn add(&mut self, user: MigratedUser) {
        let place = self.list.len();
        let names = [
            (&mut self.by_id, &user.source_id),
            (&mut self.by_username, &user.username),
            (&mut self.by_phone, &user.phone),
        ];
        for (by, name) in names {
            if let Some(name) = name {
                by.insert(name.clone(), place);
            }
        }
        if let Some(email) = &user.email {
            self.by_email.insert(email.to_lowercase(), place);
        }
        let profile = json!({
            // Authing wants one.
            "id": user.source_id.as_ref().or(user.username.as_ref()).or(user.email.as_ref()),
            "username": user.username,
            "email": user.email,
            "emailVerified": user.email_verified,
            "phone": user.phone,
            "phoneVerified": user.phone_verified,
            "name": user.name,
            "nickname": user.nickname,
            "photo": user.photo,
            "loginsCount": user.logins_count,
        });
        let profile = match profile {
            Value::Object(mut fields) => {
                fields.retain(|_, value| !value.is_null());
                Value::Object(fields)
            }
            other => other,
        };
        let blocked = user.blocked == Some(true);
        self.list.push(Entry { profile, blocked, hash: user.password });
    }

    fn find(&self, query: &Query) -> Option<&Entry> {
        let email = query.email.as_ref().map(|email| email.to_lowercase());
        let found = [
            query.id.as_ref().and_then(|id| self.by_id.get(id)),
            email.as_ref().and_then(|email| self.by_email.get(email)),
            query.username.as_ref().and_then(|username| self.by_username.get(username)),
            query.phone.as_ref().and_then(|phone| self.by_phone.get(phone)),
        ];
        self.list.get(*found.into_iter().flatten().next()?)
    }
}

/// What the scripts ask for.
#[derive(Deserialize)]
struct Query {
    id: Option<String>,
    email: Option<String>,
    username: Option<String>,
    phone: Option<String>,
    /// Only a login has one.
    password: Option<String>,
}

struct Service {
    users: Users,
    firebase: Option<FirebaseProject>,
    /// The SHA-256 of what a caller must bring: of one length, whatever they bring.
    secret: [u8; 32],
    waiting: Semaphore,
    working: Semaphore,
}

impl Service {
    fn new(users: Users, firebase: Option<FirebaseProject>, secret: &str) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            users,
            firebase,
            secret: Sha256::digest(format!("Bearer {secret}")).into(),
            waiting: Semaphore::new(WAITING),
            working: Semaphore::new(cores),
        }
    }

    fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/login", post(login))
            .route("/user", post(get_user))
            .layer(middleware::from_fn_with_state(self.clone(), require_secret))
            .layer(DefaultBodyLimit::max(LONGEST_BODY))
            .with_state(self)
    }
}

/// Lets Authing's scripts in and nobody else. How long it takes says nothing of the secret.
async fn require_secret(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let header = request.headers().get(AUTHORIZATION);
    let given: [u8; 32] =
        Sha256::digest(header.map(|header| header.as_bytes()).unwrap_or_default()).into();
    if bool::from(given.ct_eq(&service.secret)) {
        Ok(next.run(request).await)
    } else {
        Err(StatusCode::FORBIDDEN)
    }
}

async fn get_user(State(service): State<Arc<Service>>, Json(query): Json<Query>) -> Json<Value> {
    Json(service.users.find(&query).map(|entry| entry.profile.clone()).unwrap_or_default())
}

async fn login(
    State(service): State<Arc<Service>>,
    Json(mut query): Json<Query>,
) -> Result<Json<Value>, StatusCode> {
    let password = query.password.take().unwrap_or_default();
    // A hash takes a core and megabytes: so many at a time, and a short queue.
    let _waiting = service.waiting.try_acquire().map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let _working = service.working.acquire().await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let worker = service.clone();
    let checked = spawn_blocking(move || {
        let found = worker.users.find(&query);
        // Somebody unknown takes as long as somebody known, so that nobody learns who is here.
        let hash = found.map_or_else(|| worker.users.list.first(), Some)?.hash.as_ref()?;
        match is_password_of(&password, hash, worker.firebase.as_ref()) {
            Ok(is_same) => {
                found.filter(|entry| is_same && !entry.blocked).map(|entry| entry.profile.clone())
            }
            Err(problem) => {
                let who = found.and_then(|entry| entry.profile["id"].as_str());
                println!(
                    "a login of {} cannot be checked: {problem}",
                    who.unwrap_or("somebody unknown")
                );
                None
            }
        }
    });
    match checked.await {
        Ok(Some(profile)) => Ok(Json(profile)),
        Ok(None) => Err(StatusCode::UNAUTHORIZED),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// Users made for the demonstration: the form that `MappedUsers` reads, and another password for each hash.
const DEMO: &str = r#"{"externalId": "1", "username": "bcrypt", "email": "b@example.com", "passwordHash": "$2b$04$abcdefghijklmnopqrstuuKbhdst8IcVN4BCYxi8l8Qw53uKr4EiO"}
{"externalId": "2", "username": "argon2", "passwordHash": "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$IWsoNFNf0sTwTJsFdoNYDbZ/VpmVfwcJyRhYSE9Zjys"}
{"externalId": "3", "username": "pbkdf2", "passwordHash": "$pbkdf2-sha256$i=27500,l=32$AAECAwQFBgcICQoLDA0ODw$EcvvO20vP/hVZmS4SH++APxOXAhaY1ofypqDZDRLkwU"}
{"externalId": "4", "username": "scrypt", "passwordHash": "$scrypt$ln=14,r=8,p=1$c2FsdA$NjMERFMKq1P7wIz50wfvPIUFXWfLYaYu9HDNuxd+FXI"}
"#;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => demonstrate().await,
        [source, files @ ..] if !files.is_empty() => serve(source, files).await,
        _ => Err("usage: lazy-migration [auth0|keycloak|firebase|firebase-csv|okta|casdoor|logto|table FILE]".into()),
    }
}

async fn read(source: &str, files: &[impl AsRef<Path>]) -> Result<Users, Failure> {
    let [file, others @ ..] = files else { return Err("there is no file".into()) };
    let content = blocks(File::open(file)?);
    let rows = match source {
        "auth0" => {
            let mut users = Auth0Users::new();
            if let [passwords] = others {
                users =
                    users.passwords(Auth0Passwords::read(blocks(File::open(passwords)?)).await?);
            }
            users.read(content)
        }
        "keycloak" => KeycloakUsers::new().read(content),
        "firebase" => FirebaseUsers::json().read(content),
        "firebase-csv" => FirebaseUsers::csv().read(content),
        "okta" => MappedUsers::okta().read(content),
        "casdoor" => MappedUsers::casdoor().read(content),
        "logto" => MappedUsers::logto().read(content),
        "table" => MappedUsers::new(Format::JsonLines).read(content),
        _ => return Err(format!("{source:?} is none of the sources").into()),
    };
    Users::read(rows).await
}

async fn serve(source: &str, files: &[String]) -> Result<(), Failure> {
    let users = read(source, files).await?;
    let with_hash = users.list.iter().filter(|entry| entry.hash.is_some()).count();
    println!("{} users, {with_hash} of them with a hash", users.list.len());
    let firebase = match source.starts_with("firebase") {
        true => Some(FirebaseProject::from_env()?),
        false => None,
    };
    let secret = needed_variable("LAZY_MIGRATION_SECRET")?;
    if secret.len() < 32 {
        return Err(
            "LAZY_MIGRATION_SECRET has fewer than 32 letters: make one by `openssl rand -hex 32`"
                .into(),
        );
    }
    let service = Arc::new(Service::new(users, firebase, &secret));
    let port = variable("PORT").map_or(Ok(8080), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("The service listens at http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, service.router()).await?)
}

/// Starts with made-up users and asks what Authing's scripts would ask.
async fn demonstrate() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("users.jsonl");
    fs::write(&file, DEMO)?;
    let secret = "a secret that is made for this walk alone";
    let service = Arc::new(Service::new(read("table", &[&file]).await?, None, secret));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let host = format!("http://{}", listener.local_addr()?);
    println!("The service listens at {host}, with the users of {}\n", file.display());
    tokio::spawn(axum::serve(listener, service.router()).into_future());

    let client = reqwest::Client::builder().no_proxy().build()?;
    let ask = async |path: &str, secret: &str, body: Value| -> Result<(), Failure> {
        let request = client.post(format!("{host}{path}")).bearer_auth(secret);
        let body = request.header("content-type", "application/json").body(body.to_string());
        let response = body.send().await?;
        let status = response.status();
        println!("{path} -> {status} {}", response.text().await?);
        Ok(())
    };
    println!("Everybody has the password passw0rd, whatever hash is kept of it:");
    for username in ["bcrypt", "argon2", "pbkdf2", "scrypt"] {
        ask("/login", secret, json!({"username": username, "password": "passw0rd"})).await?;
    }
    println!("\nAn address in another case, a wrong password, and somebody who is not here:");
    ask("/login", secret, json!({"email": "B@Example.com", "password": "passw0rd"})).await?;
    ask("/login", secret, json!({"username": "bcrypt", "password": "wrong"})).await?;
    ask("/login", secret, json!({"username": "nobody", "password": "passw0rd"})).await?;
    println!("\ngetUser, of somebody who is here and somebody who is not:");
    ask("/user", secret, json!({"id": "2"})).await?;
    ask("/user", secret, json!({"phone": "13800000001"})).await?;
    println!("\nA caller without the secret:");
    ask("/login", "guessed", json!({"username": "bcrypt", "password": "passw0rd"})).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, text: &str) -> Result<bool, &'static str> {
        is_password_of(password, &PasswordHash::from_text(text).unwrap(), None)
    }

    /// Made by other implementations: Python's hashlib, argon2-cffi and bcrypt.
    const VECTORS: [(&str, &str); 8] = [
        ("passw0rd", "$2b$04$abcdefghijklmnopqrstuuKbhdst8IcVN4BCYxi8l8Qw53uKr4EiO"),
        ("passw0rd", "$2y$04$abcdefghijklmnopqrstuuKbhdst8IcVN4BCYxi8l8Qw53uKr4EiO"),
        (
            "passw0rd",
            "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$IWsoNFNf0sTwTJsFdoNYDbZ/VpmVfwcJyRhYSE9Zjys",
        ),
        (
            "passw0rd",
            "$argon2i$v=19$m=1024,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$oD/0EmLyXjpJUvie1ktQ2e6WikKfqgq7Jdak7xmgK58",
        ),
        (
            "passw0rd",
            "$pbkdf2-sha256$i=27500,l=32$AAECAwQFBgcICQoLDA0ODw$EcvvO20vP/hVZmS4SH++APxOXAhaY1ofypqDZDRLkwU",
        ),
        (
            "passw0rd",
            "$pbkdf2-sha1$i=20000,l=64$AAECAwQFBgcICQoLDA0ODw$Cb29YD1KrZJ8MZJCVbDAMRUxgsW/+uuYZKj8PyN+XfeqAqZKNPGwA25tT0YzBC4alOWg5ctEE+THl7IrSVVMlQ",
        ),
        (
            "pässwörd",
            "$pbkdf2-sha512$i=30000,l=64$AAECAwQFBgcICQoLDA0ODw$gKNw8bJ+DkY3tg+PeWqmgKeqpMK3psaBpQ3VUUYk3Bz7Vmigb6swFMstyspuK8o4j5I1YdkiYlcg0OQdTMd//A",
        ),
        ("passw0rd", "$scrypt$ln=14,r=8,p=1$c2FsdA$NjMERFMKq1P7wIz50wfvPIUFXWfLYaYu9HDNuxd+FXI"),
    ];

    #[test]
    fn a_password_has_its_hash_and_another_has_not() {
        for (password, text) in VECTORS {
            assert_eq!(check(password, text), Ok(true), "{text}");
            assert_eq!(check("passw0rd ", text), Ok(false), "{text}");
        }
    }

    /// The account, the parameters and the password that Firebase publishes in the README of its library.
    #[test]
    fn the_account_that_firebase_publishes_logs_in() {
        let signer = "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";
        let project = FirebaseProject {
            signer_key: STANDARD.decode(signer).unwrap(),
            salt_separator: STANDARD.decode("Bw==").unwrap(),
            rounds: 8,
            mem_cost: 14,
        };
        let hash = "$firebase-scrypt$42xEC+ixf3L2lw$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ";
        let hash = PasswordHash::from_text(hash).unwrap();
        assert_eq!(is_password_of("user1password", &hash, Some(&project)), Ok(true));
        assert_eq!(is_password_of("user2password", &hash, Some(&project)), Ok(false));
        assert!(is_password_of("user1password", &hash, None).is_err());
    }

    #[test]
    fn a_hash_that_would_take_the_whole_machine_is_not_computed() {
        for text in [
            "$2b$31$abcdefghijklmnopqrstuuKbhdst8IcVN4BCYxi8l8Qw53uKr4EiO",
            "$argon2id$v=19$m=4294967295,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$IWsoNFNf0sTwTJsFdoNYDbZ/VpmVfwcJyRhYSE9Zjys",
            "$pbkdf2-sha256$i=4294967295,l=32$c2FsdA$aGFzaA",
            "$scrypt$ln=40,r=8,p=1$c2FsdA$aGFzaA",
        ] {
            assert!(
                check("passw0rd", text).unwrap_err().starts_with("its hash would take"),
                "{text}"
            );
        }
        assert_eq!(check("passw0rd", "$md5$o=prefix$$aGFzaA"), Err("nobody here knows its hash"));
    }

    async fn status(service: &Arc<Service>, secret: &str, body: String) -> StatusCode {
        use axum::body::Body;
        use tower::ServiceExt;
        let request = Request::post("/login")
            .header(AUTHORIZATION, format!("Bearer {secret}"))
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap();
        service.clone().router().oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn only_a_caller_with_the_secret_is_served_and_only_so_many_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("users.jsonl");
        fs::write(&file, DEMO).unwrap();
        let users = read("table", &[&file]).await.unwrap();
        let service = Arc::new(Service::new(users, None, "secret"));
        let body = || json!({"username": "bcrypt", "password": "passw0rd"}).to_string();
        assert_eq!(status(&service, "secret", body()).await, StatusCode::OK);
        assert_eq!(status(&service, "secret2", body()).await, StatusCode::FORBIDDEN);
        assert_eq!(status(&service, "", body()).await, StatusCode::FORBIDDEN);
        let wrong = json!({"username": "bcrypt", "password": "wrong"}).to_string();
        assert_eq!(status(&service, "secret", wrong).await, StatusCode::UNAUTHORIZED);
        let long = json!({"username": "bcrypt", "password": "x".repeat(LONGEST_BODY)}).to_string();
        assert_eq!(status(&service, "secret", long).await, StatusCode::PAYLOAD_TOO_LARGE);
        let all = service.waiting.try_acquire_many(u32::try_from(WAITING).unwrap()).unwrap();
        assert_eq!(status(&service, "secret", body()).await, StatusCode::SERVICE_UNAVAILABLE);
        drop(all);
        assert_eq!(status(&service, "secret", body()).await, StatusCode::OK);
    }
}
