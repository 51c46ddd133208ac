//! The rules of a policy.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

use super::{Action, Resource};
use crate::{
    PolicyEffect, PolicyStatement, PolicyStatementCondition, PolicyStatementConditionInput,
    PolicyStatementInput, redacted_debug,
};

/// One rule of a policy: it allows or denies actions on a resource. A denial takes precedence over
/// every other statement.
///
/// ```
/// use authing_types::{Condition, PolicyEffect, Resource, Statement};
///
/// let read = Statement::allow("books:*", ["books:read"]);
/// let no_drafts = Statement::deny(Resource::item("books", "draft")?, ["books:*"])
///     .when(Condition::new("UserId", "StringNotEquals", "5f7ddfe62ba819802422362e"));
/// assert_eq!(no_drafts.conditions().len(), 1);
///
/// // The form that the console shows is read too. An unknown member is an error: a misspelt
/// // `effect` must not turn a denial into a grant.
/// let json = r#"{"resource": "books:1", "actions": ["books:*"], "effect": "DENY"}"#;
/// let statement: Statement = serde_json::from_str(json).map_err(|_| "not a statement")?;
/// assert_eq!(statement.effect(), &PolicyEffect::Deny);
/// assert!(serde_json::from_str::<Statement>(&json.replace("effect", "efect")).is_err());
/// # let _ = read;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    resource: Resource,
    actions: Vec<Action>,
    #[serde(default = "allow", deserialize_with = "known_effect")]
    effect: PolicyEffect,
    #[serde(
        default,
        rename = "condition",
        deserialize_with = "null_is_none",
        skip_serializing_if = "Vec::is_empty"
    )]
    conditions: Vec<Condition>,
}

/// When a [`Statement`] applies: an attribute of the request compared with a value. Authing
/// documents the operators in its console only; `StringEquals` and `StringNotEqualsIgnoreCase`
/// are two, `UserId` and `AppId` two attributes. `Debug` hides the value.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    param: String,
    operator: String,
    value: Value,
}

redacted_debug! {
    Statement { resource, actions, effect, conditions }
    Condition { param, operator }
}

impl Statement {
    /// Allows actions on a resource.
    pub fn allow(
        resource: impl Into<Resource>,
        actions: impl IntoIterator<Item = impl Into<Action>>,
    ) -> Self {
        Self::new(PolicyEffect::Allow, resource.into(), actions)
    }

    /// Denies actions on a resource, whatever else allows them.
    pub fn deny(
        resource: impl Into<Resource>,
        actions: impl IntoIterator<Item = impl Into<Action>>,
    ) -> Self {
        Self::new(PolicyEffect::Deny, resource.into(), actions)
    }

    /// Adds a condition; all of them must hold.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// The resource.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// The actions.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// Whether it allows or denies.
    pub fn effect(&self) -> &PolicyEffect {
        &self.effect
    }

    /// The conditions, which must all hold.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Whether it is about this action on this resource, conditions aside.
    pub fn is_about(&self, resource: &Resource, action: &Action) -> bool {
        self.resource.covers(resource) && self.actions.iter().any(|own| own.covers(action))
    }

    fn new(
        effect: PolicyEffect,
        resource: Resource,
        actions: impl IntoIterator<Item = impl Into<Action>>,
    ) -> Self {
        let actions = actions.into_iter().map(Into::into).collect();
        Self { resource, actions, effect, conditions: Vec::new() }
    }
}

impl Condition {
    /// Compares an attribute with a value.
    pub fn new(
        param: impl Into<String>,
        operator: impl Into<String>,
        value: impl Into<Value>,
    ) -> Self {
        Self { param: param.into(), operator: operator.into(), value: value.into() }
    }

    /// The attribute.
    pub fn param(&self) -> &str {
        &self.param
    }

    /// How it is compared.
    pub fn operator(&self) -> &str {
        &self.operator
    }

    /// What it is compared with.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl From<Statement> for PolicyStatementInput {
    fn from(statement: Statement) -> Self {
        let input = Self::new(statement.resource, statement.actions).effect(statement.effect);
        if statement.conditions.is_empty() {
            return input;
        }
        input.condition(statement.conditions.into_iter().map(|condition| {
            PolicyStatementConditionInput::new(condition.param, condition.operator, condition.value)
        }))
    }
}

/// As the server returns it; without an effect it allows.
impl From<PolicyStatement> for Statement {
    fn from(statement: PolicyStatement) -> Self {
        let conditions = statement.condition.unwrap_or_default().into_iter();
        Self {
            resource: statement.resource.into(),
            actions: statement.actions.into_iter().map(Into::into).collect(),
            effect: statement.effect.unwrap_or(PolicyEffect::Allow),
            conditions: conditions.map(Into::into).collect(),
        }
    }
}

impl From<PolicyStatementCondition> for Condition {
    fn from(condition: PolicyStatementCondition) -> Self {
        Self { param: condition.param, operator: condition.operator, value: condition.value }
    }
}

fn allow() -> PolicyEffect {
    PolicyEffect::Allow
}

fn known_effect<'de, D: Deserializer<'de>>(input: D) -> Result<PolicyEffect, D::Error> {
    match Option::<PolicyEffect>::deserialize(input)? {
        None => Ok(allow()),
        Some(PolicyEffect::Unknown(_)) => Err(de::Error::custom("the effect is ALLOW or DENY")),
        Some(effect) => Ok(effect),
    }
}

fn null_is_none<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Condition>, D::Error> {
    Ok(Option::deserialize(input)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_statement_goes_over_the_wire_and_comes_back() {
        let statement = Statement::deny("books:*", ["books:edit", "books:read"])
            .when(Condition::new("AppId", "StringEquals", "app"));
        let wire = json!({
            "resource": "books:*",
            "actions": ["books:edit", "books:read"],
            "effect": "DENY",
            "condition": [{"param": "AppId", "operator": "StringEquals", "value": "app"}],
        });
        let input = PolicyStatementInput::from(statement.clone());
        assert_eq!(serde_json::to_value(input).unwrap(), wire);
        let returned: PolicyStatement = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(Statement::from(returned), statement);
        assert_eq!(serde_json::from_value::<Statement>(wire).unwrap(), statement);
    }

    #[test]
    fn what_might_turn_a_denial_into_a_grant_is_not_read() {
        for json in [
            json!({"resource": "a", "actions": ["*"], "efect": "DENY"}),
            json!({"resource": "a", "actions": ["*"], "effect": "deny"}),
            json!({"actions": ["*"]}),
            json!({"resource": "a"}),
        ] {
            assert!(serde_json::from_value::<Statement>(json.clone()).is_err(), "{json}");
        }
        let nulls = json!({"resource": "a", "actions": ["*"], "effect": null, "condition": null});
        let read: Statement = serde_json::from_value(nulls).unwrap();
        assert_eq!(read, Statement::allow("a", ["*"]));
    }

    #[test]
    fn debug_hides_what_a_condition_compares_with() {
        let statement = Statement::allow("books:*", ["books:read"]).when(Condition::new(
            "UserId",
            "StringEquals",
            "canary",
        ));
        let shown = format!("{statement:?}");
        assert!(shown.contains("books:read") && shown.contains("UserId"), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn a_statement_knows_what_it_is_about() {
        let statement = Statement::allow("books:*", ["books:read"]);
        assert!(statement.is_about(&"books:1".into(), &"books:read".into()));
        assert!(!statement.is_about(&"books:1".into(), &"books:edit".into()));
        assert!(!statement.is_about(&"films:1".into(), &"books:read".into()));
    }
}
