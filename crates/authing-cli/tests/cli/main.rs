//! The program itself, run as people and scripts run it, against the emulator.

mod apps_and_tenants;
mod beginning;
mod departments;
mod files;
mod groups_and_roles;
mod logs_and_devices;
mod orgs;
mod outputs;
mod policies;
mod profiles;
mod protocols;
mod raw;
mod support;
#[cfg(target_os = "linux")]
mod terminal;
mod users;
