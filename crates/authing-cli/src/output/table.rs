//! Tables for people.

use std::fmt::Write as _;

use crate::shown::{cut, width};

/// Between two columns.
const GAP: usize = 2;
/// What no column is made narrower than, to fit a terminal.
const NARROWEST: usize = 6;

/// Rows whose columns are aligned, however wide their letters are.
///
/// The first rows that are [laid out](Table::lines) decide how wide the columns are, so that a list of any
/// length is shown as it comes.
#[derive(Debug)]
pub(crate) struct Table {
    titles: Vec<String>,
    /// Of the terminal; nothing is cut without one.
    columns: Option<usize>,
    widths: Option<Vec<usize>>,
}

impl Table {
    pub(crate) fn new(titles: Vec<String>, columns: Option<usize>) -> Self {
        Self { titles, columns, widths: None }
    }

    /// The line of titles. The first rows have to be laid out before.
    pub(crate) fn header(&self) -> String {
        self.line(&self.titles)
    }

    /// The rows as lines.
    pub(crate) fn lines(&mut self, rows: &[Vec<String>]) -> Vec<String> {
        if self.widths.is_none() {
            self.widths = Some(self.measure(rows));
        }
        rows.iter().map(|row| self.line(row)).collect()
    }

    fn measure(&self, rows: &[Vec<String>]) -> Vec<usize> {
        let mut widths: Vec<usize> = self.titles.iter().map(|title| width(title)).collect();
        for row in rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = width(cell).max(*widest);
            }
        }
        if let Some(columns) = self.columns {
            narrow(&mut widths, columns);
        }
        widths
    }

    fn line(&self, row: &[String]) -> String {
        let widths = self.widths.as_deref().unwrap_or_default();
        let mut line = String::new();
        for (index, cell) in row.iter().enumerate() {
            let wanted = widths.get(index).copied().unwrap_or_default();
            let cell = match self.columns {
                Some(_) => cut(cell, wanted),
                None => cell.as_str().into(),
            };
            let padding = match index + 1 < row.len() {
                true => wanted.saturating_sub(width(&cell)) + GAP,
                false => 0,
            };
            // Writing into a text does not fail.
            let _ = write!(line, "{cell}{:padding$}", "");
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// Makes the widest columns narrower until they all fit, if they can.
fn narrow(widths: &mut [usize], columns: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    loop {
        let total: usize = widths.iter().sum::<usize>() + gaps;
        let Some(widest) = widths.iter_mut().max() else { return };
        if total <= columns || *widest <= NARROWEST {
            return;
        }
        *widest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn columns_stand_below_one_another_whatever_the_letters() {
        let mut table = Table::new(row(&["ID", "姓名", "EMAIL"]), None);
        let lines = table.lines(&[row(&["1", "张伟", "a@b.cn"]), row(&["22", "Ann", ""])]);
        assert_eq!(table.header(), "ID  姓名  EMAIL");
        assert_eq!(lines, ["1   张伟  a@b.cn", "22  Ann"]);
    }

    #[test]
    fn what_is_too_wide_for_the_terminal_is_cut_where_it_is_widest() {
        let mut table = Table::new(row(&["ID", "NAME"]), Some(20));
        let lines = table.lines(&[row(&["123456", "a name that is long"])]);
        assert_eq!(lines, ["123456  a name that…"]);
        let mut table = Table::new(row(&["ID", "NAME"]), None);
        let lines = table.lines(&[row(&["123456", "a name that is long"])]);
        assert_eq!(lines, ["123456  a name that is long"]);
    }
}
