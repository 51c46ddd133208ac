//! Responses and logout messages of SAML, unsigned or with a signature of nobody's.

use std::{borrow::Borrow, sync::LazyLock};

use authing_protocols::{
    Error,
    saml::{LogoutMessage, PostedResponse, ServiceProvider},
};
use authing_test_support::cost::{Construct, Work, outcome};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    common::{
        ACS, Doc, ENVELOPED, EXCLUSIVE, SERVICE, SP_CERT, SP_KEY, SP_SLO, Template, audience,
        builder, confirmation, pending, posted, transform,
    },
    support::offline,
};

static LOGOUT: LazyLock<ServiceProvider> =
    LazyLock::new(|| builder().signing_key(SP_KEY, SP_CERT).logout_url(SP_SLO).build().unwrap());

/// So many, each with its number.
pub(crate) fn many<T: Borrow<str>>(count: usize, one: impl Fn(usize) -> T) -> String {
    (0..count).fold(String::new(), |text, number| text + one(number).borrow())
}

fn response(xml: String) -> Work {
    finish(posted(xml))
}

fn finish(form: PostedResponse) -> Work {
    let pending = pending(&SERVICE);
    Box::new(move || outcome(offline(SERVICE.finish(&form, pending.clone()))))
}

/// Without a signature: nothing of it is believed.
fn unsigned(doc: Doc) -> Work {
    response(doc.unsigned())
}

/// With a signature in its right shape, over something else: the whole assertion is canonicalized
/// before that shows.
fn forged(doc: &Doc, template: &Template<'_>) -> Work {
    response(doc.around("", &doc.assertion(&fake(template))))
}

fn fake(template: &Template<'_>) -> String {
    let text = template.to_string();
    ["DigestValue", "SignatureValue"].iter().fold(text, |text, name| {
        let empty = format!("<ds:{name}></ds:{name}>");
        text.replace(&empty, &format!("<ds:{name}>AAAA</ds:{name}>"))
    })
}

/// With all of this in the assertion, at its end.
fn with_extra(extra: String) -> Work {
    forged(&Doc { extra, ..Doc::default() }, &Template::new("_a"))
}

fn with_attributes(attributes: &str) -> Work {
    with_extra(format!("<saml:AttributeStatement>{attributes}</saml:AttributeStatement>"))
}

fn with_key_info(inside: &str) -> Work {
    let key_info = format!("<ds:KeyInfo>{inside}</ds:KeyInfo>");
    forged(&Doc::default(), &Template { key_info, ..Template::new("_a") })
}

fn prefix_list(list: &str) -> String {
    format!(
        "<ds:Transform Algorithm=\"{EXCLUSIVE}\"><e:InclusiveNamespaces xmlns:e=\"{EXCLUSIVE}\" \
         PrefixList=\"{list}\"/></ds:Transform>"
    )
}

fn with_prefix_list(list: &str, elements: usize) -> Work {
    let transforms = transform(ENVELOPED) + &prefix_list(list);
    let doc = Doc { extra: "<x/>".repeat(elements), ..Doc::default() };
    forged(&doc, &Template { transforms, ..Template::new("_a") })
}

fn logout(xml: String) -> Work {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("SAMLRequest", &STANDARD.encode(xml))
        .finish();
    Box::new(move || {
        let read = LogoutMessage::from_form(&form).map_err(Error::from);
        outcome(read.and_then(|message| offline(LOGOUT.read_logout_request(&message))))
    })
}

fn logout_request(inside: &str) -> String {
    let signature = fake(&Template::new("_l"));
    format!(
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
         xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_l\" Version=\"2.0\" \
         IssueInstant=\"2026-01-01T00:00:00Z\" Destination=\"{SP_SLO}\">\
         <saml:Issuer>https://idp.example.com/metadata</saml:Issuer>{signature}\
         <saml:NameID>alice</saml:NameID>{inside}</samlp:LogoutRequest>"
    )
}

