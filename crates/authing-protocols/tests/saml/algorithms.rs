//! Which signatures count: by which key, over what, and how made. Every document here is signed
//! with the identity provider's own key unless it says otherwise.

use authing_protocols::saml::SamlError;
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    common::{
        ALICE, ATTACKER_CERT, ATTACKER_KEY, Doc, EC_CERT, ENVELOPED, EXCLUSIVE, IDP_CERT, IDP_KEY,
        PLAIN, SERVICE, Signer, Template, builder, finish, idp, outcome, pending, transform,
    },
    surgery::{append, cut, replace, without},
};

fn with(template: Template<'_>) -> String {
    Signer::rsa(IDP_KEY)
        .fill(&Doc::default().around("", &Doc::default().assertion(&template.to_string())))
}

#[test]
fn an_unsigned_response_is_refused() {
    assert_eq!(outcome(Doc::default().unsigned()).unwrap_err(), SamlError::Unsigned);
    let stripped = without(&Doc::default().signed(), "Signature");
    assert_eq!(outcome(stripped).unwrap_err(), SamlError::Unsigned);
}

#[test]
fn another_key_is_refused_and_its_certificate_is_not_believed() {
    let der = ATTACKER_CERT.lines().filter(|line| !line.starts_with("---")).collect::<String>();
    let certificate = format!(
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{der}</ds:X509Certificate></ds:X509Data>\
         </ds:KeyInfo>"
    );
    let attacker = Signer::rsa(ATTACKER_KEY);
    for (key_info, error) in [
        (String::new(), SamlError::BadSignature),
        (certificate, SamlError::UnknownCertificate),
        (
            "<ds:KeyInfo><ds:KeyName>test idp</ds:KeyName></ds:KeyInfo>".to_owned(),
            SamlError::BadSignature,
        ),
    ] {
        let template = Template { key_info, ..Template::new("_a") }.to_string();
        let xml = attacker.fill(&Doc::default().around("", &Doc::default().assertion(&template)));
        assert_eq!(outcome(xml).unwrap_err(), error);
    }
}

#[test]
fn an_attacker_s_key_value_is_not_believed() {
    let key = bergshamra_keys::loader::load_pem_auto(ATTACKER_KEY.as_bytes(), None).unwrap();
    let value = key.to_key_value_xml("ds:").unwrap_or_default();
    let key_info = format!("<ds:KeyInfo><ds:KeyValue>{value}</ds:KeyValue></ds:KeyInfo>");
    let template = Template { key_info, ..Template::new("_a") }.to_string();
    let xml = Signer::rsa(ATTACKER_KEY)
        .fill(&Doc::default().around("", &Doc::default().assertion(&template)));
    assert!(outcome(xml).is_err());
}

#[test]
fn key_info_that_points_elsewhere_is_refused() {
    for inside in [
        "<ds:RetrievalMethod URI=\"http://127.0.0.1:1/key\"/>",
        "<d:KeyInfoReference xmlns:d=\"http://www.w3.org/2009/xmldsig11#\" URI=\"#_r\"/>",
        "<ds:MgmtData>x</ds:MgmtData>",
        "<x xmlns=\"\"/>",
    ] {
        let key_info = format!("<ds:KeyInfo>{inside}</ds:KeyInfo>");
        let xml = with(Template { key_info, ..Template::new("_a") });
        assert!(matches!(outcome(xml), Err(SamlError::SignatureShape(_))), "{inside}");
    }
}

#[test]
fn the_public_key_is_no_hmac_secret() {
    let pem = IDP_CERT.as_bytes();
    let der = STANDARD
        .decode(IDP_CERT.lines().filter(|line| !line.starts_with("---")).collect::<String>())
        .unwrap();
    for secret in [pem, &der] {
        let signer = Signer::hmac(secret);
        let xml = signer
            .fill(&Doc::default().around("", &Doc::default().assertion(&signer.template("_a"))));
        let error = outcome(xml).unwrap_err();
        assert!(error.to_string().contains("#hmac-sha256"), "{error}");
    }
}

#[test]
fn sha_1_is_refused_and_the_error_says_what_to_set() {
    for xml in [include_str!("fixtures/pysaml2-sha1.xml"), include_str!("fixtures/samlp-sha1.xml")]
    {
        let error = outcome(xml).unwrap_err();
        assert!(matches!(error, SamlError::SignatureAlgorithm { .. }), "{error}");
        assert!(error.to_string().contains("RSA-SHA256 with SHA-256"), "{error}");
    }
}

