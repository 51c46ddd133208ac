//! Signed SAML responses.

use bergshamra_dsig::{DsigContext, sign::sign};
use bergshamra_keys::{KeysManager, loader};

use super::{BoxError, scenario::SamlResponse};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../authing-protocols/tests/saml/fixtures/", $name))
    };
}

/// The certificate of whoever signed them.
pub const CERTIFICATE: &str = fixture!("keys/idp.crt");

/// The text of a response.
pub fn text(response: SamlResponse) -> Result<String, BoxError> {
    match response {
        SamlResponse::Fixture(xml) => Ok(xml.to_owned()),
        SamlResponse::Values(count) => {
            let values: String =
                (0..count).map(|n| value(&format!("group-{n:06}-of-many"))).collect();
            with_statement(&format!("<saml:Attribute Name=\"groups\">{values}</saml:Attribute>"))
        }
        SamlResponse::Attributes(count) => {
            let attribute = |n| {
                let value = value(&format!("{n}"));
                format!("<saml:Attribute Name=\"attribute-{n:06}\">{value}</saml:Attribute>")
            };
            with_statement(&(0..count).map(attribute).collect::<String>())
        }
    }
}

fn value(text: &str) -> String {
    format!("<saml:AttributeValue>{text}</saml:AttributeValue>")
}

/// samlp's response with other attributes, signed again.
fn with_statement(attributes: &str) -> Result<String, BoxError> {
    let statement = format!("<saml:AttributeStatement>{attributes}");
    let xml = fixture!("samlp-assertion.xml");
    let (head, tail) = xml.split_once("<saml:AttributeStatement").ok_or("no statement")?;
    let (_, tail) = tail.split_once("</saml:AttributeStatement>").ok_or("no statement")?;
    let mut xml = format!("{head}{statement}</saml:AttributeStatement>{tail}");
    for element in ["DigestValue", "SignatureValue"] {
        let (head, tail) = xml.split_once(&format!("<{element}>")).ok_or("no signature")?;
        let (_, tail) = tail.split_once(&format!("</{element}>")).ok_or("no signature")?;
        xml = format!("{head}<{element}></{element}>{tail}");
    }
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_rsa_private_pem(fixture!("keys/idp.key").as_bytes())?);
    Ok(sign(&DsigContext::new(keys), &xml)?)
}
