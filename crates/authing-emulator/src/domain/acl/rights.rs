//! Who may do what, by whatever way it was granted.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use crate::base::listed;
use crate::domain::acl::Reach;
use crate::state::acl::{ResourceDefinition, TargetType};
use crate::state::policies::{Effect, Statement};
use crate::state::user_pool::UserPool;

/// A resource and the actions granted on it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) resource: String,
    pub(crate) resource_type: Option<String>,
    pub(crate) api_identifier: Option<String>,
    /// None on menus and buttons.
    pub(crate) actions: Vec<String>,
}

show_fields!(Grant {});

/// What applies to somebody in a namespace: the statements of policies, and rights given without
/// one.
pub(crate) struct Rights<'a> {
    rules: Vec<Rule<'a>>,
    /// The resources of the namespace.
    defined: Vec<&'a ResourceDefinition>,
}

struct Rule<'a> {
    resource: &'a str,
    resource_type: Option<&'a str>,
    /// Its type if neither the right nor a definition of the resource names one.
    default_type: Option<&'static str>,
    actions: &'a [String],
    effect: Effect,
}

impl<'a> Rights<'a> {
    /// Everything that reaches a target.
    pub(crate) fn of(pool: &'a UserPool, namespace: &str, kind: TargetType, id: &'a str) -> Self {
        let reach = Reach::of(pool, namespace, kind, id);
        Self::given_to(pool, namespace, |kind, id, inherited| reach.has(kind, id, inherited))
    }

    /// What was given to a target itself.
    pub(crate) fn own(pool: &'a UserPool, namespace: &str, kind: TargetType, id: &str) -> Self {
        Self::given_to(pool, namespace, |given, to, _| given == kind && to == id)
    }

    /// The right to these actions on one resource.
    #[cfg(test)]
    pub(crate) fn to(resource: &'a str, actions: &'a [String]) -> Self {
        let effect = Effect::Allow;
        let rules =
            vec![Rule { resource, resource_type: None, default_type: None, actions, effect }];
        Self { rules, defined: Vec::new() }
    }

    fn given_to(
        pool: &'a UserPool,
        namespace: &str,
        applies: impl Fn(TargetType, &str, bool) -> bool,
    ) -> Self {
        let assigned = pool.assignments.iter().filter(|a| {
            a.enabled && a.namespace == namespace && applies(a.target_type, &a.target, a.inherited)
        });
        let policies = assigned.filter_map(|a| {
            pool.policies.iter().find(|p| p.code == a.policy && p.namespace == a.namespace)
        });
        // Hidden ones are about logging in, and nothing else.
        let policies = policies.filter(|policy| !policy.hidden);
        let statements = policies.flat_map(|policy| &policy.statements).filter_map(Rule::read);
        let grants = pool.grants.iter().filter(|grant| {
            grant.namespace == namespace && applies(grant.target_type, &grant.target, true)
        });
        let given = grants.map(|grant| Rule {
            resource: &grant.resource,
            resource_type: grant.resource_type.as_deref(),
            // A right without a policy is recorded with the type of data.
            default_type: Some("DATA"),
            actions: &grant.actions,
            effect: Effect::Allow,
        });
        let defined = pool.resources.iter().filter(|resource| resource.namespace == namespace);
        Self { rules: statements.chain(given).collect(), defined: defined.collect() }
    }

    /// Whether an action on a resource is granted and not refused.
    pub(crate) fn allow(&self, resource: &str, action: &str) -> bool {
        self.any(Effect::Allow, resource, action) && !self.any(Effect::Deny, resource, action)
    }

    /// Whether an action on a resource is refused in so many words.
    pub(crate) fn refuse(&self, resource: &str, action: &str) -> bool {
        self.any(Effect::Deny, resource, action)
    }

