//! The reference interpreter: runs the code of a unit on the slots of one message.
//!
//! It recurses as deep as the program's text nests and as its calls go, never as deep as the data.

mod arithmetic;
mod ask;
mod collect;
pub(crate) mod compare;
mod display;
mod fits;
mod keys;
mod loops;
mod patterns;
mod rules;

use std::collections::HashMap;
use std::sync::Arc;

use crossdock_compiler::limits;
use crossdock_compiler::typed::{BinaryOp, Project};

pub(crate) use ask::{Answers, Question, QuestionPart};
pub(crate) use collect::Events;
pub(crate) use display::display;
pub(crate) use rules::with_unit;

use crate::decision::{Collecting, LookUp};
use crate::failure::Failure;
use crate::ir::{Blame, Block, Code, FailureText, Function, FunctionIndex, Inst, MarkedRows, MessagePart, NativeRef, Part, Reg, Site};
use crate::lower::{Constants, joined};
use crate::natives::{Cx, Raise};
use crate::slot::{List, Memory, Slot, Spare};
use crate::view::View;

/// Arguments of a native that need no list of their own; hardly any takes more.
const FEW: usize = 4;

/// More failures of one `for` than a person would read.
const MOST_FAILURES: usize = 50;

/// What the code of a unit works with.
#[derive(Clone, Copy)]
pub(crate) struct Env<'a> {
    pub project: &'a Project,
    pub constants: &'a Constants,
    pub payload: &'a [u8],
    /// When the event was received.
    pub received: jiff::Timestamp,
    /// What systems answered.
    pub answers: &'a Answers<'a>,
    /// The events that become one, where they are known.
    pub events: Option<&'a Events<'a>>,
}

/// Why the code did not run to its end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    Failed(Vec<Raised>),
    Skipped {
        because: String,
    },
    /// Look-ups that nobody has answered yet.
    Asks(Vec<LookUp>),
    /// A message that must be answered first, and which of the decision's exchanges it is.
    Exchange(u32, Box<Decided>),
    /// More events belong to this one, or may.
    Collecting(Collecting),
}

/// A failure on its way up.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raised {
    pub name: String,
    pub message: String,
    pub blame: Blame,
    pub source: Arc<str>,
}

impl From<Raised> for Failure {
    fn from(raised: Raised) -> Failure {
        let path = match raised.blame {
            Blame::Payload(path) | Blame::Within { path, .. } => Some(path).filter(|path| !path.is_empty()),
            Blame::Nobody => None,
        };
        Failure { name: raised.name, message: raised.message, path, source: Some(raised.source.to_string()) }
    }
}

type Run<T = ()> = Result<T, Stop>;

/// A send that a flow decided: its system, its place among the unit's sends, and its record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Decided {
    pub system: Slot,
    pub place: usize,
    pub value: Slot,
    /// System, place and record of what takes it back.
    pub undo: Option<(Slot, usize, Slot)>,
}

/// One run of a unit's code.
pub(crate) struct Interpreter<'a> {
    env: Env<'a>,
    code: &'a Code,
    memory: &'a mut Memory,
    /// The registers of all running functions; those of the innermost begin at `base`.
    registers: Vec<Slot>,
    base: usize,
    /// What the running `for`s have made so far, the innermost last.
    results: Vec<Slot>,
    pub sends: Vec<Decided>,
    /// Moves of lifecycles: their places among those of the unit, and the keys.
    pub moves: Vec<(usize, String)>,
    /// What the sender is answered.
    pub reply: Option<Slot>,
    /// Messages so far that were sent for their answers.
    exchanges: u32,
    /// Answers that were read already, by their place among the recorded ones.
    read: HashMap<usize, Slot>,
}

