//! A user pool with all that is in it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value as Json};

use crate::base::keys;
use crate::base::limits::NODE_LEVELS;
use crate::base::nearest::{hint, shown};
use crate::domain::acl::resources::NewResource;
use crate::domain::acl::{self, grants, namespaces, resources};
use crate::domain::applications::access::{self, Targets};
use crate::domain::applications::{self, NewApplication};
use crate::domain::context::Cx;
use crate::domain::identity_sources::{self, ConnectionSettings, NewConnection, NewSource};
use crate::domain::orgs::{self, NewNode, NewTree};
use crate::domain::policies::{self, NewPolicy};
use crate::domain::roles::{self, NewRole};
use crate::domain::social_connections::{self, PROVIDERS};
use crate::domain::tenants::{self, NewTenant};
use crate::domain::user_pools::{self, NewUserPool};
use crate::domain::{custom_data, groups, whitelist};
use crate::seed::apply::checks::{by_rule, distinct, node_id, require_id, values};
use crate::seed::apply::services;
use crate::seed::apply::users::{self, Memberships};
use crate::seed::content::{
    Access, Application, Connection, Department, IdentitySource, Org, Permission, PolicyAssignment,
    Role, Settings, SocialConnection, Strength, Target, Tenant, UserPool,
};
use crate::seed::error::Outcome;
use crate::seed::place::At;
use crate::state::acl::{ResourceAction, ResourceGrant, TargetType};
use crate::state::applications::DefaultStrategy;
use crate::state::custom_data::{FieldDefinition, FieldTarget};
use crate::state::external_identities::{DirectoryKind, DirectoryUser};
use crate::state::policies::{Effect, Statement};
use crate::state::saml::SigningKey;
use crate::state::social_connections::SocialConnectionField;
use crate::state::user_pool::PasswordStrength;
use crate::state::whitelist::WhitelistType;

