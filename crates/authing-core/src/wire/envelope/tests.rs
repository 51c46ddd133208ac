use serde_json::json;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
struct Users {
    users: Vec<u32>,
}

#[derive(Debug, Deserialize)]
struct Registered {
    #[serde(rename = "registerByEmail")]
    user: Option<u32>,
}

fn reply(status: u16, body: impl Into<bytes::Bytes>) -> Reply<'static> {
    let status = StatusCode::from_u16(status).unwrap();
    let response = HttpResponse::new(status, body);
    Reply::new(response, SystemTime::UNIX_EPOCH, 1, false, Told::default())
}

fn read_graphql<T: DeserializeOwned>(reply: &Reply<'_>) -> Result<T, Error> {
    let mut place = None;
    open_graphql(reply, &mut place).map(|()| place.unwrap())
}

fn read_rest<T: DeserializeOwned>(reply: &Reply<'_>, envelope: Envelope) -> Result<T, Error> {
    let mut place = None;
    open_rest(reply, envelope, &mut place).map(|()| place.unwrap())
}

fn read_bytes(reply: &Reply<'_>) -> Result<Bytes, Error> {
    let mut place = None;
    open_bytes(reply, &mut place).map(|()| place.unwrap())
}

fn graphql(body: impl ToString) -> Result<Users, Error> {
    read_graphql(&reply(200, body.to_string()))
}

fn rest<T: DeserializeOwned>(body: impl ToString) -> Result<T, Error> {
    read_rest(&reply(200, body.to_string()), Envelope::Data)
}

#[test]
fn graphql_data_is_read_into_the_type() {
    assert_eq!(graphql(json!({"data": {"users": [1, 2]}})).unwrap().users, [1, 2]);
    assert!(graphql(json!({"data": {"users": []}, "errors": []})).unwrap().users.is_empty());
    let newer = json!({"data": {"users": []}, "errors": null, "new": 1});
    assert!(graphql(newer).unwrap().users.is_empty());
}

#[test]
fn a_graphql_error_is_an_object_in_message() {
    let body = json!({
        "errors": [
            {"message": {"code": 1, "message": "the last one counts"}},
            {"message": {"code": 2026, "message": "用户已存在，请直接登录！", "data": {"k": 1}}},
        ],
        "data": null,
    });
    let error = graphql(&body).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.code(), Some(ErrorCode::USER_ALREADY_EXISTS));
    assert_eq!(error.message(), "用户已存在，请直接登录！");
    assert_eq!(error.data(), Some(&json!({"k": 1})));
}

#[test]
fn a_graphql_error_beside_a_null_field_is_still_the_error() {
    let body = json!({
        "errors": [{"message": {"code": 2004, "message": "用户不存在"}}],
        "data": {"registerByEmail": null},
    });
    let error = read_graphql::<Registered>(&reply(200, body.to_string())).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_NOT_FOUND));
    let response: Registered =
        read_graphql(&reply(200, r#"{"data":{"registerByEmail":null}}"#)).unwrap();
    assert!(response.user.is_none());
}

#[test]
fn a_graphql_error_may_be_a_plain_text() {
    let error = graphql(json!({"errors": [{"message": "Cannot query field"}]})).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, None));
    assert_eq!(error.message(), "Cannot query field");
}

#[test]
fn an_error_of_any_shape_is_readable() {
    for errors in [json!([{}]), json!([null]), json!([{"message": 7}]), json!(["text"])] {
        let error = graphql(json!({"errors": errors, "data": null})).unwrap_err();
        assert_eq!(error.status(), Some(200), "{errors}: {error}");
    }
}

#[test]
fn no_data_and_no_error_is_not_a_response() {
    for body in ["{}", r#"{"data":null}"#] {
        assert_eq!(graphql(body).unwrap_err().kind(), ErrorKind::Decode, "{body}");
    }
}

#[test]
fn a_field_that_does_not_fit_is_named_and_not_quoted() {
    let error = graphql(json!({"data": {"users": "canary, expected u32"}})).unwrap_err();
    let problem =
        "the response does not fit at `data.users`: it is a text, and a sequence was expected";
    assert_eq!(error.message(), problem);
    assert!(!format!("{} {error:?}", error.report()).contains("canary"), "{}", error.report());
    let error = graphql(json!({"data": {"user": []}})).unwrap_err();
    assert_eq!(error.message(), "the response does not fit: it lacks `data.users`");
    let error = rest::<u32>(json!({"code": 200})).unwrap_err();
    assert_eq!(error.message(), "the response lacks `data`, which the call is for");
}

