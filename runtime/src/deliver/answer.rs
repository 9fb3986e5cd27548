//! What a system's answer means for the message: taken, or one of the failures that a policy answers.

use std::error::Error as _;

use crossdock_engine::Failure;
use crossdock_project::in_words;
use reqwest::{Response, StatusCode};

use super::Refusal;

/// Characters of a refusing system's own words that are kept.
const WORDS_MAX: usize = 500;
/// Bytes read to get them.
const BODY_MAX: usize = 4096;
/// The longest pause that a system may ask for.
const RETRY_AFTER_MAX_S: i64 = 3600;

/// The status of a message that was taken; else the failure that the status stands for, with the system's own words.
pub async fn meaning(system: &str, response: Response) -> Result<u16, Refusal> {
    let status = response.status();
    if status.is_success() {
        return Ok(status.as_u16());
    }
    let retry_after_ms = response.headers().get("retry-after").and_then(|value| retry_after(value.to_str().ok()?));
    let words = words(response).await;
    let said = if words.is_empty() { String::new() } else { format!(" It said: {words}") };
    let message = format!("{system} answered {} {}.{said}", status.as_u16(), status.canonical_reason().unwrap_or(""));
    Err(Refusal { retry_after_ms, ..refusal(name(status), message) })
}

/// Which failure a status is. RFC 9110, section 15; 429: RFC 6585.
fn name(status: StatusCode) -> &'static str {
    match status.as_u16() {
        408 | 504 => "timeout",
        429 | 503 => "busy",
        409 => "duplicate",
        // RFC 9110, section 15.6.2: it will not do this, however often it is asked.
        501 => "refused",
        500..=599 => "unreachable",
        _ => "refused",
    }
}

/// No answer came. Once the request is out, nobody knows what became of it: that is a `timeout`, repeated under the same key.
pub fn no_answer(system: &str, error: &reqwest::Error) -> Refusal {
    if error.is_connect() {
        return refusal("unreachable", format!("{system} cannot be reached: {}.", root_cause(error)));
    }
    if error.is_timeout() {
        return refusal("timeout", format!("{system} did not answer in time."));
    }
    refusal("timeout", format!("The connection to {system} broke before an answer came: {}.", root_cause(error)))
}

/// The innermost cause says what happened; the outer ones repeat the address.
pub fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    let mut next = error.source();
    while let Some(inner) = next {
        cause = inner;
        next = inner.source();
    }
    cause.downcast_ref().map_or_else(|| cause.to_string(), in_words)
}

pub fn refusal(name: &str, message: String) -> Refusal {
    Refusal { failure: Failure { name: name.to_owned(), message, path: None, source: None }, retry_after_ms: None }
}

/// The beginning of the body, on one line.
async fn words(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < BODY_MAX
        && let Ok(Some(chunk)) = response.chunk().await
    {
        bytes.extend_from_slice(&chunk);
    }
    let text = String::from_utf8_lossy(&bytes);
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(WORDS_MAX).collect()
}

/// Milliseconds from now: a count of seconds, or an HTTP date. RFC 9110, section 10.2.3.
fn retry_after(value: &str) -> Option<i64> {
    let seconds = match value.trim().parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => jiff::fmt::rfc2822::parse(value).ok()?.timestamp().duration_since(jiff::Timestamp::now()).as_secs(),
    };
    Some(seconds.clamp(0, RETRY_AFTER_MAX_S) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_failures() {
        let named = |status| name(StatusCode::from_u16(status).unwrap_or_default());
        assert_eq!([301, 400, 401, 404, 422, 501].map(named), ["refused"; 6]);
        assert_eq!([429, 503].map(named), ["busy"; 2]);
        assert_eq!([500, 502].map(named), ["unreachable"; 2]);
        assert_eq!([408, 504].map(named), ["timeout"; 2]);
        assert_eq!(named(409), "duplicate");
    }

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_by_date() {
        assert_eq!(retry_after("7"), Some(7_000));
        assert_eq!(retry_after("999999999"), Some(3_600_000), "not for ever");
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT"), Some(0), "long ago");
        assert_eq!(retry_after("soon"), None);
    }
}
