//! Expressions: what each means and of which type it is.

use crossdock_syntax::{Span, ast};

use super::problem::Problem;
use super::units::is_unit_method;
use super::{Checker, is_optional, optional, present};
use crate::context::{Def, Want};
use crate::typed::{self, Const, EnumId, Expr, ExprKind, FunctionId, FunctionKind, RecordId, TextPart, TextType, Type};

impl Checker<'_, '_> {
    /// The expression where `target` is needed.
    pub(super) fn assigned(&mut self, expr: &ast::Expr, target: &Type, field: Option<&str>) -> Expr {
        let value = self.infer(expr, Some(target));
        self.reads.passed_on(&value);
        self.fitted(value, target, field)
    }

    /// A condition: a bool that is never missing.
    pub(super) fn condition(&mut self, expr: &ast::Expr) -> Expr {
        if !matches!(&*expr.kind, ast::ExprKind::Name(_) | ast::ExprKind::Field { .. }) {
            return self.assigned(expr, &Type::Bool, None);
        }
        let value = self.infer(expr, Some(&Type::Bool));
        if is_optional(&value.ty) && !matches!(present(&value.ty), Type::Bool | Type::Error) {
            return self.presence(value);
        }
        self.fitted(value, &Type::Bool, None)
    }

    /// `if order.city then …`: told how it is asked whether something is there, and read so.
    fn presence(&mut self, value: Expr) -> Expr {
        let (span, right) = (value.span, format!("{} != none", self.text_of(value.span)));
        self.report(Problem::WrongType { file: self.file, span, is: self.ctx.show(&value.ty), needs: self.ctx.show(&Type::Bool), field: None, hint: None, mend: Some(right) });
        let none = Expr { ty: Type::None, span, kind: Box::new(ExprKind::None) };
        Expr { ty: Type::Bool, span, kind: Box::new(ExprKind::Binary { op: ast::BinaryOp::NotEqual, left: value, right: none }) }
    }

    /// The expression and its type. `want` is what the place would like: it resolves variants and shapes blocks, and is not enforced.
    pub(super) fn infer(&mut self, expr: &ast::Expr, want: Option<&Type>) -> Expr {
        let span = expr.span;
        match &*expr.kind {
            ast::ExprKind::Text(parts) => self.text(parts, span),
            ast::ExprKind::Number(number) => self.number(number, span),
            ast::ExprKind::Quantity { number, unit } => self.quantity(number, unit, span),
            ast::ExprKind::Bool(value) => constant(Const::Bool(*value), Type::Bool, span),
            ast::ExprKind::Date(_) | ast::ExprKind::Time(_) | ast::ExprKind::Timestamp(_) => self.moment(expr),
            ast::ExprKind::None => Expr { ty: Type::None, span, kind: Box::new(ExprKind::None) },
            ast::ExprKind::Name(name) => self.name(name, want, true),
            ast::ExprKind::Field { base, name } => self.field(base, name, span),
            ast::ExprKind::Call { callee, args } => self.call(callee, args, span, want),
            ast::ExprKind::Method { base, name, args } => self.method(base, name, args, span, want),
            ast::ExprKind::Unary { op, value } => self.unary(*op, value, span),
            ast::ExprKind::Binary { op: ast::BinaryOp::Divide, left, right, .. } if self.division_into_int(left, right, span, want) => self.error(span),
            ast::ExprKind::Binary { op, op_span, left, right } => self.binary(*op, *op_span, left, right, span),
            ast::ExprKind::If { condition, then, otherwise } => self.if_(condition, then, otherwise, span, want),
            ast::ExprKind::Match(item) => self.match_(item, span, want),
            ast::ExprKind::For(item) => self.for_(item, span, want),
            ast::ExprKind::Else { value, fallback } => self.else_(value, fallback, span, want),
            ast::ExprKind::On { value, failure, fallback } => self.on(value, failure, fallback, span, want),
            ast::ExprKind::Lambda { .. } => {
                self.report(Problem::LambdaHere { file: self.file, span });
                self.error(span)
            }
            ast::ExprKind::List(elements) => self.list(elements, span, want),
            // The grammar has these only behind `match` and `in`, where their parts are asked for.
            ast::ExprKind::Tuple(parts) => {
                parts.iter().for_each(|part| drop(self.infer(part, None)));
                self.error(span)
            }
            ast::ExprKind::Undecided => {
                self.ctx.report(crate::patterns::undecided(self.file, span));
                self.error(span)
            }
            ast::ExprKind::Range { .. } => self.error(span),
            ast::ExprKind::Error => self.error(span),
        }
    }

