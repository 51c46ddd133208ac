//! Keys and certificates: the identity provider's, which signatures are verified with, and the
//! service provider's own.

use std::{borrow::Cow, fmt, sync::Arc};

use authing_core::pem;
use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, OaepPrivateDecryptingKey, PrivateDecryptingKey, PublicEncryptingKey},
    signature::{self, UnparsedPublicKey, VerificationAlgorithm},
};
use base64_simd::STANDARD;
use bergshamra_dsig::DsigContext;
use bergshamra_keys::{Key, KeysManager, loader};
use zeroize::Zeroizing;

use super::{
    der::{element, is_whole},
    error::SamlError,
    names,
};
use crate::private_key::{self, pkcs8};

const CERTIFICATE: &str = "identity provider's certificate";
const NOT_READABLE: &str = "is not X.509, or has a key of an unknown kind";
const SIGNING_KEY: &str = "signing key";
const DECRYPTION_KEY: &str = "decryption key";

/// A certificate of the identity provider's.
#[derive(Clone)]
pub(super) struct Certificate {
    der: Vec<u8>,
    key: Key,
    public: PublicKey,
}

/// A public key as signatures of queries need it.
#[derive(Clone)]
enum PublicKey {
    Rsa(Vec<u8>),
    P256(Vec<u8>),
    P384(Vec<u8>),
}

impl Certificate {
    /// All certificates of a PEM text.
    pub(super) fn from_pem(pem: &str) -> Result<Vec<Self>, SamlError> {
        let blocks =
            pem::blocks(pem, &["CERTIFICATE"]).map_err(|problem| unusable(CERTIFICATE, problem))?;
        blocks.iter().map(|block| Self::from_der(block.der().to_vec())).collect()
    }

    /// The certificate of a metadata's `X509Certificate`; the error says what is wrong with it.
    pub(super) fn from_base64(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("is empty".to_owned());
        }
        Self::read(decode_base64(text).ok_or("is not base64")?)
    }

    fn from_der(der: Vec<u8>) -> Result<Self, SamlError> {
        Self::read(der).map_err(|problem| unusable(CERTIFICATE, problem))
    }

    /// The dates of the certificate are not looked at: in SAML it is a container for a key that
    /// metadata or configuration vouches for (SAML metadata interoperability profile, section
    /// 2.6.1). Short RSA keys are refused.
    fn read(der: Vec<u8>) -> Result<Self, String> {
        if !is_whole(&der) {
            return Err(NOT_READABLE.to_owned());
        }
        let key = loader::load_x509_cert_der(&der).map_err(|_| NOT_READABLE)?;
        let spki = key.to_spki_der();
        let public = match (key.algorithm_name(), spki) {
            ("RSA", Some(spki)) if PublicEncryptingKey::from_der(&spki).is_ok() => {
                PublicKey::Rsa(spki)
            }
            ("RSA", Some(spki)) => return Err(of_wrong_size(&spki)),
            ("EC-P256", Some(spki)) => PublicKey::P256(spki),
            ("EC-P384", Some(spki)) => PublicKey::P384(spki),
            (name, _) => {
                return Err(format!(
                    "has a key of the kind {name}, which does not verify here: RSA, P-256 and \
                     P-384 do"
                ));
            }
        };
        Ok(Self { der, key, public })
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether this key made the signature of a query.
    pub(super) fn verifies(&self, algorithm: &str, signed: &[u8], signature: &[u8]) -> bool {
        let (algorithm, key): (&'static dyn VerificationAlgorithm, _) =
            match (&self.public, algorithm) {
                (PublicKey::Rsa(key), names::RSA_SHA256) => {
                    (&signature::RSA_PKCS1_2048_8192_SHA256, key)
                }
                (PublicKey::Rsa(key), names::RSA_SHA384) => {
                    (&signature::RSA_PKCS1_2048_8192_SHA384, key)
                }
                (PublicKey::Rsa(key), names::RSA_SHA512) => {
                    (&signature::RSA_PKCS1_2048_8192_SHA512, key)
                }
                (PublicKey::P256(key), names::ECDSA_SHA256) => {
                    (&signature::ECDSA_P256_SHA256_FIXED, key)
                }
                (PublicKey::P384(key), names::ECDSA_SHA384) => {
                    (&signature::ECDSA_P384_SHA384_FIXED, key)
                }
                _ => return false,
            };
        UnparsedPublicKey::new(algorithm, key).verify(signed, signature).is_ok()
    }
}

/// What is wrong with an RSA key that is not used for its size.
fn of_wrong_size(spki: &[u8]) -> String {
    match rsa_bits(spki) {
        Some(bits) => format!("has an RSA key of {bits} bits: it must have 2048 to 8192"),
        None => "has an RSA key that has not 2048 to 8192 bits".to_owned(),
    }
}

/// The length of the modulus in a public RSA key (RFC 8017 appendix A.1.1).
fn rsa_bits(spki: &[u8]) -> Option<usize> {
    let (_, info, _) = element(spki)?;
    let (_, _algorithm, bits) = element(info)?;
    let (_, bits, _) = element(bits)?;
    let (_, key, _) = element(bits.get(1..)?)?;
    let (_, modulus, _) = element(key)?;
    let zeros: usize = modulus.iter().take_while(|byte| **byte == 0).count();
    let first = modulus.get(zeros)?;
    Some((modulus.len() - zeros) * 8 - first.leading_zeros() as usize)
}

/// Verifies with these certificates and with nothing that a message brings.
pub(super) fn trusting(certificates: &[Certificate]) -> DsigContext {
    let mut keys = KeysManager::new();
    keys.add_keys(certificates.iter().map(|certificate| certificate.key.clone()));
    // `new` trusts the manager's keys only, and demands a local digest of every reference.
    DsigContext::new(keys)
}

/// The service provider's RSA key for what it sends, and the certificate that says so.
#[derive(Clone)]
pub(super) struct SigningKey {
    pair: Arc<KeyPair>,
    key: Key,
    certificate: Vec<u8>,
}

impl SigningKey {
    pub(super) fn new(private_pem: &str, certificate_pem: &str) -> Result<Self, SamlError> {
        let der = private_key(private_pem, SIGNING_KEY)?;
        let pair = KeyPair::from_pkcs8(&der)
            .map_err(|_| unusable(SIGNING_KEY, "is not an RSA key of 2048 bits or more"))?;
        let key = loader::load_rsa_private_pem(strict_pem(&der).as_bytes())
            .map_err(|_| unusable(SIGNING_KEY, "is not an RSA key of 2048 bits or more"))?;
        let certificate = own_certificate(certificate_pem, SIGNING_KEY)?;
        Ok(Self { pair: Arc::new(pair), key, certificate })
    }

    pub(super) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Signs with RSA-SHA256.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SamlError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| unusable(SIGNING_KEY, "does not sign"))?;
        Ok(signature)
    }

    /// Signs XML that holds an empty signature.
    pub(super) fn fill(&self, template: String) -> Result<String, SamlError> {
        let mut keys = KeysManager::new();
        keys.add_key(self.key.clone());
        bergshamra_dsig::sign::sign_owned(&DsigContext::new(keys), template)
            .map_err(|_| unusable(SIGNING_KEY, "does not sign"))
    }
}

