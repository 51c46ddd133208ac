//! What functions of callers are called with, and what they want.

use serde_json::{Map, Value as Json, json};

use crate::base::limits::cut;
use crate::state::pipeline::PipelineStage;
use crate::state::users::PROFILE_FIELDS;

/// Claims that say whose token it is, who made it, who it is for and how long: no function changes one.
const FIXED_CLAIMS: [&str; 15] = [
    "sub",
    "iss",
    "aud",
    "azp",
    "iat",
    "exp",
    "nbf",
    "jti",
    "scope",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "auth_time",
    "amr",
];

/// Fields of a profile by which others know the user: no function changes one.
const IDENTIFYING: [&str; 3] = ["externalId", "unionid", "openid"];

/// Why there is nothing that a function has returned.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Failed {
    /// It did not return in time.
    TimedOut,
    /// It could not be called, or returned nothing that can be read: what was found.
    Broken(String),
}

show_variants!(Failed { TimedOut, Broken });

/// How somebody comes in, as the context of functions tells it.
#[derive(Clone, Default)]
pub(crate) struct WayIn {
    /// `password`, `sms`, `email`, `social` or `ldap`.
    pub(crate) protocol: Option<&'static str>,
    /// Of a provider or a directory.
    pub(crate) connection: Option<String>,
    /// What was sent, without secrets.
    pub(crate) body: Json,
}

show_fields!(WayIn { protocol });

/// A call of a pipeline function: what it knows, and what it wants.
///
/// `Debug` shows the stage.
pub struct PipelineCall {
    pub(crate) stage: PipelineStage,
    pub(crate) user: Json,
    pub(crate) context: Json,
    pub(crate) env: Json,
    pub(crate) wanted: Wanted,
}

show_fields!(PipelineCall { stage });

/// What functions want to be different.
#[derive(Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) user: Map<String, Json>,
    pub(crate) custom_data: Vec<(String, Json)>,
    /// `null` for one that is to go.
    pub(crate) id_token: Map<String, Json>,
    pub(crate) access_token: Map<String, Json>,
}

show_fields!(Wanted {});

impl PipelineCall {
    /// When it is called.
    #[must_use]
    pub fn stage(&self) -> PipelineStage {
        self.stage
    }

    /// Who registers or logs in: `id`, `username`, `email`, `emailVerified`, `phone`, `phoneVerified`,
    /// `photo`, `nickname`, `gender`, `lastLogin` and others; before an account is made, what was entered.
    /// `null` where there is nobody: an unknown account, a token for a machine.
    #[must_use]
    pub fn user(&self) -> &Json {
        &self.user
    }

    /// How it came to this: `protocol`, `connection`, `userPoolId`, `userPoolName`, `userPoolMetadata`,
    /// `appId`, `appName`, `appMetadata`, and `request` with `ip`, `geo`, `body` and `query`.
    #[must_use]
    pub fn context(&self) -> &Json {
        &self.context
    }

    /// The environment variables of the user pool.
    #[must_use]
    pub fn env(&self) -> &Json {
        &self.env
    }

    /// Sets a field of the user's profile, such as `nickname`, which is kept. Only around authentication.
    pub fn set_user(&mut self, field: impl Into<String>, value: impl Into<Json>) {
        self.wanted.user.insert(field.into(), value.into());
    }

    /// Sets custom data of the user: of a field that is defined.
    pub fn add_custom_data(&mut self, key: impl Into<String>, value: impl Into<Json>) {
        self.wanted.custom_data.push((key.into(), value.into()));
    }

    /// Adds a claim to the id token, at the stage of its own.
    pub fn add_id_token(&mut self, claim: impl Into<String>, value: impl Into<Json>) {
        self.wanted.id_token.insert(claim.into(), value.into());
    }

    /// Takes a claim out of the id token, at the stage of its own.
    pub fn remove_id_token(&mut self, claim: impl Into<String>) {
        self.wanted.id_token.insert(claim.into(), Json::Null);
    }

    /// Adds a claim to the access token, at the stage of its own.
    pub fn add_access_token(&mut self, claim: impl Into<String>, value: impl Into<Json>) {
        self.wanted.access_token.insert(claim.into(), value.into());
    }

    /// Takes a claim out of the access token, at the stage of its own.
    pub fn remove_access_token(&mut self, claim: impl Into<String>) {
        self.wanted.access_token.insert(claim.into(), Json::Null);
    }

    /// What an address gets.
    pub(crate) fn to_json(&self) -> Json {
        json!({
            "scene": self.stage,
            "user": self.user,
            "context": self.context,
            "env": self.env,
        })
    }

