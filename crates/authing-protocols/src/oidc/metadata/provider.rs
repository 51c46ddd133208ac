//! One provider: its metadata and its keys, fetched when they are needed and kept.

use std::{fmt, sync::Arc, time::Duration};

use authing_core::{
    Call, Clock, Error as CallError, ErrorKind, Operation, RestRequest, client::ApiClient, options,
};
use bytes::Bytes;
use url::Url;

use super::model::ProviderMetadata;
use crate::{
    Error,
    cache::{Cached, Fetched, Got, freshness},
    jose::jwks::KeySet,
    oauth2::options::safe_address,
};

const DISCOVERY: Operation =
    Operation::get("oidc.discovery", "/oidc/.well-known/openid-configuration").idempotent().raw();
const KEYS: Operation =
    Operation::get("oidc.keys", "/oidc/.well-known/jwks.json").idempotent().raw();

/// A provider that tokens come from. Clones share what was fetched.
#[derive(Clone)]
pub(crate) struct Provider(Arc<Inner>);

struct Inner {
    api: ApiClient,
    issuer: String,
    source: Source,
    keys: Cached<KeySet>,
}

/// Where the metadata come from.
enum Source {
    Known(Arc<ProviderMetadata>),
    Discovery { document: Url, kept: Box<Cached<ProviderMetadata>> },
}

impl Provider {
    /// A provider behind the caller's host. No network is touched.
    ///
    /// # Errors
    ///
    /// When the issuer is neither `https` nor on this machine, and plain `http` is not switched on.
    pub(crate) fn new(
        api: ApiClient,
        issuer: Option<String>,
        discovery: bool,
    ) -> Result<Self, Error> {
        let pipeline = api.pipeline();
        let host = pipeline.host();
        let issuer = match issuer {
            Some(issuer) => options::text("issuer", &issuer)?,
            None => format!("{host}/oidc"),
        };
        safe_address("issuer", &issuer, pipeline)?;
        let clock = api.pipeline().clock();
        let source = if discovery {
            let document =
                format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
            let kept = Box::new(Cached::new(Arc::clone(&clock)));
            Source::Discovery { document: safe_address("issuer", &document, pipeline)?, kept }
        } else {
            Source::Known(Arc::new(ProviderMetadata::of_host(pipeline, &issuer)?))
        };
        Ok(Self(Arc::new(Inner { issuer, source, keys: Cached::new(clock), api })))
    }

    /// The issuer, exactly as it must stand in tokens.
    pub(crate) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.0.api.pipeline().clock()
    }

    /// Where the endpoints are.
    ///
    /// # Errors
    ///
    /// When the discovery document cannot be fetched, is another issuer's, or cannot be used.
    pub(crate) async fn metadata(&self) -> Result<Arc<ProviderMetadata>, Error> {
        match &self.0.source {
            Source::Known(metadata) => Ok(Arc::clone(metadata)),
            Source::Discovery { document, kept } => {
                let issuer = &self.0.issuer;
                let fetch = |patience| {
                    let issuer = issuer.clone();
                    let pipeline = self.0.api.pipeline().clone();
                    let request = RestRequest::new(DISCOVERY).address(document);
                    self.fetch(request, patience, move |body| {
                        ProviderMetadata::parse(body, &issuer, &pipeline)
                    })
                };
                Ok(kept.get(fetch).await?.value)
            }
        }
    }

    /// The provider's public keys.
    ///
    /// # Errors
    ///
    /// When they cannot be fetched and there are no old ones.
    pub(crate) async fn keys(&self) -> Result<Got<KeySet>, Error> {
        // Fetched only when the keys are: the metadata may need a request of their own.
        Ok(self.0.keys.get(|patience| self.fetch_keys(patience)).await?)
    }

    /// Keys newer than these, because one is missing; `None` when one was missing just now.
    pub(crate) async fn renewed_keys(
        &self,
        seen: &Arc<KeySet>,
    ) -> Result<Option<Arc<KeySet>>, Error> {
        Ok(self.0.keys.renew(seen, || self.fetch_keys(None)).await?)
    }

    async fn fetch_keys(&self, patience: Option<Duration>) -> Result<Fetched<KeySet>, CallError> {
        let metadata = match self.metadata().await {
            Ok(metadata) => metadata,
            Err(Error::Call(error)) => return Err(error),
            Err(other) => {
                let message = "the provider's metadata could not be fetched";
                return Err(CallError::new(ErrorKind::Decode, message).with_source(other));
            }
        };
        let request = RestRequest::new(KEYS).address(&metadata.jwks_uri);
        self.fetch(request, patience, |body| {
            KeySet::parse(body).map_err(|problem| {
                CallError::new(ErrorKind::Decode, format!("the response {problem}"))
            })
        })
        .await
    }

    /// Fetches a document, and notes how long its server calls it fresh. A redirect is not followed
    /// and is an error: it could lead to somebody else's keys.
    async fn fetch<T: Send + 'static>(
        &self,
        request: RestRequest,
        patience: Option<Duration>,
        parse: impl Fn(&[u8]) -> Result<T, CallError> + Send + 'static,
    ) -> Result<Fetched<T>, CallError> {
        let clock = self.clock();
        let call: Call<Bytes> = self.0.api.rest_bytes(request);
        let call = call.with_meta().try_map(move |response| {
            let fresh_for = freshness(&response.meta.headers, clock.now());
            Ok(Fetched { value: parse(&response.value)?, fresh_for })
        });
        match patience {
            Some(patience) => call.timeout(patience).await,
            None => call.await,
        }
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.0.issuer).finish_non_exhaustive()
    }
}
