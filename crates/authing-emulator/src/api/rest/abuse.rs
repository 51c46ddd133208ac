//! The picture that is asked for after too many failures.

use crate::base::error::ApiResult;
use crate::domain::abuse;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Response, Route, Source, get, routes};

/// A page shows it as a picture, and a picture brings no headers.
pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("Guard, iOS SDK"),
    [get("/api/v2/security/captcha", Access::Anonymous, captcha)],
);

fn captcha(cx: &mut Cx<'_>, _: &Call) -> ApiResult<Reply> {
    let text = abuse::make_captcha(cx);
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"40\" \
         viewBox=\"0 0 120 40\"><rect width=\"120\" height=\"40\" fill=\"#f4f4f4\"/>\
         <text x=\"60\" y=\"28\" text-anchor=\"middle\" font-family=\"monospace\" \
         font-size=\"26\" letter-spacing=\"4\">{text}</text></svg>"
    );
    Ok(Response::text(picture, "image/svg+xml").into())
}
