//! What a login may ask for before it is complete.

mod challenge;
mod data;
mod password;
mod response;
mod step;

pub use challenge::{MfaChallenge, MfaFactor, MfaOrigin};
pub use password::{FirstLogin, PasswordReset};
pub use response::MfaResponse;
pub use step::{LoginStep, OtherStep};
