//! CAS 2.0 and 3.0 in XML.

use roxmltree::Node;
use serde_json::{Map, Value};

use super::{
    reader::{PROTOCOL, Place, Reader, STRANGE},
    yaml,
};
use crate::{
    Secret,
    cas::{
        error::{CasError, CasRefusal},
        ticket,
        user::CasLogin,
        xml::{self, Section},
    },
};

const NAMESPACE: &str = "http://www.yale.edu/tp/cas";

/// Why a value cannot be read.
const BROKEN_UP: &str = "is broken up by comments or instructions";
const MIXED: &str = "holds text beside elements";

pub(super) fn user(text: &str) -> Result<CasLogin, CasError> {
    let document = xml::parse(text)?;
    let root = xml::root(&document, NAMESPACE, "serviceResponse")?;
    let success = success(root, "authenticationSuccess")?;
    let name = xml::child(success, NAMESPACE, "user")?.ok_or(CasError::Lacks("user"))?;
    let name = xml::text(name, "user")?.into_owned();
    let mut user = attributes(success)?.finish(name)?;
    if let Some(iou) = xml::child(success, NAMESPACE, "proxyGrantingTicket")? {
        let iou = Secret::from(xml::text(iou, "proxyGrantingTicket")?.trim());
        ticket::check(&iou, &["PGTIOU-"])?;
        user.proxy_granting_ticket_iou = Some(iou);
    }
    // One that is passed over would make the login one that came by no proxy.
    let proxies = xml::elements(success).filter(|element| element.tag_name().name() == "proxies");
    if let Some(proxies) = xml::once(proxies, "proxies")? {
        xml::check_namespace(proxies, NAMESPACE)?;
        for proxy in xml::elements(proxies) {
            xml::check_namespace(proxy, NAMESPACE)?;
            user.proxies.push(xml::text(proxy, "proxy")?.trim().to_owned());
        }
    }
    Ok(user)
}

pub(super) fn proxy_ticket(text: &str) -> Result<Secret, CasError> {
    let document = xml::parse(text)?;
    let root = xml::root(&document, NAMESPACE, "serviceResponse")?;
    let success = success(root, "proxySuccess")?;
    let ticket = xml::child(success, NAMESPACE, "proxyTicket")?;
    let ticket = xml::text(ticket.ok_or(CasError::Lacks("proxyTicket"))?, "proxyTicket")?;
    Ok(ticket.trim().into())
}

/// The element of a success. There must be one outcome only, so that no reader takes the other.
fn success<'a, 'input>(
    root: Node<'a, 'input>,
    yes: &'static str,
) -> Result<Node<'a, 'input>, CasError> {
    let mut outcomes = root.children().filter(Node::is_element);
    let outcome = outcomes.next().ok_or(CasError::Lacks(yes))?;
    if outcomes.next().is_some() {
        return Err(CasError::Ambiguous);
    }
    xml::check_namespace(outcome, NAMESPACE)?;
    match outcome.tag_name().name() {
        name if name == yes => Ok(outcome),
        // django-cas-server refuses proxy tickets in the words for service tickets.
        "authenticationFailure" | "proxyFailure" => Err(CasError::Refused(CasRefusal::new(
            outcome.attribute("code").map(str::trim),
            outcome.text(),
        ))),
        _ => Err(CasError::Lacks(yes)),
    }
}

/// The attributes in every form that servers write, in `<cas:attributes>` or beside the user, in
/// any name space (CAS protocol 3.0.3 appendix A allows all of them):
///
/// - `<cas:email>…</cas:email>`,
/// - `<cas:attribute name="email" value="…"/>`,
/// - `<cas:attribute name="email">…</cas:attribute>`, or with several `<cas:value>`,
/// - `<cas:attribute><cas:name>email</cas:name><cas:value>…</cas:value></cas:attribute>`.
fn attributes(success: Node<'_, '_>) -> Result<Reader, CasError> {
    let mut reader = Reader::default();
    let lists = xml::elements(success).filter(|element| element.tag_name().name() == "attributes");
    if let Some(list) = xml::once(lists, "attributes")? {
        xml::elements(list).for_each(|element| attribute(element, Place::Listed, &mut reader));
        if has_text(list) {
            reader.set_aside("attributes", "holds text that stands in no attribute");
        }
    }
    for element in xml::elements(success) {
        let name = element.tag_name().name();
        let is_of_cas = element.tag_name().namespace() == Some(NAMESPACE);
        match name {
            "attributes" => {}
            "user" | "proxies" | "proxyGrantingTicket" if is_of_cas => {}
            _ if PROTOCOL.contains(&name) => {
                reader.set_aside(format!("authenticationSuccess.{name}"), STRANGE);
            }
            _ => attribute(element, Place::Beside, &mut reader),
        }
    }
    if has_text(success) {
        reader.set_aside("authenticationSuccess", "holds text that stands in no element");
    }
    Ok(reader)
}

