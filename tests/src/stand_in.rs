//! A system on loopback that takes messages and can be told to misbehave: be down, slow, refuse, or hang up in mid-conversation.
//!
//! It speaks just enough HTTP/1.1 on a bare socket, since a proper server library would not let a test close the connection at the wrong moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What it does with the next requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Accept,
    /// Answers this status, and the body is not taken.
    Status(u16),
    /// 429 with this `Retry-After` in seconds.
    Busy(u32),
    /// Takes the message and answers only after the delay.
    Slow(Duration),
    /// Takes the message, then closes the connection without an answer.
    HangUp,
}

/// A message that came in whole, whatever was answered.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub method: String,
    pub path: String,
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
    /// It was taken: the system's state changed.
    pub taken: bool,
}

impl Arrival {
    pub fn idempotency_key(&self) -> &str {
        self.headers.get("idempotency-key").map_or("", String::as_str)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

struct Shared {
    mood: Mutex<Mood>,
    arrivals: Mutex<Vec<Arrival>>,
}

pub struct StandIn {
    shared: Arc<Shared>,
    port: u16,
    server: Option<JoinHandle<()>>,
}

impl StandIn {
    pub async fn start() -> StandIn {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared { mood: Mutex::new(Mood::Accept), arrivals: Mutex::new(Vec::new()) });
        let server = Some(tokio::spawn(serve(listener, shared.clone())));
        StandIn { shared, port, server }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn set(&self, mood: Mood) {
        *self.shared.mood.lock().unwrap() = mood;
    }

    /// Nobody listens any more: connections are refused.
    pub async fn go_down(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
            let _ = server.await;
        }
    }

    pub async fn come_back(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        self.server = Some(tokio::spawn(serve(listener, self.shared.clone())));
    }

    pub fn arrivals(&self) -> Vec<Arrival> {
        self.shared.arrivals.lock().unwrap().clone()
    }

    /// What its state has become: the first message taken for each idempotency key. Panics if a key came with two different messages.
    pub fn effects(&self) -> HashMap<String, Arrival> {
        let mut effects: HashMap<String, Arrival> = HashMap::new();
        for arrival in self.arrivals().into_iter().filter(|arrival| arrival.taken) {
            let key = arrival.idempotency_key().to_owned();
            assert!(!key.is_empty(), "a message came without an Idempotency-Key");
            let first = effects.entry(key.clone()).or_insert_with(|| arrival.clone());
            assert_eq!(first.body, arrival.body, "two different messages under the key {key}");
        }
        effects
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut conversations = tokio::task::JoinSet::new();
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        conversations.spawn(converse(socket, shared.clone()));
    }
}

/// One connection; several requests may follow each other on it.
async fn converse(socket: TcpStream, shared: Arc<Shared>) {
    let mut socket = BufReader::new(socket);
    while let Some(mut arrival) = read_request(&mut socket).await {
        let mood = *shared.mood.lock().unwrap();
        arrival.taken = matches!(mood, Mood::Accept | Mood::Slow(_) | Mood::HangUp);
        shared.arrivals.lock().unwrap().push(arrival);
        let answer = match mood {
            Mood::Accept => response(200, ""),
            Mood::Status(status) => response(status, ""),
            Mood::Busy(seconds) => response(429, &format!("Retry-After: {seconds}\r\n")),
            Mood::Slow(delay) => {
                tokio::time::sleep(delay).await;
                response(200, "")
            }
            Mood::HangUp => return,
        };
        if socket.get_mut().write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn response(status: u16, headers: &str) -> String {
    let body = if status < 300 { r#"{"ok":true}"# } else { r#"{"error":"the stand-in was told to refuse"}"# };
    format!("HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// Reads one request with a `Content-Length`; none at the end of the connection.
async fn read_request(socket: &mut BufReader<TcpStream>) -> Option<Arrival> {
    let first = read_line(socket).await?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut headers = HashMap::new();
    loop {
        let line = read_line(socket).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    socket.read_exact(&mut body).await.ok()?;
    Some(Arrival { method, path, headers, body, taken: false })
}

async fn read_line(socket: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = socket.read_line(&mut line).await.ok()?;
    (read > 0).then(|| line.trim_end().to_owned())
}
