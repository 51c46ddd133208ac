//! What is measured, by the SDK and by what it stands beside.

use serde::Serialize;

use super::BoxError;

/// One kind of work.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Scenario {
    pub name: &'static str,
    pub group: Group,
    /// How often it is done in one measurement, about a second's worth.
    pub calls: usize,
    /// How many at once.
    pub at: &'static [usize],
    /// What the SDK is measured beside.
    pub beside: &'static [&'static str],
    /// Whether its instructions are counted as well: the same work with more data is not.
    pub is_small: bool,
    #[serde(skip)]
    pub what: What,
}

/// Which table a scenario belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Calls over HTTP, to a server in another process.
    Calls,
    /// Tokens that are verified.
    Tokens,
    /// SAML responses that are validated.
    Saml,
    /// Requests to a route, in the service.
    Routes,
    /// Clients that are built, by a debug build.
    Clients,
}

#[derive(Clone, Copy, Debug)]
pub enum What {
    /// A page of so many users, GraphQL.
    Users(u32),
    /// A new token for a user, GraphQL: the smallest response.
    RefreshToken,
    /// A login, whose password both sides encrypt.
    Login,
    /// One user, REST.
    RestUser,
    Verify(Algorithm),
    Saml(SamlResponse),
    /// A request to a guarded route, by this visitor.
    Route(Visitor),
    /// A client for this host.
    Client(&'static str),
}

#[derive(Clone, Copy, Debug)]
pub enum Algorithm {
    Rs256,
    Es256,
    Hs256,
}

/// Who sends a request.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "to a route without a guard all visitors are alike")]
pub enum Visitor {
    /// Somebody with a token.
    Token(Algorithm),
    /// A browser, whose session is in the memory of the process.
    Stored,
    /// A browser, whose session is in its cookie.
    Sealed,
}

/// A signed response.
#[derive(Clone, Copy, Debug)]
pub enum SamlResponse {
    /// As software writes it that nobody here wrote.
    Fixture(&'static str),
    /// With an attribute of so many values.
    Values(usize),
    /// With so many attributes of one value.
    Attributes(usize),
}

const FLOORS: &[&str] = &["floor", "prebuilt"];
const LIBRARIES: &[&str] = &["aws-lc-rs", "jsonwebtoken"];

macro_rules! fixture {
    ($name:literal) => {
        What::Saml(SamlResponse::Fixture(include_str!(concat!(
            "../../../authing-protocols/tests/saml/fixtures/",
            $name
        ))))
    };
}

pub const ALL: [Scenario; 24] = [
    call("page of 10 users", 6000, true, What::Users(10)),
    call("page of 1000 users", 300, false, What::Users(1000)),
    call("token", 6000, true, What::RefreshToken),
    call("login", 6000, true, What::Login),
    call("REST user", 6000, true, What::RestUser),
    work("RS256", Group::Tokens, 20_000, LIBRARIES, true, What::Verify(Algorithm::Rs256)),
    work("ES256", Group::Tokens, 10_000, LIBRARIES, true, What::Verify(Algorithm::Es256)),
    work("HS256", Group::Tokens, 200_000, LIBRARIES, true, What::Verify(Algorithm::Hs256)),
    saml("pysaml2, assertion", 2000, true, fixture!("pysaml2-assertion.xml")),
    saml("pysaml2, response", 2000, true, fixture!("pysaml2-response.xml")),
    saml("pysaml2, both", 2000, true, fixture!("pysaml2-both.xml")),
    saml("samlp, assertion", 2000, true, fixture!("samlp-assertion.xml")),
    saml("100 values", 1000, false, What::Saml(SamlResponse::Values(100))),
    saml("1000 values", 200, false, What::Saml(SamlResponse::Values(1000))),
    saml("9000 values", 20, false, What::Saml(SamlResponse::Values(9000))),
    saml("8000 attributes", 20, false, What::Saml(SamlResponse::Attributes(8000))),
    route("a route, HS256", What::Route(Visitor::Token(Algorithm::Hs256))),
    route("a route, RS256", What::Route(Visitor::Token(Algorithm::Rs256))),
    route("a route, ES256", What::Route(Visitor::Token(Algorithm::Es256))),
    route("a route, session in memory", What::Route(Visitor::Stored)),
    route("a route, sealed session", What::Route(Visitor::Sealed)),
    client("a client for http", 20, What::Client("http://127.0.0.1:1")),
    client("a client for https", 20, What::Client("https://127.0.0.1:1")),
    // Done once, nothing goes before it.
    client("the first one for https", 1, What::Client("https://127.0.0.1:1")),
];

const fn call(name: &'static str, calls: usize, is_small: bool, what: What) -> Scenario {
    Scenario { name, group: Group::Calls, calls, at: &[1, 64], beside: FLOORS, is_small, what }
}

const fn work(
    name: &'static str,
    group: Group,
    calls: usize,
    beside: &'static [&'static str],
    is_small: bool,
    what: What,
) -> Scenario {
    Scenario { name, group, calls, at: &[1], beside, is_small, what }
}

const fn saml(name: &'static str, calls: usize, is_small: bool, what: What) -> Scenario {
    work(name, Group::Saml, calls, &["bergshamra"], is_small, what)
}

const fn route(name: &'static str, what: What) -> Scenario {
    work(name, Group::Routes, 20_000, &["unguarded"], true, what)
}

const fn client(name: &'static str, calls: usize, what: What) -> Scenario {
    work(name, Group::Clients, calls, &["reqwest"], false, what)
}

/// The scenario of this name.
pub fn find(name: &str) -> Result<&'static Scenario, BoxError> {
    ALL.iter().find(|one| one.name == name).ok_or_else(|| format!("no scenario {name}").into())
}
