//! Authing's business codes.

use std::fmt;

/// The code of a failure as Authing numbers it.
///
/// Every code has a number, whether this crate knows its name or not, so a code that a server
/// adds tomorrow works today: compare it by number with [`ErrorCode::new`].
///
/// ```
/// use authing_core::ErrorCode;
///
/// fn advice(code: ErrorCode) -> &'static str {
///     match code {
///         ErrorCode::USER_NOT_FOUND => "register first",
///         ErrorCode::USER_BLOCKED => "ask an administrator",
///         _ => "try again later",
///     }
/// }
/// assert_eq!(advice(ErrorCode::new(2004)), "register first");
/// assert_eq!(ErrorCode::new(2004).name(), Some("USER_NOT_FOUND"));
/// assert_eq!(ErrorCode::new(987_654).name(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCode(i64);

impl ErrorCode {
    /// The code of this number.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number as the server sent it.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Whether it is a step of Authing's login flow: the login is not over.
    pub const fn is_login_step(self) -> bool {
        matches!(
            self,
            Self::MFA_REQUIRED
                | Self::APPLICATION_MFA_REQUIRED
                | Self::FIRST_LOGIN_PASSWORD_REQUIRED
                | Self::PASSWORD_RESET_REQUIRED
                | Self::IDENTITY_BINDING_REQUIRED
                | Self::IDENTITY_BINDING_OR_CREATION_REQUIRED
                | Self::IDENTITY_BINDING_WITHOUT_ASKING
                | Self::PROFILE_COMPLETION_REQUIRED
                | Self::TENANT_PROFILE_COMPLETION_REQUIRED
                | Self::SELF_UNLOCK_REQUIRED
                | Self::TENANT_SELECTION_REQUIRED
                | Self::REAUTHENTICATION_REQUIRED
                | Self::ACCOUNT_SELECTION_REQUIRED
                | Self::LOGIN_ACCOUNT_SELECTION_REQUIRED
                | Self::PASSWORD_TOO_WEAK
        )
    }

    /// Whether an administrator's or a user's login has ended and a new token is needed.
    pub const fn is_auth_expired(self) -> bool {
        matches!(self, Self::NOT_LOGGED_IN | Self::LOGIN_EXPIRED | Self::LOGIN_INVALID)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "ErrorCode({} {name})", self.0),
            None => write!(f, "ErrorCode({})", self.0),
        }
    }
}

