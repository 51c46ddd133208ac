//! Finding users.

use authing_core::{
    Call, Error, Operation, PageRequest, PagedCall, RestRequest, client::CallBuilder,
};
use authing_types::{FindUserByIdentityInput, Page, User, UserKey};
use serde::Serialize;
use serde_json::Value;

use super::{
    FilterUsers, FindUser, GetUser, GetUsers, ListUsers, SearchUsers, UsersApi, no_such_user,
    requests::Lookup,
};
use crate::generated::{
    documents,
    operations::{self, archived_users, find_user, is_user_exists, search_user, user_batch, users},
};

/// The most users that [`UsersApi::get_many`] returns at once.
pub const MAX_BATCH: usize = 80;

const LIST: Operation = Operation::graphql("users.list").management().idempotent();
const LIST_ARCHIVED: Operation =
    Operation::graphql("users.list_archived").management().idempotent();
const GET: Operation =
    Operation::get("users.get", "/api/v2/users/{user_id}").management().idempotent();
const GET_OPT: Operation =
    Operation::get("users.get_opt", "/api/v2/users/{user_id}").management().idempotent();
const FIND: Operation = Operation::graphql("users.find").management().idempotent();
const SEARCH: Operation = Operation::graphql("users.search").management().idempotent();
pub(super) const GET_MANY: Operation =
    Operation::graphql("users.get_many").management().idempotent();
const FILTER: Operation =
    Operation::post("users.filter", "/api/v2/users/filter").management().idempotent();
const EXISTS: Operation = Operation::graphql("users.exists").management().idempotent();

