//! What the server tells about a user, in every form that servers write.

use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::common::{refused, success, validated};

#[tokio::test]
async fn attributes_in_xml_keep_their_order_and_all_their_values() {
    let user = validated(success(
        "<cas:user>alice</cas:user>
         <cas:attributes>
           <cas:authenticationDate>2021-09-24T07:29:51.123Z</cas:authenticationDate>
           <cas:longTermAuthenticationRequestTokenUsed>false</cas:longTermAuthenticationRequestTokenUsed>
           <cas:isFromNewLogin>True</cas:isFromNewLogin>
           <cas:memberOf>staff</cas:memberOf>
           <cas:email>alice@example.com</cas:email>
           <cas:memberOf>admins</cas:memberOf>
           <cas:picture/>
           <cas:address><cas:locality>Beijing</cas:locality><cas:line>1</cas:line><cas:line>2</cas:line></cas:address>
           <other:thing xmlns:other=\"urn:other\">x</other:thing>
         </cas:attributes>",
    ))
    .await
    .unwrap();
    let date = user.authentication_date.unwrap().to_system_time().unwrap();
    assert_eq!(date, SystemTime::UNIX_EPOCH + Duration::from_millis(1_632_468_591_123));
    assert_eq!(user.long_term_authentication, Some(false));
    assert_eq!(user.is_from_new_login, Some(true));
    let attributes = user.attributes;
    assert_eq!(attributes.all("memberOf").collect::<Vec<_>>(), ["staff", "admins"]);
    assert_eq!(attributes.get("email"), Some("alice@example.com"));
    assert_eq!(attributes.get("picture"), Some(""));
    assert_eq!(attributes.values("address"), [json!({"locality": "Beijing", "line": ["1", "2"]})]);
    // Every name space may be in the list.
    assert_eq!(attributes.get("thing"), Some("x"));
    assert_eq!(attributes.get("unknown"), None);
    let names: Vec<&str> = attributes.iter().map(|(name, _)| name).collect();
    assert_eq!(names[3..], ["memberOf", "email", "picture", "address", "thing"]);
}

#[tokio::test]
async fn attributes_as_names_and_values_are_read_in_or_beside_the_list() {
    let inside = "<cas:user>alice</cas:user><cas:attributes>\
        <cas:attribute name='role' value='a'/><cas:attribute name='role' value='b'/>\
        </cas:attributes>";
    let beside = "<cas:user>alice</cas:user>\
        <cas:attribute name='role' value='a'/><cas:attribute name='role' value='b'/>";
    for response in [inside, beside] {
        let user = validated(success(response)).await.unwrap();
        assert_eq!(user.attributes.all("role").collect::<Vec<_>>(), ["a", "b"]);
    }
}

