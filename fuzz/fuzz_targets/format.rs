//! The layout keeps every sign and every meaning, is never refused as unsure, and stays as it is once set.

#![no_main]

use libfuzzer_sys::fuzz_target;
use quanze::format::{Refused, format};

fn signs(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fuzz_target!(|text: &str| {
    match format(text) {
        Ok(set) => {
            assert_eq!(signs(text), signs(&set.text));
            assert_eq!(format(&set.text).expect("set once").text, set.text);
        }
        Err(Refused::Unreadable) => {}
        Err(Refused::Changed) => panic!("the layout is not sure of itself"),
    }
});
