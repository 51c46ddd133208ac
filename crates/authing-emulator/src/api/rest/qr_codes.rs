//! Login by a QR code.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::{picture, qr_codes};
use crate::handler::{Access, Call, DONE, Reply, Response, Route, Source, get, post, routes};
use crate::state::qr_codes::Scene;

const GENERATED: Text = Text::new("生成二维码成功", "The QR code was made.");
const CHECKED: Text = Text::new("查询二维码状态成功!", "The state of the QR code was looked up.");
const EXCHANGED: Text = Text::new("换取用户信息成功", "The user was exchanged for the ticket.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("list of the interface of QR codes"),
    [
        post("/api/v2/qrcode/gene", Access::Public, generate),
        get("/api/v2/qrcode/check", Access::Public, check),
        post("/api/v2/qrcode/scanned", Access::User, scan),
        post("/api/v2/qrcode/confirm", Access::User, confirm),
        post("/api/v2/qrcode/cancel", Access::User, cancel),
        post("/api/v2/qrcode/userinfo", Access::Public, exchange),
        // The real server keeps the pictures on another host.
        get("/user-contents/qrcode/{pool}/{file}", Access::Anonymous, show)
            .source(Source::Chosen("the address of a picture")),
    ],
);

fn generate(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        scene: Scene,
        params: Option<Json>,
        custom_data: Option<Json>,
    }
    let input: Input = call.read()?;
    let custom_data = input.params.or(input.custom_data).unwrap_or_else(|| json!({}));
    let code = qr_codes::generate(cx, input.scene, custom_data)?;
    let pool_id = &cx.pool()?.id;
    let response = json!({
        "random": code.random,
        "expiresIn": code.expires_at.0.saturating_sub(code.created_at.0) / 1000,
        "url": format!("{}/user-contents/qrcode/{pool_id}/{}.png", cx.env.base_url, code.random),
        "customLogo": null,
    });
    Ok(Reply::Data(GENERATED, response))
}

fn check(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let status = qr_codes::status(cx, call.required("random")?)?;
    Ok(Reply::Data(CHECKED, status))
}

fn scan(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    qr_codes::scan(cx, &random(call)?)?;
    Ok(Reply::Message(DONE))
}

fn confirm(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    qr_codes::confirm(cx, &random(call)?)?;
    Ok(Reply::Message(DONE))
}

fn cancel(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    qr_codes::cancel(cx, &random(call)?)?;
    Ok(Reply::Message(DONE))
}

fn exchange(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        ticket: String,
    }
    let ticket = call.read::<Input>()?.ticket;
    Ok(Reply::Data(EXCHANGED, qr_codes::exchange(cx, &ticket)?))
}

fn show(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let random = call.param("file").trim_end_matches(".png");
    let pool = cx.state.pool(call.param("pool"));
    let code = pool.and_then(|pool| pool.qr_codes.iter().find(|code| code.random == random));
    let text = code.map(|code| qr_codes::text(code, call.param("pool")));
    Ok(match text {
        Some(text) => Response::bytes(picture::png(&text)?, "image/png").into(),
        None => Response::empty(StatusCode::NOT_FOUND).into(),
    })
}

fn random(call: &Call) -> ApiResult<String> {
    #[derive(Deserialize)]
    struct Input {
        random: String,
    }
    let random = call.read::<Input>()?.random;
    if random.is_empty() { Err(failures::BAD_REQUEST.into()) } else { Ok(random) }
}
