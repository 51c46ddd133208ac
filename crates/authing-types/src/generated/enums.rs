// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Lists of words: one enum per enum of the schema.

use crate::wire_enum;

wire_enum! {
    /// `EmailScene`.
    pub enum EmailScene {
        /// `EmailScene.RESET_PASSWORD`.
        ResetPassword = "RESET_PASSWORD",
        /// `EmailScene.RESET_PASSWORD_VERIFY_CODE`.
        ResetPasswordVerifyCode = "RESET_PASSWORD_VERIFY_CODE",
        /// `EmailScene.VERIFY_EMAIL`.
        VerifyEmail = "VERIFY_EMAIL",
        /// `EmailScene.FIRST_EMAIL_LOGIN_VERIFY`.
        FirstEmailLoginVerify = "FIRST_EMAIL_LOGIN_VERIFY",
        /// `EmailScene.CONSOLE_CONDUCTED_VERIFY`.
        ConsoleConductedVerify = "CONSOLE_CONDUCTED_VERIFY",
        /// `EmailScene.CHANGE_EMAIL`.
        ChangeEmail = "CHANGE_EMAIL",
        /// `EmailScene.EMAIL_BIND_VERIFY_CODE`.
        EmailBindVerifyCode = "EMAIL_BIND_VERIFY_CODE",
        /// `EmailScene.EMAIL_UNBIND_VERIFY_CODE`.
        EmailUnbindVerifyCode = "EMAIL_UNBIND_VERIFY_CODE",
        /// `EmailScene.MFA_VERIFY`.
        MfaVerify = "MFA_VERIFY",
        /// `EmailScene.VERIFY_CODE`.
        VerifyCode = "VERIFY_CODE",
        /// `EmailScene.REGISTER_VERIFY_CODE`.
        RegisterVerifyCode = "REGISTER_VERIFY_CODE",
        /// `EmailScene.LOGIN_VERIFY_CODE`.
        LoginVerifyCode = "LOGIN_VERIFY_CODE",
        /// `EmailScene.MFA_VERIFY_CODE`.
        MfaVerifyCode = "MFA_VERIFY_CODE",
        /// `EmailScene.INFORMATION_COMPLETION_VERIFY_CODE`.
        InformationCompletionVerifyCode = "INFORMATION_COMPLETION_VERIFY_CODE",
    }
}

wire_enum! {
    /// `EmailTemplateType`.
    pub enum EmailTemplateType {
        /// `EmailTemplateType.RESET_PASSWORD`.
        ResetPassword = "RESET_PASSWORD",
        /// `EmailTemplateType.PASSWORD_RESETED_NOTIFICATION`.
        PasswordResetNotification = "PASSWORD_RESETED_NOTIFICATION",
        /// `EmailTemplateType.CHANGE_PASSWORD`.
        ChangePassword = "CHANGE_PASSWORD",
        /// `EmailTemplateType.WELCOME`.
        Welcome = "WELCOME",
        /// `EmailTemplateType.VERIFY_EMAIL`.
        VerifyEmail = "VERIFY_EMAIL",
        /// `EmailTemplateType.CHANGE_EMAIL`.
        ChangeEmail = "CHANGE_EMAIL",
    }
}

wire_enum! {
    /// `Operator`.
    pub enum Operator {
        /// `Operator.AND`.
        And = "AND",
        /// `Operator.OR`.
        Or = "OR",
    }
}

wire_enum! {
    /// `PolicyAssignmentTargetType`.
    pub enum PolicyAssignmentTargetType {
        /// `PolicyAssignmentTargetType.USER`.
        User = "USER",
        /// `PolicyAssignmentTargetType.ROLE`.
        Role = "ROLE",
        /// `PolicyAssignmentTargetType.GROUP`.
        Group = "GROUP",
        /// `PolicyAssignmentTargetType.ORG`.
        Org = "ORG",
        /// `PolicyAssignmentTargetType.AK_SK`.
        AkSk = "AK_SK",
    }
}

wire_enum! {
    /// `PolicyEffect`.
    pub enum PolicyEffect {
        /// `PolicyEffect.ALLOW`.
        Allow = "ALLOW",
        /// `PolicyEffect.DENY`.
        Deny = "DENY",
    }
}

wire_enum! {
    /// `ResourceType`.
    pub enum ResourceType {
        /// `ResourceType.DATA`.
        Data = "DATA",
        /// `ResourceType.API`.
        Api = "API",
        /// `ResourceType.MENU`.
        Menu = "MENU",
        /// `ResourceType.UI`.
        Ui = "UI",
        /// `ResourceType.BUTTON`.
        Button = "BUTTON",
    }
}

wire_enum! {
    /// `SortByEnum`.
    pub enum SortBy {
        /// `SortByEnum.CREATEDAT_DESC`.
        CreatedAtDesc = "CREATEDAT_DESC",
        /// `SortByEnum.CREATEDAT_ASC`.
        CreatedAtAsc = "CREATEDAT_ASC",
        /// `SortByEnum.UPDATEDAT_DESC`.
        UpdatedAtDesc = "UPDATEDAT_DESC",
        /// `SortByEnum.UPDATEDAT_ASC`.
        UpdatedAtAsc = "UPDATEDAT_ASC",
    }
}

wire_enum! {
    /// `UDFDataType`.
    pub enum UdfDataType {
        /// `UDFDataType.STRING`.
        String = "STRING",
        /// `UDFDataType.NUMBER`.
        Number = "NUMBER",
        /// `UDFDataType.DATETIME`.
        Datetime = "DATETIME",
        /// `UDFDataType.BOOLEAN`.
        Boolean = "BOOLEAN",
        /// `UDFDataType.OBJECT`.
        Object = "OBJECT",
        /// `UDFDataType.SELECT`.
        Select = "SELECT",
    }
}

wire_enum! {
    /// `UDFTargetType`.
    pub enum UdfTargetType {
        /// `UDFTargetType.NODE`.
        Node = "NODE",
        /// `UDFTargetType.ORG`.
        Org = "ORG",
        /// `UDFTargetType.USER`.
        User = "USER",
        /// `UDFTargetType.USERPOOL`.
        Userpool = "USERPOOL",
        /// `UDFTargetType.ROLE`.
        Role = "ROLE",
        /// `UDFTargetType.PERMISSION`.
        Permission = "PERMISSION",
        /// `UDFTargetType.APPLICATION`.
        Application = "APPLICATION",
    }
}

wire_enum! {
    /// `UserStatus`.
    pub enum UserStatus {
        /// `UserStatus.Suspended`.
        Suspended = "Suspended",
        /// `UserStatus.Resigned`.
        Resigned = "Resigned",
        /// `UserStatus.Activated`.
        Activated = "Activated",
        /// `UserStatus.Archived`.
        Archived = "Archived",
    }
}

wire_enum! {
    /// `WhitelistType`.
    pub enum WhitelistType {
        /// `WhitelistType.USERNAME`.
        Username = "USERNAME",
        /// `WhitelistType.EMAIL`.
        Email = "EMAIL",
        /// `WhitelistType.PHONE`.
        Phone = "PHONE",
    }
}
