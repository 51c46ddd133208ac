//! A browser: it keeps cookies, fills in forms, and tells where it is sent.

use std::{collections::BTreeMap, error::Error};

use reqwest::{Client, Method, Url, header, redirect};
use url::form_urlencoded;

pub(crate) struct Browser {
    http: Client,
    cookies: BTreeMap<String, String>,
}

/// What the browser sees.
pub(crate) struct Page {
    /// Where the server sends the browser on.
    pub(crate) location: Option<Url>,
    body: String,
}

impl Browser {
    pub(crate) fn new() -> Result<Self, Box<dyn Error>> {
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy().build()?;
        Ok(Self { http, cookies: BTreeMap::new() })
    }

    pub(crate) async fn open(&mut self, url: &Url) -> Result<Page, Box<dyn Error>> {
        self.request(Method::GET, url, String::new()).await
    }

    /// Gives name and password to the login page, and returns where the browser is sent.
    pub(crate) async fn log_in(
        &mut self,
        url: &Url,
        name: &str,
        password: &str,
    ) -> Result<Url, Box<dyn Error>> {
        let page = self.open(url).await?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(page.hidden_inputs());
        form.append_pair("username", name).append_pair("password", password);
        let page = self.request(Method::POST, url, form.finish()).await?;
        page.location.ok_or_else(|| "the login page is shown again".into())
    }

    async fn request(
        &mut self,
        method: Method,
        url: &Url,
        body: String,
    ) -> Result<Page, Box<dyn Error>> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let response = self
            .http
            .request(method, url.clone())
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await?;
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str()?;
            let (name, value) = cookie.split_once('=').ok_or("a cookie without a value")?;
            let value = value.split(';').next().unwrap_or_default();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        if response.status().is_client_error() || response.status().is_server_error() {
            return Err(format!("{} responds with {}", url.path(), response.status()).into());
        }
        let location = match response.headers().get(header::LOCATION) {
            Some(location) => Some(url.join(location.to_str()?)?),
            None => None,
        };
        Ok(Page { location, body: response.text().await? })
    }
}

impl Page {
    /// Whether the page asks for a password.
    pub(crate) fn asks_for_a_password(&self) -> bool {
        self.body.contains("type=\"password\"")
    }

    fn hidden_inputs(&self) -> Vec<(String, String)> {
        let inputs = self.body.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let hidden = inputs.filter(|input| input.contains("type=\"hidden\""));
        hidden
            .filter_map(|input| {
                let value = attribute(input, "value").unwrap_or_default();
                Some((attribute(input, "name")?, value))
            })
            .collect()
    }
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&"))
}
