//! What people write out of habit in bodies, where it parses and means nothing: spreadsheet functions, `TRUE`, the payload's name in another tool,
//! a literal of the wrong kind. Each is recognised from its names and types, and told with what Flow writes instead.

use crossdock_syntax::{Span, ast, one_text};

use super::{Checker, is_optional, present};
use crate::diagnostic::{Diagnostic, Edit};
use crate::typed::{Const, Dec, Expr, ExprKind, Type};

/// "A function of a spreadsheet"
const FUNCTION: &str = "E0122";
/// "Written otherwise in Flow"
const OTHERWISE: &str = "E0110";
/// "A name is not known here"
const UNKNOWN: &str = "E0201";

/// What a call means: the expression to write, or a hint where that depends.
enum Meaning {
    Written(String),
    Hint(&'static str),
}

impl Checker<'_, '_> {
    pub(super) fn text_of(&self, span: Span) -> &str {
        span.text(&self.ctx.sources.get(self.file).text)
    }

    fn replace(&self, diagnostic: Diagnostic, span: Span, right: &str) -> Diagnostic {
        diagnostic.fix(format!("write `{right}`"), vec![Edit { file: self.file, span, text: right.to_owned() }])
    }

    /// Reports a call of what is a function elsewhere; false where the name says nothing.
    pub(super) fn foreign_call(&self, callee: &ast::Name, args: &[ast::Expr], span: Span) -> bool {
        let Some(meaning) = self.meaning(&callee.text, args) else { return false };
        let diagnostic = Diagnostic::error(FUNCTION, format!("`{}` is not a function here.", callee.text));
        self.ctx.report(match meaning {
            Meaning::Written(right) => self.replace(diagnostic.at(self.file, callee.span, format!("write `{right}`")), span, &right),
            Meaning::Hint(help) => diagnostic.at(self.file, callee.span, "of another tool").help(help),
        });
        true
    }

    fn meaning(&self, name: &str, args: &[ast::Expr]) -> Option<Meaning> {
        let text = |at: usize| args.get(at).map(|arg| self.argument_text(arg));
        let base = |at: usize| args.get(at).map(|arg| self.as_base(arg));
        let name = name.to_lowercase();
        if let Some(hint) = hint(&name) {
            return Some(Meaning::Hint(hint));
        }
        let written = match name.as_str() {
            "if" | "wenn" | "iif" | "cond" => format!("if {} then {} else {}", text(0)?, text(1)?, text(2).unwrap_or_else(|| "none".to_owned())),
            "and" | "und" => self.joined(args, " and ")?,
            "or" | "oder" => self.joined(args, " or ")?,
            "not" | "nicht" => format!("not {}", base(0)?),
            "isblank" | "istleer" | "isnull" | "isempty" | "ismissing" if args.len() == 1 => format!("{} = none", text(0)?),
            "iferror" | "ifna" | "wennfehler" | "wennnv" | "coalesce" | "nvl" | "ifnull" | "isnull" | "default" if args.len() == 2 => format!("{} else {}", base(0)?, base(1)?),
            "between" if args.len() == 3 => self.in_range(args)?,
            "concat" | "concatenate" | "verketten" | "textkette" | "strcat" => self.concatenated(args)?,
            "left" | "links" => format!("{}.truncate({})", base(0)?, text(1)?),
            "mid" | "teil" | "substr" | "substring" if args.len() == 3 => self.middle(args)?,
            "substitute" | "wechseln" | "replace" => format!("{}.replace({}, {})", base(0)?, text(1)?, text(2)?),
            "round" | "runden" => format!("{}.round({})", base(0)?, text(1).unwrap_or_else(|| "0".to_owned())),
            "sum" | "summe" if args.len() == 1 => self.total(args.first()?)?,
            "text" if args.len() == 2 => format!("{}.format({})", base(0)?, text(1)?),
            "text" | "str" | "string" | "to_string" | "tostring" | "cstr" if args.len() == 1 => format!("{}.to_text()", base(0)?),
            "int" | "integer" | "number" | "parseint" | "cint" | "to_number" if args.len() == 1 => format!("{}.to_int()", base(0)?),
            "decimal" | "float" | "value" | "wert" | "cdec" | "parsefloat" if args.len() == 1 => format!("{}.to_decimal()", base(0)?),
            _ => {
                let native = self.native_called(&name)?;
                let others: Vec<String> = args.iter().skip(1).map(|arg| self.text_of(arg.span).to_owned()).collect();
                format!("{}.{native}({})", base(0)?, others.join(", "))
            }
        };
        Some(Meaning::Written(written))
    }

