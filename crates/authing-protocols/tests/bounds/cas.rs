//! Responses and logout messages of CAS.

use std::sync::Arc;

use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_protocols::cas::{CasClient, CasLogoutRequest, ticket_from_query};
use authing_test_support::cost::{Construct, Work, outcome};
use http::StatusCode;

use crate::{saml::many, support::now};

fn response(body: String) -> Work {
    let server =
        ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body.clone())));
    let client = CasClient::builder("app", "https://id.example.com")
        .service("https://app.example.com/cas")
        .transport(Arc::new(server))
        .build()
        .unwrap();
    Box::new(move || outcome(now(async { client.validate("ST-1-f9a0").await })))
}

fn success(inside: &str) -> String {
    format!(
        "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\"><cas:authenticationSuccess>\
         <cas:user>alice</cas:user>{inside}</cas:authenticationSuccess></cas:serviceResponse>"
    )
}

fn attributes(inside: &str) -> Work {
    response(success(&format!("<cas:attributes>{inside}</cas:attributes>")))
}

fn json(success: &str) -> Work {
    response(format!(
        "{{\"serviceResponse\":{{\"authenticationSuccess\":{{\"user\":\"alice\"{success}}}}}}}"
    ))
}

fn logout(inside: &str, attributes: &str) -> Work {
    let xml = format!(
        "<s:LogoutRequest xmlns:s=\"urn:oasis:names:tc:SAML:2.0:protocol\"{attributes}>{inside}\
         <s:SessionIndex>ST-1-f9a0</s:SessionIndex></s:LogoutRequest>"
    );
    Box::new(move || outcome(CasLogoutRequest::from_xml(&xml)))
}

