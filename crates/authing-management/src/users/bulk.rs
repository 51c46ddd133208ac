//! Users from a file and into one.

use std::{collections::BTreeMap, error::Error as StdError};

use authing_core::{Error, ErrorKind};
use authing_types::{
    CreateUserInput, CustomData, CustomValue, SortBy, UdfDataType, UdfTargetType, UpdateUserInput,
    User, UserKey,
};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value};

use super::{CreateUser, ListUsers, UsersApi};
use crate::{
    ManagementClient,
    bulk::{
        Done, Existing, Export, Fields, Format, ImportFailed, ImportOptions, ImportReport,
        RowImporter, import_setters, known, read_flag, read_number, read_time, run, write_header,
        write_row,
    },
};

/// How many users are created at the same time.
const CONCURRENCY: usize = 16;

/// How many users a page of an export has.
const PAGE: u32 = 200;

const CUSTOM_DATA: &str = "customData";

/// What a row of a file may say of a user, in the order in which it is written.
struct Column {
    name: &'static str,
    read: fn(&str, &mut Fields, &mut Row) -> Result<(), Error>,
    /// Whether the server tells it, so that an export can have it.
    told: bool,
}

/// What a row says: for a user that is new, and for one that is there.
#[derive(Default)]
struct Row {
    create: CreateUserInput,
    update: UpdateUserInput,
}

/// The table of columns: name on the wire, type, and the setter of both inputs, or of the input
/// for new users alone.
macro_rules! columns {
    ($($name:literal $kind:ident $setter:ident $(, $mark:ident)?;)+) => {
        const COLUMNS: &[Column] = &[$(Column {
            name: $name,
            read: |name, fields, row| {
                if let Some(value) = fields.$kind(name)? {
                    columns!(@set row value $setter $($mark)?);
                }
                Ok(())
            },
            told: columns!(@told $($mark)?),
        }),+];
    };
    (@set $row:ident $value:ident $setter:ident new) => {
        $row.create = std::mem::take(&mut $row.create).$setter($value);
    };
    (@set $row:ident $value:ident $setter:ident $($untold:ident)?) => {
        $row.create = std::mem::take(&mut $row.create).$setter($value.clone());
        $row.update = std::mem::take(&mut $row.update).$setter($value);
    };
    (@told untold) => { false };
    (@told $($new:ident)?) => { true };
}

columns! {
    "username" text username;
    "email" text email;
    "emailVerified" flag email_verified;
    "phone" text phone;
    "phoneCountryCode" text phone_country_code;
    "phoneVerified" flag phone_verified;
    "externalId" text external_id;
    "unionid" text unionid;
    "openid" text openid;
    "password" secret password, untold;
    "nickname" text nickname;
    "name" text name;
    "givenName" text given_name;
    "familyName" text family_name;
    "middleName" text middle_name;
    "preferredUsername" text preferred_username;
    "profile" text profile;
    "photo" text photo;
    "website" text website;
    "gender" text gender;
    "birthdate" text birthdate;
    "zoneinfo" text zoneinfo;
    "locale" text locale;
    "company" text company;
    "address" text address;
    "formatted" text formatted;
    "streetAddress" text street_address;
    "locality" text locality, new;
    "region" text region;
    "postalCode" text postal_code;
    "country" text country;
    "blocked" flag blocked;
    "registerSource" texts register_source, new;
    "loginsCount" number logins_count;
    "lastLogin" time last_login;
    "lastIP" text last_ip;
    "signedUp" time signed_up, new;
    "browser" text browser;
    "device" text device;
    "oauth" text oauth;
}

