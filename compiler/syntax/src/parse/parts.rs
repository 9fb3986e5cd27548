//! Recovery: a broken item's head and statements, each by itself. What cannot be read is an error node that keeps as much of its name as there
//! is, so that what mentions it is not reported as well.

use super::{Build, Parser, whole_rule};
use crate::ast::{
    Arm, Block, Entry, EntryKind, Expr, ExprKind, Field, FlowStmt, FnBody, For, ForBody, ItemKind, Let, Life, LifeKind, Match, Name, PolicyArm, Route, RouteCells, Routes, Row,
    Step, StepKind, Stmt, TestStmt, TypeExpr, TypeKind, Variant,
};
use crate::build::{Builder, Rule};
use crate::habits;
use crate::problem::SyntaxProblem;
use crate::span::Span;
use crate::split::{self, Body, ItemPiece, Piece};

impl<'s> Parser<'s> {
    /// The item statement by statement. However it goes, there is a problem in the end.
    pub(super) fn in_parts(&mut self, item: &ItemPiece, word: &str) -> ItemKind {
        let at = item.piece;
        let Some(body) = self.body_of(item).filter(|_| !matches!(word, "use" | "unit" | "failure" | "system")) else {
            self.complain(at, whole_rule(word));
            return ItemKind::Error(self.name_of(at));
        };
        let head = Piece { start: at.start, end: if item.unopened.is_some() { body.start + 1 } else { body.start } };
        let before = self.problems.len();
        let kind = self.head_and_body(word, head, body).unwrap_or_else(|| ItemKind::Error(self.name_of(at)));
        if item.unopened.is_some() {
            // That the brace is missing is said already, and may be all that is wrong with the head.
            let head = head.span(self.source);
            self.problems.drain(before..).collect::<Vec<_>>().into_iter().filter(|problem| !head_of(problem, head)).for_each(|problem| self.problems.push(problem));
        }
        if self.problems.len() == before && !self.is_hurt(at) {
            self.complain(at, whole_rule(word));
        }
        kind
    }

    fn body_of(&self, item: &ItemPiece) -> Option<Piece> {
        match item.unopened {
            Some(start) => Some(Piece { start, end: item.piece.end - 1 }),
            None => split::block(self.source, self.brackets, item.piece),
        }
    }

    fn head_and_body(&mut self, word: &str, head: Piece, body: Piece) -> Option<ItemKind> {
        let kind = match word {
            "enum" => {
                let mut built = self.part(head, Rule::only_enum_head, Builder::enum_head)?;
                built.variants = self.parts(body, Body::Variants, Rule::only_variant, Builder::variant, Self::broken_variant);
                ItemKind::Enum(built)
            }
            "record" if self.source.text_of(head.start + 2) == "=" && self.source.is_word(head.start + 3) => {
                let mut built = self.part(head, Rule::only_other_wire_head, Builder::other_wire_head)?;
                if let Some(other) = &mut built.other {
                    other.places = self.parts(body, Body::Places, Rule::only_place_line, Builder::place_line, |_, _| None).into_iter().flatten().collect();
                }
                ItemKind::Record(built)
            }
            "record" => {
                let mut built = self.part(head, Rule::only_record_head, Builder::record_head)?;
                (built.fields, built.rules) = self.fields_and_rules(body);
                ItemKind::Record(built)
            }
            "table" if self.source.text_of(head.start + 2) == "(" => {
                let mut built = self.part(head, Rule::only_routes_head, Builder::routes_head)?;
                self.routes(body, &mut built);
                ItemKind::Routes(built)
            }
            "table" => {
                let mut built = self.part(head, Rule::only_table_head, Builder::table_head)?;
                built.rows = self.parts(body, Body::Rows, Rule::only_row, Builder::row, |parser, at| Some(parser.broken_row(at, built.arrow)));
                ItemKind::Table(built)
            }
            "policy" => {
                let mut built = self.part(head, Rule::only_policy_head, Builder::policy_head)?;
                built.arms = self.parts(body, Body::PolicyArms, Rule::only_policy_arm, Builder::policy_arm, Self::broken_policy_arm);
                ItemKind::Policy(built)
            }
            "contract" => {
                let mut built = self.part(head, Rule::only_contract_head, Builder::contract_head)?;
                built.entries = self.parts(body, Body::Entries, Rule::only_entry, Builder::entry, Self::broken_entry);
                ItemKind::Contract(built)
            }
            "map" => {
                let mut built = self.part(head, Rule::only_map_head, Builder::map_head)?;
                built.body = self.block(body);
                ItemKind::Map(built)
            }
            "lifecycle" => {
                let mut built = self.part(head, Rule::only_lifecycle_head, Builder::lifecycle_head)?;
                built.entries = self.parts(body, Body::LifeEntries, Rule::only_life, Builder::life, |parser, at| Some(parser.broken_life(at)));
                ItemKind::Lifecycle(built)
            }
            "flow" => {
                let mut built = self.part(head, Rule::only_flow_head, Builder::flow_head)?;
                built.body = self.span_of_block(body);
                built.stmts = self.flow_stmts(body);
                ItemKind::Flow(built)
            }
            "test" => {
                let mut built = self.part(head, Rule::only_test_head, Builder::test_head)?;
                built.stmts = split::statements(self.source, self.brackets, body, Body::TestStmts).into_iter().map(|at| self.test_stmt(at)).collect();
                ItemKind::Test(built)
            }
            _ => {
                let (mut built, _) = self.part(head, Rule::only_fn_head, Builder::fn_head)?;
                built.body = Some(self.fn_body(body));
                ItemKind::Fn(built)
            }
        };
        Some(kind)
    }

