//! Joins protocol, workspaces and features: one loop, one thread, messages in order.

mod call;
mod documents;
mod notifications;
mod publish;
mod requests;
mod start;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::RecvTimeoutError;
use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use serde_json::Value;

use crate::position::Encoding;
use crate::protocol::{self, Diagnostic, MessageType, Uri};
use crate::workspace::Workspace;
use crate::{Error, Options};
use documents::Document;

/// A check waits until nothing was typed for this long …
const QUIET: Duration = Duration::from_millis(30);
/// … but never longer than this.
const PATIENCE: Duration = Duration::from_millis(300);

pub(crate) struct Server {
    connection: Connection,
    options: Options,
    encoding: Encoding,
    /// The folders that are open in the editor.
    folders: Vec<PathBuf>,
    workspaces: Vec<Workspace>,
    documents: HashMap<Uri, Document>,
    /// What the editor shows now, where it is not nothing.
    published: HashMap<Uri, Vec<Diagnostic>>,
    /// The editor tells us about changes on disk.
    watches: bool,
    requests_sent: i32,
    shut_down: bool,
}

pub(crate) fn serve(connection: Connection, options: Options) -> Result<(), Error> {
    let mut server = start::start(connection, options)?;
    let mut dirty_since: Option<Instant> = None;
    loop {
        let message = match dirty_since {
            None => server.connection.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(since) => server.connection.receiver.recv_timeout(QUIET.min(PATIENCE.saturating_sub(since.elapsed()))),
        };
        match message {
            Ok(Message::Notification(notification)) if notification.method == "exit" => break,
            Ok(message) => {
                server.handle(message);
                dirty_since = if server.has_news() { dirty_since.or_else(|| Some(Instant::now())) } else { None };
            }
            Err(RecvTimeoutError::Timeout) => {
                server.guarded("checking the project", Server::publish);
                dirty_since = None;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if server.shut_down { Ok(()) } else { Err(Error::NoShutdown) }
}

impl Server {
    fn handle(&mut self, message: Message) {
        match message {
            Message::Request(request) => self.answer(request),
            Message::Notification(notification) => {
                let what = notification.method.clone();
                self.guarded(&what, |server| server.notified(notification));
            }
            // To our only request, the registration of file watchers; without it `didSave` does the same.
            Message::Response(_) => {}
        }
    }

    /// Every request has exactly one answer, even if the code behind it panics.
    fn answer(&mut self, request: lsp_server::Request) {
        let (id, method) = (request.id.clone(), request.method.clone());
        let response = catch_unwind(AssertUnwindSafe(|| self.requested(request)))
            .unwrap_or_else(|_| Response::new_err(id, ErrorCode::InternalError as i32, format!("{method} failed inside crossdock, which is a bug")));
        self.send(response);
    }

    fn guarded(&mut self, what: &str, work: impl FnOnce(&mut Server)) {
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            self.notify::<protocol::LogMessageNotification>(protocol::LogMessageParams {
                kind: MessageType::Error,
                message: format!("{what} failed inside crossdock, which is a bug"),
            });
        }
    }

    fn notify<N: protocol::Notification>(&self, params: N::Params) {
        let params = serde_json::to_value(params).unwrap_or(Value::Null);
        self.send(lsp_server::Notification { method: N::METHOD.as_str().to_owned(), params });
    }

    fn request<R: protocol::Request>(&mut self, params: R::Params) {
        self.requests_sent += 1;
        let params = serde_json::to_value(params).unwrap_or(Value::Null);
        let id = RequestId::from(format!("crossdock-{}", self.requests_sent));
        self.send(lsp_server::Request { id, method: R::METHOD.as_str().to_owned(), params });
    }

    /// An editor that has gone away hears nothing; the loop ends at its next turn.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }
}

#[cfg(test)]
mod tests;
