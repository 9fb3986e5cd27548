//! The systems of the demo: small servers on loopback that keep what they are sent, once for each idempotency key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A business system that takes messages. While it is down nobody listens on its port.
pub struct StandIn {
    port: u16,
    taken: Arc<Taken>,
    server: Option<JoinHandle<()>>,
}

/// By idempotency key, what the system has taken, and how often it was offered the same again.
#[derive(Default)]
struct Taken {
    documents: Mutex<HashMap<String, (Bytes, u32)>>,
}

impl StandIn {
    pub async fn start() -> std::io::Result<StandIn> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let mut stand_in = StandIn { port: listener.local_addr()?.port(), taken: Arc::default(), server: None };
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
