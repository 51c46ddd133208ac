//! How messages travel: deflated in an address (HTTP-Redirect) or in a form (HTTP-POST).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use miniz_oxide::{
    deflate::compress_to_vec,
    inflate::{TINFLStatus, decompress_to_vec_with_limit},
};
use url::{Url, form_urlencoded};

use super::{
    error::SamlError,
    keys::{SigningKey, decode_base64},
    names,
    tree::Size,
    write::escape,
};

/// The form that the browser posted to the assertion consumer service.
#[derive(Clone)]
pub struct PostedResponse {
    pub(super) message: String,
    pub(super) relay_state: Option<String>,
}

impl PostedResponse {
    /// Reads the body of the POST request: `SAMLResponse=…&RelayState=…`, form-encoded.
    ///
    /// ```
    /// use authing_protocols::saml::{PostedResponse, SamlError};
    ///
    /// let twice = PostedResponse::from_form("SAMLResponse=YQ%3D%3D&SAMLResponse=Yg%3D%3D");
    /// assert_eq!(twice.unwrap_err(), SamlError::DuplicateParameter("SAMLResponse"));
    /// ```
    ///
    /// # Errors
    ///
    /// When `SAMLResponse` is missing, or a parameter comes twice.
    pub fn from_form(body: &str) -> Result<Self, SamlError> {
        let (mut message, mut relay_state) = (None, None);
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            match name.as_ref() {
                "SAMLResponse" => once(&mut message, "SAMLResponse", value.into_owned())?,
                "RelayState" => once(&mut relay_state, "RelayState", value.into_owned())?,
                _ => {}
            }
        }
        let message = message.ok_or(SamlError::MissingParameter("SAMLResponse"))?;
        Ok(Self::new(message).with_relay_state(relay_state.unwrap_or_default()))
    }

    /// For a web framework that has read the form: the value of `SAMLResponse`, still in base64.
    pub fn new(saml_response: impl Into<String>) -> Self {
        Self { message: saml_response.into(), relay_state: None }
    }

    /// Adds the value of `RelayState`. An empty one counts as none.
    #[must_use]
    pub fn with_relay_state(mut self, relay_state: impl Into<String>) -> Self {
        self.relay_state = Some(relay_state.into()).filter(|state| !state.is_empty());
        self
    }

    /// The relay state that came with the response. Anybody can have written it: use that of
    /// [`SamlLogin`](super::SamlLogin), which was compared with the one sent.
    pub fn relay_state(&self) -> Option<&str> {
        self.relay_state.as_deref()
    }
}

impl fmt::Debug for PostedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostedResponse").field("bytes", &self.message.len()).finish_non_exhaustive()
    }
}

/// A form for the browser to post to the identity provider.
#[derive(Clone)]
pub struct PostForm {
    action: Url,
    fields: Vec<(&'static str, String)>,
}

impl PostForm {
    pub(super) fn new(
        action: Url,
        kind: &'static str,
        xml: &str,
        relay_state: Option<&str>,
    ) -> Self {
        let mut fields = vec![(kind, STANDARD.encode(xml))];
        fields.extend(relay_state.map(|state| ("RelayState", state.to_owned())));
        Self { action, fields }
    }

    /// Where to post it.
    pub fn action(&self) -> &Url {
        &self.action
    }

    /// Names and values of its fields, unencoded.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// A page that posts the form by itself, with a button where scripts are off. Where a content
    /// security policy forbids inline scripts, write the page yourself from
    /// [`fields`](Self::fields).
    pub fn html(&self) -> String {
        let mut page = String::from(
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>Login</title></head>\
             <body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"",
        );
        escape(self.action.as_str(), &mut page);
        page.push_str("\">");
        for (name, value) in self.fields() {
            page.push_str("<input type=\"hidden\" name=\"");
            escape(name, &mut page);
            page.push_str("\" value=\"");
            escape(value, &mut page);
            page.push_str("\">");
        }
        page.push_str("<noscript><button>Continue</button></noscript></form></body></html>");
        page
    }
}

impl fmt::Debug for PostForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostForm").field("action", &self.action.path()).finish_non_exhaustive()
    }
}

/// The address that carries a message, signed if there is a key (SAML Bindings section 3.4.4.1).
pub(super) fn redirect(
    mut target: Url,
    kind: &'static str,
    xml: &str,
    relay_state: Option<&str>,
    key: Option<&SigningKey>,
) -> Result<Url, SamlError> {
    let deflated = STANDARD.encode(compress_to_vec(xml.as_bytes(), 6));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(kind, &deflated);
    if let Some(state) = relay_state {
        query.append_pair("RelayState", state);
    }
    if key.is_some() {
        query.append_pair("SigAlg", names::RSA_SHA256);
    }
    let mut query = query.finish();
    if let Some(key) = key {
        let signature = STANDARD.encode(key.sign(query.as_bytes())?);
        let encoded: String = form_urlencoded::byte_serialize(signature.as_bytes()).collect();
        query.push_str("&Signature=");
        query.push_str(&encoded);
    }
    let query = match target.query() {
        Some(before) if !before.is_empty() => format!("{before}&{query}"),
        _ => query,
    };
    target.set_query(Some(&query));
    Ok(target)
}

/// The XML of a posted message, of at most so many bytes.
pub(super) fn decode_posted(message: &str, most: Size) -> Result<Vec<u8>, SamlError> {
    within(message, most)?;
    let xml = decode_base64(message).ok_or(SamlError::Encoding("base64"))?;
    if xml.len() > most.0 { Err(SamlError::TooLarge(most.1)) } else { Ok(xml) }
}

/// The XML of a message in an address, of at most so many bytes.
pub(super) fn decode_redirected(message: &str, most: Size) -> Result<Vec<u8>, SamlError> {
    within(message, most)?;
    let deflated = decode_base64(message).ok_or(SamlError::Encoding("base64"))?;
    decompress_to_vec_with_limit(&deflated, most.0).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => SamlError::TooLarge(most.1),
        _ => SamlError::Encoding("DEFLATE"),
    })
}

/// Puts a parameter in its place, once.
pub(super) fn once<T>(
    place: &mut Option<T>,
    name: &'static str,
    value: T,
) -> Result<(), SamlError> {
    if place.replace(value).is_some() {
        return Err(SamlError::DuplicateParameter(name));
    }
    Ok(())
}

fn within(message: &str, (bytes, name): Size) -> Result<(), SamlError> {
    // Base64 takes four bytes for three; line ends a few more.
    if message.len() > bytes / 2 * 3 { Err(SamlError::TooLarge(name)) } else { Ok(()) }
}
