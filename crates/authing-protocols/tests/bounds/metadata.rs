//! Metadata of SAML identity providers.

use authing_protocols::saml::SamlIdentityProvider;
use authing_test_support::cost::{Construct, Work, outcome};

use crate::{
    common::{IDP, IDP_CERT},
    saml::many,
};

fn read(xml: String) -> Work {
    Box::new(move || outcome(SamlIdentityProvider::from_metadata(&xml)))
}

fn read_one(xml: String, entity_id: &'static str) -> Work {
    Box::new(move || outcome(SamlIdentityProvider::from_metadata_of(&xml, entity_id)))
}

const SSO_SERVICE: &str = "<md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:\
                           HTTP-Redirect\" Location=\"https://idp.example.com/sso\"/>";

fn base64() -> String {
    IDP_CERT.lines().filter(|line| !line.starts_with('-')).collect()
}

fn key(certificates: &str) -> String {
    format!(
        "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo \
         xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>{certificates}</ds:X509Data>\
         </ds:KeyInfo></md:KeyDescriptor>"
    )
}

fn certificate(text: &str) -> String {
    format!("<ds:X509Certificate>{text}</ds:X509Certificate>")
}

fn role(inside: &str) -> String {
    format!(
        "<md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         {inside}</md:IDPSSODescriptor>"
    )
}

fn entity(id: &str, inside: &str) -> String {
    format!(
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{id}\">\
         {inside}</md:EntityDescriptor>"
    )
}

fn groups(depth: usize, inside: &str) -> String {
    let open = "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
                validUntil=\"2030-01-01T00:00:00Z\">";
    format!("{}{inside}{}", open.repeat(depth), "</md:EntitiesDescriptor>".repeat(depth))
}

/// The provider with this in its role, before the address.
fn provider(inside: &str) -> String {
    entity(IDP, &role(&format!("{}{inside}{SSO_SERVICE}", key(&certificate(&base64())))))
}

pub(crate) fn constructs() -> Vec<Construct> {
    let c = Construct::new;
    vec![
        c("metadata: entities, and the groups around them", 14, |n| {
            // Few bytes an entity: what is kept of the groups shows.
            let entities = "<md:EntityDescriptor/>".repeat(40 * n);
            read_one(groups(n, &entities), IDP)
        }),
        c("metadata: providers", 200, |n| {
            read(groups(1, &many(n, |at| entity(&format!("https://{at}"), &role("")))))
        }),
        c("metadata: providers that are not the one", 200, |n| {
            read_one(groups(1, &many(n, |at| entity(&format!("https://{at}"), &role("")))), IDP)
        }),
        c("metadata: roles of a provider", 500, |n| read(entity(IDP, &role("").repeat(n)))),
        c("metadata: keys", 15, |n| read(provider(&key(&certificate(&base64())).repeat(n)))),
        c("metadata: certificates of a key", 15, |n| {
            read(provider(&key(&certificate(&base64()).repeat(n))))
        }),
        c("metadata: keys that cannot be used", 70, |n| {
            read(provider(&many(n, |at| key(&certificate(&format!("AAA{at}"))))))
        }),
        c("metadata: keys for something else", 500, |n| {
            read(provider(&many(n, |at| format!("<md:KeyDescriptor use=\"odd{at}\"/>"))))
        }),
        c("metadata: addresses that cannot be used", 300, |n| {
            read(provider(&many(n, |at| SSO_SERVICE.replace("https:", &format!("odd{at}:")))))
        }),
        c("metadata: length of a certificate", 4000, |n| {
            read(provider(&key(&certificate(&"AAAA".repeat(n)))))
        }),
        c("metadata: comments in a certificate", 1000, |n| {
            read(provider(&key(&certificate(&"AA<!-- -->AA".repeat(n)))))
        }),
        c("metadata: comments and instructions", 1000, |n| {
            read(provider(&"<!-- --><?x?>".repeat(n)))
        }),
        c("metadata: namespaces in scope, and elements that are in one", 160, |n| {
            let level = |from: usize| {
                format!("<x{}>", many(40, |at| format!(" xmlns:n{}=\"u:{at}\"", from + at)))
            };
            let levels = n / 40;
            let open = many(levels, |at| level(at * 40));
            read(provider(&format!("{open}{}{}", "<n0:y/>".repeat(4 * n), "</x>".repeat(levels))))
        }),
        c("metadata: attributes of one element", 2000, |n| {
            read(provider(&format!("<x{}/>", many(n, |at| format!(" a{at}=\"\"")))))
        }),
        c("metadata: levels", 500, |n| read(groups(n, ""))),
    ]
}
