//! A service of several processes with one Redis: what one of them does counts for all.

use std::{
    collections::BTreeSet,
    env,
    io::{BufRead as _, BufReader, Lines, Write as _},
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use authing_core::Clock;
use authing_emulator::{ApplicationSettings, Fault, FaultKind, GrantType};
use authing_protocols::oidc::{OidcClient, OidcClientBuilder};
use authing_redis::RedisStore;
use authing_testing::TestAuthing;
use authing_web::{
    Guard,
    session::{SealKeys, SessionError, SessionLogin, SessionRoute, Sessions},
};
use futures_util::future::join_all;
use http::{Request, Response, header, request::Parts};
use tokio::time::timeout;

use crate::server::{MINUTE, Server};

const CALLBACK: &str = "http://localhost:3000/callback";
const HOUR: Duration = Duration::from_secs(3600);

/// Redis, a provider, and a visitor who is logged in.
struct World {
    redis: Server,
    authing: TestAuthing,
    sessions: Sessions,
    cookie: String,
}

fn sessions(oidc: OidcClientBuilder, store: &RedisStore) -> Sessions {
    let oidc = oidc.redirect_uri(CALLBACK).build().unwrap();
    Sessions::builder(oidc).store(store.clone()).login_store(store.clone()).build().unwrap()
}

fn request(address: &str, cookie: &str) -> Parts {
    let request = Request::get(address).header(header::COOKIE, cookie);
    request.body(()).unwrap().into_parts().0
}

/// The cookies that a response sets, as the browser sends them.
fn cookies<B>(response: &Response<B>) -> String {
    let set = response.headers().get_all(header::SET_COOKIE).iter();
    let pairs = set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    pairs.collect::<Vec<_>>().join("; ")
}

/// The access token of the session of a cookie; `None` where there is no session.
async fn token(sessions: &Sessions, cookie: &str) -> Result<Option<String>, SessionError> {
    let found = sessions.find(&request("/me", cookie)).await?;
    Ok(found.map(|(session, _)| session.access_token().unwrap().expose().to_owned()))
}

/// The access tokens that as many requests of the visitor see at once.
async fn at_once(sessions: &Sessions, cookie: &str, count: usize) -> BTreeSet<String> {
    let tokens = join_all((0..count).map(|_| {
        let (sessions, cookie) = (sessions.clone(), cookie.to_owned());
        tokio::spawn(async move { token(&sessions, &cookie).await.unwrap().unwrap() })
    }));
    tokens.await.into_iter().map(Result::unwrap).collect()
}

impl World {
    /// `None` where the tests are to be left out.
    async fn start() -> Option<Self> {
        let redis = Server::start(&[])?;
        let authing = TestAuthing::start().await.unwrap();
        let settings = ApplicationSettings::new()
            .redirect_uris([CALLBACK])
            .grants([GrantType::AuthorizationCode, GrantType::RefreshToken])
            .access_token_lifetime(HOUR);
        let emulator = authing.emulator();
        assert!(emulator.configure_application(emulator.app_id(), settings));
        let alice = authing.user("alice").await.unwrap();

        // Any process begins a login, and any other one finishes it.
        let first = sessions(authing.oidc_builder(), &redis.store());
        let begun = first.respond(SessionRoute::Login, &request("/login", ""), b"").await;
        let location = begun.headers()[header::LOCATION].to_str().unwrap();
        let back = authing.robot().log_in(location, &alice).await.unwrap();
        let sessions = sessions(authing.oidc_builder(), &redis.store());
        let callback = request(&format!("/callback?{}", back.query()), &cookies(&begun));
        let finished = sessions.respond(SessionRoute::Callback, &callback, b"").await;
        assert_eq!(finished.status(), 303);
        let cookie = cookies(&finished);
        Some(Self { redis, authing, sessions, cookie })
    }

    /// Another process of the service, as far as one can have it in this one.
    fn other(&self) -> Sessions {
        sessions(self.authing.oidc_builder(), &self.redis.store())
    }

    async fn token(&self) -> String {
        token(&self.sessions, &self.cookie).await.unwrap().unwrap()
    }

    /// How often tokens were renewed.
    fn renewals(&self) -> usize {
        let asked = self.authing.emulator().requests();
        let is_renewal = |body: &serde_json::Value| body["grant_type"] == "refresh_token";
        asked.iter().filter(|one| one.body.as_ref().is_some_and(is_renewal)).count()
    }
}

/// A process of its own: this very program, which runs one test.
struct Node {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Node {
    /// Starts one that waits to be told to go.
    fn start(world: &World, count: usize) -> Self {
        let emulator = world.authing.emulator();
        let now = world.authing.now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut node = Command::new(env::current_exe().unwrap());
        node.args(["--exact", "nodes::a_node", "--ignored", "--nocapture"])
            .env("NODE_REDIS", world.redis.url())
            .env("NODE_HOST", emulator.app_host())
            .env("NODE_APP", emulator.app_id())
            .env("NODE_SECRET", emulator.app_secret())
            .env("NODE_COOKIE", &world.cookie)
            .env("NODE_NOW", now.to_string())
            .env("NODE_COUNT", count.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = node.spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut node = Self { process, lines };
        assert_eq!(node.says(), "ready");
        node
    }

    /// The next that it says; among it is what the tests' runner says.
    fn says(&mut self) -> String {
        let says = |line: String| line.split_once("node: ").map(|(_, said)| said.to_owned());
        self.lines.by_ref().map(Result::unwrap).find_map(says).expect("it says something")
    }

    fn go(&mut self) {
        writeln!(self.process.stdin.as_mut().unwrap(), "go").unwrap();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Debug)]
struct Standing(SystemTime);

impl Clock for Standing {
    fn now(&self) -> SystemTime {
        self.0
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a process of other tests"]
async fn a_node() {
    let told = |name: &str| env::var(format!("NODE_{name}")).unwrap();
    let now = UNIX_EPOCH + Duration::from_secs(told("NOW").parse().unwrap());
    let oidc = OidcClient::builder(told("APP"), told("HOST"))
        .secret(told("SECRET"))
        .clock(Arc::new(Standing(now)))
        .no_proxy();
    let sessions = sessions(oidc, &RedisStore::new(told("REDIS")).unwrap());
    println!("node: ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let tokens = at_once(&sessions, &told("COOKIE"), told("COUNT").parse().unwrap()).await;
    println!("node: {}", Vec::from_iter(tokens).join(" "));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_requests_at_expiry_one_renews() {
    let Some(world) = World::start().await else { return };
    let old = world.token().await;
    world.authing.advance(HOUR + MINUTE);
    let tokens = at_once(&world.sessions, &world.cookie, 64).await;
    assert_eq!((tokens.len(), world.renewals()), (1, 1));
    assert!(!tokens.contains(&old));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_requests_at_expiry_in_two_processes_one_renews() {
    let Some(world) = World::start().await else { return };
    let old = world.token().await;
    world.authing.advance(HOUR + MINUTE);
    // Long enough that both are at it.
    let slow = Fault::new(FaultKind::Delay(Duration::from_millis(300)));
    world.authing.emulator().inject(slow.path("/oidc/token"));
    let mut nodes = [Node::start(&world, 32), Node::start(&world, 32)];
    nodes.iter_mut().for_each(Node::go);
    let seen: BTreeSet<_> = nodes.iter_mut().map(Node::says).collect();
    assert_eq!(world.renewals(), 1);
    assert_eq!(seen.len(), 1, "all of both have the same token");
    assert!(!seen.contains(&old));
    assert!(seen.contains(&world.token().await), "and so has who comes later");
    assert_eq!(world.renewals(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_while_it_renews_holds_nobody_up() {
    let Some(world) = World::start().await else { return };
    let old = world.token().await;
    world.authing.advance(HOUR - Duration::from_secs(30));
    let stuck = Fault::new(FaultKind::Delay(Duration::from_secs(20)));
    world.authing.emulator().inject(stuck.path("/oidc/token"));
    let mut node = Node::start(&world, 1);
    node.go();
    let asked = async {
        while world.renewals() == 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(10), asked).await.expect("it asks the provider");
    drop(node);
    assert!(world.token().await == old, "the token is still good, and somebody holds the lock");

    // Its lease ends.
    world.redis.pass(Duration::from_secs(30)).await;
    assert!(world.token().await != old);
    assert_eq!(world.renewals(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_in_one_process_is_over_in_every_other_one() {
    let Some(world) = World::start().await else { return };
    let other = world.other();
    assert!(token(&other, &world.cookie).await.unwrap().is_some());
    let _ = world.sessions.end(&request("/logout", &world.cookie)).await.unwrap();
    assert!(token(&other, &world.cookie).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_a_cookie_that_ends_in_one_process_is_over_in_every_one_with_the_same_list() {
    let Some(world) = World::start().await else { return };
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    let node = |list: Option<RedisStore>| {
        let oidc = world.authing.oidc_builder().redirect_uri(CALLBACK).build().unwrap();
        let sessions = Sessions::builder(oidc).sealed_cookie(keys.clone());
        match list {
            Some(list) => sessions.revocations(list).build().unwrap(),
            None => sessions.build().unwrap(),
        }
    };
    let (one, other) = (node(Some(world.redis.store())), node(Some(world.redis.store())));
    let begun = one.begin(&request("/", ""), SessionLogin::new("alice")).await.unwrap();
    let mut response = Response::new(());
    response.headers_mut().extend(begun);
    let cookie = cookies(&response);
    let is_there = async |sessions: &Sessions| {
        sessions.find(&request("/me", &cookie)).await.unwrap().is_some()
    };
    assert!(is_there(&other).await);
    let _ = one.end(&request("/logout", &cookie)).await.unwrap();
    assert!(!is_there(&other).await);
    assert!(is_there(&node(None)).await, "who does not look there does not know");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_store_is_down_nobody_is_let_in_and_nobody_logged_out() {
    let Some(world) = World::start().await else { return };
    let guard: Guard = world.authing.guard().sessions(&world.sessions).build().unwrap();
    let layer = guard.require_login();
    let me = request("/me", &world.cookie);
    assert!(layer.authorize(&me).await.is_ok());
    let port = world.redis.port();
    drop(world.redis);
    let rejected = layer.authorize(&me).await.unwrap_err().into_response::<Vec<u8>>();
    assert_eq!(rejected.status(), 503);
    assert!(rejected.headers().contains_key(header::RETRY_AFTER));
    assert!(!rejected.headers().contains_key(header::SET_COOKIE), "the cookie stays");

    // This one has forgotten everything: the visitor logs in again.
    let Some(_redis) = Server::start_at(port, &[]) else { return };
    let heals = async {
        while let Err(rejection) = layer.authorize(&me).await
            && rejection.error().status() == 503
        {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(10), heals).await.expect("the connection heals");
    assert_eq!(layer.authorize(&me).await.unwrap_err().error().status(), 401);
}
