//! Items and what they are made of.

use super::{Builder, Children, EXPRESSIONS, NAMES, Node, Rule};
use crate::ast::{
    Accepts, Answers, Arrow, Clock, Contract, Entry, EntryKind, Enum, Expr, ExprKind, Failure, Field, Flow, FlowStart, Fn, FnBody, KeyPart, Limit, Map, Name, Owned, Param, Policy,
    PolicyArm, Record, Row, ScheduleCase, ScheduleRule, Sends, Step, StepKind, Str, System, Table, Test, TypeExpr, TypeKind, Use, Variant, Wire, WireKind,
};
use crate::problem::SyntaxProblem;
use crate::span::Span;

impl<'s> Builder<'s> {
    pub(super) fn next_name(&mut self, children: &mut Children<'s>) -> Name {
        children.next(NAMES).map_or_else(|| self.nobody(), |name| self.name(&name))
    }

    pub(super) fn next_type(&mut self, children: &mut Children<'s>) -> TypeExpr {
        match children.next(&[Rule::type_]) {
            Some(node) => self.type_(node),
            None => TypeExpr { span: Span::new(self.base, self.base), kind: TypeKind::Error, optional: false },
        }
    }

    pub(super) fn next_string(&mut self, children: &mut Children<'s>) -> Str {
        match children.next(&[Rule::str]) {
            Some(node) => self.string(node),
            None => Str { text: String::new(), span: Span::new(self.base, self.base) },
        }
    }

    pub(super) fn next_text(&mut self, children: &mut Children<'s>) -> Expr {
        match children.next(&[Rule::string]) {
            Some(node) => self.text_expr(node),
            None => self.broken(Span::new(self.base, self.base)),
        }
    }

    fn text_expr(&mut self, node: Node<'s>) -> Expr {
        Expr { span: self.span(&node), kind: Box::new(ExprKind::Text(self.text(node))) }
    }

    pub(crate) fn use_(&mut self, node: Node<'s>) -> Use {
        let mut children = Children::of(node);
        let mut path = children.next(&[Rule::path]).map_or_else(Vec::new, |path| self.names(path));
        let names: Vec<Name> = children.all(NAMES).into_iter().map(|name| self.name(&name)).collect();
        match names.is_empty() {
            // `use policies.standard`: the last name is what is meant.
            true => Use { names: path.pop().into_iter().collect(), path },
            false => Use { path, names },
        }
    }

    pub(super) fn names(&mut self, node: Node<'s>) -> Vec<Name> {
        Children::of(node).all(NAMES).into_iter().map(|name| self.name(&name)).collect()
    }

