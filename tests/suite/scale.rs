//! Made policies of some size: a plain scan over the rows says what every case comes to, and the program agrees.
//!
//! The rows come from the generator that the benchmarks use; exceptions and far-reaching rules are among them.

#[allow(dead_code, unused_imports, reason = "the benchmarks use the rest")]
#[path = "../../benches/generate/mod.rs"]
pub mod generate;

use generate::{ANSWERS, FACTS, LEVELS, NAMES, Policy, Shape, policy};
use quanze::analysis::{DecisionTable, Kind, check};
use quanze::diagram::{Diagram, Part, Status, Verdict};
use quanze::model::{self, AxisId, Class, Model, Payer};
use quanze::session::Session;
use quanze::source::{Source, Sources};
use quanze::syntax::parse_file;
use std::collections::{BTreeMap, BTreeSet};

fn model_of(made: &Policy) -> Model {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("made.qz", made.text()));
    let parsed = parse_file(id, sources.get(id).unwrap());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics.first());
    let items = model::policies(parsed.tree.items).into_iter().next().unwrap();
    model::resolve(&items, "made.qz").unwrap()
}

/// What a case comes to: the classes and the payers that are stated there, none where nothing is.
type Said = (BTreeSet<&'static str>, BTreeSet<&'static str>);

/// Scans the rules for what applies in a case; an exception takes the place of the rules that it overrides.
fn scan(made: &Policy, matter: u32, case: [u32; FACTS]) -> (Said, Vec<usize>) {
    let applies = |rule: &generate::Rule| {
        let (start, end) = made.range(rule.matters);
        (start..end).contains(&matter) && (0..FACTS).all(|fact| rule.sets[fact] >> case[fact] & 1 == 1)
    };
    let mut applying: Vec<usize> = (0..made.rules.len()).filter(|&n| applies(&made.rules[n])).collect();
    let mut beaten = BTreeSet::new();
    for &number in &applying {
        let mut next = made.rules[number].overrides;
        while let Some(loser) = next {
            beaten.insert(loser);
            next = made.rules[loser].overrides;
        }
    }
    applying.retain(|number| !beaten.contains(number));
    let answers = || applying.iter().map(|&number| ANSWERS[made.rules[number].answer]);
    ((answers().map(|(class, _)| class).collect(), answers().map(|(_, payer)| payer).collect()), applying)
}

fn status(said: &Said) -> Status {
    match (said.0.len(), said.1.len()) {
        (0, _) => Status::Gap,
        (1, 1) => Status::Decided,
        _ => Status::Conflict,
    }
}

/// The cases of one matter, the last fact fastest.
fn cases(made: &Policy) -> Vec<[u32; FACTS]> {
    let mut all = vec![[0; FACTS]];
    for fact in 0..FACTS {
        all = all
            .iter()
            .flat_map(|case| {
                (0..made.sizes[fact]).map(move |v| {
                    let mut c = *case;
                    c[fact] = v;
                    c
                })
            })
            .collect();
    }
    all
}

fn columns(made: &Policy) -> Vec<usize> {
    (0..FACTS).filter(|&fact| made.sizes[fact] > 1).collect()
}

fn table_of(made: &Policy, model: &Model) -> DecisionTable {
    let mut diagram = Diagram::new(model).unwrap();
    let axis = |fact: &usize| model.axes.pairs().find(|(_, axis)| axis.name == NAMES[*fact]).unwrap().0;
    let axes: Vec<AxisId> = columns(made).iter().map(axis).collect();
    DecisionTable::new(model, &mut diagram, &axes, &[]).unwrap()
}

fn word(model: &Model, verdict: &Verdict) -> (String, String) {
    let Verdict::Cell(cell) = verdict else { panic!("{verdict:?}") };
    let class = match &cell.class {
        Part::Value(Class::Level(level)) => model.levels[*level].name.clone(),
        Part::Value(Class::Shared(_)) => "shared".to_owned(),
        other => panic!("{other:?}"),
    };
    let Part::Value(Payer::Level(payer)) = &cell.payer else { panic!("{:?}", cell.payer) };
    (class, model.levels[*payer].name.clone())
}

