//! The parameters of a request.

use crate::handler::Call;

/// A parameter came more than once, so that two readers could see different values.
#[derive(Debug)]
pub(super) struct Repeated;

/// A parameter of the query; empty means absent.
pub(super) fn get<'a>(call: &'a Call, name: &str) -> Result<Option<&'a str>, Repeated> {
    let mut values = call.query_pairs().iter().filter(|(own, _)| own == name);
    let value = values.next().map(|(_, value)| value.as_str()).filter(|value| !value.is_empty());
    if values.next().is_some() { Err(Repeated) } else { Ok(value) }
}

/// A flag: set by whatever value (section 2.1.1) but `false`.
pub(super) fn flag(call: &Call, name: &str) -> Result<bool, Repeated> {
    Ok(get(call, name)?.is_some_and(|value| !value.eq_ignore_ascii_case("false")))
}
