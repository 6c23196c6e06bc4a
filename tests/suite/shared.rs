//! Claims that very many matters share are laid out once, and claims that nowhere meet are only counted; both come out as if they
//! were looked at matter by matter.
//!
//! In: random policies in which all matters share many rules, and others in which rules nowhere meet. Each is checked twice: as it is, and
//! with one more declared part of the answer, which no rule states. Such a part changes no case; but the short ways are taken only
//! where there is none.

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
const FURTHER: usize = 90;
/// More facts of two values than a layout has room for.
const HEAVY: usize = 17;

/// What rules say, one list a kind of policy; some of it agrees without being the same.
const ANSWERS: [&[&str]; 5] = [
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
    &[
        "city",
        "city",
        "city",
        "city",
        "city",
        "city",
        "undetermined",
        "governed by \"丙\"",
        "retained by \"丁\"",
    ],
    &["payer city", "payer city", "payer city", "payer city", "payer county 50%, city 50%"],
    &["city"],
];
const OTHERS: [&str; 5] = ["county, payer county", "shared, payer city", "county", "payer county", "county"];

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
    let (kind, dated, inferred) = (chance.below(5), chance.below(2) == 0, chance.below(3) == 0);
    let (twice, heavy) = (chance.below(2) == 0, chance.below(3) == 0);
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
    if heavy && !inferred {
        maker.text.extend((0..HEAVY).map(|fact| format!("fact x{fact} : yes | no\n")));
    }
    let names = |group: &str, count: usize| (0..count).map(|m| format!("{group}{m}, ")).collect::<String>();
    let (most, few) = (names("事", MATTERS), names("外", FURTHER));
    maker.text.push_str(&format!("matters {{ 组 {{ {most} }}, 别 {{ {few} }} }}\n"));
    for matter in 0..MATTERS {
        maker.rule(
            &format!("rule O{matter}: "),
            &format!("事{matter}"),
            if matter % 5 == 0 { &WIDE } else { &NARROW },
        );
    }
    // In some policies matters have further rules of their own, which often say the same, or just the same.
    for matter in (0..MATTERS).filter(|_| twice) {
        if maker.once_in(3) {
            maker.rule("", &format!("事{matter}"), if matter % 4 == 0 { &WIDE } else { &NARROW });
        } else if maker.once_in(3) {
            let name = format!("rule O{matter}: ");
            let again = maker.text.lines().find_map(|line| line.strip_prefix(&name)).unwrap().to_owned();
            maker.text.push_str(&(again + "\n"));
        }
    }
    if heavy {
        let all: Vec<String> = (0..HEAVY).map(|fact| format!("x{fact} is yes")).collect();
        let answer = maker.answer();
        maker.text.push_str(&format!("matter 事7 when {} => {answer}\n", all.join(" and ")));
    }
    for _ in 0..4 {
        let first = maker.chance.below(60);
        maker.rule("", &format!("{{ 事{first}, 事{}, 事{} }}", first + 1, first + 2), &NARROW);
    }
    if maker.once_in(2) {
        // A rule about more matters than those that reach far.
        let first = maker.chance.below(60);
        maker.rule("", &format!("{{ 事{first}, 别 }}"), &NARROW);
    }
    let far = maker.pick(&["组", "every matter"]);
    for _ in 0..34 {
        maker.rule("", far, &NARROW);
    }
    if maker.once_in(2) {
        said_by_all(&mut maker);
    }
    if dated && maker.once_in(4) {
        maker.text.push_str("starts 2021-06-01 matter 组 when kind is k2\n");
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

/// Rules that mostly nowhere meet: one for each value of a fact or of two, here and there with another rule that does meet one.
fn nowhere_meeting(seed: u64) -> String {
    let mut chance = Chance(seed);
    let answers =
        ["city, payer city", "county, payer county", "shared, payer unstated", "undetermined", "city"];
    // Words that no declaration vouches for, and days outside of the validity, do not count.
    let mut text =
        String::from("policy \"方案\" { effective 2020-01-01 until 2025-12-31 }\nlevel city\nlevel county\n");
    if chance.below(2) == 0 {
        text.push_str("fact kind : k1 | k2 | k3\nfact scope : s1 | s2\n");
    }
    text.push_str("matters { 甲, 乙, 丙, 丁, 戊, 己, 庚, 辛 }\n");
    for matter in ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"] {
        let mut conditions: Vec<String> = match chance.below(7) {
            0 => vec![String::new()],
            1 => (1..4).map(|k| format!(" when kind is k{k}")).collect(),
            2 => vec![" when kind is k2".to_owned(), " when kind in { k1, k3 }".to_owned()],
            3 => {
                let both = |k: usize| (1..3).map(move |s| format!(" when kind is k{k} and scope is s{s}"));
                (1..4).flat_map(both).collect()
            }
            4 => vec![" at level city".to_owned(), " at level county when scope is s1".to_owned()],
            5 => vec![" from 2022-01-01".to_owned(), " until 2021-12-31".to_owned()],
            _ => vec![" when kind is k1".to_owned(), " when kind is not k1".to_owned()],
        };
        // A case without a rule, a rule for everything, or a fact on which nothing depends.
        match chance.below(6) {
            0 => drop(conditions.pop()),
            1 => conditions.push(String::new()),
            2 => conditions.push(" at level city when scope is s2".to_owned()),
            _ => {}
        }
        let one = chance.below(answers.len());
        for condition in conditions {
            let answer =
                if chance.below(3) == 0 { answers[chance.below(answers.len())] } else { answers[one] };
            text.push_str(&format!("matter {matter}{condition} => {answer}\n"));
        }
    }
    text
}

