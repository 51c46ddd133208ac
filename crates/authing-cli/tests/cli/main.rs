//! The program itself, run as people and scripts run it, against the emulator.

#[cfg(test)]
mod apps_and_tenants;
#[cfg(test)]
mod beginning;
#[cfg(test)]
mod departments;
#[cfg(test)]
mod files;
#[cfg(test)]
mod groups_and_roles;
#[cfg(test)]
mod logs_and_devices;
#[cfg(test)]
mod orgs;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod profiles;
#[cfg(test)]
mod protocols;
#[cfg(test)]
mod raw;
#[cfg(test)]
mod support;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod users;