pub(super) fn apply(cx: &mut Cx<'_>, at: &At<'_>, pool: &UserPool, is_first: bool) -> Outcome<()> {
    let id = make(cx, at, pool)?;
    cx.enter_pool(&id);
    if let Some(settings) = &pool.settings {
        apply_settings(cx, &at.field("settings"), settings)?;
    }
    let list = at.field("customFields");
    let mut keys = HashSet::new();
    for (place, field) in pool.custom_fields.iter().enumerate() {
        let at = list.entry(place);
        if !keys.insert((field.target, &field.key)) {
            let twice = format!("the field {} is there twice", shown(&field.key));
            return at.field("key").refuse(twice);
        }
        let definition = FieldDefinition {
            target_type: field.target,
            key: field.key.clone(),
            data_type: field.kind,
            label: field.label.clone(),
            options: field.options.clone(),
        };
        by_rule(&at.field("key"), custom_data::define(cx, definition))?;
    }
    values(cx, at, FieldTarget::UserPool, &id, &pool.custom_data)?;

    let list = at.field("applications");
    let own = [Application::default()];
    let needs_one = is_first && pool.applications.is_empty();
    let applications = if needs_one { &own[..] } else { &pool.applications };
    let mut app_ids = Vec::new();
    for (place, app) in applications.iter().enumerate() {
        app_ids.push(application(cx, &list.entry(place), app)?);
    }
    let list = at.field("namespaces");
    for (place, namespace) in pool.namespaces.iter().enumerate() {
        let name = namespace.name.as_deref().unwrap_or(&namespace.code);
        let description = namespace.description.as_deref();
        let made = namespaces::create(cx, &namespace.code, name, description);
        by_rule(&list.entry(place).field("code"), made)?;
    }
    add_resources(cx, &at.field("resources"), pool)?;
    if let Some(lists) = &pool.whitelist {
        let at = at.field("whitelist");
        for (kind, values) in [
            (WhitelistType::Username, &lists.usernames),
            (WhitelistType::Email, &lists.emails),
            (WhitelistType::Phone, &lists.phones),
        ] {
            by_rule(&at, whitelist::add(cx, kind, values.clone()))?;
        }
    }
    services::apply(cx, at, pool)?;
    users::add(cx, &at.field("users"), &pool.users)?;

    let list = at.field("groups");
    for (place, group) in pool.groups.iter().enumerate() {
        let at = list.entry(place);
        let users = users::named(cx, &at.field("users"), &group.users)?;
        let name = group.name.clone().unwrap_or_else(|| group.code.clone());
        let made = groups::create(cx, group.code.clone(), name, group.description.clone());
        grants::insert_all(&mut by_rule(&at.field("code"), made)?.users, &users);
    }
    let list = at.field("tenants");
    for (place, tenant) in pool.tenants.iter().enumerate() {
        add_tenant(cx, &list.entry(place), tenant)?;
    }
    let list = at.field("orgs");
    let mut ids = HashSet::new();
    for (place, org) in pool.orgs.iter().enumerate() {
        add_org(cx, &list.entry(place), org, &mut ids)?;
    }
    let list = at.field("roles");
    let mut ids = HashSet::new();
    for (place, role) in pool.roles.iter().enumerate() {
        let at = list.entry(place);
        distinct(&at, role.id.as_deref(), &mut ids)?;
        add_role(cx, &at, role)?;
    }
    let memberships = Memberships::of(cx, at)?;
    memberships.apply(cx, &at.field("users"), &pool.users)?;

    let list = at.field("identitySources");
    let mut ids = HashSet::new();
    for (place, source) in pool.identity_sources.iter().enumerate() {
        add_source(cx, &list.entry(place), source, &mut ids)?;
    }
    let list = at.field("socialConnections");
    for (place, connection) in pool.social_connections.iter().enumerate() {
        connect(cx, &list.entry(place), connection)?;
    }
    for (kind, list, users) in [
        (DirectoryKind::Ldap, at.field("ldapUsers"), &pool.ldap_users),
        (DirectoryKind::Ad, at.field("adUsers"), &pool.ad_users),
    ] {
        let mut names = HashSet::new();
        for (place, user) in users.iter().enumerate() {
            let at = list.entry(place);
            if !names.insert(user.username.to_lowercase()) {
                let twice = format!("the account {} is there twice", shown(&user.username));
                return at.field("username").refuse(twice);
            }
            let account = DirectoryUser {
                username: user.username.clone(),
                password: user.password.clone(),
                name: user.name.clone(),
                email: user.email.clone(),
                phone: user.phone.clone(),
            };
            by_rule(&at, cx.pool_mut())?.directory_accounts.put(kind, account);
        }
    }
    let list = at.field("policies");
    let mut ids = HashSet::new();
    for (place, policy) in pool.policies.iter().enumerate() {
        let at = list.entry(place);
        distinct(&at, policy.id.as_deref(), &mut ids)?;
        let statements = policy.statements.iter().map(|statement| Statement {
            resource: statement.resource.clone(),
            actions: statement.actions.clone(),
            effect: statement.effect.unwrap_or_default(),
            condition: statement.condition.clone(),
        });
        let new = NewPolicy {
            id: policy.id.clone(),
            namespace: acl::namespace(policy.namespace.as_deref()).to_owned(),
            code: policy.code.clone(),
            description: policy.description.clone(),
            statements: statements.collect(),
        };
        require_namespace(cx, &at, policy.namespace.as_deref())?;
        by_rule(&at.field("code"), policies::create(cx, new))?;
    }
    let list = at.field("policyAssignments");
    for (place, assignment) in pool.policy_assignments.iter().enumerate() {
        assign(cx, &list.entry(place), assignment)?;
    }
    add_permissions(cx, &at.field("permissions"), &pool.permissions)?;
    let list = at.field("applications");
    for (place, (app, id)) in applications.iter().zip(&app_ids).enumerate() {
        if let Some(access) = &app.access {
            set_access(cx, &list.entry(place).field("access"), id, access)?;
        }
    }
    Ok(())
}

fn make(cx: &mut Cx<'_>, at: &At<'_>, pool: &UserPool) -> Outcome<String> {
    if let Some(id) = pool.id.as_deref() {
        require_id(&at.field("id"), id)?;
        if cx.state.pool(id).is_some() {
            let twice = format!("there is another user pool with the id {}", shown(id));
            return at.field("id").refuse(twice);
        }
    }
    if let Some(secret) = pool.secret.as_deref() {
        require_text(&at.field("secret"), secret)?;
    }
    let new = NewUserPool {
        id: pool.id.clone(),
        secret: pool.secret.clone(),
        name: pool.name.clone().unwrap_or_else(|| "Emulated user pool".to_owned()),
        domain: pool.domain.clone(),
    };
    let field = if pool.name.as_deref() == Some("") { "name" } else { "domain" };
    let made = by_rule(&at.field(field), user_pools::create(cx, new))?;
    made.description.clone_from(&pool.description);
    if let Some(logo) = &pool.logo {
        made.logo.clone_from(logo);
    }
    Ok(made.id.clone())
}

