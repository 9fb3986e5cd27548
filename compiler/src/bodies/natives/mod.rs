//! Calls of the library's methods. Which one is meant follows from the receiver and the count of arguments, the result's type from the
//! declaration's letters (see [`crate::signature`]); where its limits depend on the arguments, the rule stands in [`limits`].

mod limits;
mod literals;

use crossdock_syntax::{Span, ast};

use super::fit::{Fit, fit, join};
use super::problem::Problem;
use super::units::is_unit_method;
use super::{Checker, is_optional, present};
use crate::signature::{Bindings, Shape, Signature, in_words};
use crate::typed::{BinaryOp, Expr, ExprKind, FunctionId, FunctionKind, ListType, Type, Units};

/// A call on its way to being typed.
struct Call {
    id: FunctionId,
    name: String,
    name_span: Span,
    span: Span,
    /// The receiver, then the arguments.
    args: Vec<Expr>,
    bindings: Bindings,
}

impl Checker<'_, '_> {
    pub(super) fn has_native(&self, receiver: &Type, name: &ast::Name) -> bool {
        !self.methods_for(receiver, &name.text).is_empty()
    }

    /// Whether the method looks at no more than the elements of the list.
    pub(super) fn looks_at_elements_only(&self, receiver: &Type, name: &ast::Name) -> bool {
        let methods = self.methods_for(receiver, &name.text);
        methods.iter().filter_map(|id| self.ctx.signatures.get(id)?.params.first()).any(Shape::is_list_of_anything)
    }

    /// The methods of that name for values of that type: overloads of one another.
    fn methods_for(&self, receiver: &Type, name: &str) -> Vec<FunctionId> {
        let receives = |id: &&FunctionId| self.ctx.signatures.get(id).and_then(|signature| signature.params.first()).is_some_and(|first| first.receives(present(receiver)));
        self.ctx.native(name).iter().filter(receives).copied().collect()
    }

    pub(super) fn now(&mut self, name: &ast::Name, span: Span) -> Expr {
        let Some(id) = self.ctx.native("now").first().copied() else { return self.error(name.span) };
        Expr { ty: Type::Timestamp, span, kind: Box::new(ExprKind::Native { function: id, args: Vec::new() }) }
    }

