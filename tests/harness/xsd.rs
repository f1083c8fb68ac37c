//! Holds an XML document against an XML Schema whose elements are declared at its top and refer to each other.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Element {
    children: BTreeSet<String>,
    attributes: BTreeSet<String>,
    required: BTreeSet<String>,
    /// It holds text.
    mixed: bool,
}

pub type Node = (String, BTreeMap<String, String>, String, Vec<usize>);

fn attributes(start: &BytesStart<'_>) -> BTreeMap<String, String> {
    let one = |a: quick_xml::events::attributes::Attribute<'_>| {
        (a.key.as_ref().to_string(), quick_xml::escape::unescape(&a.value).unwrap().into_owned())
    };
    start.attributes().map(|a| one(a.unwrap())).collect()
}

/// The elements of a document in the order in which they begin: name, attributes, text, children. Panics where it is not well formed.
pub fn nodes(xml: &str) -> Vec<Node> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut out, mut open): (Vec<Node>, Vec<usize>) = Default::default();
    loop {
        let event = reader.read_event().unwrap_or_else(|e| panic!("{e}: {xml}"));
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let name = start.name().as_ref().to_string();
                out.push((name, attributes(start), String::new(), Vec::new()));
                let at = out.len() - 1;
                if let Some(parent) = open.last() {
                    out[*parent].3.push(at);
                }
                if matches!(event, Event::Start(_)) {
                    open.push(at);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    out[*at].2 += &text;
                }
            }
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                if let Some(at) = open.last() {
                    out[*at].2 += &quick_xml::escape::unescape(&name).unwrap();
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "an element never ends: {xml}");
    out
}

/// What is wrong with a document.
pub fn faults(schema: &str, document: &str) -> Vec<String> {
    let schema = elements(&nodes(schema));
    let list = nodes(document);
    let mut out = Vec::new();
    for (name, attributes, text, children) in &list {
        let Some(element) = schema.get(name) else {
            out.push(format!("no element <{name}>"));
            continue;
        };
        out.extend(attributes.keys().filter(|a| !element.attributes.contains(*a)).map(|a| format!("<{name}> may not have {a}")));
        out.extend(element.required.iter().filter(|a| !attributes.contains_key(*a)).map(|a| format!("<{name}> lacks {a}")));
        let inner = children.iter().map(|c| &list[*c].0);
        out.extend(inner.filter(|c| !element.children.contains(*c)).map(|c| format!("<{name}> may not hold <{c}>")));
        if !element.mixed && !text.trim().is_empty() {
            out.push(format!("<{name}> may not hold text"));
        }
    }
    out
}

fn elements(schema: &[Node]) -> BTreeMap<String, Element> {
    let mut out = BTreeMap::new();
    for at in &schema[0].3 {
        let (kind, own, _, _) = &schema[*at];
        if kind != "xs:element" {
            continue;
        }
        let mut element = Element { mixed: own.get("type").is_some_and(|t| t == "xs:string"), ..Element::default() };
        gather(schema, *at, &mut element);
        out.insert(own["name"].clone(), element);
    }
    out
}

fn gather(schema: &[Node], at: usize, element: &mut Element) {
    for child in &schema[at].3 {
        let (kind, own, _, _) = &schema[*child];
        match kind.as_str() {
            "xs:element" => element.children.extend(own.get("ref").or(own.get("name")).cloned()),
            "xs:attribute" => {
                element.attributes.insert(own["name"].clone());
                if own.get("use").is_some_and(|u| u == "required") {
                    element.required.insert(own["name"].clone());
                }
            }
            "xs:complexType" => {
                element.mixed |= own.get("mixed").is_some_and(|m| m == "true");
                gather(schema, *child, element);
            }
            _ => gather(schema, *child, element),
        }
    }
}
