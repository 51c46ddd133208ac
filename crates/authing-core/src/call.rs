//! A call before it is sent: set what it needs, then await it.

use std::{
    fmt,
    future::IntoFuture,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use authing_types::SetAside;
use http::{HeaderMap, HeaderName, HeaderValue};
use tracing::{Instrument, field::Empty};

use crate::{
    error::{Error, ErrorKind},
    pipeline::{CallOptions, Pipeline, Progress, Read},
    retry::RetryPolicy,
    timer::until,
    token::TokenProvider,
    transport::BoxFuture,
    wire::{Operation, Reply, Request, about, does_not_exist, undecodable},
};

/// A call that has not been sent yet. Nothing happens until it is awaited.
///
/// ```no_run
/// use std::time::Duration;
/// # async fn example(call: authing_core::Call<String>) -> Result<(), authing_core::Error> {
/// let response = call.timeout(Duration::from_secs(2)).await?;
/// # let _ = response; Ok(()) }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T> {
    /// Apart, since calls are moved at each step of their making.
    parts: Box<Parts>,
    open: Open<T>,
}

/// A call without what reads its response.
struct Parts {
    pipeline: Pipeline,
    tokens: Arc<dyn TokenProvider>,
    operation: Operation,
    prepare: Prepare,
    options: CallOptions,
}

/// Reads a response; once for each attempt that got one.
type Open<T> = Box<dyn FnMut(&Reply<'_>) -> Result<T, Error> + Send>;

/// The request of a call, or what makes it.
pub(crate) enum Prepare {
    Ready(Result<Request, Error>),
    Deferred(BoxFuture<'static, Result<Request, Error>>),
}

/// A value and what came with it: see [`Call::with_meta`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithMeta<T> {
    /// What the call returns.
    pub value: T,
    /// About the response.
    pub meta: Meta,
}

/// What came with a response. `Debug` hides the headers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Meta {
    /// The HTTP status.
    pub status: u16,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// How many times the request was sent.
    pub attempts: u32,
    /// What the response held and nobody could read; the value is what fits. Empty for nearly every
    /// response.
    pub set_aside: Vec<SetAside>,
}

impl Meta {
    /// The server's name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.headers
            .get("x-authing-request-id")
            .or_else(|| self.headers.get("x-request-id"))?
            .to_str()
            .ok()
    }
}

impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meta")
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .field("request_id", &self.request_id())
            .field("set_aside", &self.set_aside)
            .finish_non_exhaustive()
    }
}

impl<T> Call<T> {
    pub(crate) fn new(
        pipeline: Pipeline,
        tokens: Arc<dyn TokenProvider>,
        operation: Operation,
        prepare: Prepare,
        open: impl FnMut(&Reply<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Self {
        let options = CallOptions::default();
        let parts = Box::new(Parts { pipeline, tokens, operation, prepare, options });
        Self { parts, open: Box::new(open) }
    }
}

impl<T: Send> Call<T> {
    /// The time this call may take from start to end.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.timeout = Some(timeout);
        self
    }

    /// The time one attempt of this call may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.attempt_timeout = Some(timeout);
        self
    }

