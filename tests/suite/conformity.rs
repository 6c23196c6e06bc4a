//! Conformity against enumeration: random pairs of small plans, judged case by case from `docs/documents.md`.

use crate::policy::Tape;
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::analysis::{Change, Conformity, Fate, Fault, fault, value_names};
use quanze::diagram::Cube;
use quanze::message::Lang;
use quanze::model::{AxisId, MATTER, Model, PERFORMER, ValueSet};
use quanze::session::Session;
use std::collections::BTreeSet;

const KINDS: [&str; 2] = ["日常", "专项"];
const LEVELS: [&str; 2] = ["city", "county"];

/// What the upper plan says of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Upper {
    /// Nothing.
    Silent,
    /// `undetermined`
    Open,
    /// `retained by "中央"`
    Retained,
    Province,
    Local,
    County,
    /// `shared`, and the province and those below each pay a half.
    Halves,
    /// `shared, payer unstated`
    Jointly,
    /// `shared`, and the province pays.
    ProvincePays,
}

const UPPERS: [(Upper, &str); 9] = [
    (Upper::Local, "市县, payer 市县"),
    (Upper::County, "county, payer county"),
    (Upper::Halves, "shared, payer province 50%, 市县 50%"),
    (Upper::Jointly, "shared, payer unstated"),
    (Upper::ProvincePays, "shared, payer province"),
    (Upper::Province, "province, payer province"),
    (Upper::Retained, "retained by \"中央\""),
    (Upper::Open, "undetermined"),
    (Upper::Silent, ""),
];

/// Who has the authority by the lower plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    City,
    County,
    Shared,
    Province,
    Retained,
    Open,
    Silent,
}

const CLASSES: [(Class, &str); 7] = [
    (Class::City, "city"),
    (Class::County, "county"),
    (Class::Shared, "shared"),
    (Class::Province, "province"),
    (Class::Retained, "retained by province"),
    (Class::Open, "undetermined"),
    (Class::Silent, ""),
];

/// Who pays by the lower plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Payer {
    City,
    County,
    Both,
    Province,
    HalfAgain,
    OtherShare,
    Jointly,
    Silent,
}

const PAYERS: [(Payer, &str); 8] = [
    (Payer::City, "payer city"),
    (Payer::County, "payer county"),
    (Payer::Both, "payer city 60%, county 40%"),
    (Payer::Province, "payer province"),
    (Payer::HalfAgain, "payer province 50%, city 30%, county 20%"),
    (Payer::OtherShare, "payer province 30%, city 70%"),
    (Payer::Jointly, "payer unstated"),
    (Payer::Silent, ""),
];

/// By which names the lower plan lists a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    Same,
    Renamed,
    Divided,
    Twice,
    Not,
}

/// What the lower plan does with all it does not list, at each level.
const RESTS: [(&str, [Said; 2]); 7] = [
    ("", [(Class::Silent, Payer::Silent); 2]),
    ("otherwise => undetermined", [(Class::Open, Payer::Silent); 2]),
    ("otherwise => county, payer county", [(Class::County, Payer::County); 2]),
    ("otherwise => retained by province", [(Class::Retained, Payer::Silent); 2]),
    ("otherwise => province, payer province", [(Class::Province, Payer::Province); 2]),
    ("otherwise => shared, payer unstated", [(Class::Shared, Payer::Jointly); 2]),
    (
        "otherwise => same level, payer same level",
        [(Class::City, Payer::City), (Class::County, Payer::County)],
    ),
];

type Said = (Class, Payer);

/// A pair of plans.
#[derive(Debug)]
struct Plans {
    /// What the upper plan says of each matter, by kind.
    upper: Vec<[Upper; 2]>,
    /// How the lower plan lists each.
    listed: Vec<Listed>,
    /// What it says of each of its own matters, by kind and level.
    lower: Vec<(usize, String, [[Said; 2]; 2])>,
    added: bool,
    rest: usize,
}

fn name(matter: usize) -> String {
    ["执法", "维权", "培训"][matter].to_owned()
}

