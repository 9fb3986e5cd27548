//! Finds the handler of a request and carries its parameters and answer.

use lsp_server::{ErrorCode, RequestId, Response};
use serde_json::Value;

use crate::protocol::Request;
use crate::server::Server;

/// One request on its way through the list of handlers.
pub(super) struct Call<'a> {
    server: &'a mut Server,
    id: RequestId,
    method: String,
    params: Value,
    response: Option<Response>,
}

impl<'a> Call<'a> {
    pub fn new(server: &'a mut Server, request: lsp_server::Request) -> Call<'a> {
        Call { server, id: request.id, method: request.method, params: request.params, response: None }
    }

    /// Answers with `handler` if the request is an `R`.
    pub fn on<R: Request>(mut self, handler: fn(&mut Server, R::Params) -> R::Result) -> Call<'a> {
        if self.response.is_none() && self.method == R::METHOD.as_str() {
            self.response = Some(match serde_json::from_value(self.params.take()) {
                Ok(params) => Response::new_ok(self.id.clone(), handler(self.server, params)),
                Err(error) => Response::new_err(self.id.clone(), ErrorCode::InvalidParams as i32, format!("{}: {error}", self.method)),
            });
        }
        self
    }

    pub fn finish(self) -> Response {
        let Call { id, method, response, .. } = self;
        response.unwrap_or_else(|| Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("crossdock does not know {method}")))
    }
}
