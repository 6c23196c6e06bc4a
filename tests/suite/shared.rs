//! Claims that very many matters share are laid out once, and come out as if they were looked at matter by matter.
//!
//! In: random policies in which all matters share many rules. Each is checked twice: as it is, and with one more declared part of the
//! answer, which no rule states. Such a part changes no case; but claims are laid out together only where there is none.

use crate::random::config;
use crate::scale::generate::Chance;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::analysis::{Finding, Kind, Report, check};
use quanze::diagram::Diagram;
use quanze::model::{self, Model, RuleId, ValueSet};
use quanze::settings::Settings;
use quanze::source::{Source, Sources};
use quanze::syntax::parse_file;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// More matters than a rule may be about without being shared, in two groups.
const MATTERS: usize = 68;
const FURTHER: usize = 5;

/// What rules say, one list a kind of policy; some of it agrees without being the same.
const ANSWERS: [&[&str]; 4] = [
    &[
        "city, payer city",
        "city, payer city, transfer yes",
        "city, payer city, transfer from county",
        "city",
        "payer city",
    ],
    &[
        "shared, payer unstated",
        "shared among { city, county }, payer unstated among { city, county }",
        "shared, payer unstated among { city, county }",
    ],
    &["city", "city", "undetermined", "governed by \"丙\"", "retained by \"丁\""],
    &["payer city", "payer city", "payer county 50%, city 50%"],
];
const OTHERS: [&str; 4] = ["county, payer county", "shared, payer city", "county", "payer county"];

struct Maker {
    chance: Chance,
    kind: usize,
    dated: bool,
    text: String,
}

impl Maker {
    fn pick<'v>(&mut self, values: &[&'v str]) -> &'v str {
        values[self.chance.below(values.len())]
    }

    fn once_in(&mut self, many: usize) -> bool {
        self.chance.below(many) == 0
    }

    fn answer(&mut self) -> &'static str {
        if self.once_in(30) { OTHERS[self.kind] } else { self.pick(ANSWERS[self.kind]) }
    }

    /// Where a rule applies besides its matters.
    fn place(&mut self, conditions: &[&str]) -> String {
        let level = self.pick(&["", "", " at level city", " at level county"]);
        let condition = self.pick(conditions);
        let days = if self.dated {
            self.pick(&["", "", " from 2022-01-01", " until 2023", " from 2021 until 2022"])
        } else {
            ""
        };
        format!("{level}{condition}{days}")
    }

    fn rule(&mut self, name: &str, matters: &str, conditions: &[&str]) {
        let (place, answer) = (self.place(conditions), self.answer());
        self.text.push_str(&format!("{name}matter {matters}{place} => {answer}\n"));
    }
}

const NARROW: [&str; 10] = [
    " when kind is k1 and scope is s1",
    " when kind is k2 and scope is s2",
    " when kind is k3 and scope is s3",
    " when kind is k4 and scope is s1",
    " when kind is k1 and scope is s3",
    " when kind is k2 and scope in { s1, s3 }",
    " when kind in { k3, k4 } and scope is s2",
    " when kind is k4 and scope is not s1",
    " when kind is k1 and scope is s2 or kind is k3 and scope is s1",
    " when kind not in { k1, k2, k3 }",
];
const WIDE: [&str; 5] =
    ["", " when kind is k1", " when scope is s2", " when kind is k2 or scope is s3", " when extra is e1"];

fn made(seed: u64) -> String {
    let mut chance = Chance(seed);
    let (kind, dated, inferred) = (chance.below(4), chance.below(2) == 0, chance.below(3) == 0);
    let mut maker = Maker { chance, kind, dated, text: String::new() };
    if dated {
        maker.text.push_str("policy \"甲\" { effective 2020-01-01 until 2025-12-31 }\n");
    }
    maker.text.push_str("level city\nlevel county\n");
    if !inferred {
        maker
            .text
            .push_str("fact kind : k1 | k2 | k3 | k4\nfact scope : s1 | s2 | s3\nfact extra : e1 | e2\n");
    }
    let names = |group: &str, count: usize| (0..count).map(|m| format!("{group}{m}, ")).collect::<String>();
    let (most, few) = (names("事", MATTERS), names("外", FURTHER));
    maker.text.push_str(&format!("matters {{ 组 {{ {most} }}, 别 {{ {few} }} }}\n"));
    for matter in 0..MATTERS {
        // A few matters have no rule of their own, but are told apart from their neighbours.
        maker.rule(
            &format!("rule O{matter}: "),
            &format!("事{matter}"),
            if matter % 5 == 0 { &WIDE } else { &NARROW },
        );
    }
    for _ in 0..4 {
        let first = maker.chance.below(60);
        maker.rule("", &format!("{{ 事{first}, 事{}, 事{} }}", first + 1, first + 2), &NARROW);
    }
    for _ in 0..34 {
        maker.rule("", "every matter", &NARROW);
    }
    for _ in 0..maker.chance.below(8) {
        maker.rule("", "组", &NARROW);
    }
    if maker.once_in(4) {
        maker.rule("", "every matter", &WIDE);
    }
    if maker.once_in(2) {
        special(&mut maker);
    }
    maker.text
}

