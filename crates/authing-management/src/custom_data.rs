//! The custom data of users, roles and every other kind of holder: what their areas share.

use std::collections::BTreeMap;

use authing_core::{Call, Error, Operation, client::ApiClient};
use authing_types::{
    CommonMessage, CustomData, CustomField, CustomValue, SetUdfValueBatchInput, UdfTargetType,
    UserDefinedData, UserDefinedDataInput,
};

use crate::{
    arguments::{none_empty, not_empty},
    generated::operations::{
        self, remove_udv, set_udf_value_batch, set_udv, set_udv_batch, udf_value_batch, udv,
    },
};

/// Sends the calls about one kind of holder.
pub(crate) struct CustomDataOf<'a> {
    pub(crate) api: &'a ApiClient,
    pub(crate) holders: UdfTargetType,
    /// How the area calls a holder's id: `user_id`.
    pub(crate) argument: &'static str,
}

impl CustomDataOf<'_> {
    pub(crate) fn list(&self, operation: Operation, id: String) -> Call<Vec<CustomField>> {
        let checked = not_empty(self.argument, &id);
        let variables = udv::Variables { target_type: self.holders.clone(), target_id: id };
        self.api
            .graphql::<operations::Udv>(operation, variables)
            .map(|data| fields(data.udv))
            .check(checked)
    }

    pub(crate) fn batch(
        &self,
        operation: Operation,
        ids: Vec<String>,
    ) -> Call<BTreeMap<String, CustomData>> {
        let checked = none_empty(&format!("{}s", self.argument), &ids);
        let variables = udf_value_batch::Variables {
            target_type: self.holders.clone(),
            target_ids: ids.into_iter().map(Some).collect(),
        };
        self.api
            .graphql::<operations::UdfValueBatch>(operation, variables)
            .map(|data| {
                let holders = data.udf_value_batch.into_iter();
                holders.map(|one| (one.target_id, fields(one.data).into_iter().collect())).collect()
            })
            .check(checked)
    }

    pub(crate) fn set_item(
        &self,
        operation: Operation,
        id: String,
        key: String,
        value: &CustomValue,
    ) -> Call<Vec<CustomField>> {
        let checked = not_empty(self.argument, &id).and_then(|()| not_empty("key", &key));
        let variables = set_udv::Variables {
            target_type: self.holders.clone(),
            target_id: id,
            key,
            value: value.to_wire(),
        };
        self.api
            .graphql::<operations::SetUdv>(operation, variables)
            .map(|data| fields(data.set_udv.unwrap_or_default()))
            .check(checked)
    }

    pub(crate) fn set(
        &self,
        operation: Operation,
        id: String,
        data: &CustomData,
    ) -> Call<Vec<CustomField>> {
        let checked = not_empty(self.argument, &id).and_then(|()| check_data(data));
        let list = data
            .iter()
            .map(|(key, value)| UserDefinedDataInput::new(key).value(value.to_wire()))
            .collect();
        let variables = set_udv_batch::Variables {
            target_type: self.holders.clone(),
            target_id: id,
            udv_list: Some(list),
        };
        self.api
            .graphql::<operations::SetUdvBatch>(operation, variables)
            .map(|data| fields(data.set_udv_batch.unwrap_or_default()))
            .check(checked)
    }

    pub(crate) fn set_batch<'a>(
        &self,
        operation: Operation,
        holders: impl IntoIterator<Item = (&'a str, &'a CustomData)>,
    ) -> Call<CommonMessage> {
        let mut input = Vec::new();
        let mut checked = Ok(());
        for (id, data) in holders {
            checked =
                checked.and_then(|()| not_empty(self.argument, id)).and_then(|()| check_data(data));
            input.extend(
                data.iter()
                    .map(|(key, value)| SetUdfValueBatchInput::new(id, key, value.to_wire())),
            );
        }
        if input.is_empty() {
            checked = checked.and_then(|()| Err(Error::input("data", "is empty")));
        }
        let variables = set_udf_value_batch::Variables { target_type: self.holders.clone(), input };
        self.api
            .graphql::<operations::SetUdfValueBatch>(operation, variables)
            .map(|data| data.set_udf_value_batch)
            .required()
            .check(checked)
    }

    pub(crate) fn remove(
        &self,
        operation: Operation,
        id: String,
        key: String,
    ) -> Call<Vec<CustomField>> {
        let checked = not_empty(self.argument, &id).and_then(|()| not_empty("key", &key));
        let variables =
            remove_udv::Variables { target_type: self.holders.clone(), target_id: id, key };
        self.api
            .graphql::<operations::RemoveUdv>(operation, variables)
            .map(|data| fields(data.remove_udv.unwrap_or_default()))
            .check(checked)
    }
}

fn fields(list: Vec<UserDefinedData>) -> Vec<CustomField> {
    list.into_iter().map(CustomField::from).collect()
}

/// The server takes an empty list for a mistake.
fn check_data(data: &CustomData) -> Result<(), Error> {
    if data.is_empty() { Err(Error::input("data", "is empty")) } else { Ok(()) }
}
