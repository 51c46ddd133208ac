//! `Debug` that hides by default.
//!
//! A type that holds data lists the fields that `Debug` may show. Whatever is not on the list, a
//! field that is added later among it, is hidden. Only types without data derive `Debug`: an enum
//! of plain names, a number.

/// Writes `Debug` for structs: the listed fields are shown, every other one is hidden.
///
/// An id may be shown; a secret, a text that somebody wrote and anything about a person may not.
macro_rules! show_fields {
    ($($name:ident $(<$lifetime:lifetime>)? { $($field:ident),* $(,)? })+) => {$(
        impl $(<$lifetime>)? ::std::fmt::Debug for $name $(<$lifetime>)? {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    )+};
}

/// Writes `Debug` for enums whose variants hold data: the variant's name is shown, the data is not.
macro_rules! show_variants {
    ($($name:ident $(<$lifetime:lifetime>)? { $($variant:ident),* $(,)? })+) => {$(
        impl $(<$lifetime>)? ::std::fmt::Debug for $name $(<$lifetime>)? {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant { .. } => stringify!($variant),)*
                })
            }
        }
    )+};
}
