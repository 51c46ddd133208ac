// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! What a caller sends: one type per input type of the schema.

use std::fmt;

use authing_core::{Patch, Secret, Timestamp};
use serde::Serialize;

use super::enums::*;

/// `App2WxappLoginStrategyInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
pub struct App2WxappLoginStrategyInput {
    #[serde(rename = "ticketExpriresAfter", skip_serializing_if = "Option::is_none")]
    ticket_expires_after: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket_exchange_user_info_need_secret: Option<bool>,
}

impl App2WxappLoginStrategyInput {
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `App2WxappLoginStrategyInput.ticketExpriresAfter`.
    #[must_use]
    pub fn ticket_expires_after(mut self, ticket_expires_after: i64) -> Self {
        self.ticket_expires_after = Some(ticket_expires_after);
        self
    }

    /// `App2WxappLoginStrategyInput.ticketExchangeUserInfoNeedSecret`.
    #[must_use]
    pub fn ticket_exchange_user_info_need_secret(
        mut self,
        ticket_exchange_user_info_need_secret: bool,
    ) -> Self {
        self.ticket_exchange_user_info_need_secret = Some(ticket_exchange_user_info_need_secret);
        self
    }
}

/// `AuthorizeResourceOpt`.
#[derive(Clone, PartialEq, Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizeResourceOpt {
    target_type: PolicyAssignmentTargetType,
    target_identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<String>>,
}

impl AuthorizeResourceOpt {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(
        target_type: PolicyAssignmentTargetType,
        target_identifier: impl Into<String>,
    ) -> Self {
        Self {
            target_type: target_type,
            target_identifier: target_identifier.into(),
            actions: None,
        }
    }

    /// `AuthorizeResourceOpt.actions`.
    #[must_use]
    pub fn actions(mut self, actions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.actions = Some(actions.into_iter().map(Into::into).collect());
        self
    }
}

/// `AuthorizedTargetsActionsInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizedTargetsActionsInput {
    op: Operator,
    list: Vec<String>,
}

impl AuthorizedTargetsActionsInput {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(op: Operator, list: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { op: op, list: list.into_iter().map(Into::into).collect() }
    }
}

/// `ChangeEmailStrategyInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
pub struct ChangeEmailStrategyInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    verify_old_email: Option<bool>,
}

impl ChangeEmailStrategyInput {
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `ChangeEmailStrategyInput.verifyOldEmail`.
    #[must_use]
    pub fn verify_old_email(mut self, verify_old_email: bool) -> Self {
        self.verify_old_email = Some(verify_old_email);
        self
    }
}

/// `ChangePhoneStrategyInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
pub struct ChangePhoneStrategyInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    verify_old_phone: Option<bool>,
}

impl ChangePhoneStrategyInput {
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `ChangePhoneStrategyInput.verifyOldPhone`.
    #[must_use]
    pub fn verify_old_phone(mut self, verify_old_phone: bool) -> Self {
        self.verify_old_phone = Some(verify_old_phone);
        self
    }
}

/// `ConfigEmailTemplateInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
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
    /// One with what the schema requires.
    #[must_use]
    pub fn new(
        r#type: EmailTemplateType,
        name: impl Into<String>,
        subject: impl Into<String>,
        sender: impl Into<String>,
        content: impl Into<String>,
    ) -> Self {
        Self {
            r#type: r#type,
            name: name.into(),
            subject: subject.into(),
            sender: sender.into(),
            content: content.into(),
            redirect_to: None,
            has_url: None,
            expires_in: None,
        }
    }

    /// `ConfigEmailTemplateInput.redirectTo`.
    #[must_use]
    pub fn redirect_to(mut self, redirect_to: impl Into<String>) -> Self {
        self.redirect_to = Some(redirect_to.into());
        self
    }

    /// `ConfigEmailTemplateInput.hasURL`.
    #[must_use]
    pub fn has_url(mut self, has_url: bool) -> Self {
        self.has_url = Some(has_url);
        self
    }

    /// `ConfigEmailTemplateInput.expiresIn`.
    #[must_use]
    pub fn expires_in(mut self, expires_in: i64) -> Self {
        self.expires_in = Some(expires_in);
        self
    }
}

/// `CreateFunctionInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
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
    /// One with what the schema requires.
    #[must_use]
    pub fn new(name: impl Into<String>, source_code: impl Into<String>) -> Self {
        Self { name: name.into(), source_code: source_code.into(), description: None, url: None }
    }

    /// `CreateFunctionInput.description`.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// `CreateFunctionInput.url`.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}

/// `CreateSocialConnectionInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
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
    /// One with what the schema requires.
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

    /// `CreateSocialConnectionInput.description`.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// `CreateSocialConnectionInput.fields`.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = SocialConnectionFieldInput>) -> Self {
        self.fields = Some(fields.into_iter().collect());
        self
    }
}

/// `CreateSocialConnectionInstanceFieldInput`.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSocialConnectionInstanceFieldInput {
    key: String,
    value: String,
}

impl CreateSocialConnectionInstanceFieldInput {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

impl fmt::Debug for CreateSocialConnectionInstanceFieldInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateSocialConnectionInstanceFieldInput")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// `CreateSocialConnectionInstanceInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct CreateSocialConnectionInstanceInput {
    provider: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<CreateSocialConnectionInstanceFieldInput>>,
}

impl CreateSocialConnectionInstanceInput {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(provider: impl Into<String>) -> Self {
        Self { provider: provider.into(), fields: None }
    }

    /// `CreateSocialConnectionInstanceInput.fields`.
    #[must_use]
    pub fn fields(
        mut self,
        fields: impl IntoIterator<Item = CreateSocialConnectionInstanceFieldInput>,
    ) -> Self {
        self.fields = Some(fields.into_iter().collect());
        self
    }
}