/// Compares every case: in words and in numbers, the status, the answer, the rules.
fn every_case_agrees(shape: Shape, rules: usize, seed: u64) {
    let made = policy(shape, rules, seed);
    let model = model_of(&made);
    let table = table_of(&made, &model);
    let facts = columns(&made);
    for matter in 0..made.matters {
        for case in cases(&made) {
            let (said, deciding) = scan(&made, matter, case);
            let words: Vec<String> = facts.iter().map(|&fact| made.value_name(fact, case[fact])).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let id = table.decide(&made.matter_name(matter), &words).unwrap();
            let ids: Vec<u32> = facts.iter().map(|&fact| case[fact]).collect();
            assert_eq!(table.decide_ids(matter, &ids), Some(id));
            let decision = table.decision(id).unwrap();
            assert_eq!(decision.status, status(&said), "{shape:?} {matter} {words:?}");
            if decision.status == Status::Decided {
                let (class, payer) = word(&model, decision.verdict.unwrap());
                assert!(said.0.contains(class.as_str()) && said.1.contains(payer.as_str()));
                let spans: Vec<usize> =
                    decision.rules.iter().map(|&rule| rule_number(&model, rule)).collect();
                assert_eq!(spans, deciding);
                assert_eq!(decision.citations.len(), decision.rules.len());
            }
        }
    }
    assert_eq!(
        table
            .decision(
                table
                    .decide("没有这个事项", &vec!["没有"; facts.len()])
                    .unwrap_or_else(|| table.decide_ids(made.matters, &vec![0; facts.len()]).unwrap())
            )
            .unwrap()
            .status,
        Status::Gap
    );
    assert_eq!(table.decide("组00000", &vec!["city"; facts.len()]), None);
}

fn rule_number(model: &Model, rule: quanze::model::RuleId) -> usize {
    model.rules.ids().position(|id| id == rule).unwrap()
}

/// Compares the counts of a check, and the rules that it names in conflicts, with those of a scan over every case.
fn the_check_agrees(shape: Shape, rules: usize, seed: u64) {
    let made = policy(shape, rules, seed);
    let model = model_of(&made);
    let mut diagram = Diagram::new(&model).unwrap();
    let report = check(&model, &mut diagram, &quanze::settings::Settings::default()).unwrap();
    let mut counts: BTreeMap<Status, u128> = BTreeMap::new();
    let all = cases(&made);
    for matter in 0..made.matters {
        let said: Vec<Said> = all.iter().map(|&case| scan(&made, matter, case).0).map(reduced).collect();
        // A fact counts where the answer ever changes with it alone.
        let depends: Vec<bool> = (0..FACTS)
            .map(|fact| {
                let stride: usize = made.sizes[fact + 1..].iter().map(|&size| size as usize).product();
                let ahead = |at: usize| all[at][fact] + 1 < made.sizes[fact];
                (0..all.len()).any(|at| ahead(at) && said[at] != said[at + stride])
            })
            .collect();
        for (case, said) in all.iter().zip(&said) {
            if (0..FACTS).all(|fact| depends[fact] || case[fact] == 0) {
                *counts.entry(status(said)).or_default() += 1;
            }
        }
    }
    let count = |status| counts.get(&status).copied().unwrap_or(0);
    assert_eq!(report.summary.conflicts, count(Status::Conflict), "{shape:?}");
    assert_eq!(report.summary.gaps, count(Status::Gap), "{shape:?}");
    assert_eq!(report.summary.decided, count(Status::Decided), "{shape:?}");
    assert!(report.findings.iter().all(|finding| !matches!(finding.kind, Kind::Unconfirmed { .. })));
    // Claims that many runs share are looked at in a way of their own, which tells conflicts by rule.
    let by_rule = report.findings.iter().any(|finding| matches!(finding.kind, Kind::Clashes { .. }));
    assert_eq!(by_rule, shape == Shape::Wild25);
    needless_rules_agree(&made, &model, &report.findings, shape);
}

