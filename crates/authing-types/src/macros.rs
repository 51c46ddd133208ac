//! Macros behind the generated code and the hand-written REST types.

/// Fails the build when a file differs from the one the surrounding code was generated from.
#[doc(hidden)]
#[macro_export]
macro_rules! assert_unchanged {
    ($path:literal, $fingerprint:literal) => {
        const _: () = ::core::assert!(
            $crate::stamp::fingerprint(::core::include_bytes!(::core::concat!(
                ::core::env!("CARGO_MANIFEST_DIR"),
                "/",
                $path
            ))) == $fingerprint,
            ::core::concat!($path, " has changed: run cargo xtask codegen")
        );
    };
}

/// Defines an enum of words on the wire that keeps a word it does not know.
#[doc(hidden)]
#[macro_export]
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $wire:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A word this version does not know; it is sent as it came.
            Unknown(::std::string::String),
        }

        impl $name {
            /// The word on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Unknown(word) => word,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($wire => Self::$variant,)+
                    _ => Self::Unknown(::std::borrow::ToOwned::to_owned(word)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::words::deserialize(deserializer)
            }
        }
    };
}
