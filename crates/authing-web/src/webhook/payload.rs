//! What each event tells.

use std::fmt;

use authing_protocols::Secret;
use serde_json::{Map, Value};

use super::record::{WebhookRecord, WebhookUser, text};

/// Reads what an event tells. What is absent or has another form is none: whatever came is in
/// [`WebhookDelivery::data`](super::WebhookDelivery::data).
pub(super) trait Payload {
    fn read(data: Value) -> Self;
}

/// A member of what an event tells.
trait Member: Sized {
    fn read(value: Option<Value>) -> Self;
}

impl Member for Option<String> {
    fn read(value: Option<Value>) -> Self {
        text(&value?)
    }
}

impl Member for Option<Secret> {
    fn read(value: Option<Value>) -> Self {
        text(&value?).map(Secret::new)
    }
}

impl Member for Option<bool> {
    fn read(value: Option<Value>) -> Self {
        match value? {
            Value::Bool(flag) => Some(flag),
            // In a form.
            Value::String(text) if text == "true" => Some(true),
            Value::String(text) if text == "false" => Some(false),
            _ => None,
        }
    }
}

impl Member for Vec<String> {
    fn read(value: Option<Value>) -> Self {
        items(value).iter().filter_map(text).collect()
    }
}

impl Member for WebhookRecord {
    fn read(value: Option<Value>) -> Self {
        Self::read(value.unwrap_or_default())
    }
}

impl Member for WebhookUser {
    fn read(value: Option<Value>) -> Self {
        Self::read(value.unwrap_or_default())
    }
}

impl Member for Option<WebhookRecord> {
    fn read(value: Option<Value>) -> Self {
        value.filter(|value| !value.is_null()).map(WebhookRecord::read)
    }
}

impl Member for Vec<WebhookRecord> {
    fn read(value: Option<Value>) -> Self {
        items(value).into_iter().map(WebhookRecord::read).collect()
    }
}

impl Member for Vec<WebhookUser> {
    fn read(value: Option<Value>) -> Self {
        items(value).into_iter().map(WebhookUser::read).collect()
    }
}

/// The items of a list that say something; one thing alone is a list of it.
fn items(value: Option<Value>) -> Vec<Value> {
    let items = match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items,
        Some(one) => vec![one],
    };
    items.into_iter().filter(|item| !item.is_null()).collect()
}

impl Payload for WebhookUser {
    fn read(data: Value) -> Self {
        Self::read(data)
    }
}

impl Payload for WebhookRecord {
    fn read(data: Value) -> Self {
        Self::read(data)
    }
}