impl<'a> Interpreter<'a> {
    pub fn new(env: Env<'a>, code: &'a Code, memory: &'a mut Memory) -> Interpreter<'a> {
        Interpreter {
            env,
            code,
            memory,
            registers: Vec::new(),
            base: 0,
            results: Vec::new(),
            sends: Vec::new(),
            moves: Vec::new(),
            reply: None,
            exchanges: 0,
            read: HashMap::new(),
        }
    }

    /// Runs the unit's entry.
    pub fn run(&mut self, args: &[Slot]) -> Run<Slot> {
        let Spare { registers, results } = std::mem::take(&mut self.memory.spare);
        (self.registers, self.results) = (registers, results);
        self.registers.clear();
        self.results.clear();
        self.registers.extend_from_slice(args);
        let result = self.call(FunctionIndex(self.code.entry as u32), 0);
        self.memory.spare = Spare { registers: std::mem::take(&mut self.registers), results: std::mem::take(&mut self.results) };
        result
    }

    /// The arguments are the last registers, from that one on; the callee takes them as its own.
    #[inline(never)]
    fn call(&mut self, index: FunctionIndex, args: usize) -> Run<Slot> {
        let code = self.code;
        let Some(function) = code.functions.get(index.0 as usize) else { return Ok(Slot::Missing) };
        let outer = self.base;
        self.base = args;
        self.registers.resize(self.base + function.registers as usize, Slot::Missing);
        let result = self.function(function);
        self.registers.truncate(self.base);
        self.base = outer;
        result
    }

    fn function(&mut self, function: &'a Function) -> Run<Slot> {
        self.block(&function.body)?;
        Ok(self.get(function.result))
    }

    #[inline]
    fn get(&self, reg: Reg) -> Slot {
        self.registers.get(self.base + reg.0 as usize).copied().unwrap_or(Slot::Missing)
    }

    #[inline]
    fn set(&mut self, reg: Reg, value: Slot) {
        if let Some(place) = self.registers.get_mut(self.base + reg.0 as usize) {
            *place = value;
        }
    }

    fn view(&self) -> View<'_> {
        View { payload: self.env.payload, memory: self.memory, constants: &self.env.constants.text }
    }

