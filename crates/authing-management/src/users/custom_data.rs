//! The custom data of users.

use std::collections::BTreeMap;

use authing_core::{Call, Operation};
use authing_types::{CustomData, CustomField, CustomValue, UdfTargetType};

use super::UsersApi;
use crate::{arguments::collect, custom_data::CustomDataOf};

const LIST: Operation = Operation::graphql("users.list_custom_data").management().idempotent();
const GET: Operation = Operation::graphql("users.get_custom_data").management().idempotent();
const GET_MANY: Operation =
    Operation::graphql("users.get_custom_data_many").management().idempotent();
const SET_VALUE: Operation = Operation::graphql("users.set_custom_value").management().idempotent();
const SET: Operation = Operation::graphql("users.set_custom_data").management().idempotent();
const SET_MANY: Operation =
    Operation::graphql("users.set_custom_data_many").management().idempotent();
const REMOVE_VALUE: Operation =
    Operation::graphql("users.remove_custom_value").management().idempotent();

impl UsersApi<'_> {
    /// Lists a user's custom data with its labels.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for field in management.users().list_custom_data("5f7ddfe62ba819802422362e").await? {
    ///     println!("{}: {:?}", field.key, field.label);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id; an error of the server's when
    /// there is no such user.
    pub fn list_custom_data(&self, user_id: impl Into<String>) -> Call<Vec<CustomField>> {
        self.custom_data().list(LIST, user_id.into())
    }

    /// Gets a user's custom data, which may be empty.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id; an error of the server's when
    /// there is no such user.
    pub fn get_custom_data(&self, user_id: impl Into<String>) -> Call<CustomData> {
        self.custom_data().get(GET, user_id.into())
    }

    /// Gets the custom data of several users, by user id.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let ids = ["5f7ddfe62ba819802422362e", "5f7ddfe62ba819802422362f"];
    /// for (user_id, data) in management.users().get_custom_data_many(ids).await? {
    ///     println!("{user_id}: {} fields", data.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udfValueBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id or a blank one; otherwise those of
    /// every call.
    pub fn get_custom_data_many(
        &self,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<BTreeMap<String, CustomData>> {
        self.custom_data().get_many(GET_MANY, collect(user_ids))
    }

    /// Sets one custom field of a user; returns all the user has.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().set_custom_value("5f7ddfe62ba819802422362e", "age", 22).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or key; an error of the
    /// server's when the field is not defined or the value is of another type.
    pub fn set_custom_value(
        &self,
        user_id: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<CustomValue>,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().set_value(SET_VALUE, user_id.into(), key.into(), &value.into())
    }

    /// Sets custom fields of a user; returns all the user has. Fields not named stay as they are.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or no data; an error of the
    /// server's when a field is not defined or a value is of another type.
    pub fn set_custom_data(
        &self,
        user_id: impl Into<String>,
        data: &CustomData,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().set(SET, user_id.into(), data)
    }

    /// Sets custom fields of several users at once: `data` has a user id with each.
    ///
    /// ```no_run
    /// use authing_management::types::CustomData;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = CustomData::new().with("school", "HUST");
    /// let ids = ["5f7ddfe62ba819802422362e", "5f7ddfe62ba819802422362f"];
    /// management.users().set_custom_data_many(ids.map(|id| (id, &data))).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdfValueBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`set_custom_data`](Self::set_custom_data).
    pub fn set_custom_data_many<'a>(
        &self,
        data: impl IntoIterator<Item = (impl Into<String>, &'a CustomData)>,
    ) -> Call<()> {
        self.custom_data().set_many(SET_MANY, data)
    }

    /// Removes one custom field from a user; returns what is left.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().remove_custom_value("5f7ddfe62ba819802422362e", "age").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeUdv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or key; an error of the
    /// server's when the field is not defined.
    pub fn remove_custom_value(
        &self,
        user_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().remove(REMOVE_VALUE, user_id.into(), key.into())
    }

    fn custom_data(&self) -> CustomDataOf<'_> {
        CustomDataOf { api: self.client.api(), holders: UdfTargetType::User, argument: "user_id" }
    }
}
