//! Markup that parsers disagree about, and what it is used for.

use authing_protocols::saml::SamlError;

use crate::{
    common::{ALICE, Doc, PLAIN, is_harmless, outcome},
    surgery::{cut, replace},
};

const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// What a reader may take for a shorter or longer name, while the signature still verifies because
/// canonicalization drops or folds it (CVE-2017-11427 and its kin).
#[test]
fn comments_instructions_and_cdata_in_a_name_are_refused() {
    let split = |with: &str| format!("{}{with}{}", &ALICE[..5], &ALICE[5..]);
    for fixture in &PLAIN {
        let signed = outcome(fixture.xml).unwrap();
        for inside in [
            split("<!-- -->"),
            split("<!---->"),
            split("<?php ?>"),
            split("<?xml-stylesheet href='x'?>"),
            format!("<![CDATA[{ALICE}]]>"),
            split("<![CDATA[]]>"),
            split("&#0;"),
            split("<x/>"),
            split(
                "<saml:NameID xmlns:saml='urn:oasis:names:tc:SAML:2.0:assertion'>mallory</saml:NameID>",
            ),
            split("&undefined;"),
            split("\u{0}"),
        ] {
            let xml = fixture.xml.replace(ALICE, &inside);
            assert_ne!(xml, fixture.xml);
            assert!(outcome(&xml).is_err(), "{}: {inside}", fixture.name);
        }
        // The same characters in another spelling are the same name, and signed.
        let spelled = fixture.xml.replace(ALICE, &ALICE.replace('a', "&#x61;"));
        assert!(is_harmless(&spelled, &signed));
        assert!(outcome(&spelled).is_ok());
    }
}

/// Others refuse them (Namespaces in XML 1.0, section 4), or begin the name elsewhere.
#[test]
fn names_that_other_readers_refuse_are_refused() {
    let with = |attributes: &str| Doc { attributes: attributes.to_owned(), ..Doc::default() };
    let statement = |inside: &str| {
        format!(
            "<saml:AttributeStatement><saml:Attribute Name=\"a\">{inside}</saml:Attribute>\
             </saml:AttributeStatement>"
        )
    };
    let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let value = |of: &str| statement(&format!("<saml:AttributeValue {xsi} {of}/>"));
    assert!(outcome(with(&value("xsi:nil=\"true\"")).signed()).is_ok());
    for inside in [
        value("xsi:x:nil=\"true\""),
        value("xsi:nil:=\"true\""),
        value("xsi:7nil=\"true\""),
        value("xsi:-nil=\"true\""),
        value("xsi:\u{301}nil=\"true\""),
        statement("<saml:x:AttributeValue/>"),
        statement("<saml:7AttributeValue/>"),
        statement("<saml:AttributeValue><xsi:a:b xmlns:xsi=\"urn:x\"/></saml:AttributeValue>"),
    ] {
        let error = outcome(with(&inside).signed()).unwrap_err();
        assert_eq!(
            error,
            SamlError::Markup("a name that cannot be, such as `a:b:c` or `a:7`"),
            "{inside}"
        );
    }
}

#[test]
fn comments_and_instructions_are_refused_anywhere() {
    let xml = Doc::default().signed();
    for hostile in [
        format!("{xml}<!-- -->"),
        format!("<!-- -->{xml}"),
        format!("<?x?>{xml}"),
        format!("{xml}<?x?>"),
        xml.replace("</saml:Issuer>", "<!-- --></saml:Issuer>"),
        xml.replace("<ds:SignedInfo>", "<ds:SignedInfo><!-- -->"),
        xml.replace("<ds:DigestValue>", "<ds:DigestValue><!--x-->"),
        xml.replace("<saml:Subject>", "<saml:Subject><![CDATA[ ]]>"),
    ] {
        assert_ne!(hostile, xml);
        assert!(matches!(outcome(&hostile), Err(SamlError::Markup(_))), "{hostile}");
    }
}

