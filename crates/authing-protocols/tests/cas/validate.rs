//! Asking for a ticket's user.

use std::sync::Arc;

use authing_core::{HttpResponse, TransportError, test_util::ScriptedTransport};
use authing_protocols::{
    CallError, Error,
    cas::{CasClient, CasCode, CasError, CasVersion, ResponseFormat},
};
use http::StatusCode;
use url::Url;

use crate::common::{TICKET, authing, failure, other, refused, server, success, target, validated};

const SERVICE: &str = "service=https%3A%2F%2Fapp.example.com%2Fcas%3Ffrom%3Da%2520b";

#[tokio::test]
async fn each_version_asks_its_endpoint() {
    let xml = success("<cas:user>alice</cas:user>");
    for (version, path) in [
        (CasVersion::V1, "validate"),
        (CasVersion::V2, "serviceValidate"),
        (CasVersion::V3, "p3/serviceValidate"),
    ] {
        let body = if version == CasVersion::V1 { "yes\nalice\n" } else { &xml };
        for (host, of_authing) in
            [("https://id.example.com/cas-idp/app", true), ("https://sso.example.com/cas", false)]
        {
            let server = server(body);
            let cas = if of_authing { authing(&server) } else { other(&server) };
            let user = cas.validate(TICKET).version(version).await.unwrap();
            assert_eq!(user.user, "alice");
            assert_eq!(target(&server), format!("{host}/{path}?{SERVICE}&ticket=ST-1-f9a0"));
        }
    }
}

#[tokio::test]
async fn the_default_is_2_0_with_authing_and_3_0_with_others() {
    let server = server(success("<cas:user>alice</cas:user>"));
    authing(&server).validate(TICKET).await.unwrap();
    other(&server).validate(TICKET).await.unwrap();
    let paths: Vec<String> =
        server.requests().iter().map(|request| request.url.path().to_owned()).collect();
    assert_eq!(paths, ["/cas-idp/app/serviceValidate", "/cas/p3/serviceValidate"]);
}

#[tokio::test]
async fn every_wish_is_sent_and_encoded() {
    let server = server(success("<cas:user>alice</cas:user>"));
    authing(&server)
        .validate(TICKET)
        .format(ResponseFormat::Json)
        .renew()
        .pgt_url("https://app.example.com/pgt?a=b&c")
        .await
        .unwrap();
    assert_eq!(
        target(&server),
        format!(
            "https://id.example.com/cas-idp/app/serviceValidate?{SERVICE}&ticket=ST-1-f9a0\
             &format=JSON&renew=true&pgtUrl=https%3A%2F%2Fapp.example.com%2Fpgt%3Fa%3Db%26c"
        )
    );
}

#[tokio::test]
async fn what_is_not_a_ticket_is_refused_before_it_is_sent() {
    let server = server(success("<cas:user>alice</cas:user>"));
    for ticket in [
        "",
        "ST-",
        "alice",
        "PT-1",
        "PGT-1",
        "ST-1&service=https://evil.example.com/",
        "ST-1&ticket=ST-2",
        "ST-1#",
        "ST-1\r\nX: y",
        "ST-1\n",
        "ST-1 ",
        "ST-1\0",
        "ST-1%26",
        "ST-1/../x",
        "ST-é",
    ] {
        let error = authing(&server).validate(ticket).await.unwrap_err();
        assert!(matches!(error, Error::Cas(CasError::NotATicket)), "{ticket:?}: {error:?}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_service_cannot_add_parameters() {
    let server = server(success("<cas:user>alice</cas:user>"));
    let page = "https://app.example.com/cas?x=1&renew=true&pgtUrl=https://evil.example.com/#z";
    let cas = authing(&server).at(&Url::parse(page).unwrap()).unwrap();
    cas.validate(TICKET).await.unwrap();
    let sent = Url::parse(&target(&server)).unwrap();
    let names: Vec<String> = sent.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["service", "ticket"]);
    assert_eq!(sent.query_pairs().next().unwrap().1, page.split('#').next().unwrap());
}

#[tokio::test]
async fn login_and_validation_name_the_same_service() {
    let server = server(success("<cas:user>alice</cas:user>"));
    let cas = authing(&server);
    let asked = Url::parse("https://app.example.com/cas/a?q=x%20y+z").unwrap();
    let came = Url::parse("https://app.example.com/cas/a?q=x%20y+z&ticket=ST-1-f9a0").unwrap();
    let login = cas.at(&asked).unwrap().login_url().url();
    cas.at(&came).unwrap().validate(TICKET).await.unwrap();
    let service =
        |url: &Url| url.query_pairs().find(|(name, _)| name == "service").unwrap().1.into_owned();
    assert_eq!(service(&login), service(&Url::parse(&target(&server)).unwrap()));
}

#[tokio::test]
async fn a_refusal_in_a_200_response_is_an_error_with_its_code() {
    for code in [
        CasCode::INVALID_REQUEST,
        CasCode::INVALID_TICKET_SPEC,
        CasCode::UNAUTHORIZED_SERVICE_PROXY,
        CasCode::INVALID_PROXY_CALLBACK,
        CasCode::INVALID_TICKET,
        CasCode::INVALID_SERVICE,
        CasCode::INTERNAL_ERROR,
    ] {
        let json = format!(
            r#"{{"serviceResponse":{{"authenticationFailure":
            {{"code":"{code}","description":"Ticket 不存在"}}}}}}"#
        );
        for response in [failure(code.as_str()), json] {
            let CasError::Refused(refusal) = refused(response).await else { panic!("{code}") };
            assert_eq!(refusal.code(), Some(&code));
            assert!(refusal.message().is_some());
            assert!(refusal.to_string().contains(" ("), "{refusal}");
        }
    }
    let CasError::Refused(refusal) = refused(failure("SOMETHING_NEW")).await else { panic!() };
    assert_eq!(refusal.code().unwrap().as_str(), "SOMETHING_NEW");
}

