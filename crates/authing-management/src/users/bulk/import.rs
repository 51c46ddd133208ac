//! Users from a file.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    error::Error as StdError,
};

use authing_core::{Error, ErrorKind, client::Asked};
use authing_types::{CustomData, CustomValue, UpdateUserInput};
use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Map, Value};

use super::{
    accounts::{Account, look_up},
    batch::{Batch, Created},
    columns::{
        COLUMNS, CUSTOM_DATA, Column, CustomTypes, Row, custom_column, custom_types, custom_value,
    },
    supposed::{Supposed, SupposedUsers, one_second, one_time},
};
use crate::{
    CreateUser, ManagementClient, UsersApi,
    bulk::{
        Done, Existing, Fields, Format, Holder, ImportFailed, ImportOptions, ImportReport,
        MatchKey, Names, Place, Rejected, RowImporter, check_columns, import_setters, is_of_row,
        run,
    },
    users::{MAX_BATCH, MAX_CREATED},
};

/// How many users are created at the same time.
const CONCURRENCY: usize = 16;

impl UsersApi<'_> {
    /// Creates the users of a file, and updates or skips those who are there, several at a time.
    ///
    /// The columns of a CSV file and the fields of a JSON line have the names of the fields of
    /// [`CreateUserInput`](crate::types::CreateUserInput) on the wire (`username`, `email`,
    /// `externalId` …); custom data is in columns like `customData.school`, or in an object
    /// `customData`. What [`export`](Self::export) writes can be read. A column that is not known
    /// ends the import before anything is sent; in JSON Lines a field that is not known rejects its
    /// row. White space around a text is not part of it, but of a password; a blank name says
    /// nothing. A phone number in a cell is given without what people put between its digits, and a mobile
    /// number of mainland China without its country code: `+86-138 0000 0001` is `13800000001`. What is not a
    /// phone number or not an email address rejects its row, and so does what could only be guessed: an
    /// invisible character in a name, a field that stands twice, half a character.
    ///
    /// A row is about the user who has its [match key](MatchKey), which the import declares and every
    /// row must have: that decides whether it is there already. With [`Existing::Update`] the user gets
    /// what the row says, and names that are the same stay as they are written there: a phone number
    /// does not lose its country code. What they have already is not sent, and [`on_row`](ImportUsers::on_row)
    /// tells which fields another value came into. Nobody else is touched: a row with
    /// the username, email address, phone number or external id of another user is rejected as a
    /// [conflict](crate::bulk::RejectionReason::Conflict). Rows of one file that claim the same are told by
    /// their numbers, and the first one wins.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     bulk::{Existing, Format, ImportUsers, MatchKey, blocks},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = std::fs::File::open("people.jsonl")?;
    /// let request = ImportUsers::new(Format::JsonLines, MatchKey::ExternalId)
    ///     .existing(Existing::Update)
    ///     .on_rejected(|row| eprintln!("row {}: {}", row.row(), row.error()));
    /// let report = management.users().import(request, blocks(file)).await?;
    /// println!("{} created, {} updated", report.created, report.updated);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `udf` once; `userBatch` for 26 rows at once, a request for each of the four names that
    /// they have; then `createUser`, or `updateUser` and `setUdvBatch`, for every row. Idempotent with
    /// [`Existing::Skip`] or [`Existing::Update`]. A failure that passes is waited for, and the row
    /// looked up and tried again: see [`ImportUsers::attempts`].
    ///
    /// It needs the memory of about a hundred rows, and 30 bytes for each of the four names that a
    /// row has: some 90 MB for a million rows with username, email address and phone number.
    ///
    /// # Errors
    ///
    /// [`ImportFailed`] when the rows to come would fail too: an outage, a wrong secret, too many
    /// calls, a file that cannot be read or has no column for the match key, more rejected rows than
    /// allowed. It says which row to go on with. A row that is refused alone is not an error: it is
    /// counted and reported.
    pub async fn import<B, E>(
        &self,
        request: ImportUsers,
        source: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<ImportReport, ImportFailed>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let ImportUsers { mut options, key, keep_password, reset_password, in_batches } = request;
        if in_batches {
            options.concurrency = options.concurrency.max(2 * MAX_CREATED);
        }
        let failed = |error| ImportFailed::before_the_first_row(error, options.start_at);
        let types = custom_types(self.client).await.map_err(failed)?;
        let importer = Importer {
            client: self.client.clone(),
            format: options.reading.format,
            key,
            existing: options.existing,
            keep_password,
            reset_password,
            // That call cannot say that the password is to be set again.
            batch: (in_batches && !reset_password).then(|| Batch::new(self.client.clone())),
            supposed: options.dry_run.then(SupposedUsers::default),
            custom_numbers: (COLUMNS.len()..)
                .zip(types.keys())
                .map(|(number, key)| (key.clone(), u16::try_from(number).unwrap_or(u16::MAX)))
                .collect(),
            types: types.clone(),
            asked: match options.existing {
                Existing::Update if !types.is_empty() => Asked::default().with("with_custom_data"),
                _ => Asked::default(),
            },
        };
        run(options, source, |columns| check(columns, &types, key), importer).await
    }
}

