//! Expressions.

use std::sync::LazyLock;

use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::{Builder, Children, EXPRESSIONS, NAMES, Node, Rule};
use crate::ast::{Arm, BinaryOp, Expr, ExprKind, FailCall, Fallback, Match, Name, Number, TextPart, UnaryOp};
use crate::problem::{Problem, SyntaxProblem};
use crate::span::Span;

/// Loosest first.
static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    let comparison = [Rule::not_equal, Rule::less, Rule::less_equal, Rule::greater, Rule::greater_equal, Rule::r#in, Rule::not_in];
    PrattParser::new()
        .op(left(Rule::or))
        .op(left(Rule::and))
        .op(Op::prefix(Rule::not))
        .op(comparison.into_iter().fold(left(Rule::equal), |ops, rule| ops | left(rule)))
        .op(left(Rule::add) | left(Rule::subtract) | left(Rule::ampersand))
        .op(left(Rule::multiply) | left(Rule::divide))
        .op(Op::prefix(Rule::minus))
});

impl<'s> Builder<'s> {
    pub(crate) fn expr(&mut self, node: Node<'s>) -> Expr {
        let flat: Vec<Node<'s>> = node.into_inner().map(unwrap_operator).collect();
        // Pratt's closures would each need the builder; so operands are built first, by position.
        let mut operands = flat.iter().filter(|pair| is_operand(pair.as_rule())).cloned().map(|pair| Some(self.postfix(pair))).collect::<Vec<_>>().into_iter();
        let base = self.base;
        let place = |pair: &Node<'s>| Span::new(base + pair.as_span().start(), base + pair.as_span().start() + pair.as_str().trim_end().len());
        let mut chained: Vec<(Span, String)> = Vec::new();
        let text = self.source.text;
        let mut joins: Vec<(Span, bool)> = Vec::new();
        let built = PRECEDENCE
            .map_primary(|pair| operands.next().flatten().unwrap_or_else(|| Expr { span: place(&pair), kind: Box::new(ExprKind::Error) }))
            .map_prefix(|pair, value: Expr| prefix(place(&pair), pair.as_rule(), value))
            .map_infix(|left: Expr, pair, right: Expr| {
                let (op, op_span) = (binary_op(pair.as_rule()), place(&pair));
                if pair.as_rule() == Rule::ampersand || pair.as_str().trim_end() == "||" {
                    let texts = pair.as_rule() == Rule::ampersand || [&left, &right].iter().any(|side| matches!(&*side.kind, ExprKind::Text(_)));
                    joins.push((op_span, texts || joins.last().is_some_and(|(_, texts)| *texts)));
                }
                if is_comparison(op) && matches!(&*left.kind, ExprKind::Binary { op, .. } if is_comparison(*op)) && !is_parenthesised(&left) {
                    let between = if let ExprKind::Binary { right, .. } = &*left.kind { right.span.text(text) } else { "" };
                    chained.push((op_span, between.to_owned()));
                }
                Expr { span: left.span.to(right.span), kind: Box::new(ExprKind::Binary { op, op_span, left, right }) }
            })
            .parse(flat.into_iter());
        self.problems.extend(chained.into_iter().map(|(span, between)| SyntaxProblem::ChainedComparison { between }.at(span)));
        self.joined(built, &joins)
    }

