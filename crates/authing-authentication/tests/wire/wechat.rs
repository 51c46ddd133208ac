//! Login by WeChat's mobile code.

use authing_authentication::{ErrorKind, LoginByWeChatMobile};
use serde_json::{Value, json};

use crate::common::{HELD, ID, builder, only, server, unsent, user};

#[tokio::test]
async fn a_code_of_wechat_logs_in() {
    let response = json!({"code": 200, "message": "", "data": user(ID, Some("new-token"))});
    let server = server(response);
    let client = builder(&server).user_pool_id("pool/1").token(HELD).build().unwrap();
    let request = LoginByWeChatMobile::new("c&de").country("CN").lang("zh_CN").state("af0 ifjs");
    client.login_by_wechat_mobile_with(request).await.unwrap();
    let sent = only(&server);
    sent.is_rest(
        "GET",
        "/connection/social/wechat:mobile/pool%2F1/callback\
         ?code=c%26de&country=CN&lang=zh_CN&state=af0+ifjs",
        Value::Null,
    );
    assert_eq!(sent.token(), None);
    assert_eq!(client.token().unwrap().expose(), "new-token");
}

#[tokio::test]
async fn a_login_by_wechat_without_pool_or_code_is_not_sent() {
    let error = unsent(|client| client.login_by_wechat_mobile("code")).await;
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("option `user_pool_id` is missing"), "{error}");
    let server = server(json!({}));
    let client = builder(&server).user_pool_id("pool").build().unwrap();
    let error = client.login_by_wechat_mobile("").await.unwrap_err();
    assert_eq!(error.message(), "argument `code` is empty");
    assert!(server.requests().is_empty());
}