/// How [`UsersApi::import`] reads a file.
pub struct ImportUsers {
    options: ImportOptions,
    key: MatchKey,
    keep_password: bool,
    reset_password: bool,
    in_batches: bool,
}

authing_types::redacted_debug!(ImportUsers {
    options,
    key,
    keep_password,
    reset_password,
    in_batches
});

impl ImportUsers {
    /// A file of this format, whose rows are about the users with this name.
    pub fn new(format: Format, key: MatchKey) -> Self {
        let options = ImportOptions::new(format, CONCURRENCY);
        Self { options, key, keep_password: false, reset_password: false, in_batches: false }
    }

    import_setters!();

    /// Knows columns by the names that people's sheets give them, in Chinese and English: `姓名`, `手机号*`,
    /// `Email Address`, `Phone/手机号` (see [the table](crate::bulk#columns-by-their-usual-names)), and
    /// takes `男` and `女` in a column of such a name for `M` and `F`. Two columns for the same are refused, as
    /// are columns that nobody knows.
    #[must_use]
    pub fn usual_columns(mut self) -> Self {
        self.options.reading.names.take_usual();
        self
    }

    /// How many users are created at the same time. Default: 16.
    #[must_use]
    pub fn concurrency(mut self, users: usize) -> Self {
        self.options.concurrency = users;
        self
    }

    /// The passwords of the file are hashes that the server keeps as they are, for a move from a
    /// system that hashes like it. Only new users get them: an update would take a hash for the
    /// password itself, so that whoever is there keeps theirs.
    #[must_use]
    pub fn keep_password(mut self) -> Self {
        self.keep_password = true;
        self
    }

    /// Users who are created set another password when they first log in.
    #[must_use]
    pub fn reset_password_on_first_login(mut self) -> Self {
        self.reset_password = true;
        self
    }

    /// Creates users without passwords together, [up to 100](crate::users::MAX_CREATED) with a call: of 50 000 rows
    /// that makes 500 calls instead of 50 000. It is done by
    /// [`create_many`](UsersApi::create_many), whose endpoint is known from one official SDK alone: try it with
    /// a few rows on the server in question first. Rows with a password or custom data are sent one by one as ever, as all are
    /// with [`reset_password_on_first_login`](Self::reset_password_on_first_login), and so is each row that the response does not confirm, after it was looked up: so that its outcome and reason are those
    /// of an import without this. At least 200 rows are under way at the same time then.
    #[must_use]
    pub fn in_batches(mut self) -> Self {
        self.in_batches = true;
        self
    }

    /// Says what would become of every row, and changes nothing: rows are read and looked up, counted
    /// and reported as they would be, and nothing is created or updated. What rows would have made of
    /// users counts for the rows behind them, whoever gets or gives up which name, so that the import says
    /// the same, row by row, when nobody else changes these users meanwhile. Only what the server
    /// alone judges, such as its rules for passwords, is not foreseen.
    ///
    /// It needs the memory of an import, and about 200 bytes for each user that a row would make or change.
    #[must_use]
    pub fn dry_run(mut self) -> Self {
        self.options.dry_run = true;
        self
    }
}