/// In a conflict only the parts that clash are at issue.
fn reduced(said: Said) -> Said {
    if status(&said) != Status::Conflict {
        return said;
    }
    let clash = |part: BTreeSet<&'static str>| if part.len() > 1 { part } else { BTreeSet::new() };
    let (class, payer) = (clash(said.0), clash(said.1));
    if class.is_empty() && payer.len() > 1 { (BTreeSet::from(["payer"]), payer) } else { (class, payer) }
}

/// Taking a rule away that is called redundant changes nothing; a rule of which every case says something else stays.
fn needless_rules_agree(made: &Policy, model: &Model, findings: &[quanze::analysis::Finding], shape: Shape) {
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut cut = false;
    for finding in findings {
        match finding.kind {
            Kind::Redundant { rule, .. } => {
                gone.insert(rule_number(model, rule));
            }
            Kind::NotListed { .. } | Kind::Unreachable { .. } => cut = true,
            _ => {}
        }
    }
    let mut without = made.clone();
    for &number in &gone {
        without.rules[number].sets = [0; FACTS];
    }
    for matter in 0..made.matters {
        let near = |policy: &Policy, case| scan(policy, matter, case).0;
        for case in cases(made) {
            assert_eq!(near(made, case), near(&without, case), "{shape:?} {matter} {case:?}");
        }
    }
    // Every rule that is kept is needed somewhere, unless the list was cut.
    for number in (0..made.rules.len()).filter(|number| !cut && !gone.contains(number)) {
        let mut less = without.clone();
        less.rules[number].sets = [0; FACTS];
        let (start, end) = made.range(made.rules[number].matters);
        let differs =
            (start..end).any(|m| cases(made).iter().any(|&c| scan(&without, m, c).0 != scan(&less, m, c).0));
        assert!(differs, "{shape:?}: rule {number} is redundant");
    }
}

#[test]
fn every_case_of_a_made_policy() {
    every_case_agrees(Shape::Lookup, 300, 1);
    every_case_agrees(Shape::Specific, 120, 2);
    every_case_agrees(Shape::Wild25, 120, 3);
    every_case_agrees(Shape::Chain, 60, 4);
    every_case_agrees(Shape::Deep, 60, 5);
}

#[test]
fn the_check_of_a_made_policy() {
    the_check_agrees(Shape::Specific, 150, 6);
    the_check_agrees(Shape::OneMatter, 40, 7);
    the_check_agrees(Shape::Lookup, 200, 8);
}

#[test]
fn the_check_of_a_policy_with_many_far_reaching_rules() {
    the_check_agrees(Shape::Wild25, 800, 9);
}

#[test]
fn a_table_asks_the_evaluator_where_other_facts_matter() {
    let policies = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/benxi/ip-2025.qz");
    let mut session = Session::default();
    let texts = [(policies.to_owned(), std::fs::read_to_string(policies).unwrap())];
    assert!(session.load_with(texts, &mut quanze::terminal::Files::default()).is_empty());
    let table = session.table(0, &["level"], &[]).unwrap().unwrap();
    let model = session.model(0).unwrap().clone();
    for (name, level) in model.matters.names().map(str::to_owned).zip(LEVELS.iter().cycle()) {
        let Some(id) = table.value(0, level).and_then(|_| table.decide(&name, &[level])) else { continue };
        let replies = session.ask(&format!("\"{name}\" at {level}")).unwrap();
        let decision = table.decision(id).unwrap();
        assert_eq!(decision.status, replies[0].answer.status, "{name} {level}");
        if decision.status != Status::NeedsFacts {
            assert_eq!(decision.rules, replies[0].answer.rules, "{name} {level}");
        }
    }
    assert!(session.table(0, &["没有"], &[]).unwrap().is_none());
    let fixed = [("scope", "县区"), ("affiliation", "city"), ("listed_by_province", "no")];
    let table = session.table(0, &["level"], &fixed).unwrap().unwrap();
    let id = table.decide("开展专利导航", &["县（区）"]).unwrap();
    let decision = table.decision(id).unwrap();
    assert_eq!(decision.status, Status::Decided);
    let cited = &table.citations()[decision.citations[0] as usize];
    assert_eq!(cited, "本政办发〔2025〕9号 二(二)");
}

