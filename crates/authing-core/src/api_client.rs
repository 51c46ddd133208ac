//! Makes calls: from an operation, arguments that are checked, and what is sent.

use std::{future::Future, sync::Arc};

use authing_types::Page;
use bytes::Bytes;
use graphql_client::GraphQLQuery;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    arguments,
    call::{Call, Prepare},
    command::CommandBody,
    error::{Error, UnknownKind},
    paging::{PageRequest, PagedCall},
    pipeline::Pipeline,
    token::TokenProvider,
    wire::{
        Asked, Document, Envelope, Operation, Reply, Request, RestRequest, open_bytes,
        open_graphql, open_rest, open_rest_or,
    },
};

/// Makes calls over one [`Pipeline`] with one source of tokens: what a client is built on. Cheap
/// to clone.
#[derive(Clone, Debug)]
pub struct ApiClient {
    pipeline: Pipeline,
    tokens: Arc<dyn TokenProvider>,
}

impl ApiClient {
    /// Calls over this pipeline, with tokens from there.
    pub fn new(pipeline: Pipeline, tokens: Arc<dyn TokenProvider>) -> Self {
        Self { pipeline, tokens }
    }

    /// The pipeline.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// Where the calls get their tokens from.
    pub fn tokens(&self) -> &dyn TokenProvider {
        &*self.tokens
    }

    /// Begins a call: check its arguments, then say what is sent.
    pub fn call(&self, operation: Operation) -> CallBuilder<'_> {
        CallBuilder { api: self, operation, checked: Ok(()), asking: None }
    }

    /// A typed GraphQL operation whose arguments need no check. Returns its `data`.
    pub fn graphql<Q: GraphQLQuery + 'static>(
        &self,
        operation: Operation,
        variables: Q::Variables,
    ) -> Call<Q::ResponseData> {
        self.call(operation).graphql::<Q>(variables)
    }

    /// Any GraphQL document. Returns its `data`.
    pub fn graphql_text<T: DeserializeOwned + 'static>(
        &self,
        operation: Operation,
        document: &str,
        variables: &impl Serialize,
    ) -> Call<T> {
        let prepare = Prepare::Ready(Request::graphql_text(document, variables));
        self.prepared(operation, prepare, open_graphql)
    }

    /// A REST request. Returns what its operation's envelope says.
    pub fn rest<T: DeserializeOwned + 'static>(&self, request: RestRequest) -> Call<T> {
        let operation = request.operation.clone();
        let envelope = operation.envelope();
        let prepare = Prepare::Ready(request.build());
        self.prepared(operation, prepare, move |reply, place| open_rest(reply, envelope, place))
    }

    /// A REST request whose response is not JSON, or is nothing: the whole body as it came, if the
    /// status is a success.
    pub fn rest_bytes(&self, request: RestRequest) -> Call<Bytes> {
        let operation = request.operation.clone();
        let prepare = Prepare::Ready(request.build());
        self.prepared(operation, prepare, open_bytes)
    }

    /// A list of which `fetch` makes the call for one page, given its number and its length.
    pub fn pages<T: Send + 'static>(
        &self,
        first: PageRequest,
        fetch: impl Fn(&Self, i64, i64) -> Call<Page<T>> + Send + 'static,
    ) -> PagedCall<T> {
        let api = self.clone();
        PagedCall::new(first, move |PageRequest { page, limit }| {
            fetch(&api, page.into(), limit.into())
        })
    }

    fn prepared<T>(
        &self,
        operation: Operation,
        prepare: Prepare,
        open: impl FnMut(&Reply<'_>, &mut Option<T>) -> Result<(), Error> + Send + 'static,
    ) -> Call<T> {
        Call::new(self.pipeline.clone(), Arc::clone(&self.tokens), operation, prepare, open)
    }
}

