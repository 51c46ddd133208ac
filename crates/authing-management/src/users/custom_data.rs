//! The custom data of users.

use std::collections::BTreeMap;

use authing_core::{Call, Error, Operation};
use authing_types::{
    CommonMessage, CustomData, CustomField, CustomValue, SetUdfValueBatchInput, UdfTargetType,
    UserDefinedData, UserDefinedDataInput,
};

use super::{
    Users,
    manage::{check_id, check_ids, collect},
};
use crate::generated::operations::{
    self, remove_udv, set_udf_value_batch, set_udv, set_udv_batch, udf_value_batch, udv,
};

const LIST: Operation = Operation::graphql("users.list_custom_data").management().repeatable();
const GET: Operation = Operation::graphql("users.get_custom_data").management().repeatable();
const GET_BATCH: Operation =
    Operation::graphql("users.get_custom_data_batch").management().repeatable();
const SET_ITEM: Operation =
    Operation::graphql("users.set_custom_data_item").management().repeatable();
const SET: Operation = Operation::graphql("users.set_custom_data").management().repeatable();
const SET_BATCH: Operation =
    Operation::graphql("users.set_custom_data_batch").management().repeatable();
const REMOVE: Operation = Operation::graphql("users.remove_custom_data").management().repeatable();

impl Users<'_> {
    /// Lists a user's custom data with its labels.
    ///
    /// GraphQL `udv`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_custom_data(&self, user_id: impl Into<String>) -> Call<Vec<CustomField>> {
        self.udv(LIST, user_id.into()).map(fields)
    }

    /// Gets a user's custom data.
    ///
    /// ```no_run
    /// use authing_management::types::CustomValue;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = management.users().get_custom_data("5f7ddfe62ba819802422362e").await?;
    /// if let Some(CustomValue::Number(age)) = data.get("age") {
    ///     println!("{age}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn get_custom_data(&self, user_id: impl Into<String>) -> Call<CustomData> {
        self.udv(GET, user_id.into()).map(|list| fields(list).into_iter().collect())
    }

    /// Gets the custom data of several users, by user id.
    ///
    /// GraphQL `udfValueBatch`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id; else those of every call.
    pub fn get_custom_data_batch(
        &self,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<BTreeMap<String, CustomData>> {
        let user_ids = collect(user_ids);
        let checked = check_ids(&user_ids);
        let variables = udf_value_batch::Variables {
            target_type: UdfTargetType::User,
            target_ids: user_ids.into_iter().map(Some).collect(),
        };
        self.client
            .caller()
            .graphql::<operations::UdfValueBatch>(GET_BATCH, variables)
            .map(|data| {
                let users = data.udf_value_batch.into_iter();
                users
                    .map(|user| (user.target_id, fields(user.data).into_iter().collect()))
                    .collect()
            })
            .check(checked)
    }

    /// Sets one custom field of a user; answers all the user has.
    ///
    /// GraphQL `setUdv`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// An error of the server's when the field is not defined or the value is of another type.
    pub fn set_custom_data_item(
        &self,
        user_id: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<CustomValue>,
    ) -> Call<Vec<CustomField>> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        let variables = set_udv::Variables {
            target_type: UdfTargetType::User,
            target_id: user_id,
            key: key.into(),
            value: value.into().to_wire(),
        };
        self.client
            .caller()
            .graphql::<operations::SetUdv>(SET_ITEM, variables)
            .map(|data| fields(data.set_udv.unwrap_or_default()))
            .check(checked)
    }

    /// Sets custom fields of a user; answers all the user has. Fields not named stay as they are.
    ///
    /// ```no_run
    /// use authing_management::types::CustomData;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = CustomData::new().with("school", "HUST").with("age", 22);
    /// management.users().set_custom_data("5f7ddfe62ba819802422362e", &data).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdvBatch`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no data; an error of the server's when a
    /// field is not defined or a value is of another type.
    pub fn set_custom_data(
        &self,
        user_id: impl Into<String>,
        data: &CustomData,
    ) -> Call<Vec<CustomField>> {
        let user_id = user_id.into();
        let checked = check_id(&user_id).and_then(|()| check_data(data));
        let list = data
            .iter()
            .map(|(key, value)| UserDefinedDataInput::new(key).value(value.to_wire()))
            .collect();
        let variables = set_udv_batch::Variables {
            target_type: UdfTargetType::User,
            target_id: user_id,
            udv_list: Some(list),
        };
        self.client
            .caller()
            .graphql::<operations::SetUdvBatch>(SET, variables)
            .map(|data| fields(data.set_udv_batch.unwrap_or_default()))
            .check(checked)
    }

    /// Sets custom fields of several users at once.
    ///
    /// GraphQL `setUdfValueBatch`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// As for [`set_custom_data`](Self::set_custom_data).
    pub fn set_custom_data_batch<'a>(
        &self,
        users: impl IntoIterator<Item = (&'a str, &'a CustomData)>,
    ) -> Call<CommonMessage> {
        let mut input = Vec::new();
        let mut checked = Ok(());
        for (user_id, data) in users {
            checked = checked.and_then(|()| check_id(user_id)).and_then(|()| check_data(data));
            input.extend(
                data.iter()
                    .map(|(key, value)| SetUdfValueBatchInput::new(user_id, key, value.to_wire())),
            );
        }
        if input.is_empty() {
            checked = checked.and_then(|()| Err(Error::input("users", "is empty")));
        }
        let variables = set_udf_value_batch::Variables { target_type: UdfTargetType::User, input };
        self.client
            .caller()
            .graphql::<operations::SetUdfValueBatch>(SET_BATCH, variables)
            .map(|data| data.set_udf_value_batch)
            .required()
            .check(checked)
    }

    /// Removes one custom field from a user; answers what is left.
    ///
    /// GraphQL `removeUdv`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// An error of the server's when the field is not defined.
    pub fn remove_custom_data(
        &self,
        user_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<Vec<CustomField>> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        let variables = remove_udv::Variables {
            target_type: UdfTargetType::User,
            target_id: user_id,
            key: key.into(),
        };
        self.client
            .caller()
            .graphql::<operations::RemoveUdv>(REMOVE, variables)
            .map(|data| fields(data.remove_udv.unwrap_or_default()))
            .check(checked)
    }

    fn udv(&self, operation: Operation, user_id: String) -> Call<Vec<UserDefinedData>> {
        let checked = check_id(&user_id);
        let variables = udv::Variables { target_type: UdfTargetType::User, target_id: user_id };
        self.client
            .caller()
            .graphql::<operations::Udv>(operation, variables)
            .map(|data| data.udv)
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
