//! The systems of the demo: small servers on loopback that keep what they are sent, once for each idempotency key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;

/// A business system that takes messages. While it is down nobody listens on its port.
pub struct StandIn {
    port: u16,
    taken: Arc<Taken>,
    server: Option<JoinHandle<()>>,
}

/// A message that reached a system.
pub struct Arrival {
    /// UTC, in the form of the runtime's history.
    pub at: String,
    /// `the warehouse`
    pub system: &'static str,
    /// The number of the order that it is about.
    pub order: String,
}

struct Taken {
    system: &'static str,
    /// By idempotency key, what the system has taken, and how often it was offered the same again.
    documents: Mutex<HashMap<String, (Bytes, u32)>>,
    arrivals: UnboundedSender<Arrival>,
}

impl StandIn {
    /// Tells every message that reaches it.
    pub async fn start(system: &'static str, arrivals: UnboundedSender<Arrival>) -> std::io::Result<StandIn> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let taken = Arc::new(Taken { system, documents: Mutex::default(), arrivals });
        let mut stand_in = StandIn { port: listener.local_addr()?.port(), taken, server: None };
        stand_in.serve(listener);
        Ok(stand_in)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub async fn go_down(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
            // Only to know that the port is free; an aborted task ends with an error by nature.
            let _ = server.await;
        }
    }

    pub async fn come_back(&mut self) -> std::io::Result<()> {
        self.serve(TcpListener::bind(("127.0.0.1", self.port)).await?);
        Ok(())
    }

    /// Different documents taken.
    pub fn taken(&self) -> usize {
        self.taken.lock().len()
    }

    pub fn bodies(&self) -> Vec<serde_json::Value> {
        self.taken.lock().values().filter_map(|(body, _)| serde_json::from_slice(body).ok()).collect()
    }

    /// Documents that came again and changed nothing.
    pub fn repeated(&self) -> u32 {
        self.taken.lock().values().map(|(_, again)| again).sum()
    }

    fn serve(&mut self, listener: TcpListener) {
        let router = Router::new().fallback(take).with_state(self.taken.clone());
        self.server = Some(tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        }));
    }
}

impl Taken {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Bytes, u32)>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn take(State(taken): State<Arc<Taken>>, uri: Uri, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    let Some(key) = headers.get("idempotency-key").and_then(|value| value.to_str().ok()) else {
        return (StatusCode::BAD_REQUEST, format!("{uri}: a message without Idempotency-Key"));
    };
    // The reader may be gone; the message has arrived all the same.
    let _ = taken.arrivals.send(Arrival { at: format!("{:.3}", jiff::Timestamp::now()), system: taken.system, order: order_of(&body) });
    let mut documents = taken.lock();
    match documents.get_mut(key) {
        Some((first, _)) if *first != body => (StatusCode::CONFLICT, "this key came with another document".to_owned()),
        Some((_, again)) => {
            *again += 1;
            (StatusCode::OK, r#"{"taken":"before"}"#.to_owned())
        }
        None => {
            documents.insert(key.to_owned(), (body, 0));
            (StatusCode::CREATED, r#"{"taken":"now"}"#.to_owned())
        }
    }
}

fn order_of(body: &[u8]) -> String {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    body["orderNo"].as_str().or(body["order_no"].as_str()).unwrap_or("?").to_owned()
}
