//! Second factors, and the other steps of a login.

use authing_authentication::{
    AuthenticationClient, ErrorCode, ErrorKind, FirstLogin, LoginStep, MfaChallenge, MfaFactor,
    MfaOrigin, MfaResponse, PasswordReset, Upload,
    mfa::{AuthenticatorSource, MfaContact},
};
use authing_core::{TransportError, test_util::ScriptedTransport};
use serde_json::{Value, json};

use crate::common::{
    HELD, ID, Sent, client, data, exchange, exchange_logged_in, ok, only, server, take_password,
    unsent, user,
};

const TOKEN: &str = "mfa-token";

fn challenge() -> MfaChallenge {
    MfaChallenge::from_token(TOKEN)
}

fn rest(data: Value) -> Value {
    json!({"code": 200, "message": "成功", "data": data})
}

/// A login that is refused with this code and data.
async fn refused(code: i64, data: Value) -> authing_authentication::Error {
    let response = json!({
        "errors": [{"message": {"code": code, "message": "还差一步", "data": data}}], "data": null,
    });
    client(&server(response)).login_by_username("bob", "passw0rd").await.unwrap_err()
}

#[tokio::test]
async fn a_login_that_needs_a_second_factor_fails_with_the_challenge() {
    let error = refused(1635, json!({ "mfaToken": TOKEN })).await;
    let challenge = MfaChallenge::from_error(&error).unwrap();
    assert_eq!((challenge.token.expose(), challenge.origin), (TOKEN, MfaOrigin::User));
    assert_eq!(challenge.factors, [MfaFactor::Totp]);

    let policies = json!([
        {"mfaPolicy": "SMS", "status": 1, "sort": 1}, {"mfaPolicy": "EMAIL", "status": 1, "sort": 0},
    ]);
    let data = json!({"mfaToken": TOKEN, "applicationMfa": policies, "phone": "13800000000"});
    let challenge = MfaChallenge::from_error(&refused(1636, data).await).unwrap();
    assert_eq!(challenge.origin, MfaOrigin::Application);
    assert_eq!(challenge.factors, [MfaFactor::Email, MfaFactor::Sms]);
    assert_eq!(challenge.phone.as_deref(), Some("13800000000"));
}

/// What one response puts on the wire; it logs the client in, in place of the user before.
async fn respond(response: MfaResponse, path: &str, body: Value) {
    let server = server(rest(user(ID, Some("new-token"))));
    let client = client(&server).with_token(HELD);
    let bob = challenge().verify(&client, response).await.unwrap();
    assert_eq!(bob.id, ID);
    assert_eq!(client.token().unwrap().expose(), "new-token");
    assert_eq!(client.user().unwrap().id, ID);
    let sent = only(&server);
    sent.is_rest("POST", path, body);
    assert_eq!(sent.token(), Some(TOKEN), "the challenge's token, whoever is logged in");
}

#[tokio::test]
async fn each_factor_has_its_endpoint() {
    respond(
        MfaResponse::Totp("123456".into()),
        "/api/v2/mfa/totp/verify",
        json!({"totp": "123456"}),
    )
    .await;
    respond(
        MfaResponse::RecoveryCode("bc5a-6879".into()),
        "/api/v2/mfa/totp/recovery",
        json!({"recoveryCode": "bc5a-6879"}),
    )
    .await;
    let phone = "5550100".to_owned();
    respond(
        MfaResponse::Sms { phone, phone_country_code: Some("+1".into()), code: "1234".into() },
        "/api/v2/applications/mfa/sms/verify",
        json!({"phone": "5550100", "phoneCountryCode": "+1", "code": "1234"}),
    )
    .await;
    let email = "bob@example.com".to_owned();
    respond(
        MfaResponse::Email { email, code: "1234".into() },
        "/api/v2/applications/mfa/email/verify",
        json!({"email": "bob@example.com", "code": "1234"}),
    )
    .await;
    respond(
        MfaResponse::Face { photo: "face-photo/1.jpg".into() },
        "/api/v2/mfa/face/verify",
        json!({"photo": "face-photo/1.jpg"}),
    )
    .await;
}

