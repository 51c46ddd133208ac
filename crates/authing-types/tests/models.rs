//! Every model reads what the server returns, and keeps secrets and people's data to itself.
#![cfg(test)]

use std::fmt::Debug;

use authing_types::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

const SCHEMA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schema/schema.graphql"));
const FIXTURES: &str = include_str!("fixtures/models.json");
const USERS_PAGE: &str = include_str!("fixtures/users_page.json");
const MASK: &str = "[redacted]";

/// What every model can do.
trait Model: DeserializeOwned + Serialize + Debug {}

impl<T: DeserializeOwned + Serialize + Debug> Model for T {}

/// What a test does to one model, given its name in the schema and its fixture.
trait Visitor {
    fn visit<T: Model>(&self, name: &str, fixture: &Map<String, Value>);
}

/// Calls the visitor for each model and returns their names.
fn each_model(visitor: &impl Visitor) -> Vec<&'static str> {
    let fixtures: Map<String, Value> = serde_json::from_str(FIXTURES).unwrap();
    macro_rules! visit {
        ($($name:literal => $model:ty,)+) => {{
            $(visitor.visit::<$model>($name, fixtures[$name].as_object().unwrap());)+
            vec![$($name),+]
        }};
    }
    visit! {
        "AccessTokenRes" => AccessToken,
        "App2WxappLoginStrategy" => App2WxappLoginStrategy,
        "AuthorizedResource" => AuthorizedResource,
        "BatchOperationResult" => BatchOperationResult,
        "ChangeEmailStrategy" => ChangeEmailStrategy,
        "ChangePhoneStrategy" => ChangePhoneStrategy,
        "CheckPasswordResult" => CheckPasswordResult,
        "CheckPasswordStrengthResult" => CheckPasswordStrengthResult,
        "CommonMessage" => wire::Confirmation,
        "CustomSMSProvider" => CustomSmsProvider,
        "EmailTemplate" => EmailTemplate,
        "FrequentRegisterCheckConfig" => FrequentRegisterCheckConfig,
        "Function" => Function,
        "Group" => Group,
        "Identity" => Identity,
        "JWTTokenStatus" => TokenStatus,
        "JWTTokenStatusDetail" => TokenStatusDetail,
        "KeyValuePair" => KeyValuePair,
        "LoginFailCheckConfig" => LoginFailCheckConfig,
        "LoginPasswordFailCheckConfig" => LoginPasswordFailCheckConfig,
        "Mfa" => Mfa,
        "Node" => Node,
        "Org" => Org,
        "PasswordUpdatePolicy" => PasswordUpdatePolicy,
        "PasswordUpdatePolicyConfig" => PasswordUpdatePolicyConfig,
        "Policy" => Policy,
        "PolicyAssignment" => PolicyAssignment,
        "PolicyStatement" => PolicyStatement,
        "PolicyStatementCondition" => PolicyStatementCondition,
        "QrcodeLoginStrategy" => QrcodeLoginStrategy,
        "RefreshAccessTokenRes" => RefreshedAccessToken,
        "RefreshToken" => RefreshToken,
        "RegisterWhiteListConfig" => RegisterWhiteListConfig,
        "ResourcePermissionAssignment" => ResourcePermissionAssignment,
        "Role" => Role,
        "SocialConnection" => SocialConnection,
        "SocialConnectionField" => SocialConnectionField,
        "SocialConnectionInstance" => SocialConnectionInstance,
        "SocialConnectionInstanceField" => SocialConnectionInstanceField,
        "User" => User,
        "UserCustomData" => UserCustomData,
        "UserDefinedData" => UserDefinedData,
        "UserDefinedDataMap" => UserDefinedDataMap,
        "UserDefinedField" => UserDefinedField,
        "UserDepartment" => UserDepartment,
        "UserPool" => UserPool,
        "UserPoolType" => UserPoolType,
        "WhiteList" => WhiteList,
    }
}