/// `CreateUserIdentityInput`.
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
    /// One with what the schema requires.
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

    /// `CreateUserIdentityInput.openid`.
    #[must_use]
    pub fn openid(mut self, openid: impl Into<String>) -> Self {
        self.openid = Some(openid.into());
        self
    }

    /// `CreateUserIdentityInput.isSocial`.
    #[must_use]
    pub fn is_social(mut self, is_social: bool) -> Self {
        self.is_social = Some(is_social);
        self
    }

    /// `CreateUserIdentityInput.connectionId`.
    #[must_use]
    pub fn connection_id(mut self, connection_id: impl Into<String>) -> Self {
        self.connection_id = Some(connection_id.into());
        self
    }

    /// `CreateUserIdentityInput.accessToken`.
    #[must_use]
    pub fn access_token(mut self, access_token: impl Into<Secret>) -> Self {
        self.access_token = Some(access_token.into());
        self
    }

    /// `CreateUserIdentityInput.refreshToken`.
    #[must_use]
    pub fn refresh_token(mut self, refresh_token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }
}

impl fmt::Debug for CreateUserIdentityInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateUserIdentityInput")
            .field("provider", &self.provider)
            .field("connection_id", &self.connection_id)
            .finish_non_exhaustive()
    }
}

/// `CreateUserInput`.
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `CreateUserInput.username`.
    #[must_use]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// `CreateUserInput.email`.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// `CreateUserInput.emailVerified`.
    #[must_use]
    pub fn email_verified(mut self, email_verified: bool) -> Self {
        self.email_verified = Some(email_verified);
        self
    }

    /// `CreateUserInput.phone`.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// `CreateUserInput.phoneVerified`.
    #[must_use]
    pub fn phone_verified(mut self, phone_verified: bool) -> Self {
        self.phone_verified = Some(phone_verified);
        self
    }

    /// `CreateUserInput.unionid`.
    #[must_use]
    pub fn unionid(mut self, unionid: impl Into<String>) -> Self {
        self.unionid = Some(unionid.into());
        self
    }

    /// `CreateUserInput.openid`.
    #[must_use]
    pub fn openid(mut self, openid: impl Into<String>) -> Self {
        self.openid = Some(openid.into());
        self
    }

    /// `CreateUserInput.nickname`.
    #[must_use]
    pub fn nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = Some(nickname.into());
        self
    }

    /// `CreateUserInput.photo`.
    #[must_use]
    pub fn photo(mut self, photo: impl Into<String>) -> Self {
        self.photo = Some(photo.into());
        self
    }

    /// `CreateUserInput.password`.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// `CreateUserInput.registerSource`.
    #[must_use]
    pub fn register_source(
        mut self,
        register_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.register_source = Some(register_source.into_iter().map(Into::into).collect());
        self
    }

    /// `CreateUserInput.browser`.
    #[must_use]
    pub fn browser(mut self, browser: impl Into<String>) -> Self {
        self.browser = Some(browser.into());
        self
    }

    /// `CreateUserInput.oauth`.
    #[must_use]
    pub fn oauth(mut self, oauth: impl Into<String>) -> Self {
        self.oauth = Some(oauth.into());
        self
    }

    /// `CreateUserInput.loginsCount`.
    #[must_use]
    pub fn logins_count(mut self, logins_count: i64) -> Self {
        self.logins_count = Some(logins_count);
        self
    }

    /// `CreateUserInput.lastLogin`.
    #[must_use]
    pub fn last_login(mut self, last_login: impl Into<Timestamp>) -> Self {
        self.last_login = Some(last_login.into());
        self
    }

    /// `CreateUserInput.company`.
    #[must_use]
    pub fn company(mut self, company: impl Into<String>) -> Self {
        self.company = Some(company.into());
        self
    }

    /// `CreateUserInput.lastIP`.
    #[must_use]
    pub fn last_ip(mut self, last_ip: impl Into<String>) -> Self {
        self.last_ip = Some(last_ip.into());
        self
    }

    /// `CreateUserInput.signedUp`.
    #[must_use]
    pub fn signed_up(mut self, signed_up: impl Into<Timestamp>) -> Self {
        self.signed_up = Some(signed_up.into());
        self
    }

    /// `CreateUserInput.blocked`.
    #[must_use]
    pub fn blocked(mut self, blocked: bool) -> Self {
        self.blocked = Some(blocked);
        self
    }

    /// `CreateUserInput.isDeleted`.
    #[must_use]
    pub fn is_deleted(mut self, is_deleted: bool) -> Self {
        self.is_deleted = Some(is_deleted);
        self
    }

    /// `CreateUserInput.device`.
    #[must_use]
    pub fn device(mut self, device: impl Into<String>) -> Self {
        self.device = Some(device.into());
        self
    }

    /// `CreateUserInput.name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// `CreateUserInput.givenName`.
    #[must_use]
    pub fn given_name(mut self, given_name: impl Into<String>) -> Self {
        self.given_name = Some(given_name.into());
        self
    }

    /// `CreateUserInput.familyName`.
    #[must_use]
    pub fn family_name(mut self, family_name: impl Into<String>) -> Self {
        self.family_name = Some(family_name.into());
        self
    }

    /// `CreateUserInput.middleName`.
    #[must_use]
    pub fn middle_name(mut self, middle_name: impl Into<String>) -> Self {
        self.middle_name = Some(middle_name.into());
        self
    }

    /// `CreateUserInput.profile`.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// `CreateUserInput.preferredUsername`.
    #[must_use]
    pub fn preferred_username(mut self, preferred_username: impl Into<String>) -> Self {
        self.preferred_username = Some(preferred_username.into());
        self
    }

    /// `CreateUserInput.website`.
    #[must_use]
    pub fn website(mut self, website: impl Into<String>) -> Self {
        self.website = Some(website.into());
        self
    }

    /// `CreateUserInput.gender`.
    #[must_use]
    pub fn gender(mut self, gender: impl Into<String>) -> Self {
        self.gender = Some(gender.into());
        self
    }

    /// `CreateUserInput.birthdate`.
    #[must_use]
    pub fn birthdate(mut self, birthdate: impl Into<String>) -> Self {
        self.birthdate = Some(birthdate.into());
        self
    }

    /// `CreateUserInput.zoneinfo`.
    #[must_use]
    pub fn zoneinfo(mut self, zoneinfo: impl Into<String>) -> Self {
        self.zoneinfo = Some(zoneinfo.into());
        self
    }

    /// `CreateUserInput.locale`.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// `CreateUserInput.address`.
    #[must_use]
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// `CreateUserInput.formatted`.
    #[must_use]
    pub fn formatted(mut self, formatted: impl Into<String>) -> Self {
        self.formatted = Some(formatted.into());
        self
    }

    /// `CreateUserInput.streetAddress`.
    #[must_use]
    pub fn street_address(mut self, street_address: impl Into<String>) -> Self {
        self.street_address = Some(street_address.into());
        self
    }

    /// `CreateUserInput.locality`.
    #[must_use]
    pub fn locality(mut self, locality: impl Into<String>) -> Self {
        self.locality = Some(locality.into());
        self
    }

    /// `CreateUserInput.region`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// `CreateUserInput.postalCode`.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<String>) -> Self {
        self.postal_code = Some(postal_code.into());
        self
    }

    /// `CreateUserInput.country`.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// `CreateUserInput.externalId`.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }

    /// `CreateUserInput.phoneCountryCode`.
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

