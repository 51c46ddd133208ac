//! Pipeline functions: code of the caller's own, and addresses.

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use authing_emulator::{
    ApplicationSettings, Emulator, GrantType, PipelineCall, PipelineFunction, PipelineStage,
    TokenAlgorithm,
};
use serde_json::{Value, json};

use crate::client::{Client, claims, text};
use crate::functions::Service;

/// What functions were called with: users and contexts.
type Seen = Arc<Mutex<Vec<(Value, Value)>>>;

/// A function that lets everybody pass and writes down what it was called with.
fn spy(stage: PipelineStage) -> (PipelineFunction, Seen) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let function = PipelineFunction::new(stage, move |call| {
        log.lock().unwrap().push((call.user().clone(), call.context().clone()));
        Ok(())
    });
    (function, seen)
}

fn works(
    stage: PipelineStage,
    work: impl Fn(&mut PipelineCall) + Send + Sync + 'static,
) -> PipelineFunction {
    PipelineFunction::new(stage, move |call| {
        work(call);
        Ok(())
    })
}

async fn with(function: PipelineFunction) -> Emulator {
    Emulator::builder().pipeline(function).start().await.unwrap()
}

/// Tokens by the password grant.
async fn tokens(emulator: &Emulator, username: &str) -> Value {
    let fields = [
        ("grant_type", "password"),
        ("username", username),
        ("password", "passw0rd"),
        ("client_id", emulator.app_id()),
        ("client_secret", emulator.app_secret()),
        ("scope", "openid profile"),
    ];
    Client::app(emulator).form("/oidc/token", &fields).await
}

async fn udf(admin: &Client<'_>, key: &str) {
    let query = "mutation($k: String!) \
        { setUdf(targetType: USER, key: $k, dataType: STRING, label: \"x\") { key } }";
    admin.op("setUdf", query, json!({ "k": key })).await.unwrap();
}

#[tokio::test]
async fn before_a_registration_a_function_knows_what_was_entered_and_may_refuse_it() {
    let (spy, seen) = spy(PipelineStage::PreRegister);
    let refuse = PipelineFunction::new(PipelineStage::PreRegister, |call| {
        match call.user()["username"] == "eve" {
            true => Err("no eves here".to_owned()),
            false => Ok(()),
        }
    });
    let builder = Emulator::builder().pipeline(spy).pipeline(refuse);
    let emulator = builder.start().await.unwrap();
    let app = Client::app(&emulator);
    let input = json!({
        "username": "bob", "password": app.encrypt("passw0rd"),
        "profile": { "nickname": "Bob" }, "context": "{\"campaign\":\"spring\"}",
    });
    app.input("registerByUsername", input).await.unwrap();
    let (user, context) = seen.lock().unwrap()[0].clone();
    assert_eq!((&user["username"], &user["nickname"]), (&json!("bob"), &json!("Bob")));
    assert_eq!(context["protocol"], "password");
    assert_eq!(context["userPoolId"], emulator.user_pool_id());
    assert_eq!(context["appId"], emulator.app_id());
    let body = &context["request"]["body"];
    assert_eq!((&body["username"], &body["profile"]["nickname"]), (&json!("bob"), &json!("Bob")));
    assert_eq!(body["context"]["campaign"], "spring");
    assert!(!context.to_string().contains("passw0rd"));

    let refused = app.register("eve", "passw0rd").await.unwrap_err();
    assert_eq!((refused.code, refused.message.as_str()), (500, "no eves here"));
    assert_eq!(app.login("eve", "passw0rd").await.unwrap_err().code, 2004);
}

