//! What Authing tells about changes, and what is forgotten for it.

use std::error::Error as StdError;

use super::cache::CachedPermissions;
use crate::webhook::{WebhookDelivery, WebhookEvent, WebhookHandler, WebhookUser};

/// What users something may no longer hold of, or hold of now.
#[derive(Debug, PartialEq)]
enum Change {
    Nobody,
    Users(Vec<String>),
    /// Of a role, a group, a resource: who is concerned is not told.
    Everybody,
}

impl Change {
    /// These users. Whatever names nobody may be about anybody.
    fn of(users: impl IntoIterator<Item = Option<String>>) -> Self {
        let users: Option<Vec<_>> = users.into_iter().collect();
        users.filter(|users| !users.is_empty()).map_or(Self::Everybody, Self::Users)
    }

    fn of_webhook(event: &WebhookEvent) -> Self {
        use WebhookEvent as It;
        let id = |user: &WebhookUser| user.id.clone();
        match event {
            It::UserUpdated(about) => Self::of([id(&about.user)]),
            It::UserCustomDataChanged(about) => Self::of([about.owner.id.clone()]),
            It::UserDeleted(about) => Self::of(about.users.iter().map(id)),
            It::UserArchived(about)
            | It::UserUnarchived(about)
            | It::UserBlocked(about)
            | It::UserUnblocked(about) => Self::of([id(&about.user)]),
            It::UserAccountLinked(about) => {
                Self::of([id(&about.primary_user), id(&about.secondary_user)])
            }
            It::Kick(about) => Self::of(about.users.iter().map(id)),
            It::PermissionAdded(about) | It::PermissionRevoked(about) => {
                match about.target_type.as_deref() {
                    Some("USER") => Self::of(about.target_ids.iter().cloned().map(Some)),
                    _ => Self::Everybody,
                }
            }
            It::RoleAssigned(about) | It::RoleUnassigned(about) => {
                match about.group_ids.is_empty() && about.node_ids.is_empty() {
                    true => Self::of(about.user_ids.iter().cloned().map(Some)),
                    false => Self::Everybody,
                }
            }
            It::GroupMemberAdded(about) | It::GroupMemberRemoved(about) => {
                Self::of(about.users.iter().map(id))
            }
            It::OrganizationMemberAdded(about) | It::OrganizationMemberRemoved(about) => {
                Self::of([id(&about.user)])
            }
            It::NamespaceUpdated(_)
            | It::NamespaceDeleted(_)
            | It::ResourceCreated(_)
            | It::ResourceUpdated(_)
            | It::ResourceDeleted(_)
            | It::RoleAdded(_)
            | It::RoleUpdated(_)
            | It::RoleDeleted(_)
            | It::RoleCustomDataChanged(_)
            | It::GroupUpdated(_)
            | It::GroupDeleted(_)
            | It::OrganizationDeleted(_)
            | It::OrganizationNodeUpdated(_)
            | It::OrganizationNodeMoved(_)
            | It::OrganizationNodeDeleted(_)
            | It::OrganizationImport(_)
            | It::OrganizationTreeUpdated(_)
            // It may be about anything.
            | It::Unknown(_) => Self::Everybody,
            It::Login(_)
            | It::Register(_)
            | It::UserCreated(_)
            | It::MfaVerified(_)
            | It::UserPasswordChanged(_)
            | It::UserEmailVerified(_)
            | It::RegisterWhitelistAdded(_)
            | It::RegisterWhitelistDeleted(_)
            // Nobody is in what is new.
            | It::NamespaceCreated(_)
            | It::GroupCreated(_)
            | It::OrganizationCreated(_)
            | It::OrganizationNodeAdded(_)
            | It::ApplicationMfaEnabled(_)
            | It::ApplicationMfaDisabled(_)
            | It::ApplicationCreated(_)
            | It::ApplicationUpdated(_)
            | It::ApplicationDeleted(_)
            | It::ApplicationSecretRefreshed(_)
            | It::CooperatorAdded(_)
            | It::CooperatorRemoved(_)
            | It::UserPoolSecretRefreshed(_)
            | It::CustomFieldAdded(_)
            | It::CustomFieldDeleted(_)
            | It::UserPoolUpdate(_)
            | It::EnvironmentAdded(_)
            | It::EnvironmentUpdated(_)
            | It::EnvironmentDeleted(_)
            | It::LaunchpadInstalled(_)
            | It::LaunchpadUninstalled(_)
            | It::Test(_) => Self::Nobody,
        }
    }
}