fn apply_settings(cx: &mut Cx<'_>, at: &At<'_>, settings: &Settings) -> Outcome<()> {
    let seconds = [
        ("tokenExpiresAfter", settings.token_expires_after),
        (
            "qrcodeLoginStrategy.qrcodeExpiresAfter",
            settings.qrcode_login_strategy.as_ref().and_then(|own| own.qrcode_expires_after),
        ),
        (
            "qrcodeLoginStrategy.ticketExpiresAfter",
            settings.qrcode_login_strategy.as_ref().and_then(|own| own.ticket_expires_after),
        ),
    ];
    for (field, seconds) in seconds {
        if let Some(seconds) = seconds.filter(|seconds| *seconds < 1) {
            return at.field(field).refuse(not_seconds(seconds));
        }
    }
    if let Some(length) = settings.verify_code_length.filter(|length| !(4..=8).contains(length)) {
        let problem = format!("found {length}, expected 4 to 8 digits");
        return at.field("verifyCodeLength").refuse(problem);
    }
    let strategies = ["captcha", "block-account"];
    if let Some(other) = settings.login_fail_strategy.as_deref()
        && !strategies.contains(&other)
    {
        let problem = format!("found {}{}", shown(other), hint(other, &strategies));
        return at.field("loginFailStrategy").refuse(problem);
    }
    let given = Settings { password_strength: None, ..settings.clone() };
    let input = match serde_json::to_value(&given) {
        Ok(Json::Object(input)) => input,
        _ => Map::new(),
    };
    by_rule(at, user_pools::update(cx, &input))?;
    if let Some(strength) = settings.password_strength {
        by_rule(at, cx.pool_mut())?.settings.password_strength = match strength {
            Strength::NonEmpty => PasswordStrength::NonEmpty,
            Strength::Low => PasswordStrength::Low,
            Strength::Middle => PasswordStrength::Middle,
            Strength::High => PasswordStrength::High,
        };
    }
    Ok(())
}

fn not_seconds(found: i64) -> String {
    format!("found {found}, expected a number of seconds, 1 or more")
}

fn require_text(at: &At<'_>, text: &str) -> Outcome<()> {
    match text.trim().is_empty() {
        true => at.refuse("found an empty text: leave the field out, or say something"),
        false => Ok(()),
    }
}

fn application(cx: &mut Cx<'_>, at: &At<'_>, app: &Application) -> Outcome<String> {
    if let Some(id) = app.id.as_deref() {
        require_id(&at.field("id"), id)?;
        if cx.state.pool_of_app(id).is_some() {
            let twice = format!("there is another application with the id {}", shown(id));
            return at.field("id").refuse(twice);
        }
    }
    if let Some(secret) = app.secret.as_deref() {
        require_text(&at.field("secret"), secret)?;
    }
    if let Some((field, found)) = app.settings.wrong_lifetime() {
        return at.field("settings").field(field).refuse(not_seconds(found));
    }
    let id = app.id.clone().unwrap_or_else(crate::base::random::object_id);
    let name = app.name.clone().unwrap_or_else(|| "Emulated application".to_owned());
    let new = NewApplication {
        id: Some(id.clone()),
        secret: app.secret.clone(),
        name,
        identifier: app.identifier.clone().unwrap_or_else(|| id.clone()),
        redirect_uris: Vec::new(),
        logo: app.logo.clone(),
    };
    let field = if app.name.as_deref().is_some_and(|name| name.trim().is_empty()) {
        "name"
    } else {
        "identifier"
    };
    by_rule(&at.field(field), applications::create(cx, new))?;
    let signing_key = match app.signing_key.as_deref() {
        Some(pem) => Some(private_key(&at.field("signingKey"), pem)?),
        None => None,
    };
    let saml_key = match &app.saml_key {
        Some(key) => {
            let own = at.field("samlKey");
            let certificate = keys::der_of_pem("CERTIFICATE", &key.certificate);
            let Ok(certificate) = certificate else {
                let wanted = "expected a certificate as PEM (`-----BEGIN CERTIFICATE-----`)";
                return own.field("certificate").refuse(wanted);
            };
            let key = private_key(&own.field("privateKey"), &key.private_key)?;
            Some(SigningKey { key, certificate })
        }
        None => None,
    };
    let made = by_rule(at, applications::find_mut(cx, &id))?;
    app.settings.clone().apply(made);
    made.rsa_key = signing_key;
    made.saml_key = saml_key;
    let own = &mut made.profile;
    own.description.clone_from(&app.description);
    own.css.clone_from(&app.css);
    own.app_type = app.app_type;
    own.register_disabled = app.register_disabled;
    own.login_require_email_verified = app.login_require_email_verified;
    own.agreement_enabled = app.agreement_enabled;
    let list = at.field("agreements");
    for (place, agreement) in app.agreements.iter().enumerate() {
        let at = list.entry(place);
        let lang = agreement.lang.as_deref().unwrap_or("zh-CN");
        let known = ["zh-CN", "en-US"];
        if !known.contains(&lang) {
            let problem = format!("found {}{}", shown(lang), hint(lang, &known));
            return at.field("lang").refuse(problem);
        }
        let (title, required) = (agreement.title.clone(), !agreement.optional);
        let made = applications::add_agreement(cx, &id, title, required, lang.to_owned());
        by_rule(&at.field("title"), made)?;
    }
    values(cx, at, FieldTarget::Application, &id, &app.custom_data)?;
    Ok(id)
}

