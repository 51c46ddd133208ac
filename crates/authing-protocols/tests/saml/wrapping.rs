//! XML signature wrapping: the signed element is somewhere in the document, untouched, so that its
//! signature verifies, and a forged one stands where a careless reader looks (Somorovsky et al.,
//! "On breaking SAML: be whoever you want to be").

use authing_protocols::saml::{SamlError, SamlLogin};
use bergshamra_dsig::{DsigContext, verify::verify_all};
use bergshamra_keys::{KeysManager, loader};

use crate::{
    common::{ALICE, Doc, ENCRYPTED, IDP_CERT, PLAIN, is_harmless, outcome},
    surgery::{append, attribute, cut, prepend, replace, without},
};

const MALLORY: &str = "mallory";

/// A forged document, what it is made of, and the user of the original.
struct Hostile {
    name: String,
    xml: String,
    signed: SamlLogin,
}

/// Where the original goes in a forged element.
fn places(forged: &str, original: &str) -> Vec<(&'static str, String)> {
    let object = |signature: &str| {
        append(
            signature,
            &format!(
                "<ds:Object xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{original}</ds:Object>"
            ),
        )
    };
    let mut places = vec![
        ("first child", prepend(forged, original)),
        ("last child", append(forged, original)),
        ("before the subject", before(forged, "Subject", original)),
        ("before the status", before(forged, "Status", original)),
        (
            "in Extensions",
            prepend(
                forged,
                &format!(
                    "<samlp:Extensions xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">{original}</samlp:Extensions>"
                ),
            ),
        ),
        (
            "in Advice",
            append(
                forged,
                &format!(
                    "<saml:Advice xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">{original}</saml:Advice>"
                ),
            ),
        ),
        ("in an unknown element", append(forged, &format!("<x xmlns=\"\">{original}</x>"))),
    ];
    if forged.contains("Signature ") || forged.contains("Signature>") {
        let signature = cut(forged, "Signature");
        places.push(("in Object", replace(forged, "Signature", &object(signature))));
        places.push(("in Signature", replace(forged, "Signature", &append(signature, original))));
        let key_info = append(cut(signature, "KeyInfo"), original);
        places.push(("in KeyInfo", replace(forged, "KeyInfo", &key_info)));
        let reference = append(cut(signature, "Reference"), original);
        places.push(("in Reference", replace(forged, "Reference", &reference)));
        places.push((
            "in SignedInfo",
            replace(forged, "SignedInfo", &append(cut(signature, "SignedInfo"), original)),
        ));
    }
    for element in ["StatusDetail", "AttributeValue", "Conditions", "Subject", "AuthnContext"] {
        if forged.contains(&format!("{element}>")) {
            places
                .push((element, replace(forged, element, &append(cut(forged, element), original))));
        }
    }
    places
}

fn before(xml: &str, local: &str, new: &str) -> String {
    match crate::surgery::find(xml, local) {
        Some(range) => format!("{}{new}{}", &xml[..range.start], &xml[range.start..]),
        None => append(xml, new),
    }
}

/// The element with Mallory in it: with its own signature, with none; under its own id, a new one,
/// under an alias.
fn forgeries(original: &str) -> Vec<(&'static str, String)> {
    let forged = original.replace(ALICE, MALLORY);
    let bare = without(&forged, "Signature");
    let id = attribute(original, "ID").to_owned();
    let renamed = |xml: &str| xml.replacen(&format!(" ID=\"{id}\""), " ID=\"_forged\"", 1);
    let alias = |xml: &str, name: &str| {
        xml.replacen(&format!(" ID=\"{id}\""), &format!(" ID=\"_forged\" {name}=\"{id}\""), 1)
    };
    vec![
        ("same id, signature", forged.clone()),
        ("same id, no signature", bare.clone()),
        ("new id, signature", renamed(&forged)),
        ("new id, no signature", renamed(&bare)),
        ("alias Id", alias(&forged, "Id")),
        ("alias id", alias(&forged, "id")),
        ("alias xml:id", alias(&forged, "xml:id")),
        ("alias AssertionID", alias(&forged, "AssertionID")),
        ("no id", forged.replacen(&format!(" ID=\"{id}\""), "", 1)),
        ("other namespace", {
            let end = forged.find([' ', '>']).unwrap();
            let name = &forged[1..end];
            let local = name.rsplit(':').next().unwrap();
            let body = &forged[end..forged.rfind("</").unwrap()];
            format!("<evil:{local} xmlns:evil=\"urn:evil\"{body}</evil:{local}>")
        }),
    ]
}

