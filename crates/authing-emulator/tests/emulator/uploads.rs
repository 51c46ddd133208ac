use authing_emulator::Emulator;
use serde_json::Value;

use crate::client::{Client, text};

#[tokio::test]
async fn a_file_is_asked_for_and_a_private_one_is_not_shown() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let upload = async |query: &str, field: &str| -> Value {
        let form = format!(
            "--b\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"a.html\"\r\n\
             content-type: text/html\r\n\r\n<b>\r\n--b--\r\n"
        );
        let path = format!("/api/v2/upload?{query}");
        let request = app.request("POST", &path).body(form);
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        request.send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(upload("folder=avatar", "other").await["code"], 500);
    assert_eq!(upload("folder=../x", "file").await["code"], 2231);
    let stored = upload("folder=avatar", "file").await;
    let shown = reqwest::get(text(&stored["data"], "url")).await.unwrap();
    assert_eq!(shown.headers()["x-content-type-options"], "nosniff");
    assert_eq!(shown.headers()["content-security-policy"], "default-src 'none'; sandbox");
    assert_eq!(shown.text().await.unwrap(), "<b>");
    let hidden = upload("folder=face-photo&private=true", "file").await;
    let response = reqwest::get(text(&hidden["data"], "url")).await.unwrap();
    assert_eq!(response.json::<Value>().await.unwrap()["code"], 500);
}

/// As the official JavaScript SDK uploads: `XMLHttpRequest` with nothing but the form.
#[tokio::test]
async fn a_file_that_names_no_application_is_kept_and_one_that_names_a_wrong_one_is_not() {
    let emulator = Emulator::start().await.unwrap();
    let upload = async |named: Option<&str>| -> Value {
        let form = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpeg\"\r\n\
                    content-type: image/jpeg\r\n\r\nphoto\r\n--b--\r\n";
        let mut request = reqwest::Client::new()
            .post(format!("{}/api/v2/upload?folder=avatar", emulator.url()))
            .header("content-type", "multipart/form-data; boundary=b")
            .body(form);
        if let Some(app_id) = named {
            request = request.header("x-authing-app-id", app_id);
        }
        request.send().await.unwrap().json().await.unwrap()
    };
    let stored = upload(None).await;
    let shown = reqwest::get(text(&stored["data"], "url")).await.unwrap();
    assert_eq!(shown.text().await.unwrap(), "photo");
    let lost = upload(Some("no-such-app")).await;
    assert_ne!(lost["code"], 200, "{lost}");
}
