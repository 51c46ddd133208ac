//! The key of a user's one-time passwords, by GraphQL.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::users::{Totp, User};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Chosen("the schema alone is known: no official SDK calls it"),
    [
        query("queryMfa", Access::Management, query_mfa),
        mutation("changeMfa", Access::Management, change_mfa),
    ],
);

/// As long as what an authenticator expects: 160 bits.
const KEY_LENGTH: usize = 32;

/// A factor by its id, or that of a user. Another pool's is not found.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    id: Option<String>,
    user_id: Option<String>,
    user_pool_id: Option<String>,
}

impl Key {
    /// The user who has the factor.
    fn owner(&self, cx: &Cx<'_>) -> ApiResult<Option<String>> {
        let pool = cx.pool()?;
        if self.id.is_none() && self.user_id.is_none() {
            return Err(failures::BAD_REQUEST.into());
        }
        if self.user_pool_id.as_ref().is_some_and(|id| *id != pool.id) {
            return Ok(None);
        }
        let is_meant = |user: &&User| {
            let factor = factor(user).map(|(totp, _)| &totp.id);
            factor.is_some()
                && self.id.as_ref().is_none_or(|id| factor == Some(id))
                && self.user_id.as_ref().is_none_or(|id| user.id == *id)
        };
        Ok(pool.present_users().find(is_meant).map(|user| user.id.clone()))
    }
}

fn query_mfa(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let key: Key = args.read()?;
    match key.owner(cx)? {
        Some(owner) => view(cx, &owner),
        None => Ok(Json::Null),
    }
}

/// Only a key that is there is changed: an authenticator is bound or imported elsewhere.
fn change_mfa(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        #[serde(flatten)]
        key: Key,
        enable: Option<bool>,
        refresh: Option<bool>,
    }
    let input: Input = args.read()?;
    let owner = input.key.owner(cx)?.ok_or(failures::MFA_NOT_BOUND)?;
    let user = cx.user_mut(&owner)?;
    match input.enable {
        Some(true) if user.totp.is_none() => user.totp = user.switched_off_totp.take(),
        Some(false) if user.totp.is_some() => user.switched_off_totp = user.totp.take(),
        _ => {}
    }
    if input.refresh == Some(true)
        && let Some(totp) = user.totp.as_mut().or(user.switched_off_totp.as_mut())
    {
        totp.secret = random::base32(KEY_LENGTH);
    }
    view(cx, &owner)
}

/// The key, and whether it is asked for.
fn factor(user: &User) -> Option<(&Totp, bool)> {
    let on = user.totp.as_ref().map(|totp| (totp, true));
    on.or_else(|| user.switched_off_totp.as_ref().map(|totp| (totp, false)))
}

fn view(cx: &Cx<'_>, owner: &str) -> ApiResult<Json> {
    let (totp, enabled) = factor(cx.user(owner)?).ok_or(failures::MFA_NOT_BOUND)?;
    Ok(json!({
        "id": totp.id,
        "userId": owner,
        "userPoolId": cx.pool()?.id,
        "enable": enabled,
        "secret": totp.secret,
    }))
}
