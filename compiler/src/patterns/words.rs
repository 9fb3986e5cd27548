//! A case that no row takes, as people write it: an example, and a pattern that would take it.

use super::column::{Class, Column};
use super::matrix::Gap;
use super::set::Cut;
use super::space::{NodeId, Space, date, present};
use crate::decimal::Rounding;
use crate::moments;
use crate::show;
use crate::typed::{Const, Dec, RecordId, Tagged, TextType, Type};

pub(super) struct Words<'w, 'p> {
    pub space: &'w Space<'p>,
    pub columns: &'w [Column],
    pub gap: &'w Gap,
}

impl Words<'_, '_> {
    /// One value: `west`, `500.01`, `{ qty = 0 }`.
    pub fn example(&self, node: NodeId) -> String {
        let Some(ty) = self.ty(node) else { return String::new() };
        match (self.run(node), present(&ty)) {
            (Some((column, (first, _))), plain) if column.class(first) == Class::Missing || !matches!(plain, Type::Record(_)) => self.value(plain, column.class(first)),
            (_, Type::Record(record)) => match self.tagged(*record) {
                Some(tagged) => self.variants(node, tagged, &|words, field| words.example(field)).into_iter().next().unwrap_or_default(),
                None => self.fields(node, *record, &|words, field| words.example(field)),
            },
            // It does not matter: any value will do.
            (_, plain) => {
                let column = Column::new(super::space::domain_of(self.space.project, plain), false, std::iter::empty());
                self.value(plain, column.class(0))
            }
        }
    }

    /// What takes the example and its like: `west` and `north`, `> 500`, `_` where it does not matter.
    pub fn patterns(&self, node: NodeId) -> Vec<String> {
        let Some(ty) = self.ty(node) else { return vec!["_".to_owned()] };
        match (self.run(node), present(&ty)) {
            (Some((column, run)), plain) if column.class(run.0) == Class::Missing || !matches!(plain, Type::Record(_)) => self.run_patterns(plain, column, run),
            (_, Type::Record(record)) if self.is_looked_into(node) && self.tagged(*record).is_some() => {
                self.tagged(*record).map_or_else(Vec::new, |tagged| self.variants(node, tagged, &|words, field| words.patterns(field).join(" | ")))
            }
            (_, Type::Record(record)) if self.is_looked_into(node) => vec![self.fields(node, *record, &|words, field| words.patterns(field).join(" | "))],
            _ => vec!["_".to_owned()],
        }
    }

    fn ty(&self, node: NodeId) -> Option<Type> {
        self.space.nodes.get(node.0).map(|node| node.ty.clone())
    }

    /// What the gap says about the node's own column.
    fn run(&self, node: NodeId) -> Option<(&Column, (u32, u32))> {
        let column = self.space.nodes.get(node.0)?.column?;
        Some((self.columns.get(column)?, (*self.gap.get(column)?)?))
    }

    /// The gap says something about a field, however deep.
    fn is_looked_into(&self, node: NodeId) -> bool {
        let fields = self.space.nodes.get(node.0).map_or(&[][..], |node| node.fields.as_slice());
        fields.iter().any(|(_, field)| self.run(*field).is_some() || self.is_looked_into(*field))
    }

    fn tagged(&self, record: RecordId) -> Option<&Tagged> {
        self.space.project.records.get(record.index())?.tagged.as_ref()
    }

    /// Each variant that the gap is about: `picked`, `short { qty = 0 }`.
    fn variants(&self, node: NodeId, tagged: &Tagged, word: &dyn Fn(&Self, NodeId) -> String) -> Vec<String> {
        let fields = self.space.nodes.get(node.0).map_or(&[][..], |node| node.fields.as_slice());
        let node_of = |wanted: u32| fields.iter().find(|(field, _)| *field == wanted).map(|(_, node)| *node);
        let (first, last) = node_of(tagged.tag).and_then(|tag| self.run(tag)).map_or((0, tagged.parts.len() as u32), |(_, run)| run);
        let part = |variant: u32| {
            let node = node_of((*tagged.parts.get(variant as usize)?)?)?;
            let Type::Record(record) = self.ty(node)? else { return None };
            Some(self.fields(node, record, word)).filter(|fields| fields != "_")
        };
        let name = |variant: u32| show::constant(self.space.project, &Const::Enum(tagged.of, variant));
        (first..last).map(|variant| part(variant).map_or_else(|| name(variant), |part| format!("{} {part}", name(variant)))).collect()
    }

