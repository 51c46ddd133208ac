//! Tables for a terminal.

use std::fmt;

/// Rows of cells, under a heading; the first columns are text, the others numbers.
#[derive(Debug)]
pub(super) struct Table {
    texts: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(texts: usize, heading: &[&str]) -> Self {
        let heading = heading.iter().map(|cell| (*cell).to_owned()).collect();
        Self { texts, rows: vec![heading] }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.len() == 1
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                let gap = if column == 0 { "" } else { "  " };
                line += &if column < self.texts {
                    format!("{gap}{cell:<width$}")
                } else {
                    format!("{gap}{cell:>width$}")
                };
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A number with its thousands apart: `1 604 535`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// How far a ratio is from 1: `+3.1 %`.
pub(super) fn percent(ratio: f64) -> String {
    format!("{:+.1} %", (ratio - 1.0) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::{Table, percent, thousands};

    #[test]
    fn texts_stand_left_and_numbers_right() {
        let mut table = Table::new(1, &["call", "us"]);
        table.row(["page of 10".to_owned(), "7.5".to_owned()]);
        table.row(["é".to_owned(), "1024.0".to_owned()]);
        assert_eq!(
            table.to_string(),
            "call            us\n\
             page of 10     7.5\n\
             é           1024.0\n"
        );
    }

    #[test]
    fn a_last_text_leaves_no_space_behind() {
        let mut table = Table::new(2, &["a", "mark"]);
        table.row(["b".to_owned(), String::new()]);
        assert_eq!(table.to_string(), "a  mark\nb\n");
    }

    #[test]
    fn thousands_stand_apart() {
        let texts = [0, 999, 1000, 75_471, 1_604_535].map(thousands);
        assert_eq!(texts, ["0", "999", "1 000", "75 471", "1 604 535"]);
    }

    #[test]
    fn a_ratio_is_more_or_less() {
        assert_eq!(percent(1.031), "+3.1 %");
        assert_eq!(percent(0.5), "-50.0 %");
    }
}
