//! The CAS client on the wire: what is sent, and what is made of every kind of response.
#![cfg(test)]
#![cfg(feature = "cas")]

mod attributes;
mod browser;
mod common;
mod dialects;
mod halves;
mod hostile;
mod leak;
mod logout;
mod mutations;
mod proxy;
mod session;
mod validate;
