//! The real names behind accounts. Every name is believed.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::state::principal::{Principal, PrincipalKind};

/// A name with its proofs, as clients send it: the same three fields for people and companies.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Claim {
    #[serde(rename = "type")]
    kind: PrincipalKind,
    name: String,
    id_card: String,
    ext: String,
}

/// The record of a user, or null.
pub(crate) fn view(cx: &Cx<'_>, user_id: &str) -> ApiResult<Json> {
    let pool = cx.pool()?;
    let found = pool.principals.iter().find(|principal| principal.user_id == user_id);
    let view = found.map(|principal| {
        json!({
            "id": principal.id,
            "createdAt": principal.created_at.to_rest(),
            "updatedAt": principal.authenticated_at.to_rest(),
            "userPoolId": pool.id,
            "userId": principal.user_id,
            "principalType": principal.kind,
            "principalName": principal.name,
            "principalCode": principal.code,
            "authenticationTime": principal.authenticated_at.to_rest(),
        })
    });
    Ok(view.unwrap_or(Json::Null))
}

/// Binds a name to a user, in place of a former one.
pub(crate) fn authenticate(cx: &mut Cx<'_>, user_id: &str, claim: Claim) -> ApiResult<()> {
    if [&claim.name, &claim.id_card, &claim.ext].iter().any(|value| value.is_empty()) {
        return Err(failures::BAD_REQUEST.into());
    }
    let now = cx.now;
    let principals = &mut cx.pool_mut()?.principals;
    let former = principals.iter().position(|principal| principal.user_id == user_id);
    let former = former.map(|index| principals.remove(index));
    principals.push(Principal {
        id: former.as_ref().map_or_else(random::object_id, |former| former.id.clone()),
        user_id: user_id.to_owned(),
        kind: claim.kind,
        name: claim.name,
        code: claim.id_card,
        created_at: former.map_or(now, |former| former.created_at),
        authenticated_at: now,
    });
    Ok(())
}
