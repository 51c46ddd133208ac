//! Sending codes by text message and email.

use serde::Deserialize;

use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::domain::codes;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Route, Source, post, routes};

const SENT: Text = Text::new("发送成功", "Sent.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("sendSmsCode"),
    [
        post("/api/v2/sms/send", Access::Public, send_sms),
        post("/api/v2/email/send", Access::Public, send_email)
            .source(Source::Client("iOS and Android SDKs, Guard")),
    ],
);

fn send_sms(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        phone: String,
        scene: Option<String>,
    }
    let input: Input = call.read()?;
    codes::send_sms(cx, &input.phone, input.scene.as_deref())?;
    Ok(Reply::Message(SENT))
}

fn send_email(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        email: String,
        scene: String,
    }
    let input: Input = call.read()?;
    codes::send_email(cx, &input.email, &input.scene)?;
    Ok(Reply::Message(SENT))
}
