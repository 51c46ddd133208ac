//! Tickets, and the requests that bring them.

use url::form_urlencoded;

use crate::Secret;

use super::error::CasError;

/// Longer than any server's: some sign and encrypt what a ticket stands for into the ticket.
const LONGEST: usize = 4096;

/// Finds the ticket in the query of the address that a browser comes back to, or in the form that
/// it posts when the login asked for [`TicketMethod::Post`](super::TicketMethod::Post).
///
/// `None` when there is no ticket: an ordinary visit, or a login with
/// [`LoginMode::Gateway`](super::LoginMode::Gateway) of somebody who is not logged in.
///
/// ```
/// use authing_protocols::cas::ticket_from_query;
///
/// let ticket = ticket_from_query("page=2&ticket=ST-1-f9a0")?;
/// assert_eq!(ticket.unwrap().expose(), "ST-1-f9a0");
/// assert!(ticket_from_query("page=2")?.is_none());
/// # Ok::<(), authing_protocols::cas::CasError>(())
/// ```
///
/// # Errors
///
/// [`CasError::NotATicket`] when it holds anything but letters, digits, `-`, `_` and `.`,
/// [`CasError::Duplicate`] when there are two.
pub fn ticket_from_query(query: &str) -> Result<Option<Secret>, CasError> {
    let ticket = parameter(query, "ticket")?;
    if let Some(ticket) = &ticket {
        check(ticket, &["ST-", "PT-"])?;
    }
    Ok(ticket)
}

/// The only parameter of this name in a query or form.
pub(super) fn parameter(query: &str, name: &'static str) -> Result<Option<Secret>, CasError> {
    let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    let mut values = pairs.filter(|(key, _)| key == name).map(|(_, value)| value);
    let value = values.next().map(|value| Secret::new(value.into_owned()));
    if values.next().is_some() {
        return Err(CasError::Duplicate(name));
    }
    Ok(value)
}

/// Whether a text can be a ticket of one of these kinds (CAS protocol 3.0.3 section 3). Servers
/// that put their host name into tickets use more characters than the protocol has.
pub(super) fn check(ticket: &Secret, kinds: &[&str]) -> Result<(), CasError> {
    let ticket = ticket.expose();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let rest = kinds.iter().find_map(|kind| ticket.strip_prefix(kind));
    match rest {
        Some(rest)
            if !rest.is_empty() && ticket.len() <= LONGEST && ticket.bytes().all(is_part) =>
        {
            Ok(())
        }
        _ => Err(CasError::NotATicket),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tickets_are_refused_however_they_are_written() {
        for query in ["ticket=ST-1&ticket=ST-2", "?ticket=ST-1&%74icket=ST-2"] {
            assert_eq!(ticket_from_query(query), Err(CasError::Duplicate("ticket")), "{query}");
        }
    }

    #[test]
    fn what_is_not_a_ticket_is_refused() {
        for query in [
            "ticket=",
            "ticket",
            "ticket=ST-",
            "ticket=alice",
            "ticket=PGT-1",
            "ticket=ST-1%0A",
            "ticket=ST-1%0D%0Ax",
            "ticket=ST-1%26service%3Dx",
            "ticket=ST-1+",
            "ticket=ST-1%00",
            "ticket=ST-%C3%A9",
            "ticket=ST-%FF",
            "ticket=ST-1/..",
            "ticket= ST-1",
            "ticket=st-1",
        ] {
            assert_eq!(ticket_from_query(query), Err(CasError::NotATicket), "{query}");
        }
        let long = format!("ticket=ST-{}", "a".repeat(LONGEST));
        assert_eq!(ticket_from_query(&long), Err(CasError::NotATicket));
    }
}
