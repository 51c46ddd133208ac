//! Writing responses and assertions.

use crate::base::error::ApiResult;
use crate::base::markup::content;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::domain::signing::internal;
use crate::idp::saml::keys;
use crate::idp::saml::names::{DS, SAML, SAMLP, entity_id};
use crate::idp::saml::xml::attribute;
use crate::state::saml::{AuthnRequest, SigningKey};
use crate::state::sso::AuthenticatedUser;
use crate::state::users::User;

const EXC_C14N: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const BASIC: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

/// A status that is not a success: the outer and the inner code (SAML Core section 3.2.2.2).
pub(super) struct Status(&'static str, &'static str);

impl Status {
    pub(super) const AUTHN_FAILED: Self = Self("Responder", "AuthnFailed");
    pub(super) const NO_PASSIVE: Self = Self("Responder", "NoPassive");
    pub(super) const NO_AUTHN_CONTEXT: Self = Self("Responder", "NoAuthnContext");
    pub(super) const INVALID_NAME_ID_POLICY: Self = Self("Requester", "InvalidNameIDPolicy");
}

/// What is sent.
pub(super) enum Outcome<'a> {
    AuthenticatedUser(&'a AuthenticatedUser),
    Failed(Status),
}

/// A response, signed as the application's settings say: the assertion, or the response in its
/// place.
pub(super) fn write(
    cx: &mut Cx<'_>,
    request: &AuthnRequest,
    outcome: Outcome<'_>,
) -> ApiResult<String> {
    let key = keys::of_app(cx)?;
    let settings = &cx.app()?.protocols.saml;
    let sign_response = settings.sign_response;
    let id = message_id();
    let (status, assertion) = match outcome {
        Outcome::AuthenticatedUser(who) => {
            let key = (!sign_response).then_some(&key);
            (status_code("Success", ""), assertion(cx, request, who, key)?)
        }
        Outcome::Failed(Status(outer, inner)) => {
            (status_code(outer, &status_code(inner, "")), String::new())
        }
    };
    let is_signed = sign_response || !assertion.is_empty();
    let xml = format!(
        "<samlp:Response xmlns:samlp=\"{SAMLP}\" xmlns:saml=\"{SAML}\" ID=\"{id}\" \
         Version=\"2.0\" IssueInstant=\"{now}\"{in_response_to}{destination}>\
         <saml:Issuer>{issuer}</saml:Issuer>{signature}\
         <samlp:Status>{status}</samlp:Status>{assertion}</samlp:Response>",
        now = cx.now.to_rest(),
        in_response_to = attribute("InResponseTo", request.id.as_deref()),
        destination = attribute(
            "Destination",
            Some(settings.destination.as_deref().unwrap_or(&request.acs_url))
        ),
        issuer = content(&entity_id(cx)?),
        signature = if sign_response { signature(&id, &key) } else { String::new() },
    );
    if is_signed { key.sign(xml).map_err(internal) } else { Ok(xml) }
}

/// An assertion (SAML Profiles section 4.1.4.2), with room for a signature if there is a key.
fn assertion(
    cx: &Cx<'_>,
    request: &AuthnRequest,
    who: &AuthenticatedUser,
    key: Option<&SigningKey>,
) -> ApiResult<String> {
    let settings = &cx.app()?.protocols.saml;
    let pool = cx.pool()?;
    let user = pool.user(&who.user_id).ok_or(failures::USER_NOT_FOUND)?;
    let id = message_id();
    let end = cx.now.plus_seconds(settings.lifetime_in_seconds).to_rest();
    let format = &settings.name_identifier_format;
    let now = cx.now.to_rest();
    let recipient = settings.recipient.as_deref().unwrap_or(&request.acs_url);
    let attributes: String = settings
        .mappings
        .iter()
        .filter_map(|(field, name)| Some((field_of(user, field)?, name)))
        .map(|(value, name)| {
            format!(
                "<saml:Attribute Name=\"{}\" NameFormat=\"{BASIC}\"><saml:AttributeValue \
                 xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
                 xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\">\
                 {}</saml:AttributeValue></saml:Attribute>",
                content(name),
                content(&value),
            )
        })
        .collect();
    let attributes = match attributes.as_str() {
        "" => String::new(),
        all => format!("<saml:AttributeStatement>{all}</saml:AttributeStatement>"),
    };
    Ok(format!(
        "<saml:Assertion xmlns:saml=\"{SAML}\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{now}\">\
         <saml:Issuer>{issuer}</saml:Issuer>{signature}\
         <saml:Subject><saml:NameID{format}>{name}</saml:NameID>\
         <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
         <saml:SubjectConfirmationData NotOnOrAfter=\"{end}\"{recipient}{in_response_to}/>\
         </saml:SubjectConfirmation></saml:Subject>\
         <saml:Conditions NotBefore=\"{now}\" NotOnOrAfter=\"{end}\"><saml:AudienceRestriction>\
         <saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
         <saml:AuthnStatement AuthnInstant=\"{authn_instant}\" SessionIndex=\"{session}\">\
         <saml:AuthnContext><saml:AuthnContextClassRef>{class}</saml:AuthnContextClassRef>\
         </saml:AuthnContext></saml:AuthnStatement>{attributes}</saml:Assertion>",
        issuer = content(&entity_id(cx)?),
        signature = key.map(|key| signature(&id, key)).unwrap_or_default(),
        name = content(&name(user, format)),
        format = attribute("Format", Some(format)),
        recipient = attribute("Recipient", Some(recipient)),
        in_response_to = attribute("InResponseTo", request.id.as_deref()),
        audience = content(settings.audience.as_deref().unwrap_or(&request.acs_url)),
        authn_instant = who.auth_time.to_rest(),
        session = message_id(),
        class = content(&settings.authn_context_class_ref),
    ))
}

fn status_code(name: &str, inner: &str) -> String {
    format!(
        "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:{name}\">{inner}\
         </samlp:StatusCode>"
    )
}

/// An empty signature of the element with this id.
fn signature(id: &str, key: &SigningKey) -> String {
    format!(
        "<ds:Signature xmlns:ds=\"{DS}\"><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm=\"{EXC_C14N}\"/>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>\
         <ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{DS}enveloped-signature\"/>\
         <ds:Transform Algorithm=\"{EXC_C14N}\"/></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
         <ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo>\
         <ds:SignatureValue></ds:SignatureValue><ds:KeyInfo><ds:X509Data>\
         <ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
        key.certificate
    )
}

/// An XML name, which may not begin with a digit.
fn message_id() -> String {
    format!("_{}", random::opaque_token())
}

/// The user's name of this kind.
fn name(user: &User, format: &str) -> String {
    match &user.email {
        Some(email) if format.ends_with("emailAddress") => email.clone(),
        _ => user.id.clone(),
    }
}

/// A field of the user by Authing's name for it, if the user has it.
fn field_of(user: &User, field: &str) -> Option<String> {
    match field {
        "id" | "sub" => Some(user.id.clone()),
        "username" => user.username.clone(),
        "email" => user.email.clone(),
        "phone" => user.phone.clone(),
        "emailVerified" => Some(user.email_verified.to_string()),
        "phoneVerified" => Some(user.phone_verified.to_string()),
        other => user.attribute(other).map(str::to_owned),
    }
}
