//! A server that is spoken to by TLS.

use std::{env, fs, process::Command};

use authing_protocols::store::ReplayStore as _;
use authing_redis::RedisStore;
use rcgen::{CertifiedKey, generate_simple_self_signed};

use crate::server::{MINUTE, Server, free_port};

/// A process of its own, since which roots are trusted is told by its environment.
#[tokio::test]
#[ignore = "a process of another test"]
async fn a_client() {
    let store = RedisStore::new(env::var("CLIENT_REDIS").unwrap()).unwrap();
    match store.first_use("id", MINUTE).await {
        Ok(is_first) => println!("client: {is_first}"),
        Err(error) => println!("client: {error}"),
    }
}

fn client(url: &str, roots: &str) -> String {
    let mut client = Command::new(env::current_exe().unwrap());
    client.args(["--exact", "tls::a_client", "--ignored", "--nocapture"]);
    let output = client.env("CLIENT_REDIS", url).env("SSL_CERT_FILE", roots).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let told =
        told.lines().find_map(|line| line.split_once("client: ")).expect("it says how it went");
    told.1.to_owned()
}

#[test]
fn what_is_sent_is_encrypted_for_a_server_that_is_trusted_and_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let own = || generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let CertifiedKey { cert, signing_key } = own();
    let trusted = file("trusted.pem", cert.pem());
    let key = file("key.pem", signing_key.serialize_pem());
    let other = file("other.pem", own().cert.pem());
    let port = free_port();
    let tls = ["--tls-port", &port.to_string(), "--tls-auth-clients", "no"];
    let files =
        ["--tls-cert-file", &trusted, "--tls-key-file", &key, "--tls-ca-cert-file", &trusted];
    let Some(_server) = Server::start(&[&tls[..], &files].concat()) else { return };

    let url = format!("rediss://localhost:{port}");
    assert_eq!(client(&url, &trusted), "true");
    assert_eq!(client(&url, &trusted), "false");
    let refused = client(&url, &other);
    assert!(refused.starts_with("the redis server "), "{refused}");
}
