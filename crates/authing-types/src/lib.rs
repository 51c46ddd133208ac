//! Models, inputs and enums of Authing's GraphQL schema.
