//! User-defined fields (`udf`) and their values (`udv`).

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::{DELETED, DONE, common};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::{custom_data, happenings};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::custom_data::{DataType, FieldDefinition, FieldTarget};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("UdfManagementClient, UsersManagementClient"),
    [
        query("udf", Access::UserOrManagement, udf),
        query("udv", Access::UserOrManagement, udv),
        query("udfValueBatch", Access::Management, udf_value_batch)
            .source(Source::Client("JavaScript SDK, Python SDK")),
        mutation("setUdf", Access::Management, set_udf),
        mutation("removeUdf", Access::Management, remove_udf),
        mutation("setUdv", Access::UserOrManagement, set_udv)
            .source(Source::Seen("a wrong type and an undefined key are errors")),
        mutation("setUdvBatch", Access::UserOrManagement, set_udv_batch),
        mutation("setUdfValueBatch", Access::Management, set_udf_value_batch)
            .source(Source::Documented("UdfManagementClient")),
        mutation("removeUdv", Access::UserOrManagement, remove_udv),
    ],
);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    target_type: FieldTarget,
    target_id: String,
}

impl Target {
    /// End users reach their own values only.
    fn admit(&self, cx: &Cx<'_>) -> ApiResult<()> {
        if cx.is_administrator() {
            return Ok(());
        }
        match self.target_type {
            FieldTarget::User => cx.may_touch(&self.target_id),
            _ => Err(failures::FORBIDDEN.into()),
        }
    }

    fn list(&self, cx: &Cx<'_>) -> ApiResult<Json> {
        Ok(Json::Array(custom_data::list(cx.pool()?, self.target_type, &self.target_id)))
    }
}

#[derive(Deserialize)]
struct Pair {
    key: String,
    value: Option<String>,
}

fn udf(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        target_type: FieldTarget,
    }
    let input: Input = args.read()?;
    let definitions = cx.pool()?.field_definitions.iter();
    Ok(definitions.filter(|field| field.target_type == input.target_type).map(view).collect())
}

fn set_udf(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        target_type: FieldTarget,
        key: String,
        data_type: DataType,
        label: String,
        options: Option<String>,
    }
    let input: Input = args.read()?;
    let field = FieldDefinition {
        target_type: input.target_type,
        key: input.key,
        data_type: input.data_type,
        label: Some(input.label),
        options: input.options,
    };
    let out = view(&field);
    custom_data::define(cx, field)?;
    Ok(out)
}

fn remove_udf(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        target_type: FieldTarget,
        key: String,
    }
    let input: Input = args.read()?;
    let pool = cx.pool_mut()?;
    let place = pool
        .field_definitions
        .iter()
        .position(|field| field.target_type == input.target_type && field.key == input.key);
    let gone = pool.field_definitions.remove(place.ok_or(failures::FIELD_NOT_DEFINED)?);
    pool.field_values
        .retain(|value| value.target_type != input.target_type || value.key != input.key);
    cx.happened(Event::FieldDeleted, |_| json!({ "udf": happenings::field(&gone) }));
    Ok(common(cx, DELETED))
}

fn udv(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let target: Target = args.read()?;
    target.admit(cx)?;
    custom_data::require_target(cx, target.target_type, &target.target_id)?;
    target.list(cx)
}

fn udf_value_batch(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        target_type: FieldTarget,
        target_ids: Vec<Option<String>>,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    Ok(input
        .target_ids
        .into_iter()
        .flatten()
        .map(|id| {
            let data = custom_data::list(pool, input.target_type, &id);
            json!({ "targetId": id, "data": data })
        })
        .collect())
}

fn set_udv(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        #[serde(flatten)]
        target: Target,
        key: String,
        value: String,
    }
    let Input { target, key, value } = args.read()?;
    target.admit(cx)?;
    custom_data::set_text(cx, target.target_type, &target.target_id, &key, &value)?;
    target.list(cx)
}

fn set_udv_batch(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        target: Target,
        udv_list: Option<Vec<Pair>>,
    }
    let Input { target, udv_list } = args.read()?;
    target.admit(cx)?;
    let pairs = udv_list.unwrap_or_default();
    for Pair { key, value } in &pairs {
        let text = value.as_deref().unwrap_or("null");
        custom_data::check_text(cx, target.target_type, key, text)?;
    }
    for Pair { key, value } in pairs {
        let text = value.as_deref().unwrap_or("null");
        custom_data::set_text(cx, target.target_type, &target.target_id, &key, text)?;
    }
    target.list(cx)
}

fn set_udf_value_batch(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        target_type: FieldTarget,
        input: Vec<Entry>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Entry {
        target_id: String,
        key: String,
        value: String,
    }
    let input: Input = args.read()?;
    for entry in &input.input {
        custom_data::require_target(cx, input.target_type, &entry.target_id)?;
        custom_data::check_text(cx, input.target_type, &entry.key, &entry.value)?;
    }
    for entry in input.input {
        let Entry { target_id, key, value } = entry;
        custom_data::set_text(cx, input.target_type, &target_id, &key, &value)?;
    }
    Ok(common(cx, DONE))
}

fn remove_udv(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        #[serde(flatten)]
        target: Target,
        key: String,
    }
    let Input { target, key } = args.read()?;
    target.admit(cx)?;
    custom_data::remove(cx, target.target_type, &target.target_id, &key)?;
    target.list(cx)
}

fn view(field: &FieldDefinition) -> Json {
    json!(field)
}
