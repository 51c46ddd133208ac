// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! What a caller sends: one type per input type of the schema.

use serde::Serialize;

use super::enums::*;
use crate::{Patch, Secret, Timestamp};

/// Sets how an app hands a login over to a WeChat mini program.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct App2WxappLoginStrategyInput {
    #[serde(rename = "ticketExpriresAfter", skip_serializing_if = "Option::is_none")]
    ticket_expires_after: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_exchange_user_info_need_secret: Option<bool>,
}

impl App2WxappLoginStrategyInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a ticket is valid, in seconds. The name is misspelt on the wire.
    #[must_use]
    pub fn ticket_expires_after(mut self, ticket_expires_after: i64) -> Self {
        self.ticket_expires_after = Some(ticket_expires_after);
        self
    }

    /// Whether the user pool's secret is needed to exchange a ticket for the user.
    #[must_use]
    pub fn ticket_exchange_user_info_need_secret(
        mut self,
        ticket_exchange_user_info_need_secret: bool,
    ) -> Self {
        self.ticket_exchange_user_info_need_secret = Some(ticket_exchange_user_info_need_secret);
        self
    }
}

/// Who is given which actions on a resource.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizeResourceOpt {
    target_type: PolicyAssignmentTargetType,
    target_identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<String>>,
}

impl AuthorizeResourceOpt {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(
        target_type: PolicyAssignmentTargetType,
        target_identifier: impl Into<String>,
    ) -> Self {
        Self { target_type, target_identifier: target_identifier.into(), actions: None }
    }

    /// Actions, as `resource:verb`.
    #[must_use]
    pub fn actions(mut self, actions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.actions = Some(actions.into_iter().map(Into::into).collect());
        self
    }
}

/// Which actions to look for.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizedTargetsActionsInput {
    op: Operator,
    list: Vec<String>,
}

impl AuthorizedTargetsActionsInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(op: Operator, list: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { op, list: list.into_iter().map(Into::into).collect() }
    }
}

/// Sets what changing an email address asks for.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ChangeEmailStrategyInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    verify_old_email: Option<bool>,
}

impl ChangeEmailStrategyInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a code sent to the old address is needed.
    #[must_use]
    pub fn verify_old_email(mut self, verify_old_email: bool) -> Self {
        self.verify_old_email = Some(verify_old_email);
        self
    }
}

/// Sets what changing a phone number asks for.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct ChangePhoneStrategyInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    verify_old_phone: Option<bool>,
}

impl ChangePhoneStrategyInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a code sent to the old number is needed.
    #[must_use]
    pub fn verify_old_phone(mut self, verify_old_phone: bool) -> Self {
        self.verify_old_phone = Some(verify_old_phone);
        self
    }
}

/// A new text for an email template.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigEmailTemplateInput {
    r#type: EmailTemplateType,
    name: String,
    subject: String,
    sender: String,
    content: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_to: Option<String>,
    #[serde(rename = "hasURL", skip_serializing_if = "Option::is_none")]
    has_url: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<i64>,
}

impl ConfigEmailTemplateInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(
        r#type: EmailTemplateType,
        name: impl Into<String>,
        subject: impl Into<String>,
        sender: impl Into<String>,
        content: impl Into<String>,
    ) -> Self {
        Self {
            r#type,
            name: name.into(),
            subject: subject.into(),
            sender: sender.into(),
            content: content.into(),
            redirect_to: None,
            has_url: None,
            expires_in: None,
        }
    }

    /// Where the link in the email redirects to.
    #[must_use]
    pub fn redirect_to(mut self, redirect_to: impl Into<String>) -> Self {
        self.redirect_to = Some(redirect_to.into());
        self
    }

    /// Whether the text contains a link.
    #[must_use]
    pub fn has_url(mut self, has_url: bool) -> Self {
        self.has_url = Some(has_url);
        self
    }

    /// How long the code or link is valid, in seconds.
    #[must_use]
    pub fn expires_in(mut self, expires_in: i64) -> Self {
        self.expires_in = Some(expires_in);
        self
    }
}

/// A new pipeline function.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateFunctionInput {
    name: String,
    source_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl CreateFunctionInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(name: impl Into<String>, source_code: impl Into<String>) -> Self {
        Self { name: name.into(), source_code: source_code.into(), description: None, url: None }
    }

    /// Description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Address of the function, when it runs elsewhere.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}

/// A new kind of social identity provider. No operation takes this type.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSocialConnectionInput {
    provider: String,
    name: String,
    logo: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<SocialConnectionFieldInput>>,
}

impl CreateSocialConnectionInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(
        provider: impl Into<String>,
        name: impl Into<String>,
        logo: impl Into<String>,
    ) -> Self {
        Self {
            provider: provider.into(),
            name: name.into(),
            logo: logo.into(),
            description: None,
            fields: None,
        }
    }

    /// Description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Its settings.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = SocialConnectionFieldInput>) -> Self {
        self.fields = Some(fields.into_iter().collect());
        self
    }
}

/// One setting of a provider to connect. The value may be a credential.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSocialConnectionInstanceFieldInput {
    key: String,
    value: String,
}

impl CreateSocialConnectionInstanceFieldInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// A social identity provider to connect in this user pool.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSocialConnectionInstanceInput {
    provider: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<CreateSocialConnectionInstanceFieldInput>>,
}

impl CreateSocialConnectionInstanceInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(provider: impl Into<String>) -> Self {
        Self { provider: provider.into(), fields: None }
    }

    /// Its settings.
    #[must_use]
    pub fn fields(
        mut self,
        fields: impl IntoIterator<Item = CreateSocialConnectionInstanceFieldInput>,
    ) -> Self {
        self.fields = Some(fields.into_iter().collect());
        self
    }
}

/// An account at an identity provider to link with a new user.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateUserIdentityInput {
    provider: String,
    user_id_in_idp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    openid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_social: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_id: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    access_token: Option<Secret>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    refresh_token: Option<Secret>,
}

impl CreateUserIdentityInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(provider: impl Into<String>, user_id_in_idp: impl Into<String>) -> Self {
        Self {
            provider: provider.into(),
            user_id_in_idp: user_id_in_idp.into(),
            openid: None,
            is_social: None,
            connection_id: None,
            access_token: None,
            refresh_token: None,
        }
    }

    /// The user's id in one application of the provider.
    #[must_use]
    pub fn openid(mut self, openid: impl Into<String>) -> Self {
        self.openid = Some(openid.into());
        self
    }

    /// Whether the provider is a social one rather than an enterprise one.
    #[must_use]
    pub fn is_social(mut self, is_social: bool) -> Self {
        self.is_social = Some(is_social);
        self
    }

    /// Id of the connection to the provider.
    #[must_use]
    pub fn connection_id(mut self, connection_id: impl Into<String>) -> Self {
        self.connection_id = Some(connection_id.into());
        self
    }

    /// The provider's access token.
    #[must_use]
    pub fn access_token(mut self, access_token: impl Into<Secret>) -> Self {
        self.access_token = Some(access_token.into());
        self
    }

    /// The provider's refresh token.
    #[must_use]
    pub fn refresh_token(mut self, refresh_token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }
}

