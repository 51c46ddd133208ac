//! A seed of the present state.

use std::collections::HashMap;
use std::fmt;

use serde_json::{Map, Value as Json};

use crate::base::keys::{self, PasswordKeys};
use crate::domain::acl::namespaces;
use crate::domain::orgs::trees::Trees;
use crate::seed::content::{
    Access, Action, Agreement, Application, Connection, Content, CustomDatabase, CustomField,
    Department, DirectoryUser, EmailTemplate, Group, Identity, IdentitySource, Namespace, Org,
    PasswordKeys as Keys, Permission, PipelineFunction, Policy, PolicyAssignment, Resource, Role,
    SamlKey, Settings, SocialConnection, Statement, StoredPassword, Strength, Target, Tenant, Totp,
    User, UserPool, Webhook, Whitelist,
};
use crate::seed::room::with_room;
use crate::state::EmulatorState;
use crate::state::acl::{DEFAULT_NAMESPACE, TargetType};
use crate::state::applications::{self, ApplicationSettings, DefaultStrategy, TokenAlgorithm};
use crate::state::custom_data::FieldTarget;
use crate::state::external_identities::DirectoryKind;
use crate::state::orgs::Node;
use crate::state::pipeline::three;
use crate::state::policies::Effect;
use crate::state::user_pool::{self, PasswordStrength};
use crate::state::users::{self, DEFAULT_PHOTO, UserStatus};
use crate::state::webhooks;
use crate::state::whitelist::WhitelistType;

/// What stands above an export.
const HEAD: &str = "\
# yaml-language-server: $schema=https://raw.githubusercontent.com/authing-community/authing-rust/main/crates/authing-emulator/seed.schema.json
#
# A seed of the state of authing-emulator: `authing-emulator --seed FILE` starts with it.
#
# It holds secrets and private keys. Passwords cannot be read back: `storedPassword` is what the emulator
# has of one, and can be replaced by a plain `password`. Not in a seed: times, sessions, tokens, codes and
# messages, logs, deleted users, accepted agreements, faces, devices, real names, uploaded files, functions
# in JavaScript, functions of the program that started the emulator, and directories to synchronise from.
";

/// The state cannot be written as a seed: a defect of the crate, or the system gave no thread.
#[derive(Clone, thiserror::Error)]
#[error("the state cannot be written as a seed: {0}")]
pub struct ExportError(String);

impl fmt::Debug for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The seed as YAML.
pub(crate) fn export(state: &EmulatorState, keys: &PasswordKeys) -> Result<String, ExportError> {
    let write = || {
        let content = Content {
            schema: None,
            user_pools: state.pools.iter().map(pool).collect(),
            password_keys: keys.to_pem().map(|(rsa, sm2)| Keys { rsa, sm2: Some(sm2) }),
        };
        // The text of an error is of the writer's own making and quotes nothing.
        serde_saphyr::to_string(&content).map_err(|error| ExportError(error.to_string()))
    };
    let text = with_room(write).map_err(|error| ExportError(error.to_string()))??;
    Ok(format!("{HEAD}{text}"))
}

/// The values of custom data by what they belong to.
type Values<'a> = HashMap<(FieldTarget, &'a str), Map<String, Json>>;