#[tokio::test]
async fn after_a_registration_the_account_stays_whatever_a_function_says() {
    let refuse = PipelineFunction::new(PipelineStage::PostRegister, |call| match call.user()["id"]
        .is_string()
    {
        true => Err("too late".to_owned()),
        false => Ok(()),
    });
    let emulator = with(refuse).await;
    let app = Client::app(&emulator);
    assert_eq!(app.register("bob", "passw0rd").await.unwrap_err().message, "too late");
    app.login("bob", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn before_a_login_a_function_may_refuse_it_whatever_the_password() {
    let (spy, seen) = spy(PipelineStage::PreAuthentication);
    let refuse = PipelineFunction::new(PipelineStage::PreAuthentication, |call| {
        match call.user()["username"] == "bob" {
            true => Err("closed at night".to_owned()),
            false => Ok(()),
        }
    });
    let emulator = Emulator::builder().pipeline(spy).pipeline(refuse).start().await.unwrap();
    let app = Client::app(&emulator);
    app.register("bob", "passw0rd").await.unwrap();
    for password in ["passw0rd", "wrong"] {
        let refused = app.login("bob", password).await.unwrap_err();
        assert_eq!((refused.code, refused.message.as_str()), (500, "closed at night"));
    }
    assert_eq!(tokens(&emulator, "bob").await["error"], "invalid_grant");
    // Nobody is known of this name.
    assert_eq!(app.login("ann", "passw0rd").await.unwrap_err().code, 2004);
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 4);
    assert!(seen[3].0.is_null());
    assert_eq!(seen[3].1["request"]["body"], json!({ "username": "ann" }));
}

#[tokio::test]
async fn after_a_login_a_function_may_refuse_it_and_change_the_user() {
    let change = works(PipelineStage::PostAuthentication, |call| {
        call.set_user("nickname", "Bobby");
        call.add_custom_data("school", "HUST");
    });
    let check = PipelineFunction::new(PipelineStage::PostAuthentication, |call| {
        assert_eq!(call.user()["nickname"], "Bobby", "what one changes, the next one sees");
        match call.context()["protocol"] == "sms" {
            true => Err("not by telephone".to_owned()),
            false => Ok(()),
        }
    });
    let emulator = Emulator::builder().pipeline(change).pipeline(check).start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    udf(&admin, "school").await;
    let app = Client::app(&emulator);
    let bob = json!({ "username": "bob", "password": "passw0rd", "phone": "13800000000" });
    let id = text(&admin.create_user(bob).await.unwrap(), "id").to_owned();
    assert_eq!(app.login("bob", "passw0rd").await.unwrap()["nickname"], "Bobby");
    let path = format!("/api/v2/users/{id}?with_custom_data=true");
    let user = admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!((&user["nickname"], &user["loginsCount"]), (&json!("Bobby"), &json!(1)));
    assert_eq!(user["customData"][0]["value"], "HUST");

    let code = app.send_sms("13800000000").await;
    let input = json!({ "phone": "13800000000", "code": code });
    let refused = app.input("loginByPhoneCode", input).await.unwrap_err();
    assert_eq!(refused.message, "not by telephone");
    let user = admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(user["loginsCount"], 1, "there was no login");
}

#[tokio::test]
async fn claims_of_tokens_are_added_and_taken_away() {
    let id_token = works(PipelineStage::PreOidcIdTokenIssued, |call| {
        call.add_id_token("department", "sales");
        call.remove_id_token("birthdate");
    });
    let access_token = works(PipelineStage::PreOidcAccessTokenIssued, |call| {
        call.add_access_token("plan", json!({ "seats": 3 }));
    });
    let builder = Emulator::builder()
        .application_settings(ApplicationSettings::new().grants([GrantType::Password]))
        .pipeline(id_token)
        .pipeline(access_token);
    let emulator = builder.start().await.unwrap();
    Client::app(&emulator).register("bob", "passw0rd").await.unwrap();
    let issued = tokens(&emulator, "bob").await;
    let id = claims(text(&issued, "id_token"));
    assert_eq!(id["department"], "sales");
    assert!(id.get("birthdate").is_none() && id.get("zoneinfo").is_some());
    assert_eq!(claims(text(&issued, "access_token"))["plan"]["seats"], 3);
}

#[tokio::test]
async fn a_token_for_a_machine_has_no_user() {
    let (spy, seen) = spy(PipelineStage::PreOidcAccessTokenIssued);
    let account = authing_emulator::ProgrammaticAccount::new("60e3f5a6c3d5f4a7b1c2d3e4", "secret");
    let settings = ApplicationSettings::new()
        .grants([GrantType::ClientCredentials])
        .programmatic_accounts([account]);
    let builder = Emulator::builder().application_settings(settings).pipeline(spy);
    let emulator = builder.token_algorithm(TokenAlgorithm::Rs256).start().await.unwrap();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "60e3f5a6c3d5f4a7b1c2d3e4"),
        ("client_secret", "secret"),
        ("scope", "book:read"),
    ];
    let issued = Client::app(&emulator).form("/oidc/token", &fields).await;
    assert!(issued["access_token"].is_string(), "{issued}");
    assert!(seen.lock().unwrap()[0].0.is_null());
}

