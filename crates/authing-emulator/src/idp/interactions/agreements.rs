//! Accepting what must be accepted.

use http::StatusCode;
use maud::{Markup, html};

use crate::base::text::{Lang, Text};
use crate::domain::agreements as rules;
use crate::domain::context::Cx;
use crate::handler::{Call, RequestBody};
use crate::idp::interactions::visit::{self, Outcome, Visit};
use crate::idp::sso::pages::{self, Page, Problem};
use crate::state::applications::Agreement;

const AGREEMENTS: Text = Text::new("请阅读并同意以下协议", "Please read and accept");
const ACCEPT: Text = Text::new("同意并继续", "Accept and go on");
const REQUIRED: Text = Text::new("（必须同意）", "(required)");

pub(super) fn show(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    let who = visit.user()?;
    let open = rules::outstanding(cx, &who.user_id, visit.lang)?;
    if open.is_empty() {
        return Ok(visit::go_on(cx, call, visit, who)?);
    }
    respond(cx, visit, StatusCode::OK, &open, &[], None)
}

pub(super) fn take(cx: &mut Cx<'_>, call: &Call, visit: &Visit) -> Outcome {
    if call.form_field("action") == "cancel" {
        return visit::cancel(cx, visit);
    }
    let who = visit.user()?;
    let open = rules::outstanding(cx, &who.user_id, visit.lang)?;
    let accepted = ticked(call);
    if let Err(error) = rules::require(&open.iter().collect::<Vec<_>>(), &accepted) {
        let problem = pages::problem_of(&error, visit.lang);
        return respond(cx, visit, StatusCode::BAD_REQUEST, &open, &accepted, Some(&problem));
    }
    let asked: Vec<i64> = open.iter().map(|agreement| agreement.id).collect();
    rules::accept(cx, &who.user_id, &asked, &accepted)?;
    Ok(visit::go_on(cx, call, visit, who)?)
}

/// The ids of the agreements whose boxes a form has ticked.
pub(super) fn ticked(call: &Call) -> Vec<i64> {
    let RequestBody::Form(pairs) = call.body() else { return Vec::new() };
    let own = pairs.iter().filter(|(name, _)| name == "agreement");
    own.filter_map(|(_, value)| value.parse().ok()).collect()
}

fn respond(
    cx: &Cx<'_>,
    visit: &Visit,
    status: StatusCode,
    open: &[Agreement],
    accepted: &[i64],
    problem: Option<&Problem>,
) -> Outcome {
    let lang = visit.lang;
    let open: Vec<&Agreement> = open.iter().collect();
    let content = html! {
        (boxes(&open, accepted, problem, lang))
        (pages::buttons("accept", ACCEPT, lang))
    };
    let page = Page { title: AGREEMENTS, app: Some(&cx.app()?.name), lang, again: Some("") };
    Ok(page.respond(status, &pages::form(&visit.csrf, problem, &content)))
}

/// A box for each agreement. It is told which must be ticked; that is checked when the form is sent.
pub(super) fn boxes(
    agreements: &[&Agreement],
    accepted: &[i64],
    problem: Option<&Problem>,
    lang: Lang,
) -> Markup {
    let is_wrong = |agreement: &Agreement| {
        agreement.required
            && !accepted.contains(&agreement.id)
            && problem.is_some_and(|problem| problem.field == "agreement")
    };
    let first_wrong = agreements.iter().find(|agreement| is_wrong(agreement)).map(|one| one.id);
    html! {
        @for agreement in agreements {
            @let id = format!("agreement-{}", agreement.id);
            div.check {
                input type="checkbox" id=(id) name="agreement" value=(agreement.id)
                    checked[accepted.contains(&agreement.id)] autofocus[first_wrong == Some(agreement.id)]
                    aria-invalid=[is_wrong(agreement).then_some("true")]
                    aria-describedby=[is_wrong(agreement).then_some("problem")]
                    data-required[agreement.required];
                label for=(id) {
                    @for (text, link) in pieces(&agreement.title) {
                        @match link {
                            Some(link) => a href=(link) target="_blank" rel="noopener noreferrer" { (text) },
                            None => (text),
                        }
                    }
                    @if agreement.required { " " span.soft { (REQUIRED.get(lang)) } }
                }
            }
        }
    }
}

/// A piece of an agreement's text, and where it leads.
type Piece = (String, Option<String>);

/// The text of an agreement, which administrators write as HTML: nothing is kept of it but texts and links
/// to web pages.
fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut link: Option<String> = None;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, tag, after) = match rest.split_once('<') {
            None => (rest, "", ""),
            Some((text, from)) => match from.split_once('>') {
                // An angle that begins nothing is text.
                None => (rest, "", ""),
                Some((tag, after)) => (text, tag, after),
            },
        };
        if !text.is_empty() {
            pieces.push((unescape(text), link.clone()));
        }
        let mut words = tag.split_whitespace();
        match words.next().map(str::to_ascii_lowercase).as_deref() {
            Some("a") => link = href(tag),
            Some("/a") => link = None,
            _ => {}
        }
        rest = after;
    }
    pieces
}

/// The address of a link, if it is a web page's.
fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href=")?;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, _) = value.strip_prefix(quote)?.split_once(quote)?;
    let value = unescape(value);
    let is_web = value.starts_with("https://") || value.starts_with("http://");
    is_web.then_some(value)
}

fn unescape(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, link: Option<&str>) -> Piece {
        (text.to_owned(), link.map(str::to_owned))
    }

    #[test]
    fn of_an_agreements_html_only_texts_and_links_to_web_pages_are_kept() {
        let html = "<p>I accept the <a class=x href=\"https://a.example/?a=1&amp;b\">terms &amp; more</a>.\
                    <script>alert(1)</script></p>";
        let expected = [
            piece("I accept the ", None),
            piece("terms & more", Some("https://a.example/?a=1&b")),
            piece(".", None),
            piece("alert(1)", None),
        ];
        assert_eq!(pieces(html), expected);
        assert_eq!(pieces("<a href='javascript:alert(1)'>x</a>"), [piece("x", None)]);
        assert_eq!(pieces("1 < 2"), [piece("1 < 2", None)]);
        assert_eq!(pieces(""), []);
    }
}
