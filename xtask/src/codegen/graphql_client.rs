//! What graphql_client makes of a document: as code to check in, and as the derive of it.
//!
//! The derive would make every program that uses a client build graphql_client's generator, which
//! takes longer than what it generates. So the generator runs here, and `tests/shape` derives the
//! same documents in each build of the workspace.

use std::io::Write as _;

use graphql_client_codegen::{
    CodegenMode, GraphQLClientCodegenOptions, generate_module_token_stream_from_string,
    normalization::Normalization,
};
use proc_macro2::{Ident, Literal, Span};
use quote::ToTokens as _;
use syn2::{File, Item, ext::IdentExt as _};
use tempfile::NamedTempFile;

use super::source::{SCHEMA, Sources};

/// What graphql_client is told about one operation.
pub(super) struct Options {
    /// The type that is read in place of one derived from the selection.
    pub(super) response_type: Option<String>,
    /// The types of the variables by position; `_` for graphql_client's own.
    pub(super) variable_types: Vec<String>,
    /// Enums that are defined elsewhere.
    pub(super) extern_enums: Vec<String>,
    /// Whether the variables have a default: none of them is required.
    pub(super) variables_default: bool,
}

/// Runs graphql_client's generator.
pub(super) struct Expander {
    /// The generator keeps each file that it has read, by path: so each run has a file of its own.
    schema: NamedTempFile,
}

impl Expander {
    /// # Errors
    ///
    /// When the schema cannot be copied.
    pub(super) fn new(sources: &Sources) -> Result<Self, String> {
        let copy = || {
            let mut file = tempfile::Builder::new().suffix(".graphql").tempfile()?;
            file.write_all(sources.bytes(SCHEMA))?;
            file.flush()?;
            Ok(file)
        };
        let schema = copy().map_err(|e: std::io::Error| format!("{SCHEMA}: copying it: {e}"))?;
        Ok(Self { schema })
    }

    /// The code of one operation, whose document lies in `file` beside the code.
    ///
    /// # Errors
    ///
    /// What graphql_client refuses.
    pub(super) fn expand(
        &self,
        name: &str,
        document: &str,
        file: &str,
        options: &Options,
    ) -> Result<String, String> {
        let mut given = GraphQLClientCodegenOptions::new(CodegenMode::Derive);
        given.set_operation_name(name.to_owned());
        given.set_struct_ident(Ident::new(name, Span::call_site()));
        given.set_module_visibility(syn2::parse_quote!(pub(crate)));
        given.set_serde_path(syn2::parse_quote!(serde));
        given.set_normalization(Normalization::Rust);
        given.set_skip_serializing_none(true);
        given.set_extern_enums(options.extern_enums.clone());
        if let Some(response_type) = &options.response_type {
            given.set_custom_response_type(response_type.clone());
        }
        if !options.variable_types.is_empty() {
            given.set_custom_variable_types(options.variable_types.clone());
        }
        if options.variables_default {
            given.set_variables_derives("Default".to_owned());
        }
        let tokens = generate_module_token_stream_from_string(document, self.schema.path(), given)
            .map_err(|e| format!("graphql_client: {e}"))?;
        let mut code: File = syn2::parse2(tokens).map_err(|e| format!("graphql_client: {e}"))?;
        for item in &mut code.items {
            if let Item::Mod(module) = item
                && let Some((_, items)) = &mut module.content
            {
                items.iter_mut().try_for_each(read_by_hand)?;
            }
        }
        let code = code.into_token_stream().to_string();
        // The text that is sent stands in the document's file only.
        let text = Literal::string(document).to_string();
        match code.split_once(&text) {
            Some((before, after)) => Ok(format!("{before}include_str!(\"{file}\"){after}")),
            None => Err("graphql_client's code does not hold the document".to_owned()),
        }
    }
}

/// Has the response, whose one member is the operation's root field, read by a function that all
/// operations with the same type share, in place of a derive for each.
fn read_by_hand(item: &mut Item) -> Result<(), String> {
    let Item::Struct(response) = item else { return Ok(()) };
    if response.ident != "ResponseData" {
        return Ok(());
    }
    let [Some(field), None] = [0, 1].map(|at| response.fields.iter().nth(at)) else {
        return Err("the response has not one member".to_owned());
    };
    let mut name = field.ident.as_ref().map(|name| name.unraw().to_string()).unwrap_or_default();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute
            .parse_nested_meta(|meta| {
                let value: syn2::LitStr = meta.value()?.parse()?;
                match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("rename") => name = value.value(),
                    // Of no interest to a reader.
                    Some("skip_serializing_if") => {}
                    _ => return Err(meta.error("not known to `cargo xtask codegen`")),
                }
                Ok(())
            })
            .map_err(|e| e.to_string())?;
    }
    let (member, ty) = (&field.ident, &field.ty);
    *item = syn2::parse_quote! {
        authing_types::single_member! {
            pub struct ResponseData {
                pub #member: #ty = #name
            }
        }
    };
    Ok(())
}

impl Options {
    /// The same by graphql_client's derive. What it reads is anything: only the document and its
    /// variables are of interest there.
    pub(super) fn derive(&self, name: &str, document: &str) -> String {
        let list = |texts: &[String]| {
            texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
        };
        let mut options = vec![
            format!("schema_path = \"../../{SCHEMA}\""),
            format!("query_path = \"{document}\""),
            "normalization = \"rust\"".to_owned(),
        ];
        if self.response_type.is_some() {
            options.push("response_type = \"serde_json::Value\"".to_owned());
        }
        if !self.variable_types.is_empty() {
            options.push(format!("variable_types({})", list(&self.variable_types)));
        }
        if !self.extern_enums.is_empty() {
            options.push(format!("extern_enums({})", list(&self.extern_enums)));
        }
        if self.variables_default {
            options.push("variables_derives = \"Default\"".to_owned());
        }
        options.push("skip_serializing_none".to_owned());
        let options: String = options.iter().map(|option| format!("    {option},\n")).collect();
        format!("#[derive(GraphQLQuery)]\n#[graphql(\n{options})]\npub(crate) struct {name};\n\n")
    }
}
