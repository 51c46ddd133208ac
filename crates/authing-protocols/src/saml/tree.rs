//! A message as a tree. It is parsed once, under strict limits: the same tree is verified and read.

use std::{borrow::Cow, collections::HashSet};

use uppsala::{Document, NodeId, NodeKind, Parser, QName};

use super::error::SamlError;

/// An hour's worth of groups fits: real responses have 5 to 30 kB.
pub(super) const MAX_BYTES: usize = 1 << 20;
const MAX_ELEMENTS: usize = 20_000;
const MAX_ATTRIBUTES: usize = 32;
const MAX_DEPTH: u32 = 32;

/// A parsed message and its text.
pub(super) struct Tree<'a> {
    document: Document<'a>,
    text: &'a str,
    root: NodeId,
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    document: &'t Document<'t>,
    id: NodeId,
}

impl<'a> Tree<'a> {
    /// Parses a message. Document types, comments, processing instructions, CDATA sections, other
    /// encodings than UTF-8 and identifiers that occur twice are refused.
    pub(super) fn message(bytes: &'a [u8]) -> Result<Self, SamlError> {
        let text = utf8(bytes)?;
        // Where no comment, CDATA section, document type or instruction may be, `<!` and `<?` can
        // stand nowhere in well-formed XML. Looked for in the text, so that it does not matter
        // what the parser makes of them.
        let body = match text.strip_prefix("<?xml ") {
            Some(rest) => rest.split_once("?>").ok_or(SamlError::NotXml)?.1,
            None => text,
        };
        if body.contains("<!") {
            return Err(SamlError::Markup("a comment, CDATA section or document type"));
        }
        if body.contains("<?") {
            return Err(SamlError::Markup("a processing instruction"));
        }
        check_size(body)?;
        let tree = Self::parse(text)?;
        tree.check_ids()?;
        Ok(tree)
    }

    /// Parses metadata, which people write: comments and instructions are passed over.
    pub(super) fn metadata(bytes: &'a [u8]) -> Result<Self, SamlError> {
        Self::parse(utf8(bytes)?)
    }

    fn parse(text: &'a str) -> Result<Self, SamlError> {
        let document = Parser::new()
            .with_forbid_dtd(true)
            .with_max_depth(MAX_DEPTH)
            .parse(text)
            .map_err(|_| SamlError::NotXml)?;
        if document.doctype.is_some() {
            return Err(SamlError::Markup("a document type"));
        }
        if let Some(declaration) = &document.xml_declaration {
            let utf8 = |name: &Cow<'_, str>| name.eq_ignore_ascii_case("utf-8");
            if declaration.version != "1.0" || !declaration.encoding.as_ref().is_none_or(utf8) {
                return Err(SamlError::Markup("another version or encoding than XML 1.0 in UTF-8"));
            }
        }
        let root = document.document_element().ok_or(SamlError::NotXml)?;
        Ok(Self { document, text, root })
    }

    /// No identifier may occur twice, under whatever name an attribute may pass for one.
    fn check_ids(&self) -> Result<(), SamlError> {
        let mut seen = HashSet::new();
        for node in self.elements() {
            for (name, value) in node.attributes() {
                let local = name.local_name.as_ref();
                let is_id = ["id", "assertionid", "requestid", "responseid"]
                    .iter()
                    .any(|known| local.eq_ignore_ascii_case(known));
                if is_id && !seen.insert(value) {
                    return Err(SamlError::Markup("the same identifier twice"));
                }
            }
        }
        Ok(())
    }

    pub(super) fn document(&self) -> &Document<'a> {
        &self.document
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node { document: &self.document, id: self.root }
    }

    /// All elements in the order of the document.
    pub(super) fn elements(&self) -> impl Iterator<Item = Node<'_>> {
        let below = self.document.descendants(self.document.root());
        below.into_iter().filter_map(|id| {
            self.document.element(id)?;
            Some(Node { document: &self.document, id })
        })
    }

    /// All elements of this local name, in any namespace: one in a strange namespace is as
    /// suspicious as one too many.
    pub(super) fn named(&self, local: &str) -> Vec<Node<'_>> {
        self.elements().filter(|node| node.local_name() == local).collect()
    }
}

impl<'t> Node<'t> {
    pub(super) fn id(self) -> NodeId {
        self.id
    }

    fn name(self) -> Option<&'t QName<'t>> {
        self.document.element(self.id).map(|element| &element.name)
    }

