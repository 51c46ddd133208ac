//! What end users and their browsers do at connections: what an application offers, where an
//! enterprise login begins, and the identities that are linked to a user.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::{failures, jwt};
use crate::domain::context::Cx;
use crate::domain::tokens::{self, Bearer};
use crate::domain::{connections, users};
use crate::handler::{Access, Call, DONE, Reply, Route, Source, get, post, routes};
use crate::state::tenants::IdentityConnection;
use crate::state::user_pool::UserPool;
use crate::state::users::Identity;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        get("/api/v2/applications/{id}/public-config", Access::Anonymous, public_config)
            .source(Source::Documented("public configuration of an application")),
        post("/api/v2/connections/oidc/start-interaction", Access::Public, start_interaction),
        get("/api/v3/generate-link-extidp-url", Access::Public, generate_link_url),
        get("/api/v3/get-identities", Access::User, list_identities),
        post("/api/v3/unlink-extidp", Access::User, unlink_identity),
    ],
);

/// What anybody may know: the part of it that this emulator has.
fn public_config(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    cx.enter_app(call.param("id"))?;
    let (pool, app) = (cx.pool()?, cx.app()?);
    let providers: Json = connections::enabled(pool, &app.id)
        .filter(|connection| connections::is_enterprise(connection))
        .map(|connection| {
            json!({
                "identifier": connection.identifier,
                "protocol": connection.kind,
                "displayName": connection.display_name,
                "logo": connection.logo,
                "config": public_fields(connection),
            })
        })
        .collect();
    let social: Json = connections::enabled(pool, &app.id)
        .filter(|connection| !connections::is_enterprise(connection))
        .map(|connection| {
            json!({
                "provider": connection.identifier,
                "name": connection.display_name,
                "authorizationUrl":
                    format!("{}/connections/social/{}", cx.env.base_url, connection.identifier),
            })
        })
        .collect();
    Ok(Reply::data(json!({
        "id": app.id,
        "name": app.name,
        "logo": pool.logo,
        "userPoolId": pool.id,
        "rootUserPoolId": pool.id,
        "protocol": "oidc",
        "publicKey": cx.env.keys.rsa_public_pem(),
        "redirectUris": app.protocols.redirect_uris,
        "registerDisabled": pool.settings.register_disabled,
        "verifyCodeLength": pool.settings.verify_code_length,
        "socialConnections": social,
        "identityProviders": providers,
    })))
}

/// The settings of a connection without its credentials: anybody may ask.
fn public_fields(connection: &IdentityConnection) -> Json {
    let is_public = |name: &str| {
        let name = name.to_ascii_lowercase();
        !["secret", "key", "password"].iter().any(|word| name.contains(word))
    };
    let fields = connection.fields.iter().filter(|(name, _)| is_public(name));
    Json::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// Takes note that a browser is about to go to a provider. Its way back is not emulated.
fn start_interaction(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Connection {
        // The one SDK that sends it spells it so.
        #[serde(rename = "providerIentifier")]
        identifier: String,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        state: String,
        protocol: String,
        app_id: String,
        connection: Connection,
    }
    let input: Input = call.read()?;
    cx.enter_app(&input.app_id)?;
    if input.state.is_empty() || input.protocol != "oidc" {
        return Err(failures::BAD_REQUEST.into());
    }
    let pool = cx.pool()?;
    let known = connection(pool, &input.connection.identifier)
        .is_some_and(|connection| connection.kind == input.protocol);
    if !known {
        return Err(failures::IDENTITY_CONNECTION_NOT_FOUND.into());
    }
    Ok(Reply::Message(DONE))
}

fn generate_link_url(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let identifier = call.required("ext_idp_conn_identifier")?;
    let id_token = call.required("id_token")?;
    let app_id = call.required("app_id")?;
    let Ok(Bearer::User { pool_id, user_id, .. }) = tokens::identify(&cx.state, id_token, cx.now)
    else {
        return Err(failures::NOT_LOGGED_IN.into());
    };
    cx.enter_app(app_id)?;
    if cx.pool()?.id != pool_id {
        return Err(failures::FORBIDDEN.into());
    }
    connection(cx.pool()?, identifier).ok_or(failures::IDENTITY_CONNECTION_NOT_FOUND)?;
    Ok(Reply::data(json!({ "url": connections::link_url(cx, identifier, &user_id)? })))
}

fn list_identities(cx: &mut Cx<'_>, _: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    Ok(Reply::data(cx.user(&id)?.identities.iter().map(view).collect()))
}

fn view(identity: &Identity) -> Json {
    // The emulator gives identities no ids: what makes them one stands for it.
    let known_by = format!("{}/{}", identity.provider, identity.user_id_in_idp);
    let id: String = jwt::fingerprint(&known_by).chars().take(24).collect();
    json!({
        "identityId": id,
        "extIdpId": identity.ext_idp_id,
        "provider": identity.provider,
        "type": identity.kind,
        "userIdInIdp": identity.user_id_in_idp,
        "userInfoInIdp": {},
        "accessToken": identity.access_token,
        "refreshToken": identity.refresh_token,
        "originConnIds": identity.connection_id.iter().collect::<Vec<_>>(),
    })
}

fn unlink_identity(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        ext_idp_id: String,
    }
    let input: Input = call.read()?;
    let id = cx.own_id()?;
    users::unlink_identity(cx, &id, |identity| {
        identity.ext_idp_id.as_ref() == Some(&input.ext_idp_id)
    })?;
    Ok(Reply::Message(DONE))
}

pub(super) fn connection<'a>(
    pool: &'a UserPool,
    identifier: &str,
) -> Option<&'a IdentityConnection> {
    let mut all = pool.identity_sources.iter().flat_map(|source| &source.connections);
    all.find(|connection| connection.identifier == identifier)
}
