//! What a client is built on: the contract between this crate and those that make calls.
//!
//! A client holds an [`ApiClient`], which makes each call of an [`Operation`](crate::Operation)
//! through one [`Pipeline`]. The pipeline is made from a [`ClientConfig`], whose setters
//! [`client_config_setters!`](crate::client_config_setters) puts on the client's builder.
//!
//! ```
//! use std::sync::Arc;
//! use authing_core::{
//!     Call, Error, FixedToken, Operation, client_config_setters,
//!     client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
//! };
//!
//! pub struct WeatherClient(ApiClient);
//!
//! pub struct WeatherClientBuilder {
//!     config: ClientConfig,
//! }
//!
//! client_config_setters!(WeatherClientBuilder, config);
//!
//! impl WeatherClientBuilder {
//!     pub fn build(self) -> Result<WeatherClient, Error> {
//!         let pipeline = Pipeline::new(&self.config, &ClientIdentity::default())?;
//!         Ok(WeatherClient(ApiClient::new(pipeline, Arc::new(FixedToken::none()))))
//!     }
//! }
//!
//! impl WeatherClient {
//!     pub fn today(&self, city: impl Into<String>) -> Call<f64> {
//!         const TODAY: Operation = Operation::get("weather.today", "/api/v2/weather").idempotent();
//!         let city = city.into();
//!         self.0.call(TODAY).required("city", &city).rest(|request| request.query("city", &city))
//!     }
//! }
//! ```
//!
//! The items here follow the crate's version like every other public item.

pub use crate::{
    api_client::{ApiClient, CallBuilder},
    config::{ClientConfig, Observer, Proxy},
    options::is_secure_address,
    password_cipher::{EncryptedPassword, PasswordCipher},
    pipeline::{ClientIdentity, Pipeline},
    single_flight::SingleFlight,
    wire::{Asked, Document, Part},
};
