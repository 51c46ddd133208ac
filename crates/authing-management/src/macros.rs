//! What the areas have in common.

/// Defines an area: its handle, and the accessor on the client.
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

/// Sends one of two operations that take the same variables and answer the same field, and differ
/// only in whether they ask for custom data (which costs the server a query of its own). With
/// `-> role => users` it answers a member of a field that may be `null`, as an option.
macro_rules! twin {
    (
        $api:expr, $operation:expr, $with_custom_data:expr =>
        $plain:ident($plain_module:ident) | $with:ident($with_module:ident)
        { $($variable:ident: $value:expr),* $(,)? } -> $field:ident $(=> $member:ident)?
    ) => {
        if $with_custom_data {
            let variables = crate::generated::operations::$with_module::Variables {
                $($variable: $value),*
            };
            $api
                .graphql::<crate::generated::operations::$with>($operation, variables)
                .map(|data| data.$field$(.map(|parent| parent.$member))?)
        } else {
            let variables = crate::generated::operations::$plain_module::Variables {
                $($variable: $value),*
            };
            $api
                .graphql::<crate::generated::operations::$plain>($operation, variables)
                .map(|data| data.$field$(.map(|parent| parent.$member))?)
        }
    };
}
