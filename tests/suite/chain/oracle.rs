//! What the lowest document of a world is answered, by trying every case: the sentences of `docs/documents.md` taken literally.

use super::world::{
    Case, Class, Document, KINDS, MAXIMS, NAMES, PERFORMERS, Payer, Rank, Rule, Say, Share, World, Years,
    common,
};
use std::collections::BTreeSet;

/// What is answered.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    pub status: &'static str,
    /// Where a document holds: what it says, and which it is.
    pub said: Option<Say>,
    pub holds: String,
    pub needs: Vec<String>,
    /// What each level pays in all.
    pub in_all: Vec<(&'static str, Share)>,
    /// In a conflict: both documents.
    pub candidates: Vec<String>,
    pub uses: Vec<Used>,
    /// What they say.
    clash: Option<(Say, Say)>,
    /// Maxims are declared, and do not settle it.
    pub against: bool,
    /// Where facts are needed that the lowest document has: for each answer its cases.
    pub branches: Vec<(Vec<Cell>, Expected)>,
    /// When it holds: while all documents are in force on which it rests.
    pub years: Years,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    pub maxims: Vec<&'static str>,
    pub declared_by: Vec<String>,
    pub holds: String,
    pub lost: String,
}

/// What one document says.
#[derive(Debug, Clone)]
enum Answer<'w> {
    Impossible,
    Gap,
    Needs(Vec<String>),
    Says(Say, Vec<&'w Rule>),
}

impl Answer<'_> {
    /// What it says, if that can be denied.
    fn definite(&self) -> Option<&Say> {
        match self {
            Answer::Says(say, _) if say.class != Class::Open => Some(say),
            _ => None,
        }
    }
}

/// What is known when a document is asked; its performers below are alike to the upper ones.
struct Facts {
    kind: Option<usize>,
    performer: Option<usize>,
    listed: Option<bool>,
}

/// One document of the chain.
struct Step<'w> {
    /// Its place among all documents.
    at: usize,
    document: &'w Document,
    answer: Answer<'w>,
    /// The next one lists the matter as well.
    joined: bool,
}

/// A value for each fact of the lowest document that a question leaves open: the kind, then whether it is on the list.
pub type Cell = (Option<usize>, Option<bool>);

/// What the lowest document is answered; where a list decides a fact that this depends on, it holds while the list is in force.
pub fn expected(world: &World, case: &Case) -> Expected {
    let mut expected = whenever(world, case);
    if let Some(years) = years_of_list(world, case) {
        expected.hold_on(years);
    }
    expected
}

/// The years of the document whose list decides something that the answer depends on.
pub fn years_of_list(world: &World, case: &Case) -> Option<Years> {
    let lowest = world.documents.last().unwrap();
    let names: Vec<&str> = match lowest.names(case.matter).as_slice() {
        [] => vec![NAMES[case.matter][case.name]],
        names => names.to_vec(),
    };
    list_of(world, case.matter, &names)?;
    let kind = case.kind.filter(|_| lowest.has_kind);
    let facts = Facts { kind, performer: Some(case.performer), listed: None };
    let own = lists(lowest, case.matter, &names).then_some(case.matter);
    let Answer::Needs(needs) = answer(lowest, own, &facts) else { return None };
    let list = world.documents.get(world.documents.len().checked_sub(2)?)?;
    needs.iter().any(|fact| fact == "listed").then(|| list.years())
}

