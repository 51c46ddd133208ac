//! The one table of error codes and their texts.
//!
//! Chinese texts are the server's; where a text was seen in a live response it wins over the
//! documentation's. The same code has several entries where the server words it per operation.

use crate::base::text::Text;

/// A code and its texts.
#[derive(Clone, Copy)]
pub(crate) struct Failure {
    pub(crate) code: i64,
    pub(crate) text: Text,
}

show_fields!(Failure { code, text });

macro_rules! failures {
    ($($name:ident = $code:literal, $zh:literal, $en:literal;)*) => {
        $(pub(crate) const $name: Failure =
            Failure { code: $code, text: Text::new($zh, $en) };)*

        #[cfg(test)]
        const ALL: &[Failure] = &[$($name),*];
    };
}

failures! {
    CUSTOM_CODE = 603, "自定义代码运行失败", "A function of the user pool did not do its work";
    BAD_REQUEST = 2231, "请求参数不全！", "Request parameters are incomplete.";
    FORBIDDEN = 1001, "无权限执行此项操作", "You have no permission for this operation.";
    CAPTCHA_NEEDED = 2000, "账号异常，需要输入验证码", "The account looks abnormal, a captcha is needed.";
    WRONG_CODE = 2001, "验证码不正确！", "The verification code is wrong.";
    EMAIL_FORMAT_AT_LOGIN = 2003, "注册或登录时邮箱格式不正确", "The email address is malformed.";
    USER_NOT_FOUND = 2004, "用户不存在", "User does not exist.";
    USER_BLOCKED = 2005, "用户已被锁定", "The user is locked.";
    WRONG_PASSWORD = 2006, "密码不正确", "The password is wrong.";
    APP_NAME_INVALID = 2007, "应用名非法", "The application name is not allowed.";
    APP_NOT_FOUND = 2011, "应用不存在", "The application does not exist.";
    PASSWORD_NOT_DECRYPTED = 2016, "密码解密出错", "The password could not be decrypted.";
    NOT_LOGGED_IN = 2020, "尚未登录，无访问权限", "Not logged in, access denied.";
    USER_EXISTS_AT_REGISTER = 2026, "用户已存在，请直接登录！", "The user already exists, please log in.";
    USER_EXISTS_AT_CREATE = 2026, "用户已存在，请勿重复创建！", "The user already exists, do not create it again.";
    NO_PASSWORD_SET = 2027, "OAuth 注册，但尝试用密码登录，因未设置密码，无法验证，请通过 OAuth 登录", "This account has no password; log in the way it was registered.";
    PHONE_OR_EMAIL_NEEDED = 2028, "请提供正确的手机号或邮箱", "Give a correct phone number or email address.";
    PASSWORD_TOO_SHORT = 2029, "密码长度不能少于 6 位", "The password must have at least 6 characters.";
    TOO_MANY_IDS = 2030, "一次性查询的用户不能超过 80 人", "No more than 80 users may be queried at once.";
    REGISTER_DISABLED = 2031, "应用已禁止注册用户", "Registration is disabled.";
    PASSWORD_NEEDED = 2032, "注册时需要密码", "A password is needed to register.";
    USERNAME_TAKEN = 2034, "用户名已存在", "The username is taken.";
    PHONE_TAKEN = 2035, "手机号已绑定", "The phone number is already bound.";
    USER_OF_OTHER_POOL = 2036, "用户不属于此用户池", "The user is not in this user pool.";
    OLD_EMAIL_MISMATCH = 2037, "填写的旧邮箱与实际邮箱不匹配", "The old email address does not match.";
    OLD_PHONE_MISMATCH = 2038, "填写的旧手机与实际手机不匹配", "The old phone number does not match.";
    DOMAIN_TAKEN = 2039, "域名已被占用", "The domain is taken.";
    EMAIL_NOT_VERIFIED = 2042, "邮箱尚未验证，不允许登录", "The email address is not verified.";
    ACCOUNT_LOCKED = 2057, "密码错误次数过多，账号已被锁定", "The account is locked after too many wrong passwords.";
    PASSWORD_RESET_FORCED = 2058, "强制重置密码（需要验证旧密码）", "The password has expired and must be reset.";
    FIRST_LOGIN_RESET = 1639, "首次登录重置密码（不需要验证旧密码）", "Set a new password at the first login.";
    EMAIL_TOO_OFTEN = 2080, "邮件发送过于频繁，请稍后再试", "An email was sent less than a minute ago.";
    REGISTERING_TOO_OFTEN = 2100, "注册过于频繁，请稍候再试", "Too many registrations, wait.";
    APP_ID_NEEDED = 2101, "请提供应用 ID", "Give an application id.";
    EMAIL_TAKEN = 2200, "该邮箱已被绑定", "The email address is already bound.";
    OLD_PASSWORD_NEEDED = 2201, "请输入原始密码", "Give the original password.";
    OLD_PASSWORD_WRONG = 2203, "原始密码错误", "The original password is wrong.";
    EMAIL_FORMAT = 2204, "邮箱格式不正确", "The email address is malformed.";
    LOGIN_EXPIRED = 2206, "登录信息已过期", "The login has expired.";
    LOGIN_INVALID = 2207, "登录信息有误, 需重新登录", "The login information is wrong, log in again.";
    DELETE_FAILED = 2210, "执行了错误的删除操作，可能原因是意图删除不存在的用户，或删除过程中出现了其它错误", "Nothing was deleted: there is no such user.";
    IDENTITY_ALREADY_BOUND = 2215, "当尝试绑定第三方 OAuth 登录方式时，将要绑定的账号已被绑定过了", "That identity is already bound.";
    IDENTITY_NOT_BOUND = 2216, "当尝试解绑第三方 OAuth 登录方式时，没有绑定过此种 OAuth 登录", "That identity was never bound.";
    LAST_LOGIN_METHOD = 2217, "只有一种登录方式，不能解绑", "The last login method cannot be unbound.";
    LAST_LOGIN_METHOD_EMAIL = 2217, "没有配置其他登录方式，不能解绑邮箱", "There is no other login method, the email cannot be unbound.";
    NO_EMAIL_BOUND = 2219, "当尝试解绑邮箱时，此用户没有绑定邮箱", "No email address is bound.";
    NO_PHONE_BOUND = 2219, "当尝试解绑手机号时，此用户没有绑定手机号", "No phone number is bound.";
    POOL_NOT_FOUND = 2224, "用户池不存在", "The user pool does not exist.";
    EMAIL_NOT_BY_UPDATE_USER = 2225, "updateUser 接口不能直接修改邮箱，请使用 updateEmail 接口", "updateUser cannot change the email, use updateEmail.";
    PHONE_NOT_BY_UPDATE_USER = 2226, "updateUser 接口不能直接修改手机号，请使用 updatePhone 接口", "updateUser cannot change the phone, use updatePhone.";
    OLD_EMAIL_NEEDED = 2227, "修改邮箱必须验证原来的邮箱", "The old email must be verified to change it.";
    EMAIL_UNCHANGED = 2229, "新邮箱和旧邮箱一样", "The new email equals the old one.";
    PHONE_UNCHANGED = 2230, "新手机号和旧手机号一样", "The new phone equals the old one.";
    FIELD_NOT_CHANGEABLE = 2018, "用户无权限修改此项内容", "Users may not change this field.";
    QR_CODE_NOT_FOUND = 2241, "二维码不存在", "The QR code does not exist.";
    QR_CODE_EXPIRED = 500, "二维码已过期", "The QR code has expired.";
    QR_CODE_NOT_SCANNED = 500, "请先扫描二维码", "Scan the QR code first.";
    QR_CODE_CANCELLED = 500, "已取消扫码登录", "The login was cancelled on the phone.";
    QR_CODE_TAKEN = 500, "二维码已被使用", "The QR code was used already.";
    TICKET_INVALID = 500, "ticket 无效或已过期", "The ticket is not valid.";
    ACCOUNT_OR_PASSWORD_WRONG = 2333, "用户名或密码错误", "Account not exists or password is incorrect.";
    PHONE_BOUND_TO_OTHER = 500, "该手机号已被绑定", "The phone number is already bound.";
    OLD_PHONE_NEEDED = 500, "修改手机号必须验证原来的手机号。", "The old phone must be verified to change it.";
    CODE_EXPIRED = 500, "验证码已过期", "The verification code has expired.";
    CODE_WRONG_AT_CHANGE = 500, "验证码不正确！", "The verification code is wrong.";
    TOKEN_BLACKLISTED = 500, "该 token 在黑名单中", "The token is in the blacklist.";
    SECRET_WRONG = 1001, "用户池密钥错误", "The user pool secret is wrong.";
    NOT_WHITELISTED = 500, "该账号不在注册白名单内", "The account is not in the registration whitelist.";
    IDENTIFIER_NEEDED = 500, "请至少提供一个用户标识：用户名、邮箱或手机号", "Give at least one of username, email, phone.";
    PHONE_FORMAT = 500, "手机号格式不正确", "The phone number is malformed.";
    DATE_FORMAT = 500, "日期格式不正确，请使用 ISO 8601 格式", "The date is malformed, use ISO 8601.";
    PASSWORD_TOO_WEAK = 500, "密码强度不符合要求", "The password is too weak.";
    FIELD_NOT_DEFINED = 500, "该自定义字段未定义", "The custom field is not defined.";
    FIELD_TYPE_MISMATCH = 500, "自定义字段的数据类型不匹配", "The value does not have the custom field's type.";
    TARGET_NOT_FOUND = 500, "目标不存在", "The target does not exist.";
    GROUP_NOT_FOUND = 500, "分组不存在", "The group does not exist.";
    GROUP_EXISTS = 500, "分组 code 已存在", "The group code is taken.";
    ROLE_NOT_FOUND = 500, "角色不存在", "The role does not exist.";
    ROLE_EXISTS = 500, "角色 code 已存在", "The role code is taken.";
    SYSTEM_ROLE = 500, "系统角色不能删除", "A system role cannot be deleted.";
    POLICY_NOT_FOUND = 500, "策略不存在", "The policy does not exist.";
    POLICY_NOT_ASSIGNED = 500, "策略未授权给该对象", "The policy is not assigned to this target.";
    POLICY_EXISTS = 500, "策略 code 已存在", "The policy code is taken.";
    POLICY_BUILT_IN = 500, "系统内置策略不能修改或删除", "A built-in policy cannot be changed or deleted.";
    NAMESPACE_NOT_FOUND = 500, "权限分组不存在", "The permission namespace does not exist.";
    NAMESPACE_TO_UPDATE_NOT_FOUND = 3005, "权限分组不存在", "The permission namespace to update does not exist.";
    NAMESPACE_TO_DELETE_NOT_FOUND = 3003, "权限分组不存在", "The permission namespace to delete does not exist.";
    NAMESPACE_EXISTS = 500, "权限分组 code 已存在", "The namespace code is taken.";
    NAMESPACE_BUILT_IN = 500, "系统内置权限分组不能修改或删除", "A built-in permission namespace cannot be changed or deleted.";
    RESOURCE_NOT_FOUND = 500, "资源不存在", "The resource does not exist.";
    RESOURCE_EXISTS = 500, "资源 code 已存在", "The resource code is taken.";
    ACCOUNT_NOT_FOUND = 500, "编程访问账号不存在", "The programmatic access account does not exist.";
    ORG_NOT_FOUND = 500, "组织机构不存在", "The organisation does not exist.";
    NODE_NOT_FOUND = 500, "节点不存在", "The node does not exist.";
    WRONG_TOTP = 6001, "Totp 码错误", "The one-time password is wrong.";
    WRONG_RECOVERY_CODE = 6002, "Totp 恢复码错误", "The recovery code is wrong.";
    TOTP_MISSING = 6003, "未输入 Totp 安全码", "Give a one-time password.";
    RECOVERY_CODE_MISSING = 6004, "未输入 Totp 恢复码", "Give a recovery code.";
    FACE_PHOTO_MISSING = 1700, "未上传人脸识别的照片", "There is no photo of the face.";
    FACE_COMPARISON_MISSING = 1701, "人脸对比时，未上传需要对比的图片", "There is no photo to compare.";
    FACE_MISMATCH = 1702, "人脸校验错误", "The faces do not match.";
    FACE_BOUND_ALREADY = 1706, "人脸已被绑定", "A face is bound already.";
    MFA_REQUIRED = 1635, "个人（个人中心绑定）MFA", "A second factor is required.";
    APPLICATION_MFA_REQUIRED = 1636, "企业（应用下配置的） MFA", "The application requires a second factor.";
    NOT_IN_TENANT = 2120008, "用户已停用或不是此租户成员", "The user is disabled or no member of this tenant.";
    ACCESS_DENIED = 2130010, "用户无权限登录此租户", "The user may not log in to this application.";
    ACCESS_POLICY_NOT_FOUND = 500, "应用访问控制策略不存在", "There is no such access policy.";
    AGREEMENT_NEEDED = 500, "请先阅读并同意协议", "Accept what must be accepted first.";
    AGREEMENT_NOT_FOUND = 500, "协议不存在", "The agreement does not exist.";
    TENANT_NOT_FOUND = 500, "租户不存在", "The tenant does not exist.";
    NOT_A_MEMBER = 500, "用户不是此租户成员", "The user is not a member of this tenant.";
    NOT_AN_ADMIN = 500, "用户不是此租户管理员", "The user is not an administrator of this tenant.";
    IDENTITY_SOURCE_NOT_FOUND = 500, "身份源不存在", "The identity source does not exist.";
    IDENTITY_CONNECTION_NOT_FOUND = 500, "身份源连接不存在", "The connection does not exist.";
    CONNECTION_IDENTIFIER_TAKEN = 500, "连接唯一标识已存在", "The connection identifier is taken.";
    MFA_NOT_BOUND = 500, "用户没有绑定该 MFA", "The user has no such second factor.";
    DIRECTORY_LINK_INVALID = 2820002, "无效的 LDAP 链接", "No directory is connected.";
    WECHAT_CODE_INVALID = 500, "微信授权码无效或已使用", "WeChat's code is wrong, used or expired.";
    SUB_ACCOUNTS_OFF = 500, "应用未开启子账号登录", "The application has no sub-accounts.";
    FILE_NEEDED = 500, "请选择要上传的文件", "There is no file in the form.";
    FILE_NOT_FOUND = 500, "文件不存在", "The file does not exist.";
    DEVICE_NOT_FOUND = 500, "设备不存在", "The device does not exist.";
    NODE_EXISTS = 500, "节点 code 已存在", "The node code is taken.";
    ORG_CODE_FORMAT = 500, "code 必须为合法的英文字符", "The code must be in English letters.";
    FUNCTION_NOT_FOUND = 500, "函数不存在", "The function does not exist.";
    PROVIDER_NOT_FOUND = 500, "社会化登录方式不存在", "There is no such social identity provider.";
    NOT_CONNECTED = 500, "用户池未配置该社会化登录方式", "The pool is not connected with this provider.";
    SAML_APP_NOT_FOUND = 7348, "SAML SP 应用不存在", "The SAML application does not exist.";
    ROOT_NODE = 500, "不能删除根节点", "The root node cannot be deleted.";
    ROOT_NODE_MOVED = 500, "不能移动根节点", "The root node cannot be moved.";
    MOVED_BELOW_ITSELF = 500, "不能将节点移动到自己的子节点下", "A node cannot be moved below itself.";
    NOT_IN_NODE = 500, "用户不是该节点的成员", "The user is not a member of this node.";
    TENANT_HAS_ORG = 500, "该租户下已存在组织机构", "The tenant has an organisation already.";
    NO_DINGTALK_DIRECTORY = 500, "你还没有配置钉钉通讯录", "The DingTalk directory is not set up.";
    NO_WECHAT_WORK_DIRECTORY = 500, "你还没有配置企业微信通讯录", "The WeChat Work directory is not set up.";
    NO_AD_CONNECTOR = 500, "AD 连接器不存在", "The AD connector does not exist.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_speaks_both_languages() {
        for failure in ALL {
            assert!(!failure.text.zh.is_empty() && !failure.text.en.is_empty(), "{failure:?}");
            assert!(failure.text.en.is_ascii(), "{failure:?}");
        }
    }
}