fn plans(tape: &mut Tape<'_>) -> Plans {
    let mut plans = Plans { upper: Vec::new(), listed: Vec::new(), lower: Vec::new(), added: false, rest: 0 };
    for matter in 0..3 {
        let first = tape.pick(UPPERS.len());
        let second = if tape.chance(40) { tape.pick(UPPERS.len()) } else { first };
        plans.upper.push([UPPERS[first].0, UPPERS[second].0]);
        let listed =
            [Listed::Same, Listed::Renamed, Listed::Divided, Listed::Twice, Listed::Not][tape.pick(5)];
        plans.listed.push(listed);
        let own = name(matter);
        let names = match listed {
            Listed::Same => vec![own],
            Listed::Renamed => vec![format!("{own}工作")],
            Listed::Divided => vec![format!("{own}之一"), format!("{own}之二")],
            Listed::Twice => vec![own.clone(), format!("{own}事务")],
            Listed::Not => Vec::new(),
        };
        for name in names {
            let mut one = || {
                let class = CLASSES[tape.pick(CLASSES.len())].0;
                let payer = PAYERS[tape.pick(PAYERS.len())].0;
                let pays = !matches!(class, Class::Retained | Class::Open | Class::Silent);
                (class, if pays { payer } else { Payer::Silent })
            };
            let plain = one();
            let says = [[plain, one()], [plain, one()]];
            plans.lower.push((matter, name, says));
        }
    }
    plans.added = tape.chance(30);
    plans.rest = tape.pick(RESTS.len());
    plans
}

fn upper_text(plans: &Plans) -> String {
    let mut text = "policy \"上\"\nlevel province as 省\nlevel 市县 of city, county\nlevel city as 市\nlevel county as 县\n\
                    performer : province | 市县\nfact kind : 日常 | 专项\n"
        .to_owned();
    let names: Vec<String> =
        (0..plans.upper.len()).map(|m| format!("{} also {}事务", name(m), name(m))).collect();
    text.push_str(&format!(
        "matters {{ {}, 其他甲 }}\nmatter 其他甲 => province, payer province\n",
        names.join(", ")
    ));
    for (matter, says) in plans.upper.iter().enumerate() {
        for (kind, says) in KINDS.iter().zip(says) {
            let answer = UPPERS.iter().find(|(upper, _)| upper == says).unwrap().1;
            if !answer.is_empty() {
                text.push_str(&format!("matter {} when kind is {kind} => {answer}\n", name(matter)));
            }
        }
    }
    text
}

/// The lower plan; where it asks whether the upper one's list has a matter, it says of those that are not on it what it says otherwise of the
/// other kind.
fn lower_text(plans: &Plans, asks_list: bool) -> String {
    let mut text = "policy \"下\"\nlevel province as 省\nlevel city as 市\nlevel county as 县\nperformer : city | county\n\
                    fact kind : 日常 | 专项\n"
        .to_owned();
    if asks_list {
        text.push_str("fact on_list : listed in \"上\" as province\n");
    }
    let mut names: Vec<String> = Vec::new();
    for (matter, listed) in plans.listed.iter().enumerate() {
        let own = name(matter);
        match listed {
            Listed::Same => names.push(own),
            Listed::Renamed => names.push(format!("{own}工作 also {own}")),
            Listed::Divided => names.push(format!("{own} {{ {own}之一, {own}之二 }}")),
            Listed::Twice => names.extend([own.clone(), format!("{own}事务")]),
            Listed::Not => {}
        }
    }
    names.push("其他甲".to_owned());
    if plans.added {
        names.push("新增甲".to_owned());
    }
    text.push_str(&format!("matters {{ {} }}\nmatter 其他甲 => retained by province\n", names.join(", ")));
    if plans.added {
        text.push_str("matter 新增甲 => city, payer city\n");
    }
    // Some rule states a payer, so that silence about one means something.
    text.push_str("matter 其他甲 at level city when kind is 日常 and kind is 专项 => payer city\n");
    let [one, other] = KINDS;
    let on_list = |kind: &str, value: &str| format!("{kind} and on_list is {value}");
    let kinds: Vec<(String, usize)> = if asks_list {
        vec![
            (on_list(one, "yes"), 0),
            (on_list(other, "yes"), 1),
            (on_list(one, "no"), 1),
            (on_list(other, "no"), 0),
        ]
    } else {
        vec![(one.to_owned(), 0), (other.to_owned(), 1)]
    };
    for (_, name, says) in &plans.lower {
        for (kind, place) in &kinds {
            for (level, (class, payer)) in LEVELS.iter().zip(says[*place]) {
                let class = CLASSES.iter().find(|(known, _)| *known == class).unwrap().1;
                let payer = PAYERS.iter().find(|(known, _)| *known == payer).unwrap().1;
                let answer: Vec<&str> = [class, payer].into_iter().filter(|part| !part.is_empty()).collect();
                if !answer.is_empty() {
                    let answer = answer.join(", ");
                    text.push_str(&format!(
                        "matter {name} at level {level} when kind is {kind} => {answer}\n"
                    ));
                }
            }
        }
    }
    text.push_str(RESTS[plans.rest].0);
    text.push('\n');
    text
}

