//! Reading metadata: which identity provider it describes, by which keys and addresses.
//!
//! Source: SAML 2.0 Metadata sections 2.3, 2.4.1 and 2.4.3.

use std::{borrow::Cow, time::SystemTime};

use authing_types::SetAside;

use super::{
    assertion::time,
    error::SamlError,
    idp::{LogoutUrls, SamlIdentityProvider, address_problem},
    keys::Certificate,
    names::{DS, HTTP_POST, HTTP_REDIRECT, MD, SAMLP},
    tree::{Node, Tree},
};
use crate::{set_aside::Aside, text::quoted};

/// An identity provider's place in a document.
struct Candidate<'t> {
    entity: Node<'t>,
    role: Node<'t>,
    /// The ends of all that it stands in.
    ends: Vec<SystemTime>,
}

/// Reads the metadata of one identity provider: of this entity id, or the only one.
pub(super) fn read(xml: &[u8], wanted: Option<&str>) -> Result<SamlIdentityProvider, SamlError> {
    let tree = Tree::metadata(xml)?;
    let Candidate { entity, role, mut ends } = choose(&tree, wanted.map(str::trim))?;
    let entity_id = entity.attribute("entityID").unwrap_or_default().trim();
    if entity_id.is_empty() {
        return Err(SamlError::metadata("the entity has no `entityID`"));
    }
    for node in [entity, role] {
        ends.extend(time(node, "validUntil")?);
    }
    let mut aside = Aside::default();
    let certificates = certificates(role, &mut aside)?;
    let mut service = |name, binding| Endpoint::first(role, name, binding, &mut aside);
    let sso_redirect = service("SingleSignOnService", HTTP_REDIRECT);
    let sso_post = service("SingleSignOnService", HTTP_POST);
    let logout_redirect = service("SingleLogoutService", HTTP_REDIRECT);
    let logout_post = service("SingleLogoutService", HTTP_POST);
    let wish = role.attribute("WantAuthnRequestsSigned").map(str::trim);
    if let Some(odd) = wish.filter(|wish| !["true", "false", "1", "0"].contains(wish)) {
        let reason = format!("is {}, neither `true` nor `false`", quoted(odd, 40));
        aside.push("WantAuthnRequestsSigned", reason);
    }
    if sso_redirect.is_none() && sso_post.is_none() {
        let mut problem = String::from("it has no single sign-on by HTTP-Redirect or HTTP-POST");
        for part in aside.report("identity provider's metadata") {
            problem.push_str(&format!("; {part}"));
        }
        return Err(SamlError::metadata(problem));
    }
    Ok(SamlIdentityProvider {
        entity_id: entity_id.to_owned(),
        sso_redirect: sso_redirect.map(|endpoint| endpoint.location),
        sso_post: sso_post.map(|endpoint| endpoint.location),
        logout: LogoutUrls {
            redirect_response: logout_redirect.as_ref().and_then(|found| found.response.clone()),
            post_response: logout_post.as_ref().and_then(|found| found.response.clone()),
            redirect: logout_redirect.map(|endpoint| endpoint.location),
            post: logout_post.map(|endpoint| endpoint.location),
        },
        certificates,
        certificate_pems: Vec::new(),
        wants_signed_requests: matches!(wish, Some("true" | "1")),
        valid_until: ends.into_iter().min(),
        authing_host: None,
        set_aside: aside.report("identity provider's metadata"),
    })
}

/// The provider of this name, or the only one.
fn choose<'t>(tree: &'t Tree<'_>, wanted: Option<&str>) -> Result<Candidate<'t>, SamlError> {
    let root = tree.root();
    if !root.is(MD, "EntityDescriptor") && !root.is(MD, "EntitiesDescriptor") {
        let problem = "it is another document: its root is neither `EntityDescriptor` nor \
                       `EntitiesDescriptor` of SAML 2.0 metadata";
        return Err(SamlError::metadata(problem));
    }
    let entities = entities(root);
    let name =
        |entity: Node<'_>| entity.attribute("entityID").unwrap_or_default().trim().to_owned();
    let providers = || entities.iter().copied().filter(|entity| roles(*entity).next().is_some());
    // An entity may be described again as a service provider: that one is not meant.
    let mut meant =
        providers().filter(|entity| wanted.is_none_or(|wanted| name(*entity) == wanted));
    let entity = match (meant.next(), meant.next(), wanted) {
        (Some(found), None, _) => found,
        (None, _, Some(wanted)) if entities.iter().any(|entity| name(*entity) == wanted) => {
            let wanted = quoted(wanted, 200);
            let problem = format!("its entity {wanted} is not an identity provider");
            return Err(SamlError::metadata(problem));
        }
        (None, _, Some(wanted)) => {
            let found = providers().map(name).collect();
            return Err(SamlError::UnknownProvider { wanted: wanted.to_owned(), found });
        }
        (None, _, None) => {
            return Err(SamlError::metadata("it does not describe an identity provider"));
        }
        (Some(_), Some(_), Some(wanted)) => {
            let wanted = quoted(wanted, 200);
            return Err(SamlError::metadata(format!("it describes {wanted} more than once")));
        }
        (Some(_), Some(_), None) => {
            return Err(SamlError::SeveralProviders(providers().map(name).collect()));
        }
    };
    // A provider may describe itself for other protocols too.
    let speaks_saml_2 = |role: &Node<'_>| {
        let protocols = role.attribute("protocolSupportEnumeration").unwrap_or_default();
        protocols.split_whitespace().any(|protocol| protocol == SAMLP)
    };
    let mut spoken = roles(entity).filter(speaks_saml_2);
    let role = match (spoken.next(), spoken.next()) {
        (Some(role), None) => role,
        (Some(_), Some(_)) => {
            let problem = "its entity has several `IDPSSODescriptor` for SAML 2.0: keep one";
            return Err(SamlError::metadata(problem));
        }
        (None, _) => {
            let problem = "the identity provider does not speak SAML 2.0, as its \
                           `protocolSupportEnumeration` says";
            return Err(SamlError::metadata(problem));
        }
    };
    let mut ends = Vec::new();
    let mut around = entity.parent_element();
    while let Some(group) = around {
        ends.extend(time(group, "validUntil")?);
        around = group.parent_element();
    }
    Ok(Candidate { entity, role, ends })
}

