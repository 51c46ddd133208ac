//! The tree of an organisation, whose nodes the server sends as a flat list.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry as Slot},
    fmt, iter,
    ops::Deref,
};

use crate::{Node, Org};

/// The nodes of an organisation as a tree: see [`Org::tree`].
pub struct OrgTree<'a> {
    /// The node of index 0. It stands apart because there always is one.
    root: Entry<'a>,
    others: Vec<Entry<'a>>,
    by_id: HashMap<&'a str, usize>,
    /// Where each connected part starts: the root's first.
    starts: Vec<usize>,
}

struct Entry<'a> {
    node: &'a Node,
    parent: Option<usize>,
    children: Vec<usize>,
    depth: usize,
}

/// A node in its tree. It dereferences to its [`Node`] and knows its neighbours.
#[derive(Clone, Copy)]
pub struct TreeNode<'t, 'a> {
    tree: &'t OrgTree<'a>,
    entry: &'t Entry<'a>,
}

impl Org {
    /// The nodes as a tree.
    ///
    /// ```
    /// # use authing_types::{Node, Org};
    /// # let node = |id: &str, children: &[&str]| {
    /// #     let mut node = Node::new(id, id.to_uppercase(), [id], [] as [&str; 0], [id]);
    /// #     node.children = Some(children.iter().map(|id| (*id).to_owned()).collect());
    /// #     node
    /// # };
    /// # let org = Org::new("1", node("acme", &["dev", "ops"]), [
    /// #     node("acme", &["dev", "ops"]), node("dev", &["web"]), node("ops", &[]), node("web", &[]),
    /// # ]);
    /// let tree = org.tree();
    /// for node in tree.root().walk() {
    ///     println!("{}{}", "  ".repeat(node.depth()), node.name);
    /// }
    /// if let Some(web) = tree.get("web") {
    ///     let above: Vec<_> = web.ancestors().map(|node| node.node().name.as_str()).collect();
    ///     assert_eq!(above, ["DEV", "ACME"]);
    /// }
    /// ```
    ///
    /// A node is a child of the first node that lists it among its `children`, else of the node
    /// before it in its `path`. References to nodes that are not in the list are ignored and cycles
    /// are cut; [`OrgTree::detached`] returns what is then not connected to the root. Walking the
    /// tree takes no recursion, however deep it is.
    pub fn tree(&self) -> OrgTree<'_> {
        OrgTree::new(self)
    }
}

impl<'a> OrgTree<'a> {
    fn new(org: &'a Org) -> Self {
        let mut nodes: Vec<&Node> = Vec::with_capacity(org.nodes.len() + 1);
        let mut by_id: HashMap<&'a str, usize> = HashMap::with_capacity(org.nodes.len() + 1);
        // The list holds the root too; of several with one id the first counts.
        let listed = org.nodes.iter().find(|node| node.id == org.root_node.id);
        for node in iter::once(listed.unwrap_or(&org.root_node)).chain(&org.nodes) {
            if let Slot::Vacant(slot) = by_id.entry(&node.id) {
                slot.insert(nodes.len());
                nodes.push(node);
            }
        }
        let below = claims(&nodes, &by_id);
        let root = nodes.first().copied().unwrap_or(&org.root_node);
        let mut tree = Self {
            root: Entry::of(root),
            others: nodes.into_iter().skip(1).map(Entry::of).collect(),
            by_id,
            starts: Vec::new(),
        };
        tree.link(&below);
        tree
    }

    /// Connects the nodes, starting at the root, then at nodes without a parent, then at the first
    /// node of each cycle.
    fn link(&mut self, below: &[Vec<usize>]) {
        let mut claimed = vec![false; self.len()];
        for child in below.iter().flatten() {
            if let Some(claimed) = claimed.get_mut(*child) {
                *claimed = true;
            }
        }
        let loose = claimed.iter().enumerate().filter(|(_, claimed)| !**claimed);
        let starts: Vec<usize> = loose.map(|(index, _)| index).chain(0..self.len()).collect();
        let mut met = vec![false; self.len()];
        for start in starts {
            if met.get(start).copied().unwrap_or(true) {
                continue;
            }
            self.starts.push(start);
            mark(&mut met, start);
            let mut next = VecDeque::from([start]);
            while let Some(index) = next.pop_front() {
                for &child in below.get(index).into_iter().flatten() {
                    if mark(&mut met, child) {
                        self.attach(index, child);
                        next.push_back(child);
                    }
                }
            }
        }
    }

    fn attach(&mut self, parent: usize, child: usize) {
        let mut depth = 0;
        if let Some(entry) = self.entry_mut(parent) {
            entry.children.push(child);
            depth = entry.depth + 1;
        }
        if let Some(entry) = self.entry_mut(child) {
            entry.parent = Some(parent);
            entry.depth = depth;
        }
    }

