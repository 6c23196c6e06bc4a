//! Lines at the prompt: queries, statements and commands, one after another, never end the sitting by accident.

#![no_main]

use libfuzzer_sys::fuzz_target;
use quanze::session::Session;

const FILE: &str = "level city as 市\nlevel county as 县\nfact scope also 范围 : 全市性 | 县区\nmatters { 专利导航, 执法 }\n\
    matter 专利导航 at level county => shared, payer county\nmatter 专利导航 at level city => shared, payer city\n\
    matter 执法 when scope is 全市性 => city, payer city\n";

fuzz_target!(|text: &str| {
    let mut session = Session::default();
    assert!(session.load([("fuzz.qz".to_owned(), FILE.to_owned())]).is_empty());
    for line in text.lines().take(8) {
        let added = if quanze::syntax::begins_statement(line) { session.add(line).is_ok() } else { false };
        if !added {
            drop(session.ask(line));
        }
    }
    // Whatever was typed, the policy can still be checked and asked.
    drop(session.check(0));
    drop(session.ask("专利导航 at county"));
});
