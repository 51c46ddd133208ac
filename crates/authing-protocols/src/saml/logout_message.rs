//! Logout messages as they come: in an address or in a form.

use url::form_urlencoded;

use super::{
    binding::{decode_posted, decode_redirected, once},
    error::SamlError,
    keys::decode_base64,
    signature::check_algorithm,
    sp::SpConfig,
    tree::{OF_LOGOUT, Tree},
};

/// A logout message as the browser brought it: a request of the identity provider's, or the
/// response to one of ours.
#[derive(Clone)]
pub struct LogoutMessage {
    pub(super) is_request: bool,
    pub(super) xml: Vec<u8>,
    pub(super) relay_state: Option<String>,
    signature: Signature,
}

#[derive(Clone)]
enum Signature {
    /// In the XML.
    Enveloped,
    /// Beside it in the query: over these bytes.
    Query {
        signed: String,
        algorithm: String,
        value: Vec<u8>,
    },
    Missing,
}

impl LogoutMessage {
    /// Reads the query of a GET request (HTTP-Redirect): everything after `?`, still encoded,
    /// because that is what is signed.
    ///
    /// # Errors
    ///
    /// When a parameter is missing, comes twice or cannot be decoded.
    pub fn from_query(query: &str) -> Result<Self, SamlError> {
        let (mut request, mut response, mut relay_state) = (None, None, None);
        let (mut algorithm, mut signature) = (None, None);
        for pair in query.split('&') {
            let raw = pair.split_once('=').map_or("", |(_, value)| value);
            match pair.split('=').next().unwrap_or_default() {
                "SAMLRequest" => once(&mut request, "SAMLRequest", raw)?,
                "SAMLResponse" => once(&mut response, "SAMLResponse", raw)?,
                "RelayState" => once(&mut relay_state, "RelayState", raw)?,
                "SigAlg" => once(&mut algorithm, "SigAlg", raw)?,
                "Signature" => once(&mut signature, "Signature", raw)?,
                "SAMLEncoding" => return Err(SamlError::Encoding("DEFLATE by its default name")),
                _ => {}
            }
        }
        let (is_request, kind, message) = one_message(request, response)?;
        let signature = match (algorithm, signature) {
            (Some(algorithm), Some(signature)) => {
                let relay =
                    relay_state.map_or(String::new(), |state| format!("&RelayState={state}"));
                Signature::Query {
                    signed: format!("{kind}={message}{relay}&SigAlg={algorithm}"),
                    algorithm: decode(algorithm),
                    value: decode_base64(&decode(signature))
                        .ok_or(SamlError::Encoding("base64"))?,
                }
            }
            _ => Signature::Missing,
        };
        Ok(Self {
            is_request,
            xml: decode_redirected(&decode(message), OF_LOGOUT)?,
            relay_state: relay_state.map(decode).filter(|state| !state.is_empty()),
            signature,
        })
    }

    /// Reads the body of a POST request (HTTP-POST), form-encoded.
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn from_form(body: &str) -> Result<Self, SamlError> {
        let (mut request, mut response, mut relay_state) = (None, None, None);
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            match name.as_ref() {
                "SAMLRequest" => once(&mut request, "SAMLRequest", value)?,
                "SAMLResponse" => once(&mut response, "SAMLResponse", value)?,
                "RelayState" => once(&mut relay_state, "RelayState", value)?,
                _ => {}
            }
        }
        let (is_request, _, message) = one_message(request, response)?;
        Ok(Self {
            is_request,
            xml: decode_posted(&message, OF_LOGOUT)?,
            relay_state: relay_state.map(|state| state.into_owned()).filter(|s| !s.is_empty()),
            signature: Signature::Enveloped,
        })
    }

    /// Whether it is a request of the identity provider's; otherwise a response to ours.
    pub fn is_request(&self) -> bool {
        self.is_request
    }

    /// Verifies the signature, which logout messages must have, over the whole message.
    pub(super) fn verify(&self, sp: &SpConfig, tree: &Tree<'_>) -> Result<(), SamlError> {
        sp.check_metadata(sp.clock.now())?;
        match &self.signature {
            Signature::Enveloped => {
                let covered = sp.trust.verify(tree, &[tree.root()])?;
                if covered.has(tree.root()) { Ok(()) } else { Err(SamlError::Unsigned) }
            }
            Signature::Query { signed, algorithm, value } => {
                check_algorithm(algorithm)?;
                let mut certificates = sp.trust.certificates().iter();
                if certificates.any(|key| key.verifies(algorithm, signed.as_bytes(), value)) {
                    Ok(())
                } else {
                    Err(SamlError::BadSignature)
                }
            }
            Signature::Missing => Err(SamlError::Unsigned),
        }
    }
}

authing_types::redacted_debug!(LogoutMessage { is_request });

/// A request or a response, not both.
fn one_message<T>(
    request: Option<T>,
    response: Option<T>,
) -> Result<(bool, &'static str, T), SamlError> {
    match (request, response) {
        (Some(message), None) => Ok((true, "SAMLRequest", message)),
        (None, Some(message)) => Ok((false, "SAMLResponse", message)),
        (None, None) => Err(SamlError::MissingParameter("SAMLRequest")),
        (Some(_), Some(_)) => Err(SamlError::DuplicateParameter("SAMLResponse")),
    }
}

/// The value of a query parameter.
fn decode(raw: &str) -> String {
    let pair = format!("v={raw}");
    form_urlencoded::parse(pair.as_bytes()).next().map_or(String::new(), |(_, v)| v.into_owned())
}