impl fmt::Debug for CreateUserInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateUserInput").finish_non_exhaustive()
    }
}

/// `CustomSMSProviderInput`.
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `CustomSMSProviderInput.enabled`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// `CustomSMSProviderInput.provider`.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }

    /// `CustomSMSProviderInput.config`.
    #[must_use]
    pub fn config(mut self, config: impl Into<String>) -> Self {
        self.config = Some(config.into());
        self
    }
}

impl fmt::Debug for CustomSmsProviderInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomSmsProviderInput")
            .field("enabled", &self.enabled)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// `FindUserByIdentityInput`.
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `FindUserByIdentityInput.identifier`.
    #[must_use]
    pub fn identifier(mut self, identifier: impl Into<String>) -> Self {
        self.identifier = Some(identifier.into());
        self
    }

    /// `FindUserByIdentityInput.userIdInIdp`.
    #[must_use]
    pub fn user_id_in_idp(mut self, user_id_in_idp: impl Into<String>) -> Self {
        self.user_id_in_idp = Some(user_id_in_idp.into());
        self
    }

    /// `FindUserByIdentityInput.isSocial`.
    #[must_use]
    pub fn is_social(mut self, is_social: bool) -> Self {
        self.is_social = Some(is_social);
        self
    }

    /// `FindUserByIdentityInput.provider`.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }
}

impl fmt::Debug for FindUserByIdentityInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindUserByIdentityInput")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// `FrequentRegisterCheckConfigInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `FrequentRegisterCheckConfigInput.timeInterval`.
    #[must_use]
    pub fn time_interval(mut self, time_interval: i64) -> Self {
        self.time_interval = Some(time_interval);
        self
    }

    /// `FrequentRegisterCheckConfigInput.limit`.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// `FrequentRegisterCheckConfigInput.enabled`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

/// `LoginByEmailInput`.
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
    /// One with what the schema requires.
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

    /// `LoginByEmailInput.captchaCode`.
    #[must_use]
    pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
        self.captcha_code = Some(captcha_code.into());
        self
    }

    /// `LoginByEmailInput.autoRegister`.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// `LoginByEmailInput.clientIp`.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// `LoginByEmailInput.params`.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// `LoginByEmailInput.context`.
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

impl fmt::Debug for LoginByEmailInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginByEmailInput").finish_non_exhaustive()
    }
}

/// `LoginByPhoneCodeInput`.
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
    /// One with what the schema requires.
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

    /// `LoginByPhoneCodeInput.phoneCountryCode`.
    #[must_use]
    pub fn phone_country_code(mut self, phone_country_code: impl Into<String>) -> Self {
        self.phone_country_code = Some(phone_country_code.into());
        self
    }

    /// `LoginByPhoneCodeInput.autoRegister`.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// `LoginByPhoneCodeInput.clientIp`.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// `LoginByPhoneCodeInput.params`.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// `LoginByPhoneCodeInput.context`.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }
}

impl fmt::Debug for LoginByPhoneCodeInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginByPhoneCodeInput").finish_non_exhaustive()
    }
}

/// `LoginByPhonePasswordInput`.
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
    /// One with what the schema requires.
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

    /// `LoginByPhonePasswordInput.captchaCode`.
    #[must_use]
    pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
        self.captcha_code = Some(captcha_code.into());
        self
    }

    /// `LoginByPhonePasswordInput.autoRegister`.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// `LoginByPhonePasswordInput.clientIp`.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// `LoginByPhonePasswordInput.params`.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// `LoginByPhonePasswordInput.context`.
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

impl fmt::Debug for LoginByPhonePasswordInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginByPhonePasswordInput").finish_non_exhaustive()
    }
}

/// `LoginByUsernameInput`.
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
    /// One with what the schema requires.
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

    /// `LoginByUsernameInput.captchaCode`.
    #[must_use]
    pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
        self.captcha_code = Some(captcha_code.into());
        self
    }

    /// `LoginByUsernameInput.autoRegister`.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.auto_register = Some(auto_register);
        self
    }

    /// `LoginByUsernameInput.clientIp`.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// `LoginByUsernameInput.params`.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// `LoginByUsernameInput.context`.
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

impl fmt::Debug for LoginByUsernameInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginByUsernameInput").finish_non_exhaustive()
    }
}

/// `LoginFailCheckConfigInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `LoginFailCheckConfigInput.timeInterval`.
    #[must_use]
    pub fn time_interval(mut self, time_interval: i64) -> Self {
        self.time_interval = Some(time_interval);
        self
    }

    /// `LoginFailCheckConfigInput.limit`.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// `LoginFailCheckConfigInput.enabled`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

/// `LoginPasswordFailCheckConfigInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `LoginPasswordFailCheckConfigInput.timeInterval`.
    #[must_use]
    pub fn time_interval(mut self, time_interval: i64) -> Self {
        self.time_interval = Some(time_interval);
        self
    }

    /// `LoginPasswordFailCheckConfigInput.limit`.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// `LoginPasswordFailCheckConfigInput.enabled`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

/// `PasswordUpdatePolicyInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `PasswordUpdatePolicyInput.enabled`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// `PasswordUpdatePolicyInput.forcedCycle`.
    #[must_use]
    pub fn forced_cycle(mut self, forced_cycle: i64) -> Self {
        self.forced_cycle = Some(forced_cycle);
        self
    }

    /// `PasswordUpdatePolicyInput.differenceCycle`.
    #[must_use]
    pub fn difference_cycle(mut self, difference_cycle: i64) -> Self {
        self.difference_cycle = Some(difference_cycle);
        self
    }
}

/// `PolicyStatementConditionInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct PolicyStatementConditionInput {
    param: String,
    operator: String,
    value: serde_json::Value,
}

impl PolicyStatementConditionInput {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(
        param: impl Into<String>,
        operator: impl Into<String>,
        value: serde_json::Value,
    ) -> Self {
        Self { param: param.into(), operator: operator.into(), value: value }
    }
}

/// `PolicyStatementInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
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
    /// One with what the schema requires.
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

    /// `PolicyStatementInput.effect`.
    #[must_use]
    pub fn effect(mut self, effect: PolicyEffect) -> Self {
        self.effect = Some(effect);
        self
    }

    /// `PolicyStatementInput.condition`.
    #[must_use]
    pub fn condition(
        mut self,
        condition: impl IntoIterator<Item = PolicyStatementConditionInput>,
    ) -> Self {
        self.condition = Some(condition.into_iter().collect());
        self
    }
}

/// `QrcodeLoginStrategyInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `QrcodeLoginStrategyInput.qrcodeExpiresAfter`.
    #[must_use]
    pub fn qrcode_expires_after(mut self, qrcode_expires_after: i64) -> Self {
        self.qrcode_expires_after = Some(qrcode_expires_after);
        self
    }

    /// `QrcodeLoginStrategyInput.returnFullUserInfo`.
    #[must_use]
    pub fn return_full_user_info(mut self, return_full_user_info: bool) -> Self {
        self.return_full_user_info = Some(return_full_user_info);
        self
    }

    /// `QrcodeLoginStrategyInput.allowExchangeUserInfoFromBrowser`.
    #[must_use]
    pub fn allow_exchange_user_info_from_browser(
        mut self,
        allow_exchange_user_info_from_browser: bool,
    ) -> Self {
        self.allow_exchange_user_info_from_browser = Some(allow_exchange_user_info_from_browser);
        self
    }

    /// `QrcodeLoginStrategyInput.ticketExpiresAfter`.
    #[must_use]
    pub fn ticket_expires_after(mut self, ticket_expires_after: i64) -> Self {
        self.ticket_expires_after = Some(ticket_expires_after);
        self
    }
}

/// `RegisterByEmailInput`.
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
    /// One with what the schema requires.
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

    /// `RegisterByEmailInput.profile`.
    #[must_use]
    pub fn profile(mut self, profile: RegisterProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// `RegisterByEmailInput.forceLogin`.
    #[must_use]
    pub fn force_login(mut self, force_login: bool) -> Self {
        self.force_login = Some(force_login);
        self
    }

    /// `RegisterByEmailInput.generateToken`.
    #[must_use]
    pub fn generate_token(mut self, generate_token: bool) -> Self {
        self.generate_token = Some(generate_token);
        self
    }

    /// `RegisterByEmailInput.clientIp`.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// `RegisterByEmailInput.params`.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// `RegisterByEmailInput.context`.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// `RegisterByEmailInput.phoneToken`.
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

impl fmt::Debug for RegisterByEmailInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterByEmailInput").finish_non_exhaustive()
    }
}

/// `RegisterByPhoneCodeInput`.
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
    /// One with what the schema requires.
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

    /// `RegisterByPhoneCodeInput.phoneCountryCode`.
    #[must_use]
    pub fn phone_country_code(mut self, phone_country_code: impl Into<String>) -> Self {
        self.phone_country_code = Some(phone_country_code.into());
        self
    }

    /// `RegisterByPhoneCodeInput.password`.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// `RegisterByPhoneCodeInput.profile`.
    #[must_use]
    pub fn profile(mut self, profile: RegisterProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// `RegisterByPhoneCodeInput.forceLogin`.
    #[must_use]
    pub fn force_login(mut self, force_login: bool) -> Self {
        self.force_login = Some(force_login);
        self
    }

    /// `RegisterByPhoneCodeInput.generateToken`.
    #[must_use]
    pub fn generate_token(mut self, generate_token: bool) -> Self {
        self.generate_token = Some(generate_token);
        self
    }

    /// `RegisterByPhoneCodeInput.clientIp`.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// `RegisterByPhoneCodeInput.params`.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// `RegisterByPhoneCodeInput.context`.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// `RegisterByPhoneCodeInput.emailToken`.
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

impl fmt::Debug for RegisterByPhoneCodeInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterByPhoneCodeInput").finish_non_exhaustive()
    }
}

/// `RegisterByUsernameInput`.
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
    /// One with what the schema requires.
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

    /// `RegisterByUsernameInput.profile`.
    #[must_use]
    pub fn profile(mut self, profile: RegisterProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// `RegisterByUsernameInput.forceLogin`.
    #[must_use]
    pub fn force_login(mut self, force_login: bool) -> Self {
        self.force_login = Some(force_login);
        self
    }

    /// `RegisterByUsernameInput.generateToken`.
    #[must_use]
    pub fn generate_token(mut self, generate_token: bool) -> Self {
        self.generate_token = Some(generate_token);
        self
    }

    /// `RegisterByUsernameInput.clientIp`.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// `RegisterByUsernameInput.params`.
    #[must_use]
    pub fn params(mut self, params: impl Into<String>) -> Self {
        self.params = Some(params.into());
        self
    }

    /// `RegisterByUsernameInput.context`.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// `RegisterByUsernameInput.phoneToken`.
    #[must_use]
    pub fn phone_token(mut self, phone_token: impl Into<Secret>) -> Self {
        self.phone_token = Some(phone_token.into());
        self
    }

    /// `RegisterByUsernameInput.emailToken`.
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

impl fmt::Debug for RegisterByUsernameInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterByUsernameInput").finish_non_exhaustive()
    }
}