#[test]
fn a_table_says_what_cannot_be_and_what_is_not_in_force() {
    let text = "policy \"甲\" { effective 2020-01-01 until 2024-12-31 }\nlevel city\nlevel county\nfact kind : 甲 | 乙\n\
        matters { 立法, 执法, 普法 }\nmatter 立法 when kind is 甲 => city, payer city\nmatter 执法 when kind is 甲 => city, payer city\n\
        matter 执法 when kind is 乙 => county, payer county\nmatter 普法 when kind is 甲 => city, payer city\n\
        impossible matter 立法 at level county because \"县不立法\"\nstarts 2025-01-01 matter 普法\n";
    let mut session = Session::default();
    assert!(session.load([("a.qz".to_owned(), text.to_owned())]).is_empty());
    let table = session.table(0, &["level"], &[]).unwrap().unwrap();
    let decided =
        |matter: &str, level: &str| table.decision(table.decide(matter, &[level]).unwrap()).unwrap();
    let impossible = decided("立法", "county");
    assert_eq!((impossible.status, impossible.verdict), (Status::Impossible, Some(&Verdict::Impossible)));
    let open = decided("执法", "city");
    assert_eq!((open.status, open.verdict, open.rules), (Status::NeedsFacts, None, &[][..]));
    let never = decided("普法", "city");
    assert_eq!((never.status, never.verdict), (Status::NotInForce, Some(&Verdict::NotInForce)));
}

#[test]
fn a_table_does_not_take_a_fact_for_given_because_another_is() {
    let text = "level city\nlevel county\nfact kind : 甲 | 乙\nfact scope : 全市性 | 县区\nmatters { 执法, 普法 }\n\
        matter 执法 when kind is 甲 => city, payer city\nmatter 执法 when kind is 乙 => county, payer county\n\
        matter 普法 when scope is 全市性 => city, payer city\nmatter 普法 when scope is 县区 => county, payer county\n";
    let mut session = Session::default();
    assert!(session.load([("a.qz".to_owned(), text.to_owned())]).is_empty());
    let table = session.table(0, &["level"], &[("scope", "县区")]).unwrap().unwrap();
    let status = |matter: &str| table.decision(table.decide(matter, &["city"]).unwrap()).unwrap().status;
    assert_eq!((status("执法"), status("普法")), (Status::NeedsFacts, Status::Decided));
    assert!(!table.is_empty() && table.len() > 1);
}