    /// `{ qty = 0 }`: those fields that the gap says something about.
    fn fields(&self, node: NodeId, record: RecordId, word: &dyn Fn(&Self, NodeId) -> String) -> String {
        let fields = self.space.nodes.get(node.0).map_or(&[][..], |node| node.fields.as_slice());
        let declared = self.space.project.records.get(record.index()).map_or(&[][..], |record| record.fields.as_slice());
        let told = fields.iter().filter(|(_, field)| self.run(*field).is_some() || self.is_looked_into(*field));
        let told = told.filter_map(|(index, field)| Some((&declared.get(*index as usize)?.name, word(self, *field))));
        let told: Vec<String> = told.filter(|(_, word)| word != "_").map(|(name, word)| format!("{name} = {word}")).collect();
        if told.is_empty() { "_".to_owned() } else { format!("{{ {} }}", told.join(", ")) }
    }

    fn value(&self, ty: &Type, class: Class<'_>) -> String {
        match class {
            Class::Missing => "none".to_owned(),
            Class::One(value) => self.one(ty, value),
            Class::Between(start, end) => self.number(ty, between(ty, start, end)),
            Class::Text(text) => quoted(text),
            Class::OtherText => self.other_text(ty),
        }
    }

    fn one(&self, ty: &Type, value: u32) -> String {
        match ty {
            Type::Bool => if value == 1 { "yes" } else { "no" }.to_owned(),
            Type::Enum(id) => show::constant(self.space.project, &Const::Enum(*id, value)),
            _ => "_".to_owned(),
        }
    }

    /// A text that no row names: its length is right, and so is its pattern, or it is only described.
    fn other_text(&self, ty: &Type) -> String {
        let Type::Text(text) = ty else { return "another text".to_owned() };
        let named = |candidate: &str| self.columns.iter().any(|column| !column.atoms(&super::set::Set::Text(candidate.to_owned())).is_empty());
        let length = usize::try_from(text.min.max(1)).unwrap_or(1).min(40);
        let mut candidates = ('A'..='Z').rev().map(|letter| letter.to_string().repeat(length));
        candidates.find(|candidate| is_right(text, candidate) && !named(candidate)).map_or_else(|| "another text".to_owned(), |found| quoted(&found))
    }

    fn run_patterns(&self, ty: &Type, column: &Column, (first, last): (u32, u32)) -> Vec<String> {
        if let (Class::Between(start, _), Class::Between(_, end)) = (column.class(first), column.class(last - 1)) {
            return vec![self.range(ty, column, start, end)];
        }
        let classes: Vec<Class<'_>> = (first..last).map(|atom| column.class(atom)).collect();
        if classes.iter().any(|class| matches!(class, Class::OtherText | Class::Between(..))) {
            return vec!["_".to_owned()];
        }
        classes.into_iter().map(|class| self.value(ty, class)).collect()
    }

    /// A run of numbers as a pattern.
    fn range(&self, ty: &Type, column: &Column, start: Option<Cut>, end: Option<Cut>) -> String {
        let written = |value: Dec| self.number(ty, value.normal());
        let (first, last) = match &column.domain {
            super::set::Domain::Line(line) => (line.start(), line.end()),
            _ => (None, None),
        };
        let (start, end) = (start.filter(|cut| Some(*cut) != first), end.filter(|cut| Some(*cut) != last));
        if is_fine(ty) {
            return self.fine_range(ty, start, end);
        }
        // Where values have gaps between them, before one is behind the one before it.
        let step = scale(ty).map(|scale| Dec { mantissa: 1, scale });
        let inclusive = |end: Cut| if end.after { Some(end.value) } else { step.and_then(|step| end.value.checked_sub(step).ok()) };
        match (start, end) {
            (None, None) => "_".to_owned(),
            (Some(start), None) => format!("{} {}", if start.after { ">" } else { ">=" }, written(start.value)),
            (None, Some(end)) => inclusive(end).map_or_else(|| format!("< {}", written(end.value)), |end| format!("<= {}", written(end))),
            (Some(start), Some(end)) => match inclusive(end).filter(|_| !start.after) {
                Some(end) if end == start.value => written(end),
                Some(end) => format!("{}..{}", written(start.value), written(end)),
                None => written(between(ty, Some(start), Some(end))),
            },
        }
    }

