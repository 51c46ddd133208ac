//! Redirects and compressed responses, for every client.

use authing_protocols::{
    RetryPolicy, cas::CasClient, jose::Verifier, oauth2::OAuth2Client, oidc::OidcClient,
    saml::FetchMetadata,
};
use authing_test_support::RawServer;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// What each client says of a server that responds to every call with these bytes.
async fn refusals(server: &RawServer) -> Vec<(&'static str, String)> {
    let host = server.url();
    let never = RetryPolicy::never;
    let oidc = |discovery: bool| {
        OidcClient::builder("app", host.as_str())
            .discovery(discovery)
            .retry(never())
            .no_proxy()
            .build()
            .unwrap()
    };
    let verifier = Verifier::builder("app", host.as_str()).retry(never()).no_proxy();
    let token = ["{\"alg\":\"RS256\",\"kid\":\"k\"}", "{}", "s"].map(|p| URL_SAFE_NO_PAD.encode(p));
    let oauth2 = OAuth2Client::builder("app", host.as_str()).retry(never()).no_proxy();
    let cas = CasClient::builder("app", host.as_str()).retry(never()).no_proxy();
    let cas = cas.service("https://me.example.com/").build().unwrap();
    let metadata = FetchMetadata::new(format!("{host}/metadata")).retry(never()).no_proxy();
    let mut said = Vec::new();
    let report = |error: authing_protocols::Error| {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        text
    };
    said.push(("discovery", report(oidc(true).metadata().await.err().unwrap())));
    said.push((
        "token",
        report(oidc(false).client_credentials("key", "canary", "read").await.err().unwrap()),
    ));
    let keys = verifier.build().unwrap().verify_access_token(&token.join(".")).await;
    said.push(("keys", report(keys.err().unwrap())));
    said.push(("oauth2", report(oauth2.build().unwrap().refresh("canary").await.err().unwrap())));
    said.push(("cas", report(cas.validate("ST-canary").await.err().unwrap())));
    said.push(("saml", report(metadata.send().await.err().unwrap())));
    said
}

/// The rows msg-01 and msg-02.
#[tokio::test]
async fn no_client_follows_a_redirect_and_each_names_its_target() {
    for (response, status) in [
        (&include_bytes!("../cases/messages/redirect-301.http")[..], 301),
        (include_bytes!("../cases/messages/redirect-308.http"), 308),
    ] {
        let server = RawServer::always(response);
        let said = refusals(&server).await;
        assert_eq!(server.requests().len(), said.len(), "nothing is followed");
        for (client, text) in said {
            assert!(text.contains(&status.to_string()), "{client}: {text}");
            let target = "a redirect to `https://core.example.com/graphql/v2`";
            assert!(text.contains(target), "{client}: {text}");
            assert!(!text.contains("canary"), "{client}: {text}");
        }
    }
    let server = RawServer::always(b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n");
    for (client, text) in refusals(&server).await {
        assert!(text.contains("a redirect that names no target"), "{client}: {text}");
    }
}

/// The row msg-03.
#[tokio::test]
async fn every_client_names_a_coding_that_is_not_read() {
    let server = RawServer::always(include_bytes!("../cases/messages/compressed-zstd.http"));
    for (client, text) in refusals(&server).await {
        assert!(text.contains("is compressed by `zstd`"), "{client}: {text}");
    }
    assert!(server.requests().iter().all(|sent| sent.contains("accept-encoding: identity\r\n")));
}

#[tokio::test]
async fn every_client_reads_gzip_within_its_limit() {
    // Half a kilobyte that would become 512 KiB.
    let server = RawServer::always(include_bytes!("../cases/environment/bomb-gzip.http"));
    let said = refusals(&server).await;
    for (client, text) in &said {
        assert!(!text.contains("compressed"), "{client}: {text}");
    }
    let cas = said.iter().find(|(client, _)| *client == "cas").unwrap();
    assert!(cas.1.contains("larger than the"), "{}", cas.1);
}
