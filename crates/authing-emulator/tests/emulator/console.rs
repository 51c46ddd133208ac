//! The console, as a browser sees it.

use authing_emulator::Emulator;
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;

struct Browser {
    http: reqwest::Client,
    url: String,
}

impl Browser {
    fn of(emulator: &Emulator) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { http, url: emulator.url().to_owned() }
    }

    fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.http.get(format!("{}{path}", self.url)).header(ACCEPT_LANGUAGE, "en")
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}{path}", self.url))
            .header(ACCEPT_LANGUAGE, "en")
            .header(ORIGIN, &self.url)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(form))
    }

    async fn page(&self, path: &str) -> String {
        let response = self.get(path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.text().await.unwrap()
    }
}

fn encoded(form: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

fn header(response: &reqwest::Response, name: impl reqwest::header::AsHeaderName) -> String {
    let value = response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    value.unwrap_or_default()
}

#[tokio::test]
async fn the_overview_says_where_the_server_is_and_leaves_no_trace_in_the_log() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let response = browser.get("/").send().await.unwrap();
    let policy = header(&response, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let page = response.text().await.unwrap();
    for shown in [emulator.url(), emulator.user_pool_id(), emulator.app_id(), "AUTHING_HOST="] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("<style") && !page.contains(" style="), "no style in the markup");
    for (piece, _) in page.match_indices("<script") {
        assert!(page[piece..].starts_with("<script type=\"module\" src=\"/_assets/"));
    }
    let css = browser.get("/_assets/console.css").send().await.unwrap();
    assert_eq!(header(&css, "content-type"), "text/css; charset=utf-8");
    assert_eq!(browser.get("/_assets/nope.css").send().await.unwrap().status(), 404);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn pages_are_in_the_language_and_colours_that_were_chosen() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let chinese =
        browser.http.get(&browser.url).header(ACCEPT_LANGUAGE, "fr, zh-CN;q=0.9, en;q=0.8");
    assert!(chinese.send().await.unwrap().text().await.unwrap().contains("<h1>概览</h1>"));
    let page = browser.page("/").await;
    assert!(page.contains("<html lang=\"en\" data-theme=\"system\">"));

    let choice = [("lang", "zh"), ("theme", "dark"), ("back", "/?x=1")];
    let response = browser.post("/_console/preferences", &choice).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), header(&response, LOCATION)),
        (303, "/?x=1".to_owned())
    );
    let cookies: Vec<_> = response
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned())
        .collect();
    let page = browser.get("/").header(COOKIE, cookies.join("; ")).send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("<html lang=\"zh-CN\" data-theme=\"dark\">") && page.contains("概览"));
}

#[tokio::test]
async fn what_other_sites_send_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let own = browser.post("/_console/preferences", &[("lang", "en")]);
    assert_eq!(own.send().await.unwrap().status(), 303);
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:1"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let foreign = browser
            .http
            .post(format!("{}/_console/preferences", browser.url))
            .header(name, value)
            .send();
        let foreign = foreign.await.unwrap();
        assert_eq!((foreign.status().as_u16(), header(&foreign, SET_COOKIE)), (403, String::new()));
    }
    let framed = browser.get("/").header("sec-fetch-site", "cross-site");
    let framed = framed.header("sec-fetch-mode", "no-cors").send().await.unwrap();
    assert_eq!(framed.status(), 403);
    assert!(!framed.text().await.unwrap().contains(emulator.user_pool_secret()));
    let linked = browser.get("/").header("sec-fetch-site", "cross-site");
    let linked = linked.header("sec-fetch-mode", "navigate").send().await.unwrap();
    assert_eq!(linked.status(), 200);
    let rebound = browser.get("/").header(HOST, "evil.example").send().await.unwrap();
    assert_eq!(rebound.status(), 421);
}

#[tokio::test]
async fn an_address_that_is_no_page_is_told_so() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    for path in ["/_console/nope", "/_console/%ff%00", "/_console/<b>"] {
        let response = browser.get(path).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
        assert!(response.text().await.unwrap().contains("There is no such page"));
    }
    let bad = browser.post("/_console/preferences", &[]).body(vec![0xff]).send().await.unwrap();
    assert_eq!(bad.status(), 400);
    let unknown = browser.http.delete(format!("{}/", browser.url)).send().await.unwrap();
    assert_eq!(unknown.status(), 501, "only reading `/` is the console's");
}
