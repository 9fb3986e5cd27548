//! The story, chapter by chapter.

use super::folder::Folder;
use super::{Demo, pause};
use crate::commands::audit;
use crate::project::plural;
use crate::terminal::Style;

impl Demo<'_> {
    pub async fn tell(&mut self) -> anyhow::Result<()> {
        self.opening()?;
        self.orders_come_in().await?;
        self.the_warehouse_is_down().await?;
        self.a_broken_order().await?;
        self.a_change_while_orders_flow().await?;
        self.ending().await
    }

    fn opening(&self) -> anyhow::Result<()> {
        let strong = |text: &str| self.terminal.paint(Style::Strong, text);
        self.terminal.out(&format!("{}\n", strong("A web shop, a warehouse and an ERP, and Crossdock between them.")))?;
        self.say(&format!("the project is in {}, the runtime listens on http://{}", self.folder.path().display(), self.runtime.address()))?;
        self.say(&format!("stand-ins: the warehouse on {}, the ERP on {}", self.wms.url(), self.erp.url()))
    }

    async fn orders_come_in(&mut self) -> anyhow::Result<()> {
        self.chapter("1  Orders come in. Each goes to the warehouse and into the books.")?;
        for (_, order) in Folder::samples("order-") {
            self.shop.post(order).await?;
            pause(150).await;
        }
        self.settled().await?;
        Ok(())
    }

    async fn the_warehouse_is_down(&mut self) -> anyhow::Result<()> {
        self.chapter("2  The warehouse goes down. Orders are accepted all the same, the books go on, releases wait.")?;
        self.wms.go_down().await;
        for number in 2001..=2003 {
            self.shop.post_number(number).await?;
            pause(200).await;
        }
        pause(2200).await;
        self.watch.caught_up().await;
        self.chapter("   … and comes back.")?;
        self.wms.come_back().await?;
        self.settled().await?;
        Ok(())
    }

    async fn a_broken_order(&mut self) -> anyhow::Result<()> {
        self.chapter("3  An order with a mistake: a quantity in words. Nothing of it is sent; people see it, with reason and place.")?;
        for (_, order) in Folder::samples("broken-") {
            self.shop.post(order).await?;
            self.settled().await?;
            self.mend(&order.replace("\"two\"", "2")).await?;
        }
        Ok(())
    }

    /// Shows what is parked, and corrects it.
    async fn mend(&mut self, corrected: &str) -> anyhow::Result<()> {
        let parked = self.desk.parked().await?;
        self.show(&self.terminal.paint(Style::Faint, "$ crossdock parked"))?;
        for entry in &parked {
            let failures: Vec<String> = entry.failures.iter().map(ToString::to_string).collect();
            self.show(&format!("{}  {}  {}", self.terminal.paint(Style::Name, &entry.id), entry.flow, self.terminal.paint(Style::Bad, &failures.join("; "))))?;
        }
        let ids: Vec<String> = parked.into_iter().map(|entry| entry.id).collect();
        let Some(first) = ids.first() else { return Ok(()) };
        self.show(&self.terminal.paint(Style::Faint, &format!("$ crossdock parked edit {first} --with corrected.json && crossdock parked retry {}", ids.join(" "))))?;
        self.desk.edit(first, corrected.as_bytes().to_vec()).await?;
        for id in &ids {
            self.desk.retry(id).await?;
        }
        self.settled().await?;
        Ok(())
    }

    async fn a_change_while_orders_flow(&mut self) -> anyhow::Result<()> {
        self.chapter("4  release.flow is edited while orders flow: standard orders get priority 4 instead of 5.")?;
        self.watch.set_quiet(true);
        let shop = self.shop.clone();
        let orders = tokio::spawn(async move {
            for number in 3001..=3060 {
                shop.post_number(number).await?;
                pause(40).await;
            }
            anyhow::Ok(())
        });
        pause(700).await;
        self.broken_change().await?;
        self.good_change().await?;
        orders.await??;
        self.settled().await?;
        self.watch.set_quiet(false);
        let with = |priority: u64| self.wms.bodies().iter().filter(|body| number_of(body) >= 3000 && body["priority"] == priority).count();
        self.show(&format!("60 orders meanwhile: {} released with priority 5, then {} with 4; none lost, none twice", with(5), with(4)))
    }

    async fn broken_change(&self) -> anyhow::Result<()> {
        let before = self.runtime.generation().id.clone();
        self.show(&self.terminal.paint(Style::Faint, "$ sed -i 's/standard => 5/standrad => 4/' release.flow"))?;
        self.folder.edit("release.flow", "standard => 5", "standrad => 4")?;
        self.noticed(|runtime| runtime.rejected().is_some()).await?;
        self.show(&format!("{} generation {before} goes on:", self.terminal.paint(Style::Bad, "not taken,")))?;
        let reason = self.runtime.rejected().map_or_else(String::new, |rejected| rejected.reason);
        reason.lines().filter(|line| !line.trim().is_empty()).skip(1).take(12).try_for_each(|line| self.show(&format!("  {line}")))
    }

    async fn good_change(&self) -> anyhow::Result<()> {
        let before = self.runtime.generation().id.clone();
        self.show(&self.terminal.paint(Style::Faint, "$ sed -i 's/standrad => 4/standard => 4/' release.flow"))?;
        self.folder.edit("release.flow", "standrad => 4", "standard => 4")?;
        self.noticed(|runtime| runtime.generation().id != before).await?;
        self.show(&format!("{} generation {} took over from {before}", self.terminal.paint(Style::Good, "reloaded:"), self.runtime.generation().id))
    }

    async fn ending(&mut self) -> anyhow::Result<()> {
        self.chapter("5  Is everything accounted for?")?;
        let audit = self.settled().await?;
        self.show(&self.terminal.paint(Style::Faint, "$ crossdock audit"))?;
        self.show(&audit::line(&audit, self.terminal))?;
        let counted = |taken: usize, what: &str, repeated: u32| format!("{}, each once ({})", plural(taken, what), plural(repeated as usize, "repetition") + " recognised");
        self.say(&format!(
            "the warehouse took {}; the ERP took {}",
            counted(self.wms.taken(), "release", self.wms.repeated()),
            counted(self.erp.taken(), "sales order", self.erp.repeated())
        ))
    }

    pub fn farewell(&self) -> anyhow::Result<()> {
        self.chapter("What to try next")?;
        self.commands(&[
            ("crossdock new shop", "a project of your own, with comments that teach"),
            ("crossdock check examples/web-shop", "what the compiler proves about this one"),
            ("crossdock test examples/web-shop", "its tests and snapshots"),
            ("crossdock demo --keep", "this, and then it goes on running for you to play with"),
        ])
    }

    /// What to do with a demo that goes on running.
    pub fn invitation(&self) -> anyhow::Result<()> {
        self.chapter("Everything goes on running until Ctrl-C. In another terminal:")?;
        self.commands(&[
            (&format!("cd {}", self.folder.path().display()), ""),
            ("crossdock trace 1001", "what happened to an order"),
            ("crossdock parked", "what waits for a person: nothing now"),
            ("crossdock audit", "is everything accounted for?"),
            ("crossdock test", "the tests and snapshots of these flows"),
            ("crossdock new ../shop", "a project of your own, with comments that teach"),
        ])?;
        self.say("Change release.flow there in an editor: what is sound takes over with the next order, and the log of what is not stands in /v1/status.")
    }

    fn commands(&self, commands: &[(&str, &str)]) -> anyhow::Result<()> {
        commands.iter().try_for_each(|(command, what)| self.show(format!("{command:36}{}", self.terminal.paint(Style::Faint, what)).trim_end()))
    }
}

/// The order's number in a release.
fn number_of(body: &serde_json::Value) -> u64 {
    body["orderNo"].as_str().and_then(|number| number.parse().ok()).unwrap_or(0)
}