#[test]
fn what_is_no_json_is_described_and_not_quoted() {
    for (body, description) in [
        ("<html>canary</html>", "the response is HTML or XML, 19 bytes"),
        ("", "the response ends early, after 0 bytes"),
        (r#"{"data":{"users":[1,"#, "the response ends early, after 20 bytes"),
        ("canary", "the response is not JSON, 6 bytes"),
        (
            r#"{"data":{"users":[]}} canary"#,
            "the response is followed by something that is not part of it",
        ),
    ] {
        let error = graphql(body).unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Decode, description));
        assert!(!format!("{} {error:?}", error.report()).contains("canary"));
    }
}

#[test]
fn a_gateways_page_is_a_status_error() {
    let error = read_graphql::<Users>(&reply(502, "<html>canary</html>")).unwrap_err();
    assert_eq!(error.to_string(), "HTTP 502: the response is HTML or XML, 19 bytes");
    assert_eq!(error.kind(), ErrorKind::Status);
    let error = read_graphql::<Users>(&reply(504, "")).unwrap_err();
    assert_eq!(error.to_string(), "HTTP 504: the response is empty");
}

#[test]
fn rest_data_is_read_from_every_envelope() {
    assert_eq!(rest::<u32>(json!({"code": 200, "message": "", "data": 7})).unwrap(), 7);
    assert_eq!(rest::<u32>(json!({"statusCode": 200, "data": 7, "requestId": "r"})).unwrap(), 7);
    assert_eq!(rest::<Option<u32>>(json!({"code": 200, "data": null})).unwrap(), None);
    rest::<()>(json!({"code": 200, "messgae": "ok"})).unwrap();
    assert_eq!(rest::<u32>(json!({"code": 200})).unwrap_err().kind(), ErrorKind::Decode);
}

#[test]
fn a_rest_failure_hides_behind_http_200() {
    let error = rest::<u32>(json!({"code": 500, "message": "该手机号已被绑定"})).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(ErrorCode::FAILED)));
    assert_eq!(error.message(), "该手机号已被绑定");
    let error =
        rest::<()>(json!({"code": 2241, "message": "二维码不存在", "data": null})).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::QR_CODE_NOT_FOUND));
}

#[test]
fn the_newer_envelope_names_the_business_code_apart() {
    let body = json!({
        "uniqueId": "u-1", "statusCode": 499, "apiCode": "2011", "message": "应用不存在", "data": null
    });
    let error = rest::<u32>(&body).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::APPLICATION_NOT_FOUND));
    assert_eq!(error.request_id(), Some("u-1"));
    let error = read_rest::<u32>(&reply(403, body.to_string()), Envelope::Data).unwrap_err();
    assert_eq!(error.to_string(), "HTTP 403, Authing code 2011: 应用不存在 [request u-1]");
}

#[test]
fn a_request_id_that_looks_like_none_is_left_out_wherever_it_stands() {
    let given = |id: &str| {
        let in_body = reply(403, json!({"code": 1, "requestId": id}).to_string());
        let mut in_header = reply(403, "{}");
        in_header.response.headers.insert("x-request-id", id.parse().unwrap());
        [in_body, in_header].map(|reply| {
            let error = read_rest::<u32>(&reply, Envelope::Data).unwrap_err();
            error.request_id().map(str::to_owned)
        })
    };
    assert_eq!(given("r-1"), [Some("r-1".to_owned()), Some("r-1".to_owned())]);
    assert_eq!(given(&"7".repeat(4000)), [None, None]);
    assert_eq!(given("of user bob"), [None, None]);
}