    /// `"literal {hole} literal"`; its length is known as far as the holes' are.
    fn text(&mut self, parts: &[ast::TextPart], span: Span) -> Expr {
        if let [] | [ast::TextPart::Literal(_)] = parts {
            let text = if let [ast::TextPart::Literal(text)] = parts { text.clone() } else { String::new() };
            let length = text.chars().count() as u32;
            return constant(Const::Text(text), Type::Text(TextType { min: length, max: Some(length), pattern: None }), span);
        }
        let mut length = (0_u32, Some(0_u32));
        let mut typed_parts = Vec::new();
        for part in parts {
            let (part, (min, max)) = self.text_part(part);
            let unit = self.unit_behind(&part);
            length = (length.0.saturating_add(min), length.1.zip(max).map(|(a, b)| a.saturating_add(b)));
            typed_parts.push(part);
            typed_parts.extend(unit);
        }
        Expr { ty: Type::Text(TextType { min: length.0, max: length.1, pattern: None }), span, kind: Box::new(ExprKind::Text(typed_parts)) }
    }

    fn text_part(&mut self, part: &ast::TextPart) -> (TextPart, (u32, Option<u32>)) {
        match part {
            ast::TextPart::Literal(text) => {
                let length = text.chars().count() as u32;
                (TextPart::Literal(text.clone()), (length, Some(length)))
            }
            ast::TextPart::Hole(expr) => {
                let value = self.infer(expr, None);
                let length = self.hole(&value);
                (TextPart::Hole(value), length)
            }
        }
    }

    /// ` kg`: a quantity is written with its unit.
    fn unit_behind(&self, part: &TextPart) -> Option<TextPart> {
        match part {
            TextPart::Hole(Expr { ty: ty @ Type::Quantity(_), .. }) => Some(TextPart::Literal(format!(" {}", self.ctx.show_units(&ty.unit())))),
            _ => None,
        }
    }

    /// How long the text of a value is, in characters.
    fn hole(&mut self, value: &Expr) -> (u32, Option<u32>) {
        if is_optional(&value.ty) {
            self.must_be_there(value);
            return (0, None);
        }
        let unit = if let Type::Quantity(quantity) = &value.ty { self.ctx.show_units(&quantity.unit).chars().count() as u32 + 1 } else { 0 };
        let (min, max) = self.length_as_text(value);
        (min.saturating_add(unit), max.map(|max| max.saturating_add(unit)))
    }

    fn length_as_text(&mut self, value: &Expr) -> (u32, Option<u32>) {
        match value.ty.number() {
            Type::Text(text) => (text.min, text.max),
            number @ (Type::Int(_) | Type::Decimal(_)) => super::ranges::written(number),
            Type::Bool => (2, Some(3)),
            Type::Enum(id) => self.name_lengths(*id),
            Type::Date => (10, Some(10)),
            Type::Timestamp | Type::Time => (5, Some(40)),
            Type::Error | Type::Never => (0, None),
            other => {
                self.report(Problem::NotText { file: self.file, span: value.span, is: self.ctx.show(other) });
                (0, None)
            }
        }
    }

    fn name_lengths(&self, id: EnumId) -> (u32, Option<u32>) {
        let variants = self.ctx.project.enums.get(id.index()).map_or(&[][..], |item| item.variants.as_slice());
        let lengths = variants.iter().map(|variant| variant.name.chars().count() as u32);
        (lengths.clone().min().unwrap_or(0), lengths.max())
    }

    /// Reports that a value may be missing where it must not be.
    pub(super) fn must_be_there(&self, value: &Expr) {
        let ty = self.ctx.show(&value.ty);
        self.report(Problem::MayBeMissing { file: self.file, span: value.span, ty, field: None, end: self.else_place(value.span), wrap: super::fit::needs_parentheses(value) });
    }