#[tokio::test]
async fn what_the_server_does_not_let_a_function_do_is_an_error_and_not_ignored() {
    for (function, expected) in [
        (
            works(PipelineStage::PreRegister, |call| call.set_user("nickname", "x")),
            "it may not change the user's `nickname` at PRE_REGISTER",
        ),
        (
            works(PipelineStage::PostAuthentication, |call| call.set_user("username", "x")),
            "it may not change the user's `username` at POST_AUTHENTICATION",
        ),
        (
            works(PipelineStage::PostAuthentication, |call| call.set_user("externalId", "x")),
            "it may not change the user's `externalId` at POST_AUTHENTICATION",
        ),
        (
            works(PipelineStage::PostAuthentication, |call| call.add_id_token("x", "y")),
            "it may not change the id token at POST_AUTHENTICATION",
        ),
    ] {
        let emulator = with(function).await;
        let refused = Client::app(&emulator).register("bob", "passw0rd").await.unwrap_err();
        assert_eq!(refused.code, 603);
        assert!(refused.message.ends_with(expected), "{}", refused.message);
    }
    let emulator =
        with(works(PipelineStage::PreOidcIdTokenIssued, |call| call.add_id_token("sub", "root")))
            .await;
    Client::app(&emulator).register("bob", "passw0rd").await.unwrap();
    let refused = tokens(&emulator, "bob").await;
    assert!(text(&refused, "error_description").contains("`sub` of the id token"), "{refused}");
}

