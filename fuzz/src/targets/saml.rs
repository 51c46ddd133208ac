//! SAML: responses, logout messages and metadata.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
    time::Duration,
};

use authing_protocols::{
    BoxFuture, Error,
    saml::{
        LogoutMessage, PendingAuthn, PendingLogout, PostedResponse, SamlIdentityProvider,
        SamlLogin, SamlLogoutRequest, ServiceProvider, ServiceProviderBuilder,
    },
    store::{ReplayStore, StoreError},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bergshamra_dsig::DsigContext;
use bergshamra_keys::{KeysManager, loader};
use roxmltree::{Document, Node};
use url::form_urlencoded;

use super::material::{
    EC_CERTIFICATE, EC_KEY, IDP_CERTIFICATE, IDP_KEY, SP_CERTIFICATE, SP_KEY, clock, fixture,
};
use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, check_text, run, text},
    mutate,
    target::Target,
};

const IDP: &str = "https://idp.example.com/metadata";
const SSO: &str = "https://idp.example.com/sso";
const SLO: &str = "https://idp.example.com/slo";
const SP: &str = "https://sp.example.com/saml";
const ACS: &str = "https://sp.example.com/saml/acs";
const SP_SLO: &str = "https://sp.example.com/saml/logout";
const REQUEST: &str = "_request";

const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// A document is decoded, scanned, parsed, canonicalized and searched.
const COSTLY: Limits = Limits { steps: (1_000_000, 500), allocated: (2 << 20, 1_000) };

/// A response as the browser posts it: it is refused, or says exactly what was signed.
pub(super) const RESPONSE: Target =
    Target { name: "saml_response", limits: COSTLY, mutator: Some(mutate::xml), read: response };

/// A response that is signed, whatever it says: what is read is what stands in it.
pub(super) const SIGNED: Target =
    Target { name: "saml_signed", limits: COSTLY, mutator: Some(mutate::xml), read: signed };

/// Logout messages, in an address and in a form.
pub(super) const LOGOUT: Target =
    Target { name: "saml_logout", limits: COSTLY, mutator: Some(mutate::xml), read: logout };

/// Metadata of an identity provider.
pub(super) const METADATA: Target =
    Target { name: "saml_metadata", limits: COSTLY, mutator: Some(mutate::xml), read: metadata };

/// Forgets what was used, so that an input may come twice.
#[derive(Debug)]
struct NoMemory;

impl ReplayStore for NoMemory {
    fn first_use<'a>(&'a self, _: &'a str, _: Duration) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(std::future::ready(Ok(true)))
    }
}

fn builder(certificate: &str) -> ServiceProviderBuilder {
    let idp = SamlIdentityProvider::new(IDP, SSO).logout_url(SLO).certificate(certificate);
    ServiceProvider::builder(SP, ACS)
        .idp(idp)
        .decryption_key(SP_KEY, SP_CERTIFICATE)
        .signing_key(SP_KEY, SP_CERTIFICATE)
        .logout_url(SP_SLO)
        .clock(clock())
        .replay_store(Arc::new(NoMemory))
}

static SERVICE: LazyLock<ServiceProvider> =
    LazyLock::new(|| builder(IDP_CERTIFICATE).build().unwrap());

/// Trusts the key that inputs are signed with here: one that signs fast.
static OF_SIGNED: LazyLock<ServiceProvider> =
    LazyLock::new(|| builder(EC_CERTIFICATE).build().unwrap());

/// The login that all responses are about.
static PENDING: LazyLock<PendingAuthn> = LazyLock::new(|| {
    let (_, pending) = SERVICE.authn_request().redirect().unwrap();
    PendingAuthn::from_secret(of_request(pending.to_secret().expose())).unwrap()
});

static PENDING_LOGOUT: LazyLock<PendingLogout> = LazyLock::new(|| {
    let alice = &LOGINS[0].name_id;
    let (_, pending) = SERVICE.logout(alice).redirect().unwrap();
    PendingLogout::from_secret(of_request(pending.to_secret().expose())).unwrap()
});

fn of_request(pending: &str) -> String {
    let mut kept: serde_json::Value = serde_json::from_str(pending).unwrap();
    kept["id"] = REQUEST.into();
    kept.to_string()
}

