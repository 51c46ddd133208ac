//! What a target is.

use crate::{
    cost::{Limits, Meter},
    mutate::Mutator,
};

/// A reader of foreign bytes, and what is asked of it.
#[derive(Debug)]
pub struct Target {
    /// The name of its folder in `corpus/`. What stands before `_` names its dictionary.
    pub name: &'static str,
    /// What it may cost.
    pub limits: Limits,
    /// How inputs are altered so that they keep their form, if libFuzzer's own ways do not do.
    pub mutator: Option<Mutator>,
    pub(crate) read: fn(&[u8], &mut Meter),
}

impl Target {
    /// Reads an input; says what that cost.
    ///
    /// # Panics
    ///
    /// When the reader panics, costs too much, or reads something wrong: a finding.
    pub fn run(&self, input: &[u8]) -> String {
        let mut meter = Meter::new(self.limits, input.len());
        (self.read)(input, &mut meter);
        meter.to_string()
    }
}
