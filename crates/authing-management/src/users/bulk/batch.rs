//! Users without passwords, created together.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use authing_core::{Error, ErrorKind};
use authing_types::CreateUserInput;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::{ManagementClient, bulk::Names, users::MAX_CREATED};

/// How long the first row of a batch waits for others.
const WAIT: Duration = Duration::from_millis(5);

/// What became of a row that was created with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Created {
    Yes,
    /// Nobody was created of it. Why, the server says where it is created alone.
    No,
    /// The response does not tell.
    Unknown,
}

/// As much of an entry of the response as says which user it is about: little is known of the others.
#[derive(Deserialize)]
struct Creation {
    #[serde(default)]
    success: Option<bool>,
    #[serde(default)]
    user: Option<Value>,
}

struct Waiting {
    input: CreateUserInput,
    names: Names,
    tell: oneshot::Sender<Result<Created, Error>>,
}

/// Gathers rows that are created at the same time.
pub(super) struct Batch {
    client: ManagementClient,
    waiting: Mutex<Vec<Waiting>>,
}

impl Batch {
    pub(super) fn new(client: ManagementClient) -> Self {
        Self { client, waiting: Mutex::default() }
    }

    /// Creates a user, along with others.
    pub(super) async fn create(
        &self,
        input: CreateUserInput,
        names: Names,
    ) -> Result<Created, Error> {
        let (tell, told) = oneshot::channel();
        let place = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(Waiting { input, names, tell });
            waiting.len()
        };
        if place == 1 {
            tokio::time::sleep(WAIT).await;
        }
        if place == 1 || place >= MAX_CREATED {
            self.send().await;
        }
        let lost =
            || Error::new(ErrorKind::Transport, "the row that others were sent with was given up");
        told.await.unwrap_or_else(|_| Err(lost()))
    }

    /// Sends what has gathered, which may be nothing by now.
    async fn send(&self) {
        let gathered =
            std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if gathered.is_empty() {
            return;
        }
        let inputs: Vec<_> = gathered.iter().map(|row| row.input.clone()).collect();
        let names: Vec<_> = gathered.iter().map(|row| &row.names).collect();
        let result = self.client.users().create_many_as::<Creation>(inputs).await;
        let result = result.map(|created| assign(&names, &created));
        for (index, row) in gathered.into_iter().enumerate() {
            let outcome = match &result {
                Ok(outcomes) => Ok(outcomes.get(index).copied().unwrap_or(Created::Unknown)),
                Err(error) => Err(error.clone()),
            };
            // Whoever waited may be gone.
            row.tell.send(outcome).ok();
        }
    }
}

/// Which row each entry of the response is about: by the names of its user, since nothing says that it is in the
/// order of the rows.
fn assign(rows: &[&Names], created: &[Creation]) -> Vec<Created> {
    let mut outcomes = vec![Created::Unknown; rows.len()];
    let mut is_whole = created.len() == rows.len();
    for creation in created.iter().filter(|creation| creation.success != Some(false)) {
        let user = creation.user.as_ref();
        let names = user.map(|user| Names::from_fields(|name| user.get(name)?.as_str()));
        let row = names.and_then(|names| rows.iter().position(|row| row.find(&names)));
        match row.and_then(|row| outcomes.get_mut(row)) {
            Some(outcome) if creation.success == Some(true) => *outcome = Created::Yes,
            _ => is_whole = false,
        }
    }
    // Whoever is left can only be one of those that failed.
    if is_whole {
        for outcome in outcomes.iter_mut().filter(|outcome| **outcome == Created::Unknown) {
            *outcome = Created::No;
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::bulk::MatchKey;

    fn assigned(created: Value) -> Vec<Created> {
        let rows = ["ann", "bob", "cem"].map(|name| Names::only(MatchKey::Username, name));
        let created: Vec<Creation> = serde_json::from_value(created).unwrap();
        assign(&rows.iter().collect::<Vec<_>>(), &created)
    }

    #[test]
    fn who_was_created_is_known_by_name_whatever_the_order() {
        use Created::{No, Unknown, Yes};
        let yes = |name| json!({"success": true, "user": {"id": "1", "username": name}});
        let no = || json!({"success": false, "errMsg": "no"});
        for (created, outcomes) in [
            (json!([yes("ann"), yes("bob"), yes("cem")]), [Yes, Yes, Yes]),
            (json!([yes("cem"), no(), yes("ann")]), [Yes, No, Yes]),
            (json!([no(), no(), no()]), [No, No, No]),
            // Too few, one without its user, one that nobody asked for, one that says nothing.
            (json!([yes("ann"), no()]), [Yes, Unknown, Unknown]),
            (json!([yes("ann"), {"success": true}, no()]), [Yes, Unknown, Unknown]),
            (json!([yes("ann"), yes("eve"), no()]), [Yes, Unknown, Unknown]),
            (json!([yes("ann"), {}, no()]), [Yes, Unknown, Unknown]),
            (json!([]), [Unknown, Unknown, Unknown]),
        ] {
            assert_eq!(assigned(created.clone()), outcomes, "{created}");
        }
    }
}