/// Every case that the facts of the lowest document leave open is asked by itself, and what comes to the same is one.
fn whenever(world: &World, case: &Case) -> Expected {
    let lowest = world.documents.last().unwrap();
    let names: Vec<&str> = match lowest.names(case.matter).as_slice() {
        [] => vec![NAMES[case.matter][case.name]],
        names => names.to_vec(),
    };
    let listed = list_of(world, case.matter, &names);
    let mut cells: Vec<(Cell, Expected)> = Vec::new();
    let mut waiting: Vec<Cell> = vec![(case.kind, listed)];
    while let Some((kind, listed)) = waiting.pop() {
        // Of a fact that the lowest document has, every value is tried where anything depends on it.
        let tried = match in_case(world, case, &names, (kind, listed)) {
            Outcome::Done(expected) if expected.status == "impossible" => continue,
            Outcome::Done(expected) => {
                let kinds =
                    if kind.is_none() && lowest.has_kind { vec![Some(0), Some(1)] } else { vec![kind] };
                let lists = if listed.is_none() { vec![Some(true), Some(false)] } else { vec![listed] };
                for &kind in &kinds {
                    cells.extend(lists.iter().map(|&listed| ((kind, listed), (*expected).clone())));
                }
                continue;
            }
            Outcome::Depends(fact) => fact,
        };
        waiting.extend(match tried {
            "kind" => [(Some(0), listed), (Some(1), listed)],
            _ => [(kind, Some(true)), (kind, Some(false))],
        });
    }
    let years = common(cells.iter().map(|(_, expected)| expected.years));
    // In the order of the facts and their values.
    cells.sort_by_key(|((kind, listed), _)| (*kind, listed.map(|listed| !listed)));
    let Some((_, first)) = cells.first() else {
        return Expected { status: "impossible", ..Expected::default() };
    };
    if cells.iter().all(|(_, other)| other.same_as(first)) {
        let mut first = first.clone();
        for (_, other) in cells {
            first.join(other);
        }
        return first;
    }
    let differs = |same: fn(&Cell, &Cell) -> bool| {
        cells.iter().any(|(a, one)| cells.iter().any(|(b, other)| same(a, b) && !one.same_as(other)))
    };
    let (by_kind, by_list) = (differs(|a, b| a.1 == b.1), differs(|a, b| a.0 == b.0));
    let mut needs = Vec::new();
    needs.extend(by_kind.then(|| "kind".to_owned()));
    needs.extend(by_list.then(|| "listed".to_owned()));
    let mut branches: Vec<(Vec<Cell>, Expected)> = Vec::new();
    for ((kind, listed), expected) in cells {
        let cell = (kind.filter(|_| by_kind), listed.filter(|_| by_list));
        match branches.iter_mut().find(|(_, known)| known.same_as(&expected)) {
            Some((known, same)) => {
                if !known.contains(&cell) {
                    known.push(cell);
                }
                same.join(expected);
            }
            None => branches.push((vec![cell], expected)),
        }
    }
    Expected { status: "needs-facts", needs, branches, years, ..Expected::default() }
}

impl Expected {
    /// Lets it hold in some years only.
    pub fn hold_on(&mut self, years: Years) {
        self.years = common([self.years, years]);
        self.branches.iter_mut().for_each(|(_, branch)| branch.hold_on(years));
    }

    /// Tells whether two cases come to the same.
    pub fn same_as(&self, other: &Expected) -> bool {
        (self.status, &self.said, &self.holds, &self.needs, &self.in_all, &self.candidates, &self.clash)
            == (
                other.status,
                &other.said,
                &other.holds,
                &other.needs,
                &other.in_all,
                &other.candidates,
                &other.clash,
            )
    }

    fn join(&mut self, other: Expected) {
        for used in other.uses {
            if !self.uses.contains(&used) {
                self.uses.push(used);
            }
        }
        self.years = common([self.years, other.years]);
    }
}

