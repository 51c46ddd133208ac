//! Finding users.

use authing_core::{Call, Error, Operation, PageRequest, PagedCall, RestRequest};
use authing_types::Page;
use authing_types::{User, UserKey};
use serde::Serialize;
use serde_json::Value;

use super::{FilterUsers, FindUser, GetUser, GetUsers, ListUsers, SearchUsers, Users};
use crate::generated::operations::{self, archived_users, is_user_exists};

/// The most users that [`Users::batch_get`] answers at once.
pub const MAX_BATCH: usize = 80;

const LIST: Operation = Operation::graphql("users.list").management().idempotent();
const LIST_ARCHIVED: Operation =
    Operation::graphql("users.list_archived").management().idempotent();
const GET: Operation =
    Operation::get("users.get", "/api/v2/users/{userId}").management().idempotent();
const FIND: Operation = Operation::graphql("users.find").management().idempotent();
const SEARCH: Operation = Operation::graphql("users.search").management().idempotent();
const BATCH_GET: Operation = Operation::graphql("users.batch_get").management().idempotent();
const FILTER: Operation =
    Operation::post("users.filter", "/api/v2/users/filter").management().idempotent();
const EXISTS: Operation = Operation::graphql("users.exists").management().idempotent();

impl Users<'_> {
    /// Lists the users, newest first unless sorted otherwise.
    ///
    /// ```no_run
    /// use authing_management::{ListUsers, ManagementClient, types::SortBy};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListUsers::new().limit(100).sort_by(SortBy::CreatedAtAsc);
    /// let first = management.users().list(request.clone()).await?;
    /// let all: Vec<_> = management.users().list(request).items().try_collect().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `users`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list(&self, request: ListUsers) -> PagedCall<User> {
        self.client.api().pages(request.page, move |api, page, limit| {
            twin!(api, LIST, request.with_custom_data =>
                Users(users) | UsersWithCustomData(users_with_custom_data) {
                    page: Some(page),
                    limit: Some(limit),
                    sort_by: request.sort_by.clone(),
                    exclude_users_in_org: request.exclude_users_in_org,
                } -> users)
        })
    }

    /// Lists the users that were archived.
    ///
    /// GraphQL `archivedUsers`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list_archived(&self, page: PageRequest) -> PagedCall<User> {
        self.client.api().pages(page, move |api, page, limit| {
            let variables = archived_users::Variables { page: Some(page), limit: Some(limit) };
            api.graphql::<operations::ArchivedUsers>(LIST_ARCHIVED, variables)
                .map(|data| data.archived_users)
        })
    }

    /// Gets a user by id.
    ///
    /// ```no_run
    /// use authing_management::{GetUser, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let user = management.users().get("5f7ddfe62ba819802422362e").await?;
    /// let with_data = management.users().get(GetUser::new(user.id).with_custom_data()).await?;
    /// println!("{:?}", with_data.typed_custom_data().get("school"));
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user.
    pub fn get(&self, request: impl Into<GetUser>) -> Call<User> {
        let request = request.into();
        let rest = RestRequest::new(GET)
            .path("userId", request.id)
            .query_opt("with_custom_data", request.with_custom_data.then_some(true));
        self.client.api().rest(rest)
    }

    /// Finds the one user that has this e-mail address, user name, phone number, external id or
    /// identity. `None` when nobody has.
    ///
    /// ```no_run
    /// use authing_management::{FindUser, ManagementClient, types::UserKey};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = management.users().find(UserKey::email("bob@example.com")).await?;
    /// let by_identity = FindUser::by_identity("wechatwork", "bob@corp");
    /// let same = management.users().find(by_identity).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `findUser`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the text to look for is empty.
    pub fn find(&self, request: impl Into<FindUser>) -> Call<Option<User>> {
        let FindUser { key, identity, with_custom_data } = request.into();
        let checked = match &key {
            Some(key) => check_key(key),
            None => Ok(()),
        };
        let [email, phone, username, external_id] = by_kind(key);
        let api = self.client.api();
        twin!(api, FIND, with_custom_data =>
            FindUser(find_user) | FindUserWithCustomData(find_user_with_custom_data) {
                email: email,
                phone: phone,
                username: username,
                external_id: external_id,
                identity: identity,
            } -> find_user)
        .check(checked)
    }

    /// Whether a user has this e-mail address, user name, phone number or external id.
    ///
    /// GraphQL `isUserExists`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the text to look for is empty.
    pub fn exists(&self, key: UserKey) -> Call<bool> {
        let checked = check_key(&key);
        let [email, phone, username, external_id] = by_kind(Some(key));
        let variables = is_user_exists::Variables { email, phone, username, external_id };
        self.client
            .api()
            .graphql::<operations::IsUserExists>(EXISTS, variables)
            .map(|data| data.is_user_exists.unwrap_or(false))
            .check(checked)
    }

    /// Searches the users for a text.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, SearchUsers, types::SearchUserRoleOpt};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = SearchUsers::new("bob")
    ///     .fields(["username", "email"])
    ///     .role(SearchUserRoleOpt::new("admin"));
    /// let page = management.users().search(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `searchUser`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn search(&self, request: SearchUsers) -> PagedCall<User> {
        self.client.api().pages(request.page, move |api, page, limit| {
            twin!(api, SEARCH, request.with_custom_data =>
                SearchUser(search_user) | SearchUserWithCustomData(search_user_with_custom_data) {
                    query: request.query.clone(),
                    fields: some_list(&request.fields),
                    page: Some(page),
                    limit: Some(limit),
                    department_opts: some_list(&request.departments),
                    group_opts: some_list(&request.groups),
                    role_opts: some_list(&request.roles),
                } -> search_user)
        })
    }

    /// Gets up to 80 users at once. Those that do not exist are left out, so compare ids rather
    /// than positions.
    ///
    /// ```no_run
    /// use authing_management::{GetUsers, ManagementClient, UserIdField};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let by_email = GetUsers::by(UserIdField::Email, ["a@example.com", "b@example.com"]);
    /// let users = management.users().batch_get(by_email).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `userBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id or for more than 80.
    pub fn batch_get(&self, request: GetUsers) -> Call<Vec<User>> {
        let GetUsers { field, ids, with_custom_data } = request;
        let checked = match ids.len() {
            0 => Err(Error::input("ids", "is empty")),
            1..=MAX_BATCH => Ok(()),
            many => Err(Error::input(
                "ids",
                format_args!("holds {many} ids, but the server takes {MAX_BATCH} at most"),
            )),
        };
        let api = self.client.api();
        twin!(api, BATCH_GET, with_custom_data =>
            UserBatch(user_batch) | UserBatchWithCustomData(user_batch_with_custom_data) {
                ids: ids,
                type_: Some(field.as_str().to_owned()),
            } -> user_batch)
        .check(checked)
    }

    /// Lists the users that meet conditions, as the console's advanced search does.
    ///
    /// The form of a condition is not documented; it is passed on as given.
    ///
    /// `POST /api/v2/users/filter`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn filter(&self, request: FilterUsers) -> PagedCall<User> {
        #[derive(Serialize)]
        struct Body<'a> {
            page: i64,
            limit: i64,
            filter: &'a [Value],
        }
        self.client.api().pages(request.page, move |api, page, limit| {
            let body = Body { page, limit, filter: &request.conditions };
            api.rest::<Page<User>>(RestRequest::new(FILTER).json(&body))
        })
    }
}

fn check_key(key: &UserKey) -> Result<(), Error> {
    match key.argument() {
        (name, text) if text.trim().is_empty() => Err(Error::input(name, "is empty")),
        _ => Ok(()),
    }
}

/// E-mail, phone, user name and external id, as the operations take them.
fn by_kind(key: Option<UserKey>) -> [Option<String>; 4] {
    match key {
        Some(UserKey::Email(email)) => [Some(email), None, None, None],
        Some(UserKey::Phone(phone)) => [None, Some(phone), None, None],
        Some(UserKey::Username(username)) => [None, None, Some(username), None],
        Some(UserKey::ExternalId(id)) => [None, None, None, Some(id)],
        _ => [None, None, None, None],
    }
}

/// An empty list would mean "none of these", not "any".
fn some_list<T: Clone>(list: &[T]) -> Option<Vec<Option<T>>> {
    (!list.is_empty()).then(|| list.iter().cloned().map(Some).collect())
}