    /// The actions on a resource; none at all where nothing grants any right on it.
    pub(crate) fn on(&self, resource: &str) -> Option<Vec<String>> {
        let mut found: Option<Vec<String>> = None;
        let granting =
            self.rules.iter().filter(|r| r.effect == Effect::Allow && covers(r.resource, resource));
        for rule in granting {
            let allowed: Vec<_> = rule
                .actions
                .iter()
                .filter(|action| !self.any(Effect::Deny, resource, action))
                .collect();
            // A menu has no actions; otherwise no action left means no right left.
            if allowed.is_empty() && !rule.actions.is_empty() {
                continue;
            }
            add(found.get_or_insert_default(), allowed);
        }
        found
    }

    /// Every resource with rights, of one type if it is named.
    pub(crate) fn resources(&self, resource_type: Option<&str>) -> Vec<Grant> {
        let mut out: Vec<Grant> = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.effect == Effect::Allow) {
            let refused = |action: &&String| self.any(Effect::Deny, rule.resource, action);
            let allowed: Vec<_> = rule.actions.iter().filter(|action| !refused(action)).collect();
            if allowed.is_empty() && !rule.actions.is_empty() {
                continue;
            }
            let resource_type = self.type_of(rule).map(str::to_owned);
            match out.iter_mut().find(|grant| grant.resource == rule.resource) {
                Some(grant) => {
                    add(&mut grant.actions, allowed);
                    grant.resource_type = grant.resource_type.take().or(resource_type);
                }
                None => out.push(Grant {
                    resource: rule.resource.to_owned(),
                    resource_type,
                    api_identifier: self
                        .definition(rule.resource)
                        .and_then(|defined| defined.api_identifier.clone()),
                    actions: allowed.into_iter().cloned().collect(),
                }),
            }
        }
        out.retain(|grant| {
            resource_type.is_none() || grant.resource_type.as_deref() == resource_type
        });
        out
    }

    /// A page of all resources with rights.
    pub(crate) fn page(self, resource_type: Option<&str>) -> Json {
        Self::page_of_all([self], resource_type)
    }

    /// A page of all resources with rights in several namespaces.
    pub(crate) fn page_of_all(
        all: impl IntoIterator<Item = Self>,
        resource_type: Option<&str>,
    ) -> Json {
        let all = all.into_iter();
        let list: Vec<Json> = all
            .flat_map(|rights| rights.resources(resource_type))
            .map(|grant| grant.view())
            .collect();
        listed::whole(list)
    }

    /// Whether something of this type may be meant: rights on what is not defined may have no type.
    pub(crate) fn has_type(&self, resource: &str, resource_type: &str) -> bool {
        self.rules
            .iter()
            .filter(|rule| covers(rule.resource, resource))
            .any(|rule| self.type_of(rule).is_none_or(|own| own == resource_type))
    }

    /// The type that came with a right, else that of the resource it is on, else its default.
    fn type_of(&self, rule: &Rule<'a>) -> Option<&'a str> {
        let defined = || self.definition(rule.resource).map(|found| found.resource_type.as_str());
        rule.resource_type.or_else(defined).or(rule.default_type)
    }

    /// The definition of a resource, or of the kind it is of.
    fn definition(&self, resource: &str) -> Option<&'a ResourceDefinition> {
        let kind = resource.split_once(':').map_or(resource, |(kind, _)| kind);
        let coded = |code: &str| self.defined.iter().copied().find(|known| known.code == code);
        coded(resource).or_else(|| coded(kind))
    }

    fn any(&self, effect: Effect, resource: &str, action: &str) -> bool {
        self.rules.iter().filter(|rule| rule.effect == effect).any(|rule| {
            covers(rule.resource, resource)
                && rule.actions.iter().any(|own| {
                    let (own, wanted) = (full(own, rule.resource), full(action, resource));
                    covers_action(&own, &wanted)
                })
        })
    }
}

