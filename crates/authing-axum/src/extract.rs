//! What handlers are given.

use std::{fmt, ops::Deref};

use authing_web::AuthContext;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;

use crate::rejection::Rejection;

/// An extractor: the accepted token, a user's or a programmatic account's where the guard accepts
/// those. It is an [`authing_web::Verified`].
///
/// It rejects with 401 where nobody is logged in, and `Option<Verified>` is `None` there. Both need a
/// layer of a [`Guard`](crate::Guard) around the route, and reject with 500 without it.
///
/// ```
/// use authing_axum::Verified;
///
/// async fn orders(verified: Verified) -> String {
///     match (verified.user_id(), verified.account_id()) {
///         (Some(user), _) => format!("orders of {user}"),
///         (None, account) => format!("all orders, for the program {account:?}"),
///     }
/// }
/// # let _ = orders;
/// ```
#[derive(Clone)]
pub struct Verified(authing_web::Verified);

/// An extractor: the user who sent the request. It is an [`authing_web::CurrentUser`].
///
/// It rejects with 401 where nobody is logged in and with 403 where the token is a programmatic
/// account's; `Option<CurrentUser>` is `None` where nobody is logged in. Both need a layer of a
/// [`Guard`](crate::Guard) around the route, and reject with 500 without it.
///
/// ```
/// use authing_axum::CurrentUser;
///
/// async fn me(user: CurrentUser) -> String {
///     let name = user.verified().profile().nickname.as_deref();
///     format!("hello {}, your id is {}", name.unwrap_or("stranger"), user.id())
/// }
///
/// async fn home(user: Option<CurrentUser>) -> String {
///     user.map_or("hello".to_owned(), |user| format!("hello {}", user.id()))
/// }
/// # let _ = (me, home);
/// ```
#[derive(Clone)]
pub struct CurrentUser(authing_web::CurrentUser);

impl<S: Sync> FromRequestParts<S> for Verified {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        Ok(Self(AuthContext::of(&parts.extensions)?.verified()?.clone()))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Verified {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        Ok(AuthContext::of(&parts.extensions)?.verified_opt().cloned().map(Self))
    }
}

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        Ok(Self(AuthContext::of(&parts.extensions)?.user()?))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for CurrentUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        Ok(AuthContext::of(&parts.extensions)?.user_opt()?.map(Self))
    }
}

macro_rules! is_a {
    ($($own:ident),+) => {$(
        impl Deref for $own {
            type Target = authing_web::$own;

            fn deref(&self) -> &authing_web::$own {
                &self.0
            }
        }

        impl AsRef<authing_web::Verified> for $own {
            fn as_ref(&self) -> &authing_web::Verified {
                self.0.as_ref()
            }
        }

        impl fmt::Debug for $own {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

is_a!(Verified, CurrentUser);
