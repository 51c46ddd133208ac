//! Which signatures are accepted, and what they cover.
//!
//! The library verifies whatever a signature says about itself. Here it is decided beforehand what
//! it may say: one place, one reference to the element around it, two transforms, a handful of
//! algorithms.

use bergshamra_dsig::{DsigContext, VerifyResult, verify::verify_all_document_with_source};

use super::{
    error::SamlError,
    keys::{Certificate, decode_base64},
    names::{self, DS},
    tree::{Node, Tree},
};

/// Every element is looked at once for each prefix in a list. Providers write one to eight.
const MOST_PREFIXES: (usize, &str) = (10, "10 prefixes in a PrefixList");
/// … and each of them is copied then.
const LONGEST_LIST: (usize, &str) = (256, "256 bytes of a PrefixList");

/// The identity provider's keys, ready to verify with.
pub(super) struct Trust {
    certificates: Vec<Certificate>,
    context: DsigContext,
}

impl Trust {
    pub(super) fn new(certificates: Vec<Certificate>) -> Self {
        let context = super::keys::trusting(&certificates);
        Self { certificates, context }
    }

    pub(super) fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Verifies every signature of a message and says which of the `signable` elements are
    /// covered. Each of them may hold one signature as its child; one that is anywhere else makes
    /// the whole message unacceptable.
    pub(super) fn verify(
        &self,
        tree: &Tree<'_>,
        signable: &[Node<'_>],
    ) -> Result<Covered, SamlError> {
        let mut expected = Vec::new();
        for element in signable {
            if let Some(signature) = element.child(DS, "Signature")? {
                check_shape(signature, *element)?;
                expected.push((signature, *element));
            }
        }
        if tree.named("Signature").len() != expected.len() {
            return Err(SamlError::SignatureShape("it is in a place where none belongs"));
        }
        if expected.is_empty() {
            return Ok(Covered::default());
        }
        let results =
            verify_all_document_with_source(&self.context, tree.document(), Some(tree.text()))
                .map_err(|_| SamlError::BadSignature)?;
        if results.len() != expected.len() {
            return Err(SamlError::BadSignature);
        }
        let mut covered = Covered::default();
        for (signature, element) in expected {
            if !results.iter().any(|result| covers(result, signature, element)) {
                return Err(self.why_not(signature));
            }
            covered.0.push(element.id());
        }
        Ok(covered)
    }

    /// A certificate that nobody configured is the likeliest reason. It is a hint for a person:
    /// what a message says of its key is never used to verify it.
    fn why_not(&self, signature: Node<'_>) -> SamlError {
        let named = |node: Node<'_>| node.is(DS, "X509Certificate").then(|| node.text());
        let certificate = signature
            .children_named(DS, "KeyInfo")
            .flat_map(Node::children)
            .flat_map(Node::children)
            .find_map(named)
            .and_then(|text| decode_base64(&text));
        match certificate {
            Some(der) if !self.certificates.iter().any(|known| known.der() == der) => {
                SamlError::UnknownCertificate
            }
            _ => SamlError::BadSignature,
        }
    }
}

impl std::fmt::Debug for Trust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trust").field("certificates", &self.certificates).finish_non_exhaustive()
    }
}

/// The elements that a verified signature covers.
#[derive(Default)]
pub(super) struct Covered(Vec<uppsala::NodeId>);

