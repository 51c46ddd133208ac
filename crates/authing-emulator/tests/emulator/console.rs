//! The console, as a browser sees it.

use authing_emulator::Emulator;
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;

use crate::client::Client;

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

/// The address that a form led to, without what it says was done.
async fn led_to(response: reqwest::Response) -> String {
    let (status, location) = (response.status(), header(&response, LOCATION));
    assert_eq!(status, 303, "{}", response.text().await.unwrap());
    location.split(['?', '&']).next().unwrap().to_owned()
}

impl Browser {
    /// Makes a user. The result is the path of their page.
    async fn create(&self, fields: &[(&str, &str)]) -> String {
        let mut form = vec![("action", "create")];
        form.extend(fields);
        led_to(self.post("/_console/users/new", &form).send().await.unwrap()).await
    }

    async fn act(&self, path: &str, form: &[(&str, &str)]) -> (u16, String) {
        let response = self.post(path, form).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// The value of a hidden field.
    async fn hidden(&self, path: &str, name: &str) -> String {
        let page = self.page(path).await;
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.split_once(&start).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn somebody_made_here_logs_in_by_the_password_that_was_given() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = browser.create(&[("username", "ann"), ("password", "passw0rd")]).await;
    let app = Client::app(&emulator);
    app.login("ann", "passw0rd").await.unwrap();
    let led = browser.post(&path, &[("action", "delete")]).send().await.unwrap();
    assert!(browser.page(&header(&led, LOCATION)).await.contains("The user is deleted."));
    for said in ["nope", "/_console/users/{id}:nope", "<b>:delete", "%00"] {
        assert!(
            !browser
                .page(&format!("/_console/users?said={said}"))
                .await
                .contains("role=\"status\"")
        );
    }
    let path = browser.create(&[("username", "ann"), ("password", "passw0rd")]).await;

    let (status, page) = browser.act("/_console/users/new", &[("action", "create")]).await;
    assert_eq!(status, 400);
    assert!(page.contains("role=\"alert\""), "an identifier is needed");
    let again = [("action", "create"), ("username", "ann"), ("nickname", "<b>Ann</b>")];
    let (status, page) = browser.act("/_console/users/new", &again).await;
    assert_eq!(status, 400);
    assert!(page.contains("value=\"&lt;b&gt;Ann&lt;/b&gt;\""), "what was typed is kept");

    let reset = [("action", "password"), ("password", "other-passw0rd")];
    assert_eq!(browser.act(&path, &reset).await.0, 303);
    app.login("ann", "other-passw0rd").await.unwrap();
    assert_eq!(browser.act(&path, &[("action", "block")]).await.0, 303);
    assert!(browser.page(&path).await.contains("Blocked"));
    assert_eq!(browser.act(&path, &[("action", "unblock")]).await.0, 303);
    assert_eq!(browser.act(&path, &[("action", "delete")]).await.0, 303);
    assert_eq!(browser.get(&path).send().await.unwrap().status(), 404);
    assert_eq!(browser.act(&path, &[("action", "block")]).await.0, 404);
}

#[tokio::test]
async fn what_people_are_called_is_never_markup() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let name = "<script>alert(1)</script>\"'&\u{202e}é\u{0}";
    let path = browser.create(&[("username", "eve"), ("nickname", name)]).await;
    for path in ["/_console/users", path.as_str()] {
        let page = browser.page(path).await;
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;"), "{path}");
        assert!(!page.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn users_are_found_by_a_piece_of_text_and_shown_in_pages() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    for number in 0..30 {
        browser.create(&[("username", &format!("user-{number:02}"))]).await;
    }
    let rows = |page: &str| page.matches("<th scope=\"row\">").count();
    let first = browser.page("/_console/users").await;
    assert_eq!(rows(&first), 25);
    assert!(first.contains("user-29") && !first.contains("user-04"), "newest first");
    let second = browser.page("/_console/users?page=2").await;
    assert_eq!(rows(&second), 5);
    assert_eq!(rows(&browser.page("/_console/users?q=USER-1").await), 10);
    for nobody in
        ["/_console/users?q=nobody", "/_console/users?page=99", "/_console/users?q=%00%ff"]
    {
        assert_eq!(rows(&browser.page(nobody).await), 0, "{nobody}");
    }
    assert_eq!(rows(&browser.page("/_console/users?page=-1").await), 25);
    let huge = format!("/_console/users?q={}", "u".repeat(20_000));
    assert_eq!(rows(&browser.page(&huge).await), 0);
}

#[tokio::test]
async fn a_form_does_not_undo_what_was_changed_after_it_was_opened() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = browser.create(&[("username", "ann")]).await;
    let seen = browser.hidden(&path, "seen").await;
    let first = [("action", "save"), ("seen", &seen), ("username", "ann"), ("nickname", "Ann")];
    emulator.advance(std::time::Duration::from_secs(1));
    assert_eq!(browser.act(&path, &first).await.0, 303);

    let second = [("action", "save"), ("seen", &seen), ("username", "ann"), ("company", "Acme")];
    let (status, page) = browser.act(&path, &second).await;
    assert_eq!(status, 400);
    assert!(page.contains("has changed since this form was opened"));
    assert!(page.contains("value=\"Acme\""), "what was typed is kept");
    assert!(browser.page(&path).await.contains("value=\"Ann\""));
    let (_, now) = page.split_once("name=\"seen\" value=\"").unwrap();
    let now = now.split('"').next().unwrap();
    let third = [("action", "save"), ("seen", now), ("username", "ann"), ("company", "Acme")];
    assert_eq!(browser.act(&path, &third).await.0, 303);
    let page = browser.page(&path).await;
    assert!(page.contains("value=\"Acme\"") && !page.contains("value=\"Ann\""));
}

#[tokio::test]
async fn a_login_as_somebody_is_a_token_and_a_session_of_the_browser() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = browser.create(&[("username", "ann")]).await;
    let form = [("action", "login"), ("app", emulator.app_id())];
    let response = browser.post(&format!("{path}/login"), &form).send().await.unwrap();
    let cookie = header(&response, SET_COOKIE);
    let session = cookie.split(';').next().unwrap().to_owned();
    let page = response.text().await.unwrap();
    let (_, token) = page.split_once("data-copy=\"ey").unwrap();
    let token = format!("ey{}", token.split('"').next().unwrap());
    let me = browser.http.get(format!("{}/api/v2/users/me", browser.url)).bearer_auth(token);
    let me: serde_json::Value = me.send().await.unwrap().json().await.unwrap();
    assert_eq!(me["data"]["username"], "ann");

    let authorize = format!(
        "{}/oidc/auth?client_id={}&redirect_uri=http://localhost:1/cb&response_type=code&scope=openid",
        browser.url,
        emulator.app_id()
    );
    let redirect = browser.http.get(authorize).header(COOKIE, session).send().await.unwrap();
    assert!(header(&redirect, LOCATION).starts_with("http://localhost:1/cb?code="));

    let unknown = [("action", "login"), ("app", "nope")];
    assert_eq!(browser.act(&format!("{path}/login"), &unknown).await.0, 400);
    assert_eq!(browser.act(&path, &[("action", "block")]).await.0, 303);
    assert_eq!(browser.act(&format!("{path}/login"), &form).await.0, 400, "nobody blocked logs in");
}

#[tokio::test]
async fn codes_are_in_the_inbox_newest_first() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    assert!(browser.page("/_console/inbox").await.contains("Nothing was sent yet"));
    let app = Client::app(&emulator);
    let first = app.send_sms("13800000001").await;
    let second = app.send_sms("13800000002").await;
    let page = browser.page("/_console/inbox").await;
    let place = |code: &str| page.find(&format!("data-copy=\"{code}\"")).unwrap();
    assert!(first == second || place(&second) < place(&first));
    let filtered = browser.page("/_console/inbox?to=00001").await;
    assert!(filtered.contains("13800000001") && !filtered.contains("13800000002"));
    assert_eq!(browser.act("/_console/inbox", &[("action", "clear")]).await.0, 303);
    assert!(emulator.messages().is_empty());
}