    /// The argument, itself in Flow's writing.
    fn argument_text(&self, arg: &ast::Expr) -> String {
        if let ast::ExprKind::Call { callee, args } = &*arg.kind
            && self.ctx.lookup(self.file, &callee.text).is_none()
            && let Some(Meaning::Written(written)) = self.meaning(&callee.text, args)
        {
            return written;
        }
        self.text_of(arg.span).to_owned()
    }

    /// A function of the library under its own name or a spreadsheet's.
    fn native_called(&self, name: &str) -> Option<String> {
        let known = match name {
            "gross" | "ucase" | "upcase" | "uppercase" | "toupper" => "upper",
            "klein" | "lcase" | "downcase" | "lowercase" | "tolower" => "lower",
            "len" | "länge" | "length" | "strlen" => "length",
            "glätten" | "clean" | "strip" => "trim",
            "count" | "anzahl" | "counta" | "anzahl2" | "rows" => "count",
            "year" | "jahr" => "year",
            "month" | "monat" => "month",
            "day" | "tag" => "day",
            "roundup" | "ceiling" | "obergrenze" => "ceil",
            "rounddown" | "trunc" | "untergrenze" => "floor",
            other => other,
        };
        (!self.ctx.native(known).is_empty()).then(|| known.to_owned())
    }

    /// The argument's text where something is to stand behind it: in parentheses if it is more than a path or a literal.
    pub(super) fn as_base(&self, arg: &ast::Expr) -> String {
        let text = self.argument_text(arg);
        match &*arg.kind {
            ast::ExprKind::Binary { .. } | ast::ExprKind::Unary { .. } | ast::ExprKind::If { .. } | ast::ExprKind::Else { .. } | ast::ExprKind::On { .. }
                if !is_enclosed(&text) =>
            {
                format!("({text})")
            }
            _ => text,
        }
    }

    fn joined(&self, args: &[ast::Expr], sign: &str) -> Option<String> {
        let parts: Vec<String> = args.iter().map(|arg| self.text_of(arg.span).to_owned()).collect();
        (parts.len() > 1).then(|| format!("({})", parts.join(sign)))
    }

    fn concatenated(&self, args: &[ast::Expr]) -> Option<String> {
        let source = &self.ctx.sources.get(self.file).text;
        let parts: Vec<String> = args.iter().map(|arg| one_text(source, arg)).collect::<Option<_>>()?;
        let inner: Vec<&str> = parts.iter().filter_map(|part| part.strip_prefix('"')?.strip_suffix('"')).collect();
        Some(format!("\"{}\"", inner.concat()))
    }

    /// `MID(text, 2, 3)`, `substring(text, 1, 3)`: spreadsheets, SQL and XPath count from 1, and who writes 0 counts from there.
    fn middle(&self, args: &[ast::Expr]) -> Option<String> {
        let start: usize = self.text_of(args.get(1)?.span).parse().ok()?;
        let length = self.text_of(args.get(2)?.span);
        let skipped = start.saturating_sub(1);
        let base = self.as_base(args.first()?);
        Some(if skipped == 0 { format!("{base}.truncate({length})") } else { format!("{base}.drop({skipped}).truncate({length})") })
    }

    /// `between(x, 1, 9)`
    fn in_range(&self, args: &[ast::Expr]) -> Option<String> {
        let [value, low, high] = args else { return None };
        let fixed = [low, high].iter().all(|end| matches!(&*end.kind, ast::ExprKind::Number(_) | ast::ExprKind::Date(_)));
        let (value, low, high) = (self.as_base(value), self.as_base(low), self.as_base(high));
        Some(if fixed { format!("{value} in {low}..{high}") } else { format!("{value} >= {low} and {value} <= {high}") })
    }

    /// `SUM(order.lines.qty)`
    fn total(&self, arg: &ast::Expr) -> Option<String> {
        if let ast::ExprKind::Binary { op: ast::BinaryOp::Multiply, left, right, .. } = &*arg.kind
            && let (ast::ExprKind::Field { base, name }, ast::ExprKind::Field { base: other, name: by }) = (&*left.kind, &*right.kind)
        {
            let list = self.text_of(base.span);
            return (list == self.text_of(other.span)).then(|| format!("{list}.sum(x -> x.{} * x.{})", name.text, by.text));
        }
        let ast::ExprKind::Field { base, name } = &*arg.kind else { return None };
        Some(format!("{}.sum(x -> x.{})", self.text_of(base.span), name.text))
    }

