//! Reading authentication requests (SAML Core section 3.4.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use uppsala::{Document, NodeId};

use crate::base::error::{ApiError, ApiResult};
use crate::base::limits::TooMuch;
use crate::domain::context::Cx;
use crate::idp::saml::names::{HTTP_POST, SAML, SAMLP, sso_url};
use crate::idp::saml::xml::{self, MAX_BYTES, value_of};
use crate::idp::sso::redirect;
use crate::state::saml::AuthnRequest;

/// The code that Authing documents for whatever goes wrong on the way to an assertion.
const SAML_FAILED: i64 = 8128;

/// The refusal of a request, with its reason.
pub(super) fn refused(reason: &str) -> ApiError {
    ApiError::own(SAML_FAILED, reason)
}

/// The XML of a message in a query.
pub(super) fn inflate(message: &str) -> ApiResult<String> {
    let deflated = STANDARD.decode(message).map_err(|_| refused("SAMLRequest is not base64"))?;
    let xml = decompress_to_vec_with_limit(&deflated, MAX_BYTES)
        .map_err(|_| refused("SAMLRequest is not DEFLATE of at most 16 KiB"))?;
    utf8(xml)
}

/// The XML of a message in a form.
pub(super) fn decode(message: &str) -> ApiResult<String> {
    let compact: String = message.split_ascii_whitespace().collect();
    utf8(STANDARD.decode(compact).map_err(|_| refused("SAMLRequest is not base64"))?)
}

fn utf8(xml: Vec<u8>) -> ApiResult<String> {
    String::from_utf8(xml).map_err(|_| refused("SAMLRequest is not in UTF-8"))
}

/// A message and its tree.
pub(super) struct Message<'t> {
    pub(super) text: &'t str,
    pub(super) document: Document<'t>,
    pub(super) root: NodeId,
}

/// What a request wants of the identity provider's pages.
pub(super) struct LoginParams {
    pub(super) request: AuthnRequest,
    /// The password must be given again.
    pub(super) force_authn: bool,
    /// No page may be shown.
    pub(super) passive: bool,
}

impl<'t> Message<'t> {
    pub(super) fn parse(text: &'t str) -> ApiResult<Self> {
        TooMuch::check("bytes in its SAMLRequest", text.len(), MAX_BYTES)
            .map_err(|error| refused(&error.to_string()))?;
        let document = xml::parse(text).ok_or_else(|| refused("SAMLRequest is not XML"))?;
        let root = document.document_element();
        match root.filter(|root| xml::is(&document, *root, SAMLP, "AuthnRequest")) {
            Some(root) => Ok(Self { text, document, root }),
            None => Err(refused("SAMLRequest is not an AuthnRequest")),
        }
    }

    /// What it asks for, if it may.
    pub(super) fn read(&self, cx: &Cx<'_>, relay_state: Option<&str>) -> ApiResult<LoginParams> {
        if self.value("Version") != Some("2.0") {
            return Err(refused("the request is not of version 2.0"));
        }
        let id = self.value("ID").filter(|id| is_name(id));
        let id = id.ok_or_else(|| refused("the request's ID is missing or not a name"))?;
        if self.child(SAML, "Issuer").is_none_or(|issuer| self.text_of(issuer).trim().is_empty()) {
            return Err(refused("the request names no issuer"));
        }
        let here = sso_url(cx)?;
        if self.value("Destination").is_some_and(|destination| destination != here) {
            return Err(refused("the request's destination is another address"));
        }
        if self.value("ProtocolBinding").is_some_and(|binding| binding != HTTP_POST) {
            return Err(ApiError::not_emulated("SAML responses by another binding than HTTP-POST"));
        }
        let policy = self.child(SAMLP, "NameIDPolicy");
        let format = policy.and_then(|policy| value_of(&self.document, policy, "Format"));
        let flag = |name: &str| matches!(self.value(name), Some("true" | "1"));
        Ok(LoginParams {
            request: AuthnRequest {
                id: Some(id.to_owned()),
                acs_url: acs(cx, self.value("AssertionConsumerServiceURL"))?,
                relay_state: relay_state.map(str::to_owned),
                name_id_format: format.map(str::to_owned),
                contexts: self.contexts()?,
            },
            force_authn: flag("ForceAuthn"),
            passive: flag("IsPassive"),
        })
    }

    /// The ways of logging in, of which one must be used.
    fn contexts(&self) -> ApiResult<Vec<String>> {
        let Some(wanted) = self.child(SAMLP, "RequestedAuthnContext") else {
            return Ok(Vec::new());
        };
        match value_of(&self.document, wanted, "Comparison") {
            None | Some("exact") => {}
            Some(_) => {
                let what = "a RequestedAuthnContext with another comparison than exact";
                return Err(ApiError::not_emulated(what));
            }
        }
        let classes = xml::children(&self.document, wanted, SAML, "AuthnContextClassRef");
        Ok(classes.map(|class| self.text_of(class).trim().to_owned()).collect())
    }

    fn value(&self, name: &str) -> Option<&str> {
        value_of(&self.document, self.root, name)
    }

    fn child(&self, namespace: &'static str, name: &'static str) -> Option<NodeId> {
        xml::children(&self.document, self.root, namespace, name).next()
    }

    fn text_of(&self, node: NodeId) -> String {
        self.document.text_content_deep(node)
    }
}

/// Where the response goes: to the address that is asked for, if the application may send browsers
/// there, or to the one in its settings.
pub(super) fn acs(cx: &Cx<'_>, wanted: Option<&str>) -> ApiResult<String> {
    let settings = &cx.app()?.protocols;
    let own = settings.saml.acs.as_deref();
    let Some(url) = wanted.or(own) else {
        return Err(refused("neither the request nor the settings name an ACS"));
    };
    let is_own = own == Some(url);
    if !is_own && !redirect::is_allowed(&settings.redirect_uris, url) {
        return Err(refused("the request's ACS is not registered for the application"));
    }
    Ok(url.to_owned())
}

/// An XML name, of the letters that identifiers have.
fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    starts && text.len() <= 256 && text.bytes().all(is_part)
}
