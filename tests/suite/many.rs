//! More findings than are listed one by one.
//!
//! In: a made policy with more than a thousand conflicts, gaps and lints. What is told of it is known from how it is made.

use quanze::analysis::{Finding, Kind, check};
use quanze::diagnostic::{Code, Severity};
use quanze::diagram::Diagram;
use quanze::model;
use quanze::settings::Settings;
use quanze::source::{Source, Sources};
use quanze::syntax::parse_file;

const LISTED: usize = 1000;

/// Two rules about groups, of ten and of six matters, each of which has a rule that says something else; 1,090 matters of which two rules
/// disagree at one level; and 1,003 that have no payer.
fn made() -> String {
    let names = |name: &str, count: usize| (0..count).map(|m| format!("{name}{m}, ")).collect::<String>();
    let mut text = format!(
        "level city\nlevel county\nsection 一 \"甲\" {{ remark \"无\" }}\nmatters {{ 十 {{ {} }}, 六 {{ {} }}, {}{} }}\n",
        names("甲", 10),
        names("乙", 6),
        names("丙", 1090),
        names("丁", 1003)
    );
    text.push_str("matter 十 => county, payer county\nmatter 六 => county, payer county\n");
    text.extend((0..10).map(|m| format!("matter 甲{m} => city, payer city\n")));
    text.extend((0..6).map(|m| format!("matter 乙{m} => city, payer city\n")));
    for m in 0..1090 {
        text.push_str(&format!("matter 丙{m} => city, payer city\n"));
        text.push_str(&format!("matter 丙{m} at level county => county, payer county\n"));
    }
    text.extend((0..1003).map(|m| format!("matter 丁{m} => city\n")));
    text
}

#[test]
fn the_first_are_told_and_the_others_counted() {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("made.qz", made()));
    let parsed = parse_file(id, sources.get(id).unwrap());
    let model = model::resolve(&model::policies(parsed.tree.items).remove(0), "made.qz").unwrap();
    let mut diagram = Diagram::new(&model).unwrap();
    let findings = check(&model, &mut diagram, &Settings::default()).unwrap().findings;
    assert!(findings.iter().all(|finding| !matches!(finding.kind, Kind::Unconfirmed { .. })));
    // The rules that touch most matters come first.
    let clashes: Vec<(usize, usize, bool, u32)> = findings
        .iter()
        .filter_map(|finding| match &finding.kind {
            Kind::Clashes { rule, others, more, matters } => {
                let number = model.rules.ids().position(|id| id == *rule).unwrap();
                Some((number, others.len(), *more, *matters))
            }
            _ => None,
        })
        .collect();
    assert_eq!(clashes.len(), 100);
    assert_eq!(clashes[..3], [(0, 6, true, 10), (1, 6, false, 6), (18, 1, false, 1)]);
    let more = findings.iter().filter_map(|finding| match finding.kind {
        Kind::MoreClashes { more } => Some(more),
        _ => None,
    });
    assert_eq!(more.collect::<Vec<_>>(), [1092 - 100]);
    let is_told = |finding: &&Finding| {
        let is_clash = matches!(finding.kind, Kind::Clashes { .. });
        let has_place = is_clash || !finding.region.is_empty();
        finding.severity == Severity::Error && finding.witness.is_some() && has_place
    };
    let of = |code: Code| findings.iter().filter(move |finding| finding.code() == code);
    assert_eq!(of(Code::Conflict).filter(is_told).count(), 100);
    assert_eq!(of(Code::Gap).filter(is_told).count(), LISTED);
    let further: Vec<(&Kind, Severity)> =
        of(Code::Gap).filter(|gap| !is_told(gap)).map(|gap| (&gap.kind, gap.severity)).collect();
    assert!(matches!(further[..], [(Kind::MoreGaps { matters: 3 }, Severity::Error)]), "{further:?}");
    // None of these rules stands in a section or cites one.
    let uncited = model.rules.len();
    assert_eq!(of(Code::NoCitation).count(), LISTED);
    let more_lints = findings.iter().filter_map(|finding| match finding.kind {
        Kind::MoreLints { code, more } => Some((code, more)),
        _ => None,
    });
    assert_eq!(more_lints.collect::<Vec<_>>(), [(Code::NoCitation, uncited - LISTED)]);
}