/// A new user. At least one of username, email address and phone number is needed.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct CreateUserInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unionid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    openid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    password: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    register_source: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    oauth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logins_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_login: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(rename = "lastIP", skip_serializing_if = "Option::is_none")]
    last_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_up: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_deleted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birthdate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zoneinfo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formatted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    street_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_country_code: Option<String>,
}

impl CreateUserInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Username, unique in the user pool; upper and lower case differ.
    #[must_use]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Email address, unique in the user pool and kept in lower case.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Whether the email address is verified.
    #[must_use]
    pub fn email_verified(mut self, email_verified: bool) -> Self {
        self.email_verified = Some(email_verified);
        self
    }

    /// Phone number, unique in the user pool.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// Whether the phone number is verified.
    #[must_use]
    pub fn phone_verified(mut self, phone_verified: bool) -> Self {
        self.phone_verified = Some(phone_verified);
        self
    }

    /// Id that is the same in all applications of a provider.
    #[must_use]
    pub fn unionid(mut self, unionid: impl Into<String>) -> Self {
        self.unionid = Some(unionid.into());
        self
    }

    /// Id in one application of a provider.
    #[must_use]
    pub fn openid(mut self, openid: impl Into<String>) -> Self {
        self.openid = Some(openid.into());
        self
    }

    /// Nickname.
    #[must_use]
    pub fn nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = Some(nickname.into());
        self
    }

    /// Address of the picture.
    #[must_use]
    pub fn photo(mut self, photo: impl Into<String>) -> Self {
        self.photo = Some(photo.into());
        self
    }

    /// Password. It must be encrypted before it is sent; the clients do so.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// How the account was created, such as `basic:email` or `import:manual`.
    #[must_use]
    pub fn register_source(
        mut self,
        register_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.register_source = Some(register_source.into_iter().map(Into::into).collect());
        self
    }

    /// Browser last used.
    #[must_use]
    pub fn browser(mut self, browser: impl Into<String>) -> Self {
        self.browser = Some(browser.into());
        self
    }

    /// What a social provider reported, as JSON text.
    #[must_use]
    pub fn oauth(mut self, oauth: impl Into<String>) -> Self {
        self.oauth = Some(oauth.into());
        self
    }

    /// How often the user has logged in.
    #[must_use]
    pub fn logins_count(mut self, logins_count: i64) -> Self {
        self.logins_count = Some(logins_count);
        self
    }

    /// When the user last logged in.
    #[must_use]
    pub fn last_login(mut self, last_login: impl Into<Timestamp>) -> Self {
        self.last_login = Some(last_login.into());
        self
    }

    /// Company.
    #[must_use]
    pub fn company(mut self, company: impl Into<String>) -> Self {
        self.company = Some(company.into());
        self
    }

    /// IP address the user last logged in from.
    #[must_use]
    pub fn last_ip(mut self, last_ip: impl Into<String>) -> Self {
        self.last_ip = Some(last_ip.into());
        self
    }

    /// When the user registered.
    #[must_use]
    pub fn signed_up(mut self, signed_up: impl Into<Timestamp>) -> Self {
        self.signed_up = Some(signed_up.into());
        self
    }

    /// Whether the user is locked out.
    #[must_use]
    pub fn blocked(mut self, blocked: bool) -> Self {
        self.blocked = Some(blocked);
        self
    }

    /// Whether it is marked as deleted.
    #[must_use]
    pub fn is_deleted(mut self, is_deleted: bool) -> Self {
        self.is_deleted = Some(is_deleted);
        self
    }

    /// Device last used.
    #[must_use]
    pub fn device(mut self, device: impl Into<String>) -> Self {
        self.device = Some(device.into());
        self
    }

    /// Full name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Given name.
    #[must_use]
    pub fn given_name(mut self, given_name: impl Into<String>) -> Self {
        self.given_name = Some(given_name.into());
        self
    }

    /// Family name.
    #[must_use]
    pub fn family_name(mut self, family_name: impl Into<String>) -> Self {
        self.family_name = Some(family_name.into());
        self
    }

    /// Middle name.
    #[must_use]
    pub fn middle_name(mut self, middle_name: impl Into<String>) -> Self {
        self.middle_name = Some(middle_name.into());
        self
    }

    /// Address of the profile page.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// Name the user prefers.
    #[must_use]
    pub fn preferred_username(mut self, preferred_username: impl Into<String>) -> Self {
        self.preferred_username = Some(preferred_username.into());
        self
    }

    /// Address of the user's website.
    #[must_use]
    pub fn website(mut self, website: impl Into<String>) -> Self {
        self.website = Some(website.into());
        self
    }

    /// `M`, `F` or `U` for unknown.
    #[must_use]
    pub fn gender(mut self, gender: impl Into<String>) -> Self {
        self.gender = Some(gender.into());
        self
    }

    /// Date of birth, as the user wrote it.
    #[must_use]
    pub fn birthdate(mut self, birthdate: impl Into<String>) -> Self {
        self.birthdate = Some(birthdate.into());
        self
    }

    /// Time zone.
    #[must_use]
    pub fn zoneinfo(mut self, zoneinfo: impl Into<String>) -> Self {
        self.zoneinfo = Some(zoneinfo.into());
        self
    }

    /// Language and region.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Postal address.
    #[must_use]
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Whole address on one line.
    #[must_use]
    pub fn formatted(mut self, formatted: impl Into<String>) -> Self {
        self.formatted = Some(formatted.into());
        self
    }

    /// Street and number.
    #[must_use]
    pub fn street_address(mut self, street_address: impl Into<String>) -> Self {
        self.street_address = Some(street_address.into());
        self
    }

    /// Town.
    #[must_use]
    pub fn locality(mut self, locality: impl Into<String>) -> Self {
        self.locality = Some(locality.into());
        self
    }

    /// State or region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Postal code.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<String>) -> Self {
        self.postal_code = Some(postal_code.into());
        self
    }

    /// Country.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// Id in another system, unique in the user pool.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }

    /// Country code of the phone number, such as `+86`.
    #[must_use]
    pub fn phone_country_code(mut self, phone_country_code: impl Into<String>) -> Self {
        self.phone_country_code = Some(phone_country_code.into());
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> Option<&mut Secret> {
        self.password.as_mut()
    }
}

/// Sets the user pool's own SMS provider.
///
/// `CustomSMSProviderInput` in Authing's schema.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct CustomSmsProviderInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<String>,
}

