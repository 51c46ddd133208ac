//! Logs in to two CAS servers that `tests/interop/cas/run` starts.
//!
//! `INTEROP_WORK` names the folder that holds `servers.json`, what they say about themselves.

#![allow(clippy::print_stdout, reason = "the walk tells its steps")]

mod browser;
mod service;

use std::{env, error::Error, fs, path::PathBuf, sync::Arc, time::Duration};

use authing_protocols::{
    Error as ProtocolError, Secret,
    cas::{
        CasClient, CasCode, CasError, CasLogin, CasLogoutRequest, CasVersion, LoginMode,
        ProxyGrantingTickets, ResponseFormat, TicketSessions, ticket_from_query,
    },
    store::MemoryStore,
};
use reqwest::Url;
use serde_json::Value;

use crate::{browser::Browser, service::Service};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const VERSIONS: [CasVersion; 3] = [CasVersion::V1, CasVersion::V2, CasVersion::V3];

#[tokio::main]
async fn main() -> Outcome {
    let work = PathBuf::from(env::var("INTEROP_WORK")?);
    let started: Value = serde_json::from_str(&fs::read_to_string(work.join("servers.json"))?)?;
    let service = Service::start(&work)?;
    for server in ["django-cas-server", "django-mama-cas"] {
        println!("{server}");
        let walk = Walk::new(server, &started, &service)?;
        walk.versions().await?;
        walk.refusals().await?;
        walk.pages().await?;
        walk.renew_and_gateway().await?;
        walk.names().await?;
        walk.proxies().await?;
        walk.single_logout().await?;
    }
    Ok(())
}

struct Walk<'a> {
    server: &'a str,
    url: String,
    callback: String,
    names: Vec<String>,
    password: String,
    service: &'a Service,
    cas: CasClient,
}

impl<'a> Walk<'a> {
    fn new(server: &'a str, started: &Value, service: &'a Service) -> Outcome<Self> {
        let text = |name: &str| started[name].as_str().ok_or("servers.json lacks something");
        let names = started["names"].as_array().ok_or("servers.json lacks the names")?;
        let url = format!("{}/{server}", text("servers")?);
        let cas = CasClient::builder_for(&url).service(service.url("/app/")).no_proxy().build()?;
        Ok(Self {
            server,
            url,
            callback: text("callback")?.to_owned(),
            names: names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            password: text("password")?.to_owned(),
            service,
            cas,
        })
    }

    /// Logs in with a new browser.
    async fn log_in(&self, name: &str) -> Outcome<(Browser, Secret)> {
        let mut browser = Browser::new()?;
        let login = self.cas.login_url().url();
        let came = browser.log_in(&login, name, &self.password).await?;
        Ok((browser, ticket(&came)?))
    }

    /// A ticket from the session that the browser has.
    async fn ticket(&self, browser: &mut Browser) -> Outcome<Secret> {
        ticket(&sent_on(browser, &self.cas.login_url().url()).await?)
    }

    async fn versions(&self) -> Outcome {
        let (mut browser, mut ticket) = self.log_in("ann").await?;
        for version in VERSIONS {
            let user = self.cas.validate(ticket).version(version).await?;
            ensure(user.user == "ann", "another user came back")?;
            if version != CasVersion::V1 {
                check_attributes(&user)?;
            }
            ticket = self.ticket(&mut browser).await?;
        }
        let user = self.cas.validate(ticket).format(ResponseFormat::Json).await?;
        check_attributes(&user)?;
        done("CAS 1.0, 2.0 and 3.0 name the user, 2.0 and 3.0 with attributes")
    }