/// `RegisterProfile`.
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `RegisterProfile.ip`.
    #[must_use]
    pub fn ip(mut self, ip: impl Into<String>) -> Self {
        self.ip = Some(ip.into());
        self
    }

    /// `RegisterProfile.phone`.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// `RegisterProfile.email`.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// `RegisterProfile.oauth`.
    #[must_use]
    pub fn oauth(mut self, oauth: impl Into<String>) -> Self {
        self.oauth = Some(oauth.into());
        self
    }

    /// `RegisterProfile.username`.
    #[must_use]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// `RegisterProfile.nickname`.
    #[must_use]
    pub fn nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = Some(nickname.into());
        self
    }

    /// `RegisterProfile.company`.
    #[must_use]
    pub fn company(mut self, company: impl Into<String>) -> Self {
        self.company = Some(company.into());
        self
    }

    /// `RegisterProfile.photo`.
    #[must_use]
    pub fn photo(mut self, photo: impl Into<String>) -> Self {
        self.photo = Some(photo.into());
        self
    }

    /// `RegisterProfile.device`.
    #[must_use]
    pub fn device(mut self, device: impl Into<String>) -> Self {
        self.device = Some(device.into());
        self
    }

    /// `RegisterProfile.browser`.
    #[must_use]
    pub fn browser(mut self, browser: impl Into<String>) -> Self {
        self.browser = Some(browser.into());
        self
    }

    /// `RegisterProfile.name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// `RegisterProfile.givenName`.
    #[must_use]
    pub fn given_name(mut self, given_name: impl Into<String>) -> Self {
        self.given_name = Some(given_name.into());
        self
    }

    /// `RegisterProfile.familyName`.
    #[must_use]
    pub fn family_name(mut self, family_name: impl Into<String>) -> Self {
        self.family_name = Some(family_name.into());
        self
    }

    /// `RegisterProfile.middleName`.
    #[must_use]
    pub fn middle_name(mut self, middle_name: impl Into<String>) -> Self {
        self.middle_name = Some(middle_name.into());
        self
    }

    /// `RegisterProfile.profile`.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// `RegisterProfile.preferredUsername`.
    #[must_use]
    pub fn preferred_username(mut self, preferred_username: impl Into<String>) -> Self {
        self.preferred_username = Some(preferred_username.into());
        self
    }

    /// `RegisterProfile.website`.
    #[must_use]
    pub fn website(mut self, website: impl Into<String>) -> Self {
        self.website = Some(website.into());
        self
    }

    /// `RegisterProfile.gender`.
    #[must_use]
    pub fn gender(mut self, gender: impl Into<String>) -> Self {
        self.gender = Some(gender.into());
        self
    }

    /// `RegisterProfile.birthdate`.
    #[must_use]
    pub fn birthdate(mut self, birthdate: impl Into<String>) -> Self {
        self.birthdate = Some(birthdate.into());
        self
    }

    /// `RegisterProfile.zoneinfo`.
    #[must_use]
    pub fn zoneinfo(mut self, zoneinfo: impl Into<String>) -> Self {
        self.zoneinfo = Some(zoneinfo.into());
        self
    }

    /// `RegisterProfile.locale`.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// `RegisterProfile.address`.
    #[must_use]
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// `RegisterProfile.formatted`.
    #[must_use]
    pub fn formatted(mut self, formatted: impl Into<String>) -> Self {
        self.formatted = Some(formatted.into());
        self
    }

    /// `RegisterProfile.streetAddress`.
    #[must_use]
    pub fn street_address(mut self, street_address: impl Into<String>) -> Self {
        self.street_address = Some(street_address.into());
        self
    }

    /// `RegisterProfile.locality`.
    #[must_use]
    pub fn locality(mut self, locality: impl Into<String>) -> Self {
        self.locality = Some(locality.into());
        self
    }

    /// `RegisterProfile.region`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// `RegisterProfile.postalCode`.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<String>) -> Self {
        self.postal_code = Some(postal_code.into());
        self
    }

    /// `RegisterProfile.country`.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// `RegisterProfile.udf`.
    #[must_use]
    pub fn udf(mut self, udf: impl IntoIterator<Item = UserUdfInput>) -> Self {
        self.udf = Some(udf.into_iter().collect());
        self
    }
}

impl fmt::Debug for RegisterProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterProfile").finish_non_exhaustive()
    }
}

/// `RegisterWhiteListConfigInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `RegisterWhiteListConfigInput.phoneEnabled`.
    #[must_use]
    pub fn phone_enabled(mut self, phone_enabled: bool) -> Self {
        self.phone_enabled = Some(phone_enabled);
        self
    }

    /// `RegisterWhiteListConfigInput.emailEnabled`.
    #[must_use]
    pub fn email_enabled(mut self, email_enabled: bool) -> Self {
        self.email_enabled = Some(email_enabled);
        self
    }

    /// `RegisterWhiteListConfigInput.usernameEnabled`.
    #[must_use]
    pub fn username_enabled(mut self, username_enabled: bool) -> Self {
        self.username_enabled = Some(username_enabled);
        self
    }
}

/// `SearchUserDepartmentOpt`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
pub struct SearchUserDepartmentOpt {
    #[serde(skip_serializing_if = "Option::is_none")]
    department_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_children_departments: Option<bool>,
}

impl SearchUserDepartmentOpt {
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `SearchUserDepartmentOpt.departmentId`.
    #[must_use]
    pub fn department_id(mut self, department_id: impl Into<String>) -> Self {
        self.department_id = Some(department_id.into());
        self
    }

    /// `SearchUserDepartmentOpt.includeChildrenDepartments`.
    #[must_use]
    pub fn include_children_departments(mut self, include_children_departments: bool) -> Self {
        self.include_children_departments = Some(include_children_departments);
        self
    }
}

/// `SearchUserGroupOpt`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
pub struct SearchUserGroupOpt {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

impl SearchUserGroupOpt {
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `SearchUserGroupOpt.code`.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

/// `SearchUserRoleOpt`.
#[derive(Clone, PartialEq, Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct SearchUserRoleOpt {
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    code: String,
}

impl SearchUserRoleOpt {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { namespace: None, code: code.into() }
    }

