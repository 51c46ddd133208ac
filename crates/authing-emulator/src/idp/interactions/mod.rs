//! The pages that people log in with, whatever protocol sent the browser to them: a page a file.
//!
//! Every rule is the one that the API's calls go by: a page asks the same functions and shows what they
//! say.

mod agreements;
mod codes;
mod consent;
mod factor;
mod login;
mod new_password;
mod provider;
mod register;
mod reset;
mod tenant;
mod visit;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Route, Source, get, post, routes};
use crate::idp::interactions::visit::{Outcome, Stop, Visit};
use crate::idp::sso::pages;

const ANYBODY: Access = Access::Anonymous;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Chosen("the pages and their forms"),
    [
        get("/interaction/{protocol}/{uid}/login", ANYBODY, |cx, call| show(cx, call, login::show)),
        post("/interaction/{protocol}/{uid}/login", ANYBODY, |cx, call| {
            take(cx, call, login::take)
        }),
        get("/interaction/{protocol}/{uid}/qrcode", ANYBODY, |cx, call| {
            show(cx, call, login::qr_code)
        }),
        get("/interaction/{protocol}/{uid}/register", ANYBODY, |cx, call| {
            show(cx, call, register::show)
        }),
        post("/interaction/{protocol}/{uid}/register", ANYBODY, |cx, call| {
            take(cx, call, register::take)
        }),
        get("/interaction/{protocol}/{uid}/reset", ANYBODY, |cx, call| show(cx, call, reset::show)),
        post("/interaction/{protocol}/{uid}/reset", ANYBODY, |cx, call| {
            take(cx, call, reset::take)
        }),
        get("/interaction/{protocol}/{uid}/provider/{provider}", ANYBODY, |cx, call| {
            show(cx, call, provider::show)
        }),
        post("/interaction/{protocol}/{uid}/provider/{provider}", ANYBODY, |cx, call| {
            take(cx, call, provider::take)
        }),
        get("/interaction/{protocol}/{uid}/factor", ANYBODY, |cx, call| {
            show(cx, call, factor::show)
        }),
        post("/interaction/{protocol}/{uid}/factor", ANYBODY, |cx, call| {
            take(cx, call, factor::take)
        }),
        get("/interaction/{protocol}/{uid}/new-password", ANYBODY, |cx, call| {
            show(cx, call, new_password::show)
        }),
        post("/interaction/{protocol}/{uid}/new-password", ANYBODY, |cx, call| {
            take(cx, call, new_password::take)
        }),
        get("/interaction/{protocol}/{uid}/tenant", ANYBODY, |cx, call| {
            show(cx, call, tenant::show)
        }),
        post("/interaction/{protocol}/{uid}/tenant", ANYBODY, |cx, call| {
            take(cx, call, tenant::take)
        }),
        get("/interaction/{protocol}/{uid}/agreements", ANYBODY, |cx, call| {
            show(cx, call, agreements::show)
        }),
        post("/interaction/{protocol}/{uid}/agreements", ANYBODY, |cx, call| {
            take(cx, call, agreements::take)
        }),
        get("/interaction/{protocol}/{uid}/consent", ANYBODY, |cx, call| {
            show(cx, call, consent::show)
        }),
        post("/interaction/{protocol}/{uid}/consent", ANYBODY, |cx, call| {
            take(cx, call, consent::take)
        }),
    ],
);

/// What a page does. It runs only in the browser that began the visit.
type Run = fn(&mut Cx<'_>, &Call, &Visit) -> Outcome;

fn show(cx: &mut Cx<'_>, call: &Call, run: Run) -> ApiResult<Reply> {
    let outcome = visit::open(cx, call).and_then(|visit| run(cx, call, &visit));
    reply(cx, call, outcome)
}

/// The same for a form, which must come from the page.
fn take(cx: &mut Cx<'_>, call: &Call, run: Run) -> ApiResult<Reply> {
    let outcome = visit::open_for_form(cx, call).and_then(|visit| run(cx, call, &visit));
    reply(cx, call, outcome)
}

fn reply(cx: &Cx<'_>, call: &Call, outcome: Outcome) -> ApiResult<Reply> {
    let response = match outcome {
        Ok(response) => response,
        Err(Stop::Instead(response)) => *response,
        Err(Stop::Page(status, text)) => pages::error(status, text, pages::lang(cx, call)),
        Err(Stop::Failed(error)) => return Err(error),
    };
    Ok(pages::keep_lang(response, call).into())
}
