//! CAS 1.0: `yes` and the user's name, or `no`, each on a line.

use crate::cas::{
    error::{CasError, CasRefusal},
    user::{CasAttributes, CasLogin},
};

pub(super) fn user(text: &str) -> Result<CasLogin, CasError> {
    match text.split_once('\n') {
        Some(("yes", rest)) => {
            // A line break that is left would be inside of the name: it is refused with it.
            let name = rest.strip_suffix('\n').unwrap_or(rest);
            CasLogin::new(name.to_owned(), CasAttributes::default())
        }
        Some(("no", _)) => Err(CasError::Refused(CasRefusal::new(None, None))),
        None if text == "no" => Err(CasError::Refused(CasRefusal::new(None, None))),
        _ => Err(CasError::NotCas),
    }
}