    pub(super) fn written_otherwise(&self, name: &ast::Name, right: &str, what: &str) {
        let said = Diagnostic::error(OTHERWISE, format!("{what} is written `{right}`, not `{}`.", name.text)).at(self.file, name.span, format!("write `{right}`"));
        self.ctx.report(self.replace(said, name.span, right));
    }

    /// A bare name that means nothing here, but something elsewhere.
    pub(super) fn foreign_name(&mut self, name: &ast::Name, want: Option<&Type>) -> Option<Expr> {
        if let Some((constant, right, what)) = foreign_constant(&name.text) {
            self.written_otherwise(name, right, what);
            return Some(constant.map_or_else(
                || Expr { ty: Type::None, span: name.span, kind: Box::new(ExprKind::None) },
                |value| super::expr::constant(Const::Bool(value), Type::Bool, name.span),
            ));
        }
        let diagnostic = || Diagnostic::error(UNKNOWN, format!("Nothing here is called `{}`.", name.text)).at(self.file, name.span, "not known");
        if is_input(&name.text)
            && let Some(local) = self.record_local(|_| true)
        {
            self.ctx.report(self.replace(diagnostic().help(format!("What comes in is called `{local}` here.")), name.span, &local));
            return Some(self.error(name.span));
        }
        if let Some(local) = self.record_local(|fields| fields.contains(&name.text.as_str())) {
            let right = format!("{local}.{}", name.text);
            self.ctx.report(self.replace(diagnostic().help(format!("`{}` is a field of `{local}`.", name.text)), name.span, &right));
            return Some(self.error(name.span));
        }
        if is_cell(&name.text) {
            let help = "A cell of a spreadsheet? Here a value is got by the name of what came in and its field: `order.number`.";
            self.ctx.report(diagnostic().help(help));
            return Some(self.error(name.span));
        }
        let near = crate::resolve::nearest(&name.text, self.visible().into_iter()).is_some();
        let wants_text = matches!(want.map(present), Some(Type::Text(_)));
        if wants_text && !near {
            let right = format!("\"{}\"", name.text);
            self.ctx.report(self.replace(diagnostic().help("A text stands in quotes."), name.span, &right));
            return Some(self.error(name.span));
        }
        None
    }

    /// The name of the first visible value that is a record with such fields.
    fn record_local(&self, fits: impl Fn(&[&str]) -> bool) -> Option<String> {
        self.scope.iter().find_map(|(name, id)| {
            let Type::Record(record) = present(&self.local(*id)?.ty) else { return None };
            let record = self.ctx.project.records.get(record.index())?;
            let fields: Vec<&str> = record.open_fields().iter().map(|field| field.name.as_str()).collect();
            fits(&fields).then(|| name.clone())
        })
    }

    /// `Order.status` where a value of type `Order` is at hand, `Status.open` for `open`.
    pub(super) fn foreign_base(&mut self, base: &ast::Expr, field: &ast::Name) -> Option<Expr> {
        let ast::ExprKind::Name(name) = &*base.kind else { return None };
        if self.scope.iter().any(|(known, _)| *known == name.text) {
            return None;
        }
        match self.ctx.lookup(self.file, &name.text)? {
            crate::context::Def::Enum(id) => {
                let variant = self.variant(id, field)?;
                let said = Diagnostic::error(OTHERWISE, format!("A value of `{}` stands by its name alone.", name.text)).at(self.file, base.span, "not needed");
                let edit = Edit { file: self.file, span: Span { start: base.span.start, end: field.span.start }, text: String::new() };
                self.ctx.report(said.fix(format!("write `{}`", field.text), vec![edit]));
                Some(variant)
            }
            crate::context::Def::Record(id) => {
                let (local, _) = self.scope.iter().find(|(_, local)| self.local(*local).is_some_and(|local| *present(&local.ty) == Type::Record(id)))?;
                let said = Diagnostic::error("E0205", format!("`{}` is the name of a type; the value that came in is called `{local}`.", name.text)).at(
                    self.file,
                    name.span,
                    "a record's type",
                );
                self.ctx.report(self.replace(said, name.span, local));
                Some(self.error(base.span))
            }
            _ => None,
        }
    }