    /// `SearchUserRoleOpt.namespace`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }
}

/// `SetUdfValueBatchInput`.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetUdfValueBatchInput {
    target_id: String,
    key: String,
    value: String,
}

impl SetUdfValueBatchInput {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(
        target_id: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self { target_id: target_id.into(), key: key.into(), value: value.into() }
    }
}

impl fmt::Debug for SetUdfValueBatchInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetUdfValueBatchInput")
            .field("target_id", &self.target_id)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// `SocialConnectionFieldInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `SocialConnectionFieldInput.key`.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// `SocialConnectionFieldInput.label`.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// `SocialConnectionFieldInput.type`.
    #[must_use]
    pub fn r#type(mut self, r#type: impl Into<String>) -> Self {
        self.r#type = Some(r#type.into());
        self
    }

    /// `SocialConnectionFieldInput.placeholder`.
    #[must_use]
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = Some(placeholder.into());
        self
    }

    /// `SocialConnectionFieldInput.children`.
    #[must_use]
    pub fn children(
        mut self,
        children: impl IntoIterator<Item = SocialConnectionFieldInput>,
    ) -> Self {
        self.children = Some(children.into_iter().collect());
        self
    }
}

/// `UpdateFunctionInput`.
#[derive(Clone, PartialEq, Serialize, Debug)]
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
    /// One with what the schema requires.
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

    /// `UpdateFunctionInput.name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// `UpdateFunctionInput.sourceCode`.
    #[must_use]
    pub fn source_code(mut self, source_code: impl Into<Patch<String>>) -> Self {
        self.source_code = source_code.into();
        self
    }

    /// `UpdateFunctionInput.description`.
    #[must_use]
    pub fn description(mut self, description: impl Into<Patch<String>>) -> Self {
        self.description = description.into();
        self
    }

    /// `UpdateFunctionInput.url`.
    #[must_use]
    pub fn url(mut self, url: impl Into<Patch<String>>) -> Self {
        self.url = url.into();
        self
    }
}

