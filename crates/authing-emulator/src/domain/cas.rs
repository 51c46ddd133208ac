//! Issuing and taking service tickets.

use crate::base::error::ApiResult;
use crate::base::{jwt, random};
use crate::domain::context::Cx;
use crate::state::cas::{LoginRequest, ServiceTicket};
use crate::state::sso::AuthenticatedUser;
use crate::state::user_pool::UserPool;

/// Life of a ticket: the five minutes that the protocol recommends at most (CAS 3.0.3 section
/// 3.1.1).
const TICKET_SECONDS: i64 = 300;

/// A ticket of the request's application.
pub(crate) fn issue_ticket(
    cx: &mut Cx<'_>,
    request: &LoginRequest,
    who: &AuthenticatedUser,
) -> ApiResult<String> {
    // The protocol allows letters, digits and hyphens only (section 3.7).
    let ticket = format!("ST-{}", random::opaque_token());
    let now = cx.now;
    let entry = ServiceTicket {
        fingerprint: jwt::fingerprint(&ticket),
        app_id: cx.app()?.id.clone(),
        service: request.service.clone(),
        user_id: who.user_id.clone(),
        auth_time: who.auth_time,
        new_login: request.new_login,
        expires_at: now.plus_seconds(TICKET_SECONDS),
    };
    let tickets = &mut cx.pool_mut()?.service_tickets;
    tickets.retain(|known| known.expires_at > now);
    tickets.push(entry);
    Ok(ticket)
}

/// Takes a living ticket of the request's application: nobody gets it again.
pub(crate) fn take_ticket(cx: &mut Cx<'_>, ticket: &str) -> ApiResult<Option<ServiceTicket>> {
    let fingerprint = jwt::fingerprint(ticket);
    let (now, app_id) = (cx.now, cx.app()?.id.clone());
    let tickets = &mut cx.pool_mut()?.service_tickets;
    let found = tickets.iter().position(|known| known.fingerprint == fingerprint);
    let taken = found.map(|at| tickets.swap_remove(at));
    Ok(taken.filter(|known| known.app_id == app_id && known.expires_at > now))
}

/// Forgets the tickets of a user, or only those of one application.
pub(crate) fn revoke_user(pool: &mut UserPool, user_id: &str, app_id: Option<&str>) {
    pool.service_tickets
        .retain(|ticket| ticket.user_id != user_id || app_id.is_some_and(|id| id != ticket.app_id));
}