/// Forged assertions in the original response, with the original assertion beside or in them.
fn wrapped_assertions() -> Vec<Hostile> {
    let mut hostile = Vec::new();
    for fixture in &PLAIN {
        let signed = outcome(fixture.xml).unwrap();
        let original = cut(fixture.xml, "Assertion");
        for detached in [original.to_owned(), without(original, "Signature")] {
            for (kind, forged) in forgeries(original) {
                let mut push = |place: &str, assertion: String| {
                    hostile.push(Hostile {
                        name: format!("{}: {kind}: {place}", fixture.name),
                        xml: replace(fixture.xml, "Assertion", &assertion),
                        signed: signed.clone(),
                    });
                };
                push("alone", forged.clone());
                push("before the original", format!("{forged}{detached}"));
                push("after the original", format!("{detached}{forged}"));
                push("around both", format!("<x xmlns=\"\">{detached}{forged}</x>"));
                for (place, assertion) in places(&forged, &detached) {
                    push(place, assertion);
                }
                // The other way round: the forged one within the signed one.
                for (place, assertion) in places(original, &forged) {
                    push(&format!("forged {place}"), assertion);
                }
                // The original moved away from the forged one, into the response.
                let response = replace(fixture.xml, "Assertion", &forged);
                for (place, xml) in places(&response, &detached) {
                    hostile.push(Hostile {
                        name: format!("{}: {kind}: response {place}", fixture.name),
                        xml,
                        signed: signed.clone(),
                    });
                }
            }
        }
    }
    hostile
}

/// Forged responses with the original response in them.
fn wrapped_responses() -> Vec<Hostile> {
    let mut hostile = Vec::new();
    for fixture in &PLAIN {
        let signed = outcome(fixture.xml).unwrap();
        let original = cut(fixture.xml, "Response");
        for detached in [original.to_owned(), without(original, "Signature")] {
            for (kind, forged) in forgeries(original) {
                let mut push = |place: &str, xml: String| {
                    let name = format!("{}: {kind}: {place}", fixture.name);
                    hostile.push(Hostile { name, xml, signed: signed.clone() });
                };
                push("alone", forged.clone());
                push("before the original", format!("{forged}{detached}"));
                push("in a root", format!("<x>{forged}{detached}</x>"));
                for (place, xml) in places(&forged, &detached) {
                    push(place, xml);
                }
                for (place, xml) in places(original, &forged) {
                    push(&format!("forged {place}"), xml);
                }
            }
        }
    }
    hostile
}

#[test]
fn no_wrapping_signs_anybody_else_in() {
    let hostile: Vec<_> = wrapped_assertions().into_iter().chain(wrapped_responses()).collect();
    assert!(hostile.len() > 3_000, "{}", hostile.len());
    let broken: Vec<_> = hostile
        .iter()
        .filter(|hostile| !is_harmless(&hostile.xml, &hostile.signed))
        .map(|hostile| &hostile.name)
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_hostile_documents_really_hold_valid_signatures() {
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_x509_cert_pem(IDP_CERT.as_bytes()).unwrap());
    let permissive = DsigContext::new_permissive(keys);
    let valid = wrapped_assertions()
        .iter()
        .chain(&wrapped_responses())
        .filter(|hostile| {
            verify_all(&permissive, &hostile.xml)
                .is_ok_and(|results| results.iter().any(|result| result.is_valid()))
        })
        .count();
    assert!(valid > 500, "only {valid} would mislead a reader who trusts any valid signature");
}