fn private_key(at: &At<'_>, pem: &str) -> Outcome<String> {
    keys::rsa_of_pem(pem).or_else(|_| {
        at.refuse(
            "expected an unencrypted RSA key of 2048 bits or more as PEM (`-----BEGIN PRIVATE KEY-----`): \
             `openssl genpkey -algorithm RSA` makes one, `openssl pkcs8 -topk8 -nocrypt` turns others into one",
        )
    })
}

fn require_namespace(cx: &Cx<'_>, at: &At<'_>, named: Option<&str>) -> Outcome<()> {
    let known = by_rule(at, cx.pool())?.namespaces.iter().map(|known| known.code.as_str());
    let name = acl::namespace(named);
    match known.clone().any(|known| known == name) {
        true => Ok(()),
        false => at.field("namespace").unknown("permission namespace", name, known),
    }
}

fn add_resources(cx: &mut Cx<'_>, list: &At<'_>, pool: &UserPool) -> Outcome<()> {
    let mut ids = HashSet::new();
    for (place, resource) in pool.resources.iter().enumerate() {
        let at = list.entry(place);
        distinct(&at, resource.id.as_deref(), &mut ids)?;
        require_namespace(cx, &at, resource.namespace.as_deref())?;
        let action = |action: &crate::seed::content::Action| ResourceAction {
            name: action.name.clone(),
            description: action.description.clone(),
        };
        let new = NewResource {
            id: resource.id.clone(),
            code: resource.code.clone(),
            kind: resource.kind,
            namespace: resource.namespace.clone(),
            actions: Some(resource.actions.iter().map(action).collect()),
            description: resource.description.clone(),
            api_identifier: resource.api_identifier.clone(),
        };
        by_rule(&at.field("code"), resources::add(cx, vec![new]))?;
    }
    Ok(())
}

fn app_id(cx: &Cx<'_>, at: &At<'_>, name: &str) -> Outcome<String> {
    let apps = &by_rule(at, cx.pool())?.apps;
    let found = apps.iter().find(|app| app.id == name);
    match found.or_else(|| apps.iter().find(|app| app.name == name)) {
        Some(app) => Ok(app.id.clone()),
        None => at.unknown("application", name, apps.iter().map(|app| app.name.as_str())),
    }
}

fn tenant_id(cx: &Cx<'_>, at: &At<'_>, name: &str) -> Outcome<String> {
    let tenants = &by_rule(at, cx.pool())?.tenants;
    let found = tenants.iter().find(|tenant| tenant.id == name);
    match found.or_else(|| tenants.iter().find(|tenant| tenant.name == name)) {
        Some(tenant) => Ok(tenant.id.clone()),
        None => at.unknown("tenant", name, tenants.iter().map(|tenant| tenant.name.as_str())),
    }
}

