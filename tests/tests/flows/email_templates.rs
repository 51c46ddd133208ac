//! The email templates area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_management::types::{ConfigEmailTemplateInput, EmailScene, EmailTemplateType};
use authing_tests::TestServer;

fn reset() -> ConfigEmailTemplateInput {
    ConfigEmailTemplateInput::new(
        EmailTemplateType::ResetPassword,
        "Reset",
        "Your code",
        "The shop",
        "<p>Ours</p>",
    )
}

#[tokio::test]
async fn a_template_of_ones_own_is_used_once_it_is_switched_on() {
    let server = TestServer::start().await.unwrap();
    let templates = server.management.email_templates();
    let built_in = templates.list().await.unwrap();
    assert_eq!(built_in.len(), 6);
    assert!(built_in.iter().all(|one| one.is_system == Some(true) && one.enabled == Some(false)));
    let theirs = templates.preview(EmailTemplateType::ResetPassword).await.unwrap();

    let own = templates.configure(reset().expires_in(600)).await.unwrap();
    assert_eq!((own.is_system, own.enabled, own.expires_in), (Some(false), Some(false), Some(600)));
    assert_eq!(templates.preview(EmailTemplateType::ResetPassword).await.unwrap(), theirs);
    assert!(templates.enable(EmailTemplateType::ResetPassword).await.unwrap().enabled.unwrap());
    assert_eq!(templates.preview(EmailTemplateType::ResetPassword).await.unwrap(), "<p>Ours</p>");
    let rewritten = templates.configure(reset()).await.unwrap();
    assert_eq!((rewritten.enabled, rewritten.expires_in), (Some(true), None), "it stays on");

    templates.disable(EmailTemplateType::ResetPassword).await.unwrap();
    assert_eq!(templates.preview(EmailTemplateType::ResetPassword).await.unwrap(), theirs);
    let kept = templates.list().await.unwrap();
    assert_eq!(kept.iter().filter(|one| one.is_system == Some(false)).count(), 1);
}

#[tokio::test]
async fn a_code_lives_as_long_as_the_template_says() {
    let server = TestServer::start().await.unwrap();
    let bob = authing_management::types::CreateUserInput::new()
        .email("bob@example.com")
        .password("passw0rd");
    server.management.users().create(bob).await.unwrap();
    let templates = server.management.email_templates();
    templates.configure(reset().expires_in(1200)).await.unwrap();
    templates.enable(EmailTemplateType::ResetPassword).await.unwrap();
    let code = async || {
        let scene = EmailScene::ResetPassword;
        server.management.send_email("bob@example.com", scene).await.unwrap();
        server.emulator.last_code("bob@example.com").unwrap()
    };
    let reset = async |code: String| {
        server.app.reset_password_by_email_code("bob@example.com", code, "n3w-passw0rd").await
    };
    let long = code().await;
    server.emulator.advance(Duration::from_secs(1199));
    reset(long).await.unwrap();

    templates.disable(EmailTemplateType::ResetPassword).await.unwrap();
    server.emulator.advance(Duration::from_secs(61));
    let short = code().await;
    server.emulator.advance(Duration::from_secs(301));
    assert!(reset(short).await.is_err(), "five minutes, as everywhere");
}

#[tokio::test]
async fn what_nobody_has_written_down_is_refused_by_name() {
    let server = TestServer::start().await.unwrap();
    let refused = server.management.email_templates().code().await.unwrap_err();
    assert!(refused.to_string().contains("Query.templateCode"), "{refused}");
    let refused = server.management.user_pool().upload_token().await.unwrap_err();
    assert!(refused.to_string().contains("Query.qiniuUptoken"), "{refused}");
    let refused = server.management.user_pools().list_types().await.unwrap_err();
    assert!(refused.to_string().contains("Query.userpoolTypes"), "{refused}");
}