    /// Each statement by itself; `error` gives the node that stands for a broken one, if any does.
    fn parts<T>(&mut self, body: Piece, kind: Body, rule: Rule, build: Build<'s, T>, error: impl std::ops::Fn(&mut Self, Piece) -> Option<T>) -> Vec<T> {
        let pieces = split::statements(self.source, self.brackets, body, kind);
        if let Body::Fields | Body::Variants | Body::Places = kind {
            self.commas(&pieces, if kind == Body::Variants { "variants" } else { "fields" });
        }
        pieces.into_iter().filter_map(|at| self.part(at, rule, build).or_else(|| error(self, at))).collect()
    }

    fn fields_and_rules(&mut self, body: Piece) -> (Vec<Field>, Vec<crate::ast::Rule>) {
        let pieces = split::statements(self.source, self.brackets, body, Body::Fields);
        self.commas(&pieces, "fields");
        let is_rule = |at: &Piece| matches!(self.source.text_of(at.start), "always" | "when") && self.source.text_of(at.start + 1) != ":";
        let (rules, fields): (Vec<Piece>, Vec<Piece>) = pieces.into_iter().partition(is_rule);
        let fields = fields.into_iter().filter_map(|at| self.part(at, Rule::only_field, Builder::field).or_else(|| self.broken_field(at))).collect();
        let rules = rules.into_iter().filter_map(|at| self.part(at, Rule::only_rule, Builder::rule)).collect();
        (fields, rules)
    }

    /// Neighbours on one line need a comma between them.
    fn commas(&mut self, pieces: &[Piece], between: &'static str) {
        for pair in pieces.windows(2) {
            let [above, below] = pair else { continue };
            let separated = matches!(self.source.text_of(above.end - 1), "," | ";" | "|" | "/") || self.source.starts_line(below.start);
            if !separated {
                self.problems.push(SyntaxProblem::MissingComma { between }.at(above.span(self.source).after()));
            }
        }
    }

    fn part<T>(&mut self, at: Piece, rule: Rule, build: Build<'s, T>) -> Option<T> {
        let built = self.sound(at, rule, build);
        if built.is_none() {
            self.complain(at, rule);
        }
        built
    }

    /// Built, unless something in it is broken.
    fn sound<T>(&mut self, at: Piece, rule: Rule, build: Build<'s, T>) -> Option<T> {
        if self.is_hurt(at) { None } else { self.good(at, rule, build) }
    }

    fn broken_variant(&mut self, at: Piece) -> Option<Variant> {
        let name = self.name_of_token(at.start)?;
        // What it carries is not known, but something.
        let carries = self.source.text_of(at.start + 1) == ":";
        let span = at.span(self.source);
        Some(Variant { docs: None, name, record: carries.then_some(TypeExpr { span, kind: TypeKind::Error, optional: false }), at: None, code: None })
    }

    fn broken_field(&mut self, at: Piece) -> Option<Field> {
        let (span, name) = (at.span(self.source), self.name_of_token(at.start)?);
        let ty = TypeExpr { span: span.after(), kind: TypeKind::Error, optional: false };
        Some(Field { span, docs: self.source.docs_above(span.start as usize), name, ty, wire: Vec::new() })
    }