#[tokio::test]
async fn a_request_is_shown_without_its_secrets_and_can_be_sent_again() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let query = format!(
        "{{accessToken(userPoolId:\"{}\",secret:\"{}\"){{accessToken exp}}}}",
        emulator.user_pool_id(),
        emulator.user_pool_secret()
    );
    let body = serde_json::json!({ "query": query });
    let sent = browser.http.post(format!("{}/graphql/v2", browser.url)).json(&body);
    let token: serde_json::Value = sent.send().await.unwrap().json().await.unwrap();
    let token = token["data"]["accessToken"]["accessToken"].as_str().unwrap();
    let users = serde_json::json!({ "query": "{users{totalCount}}" });
    let sent =
        browser.http.post(format!("{}/graphql/v2", browser.url)).bearer_auth(token).json(&users);
    assert_eq!(sent.send().await.unwrap().status(), 200);

    let list = browser.page("/_console/requests").await;
    assert!(list.contains(">users</a>") && list.contains(">accessToken</a>"));
    assert!(list.contains("Administrator"));
    assert!(!browser.page("/_console/requests?failed=1").await.contains(">users</a>"));
    assert!(!browser.page("/_console/requests?q=accessT").await.contains(">users</a>"));

    let page = browser.page("/_console/requests/1").await;
    let (shown, replay) = page.split_once("id=\"curl\"").unwrap();
    assert!(!shown.contains(emulator.user_pool_secret()) && !shown.contains(token));
    assert!(shown.contains("secret:&quot;***&quot;") && !shown.contains("totalCount"));
    assert!(replay.contains(emulator.user_pool_secret()), "the command works as it is");
    assert!(browser.page("/_console/requests/2").await.contains("totalCount"));
    assert!(!page.contains("the emulator's own choice"), "of this the server's behaviour is known");
    let functions = serde_json::json!({ "query": "{functions{totalCount}}" });
    let sent = browser
        .http
        .post(format!("{}/graphql/v2", browser.url))
        .bearer_auth(token)
        .json(&functions);
    assert_eq!(sent.send().await.unwrap().status(), 200);
    assert!(browser.page("/_console/requests/3").await.contains("the emulator's own choice"));
    for path in ["/_console/requests/99", "/_console/requests/x", "/_console/requests/0"] {
        assert_eq!(browser.get(path).send().await.unwrap().status(), 404, "{path}");
    }
    assert_eq!(browser.act("/_console/requests", &[("action", "clear")]).await.0, 303);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn pages_hear_of_changes_and_only_so_many_listen() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let mut listening = Vec::new();
    for _ in 0..32 {
        let response = browser.get("/_console/stream").send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), header(&response, "content-type")),
            (200, "text/event-stream".to_owned())
        );
        listening.push(response);
    }
    assert_eq!(browser.get("/_console/stream").send().await.unwrap().status(), 503);
    Client::app(&emulator).send_sms("13800000001").await;
    for response in &mut listening {
        let event = response.chunk().await.unwrap().unwrap();
        let event = std::str::from_utf8(&event).unwrap();
        assert!(event.starts_with("event: changed\n") && event.contains("inbox"), "{event}");
    }
    let foreign = browser.get("/_console/stream").header(ORIGIN, "http://evil.example");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    emulator.stop().unwrap();
    for mut response in listening {
        while let Ok(Some(_)) = response.chunk().await {}
    }
}

