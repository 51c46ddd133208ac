//! Organisations as trees, and the paths through them.

use authing_types::{Node, Org, OrgPath, OrgTree};
use serde_json::json;

/// A node with these children and this path.
fn node(id: &str, children: &[&str], path: &[&str]) -> Node {
    let mut node = Node::new(id, id.to_uppercase(), path.to_vec(), [] as [&str; 0], [id]);
    node.children = Some(children.iter().map(|id| (*id).to_owned()).collect());
    node
}

fn ids<'a>(nodes: impl Iterator<Item = authing_types::TreeNode<'a, 'a>>) -> Vec<&'a str> {
    nodes.map(|node| node.node().id.as_str()).collect()
}

/// Every node is somewhere, and nowhere twice.
fn assert_whole(tree: &OrgTree<'_>) {
    let mut met = Vec::new();
    for start in std::iter::once(tree.root()).chain(tree.detached()) {
        assert!(start.parent().is_none());
        met.extend(start.walk().map(|node| node.id.clone()));
    }
    met.sort_unstable();
    let mut all: Vec<_> = tree.nodes().map(|node| node.id.clone()).collect();
    all.sort_unstable();
    assert_eq!(met, all);
    assert_eq!(all.len(), tree.len());
}

#[test]
fn a_flat_list_becomes_a_tree() {
    // The server lists nodes in any order.
    let org = Org::new(
        "org",
        node("a", &["b", "c"], &["a"]),
        [
            node("d", &[], &["a", "c", "d"]),
            node("c", &["d"], &["a", "c"]),
            node("a", &["b", "c"], &["a"]),
            node("b", &[], &["a", "b"]),
        ],
    );
    let tree = org.tree();
    assert_whole(&tree);
    assert_eq!(tree.root().id, "a");
    assert_eq!(ids(tree.root().walk()), ["a", "b", "c", "d"]);
    assert_eq!(ids(tree.root().descendants()), ["b", "c", "d"]);
    assert_eq!(ids(tree.root().children()), ["b", "c"]);
    let d = tree.get("d").unwrap();
    assert_eq!((d.depth(), d.name.as_str()), (2, "D"));
    assert_eq!(ids(d.ancestors()), ["c", "a"]);
    assert_eq!(d.parent().unwrap().id, "c");
    assert_eq!(tree.detached().count(), 0);
    assert!(tree.get("x").is_none() && tree.get_by_code("x").is_none());
}

#[test]
fn a_tree_is_made_of_paths_where_no_children_are_listed() {
    let mut nodes =
        [node("a", &[], &["a"]), node("b", &[], &["a", "b"]), node("c", &[], &["a", "b", "c"])];
    for node in &mut nodes {
        node.children = None;
    }
    let org = Org::new("org", nodes[0].clone(), nodes);
    assert_eq!(ids(org.tree().get("c").unwrap().ancestors()), ["b", "a"]);
}

#[test]
fn the_root_counts_though_the_list_does_not_have_it() {
    let org = Org::new("org", node("a", &["b"], &["a"]), [node("b", &[], &["a", "b"])]);
    let tree = org.tree();
    assert_whole(&tree);
    assert_eq!(ids(tree.root().walk()), ["a", "b"]);
    let empty = Org::new("org", node("a", &["b"], &["a"]), []);
    assert_eq!(ids(empty.tree().root().walk()), ["a"], "a child that is not in the list");
}

#[test]
fn what_does_not_fit_together_is_kept_apart() {
    let org = Org::new(
        "org",
        node("a", &["b", "a", "nothing"], &["a"]),
        [
            node("a", &["b", "a", "nothing"], &["a"]),
            node("b", &["a", "b"], &["a", "b"]),
            // Claimed by b, which lists it second, and by nobody else.
            node("b", &["c"], &["a", "b"]),
            node("c", &[], &["gone", "c"]),
            // A ring, entered from a tail.
            node("x", &["y"], &[]),
            node("y", &["z"], &[]),
            node("z", &["x"], &[]),
            node("t", &["x"], &["t"]),
        ],
    );
    let tree = org.tree();
    assert_whole(&tree);
    assert_eq!(ids(tree.root().walk()), ["a", "b"], "the first of two with one id counts");
    assert_eq!(ids(tree.detached()), ["c", "t", "x"]);
    assert_eq!(ids(tree.get("x").unwrap().walk()), ["x", "y", "z"]);
    assert_eq!(ids(tree.get("z").unwrap().ancestors()), ["y", "x"]);
}

#[test]
fn a_node_hangs_below_the_first_that_lists_it() {
    let org = Org::new(
        "org",
        node("a", &["b", "c"], &["a"]),
        [
            node("b", &["d"], &["a", "b"]),
            node("c", &["d"], &["a", "c"]),
            node("d", &[], &["a", "c", "d"]),
        ],
    );
    let tree = org.tree();
    assert_whole(&tree);
    assert_eq!(tree.get("d").unwrap().parent().unwrap().id, "b");
    assert_eq!(tree.get("c").unwrap().children().count(), 0);
}

#[test]
fn a_very_deep_tree_needs_no_deep_stack() {
    let depth = 50_000;
    let id = |level: usize| format!("n{level}");
    let nodes: Vec<Node> = (0..depth)
        .map(|level| node(&id(level), &[id(level + 1).as_str()], &[id(level).as_str()]))
        .collect();
    let org = Org::new("org", nodes[0].clone(), nodes);
    let tree = org.tree();
    let last = tree.root().walk().last().unwrap();
    assert_eq!((last.depth(), last.ancestors().count()), (depth - 1, depth - 1));
}

#[test]
fn debug_shows_neither_names_nor_logos() {
    let org = Org::new("org", node("acme", &[], &["acme"]), []);
    let shown = format!("{:?}", org.tree().root());
    assert_eq!(shown, r#"TreeNode { id: "acme", depth: 0, children: 0, .. }"#);

    let path: OrgPath = serde_json::from_value(json!([
        {"type": "org", "id": "o", "logo": "canary", "thirdPartyOrgId": "canary"},
        {"type": "node", "id": "n", "name": "canary", "description": "canary"},
    ]))
    .unwrap();
    let shown = format!("{path:?}");
    assert!(shown.contains(r#"OrgNode { id: "n""#) && !shown.contains("canary"), "{shown}");
}

#[test]
fn a_path_is_read_and_written_as_the_list_it_is() {
    let org = json!({"type": "org", "id": "o", "rootNodeId": "a", "tenantId": null});
    let wire = json!([
        org,
        {"type": "node", "id": "a", "name": "A"},
        null,
        {"type": "something new", "id": "s"},
        {"id": "b", "code": "b", "leaderUserId": "u"},
    ]);
    let path: OrgPath = serde_json::from_value(wire).unwrap();
    assert_eq!(path.org.as_ref().unwrap().root_node_id.as_deref(), Some("a"));
    assert_eq!(path.nodes.len(), 2);
    assert_eq!(path.department().unwrap().leader_user_id.as_deref(), Some("u"));
    let again = serde_json::to_value(&path).unwrap();
    assert_eq!(again[0]["type"], "org");
    assert_eq!(again[2]["type"], "node");
    assert_eq!(serde_json::from_value::<OrgPath>(again).unwrap(), path);

    let nothing: OrgPath = serde_json::from_str("[]").unwrap();
    assert!(nothing.org.is_none() && nothing.department().is_none());
}