    /// The root.
    pub fn root(&self) -> TreeNode<'_, 'a> {
        TreeNode { tree: self, entry: &self.root }
    }

    /// The node of this id.
    pub fn get(&self, id: &str) -> Option<TreeNode<'_, 'a>> {
        self.by_id.get(id).and_then(|index| self.at(*index))
    }

    /// The node of this code.
    pub fn get_by_code(&self, code: &str) -> Option<TreeNode<'_, 'a>> {
        self.nodes().find(|node| node.code.as_deref() == Some(code))
    }

    /// Every node, detached ones included: the root, then the others in the server's order.
    pub fn nodes(&self) -> impl Iterator<Item = TreeNode<'_, 'a>> {
        iter::once(&self.root).chain(&self.others).map(|entry| TreeNode { tree: self, entry })
    }

    /// How many nodes there are; never 0.
    #[expect(clippy::len_without_is_empty, reason = "a tree has a root")]
    pub fn len(&self) -> usize {
        self.others.len() + 1
    }

    /// The tops of the parts that are not connected to the root, because the server's list is
    /// inconsistent. Usually there are none.
    pub fn detached(&self) -> impl Iterator<Item = TreeNode<'_, 'a>> {
        self.starts.iter().skip(1).filter_map(|index| self.at(*index))
    }

    fn at(&self, index: usize) -> Option<TreeNode<'_, 'a>> {
        let entry = match index.checked_sub(1) {
            None => Some(&self.root),
            Some(index) => self.others.get(index),
        };
        entry.map(|entry| TreeNode { tree: self, entry })
    }

    fn entry_mut(&mut self, index: usize) -> Option<&mut Entry<'a>> {
        match index.checked_sub(1) {
            None => Some(&mut self.root),
            Some(index) => self.others.get_mut(index),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(node: &'a Node) -> Self {
        Self { node, parent: None, children: Vec::new(), depth: 0 }
    }
}

impl<'t, 'a> TreeNode<'t, 'a> {
    /// The node as the server sent it.
    pub fn node(self) -> &'a Node {
        self.entry.node
    }

    /// The node above; none above the root.
    pub fn parent(self) -> Option<Self> {
        self.entry.parent.and_then(|index| self.tree.at(index))
    }

    /// The nodes directly below, in the server's order.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Self> {
        self.entry.children.iter().filter_map(move |index| self.tree.at(*index))
    }

    /// How many nodes are above. It is counted here, as not every response has a `depth`.
    pub fn depth(self) -> usize {
        self.entry.depth
    }

    /// The nodes above, the nearest first.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        iter::successors(self.parent(), |node| node.parent())
    }

    /// Every node below, each before those below it.
    pub fn descendants(self) -> impl Iterator<Item = Self> {
        self.walk().skip(1)
    }

    /// The node itself and every node below, each before those below it.
    pub fn walk(self) -> impl Iterator<Item = Self> {
        let mut next = vec![self];
        iter::from_fn(move || {
            let node = next.pop()?;
            next.extend(node.children().rev());
            Some(node)
        })
    }
}

impl Deref for TreeNode<'_, '_> {
    type Target = Node;

    fn deref(&self) -> &Node {
        self.entry.node
    }
}

impl fmt::Debug for TreeNode<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TreeNode")
            .field("id", &self.id)
            .field("depth", &self.entry.depth)
            .field("children", &self.entry.children.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OrgTree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.nodes()).finish()
    }
}

/// The children of each node. No node is claimed twice, and the root, which is the first, is never
/// claimed.
fn claims(nodes: &[&Node], by_id: &HashMap<&str, usize>) -> Vec<Vec<usize>> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    let mut claimed = vec![false; nodes.len()];
    mark(&mut claimed, 0);
    for (node, below) in nodes.iter().zip(&mut below) {
        let listed = node.children.iter().flatten().filter(|id| **id != node.id);
        for child in listed.filter_map(|id| by_id.get(id.as_str())) {
            if mark(&mut claimed, *child) {
                below.push(*child);
            }
        }
    }
    for (index, node) in nodes.iter().enumerate() {
        let above = node
            .path
            .iter()
            .rev()
            .skip_while(|id| **id == node.id)
            .find_map(|id| by_id.get(id.as_str()).copied());
        if let Some(below) = above.and_then(|parent| below.get_mut(parent))
            && mark(&mut claimed, index)
        {
            below.push(index);
        }
    }
    below
}

/// Marks one. Returns whether it was not marked yet.
fn mark(marks: &mut [bool], index: usize) -> bool {
    marks.get_mut(index).is_some_and(|mark| !std::mem::replace(mark, true))
}