#[test]
fn a_body_without_an_envelope_may_still_be_a_failure() {
    let open = |body: &str| read_rest::<Users>(&reply(200, body.to_owned()), Envelope::Raw);
    assert_eq!(open(r#"{"users":[3]}"#).unwrap().users, [3]);
    let error = open(r#"{"code":400,"message":"id_token 格式有误"}"#).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::new(400)));
}

#[test]
fn an_unknown_code_is_kept() {
    let error = rest::<u32>(json!({"code": 987_654, "message": "?"})).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::new(987_654)));
}

#[test]
fn retry_after_is_seconds_or_a_date_and_capped() {
    let read = |text: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, text.parse().unwrap());
        retry_after(&headers, SystemTime::UNIX_EPOCH)
    };
    assert_eq!(read("7"), Some(Duration::from_secs(7)));
    assert_eq!(read("Thu, 01 Jan 1970 00:00:09 GMT"), Some(Duration::from_secs(9)));
    assert_eq!(read("999999"), Some(RETRY_AFTER_CAP));
    assert_eq!(read("soon"), None);
}

#[test]
fn a_retry_after_at_the_ends_is_capped_or_none_and_no_panic() {
    let clocks = [
        SystemTime::UNIX_EPOCH - Duration::from_secs(1 << 40),
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40),
    ];
    for now in clocks {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now)
        };
        for seconds in ["18446744073709551615", "18446744073709551616", &"9".repeat(4000)] {
            assert_eq!(read(seconds), Some(RETRY_AFTER_CAP), "{seconds}");
        }
        for text in ["-1", "+-1", "1.5", "1e9", "", " ", "٣", "0x10"] {
            assert_eq!(read(text), None, "{text}");
        }
        let dates = [
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ];
        for date in dates {
            assert!(read(date).is_some_and(|wait| wait <= RETRY_AFTER_CAP), "{date}");
        }
        for date in ["Mon, 01 Jan 0001 00:00:00 GMT", "Sat, 32 Dec 99999 99:99:99 GMT"] {
            assert_eq!(read(date), None, "{date}");
        }
    }
}

#[test]
fn a_message_without_end_is_cut() {
    let error = rest::<u32>(json!({"code": 500, "message": "长".repeat(10_000)})).unwrap_err();
    assert_eq!(error.message().chars().count(), 501);
}

#[test]
fn an_oauth_error_keeps_its_code_beside_its_description() {
    let body = json!({
        "error": "invalid_grant",
        "error_description": "the code is used up",
        "unknown": "canary",
    });
    let error = read_rest::<Users>(&reply(400, body.to_string()), Envelope::Raw).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.message(), "the code is used up");
    let said = json!({"error": "invalid_grant", "error_description": "the code is used up"});
    assert_eq!(error.data(), Some(&said));
}

#[test]
fn a_body_that_is_not_json_is_taken_as_it_came() {
    let reply_of = |status| reply(status, "<xml/>");
    assert_eq!(&read_bytes(&reply_of(200)).unwrap()[..], b"<xml/>");
    assert!(read_bytes(&reply(200, "")).unwrap().is_empty());
    let error = read_bytes(&reply_of(503)).unwrap_err();
    assert_eq!(error.message(), "the response is HTML or XML, 6 bytes");
}

#[test]
fn a_class_of_300_is_the_next_step_of_a_login() {
    let body =
        |class: i64| json!({"statusCode": class, "apiCode": 9999, "message": "", "data": {}});
    assert!(rest::<u32>(body(300)).unwrap_err().is_login_step());
    assert!(!rest::<u32>(body(499)).unwrap_err().is_login_step());
}

#[test]
fn what_is_not_utf8_is_replaced_and_spoils_nothing_else() {
    let read = |body: &[u8]| read_rest::<String>(&reply(200, body.to_vec()), Envelope::Data);
    assert_eq!(read(b"{\"code\":200,\"data\":\"a\xe4\xb8\xad\"}").unwrap(), "a中");
    assert_eq!(read(b"{\"code\":200,\"data\":\"a\xff\"}").unwrap(), "a\u{fffd}");
    assert_eq!(read(b"{\"code\":200,\"data\":\"a\",\"new\":\"\xff\"}").unwrap(), "a");
    for odd in [&b"\"\\\xff\""[..], b"\xff", b"\"\xff"] {
        let body = [&br#"{"code":200,"data":"#[..], odd, b"}"].concat();
        assert_eq!(read(&body).unwrap_err().kind(), ErrorKind::Decode, "{odd:?}");
    }
}