    /// `Event.picked(pick)`: reports the enum's name before its variant.
    pub(super) fn behind_its_enum(&self, base: &ast::Expr, variant: &ast::Name) -> bool {
        let ast::ExprKind::Name(name) = &*base.kind else { return false };
        let Some(crate::context::Def::Enum(id)) = self.ctx.lookup(self.file, &name.text).filter(|_| self.scope.iter().all(|(known, _)| *known != name.text)) else { return false };
        let known = self.ctx.project.enums.get(id.index()).is_some_and(|item| item.variants.iter().any(|known| known.name == variant.text));
        if known {
            let said = Diagnostic::error(OTHERWISE, format!("A value of `{}` stands by its name alone.", name.text)).at(self.file, base.span, "not needed");
            let edit = Edit { file: self.file, span: Span { start: base.span.start, end: variant.span.start }, text: String::new() };
            self.ctx.report(said.fix(format!("write `{}(…)`", variant.text), vec![edit]));
        }
        known
    }

    /// How a literal of another kind would be written for the type: `"5"` for an int as `5`.
    pub(super) fn literal_as(&self, value: &Expr, target: &Type) -> Option<String> {
        let ExprKind::Const(constant) = &*value.kind else { return None };
        match (constant, present(target)) {
            (Const::Text(text), _) if text.is_empty() && is_optional(target) => Some("none".to_owned()),
            (Const::Text(text), Type::Quantity(_)) => self.quantity_in_text(text, target),
            (Const::Text(text), Type::Int(_)) => text.parse::<i64>().ok().map(|number| number.to_string()),
            (Const::Text(text), Type::Decimal(_)) => text.parse::<Dec>().ok().filter(|_| !text.contains(['e', 'E', '+'])).map(|_| text.clone()),
            (Const::Text(text), Type::Bool) => truth(text).map(str::to_owned),
            (Const::Int(0), Type::Bool) => Some("no".to_owned()),
            (Const::Int(1), Type::Bool) => Some("yes".to_owned()),
            (Const::Text(text), Type::Date) => text.parse::<jiff::civil::Date>().ok().map(|date| date.to_string()),
            (Const::Text(text), Type::Time) => crate::moments::time(text).map(crate::moments::written),
            (Const::Text(text), Type::Timestamp) => crate::moments::timestamp(text).map(|_| text.clone()),
            (Const::Text(text), Type::Enum(id)) => {
                let variants = &self.ctx.project.enums.get(id.index())?.variants;
                variants.iter().find(|variant| variant.name.eq_ignore_ascii_case(text) || variant.code == *text).map(|variant| variant.name.clone())
            }
            (Const::Int(_) | Const::Decimal(_), Type::Text(_)) => Some(format!("\"{}\"", self.text_of(value.span))),
            (Const::Bool(yes), Type::Text(_)) => Some(if *yes { "\"yes\"" } else { "\"no\"" }.to_owned()),
            _ => None,
        }
    }

    /// `"30kg"`, for a place in kg: `30 kg`.
    fn quantity_in_text(&self, text: &str, target: &Type) -> Option<String> {
        let at = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-')?;
        let (number, unit) = (text.get(..at)?, self.ctx.show_units(&present(target).unit()));
        number.parse::<Dec>().ok().filter(|_| text.get(at..).is_some_and(|said| said.trim().eq_ignore_ascii_case(&unit)))?;
        Some(if unit.contains(['/', '*']) { format!("{number}.as({unit})") } else { format!("{number} {unit}") })
    }

    /// `a = "x" or "y"`: the second side is no comparison. Reports it.
    pub(super) fn half_comparison(&self, word: &str, left: &ast::Expr, right: &ast::Expr) -> bool {
        let literal = matches!(&*right.kind, ast::ExprKind::Text(_) | ast::ExprKind::Number(_)) || self.is_bare_variant(right);
        let Some((subject, sign)) = self.last_comparison(left).filter(|_| literal) else { return false };
        let right_side = format!("{subject} {sign} ");
        let said = Diagnostic::error("E0342", format!("Each side of `{word}` is a whole comparison.")).at(self.file, right.span, "this alone is neither `yes` nor `no`");
        let edit = Edit { file: self.file, span: Span { start: right.span.start, end: right.span.start }, text: right_side.clone() };
        self.ctx.report(said.help("To compare with several values, list them: `in [\"a\", \"b\"]`.").fix(format!("write `{right_side}…`"), vec![edit]));
        true
    }

