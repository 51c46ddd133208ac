//! Responses that two readers could read differently, or that are meant to break the reader.

use authing_protocols::{
    Error,
    cas::{CasError, CasVersion},
};

use crate::common::{TICKET, authing, refused, server, success, validated};

const NAMESPACE: &str = "http://www.yale.edu/tp/cas";

fn named(name: &str) -> String {
    success(&format!("<cas:user>{name}</cas:user>"))
}

#[tokio::test]
async fn a_comment_instruction_section_or_element_in_the_name_is_refused() {
    for name in [
        "alice<!--x-->.evil",
        "<!--x-->alice",
        "alice<!--x-->",
        "<!--x-->",
        "alice<?x y?>.evil",
        "<?x y?>alice",
        "alice<b/>",
        "<b>alice</b>",
        "alice<cas:user>bob</cas:user>",
    ] {
        assert_eq!(refused(named(name)).await, CasError::NotPlain("user"), "{name}");
    }
    for name in [
        "alice<![CDATA[.evil]]>",
        "<![CDATA[alice]]>.evil",
        "<![CDATA[alice]]><![CDATA[.evil]]>",
        "alice><![CDATA[.evil]]>",
        "<![CDATA[]]>alice",
    ] {
        assert_eq!(refused(named(name)).await, CasError::Section("user"), "{name}");
    }
    // A whole name in one section can be read in one way only.
    for (name, read) in [
        ("<![CDATA[alice]]>", "alice"),
        ("\n  <![CDATA[alice]]>\n", "alice"),
        ("<![CDATA[a&b<c>]]>", "a&b<c>"),
    ] {
        assert_eq!(validated(named(name)).await.unwrap().user, read);
    }
    let with_attribute = named("<![CDATA[alice]]>").replace("<cas:user>", "<cas:user a='>'>");
    assert_eq!(validated(with_attribute).await.unwrap().user, "alice");
}

#[tokio::test]
async fn a_name_that_is_empty_or_holds_control_characters_is_refused() {
    for name in [
        "",
        " ",
        " alice",
        "alice ",
        "al\nice",
        "al&#10;ice",
        "al&#13;ice",
        "al\tice",
        "a\u{2028}b",
    ] {
        assert_eq!(refused(named(name)).await, CasError::UserName, "{name:?}");
    }
    let json = r#"{"serviceResponse":{"authenticationSuccess":{"user":"alice\nbob"}}}"#;
    assert_eq!(refused(json).await, CasError::UserName);
}

#[tokio::test]
async fn a_line_break_in_the_name_of_a_1_0_response_is_refused() {
    for response in [
        "yes\nalice\nbob\n",
        "yes\nalice\r\n",
        "yes\n\nalice\n",
        "yes\nalice\n\n",
        "yes\r\nalice\n",
        "yes\r\nalice\r\nbob\r\n",
        "yes\r\nalice\r\n\r\n",
        "yes\r\n\r\n",
        "yes\n\n",
        "yes\n",
    ] {
        let result = authing(&server(response)).validate(TICKET).version(CasVersion::V1).await;
        assert!(matches!(result, Err(Error::Cas(CasError::UserName))), "{response:?}: {result:?}");
    }
    for response in
        ["", "yes", "YES\nalice\n", " yes\nalice\n", "yes alice", "<html>", "noyes\na\n"]
    {
        let result = authing(&server(response)).validate(TICKET).version(CasVersion::V1).await;
        assert!(matches!(result, Err(Error::Cas(CasError::NotCas(_)))), "{response:?}: {result:?}");
    }
}

#[tokio::test]
async fn more_than_one_outcome_is_refused() {
    let yes = "<cas:authenticationSuccess><cas:user>alice</cas:user></cas:authenticationSuccess>";
    let no = "<cas:authenticationFailure code='INVALID_TICKET'>x</cas:authenticationFailure>";
    let foreign = "<authenticationSuccess xmlns=''><user>bob</user></authenticationSuccess>";
    for inside in [
        format!("{yes}{yes}"),
        format!("{yes}{no}"),
        format!("{no}{yes}"),
        format!("{foreign}{yes}"),
        format!("{yes}{foreign}"),
    ] {
        let response =
            format!("<cas:serviceResponse xmlns:cas='{NAMESPACE}'>{inside}</cas:serviceResponse>");
        assert_eq!(refused(response).await, CasError::Ambiguous, "{inside}");
    }
    let json = |inside: &str| format!("{{\"serviceResponse\":{{{inside}}}}}");
    let yes = r#""authenticationSuccess":{"user":"alice"}"#;
    let no = r#""authenticationFailure":{"code":"INVALID_TICKET"}"#;
    assert_eq!(refused(json(&format!("{yes},{no}"))).await, CasError::Ambiguous);
    let twice = refused(json(&format!("{yes},{yes}"))).await;
    assert!(matches!(twice, CasError::Malformed { .. }), "{twice:?}");
}

