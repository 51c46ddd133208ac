//! Strict reading of the XML that CAS servers send.
//!
//! What is well-formed XML may still be read differently by two readers: texts that comments break
//! up, elements of foreign name spaces, entities. What says who somebody is holds none of it.

use std::borrow::Cow;

use roxmltree::{Document, Node, ParsingOptions};

use super::error::CasError;
use crate::{
    markup::{self, Excess},
    text::quoted,
};

/// Elements, texts, comments and instructions: a user with thousands of group memberships fits.
const MAX_NODES: u32 = 20_000;

/// CAS responses have 4 levels, and nested attributes a few more.
const MAX_DEPTH: usize = 16;

const TOO_DEEP: &str = "16 levels";
const TOO_MANY: &str = "20000 parts";

/// CAS has one namespace, and its messages hardly an attribute.
const LIMITS: markup::Limits = markup::Limits {
    elements: (MAX_NODES as usize, TOO_MANY),
    all_attributes: (MAX_NODES as usize, TOO_MANY),
    attributes: (32, "32 attributes of an element"),
    depth: (MAX_DEPTH, TOO_DEEP),
    namespaces: (16, "16 namespaces in scope"),
    namespace: (4096, "4096 bytes in a namespace"),
};

/// Parses a text.
pub(super) fn parse(text: &str) -> Result<Document<'_>, CasError> {
    // Pages that are programs often send an empty line before the declaration, which no parser takes.
    let text = text.trim_start_matches('\u{feff}').trim_start_matches([' ', '\t', '\r', '\n']);
    check_declaration(text)?;
    markup::survey(text, &LIMITS).map_err(|excess| match excess {
        Excess::DocumentType => CasError::DocumentType,
        Excess::Over(limit) => CasError::TooComplex(limit),
    })?;
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => CasError::DocumentType,
        roxmltree::Error::NodesLimitReached
        | roxmltree::Error::AttributesLimitReached
        | roxmltree::Error::NamespacesLimitReached => CasError::TooComplex(TOO_MANY),
        error => {
            let position = error.pos();
            CasError::Malformed { line: position.row as usize, column: position.col as usize }
        }
    })?;
    let is_deep = |node: Node<'_, '_>| node.ancestors().nth(MAX_DEPTH + 1).is_some();
    if document.descendants().any(is_deep) {
        return Err(CasError::TooComplex(TOO_DEEP));
    }
    Ok(document)
}

/// The root, if it has this name.
pub(super) fn root<'a, 'input>(
    document: &'a Document<'input>,
    namespace: &'static str,
    name: &str,
) -> Result<Node<'a, 'input>, CasError> {
    let root = document.root_element();
    if root.tag_name().name() != name {
        return Err(CasError::NotCas("it is XML of another kind"));
    }
    check_namespace(root, namespace)?;
    Ok(root)
}

/// Refuses an element of this name in another name space.
pub(super) fn check_namespace(node: Node<'_, '_>, namespace: &'static str) -> Result<(), CasError> {
    match node.tag_name().namespace() {
        Some(found) if found == namespace => Ok(()),
        found => Err(CasError::Namespace {
            found: found.unwrap_or_default().to_owned(),
            expected: namespace,
        }),
    }
}

/// The child elements, of any name space.
pub(super) fn elements<'a, 'input>(
    node: Node<'a, 'input>,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

/// The child elements of a name space. Those of others are extensions.
pub(super) fn children<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    elements(node).filter(move |child| child.tag_name().namespace() == Some(namespace))
}

/// The child of this name, which may be there once.
pub(super) fn child<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &str,
    name: &'static str,
) -> Result<Option<Node<'a, 'input>>, CasError> {
    once(children(node, namespace).filter(|child| child.tag_name().name() == name), name)
}

/// The only element there is, if there is one.
pub(super) fn once<'a, 'input>(
    mut found: impl Iterator<Item = Node<'a, 'input>>,
    name: &'static str,
) -> Result<Option<Node<'a, 'input>>, CasError> {
    let first = found.next();
    if found.next().is_some() { Err(CasError::Repeated(name)) } else { Ok(first) }
}

/// The text of an element that holds nothing but characters, written in one piece: as they are, or
/// all of them in one CDATA section.
pub(super) fn text<'a>(node: Node<'a, '_>, name: &'static str) -> Result<Cow<'a, str>, CasError> {
    if !is_plain(node) {
        return Err(CasError::NotPlain(name));
    }
    match section(node) {
        Section::None => {
            let text = node.text().unwrap_or_default();
            match has_half(node, text) {
                true => Err(CasError::Half(name)),
                false => Ok(text.into()),
            }
        }
        Section::Whole(text) => Ok(text),
        Section::Part => Err(CasError::Section(name)),
    }
}

/// Whether U+FFFD in a text stands for what no character is, such as `&#xD83D;`. The parser should
/// refuse it (XML 1.0 section 4.1), and puts U+FFFD there: two texts would be one.
fn has_half(node: Node<'_, '_>, text: &str) -> bool {
    let written = node.document().input_text().get(node.range()).unwrap_or_default();
    let count = |text: &str| text.matches(char::REPLACEMENT_CHARACTER).count();
    count(text) > count(written)
}

/// Whether an element holds nothing but characters: comments, instructions and elements would be
/// children beside them.
pub(super) fn is_plain(node: Node<'_, '_>) -> bool {
    let mut children = node.children();
    children.next().is_none_or(|child| child.is_text()) && children.next().is_none()
}

/// How an element that holds nothing but characters writes them. The parser joins sections with the
/// text around them, so it does not say.
pub(super) enum Section<'a> {
    None,
    /// All of them stand in one CDATA section.
    Whole(Cow<'a, str>),
    /// Some do, or in several.
    Part,
}

pub(super) fn section<'a>(node: Node<'a, '_>) -> Section<'a> {
    const BEGIN: &str = "<![CDATA[";
    const END: &str = "]]>";
    let written = node.document().input_text().get(node.range()).unwrap_or_default();
    // In a start tag `<` cannot stand, so this is in the element.
    let Some((before, inside)) = written.split_once(BEGIN) else { return Section::None };
    let Some((inside, after)) = inside.split_once(END) else { return Section::Part };
    if !after_start_tag(before).trim().is_empty() || !after.trim_start().starts_with("</") {
        return Section::Part;
    }
    // As a parser reads line ends (XML 1.0 section 2.11).
    Section::Whole(if inside.contains('\r') {
        inside.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        inside.into()
    })
}

/// What stands behind a start tag, in whose attributes `>` may stand too.
fn after_start_tag(written: &str) -> &str {
    let mut quote = None;
    for (position, letter) in written.char_indices() {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '>') => return written.get(position + 1..).unwrap_or_default(),
            (None, _) => {}
        }
    }
    written
}

/// Text is read as UTF-8: a declaration that says otherwise means another text.
fn check_declaration(text: &str) -> Result<(), CasError> {
    let Some(declaration) =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inner, _)| inner)
    else {
        return Ok(());
    };
    let Some((_, encoding)) = declaration.split_once("encoding") else { return Ok(()) };
    let encoding = encoding.trim_start().trim_start_matches('=').trim_start();
    let within = |quote: char| encoding.strip_prefix(quote)?.split(quote).next();
    match within('"').or_else(|| within('\'')) {
        Some(name) if name.eq_ignore_ascii_case("utf-8") => Ok(()),
        name => {
            let found = quoted(name.unwrap_or_default(), 40);
            Err(CasError::Encoding(format!("it says that it is {found}")))
        }
    }
}