    /// `qty in 1-9` and `"A" in order.note`: what stands behind `in` is no list. Reports them.
    fn codes_in_one_text(&self, left: &Expr, right: &Expr) -> Option<String> {
        let (Type::Enum(id), ExprKind::Const(Const::Text(text))) = (present(&left.ty), &*right.kind) else { return None };
        let variants = &self.ctx.project.enums.get(id.index())?.variants;
        let named = |part: &str| variants.iter().find(|variant| variant.name == part || variant.code == part).map(|variant| variant.name.clone());
        let names: Vec<String> = text.split([',', ';', '|']).map(|part| named(part.trim())).collect::<Option<_>>()?;
        Some(format!("[{}]", names.join(", ")))
    }

    pub(super) fn member_otherwise(&self, op: ast::BinaryOp, left: &Expr, right: &Expr, written: &ast::Expr) -> bool {
        if let ast::ExprKind::Binary { op: ast::BinaryOp::Subtract, left: min, right: max, .. } = &*written.kind {
            let both = [min, max].iter().all(|end| matches!(&*end.kind, ast::ExprKind::Number(_)));
            let range = format!("{}..{}", self.text_of(min.span), self.text_of(max.span));
            let said = Diagnostic::error("E0353", "A range is written with two points; this is a difference.").at(self.file, written.span, format!("write `{range}`"));
            if both {
                self.ctx.report(self.replace(said, written.span, &range));
            }
            return both;
        }
        if let Some(list) = self.codes_in_one_text(left, right) {
            let said = Diagnostic::error("E0353", "Behind `in` stands a list of values, and this is one text.").at(self.file, right.span, format!("write `{list}`"));
            self.ctx.report(self.replace(said, right.span, &list));
            return true;
        }
        let texts = matches!((&left.ty, &right.ty), (Type::Text(_), Type::Text(_)));
        if texts {
            let not = if op == ast::BinaryOp::NotIn { "not " } else { "" };
            let call = format!("{not}{}.contains({})", self.as_base(written), self.text_of(left.span));
            let said = Diagnostic::error("E0353", "`in` asks whether a list has a value; whether a text has a part is asked by `.contains`.");
            let said = said.at(self.file, right.span, "a text, not a list");
            self.ctx.report(self.replace(said, left.span.to(right.span), &call));
        }
        texts
    }

    /// `order.order-number`, `order/status`, `N/A`: one thing, with a sign in it that means something else here. Reports them.
    pub(super) fn name_with_sign(&mut self, op: ast::BinaryOp, sign: Span, left: &ast::Expr, right: &ast::Expr, whole: Span) -> bool {
        let ast::ExprKind::Name(last) = &*right.kind else { return false };
        let close = left.span.end == sign.start && sign.end == right.span.start;
        if !close || !matches!(op, ast::BinaryOp::Subtract | ast::BinaryOp::Divide) || self.stands_for_something(last) {
            return false;
        }
        let said = match op {
            ast::BinaryOp::Divide if matches!(self.text_of(whole).to_uppercase().as_str(), "N/A" | "K/A") => {
                Diagnostic::error(OTHERWISE, "What is not there is `none`, and a text stands in quotes.")
                    .at(self.file, whole, "neither")
                    .help(format!("Write `none` where the field may be missing, or leave its line out; the text itself is written `\"{}\"`.", self.text_of(whole)))
            }
            ast::BinaryOp::Divide => {
                let Some((record, found)) = self.field_behind(left, &last.text) else { return false };
                let right = format!("{}.{found}", self.text_of(left.span));
                let said = Diagnostic::error("E0114", "A part of a record is got by `.`, not `/`.").at(self.file, sign, format!("`{found}` is a field of `{record}`"));
                self.replace(said, whole, &right)
            }
            _ => {
                let ast::ExprKind::Field { base, name } = &*left.kind else { return false };
                if self.field_behind(base, &name.text).is_some_and(|(_, found)| found == name.text) {
                    return false;
                }
                let joined = format!("{}_{}", name.text, last.text);
                let found = self.field_behind(base, &joined).or_else(|| self.field_behind(base, &last.text)).map_or(joined, |(_, found)| found);
                let said = Diagnostic::error("E0115", "A name has no hyphens; between two values `-` takes one from the other.");
                let path = name.span.to(right.span);
                self.replace(said.at(self.file, path, format!("write `{found}`")), path, &found)
            }
        };
        self.ctx.report(said);
        true
    }

    fn stands_for_something(&self, name: &ast::Name) -> bool {
        self.scope.iter().any(|(known, _)| *known == name.text) || self.ctx.lookup(self.file, &name.text).is_some()
    }