impl Covered {
    pub(super) fn has(&self, element: Node<'_>) -> bool {
        self.0.contains(&element.id())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether this result is of this signature, is good, and is about this element alone.
fn covers(result: &VerifyResult, signature: Node<'_>, element: Node<'_>) -> bool {
    let VerifyResult::Valid { signature_node, references, .. } = result else { return false };
    let [reference] = references.as_slice() else { return false };
    *signature_node == signature.id()
        && reference.digest_verified
        && reference.resolved_node == Some(element.id())
}

/// Refuses everything but the one shape: `SignedInfo` with exclusive canonicalization, one
/// reference to `element` with the enveloped-signature transform and exclusive canonicalization,
/// `SignatureValue`, perhaps `KeyInfo`.
fn check_shape(signature: Node<'_>, element: Node<'_>) -> Result<(), SamlError> {
    let refused = SamlError::SignatureShape;
    only_attributes(signature, &["Id"])?;
    let (info, value) = match children(signature).as_slice() {
        [info, value] => (*info, *value),
        [info, value, key] if key.is(DS, "KeyInfo") => {
            check_key_info(*key)?;
            (*info, *value)
        }
        _ => return Err(refused("it holds more than its three parts")),
    };
    if !info.is(DS, "SignedInfo") || !value.is(DS, "SignatureValue") {
        return Err(refused("its parts are not SignedInfo and SignatureValue"));
    }
    only_text(value)?;
    only_attributes(info, &["Id"])?;

    let info = children(info);
    let [canonicalization, method, reference] = info.as_slice() else {
        return Err(refused("it does not have exactly one reference"));
    };
    if !canonicalization.is(DS, "CanonicalizationMethod")
        || !method.is(DS, "SignatureMethod")
        || !reference.is(DS, "Reference")
    {
        return Err(refused("its SignedInfo is not in order"));
    }
    check_exclusive(*canonicalization)?;
    check_signature_method(*method)?;
    check_reference(*reference, element)
}

fn check_reference(reference: Node<'_>, element: Node<'_>) -> Result<(), SamlError> {
    let refused = SamlError::SignatureShape;
    only_attributes(reference, &["URI", "Id"])?;
    if reference.attribute("URI").and_then(|uri| uri.strip_prefix('#'))
        != Some(element.message_id()?)
    {
        return Err(refused("its reference is not to the element around it"));
    }
    let parts = children(reference);
    let [transforms, method, value] = parts.as_slice() else {
        return Err(refused("its reference is not in order"));
    };
    if !transforms.is(DS, "Transforms")
        || !method.is(DS, "DigestMethod")
        || !value.is(DS, "DigestValue")
    {
        return Err(refused("its reference is not in order"));
    }
    only_text(*value)?;
    only_attributes(*transforms, &[])?;
    let transforms = children(*transforms);
    let [enveloped, exclusive] = transforms.as_slice() else {
        return Err(refused("its transforms are not the two that SAML allows"));
    };
    if !enveloped.is(DS, "Transform") || !exclusive.is(DS, "Transform") {
        return Err(refused("its transforms are not the two that SAML allows"));
    }
    if algorithm(*enveloped)? != names::ENVELOPED {
        return Err(refused("its first transform is not the enveloped signature"));
    }
    empty(*enveloped)?;
    check_exclusive(*exclusive)?;
    match algorithm(*method)? {
        names::SHA256 | names::SHA384 | names::SHA512 => empty(*method),
        other => {
            Err(SamlError::SignatureAlgorithm { what: "digest algorithm", found: other.to_owned() })
        }
    }
}

fn check_signature_method(method: Node<'_>) -> Result<(), SamlError> {
    check_algorithm(algorithm(method)?)?;
    empty(method)
}

/// The algorithms that signatures may be made by, in XML and over queries.
pub(super) fn check_algorithm(found: &str) -> Result<(), SamlError> {
    match found {
        names::RSA_SHA256
        | names::RSA_SHA384
        | names::RSA_SHA512
        | names::ECDSA_SHA256
        | names::ECDSA_SHA384 => Ok(()),
        other => Err(SamlError::SignatureAlgorithm {
            what: "signature algorithm",
            found: other.to_owned(),
        }),
    }
}

/// Exclusive canonicalization without comments, perhaps with a list of prefixes.
fn check_exclusive(method: Node<'_>) -> Result<(), SamlError> {
    if algorithm(method)? != names::EXC_C14N {
        return Err(SamlError::SignatureShape("it uses another canonicalization than exclusive"));
    }
    match children(method).as_slice() {
        [] => only_text(method),
        [list] if list.is(names::EXC_C14N, "InclusiveNamespaces") => {
            only_attributes(*list, &["PrefixList"])?;
            check_prefixes(list.attribute("PrefixList").unwrap_or_default())?;
            empty(*list)
        }
        _ => Err(SamlError::SignatureShape("a canonicalization holds unknown parts")),
    }
}

fn check_prefixes(list: &str) -> Result<(), SamlError> {
    let prefixes = list.split_whitespace().count();
    for (found, (limit, name)) in [(list.len(), LONGEST_LIST), (prefixes, MOST_PREFIXES)] {
        if found > limit {
            return Err(SamlError::TooLarge(name));
        }
    }
    Ok(())
}

/// Nothing in it is trusted; what makes a reader fetch or follow something is refused all the same.
fn check_key_info(info: Node<'_>) -> Result<(), SamlError> {
    let known =
        |part: Node<'_>| ["X509Data", "KeyName", "KeyValue"].iter().any(|name| part.is(DS, name));
    if info.children().all(known) {
        Ok(())
    } else {
        Err(SamlError::SignatureShape("its KeyInfo holds something beside keys"))
    }
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.children().collect()
}

fn algorithm(node: Node<'_>) -> Result<&str, SamlError> {
    only_attributes(node, &["Algorithm"])?;
    node.attribute("Algorithm").ok_or(SamlError::SignatureShape("an algorithm is missing"))
}

fn only_attributes(node: Node<'_>, allowed: &[&str]) -> Result<(), SamlError> {
    if node.has_only_attributes(allowed) {
        Ok(())
    } else {
        Err(SamlError::SignatureShape("it has unknown attributes"))
    }
}

fn only_text(node: Node<'_>) -> Result<(), SamlError> {
    node.value().map(drop).map_err(|_| SamlError::SignatureShape("a value holds more than text"))
}

fn empty(node: Node<'_>) -> Result<(), SamlError> {
    if node.value().is_ok_and(|text| text.trim().is_empty()) {
        Ok(())
    } else {
        Err(SamlError::SignatureShape("an algorithm holds parameters"))
    }
}