#[test]
fn only_the_listed_algorithms_are_accepted() {
    for method in ["rsa-sha256", "rsa-sha384", "rsa-sha512"] {
        let method = format!("http://www.w3.org/2001/04/xmldsig-more#{method}");
        let xml = with(Template { method: &method, ..Template::new("_a") });
        assert!(outcome(xml).is_ok(), "{method}");
    }
    for digest in [
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    ] {
        let xml = with(Template { digest, ..Template::new("_a") });
        assert!(outcome(xml).is_ok(), "{digest}");
    }
    let good = Doc::default().signed();
    for method in [
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224",
        "none",
        "",
    ] {
        let xml = good.replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", method);
        assert!(matches!(outcome(xml), Err(SamlError::SignatureAlgorithm { .. })), "{method}");
    }
    for digest in [
        "http://www.w3.org/2000/09/xmldsig#sha1",
        "http://www.w3.org/2001/04/xmldsig-more#md5",
        "http://www.w3.org/2001/04/xmlenc#ripemd160",
        "",
    ] {
        let xml = good.replace("http://www.w3.org/2001/04/xmlenc#sha256", digest);
        assert!(matches!(outcome(xml), Err(SamlError::SignatureAlgorithm { .. })), "{digest}");
    }
}

#[test]
fn ecdsa_with_p_256_is_accepted_from_a_p_256_certificate_only() {
    let signer = Signer::ec();
    let xml =
        signer.fill(&Doc::default().around("", &Doc::default().assertion(&signer.template("_a"))));
    let sp = builder().idp(idp().certificate(EC_CERT)).build().unwrap();
    assert!(finish(&sp, &xml, pending(&sp)).is_ok());
    assert_eq!(finish(&SERVICE, &xml, pending(&SERVICE)).unwrap_err(), SamlError::BadSignature);
}

#[test]
fn only_the_two_transforms_in_their_order_are_accepted() {
    let exclusive = transform(EXCLUSIVE);
    let enveloped = transform(ENVELOPED);
    let others = [
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    ];
    for other in others {
        let xml = with(Template {
            transforms: format!("{enveloped}{}", transform(other)),
            ..Template::new("_a")
        });
        assert!(matches!(outcome(xml), Err(SamlError::SignatureShape(_))), "{other}");
        let xml = with(Template { canonicalization: other, ..Template::new("_a") });
        assert!(matches!(outcome(xml), Err(SamlError::SignatureShape(_))), "{other}");
    }
    let good = Doc::default().signed();
    let transforms = cut(&good, "Transforms").to_owned();
    let xpath = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>\
                 not(ancestor-or-self::saml:NameID)</ds:XPath></ds:Transform>";
    let xslt = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\">\
                <xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\">\
                <xsl:template match=\"/\">x</xsl:template></xsl:stylesheet></ds:Transform>";
    for inside in [
        String::new(),
        enveloped.clone(),
        exclusive.clone(),
        format!("{exclusive}{enveloped}"),
        format!("{enveloped}{exclusive}{exclusive}"),
        format!("{enveloped}{enveloped}{exclusive}"),
        format!("{enveloped}{xpath}{exclusive}"),
        format!("{enveloped}{xpath}"),
        format!("{enveloped}{xslt}"),
        format!("{xslt}{exclusive}"),
        format!("{enveloped}{}", transform("http://www.w3.org/2000/09/xmldsig#base64")),
        format!("{enveloped}{}", transform("http://www.w3.org/2002/06/xmldsig-filter2")),
        format!("{}<x/>", enveloped.clone() + &exclusive),
        enveloped.replace("/>", ">x</ds:Transform>") + &exclusive,
        enveloped.replace(" Algorithm", " xmlns:e=\"urn:e\" e:Algorithm") + &exclusive,
    ] {
        let xml = good.replace(&transforms, &format!("<ds:Transforms>{inside}</ds:Transforms>"));
        assert!(matches!(outcome(xml), Err(SamlError::SignatureShape(_))), "{inside}");
    }
    let xml = good.replace(&transforms, "");
    assert!(matches!(outcome(xml), Err(SamlError::SignatureShape(_))));
}

