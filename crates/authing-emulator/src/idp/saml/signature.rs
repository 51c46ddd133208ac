//! The signatures of requests, for applications that insist on them.

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RsaParameters, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_dsig::DsigContext;
use bergshamra_dsig::verify::{VerifyResult, verify_all_document_with_source};
use bergshamra_keys::{Key, KeysManager, loader};
use percent_encoding::percent_decode_str;
use uppsala::Document;

use crate::base::error::ApiResult;
use crate::base::limits::TooMuch;
use crate::idp::saml::names::DS;
use crate::idp::saml::request::{Message, refused};
use crate::idp::saml::xml;

/// The namespace of exclusive canonicalization.
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// Prefixes that are looked for at every element.
const PREFIXES: usize = 16;

/// The key of the certificate in the application's settings.
pub(super) struct RequestKey(Key);

impl RequestKey {
    pub(super) fn new(certificate: &str) -> ApiResult<Self> {
        loader::load_x509_cert_pem(certificate.trim().as_bytes()).map(Self).map_err(|_| {
            refused("the setting samlRequestSigningCert is not a certificate in PEM form")
        })
    }

    /// Checks the signature of a message that came in a query (Bindings section 3.4.4.1).
    pub(super) fn check_query(&self, query: &str) -> ApiResult<()> {
        let raw = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let (Some(message), Some(algorithm), Some(signature)) =
            (raw("SAMLRequest"), raw("SigAlg"), raw("Signature"))
        else {
            return Err(refused("the request is not signed"));
        };
        let relay_state =
            raw("RelayState").map(|state| format!("&RelayState={state}")).unwrap_or_default();
        let signed = format!("SAMLRequest={message}{relay_state}&SigAlg={algorithm}");
        let decode =
            |raw: &str| percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned();
        let method: &'static RsaParameters = match decode(algorithm).as_str() {
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" => &RSA_PKCS1_2048_8192_SHA256,
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => &RSA_PKCS1_2048_8192_SHA384,
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => &RSA_PKCS1_2048_8192_SHA512,
            _ => return Err(refused("the signature's algorithm is not RSA with SHA-2")),
        };
        let signature = STANDARD.decode(decode(signature)).ok();
        let key = self.0.to_spki_der();
        let is_good = signature.zip(key).is_some_and(|(signature, key)| {
            UnparsedPublicKey::new(method, key).verify(signed.as_bytes(), &signature).is_ok()
        });
        if is_good { Ok(()) } else { Err(refused("the request's signature does not verify")) }
    }

    /// Checks the signature inside of a message that came in a form: one, of the whole message.
    pub(super) fn check_enveloped(&self, message: &Message<'_>) -> ApiResult<()> {
        let (document, root) = (&message.document, message.root);
        let own: Vec<_> = xml::children(document, root, DS, "Signature").collect();
        let all = document.descendants(document.root());
        let all = all.iter().filter(|node| xml::is(document, **node, DS, "Signature")).count();
        let ([signature], 1) = (own.as_slice(), all) else {
            return Err(refused("the request does not hold one signature as its child"));
        };
        check_size(document)?;
        let mut keys = KeysManager::new();
        keys.add_key(self.0.clone());
        let results =
            verify_all_document_with_source(&DsigContext::new(keys), document, Some(message.text));
        let covers = |result: &VerifyResult| match result {
            VerifyResult::Valid { signature_node, references, .. } => {
                signature_node == signature
                    && matches!(references.as_slice(), [reference]
                        if reference.digest_verified && reference.resolved_node == Some(root))
            }
            VerifyResult::Invalid { .. } => false,
        };
        match results.as_deref() {
            Ok([result]) if covers(result) => Ok(()),
            _ => Err(refused("the request's signature does not verify")),
        }
    }
}

/// A signature says what is to be done to check it: some of that is done for every element. One of a
/// whole message has one reference, and two transforms (Core section 5.4.4).
fn check_size(document: &Document<'_>) -> ApiResult<()> {
    let mut counts = [
        (DS, "Reference", "references in its signature", 0, 1),
        (DS, "Transform", "transforms in its signature", 0, 2),
        (EXCLUSIVE, "InclusiveNamespaces", "lists of prefixes in its signature", 0, 2),
    ];
    for node in document.descendants(document.root()) {
        for (namespace, name, what, found, limit) in &mut counts {
            if xml::is(document, node, namespace, name) {
                *found += 1;
                check(what, *found, *limit)?;
            }
        }
        if xml::is(document, node, EXCLUSIVE, "InclusiveNamespaces") {
            let list = xml::value_of(document, node, "PrefixList").unwrap_or_default();
            check(
                "prefixes in a list of its signature",
                list.split_whitespace().count(),
                PREFIXES,
            )?;
        }
    }
    Ok(())
}

fn check(what: &'static str, found: usize, limit: usize) -> ApiResult<()> {
    TooMuch::check(what, found, limit).map_err(|error| refused(&error.to_string()))
}
