//! The example project `web-shop` in a folder of its own, and `crossdock run` on it as a process.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use tempfile::TempDir;

use crate::{binary, wait};

const SECRET: &str = "a secret of the tests";

pub struct Runtime {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
    http: reqwest::Client,
}

impl Runtime {
    /// Copies the example, points its systems at the stand-ins, and starts the runtime.
    pub async fn start(wms_url: &str, erp_url: &str) -> Runtime {
        Runtime::start_with(wms_url, erp_url, "").await
    }

    /// The same, with further lines in the section `[runtime]` of the configuration.
    pub async fn start_with(wms_url: &str, erp_url: &str, section: &str) -> Runtime {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&binary::repository().join("examples/web-shop"), folder.path());
        let port = free_port();
        std::fs::write(folder.path().join("crossdock.toml"), configuration(port, wms_url, erp_url, section)).unwrap();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
        let mut runtime = Runtime { folder, port, child: None, http };
        runtime.spawn().await;
        runtime
    }

    /// Starts the process on the same folder and store, and waits until it answers.
    pub async fn spawn(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.path().join("runtime.log")).unwrap();
        let child = self.command(&["run"]).stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        self.child = Some(child);
        let health = self.url("/healthz");
        let answered = wait::until("the runtime to answer", Duration::from_secs(30), async || {
            if let Some(status) = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten()) {
                return Some(Err(status));
            }
            self.http.get(&health).send().await.ok().map(Ok)
        });
        if let Err(status) = answered.await {
            panic!("the runtime ended by itself with {status}:\n{}", self.log());
        }
    }

    /// kill -9.
    pub fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// SIGTERM; gives the exit code.
    pub async fn stop(&mut self) -> Option<i32> {
        let mut child = self.child.take().unwrap();
        let status = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(status.success());
        wait::until("the runtime to stop", Duration::from_secs(30), async || child.try_wait().unwrap()).await.code()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("runtime.log")).unwrap_or_default()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// `crossdock` with these arguments, in the project's folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary::crossdock());
        command.args(arguments).current_dir(self.folder.path()).env("SHOP_SECRET", SECRET).env_remove("CI");
        command
    }

    pub fn crossdock(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Posts an order as the shop would, signed. `None` where no answer came: then nothing was promised.
    pub async fn post(&self, body: &[u8]) -> Option<(u16, Value)> {
        let request = self.http.post(self.url("/in/shop/orders")).header("Content-Type", "application/json").header("X-Shopify-Hmac-Sha256", signature(body));
        let response = request.body(body.to_vec()).send().await.ok()?;
        let status = response.status().as_u16();
        let text = response.text().await.ok()?;
        Some((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    pub async fn get(&self, path: &str) -> Value {
        let text = self.http.get(self.url(path)).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path} answered no JSON: {text}"))
    }

    /// Waits until nothing is pending, and gives the audit's counts.
    pub async fn settled(&self, limit: Duration) -> Value {
        wait::until("all events to come to an end", limit, async || {
            let audit = self.get("/v1/audit").await;
            (audit["pending"] == 0).then_some(audit)
        })
        .await
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The own samples of the example, by number, whole orders only.
pub fn sample_orders() -> Vec<(String, Vec<u8>)> {
    let folder = binary::repository().join("examples/web-shop/samples");
    let mut orders: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| file_name(path).starts_with("order-")).collect();
    orders.sort();
    orders.into_iter().map(|path| (file_name(&path).trim_start_matches("order-").trim_end_matches(".json").to_owned(), std::fs::read(&path).unwrap())).collect()
}

pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn signature(body: &[u8]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body);
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

fn configuration(port: u16, wms_url: &str, erp_url: &str, section: &str) -> String {
    format!(
        r#"
[runtime]
listen = "127.0.0.1:{port}"
store = "crossdock.db"
{section}

[systems.shop]
hmac = {{ secret = "env:SHOP_SECRET", header = "X-Shopify-Hmac-Sha256", encoding = "base64" }}

[systems.wms]
url = "{wms_url}"
timeout = "1s"

[systems.erp]
url = "{erp_url}"
timeout = "1s"
"#
    )
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let target = to.join(file_name(&path));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else if !file_name(&path).contains(".db") {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
