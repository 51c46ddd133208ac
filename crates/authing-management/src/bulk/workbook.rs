//! Workbooks of spreadsheets, as CSV.

use std::{
    fmt,
    io::{Cursor, Read as _, copy, sink},
};

use authing_core::{Error, ErrorKind};
use bytes::Bytes;
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::{ZipArchive, result::ZipError};

use super::csv::{MAX_COLUMNS, write_record};

/// A workbook of a spreadsheet (`.xlsx`), whose sheets are read as CSV.
///
/// What an import reads is text, so a sheet becomes text as the spreadsheet has it, not as it shows it: a
/// number has all its digits, a date is `2026-01-02`, a formula is its last result, and a number of more digits
/// than a spreadsheet keeps stands in scientific notation, which an import rejects in a name.
///
/// ```no_run
/// use authing_management::{
///     ManagementClient,
///     bulk::{Format, ImportUsers, MatchKey, Workbook, blocks},
/// };
///
/// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
/// let mut workbook = Workbook::open(std::fs::read("员工.xlsx")?)?;
/// let sheet = workbook.csv()?;
/// let request = ImportUsers::new(Format::Csv, MatchKey::ExternalId).usual_columns();
/// let report = management.users().import(request, blocks(&*sheet)).await?;
/// println!("{} created", report.created);
/// # Ok(()) }
/// ```
///
/// # Limits
///
/// A workbook is a compressed archive that is read as a whole: [`MAX_PACKED`](Self::MAX_PACKED) and
/// [`MAX_UNPACKED`](Self::MAX_UNPACKED) bytes are the most it may have, and its sheets 1000 columns. For more
/// rows, save the sheet as CSV, which is read row by row.
pub struct Workbook {
    book: Xlsx<Cursor<Bytes>>,
    sheets: Vec<Sheet>,
}

struct Sheet {
    name: String,
    is_visible: bool,
}

impl Workbook {
    /// How many bytes the file may have: 32 MiB.
    pub const MAX_PACKED: usize = 32 << 20;

    /// How many bytes it may have when unpacked: 256 MiB.
    pub const MAX_UNPACKED: u64 = 256 << 20;

    /// Opens the bytes of a file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] for anything else, a workbook with a password or in the format of before 2007 among
    /// them, and for one that is too large.
    pub fn open(file: impl Into<Bytes>) -> Result<Self, Error> {
        let file = file.into();
        if file.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(refuse(
                "the workbook has a password, or the format of before 2007: save it as .xlsx, without a password",
            ));
        }
        if file.len() > Self::MAX_PACKED {
            return Err(too_large("32 MiB"));
        }
        unpacks_within(&file, Self::MAX_UNPACKED)?;
        let book = Xlsx::new(Cursor::new(file)).map_err(unreadable)?;
        let sheets = book.sheets_metadata().iter();
        let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheets = sheets
            .map(|sheet| Sheet {
                name: sheet.name.clone(),
                is_visible: sheet.visible == SheetVisible::Visible,
            })
            .collect();
        Ok(Self { book, sheets })
    }

    /// The names of its sheets that are shown, in their order.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().filter(|sheet| sheet.is_visible).map(|sheet| &*sheet.name)
    }

    /// The sheet of this name as CSV in UTF-8. Rows without any content are left out.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] if there is no such sheet, or if it cannot be read.
    pub fn csv_of(&mut self, sheet: impl Into<String>) -> Result<Vec<u8>, Error> {
        let name = sheet.into();
        if !self.sheets.iter().any(|sheet| sheet.name == name) {
            let problem = format!("is not a sheet of the workbook, which has {}", self.named());
            return Err(Error::input("sheet", problem));
        }
        self.read(&name)
    }

    /// The only sheet that has anything in it, as [`csv_of`](Self::csv_of) has it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] if there are several with content, or none, or if one cannot be read.
    pub fn csv(&mut self) -> Result<Vec<u8>, Error> {
        let names: Vec<_> = self.sheets().map(str::to_owned).collect();
        let mut found: Option<Vec<u8>> = None;
        for name in &names {
            let csv = self.read(name)?;
            if csv.is_empty() {
                continue;
            }
            if found.is_some() {
                let problem =
                    "the workbook has several sheets with content: name one of them by `csv_of`";
                return Err(refuse(format!("{problem}: {}", self.named())));
            }
            found = Some(csv);
        }
        found.ok_or_else(|| refuse("the workbook has nothing in it"))
    }

    fn named(&self) -> String {
        let names: Vec<_> = self.sheets().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    }

    fn read(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        let mut cells = self.book.worksheet_cells_reader(name).map_err(unreadable)?;
        let (mut csv, mut row, mut at) = (Vec::new(), Row::default(), 0);
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let (number, column) = cell.get_position();
            if number != at {
                row.write(&mut csv);
                at = number;
            }
            let text = text(cell.get_value());
            if text.is_empty() {
                continue;
            }
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if column >= MAX_COLUMNS {
                return Err(refuse(format!("the sheet has more than {MAX_COLUMNS} columns")));
            }
            row.set(column, text);
        }
        row.write(&mut csv);
        Ok(csv)
    }
}

