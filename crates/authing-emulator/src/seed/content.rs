//! What a seed may hold. The descriptions of types and fields become those of its JSON Schema, which
//! editors show.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::state::acl::ResourceType;
use crate::state::applications::{ApplicationSettings, ApplicationType};
use crate::state::custom_data::{DataType, FieldTarget};
use crate::state::email_templates::EmailTemplateType;
use crate::state::pipeline::PipelineStage;
use crate::state::policies::Effect;
use crate::state::users::UserStatus;
use crate::state::webhooks::WebhookFormat;

/// Declares the parts of a seed: objects in which no other field may be. Fields in brackets are
/// required, the others may be left out.
macro_rules! parts {
    ($(
        $(#[$meta:meta])*
        $name:ident {
            [$($(#[$required_meta:meta])* $required:ident: $required_kind:ty),*]
            $($(#[$field_meta:meta])* $field:ident: $kind:ty,)*
        }
    )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$required_meta])* pub(crate) $required: $required_kind,)*
            $(
                $(#[$field_meta])*
                #[serde(default, skip_serializing_if = "is_default")]
                pub(crate) $field: $kind,
            )*
        }
    )* };
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Custom data: the values of fields that `customFields` defines, by their keys.
type CustomData = Map<String, Json>;

parts! {
    /// What an emulator starts with: its user pools with all that is in them.
    ///
    /// Users are named by id, username, email address or phone number, roles by `code` or
    /// `namespace:code`, departments by id or code, applications by id or name, tenants by id or name.
    /// Ids and secrets that are left out are made up, others at each start.
    Content {
        [
            /// The user pools. The first one is the one that the emulator announces.
            user_pools: Vec<UserPool>
        ]
        /// The address of this schema, for editors of JSON.
        #[serde(rename = "$schema")]
        schema: Option<String>,
        /// The keys that passwords are encrypted with on their way.
        password_keys: Option<PasswordKeys>,
    }

    /// The keys that passwords are encrypted with on their way.
    PasswordKeys {
        [
            /// An RSA key: PEM of an unencrypted PKCS#8 private key, 2048 bits or more.
            rsa: String
        ]
        /// An SM2 key: Base64 of the 32 bytes of its scalar. A new one if it is left out.
        sm2: Option<String>,
    }

    /// A user pool with all that is in it.
    UserPool {
        []
        /// Its id, which clients send with every request.
        id: Option<String>,
        /// Its secret, with which administrators get a token.
        secret: Option<String>,
        /// Its name.
        name: Option<String>,
        /// Its sub-domain; its id if it is left out.
        domain: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// The address of its logo.
        logo: Option<String>,
        /// Its settings; the server's defaults where they are left out.
        settings: Option<Settings>,
        /// The custom fields, by what they belong to.
        custom_fields: Vec<CustomField>,
        /// The pool's own custom data.
        custom_data: CustomData,
        /// The applications. The first pool has one even if it names none.
        applications: Vec<Application>,
        /// The permission namespaces beside `default`, `system` and one for each application, which bears
        /// its id.
        namespaces: Vec<Namespace>,
        /// What rights can be given on.
        resources: Vec<Resource>,
        /// The users.
        users: Vec<User>,
        /// The groups.
        groups: Vec<Group>,
        /// The roles. A parent stands before those that inherit from it.
        roles: Vec<Role>,
        /// The organisations.
        orgs: Vec<Org>,
        /// The tenants.
        tenants: Vec<Tenant>,
        /// The enterprise identity providers, which the emulator plays.
        identity_sources: Vec<IdentitySource>,
        /// The social identity providers, which the emulator plays.
        social_connections: Vec<SocialConnection>,
        /// The accounts of the LDAP directory.
        ldap_users: Vec<DirectoryUser>,
        /// The accounts of the Active Directory.
        ad_users: Vec<DirectoryUser>,
        /// The policies.
        policies: Vec<Policy>,
        /// Who has which policy.
        policy_assignments: Vec<PolicyAssignment>,
        /// Rights that are given without a policy.
        permissions: Vec<Permission>,
        /// Who may register, where the settings switch a whitelist on.
        whitelist: Option<Whitelist>,
        /// The addresses that are told of what happens.
        webhooks: Vec<Webhook>,
        /// The environment variables, which functions are given.
        env: IndexMap<String, Option<String>>,
        /// The pool's own versions of emails.
        email_templates: Vec<EmailTemplate>,
        /// The addresses that are called as pipeline functions, in this order.
        pipeline: Vec<PipelineFunction>,
        /// The database from which people move in when they log in.
        custom_database: Option<CustomDatabase>,
    }

    /// The settings of a user pool, by their names in Authing's API.
    Settings {
        []
        /// What new passwords must satisfy: anything if it is left out.
        password_strength: Option<Strength>,
        /// What the pool is for.
        userpool_types: Option<Vec<String>>,
        /// Whether email addresses count as verified from the start.
        email_verified_default: Option<bool>,
        /// Whether new users get an email.
        send_welcome_email: Option<bool>,
        /// Whether nobody can register.
        register_disabled: Option<bool>,
        /// Whether a login to one application is one to all.
        app_sso_enabled: Option<bool>,
        /// Whether WeChat's code is shown though nobody can register.
        #[serde(rename = "showWxQRCodeWhenRegisterDisabled")]
        show_wx_qr_code_when_register_disabled: Option<bool>,
        /// The origins that pages may call from.
        allowed_origins: Option<String>,
        /// Seconds that management tokens live.
        token_expires_after: Option<i64>,
        /// How often one address may register.
        frequent_register_check: Option<FrequencyCheck>,
        /// How often a login may fail from one address.
        login_fail_check: Option<FrequencyCheck>,
        /// How often the password of one account may be wrong.
        login_password_fail_check: Option<FrequencyCheck>,
        /// How often passwords must change.
        password_update_policy: Option<PasswordUpdatePolicy>,
        /// What follows too many failed logins: `captcha` or `block-account`.
        login_fail_strategy: Option<String>,
        /// How a phone number is changed.
        change_phone_strategy: Option<ChangePhoneStrategy>,
        /// How an email address is changed.
        change_email_strategy: Option<ChangeEmailStrategy>,
        /// How QR codes work.
        qrcode_login_strategy: Option<QrcodeLoginStrategy>,
        /// How a mini program logs an app in.
        #[serde(rename = "app2WxappLoginStrategy")]
        app2_wxapp_login_strategy: Option<Json>,
        /// Which whitelists are on.
        whitelist: Option<WhitelistSwitches>,
        /// Who sends text messages.
        #[serde(rename = "customSMSProvider")]
        custom_sms_provider: Option<Json>,
        /// The pool's package.
        package_type: Option<i64>,
        /// Whether a database of one's own holds the users.
        use_custom_user_store: Option<bool>,
        /// Whether only users with a verified email address can log in.
        login_require_email_verified: Option<bool>,
        /// How many digits codes have.
        verify_code_length: Option<u8>,
        /// How often a code may be wrong.
        verify_code_max_attempts: Option<i64>,
    }

    /// How often something may happen.
    FrequencyCheck {
        []
        /// Seconds that are looked back.
        time_interval: Option<i64>,
        /// How often it may happen in that time.
        limit: Option<i64>,
        /// Whether it is checked.
        enabled: Option<bool>,
    }

    /// How often passwords must change.
    PasswordUpdatePolicy {
        []
        /// Whether it is in force.
        enabled: Option<bool>,
        /// Days after which a password must change.
        forced_cycle: Option<i64>,
        /// How many former passwords may not come back.
        difference_cycle: Option<i64>,
    }

    /// How a phone number is changed.
    ChangePhoneStrategy {
        []
        /// Whether a code must be read at the old number.
        verify_old_phone: Option<bool>,
    }

    /// How an email address is changed.
    ChangeEmailStrategy {
        []
        /// Whether a code must be read at the old address.
        verify_old_email: Option<bool>,
    }

    /// How QR codes work.
    QrcodeLoginStrategy {
        []
        /// Seconds that a code lives.
        qrcode_expires_after: Option<i64>,
        /// Whether the page that shows the code is told all about the user.
        return_full_user_info: Option<bool>,
        /// Whether the page may exchange the ticket.
        allow_exchange_user_info_from_browser: Option<bool>,
        /// Seconds that a ticket lives.
        ticket_expires_after: Option<i64>,
    }

    /// Which whitelists are on.
    WhitelistSwitches {
        []
        /// That of phone numbers.
        phone_enabled: Option<bool>,
        /// That of email addresses.
        email_enabled: Option<bool>,
        /// That of usernames.
        username_enabled: Option<bool>,
    }

    /// A custom field.
    CustomField {
        [
            /// What it belongs to.
            target: FieldTarget,
            /// Its key.
            key: String,
            /// What its values are.
            #[serde(rename = "type")]
            kind: DataType
        ]
        /// What people see.
        label: Option<String>,
        /// Its choices, as JSON text.
        options: Option<String>,
    }

    /// An application.
    Application {
        []
        /// Its id, which is its OIDC `client_id` too.
        id: Option<String>,
        /// Its secret; with HS256 it signs user tokens.
        secret: Option<String>,
        /// Its name.
        name: Option<String>,
        /// Its sub-domain; its id if it is left out.
        identifier: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// The address of its logo.
        logo: Option<String>,
        /// Styles of its pages.
        css: Option<String>,
        /// Its settings as a client of OpenID Connect, OAuth 2.0, SAML and CAS.
        settings: ApplicationSettings,
        /// Who it is for: `INDIVIDUAL`, `Tenant` or `BOTH`.
        app_type: Option<ApplicationType>,
        /// Whether nobody can register by it.
        register_disabled: bool,
        /// Whether only users with a verified email address can log in.
        login_require_email_verified: bool,
        /// Whether people must accept its agreements to register.
        agreement_enabled: bool,
        /// What people accept when they register, in the order they are shown it.
        agreements: Vec<Agreement>,
        /// Who may log in; everybody if it is left out.
        access: Option<Access>,
        /// The key that it signs tokens with for RS256: PEM of an unencrypted PKCS#8 private key of RSA, 2048
        /// bits or more.
        signing_key: Option<String>,
        /// The key that it signs SAML responses with.
        saml_key: Option<SamlKey>,
        /// Its custom data.
        custom_data: CustomData,
    }

    /// What people accept when they register.
    Agreement {
        [
            /// Its title, which may be HTML.
            title: String
        ]
        /// Whether it need not be accepted.
        optional: bool,
        /// `zh-CN`, as when it is left out, or `en-US`.
        lang: Option<String>,
    }

    /// Who may log in to an application.
    Access {
        []
        /// Whether it is in force.
        enabled: bool,
        /// Whether people that are not named are kept out.
        deny_by_default: bool,
        /// Who is let in.
        allow: Vec<Target>,
        /// Who is kept out.
        deny: Vec<Target>,
    }

    /// The key that an application signs SAML responses with.
    SamlKey {
        [
            /// PEM of an unencrypted PKCS#8 private key of RSA.
            private_key: String,
            /// PEM of the certificate that carries its public part.
            certificate: String
        ]
    }

    /// A permission namespace.
    Namespace {
        [
            /// Its code.
            code: String
        ]
        /// Its name; its code if it is left out.
        name: Option<String>,
        /// What it is for.
        description: Option<String>,
    }

    /// What rights can be given on.
    Resource {
        [
            /// Its code, which is the kind that rights name: `books` for `books:1`.
            code: String,
            /// What it is.
            #[serde(rename = "type")]
            kind: ResourceType
        ]
        /// Its id.
        id: Option<String>,
        /// The code of its namespace; `default` if it is left out.
        namespace: Option<String>,
        /// What can be done with it: `read`, or in full `books:read`.
        actions: Vec<Action>,
        /// What it is for.
        description: Option<String>,
        /// The address of an API.
        api_identifier: Option<String>,
    }

    /// Something that can be done with a resource.
    Action {
        [
            /// Its name.
            name: String
        ]
        /// What it is.
        description: Option<String>,
    }

    /// A user. One of username, email address, phone number and identities must be there.
    User {
        []
        /// Their id, `sub` of tokens.
        id: Option<String>,
        /// Their username.
        username: Option<String>,
        /// Their email address.
        email: Option<String>,
        /// Whether the email address is theirs.
        email_verified: bool,
        /// Their phone number.
        phone: Option<String>,
        /// Whether the phone number is theirs.
        phone_verified: bool,
        /// Their password as they type it, which must satisfy the pool's `passwordStrength`.
        password: Option<String>,
        /// In place of a password: what an emulator has stored of one, as an export has it.
        stored_password: Option<StoredPassword>,
        /// Whether the first login asks for a new password.
        reset_password_on_first_login: bool,
        /// Whether they are kept out.
        blocked: bool,
        /// What became of the account.
        status: Option<UserStatus>,
        /// When the account ends, such as `2030-01-31T00:00:00Z`.
        expires_at: Option<String>,
        /// Their profile, by the names of Authing's API: `nickname`, `name`, `birthdate`, `externalId` …
        #[cfg_attr(test, schemars(schema_with = "profile"))]
        profile: BTreeMap<String, String>,
        /// Their custom data.
        custom_data: CustomData,
        /// The codes of roles they have: `code` or `namespace:code`.
        roles: Vec<String>,
        /// The codes of groups they are in.
        groups: Vec<String>,
        /// The ids or codes of departments they are in.
        departments: Vec<String>,
        /// Their accounts with identity providers.
        identities: Vec<Identity>,
        /// Their authenticator: the second factor by one-time passwords.
        totp: Option<Totp>,
        /// By what they registered.
        register_source: Vec<String>,
    }

    /// What an emulator has stored of a password: `salt` and `hash`, or `kept`.
    StoredPassword {
        []
        /// What was put before the password.
        salt: Option<String>,
        /// The hash of both.
        hash: Option<String>,
        /// How strong the password is: 1, 2 or 3.
        level: Option<u8>,
        /// What `keepPassword` stored, which is compared as it is.
        kept: Option<String>,
    }

    /// An account with an identity provider.
    Identity {
        [
            /// The provider's code, such as `github`.
            provider: String,
            /// The user's id there.
            user_id_in_idp: String
        ]
        /// The user's id in the provider's application.
        openid: Option<String>,
        /// The id of the connection.
        connection_id: Option<String>,
        /// Whether the provider is one for enterprises.
        enterprise: bool,
        /// The token that the provider gave.
        access_token: Option<String>,
        /// The refresh token that the provider gave.
        refresh_token: Option<String>,
        /// Which of the provider's ids it is, such as `openid`.
        #[serde(rename = "type")]
        kind: Option<String>,
        /// The id of the identity source.
        ext_idp_id: Option<String>,
    }

    /// An authenticator.
    Totp {
        [
            /// Its key in Base32.
            secret: String
        ]
        /// Its id.
        id: Option<String>,
        /// The code that can be used once instead; a new one if it is left out.
        recovery_code: Option<String>,
    }

    /// A group.
    Group {
        [
            /// Its code.
            code: String
        ]
        /// Its name; its code if it is left out.
        name: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// Who is in it.
        users: Vec<String>,
    }

    /// A role.
    Role {
        [
            /// Its code.
            code: String
        ]
        /// Its id.
        id: Option<String>,
        /// The code of its namespace; `default` if it is left out.
        namespace: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// The code of the role of the same namespace that it inherits from.
        parent: Option<String>,
        /// The users who have it.
        users: Vec<String>,
        /// The codes of the groups that have it.
        groups: Vec<String>,
        /// The ids or codes of the departments that have it.
        departments: Vec<String>,
        /// Its custom data.
        custom_data: CustomData,
    }

    /// An organisation: its root department with those below it.
    Org {
        [
            /// The name of the organisation.
            name: String
        ]
        /// The organisation's id.
        id: Option<String>,
        /// The id of its root department.
        root_id: Option<String>,
        /// The code of its root department, in ASCII.
        code: Option<String>,
        /// What it is.
        description: Option<String>,
        /// The tenant it belongs to.
        tenant: Option<String>,
        /// Who is in its root department.
        members: Vec<String>,
        /// Those of them who lead it.
        leaders: Vec<String>,
        /// The departments below.
        departments: Vec<Department>,
        /// The custom data of the organisation.
        custom_data: CustomData,
        /// The custom data of its root department.
        root_custom_data: CustomData,
    }

    /// A department.
    Department {
        [
            /// Its name.
            name: String
        ]
        /// Its id.
        id: Option<String>,
        /// Its name in other languages, as JSON text.
        name_i18n: Option<String>,
        /// Its code, which no other department of the organisation has.
        code: Option<String>,
        /// What it is.
        description: Option<String>,
        /// What it is in other languages, as JSON text.
        description_i18n: Option<String>,
        /// Its place among those beside it.
        order: Option<i64>,
        /// Who is in it.
        members: Vec<String>,
        /// Those of them who lead it.
        leaders: Vec<String>,
        /// The departments below.
        departments: Vec<Department>,
        /// Its custom data.
        custom_data: CustomData,
    }

    /// A tenant.
    Tenant {
        [
            /// Its name.
            name: String
        ]
        /// Its id.
        id: Option<String>,
        /// The address of its logo.
        logo: Option<String>,
        /// What it is.
        description: Option<String>,
        /// Styles of its pages.
        css: Option<String>,
        /// The ids or names of its applications.
        applications: Vec<String>,
        /// Its members.
        members: Vec<String>,
        /// Those of them who administer it.
        admins: Vec<String>,
        /// Those of them who are switched off.
        disabled: Vec<String>,
    }

    /// An enterprise identity provider.
    IdentitySource {
        [
            /// Its name.
            name: String,
            /// Its kind, such as `oidc`, `oauth2`, `saml`, `cas` or `azure-ad`.
            #[serde(rename = "type")]
            kind: String
        ]
        /// Its id.
        id: Option<String>,
        /// The tenant it belongs to.
        tenant: Option<String>,
        /// Its connections.
        connections: Vec<Connection>,
    }

    /// A connection with an enterprise identity provider.
    Connection {
        [
            /// What no other connection of the pool has.
            identifier: String,
            /// Its kind, such as `oidc`.
            #[serde(rename = "type")]
            kind: String
        ]
        /// Its id.
        id: Option<String>,
        /// What people see; its identifier if it is left out.
        display_name: Option<String>,
        /// Its settings, by the names of Authing's API.
        fields: Map<String, Json>,
        /// The fields of users by which accounts are found to be of one person.
        user_match_fields: Option<Vec<String>>,
        /// The address of its logo.
        logo: Option<String>,
        /// The applications and tenants it is on for, beside the tenant of its source.
        enabled_for: Vec<String>,
    }

    /// A social identity provider.
    SocialConnection {
        [
            /// Its code, such as `github`.
            provider: String
        ]
        /// Whether it is switched off.
        disabled: bool,
        /// Its settings.
        fields: IndexMap<String, String>,
    }

    /// An account of a directory.
    DirectoryUser {
        [
            /// Its name.
            username: String,
            /// Its password.
            password: String
        ]
        /// The person's name.
        name: Option<String>,
        /// The person's email address.
        email: Option<String>,
        /// The person's phone number.
        phone: Option<String>,
    }

    /// A policy.
    Policy {
        [
            /// Its code.
            code: String,
            /// What it allows and denies.
            statements: Vec<Statement>
        ]
        /// Its id.
        id: Option<String>,
        /// The code of its namespace; `default` if it is left out.
        namespace: Option<String>,
        /// What it is for.
        description: Option<String>,
    }

    /// What a policy allows or denies.
    Statement {
        [
            /// The resource, such as `books:*`.
            resource: String,
            /// What may be done with it, such as `books:read`.
            actions: Vec<String>
        ]
        /// `ALLOW`, as when it is left out, or `DENY`.
        effect: Option<Effect>,
        /// When it holds.
        condition: Option<Json>,
    }

    /// Who has a policy.
    PolicyAssignment {
        [
            /// The code of the policy.
            policy: String,
            /// Who has it.
            to: Target
        ]
        /// The code of the namespace; `default` if it is left out.
        namespace: Option<String>,
        /// Whether it is switched off.
        disabled: bool,
    }

    /// Rights on a resource that are given without a policy.
    Permission {
        [
            /// The resource, such as `books:1` or `books:*`.
            resource: String,
            /// Who has them.
            to: Target
        ]
        /// The code of the namespace; `default` if it is left out.
        namespace: Option<String>,
        /// What the resource is.
        #[serde(rename = "type")]
        kind: Option<String>,
        /// What may be done, such as `books:read`; none on menus and buttons.
        actions: Vec<String>,
    }

    /// Who or what something is given to: one of these.
    Target {
        []
        /// A user.
        user: Option<String>,
        /// The code of a role.
        role: Option<String>,
        /// The code of a group.
        group: Option<String>,
        /// The id or code of a department.
        department: Option<String>,
        /// The id of a programmatic access account.
        account: Option<String>,
        /// With a role, in an application's `access`: the role's namespace, if it is not the application's.
        namespace: Option<String>,
        /// With a department: whether those below it do not have it too.
        not_below: bool,
        /// In an application's `access`: whether it is switched off.
        disabled: bool,
    }

    /// An address that is told of what happens.
    Webhook {
        [
            /// The address, which begins with `http://`.
            url: String
        ]
        /// What it is called.
        name: Option<String>,
        /// What its requests prove with that they come from here.
        secret: Option<String>,
        /// How its body is written.
        content_type: WebhookFormat,
        /// The events it is told of; all if there is none.
        events: Vec<String>,
        /// Whether it is switched off.
        disabled: bool,
    }

    /// The pool's own version of an email.
    EmailTemplate {
        [
            /// Which email it is.
            #[serde(rename = "type")]
            kind: EmailTemplateType,
            /// Its subject.
            subject: String,
            /// Its text, as HTML.
            content: String
        ]
        /// What it is called; its type if it is left out.
        name: Option<String>,
        /// Who sends it; the name of the pool if it is left out.
        sender: Option<String>,
        /// Where its link leads to.
        redirect_to: Option<String>,
        /// Whether there is a link in it.
        #[serde(rename = "hasURL")]
        has_url: Option<bool>,
        /// How many seconds the code or link in it is valid.
        expires_in: Option<i64>,
        /// Whether the built-in version is used all the same.
        disabled: bool,
    }

    /// An address that is called as a pipeline function.
    PipelineFunction {
        [
            /// When it is called.
            scene: PipelineStage,
            /// The address, which begins with `http://`.
            url: String
        ]
        /// How many seconds it gets, from 1 to 60; 3 if it is left out.
        timeout: Option<u64>,
        /// Whether everything ends with an error when they are over.
        terminate_on_timeout: bool,
        /// Whether nobody waits for it, so that it cannot change anything.
        is_asynchronous: bool,
    }

    /// A database from which people move in when they log in.
    CustomDatabase {
        [
            /// The address of its scripts, which begins with `http://`. It is given passwords.
            url: String
        ]
        /// How many seconds a script gets, from 1 to 60; 3 if it is left out.
        timeout: Option<u64>,
    }

    /// Who may register, where the settings switch a whitelist on.
    Whitelist {
        []
        /// Usernames.
        usernames: Vec<String>,
        /// Email addresses.
        emails: Vec<String>,
        /// Phone numbers.
        phones: Vec<String>,
    }
}

/// What new passwords must satisfy.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) enum Strength {
    /// Anything but an empty password.
    NonEmpty,
    /// At least six characters.
    Low,
    /// At least six characters of two kinds among letters, digits and symbols.
    Middle,
    /// At least six characters of all three kinds.
    High,
}

/// The fields of a profile, for editors.
#[cfg(test)]
fn profile(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let fields = crate::state::users::PROFILE_FIELDS;
    schemars::json_schema!({
        "type": "object",
        "propertyNames": { "enum": fields },
        "additionalProperties": { "type": "string" },
    })
}
