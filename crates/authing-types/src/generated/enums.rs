// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Lists of words: one enum per enum of the schema.

use crate::wire_enum;

wire_enum! {
    /// The purpose of an email. It decides the template and whether the email holds a code or a link.
    pub enum EmailScene {
        /// A code to reset a forgotten password.
        ResetPassword = "RESET_PASSWORD",
        /// A code to reset a forgotten password, on newer servers.
        ResetPasswordVerifyCode = "RESET_PASSWORD_VERIFY_CODE",
        /// A link that verifies the address.
        VerifyEmail = "VERIFY_EMAIL",
        /// A link that verifies the address at the first login.
        FirstEmailLoginVerify = "FIRST_EMAIL_LOGIN_VERIFY",
        /// A link to verify the address, sent from the console.
        ConsoleConductedVerify = "CONSOLE_CONDUCTED_VERIFY",
        /// A code to bind or change an address.
        ChangeEmail = "CHANGE_EMAIL",
        /// A code to bind an address.
        EmailBindVerifyCode = "EMAIL_BIND_VERIFY_CODE",
        /// A code to unbind the address.
        EmailUnbindVerifyCode = "EMAIL_UNBIND_VERIFY_CODE",
        /// A code for the second factor.
        MfaVerify = "MFA_VERIFY",
        /// A code without a special purpose.
        VerifyCode = "VERIFY_CODE",
        /// A code to register.
        RegisterVerifyCode = "REGISTER_VERIFY_CODE",
        /// A code to log in.
        LoginVerifyCode = "LOGIN_VERIFY_CODE",
        /// A code for the second factor, on newer servers.
        MfaVerifyCode = "MFA_VERIFY_CODE",
        /// A code to complete a profile.
        InformationCompletionVerifyCode = "INFORMATION_COMPLETION_VERIFY_CODE",
    }
}

wire_enum! {
    /// The email templates of a user pool.
    pub enum EmailTemplateType {
        /// Code to reset a password.
        ResetPassword = "RESET_PASSWORD",
        /// Notice that the password was reset.
        PasswordResetNotification = "PASSWORD_RESETED_NOTIFICATION",
        /// Code to change a password.
        ChangePassword = "CHANGE_PASSWORD",
        /// Welcome to a new user.
        Welcome = "WELCOME",
        /// Link that verifies an address.
        VerifyEmail = "VERIFY_EMAIL",
        /// Code to change an address.
        ChangeEmail = "CHANGE_EMAIL",
    }
}

wire_enum! {
    /// How several actions combine in a search for authorised targets.
    pub enum Operator {
        /// Every action is needed.
        And = "AND",
        /// One action is enough.
        Or = "OR",
    }
}

wire_enum! {
    /// What a policy or a right is granted to.
    pub enum PolicyAssignmentTargetType {
        /// A user, by id.
        User = "USER",
        /// A role, by code.
        Role = "ROLE",
        /// A group, by code.
        Group = "GROUP",
        /// A department, by node id.
        Org = "ORG",
        /// A programmatic access account.
        AkSk = "AK_SK",
    }
}

wire_enum! {
    /// Whether a policy statement allows or denies.
    pub enum PolicyEffect {
        /// The actions are allowed.
        Allow = "ALLOW",
        /// The actions are denied.
        Deny = "DENY",
    }
}

wire_enum! {
    /// Kind of a protected resource.
    pub enum ResourceType {
        /// Data.
        Data = "DATA",
        /// An endpoint.
        Api = "API",
        /// A menu entry; it has no actions.
        Menu = "MENU",
        /// A part of a user interface.
        Ui = "UI",
        /// A button; it has no actions.
        Button = "BUTTON",
    }
}

wire_enum! {
    /// Order of a list.
    ///
    /// `SortByEnum` in Authing's schema.
    pub enum SortBy {
        /// Newest first.
        CreatedAtDesc = "CREATEDAT_DESC",
        /// Oldest first.
        CreatedAtAsc = "CREATEDAT_ASC",
        /// Last changed first.
        UpdatedAtDesc = "UPDATEDAT_DESC",
        /// Last changed last.
        UpdatedAtAsc = "UPDATEDAT_ASC",
    }
}

wire_enum! {
    /// Data type of a custom field.
    ///
    /// `UDFDataType` in Authing's schema.
    pub enum UdfDataType {
        /// Text.
        String = "STRING",
        /// A number.
        Number = "NUMBER",
        /// A point in time: ISO 8601 when set, mostly milliseconds since 1970 when read.
        DateTime = "DATETIME",
        /// True or false.
        Boolean = "BOOLEAN",
        /// Any JSON value.
        Object = "OBJECT",
        /// One of a list of options.
        Select = "SELECT",
    }
}

wire_enum! {
    /// What a custom field is defined on.
    ///
    /// `UDFTargetType` in Authing's schema.
    pub enum UdfTargetType {
        /// Nodes of organisations.
        Node = "NODE",
        /// Organisations.
        Org = "ORG",
        /// Users.
        User = "USER",
        /// The user pool.
        Userpool = "USERPOOL",
        /// Roles.
        Role = "ROLE",
        /// Permissions.
        Permission = "PERMISSION",
        /// Applications.
        Application = "APPLICATION",
    }
}

wire_enum! {
    /// The status of a user's account.
    pub enum UserStatus {
        /// Deactivated by an administrator.
        Suspended = "Suspended",
        /// Left the organisation.
        Resigned = "Resigned",
        /// In use.
        Activated = "Activated",
        /// Archived.
        Archived = "Archived",
    }
}

wire_enum! {
    /// Which identifier a registration whitelist holds.
    pub enum WhitelistType {
        /// Usernames.
        Username = "USERNAME",
        /// Email addresses.
        Email = "EMAIL",
        /// Phone numbers.
        Phone = "PHONE",
    }
}
