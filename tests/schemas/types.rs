//! The types that reports are written from, read from the source: a structure and its fields as serde writes them, as JSON Schema.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, GenericArgument, Item, ItemEnum, ItemStruct, Lit, Meta, PathArguments, Token, Type};

/// Every type that is serialized, by its file and name.
pub struct Types {
    items: BTreeMap<(String, String), Item>,
}

/// Where the shapes stand that reports share.
const SHARED: &str = "src/report/json/model.rs";

/// A schema in the making: the types it needs, by the names they get.
pub struct Schema<'t> {
    types: &'t Types,
    defs: Map<String, Value>,
    /// Of which file each definition is.
    files: BTreeMap<String, String>,
}

/// What serde is told of a field or a type.
#[derive(Default)]
struct Said {
    rename: Option<String>,
    rename_all: Option<String>,
    tag: Option<String>,
    flatten: bool,
    optional: bool,
}

impl Types {
    /// Those of all files below `src`.
    pub fn read(root: &Path) -> Self {
        let mut items = BTreeMap::new();
        let mut folders = vec![root.join("src")];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
                match path.is_dir() {
                    true => folders.push(path),
                    false if path.extension().is_some_and(|e| e == "rs") => Self::file(root, &path, &mut items),
                    false => {}
                }
            }
        }
        Self { items }
    }

    fn file(root: &Path, path: &PathBuf, items: &mut BTreeMap<(String, String), Item>) {
        let text = std::fs::read_to_string(path).unwrap();
        if !text.contains("Serialize") && !text.contains("pub type") {
            return;
        }
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        for item in syn::parse_file(&text).unwrap_or_else(|e| panic!("{name}: {e}")).items {
            let (ident, kept) = match &item {
                Item::Struct(s) => (s.ident.to_string(), is_serialized(&s.attrs)),
                Item::Enum(e) => (e.ident.to_string(), is_serialized(&e.attrs)),
                Item::Type(t) => (t.ident.to_string(), true),
                _ => continue,
            };
            if kept {
                items.insert((name.clone(), ident), item);
            }
        }
    }

    /// The type of this name: that of the file itself before that of another.
    fn find(&self, file: &str, name: &str) -> Option<(&str, &Item)> {
        if let Some((key, item)) = self.items.get_key_value(&(file.to_string(), name.to_string())) {
            return Some((&key.0, item));
        }
        // What all reports share goes before what another command calls the same.
        let found: Vec<_> = self.items.iter().filter(|((_, n), _)| n == name).collect();
        let shared = found.iter().find(|((file, _), _)| file == SHARED);
        let (key, item) = shared.or(found.first().filter(|_| found.len() == 1))?;
        Some((&key.0, item))
    }
}

fn is_serialized(attrs: &[Attribute]) -> bool {
    attrs.iter().filter(|a| a.path().is_ident("derive")).any(|a| {
        let list = a.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).unwrap();
        list.iter().any(|p| p.segments.last().is_some_and(|s| s.ident == "Serialize"))
    })
}

fn text(lit: &syn::Expr) -> String {
    match lit {
        syn::Expr::Lit(l) => match &l.lit {
            Lit::Str(s) => s.value(),
            _ => panic!("no text"),
        },
        _ => panic!("no text"),
    }
}

impl Said {
    fn of(attrs: &[Attribute]) -> Self {
        let mut said = Self::default();
        for attr in attrs.iter().filter(|a| a.path().is_ident("serde")) {
            for meta in attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap() {
                let name = meta.path().get_ident().unwrap().to_string();
                match (name.as_str(), &meta) {
                    ("flatten", _) => said.flatten = true,
                    ("skip_serializing_if", _) => said.optional = true,
                    ("rename", Meta::NameValue(v)) => said.rename = Some(text(&v.value)),
                    ("rename_all", Meta::NameValue(v)) => said.rename_all = Some(text(&v.value)),
                    ("tag", Meta::NameValue(v)) => said.tag = Some(text(&v.value)),
                    ("default", _) => {}
                    (other, _) => panic!("serde({other}) is not read here"),
                }
            }
        }
        said
    }
}

