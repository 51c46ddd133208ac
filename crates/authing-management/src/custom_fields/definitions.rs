//! Which custom fields there are.

use authing_core::{Call, Error, Operation, client::CallBuilder};
use authing_types::{UdfDataType, UdfTargetType, UserDefinedField};

use super::CustomFieldsApi;
use crate::{
    custom_data::check_type,
    generated::operations::{self, remove_udf, set_udf, udf},
};

const LIST: Operation = Operation::graphql("custom_fields.list").management().idempotent();
const SET: Operation = Operation::graphql("custom_fields.set").management().idempotent();
const REMOVE: Operation = Operation::graphql("custom_fields.remove").management();

impl CustomFieldsApi<'_> {
    /// Lists the fields defined for a kind of thing.
    ///
    /// ```no_run
    /// use authing_management::types::UdfTargetType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for field in management.custom_fields().list(UdfTargetType::User).await? {
    ///     println!("{}: {}", field.key, field.data_type);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udf`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a type the server does not have;
    /// otherwise those of every call.
    pub fn list(&self, target_type: UdfTargetType) -> Call<Vec<UserDefinedField>> {
        self.client
            .call(LIST)
            .check(check_type(&target_type))
            .graphql::<operations::Udf>(udf::Variables { target_type })
            .map(|data| data.udf)
    }

    /// Defines a field, or changes the one of this key.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, SetCustomField};
    /// use authing_management::types::{UdfDataType, UdfTargetType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let age = SetCustomField::new(UdfTargetType::User, "age", UdfDataType::Number, "Age");
    /// management.custom_fields().set(age).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdf`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank key or label, or a type the
    /// server does not have; otherwise those of every call.
    pub fn set(&self, field: SetCustomField) -> Call<UserDefinedField> {
        let call = field.check(self.client.call(SET));
        let variables = set_udf::Variables {
            target_type: field.target_type,
            key: field.key,
            data_type: field.data_type,
            label: field.label,
            options: field.options,
        };
        call.graphql::<operations::SetUdf>(variables).map(|data| data.set_udf)
    }

    /// Removes a field with all its values.
    ///
    /// ```no_run
    /// use authing_management::types::UdfTargetType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.custom_fields().remove(UdfTargetType::User, "age").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeUdf`. Not idempotent: the second time there is no such field.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank key or a type the server does not
    /// have; an error of the server's when there is no such field.
    pub fn remove(&self, target_type: UdfTargetType, key: impl Into<String>) -> Call<()> {
        let key = key.into();
        self.client
            .call(REMOVE)
            .check(check_type(&target_type))
            .required("key", &key)
            .graphql::<operations::RemoveUdf>(remove_udf::Variables { target_type, key })
            .map(|data| data.remove_udf)
            .confirmed()
    }
}

/// What [`CustomFieldsApi::set`] defines.
#[derive(Clone)]
pub struct SetCustomField {
    target_type: UdfTargetType,
    key: String,
    data_type: UdfDataType,
    label: String,
    options: Option<String>,
}

authing_types::redacted_debug!(SetCustomField { target_type, key, data_type });

impl SetCustomField {
    /// A field of this kind of thing, with its key, the type of its values and its name for
    /// people.
    pub fn new(
        target_type: UdfTargetType,
        key: impl Into<String>,
        data_type: UdfDataType,
        label: impl Into<String>,
    ) -> Self {
        Self { target_type, key: key.into(), data_type, label: label.into(), options: None }
    }

    /// The choices of a field of the type [`UdfDataType::Select`], as the text the server keeps.
    #[must_use]
    pub fn options(mut self, options: impl Into<String>) -> Self {
        self.options = Some(options.into());
        self
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.check(check_type(&self.target_type))
            .check(check_data_type(&self.data_type))
            .required("key", &self.key)
            .required("label", &self.label)
    }
}

fn check_data_type(data_type: &UdfDataType) -> Result<(), Error> {
    match data_type {
        UdfDataType::Unknown(_) => Err(Error::input(
            "data_type",
            "is none of STRING, NUMBER, DATETIME, BOOLEAN, OBJECT and SELECT",
        )),
        _ => Ok(()),
    }
}
