//! What `Debug` of models and inputs shows.
//!
//! A field is shown if a list below names it, and a secret never. Listed is what says which thing a
//! value is or how it is set up. What says something about a person, free text, and what may hold a
//! credential is left out, and so is every field that the schema gains.

use std::fmt::Write;

use super::rust::{Field, Kind, ident};

/// String fields that are ids wherever they occur.
const SHOWN_IDS: [&str; 12] = [
    "arn",
    "connectionId",
    "departmentId",
    "extIdpId",
    "id",
    "mainDepartmentId",
    "orgId",
    "ownerId",
    "targetId",
    "tenantId",
    "userId",
    "userPoolId",
];

/// String fields that are codes or ids in these types. A field of the same name may be a person's
/// words or a one-time code elsewhere.
const SHOWN_TEXTS: [(&str, &str); 49] = [
    ("AuthorizeResourceOpt", "actions"),
    ("AuthorizeResourceOpt", "targetIdentifier"),
    ("AuthorizedResource", "actions"),
    ("AuthorizedResource", "code"),
    ("AuthorizedTargetsActionsInput", "list"),
    ("CreateSocialConnectionInput", "provider"),
    ("CreateSocialConnectionInstanceFieldInput", "key"),
    ("CreateSocialConnectionInstanceInput", "provider"),
    ("CreateUserIdentityInput", "provider"),
    ("CustomSMSProvider", "provider"),
    ("CustomSMSProviderInput", "provider"),
    ("FindUserByIdentityInput", "provider"),
    ("Group", "code"),
    ("Identity", "provider"),
    ("KeyValuePair", "key"),
    ("Node", "children"),
    ("Node", "code"),
    ("Node", "codePath"),
    ("Node", "path"),
    ("Policy", "code"),
    ("Policy", "namespace"),
    ("PolicyAssignment", "code"),
    ("PolicyAssignment", "targetIdentifier"),
    ("PolicyStatement", "actions"),
    ("PolicyStatement", "resource"),
    ("PolicyStatementCondition", "operator"),
    ("PolicyStatementCondition", "param"),
    ("PolicyStatementConditionInput", "operator"),
    ("PolicyStatementConditionInput", "param"),
    ("PolicyStatementInput", "actions"),
    ("PolicyStatementInput", "resource"),
    ("ResourcePermissionAssignment", "actions"),
    ("ResourcePermissionAssignment", "targetIdentifier"),
    ("Role", "code"),
    ("Role", "namespace"),
    ("SearchUserGroupOpt", "code"),
    ("SearchUserRoleOpt", "code"),
    ("SearchUserRoleOpt", "namespace"),
    ("SetUdfValueBatchInput", "key"),
    ("SocialConnection", "provider"),
    ("SocialConnectionField", "key"),
    ("SocialConnectionFieldInput", "key"),
    ("SocialConnectionInstance", "provider"),
    ("SocialConnectionInstanceField", "key"),
    ("UserCustomData", "key"),
    ("UserDdfInput", "key"),
    ("UserDefinedData", "key"),
    ("UserDefinedDataInput", "key"),
    ("UserDefinedField", "key"),
];

/// Booleans, numbers, enums and times.
const SHOWN_VALUES: [&str; 66] = [
    "allowExchangeUserInfoFromBrowser",
    "appSsoEnabled",
    "assignmentsCount",
    "autoRegister",
    "blocked",
    "code",
    "createdAt",
    "dataType",
    "depth",
    "differenceCycle",
    "effect",
    "emailEnabled",
    "emailVerified",
    "emailVerifiedDefault",
    "enable",
    "enabled",
    "exp",
    "expiredAt",
    "expiresIn",
    "failedCount",
    "forceLogin",
    "forcedCycle",
    "generateToken",
    "hasURL",
    "iat",
    "includeChildrenDepartments",
    "isDefault",
    "isDeleted",
    "isMainDepartment",
    "isSocial",
    "isSystem",
    "isVirtualNode",
    "joinedAt",
    "limit",
    "loginRequireEmailVerified",
    "loginsCount",
    "newlyCreated",
    "op",
    "order",
    "packageType",
    "phoneEnabled",
    "phoneVerified",
    "qrcodeExpiresAfter",
    "registerDisabled",
    "returnFullUserInfo",
    "root",
    "sendWelcomeEmail",
    "showWxQRCodeWhenRegisterDisabled",
    "status",
    "succeedCount",
    "targetType",
    "ticketExchangeUserInfoNeedSecret",
    "ticketExpiresAfter",
    "ticketExpriresAfter",
    "timeInterval",
    "tokenExpiredAt",
    "tokenExpiresAfter",
    "type",
    "updatedAt",
    "useCustomUserStore",
    "usernameEnabled",
    "valid",
    "verifyCodeLength",
    "verifyCodeMaxAttempts",
    "verifyOldEmail",
    "verifyOldPhone",
];

