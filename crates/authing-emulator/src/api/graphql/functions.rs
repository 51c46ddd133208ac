//! Pipeline functions: kept, and never run.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::api::graphql::common::{DELETED, Paging, SortBy, common};
use crate::base::error::ApiResult;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::functions::Function;

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Chosen("the schema alone is known: no official SDK calls it"),
    [
        query("function", Access::Management, function),
        query("functions", Access::Management, functions),
        mutation("createFunction", Access::Management, create_function),
        mutation("updateFunction", Access::Management, update_function),
        mutation("deleteFunction", Access::Management, delete_function),
    ],
);

fn function(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        id: Option<String>,
    }
    let id = args.read::<Input>()?.id;
    let found = cx.pool()?.functions.iter().find(|function| Some(&function.id) == id.as_ref());
    Ok(found.map_or(Json::Null, view))
}

fn functions(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        paging: Paging,
        sort_by: Option<SortBy>,
    }
    let input: Input = args.read()?;
    let mut found: Vec<&Function> = cx.pool()?.functions.iter().collect();
    let order = input.sort_by.unwrap_or_default();
    order.sort(&mut found, |function| function.created_at, |function| function.updated_at);
    Ok(input.paging.cut(&found, |function| view(function)))
}

fn create_function(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        input: New,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct New {
        name: String,
        source_code: String,
        description: Option<String>,
        url: Option<String>,
    }
    let input = args.read::<Input>()?.input;
    let function = Function {
        id: random::object_id(),
        name: input.name,
        source_code: input.source_code,
        description: input.description,
        url: input.url,
        created_at: cx.now,
        updated_at: cx.now,
    };
    let out = view(&function);
    cx.pool_mut()?.functions.push(function);
    Ok(out)
}

/// What is left out stays; `null` clears what may be nothing.
fn update_function(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        input: Map<String, Json>,
    }
    let input = args.read::<Input>()?.input;
    let text = |key: &str| input.get(key).and_then(Json::as_str).map(str::to_owned);
    let id = text("id").unwrap_or_default();
    let now = cx.now;
    let found = cx.pool_mut()?.functions.iter_mut().find(|function| function.id == id);
    let function = found.ok_or(failures::FUNCTION_NOT_FOUND)?;
    if let Some(name) = text("name") {
        function.name = name;
    }
    if let Some(source_code) = text("sourceCode") {
        function.source_code = source_code;
    }
    if input.contains_key("description") {
        function.description = text("description");
    }
    if input.contains_key("url") {
        function.url = text("url");
    }
    function.updated_at = now;
    Ok(view(function))
}

fn delete_function(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        id: String,
    }
    let id = args.read::<Input>()?.id;
    let functions = &mut cx.pool_mut()?.functions;
    let position = functions.iter().position(|function| function.id == id);
    functions.remove(position.ok_or(failures::FUNCTION_NOT_FOUND)?);
    Ok(common(cx, DELETED))
}

fn view(function: &Function) -> Json {
    json!({
        "id": function.id,
        "name": function.name,
        "sourceCode": function.source_code,
        "description": function.description,
        "url": function.url,
    })
}