    /// What an address has returned; the error is its refusal.
    pub(crate) fn read(&mut self, returned: &Json) -> Result<Result<(), String>, Failed> {
        let broken = |what: &str| Failed::Broken(format!("it returned no JSON object with {what}"));
        let members =
            returned.as_object().ok_or_else(|| broken("`user`, `error` or other members"))?;
        match members.get("error") {
            None | Some(Json::Null) => {}
            Some(Json::String(message)) => return Ok(Err(message.clone())),
            Some(error) => {
                let message = error.get("message").and_then(Json::as_str);
                let message = message.ok_or_else(|| broken("a text as `error`"))?;
                return Ok(Err(message.to_owned()));
            }
        }
        let part = |name: &str| match members.get(name) {
            None | Some(Json::Null) => Ok(Map::new()),
            Some(Json::Object(part)) => Ok(part.clone()),
            Some(_) => Err(broken(&format!("an object as `{name}`"))),
        };
        for (field, value) in part("user")? {
            // Whoever hands the user on changes nothing.
            if self.user.get(&field) != Some(&value) {
                self.set_user(field, value);
            }
        }
        self.wanted.custom_data.extend(part("customData")?);
        self.wanted.id_token.extend(part("idToken")?);
        self.wanted.access_token.extend(part("accessToken")?);
        Ok(Ok(()))
    }

    /// Refuses what the server does not let a function do here.
    pub(crate) fn check(&self) -> Result<(), Failed> {
        let forbidden = |what: &str| {
            let stage = self.stage.name();
            Err(Failed::Broken(format!("it may not change {what} at {stage}")))
        };
        let around = [PipelineStage::PreAuthentication, PipelineStage::PostAuthentication];
        if let Some(field) = self.wanted.user.keys().next()
            && !around.contains(&self.stage)
        {
            return forbidden(&format!("the user's `{}`", cut(field.escape_debug().to_string())));
        }
        let fixed = |field: &&String| {
            !PROFILE_FIELDS.contains(&field.as_str()) || IDENTIFYING.contains(&field.as_str())
        };
        if let Some(field) = self.wanted.user.keys().find(fixed) {
            return forbidden(&format!("the user's `{}`", cut(field.escape_debug().to_string())));
        }
        for (claims, own, name) in [
            (&self.wanted.id_token, PipelineStage::PreOidcIdTokenIssued, "id token"),
            (&self.wanted.access_token, PipelineStage::PreOidcAccessTokenIssued, "access token"),
        ] {
            if !claims.is_empty() && self.stage != own {
                return forbidden(&format!("the {name}"));
            }
            if let Some(claim) = claims.keys().find(|claim| FIXED_CLAIMS.contains(&claim.as_str()))
            {
                return forbidden(&format!("`{claim}` of the {name}"));
            }
        }
        if !self.wanted.custom_data.is_empty() && self.user.is_null() {
            return forbidden("custom data of nobody");
        }
        Ok(())
    }

    /// What the next function gets.
    pub(crate) fn settle(&mut self) {
        if let Some(user) = self.user.as_object_mut() {
            user.extend(self.wanted.user.clone());
        }
    }

    pub(crate) fn for_one_more(&self) -> Self {
        Self {
            stage: self.stage,
            user: self.user.clone(),
            context: self.context.clone(),
            env: self.env.clone(),
            wanted: self.wanted.clone(),
        }
    }
}

/// A script of a custom database, by its name on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DatabaseScript {
    /// `login`: returns the profile of whoever has this name and password, and is an error for all others.
    Login,
    /// `getUser`: returns the profile of whoever has this name; nothing if there is nobody.
    GetUser,
}

impl DatabaseScript {
    /// The name, such as `getUser`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::GetUser => "getUser",
        }
    }
}

/// A call of a script.
///
/// `Debug` shows which.
pub struct DatabaseCall {
    pub(crate) script: DatabaseScript,
    pub(crate) query: Json,
    pub(crate) password: Option<String>,
    pub(crate) context: Json,
    pub(crate) env: Json,
}

show_fields!(DatabaseCall { script });

impl DatabaseCall {
    /// Which one it is.
    #[must_use]
    pub fn script(&self) -> DatabaseScript {
        self.script
    }

    /// Who is meant: one of `username`, `email` and `phone`.
    #[must_use]
    pub fn query(&self) -> &Json {
        &self.query
    }

    /// The password in clear, for `login`.
    #[must_use]
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// As the context of pipeline functions.
    #[must_use]
    pub fn context(&self) -> &Json {
        &self.context
    }

    /// The environment variables of the user pool.
    #[must_use]
    pub fn env(&self) -> &Json {
        &self.env
    }
}
