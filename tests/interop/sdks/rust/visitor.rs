//! The browser of somebody who logs in at the emulator's page and says yes to everything.

use std::collections::BTreeMap;

use reqwest::{Client, Response, header, redirect::Policy};
use url::{Url, form_urlencoded};

use crate::walk::{Failure, PASSWORD};

pub(crate) struct Visitor {
    http: Client,
    account: &'static str,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub(crate) fn new(account: &'static str) -> Result<Self, Failure> {
        let http = Client::builder().redirect(Policy::none()).no_proxy().build()?;
        Ok(Self { http, account, cookies: BTreeMap::new() })
    }

    /// Opens an address, and goes nowhere from there.
    pub(crate) async fn open(&mut self, address: &Url) -> Result<Response, Failure> {
        self.send(address, None).await
    }

    /// Goes on from an address until it leads away from the emulator, and says where to.
    pub(crate) async fn visit(&mut self, address: &Url) -> Result<Url, Failure> {
        let (mut url, mut form) = (address.clone(), None);
        while url.origin() == address.origin() {
            let response = self.send(&url, form.take()).await?;
            if let Some(location) = response.headers().get(header::LOCATION) {
                url = url.join(location.to_str()?)?;
                continue;
            }
            form = Some(self.filled_in(&response.text().await?));
        }
        Ok(url)
    }

    fn filled_in(&self, page: &str) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for input in page.split("<input type=\"hidden\"").skip(1) {
            form.extend_pairs(attribute(input, "name").zip(attribute(input, "value")));
        }
        if page.contains("name=\"password\"") {
            form.extend_pairs([("account", self.account), ("password", PASSWORD)]);
        } else {
            form.append_pair("action", "allow");
        }
        form.finish()
    }

    async fn send(&mut self, url: &Url, form: Option<String>) -> Result<Response, Failure> {
        let request = match form {
            None => self.http.get(url.clone()),
            Some(form) => {
                let kind = "application/x-www-form-urlencoded";
                self.http.post(url.clone()).header(header::CONTENT_TYPE, kind).body(form)
            }
        };
        let jar: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let response = request.header(header::COOKIE, jar.join("; ")).send().await?;
        let response = response.error_for_status()?;
        for set in response.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str()?.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.ok_or("a cookie without a name")?;
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Ok(response)
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}