#[tokio::test]
async fn a_function_that_panics_or_wants_an_undefined_field_fails_the_login_and_nothing_else() {
    let panic = PipelineFunction::new(PipelineStage::PostAuthentication, |call| {
        match call.user()["username"] == "bob" {
            true => panic!("as code of a test may"),
            false => Ok(()),
        }
    });
    let custom = works(PipelineStage::PostAuthentication, |call| {
        if call.user()["username"] == "ann" {
            call.add_custom_data("undefined", "x");
        }
    });
    let emulator = Emulator::builder().pipeline(panic).pipeline(custom).start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    for name in ["bob", "ann", "eve"] {
        admin.create_user(json!({ "username": name, "password": "passw0rd" })).await.unwrap();
    }
    let app = Client::app(&emulator);
    let failed = app.login("bob", "passw0rd").await.unwrap_err();
    assert_eq!(failed.code, 603);
    assert!(failed.message.ends_with("POST_AUTHENTICATION: it panicked"), "{}", failed.message);
    app.login("ann", "passw0rd").await.unwrap_err();
    app.login("eve", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn a_function_that_takes_too_long_is_done_without_unless_it_is_to_end_everything() {
    let stuck = |stage| {
        let (send, receive) = mpsc::channel::<()>();
        let receive = Mutex::new(receive);
        let function = PipelineFunction::new(stage, move |call| {
            // Until the test ends.
            let _ = receive.lock().unwrap().recv();
            call.set_user("nickname", "late");
            Ok(())
        });
        (function.timeout_seconds(1), send)
    };
    let (function, _held) = stuck(PipelineStage::PreAuthentication);
    let (last, _held_too) = stuck(PipelineStage::PostAuthentication);
    let builder = Emulator::builder().pipeline(function).pipeline(last.terminate_on_timeout());
    let emulator = builder.start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    admin.create_user(json!({ "username": "bob", "password": "passw0rd" })).await.unwrap();
    let failed = Client::app(&emulator).login("bob", "passw0rd").await.unwrap_err();
    assert_eq!(failed.code, 603);
    let expected = "POST_AUTHENTICATION: it did not return in time";
    assert!(failed.message.ends_with(expected), "{}", failed.message);
}

#[tokio::test]
async fn a_function_may_call_the_emulator_and_others_are_served_meanwhile() {
    let url = Arc::new(Mutex::new(String::new()));
    let target = Arc::clone(&url);
    let function = PipelineFunction::new(PipelineStage::PreRegister, move |_| {
        use std::io::{Read as _, Write as _};
        let address = target.lock().unwrap().clone();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request =
            "GET /_emulator/users HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        match response.starts_with("HTTP/1.1 200") {
            true => Ok(()),
            false => Err(response),
        }
    });
    // Were it not served, it would not return in time.
    let emulator = with(function.terminate_on_timeout()).await;
    *url.lock().unwrap() = emulator.url().trim_start_matches("http://").to_owned();
    Client::app(&emulator).register("bob", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn nobody_waits_for_an_asynchronous_function_and_it_changes_nothing() {
    let (send, receive) = mpsc::channel();
    let function = PipelineFunction::new(PipelineStage::PostRegister, move |call| {
        send.send(call.user()["username"].clone()).unwrap();
        Err("nobody hears".to_owned())
    });
    let emulator = with(function.asynchronous()).await;
    Client::app(&emulator).register("bob", "passw0rd").await.unwrap();
    let told = tokio::task::spawn_blocking(move || receive.recv_timeout(Duration::from_secs(30)));
    assert_eq!(told.await.unwrap().unwrap(), "bob");
}

#[tokio::test]
async fn an_address_gets_a_function_call_as_json_and_says_what_is_to_change() {
    let service = Service::start(json!({
        "user": { "nickname": "Bobby" }, "customData": { "school": "HUST" },
    }))
    .await;
    let function = PipelineFunction::at(PipelineStage::PostAuthentication, &service.url);
    let emulator = with(function).await;
    let admin = Client::admin(&emulator).await;
    udf(&admin, "school").await;
    admin.rest("POST", "/api/v2/env", json!({ "key": "REGION", "value": "eu" })).await.unwrap();
    admin.create_user(json!({ "username": "bob", "password": "passw0rd" })).await.unwrap();
    let app = Client::app(&emulator);
    assert_eq!(app.login("bob", "passw0rd").await.unwrap()["nickname"], "Bobby");
    let (head, body) = service.take();
    assert!(head.starts_with("POST /function HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    assert_eq!(body["scene"], "POST_AUTHENTICATION");
    assert_eq!(body["user"]["username"], "bob");
    assert_eq!(body["context"]["request"]["body"]["username"], "bob");
    assert_eq!(body["env"]["REGION"], "eu");

    // Whoever hands everything back changes nothing.
    service.returns(Value::Null);
    app.login("bob", "passw0rd").await.unwrap();
    for (returned, code, message) in [
        (json!({ "error": "no" }), 500, "no"),
        (json!({ "error": { "message": "no, too" } }), 500, "no, too"),
        (json!([]), 603, "with `user`, `error` or other members"),
        (json!({ "user": 7 }), 603, "an object as `user`"),
    ] {
        service.returns(returned);
        let failed = app.login("bob", "passw0rd").await.unwrap_err();
        assert_eq!(failed.code, code);
        assert!(failed.message.ends_with(message), "{}", failed.message);
    }
}

#[tokio::test]
async fn an_address_that_does_not_work_is_named_by_what_was_found() {
    let function = PipelineFunction::at(PipelineStage::PreRegister, "http://127.0.0.1:1/");
    let emulator = with(function).await;
    let failed = Client::app(&emulator).register("bob", "passw0rd").await.unwrap_err();
    assert_eq!(failed.code, 603);
    assert!(failed.message.contains("PRE_REGISTER: no connection"), "{}", failed.message);
    for wrong in ["nowhere", "https://localhost/"] {
        let function = PipelineFunction::at(PipelineStage::PreRegister, wrong);
        Emulator::builder().pipeline(function).start().await.unwrap_err();
    }
}

#[tokio::test]
async fn control_routes_add_list_and_remove_addresses_of_this_machine_only() {
    let service = Service::start(json!({ "error": "closed" })).await;
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let control = async |method: &str, path: &str, body: Value| {
        let request = app.request(method, &format!("/_emulator{path}")).json(&body);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let new = json!({ "scene": "PRE_REGISTER", "url": service.url, "terminateOnTimeout": true });
    let (status, added) = control("POST", "/pipeline", new).await;
    assert_eq!(status, 200, "{added}");
    let (_, listed) = control("GET", "/pipeline", json!({})).await;
    let first = &listed["pipeline"][0];
    assert_eq!((&first["id"], &first["timeout"]), (&added["id"], &json!(3)));
    assert_eq!(first["userPoolId"], emulator.user_pool_id());
    assert_eq!(app.register("bob", "passw0rd").await.unwrap_err().message, "closed");
    let path = format!("/pipeline/{}", text(&added, "id"));
    assert_eq!(control("DELETE", &path, json!({})).await.0, 200);
    assert_eq!(control("DELETE", &path, json!({})).await.0, 404);
    app.register("bob", "passw0rd").await.unwrap();
    for (bad, expected) in [
        (json!({ "scene": "PRE_REGISTER", "url": "http://example.com/" }), "this machine only"),
        (json!({ "scene": "PRE_REGISTER", "url": "nowhere" }), "is not a URL"),
        (json!({ "scene": "PRE_LOGOUT", "url": "http://localhost/" }), "PRE_LOGOUT"),
        (json!({ "scene": "PRE_REGISTER", "url": "http://localhost/", "timeout": 61 }), "1 to 60"),
    ] {
        let (status, refused) = control("POST", "/pipeline", bad).await;
        assert_eq!(status, 400);
        assert!(text(&refused, "error").contains(expected), "{refused}");
    }
}
