//! Who has the names of rows on the server.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use authing_core::{Error, ErrorKind, client::Asked};
use authing_types::{CustomData, User};
use futures_util::future::try_join_all;
use serde::Deserialize;
use serde_json::{Value, json};

use super::supposed::Supposed;
use crate::{
    ManagementClient,
    bulk::{MatchKey, Names},
    generated::documents,
    users::{MAX_BATCH, query::GET_MANY},
};

/// A user who is there.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) names: Names,
    /// All that the server said of them.
    user: Arc<Value>,
    /// What a dry run supposes of them, and their number in it.
    supposed: Option<(u64, Arc<Supposed>)>,
}

impl Account {
    /// Reads what is about who somebody is. Strictly: on a name that was passed over it would depend
    /// who gets what a row says.
    fn read(user: Value) -> Result<Self, Error> {
        let unreadable = |member| {
            let problem = format!(
                "somebody may have one of its names, and the server's response about them cannot be \
                 read: `{member}` is not a text"
            );
            Error::new(ErrorKind::Input, problem)
        };
        let text = |name| match user.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(unreadable(name)),
        };
        let id = text("id")?.ok_or_else(|| unreadable("id"))?.to_owned();
        let mut names = Ok(());
        let read = Names::from_fields(|name| {
            text(name).unwrap_or_else(|error| {
                names = Err(error);
                None
            })
        });
        names?;
        Ok(Self { id, names: read, user: Arc::new(user), supposed: None })
    }

    /// A user about which the server has said nothing.
    pub(super) fn only_supposed(user: u64, supposed: Supposed) -> Self {
        let id = format!("user {user}");
        let nobody = Self { id, names: Names::default(), user: Arc::default(), supposed: None };
        nobody.supposing(user, supposed)
    }

    /// The same user as they would be.
    pub(super) fn supposing(mut self, user: u64, supposed: Supposed) -> Self {
        let theirs = |name| self.user.get(name).and_then(Value::as_str);
        self.names = Names::from_fields(|name| supposed.name(name).or_else(|| theirs(name)));
        self.supposed = Some((user, Arc::new(supposed)));
        self
    }

    pub(super) fn supposed(&self) -> Option<&(u64, Arc<Supposed>)> {
        self.supposed.as_ref()
    }

    /// What the server said of a field; `None` if it said nothing.
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        self.user.get(name)
    }

    /// Their custom data, if it was asked for.
    pub(crate) fn custom_data(&self) -> CustomData {
        // Whatever cannot be read is another value than the row's.
        User::deserialize(&*self.user).map(|user| user.typed_custom_data()).unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    user_batch: Vec<Value>,
}

/// For each row, the accounts that have one of its names. It takes a request for every column that
/// the rows have, or a few. An account that cannot be read is an error, and not nobody.
///
/// GraphQL `userBatch`.
pub(crate) async fn look_up(
    client: &ManagementClient,
    rows: &[&Names],
    asked: &Asked,
) -> Result<Vec<Vec<Account>>, Error> {
    let document = documents::USER_BATCH.text(asked);
    let mut calls = Vec::new();
    for key in MatchKey::ALL {
        let spellings: BTreeSet<_> = rows.iter().flat_map(|names| names.spellings(key)).collect();
        let spellings: Vec<_> = spellings.into_iter().collect();
        for some in spellings.chunks(MAX_BATCH) {
            let variables = json!({"ids": some, "type": key.as_str()});
            let call = client.api().graphql_text::<Found>(GET_MANY, &document, &variables);
            calls.push(call.into_future());
        }
    }
    let mut accounts = BTreeMap::new();
    let found = try_join_all(calls).await?;
    // The schema allows a `null` for an id that nobody has.
    let users = found.into_iter().flat_map(|found| found.user_batch).filter(|user| !user.is_null());
    for user in users {
        let account = Account::read(user)?;
        accounts.insert(account.id.clone(), account);
    }
    // Who has a name is whoever is found by it, whatever else was looked for at the same time. Those that the server has
    // found by another way of writing are known by what it means.
    let mut by_text = BTreeMap::<_, BTreeSet<&String>>::new();
    for (key, names) in
        MatchKey::ALL.into_iter().flat_map(|key| rows.iter().map(move |row| (key, row)))
    {
        for spelling in names.spellings(key) {
            by_text.insert((key.as_str(), spelling), BTreeSet::new());
        }
    }
    let mut by_form = BTreeMap::<_, BTreeSet<&String>>::new();
    for account in accounts.values() {
        let mut is_found = false;
        for key in MatchKey::ALL {
            let text = account.names.text(key).map(|text| (key.as_str(), text.to_owned()));
            if let Some(found) = text.and_then(|text| by_text.get_mut(&text)) {
                is_found = true;
                found.insert(&account.id);
            }
        }
        let odd = MatchKey::ALL.into_iter().filter(|_| !is_found);
        for (key, form) in
            odd.flat_map(|key| account.names.forms(key).into_iter().map(move |form| (key, form)))
        {
            by_form.entry((key.as_str(), form)).or_default().insert(&account.id);
        }
    }
    let owners = |names: &Names| {
        let mut owners = BTreeSet::<&String>::new();
        for key in MatchKey::ALL {
            let by_text = names
                .spellings(key)
                .into_iter()
                .filter_map(|text| by_text.get(&(key.as_str(), text)));
            let by_form =
                names.forms(key).into_iter().filter_map(|form| by_form.get(&(key.as_str(), form)));
            owners.extend(by_text.chain(by_form).flatten());
        }
        owners.into_iter().filter_map(|id| accounts.get(id)).cloned().collect()
    };
    Ok(rows.iter().map(|names| owners(names)).collect())
}
