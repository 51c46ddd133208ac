//! What handlers fail with.

use std::{error::Error as StdError, fmt, sync::Arc};

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use authing_protocols::{CallError, Error, Lang};
use authing_web::{Problem, ProblemKind, session::SessionError};

use crate::{convert, rejection::Rejection};

/// What a handler fails with: the errors of the SDK become one by `?`, and a response that tells nothing of
/// the service's insides, as [`Problem`] lists them.
///
/// Errors of calls are taken for those of calls in the user's name
/// ([`Problem::of_user_call`]); for one with the service's own credentials say
/// `.map_err(|error| Problem::of_service_call(&error))`.
///
/// The log says why, at `warn` where the service or Authing is the reason and at `debug` otherwise. The
/// response is in English, and knows the `HandlerError` (`HttpResponse::error`), so that middleware of your
/// own can make a page of it, in the visitor's language.
///
/// ```
/// use actix_web::web::Data;
/// use authing_actix::{HandlerError, ProblemKind, Session};
/// use authing_authentication::AuthenticationClient;
///
/// async fn name(
///     app: Data<AuthenticationClient>,
///     session: Session,
/// ) -> Result<String, HandlerError> {
///     let token = session.access_token().ok_or(ProblemKind::LoginRequired)?;
///     let user = app.with_token(token.clone()).current_user().await?;
///     Ok(user.nickname.unwrap_or_default())
/// }
/// # let _ = name;
/// ```
#[derive(Clone, Debug)]
pub struct HandlerError(Inner);

#[derive(Clone, Debug)]
enum Inner {
    Problem(Problem, Option<Arc<dyn StdError + Send + Sync>>),
    /// It knows its response, and logs by itself.
    Rejection(Rejection),
}

impl HandlerError {
    fn new(problem: Problem, source: impl StdError + Send + Sync + 'static) -> Self {
        Self(Inner::Problem(problem, Some(Arc::new(source))))
    }

    /// What it is over HTTP; `None` for what a guard or an extractor rejects, which is a response already.
    pub fn problem(&self) -> Option<&Problem> {
        match &self.0 {
            Inner::Problem(problem, _) => Some(problem),
            Inner::Rejection(_) => None,
        }
    }
}

impl From<CallError> for HandlerError {
    fn from(error: CallError) -> Self {
        Self::new(Problem::of_user_call(&error), error)
    }
}

impl From<Error> for HandlerError {
    fn from(error: Error) -> Self {
        Self::new((&error).into(), error)
    }
}

/// A message that a browser posted cannot be read.
#[cfg(feature = "saml")]
#[cfg_attr(docsrs, doc(cfg(feature = "saml")))]
impl From<authing_protocols::saml::SamlError> for HandlerError {
    fn from(error: authing_protocols::saml::SamlError) -> Self {
        Error::from(error).into()
    }
}

impl From<SessionError> for HandlerError {
    fn from(error: SessionError) -> Self {
        Self::new((&error).into(), error)
    }
}

impl From<Problem> for HandlerError {
    fn from(problem: Problem) -> Self {
        Self(Inner::Problem(problem, None))
    }
}

impl From<ProblemKind> for HandlerError {
    fn from(kind: ProblemKind) -> Self {
        Problem::from(kind).into()
    }
}

impl From<Rejection> for HandlerError {
    fn from(rejection: Rejection) -> Self {
        Self(Inner::Rejection(rejection))
    }
}

impl From<authing_web::Rejection> for HandlerError {
    fn from(rejection: authing_web::Rejection) -> Self {
        Rejection::from(rejection).into()
    }
}

impl ResponseError for HandlerError {
    fn status_code(&self) -> StatusCode {
        match &self.0 {
            Inner::Problem(problem, _) => convert::status(problem.status()),
            Inner::Rejection(rejection) => rejection.status_code(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        match &self.0 {
            Inner::Rejection(rejection) => rejection.error_response(),
            Inner::Problem(problem, source) => {
                let code = problem.kind().as_str();
                let reason = source.as_deref().map(tracing::field::display);
                if problem.status().is_server_error() {
                    tracing::warn!(code, reason, "a handler failed");
                } else {
                    tracing::debug!(code, reason, "a handler failed");
                }
                convert::response(problem.to_response(&Lang::EnUs))
            }
        }
    }
}

impl fmt::Display for HandlerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Problem(problem, _) => f.write_str(problem.detail(&Lang::EnUs)),
            Inner::Rejection(rejection) => rejection.fmt(f),
        }
    }
}

impl StdError for HandlerError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0 {
            Inner::Problem(_, source) => source.as_deref().map(|source| source as _),
            Inner::Rejection(rejection) => rejection.source(),
        }
    }
}
