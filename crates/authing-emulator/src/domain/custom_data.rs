//! User-defined fields and their values.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::domain::happenings;
use crate::state::custom_data::{DataType, FieldDefinition, FieldTarget, FieldValue};
use crate::state::user_pool::UserPool;

/// The values of one target, in the order their fields were defined.
pub(crate) fn list(pool: &UserPool, target_type: FieldTarget, target_id: &str) -> Vec<Json> {
    pool.field_definitions
        .iter()
        .filter(|definition| definition.target_type == target_type)
        .filter_map(|definition| {
            let value = pool.field_values.iter().find(|value| {
                value.target_type == target_type
                    && value.target_id == target_id
                    && value.key == definition.key
            })?;
            Some(json!({
                "key": definition.key,
                "dataType": definition.data_type,
                "value": write(&value.value),
                "label": definition.label,
            }))
        })
        .collect()
}

/// Defines a field, in place of one with its key.
pub(crate) fn define(cx: &mut Cx<'_>, field: FieldDefinition) -> ApiResult<()> {
    acl::require_code(&field.key)?;
    let definitions = &mut cx.pool_mut()?.field_definitions;
    let same = |known: &&mut FieldDefinition| {
        known.target_type == field.target_type && known.key == field.key
    };
    match definitions.iter_mut().find(same) {
        Some(known) => *known = field,
        None => {
            let told = happenings::field(&field);
            definitions.push(field);
            cx.happened(Event::FieldAdded, |_| json!({ "udf": told }));
        }
    }
    Ok(())
}

/// Sets the values of a target that was just made, so that none of them is there already. A key comes
/// once.
pub(crate) fn set_first(
    cx: &mut Cx<'_>,
    target_type: FieldTarget,
    target_id: &str,
    values: impl IntoIterator<Item = (String, Json)>,
) -> ApiResult<()> {
    for (key, value) in values {
        check(cx, target_type, &key, &value)?;
        if !value.is_null() {
            let target_id = target_id.to_owned();
            cx.pool_mut()?.field_values.push(FieldValue { target_type, target_id, key, value });
        }
    }
    Ok(())
}

/// Sets one value that came as text.
pub(crate) fn set_text(
    cx: &mut Cx<'_>,
    target_type: FieldTarget,
    target_id: &str,
    key: &str,
    text: &str,
) -> ApiResult<()> {
    set(cx, target_type, target_id, key, read(text))
}

/// Sets one value.
pub(crate) fn set(
    cx: &mut Cx<'_>,
    target_type: FieldTarget,
    target_id: &str,
    key: &str,
    value: Json,
) -> ApiResult<()> {
    check(cx, target_type, key, &value)?;
    require_target(cx, target_type, target_id)?;
    let values = &mut cx.pool_mut()?.field_values;
    values.retain(|old| !is_value(old, target_type, target_id, key));
    if !value.is_null() {
        values.push(FieldValue {
            target_type,
            target_id: target_id.to_owned(),
            key: key.to_owned(),
            value,
        });
    }
    happenings::custom_data_changed(cx, target_type, target_id, key);
    Ok(())
}

/// Checks a value that came as text without setting it.
pub(crate) fn check_text(
    cx: &Cx<'_>,
    target_type: FieldTarget,
    key: &str,
    text: &str,
) -> ApiResult<()> {
    check(cx, target_type, key, &read(text))
}

/// Removes one value; the field must be defined.
pub(crate) fn remove(
    cx: &mut Cx<'_>,
    target_type: FieldTarget,
    target_id: &str,
    key: &str,
) -> ApiResult<()> {
    definition(cx.pool()?, target_type, key)?;
    require_target(cx, target_type, target_id)?;
    cx.pool_mut()?.field_values.retain(|old| !is_value(old, target_type, target_id, key));
    happenings::custom_data_changed(cx, target_type, target_id, key);
    Ok(())
}

/// Removes the values of deleted targets.
pub(crate) fn forget(pool: &mut UserPool, target_type: FieldTarget, ids: &[String]) {
    let ids: HashSet<&String> = ids.iter().collect();
    let gone =
        |value: &FieldValue| value.target_type == target_type && ids.contains(&value.target_id);
    pool.field_values.retain(|value| !gone(value));
}

