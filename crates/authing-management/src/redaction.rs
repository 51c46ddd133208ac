//! What `Debug` may show.

/// `Debug` that shows the fields on this list and hides all others: a new field is hidden until
/// somebody finds it harmless.
macro_rules! debug_shows {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    };
}
