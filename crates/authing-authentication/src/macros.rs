//! What types of several areas have in common.
