//! What the areas have in common.

/// Defines an area: its handle, and the accessor on the client.
macro_rules! area {
    ($(#[$meta:meta])+ $name:ident, $accessor:ident) => {
        $(#[$meta])+
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            client: &'a $crate::AuthenticationClient,
        }

        impl $crate::AuthenticationClient {
            $(#[$meta])+
            pub fn $accessor(&self) -> $name<'_> {
                $name { client: self }
            }
        }
    };
}
