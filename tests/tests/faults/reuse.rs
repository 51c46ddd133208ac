//! Connections that were kept from an earlier request and turn out to be closed.

use std::future::IntoFuture;

use authing_management::{Credentials, ManagementClient};
use futures_util::{StreamExt, stream};

use crate::server::{Act, FaultServer, json};

const LIST: &str = r#"{"code": 200, "message": "", "data": []}"#;

fn management(server: &FaultServer) -> ManagementClient {
    ManagementClient::builder("pool", Credentials::AccessToken("token".into()))
        .host(server.url())
        .no_proxy()
        .build()
        .unwrap()
}

#[tokio::test]
async fn reads_do_not_starve_where_each_response_ends_its_connection() {
    for at_once in [1, 8, 64] {
        // As a server does that has said nothing of it: whether it closes before or after the next
        // request is on its way is chance, and here it is always after.
        let server = FaultServer::start(|seen| match seen.on_connection {
            0 => Act::Respond(json(LIST)),
            _ => Act::Close(Vec::new()),
        });
        let client = management(&server);
        let calls = (0..400).map(|_| client.user_pool().list_env().into_future());
        let failed = stream::iter(calls)
            .buffer_unordered(at_once)
            .filter(|result| std::future::ready(result.is_err()))
            .count()
            .await;
        assert_eq!(failed, 0, "{at_once} at once");
        // No more than one in vain for each that brought a response.
        assert!(server.requests().len() <= 800, "{} requests", server.requests().len());
    }
}