/// Everything that has a page of its own in the menu.
const MENU: &[&str] = &[
    "/",
    "/_console/settings",
    "/_console/users",
    "/_console/orgs",
    "/_console/roles",
    "/_console/policies",
    "/_console/tenants",
    "/_console/fields",
    "/_console/apps",
    "/_console/providers",
    "/_console/inbox",
    "/_console/requests",
    "/_console/events",
    "/_console/webhooks",
    "/_console/tokens",
    "/_console/switches",
    "/_console/data",
];

#[tokio::test]
async fn every_page_is_in_both_languages_says_where_it_is_and_changes_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = browser.create(&[("username", "ann")]).await;
    let before = snapshot(&browser).await;
    let own = [path.clone(), format!("{path}/login"), "/_console/users/new".to_owned()];
    let app = format!("/_console/apps/{}", emulator.app_id());
    let result = format!("{app}/login?code=abc");
    let policy = first_link(&browser, "/_console/policies", "/_console/policies/").await;
    let pages = MENU.iter().copied().chain(own.iter().map(String::as_str));
    let pages = pages.chain([app.as_str(), result.as_str(), policy.as_str()]);
    for path in pages {
        let english = browser.page(path).await;
        let chinese =
            browser.http.get(format!("{}{path}", browser.url)).header(ACCEPT_LANGUAGE, "zh");
        let chinese = chinese.send().await.unwrap().text().await.unwrap();
        for page in [&english, &chinese] {
            assert_eq!(page.matches("aria-current=\"page\"").count(), 1, "{path}");
            assert_eq!(page.matches("<h1>").count(), 1, "{path}");
            assert!(!page.contains(" style=") && !page.contains("<style"), "{path}");
            assert!(!page.contains(" onclick"), "{path}");
        }
        let is_chinese = |letter: char| ('\u{4e00}'..'\u{9fff}').contains(&letter);
        assert_eq!(
            english.replace("中文", "").chars().find(|letter| is_chinese(*letter)),
            None,
            "{path}"
        );
        assert!(chinese.chars().filter(|letter| is_chinese(*letter)).count() > 50, "{path}");
    }
    assert_eq!(snapshot(&browser).await, before);
    for entry in MENU {
        assert!(browser.page("/").await.contains(&format!("href=\"{entry}\"")), "{entry}");
    }
}

/// The state as the page of snapshots gives it.
async fn snapshot(browser: &Browser) -> serde_json::Value {
    let response = browser.post("/_console/data", &[("action", "download")]).send().await.unwrap();
    assert!(header(&response, "content-disposition").contains("authing-emulator.json"));
    response.json().await.unwrap()
}

/// Gives a file to the page of snapshots.
async fn take_in(browser: &Browser, file: &str) -> (u16, String) {
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n{file}\r\n--b--\r\n"
    );
    let form = browser
        .http
        .post(format!("{}/_console/data?action=upload", browser.url))
        .header(ACCEPT_LANGUAGE, "en")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body);
    let response = form.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_snapshot_brings_back_what_was_there() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = browser.create(&[("username", "ann"), ("password", "passw0rd")]).await;
    Client::app(&emulator).send_sms("13800000001").await;
    let file = snapshot(&browser).await.to_string();
    let seed = browser.act("/_console/data", &[("action", "seed")]).await;
    assert!(seed.0 == 200 && seed.1.contains("username: ann"), "{}", seed.1);
    assert_eq!(browser.act("/_console/data", &[("action", "reset")]).await.0, 303);
    assert!(emulator.messages().is_empty());
    assert_eq!(browser.get(&path).send().await.unwrap().status(), 404);

    assert_eq!(take_in(&browser, &file).await.0, 303);
    assert!(browser.page(&path).await.contains("ann"));
    assert_eq!(emulator.messages().len(), 1);
    Client::app(&emulator).login("ann", "passw0rd").await.unwrap();

    let newer = file.replacen("\"version\":1", "\"version\":2", 1);
    for (bad, reason) in [
        ("", "Choose a snapshot"),
        ("{}", "it is not a snapshot"),
        ("secret-of-somebody", "it is not a snapshot"),
        (newer.as_str(), "the file has version 2"),
    ] {
        let (status, page) = take_in(&browser, bad).await;
        assert_eq!(status, 400);
        assert!(page.contains(reason) && !page.contains("secret-of-somebody"), "{reason}");
    }
    assert!(browser.page(&path).await.contains("ann"), "what is refused changes nothing");
}

