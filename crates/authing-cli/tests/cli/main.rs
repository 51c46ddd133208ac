//! The program itself, run as people and scripts run it, against the emulator.

mod beginning;
mod departments;
mod files;
mod protocols;
mod support;