fn check(columns: &[String], types: &CustomTypes, key: MatchKey) -> Result<(), Error> {
    let custom: Vec<_> = types.keys().map(|key| custom_column(key)).collect();
    let names = COLUMNS.iter().map(|column| column.name);
    // An export has the ids, which a new user cannot be given.
    let known = names.chain(custom.iter().map(String::as_str)).chain(["id"]);
    check_columns(columns, known, (key.as_str(), "by which this import matches users"))
}

struct Importer {
    client: ManagementClient,
    format: Format,
    key: MatchKey,
    existing: Existing,
    keep_password: bool,
    reset_password: bool,
    batch: Option<Batch>,
    /// Of a dry run.
    supposed: Option<SupposedUsers>,
    types: CustomTypes,
    /// The number of each custom field's column.
    custom_numbers: HashMap<String, u16>,
    /// What is asked for of those who are there.
    asked: Asked,
}

/// What a row says, and who it says it is about.
struct UserRow {
    inputs: Row,
    names: Names,
    custom_data: CustomData,
}

impl UserRow {
    fn can_be_in_a_batch(&self) -> bool {
        let has_password = self.inputs.create.clone().password_mut().is_some();
        self.custom_data.is_empty() && !has_password
    }
}

/// What a row says that the user does not have.
struct Changes {
    /// The names of the columns.
    fields: Vec<String>,
    update: UpdateUserInput,
    custom_data: CustomData,
}

impl Changes {
    /// Whether the user gets another name of this kind.
    fn gives(&self, key: MatchKey) -> bool {
        self.fields.iter().any(|field| field == key.as_str())
    }
}

/// A value of a custom field in one way of writing it, as the type of the field has it.
fn one_way(field: &CustomValue, value: &Value) -> Value {
    match field {
        CustomValue::DateTime(_) => one_time(value),
        _ => value.clone(),
    }
}

