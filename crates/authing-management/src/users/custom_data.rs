//! The custom data of users.

use std::collections::BTreeMap;

use authing_core::{Call, Operation};
use authing_types::{CommonMessage, CustomData, CustomField, CustomValue, UdfTargetType};

use super::Users;
use crate::{arguments::collect, custom_data::CustomDataOf};

const LIST: Operation = Operation::graphql("users.list_custom_data").management().idempotent();
const GET: Operation = Operation::graphql("users.get_custom_data").management().idempotent();
const GET_BATCH: Operation =
    Operation::graphql("users.get_custom_data_batch").management().idempotent();
const SET_ITEM: Operation =
    Operation::graphql("users.set_custom_data_item").management().idempotent();
const SET: Operation = Operation::graphql("users.set_custom_data").management().idempotent();
const SET_BATCH: Operation =
    Operation::graphql("users.set_custom_data_batch").management().idempotent();
const REMOVE: Operation = Operation::graphql("users.remove_custom_data").management().idempotent();

impl Users<'_> {
    /// Lists a user's custom data with its labels.
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_custom_data(&self, user_id: impl Into<String>) -> Call<Vec<CustomField>> {
        self.custom_data().list(LIST, user_id.into())
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
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn get_custom_data(&self, user_id: impl Into<String>) -> Call<CustomData> {
        self.custom_data().list(GET, user_id.into()).map(|list| list.into_iter().collect())
    }

    /// Gets the custom data of several users, by user id.
    ///
    /// GraphQL `udfValueBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id; else those of every call.
    pub fn get_custom_data_batch(
        &self,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<BTreeMap<String, CustomData>> {
        self.custom_data().batch(GET_BATCH, collect(user_ids))
    }

    /// Sets one custom field of a user; answers all the user has.
    ///
    /// GraphQL `setUdv`. Idempotent.
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
        self.custom_data().set_item(SET_ITEM, user_id.into(), key.into(), &value.into())
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
    /// GraphQL `setUdvBatch`. Idempotent.
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
        self.custom_data().set(SET, user_id.into(), data)
    }

    /// Sets custom fields of several users at once.
    ///
    /// GraphQL `setUdfValueBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`set_custom_data`](Self::set_custom_data).
    pub fn set_custom_data_batch<'a>(
        &self,
        users: impl IntoIterator<Item = (&'a str, &'a CustomData)>,
    ) -> Call<CommonMessage> {
        self.custom_data().set_batch(SET_BATCH, users)
    }

    /// Removes one custom field from a user; answers what is left.
    ///
    /// GraphQL `removeUdv`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when the field is not defined.
    pub fn remove_custom_data(
        &self,
        user_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().remove(REMOVE, user_id.into(), key.into())
    }

    fn custom_data(&self) -> CustomDataOf<'_> {
        CustomDataOf { api: self.client.api(), holders: UdfTargetType::User, argument: "user_id" }
    }
}