fn pool(pool: &user_pool::UserPool) -> UserPool {
    let mut values: Values<'_> = HashMap::new();
    for value in &pool.field_values {
        let of_target = values.entry((value.target_type, value.target_id.as_str())).or_default();
        of_target.insert(value.key.clone(), value.value.clone());
    }
    let data =
        |target: FieldTarget, id: &str| values.get(&(target, id)).cloned().unwrap_or_default();
    let trees = Trees::of(pool);
    let own = user_pool::UserPool::new(String::new(), String::new(), "", pool.created_at);
    let namespaces = pool.namespaces.iter().filter(|known| !namespaces::is_built_in(known));
    let whitelist = |kind: WhitelistType| -> Vec<String> {
        let of_kind = pool.whitelist.iter().filter(|entry| entry.kind == kind);
        of_kind.map(|entry| entry.value.clone()).collect()
    };
    let whitelist = Whitelist {
        usernames: whitelist(WhitelistType::Username),
        emails: whitelist(WhitelistType::Email),
        phones: whitelist(WhitelistType::Phone),
    };
    let hidden: Vec<(&str, &str)> = pool
        .policies
        .iter()
        .filter(|policy| policy.hidden)
        .map(|policy| (policy.namespace.as_str(), policy.code.as_str()))
        .collect();
    UserPool {
        id: Some(pool.id.clone()),
        secret: Some(pool.secret.clone()),
        name: Some(pool.name.clone()),
        domain: (pool.domain != pool.id).then(|| pool.domain.clone()),
        description: pool.description.clone(),
        logo: (pool.logo != own.logo).then(|| pool.logo.clone()),
        settings: settings(&pool.settings),
        custom_fields: pool
            .field_definitions
            .iter()
            .map(|field| CustomField {
                target: field.target_type,
                key: field.key.clone(),
                kind: field.data_type,
                label: field.label.clone(),
                options: field.options.clone(),
            })
            .collect(),
        custom_data: data(FieldTarget::UserPool, &pool.id),
        applications: pool
            .apps
            .iter()
            .map(|app| application(pool, app, data(FieldTarget::Application, &app.id)))
            .collect(),
        namespaces: namespaces
            .map(|namespace| Namespace {
                code: namespace.code.clone(),
                name: Some(namespace.name.clone()).filter(|name| *name != namespace.code),
                description: Some(namespace.description.clone()).filter(|text| !text.is_empty()),
            })
            .collect(),
        resources: pool
            .resources
            .iter()
            .map(|resource| Resource {
                code: resource.code.clone(),
                kind: resource.resource_type,
                id: Some(resource.id.clone()),
                namespace: named(&resource.namespace),
                actions: resource
                    .actions
                    .iter()
                    .map(|action| Action {
                        name: action.name.clone(),
                        description: action.description.clone(),
                    })
                    .collect(),
                description: resource.description.clone(),
                api_identifier: resource.api_identifier.clone(),
            })
            .collect(),
        users: pool
            .users
            .iter()
            .filter(|user| !user.deleted)
            .map(|own| user(own, data(FieldTarget::User, &own.id)))
            .collect(),
        groups: pool
            .groups
            .iter()
            .map(|group| Group {
                code: group.code.clone(),
                name: Some(group.name.clone()).filter(|name| *name != group.code),
                description: group.description.clone(),
                users: group.users.clone(),
            })
            .collect(),
        roles: pool
            .roles
            .iter()
            .map(|role| Role {
                code: role.code.clone(),
                id: Some(role.id.clone()),
                namespace: named(&role.namespace),
                description: role.description.clone(),
                parent: role.parent.clone(),
                users: role.users.clone(),
                groups: role.groups.clone(),
                departments: role.nodes.clone(),
                // A value may have been set by the id or by the code.
                custom_data: data(FieldTarget::Role, &role.code)
                    .into_iter()
                    .chain(data(FieldTarget::Role, &role.id))
                    .collect(),
            })
            .collect(),
        orgs: pool
            .orgs
            .iter()
            .filter_map(|org| {
                let root = trees.get(&org.root)?;
                let (members, leaders) = members(root);
                Some(Org {
                    name: root.name.clone(),
                    id: Some(org.id.clone()),
                    root_id: Some(root.id.clone()),
                    code: root.code.clone(),
                    description: root.description.clone(),
                    tenant: org.tenant_id.clone(),
                    members,
                    leaders,
                    departments: departments(&trees, &values, root),
                    custom_data: data(FieldTarget::Org, &org.id),
                    root_custom_data: data(FieldTarget::Node, &root.id),
                })
            })
            .collect(),
        tenants: pool.tenants.iter().map(tenant).collect(),
        identity_sources: pool.identity_sources.iter().map(source).collect(),
        social_connections: pool
            .social_connections
            .iter()
            .map(|connection| SocialConnection {
                provider: connection.provider.clone(),
                disabled: !connection.enabled,
                fields: connection
                    .fields
                    .iter()
                    .map(|field| (field.key.clone(), field.value.clone()))
                    .collect(),
            })
            .collect(),
        ldap_users: directory(pool, DirectoryKind::Ldap),
        ad_users: directory(pool, DirectoryKind::Ad),
        policies: pool
            .policies
            .iter()
            .filter(|policy| !policy.is_default && !policy.hidden)
            .map(|policy| Policy {
                code: policy.code.clone(),
                statements: policy
                    .statements
                    .iter()
                    .map(|statement| Statement {
                        resource: statement.resource.clone(),
                        actions: statement.actions.clone(),
                        effect: Some(statement.effect).filter(|effect| *effect == Effect::Deny),
                        condition: statement.condition.clone(),
                    })
                    .collect(),
                id: Some(policy.id.clone()),
                namespace: named(&policy.namespace),
                description: policy.description.clone(),
            })
            .collect(),
        policy_assignments: pool
            .assignments
            .iter()
            .filter(|a| !hidden.contains(&(a.namespace.as_str(), a.policy.as_str())))
            .map(|a| PolicyAssignment {
                policy: a.policy.clone(),
                to: Target { not_below: !a.inherited, ..target(a.target_type, &a.target) },
                namespace: named(&a.namespace),
                disabled: !a.enabled,
            })
            .collect(),
        permissions: pool
            .grants
            .iter()
            .map(|grant| Permission {
                resource: grant.resource.clone(),
                to: target(grant.target_type, &grant.target),
                namespace: named(&grant.namespace),
                kind: grant.resource_type.clone(),
                actions: grant.actions.clone(),
            })
            .collect(),
        whitelist: Some(whitelist).filter(|lists| *lists != Whitelist::default()),
        webhooks: pool.webhooks.iter().map(|webhook| exported(&webhook.settings)).collect(),
        env: pool.env.clone(),
        email_templates: pool
            .email_templates
            .iter()
            .map(|template| EmailTemplate {
                kind: template.kind,
                subject: template.subject.clone(),
                content: template.content.clone(),
                name: Some(template.name.clone()),
                sender: Some(template.sender.clone()),
                redirect_to: template.redirect_to.clone(),
                has_url: template.has_url,
                expires_in: template.expires_in,
                disabled: !template.enabled,
            })
            .collect(),
        pipeline: pool
            .pipeline
            .iter()
            .map(|address| PipelineFunction {
                scene: address.scene,
                url: address.url.clone(),
                timeout: seconds(address.patience.timeout),
                terminate_on_timeout: address.patience.terminate_on_timeout,
                is_asynchronous: address.patience.is_asynchronous,
            })
            .collect(),
        custom_database: pool.custom_database.as_ref().map(|database| CustomDatabase {
            url: database.url.clone(),
            timeout: seconds(database.timeout),
        }),
    }
}

