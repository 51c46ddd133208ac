//! The custom fields of a pool: which fields users, roles, departments and other things have
//! beside Authing's own, and their values. `udf` and `udv` on the wire.
//!
//! ```no_run
//! use authing_management::{ManagementClient, SetCustomField};
//! use authing_management::types::{CustomData, UdfDataType, UdfTargetType};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let fields = management.custom_fields();
//! let field = SetCustomField::new(UdfTargetType::Org, "size", UdfDataType::Number, "Size");
//! fields.set(field).await?;
//! let data = CustomData::new().with("size", 120);
//! fields.set_values(UdfTargetType::Org, "613ad7081436dc0f42d8ee65", &data).await?;
//! # Ok(()) }
//! ```

mod definitions;
mod values;

pub use definitions::SetCustomField;

area! {
    /// The custom fields of the pool.
    CustomFieldsApi, custom_fields
}