    /// The field of that name, or nearly, of what a local's name stands for; with the record's name.
    fn field_behind(&self, base: &ast::Expr, name: &str) -> Option<(String, String)> {
        let ast::ExprKind::Name(local) = &*base.kind else { return None };
        let (_, id) = self.scope.iter().rev().find(|(known, _)| *known == local.text)?;
        let Type::Record(record) = present(&self.local(*id)?.ty) else { return None };
        let record = self.ctx.project.records.get(record.index())?;
        let fields = || record.open_fields().iter().map(|field| field.name.as_str());
        let found = fields().find(|field| *field == name).or_else(|| crate::resolve::nearest(name, fields()))?;
        Some((record.decl.name.clone(), found.to_owned()))
    }

    /// `order_no = x = order.number`: reports it, where `x` is no value.
    pub(super) fn two_targets(&self, target: &ast::Name, value: &ast::Expr, wanted: &Type) -> bool {
        let ast::ExprKind::Binary { op: ast::BinaryOp::Equal, left, right, .. } = &*value.kind else { return false };
        let ast::ExprKind::Name(second) = &*left.kind else { return false };
        if self.stands_for_something(second) || matches!(present(wanted), Type::Bool) {
            return false;
        }
        let value = self.text_of(right.span);
        let said = Diagnostic::error("E0116", "A line sets one field.").at(self.file, second.span, "a second one?");
        self.ctx.report(said.help(format!("Write a line for each: `{} = {value}` and `{} = {value}`.", target.text, second.text)));
        true
    }

    /// `order.note or "none"`, where what may be missing stands on the left. Reports it.
    pub(super) fn or_for_else(&mut self, sign: Span, left: &ast::Expr, right: &ast::Expr) -> bool {
        let path = matches!(&*left.kind, ast::ExprKind::Field { .. } | ast::ExprKind::Name(_) | ast::ExprKind::Method { .. });
        let value = matches!(&*right.kind, ast::ExprKind::Field { .. } | ast::ExprKind::Text(_) | ast::ExprKind::Number(_) | ast::ExprKind::None)
            || crate::moments::literal(&right.kind).is_some();
        if !path || !value {
            return false;
        }
        let left = self.infer(left, None);
        match present(&left.ty) {
            Type::Bool => return false,
            // What is wrong with it is told already.
            Type::Error => return true,
            _ => {}
        }
        let said = Diagnostic::error("E0114", "What holds when a value is missing is written `else`, not `or`.").at(self.file, sign, "write `else`");
        self.ctx.report(self.replace(said, sign, "else"));
        true
    }

    /// `"Order " + order.number + …`: a sum with a text written out in it is meant as one text. Reports it.
    pub(super) fn text_chain(&mut self, left: &ast::Expr, right: &ast::Expr, sign: Span, whole: Span) -> bool {
        let mut parts = Vec::new();
        summands(left, &mut parts);
        summands(right, &mut parts);
        if parts.len() < 3 || !parts.iter().any(|part| matches!(&*part.kind, ast::ExprKind::Text(_))) {
            return false;
        }
        let typed: Vec<Expr> = parts.iter().map(|part| self.infer(part, None)).collect();
        if typed.iter().all(|part| !matches!(part.ty, Type::Error)) {
            let kind = ast::ExprKind::Binary { op: ast::BinaryOp::Add, op_span: sign, left: left.clone(), right: right.clone() };
            let right = one_text(&self.ctx.sources.get(self.file).text, &ast::Expr { span: whole, kind: Box::new(kind) });
            self.report(super::Problem::TextSum { file: self.file, span: sign, whole, right });
        }
        true
    }

    /// `Address(city = order.city)`: reports it.
    pub(super) fn constructed(&self, callee: &ast::Name, args: &[ast::Expr]) -> bool {
        let is_record = matches!(self.ctx.lookup(self.file, &callee.text), Some(crate::context::Def::Record(_)));
        let named = args.iter().any(|arg| matches!(&*arg.kind, ast::ExprKind::Binary { op: ast::BinaryOp::Equal, .. }));
        if is_record && named {
            let said = Diagnostic::error("E0116", format!("`{}` is a record, not a function: a record is made by setting its fields in braces.", callee.text));
            self.ctx.report(said.at(self.file, callee.span, "a record").help("Write `ship_to { city = order.city }`; the record is known from the field that it goes into."));
        }
        is_record && named
    }

