//! Hashes of passwords as other systems keep them.

use authing_core::{Error, ErrorKind};
use authing_types::Secret;
use data_encoding::{BASE64_NOPAD, Encoding};

/// Bytes that must not leak: a salt, a key, a hash. `Debug` shows a mask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashBytes(Secret);

impl HashBytes {
    /// These bytes.
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        Self(BASE64_NOPAD.encode(bytes.as_ref()).into())
    }

    /// The bytes. Do not log them, and do not put them into an error.
    pub fn expose(&self) -> Vec<u8> {
        // What it holds was encoded here.
        BASE64_NOPAD.decode(self.0.expose().as_bytes()).unwrap_or_default()
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.0.expose().len() * 3 / 4
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn text(&self) -> &str {
        self.0.expose()
    }

    /// Bytes written in Base64, of either alphabet, with padding or without.
    pub(super) fn from_base64(text: &str) -> Option<Self> {
        let text: String = text
            .trim()
            .trim_end_matches('=')
            .chars()
            .map(|letter| match letter {
                '-' => '+',
                '_' => '/',
                letter => letter,
            })
            .collect();
        lenient(&BASE64_NOPAD, &text).map(Self::new)
    }

    /// Bytes written in hexadecimal, of either case.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        let text = text.trim();
        data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().map(Self::new)
    }
}

/// Some systems leave bits behind the last whole byte that are not zero.
fn lenient(encoding: &Encoding, text: &str) -> Option<Vec<u8>> {
    let mut spec = encoding.specification();
    spec.check_trailing_bits = false;
    spec.encoding().ok()?.decode(text.as_bytes()).ok()
}

/// A function that makes a hash of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Digest {
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl Digest {
    /// As it is written in the text of a hash: `md5`, `sha1`, `sha256` or `sha512`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        Some(match plain.as_str() {
            "md5" => Self::Md5,
            "sha1" | "sha" => Self::Sha1,
            "sha256" => Self::Sha256,
            "sha512" => Self::Sha512,
            _ => return None,
        })
    }
}

/// Where a salt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SaltPosition {
    /// Before the password.
    Prefix,
    /// Behind the password.
    Suffix,
}

impl SaltPosition {
    fn as_str(self) -> &'static str {
        match self {
            Self::Prefix => "prefix",
            Self::Suffix => "suffix",
        }
    }
}

/// The hash of a password, with all that is needed to check a password against it, but for what belongs to a whole
/// project (see [`FirebaseScrypt`](Self::FirebaseScrypt)). `Debug` shows which kind it is and none of its bytes.
///
/// [`to_text`](Self::to_text) writes it as one self-describing text, [`from_text`](Self::from_text) reads that:
///
/// | kind | text |
/// |---|---|
/// | bcrypt | `$2b$10$…`, as it is |
/// | Argon2 | `$argon2id$v=19$m=7168,t=5,p=1$salt$hash` |
/// | PBKDF2 | `$pbkdf2-sha256$i=27500,l=32$salt$hash` |
/// | scrypt | `$scrypt$ln=14,r=8,p=1$salt$hash` |
/// | Firebase's scrypt | `$firebase-scrypt$salt$hash` |
/// | a digest | `$sha256$o=prefix$salt$hash` |
/// | an HMAC | `$hmac-sha256$key$hash` |
///
/// Salt, key and hash are in Base64 without padding, as the PHC string format has them. The last three are forms of this
/// library's own.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PasswordHash {
    /// bcrypt: the text `$2a$…`, `$2b$…` or `$2y$…`.
    Bcrypt(Secret),
    /// Argon2, as the PHC string format has it.
    Argon2(Secret),
    /// PBKDF2 with HMAC.
    #[non_exhaustive]
    Pbkdf2 {
        /// The digest under HMAC.
        digest: Digest,
        /// How many iterations.
        iterations: u32,
        /// The salt.
        salt: HashBytes,
        /// The hash; its length is that of the key that was derived.
        hash: HashBytes,
    },
    /// scrypt.
    #[non_exhaustive]
    Scrypt {
        /// The cost as a power of two: N = 2^`log_n`.
        log_n: u8,
        /// The block size r.
        block_size: u32,
        /// The parallelisation p.
        parallelism: u32,
        /// The salt.
        salt: HashBytes,
        /// The hash; its length is that of the key that was derived.
        hash: HashBytes,
    },
    /// Firebase's modified scrypt. Signer key, salt separator, rounds and memory cost belong to the project and are
    /// shown in its console: they are in no export.
    #[non_exhaustive]
    FirebaseScrypt {
        /// The salt.
        salt: HashBytes,
        /// The hash.
        hash: HashBytes,
    },
    /// One digest of password and salt.
    #[non_exhaustive]
    Digest {
        /// Which one.
        digest: Digest,
        /// Where the salt stands.
        position: SaltPosition,
        /// The salt, which may be empty.
        salt: HashBytes,
        /// The hash.
        hash: HashBytes,
    },
    /// An HMAC of the password.
    #[non_exhaustive]
    Hmac {
        /// Which digest.
        digest: Digest,
        /// The key.
        key: HashBytes,
        /// The hash.
        hash: HashBytes,
    },
    /// No hash at all, but the password: some files are made by hand.
    Plain(Secret),
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PasswordHash({})", self.algorithm())
    }
}