fn members(data: Value) -> Map<String, Value> {
    match data {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

macro_rules! payloads {
    ($(
        $(#[$doc:meta])+
        $name:ident $(shows [$($shown:ident),*])? {
            $($(#[$field_doc:meta])+ $field:ident: $kind:ty = $($member:literal)|+,)+
        }
    )+) => {$(
        $(#[$doc])+
        ///
        /// `Debug` shows ids and codes.
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])+ pub $field: $kind,)+
        }

        impl Payload for $name {
            fn read(data: Value) -> Self {
                let mut members = members(data);
                Self {
                    $($field: Member::read(None$(.or_else(|| members.remove($member)))+),)+
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                $($(shown.field(stringify!($shown), &self.$shown);)*)?
                shown.finish_non_exhaustive()
            }
        }
    )+};
}

payloads! {
    /// A second factor was checked.
    FactorChecked shows [user_id, is_valid, kind] {
        /// Whose it is.
        user_id: Option<String> = "userId",
        /// Whether it was right.
        is_valid: Option<bool> = "isValid",
        /// `OTP`, `SMS`, `EMAIL` or `FACE`.
        kind: Option<String> = "type",
    }
    /// Something was done to a user.
    AboutUser shows [user] {
        /// The user.
        user: WebhookUser = "user",
    }
    /// A user was changed, or was to be: it is told of failures too.
    UserChanged shows [user] {
        /// The user.
        user: WebhookUser = "user",
        /// What was changed.
        updates: WebhookRecord = "updates",
    }
    /// A value of a custom field changed. The new value is not always told: look it up.
    CustomDataChanged shows [owner, value, field] {
        /// Whose it is: a user's or a role's.
        owner: WebhookRecord = "user" | "role",
        /// The value.
        value: WebhookRecord = "udv",
        /// The field.
        field: WebhookRecord = "udf",
    }
    /// Users were deleted.
    UsersDeleted shows [users] {
        /// Who; with a custom database only their ids are told.
        users: Vec<WebhookUser> = "users",
    }
    /// An email address was confirmed.
    EmailVerified shows [user_id] {
        /// Whose it is.
        user_id: Option<String> = "userId",
        /// The address.
        email: Option<String> = "email",
    }
    /// The list of those who may register changed.
    WhitelistChanged {
        /// Phone numbers.
        phones: Vec<String> = "phones",
        /// Email addresses.
        emails: Vec<String> = "emails",
        /// Usernames.
        usernames: Vec<String> = "usernames",
    }
    /// Two accounts became one.
    AccountsLinked shows [primary_user, secondary_user] {
        /// The one that stays.
        primary_user: WebhookUser = "primaryUser",
        /// The one that was linked to it.
        secondary_user: WebhookUser = "secondaryUser",
    }
    /// Users were logged out by an administrator.
    UsersKicked shows [users, application] {
        /// Who.
        users: Vec<WebhookUser> = "users",
        /// Of which application; of all of them, if none is told.
        application: Option<WebhookRecord> = "application",
    }
    /// Policies were given or taken.
    PermissionsChanged shows [user_pool_id, target_type, target_ids, namespace, policies] {
        /// The user pool.
        user_pool_id: Option<String> = "userPoolId",
        /// `USER`, `ROLE`, `GROUP` or `ORG`.
        target_type: Option<String> = "targetType",
        /// To or from which of them.
        target_ids: Vec<String> = "targetIdentifiers",
        /// The namespace of the policies.
        namespace: Option<String> = "namespace",
        /// The codes of the policies, or their ids: both are told.
        policies: Vec<String> = "policyCodes" | "policies",
    }
    /// Something was done to a namespace of permissions.
    AboutNamespace shows [namespace, updates] {
        /// The namespace.
        namespace: WebhookRecord = "namespace",
        /// What was changed.
        updates: Option<WebhookRecord> = "updates",
    }
    /// Namespaces of permissions were deleted.
    NamespacesDeleted shows [namespaces] {
        /// Which.
        namespaces: Vec<WebhookRecord> = "namespaces",
    }
    /// Something was done to a resource.
    AboutResource shows [resource, namespace, updates] {
        /// The resource.
        resource: WebhookRecord = "resource",
        /// Its namespace.
        namespace: Option<String> = "namespace",
        /// What was changed.
        updates: Option<WebhookRecord> = "updates",
    }
    /// Resources were deleted.
    ResourcesDeleted shows [codes, namespace] {
        /// Which.
        codes: Vec<String> = "codes",
        /// Their namespace.
        namespace: Option<String> = "namespace",
    }
    /// Something was done to a role.
    AboutRole shows [role, namespace, updates] {
        /// The role.
        role: WebhookRecord = "role",
        /// Its namespace.
        namespace: Option<String> = "namespace",
        /// What was changed.
        updates: Option<WebhookRecord> = "updates",
    }
    /// A role was given or taken; which one, is not told.
    RoleHoldersChanged shows [user_ids, group_ids, node_ids] {
        /// Users.
        user_ids: Vec<String> = "userIds",
        /// Groups.
        group_ids: Vec<String> = "groupIds",
        /// Nodes of organisations.
        node_ids: Vec<String> = "nodeIds",
    }
    /// A second factor of an application was switched.
    ApplicationFactor shows [application_id, kind] {
        /// The application.
        application_id: Option<String> = "applicationId",
        /// Which factor.
        kind: Option<String> = "type",
    }
    /// Something was done to an application.
    AboutApplication shows [application, updates] {
        /// The application.
        application: WebhookRecord = "application",
        /// What was changed.
        updates: Option<WebhookRecord> = "updates",
    }
    /// A secret was replaced by another one.
    SecretRefreshed shows [owner] {
        /// Whose it is: an application's or the user pool's.
        owner: WebhookRecord = "application" | "userPool",
        /// The new one.
        secret: Option<Secret> = "secret",
        /// The old one.
        old_secret: Option<Secret> = "oldSecret",
    }
    /// Something was done to a group.
    AboutGroup shows [group, id, updates, users] {
        /// The group.
        group: WebhookRecord = "group",
        /// The id of a group that was deleted.
        id: Option<String> = "id",
        /// What was changed.
        updates: Option<WebhookRecord> = "updates",
        /// Who came or went.
        users: Vec<WebhookUser> = "users",
    }
    /// Something was done to an organisation.
    AboutOrganization shows [organization, root_node] {
        /// The organisation.
        organization: WebhookRecord = "organization",
        /// The root of its tree.
        root_node: Option<WebhookRecord> = "rootNode",
    }
    /// Something was done to a node of an organisation.
    AboutNode shows [node, organization, parent_node, updates] {
        /// The node.
        node: WebhookRecord = "node",
        /// Its organisation.
        organization: Option<WebhookRecord> = "organization",
        /// The node above it.
        parent_node: Option<WebhookRecord> = "parentNode",
        /// What was changed.
        updates: Option<WebhookRecord> = "updates",
    }
    /// Nodes of an organisation were deleted.
    NodesDeleted shows [nodes] {
        /// Which.
        nodes: Vec<WebhookRecord> = "nodes",
    }
    /// Somebody came to a node of an organisation, or left it.
    NodeMember shows [node, user] {
        /// The node.
        node: WebhookRecord = "node",
        /// Who.
        user: WebhookUser = "user",
    }
    /// An organisation was imported. It is told whole, with every member.
    OrganizationImported shows [organization, source] {
        /// The organisation.
        organization: WebhookRecord = "organization",
        /// `LDAP`, `ACTIVE_DIRECTORY`, `WECHATWORK`, `DINGTALK`, `LARK`, `EXCEL` or `JSON`.
        source: Option<String> = "source",
    }
    /// The tree of an organisation was synchronised with its source.
    TreeUpdated shows [organization, new_nodes, changed_nodes, removed_nodes, source] {
        /// The organisation.
        organization: WebhookRecord = "organization",
        /// Nodes that came.
        new_nodes: Vec<WebhookRecord> = "newNodes",
        /// Nodes that changed.
        changed_nodes: Vec<WebhookRecord> = "modifyNodes",
        /// Nodes that went.
        removed_nodes: Vec<WebhookRecord> = "removeNodes",
        /// Where it comes from.
        source: Option<String> = "source",
    }
    /// An administrator came or went.
    CooperatorChanged shows [user_id, policies] {
        /// Who.
        user_id: Option<String> = "userId",
        /// What they may do.
        policies: Vec<WebhookRecord> = "policies",
    }
    /// A custom field was made or deleted.
    CustomFieldChanged shows [field] {
        /// The field.
        field: WebhookRecord = "udf",
    }
    /// The user pool was changed.
    UserPoolUpdated shows [user_pool, updates] {
        /// The user pool.
        user_pool: WebhookRecord = "userPool",
        /// What was changed.
        updates: WebhookRecord = "updates",
    }
    /// Applications came to the launchpad, or left it.
    LaunchpadChanged shows [application_ids] {
        /// Which.
        application_ids: Vec<String> = "applicationIds",
    }
}

/// Variables of the environment of pipeline functions changed.
///
/// Their values are the records' secret `value`. `Debug` shows how many there are.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct EnvironmentChanged {
    /// Which.
    pub variables: Vec<WebhookRecord>,
}

impl Payload for EnvironmentChanged {
    fn read(data: Value) -> Self {
        let mut members = members(data);
        let told = members.remove("envInfo").or_else(|| members.remove("envsInfo"));
        let variables = items(told).into_iter().map(|mut variable| {
            // Each is an object, or a name.
            let value = variable.as_object_mut().and_then(|fields| fields.remove("value"));
            WebhookRecord::read(variable).with_secret("/value", value)
        });
        Self { variables: variables.collect() }
    }
}

impl fmt::Debug for EnvironmentChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvironmentChanged")
            .field("variables", &self.variables.len())
            .finish_non_exhaustive()
    }
}