/// The cells of a row.
#[derive(Default)]
struct Row {
    cells: Vec<String>,
    /// How many cells the first row has, which names the columns: the others have no fewer.
    width: usize,
}

impl Row {
    fn set(&mut self, column: usize, text: String) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text;
        }
    }

    fn write(&mut self, csv: &mut Vec<u8>) {
        if self.cells.is_empty() {
            return;
        }
        if csv.is_empty() {
            self.width = self.cells.len();
        }
        if self.cells.len() < self.width {
            self.cells.resize(self.width, String::new());
        }
        write_record(csv, self.cells.iter().map(String::as_str));
        self.cells.clear();
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(time) => time_text(time),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A number with its digits; one that has more of them than a spreadsheet keeps says so.
fn number_text(number: f64) -> String {
    const KEPT: f64 = 1e15;
    if number.abs() < KEPT {
        return number.to_string();
    }
    let text = format!("{number:E}");
    if text.contains("E-") { text } else { text.replace('E', "E+") }
}

fn time_text(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        return number_text(time.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
    }
}

/// Unpacks the archive into nothing: what it says of its size need not be true.
fn unpacks_within(file: &Bytes, limit: u64) -> Result<(), Error> {
    let broken =
        |error: ZipError| refuse("the workbook is broken: save it once more").with_source(error);
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|error| {
        refuse("the file is not a workbook (.xlsx): it is not a ZIP archive").with_source(error)
    })?;
    let mut left = limit;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let mut part = part.take(left + 1);
        let size = copy(&mut part, &mut sink()).map_err(|error| broken(error.into()))?;
        left = left.checked_sub(size).ok_or_else(|| too_large("256 MiB when it is unpacked"))?;
    }
    Ok(())
}

fn too_large(limit: &str) -> Error {
    refuse(format!("the workbook has more than {limit}: save the sheet as `CSV UTF-8`"))
}

/// The reader's own texts quote cells, and with them people.
fn unreadable(error: XlsxError) -> Error {
    let again = "save it once more, or save the sheet as `CSV UTF-8`";
    let problem = refuse(format_args!("the workbook cannot be read: {again}"));
    match error {
        XlsxError::Io(cause) => problem.with_source(cause),
        XlsxError::Zip(cause) => problem.with_source(cause),
        XlsxError::Unrecognized { typ, .. } => {
            refuse(format_args!("the workbook has an unknown {typ}: {again}"))
        }
        _ => problem,
    }
}

fn refuse(problem: impl fmt::Display) -> Error {
    Error::new(ErrorKind::Input, problem.to_string())
}

