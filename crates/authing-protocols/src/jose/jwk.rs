//! One JSON Web Key (RFC 7517 section 4), as a public key for signatures.

use authing_core::Error as CallError;
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde_json::{Map, Value};

use super::{
    Algorithm,
    key::{KeyKind, Material, PublicKey},
};
use crate::{error::Error, members::Members, text::shown};

/// RFC 7515 section 2 leaves the padding out and has an alphabet for URLs; libraries write the
/// padding, or the other alphabet, all the same.
const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);

/// The members of a private RSA, elliptic or Edwards key.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/// A key of a set that verifies nothing.
pub(super) struct PassedOver {
    pub(super) kid: Option<String>,
    pub(super) kind: Option<KeyKind>,
    pub(super) fault: Fault,
}

/// Why a key verifies nothing, said of the key: "is …".
pub(super) enum Fault {
    /// It is made for something else, as may be (RFC 7517 section 5).
    Foreign(String),
    /// It is made for signatures, and broken or weak.
    Broken(String),
}

impl Fault {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Foreign(text) | Self::Broken(text) => text,
        }
    }
}

impl PublicKey {
    /// A key as JSON Web Key (RFC 7517), with or without key id. Leading zeros and padding, which
    /// some libraries write, do no harm.
    ///
    /// # Errors
    ///
    /// When the text is not a public key of a supported kind that is made for signatures. The error
    /// says why.
    pub fn from_jwk(json: &str) -> Result<Self, Error> {
        let problem = |problem: &str| CallError::config("public_key", problem);
        let members = serde_json::from_str(json).map_err(|_| problem("is not a JSON Web Key"))?;
        Ok(read(members).map_err(|key| problem(key.fault.text()))?)
    }
}

/// Reads a key, of its own or of a set.
pub(super) fn read(members: Members) -> Result<PublicKey, PassedOver> {
    let kid = match members.all.get("kid") {
        Some(Value::String(kid)) => Some(kid.clone()),
        _ => None,
    };
    let kind = kind(&members.all);
    match prepare(&members, kind) {
        Ok((only, material)) => Ok(PublicKey::new(kid, only, material)),
        Err(fault) => Err(PassedOver { kid, kind, fault }),
    }
}

fn prepare(
    members: &Members,
    kind: Option<KeyKind>,
) -> Result<(Option<Algorithm>, Material), Fault> {
    if !members.is_object {
        return Err(broken("is not a JSON object"));
    }
    if let Some(name) = members.doubled.first() {
        return Err(broken(format!("holds `{}` twice", shown(name, 32))));
    }
    let members = &members.all;
    text(members, "kid")?;
    let kty = text(members, "kty")?.ok_or_else(|| broken("lacks `kty`"))?;
    let crv = text(members, "crv")?;
    let Some(kind) = kind else {
        return Err(Fault::Foreign(match (kty, crv) {
            ("oct", _) => {
                "is a shared secret, which does not come from a public address".to_owned()
            }
            ("EC" | "OKP", None) => "names no curve (`crv`)".to_owned(),
            ("EC" | "OKP", Some(crv)) => {
                format!("is on the curve `{}`, which is not supported", shown(crv, 32))
            }
            (kty, _) => format!("is of the kind `{}`, which is not supported", shown(kty, 32)),
        }));
    };
    if let Some(usage) = text(members, "use")?.filter(|usage| *usage != "sig") {
        let usage = shown(usage, 32);
        return Err(Fault::Foreign(format!("is for `{usage}` and not for signatures (`use`)")));
    }
    match members.get("key_ops") {
        None | Some(Value::Null) => {}
        Some(Value::Array(all)) if all.iter().any(|one| one == "verify") => {}
        Some(Value::Array(_)) => {
            let text = "is not for verifying signatures (`key_ops`)";
            return Err(Fault::Foreign(text.to_owned()));
        }
        Some(_) => return Err(broken("has a `key_ops` that is not a list")),
    }
    let is_private = |name: &&str| members.get(*name).is_some_and(|value| !value.is_null());
    if let Some(name) = PRIVATE.iter().find(|name| is_private(name)) {
        return Err(broken(format!(
            "holds its private half (`{name}`): anybody could sign with it"
        )));
    }
    let only = match text(members, "alg")? {
        None => None,
        Some(name) => Some(Algorithm::from_name(name).ok_or_else(|| {
            let name = shown(name, 32);
            Fault::Foreign(format!("is for `{name}`, which is not a supported signature algorithm"))
        })?),
    };
    if let Some(only) = only.filter(|only| KeyKind::of(*only) != Some(kind)) {
        let kind = kind.name();
        return Err(broken(format!("is for {only}, which a key of the kind {kind} is not for")));
    }
    Ok((only, material(members, kind)?))
}