pub(crate) fn constructs() -> Vec<Construct> {
    let c = Construct::new;
    vec![
        c("CAS: attributes in XML", 200, |n| {
            attributes(&many(n, |at| format!("<cas:a{at}>v</cas:a{at}>")))
        }),
        c("CAS: values of an attribute in XML", 500, |n| attributes(&"<cas:a>v</cas:a>".repeat(n))),
        c("CAS: values in two places", 120, |n| {
            let values = many(n, |at| format!("<cas:a>{at}</cas:a>"));
            response(success(&format!("<cas:attributes>{values}</cas:attributes>{values}")))
        }),
        c("CAS: pairs of name and value", 300, |n| {
            attributes(&many(n, |at| format!("<cas:attribute name=\"a{at}\" value=\"v\"/>")))
        }),
        c("CAS: values of a pair", 500, |n| {
            let values = "<cas:value>v</cas:value>".repeat(n);
            attributes(&format!("<cas:attribute><cas:name>a</cas:name>{values}</cas:attribute>"))
        }),
        c("CAS: attributes that cannot be read", 100, |n| {
            let good = many(n, |at| format!("<cas:a{at}>v</cas:a{at}>"));
            attributes(&(good.clone() + &good.replace(">v<", ">v<!-- -->w<")))
        }),
        c("CAS: nested attributes", 500, |n| {
            let inside = many(n, |at| format!("<cas:b{at}>v</cas:b{at}>"));
            attributes(&format!("<cas:a>{inside}</cas:a>"))
        }),
        c("CAS: CDATA sections", 500, |n| {
            attributes(&format!("<cas:a>{}</cas:a>", "<![CDATA[v]]>".repeat(n)))
        }),
        c("CAS: entries of YAML", 500, |n| {
            attributes(&format!("<cas:a><![CDATA[---\n{}]]></cas:a>", "- a\n".repeat(n)))
        }),
        c("CAS: quotes in YAML", 1000, |n| {
            attributes(&format!("<cas:a><![CDATA[--- '{}']]></cas:a>", "''".repeat(n)))
        }),
        c("CAS: comments", 1000, |n| attributes(&"<!-- -->".repeat(n))),
        c("CAS: attributes of one element", 200, |n| {
            attributes(&format!("<cas:a{}/>", many(n, |at| format!(" a{at}=\"\""))))
        }),
        c("CAS: namespaces of one element", 300, |n| {
            attributes(&format!("<cas:a{}/>", many(n, |at| format!(" xmlns:a{at}=\"u:{at}\""))))
        }),
        c("CAS: namespaces in scope, and elements that declare one", 50, |n| {
            let all = many(n, |at| format!(" xmlns:a{at}=\"u:{at}\""));
            attributes(&format!("<cas:a{all}>{}</cas:a>", "<b xmlns:b=\"u:b\"/>".repeat(n)))
        }),
        c("CAS: the most namespaces in scope, and elements that declare one", 200, |n| {
            let all = many(14, |at| format!(" xmlns:a{at}=\"u:{at}\""));
            attributes(&format!("<cas:a{all}>{}</cas:a>", "<b xmlns:b=\"u:b\"/>".repeat(n)))
        }),
        c("CAS: levels that declare a namespace", 60, |n| {
            let open = many(n, |at| format!("<a xmlns:a{at}=\"u:{at}\">"));
            attributes(&format!("{open}{}", "</a>".repeat(n)))
        }),
        c("CAS: levels", 1000, |n| attributes(&format!("{}{}", "<a>".repeat(n), "</a>".repeat(n)))),
        c("CAS: entities", 2000, |n| attributes(&format!("<cas:a>{}</cas:a>", "&amp;".repeat(n)))),
        c("CAS: proxies", 500, |n| {
            let proxies = "<cas:proxy>p</cas:proxy>".repeat(n);
            response(success(&format!("<cas:proxies>{proxies}</cas:proxies>")))
        }),
        c("CAS: members of the protocol that do not belong there", 500, |n| {
            response(success(&"<cas:proxyTicket/>".repeat(n)))
        }),
        c("CAS: attributes in JSON", 300, |n| {
            json(&format!(",\"attributes\":{{\"a\":0{}}}", many(n, |at| format!(",\"a{at}\":0"))))
        }),
        c("CAS: attributes in JSON beside the user", 300, |n| {
            json(&many(n, |at| format!(",\"a{at}\":0")))
        }),
        c("CAS: values in two places of JSON", 200, |n| {
            let values = many(n, |at| format!("{at},")) + "0";
            json(&format!(",\"attributes\":{{\"a\":[{values}]}},\"a\":[{values}]"))
        }),
        c("CAS: pairs in JSON", 200, |n| {
            let pairs = many(n, |at| format!("{{\"name\":\"a{at}\",\"value\":0}},")) + "0";
            json(&format!(",\"attributes\":[{pairs}]"))
        }),
        c("CAS: levels in JSON", 500, |n| {
            json(&format!(",\"attributes\":{{\"a\":{}{}}}", "[".repeat(n), "]".repeat(n)))
        }),
        c("CAS: logout, sessions", 300, |n| logout(&"<s:SessionIndex/>".repeat(n), "")),
        c("CAS: logout, attributes", 200, |n| logout("", &many(n, |at| format!(" a{at}=\"\"")))),
        c("CAS: logout, namespaces and elements that declare one", 50, |n| {
            let all = many(n, |at| format!(" xmlns:a{at}=\"u:{at}\""));
            logout(&"<b xmlns:b=\"u:b\"/>".repeat(n), &all)
        }),
        c("CAS: logout, levels that declare a namespace", 60, |n| {
            let open = many(n, |at| format!("<a xmlns:a{at}=\"u:{at}\">"));
            logout(&format!("{open}{}", "</a>".repeat(n)), "")
        }),
        c("CAS: logout, parameters of the form", 1000, |n| {
            let body = many(n, |at| format!("p{at}=%41&"));
            Box::new(move || outcome(CasLogoutRequest::from_form(body.as_bytes())))
        }),
        c("CAS: parameters of a query", 1000, |n| {
            let query = many(n, |at| format!("p{at}=%41&"));
            Box::new(move || outcome(ticket_from_query(&query)))
        }),
    ]
}