    /// Texts put together by a sign, `&` or `||`; where no texts are meant, `||` is another `or`.
    fn joined(&mut self, built: Expr, joins: &[(Span, bool)]) -> Expr {
        let Some((first, _)) = joins.iter().find(|(_, texts)| *texts) else {
            let or = |span: &Span| SyntaxProblem::WrittenOtherwise { found: "||".to_owned(), right: "or".to_owned(), what: "“or”" }.at(*span);
            self.problems.extend(joins.iter().map(|(span, _)| or(span)));
            return built;
        };
        if let [(only, _)] = joins
            && let ExprKind::Binary { left, right, .. } = &*built.kind
            && only.text(self.source.text) == "||"
            && matches!((&*left.kind, &*right.kind), (ExprKind::Name(_) | ExprKind::Field { .. } | ExprKind::Method { .. }, ExprKind::Text(_)))
        {
            let what = "what holds when a value is missing";
            let problem = SyntaxProblem::WrittenOtherwise { found: "||".to_owned(), right: "else".to_owned(), what }.at(*only);
            let help = "Two texts are put together in one text with holes: `\"{first} {last}\"`.".to_owned();
            self.problems.push(Problem { help: Some(help), ..problem });
            return self.broken(built.span);
        }
        let right = one_text(self.source.text, &built);
        self.problems.push(SyntaxProblem::Joined { sign: first.text(self.source.text).to_owned(), whole: built.span, right }.at(*first));
        self.broken(built.span)
    }

    /// A primary with everything that is hung on it: fields, calls, `else`, `on`.
    fn postfix(&mut self, node: Node<'s>) -> Expr {
        let whole = self.span(&node);
        if node.as_rule() == Rule::ends {
            return self.ends(node, whole);
        }
        let mut parts = node.into_inner();
        let Some(primary) = parts.next() else { return self.broken(whole) };
        let mut expr = self.primary(primary);
        for part in parts {
            let span = expr.span.to(self.span(&part));
            let kind = match part.as_rule() {
                Rule::access => self.access(expr, part),
                Rule::else_part => self.else_part(expr, part),
                Rule::on_part => self.on_part(expr, part),
                _ => ExprKind::Error,
            };
            expr = Expr { span, kind: Box::new(kind) };
        }
        expr
    }

    /// `1..9` behind `in`
    fn ends(&mut self, node: Node<'s>, span: Span) -> Expr {
        let mut ends = Children::of(node).all(&[Rule::bound]).into_iter().map(|bound| self.bound(bound));
        let kind = ends.next().zip(ends.next()).map_or(ExprKind::Error, |(min, max)| ExprKind::Range { min, max });
        Expr { span, kind: Box::new(kind) }
    }

    fn access(&mut self, base: Expr, node: Node<'s>) -> ExprKind {
        let mut children = Children::of(node);
        let name = children.next(NAMES).map_or_else(|| self.nobody(), |name| self.name(&name));
        match children.next(&[Rule::args]) {
            Some(args) => ExprKind::Method { base, name, args: self.args(args) },
            None => ExprKind::Field { base, name },
        }
    }

    fn else_part(&mut self, value: Expr, node: Node<'s>) -> ExprKind {
        let fallback = self.fallback(Children::of(node));
        ExprKind::Else { value, fallback }
    }

    fn on_part(&mut self, value: Expr, node: Node<'s>) -> ExprKind {
        let mut children = Children::of(node);
        let failure = children.next(NAMES).map_or_else(|| self.nobody(), |name| self.name(&name));
        let fallback = self.fallback(children);
        ExprKind::On { value, failure, fallback }
    }

    pub(super) fn fallback(&mut self, mut children: Children<'s>) -> Fallback {
        self.next_fallback(&mut children)
    }

    fn next_fallback(&mut self, children: &mut Children<'s>) -> Fallback {
        if let Some(fail) = children.next(&[Rule::fail]) {
            return Fallback::Fail(self.fail(fail));
        }
        if let Some(undecided) = children.next(&[Rule::undecided]) {
            return Fallback::Value(self.primary(undecided));
        }
        Fallback::Value(self.next_expr(children))
    }

    pub(super) fn next_expr(&mut self, children: &mut Children<'s>) -> Expr {
        match children.next(EXPRESSIONS) {
            Some(node) => self.expr(node),
            None => self.broken(Span::new(self.base, self.base)),
        }
    }