/// What is to become of a row.
enum Plan<'a> {
    Create,
    Update(&'a Account),
    Skip(&'a Account),
    /// It is there since this import created it, and was not told so.
    Created,
    /// `owner` has a name that the row claims.
    Reject {
        rejected: Rejected,
        owner: Option<&'a Account>,
    },
}

impl RowImporter for Importer {
    type Row = UserRow;
    type Known = Vec<Account>;

    /// A phone number may be written in three ways, and 80 users come at once.
    const LOOKED_UP: usize = MAX_BATCH / 3;

    fn key(&self) -> Option<&'static str> {
        Some(self.key.as_str())
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("host", self.client.api().pipeline().host().to_owned()),
            ("user_pool", self.client.user_pool_id().to_owned()),
            ("match_key", self.key.as_str().to_owned()),
            ("keep_password", self.keep_password.to_string()),
            ("reset_password", self.reset_password.to_string()),
        ]
    }

    fn read(&self, fields: Map<String, Value>) -> Result<UserRow, Error> {
        let names = Names::from_row(&fields);
        let mut fields = Fields::new(self.format, fields);
        fields.text("id")?;
        let mut inputs = Row::default();
        for column in COLUMNS {
            (column.read)(column.name, &mut fields, &mut inputs)?;
        }
        let custom_data = self.custom_data(fields.object(CUSTOM_DATA)?)?;
        fields.end()?;
        if !names.has(self.key) {
            let key = self.key.as_str();
            let problem = format!("the row has no `{key}`, by which this import matches users");
            return Err(Error::new(ErrorKind::Input, problem));
        }
        Ok(UserRow { inputs, names, custom_data })
    }

    fn names(&self, row: &UserRow) -> Vec<(&'static str, String)> {
        let forms =
            |key: MatchKey| row.names.forms(key).into_iter().map(move |form| (key.as_str(), form));
        MatchKey::ALL.into_iter().flat_map(forms).collect()
    }

    async fn look_up(&self, rows: &[&UserRow]) -> Result<Vec<Vec<Account>>, Error> {
        let names: Vec<_> = rows.iter().map(|row| &row.names).collect();
        look_up(&self.client, &names, &self.asked).await
    }

    async fn import(
        &self,
        row: &UserRow,
        known: Option<Vec<Account>>,
        place: &mut Place<'_>,
    ) -> Result<Done, Rejected> {
        let is_dry = self.supposed.is_some();
        // Where nothing is sent, nothing changes but what is supposed.
        let mut known = known.filter(|_| is_dry || !place.says_something_again());
        let mut refusals = 0;
        let mut waited_for = BTreeSet::new();
        let mut is_alone = false;
        loop {
            // What was looked up along with other rows may have changed since; what is looked up now
            // may only change by somebody else's hand.
            let is_fresh = known.is_none();
            let accounts = match known.take() {
                Some(accounts) => accounts,
                None => look_up(&self.client, &[&row.names], &self.asked)
                    .await?
                    .pop()
                    .unwrap_or_default(),
            };
            let accounts = match &self.supposed {
                Some(supposed) => Self::suppose(supposed, row, accounts),
                None => accounts,
            };
            let plan = self.plan(row, &accounts, place);
            if let Plan::Reject { owner: Some(owner), .. } = &plan
                && self.existing == Existing::Update
                && !is_dry
            {
                // A row before this one may give the owner another name, or may just have done so.
                let forms = owner.names.forms(self.key);
                let was_one = place.wait_for_name(self.key.as_str(), &forms).await;
                if (was_one && waited_for.insert(owner.id.clone())) || !is_fresh {
                    continue;
                }
            }
            let batch = self.batch.as_ref().filter(|_| !is_alone && row.can_be_in_a_batch());
            if let (Plan::Create, Some(batch), false) = (&plan, batch, is_dry) {
                if Self::create_with_others(batch, row, place).await? {
                    place.hold(|_| true);
                    return Ok(Done::Created);
                }
                is_alone = true;
                continue;
            }
            match self.carry_out(row, plan, place).await {
                // Somebody got the name meanwhile: who, the next lookup says.
                Err(rejected) if rejected.error.is_already_exists() && refusals < 2 => {
                    refusals += 1;
                }
                outcome => return outcome,
            }
        }
    }
}

impl Importer {
    fn plan<'a>(&self, row: &UserRow, accounts: &'a [Account], place: &Place<'_>) -> Plan<'a> {
        let key = self.key.as_str();
        let mut same =
            accounts.iter().filter(|account| row.names.are_same(self.key, &account.names));
        let (there, another) = (same.next(), same.next());
        if let (Some(_), Some(_)) = (there, another) {
            // A phone number with and without its country code.
            return Plan::Reject { rejected: Rejected::conflict(key, None), owner: another };
        }
        let in_file = place.holder(key);
        match (there, self.existing) {
            (Some(_), _) if place.maybe_created => return Plan::Created,
            (Some(there), Existing::Skip) => return Plan::Skip(there),
            (Some(_), Existing::Reject) => {
                let rejected = Rejected::already_there(key, in_file.map(Holder::row));
                return Plan::Reject { rejected, owner: None };
            }
            _ => {}
        }
        for field in MatchKey::ALL {
            let is_other = |account: &&Account| there.is_none_or(|there| there.id != account.id);
            let has_it = |account: &&Account| row.names.share(field, &account.names);
            let owner = accounts.iter().filter(is_other).find(has_it);
            if owner.is_some() {
                let is_other =
                    |holder: &Holder| in_file.is_none_or(|same| !holder.is_same_user(same));
                let holder = place.holder(field.as_str()).filter(is_other);
                let rejected = Rejected::conflict(field.as_str(), holder.map(Holder::row));
                return Plan::Reject { rejected, owner };
            }
        }
        there.map_or(Plan::Create, Plan::Update)
    }