#[test]
fn document_types_and_entities_are_refused() {
    let xml = Doc::default().signed();
    let lol = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
               <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>";
    for prolog in [
        "<!DOCTYPE samlp:Response>",
        "<!DOCTYPE r [<!ENTITY who \"mallory\">]>",
        "<!DOCTYPE r [<!ENTITY who SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/x.dtd\">",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]>",
        "<!DOCTYPE r [<!ATTLIST samlp:Response ID ID #IMPLIED>]>",
        lol,
        "<!doctype response>",
    ] {
        for declaration in ["", "<?xml version=\"1.0\"?>"] {
            let hostile = format!("{declaration}{prolog}{xml}").replace(ALICE, "&who;");
            assert!(matches!(outcome(&hostile), Err(SamlError::Markup(_))), "{prolog}");
        }
    }
}

#[test]
fn only_xml_1_0_in_utf_8_is_read() {
    let xml = Doc::default().signed();
    for declaration in [
        "<?xml version=\"1.1\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-7\"?>",
        "<?xml encoding=\"UTF-8\"?>",
        " <?xml version=\"1.0\"?>",
    ] {
        assert!(outcome(format!("{declaration}{xml}")).is_err(), "{declaration}");
    }
    for declaration in
        ["<?xml version=\"1.0\" encoding=\"utf-8\"?>", "<?xml version=\"1.0\"?>\n", "\u{feff}"]
    {
        assert!(outcome(format!("{declaration}{xml}")).is_ok(), "{declaration}");
    }
    let utf16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(matches!(outcome(utf16), Err(SamlError::NotUtf8(_))));
    let mut invalid = xml.clone().into_bytes();
    invalid.push(0xff);
    assert!(matches!(outcome(invalid), Err(SamlError::NotUtf8(_))));
}

#[test]
fn a_document_that_is_cut_anywhere_is_refused() {
    for xml in [Doc::default().signed(), Doc::default().signed_response()] {
        for end in 0..xml.len() {
            assert!(outcome(&xml[..end]).is_err(), "{end}");
        }
        assert!(outcome(format!("{xml}{xml}")).is_err());
        assert!(outcome(format!("{xml}x")).is_err());
    }
}

#[test]
fn names_in_other_namespaces_are_not_saml() {
    let xml = Doc::default().signed();
    for (from, to) in [
        ("urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:1.0:protocol"),
        ("urn:oasis:names:tc:SAML:2.0:protocol", "urn:evil"),
        ("urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:1.0:assertion"),
        ("http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2000/09/xmldsig"),
    ] {
        assert!(outcome(xml.replace(from, to)).is_err(), "{to}");
    }
    // Declared again half-way down, so that the same prefix means something else.
    let redeclared = xml.replace("<saml:Subject>", "<saml:Subject xmlns:saml=\"urn:evil\">");
    assert!(outcome(redeclared).is_err());
    let attribute = xml.replace("<saml:NameID>", "<saml:NameID xmlns:saml=\"urn:evil\">");
    assert!(outcome(attribute).is_err());
}

#[test]
fn a_signed_name_in_another_namespace_is_not_the_name() {
    let fake = "<evil:NameID xmlns:evil=\"urn:evil\">mallory</evil:NameID>";
    let name_id = format!("{fake}{}", Doc::default().name_id);
    let login = outcome(Doc { name_id, ..Doc::default() }.signed()).unwrap();
    assert_eq!(login.name_id.value, ALICE);
    let only = Doc { name_id: fake.to_owned(), ..Doc::default() };
    assert!(matches!(outcome(only.signed()), Err(SamlError::Malformed(_))));
}

#[test]
fn prefixed_attributes_do_not_stand_in_for_saml_s_own() {
    let xml = Doc::default().signed();
    let aliased = xml.replace(
        "<samlp:Response ",
        "<samlp:Response xmlns:e=\"urn:evil\" e:Destination=\"https://other\" e:InResponseTo=\"x\" ",
    );
    assert!(outcome(&aliased).is_ok());
    let only =
        aliased.replace(" Destination=", " e:Dest=").replace(" InResponseTo=\"_request\" e", " e");
    assert!(only != aliased);
    for attribute in [" InResponseTo=\"_request\"", " ID=\"_r\"", " Version=\"2.0\""] {
        let prefixed = xml.replacen(
            attribute,
            &format!(" xmlns:e=\"urn:evil\" e:{}", attribute.trim_start()),
            1,
        );
        assert_ne!(prefixed, xml);
        assert!(outcome(prefixed).is_err(), "{attribute}");
    }
}

