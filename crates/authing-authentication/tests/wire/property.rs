//! Sessions made from one shared client never see one another's token, however their calls overlap.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use authing_authentication::{
    AuthenticationClient, Error, ErrorKind, LoginAccount, LoginCredentials, LoginWithCredentials,
};
use authing_core::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use futures_util::future::join_all;
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use crate::common::{Sent, data, ok, refusal, user};

const SESSIONS: usize = 4;

/// A server that knows its users: logs in whoever asks, returns the owner of a token, and takes as
/// long for each response as it is told.
#[derive(Clone, Debug)]
struct Slow(Arc<Mutex<VecDeque<u8>>>);

impl Transport for Slow {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let turns = self.0.lock().unwrap().pop_front().unwrap_or(0);
        Box::pin(async move {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            Ok(ok(respond(&Sent(request))))
        })
    }
}

/// A token is `owner/generation`.
fn respond(sent: &Sent) -> Value {
    let body = sent.body();
    let name = |pointer: &str| {
        assert_eq!(sent.token(), None, "a login carries no token");
        body.pointer(pointer).and_then(Value::as_str).unwrap().to_owned()
    };
    match sent.0.url.path() {
        "/api/v2/logout" => return json!({"code": 200, "message": ""}),
        "/api/v2/ldap/verify-user" => {
            let name = name("/username");
            return json!({"code": 200, "data": user(&name, Some(&format!("{name}/0")))});
        }
        "/api/v3/signin" => {
            let token = format!("{}/0", name("/passwordPayload/account"));
            return json!({"statusCode": 200, "data": {"access_token": "a", "id_token": token}});
        }
        _ => {}
    }
    let owner = sent.token().and_then(|token| token.split_once('/')).map(|(owner, _)| owner);
    if sent.0.url.path() == "/api/v2/users/me/orgs" {
        return json!({"code": 200, "data": [[{ "id": owner.unwrap() }]]});
    }
    let query = body["query"].as_str().unwrap();
    if query.starts_with("mutation loginByUsername") {
        let name = name("/variables/input/username");
        return data("loginByUsername", user(&name, Some(&format!("{name}/0"))));
    }
    let Some((owner, generation)) = sent.token().and_then(|token| token.split_once('/')) else {
        return refusal(2020, "未登录");
    };
    if query.starts_with("mutation refreshToken") {
        let next = generation.parse::<u32>().unwrap() + 1;
        return data("refreshToken", json!({"token": format!("{owner}/{next}")}));
    }
    data("user", user(owner, None))
}

/// What happens on a session.
#[derive(Clone, Copy, Debug)]
enum Action {
    LogIn,
    LogInByLdap,
    LogInWithCredentials,
    Refresh,
    LogOut,
    Clear,
    SetToken,
    /// A call whose response changes the session.
    Ask,
    /// A call whose response does not.
    ListOrgs,
}

fn actions() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::LogIn),
        Just(Action::LogInByLdap),
        Just(Action::LogInWithCredentials),
        Just(Action::Refresh),
        Just(Action::LogOut),
        Just(Action::Clear),
        Just(Action::SetToken),
        Just(Action::Ask),
        Just(Action::ListOrgs),
    ]
}

/// Does it as a user whose name begins with the session's; says whose response came.
async fn act(
    client: AuthenticationClient,
    action: Action,
    name: &str,
) -> Result<Option<String>, Error> {
    match action {
        Action::LogIn => Ok(Some(client.login_by_username(name, "passw0rd").await?.id)),
        Action::LogInByLdap => Ok(Some(client.login_by_ldap(name, "passw0rd").await?.id)),
        Action::LogInWithCredentials => {
            let account = LoginAccount::Any(name.to_owned());
            let request =
                LoginWithCredentials::new(LoginCredentials::password(account, "passw0rd"));
            let tokens = client.login_with_credentials(request).await?;
            Ok(tokens.id_token.map(|token| token.expose().to_owned()))
        }
        Action::Refresh => {
            let renewed = client.refresh_token().await?;
            Ok(renewed.token.map(|token| token.expose().to_owned()))
        }
        Action::LogOut => client.logout().await.map(|_| None),
        Action::Clear => {
            client.clear_current_user();
            Ok(None)
        }
        Action::SetToken => {
            client.set_token(format!("{name}/0"));
            Ok(None)
        }
        Action::Ask => Ok(Some(client.current_user().await?.id)),
        Action::ListOrgs => Ok(Some(client.list_orgs().await?.remove(0).nodes.remove(0).id)),
    }
}