    fn moment(&mut self, expr: &ast::Expr) -> Expr {
        match crate::moments::literal(&expr.kind) {
            Some(Ok((value, ty))) => constant(value, ty, expr.span),
            Some(Err(no)) => {
                self.report(Problem::NoSuch { file: self.file, span: expr.span, no });
                self.error(expr.span)
            }
            None => self.error(expr.span),
        }
    }

    /// A field of a record, through optionals and over lists; a method without arguments may leave its parentheses out.
    fn field(&mut self, base: &ast::Expr, name: &ast::Name, span: Span) -> Expr {
        if let Some(known) = self.foreign_base(base, name) {
            return if matches!(known.ty, Type::Error) { self.error(span) } else { Expr { span, ..known } };
        }
        let value = self.infer_base(base);
        self.field_of(value, name, span)
    }

    /// Like `infer`, but a local does not count as read as a whole.
    pub(super) fn infer_base(&mut self, base: &ast::Expr) -> Expr {
        match &*base.kind {
            ast::ExprKind::Name(name) => self.name(name, None, false),
            _ => self.infer(base, None),
        }
    }

    pub(super) fn field_of(&mut self, value: Expr, name: &ast::Name, span: Span) -> Expr {
        match present(&value.ty).clone() {
            Type::Error | Type::Never => self.error(span),
            Type::System(contract) => self.look_up(value, contract, name, &[], span),
            Type::Record(id) => match self.field_index(id, name) {
                Some(field) => self.read_field(value, id, field, name, span),
                None => self.unknown_field(value, id, name, span),
            },
            Type::List(list) => match &list.of {
                Type::Record(id) if self.field_index(*id, name).is_some() => self.over_list(value, name, span),
                _ => self.native_method(value, name, &[], span),
            },
            _ => self.native_method(value, name, &[], span),
        }
    }

    fn field_index(&self, id: typed::RecordId, name: &ast::Name) -> Option<u32> {
        let record = self.ctx.project.records.get(id.index())?;
        record.open_fields().iter().position(|field| field.name == name.text).map(|at| at as u32)
    }

    pub(super) fn read_field(&mut self, base: Expr, id: typed::RecordId, field: u32, name: &ast::Name, span: Span) -> Expr {
        self.reads.field_of(&self.ctx.project, id, field);
        self.seen.entry((id, field)).or_insert(name.span);
        let Some((record, declared)) = self.ctx.project.records.get(id.index()).and_then(|record| Some((record, record.fields.get(field as usize)?))) else {
            return self.error(span);
        };
        let ty = if is_optional(&base.ty) { optional(declared.ty.clone()) } else { declared.ty.clone() };
        let title = format!("{}.{} : {}", record.decl.name, declared.name, self.ctx.show(&declared.ty));
        let mention = crate::Mention { span: name.span, title, docs: declared.docs.clone(), target: Some((record.decl.place.file, declared.span)) };
        self.ctx.mention(self.file, mention);
        self.as_known(Expr { ty, span, kind: Box::new(ExprKind::Field { base, field }) })
    }

    fn unknown_field(&mut self, value: Expr, id: typed::RecordId, name: &ast::Name, span: Span) -> Expr {
        let Some(record) = self.ctx.project.records.get(id.index()).filter(|_| !self.ctx.is_damaged(Def::Record(id))) else { return self.error(span) };
        let near = crate::resolve::nearest(&name.text, record.open_fields().iter().map(|field| field.name.as_str())).map(str::to_owned);
        if record.tagged.is_some() && near.is_none() {
            self.not_common(record, name);
            self.reads.whole(&value.ty);
            return self.error(span);
        }
        let declared = (record.decl.place.file, record.decl.place.span);
        self.report(Problem::UnknownField { file: self.file, name: name.clone(), record: record.decl.name.clone(), near, declared });
        self.reads.whole(&value.ty);
        self.error(span)
    }

