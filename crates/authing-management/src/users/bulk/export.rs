//! Users into a file.

use authing_core::{Error, ErrorKind};
use authing_types::{SortBy, User};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value};

use super::columns::{CUSTOM_DATA, custom_column, custom_types, told};
use crate::{
    ListUsers, UsersApi,
    bulk::{ColumnNames, Export, Format, Piece, tell, write_header, write_row},
};

/// By which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How many users a page of an export has.
const PAGE: u32 = 200;

impl UsersApi<'_> {
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
    /// Those of every call, as the last item of the stream; and [`ErrorKind::Decode`], behind the last
    /// piece, when there are users that nobody could read: see [`Export`].
    pub fn export(&self, request: ExportUsers) -> Export {
        let ExportUsers { format, names, chosen, is_marked, mut on_progress } = request;
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
            let all: Vec<_> = told().map(str::to_owned).chain(custom).collect();
            let columns = match chosen {
                Some(chosen) => check_chosen(&all, chosen, format)?,
                None => all,
            };
            names.check_export(&columns)?;
            let mut head = if is_marked { BYTE_ORDER_MARK.to_vec() } else { Vec::new() };
            head.extend(write_header(format, &columns, &names));
            let head = Piece::from(head);
            let rest = pages.map(move |page| {
                let page = page?;
                let mut text = Vec::new();
                for user in &page.list {
                    write_row(&mut text, format, &columns, &names, user_row(user)?)?;
                }
                written += page.list.len() as u64;
                let total = page.total_count.try_into().unwrap_or(written);
                tell(&mut on_progress, |observe| observe(written, total));
                Ok(Piece { text, set_aside: page.set_aside })
            });
            Ok::<_, Error>(stream::iter([Ok(head)]).chain(rest))
        });
        Export::new(pieces.try_flatten())
    }
}

type OnExported = Box<dyn FnMut(u64, u64) + Send>;

/// How [`UsersApi::export`] writes a file.
pub struct ExportUsers {
    format: Format,
    names: ColumnNames,
    chosen: Option<Vec<String>>,
    is_marked: bool,
    on_progress: Option<OnExported>,
}

authing_types::redacted_debug!(ExportUsers { format, names, chosen, is_marked });

impl ExportUsers {
    /// A file of this format.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            names: ColumnNames::default(),
            chosen: None,
            is_marked: false,
            on_progress: None,
        }
    }

    /// Writes these fields alone, in this order, by their names on the wire: `username`, and `customData.school` for
    /// custom data in CSV, `customData` for all of it in JSON Lines. Default: all of them. A field that an export
    /// does not write, or one that stands twice, ends it before anything is written.
    ///
    /// ```
    /// use authing_management::bulk::{ExportUsers, Format};
    ///
    /// let request = ExportUsers::new(Format::Csv).columns(["username", "email"]);
    /// # let _ = request;
    /// ```
    #[must_use]
    pub fn columns(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.chosen = Some(fields.into_iter().map(Into::into).collect());
        self
    }

    /// What the file is to call a field: `column_as("username", "用户名")`. An import reads it back with the
    /// same.
    #[must_use]
    pub fn column_as(mut self, field: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.rename(field.into(), name.into());
        self
    }

    /// Begins the file with a byte order mark, by which spreadsheets know UTF-8: without it Excel shows
    /// Chinese names as something else.
    #[must_use]
    pub fn byte_order_mark(mut self) -> Self {
        self.is_marked = true;
        self
    }

    /// Is called after every page with the number of users written so far and of those there are.
    /// One that panics is not called again, and the export goes on.
    #[must_use]
    pub fn on_progress(mut self, observe: impl FnMut(u64, u64) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(observe));
        self
    }
}

/// The fields that are to be written, which an export has.
fn check_chosen(all: &[String], chosen: Vec<String>, format: Format) -> Result<Vec<String>, Error> {
    if chosen.is_empty() {
        return Err(Error::input("columns", "names no field"));
    }
    for (index, field) in chosen.iter().enumerate() {
        if chosen.iter().take(index).any(|before| before == field) {
            return Err(Error::input("columns", format_args!("names `{field}` twice")));
        }
        if !all.contains(field) {
            let hint = match (format, field.strip_prefix("customData")) {
                (Format::JsonLines, Some(_)) => "; in JSON Lines it is `customData` as a whole",
                (Format::Csv, Some("")) => "; in CSV it is `customData.` and the key of a field",
                _ => "",
            };
            let problem = format_args!("names `{field}`, which an export does not write{hint}");
            return Err(Error::input("columns", problem));
        }
    }
    Ok(chosen)
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