fn exported(settings: &webhooks::Webhook) -> Webhook {
    Webhook {
        url: settings.url.clone(),
        name: Some(settings.name.clone()).filter(|name| !name.is_empty()),
        secret: settings.secret.clone(),
        content_type: settings.content_type,
        events: settings.events.clone(),
        disabled: !settings.enabled,
    }
}

/// The time of a function, unless it is that of one that says nothing.
fn seconds(timeout: u64) -> Option<u64> {
    (timeout != three()).then_some(timeout)
}

/// The code of a namespace, where it is not the one that is meant without one.
fn named(namespace: &str) -> Option<String> {
    (namespace != DEFAULT_NAMESPACE).then(|| namespace.to_owned())
}

fn target(kind: TargetType, id: &str) -> Target {
    let mut target = Target::default();
    let field = match kind {
        TargetType::User => &mut target.user,
        TargetType::Role => &mut target.role,
        TargetType::Group => &mut target.group,
        TargetType::Org => &mut target.department,
        TargetType::AkSk => &mut target.account,
    };
    *field = Some(id.to_owned());
    target
}

/// The settings that are not as in a new pool.
fn settings(own: &user_pool::Settings) -> Option<Settings> {
    let (Ok(Json::Object(own_fields)), Ok(Json::Object(defaults))) =
        (serde_json::to_value(own), serde_json::to_value(user_pool::Settings::default()))
    else {
        return None;
    };
    let changed = own_fields.into_iter().filter(|(key, value)| {
        key != "passwordStrength" && defaults.get(key) != Some(value) && !value.is_null()
    });
    let mut settings: Settings =
        serde_json::from_value(Json::Object(changed.collect())).unwrap_or_default();
    settings.password_strength = match own.password_strength {
        PasswordStrength::NonEmpty => None,
        PasswordStrength::Low => Some(Strength::Low),
        PasswordStrength::Middle => Some(Strength::Middle),
        PasswordStrength::High => Some(Strength::High),
    };
    Some(settings).filter(|settings| *settings != Settings::default())
}

