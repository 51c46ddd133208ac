//! Authing for end users: registration, log-in and profiles.

mod generated;
