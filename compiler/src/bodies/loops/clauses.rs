//! Several lists in one `for`: nested, joined by key, or side by side.

use crossdock_syntax::ast::{self, BinaryOp};
use crossdock_syntax::{Span, visit};

use super::problem::Problem;
use super::{Rows, each, elements, is_single};
use crate::bodies::{Checker, optional};
use crate::typed::{Clause, ClauseKind, Expr, ExprKind, JoinKey, LocalId, Type, Unmatched};

impl Checker<'_, '_> {
    pub(super) fn clauses(&mut self, head: &ast::ForHead) -> (Vec<Clause>, Rows) {
        let list = self.infer_list(&head.list);
        let zip = head.clauses.first().filter(|clause| clause.kind == ast::ClauseKind::Zip);
        let (mut clauses, mut rows) = match zip {
            Some(zip) => self.zip(&head.binding, list, zip),
            None => {
                let (of, rows) = elements(&list);
                (vec![each(self.bind(&head.binding, of), list, head.binding.span)], rows)
            }
        };
        let mut names = vec![&head.binding];
        names.extend(zip.map(|zip| &zip.binding));
        for clause in head.clauses.iter().skip(usize::from(zip.is_some())) {
            let typed = match clause.kind {
                ast::ClauseKind::Nested => self.nested(clause, &names, &mut rows),
                ast::ClauseKind::Join => self.join(clause, &names, &mut rows),
                ast::ClauseKind::Zip => {
                    self.tell(&Problem::ZipLater { file: self.file, span: clause.span });
                    self.nested(clause, &names, &mut rows)
                }
            };
            clauses.push(typed);
            names.push(&clause.binding);
        }
        (clauses, rows)
    }

    /// `, line in order.lines`, of which `on` lets those with the same key through.
    fn nested(&mut self, clause: &ast::Clause, names: &[&ast::Name], rows: &mut Rows) -> Clause {
        let list = self.infer_list(&clause.list);
        let (of, inner) = elements(&list);
        rows.min = rows.min.saturating_mul(inner.min);
        rows.max = rows.max.zip(inner.max).map(|(a, b)| a.saturating_mul(b));
        let binding = self.bind(&clause.binding, of);
        let kind = match &clause.on {
            Some(on) => {
                rows.min = 0;
                ClauseKind::Matching(self.keys(on, &clause.binding, names))
            }
            None => ClauseKind::Each,
        };
        Clause { kind, binding, list, span: clause.span }
    }

    /// Whether the lists multiply each other. They do not where each is part of the element that the loop around it stands at: then every row has an
    /// element of the innermost list to itself.
    pub(super) fn limits_rows(&mut self, clauses: &[Clause]) -> bool {
        let mut innermost: Vec<LocalId> = Vec::new();
        let mut limited = false;
        for (at, clause) in clauses.iter().enumerate() {
            match clause.kind {
                ClauseKind::Each | ClauseKind::Matching(_) => {
                    if at > 0 && !is_within(&clause.list, &innermost) {
                        limited = true;
                        self.raise_built_in(crate::limits::ROWS.failure, clause.span);
                    }
                    innermost = vec![clause.binding];
                }
                ClauseKind::Zip(_) => innermost.push(clause.binding),
                // A partner, of which many rows may have the same, or a group.
                ClauseKind::Join(..) | ClauseKind::Group { .. } => {}
            }
        }
        limited
    }

    /// `join item in items on item.sku = line.sku else …`
    fn join(&mut self, clause: &ast::Clause, names: &[&ast::Name], rows: &mut Rows) -> Clause {
        let list = self.infer_list(&clause.list);
        let (of, _) = elements(&list);
        let unmatched = self.unmatched_without(&[&clause.binding], clause);
        match unmatched {
            Unmatched::Skip => rows.min = 0,
            Unmatched::Fail(_) | Unmatched::None | Unmatched::Never => {}
        }
        // The key is about an element that is there; the body may see it missing.
        let keys = self.scoped(|checker| {
            let element = checker.bind(&clause.binding, of.clone());
            let keys = match &clause.on {
                Some(on) => checker.keys(on, &clause.binding, names),
                None => {
                    checker.no_pair(clause.span, &clause.binding, names);
                    Vec::new()
                }
            };
            (element, keys)
        });
        let (binding, keys) = keys;
        if matches!(unmatched, Unmatched::None) {
            self.retype(binding, optional(of));
        }
        self.name_again(&clause.binding, binding);
        // Where several fit, none is the right one.
        self.raise_built_in("invalid", clause.span);
        Clause { kind: ClauseKind::Join(keys, unmatched), binding, list, span: clause.span }
    }

    /// `for line in order.lines zip pick in picks else …`: neither list loses an element in silence.
    fn zip(&mut self, first: &ast::Name, list: Expr, clause: &ast::Clause) -> (Vec<Clause>, Rows) {
        let second = self.infer_list(&clause.list);
        let ((of, a), (second_of, b)) = (elements(&list), elements(&second));
        let same_length = Some(a.min) == a.max && Some(b.min) == b.max && a.min == b.min;
        let unmatched = if same_length && clause.unmatched.is_none() { Unmatched::Never } else { self.unmatched_without(&[first, &clause.binding], clause) };
        let longer = a.max.zip(b.max).map(|(a, b)| a.max(b));
        let shorter = [a.max, b.max].into_iter().flatten().min();
        let (rows, pad) = match unmatched {
            Unmatched::Fail(_) => (Rows { min: a.min.max(b.min), max: shorter }, false),
            Unmatched::Skip | Unmatched::Never => (Rows { min: a.min.min(b.min), max: shorter }, false),
            Unmatched::None => (Rows { min: a.min.max(b.min), max: longer }, true),
        };
        let padded = |ty: Type| if pad { optional(ty) } else { ty };
        let (binding, second_binding) = (self.bind(first, padded(of)), self.bind(&clause.binding, padded(second_of)));
        let zip = Clause { kind: ClauseKind::Zip(unmatched), binding: second_binding, list: second, span: clause.span };
        (vec![each(binding, list, first.span), zip], rows)
    }

