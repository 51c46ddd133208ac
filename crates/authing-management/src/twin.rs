//! Documents that come in two: with and without custom data.

/// Sends one of two operations that take the same variables and answer the same field, and differ
/// only in whether they ask for custom data (which costs the server a query of its own).
macro_rules! twin {
    (
        $caller:expr, $operation:expr, $with_custom_data:expr =>
        $plain:ident($plain_module:ident) | $with:ident($with_module:ident)
        { $($variable:ident: $value:expr),* $(,)? } -> $field:ident
    ) => {
        if $with_custom_data {
            let variables = crate::generated::operations::$with_module::Variables {
                $($variable: $value),*
            };
            $caller
                .graphql::<crate::generated::operations::$with>($operation, variables)
                .map(|data| data.$field)
        } else {
            let variables = crate::generated::operations::$plain_module::Variables {
                $($variable: $value),*
            };
            $caller
                .graphql::<crate::generated::operations::$plain>($operation, variables)
                .map(|data| data.$field)
        }
    };
}
