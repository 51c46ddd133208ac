//! Logins by OpenID Connect, OAuth 2.0, CAS and SAML, and what their tokens are used for.

use authing_protocols::{
    cas::{CasClient, CasVersion, ResponseFormat},
    oauth2::{Callback, ClientAuthentication, OAuth2Client, UserInfoMethod},
    oidc::{OidcClient, OidcClientBuilder, OidcLogin},
    saml::{FetchMetadata, ServiceProvider},
};
use serde_json::json;
use url::Url;

use crate::{
    visitor::Visitor,
    walk::{Failure, Walk},
};

const CALLBACK: &str = "http://localhost:3000/callback";
const GOODBYE: &str = "http://localhost:3000/goodbye";
const ACCOUNT: &str = "60e3f5a6c3d5f4a7b1c2d3e4";
const ACCOUNT_SECRET: &str = "a2b3c4d5e6f7h8i2j3k4m5n6p7r8s2t3";
const SCOPE: &str = "openid profile offline_access";

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let bob = walk.user("bob").await?;
    for (name, method) in [
        ("client_secret_basic", ClientAuthentication::SecretBasic),
        ("none", ClientAuthentication::None),
        ("client_secret_post", ClientAuthentication::SecretPost),
    ] {
        grants(walk, name, method).await?;
    }
    let login = users(walk, &bob).await?;
    tokens(walk, &login).await?;
    oauth(walk, &bob).await?;
    cas(walk).await?;
    saml(walk).await
}

fn builder(walk: &Walk) -> OidcClientBuilder {
    OidcClient::builder(walk.info("appId"), walk.info("appHost"))
        .secret(walk.info("appSecret"))
        .redirect_uri(CALLBACK)
}

/// A client that has read the provider's metadata, which the official SDKs never do.
async fn ready(builder: OidcClientBuilder) -> Result<OidcClient, Failure> {
    let client = builder.build()?;
    client.metadata().await?;
    Ok(client)
}

/// The ways in which an application proves to the endpoints that it is itself.
async fn grants(walk: &mut Walk, name: &str, method: ClientAuthentication) -> Result<(), Failure> {
    walk.configure(&json!({
        "tokenEndpointAuthMethod": name,
        "introspectionEndpointAuthMethod": name,
        "revocationEndpointAuthMethod": name,
    }))
    .await?;
    let app = ready(builder(walk).client_authentication(method)).await?;
    let begun = app.authorize().scope(SCOPE).start().await?;
    let back = Callback::from_url(&Visitor::new("bob")?.visit(&begun.url).await?)?;
    let step = |step: &str| format!("{step} ({name})");
    let login =
        walk.step(&step("change a code for tokens"), app.finish(&back, begun.pending)).await?;
    let token = walk
        .step(&step("refresh the tokens"), async { app.refresh(&login).await })
        .await?
        .tokens
        .access_token;
    let told = walk.step(&step("introspect a token"), app.introspect(&token, None)).await?;
    assert!(told.active);
    walk.step(&step("revoke a token"), app.revoke(&token, None)).await?;
    assert!(!app.introspect(&token, None).await?.active);
    Ok(())
}

async fn users(walk: &mut Walk, bob: &str) -> Result<OidcLogin, Failure> {
    let app = ready(builder(walk)).await?;
    let mut visitor = Visitor::new("bob")?;
    let begun = walk
        .step("send a visitor to log in", async {
            let begun = app.authorize().scope(SCOPE).start().await?;
            visitor.open(&begun.url).await?;
            Ok::<_, Failure>(begun)
        })
        .await?;
    let back = Callback::from_url(&visitor.visit(&begun.url).await?)?;
    let login = app.finish(&back, begun.pending).await?;
    for (step, how) in [
        ("ask who the user is", UserInfoMethod::Header),
        ("ask who the user is, by the query", UserInfoMethod::Query),
        ("ask who the user is, by a form", UserInfoMethod::Form),
    ] {
        let app = ready(builder(walk).user_info_method(how)).await?;
        let user = walk.step(step, app.user_info(&login)).await?;
        assert_eq!(user.sub, bob);
    }
    Ok(login)
}

