//! Steps, and what each of them put on the wire.

use std::{error::Error, fmt::Display, fs::File, future::Future, io::Write as _};

use authing_authentication::AuthenticationClient;
use authing_core::Error as SdkError;
use authing_management::ManagementClient;
use reqwest::Method;
use serde_json::{Value, json};

pub(crate) type Failure = Box<dyn Error>;

pub(crate) const PASSWORD: &str = "passw0rd-1";

/// Runs steps one after the other and takes down the requests of each.
pub(crate) struct Walk {
    emulator: Value,
    log: File,
    http: reqwest::Client,
}

impl Walk {
    pub(crate) fn start(emulator: Value, log: &str) -> Result<Self, Failure> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        let mut walk = Self { emulator, log: File::create(log)?, http };
        for name in ["userPoolId", "appId"] {
            let value = walk.info(name);
            walk.name(&format!("<{name}>"), &value)?;
        }
        Ok(walk)
    }

    /// The client of the user pool's administrator.
    pub(crate) fn administrator(&self) -> Result<ManagementClient, SdkError> {
        ManagementClient::builder(self.info("userPoolId"), self.info("userPoolSecret"))
            .host(self.info("url"))
            .public_key(self.info("publicKey"))
            .build()
    }

    /// The client of somebody who uses the application.
    pub(crate) fn end_user(&self) -> Result<AuthenticationClient, SdkError> {
        AuthenticationClient::builder(self.info("appId"), self.info("appHost"))
            .public_key(self.info("publicKey"))
            .build()
    }

    /// What the emulator says about itself under this name.
    pub(crate) fn info(&self, name: &str) -> String {
        self.emulator.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub(crate) async fn step<T, E: Display>(
        &mut self,
        name: &str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        self.control(Method::DELETE, "requests").await?;
        let result = work.await.map_err(|error| format!("{name}: {error}"))?;
        let mut log = self.control(Method::GET, "requests").await?;
        self.write(&json!({ "step": name, "requests": log["requests"].take() }))?;
        println!("rust: {name}");
        Ok(result)
    }

    /// A step that sends nothing: what it makes is compared.
    pub(crate) fn value(&mut self, name: &str, value: &Value) -> Result<(), Failure> {
        self.write(&json!({ "step": name, "requests": [], "value": value }))?;
        println!("rust: {name}");
        Ok(())
    }

    /// What the value is called in the comparison, being another one in every walk.
    pub(crate) fn name(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        self.write(&json!({ "name": name, "value": value }))
    }

    /// The id of somebody that the seed has put there, by which the comparison knows them too.
    pub(crate) async fn user(&mut self, username: &str) -> Result<String, Failure> {
        let found = self.control(Method::GET, &format!("users/{username}")).await?;
        let id = found["id"].as_str().ok_or("the seed has no such user")?.to_owned();
        self.name(&format!("<{username}>"), &id)?;
        Ok(id)
    }

    /// The code most recently sent to an address.
    pub(crate) async fn code(&self, to: &str) -> Result<String, Failure> {
        let sent = self.control(Method::GET, "messages").await?;
        let messages = sent["messages"].as_array().ok_or("no list of messages")?;
        let last = messages.iter().rev().find(|message| message["to"] == to);
        let code = last.and_then(|message| message["code"].as_str());
        Ok(code.ok_or("no code was sent")?.to_owned())
    }

    pub(crate) fn end(mut self) -> Result<(), Failure> {
        self.write(&json!({ "end": true }))
    }

    /// Sets the emulator up.
    pub(crate) async fn set_up(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, Failure> {
        let url = format!("{}/_emulator/{path}", self.info("url"));
        let request = self.http.request(method, url).json(body);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// Changes the settings of the application.
    pub(crate) async fn configure(&self, settings: &Value) -> Result<(), Failure> {
        let url = format!("{}/_emulator/applications/{}", self.info("url"), self.info("appId"));
        self.http.patch(url).json(settings).send().await?.error_for_status()?;
        Ok(())
    }

    async fn control(&self, method: Method, path: &str) -> Result<Value, Failure> {
        let url = format!("{}/_emulator/{path}", self.info("url"));
        Ok(self.http.request(method, url).send().await?.error_for_status()?.json().await?)
    }

    fn write(&mut self, line: &Value) -> Result<(), Failure> {
        Ok(writeln!(self.log, "{line}")?)
    }
}
