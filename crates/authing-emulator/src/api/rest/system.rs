//! What the server tells about itself: its keys, and judging a password.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::passwords;
use crate::handler::{Access, Call, DONE, Reply, Route, Source, get, post, routes};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("SDKs of version 3"),
    [
        get("/api/v2/.well-known", Access::Anonymous, well_known)
            .source(Source::Seen("the whole response")),
        get("/api/v3/system", Access::Anonymous, system),
        post("/api/v2/password/check", Access::Management, check_password)
            .source(Source::Client("JavaScript SDK, Python SDK")),
    ],
);

fn well_known(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    Ok(Reply::data(json!({ "publicKey": cx.env.keys.rsa_public_pem() })))
}

fn system(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let mut system = json!({
        "rsa": { "publicKey": cx.env.keys.rsa_public_pem() },
        "version": { "version": env!("CARGO_PKG_VERSION") },
    });
    if cfg!(feature = "sm2") {
        system["sm2"] = json!({ "publicKey": cx.env.keys.sm2_public_hex() });
    }
    Ok(Reply::data(system))
}

fn check_password(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        password: String,
    }
    let input: Input = call.read()?;
    let verdict = passwords::judge(&cx.pool()?.settings.password_strength, &input.password);
    let verdict = json!({ "valid": verdict.valid, "message": cx.say(verdict.text) });
    Ok(Reply::Data(DONE, Json::Array(vec![verdict])))
}
