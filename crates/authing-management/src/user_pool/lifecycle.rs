//! The pool as a whole: whose token this is, its secret, its end.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{Secret, UserPool};

use super::UserPoolApi;
use crate::generated::{
    documents,
    operations::{self, delete_userpool, qiniu_uptoken, refresh_userpool_secret, userpool},
};

const OF_TOKEN: Operation = Operation::graphql("user_pool.of_token").management().idempotent();
const REFRESH_SECRET: Operation = Operation::graphql("user_pool.refresh_secret").management();
const DELETE: Operation = Operation::graphql("user_pool.delete").management();
const UPLOAD_TOKEN: Operation =
    Operation::graphql("user_pool.upload_token").management().idempotent();
const UPLOAD_TOKEN_FOR: Operation =
    Operation::graphql("user_pool.upload_token_for").management().idempotent();

impl UserPoolApi<'_> {
    /// The pool that the token belongs to. With a pool's secret that is the client's pool, as
    /// [`get`](Self::get) returns it; with a token from elsewhere it says whose token that is.
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
            .call(OF_TOKEN)
            .asking(&documents::USERPOOL, &self.asked)
            .graphql::<operations::Userpool>(userpool::Variables)
            .map(|data| data.userpool)
    }

    /// Replaces the pool's secret; returns the new one. The token that this client holds stays
    /// valid until its end, but the client cannot get another: make one with the new secret.
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
            .call(REFRESH_SECRET)
            .graphql::<operations::RefreshUserpoolSecret>(refresh_userpool_secret::Variables)
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
    pub fn delete(&self) -> Call<()> {
        self.client
            .call(DELETE)
            .graphql::<operations::DeleteUserpool>(delete_userpool::Variables)
            .map(|data| data.delete_userpool)
            .confirmed()
    }

    /// Gets a token for uploading a file to the object store that Authing uses, Qiniu.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let token = management.user_pool().upload_token().await?;
    /// # let _ = token; Ok(()) }
    /// ```
    ///
    /// GraphQL `qiniuUptoken`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn upload_token(&self) -> Call<Secret> {
        let variables = qiniu_uptoken::Variables { type_: None };
        upload_token(self.client.call(UPLOAD_TOKEN), variables)
    }

    /// As [`upload_token`](Self::upload_token), for one kind of file, such as `photos`. Which kinds
    /// there are is not documented.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let token = management.user_pool().upload_token_for("photos").await?;
    /// # let _ = token; Ok(()) }
    /// ```
    ///
    /// GraphQL `qiniuUptoken`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank kind; otherwise those of every
    /// call.
    pub fn upload_token_for(&self, kind: impl Into<String>) -> Call<Secret> {
        let kind = kind.into();
        let call = self.client.call(UPLOAD_TOKEN_FOR).required("kind", &kind);
        upload_token(call, qiniu_uptoken::Variables { type_: Some(kind) })
    }
}

fn upload_token(call: CallBuilder<'_>, variables: qiniu_uptoken::Variables) -> Call<Secret> {
    call.graphql::<operations::QiniuUptoken>(variables)
        .map(|data| data.qiniu_uptoken.map(Secret::from))
        .required_at("data.qiniuUptoken")
}
