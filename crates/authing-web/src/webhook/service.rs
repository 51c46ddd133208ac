//! Deliveries as a tower service.

use std::{
    convert::Infallible,
    error::Error as StdError,
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use authing_protocols::BoxFuture;
use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use super::{delivery::WebhookDelivery, error::WebhookError, receiver::Webhooks};

/// Handles deliveries: an async function of a [`WebhookDelivery`], or a
/// [`WebhookQueue`](super::WebhookQueue) of one.
pub trait WebhookHandler: Send + Sync + 'static {
    /// Handles a delivery. An error is written to the log, without what it holds.
    fn handle(
        &self,
        delivery: WebhookDelivery,
    ) -> impl Future<Output = Result<(), Box<dyn StdError + Send + Sync>>> + Send;
}

impl<F, R, E> WebhookHandler for F
where
    F: Fn(WebhookDelivery) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), E>> + Send,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    async fn handle(
        &self,
        delivery: WebhookDelivery,
    ) -> Result<(), Box<dyn StdError + Send + Sync>> {
        self(delivery).await.map_err(Into::into)
    }
}

/// Receives deliveries and hands them to a handler: 200 when it has returned, and for a delivery that
/// came before; 503 when it failed. Mount it at the path that the webhook's settings name.
///
/// The response waits for the handler. One that only stores the delivery is what loses none; for one
/// that works for longer than moments there is the [`WebhookQueue`](super::WebhookQueue).
pub struct WebhookService<H> {
    webhooks: Webhooks,
    handler: Arc<H>,
}

impl<H: WebhookHandler> WebhookService<H> {
    /// A service for this handler.
    pub fn new(webhooks: Webhooks, handler: H) -> Self {
        Self { webhooks, handler: Arc::new(handler) }
    }

    /// The response to a request, for frameworks that do not speak tower.
    pub async fn respond<B>(&self, request: Request<B>) -> Response<Bytes>
    where
        B: Body,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let delivery = match self.webhooks.receive(request).await {
            Ok(delivery) => delivery,
            Err(error) => return error.to_response(),
        };
        if self.webhooks.is_new(&delivery).await
            && let Err(error) = self.handler.handle(delivery).await
        {
            let error = error.downcast_ref().cloned().unwrap_or_else(|| {
                tracing::error!(reason = %error, "a delivery is not handled");
                WebhookError::Failed
            });
            return error.to_response();
        }
        Response::new(Bytes::new())
    }
}

impl<H> Clone for WebhookService<H> {
    fn clone(&self) -> Self {
        Self { webhooks: self.webhooks.clone(), handler: Arc::clone(&self.handler) }
    }
}

impl<H, B> Service<Request<B>> for WebhookService<H>
where
    H: WebhookHandler,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move { Ok(service.respond(request).await.map(Full::new)) })
    }
}

impl<H> fmt::Debug for WebhookService<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookService").field("webhooks", &self.webhooks).finish_non_exhaustive()
    }
}
