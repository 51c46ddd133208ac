//! Strict reading of the XML that CAS servers send.
//!
//! What is well-formed XML may still be read differently by two readers: texts that comments break
//! up, elements of foreign name spaces, entities. All of that is refused.

use roxmltree::{Document, Node, ParsingOptions};

use super::error::CasError;

/// A user with thousands of group memberships fits.
const MAX_NODES: u32 = 20_000;

/// CAS responses have 4 levels, and nested attributes a few more.
const MAX_DEPTH: usize = 16;

/// Parses a text.
pub(super) fn parse(text: &str) -> Result<Document<'_>, CasError> {
    check_declaration(text)?;
    // The parser joins sections with the text around them, so they are not seen later.
    if text.contains("<![CDATA[") {
        return Err(CasError::Section);
    }
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => CasError::DocumentType,
        roxmltree::Error::NodesLimitReached => CasError::TooComplex,
        error => {
            let position = error.pos();
            CasError::Malformed { line: position.row as usize, column: position.col as usize }
        }
    })?;
    let is_deep = |node: Node<'_, '_>| node.ancestors().nth(MAX_DEPTH + 1).is_some();
    if document.descendants().any(is_deep) {
        return Err(CasError::TooComplex);
    }
    Ok(document)
}

/// The root, if it has this name.
pub(super) fn root<'a, 'input>(
    document: &'a Document<'input>,
    namespace: &str,
    name: &str,
) -> Result<Node<'a, 'input>, CasError> {
    let root = document.root_element();
    if root.tag_name().name() != name {
        return Err(CasError::NotCas);
    }
    if root.tag_name().namespace() != Some(namespace) {
        return Err(CasError::Namespace);
    }
    Ok(root)
}

/// The child elements of a name space. Those of others are extensions, which are left alone.
pub(super) fn children<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().namespace() == Some(namespace))
}

/// The child of this name, which may be there once.
pub(super) fn child<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &str,
    name: &'static str,
) -> Result<Option<Node<'a, 'input>>, CasError> {
    let mut found = children(node, namespace).filter(|child| child.tag_name().name() == name);
    let first = found.next();
    if found.next().is_some() { Err(CasError::Repeated(name)) } else { Ok(first) }
}

/// The text of an element that holds nothing but characters.
pub(super) fn text<'a>(node: Node<'a, '_>, name: &'static str) -> Result<&'a str, CasError> {
    if !is_plain(node) {
        return Err(CasError::NotPlain(name));
    }
    Ok(node.text().unwrap_or_default())
}

/// Whether an element holds nothing but characters: comments, instructions and elements would be
/// children beside them.
pub(super) fn is_plain(node: Node<'_, '_>) -> bool {
    let mut children = node.children();
    children.next().is_none_or(|child| child.is_text()) && children.next().is_none()
}

/// Text is read as UTF-8: a declaration that says otherwise means another text.
fn check_declaration(text: &str) -> Result<(), CasError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(declaration) =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inner, _)| inner)
    else {
        return Ok(());
    };
    let Some((_, encoding)) = declaration.split_once("encoding") else { return Ok(()) };
    let encoding = encoding.trim_start().trim_start_matches('=').trim_start();
    let quoted = |quote: char| encoding.strip_prefix(quote)?.split(quote).next();
    match quoted('"').or_else(|| quoted('\'')) {
        Some(name) if name.eq_ignore_ascii_case("utf-8") => Ok(()),
        _ => Err(CasError::Encoding),
    }
}
