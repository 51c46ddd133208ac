//! The access control area.

use std::collections::BTreeSet;

use authing_management::{
    AuthorizeResources, Grantees, ListAuthorizedTargets, ResourceGrant, ResourceRights,
    RevokeResources, Target, Targets,
    types::{Action, PolicyAssignmentTargetType, Resource, ResourceType},
};
use serde_json::{Value, json};

use crate::common::{ID, client, data, done, exchange, refused, rest};

#[tokio::test]
async fn allow() {
    for (grantees, name, value) in [
        (Grantees::user(ID), "userId", json!(ID)),
        (Grantees::users([ID]), "userIds", json!([ID])),
        (Grantees::role("r"), "roleCode", json!("r")),
        (Grantees::roles(["r", "s"]), "roleCodes", json!(["r", "s"])),
    ] {
        let (sent, _) = exchange(done("allow"), |client| {
            client.acl().in_namespace("shop").allow(grantees, "books:1", "books:read")
        })
        .await;
        let variables = json!({
            "resource": "books:1", "action": "books:read", "namespace": "shop", name: value,
        });
        sent.is_graphql("mutation allow(", variables);
    }
    let books = Resource::all_of("books").unwrap();
    let read = Action::new("books", "read").unwrap();
    let (sent, response) =
        exchange(done("allow"), |client| client.acl().allow(Grantees::role("r"), &books, &read))
            .await;
    sent.is_graphql(
        "mutation allow(",
        json!({"resource": "books:*", "action": "books:read", "roleCode": "r"}),
    );
    response.unwrap();

    for (grantees, argument) in [
        (Grantees::user(""), "user_id"),
        (Grantees::users([] as [&str; 0]), "user_ids"),
        (Grantees::role(""), "role_code"),
        (Grantees::roles([] as [&str; 0]), "role_codes"),
    ] {
        let error = refused(|client| client.acl().allow(grantees, "a", "b")).await;
        assert_eq!(error, format!("acl.allow failed: argument `{argument}` is empty"));
    }
    refused(|client| client.acl().allow(Grantees::role("r"), "", "b")).await;
    refused(|client| client.acl().allow(Grantees::role("r"), "a", "")).await;
    refused(|client| client.acl().in_namespace("").allow(Grantees::role("r"), "a", "b")).await;
}

#[tokio::test]
async fn is_allowed() {
    for expected in [true, false] {
        let (sent, allowed) = exchange(data("isActionAllowed", json!(expected)), |client| {
            client.acl().is_allowed(ID, "books:1", "books:read")
        })
        .await;
        sent.is_graphql(
            "query isActionAllowed(",
            json!({"resource": "books:1", "action": "books:read", "userId": ID}),
        );
        assert_eq!(allowed.unwrap(), expected);
    }
    let error = refused(|client| client.acl().is_allowed("", "books:1", "books:read")).await;
    assert_eq!(error, "acl.is_allowed failed: argument `user_id` is empty");
    refused(|client| client.acl().is_allowed(ID, "", "books:read")).await;
    refused(|client| client.acl().is_allowed(ID, "books:1", " ")).await;
}

#[tokio::test]
async fn is_allowed_in_tenant() {
    let (sent, allowed) = exchange(rest(json!({"allowed": true})), |client| {
        client.acl().in_namespace("shop").is_allowed_in_tenant("t", ID, "books:1", "books:read")
    })
    .await;
    sent.is_rest(
        "POST",
        "/api/v2/acl/is-allowed",
        json!({
            "namespace": "shop", "userId": ID, "resource": "books:1", "action": "books:read",
            "tenantId": "t",
        }),
    );
    assert!(allowed.unwrap());
    let (_, unclear) = exchange(rest(json!({})), |client| {
        client.acl().is_allowed_in_tenant("t", ID, "books:1", "books:read")
    })
    .await;
    assert!(unclear.is_err(), "an unclear response is not a permission");
    refused(|c| c.acl().is_allowed_in_tenant("", ID, "books:1", "books:read")).await;
}

