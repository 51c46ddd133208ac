//! Tokens that are bound to a key (RFC 7800, RFC 8705, RFC 9449): whoever presents one must prove
//! that they hold the key, so that none is a bearer token.

use serde_json::{Map, Value};

use crate::text::shown;

/// How many members of a `cnf` a message names: a token has one.
const MOST_NAMED: usize = 4;

/// What a `cnf` says about the key, by the names of its members: `jkt` (DPoP), `x5t#S256` (mutual
/// TLS), `jwk`, `kid` and others. A way that nobody knows binds as well.
pub(crate) fn methods(cnf: &Map<String, Value>) -> Vec<String> {
    cnf.keys().take(MOST_NAMED).map(|name| shown(name, 32)).collect()
}

/// Why such a token is refused.
pub(crate) fn refusal(methods: &[String]) -> String {
    let named: Vec<_> = methods.iter().map(|name| format!("`{name}`")).collect();
    let named = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    format!(
        "the token is bound to a key (`cnf`{named}) and not a bearer token: whoever presents it \
         must prove that they hold the key. Say `key_bound_tokens(true)` where you check that proof"
    )
}
