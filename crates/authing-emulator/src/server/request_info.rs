//! What the headers of a request say about it.

use std::net::IpAddr;

use http::header::HeaderMap;

use crate::base::random;
use crate::base::text::Lang;
use crate::domain::context::RequestInfo;

pub(super) fn read(headers: &HeaderMap, peer: IpAddr) -> RequestInfo {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let forwarded = text("x-forwarded-for")
        .and_then(|list| list.split(',').next().map(|first| first.trim().to_owned()));
    RequestInfo {
        pool_id: text("x-authing-userpool-id"),
        app_id: text("x-authing-app-id"),
        tenant_id: text("x-authing-app-tenant-id"),
        token: text("authorization").and_then(|value| bearer_token(&value)),
        lang: text("x-authing-lang").map(|value| Lang::from_header(&value)).unwrap_or_default(),
        client_ip: forwarded.unwrap_or_else(|| peer.to_string()),
        user_agent: text("user-agent").unwrap_or_default(),
        request_id: random::secret(),
        expire_tokens: false,
        notes: None,
    }
}

/// The token of an `Authorization` header: `Bearer` in any case, or a bare JWT.
fn bearer_token(value: &str) -> Option<String> {
    match value.split_once(' ') {
        Some((scheme, token)) => {
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        }
        None => (value.matches('.').count() == 2).then(|| value.to_owned()),
    }
}