fn add_tenant(cx: &mut Cx<'_>, at: &At<'_>, tenant: &Tenant) -> Outcome<()> {
    if let Some(id) = tenant.id.as_deref() {
        require_id(&at.field("id"), id)?;
        if by_rule(at, cx.pool())?.tenants.iter().any(|known| known.id == id) {
            return at.field("id").refuse(format!("the id {} is there twice", shown(id)));
        }
    }
    let list = at.field("applications");
    let mut app_ids = Vec::new();
    for (place, name) in tenant.applications.iter().enumerate() {
        app_ids.push(app_id(cx, &list.entry(place), name)?);
    }
    let members = users::named(cx, &at.field("members"), &tenant.members)?;
    let own: HashSet<&String> = members.iter().collect();
    let admins = members_of(cx, &at.field("admins"), &tenant.admins, &own)?;
    let disabled = members_of(cx, &at.field("disabled"), &tenant.disabled, &own)?;
    let new = NewTenant {
        id: tenant.id.clone(),
        name: tenant.name.clone(),
        logo: tenant.logo.clone(),
        description: tenant.description.clone(),
        app_ids,
    };
    let made = by_rule(&at.field("name"), tenants::create(cx, new))?;
    made.css.clone_from(&tenant.css);
    let id = made.id.clone();
    by_rule(at, tenants::add_members(cx, &id, members.clone()))?;
    for member in &mut by_rule(at, tenants::find_mut(cx, &id))?.members {
        member.admin = admins.contains(&member.user_id);
        member.enabled = !disabled.contains(&member.user_id);
    }
    Ok(())
}

/// Users who must be among the members.
fn members_of(
    cx: &Cx<'_>,
    list: &At<'_>,
    names: &[String],
    members: &HashSet<&String>,
) -> Outcome<HashSet<String>> {
    let ids = users::named(cx, list, names)?;
    for (place, (id, name)) in ids.iter().zip(names).enumerate() {
        if !members.contains(id) {
            let problem = format!("{} is not among the members: add them there", shown(name));
            return list.entry(place).refuse(problem);
        }
    }
    Ok(ids.into_iter().collect())
}

/// What a department has beside its place in the tree.
struct Filling<'a> {
    id: String,
    at: At<'a>,
    members: &'a [String],
    leaders: &'a [String],
    data: Option<&'a Map<String, Json>>,
}

fn add_org<'a>(
    cx: &mut Cx<'_>,
    at: &At<'_>,
    org: &'a Org,
    ids: &mut HashSet<&'a str>,
) -> Outcome<()> {
    distinct(at, org.id.as_deref(), ids)?;
    let tenant = match org.tenant.as_deref() {
        Some(name) => Some(tenant_id(cx, &at.field("tenant"), name)?),
        None => None,
    };
    if let Some(id) = org.root_id.as_deref() {
        require_id(&at.field("rootId"), id)?;
        if !ids.insert(id) {
            return at.field("rootId").refuse(format!("the id {} is there twice", shown(id)));
        }
    }
    if org.name.trim().is_empty() {
        return at.field("name").refuse("found an empty name: give the organisation one");
    }
    let mut codes = HashMap::new();
    let root_id = org.root_id.clone().unwrap_or_else(crate::base::random::object_id);
    if let Some(code) = org.code.as_deref() {
        codes.insert(code, ());
    }
    let below = at.field("departments");
    let mut below_ids = Vec::new();
    let tree = NewTree {
        node: NewNode {
            id: Some(root_id.clone()),
            name: org.name.clone(),
            code: org.code.clone(),
            description: org.description.clone(),
            ..NewNode::default()
        },
        below: departments(&below, &org.departments, 2, ids, &mut codes, &mut below_ids)?,
    };
    let field = if org.tenant.is_some() { "tenant" } else { "code" };
    let made = orgs::create_tree(cx, org.id.clone(), tree, tenant);
    let org_id = by_rule(&at.field(field), made)?;
    values(cx, at, FieldTarget::Org, &org_id, &org.custom_data)?;
    let root = Filling {
        id: root_id.clone(),
        at: *at,
        members: &org.members,
        leaders: &org.leaders,
        data: None,
    };
    fill(cx, &root)?;
    values(cx, at, FieldTarget::Node, &root_id, &org.root_custom_data)?;
    let mut ids = below_ids.into_iter();
    fill_all(cx, &below, &org.departments, &mut ids)
}

