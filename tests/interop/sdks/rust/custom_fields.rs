//! The fields a pool defines for its users, and their values.

use authing_management::{
    SetCustomField,
    types::{CustomData, CustomValue, UdfDataType, UdfTargetType},
};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let fields = client.custom_fields();
    let all = walk.step("list fields", async { fields.list(UdfTargetType::User).await }).await?;
    assert!(all.is_empty());
    let age = |label| SetCustomField::new(UdfTargetType::User, "age", UdfDataType::Number, label);
    let made = walk.step("define a field", async { fields.set(age("Age")).await }).await?;
    assert_eq!((made.key.as_str(), &made.data_type), ("age", &UdfDataType::Number));
    let changed = walk.step("change a field", async { fields.set(age("Years")).await }).await?;
    assert_eq!(changed.label.as_deref(), Some("Years"));
    let bob = walk.user("bob").await?;
    let data = CustomData::new().with("age", 30);
    walk.step("set values", async { fields.set_values(UdfTargetType::User, &bob, &data).await })
        .await?;
    let values = walk
        .step("list values", async { fields.list_values(UdfTargetType::User, &bob).await })
        .await?;
    assert!(values.len() == 1 && values.iter().all(|one| one.value == CustomValue::from(30)));
    walk.step("remove a field", async { fields.remove(UdfTargetType::User, "age").await }).await?;
    assert!(fields.list(UdfTargetType::User).await?.is_empty());
    Ok(())
}
