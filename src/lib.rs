#![doc = include_str!("../ARCHITECTURE.md")]

pub mod arena;
pub mod limits;
pub mod source;

pub mod message;

pub mod diagnostic;

pub mod syntax;

pub mod format;

pub mod model;

pub mod settings;

pub mod diagram;

pub mod analysis;

pub mod export;

pub mod session;

pub mod fix;

pub mod terminal;

pub mod repl;

pub mod cli;