#[tokio::test]
async fn a_part_that_comes_twice_is_refused() {
    let user = "<cas:user>alice</cas:user>";
    for (inside, name) in [
        (format!("{user}<cas:user>bob</cas:user>"), "user"),
        (format!("{user}<cas:attributes/><cas:attributes/>"), "attributes"),
        (format!("{user}<cas:proxies/><cas:proxies/>"), "proxies"),
        (
            format!("{user}<cas:proxyGrantingTicket/><cas:proxyGrantingTicket/>"),
            "proxyGrantingTicket",
        ),
    ] {
        assert_eq!(refused(success(&inside)).await, CasError::Repeated(name));
    }
    for inside in [
        r#""user":"alice","user":"bob""#,
        r#""user":"alice","attributes":{},"attributes":{}"#,
        r#""user":"alice","\u0075ser":"bob""#,
        r#""user":"alice","proxies":[],"proxies":null"#,
    ] {
        let response =
            format!("{{\"serviceResponse\":{{\"authenticationSuccess\":{{{inside}}}}}}}");
        let error = refused(response).await;
        assert!(matches!(error, CasError::Malformed { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn another_name_space_is_refused() {
    let response = |namespace: &str| named("alice").replace(NAMESPACE, namespace);
    for namespace in ["http://www.yale.edu/tp/cas/", "https://www.yale.edu/tp/cas", "urn:x"] {
        let refused = refused(response(namespace)).await;
        assert!(matches!(refused, CasError::Namespace { .. }), "{refused:?}");
        let text = refused.to_string();
        assert!(text.contains(&format!("`{namespace}`")), "{text}");
        assert!(text.contains(&format!("`{NAMESPACE}`")), "{text}");
    }
    let none = "<serviceResponse><authenticationSuccess><user>alice</user>\
        </authenticationSuccess></serviceResponse>";
    assert!(matches!(refused(none).await, CasError::Namespace { .. }));
    let outcome = format!(
        "<serviceResponse xmlns='{NAMESPACE}'><authenticationSuccess xmlns='urn:x'>\
         <user>alice</user></authenticationSuccess></serviceResponse>"
    );
    assert!(matches!(refused(outcome).await, CasError::Namespace { .. }));
    let user = success("<user xmlns='urn:x'>alice</user>");
    assert_eq!(refused(user).await, CasError::Lacks("user"));
    // The name space counts, not its prefix.
    let default = named("alice").replace("xmlns:cas", "xmlns").replace("cas:", "");
    assert_eq!(validated(default).await.unwrap().user, "alice");
}

#[tokio::test]
async fn what_is_not_well_formed_is_refused() {
    let good = named("alice");
    let json = r#"{"serviceResponse":{"authenticationSuccess":{"user":"alice"}}}"#;
    for response in [
        good.replace("</cas:user>", "</cas:usr>"),
        good.replace("</cas:serviceResponse>", ""),
        good.replace("alice", "&undefined;"),
        good.replace("alice", "&#0;"),
        good.replace("alice", "&#xFFFE;"),
        good.replace("alice", "a\u{0}b"),
        good.replace("<cas:user>", "<cas:user a='1' a='2'>"),
        good.replace("<cas:user>", "<x:user>").replace("</cas:user>", "</x:user>"),
        format!("{good}<x/>"),
        format!("{good}{good}"),
        format!("{good}junk"),
        format!("{json}junk"),
        format!("{json}{json}"),
        json.replace("\"alice\"", "{\"a\":1}"),
        json.replace("\"alice\"", "1"),
        json.replace("\"alice\"", "null"),
        json.get(..40).unwrap().to_owned(),
    ] {
        let error = refused(&response).await;
        assert!(matches!(error, CasError::Malformed { .. }), "{response}: {error:?}");
    }
}

#[tokio::test]
async fn a_document_type_is_refused_and_no_entity_is_ever_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let file = "<!DOCTYPE x [<!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    for declaration in [bomb, file, "<!DOCTYPE x>", "<?xml version='1.0'?><!DOCTYPE x SYSTEM 'x'>"]
    {
        let response = format!("{declaration}{}", named("&c;"));
        assert_eq!(refused(response).await, CasError::DocumentType, "{declaration}");
    }
}

#[tokio::test]
async fn another_encoding_is_refused() {
    let good = named("alice");
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf16.clone()).collect();
    let latin: Vec<u8> = named("é").chars().map(|letter| letter as u8).collect();
    for response in [marked, latin] {
        assert!(matches!(refused(response).await, CasError::Encoding(_)));
    }
    // Every second byte is zero, which UTF-8 has but XML has not.
    let refusal = refused(utf16).await.to_string();
    assert_eq!(refusal, "the CAS message is not in UTF-8: it begins as UTF-16 does");
    for encoding in ["UTF-16", "UTF-7", "ISO-8859-1", "GBK", "IBM037", ""] {
        for quote in ['"', '\''] {
            let response =
                format!("<?xml version='1.0' encoding = {quote}{encoding}{quote}?>{good}");
            let refusal = refused(response).await;
            assert!(matches!(refusal, CasError::Encoding(_)), "{refusal:?}");
            assert!(refusal.to_string().contains(&format!("`{encoding}`")), "{refusal}");
        }
    }
    for declaration in
        ["\u{feff}", "<?xml version='1.0' encoding='utf-8'?>\n", "<?xml version='1.0'?>"]
    {
        assert_eq!(validated(format!("{declaration}{good}")).await.unwrap().user, "alice");
    }
}

#[tokio::test]
async fn a_response_without_end_is_refused() {
    let long = success(&format!("<cas:user>alice</cas:user>{}", " ".repeat(256 << 10)));
    assert_eq!(refused(long).await, CasError::TooLong { limit: 256 << 10 });
    let nested = |depth: usize| {
        success(&format!(
            "<cas:user>alice</cas:user><cas:attributes>{}x{}</cas:attributes>",
            "<cas:a>".repeat(depth),
            "</cas:a>".repeat(depth)
        ))
    };
    assert!(validated(nested(10)).await.is_ok());
    assert_eq!(refused(nested(20)).await, CasError::TooComplex("16 levels"));
    assert_eq!(refused(nested(15_000)).await, CasError::TooComplex("16 levels"));
    let wide = success(&format!(
        "<cas:user>alice</cas:user><cas:attributes>{}</cas:attributes>",
        "<cas:a/>".repeat(25_000)
    ));
    assert_eq!(refused(wide).await, CasError::TooComplex("20000 parts"));
    let with = |attributes: String| {
        success(&format!(
            "<cas:user>alice</cas:user><cas:attributes><cas:a{attributes}>v</cas:a></cas:attributes>"
        ))
    };
    let many = |count: usize, of: &str| (0..count).map(|at| format!(" {of}{at}='u'")).collect();
    assert!(validated(with(many(32, "a"))).await.is_ok());
    let limit = "32 attributes of an element";
    assert_eq!(refused(with(many(33, "a"))).await, CasError::TooComplex(limit));
    // One is CAS's own.
    assert!(validated(with(many(15, "xmlns:n"))).await.is_ok());
    let limit = "16 namespaces in scope";
    assert_eq!(refused(with(many(16, "xmlns:n"))).await, CasError::TooComplex(limit));
    let deep = format!(
        r#"{{"serviceResponse":{{"authenticationSuccess":{{"user":"alice","attributes":{{"a":{}"#,
        "[".repeat(200_000)
    );
    assert!(matches!(refused(deep).await, CasError::Malformed { .. }));
}

#[tokio::test]
async fn what_is_not_of_cas_is_told_apart() {
    for response in [
        "",
        " ",
        "yes\nalice\n",
        "<!DOCTYPE html><html><body>Bad Gateway</body></html>",
        "\n<HTML lang='en'></HTML>",
        "<error/>",
        r#"{"code":2020,"message":"尚未登录"}"#,
        "[]",
        "null",
    ] {
        let refusal = refused(response).await;
        assert!(matches!(refusal, CasError::NotCas(_)), "{response}: {refusal:?}");
    }
    let other = format!("<cas:serviceResponse xmlns:cas='{NAMESPACE}'/>");
    assert_eq!(refused(other).await, CasError::Lacks("authenticationSuccess"));
    let proxy = format!(
        "<cas:serviceResponse xmlns:cas='{NAMESPACE}'><cas:proxySuccess>\
         <cas:proxyTicket>PT-1</cas:proxyTicket></cas:proxySuccess></cas:serviceResponse>"
    );
    assert_eq!(refused(proxy).await, CasError::Lacks("authenticationSuccess"));
}

#[tokio::test]
async fn proxies_that_are_not_where_they_belong_are_not_passed_over() {
    for proxies in [
        "<x:proxies xmlns:x='urn:x'><x:proxy>https://evil.example.com</x:proxy></x:proxies>",
        "<proxies xmlns=''><proxy>https://evil.example.com</proxy></proxies>",
        "<cas:proxies><proxy xmlns=''>https://evil.example.com</proxy></cas:proxies>",
        "<cas:proxies><cas:proxy>a</cas:proxy><x:proxy xmlns:x='urn:x'>b</x:proxy></cas:proxies>",
    ] {
        let refusal = refused(success(&format!("<cas:user>alice</cas:user>{proxies}"))).await;
        assert!(matches!(refusal, CasError::Namespace { .. }), "{proxies}: {refusal:?}");
    }
    let twice = "<cas:user>alice</cas:user><cas:proxies/><proxies xmlns=''/>";
    assert_eq!(refused(success(twice)).await, CasError::Repeated("proxies"));
}

#[tokio::test]
async fn nobody_is_logged_in_by_half_a_character() {
    let halves = ["&#xD83D;", "&#xDE00;", "&#55357;", "&#xD83D;&#xDE00;", "&#x110000;"];
    for half in halves {
        for name in [format!("alice{half}"), format!("{half}\u{fffd}")] {
            assert_eq!(refused(named(&name)).await, CasError::Half("user"), "{name}");
        }
        let proxies = format!("<cas:proxies><cas:proxy>https://p{half}</cas:proxy></cas:proxies>");
        let proxied = success(&format!("<cas:user>alice</cas:user>{proxies}"));
        assert_eq!(refused(proxied).await, CasError::Half("proxy"), "{half}");
        // What decides nothing loses that character, as in JSON.
        let attribute = format!("<cas:user>alice</cas:user><cas:nick>a{half}</cas:nick>");
        let user = validated(success(&attribute)).await.unwrap();
        assert!(user.attributes.get("nick").unwrap().starts_with("a\u{fffd}"), "{half}");
    }
    for none in ["&#0;", "&#xFFFE;", "&#1;"] {
        let refusal = refused(named(&format!("alice{none}"))).await;
        assert!(matches!(refusal, CasError::Malformed { .. }), "{none}: {refusal:?}");
    }
    for (name, read) in [("&#x1F600;", "😀"), ("a\u{fffd}", "a\u{fffd}")] {
        assert_eq!(validated(named(name)).await.unwrap().user, read);
    }
}

#[tokio::test]
async fn a_new_login_that_is_not_said_to_be_one_is_none() {
    for (said, is_new) in [
        ("<cas:isFromNewLogin>true</cas:isFromNewLogin>", true),
        ("", true),
        ("<cas:isFromNewLogin>false</cas:isFromNewLogin>", false),
        ("<cas:isFromNewLogin>no</cas:isFromNewLogin>", false),
        ("<cas:isFromNewLogin>0</cas:isFromNewLogin>", false),
        ("<cas:isFromNewLogin><cas:x>true</cas:x></cas:isFromNewLogin>", false),
    ] {
        let response = success(&format!("<cas:user>alice</cas:user>{said}"));
        let outcome = authing(&server(response)).validate(TICKET).renew().await;
        match outcome {
            Ok(_) => assert!(is_new, "{said}"),
            Err(Error::Cas(CasError::NotRenewed)) => assert!(!is_new, "{said}"),
            Err(other) => panic!("{said}: {other:?}"),
        }
    }
    for said in ["[]", "7", "[true, 0]", "{\"is\": true}"] {
        let response = format!(
            "{{\"serviceResponse\": {{\"authenticationSuccess\": {{\"user\": \"alice\", \
             \"attributes\": {{\"isFromNewLogin\": {said}}}}}}}}}"
        );
        let outcome = authing(&server(response)).validate(TICKET).renew().await;
        assert_eq!(outcome.is_ok(), said == "[]", "{said}");
    }
}
