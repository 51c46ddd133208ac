//! Why the other end of a TLS connection is not accepted, and what to do about it.

use std::{error::Error as StdError, io};

/// All causes of an error, itself first. What an `io::Error` wraps is not among its `source`s.
fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| wrapped_by(*error))
}

fn wrapped_by<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// What is wrong with the server's certificate, if that is why there is no connection. Trying again
/// would not change it.
pub(crate) fn problem(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    causes(error).find_map(of_rustls).or_else(|| {
        // The system's libraries have an error type each, and all of them a text.
        let is_certificate = cfg!(feature = "native-tls")
            && causes(error).any(|cause| cause.to_string().to_lowercase().contains("certificate"));
        is_certificate.then_some(OTHER)
    })
}

/// Whether the server does not speak TLS where it was expected to.
#[cfg(feature = "reqwest")]
pub(crate) fn is_plain(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|cause| {
        let text = cause.to_string();
        // rustls; OpenSSL.
        text.contains("InvalidContentType") || text.contains("wrong version number")
    })
}

const OTHER: &str = "the server's certificate is not accepted: for an authority of your own, give \
                     its certificate to `root_certificate`; else check the host and this machine's \
                     clock";

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "events"))]
fn of_rustls(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    use rustls::{CertificateError, Error};

    let Error::InvalidCertificate(problem) = error.downcast_ref::<Error>()? else { return None };
    Some(match problem {
        CertificateError::UnknownIssuer => {
            "the server's certificate is not signed by an authority that is trusted here: give the \
             certificate of that authority to `root_certificate`"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the server's certificate is made for another name: check the host, and what stands in \
             front of the server"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the server's certificate has expired: have it renewed, or check this machine's clock"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet: check this machine's clock"
        }
        CertificateError::Revoked => {
            "the server's certificate has been revoked: ask the server's operators"
        }
        _ => OTHER,
    })
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "events")))]
fn of_rustls(_: &(dyn StdError + 'static)) -> Option<&'static str> {
    None
}