#[tokio::test]
async fn a_token_is_told_what_it_is_and_why_it_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    browser.create(&[("username", "ann"), ("password", "passw0rd")]).await;
    let app = Client::app(&emulator);
    let ann = app.login("ann", "passw0rd").await.unwrap();
    let token = ann["token"].as_str().unwrap();
    let look = async |token: &str| {
        let (status, page) =
            browser.act("/_console/tokens", &[("action", "look"), ("token", token)]).await;
        assert_eq!(status, 200);
        page
    };
    let passed = |page: &str| page.matches("badge good").count();
    let page = look(token).await;
    assert!(page.contains("token that is accepted") && passed(&page) == 6, "{page}");
    assert!(look(&format!("Bearer {token}")).await.contains("token that is accepted"));
    let admin = Client::admin(&emulator).await;
    assert!(look(admin.token()).await.contains("administrator of the user pool"));

    let failed = |page: &str, check: &str| {
        page.contains("The token is not accepted")
            && page.contains(&format!("<span class=\"badge bad\">failed</span> {check}"))
    };
    let (start, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{start}.{}", signature.chars().rev().collect::<String>());
    assert!(failed(&look(&forged).await, "The signature is right"));
    emulator.advance(std::time::Duration::from_secs(15 * 24 * 3600));
    assert!(failed(&look(token).await, "It has not expired"));
    let fresh = app.login("ann", "passw0rd").await.unwrap();
    let fresh = fresh["token"].as_str().unwrap();
    emulator.expire_tokens();
    assert!(failed(&look(fresh).await, "It was not revoked"));
    assert!(look("no-token-at-all").await.contains("It is neither a JWT"));
    assert!(look("<b>\u{0}").await.contains("&lt;b&gt;"));
    assert_eq!(browser.act("/_console/tokens", &[("action", "look")]).await.0, 400);
    let huge = "a".repeat(100_000);
    assert_eq!(
        browser.act("/_console/tokens", &[("action", "look"), ("token", &huge)]).await.0,
        400
    );
}

#[tokio::test]
async fn the_clock_and_faults_are_switches() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = "/_console/switches";
    let set = [("action", "set"), ("time", "2040-01-31 12:00:00")];
    assert_eq!(browser.act(path, &set).await.0, 303);
    let hour = [("action", "advance"), ("amount", "1"), ("unit", "3600")];
    assert_eq!(browser.act(path, &hour).await.0, 303);
    assert!(browser.page(path).await.contains("2040-01-31 13:00:0"));
    assert_eq!(browser.act(path, &[("action", "system")]).await.0, 303);
    let minutes = [("action", "advance"), ("amount", "1501"), ("unit", "60")];
    assert_eq!(browser.act(path, &minutes).await.0, 303);
    assert!(browser.page(path).await.contains("Ahead of the system by 1 d 1 h 1 min"));
    for bad in ["", "yesterday", "1969-12-31 00:00:00", "12040-01-01 00:00:00"] {
        let (status, page) = browser.act(path, &[("action", "set"), ("time", bad)]).await;
        assert_eq!(status, 400, "{bad}");
        assert!(page.contains("role=\"alert\""));
    }
    let far = [("action", "advance"), ("amount", "18446744073709551615"), ("unit", "86400")];
    let (status, page) = browser.act(path, &far).await;
    assert!(status == 400 && page.contains("the end of the year 9999"));
    assert_eq!(browser.act(path, &[("action", "system")]).await.0, 303);

    let fault = [
        ("action", "inject"),
        ("kind", "status"),
        ("status", "503"),
        ("times", "2"),
        ("path", "/x"),
    ];
    assert_eq!(browser.act(path, &fault).await.0, 303);
    assert_eq!(emulator.pending_faults(), 2);
    let app = Client::app(&emulator);
    assert_eq!(app.request("GET", "/x").send().await.unwrap().status(), 503);
    assert!(browser.page(path).await.contains("× 1"));
    assert!(browser.page("/_console/requests?failed=1").await.contains(">/x</a>"));
    let bad = [("action", "inject"), ("kind", "status"), ("status", "999")];
    assert_eq!(browser.act(path, &bad).await.0, 400);
    let bad = [("action", "inject"), ("kind", "status"), ("times", "-1")];
    assert_eq!(browser.act(path, &bad).await.0, 400);
    assert_eq!(browser.act(path, &[("action", "clear")]).await.0, 303);
    assert_eq!(emulator.pending_faults(), 0);
    let (status, page) = browser.act(path, &[("action", "nope")]).await;
    assert!(status == 400 && page.contains("does not know this action"));
}