/// What the identity provider has signed: nobody else may ever come out.
static LOGINS: LazyLock<Vec<SamlLogin>> = LazyLock::new(|| {
    let documents = [
        fixture!("pysaml2-assertion.xml"),
        fixture!("pysaml2-response.xml"),
        fixture!("pysaml2-both.xml"),
        fixture!("samlp-assertion.xml"),
        fixture!("samlp-response.xml"),
        fixture!("samlp-both.xml"),
        fixture!("pysaml2-encrypted.xml"),
        fixture!("pysaml2-encrypted-signed.xml"),
        fixture!("samlp-encrypted.xml"),
        fixture!("samlp-encrypted-signed.xml"),
    ];
    let read = |xml: &&str| finish(&SERVICE, xml.as_bytes()).unwrap();
    documents.iter().map(read).collect()
});

fn finish(sp: &ServiceProvider, xml: &[u8]) -> Result<SamlLogin, Error> {
    let posted = PostedResponse::new(STANDARD.encode(xml));
    run(sp.finish(&posted, PENDING.clone()))
}

fn response(input: &[u8], meter: &mut Meter) {
    let logins = &*LOGINS;
    match meter.measure(|| finish(&SERVICE, input)) {
        Ok(login) => assert!(logins.contains(&login), "nobody signed this: {login:?}"),
        Err(error) => {
            check_error(&error);
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(&logins[0].name_id.value), "names the user: {shown}");
        }
    }
    // As a whole form, which is decoded first.
    if let Some(form) = text(input) {
        let form = meter.measure(|| PostedResponse::from_form(form));
        if let Err(error) = form {
            check_error(&error);
        }
    }
}

static SIGNER: LazyLock<DsigContext> = LazyLock::new(|| {
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_pem_auto(EC_KEY.as_bytes(), None).unwrap());
    DsigContext::new_permissive(keys)
});

fn signed(input: &[u8], meter: &mut Meter) {
    let Some(xml) = text(input) else { return };
    // A document of any form: what cannot be signed is posted as it is.
    let xml = bergshamra_dsig::sign::sign(&SIGNER, xml).unwrap_or_else(|_| xml.to_owned());
    let login = match meter.measure(|| finish(&OF_SIGNED, xml.as_bytes())) {
        Ok(login) => login,
        Err(error) => return check_error(&error),
    };
    let document = Document::parse(&xml).expect("what is read is well-formed to others too");
    let assertion = only(document.root(), "Assertion");
    let subject = child(assertion, "Subject");
    assert_eq!(login.name_id.value, all_text(child(subject, "NameID")), "the name");
    assert_eq!(login.assertion_id, assertion.attribute("ID").unwrap());
    assert_eq!(login.issuer, IDP);
    let conditions = child(assertion, "Conditions");
    let mut restrictions = children(conditions, "AudienceRestriction").peekable();
    assert!(restrictions.peek().is_some(), "for anybody: {xml}");
    for restriction in restrictions {
        let mut audiences = children(restriction, "Audience").map(all_text);
        assert!(audiences.any(|audience| audience.trim() == SP), "for others: {xml}");
    }
    let mut attributes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let statements = children(assertion, "AttributeStatement");
    for attribute in statements.flat_map(|statement| children(statement, "Attribute")) {
        let Some(name) = attribute.attribute("Name") else { continue };
        let values = children(attribute, "AttributeValue").filter(|value| !is_nil(*value));
        attributes.entry(name).or_default().extend(values.map(all_text));
    }
    let read: BTreeMap<_, _> =
        login.attributes.iter().map(|one| (&*one.name, one.values.clone())).collect();
    assert_eq!(read, attributes, "{xml}");
}

fn is_nil(value: Node<'_, '_>) -> bool {
    let nil = value.attribute(("http://www.w3.org/2001/XMLSchema-instance", "nil"));
    nil.is_some_and(|nil| matches!(nil.trim(), "true" | "1"))
}

fn only<'a, 'input>(node: Node<'a, 'input>, name: &'static str) -> Node<'a, 'input> {
    one(node.descendants().filter(move |node| node.has_tag_name((ASSERTION, name))))
}

fn children<'a, 'input>(
    node: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |node| node.has_tag_name((ASSERTION, name)))
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &'static str) -> Node<'a, 'input> {
    one(children(node, name))
}

fn one<T>(mut found: impl Iterator<Item = T>) -> T {
    let first = found.next().expect("there is one");
    assert!(found.next().is_none(), "two could be meant");
    first
}

fn all_text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// The two requests that the identity provider has signed.
static LOGOUTS: LazyLock<[SamlLogoutRequest; 2]> = LazyLock::new(|| {
    let query = LogoutMessage::from_query(fixture!("pysaml2-logout.query")).unwrap();
    let posted = form("SAMLRequest", fixture!("pysaml2-logout.xml").as_bytes()).unwrap();
    [query, posted].map(|message| run(SERVICE.read_logout_request(&message)).unwrap())
});

