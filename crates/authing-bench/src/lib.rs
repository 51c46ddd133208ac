//! Speed of the SDK beside raw HTTP.