#[tokio::test]
async fn attributes_in_both_forms_at_once_are_not_doubled() {
    let user = validated(success(
        "<cas:user>alice</cas:user>
         <cas:attributes><cas:role>a</cas:role><cas:role>b</cas:role></cas:attributes>
         <cas:attribute name='role' value='a'/><cas:attribute name='role' value='b'/>
         <cas:attribute name='mail' value='c'/>",
    ))
    .await
    .unwrap();
    assert_eq!(user.attributes.all("role").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(user.attributes.get("mail"), Some("c"));
}

#[tokio::test]
async fn attributes_in_json_are_what_they_are() {
    let user = validated(
        json!({"serviceResponse": {"authenticationSuccess": {
            "user": "alice",
            "attributes": {
                "authenticationDate": "2021-09-24T07:29:51Z",
                "isFromNewLogin": [true],
                "age": 41,
                "email_verified": false,
                "memberOf": ["staff", "admins"],
                "nickname": null,
                "address": {"locality": "Beijing"},
            },
            "proxyGrantingTicket": "PGTIOU-1-5e2b",
            "somethingNew": {"a": 1},
        }}})
        .to_string(),
    )
    .await
    .unwrap();
    assert_eq!(user.user, "alice");
    assert_eq!(user.authentication_date.unwrap().as_str(), "2021-09-24T07:29:51Z");
    assert_eq!(user.is_from_new_login, Some(true));
    assert_eq!(user.proxy_granting_ticket_iou.unwrap().expose(), "PGTIOU-1-5e2b");
    assert_eq!(user.attributes.values("age"), [json!(41)]);
    assert_eq!(user.attributes.get_bool("email_verified"), Some(false));
    assert_eq!(user.attributes.all("memberOf").collect::<Vec<_>>(), ["staff", "admins"]);
    assert!(!user.attributes.contains("nickname"));
    assert_eq!(user.attributes.values("address"), [json!({"locality": "Beijing"})]);
}

#[tokio::test]
async fn a_response_without_attributes_has_none() {
    for response in [
        success("<cas:user>alice</cas:user>"),
        success("<cas:user>alice</cas:user><cas:attributes/>"),
        r#"{"serviceResponse":{"authenticationSuccess":{"user":"alice"}}}"#.to_owned(),
        r#"{"serviceResponse":{"authenticationSuccess":{"user":"alice","attributes":null}}}"#
            .to_owned(),
    ] {
        let user = validated(response).await.unwrap();
        assert!(user.attributes.is_empty());
        assert_eq!(user.is_from_new_login, None);
    }
}

#[tokio::test]
async fn a_broken_up_attribute_is_set_aside_whole_and_told() {
    for value in [
        "admin<!--x-->.evil",
        "<?x y?>admin",
        "<!--x-->",
        "<?x?>",
        "admin<cas:b>x</cas:b>",
        "<cas:b>x<!--x-->y</cas:b>",
    ] {
        let user = validated(success(&format!(
            "<cas:user>alice</cas:user><cas:attributes><cas:role>staff</cas:role>\
             <cas:role>{value}</cas:role><cas:mail>a@example.com</cas:mail></cas:attributes>"
        )))
        .await
        .unwrap();
        assert_eq!(user.attributes.get("mail"), Some("a@example.com"), "{value}");
        // Nobody is judged by a part of what the server said.
        assert!(!user.attributes.contains("role"), "{value}");
        let [aside] = user.set_aside() else { panic!("{:?}", user.set_aside()) };
        assert_eq!((aside.path.as_str(), aside.entry), ("attributes.role", true));
        assert!(!aside.to_string().contains("admin"), "{aside}");
    }
}

#[tokio::test]
async fn a_broken_up_attribute_that_the_login_is_judged_by_refuses_the_response() {
    for name in ["isFromNewLogin", "authenticationDate", "longTermAuthenticationRequestTokenUsed"] {
        let within = success(&format!(
            "<cas:user>alice</cas:user>\
             <cas:attributes><cas:{name}>fal<!--x-->se</cas:{name}></cas:attributes>"
        ));
        let pair = success(&format!(
            "<cas:user>alice</cas:user><cas:attribute name='{name}'>fal<!--x-->se</cas:attribute>"
        ));
        for response in [within, pair] {
            assert_eq!(
                refused(response).await.to_string(),
                format!("`{name}` in the CAS message is not one plain text")
            );
        }
    }
}

#[tokio::test]
async fn of_yes_and_no_at_once_and_of_neither_the_stricter_counts() {
    for (values, new) in [
        (["true", "false"], Some(false)),
        (["false", "true"], Some(false)),
        (["true", "true"], Some(true)),
        (["true", ""], Some(true)),
        (["true", "perhaps"], Some(false)),
        (["perhaps", ""], Some(false)),
        (["0", "1"], Some(false)),
        (["", " "], None),
    ] {
        let [a, b] = values;
        let user = validated(success(&format!(
            "<cas:user>alice</cas:user><cas:attributes><cas:isFromNewLogin>{a}</cas:isFromNewLogin>\
             <x:isFromNewLogin xmlns:x='urn:x'>{b}</x:isFromNewLogin>\
             <cas:longTermAuthenticationRequestTokenUsed>{a}</cas:longTermAuthenticationRequestTokenUsed>\
             <cas:longTermAuthenticationRequestTokenUsed>{b}</cas:longTermAuthenticationRequestTokenUsed>\
             </cas:attributes>"
        )))
        .await
        .unwrap();
        assert_eq!(user.is_from_new_login, new, "{values:?}");
        let is_no = |value: &&str| matches!(*value, "false" | "" | " ");
        let long = match values.iter().all(is_no) {
            true => values.contains(&"false").then_some(false),
            false => Some(true),
        };
        assert_eq!(user.long_term_authentication, long, "{values:?}");
    }
}