/// A call whose arguments are being checked. The first check that fails is the call's error, and
/// then nothing is built or sent.
///
/// ```
/// use authing_core::{Call, Operation, client::ApiClient};
///
/// const DELETE: Operation = Operation::post("groups.delete", "/api/v2/groups/delete").management();
///
/// fn delete(api: &ApiClient, code: impl Into<String>) -> Call<()> {
///     let code = code.into();
///     api.call(DELETE).required("code", &code).command(|request| request.query("code", &code))
/// }
/// # let _ = |api: &ApiClient| delete(api, "engineers");
/// ```
#[derive(Debug)]
#[must_use = "a call builder does nothing until it is told what to send"]
pub struct CallBuilder<'a> {
    api: &'a ApiClient,
    operation: Operation,
    checked: Result<(), Error>,
    asking: Option<Asking>,
}

/// A document with what its options ask for.
#[derive(Clone, Debug)]
struct Asking {
    document: &'static Document,
    asked: Asked,
}

impl CallBuilder<'_> {
    /// Refuses a text that is blank. `argument` is its name in the method that the caller used.
    pub fn required(self, argument: &str, text: impl AsRef<str>) -> Self {
        self.and_then(|| arguments::required(argument, text.as_ref()))
    }

    /// Refuses a text that is given and blank.
    pub fn required_if_given(self, argument: &str, text: Option<impl AsRef<str>>) -> Self {
        match text {
            Some(text) => self.required(argument, text),
            None => self,
        }
    }

    /// Refuses a list that is empty or has a blank entry.
    pub fn required_all<T: AsRef<str>>(self, argument: &str, texts: &[T]) -> Self {
        self.and_then(|| arguments::required_all(argument, texts))
    }

    /// Refuses what a check of its own has found.
    pub fn check(self, checked: Result<(), impl Into<Error>>) -> Self {
        self.and_then(|| checked.map_err(Into::into))
    }

    /// Sends this document, with what options ask for, in place of the operation's own. Without any
    /// option the two are the same.
    pub fn asking(mut self, document: &'static Document, asked: &Asked) -> Self {
        if !asked.is_empty() {
            self.asking = Some(Asking { document, asked: asked.clone() });
        }
        self
    }

    /// A typed GraphQL operation. Returns its `data`.
    pub fn graphql<Q: GraphQLQuery + 'static>(
        self,
        variables: Q::Variables,
    ) -> Call<Q::ResponseData> {
        let asking = self.asking;
        let request = self.checked.and_then(|()| Asking::request::<Q>(asking.as_ref(), variables));
        self.api.prepared(self.operation, Prepare::Ready(request), Asking::open(asking))
    }

    /// A typed GraphQL operation whose variables take time to make, for instance because a
    /// password has to be encrypted with a key that is fetched first.
    pub fn graphql_deferred<Q: GraphQLQuery + 'static>(
        self,
        variables: impl Future<Output = Result<Q::Variables, Error>> + Send + 'static,
    ) -> Call<Q::ResponseData> {
        let asking = self.asking.clone();
        let prepare = match self.checked {
            Ok(()) => Prepare::Deferred(Box::pin(async move {
                Asking::request::<Q>(asking.as_ref(), variables.await?)
            })),
            Err(error) => Prepare::Ready(Err(error)),
        };
        self.api.prepared(self.operation, prepare, Asking::open(self.asking))
    }

    /// A REST request, to which `build` adds path, query and body. Returns what the operation's
    /// envelope says.
    pub fn rest<T: DeserializeOwned + 'static>(
        self,
        build: impl FnOnce(RestRequest) -> RestRequest,
    ) -> Call<T> {
        let envelope = self.operation.envelope();
        let request = rest_request(&self.operation, self.checked, build);
        self.api.prepared(self.operation, Prepare::Ready(request), move |reply, place| {
            open_rest(reply, envelope, place)
        })
    }

    /// A REST request for something that there may not be, which the server says with `null`: that is
    /// the error that `missing` makes.
    pub fn rest_or<T: DeserializeOwned + 'static>(
        self,
        missing: fn() -> Error,
        build: impl FnOnce(RestRequest) -> RestRequest,
    ) -> Call<T> {
        let envelope = self.operation.envelope();
        let request = rest_request(&self.operation, self.checked, build);
        self.api.prepared(self.operation, Prepare::Ready(request), move |reply, place| {
            open_rest_or(reply, envelope, place, missing)
        })
    }

    /// A REST request whose response is not JSON, or is nothing: the whole body as it came, if the
    /// status is a success.
    pub fn rest_bytes(self, build: impl FnOnce(RestRequest) -> RestRequest) -> Call<Bytes> {
        let request = rest_request(&self.operation, self.checked, build);
        self.api.prepared(self.operation, Prepare::Ready(request), open_bytes)
    }

    /// A REST request that takes time to make.
    pub fn rest_deferred<T, B, F>(self, build: B) -> Call<T>
    where
        T: DeserializeOwned + 'static,
        B: FnOnce(RestRequest) -> F + Send + 'static,
        F: Future<Output = Result<RestRequest, Error>> + Send + 'static,
    {
        let envelope = self.operation.envelope();
        let prepare = match self.checked {
            Ok(()) => {
                let request = RestRequest::new(self.operation.clone());
                Prepare::Deferred(Box::pin(async move { build(request).await?.build() }))
            }
            Err(error) => Prepare::Ready(Err(error)),
        };
        self.api.prepared(self.operation, prepare, move |reply, place| {
            open_rest(reply, envelope, place)
        })
    }

    /// A REST request that only says whether it worked. A server that says `false` under code 200
    /// has not done it: that is an error here.
    pub fn command(self, build: impl FnOnce(RestRequest) -> RestRequest) -> Call<()> {
        let request = rest_request(&self.operation, self.checked, build);
        self.api.prepared(self.operation, Prepare::Ready(request), |reply, place| {
            let mut said = None;
            open_rest::<CommandBody>(reply, Envelope::Whole, &mut said)?;
            said.as_ref().map_or(Ok(()), CommandBody::confirm)?;
            *place = Some(());
            Ok(())
        })
    }

    fn and_then(mut self, check: impl FnOnce() -> Result<(), Error>) -> Self {
        if self.checked.is_ok() {
            self.checked = check();
        }
        self
    }
}