    pub(super) fn fail(&mut self, node: Node<'s>) -> FailCall {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let failure = children.next(NAMES).map_or_else(|| self.nobody(), |name| self.name(&name));
        let args = children.next(&[Rule::args]).map_or_else(Vec::new, |args| self.args(args));
        FailCall { span, failure, args }
    }

    pub(super) fn args(&mut self, node: Node<'s>) -> Vec<Expr> {
        let args = Children::of(node).all(&[Rule::arg]);
        args.into_iter().filter_map(|arg| arg.into_inner().next()).map(|arg| self.arg(arg)).collect()
    }

    pub(super) fn arg(&mut self, node: Node<'s>) -> Expr {
        if node.as_rule() != Rule::lambda {
            return self.expr(node);
        }
        let span = self.span(&node);
        let mut children = Children::of(node);
        let param = children.next(NAMES).map_or_else(|| self.nobody(), |name| self.name(&name));
        if let Some(arrow) = children.next(&[Rule::foreign_fat]) {
            self.written_otherwise(&arrow, "->", "the arrow of a function");
        }
        let body = self.next_expr(&mut children);
        Expr { span, kind: Box::new(ExprKind::Lambda { param, body }) }
    }

    pub(super) fn primary(&mut self, node: Node<'s>) -> Expr {
        let Some(node) = (if is_wrapper(node.as_rule()) { node.into_inner().next() } else { Some(node) }) else { return self.broken(Span::new(self.base, self.base)) };
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::paren => return self.paren(node, span),
            Rule::string => ExprKind::Text(self.text(node)),
            Rule::date => ExprKind::Date(node.as_str().to_owned()),
            Rule::time_of_day => ExprKind::Time(node.as_str().to_owned()),
            Rule::timestamp => ExprKind::Timestamp(node.as_str().to_owned()),
            Rule::quantity | Rule::measured => self.quantity(node),
            Rule::unsigned | Rule::number => ExprKind::Number(self.number(&node)),
            Rule::bool => ExprKind::Bool(node.as_str().trim_end() == "yes"),
            Rule::none => ExprKind::None,
            Rule::undecided => ExprKind::Undecided,
            Rule::if_ | Rule::if_bare => self.if_(node),
            Rule::match_ => self.match_(node),
            Rule::for_ => self.for_(node),
            Rule::list => ExprKind::List(Children::of(node).all(EXPRESSIONS).into_iter().map(|element| self.expr(element)).collect()),
            Rule::call => self.call(node),
            Rule::ident | Rule::name => self.ident(&node, span),
            _ => ExprKind::Error,
        };
        Expr { span, kind: Box::new(kind) }
    }

    fn ident(&mut self, node: &Node<'s>, span: Span) -> ExprKind {
        let Some((right, problem)) = crate::mistakes::foreign_constant(node.as_str().trim_end()) else { return ExprKind::Name(self.name(node)) };
        self.problems.push(problem.at(span));
        if right == "none" { ExprKind::None } else { ExprKind::Bool(right == "yes") }
    }

    /// Parentheses leave no node of their own; the span includes them.
    fn paren(&mut self, node: Node<'s>, span: Span) -> Expr {
        let inner = self.next_expr(&mut Children::of(node));
        Expr { span, ..inner }
    }

    pub(super) fn text(&mut self, node: Node<'s>) -> Vec<TextPart> {
        // The grammar takes a line break within a hole; the lexer, whose word counts, does not.
        if node.as_str().contains('\n') {
            let span = self.span(&node);
            self.problems.push(SyntaxProblem::UnclosedString.at(span));
        }
        let mut parts: Vec<TextPart> = Vec::new();
        for part in node.into_inner() {
            if part.as_rule() == Rule::hole {
                self.problems.extend(crate::mistakes::lexical_in_hole(part.as_str(), self.base + part.as_span().start()));
                let hole = self.next_expr(&mut Children::of(part));
                parts.push(TextPart::Hole(hole));
                continue;
            }
            let text = self.literal(&part);
            match parts.last_mut() {
                Some(TextPart::Literal(before)) => before.push_str(&text),
                _ => parts.push(TextPart::Literal(text)),
            }
        }
        parts
    }

    pub(super) fn quantity(&mut self, node: Node<'s>) -> ExprKind {
        let mut children = Children::of(node);
        let number = children.next(&[Rule::unsigned, Rule::number]).map(|number| self.number(&number));
        let unit = children.next(&[Rule::unit, Rule::pattern_unit, Rule::every_unit]).map(|unit| self.name(&unit));
        match (number, unit) {
            (Some(number), Some(unit)) if unit.text.starts_with('_') => self.grouped_digits(number, &unit),
            (Some(number), Some(unit)) => ExprKind::Quantity { number, unit },
            _ => ExprKind::Error,
        }
    }

    /// `1_000`
    fn grouped_digits(&mut self, mut number: Number, unit: &Name) -> ExprKind {
        let found = format!("{}{}", number.text, unit.text);
        number.span = number.span.to(unit.span);
        number.text = found.replace('_', "");
        self.problems.push(SyntaxProblem::WrittenOtherwise { found, right: number.text.clone(), what: "a number" }.at(number.span));
        ExprKind::Number(number)
    }

    fn if_(&mut self, node: Node<'s>) -> ExprKind {
        let mut children = Children::of(node);
        let condition = self.next_expr(&mut children);
        let then = self.next_fallback(&mut children);
        let otherwise = self.next_fallback(&mut children);
        ExprKind::If { condition, then, otherwise }
    }

    fn call(&mut self, node: Node<'s>) -> ExprKind {
        let mut children = Children::of(node);
        let callee = children.next(NAMES).map_or_else(|| self.nobody(), |name| self.name(&name));
        let args = children.next(&[Rule::args]).map_or_else(Vec::new, |args| self.args(args));
        ExprKind::Call { callee, args }
    }

    fn match_(&mut self, node: Node<'s>) -> ExprKind {
        let mut children = Children::of(node);
        let subject = match children.next(&[Rule::match_head]) {
            Some(head) => self.match_head(head),
            None => self.broken(Span::new(self.base, self.base)),
        };
        let mut arms: Vec<Arm> = Vec::new();
        let mut separated = true;
        while let Some(child) = children.next_of_any() {
            let arm = child.as_rule() == Rule::arm;
            if arm {
                if let Some(above) = arms.last().filter(|_| !separated) {
                    self.problems.push(SyntaxProblem::MissingComma { between: "arms" }.at(above.span.after()));
                }
                arms.push(self.arm(child));
            }
            separated = !arm;
        }
        ExprKind::Match(Match { subject, arms })
    }

    /// What is matched.
    pub(crate) fn match_head(&mut self, node: Node<'s>) -> Expr {
        let mut children = Children::of(node);
        let Some(tuple) = children.next(&[Rule::tuple]) else { return self.next_expr(&mut children) };
        let span = self.span(&tuple);
        let values = Children::of(tuple).all(EXPRESSIONS).into_iter().map(|value| self.expr(value)).collect();
        Expr { span, kind: Box::new(ExprKind::Tuple(values)) }
    }

    pub(crate) fn arm(&mut self, node: Node<'s>) -> Arm {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let (patterns, guard) = self.case(&mut children);
        Arm { span, patterns, guard, value: self.fallback(children) }
    }

    /// What stands before the arrow of an arm, and that arrow.
    pub(super) fn case(&mut self, children: &mut Children<'s>) -> (Vec<crate::ast::Pattern>, Option<Expr>) {
        let patterns = children.all(&[Rule::pattern]).into_iter().map(|pattern| self.pattern(pattern)).collect();
        let guard = children.next(&[Rule::where_]).map(|guard| self.next_expr(&mut Children::of(guard)));
        self.arrow_of_arm(children);
        (patterns, guard)
    }

    pub(super) fn arrow_of_arm(&mut self, children: &mut Children<'s>) {
        if let Some(arrow) = children.next(&[Rule::foreign_arrow]) {
            self.written_otherwise(&arrow, "=>", "the arrow of an arm");
        }
    }

    /// `1..9`, `..9`, `1..`
    pub(super) fn range(&mut self, node: Node<'s>) -> (Option<Number>, Option<Number>) {
        let Some(inner) = node.into_inner().next() else { return (None, None) };
        let only_max = inner.as_rule() == Rule::up_to;
        let mut numbers = inner.into_inner().map(|number| self.number(&number)).collect::<Vec<_>>().into_iter();
        let min = if only_max { None } else { numbers.next() };
        (min, numbers.next())
    }
}