/// What a case comes to, or the fact of the lowest document on which that depends.
enum Outcome {
    Done(Box<Expected>),
    Depends(&'static str),
}

/// What is answered where this is known.
fn in_case(world: &World, case: &Case, names: &[&str], (kind, listed): Cell) -> Outcome {
    let lowest = world.documents.last().unwrap();
    let years = lowest.years();
    let done = |status| Outcome::Done(Box::new(Expected { status, years, ..Expected::default() }));
    let own = lists(lowest, case.matter, names);
    let facts = Facts { kind: kind.filter(|_| lowest.has_kind), performer: Some(case.performer), listed };
    let answer = answer(lowest, own.then_some(case.matter), &facts);
    let say = match &answer {
        Answer::Impossible => return done("impossible"),
        Answer::Gap => return done("gap"),
        Answer::Needs(needs) if needs.iter().any(|fact| fact == "kind") => return Outcome::Depends("kind"),
        Answer::Needs(_) => return Outcome::Depends("listed"),
        Answer::Says(say, _) if say.class == Class::Open => return done("undetermined"),
        Answer::Says(say, _) => say.clone(),
    };
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut joined = true;
    let mut names = names.to_vec();
    for (at, document) in world.documents.iter().enumerate().rev().skip(1) {
        if document.reconstruction && !world.accepts {
            joined = false;
            continue;
        }
        // What any document on the way calls it, it is.
        let listed = lists(document, case.matter, &names);
        if listed {
            names.extend(document.names(case.matter));
        }
        let facts = Facts { kind: kind.filter(|_| document.has_kind), performer: None, listed: None };
        let answer = self::answer(document, listed.then_some(case.matter), &facts);
        if !listed && matches!(answer, Answer::Gap) {
            joined = false;
            continue;
        }
        steps.push(Step { at, document, answer, joined });
        joined = true;
    }
    // What a document above depends on is asked for, the nearest first.
    let open = steps.iter().find_map(|step| match &step.answer {
        Answer::Needs(needs) => Some((needs.clone(), step.document.name().to_owned())),
        _ => None,
    });
    if let Some((needs, holds)) = open {
        if kind.is_none() && lowest.has_kind && needs.iter().any(|fact| fact == "kind") {
            return Outcome::Depends("kind");
        }
        return Outcome::Done(Box::new(Expected {
            status: "needs-facts",
            needs,
            holds,
            ..Expected::default()
        }));
    }
    steps.reverse();
    steps.push(Step { at: world.documents.len() - 1, document: lowest, answer, joined: true });
    Outcome::Done(Box::new(settled(world, &steps, say)))
}

/// Tells whether the document at a place is one that speaks of a matter of the lowest one, under a name that is known on the way.
pub fn reaches(world: &World, at: usize, matter: usize) -> bool {
    let (lowest, above) = world.documents.split_last().unwrap();
    let mut names = lowest.names(matter);
    for document in above[at..].iter().rev().filter(|document| !document.reconstruction || world.accepts) {
        if lists(document, matter, &names) {
            names.extend(document.names(matter));
        }
    }
    let document = &above[at];
    (!document.reconstruction || world.accepts) && lists(document, matter, &names)
}

fn lists(document: &Document, matter: usize, names: &[&str]) -> bool {
    document.names(matter).iter().any(|name| names.contains(name))
}

/// What the province's list makes of the fact; nothing where it is asked for.
fn list_of(world: &World, matter: usize, names: &[&str]) -> Option<bool> {
    let at = world.documents.len().checked_sub(2)?;
    let province = world.documents.get(at).filter(|document| document.rank == Rank::Province)?;
    if province.reconstruction && !world.accepts {
        return None;
    }
    if !lists(province, matter, names) {
        return Some(false);
    }
    let facts = Facts { kind: None, performer: None, listed: None };
    let kinds: Vec<Option<usize>> = if province.has_kind { vec![Some(0), Some(1)] } else { vec![None] };
    let mut kept: Vec<Option<bool>> = Vec::new();
    for kind in kinds {
        kept.push(match answer(province, Some(matter), &Facts { kind, ..facts }) {
            Answer::Impossible => continue,
            Answer::Says(say, _) => match say.class {
                Class::Level(by) | Class::Retained(by) => Some(by == "province"),
                Class::Shared => Some(false),
                Class::Open => None,
            },
            _ => None,
        });
    }
    let first = kept.first().copied().flatten();
    first.filter(|_| kept.iter().all(|other| *other == first))
}

/// A kind, whether the list has the matter, and what is said of that case.
type Tried<'a> = (Option<usize>, bool, Option<&'a Say>);