/// Whether the target exists.
pub(crate) fn require_target(
    cx: &Cx<'_>,
    target_type: FieldTarget,
    target_id: &str,
) -> ApiResult<()> {
    let pool = cx.pool()?;
    let exists = match target_type {
        FieldTarget::User => {
            cx.user(target_id)?;
            true
        }
        FieldTarget::Role => {
            pool.roles.iter().any(|role| role.id == target_id || role.code == target_id)
        }
        FieldTarget::Org => pool.orgs.iter().any(|org| org.id == target_id),
        FieldTarget::Node => pool.nodes.iter().any(|node| node.id == target_id),
        FieldTarget::Application => pool.app(target_id).is_some(),
        FieldTarget::UserPool => pool.id == target_id,
        FieldTarget::Permission => true,
    };
    if exists { Ok(()) } else { Err(failures::TARGET_NOT_FOUND.into()) }
}

/// Reads the JSON text of a registration: `[{"key": …, "value": …}]`.
pub(crate) fn read_params(text: Option<&str>) -> ApiResult<Vec<(String, Json)>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Vec::new()) };
    let malformed = || ApiError::own(failures::BAD_REQUEST.code, "params is not JSON text");
    let params: Json = serde_json::from_str(text).map_err(|_| malformed())?;
    read_pairs(&params)
}

/// Reads custom data as pairs, `[{"key": …, "value": …}]`, or as one object.
pub(crate) fn read_pairs(params: &Json) -> ApiResult<Vec<(String, Json)>> {
    let malformed = || ApiError::own(failures::BAD_REQUEST.code, "params is not a list of pairs");
    match params {
        Json::Null => Ok(Vec::new()),
        Json::Object(map) => Ok(map.iter().map(|(k, v)| (k.clone(), v.clone())).collect()),
        Json::Array(pairs) => pairs
            .iter()
            .map(|pair| {
                let key = pair.get("key").and_then(Json::as_str).ok_or_else(malformed)?;
                let value = pair.get("value").cloned().unwrap_or_default();
                Ok((key.to_owned(), value))
            })
            .collect(),
        _ => Err(malformed()),
    }
}

/// Checks custom data for a user before anything is changed.
pub(crate) fn check_user_values(cx: &Cx<'_>, values: &[(String, Json)]) -> ApiResult<()> {
    values.iter().try_for_each(|(key, value)| check(cx, FieldTarget::User, key, value))
}

pub(crate) fn set_user_values(
    cx: &mut Cx<'_>,
    user_id: &str,
    values: Vec<(String, Json)>,
) -> ApiResult<()> {
    values.into_iter().try_for_each(|(key, value)| set(cx, FieldTarget::User, user_id, &key, value))
}

/// Values come as JSON text; text that is not JSON stands for itself.
fn read(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| Json::from(text))
}

/// Text values go out bare, everything else as JSON text.
fn write(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn check(cx: &Cx<'_>, target_type: FieldTarget, key: &str, value: &Json) -> ApiResult<()> {
    let definition = definition(cx.pool()?, target_type, key)?;
    if value.is_null() {
        return Ok(());
    }
    let fits = match definition.data_type {
        DataType::String | DataType::Select => value.is_string(),
        DataType::Number => value.is_number(),
        DataType::Boolean => value.is_boolean(),
        DataType::Object => value.is_object() || value.is_array(),
        DataType::DateTime => is_date(value),
    };
    if fits { Ok(()) } else { Err(failures::FIELD_TYPE_MISMATCH.into()) }
}

/// A date is ISO 8601 text or a number of milliseconds, which may be text too.
fn is_date(value: &Json) -> bool {
    match value {
        Json::Number(_) => true,
        Json::String(text) => Timestamp::parse(text).is_some() || text.parse::<i64>().is_ok(),
        _ => false,
    }
}

fn definition<'a>(
    pool: &'a UserPool,
    target_type: FieldTarget,
    key: &str,
) -> ApiResult<&'a FieldDefinition> {
    pool.field_definitions
        .iter()
        .find(|definition| definition.target_type == target_type && definition.key == key)
        .ok_or_else(|| failures::FIELD_NOT_DEFINED.into())
}

fn is_value(value: &FieldValue, target_type: FieldTarget, target_id: &str, key: &str) -> bool {
    value.target_type == target_type && value.target_id == target_id && value.key == key
}
