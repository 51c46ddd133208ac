//! What can happen in a user pool, by the names that webhooks have for it.

use serde_json::Value as Json;

use crate::base::clock::Timestamp;

/// Something that happened, as subscribers and webhooks are told of it.
pub(crate) struct Happening {
    pub(crate) pool_id: String,
    pub(crate) event: Event,
    /// The user it happened to, who may hear of it besides administrators.
    pub(crate) user_id: Option<String>,
    pub(crate) at: Timestamp,
    /// What is told of it.
    pub(crate) data: Json,
}

show_fields!(Happening { pool_id, event, user_id, at });

impl Happening {
    /// The body of a webhook, and the text of an event.
    pub(crate) fn body(&self) -> String {
        // Written by hand, so that the name comes first however a map orders its members.
        let name = Json::from(self.event.name());
        format!("{{\"eventName\":{name},\"data\":{}}}", self.data)
    }
}

macro_rules! events {
    ($($variant:ident = $name:literal $($never:ident)?,)+) => {
        /// An event of webhooks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Event {
            $($variant,)+
        }

        impl Event {
            /// All of them, in the order of the server's documentation.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];

            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Whether the emulator has what the event tells of.
            pub(crate) fn happens(self) -> bool {
                match self {
                    $(Self::$variant => true $(&& stringify!($never).is_empty())?,)+
                }
            }
        }
    };
}

events! {
    Login = "login",
    Register = "register",
    UserCreated = "user:created",
    MfaVerified = "mfa:verified",
    UserUpdated = "user:updated",
    UserCustomDataChanged = "user:udv-changed",
    UserDeleted = "user:deleted",
    UserPasswordChanged = "user:password-changed",
    UserEmailVerified = "user:email-verified",
    WhitelistAdded = "user:register-whitelist-added",
    WhitelistDeleted = "user:register-whitelist-deleted",
    UserArchived = "user:archived",
    UserUnarchived = "user:unarchived",
    UserBlocked = "user:blocked",
    UserUnblocked = "user:unblocked",
    AccountLinked = "user:link-account",
    Kick = "kick",
    PermissionAdded = "permission:add",
    PermissionRevoked = "permission:revoke",
    NamespaceCreated = "privilege-namespace:created",
    NamespaceUpdated = "privilege-namespace:updated",
    NamespaceDeleted = "privilege-namespace:deleted",
    ResourceCreated = "resource:created",
    ResourceUpdated = "resource:updated",
    ResourceDeleted = "resource:delete",
    RoleAdded = "role:add",
    RoleUpdated = "role:updated",
    RoleDeleted = "role:delete",
    RoleAssigned = "role:assigned",
    RoleUnassigned = "role:unassigned",
    RoleCustomDataChanged = "role:udv-changed",
    ApplicationMfaEnabled = "application:mfa:enabled",
    ApplicationMfaDisabled = "application:mfa:disabled",
    ApplicationCreated = "application:created",
    ApplicationUpdated = "application:updated",
    ApplicationDeleted = "application:deleted",
    ApplicationSecretRefreshed = "application:secret-refreshed",
    GroupCreated = "group:created",
    GroupUpdated = "group:updated",
    GroupDeleted = "group:deleted",
    GroupMemberAdded = "group:member-added",
    GroupMemberRemoved = "group:member-removed",
    OrganizationCreated = "organization:created",
    OrganizationDeleted = "organization:deleted",
    NodeAdded = "organization:node-added",
    NodeUpdated = "organization:node-updated",
    NodeMoved = "organization:node-moved",
    NodeDeleted = "organization:node-deleted",
    NodeMemberAdded = "organization:member-added",
    NodeMemberRemoved = "organization:member-removed",
    OrganizationImported = "organization:imported",
    OrganizationTreeUpdated = "organization:tree-updated",
    CooperatorAdded = "user-pool:cooperator-added" never,
    CooperatorRemoved = "user-pool:cooperator-removed" never,
    PoolSecretRefreshed = "user-pool:secret-refreshed",
    FieldAdded = "user-pool:udf-added",
    FieldDeleted = "user-pool:udf-deleted",
    PoolUpdated = "user-pool:updated",
    VariableAdded = "user-pool:env-added",
    VariableUpdated = "user-pool:env-updated",
    VariableDeleted = "user-pool:env-deleted",
    LaunchpadInstalled = "user-pool:launchpad-app-installed" never,
    LaunchpadUninstalled = "user-pool:launchpad-app-uninstalled" never,
}

impl Event {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.name() == name)
    }

    /// The type that subscribers over WebSocket name. Three are known of the server:
    /// `authing.user.created`, `authing.user.updated` and `authing.user.login`; the others are made like
    /// them.
    pub(crate) fn topic(self) -> String {
        match self {
            Self::Login | Self::Register | Self::Kick => format!("authing.user.{}", self.name()),
            _ => format!("authing.{}", self.name().replace(':', ".")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topics_that_are_known_are_those_of_their_events() {
        for (event, topic) in [
            (Event::UserCreated, "authing.user.created"),
            (Event::UserUpdated, "authing.user.updated"),
            (Event::Login, "authing.user.login"),
        ] {
            assert_eq!(event.topic(), topic);
        }
    }

    #[test]
    fn there_are_63_events_and_no_name_comes_twice() {
        let mut names: Vec<&str> = Event::ALL.iter().map(|event| event.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 63);
        assert_eq!(Event::ALL.iter().filter(|event| !event.happens()).count(), 4);
        assert_eq!(Event::named("resource:delete"), Some(Event::ResourceDeleted));
        assert_eq!(Event::named("resource:deleted"), None);
    }
}