/// Asks one document; `matter` is nothing where it does not list it.
fn answer<'w>(document: &'w Document, matter: Option<usize>, facts: &Facts) -> Answer<'w> {
    let kinds: Vec<Option<usize>> = match facts.kind {
        _ if !document.has_kind => vec![None],
        Some(kind) => vec![Some(kind)],
        None => vec![Some(0), Some(1)],
    };
    let performers: Vec<Option<usize>> = match facts.performer {
        Some(performer) => vec![Some(performer)],
        None => vec![None],
    };
    let listed: Vec<bool> = facts.listed.map_or(vec![true, false], |listed| vec![listed]);
    // Each case that is possible, with what is said of it and by which rules.
    let mut cases: Vec<Tried<'_>> = Vec::new();
    let mut deciding: Vec<&Rule> = Vec::new();
    for &kind in &kinds {
        if document.impossible.is_some_and(|(what, when)| matter == Some(what) && kind == Some(when)) {
            continue;
        }
        for &performer in &performers {
            for &list in &listed {
                let applies = |rule: &&Rule| {
                    let about = match (&rule.matters, matter) {
                        (Some(matters), Some(matter)) => matters.contains(&matter),
                        (None, None) => true,
                        _ => false,
                    };
                    about
                        && rule.kind.is_none_or(|own| Some(own) == kind)
                        && rule.level.is_none_or(|own| Some(own) == performer)
                        && rule.listed.is_none_or(|own| own == list)
                };
                let rule = document.rules.iter().find(applies);
                if let Some(rule) = rule.filter(|rule| !deciding.contains(rule)) {
                    deciding.push(rule);
                }
                cases.push((kind, list, rule.map(|rule| &rule.says)));
            }
        }
    }
    let Some(first) = cases.first().map(|(_, _, say)| *say) else { return Answer::Impossible };
    if cases.iter().all(|(_, _, say)| *say == first) {
        return first.map_or(Answer::Gap, |say| Answer::Says(say.clone(), deciding));
    }
    let differs = |same: fn(&Tried<'_>, &Tried<'_>) -> bool| {
        cases.iter().any(|a| cases.iter().any(|b| same(a, b) && a.2 != b.2))
    };
    let mut needs = Vec::new();
    if differs(|a, b| a.1 == b.1) {
        needs.push("kind".to_owned());
    }
    if differs(|a, b| a.0 == b.0) {
        needs.push("listed".to_owned());
    }
    Answer::Needs(needs)
}

/// Holds each document against those above it, from the nearest up.
fn settled(world: &World, steps: &[Step<'_>], own: Say) -> Expected {
    let last = steps.len() - 1;
    let years = common(steps.iter().map(|step| step.document.years()));
    let mut standing: Vec<usize> = Vec::new();
    let mut uses: Vec<(usize, Used)> = Vec::new();
    for lower in 0..=last {
        let Some(here) = steps[lower].answer.definite() else { continue };
        loop {
            let Some(&upper) = standing.last() else {
                standing.push(lower);
                break;
            };
            let there = steps[upper].answer.definite().unwrap();
            // Whoever stands between performs below, whether it speaks of the matter or not.
            let between = &world.documents[steps[upper].at + 1..=steps[lower].at];
            let between: Vec<Rank> = between.iter().map(|document| document.rank).collect();
            if !denies(steps[upper].document.rank, &between, there, here) {
                standing.push(lower);
                break;
            }
            let pair = [&steps[upper], &steps[lower]];
            match ruling(pair) {
                None => {
                    let candidates = pair.map(|step| step.document.name().to_owned()).to_vec();
                    let uses = uses.into_iter().map(|(_, used)| used).collect();
                    let against = pair.iter().any(|step| !step.document.maxims.is_empty());
                    let clash = Some((there.clone(), here.clone()));
                    return Expected {
                        status: "conflict",
                        candidates,
                        clash,
                        uses,
                        against,
                        years,
                        ..Expected::default()
                    };
                }
                Some((by_upper, maxims, declared_by)) => {
                    let (won, lost) = if by_upper { (upper, lower) } else { (lower, upper) };
                    let name = |at: usize| steps[at].document.name().to_owned();
                    uses.push((lost, Used { maxims, declared_by, holds: name(won), lost: name(lost) }));
                    if by_upper {
                        break;
                    }
                    standing.pop();
                }
            }
        }
    }
    let holds = *standing.last().unwrap();
    let said = if holds == last { own } else { steps[holds].answer.definite().unwrap().clone() };
    let is_lost = |at: usize| uses.iter().any(|(lost, _)| *lost == at);
    let kept: Vec<&Step<'_>> = (0..=holds).filter(|at| !is_lost(*at)).map(|at| &steps[at]).collect();
    let in_all = in_all(&kept);
    Expected {
        status: if matches!(said.class, Class::Retained(_)) { "retained" } else { "decided" },
        said: Some(said),
        holds: steps[holds].document.name().to_owned(),
        in_all,
        uses: uses.into_iter().map(|(_, used)| used).collect(),
        years,
        ..Expected::default()
    }
}

// ---------------------------------------------------------------- what contradicts what

/// The single levels that a word stands for, and the word itself, below a document: `below` are the documents from the next one down.
fn within(level: &str, below: &[Rank]) -> Vec<&'static str> {
    match level {
        "地方" => {
            let mut levels = vec!["地方"];
            for rank in below {
                levels.extend(match rank {
                    Rank::Province => ["province", "市县", "city", "county"].as_slice(),
                    _ => ["city", "county"].as_slice(),
                });
            }
            levels
        }
        "市县" => vec!["市县", "city", "county"],
        "city" => vec!["city"],
        "county" => vec!["county"],
        "province" => vec!["province"],
        _ => vec!["central"],
    }
}

