//! Making, showing and removing applications.

pub(crate) mod access;

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::base::{failures, jwt, random};
use crate::domain::acl::{grants, namespaces};
use crate::domain::context::Cx;
use crate::domain::sso::SESSION_SECONDS;
use crate::domain::{custom_data, signing, views};
use crate::state::acl::TargetType;
use crate::state::applications::{
    Agreement, Application, ApplicationSettings, SamlSettings, TokenAlgorithm,
};
use crate::state::custom_data::FieldTarget;
use crate::state::mfa::SecondFactor;
use crate::state::user_pool::UserPool;

/// How much of an application a response tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    Shown,
    /// The responses to changes, in which the documentation shows none.
    LeftOut,
}

pub(crate) fn find<'a>(cx: &'a Cx<'_>, app_id: &str) -> ApiResult<&'a Application> {
    cx.pool()?.app(app_id).ok_or_else(|| failures::APP_NOT_FOUND.into())
}

pub(crate) fn find_mut<'a>(cx: &'a mut Cx<'_>, app_id: &str) -> ApiResult<&'a mut Application> {
    cx.pool_mut()?.app_mut(app_id).ok_or_else(|| failures::APP_NOT_FOUND.into())
}

/// What describes a new application.
#[derive(Default)]
pub(crate) struct NewApplication {
    /// A new one if none is given.
    pub(crate) id: Option<String>,
    /// A new one if none is given.
    pub(crate) secret: Option<String>,
    pub(crate) name: String,
    /// Its sub-domain.
    pub(crate) identifier: String,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) logo: Option<String>,
}

/// Makes an application with its namespace; the result is its id.
pub(crate) fn create(cx: &mut Cx<'_>, new: NewApplication) -> ApiResult<String> {
    let NewApplication { id, secret, name, identifier, redirect_uris, logo } = new;
    if name.trim().is_empty() {
        return Err(failures::APP_NAME_INVALID.into());
    }
    if identifier.trim().is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    if cx.state.is_domain_taken(&identifier) {
        return Err(failures::DOMAIN_TAKEN.into());
    }
    let (id, secret) =
        (id.unwrap_or_else(random::object_id), secret.unwrap_or_else(random::secret));
    let mut app = Application::new(id.clone(), secret, &name, TokenAlgorithm::Hs256, cx.now);
    app.identifier = identifier;
    app.protocols.redirect_uris = redirect_uris;
    app.profile.logo = logo;
    cx.pool_mut()?.add_app(app);
    tell(cx, &id, Event::ApplicationCreated, json!({}));
    Ok(id)
}

/// Adds an agreement, after those there are; the result is its id.
pub(crate) fn add_agreement(
    cx: &mut Cx<'_>,
    app_id: &str,
    title: String,
    required: bool,
    lang: String,
) -> ApiResult<i64> {
    if title.trim().is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    find(cx, app_id)?;
    let pool = cx.pool_mut()?;
    pool.last_agreement_id = pool.last_agreement_id.saturating_add(1);
    let id = pool.last_agreement_id;
    find_mut(cx, app_id)?.agreements.push(Agreement { id, title, required, lang });
    Ok(id)
}

/// Changes an application's settings. Says whether there is such an application.
pub(crate) fn configure(cx: &mut Cx<'_>, app_id: &str, settings: ApplicationSettings) -> bool {
    if cx.enter_app(app_id).is_err() {
        return false;
    }
    let Ok(app) = find_mut(cx, app_id) else { return false };
    let before = app.mfa_factors.clone();
    settings.apply(app);
    let after = app.mfa_factors.clone();
    let changed = |these: &[SecondFactor], those: &[SecondFactor]| -> Vec<SecondFactor> {
        these.iter().filter(|factor| !those.contains(factor)).copied().collect()
    };
    tell(cx, app_id, Event::ApplicationUpdated, json!({}));
    let told = |factor| json!({ "type": factor, "applicationId": app_id });
    for factor in changed(&after, &before) {
        cx.happened(Event::ApplicationMfaEnabled, |_| told(factor));
    }
    for factor in changed(&before, &after) {
        cx.happened(Event::ApplicationMfaDisabled, |_| told(factor));
    }
    true
}

/// Tells of something that happened to an application, with what else is told of it.
pub(crate) fn tell(cx: &mut Cx<'_>, app_id: &str, event: Event, more: Json) {
    cx.happened(event, |pool| {
        let mut told = more;
        told["application"] = json!(pool.app(app_id).map(|app| views::application(pool, app)));
        told
    });
}

/// Removes an application with all that was made in it and for it.
pub(crate) fn remove(pool: &mut UserPool, app_id: &str) {
    namespaces::remove(pool, app_id);
    custom_data::forget(pool, FieldTarget::Application, &[app_id.to_owned()]);
    let accounts = pool.app(app_id).map(|app| app.protocols.accounts.as_slice());
    let accounts = accounts.unwrap_or_default().iter().map(|account| account.id.clone());
    grants::forget(pool, TargetType::AkSk, &accounts.collect::<Vec<_>>(), None);
    pool.apps.retain(|app| app.id != app_id);
    // Few of a pool's users have such a token, and each has one at most.
    for issued in pool.tokens.take_app(app_id) {
        if let Some(user) = pool.user_mut(&issued.user_id) {
            user.token.take_if(|token| jwt::fingerprint(token) == issued.fingerprint);
        }
    }
    pool.protocol_tokens.retain(|token| token.grant.app_id != app_id);
    pool.authorization_codes.retain(|code| code.grant.app_id != app_id);
    pool.service_tickets.retain(|ticket| ticket.app_id != app_id);
    pool.qr_codes.retain(|code| code.app_id != app_id);
    pool.interactions.retain(|interaction| interaction.app_id != app_id);
    for tenant in &mut pool.tenants {
        tenant.app_ids.retain(|id| id != app_id);
    }
    let connections = pool.identity_sources.iter_mut().flat_map(|source| &mut source.connections);
    for connection in connections {
        connection.enabled_for.retain(|scope| scope != app_id);
    }
}

