//! The stores in Redis keep what every store promises, as those in memory do.

use std::sync::Arc;

use authing_web::store_laws;

use crate::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn pending_logins_in_redis() {
    let Some(server) = Server::start(&[]) else { return };
    let pass = async |time| server.pass(time).await;
    store_laws::pending_store(Arc::new(server.store()), pass).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn used_messages_in_redis() {
    let Some(server) = Server::start(&[]) else { return };
    let pass = async |time| server.pass(time).await;
    store_laws::replay_store(Arc::new(server.store()), pass).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_in_redis() {
    let Some(server) = Server::start(&[]) else { return };
    let pass = async |time| server.pass(time).await;
    store_laws::session_store(Arc::new(server.store()), pass).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_sessions_in_redis() {
    let Some(server) = Server::start(&[]) else { return };
    let pass = async |time| server.pass(time).await;
    store_laws::revocation_list(Arc::new(server.store()), pass).await.unwrap();
}