    /// `value.name(args)` where the name is no fn, map or table of the project.
    pub(super) fn native_method(&mut self, value: Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Expr {
        if matches!(value.ty, Type::Error | Type::Never) {
            return self.error(span);
        }
        let methods = self.methods_for(&value.ty, &name.text);
        let Some(first) = methods.first() else { return self.no_method(&value, name, args, span) };
        let takes = |id: &FunctionId| self.ctx.signatures.get(id).map_or(0, |signature| signature.params.len().saturating_sub(1));
        let Some(id) = methods.iter().find(|id| takes(id) == args.len()) else {
            let nearest = methods.iter().min_by_key(|id| takes(id).abs_diff(args.len())).unwrap_or(first);
            self.report_arity(*nearest, args.len(), takes(nearest), span);
            args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
            return self.error(span);
        };
        let id = *id;
        self.through(value, span, |checker, value| checker.call_method(id, value, name, args, span).unwrap_or_else(|| checker.error(span)))
    }

    /// None: reported.
    fn call_method(&mut self, id: FunctionId, value: Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Option<Expr> {
        self.mention_method(id, name.span);
        let signature = self.ctx.signatures.get(&id)?.clone();
        let mut call = Call { id, name: name.text.clone(), name_span: name.span, span, args: Vec::new(), bindings: Bindings::default() };
        let fine = self.receive(&signature, value, &mut call);
        for (shape, arg) in signature.params.iter().skip(1).zip(args) {
            if !fine {
                self.infer_quietly(arg);
                continue;
            }
            let arg = self.method_argument(shape, arg, &mut call)?;
            call.args.push(arg);
        }
        if !fine {
            return None;
        }
        let numbers = |(arg, shape): (Expr, &Shape)| if let Shape::Letter('N') = shape { self.as_bound(arg, &call.bindings) } else { arg };
        call.args = std::mem::take(&mut call.args).into_iter().zip(&signature.params).map(numbers).collect();
        Some(self.called(&signature, call))
    }

    fn mention_method(&self, id: FunctionId, span: Span) {
        let Some(function) = self.ctx.project.functions.get(id.index()) else { return };
        let mention = crate::Mention { span, title: self.ctx.signature(id), docs: function.decl.docs.clone(), target: Some((function.decl.place.file, function.decl.place.span)) };
        self.ctx.mention(self.file, mention);
    }

    /// Binds the letters of the receiver; false: it was reported that elements are of the wrong kind.
    fn receive(&mut self, signature: &Signature, value: Expr, call: &mut Call) -> bool {
        let Some(shape) = signature.params.first() else { return false };
        let bound = call.bindings.bind(shape, &value.ty, join);
        if let (Err(Shape::Letter('P')), Type::Quantity(quantity)) = (&bound, &value.ty) {
            self.report_plain_numbers(&quantity.unit, &ast::Name { text: call.name.clone(), span: call.name_span });
            return false;
        }
        if let Err(part) = bound {
            let is = if let Type::List(list) = &value.ty { &list.of } else { &value.ty };
            self.report(Problem::ElementKind { file: self.file, span: call.span, method: call.name.clone(), needs: in_words(part), is: self.ctx.show(is) });
            return false;
        }
        let value = if let Shape::Is(ty) = shape { self.fitted(value, ty, None) } else { value };
        call.args.push(value);
        true
    }

    fn method_argument(&mut self, shape: &Shape, arg: &ast::Expr, call: &mut Call) -> Option<Expr> {
        match shape {
            Shape::Is(ty) => Some(self.assigned(arg, ty, None)),
            Shape::Function(of, result) => self.lambda(of, result, arg, call),
            Shape::Literal(literal) => self.literal_argument(*literal, arg, call),
            Shape::Letter(_) | Shape::List(_) | Shape::MapOf(_) | Shape::Optional(_) => self.bound_argument(shape, arg, call),
        }
    }

    /// An argument that may widen what the letters stand for.
    fn bound_argument(&mut self, shape: &Shape, arg: &ast::Expr, call: &mut Call) -> Option<Expr> {
        let want = call.bindings.fill(shape);
        let value = self.infer(arg, Some(&want));
        if is_optional(&value.ty) && !matches!(shape, Shape::Optional(_)) {
            self.must_be_there(&value);
            return None;
        }
        if call.bindings.bind(shape, &value.ty, join).is_err() {
            let reported = self.fitted(value, &want, None);
            // A letter that stands for numbers alone takes no other kind, be it bound or not.
            if !matches!(reported.ty, Type::Error) {
                self.report(Problem::Operand { file: self.file, span: arg.span, op: ".", is: self.ctx.show(&reported.ty) });
            }
            return None;
        }
        Some(value)
    }

    /// A whole number where the other is a decimal one becomes one, too.
    fn as_bound(&self, value: Expr, bindings: &Bindings) -> Expr {
        let bound = bindings.get('N');
        if fit(&value.ty, &bound) == Fit::Converted { super::fit::fit_node(value, &bound) } else { value }
    }

    /// The call with its result and what it may raise.
    fn called(&mut self, signature: &Signature, call: Call) -> Expr {
        let span = call.span;
        let declared = call.bindings.fill(&signature.result);
        let Some(function) = self.ctx.project.functions.get(call.id.index()) else { return self.error(span) };
        if !matches!(function.kind, FunctionKind::Native) {
            let failures = function.failures.clone();
            failures.into_iter().for_each(|failure| self.raise(failure, span));
            return self.as_known(Expr { ty: declared, span, kind: Box::new(ExprKind::Call { function: call.id, args: call.args }) });
        }
        let full = format!("{}.{}", function.decl.module, function.decl.name);
        let refined = limits::refine(&self.ctx.project, &full, &call.args, declared);
        if refined.fails {
            signature.raises.iter().for_each(|failure| self.raise(*failure, span));
        }
        let ty = with_unit(refined.ty, &call.bindings.get('N').unit());
        Expr { ty, span, kind: Box::new(ExprKind::Native { function: call.id, args: call.args }) }
    }

    /// The argument `x -> …`. The letters of its result are bound by what it gives.
    fn lambda(&mut self, of: &Shape, result: &Shape, arg: &ast::Expr, call: &mut Call) -> Option<Expr> {
        let element = call.bindings.fill(of);
        let ast::ExprKind::Lambda { param, body } = &*arg.kind else {
            self.report(Problem::LambdaNeeded { file: self.file, span: arg.span });
            return None;
        };
        let (param, body) = self.scoped(|checker| {
            let local = checker.bind(param, element.clone());
            let body = match result {
                Shape::Is(want) => checker.assigned(body, want, None),
                _ => checker.infer(body, None),
            };
            (local, body)
        });
        if matches!(body.ty, Type::Error) {
            return None;
        }
        if is_optional(&body.ty) {
            self.must_be_there(&body);
            return None;
        }
        if let Err(part) = call.bindings.bind(result, &body.ty, join) {
            self.report(Problem::ElementKind { file: self.file, span: body.span, method: call.name.clone(), needs: in_words(part), is: self.ctx.show(&body.ty) });
            return None;
        }
        let ty = Type::Lambda(Box::new((element, body.ty.clone())));
        Some(Expr { ty, span: arg.span, kind: Box::new(ExprKind::Lambda { param, body }) })
    }

    fn no_method(&mut self, value: &Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Expr {
        if !is_unit_method(name) {
            args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
        }
        if self.ctx.is_broken(&name.text) {
            return self.error(span);
        }
        if self.is_text_already(value, name, span) {
            return self.error(span);
        }
        let known = self.ctx.native_names().filter(|known| !self.methods_for(&value.ty, known).is_empty());
        let known: Vec<&str> = known.collect();
        let alias = super::habits::method_aliases(&name.text).iter().copied().find(|alias| known.contains(alias));
        let hint = super::habits::method_hint(&name.text);
        let near = alias.or_else(|| crate::resolve::nearest(&name.text, known.into_iter())).filter(|_| alias.is_some() || hint.is_none()).map(str::to_owned);
        let elsewhere = self.ctx.native(&name.text).first().and_then(|id| self.ctx.project.functions.get(id.index())).map(|function| function.decl.module.clone());
        self.report(Problem::NoMethod { file: self.file, name: name.clone(), is: self.ctx.show(&value.ty), near, elsewhere, hint });
        self.error(span)
    }

    /// `(a / b).round(2)`: the one place where a division may stand.
    /// `(a / b).ceil()`: a quotient that is rounded before it is cut off would come out too small. Reported; the rounding itself does it.
    pub(in crate::bodies) fn division_to_whole(&self, base: &ast::Expr, name: &ast::Name, span: Span) -> bool {
        let rounding = match name.text.as_str() {
            "ceil" => "ceiling",
            "floor" => "floor",
            _ => return false,
        };
        let divides = matches!(&*base.kind, ast::ExprKind::Binary { op: BinaryOp::Divide, .. });
        if divides {
            let right = format!("({}).round(0, {rounding}).to_int()", self.text_of(base.span).trim_start_matches('(').trim_end_matches(')'));
            self.report(Problem::DivisionUnrounded { file: self.file, span, right, whole: rounding == "floor" });
        }
        divides
    }

    pub(super) fn rounded_division(&mut self, base: &ast::Expr, name: &ast::Name) -> Option<Expr> {
        let ast::ExprKind::Binary { op: BinaryOp::Divide, left, right, .. } = &*base.kind else { return None };
        (name.text == "round").then(|| self.division(left, right, base.span))
    }
}

/// A result of numbers has the unit that the numbers have which it was made of.
fn with_unit(ty: Type, unit: &Units) -> Type {
    match ty {
        Type::List(list) => Type::List(Box::new(ListType { of: with_unit(list.of, unit), ..*list })),
        number => {
            if unit.is_none() {
                number
            } else {
                number.with_unit(unit)
            }
        }
    }
}
