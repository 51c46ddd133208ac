//! What all private keys have in common, whatever they are for.

use zeroize::Zeroizing;

/// The blocks of a PEM text that hold a private key without a password: PKCS#8, PKCS#1 and SEC1.
pub(crate) const LABELS: &[&str] = &["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];

/// Puts an RSA key in PKCS#1 into the envelope of PKCS#8 (RFC 5208 section 5), the one form in
/// which decryption keys are read.
pub(crate) fn pkcs8(pkcs1: &[u8]) -> Zeroizing<Vec<u8>> {
    /// Version 0, and the algorithm rsaEncryption without parameters.
    const VERSION_AND_ALGORITHM: &[u8] = &[
        0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01,
        0x01, 0x05, 0x00,
    ];
    let key = Zeroizing::new(der(0x04, &[pkcs1]));
    Zeroizing::new(der(0x30, &[VERSION_AND_ALGORITHM, &key]))
}

/// One DER element, its length in three bytes or as few as it needs.
fn der(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let length: usize = content.iter().map(|part| part.len()).sum();
    // Room for all of it at once: growing would leave copies of the key behind.
    let mut element = Vec::with_capacity(length + 6);
    element.push(tag);
    let bytes = length.to_be_bytes();
    let significant = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len() - 1);
    let bytes = bytes.get(significant..).unwrap_or_default();
    if length >= 0x80 {
        element.push(0x80 | bytes.len() as u8);
    }
    element.extend_from_slice(bytes);
    for part in content {
        element.extend_from_slice(part);
    }
    element
}
