//! Every `native fn` of `stdlib/`, called with random arguments of its declared parameters. A native that is added is tried without further ado.

use std::path::Path;

use crossdock_compiler::syntax::ast::{Fn, ItemKind, Limit, TypeExpr, TypeKind};
use crossdock_compiler::syntax::parse;

use super::writer::Writer;
use super::{Tally, Tried, hold};

/// A native with the name of its file.
struct Declared {
    module: String,
    item: Fn,
}

/// The natives, and the variants of the enums that they take.
fn library() -> (Vec<Declared>, Vec<(String, Vec<String>)>) {
    let (mut natives, mut enums) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../stdlib")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "flow") {
            continue;
        }
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for item in parse(&std::fs::read_to_string(&path).unwrap()).file.items {
            match item.kind {
                ItemKind::Fn(item) if item.body.is_none() => natives.push(Declared { module: module.clone(), item }),
                ItemKind::Enum(item) => enums.push((item.name.text, item.variants.into_iter().map(|variant| variant.name.text).collect())),
                _ => {}
            }
        }
    }
    natives.sort_by(|a, b| (&a.module, &a.item.name.text).cmp(&(&b.module, &b.item.name.text)));
    (natives, enums)
}

/// Writes one call: what its letters stand for is the same in all of it.
struct Caller<'w> {
    writer: &'w mut Writer,
    enums: &'w [(String, Vec<String>)],
    native: &'w Declared,
    letters: Vec<(String, &'static str)>,
}