    fn broken_row(&mut self, at: Piece, arrow: crate::ast::Arrow) -> Row {
        let span = at.span(self.source);
        Row { span, from: vec![error(span)], otherwise: None, arrow, to: error(span) }
    }

    /// The first row names the columns, if it has nothing but names.
    fn routes(&mut self, body: Piece, built: &mut Routes) {
        let pieces = split::statements(self.source, self.brackets, body, Body::Routes);
        let mut rows = pieces.as_slice();
        if let Some((first, below)) = pieces.split_first() {
            built.header = self.sound(*first, Rule::only_route_header, Builder::route_header);
            rows = if built.header.is_some() { below } else { rows };
        }
        for at in rows {
            let row = self.part(*at, Rule::only_route, Builder::route);
            let span = at.span(self.source);
            built.rows.push(row.unwrap_or_else(|| Route { span, cells: RouteCells::Error, result: error(span) }));
        }
    }

    fn broken_policy_arm(&mut self, at: Piece) -> Option<PolicyArm> {
        let span = at.span(self.source);
        let arrow = (at.start..at.end).find(|at| self.source.text_of(*at) == "=>").unwrap_or(at.start);
        let failures = (at.start..arrow).filter(|at| !matches!(self.source.text_of(*at), "or" | "and")).filter_map(|at| self.name_of_token(at)).collect();
        Some(PolicyArm { span, failures, steps: vec![Step { span, kind: StepKind::Error }] })
    }

    fn broken_entry(&mut self, at: Piece) -> Option<Entry> {
        Some(Entry { span: at.span(self.source), docs: None, kind: EntryKind::Error })
    }

    fn broken_life(&mut self, at: Piece) -> Life {
        Life { span: at.span(self.source), kind: LifeKind::Error }
    }

    /// What is nested in a broken `for` is cut again, so that its good statements still count.
    fn flow_stmts(&mut self, body: Piece) -> Vec<FlowStmt> {
        let pieces = split::statements(self.source, self.brackets, body, Body::FlowStmts);
        pieces.into_iter().map(|at| self.broken_for(at).or_else(|| self.part(at, Rule::only_flow_stmt, Builder::flow_stmt)).unwrap_or_else(|| self.broken_flow_stmt(at))).collect()
    }

    /// None where it is whole, or no `for` whose head can be read.
    fn broken_for(&mut self, at: Piece) -> Option<FlowStmt> {
        if self.source.text_of(at.start) != "for" {
            return None;
        }
        if let Some(whole) = self.sound(at, Rule::only_flow_stmt, Builder::flow_stmt) {
            return Some(whole);
        }
        let body = split::block(self.source, self.brackets, at)?;
        let head = self.sound(Piece { start: at.start, end: body.start }, Rule::only_for_head, Builder::for_head)?;
        Some(FlowStmt::For { span: at.span(self.source), head, stmts: self.flow_stmts(body) })
    }

    fn broken_flow_stmt(&mut self, at: Piece) -> FlowStmt {
        if let Some(named) = self.forgotten_let(at) {
            return FlowStmt::Let(named);
        }
        match self.let_name(at) {
            Some(name) => FlowStmt::Let(Let { span: at.span(self.source), name, value: error(at.span(self.source)) }),
            None => FlowStmt::Error(at.span(self.source)),
        }
    }

    /// `x = a + 1` gives a name to something, though no `let` says so.
    fn forgotten_let(&self, at: Piece) -> Option<Let> {
        let span = at.span(self.source);
        let name = self.name_of_token(at.start).filter(|_| self.source.text_of(at.start + 1) == "=" && at.end > at.start + 2)?;
        Some(Let { span, name, value: error(span) })
    }

    /// The name that a broken `let` would have bound.
    fn let_name(&self, at: Piece) -> Option<Name> {
        let binds = match self.source.text_of(at.start) {
            "let" => at.end > at.start + 1,
            word => habits::binds(word) && self.source.text_of(at.start + 2) == "=" && at.end > at.start + 2,
        };
        self.name_of_token(at.start + 1).filter(|_| binds)
    }

    fn fn_body(&mut self, body: Piece) -> FnBody {
        let mut pieces = split::statements(self.source, self.brackets, body, Body::FnParts);
        let value = pieces.pop_if(|last| self.source.text_of(last.start) != "let");
        let before = self.problems.len();
        let lets = pieces.into_iter().filter_map(|at| self.part(at, Rule::only_let, Builder::let_).or_else(|| self.forgotten_let(at))).collect();
        let value = match value {
            Some(at) => self.sound(at, Rule::only_expr, Builder::expr).or_else(|| self.value(at)).unwrap_or_else(|| {
                self.complain(at, Rule::only_expr);
                error(at.span(self.source))
            }),
            None => {
                // A `let` that stops too early is enough to say.
                if self.problems.len() == before {
                    self.incomplete(body.end, "a value");
                }
                error(self.source.span_of(body.end))
            }
        };
        FnBody { lets, value }
    }

