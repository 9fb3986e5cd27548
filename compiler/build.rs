//! The library is embedded: a file added to it must rebuild the compiler.
#![allow(clippy::print_stdout)] // How a build script speaks to cargo.

fn main() {
    println!("cargo::rerun-if-changed=../stdlib");
    println!("cargo::rerun-if-changed=../mappings");
}