    pub(crate) fn enum_(&mut self, node: Node<'s>) -> Enum {
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::enum_head]) {
            Some(head) => self.enum_head(head),
            None => Enum { name: self.nobody(), as_text: false, tag: Vec::new(), variants: Vec::new() },
        };
        let variants = children.all(&[Rule::variant]);
        self.commas(&variants, "variants");
        built.variants = variants.into_iter().map(|variant| self.variant(variant)).collect();
        built
    }

    pub(crate) fn enum_head(&mut self, node: Node<'s>) -> Enum {
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        let as_text = children.next(&[Rule::as_text]).is_some();
        let tag = children.next(&[Rule::tag]).map_or_else(Vec::new, |tag| Children::of(tag).all(&[Rule::str]).into_iter().map(|key| self.string(key)).collect());
        Enum { name, as_text, tag, variants: Vec::new() }
    }

    pub(crate) fn variant(&mut self, node: Node<'s>) -> Variant {
        let docs = self.docs(self.span(&node));
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        let record = children.next(&[Rule::carried]).map(|carried| self.next_type(&mut Children::of(carried)));
        let at = children.next(&[Rule::code_at]).map(|at| self.span(&at));
        Variant { docs, name, record, at, code: children.next(&[Rule::str]).map(|code| self.string(code)) }
    }

    pub(crate) fn record(&mut self, node: Node<'s>) -> Record {
        if node.as_rule() == Rule::other_wire {
            return self.other_wire(node);
        }
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::record_head]) {
            Some(head) => self.record_head(head),
            None => self.no_record(),
        };
        let members = children.all(&[Rule::field, Rule::record_rule]);
        self.commas(&members, "fields");
        let (fields, rules): (Vec<_>, Vec<_>) = members.into_iter().partition(|member| member.as_rule() == Rule::field);
        built.rules = rules.into_iter().map(|rule| self.rule(rule)).collect();
        built.fields = fields.into_iter().map(|field| self.field(field)).collect();
        built
    }

    pub(crate) fn record_head(&mut self, node: Node<'s>) -> Record {
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        let format = children.next(&[Rule::as_format]).map(|format| self.next_name(&mut Children::of(format)));
        let strict = children.next(&[Rule::strict]).map(|strict| self.span(&strict));
        Record { name, format, strict, ..self.no_record() }
    }

    pub(crate) fn field(&mut self, node: Node<'s>) -> Field {
        let span = self.span(&node);
        let docs = self.docs(span);
        let mut children = Children::of(node);
        let (name, ty) = (self.next_name(&mut children), self.next_type(&mut children));
        let wire = children.all(&[Rule::wire]).into_iter().filter_map(|wire| self.wire(wire)).collect();
        Field { span, docs, name, ty, wire }
    }

    pub(super) fn wire(&mut self, node: Node<'s>) -> Option<Wire> {
        let span = self.span(&node);
        let node = node.into_inner().next()?;
        let rule = node.as_rule();
        let mut children = Children::of(node);
        let kind = match rule {
            Rule::at => WireKind::At(children.all(&[Rule::str]).into_iter().map(|key| self.string(key)).collect()),
            Rule::at_element => WireKind::Element { place: self.element(&mut children), only: self.only(&mut children) },
            Rule::at_loop => WireKind::Loop { segment: self.next_name(&mut children), only: self.only(&mut children) },
            Rule::or_null => WireKind::OrNull,
            Rule::wire_text => WireKind::AsText,
            Rule::format => WireKind::Format(self.next_string(&mut children)),
            Rule::zone => WireKind::Zone { zone: self.next_string(&mut children), clock: children.next(&[Rule::clock]).and_then(Self::clock) },
            Rule::blank => WireKind::BlankIsMissing,
            Rule::yes_no => WireKind::YesNo { yes: self.next_string(&mut children), no: self.next_string(&mut children) },
            Rule::implied => WireKind::Implied(self.number(&children.next(&[Rule::number])?)),
            Rule::by => WireKind::By { key: self.next_name(&mut children), value: self.next_name(&mut children) },
            _ => return None,
        };
        Some(Wire { span, kind })
    }

    fn clock(node: Node<'s>) -> Option<Clock> {
        let word = node.into_inner().next()?.as_rule();
        Some(if word == Rule::kw_earlier { Clock::Earlier } else { Clock::Later })
    }

    pub(crate) fn type_(&mut self, node: Node<'s>) -> TypeExpr {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let kind = match children.next(&[Rule::list_type, Rule::map_type, Rule::named_type]) {
            Some(inner) => self.type_kind(inner),
            None => TypeKind::Error,
        };
        TypeExpr { span, kind, optional: children.next(&[Rule::optional]).is_some() }
    }

    /// `Wms v2?`
    pub(super) fn next_versioned(&mut self, children: &mut Children<'s>) -> TypeExpr {
        let Some(node) = children.next(&[Rule::versioned]) else { return self.next_type(children) };
        let span = self.span(&node);
        let mut children = Children::of(node);
        let mut ty = self.next_type(&mut children);
        if let Some(found) = children.next(&[Rule::version]) {
            match &mut ty.kind {
                TypeKind::Named { version, .. } => *version = Some(self.name(&found)),
                TypeKind::List { .. } | TypeKind::MapOf(_) | TypeKind::Function(..) | TypeKind::Error => {
                    self.problems.push(SyntaxProblem::Leftover { found: found.as_str().trim_end().to_owned() }.at(self.span(&found)));
                }
            }
        }
        let optional = ty.optional || children.next(&[Rule::optional]).is_some();
        TypeExpr { span, optional, ..ty }
    }

    fn type_kind(&mut self, node: Node<'s>) -> TypeKind {
        let rule = node.as_rule();
        let mut children = Children::of(node);
        match rule {
            Rule::list_type => {
                let limits = self.limits(&mut children);
                TypeKind::List { limits, of: Box::new(self.next_type(&mut children)) }
            }
            Rule::map_type => TypeKind::MapOf(Box::new(self.next_type(&mut children))),
            _ => {
                let name = self.next_name(&mut children);
                let limits = self.limits(&mut children);
                let unit = children.next(&[Rule::in_unit]).and_then(|unit| Children::of(unit).next(&[Rule::units])).map(|units| self.units(units));
                TypeKind::Named { name, version: None, limits, unit, matching: children.next(&[Rule::pattern_text]).map(|pattern| self.string(pattern)) }
            }
        }
    }

    fn limits(&mut self, children: &mut Children<'s>) -> Vec<Limit> {
        let limits = children.next(&[Rule::limits]).map_or_else(Vec::new, |limits| Children::of(limits).all(&[Rule::limit]));
        limits.into_iter().filter_map(|limit| self.limit(limit)).collect()
    }

    fn limit(&mut self, node: Node<'s>) -> Option<Limit> {
        let span = self.span(&node);
        let inner = node.into_inner().next()?;
        if inner.as_rule() == Rule::number {
            return Some(Limit::One(self.number(&inner)));
        }
        let (min, max) = self.range(inner);
        Some(Limit::Range { span, min, max })
    }

    pub(crate) fn table(&mut self, node: Node<'s>) -> Table {
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::table_head]) {
            Some(head) => self.table_head(head),
            None => Table { name: self.nobody(), from: self.no_type(), to: self.no_type(), arrow: Arrow::Forward, rows: Vec::new(), from_file: None },
        };
        built.from_file = self.file_of_rows(&mut children);
        built.rows = children.all(&[Rule::row]).into_iter().map(|row| self.row(row)).collect();
        built
    }

    pub(super) fn no_type(&self) -> TypeExpr {
        TypeExpr { span: Span::new(self.base, self.base), kind: TypeKind::Error, optional: false }
    }

    pub(crate) fn table_head(&mut self, node: Node<'s>) -> Table {
        let mut children = Children::of(node);
        let (name, from) = (self.next_name(&mut children), self.next_type(&mut children));
        let arrow = arrow(children.next(&[Rule::arrow]));
        self.row_arrow = arrow;
        Table { name, from, arrow, to: self.next_type(&mut children), rows: Vec::new(), from_file: None }
    }

    pub(crate) fn row(&mut self, node: Node<'s>) -> Row {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let otherwise = children.next(&[Rule::otherwise]).map(|otherwise| self.span(&otherwise));
        let from = children.all(&[Rule::cell]).into_iter().map(|cell| self.cell(cell)).collect();
        let arrow = self.arrow_of_row(&mut children);
        let to = match children.next(&[Rule::cell]) {
            Some(cell) => self.cell(cell),
            None => self.broken(span),
        };
        Row { span, from, otherwise, arrow, to }
    }

    fn arrow_of_row(&mut self, children: &mut Children<'s>) -> Arrow {
        let Some(foreign) = children.next(&[Rule::foreign_row]) else { return arrow(children.next(&[Rule::arrow])) };
        let right = if self.row_arrow == Arrow::Both { "<->" } else { "->" };
        self.written_otherwise(&foreign, right, "the arrow of a row");
        self.row_arrow
    }

    fn cell(&mut self, node: Node<'s>) -> Expr {
        self.primary(node)
    }

    pub(super) fn params(&mut self, children: &mut Children<'s>) -> Vec<Param> {
        let params = children.next(&[Rule::params, Rule::native_params]).map_or_else(Vec::new, |params| Children::of(params).all(&[Rule::param, Rule::native_param]));
        params.into_iter().map(|param| self.param(param)).collect()
    }

    fn param(&mut self, node: Node<'s>) -> Param {
        let mut children = Children::of(node);
        let (name, mut ty) = (self.next_name(&mut children), self.next_versioned(&mut children));
        if let Some(result) = children.next(&[Rule::type_]) {
            let result = self.type_(result);
            ty = TypeExpr { span: ty.span.to(result.span), kind: TypeKind::Function(Box::new(ty), Box::new(result)), optional: false };
        }
        Param { name, ty }
    }

    pub(crate) fn fn_(&mut self, node: Node<'s>) -> Fn {
        let whole = self.span(&node);
        let mut children = Children::of(node);
        let (mut built, native) = match children.next(&[Rule::fn_head]) {
            Some(head) => self.fn_head(head),
            None => (Fn { name: self.nobody(), params: Vec::new(), result: self.no_type(), raises: Vec::new(), body: None }, false),
        };
        built.body = children.next(&[Rule::fn_body]).map(|body| self.fn_body(body));
        if native == built.body.is_some() {
            self.problems.push(SyntaxProblem::Body { native }.at(built.name.span));
            built.body = built.body.or_else(|| Some(FnBody { lets: Vec::new(), value: self.broken(whole.after()) }));
        }
        built
    }

    /// With whether it is `native`.
    pub(crate) fn fn_head(&mut self, node: Node<'s>) -> (Fn, bool) {
        let mut children = Children::of(node);
        let native = children.next(&[Rule::native]).is_some();
        let (name, params) = (self.next_name(&mut children), self.params(&mut children));
        let result = self.next_versioned(&mut children);
        let raises = children.next(&[Rule::raises]).map_or_else(Vec::new, |raises| Children::of(raises).all(&[Rule::ident]));
        let raises = raises.iter().map(|name| self.name(name)).collect();
        (Fn { name, params, result, raises, body: None }, native)
    }

    fn fn_body(&mut self, node: Node<'s>) -> FnBody {
        let mut children = Children::of(node);
        let lets = children.all(&[Rule::let_]).into_iter().map(|binding| self.let_(binding)).collect();
        FnBody { lets, value: self.next_expr(&mut children) }
    }

    pub(crate) fn map(&mut self, node: Node<'s>) -> Map {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::map_head]) {
            Some(head) => self.map_head(head),
            None => Map { name: self.nobody(), params: Vec::new(), result: self.no_type(), extends: None, body: crate::ast::Block { span, stmts: Vec::new() } },
        };
        if let Some(block) = children.next(&[Rule::block]) {
            built.body = self.block(block);
        }
        built
    }

    pub(crate) fn map_head(&mut self, node: Node<'s>) -> Map {
        let span = self.span(&node).after();
        let mut children = Children::of(node);
        let (name, params) = (self.next_name(&mut children), self.params(&mut children));
        let result = self.next_type(&mut children);
        let extends = children.next(&[Rule::extends]).map(|base| self.next_name(&mut Children::of(base)));
        Map { name, params, result, extends, body: crate::ast::Block { span, stmts: Vec::new() } }
    }

    pub(crate) fn failure(&mut self, node: Node<'s>) -> Failure {
        let mut children = Children::of(node);
        let (name, params) = (self.next_name(&mut children), self.params(&mut children));
        Failure { name, params, message: self.next_text(&mut children) }
    }

    pub(crate) fn policy(&mut self, node: Node<'s>) -> Policy {
        let mut children = Children::of(node);
        let name = match children.next(&[Rule::policy_head]) {
            Some(head) => self.policy_head(head).name,
            None => self.nobody(),
        };
        Policy { name, arms: children.all(&[Rule::policy_arm]).into_iter().map(|arm| self.policy_arm(arm)).collect() }
    }

    pub(crate) fn policy_head(&mut self, node: Node<'s>) -> Policy {
        Policy { name: self.next_name(&mut Children::of(node)), arms: Vec::new() }
    }

    pub(crate) fn policy_arm(&mut self, node: Node<'s>) -> PolicyArm {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let failures = children.all(NAMES).into_iter().map(|name| self.name(&name)).collect();
        self.arrow_of_arm(&mut children);
        let steps = children.all(&[Rule::step]).into_iter().map(|step| self.step(step)).collect();
        PolicyArm { span, failures, steps }
    }

    pub(super) fn step(&mut self, node: Node<'s>) -> Step {
        let span = self.span(&node);
        let kind = node.into_inner().next().map_or(StepKind::Error, |step| self.step_kind(step));
        Step { span, kind }
    }

    fn step_kind(&mut self, node: Node<'s>) -> StepKind {
        let rule = node.as_rule();
        if rule == Rule::fail_as {
            return StepKind::FailAs(self.fail(node));
        }
        let mut children = Children::of(node);
        match rule {
            Rule::retry => {
                let times = children.next(&[Rule::unsigned]).map(|times| self.number(&times));
                let mut bounds = children.all(&[Rule::time]).into_iter().map(|bound| self.time(bound));
                match (times, bounds.next(), bounds.next()) {
                    (Some(times), Some(from), Some(to)) => StepKind::Retry { times, from, to },
                    _ => StepKind::Error,
                }
            }
            Rule::park => StepKind::Park { desk: children.next(&[Rule::str]).map(|desk| self.string(desk)) },
            Rule::done => StepKind::Done,
            Rule::notify => StepKind::Notify { desk: self.next_string(&mut children) },
            Rule::alert => StepKind::Alert { desk: self.next_string(&mut children) },
            Rule::undo => StepKind::Undo,
            Rule::skip_step => StepKind::Skip { because: children.next(&[Rule::string]).map(|text| self.text_expr(text)) },
            Rule::send_step => {
                let (system, message) = (self.next_name(&mut children), self.next_name(&mut children));
                StepKind::Send { system, message, args: children.all(EXPRESSIONS).into_iter().map(|arg| self.expr(arg)).collect() }
            }
            _ => StepKind::Error,
        }
    }

    /// A quantity; a number alone lacks its unit.
    pub(super) fn time(&mut self, node: Node<'s>) -> Expr {
        let span = self.span(&node);
        match node.into_inner().next() {
            Some(quantity) if quantity.as_rule() == Rule::quantity => Expr { span, kind: Box::new(self.quantity(quantity)) },
            _ => self.without_unit(span),
        }
    }

    fn every_time(&mut self, node: Node<'s>) -> Expr {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::every_time => Expr { span, kind: Box::new(self.quantity(node)) },
            _ => self.without_unit(span),
        }
    }

    fn without_unit(&mut self, span: Span) -> Expr {
        let expected = vec!["a unit such as `s`, `min` or `h`".to_owned()];
        self.problems.push(SyntaxProblem::Incomplete { expected, after: span.text(self.source.text).to_owned() }.at(span));
        self.broken(span)
    }

    pub(crate) fn contract(&mut self, node: Node<'s>) -> Contract {
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::contract_head]) {
            Some(head) => self.contract_head(head),
            None => Contract { name: self.nobody(), version: self.nobody(), entries: Vec::new() },
        };
        built.entries = children.all(&[Rule::entry]).into_iter().map(|entry| self.entry(entry)).collect();
        built
    }

    pub(crate) fn contract_head(&mut self, node: Node<'s>) -> Contract {
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        Contract { name, version: self.next_version(&mut children).unwrap_or_else(|| self.nobody()), entries: Vec::new() }
    }

    /// The number behind the `v`.
    fn next_version(&mut self, children: &mut Children<'s>) -> Option<Name> {
        let mut version = children.next(&[Rule::version]).map(|version| self.name(&version))?;
        version.text = version.text.trim_start_matches('v').to_owned();
        Some(version)
    }

    pub(crate) fn entry(&mut self, node: Node<'s>) -> Entry {
        let span = self.span(&node);
        let docs = self.docs(span);
        let kind = node.into_inner().next().map_or(EntryKind::Error, |entry| self.entry_kind(entry));
        Entry { span, docs, kind }
    }

    fn entry_kind(&mut self, node: Node<'s>) -> EntryKind {
        if node.as_rule() == Rule::answers {
            return EntryKind::Answers(self.answers(node));
        }
        if node.as_rule() == Rule::accepts {
            return EntryKind::Accepts(self.accepts(node));
        }
        if node.as_rule() == Rule::owns {
            return EntryKind::Owns(Children::of(node).all(&[Rule::owned]).into_iter().map(|owned| self.owned(owned)).collect());
        }
        let mut children = Children::of(node);
        let (name, ty) = (self.next_name(&mut children), self.next_type(&mut children));
        let method = children.next(&[Rule::method]).map_or_else(|| self.nobody(), |method| self.name(&method));
        let path = self.next_string(&mut children);
        let awaits = children.next(&[Rule::awaits]).map(|awaits| self.next_type(&mut Children::of(awaits)));
        let once_by = self.keys(children.next(&[Rule::once_by]));
        let in_order_by = self.keys(children.next(&[Rule::in_order_by]));
        EntryKind::Sends(Sends { name, ty, method, path, awaits, once_by, in_order_by })
    }

    fn accepts(&mut self, node: Node<'s>) -> Accepts {
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        let params = self.params(&mut children);
        let ty = children.next(&[Rule::type_]).map(|ty| self.type_(ty));
        let method = children.next(&[Rule::method]).map_or_else(|| self.nobody(), |method| self.name(&method));
        let path = self.next_string(&mut children);
        let answer = children.next(&[Rule::answered]).map(|answer| self.next_type(&mut Children::of(answer)));
        Accepts { name, params, ty, method, path, answer, once_by: self.keys(children.next(&[Rule::once_by])) }
    }

    fn owned(&mut self, node: Node<'s>) -> Owned {
        let span = self.span(&node);
        let mut children = Children::of(node);
        Owned { span, entity: self.next_name(&mut children), field: self.next_name(&mut children) }
    }

    fn answers(&mut self, node: Node<'s>) -> Answers {
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        let params = self.params(&mut children);
        let ty = self.next_type(&mut children);
        let method = children.next(&[Rule::method]).map_or_else(|| self.nobody(), |method| self.name(&method));
        let path = self.next_string(&mut children);
        let cached = children.next(&[Rule::cached]).and_then(|cached| Children::of(cached).next(&[Rule::time])).map(|time| self.time(time));
        Answers { name, params, ty, method, path, cached }
    }

    fn keys(&mut self, node: Option<Node<'s>>) -> Vec<KeyPart> {
        let parts = node.map_or_else(Vec::new, |node| Children::of(node).all(&[Rule::key_part]));
        parts.into_iter().filter_map(|part| part.into_inner().next()).map(|part| self.key_part(part)).collect()
    }

    fn key_part(&mut self, node: Node<'s>) -> KeyPart {
        match node.as_rule() {
            Rule::header => KeyPart::Header(self.next_string(&mut Children::of(node))),
            _ => KeyPart::Field(self.names(node)),
        }
    }

    pub(crate) fn system(&mut self, node: Node<'s>) -> System {
        let mut children = Children::of(node);
        System { name: self.next_name(&mut children), contract: self.next_name(&mut children), version: self.next_version(&mut children) }
    }

    pub(crate) fn flow(&mut self, node: Node<'s>) -> Flow {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let head = children.next(&[Rule::flow_head]);
        let opens = head.as_ref().map_or(span.start, |head| self.span(head).end);
        let mut built = match head {
            Some(head) => self.flow_head(head),
            None => Flow { name: self.nobody(), start: FlowStart::Error, stmts: Vec::new(), body: span },
        };
        built.body = Span { start: self.source.next_brace(opens as usize) as u32, end: span.end };
        built.stmts = children.all(&[Rule::flow_stmt]).into_iter().map(|stmt| self.flow_stmt(stmt)).collect();
        built
    }

    pub(crate) fn flow_head(&mut self, node: Node<'s>) -> Flow {
        let body = self.span(&node).after();
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        let start = children.next(&[Rule::on_event, Rule::at_time, Rule::every]).map_or(FlowStart::Error, |start| self.flow_start(start));
        Flow { name, start, stmts: Vec::new(), body }
    }

    fn flow_start(&mut self, node: Node<'s>) -> FlowStart {
        let rule = node.as_rule();
        let mut children = Children::of(node);
        match rule {
            Rule::on_event => FlowStart::Event { source: self.next_name(&mut children), event: self.next_name(&mut children), binding: self.next_name(&mut children) },
            Rule::at_time => FlowStart::At { time: self.next_string(&mut children), rules: self.schedule_rules(&mut children) },
            _ => match children.next(&[Rule::every_time, Rule::unsigned]) {
                Some(every) => FlowStart::Every { every: self.every_time(every), rules: self.schedule_rules(&mut children) },
                None => FlowStart::Error,
            },
        }
    }

    fn schedule_rules(&mut self, children: &mut Children<'s>) -> Vec<ScheduleRule> {
        children.all(&[Rule::schedule_rule]).into_iter().map(|rule| self.schedule_rule(rule)).collect()
    }

    fn schedule_rule(&mut self, node: Node<'s>) -> ScheduleRule {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let case = children.next(&[Rule::schedule_case]).map_or("", |case| case.as_str().trim_end());
        let case = match case {
            "skipped" => ScheduleCase::Skipped,
            "repeated" => ScheduleCase::Repeated,
            _ => ScheduleCase::Missed,
        };
        ScheduleRule { span, case, rule: self.next_name(&mut children) }
    }

    pub(crate) fn test(&mut self, node: Node<'s>) -> Test {
        let mut children = Children::of(node);
        let name = match children.next(&[Rule::test_head]) {
            Some(head) => self.test_head(head).name,
            None => Str { text: String::new(), span: Span::new(self.base, self.base) },
        };
        Test { name, stmts: children.all(&[Rule::test_stmt]).into_iter().map(|stmt| self.test_stmt(stmt)).collect() }
    }

    pub(crate) fn test_head(&mut self, node: Node<'s>) -> Test {
        Test { name: self.next_string(&mut Children::of(node)), stmts: Vec::new() }
    }
}

fn arrow(node: Option<Node<'_>>) -> Arrow {
    let both = node.and_then(|arrow| arrow.into_inner().next()).is_some_and(|arrow| arrow.as_rule() == Rule::both);
    if both { Arrow::Both } else { Arrow::Forward }
}
