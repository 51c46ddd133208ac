//! The templates of the emails that a pool sends.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::email_templates::{self, TYPES};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::email_templates::{EmailTemplate, EmailTemplateType};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Chosen("the schema alone is known: no official SDK calls it"),
    [
        query("emailTemplates", Access::Management, email_templates),
        query("previewEmail", Access::Management, preview_email),
        mutation("configEmailTemplate", Access::Management, config_email_template),
        mutation("enableEmailTemplate", Access::Management, enable_email_template),
        mutation("disableEmailTemplate", Access::Management, disable_email_template),
    ],
);

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "type")]
    kind: EmailTemplateType,
}

/// Each template once: the pool's own version where there is one, used or not.
fn email_templates(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    let pool = cx.pool()?;
    let list = TYPES.map(|kind| match email_templates::own(pool, kind) {
        Some(own) => email_templates::view(own, false),
        None => email_templates::view(&email_templates::built_in(pool, kind), true),
    });
    Ok(list.into_iter().collect())
}

/// Nothing is filled in: which words a template may hold is not written down.
fn preview_email(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let kind = args.read::<Named>()?.kind;
    Ok(Json::from(email_templates::in_use(cx.pool()?, kind).content))
}

/// What is left out goes back to nothing; whether the template is used stays as it was.
fn config_email_template(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        input: Template,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Template {
        #[serde(rename = "type")]
        kind: EmailTemplateType,
        name: String,
        subject: String,
        sender: String,
        content: String,
        redirect_to: Option<String>,
        #[serde(rename = "hasURL")]
        has_url: Option<bool>,
        expires_in: Option<i64>,
    }
    let input = args.read::<Input>()?.input;
    let template = EmailTemplate {
        kind: input.kind,
        name: input.name,
        subject: input.subject,
        sender: input.sender,
        content: input.content,
        redirect_to: input.redirect_to,
        has_url: input.has_url,
        expires_in: input.expires_in,
        enabled: email_templates::own(cx.pool()?, input.kind).is_some_and(|own| own.enabled),
    };
    let out = email_templates::view(&template, false);
    let templates = &mut cx.pool_mut()?.email_templates;
    templates.retain(|own| own.kind != template.kind);
    templates.push(template);
    Ok(out)
}

fn enable_email_template(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    set_enabled(cx, args, true)
}

fn disable_email_template(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    set_enabled(cx, args, false)
}

/// A pool that has no version of its own gets a copy of the built-in one to switch on.
fn set_enabled(cx: &mut Cx<'_>, args: Args<'_>, enabled: bool) -> ApiResult<Json> {
    let kind = args.read::<Named>()?.kind;
    let pool = cx.pool_mut()?;
    let position = pool.email_templates.iter().position(|template| template.kind == kind);
    let mut template = match position {
        Some(position) => pool.email_templates.remove(position),
        None => email_templates::built_in(pool, kind),
    };
    template.enabled = enabled;
    let is_built_in = position.is_none() && !enabled;
    let out = email_templates::view(&template, is_built_in);
    if !is_built_in {
        pool.email_templates.push(template);
    }
    Ok(out)
}
