//! `crossdock.toml`: where things are and with which credentials. What a message looks like stands in `.flow` files, never here.

mod fits;
mod secret;
mod sound;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Deserializer};

pub use secret::{Secret, SecretError};

/// The whole file. Everything has a default, so an empty file is a good one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    #[serde(default)]
    pub runtime: RuntimeConfig,
    #[serde(default)]
    pub systems: BTreeMap<String, SystemConfig>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RuntimeConfig {
    /// Where events come in and the API answers. Loopback unless told otherwise.
    pub listen: SocketAddr,
    /// The store's file, relative to the project.
    pub store: PathBuf,
    /// What the API asks for as a bearer token; none asks for nothing.
    pub api_token: Option<Secret>,
    /// Events that may wait before senders are told to come back later.
    pub backlog: NonZeroUsize,
    /// Largest payload that is accepted, in bytes.
    pub payload_limit: NonZeroUsize,
    /// Events that are decided and sends that are under way at once.
    pub concurrency: NonZeroUsize,
}

impl Default for RuntimeConfig {
    fn default() -> RuntimeConfig {
        RuntimeConfig {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            store: PathBuf::from("crossdock.db"),
            api_token: None,
            backlog: const { NonZeroUsize::new(10_000).unwrap() },
            payload_limit: const { NonZeroUsize::new(10 * 1024 * 1024).unwrap() },
            concurrency: const { NonZeroUsize::new(32).unwrap() },
        }
    }
}

/// One system of the `.flow` files: how it shows us who it is, and how we reach it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SystemConfig {
    /// It presents `Authorization: Bearer …`.
    pub token: Option<Secret>,
    /// It presents a user and a password.
    pub basic: Option<Basic>,
    /// It signs what it sends.
    pub hmac: Option<Hmac>,
    /// The base of its addresses; paths of contracts are put behind it.
    pub url: Option<String>,
    /// What we present.
    pub auth: Option<OutgoingAuth>,
    /// How long an answer may take.
    #[serde(deserialize_with = "duration")]
    pub timeout: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basic {
    pub user: Secret,
    pub password: Secret,
}

/// HMAC-SHA256 over the body, in a header.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hmac {
    pub secret: Secret,
    pub header: String,
    #[serde(default)]
    pub encoding: Encoding,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    #[default]
    Hex,
    Base64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutgoingAuth {
    pub token: Option<Secret>,
    pub user: Option<Secret>,
    pub password: Option<Secret>,
    pub hmac: Option<Hmac>,
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path} cannot be read: {source}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("crossdock.toml: {0}")]
    Invalid(String),
    #[error("crossdock.toml: {key}: {source}")]
    Secret { key: String, source: SecretError },
    #[error("crossdock.toml: {key}: {why}")]
    Unsound { key: String, why: String },
    #[error("crossdock.toml: [systems.{system}]: the project has no system of that name; it has {known}")]
    NoSuchSystem { system: String, known: String },
    #[error("crossdock.toml says nothing about system `{system}`, to which flows send; add\n\n[systems.{system}]\nurl = \"https://…\"")]
    NoUrl { system: String },
    #[error(
        "{listen} is reached from other machines, and anyone could send as system `{system}`; say in crossdock.toml what it presents\n\n[systems.{system}]\ntoken = \"env:NAME\""
    )]
    Unguarded { system: String, listen: SocketAddr },
    #[error("{listen} is reached from other machines, and anyone could use the API; add to crossdock.toml\n\n[runtime]\napi-token = \"env:NAME\"")]
    UnguardedApi { listen: SocketAddr },
}

impl Config {
    /// Reads and checks the file of a project; a project without one has the defaults.
    ///
    /// # Errors
    /// An unreadable file, one that is no TOML or has unknown keys (with line and column), a secret that is not there.
    pub fn read(root: &Path) -> Result<Config, ConfigError> {
        let mut config = Config::unresolved(root)?;
        config.resolve(root)?;
        Ok(config)
    }

    fn unresolved(root: &Path) -> Result<Config, ConfigError> {
        let path = root.join("crossdock.toml");
        match std::fs::read_to_string(&path) {
            Ok(text) => Config::written(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
            Err(source) => Err(ConfigError::Unreadable { path: path.display().to_string(), source }),
        }
    }

    /// `root` is where `file:` secrets are looked for.
    pub fn parse(text: &str, root: &Path) -> Result<Config, ConfigError> {
        let mut config = Config::written(text)?;
        config.resolve(root)?;
        Ok(config)
    }

    fn written(text: &str) -> Result<Config, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::Invalid(error.to_string().trim_end().to_owned()))
    }

    /// Looks up every secret now: a missing one shall be told at the start and not with the first message.
    fn resolve(&mut self, root: &Path) -> Result<(), ConfigError> {
        resolve(&mut self.runtime.api_token, "runtime.api-token", root)?;
        for (name, system) in &mut self.systems {
            system.is_sound(name)?;
            resolve(&mut system.token, &format!("systems.{name}.token"), root)?;
            for (secret, key) in system.secrets() {
                secret.resolve(root).map_err(|source| ConfigError::Secret { key: format!("systems.{name}.{key}"), source })?;
            }
        }
        Ok(())
    }
}

impl RuntimeConfig {
    /// Only the `[runtime]` section: who looks into a store needs no system's secrets.
    pub fn read(root: &Path) -> Result<RuntimeConfig, ConfigError> {
        Ok(Config::unresolved(root)?.runtime)
    }

    /// The secret that the API asks for.
    pub fn api_token_of(&self, root: &Path) -> Result<Option<Secret>, ConfigError> {
        let mut token = self.api_token.clone();
        resolve(&mut token, "runtime.api-token", root)?;
        Ok(token)
    }
}

fn resolve(secret: &mut Option<Secret>, key: &str, root: &Path) -> Result<(), ConfigError> {
    secret.as_mut().map_or(Ok(()), |secret| secret.resolve(root).map_err(|source| ConfigError::Secret { key: key.to_owned(), source }))
}

impl SystemConfig {
    fn secrets(&mut self) -> Vec<(&mut Secret, &'static str)> {
        let mut found: Vec<(&mut Secret, &'static str)> = Vec::new();
        if let Some(basic) = &mut self.basic {
            found.push((&mut basic.user, "basic.user"));
            found.push((&mut basic.password, "basic.password"));
        }
        found.extend(self.hmac.as_mut().map(|hmac| (&mut hmac.secret, "hmac.secret")));
        if let Some(auth) = &mut self.auth {
            found.extend(auth.token.as_mut().map(|token| (token, "auth.token")));
            found.extend(auth.user.as_mut().map(|user| (user, "auth.user")));
            found.extend(auth.password.as_mut().map(|password| (password, "auth.password")));
            found.extend(auth.hmac.as_mut().map(|hmac| (&mut hmac.secret, "auth.hmac.secret")));
        }
        found
    }
}

/// `"10s"`, `"500ms"`, `"5min"`
fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let milliseconds: u64 = match unit.trim() {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        _ => return Err(serde::de::Error::custom(format!("`{text}` is no length of time; write for example \"10s\", \"500ms\" or \"2min\""))),
    };
    let number: NonZeroU64 = number.parse().map_err(|_| serde::de::Error::custom(format!("`{text}` has to be more than nothing, and no more than fits")))?;
    Ok(Some(Duration::from_millis(number.get().saturating_mul(milliseconds))))
}

#[cfg(test)]
mod tests;