/// The kind of a key, if it is one that is supported.
fn kind(members: &Map<String, Value>) -> Option<KeyKind> {
    let text = |name| members.get(name).and_then(Value::as_str);
    match (text("kty")?, text("crv")) {
        ("RSA", _) => Some(KeyKind::Rsa),
        ("EC", Some("P-256")) => Some(KeyKind::P256),
        ("EC", Some("P-384")) => Some(KeyKind::P384),
        ("EC", Some("P-521")) => Some(KeyKind::P521),
        ("OKP", Some("Ed25519")) => Some(KeyKind::Ed25519),
        _ => None,
    }
}

fn material(members: &Map<String, Value>, kind: KeyKind) -> Result<Material, Fault> {
    match kind {
        KeyKind::Rsa => {
            let (modulus, exponent) = (number(members, "n")?, number(members, "e")?);
            let leading = modulus.first().map_or(0, |first| first.leading_zeros() as usize);
            match modulus.len() * 8 - leading {
                2048..=8192 => {}
                bits @ ..2048 => {
                    return Err(broken(format!("is an RSA key of less than 2048 bits: {bits}")));
                }
                bits => {
                    return Err(broken(format!("is an RSA key of more than 8192 bits: {bits}")));
                }
            }
            let problem = "is an RSA key whose modulus or exponent cannot be used";
            Material::rsa(&modulus, &exponent).ok_or_else(|| broken(problem))
        }
        KeyKind::Ed25519 => {
            let key = bytes(members, "x")?;
            let key = key.as_slice().try_into().map_err(|_| {
                broken(format!("is an Ed25519 key of {} bytes instead of 32", key.len()))
            })?;
            Material::ed25519(key).map_err(broken)
        }
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => {
            let coordinate = |name| padded(number(members, name)?, kind, name);
            let (x, y) = (coordinate("x")?, coordinate("y")?);
            let problem = || broken(format!("is not a point on {}", kind.name()));
            Material::point(kind, &x, &y).ok_or_else(problem)
        }
    }
}

/// A coordinate at its full length: libraries leave zeros out, or write one for the sign.
fn padded(number: Vec<u8>, curve: KeyKind, name: &str) -> Result<Vec<u8>, Fault> {
    match curve.coordinate().checked_sub(number.len()) {
        Some(missing) => Ok([vec![0; missing], number].concat()),
        None => Err(broken(format!("has a coordinate `{name}` too long for {}", curve.name()))),
    }
}

/// A number in big-endian, without leading zeros (RFC 7518 section 6.3.1.1: some libraries write
/// one where the highest bit is set).
fn number(members: &Map<String, Value>, name: &'static str) -> Result<Vec<u8>, Fault> {
    let mut bytes = bytes(members, name)?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.drain(..zeros);
    Ok(bytes)
}

fn bytes(members: &Map<String, Value>, name: &'static str) -> Result<Vec<u8>, Fault> {
    let text = text(members, name)?.ok_or_else(|| broken(format!("lacks `{name}`")))?;
    decode(text).ok_or_else(|| broken(format!("has an `{name}` that is not base64url")))
}

/// Base64 as libraries write it: either alphabet, with padding or without, on one line or several.
fn decode(text: &str) -> Option<Vec<u8>> {
    let standard = text.contains(['+', '/']);
    let engine = if standard { &STANDARD } else { &URL_SAFE };
    if text.contains(['\r', '\n']) {
        return engine.decode(text.replace(['\r', '\n'], "")).ok();
    }
    engine.decode(text).ok()
}

/// A member that is text; null counts as absent.
fn text<'m>(members: &'m Map<String, Value>, name: &'static str) -> Result<Option<&'m str>, Fault> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(broken(format!("has a `{name}` that is not text"))),
    }
}

fn broken(problem: impl Into<String>) -> Fault {
    Fault::Broken(problem.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_libraries_write_it() {
        let bytes = [0xfb, 0xff, 0xfe, 0x01];
        for text in ["-__-AQ", "-__-AQ==", "-__-AQ=", "+//+AQ", "+//+AQ==", "-__-\r\nAQ==\n"] {
            assert_eq!(decode(text).unwrap(), bytes, "{text:?}");
        }
        for text in ["-//-AQ", "+__+AQ", "-__-A", "-__-AQ===", "-__ -AQ", "-__-AR", "=", "!", "é"]
        {
            assert!(decode(text).is_none(), "{text:?}");
        }
    }
}
