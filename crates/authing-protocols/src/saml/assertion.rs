//! What a verified assertion says, and whether it may be believed now, here and by us.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_types::SetAside;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    attributes::{SamlAttribute, SamlAttributes},
    context::ContextComparison,
    error::{SamlError, SamlMismatch, SamlMoment},
    names::{BEARER, SAML},
    pending::PendingRequest,
    sp::SpConfig,
    tree::Node,
};
use crate::{set_aside::Aside, text::quoted};

/// A user who has logged in at the identity provider. `Debug` shows nothing about them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SamlLogin {
    /// Who it is, by the name that the identity provider uses with this service provider.
    pub name_id: NameId,
    /// The visitor's session at the identity provider, for single logout.
    pub session_index: Option<String>,
    /// What the identity provider says of the visitor.
    pub attributes: SamlAttributes,
    /// The identity provider's entity id.
    pub issuer: String,
    /// When the visitor proved who he is.
    pub authn_instant: SystemTime,
    /// How, as an identifier.
    pub authn_context: Option<String>,
    /// When the session should end at the latest, in the identity provider's opinion.
    pub session_not_on_or_after: Option<SystemTime>,
    /// From when on the assertion cannot be used any more. A session may last longer.
    pub not_on_or_after: SystemTime,
    /// The relay state, if it was sent with the request and came back the same.
    pub relay_state: Option<String>,
    /// The request that this responds to; `None` when the login started at the identity provider.
    pub in_response_to: Option<String>,
    /// The assertion's id, for an audit log.
    pub assertion_id: String,
    fields: Vec<(String, String)>,
    set_aside: Vec<SetAside>,
}

impl SamlLogin {
    /// A field of the user, such as `email`, by the attribute that
    /// [`mapping`](super::ServiceProviderBuilder::mapping) names for it; the attribute of that
    /// very name if no mapping does. `None` unless it has exactly one value.
    pub fn field(&self, user_field: &str) -> Option<&str> {
        let mapped = self.fields.iter().find(|(field, _)| field == user_field);
        self.attributes.get(mapped.map_or(user_field, |(_, attribute)| attribute))
    }

    /// What the assertion says of the user and cannot be read here, such as an encrypted attribute.
    /// It is not among the [`attributes`](Self::attributes).
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }
}

authing_types::redacted_debug!(SamlLogin { issuer, assertion_id, attributes });

/// The name of a visitor (SAML Core section 2.2.3). Two names are the same person's only if all
/// parts are equal. `Debug` hides the value.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NameId {
    /// The name itself: at Authing the user's id unless the application's settings say otherwise.
    pub value: String,
    /// What kind of name it is, as an identifier.
    pub format: Option<String>,
    /// The identity provider within which the name is unique, if it is not the issuer.
    pub name_qualifier: Option<String>,
    /// The service provider for which the name was made.
    pub sp_name_qualifier: Option<String>,
}

impl NameId {
    /// A name without any qualifier, for a logout request.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), format: None, name_qualifier: None, sp_name_qualifier: None }
    }

    pub(super) fn read(node: Node<'_>) -> Result<Self, SamlError> {
        let value = node.value()?.into_owned();
        if value.trim().is_empty() {
            return Err(SamlError::malformed("the name identifier is empty"));
        }
        let attribute = |name: &str| node.attribute(name).map(str::to_owned);
        Ok(Self {
            value,
            format: attribute("Format"),
            name_qualifier: attribute("NameQualifier"),
            sp_name_qualifier: attribute("SPNameQualifier"),
        })
    }
}

authing_types::redacted_debug!(NameId { format });

/// The rules that an assertion is read by.
pub(super) struct Reader<'a> {
    pub(super) sp: &'a SpConfig,
    /// The login that was started here; none if it began at the identity provider.
    pub(super) pending: Option<&'a PendingRequest>,
    pub(super) begun_at: Option<SystemTime>,
    pub(super) now: SystemTime,
}

