//! The custom data of the user who is logged in.

use authing_core::{Call, Error, Operation};
use authing_types::{
    CustomData, CustomField, CustomValue, UdfTargetType, UserDefinedData, UserDefinedDataInput,
};

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, remove_udv, set_udv, set_udv_batch, udv},
};

const LIST: Operation = Operation::graphql("authentication.list_custom_data").user().idempotent();
const GET: Operation = Operation::graphql("authentication.get_custom_data").user().idempotent();
const SET: Operation = Operation::graphql("authentication.set_custom_data").user().idempotent();
const SET_ITEM: Operation =
    Operation::graphql("authentication.set_custom_data_item").user().idempotent();
const REMOVE: Operation =
    Operation::graphql("authentication.remove_custom_data").user().idempotent();

impl AuthenticationClient {
    /// Lists the user's custom data with its labels.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// for field in client.list_custom_data().await? {
    ///     println!("{:?}: {:?}", field.label, field.value);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token.
    pub fn list_custom_data(&self) -> Call<Vec<CustomField>> {
        self.udv(LIST).map(fields)
    }

    /// Gets the user's custom data.
    ///
    /// ```no_run
    /// use authing_authentication::types::CustomValue;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let data = client.get_custom_data().await?;
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
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token.
    pub fn get_custom_data(&self) -> Call<CustomData> {
        self.udv(GET).map(|list| fields(list).into_iter().collect())
    }

    /// Sets custom fields of the user. Returns all that the user has. Fields not named stay as they are.
    ///
    /// ```no_run
    /// use authing_authentication::types::CustomData;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let data = CustomData::new().with("school", "HUST").with("age", 22);
    /// client.set_custom_data(&data).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdvBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for empty data; an error of the server's when a
    /// field is not defined or a value is of another type.
    pub fn set_custom_data(&self, data: &CustomData) -> Call<Vec<CustomField>> {
        let list: Vec<_> = data
            .iter()
            .map(|(key, value)| UserDefinedDataInput::new(key).value(value.to_wire()))
            .collect();
        let target = self.own_id();
        let variables = async move {
            Ok(set_udv_batch::Variables {
                target_type: UdfTargetType::User,
                target_id: target.await?,
                udv_list: Some(list),
            })
        };
        // The server takes an empty list for a mistake.
        let checked = if data.is_empty() { Err(Error::input("data", "is empty")) } else { Ok(()) };
        self.api()
            .call(SET)
            .check(checked)
            .graphql_deferred::<operations::SetUdvBatch>(variables)
            .map(|data| fields(data.set_udv_batch.unwrap_or_default()))
    }

    /// Sets one custom field of the user. Returns all that the user has.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.set_custom_data_item("school", "HUST").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setUdv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token; an
    /// error of the server's when the field is not defined or the value is of another type.
    pub fn set_custom_data_item(
        &self,
        key: impl Into<String>,
        value: impl Into<CustomValue>,
    ) -> Call<Vec<CustomField>> {
        let (key, value) = (key.into(), value.into().to_wire());
        let target = self.own_id();
        self.api()
            .call(SET_ITEM)
            .required("key", &key)
            .graphql_deferred::<operations::SetUdv>(async move {
                Ok(set_udv::Variables {
                    target_type: UdfTargetType::User,
                    target_id: target.await?,
                    key,
                    value,
                })
            })
            .map(|data| fields(data.set_udv.unwrap_or_default()))
    }

    /// Removes one custom field from the user. Returns what is left.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let left = client.remove_custom_data("school").await?;
    /// println!("{} fields", left.len());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeUdv`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token; an
    /// error of the server's when the field is not defined.
    pub fn remove_custom_data(&self, key: impl Into<String>) -> Call<Vec<CustomField>> {
        let key = key.into();
        let target = self.own_id();
        self.api()
            .call(REMOVE)
            .required("key", &key)
            .graphql_deferred::<operations::RemoveUdv>(async move {
                Ok(remove_udv::Variables {
                    target_type: UdfTargetType::User,
                    target_id: target.await?,
                    key,
                })
            })
            .map(|data| fields(data.remove_udv.unwrap_or_default()))
    }

    fn udv(&self, operation: Operation) -> Call<Vec<UserDefinedData>> {
        let target = self.own_id();
        let variables = async move {
            Ok(udv::Variables { target_type: UdfTargetType::User, target_id: target.await? })
        };
        self.api()
            .call(operation)
            .graphql_deferred::<operations::Udv>(variables)
            .map(|data| data.udv)
    }
}

fn fields(list: Vec<UserDefinedData>) -> Vec<CustomField> {
    list.into_iter().map(CustomField::from).collect()
}
