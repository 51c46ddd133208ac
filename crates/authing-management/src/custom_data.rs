//! The custom data of users, roles and every other kind of holder: what their areas share.

use std::collections::BTreeMap;

use authing_core::{
    Call, Error, Operation,
    client::{ApiClient, CallBuilder},
};
use authing_types::{
    CustomData, CustomField, CustomValue, SetUdfValueBatchInput, UdfTargetType, UserDefinedData,
    UserDefinedDataInput,
};

use crate::generated::operations::{
    self, remove_udv, set_udf_value_batch, set_udv, set_udv_batch, udf_value_batch, udv,
};

/// Sends the calls about one kind of holder.
pub(crate) struct CustomDataOf<'a> {
    pub(crate) api: &'a ApiClient,
    pub(crate) holders: UdfTargetType,
    /// The name of the argument that is a holder's id: `user_id`.
    pub(crate) argument: &'static str,
}

impl<'a> CustomDataOf<'a> {
    fn call(&self, operation: Operation, id: &str) -> CallBuilder<'a> {
        self.api.call(operation).check(check_type(&self.holders)).required(self.argument, id)
    }

    pub(crate) fn list(&self, operation: Operation, id: String) -> Call<Vec<CustomField>> {
        let call = self.call(operation, &id);
        let variables = udv::Variables { target_type: self.holders.clone(), target_id: id };
        call.graphql::<operations::Udv>(variables).map(|data| fields(data.udv))
    }

    pub(crate) fn get(&self, operation: Operation, id: String) -> Call<CustomData> {
        self.list(operation, id).map(|list| list.into_iter().collect())
    }

    pub(crate) fn find_value(
        &self,
        operation: Operation,
        id: String,
        key: String,
    ) -> Call<Option<CustomValue>> {
        let call = self.call(operation, &id).required("key", &key);
        let variables = udv::Variables { target_type: self.holders.clone(), target_id: id };
        call.graphql::<operations::Udv>(variables).map(move |data| {
            fields(data.udv).into_iter().find(|field| field.key == key).map(|field| field.value)
        })
    }

    pub(crate) fn get_many(
        &self,
        operation: Operation,
        ids: Vec<String>,
    ) -> Call<BTreeMap<String, CustomData>> {
        let call = self.api.call(operation).required_all(&format!("{}s", self.argument), &ids);
        let variables = udf_value_batch::Variables {
            target_type: self.holders.clone(),
            target_ids: ids.into_iter().map(Some).collect(),
        };
        call.graphql::<operations::UdfValueBatch>(variables).map(|data| {
            let holders = data.udf_value_batch.into_iter();
            holders.map(|one| (one.target_id, fields(one.data).into_iter().collect())).collect()
        })
    }

    pub(crate) fn set_value(
        &self,
        operation: Operation,
        id: String,
        key: String,
        value: &CustomValue,
    ) -> Call<Vec<CustomField>> {
        let call = self.call(operation, &id).required("key", &key);
        let variables = set_udv::Variables {
            target_type: self.holders.clone(),
            target_id: id,
            key,
            value: value.to_wire(),
        };
        call.graphql::<operations::SetUdv>(variables)
            .map(|data| fields(data.set_udv.unwrap_or_default()))
    }

    pub(crate) fn set(
        &self,
        operation: Operation,
        id: String,
        data: &CustomData,
    ) -> Call<Vec<CustomField>> {
        let call = self.call(operation, &id).check(check_data(data));
        let list = data
            .iter()
            .map(|(key, value)| UserDefinedDataInput::new(key).value(value.to_wire()))
            .collect();
        let variables = set_udv_batch::Variables {
            target_type: self.holders.clone(),
            target_id: id,
            udv_list: Some(list),
        };
        call.graphql::<operations::SetUdvBatch>(variables)
            .map(|data| fields(data.set_udv_batch.unwrap_or_default()))
    }

    pub(crate) fn set_many<'d>(
        &self,
        operation: Operation,
        holders: impl IntoIterator<Item = (impl Into<String>, &'d CustomData)>,
    ) -> Call<()> {
        let holders: Vec<(String, &CustomData)> =
            holders.into_iter().map(|(id, data)| (id.into(), data)).collect();
        let mut call = self.api.call(operation);
        if holders.is_empty() {
            call = call.check(Err(Error::input("data", "is empty")));
        }
        let mut input = Vec::new();
        for (id, data) in &holders {
            call = call.required(self.argument, id).check(check_data(data));
            let values = data.iter();
            input.extend(
                values.map(|(key, value)| SetUdfValueBatchInput::new(id, key, value.to_wire())),
            );
        }
        let variables = set_udf_value_batch::Variables { target_type: self.holders.clone(), input };
        call.graphql::<operations::SetUdfValueBatch>(variables)
            .map(|data| data.set_udf_value_batch)
            .confirmed()
    }

    pub(crate) fn remove(
        &self,
        operation: Operation,
        id: String,
        key: String,
    ) -> Call<Vec<CustomField>> {
        let call = self.call(operation, &id).required("key", &key);
        let variables =
            remove_udv::Variables { target_type: self.holders.clone(), target_id: id, key };
        call.graphql::<operations::RemoveUdv>(variables)
            .map(|data| fields(data.remove_udv.unwrap_or_default()))
    }
}

fn fields(list: Vec<UserDefinedData>) -> Vec<CustomField> {
    list.into_iter().map(CustomField::from).collect()
}

/// The server takes an empty list for a mistake.
fn check_data(data: &CustomData) -> Result<(), Error> {
    if data.is_empty() { Err(Error::input("data", "is empty")) } else { Ok(()) }
}

/// A word that came from elsewhere may not be one that the server has.
pub(crate) fn check_type(target_type: &UdfTargetType) -> Result<(), Error> {
    match target_type {
        UdfTargetType::Unknown(_) => Err(Error::input(
            "target_type",
            "is none of NODE, ORG, USER, USERPOOL, ROLE, PERMISSION and APPLICATION",
        )),
        _ => Ok(()),
    }
}
