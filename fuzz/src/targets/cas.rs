//! CAS: responses to a ticket, and what comes by way of the browser.

use std::sync::{Arc, LazyLock};

use authing_core::HttpResponse;
use authing_protocols::{
    Error, RetryPolicy,
    cas::{
        CasClient, CasLogin, CasLogoutRequest, CasVersion, ProxyGrantingTickets, ResponseFormat,
        ticket_from_query,
    },
    store::MemoryStore,
};
use http::StatusCode;
use roxmltree::Document;
use serde_json::Value;

use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, check_text, run, text},
    mutate,
    server::Slot,
    target::Target,
};

const COSTLY: Limits = Limits { steps: (200_000, 1_000), allocated: (1 << 20, 2_000) };

/// What a server says whose ticket it is, in every version and format.
pub(super) const RESPONSE: Target =
    Target { name: "cas_response", limits: COSTLY, mutator: Some(mutate::xml), read: response };

/// Logout requests, tickets and proxy-granting tickets.
pub(super) const LOGOUT: Target =
    Target { name: "cas_logout", limits: COSTLY, mutator: Some(mutate::xml), read: logout };

const CAS: &str = "http://www.yale.edu/tp/cas";
const SERVICE: &str = "https://app.example.com/cas";

static SERVER: LazyLock<Slot> = LazyLock::new(Slot::default);

static CLIENT: LazyLock<CasClient> = LazyLock::new(|| {
    CasClient::builder("app", "https://id.example.com")
        .service(SERVICE)
        .retry(RetryPolicy::never())
        .transport(SERVER.server().transport())
        .build()
        .unwrap()
});

fn validate(version: CasVersion, format: ResponseFormat) -> Result<CasLogin, Error> {
    run(async { CLIENT.validate("ST-1-f9a0").version(version).format(format).await })
}

fn response(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&CLIENT);
    SERVER.set(HttpResponse::new(StatusCode::OK, input.to_vec()));
    for (version, format) in [
        (CasVersion::V1, ResponseFormat::Xml),
        (CasVersion::V2, ResponseFormat::Xml),
        (CasVersion::V3, ResponseFormat::Json),
    ] {
        let login = match meter.measure(|| validate(version, format)) {
            Ok(login) => login,
            Err(error) => {
                check_error(&error);
                continue;
            }
        };
        let user = &login.user;
        assert!(!user.is_empty() && user.trim() == user, "{user:?}");
        assert!(!user.contains(char::is_control), "{user:?}");
        login.set_aside().iter().for_each(|part| check_text(&part.to_string()));
        let text = text(input).expect("what is read is text");
        match version {
            CasVersion::V1 => {
                let lines: Vec<_> = text.lines().collect();
                assert_eq!(lines.first().map(|line| line.trim()), Some("yes"), "{text:?}");
                assert_eq!(lines.get(1).map(|line| line.trim()), Some(&**user), "{text:?}");
            }
            _ if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') => {
                assert_eq!(user_of_xml(text).as_deref(), Some(&**user), "{text}");
            }
            _ => assert_eq!(user_of_json(text).as_deref(), Some(&**user), "{text}"),
        }
    }
}

/// The one user that another reader finds.
fn user_of_xml(text: &str) -> Option<String> {
    let document = Document::parse(text.trim_start_matches('\u{feff}').trim_start()).ok()?;
    let outcome = document.root_element().children().filter(roxmltree::Node::is_element);
    let [success] = &outcome.collect::<Vec<_>>()[..] else { return None };
    let is_of_cas = success.tag_name().namespace().is_none_or(|namespace| namespace == CAS);
    if success.tag_name().name() != "authenticationSuccess" || !is_of_cas {
        return None;
    }
    // What others call `user` is theirs.
    let namespace = success.tag_name().namespace();
    let is_user = |node: &roxmltree::Node<'_, '_>| {
        node.tag_name().name() == "user" && node.tag_name().namespace() == namespace
    };
    let users: Vec<_> = success.children().filter(is_user).collect();
    let [user] = &users[..] else { return None };
    Some(user.text()?.trim().to_owned())
}

fn user_of_json(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let user = value.pointer("/serviceResponse/authenticationSuccess/user")?;
    assert!(value.pointer("/serviceResponse/authenticationFailure").is_none_or(Value::is_null));
    user.as_str().map(|user| user.trim().to_owned())
}

static TICKETS: LazyLock<ProxyGrantingTickets> =
    LazyLock::new(|| ProxyGrantingTickets::new(Arc::new(MemoryStore::new())));

fn logout(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&TICKETS);
    let form = meter.measure(|| CasLogoutRequest::from_form(input));
    if form.is_ok() {
        assert!(CasLogoutRequest::is_in_form(input), "a form that is none");
    }
    let text = text(input);
    let xml = text.map(|text| meter.measure(|| CasLogoutRequest::from_xml(text)));
    for request in [Some(form), xml].into_iter().flatten() {
        match request {
            Ok(request) => {
                let ticket = request.ticket().expose();
                assert!(!ticket.contains(|letter: char| letter.is_control() || letter == '&'));
                assert!(ticket.starts_with("ST-"), "{ticket}");
            }
            Err(error) => check_error(&error),
        }
    }
    let Some(query) = text else { return };
    match meter.measure(|| ticket_from_query(query)) {
        Ok(ticket) => {
            let ticket = ticket.as_ref().map_or("ST-1", |ticket| ticket.expose());
            assert!(ticket.bytes().all(|byte| byte.is_ascii_graphic()), "{ticket:?}");
        }
        Err(error) => check_error(&error),
    }
    if let Err(error) = meter.measure(|| run(TICKETS.receive(query))) {
        check_error(&error);
    }
}
