//! Every byte of a response changed: nothing panics, and no refusal becomes a login.

use authing_protocols::{Error, cas::CasLogoutRequest};

use crate::common::{failure, success, validated};

const BYTES: &[u8] = b"<>&\"'/=![{}\0 \nx\x80\xff";

fn changed(text: &str) -> impl Iterator<Item = Vec<u8>> {
    (0..text.len()).flat_map(move |at| {
        BYTES.iter().map(move |byte| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = *byte;
            bytes
        })
    })
}

#[tokio::test]
async fn no_change_of_a_byte_makes_a_refusal_a_login() {
    let json = r#"{"serviceResponse":{"authenticationFailure":{"code":"INVALID_TICKET"}}}"#;
    for refusal in [failure("INVALID_TICKET").as_str(), json] {
        for response in changed(refusal) {
            let error = validated(&response).await.unwrap_err();
            assert!(matches!(error, Error::Cas(_)), "{error}");
        }
    }
}

#[tokio::test]
async fn a_changed_response_is_refused_or_names_one_user_on_one_line() {
    let xml =
        success("<cas:user>alice</cas:user><cas:attributes><cas:a>b</cas:a></cas:attributes>");
    let json = r#"{"serviceResponse":{"authenticationSuccess":{"user":"alice"}}}"#;
    for good in [xml.as_str(), json] {
        for response in changed(good) {
            if let Ok(user) = validated(&response).await {
                assert!(!user.user.is_empty() && !user.user.contains(char::is_control));
            }
        }
        for end in 0..good.trim_end().len() {
            assert!(validated(&good[..end]).await.is_err(), "{end}");
        }
    }
}

#[test]
fn a_changed_logout_request_names_a_ticket_or_is_refused() {
    let good = "<s:LogoutRequest xmlns:s=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"a\">\
        <s:SessionIndex>ST-1-f9a0</s:SessionIndex></s:LogoutRequest>";
    assert!(CasLogoutRequest::from_xml(good).is_ok());
    for request in changed(good) {
        let Ok(text) = std::str::from_utf8(&request) else { continue };
        if let Ok(request) = CasLogoutRequest::from_xml(text) {
            assert!(request.ticket().expose().starts_with("ST-"));
        }
    }
}
