//! The devices that people log in with: browsers and phones, recognised by their fingerprint.
//!
//! A device can be shut out for everybody, or for one of its users.
//!
//! ```no_run
//! use std::time::{Duration, SystemTime};
//! use authing_management::{ManagementClient, devices::ListUserDevices};
//! use futures_util::TryStreamExt;
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let user = "64a53f4079c9b6f43e56feb2";
//! let devices = management.devices();
//! let of_user: Vec<_> =
//!     devices.list_by_user(ListUserDevices::new(user)).items().try_collect().await?;
//! for device in of_user {
//!     let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
//!     devices.suspend_for_user(user, &device.id, tomorrow).await?;
//! }
//! # Ok(()) }
//! ```

mod manage;
mod model;
mod of_user;

pub use manage::ListDevices;
pub use model::{Device, DeviceState, DeviceStatus, UserDevice};
pub use of_user::ListUserDevices;

area! {
    /// The devices that people log in with.
    DevicesApi, devices
}