/// Adds what every matter says by itself, and one rule says for all, before them or after them: one side is redundant.
fn said_by_all(maker: &mut Maker) {
    let (answer, condition) = (maker.answer(), maker.pick(&NARROW));
    let mut each: Vec<String> =
        (0..MATTERS).map(|m| format!("matter 事{m}{condition} => {answer}\n")).collect();
    each.push(format!("matter 别{condition} => {answer}\n"));
    let at = if maker.once_in(2) { 0 } else { each.len() };
    each.insert(at, format!("matter every matter{condition} => {answer}\n"));
    maker.text.push_str(&each.concat());
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
    // The other way lists each conflict, unless there are very many. Matters that could not be laid out do so here, too.
    if other.findings.iter().all(|finding| by_rule(finding).is_none()) {
        let (listed, expected) = (clashes(&model, &one.findings), clashes(&model, &other.findings));
        let met: BTreeSet<&RuleId> = told.keys().chain(listed.keys()).collect();
        prop_assert_eq!(met, expected.keys().collect::<BTreeSet<_>>(), "{}", text);
        for (rule, (all, all_matters)) in &expected {
            let (named, more, matters) = told.get(rule).cloned().unwrap_or_default();
            let (further, further_matters) = listed.get(rule).cloned().unwrap_or_default();
            prop_assert_eq!(matters + further_matters, *all_matters, "{:?} {}", rule, text);
            let named: BTreeSet<RuleId> = named.into_iter().collect();
            if more {
                prop_assert!(named.len() == NAMED && all.len() > NAMED && named.is_subset(all), "{}", text);
            } else {
                prop_assert_eq!(&(&named | &further), all, "{:?} {}", rule, text);
            }
        }
    }
    prop_assert_eq!(others(&model, &one.findings), others(&model, &other.findings), "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn rules_that_nowhere_meet_are_checked_alike(seed in any::<u64>()) {
        comes_out_alike(&nowhere_meeting(seed))?;
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn rules_that_all_matters_share_are_checked_alike(seed in any::<u64>()) {
        comes_out_alike(&made(seed))?;
    }
}
