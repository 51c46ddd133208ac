//! The custom data of roles.

use std::collections::BTreeMap;

use authing_core::{Call, Operation};
use authing_types::{CustomData, CustomField, CustomValue, UdfTargetType};

use super::RolesApi;
use crate::{arguments::collect, custom_data::CustomDataOf};

const GET: Operation = Operation::graphql("roles.get_custom_data").management().idempotent();
const FIND_VALUE: Operation =
    Operation::graphql("roles.find_custom_value").management().idempotent();
const GET_MANY: Operation =
    Operation::graphql("roles.get_custom_data_many").management().idempotent();
const SET: Operation = Operation::graphql("roles.set_custom_data").management().idempotent();
const SET_MANY: Operation =
    Operation::graphql("roles.set_custom_data_many").management().idempotent();
const REMOVE_VALUE: Operation =
    Operation::graphql("roles.remove_custom_value").management().idempotent();

impl RolesApi<'_> {
    /// Gets the custom data of a role, which is named by its id here, not by its code. It may be
    /// empty.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let role = management.roles().get("editor").await?;
    /// let data = management.roles().get_custom_data(role.id).await?;
    /// println!("{} fields", data.len());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id; an error of the server's when
    /// there is no such role.
    pub fn get_custom_data(&self, role_id: impl Into<String>) -> Call<CustomData> {
        self.custom_data().get(GET, role_id.into())
    }

    /// Finds the value of one custom field of a role; `None` when it has none.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let level = management.roles().find_custom_value("60a8f2d7", "level").await?;
    /// println!("{}", level.is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or key; an error of the
    /// server's when there is no such role.
    pub fn find_custom_value(
        &self,
        role_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<Option<CustomValue>> {
        self.custom_data().find_value(FIND_VALUE, role_id.into(), key.into())
    }

    /// Gets the custom data of several roles, by role id.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = management.roles().get_custom_data_many(["60a8f2d7", "60a8f2d8"]).await?;
    /// for (role_id, data) in data {
    ///     println!("{role_id}: {} fields", data.len());
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
        role_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<BTreeMap<String, CustomData>> {
        self.custom_data().get_many(GET_MANY, collect(role_ids))
    }

    /// Sets custom fields of a role; returns all it has. Fields not named stay as they are.
    ///
    /// ```no_run
    /// use authing_management::types::CustomData;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = CustomData::new().with("level", 3);
    /// management.roles().set_custom_data("60a8f2d7", &data).await?;
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
        role_id: impl Into<String>,
        data: &CustomData,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().set(SET, role_id.into(), data)
    }

    /// Sets custom fields of several roles at once: `data` has a role id with each. When one value
    /// is refused, none is set.
    ///
    /// ```no_run
    /// use authing_management::types::CustomData;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (three, four) = (CustomData::new().with("level", 3), CustomData::new().with("level", 4));
    /// let data = [("60a8f2d7", &three), ("60a8f2d8", &four)];
    /// management.roles().set_custom_data_many(data).await?;
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

    /// Removes one custom field from a role; returns what is left.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().remove_custom_value("60a8f2d7", "level").await?;
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
        role_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().remove(REMOVE_VALUE, role_id.into(), key.into())
    }

    fn custom_data(&self) -> CustomDataOf<'_> {
        CustomDataOf { api: self.client.api(), holders: UdfTargetType::Role, argument: "role_id" }
    }
}
