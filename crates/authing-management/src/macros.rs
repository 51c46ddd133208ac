//! What the areas have in common.

/// Defines an area: its handle, and the accessor on the client. With `in_namespace` the handle holds
/// a permission namespace, and its `call` checks it.
macro_rules! area {
    ($(#[$meta:meta])+ $name:ident, $accessor:ident) => {
        $(#[$meta])+
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            client: &'a $crate::ManagementClient,
        }

        impl $crate::ManagementClient {
            $(#[$meta])+
            pub fn $accessor(&self) -> $name<'_> {
                $name { client: self }
            }
        }
    };
    ($(#[$meta:meta])+ $name:ident, $accessor:ident, in_namespace) => {
        $(#[$meta])+
        #[derive(Clone, Debug)]
        pub struct $name<'a> {
            client: &'a $crate::ManagementClient,
            namespace: Option<String>,
        }

        impl $crate::ManagementClient {
            $(#[$meta])+
            pub fn $accessor(&self) -> $name<'_> {
                $name { client: self, namespace: None }
            }
        }

        impl<'a> $name<'a> {
            /// The same calls in another permission namespace, by its code: that is where roles,
            /// policies and resources are looked up. Default: the server's namespace `default`.
            ///
            /// ```no_run
            /// # async fn example(management: authing_management::ManagementClient) {
            #[doc = concat!("let shop = management.", stringify!($accessor), "().in_namespace(\"shop\");")]
            /// # let _ = shop; }
            /// ```
            ///
            /// # Errors
            ///
            /// None here. Each call fails with [`ErrorKind::Input`](crate::ErrorKind::Input) when the
            /// code is blank.
            #[must_use]
            pub fn in_namespace(&self, namespace: impl Into<String>) -> $name<'a> {
                $name { client: self.client, namespace: Some(namespace.into()) }
            }

            /// Begins a call in the namespace.
            fn call(
                &self,
                operation: authing_core::Operation,
            ) -> authing_core::client::CallBuilder<'a> {
                self.client
                    .call(operation)
                    .required_if_given("namespace", self.namespace.as_deref())
            }

            /// A list of which `fetch` gets one page: from a call in the namespace, the namespace,
            /// the page's number and its length.
            fn pages<T: Send + 'static>(
                &self,
                operation: authing_core::Operation,
                first: authing_core::PageRequest,
                fetch: impl Fn(
                    authing_core::client::CallBuilder<'_>,
                    Option<String>,
                    i64,
                    i64,
                ) -> authing_core::Call<authing_types::Page<T>>
                + Send
                + 'static,
            ) -> authing_core::PagedCall<T> {
                let namespace = self.namespace.clone();
                self.client.api().pages(first, move |api, page, limit| {
                    let call = api
                        .call(operation.clone())
                        .required_if_given("namespace", namespace.as_deref());
                    fetch(call, namespace.clone(), page, limit)
                })
            }
        }
    };
}

/// Setters for the page of a list; the request has a field `page` of type `PageRequest`.
macro_rules! page_setters {
    () => {
        /// Which page, from 1. Default: 1.
        #[must_use]
        pub fn page(mut self, page: u32) -> Self {
            self.page.page = page;
            self
        }

        /// How many entries a page has. Default: 10.
        #[must_use]
        pub fn limit(mut self, limit: u32) -> Self {
            self.page.limit = limit;
            self
        }
    };
}

/// Sends one of two operations that take the same variables and return the same field, and differ
/// only in whether they ask for custom data (which costs the server a query of its own). With
/// `-> role => users` it returns a member of a field that may be `null`, as an option.
macro_rules! twin {
    (
        $call:expr, $with_custom_data:expr =>
        $plain:ident($plain_module:ident) | $with:ident($with_module:ident)
        { $($variable:ident: $value:expr),* $(,)? } -> $field:ident $(=> $member:ident)?
    ) => {
        if $with_custom_data {
            let variables = crate::generated::operations::$with_module::Variables {
                $($variable: $value),*
            };
            $call
                .graphql::<crate::generated::operations::$with>(variables)
                .map(|data| data.$field$(.map(|parent| parent.$member))?)
        } else {
            let variables = crate::generated::operations::$plain_module::Variables {
                $($variable: $value),*
            };
            $call
                .graphql::<crate::generated::operations::$plain>(variables)
                .map(|data| data.$field$(.map(|parent| parent.$member))?)
        }
    };
}