impl UsersApi<'_> {
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn list(&self, request: ListUsers) -> PagedCall<User> {
        self.pages(LIST, request.page, move |call, _, page, limit| {
            call.asking(&documents::USERS, &request.asked)
                .graphql::<operations::Users>(users::Variables {
                    page: Some(page),
                    limit: Some(limit),
                    sort_by: request.sort_by.clone(),
                    exclude_users_in_org: request.exclude_users_in_org,
                })
                .map(|data| data.users)
        })
    }

    /// Lists the users that were archived.
    ///
    /// ```no_run
    /// use authing_management::PageRequest;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let page = management.users().list_archived(PageRequest::default()).await?;
    /// println!("{} archived users", page.total_count);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `archivedUsers`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn list_archived(&self, page: PageRequest) -> PagedCall<User> {
        self.pages(LIST_ARCHIVED, page, |call, _, page, limit| {
            let variables = archived_users::Variables { page: Some(page), limit: Some(limit) };
            call.graphql::<operations::ArchivedUsers>(variables).map(|data| data.archived_users)
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
    /// [`is_not_found`](Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn get(&self, request: impl Into<GetUser>) -> Call<User> {
        let user = request.into();
        let call = self.call(GET).required("user_id", &user.user_id);
        call.rest_or(no_such_user, |request| Self::of_user(request, &user))
    }

    /// Gets a user by id; `None` when there is no such user.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let id = "5f7ddfe62ba819802422362e";
    /// if let Some(user) = management.users().get_opt(id).await? {
    ///     println!("{:?}", user.created_at);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id; otherwise those of every call.
    pub fn get_opt(&self, request: impl Into<GetUser>) -> Call<Option<User>> {
        let user = request.into();
        let call = self.call(GET_OPT).required("user_id", &user.user_id);
        let call = call.rest::<Option<User>>(|request| Self::of_user(request, &user));
        call.optional().map(Option::flatten)
    }

    fn of_user(request: RestRequest, user: &GetUser) -> RestRequest {
        let flag = user.with_custom_data.then_some(true);
        request.path("user_id", &user.user_id).query_opt("with_custom_data", flag)
    }

    /// Finds the one user that has this email address, username, phone number, external id or
    /// identity. `None` when nobody has it.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the text to look for is blank.
    pub fn find(&self, request: impl Into<FindUser>) -> Call<Option<User>> {
        let FindUser { lookup, asked } = request.into();
        let call = lookup.check(self.call(FIND));
        let LookupVariables { email, phone, username, external_id, identity } = lookup.into();
        call.asking(&documents::FIND_USER, &asked)
            .graphql::<operations::FindUser>(find_user::Variables {
                email,
                phone,
                username,
                external_id,
                identity,
            })
            .map(|data| data.find_user)
    }

    /// Whether a user has this email address, username, phone number or external id.
    ///
    /// ```no_run
    /// use authing_management::types::UserKey;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if management.users().exists(UserKey::username("bob")).await? {
    ///     println!("the name is taken");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `isUserExists`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the text to look for is blank.
    pub fn exists(&self, key: UserKey) -> Call<bool> {
        let lookup = Lookup::Key(key);
        let call = lookup.check(self.call(EXISTS));
        let LookupVariables { email, phone, username, external_id, identity: _ } = lookup.into();
        let variables = is_user_exists::Variables { email, phone, username, external_id };
        call.graphql::<operations::IsUserExists>(variables)
            .map(|data| data.is_user_exists.unwrap_or(false))
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn search(&self, request: SearchUsers) -> PagedCall<User> {
        self.pages(SEARCH, request.page, move |call, _, page, limit| {
            call.asking(&documents::SEARCH_USER, &request.asked)
                .graphql::<operations::SearchUser>(search_user::Variables {
                    query: request.query.clone(),
                    fields: some_list(&request.fields),
                    page: Some(page),
                    limit: Some(limit),
                    department_opts: some_list(&request.departments),
                    group_opts: some_list(&request.groups),
                    role_opts: some_list(&request.roles),
                })
                .map(|data| data.search_user)
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
    /// let users = management.users().get_many(by_email).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `userBatch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id, a blank one, or more
    /// than 80.
    pub fn get_many(&self, request: GetUsers) -> Call<Vec<User>> {
        let GetUsers { field, ids, asked } = request;
        let call = self.call(GET_MANY).required_all("ids", &ids).check(check_count(&ids));
        call.asking(&documents::USER_BATCH, &asked)
            .graphql::<operations::UserBatch>(user_batch::Variables {
                ids,
                type_: Some(field.as_str().to_owned()),
            })
            .map(|data| data.user_batch)
    }

    /// Lists the users that meet conditions, as the console's advanced search does.
    ///
    /// The form of a condition is not documented; it is passed on as given.
    ///
    /// ```no_run
    /// use authing_management::FilterUsers;
    /// use serde_json::json;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let women = FilterUsers::new().condition(json!({"field": "gender", "value": "F"}));
    /// let page = management.users().filter(women).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/filter`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn filter(&self, request: FilterUsers) -> PagedCall<User> {
        #[derive(Serialize)]
        struct Body<'a> {
            page: i64,
            limit: i64,
            filter: &'a [Value],
        }
        self.pages(FILTER, request.page, move |call, _, page, limit| {
            let body = Body { page, limit, filter: &request.conditions };
            call.rest::<Page<User>>(|rest| rest.json(&body))
        })
    }
}

fn check_count(ids: &[String]) -> Result<(), Error> {
    match ids.len() {
        0..=MAX_BATCH => Ok(()),
        many => Err(Error::input(
            "ids",
            format_args!("holds {many} ids, but the server takes {MAX_BATCH} at most"),
        )),
    }
}

impl Lookup {
    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        match self {
            Self::Key(key) => {
                let (argument, text) = key.argument();
                call.required(argument, text)
            }
            Self::Identity { provider, user_id_in_idp } => {
                call.required("provider", provider).required("user_id_in_idp", user_id_in_idp)
            }
        }
    }
}

/// What a user is looked up by, as the operations take it: one of these.
#[derive(Default)]
struct LookupVariables {
    email: Option<String>,
    phone: Option<String>,
    username: Option<String>,
    external_id: Option<String>,
    identity: Option<FindUserByIdentityInput>,
}

impl From<Lookup> for LookupVariables {
    fn from(lookup: Lookup) -> Self {
        let mut variables = Self::default();
        match lookup {
            Lookup::Key(UserKey::Email(email)) => variables.email = Some(email),
            Lookup::Key(UserKey::Phone(phone)) => variables.phone = Some(phone),
            Lookup::Key(UserKey::Username(username)) => variables.username = Some(username),
            Lookup::Key(UserKey::ExternalId(id)) => variables.external_id = Some(id),
            Lookup::Key(_) => {}
            Lookup::Identity { provider, user_id_in_idp } => {
                let identity = FindUserByIdentityInput::new().provider(provider);
                variables.identity = Some(identity.user_id_in_idp(user_id_in_idp));
            }
        }
        variables
    }
}

/// An empty list would mean "none of these", not "any".
fn some_list<T: Clone>(list: &[T]) -> Option<Vec<Option<T>>> {
    (!list.is_empty()).then(|| list.iter().cloned().map(Some).collect())
}
