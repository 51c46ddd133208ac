//! The addresses that browsers are sent to.

use authing_protocols::{
    Error,
    cas::{CasClient, LoginMode, TicketMethod},
};
use url::Url;

use crate::common::{authing, other, server};

const SERVICE: &str = "https%3A%2F%2Fapp.example.com%2Fcas%3Ffrom%3Da%2520b";

#[test]
fn a_login_goes_to_the_documented_address_or_the_older_one() {
    let cas = authing(&server(""));
    assert_eq!(
        cas.login_url().to_string(),
        format!("https://id.example.com/cas-idp/app/login?service={SERVICE}")
    );
    assert_eq!(
        cas.login_url().older_form().to_string(),
        format!("https://id.example.com/cas-idp/app?service={SERVICE}")
    );
    let cas = other(&server(""));
    for url in [cas.login_url(), cas.login_url().older_form()] {
        assert_eq!(url.to_string(), format!("https://sso.example.com/cas/login?service={SERVICE}"));
    }
}

#[test]
fn renew_and_gateway_exclude_each_other() {
    let url = authing(&server("")).login_url();
    let query = |url: Url| url.query().unwrap().replace(SERVICE, "S");
    assert_eq!(query(url.clone().mode(LoginMode::Renew).url()), "service=S&renew=true");
    assert_eq!(query(url.clone().mode(LoginMode::Gateway).url()), "service=S&gateway=true");
    let both = url.clone().mode(LoginMode::Renew).mode(LoginMode::Gateway);
    assert_eq!(query(both.url()), "service=S&gateway=true");
    for (method, text) in
        [(TicketMethod::Get, "GET"), (TicketMethod::Post, "POST"), (TicketMethod::Header, "HEADER")]
    {
        let url = url.clone().method(method).url();
        assert_eq!(query(url), format!("service=S&method={text}"));
    }
}

#[test]
fn a_logout_goes_to_the_documented_address_or_the_older_one() {
    let cas = authing(&server(""));
    let then = "https://app.example.com/bye?a=1&service=x#y";
    let encoded = "https%3A%2F%2Fapp.example.com%2Fbye%3Fa%3D1%26service%3Dx%23y";
    for (url, expected) in [
        (cas.logout_url(), "app/logout".to_owned()),
        (cas.logout_url().service(then), format!("app/logout?service={encoded}")),
        (cas.logout_url().return_to(then), format!("app/logout?url={encoded}")),
        (cas.logout_url().older_form(), "logout".to_owned()),
        (cas.logout_url().service(then).older_form(), format!("logout?url={encoded}")),
    ] {
        assert_eq!(url.to_string(), format!("https://id.example.com/cas-idp/{expected}"));
    }
    let url = other(&server("")).logout_url().return_to(then);
    assert_eq!(url.to_string(), format!("https://sso.example.com/cas/logout?url={encoded}"));
}

#[test]
fn an_application_id_cannot_change_the_address() {
    let build = |id: &str| {
        CasClient::builder(id, "https://id.example.com").service("https://app.example.com/").build()
    };
    let url = build("../a?b#c").unwrap().logout_url().to_string();
    assert_eq!(url, "https://id.example.com/cas-idp/..%2Fa%3Fb%23c/logout");
    for id in ["", " ", ".", ".."] {
        assert!(matches!(build(id), Err(Error::Call(_))), "{id}");
    }
}

#[test]
fn a_client_without_a_usable_host_or_service_is_not_built() {
    let build = |host: &str, service: Option<&str>| {
        let builder = CasClient::builder("app", host);
        match service {
            Some(service) => builder.service(service),
            None => builder,
        }
        .build()
        .unwrap_err()
        .to_string()
    };
    let service = Some("https://app.example.com/");
    assert!(build("https://id.example.com", None).starts_with("option `service` is missing"));
    assert!(
        build("https://id.example.com", Some("app.example.com"))
            .starts_with("option `service` must be an address")
    );
    for host in ["http://id.example.com", "http://10.0.0.1", "http://localhost.example.com"] {
        assert!(build(host, service).starts_with("option `app_host` is not encrypted"), "{host}");
    }
    for host in ["http://127.0.0.1:3000", "http://[::1]:3000", "http://localhost:3000"] {
        let builder = CasClient::builder("app", host).service("https://app.example.com/");
        assert!(builder.build().is_ok(), "{host}");
    }
}