    /// Times by the ends that people wrote, not by the nanosecond before or behind one. Where both ends are told they count as within, which
    /// takes no case from the rows above.
    fn fine_range(&self, ty: &Type, start: Option<Cut>, end: Option<Cut>) -> String {
        let written = |value: Dec| self.number(ty, value);
        let (start, end) = (start.map(|cut| rounder(cut.value)), end.map(|cut| rounder(cut.value)));
        match (start, end) {
            (None, None) => "_".to_owned(),
            (Some((value, behind)), None) => format!("{} {}", if behind { ">" } else { ">=" }, written(value)),
            (None, Some((value, behind))) => format!("{} {}", if behind { "<=" } else { "<" }, written(value)),
            (Some((start, _)), Some((end, _))) if start == end => written(start),
            (Some((start, _)), Some((end, _))) => format!("{}..{}", written(start), written(end)),
        }
    }

    /// A number of the line as a value of the type.
    fn number(&self, ty: &Type, value: Dec) -> String {
        match ty {
            Type::Date => value.to_int().and_then(date).map_or_else(|| value.to_string(), |date| date.to_string()),
            Type::Time => moments::time_of(value).map_or_else(|| value.to_string(), moments::written),
            Type::Timestamp => moments::timestamp_of(value).map_or_else(|| value.to_string(), |at| at.to_string()),
            Type::Duration => value.to_int().map_or_else(|| value.to_string(), crate::duration::written),
            Type::Quantity(quantity) => format!("{value} {}", quantity.unit.show(&self.space.project.units)),
            _ => value.to_string(),
        }
    }
}

fn is_right(ty: &TextType, text: &str) -> bool {
    let length = text.chars().count() as u64;
    let fits = length >= u64::from(ty.min) && ty.max.is_none_or(|max| length <= u64::from(max));
    fits && ty.pattern.as_ref().is_none_or(|pattern| crate::pattern::fits(pattern, text))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Digits behind the point of the type's values; none where there is no limit.
fn scale(ty: &Type) -> Option<u8> {
    match ty.number() {
        Type::Int(_) | Type::Date | Type::Time | Type::Timestamp | Type::Duration => Some(0),
        Type::Decimal(decimal) => decimal.limits.map(|(_, scale)| scale),
        _ => None,
    }
}

/// Values of which the next one is a nanosecond away, which is not how people think of them.
fn is_fine(ty: &Type) -> bool {
    matches!(ty, Type::Time | Type::Timestamp | Type::Duration)
}

const MILLI: i64 = 1_000_000;
const MINUTE: i64 = 60_000 * MILLI;

/// Of a number of nanoseconds and the one before it the rounder one, and whether that is the one before.
fn rounder(value: Dec) -> (Dec, bool) {
    let before = Dec { mantissa: value.mantissa - 1, scale: value.scale };
    if value.mantissa % i128::from(MILLI) != 0 && before.mantissa % i128::from(MILLI) == 0 { (before, true) } else { (value, false) }
}

/// A value between two cuts, of those that there are the plainest: 0, or the one next to where the gap begins.
fn between(ty: &Type, start: Option<Cut>, end: Option<Cut>) -> Dec {
    let scale = scale(ty);
    let fits = |value: &Dec| {
        start.is_none_or(|start| start <= Cut::before(*value)) && end.is_none_or(|end| Cut::after(*value) <= end) && scale.is_none_or(|scale| value.rescale(scale).is_some())
    };
    let one = Dec::from(1);
    let step = Dec { mantissa: 1, scale: scale.unwrap_or(0) };
    let below = end.map(|end| if end.after { end.value } else { end.value.checked_sub(step).unwrap_or(end.value) });
    let later = |step: i64| {
        let (value, behind) = rounder(start?.value);
        behind.then(|| value.checked_add(Dec::from(step)).ok()).flatten()
    };
    let steps: [Option<i64>; 2] = match ty {
        Type::Duration => [Some(60 * MINUTE), Some(MILLI)],
        Type::Time | Type::Timestamp => [Some(MINUTE), Some(MILLI)],
        _ => [None, None],
    };
    let [coarse, fine] = steps.map(|step| later(step?));
    let candidates = [
        Some(Dec::ZERO),
        coarse,
        fine,
        start.filter(|start| !start.after).map(|start| start.value),
        start.and_then(|start| start.value.checked_add(one).ok()?.round(0, Rounding::Floor).ok()),
        below,
        start.zip(end).and_then(|(start, end)| start.value.checked_add(end.value).ok()?.checked_mul(Dec { mantissa: 5, scale: 1 }).ok()),
    ];
    candidates.into_iter().flatten().find(fits).or(start.or(end).map(|cut| cut.value)).unwrap_or(Dec::ZERO).normal()
}
