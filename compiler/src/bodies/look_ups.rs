//! Look-ups: what a flow asks a system while it decides.

use crossdock_syntax::{Span, ast};

use super::problem::Problem;
use super::{Checker, is_optional};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;
use crate::typed::{Answers, Contract, ContractId, Expr, ExprKind, Type};

/// The built-in failures of every look-up; `not_found` comes to those whose result must be there.
const OF_LOOK_UPS: [&str; 5] = ["unreachable", "timeout", "busy", "refused", "invalid"];

#[derive(Clone, Debug)]
enum LookUpProblem {
    /// In a fn, map or test.
    NotInFlow { file: FileId, span: Span, name: String, declared: (FileId, Span) },
    /// `erp.release(…)` without `send`.
    /// `begin`: what the word `send` takes the place of, where nothing comes back a `let … =`.
    Message { file: FileId, span: Span, name: ast::Name, declared: (FileId, Span), in_flow: bool, answered: bool, begin: Span },
    /// `let reply = send wms.release(…)`, of a message that nothing comes back from.
    NoAnswer { file: FileId, name: ast::Name, send: Span, declared: (FileId, Span) },
    /// `send erp.customer(…)`
    Sent { file: FileId, system: String, name: ast::Name, declared: (FileId, Span) },
}

impl Checker<'_, '_> {
    /// `erp.customer(order.customer_id)`, where `erp` is a system, however it was found.
    pub(super) fn look_up(&mut self, system: Expr, contract: ContractId, name: &ast::Name, args: &[ast::Expr], span: Span) -> Expr {
        if is_optional(&system.ty) {
            self.must_be_there(&system);
            return self.unasked(args, span);
        }
        let Some(declared) = self.ctx.project.contracts.get(contract.index()) else { return self.unasked(args, span) };
        let place = declared.decl.place;
        let Some((at, answers)) = declared.answers.iter().enumerate().find(|(_, answers)| answers.name == name.text) else {
            self.no_look_up(contract, name, span);
            return self.unasked(args, span);
        };
        let title = self.look_up_title(contract, answers);
        self.ctx.mention(self.file, crate::Mention { span: name.span, title: title.clone(), docs: answers.docs.clone(), target: Some((place.file, answers.span)) });
        if !self.in_flow {
            let problem = LookUpProblem::NotInFlow { file: self.file, span, name: name.text.clone(), declared: (place.file, answers.span) };
            self.ctx.report(problem.diagnostic());
            return self.unasked(args, span);
        }
        // Those at the end that may be missing may be left out.
        let least = answers.params.iter().rposition(|(_, ty)| !matches!(ty, Type::Optional(_))).map_or(0, |last| last + 1);
        if args.len() > answers.params.len() || args.len() < least {
            let declared = (place.file, answers.span);
            self.report(Problem::Arity { file: self.file, span, name: name.text.clone(), given: args.len(), wanted: answers.params.len(), declared, signature: title });
            return self.unasked(args, span);
        }
        let missing = |(_, ty): &(String, Type)| Expr { ty: ty.clone(), span, kind: Box::new(ExprKind::None) };
        let left_out: Vec<Expr> = answers.params.iter().skip(args.len()).map(missing).collect();
        let given = args.iter().zip(&answers.params).map(|(arg, (param, ty))| self.assigned(arg, ty, Some(param)));
        let args = given.collect::<Vec<_>>().into_iter().chain(left_out).collect();
        OF_LOOK_UPS.iter().for_each(|failure| self.raise_built_in(failure, span));
        if !answers.optional {
            self.raise_built_in("not_found", span);
        }
        let ty = answers.result();
        Expr { ty, span, kind: Box::new(ExprKind::LookUp { system, contract, look_up: at as u32, args }) }
    }

    /// The arguments of what cannot be asked: their own mistakes are told.
    fn unasked(&mut self, args: &[ast::Expr], span: Span) -> Expr {
        args.iter().filter(|arg| !matches!(&*arg.kind, ast::ExprKind::Lambda { .. })).for_each(|arg| drop(self.infer(arg, None)));
        self.error(span)
    }

    fn no_look_up(&mut self, contract: ContractId, name: &ast::Name, span: Span) {
        let Some(declared) = self.ctx.project.contracts.get(contract.index()) else { return };
        if let Some(accepts) = declared.accepts.iter().find(|accepts| accepts.name == name.text) {
            let (declared, answered) = ((declared.decl.place.file, accepts.span), accepts.answer.is_some());
            let here = Span { start: span.start, end: span.start };
            let begin = if answered { here } else { self.binding_before(span).unwrap_or(here) };
            self.ctx.report(LookUpProblem::Message { file: self.file, span, name: name.clone(), declared, in_flow: self.in_flow, answered, begin }.diagnostic());
            return;
        }
        let known: Vec<&str> = declared.answers.iter().map(|answers| answers.name.as_str()).collect();
        self.no_message(name, "answers", declared, &known);
    }

