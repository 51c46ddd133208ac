// @generated from schema/ by `cargo xtask codegen`. Do not edit.

//! Operations with fields that are only asked for by an option of the request.

use authing_core::client::{Document, Part};

/// `addNode`, with what is asked for by options.
pub(crate) const ADD_NODE: Document = Document::new(&[
    Part::plain(
        "mutation addNode($orgId:String!,$parentNodeId:String!,$name:String!,$nameI18n:String,$description:String,$descriptionI18n:String,$order:Int,$code:String){addNode(orgId:$orgId,parentNodeId:$parentNodeId,name:$name,nameI18n:$nameI18n,description:$description,descriptionI18n:$descriptionI18n,order:$order,code:$code){id rootNode{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}nodes{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}",
    ),
    Part::asked(&["with_tenant_id"], " tenantId"),
    Part::plain("}}"),
]);

/// `createOrg`, with what is asked for by options.
pub(crate) const CREATE_ORG: Document = Document::new(&[
    Part::plain(
        "mutation createOrg($name:String!,$code:String,$description:String,$tenantId:String){createOrg(name:$name,code:$code,description:$description,tenantId:$tenantId){id rootNode{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}nodes{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}",
    ),
    Part::asked(&["with_tenant_id"], " tenantId"),
    Part::plain("}}"),
]);

/// `createRole`, with what is asked for by options.
pub(crate) const CREATE_ROLE: Document = Document::new(&[
    Part::plain(
        "mutation createRole($namespace:String,$code:String!,$description:String,$parent:String){createRole(namespace:$namespace,code:$code,description:$description,parent:$parent){id namespace code arn description createdAt updatedAt parent{id namespace code arn description createdAt updatedAt}",
    ),
    Part::asked(&["with_is_system"], " isSystem"),
    Part::plain("}}"),
]);

/// `createUser`, with what is asked for by options.
pub(crate) const CREATE_USER: Document = Document::new(&[
    Part::plain(
        "mutation createUser($userInfo:CreateUserInput!,$keepPassword:Boolean,$resetPasswordOnFirstLogin:Boolean,$params:String,$identity:CreateUserIdentityInput){createUser(userInfo:$userInfo,keepPassword:$keepPassword,resetPasswordOnFirstLogin:$resetPasswordOnFirstLogin,params:$params,identity:$identity){id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode",
    ),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::plain("}}"),
]);

/// `findUser`, with what is asked for by options.
pub(crate) const FIND_USER: Document = Document::new(&[
    Part::plain(
        "query findUser($email:String,$phone:String,$username:String,$externalId:String,$identity:FindUserByIdentityInput){findUser(email:$email,phone:$phone,username:$username,externalId:$externalId,identity:$identity){id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode",
    ),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(
        &["with_identities"],
        " identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(
        &["with_identities", "with_identity_tokens"],
        " userInfoInIdp accessToken refreshToken",
    ),
    Part::asked(&["with_identities"], "}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}"),
]);

/// `groupWithUsers`, with what is asked for by options.
pub(crate) const GROUP_WITH_USERS: Document = Document::new(&[
    Part::plain(
        "query groupWithUsers($code:String!,$page:Int,$limit:Int){group(code:$code){users(page:$page,limit:$limit){totalCount list{id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode",
    ),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(
        &["with_identities"],
        " identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(
        &["with_identities", "with_identity_tokens"],
        " userInfoInIdp accessToken refreshToken",
    ),
    Part::asked(&["with_identities"], "}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}}}"),
]);

/// `moveNode`, with what is asked for by options.
pub(crate) const MOVE_NODE: Document = Document::new(&[
    Part::plain(
        "mutation moveNode($orgId:String!,$nodeId:String!,$targetParentId:String!){moveNode(orgId:$orgId,nodeId:$nodeId,targetParentId:$targetParentId){id rootNode{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}nodes{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}",
    ),
    Part::asked(&["with_tenant_id"], " tenantId"),
    Part::plain("}}"),
]);