#[tokio::test]
async fn the_method_of_each_factor_sends_the_same() {
    let sent = |call: fn(&AuthenticationClient) -> authing_authentication::Call<_>| async move {
        let server = server(rest(user(ID, Some("new-token"))));
        call(&client(&server)).await.unwrap();
        let sent = only(&server);
        (sent.0.url.path().to_owned(), sent.body())
    };
    assert_eq!(
        sent(|client| challenge().verify_totp(client, "123456")).await,
        ("/api/v2/mfa/totp/verify".to_owned(), json!({"totp": "123456"}))
    );
    assert_eq!(
        sent(|client| challenge().verify_recovery_code(client, "bc5a")).await,
        ("/api/v2/mfa/totp/recovery".to_owned(), json!({"recoveryCode": "bc5a"}))
    );
    assert_eq!(
        sent(|client| challenge().verify_sms(client, "13800000000", "1234")).await,
        (
            "/api/v2/applications/mfa/sms/verify".to_owned(),
            json!({"phone": "13800000000", "code": "1234"})
        )
    );
    assert_eq!(
        sent(|client| challenge().verify_email(client, "bob@example.com", "1234")).await,
        (
            "/api/v2/applications/mfa/email/verify".to_owned(),
            json!({"email": "bob@example.com", "code": "1234"})
        )
    );
    assert_eq!(
        sent(|client| challenge().verify_face(client, "key")).await,
        ("/api/v2/mfa/face/verify".to_owned(), json!({"photo": "key"}))
    );
}

#[tokio::test]
async fn a_wrong_response_leaves_the_client_as_it_was() {
    let server = server(json!({"code": 6001, "message": "Totp 码错误", "data": null}));
    let client = client(&server).with_token(HELD);
    let error = challenge().verify_totp(&client, "000000").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TOTP_INCORRECT));
    assert_eq!(error.operation(), Some("mfa.verify_totp"));
    assert_eq!(client.token().unwrap().expose(), HELD);
}

#[tokio::test(start_paused = true)]
async fn a_response_is_sent_once_whatever_happens() {
    let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
    challenge().verify_totp(&client(&server), "123456").await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_empty_response_is_not_sent() {
    for (argument, response) in [
        ("totp", MfaResponse::Totp("".into())),
        ("recovery_code", MfaResponse::RecoveryCode(" ".into())),
        ("photo", MfaResponse::Face { photo: String::new() }),
        ("email", MfaResponse::Email { email: String::new(), code: "1234".into() }),
        ("code", MfaResponse::Email { email: "bob@example.com".into(), code: "".into() }),
        (
            "phone",
            MfaResponse::Sms { phone: String::new(), phone_country_code: None, code: "1".into() },
        ),
    ] {
        let error = unsent(|client| challenge().verify(client, response)).await;
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.message().starts_with(&format!("argument `{argument}` ")), "{error}");
    }
    let error = unsent(|client| MfaChallenge::from_token("").verify_totp(client, "123456")).await;
    assert!(error.message().starts_with("argument `token` "), "{error}");
}

#[tokio::test]
async fn an_authenticator_is_bound_in_two_steps() {
    let response = rest(json!({
        "authenticator_type": "totp",
        "secret": "JBSWY3DPEHPK3PXP",
        "qrcode_uri": "otpauth://totp/pool:bob?secret=JBSWY3DPEHPK3PXP",
        "qrcode_data_url": "data:image/png;base64,iVBORw==",
        "recovery_code": "bc5a-6879-bc5a-6879-bc5a-6879",
    }));
    let (sent, made) = exchange_logged_in(response, |client| {
        client.mfa().associate_totp(AuthenticatorSource::User)
    })
    .await;
    let body = json!({"authenticator_type": "totp", "source": "SELF"});
    sent.is_rest("POST", "/api/v2/mfa/totp/associate", body);
    assert_eq!(sent.token(), Some(HELD));
    assert_eq!(made.secret.expose(), "JBSWY3DPEHPK3PXP");
    assert!(made.otpauth_uri.expose().starts_with("otpauth://totp/"));
    assert_eq!(made.recovery_code.expose().len(), 29);
    assert_eq!(made.qr_picture().unwrap().bytes, b"\x89PNG");

    let (sent, ()) =
        exchange_logged_in(json!({"code": 200, "message": "TOTP MFA 绑定成功"}), |client| {
            client.mfa().confirm_totp("123456", AuthenticatorSource::User)
        })
        .await;
    let body = json!({"authenticator_type": "totp", "totp": "123456", "source": "SELF"});
    sent.is_rest("POST", "/api/v2/mfa/totp/associate/confirm", body);
}