impl CustomSmsProviderInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it is enabled.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// Code of the SMS provider.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }

    /// The provider's settings as JSON text. They contain credentials.
    #[must_use]
    pub fn config(mut self, config: impl Into<String>) -> Self {
        self.config = Some(config.into());
        self
    }
}

/// Finds a user by an account at an identity provider.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct FindUserByIdentityInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id_in_idp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_social: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
}

impl FindUserByIdentityInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Code of the identity source.
    #[must_use]
    pub fn identifier(mut self, identifier: impl Into<String>) -> Self {
        self.identifier = Some(identifier.into());
        self
    }

    /// The user's id at the provider.
    #[must_use]
    pub fn user_id_in_idp(mut self, user_id_in_idp: impl Into<String>) -> Self {
        self.user_id_in_idp = Some(user_id_in_idp.into());
        self
    }

    /// Whether the provider is a social one rather than an enterprise one.
    #[must_use]
    pub fn is_social(mut self, is_social: bool) -> Self {
        self.is_social = Some(is_social);
        self
    }

    /// Code of the provider.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }
}

/// Sets the limit on frequent registrations.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct FrequentRegisterCheckConfigInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    time_interval: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
}

impl FrequentRegisterCheckConfigInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Length of the window, in seconds.
    #[must_use]
    pub fn time_interval(mut self, time_interval: i64) -> Self {
        self.time_interval = Some(time_interval);
        self
    }

    /// Attempts allowed within the window.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Whether it is enabled.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

/// Login by email address and password.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginByEmailInput {
    email: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    captcha_code: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_register: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
}

impl LoginByEmailInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            email: email.into(),
            password: password.into(),
            captcha_code: None,
            auto_register: None,
            client_ip: None,
            params: None,
            context: None,
        }
    }

    /// What the user read from the captcha, which is asked for after too many failures.
    #[must_use]
    pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
        self.captcha_code = Some(captcha_code.into());
        self
    }

    /// Whether an unknown user gets an account.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// IP address of the end user, when the call comes from a server.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Custom data as JSON text: a list of `key` and `value` pairs. The fields must be defined first.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// Data for the pipeline functions, as JSON text of an object.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> &mut Secret {
        &mut self.password
    }
}

/// Login by phone number and one-time code. An unknown number gets an account.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginByPhoneCodeInput {
    phone: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    code: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_country_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_register: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
}

impl LoginByPhoneCodeInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self {
            phone: phone.into(),
            code: code.into(),
            phone_country_code: None,
            auto_register: None,
            client_ip: None,
            params: None,
            context: None,
        }
    }

    /// Country code of the phone number, such as `+86`.
    #[must_use]
    pub fn phone_country_code(mut self, phone_country_code: impl Into<String>) -> Self {
        self.phone_country_code = Some(phone_country_code.into());
        self
    }

    /// Whether an unknown user gets an account.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// IP address of the end user, when the call comes from a server.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Custom data as JSON text: a list of `key` and `value` pairs. The fields must be defined first.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// Data for the pipeline functions, as JSON text of an object.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }
}

/// Login by phone number and password.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginByPhonePasswordInput {
    phone: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    captcha_code: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_register: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
}

impl LoginByPhonePasswordInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(phone: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            phone: phone.into(),
            password: password.into(),
            captcha_code: None,
            auto_register: None,
            client_ip: None,
            params: None,
            context: None,
        }
    }

    /// What the user read from the captcha, which is asked for after too many failures.
    #[must_use]
    pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
        self.captcha_code = Some(captcha_code.into());
        self
    }

    /// Whether an unknown user gets an account.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// IP address of the end user, when the call comes from a server.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Custom data as JSON text: a list of `key` and `value` pairs. The fields must be defined first.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// Data for the pipeline functions, as JSON text of an object.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> &mut Secret {
        &mut self.password
    }
}

/// Login by username and password.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginByUsernameInput {
    username: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    captcha_code: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_register: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
}

impl LoginByUsernameInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            captcha_code: None,
            auto_register: None,
            client_ip: None,
            params: None,
            context: None,
        }
    }

    /// What the user read from the captcha, which is asked for after too many failures.
    #[must_use]
    pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
        self.captcha_code = Some(captcha_code.into());
        self
    }

    /// Whether an unknown user gets an account.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// IP address of the end user, when the call comes from a server.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Custom data as JSON text: a list of `key` and `value` pairs. The fields must be defined first.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// Data for the pipeline functions, as JSON text of an object.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> &mut Secret {
        &mut self.password
    }
}

/// Sets the limit on failed logins.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct LoginFailCheckConfigInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    time_interval: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
}

impl LoginFailCheckConfigInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Length of the window, in seconds.
    #[must_use]
    pub fn time_interval(mut self, time_interval: i64) -> Self {
        self.time_interval = Some(time_interval);
        self
    }

    /// Attempts allowed within the window.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Whether it is enabled.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

/// Sets the limit on wrong passwords.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct LoginPasswordFailCheckConfigInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    time_interval: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
}

impl LoginPasswordFailCheckConfigInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Length of the window, in seconds.
    #[must_use]
    pub fn time_interval(mut self, time_interval: i64) -> Self {
        self.time_interval = Some(time_interval);
        self
    }

    /// Attempts allowed within the window.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Whether it is enabled.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

/// Sets how often passwords must change.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct PasswordUpdatePolicyInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forced_cycle: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference_cycle: Option<i64>,
}

impl PasswordUpdatePolicyInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it is enabled.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// Interval after which a password must change.
    #[must_use]
    pub fn forced_cycle(mut self, forced_cycle: i64) -> Self {
        self.forced_cycle = Some(forced_cycle);
        self
    }

    /// Period within which an earlier password may not be used again.
    #[must_use]
    pub fn difference_cycle(mut self, difference_cycle: i64) -> Self {
        self.difference_cycle = Some(difference_cycle);
        self
    }
}

/// A condition under which a policy statement holds.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyStatementConditionInput {
    param: String,
    operator: String,
    value: serde_json::Value,
}

impl PolicyStatementConditionInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(
        param: impl Into<String>,
        operator: impl Into<String>,
        value: serde_json::Value,
    ) -> Self {
        Self { param: param.into(), operator: operator.into(), value }
    }
}

/// One rule of a policy.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyStatementInput {
    resource: String,
    actions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<PolicyEffect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Vec<PolicyStatementConditionInput>>,
}

impl PolicyStatementInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(
        resource: impl Into<String>,
        actions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            resource: resource.into(),
            actions: actions.into_iter().map(Into::into).collect(),
            effect: None,
            condition: None,
        }
    }

    /// Whether the rule allows or denies; it allows when missing.
    #[must_use]
    pub fn effect(mut self, effect: PolicyEffect) -> Self {
        self.effect = Some(effect);
        self
    }

    /// Conditions that must all hold.
    #[must_use]
    pub fn condition(
        mut self,
        condition: impl IntoIterator<Item = PolicyStatementConditionInput>,
    ) -> Self {
        self.condition = Some(condition.into_iter().collect());
        self
    }
}