    /// What comes often stands here, and only calls what is longer than a few instructions, so that an instruction costs no more than it does.
    fn block(&mut self, block: &'a Block) -> Run {
        for inst in block {
            match inst {
                Inst::Const { to, value } => self.set(*to, *value),
                Inst::Copy { to, from } => self.set(*to, self.get(*from)),
                Inst::Field { to, base, slot } => self.set(*to, self.field(self.get(*base), *slot)),
                Inst::Record { to, size } => {
                    let start = self.allocate(*size as usize);
                    self.set(*to, Slot::Record(start));
                    self.room()?;
                }
                Inst::Store { record, slot, from } => self.store(self.get(*record), *slot, self.get(*from)),
                Inst::IsMissing { to, value } => self.set(*to, Slot::Bool(matches!(self.get(*value), Slot::Missing))),
                Inst::If { condition, then, otherwise } => self.block(if matches!(self.get(*condition), Slot::Bool(true)) { then } else { otherwise })?,
                Inst::Native { to, native, args, site } => match self.native(*native, args) {
                    Ok(result) => {
                        self.set(*to, result);
                        self.room()?;
                    }
                    Err(raise) => return Err(raised(raise, site)),
                },
                Inst::Binary { to, op, left, right, site } => {
                    let value = self.binary(*op, self.get(*left), self.get(*right), site)?;
                    self.set(*to, value);
                }
                Inst::Call { to, function, args, blame } => {
                    let first = self.registers.len();
                    for arg in args {
                        self.registers.push(self.get(*arg));
                    }
                    match self.call(*function, first) {
                        Ok(result) => self.set(*to, result),
                        Err(stop) => return Err(about(stop, blame, "")),
                    }
                }
                Inst::For(item) => {
                    self.for_(item)?;
                    self.room()?;
                }
                other => {
                    self.seldom(other)?;
                    self.room()?;
                }
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn seldom(&mut self, inst: &'a Inst) -> Run {
        match inst {
            Inst::List { to, elements } => {
                let list = self.list(&self.all(elements));
                self.set(*to, list);
            }
            Inst::Table { to, table, reverse, key, site } => {
                let value = self.look_up(table.index(), *reverse, self.get(*key), site)?;
                self.set(*to, value);
            }
            Inst::Ask { to, system, place, args, body, site } => {
                let value = self.ask(self.get(*system), *place, args, *body, site)?;
                self.set(*to, value);
            }
            Inst::Exchange { to, system, place, value, reply, site } => {
                let value = self.exchange((self.get(*system), *place, self.get(*value)), *reply, site)?;
                self.set(*to, value);
            }
            Inst::Concat { to, parts } => {
                let text = self.concat(parts);
                self.set(*to, text);
            }
            Inst::Unary { to, op, value, site } => {
                let value = arithmetic::unary(*op, self.get(*value)).map_err(|raise| raised(raise, site))?;
                self.set(*to, value);
            }
            Inst::Divide { to, left, right, digits, rounding, site } => {
                let value = arithmetic::divide(self.get(*left), self.get(*right), self.get(*digits), self.get(*rounding)).map_err(|raise| raised(raise, site))?;
                self.set(*to, value);
            }
            Inst::Test { to, value, test } => self.set(*to, Slot::Bool(patterns::passes(self.view(), self.get(*value), test))),
            Inst::Route { to, table, args, site } => {
                let value = self.route(table.index(), args, site)?;
                self.set(*to, value);
            }
            Inst::Rules { parts } => return self.rules(parts),
            Inst::Try { body, failure, handler } => return self.try_(body, failure, handler),
            Inst::Fit { to, from, check, site } => {
                let value = fits::fit(self.view(), self.get(*from), check).map_err(|raise| raised(raise, site))?;
                self.set(*to, value);
            }
            Inst::Raise { failure, args, site } => return Err(self.raise(failure, args, site)),
            Inst::Note(note) => self.note(note),
            Inst::Mark { flag } => flag.set(),
            Inst::MarkPresent { value, flag } => {
                if self.get(*value) != Slot::Missing {
                    flag.set();
                }
            }
            Inst::MarkRow { key, rows } => self.mark_row(self.get(*key), rows),
            Inst::MarkRoute { table, args, flags } => self.mark_route(table.index(), args, flags),
            Inst::Skip { because } => return Err(self.skipped(*because)),
            Inst::Advance { place, key } => {
                let key = self.arg(key).unwrap_or_default();
                self.moves.push((*place, key));
            }
            Inst::Send { system, place, value, undo } => self.send((*system, *place, *value), *undo),
            Inst::Collect(item) => return self.collect(item),
            Inst::Reply { value } => self.reply = Some(self.get(*value)),
            Inst::Const { .. }
            | Inst::Copy { .. }
            | Inst::Field { .. }
            | Inst::Record { .. }
            | Inst::Store { .. }
            | Inst::IsMissing { .. }
            | Inst::If { .. }
            | Inst::Native { .. }
            | Inst::Binary { .. }
            | Inst::Call { .. }
            | Inst::For(_) => {}
        }
        Ok(())
    }

    fn all(&self, regs: &[Reg]) -> Vec<Slot> {
        regs.iter().map(|reg| self.get(*reg)).collect()
    }

    fn skipped(&self, because: Reg) -> Stop {
        let because = if let Slot::Text(text) = self.get(because) { self.view().text(text).to_owned() } else { String::new() };
        Stop::Skipped { because }
    }

    fn send(&mut self, (system, place, value): (Reg, usize, Reg), undo: Option<(Reg, usize, Reg)>) {
        let undo = undo.map(|(system, place, value)| (self.get(system), place, self.get(value)));
        self.sends.push(Decided { system: self.get(system), place, value: self.get(value), undo });
    }

    #[inline(never)]
    fn native(&mut self, native: NativeRef, args: &[Reg]) -> Result<Slot, Raise> {
        let mut few = [Slot::Missing; FEW];
        let many: Vec<Slot>;
        let args = match few.get_mut(..args.len()) {
            Some(few) => {
                few.iter_mut().zip(args).for_each(|(slot, arg)| *slot = self.get(*arg));
                &*few
            }
            None => {
                many = self.all(args);
                &many
            }
        };
        let mut cx = Cx { payload: self.env.payload, memory: self.memory, constants: &self.env.constants.text, received: self.env.received };
        (native.0.call)(&mut cx, args)
    }

    /// Behind what makes texts and values: there must be room for more.
    fn room(&self) -> Run {
        if self.memory.is_full() { Err(raised(Raise::too_much(), &Site::default())) } else { Ok(()) }
    }

    fn field(&self, base: Slot, slot: u32) -> Slot {
        match base {
            Slot::Record(start) => self.memory.slots.get((start + slot) as usize).copied().unwrap_or(Slot::Missing),
            _ => Slot::Missing,
        }
    }

    fn store(&mut self, record: Slot, slot: u32, value: Slot) {
        if let Slot::Record(start) = record
            && let Some(place) = self.memory.slots.get_mut((start + slot) as usize)
        {
            *place = value;
        }
    }

    fn allocate(&mut self, size: usize) -> u32 {
        let start = self.memory.slots.len();
        self.memory.slots.resize(start + size, Slot::Missing);
        start as u32
    }

    fn list(&mut self, elements: &[Slot]) -> Slot {
        let start = self.memory.slots.len() as u32;
        self.memory.slots.extend_from_slice(elements);
        Slot::List(List { start, len: elements.len() as u32, stride: 1, records: false })
    }

    fn try_(&mut self, body: &'a Block, failure: &str, handler: &'a Block) -> Run {
        let (depth, base) = (self.registers.len(), self.base);
        match self.block(body) {
            Err(Stop::Failed(failures)) if failures.iter().all(|raised| raised.name == failure) => {
                self.registers.truncate(depth);
                self.base = base;
                self.block(handler)
            }
            other => other,
        }
    }

    fn look_up(&self, table: usize, reverse: bool, key: Slot, site: &Site) -> Run<Slot> {
        let Some((forwards, backwards)) = self.env.constants.tables.get(table) else { return Ok(Slot::Missing) };
        let index = if reverse { backwards } else { forwards };
        let text = if let Slot::Text(text) = key { Some(self.view().bytes(text)) } else { None };
        index.get(key, text).ok_or_else(|| {
            let mut shown = String::new();
            display(self.view(), self.env.project, key, None, &mut shown);
            let message = format!("Table `{}` has no row for {}.", index.name, crate::plan::quoted(&shown));
            raised(Raise { failure: "unmapped", message }, site)
        })
    }

    fn mark_row(&self, key: Slot, rows: &MarkedRows) {
        let text = if let Slot::Text(text) = key { Some(self.view().bytes(text)) } else { None };
        if let Some(Slot::Int(number)) = rows.numbers.get(key, text)
            && let Some(flag) = usize::try_from(number).ok().and_then(|number| rows.flags.get(number))
        {
            flag.set();
        }
    }

    fn concat(&mut self, parts: &[Part]) -> Slot {
        let mut made = String::new();
        for part in parts {
            self.part(part, &mut made);
            if made.len() > limits::TEXT.most {
                break;
            }
        }
        self.memory.add_text(&made)
    }

    fn part(&self, part: &Part, out: &mut String) {
        match part {
            Part::Literal(slot) => display(self.view(), self.env.project, *slot, None, out),
            Part::Value { reg, of } => display(self.view(), self.env.project, self.get(*reg), *of, out),
        }
    }

    #[inline(never)]
    fn binary(&mut self, op: BinaryOp, left: Slot, right: Slot, site: &Site) -> Run<Slot> {
        Ok(match op {
            BinaryOp::Equal => Slot::Bool(compare::equal(self.view(), left, right)),
            BinaryOp::NotEqual => Slot::Bool(!compare::equal(self.view(), left, right)),
            BinaryOp::In => Slot::Bool(self.contains(right, left)),
            BinaryOp::NotIn => Slot::Bool(!self.contains(right, left)),
            BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => Slot::Bool(compare::ordered(self.view(), op, left, right)),
            _ => arithmetic::binary(op, left, right).map_err(|raise| raised(raise, site))?,
        })
    }

    fn contains(&self, list: Slot, value: Slot) -> bool {
        let Slot::List(list) = list else { return false };
        (0..list.len).any(|at| compare::equal(self.view(), element(self.memory, list, at), value))
    }

    fn raise(&self, failure: &FailureText, args: &[Part], site: &Site) -> Stop {
        let mut message = String::new();
        for part in &failure.parts {
            match part {
                MessagePart::Literal(text) => message.push_str(text),
                MessagePart::Param(at) => args.get(*at).into_iter().for_each(|arg| self.part(arg, &mut message)),
            }
        }
        Stop::Failed(vec![Raised { name: failure.name.clone(), message, blame: site.blame.clone(), source: site.source.clone() }])
    }
}

/// The element of a list, be it a slot or a record.
pub(crate) fn element(memory: &Memory, list: List, at: u32) -> Slot {
    let start = list.start + at * list.stride;
    if list.records { Slot::Record(start) } else { memory.slots.get(start as usize).copied().unwrap_or(Slot::Missing) }
}

#[cold]
fn raised(raise: Raise, site: &Site) -> Stop {
    Stop::Failed(vec![Raised { name: raise.failure.to_owned(), message: raise.message, blame: site.blame.clone(), source: site.source.clone() }])
}

/// What a callee or an element complains about, told from where it stands: `city` of `buyer` is `buyer.city`. What is about something further out
/// stays, one level nearer to it.
#[cold]
fn about(stop: Stop, outer: &Blame, index: &str) -> Stop {
    let Stop::Failed(mut failures) = stop else { return stop };
    for raised in &mut failures {
        let inner = match &mut raised.blame {
            Blame::Payload(_) => continue,
            Blame::Within { up, .. } if *up > 0 => {
                *up -= 1;
                continue;
            }
            Blame::Within { path, .. } => std::mem::take(path),
            Blame::Nobody if index.is_empty() => continue,
            Blame::Nobody => String::new(),
        };
        let placed = |path: &str| joined(&joined(path, index), &inner);
        raised.blame = match outer {
            Blame::Payload(path) => Blame::Payload(placed(path)),
            Blame::Within { up, path } => Blame::Within { up: *up, path: placed(path) },
            Blame::Nobody => Blame::Nobody,
        };
    }
    Stop::Failed(failures)
}