/// An application as administrators see it. Its key is made, if it has none yet.
pub(crate) fn view(cx: &mut Cx<'_>, app_id: &str, secrets: Secrets) -> ApiResult<Json> {
    signing::make_key(find_mut(cx, app_id)?)?;
    let pool = cx.pool()?;
    let app = find(cx, app_id)?;
    let key = signing::private_jwk(app).map_err(signing::internal)?;
    let saml = &app.protocols.saml;
    let mut view = json!({
        "id": app.id,
        "userPoolId": pool.id,
        "name": app.name,
        "description": app.profile.description,
        "identifier": app.identifier,
        "protocol": "oidc",
        "logo": app.logo(),
        "appType": app.profile.app_type,
        "jwks": { "keys": [key] },
        "redirectUris": app.protocols.redirect_uris,
        "logoutRedirectUris": app.protocols.logout_redirect_uris,
        "oidcProviderEnabled": true,
        "oauthProviderEnabled": app.protocols.oauth_enabled,
        // These serve every application here.
        "samlProviderEnabled": true,
        "casProviderEnabled": true,
        "oidcConfig": oidc_config(app),
        "oauthConfig": oauth_config(app),
        // None until there is anything that was set.
        "samlConfig": (*saml != SamlSettings::default()).then_some(saml),
        "permissionStrategy": permission_strategy(pool, app),
        "registerDisabled": app.profile.register_disabled,
        "loginRequireEmailVerified": app.profile.login_require_email_verified,
        "agreementEnabled": app.profile.agreement_enabled,
        "css": app.profile.css,
        "loginTabs": app.login_page.login_tabs(),
        "defaultLoginTab": app.login_page.login_methods().first().map(|method| method.tab()),
        "registerTabs": app.login_page.register_tabs(),
        "defaultRegisterTab": app.login_page.register_tabs().first(),
        "createdAt": app.created_at.to_rest(),
        "updatedAt": app.updated_at().to_rest(),
    });
    merge(&mut view, unchanging());
    if secrets == Secrets::Shown {
        view["secret"] = json!(app.secret);
        view["oidcConfig"]["client_secret"] = json!(app.secret);
        view["oauthConfig"]["client_secret"] = json!(app.secret);
    }
    Ok(view)
}

fn oidc_config(app: &Application) -> Json {
    let own = &app.protocols;
    json!({
        "client_id": app.id,
        "redirect_uris": own.redirect_uris,
        "post_logout_redirect_uris": own.logout_redirect_uris,
        "grant_types": own.grants,
        "response_types": own.response_types,
        "id_token_signed_response_alg": app.algorithm,
        "token_endpoint_auth_method": own.token_auth,
        "introspection_endpoint_auth_method": own.introspection_auth,
        "revocation_endpoint_auth_method": own.revocation_auth,
        "authorization_code_expire": own.code_seconds,
        "id_token_expire": app.token_seconds,
        "access_token_expire": own.access_token_seconds,
        "refresh_token_expire": own.refresh_token_seconds,
        "cas_expire": SESSION_SECONDS,
        "skip_consent": true,
    })
}

fn oauth_config(app: &Application) -> Json {
    let own = &app.protocols;
    json!({
        "id": app.id,
        "redirect_uris": own.redirect_uris,
        "grants": own.grants,
        "access_token_lifetime": own.access_token_seconds,
        "refresh_token_lifetime": own.refresh_token_seconds,
        "introspection_endpoint_auth_method": own.introspection_auth,
        "revocation_endpoint_auth_method": own.revocation_auth,
    })
}

fn permission_strategy(pool: &UserPool, app: &Application) -> Json {
    let id_of = |code: &str| {
        let mut all = pool.policies.iter();
        let found = all.find(|policy| policy.namespace == app.id && policy.code == code);
        found.map(|policy| policy.id.clone())
    };
    let policies = app.access.policies.as_ref();
    json!({
        "enabled": app.access.enabled,
        "defaultStrategy": app.access.default_strategy,
        "allowPolicyId": policies.and_then(|policies| id_of(&policies.allow)),
        "denyPolicyId": policies.and_then(|policies| id_of(&policies.deny)),
    })
}

/// What is the same for every application here.
fn unchanging() -> Json {
    json!({
        "isOfficial": false,
        "isDeleted": false,
        "isDefault": false,
        "isDemo": false,
        "isIntegrate": false,
        "ssoEnabled": false,
        "skipMfa": false,
        "showAuthorizationPage": false,
        "enableSubAccount": false,
        "enableDeviceMutualExclusion": false,
        "casConfig": null,
        "oidcJWEConfig": null,
        "template": null,
        "ext": null,
        "ssoPageCustomizationSettings": null,
        "qrcodeScanning": { "redirect": false, "interval": 1500 },
        "passwordTabConfig": {
            "enabledLoginMethods": ["username-password", "email-password", "phone-password"],
        },
        "extendsFieldsEnabled": false,
        "extendsFields": [],
        "ldapConnections": null,
        "adConnections": [],
        "disabledSocialConnections": null,
        "disabledOidcConnections": [],
        "disabledSamlConnections": [],
        "disabledOauth2Connections": [],
        "disabledCasConnections": [],
        "disabledAzureAdConnections": [],
    })
}

fn merge(into: &mut Json, more: Json) {
    if let (Json::Object(into), Json::Object(more)) = (into, more) {
        into.extend(more);
    }
}
