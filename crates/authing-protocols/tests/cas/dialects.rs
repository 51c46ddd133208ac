//! Attributes in the dialects of real servers, as they write them.

use std::time::{Duration, SystemTime};

use authing_protocols::cas::{CasLogin, CasVersion, ResponseFormat};
use authing_test_support::logged;
use serde_json::{Value, json};

use crate::common::{TICKET, other, refused, server, success};

macro_rules! case {
    ($file:literal) => {
        include_str!(concat!("../cases/", $file))
    };
}

/// What a ticket's validation by protocol 3.0 makes of a response.
async fn read(response: impl AsRef<[u8]>) -> CasLogin {
    other(&server(response)).validate(TICKET).version(CasVersion::V3).await.unwrap()
}

/// All attributes, each with all its values.
fn attributes(user: &CasLogin) -> Value {
    user.attributes.iter().map(|(name, values)| (name.to_owned(), json!(values))).collect()
}

fn aside(user: &CasLogin) -> Vec<String> {
    user.set_aside().iter().map(ToString::to_string).collect()
}

/// A response with this in its list of attributes.
fn listed(inside: &str) -> String {
    success(&format!("<cas:user>jdoe</cas:user><cas:attributes>{inside}</cas:attributes>"))
}

fn beside(inside: &str) -> String {
    success(&format!("<cas:user>jdoe</cas:user>{inside}"))
}

#[tokio::test]
async fn a_name_in_an_attribute_of_the_element_is_the_name() {
    let user = read(case!("cas/name-in-attribute.xml")).await;
    assert_eq!(user.user, "jdoe");
    assert_eq!(attributes(&user), json!({"surname": ["Smith"], "mail": ["s@example.com"]}));
    assert_eq!(user.set_aside(), []);
}

#[tokio::test]
async fn name_and_value_as_elements_are_a_pair_and_several_values_are_several() {
    let user = read(case!("cas/name-and-value-elements.xml")).await;
    assert_eq!(attributes(&user), json!({"surname": ["Smith"], "groups": ["a", "b"]}));
    assert_eq!(user.set_aside(), []);
}

#[tokio::test]
async fn attributes_beside_the_user_are_read_and_elements_of_the_protocol_are_none() {
    let user = read(case!("cas/beside-the-user.xml")).await;
    assert_eq!(user.user, "jdoe");
    assert_eq!(attributes(&user), json!({"mail": ["a@example.com"], "groups": ["x", "y"]}));
    assert_eq!(user.proxy_granting_ticket_iou.as_ref().unwrap().expose(), "PGTIOU-1-abc");
    assert_eq!(user.set_aside(), []);
}

#[tokio::test]
async fn attributes_without_a_name_space_are_read() {
    let user = read(case!("cas/without-namespace.xml")).await;
    assert_eq!(attributes(&user), json!({"mail": ["a@example.com"]}));
}

#[tokio::test]
async fn name_and_value_as_attributes_of_the_element_stay_a_pair() {
    let user = read(case!("cas/name-and-value-attributes.xml")).await;
    assert_eq!(attributes(&user), json!({"surname": ["Smith", "Smyth"]}));
}

#[tokio::test]
async fn the_date_of_a_login_with_java_s_zone_is_a_time_and_stays_as_it_came() {
    let user = read(case!("times/cas-zone-suffix.xml")).await;
    let date = user.authentication_date.clone().unwrap();
    assert_eq!(date.as_str(), "2023-11-16T00:29:16.895+08:00[Asia/Shanghai]");
    let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_065_756_895);
    assert_eq!(date.to_system_time(), Some(moment));
    assert_eq!(user.is_from_new_login, Some(true));
    // The same moment as other servers, zones and formats have it.
    for written in [
        "2023-11-15T16:29:16.895Z[UTC]",
        "2023-11-15T16:29:16.895Z[Etc/UTC]",
        "2023-11-15T16:29:16.895Z",
        "2023-11-15T11:29:16.895-05:00[America/New_York]",
        "1700065756895",
    ] {
        let date = format!("<cas:authenticationDate>{written}</cas:authenticationDate>");
        for response in [listed(&date), beside(&date)] {
            let date = read(response).await.authentication_date.unwrap();
            assert_eq!(date.as_str(), written);
            assert_eq!(date.to_system_time(), Some(moment), "{written}");
        }
    }
    for date in [json!("2023-11-15T16:29:16.895Z[UTC]"), json!(1_700_065_756_895_u64)] {
        for attributes in
            [json!({"authenticationDate": date}), json!({"authenticationDate": [date]})]
        {
            let user = read(in_json(&json!({"user": "jdoe", "attributes": attributes}))).await;
            assert_eq!(user.authentication_date.unwrap().to_system_time(), Some(moment));
        }
    }
    let user = read(listed("<cas:authenticationDate>soon</cas:authenticationDate>")).await;
    let date = user.authentication_date.unwrap();
    assert_eq!((date.as_str(), date.to_system_time()), ("soon", None));
}

