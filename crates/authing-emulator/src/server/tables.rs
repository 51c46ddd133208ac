//! The tables of all areas, and what is known and stands in none of them.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::api::{graphql, rest};
use crate::handler::{FieldHandler, Route, Source};
use crate::idp::{cas, interactions, oidc, phone, saml, social, sso};

pub(super) const ROUTES: &[&[Route]] = &[
    rest::abuse::ROUTES,
    rest::acl::ROUTES,
    rest::acl_accounts::ROUTES,
    rest::acl_namespaces::ROUTES,
    rest::acl_resources::ROUTES,
    rest::applications::ROUTES,
    rest::applications_access::ROUTES,
    rest::applications_agreements::ROUTES,
    rest::codes::ROUTES,
    rest::connections::ROUTES,
    rest::devices::ROUTES,
    rest::email_code::ROUTES,
    rest::events::ROUTES,
    rest::external_identities::ROUTES,
    rest::logs::ROUTES,
    rest::mfa::ROUTES,
    rest::mfa_management::ROUTES,
    rest::orgs::ROUTES,
    rest::policies::ROUTES,
    rest::principal::ROUTES,
    rest::qr_codes::ROUTES,
    rest::roles::ROUTES,
    rest::sessions::ROUTES,
    rest::system::ROUTES,
    rest::tenants::ROUTES,
    rest::tenants_identity_sources::ROUTES,
    rest::uploads::ROUTES,
    rest::user_pool::ROUTES,
    rest::users::ROUTES,
    rest::users_activity::ROUTES,
    cas::ROUTES,
    interactions::ROUTES,
    phone::ROUTES,
    oidc::OAUTH_ROUTES,
    oidc::ROUTES,
    saml::ROUTES,
    social::ROUTES,
    sso::ROUTES,
];

pub(super) const FIELDS: &[&[FieldHandler]] = &[
    graphql::acl::FIELDS,
    graphql::codes::FIELDS,
    graphql::contact::FIELDS,
    graphql::custom_data::FIELDS,
    graphql::email_templates::FIELDS,
    graphql::functions::FIELDS,
    graphql::groups::FIELDS,
    graphql::login::FIELDS,
    graphql::mfa::FIELDS,
    graphql::orgs::FIELDS,
    graphql::orgs_members::FIELDS,
    graphql::password::FIELDS,
    graphql::policies::FIELDS,
    graphql::policies_assignments::FIELDS,
    graphql::register::FIELDS,
    graphql::roles::FIELDS,
    graphql::sessions::FIELDS,
    graphql::social_connections::FIELDS,
    graphql::tokens::FIELDS,
    graphql::user_pool::FIELDS,
    graphql::user_pools::FIELDS,
    graphql::users::FIELDS,
    graphql::whitelist::FIELDS,
];

/// What the server is known to have and the emulator refuses by name: root fields as `Query.field`, routes
/// as `METHOD path`, and the reason.
#[cfg(test)]
pub(super) const REFUSED: &[(&str, &str)] = &[
    (
        "Query.qiniuUptoken",
        "a token for a storage of files elsewhere; files go to `/api/v2/upload`",
    ),
    ("Query.templateCode", "code of a function in a form that nothing tells of"),
    ("Query.userpoolTypes", "which kinds there are is written down nowhere"),
    ("GET /cas-idp/{appId}/proxy", "proxies of CAS: not documented of the server"),
    ("GET /cas-idp/{appId}/proxyValidate", "proxies of CAS: not documented of the server"),
    ("GET /cas-idp/{appId}/samlValidate", "not documented of the server"),
    (
        "GET /cas-idp/{appId}/p3/serviceValidate",
        "not documented of the server, whose `serviceValidate` has attributes",
    ),
    ("POST /oidc/device/auth", "the device flow: no trace of it in documentation or SDKs"),
    ("POST /oidc/request", "pushed requests (PAR): no trace of them in documentation or SDKs"),
    ("POST /oidc/backchannel", "CIBA: no trace of it in documentation or SDKs"),
    ("POST /oidc/reg", "dynamic registration: one sample names its address, nothing tells of it"),
    (
        "GET /connections/enterprise/{provider}/callback",
        "the way back from an enterprise provider, which would need that provider",
    ),
    ("POST /api/v2/login/account", "of mobile SDKs; `loginByUsername` and its kin do the same"),
    ("POST /api/v2/login/phone-code", "of mobile SDKs; `loginByPhoneCode` does the same"),
    ("POST /api/v2/register/email", "of mobile SDKs; `registerByEmail` does the same"),
    ("POST /api/v2/register/username", "of mobile SDKs; `registerByUsername` does the same"),
    ("POST /api/v2/register/phone-code", "of mobile SDKs; `registerByPhoneCode` does the same"),
    ("POST /api/v2/password/reset/sms", "of mobile SDKs; `resetPassword` does the same"),
    ("POST /api/v2/password/reset/email", "of mobile SDKs; `resetPassword` does the same"),
    ("POST /api/v2/password/update", "of mobile SDKs; `updatePassword` does the same"),
    ("POST /api/v2/users/refresh-token", "of mobile SDKs; `refreshToken` does the same"),
    ("POST /api/v2/users/profile/update", "of mobile SDKs; `updateUser` does the same"),
    ("DELETE /api/v2/users/delete", "of mobile SDKs: people who delete their account"),
    (
        "POST /api/v2/userpools/access-token",
        "`accessToken` does the same; no official server SDK sends it",
    ),
    (
        "POST /api/v2/ecConn/{provider}/authByCode",
        "native social login of mobile SDKs, which would need the provider",
    ),
    (
        "POST /api/v3/create-pipeline-function",
        "version 3 stores JavaScript, which the emulator does not run",
    ),
    (
        "POST /api/v3/create-webhook",
        "version 3; webhooks are given by `--webhook`, a seed or a control route",
    ),
];

/// Whether what a root field does is the emulator's own choice.
pub(super) fn is_chosen(root_field: &str) -> bool {
    static CHOSEN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let roots = FIELDS.iter().copied().flatten().filter(|field| {
            matches!(field.parent, "Query" | "Mutation")
                && field.known_from().is_some_and(Source::is_chosen)
        });
        roots.map(|field| field.field).collect()
    });
    CHOSEN.contains(root_field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_where_its_behaviour_is_known_from() {
        for route in ROUTES.iter().copied().flatten() {
            assert!(route.known_from().is_some(), "{} {}", route.method, route.path);
        }
        for field in FIELDS.iter().copied().flatten() {
            assert!(field.known_from().is_some(), "{}.{}", field.parent, field.field);
        }
    }

    #[test]
    fn what_is_refused_is_in_no_table() {
        for (name, reason) in REFUSED {
            let served = ROUTES
                .iter()
                .copied()
                .flatten()
                .any(|route| name.split_once(' ') == Some((route.method.as_str(), route.path)))
                || FIELDS
                    .iter()
                    .copied()
                    .flatten()
                    .any(|field| name.split_once('.') == Some((field.parent, field.field)));
            assert!(!served && !reason.is_empty(), "{name}");
        }
    }
}
