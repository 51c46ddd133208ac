//! Reads and validates the schema and its operations.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use apollo_compiler::{
    ExecutableDocument, Name, Node, Schema,
    ast::{Definition, Document, FragmentDefinition, OperationDefinition, Selection},
    collections::IndexMap,
    executable::Operation,
    schema::{EnumType, ExtendedType, FieldDefinition, InputObjectType, ObjectType},
    validation::Valid,
};

use super::rules;

pub(super) const SCHEMA: &str = "schema/schema.graphql";
pub(super) const FRAGMENTS: &str = "schema/fragments.graphql";
const OPERATIONS: &str = "schema/operations";

/// The directive on a field or a fragment that only an option of a request asks for. It is ours and
/// never sent.
pub(super) const ASKED: &str = "asked";
const DIRECTIVES: &str = "\ndirective @asked(by: String!) on FIELD | FRAGMENT_SPREAD\n";

/// Everything under `schema/`, valid.
pub(super) struct Sources {
    pub(super) schema: Valid<Schema>,
    pub(super) operations: Vec<OperationSource>,
    /// Type and field of what some operation that returns the type does not ask for; see
    /// `selection::optional_fields`.
    pub(super) optional: BTreeSet<(String, String)>,
    files: Vec<(String, Vec<u8>)>,
}

/// One operation with the fragments it needs.
pub(super) struct OperationSource {
    /// From the workspace's root, with `/`.
    pub(super) path: String,
    /// The folder under `schema/operations`, which names the crate.
    pub(super) client: String,
    pub(super) name: String,
    pub(super) document: Valid<ExecutableDocument>,
}

impl Sources {
    /// # Errors
    ///
    /// The diagnostics of whatever is invalid, with file and line.
    pub(super) fn load(root: &Path) -> Result<Self, String> {
        let mut files = Vec::new();
        let text = read(root, SCHEMA, &mut files)? + DIRECTIVES;
        let schema = Schema::parse_and_validate(text, SCHEMA).map_err(|e| e.to_string())?;
        let fragments = parse(root, FRAGMENTS, &mut files)?;

        let mut operations = Vec::new();
        let mut problems = Vec::new();
        for path in graphql_files(&root.join(OPERATIONS))? {
            let path = relative(root, &path);
            let operation = parse(root, &path, &mut files)
                .and_then(|document| OperationSource::new(path, &document, &fragments, &schema));
            match operation {
                Ok(operation) => operations.push(operation),
                Err(problem) => problems.push(problem),
            }
        }
        problems.extend(unused_fragments(&fragments, &operations));
        if problems.is_empty() {
            Ok(Self { schema, operations, optional: BTreeSet::new(), files })
        } else {
            Err(problems.join("\n"))
        }
    }

    /// The bytes of a file under `schema/`.
    pub(super) fn bytes(&self, path: &str) -> &[u8] {
        let file = self.files.iter().find(|(known, _)| known == path);
        file.map_or(&[], |(_, bytes)| bytes)
    }

    /// Whether some operation that returns the type does not ask for the field.
    pub(super) fn is_optional(&self, type_name: &str, field: &str) -> bool {
        self.optional.contains(&(type_name.to_owned(), field.to_owned()))
    }

    /// The object types that become models or pages, in alphabetical order.
    pub(super) fn objects(&self) -> Vec<&Node<ObjectType>> {
        let roots: Vec<&str> = self.roots().iter().map(|root| root.name.as_str()).collect();
        let mut objects: Vec<_> = self
            .own_types()
            .filter_map(|ty| match ty {
                ExtendedType::Object(object) => Some(object),
                _ => None,
            })
            .filter(|object| !roots.contains(&object.name.as_str()))
            .collect();
        objects.sort_by_key(|object| &object.name);
        objects
    }

    /// `Query` and `Mutation`.
    pub(super) fn roots(&self) -> Vec<&Node<ObjectType>> {
        let definition = &self.schema.schema_definition;
        [&definition.query, &definition.mutation]
            .into_iter()
            .flatten()
            .filter_map(|name| self.schema.get_object(name))
            .collect()
    }

    pub(super) fn input_objects(&self) -> Vec<&Node<InputObjectType>> {
        let mut inputs: Vec<_> = self
            .own_types()
            .filter_map(|ty| match ty {
                ExtendedType::InputObject(input) => Some(input),
                _ => None,
            })
            .collect();
        inputs.sort_by_key(|input| &input.name);
        inputs
    }

    pub(super) fn enums(&self) -> Vec<&Node<EnumType>> {
        let mut enums: Vec<_> = self
            .own_types()
            .filter_map(|ty| match ty {
                ExtendedType::Enum(enumeration) => Some(enumeration),
                _ => None,
            })
            .collect();
        enums.sort_by_key(|enumeration| &enumeration.name);
        enums
    }

    fn own_types(&self) -> impl Iterator<Item = &ExtendedType> {
        self.schema.types.values().filter(|ty| !ty.is_built_in())
    }