/// Sets how login by QR code works.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct QrcodeLoginStrategyInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    qrcode_expires_after: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_full_user_info: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allow_exchange_user_info_from_browser: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_expires_after: Option<i64>,
}

impl QrcodeLoginStrategyInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a QR code is valid, in seconds.
    #[must_use]
    pub fn qrcode_expires_after(mut self, qrcode_expires_after: i64) -> Self {
        self.qrcode_expires_after = Some(qrcode_expires_after);
        self
    }

    /// Whether scanning a code reveals more than nickname and photo.
    #[must_use]
    pub fn return_full_user_info(mut self, return_full_user_info: bool) -> Self {
        self.return_full_user_info = Some(return_full_user_info);
        self
    }

    /// Whether a browser may exchange a ticket for the user, without the pool's secret.
    #[must_use]
    pub fn allow_exchange_user_info_from_browser(
        mut self,
        allow_exchange_user_info_from_browser: bool,
    ) -> Self {
        self.allow_exchange_user_info_from_browser = Some(allow_exchange_user_info_from_browser);
        self
    }

    /// How long a ticket is valid, in seconds.
    #[must_use]
    pub fn ticket_expires_after(mut self, ticket_expires_after: i64) -> Self {
        self.ticket_expires_after = Some(ticket_expires_after);
        self
    }
}

/// Registration by email address and password.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterByEmailInput {
    email: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<RegisterProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_login: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generate_token: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    phone_token: Option<Secret>,
}

impl RegisterByEmailInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            email: email.into(),
            password: password.into(),
            profile: None,
            force_login: None,
            generate_token: None,
            client_ip: None,
            params: None,
            context: None,
            phone_token: None,
        }
    }

    /// The initial profile.
    #[must_use]
    pub fn profile(mut self, profile: RegisterProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Whether to log in at once, with pipeline and webhooks; the response then holds a token.
    #[must_use]
    pub fn force_login(mut self, force_login: bool) -> Self {
        self.force_login = Some(force_login);
        self
    }

    /// Whether the response holds a token, without a login.
    #[must_use]
    pub fn generate_token(mut self, generate_token: bool) -> Self {
        self.generate_token = Some(generate_token);
        self
    }

    /// IP address of the end user, when the call comes from a server.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Custom data as JSON text: a list of `key` and `value` pairs. The fields must be defined first.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// Data for the pipeline functions, as JSON text of an object.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// Proof that the phone number was verified before.
    #[must_use]
    pub fn phone_token(mut self, phone_token: impl Into<Secret>) -> Self {
        self.phone_token = Some(phone_token.into());
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> &mut Secret {
        &mut self.password
    }
}

/// Registration by phone number and one-time code.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterByPhoneCodeInput {
    phone: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    code: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_country_code: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    password: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<RegisterProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_login: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generate_token: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    email_token: Option<Secret>,
}

impl RegisterByPhoneCodeInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self {
            phone: phone.into(),
            code: code.into(),
            phone_country_code: None,
            password: None,
            profile: None,
            force_login: None,
            generate_token: None,
            client_ip: None,
            params: None,
            context: None,
            email_token: None,
        }
    }

    /// Country code of the phone number, such as `+86`.
    #[must_use]
    pub fn phone_country_code(mut self, phone_country_code: impl Into<String>) -> Self {
        self.phone_country_code = Some(phone_country_code.into());
        self
    }

    /// Password. It must be encrypted before it is sent; the clients do so.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// The initial profile.
    #[must_use]
    pub fn profile(mut self, profile: RegisterProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Whether to log in at once, with pipeline and webhooks; the response then holds a token.
    #[must_use]
    pub fn force_login(mut self, force_login: bool) -> Self {
        self.force_login = Some(force_login);
        self
    }

    /// Whether the response holds a token, without a login.
    #[must_use]
    pub fn generate_token(mut self, generate_token: bool) -> Self {
        self.generate_token = Some(generate_token);
        self
    }

    /// IP address of the end user, when the call comes from a server.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Custom data as JSON text: a list of `key` and `value` pairs. The fields must be defined first.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// Data for the pipeline functions, as JSON text of an object.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// Proof that the email address was verified before.
    #[must_use]
    pub fn email_token(mut self, email_token: impl Into<Secret>) -> Self {
        self.email_token = Some(email_token.into());
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> Option<&mut Secret> {
        self.password.as_mut()
    }
}

/// Registration by username and password.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterByUsernameInput {
    username: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<RegisterProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_login: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generate_token: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    phone_token: Option<Secret>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    email_token: Option<Secret>,
}

impl RegisterByUsernameInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            profile: None,
            force_login: None,
            generate_token: None,
            client_ip: None,
            params: None,
            context: None,
            phone_token: None,
            email_token: None,
        }
    }

    /// The initial profile.
    #[must_use]
    pub fn profile(mut self, profile: RegisterProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Whether to log in at once, with pipeline and webhooks; the response then holds a token.
    #[must_use]
    pub fn force_login(mut self, force_login: bool) -> Self {
        self.force_login = Some(force_login);
        self
    }

    /// Whether the response holds a token, without a login.
    #[must_use]
    pub fn generate_token(mut self, generate_token: bool) -> Self {
        self.generate_token = Some(generate_token);
        self
    }

    /// IP address of the end user, when the call comes from a server.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Custom data as JSON text: a list of `key` and `value` pairs. The fields must be defined first.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// Data for the pipeline functions, as JSON text of an object.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// Proof that the phone number was verified before.
    #[must_use]
    pub fn phone_token(mut self, phone_token: impl Into<Secret>) -> Self {
        self.phone_token = Some(phone_token.into());
        self
    }

    /// Proof that the email address was verified before.
    #[must_use]
    pub fn email_token(mut self, email_token: impl Into<Secret>) -> Self {
        self.email_token = Some(email_token.into());
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> &mut Secret {
        &mut self.password
    }
}

/// The initial profile of a new user.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct RegisterProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    oauth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birthdate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zoneinfo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formatted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    street_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    udf: Option<Vec<UserUdfInput>>,
}

impl RegisterProfile {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// IP address the user registers from.
    #[must_use]
    pub fn ip(mut self, ip: impl Into<String>) -> Self {
        self.ip = Some(ip.into());
        self
    }

    /// Phone number, unique in the user pool.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// Email address, unique in the user pool and kept in lower case.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// What a social provider reported, as JSON text.
    #[must_use]
    pub fn oauth(mut self, oauth: impl Into<String>) -> Self {
        self.oauth = Some(oauth.into());
        self
    }

