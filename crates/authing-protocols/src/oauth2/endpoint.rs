//! Requests to the endpoints of an authorization server: one way for both protocols.

use std::{fmt, time::SystemTime};

#[cfg(feature = "oidc")]
use authing_core::RetryPolicy;
use authing_core::{Call, Operation, RestRequest, client::ApiClient};
use authing_types::{Secret, lenient};
use http::{HeaderValue, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::{
    authentication::ClientAuthentication,
    form::{Form, Identity},
    introspection::{Introspection, TokenHint},
    options::Settings,
    tokens::{TokenBody, Tokens, unusable},
};
use crate::{error::Error, json::Once};

/// An operation, and its address where a provider's metadata names one; else its own path below the
/// client's host.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) operation: Operation,
    pub(crate) address: Option<Url>,
}

impl Endpoint {
    pub(crate) fn here(operation: Operation) -> Self {
        Self { operation, address: None }
    }

    #[cfg(feature = "oidc")]
    pub(crate) fn at(operation: Operation, address: Url) -> Self {
        Self { operation, address: Some(address) }
    }

    pub(crate) fn request(self) -> RestRequest {
        let request = RestRequest::new(self.operation);
        match &self.address {
            Some(address) => request.address(address),
            None => request,
        }
    }
}

/// What a client sends requests with: shared by its clones.
pub(crate) struct Core {
    pub(crate) api: ApiClient,
    pub(crate) settings: Settings,
}

impl Core {
    pub(crate) fn now(&self) -> SystemTime {
        self.api.pipeline().clock().now()
    }

    /// A request in the application's name, and the header that goes with it.
    pub(crate) fn authenticate(
        &self,
        endpoint: Endpoint,
        method: &ClientAuthentication,
        mut form: Form,
    ) -> Result<(RestRequest, Option<HeaderValue>), Error> {
        let identity = Identity {
            client_id: &self.settings.client_id,
            secret: self.settings.secret.as_ref(),
            audience: &self.settings.issuer,
            now: self.now(),
        };
        let header = method.apply(&identity, &mut form)?;
        Ok((endpoint.request().form(form.pairs()), header))
    }

    /// A call in the application's name. No name may stand in the response twice.
    pub(crate) fn authenticated<T: DeserializeOwned + Send + 'static>(
        &self,
        endpoint: Endpoint,
        method: &ClientAuthentication,
        form: Form,
    ) -> Result<Call<T>, Error> {
        let (request, header) = self.authenticate(endpoint, method, form)?;
        Ok(authorized(self.ask(request), header))
    }

    /// A call whose response says who somebody is or what they may: no name may stand in it twice.
    pub(crate) fn ask<T: DeserializeOwned + Send + 'static>(
        &self,
        request: RestRequest,
    ) -> Call<T> {
        self.api.rest::<Once<T>>(request).try_map(Once::get)
    }

    /// Tokens for a grant.
    pub(crate) async fn grant(&self, endpoint: Endpoint, form: Form) -> Result<Tokens, Error> {
        let method = &self.settings.token_authentication;
        let response = self.authenticated::<TokenBody>(endpoint, method, form)?.await?;
        Tokens::new(response, self.now())
    }

    /// The same for a request that is repeated until it succeeds, and whose refusal is not a
    /// failure.
    #[cfg(feature = "oidc")]
    pub(crate) async fn grant_quietly(
        &self,
        endpoint: Endpoint,
        form: Form,
    ) -> Result<Tokens, Error> {
        let method = &self.settings.token_authentication;
        let call = self.authenticated::<TokenBody>(endpoint, method, form)?;
        Tokens::new(call.nested().retry(RetryPolicy::never()).await?, self.now())
    }

    /// Tokens for a grant that brings its own credentials in the form.
    #[cfg(feature = "oidc")]
    pub(crate) async fn grant_as(&self, endpoint: Endpoint, form: Form) -> Result<Tokens, Error> {
        let response: TokenBody = self.ask(endpoint.request().form(form.pairs())).await?;
        Tokens::new(response, self.now())
    }

    /// RFC 7662.
    pub(crate) async fn introspect(
        &self,
        endpoint: Endpoint,
        token: Secret,
        hint: Option<TokenHint>,
    ) -> Result<Introspection, Error> {
        let method = &self.settings.introspection_authentication;
        let call =
            self.authenticated::<Introspection>(endpoint, method, token_form(token, hint))?;
        let call = if method.is_idempotent() { call.idempotent() } else { call };
        call.await?.for_any_bearer(self.settings.key_bound_tokens)
    }

    /// RFC 7009. The response is empty, and what it holds otherwise means nothing: except for a
    /// page or an error that came with status 200, which are not the endpoint's consent.
    pub(crate) async fn revoke(
        &self,
        endpoint: Endpoint,
        token: Secret,
        hint: Option<TokenHint>,
    ) -> Result<(), Error> {
        let method = &self.settings.revocation_authentication;
        let (request, header) = self.authenticate(endpoint, method, token_form(token, hint))?;
        let mut call = authorized(self.api.rest_bytes(request), header);
        if method.is_idempotent() {
            call = call.idempotent();
        }
        let body = call.await?;
        if body.trim_ascii_start().starts_with(b"<") {
            return Err(unusable("is HTML or XML, and no revocation"));
        }
        if lenient::json::from_slice::<Value>(&body).is_ok_and(|value| value.get("error").is_some())
        {
            return Err(unusable("is an error, though its status is a success"));
        }
        Ok(())
    }
}

fn authorized<T: Send>(call: Call<T>, header: Option<HeaderValue>) -> Call<T> {
    match header {
        Some(header) => call.header(header::AUTHORIZATION, header),
        None => call,
    }
}

fn token_form(token: Secret, hint: Option<TokenHint>) -> Form {
    let mut form = Form::default();
    form.push("token", token);
    form.push_opt("token_type_hint", hint.map(TokenHint::as_str));
    form
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("host", &self.api.pipeline().host())
            .field("client_id", &self.settings.client_id)
            .finish_non_exhaustive()
    }
}
