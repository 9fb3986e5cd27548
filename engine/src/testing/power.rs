//! Why an expectation does not hold: the value of each part of its condition, so that nobody has to run it again by hand.

use crossdock_compiler::typed::{Expr, ExprKind, FileId, TextPart};

use super::Run;

/// More parts than these are not read.
const LINES_MAX: usize = 24;
/// Characters of a part's text.
const TEXT_MAX: usize = 60;
/// Characters of its value.
const VALUE_MAX: usize = 200;

/// A part of the condition, how deep it stands in it, and what it comes to.
struct Line {
    depth: usize,
    text: String,
    value: String,
}

impl Run<'_, '_> {
    /// The condition and its parts, outermost first, each with its value.
    pub(super) fn why_not(&mut self, condition: &Expr) -> String {
        let mut lines = Vec::new();
        self.parts(self.file, condition, 0, &mut lines);
        let width = lines.iter().map(|line| line.depth * 2 + line.text.chars().count()).max().unwrap_or(0);
        let shown = lines.iter().take(LINES_MAX).map(|line| {
            let indent = "  ".repeat(line.depth);
            let fill = " ".repeat(width.saturating_sub(line.depth * 2 + line.text.chars().count()));
            format!("\n  {indent}{}{fill}  {}", line.text, line.value)
        });
        let more = if lines.len() > LINES_MAX { "\n  …" } else { "" };
        format!("It does not hold:{}{more}", shown.collect::<String>())
    }

    fn parts(&mut self, file: FileId, expr: &Expr, depth: usize, lines: &mut Vec<Line>) {
        if lines.len() > LINES_MAX || is_literal(expr) {
            return;
        }
        let text = shortened(&self.source_of(file, expr), TEXT_MAX);
        let same = lines.last().is_some_and(|above| above.depth + 1 == depth && above.text == text);
        if !same {
            let value = self.evaluator.value(file, expr).map_or_else(|why| why, |value| value.shown());
            lines.push(Line { depth, text, value: shortened(&value, VALUE_MAX) });
        }
        let inner = if same { depth } else { depth + 1 };
        children(expr).into_iter().for_each(|child| self.parts(file, child, inner, lines));
    }

    /// The expression as it is written, on one line.
    fn source_of(&self, file: FileId, expr: &Expr) -> String {
        let source = self.bench.checked.sources.get(file);
        expr.span.text(&source.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Const(_) | ExprKind::None | ExprKind::System(_))
}

/// The parts that have a value by themselves: not what depends on a name that another part binds.
fn children(expr: &Expr) -> Vec<&Expr> {
    match &*expr.kind {
        ExprKind::Const(_) | ExprKind::None | ExprKind::System(_) | ExprKind::Local(_) | ExprKind::Fail(_) | ExprKind::Lambda { .. } | ExprKind::Build { .. } => Vec::new(),
        ExprKind::Text(parts) => parts.iter().filter_map(|part| if let TextPart::Hole(hole) = part { Some(hole) } else { None }).collect(),
        ExprKind::Field { base, .. } => vec![base],
        ExprKind::Call { args, .. } | ExprKind::Native { args, .. } | ExprKind::LookUp { args, .. } => {
            args.iter().filter(|arg| !matches!(&*arg.kind, ExprKind::Lambda { .. })).collect()
        }
        ExprKind::Table { key, .. } => vec![key],
        ExprKind::Unary { value, .. } | ExprKind::Fit { value, .. } | ExprKind::Through { value, .. } | ExprKind::Let { value, .. } => vec![value],
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::If { condition, .. } => vec![condition],
        ExprKind::Match { subjects, .. } => subjects.iter().collect(),
        ExprKind::Route { args, .. } => args.iter().collect(),
        ExprKind::For(_) | ExprKind::Elsewhere { .. } => Vec::new(),
        ExprKind::Else { value, .. } | ExprKind::On { value, .. } => vec![value],
        ExprKind::List(elements) => elements.iter().collect(),
    }
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}