#[tokio::test]
async fn authenticators_are_listed_by_who_wanted_them() {
    let response = rest(json!([{
        "id": "1", "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
        "userId": ID, "enable": true, "secret": "JBSWY3DPEHPK3PXP", "authenticatorType": "totp",
        "recoveryCode": "bc5a", "source": "APPLICATION", "new": 1,
    }, {"id": "2", "source": "TENANT"}]));
    let (sent, list) = exchange_logged_in(response, |client| {
        client.mfa().list_authenticators(AuthenticatorSource::Application)
    })
    .await;
    let path = "/api/v2/mfa/authenticator?type=totp&source=APPLICATION";
    sent.is_rest("GET", path, Value::Null);
    assert_eq!(list[0].source, Some(AuthenticatorSource::Application));
    assert_eq!(list[0].recovery_code.as_ref().unwrap().expose(), "bc5a");
    assert_eq!(list[1].source, Some(AuthenticatorSource::Unknown("TENANT".into())));
}

#[tokio::test]
async fn an_authenticator_is_taken_away() {
    let (sent, ()) =
        exchange_logged_in(json!({"code": 200, "message": "TOTP MFA 解绑成功"}), |client| {
            client.mfa().delete_totp()
        })
        .await;
    sent.is_rest("DELETE", "/api/v2/mfa/totp/associate", Value::Null);
    let error = unsent(|client| client.mfa().delete_totp()).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn who_has_no_second_factor_yet_binds_one_with_the_challenge() {
    let (sent, bindable) = exchange(rest(json!(true)), |client| {
        client.mfa().with_challenge(&challenge()).is_bindable(MfaContact::phone("13800000000"))
    })
    .await;
    sent.is_rest("POST", "/api/v2/applications/mfa/check", json!({"phone": "13800000000"}));
    assert_eq!((sent.token(), bindable), (Some(TOKEN), true));

    let (sent, _) = exchange_logged_in(rest(json!(false)), |client| {
        let email = MfaContact::email("bob@example.com");
        client.mfa().with_challenge(&challenge()).is_bindable(email)
    })
    .await;
    sent.is_rest("POST", "/api/v2/applications/mfa/check", json!({"email": "bob@example.com"}));
    assert_eq!(sent.token(), Some(TOKEN), "the challenge's token, whoever is logged in");

    let (sent, _) = exchange(json!({"code": 200, "message": ""}), |client| {
        let mfa = client.mfa().with_challenge(&challenge());
        mfa.confirm_totp("123456", AuthenticatorSource::Application)
    })
    .await;
    assert_eq!((sent.token(), &sent.body()["source"]), (Some(TOKEN), &json!("APPLICATION")));

    let empty = unsent(|client| client.mfa().is_bindable(MfaContact::email(""))).await;
    assert!(empty.message().starts_with("argument `email` "), "{empty}");
}

#[tokio::test]
async fn a_face_is_bound_by_two_addresses() {
    let call = |client: &AuthenticationClient| {
        client.mfa().associate_face_by_url("https://example.com/1.jpg", "https://example.com/2.jpg")
    };
    let body = json!({
        "photoA": "https://example.com/1.jpg", "photoB": "https://example.com/2.jpg",
        "isExternal": true,
    });
    let server = server(rest(user(ID, Some("new-token"))));
    let client = client(&server).with_token(HELD);
    call(&client).await.unwrap();
    assert_eq!(client.token().unwrap().expose(), HELD, "it is the same login");
    only(&server).is_rest("POST", "/api/v2/mfa/face/associate", body);
    let error = unsent(|client| client.mfa().associate_face_by_url("", "b")).await;
    assert!(error.message().starts_with("argument `base_face` "), "{error}");
}

#[tokio::test]
async fn a_face_that_is_bound_with_the_challenge_completes_the_login() {
    let server = server(rest(user(ID, Some("new-token"))));
    let client = client(&server);
    client.mfa().with_challenge(&challenge()).associate_face_by_url("a", "b").await.unwrap();
    assert_eq!(client.token().unwrap().expose(), "new-token");
    assert_eq!(only(&server).token(), Some(TOKEN));
}

/// A server that stores files under their number, and returns a user to everything else.
fn storage() -> ScriptedTransport {
    ScriptedTransport::new(|number, request| {
        Ok(ok(match request.url.path() {
            "/api/v2/upload" => {
                rest(json!({"key": format!("face-photo/{number}.jpg"), "url": "x"}))
            }
            _ => rest(user(ID, Some("new-token"))),
        }))
    })
}

fn photo(content: &'static str) -> Upload {
    Upload::bytes("face.jpg", content.as_bytes()).content_type("image/jpeg")
}

#[tokio::test]
async fn a_face_is_bound_by_two_photos_that_are_uploaded_first() {
    let server = storage();
    let client = client(&server);
    let mfa = client.mfa().with_challenge(&challenge());
    mfa.associate_face(photo("first"), photo("second")).await.unwrap();
    assert_eq!(client.token().unwrap().expose(), "new-token", "it completes the login");
    let requests: Vec<_> = server.requests().into_iter().map(Sent).collect();
    let [first, second, bound] = requests.as_slice() else { panic!("{}", requests.len()) };
    for (sent, content) in [(first, "first"), (second, "second")] {
        assert_eq!(sent.0.url.path(), "/api/v2/upload");
        assert_eq!(sent.0.url.query(), Some("folder=face-photo&private=true"));
        assert_eq!(sent.token(), None);
        let body = String::from_utf8(sent.0.body.to_vec()).unwrap();
        assert!(body.contains("name=\"file\"; filename=\"face.jpg\""), "{body}");
        assert!(body.contains("image/jpeg") && body.contains(content), "{body}");
    }
    let body = json!({"photoA": "face-photo/0.jpg", "photoB": "face-photo/1.jpg"});
    bound.is_rest("POST", "/api/v2/mfa/face/associate", body);
    assert_eq!(bound.token(), Some(TOKEN));
}

#[tokio::test]
async fn a_photo_is_uploaded_to_verify_it() {
    let server = storage();
    let client = client(&server);
    let key = client.mfa().upload_face(photo("face")).await.unwrap();
    challenge().verify_face(&client, key).await.unwrap();
    let sent = Sent(server.requests()[1].clone());
    sent.is_rest("POST", "/api/v2/mfa/face/verify", json!({"photo": "face-photo/0.jpg"}));
    let error = unsent(|client| client.mfa().upload_face(photo(""))).await;
    assert!(error.message().starts_with("argument `photo` "), "{error}");
    let error =
        unsent(|c| c.mfa().with_challenge(&challenge()).associate_face(photo("x"), photo("")))
            .await;
    assert!(error.message().starts_with("argument `compare_face` "), "{error}");
}

#[tokio::test]
async fn a_first_login_asks_for_a_password_of_the_users_own() {
    let error = refused(1639, json!({"token": "step-token"})).await;
    let Some(LoginStep::FirstLogin(step)) = LoginStep::from_error(&error) else {
        panic!("{error:?}")
    };
    let response = data("resetPasswordByFirstLoginToken", json!({"code": 200, "message": "成功"}));
    let (sent, ()) = exchange(response, |client| step.set_password(client, "n3w")).await;
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "password"), "n3w");
    assert_eq!(variables, json!({"token": "step-token"}));
    assert_eq!(FirstLogin::from_token("kept").token.expose(), "kept");
}