#[tokio::test]
async fn every_dialect_gives_a_name_that_comes_twice_two_values() {
    for inside in [
        "<cas:role>a</cas:role><cas:role>b</cas:role>",
        "<role>a</role><x:role xmlns:x='urn:x'>b</x:role>",
        "<cas:attribute name='role' value='a'/><cas:attribute name='role' value='b'/>",
        "<cas:attribute name='role'>a</cas:attribute><cas:attribute name='role'>b</cas:attribute>",
        "<cas:attribute name='role'>\n <cas:value>a</cas:value>\n <cas:value>b</cas:value></cas:attribute>",
        "<cas:attribute name='role' value='a'>b</cas:attribute>",
        "<attribute><name>role</name><value>a</value></attribute>\
         <attribute><name> role </name><value>b</value></attribute>",
        "<cas:attribute>\n<cas:value>a</cas:value><cas:name>role</cas:name><cas:value>b</cas:value></cas:attribute>",
        "<cas:role>a</cas:role><cas:attribute name='role' value='b'/>",
        "<cas:role><![CDATA[a]]></cas:role><cas:attribute name='role'><![CDATA[b]]></cas:attribute>",
        "<cas:role><![CDATA[--- \n- a\n- b\n]]></cas:role>",
        "<cas:attribute name='role'><![CDATA[---\n- a\n- b\n]]></cas:attribute>",
    ] {
        // Other prefixes and none mean the same.
        let prefixed = inside.replace("cas:", "sso:");
        let prefixed = listed(&prefixed)
            .replace("<cas:attributes>", "<cas:attributes xmlns:sso='http://www.yale.edu/tp/cas'>");
        for response in [listed(inside), beside(inside), prefixed] {
            let user = read(&response).await;
            assert_eq!(attributes(&user), json!({"role": ["a", "b"]}), "{response}");
            assert_eq!(user.set_aside(), [], "{response}");
        }
    }
    let json = r#"{"user":"jdoe","attributes":{"role":"a","role":"b"}}"#;
    let json = format!(r#"{{"serviceResponse":{{"authenticationSuccess":{json}}}}}"#);
    assert_eq!(attributes(&read(json).await), json!({"role": ["a", "b"]}));
}

#[tokio::test]
async fn what_is_written_in_two_places_is_there_once() {
    let user = read(beside(
        "<cas:attributes><cas:role>a</cas:role><cas:mail>m</cas:mail></cas:attributes>\
         <cas:role>a</cas:role><cas:attribute name='role' value='b'/><cas:mail>m</cas:mail>",
    ))
    .await;
    assert_eq!(attributes(&user), json!({"role": ["a", "b"], "mail": ["m"]}));
}

#[tokio::test]
async fn no_attribute_ever_takes_the_user_s_own_name() {
    for inside in [
        "<cas:attributes><cas:user>mallory</cas:user></cas:attributes>",
        "<cas:attributes><user>mallory</user></cas:attributes>",
        "<cas:attributes><cas:attribute name='user' value='mallory'/></cas:attributes>",
        "<cas:attribute name='user'>mallory</cas:attribute>",
        "<cas:attribute><cas:name>user</cas:name><cas:value>mallory</cas:value></cas:attribute>",
    ] {
        let user = read(beside(inside)).await;
        assert_eq!(user.user, "jdoe", "{inside}");
        assert_eq!(user.attributes.get("user"), Some("mallory"), "{inside}");
    }
    let user = read(beside("<user xmlns=''>mallory</user>")).await;
    assert_eq!(user.user, "jdoe");
    assert!(user.attributes.is_empty());
    assert_eq!(
        aside(&user),
        ["`authenticationSuccess.user` belongs to the protocol, and not to this place"]
    );
    for attributes in [json!({"user": "mallory"}), json!([{"name": "user", "value": "mallory"}])] {
        let user = read(in_json(&json!({"user": "jdoe", "attributes": attributes}))).await;
        assert_eq!(user.user, "jdoe");
        assert_eq!(user.attributes.get("user"), Some("mallory"));
    }
}

#[tokio::test]
async fn elements_of_the_protocol_beside_the_user_are_no_attributes() {
    let user = read(beside(
        "<cas:proxyGrantingTicketIou>PGTIOU-1</cas:proxyGrantingTicketIou>\
         <x:proxyTicket xmlns:x='urn:x'>PT-1</x:proxyTicket>\
         <cas:mail>a@example.com</cas:mail>",
    ))
    .await;
    assert_eq!(attributes(&user), json!({"mail": ["a@example.com"]}));
    assert!(user.proxies.is_empty() && user.proxy_granting_ticket_iou.is_none());
    assert_eq!(user.set_aside().len(), 2, "{:?}", user.set_aside());
    let user = read(in_json(&json!({"user": "jdoe", "proxyTicket": "PT-1", "mail": "m"}))).await;
    assert_eq!(attributes(&user), json!({"mail": ["m"]}));
    assert_eq!(
        aside(&user),
        ["`authenticationSuccess.proxyTicket` belongs to the protocol, and not to this place"]
    );
}

#[tokio::test]
async fn a_list_without_a_name_space_is_a_list() {
    let list = "<attributes xmlns=''><mail>a@example.com</mail></attributes>";
    let user = read(beside(list)).await;
    assert_eq!(attributes(&user), json!({"mail": ["a@example.com"]}));
    // But there is one of them.
    let refusal = refused(beside(&format!("<cas:attributes/>{list}"))).await;
    assert_eq!(refusal.to_string(), "the CAS message holds `attributes` more than once");
}

#[tokio::test]
async fn sections_are_read_as_the_text_that_they_hold() {
    let user = read(listed(
        "<cas:mail><![CDATA[a@example.com]]></cas:mail>\
         <cas:note>1 <![CDATA[< 2 &]]> 3</cas:note>\
         <cas:dn>\r\n  <![CDATA[cn=J\r\ndoe]]>\r\n</cas:dn>\
         <cas:dash><![CDATA[--- a: b]]></cas:dash>\
         <cas:plain>--- \n- a\n</cas:plain>\
         <cas:active><![CDATA[--- true\n...\n]]></cas:active>\
         <cas:uid><![CDATA[--- admin]]></cas:uid>\
         <cas:attribute><cas:name><![CDATA[name]]></cas:name><cas:value><![CDATA[]]></cas:value></cas:attribute>",
    ))
    .await;
    assert_eq!(
        attributes(&user),
        json!({
            "mail": ["a@example.com"],
            "note": ["1 < 2 & 3"],
            "dn": ["cn=J\ndoe"],
            // Not of the few forms of YAML that one server writes: the text as it came.
            "dash": ["--- a: b"],
            "plain": ["--- \n- a\n"],
            "active": [true],
            // Who calls themselves so is not `admin`.
            "uid": ["--- admin"],
            "name": [""],
        })
    );
    assert_eq!(user.attributes.get_bool("active"), Some(true));
}

#[tokio::test]
async fn an_attribute_that_is_called_attribute_is_one() {
    let user = read(listed(
        "<cas:attribute>a</cas:attribute>\
         <cas:attribute><cas:name>x</cas:name><cas:colour>red</cas:colour></cas:attribute>",
    ))
    .await;
    assert_eq!(attributes(&user), json!({"attribute": ["a", {"name": "x", "colour": "red"}]}));
}

#[tokio::test]
async fn a_pair_without_a_value_has_an_empty_one() {
    for inside in [
        "<cas:attribute name='x'/>",
        "<cas:attribute name='x' value=''/>",
        "<cas:attribute name='x'></cas:attribute>",
        "<cas:attribute><cas:name>x</cas:name></cas:attribute>",
        "<cas:attribute><cas:name>x</cas:name><cas:value/></cas:attribute>",
        "<cas:x/>",
    ] {
        assert_eq!(attributes(&read(listed(inside)).await), json!({"x": [""]}), "{inside}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_the_rest_is_there() {
    for (inside, told) in [
        ("<cas:attribute name='' value='x'/>", "`attributes` has an attribute with an empty name"),
        (
            "<cas:attribute><cas:name> </cas:name><cas:value>x</cas:value></cas:attribute>",
            "`attributes` has an attribute with an empty name",
        ),
        (
            "<cas:attribute><cas:name>a<!-- -->b</cas:name><cas:value>x</cas:value></cas:attribute>",
            "`attributes` has an attribute whose name is broken up by comments or instructions",
        ),
        (
            "<cas:attribute><cas:name>a</cas:name><cas:name>b</cas:name></cas:attribute>",
            "`attributes` has an attribute with several names",
        ),
        ("<cas:role>x<cas:b/></cas:role>", "`attributes.role` holds text beside elements"),
        ("{\"role\": \"x\"}", "`attributes` holds text that stands in no attribute"),
    ] {
        let user = read(listed(&format!("{inside}<cas:mail>m</cas:mail>"))).await;
        assert_eq!(attributes(&user), json!({"mail": ["m"]}), "{inside}");
        assert_eq!(aside(&user), [told]);
    }
    let user = read(beside("x")).await;
    assert_eq!(aside(&user), ["`authenticationSuccess` holds text that stands in no element"]);
}

/// A response in JSON with this success.
fn in_json(success: &Value) -> String {
    json!({"serviceResponse": {"authenticationSuccess": success}}).to_string()
}

#[tokio::test]
async fn json_is_read_in_every_shape_that_its_writers_give_it() {
    let pairs = json!([
        {"name": "role", "value": ["a", "b"]},
        {"name": "mail", "value": "m"},
    ]);
    let expected = json!({"role": ["a", "b"], "mail": ["m"]});
    for success in [
        json!({"attributes": {"role": ["a", "b"], "mail": "m"}}),
        json!({"attributes": {"role": ["a", "b"], "mail": ["m"], "phone": null, "none": []}}),
        json!({"attributes": [{"role": ["a", "b"]}, {"mail": "m"}]}),
        json!({"attributes": pairs}),
        json!({"attributes": {"attribute": pairs}}),
        json!({"role": ["a", "b"], "mail": "m"}),
        json!({"attribute": pairs}),
        json!({"attributes": {"role": ["a", "b"]}, "role": "a", "mail": "m"}),
    ] {
        let mut with_user = success.clone();
        with_user["user"] = json!("jdoe");
        let server = server(in_json(&with_user));
        let user = other(&server).validate(TICKET).format(ResponseFormat::Json).await.unwrap();
        assert_eq!(attributes(&user), expected, "{success}");
        assert_eq!(user.set_aside(), [], "{success}");
    }
    // The empty list is how PHP writes an empty object.
    for nothing in [json!([]), json!({}), json!(null)] {
        let user = read(in_json(&json!({"user": "jdoe", "attributes": nothing}))).await;
        assert!(user.attributes.is_empty() && user.set_aside().is_empty());
    }
    let typed = json!({"age": 41, "ok": true, "address": {"city": "北京"}, "attribute": "x"});
    let user = read(in_json(&json!({"user": "jdoe", "attributes": typed}))).await;
    assert_eq!(
        attributes(&user),
        json!({"age": [41], "ok": [true], "address": [{"city": "北京"}], "attribute": ["x"]})
    );
}

#[tokio::test]
async fn json_that_has_no_names_is_told() {
    for (odd, told) in [
        (json!("x"), "`attributes` is neither an object nor a list"),
        (json!(7), "`attributes` is neither an object nor a list"),
        (json!(["x"]), "`attributes[0]` is not an object, so it has no name"),
        (json!({"": "x"}), "`attributes` has an attribute with an empty name"),
    ] {
        let user = read(in_json(&json!({"user": "jdoe", "attributes": odd, "mail": "m"}))).await;
        assert_eq!(attributes(&user), json!({"mail": ["m"]}), "{odd}");
        assert_eq!(aside(&user), [told]);
    }
}

#[test]
fn what_is_set_aside_is_a_warning_in_the_call_s_span_without_values() {
    let work = async {
        read(listed("<cas:role>canary<!-- --></cas:role>")).await;
    };
    let name = "dialects::what_is_set_aside_is_a_warning_in_the_call_s_span_without_values";
    logged(name, work, |log| {
        assert!(log.contains("WARN"), "{log}");
        assert!(log.contains("attributes.role"), "{log}");
        assert!(log.contains("broken up by comments"), "{log}");
        assert!(!log.contains("canary"), "{log}");
    });
}

#[tokio::test]
async fn an_empty_line_before_the_declaration_does_no_harm() {
    let response = success("<cas:user>jdoe</cas:user><cas:mail>m</cas:mail>");
    for before in ["\n", "\r\n\r\n  ", "\u{feff}\n"] {
        let user =
            read(format!("{before}<?xml version='1.0' encoding='UTF-8'?>\n{response}")).await;
        assert_eq!(attributes(&user), json!({"mail": ["m"]}), "{before:?}");
    }
}
