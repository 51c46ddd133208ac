//! Tokens for machines: programmatic access accounts.

use serde_json::{Value as Json, json};

use crate::domain::acl::rights::Rights;
use crate::domain::context::Cx;
use crate::domain::oidc as grants;
use crate::idp::oidc::client::Credentials;
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::params::Params;
use crate::state::acl::TargetType;
use crate::state::applications::{GrantType, TokenAlgorithm};
use crate::state::oidc::{Protocol, Subject};

/// Serves the client_credentials grant. Scopes that the account has no right to are left out and
/// named; that is not an error.
pub(super) fn exchange(
    cx: &mut Cx<'_>,
    credentials: &Credentials,
    params: &Params<'_>,
) -> OAuthResult<Json> {
    let (app_id, lifetime) = account(cx, credentials)?;
    cx.enter_app(&app_id)?;
    let app = cx.app()?;
    if !app.allows(GrantType::ClientCredentials) {
        return Err(OAuthError::unauthorized_client(
            "the application's grants do not allow client_credentials",
        ));
    }
    if app.algorithm != TokenAlgorithm::Rs256 {
        return Err(OAuthError::unauthorized_client(
            "client_credentials needs an application that signs with RS256",
        ));
    }
    let asked = params.required("scope")?;
    let rights = Rights::of(cx.pool()?, &app_id, TargetType::AkSk, &credentials.id);
    let (granted, rejected): (Vec<&str>, Vec<&str>) = asked
        .split(' ')
        .filter(|word| !word.is_empty())
        .partition(|word| Scope::parse(word).is_some_and(|scope| scope.is_granted(&rights)));
    let subject = Subject::Account { id: credentials.id.clone() };
    let grant = grants::grant(Protocol::Oidc, &app_id, subject, &granted.join(" "));
    let access = grants::issue_access(cx, &grant, Some(lifetime))?;
    Ok(json!({
        "access_token": access.token,
        "expires_in": access.seconds,
        "token_type": "Bearer",
        "scope": grant.scope,
        "rejected_scope": rejected.join(" "),
    }))
}

/// The application of an account, and how long its tokens live.
fn account(cx: &Cx<'_>, credentials: &Credentials) -> OAuthResult<(String, i64)> {
    let mut apps = cx.state.pools.iter().flat_map(|pool| &pool.apps);
    let found = apps.find_map(|app| {
        let account = app.protocols.accounts.iter().find(|known| known.id == credentials.id)?;
        Some((app, account))
    });
    match found {
        Some((app, account)) if account.enabled && credentials.has_secret(&account.secret) => {
            Ok((app.id.clone(), account.token_lifetime))
        }
        _ => Err(OAuthError::invalid_client(
            "there is no such programmatic access account, its secret is wrong, or it is disabled",
        )),
    }
}

/// One word of a scope: `resource[:id][:action]`, where what is left out means all.
struct Scope<'a> {
    kind: &'a str,
    id: &'a str,
    action: &'a str,
}

impl<'a> Scope<'a> {
    fn parse(word: &'a str) -> Option<Self> {
        let parts: Vec<&str> = word.split(':').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return None;
        }
        match parts.as_slice() {
            [kind] => Some(Self { kind, id: "*", action: "*" }),
            [kind, action] => Some(Self { kind, id: "*", action }),
            [kind, id, action] => Some(Self { kind, id, action }),
            _ => None,
        }
    }

    fn is_granted(&self, rights: &Rights<'_>) -> bool {
        let resource = match (self.kind, self.id) {
            ("*", "*") => "*".to_owned(),
            (kind, id) => format!("{kind}:{id}"),
        };
        rights.allow(&resource, &format!("{}:{}", self.kind, self.action))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(resource: &str, action: &str, word: &str) -> bool {
        let actions = [action.to_owned()];
        let rights = Rights::to(resource, &actions);
        Scope::parse(word).is_some_and(|scope| scope.is_granted(&rights))
    }

    #[test]
    fn a_scope_needs_a_right_to_all_it_names() {
        assert!(granted("book:*", "book:read", "book:1:read"));
        assert!(granted("book:*", "book:read", "book:read"));
        assert!(granted("book:1", "book:read", "book:1:read"));
        assert!(!granted("book:1", "book:read", "book:read"));
        assert!(!granted("book:*", "book:read", "book"));
        assert!(granted("book:*", "book:*", "book"));
        assert!(granted("book", "book:*", "book:*:*"));
        assert!(!granted("book:*", "book:read", "book:1:write"));
        assert!(!granted("book:*", "book:*", "*:*"));
        assert!(granted("*", "*", "*:*:*"));
        assert!(granted("*", "*", "*"));
        assert!(!granted("*", "*", "book::read"));
        assert!(!granted("*", "*", "a:b:c:d"));
    }
}
