//! The code as text, for `crossdock dump --ir`.

use std::fmt::{Display, Formatter, Result, Write as _};

use super::{Blame, Block, Clause, ClauseKind, Code, For, Inst, Part, Reg, RulePart};

impl Display for Code {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, function) in self.functions.iter().enumerate() {
            let mark = if index == self.entry { "entry " } else { "" };
            writeln!(f, "{mark}fn {} ({} parameters, {} registers)", function.name, function.params, function.registers)?;
            f.write_str(&block(&function.body, 1))?;
            writeln!(f, "  return {}", function.result)?;
        }
        Ok(())
    }
}

impl Display for Reg {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "r{}", self.0)
    }
}

fn block(insts: &Block, level: usize) -> String {
    insts.iter().map(|inst| inst_text(inst, level)).collect()
}

/// One line, and for those that hold blocks these below it.
fn inst_text(inst: &Inst, level: usize) -> String {
    let pad = "  ".repeat(level);
    let inner = |blocks: &[(&str, &Block)]| -> String {
        blocks.iter().filter(|(_, insts)| !insts.is_empty()).map(|(head, insts)| format!("{pad}{head}\n{}", block(insts, level + 1))).collect()
    };
    match inst {
        Inst::If { condition, then, otherwise } => inner(&[(&format!("if {condition}"), then), ("else", otherwise)]),
        Inst::Collect(item) => {
            let head = format!("{pad}{} = collect {} by {}for {} ms\n", item.to, item.name, parts_text(&item.keys), item.after_ms);
            let until = item.until.as_ref().map_or_else(String::new, |(insts, reg)| format!("{}{}until {reg}\n", block(insts, level + 1), "  ".repeat(level + 1)));
            format!("{head}{until}")
        }
        Inst::Try { body, failure, handler } => inner(&[("try", body), (&format!("on {failure}"), handler)]),
        Inst::Rules { parts } => parts.iter().map(|part| rule_part(part, level)).collect(),
        Inst::For(item) => format!("{pad}{}\n{}", for_head(item), for_blocks(item, level)),
        simple => format!("{pad}{}\n", simple_text(simple)),
    }
}

fn rule_part(part: &RulePart, level: usize) -> String {
    let pad = "  ".repeat(level);
    match part {
        RulePart::Own(rule) => format!("{pad}rule {}\n{}{pad}  holds {}\n", rule.text, block(&rule.code, level + 1), rule.holds),
        RulePart::Within(insts) => format!("{pad}rules within\n{}", block(insts, level + 1)),
    }
}

fn for_head(item: &For) -> String {
    let number = item.number.map_or_else(String::new, |number| format!(" numbered {number}"));
    format!("{} = for {}{number} giving {}", item.to, item.clauses.iter().map(clause_head).collect::<Vec<_>>().join(", "), item.value)
}

fn clause_head(clause: &Clause) -> String {
    let about = match &clause.blame {
        Blame::Nobody => String::new(),
        Blame::Payload(path) | Blame::Within { path, .. } => format!(" ({path})"),
    };
    let kind = match &clause.kind {
        ClauseKind::Each => "",
        ClauseKind::Values { .. } => "values ",
        ClauseKind::Matching(_) => "matching ",
        ClauseKind::Join(..) => "join ",
        ClauseKind::Zip(..) => "zip ",
        ClauseKind::Group { .. } => "group ",
    };
    format!("{kind}{} in {}{about}", clause.binding, clause.list)
}

fn for_blocks(item: &For, level: usize) -> String {
    let pad = "  ".repeat(level + 1);
    let part = |insts: &Block, last: String| format!("{}{pad}{last}\n", block(insts, level + 1));
    let clauses: String = item.clauses.iter().map(|clause| clause_blocks(clause, &part, level)).collect();
    let filter = item.filter.as_ref().map_or_else(String::new, |(insts, reg)| part(insts, format!("where {reg}")));
    let sort = item.sort.as_ref().map_or_else(String::new, |(insts, keys)| part(insts, format!("sort by {}", sort_keys(keys))));
    format!("{clauses}{filter}{sort}{}", block(&item.body, level + 1))
}

