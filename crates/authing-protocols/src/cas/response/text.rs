//! CAS 1.0: `yes` and the user's name, or `no`, each on a line.

use crate::cas::{
    error::{CasError, CasRefusal},
    user::CasLogin,
};

pub(super) fn user(text: &str) -> Result<CasLogin, CasError> {
    let not_cas = CasError::NotCas("it does not begin with the line `yes` or `no`");
    // Some servers end their lines with CR LF, and then all of them.
    let first = text.split('\n').next().unwrap_or_default();
    let end = if first.ends_with('\r') { "\r\n" } else { "\n" };
    match text.split_once(end) {
        Some(("yes", rest)) => {
            // A line break that is left would be inside of the name: it is refused with it.
            let name = rest.strip_suffix(end).unwrap_or(rest);
            CasLogin::new(name.to_owned())
        }
        Some(("no", _)) => Err(CasError::Refused(CasRefusal::new(None, None))),
        None if text == "no" => Err(CasError::Refused(CasRefusal::new(None, None))),
        None if text.is_empty() => Err(CasError::NotCas("it is empty")),
        _ => Err(not_cas),
    }
}
