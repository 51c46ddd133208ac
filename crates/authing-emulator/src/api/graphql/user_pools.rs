//! All the user pools. One account owns them, so the administrator of one sees them all; but for the
//! secrets of the others, which would be a way into them.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::api::graphql::common::{DELETED, Paging, SortBy, common};
use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::user_pools::{self, NewUserPool};
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::user_pool::UserPool;

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Chosen("the schema alone is known: no official SDK calls it"),
    [
        query("userpools", Access::Management, userpools),
        query("isDomainAvaliable", Access::Management, is_domain_available),
        mutation("createUserpool", Access::Management, create_userpool),
        mutation("deleteUserpool", Access::Management, delete_userpool),
    ],
);

fn userpools(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        paging: Paging,
        sort_by: Option<SortBy>,
    }
    let input: Input = args.read()?;
    let mut found: Vec<&UserPool> = cx.state.pools.iter().collect();
    let order = input.sort_by.unwrap_or_default();
    order.sort(&mut found, |pool| pool.created_at, |pool| pool.updated_at);
    let own = cx.pool_id();
    Ok(input.paging.cut(&found, |pool| {
        let mut view = views::user_pool(pool, Dates::GraphQl);
        if own != Some(&pool.id) {
            view["secret"] = Json::from("");
            view["jwtSecret"] = Json::from("");
        }
        view
    }))
}

fn is_domain_available(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        domain: String,
    }
    let domain = args.read::<Input>()?.domain;
    Ok(Json::from(is_free(cx, &domain)))
}

fn create_userpool(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        name: String,
        domain: String,
        description: Option<String>,
        logo: Option<String>,
        userpool_types: Option<Vec<String>>,
    }
    let input: Input = args.read()?;
    let Input { name, domain, .. } = input;
    let new = NewUserPool { name, domain: Some(domain), ..NewUserPool::default() };
    let pool = user_pools::create(cx, new)?;
    pool.description = input.description;
    if let Some(logo) = input.logo {
        pool.logo = logo;
    }
    pool.settings.userpool_types = input.userpool_types.unwrap_or_default();
    Ok(views::user_pool(pool, Dates::GraphQl))
}

fn delete_userpool(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    let id = cx.pool()?.id.clone();
    cx.state.pools.retain(|pool| pool.id != id);
    Ok(common(cx, DELETED))
}

fn is_free(cx: &Cx<'_>, domain: &str) -> bool {
    !domain.is_empty() && !cx.state.is_domain_taken(domain)
}
