//! `Debug` of the state shows nothing that is not on a list, whatever fields there are.
//!
//! Every type is made with a canary in each of its texts, by a deserializer that has a value for
//! everything: a field that is added later has a canary too.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};

use crate::state::{
    EmulatorState, abuse, acl, applications, authentication, cas, codes, custom_data, devices,
    email_templates, external_identities, functions, groups, logs, mfa, oidc, orgs, pipeline,
    policies, principal, qr_codes, roles, saml, social_connections, sso, tenants, tokens, uploads,
    user_pool, users, webhooks, whitelist,
};

/// What no `Debug` may show.
const CANARY: &str = "canary";

/// What stands in texts that are ids.
const ID: &str = "5f7a993eb9b49dcd5c021e40";

/// Makes a value of any type; `variant` chooses among those of enums.
#[derive(Clone, Copy)]
struct Filled {
    text: &'static str,
    variant: usize,
    /// How far inside of others; trees end somewhere.
    depth: usize,
}

impl<'de> Deserializer<'de> for Filled {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.text)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(true)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(7)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(7)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u32(7)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u8(7)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Once((self.depth < 12).then_some(self)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { names: [CANARY].iter(), name: CANARY, like: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { names: names.iter(), name: "", like: self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let name = variants.get(self.variant % variants.len()).copied().unwrap_or_default();
        visitor.visit_enum(Variant { name, like: self })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 u16 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct
        identifier ignored_any
    }
}

/// A list of one.
struct Once(Option<Filled>);

impl<'de> SeqAccess<'de> for Once {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0.take().map(|filled| seed.deserialize(filled)).transpose()
    }
}

/// The fields of a struct, or a map of one entry.
struct Fields {
    names: std::slice::Iter<'static, &'static str>,
    name: &'static str,
    like: Filled,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.name = name;
        let key: StrDeserializer<'_, Error> = (*name).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let is_id = self.name == "id" || self.name.ends_with("_id") || self.name.ends_with("Id");
        let text = if is_id { ID } else { CANARY };
        seed.deserialize(Filled { text, depth: self.like.depth + 1, ..self.like })
    }
}

struct Variant {
    name: &'static str,
    like: Filled,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.like)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Once(Some(self.like)))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.like.deserialize_struct("", names, visitor)
    }
}

fn filled<T: for<'de> Deserialize<'de>>(variant: usize) -> T {
    T::deserialize(Filled { text: CANARY, variant, depth: 0 }).unwrap()
}

/// Whether any variant of a type shows the canary.
fn shows<T: for<'de> Deserialize<'de> + std::fmt::Debug>() -> bool {
    (0..8).any(|variant| format!("{:#?}", filled::<T>(variant)).contains(CANARY))
}

macro_rules! shown {
    ($($path:ty),* $(,)?) => {
        [$((stringify!($path), shows::<$path>())),*].into_iter().filter(|(_, shown)| *shown).collect::<Vec<_>>()
    };
}