/// The service provider's RSA key that assertions are encrypted for.
#[derive(Clone)]
pub(super) struct DecryptionKey {
    key: Arc<OaepPrivateDecryptingKey>,
    certificate: Vec<u8>,
}

impl DecryptionKey {
    pub(super) fn new(private_pem: &str, certificate_pem: &str) -> Result<Self, SamlError> {
        let der = private_key(private_pem, DECRYPTION_KEY)?;
        let key = PrivateDecryptingKey::from_pkcs8(&der)
            .ok()
            .and_then(|key| OaepPrivateDecryptingKey::new(key).ok())
            .ok_or_else(|| unusable(DECRYPTION_KEY, "is not an RSA key of 2048 bits or more"))?;
        let certificate = own_certificate(certificate_pem, DECRYPTION_KEY)?;
        Ok(Self { key: Arc::new(key), certificate })
    }

    pub(super) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    pub(super) fn key(&self) -> &OaepPrivateDecryptingKey {
        &self.key
    }
}

/// An RSA key as PKCS#8, whether it comes in PKCS#8 or PKCS#1.
fn private_key(pem: &str, what: &'static str) -> Result<Zeroizing<Vec<u8>>, SamlError> {
    let block = pem::block(pem, private_key::LABELS).map_err(|problem| unusable(what, problem))?;
    let der = block.der();
    let is_pkcs8 = PrivateDecryptingKey::from_pkcs8(der).is_ok();
    Ok(if is_pkcs8 { Zeroizing::new(der.to_vec()) } else { pkcs8(der) })
}

fn own_certificate(pem: &str, what: &'static str) -> Result<Vec<u8>, SamlError> {
    let block = pem::block(pem, &["CERTIFICATE"])
        .map_err(|problem| unusable(what, format_args!("has a certificate that {problem}")))?;
    Ok(block.der().to_vec())
}

/// PEM as the library for signatures reads it, which is not tolerant.
fn strict_pem(pkcs8: &[u8]) -> Zeroizing<String> {
    let base64 = Zeroizing::new(STANDARD.encode_to_string(pkcs8));
    // Room for all of it at once: growing would leave copies of the key behind.
    let mut pem = Zeroizing::new(String::with_capacity(2 * base64.len() + 64));
    pem.push_str("-----BEGIN PRIVATE KEY-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(64).unwrap_or((rest, ""));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    pem
}

fn unusable(what: &'static str, problem: impl fmt::Display) -> SamlError {
    SamlError::Key { what, problem: problem.to_string() }
}

/// Base64 with white space in it, as XML and PEM have it.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let is_compact = !text.bytes().fold(false, |found, byte| found | byte.is_ascii_whitespace());
    let compact = match is_compact {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.split_ascii_whitespace().collect()),
    };
    STANDARD.decode_to_vec(&*compact).ok()
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("key", &self.key.algorithm_name())
            .finish_non_exhaustive()
    }
}

authing_types::redacted_debug!(SigningKey {});

authing_types::redacted_debug!(DecryptionKey {});