/// Reads one attribute, whatever form it has.
fn attribute(element: Node<'_, '_>, place: Place, reader: &mut Reader) {
    if element.tag_name().name() != "attribute" {
        return values(element, place, element.tag_name().name(), reader);
    }
    let of_name = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let children: Vec<_> = xml::elements(element).collect();
    let values_within = || children.iter().filter(|child| of_name(child, "value"));
    if let Some(name) = element.attribute("name") {
        let written = element.attribute("value");
        if let Some(value) = written {
            reader.add(Place::Pair, name, Ok(value.into()));
        }
        if !children.is_empty() && children.len() == values_within().count() && !has_text(element) {
            values_within().for_each(|value| values(*value, Place::Pair, name, reader));
        } else if written.is_none() || !children.is_empty() || says_more(element, written) {
            values(element, Place::Pair, name, reader);
        }
        return;
    }
    let names: Vec<_> = children.iter().filter(|child| of_name(child, "name")).collect();
    let is_pair = names.len() + values_within().count() == children.len() && !has_text(element);
    match names.as_slice() {
        [name] if is_pair => match text(**name) {
            Ok(name) if values_within().count() == 0 => {
                reader.add(Place::Pair, &name, Ok(Value::String(String::new())));
            }
            Ok(name) => {
                values_within().for_each(|value| values(*value, Place::Pair, &name, reader));
            }
            Err(reason) => {
                reader.set_aside("attributes", format!("has an attribute whose name {reason}"));
            }
        },
        [_, _, ..] if is_pair => {
            reader.set_aside("attributes", "has an attribute with several names");
        }
        // An attribute that is called so.
        _ => values(element, place, "attribute", reader),
    }
}

/// Whether an element holds a text that is not the value in its start tag.
fn says_more(element: Node<'_, '_>, written: Option<&str>) -> bool {
    has_text(element) && text(element).ok().as_deref() != written
}

/// Adds what an element holds under this name.
fn values(element: Node<'_, '_>, place: Place, name: &str, reader: &mut Reader) {
    // RubyCAS writes all but texts as YAML, in a section of its own.
    if let Section::Whole(text) = xml::section(element)
        && xml::is_plain(element)
        && let Some(list) = yaml::values(&text)
    {
        return list.into_iter().for_each(|value| reader.add(place, name, Ok(value)));
    }
    reader.add(place, name, value(element));
}

/// A text, or an object where elements are nested. The document's depth is limited.
fn value(element: Node<'_, '_>) -> Result<Value, &'static str> {
    if xml::elements(element).next().is_none() {
        return text(element).map(Value::String);
    }
    if has_text(element) {
        return Err(MIXED);
    }
    let mut members = Map::new();
    for child in xml::elements(element) {
        let value = value(child)?;
        match members.get_mut(child.tag_name().name()) {
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                members.insert(child.tag_name().name().to_owned(), value);
            }
        }
    }
    Ok(Value::Object(members))
}

/// The text of an element without elements.
fn text(element: Node<'_, '_>) -> Result<String, &'static str> {
    if !xml::is_plain(element) {
        return Err(BROKEN_UP);
    }
    Ok(match xml::section(element) {
        Section::Whole(text) => text.into_owned(),
        // The parser has joined the sections with the text around them.
        Section::None | Section::Part => element.text().unwrap_or_default().to_owned(),
    })
}

/// Whether an element holds text beside its elements.
fn has_text(element: Node<'_, '_>) -> bool {
    element
        .children()
        .any(|node| node.is_text() && !node.text().unwrap_or_default().trim().is_empty())
}
