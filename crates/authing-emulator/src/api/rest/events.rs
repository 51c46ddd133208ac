//! Publishing events.

use serde::Deserialize;
use serde_json::json;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::hub::Audience;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, DONE, Reply, Route, Source, post, routes};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK, SDKs of version 3"),
    [
        post("/api/v3/pub-event", Access::Management, publish),
        post("/api/v3/pub-userEvent", Access::User, publish),
    ],
);

/// Subscribers get the data as it came. Every type is known.
fn publish(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        event_type: String,
        event_data: String,
    }
    let input: Input = call.read()?;
    if input.event_type.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    // What a user publishes is for administrators and for the same user.
    let publisher = cx.own_id().ok();
    let audience = publisher.as_deref().map_or(Audience::Everybody, Audience::User);
    let events = &cx.env.events;
    events.publish(&cx.pool()?.id, audience, &input.event_type, &input.event_data);
    Ok(Reply::Data(DONE, json!({ "success": true })))
}