    /// `let name = ` just before this.
    fn binding_before(&self, span: Span) -> Option<Span> {
        let before = self.ctx.text(self.file, Span { start: 0, end: span.start });
        let start = before.rfind("let ")?;
        let binding = before.get(start + 4..)?.trim_end().strip_suffix('=')?.trim();
        binding.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(Span { start: start as u32, end: span.start })
    }

    /// What `let … = send …` gives; reported where nothing comes back.
    pub(super) fn answer_of(&self, contract: ContractId, message: u32, name: &ast::Name, send: Span) -> Type {
        let declared = self.ctx.project.contracts.get(contract.index());
        let Some((contract, accepts)) = declared.and_then(|contract| Some((contract, contract.accepts.get(message as usize)?))) else { return Type::Error };
        if accepts.answer.is_none() && !self.ctx.is_broken_message(contract, &accepts.name) {
            let declared = (contract.decl.place.file, accepts.span);
            self.ctx.report(LookUpProblem::NoAnswer { file: self.file, name: name.clone(), send, declared }.diagnostic());
        }
        accepts.answer.clone().unwrap_or(Type::Error)
    }

    /// What a `send` names is asked, not sent: reported if so.
    pub(super) fn is_look_up(&self, contract: &Contract, system: &ast::Name, name: &ast::Name) -> bool {
        let Some(answers) = contract.answers.iter().find(|answers| answers.name == name.text) else { return false };
        let declared = (contract.decl.place.file, answers.span);
        self.ctx.report(LookUpProblem::Sent { file: self.file, system: system.text.clone(), name: name.clone(), declared }.diagnostic());
        true
    }

    /// `Erp answers customer(id: text) : Customer`
    pub(super) fn look_up_title(&self, contract: ContractId, answers: &Answers) -> String {
        let contract = self.ctx.project.contracts.get(contract.index()).map_or("", |contract| &contract.decl.name);
        let params: Vec<String> = answers.params.iter().map(|(name, ty)| format!("{name}: {}", self.ctx.show(ty))).collect();
        format!("{contract} answers {}({}) : {}", answers.name, params.join(", "), self.ctx.show(&answers.result()))
    }
}

impl Fact for LookUpProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            LookUpProblem::NotInFlow { file, span, name, declared } => {
                Diagnostic::error("E0680", "Only a flow asks other systems: maps, functions and tests are worked out from what they are given.")
                    .at(*file, *span, "asks a system")
                    .at(declared.0, declared.1, "the look-up")
                    .help(format!("Ask in the flow and pass on what came: `let {name} = …`, then `to_…(order, {name})`, with a parameter for it."))
            }
            LookUpProblem::Sent { file, system, name, declared } => Diagnostic::error("E0683", format!("`{}` is a look-up: it is asked, not sent.", name.text))
                .at(*file, name.span, "sent like a message")
                .at(declared.0, declared.1, "answered as a look-up")
                .help(format!("Ask it, and use what comes: `let {0} = {system}.{0}(…)`.", name.text)),
            LookUpProblem::NoAnswer { file, name, send, declared } => Diagnostic::error("E0683", format!("`{}` is a message that nothing comes back from.", name.text))
                .at(*file, name.span, "gives nothing back")
                .at(declared.0, declared.1, "says nothing of an answer")
                .help("If the system answers with a record, say so in its contract, behind the address: `… by POST \"/labels\" answers Label`.")
                .fix("only send it", vec![Edit { file: *file, span: *send, text: String::new() }]),
            LookUpProblem::Message { file, span, name, declared, in_flow, answered, begin } => {
                let gives = if *answered { "it is sent, and its answer comes back" } else { "it is sent, and gives nothing back" };
                let diagnostic = Diagnostic::error("E0683", format!("`{}` is a message: {gives}.", name.text)).at(*file, *span, "asked like a look-up").at(
                    declared.0,
                    declared.1,
                    "accepted as a message",
                );
                match in_flow {
                    true if *answered => diagnostic
                        .help("It does something in the other system, so `send` stands before it, in a `let` of its own.")
                        .fix("write `send`", vec![Edit { file: *file, span: *begin, text: "send ".to_owned() }]),
                    true => diagnostic.help("Write `send` as a statement of its own.").fix("write `send`", vec![Edit { file: *file, span: *begin, text: "send ".to_owned() }]),
                    false => diagnostic.help("Send it from a flow."),
                }
            }
        }
    }
}