#[test]
fn a_message_of_another_kind_is_refused() {
    let xml = Doc::default().signed();
    let assertion = cut(&xml, "Assertion");
    assert!(matches!(outcome(assertion), Err(SamlError::Malformed(_))));
    for kind in ["ArtifactResponse", "LogoutResponse", "AuthnRequest"] {
        let other = xml.replace("samlp:Response", &format!("samlp:{kind}"));
        assert!(matches!(outcome(other), Err(SamlError::Malformed(_))));
    }
    let envelope = replace(&xml, "Response", &format!("<e>{}</e>", cut(&xml, "Response")));
    assert!(matches!(outcome(envelope), Err(SamlError::Malformed(_))));
    for nothing in ["", " ", "<", "{}", "not xml", "<a/>"] {
        assert!(outcome(nothing).is_err());
    }
}

#[test]
fn an_identifier_that_occurs_twice_is_refused_whatever_its_attribute_is_called() {
    let xml = Doc::default().signed();
    for name in ["ID", "Id", "id", "iD", "xml:id", "AssertionID", "RequestID", "e:ID"] {
        let twin = format!("<x xmlns:e=\"urn:e\" {name}=\"_a\"/>");
        let error = outcome(crate::surgery::append(&xml, &twin)).unwrap_err();
        assert_eq!(error, SamlError::Markup("the same identifier twice"), "{name}");
    }
}

#[test]
fn an_attribute_that_occurs_twice_is_refused() {
    let xml = Doc::default().signed();
    for (from, to) in [
        (" ID=\"_r\"", " ID=\"_r\" ID=\"_s\""),
        (" ID=\"_a\"", " ID=\"_b\" ID=\"_a\""),
        (" Destination=", " Destination=\"https://other\" Destination="),
        (" ID=\"_r\"", " ID=\"_r\" xmlns:e=\"urn:e\" xmlns:f=\"urn:e\" e:x=\"1\" f:x=\"2\""),
        (" ID=\"_r\"", " ID=\"_r\" xmlns:e=\"urn:e\" xmlns:e=\"urn:f\""),
    ] {
        let hostile = xml.replacen(from, to, 1);
        assert_ne!(hostile, xml);
        let refused = outcome(&hostile).unwrap_err();
        assert!(matches!(refused, SamlError::NotWellFormed { .. }), "{to}: {refused}");
    }
}

/// SAML's own attributes under SAML's own prefixes: some readers take them for those without.
#[test]
fn an_attribute_with_saml_s_prefix_is_another_attribute() {
    for fixture in &PLAIN {
        let signed = outcome(fixture.xml).unwrap();
        let (response, assertion) = (cut(fixture.xml, "Response"), cut(fixture.xml, "Assertion"));
        for name in ["ID", "Destination", "InResponseTo", "Version"] {
            for prefix in ["urn:oasis:names:tc:SAML:2.0:protocol", SAML, "urn:evil"] {
                let added = format!(" xmlns:e=\"{prefix}\" e:{name}=\"_mallory\"");
                let polluted = |element: &str| {
                    let end = element.find(' ').unwrap();
                    format!("{}{added}{}", &element[..end], &element[end..])
                };
                let outer = fixture.xml.replace(response, &polluted(response));
                assert!(is_harmless(&outer, &signed), "{}: {added}", fixture.name);
                // Whatever is signed cannot have attributes added.
                let inner = fixture.xml.replace(assertion, &polluted(assertion));
                assert!(outcome(&inner).is_err(), "{}: {added}", fixture.name);
            }
        }
    }
}

/// Canonicalization that fails must not pass for one of nothing.
#[test]
fn namespaces_that_cannot_be_canonicalized_sign_nobody_in() {
    for fixture in &PLAIN {
        let signed = outcome(fixture.xml).unwrap();
        let response = cut(fixture.xml, "Response");
        let end = response.find(' ').unwrap();
        for declared in ["xmlns:r=\"1\"", "xmlns:r=\"../x\"", "xmlns:r=\"\"", "xmlns:xml=\"urn:x\""]
        {
            let odd = format!("{} {declared}{}", &response[..end], &response[end..]);
            assert!(is_harmless(&odd, &signed), "{}: {declared}", fixture.name);
            assert!(
                outcome(odd.replace(ALICE, "mallory")).is_err(),
                "{}: {declared}",
                fixture.name
            );
        }
    }
}