    /// The accounts as the rows before would have left them, and those that they would have made.
    fn suppose(supposed: &SupposedUsers, row: &UserRow, accounts: Vec<Account>) -> Vec<Account> {
        let mut seen = BTreeSet::new();
        let as_left = |account: Account| match supposed.with_id(&account.id) {
            None => account,
            Some((user, would_be)) => {
                seen.insert(user);
                account.supposing(user, would_be)
            }
        };
        let mut all: Vec<_> = accounts.into_iter().map(as_left).collect();
        for key in MatchKey::ALL {
            for spelling in row.names.spellings(key) {
                if let Some((user, would_be)) = supposed.with_name(key.as_str(), &spelling)
                    && seen.insert(user)
                {
                    all.push(Account::only_supposed(user, would_be));
                }
            }
        }
        // Who has given up the name by which they were found would not be found.
        all.retain(|account| account.supposed().is_none() || row.names.find(&account.names));
        all
    }

    /// Notes what a row would have made of a user.
    fn would_be(&self, row: &UserRow, plan: &Plan<'_>, fields: &[String], place: &Place<'_>) {
        let Some(supposed) = &self.supposed else { return };
        let (user, id, mut would_be) = match plan {
            Plan::Create => (place.row(), None, Supposed::new_user()),
            Plan::Update(there) if !fields.is_empty() => match there.supposed() {
                Some((user, would_be)) => (*user, None, Supposed::clone(would_be)),
                None => (place.row(), Some(&*there.id), Supposed::default()),
            },
            _ => return,
        };
        let said = serde_json::to_value(&row.inputs.create).unwrap_or_default();
        let fields: HashSet<&str> = fields.iter().map(String::as_str).collect();
        let is_given = |name: &str| matches!(plan, Plan::Create) || fields.contains(name);
        for (number, column) in (0..).zip(COLUMNS) {
            // Nobody reads a password, and what only a new user is given is not compared later.
            if column.forget.is_none() || !column.told || !is_given(column.name) {
                continue;
            }
            if let Some(said) = said.get(column.name) {
                let said = if column.is_time { one_second(said) } else { said.clone() };
                would_be.give(&supposed.hashes, number, column.name, &said);
            }
        }
        for (key, value) in row.custom_data.iter() {
            let column = custom_column(key);
            if is_given(&column) {
                let said = one_way(value, &value.to_json());
                would_be.give(&supposed.hashes, self.custom_number(key), &column, &said);
            }
        }
        supposed.set(user, id, &would_be);
    }

    /// The number of a custom field's column.
    fn custom_number(&self, key: &str) -> u16 {
        self.custom_numbers.get(key).copied().unwrap_or(u16::MAX)
    }

    /// Whether a user has what a row says of a column.
    fn has(&self, there: &Account, number: u16, column: &Column, said: &Value) -> bool {
        let one = |value: &Value| if column.is_time { one_second(value) } else { value.clone() };
        let supposed = there.supposed().zip(self.supposed.as_ref());
        let supposed = supposed.and_then(|((_, would_be), all)| {
            would_be.has(&all.hashes, number, column.name, &one(said))
        });
        supposed.unwrap_or_else(|| {
            there.field(column.name).is_some_and(|theirs| one(said) == one(theirs))
        })
    }

    /// Whether a user, whose custom data is this, has what a row says of a custom field.
    fn has_custom(
        &self,
        there: &Account,
        theirs: &CustomData,
        key: &str,
        said: &CustomValue,
    ) -> bool {
        let one = |value: &CustomValue| one_way(said, &value.to_json());
        let supposed = there.supposed().zip(self.supposed.as_ref());
        let supposed = supposed.and_then(|((_, would_be), all)| {
            let number = self.custom_number(key);
            would_be.has(&all.hashes, number, &custom_column(key), &one(said))
        });
        supposed.unwrap_or_else(|| theirs.get(key).is_some_and(|theirs| one(said) == one(theirs)))
    }

