//! From a request to a page.

use std::net::IpAddr;
use std::sync::OnceLock;

use http::header::{self, HeaderName};
use http::{Method, StatusCode, request};
use maud::html;

use crate::base::limits::{FIELDS, cut};
use crate::base::text::Text;
use crate::base::{form, random};
use crate::console::frame::{self, Notice};
use crate::console::page::{Next, Page, Shown, Stop};
use crate::console::table::PAGES;
use crate::console::visit::{SAID, Visit};
use crate::console::{guard, preferences};
use crate::domain::context::RequestInfo;
use crate::engine::Engine;
use crate::handler::Response;
use crate::handler::multipart::{self, Part};

const PREFIX: &str = "/_console/";
const PREFERENCES: &str = "/_console/preferences";

const NOT_FOUND: Text = Text::new("没有这个页面", "There is no such page");
const GONE: Text = Text::new(
    "该地址没有对应的内容：可能已被删除，或属于另一个用户池。",
    "There is nothing at this address: it may have been deleted, or belong to another user pool.",
);
const HOME: Text = Text::new("返回概览", "To the overview");
const FOREIGN: Text = Text::new("请求被拒绝", "The request is refused");
const UNKNOWN_ACTION: Text = Text::new(
    "页面不认识这个操作，请刷新后重试。",
    "The page does not know this action. Reload it and try again.",
);
const UNREADABLE: Text = Text::new(
    "表单不是合法的 UTF-8 文本，或字段过多。",
    "The form is not valid UTF-8, or has too many fields.",
);

/// Whether a request is for the console. What `/` is for anything but reading, the tables say.
pub(crate) fn is_console(method: &Method, path: &str) -> bool {
    path.starts_with(PREFIX)
        || path == "/_console"
        || (path == "/" && matches!(*method, Method::GET | Method::HEAD))
}

/// The response to a request whose body was not read yet, if it is refused.
pub(crate) fn refuse(engine: &Engine, head: &request::Parts) -> Option<Response> {
    if guard::is_own(head) {
        return None;
    }
    let visit = visit(engine, head);
    let content = html! { p { (visit.say(guard::FOREIGN)) } };
    let html = frame::around(&visit, "", &Notice::None, visit.say(FOREIGN), &content);
    Some(Response::strict_page(StatusCode::FORBIDDEN, html))
}