/// What a session holds after an action that nothing on the same session overlapped.
fn expected(action: Action, before: Option<String>, name: &str) -> Option<String> {
    match action {
        Action::LogIn | Action::LogInByLdap | Action::LogInWithCredentials | Action::SetToken => {
            Some(format!("{name}/0"))
        }
        Action::Refresh => before.map(|token| {
            let (owner, generation) = token.split_once('/').unwrap();
            format!("{owner}/{}", generation.parse::<u32>().unwrap() + 1)
        }),
        Action::LogOut | Action::Clear => None,
        Action::Ask | Action::ListOrgs => before,
    }
}

fn held(client: &AuthenticationClient) -> Option<String> {
    client.token().map(|token| token.expose().to_owned())
}

/// Runs rounds of actions, those of a round at the same time.
async fn play(rounds: Vec<Vec<(usize, Action)>>, delays: Vec<u8>) {
    let server = Slow(Arc::new(Mutex::new(delays.into())));
    let app = AuthenticationClient::builder("app", "https://app.example.com")
        .transport(Arc::new(server))
        .build()
        .unwrap();
    let sessions: Vec<_> = (0..SESSIONS).map(|_| app.new_session()).collect();
    for (round, actions) in rounds.iter().enumerate() {
        let before: Vec<_> = sessions.iter().map(held).collect();
        let calls = actions.iter().enumerate().map(|(number, (session, action))| {
            let client = sessions[*session].clone();
            async move {
                let name = format!("s{session}-{round}-{number}");
                act(client, *action, &name).await
            }
        });
        for ((session, action), result) in actions.iter().zip(join_all(calls).await) {
            let alone = actions.iter().filter(|(whose, _)| whose == session).count() == 1;
            let needs_token =
                matches!(action, Action::Refresh | Action::LogOut | Action::Ask | Action::ListOrgs);
            if alone {
                let refused = needs_token && before[*session].is_none();
                assert_eq!(result.is_err(), refused, "session {session}, {action:?}");
            }
            match result {
                Ok(Some(owner)) => assert!(
                    owner.starts_with(&format!("s{session}-")),
                    "session {session} got a response for {owner}"
                ),
                Ok(None) => {}
                Err(error) => assert_eq!(error.kind(), ErrorKind::NotLoggedIn, "{action:?}"),
            }
        }
        for (session, client) in sessions.iter().enumerate() {
            let mine = |owner: &str| owner.starts_with(&format!("s{session}-"));
            assert!(held(client).is_none_or(|token| mine(&token)), "session {session}");
            assert!(client.user().is_none_or(|user| mine(&user.id)), "session {session}");
            let own: Vec<_> = actions
                .iter()
                .enumerate()
                .filter(|(_, (whose, _))| *whose == session)
                .map(|(number, (_, action))| (number, *action))
                .collect();
            match own.as_slice() {
                [] => assert_eq!(held(client), before[session], "session {session} was idle"),
                [(number, action)] => {
                    let name = format!("s{session}-{round}-{number}");
                    let expected = expected(*action, before[session].clone(), &name);
                    assert_eq!(held(client), expected, "session {session}, {action:?}");
                }
                // Clones of one session: the last response wins, and it is one of the session's.
                _ => {}
            }
        }
        assert_eq!(held(&app), None, "the shared client is nobody's");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn overlapping_sessions_never_see_one_another(
        rounds in vec(vec((0..SESSIONS, actions()), 1..6), 1..24),
        delays in vec(0..6_u8, 0..200),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(play(rounds, delays));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_on_several_threads_never_see_one_another() {
    let app = AuthenticationClient::builder("app", "https://app.example.com")
        .transport(Arc::new(Slow(Arc::default())))
        .build()
        .unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let client = app.new_session();
            tokio::spawn(async move {
                let name = format!("user-{number}");
                client.login_by_username(&name, "passw0rd").await.unwrap();
                for _ in 0..5 {
                    client.refresh_token().await.unwrap();
                    assert_eq!(client.current_user().await.unwrap().id, name);
                }
                assert_eq!(held(&client), Some(format!("{name}/5")));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
