//! Encrypted assertions: AES-GCM with a key that RSA-OAEP carries, and nothing else.
//!
//! CBC is refused whatever the key: a response that tells valid padding from invalid lets anybody
//! read the assertion (Jager and Somorovsky, "How to break XML encryption").

use aws_lc_rs::{
    aead::{AES_128_GCM, AES_192_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey},
    rsa::{
        OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
        OaepAlgorithm,
    },
};
use zeroize::Zeroizing;

use super::{
    error::SamlError,
    keys::{DecryptionKey, decode_base64},
    names::{self, DS, XENC, XENC11},
    tree::Node,
};
use crate::text::quoted;

/// The plaintext of an `EncryptedAssertion`.
pub(super) fn decrypt(
    encrypted: Node<'_>,
    key: &DecryptionKey,
) -> Result<Zeroizing<Vec<u8>>, SamlError> {
    let data = one(encrypted, XENC, "EncryptedData")?;
    let cipher = content_algorithm(one(data, XENC, "EncryptionMethod")?)?;
    let carrier = key_carrier(encrypted, data)?;
    let oaep = transport_algorithm(one(carrier, XENC, "EncryptionMethod")?)?;

    let wrapped = cipher_value(carrier)?;
    let mut message = Zeroizing::new(cipher_value(data)?);
    let mut content_key = Zeroizing::new(vec![0; key.key().min_output_size()]);
    let content_key = key
        .key()
        .decrypt(oaep, &wrapped, &mut content_key, None)
        .map_err(|_| SamlError::Decryption)?;
    let content_key = UnboundKey::new(cipher, content_key).map_err(|_| SamlError::Decryption)?;

    let (nonce, sealed) =
        message.split_at_mut_checked(cipher.nonce_len()).ok_or(SamlError::Decryption)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SamlError::Decryption)?;
    let plain = LessSafeKey::new(content_key)
        .open_in_place(nonce, Aad::empty(), sealed)
        .map_err(|_| SamlError::Decryption)?;
    Ok(Zeroizing::new(plain.to_vec()))
}

/// The encrypted key stands in the data's `KeyInfo` or beside the data.
fn key_carrier<'t>(encrypted: Node<'t>, data: Node<'t>) -> Result<Node<'t>, SamlError> {
    let within = match data.child(DS, "KeyInfo")? {
        Some(info) => info.child(XENC, "EncryptedKey")?,
        None => None,
    };
    match (within, encrypted.child(XENC, "EncryptedKey")?) {
        (Some(key), None) | (None, Some(key)) => Ok(key),
        _ => Err(SamlError::malformed("there is not exactly one encrypted key")),
    }
}

fn content_algorithm(method: Node<'_>) -> Result<&'static Algorithm, SamlError> {
    match method.attribute("Algorithm") {
        Some("http://www.w3.org/2009/xmlenc11#aes128-gcm") => Ok(&AES_128_GCM),
        Some("http://www.w3.org/2009/xmlenc11#aes192-gcm") => Ok(&AES_192_GCM),
        Some("http://www.w3.org/2009/xmlenc11#aes256-gcm") => Ok(&AES_256_GCM),
        other => {
            let found = quoted(other.unwrap_or_default(), 100);
            Err(SamlError::EncryptionAlgorithm(format!("the assertion by {found}")))
        }
    }
}

/// RSA-OAEP with the same hash for its label and its mask. SHA-1 is not a weakness here: OAEP does
/// not need a hash without collisions, and it is the only one that the older identifier can have.
fn transport_algorithm(method: Node<'_>) -> Result<&'static OaepAlgorithm, SamlError> {
    let found = quoted(method.attribute("Algorithm").unwrap_or_default(), 100);
    let refused = |with: String| {
        let text = format!("the assertion's key by {found} with {with}");
        Err(SamlError::EncryptionAlgorithm(text))
    };
    if method.child(XENC, "OAEPparams")?.is_some() {
        return refused("parameters".to_owned());
    }
    let hash = method.child(DS, "DigestMethod")?.and_then(|node| node.attribute("Algorithm"));
    let mask = method.child(XENC11, "MGF")?.and_then(|node| node.attribute("Algorithm"));
    let hash = hash.unwrap_or(names::SHA1);
    let mask = mask.unwrap_or("http://www.w3.org/2009/xmlenc11#mgf1sha1");
    match (method.attribute("Algorithm"), hash, mask.strip_prefix(XENC11)) {
        (
            Some(
                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"
                | "http://www.w3.org/2009/xmlenc11#rsa-oaep",
            ),
            names::SHA1,
            Some("mgf1sha1"),
        ) => Ok(&OAEP_SHA1_MGF1SHA1),
        (Some("http://www.w3.org/2009/xmlenc11#rsa-oaep"), names::SHA256, Some("mgf1sha256")) => {
            Ok(&OAEP_SHA256_MGF1SHA256)
        }
        (Some("http://www.w3.org/2009/xmlenc11#rsa-oaep"), names::SHA384, Some("mgf1sha384")) => {
            Ok(&OAEP_SHA384_MGF1SHA384)
        }
        (Some("http://www.w3.org/2009/xmlenc11#rsa-oaep"), names::SHA512, Some("mgf1sha512")) => {
            Ok(&OAEP_SHA512_MGF1SHA512)
        }
        _ => refused(format!("the hash {} and the mask {}", quoted(hash, 100), quoted(mask, 100))),
    }
}

fn cipher_value(node: Node<'_>) -> Result<Vec<u8>, SamlError> {
    let value = one(one(node, XENC, "CipherData")?, XENC, "CipherValue")?.value()?;
    decode_base64(&value).ok_or(SamlError::Decryption)
}

fn one<'t>(
    parent: Node<'t>,
    namespace: &'static str,
    name: &'static str,
) -> Result<Node<'t>, SamlError> {
    parent
        .child(namespace, name)?
        .ok_or(SamlError::malformed("the encrypted assertion lacks one of its parts"))
}
