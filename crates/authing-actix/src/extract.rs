//! What handlers are given.

use std::{
    fmt,
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload};

use crate::rejection::Rejection;

/// An extractor: what a layer has found out about a request, whether somebody is logged in or not. It
/// is an [`authing_web::AuthContext`].
///
/// It needs a layer of a [`Guard`](crate::Guard) around the route, and rejects with 500 without it. Its
/// `user_opt` rejects a programmatic account with 403; an `Option<CurrentUser>`, which is actix-web's own,
/// is `None` whatever the reason.
///
/// ```
/// use authing_actix::{AuthContext, Rejection};
///
/// async fn home(visitor: AuthContext) -> Result<String, Rejection> {
///     Ok(match visitor.user_opt()? {
///         Some(user) => format!("hello {}", user.id()),
///         None => "hello".to_owned(),
///     })
/// }
/// # let _ = home;
/// ```
#[derive(Clone)]
pub struct AuthContext(authing_web::AuthContext);

/// An extractor: the accepted token, a user's or a programmatic account's where the guard accepts
/// those. It is an [`authing_web::Verified`].
///
/// It rejects with 401 where nobody is logged in. It needs a layer of a [`Guard`](crate::Guard) around
/// the route, and rejects with 500 without it. `Option<Verified>` is `None` in both cases: where the
/// difference matters, take an [`AuthContext`].
///
/// ```
/// use authing_actix::Verified;
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
/// account's. It needs a layer of a [`Guard`](crate::Guard) around the route, and rejects with 500
/// without it. `Option<CurrentUser>` is `None` in all three cases: where the difference matters, take an
/// [`AuthContext`].
///
/// ```
/// use authing_actix::CurrentUser;
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

/// What is read from what a layer has found out.
pub(crate) fn read<T>(
    request: &HttpRequest,
    read: impl FnOnce(&authing_web::AuthContext) -> Result<T, authing_web::Rejection>,
) -> Ready<Result<T, Rejection>> {
    let extensions = request.extensions();
    let context = authing_web::AuthContext::required(extensions.get());
    ready(context.and_then(read).map_err(Rejection::from))
}

impl FromRequest for AuthContext {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        read(request, |context| Ok(Self(context.clone())))
    }
}

impl FromRequest for Verified {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        read(request, |context| Ok(Self(context.verified()?.clone())))
    }
}

impl FromRequest for CurrentUser {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        read(request, |context| Ok(Self(context.user()?)))
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

        impl fmt::Debug for $own {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

is_a!(AuthContext, Verified, CurrentUser);

impl AsRef<authing_web::Verified> for Verified {
    fn as_ref(&self) -> &authing_web::Verified {
        &self.0
    }
}

impl AsRef<authing_web::Verified> for CurrentUser {
    fn as_ref(&self) -> &authing_web::Verified {
        self.0.as_ref()
    }
}
