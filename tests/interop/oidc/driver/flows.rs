//! Every flow of the client, one after another.

use std::error::Error;

use authing_protocols::{
    CallbackError, Error as ProtocolError, OAuthErrorCode, Secret,
    oauth2::{Callback, TokenHint, UserInfoMethod},
    oidc::{OidcClient, OidcLogin, OidcResponseType, Prompt, ResponseMode},
    store::MemoryStore,
};
use url::Url;

use crate::{
    Outcome, Report,
    browser::{Arrived, Browser},
    provider::Provider,
};

const SCOPE: &str = "openid profile email phone address offline_access";

type Tried<T> = Result<T, Box<dyn Error>>;

pub(crate) async fn run(provider: &Provider, report: &mut Report) {
    for id in ["post-hs256", "basic-rs256", "none-rs256", "secret-jwt"] {
        report.note(&format!("{id}: life of a login"), life(provider, id).await);
    }
    for id in [provider.clients("key-"), provider.clients("id-"), provider.clients("jwe-")].concat()
    {
        report.note(&format!("{id}: life of a login"), life(provider, &id).await);
    }
    for response_type in [
        OidcResponseType::CodeIdToken,
        OidcResponseType::CodeToken,
        OidcResponseType::CodeIdTokenToken,
        OidcResponseType::IdTokenToken,
    ] {
        for mode in [ResponseMode::FormPost, ResponseMode::Fragment] {
            let name = format!("post-hs256: {response_type:?} by {mode:?}");
            report.note(&name, front_channel(provider, response_type, mode).await);
        }
    }
    report.note("an id_token alone", id_token_alone(provider).await);
    report.note("without discovery: Authing's own paths", without_discovery(provider).await);
    report.note("a pushed request", pushed(provider).await);
    report.note("a client that must push is refused without", not_pushed(provider).await);
    report.note("a login kept in a store", stored(provider).await);
    report.note("a device", device(provider).await);
    report.note("client credentials", client_credentials(provider).await);
    report.note("an access token that is a JWT", access_token(provider).await);
    report.note("signed user info, three ways to ask", user_info(provider).await);
    report.note("logout, with back-channel tokens", logout(provider).await);
    report.note("a code is single-use", code_twice(provider).await);
    report.note("another login's callback is refused", mixed_up(provider).await);
    report.note("a wrong secret is told", wrong_secret(provider).await);
    report.note("prompt=none without a session is told", prompt_none(provider).await);
}

/// Login, user info, introspection, refresh, revocation.
async fn life(provider: &Provider, id: &str) -> Outcome {
    let client = provider.client(id)?.build()?;
    let login = log_in(&client).await?;
    expect(login.claims.sub == "alice", "the user is alice")?;
    expect(
        login.claims.profile.email.as_deref() == Some("alice@example.com"),
        "her address is in the id_token",
    )?;
    let info = client.user_info(&login).await?;
    expect(info.profile.name.as_deref() == Some("Alice"), "her name is in the user info")?;

    let refresh_token = login.tokens.refresh_token.clone().ok_or("no refresh token")?;
    let refreshed = client.refresh(&login).await?;
    expect(refreshed.claims.sub == "alice", "a refreshed login is the same user's")?;
    let granted = client.refresh_of(refresh_token.clone(), "alice").await?;
    let sub = granted.claims.map(|claims| claims.sub);
    expect(sub.as_deref() == Some("alice"), "an id_token comes with a refresh")?;
    let access_token = &refreshed.tokens.access_token;
    let active = client.introspect(access_token, Some(TokenHint::AccessToken)).await?;
    expect(active.active, "the access token is active")?;

    client.revoke(&refresh_token, Some(TokenHint::RefreshToken)).await?;
    let refused = client.refresh(&refreshed).await;
    expect_oauth(refused, &OAuthErrorCode::INVALID_GRANT)?;
    let inactive = client.introspect(access_token, None).await?;
    expect(!inactive.active, "revoking the refresh token ends the access token")
}

async fn front_channel(
    provider: &Provider,
    response_type: OidcResponseType,
    mode: ResponseMode,
) -> Outcome {
    let client = provider.client("post-hs256")?.build()?;
    let request = client.authorize().scope("openid email").response_type(response_type);
    let begun = request.response_mode(mode).start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    let login = client.finish(&callback, begun.pending).await?;
    expect(login.claims.sub == "alice", "the user is alice")
}

