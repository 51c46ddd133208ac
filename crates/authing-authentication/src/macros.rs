//! What types of several areas have in common.

/// `Debug` that shows these fields and hides the rest, so that a field which is added stays hidden.
macro_rules! debug_shows {
    ($type:ty { $($field:ident),* $(,)? }) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    };
}