// ---------------------------------------------------------------- what the page says

/// Judges one case; nothing where all is as it was left.
fn judged(upper: Upper, (class, payer): Said) -> Option<Fault> {
    use Fault::{Contradicted, NotAllocated};
    let decided = matches!(class, Class::City | Class::County | Class::Shared);
    match upper {
        Upper::Silent | Upper::Open => return None,
        Upper::Retained => return (decided || class == Class::Province).then_some(Contradicted),
        Upper::Province if decided => return Some(Contradicted),
        Upper::Province => {}
        Upper::County if matches!(class, Class::City | Class::Shared) => return Some(Contradicted),
        _ if matches!(class, Class::Province | Class::Retained) => return Some(Contradicted),
        _ if matches!(class, Class::Open | Class::Silent) => return Some(NotAllocated),
        _ => {}
    }
    let fits = match upper {
        // What the province pays alone leaves nothing to pay.
        Upper::Province | Upper::ProvincePays => matches!(payer, Payer::Province | Payer::Silent),
        Upper::Local => matches!(payer, Payer::City | Payer::County | Payer::Both | Payer::Jointly),
        Upper::County => matches!(payer, Payer::County | Payer::Jointly),
        Upper::Halves => !matches!(payer, Payer::Province | Payer::OtherShare | Payer::Silent),
        Upper::Jointly => !matches!(payer, Payer::Province | Payer::Silent),
        _ => true,
    };
    match (fits, payer) {
        (true, _) => None,
        (false, Payer::Silent) => Some(NotAllocated),
        (false, _) => Some(Contradicted),
    }
}

fn leaves(upper: Upper) -> Option<bool> {
    match upper {
        Upper::Silent | Upper::Open => None,
        Upper::Retained | Upper::Province => Some(false),
        _ => Some(true),
    }
}

fn fate(says: &[Upper; 2]) -> Fate {
    if says.iter().any(|&upper| leaves(upper) == Some(true)) {
        Fate::Left
    } else if says.iter().any(|&upper| leaves(upper) == Some(false)) {
        Fate::Kept
    } else {
        Fate::Open
    }
}

// ---------------------------------------------------------------- what comes out

fn conformity(upper: &str, lower: &str) -> Conformity {
    let mut session = Session::default();
    let texts =
        [("upper.qz", upper), ("lower.qz", lower)].map(|(name, text)| (name.to_owned(), text.to_owned()));
    let diagnostics = session.load(texts);
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{upper}\n{lower}");
    session.conformity(0, 1).expect("small").expect("levels that meet")
}

fn value_name(words: &Model, axis: AxisId, value: u32) -> String {
    value_names(words, axis, &ValueSet::single(value), &[], Lang::En).concat()
}

/// Returns the faults that show in a case.
pub fn shown(found: &Conformity, matter: &str, kind: &str, level: &str) -> Vec<Fault> {
    let words = &found.words;
    let at = |axis: AxisId| match axis {
        PERFORMER => level,
        _ => kind,
    };
    let inside = |cube: &Cube| {
        let mut axes = words.axes.ids().filter(|axis| *axis != MATTER && *axis != words.date());
        axes.all(|axis| {
            cube.get(axis)
                .is_none_or(|set| set.iter().any(|value| value_name(words, axis, value) == at(axis)))
        })
    };
    let hits = |change: &&Change| {
        change.places.iter().any(|place| {
            let here = place.leaves.iter().any(|leaf| value_name(words, MATTER, leaf) == matter);
            here && place.region.cubes.iter().any(inside)
        })
    };
    found.contradictions.iter().filter(hits).map(|change| fault(&change.to)).collect()
}

