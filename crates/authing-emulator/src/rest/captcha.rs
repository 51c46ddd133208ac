//! The picture that is asked for after too many failures.

use crate::context::{Access, Cx};
use crate::domain::abuse;
use crate::error::ApiResult;
use crate::rest::{Answer, Call, Reply, Route, get};

/// A page shows it as a picture, and a picture brings no headers.
pub(super) const ROUTES: &[Route] = &[get("/api/v2/security/captcha", Access::Anonymous, captcha)];

fn captcha(cx: &mut Cx<'_>, _: &Call) -> ApiResult<Reply> {
    let text = abuse::make_captcha(cx);
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"40\" \
         viewBox=\"0 0 120 40\"><rect width=\"120\" height=\"40\" fill=\"#f4f4f4\"/>\
         <text x=\"60\" y=\"28\" text-anchor=\"middle\" font-family=\"monospace\" \
         font-size=\"26\" letter-spacing=\"4\">{text}</text></svg>"
    );
    Ok(Answer::text(picture, "image/svg+xml").into())
}
