//! The custom data of roles.

use std::collections::BTreeMap;

use authing_core::{Call, Operation};
use authing_types::{CommonMessage, CustomData, CustomField, CustomValue, UdfTargetType};

use super::Roles;
use crate::{
    arguments::{collect, not_empty},
    custom_data::CustomDataOf,
};

const GET: Operation = Operation::graphql("roles.get_custom_data").management().idempotent();
const GET_ITEM: Operation =
    Operation::graphql("roles.get_custom_data_item").management().idempotent();
const GET_BATCH: Operation =
    Operation::graphql("roles.get_custom_data_batch").management().idempotent();
const SET: Operation = Operation::graphql("roles.set_custom_data").management().idempotent();
const SET_BATCH: Operation =
    Operation::graphql("roles.set_custom_data_batch").management().idempotent();
const REMOVE: Operation = Operation::graphql("roles.remove_custom_data").management().idempotent();

impl Roles<'_> {
    /// Gets the custom data of a role, which is named by its id here, not by its code.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(role) = management.roles().get("editor", None).await? {
    ///     let data = management.roles().get_custom_data(role.id).await?;
    ///     println!("{} fields", data.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such role.
    pub fn get_custom_data(&self, role_id: impl Into<String>) -> Call<CustomData> {
        self.custom_data().list(GET, role_id.into()).map(|list| list.into_iter().collect())
    }

    /// Gets one custom field of a role. `None` when it has no value.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let level = management.roles().get_custom_data_item("60a8f2d7", "level").await?;
    /// println!("{}", level.is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or key; an error of the
    /// server's when there is no such role.
    pub fn get_custom_data_item(
        &self,
        role_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<Option<CustomValue>> {
        let (role_id, key) = (role_id.into(), key.into());
        let checked = not_empty("role_id", &role_id).and_then(|()| not_empty("key", &key));
        self.custom_data()
            .list(GET_ITEM, role_id)
            .map(move |list| {
                list.into_iter().find(|field| field.key == key).map(|field| field.value)
            })
            .check(checked)
    }

    /// Gets the custom data of several roles, by role id.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = management.roles().get_custom_data_batch(["60a8f2d7", "60a8f2d8"]).await?;
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id or an empty one; else those of every
    /// call.
    pub fn get_custom_data_batch(
        &self,
        role_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<BTreeMap<String, CustomData>> {
        self.custom_data().batch(GET_BATCH, collect(role_ids))
    }

    /// Sets custom fields of a role; answers all it has. Fields not named stay as they are.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or no data; an error of the
    /// server's when a field is not defined or a value is of another type.
    pub fn set_custom_data(
        &self,
        role_id: impl Into<String>,
        data: &CustomData,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().set(SET, role_id.into(), data)
    }

    /// Sets custom fields of several roles at once. When one value is refused, none is set.
    ///
    /// ```no_run
    /// use authing_management::types::CustomData;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (three, four) = (CustomData::new().with("level", 3), CustomData::new().with("level", 4));
    /// management
    ///     .roles()
    ///     .set_custom_data_batch([("60a8f2d7", &three), ("60a8f2d8", &four)])
    ///     .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdfValueBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`set_custom_data`](Self::set_custom_data).
    pub fn set_custom_data_batch<'a>(
        &self,
        roles: impl IntoIterator<Item = (&'a str, &'a CustomData)>,
    ) -> Call<CommonMessage> {
        self.custom_data().set_batch(SET_BATCH, roles)
    }

    /// Removes one custom field from a role; answers what is left.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().remove_custom_data("60a8f2d7", "level").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeUdv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or key; an error of the
    /// server's when the field is not defined.
    pub fn remove_custom_data(
        &self,
        role_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<Vec<CustomField>> {
        self.custom_data().remove(REMOVE, role_id.into(), key.into())
    }

    fn custom_data(&self) -> CustomDataOf<'_> {
        CustomDataOf { api: self.client.api(), holders: UdfTargetType::Role, argument: "role_id" }
    }
}