/// `nodeByCodeWithMembers`, with what is asked for by options.
pub(crate) const NODE_BY_CODE_WITH_MEMBERS: Document = Document::new(&[
    Part::plain(
        "query nodeByCodeWithMembers($orgId:String!,$code:String!,$page:Int,$limit:Int,$sortBy:SortByEnum,$includeChildrenNodes:Boolean){nodeByCode(orgId:$orgId,code:$code){users(page:$page,limit:$limit,sortBy:$sortBy,includeChildrenNodes:$includeChildrenNodes){totalCount list{id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode",
    ),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(
        &["with_identities"],
        " identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(
        &["with_identities", "with_identity_tokens"],
        " userInfoInIdp accessToken refreshToken",
    ),
    Part::asked(&["with_identities"], "}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}}}"),
]);

/// `nodeByIdWithMembers`, with what is asked for by options.
pub(crate) const NODE_BY_ID_WITH_MEMBERS: Document = Document::new(&[
    Part::plain(
        "query nodeByIdWithMembers($id:String!,$page:Int,$limit:Int,$sortBy:SortByEnum,$includeChildrenNodes:Boolean){nodeById(id:$id){users(page:$page,limit:$limit,sortBy:$sortBy,includeChildrenNodes:$includeChildrenNodes){totalCount list{id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode",
    ),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(
        &["with_identities"],
        " identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(
        &["with_identities", "with_identity_tokens"],
        " userInfoInIdp accessToken refreshToken",
    ),
    Part::asked(&["with_identities"], "}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}}}"),
]);

/// `org`, with what is asked for by options.
pub(crate) const ORG: Document = Document::new(&[
    Part::plain(
        "query org($id:String!){org(id:$id){id rootNode{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}nodes{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}",
    ),
    Part::asked(&["with_tenant_id"], " tenantId"),
    Part::plain("}}"),
]);

/// `orgs`, with what is asked for by options.
pub(crate) const ORGS: Document = Document::new(&[
    Part::plain(
        "query orgs($page:Int,$limit:Int,$sortBy:SortByEnum){orgs(page:$page,limit:$limit,sortBy:$sortBy){totalCount list{id rootNode{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}nodes{id orgId name nameI18n description descriptionI18n order code root depth path codePath namePath createdAt updatedAt children}",
    ),
    Part::asked(&["with_tenant_id"], " tenantId"),
    Part::plain("}}}"),
]);

/// `role`, with what is asked for by options.
pub(crate) const ROLE: Document = Document::new(&[
    Part::plain(
        "query role($code:String!,$namespace:String){role(code:$code,namespace:$namespace){id namespace code arn description createdAt updatedAt parent{id namespace code arn description createdAt updatedAt}",
    ),
    Part::asked(&["with_is_system"], " isSystem"),
    Part::plain("}}"),
]);

/// `roleWithUsers`, with what is asked for by options.
pub(crate) const ROLE_WITH_USERS: Document = Document::new(&[
    Part::plain(
        "query roleWithUsers($code:String!,$namespace:String,$page:Int,$limit:Int){role(code:$code,namespace:$namespace){users(page:$page,limit:$limit){totalCount list{id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode",
    ),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(
        &["with_identities"],
        " identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(
        &["with_identities", "with_identity_tokens"],
        " userInfoInIdp accessToken refreshToken",
    ),
    Part::asked(&["with_identities"], "}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}}}"),
]);

/// `roles`, with what is asked for by options.
pub(crate) const ROLES: Document = Document::new(&[
    Part::plain(
        "query roles($namespace:String,$page:Int,$limit:Int,$sortBy:SortByEnum){roles(namespace:$namespace,page:$page,limit:$limit,sortBy:$sortBy){totalCount list{id namespace code arn description createdAt updatedAt",
    ),
    Part::asked(&["with_is_system"], " isSystem"),
    Part::asked(&["with_parent"], " parent{id namespace code arn description createdAt updatedAt}"),
    Part::plain("}}}"),
]);