impl PasswordHash {
    /// What it is called: `bcrypt`, `argon2`, `pbkdf2-sha256`, `scrypt`, `firebase-scrypt`, `sha256`, `hmac-sha256`,
    /// `plain`.
    pub fn algorithm(&self) -> String {
        match self {
            Self::Bcrypt(_) => "bcrypt".to_owned(),
            Self::Argon2(_) => "argon2".to_owned(),
            Self::Pbkdf2 { digest, .. } => format!("pbkdf2-{}", digest.as_str()),
            Self::Scrypt { .. } => "scrypt".to_owned(),
            Self::FirebaseScrypt { .. } => "firebase-scrypt".to_owned(),
            Self::Digest { digest, .. } => digest.as_str().to_owned(),
            Self::Hmac { digest, .. } => format!("hmac-{}", digest.as_str()),
            Self::Plain(_) => "plain".to_owned(),
        }
    }

    /// The text that describes itself, for a custom password function of the pool. `None` for a
    /// [plain](Self::Plain) password, which nobody should keep.
    ///
    /// ```
    /// use authing_management::migration::PasswordHash;
    ///
    /// let text = "$pbkdf2-sha256$i=27500,l=3$c2FsdA$aGFz";
    /// let hash = PasswordHash::from_text(text)?;
    /// assert_eq!(hash.to_text().map(|text| text.expose().to_owned()).as_deref(), Some(text));
    /// assert_eq!(format!("{hash:?}"), "PasswordHash(pbkdf2-sha256)");
    /// # Ok::<(), authing_management::Error>(())
    /// ```
    pub fn to_text(&self) -> Option<Secret> {
        let name = self.algorithm();
        Some(Secret::new(match self {
            Self::Bcrypt(text) | Self::Argon2(text) => return Some(text.clone()),
            Self::Pbkdf2 { iterations, salt, hash, .. } => {
                format!("${name}$i={iterations},l={}${}${}", hash.len(), salt.text(), hash.text())
            }
            Self::Scrypt { log_n, block_size, parallelism, salt, hash } => format!(
                "${name}$ln={log_n},r={block_size},p={parallelism}${}${}",
                salt.text(),
                hash.text()
            ),
            Self::FirebaseScrypt { salt, hash } => {
                format!("${name}${}${}", salt.text(), hash.text())
            }
            Self::Digest { position, salt, hash, .. } => {
                format!("${name}$o={}${}${}", position.as_str(), salt.text(), hash.text())
            }
            Self::Hmac { key, hash, .. } => format!("${name}${}${}", key.text(), hash.text()),
            Self::Plain(_) => return None,
        }))
    }

    /// Reads what [`to_text`](Self::to_text) writes, and the PHC strings of other programs.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] for any other text. It shows nothing of it.
    pub fn from_text(text: impl Into<Secret>) -> Result<Self, Error> {
        let text = text.into();
        let unknown = || {
            Error::new(
                ErrorKind::Input,
                "is not a hash that is known: bcrypt, or a PHC string of argon2, pbkdf2 or scrypt",
            )
        };
        Self::parse(&text).ok_or_else(unknown)
    }