    /// Username, unique in the user pool; upper and lower case differ.
    #[must_use]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Nickname.
    #[must_use]
    pub fn nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = Some(nickname.into());
        self
    }

    /// Company.
    #[must_use]
    pub fn company(mut self, company: impl Into<String>) -> Self {
        self.company = Some(company.into());
        self
    }

    /// Address of the picture.
    #[must_use]
    pub fn photo(mut self, photo: impl Into<String>) -> Self {
        self.photo = Some(photo.into());
        self
    }

    /// Device last used.
    #[must_use]
    pub fn device(mut self, device: impl Into<String>) -> Self {
        self.device = Some(device.into());
        self
    }

    /// Browser last used.
    #[must_use]
    pub fn browser(mut self, browser: impl Into<String>) -> Self {
        self.browser = Some(browser.into());
        self
    }

    /// Full name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Given name.
    #[must_use]
    pub fn given_name(mut self, given_name: impl Into<String>) -> Self {
        self.given_name = Some(given_name.into());
        self
    }

    /// Family name.
    #[must_use]
    pub fn family_name(mut self, family_name: impl Into<String>) -> Self {
        self.family_name = Some(family_name.into());
        self
    }

    /// Middle name.
    #[must_use]
    pub fn middle_name(mut self, middle_name: impl Into<String>) -> Self {
        self.middle_name = Some(middle_name.into());
        self
    }

    /// Address of the profile page.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// Name the user prefers.
    #[must_use]
    pub fn preferred_username(mut self, preferred_username: impl Into<String>) -> Self {
        self.preferred_username = Some(preferred_username.into());
        self
    }

    /// Address of the user's website.
    #[must_use]
    pub fn website(mut self, website: impl Into<String>) -> Self {
        self.website = Some(website.into());
        self
    }

    /// `M`, `F` or `U` for unknown.
    #[must_use]
    pub fn gender(mut self, gender: impl Into<String>) -> Self {
        self.gender = Some(gender.into());
        self
    }

    /// Date of birth, as the user wrote it.
    #[must_use]
    pub fn birthdate(mut self, birthdate: impl Into<String>) -> Self {
        self.birthdate = Some(birthdate.into());
        self
    }

    /// Time zone.
    #[must_use]
    pub fn zoneinfo(mut self, zoneinfo: impl Into<String>) -> Self {
        self.zoneinfo = Some(zoneinfo.into());
        self
    }

    /// Language and region.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Postal address.
    #[must_use]
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Whole address on one line.
    #[must_use]
    pub fn formatted(mut self, formatted: impl Into<String>) -> Self {
        self.formatted = Some(formatted.into());
        self
    }

    /// Street and number.
    #[must_use]
    pub fn street_address(mut self, street_address: impl Into<String>) -> Self {
        self.street_address = Some(street_address.into());
        self
    }

    /// Town.
    #[must_use]
    pub fn locality(mut self, locality: impl Into<String>) -> Self {
        self.locality = Some(locality.into());
        self
    }

    /// State or region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Postal code.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<String>) -> Self {
        self.postal_code = Some(postal_code.into());
        self
    }

    /// Country.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// Custom data. The fields must be defined first.
    #[must_use]
    pub fn udf(mut self, udf: impl IntoIterator<Item = UserUdfInput>) -> Self {
        self.udf = Some(udf.into_iter().collect());
        self
    }
}

/// Sets which registration whitelists are enabled.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct RegisterWhiteListConfigInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username_enabled: Option<bool>,
}

impl RegisterWhiteListConfigInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the whitelist of phone numbers is enabled.
    #[must_use]
    pub fn phone_enabled(mut self, phone_enabled: bool) -> Self {
        self.phone_enabled = Some(phone_enabled);
        self
    }

    /// Whether the whitelist of email addresses is enabled.
    #[must_use]
    pub fn email_enabled(mut self, email_enabled: bool) -> Self {
        self.email_enabled = Some(email_enabled);
        self
    }

    /// Whether the whitelist of usernames is enabled.
    #[must_use]
    pub fn username_enabled(mut self, username_enabled: bool) -> Self {
        self.username_enabled = Some(username_enabled);
        self
    }
}

/// Narrows a search for users to a department.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct SearchUserDepartmentOpt {
    #[serde(skip_serializing_if = "Option::is_none")]
    department_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_children_departments: Option<bool>,
}

impl SearchUserDepartmentOpt {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Id of the department.
    #[must_use]
    pub fn department_id(mut self, department_id: impl Into<String>) -> Self {
        self.department_id = Some(department_id.into());
        self
    }

    /// Whether departments below it count too.
    #[must_use]
    pub fn include_children_departments(mut self, include_children_departments: bool) -> Self {
        self.include_children_departments = Some(include_children_departments);
        self
    }
}

/// Narrows a search for users to a group.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct SearchUserGroupOpt {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

impl SearchUserGroupOpt {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Code of the group.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

/// Narrows a search for users to a role.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchUserRoleOpt {
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    code: String,
}

impl SearchUserRoleOpt {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { namespace: None, code: code.into() }
    }

    /// Code of the permission namespace; `default` where none is given.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }
}

/// Value of a custom field of one target.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetUdfValueBatchInput {
    target_id: String,
    key: String,
    value: String,
}

impl SetUdfValueBatchInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(
        target_id: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self { target_id: target_id.into(), key: key.into(), value: value.into() }
    }
}

/// A setting that a social identity provider needs.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct SocialConnectionFieldInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placeholder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    children: Option<Vec<SocialConnectionFieldInput>>,
}

impl SocialConnectionFieldInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Key of the setting.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Name to show.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Kind of input it expects.
    #[must_use]
    pub fn r#type(mut self, r#type: impl Into<String>) -> Self {
        self.r#type = Some(r#type.into());
        self
    }

    /// Hint inside an empty field.
    #[must_use]
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = Some(placeholder.into());
        self
    }

    /// Settings below this one.
    #[must_use]
    pub fn children(
        mut self,
        children: impl IntoIterator<Item = SocialConnectionFieldInput>,
    ) -> Self {
        self.children = Some(children.into_iter().collect());
        self
    }
}

/// Changes to a pipeline function.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateFunctionInput {
    id: String,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    source_code: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    description: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    url: Patch<String>,
}

impl UpdateFunctionInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: Patch::Absent,
            source_code: Patch::Absent,
            description: Patch::Absent,
            url: Patch::Absent,
        }
    }

    /// Name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// JavaScript source.
    #[must_use]
    pub fn source_code(mut self, source_code: impl Into<Patch<String>>) -> Self {
        self.source_code = source_code.into();
        self
    }

    /// Description.
    #[must_use]
    pub fn description(mut self, description: impl Into<Patch<String>>) -> Self {
        self.description = description.into();
        self
    }

    /// Address of the function, when it runs elsewhere.
    #[must_use]
    pub fn url(mut self, url: impl Into<Patch<String>>) -> Self {
        self.url = url.into();
        self
    }
}

