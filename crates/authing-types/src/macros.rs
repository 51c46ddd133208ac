//! Macros behind the generated code and the hand-written REST types.

/// Fails the build when a file is not the one that the surrounding code was generated from.
///
/// The path is relative to the manifest of the crate that uses the macro. The number is the file's
/// [`stamp::fingerprint`](crate::stamp::fingerprint); the code generator writes both.
///
/// ```compile_fail
/// // README.md has changed: run cargo xtask codegen
/// authing_types::assert_unchanged!("README.md", 0x0123456789abcdef);
/// ```
///
/// # Errors
///
/// The build fails, and names the file, when the file is missing or its fingerprint differs.
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

/// A struct with one member, read from an object with that member: what a GraphQL operation returns.
///
/// It reads what `#[derive(Deserialize)]` reads, except for a list in the object's place. What the derive
/// writes once for each struct, [`lenient::member`](crate::lenient::member) is once for each type of a member.
///
/// ```
/// authing_types::single_member! {
///     pub struct ResponseData {
///         pub user: Option<String> = "userName"
///     }
/// }
///
/// let read: ResponseData = serde_json::from_str(r#"{"other": 1, "userName": "bob"}"#)?;
/// assert_eq!(read.user.as_deref(), Some("bob"));
/// let read: ResponseData = serde_json::from_str("{}")?;
/// assert_eq!(read.user, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! single_member {
    ($visibility:vis struct $name:ident {
        $field_visibility:vis $field:ident : $type:ty = $member:literal
    }) => {
        $visibility struct $name {
            $field_visibility $field: $type,
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::lenient::member(deserializer, $member).map(|$field| Self { $field })
            }
        }
    };
}

/// Implements `Debug` for structs so that it shows the fields named here and hides all others.
///
/// A field is shown because someone has judged it harmless: an id, a code, a boolean, a count.
/// A field that is added later stays hidden until it is named too. The output ends with `..`.
///
/// ```
/// use authing_types::redacted_debug;
///
/// pub struct Account {
///     pub id: String,
///     pub phone: String,
///     pub blocked: bool,
/// }
///
/// redacted_debug! {
///     Account { id, blocked }
/// }
///
/// let account = Account { id: "1".into(), phone: "13800000000".into(), blocked: false };
/// assert_eq!(format!("{account:?}"), r#"Account { id: "1", blocked: false, .. }"#);
/// # let _ = account.phone;
/// ```
///
/// Lifetimes are written as in an `impl`: `Borrowed<'_> { id }`.
#[macro_export]
macro_rules! redacted_debug {
    ($($name:ident $(<$($lifetime:lifetime),+>)? { $($field:ident),* $(,)? })+) => {$(
        impl ::core::fmt::Debug for $name $(<$($lifetime),+>)? {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut shown = f.debug_struct(::core::stringify!($name));
                $(shown.field(
                    ::core::stringify!($field).trim_start_matches("r#"),
                    &self.$field,
                );)*
                shown.finish_non_exhaustive()
            }
        }
    )+};
}

/// Defines an enum of words on the wire that keeps a word it does not know.
///
/// The enum gets a variant `Unknown(String)`, so that a newer server does not break reading, and
/// `as_str`, `From<&str>`, `Display`, `Serialize` and `Deserialize`, which all speak the words. The
/// crate that uses the macro depends on serde.
///
/// ```
/// use authing_types::wire_enum;
///
/// wire_enum! {
///     /// Where a job stands.
///     pub enum JobStatus {
///         /// It waits for its turn.
///         Waiting = "WAITING",
///         /// It has ended.
///         Done = "DONE",
///     }
/// }
///
/// let status: JobStatus = serde_json::from_str(r#""DONE""#)?;
/// assert_eq!(status, JobStatus::Done);
/// let newer = JobStatus::from("PAUSED");
/// assert_eq!(newer, JobStatus::Unknown("PAUSED".to_owned()));
/// assert_eq!(newer.as_str(), "PAUSED");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Reading fails only when the value is not a string.
#[macro_export]
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $wire:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A word this version does not know; it is sent as it came. `Debug` shows it unless it is
            /// something else than a word.
            Unknown(::std::string::String),
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant => f.write_str(::core::stringify!($variant)),)+
                    Self::Unknown(word) => $crate::lenient::debug_word("Unknown", word, f),
                }
            }
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
                $crate::lenient::word(deserializer)
            }
        }
    };
}
