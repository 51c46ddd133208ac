//! Encrypted tokens in their compact form (RFC 7516), decrypted by aws-lc-rs.

use aws_lc_rs::{
    aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{self, ECDH_P256, UnparsedPublicKey},
    cipher::{AES_128, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey},
    constant_time::verify_slices_are_equal,
    hmac,
    iv::FixedLength,
    kdf::{SskdfDigestAlgorithmId, get_sskdf_digest_algorithm, sskdf_digest},
    rsa::{OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPrivateDecryptingKey},
};
use serde_json::Value;
use zeroize::Zeroizing;

use super::{
    decryption_key::{DecryptionKey, PrivateMaterial},
    error::{TokenError, TokenPart},
    header::Header,
    jws::{check_length, decode},
};
use crate::text::shown;

/// Whether a token is in the five parts of an encrypted one.
pub(super) fn is_encrypted(token: &str) -> bool {
    token.splitn(6, '.').count() == 5
}

/// How the content is encrypted (RFC 7518 section 5.1).
#[derive(Clone, Copy)]
enum Content {
    Gcm {
        key: usize,
    },
    /// AES-CBC and HMAC; both keys have this length, and so has the tag.
    CbcHmac {
        half: usize,
    },
}

impl Content {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "A128GCM" => Some(Self::Gcm { key: 16 }),
            "A256GCM" => Some(Self::Gcm { key: 32 }),
            "A128CBC-HS256" => Some(Self::CbcHmac { half: 16 }),
            "A256CBC-HS512" => Some(Self::CbcHmac { half: 32 }),
            _ => None,
        }
    }

    fn key_length(self) -> usize {
        match self {
            Self::Gcm { key } => key,
            Self::CbcHmac { half } => 2 * half,
        }
    }
}

/// The parts of an encrypted token, decoded.
struct Sealed<'t> {
    /// The header as it came: it is authenticated with the content.
    aad: &'t [u8],
    iv: Vec<u8>,
    ciphertext: Vec<u8>,
    tag: Vec<u8>,
}

/// Decrypts a token. What comes out is a signed token, still to be verified: anybody who knows the
/// public key can encrypt.
pub(super) fn decrypt(token: &str, key: &DecryptionKey) -> Result<Zeroizing<String>, TokenError> {
    check_length(token)?;
    let mut parts = token.split('.');
    let (Some(aad), Some(wrapped), Some(iv), Some(ciphertext), Some(tag), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(TokenError::NotAToken);
    };
    let header = Header::read(&decode(aad, TokenPart::Header)?)?;
    if header.cty.as_ref().is_some_and(|cty| !cty.eq_ignore_ascii_case("JWT")) {
        let problem = "says that something else than a token is encrypted";
        return Err(TokenError::Malformed { part: TokenPart::Header, problem });
    }
    let enc = header.enc.as_deref().unwrap_or_default();
    let content = Content::from_name(enc).ok_or_else(|| unsupported("enc", enc))?;
    let wrapped = decode(wrapped, TokenPart::Encryption)?;
    let sealed = Sealed {
        aad: aad.as_bytes(),
        iv: decode(iv, TokenPart::Encryption)?,
        ciphertext: decode(ciphertext, TokenPart::Payload)?,
        tag: decode(tag, TokenPart::Encryption)?,
    };
    let cek = content_key(&header, enc, content, &wrapped, key)?;
    let plain = match content {
        Content::Gcm { .. } => open_gcm(&cek, sealed),
        Content::CbcHmac { half } => open_cbc_hmac(&cek, half, sealed),
    };
    let plain = plain.ok_or(TokenError::Decryption)?;
    let token = std::str::from_utf8(&plain).map_err(|_| TokenError::NotAToken)?;
    Ok(Zeroizing::new(token.to_owned()))
}

/// The key of the content. The private key decides which algorithms there are.
fn content_key(
    header: &Header,
    enc: &str,
    content: Content,
    wrapped: &[u8],
    key: &DecryptionKey,
) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let length = content.key_length();
    match (&*key.0, header.alg.as_str()) {
        (PrivateMaterial::Rsa(key), "RSA-OAEP") => {
            unwrap(key, &OAEP_SHA1_MGF1SHA1, wrapped, length)
        }
        (PrivateMaterial::Rsa(key), "RSA-OAEP-256") => {
            unwrap(key, &OAEP_SHA256_MGF1SHA256, wrapped, length)
        }
        // Direct agreement: there is no wrapped key (RFC 7518 section 4.6).
        (PrivateMaterial::P256(key), "ECDH-ES") if wrapped.is_empty() => {
            agree(key, header, enc, length)
        }
        // `RSA1_5` above all, which can be broken by asking often enough.
        (_, alg) => Err(unsupported("alg", alg)),
    }
}