    fn parse(text: &Secret) -> Option<Self> {
        let parts: Vec<&str> = text.expose().strip_prefix('$')?.split('$').collect();
        let number = |parameters: &str, name: &str| {
            let mut all = parameters.split(',').filter_map(|one| one.split_once('='));
            all.find(|(key, _)| *key == name).and_then(|(_, value)| value.parse::<u32>().ok())
        };
        let bytes = |text: &str| HashBytes::from_base64(text);
        Some(match *parts.as_slice() {
            ["2a" | "2b" | "2y", _cost, rest] if rest.len() == 53 => Self::Bcrypt(text.clone()),
            ["argon2i" | "argon2d" | "argon2id", .., salt, hash]
                if (4..=5).contains(&parts.len())
                    && bytes(salt).is_some()
                    && bytes(hash).is_some() =>
            {
                Self::Argon2(text.clone())
            }
            ["scrypt", parameters, salt, hash] => Self::Scrypt {
                log_n: u8::try_from(number(parameters, "ln")?).ok()?,
                block_size: number(parameters, "r")?,
                parallelism: number(parameters, "p")?,
                salt: bytes(salt)?,
                hash: bytes(hash)?,
            },
            ["firebase-scrypt", salt, hash] => {
                Self::FirebaseScrypt { salt: bytes(salt)?, hash: bytes(hash)? }
            }
            [name, parameters, salt, hash] => {
                let (salt, hash) = (bytes(salt)?, bytes(hash)?);
                match name.strip_prefix("pbkdf2") {
                    // Without a digest it is SHA-1.
                    Some(digest) => Self::Pbkdf2 {
                        digest: match digest.strip_prefix('-') {
                            Some(digest) => Digest::from_name(digest)?,
                            None => Digest::Sha1,
                        },
                        iterations: number(parameters, "i")?,
                        salt,
                        hash,
                    },
                    None => Self::Digest {
                        digest: Digest::from_name(name)?,
                        position: match parameters {
                            "o=prefix" => SaltPosition::Prefix,
                            "o=suffix" => SaltPosition::Suffix,
                            _ => return None,
                        },
                        salt,
                        hash,
                    },
                }
            }
            [name, key, hash] => Self::Hmac {
                digest: Digest::from_name(name.strip_prefix("hmac-")?)?,
                key: bytes(key)?,
                hash: bytes(hash)?,
            },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_text_that_describes_it() {
        for (text, name) in [
            ("$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "bcrypt"),
            ("$argon2id$v=19$m=7168,t=5,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", "argon2"),
            ("$pbkdf2-sha256$i=27500,l=8$c2FsdHNhbHQ$aGFzaGhhc2g", "pbkdf2-sha256"),
            ("$pbkdf2-sha1$i=1,l=8$$aGFzaGhhc2g", "pbkdf2-sha1"),
            ("$scrypt$ln=14,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", "scrypt"),
            ("$firebase-scrypt$c2FsdHNhbHQ$aGFzaGhhc2g", "firebase-scrypt"),
            ("$md5$o=suffix$$aGFzaGhhc2g", "md5"),
            ("$hmac-sha512$c2FsdHNhbHQ$aGFzaGhhc2g", "hmac-sha512"),
        ] {
            let hash = PasswordHash::from_text(text).unwrap();
            assert_eq!(hash.algorithm(), name);
            assert_eq!(hash.to_text().unwrap().expose(), text);
            assert_eq!(format!("{hash:?}"), format!("PasswordHash({name})"));
        }
        for text in [
            "",
            "passw0rd",
            "$2b$10$short",
            "$argon2id$v=19$m=1$!$!",
            "$scrypt$ln=300,r=8,p=1$YQ$YQ",
            "$crypt$x$YQ$YQ",
            "$1$salt$hash",
            "$$$$",
            "$sha256$o=inside$YQ$YQ",
            "$pbkdf2-sha3$i=1$YQ$YQ",
        ] {
            let told = PasswordHash::from_text(text).unwrap_err().to_string();
            assert!(told.starts_with("is not a hash that is known"), "{text}: {told}");
        }
    }

    #[test]
    fn bytes_are_read_in_every_usual_spelling() {
        let bytes = HashBytes::new([0xfb, 0xff, 0x01, 0x02]);
        for text in ["+/8BAg==", "+/8BAg", "-_8BAg", " -_8BAg== "] {
            assert_eq!(HashBytes::from_base64(text).as_ref(), Some(&bytes), "{text}");
        }
        assert_eq!(HashBytes::from_hex("FBff0102"), Some(bytes.clone()));
        assert_eq!((bytes.len(), bytes.expose()), (4, vec![0xfb, 0xff, 0x01, 0x02]));
        assert_eq!(HashBytes::from_base64("a b"), None);
        assert!(!format!("{bytes:?}").contains('8'));
    }
}
