//! Arguments are checked before anything is built or sent, and commands say whether they worked.
#![cfg(test)]

use std::{cell::Cell, sync::Arc};

use authing_core::{
    Call, Error, ErrorCode, ErrorKind, FixedToken, HttpResponse, Operation, TransportError,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    test_util::ScriptedTransport,
};
use authing_types::{InvalidArgument, wire::Confirmation};
use http::StatusCode;

const RENAME: Operation = Operation::post("things.rename", "/api/v2/things/{id}");
const WHOLE: Operation = Operation::post("things.rename", "/api/v2/things").whole_envelope();

fn ok(body: &str) -> Result<HttpResponse, TransportError> {
    Ok(HttpResponse::new(StatusCode::OK, body.to_owned()))
}

fn server(body: &'static str) -> ScriptedTransport {
    ScriptedTransport::new(move |_, _| ok(body))
}

fn api(server: &ScriptedTransport) -> ApiClient {
    let mut config = ClientConfig::new("https://core.example.com");
    config.transport = Some(Arc::new(server.clone()));
    let pipeline = Pipeline::new(&config, &ClientIdentity::default()).unwrap();
    ApiClient::new(pipeline, Arc::new(FixedToken::none()))
}

#[tokio::test]
async fn the_first_argument_that_fails_is_named_and_nothing_is_built_or_sent() {
    let server = server(r#"{"code": 200}"#);
    let built = Cell::new(false);
    let call: Call<()> = api(&server)
        .call(RENAME)
        .required("id", "1")
        .required("name", " ")
        .required_all("tags", &[] as &[&str])
        .command(|request| {
            built.set(true);
            request.path("id", "1")
        });
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(error.to_string(), "things.rename failed: argument `name` is empty");
    assert!(!built.get());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_deferred_request_is_not_begun_when_an_argument_fails() {
    let server = server(r#"{"code": 200}"#);
    let call: Call<()> = api(&server)
        .call(RENAME)
        .required("id", "")
        .rest_deferred(|_| async { Err(Error::input("never", "is reached")) });
    assert_eq!(call.await.unwrap_err().message(), "argument `id` is empty");
}

#[tokio::test]
async fn each_check_says_what_is_wrong() {
    let api = api(&server(r#"{"code": 200}"#));
    let call = || api.call(RENAME);
    for (builder, message) in [
        (call().required("id", "\t"), "argument `id` is empty"),
        (call().required_if_given("id", Some("")), "argument `id` is empty"),
        (call().required_all("ids", &[] as &[String]), "argument `ids` is empty"),
        (call().required_all("ids", &["a", " "]), "argument `ids` has nothing at index 1"),
        (call().check(Err(InvalidArgument::new("kind", "is odd"))), "argument `kind` is odd"),
    ] {
        let error = builder.command(|request| request.path("id", "1")).await.unwrap_err();
        assert_eq!(error.message(), message);
    }
    let builder = call().required("id", "1").required_if_given("name", None::<&str>);
    builder.command(|request| request.path("id", "1")).await.unwrap();
}

#[tokio::test]
async fn a_command_that_the_server_did_not_carry_out_is_an_error() {
    for body in [
        r#"{"code": 200, "message": "done", "data": false}"#,
        r#"{"code": 200, "message": "done", "data": {"success": false}}"#,
        r#"{"code": 500, "message": "refused"}"#,
    ] {
        let call = api(&server(body)).call(WHOLE).command(|request| request);
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Api, "{body}");
    }
    for body in [
        r#"{"code": 200}"#,
        r#"{"code": 200, "data": null}"#,
        r#"{"code": 200, "data": true}"#,
        r#"{"code": 200, "data": {"success": true}}"#,
        r#"{"statusCode": 200, "data": [1]}"#,
    ] {
        api(&server(body)).call(WHOLE).command(|request| request).await.unwrap();
    }
}

#[tokio::test]
async fn a_message_with_another_code_than_200_is_an_error_of_that_code() {
    let send = |body| async move {
        let call: Call<Confirmation> = api(&server(body)).call(WHOLE).rest(|request| request);
        call.map(|mut message| {
            // The envelope has been checked; what is asked here is about the message.
            message.code = message.message.as_deref().and_then(|text| text.parse().ok());
            message
        })
        .confirmed()
        .await
    };
    send(r#"{"code": 200, "message": "200"}"#).await.unwrap();
    send(r#"{"code": 200}"#).await.unwrap();
    let error = send(r#"{"code": 200, "message": "2004"}"#).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_NOT_FOUND));
}
