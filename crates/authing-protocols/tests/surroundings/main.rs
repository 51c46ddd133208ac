//! What is around the clients of the protocols: the values that they are made from, and what lies
//! between them and the provider.
#![cfg(test)]
#![cfg(all(feature = "oidc", feature = "saml", feature = "cas"))]

mod encryption;
mod values;
mod wire;
