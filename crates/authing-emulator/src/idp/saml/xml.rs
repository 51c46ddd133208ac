//! Writing and reading XML.

use uppsala::{Document, NodeId, Parser};

use crate::base::markup::content;

/// Messages are small: real ones have one to five kilobytes. What checks them looks at each attribute
/// beside all others of its element, and up all namespaces for each prefix.
pub(super) const MAX_BYTES: usize = 16 << 10;

/// ` name="value"`, or nothing without a value.
pub(super) fn attribute(name: &str, value: Option<&str>) -> String {
    value.map(|value| format!(" {name}=\"{}\"", content(value))).unwrap_or_default()
}

/// Parses a message of at most [`MAX_BYTES`]; document types are refused.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    Parser::new().with_forbid_dtd(true).with_max_depth(32).parse(text).ok()
}

pub(super) fn is(document: &Document<'_>, node: NodeId, namespace: &str, name: &str) -> bool {
    document.element(node).is_some_and(|element| element.name.matches(Some(namespace), name))
}

/// The child elements of this name.
pub(super) fn children<'d>(
    document: &'d Document<'_>,
    parent: NodeId,
    namespace: &'static str,
    name: &'static str,
) -> impl Iterator<Item = NodeId> + 'd {
    document.children_iter(parent).filter(move |node| is(document, *node, namespace, name))
}

/// An attribute in no namespace.
pub(super) fn value_of<'d>(
    document: &'d Document<'_>,
    node: NodeId,
    name: &str,
) -> Option<&'d str> {
    let attributes = &document.element(node)?.attributes;
    attributes
        .iter()
        .find(|own| own.name.namespace_uri.is_none() && own.name.local_name == name)
        .map(|own| own.value.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_an_attribute_is_not_markup() {
        assert_eq!(attribute("A", Some("\"<&")), " A=\"&quot;&lt;&amp;\"");
        assert_eq!(attribute("A", None), "");
    }

    #[test]
    fn a_document_type_is_refused() {
        assert!(parse("<!DOCTYPE a><a/>").is_none());
        assert!(parse("<a/>").is_some());
    }
}