/// `searchUser`, with what is asked for by options.
pub(crate) const SEARCH_USER: Document = Document::new(&[
    Part::plain(
        "query searchUser($query:String!,$fields:[String],$page:Int,$limit:Int,$departmentOpts:[SearchUserDepartmentOpt],$groupOpts:[SearchUserGroupOpt],$roleOpts:[SearchUserRoleOpt]){searchUser(query:$query,fields:$fields,page:$page,limit:$limit,departmentOpts:$departmentOpts,groupOpts:$groupOpts,roleOpts:$roleOpts){totalCount list{id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode",
    ),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(
        &["with_identities"],
        " identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(
        &["with_identities", "with_identity_tokens"],
        " userInfoInIdp accessToken refreshToken",
    ),
    Part::asked(&["with_identities"], "}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}}"),
]);

/// `socialConnection`, with what is asked for by options.
pub(crate) const SOCIAL_CONNECTION: Document = Document::new(&[
    Part::plain(
        "query socialConnection($provider:String!){socialConnection(provider:$provider){provider name logo description fields{key label type placeholder",
    ),
    Part::asked(&["with_nested_fields"], " children{key label type placeholder}"),
    Part::plain("}}}"),
]);

/// `socialConnections`, with what is asked for by options.
pub(crate) const SOCIAL_CONNECTIONS: Document = Document::new(&[
    Part::plain(
        "query socialConnections{socialConnections{provider name logo description fields{key label type placeholder",
    ),
    Part::asked(&["with_nested_fields"], " children{key label type placeholder}"),
    Part::plain("}}}"),
]);

/// `updateRole`, with what is asked for by options.
pub(crate) const UPDATE_ROLE: Document = Document::new(&[
    Part::plain(
        "mutation updateRole($code:String!,$description:String,$newCode:String,$namespace:String){updateRole(code:$code,description:$description,newCode:$newCode,namespace:$namespace){id namespace code arn description createdAt updatedAt parent{id namespace code arn description createdAt updatedAt}",
    ),
    Part::asked(&["with_is_system"], " isSystem"),
    Part::plain("}}"),
]);

/// `updateUserpool`, with what is asked for by options.
pub(crate) const UPDATE_USERPOOL: Document = Document::new(&[
    Part::plain(
        "mutation updateUserpool($input:UpdateUserpoolInput!){updateUserpool(input:$input){id name domain description secret jwtSecret logo createdAt updatedAt emailVerifiedDefault sendWelcomeEmail registerDisabled appSsoEnabled showWxQRCodeWhenRegisterDisabled allowedOrigins tokenExpiresAfter isDeleted packageType useCustomUserStore loginRequireEmailVerified verifyCodeLength verifyCodeMaxAttempts userpoolTypes{code name description image sdks}frequentRegisterCheck{timeInterval limit enabled}loginFailCheck{timeInterval limit enabled}changePhoneStrategy{verifyOldPhone}changeEmailStrategy{verifyOldEmail}qrcodeLoginStrategy{qrcodeExpiresAfter returnFullUserInfo allowExchangeUserInfoFromBrowser ticketExpiresAfter}app2WxappLoginStrategy{ticketExpriresAfter ticketExchangeUserInfoNeedSecret}whitelist{phoneEnabled emailEnabled usernameEnabled}customSMSProvider{enabled provider config}loginPasswordFailCheck{timeInterval limit enabled}loginFailStrategy",
    ),
    Part::asked(
        &["with_password_update_policy"],
        " passwordUpdatePolicy{enabled forcedCycle differenceCycle}",
    ),
    Part::plain("}}"),
]);

/// `userBatch`, with what is asked for by options.
pub(crate) const USER_BATCH: Document = Document::new(&[
    Part::plain(
        "query userBatch($ids:[String!]!,$type:String){userBatch(ids:$ids,type:$type){id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(&["with_identity_tokens"], " userInfoInIdp accessToken refreshToken"),
    Part::plain("}"),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}"),
]);

