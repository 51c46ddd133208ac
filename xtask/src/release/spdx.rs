//! Expressions of licences: `(MIT OR Apache-2.0) AND Unicode-3.0`.

/// Whether the licences that are allowed satisfy an expression.
///
/// The slash of old manifests is an `OR`.
///
/// # Errors
///
/// When it is not an expression.
pub(super) fn is_satisfied(
    expression: &str,
    is_allowed: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = Words { rest: spaced.split_whitespace().collect(), is_allowed };
    words.rest.reverse();
    let verdict = words.any_of();
    match (verdict, words.rest.last()) {
        (Some(verdict), None) => Ok(verdict),
        _ => Err(format!("`{expression}` is not an expression of licences")),
    }
}

struct Words<'e> {
    /// The next one is the last.
    rest: Vec<&'e str>,
    is_allowed: &'e dyn Fn(&str) -> bool,
}

impl Words<'_> {
    fn any_of(&mut self) -> Option<bool> {
        let mut verdict = self.all_of()?;
        while self.take("OR") {
            verdict |= self.all_of()?;
        }
        Some(verdict)
    }

    fn all_of(&mut self) -> Option<bool> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            verdict &= self.one()?;
        }
        Some(verdict)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let verdict = self.any_of()?;
            return self.take(")").then_some(verdict);
        }
        let licence = self.rest.pop().filter(|word| !["AND", "OR", "WITH", ")"].contains(word))?;
        if !self.take("WITH") {
            return Some((self.is_allowed)(licence));
        }
        let exception = self.rest.pop()?;
        Some((self.is_allowed)(&format!("{licence} WITH {exception}")))
    }

    fn take(&mut self, word: &str) -> bool {
        let is_next = self.rest.last() == Some(&word);
        if is_next {
            self.rest.pop();
        }
        is_next
    }
}

#[cfg(test)]
mod tests {
    use super::is_satisfied;

    fn mit(expression: &str) -> Result<bool, String> {
        is_satisfied(expression, &|licence| licence == "MIT")
    }

    #[test]
    fn one_of_several_will_do_and_all_of_several_are_needed() {
        assert_eq!(mit("MIT"), Ok(true));
        assert_eq!(mit("Apache-2.0 OR MIT"), Ok(true));
        assert_eq!(mit("Apache-2.0/MIT"), Ok(true));
        assert_eq!(mit("Apache-2.0 AND MIT"), Ok(false));
        assert_eq!(mit("MIT OR Apache-2.0 AND BSD-3-Clause"), Ok(true));
        assert_eq!(mit("(MIT OR Apache-2.0) AND BSD-3-Clause"), Ok(false));
    }

    #[test]
    fn a_licence_with_an_exception_is_another_one() {
        assert_eq!(mit("MIT WITH Classpath-exception-2.0"), Ok(false));
        assert_eq!(mit("MIT WITH Classpath-exception-2.0 OR MIT"), Ok(true));
    }

    #[test]
    fn what_is_no_expression_is_an_error() {
        for broken in ["", "MIT OR", "(MIT", "MIT Apache-2.0", "AND MIT"] {
            assert!(mit(broken).is_err(), "{broken}");
        }
    }
}