fn clause_blocks(clause: &Clause, part: &impl Fn(&Block, String) -> String, level: usize) -> String {
    let keys = match &clause.kind {
        ClauseKind::Each | ClauseKind::Values { .. } | ClauseKind::Zip(..) => String::new(),
        ClauseKind::Matching(keys) | ClauseKind::Join(keys, ..) => {
            part(&keys.element.0, format!("key of {} is {}", clause.binding, regs(&keys.element.1))) + &part(&keys.row.0, format!("key of row is {}", regs(&keys.row.1)))
        }
        ClauseKind::Group { element, code, keys } => part(code, format!("key of {element} is {}", regs(&keys.iter().map(|(from, _)| *from).collect::<Vec<_>>()))),
    };
    format!("{}{keys}", block(&clause.before, level + 1))
}

fn sort_keys(keys: &[(Reg, bool)]) -> String {
    keys.iter().map(|(reg, descending)| format!("{reg}{}", if *descending { " descending" } else { "" })).collect::<Vec<_>>().join(", ")
}

fn simple_text(inst: &Inst) -> String {
    match inst {
        Inst::Const { to, value } => format!("{to} = {value:?}"),
        Inst::Copy { to, from } => format!("{to} = {from}"),
        Inst::Field { to, base, slot } => format!("{to} = {base}[{slot}]"),
        Inst::Record { to, size } => format!("{to} = record of {size}"),
        Inst::Store { record, slot, from } => format!("{record}[{slot}] = {from}"),
        Inst::List { to, elements } => format!("{to} = list {}", regs(elements)),
        Inst::Call { to, function, args, .. } => format!("{to} = call f{}({})", function.0, regs(args)),
        Inst::Native { to, native, args, .. } => format!("{to} = {native:?}({})", regs(args)),
        Inst::Table { to, table, reverse, key, .. } => format!("{to} = table {}{}({key})", table.0, if *reverse { " reversed " } else { "" }),
        Inst::Ask { to, system, place, args, body, .. } => {
            format!("{to} = ask {system} question {place} {}{}", parts_text(args), body.map(|body| format!(" with {body}")).unwrap_or_default())
        }
        Inst::Exchange { to, system, place, value, .. } => format!("{to} = send {system} #{place} {value} for its answer"),
        Inst::Concat { to, parts } => format!("{to} = text {}", parts_text(parts)),
        Inst::Unary { to, op, value, .. } => format!("{to} = {op:?} {value}"),
        Inst::Binary { to, op, left, right, .. } => format!("{to} = {op:?} {left}, {right}"),
        Inst::Divide { to, left, right, digits, .. } => format!("{to} = Divide {left}, {right} to {digits} digits"),
        Inst::IsMissing { to, value } => format!("{to} = missing? {value}"),
        Inst::Test { to, value, test } => format!("{to} = {value} is {test}"),
        Inst::Route { to, table, args, .. } => format!("{to} = route {}({})", table.0, regs(args)),
        Inst::Fit { to, from, check, .. } => format!("{to} = fit {from} into {}", check.expected),
        Inst::Raise { failure, args, .. } => format!("raise {} {}", failure.name, parts_text(args)),
        Inst::Note(note) => format!("note {}", note.head),
        Inst::Mark { .. } => "mark".to_owned(),
        Inst::MarkPresent { value, .. } => format!("mark if {value}"),
        Inst::MarkRow { key, .. } => format!("mark row {key}"),
        Inst::MarkRoute { table, args, .. } => format!("mark route {}({})", table.0, regs(args)),
        Inst::Skip { because } => format!("skip {because}"),
        Inst::Advance { place, key } => format!("advance {}by move {place}", parts_text(std::slice::from_ref(key))),
        Inst::Send { system, place, value, undo } => {
            let undo = undo.map_or_else(String::new, |(system, place, value)| format!(" undone by {value} to {system} as message {place}"));
            format!("send {value} to {system} as message {place}{undo}")
        }
        Inst::Reply { value } => format!("reply {value}"),
        Inst::If { .. } | Inst::Try { .. } | Inst::Collect(_) | Inst::Rules { .. } | Inst::For(_) => String::new(),
    }
}

fn regs(regs: &[Reg]) -> String {
    regs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn parts_text(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        let written = match part {
            Part::Literal(slot) => write!(out, "{slot:?} "),
            Part::Value { reg, .. } => write!(out, "{reg} "),
        };
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
    out
}
