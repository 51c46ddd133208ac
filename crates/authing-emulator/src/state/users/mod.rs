//! Users, and the index that finds them.

mod index;
mod user;

pub(crate) use self::index::{Identifier, Users};
pub(crate) use self::user::{
    DEFAULT_PHOTO, Identity, PROFILE_FIELDS, StoredPassword, Totp, User, UserStatus,
};