/// Changes to a user. A field left out keeps its value; `null` clears it.
///
/// An end user may not change email address, phone number, password, unionid or openid this way;
/// each has a call of its own.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct UpdateUserInput {
    #[serde(skip_serializing_if = "Patch::is_absent")]
    email: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    unionid: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    openid: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    email_verified: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    phone: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    phone_verified: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    username: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    nickname: Patch<String>,
    #[serde(
        skip_serializing_if = "Patch::is_absent",
        serialize_with = "Secret::serialize_exposed_patch"
    )]
    password: Patch<Secret>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    photo: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    company: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    browser: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    device: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    oauth: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    token_expired_at: Patch<Timestamp>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    logins_count: Patch<i64>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    last_login: Patch<Timestamp>,
    #[serde(rename = "lastIP", skip_serializing_if = "Patch::is_absent")]
    last_ip: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    blocked: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    given_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    family_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    middle_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    profile: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    preferred_username: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    website: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    gender: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    birthdate: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    zoneinfo: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    locale: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    address: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    formatted: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    street_address: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    locality: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    region: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    postal_code: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    city: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    province: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    country: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    external_id: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    phone_country_code: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    main_department_id: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    main_department_code: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    expired_at: Patch<Timestamp>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    direct_management: Patch<String>,
}

impl UpdateUserInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Email address, unique in the user pool and kept in lower case.
    #[must_use]
    pub fn email(mut self, email: impl Into<Patch<String>>) -> Self {
        self.email = email.into();
        self
    }

    /// Id that is the same in all applications of a provider.
    #[must_use]
    pub fn unionid(mut self, unionid: impl Into<Patch<String>>) -> Self {
        self.unionid = unionid.into();
        self
    }

    /// Id in one application of a provider.
    #[must_use]
    pub fn openid(mut self, openid: impl Into<Patch<String>>) -> Self {
        self.openid = openid.into();
        self
    }

    /// Whether the email address is verified.
    #[must_use]
    pub fn email_verified(mut self, email_verified: impl Into<Patch<bool>>) -> Self {
        self.email_verified = email_verified.into();
        self
    }

    /// Phone number, unique in the user pool.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<Patch<String>>) -> Self {
        self.phone = phone.into();
        self
    }

    /// Whether the phone number is verified.
    #[must_use]
    pub fn phone_verified(mut self, phone_verified: impl Into<Patch<bool>>) -> Self {
        self.phone_verified = phone_verified.into();
        self
    }

    /// Username, unique in the user pool; upper and lower case differ.
    #[must_use]
    pub fn username(mut self, username: impl Into<Patch<String>>) -> Self {
        self.username = username.into();
        self
    }

    /// Nickname.
    #[must_use]
    pub fn nickname(mut self, nickname: impl Into<Patch<String>>) -> Self {
        self.nickname = nickname.into();
        self
    }

    /// Password. It must be encrypted before it is sent; the clients do so.
    #[must_use]
    pub fn password(mut self, password: impl Into<Patch<Secret>>) -> Self {
        self.password = password.into();
        self
    }

    /// Address of the picture.
    #[must_use]
    pub fn photo(mut self, photo: impl Into<Patch<String>>) -> Self {
        self.photo = photo.into();
        self
    }

    /// Company.
    #[must_use]
    pub fn company(mut self, company: impl Into<Patch<String>>) -> Self {
        self.company = company.into();
        self
    }

    /// Browser last used.
    #[must_use]
    pub fn browser(mut self, browser: impl Into<Patch<String>>) -> Self {
        self.browser = browser.into();
        self
    }

    /// Device last used.
    #[must_use]
    pub fn device(mut self, device: impl Into<Patch<String>>) -> Self {
        self.device = device.into();
        self
    }

    /// What a social provider reported, as JSON text.
    #[must_use]
    pub fn oauth(mut self, oauth: impl Into<Patch<String>>) -> Self {
        self.oauth = oauth.into();
        self
    }

    /// When the user's token expires. A time in the past logs the user out.
    #[must_use]
    pub fn token_expired_at(mut self, token_expired_at: impl Into<Patch<Timestamp>>) -> Self {
        self.token_expired_at = token_expired_at.into();
        self
    }

    /// How often the user has logged in.
    #[must_use]
    pub fn logins_count(mut self, logins_count: impl Into<Patch<i64>>) -> Self {
        self.logins_count = logins_count.into();
        self
    }

    /// When the user last logged in.
    #[must_use]
    pub fn last_login(mut self, last_login: impl Into<Patch<Timestamp>>) -> Self {
        self.last_login = last_login.into();
        self
    }

    /// IP address the user last logged in from.
    #[must_use]
    pub fn last_ip(mut self, last_ip: impl Into<Patch<String>>) -> Self {
        self.last_ip = last_ip.into();
        self
    }

    /// Whether the user is locked out.
    #[must_use]
    pub fn blocked(mut self, blocked: impl Into<Patch<bool>>) -> Self {
        self.blocked = blocked.into();
        self
    }

    /// Full name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Given name.
    #[must_use]
    pub fn given_name(mut self, given_name: impl Into<Patch<String>>) -> Self {
        self.given_name = given_name.into();
        self
    }

    /// Family name.
    #[must_use]
    pub fn family_name(mut self, family_name: impl Into<Patch<String>>) -> Self {
        self.family_name = family_name.into();
        self
    }

    /// Middle name.
    #[must_use]
    pub fn middle_name(mut self, middle_name: impl Into<Patch<String>>) -> Self {
        self.middle_name = middle_name.into();
        self
    }

    /// Address of the profile page.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<Patch<String>>) -> Self {
        self.profile = profile.into();
        self
    }

    /// Name the user prefers.
    #[must_use]
    pub fn preferred_username(mut self, preferred_username: impl Into<Patch<String>>) -> Self {
        self.preferred_username = preferred_username.into();
        self
    }

    /// Address of the user's website.
    #[must_use]
    pub fn website(mut self, website: impl Into<Patch<String>>) -> Self {
        self.website = website.into();
        self
    }

    /// `M`, `F` or `U` for unknown.
    #[must_use]
    pub fn gender(mut self, gender: impl Into<Patch<String>>) -> Self {
        self.gender = gender.into();
        self
    }

    /// Date of birth, as the user wrote it.
    #[must_use]
    pub fn birthdate(mut self, birthdate: impl Into<Patch<String>>) -> Self {
        self.birthdate = birthdate.into();
        self
    }

    /// Time zone.
    #[must_use]
    pub fn zoneinfo(mut self, zoneinfo: impl Into<Patch<String>>) -> Self {
        self.zoneinfo = zoneinfo.into();
        self
    }

    /// Language and region.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<Patch<String>>) -> Self {
        self.locale = locale.into();
        self
    }

    /// Postal address.
    #[must_use]
    pub fn address(mut self, address: impl Into<Patch<String>>) -> Self {
        self.address = address.into();
        self
    }

    /// Whole address on one line.
    #[must_use]
    pub fn formatted(mut self, formatted: impl Into<Patch<String>>) -> Self {
        self.formatted = formatted.into();
        self
    }

    /// Street and number.
    #[must_use]
    pub fn street_address(mut self, street_address: impl Into<Patch<String>>) -> Self {
        self.street_address = street_address.into();
        self
    }

    /// Town.
    #[must_use]
    pub fn locality(mut self, locality: impl Into<Patch<String>>) -> Self {
        self.locality = locality.into();
        self
    }

    /// State or region.
    #[must_use]
    pub fn region(mut self, region: impl Into<Patch<String>>) -> Self {
        self.region = region.into();
        self
    }

    /// Postal code.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<Patch<String>>) -> Self {
        self.postal_code = postal_code.into();
        self
    }

    /// City.
    #[must_use]
    pub fn city(mut self, city: impl Into<Patch<String>>) -> Self {
        self.city = city.into();
        self
    }

    /// Province.
    #[must_use]
    pub fn province(mut self, province: impl Into<Patch<String>>) -> Self {
        self.province = province.into();
        self
    }

    /// Country.
    #[must_use]
    pub fn country(mut self, country: impl Into<Patch<String>>) -> Self {
        self.country = country.into();
        self
    }

    /// Id in another system, unique in the user pool.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<Patch<String>>) -> Self {
        self.external_id = external_id.into();
        self
    }

    /// Country code of the phone number, such as `+86`.
    #[must_use]
    pub fn phone_country_code(mut self, phone_country_code: impl Into<Patch<String>>) -> Self {
        self.phone_country_code = phone_country_code.into();
        self
    }

    /// Id of the main department.
    #[must_use]
    pub fn main_department_id(mut self, main_department_id: impl Into<Patch<String>>) -> Self {
        self.main_department_id = main_department_id.into();
        self
    }

    /// Code of the main department.
    #[must_use]
    pub fn main_department_code(mut self, main_department_code: impl Into<Patch<String>>) -> Self {
        self.main_department_code = main_department_code.into();
        self
    }

    /// When the account expires.
    #[must_use]
    pub fn expired_at(mut self, expired_at: impl Into<Patch<Timestamp>>) -> Self {
        self.expired_at = expired_at.into();
        self
    }

    /// Id of the direct superior.
    #[must_use]
    pub fn direct_management(mut self, direct_management: impl Into<Patch<String>>) -> Self {
        self.direct_management = direct_management.into();
        self
    }

    /// The password as it will be sent, to be replaced by its encrypted form.
    pub fn password_mut(&mut self) -> Option<&mut Secret> {
        self.password.as_value_mut()
    }
}