impl Asking {
    fn request<Q: GraphQLQuery>(
        asking: Option<&Self>,
        variables: Q::Variables,
    ) -> Result<Request, Error> {
        match asking {
            None => Request::graphql::<Q>(variables),
            Some(Self { document, asked }) => {
                let body = Q::build_query(variables);
                Request::graphql_text(&document.text(asked), &body.variables)
            }
        }
    }

    /// Reads the response. Where the server does not know a field, the error names the option that
    /// asked for it.
    fn open<T: DeserializeOwned>(
        asking: Option<Self>,
    ) -> impl FnMut(&Reply<'_>, &mut Option<T>) -> Result<(), Error> + Send + 'static {
        move |reply, place| {
            open_graphql(reply, place).map_err(|error| match &asking {
                Some(asking) if !error.unknown_to_server().is_empty() => asking.explain(error),
                _ => error,
            })
        }
    }

    fn explain(&self, error: Error) -> Error {
        let mut unknown = error.unknown_to_server().to_vec();
        for one in unknown.iter_mut().filter(|one| one.kind == UnknownKind::Field) {
            one.asked_by = self.document.asked_by(&self.asked, &one.name);
        }
        error.with_unknown(unknown)
    }
}

fn rest_request(
    operation: &Operation,
    checked: Result<(), Error>,
    build: impl FnOnce(RestRequest) -> RestRequest,
) -> Result<Request, Error> {
    checked?;
    build(RestRequest::new(operation.clone())).build()
}
