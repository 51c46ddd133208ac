//! Who is logged in to an application.

use std::fmt;

use authing_core::{Operation, PageRequest, PagedCall, RestRequest};
use authing_types::UserStatus;
use authing_types::{Page, Secret, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

use super::Applications;
use crate::lenient::{self, count, flag, moment};

const LIST: Operation =
    Operation::get("applications.list_active_users", "/api/v2/applications/{appId}/active-users")
        .management()
        .idempotent();

impl Applications<'_> {
    /// Lists the users who are logged in to an application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::ListActiveUsers};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListActiveUsers::new("600a8f4e37708b363024a3ca").limit(50);
    /// let mut users = management.applications().list_active_users(request).items();
    /// while let Some(user) = users.try_next().await? {
    ///     println!("{} since {:?}", user.id, user.last_login);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications/{appId}/active-users`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, or page or limit 0;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn list_active_users(&self, request: ListActiveUsers) -> PagedCall<ActiveUser> {
        let ListActiveUsers { app_id, page } = request;
        self.client.api().pages(page, move |api, page, limit| {
            let rest = RestRequest::new(LIST)
                .path("appId", &app_id)
                .query("page", page)
                .query("limit", limit);
            api.rest::<Page<ActiveUser>>(rest)
        })
    }
}

/// Whose users [`Applications::list_active_users`] lists.
#[derive(Clone, Debug)]
pub struct ListActiveUsers {
    app_id: String,
    page: PageRequest,
}

impl ListActiveUsers {
    /// The first ten of this application.
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

/// The row of the server's table: everything but the id may be missing or of an odd type.
macro_rules! active_user {
    (
        texts { $($(#[$text_doc:meta])* $text:ident,)* }
        secrets { $($(#[$secret_doc:meta])* $secret:ident,)* }
        flags { $($(#[$flag_doc:meta])* $flag:ident,)* }
        counts { $($(#[$count_doc:meta])* $count:ident,)* }
        times { $($(#[$time_doc:meta])* $time:ident,)* }
    ) => {
        /// A user who is logged in to an application. `Debug` shows ids only; `Debug` and JSON
        /// mask password hash, salt and tokens.
        #[derive(Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct ActiveUser {
            /// The user's id.
            pub id: String,
            /// Where the account stands.
            pub status: Option<UserStatus>,
            /// How the account came to be, such as `basic:email` or `import:manual`.
            #[serde(default, deserialize_with = "authing_types::nulls::optional_list")]
            pub register_source: Option<Vec<String>>,
            /// What providers of other identities told.
            #[serde(default, deserialize_with = "one_or_more")]
            pub third_party_identity: Vec<ThirdPartyIdentity>,
            $($(#[$text_doc])* #[serde(default, deserialize_with = "lenient::text")]
            pub $text: Option<String>,)*
            $($(#[$secret_doc])* pub $secret: Option<Secret>,)*
            $($(#[$flag_doc])* #[serde(default, deserialize_with = "flag")]
            pub $flag: Option<bool>,)*
            $($(#[$count_doc])* #[serde(default, deserialize_with = "count")]
            pub $count: Option<i64>,)*
            $($(#[$time_doc])* #[serde(default, deserialize_with = "moment")]
            pub $time: Option<Timestamp>,)*
        }
    };
}

active_user! {
    texts {
        /// The user pool's id.
        user_pool_id,
        /// Username, unique in the pool.
        username,
        /// E-mail address.
        email,
        /// Phone number.
        phone,
        /// Id in a system of one's own.
        external_id,
        /// Id that is the same in all applications of a provider.
        unionid,
        /// Id in one application of a provider.
        openid,
        /// Nickname.
        nickname,
        /// Full name.
        name,
        /// Given name.
        given_name,
        /// Family name.
        family_name,
        /// Middle name.
        middle_name,
        /// The name to call the user by.
        preferred_username,
        /// The address of the profile page.
        profile,
        /// The address of the picture.
        photo,
        /// The address of the website.
        website,
        /// Gender: `M`, `F` or `U`.
        gender,
        /// Birthday.
        birthdate,
        /// Time zone.
        zoneinfo,
        /// Language.
        locale,
        /// Company.
        company,
        /// Address.
        address,
        /// Address, ready to be printed.
        formatted,
        /// Street and number.
        street_address,
        /// Place.
        locality,
        /// Region.
        region,
        /// Postal code.
        postal_code,
        /// City.
        city,
        /// Province.
        province,
        /// Country.
        country,
        /// The browser of the last log-in.
        browser,
        /// The device of the last log-in.
        device,
        /// The address of the last log-in.
        last_ip,
        /// The node of the main department.
        main_department_id,
        /// The code of the main department.
        main_department_code,
    }
    secrets {
        /// Hash of the password; missing when the user has none.
        password,
        /// What the password was hashed with.
        salt,
        /// The user's token.
        token,
        /// What a social provider told, as JSON text, which may hold its tokens.
        oauth,
        /// What Authing keeps beside the account.
        secret_info,
    }
    flags {
        /// Whether it is the owner of the pool.
        is_root,
        /// Whether the e-mail address is verified.
        email_verified,
        /// Whether the phone number is verified.
        phone_verified,
        /// Whether log-ins are refused.
        blocked,
        /// Whether the account was deleted.
        is_deleted,
    }
    counts {
        /// How often the user has logged in.
        logins_count,
        /// How strong the password is, from 1 to 3.
        password_security_level,
        /// How many text messages the user was sent.
        send_sms_count,
        /// How many text messages the user may be sent.
        send_sms_limit_count,
    }
    times {
        /// When the token expires.
        token_expired_at,
        /// The last log-in.
        last_login,
        /// The last second factor.
        last_mfa_time,
        /// When the user registered.
        signed_up,
        /// When the account was made.
        created_at,
        /// When it was last changed.
        updated_at,
    }
}

impl fmt::Debug for ActiveUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActiveUser")
            .field("id", &self.id)
            .field("user_pool_id", &self.user_pool_id)
            .finish_non_exhaustive()
    }
}

/// What a provider of another identity of a user told. `Debug` and JSON mask its tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ThirdPartyIdentity {
    /// The provider.
    pub provider: Option<String>,
    /// Its refresh token.
    pub refresh_token: Option<Secret>,
    /// Its access token.
    pub access_token: Option<Secret>,
    /// What the access token is for.
    pub scope: Option<String>,
    /// How long the access token lives.
    #[serde(default, deserialize_with = "lenient::text")]
    pub expires_in: Option<String>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "moment")]
    pub updated_at: Option<Timestamp>,
}

/// The official SDKs declare a list; servers have been seen to answer one object, all of it null
/// where there is nothing to tell.
fn one_or_more<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<ThirdPartyIdentity>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Identities {
        One(ThirdPartyIdentity),
        More(Vec<ThirdPartyIdentity>),
    }
    Ok(match Option::<Identities>::deserialize(deserializer)? {
        Some(Identities::One(identity)) if identity.provider.is_some() => vec![identity],
        Some(Identities::More(identities)) => identities,
        Some(Identities::One(_)) | None => Vec::new(),
    })
}