/// A figure with more stretches than a machine word has bits, under claims that many runs share.
#[test]
fn the_check_of_many_stretches_under_far_reaching_rules() {
    let (matters, wild) = (70, 40);
    let mut text = String::from("level city\nlevel county\nfact n : number\nmatters { ");
    text.extend((0..matters).map(|m| format!("事{m}, ")));
    text.push_str("}\n");
    // Each rule: the matter, or every one; from where up to where; the answer.
    let mut rules: Vec<(Option<u32>, u32, u32, &str)> = Vec::new();
    rules.extend((0..matters).map(|m| (Some(m), 0, 500 + 3 * m, LEVELS[2 + m as usize % 2])));
    rules.extend((0..wild).map(|w| (None, 400 + 11 * w, 405 + 12 * w, LEVELS[2 + w as usize % 2])));
    for (matter, from, until, answer) in &rules {
        let subject = matter.map_or("every matter".to_owned(), |m| format!("事{m}"));
        text.push_str(&format!(
            "matter {subject} when n at least {from} below {until} => {answer}, payer {answer}\n"
        ));
    }
    let mut sources = Sources::default();
    let id = sources.add(Source::new("made.qz", text.as_str()));
    let parsed = parse_file(id, sources.get(id).unwrap());
    let model = model::resolve(&model::policies(parsed.tree.items).remove(0), "made.qz").unwrap();
    let (axis, fact) = model.axes.pairs().find(|(_, axis)| axis.name == "n").unwrap();
    assert!(fact.size() > 64);
    let mut diagram = Diagram::new(&model).unwrap();
    let table = DecisionTable::new(&model, &mut diagram, &[axis], &[]).unwrap();
    let last = fact.size() - 1;
    let given = [0, 1, 70, last]
        .map(|stretch| (stretch, DecisionTable::new(&model, &mut diagram, &[], &[(axis, stretch)]).unwrap()));
    let mut counts: BTreeMap<Status, u128> = BTreeMap::new();
    for matter in 0..matters {
        for stretch in 0..fact.size() {
            let value = fact.scale.as_ref().unwrap().stretch(stretch).first;
            let applies = |rule: &&(Option<u32>, u32, u32, &str)| {
                rule.0.is_none_or(|m| m == matter) && (i64::from(rule.1)..i64::from(rule.2)).contains(&value)
            };
            let said: BTreeSet<&str> = rules.iter().filter(applies).map(|rule| rule.3).collect();
            let expected = [Status::Gap, Status::Decided, Status::Conflict][said.len()];
            let found = table.decision(table.decide_ids(matter, &[stretch]).unwrap()).unwrap();
            assert_eq!(found.status, expected, "事{matter} {value}");
            // The same where the figure is given, and no column.
            if let Some((_, table)) = given.iter().find(|(given, _)| *given == stretch) {
                assert_eq!(table.decision(table.decide_ids(matter, &[]).unwrap()).unwrap().status, expected);
            }
            *counts.entry(expected).or_default() += 1;
        }
    }
    let report = check(&model, &mut diagram, &quanze::settings::Settings::default()).unwrap();
    assert!(report.findings.iter().any(|finding| matches!(finding.kind, Kind::Clashes { .. })));
    assert!(report.findings.iter().all(|finding| !matches!(finding.kind, Kind::Unconfirmed { .. })));
    let found = [report.summary.conflicts, report.summary.gaps, report.summary.decided];
    assert_eq!(found, [Status::Conflict, Status::Gap, Status::Decided].map(|status| counts[&status]));
}

/// A policy in which all matters share many rules, a rule a line after the vocabulary: answers that agree without being the same,
/// and where `special` is set also an exception, a default, impossible cases and acknowledgements.
fn shared_by_all(seed: u64, special: bool) -> (String, Vec<String>) {
    const ANSWERS: [&str; 8] = [
        "city, payer city",
        "county, payer county",
        "county, payer county, transfer yes",
        "county, payer county, transfer from city",
        "shared, payer unstated",
        "shared among { city, county }, payer unstated among { city, county }",
        "undetermined",
        "city",
    ];
    let mut chance = generate::Chance(seed);
    let mut pick = |values: &[&str]| values[chance.below(values.len())].to_owned();
    let mut vocabulary = String::from(
        "level city\nlevel county\nfact kind : k1 | k2 | k3 | k4\nfact scope : s1 | s2 | s3\nmatters { 组 { ",
    );
    vocabulary.extend((0..70).map(|m| format!("事{m}, ")));
    vocabulary.push_str("} }\n");
    let (levels, kinds) =
        (["city", "county"], ["is k1", "is k2", "is k3", "is k4", "in { k1, k2 }", "in { k2, k3, k4 }"]);
    let mut rules: Vec<String> = Vec::new();
    for m in 0..70 {
        rules.push(format!("rule O{m}: matter 事{m} when kind {} => {}", pick(&kinds), pick(&ANSWERS)));
        rules.push(format!("matter 事{m} at level {} => {}", pick(&levels), pick(&ANSWERS)));
    }
    for _ in 0..40 {
        let (level, kind, scope) = (pick(&levels), pick(&kinds), pick(&["s1", "s2"]));
        let wild = pick(&ANSWERS);
        rules.push(format!(
            "matter every matter at level {level} when kind {kind} and scope is {scope} => {wild}"
        ));
    }
    if special {
        rules.push("matter 事3 when scope is s3 => payer city overrides O3".to_owned());
        rules.push("impossible matter 组 at level county when kind is k4 because \"无\"".to_owned());
        rules.push("otherwise in 组 when kind is k1 => city, payer city".to_owned());
        rules.push("acknowledge conflict matter 组 at level city when kind is k2 because \"有\"".to_owned());
    }
    (vocabulary, rules)
}