    async fn refusals(&self) -> Outcome {
        let (mut browser, first) = self.log_in("ann").await?;
        self.cas.validate(&first).await?;
        for version in VERSIONS {
            let again = self.cas.validate(&first).version(version).await;
            let code = (version != CasVersion::V1).then_some(CasCode::INVALID_TICKET);
            ensure(refusal(again)? == code, "a used ticket is refused in another way")?;
        }
        let unknown = self.cas.validate("ST-1234567890-unknown").await;
        ensure(refusal(unknown)? == Some(CasCode::INVALID_TICKET), "an unknown ticket is good")?;
        let ticket = self.ticket(&mut browser).await?;
        let other = CasClient::builder_for(&self.url)
            .service(self.service.url("/other/"))
            .no_proxy()
            .build()?;
        let stolen = other.validate(ticket).await;
        let code = refusal(stolen)?;
        ensure(code == Some(CasCode::INVALID_SERVICE), "another service's ticket is good")?;
        done("used, unknown and stolen tickets are refused with their codes")
    }

    async fn pages(&self) -> Outcome {
        let (mut browser, _) = self.log_in("ann").await?;
        let asked = Url::parse(&self.service.url("/app/list?a=1&b=%E5%8C%97+%26"))?;
        let came = sent_on(&mut browser, &self.cas.at(&asked)?.login_url().url()).await?;
        let cas = self.cas.at(&came)?;
        ensure(cas.service() == asked.as_str(), "the browser came back to another page")?;
        ensure(cas.validate(ticket(&came)?).await?.user == "ann", "another user came back")?;
        done("the page that was asked for is the service")
    }

    async fn renew_and_gateway(&self) -> Outcome {
        let gateway = self.cas.login_url().mode(LoginMode::Gateway).url();
        let came = sent_on(&mut Browser::new()?, &gateway).await?;
        let found = ticket_from_query(came.query().unwrap_or_default())?;
        ensure(found.is_none(), "there is a ticket without a session")?;

        let (mut browser, first) = self.log_in("ann").await?;
        self.cas.validate(first).renew().await?;
        let by_session = ticket(&sent_on(&mut browser, &gateway).await?)?;
        let code = refusal(self.cas.validate(by_session).renew().await)?;
        ensure(code == Some(CasCode::INVALID_TICKET), "an old session is a new login")?;

        let renew = self.cas.login_url().mode(LoginMode::Renew).url();
        let page = browser.open(&renew).await?;
        ensure(page.asks_for_a_password(), "renew does not ask for the password")?;
        let came = browser.log_in(&renew, "ann", &self.password).await?;
        let user = self.cas.validate(ticket(&came)?).renew().await?;
        ensure(user.is_from_new_login != Some(false), "a new login is an old session")?;
        done("renew insists on the password, gateway never asks for it")
    }

    async fn names(&self) -> Outcome {
        for name in &self.names {
            let (mut browser, mut ticket) = self.log_in(name).await?;
            for version in VERSIONS {
                let result = self.cas.validate(ticket).version(version).await;
                if name.contains('\n') {
                    let refused = matches!(result, Err(ProtocolError::Cas(CasError::UserName)));
                    ensure(refused, "a name with a line break is accepted")?;
                } else {
                    ensure(result?.user == *name, "the name has changed on its way")?;
                }
                ticket = self.ticket(&mut browser).await?;
            }
        }
        done("names come through, and one with a line break does not")
    }