    pub(super) fn named_argument(&self, span: Span, name: &ast::Name) {
        let said = Diagnostic::error("E0121", "What a function is given stands in its order, without names.").at(self.file, name.span, "not needed");
        self.ctx.report(said.fix(format!("remove `{} =`", name.text), vec![Edit { file: self.file, span, text: String::new() }]));
    }

    /// `order.number.toString()`, of what is a text: reports it.
    pub(super) fn is_text_already(&self, value: &Expr, name: &ast::Name, span: Span) -> bool {
        let converts = name.text == "to_text" || method_aliases(&name.text) == ["to_text"];
        if !converts || !matches!(present(&value.ty), Type::Text(_)) {
            return false;
        }
        let call = Span { start: value.span.end, end: span.end };
        let said = Diagnostic::error("E0341", "This is a text already.").at(self.file, name.span, "not needed");
        self.ctx.report(said.fix(format!("remove `{}`", self.text_of(call)), vec![Edit { file: self.file, span: call, text: String::new() }]));
        true
    }

    /// What is compared, and how, in the last comparison of a condition.
    fn last_comparison(&self, expr: &ast::Expr) -> Option<(&str, &str)> {
        use ast::BinaryOp::{And, Equal, NotEqual, Or};
        let ast::ExprKind::Binary { op, op_span, left, right } = &*expr.kind else { return None };
        match op {
            Equal | NotEqual => Some((self.text_of(left.span), self.text_of(*op_span))),
            And | Or => self.last_comparison(right).or_else(|| self.last_comparison(left)),
            _ => None,
        }
    }
}

/// Whether one pair of parentheses is around all of it: not so in `(a + b) * (c + d)`.
pub(super) fn is_enclosed(text: &str) -> bool {
    let mut depth = 0_usize;
    let closed_at = text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at + c.len_utf8())
    });
    text.starts_with('(') && closed_at == Some(text.len())
}

fn summands<'e>(expr: &'e ast::Expr, parts: &mut Vec<&'e ast::Expr>) {
    match &*expr.kind {
        ast::ExprKind::Binary { op: ast::BinaryOp::Add, left, right, .. } => {
            summands(left, parts);
            summands(right, parts);
        }
        _ => parts.push(expr),
    }
}

/// `TRUE`, `ja`, `NULL`: whether it is yes or no (none for nothing), how it is written, and what it is.
fn foreign_constant(name: &str) -> Option<(Option<bool>, &'static str, &'static str)> {
    Some(match name.to_lowercase().as_str() {
        "true" | "wahr" | "ja" | "yes" => (Some(true), "yes", "“true”"),
        "false" | "falsch" | "nein" | "no" => (Some(false), "no", "“false”"),
        "null" | "nil" | "none" | "nothing" | "undefined" | "empty" | "blank" | "leer" | "na" | "nan" | "missing" => (None, "none", "“nothing”"),
        _ => return None,
    })
}

/// `A2`, `BC17`
fn is_cell(name: &str) -> bool {
    let row = name.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    (1..=3).contains(&(name.len() - row.len())) && !row.is_empty() && row.chars().all(|digit| digit.is_ascii_digit())
}

/// What other tools call the message that came in.
fn is_input(name: &str) -> bool {
    let name = name.to_lowercase();
    matches!(
        name.as_str(),
        "payload" | "this" | "self" | "input" | "msg" | "message" | "root" | "source" | "body" | "event" | "data" | "it" | "src" | "doc" | "document" | "request" | "json" | "vars"
    )
}

fn truth(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "y" | "yes" | "j" | "ja" | "true" | "t" | "1" | "x" | "wahr" => Some("yes"),
        "n" | "no" | "nein" | "false" | "f" | "0" | "falsch" => Some("no"),
        _ => None,
    }
}

/// Functions whose place another thing of the language takes.
fn hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "vlookup" | "sverweis" | "xlookup" | "xverweis" | "hlookup" | "wverweis" | "lookup" | "verweis" | "index" | "match" | "vergleich" => {
            "Codes of two systems stand in a table: `table carrier : text -> text { \"A\" -> \"B\" }`, read by `carrier(order.status)`."
        }
        "today" | "heute" | "jetzt" | "getdate" | "sysdate" | "current_date" => {
            "`now()` is the time at which the event was received; its date needs a zone: `now().to_date(\"Europe/Berlin\")`."
        }
        "right" | "rechts" => "`.drop(2)` leaves out the first 2 characters of a text; what stands behind a sign is got by `.after(\"-\")`.",
        "sumif" | "summewenn" | "sumifs" | "countif" | "zählenwenn" | "filter" | "countifs" => {
            "Go through a part of a list: `for line in order.lines where line.qty > 0 { line.qty }`."
        }
        "choose" | "switch" | "ifs" | "wenns" | "wahl" | "case" | "decode" => "A choice among values is a `match`: `match order.status { \"a\" => 1, otherwise => 2 }`.",
        "print" | "log" | "echo" | "console" | "debug" => "A map writes nothing: run it on a document with `crossdock apply`, or say what you expect in a `test`.",
        _ => return None,
    })
}