#[tokio::test]
async fn list_authorized_resources() {
    let page = json!({"totalCount": 1, "list": [{"code": "books:1", "actions": ["books:read"]}]});
    let (sent, read) = exchange(data("authorizedResources", page.clone()), |client| {
        client
            .acl()
            .in_namespace("shop")
            .list_authorized_resources(Target::department("n"), Some(ResourceType::Api))
    })
    .await;
    sent.is_graphql(
        "query authorizedResources(",
        json!({
            "targetType": "ORG", "targetIdentifier": "n", "namespace": "shop",
            "resourceType": "API",
        }),
    );
    assert_eq!(read.unwrap().list[0].code, "books:1");
    refused(|c| c.acl().list_authorized_resources(Target::user(""), None)).await;

    let response = rest(json!({"list": [page.clone(), {"totalCount": 0, "list": []}]}));
    let targets = || [Target::role("r"), Target::group("g")];
    let (sent, pages) = exchange(response.clone(), |client| {
        client.acl().in_namespace("shop").list_authorized_resources_many(targets(), None)
    })
    .await;
    let path = "/api/v2/acl/list-authorized-resources-batch";
    let wire = json!([
        {"targetType": "ROLE", "targetIdentifier": "r"},
        {"targetType": "GROUP", "targetIdentifier": "g"},
    ]);
    sent.is_rest("POST", path, json!({"namespace": "shop", "targets": wire}));
    let counts: Vec<_> = pages.unwrap().iter().map(|page| page.total_count).collect();
    assert_eq!(counts, [1, 0]);
    let (sent, _) = exchange(response, |client| {
        client.acl().list_authorized_resources_many(targets(), Some(ResourceType::Ui))
    })
    .await;
    sent.is_rest(
        "POST",
        path,
        json!({"namespace": "default", "targets": wire, "resourceType": "UI"}),
    );
    let error = refused(|client| client.acl().list_authorized_resources_many([], None)).await;
    assert!(error.ends_with("argument `targets` is empty"), "{error}");
    refused(|c| c.acl().in_namespace("").list_authorized_resources_many(targets(), None)).await;
}

#[tokio::test]
async fn authorize_resource() {
    let (sent, response) = exchange(done("authorizeResource"), |client| {
        let grants = [
            ResourceGrant::new(Target::user(ID), ["books:read"]),
            ResourceGrant::new(Target::role("r"), [Action::every()]),
        ];
        client.acl().in_namespace("shop").authorize_resource(
            "books:1",
            Some(ResourceType::Data),
            grants,
        )
    })
    .await;
    let opts = json!([
        {"targetType": "USER", "targetIdentifier": ID, "actions": ["books:read"]},
        {"targetType": "ROLE", "targetIdentifier": "r", "actions": ["*"]},
    ]);
    sent.is_graphql(
        "mutation authorizeResource(",
        json!({
            "namespace": "shop", "resource": "books:1", "resourceType": "DATA", "opts": opts,
        }),
    );
    response.unwrap();
    let grant = || [ResourceGrant::new(Target::user(ID), ["books:read"])];
    refused(|client| client.acl().in_namespace("shop").authorize_resource("", None, grant())).await;
    refused(|client| client.acl().in_namespace("").authorize_resource("books:1", None, grant()))
        .await;
    let error =
        refused(|client| client.acl().in_namespace("shop").authorize_resource("books:1", None, []))
            .await;
    assert_eq!(error, "acl.authorize_resource failed: argument `grants` is empty");
    let nobody = [ResourceGrant::new(Target::user(" "), ["books:read"])];
    refused(|client| client.acl().in_namespace("shop").authorize_resource("books:1", None, nobody))
        .await;
}