impl Reader<'_> {
    /// Reads an assertion that a signature covers (SAML Profiles section 4.1.4.3).
    pub(super) fn read(&self, assertion: Node<'_>) -> Result<SamlLogin, SamlError> {
        let assertion_id = assertion.message_id()?.to_owned();
        if assertion.attribute("Version") != Some("2.0") {
            return Err(SamlError::malformed("the assertion is not of version 2.0"));
        }
        let issued = required_time(assertion, "IssueInstant")?;
        self.not_before(Some(issued), "the assertion's issue")?;
        self.issuer(one(assertion, "Issuer", "the assertion names no issuer")?)?;

        let conditions = one(assertion, "Conditions", "the assertion has no conditions")?;
        let conditions_end = self.conditions(conditions)?;
        let subject = one(assertion, "Subject", "the assertion has no subject")?;
        let confirmed_until = self.confirmation(subject)?;
        if subject.child(SAML, "EncryptedID")?.is_some() {
            return Err(SamlError::Unsupported("encrypted name identifiers"));
        }
        let name_id = one(subject, "NameID", "the subject has no name identifier")?;
        let session = self.session(assertion)?;
        let name_id = NameId::read(name_id)?;
        let (attributes, set_aside) = attributes(assertion);

        Ok(SamlLogin {
            name_id,
            attributes,
            set_aside,
            issuer: self.sp.idp.entity_id.clone(),
            not_on_or_after: conditions_end.map_or(confirmed_until, |end| end.min(confirmed_until)),
            relay_state: self.pending.and_then(|pending| pending.relay_state.clone()),
            in_response_to: self.pending.map(|pending| pending.id.clone()),
            fields: self.sp.mappings.clone(),
            assertion_id,
            session_index: session.index,
            authn_instant: session.instant,
            authn_context: session.context,
            session_not_on_or_after: session.end,
        })
    }

    /// The issuer must be the identity provider, as an entity.
    pub(super) fn issuer(&self, issuer: Node<'_>) -> Result<(), SamlError> {
        let entity = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
        let (name, format) = (issuer.identifier()?, issuer.attribute("Format").unwrap_or(entity));
        if format == entity && name == self.sp.idp.entity_id {
            return Ok(());
        }
        let found = if format == entity {
            name.into_owned()
        } else {
            format!("{name} with the format {format}")
        };
        Err(SamlError::Issuer(SamlMismatch::new([found], [&self.sp.idp.entity_id])))
    }

    /// A message must respond to the request that was sent, or to none at all. One that responds to
    /// an empty name responds to none: an identifier is never empty.
    pub(super) fn in_response_to(&self, node: Node<'_>) -> Result<(), SamlError> {
        let found = node.attribute("InResponseTo");
        match (node.given_attribute("InResponseTo"), self.pending) {
            (Some(named), Some(pending)) if named == pending.id => Ok(()),
            (None, None) => Ok(()),
            (Some(named), None) => Err(SamlError::Solicited(named.to_owned())),
            (_, Some(pending)) => {
                Err(SamlError::InResponseTo(SamlMismatch::new(found, [&pending.id])))
            }
        }
    }

    fn conditions(&self, conditions: Node<'_>) -> Result<Option<SystemTime>, SamlError> {
        let end = time(conditions, "NotOnOrAfter")?;
        self.not_before(time(conditions, "NotBefore")?, "the begin of the assertion")?;
        self.not_after(end, "the assertion's time")?;
        let mut has_audience = false;
        for condition in conditions.children() {
            let unknown = || SamlError::UnknownCondition(condition.local_name().to_owned());
            match condition.local_name() {
                _ if !condition.is(SAML, condition.local_name()) => return Err(unknown()),
                "AudienceRestriction" => {
                    self.audience(condition)?;
                    has_audience = true;
                }
                // Every assertion is used once here, and none is passed on.
                "OneTimeUse" | "ProxyRestriction" => {}
                _ => return Err(unknown()),
            }
        }
        if has_audience { Ok(end) } else { Err(self.other_audience(Vec::new())) }
    }

    /// One audience must be us; each restriction counts.
    fn audience(&self, restriction: Node<'_>) -> Result<(), SamlError> {
        let mut found = Vec::new();
        for audience in restriction.children_named(SAML, "Audience") {
            let audience = audience.identifier()?;
            if self.sp.audiences.iter().any(|ours| *ours == audience) {
                return Ok(());
            }
            found.push(audience.into_owned());
        }
        Err(self.other_audience(found))
    }

    fn other_audience(&self, found: Vec<String>) -> SamlError {
        SamlError::Audience(SamlMismatch::new(found, &self.sp.audiences))
    }

    /// Of the bearer confirmations one must hold. Returns until when one does: the assertion's use
    /// must be remembered that long.
    fn confirmation(&self, subject: Node<'_>) -> Result<SystemTime, SamlError> {
        let (mut latest, mut failure) = (None, SamlError::NoBearer);
        for confirmation in subject.children_named(SAML, "SubjectConfirmation") {
            if confirmation.attribute("Method") != Some(BEARER) {
                continue;
            }
            let Some(data) = confirmation.child(SAML, "SubjectConfirmationData")? else { continue };
            match self.bearer(data) {
                Ok(end) => latest = latest.max(Some(end)),
                Err(error) => failure = error,
            }
        }
        latest.ok_or(failure)
    }

    fn bearer(&self, data: Node<'_>) -> Result<SystemTime, SamlError> {
        let Some(recipient) = data.attribute("Recipient") else { return Err(SamlError::NoBearer) };
        if recipient != self.sp.acs_url {
            return Err(SamlError::Recipient(SamlMismatch::new([recipient], [&self.sp.acs_url])));
        }
        let end = time(data, "NotOnOrAfter")?.ok_or(SamlError::NoBearer)?;
        self.not_after(Some(end), "the time to use the assertion")?;
        self.not_before(time(data, "NotBefore")?, "the begin of the assertion")?;
        self.in_response_to(data)?;
        Ok(end)
    }

    fn session(&self, assertion: Node<'_>) -> Result<Session, SamlError> {
        let mut statements = assertion.children_named(SAML, "AuthnStatement");
        let statement =
            statements.next().ok_or(SamlError::malformed("the assertion reports no login"))?;
        if statements.next().is_some() {
            return Err(SamlError::Unsupported("several logins in one assertion"));
        }
        let instant = required_time(statement, "AuthnInstant")?;
        self.not_before(Some(instant), "the login")?;
        let end = time(statement, "SessionNotOnOrAfter")?;
        self.not_after(end, "the session at the identity provider")?;
        let context = match statement.child(SAML, "AuthnContext")? {
            Some(context) => context.child(SAML, "AuthnContextClassRef")?,
            None => None,
        };
        let context = context.map(Node::identifier).transpose()?.map(|class| class.into_owned());
        if let Some(pending) = self.pending {
            let begun_at = self.begun_at.unwrap_or(self.now);
            if pending.force_authn && after(instant, self.sp.leeway) < begun_at {
                return Err(SamlError::NotFresh);
            }
            let wanted = &pending.contexts;
            let exact = pending.comparison == ContextComparison::Exact && !wanted.is_empty();
            if exact && !context.as_ref().is_some_and(|class| wanted.contains(class)) {
                return Err(SamlError::AuthnContext(SamlMismatch::new(context, wanted)));
            }
        }
        // An identifier is never empty: one that is names no session.
        let index = statement.given_attribute("SessionIndex").map(str::to_owned);
        Ok(Session { index, instant, context, end })
    }

    pub(super) fn not_before(
        &self,
        begin: Option<SystemTime>,
        what: &'static str,
    ) -> Result<(), SamlError> {
        match begin {
            Some(begin) if begin > after(self.now, self.sp.leeway) => {
                Err(SamlError::NotYetValid(SamlMoment::new(what, begin, self.now)))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn not_after(
        &self,
        end: Option<SystemTime>,
        what: &'static str,
    ) -> Result<(), SamlError> {
        match end {
            Some(end) if self.now >= after(end, self.sp.leeway) => {
                Err(SamlError::Expired(SamlMoment::new(what, end, self.now)))
            }
            _ => Ok(()),
        }
    }
}

struct Session {
    index: Option<String>,
    instant: SystemTime,
    context: Option<String>,
    end: Option<SystemTime>,
}

/// What the assertion says of the user. One odd attribute does not keep anybody out.
fn attributes(assertion: Node<'_>) -> (SamlAttributes, Vec<SetAside>) {
    const STATEMENT: &str = "AttributeStatement";
    let (mut attributes, mut aside) = (Vec::new(), Aside::default());
    for attribute in assertion.children_named(SAML, STATEMENT).flat_map(Node::children) {
        if attribute.is(SAML, "EncryptedAttribute") {
            aside
                .push_entry(STATEMENT, "holds an encrypted attribute, which is not decrypted here");
            continue;
        }
        if !attribute.is(SAML, "Attribute") {
            let found = quoted(attribute.local_name(), 100);
            aside.push_entry(STATEMENT, format!("holds {found}, which is not an attribute"));
            continue;
        }
        let text = |name: &str| attribute.attribute(name).map(str::to_owned);
        let Some(name) = text("Name") else {
            aside.push_entry(STATEMENT, "holds an attribute without a `Name`");
            continue;
        };
        let values = attribute.children_named(SAML, "AttributeValue");
        attributes.push(SamlAttribute {
            name,
            name_format: text("NameFormat"),
            friendly_name: text("FriendlyName"),
            values: values.filter(|value| !value.is_nil()).map(Node::text).collect(),
        });
    }
    (SamlAttributes::joined(attributes), aside.report("SAML assertion"))
}

pub(super) fn one<'t>(
    parent: Node<'t>,
    name: &'static str,
    missing: &'static str,
) -> Result<Node<'t>, SamlError> {
    parent.child(SAML, name)?.ok_or(SamlError::malformed(missing))
}

pub(super) fn required_time(node: Node<'_>, name: &str) -> Result<SystemTime, SamlError> {
    time(node, name)?.ok_or_else(|| SamlError::malformed(format!("the time `{name}` is missing")))
}

/// A time with its zone: one without could mean any of 24 hours.
pub(super) fn time(node: Node<'_>, name: &str) -> Result<Option<SystemTime>, SamlError> {
    node.attribute(name)
        .map(|text| {
            let moment = OffsetDateTime::parse(text, &Rfc3339).ok();
            // Before 1970 no message was sent, and not every system's clock can count back far.
            moment
                .and_then(|moment| u64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok())
                .and_then(|since| UNIX_EPOCH.checked_add(Duration::from_millis(since)))
                .ok_or_else(|| {
                    let found = quoted(text, 40);
                    SamlError::malformed(format!(
                        "`{name}` is {found}, which is not a time with a zone"
                    ))
                })
        })
        .transpose()
}

/// A time in the year 9999 and a leeway may be more than the clock can count.
pub(super) fn after(time: SystemTime, leeway: Duration) -> SystemTime {
    time.checked_add(leeway).unwrap_or(time)
}