    fn test_stmt(&mut self, at: Piece) -> TestStmt {
        if let Some(stmt) = self.sound(at, Rule::only_test_stmt, Builder::test_stmt) {
            return stmt;
        }
        let block = split::block(self.source, self.brackets, at);
        let head = Piece { start: at.start, end: block.map_or(at.end, |block| block.start) };
        let with = block.filter(|_| self.source.text_of(head.end - 1) == "with");
        // `with` belongs to its block.
        let head = Piece { end: head.end - usize::from(with.is_some()), ..head };
        let stmt = if block.is_some() { self.sound(head, Rule::only_test_stmt, Builder::test_stmt) } else { None };
        match (stmt, block, with) {
            (Some(TestStmt::Given { span, source, event, from, .. }), _, Some(with)) => TestStmt::Given { span, source, event, from, with: Some(self.block(with)) },
            (Some(TestStmt::GivenValue { span, name, record, from, .. }), _, Some(with)) => TestStmt::GivenValue { span, name, record, from, with: Some(self.block(with)) },
            // Where others follow behind its block, which of them is broken is not known.
            (Some(TestStmt::ExpectSent { span, mut sent }), Some(block), _) if block.end + 1 >= at.end => {
                if let Some(last) = sent.last_mut() {
                    last.block = Some(self.block(block));
                }
                TestStmt::ExpectSent { span, sent }
            }
            _ => {
                self.complain(at, Rule::only_test_stmt);
                TestStmt::Error(at.span(self.source))
            }
        }
    }

    /// The statements of a block, one by one.
    fn block(&mut self, body: Piece) -> Block {
        let pieces = split::statements(self.source, self.brackets, body, Body::Stmts);
        let mut stmts = Vec::new();
        let mut rest = pieces.as_slice();
        while let Some((first, below)) = rest.split_first() {
            let inner = self.unopened_block(*first, below);
            let dotted = 1 + below.iter().take_while(|piece| self.dotted_target(**piece) == self.dotted_target(*first)).count();
            let (stmt, taken) = match self.dotted_target(*first) {
                _ if !inner.is_empty() => (self.nest_unopened(*first, inner), inner.len()),
                Some(_) => (self.nest_dotted(rest.get(..dotted).unwrap_or_default()), dotted - 1),
                None => (self.stmt(*first), 0),
            };
            rest = below.get(taken..).unwrap_or_default();
            stmts.push(stmt);
        }
        Block { span: self.span_of_block(body), stmts }
    }