    /// The answer where these are not there: what it says of them is told.
    fn unmatched_without(&mut self, absent: &[&ast::Name], clause: &ast::Clause) -> Unmatched {
        let mut named = None;
        if let Some(ast::Unmatched::Fail(call)) = &clause.unmatched {
            call.args.iter().for_each(|arg| named = named.take().or_else(|| first_named(arg, absent)));
        }
        let Some(name) = named else { return self.unmatched(clause) };
        let there = self.visible().into_iter().map(str::to_owned).collect();
        self.tell(&Problem::NotThere { file: self.file, name, there, zip: clause.kind == ast::ClauseKind::Zip });
        self.scoped(|checker| {
            for name in absent {
                if !checker.visible().contains(&name.text.as_str()) {
                    checker.bind(name, Type::Error);
                }
            }
            checker.unmatched(clause)
        })
    }

    /// The answer to an element without a partner, which has to be given.
    fn unmatched(&mut self, clause: &ast::Clause) -> Unmatched {
        match &clause.unmatched {
            Some(ast::Unmatched::Fail(call)) => match self.fail(call) {
                Some(fail) => Unmatched::Fail(Expr { ty: Type::Never, span: call.span, kind: Box::new(ExprKind::Fail(fail)) }),
                None => Unmatched::Skip,
            },
            Some(ast::Unmatched::Skip(_)) => Unmatched::Skip,
            Some(ast::Unmatched::None(_)) => Unmatched::None,
            None => {
                let (name, zip) = (clause.binding.text.clone(), clause.kind == ast::ClauseKind::Zip);
                if zip || clause.on.is_some() {
                    self.tell(&Problem::Unmatched { file: self.file, span: clause.span, name, zip });
                }
                // The body is told nothing of a partner that may be missing, since that is not decided.
                Unmatched::Skip
            }
        }
    }

    /// `item.sku = line.sku and item.uom = line.uom`, whichever side is which.
    fn keys(&mut self, on: &ast::Expr, binding: &ast::Name, names: &[&ast::Name]) -> Vec<JoinKey> {
        let mut keys = Vec::new();
        for part in conjuncts(on) {
            let ast::ExprKind::Binary { op: BinaryOp::Equal, left, right, .. } = &*part.kind else {
                if !matches!(&*part.kind, ast::ExprKind::Error) {
                    self.no_pair(part.span, binding, names);
                }
                continue;
            };
            let (element, row) = if names_any(left, &[binding]) { (left, right) } else { (right, left) };
            if !names_any(element, &[binding]) || names_any(element, names) || names_any(row, &[binding]) {
                self.no_pair(part.span, binding, names);
                continue;
            }
            keys.extend(self.key(element, row, part.span));
        }
        keys
    }

    fn no_pair(&self, span: Span, binding: &ast::Name, names: &[&ast::Name]) {
        let row = names.last().map_or_else(String::new, |name| name.text.clone());
        self.tell(&Problem::NoPair { file: self.file, span, element: binding.text.clone(), row });
    }

    fn key(&mut self, element: &ast::Expr, row: &ast::Expr, span: Span) -> Option<JoinKey> {
        let (element, row) = self.both(element, row);
        let fine = self.comparable(&element, &row.ty, span);
        for side in [&element, &row] {
            if fine && !is_single(&side.ty) {
                self.tell(&Problem::NoKey { file: self.file, span: side.span, is: self.ctx.show(&side.ty), of: "A key" });
                return None;
            }
        }
        fine.then_some(JoinKey { element, row })
    }

    fn retype(&mut self, id: LocalId, ty: Type) {
        if let Some(local) = self.locals.get_mut(id.index()) {
            local.ty = ty;
        }
    }
}

/// `a and b and c` as its parts.
fn conjuncts(expr: &ast::Expr) -> Vec<&ast::Expr> {
    match &*expr.kind {
        ast::ExprKind::Binary { op: BinaryOp::And, left, right, .. } => conjuncts(left).into_iter().chain(conjuncts(right)).collect(),
        _ => vec![expr],
    }
}

fn names_any(expr: &ast::Expr, names: &[&ast::Name]) -> bool {
    let mut found = false;
    visit::in_expr(expr, &mut |inner| found |= matches!(&*inner.kind, ast::ExprKind::Name(name) if names.iter().any(|known| known.text == name.text)));
    found
}

/// The first of these names in an expression, where it stands.
fn first_named(expr: &ast::Expr, names: &[&ast::Name]) -> Option<ast::Name> {
    let mut found = None;
    visit::in_expr(expr, &mut |inner| {
        if let ast::ExprKind::Name(name) = &*inner.kind
            && names.iter().any(|known| known.text == name.text)
        {
            found.get_or_insert_with(|| name.clone());
        }
    });
    found
}

/// Whether the list is part of one of these elements.
fn is_within(list: &Expr, elements: &[LocalId]) -> bool {
    match &*list.kind {
        ExprKind::Local(id) => elements.contains(id),
        ExprKind::Field { base, .. } => is_within(base, elements),
        ExprKind::Else { value, fallback } => is_within(value, elements) && matches!(&*fallback.kind, ExprKind::List(_)),
        _ => matches!(list.ty, Type::Error),
    }
}
