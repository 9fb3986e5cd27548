//! Whether what the file says about one system makes sense, whatever the flows are.

use axum::http::HeaderName;
use reqwest::Url;

use super::{ConfigError, Hmac, OutgoingAuth, SystemConfig};

impl SystemConfig {
    /// `name` is for messages.
    pub(super) fn is_sound(&self, name: &str) -> Result<(), ConfigError> {
        let wrong = |key: &str, why: String| Err(ConfigError::Unsound { key: format!("systems.{name}{key}"), why });
        if self.token.is_some() && self.basic.is_some() {
            return wrong("", "a sender can present a token or user and password, not both; keep one of them".to_owned());
        }
        if let Some(why) = self.url.as_deref().and_then(wrong_with_address) {
            return wrong(".url", why);
        }
        if let Some(why) = self.auth.as_ref().and_then(wrong_with_auth) {
            return wrong(".auth", why.to_owned());
        }
        let signatures = [(".hmac.header", &self.hmac), (".auth.hmac.header", self.auth.as_ref().map_or(&None, |auth| &auth.hmac))];
        for (key, hmac) in signatures {
            if let Some(Hmac { header, .. }) = hmac.as_ref().filter(|hmac| HeaderName::try_from(&hmac.header).is_err()) {
                return wrong(key, format!("`{header}` is no name of a header"));
            }
        }
        Ok(())
    }
}

/// The address itself is told only where no secret can be in it.
fn wrong_with_address(address: &str) -> Option<String> {
    let Some(url) = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return Some(if address.contains('@') { "this is no http or https address".to_owned() } else { format!("`{address}` is no http or https address") });
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Some("user and password do not stand in the address; write auth = { user = \"env:NAME\", password = \"env:NAME\" } beside it".to_owned());
    }
    (url.query().is_some() || url.fragment().is_some()).then(|| "the paths of contracts are put behind the address, so it cannot have a `?` or `#`".to_owned())
}

fn wrong_with_auth(auth: &OutgoingAuth) -> Option<&'static str> {
    match auth {
        OutgoingAuth { token: Some(_), user, password, .. } if user.is_some() || password.is_some() => {
            Some("a request carries a token or user and password, not both; keep one of them")
        }
        OutgoingAuth { user: None, password: Some(_), .. } => Some("a password goes with a `user`"),
        OutgoingAuth { token: None, user: None, hmac: None, .. } => Some("it says nothing; name a `token`, a `user` with `password`, or `hmac`"),
        _ => None,
    }
}
