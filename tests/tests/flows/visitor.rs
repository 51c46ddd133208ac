//! A visitor with a browser without scripts, who logs in at the emulator's page.

use std::collections::BTreeMap;

use reqwest::{Client, RequestBuilder, Response, header, redirect};
use url::{Url, form_urlencoded};

pub(crate) struct Visitor {
    http: Client,
    cookies: BTreeMap<String, String>,
}

/// Where a visit ended: the address, and the page if it is one of the provider's.
pub(crate) struct Arrived {
    pub(crate) url: Url,
    pub(crate) page: String,
}

impl Arrived {
    /// A hidden field of the page's form.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let start = format!("name=\"{name}\" value=\"");
        let value = self.page.split_once(&start)?.1.split('"').next()?;
        Some(value.replace("&amp;", "&"))
    }

    /// A parameter of the address.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        self.url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
    }

    pub(crate) fn asks_for_a_password(&self) -> bool {
        self.page.contains("name=\"password\"")
    }
}

impl Visitor {
    pub(crate) fn new() -> Self {
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Self { http, cookies: BTreeMap::new() }
    }

    /// Opens an address and goes where redirects lead, as far as the provider.
    pub(crate) async fn open(&mut self, url: &Url) -> Arrived {
        let request = self.http.get(url.clone());
        self.follow(url.clone(), request).await
    }

    /// Posts a form.
    pub(crate) async fn post(&mut self, url: &Url, fields: &[(&str, &str)]) -> Arrived {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let form = "application/x-www-form-urlencoded";
        let request = self.http.post(url.clone()).header(header::CONTENT_TYPE, form).body(body);
        self.follow(url.clone(), request).await
    }

    /// Fills in the login page with `passw0rd`.
    pub(crate) async fn log_in(&mut self, page: &Arrived, account: &str) -> Arrived {
        self.log_in_with(page, account, "passw0rd").await
    }

    /// Fills in the login page.
    pub(crate) async fn log_in_with(
        &mut self,
        page: &Arrived,
        account: &str,
        password: &str,
    ) -> Arrived {
        let token = page.field("csrf_token").expect("this is not the login page");
        let fields = [("csrf_token", &*token), ("account", account), ("password", password)];
        self.post(&page.url, &fields).await
    }

    /// The cookies that the provider has set.
    #[allow(dead_code, reason = "for those who look for them")]
    pub(crate) fn cookies(&self) -> impl Iterator<Item = &str> {
        self.cookies.values().map(String::as_str)
    }

    async fn follow(&mut self, mut url: Url, mut request: RequestBuilder) -> Arrived {
        let home = url.origin();
        loop {
            let jar: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let response = request.header(header::COOKIE, jar.join("; ")).send().await.unwrap();
            self.remember(&response);
            let Some(location) = response.headers().get(header::LOCATION) else {
                return Arrived { url, page: response.text().await.unwrap() };
            };
            url = url.join(location.to_str().unwrap()).unwrap();
            if url.origin() != home {
                return Arrived { url, page: String::new() };
            }
            request = self.http.get(url.clone());
        }
    }

    fn remember(&mut self, response: &Response) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
