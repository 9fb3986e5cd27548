//! The template of `crossdock new` and the example of `crossdock demo` are embedded: a file added to them must rebuild the command.
#![allow(clippy::print_stdout)] // How a build script speaks to cargo.

fn main() {
    println!("cargo::rerun-if-changed=template");
    println!("cargo::rerun-if-changed=../examples/web-shop");
}
