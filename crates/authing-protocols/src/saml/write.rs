//! Writes XML: a start tag's attributes and texts are always escaped.

use std::time::{SystemTime, UNIX_EPOCH};

use authing_core::{Error, random};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::names;

/// XML under construction.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Opens an element. Attributes without a value are left out.
    pub(super) fn open(
        &mut self,
        name: &'static str,
        attributes: &[(&str, Option<&str>)],
    ) -> &mut Self {
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes {
            if let Some(value) = value {
                self.text.push(' ');
                self.text.push_str(attribute);
                self.text.push_str("=\"");
                escape(value, &mut self.text);
                self.text.push('"');
            }
        }
        self.text.push('>');
        self.open.push(name);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.text);
        self
    }

    pub(super) fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
        self
    }

    /// An element with text in it.
    pub(super) fn leaf(
        &mut self,
        name: &'static str,
        attributes: &[(&str, Option<&str>)],
        text: &str,
    ) -> &mut Self {
        self.open(name, attributes).text(text).close()
    }

    /// A signature to be filled: over the element with this id, with the certificate for whoever
    /// looks it up.
    pub(super) fn signature(&mut self, id: &str, certificate: &[u8]) -> &mut Self {
        let reference = format!("#{id}");
        self.open("ds:Signature", &[("xmlns:ds", Some(names::DS))]);
        self.open("ds:SignedInfo", &[]);
        self.method("ds:CanonicalizationMethod", names::EXC_C14N);
        self.method("ds:SignatureMethod", names::RSA_SHA256);
        self.open("ds:Reference", &[("URI", Some(&reference))]);
        self.open("ds:Transforms", &[]);
        self.method("ds:Transform", names::ENVELOPED);
        self.method("ds:Transform", names::EXC_C14N);
        self.close();
        self.method("ds:DigestMethod", names::SHA256);
        self.leaf("ds:DigestValue", &[], "");
        self.close().close();
        self.leaf("ds:SignatureValue", &[], "");
        self.certificate(certificate).close()
    }

    /// `KeyInfo` with a certificate.
    pub(super) fn certificate(&mut self, der: &[u8]) -> &mut Self {
        self.open("ds:KeyInfo", &[("xmlns:ds", Some(names::DS))]).open("ds:X509Data", &[]);
        self.leaf("ds:X509Certificate", &[], &STANDARD.encode(der)).close().close()
    }

    fn method(&mut self, name: &'static str, algorithm: &str) {
        self.open(name, &[("Algorithm", Some(algorithm))]).close();
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }
}

/// Escapes for XML and HTML alike, in text and in attributes. What XML cannot hold is left out.
pub(super) fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(letter))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
}

/// A time as SAML writes it: UTC, whole seconds.
pub(super) fn instant(time: SystemTime) -> String {
    let since_1970 = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let whole = i64::try_from(since_1970).ok().map(OffsetDateTime::from_unix_timestamp);
    // Fails for years beyond 9999 only.
    whole.and_then(Result::ok).and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_default()
}

/// A new message's id: an XML name, which may not begin with a digit.
pub(super) fn new_id() -> Result<String, Error> {
    Ok(format!("_{}", random::text(43)?))
}
