//! What people accept before they use an application.

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::state::applications::{Agreement, Application};
use crate::state::users::AcceptedAgreement;

/// The agreements of an application that a page in this language shows: those in its language, and
/// all of them if there are none.
pub(crate) fn shown(app: &Application, lang: Lang) -> Vec<&Agreement> {
    if !app.profile.agreement_enabled {
        return Vec::new();
    }
    let is_own = |agreement: &&Agreement| Lang::from_header(&agreement.lang) == lang;
    let own: Vec<&Agreement> = app.agreements.iter().filter(is_own).collect();
    if own.is_empty() { app.agreements.iter().collect() } else { own }
}

/// Those of them that a user has not accepted, if they must accept any.
pub(crate) fn outstanding(cx: &Cx<'_>, user_id: &str, lang: Lang) -> ApiResult<Vec<Agreement>> {
    let app = cx.app()?;
    let accepted = &cx.user(user_id)?.agreements;
    let is_open = |agreement: &&Agreement| {
        !accepted.iter().any(|known| known.app_id == app.id && known.id == agreement.id)
    };
    let open: Vec<Agreement> = shown(app, lang).into_iter().filter(is_open).cloned().collect();
    let asks = open.iter().any(|agreement| agreement.required);
    Ok(if asks { open } else { Vec::new() })
}

/// Refuses to go on without what must be accepted.
pub(crate) fn require(asked: &[&Agreement], accepted: &[i64]) -> ApiResult<()> {
    let is_missing = |one: &&&Agreement| one.required && !accepted.contains(&one.id);
    match asked.iter().find(is_missing) {
        Some(_) => Err(failures::AGREEMENT_NEEDED.into()),
        None => Ok(()),
    }
}

/// Notes what a user has accepted, of the agreements that they were asked for.
pub(crate) fn accept(
    cx: &mut Cx<'_>,
    user_id: &str,
    asked: &[i64],
    accepted: &[i64],
) -> ApiResult<()> {
    let (now, app_id) = (cx.now, cx.app()?.id.clone());
    let user = cx.user_mut(user_id)?;
    for id in accepted.iter().filter(|id| asked.contains(id)) {
        user.agreements.retain(|known| known.app_id != app_id || known.id != *id);
        user.agreements.push(AcceptedAgreement { app_id: app_id.clone(), id: *id, at: now });
    }
    Ok(())
}
