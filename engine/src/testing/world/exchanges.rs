//! Messages that a flow sends for their answers.

use crossdock_compiler::syntax::Span;

use super::{Deciding, Stuck, What};
use crate::decision::{Exchanged, Reply, Send};
use crate::testing::Run;

pub(in crate::testing) struct Exchange {
    pub send: Send,
    pub reply: Reply,
    /// It had failed before.
    pub again: bool,
}

impl Run<'_, '_> {
    /// Sends one, and records what the test says that comes back.
    pub(super) fn exchange(&mut self, deciding: &mut Deciding, send: &Send, span: Span) -> Result<(), Stuck> {
        let Some(reply) = self.world.reply_to(send) else {
            let (flow, name) = (&deciding.about.flow, format!("{}.{}", send.system, send.message));
            let what = "and goes on with what is answered, which the test does not say";
            self.differs(span, format!("{flow} sends {name} {what}. Write above this line:\n  given {name} answers {{ … }}"));
            return Err(Stuck);
        };
        let again = self.world.was_exchanged(&send.idempotency_key);
        deciding.exchanges.push(Exchange { send: send.clone(), reply: reply.clone(), again });
        deciding.known.exchanged.push(Exchanged { ordinal: send.ordinal, reply });
        Ok(())
    }
}

impl super::World {
    fn was_exchanged(&self, key: &str) -> bool {
        let exchanges = self.log.iter().flat_map(|happened| if let What::Decided { exchanges, .. } = &happened.what { exchanges.as_slice() } else { &[] });
        exchanges.into_iter().any(|exchange| exchange.send.idempotency_key == key)
    }
}