async fn id_token_alone(provider: &Provider) -> Outcome {
    let client = provider.client("post-hs256")?.build()?;
    let request = client.authorize().scope("openid").response_type(OidcResponseType::IdToken);
    let begun = request.start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    let claims = client.finish_id_token(&callback, begun.pending).await?;
    expect(claims.sub == "alice", "the user is alice")
}

async fn without_discovery(provider: &Provider) -> Outcome {
    let client = provider.client("post-hs256")?.discovery(false).build()?;
    let login = log_in(&client).await?;
    client.user_info(&login).await?;
    Ok(())
}

async fn pushed(provider: &Provider) -> Outcome {
    let client = provider.client("pushed")?.build()?;
    let begun = client.authorize().scope("openid").pushed(true).start().await?;
    let shown = begun.url.query().unwrap_or_default();
    expect(!shown.contains("nonce") && shown.contains("request_uri"), "only a reference travels")?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    client.finish(&callback, begun.pending).await?;
    Ok(())
}

async fn not_pushed(provider: &Provider) -> Outcome {
    let client = provider.client("pushed")?.build()?;
    let begun = client.authorize().scope("openid").start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    let refused = client.finish(&callback, begun.pending).await;
    expect_oauth(refused, &OAuthErrorCode::INVALID_REQUEST)
}

async fn stored(provider: &Provider) -> Outcome {
    let client = provider.client("basic-rs256")?.build()?;
    let store = MemoryStore::new();
    let (url, handle) = client.authorize().scope("openid").start_with_store(&store).await?;
    let callback = callback(&mut Browser::new()?, &url).await?;
    client.finish_with_store(&store, &handle, &callback).await?;
    match client.finish_with_store(&store, &handle, &callback).await {
        Err(ProtocolError::Callback(CallbackError::NotPending)) => Ok(()),
        other => Err(format!("a handle is single-use, but: {other:?}").into()),
    }
}

async fn device(provider: &Provider) -> Outcome {
    let client = provider.client("none-rs256")?.build()?;
    let mut device = client.device_authorization("openid email offline_access").await?;
    expect(device.poll().await?.is_none(), "nobody has approved yet")?;
    let mut approve = Url::parse(&provider.origin)?.join("/test/approve-device")?;
    approve.query_pairs_mut().append_pair("user_code", device.user_code());
    Browser::new()?.visit(&approve).await?;
    let login = device.wait().await?;
    expect(login.claims.sub == "alice", "the user is alice")
}

async fn client_credentials(provider: &Provider) -> Outcome {
    let client = provider.client("post-hs256")?.build()?;
    let secret = provider.secret("post-hs256").unwrap_or_default();
    let tokens = client.client_credentials("post-hs256", secret, "email").await?;
    let active = client.introspect(&tokens.access_token, None).await?;
    expect(active.active, "the token is active")
}

async fn access_token(provider: &Provider) -> Outcome {
    let client = provider.client("resource")?.audience("urn:api").build()?;
    let begun = client.authorize().scope("openid email").resource("urn:api").start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    let login = client.finish(&callback, begun.pending).await?;
    let token = login.tokens.access_token.expose();
    let access = client.verifier().verify_access_token(token).await?;
    expect(access.has_scope("email"), "the scope is in it")?;
    let id_token = login.tokens.id_token.as_ref().map(Secret::expose).unwrap_or_default();
    let refused = client.verifier().verify_access_token(id_token).await;
    expect(matches!(refused, Err(ProtocolError::Token(_))), "an id_token is not an access token")
}

async fn user_info(provider: &Provider) -> Outcome {
    for method in [UserInfoMethod::Header, UserInfoMethod::Query, UserInfoMethod::Form] {
        for id in ["signed-userinfo", "basic-rs256"] {
            let client = provider.client(id)?.user_info_method(method).build()?;
            let info = client.user_info(&log_in(&client).await?).await?;
            expect(info.profile.name.as_deref() == Some("Alice"), "her name is in it")?;
        }
    }
    Ok(())
}