/// Methods of other languages, with what they may be called here, the likeliest first.
pub(super) fn method_aliases(name: &str) -> &'static [&'static str] {
    match name.to_lowercase().replace('_', "").as_str() {
        "touppercase" | "uppercase" | "toupper" | "upcase" | "ucase" => &["upper"],
        "tolowercase" | "lowercase" | "tolower" | "downcase" | "lcase" => &["lower"],
        "tostring" | "totext" | "string" | "str" | "text" | "astext" => &["to_text"],
        "toint" | "tointeger" | "parseint" | "tonumber" | "asint" | "number" => &["to_int"],
        "todecimal" | "tofloat" | "todouble" | "parsefloat" | "decimal" => &["to_decimal"],
        "strip" | "trimspaces" | "clean" => &["trim"],
        "len" | "length" | "size" | "count" => &["length", "count"],
        "left" | "shorten" | "cut" | "limit" | "max" | "take" => &["truncate"],
        "skip" => &["drop"],
        "includes" | "has" | "indexof" => &["contains"],
        "replaceall" | "substitute" | "gsub" => &["replace"],
        "isempty" | "isblank" | "empty" => &["is_blank", "is_empty"],
        "padstart" | "lpad" | "leftpad" => &["pad_left"],
        "padend" | "rpad" | "rightpad" => &["pad_right"],
        "head" => &["first"],
        "tail" => &["last"],
        "get" | "elementat" | "nth" | "item" => &["at", "get"],
        "unique" | "distinctvalues" | "dedupe" => &["distinct"],
        "sort" | "orderby" | "sortby" | "order" => &["sort_by"],
        "some" | "exists" => &["any"],
        "every" => &["all"],
        "total" | "sumof" | "sumby" => &["sum"],
        "ceiling" | "roundup" => &["ceil"],
        "rounddown" | "trunc" => &["floor"],
        "compact" | "nonnull" | "notnull" | "filternull" | "skipnulls" => &["present"],
        "single" | "exactlyone" => &["only"],
        "networkdays" | "workdays" | "workingdays" | "businessdays" => &["business_days_until"],
        "workday" | "addworkdays" | "addworkingdays" => &["add_business_days"],
        "mround" | "roundto" | "ceilto" | "tomultiple" => &["up_to_multiple"],
        "wordwrap" | "wraptext" => &["wrap"],
        "keyby" | "tomap" | "todictionary" | "indexby" => &["index_by"],
        "equalsignorecase" | "equalfold" => &["same_letters"],
        "intersection" | "incommon" => &["intersect"],
        "value" | "rawvalue" => &["code"],
        "todatestring" | "formatdate" | "strftime" | "dateformat" => &["format"],
        _ => &[],
    }
}

/// What takes the place of a method that goes through a list, or cuts a text.
pub(super) fn method_hint(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "map" | "select" | "foreach" | "each" | "collect" | "transform" => "A list is made from another one by `for`: `lines = for line in order.lines { … }`.",
        "filter" | "where" | "reject" | "findall" => {
            "Elements are chosen by `.filter(line -> line.qty > 0)`, or by `where` in a `for`: `for line in order.lines where line.qty > 0 { … }`."
        }
        "reduce" | "fold" | "aggregate" => "There are `.sum(line -> line.qty)`, `.count()`, `.min()`, `.max()` and `.join(\", \")`.",
        "substring" | "substr" | "slice" | "mid" | "right" => "`.truncate(3)` keeps the first 3 characters, `.drop(2)` leaves out the first 2.",
        "concat" | "append" | "plus" | "add" => "Texts are put together in one text with holes: `\"{first} {last}\"`.",
        "equals" | "eq" | "equalsignorecase" | "compareto" => "Values are compared with `=`.",
        "or" | "orelse" | "or_else" | "getordefault" | "unwrapor" | "ordefault" | "default" | "ifnull" | "coalesce" => {
            "What holds when a value is missing is written `else`: `order.note else \"\"`."
        }
        _ => return None,
    })
}
