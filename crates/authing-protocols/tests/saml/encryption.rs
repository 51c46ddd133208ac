//! Encrypted assertions.

use authing_protocols::saml::SamlError;
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    rsa::{
        OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey,
        PublicEncryptingKey,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bergshamra_keys::loader;

use crate::{
    common::{
        ALICE, ATTACKER_CERT, ATTACKER_KEY, Doc, ENCRYPTED, IDP_KEY, SP_CERT, Signer, builder,
        finish, outcome, pending,
    },
    surgery::cut,
};

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
const OAEP_1_0: &str =
    "<e:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p\"/>";

/// Anybody can encrypt for the service provider: its certificate is public.
fn encrypt(plain: &str, method: &str, oaep: &'static OaepAlgorithm) -> String {
    let spki = loader::load_x509_cert_pem(SP_CERT.as_bytes()).unwrap().to_spki_der().unwrap();
    let public =
        OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&spki).unwrap()).unwrap();
    let (key, nonce) = ([7; 32], [9; 12]);
    let mut wrapped = vec![0; public.ciphertext_size()];
    let wrapped = STANDARD.encode(public.encrypt(oaep, &key, &mut wrapped, None).unwrap());
    let mut sealed = plain.as_bytes().to_vec();
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap())
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
        .unwrap();
    let sealed = STANDARD.encode([nonce.as_slice(), &sealed].concat());
    format!(
        "<saml:EncryptedAssertion><e:EncryptedData xmlns:e=\"{XENC}\">\
         <e:EncryptionMethod Algorithm=\"http://www.w3.org/2009/xmlenc11#aes256-gcm\"/>\
         <ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><e:EncryptedKey>{method}\
         <e:CipherData><e:CipherValue>{wrapped}</e:CipherValue></e:CipherData></e:EncryptedKey>\
         </ds:KeyInfo><e:CipherData><e:CipherValue>{sealed}</e:CipherValue></e:CipherData>\
         </e:EncryptedData></saml:EncryptedAssertion>"
    )
}

fn encrypted(plain: &str) -> String {
    Doc::default().around("", &encrypt(plain, OAEP_1_0, &OAEP_SHA1_MGF1SHA1))
}

fn signed_by(key: &str) -> String {
    let signer = Signer::rsa(key);
    signer.fill(&Doc::default().assertion(&signer.template("_a")))
}

#[test]
fn encryption_is_no_signature() {
    assert!(outcome(encrypted(&signed_by(IDP_KEY))).is_ok());
    let forged = Doc::default().assertion("").replace(ALICE, "mallory");
    assert_eq!(outcome(encrypted(&forged)).unwrap_err(), SamlError::Unsigned);
    let other = signed_by(ATTACKER_KEY);
    assert_eq!(outcome(encrypted(&other)).unwrap_err(), SamlError::BadSignature);
}

#[test]
fn a_plaintext_is_read_as_strictly_as_a_message() {
    let good = signed_by(IDP_KEY);
    let forged = Doc::default().assertion("").replace(ALICE, "mallory").replace("_a", "_b");
    for (name, plain) in [
        ("two assertions", format!("{good}{forged}")),
        ("one in another", crate::surgery::append(&good, &forged)),
        ("the signed one inside", crate::surgery::append(&forged, &good)),
        ("a comment", good.replace(ALICE, "alice<!-- -->-7f3a")),
        ("a document type", format!("<!DOCTYPE a>{good}")),
        ("another element", format!("<x>{good}</x>")),
        ("a response", Doc::default().signed()),
        ("encrypted again", encrypt(&good, OAEP_1_0, &OAEP_SHA1_MGF1SHA1)),
        ("nothing", String::new()),
    ] {
        assert!(outcome(encrypted(&plain)).is_err(), "{name}");
    }
}

#[test]
fn rsa_oaep_of_xml_encryption_1_1_is_accepted_with_one_hash_for_both() {
    let method = |hash: &str, mask: &str| {
        format!(
            "<e:EncryptionMethod Algorithm=\"http://www.w3.org/2009/xmlenc11#rsa-oaep\">\
             <ds:DigestMethod Algorithm=\"{hash}\"/><m:MGF xmlns:m=\"http://www.w3.org/2009/xmlenc11#\" \
             Algorithm=\"http://www.w3.org/2009/xmlenc11#{mask}\"/></e:EncryptionMethod>"
        )
    };
    let with = |method: &str| {
        let assertion = encrypt(&signed_by(IDP_KEY), method, &OAEP_SHA256_MGF1SHA256);
        outcome(Doc::default().around("", &assertion))
    };
    let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    assert!(with(&method(sha256, "mgf1sha256")).is_ok());
    for wrong in [method(sha256, "mgf1sha1"), method("md5", "mgf1sha256")] {
        assert!(matches!(with(&wrong), Err(SamlError::EncryptionAlgorithm(_))));
    }
    assert_eq!(with(OAEP_1_0).unwrap_err(), SamlError::Decryption);
}

#[test]
fn without_the_key_an_encrypted_assertion_is_refused() {
    let sp = builder().decryption_key(ATTACKER_KEY, ATTACKER_CERT).build().unwrap();
    for fixture in &ENCRYPTED {
        let error = finish(&sp, fixture.xml, pending(&sp)).unwrap_err();
        assert_eq!(error, SamlError::Decryption, "{}", fixture.name);
    }
}

#[test]
fn a_changed_ciphertext_is_refused_without_a_word_on_why() {
    for fixture in &ENCRYPTED {
        if fixture.name.ends_with("signed") {
            continue;
        }
        let key = cut(cut(fixture.xml, "EncryptedKey"), "CipherValue").to_owned();
        let data = fixture.xml.rfind("CipherValue>").unwrap();
        for at in [fixture.xml.find(&key).unwrap() + 40, data - 60, data - 400] {
            let mut bytes = fixture.xml.as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let error = outcome(bytes).unwrap_err();
            assert_eq!(error, SamlError::Decryption, "{} at {at}", fixture.name);
        }
    }
}

#[test]
fn cbc_and_pkcs1_are_refused() {
    for fixture in &ENCRYPTED {
        if fixture.name.ends_with("signed") {
            continue;
        }
        for (from, to) in [
            (
                "http://www.w3.org/2009/xmlenc11#aes256-gcm",
                "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            ),
            (
                "http://www.w3.org/2009/xmlenc11#aes256-gcm",
                "http://www.w3.org/2001/04/xmlenc#tripledes-cbc",
            ),
            ("http://www.w3.org/2009/xmlenc11#aes256-gcm", "none"),
            (
                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
                "http://www.w3.org/2001/04/xmlenc#rsa-1_5",
            ),
            (
                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
                "http://www.w3.org/2001/04/xmlenc#kw-aes256",
            ),
        ] {
            let xml = fixture.xml.replace(from, to);
            assert_ne!(xml, fixture.xml, "{}: {from}", fixture.name);
            let error = outcome(xml).unwrap_err();
            assert!(
                matches!(error, SamlError::EncryptionAlgorithm(_)),
                "{}: {error}",
                fixture.name
            );
        }
    }
}