#[test]
fn a_list_of_inclusive_namespaces_is_accepted() {
    let list = format!(
        "<ds:Transform Algorithm=\"{EXCLUSIVE}\"><ec:InclusiveNamespaces xmlns:ec=\"{EXCLUSIVE}\" \
         PrefixList=\"xs samlp\"/></ds:Transform>"
    );
    let transforms = format!("{}{list}", transform(ENVELOPED));
    let xml = with(Template { transforms, ..Template::new("_a") });
    assert!(outcome(&xml).is_ok());
    let smuggled = xml.replace("PrefixList=", "Other=\"x\" PrefixList=");
    assert!(matches!(outcome(smuggled), Err(SamlError::SignatureShape(_))));
}

#[test]
fn one_reference_is_accepted_and_neither_none_nor_two() {
    let good = Doc::default().signed();
    let info = cut(&good, "SignedInfo").to_owned();
    let reference = cut(&good, "Reference").to_owned();
    for (name, hostile) in [
        ("two", info.replace(&reference, &format!("{reference}{reference}"))),
        ("none", info.replace(&reference, "")),
        ("a manifest", append(&info, "<ds:Manifest/>")),
        (
            "a type",
            info.replace("URI=", "Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\" URI="),
        ),
        ("no URI", info.replace("URI=\"#_a\"", "")),
        ("the whole document", info.replace("URI=\"#_a\"", "URI=\"\"")),
        ("an xpointer", info.replace("URI=\"#_a\"", "URI=\"#xpointer(id('_a'))\"")),
        ("the root xpointer", info.replace("URI=\"#_a\"", "URI=\"#xpointer(/)\"")),
        ("an address", info.replace("URI=\"#_a\"", "URI=\"http://127.0.0.1:1/#_a\"")),
        ("a file", info.replace("URI=\"#_a\"", "URI=\"Cargo.toml\"")),
        ("a mime part", info.replace("URI=\"#_a\"", "URI=\"cid:x\"")),
        ("an alias", info.replace("URI=\"#_a\"", "xmlns:e=\"urn:e\" e:URI=\"#_a\"")),
    ] {
        let xml = replace(&good, "SignedInfo", &hostile);
        assert!(matches!(outcome(xml), Err(SamlError::SignatureShape(_))), "{name}");
    }
}

#[test]
fn an_id_that_is_an_xpointer_is_refused() {
    for id in ["xpointer(/)", "xpointer(id('_a'))", "", "a b", "1a", "é"] {
        let doc = Doc {
            assertion: format!("ID=\"{id}\" Version=\"2.0\" IssueInstant=\"2026-01-01T00:00:00Z\""),
            ..Doc::default()
        };
        let template = Template::new("_a").to_string().replace("#_a", &format!("#{id}"));
        let xml = doc.around("", &doc.assertion(&template));
        assert!(matches!(outcome(xml), Err(SamlError::Malformed(_))), "{id}");
    }
}

#[test]
fn a_second_signature_that_does_not_verify_spoils_the_first() {
    let good = Doc::default().signed();
    let signer = Signer::rsa(ATTACKER_KEY);
    let both = crate::surgery::prepend(&good, &signer.template("_r"));
    assert!(outcome(both).is_err());
    let twice = good.replace(cut(&good, "Signature"), &format!("{0}{0}", cut(&good, "Signature")));
    assert!(outcome(twice).is_err());
    let empty =
        good.replace(cut(&good, "SignatureValue"), "<ds:SignatureValue></ds:SignatureValue>");
    assert_eq!(outcome(empty).unwrap_err(), SamlError::BadSignature);
}

#[test]
fn a_signature_of_any_namespace_in_another_place_is_refused() {
    let good = Doc::default().signed();
    for stray in ["<x:Signature xmlns:x=\"urn:x\"/>", "<Signature/>"] {
        let error = outcome(append(&good, stray)).unwrap_err();
        assert_eq!(error, SamlError::SignatureShape("it is in a place where none belongs"));
    }
}

/// Two readers, of which each takes another one of the two.
#[test]
fn a_signature_that_has_a_part_twice_is_refused() {
    for fixture in &PLAIN {
        let signature = cut(fixture.xml, "Signature");
        for part in [
            "SignedInfo",
            "SignatureValue",
            "KeyInfo",
            "CanonicalizationMethod",
            "SignatureMethod",
            "Reference",
            "Transforms",
            "DigestMethod",
            "DigestValue",
        ] {
            let twice = replace(signature, part, &cut(signature, part).repeat(2));
            let xml = replace(fixture.xml, "Signature", &twice);
            assert_ne!(xml, fixture.xml);
            assert!(outcome(&xml).is_err(), "{}: {part}", fixture.name);
            assert!(outcome(xml.replace(ALICE, "mallory")).is_err(), "{}: {part}", fixture.name);
        }
    }
}