impl Caller<'_> {
    fn letter(&mut self, letter: &str) -> &'static str {
        if let Some((_, ty)) = self.letters.iter().find(|(known, _)| known == letter) {
            return ty;
        }
        let choices: &[&'static str] = match letter {
            "N" | "P" => &["int", "decimal"],
            "S" | "K" => &["text", "int", "decimal", "date"],
            "E" => &["Level"],
            _ => &["text", "int", "date"],
        };
        let ty = choices[(self.writer.next() % choices.len() as u64) as usize];
        self.letters.push((letter.to_owned(), ty));
        ty
    }

    /// The type without its limits, and with letters filled in.
    fn plain(&mut self, ty: &TypeExpr) -> String {
        let optional = if ty.optional { "?" } else { "" };
        match &ty.kind {
            TypeKind::Named { name, .. } if name.text.len() == 1 => format!("{}{optional}", self.letter(&name.text)),
            TypeKind::Named { name, .. } => format!("{}{optional}", name.text),
            TypeKind::List { of, .. } => format!("list of {}", self.plain(of)),
            TypeKind::MapOf(of) => format!("map of text to {}", self.plain(of)),
            TypeKind::Function(..) | TypeKind::Error => panic!("no result"),
        }
    }

    fn value(&mut self, ty: &TypeExpr) -> String {
        match &ty.kind {
            TypeKind::Named { name, limits, .. } if name.text.len() == 1 => {
                let ty = self.letter(&name.text);
                self.scalar(ty, limits)
            }
            TypeKind::Named { name, limits, .. } => self.scalar(&name.text, limits),
            TypeKind::List { of, .. } => self.list(of),
            TypeKind::MapOf(of) => if self.plain(of) == "int" { "i.mn" } else { self.bind_text(of) }.to_owned(),
            TypeKind::Function(of, result) => self.lambda(of, result),
            TypeKind::Error => panic!("no parameter"),
        }
    }

    /// Of maps there are those of whole numbers and of texts.
    fn bind_text(&mut self, of: &TypeExpr) -> &'static str {
        if let TypeKind::Named { name, .. } = &of.kind {
            self.letters.retain(|(known, _)| *known != name.text);
            self.letters.push((name.text.clone(), "text"));
        }
        "i.ms"
    }

    fn scalar(&mut self, ty: &str, limits: &[Limit]) -> String {
        let named: Vec<&str> = self.enums.iter().filter(|(name, _)| name == ty).flat_map(|(_, variants)| variants).map(String::as_str).collect();
        if !named.is_empty() {
            return self.writer.one(&named).to_owned();
        }
        match ty {
            "int" => self.int(limits),
            "text" if limits.is_empty() => self
                .writer
                .one(&["i.s", "i.t", "i.u", "i.w", "\"-\"", "\"\"", "\"ab\"", "\"1.234,50\"", "\"12\"", "\"23.11.2026\"", "\"e\\u{301}👨‍👩‍👧\"", "\"İı ßﬃ\"", "\"[1]\"", "\"YWI=\""])
                .to_owned(),
            "text" => self.writer.one(&["\"x\"", "\"ß\"", "\"0\""]).to_owned(),
            "decimal" => self.writer.one(&["i.d", "i.e", "i.h", "1.5", "-0.005", "99999999999999999999.99"]).to_owned(),
            "bool" => self.writer.one(&["i.b", "yes", "no"]).to_owned(),
            "date" => self.writer.one(&["i.day", "2026-02-28", "2024-12-31"]).to_owned(),
            "time" => "i.tm".to_owned(),
            "timestamp" => self.writer.one(&["i.at", "now()"]).to_owned(),
            "duration" => self.writer.one(&["i.du", "90min"]).to_owned(),
            "json" => "i.js".to_owned(),
            "pattern" => self.writer.one(&["\"[a-z]+\"", "\"(.)(.)?\"", "\"\"", "\"ß|[0-9]{2}\""]).to_owned(),
            "form" => self.form().to_owned(),
            "number_form" => self.writer.one(&["\"1.234,56\"", "\"0000\"", "\"1234.56-\"", "\"1'234\""]).to_owned(),
            "zone" => self.writer.one(&["\"Europe/Berlin\"", "\"Pacific/Apia\"", "\"Australia/Lord_Howe\"", "i.w"]).to_owned(),
            "Level" => "i.lv".to_owned(),
            other => panic!("say here what a {other} is"),
        }
    }

    /// At the ends of its limits and between; counts of characters and elements stay small enough for memory.
    fn int(&mut self, limits: &[Limit]) -> String {
        let (min, max) = match limits {
            [Limit::Range { min, max, .. }] => (min.as_ref().map(|min| min.text.clone()), max.as_ref().map(|max| max.text.clone())),
            _ => return self.writer.one(&["i.n", "i.m", "i.k", "0", "-7", "9223372036854775807"]).to_owned(),
        };
        let (min, max): (i64, i64) = (min.unwrap().parse().unwrap(), max.unwrap().parse().unwrap());
        let large = if matches!(self.native.item.name.text.as_str(), "repeat" | "pad_left" | "pad_right" | "split" | "add_business_days") { 50 } else { max };
        let choices = [min, min + 1, 5.max(min), large.min(max), (large.min(max) / 2).max(min)].map(|value| value.to_string());
        let mut choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        if min <= 1 && max >= 7 {
            choices.push("i.k");
        }
        self.writer.one(&choices).to_owned()
    }

    fn form(&mut self) -> &'static str {
        let (receiver, name) = (self.native.item.params.first().map(|param| format!("{:?}", param.ty.kind)), self.native.item.name.text.as_str());
        let receiver = receiver.unwrap_or_default();
        match name {
            "to_time" => self.writer.one(&["\"hh:mm\"", "\"hhmmss\""]),
            "to_timestamp" => self.writer.one(&["\"DD.MM.YYYY hh:mm\"", "\"YYYYMMDDhhmmss\""]),
            _ if receiver.contains("\"timestamp\"") => self.writer.one(&["\"YYYY-MM-DD hh:mm:ss.SSSZZ\"", "\"hh\""]),
            _ if receiver.contains("\"time\"") => self.writer.one(&["\"hh:mm\"", "\"ss.SSS\""]),
            _ => self.writer.one(&["\"DD.MM.YYYY\"", "\"YYYYMMDD\"", "\"YY-MM-DD\""]),
        }
    }

    fn list(&mut self, of: &TypeExpr) -> String {
        if let TypeKind::List { of, .. } = &of.kind {
            return format!("[{}, {}]", self.list(of), self.list(of));
        }
        let (one, other) = (self.value(of), self.value(of));
        let field = match (of.optional, self.plain(of).as_str()) {
            (true, "text") => "[i.os, i.s]",
            (true, "int") => "[i.on, i.n, none]",
            (true, "date") => "[none, i.day]",
            (_, "text") => self.writer.one(&["i.ts", "i.w.split(\"-\")"]),
            (_, "int") => "i.ns",
            (_, "decimal") => "i.ds",
            _ => "i.days",
        };
        let field = field.to_owned();
        let own = format!("[{one}, {other}]");
        self.writer.one(&[field.as_str(), own.as_str()]).to_owned()
    }

    fn lambda(&mut self, of: &TypeExpr, result: &TypeExpr) -> String {
        let of = self.plain(of);
        let result_letter = if let TypeKind::Named { name, .. } = &result.kind { name.text.clone() } else { String::new() };
        match result_letter.as_str() {
            "bool" => format!("x -> x = {}", self.scalar(&of, &[])),
            "text" => match of.as_str() {
                "text" => "x -> x",
                "date" => "x -> x.format(\"DD\")",
                _ => "x -> x.to_text()",
            }
            .to_owned(),
            "N" => {
                self.letters.push(("N".to_owned(), if of == "decimal" { "decimal" } else { "int" }));
                match of.as_str() {
                    "text" => "x -> x.length()",
                    "date" => "x -> x.day()",
                    _ => "x -> x",
                }
                .to_owned()
            }
            letter => {
                let known: &'static str = self.letters.iter().find(|(_, ty)| *ty == of).map_or("text", |(_, ty)| ty);
                self.letters.push((letter.to_owned(), known));
                "x -> x".to_owned()
            }
        }
    }

    fn call(&mut self) -> Tried {
        let params = self.native.item.params.clone();
        let mut values = params.iter().map(|param| self.value(&param.ty)).collect::<Vec<_>>().into_iter();
        let receiver = values.next();
        let args = values.collect::<Vec<_>>().join(", ");
        let name = &self.native.item.name.text;
        let expression = receiver.map_or_else(|| format!("{name}()"), |receiver| format!("({receiver}).{name}({args})"));
        Tried { ty: self.plain(&self.native.item.result), expression }
    }
}

#[test]
fn natives_give_what_they_declare_and_raise_nothing_else() {
    let (natives, enums) = library();
    assert!(natives.len() > 150, "the library is there");
    let mut writer = Writer { state: 0xA076_1D64_78BD_642F };
    let mut tally = Tally::default();
    for _ in 0..10 {
        let mut calls = Vec::new();
        for native in &natives {
            for _ in 0..2 {
                calls.push(Caller { writer: &mut writer, enums: &enums, native, letters: Vec::new() }.call());
            }
        }
        let payloads: Vec<String> = (0..8).map(|_| writer.payload()).collect();
        hold(&calls, &payloads, &mut tally);
    }
    assert!(tally.given > 10_000 && tally.raised > 1_000, "little was tried: {} values, {} failures", tally.given, tally.raised);
}