impl CachedPermissions {
    /// Forgets what a webhook tells that may have changed: of the users that it names, or of everybody
    /// where it names none (a role, a group, a resource that was changed) or is not known here. What changes
    /// nobody's permissions, such as a login, is left as it is. Idempotent.
    ///
    /// The cache is itself a handler of webhooks; call this from one of your own. No webhook tells of
    /// tenants.
    ///
    /// ```
    /// use authing_web::{CachedPermissions, webhook::WebhookDelivery};
    ///
    /// async fn handle(permissions: &CachedPermissions, delivery: WebhookDelivery) {
    ///     permissions.apply_webhook(delivery.event());
    ///     // ... and what else there is to do.
    /// }
    /// # let _ = handle;
    /// ```
    pub fn apply_webhook(&self, event: &WebhookEvent) {
        self.apply(Change::of_webhook(event));
    }

    fn apply(&self, change: Change) {
        match change {
            Change::Nobody => {}
            Change::Users(ids) => ids.into_iter().for_each(|id| self.forget_user(id)),
            Change::Everybody => self.forget_all(),
        }
    }
}

impl WebhookHandler for CachedPermissions {
    async fn handle(
        &self,
        delivery: WebhookDelivery,
    ) -> Result<(), Box<dyn StdError + Send + Sync>> {
        self.apply_webhook(delivery.event());
        Ok(())
    }
}

#[cfg(feature = "events")]
mod events {
    use std::{future::poll_fn, pin::Pin};

    use authing_core::{Error, Event, EventStream};
    use futures_core::Stream as _;
    use serde_json::Value;

    use super::{CachedPermissions, Change, WebhookUser};

    /// Where in an event a user is told, or several.
    const PLACES: [&str; 6] = ["", "/user", "/users", "/data", "/data/user", "/data/users"];

    impl Change {
        fn of_event(event: &Event) -> Self {
            match event {
                Event::Message(message) => Self::of_text(message.text()),
                // What happened before a subscription, and in a gap, was not told.
                _ => Self::Everybody,
            }
        }

        /// The form of events is not documented: what names no user in a way that is known here is about
        /// everybody.
        pub(super) fn of_text(text: &str) -> Self {
            let told: Value = serde_json::from_str(text).unwrap_or_default();
            let mut users = Vec::new();
            for place in PLACES {
                match told.pointer(place) {
                    Some(Value::Array(items)) => users.extend(items.iter().map(id)),
                    Some(one @ Value::Object(_)) => users.extend(id(one).map(Some)),
                    _ => {}
                }
            }
            for place in ["/userIds", "/data/userIds"] {
                let items = told.pointer(place).and_then(Value::as_array).into_iter().flatten();
                users.extend(items.map(|item| item.as_str().map(str::to_owned)));
            }
            Self::of(users)
        }
    }

    /// A user's id, of an object or of itself.
    fn id(user: &Value) -> Option<String> {
        let id_of_user = user.get("userId").and_then(Value::as_str).map(str::to_owned);
        id_of_user.or_else(|| WebhookUser::read(user.clone()).id)
    }

    #[cfg_attr(docsrs, doc(cfg(feature = "events")))]
    impl CachedPermissions {
        /// Forgets what an event tells that may have changed: of the users that it names, or of everybody
        /// where it names none, and in a gap. Idempotent.
        pub fn apply_event(&self, event: &Event) {
            self.apply(Change::of_event(event));
        }

