//! Fifty tests as people write them, each with an emulator of its own, somebody with a password, and
//! their login: all of them are done within a second, compiled for debugging too.
//! `cargo test --test fifty` says how long they took.
#![cfg(test)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use authing_emulator::Emulator;
use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

/// A password as a client sends it.
fn encrypted(emulator: &Emulator, password: &str) -> String {
    let body: String =
        emulator.public_key().lines().filter(|line| !line.starts_with('-')).collect();
    let key = PublicEncryptingKey::from_der(&STANDARD.decode(body).unwrap()).unwrap();
    let key = Pkcs1PublicEncryptingKey::new(key).unwrap();
    let mut cipher = vec![0; key.ciphertext_size()];
    STANDARD.encode(key.encrypt(password.as_bytes(), &mut cipher).unwrap())
}

fn graphql(emulator: &Emulator, query: &str, variables: Json) -> Json {
    let address = emulator.url().strip_prefix("http://").unwrap();
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = format!(
        "POST /graphql/v2 HTTP/1.1\r\nhost: {address}\r\nx-authing-app-id: {}\r\n\
         content-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        emulator.app_id(),
        body.len(),
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    serde_json::from_str(response.split_once("\r\n\r\n").unwrap().1).unwrap()
}

fn a_login(username: &str) {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let input = || json!({ "username": username, "password": encrypted(&emulator, "passw0rd") });
    let query = "mutation($input: RegisterByUsernameInput!) \
        { registerByUsername(input: $input) { id } }";
    let registered = graphql(&emulator, query, json!({ "input": input() }));
    let query =
        "mutation($input: LoginByUsernameInput!) { loginByUsername(input: $input) { id token } }";
    let logged_in = graphql(&emulator, query, json!({ "input": input() }));
    let user = &logged_in["data"]["loginByUsername"];
    assert!(user["token"].is_string(), "{logged_in}");
    assert_eq!(user["id"], registered["data"]["registerByUsername"]["id"]);
}

macro_rules! tests {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                super::a_login(stringify!($name));
            }
        )*
    };
}

mod a_login_of {
    tests! {
        ada alan albert alonzo andrew anita annie barbara betty bjarne charles claude cleve
        dana dennis dorothy edgar edsger erna frances fran gladys grace haskell hedy ida ivan
        jean john joan joseph karen kathleen ken kurt leslie lois margaret mary maurice niklaus
        radia ralph richard robin roger ruth sophie susan vint
    }
}