/// The path of the first link that begins like this.
async fn first_link(browser: &Browser, path: &str, start: &str) -> String {
    let page = browser.page(path).await;
    let (_, rest) = page.split_once(&format!("href=\"{start}")).unwrap();
    format!("{start}{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn who_may_do_what_follows_from_roles_groups_and_departments() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let ann = browser.create(&[("username", "ann")]).await;
    let id = ann.rsplit('/').next().unwrap();
    let question = "/_console/roles?user=ann&may=books:read&resource=books:1";
    assert!(browser.page(question).await.contains("nothing grants it"));

    let role = [("action", "role"), ("code", "reader"), ("in", "default")];
    assert_eq!(browser.act("/_console/roles", &role).await.0, 303);
    assert_eq!(browser.act("/_console/roles", &role).await.0, 400, "there is one already");
    let role = first_link(&browser, "/_console/roles", "/_console/roles/").await;
    let right = [("action", "allow"), ("resource", "books:*"), ("may", "books:read")];
    assert_eq!(browser.act(&role, &right).await.0, 303);
    assert_eq!(
        browser.act(&ann, &[("action", "add-role"), ("role", "default:reader")]).await.0,
        303
    );
    assert!(browser.page(question).await.contains("Yes: this is allowed"));
    assert!(browser.page("/_console/roles?user=nobody").await.contains("There is no such user"));
    assert!(browser.page(&role).await.contains(&format!("/_console/users/{id}")));
    assert_eq!(
        browser.act(&ann, &[("action", "remove-role"), ("role", "default:reader")]).await.0,
        303
    );
    assert!(browser.page(question).await.contains("nothing grants it"));

    let group = [("action", "group"), ("group", "staff"), ("name", "Staff")];
    assert_eq!(browser.act("/_console/roles", &group).await.0, 303);
    assert_eq!(browser.act(&ann, &[("action", "add-group"), ("group", "staff")]).await.0, 303);
    assert!(browser.page(&ann).await.contains("Remove staff"));

    let org = [("action", "create"), ("name", "Example"), ("code", "example")];
    assert_eq!(browser.act("/_console/orgs", &org).await.0, 303);
    let root = first_link(&browser, "/_console/orgs", "/_console/orgs/").await;
    assert_eq!(browser.act(&root, &[("action", "add"), ("child", "Sales")]).await.0, 303);
    assert_eq!(browser.act(&root, &[("action", "member"), ("user", id)]).await.0, 303);
    assert_eq!(browser.act(&root, &[("action", "member"), ("user", "nope")]).await.0, 400);
    assert!(browser.page(&ann).await.contains("Remove Example"));
    assert!(browser.page("/_console/orgs").await.contains(">Sales</a>"));
    assert_eq!(browser.act(&root, &[("action", "delete")]).await.0, 303);
    assert_eq!(browser.get(&root).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn an_application_is_made_and_set_up() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let form = [("action", "create"), ("name", "Shop"), ("algorithm", "RS256")];
    let app = led_to(browser.post("/_console/apps", &form).send().await.unwrap()).await;
    let page = browser.page(&app).await;
    assert!(
        page.contains("value=\"authorization_code\" checked") && page.contains("<h1>Shop</h1>")
    );
    let settings = [
        ("action", "save"),
        ("redirectUris", "http://localhost:1/a\r\n\r\n http://localhost:1/b \r\n"),
        ("logoutRedirectUris", ""),
        ("grantTypes", "implicit"),
        ("responseTypes", "code token"),
        ("tokenEndpointAuthMethod", "none"),
        ("idTokenAlgorithm", "RS256"),
        ("accessTokenAlgorithm", "HS256"),
        ("authorizationCodeSeconds", "60"),
        ("idTokenSeconds", "61"),
        ("accessTokenSeconds", "62"),
        ("refreshTokenSeconds", "63"),
    ];
    assert_eq!(browser.act(&app, &settings).await.0, 303);
    let page = browser.page(&app).await;
    assert!(page.contains("http://localhost:1/a\nhttp://localhost:1/b</textarea>"), "{page}");
    assert!(page.contains("value=\"implicit\" checked"));
    assert!(!page.contains("value=\"authorization_code\" checked"));
    assert!(page.contains("value=\"62\""));
    let mut bad = settings;
    bad[8].1 = "0";
    assert_eq!(browser.act(&app, &bad).await.0, 400);
    bad[8].1 = "60";
    bad[3].1 = "magic";
    assert_eq!(browser.act(&app, &bad).await.0, 400);
    assert_eq!(browser.act("/_console/apps/nope", &settings).await.0, 404);
    assert_eq!(browser.act("/_console/apps", &[("action", "create")]).await.0, 400);
}

#[tokio::test]
async fn providers_are_played() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = "/_console/providers";
    assert_eq!(browser.act(path, &[("action", "connect"), ("provider", "github")]).await.0, 303);
    assert_eq!(browser.act(path, &[("action", "connect"), ("provider", "nope")]).await.0, 400);
    assert_eq!(browser.act(path, &[("action", "disable"), ("provider", "github")]).await.0, 303);
    assert!(browser.page(path).await.contains("Enable github"));
    let account =
        [("action", "account"), ("directory", "ldap"), ("username", "lee"), ("password", "s3cret")];
    assert_eq!(browser.act(path, &account).await.0, 303);
    let page = browser.page(path).await;
    assert!(page.contains("<strong>lee</strong>") && !page.contains("s3cret"));
    let (status, page) = browser.act(path, &[("action", "wechat"), ("openid", "o-1")]).await;
    assert!(status == 200 && page.contains("data-copy="));
}

#[tokio::test]
async fn each_pool_is_looked_at_by_itself() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    assert!(!browser.page("/").await.contains("<select"), "one pool needs no switch");
    let path = browser.create(&[("username", "ann")]).await;
    let other = emulator.create_user_pool("Other");
    let page = browser.page("/").await;
    assert!(page.contains("<select") && page.contains(">Other</option>"));
    let chosen =
        browser.post("/_console/preferences", &[("pool", &other.id)]).send().await.unwrap();
    let cookie = header(&chosen, SET_COOKIE).split(';').next().unwrap().to_owned();
    let response = browser.get(&path).header(COOKIE, &cookie).send().await.unwrap();
    assert_eq!(response.status(), 404, "ann is in the first pool");
    emulator.reset();
    let response = browser.get("/").header(COOKIE, &cookie).send().await.unwrap();
    assert!(response.text().await.unwrap().contains(emulator.user_pool_id()), "the pool is gone");
}