    /// `ship_to.name = …`: the record within that the line sets a field of.
    fn dotted_target(&self, at: Piece) -> Option<&'s str> {
        let source = self.source;
        let dotted =
            at.end > at.start + 4 && source.is_word(at.start) && source.text_of(at.start + 1) == "." && source.is_word(at.start + 2) && source.text_of(at.start + 3) == "=";
        let other = habits::is_result(source, at.start);
        (dotted && !other && at.end > at.start + 5).then(|| source.text_of(at.start))
    }

    /// Such lines, one below the other, are the block that they would be.
    fn nest_dotted(&mut self, lines: &[Piece]) -> Stmt {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Stmt::Error(Span::default()) };
        let target = Name { text: self.source.text_of(first.start).to_owned(), span: self.source.span_of(first.start) };
        let inner: Vec<Piece> = lines.iter().map(|line| Piece { start: line.start + 2, end: line.end }).collect();
        self.problems.push(habits::dotted(self.source, *first, &inner));
        let span = Piece { start: first.start, end: last.end }.span(self.source);
        Stmt::Nest { target, block: Block { span, stmts: inner.into_iter().map(|at| self.stmt(at)).collect() } }
    }

    /// The deeper statements below a name that has a line to itself: a block without its `{`.
    fn unopened_block<'p>(&self, word: Piece, below: &'p [Piece]) -> &'p [Piece] {
        let source = self.source;
        if word.end != word.start + 1 || !split::is_lonely_word(source, word.start) {
            return &[];
        }
        let indent = source.indent_of_line(word.start);
        let deeper = below.iter().take_while(|piece| source.indent_of_line(piece.start) > indent).count();
        below.get(..deeper).unwrap_or_default()
    }

    /// If its `}` is there, that is how it was noticed, and it is said.
    fn nest_unopened(&mut self, word: Piece, inner: &[Piece]) -> Stmt {
        let span = word.span(self.source);
        let end = inner.last().map_or(word.end, |last| last.end);
        if !self.brackets.is_stray(end) {
            self.problems.push(SyntaxProblem::MissingBrace { item: "block" }.at(span.after()));
        }
        let target = Name { text: self.source.text_of(word.start).to_owned(), span };
        let stmts: Vec<Stmt> = inner.iter().map(|at| self.stmt(*at)).collect();
        Stmt::Nest { target, block: Block { span: Piece { start: word.end, end }.span(self.source), stmts } }
    }

    /// With its braces.
    fn span_of_block(&self, body: Piece) -> Span {
        Piece { start: body.start, end: body.end + 1 }.span(self.source)
    }

    /// What is nested in a broken statement is cut again, so that its good lines still count.
    fn stmt(&mut self, at: Piece) -> Stmt {
        if let Some(stmt) = self.sound(at, Rule::only_stmt, Builder::stmt) {
            return stmt;
        }
        if self.brackets.is_headless(at) {
            return Stmt::Error(at.span(self.source));
        }
        let (span, let_name) = (at.span(self.source), self.let_name(at));
        let first = at.start + usize::from(let_name.is_some());
        let (Some(target), sign) = (self.name_of_token(first), self.source.text_of(first + 1)) else {
            self.complain(at, Rule::only_stmt);
            return Stmt::Error(span);
        };
        if sign == "{" && let_name.is_none() {
            let inner = split::block(self.source, self.brackets, at).unwrap_or(Piece { start: first + 1, end: at.end });
            return Stmt::Nest { target, block: self.block(inner) };
        }
        if sign != "=" || first + 1 >= at.end {
            self.complain(at, Rule::only_stmt);
            return Stmt::Error(span);
        }
        let value = self.value(Piece { start: first + 2, end: at.end }).unwrap_or_else(|| {
            self.complain(at, Rule::only_stmt);
            error(span)
        });
        // The name counts as set, or its absence would be reported too.
        match let_name {
            Some(name) => Stmt::Let(Let { span, name, value }),
            None => Stmt::Set { target, value },
        }
    }

    /// A broken value that can be cut further: a `for` with a block, a `match`.
    fn value(&mut self, at: Piece) -> Option<Expr> {
        let body = split::block(self.source, self.brackets, at)?;
        let head = Piece { start: at.start, end: body.start };
        let kind = match self.source.text_of(at.start) {
            "for" => self.for_(head, body)?,
            "match" => self.match_(head, body)?,
            _ => return None,
        };
        Some(Expr { span: at.span(self.source), kind: Box::new(kind) })
    }

    fn for_(&mut self, head: Piece, body: Piece) -> Option<ExprKind> {
        let is_block = matches!(self.source.text_of(body.start + 1), "let" | "..") || matches!(self.source.text_of(body.start + 2), "=" | "{" | ":");
        let built = self.sound(head, Rule::only_for_head, Builder::for_head).filter(|_| is_block)?;
        Some(ExprKind::For(For { head: built, body: ForBody::Block(self.block(body)) }))
    }

    fn match_(&mut self, head: Piece, body: Piece) -> Option<ExprKind> {
        let subject = self.sound(head, Rule::only_match_head, Builder::match_head)?;
        let arms: Vec<Arm> = self.parts(body, Body::MatchArms, Rule::only_arm, Builder::arm, |parser, at| Some(parser.broken_arm(at)));
        if arms.is_empty() {
            return None;
        }
        Some(ExprKind::Match(Match { subject, arms }))
    }

    /// It counts as matching everything, so that nothing is said to be missing.
    fn broken_arm(&mut self, at: Piece) -> Arm {
        let span = at.span(self.source);
        let otherwise = crate::ast::Pattern { span, kind: crate::ast::PatternKind::Error };
        Arm { span, patterns: vec![otherwise], guard: None, value: crate::ast::Fallback::Value(error(span)) }
    }
}

/// Whether the problem lies in that head.
fn head_of(problem: &crate::problem::Problem, head: Span) -> bool {
    problem.labels.first().is_some_and(|(span, _)| head.start <= span.start && span.end <= head.end)
}

fn error(span: Span) -> Expr {
    Expr { span, kind: Box::new(ExprKind::Error) }
}
