//! Calls of native methods. Where a result's limits depend on the arguments, the rule stands here under the native's full name; otherwise the
//! declaration in the standard library says it all.

use crossdock_syntax::{Span, ast};

use super::fit::join;
use super::problem::Problem;
use super::units::is_unit_method;
use super::{Checker, is_optional, optional, present};
use crate::date_pattern;
use crate::typed::{BinaryOp, Const, DecimalType, Expr, ExprKind, FunctionId, IntType, ListType, TextType, Type};

/// Longest text of a number, sign and point included.
const NUMBER_LENGTH: u32 = 41;

impl Checker<'_, '_> {
    pub(super) fn has_native(&self, receiver: &Type, name: &ast::Name) -> bool {
        self.native_for(receiver, &name.text).is_some()
    }

    /// The native of that name in the module for values of that type.
    fn native_for(&self, receiver: &Type, name: &str) -> Option<FunctionId> {
        let module = module_of(present(receiver))?;
        let candidates = self.ctx.native(name).iter().copied();
        candidates.into_iter().find(|id| self.ctx.project.functions.get(id.index()).is_some_and(|function| function.decl.module == module))
    }

    pub(super) fn now(&mut self, name: &ast::Name, span: Span) -> Expr {
        let Some(id) = self.ctx.native("now").first().copied() else { return self.error(name.span) };
        Expr { ty: Type::Timestamp, span, kind: Box::new(ExprKind::Native { function: id, args: Vec::new() }) }
    }

