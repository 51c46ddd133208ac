//! Users, and what finds them.

mod index;
mod search;
mod user;

pub(crate) use self::index::{Identifier, Users};
pub(crate) use self::search::{SEARCHED, contains};
pub(crate) use self::user::{
    AcceptedAgreement, DEFAULT_PHOTO, Identity, PROFILE_FIELDS, StoredPassword, Totp, User,
    UserStatus, apply_profile,
};
