//! A call before it is sent: set what it needs, then await it.

use std::{
    fmt,
    future::{Future, IntoFuture},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use graphql_client::GraphQLQuery;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::Instant;
use tracing::{Instrument, field::Empty};

use crate::{
    connection::{CallOptions, Connection, Progress, Read, timed_out},
    envelope::{Reply, open_bytes, open_graphql, open_rest, undecodable},
    error::{Error, ErrorKind},
    operation::Operation,
    page::Page,
    paging::{PageRequest, PagedCall},
    request::{Request, RestRequest},
    retry::RetryPolicy,
    token::TokenProvider,
    transport::BoxFuture,
};

/// Makes calls over one connection with one source of tokens: what a client is built on.
#[derive(Clone, Debug)]
pub struct Caller {
    connection: Connection,
    tokens: Arc<dyn TokenProvider>,
}

impl Caller {
    /// Calls over this connection, with tokens from there.
    pub fn new(connection: Connection, tokens: Arc<dyn TokenProvider>) -> Self {
        Self { connection, tokens }
    }

    /// The connection.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The token the next call would carry, fetched or renewed if need be.
    pub fn tokens(&self) -> &dyn TokenProvider {
        &*self.tokens
    }

    /// A typed GraphQL operation. Answers its `data`.
    pub fn graphql<Q: GraphQLQuery + 'static>(
        &self,
        operation: Operation,
        variables: Q::Variables,
    ) -> Call<Q::ResponseData> {
        let prepare = Prepare::Ready(Request::graphql::<Q>(variables));
        self.call(operation, prepare, open_graphql)
    }

    /// A typed GraphQL operation whose variables take time to make, for instance because a
    /// password has to be encrypted with a key that is fetched first.
    pub fn graphql_later<Q: GraphQLQuery + 'static>(
        &self,
        operation: Operation,
        variables: impl Future<Output = Result<Q::Variables, Error>> + Send + 'static,
    ) -> Call<Q::ResponseData> {
        let prepare = async move { Request::graphql::<Q>(variables.await?) };
        self.call(operation, Prepare::Later(Box::pin(prepare)), open_graphql)
    }

    /// Any GraphQL document. Answers its `data`.
    pub fn graphql_text<T: DeserializeOwned + 'static>(
        &self,
        operation: Operation,
        document: &str,
        variables: &impl Serialize,
    ) -> Call<T> {
        let prepare = Prepare::Ready(Request::graphql_text(document, variables));
        self.call(operation, prepare, open_graphql)
    }

    /// A list of which `fetch` makes the call for one page, given its number and its length.
    pub fn pages<T: Send + 'static>(
        &self,
        first: PageRequest,
        fetch: impl Fn(&Self, i64, i64) -> Call<Page<T>> + Send + 'static,
    ) -> PagedCall<T> {
        let caller = self.clone();
        PagedCall::new(first, move |PageRequest { page, limit }| {
            fetch(&caller, page.into(), limit.into())
        })
    }

    /// A REST request. Answers what its operation's envelope says.
    pub fn rest<T: DeserializeOwned + 'static>(&self, request: RestRequest) -> Call<T> {
        let operation = request.operation.clone();
        let envelope = operation.envelope();
        let prepare = Prepare::Ready(request.build());
        self.call(operation, prepare, move |reply| open_rest(reply, envelope))
    }

    /// A REST request whose answer is not JSON, or is nothing: the whole body as it came, if the
    /// status is a success.
    pub fn rest_bytes(&self, request: RestRequest) -> Call<Bytes> {
        let operation = request.operation.clone();
        let prepare = Prepare::Ready(request.build());
        self.call(operation, prepare, open_bytes)
    }

    /// A REST request that takes time to make.
    pub fn rest_later<T: DeserializeOwned + 'static>(
        &self,
        operation: Operation,
        request: impl Future<Output = Result<RestRequest, Error>> + Send + 'static,
    ) -> Call<T> {
        let envelope = operation.envelope();
        let prepare = async move { request.await?.build() };
        self.call(operation, Prepare::Later(Box::pin(prepare)), move |reply| {
            open_rest(reply, envelope)
        })
    }

    fn call<T>(
        &self,
        operation: Operation,
        prepare: Prepare,
        open: impl FnMut(&Reply) -> Result<T, Error> + Send + 'static,
    ) -> Call<T> {
        Call {
            caller: self.clone(),
            operation,
            prepare,
            open: Box::new(open),
            options: CallOptions::default(),
        }
    }
}

/// A call that has not been sent yet. Nothing happens until it is awaited.
///
/// ```no_run
/// use std::time::Duration;
/// # async fn example(call: authing_core::Call<String>) -> Result<(), authing_core::Error> {
/// let answer = call.timeout(Duration::from_secs(2)).await?;
/// # let _ = answer; Ok(()) }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T> {
    caller: Caller,
    operation: Operation,
    prepare: Prepare,
    open: Open<T>,
    options: CallOptions,
}

/// Reads the answer; once for each attempt that got one.
type Open<T> = Box<dyn FnMut(&Reply) -> Result<T, Error> + Send>;

