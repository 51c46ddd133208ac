//! Exports of Firebase.

use std::error::Error as StdError;

use authing_core::Error;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value, json};

use super::{
    fields::{Members, refuse, row},
    items::Place,
    loss::LossKind,
    password::{HashBytes, PasswordHash},
    rows::MigratedRows,
    user::{MigratedIdentity, MigratedUser},
};
use crate::bulk::{Format, Reading, json as strict, records};

/// Reads users of Firebase: what `firebase auth:export` writes, as JSON or as CSV, which has no header and 28 columns, or
/// 52 since it knows more providers.
///
/// | Firebase | here |
/// |---|---|
/// | `localId` | [`source_id`](MigratedUser::source_id) |
/// | `displayName` | [`name`](MigratedUser::name) |
/// | `customAttributes` | [`custom_data`](MigratedUser::custom_data) |
/// | `providerUserInfo` | [`identities`](MigratedUser::identities), but for `password` and `phone` |
/// | `passwordHash`, `salt` | [`PasswordHash::FirebaseScrypt`]; the parameters of the project are not in the file |
/// | `mfaInfo` | a loss: second factors of Firebase are phone numbers, and keys that it does not export |
#[derive(Clone, Copy, Debug)]
pub struct FirebaseUsers {
    is_csv: bool,
}

impl FirebaseUsers {
    /// An export as JSON: `{"users": […]}`.
    pub fn json() -> Self {
        Self { is_csv: false }
    }

    /// An export as CSV.
    pub fn csv() -> Self {
        Self { is_csv: true }
    }

    /// Reads a file.
    pub fn read<'a, B, E>(
        self,
        source: impl Stream<Item = Result<B, E>> + Send + 'a,
    ) -> MigratedRows<'a>
    where
        B: Into<Bytes> + Send + 'a,
        E: Into<Box<dyn StdError + Send + Sync>> + Send + 'a,
    {
        match self.is_csv {
            false => MigratedRows::of_json(Place::Member("users"), source, read_user),
            true => MigratedRows::new(csv_rows(source)),
        }
    }
}

fn read_user(members: &mut Members) -> Result<MigratedUser, Error> {
    let mut user = MigratedUser {
        source_id: members.text("localId"),
        email: members.text("email"),
        email_verified: members.flag("emailVerified"),
        phone: members.text("phoneNumber"),
        name: members.text("displayName"),
        photo: members.text("photoUrl"),
        blocked: members.flag("disabled"),
        signed_up: members.time("createdAt"),
        ..MigratedUser::default()
    };
    user.last_login = members.time("lastSignedInAt").or_else(|| members.time("lastLoginAt"));
    // Firebase takes a number only after a message to it was confirmed.
    user.phone_verified = user.phone.as_ref().map(|_| true);
    if let Some(text) = members.text("customAttributes") {
        match strict::read(&text) {
            Ok(Value::Object(attributes)) => user.custom_data = attributes,
            _ => members.lose(LossKind::Value, "customAttributes"),
        }
    }
    for provider in members.list("providerUserInfo") {
        let text = |name: &str| provider.get(name).and_then(Value::as_str).map(str::to_owned);
        match (text("providerId"), text("rawId")) {
            (Some(provider), _) if provider == "password" || provider == "phone" => {}
            (Some(provider), Some(user_id)) => {
                user.identities.push(MigratedIdentity { provider, user_id });
            }
            _ => members.lose(LossKind::Value, "providerUserInfo"),
        }
    }
    for factor in members.list("mfaInfo") {
        let is_phone =
            factor.get("phoneInfo").is_some() || factor.get("unobfuscatedPhoneInfo").is_some();
        members.lose(LossKind::Factor, if is_phone { "phone" } else { "mfaInfo" });
    }
    if let Some(hash) = members.text("passwordHash") {
        let salt = members.text("salt").unwrap_or_default();
        match (HashBytes::from_base64(&hash), HashBytes::from_base64(&salt)) {
            (Some(hash), Some(salt)) => {
                user.password = Some(PasswordHash::FirebaseScrypt { salt, hash });
            }
            _ => members.lose(LossKind::PasswordAlgorithm, "passwordHash"),
        }
    }
    members.pass_over(&[
        "salt",
        "lastLoginAt",
        "passwordUpdatedAt",
        "validSince",
        "tenantId",
        "lastRefreshAt",
    ]);
    Ok(user)
}

