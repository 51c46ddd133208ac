//! A message as a tree. It is parsed once, under strict limits: the same tree is verified and read.

use std::{borrow::Cow, collections::HashSet};

use memchr::memmem;
use uppsala::{Document, NodeId, NodeKind, Parser, QName, XmlError};

use super::{error::SamlError, names::XSI};
use crate::{
    markup::{self, Excess},
    text::quoted,
};

/// So many bytes, and the name of this limit.
pub(super) type Size = (usize, &'static str);

/// A user with thousands of groups fits: real responses have 5 to 30 kB.
pub(super) const OF_RESPONSE: Size = (1 << 20, "1 MiB");

/// Real ones have 1 to 5 kB. They may be checked where nothing else can go on meanwhile.
pub(super) const OF_LOGOUT: Size = (64 << 10, "64 KiB");

/// The limits of a kind of document.
struct Limits {
    bytes: Size,
    markup: markup::Limits,
}

/// More elements or attributes than any message needs; and such that each is canonicalized to at
/// most some hundred bytes more than it has: exclusive canonicalization writes a namespace out again
/// where it is used.
const OF_MESSAGES: Limits = Limits {
    bytes: OF_RESPONSE,
    markup: markup::Limits {
        elements: (20_000, "20000 elements"),
        all_attributes: (30_000, "30000 attributes"),
        attributes: (32, "32 attributes an element"),
        depth: (32, "32 levels"),
        namespaces: (64, "64 namespaces in scope"),
        namespace: (256, "256 bytes a namespace"),
    },
};

/// A thousand sessions fit.
const OF_LOGOUT_MESSAGES: Limits = Limits {
    bytes: OF_LOGOUT,
    markup: markup::Limits {
        elements: (2000, "2000 elements"),
        all_attributes: (4000, "4000 attributes"),
        ..OF_MESSAGES.markup
    },
};

/// Federations publish hundreds of providers in one document. No signature is looked for in it.
const OF_METADATA: Limits = Limits {
    bytes: (16 << 20, "16 MiB"),
    markup: markup::Limits {
        elements: (400_000, "400000 elements"),
        all_attributes: (1_000_000, "1000000 attributes"),
        attributes: (64, "64 attributes an element"),
        depth: (64, "64 levels"),
        namespaces: (64, "64 namespaces in scope"),
        namespace: (4096, "4096 bytes a namespace"),
    },
};

const DOCUMENT_TYPE: &str = "a document type declaration";

/// A parsed message and its text.
pub(super) struct Tree<'a> {
    document: Document<'a>,
    text: &'a str,
    root: NodeId,
    /// All elements in the order of the document.
    elements: Vec<NodeId>,
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    document: &'t Document<'t>,
    id: NodeId,
}

impl<'a> Tree<'a> {
    /// Parses a response, or an assertion that came encrypted in one. Document types, comments, processing instructions, CDATA sections, other
    /// encodings than UTF-8 and identifiers that occur twice are refused.
    pub(super) fn message(bytes: &'a [u8]) -> Result<Self, SamlError> {
        Self::within(bytes, &OF_MESSAGES)
    }

    /// Parses a logout message, as strictly.
    pub(super) fn logout(bytes: &'a [u8]) -> Result<Self, SamlError> {
        Self::within(bytes, &OF_LOGOUT_MESSAGES)
    }

    fn within(bytes: &'a [u8], limits: &Limits) -> Result<Self, SamlError> {
        let text = utf8(bytes, limits)?;
        // Where no comment, CDATA section, document type or instruction may be, `<!` and `<?` can
        // stand nowhere in well-formed XML. Looked for in the text, so that it does not matter
        // what the parser makes of them.
        let body = match text.strip_prefix("<?xml ") {
            Some(rest) => rest.split_once("?>").ok_or(UNENDED)?.1,
            None => text,
        };
        // Nearly none has them, and this looks at many bytes at once.
        let holds = |begin: &[u8]| memmem::find(body.as_bytes(), begin).is_some();
        if holds(b"<!") || holds(b"<?") {
            let first = body.split('<').skip(1).find(|markup| markup.starts_with(['!', '?']));
            return Err(SamlError::Markup(match first.unwrap_or_default() {
                comment if comment.starts_with("!--") => "a comment",
                section if section.starts_with("![CDATA[") => "a CDATA section",
                instruction if instruction.starts_with('?') => "a processing instruction",
                _ => DOCUMENT_TYPE,
            }));
        }
        let tree = Self::parse(text, limits)?;
        tree.check_ids()?;
        Ok(tree)
    }

    /// Parses metadata, which people write: comments and instructions are passed over.
    pub(super) fn metadata(bytes: &'a [u8]) -> Result<Self, SamlError> {
        // Pages that are programs often send an empty line before the declaration, which no parser
        // takes.
        let text = utf8(bytes, &OF_METADATA)?.trim_start_matches([' ', '\t', '\r', '\n']);
        Self::parse(text, &OF_METADATA)
    }

    fn parse(text: &'a str, limits: &Limits) -> Result<Self, SamlError> {
        markup::survey(text, &limits.markup).map_err(|excess| match excess {
            Excess::DocumentType => SamlError::Markup(DOCUMENT_TYPE),
            Excess::Over(limit) => SamlError::TooLarge(limit),
        })?;
        let document = Parser::new()
            .with_forbid_dtd(true)
            .with_max_depth(u32::try_from(limits.markup.depth.0).unwrap_or(u32::MAX))
            .parse(text)
            .map_err(|error| not_well_formed(text, &error))?;
        if document.doctype.is_some() {
            return Err(SamlError::Markup(DOCUMENT_TYPE));
        }
        if let Some(declaration) = &document.xml_declaration {
            let other = |name: &&Cow<'_, str>| !name.eq_ignore_ascii_case("utf-8");
            if let Some(encoding) = declaration.encoding.as_ref().filter(other) {
                let found = format!("it says that it is {}", quoted(encoding, 40));
                return Err(SamlError::NotUtf8(found));
            }
            if declaration.version != "1.0" {
                return Err(SamlError::NotXml("it is of another version than 1.0"));
            }
        }
        let root = document.document_element().ok_or(SamlError::NotXml("it has no element"))?;
        let mut elements = document.descendants(document.root());
        elements.retain(|id| document.element(*id).is_some());
        let tree = Self { document, text, root, elements };
        tree.check_names()?;
        Ok(tree)
    }

