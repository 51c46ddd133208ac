//! Implicit and hybrid responses, and the ways they travel.

use super::provider::{CALLBACK, Provider, generous, half_hash};
use crate::client::header;

#[tokio::test]
async fn each_response_type_brings_what_it_names() {
    let provider = Provider::with(generous()).await;
    for kind in [
        "none",
        "code",
        "token",
        "id_token",
        "id_token token",
        "code token",
        "code id_token",
        "code id_token token",
    ] {
        let shown = provider.authorize(&[("response_type", kind)]).await;
        let has = |word: &str| kind.split(' ').any(|own| own == word);
        let (code, access, id_token) =
            (shown.param("code"), shown.param("access_token"), shown.param("id_token"));
        assert_eq!(code.is_some(), has("code"), "{kind}");
        assert_eq!(access.is_some(), has("token"), "{kind}");
        assert_eq!(id_token.is_some(), has("id_token"), "{kind}");
        assert_eq!(shown.param("state").as_deref(), Some("a state & more"));
        let front = has("token") || has("id_token");
        let mark = if front { '#' } else { '?' };
        assert!(shown.location().starts_with(&format!("{CALLBACK}{mark}")), "{kind}");
        if let Some(id_token) = id_token {
            let claims = provider.verified(&id_token).await;
            assert_eq!(claims["nonce"], "n-0S6_WzA2Mj");
            assert_eq!(claims["at_hash"].as_str(), access.as_deref().map(half_hash).as_deref());
            assert_eq!(claims["c_hash"].as_str(), code.as_deref().map(half_hash).as_deref());
        }
        if let Some(access) = access {
            assert_eq!(shown.param("token_type").as_deref(), Some("Bearer"));
            assert_eq!(shown.param("expires_in").as_deref(), Some("1209600"));
            assert_eq!(header(&access)["alg"], "RS256");
            assert_eq!(provider.me(&access).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_hybrid_code_takes_the_front_channel_token_with_it_when_replayed() {
    let provider = Provider::with(generous()).await;
    let shown = provider.authorize(&[("response_type", "code token")]).await;
    let (code, access) = (shown.param("code").unwrap(), shown.param("access_token").unwrap());
    assert_eq!(provider.redeem(&code, &[]).await.status, 200);
    assert_eq!(provider.me(&access).await.status, 200);
    provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
    assert_eq!(provider.me(&access).await.status, 401);
}

#[tokio::test]
async fn a_form_post_response_is_a_form_that_sends_itself() {
    let provider = Provider::start().await;
    let changes = [("response_mode", "form_post"), ("state", "\"><script>alert(1)</script>")];
    let shown = provider.authorize(&changes).await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.body.contains(&format!("<form method=\"post\" action=\"{CALLBACK}\" data-submit>"))
    );
    assert!(shown.body.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
    assert!(shown.body.contains("<script type=\"module\" src=\"/_assets/signin.js\">"));
    let policy = shown.header("content-security-policy");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    assert!(!policy.contains("form-action"), "the form goes to another origin");
    let response = provider.redeem(&shown.field("code"), &[]).await;
    assert_eq!(response.status, 200);
}

#[tokio::test]
async fn a_response_mode_can_be_asked_for_and_a_redirect_uri_keeps_its_query() {
    let provider = Provider::start().await;
    let fragment = provider.authorize(&[("response_mode", "fragment")]).await;
    assert!(fragment.location().starts_with(&format!("{CALLBACK}#code=")));
    let uri = format!("{CALLBACK}?tenant=1");
    let query = provider.authorize(&[("redirect_uri", &uri)]).await;
    assert!(query.location().starts_with(&format!("{uri}&code=")), "{}", query.location());
}