    pub(super) fn local_name(self) -> &'t str {
        self.name().map_or("", |name| name.local_name.as_ref())
    }

    pub(super) fn is(self, namespace: &str, local: &str) -> bool {
        self.name().is_some_and(|name| name.matches(Some(namespace), local))
    }

    pub(super) fn parent(self) -> Option<NodeId> {
        self.document.parent(self.id)
    }

    fn attributes(self) -> impl Iterator<Item = (&'t QName<'t>, &'t str)> {
        let element = self.document.element(self.id);
        let attributes = element.map_or(&[][..], |element| element.attributes.as_slice());
        attributes.iter().map(|attribute| (&attribute.name, attribute.value.as_ref()))
    }

    /// The attribute of this name that is in no namespace, as all of SAML's are.
    pub(super) fn attribute(self, name: &str) -> Option<&'t str> {
        self.attributes()
            .find(|(found, _)| found.namespace_uri.is_none() && found.local_name == name)
            .map(|(_, value)| value)
    }

    /// Whether all attributes are among these, and in no namespace.
    pub(super) fn has_only_attributes(self, allowed: &[&str]) -> bool {
        self.attributes().all(|(name, _)| {
            name.namespace_uri.is_none() && allowed.contains(&name.local_name.as_ref())
        })
    }

    /// The elements directly below.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'t>> {
        let document = self.document;
        document
            .children_iter(self.id)
            .filter(move |id| document.element(*id).is_some())
            .map(move |id| Node { document, id })
    }

    pub(super) fn children_named(
        self,
        namespace: &'static str,
        local: &'static str,
    ) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.is(namespace, local))
    }

    /// The one child of this name, if there is one. Two are an error.
    pub(super) fn child(
        self,
        namespace: &'static str,
        local: &'static str,
    ) -> Result<Option<Node<'t>>, SamlError> {
        let mut found = self.children_named(namespace, local);
        let first = found.next();
        match found.next() {
            Some(_) => Err(SamlError::Malformed("an element that may occur once occurs twice")),
            None => Ok(first),
        }
    }

    /// The whole text of an element that holds nothing else.
    pub(super) fn value(self) -> Result<Cow<'t, str>, SamlError> {
        let mut value = Cow::Borrowed("");
        for id in self.document.children_iter(self.id) {
            match self.document.node_kind(id) {
                Some(NodeKind::Text(text)) if value.is_empty() => {
                    value = Cow::Borrowed(text.as_ref());
                }
                Some(NodeKind::Text(text)) => value.to_mut().push_str(text),
                Some(NodeKind::Comment(_) | NodeKind::ProcessingInstruction(_)) => {}
                _ => return Err(SamlError::Malformed("an element holds more than text")),
            }
        }
        Ok(value)
    }

    /// The text of an element that holds an identifier, without white space around it.
    pub(super) fn identifier(self) -> Result<Cow<'t, str>, SamlError> {
        Ok(match self.value()? {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// All text below, in order.
    pub(super) fn text(self) -> String {
        self.document.text_content_deep(self.id)
    }

    /// Whether it is a direct child of `parent`.
    pub(super) fn is_child_of(self, parent: Node<'_>) -> bool {
        self.parent() == Some(parent.id)
    }

    /// The `ID` of a message or assertion, which must be a name.
    pub(super) fn message_id(self) -> Result<&'t str, SamlError> {
        let id = self.attribute("ID").unwrap_or_default();
        let starts = id.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        let letters = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
        if starts && id.len() <= 256 && id.chars().all(letters) {
            Ok(id)
        } else {
            Err(SamlError::Malformed("an `ID` is missing or not a name"))
        }
    }
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").finish_non_exhaustive()
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, SamlError> {
    if bytes.len() > MAX_BYTES {
        return Err(SamlError::TooLarge("1 MiB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SamlError::NotXml)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Counts elements and attributes before parsing: the parser compares each attribute of an element
/// with all others, and a tree takes many times the memory of its text.
fn check_size(text: &str) -> Result<(), SamlError> {
    let (mut elements, mut attributes, mut quote) = (0_usize, 0_usize, None);
    let mut in_tag = false;
    for byte in text.bytes() {
        match (quote, byte) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, b'<') => {
                in_tag = true;
                attributes = 0;
                elements += 1;
            }
            (None, b'>') => in_tag = false,
            (None, b'"' | b'\'') if in_tag => {
                quote = Some(byte);
                attributes += 1;
                if attributes > MAX_ATTRIBUTES {
                    return Err(SamlError::TooLarge("32 attributes an element"));
                }
            }
            _ => {}
        }
    }
    // Start and end tags.
    if elements > 2 * MAX_ELEMENTS {
        return Err(SamlError::TooLarge("20000 elements"));
    }
    Ok(())
}