    /// A name has one colon at most, and both parts begin as names do: where its prefix ends would
    /// otherwise be anybody's guess. The parser checks so only the names of namespaces; others as a whole.
    fn check_names(&self) -> Result<(), SamlError> {
        let is_odd = |name: &QName<'_>| {
            !is_part(&name.local_name) || name.prefix.as_deref().is_some_and(str::is_empty)
        };
        for node in self.elements() {
            if node.name().is_some_and(is_odd) || node.attributes().any(|(name, _)| is_odd(name)) {
                return Err(SamlError::Markup("a name that cannot be, such as `a:b:c` or `a:7`"));
            }
        }
        Ok(())
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
        self.elements.iter().map(|id| Node { document: &self.document, id: *id })
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

    /// The element around it, if there is one.
    pub(super) fn parent_element(self) -> Option<Self> {
        let parent = Self { id: self.parent()?, ..self };
        self.document.element(parent.id).map(|_| parent)
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

    /// The same where it holds something: software that has no value writes an empty one.
    pub(super) fn given_attribute(self, name: &str) -> Option<&'t str> {
        self.attribute(name).filter(|value| !value.trim().is_empty())
    }

    /// Whether it says of itself that it holds no value (XML Schema part 1, section 2.6.2).
    pub(super) fn is_nil(self) -> bool {
        let is_nil = |name: &QName<'_>| name.matches(Some(XSI), "nil");
        self.attributes().any(|(name, value)| is_nil(name) && matches!(value.trim(), "true" | "1"))
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
            Some(_) => Err(SamlError::malformed(format!(
                "`{local}` occurs twice, where it may occur once"
            ))),
            None => Ok(first),
        }
    }

    /// The whole text of an element that holds nothing else.
    pub(super) fn value(self) -> Result<Cow<'t, str>, SamlError> {
        let mut value = Cow::Borrowed("");
        for id in self.document.children_iter(self.id) {
            match self.document.node_kind(id) {
                // In messages there are no sections.
                Some(NodeKind::Text(text) | NodeKind::CData(text)) if value.is_empty() => {
                    value = Cow::Borrowed(text.as_ref());
                }
                Some(NodeKind::Text(text) | NodeKind::CData(text)) => {
                    value.to_mut().push_str(text);
                }
                Some(NodeKind::Comment(_) | NodeKind::ProcessingInstruction(_)) => {}
                _ => {
                    let name = quoted(self.local_name(), 100);
                    return Err(SamlError::malformed(format!("{name} holds more than text")));
                }
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
            let name = quoted(self.local_name(), 100);
            Err(SamlError::malformed(format!("the `ID` of {name} is missing or not a name")))
        }
    }
}

/// Whether one side of a colon is a name (Namespaces in XML 1.0, section 3). The parser knows its
/// characters for those of names; these cannot be the first.
fn is_part(name: &str) -> bool {
    let begins = name.chars().next().is_some_and(|first| {
        !matches!(first, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
    });
    begins && !name.contains(':')
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").finish_non_exhaustive()
    }
}

const UNENDED: SamlError = SamlError::NotXml("it ends within its markup: it was cut off");

fn utf8<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, SamlError> {
    if bytes.len() > limits.bytes.0 {
        return Err(SamlError::TooLarge(limits.bytes.1));
    }
    // Without a mark UTF-16 is valid UTF-8 with a zero in every second place.
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<', ..] | [b'<', 0, ..] = bytes {
        return Err(SamlError::NotUtf8("it begins as UTF-16 does".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        SamlError::NotUtf8(format!("byte {} belongs to no letter", error.valid_up_to() + 1))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let begin = text.trim_start();
    let begins_with =
        |name: &str| begin.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    match begin.chars().next() {
        None => Err(SamlError::NotXml("it is empty")),
        Some('<') if begins_with("<!doctype html") || begins_with("<html") => {
            Err(SamlError::NotXml("it is a web page"))
        }
        Some('<') => Ok(text),
        Some(_) => Err(SamlError::NotXml("it does not begin with `<`")),
    }
}

/// Only the place of an error is told: the parser's texts quote the document.
fn not_well_formed(text: &str, error: &XmlError) -> SamlError {
    if is_cut_off(text) {
        return UNENDED;
    }
    let (line, column) = match error {
        XmlError::UnexpectedEof => return UNENDED,
        XmlError::WellFormedness(error) => (error.line, error.column),
        XmlError::Namespace(error) => (error.line, error.column),
        XmlError::Parse(error) => (error.line, error.column),
        _ => (1, 1),
    };
    SamlError::NotWellFormed { line, column }
}

/// Whether the end of the first element never comes.
fn is_cut_off(text: &str) -> bool {
    let is_root = |begin: &&str| !begin.starts_with(['!', '?', '/']);
    let Some(root) = text.split('<').skip(1).find(is_root) else { return true };
    let name = root.split(|letter: char| letter.is_whitespace() || "/>".contains(letter)).next();
    let end = format!("</{}", name.unwrap_or_default());
    !text.contains(&end) && !text.trim_end().ends_with("/>")
}