impl From<i64> for ErrorCode {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

/// Lists the named codes once: the constants and their names come from the same table.
macro_rules! named_codes {
    ($($(#[$doc:meta])+ $name:ident = $number:literal;)+) => {
        impl ErrorCode {
            $($(#[$doc])+ pub const $name: Self = Self($number);)+

            /// The name of the constant, for codes that have one.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some(stringify!($name)),)+
                    _ => None,
                }
            }
        }
    };
}

named_codes! {
    /// A business failure without a code of its own; the message says which. Not a fault of the server.
    FAILED = 500;
    /// System busy, retry later.
    SYSTEM_BUSY = 1000;
    /// No permission for this operation.
    PERMISSION_DENIED = 1001;
    /// Too frequent (login or registration).
    TOO_FREQUENT = 1002;
    /// Username already taken during a federated first login; must pick another.
    USERNAME_TAKEN_IN_FEDERATION = 1108;
    /// AK/SK signature invalid.
    SIGNATURE_INVALID = 1300;
    /// AK/SK signature method differs from the server's.
    SIGNATURE_METHOD_MISMATCH = 1301;
    /// AK/SK signature version differs.
    SIGNATURE_VERSION_MISMATCH = 1302;
    /// AK/SK timestamp malformed (must be Unix ms).
    SIGNATURE_TIMESTAMP_MALFORMED = 1303;
    /// AK/SK signing used but no `date` header.
    SIGNATURE_DATE_MISSING = 1304;
    /// AK/SK timestamp too far from server clock.
    SIGNATURE_TIMESTAMP_SKEWED = 1305;
    /// AK/SK signature already consumed (replay).
    SIGNATURE_REPLAYED = 1306;
    /// Post-login flow finished, session set.
    FLOW_FINISHED = 1600;
    /// Personal MFA required (user bound TOTP).
    MFA_REQUIRED = 1635;
    /// Application MFA required (SMS / email / TOTP / face).
    APPLICATION_MFA_REQUIRED = 1636;
    /// First login: must set a new password (old one not needed).
    FIRST_LOGIN_PASSWORD_REQUIRED = 1639;
    /// Federated identity must be bound to an existing account.
    IDENTITY_BINDING_REQUIRED = 1640;
    /// Federated identity: bind existing or create new.
    IDENTITY_BINDING_OR_CREATION_REQUIRED = 1641;
    /// Profile completion needed.
    PROFILE_COMPLETION_REQUIRED = 1642;
    /// User self-unlock step.
    SELF_UNLOCK_REQUIRED = 1643;
    /// Tenant portal: choose a tenant.
    TENANT_SELECTION_REQUIRED = 1644;
    /// Profile completion needed in a tenant.
    TENANT_PROFILE_COMPLETION_REQUIRED = 1645;
    /// Federated identity binding without asking.
    IDENTITY_BINDING_WITHOUT_ASKING = 1666;
    /// Flow aborted; back to the login page.
    FLOW_ABORTED = 1699;
    /// No face photo uploaded.
    FACE_PHOTO_MISSING = 1700;
    /// No photo to compare uploaded.
    FACE_COMPARISON_PHOTO_MISSING = 1701;
    /// Face verification failed.
    FACE_MISMATCH = 1702;
    /// No phone or email bound, cannot bind a face.
    FACE_NEEDS_PHONE_OR_EMAIL = 1703;
    /// Phone verification failed while binding a face.
    FACE_PHONE_VERIFICATION_FAILED = 1704;
    /// Email verification failed while binding a face.
    FACE_EMAIL_VERIFICATION_FAILED = 1705;
    /// Face already bound.
    FACE_ALREADY_BOUND = 1706;
    /// Binding the face failed.
    FACE_BINDING_FAILED = 1707;
    /// Must authenticate again (on the tenant's host).
    REAUTHENTICATION_REQUIRED = 1708;
    /// Account looks abnormal: image captcha required.
    CAPTCHA_REQUIRED = 2000;
    /// Verification code wrong.
    CODE_INCORRECT = 2001;
    /// Monthly login quota used up.
    LOGIN_QUOTA_EXHAUSTED = 2002;
    /// Email format wrong at register/login.
    EMAIL_FORMAT_INVALID = 2003;
    /// User not found.
    USER_NOT_FOUND = 2004;
    /// User is locked (blocked).
    USER_BLOCKED = 2005;
    /// Password wrong.
    PASSWORD_INCORRECT = 2006;
    /// Application name not allowed.
    APPLICATION_NAME_INVALID = 2007;
    /// You already have an app of that name.
    APPLICATION_NAME_TAKEN = 2008;
    /// Application type not allowed.
    APPLICATION_TYPE_INVALID = 2009;
    /// Application id missing.
    OPERATED_APPLICATION_ID_MISSING = 2010;
    /// Application does not exist.
    APPLICATION_NOT_FOUND = 2011;
    /// Default user group missing.
    DEFAULT_GROUP_MISSING = 2012;
    /// Application description not allowed.
    APPLICATION_DESCRIPTION_INVALID = 2013;
    /// User search input malformed.
    SEARCH_INPUT_MALFORMED = 2014;
    /// User search type not allowed.
    SEARCH_TYPE_INVALID = 2015;
    /// Client-encrypted password could not be decrypted.
    PASSWORD_UNDECRYPTABLE = 2016;
    /// Mail template macro could not be parsed.
    MAIL_MACRO_INVALID = 2017;
    /// User may not change this.
    CHANGE_NOT_ALLOWED = 2018;
    /// Verification needed before changing the password.
    VERIFICATION_REQUIRED = 2019;
    /// Not logged in.
    NOT_LOGGED_IN = 2020;
    /// Mail not sent: template unavailable.
    MAIL_TEMPLATE_UNAVAILABLE = 2021;
    /// Email verification failed: template unavailable.
    EMAIL_VERIFICATION_TEMPLATE_UNAVAILABLE = 2022;
    /// Email verification link expired.
    EMAIL_VERIFICATION_LINK_EXPIRED = 2023;
    /// Project description over 140 characters.
    DESCRIPTION_TOO_LONG = 2024;
    /// Default mail provider failed.
    MAIL_PROVIDER_FAILED = 2025;
    /// User already exists.
    USER_ALREADY_EXISTS = 2026;
    /// Account was made by OAuth and has no password.
    PASSWORD_NOT_SET = 2027;
    /// Give a correct phone or email.
    PHONE_OR_EMAIL_INVALID = 2028;
    /// Password shorter than 6.
    PASSWORD_TOO_SHORT = 2029;
    /// More than 80 users in one query.
    TOO_MANY_USERS = 2030;
    /// Registration disabled in the app.
    REGISTRATION_DISABLED = 2031;
    /// Password needed to register.
    PASSWORD_REQUIRED = 2032;
    /// Username taken.
    USERNAME_TAKEN = 2034;
    /// Phone already bound.
    PHONE_ALREADY_BOUND = 2035;
    /// User is not in this user pool.
    USER_NOT_IN_POOL = 2036;
    /// Old email given does not match.
    OLD_EMAIL_MISMATCH = 2037;
    /// Old phone given does not match.
    OLD_PHONE_MISMATCH = 2038;
    /// Domain taken.
    DOMAIN_TAKEN = 2039;
    /// User quota full.
    USER_QUOTA_EXHAUSTED = 2040;
    /// Login/registration with an unverified email is forbidden.
    EMAIL_NOT_VERIFIED = 2042;
    /// Account locked after repeated wrong passwords.
    ACCOUNT_LOCKED = 2057;
    /// Forced password reset (old password checked).
    PASSWORD_RESET_REQUIRED = 2058;
    /// Password judged unsafe (tip).
    PASSWORD_UNSAFE = 2061;
    /// Password too weak for the policy: must reset at login.
    PASSWORD_TOO_WEAK = 2071;
    /// Email code asked for again within one minute.
    CODE_REQUESTED_TOO_SOON = 2080;
    /// Registering too often, wait.
    REGISTRATION_TOO_FREQUENT = 2100;
    /// Application id missing.
    APPLICATION_ID_MISSING = 2101;
    /// Email already bound.
    EMAIL_ALREADY_BOUND = 2200;
    /// Original password missing.
    OLD_PASSWORD_REQUIRED = 2201;
    /// The record is not this user's.
    RECORD_NOT_OWNED = 2202;
    /// Original password wrong.
    OLD_PASSWORD_INCORRECT = 2203;
    /// Email format wrong.
    EMAIL_MALFORMED = 2204;
    /// Parameter registerInClient missing.
    REGISTER_IN_CLIENT_MISSING = 2205;
    /// Login expired, log in again.
    LOGIN_EXPIRED = 2206;
    /// Login information wrong, log in again.
    LOGIN_INVALID = 2207;
    /// Choose another email than the present one.
    EMAIL_UNCHANGED = 2208;
    /// No right to delete that user.
    DELETION_NOT_ALLOWED = 2209;
    /// Delete failed: no such user or other error.
    DELETION_FAILED = 2210;
    /// Parameter username missing.
    USERNAME_MISSING = 2211;
    /// Root user cannot be deleted.
    ROOT_USER_UNDELETABLE = 2212;
    /// That OAuth login is already bound.
    OAUTH_ALREADY_BOUND = 2213;
    /// Bound OAuth logins could not be read.
    OAUTH_BINDINGS_UNREADABLE = 2214;
    /// The social account is bound to somebody else.
    OAUTH_ACCOUNT_TAKEN = 2215;
    /// That OAuth login was never bound.
    OAUTH_NOT_BOUND = 2216;
    /// Last login method, cannot unbind.
    LAST_LOGIN_METHOD = 2217;
    /// No email bound, password cannot be changed.
    NO_EMAIL_TO_VERIFY = 2218;
    /// No email bound, nothing to unbind.
    NOTHING_TO_UNBIND = 2219;
    /// OAuth app name exists.
    OAUTH_APPLICATION_NAME_TAKEN = 2220;
    /// OAuth app does not exist.
    OAUTH_APPLICATION_NOT_FOUND = 2221;
    /// Reserved domain.
    DOMAIN_RESERVED = 2222;
    /// Domain in use.
    DOMAIN_IN_USE = 2223;
    /// User pool does not exist.
    USER_POOL_NOT_FOUND = 2224;
    /// UpdateUser cannot change the email, use updateEmail.
    EMAIL_NEEDS_UPDATE_EMAIL = 2225;
    /// UpdateUser cannot change the phone, use updatePhone.
    PHONE_NEEDS_UPDATE_PHONE = 2226;
    /// Old email must be verified to change it.
    OLD_EMAIL_REQUIRED = 2227;
    /// Old email must be verified to change it (second number, older docs).
    OLD_EMAIL_REQUIRED_LEGACY = 2228;
    /// New email equals the old.
    NEW_EMAIL_EQUALS_OLD = 2229;
    /// New phone equals the old.
    NEW_PHONE_EQUALS_OLD = 2230;
    /// Request parameters incomplete.
    PARAMETERS_INCOMPLETE = 2231;
    /// QR code does not exist.
    QR_CODE_NOT_FOUND = 2241;
    /// Verification code expired.
    CODE_EXPIRED = 2300;
    /// Account or password wrong.
    ACCOUNT_OR_PASSWORD_INCORRECT = 2333;
    /// Mobile SSO session does not exist.
    MOBILE_SSO_SESSION_NOT_FOUND = 2401;
    /// Choose one of several accounts.
    ACCOUNT_SELECTION_REQUIRED = 2921;
    /// Choose the account to log in with.
    LOGIN_ACCOUNT_SELECTION_REQUIRED = 2930;
    /// Permission namespace to delete does not exist.
    NAMESPACE_TO_DELETE_NOT_FOUND = 3003;
    /// Permission namespace to update does not exist.
    NAMESPACE_TO_UPDATE_NOT_FOUND = 3005;
    /// Macro command failed.
    MACRO_FAILED = 3012;
    /// Mail failed, unknown reason.
    MAIL_FAILED = 3013;
    /// Mail failed: no transporter.
    MAIL_TRANSPORTER_MISSING = 3014;
    /// No right to add a collaborator.
    COLLABORATOR_ADDITION_DENIED = 3617;
    /// No right to add permission items.
    PERMISSION_ITEM_ADDITION_DENIED = 3618;
    /// No right to see that user's pools.
    COLLABORATION_VIEW_DENIED = 3619;
    /// Collaborator exists.
    COLLABORATOR_EXISTS = 3620;
    /// No right to end the collaboration.
    COLLABORATION_DELETION_DENIED = 3621;
    /// No right to list collaborators.
    COLLABORATOR_LIST_DENIED = 3622;
    /// Collaboration does not exist.
    COLLABORATION_NOT_FOUND = 3623;
    /// No right to change a collaborator.
    COLLABORATOR_CHANGE_DENIED = 3624;
    /// Sub-domain taken.
    SUBDOMAIN_TAKEN = 3829;
    /// Group not found (legacy authz API).
    LEGACY_GROUP_NOT_FOUND = 3901;
    /// Role not found (legacy authz API).
    LEGACY_ROLE_NOT_FOUND = 3903;
    /// Permission not found (legacy authz API).
    LEGACY_PERMISSION_NOT_FOUND = 3905;
    /// Metering/billing error.
    BILLING_FAILED = 4021;
    /// Invitation link expired.
    INVITATION_LINK_EXPIRED = 4032;
    /// Invitation page expired.
    INVITATION_PAGE_EXPIRED = 4033;
    /// OIDC app does not exist.
    OIDC_APPLICATION_NOT_FOUND = 4212;
    /// TOTP code wrong.
    TOTP_INCORRECT = 6001;
    /// TOTP recovery code wrong.
    RECOVERY_CODE_INCORRECT = 6002;
    /// TOTP code missing.
    TOTP_MISSING = 6003;
    /// TOTP recovery code missing.
    RECOVERY_CODE_MISSING = 6004;
    /// SAML SP app does not exist.
    SAML_APPLICATION_NOT_FOUND = 7348;
    /// Error while returning the SAML assertion.
    SAML_ASSERTION_FAILED = 8128;
    /// User disabled or not a member of the tenant.
    NOT_A_TENANT_MEMBER = 2120008;
    /// User may not log in to this tenant/app.
    APPLICATION_ACCESS_DENIED = 2130010;
    /// LDAP link invalid.
    LDAP_LINK_INVALID = 2820002;
    /// Metering/billing limit (three variants).
    PLAN_LIMIT_1 = 3720001;
    /// Metering/billing limit (three variants).
    PLAN_LIMIT_2 = 3720002;
    /// Metering/billing limit (three variants).
    PLAN_LIMIT_3 = 3720003;
}
