//! Deliveries of webhooks, in an actix-web service.

use std::{error::Error as StdError, fmt, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, ResponseError, Route,
    dev::Payload,
    http::StatusCode,
    web::{self, Data},
};
use authing_web::{
    Problem, ProblemKind, language,
    webhook::{WebhookDelivery, WebhookError, WebhookHandler, WebhookService, Webhooks},
};
use http::HeaderMap;

use crate::{
    body::with_body,
    convert::{self, Unreadable},
};

/// An extractor: a delivery of a webhook, which has the secret.
///
/// The `App`, or a scope of it, has the [`Webhooks`] as its data. Without the secret, or with a body that
/// cannot be read, it rejects and the body is not read; a delivery that came before, as far as
/// [`deduplicate`](authing_web::webhook::WebhooksBuilder::deduplicate) remembers, gets 200 and does not
/// reach the handler. Respond within moments; a `WebhookQueue` works afterwards.
///
/// ```
/// use actix_web::{App, web};
/// use authing_actix::Webhook;
/// use authing_web::webhook::{WebhookEvent, Webhooks};
///
/// async fn hook(Webhook(delivery): Webhook) -> &'static str {
///     match delivery.event() {
///         WebhookEvent::UserBlocked(about) => println!("{:?} is locked out", about.user.id),
///         _ => println!("{}", delivery.name()),
///     }
///     "taken"
/// }
///
/// # fn main() -> Result<(), authing_protocols::Error> {
/// let webhooks = Webhooks::builder("the secret of the webhook").build()?;
/// let app = App::new()
///     .app_data(web::Data::new(webhooks))
///     .route("/hook", web::post().to(hook));
/// # let _ = app; Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Webhook(pub WebhookDelivery);

impl FromRequest for Webhook {
    type Error = WebhookRejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebhookRejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let webhooks = request.app_data::<Data<Webhooks>>().cloned();
        let request = with_body(request, payload.take());
        Box::pin(async move {
            let Some(webhooks) = webhooks else {
                tracing::error!(reason = %WebhookRejection::NoWebhooks, "no delivery can be taken");
                return Err(WebhookRejection::NoWebhooks);
            };
            let request = request.map_err(|_| WebhookRejection::Unreadable)?;
            let delivery = webhooks.receive(request).await.map_err(WebhookRejection::Refused)?;
            match webhooks.is_new(&delivery).await {
                true => Ok(Self(delivery)),
                false => Err(WebhookRejection::Repeated),
            }
        })
    }
}

/// A route that hands deliveries to a [`WebhookHandler`]: a [`WebhookService`] for actix-web.
///
/// Make the service once, for all workers.
///
/// ```
/// use actix_web::App;
/// use authing_actix::webhook_route;
/// use authing_web::webhook::{WebhookDelivery, WebhookService, Webhooks};
///
/// # fn main() -> Result<(), authing_protocols::Error> {
/// let webhooks = Webhooks::builder("the secret of the webhook").build()?;
/// let service = WebhookService::new(webhooks, async |delivery: WebhookDelivery| {
///     println!("{}", delivery.name());
///     Ok::<_, std::io::Error>(())
/// });
/// let app = App::new().route("/hook", webhook_route(service.clone()));
/// # let _ = app; Ok(()) }
/// ```
pub fn webhook_route<H: WebhookHandler>(service: WebhookService<H>) -> Route {
    web::route().to(move |request: HttpRequest, payload: web::Payload| {
        let service = service.clone();
        async move {
            let request = with_body(&request, payload.into_inner());
            let request = request.map_err(|_| WebhookRejection::Unreadable)?;
            Ok::<_, WebhookRejection>(convert::response(service.respond(request).await))
        }
    })
}

/// Why a delivery does not reach its handler.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookRejection {
    /// It is refused.
    Refused(WebhookError),
    /// It came before: 200.
    Repeated,
    /// Its address or headers cannot be read: 400.
    Unreadable,
    /// The `App` has no [`Webhooks`] among its data: 500.
    NoWebhooks,
}

impl ResponseError for WebhookRejection {
    fn status_code(&self) -> StatusCode {
        self.error_response().status()
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Refused(error) => convert::response(error.to_response()),
            Self::Repeated => HttpResponse::Ok().finish(),
            Self::Unreadable => HttpResponse::BadRequest().finish(),
            Self::NoWebhooks => {
                let problem = Problem::from(ProblemKind::Misconfigured);
                convert::response(problem.to_response(&language(&HeaderMap::new())))
            }
        }
    }
}

impl fmt::Display for WebhookRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Repeated => f.write_str("the delivery came before"),
            Self::Unreadable => Unreadable::TEXT.fmt(f),
            Self::NoWebhooks => f.write_str(
                "the route has no webhooks: give them to the app by \
                 `.app_data(web::Data::new(webhooks))`",
            ),
        }
    }
}

impl StdError for WebhookRejection {}
