//! The applications of the pool.

use http::Method;
use maud::html;
use serde_json::{Value as Json, json};

use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::control;
use crate::state::applications::TokenAlgorithm;

const NAME: Text = Text::new("名称", "Name");
const ID: Text = Text::new("应用 ID", "Application id");
const ALGORITHM: Text = Text::new("Token 签名算法", "Tokens are signed with");
const CREATED: Text = Text::new("创建时间", "Created");
const NEW: Text = Text::new("新建应用", "New application");
const CREATE: Text = Text::new("新建", "Create");
const NAME_NEEDED: Text = Text::new("请填写名称。", "Give it a name.");
const NONE: Text = Text::new("还没有应用。", "There are no applications yet.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/apps",
    title: Text::new("应用", "Applications"),
    place: Place::In(Group::Applications),
    show,
    actions: &[Action {
        name: "create",
        run: create,
        done: Text::new("应用已创建。", "The application is created."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let content = visit.with(|cx| {
        let apps = &cx.pool()?.apps;
        Ok(html! {
            section.sheet id="apps" data-live="state" {
                @if apps.is_empty() {
                    (parts::empty(visit, NONE))
                } @else {
                    table.stack {
                        thead { tr {
                            @for title in [NAME, ID, ALGORITHM, CREATED] { th scope="col" { (visit.say(title)) } }
                        } }
                        tbody {
                            @for app in apps {
                                tr {
                                    th scope="row" { a href={ "/_console/apps/" (app.id) } { (app.name) } }
                                    td data-title=(visit.say(ID)) { code { (app.id) } }
                                    td data-title=(visit.say(ALGORITHM)) { (wire(app.algorithm)) }
                                    td data-title=(visit.say(CREATED)) { (parts::moment(app.created_at)) }
                                }
                            }
                        }
                    }
                }
            }
            section.sheet.narrow {
                h2 { (visit.say(NEW)) }
                form.line method="post" {
                    (parts::input(visit, "name", NAME, "text", ""))
                    (parts::choice(visit, "algorithm", ALGORITHM, ALGORITHMS, "HS256"))
                    (parts::submit(visit, "create", CREATE))
                }
            }
        })
    })?;
    Ok(Sheet::new(content))
}

pub(in crate::console) const ALGORITHMS: [(&str, &str); 2] =
    [("HS256", "HS256"), ("RS256", "RS256")];

pub(in crate::console) fn wire(algorithm: TokenAlgorithm) -> &'static str {
    match algorithm {
        TokenAlgorithm::Hs256 => "HS256",
        TokenAlgorithm::Rs256 => "RS256",
    }
}

fn create(visit: &Visit<'_>) -> Result<Next, Stop> {
    let name = visit.filled("name").ok_or(Stop::Wrong(NAME_NEEDED))?;
    let body = json!({
        "name": name,
        "userPoolId": visit.pool_id,
        "algorithm": visit.field("algorithm"),
    });
    let made = control::call(visit.engine, &Method::POST, "/applications", &body)
        .map_err(Stop::WrongText)?;
    let id = made.get("id").and_then(Json::as_str).unwrap_or_default();
    Ok(Next::To(format!("/_console/apps/{id}")))
}