async fn tokens(walk: &mut Walk, login: &OidcLogin) -> Result<(), Failure> {
    let app = ready(builder(walk)).await?;
    let id_token = login.tokens.id_token.as_ref().ok_or("the login gave no id_token")?;
    let access_token = &login.tokens.access_token;
    walk.step("have an id_token checked", app.validate_id_token_online(id_token)).await?;
    walk.step("have an access token checked", app.validate_access_token_online(access_token))
        .await?;
    walk.configure(&json!({ "tokenEndpointAuthMethod": "none" })).await?;
    let unproven = ready(builder(walk).client_authentication(ClientAuthentication::None)).await?;
    walk.step(
        "change an id_token for another token",
        unproven.exchange_id_token(id_token, "openid"),
    )
    .await?;
    walk.configure(&json!({ "tokenEndpointAuthMethod": "client_secret_post" })).await?;
    let mut visitor = Visitor::new("bob")?;
    walk.step("send a visitor to log out", async {
        let url = app.logout_url().id_token_hint(id_token).post_logout_redirect_uri(GOODBYE);
        visitor.open(&url.build().await?).await
    })
    .await?;
    walk.step("send a visitor to log out simply", async {
        visitor.open(&app.easy_logout_url_to(GOODBYE)?).await
    })
    .await?;
    walk.configure(&json!({ "idTokenAlgorithm": "RS256" })).await?;
    let machine = walk
        .step(
            "get a token for a machine",
            app.client_credentials(ACCOUNT, ACCOUNT_SECRET, "books:read"),
        )
        .await?;
    assert_eq!(machine.rejected_scope, Some(vec!["books:read".to_owned()]));
    Ok(())
}

async fn oauth(walk: &mut Walk, bob: &str) -> Result<(), Failure> {
    let app = OAuth2Client::builder(walk.info("appId"), walk.info("appHost"))
        .secret(walk.info("appSecret"))
        .redirect_uri(CALLBACK)
        .build()?;
    let mut visitor = Visitor::new("bob")?;
    let begun = walk
        .step("send a visitor to log in by OAuth", async {
            let begun = app.authorize().start()?;
            visitor.open(&begun.url).await?;
            Ok::<_, Failure>(begun)
        })
        .await?;
    let back = Callback::from_url(&visitor.visit(&begun.url).await?)?;
    let got = walk.step("change a code by OAuth", app.finish(&back, begun.pending)).await?;
    let refresh_token = got.refresh_token.ok_or("the login gave no refresh token")?;
    let token = walk.step("refresh by OAuth", app.refresh(refresh_token)).await?.access_token;
    let user = walk.step("ask who the user is by OAuth", app.user_info(&token)).await?;
    assert_eq!(user.sub, bob);
    let told = walk.step("introspect by OAuth", app.introspect(&token, None)).await?;
    assert!(told.active);
    walk.step("revoke by OAuth", app.revoke(&token, None)).await
}

async fn cas(walk: &mut Walk) -> Result<(), Failure> {
    let app =
        CasClient::builder(walk.info("appId"), walk.info("appHost")).service(CALLBACK).build()?;
    let mut visitor = Visitor::new("bob")?;
    let url = app.login_url().older_form().url();
    walk.step("send a visitor to log in by CAS", visitor.open(&url)).await?;
    let ticket = caught(&visitor.visit(&url).await?)?;
    let old = walk
        .step("check a ticket by CAS 1.0", async {
            app.validate(ticket).version(CasVersion::V1).await
        })
        .await?;
    assert_eq!(old.user, "bob");
    let ticket = caught(&visitor.visit(&url).await?)?;
    let user = walk
        .step("check a ticket by CAS 2.0", async {
            app.validate(ticket).version(CasVersion::V2).format(ResponseFormat::Json).await
        })
        .await?;
    assert_eq!(user.user, "bob");
    let session = walk.step("ask whether there is a session", app.track_session("none=1")).await?;
    assert!(session.is_none());
    let url = app.logout_url().older_form().return_to(GOODBYE).url();
    walk.step("send a visitor to log out by CAS", visitor.open(&url)).await?;
    Ok(())
}

fn caught(address: &Url) -> Result<String, Failure> {
    let ticket = address.query_pairs().find(|(name, _)| name == "ticket");
    Ok(ticket.ok_or("there is no ticket")?.1.into_owned())
}

async fn saml(walk: &mut Walk) -> Result<(), Failure> {
    let idp = FetchMetadata::authing(walk.info("appHost"), walk.info("appId")).send().await?;
    let app = ServiceProvider::builder("http://localhost:3000/saml", CALLBACK).idp(idp).build()?;
    let (address, _pending) = app.authn_request().redirect()?;
    let mut visitor = Visitor::new("bob")?;
    walk.step("send a visitor to log in by SAML", visitor.open(&address)).await?;
    Ok(())
}