    /// How failed attempts of this call are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.options.retry = Some(policy);
        self
    }

    /// Declares that this call may be sent again though the server may have carried it out.
    pub fn idempotent(mut self) -> Self {
        self.parts.options.idempotent = Some(true);
        self
    }

    /// Adds a header, or replaces one of the client's.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.parts.options.headers.insert(name, value);
        self
    }

    /// Returns the HTTP status, headers and number of attempts beside the value.
    pub fn with_meta(self) -> Call<WithMeta<T>>
    where
        T: 'static,
    {
        self.reopen(|mut open| {
            Box::new(move |reply| {
                let value = open(reply)?;
                let meta = Meta {
                    status: reply.response.status.as_u16(),
                    headers: reply.response.headers.clone(),
                    attempts: reply.attempts,
                    set_aside: reply.set_aside(),
                };
                Ok(WithMeta { value, meta })
            })
        })
    }

    /// Returns something made from the value.
    pub fn map<U>(self, map: impl Fn(T) -> U + Send + 'static) -> Call<U>
    where
        T: 'static,
    {
        self.try_map(move |value| Ok(map(value)))
    }

    /// Returns something made from the value, or fails. An error about the response gets its HTTP
    /// status and the server's name for the request.
    pub fn try_map<U>(self, map: impl Fn(T) -> Result<U, Error> + Send + 'static) -> Call<U>
    where
        T: 'static,
    {
        self.reopen(|mut open| {
            Box::new(move |reply| {
                let mut made = map(open(reply)?);
                if let Err(error) = &mut made {
                    *error = about(error.clone(), reply);
                }
                made
            })
        })
    }

    /// Fails with this error instead of being sent, if there is one and no argument was refused
    /// before.
    pub(crate) fn check(mut self, checked: Result<(), Error>) -> Self {
        if let Err(error) = checked
            && !matches!(self.parts.prepare, Prepare::Ready(Err(_)))
        {
            self.parts.prepare = Prepare::Ready(Err(error));
        }
        self
    }

    /// Marks a part of another call: the client's observers hear of its failure through that one.
    pub fn nested(mut self) -> Self {
        self.parts.options.nested = true;
        self
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.parts.pipeline
    }

    /// Options over those that the call has already.
    pub(crate) fn with_options(mut self, options: &CallOptions) -> Self {
        self.parts.options.overlay(options);
        self
    }

    /// Lets `see` look at what was read, and at what was set aside meanwhile.
    pub(crate) fn seeing(self, see: fn(&mut T, Vec<SetAside>)) -> Self
    where
        T: 'static,
    {
        self.reopen(move |mut open| {
            Box::new(move |reply| {
                let mut value = open(reply)?;
                see(&mut value, reply.set_aside());
                Ok(value)
            })
        })
    }

    fn reopen<U>(self, reopen: impl FnOnce(Open<T>) -> Open<U>) -> Call<U> {
        Call { parts: self.parts, open: reopen(self.open) }
    }
}

impl Parts {
    /// Sends the call and has its response read. Not generic, so it is compiled once and not for each
    /// type that is returned.
    async fn send(mut self: Box<Self>, read: Read<'_>) -> Result<(), Error> {
        let Self { pipeline, tokens, operation, prepare, options } = &mut *self;
        let span = tracing::info_span!(
            "authing.call",
            otel.name = operation.name(),
            authing.attempts = Empty,
            authing.code = Empty,
            error.type = Empty,
        );
        let limit = options.timeout.unwrap_or_else(|| pipeline.timeout());
        let progress = Progress::new(limit);
        // Apart from the call's own future: allocators are much slower from a kilobyte on.
        let sending = Box::pin(async {
            let made;
            let request = match prepare {
                Prepare::Ready(Ok(request)) => &*request,
                Prepare::Ready(Err(error)) => return Err(error.clone()),
                Prepare::Deferred(request) => {
                    made = Box::new(request.await?);
                    &made
                }
            };
            pipeline.run(operation, &**tokens, request, options, &progress, read).await
        });
        let result = match tokio::runtime::Handle::try_current() {
            // tokio's timers panic outside of a runtime.
            Err(_) => Err(Error::config("runtime", "is missing: calls need a tokio runtime")),
            Ok(_) => match progress.deadline {
                None => sending.instrument(span.clone()).await,
                Some(deadline) => until(deadline, sending)
                    .instrument(span.clone())
                    .await
                    .unwrap_or_else(|| Err(progress.timed_out(limit))),
            },
        };
        let attempts = progress.attempts.load(Ordering::Relaxed);
        span.record("authing.attempts", attempts);
        result.map_err(|error| {
            let error = error.with_operation(operation.name()).with_attempts(attempts);
            span.record("error.type", tracing::field::debug(error.kind()));
            if let Some(code) = error.code() {
                span.record("authing.code", code.number());
            }
            if !options.nested {
                pipeline.observe(&error);
            }
            error
        })
    }
}

impl<T: Send + 'static> Call<T> {
    /// Returns `None` where the server says that what was looked for does not exist, which is an
    /// error otherwise.
    ///
    /// Only a refusal with a code of Authing's counts: a bare HTTP status 404 may as well come from
    /// a wrong address, and stays an error.
    ///
    /// ```no_run
    /// # async fn example(get: authing_core::Call<String>) -> Result<(), authing_core::Error> {
    /// if let Some(user) = get.optional().await? {
    ///     println!("{user}");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn optional(self) -> Call<Option<T>> {
        self.reopen(|mut open| {
            Box::new(move |reply| match open(reply) {
                Ok(value) => Ok(Some(value)),
                Err(error) if error.kind() == ErrorKind::Api && error.is_not_found() => Ok(None),
                Err(error) => Err(error),
            })
        })
    }
}

impl<T: Send + 'static> Call<Option<T>> {
    /// Treats `null` as a response the server should not have given.
    ///
    /// # Errors
    ///
    /// The call then fails with [`ErrorKind::Decode`].
    pub fn required(self) -> Call<T> {
        self.reopen(|mut open| {
            Box::new(move |reply| open(reply)?.ok_or_else(|| undecodable(reply, "is null")))
        })
    }

    /// The same with the place of the `null` in the error's message: `data.user.groups`.
    ///
    /// ```no_run
    /// # async fn example(groups: authing_core::Call<Option<Vec<String>>>) {
    /// let error = groups.required_at("data.user.groups").await.unwrap_err();
    /// assert_eq!(error.message(), "the response lacks `data.user.groups`, which the call is for");
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The call then fails with [`ErrorKind::Decode`].
    pub fn required_at(self, member: &'static str) -> Call<T> {
        self.reopen(move |mut open| {
            Box::new(move |reply| {
                open(reply)?.ok_or_else(|| {
                    undecodable(reply, &format!("lacks `{member}`, which the call is for"))
                })
            })
        })
    }

    /// Treats `null` as the server's way to say that a thing does not exist. `thing` names it in
    /// the error's message: `group`.
    ///
    /// ```no_run
    /// # async fn example(find: authing_core::Call<Option<String>>) {
    /// let error = find.or_not_found("group").await.unwrap_err();
    /// if error.is_not_found() {
    ///     assert_eq!(error.message(), "the group does not exist");
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The call then fails with an error that [`is_not_found`](Error::is_not_found). The server has
    /// sent no code, so its code is HTTP's 404.
    pub fn or_not_found(self, thing: &'static str) -> Call<T> {
        self.reopen(|mut open| {
            Box::new(move |reply| open(reply)?.ok_or_else(|| does_not_exist(reply, thing)))
        })
    }
}

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { parts, mut open } = self;
        Box::pin(async move {
            // In the form in which it is returned: what is large is moved as seldom as can be.
            let mut outcome = None;
            let mut read = |reply: &Reply<'_>| match outcome.insert(open(reply)) {
                Ok(_) => Ok(()),
                Err(error) => Err(error.clone()),
            };
            parts.send(&mut read).await?;
            outcome.unwrap_or_else(|| Err(Error::new(ErrorKind::Decode, "no response was read")))
        })
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.parts.operation.name())
            .finish_non_exhaustive()
    }
}
