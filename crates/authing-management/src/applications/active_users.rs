//! Who is logged in to an application.

use authing_core::{Operation, PageRequest, PagedCall};
use authing_types::{Secret, Timestamp, UserStatus, lenient};
use serde::{Deserialize, Deserializer, Serialize};

use super::ApplicationsApi;
use authing_types::lenient::{count, flag, id, moment, text};

const LIST: Operation =
    Operation::get("applications.list_active_users", "/api/v2/applications/{app_id}/active-users")
        .management()
        .idempotent();

impl ApplicationsApi<'_> {
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
    /// `GET /api/v2/applications/{app_id}/active-users`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, or page or limit 0;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn list_active_users(&self, request: ListActiveUsers) -> PagedCall<ActiveUser> {
        let ListActiveUsers { app_id, page } = request;
        self.client.api().pages(page, move |api, page, limit| {
            api.call(LIST).required("app_id", &app_id).rest(|request| {
                request.path("app_id", &app_id).query("page", page).query("limit", limit)
            })
        })
    }
}

/// The application whose users [`ApplicationsApi::list_active_users`] lists.
#[derive(Clone)]
pub struct ListActiveUsers {
    app_id: String,
    page: PageRequest,
}

authing_types::redacted_debug!(ListActiveUsers { app_id, page });

