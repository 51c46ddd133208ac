//! The user pool itself.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::user_pools;
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("UserpoolManagementClient"),
    [
        query("userpool", Access::Management, userpool),
        mutation("updateUserpool", Access::Management, update_userpool),
        mutation("refreshUserpoolSecret", Access::Management, refresh_userpool_secret)
            .source(Source::Chosen("the schema alone is known: no official SDK calls it")),
    ],
);

fn userpool(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    Ok(views::user_pool(cx.pool()?, Dates::GraphQl))
}

fn update_userpool(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        input: Map<String, Json>,
    }
    let input = args.read::<Input>()?.input;
    user_pools::update(cx, &input)?;
    Ok(views::user_pool(cx.pool()?, Dates::GraphQl))
}

fn refresh_userpool_secret(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    let secret = crate::base::random::secret();
    let old = std::mem::replace(&mut cx.pool_mut()?.secret, secret.clone());
    cx.happened(Event::PoolSecretRefreshed, |pool| {
        let pool = views::user_pool(pool, Dates::Rest);
        json!({ "userPool": pool, "secret": secret, "oldSecret": old })
    });
    Ok(Json::from(secret))
}
