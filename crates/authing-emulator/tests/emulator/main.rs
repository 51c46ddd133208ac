//! The emulator from the outside, over HTTP.

#[cfg(test)]
mod account;
#[cfg(test)]
mod applications;
#[cfg(test)]
mod authentication;
#[cfg(test)]
mod authorization;
#[cfg(test)]
mod cas;
#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod custom_data;
#[cfg(test)]
mod directories;
#[cfg(test)]
mod events;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod graphql;
#[cfg(test)]
mod oidc;
#[cfg(test)]
mod process;
#[cfg(test)]
mod saml;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod users;
