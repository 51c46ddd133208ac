//! Half a character in a response in JSON costs that character.

use authing_protocols::{
    Error,
    cas::{CasError, CasLogin, ResponseFormat},
};
use serde_json::json;

use crate::common::{TICKET, authing, server};

async fn validated(response: &str) -> Result<CasLogin, Error> {
    authing(&server(response)).validate(TICKET).format(ResponseFormat::Json).await
}

#[tokio::test]
async fn an_attribute_is_read_and_a_name_that_would_be_anothers_is_refused() {
    let user = validated(
        r#"{"serviceResponse": {"authenticationSuccess": {"user": "alice", "attributes":
            {"nickname": "a\ud83d", "b\ude00": ["\ud83d\ude00", "\ude00"], "authenticationDate": 1632468591}}}}"#,
    )
    .await
    .unwrap();
    assert_eq!(user.attributes.get("nickname"), Some("a\u{fffd}"));
    assert_eq!(user.attributes.values("b\u{fffd}"), [json!("😀"), json!("\u{fffd}")]);

    let refused =
        validated(r#"{"serviceResponse": {"authenticationSuccess": {"user": "alice\ud83d"}}}"#)
            .await
            .unwrap_err();
    assert!(matches!(refused, Error::Cas(CasError::Half("user"))), "{refused:?}");
    let refused = validated(
        r#"{"serviceResponse": {"authenticationSuccess":
            {"user": "alice", "proxies": ["https://p", "https://p\ude00"]}}}"#,
    )
    .await
    .unwrap_err();
    assert!(matches!(refused, Error::Cas(CasError::Half("proxies"))), "{refused:?}");
}