/// Tells whether a level is among those whose part is divided below.
fn is_left(level: &str, upper: Rank, below: &[Rank]) -> bool {
    match upper {
        Rank::Central => within("地方", below).contains(&level),
        _ => within("市县", below).contains(&level),
    }
}

fn denies(upper: Rank, below: &[Rank], there: &Say, here: &Say) -> bool {
    !class_fits(upper, below, &there.class, &here.class) || !payer_fits(upper, below, there, here)
}

fn class_fits(upper: Rank, below: &[Rank], there: &Class, here: &Class) -> bool {
    let left = match there {
        Class::Level(level) => is_left(level, upper, below),
        Class::Shared => true,
        _ => false,
    };
    match (there, here) {
        // What was kept may be listed as retained by whoever keeps it, or left alone.
        (Class::Level(by) | Class::Retained(by), Class::Retained(own)) => !left && by == own,
        (_, Class::Retained(_)) => !left,
        (Class::Level(level), Class::Level(own)) if !left => level == own,
        _ if !left => false,
        (Class::Level(level), Class::Level(own)) => within(level, below).contains(own),
        // What was left to one level has to go to that one.
        (Class::Level(level), Class::Shared) => !["city", "county"].contains(level),
        (Class::Shared, Class::Level(own)) => is_left(own, upper, below),
        _ => true,
    }
}

fn payer_fits(upper: Rank, below: &[Rank], there: &Say, here: &Say) -> bool {
    let left = |level: &str| is_left(level, upper, below);
    let is_divided = match &there.payer {
        Payer::Split(shares) => shares.iter().any(|(level, _)| left(level)),
        Payer::Unstated => true,
        Payer::Same => false,
    };
    match (&there.payer, &here.payer) {
        (_, Payer::Same) => !is_divided,
        (_, Payer::Unstated) => is_divided,
        (_, Payer::Split(own)) if !is_divided => own.iter().all(|(level, _)| !left(level)),
        (Payer::Split(shares), Payer::Split(own)) => divides(shares, own, below, &left),
        (_, Payer::Split(own)) => own.iter().any(|(level, _)| left(level)),
    }
}