#[tokio::test]
async fn authorize_resource_many_and_revoke_resource_many() {
    let ok = || json!({"code": 200, "message": "ok"});
    let rights = || ResourceRights::new("books:*", ResourceType::Data, ["books:read"]);
    let menu = ResourceRights::new("menu", ResourceType::Menu, [] as [&str; 0]);
    let resource = json!({"code": "books:*", "actions": ["books:read"], "resourceType": "DATA"});
    let (sent, response) = exchange(ok(), |client| {
        let request = AuthorizeResources::new()
            .grant(Targets::roles(["r", "s"]), [rights(), menu])
            .grant(Target::user(ID), [rights()]);
        client.acl().in_namespace("shop").authorize_resource_many(request)
    })
    .await;
    let menu = json!({"code": "menu", "actions": [], "resourceType": "MENU"});
    let opts = json!([
        {
            "targetType": "ROLE", "targetIdentifiers": ["r", "s"],
            "resources": [resource, menu],
        },
        {"targetType": "USER", "targetIdentifiers": [ID], "resources": [resource]},
    ]);
    sent.is_rest(
        "POST",
        "/api/v2/acl/authorize-resources",
        json!({"namespace": "shop", "opts": opts}),
    );
    response.unwrap();

    let (sent, _) = exchange(ok(), |client| {
        let request = RevokeResources::new().revoke(Target::role("r"), [rights()]);
        client.acl().in_namespace("shop").revoke_resource_many(request)
    })
    .await;
    let opts = json!([{"targetType": "ROLE", "targetIdentifiers": ["r"], "resources": [resource]}]);
    sent.is_rest(
        "POST",
        "/api/v2/acl/revoke-resources",
        json!({"namespace": "shop", "opts": opts}),
    );

    let nothing = AuthorizeResources::new();
    refused(|client| client.acl().authorize_resource_many(nothing)).await;
    let no_rights = RevokeResources::new().revoke(Target::role("r"), []);
    let error = refused(|client| client.acl().revoke_resource_many(no_rights)).await;
    assert_eq!(error, "acl.revoke_resource_many failed: argument `rights` is empty");
}

#[tokio::test]
async fn revoke_resource() {
    let ok = json!({"code": 200, "message": "ok", "data": null});
    let (sent, response) = exchange(ok, |client| {
        let targets = [Target::user(ID), Target::group("g")];
        client.acl().in_namespace("shop").revoke_resource("books:1", targets)
    })
    .await;
    let opts = json!([
        {"targetType": "USER", "targetIdentifier": ID},
        {"targetType": "GROUP", "targetIdentifier": "g"},
    ]);
    sent.is_rest(
        "POST",
        "/api/v2/acl/revoke-resource",
        json!({"namespace": "shop", "resource": "books:1", "opts": opts}),
    );
    response.unwrap();
    let refusal = json!({"code": 500, "message": "no"});
    let (_, failed) = exchange(refusal, |client| {
        client.acl().in_namespace("shop").revoke_resource("books:1", [Target::user(ID)])
    })
    .await;
    assert!(failed.is_err(), "a refusal in the body is an error");
    refused(|client| client.acl().in_namespace("shop").revoke_resource("books:1", [])).await;
}