fn unwrap(
    key: &OaepPrivateDecryptingKey,
    algorithm: &'static OaepAlgorithm,
    wrapped: &[u8],
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let mut buffer = Zeroizing::new(vec![0; key.min_output_size()]);
    let unwrapped = match key.decrypt(algorithm, wrapped, &mut buffer, None) {
        Ok(unwrapped) if unwrapped.len() == length => Some(Zeroizing::new(unwrapped.to_vec())),
        _ => None,
    };
    // A random key where there is none: what is wrong cannot be told from the outside (RFC 7516
    // section 11.5).
    let mut random = Zeroizing::new(vec![0; length]);
    aws_lc_rs::rand::fill(&mut random).map_err(|_| TokenError::Decryption)?;
    Ok(unwrapped.unwrap_or(random))
}

/// Elliptic curve Diffie-Hellman and the Concat KDF (RFC 7518 section 4.6.2).
fn agree(
    key: &agreement::PrivateKey,
    header: &Header,
    enc: &str,
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, TokenError> {
    let point = ephemeral_point(header.epk.as_ref()).ok_or(TokenError::Malformed {
        part: TokenPart::Header,
        problem: "holds no ephemeral key on P-256 (`epk`)",
    })?;
    let mut info = Vec::new();
    let party = |text: &Option<String>| {
        text.as_ref().map_or(Ok(Vec::new()), |text| decode(text, TokenPart::Header))
    };
    for field in [enc.as_bytes(), &party(&header.apu)?, &party(&header.apv)?] {
        info.extend_from_slice(&be32(field.len()));
        info.extend_from_slice(field);
    }
    info.extend_from_slice(&be32(8 * length));
    let mut cek = Zeroizing::new(vec![0; length]);
    let kdf =
        get_sskdf_digest_algorithm(SskdfDigestAlgorithmId::Sha256).ok_or(TokenError::Decryption)?;
    agreement::agree(
        key,
        UnparsedPublicKey::new(&ECDH_P256, &point),
        TokenError::Decryption,
        |shared| sskdf_digest(kdf, shared, &info, &mut cek).map_err(|_| TokenError::Decryption),
    )?;
    Ok(cek)
}

/// The sender's public key; whether it lies on the curve is checked by the agreement.
fn ephemeral_point(epk: Option<&Value>) -> Option<Vec<u8>> {
    let text = |name| epk?.get(name)?.as_str();
    if text("kty")? != "EC" || text("crv")? != "P-256" {
        return None;
    }
    let coordinate = |name| {
        let bytes = decode(text(name)?, TokenPart::Header).ok()?;
        (bytes.len() == 32).then_some(bytes)
    };
    Some([vec![4], coordinate("x")?, coordinate("y")?].concat())
}

fn open_gcm(cek: &[u8], sealed: Sealed<'_>) -> Option<Zeroizing<Vec<u8>>> {
    let algorithm = if cek.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
    let key = LessSafeKey::new(UnboundKey::new(algorithm, cek).ok()?);
    let nonce = Nonce::try_assume_unique_for_key(&sealed.iv).ok()?;
    // A shorter tag is easier to guess (RFC 7518 section 5.3: 128 bits).
    if sealed.tag.len() != algorithm.tag_len() {
        return None;
    }
    let mut plain = Zeroizing::new(sealed.ciphertext);
    key.open_in_place_separate_tag(nonce, Aad::from(sealed.aad), &sealed.tag, &mut plain).ok()?;
    Some(plain)
}

/// RFC 7518 section 5.2.2.2: the tag first, in constant time; then decryption.
fn open_cbc_hmac(cek: &[u8], half: usize, sealed: Sealed<'_>) -> Option<Zeroizing<Vec<u8>>> {
    let (mac_key, cipher_key) = cek.split_at_checked(half)?;
    let (mac, cipher) = match half {
        16 => (hmac::HMAC_SHA256, &AES_128),
        _ => (hmac::HMAC_SHA512, &AES_256),
    };
    let mut context = hmac::Context::with_key(&hmac::Key::new(mac, mac_key));
    context.update(sealed.aad);
    context.update(&sealed.iv);
    context.update(&sealed.ciphertext);
    context.update(&(8 * sealed.aad.len() as u64).to_be_bytes());
    let tag = context.sign();
    verify_slices_are_equal(tag.as_ref().get(..half)?, &sealed.tag).ok()?;
    let iv = FixedLength::<16>::try_from(sealed.iv.as_slice()).ok()?;
    let key = UnboundCipherKey::new(cipher, cipher_key).ok()?;
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let mut buffer = Zeroizing::new(sealed.ciphertext);
    let plain = key.decrypt(&mut buffer, DecryptionContext::Iv128(iv)).ok()?;
    Some(Zeroizing::new(plain.to_vec()))
}

fn be32(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

fn unsupported(parameter: &'static str, found: &str) -> TokenError {
    TokenError::EncryptionNotSupported { parameter, found: shown(found, 32) }
}

#[cfg(test)]
mod tests;