/// Of the costs only what was left may be divided; upper shares that are said again have to be the same.
fn divides(
    shares: &[(&str, Share)],
    own: &[(&'static str, Share)],
    below: &[Rank],
    left: &dyn Fn(&str) -> bool,
) -> bool {
    let kept = |all: &[(&str, Share)]| -> Vec<(String, Share)> {
        let mut kept: Vec<_> = all
            .iter()
            .filter(|(level, _)| !left(level))
            .map(|(level, share)| ((*level).to_owned(), *share))
            .collect();
        kept.sort_by(|a, b| a.0.cmp(&b.0));
        kept
    };
    if !kept(own).is_empty() && kept(own) != kept(shares) {
        return false;
    }
    let sum = |all: &mut dyn Iterator<Item = Share>| all.reduce(Share::plus).unwrap_or(Share(0, 1));
    let from: Vec<&(&str, Share)> = shares.iter().filter(|(level, _)| left(level)).collect();
    let to: Vec<&(&'static str, Share)> = own.iter().filter(|(level, _)| left(level)).collect();
    let all_from = sum(&mut from.iter().map(|(_, share)| *share));
    let all_to = sum(&mut to.iter().map(|(_, share)| *share));
    let holds = |level: &str, own: &str| within(level, below).contains(&own);
    all_to.0 != 0
        && to.iter().all(|(own, _)| from.iter().any(|(level, _)| holds(level, own)))
        && from.iter().all(|(level, share)| {
            let inside = sum(&mut to.iter().filter(|(own, _)| holds(level, own)).map(|(_, share)| *share));
            inside.over(all_to) == share.over(all_from)
        })
}

// ---------------------------------------------------------------- maxims

type Ruled = (bool, Vec<&'static str>, Vec<String>);

/// Says whether the upper document holds, by which maxims and whose word; nothing where neither does.
fn ruling([upper, lower]: [&Step<'_>; 2]) -> Option<Ruled> {
    let mut found: Vec<(usize, bool, String)> = Vec::new();
    for step in [upper, lower] {
        for rank in &step.document.maxims {
            let votes: Vec<(usize, bool, String)> = rank
                .iter()
                .filter_map(|&maxim| {
                    let by_upper = match maxim {
                        0 => true,
                        1 => special(upper, lower)?,
                        _ => later(upper.document, lower.document)?,
                    };
                    Some((maxim, by_upper, step.document.name().to_owned()))
                })
                .collect();
            if !votes.is_empty() {
                found.extend(votes);
                break;
            }
        }
    }
    let by_upper = found.first()?.1;
    if found.iter().any(|vote| vote.1 != by_upper) {
        return None;
    }
    let mut maxims: Vec<&'static str> = Vec::new();
    let mut declared_by: Vec<String> = Vec::new();
    for (maxim, _, document) in found {
        if !maxims.contains(&MAXIMS[maxim].0) {
            maxims.push(MAXIMS[maxim].0);
        }
        if !declared_by.contains(&document) {
            declared_by.push(document);
        }
    }
    Some((by_upper, maxims, declared_by))
}

/// Later is what no day of those that both state calls earlier, and some day calls later.
fn later(upper: &Document, lower: &Document) -> Option<bool> {
    let days = [(upper.issued, lower.issued), (upper.effective, lower.effective)];
    let both: Vec<(i16, i16)> = days.into_iter().filter_map(|(a, b)| Some((a?, b?))).collect();
    let after = both.iter().any(|(a, b)| a > b);
    let before = both.iter().any(|(a, b)| a < b);
    (after != before).then_some(after)
}

/// A matter of two documents: whether the upper and the lower one list it; nothing for all that neither lists.
type Element = (Option<usize>, bool, bool);
type CaseOf = (usize, usize, usize);

fn special(upper: &Step<'_>, lower: &Step<'_>) -> Option<bool> {
    let elements = elements(upper.document, lower.document);
    let areas = |step: &Step<'_>, is_upper: bool| -> Vec<BTreeSet<CaseOf>> {
        let Answer::Says(_, rules) = &step.answer else { return Vec::new() };
        rules.iter().map(|rule| area(rule, is_upper, &elements, [upper.document, lower.document])).collect()
    };
    let (of_upper, of_lower) = (areas(upper, true), areas(lower, false));
    let inside = |inner: &[BTreeSet<CaseOf>], outer: &[BTreeSet<CaseOf>]| {
        inner.iter().all(|a| outer.iter().all(|b| !a.is_empty() && a.is_subset(b) && a != b))
    };
    if inside(&of_upper, &of_lower) {
        Some(true)
    } else if inside(&of_lower, &of_upper) {
        Some(false)
    } else {
        None
    }
}

fn elements(upper: &Document, lower: &Document) -> Vec<Element> {
    let mut elements: Vec<Element> = vec![(None, false, false)];
    for matter in 0..NAMES.len() {
        let (a, b) = (upper.names(matter), lower.names(matter));
        if a.iter().any(|name| b.contains(name)) {
            elements.push((Some(matter), true, true));
        } else {
            elements.extend((!a.is_empty()).then_some((Some(matter), true, false)));
            elements.extend((!b.is_empty()).then_some((Some(matter), false, true)));
        }
    }
    elements
}

/// The cases of a rule that both documents can speak of, and that can occur.
fn area(rule: &Rule, is_upper: bool, elements: &[Element], both: [&Document; 2]) -> BTreeSet<CaseOf> {
    let mut area = BTreeSet::new();
    for (number, &(matter, in_upper, in_lower)) in elements.iter().enumerate() {
        let mine = if is_upper { in_upper } else { in_lower };
        let about = match &rule.matters {
            Some(matters) => mine && matter.is_some_and(|matter| matters.contains(&matter)),
            None => !mine,
        };
        for kind in 0..KINDS.len() {
            let occurs = both.iter().zip([in_upper, in_lower]).all(|(document, listed)| {
                document
                    .impossible
                    .is_none_or(|(what, when)| !(listed && matter == Some(what) && when == kind))
            });
            for performer in 0..PERFORMERS.len() {
                let applies =
                    rule.kind.is_none_or(|own| own == kind) && rule.level.is_none_or(|own| own == performer);
                if about && occurs && applies {
                    area.insert((number, kind, performer));
                }
            }
        }
    }
    area
}

// ---------------------------------------------------------------- shares

/// Multiplies the shares out from the top. A document that says shares again that one above kept divides what that one divides; nothing
/// where a document states none, says only some of them again, or where all is left to the last.
fn in_all(steps: &[&Step<'_>]) -> Vec<(&'static str, Share)> {
    let mut paid: Vec<(&'static str, Share)> = Vec::new();
    let mut left = Share::ONE;
    let last = steps.len() - 1;
    // What is paid above each document, and what it divides.
    let mut divided_by: Vec<(Vec<(&'static str, Share)>, Share)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let Answer::Says(Say { payer: Payer::Split(shares), .. }, _) = &step.answer else {
            return Vec::new();
        };
        let says = |level: &str| shares.iter().find(|(own, _)| *own == level).map(|(_, share)| *share);
        let again = |(above, _): &&(Vec<(&str, Share)>, Share)| {
            paid.iter().any(|(level, _)| {
                says(level).is_some() && above.iter().all(|(known, _)| says(known).is_none())
            })
        };
        // The documents that are asked stand from the top down: the last of those above which none of its shares is known.
        if let Some((above, whole)) = divided_by.iter().rfind(again).cloned() {
            let kept = &paid[above.len()..];
            if kept.iter().any(|(level, share)| says(level).map(|own| whole.times(own)) != Some(*share)) {
                return Vec::new();
            }
            divided_by.retain(|(known, _)| known.len() < above.len());
            paid = above;
            left = whole;
            if at == last && paid.is_empty() && left == Share::ONE {
                return Vec::new();
            }
        }
        divided_by.push((paid.clone(), left));
        if at < last && !step.joined {
            return Vec::new();
        }
        let mut down = Share(0, 1);
        for (level, share) in shares {
            let divided = match step.document.rank {
                Rank::Central => *level == "地方",
                _ => ["市县", "city", "county"].contains(level),
            };
            if at < last && divided {
                down = down.plus(*share);
            } else {
                paid.push((level, left.times(*share)));
            }
        }
        if at < last {
            if down.0 == 0 {
                return Vec::new();
            }
            left = left.times(down);
        }
    }
    let open = matches!(&steps[last].answer, Answer::Says(Say { payer: Payer::Split(shares), .. }, _)
        if shares.iter().any(|(level, _)| *level == "市县"));
    if left == Share::ONE && !open { Vec::new() } else { paid }
}
