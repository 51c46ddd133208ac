//! The trees that an export returns.

use authing_types::{Timestamp, User, lenient};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;

/// A node as an export has it: with its members, and the nodes below inside of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExportedNode {
    /// The node's id.
    pub id: String,
    /// The organisation's id.
    #[serde(default)]
    pub org_id: Option<String>,
    /// The node's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The name in other languages.
    #[serde(default)]
    pub name_i18n: Option<String>,
    /// The node's code.
    #[serde(default)]
    pub code: Option<String>,
    /// What the node is for.
    #[serde(default)]
    pub description: Option<String>,
    /// That in other languages.
    #[serde(default)]
    pub description_i18n: Option<String>,
    /// Position among its siblings.
    #[serde(default)]
    pub order: Option<i64>,
    /// The user who leads it.
    #[serde(default)]
    pub leader_user_id: Option<String>,
    /// The users of the node, not those of the nodes below.
    #[serde(default, deserialize_with = "members")]
    pub members: Vec<User>,
    /// The nodes right below.
    #[serde(default, deserialize_with = "children")]
    pub children: Vec<ExportedNode>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(ExportedNode {
    id,
    org_id,
    code,
    order,
    leader_user_id,
    members,
    children,
    created_at,
    updated_at
});

impl ExportedNode {
    /// The node itself and every node below, each before those below it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let acme = management.orgs().export("61de98be49267601119fb83a").await?;
    /// let members: usize = acme.walk().map(|node| node.members.len()).sum();
    /// println!("{members} members");
    /// # Ok(()) }
    /// ```
    pub fn walk(&self) -> impl Iterator<Item = &Self> {
        let mut next = vec![self];
        std::iter::from_fn(move || {
            let node = next.pop()?;
            next.extend(node.children.iter().rev());
            Some(node)
        })
    }
}

fn children<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ExportedNode>, D::Error> {
    Ok(lenient::optional_list(deserializer)?.unwrap_or_default())
}

/// Exports hold whole users but not their resource names, which follow from their ids. Where an
/// export holds only the id of a user, the user has just that.
fn members<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<User>, D::Error> {
    let list: Vec<Member> = lenient::optional_list(deserializer)?.unwrap_or_default();
    Ok(list.into_iter().map(|Member(user)| user).collect())
}

/// Read one by one, so that it is known which one does not fit.
struct Member(User);

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(id) => Ok(Self(user(&id, ""))),
            Value::Object(mut fields) => {
                let text = |key| fields.get(key).and_then(Value::as_str).unwrap_or_default();
                let known = user(text("id"), text("userPoolId"));
                for (key, value) in [("arn", known.arn), ("userPoolId", known.user_pool_id)] {
                    fields.entry(key).or_insert(Value::String(value));
                }
                User::deserialize(Value::Object(fields)).map(Self).map_err(D::Error::custom)
            }
            _ => Err(D::Error::custom("a member is neither a user nor a user's id")),
        }
    }
}

fn user(id: &str, user_pool_id: &str) -> User {
    User::new(id, format!("arn:cn:authing:{user_pool_id}:user:{id}"), user_pool_id)
}