        /// Forgets what events tell, until they end: a task for the life of the process, one for each type
        /// of event. Every process can follow them, while a webhook reaches one. When they end all is
        /// forgotten, and from then on the bound alone counts.
        ///
        /// ```no_run
        /// use authing_core::EventStream;
        /// use authing_web::CachedPermissions;
        ///
        /// # fn example(permissions: CachedPermissions, subscribe: impl Fn(&str) -> EventStream) {
        /// // `management.events().subscribe("authing.user.updated")`
        /// let events = subscribe("authing.user.updated");
        /// tokio::spawn(async move { permissions.follow(events).await });
        /// # }
        /// ```
        ///
        /// # Errors
        ///
        /// The last failure, when the subscription cannot be kept up.
        pub async fn follow(&self, mut events: EventStream) -> Result<(), Error> {
            let ended = loop {
                match poll_fn(|context| Pin::new(&mut events).poll_next(context)).await {
                    Some(Ok(event)) => self.apply_event(&event),
                    Some(Err(error)) => break Err(error),
                    None => break Ok(()),
                }
            };
            self.forget_all();
            ended
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn change(name: &str, data: Value) -> Change {
        Change::of_webhook(&WebhookEvent::read(name, data))
    }

    fn users(ids: &[&str]) -> Change {
        Change::Users(ids.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn a_change_of_users_is_about_them() {
        for (name, data, ids) in [
            ("role:assigned", json!({"userIds": ["a", "b"]}), &["a", "b"][..]),
            ("role:unassigned", json!({"userIds": ["a"], "groupIds": []}), &["a"]),
            (
                "permission:add",
                json!({"targetType": "USER", "targetIdentifiers": ["a", "b"]}),
                &["a", "b"],
            ),
            ("permission:revoke", json!({"targetType": "USER", "targetIdentifiers": "a"}), &["a"]),
            ("user:blocked", json!({"user": {"id": "a"}}), &["a"]),
            ("user:unblocked", json!({"user": {"id": "a"}}), &["a"]),
            ("user:archived", json!({"user": {"_id": "a"}}), &["a"]),
            ("user:unarchived", json!({"user": "a"}), &["a"]),
            ("user:updated", json!({"user": {"id": "a"}, "updates": {}}), &["a"]),
            ("user:deleted", json!({"users": [{"id": "a"}, "b"]}), &["a", "b"]),
            ("user:udv-changed", json!({"user": {"id": "a"}}), &["a"]),
            (
                "user:link-account",
                json!({"primaryUser": {"id": "a"}, "secondaryUser": {"id": "b"}}),
                &["a", "b"],
            ),
            ("kick", json!({"users": [{"id": "a"}]}), &["a"]),
            ("group:member-added", json!({"users": [{"id": "a"}]}), &["a"]),
            ("group:member-removed", json!({"users": [{"id": "a"}]}), &["a"]),
            ("organization:member-added", json!({"user": {"id": "a"}}), &["a"]),
            ("organization:member-removed", json!({"user": {"id": "a"}}), &["a"]),
        ] {
            assert_eq!(change(name, data), users(ids), "{name}");
        }
    }

    #[test]
    fn what_names_no_user_is_about_everybody() {
        for (name, data) in [
            ("role:assigned", json!({"userIds": ["a"], "groupIds": ["g"]})),
            ("role:unassigned", json!({"userIds": ["a"], "nodeIds": ["n"]})),
            ("role:unassigned", json!({})),
            ("permission:revoke", json!({"targetType": "ROLE", "targetIdentifiers": ["r"]})),
            ("permission:revoke", json!({"targetIdentifiers": ["r"]})),
            ("permission:revoke", json!({"targetType": "USER"})),
            ("user:blocked", json!("odd")),
            // One of them is told in a form that is not known here.
            ("user:deleted", json!({"users": [{"id": "a"}, {"name": "b"}]})),
            ("user:link-account", json!({"primaryUser": {"id": "a"}})),
            ("role:delete", json!({"id": "r"})),
            ("resource:updated", json!({})),
            ("group:deleted", json!({"id": "g"})),
            ("organization:tree-updated", json!({})),
            ("role:renewed", json!({"userIds": ["a"]})),
        ] {
            assert_eq!(change(name, data.clone()), Change::Everybody, "{name} {data}");
        }
    }

    #[cfg(feature = "events")]
    #[test]
    fn an_event_is_about_the_users_that_it_names_or_about_everybody() {
        for (event, ids) in [
            (json!({"id": "a", "username": "ann"}), &["a"][..]),
            (json!({"userId": "a", "id": "of the event"}), &["a"]),
            (json!({"user": {"id": "a"}}), &["a"]),
            (json!({"data": {"id": "a"}}), &["a"]),
            (json!({"data": {"user": {"_id": "a"}}}), &["a"]),
            (json!({"users": [{"id": "a"}, "b"]}), &["a", "b"]),
            (json!({"data": {"userIds": ["a", "b"]}}), &["a", "b"]),
            (json!({"id": "a", "data": {"id": "b"}}), &["a", "b"]),
        ] {
            assert_eq!(Change::of_text(&event.to_string()), users(ids), "{event}");
        }
        let odd =
            [json!({}), json!([]), json!({"userIds": [7]}), json!({"users": [{"name": "b"}]})];
        for text in odd.iter().map(Value::to_string).chain(["".to_owned(), "missed".to_owned()]) {
            assert_eq!(Change::of_text(&text), Change::Everybody, "{text}");
        }
    }

    #[test]
    fn a_login_changes_nobodys_permissions() {
        for name in ["login", "user:created", "mfa:verified", "application:created", "test"] {
            assert_eq!(change(name, json!({"id": "a"})), Change::Nobody, "{name}");
        }
    }
}
