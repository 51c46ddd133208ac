//! As much of a browser as a login needs: cookies, redirects, forms that send themselves.

use std::{collections::BTreeMap, error::Error};

use reqwest::{Client, Response, header, redirect};
use url::{Url, form_urlencoded};

/// One visitor's browser.
#[derive(Debug)]
pub(crate) struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

/// Where a visit ended.
#[derive(Debug)]
pub(crate) enum Arrived {
    /// Outside of the provider: the address it sent the browser to.
    Away(Url),
    /// On a form that posts itself to `action`.
    Posting { action: String, body: String },
    /// On a page.
    Page(String),
}

impl Browser {
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build()?;
        Ok(Self { client, cookies: BTreeMap::new() })
    }

    /// Opens an address and goes wherever it leads, as long as it leads to the same provider.
    pub(crate) async fn visit(&mut self, url: &Url) -> Result<Arrived, Box<dyn Error>> {
        let answer = self.client.get(url.clone()).header(header::COOKIE, self.jar()).send().await?;
        self.follow(url.clone(), answer).await
    }

    /// Sends a form.
    pub(crate) async fn post(
        &mut self,
        url: &Url,
        fields: &[(&str, &str)],
    ) -> Result<Arrived, Box<dyn Error>> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let answer = self
            .client
            .post(url.clone())
            .header(header::COOKIE, self.jar())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await?;
        self.follow(url.clone(), answer).await
    }

    async fn follow(
        &mut self,
        mut here: Url,
        mut answer: Response,
    ) -> Result<Arrived, Box<dyn Error>> {
        let home = here.origin();
        for _ in 0..10 {
            self.remember(&answer);
            let Some(location) = answer.headers().get(header::LOCATION) else {
                return Ok(read(&answer.text().await?));
            };
            here = here.join(location.to_str()?)?;
            if here.origin() != home {
                return Ok(Arrived::Away(here));
            }
            let request = self.client.get(here.clone()).header(header::COOKIE, self.jar());
            answer = request.send().await?;
        }
        Err("too many redirects".into())
    }

    fn remember(&mut self, answer: &Response) {
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair =
                cookie.to_str().ok().and_then(|text| text.split(';').next()?.split_once('='));
            match pair {
                Some((name, "")) => drop(self.cookies.remove(name)),
                Some((name, value)) => {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
                None => {}
            }
        }
    }

    fn jar(&self) -> String {
        let pairs: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }
}

/// The hidden fields of a page's form, if it has one.
fn read(page: &str) -> Arrived {
    let Some(action) = attribute(page, "action=\"") else { return Arrived::Page(page.to_owned()) };
    let fields = page
        .split("<input ")
        .skip(1)
        .filter_map(|input| Some((attribute(input, "name=\"")?, attribute(input, "value=\"")?)));
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Arrived::Posting { action: action.to_owned(), body }
}

fn attribute<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split('"').next()
}