    async fn carry_out(
        &self,
        row: &UserRow,
        plan: Plan<'_>,
        place: &mut Place<'_>,
    ) -> Result<Done, Rejected> {
        let mut fields = Vec::new();
        let done = match &plan {
            Plan::Reject { rejected, .. } => return Err(rejected.clone()),
            Plan::Skip(there) => {
                let has = |key: &MatchKey| row.names.share(*key, &there.names);
                place.hold(|field| {
                    MatchKey::ALL.iter().any(|key| key.as_str() == field && has(key))
                });
                return Ok(Done::Skipped);
            }
            Plan::Created => Done::Created,
            Plan::Create => {
                self.create(row, place).await?;
                Done::Created
            }
            Plan::Update(there) => {
                let changes = self.changes(row, there);
                for key in MatchKey::ALL.iter().filter(|key| changes.gives(**key)) {
                    // A row before this one that wants the name which this one gives up does not get it.
                    place.wait_for_name(key.as_str(), &there.names.forms(*key)).await;
                }
                fields.clone_from(&changes.fields);
                self.update(there, changes, place).await?
            }
        };
        place.hold(|_| true);
        self.would_be(row, &plan, &fields, place);
        Ok(done)
    }

    /// Says whether the user was certainly created.
    async fn create_with_others(
        batch: &Batch,
        row: &UserRow,
        place: &mut Place<'_>,
    ) -> Result<bool, Error> {
        let call = batch.create(row.inputs.create.clone(), row.names.clone());
        match place.creating_if(call, |created| *created != Created::No).await {
            Ok(created) => Ok(created == Created::Yes),
            // Perhaps of one of the others.
            Err(error) if is_of_row(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn create(&self, row: &UserRow, place: &mut Place<'_>) -> Result<(), Error> {
        if self.supposed.is_some() {
            return Ok(());
        }
        let mut request = CreateUser::new(row.inputs.create.clone());
        if !row.custom_data.is_empty() {
            request = request.custom_data(row.custom_data.clone());
        }
        if self.keep_password {
            request = request.keep_password();
        }
        if self.reset_password {
            request = request.reset_password_on_first_login();
        }
        place.creating(self.client.users().create(request)).await?;
        Ok(())
    }

    async fn update(
        &self,
        there: &Account,
        changes: Changes,
        place: &mut Place<'_>,
    ) -> Result<Done, Error> {
        let Changes { fields, update, custom_data } = changes;
        let done = place.changing(fields).await?;
        if self.supposed.is_none() {
            if update != UpdateUserInput::new() {
                self.client.users().update(&there.id, update).await?;
            }
            if !custom_data.is_empty() {
                self.client.users().set_custom_data(&there.id, &custom_data).await?;
            }
        }
        Ok(done)
    }

    /// What an update sends: what the user does not have already. A name that they have stays as it is
    /// written there: people log in with it. A hash would become a password of its own.
    fn changes(&self, row: &UserRow, there: &Account) -> Changes {
        let mut update = row.inputs.update.clone();
        // Fields of an input are never null: a row that says nothing of one leaves it out.
        let said = serde_json::to_value(&update).unwrap_or_default();
        let mut fields = Vec::new();
        for (number, column) in (0..).zip(COLUMNS) {
            let (Some(forget), Some(said)) = (column.forget, said.get(column.name)) else {
                continue;
            };
            let is_so = match MatchKey::ALL.into_iter().find(|key| key.as_str() == column.name) {
                Some(key) => row.names.are_same(key, &there.names),
                None if column.name == "password" => self.keep_password,
                None => self.has(there, number, column, said),
            };
            match is_so {
                true => forget(&mut update),
                false => fields.push(column.name.to_owned()),
            }
        }
        let mut custom_data = CustomData::new();
        if row.custom_data.is_empty() {
            return Changes { fields, update, custom_data };
        }
        let theirs = there.custom_data();
        for (key, value) in row.custom_data.iter() {
            if !self.has_custom(there, &theirs, key, value) {
                fields.push(custom_column(key));
                custom_data.insert(key.to_owned(), value.clone());
            }
        }
        Changes { fields, update, custom_data }
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
}
