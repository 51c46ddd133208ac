//! The email templates area.

use authing_management::types::{ConfigEmailTemplateInput, EmailTemplateType};
use serde_json::{Value, json};

use crate::common::{data, exchange};

fn template(enabled: bool) -> Value {
    json!({
        "type": "WELCOME", "name": "Welcome", "subject": "Hello", "sender": "The shop",
        "content": "<p>Hello</p>", "hasURL": false, "enabled": enabled, "addedLater": 1,
    })
}

#[tokio::test]
async fn list() {
    let mut unknown = template(true);
    unknown["type"] = json!("ADDED_LATER");
    let response = data("emailTemplates", json!([template(false), unknown]));
    let (sent, templates) = exchange(response, |client| client.email_templates().list()).await;
    sent.is_graphql("query emailTemplates{", Value::Null);
    let templates = templates.unwrap();
    assert_eq!(templates[0].r#type, EmailTemplateType::Welcome);
    assert_eq!((templates[0].enabled, templates[0].expires_in), (Some(false), None));
    assert_eq!(templates[1].r#type, EmailTemplateType::Unknown("ADDED_LATER".to_owned()));
}

#[tokio::test]
async fn configure() {
    let response = data("configEmailTemplate", template(false));
    let (sent, configured) = exchange(response, |client| {
        let welcome = ConfigEmailTemplateInput::new(
            EmailTemplateType::Welcome,
            "Welcome",
            "Hello",
            "The shop",
            "<p>Hello</p>",
        );
        client.email_templates().configure(welcome.expires_in(600).has_url(false))
    })
    .await;
    let input = json!({
        "type": "WELCOME", "name": "Welcome", "subject": "Hello", "sender": "The shop",
        "content": "<p>Hello</p>", "hasURL": false, "expiresIn": 600,
    });
    sent.is_graphql("mutation configEmailTemplate(", json!({"input": input}));
    assert_eq!(configured.unwrap().subject, "Hello");
}

#[tokio::test]
async fn enable_and_disable() {
    let response = data("enableEmailTemplate", template(true));
    let (sent, enabled) = exchange(response, |client| {
        client.email_templates().enable(EmailTemplateType::PasswordResetNotification)
    })
    .await;
    let variables = json!({"type": "PASSWORD_RESETED_NOTIFICATION"});
    sent.is_graphql("mutation enableEmailTemplate(", variables);
    assert_eq!(enabled.unwrap().enabled, Some(true));

    let response = data("disableEmailTemplate", template(false));
    let (sent, disabled) =
        exchange(response, |client| client.email_templates().disable(EmailTemplateType::Welcome))
            .await;
    sent.is_graphql("mutation disableEmailTemplate(", json!({"type": "WELCOME"}));
    assert_eq!(disabled.unwrap().enabled, Some(false));
}

#[tokio::test]
async fn preview_and_code() {
    let response = data("previewEmail", json!("<p>Hello</p>"));
    let (sent, html) =
        exchange(response, |client| client.email_templates().preview(EmailTemplateType::Welcome))
            .await;
    sent.is_graphql("query previewEmail(", json!({"type": "WELCOME"}));
    assert_eq!(html.unwrap(), "<p>Hello</p>");

    let response = data("templateCode", json!("c"));
    let (sent, code) = exchange(response, |client| client.email_templates().code()).await;
    sent.is_graphql("query templateCode{", Value::Null);
    assert_eq!(code.unwrap(), "c");
}