enum Prepare {
    Ready(Result<Request, Error>),
    Later(BoxFuture<'static, Result<Request, Error>>),
}

/// A value and what came with it: see [`Call::with_meta`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithMeta<T> {
    /// What the call answers.
    pub value: T,
    /// About the answer.
    pub meta: Meta,
}

/// What came with an answer. `Debug` hides the headers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Meta {
    /// The HTTP status.
    pub status: u16,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// How many times the request was sent.
    pub attempts: u32,
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
            .finish_non_exhaustive()
    }
}

impl<T: Send> Call<T> {
    /// The time this call may take from start to end.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// The time one attempt of this call may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = Some(timeout);
        self
    }

    /// How failed attempts of this call are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Declares that this call may be sent again though the server may have carried it out.
    pub fn repeatable(mut self) -> Self {
        self.options.repeatable = Some(true);
        self
    }

    /// Adds a header, or replaces one of the client's.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.options.headers.insert(name, value);
        self
    }

    /// Answers the HTTP status, headers and number of attempts beside the value.
    pub fn with_meta(self) -> Call<WithMeta<T>>
    where
        T: 'static,
    {
        self.reopen(|mut open| {
            Box::new(move |reply| {
                let meta = Meta {
                    status: reply.response.status.as_u16(),
                    headers: reply.response.headers.clone(),
                    attempts: reply.attempts,
                };
                Ok(WithMeta { value: open(reply)?, meta })
            })
        })
    }

    /// Answers something made from the value.
    pub fn map<U>(self, map: impl Fn(T) -> U + Send + 'static) -> Call<U>
    where
        T: 'static,
    {
        self.try_map(move |value| Ok(map(value)))
    }

    /// Answers something made from the value, or fails.
    pub fn try_map<U>(self, map: impl Fn(T) -> Result<U, Error> + Send + 'static) -> Call<U>
    where
        T: 'static,
    {
        self.reopen(|mut open| Box::new(move |reply| map(open(reply)?)))
    }

    /// Fails with this error instead of being sent, if there is one: for arguments that are
    /// checked on the way.
    #[doc(hidden)]
    pub fn check(mut self, checked: Result<(), Error>) -> Self {
        if let Err(error) = checked {
            self.prepare = Prepare::Ready(Err(error));
        }
        self
    }

    /// Part of another call: observers hear of its failure through that one.
    #[doc(hidden)]
    pub fn nested(mut self) -> Self {
        self.options.nested = true;
        self
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn connection(&self) -> &Connection {
        &self.caller.connection
    }

    pub(crate) fn with_options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    fn reopen<U>(self, reopen: impl FnOnce(Open<T>) -> Open<U>) -> Call<U> {
        Call {
            caller: self.caller,
            operation: self.operation,
            prepare: self.prepare,
            open: reopen(self.open),
            options: self.options,
        }
    }

    async fn send(self) -> Result<T, Error> {
        let Self { caller, operation, prepare, mut open, options } = self;
        let mut answer = None;
        let mut read = |reply: &Reply| {
            answer = Some(open(reply)?);
            Ok(())
        };
        execute(&caller, &operation, prepare, &options, &mut read).await?;
        answer.ok_or_else(|| Error::new(ErrorKind::Decode, "no answer was read"))
    }
}

/// Sends a call and has its answer read. Not generic, so it is compiled once and not for each type
/// that is answered.
async fn execute(
    caller: &Caller,
    operation: &Operation,
    prepare: Prepare,
    options: &CallOptions,
    read: Read<'_>,
) -> Result<(), Error> {
    let connection = &caller.connection;
    let span = tracing::info_span!(
        "authing.call",
        otel.name = operation.name(),
        authing.attempts = Empty,
        authing.code = Empty,
        error.type = Empty,
    );
    let limit = options.timeout.unwrap_or_else(|| connection.timeout());
    let progress = Progress {
        attempts: AtomicU32::new(0),
        // A limit beyond the end of time is none.
        deadline: Instant::now().checked_add(limit),
    };
    let sending = async {
        let request = match prepare {
            Prepare::Ready(request) => request?,
            Prepare::Later(request) => request.await?,
        };
        connection.run(operation, &*caller.tokens, &request, options, &progress, read).await
    };
    let result = match tokio::runtime::Handle::try_current() {
        // tokio's timers panic outside of a runtime.
        Err(_) => Err(Error::config("runtime", "is missing: calls need a tokio runtime")),
        Ok(_) => tokio::time::timeout(limit, sending)
            .instrument(span.clone())
            .await
            .unwrap_or_else(|_| Err(timed_out(limit))),
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
            connection.observe(&error);
        }
        error
    })
}

impl<T: Send + 'static> Call<Option<T>> {
    /// Treats `null` as an answer the server should not have given.
    pub fn required(self) -> Call<T> {
        self.reopen(|mut open| {
            Box::new(move |reply| open(reply)?.ok_or_else(|| undecodable(reply, "is null")))
        })
    }
}

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.name()).finish_non_exhaustive()
    }
}