    /// Whether a field belongs to its type's model. A field with arguments, or one that pages
    /// through a list, is fetched by an operation of its own.
    pub(super) fn is_model_field(field: &FieldDefinition) -> bool {
        field.arguments.is_empty() && !rules::is_page(field.ty.inner_named_type())
    }
}

impl OperationSource {
    fn new(
        path: String,
        document: &Document,
        fragments: &Document,
        schema: &Valid<Schema>,
    ) -> Result<Self, String> {
        let [Definition::OperationDefinition(operation)] = document.definitions.as_slice() else {
            return Err(format!("{path}: expected exactly one operation and nothing else"));
        };
        let stem = Path::new(&path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let name = operation.name.as_ref().map(Name::as_str).unwrap_or_default();
        if name != stem {
            return Err(format!("{path}: the operation must be named `{stem}`, as its file is"));
        }
        let client = path.strip_prefix(OPERATIONS).and_then(|rest| rest.split('/').nth(1));
        let client = client.filter(|client| rules::CLIENTS.contains(client));
        let Some(client) = client.map(str::to_owned) else {
            return Err(format!("{path}: must lie in a folder named after a client crate"));
        };
        let name = name.to_owned();
        let document = with_fragments(document, operation, fragments)
            .to_executable_validate(schema)
            .map_err(|errors| errors.to_string())?;
        Ok(Self { path, client, name, document })
    }

    /// # Errors
    ///
    /// None for a source made by [`Sources::load`].
    pub(super) fn operation(&self) -> Result<&Node<Operation>, String> {
        self.document
            .operations
            .get(Some(&self.name))
            .map_err(|_| format!("{}: the operation `{}` is missing", self.path, self.name))
    }

    /// `file:line`, for a message about a node of this operation.
    pub(super) fn place<T>(&self, node: &Node<T>) -> String {
        let Some(location) = node.location() else {
            return self.path.clone();
        };
        let path = self.document.sources.get(&location.file_id()).map(|file| file.path());
        let path = path.map_or_else(|| self.path.clone(), |path| path.display().to_string());
        match location.line_column(&self.document.sources) {
            Some(position) => format!("{path}:{}", position.line),
            None => path,
        }
    }
}

/// The operation's document plus the fragments it needs, so that validation sees no unused one.
fn with_fragments(
    document: &Document,
    operation: &OperationDefinition,
    fragments: &Document,
) -> Document {
    let known: IndexMap<&str, &Node<FragmentDefinition>> = fragments
        .definitions
        .iter()
        .filter_map(Definition::as_fragment_definition)
        .map(|fragment| (fragment.name.as_str(), fragment))
        .collect();
    let mut needed: IndexMap<&str, &Node<FragmentDefinition>> = IndexMap::default();
    let mut pending: Vec<&Selection> = operation.selection_set.iter().collect();
    while let Some(selection) = pending.pop() {
        match selection {
            Selection::Field(field) => pending.extend(&field.selection_set),
            Selection::InlineFragment(inline) => pending.extend(&inline.selection_set),
            Selection::FragmentSpread(spread) => {
                let name = spread.fragment_name.as_str();
                if let Some(fragment) = known.get(name)
                    && needed.insert(name, fragment).is_none()
                {
                    pending.extend(&fragment.selection_set);
                }
            }
        }
    }

    let mut whole = document.clone();
    let mut sources = (*whole.sources).clone();
    sources.extend(fragments.sources.iter().map(|(id, file)| (*id, file.clone())));
    whole.sources = sources.into();
    whole.definitions.extend(needed.into_values().cloned().map(Definition::FragmentDefinition));
    whole
}

fn unused_fragments(fragments: &Document, operations: &[OperationSource]) -> Vec<String> {
    fragments
        .definitions
        .iter()
        .filter_map(Definition::as_fragment_definition)
        .filter(|fragment| {
            !operations.iter().any(|op| op.document.fragments.contains_key(&fragment.name))
        })
        .map(|fragment| format!("{FRAGMENTS}: no operation uses the fragment `{}`", fragment.name))
        .collect()
}

fn parse(root: &Path, path: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<Document, String> {
    let text = read(root, path, files)?;
    Document::parse(text, path).map_err(|errors| errors.to_string())
}

fn read(root: &Path, path: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<String, String> {
    let text = fs::read_to_string(root.join(path)).map_err(|e| format!("{path}: {e}"))?;
    files.push((path.to_owned(), text.clone().into_bytes()));
    Ok(text)
}

/// Every `.graphql` file below a folder, in a stable order.
fn graphql_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "graphql") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path from the workspace's root, with `/` on every system.
fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
impl Sources {
    /// A schema and one operation of management, for a test.
    pub(super) fn of_text(schema: &str, name: &str, operation: &str) -> Self {
        let schema = Schema::parse_and_validate(schema, SCHEMA).unwrap();
        let path = format!("{OPERATIONS}/management/{name}/{name}.graphql");
        let document = ExecutableDocument::parse_and_validate(&schema, operation, &path).unwrap();
        let client = "management".to_owned();
        let operation = OperationSource { path, client, name: name.to_owned(), document };
        Self { schema, operations: vec![operation], optional: BTreeSet::new(), files: Vec::new() }
    }
}