#[tokio::test]
async fn a_password_that_is_too_old_is_replaced() {
    let error = refused(2058, json!({"token": "step-token"})).await;
    let Some(LoginStep::PasswordReset(step)) = LoginStep::from_error(&error) else {
        panic!("{error:?}")
    };
    let response = data("resetPasswordByForceResetToken", json!({"code": 200, "message": "成功"}));
    let (sent, _) = exchange(response, |client| step.set_password(client, "old", "n3w")).await;
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables, "oldPassword"), "old");
    assert_eq!(take_password(&mut variables, "newPassword"), "n3w");
    assert_eq!(variables, json!({"token": "step-token"}));
    assert_eq!(PasswordReset::from_token("kept").token.expose(), "kept");
}

#[tokio::test]
async fn a_step_without_a_type_can_be_read() {
    let error = refused(1642, json!({"token": "step-token", "fields": ["school"]})).await;
    let Some(LoginStep::Other(step)) = LoginStep::from_error(&error) else { panic!("{error:?}") };
    assert_eq!(step.code, ErrorCode::PROFILE_COMPLETION_REQUIRED);
    assert_eq!(step.data.unwrap()["fields"], json!(["school"]));
    let failed = refused(2006, json!({"token": "x"})).await;
    assert!(LoginStep::from_error(&failed).is_none());
}

#[tokio::test]
async fn siblings_do_not_see_one_anothers_second_factor() {
    let server = ScriptedTransport::new(|_, request| {
        let sent = Sent(request.clone());
        let token = sent.token().unwrap().to_owned();
        Ok(ok(rest(user(&token, Some(&format!("token-of-{token}"))))))
    });
    let app = client(&server);
    let (ann, bob) = (app.new_session(), app.new_session());
    let of = |name: &str| MfaChallenge::from_token(name);
    let (first, second) =
        (of("ann").verify_totp(&ann, "123456"), of("bob").verify_totp(&bob, "123456"));
    second.await.unwrap();
    first.await.unwrap();
    assert_eq!(ann.token().unwrap().expose(), "token-of-ann");
    assert_eq!(bob.token().unwrap().expose(), "token-of-bob");
    assert!(app.token().is_none());
}
