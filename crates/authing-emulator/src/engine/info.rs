//! What a test is told of what it makes.

use serde::Serialize;

/// An application made by a test.
///
/// `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApplicationInfo {
    /// The application's id, which is its OIDC `client_id` too.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// The pool it belongs to.
    pub user_pool_id: String,
}

show_fields!(ApplicationInfo { id, user_pool_id });

/// A user pool.
///
/// `Debug` shows no secret.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserPoolInfo {
    /// The pool's id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// Its name.
    pub name: String,
}

show_fields!(UserPoolInfo { id });