#[test]
fn a_text_of_the_state_is_hidden_unless_it_is_an_id() {
    let shown = shown![
        abuse::Captcha,
        abuse::FailedLogin,
        abuse::Registered,
        acl::Namespace,
        acl::ResourceAction,
        acl::ResourceDefinition,
        acl::ResourceGrant,
        applications::AccessControl,
        applications::AccessPolicies,
        applications::Agreement,
        applications::Application,
        applications::ApplicationSettings,
        applications::LoginPage,
        applications::Profile,
        applications::ProgrammaticAccount,
        applications::ProtocolSettings,
        applications::SamlSettings,
        authentication::Authentication,
        cas::LoginRequest,
        cas::ServiceTicket,
        codes::VerificationCode,
        custom_data::FieldDefinition,
        custom_data::FieldValue,
        devices::Device,
        devices::DeviceState,
        devices::DeviceUser,
        email_templates::EmailTemplate,
        EmulatorState,
        external_identities::DirectoryAccounts,
        external_identities::DirectoryUser,
        external_identities::WechatCode,
        external_identities::WechatUser,
        functions::Function,
        groups::Group,
        logs::AuditEntry,
        logs::UserAction,
        mfa::ChallengeAttempts,
        mfa::Face,
        oidc::AuthorizationCode,
        oidc::AuthorizationRequest,
        oidc::Grant,
        oidc::Pkce,
        oidc::ProtocolToken,
        oidc::Subject,
        orgs::Directory,
        orgs::DirectoryNode,
        orgs::KnownDirectory,
        orgs::Member,
        orgs::Node,
        orgs::Org,
        pipeline::DatabaseAddress,
        pipeline::Patience,
        pipeline::PipelineAddress,
        policies::Assignment,
        policies::Policy,
        policies::Statement,
        principal::Principal,
        qr_codes::QrCode,
        qr_codes::QrState,
        qr_codes::Ticket,
        roles::Role,
        saml::AuthnRequest,
        saml::SigningKey,
        social_connections::SocialConnection,
        social_connections::SocialConnectionField,
        sso::AuthenticatedUser,
        sso::HalfWay,
        sso::Interaction,
        sso::Missing,
        sso::Resume,
        sso::SsoSession,
        tenants::IdentityConnection,
        tenants::IdentitySource,
        tenants::Tenant,
        tenants::TenantMember,
        tokens::IssuedToken,
        tokens::Tokens,
        uploads::StoredFile,
        user_pool::ChangeEmailStrategy,
        user_pool::ChangePhoneStrategy,
        user_pool::FrequencyCheck,
        user_pool::PasswordUpdatePolicy,
        user_pool::QrcodeLoginStrategy,
        user_pool::Settings,
        user_pool::UserPool,
        user_pool::WhitelistSwitches,
        users::AcceptedAgreement,
        users::Identity,
        users::StoredPassword,
        users::Totp,
        users::User,
        users::Users,
        webhooks::PoolWebhook,
        webhooks::Webhook,
        whitelist::WhitelistEntry,
    ];
    assert_eq!(shown, [] as [(&str, bool); 0]);
}

#[test]
fn the_canary_is_seen_where_debug_is_derived() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "read by Debug only")]
    struct Open {
        id: String,
        secret: String,
    }
    assert!(shows::<Open>());
    let state = format!("{:?}", filled::<user_pool::UserPool>(0));
    assert!(state.contains(ID), "{state}");
}

#[test]
fn every_type_with_data_lists_what_debug_shows() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let own = include_str!("canary.rs");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            if !path.ends_with("state/canary.rs") && !path.starts_with(source.join("bin")) {
                assert_eq!(derived(text), [] as [&str; 0], "{} derives Debug", path.display());
            }
            if path.starts_with(source.join("state")) {
                let macros = ["show_fields!(", "show_variants!("];
                let named = |one: &'static str| text.split(one).skip(1);
                let listed = macros
                    .into_iter()
                    .flat_map(named)
                    .filter_map(|rest| rest.split([' ', '<']).next());
                for name in listed.filter(|name| *name != "ApplicationSettings") {
                    assert!(own.contains(&format!("{name},")), "{name} is not in the test above");
                }
            }
        }
    }
}

/// The types that hold data and derive `Debug`.
fn derived(text: &str) -> Vec<&str> {
    // A number, a name, a unit, a place in a file, a message of the crate's own; and errors that a caller
    // prints.
    const HARMLESS: [&str; 13] = [
        "SeedError",
        "StopReport",
        "ExportError",
        "Timestamp",
        "Event",
        "RetryAfter",
        "SchemaError",
        "StartError",
        "InvalidFunction",
        "InvalidWebhook",
        "GrantType",
        "Rest",
        "Damaged",
    ];
    let mut found = Vec::new();
    for part in text.split("#[derive(").skip(1) {
        let Some((traits, rest)) = part.split_once(")]") else { continue };
        if !traits.split(", ").any(|one| one == "Debug") {
            continue;
        }
        let declared = rest.lines().find(|line| line.contains("struct ") || line.contains("enum "));
        let declared = declared.unwrap_or_default();
        let kind = if declared.contains("struct ") { "struct " } else { "enum " };
        let name = declared.split_once(kind).map(|(_, name)| name).unwrap_or_default();
        let name = name.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let body = rest.split_once(declared).map(|(_, body)| body).unwrap_or_default();
        let body = body.split("\n}").next().unwrap_or_default();
        let mut variants = body.lines().filter(|line| !line.trim_start().starts_with(['/', '#']));
        let has_data = match kind {
            "struct " => !declared.trim_end().ends_with(&format!("{name};")),
            _ => variants.any(|line| line.contains(['(', '{'])),
        };
        if has_data && !HARMLESS.contains(&name) {
            found.push(name);
        }
    }
    found
}