/// Changes to the user pool. A field left out keeps its value.
#[derive(Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct UpdateUserpoolInput {
    #[serde(skip_serializing_if = "Patch::is_absent")]
    name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    logo: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    domain: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    description: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    userpool_types: Patch<Vec<String>>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    email_verified_default: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    send_welcome_email: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    register_disabled: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    app_sso_enabled: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    allowed_origins: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    token_expires_after: Patch<i64>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    frequent_register_check: Patch<FrequentRegisterCheckConfigInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    login_fail_check: Patch<LoginFailCheckConfigInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    password_update_policy: Patch<PasswordUpdatePolicyInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    login_fail_strategy: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    login_password_fail_check: Patch<LoginPasswordFailCheckConfigInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    change_phone_strategy: Patch<ChangePhoneStrategyInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    change_email_strategy: Patch<ChangeEmailStrategyInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    qrcode_login_strategy: Patch<QrcodeLoginStrategyInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    app2_wxapp_login_strategy: Patch<App2WxappLoginStrategyInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    whitelist: Patch<RegisterWhiteListConfigInput>,
    #[serde(rename = "customSMSProvider", skip_serializing_if = "Patch::is_absent")]
    custom_sms_provider: Patch<CustomSmsProviderInput>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    login_require_email_verified: Patch<bool>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    verify_code_length: Patch<i64>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    verify_code_max_attempts: Patch<i64>,
}

impl UpdateUserpoolInput {
    /// An input with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Address of the logo.
    #[must_use]
    pub fn logo(mut self, logo: impl Into<Patch<String>>) -> Self {
        self.logo = logo.into();
        self
    }