impl UsersApi<'_> {
    /// Creates the users of a file, several at a time and with the memory of a few rows.
    ///
    /// The columns of a CSV file and the fields of a JSON line have the names of the fields of
    /// [`CreateUserInput`] on the wire (`username`, `email`, `externalId` …); custom data is in
    /// columns like `customData.school`, or in an object `customData`. What
    /// [`export`](Self::export) writes can be read. A column that is not known ends the import
    /// before anything is sent; in JSON Lines a field that is not known rejects its row.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     bulk::{Existing, Format, ImportUsers, blocks},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = std::fs::File::open("people.jsonl")?;
    /// let request = ImportUsers::new(Format::JsonLines)
    ///     .existing(Existing::Update)
    ///     .on_rejected(|row| eprintln!("row {}: {}", row.row(), row.error()));
    /// let report = management.users().import(request, blocks(file)).await?;
    /// println!("{} created, {} updated", report.created, report.updated);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udf` once, `createUser` for every row; `findUser`, `updateUser` and `setUdvBatch`
    /// to update. Idempotent with [`Existing::Skip`] or [`Existing::Update`].
    ///
    /// # Errors
    ///
    /// [`ImportFailed`] when the rows to come would fail too: an outage, a wrong secret, too many
    /// calls, a file that cannot be read, more rejected rows than allowed. It says which row to go
    /// on with. A row that is refused alone is not an error: it is counted and reported.
    pub async fn import<B, E>(
        &self,
        request: ImportUsers,
        source: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<ImportReport, ImportFailed>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let ImportUsers { options, keep_password } = request;
        let failed = |error| ImportFailed::before_the_first_row(error, options.start_at);
        let types = custom_types(self.client).await.map_err(failed)?;
        let importer = Importer {
            client: self.client.clone(),
            format: options.format,
            existing: options.existing,
            keep_password,
            types: types.clone(),
        };
        run(options, source, |name| check_column(name, &types), importer).await
    }

    /// Writes all users into a file, page by page, oldest first.
    ///
    /// Passwords and tokens are not written. Users that come or go meanwhile may be missing or
    /// stand twice, as with every list that is read in pages.
    ///
    /// ```no_run
    /// use std::io::Write;
    /// use authing_management::{ManagementClient, bulk::{ExportUsers, Format}};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut file = std::fs::File::create("people.csv")?;
    /// let mut pieces = management.users().export(ExportUsers::new(Format::Csv));
    /// while let Some(piece) = pieces.try_next().await? {
    ///     file.write_all(&piece)?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udf` once for CSV, then `users`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call, as the last item of the stream.
    pub fn export(&self, request: ExportUsers) -> Export {
        let ExportUsers { format, mut on_progress } = request;
        let client = self.client.clone();
        let list = ListUsers::new().limit(PAGE).sort_by(SortBy::CreatedAtAsc).with_custom_data();
        let mut written = 0;
        let pages = self.list(list).pages();
        let pieces = stream::once(async move {
            let custom = match format {
                Format::JsonLines => vec![CUSTOM_DATA.to_owned()],
                Format::Csv => {
                    custom_types(&client).await?.keys().map(|key| custom_column(key)).collect()
                }
            };
            let columns: Vec<_> = told().map(str::to_owned).chain(custom).collect();
            let head = write_header(format, &columns);
            let rest = pages.map(move |page| {
                let page = page?;
                let mut piece = Vec::new();
                for user in &page.list {
                    write_row(&mut piece, format, &columns, user_row(user)?)?;
                }
                written += page.list.len() as u64;
                if let Some(observe) = &mut on_progress {
                    observe(written, page.total_count.try_into().unwrap_or(written));
                }
                Ok(Bytes::from(piece))
            });
            let head = (!head.is_empty()).then(|| Ok(Bytes::from(head)));
            Ok::<_, Error>(stream::iter(head).chain(rest))
        });
        Export::new(pieces.try_flatten())
    }
}

/// How [`UsersApi::import`] reads a file.
pub struct ImportUsers {
    options: ImportOptions,
    keep_password: bool,
}

authing_types::redacted_debug!(ImportUsers { options, keep_password });

impl ImportUsers {
    /// A file of this format.
    pub fn new(format: Format) -> Self {
        Self { options: ImportOptions::new(format, CONCURRENCY), keep_password: false }
    }

    import_setters!();

    /// How many users are created at the same time. Default: 16.
    #[must_use]
    pub fn concurrency(mut self, users: usize) -> Self {
        self.options.concurrency = users;
        self
    }

    /// The passwords of the file are hashes that the server keeps as they are, for a move from a
    /// system that hashes like it.
    #[must_use]
    pub fn keep_password(mut self) -> Self {
        self.keep_password = true;
        self
    }
}

type OnExported = Box<dyn FnMut(u64, u64) + Send>;

/// How [`UsersApi::export`] writes a file.
pub struct ExportUsers {
    format: Format,
    on_progress: Option<OnExported>,
}

authing_types::redacted_debug!(ExportUsers { format });

impl ExportUsers {
    /// A file of this format.
    pub fn new(format: Format) -> Self {
        Self { format, on_progress: None }
    }

    /// Is called after every page with the number of users written so far and of those there are.
    #[must_use]
    pub fn on_progress(mut self, observe: impl FnMut(u64, u64) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(observe));
        self
    }
}

/// The types of the users' custom fields, by key.
type CustomTypes = BTreeMap<String, UdfDataType>;

async fn custom_types(client: &ManagementClient) -> Result<CustomTypes, Error> {
    let fields = client.custom_fields().list(UdfTargetType::User).await?;
    Ok(fields.into_iter().map(|field| (field.key, field.data_type)).collect())
}

fn custom_column(key: &str) -> String {
    format!("{CUSTOM_DATA}.{key}")
}