#[tokio::test]
async fn cas_1_0_is_read_with_either_line_end() {
    for response in ["yes\nalice\n", "yes\nalice", "yes\r\nalice\r\n", "yes\r\nalice"] {
        let user = authing(&server(response)).validate(TICKET).version(CasVersion::V1).await;
        assert_eq!(user.unwrap().user, "alice", "{response:?}");
    }
}

#[tokio::test]
async fn cas_1_0_says_no_without_a_code() {
    for response in ["no\n\n", "no\n", "no", "no\nalice\n", "no\r\n", "no\r\n\r\n"] {
        let result = authing(&server(response)).validate(TICKET).version(CasVersion::V1).await;
        let Err(Error::Cas(CasError::Refused(refusal))) = result else { panic!("{response:?}") };
        assert_eq!(refusal.code(), None);
    }
}

#[tokio::test]
async fn cas_1_0_has_neither_json_nor_proxies() {
    let server = server("yes\nalice\n");
    let cas = authing(&server);
    for request in [
        cas.validate(TICKET).format(ResponseFormat::Json),
        cas.validate(TICKET).pgt_url("https://app.example.com/pgt"),
        cas.proxy_validate(TICKET),
    ] {
        let error = request.version(CasVersion::V1).await.unwrap_err();
        assert!(error.to_string().starts_with("argument `version` "), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_new_login_that_was_asked_for_is_insisted_on() {
    let response = |new: bool| {
        server(success(&format!(
            "<cas:user>alice</cas:user><cas:attributes>\
             <cas:isFromNewLogin>{new}</cas:isFromNewLogin></cas:attributes>"
        )))
    };
    let old = authing(&response(false)).validate(TICKET);
    assert!(matches!(old.renew().await, Err(Error::Cas(CasError::NotRenewed))));
    let new = authing(&response(true)).validate(TICKET);
    assert_eq!(new.renew().await.unwrap().is_from_new_login, Some(true));
    let old = authing(&response(false)).validate(TICKET);
    assert_eq!(old.await.unwrap().is_from_new_login, Some(false));
}

#[tokio::test]
async fn a_ticket_is_not_sent_again_when_it_may_have_been_used() {
    let attempts = |response: fn() -> Result<HttpResponse, TransportError>| async move {
        let server = ScriptedTransport::new(move |_, _| response());
        let error = authing(&server).validate(TICKET).await.unwrap_err();
        assert!(matches!(error, Error::Call(_)), "{error:?}");
        server.requests().len()
    };
    let broken = || Err(TransportError::broken("reset"));
    assert_eq!(attempts(broken).await, 1);
    let unavailable = || Ok(HttpResponse::new(StatusCode::SERVICE_UNAVAILABLE, ""));
    assert_eq!(attempts(unavailable).await, 1);
}

#[tokio::test]
async fn a_response_that_is_not_a_success_names_no_user() {
    let body = success("<cas:user>alice</cas:user>");
    let server = ScriptedTransport::new(move |_, _| {
        Ok(HttpResponse::new(StatusCode::FORBIDDEN, body.clone()))
    });
    let error = authing(&server).validate(TICKET).await.unwrap_err();
    let Error::Call(error) = error else { panic!("{error:?}") };
    assert_eq!(CallError::status(&error), Some(403));
    assert_eq!(error.operation(), Some("cas.validate"));
}

#[tokio::test]
async fn a_response_in_xml_to_a_wish_for_json_is_read() {
    let server = server(success("<cas:user>alice</cas:user>"));
    let user = authing(&server).validate(TICKET).format(ResponseFormat::Json).await.unwrap();
    assert_eq!(user.user, "alice");
}

#[tokio::test]
async fn names_keep_their_characters() {
    for (written, read) in [
        ("alice", "alice"),
        ("a&amp;b&lt;c&#x20AC;", "a&b<c€"),
        ("王小明", "王小明"),
        ("Alice B", "Alice B"),
    ] {
        let user = validated(success(&format!("<cas:user>{written}</cas:user>"))).await.unwrap();
        assert_eq!(user.user, read);
    }
}

#[test]
fn a_client_can_be_shared_between_threads() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let cas = CasClient::builder("app", "https://id.example.com")
        .service("https://app.example.com/")
        .transport(Arc::new(server("")))
        .build()
        .unwrap();
    shared(&cas);
}