fn departments<'a>(
    list: &At<'_>,
    departments: &'a [Department],
    level: usize,
    ids: &mut HashSet<&'a str>,
    codes: &mut HashMap<&'a str, ()>,
    made: &mut Vec<String>,
) -> Outcome<Vec<NewTree>> {
    let mut trees = Vec::new();
    for (place, department) in departments.iter().enumerate() {
        let at = list.entry(place);
        if level > NODE_LEVELS {
            return at
                .refuse(format!("found level {level}, departments have at most {NODE_LEVELS}"));
        }
        distinct(&at, department.id.as_deref(), ids)?;
        if department.name.trim().is_empty() {
            return at.field("name").refuse("found an empty name: give the department one");
        }
        if let Some(code) = department.code.as_deref()
            && codes.insert(code, ()).is_some()
        {
            let twice = format!("the code {} is there twice in this organisation", shown(code));
            return at.field("code").refuse(twice);
        }
        let id = department.id.clone().unwrap_or_else(crate::base::random::object_id);
        made.push(id.clone());
        let below = at.field("departments");
        let below =
            self::departments(&below, &department.departments, level + 1, ids, codes, made)?;
        let node = NewNode {
            id: Some(id),
            name: department.name.clone(),
            name_i18n: department.name_i18n.clone(),
            description: department.description.clone(),
            description_i18n: department.description_i18n.clone(),
            order: department.order,
            code: department.code.clone(),
        };
        trees.push(NewTree { node, below });
    }
    Ok(trees)
}

/// Goes through the departments in the order in which their ids were noted.
fn fill_all(
    cx: &mut Cx<'_>,
    list: &At<'_>,
    departments: &[Department],
    ids: &mut impl Iterator<Item = String>,
) -> Outcome<()> {
    for (place, department) in departments.iter().enumerate() {
        let at = list.entry(place);
        let Some(id) = ids.next() else { return Ok(()) };
        let own = Filling {
            id,
            at,
            members: &department.members,
            leaders: &department.leaders,
            data: Some(&department.custom_data),
        };
        fill(cx, &own)?;
        fill_all(cx, &at.field("departments"), &department.departments, ids)?;
    }
    Ok(())
}

fn fill(cx: &mut Cx<'_>, own: &Filling<'_>) -> Outcome<()> {
    let Filling { id, at, members, leaders, data } = own;
    let members = users::named(cx, &at.field("members"), members)?;
    let leaders = users::named(cx, &at.field("leaders"), leaders)?;
    if !members.is_empty() {
        by_rule(at, orgs::add_members(cx, id, &members, false))?;
    }
    if !leaders.is_empty() {
        by_rule(at, orgs::add_members(cx, id, &leaders, true))?;
    }
    match data {
        Some(data) => values(cx, at, FieldTarget::Node, id, data),
        None => Ok(()),
    }
}

fn add_role(cx: &mut Cx<'_>, at: &At<'_>, role: &Role) -> Outcome<()> {
    let namespace = acl::namespace(role.namespace.as_deref()).to_owned();
    require_namespace(cx, at, role.namespace.as_deref())?;
    if let Some(parent) = role.parent.as_deref() {
        let pool = by_rule(at, cx.pool())?;
        let known = pool.roles.iter().filter(|known| known.namespace == namespace);
        let mut known = known.map(|known| known.code.as_str());
        if !known.clone().any(|known| known == parent) {
            let known: Vec<&str> = known.by_ref().collect();
            let hint = hint(parent, &known);
            let problem = format!(
                "there is no role {} above this one in the same namespace{hint}",
                shown(parent)
            );
            return at.field("parent").refuse(problem);
        }
    }
    let users = users::named(cx, &at.field("users"), &role.users)?;
    let list = at.field("groups");
    for (place, code) in role.groups.iter().enumerate() {
        require_group(cx, &list.entry(place), code)?;
    }
    let list = at.field("departments");
    let mut nodes = Vec::new();
    for (place, name) in role.departments.iter().enumerate() {
        nodes.push(node_id(cx, &list.entry(place), name)?);
    }
    let new = NewRole {
        id: role.id.clone(),
        namespace,
        code: role.code.clone(),
        description: role.description.clone(),
        parent: role.parent.clone(),
    };
    let made = by_rule(&at.field("code"), roles::create(cx, new))?;
    grants::insert_all(&mut made.users, &users);
    grants::insert_all(&mut made.groups, &role.groups);
    grants::insert_all(&mut made.nodes, &nodes);
    let id = made.id.clone();
    values(cx, at, FieldTarget::Role, &id, &role.custom_data)
}

fn require_group(cx: &Cx<'_>, at: &At<'_>, code: &str) -> Outcome<()> {
    let known = by_rule(at, cx.pool())?.groups.iter().map(|group| group.code.as_str());
    match known.clone().any(|known| known == code) {
        true => Ok(()),
        false => at.unknown("group", code, known),
    }
}