fn application(
    pool: &user_pool::UserPool,
    app: &applications::Application,
    custom_data: Map<String, Json>,
) -> Application {
    let new = applications::Application::new(
        app.id.clone(),
        String::new(),
        "",
        TokenAlgorithm::default(),
        app.created_at,
    );
    let private = |key: &str| keys::pem_of_base64("PRIVATE KEY", key);
    Application {
        id: Some(app.id.clone()),
        secret: Some(app.secret.clone()),
        name: Some(app.name.clone()),
        identifier: (app.identifier != app.id).then(|| app.identifier.clone()),
        description: app.profile.description.clone(),
        logo: app.profile.logo.clone(),
        css: app.profile.css.clone(),
        settings: ApplicationSettings::changes(&new, app),
        app_type: app.profile.app_type,
        register_disabled: app.profile.register_disabled,
        login_require_email_verified: app.profile.login_require_email_verified,
        agreement_enabled: app.profile.agreement_enabled,
        agreements: app
            .agreements
            .iter()
            .map(|agreement| Agreement {
                title: agreement.title.clone(),
                optional: !agreement.required,
                lang: Some(agreement.lang.clone()).filter(|lang| lang != "zh-CN"),
            })
            .collect(),
        access: access(pool, app),
        signing_key: app.rsa_key.as_deref().and_then(private),
        saml_key: app.saml_key.as_ref().and_then(|own| {
            let certificate = keys::pem_of_base64("CERTIFICATE", &own.certificate)?;
            Some(SamlKey { private_key: private(&own.key)?, certificate })
        }),
        custom_data,
    }
}

fn access(pool: &user_pool::UserPool, app: &applications::Application) -> Option<Access> {
    let policies = app.access.policies.as_ref()?;
    let of = |code: &str| -> Vec<Target> {
        let records = pool.assignments.iter();
        let records = records.filter(|a| a.namespace == app.id && a.policy == code);
        records
            .map(|a| Target {
                namespace: a.target_namespace.clone(),
                not_below: !a.inherited,
                disabled: !a.enabled,
                ..target(a.target_type, &a.target)
            })
            .collect()
    };
    Some(Access {
        enabled: app.access.enabled,
        deny_by_default: app.access.default_strategy == DefaultStrategy::DenyAll,
        allow: of(&policies.allow),
        deny: of(&policies.deny),
    })
}

fn user(own: &users::User, custom_data: Map<String, Json>) -> User {
    let is_own = |(key, value): &(&String, &String)| {
        !(*key == "photo" && *value == DEFAULT_PHOTO || *key == "gender" && *value == "U")
    };
    let profile = own.profile.iter().filter(is_own);
    User {
        id: Some(own.id.clone()),
        username: own.username.clone(),
        email: own.email.clone(),
        email_verified: own.email_verified,
        phone: own.phone.clone(),
        phone_verified: own.phone_verified,
        password: None,
        stored_password: own.password.as_ref().map(|password| match password {
            users::StoredPassword::Hashed { salt, hash } => StoredPassword {
                salt: Some(salt.clone()),
                hash: Some(hash.clone()),
                level: own.password_level,
                kept: None,
            },
            users::StoredPassword::Kept(value) => StoredPassword {
                kept: Some(value.clone()),
                level: own.password_level,
                ..StoredPassword::default()
            },
        }),
        reset_password_on_first_login: own.reset_on_first_login,
        blocked: own.blocked,
        status: Some(own.status).filter(|status| *status != UserStatus::Activated),
        expires_at: own.expired_at.map(|at| at.to_rest()),
        profile: profile.map(|(key, value)| (key.clone(), value.clone())).collect(),
        custom_data,
        roles: Vec::new(),
        groups: Vec::new(),
        departments: Vec::new(),
        identities: own
            .identities
            .iter()
            .map(|identity| Identity {
                provider: identity.provider.clone(),
                user_id_in_idp: identity.user_id_in_idp.clone(),
                openid: identity.openid.clone(),
                connection_id: identity.connection_id.clone(),
                enterprise: !identity.is_social,
                access_token: identity.access_token.clone(),
                refresh_token: identity.refresh_token.clone(),
                kind: identity.kind.clone(),
                ext_idp_id: identity.ext_idp_id.clone(),
            })
            .collect(),
        totp: own.totp.as_ref().map(|totp| Totp {
            secret: totp.secret.clone(),
            id: Some(totp.id.clone()),
            recovery_code: Some(totp.recovery_code.clone()),
        }),
        register_source: match own.register_source.as_slice() {
            [source] if source == "unknown" => Vec::new(),
            sources => sources.to_vec(),
        },
    }
}