impl ListActiveUsers {
    /// The first ten of this application.
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

/// A user who is logged in to an application. Everything but the id may be missing, since servers
/// tell more or less. `Debug` shows ids only; `Debug` and JSON mask password hash, salt and tokens.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActiveUser {
    /// The user's id.
    pub id: String,
    /// The status of the account.
    pub status: Option<UserStatus>,
    /// How the account came to be, such as `basic:email` or `import:manual`.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub register_source: Option<Vec<String>>,
    /// What providers of other identities told.
    #[serde(default, deserialize_with = "one_or_more")]
    pub third_party_identity: Vec<ThirdPartyIdentity>,
    /// The user pool's id.
    #[serde(default, deserialize_with = "id")]
    pub user_pool_id: Option<String>,
    /// Username, unique in the pool.
    #[serde(default, deserialize_with = "text")]
    pub username: Option<String>,
    /// Email address.
    #[serde(default, deserialize_with = "text")]
    pub email: Option<String>,
    /// Phone number.
    #[serde(default, deserialize_with = "text")]
    pub phone: Option<String>,
    /// Id in a system of one's own.
    #[serde(default, deserialize_with = "text")]
    pub external_id: Option<String>,
    /// Id that is the same in all applications of a provider.
    #[serde(default, deserialize_with = "text")]
    pub unionid: Option<String>,
    /// Id in one application of a provider.
    #[serde(default, deserialize_with = "text")]
    pub openid: Option<String>,
    /// Nickname.
    #[serde(default, deserialize_with = "text")]
    pub nickname: Option<String>,
    /// Full name.
    #[serde(default, deserialize_with = "text")]
    pub name: Option<String>,
    /// Given name.
    #[serde(default, deserialize_with = "text")]
    pub given_name: Option<String>,
    /// Family name.
    #[serde(default, deserialize_with = "text")]
    pub family_name: Option<String>,
    /// Middle name.
    #[serde(default, deserialize_with = "text")]
    pub middle_name: Option<String>,
    /// The name to call the user by.
    #[serde(default, deserialize_with = "text")]
    pub preferred_username: Option<String>,
    /// The address of the profile page.
    #[serde(default, deserialize_with = "text")]
    pub profile: Option<String>,
    /// The address of the picture.
    #[serde(default, deserialize_with = "text")]
    pub photo: Option<String>,
    /// The address of the website.
    #[serde(default, deserialize_with = "text")]
    pub website: Option<String>,
    /// Gender: `M`, `F` or `U`.
    #[serde(default, deserialize_with = "text")]
    pub gender: Option<String>,
    /// Birthday.
    #[serde(default, deserialize_with = "text")]
    pub birthdate: Option<String>,
    /// Time zone.
    #[serde(default, deserialize_with = "text")]
    pub zoneinfo: Option<String>,
    /// Language.
    #[serde(default, deserialize_with = "text")]
    pub locale: Option<String>,
    /// Company.
    #[serde(default, deserialize_with = "text")]
    pub company: Option<String>,
    /// Address.
    #[serde(default, deserialize_with = "text")]
    pub address: Option<String>,
    /// Address, ready to be printed.
    #[serde(default, deserialize_with = "text")]
    pub formatted: Option<String>,
    /// Street and number.
    #[serde(default, deserialize_with = "text")]
    pub street_address: Option<String>,
    /// Place.
    #[serde(default, deserialize_with = "text")]
    pub locality: Option<String>,
    /// Region.
    #[serde(default, deserialize_with = "text")]
    pub region: Option<String>,
    /// Postal code.
    #[serde(default, deserialize_with = "text")]
    pub postal_code: Option<String>,
    /// City.
    #[serde(default, deserialize_with = "text")]
    pub city: Option<String>,
    /// Province.
    #[serde(default, deserialize_with = "text")]
    pub province: Option<String>,
    /// Country.
    #[serde(default, deserialize_with = "text")]
    pub country: Option<String>,
    /// The browser of the last login.
    #[serde(default, deserialize_with = "text")]
    pub browser: Option<String>,
    /// The device of the last login.
    #[serde(default, deserialize_with = "text")]
    pub device: Option<String>,
    /// The address of the last login.
    #[serde(default, deserialize_with = "text")]
    pub last_ip: Option<String>,
    /// The node of the main department.
    #[serde(default, deserialize_with = "text")]
    pub main_department_id: Option<String>,
    /// The code of the main department.
    #[serde(default, deserialize_with = "text")]
    pub main_department_code: Option<String>,
    /// Hash of the password; missing when the user has none.
    pub password: Option<Secret>,
    /// What the password was hashed with.
    pub salt: Option<Secret>,
    /// The user's token.
    pub token: Option<Secret>,
    /// What a social provider told, as JSON text, which may hold its tokens.
    pub oauth: Option<Secret>,
    /// What Authing keeps beside the account.
    pub secret_info: Option<Secret>,
    /// Whether it is the owner of the pool.
    #[serde(default, deserialize_with = "flag")]
    pub is_root: Option<bool>,
    /// Whether the email address is verified.
    #[serde(default, deserialize_with = "flag")]
    pub email_verified: Option<bool>,
    /// Whether the phone number is verified.
    #[serde(default, deserialize_with = "flag")]
    pub phone_verified: Option<bool>,
    /// Whether logins are refused.
    #[serde(default, deserialize_with = "flag")]
    pub blocked: Option<bool>,
    /// Whether the account was deleted.
    #[serde(default, deserialize_with = "flag")]
    pub is_deleted: Option<bool>,
    /// How often the user has logged in.
    #[serde(default, deserialize_with = "count")]
    pub logins_count: Option<i64>,
    /// How strong the password is, from 1 to 3.
    #[serde(default, deserialize_with = "count")]
    pub password_security_level: Option<i64>,
    /// How many text messages the user was sent.
    #[serde(default, deserialize_with = "count")]
    pub send_sms_count: Option<i64>,
    /// How many text messages the user may be sent.
    #[serde(default, deserialize_with = "count")]
    pub send_sms_limit_count: Option<i64>,
    /// When the token expires.
    #[serde(default, deserialize_with = "moment")]
    pub token_expired_at: Option<Timestamp>,
    /// The last login.
    #[serde(default, deserialize_with = "moment")]
    pub last_login: Option<Timestamp>,
    /// The last second factor.
    #[serde(default, deserialize_with = "moment")]
    pub last_mfa_time: Option<Timestamp>,
    /// When the user registered.
    #[serde(default, deserialize_with = "moment")]
    pub signed_up: Option<Timestamp>,
    /// When the account was made.
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "moment")]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(ActiveUser { id, user_pool_id });

/// What a provider of another identity of a user told. `Debug` and JSON mask its tokens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default, deserialize_with = "text")]
    pub expires_in: Option<String>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "moment")]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(ThirdPartyIdentity { provider, scope, updated_at });

/// The official SDKs declare a list; some servers return one object instead, with only
/// nulls in it where there is nothing to tell.
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
