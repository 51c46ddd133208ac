//! What the areas have in common.

/// Defines an area: its handle, and the accessor on the client. With `in_namespace` the handle holds
/// a permission namespace, and its `call` checks it. With either word it holds what its calls ask for
/// beyond what comes unasked: see `handle_options!`.
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
    ($(#[$meta:meta])+ $name:ident, $accessor:ident, asking) => {
        $(#[$meta])+
        #[derive(Clone, Debug)]
        pub struct $name<'a> {
            client: &'a $crate::ManagementClient,
            asked: authing_core::client::Asked,
        }

        impl $crate::ManagementClient {
            $(#[$meta])+
            pub fn $accessor(&self) -> $name<'_> {
                $name { client: self, asked: authing_core::client::Asked::default() }
            }
        }
    };
    ($(#[$meta:meta])+ $name:ident, $accessor:ident, in_namespace) => {
        $(#[$meta])+
        #[derive(Clone, Debug)]
        pub struct $name<'a> {
            client: &'a $crate::ManagementClient,
            namespace: Option<String>,
            asked: authing_core::client::Asked,
        }

        impl $crate::ManagementClient {
            $(#[$meta])+
            pub fn $accessor(&self) -> $name<'_> {
                let asked = authing_core::client::Asked::default();
                $name { client: self, namespace: None, asked }
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
                let asked = self.asked.clone();
                $name { client: self.client, namespace: Some(namespace.into()), asked }
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

/// Setters for what a request for users can ask for; the request has a field `asked` of type `Asked`.
macro_rules! user_options {
    () => {
        /// Brings each user's custom data along.
        #[must_use]
        pub fn with_custom_data(self) -> Self {
            self.ask("with_custom_data")
        }

        /// Brings along the accounts at identity providers that are linked to each user, without the
        /// providers' tokens.
        #[must_use]
        pub fn with_identities(self) -> Self {
            self.ask("with_identities")
        }

        /// Brings along the linked accounts with what the providers said about them and the tokens
        /// that they gave: [`Identity::access_token`](crate::types::Identity::access_token) and its
        /// neighbours.
        #[must_use]
        pub fn with_identity_tokens(self) -> Self {
            self.ask("with_identities").ask("with_identity_tokens")
        }

        /// Brings along id and code of each user's main department. Older servers refuse it.
        #[must_use]
        pub fn with_main_department(self) -> Self {
            self.ask("with_main_department")
        }

        /// Brings along when each account expires. Older servers refuse it.
        #[must_use]
        pub fn with_expiry(self) -> Self {
            self.ask("with_expiry")
        }

        /// Brings along the id of each user's direct superior. Older servers refuse it.
        #[must_use]
        pub fn with_direct_management(self) -> Self {
            self.ask("with_direct_management")
        }

        /// Brings along everything that this version knows, the providers' tokens included. A server
        /// that lacks one of the fields refuses the call.
        #[must_use]
        pub fn with_all_fields(self) -> Self {
            self.ask("with_all_fields")
        }

        fn ask(mut self, option: &'static str) -> Self {
            self.asked = self.asked.with(option);
            self
        }
    };
}

/// Setters on a handle, for what its calls can ask for; the handle has a field `asked` of type `Asked`.
macro_rules! handle_options {
    ($name:ident { $($(#[$meta:meta])+ $option:ident)+ }) => {
        impl $name<'_> {
            $(
                $(#[$meta])+
                #[must_use]
                pub fn $option(mut self) -> Self {
                    self.asked = self.asked.with(stringify!($option));
                    self
                }
            )+
        }
    };
}
