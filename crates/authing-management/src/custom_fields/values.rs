//! The values of custom fields, whatever has them. Users and roles have calls of their own.

use authing_core::{Call, Operation};
use authing_types::{CustomData, CustomField, UdfTargetType};

use super::CustomFieldsApi;
use crate::custom_data::CustomDataOf;

const LIST_VALUES: Operation =
    Operation::graphql("custom_fields.list_values").management().idempotent();
const SET_VALUES: Operation =
    Operation::graphql("custom_fields.set_values").management().idempotent();

impl CustomFieldsApi<'_> {
    /// Lists the custom data of one thing, with labels.
    ///
    /// ```no_run
    /// use authing_management::types::UdfTargetType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let fields = management.custom_fields();
    /// for field in fields.list_values(UdfTargetType::Org, "613ad7081436dc0f42d8ee65").await? {
    ///     println!("{:?}", field.label);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or a type the server does not
    /// have; an error of the server's when there is no such thing.
    pub fn list_values(
        &self,
        target_type: UdfTargetType,
        target_id: impl Into<String>,
    ) -> Call<Vec<CustomField>> {
        self.values(target_type).list(LIST_VALUES, target_id.into())
    }

    /// Sets custom data of one thing; returns all it has. Fields not named stay as they are.
    ///
    /// ```no_run
    /// use authing_management::types::{CustomData, UdfTargetType};
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data = CustomData::new().with("size", 120);
    /// let fields = management.custom_fields();
    /// fields.set_values(UdfTargetType::Org, "613ad7081436dc0f42d8ee65", &data).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdvBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id, no data or a type the server
    /// does not have; an error of the server's when a field is not defined or a value is of another
    /// type: then nothing is set.
    pub fn set_values(
        &self,
        target_type: UdfTargetType,
        target_id: impl Into<String>,
        data: &CustomData,
    ) -> Call<Vec<CustomField>> {
        self.values(target_type).set(SET_VALUES, target_id.into(), data)
    }

    fn values(&self, holders: UdfTargetType) -> CustomDataOf<'_> {
        CustomDataOf { api: self.client.api(), holders, argument: "target_id" }
    }
}
