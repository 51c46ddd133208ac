//! A local Authing server for development and tests.
