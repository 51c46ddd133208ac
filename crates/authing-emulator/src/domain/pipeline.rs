//! Pipeline functions: what is called while people register and log in and while tokens are issued, and
//! what comes of it.
//!
//! As long as functions run, the state is free: one that calls the emulator is served.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::limits::cut;
use crate::domain::calls::{Failed, PipelineCall, Wanted, WayIn};
use crate::domain::context::Cx;
use crate::domain::custom_data;
use crate::domain::environment::Environment;
use crate::domain::functions::{Closure, within};
use crate::state::custom_data::FieldTarget;
use crate::state::pipeline::{Patience, PipelineAddress, PipelineStage};
use crate::state::user_pool::UserPool;
use crate::state::users::{User, apply_profile};

/// What the functions know of a user, by their names on the server.
const USER_FIELDS: [&str; 10] = [
    "photo", "nickname", "gender", "company", "browser", "device", "country", "region", "address",
    "name",
];

/// A function that is to be called.
#[derive(Clone)]
enum Function {
    Closure(Patience, Closure),
    Address(PipelineAddress),
}

show_variants!(Function { Closure, Address });

impl Function {
    fn patience(&self) -> Patience {
        match self {
            Self::Closure(patience, _) => *patience,
            Self::Address(address) => address.patience,
        }
    }

    /// Calls it. The inner error is its refusal.
    fn call(
        &self,
        env: &Environment,
        mut call: PipelineCall,
    ) -> Result<Result<PipelineCall, String>, Failed> {
        let limit = Duration::from_secs(self.patience().timeout);
        let outcome = match self {
            Self::Closure(_, work) => {
                let work = Arc::clone(work);
                within(limit, move || work(&mut call).map(|()| call))?
            }
            Self::Address(address) => {
                let returned = env.functions.call(&address.url, &call.to_json(), limit)?;
                call.read(&returned)?.map(|()| call)
            }
        };
        if let Ok(call) = &outcome {
            call.check()?;
        }
        Ok(outcome)
    }

    /// Calls it, and waits for nothing.
    fn call_aside(&self, env: &Environment, mut call: PipelineCall) {
        let function = self.clone();
        let functions = Arc::clone(&env.functions);
        let aside = thread::Builder::new().name("authing-emulator-function".to_owned());
        // Nobody hears of what becomes of it, as on the server.
        let _ = aside.spawn(move || match function {
            Self::Closure(_, work) => drop(work(&mut call)),
            Self::Address(address) => {
                let limit = Duration::from_secs(address.patience.timeout);
                drop(functions.call(&address.url, &call.to_json(), limit));
            }
        });
    }
}

/// The functions of a stage: those of the builder, which are for the first pool, then those of the pool.
fn functions(cx: &Cx<'_>, stage: PipelineStage) -> ApiResult<Vec<Function>> {
    let pool = cx.pool()?;
    let is_first = cx.state.pools.first().is_some_and(|first| first.id == pool.id);
    let closures = cx.env.functions.at(stage).filter(|_| is_first);
    let closures = closures.map(|(patience, work)| Function::Closure(patience, work));
    let addresses = pool.pipeline.iter().filter(|address| address.scene == stage);
    Ok(closures.chain(addresses.cloned().map(Function::Address)).collect())
}

/// Calls the functions of a stage. `entered` is what is known of somebody who has no account yet.
fn run(
    cx: &mut Cx<'_>,
    stage: PipelineStage,
    user_id: Option<&str>,
    entered: Json,
) -> ApiResult<Wanted> {
    let functions = functions(cx, stage)?;
    if functions.is_empty() {
        return Ok(Wanted::default());
    }
    let pool = cx.pool()?;
    let user = match user_id {
        Some(id) => known_user(cx.user(id)?),
        None => entered,
    };
    let env = pool.env.iter().map(|(name, value)| (name.clone(), json!(value)));
    let env = Json::Object(env.collect());
    let mut call =
        PipelineCall { stage, user, context: context(cx)?, env, wanted: Wanted::default() };
    let environment = cx.env;
    cx.unlocked(|| {
        for function in functions {
            let patience = function.patience();
            if patience.is_asynchronous {
                function.call_aside(environment, call.for_one_more());
                continue;
            }
            match function.call(environment, call.for_one_more()) {
                Ok(Ok(next)) => {
                    call = next;
                    call.settle();
                }
                Ok(Err(message)) => return Err(refusal(message)),
                Err(Failed::TimedOut) if !patience.terminate_on_timeout => {}
                Err(failed) => return Err(failure(stage.name(), &failed)),
            }
        }
        Ok(call.wanted)
    })
}

/// What a function says to the end user.
pub(crate) fn refusal(message: String) -> ApiError {
    ApiError::own(500, cut(message))
}