/// Shows how many sheets there are.
impl fmt::Debug for Workbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workbook").field("sheets", &self.sheets.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

    fn archive(parts: &[(&str, String)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    /// A workbook with these sheets: name, whether it is hidden, and rows of cells as XML.
    fn workbook(sheets: &[(&str, bool, &str)]) -> Vec<u8> {
        let number = |index: usize| index + 1;
        let named = sheets.iter().enumerate().map(|(index, (name, is_hidden, _))| {
            let state = if *is_hidden { " state=\"hidden\"" } else { "" };
            let id = number(index);
            format!("<sheet name=\"{name}\" sheetId=\"{id}\"{state} r:id=\"r{id}\"/>")
        });
        let named: String = named.collect();
        let related: String = (0..sheets.len())
            .map(|index| {
                let id = number(index);
                format!(
                    "<Relationship Id=\"r{id}\" Type=\"{RELATIONS}/worksheet\" \
                     Target=\"worksheets/sheet{id}.xml\"/>"
                )
            })
            .collect();
        // Style 1 is a date, style 2 a time since.
        let styles = format!(
            "{HEAD}<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>\
             <xf numFmtId=\"46\"/></cellXfs></styleSheet>"
        );
        let styled =
            format!("<Relationship Id=\"s\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/>");
        let root = format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" \
             Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let mut parts = vec![
            ("_rels/.rels".to_owned(), root),
            ("xl/styles.xml".to_owned(), styles),
            (
                "xl/workbook.xml".to_owned(),
                format!(
                    "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{named}</sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!(
                    "{HEAD}<Relationships xmlns=\"{PACKAGE}\">{related}{styled}</Relationships>"
                ),
            ),
        ];
        for (index, (_, _, rows)) in sheets.iter().enumerate() {
            let sheet = format!(
                "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"
            );
            parts.push((format!("xl/worksheets/sheet{}.xml", number(index)), sheet));
        }
        let parts: Vec<_> = parts.iter().map(|(name, text)| (&**name, text.clone())).collect();
        archive(&parts)
    }

    fn said(file: Vec<u8>) -> String {
        Workbook::open(file).unwrap_err().to_string()
    }

    const NAMES: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c>\
                         <c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c>\
                         <c r=\"C1\" t=\"inlineStr\"><is><t>c</t></is></c></row>";

    #[test]
    fn cells_are_text_as_the_spreadsheet_has_them() {
        let rows = format!(
            "{NAMES}\
             <row r=\"2\"><c r=\"A2\"><v>13800000001</v></c><c r=\"B2\" s=\"1\"><v>46024</v></c>\
             <c r=\"C2\" t=\"b\"><v>1</v></c></row>\
             <row r=\"5\"><c r=\"A5\"><v>1.10101199003071E+17</v></c><c r=\"B5\" t=\"e\"><v>#N/A</v></c>\
             <c r=\"C5\" s=\"1\"><v>46024.5</v></c></row>\
             <row r=\"6\"><c r=\"B6\" t=\"str\"><f>A1&amp;\",\"</f><v>x, \"y\"</v></c></row>\
             <row r=\"7\"><c r=\"A7\"><v>0.25</v></c><c r=\"D7\" s=\"1\"/></row>"
        );
        let mut book = Workbook::open(workbook(&[("员工", false, &rows)])).unwrap();
        let csv = String::from_utf8(book.csv().unwrap()).unwrap();
        let expected = "a,b,c\n13800000001,2026-01-02,true\n\
                        1.10101199003071E+17,#N/A,2026-01-02T12:00:00\n,\"x, \"\"y\"\"\",\n0.25,,\n";
        assert_eq!(csv, expected);
        assert_eq!(book.csv_of("员工").unwrap(), csv.as_bytes());
        assert!(!format!("{book:?}").contains("员工"));
    }

    #[test]
    fn a_sheet_is_named_where_several_have_content() {
        let sheets = [("empty", false, ""), ("people", false, NAMES), ("lists", true, NAMES)];
        let mut book = Workbook::open(workbook(&sheets)).unwrap();
        assert_eq!(book.sheets().collect::<Vec<_>>(), ["empty", "people"]);
        assert_eq!(book.csv().unwrap(), b"a,b,c\n");
        assert_eq!(book.csv_of("lists").unwrap(), b"a,b,c\n");
        let told = book.csv_of("staff").unwrap_err().to_string();
        assert_eq!(
            told,
            "argument `sheet` is not a sheet of the workbook, which has `empty`, `people`"
        );
        let several = [("one", false, NAMES), ("two", false, NAMES)];
        let told = Workbook::open(workbook(&several)).unwrap().csv().unwrap_err().to_string();
        assert!(told.ends_with("by `csv_of`: `one`, `two`"), "{told}");
        let told = Workbook::open(workbook(&[("a", false, "")])).unwrap().csv().unwrap_err();
        assert_eq!(told.to_string(), "the workbook has nothing in it");
    }

    #[test]
    fn what_is_no_workbook_or_too_large_is_refused_by_name() {
        assert!(
            said(b"username\nwang\n".to_vec()).starts_with("the file is not a workbook (.xlsx)")
        );
        assert!(said(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()).contains("has a password"));
        assert!(
            said(vec![b'P'; Workbook::MAX_PACKED + 1])
                .starts_with("the workbook has more than 32 MiB:")
        );
        assert!(
            said(archive(&[("a.txt", "x".to_owned())])).starts_with("the workbook cannot be read")
        );
        let whole = workbook(&[("a", false, NAMES)]);
        for length in [10, whole.len() / 2, whole.len() - 10] {
            assert!(Workbook::open(whole[..length].to_vec()).is_err(), "{length}");
        }
        // Small, and large when it is unpacked.
        let bomb = Bytes::from(archive(&[("xl/worksheets/sheet1.xml", " ".repeat(1 << 20))]));
        assert!(bomb.len() < 10_000);
        let told = unpacks_within(&bomb, (1 << 20) - 1).unwrap_err().to_string();
        assert!(
            told.starts_with("the workbook has more than 256 MiB when it is unpacked"),
            "{told}"
        );
        assert!(unpacks_within(&bomb, 1 << 20).is_ok());
        let wide = "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>";
        let mut book = Workbook::open(workbook(&[("a", false, wide)])).unwrap();
        assert_eq!(book.csv().unwrap_err().to_string(), "the sheet has more than 1000 columns");
        // Far down is no more than a row.
        let deep = "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>";
        assert_eq!(Workbook::open(workbook(&[("a", false, deep)])).unwrap().csv().unwrap(), b"1\n");
    }
}