#[tokio::test]
async fn a_delivery_of_a_webhook_is_seen_and_sent_again() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    // Nobody listens there.
    let url = "http://127.0.0.1:1/hook";
    let form = [
        ("action", "add"),
        ("url", url),
        ("contentType", "application/json"),
        ("events", "user:created"),
    ];
    assert_eq!(browser.act("/_console/webhooks", &form).await.0, 303);
    for bad in ["", "nowhere"] {
        let form = [("action", "add"), ("url", bad), ("contentType", "application/json")];
        assert_eq!(browser.act("/_console/webhooks", &form).await.0, 400, "{bad}");
    }
    browser.create(&[("username", "ann")]).await;
    let first = first_link(&browser, "/_console/webhooks", "/_console/webhooks/").await;
    let page = browser.page(&first).await;
    assert!(page.contains("user:created") && page.contains(url) && page.contains("ann"));
    let again = led_to(browser.post(&first, &[("action", "again")]).send().await.unwrap()).await;
    assert_ne!(again, first);
    assert!(browser.page(&again).await.contains(&format!("href=\"{first}\"")));
    assert_eq!(browser.get("/_console/webhooks/99").send().await.unwrap().status(), 404);
    assert_eq!(browser.act("/_console/webhooks/99", &[("action", "again")]).await.0, 404);
    let unknown = [("action", "remove"), ("id", "nope")];
    assert_eq!(browser.act("/_console/webhooks", &unknown).await.0, 404);
    assert_eq!(browser.act("/_console/webhooks", &[("action", "clear")]).await.0, 303);
    assert!(emulator.webhook_deliveries().is_empty());
}

#[tokio::test]
async fn settings_of_the_pool_are_changed_a_part_at_a_time() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let path = "/_console/settings";
    let general = |name: &'static str, life: &'static str| {
        [
            ("action", "save"),
            ("section", "0"),
            ("/name", name),
            ("/description", ""),
            ("/tokenExpiresAfter", life),
        ]
    };
    assert_eq!(browser.act(path, &general("Shop & Co", "60")).await.0, 303);
    let page = browser.page(path).await;
    assert!(page.contains("value=\"Shop &amp; Co\"") && page.contains("value=\"60\""), "{page}");
    for (name, life, reason) in [
        ("", "60", "Give the pool a name"),
        ("Shop", "0", "“Life of a user's token (s)” is a whole number from 1 to"),
        ("Shop", "99999999999999999999", "is a whole number from 1 to"),
    ] {
        let (status, page) = browser.act(path, &general(name, life)).await;
        assert!(status == 400 && page.contains(reason), "{reason}");
        assert!(page.contains(&format!("value=\"{life}\"")), "what was typed is kept");
    }

    let codes = [
        ("action", "save"),
        ("section", "2"),
        ("/verifyCodeLength", "6"),
        ("/verifyCodeMaxAttempts", "3"),
    ];
    assert_eq!(browser.act(path, &codes).await.0, 303);
    let app = Client::app(&emulator);
    assert_eq!(app.send_sms("13800000001").await.len(), 6);
    let mut long = codes;
    long[2].1 = "9";
    assert_eq!(browser.act(path, &long).await.0, 400);

    let mut strong = vec![
        ("action", "save"),
        ("section", "1"),
        ("/passwordStrength", "High"),
        ("/passwordUpdatePolicy/forcedCycle", "0"),
        ("/passwordUpdatePolicy/differenceCycle", "0"),
    ];
    assert_eq!(browser.act(path, &strong).await.0, 303);
    let weak = [("action", "create"), ("username", "ann"), ("password", "passw0rd")];
    assert_eq!(browser.act("/_console/users/new", &weak).await.0, 400);
    strong[2].1 = "Unbreakable";
    assert_eq!(browser.act(path, &strong).await.0, 404);
    assert!(browser.page(path).await.contains("value=\"Shop &amp; Co\""), "the rest stays");
    assert_eq!(browser.act(path, &[("action", "save"), ("section", "99")]).await.0, 404);

    let old = emulator.user_pool_secret();
    assert_eq!(browser.act(path, &[("action", "secret")]).await.0, 303);
    assert!(!browser.page("/").await.contains(old));
}

