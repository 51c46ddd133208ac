//! Logging in with accounts outside of the pool: of directories, and of WeChat.

use serde::Deserialize;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::login::LoginOptions;
use crate::domain::views::{self, Dates};
use crate::domain::{custom_data, external_identities};
use crate::handler::{Access, Call, Reply, Route, Source, get, post, routes};
use crate::state::custom_data::FieldTarget;
use crate::state::external_identities::DirectoryKind;

const LOGGED_IN: Text = Text::new("登录成功", "Logged in.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("AuthenticationClient"),
    [
        post("/api/v2/ldap/verify-user", Access::Public, |cx, call| {
            login_by_directory(cx, call, DirectoryKind::Ldap)
        }),
        // On the server this is another host's, which holds the line to the directory.
        post("/api/v2/ad/verify-user", Access::Public, |cx, call| {
            login_by_directory(cx, call, DirectoryKind::Ad)
        }),
        get(
            "/connection/social/wechat:mobile/{userPoolId}/callback",
            Access::Public,
            login_by_wechat_mobile,
        )
        .source(Source::Client("Python SDK")),
    ],
);

fn login_by_directory(cx: &mut Cx<'_>, call: &Call, kind: DirectoryKind) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        username: String,
        password: String,
        client_ip: Option<String>,
        with_custom_data: Option<bool>,
    }
    let input: Input = call.read()?;
    let options = LoginOptions { client_ip: input.client_ip, ..LoginOptions::default() };
    let id = external_identities::log_in(cx, kind, &input.username, &input.password, options)?;
    let mut user = views::user_of(cx, &id, Dates::Rest)?;
    if input.with_custom_data.unwrap_or(false) {
        user["customData"] = custom_data::list(cx.pool()?, FieldTarget::User, &id).into();
    }
    Ok(Reply::Data(LOGGED_IN, user))
}

/// The Go SDK names the application in the path, the others the pool.
fn login_by_wechat_mobile(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let (pool, named) = (cx.pool()?, call.param("userPoolId"));
    if named != pool.id && pool.app(named).is_none() {
        return Err(failures::POOL_NOT_FOUND.into());
    }
    let id = external_identities::log_in_by_wechat(cx, call.required("code")?)?;
    Ok(Reply::Data(LOGGED_IN, views::user_of(cx, &id, Dates::Rest)?))
}