fn add_source<'a>(
    cx: &mut Cx<'_>,
    at: &At<'_>,
    source: &'a IdentitySource,
    ids: &mut HashSet<&'a str>,
) -> Outcome<()> {
    distinct(at, source.id.as_deref(), ids)?;
    let tenant = match source.tenant.as_deref() {
        Some(name) => Some(tenant_id(cx, &at.field("tenant"), name)?),
        None => None,
    };
    let list = at.field("connections");
    let (mut connections, mut scopes, mut identifiers) = (Vec::new(), Vec::new(), HashSet::new());
    for (place, connection) in source.connections.iter().enumerate() {
        let at = list.entry(place);
        distinct(&at, connection.id.as_deref(), ids)?;
        let pool = by_rule(&at, cx.pool())?;
        let free = identity_sources::require_free(pool, &connection.identifier);
        if free.is_err() || !identifiers.insert(&connection.identifier) {
            let identifier = shown(&connection.identifier);
            let problem =
                format!("found {identifier}, expected an identifier that no other connection has");
            return at.field("identifier").refuse(problem);
        }
        scopes.push(enabled_for(cx, &at.field("enabledFor"), connection)?);
        connections.push(NewConnection {
            id: connection.id.clone(),
            kind: connection.kind.clone(),
            identifier: connection.identifier.clone(),
            settings: ConnectionSettings {
                display_name: connection
                    .display_name
                    .clone()
                    .unwrap_or_else(|| connection.identifier.clone()),
                fields: connection.fields.clone(),
                user_match_fields: connection.user_match_fields.clone(),
                logo: connection.logo.clone(),
            },
        });
    }
    let new = NewSource {
        id: source.id.clone(),
        tenant_id: tenant,
        name: source.name.clone(),
        kind: source.kind.clone(),
        connections,
    };
    let made = by_rule(&at.field("name"), identity_sources::create(cx, new))?;
    for (connection, scopes) in made.connections.iter_mut().zip(scopes) {
        grants::insert_all(&mut connection.enabled_for, &scopes);
    }
    Ok(())
}

fn enabled_for(cx: &Cx<'_>, list: &At<'_>, connection: &Connection) -> Outcome<Vec<String>> {
    let mut ids = Vec::new();
    for (place, name) in connection.enabled_for.iter().enumerate() {
        let at = list.entry(place);
        let tenants = &by_rule(&at, cx.pool())?.tenants;
        let is_tenant = tenants.iter().any(|tenant| tenant.id == *name || tenant.name == *name);
        ids.push(if is_tenant { tenant_id(cx, &at, name)? } else { app_id(cx, &at, name)? });
    }
    Ok(ids)
}

fn connect(cx: &mut Cx<'_>, at: &At<'_>, connection: &SocialConnection) -> Outcome<()> {
    let provider = &connection.provider;
    let known: Vec<&str> = PROVIDERS.iter().map(|(code, _)| *code).collect();
    if !known.contains(&provider.as_str()) {
        let hint = hint(provider, &known);
        let problem = format!("there is no social identity provider {}{hint}", shown(provider));
        return at.field("provider").refuse(problem);
    }
    let pool = by_rule(at, cx.pool())?;
    if pool.social_connections.iter().any(|known| known.provider == *provider) {
        let twice = format!("the provider {} is there twice", shown(provider));
        return at.field("provider").refuse(twice);
    }
    let fields = connection.fields.iter();
    let fields =
        fields.map(|(key, value)| SocialConnectionField { key: key.clone(), value: value.clone() });
    let made = social_connections::connect(cx, provider.clone(), fields.collect());
    by_rule(at, made)?.enabled = !connection.disabled;
    Ok(())
}

