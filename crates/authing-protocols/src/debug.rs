//! `Debug` that hides by default.

/// Gives a type a `Debug` that shows these fields and nothing else. A field that is added later is
/// hidden until somebody puts it on the list as harmless.
macro_rules! debug_fields {
    ($type:ident: $($field:ident),*) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use debug_fields;
