//! The events.

use serde_json::Value;

use super::{
    payload::*,
    record::{WebhookRecord, WebhookUser},
};

/// The name of a test that the console sends.
const TEST: &str = "test";

macro_rules! events {
    ($($(#[$doc:meta])+ $variant:ident($payload:ty) = $name:literal,)+) => {
        /// What happened.
        ///
        /// There are 63 names; one that Authing adds later is [`Unknown`](Self::Unknown), with its name
        /// in [`WebhookDelivery::name`](super::WebhookDelivery::name).
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "there is one of them in a delivery")]
        pub enum WebhookEvent {
            $($(#[$doc])+ $variant($payload),)+
            /// A test that the console sends; it says nothing.
            Test(WebhookRecord),
            /// An event that is not known here.
            Unknown(WebhookRecord),
        }

        impl WebhookEvent {
            /// The names of all events that are known here.
            pub const NAMES: &[&str] = &[$($name),+];

            pub(crate) fn read(name: &str, data: Value) -> Self {
                match name {
                    $($name => Self::$variant(Payload::read(data)),)+
                    TEST => Self::Test(WebhookRecord::read(data)),
                    _ => Self::Unknown(WebhookRecord::read(data)),
                }
            }
        }
    };
}

events! {
    /// Somebody logged in, or tried to.
    Login(WebhookUser) = "login",
    /// Somebody registered, or was created or imported: the same as `UserCreated`.
    Register(WebhookUser) = "register",
    /// A user was created: the same as `Register`.
    UserCreated(WebhookUser) = "user:created",
    /// A second factor was checked.
    MfaVerified(FactorChecked) = "mfa:verified",
    /// A user was changed.
    UserUpdated(UserChanged) = "user:updated",
    /// A user's custom data changed.
    UserCustomDataChanged(CustomDataChanged) = "user:udv-changed",
    /// Users were deleted.
    UserDeleted(UsersDeleted) = "user:deleted",
    /// A password was changed, or was to be.
    UserPasswordChanged(WebhookUser) = "user:password-changed",
    /// An email address was confirmed.
    UserEmailVerified(EmailVerified) = "user:email-verified",
    /// Some more may register.
    RegisterWhitelistAdded(WhitelistChanged) = "user:register-whitelist-added",
    /// Some fewer may register.
    RegisterWhitelistDeleted(WhitelistChanged) = "user:register-whitelist-deleted",
    /// A user was archived.
    UserArchived(AboutUser) = "user:archived",
    /// A user is not archived any more.
    UserUnarchived(AboutUser) = "user:unarchived",
    /// A user was locked out.
    UserBlocked(AboutUser) = "user:blocked",
    /// A user may log in again.
    UserUnblocked(AboutUser) = "user:unblocked",
    /// An account was linked to another one.
    UserAccountLinked(AccountsLinked) = "user:link-account",
    /// Users were logged out.
    Kick(UsersKicked) = "kick",
    /// Policies were given.
    PermissionAdded(PermissionsChanged) = "permission:add",
    /// Policies were taken.
    PermissionRevoked(PermissionsChanged) = "permission:revoke",
    /// A namespace was created.
    NamespaceCreated(AboutNamespace) = "privilege-namespace:created",
    /// A namespace was changed.
    NamespaceUpdated(AboutNamespace) = "privilege-namespace:updated",
    /// Namespaces were deleted.
    NamespaceDeleted(NamespacesDeleted) = "privilege-namespace:deleted",
    /// A resource was created.
    ResourceCreated(AboutResource) = "resource:created",
    /// A resource was changed.
    ResourceUpdated(AboutResource) = "resource:updated",
    /// Resources were deleted.
    ResourceDeleted(ResourcesDeleted) = "resource:delete",
    /// A role was created.
    RoleAdded(AboutRole) = "role:add",
    /// A role was changed.
    RoleUpdated(AboutRole) = "role:updated",
    /// A role was deleted. How it is told is not documented.
    RoleDeleted(WebhookRecord) = "role:delete",
    /// A role was given.
    RoleAssigned(RoleHoldersChanged) = "role:assigned",
    /// A role was taken.
    RoleUnassigned(RoleHoldersChanged) = "role:unassigned",
    /// A role's custom data changed.
    RoleCustomDataChanged(CustomDataChanged) = "role:udv-changed",
    /// A second factor was switched on for an application.
    ApplicationMfaEnabled(ApplicationFactor) = "application:mfa:enabled",
    /// A second factor was switched off for an application.
    ApplicationMfaDisabled(ApplicationFactor) = "application:mfa:disabled",
    /// An application was created.
    ApplicationCreated(AboutApplication) = "application:created",
    /// An application was changed.
    ApplicationUpdated(AboutApplication) = "application:updated",
    /// An application was deleted.
    ApplicationDeleted(AboutApplication) = "application:deleted",
    /// An application has another secret: give it to your service.
    ApplicationSecretRefreshed(SecretRefreshed) = "application:secret-refreshed",
    /// A group was created.
    GroupCreated(AboutGroup) = "group:created",
    /// A group was changed.
    GroupUpdated(AboutGroup) = "group:updated",
    /// A group was deleted.
    GroupDeleted(AboutGroup) = "group:deleted",
    /// Users came to a group.
    GroupMemberAdded(AboutGroup) = "group:member-added",
    /// Users left a group.
    GroupMemberRemoved(AboutGroup) = "group:member-removed",
    /// An organisation was created.
    OrganizationCreated(AboutOrganization) = "organization:created",
    /// An organisation was deleted.
    OrganizationDeleted(AboutOrganization) = "organization:deleted",
    /// A node was added.
    OrganizationNodeAdded(AboutNode) = "organization:node-added",
    /// A node was changed.
    OrganizationNodeUpdated(AboutNode) = "organization:node-updated",
    /// A node was moved.
    OrganizationNodeMoved(AboutNode) = "organization:node-moved",
    /// Nodes were deleted.
    OrganizationNodeDeleted(NodesDeleted) = "organization:node-deleted",
    /// A user came to a node.
    OrganizationMemberAdded(NodeMember) = "organization:member-added",
    /// A user left a node.
    OrganizationMemberRemoved(NodeMember) = "organization:member-removed",
    /// An organisation was imported.
    OrganizationImport(OrganizationImported) = "organization:imported",
    /// An organisation was synchronised.
    OrganizationTreeUpdated(TreeUpdated) = "organization:tree-updated",
    /// An administrator was added.
    CooperatorAdded(CooperatorChanged) = "user-pool:cooperator-added",
    /// An administrator was removed.
    CooperatorRemoved(CooperatorChanged) = "user-pool:cooperator-removed",
    /// The user pool has another secret: give it to your service.
    UserPoolSecretRefreshed(SecretRefreshed) = "user-pool:secret-refreshed",
    /// A custom field was made.
    CustomFieldAdded(CustomFieldChanged) = "user-pool:udf-added",
    /// A custom field was deleted.
    CustomFieldDeleted(CustomFieldChanged) = "user-pool:udf-deleted",
    /// The user pool was changed.
    UserPoolUpdate(UserPoolUpdated) = "user-pool:updated",
    /// A variable was added.
    EnvironmentAdded(EnvironmentChanged) = "user-pool:env-added",
    /// A variable was changed.
    EnvironmentUpdated(EnvironmentChanged) = "user-pool:env-updated",
    /// Variables were deleted.
    EnvironmentDeleted(EnvironmentChanged) = "user-pool:env-deleted",
    /// Applications came to the launchpad.
    LaunchpadInstalled(LaunchpadChanged) = "user-pool:launchpad-app-installed",
    /// Applications left the launchpad.
    LaunchpadUninstalled(LaunchpadChanged) = "user-pool:launchpad-app-uninstalled",
}