#[tokio::test]
async fn plain_passwords_are_taken_as_long_as_the_switch_says_so() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    browser.create(&[("username", "ann"), ("password", "passw0rd")]).await;
    let app = Client::app(&emulator);
    let login = async || {
        let input = serde_json::json!({ "username": "ann", "password": "passw0rd" });
        app.input("loginByUsername", input).await.map_err(|failure| failure.code)
    };
    assert_eq!(login().await.unwrap_err(), 2016);
    let logged = browser.page("/_console/requests/1").await;
    assert!(logged.contains("is not encrypted") && logged.contains("href=\"/_console/settings\""));
    let path = "/_console/settings";
    assert_eq!(browser.act(path, &[("action", "plain"), ("accept", "true")]).await.0, 303);
    assert!(browser.page(path).await.contains("They are taken as they are"));
    login().await.unwrap();
    assert_eq!(browser.act(path, &[("action", "plain"), ("accept", "false")]).await.0, 303);
    assert_eq!(login().await.unwrap_err(), 2016);
}

#[tokio::test]
async fn a_custom_field_is_defined_filled_in_and_removed() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let ann = browser.create(&[("username", "ann")]).await;
    assert!(browser.page(&ann).await.contains("The pool defines no custom fields"));
    let path = "/_console/fields";
    let field = [
        ("action", "define"),
        ("target", "USER"),
        ("key", "shelf"),
        ("type", "NUMBER"),
        ("label", "<b>Shelf</b>"),
    ];
    assert_eq!(browser.act(path, &field).await.0, 303);
    for (place, bad) in [(2, ""), (1, "NOTHING"), (3, "NOTHING")] {
        let mut form = field;
        form[place].1 = bad;
        assert_eq!(browser.act(path, &form).await.0, 400, "{bad}");
    }
    assert!(browser.page(path).await.contains("&lt;b&gt;Shelf&lt;/b&gt;"));
    assert_eq!(browser.act(&ann, &[("action", "data"), ("data.shelf", "words")]).await.0, 400);
    assert_eq!(browser.act(&ann, &[("action", "data"), ("data.shelf", "7")]).await.0, 303);
    assert!(browser.page(&ann).await.contains("value=\"7\""));

    let remove = [("action", "remove"), ("target", "USER"), ("key", "shelf")];
    assert_eq!(browser.act(path, &remove).await.0, 303);
    assert_eq!(browser.act(path, &remove).await.0, 400);
    assert_eq!(browser.act(path, &field).await.0, 303);
    assert!(!browser.page(&ann).await.contains("value=\"7\""), "its values are gone");
}

#[tokio::test]
async fn a_policy_allows_and_refuses_whomever_it_is_assigned_to() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    browser.create(&[("username", "ann")]).await;
    let question = "/_console/roles?user=ann&may=books:read&resource=books:1";
    let allowed = async || browser.page(question).await.contains("Yes: this is allowed");

    let new = [
        ("action", "create"),
        ("code", "readers"),
        ("namespace", "default"),
        ("effect", "ALLOW"),
        ("resource", "books:*"),
        ("actions", "books:read, books:lend"),
    ];
    let policy = led_to(browser.post("/_console/policies", &new).send().await.unwrap()).await;
    assert_eq!(browser.act("/_console/policies", &new).await.0, 400, "there is one already");
    let mut empty = new;
    empty[5].1 = " , ";
    assert_eq!(browser.act("/_console/policies", &empty).await.0, 400);
    assert!(browser.page(&policy).await.contains("books:read, books:lend"));

    let named = |action: &'static str, who: &str| {
        [("action", action), ("kind", "USER"), ("who", who)].map(|(a, b)| (a, b.to_owned()))
    };
    let act = async |form: [(&str, String); 3]| {
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        browser.act(&policy, &form).await.0
    };
    assert!(!allowed().await);
    assert_eq!(act(named("assign", "ann")).await, 303);
    assert_eq!(act(named("assign", "nobody")).await, 400);
    assert!(allowed().await);
    let id = browser.hidden(&policy, "who").await;
    assert_eq!(act(named("off", &id)).await, 303);
    assert!(!allowed().await && browser.page(&policy).await.contains("Disabled"));
    assert_eq!(act(named("on", &id)).await, 303);
    assert!(allowed().await);

    let refuse =
        [("action", "add"), ("effect", "DENY"), ("resource", "books:1"), ("actions", "books:read")];
    assert_eq!(browser.act(&policy, &refuse).await.0, 303);
    assert!(!allowed().await);
    let statement =
        r#"{"resource":"books:1","actions":["books:read"],"effect":"DENY","condition":null}"#;
    let remove = [("action", "remove"), ("statement", statement)];
    assert_eq!(browser.act(&policy, &remove).await.0, 303);
    assert_eq!(browser.act(&policy, &remove).await.0, 400, "it is gone already");
    assert!(allowed().await);

    assert_eq!(act(named("revoke", &id)).await, 303);
    assert!(!allowed().await);
    let renamed = [("action", "save"), ("code", "lenders"), ("description", "Who lends")];
    assert_eq!(browser.act(&policy, &renamed).await.0, 303);
    assert!(browser.page(&policy).await.contains("<h1>lenders</h1>"));
    assert_eq!(browser.act(&policy, &[("action", "delete")]).await.0, 303);
    assert_eq!(browser.get(&policy).send().await.unwrap().status(), 404);

    let built_in = first_link(&browser, "/_console/policies", "/_console/policies/").await;
    assert_eq!(browser.act(&built_in, &refuse).await.0, 400);
    assert_eq!(browser.act(&built_in, &[("action", "delete")]).await.0, 400);
}

