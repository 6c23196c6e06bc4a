//! Parsing is total: any text gives a tree or diagnostics, each with a place inside the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use quanze::session::Session;

fuzz_target!(|text: &str| {
    let mut session = Session::default();
    let found = session.load([("fuzz.qz".to_owned(), text.to_owned())]);
    for span in found.iter().flat_map(|one| &one.labels).map(|label| label.span) {
        let source = session.sources.get(span.source).expect("a source");
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(start <= end && source.text().get(start..end).is_some(), "{span:?} is no place in the text");
    }
});