fn roles(entity: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    entity.children_named(MD, "IDPSSODescriptor")
}

/// All entities of a document. Its depth is limited.
fn entities(root: Node<'_>) -> Vec<Node<'_>> {
    fn walk<'t>(node: Node<'t>, found: &mut Vec<Node<'t>>) {
        if node.is(MD, "EntityDescriptor") {
            found.push(node);
        } else if node.is(MD, "EntitiesDescriptor") {
            node.children().for_each(|child| walk(child, found));
        }
    }
    let mut found = Vec::new();
    walk(root, &mut found);
    found
}

/// An address that a provider takes messages at.
struct Endpoint {
    location: String,
    /// Where responses go, if not there.
    response: Option<String>,
}

impl Endpoint {
    /// The first service of this name and binding whose address can be used.
    fn first(
        role: Node<'_>,
        service: &'static str,
        binding: &'static str,
        aside: &mut Aside,
    ) -> Option<Self> {
        let short = binding.rsplit(':').next().unwrap_or(binding);
        let path = |attribute: &str| format!("{service}[{short}].{attribute}");
        for node in role.children_named(MD, service) {
            if node.attribute("Binding").map(str::trim) != Some(binding) {
                continue;
            }
            let mut address = |attribute: &'static str| {
                let text = node.attribute(attribute)?.trim();
                match address_problem(text) {
                    None => Some(text.to_owned()),
                    Some(problem) => {
                        let found = quoted(text, 200);
                        aside.push_entry(path(attribute), format!("is {found}, which {problem}"));
                        None
                    }
                }
            };
            if let Some(location) = address("Location") {
                return Some(Self { location, response: address("ResponseLocation") });
            }
            if node.attribute("Location").is_none() {
                aside.push_entry(path("Location"), "is missing");
            }
        }
        None
    }
}

/// A provider has one or two keys, and a few more while it changes them. Each is read, and every
/// signature of a message may have to be tried with each.
const MOST_CERTIFICATES: (usize, &str) = (64, "64 certificates of a provider");

/// All certificates for signing, or for no stated use. Keys that cannot be used, for whatever they
/// are, are set aside.
fn certificates(role: Node<'_>, aside: &mut Aside) -> Result<Vec<Certificate>, SamlError> {
    let (mut usable, mut refused) = (Vec::new(), Vec::new());
    let (mut signing, mut encryption, mut read) = (0_usize, 0_usize, 0_usize);
    for key in role.children_named(MD, "KeyDescriptor") {
        let (is_for_signing, usage, count) = match key.attribute("use").map(str::trim) {
            None | Some("" | "signing") => (true, "signing", &mut signing),
            Some("encryption") => (false, "encryption", &mut encryption),
            Some(odd) => {
                let reason = format!("is for {}: not for signing", quoted(odd, 40));
                aside.push_entry("KeyDescriptor", reason);
                continue;
            }
        };
        for text in key_texts(key) {
            read += 1;
            if read > MOST_CERTIFICATES.0 {
                return Err(SamlError::TooLarge(MOST_CERTIFICATES.1));
            }
            let certificate = text.and_then(|text| Certificate::from_base64(&text));
            *count += 1;
            match certificate {
                Ok(certificate) if is_for_signing => usable.push(certificate),
                Ok(_) => {}
                Err(reason) => {
                    let path = format!("{usage} key {count}");
                    if is_for_signing {
                        refused.push(SetAside::new(&path, &reason, true));
                    }
                    aside.push_entry(path, reason);
                }
            }
        }
    }
    match (usable.is_empty(), refused.is_empty()) {
        (false, _) => Ok(usable),
        (true, true) => Err(SamlError::metadata("it has no signing certificate")),
        (true, false) => Err(SamlError::NoUsableKey(refused)),
    }
}

/// The certificates of a key as they are written, or what is wrong with each.
fn key_texts(key: Node<'_>) -> impl Iterator<Item = Result<Cow<'_, str>, String>> {
    let mut certificates = key
        .children_named(DS, "KeyInfo")
        .flat_map(|info| info.children_named(DS, "X509Data"))
        .flat_map(|data| data.children_named(DS, "X509Certificate"))
        .map(|text| text.value().map_err(|_| "holds more than base64".to_owned()))
        .peekable();
    let missing = "comes without a certificate (`X509Certificate`)";
    let missing = certificates.peek().is_none().then(|| Err(missing.to_owned()));
    certificates.chain(missing)
}