fn form(kind: &str, xml: &[u8]) -> Result<LogoutMessage, impl std::error::Error> {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair(kind, &STANDARD.encode(xml))
        .finish();
    LogoutMessage::from_form(&body)
}

fn logout(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&LOGOUTS);
    LazyLock::force(&PENDING_LOGOUT);
    LazyLock::force(&RESPONDED);
    let mut messages = Vec::new();
    if input.starts_with(b"<") {
        for kind in ["SAMLRequest", "SAMLResponse"] {
            messages.push(meter.measure(|| form(kind, input)).map_err(|error| error.to_string()));
        }
    } else if let Some(text) = text(input) {
        let query = meter.measure(|| LogoutMessage::from_query(text));
        messages.push(query.map_err(|error| error.to_string()));
        let form = meter.measure(|| LogoutMessage::from_form(text));
        messages.push(form.map_err(|error| error.to_string()));
    }
    for message in messages {
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                check_text(&error);
                continue;
            }
        };
        match meter.measure(|| run(SERVICE.read_logout_request(&message))) {
            Ok(request) => {
                let is_same = |known: &SamlLogoutRequest| {
                    known.id == request.id
                        && known.name_id == request.name_id
                        && known.session_indexes == request.session_indexes
                };
                assert!(LOGOUTS.iter().any(is_same), "nobody signed this: {request:?}");
            }
            Err(error) => check_error(&error),
        }
        let finished = meter.measure(|| SERVICE.finish_logout(&message, PENDING_LOGOUT.clone()));
        match finished {
            Ok(()) => {
                let xml = text(input).expect("a response is posted as text here");
                assert_eq!(signature(xml), signature(&RESPONDED), "nobody signed this: {xml}");
            }
            Err(error) => check_error(&error),
        }
    }
}

/// The one response to a logout that the identity provider has signed: always the same.
static RESPONDED: LazyLock<String> = LazyLock::new(|| {
    let xml = include_str!("../../material/logout-response.xml");
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_pem_auto(IDP_KEY.as_bytes(), None).unwrap());
    bergshamra_dsig::sign::sign(&DsigContext::new_permissive(keys), xml).unwrap()
});

/// The one signature of a document, without the white space in it.
fn signature(xml: &str) -> String {
    let document = Document::parse(xml).expect("what is read is well-formed to others too");
    let is_value = |node: &Node<'_, '_>| node.tag_name().name() == "SignatureValue";
    let mut values = document.descendants().filter(is_value).map(all_text);
    let value = values.next().expect("it is signed");
    assert!(values.next().is_none(), "which signature counts?");
    value.split_whitespace().collect()
}

fn metadata(input: &[u8], meter: &mut Meter) {
    let provider = match meter.measure(|| SamlIdentityProvider::from_metadata(input)) {
        Ok(provider) => provider,
        Err(error) => {
            check_error(&error);
            let of = meter.measure(|| SamlIdentityProvider::from_metadata_of(input, IDP));
            if let Err(error) = of {
                check_error(&error);
            }
            return;
        }
    };
    provider.set_aside().iter().for_each(|part| check_text(&part.to_string()));
    let builder = ServiceProvider::builder(SP, ACS)
        .signing_key(SP_KEY, SP_CERTIFICATE)
        .clock(clock())
        .idp(provider);
    let sp = match builder.build() {
        Ok(sp) => sp,
        Err(error) => return check_error(&error),
    };
    let id = sp.idp_entity_id();
    let of = SamlIdentityProvider::from_metadata_of(input, id);
    // Where two have the id, as no two should, only one of them may be a provider.
    let is_unique = text(input).is_some_and(|text| text.matches("entityID").count() == 1);
    assert!(of.is_ok() || !is_unique, "not found again by its own id: {id}");
    // The browser is sent where the document says, and nowhere that is not an address.
    if let Ok((url, _)) = sp.authn_request().redirect() {
        assert!(matches!(url.scheme(), "https" | "http"), "{url}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It stands in `corpus/saml_logout` as it is signed here.
    #[test]
    fn the_response_to_a_logout_is_accepted() {
        let mut meter = Meter::new(COSTLY, RESPONDED.len());
        logout(RESPONDED.as_bytes(), &mut meter);
        let message = form("SAMLResponse", RESPONDED.as_bytes()).unwrap();
        SERVICE.finish_logout(&message, PENDING_LOGOUT.clone()).unwrap();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/saml_logout");
        let mut inputs = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        assert!(inputs.any(|path| std::fs::read(path).unwrap() == RESPONDED.as_bytes()));
    }
}