/// Serves a request that is not refused.
pub(crate) fn serve(engine: &Engine, peer: IpAddr, head: &request::Parts, body: &[u8]) -> Response {
    let mut visit = visit(engine, head);
    visit.info.client_ip = peer.to_string();
    if visit.path == "/_console" {
        return Response::redirect("/");
    }
    let is_post = head.method == Method::POST;
    if is_post {
        match read(head, body) {
            Some((form, files)) => (visit.form, visit.files) = (form, files),
            None => return not_found(&visit, StatusCode::BAD_REQUEST, UNREADABLE),
        }
    }
    if visit.path == PREFERENCES && is_post {
        return preferences::keep(&visit.form);
    }
    let Some((page, params)) = find(visit.path) else {
        return not_found(&visit, StatusCode::NOT_FOUND, GONE);
    };
    visit.params = params;
    match head.method {
        Method::GET | Method::HEAD => {
            let done = visit.query(SAID).and_then(done);
            let notice = done.map_or(Notice::None, |done| Notice::Done(visit.say(done)));
            show(&visit, page, StatusCode::OK, &notice, (page.show)(&visit))
        }
        Method::POST => act(&visit, page),
        _ => Response::empty(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// What an action says when it is done. It is named with its page: it may have led to another one.
fn done(said: &str) -> Option<Text> {
    let (path, name) = said.rsplit_once(':')?;
    let page = PAGES.iter().find(|page| page.path == path)?;
    page.actions.iter().find(|action| action.name == name).map(|action| action.done)
}

/// Carries out the action that a form names.
fn act(visit: &Visit<'_>, page: &Page) -> Response {
    // A file comes as the body itself, so its action is in the address.
    let name = visit.filled("action").or(visit.query("action")).unwrap_or_default();
    let Some(action) = page.actions.iter().find(|action| action.name == name) else {
        return refused(visit, page, visit.say(UNKNOWN_ACTION));
    };
    let said = |path: &str| {
        let joint = if path.contains('?') { '&' } else { '?' };
        let said = form::encode(&[(SAID, format!("{}:{name}", page.path))]);
        Response::redirect(&format!("{path}{joint}{said}"))
    };
    match (action.run)(visit) {
        Ok(Next::Back) => said(&visit.address()),
        Ok(Next::To(path)) => said(&path),
        Ok(Next::Show(sheet)) => show(visit, page, StatusCode::OK, &Notice::None, Ok(sheet)),
        Ok(Next::ShowWith(sheet, finish)) => {
            finish(show(visit, page, StatusCode::OK, &Notice::None, Ok(sheet)))
        }
        Ok(Next::Response(response)) => response,
        Err(Stop::NotFound) => not_found(visit, StatusCode::NOT_FOUND, GONE),
        Err(Stop::Refused(error)) => {
            refused(visit, page, &format!("{} ({})", error.message(visit.lang), error.code))
        }
        Err(Stop::Wrong(text)) => refused(visit, page, visit.say(text)),
        Err(Stop::WrongText(text)) => refused(visit, page, &cut(text)),
    }
}

/// The page with its form as it was sent, and why it was refused.
fn refused(visit: &Visit<'_>, page: &Page, reason: &str) -> Response {
    show(visit, page, StatusCode::BAD_REQUEST, &Notice::Refused(reason), (page.show)(visit))
}

fn show(
    visit: &Visit<'_>,
    page: &Page,
    status: StatusCode,
    notice: &Notice<'_>,
    shown: Shown,
) -> Response {
    let sheet = match shown {
        Ok(sheet) => sheet,
        Err(Stop::NotFound) => return not_found(visit, StatusCode::NOT_FOUND, GONE),
        Err(Stop::Refused(error)) => {
            let html = frame::page(
                visit,
                page,
                &Notice::Refused(error.message(visit.lang)),
                visit.say(page.title),
                &html! {},
            );
            return Response::strict_page(StatusCode::BAD_REQUEST, html);
        }
        Err(Stop::Wrong(text)) => return not_found(visit, StatusCode::BAD_REQUEST, text),
        Err(Stop::WrongText(text)) => {
            let html = frame::page(
                visit,
                page,
                &Notice::Refused(&cut(text)),
                visit.say(page.title),
                &html! {},
            );
            return Response::strict_page(StatusCode::BAD_REQUEST, html);
        }
    };
    let heading = sheet.heading.as_deref().unwrap_or_else(|| visit.say(page.title));
    Response::strict_page(status, frame::page(visit, page, notice, heading, &sheet.content))
}

fn not_found(visit: &Visit<'_>, status: StatusCode, text: Text) -> Response {
    let content = html! {
        p { (visit.say(text)) }
        p { a.button href="/" { (visit.say(HOME)) } }
    };
    let html = frame::around(visit, "", &Notice::None, visit.say(NOT_FOUND), &content);
    Response::strict_page(status, html)
}

fn visit<'a>(engine: &'a Engine, head: &'a request::Parts) -> Visit<'a> {
    let chosen = preferences::read(&head.headers);
    let pool_id = {
        let state = engine.lock();
        let known = chosen.pool_id.filter(|id| state.pool(id).is_some());
        known.or_else(|| state.pools.first().map(|pool| pool.id.clone()))
    };
    let info = RequestInfo {
        lang: chosen.lang,
        pool_id: pool_id.clone(),
        user_agent: text(head, header::USER_AGENT).to_owned(),
        request_id: random::secret(),
        ..RequestInfo::default()
    };
    Visit {
        engine,
        lang: chosen.lang,
        theme: chosen.theme,
        path: head.uri.path(),
        params: Vec::new(),
        query: form::parse(head.uri.query().unwrap_or_default()),
        form: Vec::new(),
        files: Vec::new(),
        pool_id,
        info,
    }
}

fn text(head: &request::Parts, name: HeaderName) -> &str {
    head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

type Sent = (Vec<(String, String)>, Vec<Part>);

/// The fields and the files of a form.
fn read(head: &request::Parts, body: &[u8]) -> Option<Sent> {
    if let Some(boundary) = multipart::boundary(text(head, header::CONTENT_TYPE)) {
        return Some((Vec::new(), multipart::read(body, boundary).ok()?));
    }
    let text = std::str::from_utf8(body).ok().filter(|text| form::count(text) <= FIELDS)?;
    Some((form::parse(text), Vec::new()))
}

type Found = (&'static Page, Vec<(String, String)>);

/// The page of a path, and what varies in it.
fn find(path: &str) -> Option<Found> {
    static ROUTER: OnceLock<matchit::Router<&'static Page>> = OnceLock::new();
    let router = ROUTER.get_or_init(|| {
        let mut router = matchit::Router::new();
        for page in PAGES {
            // Two paths that cannot be told apart are found by a test.
            let _ = router.insert(page.path, *page);
        }
        router
    });
    let found = router.at(path).ok()?;
    let decoded =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let params =
        found.params.iter().map(|(name, value)| (name.to_owned(), decoded(value))).collect();
    Some((*found.value, params))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::console::page::Place;

    #[test]
    fn every_page_is_found_by_its_path_and_belongs_to_an_entry_of_the_menu() {
        let in_menu = |path: &str| {
            PAGES.iter().any(|page| page.path == path && matches!(page.place, Place::In(_)))
        };
        for page in PAGES {
            let segment = |text: &'static str| if text.starts_with('{') { "0" } else { text };
            let path: Vec<&str> = page.path.split('/').map(segment).collect();
            let (found, _) = find(&path.join("/")).unwrap();
            assert_eq!(found.path, page.path);
            assert!(page.path == "/" || page.path.starts_with(PREFIX), "{}", page.path);
            if let Place::Under(path) = page.place {
                assert!(in_menu(path), "{}", page.path);
            }
            let names: HashSet<_> = page.actions.iter().map(|action| action.name).collect();
            assert_eq!(names.len(), page.actions.len(), "{}", page.path);
        }
    }
}