    /// Domain prefix.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<Patch<String>>) -> Self {
        self.domain = domain.into();
        self
    }

    /// Description.
    #[must_use]
    pub fn description(mut self, description: impl Into<Patch<String>>) -> Self {
        self.description = description.into();
        self
    }

    /// Codes of the kinds of application it is meant for.
    #[must_use]
    pub fn userpool_types(mut self, userpool_types: impl Into<Patch<Vec<String>>>) -> Self {
        self.userpool_types = userpool_types.into();
        self
    }

    /// Whether a new user's email address counts as verified.
    #[must_use]
    pub fn email_verified_default(
        mut self,
        email_verified_default: impl Into<Patch<bool>>,
    ) -> Self {
        self.email_verified_default = email_verified_default.into();
        self
    }

    /// Whether new users get a welcome email.
    #[must_use]
    pub fn send_welcome_email(mut self, send_welcome_email: impl Into<Patch<bool>>) -> Self {
        self.send_welcome_email = send_welcome_email.into();
        self
    }

    /// Whether users cannot register themselves.
    #[must_use]
    pub fn register_disabled(mut self, register_disabled: impl Into<Patch<bool>>) -> Self {
        self.register_disabled = register_disabled.into();
        self
    }

    /// Whether the pool's applications share a login.
    #[must_use]
    pub fn app_sso_enabled(mut self, app_sso_enabled: impl Into<Patch<bool>>) -> Self {
        self.app_sso_enabled = app_sso_enabled.into();
        self
    }

    /// Origins that browsers may call from, one per line.
    #[must_use]
    pub fn allowed_origins(mut self, allowed_origins: impl Into<Patch<String>>) -> Self {
        self.allowed_origins = allowed_origins.into();
        self
    }

    /// How long a user token is valid, in seconds.
    #[must_use]
    pub fn token_expires_after(mut self, token_expires_after: impl Into<Patch<i64>>) -> Self {
        self.token_expires_after = token_expires_after.into();
        self
    }

    /// Limit on registrations.
    #[must_use]
    pub fn frequent_register_check(
        mut self,
        frequent_register_check: impl Into<Patch<FrequentRegisterCheckConfigInput>>,
    ) -> Self {
        self.frequent_register_check = frequent_register_check.into();
        self
    }

    /// Limit on failed logins.
    #[must_use]
    pub fn login_fail_check(
        mut self,
        login_fail_check: impl Into<Patch<LoginFailCheckConfigInput>>,
    ) -> Self {
        self.login_fail_check = login_fail_check.into();
        self
    }

    /// How often passwords must change.
    #[must_use]
    pub fn password_update_policy(
        mut self,
        password_update_policy: impl Into<Patch<PasswordUpdatePolicyInput>>,
    ) -> Self {
        self.password_update_policy = password_update_policy.into();
        self
    }

    /// What happens at the limit: `captcha` or `block-account`.
    #[must_use]
    pub fn login_fail_strategy(mut self, login_fail_strategy: impl Into<Patch<String>>) -> Self {
        self.login_fail_strategy = login_fail_strategy.into();
        self
    }

    /// Limit on wrong passwords.
    #[must_use]
    pub fn login_password_fail_check(
        mut self,
        login_password_fail_check: impl Into<Patch<LoginPasswordFailCheckConfigInput>>,
    ) -> Self {
        self.login_password_fail_check = login_password_fail_check.into();
        self
    }

    /// What changing a phone number asks for.
    #[must_use]
    pub fn change_phone_strategy(
        mut self,
        change_phone_strategy: impl Into<Patch<ChangePhoneStrategyInput>>,
    ) -> Self {
        self.change_phone_strategy = change_phone_strategy.into();
        self
    }

    /// What changing an email address asks for.
    #[must_use]
    pub fn change_email_strategy(
        mut self,
        change_email_strategy: impl Into<Patch<ChangeEmailStrategyInput>>,
    ) -> Self {
        self.change_email_strategy = change_email_strategy.into();
        self
    }

    /// Login by QR code.
    #[must_use]
    pub fn qrcode_login_strategy(
        mut self,
        qrcode_login_strategy: impl Into<Patch<QrcodeLoginStrategyInput>>,
    ) -> Self {
        self.qrcode_login_strategy = qrcode_login_strategy.into();
        self
    }

    /// Login by mini program.
    #[must_use]
    pub fn app2_wxapp_login_strategy(
        mut self,
        app2_wxapp_login_strategy: impl Into<Patch<App2WxappLoginStrategyInput>>,
    ) -> Self {
        self.app2_wxapp_login_strategy = app2_wxapp_login_strategy.into();
        self
    }

    /// Which registration whitelists are enabled.
    #[must_use]
    pub fn whitelist(mut self, whitelist: impl Into<Patch<RegisterWhiteListConfigInput>>) -> Self {
        self.whitelist = whitelist.into();
        self
    }

    /// The pool's own SMS provider.
    #[must_use]
    pub fn custom_sms_provider(
        mut self,
        custom_sms_provider: impl Into<Patch<CustomSmsProviderInput>>,
    ) -> Self {
        self.custom_sms_provider = custom_sms_provider.into();
        self
    }

    /// Whether only verified email addresses may log in.
    #[must_use]
    pub fn login_require_email_verified(
        mut self,
        login_require_email_verified: impl Into<Patch<bool>>,
    ) -> Self {
        self.login_require_email_verified = login_require_email_verified.into();
        self
    }

    /// Digits of a one-time code.
    #[must_use]
    pub fn verify_code_length(mut self, verify_code_length: impl Into<Patch<i64>>) -> Self {
        self.verify_code_length = verify_code_length.into();
        self
    }

    /// Wrong attempts after which a one-time code becomes invalid.
    #[must_use]
    pub fn verify_code_max_attempts(
        mut self,
        verify_code_max_attempts: impl Into<Patch<i64>>,
    ) -> Self {
        self.verify_code_max_attempts = verify_code_max_attempts.into();
        self
    }
}

/// Value of a custom field of a new user.
///
/// `UserDdfInput` in Authing's schema.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserUdfInput {
    key: String,
    value: String,
}

impl UserUdfInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// Value of a custom field.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDefinedDataInput {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl UserDefinedDataInput {
    /// An input with what the schema requires.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), value: None }
    }

    /// Value as JSON text.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }
}

crate::redacted_debug! {
    App2WxappLoginStrategyInput { ticket_expires_after, ticket_exchange_user_info_need_secret }
    AuthorizeResourceOpt { target_type, target_identifier, actions }
    AuthorizedTargetsActionsInput { op, list }
    ChangeEmailStrategyInput { verify_old_email }
    ChangePhoneStrategyInput { verify_old_phone }
    ConfigEmailTemplateInput { r#type, has_url, expires_in }
    CreateFunctionInput {}
    CreateSocialConnectionInput { provider }
    CreateSocialConnectionInstanceFieldInput { key }
    CreateSocialConnectionInstanceInput { provider }
    CreateUserIdentityInput { provider, is_social, connection_id }
    CreateUserInput { email_verified, phone_verified, logins_count, blocked, is_deleted }
    CustomSmsProviderInput { enabled, provider }
    FindUserByIdentityInput { is_social, provider }
    FrequentRegisterCheckConfigInput { time_interval, limit, enabled }
    LoginByEmailInput { auto_register }
    LoginByPhoneCodeInput { auto_register }
    LoginByPhonePasswordInput { auto_register }
    LoginByUsernameInput { auto_register }
    LoginFailCheckConfigInput { time_interval, limit, enabled }
    LoginPasswordFailCheckConfigInput { time_interval, limit, enabled }
    PasswordUpdatePolicyInput { enabled, forced_cycle, difference_cycle }
    PolicyStatementConditionInput { param, operator }
    PolicyStatementInput { resource, actions, effect, condition }
    QrcodeLoginStrategyInput {
        qrcode_expires_after,
        return_full_user_info,
        allow_exchange_user_info_from_browser,
        ticket_expires_after,
    }
    RegisterByEmailInput { force_login, generate_token }
    RegisterByPhoneCodeInput { force_login, generate_token }
    RegisterByUsernameInput { force_login, generate_token }
    RegisterProfile {}
    RegisterWhiteListConfigInput { phone_enabled, email_enabled, username_enabled }
    SearchUserDepartmentOpt { department_id, include_children_departments }
    SearchUserGroupOpt { code }
    SearchUserRoleOpt { namespace, code }
    SetUdfValueBatchInput { target_id, key }
    SocialConnectionFieldInput { key }
    UpdateFunctionInput { id }
    UpdateUserInput {
        email_verified,
        phone_verified,
        token_expired_at,
        logins_count,
        blocked,
        main_department_id,
        expired_at,
    }
    UpdateUserpoolInput {
        email_verified_default,
        send_welcome_email,
        register_disabled,
        app_sso_enabled,
        token_expires_after,
        frequent_register_check,
        login_fail_check,
        password_update_policy,
        login_password_fail_check,
        change_phone_strategy,
        change_email_strategy,
        qrcode_login_strategy,
        app2_wxapp_login_strategy,
        whitelist,
        custom_sms_provider,
        login_require_email_verified,
        verify_code_length,
        verify_code_max_attempts,
    }
    UserUdfInput { key }
    UserDefinedDataInput { key }
}