/// Fields that hold another model or input, which hides what it has to hide itself.
const SHOWN_OBJECTS: [&str; 16] = [
    "app2WxappLoginStrategy",
    "changeEmailStrategy",
    "changePhoneStrategy",
    "condition",
    "customSMSProvider",
    "data",
    "department",
    "frequentRegisterCheck",
    "loginFailCheck",
    "loginPasswordFailCheck",
    "parent",
    "passwordUpdatePolicy",
    "qrcodeLoginStrategy",
    "rootNode",
    "statements",
    "whitelist",
];

/// Whether `Debug` shows a field.
fn is_shown(type_name: &str, field: &Field) -> bool {
    let name = field.wire.as_str();
    match field.kind {
        Kind::Secret | Kind::Json => false,
        Kind::Text => SHOWN_IDS.contains(&name) || SHOWN_TEXTS.contains(&(type_name, name)),
        Kind::Plain | Kind::Timestamp => SHOWN_VALUES.contains(&name),
        Kind::Object => SHOWN_OBJECTS.contains(&name),
    }
}

/// The `Debug` of a file's types: one macro call, so that what they show is seen at one place.
#[derive(Default)]
pub(super) struct Redaction {
    types: String,
}

impl Redaction {
    /// `type_name` is the name in the schema, `rust_name` the one in Rust.
    pub(super) fn add(&mut self, type_name: &str, rust_name: &str, fields: &[Field]) {
        let shown = fields.iter().filter(|field| is_shown(type_name, field));
        let shown: Vec<String> = shown.map(|field| ident(&field.name)).collect();
        // rustfmt leaves the inside of a macro call alone, so the layout is made here.
        let line = format!("    {rust_name} {{ {} }}", shown.join(", "));
        if shown.is_empty() {
            let _ = writeln!(self.types, "    {rust_name} {{}}");
        } else if line.len() <= 100 {
            let _ = writeln!(self.types, "{line}");
        } else {
            let _ = writeln!(self.types, "    {rust_name} {{");
            for field in shown {
                let _ = writeln!(self.types, "        {field},");
            }
            self.types.push_str("    }\n");
        }
    }

    pub(super) fn code(&self) -> String {
        format!("crate::redacted_debug! {{\n{}}}\n", self.types)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::*;
    use crate::codegen::source::Sources;

    /// Every field of a model or an input, with the type it is in.
    fn fields() -> Vec<(String, Field)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let sources = Sources::load(root).unwrap();
        let models = sources.objects().into_iter().flat_map(|object| {
            let name = object.name.to_string();
            let fields = object.fields.values().filter(|field| Sources::is_model_field(field));
            fields
                .map(|field| (name.clone(), Field::of_model(&sources, &name, field).unwrap()))
                .collect::<Vec<_>>()
        });
        let inputs = sources.input_objects().into_iter().flat_map(|input| {
            let name = input.name.to_string();
            let fields = input.fields.values();
            fields
                .map(|field| (name.clone(), Field::of_input(&sources, &name, field).unwrap()))
                .collect::<Vec<_>>()
        });
        models.chain(inputs).collect()
    }

    #[test]
    fn every_name_on_a_list_shows_a_field() {
        let fields = fields();
        let shown: Vec<_> = fields.iter().filter(|(of, field)| is_shown(of, field)).collect();
        let names: BTreeSet<&str> = shown.iter().map(|(_, field)| field.wire.as_str()).collect();
        for name in SHOWN_IDS.iter().chain(&SHOWN_VALUES).chain(&SHOWN_OBJECTS) {
            assert!(names.contains(name), "`{name}` shows nothing");
        }
        for (of, name) in SHOWN_TEXTS {
            let found = shown.iter().any(|(other, field)| of == other && name == field.wire);
            assert!(found, "`{of}.{name}` shows nothing");
        }
    }

    #[test]
    fn no_list_shows_people_or_secrets() {
        let private = [
            "address",
            "birthdate",
            "clientIp",
            "config",
            "content",
            "context",
            "description",
            "email",
            "externalId",
            "jwtSecret",
            "label",
            "lastIP",
            "lastLogin",
            "message",
            "name",
            "nickname",
            "oauth",
            "openid",
            "params",
            "password",
            "phone",
            "photo",
            "secret",
            "sourceCode",
            "token",
            "unionid",
            "url",
            "userIdInIdp",
            "userInfoInIdp",
            "username",
            "value",
        ];
        for (of, field) in fields() {
            let hidden = field.kind == Kind::Secret || private.contains(&field.wire.as_str());
            assert!(!(hidden && is_shown(&of, &field)), "{of}.{} is shown", field.wire);
        }
    }
}
