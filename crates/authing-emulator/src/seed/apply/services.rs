//! What a user pool works with besides its data: webhooks, environment variables, emails, functions.

use std::collections::HashSet;
use std::fmt::Display;

use crate::base::nearest::shown;
use crate::base::random;
use crate::domain::context::Cx;
use crate::seed::apply::checks::by_rule;
use crate::seed::content::UserPool;
use crate::seed::error::Outcome;
use crate::seed::place::At;
use crate::state::email_templates::EmailTemplate;
use crate::state::pipeline::{
    DatabaseAddress, InvalidFunction, Patience, PipelineAddress, check, three,
};
use crate::state::webhooks::{InvalidWebhook, PoolWebhook, Webhook};

pub(super) fn apply(cx: &mut Cx<'_>, at: &At<'_>, pool: &UserPool) -> Outcome<()> {
    webhooks(cx, &at.field("webhooks"), pool)?;
    for (name, value) in &pool.env {
        if name.is_empty() {
            return at.field("env").refuse("found a variable without a name");
        }
        by_rule(at, cx.pool_mut())?.env.insert(name.clone(), value.clone());
    }
    email_templates(cx, &at.field("emailTemplates"), pool)?;
    let list = at.field("pipeline");
    for (place, function) in pool.pipeline.iter().enumerate() {
        let at = list.entry(place);
        let timeout = function.timeout.unwrap_or_else(three);
        callable(&at, &function.url, timeout)?;
        let patience = Patience {
            timeout,
            terminate_on_timeout: function.terminate_on_timeout,
            is_asynchronous: function.is_asynchronous,
        };
        let address = PipelineAddress {
            id: random::object_id(),
            scene: function.scene,
            url: function.url.clone(),
            patience,
        };
        by_rule(&at, cx.pool_mut())?.pipeline.push(address);
    }
    if let Some(database) = &pool.custom_database {
        let at = at.field("customDatabase");
        let timeout = database.timeout.unwrap_or_else(three);
        callable(&at, &database.url, timeout)?;
        let address = DatabaseAddress { url: database.url.clone(), timeout };
        by_rule(&at, cx.pool_mut())?.custom_database = Some(address);
    }
    Ok(())
}

fn webhooks(cx: &mut Cx<'_>, list: &At<'_>, pool: &UserPool) -> Outcome<()> {
    let mut known = HashSet::new();
    for (place, webhook) in pool.webhooks.iter().enumerate() {
        let at = list.entry(place);
        let settings = Webhook {
            name: webhook.name.clone().unwrap_or_default(),
            url: webhook.url.clone(),
            content_type: webhook.content_type,
            events: webhook.events.clone(),
            enabled: !webhook.disabled,
            secret: webhook.secret.clone(),
        };
        let checked = settings.check();
        let field = match &checked {
            Ok(()) | Err(InvalidWebhook::Url { .. }) => "url",
            Err(InvalidWebhook::Event(_)) => "events",
            Err(InvalidWebhook::Secret) => "secret",
        };
        working(&at.field(field), checked)?;
        if !known.insert(&webhook.url) {
            return at.field("url").refuse("another webhook has the same address");
        }
        let (id, now) = (random::object_id(), cx.now);
        let webhook = PoolWebhook { id, created_at: now, updated_at: now, settings };
        by_rule(&at, cx.pool_mut())?.webhooks.push(webhook);
    }
    Ok(())
}

fn email_templates(cx: &mut Cx<'_>, list: &At<'_>, pool: &UserPool) -> Outcome<()> {
    for (place, template) in pool.email_templates.iter().enumerate() {
        let at = list.entry(place);
        let own = by_rule(&at, cx.pool_mut())?;
        let kind = serde_json::to_string(&template.kind).unwrap_or_default().replace('"', "");
        if own.email_templates.iter().any(|known| known.kind == template.kind) {
            return at.field("type").refuse(format!("the email {} is there twice", shown(&kind)));
        }
        let template = EmailTemplate {
            kind: template.kind,
            name: template.name.clone().unwrap_or(kind),
            subject: template.subject.clone(),
            sender: template.sender.clone().unwrap_or_else(|| own.name.clone()),
            content: template.content.clone(),
            redirect_to: template.redirect_to.clone(),
            has_url: template.has_url,
            expires_in: template.expires_in,
            enabled: !template.disabled,
        };
        own.email_templates.push(template);
    }
    Ok(())
}

fn callable(at: &At<'_>, url: &str, timeout: u64) -> Outcome<()> {
    let checked = check(url, timeout);
    let field = match checked {
        Ok(()) | Err(InvalidFunction::Url { .. }) => "url",
        Err(InvalidFunction::Timeout) => "timeout",
    };
    working(&at.field(field), checked)
}

/// What cannot work is told with its reason, which quotes no secret.
fn working(at: &At<'_>, checked: Result<(), impl Display>) -> Outcome<()> {
    match checked {
        Ok(()) => Ok(()),
        Err(error) => at.refuse(error.to_string()),
    }
}