/// `userpool`, with what is asked for by options.
pub(crate) const USERPOOL: Document = Document::new(&[
    Part::plain(
        "query userpool{userpool{id name domain description secret jwtSecret logo createdAt updatedAt emailVerifiedDefault sendWelcomeEmail registerDisabled appSsoEnabled showWxQRCodeWhenRegisterDisabled allowedOrigins tokenExpiresAfter isDeleted packageType ownerId useCustomUserStore loginRequireEmailVerified verifyCodeLength verifyCodeMaxAttempts userpoolTypes{code name description image sdks}frequentRegisterCheck{timeInterval limit enabled}loginFailCheck{timeInterval limit enabled}changePhoneStrategy{verifyOldPhone}changeEmailStrategy{verifyOldEmail}qrcodeLoginStrategy{qrcodeExpiresAfter returnFullUserInfo allowExchangeUserInfoFromBrowser ticketExpiresAfter}app2WxappLoginStrategy{ticketExpriresAfter ticketExchangeUserInfoNeedSecret}whitelist{phoneEnabled emailEnabled usernameEnabled}customSMSProvider{enabled provider config}loginPasswordFailCheck{timeInterval limit enabled}loginFailStrategy",
    ),
    Part::asked(
        &["with_password_update_policy"],
        " passwordUpdatePolicy{enabled forcedCycle differenceCycle}",
    ),
    Part::plain("}}"),
]);

/// `userpools`, with what is asked for by options.
pub(crate) const USERPOOLS: Document = Document::new(&[
    Part::plain(
        "query userpools($page:Int,$limit:Int,$sortBy:SortByEnum){userpools(page:$page,limit:$limit,sortBy:$sortBy){totalCount list{id name domain description secret jwtSecret logo createdAt updatedAt emailVerifiedDefault sendWelcomeEmail registerDisabled appSsoEnabled showWxQRCodeWhenRegisterDisabled allowedOrigins tokenExpiresAfter isDeleted packageType ownerId useCustomUserStore loginRequireEmailVerified verifyCodeLength verifyCodeMaxAttempts",
    ),
    Part::asked(
        &["with_settings"],
        " userpoolTypes{code name description image sdks} frequentRegisterCheck{timeInterval limit enabled} loginFailCheck{timeInterval limit enabled} changePhoneStrategy{verifyOldPhone} changeEmailStrategy{verifyOldEmail} qrcodeLoginStrategy{qrcodeExpiresAfter returnFullUserInfo allowExchangeUserInfoFromBrowser ticketExpiresAfter} app2WxappLoginStrategy{ticketExpriresAfter ticketExchangeUserInfoNeedSecret} whitelist{phoneEnabled emailEnabled usernameEnabled} customSMSProvider{enabled provider config} loginPasswordFailCheck{timeInterval limit enabled} loginFailStrategy",
    ),
    Part::asked(
        &["with_password_update_policy"],
        " passwordUpdatePolicy{enabled forcedCycle differenceCycle}",
    ),
    Part::plain("}}}"),
]);

/// `users`, with what is asked for by options.
pub(crate) const USERS: Document = Document::new(&[
    Part::plain(
        "query users($page:Int,$limit:Int,$sortBy:SortByEnum,$excludeUsersInOrg:Boolean){users(page:$page,limit:$limit,sortBy:$sortBy,excludeUsersInOrg:$excludeUsersInOrg){totalCount list{id arn status userPoolId username email emailVerified phone phoneVerified unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress locality region postalCode city province country createdAt updatedAt externalId phoneCountryCode identities{openid userIdInIdp userId connectionId isSocial provider userPoolId type extIdpId",
    ),
    Part::asked(&["with_identity_tokens"], " userInfoInIdp accessToken refreshToken"),
    Part::plain("}"),
    Part::asked(&["with_custom_data"], " customData{key value label dataType}"),
    Part::asked(&["with_main_department"], " mainDepartmentId mainDepartmentCode"),
    Part::asked(&["with_expiry"], " expiredAt"),
    Part::asked(&["with_direct_management"], " directManagement"),
    Part::asked(&["with_all_fields"], " newlyCreated"),
    Part::plain("}}}"),
]);
