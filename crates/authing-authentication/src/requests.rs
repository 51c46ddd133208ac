//! What registrations and log-ins have in common.

use authing_core::{Error, client::PasswordCipher};
use authing_types::Secret;
use serde_json::{Map, Value};

/// Setters that every registration and log-in has.
macro_rules! context_setters {
    () => {
        /// The end user's address, when the call comes from a server: the server's checks against
        /// abuse are about addresses.
        #[must_use]
        pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
            self.input = self.input.client_ip(client_ip);
            self
        }

        /// Values for the user's custom fields, which must have been defined.
        #[must_use]
        pub fn custom_data(mut self, data: &authing_types::CustomData) -> Self {
            if let Some(params) = data.to_params() {
                self.input = self.input.params(params);
            }
            self
        }

        /// Data for the application's pipeline functions: pairs of name and value, or a JSON
        /// object.
        #[must_use]
        pub fn context<N: Into<String>, V: Into<serde_json::Value>>(
            mut self,
            context: impl IntoIterator<Item = (N, V)>,
        ) -> Self {
            if let Some(context) = crate::requests::context_text(context) {
                self.input = self.input.context(context);
            }
            self
        }
    };
}
pub(crate) use context_setters;

/// The object as JSON text; `None` when it is empty, since the server refuses an empty text.
pub(crate) fn context_text<N: Into<String>, V: Into<Value>>(
    context: impl IntoIterator<Item = (N, V)>,
) -> Option<String> {
    let object: Map<String, Value> =
        context.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    (!object.is_empty()).then(|| Value::Object(object).to_string())
}

/// Replaces a password by what goes over the wire.
pub(crate) async fn encrypt(
    passwords: &PasswordCipher,
    password: &mut Secret,
) -> Result<(), Error> {
    *password = passwords.encrypt("password", password).await?.into();
    Ok(())
}

/// A password as a variable of its own.
pub(crate) async fn encrypted(
    passwords: &PasswordCipher,
    argument: &str,
    password: &Secret,
) -> Result<String, Error> {
    Ok(passwords.encrypt(argument, password).await?.expose().to_owned())
}
