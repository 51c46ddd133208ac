//! A call before it is sent: set what it needs, then await it.

use std::{
    fmt,
    future::IntoFuture,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use authing_types::SetAside;
use http::{HeaderMap, HeaderName, HeaderValue};
use tracing::{Instrument, Span, field::Empty};

use crate::{
    error::{Error, ErrorKind},
    pipeline::{CallOptions, Course, Pipeline, Read, Sent},
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
    /// Once it is on its way.
    under_way: Option<UnderWay>,
}

/// A call that has begun.
struct UnderWay {
    span: Span,
    limit: Duration,
    course: Course,
}

/// Reads a response into a place that is empty; once for each attempt that got one. What is read can be
/// large, so it is not handed from one function to the next.
type Open<T> = Box<dyn FnMut(&Reply<'_>, &mut Option<T>) -> Result<(), Error> + Send>;

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
        open: impl FnMut(&Reply<'_>, &mut Option<T>) -> Result<(), Error> + Send + 'static,
    ) -> Self {
        let (options, under_way) = (CallOptions::default(), None);
        let parts = Box::new(Parts { pipeline, tokens, operation, prepare, options, under_way });
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
            Box::new(move |reply, place| {
                let value = opened(&mut open, reply)?;
                let meta = Meta {
                    status: reply.response.status.as_u16(),
                    headers: reply.response.headers.clone(),
                    attempts: reply.attempts,
                    set_aside: reply.set_aside(),
                };
                *place = Some(WithMeta { value, meta });
                Ok(())
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
            Box::new(move |reply, place| {
                let made = map(opened(&mut open, reply)?);
                *place = Some(made.map_err(|error| about(error, reply))?);
                Ok(())
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
            Box::new(move |reply, place| {
                open(reply, place)?;
                if let Some(value) = place {
                    see(value, reply.set_aside());
                }
                Ok(())
            })
        })
    }

    fn reopen<U>(self, reopen: impl FnOnce(Open<T>) -> Open<U>) -> Call<U> {
        Call { parts: self.parts, open: reopen(self.open) }
    }
}

impl Parts {
    /// Sends the call until there is a response to be read. `failure` is why the one before could not
    /// be used. Not generic, so it is compiled once and not for each type that is returned.
    async fn respond(&mut self, failure: Option<Error>) -> Result<(), Error> {
        let Self { pipeline, tokens, operation, prepare, options, under_way } = self;
        let UnderWay { span, limit, course } = under_way.get_or_insert_with(|| {
            let span = tracing::info_span!(
                "authing.call",
                otel.name = operation.name(),
                authing.attempts = Empty,
                authing.code = Empty,
                error.type = Empty,
            );
            let limit = options.timeout.unwrap_or_else(|| pipeline.timeout());
            UnderWay { span, limit, course: Course::new(limit) }
        });
        // tokio's timers panic outside of a runtime.
        if tokio::runtime::Handle::try_current().is_err() {
            let error = Error::config("runtime", "is missing: calls need a tokio runtime");
            return Err(self.failed(error));
        }
        let deadline = course.progress.deadline;
        // Apart from the call's own future: allocators are much slower from a kilobyte on.
        let sending = Box::pin(async {
            if let Prepare::Deferred(request) = prepare {
                let request = request.await;
                *prepare = Prepare::Ready(request);
            }
            let sent = sent(operation, &**tokens, prepare, options)?;
            pipeline.respond(sent, course, failure).await
        });
        let result = match deadline {
            None => sending.instrument(span.clone()).await,
            Some(deadline) => {
                let result = until(deadline, sending).instrument(span.clone()).await;
                result.unwrap_or_else(|| Err(course.progress.timed_out(*limit)))
            }
        };
        result.map_err(|error| self.failed(error))
    }

    /// Has the response read.
    fn read(&mut self, read: Read<'_>) -> Result<(), Error> {
        let Self { pipeline, tokens, operation, prepare, options, under_way } = self;
        let Some(UnderWay { span, course, .. }) = under_way else { return Ok(()) };
        let _entered = span.enter();
        pipeline.read(sent(operation, &**tokens, prepare, options)?, course, read)?;
        span.record("authing.attempts", course.progress.attempts.load(Ordering::Relaxed));
        Ok(())
    }

    /// The error that the call ends with.
    fn failed(&self, error: Error) -> Error {
        let Some(UnderWay { span, course, .. }) = &self.under_way else { return error };
        let attempts = course.progress.attempts.load(Ordering::Relaxed);
        span.record("authing.attempts", attempts);
        let error = error.with_operation(self.operation.name()).with_attempts(attempts);
        span.record("error.type", tracing::field::debug(error.kind()));
        if let Some(code) = error.code() {
            span.record("authing.code", code.number());
        }
        if !self.options.nested {
            self.pipeline.observe(&error);
        }
        error
    }
}

/// What a call whose request is made consists of.
fn sent<'c>(
    operation: &'c Operation,
    tokens: &'c dyn TokenProvider,
    prepare: &'c Prepare,
    options: &'c CallOptions,
) -> Result<Sent<'c>, Error> {
    match prepare {
        Prepare::Ready(Ok(request)) => Ok(Sent { operation, tokens, request, options }),
        Prepare::Ready(Err(error)) => Err(error.clone()),
        Prepare::Deferred(_) => Err(Error::input("request", "is not made yet")),
    }
}

/// Reads a response.
fn opened<T>(open: &mut Open<T>, reply: &Reply<'_>) -> Result<T, Error> {
    let mut place = None;
    open(reply, &mut place)?;
    place.ok_or_else(|| undecodable(reply, "was not read"))
}

/// Reads a response that may say that there is nothing.
fn open_optional<T>(
    open: &mut Open<Option<T>>,
    reply: &Reply<'_>,
    place: &mut Option<T>,
) -> Result<(), Error> {
    let mut inner = None;
    open(reply, &mut inner)?;
    *place = inner.flatten();
    Ok(())
}

/// Fails where a place was left empty.
fn given<T>(place: &Option<T>, missing: impl FnOnce() -> Error) -> Result<(), Error> {
    if place.is_some() { Ok(()) } else { Err(missing()) }
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
            Box::new(move |reply, place| {
                let inner = place.insert(None);
                match open(reply, inner) {
                    Err(error) if error.kind() == ErrorKind::Api && error.is_not_found() => {
                        *inner = None;
                        Ok(())
                    }
                    outcome => outcome,
                }
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
            Box::new(move |reply, place| {
                open_optional(&mut open, reply, place)?;
                given(place, || undecodable(reply, "is null"))
            })
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
            Box::new(move |reply, place| {
                open_optional(&mut open, reply, place)?;
                given(place, || {
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
            Box::new(move |reply, place| {
                open_optional(&mut open, reply, place)?;
                given(place, || does_not_exist(reply, thing))
            })
        })
    }
}

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { mut parts, mut open } = self;
        Box::pin(async move {
            let mut failure = None;
            loop {
                parts.respond(failure.take()).await?;
                // What is read is never a part of this future: it may be larger than all the rest.
                match read(&mut parts, &mut open) {
                    Ok(value) => return Ok(value),
                    Err(error) => failure = Some(error),
                }
            }
        })
    }
}

fn read<T>(parts: &mut Parts, open: &mut Open<T>) -> Result<T, Error> {
    let mut place = None;
    parts.read(&mut |reply| open(reply, &mut place))?;
    place.ok_or_else(|| Error::new(ErrorKind::Decode, "no response was read"))
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.parts.operation.name())
            .finish_non_exhaustive()
    }
}
