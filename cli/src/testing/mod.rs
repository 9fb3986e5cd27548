//! What `crossdock test` needs besides the engine: snapshots on disk, readable differences, reports for other tools.

pub mod coverage;
pub mod diff;
pub mod junit;
pub mod review;
pub mod snapshots;
pub mod watch;