fn check_column(name: &str, types: &CustomTypes) -> Result<(), Error> {
    let custom: Vec<_> = types.keys().map(|key| custom_column(key)).collect();
    let names = COLUMNS.iter().map(|column| column.name);
    // An export has the ids, which a new user cannot be given.
    known(name, names.chain(custom.iter().map(String::as_str)).chain(["id"]))
}

struct Importer {
    client: ManagementClient,
    format: Format,
    existing: Existing,
    keep_password: bool,
    types: CustomTypes,
}

impl RowImporter for Importer {
    async fn import(&self, fields: Map<String, Value>) -> Result<Done, Error> {
        let (row, keys, custom_data) = self.read(fields)?;
        let mut request = CreateUser::new(row.create);
        if !custom_data.is_empty() {
            request = request.custom_data(custom_data.clone());
        }
        if self.keep_password {
            request = request.keep_password();
        }
        match self.client.users().create(request).await {
            Ok(_) => Ok(Done::Created),
            Err(error) if !error.is_already_exists() => Err(error),
            Err(error) => match self.existing {
                Existing::Reject => Err(error),
                Existing::Skip => Ok(Done::Skipped),
                Existing::Update => self.update(error, keys, row.update, custom_data).await,
            },
        }
    }
}

impl Importer {
    fn read(&self, fields: Map<String, Value>) -> Result<(Row, Vec<UserKey>, CustomData), Error> {
        let mut fields = Fields::new(self.format, fields);
        fields.text("id")?;
        let keys = fields.user_keys();
        if keys.is_empty() {
            let problem = "the row has no username, email, phone or externalId";
            return Err(Error::new(ErrorKind::Input, problem));
        }
        let mut row = Row::default();
        for column in COLUMNS {
            (column.read)(column.name, &mut fields, &mut row)?;
        }
        let custom_data = self.custom_data(fields.object(CUSTOM_DATA)?)?;
        fields.end()?;
        Ok((row, keys, custom_data))
    }

    fn custom_data(&self, values: Map<String, Value>) -> Result<CustomData, Error> {
        let mut data = CustomData::new();
        for (key, value) in values {
            if value.is_null() {
                continue;
            }
            let column = custom_column(&key);
            let Some(data_type) = self.types.get(&key) else {
                return Err(Error::input(&column, "is not defined: see custom_fields().set(..)"));
            };
            let value = custom_value(self.format, &column, data_type, value)?;
            data.insert(key, value);
        }
        Ok(data)
    }

    /// Changes the one user that the row is about.
    async fn update(
        &self,
        exists: Error,
        keys: Vec<UserKey>,
        changes: UpdateUserInput,
        custom_data: CustomData,
    ) -> Result<Done, Error> {
        for key in keys {
            let Some(user) = self.client.users().find(key).await? else { continue };
            self.client.users().update(&user.id, changes).await?;
            if !custom_data.is_empty() {
                self.client.users().set_custom_data(&user.id, &custom_data).await?;
            }
            return Ok(Done::Updated);
        }
        // Another user, who is not found by any of the row's names, has one of them.
        Err(exists)
    }
}

fn custom_value(
    format: Format,
    column: &str,
    data_type: &UdfDataType,
    value: Value,
) -> Result<CustomValue, Error> {
    Ok(match (data_type, value) {
        (UdfDataType::Number, value) => CustomValue::Number(read_number(format, column, value)?),
        (UdfDataType::Boolean, value) => read_flag(format, column, value)?.into(),
        (UdfDataType::DateTime, Value::String(text)) => {
            CustomValue::DateTime(read_time(column, &text)?)
        }
        (UdfDataType::Object, Value::String(text)) if format == Format::Csv => {
            let value = serde_json::from_str(&text);
            CustomValue::Object(value.map_err(|_| Error::input(column, "is not JSON"))?)
        }
        (UdfDataType::Object, value) => CustomValue::Object(value),
        (_, Value::String(text)) => text.into(),
        (_, _) => return Err(Error::input(column, "is not text")),
    })
}

/// The columns of an export, those of custom data apart.
fn told() -> impl Iterator<Item = &'static str> {
    let columns = COLUMNS.iter().filter(|column| column.told);
    ["id"].into_iter().chain(columns.map(|column| column.name))
}

/// What an export says of a user.
fn user_row(user: &User) -> Result<Value, Error> {
    let mut row = serde_json::to_value(user).map_err(|error| {
        Error::new(ErrorKind::Decode, "a user could not be written").with_source(error)
    })?;
    let values: Map<_, _> = user
        .typed_custom_data()
        .iter()
        .map(|(key, value)| (key.to_owned(), value.to_json()))
        .collect();
    if let Some(row) = row.as_object_mut() {
        let values = if values.is_empty() { Value::Null } else { Value::Object(values) };
        row.insert(CUSTOM_DATA.to_owned(), values);
    }
    Ok(row)
}
