//! What stands in for an identity provider: a form that asks who one is there.

use maud::{Markup, html};

use crate::base::error::ApiResult;
use crate::base::text::{Lang, Text};
use crate::domain::connections::{self, Provider};
use crate::domain::context::Cx;
use crate::handler::Call;
use crate::idp::sso::pages::{self, Field, Problem};

pub(crate) const TITLE: Text = Text::new("在身份源登录", "Log in at the provider");

const STAND_IN: Text = Text::new("本页面模拟身份源", "This stands in for the provider");
const SOMEBODY: Text = Text::new("以新的身份登录", "As somebody new, or by id");
const KNOWN: Text = Text::new("以已知的身份登录", "As somebody who was here before");
const ID_THERE: Text = Text::new("在该身份源的用户 ID", "Your user id there");
const NICKNAME: Text = Text::new("昵称（选填）", "Nickname (optional)");
const LOG_IN: Text = Text::new("登录", "Log in");

/// How many known people are offered.
const SHOWN: usize = 10;

/// The id and the nickname of a form.
pub(crate) fn read(call: &Call) -> (&str, Option<&str>) {
    let nickname = Some(call.form_field("nickname").trim()).filter(|name| !name.is_empty());
    (call.form_field("user_id").trim(), nickname)
}

/// The forms: one for whoever one wants to be, and a button for each who is known.
pub(crate) fn content(
    cx: &Cx<'_>,
    provider: &Provider,
    csrf: Option<&str>,
    problem: Option<&Problem>,
    lang: Lang,
) -> ApiResult<Markup> {
    let known: Vec<_> =
        connections::known_identities(cx.pool()?, &provider.identifier, SHOWN).collect();
    let problem = problem.map(|problem| Problem { field: "user_id", ..problem.clone() });
    let problem = problem.as_ref();
    let somebody = html! {
        (Field::new("user_id", ID_THERE, "off").first().show(problem, lang))
        (Field::new("nickname", NICKNAME, "nickname").optional().show(problem, lang))
        (pages::buttons("login", LOG_IN, lang))
    };
    let people = html! {
        div.choices {
            @for (user, id) in &known {
                button name="user_id" value=(id) {
                    b { (user.display_name()) } " " span.soft { (id) }
                }
            }
        }
    };
    Ok(html! {
        p { (STAND_IN.get(lang)) " " b { (provider.name) } }
        @if !known.is_empty() { h2 { (SOMEBODY.get(lang)) } }
        (pages::open_form(csrf, problem, &somebody))
        @if !known.is_empty() {
            h2 { (KNOWN.get(lang)) }
            (pages::open_form(csrf, None, &people))
        }
    })
}
