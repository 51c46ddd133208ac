//! Earlier names, until no crate of the workspace uses them.

use crate::SocialProvider;

#[doc(hidden)]
pub use crate::wire::Confirmation as CommonMessage;

#[doc(hidden)]
pub mod nulls {
    pub use crate::lenient::{list, optional_list};
}

#[doc(hidden)]
#[allow(non_upper_case_globals, reason = "they were variants")]
impl SocialProvider {
    pub const WechatMobile: Self = Self::WeChatMobile;
    pub const WechatPc: Self = Self::WeChatPc;
}