impl<'a> Rule<'a> {
    /// A statement as a rule. Conditions are not looked into: a grant that has some grants nothing,
    /// a refusal that has some refuses always.
    fn read(statement: &'a Statement) -> Option<Self> {
        let conditions = statement.condition.as_ref().and_then(Json::as_array);
        let conditional = conditions.is_some_and(|list| !list.is_empty());
        (!conditional || statement.effect == Effect::Deny).then_some(Self {
            resource: &statement.resource,
            resource_type: None,
            default_type: None,
            actions: &statement.actions,
            effect: statement.effect,
        })
    }
}

impl Grant {
    /// As an entry of a list of authorized resources.
    fn view(&self) -> Json {
        let actions = (!self.actions.is_empty()).then_some(&self.actions);
        json!({
            "code": self.resource,
            "type": self.resource_type,
            "actions": actions,
            "apiIdentifier": self.api_identifier,
        })
    }
}

/// Whether a granted resource covers a wanted one. `*` and `*:*` cover all, `book:*` and `book`
/// cover every book; `book:1` covers itself only.
pub(crate) fn covers(granted: &str, wanted: &str) -> bool {
    if is_all(granted) || granted == wanted {
        return true;
    }
    let kind = granted.strip_suffix(":*").unwrap_or(granted);
    let whole_kind = granted.ends_with(":*") || !granted.contains(':');
    whole_kind && (wanted == kind || wanted.split_once(':').is_some_and(|(k, _)| k == kind))
}

/// Whether a granted action covers a wanted one: as with resources, and a bare verb, which can
/// only stand for a right to everything here, covers that verb of every kind.
pub(crate) fn covers_action(granted: &str, wanted: &str) -> bool {
    if is_all(granted) || granted == wanted {
        return true;
    }
    match granted.split_once(':') {
        Some((kind, "*")) => wanted.split_once(':').is_some_and(|(k, _)| k == kind),
        Some(_) => false,
        None => wanted.split_once(':').is_some_and(|(_, verb)| verb == granted),
    }
}

/// An action as `kind:verb`: a bare verb is one of the kind of the resource it stands beside.
fn full(action: &str, resource: &str) -> String {
    let kind = resource.split_once(':').map_or(resource, |(kind, _)| kind);
    if action.contains(':') || action == "*" || kind == "*" {
        action.to_owned()
    } else {
        format!("{kind}:{action}")
    }
}

fn is_all(text: &str) -> bool {
    matches!(text, "*" | "*:*")
}

fn add(list: &mut Vec<String>, more: Vec<&String>) {
    let mut known: HashSet<&String> = list.iter().collect();
    let missing: Vec<String> =
        more.into_iter().filter(|entry| known.insert(entry)).cloned().collect();
    list.extend(missing);
}

#[cfg(test)]
mod tests {
    use super::{covers, covers_action, full};

    #[test]
    fn wildcards_cover_their_kind_and_nothing_else() {
        for (granted, wanted) in [
            ("*", "books:1"),
            ("*:*", "books:1"),
            ("books:*", "books:1"),
            ("books:*", "books"),
            ("books", "books:1"),
            ("books", "books:*"),
            ("books:1", "books:1"),
        ] {
            assert!(covers(granted, wanted), "{granted} should cover {wanted}");
        }
        for (granted, wanted) in
            [("books:1", "books:*"), ("books:1", "books"), ("books:*", "bookshop:1")]
        {
            assert!(!covers(granted, wanted), "{granted} should not cover {wanted}");
        }
    }

    #[test]
    fn a_bare_verb_is_one_of_the_resources_kind() {
        for (granted, on, wanted) in [
            ("edit", "books:1", "books:edit"),
            ("edit", "*", "books:edit"),
            ("books:*", "books:1", "books:edit"),
            ("*", "books", "books:edit"),
        ] {
            assert!(covers_action(&full(granted, on), wanted), "{granted} on {on}");
        }
        for (granted, on, wanted) in [
            ("edit", "books:1", "films:edit"),
            ("edit", "*", "books:editor"),
            ("books:edit", "books:1", "books:*"),
            ("books:*", "books:1", "*"),
        ] {
            assert!(!covers_action(&full(granted, on), wanted), "{granted} on {on}");
        }
    }
}
