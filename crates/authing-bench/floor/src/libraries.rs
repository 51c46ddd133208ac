//! What the libraries do that the SDK stands on.

use std::hint::black_box;

use aws_lc_rs::{
    hmac,
    signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bergshamra_dsig::{DsigContext, verify::verify_all};
use bergshamra_keys::{KeysManager, loader};
use jsonwebtoken::{DecodingKey, Validation};
use serde_json::Value;

use crate::shared::{
    BoxError, saml,
    scenario::{Algorithm, What},
    tokens::{self, APP, HOST, SECRET, Signed},
};

pub enum Library {
    /// The signature alone, decoded before, with a key that was parsed before.
    AwsLc { signed: Vec<u8>, signature: Vec<u8>, key: Key },
    /// `decode` into a JSON value.
    Jsonwebtoken { token: String, key: DecodingKey, validation: Validation },
    /// Whether the signatures verify, and nothing of what they say.
    Bergshamra { xml: String, context: DsigContext },
    /// A client of reqwest, which asks for a host only with each request.
    Reqwest(&'static str),
}

pub enum Key {
    Public(ParsedPublicKey),
    Secret(Box<hmac::Key>),
}

impl Library {
    pub fn new(name: &str, what: What) -> Result<Self, BoxError> {
        match (name, what) {
            ("aws-lc-rs", What::Verify(algorithm)) => aws_lc(algorithm),
            ("jsonwebtoken", What::Verify(algorithm)) => jsonwebtoken(algorithm),
            ("bergshamra", What::Saml(response)) => {
                let mut keys = KeysManager::new();
                keys.add_key(loader::load_x509_cert_pem(saml::CERTIFICATE.as_bytes())?);
                Ok(Self::Bergshamra { xml: saml::text(response)?, context: DsigContext::new(keys) })
            }
            ("reqwest", What::Client(host)) => Ok(Self::Reqwest(host)),
            _ => Err(format!("there is no side {name} to that").into()),
        }
    }

    pub fn call(&self) -> Result<(), BoxError> {
        let is_good = match self {
            Self::AwsLc { signed, signature, key: Key::Public(key) } => {
                key.verify_sig(black_box(signed), signature).is_ok()
            }
            Self::AwsLc { signed, signature, key: Key::Secret(key) } => {
                hmac::verify(key, black_box(signed), signature).is_ok()
            }
            Self::Jsonwebtoken { token, key, validation } => {
                let data = jsonwebtoken::decode::<Value>(token, key, validation)?;
                !black_box(data).claims.is_null()
            }
            Self::Bergshamra { xml, context } => {
                let results = black_box(verify_all(context, xml)?);
                !results.is_empty() && results.iter().all(|result| result.is_valid())
            }
            Self::Reqwest(host) => {
                black_box((reqwest::Client::builder().build()?, host));
                true
            }
        };
        if is_good { Ok(()) } else { Err("what is good was refused".into()) }
    }
}

fn aws_lc(algorithm: Algorithm) -> Result<Library, BoxError> {
    let Signed { token, public } = tokens::signed(algorithm)?;
    let (signed, signature) = token.rsplit_once('.').ok_or("no token")?;
    let key = match (algorithm, public) {
        (Algorithm::Rs256, Some(public)) => {
            Key::Public(ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, tokens::der(&public)?)?)
        }
        (Algorithm::Es256, Some(public)) => {
            Key::Public(ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, tokens::der(&public)?)?)
        }
        _ => Key::Secret(Box::new(hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()))),
    };
    let signature = URL_SAFE_NO_PAD.decode(signature)?;
    Ok(Library::AwsLc { signed: signed.as_bytes().to_owned(), signature, key })
}

fn jsonwebtoken(algorithm: Algorithm) -> Result<Library, BoxError> {
    let Signed { token, public } = tokens::signed(algorithm)?;
    let (theirs, key) = match (algorithm, public) {
        (Algorithm::Rs256, Some(public)) => {
            (jsonwebtoken::Algorithm::RS256, DecodingKey::from_rsa_pem(public.as_bytes())?)
        }
        (Algorithm::Es256, Some(public)) => {
            (jsonwebtoken::Algorithm::ES256, DecodingKey::from_ec_pem(public.as_bytes())?)
        }
        _ => (jsonwebtoken::Algorithm::HS256, DecodingKey::from_secret(SECRET.as_bytes())),
    };
    let mut validation = Validation::new(theirs);
    validation.set_audience(&[APP]);
    validation.set_issuer(&[format!("{HOST}/oidc")]);
    Ok(Library::Jsonwebtoken { token, key, validation })
}
