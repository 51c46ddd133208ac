//! What outlives a restart.

use authing_emulator::Emulator;

use super::provider::{CALLBACK, Provider, generous};

#[tokio::test]
async fn sessions_visits_codes_tokens_and_settings_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let builder = Emulator::builder().data_file(&file);
    let settings = generous().redirect_uris([CALLBACK]);
    let first = Provider::of(builder.application_settings(settings).start().await.unwrap()).await;
    let port: u16 = first.emulator.url().rsplit(':').next().unwrap().parse().unwrap();
    let (mut browser, mut visitor) = (first.browser(), first.browser());
    let shown = browser.log_in(&first.request(&[]), "bob", "passw0rd").await;
    let code = shown.param("code").unwrap();
    let offline = first.offline_code().await;
    let tokens = first.redeem(&offline, &[]).await;
    let started = visitor.get(&first.request(&[])).await;
    let page = visitor.follow(&started).await;
    let Provider { emulator, user_id, .. } = first;
    emulator.stop().unwrap();

    let saved = std::fs::read_to_string(&file).unwrap();
    let session = browser.cookie("authing_session_").unwrap();
    for secret in [&code, tokens.text("access_token"), tokens.text("refresh_token"), session] {
        assert!(!saved.contains(secret), "kept as a fingerprint only");
    }

    let second = Emulator::builder().data_file(&file).port(port).start().await.unwrap();
    let second = Provider::resumed(second, user_id);
    assert_eq!(second.me(tokens.text("access_token")).await.status, 200);
    assert_eq!(second.redeem(&code, &[]).await.status, 200);
    second.redeem(&offline, &[]).await.is_error(400, "invalid_grant");
    assert_eq!(second.me(tokens.text("access_token")).await.status, 401);
    let silent = browser.get(&second.request(&[("prompt", "none")])).await;
    assert!(silent.param("code").is_some());
    let right = [("account", "bob"), ("password", "passw0rd")];
    assert!(visitor.submit(&page, &right).await.param("code").is_some());
    let other = second.request(&[("redirect_uri", "http://localhost:3000/other")]);
    assert_eq!(second.browser().get(&other).await.status, 400);
}

#[tokio::test]
async fn a_reset_forgets_sessions_and_tokens() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let shown = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let code = shown.param("code").unwrap();
    provider.emulator.reset();
    provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(silent.param("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn a_file_from_before_these_endpoints_loads_with_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    Emulator::builder().data_file(&file).start().await.unwrap().stop().unwrap();
    let mut saved: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let pool = saved["state"]["pools"][0].as_object_mut().unwrap();
    for new in ["sso_sessions", "interactions", "authorization_codes", "protocol_tokens"] {
        assert!(pool.remove(new).is_some(), "{new}");
    }
    assert!(pool["apps"][0].as_object_mut().unwrap().remove("protocols").is_some());
    std::fs::write(&file, saved.to_string()).unwrap();
    let provider = Provider::of(Emulator::builder().data_file(&file).start().await.unwrap()).await;
    let code = provider.code(&[]).await;
    assert_eq!(provider.redeem(&code, &[]).await.status, 200);
}