/// `UpdateUserInput`.
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `UpdateUserInput.email`.
    #[must_use]
    pub fn email(mut self, email: impl Into<Patch<String>>) -> Self {
        self.email = email.into();
        self
    }

    /// `UpdateUserInput.unionid`.
    #[must_use]
    pub fn unionid(mut self, unionid: impl Into<Patch<String>>) -> Self {
        self.unionid = unionid.into();
        self
    }

    /// `UpdateUserInput.openid`.
    #[must_use]
    pub fn openid(mut self, openid: impl Into<Patch<String>>) -> Self {
        self.openid = openid.into();
        self
    }

    /// `UpdateUserInput.emailVerified`.
    #[must_use]
    pub fn email_verified(mut self, email_verified: impl Into<Patch<bool>>) -> Self {
        self.email_verified = email_verified.into();
        self
    }

    /// `UpdateUserInput.phone`.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<Patch<String>>) -> Self {
        self.phone = phone.into();
        self
    }

    /// `UpdateUserInput.phoneVerified`.
    #[must_use]
    pub fn phone_verified(mut self, phone_verified: impl Into<Patch<bool>>) -> Self {
        self.phone_verified = phone_verified.into();
        self
    }

    /// `UpdateUserInput.username`.
    #[must_use]
    pub fn username(mut self, username: impl Into<Patch<String>>) -> Self {
        self.username = username.into();
        self
    }

    /// `UpdateUserInput.nickname`.
    #[must_use]
    pub fn nickname(mut self, nickname: impl Into<Patch<String>>) -> Self {
        self.nickname = nickname.into();
        self
    }

    /// `UpdateUserInput.password`.
    #[must_use]
    pub fn password(mut self, password: impl Into<Patch<Secret>>) -> Self {
        self.password = password.into();
        self
    }

    /// `UpdateUserInput.photo`.
    #[must_use]
    pub fn photo(mut self, photo: impl Into<Patch<String>>) -> Self {
        self.photo = photo.into();
        self
    }

    /// `UpdateUserInput.company`.
    #[must_use]
    pub fn company(mut self, company: impl Into<Patch<String>>) -> Self {
        self.company = company.into();
        self
    }

    /// `UpdateUserInput.browser`.
    #[must_use]
    pub fn browser(mut self, browser: impl Into<Patch<String>>) -> Self {
        self.browser = browser.into();
        self
    }

    /// `UpdateUserInput.device`.
    #[must_use]
    pub fn device(mut self, device: impl Into<Patch<String>>) -> Self {
        self.device = device.into();
        self
    }

    /// `UpdateUserInput.oauth`.
    #[must_use]
    pub fn oauth(mut self, oauth: impl Into<Patch<String>>) -> Self {
        self.oauth = oauth.into();
        self
    }

    /// `UpdateUserInput.tokenExpiredAt`.
    #[must_use]
    pub fn token_expired_at(mut self, token_expired_at: impl Into<Patch<Timestamp>>) -> Self {
        self.token_expired_at = token_expired_at.into();
        self
    }

    /// `UpdateUserInput.loginsCount`.
    #[must_use]
    pub fn logins_count(mut self, logins_count: impl Into<Patch<i64>>) -> Self {
        self.logins_count = logins_count.into();
        self
    }

    /// `UpdateUserInput.lastLogin`.
    #[must_use]
    pub fn last_login(mut self, last_login: impl Into<Patch<Timestamp>>) -> Self {
        self.last_login = last_login.into();
        self
    }

    /// `UpdateUserInput.lastIP`.
    #[must_use]
    pub fn last_ip(mut self, last_ip: impl Into<Patch<String>>) -> Self {
        self.last_ip = last_ip.into();
        self
    }

    /// `UpdateUserInput.blocked`.
    #[must_use]
    pub fn blocked(mut self, blocked: impl Into<Patch<bool>>) -> Self {
        self.blocked = blocked.into();
        self
    }

    /// `UpdateUserInput.name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// `UpdateUserInput.givenName`.
    #[must_use]
    pub fn given_name(mut self, given_name: impl Into<Patch<String>>) -> Self {
        self.given_name = given_name.into();
        self
    }

    /// `UpdateUserInput.familyName`.
    #[must_use]
    pub fn family_name(mut self, family_name: impl Into<Patch<String>>) -> Self {
        self.family_name = family_name.into();
        self
    }

    /// `UpdateUserInput.middleName`.
    #[must_use]
    pub fn middle_name(mut self, middle_name: impl Into<Patch<String>>) -> Self {
        self.middle_name = middle_name.into();
        self
    }

    /// `UpdateUserInput.profile`.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<Patch<String>>) -> Self {
        self.profile = profile.into();
        self
    }

    /// `UpdateUserInput.preferredUsername`.
    #[must_use]
    pub fn preferred_username(mut self, preferred_username: impl Into<Patch<String>>) -> Self {
        self.preferred_username = preferred_username.into();
        self
    }

    /// `UpdateUserInput.website`.
    #[must_use]
    pub fn website(mut self, website: impl Into<Patch<String>>) -> Self {
        self.website = website.into();
        self
    }

    /// `UpdateUserInput.gender`.
    #[must_use]
    pub fn gender(mut self, gender: impl Into<Patch<String>>) -> Self {
        self.gender = gender.into();
        self
    }

    /// `UpdateUserInput.birthdate`.
    #[must_use]
    pub fn birthdate(mut self, birthdate: impl Into<Patch<String>>) -> Self {
        self.birthdate = birthdate.into();
        self
    }

    /// `UpdateUserInput.zoneinfo`.
    #[must_use]
    pub fn zoneinfo(mut self, zoneinfo: impl Into<Patch<String>>) -> Self {
        self.zoneinfo = zoneinfo.into();
        self
    }

    /// `UpdateUserInput.locale`.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<Patch<String>>) -> Self {
        self.locale = locale.into();
        self
    }

    /// `UpdateUserInput.address`.
    #[must_use]
    pub fn address(mut self, address: impl Into<Patch<String>>) -> Self {
        self.address = address.into();
        self
    }

    /// `UpdateUserInput.formatted`.
    #[must_use]
    pub fn formatted(mut self, formatted: impl Into<Patch<String>>) -> Self {
        self.formatted = formatted.into();
        self
    }

    /// `UpdateUserInput.streetAddress`.
    #[must_use]
    pub fn street_address(mut self, street_address: impl Into<Patch<String>>) -> Self {
        self.street_address = street_address.into();
        self
    }

    /// `UpdateUserInput.locality`.
    #[must_use]
    pub fn locality(mut self, locality: impl Into<Patch<String>>) -> Self {
        self.locality = locality.into();
        self
    }

    /// `UpdateUserInput.region`.
    #[must_use]
    pub fn region(mut self, region: impl Into<Patch<String>>) -> Self {
        self.region = region.into();
        self
    }

    /// `UpdateUserInput.postalCode`.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<Patch<String>>) -> Self {
        self.postal_code = postal_code.into();
        self
    }

    /// `UpdateUserInput.city`.
    #[must_use]
    pub fn city(mut self, city: impl Into<Patch<String>>) -> Self {
        self.city = city.into();
        self
    }

    /// `UpdateUserInput.province`.
    #[must_use]
    pub fn province(mut self, province: impl Into<Patch<String>>) -> Self {
        self.province = province.into();
        self
    }

    /// `UpdateUserInput.country`.
    #[must_use]
    pub fn country(mut self, country: impl Into<Patch<String>>) -> Self {
        self.country = country.into();
        self
    }

    /// `UpdateUserInput.externalId`.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<Patch<String>>) -> Self {
        self.external_id = external_id.into();
        self
    }

    /// `UpdateUserInput.phoneCountryCode`.
    #[must_use]
    pub fn phone_country_code(mut self, phone_country_code: impl Into<Patch<String>>) -> Self {
        self.phone_country_code = phone_country_code.into();
        self
    }

    /// `UpdateUserInput.mainDepartmentId`.
    #[must_use]
    pub fn main_department_id(mut self, main_department_id: impl Into<Patch<String>>) -> Self {
        self.main_department_id = main_department_id.into();
        self
    }

    /// `UpdateUserInput.mainDepartmentCode`.
    #[must_use]
    pub fn main_department_code(mut self, main_department_code: impl Into<Patch<String>>) -> Self {
        self.main_department_code = main_department_code.into();
        self
    }

    /// `UpdateUserInput.expiredAt`.
    #[must_use]
    pub fn expired_at(mut self, expired_at: impl Into<Patch<Timestamp>>) -> Self {
        self.expired_at = expired_at.into();
        self
    }

    /// `UpdateUserInput.directManagement`.
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

impl fmt::Debug for UpdateUserInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateUserInput").finish_non_exhaustive()
    }
}