/// What stands above a field or a type.
fn doc(attrs: &[Attribute]) -> Option<String> {
    let line = |a: &Attribute| match &a.meta {
        Meta::NameValue(v) if v.path.is_ident("doc") => Some(text(&v.value).trim().to_string()),
        _ => None,
    };
    let lines: Vec<String> = attrs.iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn named(ident: &str, rule: Option<&str>) -> String {
    let words = |sign: &str| {
        let mut out = String::new();
        for (i, c) in ident.chars().enumerate() {
            if c.is_uppercase() && i > 0 {
                out.push_str(sign);
            }
            out.extend(c.to_lowercase());
        }
        out
    };
    match rule {
        None => ident.to_string(),
        Some("snake_case") => words("_"),
        Some("kebab-case") => words("-"),
        Some("lowercase") => ident.to_lowercase(),
        Some("camelCase") => {
            let mut parts = ident.split('_');
            let first = parts.next().unwrap_or_default().to_string();
            parts.fold(first, |out, part| out + &part[..1].to_uppercase() + &part[1..])
        }
        Some(other) => panic!("rename_all = {other} is not read here"),
    }
}

impl<'t> Schema<'t> {
    pub fn new(types: &'t Types) -> Self {
        Self { types, defs: Map::new(), files: BTreeMap::new() }
    }

    /// The types it came to need.
    pub fn definitions(self) -> Value {
        Value::Object(self.defs)
    }

    /// The properties of a structure, those of its flattened fields among them, and which of them are always there.
    pub fn properties(&mut self, file: &str, name: &str) -> (Map<String, Value>, Vec<Value>) {
        match self.types.find(file, name) {
            Some((file, Item::Struct(s))) => self.fields(file, &s.fields, Said::of(&s.attrs).rename_all.as_deref()),
            _ => panic!("{file}: no structure `{name}`"),
        }
    }

    fn fields(&mut self, file: &str, fields: &Fields, rule: Option<&str>) -> (Map<String, Value>, Vec<Value>) {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in fields {
            let said = Said::of(&field.attrs);
            if said.flatten {
                if let Some((file, name)) = self.structure(file, &field.ty) {
                    let (inner, always) = self.properties(&file, &name);
                    properties.extend(inner);
                    required.extend(always);
                }
                continue;
            }
            let ident = field.ident.as_ref().expect("fields have names").to_string();
            let key = said.rename.unwrap_or_else(|| named(ident.trim_start_matches("r#"), rule));
            if !said.optional {
                required.push(json!(key));
            }
            properties.insert(key, self.field(file, field));
        }
        (properties, required)
    }

    fn field(&mut self, file: &str, field: &Field) -> Value {
        let mut schema = self.of_type(file, &field.ty);
        if let (Some(words), Some(map)) = (doc(&field.attrs), schema.as_object_mut().filter(|m| !m.contains_key("$ref"))) {
            map.insert("description".into(), json!(words));
        }
        schema
    }

    /// The structure that a flattened field is; `None` for a map of what is not known.
    fn structure(&self, file: &str, ty: &Type) -> Option<(String, String)> {
        let name = last(ty)?.ident.to_string();
        match self.types.find(file, &name) {
            Some((file, Item::Struct(s))) => Some((file.to_string(), s.ident.to_string())),
            Some((_, Item::Type(_))) => None,
            // What a common head is followed by is told by itself.
            None if name == "T" => None,
            _ => panic!("{file}: what is flattened is no structure: {name}"),
        }
    }

    fn of_type(&mut self, file: &str, ty: &Type) -> Value {
        match ty {
            Type::Reference(r) => self.of_type(file, &r.elem),
            Type::Slice(s) => json!({"type": "array", "items": self.of_type(file, &s.elem)}),
            Type::Path(_) => self.of_path(file, last(ty).unwrap()),
            _ => panic!("{file}: a type that is not read here"),
        }
    }

    fn of_path(&mut self, file: &str, segment: &syn::PathSegment) -> Value {
        let arguments: Vec<&Type> = match &segment.arguments {
            PathArguments::AngleBracketed(list) => {
                let ty = |a: &'_ GenericArgument| matches!(a, GenericArgument::Type(_));
                list.args
                    .iter()
                    .filter(|a| ty(a))
                    .map(|a| if let GenericArgument::Type(t) = a { t } else { unreachable!() })
                    .collect()
            }
            _ => Vec::new(),
        };
        match (segment.ident.to_string().as_str(), arguments.as_slice()) {
            ("String" | "str" | "Cow", _) => json!({"type": "string"}),
            ("bool", _) => json!({"type": "boolean"}),
            ("usize" | "u64" | "u32" | "u16" | "u8", _) => json!({"type": "integer", "minimum": 0}),
            ("i64" | "i32", _) => json!({"type": "integer"}),
            ("Value", _) => json!({}),
            ("Box" | "Arc", [inner]) => self.of_type(file, inner),
            ("Vec" | "BTreeSet", [inner]) => json!({"type": "array", "items": self.of_type(file, inner)}),
            ("BTreeMap", [_, inner]) => json!({"type": "object", "additionalProperties": self.of_type(file, inner)}),
            ("Option", [inner]) => nullable(self.of_type(file, inner)),
            (name, _) => self.reference(file, name),
        }
    }

    fn reference(&mut self, file: &str, name: &str) -> Value {
        // A pair of values of some kind or other.
        if name == "T" {
            return json!({});
        }
        let (file, item) = self.types.find(file, name).unwrap_or_else(|| panic!("{file}: no type `{name}`"));
        if let Item::Type(alias) = item {
            return self.of_type(file, &alias.ty);
        }
        // Two commands may call different things the same.
        let from = self.files.entry(name.to_string()).or_insert_with(|| file.to_string());
        let name = &if from == file { name.to_string() } else { format!("{name}2") };
        if !self.defs.contains_key(name) {
            self.defs.insert(name.clone(), Value::Null);
            let schema = match item {
                Item::Struct(s) => self.of_struct(file, s),
                Item::Enum(e) => self.of_enum(file, e),
                _ => unreachable!("only these are kept"),
            };
            self.defs.insert(name.clone(), schema);
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }

    fn of_struct(&mut self, file: &str, s: &ItemStruct) -> Value {
        let (properties, required) = self.fields(file, &s.fields, Said::of(&s.attrs).rename_all.as_deref());
        object(doc(&s.attrs), properties, required)
    }

    fn of_enum(&mut self, file: &str, e: &ItemEnum) -> Value {
        let said = Said::of(&e.attrs);
        let rule = said.rename_all.as_deref();
        let Some(tag) = said.tag else {
            let names: Vec<String> = e.variants.iter().map(|v| named(&v.ident.to_string(), rule)).collect();
            assert!(e.variants.iter().all(|v| v.fields.is_empty()), "{file}: {} has no tag", e.ident);
            return json!({"enum": names});
        };
        let mut variants = Vec::new();
        for variant in &e.variants {
            let (mut properties, mut required) = match &variant.fields {
                Fields::Unnamed(one) => {
                    let (file, name) = self.structure(file, inner(&one.unnamed[0].ty)).expect("a structure");
                    self.properties(&file, &name)
                }
                fields => self.fields(file, fields, None),
            };
            properties.insert(tag.clone(), json!({"const": named(&variant.ident.to_string(), rule)}));
            required.insert(0, json!(tag));
            variants.push(object(None, properties, required));
        }
        json!({"oneOf": variants})
    }
}

/// What is boxed.
fn inner(ty: &Type) -> &Type {
    match last(ty) {
        Some(s) if s.ident == "Box" => match &s.arguments {
            PathArguments::AngleBracketed(list) => match &list.args[0] {
                GenericArgument::Type(inner) => inner,
                _ => ty,
            },
            _ => ty,
        },
        _ => ty,
    }
}

fn last(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(p) => p.path.segments.last(),
        Type::Reference(r) => last(&r.elem),
        _ => None,
    }
}

fn nullable(schema: Value) -> Value {
    let kind = schema.get("type").and_then(Value::as_str).map(str::to_string);
    match kind {
        Some(kind) => {
            let mut schema = schema;
            schema["type"] = json!([kind, "null"]);
            schema
        }
        None if schema == json!({}) => schema,
        None => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

/// An object; a later program of the same version may write more keys.
pub fn object(description: Option<String>, properties: Map<String, Value>, mut required: Vec<Value>) -> Value {
    required.sort_by_key(Value::to_string);
    let mut out = json!({"type": "object", "properties": properties, "required": required});
    if let Some(words) = description {
        out["description"] = json!(words);
    }
    out
}