/// What `&` or `+` puts together, as one text with holes; none where the parts are no values that a hole could hold.
pub fn one_text(source: &str, expr: &Expr) -> Option<String> {
    let mut out = String::from("\"");
    let mut parts = Vec::new();
    flatten(expr, &mut parts);
    for part in parts {
        let text = part.span.text(source);
        match &*part.kind {
            ExprKind::Text(_) => out.push_str(text.strip_prefix('"')?.strip_suffix('"')?),
            ExprKind::Binary { .. } | ExprKind::Undecided | ExprKind::Error => return None,
            _ if text.contains('\n') => return None,
            _ => out.push_str(&format!("{{{text}}}")),
        }
    }
    out.push('"');
    Some(out)
}

/// The operands of a chain of one kind of sign.
fn flatten<'e>(expr: &'e Expr, parts: &mut Vec<&'e Expr>) {
    match &*expr.kind {
        ExprKind::Binary { op: BinaryOp::Add | BinaryOp::Or, left, right, .. } => {
            flatten(left, parts);
            flatten(right, parts);
        }
        _ => parts.push(expr),
    }
}

/// `binary` and `minus_or_not` hold the operator's own rule.
fn unwrap_operator(node: Node<'_>) -> Node<'_> {
    match node.as_rule() {
        Rule::binary | Rule::member | Rule::minus_or_not => node.clone().into_inner().next().unwrap_or(node),
        _ => node,
    }
}

fn is_operand(rule: Rule) -> bool {
    matches!(rule, Rule::postfix | Rule::postfix_bare | Rule::ends)
}

fn is_wrapper(rule: Rule) -> bool {
    matches!(rule, Rule::primary | Rule::primary_bare | Rule::cell | Rule::route_result)
}

fn prefix(place: Span, rule: Rule, value: Expr) -> Expr {
    let op = if rule == Rule::not { UnaryOp::Not } else { UnaryOp::Minus };
    Expr { span: place.to(value.span), kind: Box::new(ExprKind::Unary { op, value }) }
}

fn binary_op(rule: Rule) -> BinaryOp {
    match rule {
        Rule::or => BinaryOp::Or,
        Rule::and => BinaryOp::And,
        Rule::not_equal => BinaryOp::NotEqual,
        Rule::less => BinaryOp::Less,
        Rule::less_equal => BinaryOp::LessEqual,
        Rule::greater => BinaryOp::Greater,
        Rule::greater_equal => BinaryOp::GreaterEqual,
        Rule::r#in => BinaryOp::In,
        Rule::not_in => BinaryOp::NotIn,
        Rule::add | Rule::ampersand => BinaryOp::Add,
        Rule::subtract => BinaryOp::Subtract,
        Rule::multiply => BinaryOp::Multiply,
        Rule::divide => BinaryOp::Divide,
        _ => BinaryOp::Equal,
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp::{Equal, Greater, GreaterEqual, In, Less, LessEqual, NotEqual, NotIn};
    matches!(op, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual | In | NotIn)
}

/// A comparison in parentheses may be compared again: its span is wider than its operands.
fn is_parenthesised(expr: &Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Binary { left, .. } if expr.span.start < left.span.start)
}