fn read<T: DeserializeOwned>(name: &str, object: Map<String, Value>) -> T {
    serde_json::from_value(object.into()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_model_of_the_schema_is_tested_here() {
    struct Nothing;
    impl Visitor for Nothing {
        fn visit<T: Model>(&self, _: &str, _: &Map<String, Value>) {}
    }
    let mut declared: Vec<&str> = SCHEMA
        .lines()
        .filter_map(|line| line.strip_prefix("type ")?.strip_suffix(" {"))
        .filter(|name| !matches!(*name, "Query" | "Mutation") && !name.starts_with("Paginated"))
        .collect();
    declared.sort_unstable();
    assert_eq!(each_model(&Nothing), declared);
}

#[test]
fn every_model_reads_and_writes_all_its_fields() {
    struct RoundTrip;
    impl Visitor for RoundTrip {
        fn visit<T: Model>(&self, name: &str, fixture: &Map<String, Value>) {
            let model: T = read(name, fixture.clone());
            let mut expected = Value::from(fixture.clone());
            let written = serde_json::to_value(&model).unwrap();
            mask_like(&written, &mut expected);
            assert_eq!(written, expected, "{name}");
        }
    }
    each_model(&RoundTrip);
}

/// Masks what the other side masks; whether it masks enough is another test's business.
fn mask_like(masked: &Value, value: &mut Value) {
    match (masked, value) {
        (Value::Object(masked), Value::Object(object)) => {
            for (key, value) in object {
                mask_like(&masked[key], value);
            }
        }
        (Value::Array(masked), Value::Array(array)) => {
            masked.iter().zip(array).for_each(|(masked, value)| mask_like(masked, value));
        }
        (Value::String(masked), value) if masked == MASK => *value = MASK.into(),
        _ => {}
    }
}

#[test]
fn a_field_the_models_do_not_know_is_ignored() {
    struct Added;
    impl Visitor for Added {
        fn visit<T: Model>(&self, name: &str, fixture: &Map<String, Value>) {
            let mut object = fixture.clone();
            object.insert("addedByTheServer".to_owned(), json!({"deep": [1]}));
            let _: T = read(name, object);
        }
    }
    each_model(&Added);
}

#[test]
fn nullable_fields_may_be_null_or_missing() {
    struct Nulled;
    impl Visitor for Nulled {
        fn visit<T: Model>(&self, name: &str, fixture: &Map<String, Value>) {
            for field in nullable_fields(name) {
                let mut object = fixture.clone();
                if !object.contains_key(field) {
                    continue;
                }
                object[field] = Value::Null;
                let null = serde_json::to_value(read::<T>(name, object.clone())).unwrap();
                object.remove(field);
                let mut missing = serde_json::to_value(read::<T>(name, object)).unwrap();
                assert_eq!(null.get(field), Some(&Value::Null), "{name}.{field}");
                // What is not always asked for keeps the difference.
                if missing.get(field).is_none() {
                    missing[field] = Value::Null;
                }
                assert_eq!(null, missing, "{name}.{field}");
            }
        }
    }
    assert!(nullable_fields("User").count() > 50);
    each_model(&Nulled);
}

/// The fields of a type whose declaration does not end in `!`.
fn nullable_fields(name: &str) -> impl Iterator<Item = &'static str> {
    let start = SCHEMA.find(&format!("\ntype {name} {{\n")).unwrap() + 1;
    SCHEMA[start..]
        .lines()
        .take_while(|line| *line != "}")
        .filter(|line| !line.ends_with('!') && !line.contains("\"\"\""))
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .filter(|(field, _)| field.chars().all(char::is_alphanumeric))
        .map(|(field, _)| field)
}

#[test]
fn a_page_of_users_as_documented_is_read() {
    let page: PaginatedUsers = serde_json::from_str(USERS_PAGE).unwrap();
    assert_eq!(page.total_count, 1);
    let user = &page.list[0];
    assert_eq!(user.username.as_deref(), Some("nhxcpzmklk"));
    assert_eq!(user.email, None);
    assert_eq!(user.register_source.as_deref(), Some(&["import:manual".to_owned()][..]));
    assert_eq!(
        user.password.as_ref().map(Secret::expose),
        Some("a56f21e5659428f9b353be4ed667fc05")
    );
    assert_eq!(
        user.signed_up.as_ref().and_then(Timestamp::to_system_time),
        Timestamp::from_text("2020-10-07T15:33:58Z").to_system_time()
    );
}

#[test]
fn an_expired_token_is_read_as_a_result() {
    let status: TokenStatus = serde_json::from_str(
        r#"{"code":2206,"message":"登录信息已过期","status":false,"exp":null,"iat":null,"data":null}"#,
    )
    .unwrap();
    assert_eq!((status.code, status.status, status.data), (Some(2206), Some(false), None));
}

#[test]
fn null_elements_of_a_list_are_dropped() {
    let mut user = json!({"id": "1", "arn": "a", "userPoolId": "p"});
    user["identities"] = json!([null, {"provider": "github"}]);
    let user: User = serde_json::from_value(user).unwrap();
    assert_eq!(user.identities.into_option().unwrap().len(), 1);
}

#[test]
fn a_role_inherits_from_a_role() {
    let role: Role = serde_json::from_value(json!({
        "id": "1", "namespace": "default", "code": "editor", "arn": "a",
        "parent": {"id": "2", "namespace": "default", "code": "reader", "arn": "b"},
    }))
    .unwrap();
    assert_eq!(role.parent.into_option().unwrap().code, "reader");
}

#[test]
fn a_model_is_built_from_what_the_schema_requires() {
    let mut user = User::new("1", "arn:cn:authing:p:user:1", "p");
    user.nickname = Some("Nick".to_owned());
    let json = serde_json::to_value(&user).unwrap();
    assert_eq!(serde_json::from_value::<User>(json).unwrap(), user);
}

#[test]
fn credentials_are_masked_when_a_model_is_written() {
    struct Canary;
    impl Visitor for Canary {
        fn visit<T: Model>(&self, name: &str, fixture: &Map<String, Value>) {
            let mut object = fixture.clone();
            for field in ["accessToken", "jwtSecret", "password", "refreshToken", "secret", "token"]
            {
                if object.contains_key(field) {
                    object[field] = "canary".into();
                }
            }
            let written = serde_json::to_string(&read::<T>(name, object)).unwrap();
            assert!(!written.contains("canary"), "{name}: {written}");
        }
    }
    each_model(&Canary);
}

/// Texts that `Debug` may show besides ids: codes that an administrator or Authing has chosen.
const SHOWN_TEXTS: [&str; 12] = [
    "actions",
    "arn",
    "children",
    "code",
    "codePath",
    "key",
    "namespace",
    "operator",
    "param",
    "path",
    "provider",
    "resource",
];

#[test]
fn debug_shows_no_text_but_ids_and_codes() {
    struct Canary;
    impl Visitor for Canary {
        fn visit<T: Model>(&self, name: &str, fixture: &Map<String, Value>) {
            let model: T = read(name, with_canaries(fixture));
            let shown = format!("{model:?}");
            assert!(!shown.contains("canary"), "{name}: {shown}");
            assert!(shown.contains(".. }") || shown.ends_with("{ .. }"), "{name}: {shown}");
        }
    }
    each_model(&Canary);
}

/// The same object, with a canary in place of every text that must not be shown.
fn with_canaries(object: &Map<String, Value>) -> Map<String, Value> {
    let replaced = object.iter().map(|(field, value)| (field.clone(), canary(field, value)));
    replaced.collect()
}

fn canary(field: &str, value: &Value) -> Value {
    match value {
        Value::Object(object) => with_canaries(object).into(),
        Value::Array(array) => array.iter().map(|value| canary(field, value)).collect(),
        Value::String(_) if may_show(field) => value.clone(),
        Value::String(_) => "canary".into(),
        _ => value.clone(),
    }
}

/// Whether a field is an id, a time or a code. Words of enums cannot hold a canary and are kept too.
fn may_show(field: &str) -> bool {
    SHOWN_TEXTS.contains(&field)
        || ["id", "Id", "At", "Identifier", "Type", "type", "effect", "status"]
            .iter()
            .any(|end| field.ends_with(end))
}

#[test]
fn debug_of_a_user_shows_ids_and_states_only() {
    let fixtures: Map<String, Value> = serde_json::from_str(FIXTURES).unwrap();
    let user: User = serde_json::from_value(fixtures["User"].clone()).unwrap();
    let shown = format!("{user:?}");
    let start = "User { id: \"5f7ddfe62ba819802422362e\", arn: \"arn:cn:authing:5f7a993eb9b49dcd5c021e40\
        :user:5f7ddfe62ba819802422362e\", status: Some(";
    assert!(shown.starts_with(start) && shown.ends_with(", .. }"), "{shown}");
    let identity = format!("{:?}", user.identities.into_option().unwrap()[0]);
    assert!(identity.contains("github") && !identity.contains("some userInfoInIdp"), "{identity}");
    let data = format!("{:?}", user.custom_data.into_option().unwrap()[0]);
    assert!(data.contains("age") && !data.contains("18"), "{data}");
}
