//! What stands beside nothing: it is looked at by itself.

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use authing_authentication::AuthenticationClient;
use authing_core::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use authing_management::{Credentials, ListUsers, ManagementClient};
use authing_protocols::jose::{self, IdTokenChecks, Verifier};
use authing_web::{Accept, CachedPermissions, Guard, Permission, Permissions as _, permissions_fn};
use futures_util::{StreamExt as _, future::join_all};
use http::{Request, StatusCode, header::AUTHORIZATION};

use crate::counters::{cpu_nanoseconds, peak_rss_kib};
use crate::shared::{
    BoxError,
    scenario::Algorithm,
    tokens::{self, APP, HOST, SECRET},
};

/// Prints what a client of one request costs, how often keys are fetched, and what a permission costs that is
/// remembered.
pub async fn run() -> Result<(), BoxError> {
    let app = AuthenticationClient::builder("app", "http://127.0.0.1:1").no_proxy().build()?;
    let token = "t".repeat(900);
    let fresh = nanoseconds(|| app.new_session())?;
    let with_token = nanoseconds(|| app.with_token(token.as_str()))?;
    println!(
        "A client for one request: new_session() {fresh:.0} ns, with_token() {with_token:.0} ns."
    );
    let requests = cold_requests().await?;
    println!("64 verifications at once that find no keys: {requests} request(s) for them.");
    println!("A permission that is remembered: {:.0} ns.", known_permission().await?);
    Ok(())
}

/// Streams every user there is and looks at the memory on the way.
pub async fn stream(url: &str) -> Result<(), BoxError> {
    let token = Credentials::AccessToken("t".into());
    let management = ManagementClient::builder("pool", token).host(url).no_proxy().build()?;
    let (cpu, start) = (cpu_nanoseconds()?, Instant::now());
    let mut users = management.users().list(ListUsers::new().limit(1000)).items();
    let (mut count, mut early) = (0_u32, 0);
    while let Some(user) = users.next().await {
        user?;
        count += 1;
        if count == 10_000 {
            early = peak_rss_kib()?;
        }
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    let each = (cpu_nanoseconds()? - cpu) as f64 / 1e3 / f64::from(count);
    println!(
        "{count} users streamed in pages of 1000: {rate:.0} a second, {each:.2} us CPU each; peak \
         memory {:.1} MiB after 10000, {:.1} MiB at the end.",
        early as f64 / 1024.0,
        peak_rss_kib()? as f64 / 1024.0
    );
    Ok(())
}

fn nanoseconds<T>(make: impl Fn() -> T) -> Result<f64, BoxError> {
    let rounds = 200_000_u32;
    let before = cpu_nanoseconds()?;
    for _ in 0..rounds {
        black_box(make());
    }
    Ok((cpu_nanoseconds()? - before) as f64 / f64::from(rounds))
}

async fn known_permission() -> Result<f64, BoxError> {
    let verifier = Verifier::builder(APP, HOST)
        .secret(SECRET)
        .id_token_algorithms([jose::Algorithm::Hs256])
        .build()?;
    let guard = Guard::builder(verifier).accept([Accept::IdToken]).build()?;
    let token = tokens::signed(Algorithm::Hs256)?.token;
    let request = Request::builder().header(AUTHORIZATION, format!("Bearer {token}"));
    let (parts, ()) = request.body(())?.into_parts();
    let context = guard.require_login().authorize(&parts).await;
    let user = context.and_then(|context| context.user()).map_err(|_| "nobody is logged in")?;

    let source = permissions_fn(|_, _| async { Ok(true) });
    let permissions = CachedPermissions::new(source, Duration::from_secs(3600));
    let permission = Permission::to("books:read").on("books:1").in_namespace("shop");
    let rounds = 200_000_u32;
    let before = cpu_nanoseconds()?;
    for _ in 0..rounds {
        black_box(permissions.is_allowed(&user, &permission).await?);
    }
    Ok((cpu_nanoseconds()? - before) as f64 / f64::from(rounds))
}

/// A server of keys that takes a while, and counts.
#[derive(Debug, Default)]
struct Keys(AtomicUsize);

impl Transport for Keys {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(HttpResponse::new(StatusCode::OK, r#"{"keys": []}"#))
        })
    }
}

async fn cold_requests() -> Result<usize, BoxError> {
    let keys = Arc::new(Keys::default());
    let transport: Arc<dyn Transport> = Arc::<Keys>::clone(&keys);
    let verifier = Verifier::builder(APP, HOST).transport(transport).build()?;
    let token = tokens::signed(Algorithm::Rs256)?.token;
    let checks = IdTokenChecks::new();
    join_all((0..64).map(|_| verifier.verify_id_token(&token, &checks))).await;
    Ok(keys.0.load(Ordering::Relaxed))
}