/// What does not simply agree or clash.
fn special(maker: &mut Maker) {
    let answer = maker.answer();
    let kinds: [String; 6] = [
        format!("matter 事3 when scope is s3 => {answer} overrides O3\n"),
        format!("matter 别 when kind is k2 => {answer} overrides matter 别\n"),
        "impossible matter 组 at level county when kind is k4 because \"无\"\n".to_owned(),
        format!("otherwise in 组 when kind is k1 => {answer}\n"),
        "acknowledge gap matter { 事5, 事6 } at level city when kind is k2 because \"有\"\n".to_owned(),
        "acknowledge conflict matter 组 at level county when kind is k2 because \"有\"\n".to_owned(),
    ];
    for one in kinds {
        if maker.once_in(3) {
            maker.text.push_str(&one);
        }
    }
}

fn checked(text: &str) -> (Model, Report) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("made.qz", text));
    let parsed = parse_file(id, sources.get(id).unwrap());
    assert!(parsed.diagnostics.is_empty(), "{:?}\n{text}", parsed.diagnostics.first());
    let model = model::resolve(&model::policies(parsed.tree.items).remove(0), "made.qz").unwrap();
    let mut diagram = Diagram::new(&model).unwrap();
    let report = check(&model, &mut diagram, &Settings::default()).unwrap();
    (model, report)
}

/// What a rule clashes with that is about most matters of all that clash there: the others, and in how many matters.
type Clashes = BTreeMap<RuleId, (BTreeSet<RuleId>, u32)>;

/// How many other rules are named where conflicts are told by rule.
const NAMED: usize = 6;

fn clashes(model: &Model, findings: &[Finding]) -> Clashes {
    let reach = |rule: &RuleId| model.rules[*rule].matters.len();
    let mut found: BTreeMap<RuleId, (BTreeSet<RuleId>, ValueSet)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.acknowledged.is_empty()) {
        let Kind::Conflict { rules } = &finding.kind else { continue };
        let hub = rules.iter().copied().max_by_key(|rule| (reach(rule), Reverse(*rule))).unwrap();
        let (others, matters) = found.entry(hub).or_default();
        others.extend(rules.iter().filter(|rule| **rule != hub));
        for place in &finding.region {
            *matters = matters.union(&place.leaves);
        }
    }
    found.into_iter().map(|(hub, (others, matters))| (hub, (others, matters.len()))).collect()
}

/// Everything else that concerns rules and cases: what it is, where it shows, and a case of it.
fn others(model: &Model, findings: &[Finding]) -> BTreeSet<String> {
    let told = findings.iter().filter(|finding| {
        let clash = matches!(finding.kind, Kind::Conflict { .. }) && finding.acknowledged.is_empty();
        !clash && !matches!(finding.kind, Kind::Clashes { .. } | Kind::Lint(_))
    });
    let text = |finding: &Finding| {
        let region: Vec<Vec<String>> =
            finding.region.iter().map(|place| place.lines(model, quanze::message::Lang::En)).collect();
        let Finding { kind, severity, witness, acknowledged, .. } = finding;
        format!("{kind:?} {severity:?} {witness:?} {acknowledged:?} {region:?}")
    };
    told.map(text).collect()
}

fn comes_out_alike(text: &str) -> TestCaseResult {
    let (model, one) = checked(text);
    let (_, other) = checked(&format!("{text}answer 另项 : 甲 | 乙\n"));
    let counts = |report: &Report| {
        let of = |s: &quanze::analysis::Summary| {
            [s.decided, s.undetermined, s.retained, s.governed, s.conflicts, s.gaps, s.impossible]
        };
        let sections: Vec<_> = report.sections.iter().map(|(_, counts)| of(counts)).collect();
        (of(&report.summary), sections)
    };
    prop_assert_eq!(counts(&one), counts(&other), "{}", text);
    let by_rule = |finding: &Finding| match &finding.kind {
        Kind::Clashes { rule, others, more, matters } => Some((*rule, (others.clone(), *more, *matters))),
        _ => None,
    };
    let told: BTreeMap<RuleId, (Vec<RuleId>, bool, u32)> = one.findings.iter().filter_map(by_rule).collect();
    // The other way lists each conflict, unless there are very many.
    if other.findings.iter().all(|finding| by_rule(finding).is_none()) {
        let expected = clashes(&model, &other.findings);
        prop_assert_eq!(told.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{}", text);
        for (rule, (named, more, matters)) in &told {
            let (all, all_matters) = &expected[rule];
            prop_assert_eq!(*matters, *all_matters, "{:?} {}", rule, text);
            prop_assert_eq!(*more, all.len() > NAMED, "{:?} {}", rule, text);
            prop_assert!(named.iter().all(|rule| all.contains(rule)) && named.len() == all.len().min(NAMED));
        }
    }
    prop_assert_eq!(others(&model, &one.findings), others(&model, &other.findings), "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn rules_that_all_matters_share_are_checked_alike(seed in any::<u64>()) {
        comes_out_alike(&made(seed))?;
    }
}