#[tokio::test]
async fn a_tenant_has_members_and_administrators() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let ann = browser.create(&[("username", "ann")]).await;
    let id = ann.rsplit('/').next().unwrap();
    let app = emulator.app_id();
    let new = [("action", "create"), ("name", "Branch"), ("apps", app)];
    assert_eq!(browser.act("/_console/tenants", &new).await.0, 303);
    assert_eq!(browser.act("/_console/tenants", &new[..2]).await.0, 400, "it needs an application");
    let tenant = first_link(&browser, "/_console/tenants", "/_console/tenants/").await;
    assert_eq!(browser.act(&tenant, &[("action", "add"), ("user", "nobody")]).await.0, 400);
    assert_eq!(browser.act(&tenant, &[("action", "add"), ("user", "ann")]).await.0, 303);
    let act =
        async |action: &str| browser.act(&tenant, &[("action", action), ("user", id)]).await.0;
    let shows = async |text: &str| browser.page(&tenant).await.contains(text);
    assert_eq!(act("admin").await, 303);
    assert!(shows("badge good\">Administrator").await);
    assert_eq!(act("no-admin").await, 303);
    assert_eq!(act("no-admin").await, 400, "they are none any more");
    assert_eq!(act("off").await, 303);
    assert!(shows("badge warn\">Disabled").await);
    assert_eq!(act("on").await, 303);
    let saved = [("action", "save"), ("name", "Main"), ("description", "d"), ("apps", app)];
    assert_eq!(browser.act(&tenant, &saved).await.0, 303);
    assert!(shows("<h1>Main</h1>").await);
    assert_eq!(act("remove").await, 303);
    assert_eq!(act("remove").await, 400);
    assert!(shows("Nobody is in it yet").await);
    assert_eq!(browser.act(&tenant, &[("action", "delete")]).await.0, 303);
    assert_eq!(browser.get(&tenant).send().await.unwrap().status(), 404);
    assert_eq!(browser.act(&tenant, &saved).await.0, 404);
}

#[tokio::test]
async fn a_delivery_to_a_webhook_goes_wrong_on_purpose() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let hook =
        [("action", "add"), ("url", "http://127.0.0.1:1/"), ("contentType", "application/json")];
    assert_eq!(browser.act("/_console/webhooks", &hook).await.0, 303);
    let path = "/_console/switches";
    let fault =
        [("action", "inject"), ("kind", "status"), ("status", "418"), ("event", "user:created")];
    assert_eq!(browser.act(path, &fault).await.0, 303);
    assert!(browser.page(path).await.contains("deliveries of <code>user:created</code>"));
    for (name, value, reason) in [
        ("event", "nope", "there is no such event of webhooks"),
        ("path", "/x", "leave out one or the other"),
    ] {
        let mut form = fault.to_vec();
        form.retain(|(own, _)| *own != name);
        form.push((name, value));
        let (status, page) = browser.act(path, &form).await;
        assert!(status == 400 && page.contains(reason), "{page}");
    }
    browser.create(&[("username", "ann")]).await;
    emulator.webhooks_idle().await;
    let told = emulator.webhook_deliveries();
    let created = told.iter().find(|delivery| delivery.event_name == "user:created").unwrap();
    assert_eq!(created.response_status_code, Some(418));
    assert_eq!(emulator.pending_faults(), 0);
}

#[tokio::test]
async fn a_login_that_was_begun_here_ends_on_a_page_that_says_what_an_application_gets() {
    let emulator = Emulator::start().await.unwrap();
    let browser = Browser::of(&emulator);
    let app = format!("/_console/apps/{}", emulator.app_id());
    let path = format!("{app}/login");
    let back = format!("redirect_uri={}", encoded(&[("", &format!("{}{path}", emulator.url()))]));
    let back = back.replacen("redirect_uri==", "redirect_uri=", 1);
    for start in ["/", app.as_str()] {
        assert!(browser.page(start).await.contains(&back), "{start}: {back}");
    }
    let page = browser.page(&format!("{path}?code=a'%3B%3Cb%3E")).await;
    assert!(page.contains("The login has worked"));
    assert!(page.contains(r"'code=a'\'';&lt;b&gt;'"), "it is one word of a shell: {page}");
    let page = browser.page(&format!("{path}?error=access_denied&error_description=%3Cb%3E")).await;
    assert!(page.contains("access_denied") && page.contains("&lt;b&gt;"));
    assert_eq!(browser.get("/_console/apps/nope/login").send().await.unwrap().status(), 404);
}
