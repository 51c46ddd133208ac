//! Whatever the schema offers can be called without writing GraphQL.

use std::{collections::BTreeSet, path::Path};

/// Root fields that no operation asks for yet, by area.
const NOT_YET: &[&[&str]] = &[ORGANISATIONS, ACCOUNT, CONSOLE];

const ORGANISATIONS: &[&str] = &[
    "Query.nodeById",
    "Query.nodeByCode",
    "Query.org",
    "Query.orgs",
    "Query.childrenNodes",
    "Query.rootNode",
    "Query.isRootNode",
    "Query.searchNodes",
    "Mutation.setMainDepartment",
    "Mutation.createOrg",
    "Mutation.deleteOrg",
    "Mutation.addNode",
    "Mutation.addNodeV2",
    "Mutation.updateNode",
    "Mutation.deleteNode",
    "Mutation.addMember",
    "Mutation.removeMember",
    "Mutation.moveMembers",
    "Mutation.moveNode",
];

const ACCOUNT: &[&str] = &[
    "Mutation.loginBySubAccount",
    "Mutation.bindPhone",
    "Mutation.bindEmail",
    "Mutation.unbindPhone",
    "Mutation.updatePhone",
    "Mutation.updateEmail",
    "Mutation.unbindEmail",
];

const CONSOLE: &[&str] = &[
    "Query.isActionDenied",
    "Query.qiniuUptoken",
    "Query.isDomainAvaliable",
    "Query.socialConnection",
    "Query.socialConnections",
    "Query.socialConnectionInstance",
    "Query.socialConnectionInstances",
    "Query.emailTemplates",
    "Query.previewEmail",
    "Query.templateCode",
    "Query.function",
    "Query.functions",
    "Query.queryMfa",
    "Query.checkPassword",
    "Query.userpool",
    "Query.userpools",
    "Query.userpoolTypes",
    "Mutation.createSocialConnectionInstance",
    "Mutation.enableSocialConnectionInstance",
    "Mutation.disableSocialConnectionInstance",
    "Mutation.configEmailTemplate",
    "Mutation.enableEmailTemplate",
    "Mutation.disableEmailTemplate",
    "Mutation.createFunction",
    "Mutation.updateFunction",
    "Mutation.deleteFunction",
    "Mutation.changeMfa",
    "Mutation.createUserpool",
    "Mutation.refreshUserpoolSecret",
    "Mutation.deleteUserpool",
];

#[test]
fn every_root_field_of_the_schema_is_asked_for_by_an_operation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let missing: BTreeSet<String> =
        xtask::codegen::without_operation(root).unwrap().into_iter().collect();
    let expected = NOT_YET.concat().into_iter().map(str::to_owned).collect();
    let unexpected: Vec<_> = missing.difference(&expected).collect();
    assert!(unexpected.is_empty(), "no operation in schema/operations asks for {unexpected:?}");
    let done: Vec<_> = expected.difference(&missing).collect();
    assert!(done.is_empty(), "take these off the list: {done:?}");
}
