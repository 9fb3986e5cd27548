//! Whether a configuration fits the flows that it is for.

use std::net::SocketAddr;

use crossdock_engine::{Flows, Inlet};

use super::{Config, ConfigError, SystemConfig};

impl Config {
    /// Every section is about a system that there is, every target can be reached, and nobody from outside gets in without credentials.
    /// `listen` is where events really come in, whatever the file says.
    ///
    /// # Errors
    /// The first of these that does not hold.
    pub fn fits(&self, flows: &dyn Flows, listen: SocketAddr) -> Result<(), ConfigError> {
        self.knows_no_others(flows.systems())?;
        self.reaches(&flows.targets())?;
        self.guards(&flows.inlets(), listen)
    }

    /// A mistyped name would leave the system that was meant without the credentials that it should be asked for.
    fn knows_no_others(&self, systems: Vec<String>) -> Result<(), ConfigError> {
        let stranger = self.systems.keys().find(|name| !systems.contains(name));
        stranger.map_or(Ok(()), |name| Err(ConfigError::NoSuchSystem { system: name.clone(), known: systems.join(", ") }))
    }

    /// Every system that flows send to has an address.
    fn reaches(&self, targets: &[String]) -> Result<(), ConfigError> {
        let lost = targets.iter().find(|target| self.systems.get(*target).is_none_or(|system| system.url.is_none()));
        lost.map_or(Ok(()), |target| Err(ConfigError::NoUrl { system: target.clone() }))
    }

    /// Nobody from outside gets in without credentials.
    fn guards(&self, inlets: &[Inlet], listen: SocketAddr) -> Result<(), ConfigError> {
        if listen.ip().is_loopback() {
            return Ok(());
        }
        if self.runtime.api_token.is_none() {
            return Err(ConfigError::UnguardedApi { listen });
        }
        let open = inlets.iter().find(|inlet| !self.systems.get(&inlet.system).is_some_and(SystemConfig::asks_for_credentials));
        open.map_or(Ok(()), |inlet| Err(ConfigError::Unguarded { system: inlet.system.clone(), listen }))
    }
}

impl SystemConfig {
    fn asks_for_credentials(&self) -> bool {
        self.token.is_some() || self.basic.is_some() || self.hmac.is_some()
    }
}