/// The kind and the id or code of what something is given to.
fn target(
    cx: &Cx<'_>,
    at: &At<'_>,
    target: &Target,
    namespace: &str,
) -> Outcome<(TargetType, String)> {
    let named = [
        (TargetType::User, "user", &target.user),
        (TargetType::Role, "role", &target.role),
        (TargetType::Group, "group", &target.group),
        (TargetType::Org, "department", &target.department),
        (TargetType::AkSk, "account", &target.account),
    ];
    let mut named =
        named.into_iter().filter_map(|(kind, field, name)| Some((kind, field, name.as_deref()?)));
    let (Some((kind, field, name)), None) = (named.next(), named.next()) else {
        return at.refuse("expected one of `user`, `role`, `group`, `department` and `account`");
    };
    let own = at.field(field);
    let pool = by_rule(at, cx.pool())?;
    let id = match kind {
        TargetType::User => users::id_of(cx, &own, name)?,
        TargetType::Org => node_id(cx, &own, name)?,
        TargetType::Group => {
            require_group(cx, &own, name)?;
            name.to_owned()
        }
        TargetType::Role => {
            let namespace = target.namespace.as_deref().unwrap_or(namespace);
            let known = pool.roles.iter().filter(|role| role.namespace == namespace);
            let known = known.map(|role| role.code.as_str());
            if !known.clone().any(|known| known == name) {
                let what = format!("role of the namespace {}", shown(namespace));
                return own.unknown(&what, name, known);
            }
            name.to_owned()
        }
        TargetType::AkSk => {
            let accounts = pool.apps.iter().flat_map(|app| &app.protocols.accounts);
            let known = accounts.map(|account| account.id.as_str());
            if !known.clone().any(|known| known == name) {
                return own.unknown("programmatic access account", name, known);
            }
            name.to_owned()
        }
    };
    Ok((kind, id))
}

fn assign(cx: &mut Cx<'_>, at: &At<'_>, assignment: &PolicyAssignment) -> Outcome<()> {
    require_namespace(cx, at, assignment.namespace.as_deref())?;
    let namespace = acl::namespace(assignment.namespace.as_deref());
    let code = &assignment.policy;
    let pool = by_rule(at, cx.pool())?;
    if policies::find(pool, namespace, code).is_none() {
        let known = pool.policies.iter().filter(|policy| policy.namespace == namespace);
        return at.field("policy").unknown(
            "policy",
            code,
            known.map(|policy| policy.code.as_str()),
        );
    }
    let to = at.field("to");
    let (kind, id) = target(cx, &to, &assignment.to, namespace)?;
    let (policies, ids) = (std::slice::from_ref(code), std::slice::from_ref(&id));
    let inherited = !assignment.to.not_below;
    by_rule(&to, policies::assign(cx, namespace, policies, kind, ids, inherited))?;
    if assignment.disabled {
        let assignments = &mut by_rule(at, cx.pool_mut())?.assignments;
        if let Some(made) = assignments.last_mut() {
            made.enabled = false;
        }
    }
    Ok(())
}

fn add_permissions(cx: &mut Cx<'_>, list: &At<'_>, permissions: &[Permission]) -> Outcome<()> {
    let mut given = Vec::new();
    for (place, permission) in permissions.iter().enumerate() {
        let at = list.entry(place);
        require_namespace(cx, &at, permission.namespace.as_deref())?;
        let namespace = acl::namespace(permission.namespace.as_deref());
        let (target_type, target) = target(cx, &at.field("to"), &permission.to, namespace)?;
        require_text(&at.field("resource"), &permission.resource)?;
        given.push(ResourceGrant {
            namespace: namespace.to_owned(),
            resource: permission.resource.clone(),
            resource_type: permission.kind.clone(),
            target_type,
            target,
            actions: permission.actions.clone(),
        });
    }
    by_rule(list, grants::give(cx, given))
}

fn set_access(cx: &mut Cx<'_>, at: &At<'_>, app_id: &str, own: &Access) -> Outcome<()> {
    let strategy = match own.deny_by_default {
        true => DefaultStrategy::DenyAll,
        false => DefaultStrategy::AllowAll,
    };
    by_rule(at, access::set_default(cx, app_id, strategy))?;
    for (list, effect, named) in [
        (at.field("allow"), Effect::Allow, &own.allow),
        (at.field("deny"), Effect::Deny, &own.deny),
    ] {
        for (place, one) in named.iter().enumerate() {
            let at = list.entry(place);
            let (kind, id) = target(cx, &at, one, app_id)?;
            let targets = Targets {
                kind,
                ids: [id].into_iter().collect(),
                namespace: one.namespace.clone(),
                inherited: !one.not_below,
            };
            by_rule(&at, access::set(cx, app_id, effect, &targets))?;
            if one.disabled {
                by_rule(&at, access::enable(cx, app_id, false, &targets))?;
            }
        }
    }
    by_rule(at, applications::find_mut(cx, app_id))?.access.enabled = own.enabled;
    Ok(())
}