    async fn proxies(&self) -> Outcome {
        let tickets = ProxyGrantingTickets::new(Arc::new(MemoryStore::new()));
        let callback = format!("{}/pgt", self.callback);
        let (mut browser, first) = self.log_in("ann").await?;
        drop(self.service.visits());
        let user = self.cas.validate(first).pgt_url(&callback).await?;
        for visit in self.service.visits() {
            let (path, query) = visit.target.split_once('?').unwrap_or((&visit.target, ""));
            ensure(path == "/pgt", "the callback came elsewhere")?;
            tickets.receive(query).await?;
        }
        let granting = tickets.claim(&user).await?;
        ensure(tickets.claim(&user).await.is_err(), "a ticket is granted twice")?;

        let stock = self.service.url("/stock/");
        // The last of the two says which one it names: the callback by the protocol, or the target.
        let chain =
            if self.server == "django-cas-server" { callback.clone() } else { stock.clone() };
        let allowing = CasClient::builder_for(&self.url)
            .service(&stock)
            .allow_proxy_chain([chain])
            .no_proxy()
            .build()?;
        let ticket = self.cas.proxy_ticket(&granting, &stock).await?;
        let user = allowing.proxy_validate(&ticket).await?;
        ensure(user.user == "ann" && user.proxies.len() == 1, "the proxy acts for another")?;
        let code = refusal(allowing.proxy_validate(&ticket).await)?;
        ensure(code == Some(CasCode::INVALID_TICKET), "a proxy ticket is good twice")?;

        let wary = CasClient::builder_for(&self.url).service(&stock).no_proxy().build()?;
        let ticket = self.cas.proxy_ticket(&granting, &stock).await?;
        let result = wary.proxy_validate(ticket).version(CasVersion::V2).await;
        let refused = matches!(result, Err(ProtocolError::Cas(CasError::ProxyNotAllowed(_))));
        ensure(refused, "a proxy that nobody allowed is accepted")?;

        let forged = self.cas.proxy_ticket("PGT-1234567890-unknown", &stock).await;
        ensure(refusal(forged)? == Some(CasCode::INVALID_TICKET), "a forged ticket is good")?;
        let own = self.ticket(&mut browser).await?;
        ensure(self.cas.proxy_validate(own).await?.proxies.is_empty(), "nobody is a proxy")?;
        done("proxy-granting tickets come by TLS, proxy tickets are good once and where allowed")
    }

    async fn single_logout(&self) -> Outcome {
        let sessions = TicketSessions::new(Arc::new(MemoryStore::new()));
        let (mut browser, ticket) = self.log_in("ann").await?;
        self.cas.validate(&ticket).await?;
        sessions.track(&ticket, "session of ann", Duration::from_secs(3600)).await?;
        drop(self.service.visits());

        let bye = self.service.url("/bye?a=1&b=2");
        let came = sent_on(&mut browser, &self.cas.logout_url().service(&bye).url()).await?;
        ensure(came.as_str() == bye, "the browser is sent elsewhere after the logout")?;
        // Earlier tickets of the same person may be told first.
        let session = loop {
            let visit = self.service.next_visit()?;
            ensure(CasLogoutRequest::is_in_form(&visit.body), "this is not a logout request")?;
            let request = CasLogoutRequest::from_form(&visit.body)?;
            if let Some(session) = sessions.end(&request).await? {
                break session;
            }
        };
        ensure(session.expose() == "session of ann", "another session ends")?;
        let page = browser.open(&self.cas.login_url().url()).await?;
        ensure(page.asks_for_a_password(), "the session goes on")?;
        done("logging out ends the session here and there")
    }
}

fn check_attributes(user: &CasLogin) -> Outcome {
    let attributes = &user.attributes;
    let roles: Vec<&str> = attributes.all("role").collect();
    ensure(user.user == "ann", "another user came back")?;
    ensure(roles == ["reader", "writer & <editor>"], "the roles have changed")?;
    ensure(attributes.get("email") == Some("ann@example.com"), "the address has changed")?;
    ensure(attributes.get("城市") == Some("北京"), "the city has changed")
}

fn ticket(came: &Url) -> Outcome<Secret> {
    let ticket = ticket_from_query(came.query().unwrap_or_default())?;
    ticket.ok_or_else(|| "the browser came back without a ticket".into())
}

async fn sent_on(browser: &mut Browser, url: &Url) -> Outcome<Url> {
    let page = browser.open(url).await?;
    page.location.ok_or_else(|| "the browser is not sent on".into())
}

/// The code of a refusal, which this must be.
fn refusal<T>(result: Result<T, ProtocolError>) -> Outcome<Option<CasCode>> {
    match result {
        Err(ProtocolError::Cas(CasError::Refused(refusal))) => Ok(refusal.code().cloned()),
        Err(error) => Err(error.into()),
        Ok(_) => Err("what should be refused is accepted".into()),
    }
}

fn ensure(holds: bool, otherwise: &'static str) -> Outcome {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}

fn done(step: &str) -> Outcome {
    println!("  {step}");
    Ok(())
}