#[tokio::test]
async fn list_authorized_targets() {
    let target = json!({"targetType": "ROLE", "targetIdentifier": "r", "actions": ["books:read"]});
    let page = json!({"totalCount": 1, "list": [target]});
    let request = || ListAuthorizedTargets::new(ResourceType::Data, "books:1");
    let plain = json!({"namespace": "shop", "resourceType": "DATA", "resource": "books:1"});
    let (sent, read) = exchange(data("authorizedTargets", page.clone()), |client| {
        client.acl().in_namespace("shop").list_authorized_targets(request())
    })
    .await;
    sent.is_graphql("query authorizedTargets(", plain.clone());
    assert_eq!(read.unwrap().list[0].target_identifier.as_deref(), Some("r"));
    for (request, op) in [
        (request().with_all_actions(["a", "b"]), "AND"),
        (request().with_any_action(["a", "b"]), "OR"),
    ] {
        let request = request.target_type(PolicyAssignmentTargetType::Role);
        let (sent, _) = exchange(data("authorizedTargets", page.clone()), |client| {
            client.acl().in_namespace("shop").list_authorized_targets(request)
        })
        .await;
        let mut variables = plain.clone();
        variables["targetType"] = json!("ROLE");
        variables["actions"] = json!({"op": op, "list": ["a", "b"]});
        sent.is_graphql("query authorizedTargets(", variables);
    }
    let (sent, _) = exchange(data("authorizedTargetsCode", page), |client| {
        client.acl().in_namespace("shop").list_authorized_targets_by_code(request())
    })
    .await;
    sent.is_graphql("query authorizedTargetsCode(", plain);

    let unknown = request().target_type("ROBOT".into());
    refused(|client| client.acl().in_namespace("shop").list_authorized_targets(unknown)).await;
    let unknown = ListAuthorizedTargets::new("ROBOT".into(), "books:1");
    refused(|client| client.acl().in_namespace("shop").list_authorized_targets_by_code(unknown))
        .await;
}

#[tokio::test]
async fn list_policy_assignments_by_target() {
    let response = rest(json!({
        "policyId": ID, "code": "p", "targetType": "ROLE", "namespace": "a&b",
        "policy": {
            "id": ID, "code": "p", "isAuto": true, "namespaceId": 46303,
            "createdAt": "2022-03-15T07:09:34.905Z",
            "statements": [{
                "resource": "*:*", "actions": ["*"], "effect": "ALLOW", "condition": [],
                "resourceType": null,
            }],
        },
        "targets": [{"id": ID, "code": "r", "parentCode": null}],
    }));
    let (sent, read) = exchange(response, |client| {
        let role = PolicyAssignmentTargetType::Role;
        client.acl().in_namespace("a&b").list_policy_assignments_by_target("p", role)
    })
    .await;
    sent.is_rest(
        "GET",
        "/api/v2/policies/assignments/by-target?namespace=a%26b&policy_code=p&target_type=ROLE",
        Value::Null,
    );
    let read = read.unwrap();
    assert_eq!(read.targets[0].code.as_deref(), Some("r"));
    let policy = read.policy.unwrap();
    assert_eq!((policy.is_auto, policy.statements[0].resource.as_str()), (Some(true), "*:*"));
    let role = PolicyAssignmentTargetType::Role;
    refused(|c| c.acl().list_policy_assignments_by_target("", role)).await;
}

#[tokio::test]
async fn generate_random_secret() {
    let (client, server) = client(Value::Null);
    let secrets: Vec<_> =
        (0..50).map(|_| client.acl().generate_random_secret(32).unwrap()).collect();
    let texts: BTreeSet<&str> = secrets.iter().map(|secret| secret.expose()).collect();
    assert_eq!(texts.len(), 50, "no two are the same");
    for text in texts {
        assert_eq!(text.len(), 32);
        assert!(text.chars().all(|c| "abcdefhijkmnprstwxyz2345678".contains(c)), "{text}");
    }
    assert_eq!(client.acl().generate_random_secret(200).unwrap().expose().len(), 200);
    assert!(client.acl().generate_random_secret(0).is_err());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn is_denied() {
    let (sent, denied) = exchange(data("isActionDenied", json!(true)), |client| {
        client.acl().in_namespace("shop").is_denied(ID, "books:1", "books:read")
    })
    .await;
    sent.is_graphql(
        "query isActionDenied(",
        json!({"userId": ID, "resource": "books:1", "action": "books:read", "namespace": "shop"}),
    );
    assert!(denied.unwrap());
    let error = refused(|client| client.acl().is_denied(" ", "books:1", "books:read")).await;
    assert_eq!(error, "acl.is_denied failed: argument `user_id` is empty");
}
