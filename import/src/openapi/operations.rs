//! What an API offers, and which bodies go in and out.

use crate::error::Error;
use crate::schema::follow;
use crate::tree::Tree;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    ToPartner,
    /// A webhook.
    ToUs,
}

pub(super) struct Operation<'d> {
    pub name: String,
    pub docs: Option<String>,
    pub tag: Option<String>,
    /// In capitals.
    pub method: String,
    pub path: String,
    pub direction: Direction,
    pub request: Request<'d>,
    pub answer: Option<&'d Tree>,
    /// What stands in the address, by name; with whether it has to.
    pub parameters: Vec<Parameter<'d>>,
}

/// The body that goes in.
#[derive(Clone, Copy)]
pub(super) enum Request<'d> {
    Nothing,
    Json(&'d Tree),
    /// A form, XML, or whatever it is called.
    Other(&'d str),
}

pub(super) struct Parameter<'d> {
    pub name: &'d str,
    pub in_path: bool,
    pub required: bool,
    /// Of OpenAPI 3; in Swagger 2 the parameter itself says it.
    pub schema: &'d Tree,
}

/// In the order of the document, webhooks last.
pub(super) fn all(document: &Tree) -> Result<Vec<Operation<'_>>, Error> {
    let mut operations = Vec::new();
    let webhooks = ["webhooks", "x-webhooks"].into_iter().flat_map(|key| document.members(key)).map(|(name, item)| (name, item, Direction::ToUs));
    let paths = document.members("paths").map(|(path, item)| (path, item, Direction::ToPartner));
    for (path, item, direction) in paths.chain(webhooks) {
        let item = resolved(document, item)?;
        for (method, tree) in item.object().into_iter().flatten().filter(|(method, _)| METHODS.contains(&method.as_str())) {
            let parameters = parameters(document, [item, tree])?;
            operations.push(Operation { parameters, ..operation(document, path, method, tree, direction)? });
        }
    }
    Ok(operations)
}

fn operation<'d>(document: &'d Tree, path: &str, method: &str, tree: &'d Tree, direction: Direction) -> Result<Operation<'d>, Error> {
    let name = tree.text("operationId").map_or_else(|| format!("{method} {path}"), str::to_owned);
    let method = method.to_uppercase();
    let request = if method == "GET" { Request::Nothing } else { request(document, tree)? };
    Ok(Operation {
        docs: tree.text("summary").or_else(|| tree.text("description")).map(str::to_owned),
        tag: tree.items("tags").first().and_then(Tree::as_text).map(str::to_owned),
        path: if direction == Direction::ToUs && !path.starts_with('/') { format!("/{}", crate::names::snake(path, "event")) } else { path.to_owned() },
        answer: answer(document, tree)?,
        name: crate::names::snake(&name, "message"),
        method,
        direction,
        request,
        parameters: Vec::new(),
    })
}

/// Those of the path, and those of the operation, which count more.
fn parameters<'d>(document: &'d Tree, places: [&'d Tree; 2]) -> Result<Vec<Parameter<'d>>, Error> {
    let mut parameters: Vec<Parameter<'d>> = Vec::new();
    for tree in places.into_iter().flat_map(|place| place.items("parameters")) {
        let tree = resolved(document, tree)?;
        let (Some(name), Some(place @ ("path" | "query"))) = (tree.text("name"), tree.text("in")) else { continue };
        parameters.retain(|known| known.name != name);
        parameters.push(Parameter { name, in_path: place == "path", required: place == "path" || tree.says("required"), schema: tree.get("schema").unwrap_or(tree) });
    }
    Ok(parameters)
}

fn request<'d>(document: &'d Tree, tree: &'d Tree) -> Result<Request<'d>, Error> {
    if let Some(body) = tree.get("requestBody") {
        let body = resolved(document, body)?;
        let other = body.members("content").map(|(kind, _)| kind).next();
        return Ok(json_of(body).map(Request::Json).or(other.map(Request::Other)).unwrap_or(Request::Nothing));
    }
    for parameter in tree.items("parameters") {
        let parameter = resolved(document, parameter)?;
        match parameter.text("in") {
            Some("body") => return Ok(parameter.get("schema").map_or(Request::Nothing, Request::Json)),
            Some("formData") => return Ok(Request::Other("a form")),
            _ => {}
        }
    }
    Ok(Request::Nothing)
}

/// The body of the first answer that is a success.
fn answer<'d>(document: &'d Tree, tree: &'d Tree) -> Result<Option<&'d Tree>, Error> {
    let success = tree.members("responses").find(|(status, _)| status.starts_with('2')).map(|(_, response)| response);
    let Some(response) = success else { return Ok(None) };
    let response = resolved(document, response)?;
    Ok(json_of(response).or_else(|| response.get("schema")))
}

fn json_of(body: &Tree) -> Option<&Tree> {
    let is_json = |kind: &str| kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json" || kind.trim().ends_with("+json") || kind.trim() == "*/*");
    body.members("content").find(|(kind, _)| is_json(kind)).and_then(|(_, media)| media.get("schema"))
}

/// What stands there, or what the reference there leads to.
fn resolved<'d>(document: &'d Tree, tree: &'d Tree) -> Result<&'d Tree, Error> {
    match tree.text("$ref") {
        Some(reference) => Ok(follow(document, reference)?.tree),
        None => Ok(tree),
    }
}