/// A function that did not do its work.
pub(crate) fn failure(what: &str, failed: &Failed) -> ApiError {
    let reason = match failed {
        Failed::TimedOut => "it did not return in time".to_owned(),
        Failed::Broken(reason) => reason.clone(),
    };
    let text = failures::CUSTOM_CODE.text.get(crate::base::text::Lang::default());
    ApiError::own(failures::CUSTOM_CODE.code, cut(format!("{text}: {what}: {reason}")))
}

/// Keeps what functions want of a user.
fn keep(cx: &mut Cx<'_>, user_id: Option<&str>, wanted: &Wanted) -> ApiResult<()> {
    let Some(id) = user_id else { return Ok(()) };
    custom_data::check_user_values(cx, &wanted.custom_data)?;
    if !wanted.user.is_empty() {
        let now = cx.now;
        let user = cx.user_mut(id)?;
        apply_profile(user, &wanted.user);
        user.updated_at = now;
    }
    custom_data::set_user_values(cx, id, wanted.custom_data.clone())
}

/// Somebody registers. The result is custom data that functions want the account to have.
pub(crate) fn before_registration(
    cx: &mut Cx<'_>,
    entered: Json,
) -> ApiResult<Vec<(String, Json)>> {
    run(cx, PipelineStage::PreRegister, None, entered).map(|wanted| wanted.custom_data)
}

/// An account was made. It stays, whatever functions say.
pub(crate) fn after_registration(cx: &mut Cx<'_>, user_id: &str) -> ApiResult<()> {
    let wanted = run(cx, PipelineStage::PostRegister, Some(user_id), Json::Null)?;
    keep(cx, Some(user_id), &wanted)
}

/// Somebody wants to log in; who, may not be known.
pub(crate) fn before_login(cx: &mut Cx<'_>, user_id: Option<&str>, way_in: WayIn) -> ApiResult<()> {
    cx.way_in = way_in;
    let wanted = run(cx, PipelineStage::PreAuthentication, user_id, Json::Null)?;
    keep(cx, user_id, &wanted)
}

/// Somebody is who they say. No session is open yet.
pub(crate) fn after_login(cx: &mut Cx<'_>, user_id: &str) -> ApiResult<()> {
    let wanted = run(cx, PipelineStage::PostAuthentication, Some(user_id), Json::Null)?;
    keep(cx, Some(user_id), &wanted)
}

/// Changes the claims of an id token.
pub(crate) fn of_id_token(
    cx: &mut Cx<'_>,
    user_id: &str,
    claims: &mut Map<String, Json>,
) -> ApiResult<()> {
    let wanted = run(cx, PipelineStage::PreOidcIdTokenIssued, Some(user_id), Json::Null)?;
    keep(cx, Some(user_id), &wanted)?;
    change(claims, wanted.id_token);
    Ok(())
}

/// Changes the claims of an access token; one for a machine has no user.
pub(crate) fn of_access_token(
    cx: &mut Cx<'_>,
    user_id: Option<&str>,
    claims: &mut Map<String, Json>,
) -> ApiResult<()> {
    let wanted = run(cx, PipelineStage::PreOidcAccessTokenIssued, user_id, Json::Null)?;
    keep(cx, user_id, &wanted)?;
    change(claims, wanted.access_token);
    Ok(())
}

fn change(claims: &mut Map<String, Json>, wanted: Map<String, Json>) {
    for (claim, value) in wanted {
        match value {
            Json::Null => drop(claims.remove(&claim)),
            value => drop(claims.insert(claim, value)),
        }
    }
}

fn known_user(user: &User) -> Json {
    let mut told = json!({
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "emailVerified": user.email_verified,
        "phone": user.phone,
        "phoneVerified": user.phone_verified,
        "lastLogin": user.last_login.map(crate::base::clock::Timestamp::to_rest),
    });
    for field in USER_FIELDS {
        told[field] = json!(user.attribute(field));
    }
    told
}

/// Where the emulator is on no map: `geo` is empty.
pub(crate) fn context(cx: &Cx<'_>) -> ApiResult<Json> {
    let pool = cx.pool()?;
    let app = cx.app().ok();
    let data = |target, id: &str| custom_values(pool, target, id);
    Ok(json!({
        "protocol": cx.way_in.protocol,
        "connection": cx.way_in.connection,
        "userPoolId": pool.id,
        "userPoolName": pool.name,
        "userPoolMetadata": data(FieldTarget::UserPool, &pool.id),
        "appId": app.map(|app| app.id.as_str()),
        "appName": app.map(|app| app.name.as_str()),
        "appMetadata": app.map(|app| data(FieldTarget::Application, &app.id)),
        "request": {
            "ip": cx.request.client_ip,
            "geo": {},
            "body": cx.way_in.body,
            "query": {},
        },
    }))
}

fn custom_values(pool: &UserPool, target: FieldTarget, id: &str) -> Map<String, Json> {
    let own = pool.field_values.iter();
    let own = own.filter(|value| value.target_type == target && value.target_id == id);
    own.map(|value| (value.key.clone(), value.value.clone())).collect()
}
