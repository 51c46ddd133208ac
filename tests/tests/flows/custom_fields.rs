//! The custom fields area of the administrator's client, against the emulator.

use authing_management::{
    SetCustomField,
    types::{CustomData, UdfDataType, UdfTargetType},
};
use authing_tests::TestServer;

#[tokio::test]
async fn fields_are_defined_changed_and_removed_with_their_values() {
    let server = TestServer::start().await.unwrap();
    let fields = server.management.custom_fields();
    let pool = server.emulator.user_pool_id();
    let define = |key: &str, label: &str, data_type| {
        fields.set(SetCustomField::new(UdfTargetType::Userpool, key, data_type, label))
    };
    define("size", "Size", UdfDataType::Number).await.unwrap();
    define("name", "Name", UdfDataType::String).await.unwrap();
    let renamed = define("size", "How big", UdfDataType::Number).await.unwrap();
    assert_eq!(renamed.label.as_deref(), Some("How big"));
    let listed = fields.list(UdfTargetType::Userpool).await.unwrap();
    let keys: Vec<_> = listed.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys, ["size", "name"]);
    assert!(fields.list(UdfTargetType::User).await.unwrap().is_empty());

    let data = CustomData::new().with("size", 3).with("name", "\"quoted\"");
    let set = fields.set_values(UdfTargetType::Userpool, pool, &data).await.unwrap();
    assert_eq!(set.into_iter().collect::<CustomData>(), data);
    let wrong = CustomData::new().with("name", "x").with("size", "big");
    assert!(fields.set_values(UdfTargetType::Userpool, pool, &wrong).await.is_err());
    let undefined = CustomData::new().with("colour", "red");
    assert!(fields.set_values(UdfTargetType::Userpool, pool, &undefined).await.is_err());
    let read = fields.list_values(UdfTargetType::Userpool, pool).await.unwrap();
    assert_eq!(read.into_iter().collect::<CustomData>(), data, "nothing was set half");
    assert!(fields.list_values(UdfTargetType::Org, "nothing").await.is_err());

    fields.remove(UdfTargetType::Userpool, "size").await.unwrap();
    assert!(fields.remove(UdfTargetType::Userpool, "size").await.is_err());
    let left = fields.list_values(UdfTargetType::Userpool, pool).await.unwrap();
    assert_eq!(left.len(), 1);
    define("size", "Size", UdfDataType::Number).await.unwrap();
    let left = fields.list_values(UdfTargetType::Userpool, pool).await.unwrap();
    assert_eq!(left.len(), 1, "the old value is gone");
}