    fn call(&mut self, callee: &ast::Name, args: &[ast::Expr], span: Span, want: Option<&Type>) -> Expr {
        if let Some(built) = self.variant_of(callee, Some(args), want, span) {
            return built;
        }
        if callee.text == "now" && args.is_empty() && self.ctx.lookup(self.file, "now").is_none() {
            return self.now(callee, span);
        }
        if self.ctx.lookup(self.file, &callee.text).is_none() && self.foreign_call(callee, args, span) || self.constructed(callee, args) {
            return self.error(span);
        }
        if self.ctx.lookup(self.file, &callee.text).is_none() && self.variant_elsewhere(callee) {
            args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
            return self.error(span);
        }
        match self.ctx.expect(self.file, callee, Want::Callable, &self.visible()) {
            Some(Def::Function(id)) => self.call_function(id, Vec::new(), args, span),
            Some(Def::Table(id)) => self.call_table(id, None, args, false, span),
            Some(Def::Routes(id)) => self.call_routes(id, None, args, span),
            _ => {
                args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
                self.error(span)
            }
        }
    }

    /// Arguments of what is not known: their own mistakes are told, a lambda is none.
    pub(super) fn infer_quietly(&mut self, arg: &ast::Expr) -> Option<Expr> {
        let is_lambda = matches!(&*arg.kind, ast::ExprKind::Lambda { .. });
        (!is_lambda).then(|| self.infer(arg, None))
    }

