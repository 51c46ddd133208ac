//! Which GraphQL schema the emulator serves.

/// The version of the GraphQL schema that the emulator serves. A server refuses a whole operation for
/// one field that its schema does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaVersion {
    /// Everything that is known.
    #[default]
    Current,
    /// Without what no operation of the official JavaScript and Python SDKs asks for: a deployment
    /// that they work with need not have it.
    Older,
    /// As Authing published it with the first SDKs: also without country codes of phone numbers,
    /// `newlyCreated`, `expiredAt` and others. Today's official SDKs do not work with it throughout.
    Oldest,
}

/// What no operation of the official SDKs asks for.
const UNUSED: &[&str] = &[
    "CheckPasswordResult",
    "Identity.accessToken",
    "Identity.refreshToken",
    "Identity.userInfoInIdp",
    "Org.tenantId",
    "PasswordUpdatePolicy",
    "PasswordUpdatePolicyConfig",
    "PasswordUpdatePolicyInput",
    "Query.authorizedTargetsCode",
    "Query.checkPassword",
    "RegisterByEmailInput.phoneToken",
    "RegisterByPhoneCodeInput.emailToken",
    "RegisterByUsernameInput.emailToken",
    "RegisterByUsernameInput.phoneToken",
    "RegisterProfile.email",
    "RegisterProfile.phone",
    "Role.isSystem",
    "SocialConnectionField.children",
    "UpdateUserInput.mainDepartmentCode",
    "UpdateUserInput.mainDepartmentId",
    "UpdateUserpoolInput.passwordUpdatePolicy",
    "User.mainDepartmentCode",
    "User.mainDepartmentId",
    "UserPool.passwordUpdatePolicy",
];

/// What came later than the first SDKs, besides.
const LATER: &[&str] = &[
    "AuthorizedResource.apiIdentifier",
    "CreateUserIdentityInput",
    "CreateUserInput.phoneCountryCode",
    "EmailScene.CONSOLE_CONDUCTED_VERIFY",
    "EmailScene.EMAIL_BIND_VERIFY_CODE",
    "EmailScene.EMAIL_UNBIND_VERIFY_CODE",
    "EmailScene.FIRST_EMAIL_LOGIN_VERIFY",
    "EmailScene.INFORMATION_COMPLETION_VERIFY_CODE",
    "EmailScene.LOGIN_VERIFY_CODE",
    "EmailScene.MFA_VERIFY_CODE",
    "EmailScene.REGISTER_VERIFY_CODE",
    "EmailScene.RESET_PASSWORD_VERIFY_CODE",
    "EmailScene.VERIFY_CODE",
    "FindUserByIdentityInput",
    "Identity.connectionId",
    "Identity.type",
    "LoginByPhoneCodeInput.phoneCountryCode",
    "Mutation.bindPhone(phoneCountryCode)",
    "Mutation.createOrg(tenantId)",
    "Mutation.createUser(identity)",
    "Mutation.resetPassword(phoneCountryCode)",
    "Mutation.resetPasswordByForceResetToken",
    "Mutation.updatePhone(oldPhoneCountryCode)",
    "Mutation.updatePhone(phoneCountryCode)",
    "Mutation.updateUser(emailToken)",
    "Mutation.updateUser(phoneToken)",
    "Node.isVirtualNode",
    "Node.roles",
    "Query.findUser(identity)",
    "Query.users(excludeUsersInOrg)",
    "RegisterByPhoneCodeInput.phoneCountryCode",
    "UDFDataType.SELECT",
    "UpdateUserInput.directManagement",
    "UpdateUserInput.expiredAt",
    "UpdateUserInput.phoneCountryCode",
    "UpdateUserpoolInput.verifyCodeMaxAttempts",
    "User.directManagement",
    "User.expiredAt",
    "User.newlyCreated",
    "User.phoneCountryCode",
    "UserPool.verifyCodeMaxAttempts",
];

impl SchemaVersion {
    /// What the version lacks: `Type`, `Type.field` (or value) or `Type.field(argument)`.
    pub(crate) fn lacks(self) -> impl Iterator<Item = &'static str> {
        let (unused, later): (&[_], &[_]) = match self {
            Self::Current => (&[], &[]),
            Self::Older => (UNUSED, &[]),
            Self::Oldest => (UNUSED, LATER),
        };
        unused.iter().chain(later).copied()
    }
}
