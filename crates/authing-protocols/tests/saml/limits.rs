//! No document costs more than it should.

use std::time::{Duration, Instant};

use authing_protocols::saml::SamlError;

use crate::common::{Doc, outcome};

/// Generous for a slow machine without optimisation: what is quadratic takes minutes.
const BOUND: Duration = Duration::from_secs(10);

fn timed(xml: &str) -> Result<(), SamlError> {
    let start = Instant::now();
    let result = outcome(xml).map(drop);
    assert!(start.elapsed() < BOUND, "{:?} for {} bytes", start.elapsed(), xml.len());
    result
}

fn with_attributes(attributes: &str) -> Doc {
    let attributes = format!("<saml:AttributeStatement>{attributes}</saml:AttributeStatement>");
    Doc { attributes, ..Doc::default() }
}

#[test]
fn a_document_over_the_size_limit_is_refused() {
    let filler = "x".repeat(1 << 20);
    let xml =
        Doc::default().unsigned().replace("<saml:Subject>", &format!("<saml:Subject>{filler}"));
    assert_eq!(timed(&xml), Err(SamlError::TooLarge("1 MiB")));
}

#[test]
fn a_large_response_below_the_limits_is_accepted() {
    let values: String = (0..4000)
        .map(|n| format!("<saml:AttributeValue>group-{n}</saml:AttributeValue>"))
        .collect();
    let doc =
        with_attributes(&format!("<saml:Attribute Name=\"groups\">{values}</saml:Attribute>"));
    assert_eq!(outcome(doc.signed()).unwrap().attributes.values("groups").len(), 4000);

    let attributes: String = (0..9000)
        .map(|n| format!("<saml:Attribute Name=\"a{n}\"><saml:AttributeValue/></saml:Attribute>"))
        .collect();
    let doc = with_attributes(&attributes);
    assert_eq!(outcome(doc.signed()).unwrap().attributes.len(), 9000);
}

#[test]
fn a_document_that_is_too_deep_wide_or_many_is_refused() {
    for depth in [100, 100_000] {
        let deep = format!("{}{}", "<x>".repeat(depth), "</x>".repeat(depth));
        assert!(timed(&with_attributes(&deep).unsigned()).is_err());
        assert!(timed(&"<x>".repeat(depth)).is_err());
    }
    assert!(matches!(
        timed(&with_attributes(&"<x/>".repeat(200_000)).unsigned()),
        Err(SamlError::TooLarge(_))
    ));
    let wide: String = (0..80_000).map(|n| format!(" a{n}=\"\"")).collect();
    assert!(matches!(
        timed(&with_attributes(&format!("<x{wide}/>")).unsigned()),
        Err(SamlError::TooLarge(_))
    ));
    let namespaces: String = (0..40_000).map(|n| format!(" xmlns:a{n}=\"u:{n}\"")).collect();
    assert!(matches!(
        timed(&with_attributes(&format!("<x{namespaces}/>")).unsigned()),
        Err(SamlError::TooLarge(_))
    ));
}

#[test]
fn the_worst_documents_within_the_limits_end_in_time() {
    let declared = |from: usize| -> String {
        (from..from + 30).map(|n| format!(" xmlns:n{n}=\"urn:{n}\"")).collect()
    };
    let open: String = (0..25).map(|level| format!("<x{}>", declared(level * 30))).collect();
    let many = format!("{open}{}{}", "<n7:y n9:a=\"\"/>".repeat(15_000), "</x>".repeat(25));
    let _ = timed(&Doc { extra: many, ..Doc::default() }.signed());
    let _ = timed(&with_attributes(&"<y a=\"&#9;&amp;\">&lt;</y>".repeat(19_000)).signed());
    let _ = timed(&with_attributes(&"&amp;".repeat(200_000)).signed());
}
