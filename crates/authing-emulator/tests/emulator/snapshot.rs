use authing_emulator::{Emulator, StartError};
use serde_json::json;

use crate::client::{Client, text};

#[tokio::test]
async fn everything_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let app = Client::app(&first);
    let user = app.register("bob", "passw0rd").await.unwrap();
    let (pool, secret, key) = (
        first.user_pool_id().to_owned(),
        first.user_pool_secret().to_owned(),
        first.public_key().to_owned(),
    );
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    assert_eq!(
        (second.user_pool_id(), second.user_pool_secret()),
        (pool.as_str(), secret.as_str())
    );
    assert_eq!(second.public_key(), key);
    let app = Client::app(&second);
    assert_eq!(app.login_status(text(&user, "token")).await["status"], true);
    assert_eq!(app.login("bob", "passw0rd").await.unwrap()["id"], user["id"]);
}

#[tokio::test]
async fn what_administrators_have_set_up_survives_a_restart() {
    const STATE: &str = "{ emailTemplates { type name enabled isSystem } \
        functions { list { id name } } socialConnectionInstances { provider enabled \
        fields { key value } } userpools { list { id name domain } } }";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let admin = Client::admin(&first).await;
    let set_up = "mutation { enableEmailTemplate(type: WELCOME) { type } \
        createFunction(input: { name: \"f\", sourceCode: \"1\" }) { id } \
        createSocialConnectionInstance(input: { provider: \"github\", \
        fields: [{ key: \"k\", value: \"v\" }] }) { provider } \
        disableSocialConnectionInstance(provider: \"github\") { enabled } \
        createUserpool(name: \"Shop\", domain: \"shop\") { id } }";
    let response = admin.graphql(set_up, json!({})).await;
    assert!(response.get("errors").is_none(), "{response}");
    let before = admin.graphql(STATE, json!({})).await;
    assert_eq!(before["data"]["functions"]["list"][0]["name"], "f");
    assert_eq!(before["data"]["socialConnectionInstances"][0]["enabled"], false);
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let after = Client::admin(&second).await.graphql(STATE, json!({})).await;
    assert_eq!(before, after);
}

#[tokio::test]
async fn the_file_is_complete_from_the_start_and_private() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let emulator = Emulator::builder().data_file(&file).start().await.unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(emulator.user_pool_id()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
    }
    let admin = Client::admin(&emulator).await;
    admin.create_user(json!({ "username": "saved-on-drop" })).await.unwrap();
    drop(emulator);
    assert!(std::fs::read_to_string(&file).unwrap().contains("saved-on-drop"));
    let left = std::fs::read_dir(folder.path()).unwrap();
    let mut left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["authing.json", "authing.json.lock"], "no temporary file stays behind");
}

#[tokio::test]
async fn a_file_that_is_not_a_snapshot_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "my notes").unwrap();
    let error = Emulator::builder().data_file(&file).start().await.unwrap_err();
    assert!(matches!(error, StartError::DataFile { .. }), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "my notes");
    let nowhere = folder.path().join("missing").join("a.json");
    assert!(Emulator::builder().data_file(nowhere).start().await.is_err());
}

#[tokio::test]
async fn tenants_real_names_and_the_audit_log_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let admin = Client::admin(&first).await;
    let user = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let tenant = json!({ "name": "Acme", "appIds": first.app_id() });
    let tenant = admin.rest("POST", "/api/v2/tenant", tenant).await.unwrap();
    let members = format!("/api/v2/tenant/{}/user", text(&tenant, "id"));
    admin.rest("POST", &members, json!({ "userIds": [user["id"]] })).await.unwrap();
    let principal =
        format!("/api/v2/users/{}/management/principal_authentication", text(&user, "id"));
    let person = json!({ "type": "P", "name": "Bob", "idCard": "1", "ext": "2" });
    admin.rest("POST", &principal, person).await.unwrap();
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let admin = Client::admin(&second).await;
    let read = async |path: &str| admin.rest("GET", path, json!(null)).await.unwrap();
    assert_eq!(read(&format!("{members}s")).await["listTotal"], 1);
    assert_eq!(read(&principal).await["principalName"], "Bob");
    assert_eq!(read("/api/v2/analysis/audit").await["list"][0]["eventType"], "createUser");
}

#[tokio::test]
async fn a_file_without_what_was_added_later_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    Emulator::builder().data_file(&file).start().await.unwrap().stop().unwrap();
    let mut older: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let pool = older["state"]["pools"][0].as_object_mut().unwrap();
    for added in ["env", "tenants", "identity_sources", "audit", "principals", "devices"] {
        assert!(pool.remove(added).is_some(), "{added}");
    }
    std::fs::write(&file, older.to_string()).unwrap();
    let emulator = Emulator::builder().data_file(&file).start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let tenants = admin.rest("GET", "/api/v2/tenants", json!(null)).await.unwrap();
    assert_eq!(tenants["totalCount"], 0);
}

#[tokio::test]
async fn the_clock_and_what_was_sent_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let code = Client::app(&first).send_sms("13800000001").await;
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(86_400);
    first.set_time(later);
    let sent = first.messages();
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    assert_eq!(second.last_code("13800000001"), Some(code));
    assert_eq!(second.messages().len(), sent.len());
    assert!(second.now() >= later, "the clock runs on from where it was");
}

#[tokio::test]
async fn a_data_file_belongs_to_one_emulator_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let error = Emulator::builder().data_file(&file).start().await.unwrap_err();
    let StartError::DataFile { source, .. } = error else { panic!("{error}") };
    assert!(source.to_string().contains("another emulator"), "{source}");
    first.stop().unwrap();
    Emulator::builder().data_file(&file).start().await.unwrap();
}

#[tokio::test]
async fn a_save_that_fails_is_told_at_once_and_on_every_response_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let emulator = Emulator::builder()
        .data_file(inner.join("authing.json"))
        .on_save(move |outcome| tell.send(outcome.is_ok()).unwrap())
        .start()
        .await
        .unwrap();
    let admin = Client::admin(&emulator).await;
    let not_saved = async || {
        let response = admin.request("GET", "/api/v2/userpools/detail").send().await.unwrap();
        response.headers().contains_key("x-authing-emulator-not-saved")
    };
    assert!(!not_saved().await);

    std::fs::rename(&inner, folder.path().join("elsewhere")).unwrap();
    admin.create_user(json!({ "username": "bob" })).await.unwrap();
    assert_eq!(told.recv().await, Some(false));
    assert!(not_saved().await);

    std::fs::create_dir(&inner).unwrap();
    assert_eq!(told.recv().await, Some(true), "without another request");
    assert!(!not_saved().await);
    assert!(std::fs::read_to_string(inner.join("authing.json")).unwrap().contains("bob"));
}
