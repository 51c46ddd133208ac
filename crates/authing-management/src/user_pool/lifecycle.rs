//! The pool as a whole: whose token this is, its secret, its end.

use authing_core::{Call, Operation};
use authing_types::Secret;
use authing_types::{CommonMessage, UserPool};

use super::UserPoolArea;
use crate::{
    arguments::not_empty_if_given,
    generated::operations::{
        self, delete_userpool, qiniu_uptoken, refresh_userpool_secret, userpool,
    },
};

const OF_TOKEN: Operation = Operation::graphql("user_pool.of_token").management().idempotent();
const REFRESH_SECRET: Operation = Operation::graphql("user_pool.refresh_secret").management();
const DELETE: Operation = Operation::graphql("user_pool.delete").management();
const UPLOAD_TOKEN: Operation =
    Operation::graphql("user_pool.upload_token").management().idempotent();

impl UserPoolArea<'_> {
    /// The pool that the token belongs to. With a pool's secret that is the client's pool, as
    /// [`get`](Self::get) answers it; with a token from elsewhere it says whose token that is.
    ///
    /// ```no_run
    /// use authing_management::{Credentials, ManagementClient};
    ///
    /// # async fn example(token: String) -> Result<(), authing_management::Error> {
    /// let token = Credentials::AccessToken(token.into());
    /// let management = ManagementClient::builder("USER_POOL_ID", token).build()?;
    /// println!("{}", management.user_pool().of_token().await?.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `userpool`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn of_token(&self) -> Call<UserPool> {
        self.client
            .api()
            .graphql::<operations::Userpool>(OF_TOKEN, userpool::Variables)
            .map(|data| data.userpool)
    }

    /// Replaces the pool's secret; answers the new one. The token that this client holds stays
    /// good until its end, but the client cannot get another: make one with the new secret.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let secret = management.user_pool().refresh_secret().await?;
    /// let pool = management.user_pool_id();
    /// let management = authing_management::ManagementClient::builder(pool, secret).build()?;
    /// # let _ = management; Ok(()) }
    /// ```
    ///
    /// GraphQL `refreshUserpoolSecret`. Not idempotent: each call makes another secret.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn refresh_secret(&self) -> Call<Secret> {
        self.client
            .api()
            .graphql::<operations::RefreshUserpoolSecret>(
                REFRESH_SECRET,
                refresh_userpool_secret::Variables,
            )
            .map(|data| Secret::from(data.refresh_userpool_secret))
    }

    /// Deletes the pool with everything in it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.user_pool().delete().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteUserpool`. Not idempotent: after the first call there is no pool that
    /// the token could belong to.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn delete(&self) -> Call<CommonMessage> {
        self.client
            .api()
            .graphql::<operations::DeleteUserpool>(DELETE, delete_userpool::Variables)
            .map(|data| data.delete_userpool)
    }

    /// A token for uploading a file to the object store that Authing uses, Qiniu; `None` asks for
    /// the usual kind.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let token = management.user_pool().upload_token(None).await?;
    /// # let _ = token; Ok(()) }
    /// ```
    ///
    /// GraphQL `qiniuUptoken`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty kind; else those of every call.
    pub fn upload_token(&self, kind: Option<&str>) -> Call<Secret> {
        let variables = qiniu_uptoken::Variables { type_: kind.map(str::to_owned) };
        self.client
            .api()
            .graphql::<operations::QiniuUptoken>(UPLOAD_TOKEN, variables)
            .map(|data| data.qiniu_uptoken.map(Secret::from))
            .required()
            .check(not_empty_if_given("kind", kind))
    }
}