/// Where the columns of a provider begin: its id, email address, name and picture.
const PROVIDERS: [(usize, &str); 10] = [
    (7, "google.com"),
    (11, "facebook.com"),
    (15, "twitter.com"),
    (19, "github.com"),
    (28, "apple.com"),
    (32, "microsoft.com"),
    (36, "gc.apple.com"),
    (40, "playgames.google.com"),
    (44, "linkedin.com"),
    (48, "yahoo.com"),
];

const FIRST: [&str; 7] =
    ["localId", "email", "emailVerified", "passwordHash", "salt", "displayName", "photoUrl"];
const LAST: [&str; 5] = ["createdAt", "lastLoginAt", "phoneNumber", "disabled", "customAttributes"];

/// The first line is looked at no further than this.
const LONGEST_LINE: usize = 1024 * 1024;

fn csv_rows<B, E>(
    source: impl Stream<Item = Result<B, E>> + Send,
) -> impl Stream<Item = Result<super::MigratedRow, Error>> + Send
where
    B: Into<Bytes> + Send,
    E: Into<Box<dyn StdError + Send + Sync>> + Send,
{
    let rows = async move {
        let mut source = Box::pin(source);
        let mut begin = BytesMut::new();
        let width = loop {
            if let Some(width) = width_of_line(&begin) {
                break width;
            }
            match source.next().await {
                Some(Ok(block)) => begin.extend_from_slice(&block.into()),
                Some(Err(error)) => {
                    let error: Box<dyn StdError + Send + Sync> = error.into();
                    let problem = format!("the file could not be read: {error}");
                    return Err(refuse(problem));
                }
                None if begin.is_empty() => return Err(refuse("the file is empty")),
                None => begin.extend_from_slice(b"\n"),
            }
            if begin.len() > LONGEST_LINE {
                return Err(refuse("the first row is longer than 1 MiB: is this a CSV export?"));
            }
        };
        if !matches!(width, 28 | 29 | 52 | 53) {
            let problem = format!(
                "the file has {width} columns, and an export of Firebase has 28 or 52 and no header: \
                 `MappedUsers` reads other tables"
            );
            return Err(refuse(problem));
        }
        let names: Vec<_> = (0..width).map(|column| format!("c{column}")).collect();
        let head = Bytes::from(names.join(",") + "\n");
        let first = stream::iter([Ok(head), Ok(begin.freeze())]);
        let rest = source.map(|block| block.map(Into::into).map_err(Into::into));
        let source = first.chain(rest);
        let all = records(Reading::new(Format::Csv), source, |_| Ok(()));
        Ok(all.map(|record| {
            let record = record?;
            Ok(row(record.row, record.fields.map(members_of), read_user))
        }))
    };
    stream::once(rows).flat_map(|rows| match rows {
        Ok(rows) => rows.left_stream(),
        Err(error) => stream::iter([Err(error)]).right_stream(),
    })
}

/// How many cells the first line has, once it has come whole.
fn width_of_line(text: &[u8]) -> Option<usize> {
    let (mut cells, mut is_quoted) = (1, false);
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => cells += 1,
            b'\n' if !is_quoted => return Some(cells),
            _ => {}
        }
    }
    None
}

/// A row of CSV as the object that JSON has in its place.
fn members_of(mut cells: Map<String, Value>) -> Map<String, Value> {
    let name = |column: usize| format!("c{column}");
    let is_number = |cell: Option<&Value>| {
        let text = cell.and_then(Value::as_str).unwrap_or_default();
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    // The sample that Firebase publishes has an empty column before the times.
    let times = match !cells.contains_key(&name(23))
        && is_number(cells.get(&name(24)))
        && is_number(cells.get(&name(25)))
    {
        true => 24,
        false => 23,
    };
    let mut cell = |column: usize| cells.remove(&name(column));
    let mut members = Map::new();
    let named = FIRST
        .iter()
        .enumerate()
        .chain(LAST.iter().enumerate().map(|(at, name)| (times + at, name)));
    for (column, name) in named {
        if let Some(value) = cell(column) {
            members.insert((*name).to_owned(), value);
        }
    }
    let mut providers = Vec::new();
    for (column, provider) in PROVIDERS {
        if let Some(id) = cell(column) {
            providers.push(json!({ "providerId": provider, "rawId": id }));
        }
    }
    members.insert("providerUserInfo".to_owned(), Value::Array(providers));
    members
}
