//! Sample documents to the model: what all of them have in common.

mod infer;
mod observe;
mod text;

use crate::cycles;
use crate::error::Error;
use crate::model::Model;
use crate::names;
use crate::tree::Tree;
use infer::Inference;
use observe::Observed;

pub(crate) fn model(documents: &[Tree], name: &str) -> Result<Model, Error> {
    if documents.is_empty() {
        return Err(Error::NoDocument);
    }
    if let Some(at) = documents.iter().position(|document| document.object().is_none()) {
        return Err(Error::Kind { wanted: "sample", why: format!("document {} is no object, and a message is one", at + 1) });
    }
    let mut all = Observed::default();
    documents.iter().for_each(|document| all.add(document));
    let mut model = Inference::new(&all).root(&all, &names::pascal(name));
    cycles::cut(&mut model);
    if model.items.iter().all(|item| matches!(&item.kind, crate::model::ItemKind::Record(fields) if fields.is_empty())) {
        return Err(Error::Empty("no document has a field"));
    }
    model.head.push(head(documents.len()));
    Ok(model)
}

fn head(count: usize) -> String {
    match count {
        1 => "As `crossdock import sample` understood one document: what may be missing in others, it cannot show.".to_owned(),
        count => format!("As `crossdock import sample` understood {count} documents: what no document shows, it cannot know."),
    }
}