    /// `value.name(args)` where the name is no fn, map or table.
    pub(super) fn native_method(&mut self, value: Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Expr {
        if matches!(value.ty, Type::Error | Type::Never) {
            return self.error(span);
        }
        let Some(id) = self.native_for(&value.ty, &name.text) else { return self.no_method(&value, name, args, span) };
        self.through(value, span, |checker, value| checker.call_native(id, value, name, args, span))
    }

    fn call_native(&mut self, id: FunctionId, value: Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Expr {
        self.mention_native(id, name.span);
        let full = self.ctx.project.functions.get(id.index()).map_or_else(String::new, |function| format!("{}.{}", function.decl.module, function.decl.name));
        let unit = value.ty.unit();
        if !unit.is_none() && !self.native_keeps_unit(&full, &unit, name) {
            return self.error(span);
        }
        let mut call = Call { id, span, receiver: value.ty.number().clone(), args: vec![value], given: args };
        let ty = self.native_result(&full, &mut call).map(|ty| if unit.is_none() { ty } else { ty.with_unit(&unit) });
        match ty {
            Some(ty) => Expr { ty, span, kind: Box::new(ExprKind::Native { function: id, args: call.args }) },
            None => self.error(span),
        }
    }

    fn mention_native(&self, id: FunctionId, span: Span) {
        let Some(function) = self.ctx.project.functions.get(id.index()) else { return };
        let mention = crate::Mention { span, title: self.ctx.signature(id), docs: function.decl.docs.clone(), target: Some((function.decl.place.file, function.decl.place.span)) };
        self.ctx.mention(self.file, mention);
    }

    fn no_method(&mut self, value: &Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Expr {
        for arg in args.iter().filter(|arg| !matches!(&*arg.kind, ast::ExprKind::Lambda { .. }) && !is_unit_method(name)) {
            self.infer(arg, None);
        }
        let module = module_of(present(&value.ty));
        let of_this = |id: &FunctionId| self.ctx.project.functions.get(id.index()).is_some_and(|function| Some(function.decl.module.as_str()) == module);
        let known = self.ctx.native_names().filter(|known| self.ctx.native(known).iter().any(of_this));
        let known: Vec<&str> = known.collect();
        let alias = super::habits::method_aliases(&name.text).iter().copied().find(|alias| known.contains(alias));
        let hint = super::habits::method_hint(&name.text);
        let near = alias.or_else(|| crate::resolve::nearest(&name.text, known.into_iter())).filter(|_| alias.is_some() || hint.is_none()).map(str::to_owned);
        let elsewhere = self.ctx.native(&name.text).first().and_then(|id| self.ctx.project.functions.get(id.index())).map(|function| function.decl.module.clone());
        self.report(Problem::NoMethod { file: self.file, name: name.clone(), is: self.ctx.show(&value.ty), near, elsewhere, hint });
        self.error(span)
    }

    /// The result's type; the typed arguments are put behind the receiver.
    fn native_result(&mut self, full: &str, call: &mut Call<'_>) -> Option<Type> {
        match full.split_once('.')? {
            ("text", name) => self.text_result(name, call),
            ("number", name) => self.number_result(name, call),
            ("date", name) => self.date_result(name, call),
            ("list", name) => self.list_result(name, call),
            ("map", "get") => {
                self.args(call, &[any_text()])?;
                if let Type::MapOf(of) = &call.receiver { Some(optional((**of).clone())) } else { None }
            }
            ("enum", name) => {
                self.args(call, &[])?;
                Some(self.enum_text(&call.receiver, name == "code"))
            }
            _ => self.declared_result(call),
        }
    }

    /// The declaration's own types.
    fn declared_result(&mut self, call: &mut Call<'_>) -> Option<Type> {
        let function = self.ctx.project.functions.get(call.id.index())?;
        let params: Vec<Type> = function.locals.iter().take(function.params).skip(1).map(|local| local.ty.clone()).collect();
        let result = function.result.clone();
        self.args(call, &params)?;
        Some(result)
    }

    /// Exactly these arguments.
    fn args(&mut self, call: &mut Call<'_>, types: &[Type]) -> Option<()> {
        self.args_between(call, types, types.len())
    }

    /// These arguments, of which the last may be left out from `least` on.
    fn args_between(&mut self, call: &mut Call<'_>, types: &[Type], least: usize) -> Option<()> {
        let given = call.given;
        if given.len() < least || given.len() > types.len() {
            self.report_arity(call.id, given.len(), if given.len() < least { least } else { types.len() }, call.span);
            return None;
        }
        for (arg, ty) in given.iter().zip(types) {
            let value = self.assigned(arg, ty, None);
            call.args.push(value);
        }
        Some(())
    }

    fn text_result(&mut self, name: &str, call: &mut Call<'_>) -> Option<Type> {
        let Type::Text(text) = call.receiver.clone() else { return None };
        let up_to = |max: Option<u32>| Type::Text(TextType { min: 0, max, pattern: None });
        match name {
            "trim" | "digits" => {
                self.args(call, &[])?;
                Some(up_to(text.max))
            }
            // One letter may become several: "ß" in capitals is "SS".
            "upper" | "lower" => {
                self.args(call, &[])?;
                let times = if name == "upper" { 3 } else { 2 };
                Some(Type::Text(TextType { min: text.min, max: text.max.map(|max| max.saturating_mul(times)), pattern: None }))
            }
            "length" => {
                self.args(call, &[])?;
                Some(Type::Int(IntType { min: text.min.into(), max: text.max.unwrap_or(u32::MAX).into() }))
            }
            "truncate" => {
                self.args(call, &[positive()])?;
                let most = known_int(call.args.get(1)).map_or(u32::MAX, |(_, max)| max);
                let least = known_int(call.args.get(1)).map_or(0, |(min, _)| min);
                Some(Type::Text(TextType { min: text.min.min(least), max: Some(text.max.unwrap_or(u32::MAX).min(most)).filter(|max| *max < u32::MAX), pattern: None }))
            }
            "drop" => {
                self.args(call, &[positive()])?;
                Some(up_to(text.max))
            }
            "pad_left" | "pad_right" => {
                self.args(call, &[positive(), Type::Text(TextType { min: 1, max: Some(1), pattern: None })])?;
                let (least, most) = known_int(call.args.get(1)).unwrap_or((0, u32::MAX));
                Some(Type::Text(TextType { min: text.min.max(least), max: text.max.map(|max| max.max(most)).filter(|max| *max < u32::MAX), pattern: None }))
            }
            "before" | "after" => {
                self.args(call, &[any_text()])?;
                Some(up_to(text.max))
            }
            "replace" => {
                self.args(call, &[any_text(), any_text()])?;
                let shrinks = text_lengths(call.args.get(2)).zip(text_lengths(call.args.get(1))).is_some_and(|(by, of)| by.1.is_some_and(|by| by <= of.0));
                Some(up_to(text.max.filter(|_| shrinks)))
            }
            "split" => {
                self.args(call, &[any_text()])?;
                Some(list_of(up_to(text.max)))
            }
            "matches" => {
                self.args(call, &[any_text()])?;
                let pattern = literal(call.args.get(1));
                if pattern.is_none_or(|pattern| regex::Regex::new(pattern).is_err()) {
                    self.report(Problem::LiteralNeeded { file: self.file, span: call.args.last()?.span, what: "a regular expression" });
                }
                Some(Type::Bool)
            }
            "to_int" | "to_decimal" | "to_timestamp" => {
                self.args(call, &[])?;
                self.raise_built_in("invalid", call.span);
                Some(match name {
                    "to_int" => Type::Int(IntType::default()),
                    "to_decimal" => Type::Decimal(DecimalType::default()),
                    _ => Type::Timestamp,
                })
            }
            "to_date" => {
                self.args(call, &[any_text()])?;
                self.date_form(call.args.get(1)?, date_pattern::Of::Date);
                self.raise_built_in("invalid", call.span);
                Some(Type::Date)
            }
            _ => self.declared_result(call),
        }
    }

    fn number_result(&mut self, name: &str, call: &mut Call<'_>) -> Option<Type> {
        match name {
            "round" => self.round(call),
            "to_text" => {
                self.args(call, &[])?;
                Some(Type::Text(TextType { min: 1, max: Some(NUMBER_LENGTH), pattern: None }))
            }
            "floor" | "ceil" | "to_int" => {
                self.args(call, &[])?;
                if !matches!(call.receiver, Type::Int(_)) {
                    self.raise_built_in("misfit", call.span);
                }
                Some(Type::Int(IntType::default()))
            }
            "to_decimal" => {
                self.args(call, &[])?;
                Some(Type::Decimal(super::fit::as_decimal(&call.receiver)))
            }
            "abs" => {
                self.args(call, &[])?;
                Some(match &call.receiver {
                    Type::Int(int) if int.min > i64::MIN => Type::Int(IntType { min: 0, max: int.max.max(-int.min) }),
                    Type::Int(_) => {
                        self.raise_built_in("misfit", call.span);
                        Type::Int(IntType { min: 0, max: i64::MAX })
                    }
                    other => other.clone(),
                })
            }
            "min" | "max" => {
                let unit = call.args.first().map(|value| value.ty.unit()).unwrap_or_default();
                self.args(call, &[Type::Decimal(DecimalType::default()).with_unit(&unit)])?;
                // Not made a decimal: both sides stay what they are.
                let other = call.given.first().map(|arg| self.infer(arg, None))?;
                let ty = join(&call.receiver, other.ty.number())?;
                if let Some(last) = call.args.last_mut() {
                    *last = other;
                }
                Some(ty)
            }
            _ => self.declared_result(call),
        }
    }

    /// `.round(n)` and `.round(n, half_even)`: the second argument is a word of its own.
    fn round(&mut self, call: &mut Call<'_>) -> Option<Type> {
        let given = call.given;
        let half_even = match given.get(1).map(|arg| &*arg.kind) {
            None => false,
            Some(ast::ExprKind::Name(name)) if name.text == "half_even" => true,
            Some(_) => {
                self.report(Problem::LiteralNeeded { file: self.file, span: given.get(1)?.span, what: "`half_even`" });
                return None;
            }
        };
        let Some(places) = given.first() else {
            self.report_arity(call.id, 0, 1, call.span);
            return None;
        };
        let places = self.assigned(places, &Type::Int(IntType { min: 0, max: 38 }), None);
        let Some((_, scale)) = known_int(Some(&places)).filter(|(min, max)| min == max) else {
            self.report(Problem::LiteralNeeded { file: self.file, span: places.span, what: "the number of digits, such as `2`" });
            return None;
        };
        call.args.push(places);
        call.args.push(super::expr::constant(Const::Bool(half_even), Type::Bool, call.span));
        let scale = scale as u8;
        let limits = match &call.receiver {
            Type::Int(int) => super::fit::decimal_limits(super::fit::int_digits(int) as u8, scale),
            Type::Decimal(DecimalType { limits: Some((digits, own)) }) => super::fit::decimal_limits(digits - own.min(digits) + 1, scale),
            _ => None,
        };
        if limits.is_none() {
            self.raise_built_in("misfit", call.span);
        }
        Some(Type::Decimal(DecimalType { limits: limits.or(Some((38, scale))) }))
    }

    fn date_result(&mut self, name: &str, call: &mut Call<'_>) -> Option<Type> {
        let timestamp = matches!(call.receiver, Type::Timestamp);
        match name {
            "to_date" | "to_time" => {
                self.receiver(call, timestamp)?;
                self.args(call, &[any_text()])?;
                self.zone(call.args.get(1)?);
                Some(if name == "to_date" { Type::Date } else { Type::Time })
            }
            "format" if timestamp => {
                self.args(call, &[any_text(), any_text()])?;
                self.date_form(call.args.get(1)?, date_pattern::Of::Timestamp);
                self.zone(call.args.get(2)?);
                Some(self.formatted(call))
            }
            "format" => {
                self.args(call, &[any_text()])?;
                self.date_form(call.args.get(1)?, if matches!(call.receiver, Type::Time) { date_pattern::Of::Time } else { date_pattern::Of::Date });
                Some(self.formatted(call))
            }
            "add_days" => {
                self.receiver(call, matches!(call.receiver, Type::Date))?;
                self.args(call, &[Type::Int(IntType::default())])?;
                self.raise_built_in("misfit", call.span);
                Some(Type::Date)
            }
            "days_until" => {
                self.receiver(call, matches!(call.receiver, Type::Date))?;
                self.args(call, &[Type::Date])?;
                Some(Type::Int(IntType { min: -7_304_484, max: 7_304_484 }))
            }
            "year" | "month" | "day" | "weekday" => {
                self.receiver(call, matches!(call.receiver, Type::Date))?;
                self.args(call, &[])?;
                let (min, max) = match name {
                    "year" => (-9999, 9999),
                    "month" => (1, 12),
                    "day" => (1, 31),
                    _ => (1, 7),
                };
                Some(Type::Int(IntType { min, max }))
            }
            _ => self.declared_result(call),
        }
    }

    /// Methods of dates, times and instants share a module, but not each has all.
    fn receiver(&mut self, call: &Call<'_>, fits: bool) -> Option<()> {
        if !fits {
            let name = self.ctx.project.functions.get(call.id.index()).map_or_else(String::new, |function| function.decl.name.clone());
            let name = ast::Name { text: name, span: call.span };
            self.report(Problem::NoMethod { file: self.file, name, is: self.ctx.show(&call.receiver), near: None, elsewhere: None, hint: None });
        }
        fits.then_some(())
    }

    /// The text that a date pattern gives has the pattern's own length, offsets and long years aside.
    fn formatted(&self, call: &Call<'_>) -> Type {
        let pattern = literal(call.args.get(1)).unwrap_or("");
        let length = pattern.chars().count() as u32;
        let exact = !pattern.contains('Z');
        Type::Text(TextType { min: if exact { length } else { 0 }, max: Some(if exact { length } else { length + 6 }), pattern: None })
    }

    fn date_form(&self, arg: &Expr, of: date_pattern::Of) {
        match literal(Some(arg)).map(|pattern| date_pattern::parse(pattern, of)) {
            Some(Ok(_)) => {}
            _ => self.report(Problem::LiteralNeeded { file: self.file, span: arg.span, what: "a date's form, such as `\"YYYYMMDD\"` or `\"DD.MM.YYYY hh:mm\"`" }),
        }
    }

    fn zone(&self, arg: &Expr) {
        if literal(Some(arg)).is_none_or(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
            self.report(Problem::LiteralNeeded { file: self.file, span: arg.span, what: "the name of a time zone, such as `\"America/New_York\"` or `\"UTC\"`" });
        }
    }

    fn list_result(&mut self, name: &str, call: &mut Call<'_>) -> Option<Type> {
        let Type::List(list) = call.receiver.clone() else { return None };
        let of = list.of.clone();
        let some = |of: Type| Some(optional(of));
        match name {
            "count" => {
                self.args(call, &[])?;
                Some(Type::Int(IntType { min: list.min.into(), max: list.max.unwrap_or(u32::MAX).into() }))
            }
            "is_empty" => {
                self.args(call, &[])?;
                Some(Type::Bool)
            }
            "first" | "last" => {
                self.args(call, &[])?;
                if list.min > 0 { Some(of) } else { some(of) }
            }
            "at" => {
                self.args(call, &[positive()])?;
                some(of)
            }
            "reverse" => {
                self.args(call, &[])?;
                Some(call.receiver.clone())
            }
            "distinct" => {
                self.args(call, &[])?;
                self.scalar_elements(&of, call)?;
                Some(Type::List(Box::new(ListType { min: list.min.min(1), ..*list })))
            }
            "contains" => {
                self.scalar_elements(&of, call)?;
                self.args(call, &[of])?;
                Some(Type::Bool)
            }
            "join" => {
                self.args(call, &[any_text()])?;
                if !matches!(of, Type::Text(_) | Type::Error) {
                    self.report(Problem::ElementKind { file: self.file, span: call.span, method: "join", needs: "texts", is: self.ctx.show(&of) });
                }
                Some(any_text())
            }
            "min" | "max" => {
                self.args(call, &[])?;
                self.scalar_elements(&of, call)?;
                if list.min > 0 { Some(of) } else { some(of) }
            }
            "sum" => {
                let summed = if call.given.is_empty() { of } else { self.lambda(call, &of, None)? };
                self.sum(&summed, call)
            }
            "any" | "all" => {
                self.lambda(call, &of, Some(&Type::Bool))?;
                Some(Type::Bool)
            }
            "find" => {
                self.lambda(call, &of, Some(&Type::Bool))?;
                some(of)
            }
            "sort_by" => {
                let key = self.lambda(call, &of, None)?;
                self.scalar_elements(&key, call)?;
                Some(call.receiver.clone())
            }
            _ => self.declared_result(call),
        }
    }

    fn scalar_elements(&self, of: &Type, call: &Call<'_>) -> Option<()> {
        let scalar = !matches!(of, Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::Json | Type::Optional(_));
        if !scalar {
            self.report(Problem::ElementKind { file: self.file, span: call.span, method: "this", needs: "single values (texts, numbers, dates …)", is: self.ctx.show(of) });
        }
        scalar.then_some(())
    }

    fn sum(&mut self, of: &Type, call: &Call<'_>) -> Option<Type> {
        let sum = match of.number() {
            Type::Int(_) => {
                self.raise_built_in("misfit", call.span);
                Some(Type::Int(IntType::default()))
            }
            Type::Decimal(decimal) => {
                self.raise_built_in("misfit", call.span);
                Some(Type::Decimal(DecimalType { limits: decimal.limits.map(|(_, scale)| (38, scale)) }))
            }
            Type::Error => Some(Type::Error),
            other => {
                self.report(Problem::ElementKind { file: self.file, span: call.span, method: "sum", needs: "numbers", is: self.ctx.show(other) });
                None
            }
        };
        sum.map(|sum| sum.with_unit(&of.unit()))
    }

    /// The one argument `x -> …`; gives the type of its result.
    fn lambda(&mut self, call: &mut Call<'_>, element: &Type, want: Option<&Type>) -> Option<Type> {
        let [arg] = call.given else {
            self.report_arity(call.id, call.given.len(), 1, call.span);
            return None;
        };
        let ast::ExprKind::Lambda { param, body } = &*arg.kind else {
            self.report(Problem::LambdaNeeded { file: self.file, span: arg.span });
            return None;
        };
        let (param, body) = self.scoped(|checker| {
            let local = checker.bind(param, element.clone());
            let body = match want {
                Some(want) => checker.assigned(body, want, None),
                None => checker.infer(body, None),
            };
            (local, body)
        });
        let result = body.ty.clone();
        if is_optional(&result) {
            self.must_be_there(&body);
            return None;
        }
        let ty = Type::Lambda(Box::new((element.clone(), result.clone())));
        call.args.push(Expr { ty, span: arg.span, kind: Box::new(ExprKind::Lambda { param, body }) });
        Some(result)
    }

    fn enum_text(&self, receiver: &Type, code: bool) -> Type {
        let Type::Enum(id) = receiver else { return Type::Error };
        let variants = self.ctx.project.enums.get(id.index()).map_or(&[][..], |item| item.variants.as_slice());
        let lengths = variants.iter().map(|variant| if code { &variant.code } else { &variant.name }).map(|text| text.chars().count() as u32);
        Type::Text(TextType { min: lengths.clone().min().unwrap_or(0), max: lengths.max(), pattern: None })
    }

    /// `(a / b).round(2)`: the one place where a division may stand.
    pub(super) fn rounded_division(&mut self, base: &ast::Expr, name: &ast::Name) -> Option<Expr> {
        let ast::ExprKind::Binary { op: BinaryOp::Divide, left, right, .. } = &*base.kind else { return None };
        (name.text == "round").then(|| self.division(left, right, base.span))
    }
}

/// A call on its way to being typed.
struct Call<'e> {
    id: FunctionId,
    span: Span,
    receiver: Type,
    /// The receiver, then the arguments.
    args: Vec<Expr>,
    given: &'e [ast::Expr],
}

/// The file of the standard library whose natives are methods of values of this type.
fn module_of(ty: &Type) -> Option<&'static str> {
    Some(match ty.number() {
        Type::Text(_) => "text",
        Type::Int(_) | Type::Decimal(_) => "number",
        Type::Date | Type::Time | Type::Timestamp => "date",
        Type::List(_) => "list",
        Type::MapOf(_) => "map",
        Type::Enum(_) => "enum",
        _ => return None,
    })
}

fn any_text() -> Type {
    Type::Text(TextType::default())
}

fn positive() -> Type {
    Type::Int(IntType { min: 0, max: u32::MAX.into() })
}

fn list_of(of: Type) -> Type {
    Type::List(Box::new(ListType { min: 0, max: None, of }))
}

/// The range of a whole argument.
fn known_int(arg: Option<&Expr>) -> Option<(u32, u32)> {
    match arg?.ty {
        Type::Int(IntType { min, max }) => Some((u32::try_from(min).unwrap_or(0), u32::try_from(max).unwrap_or(u32::MAX))),
        _ => None,
    }
}

fn text_lengths(arg: Option<&Expr>) -> Option<(u32, Option<u32>)> {
    if let Type::Text(text) = &arg?.ty { Some((text.min, text.max)) } else { None }
}

fn literal(arg: Option<&Expr>) -> Option<&str> {
    if let ExprKind::Const(Const::Text(text)) = &*arg?.kind { Some(text) } else { None }
}
