//! Who has the names of rows on the server.

use std::collections::{BTreeMap, BTreeSet};

use authing_core::Error;
use authing_types::User;
use futures_util::future::try_join_all;

use crate::{
    GetUsers, ManagementClient, UserIdField,
    bulk::{MatchKey, Names},
    users::MAX_BATCH,
};

/// A user who is there.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) id: String,
    pub(super) names: Names,
}

impl From<User> for Account {
    fn from(user: User) -> Self {
        let names = Names::from_fields(|name| match name {
            "username" => user.username.as_deref(),
            "email" => user.email.as_deref(),
            "phone" => user.phone.as_deref(),
            "phoneCountryCode" => user.phone_country_code.as_deref(),
            "externalId" => user.external_id.as_deref(),
            _ => None,
        });
        Self { id: user.id, names }
    }
}

/// For each row, the accounts that have one of its names. It takes a request for every column that
/// the rows have, or a few.
///
/// GraphQL `userBatch`.
pub(super) async fn look_up(
    client: &ManagementClient,
    rows: &[&Names],
) -> Result<Vec<Vec<Account>>, Error> {
    let mut calls = Vec::new();
    for key in MatchKey::ALL {
        let spellings: BTreeSet<_> = rows.iter().flat_map(|names| names.spellings(key)).collect();
        let spellings: Vec<_> = spellings.into_iter().collect();
        for some in spellings.chunks(MAX_BATCH) {
            let request = GetUsers::by(field(key), some);
            calls.push(client.users().get_many(request).into_future());
        }
    }
    let mut accounts = BTreeMap::new();
    for user in try_join_all(calls).await?.into_iter().flatten() {
        let account = Account::from(user);
        accounts.insert(account.id.clone(), account);
    }
    let mut by_form = BTreeMap::<_, Vec<&Account>>::new();
    for account in accounts.values() {
        for key in MatchKey::ALL {
            for form in account.names.forms(key) {
                by_form.entry((key.as_str(), form)).or_default().push(account);
            }
        }
    }
    let owners = |names: &Names| {
        let mut owners = BTreeMap::new();
        for key in MatchKey::ALL {
            for form in names.forms(key) {
                for account in by_form.get(&(key.as_str(), form)).into_iter().flatten() {
                    owners.insert(&account.id, Account::clone(account));
                }
            }
        }
        owners.into_values().collect()
    };
    Ok(rows.iter().map(|names| owners(names)).collect())
}

fn field(key: MatchKey) -> UserIdField {
    match key {
        MatchKey::Username => UserIdField::Username,
        MatchKey::Email => UserIdField::Email,
        MatchKey::Phone => UserIdField::Phone,
        MatchKey::ExternalId => UserIdField::ExternalId,
    }
}
