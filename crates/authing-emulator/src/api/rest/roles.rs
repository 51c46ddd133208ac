//! Who has a role.

use serde::Deserialize;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Call, Paging, Reply, Route, Source, post, routes};
use crate::state::users::User;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [post("/api/v2/roles/roleUsers", Access::Management, find_role_users)],
);

/// The users who have a role, the newest first, searched for a text.
fn find_role_users(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        code: String,
        namespace: Option<String>,
        search: Option<String>,
        page: Option<usize>,
        limit: Option<usize>,
    }
    let input: Input = call.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let pool = cx.pool()?;
    let role = pool.roles.iter().find(|r| r.namespace == namespace && r.code == input.code);
    let holders = &role.ok_or(failures::ROLE_NOT_FOUND)?.users;
    let wanted = input.search.unwrap_or_default().to_lowercase();
    let mut found: Vec<&User> = pool
        .present_users()
        .filter(|user| holders.contains(&user.id) && is_found(user, &wanted))
        .collect();
    found.reverse();
    found.sort_by_key(|user| std::cmp::Reverse(user.created_at));
    let paging = Paging { page: input.page.unwrap_or(1), limit: input.limit.unwrap_or(10) };
    Ok(Reply::data(paging.cut(&found, |user| views::user(pool, user, Dates::Rest))))
}

fn is_found(user: &User, wanted: &str) -> bool {
    let texts = [
        user.username.as_deref(),
        user.email.as_deref(),
        user.phone.as_deref(),
        user.attribute("nickname"),
        user.attribute("name"),
    ];
    wanted.is_empty() || texts.into_iter().flatten().any(|t| t.to_lowercase().contains(wanted))
}