    pub(super) fn visible(&self) -> Vec<&str> {
        self.scope.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn method(&mut self, base: &ast::Expr, name: &ast::Name, args: &[ast::Expr], span: Span, want: Option<&Type>) -> Expr {
        if let Some(table) = self.table_named(base) {
            return self.table_method(table, name, args, span, want);
        }
        if self.behind_its_enum(base, name) {
            return self.call(name, args, span, want);
        }
        if let Some(converted) = self.rounded_conversion(base, name, args, span) {
            return converted;
        }
        if self.division_to_whole(base, name, span) {
            return self.error(span);
        }
        let value = match self.rounded_division(base, name) {
            Some(division) => division,
            None => self.infer_base(base),
        };
        if matches!(value.ty, Type::Error) {
            if !is_unit_method(name) {
                args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
            }
            return self.error(span);
        }
        if let Type::System(contract) = present(&value.ty) {
            let contract = *contract;
            return self.look_up(value, contract, name, args, span);
        }
        if let Some(measured) = self.unit_method(&value, name, args, span) {
            return measured;
        }
        match self.method_named(&value.ty, name) {
            Some(Def::Function(id)) if !self.has_native(&value.ty, name) => {
                self.ctx.mention_def(self.file, name.span, Def::Function(id));
                if self.takes_missing(id) {
                    return self.call_function(id, vec![value], args, span);
                }
                self.through(value, span, |checker, value| checker.call_function(id, vec![value], args, span))
            }
            Some(Def::Table(id)) if !self.has_native(&value.ty, name) => {
                self.ctx.mention_def(self.file, name.span, Def::Table(id));
                self.through(value, span, |checker, value| checker.call_table(id, Some(value), args, false, span))
            }
            Some(Def::Routes(id)) if !self.has_native(&value.ty, name) => {
                self.ctx.mention_def(self.file, name.span, Def::Routes(id));
                self.call_routes(id, Some(value), args, span)
            }
            _ => {
                self.looked_at(&value.ty, name);
                self.native_method(value, name, args, span)
            }
        }
    }

    /// What a method's name means: what the file knows by it, else what stands beside the declaration of the record.
    fn method_named(&self, receiver: &Type, name: &ast::Name) -> Option<Def> {
        let beside = || match present(receiver) {
            Type::Record(id) => {
                let own = |record: RecordId| {
                    let home = self.ctx.project.records.get(record.index())?.decl.place.file;
                    self.ctx.names.own(home, &name.text).map(|entry| entry.def)
                };
                own(*id).or_else(|| own(self.ctx.project.shape_of(*id)))
            }
            _ => None,
        };
        self.ctx.lookup(self.file, &name.text).or_else(beside)
    }

    /// Whether a fn or map says itself what holds when its first value is missing.
    fn takes_missing(&self, id: FunctionId) -> bool {
        self.ctx.project.functions.get(id.index()).and_then(|function| function.locals.first()).is_some_and(|param| is_optional(&param.ty))
    }

    /// What stands behind a dot goes through a value that may be missing: then the result is missing, too.
    pub(super) fn through(&mut self, value: Expr, span: Span, inner: impl FnOnce(&mut Self, Expr) -> Expr) -> Expr {
        if !is_optional(&value.ty) {
            return inner(self, value);
        }
        let ty = present(&value.ty).clone();
        let local = self.hidden_local(ty.clone(), value.span);
        let body = inner(self, Expr { ty, span: value.span, kind: Box::new(ExprKind::Local(local)) });
        if matches!(body.ty, Type::Error | Type::Never) {
            return body;
        }
        Expr { ty: optional(body.ty.clone()), span, kind: Box::new(ExprKind::Through { value, local, body }) }
    }

    /// Methods of lists look at elements only, and what their lambdas read is read; other natives may look at all of it.
    fn looked_at(&mut self, receiver: &Type, method: &ast::Name) {
        if !self.looks_at_elements_only(receiver, method) {
            self.reads.whole(receiver);
        }
    }

    /// An argument. What a fn or map reads of a record shows in its own body; a native may look at all of it.
    fn handed_on(&mut self, arg: &ast::Expr, ty: &Type, native: bool) -> Expr {
        match &*arg.kind {
            ast::ExprKind::Name(name) => self.name(name, Some(ty), native),
            _ => self.infer(arg, Some(ty)),
        }
    }

    /// A fn or map; `given` are the arguments that stand before the parentheses.
    fn call_function(&mut self, id: FunctionId, given: Vec<Expr>, args: &[ast::Expr], span: Span) -> Expr {
        let Some(function) = self.ctx.project.functions.get(id.index()) else { return self.error(span) };
        let params: Vec<(String, Type)> = function.locals.iter().take(function.params).map(|local| (local.name.clone(), local.ty.clone())).collect();
        let (result, failures, native) = (function.result.clone(), function.failures.clone(), matches!(function.kind, FunctionKind::Native));
        if given.len() + args.len() != params.len() {
            self.report_arity(id, given.len() + args.len(), params.len(), span);
            return self.error(span);
        }
        let skipped = given.len();
        let mut typed_args: Vec<Expr> = given.into_iter().zip(&params).map(|(value, (name, ty))| self.argument(value, ty, name)).collect();
        for (arg, (name, ty)) in args.iter().zip(params.iter().skip(skipped)) {
            let value = self.handed_on(self.unnamed(arg, name), ty, native);
            typed_args.push(self.argument(value, ty, name));
        }
        failures.into_iter().for_each(|failure| self.raise(failure, span));
        self.inherit_narrowing(id);
        let kind = if native { ExprKind::Native { function: id, args: typed_args } } else { ExprKind::Call { function: id, args: typed_args } };
        self.as_known(Expr { ty: result, span, kind: Box::new(kind) })
    }

    /// `add(a = 3)`: arguments have no names.
    fn unnamed<'e>(&self, arg: &'e ast::Expr, param: &str) -> &'e ast::Expr {
        let ast::ExprKind::Binary { op: ast::BinaryOp::Equal, left, right, .. } = &*arg.kind else { return arg };
        let ast::ExprKind::Name(name) = &*left.kind else { return arg };
        if name.text != param || self.scope.iter().any(|(known, _)| known == param) {
            return arg;
        }
        self.named_argument(left.span.to(Span { start: right.span.start, end: right.span.start }), name);
        right
    }

    fn argument(&mut self, value: Expr, ty: &Type, param: &str) -> Expr {
        self.fitted(value, ty, Some(param))
    }

    pub(super) fn report_arity(&self, id: FunctionId, given: usize, wanted: usize, span: Span) {
        let Some(function) = self.ctx.project.functions.get(id.index()) else { return };
        let place = function.decl.place;
        self.report(Problem::Arity {
            file: self.file,
            span,
            name: function.decl.name.clone(),
            given,
            wanted,
            declared: (place.file, place.span),
            signature: self.ctx.signature(id),
        });
    }

    fn table_named(&self, base: &ast::Expr) -> Option<typed::TableId> {
        let ast::ExprKind::Name(name) = &*base.kind else { return None };
        let local = self.scope.iter().any(|(known, _)| *known == name.text);
        match self.ctx.lookup(self.file, &name.text) {
            Some(Def::Table(id)) if !local => {
                self.ctx.mention_def(self.file, name.span, Def::Table(id));
                Some(id)
            }
            _ => None,
        }
    }

    /// `table.reverse(code)`
    fn table_method(&mut self, id: typed::TableId, name: &ast::Name, args: &[ast::Expr], span: Span, _want: Option<&Type>) -> Expr {
        let both = self.ctx.project.tables.get(id.index()).is_some_and(|table| table.both);
        if name.text == "reverse" && both {
            return self.call_table(id, None, args, true, span);
        }
        args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
        self.report(Problem::TableMethod { file: self.file, name: name.clone(), both });
        self.error(span)
    }

    fn call_table(&mut self, id: typed::TableId, given: Option<Expr>, args: &[ast::Expr], reverse: bool, span: Span) -> Expr {
        let Some(table) = self.ctx.project.tables.get(id.index()) else { return self.error(span) };
        let (from, to) = if reverse { (table.to.clone(), table.from.clone()) } else { (table.from.clone(), table.to.clone()) };
        let total = if reverse { table.total_back } else { table.total };
        let count = usize::from(given.is_some()) + args.len();
        if count != 1 {
            let place = table.decl.place;
            let signature = format!("table {} : {} -> {}", table.decl.name, self.ctx.show(&from), self.ctx.show(&to));
            self.report(Problem::Arity { file: self.file, span, name: table.decl.name.clone(), given: count, wanted: 1, declared: (place.file, place.span), signature });
            return self.error(span);
        }
        let value = match (given, args.first()) {
            (Some(value), _) => value,
            (None, Some(arg)) => self.infer(arg, Some(&from)),
            (None, None) => return self.error(span),
        };
        let key = self.table_key(value, &from);
        if !total {
            self.raise_built_in("unmapped", span);
        }
        Expr { ty: to, span, kind: Box::new(ExprKind::Table { table: id, reverse, key }) }
    }

    /// A routing table is called as a function is: a value for each column, which must be there where the column says so.
    fn call_routes(&mut self, id: typed::RoutesId, given: Option<Expr>, args: &[ast::Expr], span: Span) -> Expr {
        let Some(table) = self.ctx.project.routes.get(id.index()) else { return self.error(span) };
        let (params, result, total) = (table.params.clone(), table.result.clone(), table.total);
        let count = usize::from(given.is_some()) + args.len();
        if count != params.len() {
            args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
            let (name, declared) = (table.decl.name.clone(), table.decl.place);
            let signature = crate::show::routes_title(self.ctx, id, &name);
            self.report(Problem::Arity { file: self.file, span, name, given: count, wanted: params.len(), declared: (declared.file, declared.span), signature });
            return self.error(span);
        }
        let skipped = usize::from(given.is_some());
        let mut values: Vec<Expr> = given.into_iter().zip(&params).map(|(value, (name, ty))| self.argument(value, ty, name)).collect();
        for (arg, (name, ty)) in args.iter().zip(params.iter().skip(skipped)) {
            values.push(self.assigned(arg, ty, Some(name)));
        }
        if !total {
            self.raise_built_in("unmapped", span);
        }
        Expr { ty: result, span, kind: Box::new(ExprKind::Route { routes: id, args: values }) }
    }

    /// A key beyond the table's limits has no row, and that is what `unmapped` says: no need for `misfit` besides.
    fn table_key(&mut self, value: Expr, from: &Type) -> Expr {
        match super::fit::fit(&value.ty, from) {
            super::fit::Fit::Checked | super::fit::Fit::Never => {
                self.raise_built_in("unmapped", value.span);
                value
            }
            _ => self.fitted(value, from, None),
        }
    }
}

pub(super) fn constant(value: Const, ty: Type, span: Span) -> Expr {
    Expr { ty, span, kind: Box::new(ExprKind::Const(value)) }
}