/// All who are in a department, and those of them who lead it.
fn members(node: &Node) -> (Vec<String>, Vec<String>) {
    let ids = |leaders: bool| {
        let members = node.members.iter().filter(|member| !leaders || member.is_leader);
        members.map(|member| member.user_id.clone()).collect()
    };
    (ids(false), ids(true))
}

/// No deeper than the levels that departments may have.
fn departments(trees: &Trees<'_>, values: &Values<'_>, above: &Node) -> Vec<Department> {
    let department = |node: &&Node| {
        let (members, leaders) = members(node);
        let key = (FieldTarget::Node, node.id.as_str());
        Department {
            name: node.name.clone(),
            id: Some(node.id.clone()),
            name_i18n: node.name_i18n.clone(),
            code: node.code.clone(),
            description: node.description.clone(),
            description_i18n: node.description_i18n.clone(),
            order: node.order,
            members,
            leaders,
            departments: departments(trees, values, node),
            custom_data: values.get(&key).cloned().unwrap_or_default(),
        }
    };
    trees.children(&above.id).iter().map(department).collect()
}

fn tenant(tenant: &crate::state::tenants::Tenant) -> Tenant {
    let of = |is: fn(&crate::state::tenants::TenantMember) -> bool| {
        let members = tenant.members.iter().filter(|member| is(member));
        members.map(|member| member.user_id.clone()).collect()
    };
    Tenant {
        name: tenant.name.clone(),
        id: Some(tenant.id.clone()),
        logo: tenant.logo.clone(),
        description: tenant.description.clone(),
        css: tenant.css.clone(),
        applications: tenant.app_ids.clone(),
        members: of(|_| true),
        admins: of(|member| member.admin),
        disabled: of(|member| !member.enabled),
    }
}

fn source(source: &crate::state::tenants::IdentitySource) -> IdentitySource {
    let connection = |own: &crate::state::tenants::IdentityConnection| {
        let by_tenant = |scope: &&String| Some(*scope) == source.tenant_id.as_ref();
        let scopes = own.enabled_for.iter().filter(|scope| !by_tenant(scope));
        Connection {
            identifier: own.identifier.clone(),
            kind: own.kind.clone(),
            id: Some(own.id.clone()),
            display_name: Some(own.display_name.clone()).filter(|name| *name != own.identifier),
            fields: own.fields.clone(),
            user_match_fields: own.user_match_fields.clone(),
            logo: own.logo.clone(),
            enabled_for: scopes.cloned().collect(),
        }
    };
    IdentitySource {
        name: source.name.clone(),
        kind: source.kind.clone(),
        id: Some(source.id.clone()),
        tenant: source.tenant_id.clone(),
        connections: source.connections.iter().map(connection).collect(),
    }
}

fn directory(pool: &user_pool::UserPool, kind: DirectoryKind) -> Vec<DirectoryUser> {
    let accounts = pool.directory_accounts.users(kind).iter();
    accounts
        .map(|account| DirectoryUser {
            username: account.username.clone(),
            password: account.password.clone(),
            name: account.name.clone(),
            email: account.email.clone(),
            phone: account.phone.clone(),
        })
        .collect()
}