fn conformity_is_exact(plans: &Plans, asks_list: bool, more: &str) -> TestCaseResult {
    let (upper, lower) = (upper_text(plans) + more, lower_text(plans, asks_list) + more);
    let found = conformity(&upper, &lower);
    let about = format!("{upper}----\n{lower}----\n{found:#?}");
    let mut holds = true;
    let (_, rest) = RESTS[plans.rest];
    let rest_speaks = plans.rest > 1;
    // What the plan does not list is what its clause for the rest says of it; where that says nothing, this is told once.
    let unlisted = (0..plans.upper.len()).filter(|&matter| plans.listed[matter] == Listed::Not);
    let by_rest = unlisted.filter(|_| rest_speaks).map(|matter| (matter, name(matter), [rest, rest]));
    let mut said: Vec<(usize, String, [[Said; 2]; 2])> = plans.lower.iter().cloned().chain(by_rest).collect();
    for (matter, _, says) in said.iter_mut().filter(|_| asks_list) {
        // What the province has alone is on its list; of what is not decided nothing is judged.
        let on_list = plans.upper[*matter].map(|upper| upper == Upper::Province);
        *says = [says[usize::from(!on_list[0])], says[usize::from(on_list[1])]];
    }
    for (matter, name, says) in &said {
        for (kind, (by_level, upper)) in KINDS.iter().zip(says.iter().zip(&plans.upper[*matter])) {
            for (level, said) in LEVELS.iter().zip(by_level) {
                let expected = judged(*upper, *said);
                holds &= expected.is_none();
                let got = shown(&found, name, kind, level);
                prop_assert_eq!(got, Vec::from_iter(expected), "{} {} {}\n{}", name, kind, level, about);
            }
        }
    }
    for (matter, above) in found.matters.iter().take(plans.upper.len()).enumerate() {
        let listed = plans.listed[matter];
        let fate = fate(&plans.upper[matter]);
        prop_assert_eq!(&above.name, &name(matter));
        prop_assert_eq!(above.fate, fate, "{}", about);
        let missing = fate == Fate::Left && listed == Listed::Not && !rest_speaks;
        let twice = fate == Fate::Left && listed == Listed::Twice;
        holds &= !missing && !twice;
        prop_assert_eq!(above.missing, missing, "{}", about);
        prop_assert_eq!(above.is_twice(), twice, "{}", about);
        let renamed = matches!(listed, Listed::Renamed | Listed::Twice);
        prop_assert_eq!(above.renamed, renamed, "{}", about);
        let mut faults: BTreeSet<bool> = BTreeSet::new();
        for (_, _, says) in said.iter().filter(|(of, ..)| *of == matter) {
            for (by_level, upper) in says.iter().zip(&plans.upper[matter]) {
                faults.extend(
                    by_level
                        .iter()
                        .filter_map(|said| judged(*upper, *said))
                        .map(|f| f == Fault::Contradicted),
                );
            }
        }
        prop_assert_eq!(above.contradicted, faults.contains(&true), "{}", about);
        prop_assert_eq!(above.partly, faults.contains(&false), "{}", about);
    }
    let added: Vec<String> = found.added.iter().map(|&leaf| value_name(&found.words, MATTER, leaf)).collect();
    prop_assert_eq!(added, if plans.added { vec!["新增甲".to_owned()] } else { Vec::new() }, "{}", about);
    prop_assert_eq!(found.holds(), holds, "{}", about);
    let sections = found.sections();
    let findings: usize = sections.iter().map(|section| section.findings).sum();
    prop_assert_eq!(findings, found.matters.iter().filter(|matter| matter.has_finding()).count());
    Ok(())
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn conformity_is_what_enumeration_says(tape in vec(any::<u8>(), 0..120)) {
        let plans = plans(&mut Tape::new(&tape));
        for asks_list in [false, true] {
            conformity_is_exact(&plans, asks_list, "")?;
            // With days of their own, cases are compared as diagrams and not as tables.
            conformity_is_exact(&plans, asks_list, "starts 1900-01-01\n")?;
        }
    }
}
