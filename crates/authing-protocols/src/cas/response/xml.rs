//! CAS 2.0 and 3.0 in XML.

use roxmltree::Node;
use serde_json::{Map, Value};

use crate::{
    Secret,
    cas::{
        error::{CasError, CasRefusal},
        ticket,
        user::{CasAttributes, CasLogin},
        xml,
    },
};

const NAMESPACE: &str = "http://www.yale.edu/tp/cas";

pub(super) fn user(text: &str) -> Result<CasLogin, CasError> {
    let document = xml::parse(text)?;
    let root = xml::root(&document, NAMESPACE, "serviceResponse")?;
    let success = success(root, "authenticationSuccess")?;
    let name = xml::child(success, NAMESPACE, "user")?.ok_or(CasError::Lacks("user"))?;
    let mut user = CasLogin::new(xml::text(name, "user")?.to_owned(), attributes(success)?)?;
    if let Some(iou) = xml::child(success, NAMESPACE, "proxyGrantingTicket")? {
        let iou = Secret::from(xml::text(iou, "proxyGrantingTicket")?.trim());
        ticket::check(&iou, &["PGTIOU-"])?;
        user.proxy_granting_ticket_iou = Some(iou);
    }
    if let Some(proxies) = xml::child(success, NAMESPACE, "proxies")? {
        for proxy in xml::children(proxies, NAMESPACE) {
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
    if outcome.tag_name().namespace() != Some(NAMESPACE) {
        return Err(CasError::Namespace);
    }
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

/// The attributes in both forms that servers write: `<cas:email>…</cas:email>`, and
/// `<cas:attribute name="email" value="…"/>` in or beside `<cas:attributes>`. Some write both at
/// once, so the second form only adds what the first does not have.
fn attributes(success: Node<'_, '_>) -> Result<CasAttributes, CasError> {
    let mut elements = CasAttributes::default();
    let mut pairs = CasAttributes::default();
    let list = xml::child(success, NAMESPACE, "attributes")?;
    let inside = list.into_iter().flat_map(|list| xml::children(list, NAMESPACE));
    let beside = xml::children(success, NAMESPACE)
        .filter(|element| element.tag_name().name() == "attribute");
    for element in inside.chain(beside) {
        let pair = match element.tag_name().name() {
            "attribute" => element.attribute("name").zip(element.attribute("value")),
            _ => None,
        };
        match pair {
            Some((name, value)) => pairs.push(name, value.into()),
            None => elements.push(element.tag_name().name(), value(element)?),
        }
    }
    elements.fill(pairs);
    Ok(elements)
}

/// A text, or an object where elements are nested. The document's depth is limited.
fn value(element: Node<'_, '_>) -> Result<Value, CasError> {
    if xml::is_plain(element) {
        return Ok(element.text().unwrap_or_default().into());
    }
    let is_text =
        |node: &Node<'_, '_>| node.is_text() && !node.text().unwrap_or("").trim().is_empty();
    if element.children().any(|node| is_text(&node)) {
        return Err(CasError::NotPlain("attributes"));
    }
    let mut members = Map::new();
    for child in xml::children(element, NAMESPACE) {
        let value = value(child)?;
        match members.get_mut(child.tag_name().name()) {
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                members.insert(child.tag_name().name().to_owned(), value);
            }
        }
    }
    // Nothing but comments, instructions or foreign elements is not a value.
    if members.is_empty() {
        return Err(CasError::NotPlain("attributes"));
    }
    Ok(Value::Object(members))
}