/// The eight published shapes by their numbers, on an assertion signed by pysaml2.
#[test]
fn xsw_1_to_8_are_refused() {
    let fixture = PLAIN.iter().find(|fixture| fixture.name == "pysaml2-both").unwrap();
    let response = cut(fixture.xml, "Response");
    let assertion = cut(fixture.xml, "Assertion");
    let bare_response = without(response, "Signature");
    let bare_assertion = without(assertion, "Signature");
    let forged_response =
        response.replace(ALICE, MALLORY).replacen(attribute(response, "ID"), "_forged", 1);
    let forged =
        assertion.replace(ALICE, MALLORY).replacen(attribute(assertion, "ID"), "_forged", 1);
    let bare_forged = without(&forged, "Signature");
    let signature = cut(assertion, "Signature");
    let object = |content: &str| append(signature, &format!("<ns2:Object>{content}</ns2:Object>"));
    let with = |content: &str| replace(&without(response, "Signature"), "Assertion", content);
    let shapes = [
        replace(&forged_response, "Signature", &append(cut(response, "Signature"), &bare_response)),
        prepend(
            &without(&forged_response, "Signature"),
            &format!("{bare_response}{}", cut(response, "Signature")),
        ),
        with(&format!("{bare_forged}{assertion}")),
        with(&append(&bare_forged, assertion)),
        with(&format!("{forged}{bare_assertion}")),
        with(&replace(&forged, "Signature", &append(signature, &bare_assertion))),
        with(&format!("<ns0:Extensions>{bare_forged}</ns0:Extensions>{assertion}")),
        with(&replace(&forged, "Signature", &object(&bare_assertion))),
    ];
    for (number, xml) in shapes.iter().enumerate() {
        assert!(outcome(xml).is_err(), "XSW{}", number + 1);
    }
}

#[test]
fn two_assertions_are_refused_even_if_both_are_signed() {
    let doc = Doc::default();
    let second = Doc { assertion: doc.assertion.replace("_a", "_b"), ..doc.clone() };
    let both = format!("{}{}", cut(&doc.signed(), "Assertion"), second.assertion(""));
    assert_eq!(outcome(doc.around("", &both)).unwrap_err(), SamlError::AssertionCount);
    let none = doc.around("", "");
    assert_eq!(outcome(none).unwrap_err(), SamlError::AssertionCount);
}

#[test]
fn what_is_beside_a_signed_assertion_adds_nothing() {
    let statement = "<saml:AttributeStatement><saml:Attribute Name=\"role\"><saml:AttributeValue>\
                     admin</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>";
    let xml = append(&Doc::default().signed(), statement);
    let login = outcome(xml).unwrap();
    assert!(login.attributes.is_empty());
    assert_eq!(login.name_id.value, ALICE);
}

#[test]
fn a_signature_that_refers_to_another_element_is_refused() {
    for (xml, target) in [
        (Doc::default().signed(), "_r"),
        (Doc::default().signed_response(), "_a"),
        (Doc::default().signed(), ""),
    ] {
        let uri = attribute(&xml, "URI").to_owned();
        let moved = xml.replace(&format!("URI=\"{uri}\""), &format!("URI=\"#{target}\""));
        assert!(matches!(outcome(moved), Err(SamlError::SignatureShape(_))));
    }
}

#[test]
fn an_encrypted_assertion_cannot_hide_another() {
    for fixture in &ENCRYPTED {
        let signed = outcome(fixture.xml).unwrap();
        let forged = Doc::default().assertion("").replace(ALICE, MALLORY);
        let encrypted = cut(fixture.xml, "EncryptedAssertion");
        for (name, content) in [
            ("before", format!("{forged}{encrypted}")),
            ("after", format!("{encrypted}{forged}")),
            ("inside", append(encrypted, &forged)),
            ("instead", forged.clone()),
            ("twice", format!("{encrypted}{encrypted}")),
            (
                "in data",
                replace(
                    encrypted,
                    "EncryptedData",
                    &append(cut(encrypted, "EncryptedData"), &forged),
                ),
            ),
        ] {
            let xml = replace(fixture.xml, "EncryptedAssertion", &content);
            assert!(is_harmless(&xml, &signed), "{}: {name}", fixture.name);
            assert!(outcome(&xml).is_err(), "{}: {name}", fixture.name);
        }
    }
}
