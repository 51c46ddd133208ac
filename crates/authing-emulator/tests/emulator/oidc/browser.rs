//! A browser without scripts: cookies, pages, forms, and redirects one at a time.

use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use url::Url;

pub(crate) struct Browser {
    origin: String,
    http: reqwest::Client,
    /// Name, value, path.
    cookies: Vec<(String, String, String)>,
    pub(crate) lang: &'static str,
}

/// What came back.
pub(crate) struct Shown {
    pub(crate) url: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Shown {
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "not a redirect: {}", self.body);
        self.headers[LOCATION].to_str().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
    }

    /// The parameters of the response in the redirect, by its query or its fragment.
    pub(crate) fn params(&self) -> Vec<(String, String)> {
        let url = Url::parse(self.location()).unwrap();
        let text = url.fragment().or(url.query()).unwrap_or_default();
        url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
    }

    pub(crate) fn param(&self, name: &str) -> Option<String> {
        self.params().into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The value of a hidden field.
    pub(crate) fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&start).unwrap_or_else(|| panic!("no {name}"));
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    pub(crate) fn new(origin: &str) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { origin: origin.to_owned(), http, cookies: Vec::new(), lang: "en" }
    }

    pub(crate) async fn get(&mut self, url: &str) -> Shown {
        self.send(reqwest::Method::GET, url, None).await
    }

    pub(crate) async fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Shown {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(reqwest::Method::POST, url, Some(body)).await
    }

    /// Fills in the form of a page and sends it.
    pub(crate) async fn submit(&mut self, page: &Shown, fields: &[(&str, &str)]) -> Shown {
        let csrf = page.field("csrf_token");
        let mut all = vec![("csrf_token", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post(&page.url, &all).await
    }

    /// Follows the redirect of a response.
    pub(crate) async fn follow(&mut self, shown: &Shown) -> Shown {
        let next = Url::parse(&shown.url).unwrap().join(shown.location()).unwrap();
        self.get(next.as_str()).await
    }

    /// Opens a page that asks for a login, and gives the responses.
    pub(crate) async fn log_in(&mut self, url: &str, account: &str, password: &str) -> Shown {
        let response = self.get(url).await;
        let page = self.follow(&response).await;
        assert_eq!(page.status, 200, "{}", page.body);
        self.submit(&page, &[("account", account), ("password", password)]).await
    }

    /// Agrees to what the consent page asks.
    pub(crate) async fn allow(&mut self, redirect_to_page: &Shown) -> Shown {
        let page = self.follow(redirect_to_page).await;
        self.submit(&page, &[("action", "allow")]).await
    }

    pub(crate) fn cookie(&self, prefix: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(name, ..)| name.starts_with(prefix));
        found.map(|(_, value, _)| value.as_str())
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.push((name.to_owned(), value.to_owned(), "/".to_owned()));
    }

    async fn send(&mut self, method: reqwest::Method, url: &str, body: Option<String>) -> Shown {
        let url = Url::parse(&self.origin).unwrap().join(url).unwrap();
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .filter(|(_, _, path)| url.path().starts_with(path.as_str()))
            .map(|(name, value, _)| format!("{name}={value}"))
            .collect();
        let mut request = self
            .http
            .request(method, url.as_str())
            .header("accept-language", self.lang)
            .header("cookie", cookies.join("; "));
        if let Some(body) = body {
            request =
                request.header("content-type", "application/x-www-form-urlencoded").body(body);
        }
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        Shown {
            url: url.to_string(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split("; ");
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let attributes: Vec<&str> = parts.collect();
        assert!(attributes.contains(&"HttpOnly") && attributes.contains(&"SameSite=Lax"));
        let path = attributes.iter().find_map(|part| part.strip_prefix("Path=")).unwrap();
        self.cookies.retain(|(own, _, place)| own != name || place != path);
        if !attributes.contains(&"Max-Age=0") {
            self.cookies.push((name.to_owned(), value.to_owned(), path.to_owned()));
        }
    }
}