/// `UpdateUserpoolInput`.
#[derive(Clone, PartialEq, Serialize, Debug, Default)]
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
    /// One with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `UpdateUserpoolInput.name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// `UpdateUserpoolInput.logo`.
    #[must_use]
    pub fn logo(mut self, logo: impl Into<Patch<String>>) -> Self {
        self.logo = logo.into();
        self
    }

    /// `UpdateUserpoolInput.domain`.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<Patch<String>>) -> Self {
        self.domain = domain.into();
        self
    }

    /// `UpdateUserpoolInput.description`.
    #[must_use]
    pub fn description(mut self, description: impl Into<Patch<String>>) -> Self {
        self.description = description.into();
        self
    }

    /// `UpdateUserpoolInput.userpoolTypes`.
    #[must_use]
    pub fn userpool_types(mut self, userpool_types: impl Into<Patch<Vec<String>>>) -> Self {
        self.userpool_types = userpool_types.into();
        self
    }

    /// `UpdateUserpoolInput.emailVerifiedDefault`.
    #[must_use]
    pub fn email_verified_default(
        mut self,
        email_verified_default: impl Into<Patch<bool>>,
    ) -> Self {
        self.email_verified_default = email_verified_default.into();
        self
    }

    /// `UpdateUserpoolInput.sendWelcomeEmail`.
    #[must_use]
    pub fn send_welcome_email(mut self, send_welcome_email: impl Into<Patch<bool>>) -> Self {
        self.send_welcome_email = send_welcome_email.into();
        self
    }

    /// `UpdateUserpoolInput.registerDisabled`.
    #[must_use]
    pub fn register_disabled(mut self, register_disabled: impl Into<Patch<bool>>) -> Self {
        self.register_disabled = register_disabled.into();
        self
    }

    /// `UpdateUserpoolInput.appSsoEnabled`.
    #[must_use]
    pub fn app_sso_enabled(mut self, app_sso_enabled: impl Into<Patch<bool>>) -> Self {
        self.app_sso_enabled = app_sso_enabled.into();
        self
    }

    /// `UpdateUserpoolInput.allowedOrigins`.
    #[must_use]
    pub fn allowed_origins(mut self, allowed_origins: impl Into<Patch<String>>) -> Self {
        self.allowed_origins = allowed_origins.into();
        self
    }

    /// `UpdateUserpoolInput.tokenExpiresAfter`.
    #[must_use]
    pub fn token_expires_after(mut self, token_expires_after: impl Into<Patch<i64>>) -> Self {
        self.token_expires_after = token_expires_after.into();
        self
    }

    /// `UpdateUserpoolInput.frequentRegisterCheck`.
    #[must_use]
    pub fn frequent_register_check(
        mut self,
        frequent_register_check: impl Into<Patch<FrequentRegisterCheckConfigInput>>,
    ) -> Self {
        self.frequent_register_check = frequent_register_check.into();
        self
    }

    /// `UpdateUserpoolInput.loginFailCheck`.
    #[must_use]
    pub fn login_fail_check(
        mut self,
        login_fail_check: impl Into<Patch<LoginFailCheckConfigInput>>,
    ) -> Self {
        self.login_fail_check = login_fail_check.into();
        self
    }

    /// `UpdateUserpoolInput.passwordUpdatePolicy`.
    #[must_use]
    pub fn password_update_policy(
        mut self,
        password_update_policy: impl Into<Patch<PasswordUpdatePolicyInput>>,
    ) -> Self {
        self.password_update_policy = password_update_policy.into();
        self
    }

    /// `UpdateUserpoolInput.loginFailStrategy`.
    #[must_use]
    pub fn login_fail_strategy(mut self, login_fail_strategy: impl Into<Patch<String>>) -> Self {
        self.login_fail_strategy = login_fail_strategy.into();
        self
    }

    /// `UpdateUserpoolInput.loginPasswordFailCheck`.
    #[must_use]
    pub fn login_password_fail_check(
        mut self,
        login_password_fail_check: impl Into<Patch<LoginPasswordFailCheckConfigInput>>,
    ) -> Self {
        self.login_password_fail_check = login_password_fail_check.into();
        self
    }

    /// `UpdateUserpoolInput.changePhoneStrategy`.
    #[must_use]
    pub fn change_phone_strategy(
        mut self,
        change_phone_strategy: impl Into<Patch<ChangePhoneStrategyInput>>,
    ) -> Self {
        self.change_phone_strategy = change_phone_strategy.into();
        self
    }

    /// `UpdateUserpoolInput.changeEmailStrategy`.
    #[must_use]
    pub fn change_email_strategy(
        mut self,
        change_email_strategy: impl Into<Patch<ChangeEmailStrategyInput>>,
    ) -> Self {
        self.change_email_strategy = change_email_strategy.into();
        self
    }

    /// `UpdateUserpoolInput.qrcodeLoginStrategy`.
    #[must_use]
    pub fn qrcode_login_strategy(
        mut self,
        qrcode_login_strategy: impl Into<Patch<QrcodeLoginStrategyInput>>,
    ) -> Self {
        self.qrcode_login_strategy = qrcode_login_strategy.into();
        self
    }

    /// `UpdateUserpoolInput.app2WxappLoginStrategy`.
    #[must_use]
    pub fn app2_wxapp_login_strategy(
        mut self,
        app2_wxapp_login_strategy: impl Into<Patch<App2WxappLoginStrategyInput>>,
    ) -> Self {
        self.app2_wxapp_login_strategy = app2_wxapp_login_strategy.into();
        self
    }

    /// `UpdateUserpoolInput.whitelist`.
    #[must_use]
    pub fn whitelist(mut self, whitelist: impl Into<Patch<RegisterWhiteListConfigInput>>) -> Self {
        self.whitelist = whitelist.into();
        self
    }

    /// `UpdateUserpoolInput.customSMSProvider`.
    #[must_use]
    pub fn custom_sms_provider(
        mut self,
        custom_sms_provider: impl Into<Patch<CustomSmsProviderInput>>,
    ) -> Self {
        self.custom_sms_provider = custom_sms_provider.into();
        self
    }

    /// `UpdateUserpoolInput.loginRequireEmailVerified`.
    #[must_use]
    pub fn login_require_email_verified(
        mut self,
        login_require_email_verified: impl Into<Patch<bool>>,
    ) -> Self {
        self.login_require_email_verified = login_require_email_verified.into();
        self
    }

    /// `UpdateUserpoolInput.verifyCodeLength`.
    #[must_use]
    pub fn verify_code_length(mut self, verify_code_length: impl Into<Patch<i64>>) -> Self {
        self.verify_code_length = verify_code_length.into();
        self
    }

    /// `UpdateUserpoolInput.verifyCodeMaxAttempts`.
    #[must_use]
    pub fn verify_code_max_attempts(
        mut self,
        verify_code_max_attempts: impl Into<Patch<i64>>,
    ) -> Self {
        self.verify_code_max_attempts = verify_code_max_attempts.into();
        self
    }
}

/// `UserDdfInput`.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserUdfInput {
    key: String,
    value: String,
}

impl UserUdfInput {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

impl fmt::Debug for UserUdfInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserUdfInput").field("key", &self.key).finish_non_exhaustive()
    }
}

/// `UserDefinedDataInput`.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDefinedDataInput {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl UserDefinedDataInput {
    /// One with what the schema requires.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), value: None }
    }

    /// `UserDefinedDataInput.value`.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }
}

impl fmt::Debug for UserDefinedDataInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserDefinedDataInput").field("key", &self.key).finish_non_exhaustive()
    }
}
