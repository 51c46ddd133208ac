//! Authing for administrators: users, roles, permissions and organisations.

mod generated;
