//! What registrations and logins have in common.

use authing_core::{
    Call, Error, Operation, Upload,
    client::{EncryptedPassword, PasswordCipher},
};
use authing_types::{
    LoginByEmailInput, LoginByPhoneCodeInput, LoginByPhonePasswordInput, LoginByUsernameInput,
    RegisterByEmailInput, RegisterByPhoneCodeInput, RegisterByUsernameInput, Secret,
};
use graphql_client::GraphQLQuery;
use serde_json::{Map, Value};

use crate::client::AuthenticationClient;

/// The input of a registration or a login as the caller wrote it: a password in it is still plain.
///
/// The input itself comes out of [`AuthenticationClient::send_input`] alone, which encrypts the
/// password first: no plain one can be sent by mistake.
#[derive(Clone)]
pub(crate) struct PlainInput<I> {
    input: I,
    /// What must not be blank, by the name of the argument.
    required: Vec<(&'static str, Secret)>,
}

/// An input of the schema that may hold a password.
pub(crate) trait MayHoldPassword {
    fn password_mut(&mut self) -> Option<&mut Secret>;
}

impl<I: MayHoldPassword> PlainInput<I> {
    pub(crate) fn new(input: I) -> Self {
        Self { input, required: Vec::new() }
    }

    /// An argument that must not be blank.
    pub(crate) fn required(mut self, argument: &'static str, text: impl Into<Secret>) -> Self {
        self.required.push((argument, text.into()));
        self
    }

    /// Sets something else in the input.
    pub(crate) fn set(mut self, set: impl FnOnce(I) -> I) -> Self {
        self.input = set(self.input);
        self
    }

    async fn encrypt(mut self, passwords: &PasswordCipher) -> Result<I, Error> {
        if let Some(password) = self.input.password_mut() {
            *password = passwords.encrypt("password", password).await?.into();
        }
        Ok(self.input)
    }
}

impl AuthenticationClient {
    /// The call of a registration or a login by GraphQL, with its password encrypted.
    pub(crate) fn send_input<Q, I>(
        &self,
        operation: Operation,
        request: PlainInput<I>,
        variables: fn(I) -> Q::Variables,
    ) -> Call<Q::ResponseData>
    where
        Q: GraphQLQuery + 'static,
        I: MayHoldPassword + Send + 'static,
        Q::Variables: Send,
    {
        let mut call = self.api().call(operation);
        for (argument, text) in &request.required {
            call = call.required(argument, text.expose());
        }
        let passwords = self.passwords().clone();
        call.graphql_deferred::<Q>(async move { Ok(variables(request.encrypt(&passwords).await?)) })
    }

    /// Encrypts a password that is a variable of its own.
    pub(crate) fn encrypt(
        &self,
        argument: &'static str,
        password: Secret,
    ) -> impl Future<Output = Result<EncryptedPassword, Error>> + Send + 'static {
        let passwords = self.passwords().clone();
        async move { passwords.encrypt(argument, &password).await }
    }
}

impl MayHoldPassword for LoginByEmailInput {
    fn password_mut(&mut self) -> Option<&mut Secret> {
        Some(self.password_mut())
    }
}

impl MayHoldPassword for LoginByUsernameInput {
    fn password_mut(&mut self) -> Option<&mut Secret> {
        Some(self.password_mut())
    }
}

impl MayHoldPassword for LoginByPhonePasswordInput {
    fn password_mut(&mut self) -> Option<&mut Secret> {
        Some(self.password_mut())
    }
}

impl MayHoldPassword for LoginByPhoneCodeInput {
    fn password_mut(&mut self) -> Option<&mut Secret> {
        None
    }
}

impl MayHoldPassword for RegisterByEmailInput {
    fn password_mut(&mut self) -> Option<&mut Secret> {
        Some(self.password_mut())
    }
}

impl MayHoldPassword for RegisterByUsernameInput {
    fn password_mut(&mut self) -> Option<&mut Secret> {
        Some(self.password_mut())
    }
}

impl MayHoldPassword for RegisterByPhoneCodeInput {
    fn password_mut(&mut self) -> Option<&mut Secret> {
        self.password_mut()
    }
}

/// Setters that every registration and every login by GraphQL has.
macro_rules! context_setters {
    () => {
        /// The end user's address, when the call comes from a server: the server's checks against
        /// abuse are about addresses.
        #[must_use]
        pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
            self.input = self.input.set(|input| input.client_ip(client_ip));
            self
        }

        /// Values for the user's custom fields, which must have been defined.
        #[must_use]
        pub fn custom_data(mut self, data: &authing_types::CustomData) -> Self {
            if let Some(params) = data.to_params() {
                self.input = self.input.set(|input| input.params(params));
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
            if let Some(context) = crate::requests::json_text(context) {
                self.input = self.input.set(|input| input.context(context));
            }
            self
        }
    };
}
pub(crate) use context_setters;

/// Pairs of name and value as a JSON object.
pub(crate) fn json_object<N: Into<String>, V: Into<Value>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> Map<String, Value> {
    pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}

/// Pairs of name and value as the text of a JSON object; `None` when there are none, since the
/// server refuses an empty object.
pub(crate) fn json_text<N: Into<String>, V: Into<Value>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> Option<String> {
    let object = json_object(pairs);
    (!object.is_empty()).then(|| Value::Object(object).to_string())
}

/// Refuses a file without bytes.
pub(crate) fn check_file(argument: &'static str, file: &Upload) -> Result<(), Error> {
    if file.is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}