fn encrypted(keys: usize, cipher: &str) -> Work {
    let key = "<e:EncryptedKey><e:EncryptionMethod Algorithm=\
               \"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p\"/><e:CipherData>\
               <e:CipherValue>AAAA</e:CipherValue></e:CipherData></e:EncryptedKey>"
        .repeat(keys);
    let assertion = format!(
        "<saml:EncryptedAssertion><e:EncryptedData xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\">\
         <e:EncryptionMethod Algorithm=\"http://www.w3.org/2009/xmlenc11#aes256-gcm\"/>\
         <ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{key}</ds:KeyInfo>\
         <e:CipherData><e:CipherValue>{cipher}</e:CipherValue></e:CipherData>\
         </e:EncryptedData></saml:EncryptedAssertion>"
    );
    response(Doc::default().around("", &assertion))
}

pub(crate) fn constructs() -> Vec<Construct> {
    let c = Construct::new;
    vec![
        c("SAML: prefixes of a PrefixList, and elements", 80, |n| {
            with_prefix_list(&many(n, |at| format!("p{at} ")), n)
        }),
        c("SAML: the most prefixes of a PrefixList, and elements", 200, |n| {
            with_prefix_list("#default xs xsi saml samlp ds md xenc xenc11 ec", n)
        }),
        c("SAML: length of a prefix in a PrefixList, and elements", 200, |n| {
            with_prefix_list(&"p".repeat(n), n)
        }),
        c("SAML: length of a namespace, and elements that are in it", 100, |n| {
            let uri = "u".repeat(20 * n);
            let many = "<p:x/>".repeat(n);
            let assertion = format!("{} xmlns:p=\"{uri}\"", Doc::default().assertion);
            forged(&Doc { assertion, extra: many, ..Doc::default() }, &Template::new("_a"))
        }),
        c("SAML: the longest namespace, and attributes that are in it", 40, |n| {
            let uri = |number: usize| format!("{number:0256}");
            let declared = many(8, |at| format!(" xmlns:p{at}=\"{}\"", uri(at)));
            let used = format!("<x{}/>", many(8, |at| format!(" p{at}:a=\"\"")));
            let assertion = format!("{}{declared}", Doc::default().assertion);
            forged(
                &Doc { assertion, extra: used.repeat(n), ..Doc::default() },
                &Template::new("_a"),
            )
        }),
        c("SAML: namespaces in scope, and elements that are in one", 125, |n| {
            let level = |from: usize| {
                format!("<x{}>", many(25, |at| format!(" xmlns:n{}=\"u:{at}\"", from + at)))
            };
            let levels = n / 25;
            let open = many(levels, |at| level(at * 25));
            with_extra(format!("{open}{}{}", "<n0:y/>".repeat(4 * n), "</x>".repeat(levels)))
        }),
        c("SAML: the most namespaces in scope, and attributes that are in one", 200, |n| {
            let declared = |from: usize| many(29, |at| format!(" xmlns:n{}=\"u:{at}\"", from + at));
            let used = "<x n0:a=\"\" n1:a=\"\"/>".repeat(n);
            with_extra(format!("<x{}><x{}>{used}</x></x>", declared(0), declared(29)))
        }),
        c("SAML: elements that declare a namespace", 500, |n| {
            with_attributes(&many(n, |at| format!("<x xmlns:n=\"u:{at}\"/>")))
        }),
        c("SAML: attributes of one element", 2000, |n| {
            with_extra(format!("<x{}/>", many(n, |at| format!(" a{at}=\"\""))))
        }),
        c("SAML: namespaces of one element", 2000, |n| {
            with_extra(format!("<x{}/>", many(n, |at| format!(" xmlns:a{at}=\"u:{at}\""))))
        }),
        c("SAML: levels", 500, |n| with_extra(format!("{}{}", "<x>".repeat(n), "</x>".repeat(n)))),
        c("SAML: levels that no end follows", 2000, |n| response("<x>".repeat(n))),
        c("SAML: `<` and nothing else", 2000, |n| response("<".repeat(n))),
        c("SAML: comments that do not end", 2000, |n| response("<x/><!--".repeat(n))),
        c("SAML: comments", 1000, |n| with_extra("a<!-- -->".repeat(n))),
        c("SAML: CDATA sections", 1000, |n| with_extra("<![CDATA[a]]>".repeat(n))),
        c("SAML: entities in a text", 4000, |n| {
            with_extra(format!("<x>{}</x>", "&amp;".repeat(n)))
        }),
        c("SAML: references to letters in a value", 3000, |n| {
            with_extra(format!("<x a=\"{}\"/>", "&#x9;".repeat(n)))
        }),
        c("SAML: letters that are escaped", 4000, |n| {
            with_extra(format!("<x a='{}'>{}</x>", "\"".repeat(n), "\r>".repeat(n)))
        }),
        c("SAML: attributes of the user", 120, |n| {
            with_attributes(&many(n, |at| {
                format!(
                    "<saml:Attribute Name=\"a{at}\"><saml:AttributeValue>v</saml:AttributeValue>\
                     </saml:Attribute>"
                )
            }))
        }),
        c("SAML: values of an attribute", 200, |n| {
            let values = "<saml:AttributeValue>v</saml:AttributeValue>".repeat(n);
            with_attributes(&format!("<saml:Attribute Name=\"a\">{values}</saml:Attribute>"))
        }),
        c("SAML: attributes of the user, signed", 50, |n| {
            let attributes = many(n, |at| {
                format!(
                    "<saml:Attribute Name=\"a{}\"><saml:AttributeValue>v</saml:AttributeValue>\
                     </saml:Attribute>",
                    at / 2
                )
            });
            let attributes =
                format!("<saml:AttributeStatement>{attributes}</saml:AttributeStatement>");
            response(Doc { attributes, ..Doc::default() }.signed())
        }),
        c("SAML: audiences and restrictions, signed", 100, |n| {
            let others = audience("https://other.example.com").replace(
                "</saml:AudienceRestriction>",
                &format!(
                    "{}</saml:AudienceRestriction>",
                    "<saml:Audience>x</saml:Audience>".repeat(n)
                ),
            );
            response(Doc { audience: others.repeat(2), ..Doc::default() }.signed())
        }),
        // A number at which what the parser reserves doubles with the input.
        c("SAML: restrictions, signed", 60, |n| {
            let all = audience("https://sp.example.com/saml").repeat(n);
            response(Doc { audience: all, ..Doc::default() }.signed())
        }),
        c("SAML: confirmations, signed", 40, |n| {
            let data = format!("Recipient=\"{ACS}\" NotOnOrAfter=\"2026-01-01T00:05:00Z\"");
            response(Doc { confirmation: confirmation(&data).repeat(n), ..Doc::default() }.signed())
        }),
        c("SAML: statements of a login, signed", 40, |n| {
            response(Doc { authn: Doc::default().authn.repeat(n), ..Doc::default() }.signed())
        }),
        c("SAML: attribute statements, signed", 50, |n| {
            let one =
                "<saml:AttributeStatement><saml:Attribute Name=\"a\"/></saml:AttributeStatement>";
            response(Doc { attributes: one.repeat(n), ..Doc::default() }.signed())
        }),
        c("SAML: transforms", 300, |n| {
            let transforms = transform(ENVELOPED) + &transform(EXCLUSIVE).repeat(n);
            forged(&Doc::default(), &Template { transforms, ..Template::new("_a") })
        }),
        c("SAML: references", 70, |n| {
            let text = fake(&Template::new("_a"));
            let (before, rest) = text.split_once("<ds:Reference").unwrap();
            let (reference, after) = rest.split_once("</ds:Reference>").unwrap();
            let references = format!("<ds:Reference{reference}</ds:Reference>").repeat(n);
            let doc = Doc::default();
            response(doc.around("", &doc.assertion(&format!("{before}{references}{after}"))))
        }),
        c("SAML: signatures", 50, |n| {
            let doc = Doc::default();
            response(doc.around("", &doc.assertion(&fake(&Template::new("_a")).repeat(n))))
        }),
        c("SAML: certificates in a KeyInfo", 200, |n| {
            let one = "<ds:X509Certificate>AAAA</ds:X509Certificate>";
            with_key_info(&format!("<ds:X509Data>{}</ds:X509Data>", one.repeat(n)))
        }),
        c("SAML: names and serial numbers in a KeyInfo", 100, |n| {
            let serials = many(n, |at| {
                format!(
                    "<ds:X509IssuerSerial><ds:X509SerialNumber>{at}</ds:X509SerialNumber>\
                     </ds:X509IssuerSerial>"
                )
            });
            let names = many(n, |at| format!("<ds:KeyName>{at}</ds:KeyName>"));
            with_key_info(&format!("{names}<ds:X509Data>{serials}</ds:X509Data>"))
        }),
        c("SAML: length of a digest and a signature value", 4000, |n| {
            let doc = Doc::default();
            let long = fake(&Template::new("_a")).replace("AAAA", &"AAAA".repeat(n));
            response(doc.around("", &doc.assertion(&long)))
        }),
        c("SAML: encrypted keys", 80, |n| encrypted(n, "AAAA")),
        c("SAML: length of a ciphertext", 8000, |n| encrypted(1, &"AAAA".repeat(n))),
        c("SAML: encrypted assertions", 300, |n| {
            response(Doc::default().around("", &"<saml:EncryptedAssertion/>".repeat(n)))
        }),
        c("SAML: assertions", 50, |n| {
            response(Doc::default().around("", &Doc::default().assertion("").repeat(n)))
        }),
        c("SAML: identifiers", 200, |n| {
            with_extra(many(n, |at| format!("<x ID=\"i{at}\" Id=\"j{at}\"/>")))
        }),
        c("SAML: status codes and their message", 200, |n| {
            let code = "<samlp:StatusCode Value=\"urn:x\"/>".repeat(n);
            let message =
                format!("<samlp:StatusMessage>{}</samlp:StatusMessage>", "m".repeat(9 * n));
            let status = format!(
                "<samlp:Status><samlp:StatusCode Value=\"urn:x\">{code}</samlp:StatusCode>{message}\
                 </samlp:Status>"
            );
            unsigned(Doc { status, ..Doc::default() })
        }),
        c("SAML: length of an issuer, a destination, a name of a request", 3000, |n| {
            let long = "i".repeat(n);
            let response = Doc::default().response.replace("_request", &long).replace(ACS, &long);
            let response_issuer = format!("<saml:Issuer>{long}</saml:Issuer>");
            forged(&Doc { response, response_issuer, ..Doc::default() }, &Template::new("_a"))
        }),
        c("SAML: lines of base64", 3000, |n| {
            let base64 = STANDARD.encode(Doc::default().unsigned());
            finish(PostedResponse::new("\r\n".repeat(n) + &base64))
        }),
        c("SAML: base64 of something else than XML", 10_000, |n| {
            finish(PostedResponse::new("A".repeat(4 * n)))
        }),
        c("SAML: a line for each letter, and an error at the end", 2000, |n| {
            response(format!("<x>{}</y>", "a\n".repeat(n)))
        }),
        c("SAML: parameters of a posted form", 2000, |n| {
            let body = many(n, |at| format!("p{at}=%41&"));
            Box::new(move || outcome(PostedResponse::from_form(&body)))
        }),
        c("SAML: logout, sessions", 300, |n| {
            logout(logout_request(&"<samlp:SessionIndex>s</samlp:SessionIndex>".repeat(n)))
        }),
        c("SAML: logout, parameters of a query", 2000, |n| {
            let query = many(n, |at| format!("p{at}=%41&"));
            Box::new(move || outcome(LogoutMessage::from_query(&query)))
        }),
        c("SAML: logout, what DEFLATE makes of a query", 20_000, |n| {
            let deflated = miniz(&" ".repeat(4 * n));
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("SAMLRequest", &STANDARD.encode(deflated))
                .finish();
            Box::new(move || {
                let read = LogoutMessage::from_query(&query).map_err(Error::from);
                outcome(read.and_then(|message| offline(LOGOUT.read_logout_request(&message))))
            })
        }),
    ]
}

/// Stored blocks would be as long as their content: runs are not.
fn miniz(text: &str) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 6)
}