async fn logout(provider: &Provider) -> Outcome {
    let client = provider.client("basic-rs256")?.build()?;
    let mut browser = Browser::new()?;
    let begun = client.authorize().scope("openid").start().await?;
    let callback = callback(&mut browser, &begun.url).await?;
    let login = client.finish(&callback, begun.pending).await?;
    let id_token = login.tokens.id_token.clone().ok_or("no id_token")?;
    let url = client
        .logout_url()
        .id_token_hint(id_token)
        .post_logout_redirect_uri(&provider.post_logout_redirect_uri)
        .state("there & back")
        .build()
        .await?;
    let Arrived::Posting { action, body } = browser.visit(&url).await? else {
        return Err("no question whether to log out".into());
    };
    let mut fields = vec![("logout", "yes")];
    let hidden: Vec<_> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    fields.extend(hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let Arrived::Away(home) = browser.post(&url.join(&action)?, &fields).await? else {
        return Err("the logout does not lead back".into());
    };
    let state = home.query_pairs().find(|(name, _)| name == "state").map(|(_, value)| value);
    expect(state.as_deref() == Some("there & back"), "the state comes back")?;

    let list = Url::parse(&provider.origin)?.join("/test/logout-tokens")?;
    let Arrived::Page(tokens) = Browser::new()?.visit(&list).await? else {
        return Err("no list of logout tokens".into());
    };
    let tokens: Vec<String> = serde_json::from_str(&tokens)?;
    let token = tokens.last().ok_or("no logout token came")?;
    let claims = client.verify_logout_token(token).await?;
    expect(claims.sub.as_deref() == Some("alice"), "it names alice")?;
    expect(claims.sid == login.claims.sid, "it names the session")?;
    let other = provider.client("none-rs256")?.build()?.verify_logout_token(token).await;
    expect(matches!(other, Err(ProtocolError::Token(_))), "it is for one application only")
}

async fn code_twice(provider: &Provider) -> Outcome {
    let client = provider.client("basic-rs256")?.build()?;
    let begun = client.authorize().scope("openid").start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    let again = begun.pending.clone();
    client.finish(&callback, begun.pending).await?;
    let refused = client.finish(&callback, again).await;
    expect_oauth(refused, &OAuthErrorCode::INVALID_GRANT)
}

async fn mixed_up(provider: &Provider) -> Outcome {
    let client = provider.client("basic-rs256")?.build()?;
    let first = client.authorize().scope("openid").start().await?;
    let second = client.authorize().scope("openid").start().await?;
    let callback = callback(&mut Browser::new()?, &first.url).await?;
    match client.finish(&callback, second.pending).await {
        Err(ProtocolError::Callback(CallbackError::StateMismatch)) => Ok(()),
        other => Err(format!("accepted or refused for another reason: {other:?}").into()),
    }
}

async fn wrong_secret(provider: &Provider) -> Outcome {
    let wrong = "w".repeat(43);
    let client = provider.client("basic-rs256")?.secret(wrong.as_str()).build()?;
    let begun = client.authorize().scope("openid").start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    let refused = client.finish(&callback, begun.pending).await;
    expect_oauth(refused, &OAuthErrorCode::INVALID_CLIENT)
}

async fn prompt_none(provider: &Provider) -> Outcome {
    let client = provider.client("basic-rs256")?.build()?;
    let begun = client.authorize().scope("openid").prompt([Prompt::None]).start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    let refused = client.finish(&callback, begun.pending).await;
    expect_oauth(refused, &OAuthErrorCode::LOGIN_REQUIRED)
}

async fn log_in(client: &OidcClient) -> Tried<OidcLogin> {
    let begun = client.authorize().scope(SCOPE).start().await?;
    let callback = callback(&mut Browser::new()?, &begun.url).await?;
    Ok(client.finish(&callback, begun.pending).await?)
}

/// Sends the visitor to the provider, and returns what they come back with.
async fn callback(browser: &mut Browser, url: &Url) -> Tried<Callback> {
    match browser.visit(url).await? {
        Arrived::Away(back) => Ok(Callback::from_url(&back)?),
        Arrived::Posting { body, .. } => Ok(Callback::from_form(&body)?),
        Arrived::Page(page) => Err(format!("the visitor is stuck on a page: {page}").into()),
    }
}

fn expect(holds: bool, what: &str) -> Outcome {
    if holds { Ok(()) } else { Err(format!("not so: {what}").into()) }
}

fn expect_oauth<T>(outcome: Result<T, ProtocolError>, code: &OAuthErrorCode) -> Outcome {
    match outcome {
        Err(ProtocolError::OAuth(error)) if error.code() == code => Ok(()),
        Err(error) => Err(format!("{code} expected, but: {error}").into()),
        Ok(_) => Err(format!("{code} expected, but accepted").into()),
    }
}
