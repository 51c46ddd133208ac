//! The emulator from the outside, over HTTP.

#[cfg(test)]
mod acl;
#[cfg(test)]
mod applications;
#[cfg(test)]
mod by_hand;
#[cfg(test)]
mod cas;
#[cfg(test)]
mod client;
#[cfg(test)]
mod codes;
#[cfg(test)]
#[cfg(feature = "console")]
mod console;
#[cfg(test)]
mod contact;
#[cfg(test)]
mod control;
#[cfg(test)]
mod custom_data;
#[cfg(test)]
mod custom_database;
#[cfg(test)]
mod events;
#[cfg(test)]
mod external_identities;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod functions;
#[cfg(test)]
mod graphql;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod login;
#[cfg(test)]
mod oidc;
#[cfg(test)]
mod password;
#[cfg(test)]
mod pipeline;
#[cfg(test)]
mod process;
#[cfg(test)]
mod recorded;
#[cfg(test)]
#[path = "../bounds/request.rs"]
mod request;
#[cfg(test)]
mod saml;
#[cfg(test)]
mod seed;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod signin;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod uploads;
#[cfg(test)]
mod users;
#[cfg(test)]
mod webhooks;
