//! Vendors' own documents, where the folder of corpora stands beside the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crossdock_engine::{Program, Worker};

use super::compiles;

fn corpora() -> Option<PathBuf> {
    let given = std::env::var_os("CROSSDOCK_CORPORA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let found = given.into_iter().chain([beside]).find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("SKIPPED: no vendors' documents beside the repository");
    }
    found
}

fn count(text: &str, what: &str) -> usize {
    text.lines().filter(|line| line.trim_start().starts_with(what)).count()
}

#[test]
fn shipengine() {
    let Some(folder) = corpora() else { return };
    let document = std::fs::read(folder.join("shipengine/openapi.yaml")).unwrap();
    let text = crossdock_import::openapi(&document, &[]).unwrap();
    let (text, counts) = (text.text, text.counts);
    compiles(&text);
    assert!(count(&text, "record ") > 200 && count(&text, "enum ") > 40, "{} records, {} enums", count(&text, "record "), count(&text, "enum "));
    // All 97 operations are there, the one that answers with a file as a comment.
    assert_eq!((counts.operations, counts.left_out), (97, 1), "{counts}");
    let said = |name: &str, what: &str| text.lines().any(|line| line.trim_start().starts_with(&format!("accepts {name} ")) && line.contains(what));
    assert!(said("create_label", "answers CreateLabelResponseBody") && said("validate_address", "answers list"), "{text}");
    assert!(text.lines().any(|line| line.trim_start().starts_with("answers list_webhooks ") && line.contains(": list")), "{text}");
    assert!(counts.as_json * 20 < counts.fields, "{counts}");
    assert!(text.contains("accepts void_label(label_id: text(1..25)"), "{}", text.split("\n}\n").next().unwrap());
    let labels = crossdock_import::openapi(&document, &["labels".to_owned()]).unwrap().text;
    compiles(&labels);
    assert!(labels.len() < text.len() / 2 && labels.contains("accepts create_label "));
}

#[test]
fn amazon() {
    let Some(folder) = corpora() else { return };
    for (file, record) in [("ordersV0.json", "record Order as json {"), ("fbaInventory.json", "record InventorySummary as json {")] {
        let text = crossdock_import::openapi(&std::fs::read(folder.join("amazon-sp-api").join(file)).unwrap(), &[]).unwrap();
        assert_eq!(text.counts.left_out, 0, "{}", text.counts);
        let text = text.text;
        compiles(&text);
        assert!(text.contains(record), "{file}");
    }
}

/// The files of each kind, by the part of their names before the number.
fn shopify(folder: &Path) -> BTreeMap<String, Vec<Vec<u8>>> {
    let mut kinds: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("shopify")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|extension| extension == "json") {
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            kinds.entry(stem.rsplit_once('-').unwrap().0.to_owned()).or_default().push(std::fs::read(&file).unwrap());
        }
    }
    kinds
}

/// What was imported from samples compiles, and reads every one of them.
#[test]
fn shopify_by_kind() {
    let Some(folder) = corpora() else { return };
    let kinds = shopify(&folder);
    assert!(kinds.len() >= 10);
    for (kind, documents) in kinds {
        let inputs: Vec<&[u8]> = documents.iter().map(Vec::as_slice).collect();
        let text = crossdock_import::samples(&inputs, &kind).unwrap().text;
        let record = text.lines().find_map(|line| line.strip_prefix("record ")).unwrap().split(' ').next().unwrap().to_owned();
        let program = Program::new(&compiles_with_map(&text, &record));
        for document in documents {
            let mut out = Vec::new();
            let read = program.map("same").unwrap().apply(&document, &mut Worker::default(), &mut out);
            assert!(read.is_ok(), "{kind}: {read:?}\n{text}");
            assert!(out.len() > 100, "{kind}");
        }
    }
}

fn compiles_with_map(text: &str, record: &str) -> crossdock_compiler::Checked {
    compiles(text);
    let with_map = format!("{text}\nmap same(document: {record}) -> {record} {{\n  ..document\n}}\n");
    compiles(&with_map)
}