/// What every case comes to, matter by matter, by the table of decisions; and the sizes of the facts.
fn decisions(model: &Model) -> Vec<Vec<(Status, Option<Verdict>)>> {
    let mut diagram = Diagram::new(model).unwrap();
    let axis = |name: &str| model.axes.pairs().find(|(_, axis)| axis.name == name).unwrap().0;
    let table = DecisionTable::new(model, &mut diagram, &["level", "kind", "scope"].map(axis), &[]).unwrap();
    let decided = |matter: u32, case: u32| {
        let decision =
            table.decision(table.decide_ids(matter, &[case / 12, case / 3 % 4, case % 3]).unwrap()).unwrap();
        (decision.status, decision.verdict.cloned())
    };
    (0..70).map(|matter| (0..24).map(|case| decided(matter, case)).collect()).collect()
}

#[test]
fn the_check_of_rules_that_all_matters_share() {
    let read = |text: &str| {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("made.qz", text));
        let parsed = parse_file(id, sources.get(id).unwrap());
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics.first());
        model::resolve(&model::policies(parsed.tree.items).remove(0), "made.qz").unwrap()
    };
    for (seed, special) in [(1, false), (2, true), (3, false), (4, true)] {
        let (vocabulary, rules) = shared_by_all(seed, special);
        let model = read(&(vocabulary.clone() + &rules.join("\n")));
        let report =
            check(&model, &mut Diagram::new(&model).unwrap(), &quanze::settings::Settings::default())
                .unwrap();
        let of_sections = report.sections.iter().map(|(_, counts)| counts.cases());
        assert_eq!(of_sections.sum::<u128>(), report.summary.cases(), "{seed}");
        let all = decisions(&model);
        let mut counts: BTreeMap<Status, u128> = BTreeMap::new();
        for of_matter in &all {
            // A fact counts where the answer ever changes with it alone.
            let depends = |stride: usize, size: usize| {
                (0..24).any(|at| at / stride % size + 1 < size && of_matter[at] != of_matter[at + stride])
            };
            let facts = [(12, 2), (3, 4), (1, 3)].map(|(stride, size)| (stride, size, depends(stride, size)));
            for (case, (status, _)) in of_matter.iter().enumerate() {
                if facts.iter().all(|&(stride, size, depends)| depends || case / stride % size == 0) {
                    *counts.entry(*status).or_default() += 1;
                }
            }
        }
        let count = |status| counts.get(&status).copied().unwrap_or(0);
        let summary = &report.summary;
        assert_eq!(summary.conflicts, count(Status::Conflict), "{seed}");
        assert_eq!(summary.gaps, count(Status::Gap), "{seed}");
        assert_eq!(summary.decided, count(Status::Decided), "{seed}");
        assert_eq!(summary.undetermined, count(Status::Undetermined), "{seed}");
        assert_eq!(summary.impossible, count(Status::Impossible), "{seed}");
        assert!(report.findings.iter().any(|finding| matches!(finding.kind, Kind::Clashes { .. })));
        assert!(report.findings.iter().all(|finding| !matches!(finding.kind, Kind::Unconfirmed { .. })));
        // Without all that is redundant every case comes to the same.
        let redundant = report.findings.iter().filter_map(|finding| match finding.kind {
            Kind::Redundant { rule, .. } => Some(rule_number(&model, rule)),
            _ => None,
        });
        let gone: BTreeSet<usize> = redundant.collect();
        assert!(!gone.is_empty(), "{seed}");
        let kept = rules.iter().enumerate().filter(|(number, _)| !gone.contains(number));
        let kept: Vec<&str> = kept.map(|(_, rule)| rule.as_str()).collect();
        assert_eq!(decisions(&read(&(vocabulary + &kept.join("\n")))), all, "{seed}");
    }
}
