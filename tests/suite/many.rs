//! More findings than are listed one by one.
//!
//! In: a made policy with more than a thousand conflicts, gaps and lints. What is told of it is known from how it is made.

use quanze::analysis::{Finding, Kind, check};
use quanze::diagnostic::{Code, Severity};
use quanze::diagram::Diagram;
use quanze::model::{self, Model};
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

/// Checks a policy.
fn checked(text: String) -> (Model, Vec<Finding>) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("made.qz", text));
    let parsed = parse_file(id, sources.get(id).unwrap());
    let model = model::resolve(&model::policies(parsed.tree.items).remove(0), "made.qz").unwrap();
    let mut diagram = Diagram::new(&model).unwrap();
    let findings = check(&model, &mut diagram, &Settings::default()).unwrap().findings;
    (model, findings)
}

#[test]
fn the_first_are_told_and_the_others_counted() {
    let (model, findings) = checked(made());
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

/// As many conflicts, and as many gaps, as are listed; the first of each shows at the last matters once more.
#[test]
fn as_many_as_are_listed() {
    let names = |name: &str| (1..LISTED).map(|m| format!("{name}{m}, ")).collect::<String>();
    let mut text = format!(
        "level city\nlevel county\nmatters {{ 甲, 子, {}{}乙, 丑 }}\n\
         matter {{ 甲, 乙 }} => city, payer city\nmatter {{ 甲, 乙 }} at level county => county, payer county\n",
        names("丙"),
        names("丁"),
    );
    for m in 1..LISTED {
        text.push_str(&format!("matter 丙{m} => city, payer city\n"));
        text.push_str(&format!("matter 丙{m} at level county => county, payer county\n"));
        text.push_str(&format!("matter 丁{m} => city\n"));
    }
    let (_, findings) = checked(text);
    for code in [Code::Conflict, Code::Gap] {
        let of: Vec<&Finding> = findings.iter().filter(|finding| finding.code() == code).collect();
        assert_eq!(of.len(), LISTED);
        let matters = |finding: &Finding| finding.region.iter().map(|place| place.leaves.len()).sum::<u32>();
        assert_eq!(of.iter().map(|finding| matters(finding)).sum::<u32>(), LISTED as u32 + 1);
        assert_eq!(matters(of[0]), 2);
        assert!(of.iter().all(|finding| finding.witness.is_some()));
    }
    assert!(findings.iter().all(|finding| finding.code() != Code::NotListed));
}

/// A rule that meets others at very many matters: its finding shows the first, and says whether there are more.
#[test]
fn a_region_of_many_matters_says_whether_there_are_more() {
    for (count, cut) in [(99, false), (100, false), (101, true), (102, true)] {
        let names: String = (0..count).map(|m| format!("事{m}, ")).collect();
        let mut text = format!(
            "level city\nlevel county\nmatters {{ 全部 {{ {names} }} }}\n\
             matter 全部 => city, payer city\nmatter 全部 at level city => city, payer city\n"
        );
        text.extend((0..count).map(|m| format!("matter 事{m} at level county => city\n")));
        let (model, findings) = checked(text);
        let second = model.rules.ids().nth(1).unwrap();
        let about = |kind: &Kind| matches!(kind, Kind::Redundant { rule, .. } if *rule == second);
        let found = findings.iter().find(|finding| about(&finding.kind)).unwrap();
        assert_eq!(found.region.last().unwrap().region.cut, cut, "{count}");
        assert_eq!(found.region.iter().map(|place| place.leaves.len()).sum::<u32>(), count.min(100));
    }
}
