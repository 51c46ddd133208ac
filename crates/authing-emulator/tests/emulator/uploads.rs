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
