//! Random small policies: their own structures, a generator, and their text as a rule file.
//!
//! Every policy is read off short tapes of random bytes, one for the words and one for each rule. A tape that has run
//! out gives zeros, and zero is always the plainest choice, so proptest's shrinking of the tapes makes small policies.

use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt;

/// A policy with declared words.
#[derive(Clone)]
pub struct Policy {
    /// How many levels are declared, from the top.
    pub levels: usize,
    /// The levels that perform work.
    pub performer: Vec<usize>,
    /// Matters and groups; a parent comes before its members.
    pub nodes: Vec<Node>,
    /// Whether the list of matters itself ends in `etc`.
    pub open_list: bool,
    pub facts: Vec<Fact>,
    pub rules: Vec<Rule>,
}

/// A matter or a group.
#[derive(Debug, Clone)]
pub struct Node {
    pub name: String,
    pub alias: Option<String>,
    pub parent: Option<usize>,
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Fact {
    pub name: String,
    pub alias: Option<String>,
    /// As the answers spell them; without `other`.
    pub values: Vec<String>,
    pub open: bool,
    /// For a role: the level that each value is.
    pub role: Option<Vec<usize>>,
}

#[derive(Debug, Clone)]
pub struct Rule {
    /// Declarations have none.
    pub name: String,
    pub section: Option<usize>,
    pub kind: Kind,
    pub region: Region,
    pub overrides: Vec<Target>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Allocate(Says),
    /// `otherwise in M`
    Default(Says),
    /// `otherwise`
    Residual(Says),
    Impossible,
    Acknowledge {
        conflict: bool,
        because: String,
    },
}

#[derive(Debug, Clone)]
pub struct Region {
    /// None: no matter is written.
    pub subject: Option<Subject>,
    /// Empty: no level is written.
    pub levels: Vec<usize>,
    pub when: Option<Condition>,
}

#[derive(Debug, Clone)]
pub enum Subject {
    Every,
    AnyOther,
    Nodes(Vec<usize>),
}

#[derive(Debug, Clone)]
pub enum Condition {
    /// Axis 0 is the level, axis n is fact n - 1; levels are numbered from the top.
    Test {
        axis: usize,
        values: Vec<usize>,
        negated: bool,
    },
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
}

#[derive(Debug, Clone)]
pub enum Target {
    Rule(usize),
    Section(usize),
    Node(usize),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Says {
    pub class: Option<Class>,
    pub payer: Option<Payer>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Class {
    Level(usize),
    Shared,
    Among(Vec<usize>),
    Role(usize),
    Same,
    Undetermined,
    Retained(Result<usize, String>),
    Governed(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Payer {
    Level(usize),
    Same,
    Owner,
    Role(usize),
    Unstated,
    Elsewhere(Option<String>),
    Undetermined,
}

pub const SECTIONS: [&str; 2] = ["一", "二(三)"];
const ENGLISH_LEVELS: [&str; 3] = ["province", "city", "county"];
const CHINESE_LEVELS: [&str; 3] = ["省", "市", "县(区)"];

// ---------------------------------------------------------------- what a policy is made of

/// A failure shows the text: that is what can be tried out.
impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order: Vec<usize> = (0..self.rules.len()).collect();
        write!(f, "\n{}", spell(&policy_text(self, &order), Spelling::English))
    }
}

impl Policy {
    /// Returns a level's declared name.
    pub fn level(&self, level: usize) -> &'static str {
        ENGLISH_LEVELS[if self.levels == 1 { 1 } else { level + usize::from(self.levels == 2) }]
    }

    /// Says whether a node stands for one matter.
    pub fn is_leaf(&self, node: usize) -> bool {
        self.nodes.iter().all(|other| other.parent != Some(node))
    }

    /// Returns the rules that others may name.
    fn named(&self) -> Vec<usize> {
        (0..self.rules.len()).filter(|&rule| !self.rules[rule].name.is_empty()).collect()
    }
}

impl Node {
    /// Returns the alias, if there is one: answers must show the name all the same.
    fn spoken(&self) -> &str {
        self.alias.as_ref().unwrap_or(&self.name)
    }
}

impl Fact {
    fn spoken(&self) -> &str {
        self.alias.as_ref().unwrap_or(&self.name)
    }
}

// ---------------------------------------------------------------- generator

/// Random bytes; zeros after their end.
pub struct Tape<'a>(std::slice::Iter<'a, u8>);

impl<'a> Tape<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Tape(bytes.iter())
    }

    pub fn pick(&mut self, count: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % count
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.pick(100) >= 100 - percent
    }

    fn one<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.pick(from.len())].clone()
    }

    /// Returns some of the elements, at least one.
    pub fn some<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let mask = 1 + self.pick((1 << from.len()) - 1);
        from.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, value)| value.clone()).collect()
    }
}

/// Makes random policies.
pub fn policies() -> impl Strategy<Value = Policy> {
    let words = vec(any::<u8>(), 0..40);
    (words, vec(vec(any::<u8>(), 0..24), 0..9)).prop_map(|(words, rules)| build(&words, &rules))
}

/// Makes random policies in which impossible cases tie the level and facts together.
pub fn tied_policies() -> impl Strategy<Value = Policy> {
    let tape = |longest| vec(any::<u8>(), 0..longest);
    let rules = vec(tape(24), 1..6);
    (tape(40), rules, vec(tape(8), 1..4)).prop_map(|(words, rules, ties)| {
        let mut policy = build_with(&words, &rules, 2);
        for bytes in ties {
            let tie = tie(&mut Tape::new(&bytes), &policy);
            policy.rules.push(tie);
        }
        policy
    })
}

/// Declares impossible that one axis has a value where another one has not the value that goes with it.
fn tie(tape: &mut Tape<'_>, policy: &Policy) -> Rule {
    let axes = policy.facts.len() + 1;
    let one = tape.pick(axes);
    let other = (one + 1 + tape.pick(axes - 1)) % axes;
    let (a, b) = (tape.one(&values_of(policy, one)), tape.one(&values_of(policy, other)));
    let both = |without_one, without_other| {
        let test = |axis, value, negated| Condition::Test { axis, values: vec![value], negated };
        Condition::And(vec![test(one, a, without_one), test(other, b, without_other)])
    };
    let when = Some(Condition::Or(vec![both(false, true), both(true, false)]));
    let region = Region { subject: None, levels: Vec::new(), when };
    Rule { name: String::new(), section: None, kind: Kind::Impossible, region, overrides: Vec::new() }
}

fn build(words: &[u8], rules: &[Vec<u8>]) -> Policy {
    build_with(words, rules, 0)
}

fn build_with(words: &[u8], rules: &[Vec<u8>], least_facts: usize) -> Policy {
    let tape = &mut Tape::new(words);
    let levels = tape.one(&[2, 2, 1, 3, 3]);
    let all: Vec<usize> = (0..levels).collect();
    let performer = if tape.chance(40) { tape.some(&all) } else { all };
    let nodes = nodes(tape);
    let open_list = tape.chance(15);
    let mut policy = Policy { levels, performer, nodes, open_list, facts: Vec::new(), rules: Vec::new() };
    let facts = least_facts + tape.pick(4 - least_facts);
    policy.facts = (0..facts).map(|number| fact(tape, &policy, number)).collect();
    for (number, bytes) in rules.iter().enumerate() {
        let made = rule(&mut Tape::new(bytes), &policy, number);
        policy.rules.push(made);
    }
    policy
}

fn nodes(tape: &mut Tape<'_>) -> Vec<Node> {
    let groups = tape.one(&[0, 0, 1, 1, 2]);
    let leaves = 1 + tape.pick(4);
    let mut nodes = Vec::new();
    for number in 0..groups + leaves {
        let (name, above) = match number.checked_sub(groups) {
            None => (["组一", "组二"][number], number),
            Some(leaf) => (["甲", "乙", "丙", "丁"][leaf], groups),
        };
        let parent = if above > 0 { tape.pick(above + 1).checked_sub(1) } else { None };
        let alias = tape.chance(25).then(|| format!("{name}又名"));
        nodes.push(Node { name: name.to_owned(), alias, parent, open: false });
    }
    for node in 0..groups {
        // A list that names nothing has no piece beside those that it names.
        nodes[node].open = nodes.iter().any(|other| other.parent == Some(node)) && tape.chance(40);
    }
    nodes
}

fn fact(tape: &mut Tape<'_>, policy: &Policy, number: usize) -> Fact {
    let name = format!("f{}", number + 1);
    let alias = tape.chance(20).then(|| format!("事{}", number + 1));
    let plain = |values: &[&str], open| (values.iter().map(|&value| value.to_owned()).collect(), open, None);
    let (values, open, role) = match tape.pick(6) {
        0 => plain(&["yes", "no"], false),
        1 => plain(&["a", "b"], false),
        2 => plain(&["a", "b", "c"], false),
        3 => plain(if tape.chance(50) { &["a", "b"] } else { &["a"] }, true),
        _ => {
            let levels: Vec<usize> = tape.some(&(0..policy.levels).collect::<Vec<_>>());
            (levels.iter().map(|&level| policy.level(level).to_owned()).collect(), false, Some(levels))
        }
    };
    Fact { name, alias, values, open, role }
}

fn rule(tape: &mut Tape<'_>, policy: &Policy, number: usize) -> Rule {
    let kind = tape.pick(20);
    let because = || ["甲因", "乙因"][number % 2].to_owned();
    let (kind, region) = match kind {
        13 | 14 => (Kind::Impossible, declared_region(tape, policy, 20)),
        15..=17 => {
            let kind = Kind::Acknowledge { conflict: kind == 15, because: because() };
            (kind, declared_region(tape, policy, 60))
        }
        18 => {
            let mut region = region(tape, policy);
            region.subject = Some(Subject::Nodes(vec![tape.pick(policy.nodes.len())]));
            (Kind::Default(says(tape, policy)), region)
        }
        19 => {
            let region = Region { subject: Some(Subject::AnyOther), ..region(tape, policy) };
            (Kind::Residual(says(tape, policy)), region)
        }
        _ => (Kind::Allocate(says(tape, policy)), region(tape, policy)),
    };
    let overrides = match kind {
        Kind::Allocate(_) if tape.chance(30) => targets(tape, policy),
        _ => Vec::new(),
    };
    let section = tape.pick(2 * SECTIONS.len()).checked_sub(SECTIONS.len());
    let named = !matches!(kind, Kind::Impossible | Kind::Acknowledge { .. });
    // Not `r1`: that is the id of the first rule without a name.
    let name = if named { format!("n{}", number + 1) } else { String::new() };
    Rule { name, section, kind, region, overrides }
}

/// Only earlier rules are overridden by name, so that there is no circle; texts are shuffled afterwards anyway.
fn targets(tape: &mut Tape<'_>, policy: &Policy) -> Vec<Target> {
    let mut targets = Vec::new();
    for _ in 0..1 + tape.pick(2) {
        let named = policy.named();
        let sections: Vec<usize> = policy.rules.iter().filter_map(|rule| rule.section).collect();
        targets.extend(match tape.pick(4) {
            2 if !sections.is_empty() => Some(Target::Section(tape.one(&sections))),
            3 => Some(Target::Node(tape.pick(policy.nodes.len()))),
            _ if !named.is_empty() => Some(Target::Rule(tape.one(&named))),
            _ => None,
        });
    }
    targets
}

/// A declaration may leave the matter out, and often speaks of one case alone.
fn declared_region(tape: &mut Tape<'_>, policy: &Policy, single: usize) -> Region {
    if tape.chance(single) {
        return one_case(tape, policy);
    }
    let region = region(tape, policy);
    if tape.chance(15) { Region { subject: None, ..region } } else { region }
}

fn one_case(tape: &mut Tape<'_>, policy: &Policy) -> Region {
    let leaves: Vec<usize> = (0..policy.nodes.len()).filter(|&node| policy.is_leaf(node)).collect();
    let subject = Some(Subject::Nodes(vec![tape.one(&leaves)]));
    let levels = vec![tape.one(&policy.performer)];
    let mut tests = Vec::new();
    for (number, fact) in policy.facts.iter().enumerate() {
        if tape.chance(70) {
            let values = vec![tape.pick(fact.values.len() + usize::from(fact.open))];
            tests.push(Condition::Test { axis: number + 1, values, negated: false });
        }
    }
    let when = if tests.len() > 1 { Some(Condition::And(tests)) } else { tests.pop() };
    Region { subject, levels, when }
}

fn region(tape: &mut Tape<'_>, policy: &Policy) -> Region {
    let nodes: Vec<usize> = (0..policy.nodes.len()).collect();
    let subject = match tape.pick(10) {
        7 => Subject::Every,
        8 => Subject::AnyOther,
        9 => Subject::Nodes(tape.some(&nodes)),
        _ => Subject::Nodes(vec![tape.one(&nodes)]),
    };
    let levels = if tape.chance(35) { tape.some(&policy.performer) } else { Vec::new() };
    let when = tape.chance(60).then(|| condition(tape, policy, 2));
    Region { subject: Some(subject), levels, when }
}

fn condition(tape: &mut Tape<'_>, policy: &Policy, depth: usize) -> Condition {
    let shape = if depth == 0 { 0 } else { tape.pick(10) };
    let parts = |tape: &mut Tape<'_>| {
        (0..2 + tape.pick(2)).map(|_| condition(tape, policy, depth - 1)).collect::<Vec<_>>()
    };
    match shape {
        7 => Condition::And(parts(tape)),
        8 => Condition::Or(parts(tape)),
        9 => Condition::Not(Box::new(condition(tape, policy, depth - 1))),
        _ => {
            let axis = if policy.facts.is_empty() || tape.chance(15) {
                0
            } else {
                1 + tape.pick(policy.facts.len())
            };
            let all = values_of(policy, axis);
            let values = if tape.chance(30) { tape.some(&all) } else { vec![tape.one(&all)] };
            Condition::Test { axis, values, negated: tape.chance(25) }
        }
    }
}

/// Returns the numbers of an axis' values.
pub fn values_of(policy: &Policy, axis: usize) -> Vec<usize> {
    match axis.checked_sub(1) {
        None => policy.performer.clone(),
        Some(fact) => (0..policy.facts[fact].values.len() + usize::from(policy.facts[fact].open)).collect(),
    }
}

fn says(tape: &mut Tape<'_>, policy: &Policy) -> Says {
    let parts = tape.pick(4);
    let class = (parts != 3).then(|| class(tape, policy));
    let payer = (parts != 2).then(|| payer(tape, policy));
    // `payer owner level` beside a class that is no single level is refused.
    let single = matches!(class, None | Some(Class::Level(_) | Class::Role(_) | Class::Same));
    let payer = if single || payer != Some(Payer::Owner) { payer } else { Some(Payer::Same) };
    Says { class, payer }
}

fn roles(policy: &Policy) -> Vec<usize> {
    (0..policy.facts.len()).filter(|&fact| policy.facts[fact].role.is_some()).collect()
}

fn class(tape: &mut Tape<'_>, policy: &Policy) -> Class {
    let levels: Vec<usize> = (0..policy.levels).collect();
    let roles = roles(policy);
    match tape.pick(16) {
        6..=8 => Class::Shared,
        9 if levels.len() > 1 => Class::Among(vec![tape.pick(levels.len() - 1), levels.len() - 1]),
        10 | 11 if !roles.is_empty() => Class::Role(tape.one(&roles)),
        12 => Class::Same,
        13 => Class::Undetermined,
        14 if tape.chance(50) => Class::Retained(Ok(tape.one(&levels))),
        14 => Class::Retained(Err("上级".to_owned())),
        15 => Class::Governed(if tape.chance(50) { "甲案" } else { "乙案" }.to_owned()),
        _ => Class::Level(tape.one(&levels)),
    }
}

fn payer(tape: &mut Tape<'_>, policy: &Policy) -> Payer {
    let levels: Vec<usize> = (0..policy.levels).collect();
    let roles = roles(policy);
    match tape.pick(16) {
        6 | 7 => Payer::Same,
        8 | 9 => Payer::Owner,
        10 | 11 if !roles.is_empty() => Payer::Role(tape.one(&roles)),
        12 => Payer::Unstated,
        13 => Payer::Elsewhere(None),
        14 => Payer::Elsewhere(Some("甲案".to_owned())),
        15 => Payer::Undetermined,
        _ => Payer::Level(tape.one(&levels)),
    }
}

// ---------------------------------------------------------------- text

/// How keywords and signs are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    English,
    Chinese,
    /// English keywords, every sign and every Latin name in full width.
    FullWidth,
}

/// Keywords of several words hold together by `~` until they are spelled; a word after `!` keeps its spelling.
const CHINESE: [(&str, &str); 40] = [
    ("level", "层级"),
    ("performer", "承办"),
    ("matters", "事项清单"),
    ("matter", "事项"),
    ("fact", "事实"),
    ("rule", "规则"),
    ("section", "章节"),
    ("also", "又称"),
    ("as", "别名"),
    ("etc", "等"),
    ("other", "其他"),
    ("every~matter", "所有事项"),
    ("any~other~matter", "其他未列事项"),
    ("otherwise", "其余"),
    ("impossible", "不可能"),
    ("acknowledge", "认可"),
    ("conflict", "冲突"),
    ("gap", "空白"),
    ("because", "因为"),
    ("when", "当"),
    ("is", "为"),
    ("in", "属于"),
    ("at", "在"),
    ("and", "且"),
    ("or", "或"),
    ("not", "非"),
    ("payer", "支出责任"),
    ("shared", "共同"),
    ("among", "限于"),
    ("by", "按"),
    ("same~level", "承办级"),
    ("owner~level", "事权级"),
    ("undetermined", "未定"),
    ("unstated", "未分摊"),
    ("retained", "保留"),
    ("governed", "适用"),
    ("elsewhere", "另定"),
    ("overrides", "优先于"),
    ("yes", "是"),
    ("no", "否"),
];

/// Spells a text whose words and signs stand apart, in the given way.
pub fn spell(text: &str, spelling: Spelling) -> String {
    let lines = text.lines().map(|line| {
        let words = line.split(' ').filter(|word| !word.is_empty());
        words.map(|word| spell_word(word, spelling)).collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn spell_word(word: &str, spelling: Spelling) -> String {
    if let Some(declared) = word.strip_prefix('!') {
        return declared.to_owned();
    }
    let keyword = CHINESE.iter().find(|(english, _)| *english == word);
    match (spelling, keyword) {
        (Spelling::English, _) => word.replace('~', " "),
        (Spelling::Chinese, Some((_, chinese))) => (*chinese).to_owned(),
        (Spelling::FullWidth, Some((english, _))) if *english != "yes" && *english != "no" => {
            english.replace('~', " ")
        }
        _ => match ENGLISH_LEVELS.iter().position(|level| *level == word) {
            Some(level) if spelling == Spelling::Chinese => full_width(CHINESE_LEVELS[level], false),
            _ => full_width(word, spelling == Spelling::FullWidth),
        },
    }
}

fn full_width(word: &str, letters: bool) -> String {
    if word.starts_with('"') {
        return format!("“{}”", word.trim_matches('"'));
    }
    let wide = |sign: char| char::from_u32(u32::from(sign) + 0xFEE0).expect("a sign of half width");
    word.chars()
        .map(|c| if c.is_ascii() && (letters || !c.is_ascii_alphanumeric()) { wide(c) } else { c })
        .collect()
}

/// Writes a policy as a rule file, its rules in the given order; words and signs stand apart, to be spelled.
pub fn policy_text(policy: &Policy, order: &[usize]) -> String {
    policy_lines(policy, order).into_iter().map(|(line, _)| line + "\n").collect()
}

/// Returns the lines of a rule file, each with the rule that stands there.
pub fn policy_lines(policy: &Policy, order: &[usize]) -> Vec<(String, Option<usize>)> {
    let mut lines = Vec::new();
    for name in (0..policy.levels).map(|level| policy.level(level)) {
        let place = ENGLISH_LEVELS.iter().position(|known| *known == name).expect("a level");
        lines.push(format!("level !{name} as !{}", CHINESE_LEVELS[place]));
    }
    if policy.performer.len() < policy.levels {
        lines.push(format!("performer : {}", levels(policy, &policy.performer, " | ")));
    }
    lines.push(format!("matters {}", members(policy, None, policy.open_list)));
    for fact in &policy.facts {
        let alias = fact.alias.as_ref().map(|alias| format!(" also {alias}")).unwrap_or_default();
        let values: Vec<_> = fact.values.iter().map(|value| format!("!{value}")).collect();
        let etc = if fact.open { " etc" } else { "" };
        lines.push(format!("fact !{}{alias} : {}{etc}", fact.name, values.join(" | ")));
    }
    let mut lines: Vec<_> = lines.into_iter().map(|line| (line, None)).collect();
    for section in [None, Some(0), Some(1)] {
        let inside: Vec<_> = order.iter().filter(|&&rule| policy.rules[rule].section == section).collect();
        let named = section.filter(|_| !inside.is_empty());
        lines.extend(named.map(|section| (format!("section {} {{", SECTIONS[section]), None)));
        lines.extend(inside.iter().map(|&&rule| (rule_text(policy, &policy.rules[rule]), Some(rule))));
        lines.extend(named.map(|_| ("}".to_owned(), None)));
    }
    lines
}

fn members(policy: &Policy, parent: Option<usize>, open: bool) -> String {
    let mut items = Vec::new();
    for (number, node) in policy.nodes.iter().enumerate().filter(|(_, node)| node.parent == parent) {
        let alias = node.alias.as_ref().map(|alias| format!(" also {alias}")).unwrap_or_default();
        let inside =
            if policy.is_leaf(number) { String::new() } else { members(policy, Some(number), node.open) };
        items.push(format!("{}{alias} {inside}", node.name));
    }
    items.extend(open.then(|| "etc".to_owned()));
    format!("{{ {} }}", items.join(" , "))
}

fn levels(policy: &Policy, levels: &[usize], between: &str) -> String {
    levels.iter().map(|&level| policy.level(level)).collect::<Vec<_>>().join(between)
}

fn rule_text(policy: &Policy, rule: &Rule) -> String {
    let region = &rule.region;
    let name = if rule.name.is_empty() { String::new() } else { format!("rule {} : ", rule.name) };
    let subject = region.subject.as_ref().map(|subject| subject_text(policy, subject)).unwrap_or_default();
    let about = if subject.is_empty() { String::new() } else { format!(" matter {subject}") };
    let scope = scope_text(policy, region);
    match &rule.kind {
        Kind::Allocate(says) => {
            let overrides = overrides_text(policy, &rule.overrides);
            format!("{name}{about}{scope} => {}{overrides}", says_text(policy, says))
        }
        Kind::Default(says) => format!("{name}otherwise in {subject}{scope} => {}", says_text(policy, says)),
        Kind::Residual(says) => format!("{name}otherwise{scope} => {}", says_text(policy, says)),
        Kind::Impossible => format!("impossible{about}{scope} because \"不能\""),
        Kind::Acknowledge { conflict, because } => {
            let what = if *conflict { "conflict" } else { "gap" };
            format!("acknowledge {what}{about}{scope} because \"{because}\"")
        }
    }
}

fn subject_text(policy: &Policy, subject: &Subject) -> String {
    match subject {
        Subject::Every => "every~matter".to_owned(),
        Subject::AnyOther => "any~other~matter".to_owned(),
        Subject::Nodes(nodes) => match nodes.as_slice() {
            [node] => policy.nodes[*node].spoken().to_owned(),
            _ => {
                let names: Vec<_> = nodes.iter().map(|&node| policy.nodes[node].spoken()).collect();
                format!("{{ {} }}", names.join(" , "))
            }
        },
    }
}

fn scope_text(policy: &Policy, region: &Region) -> String {
    let level = match region.levels.as_slice() {
        [] => String::new(),
        some => format!(" at level {}", levels(policy, some, " or ")),
    };
    let when = region.when.as_ref().map(|when| format!(" when {}", condition_text(policy, when)));
    level + &when.unwrap_or_default()
}

/// Parentheses stand only where the reading would change without them.
fn condition_text(policy: &Policy, condition: &Condition) -> String {
    let join = |parts: &[Condition], word: &str, guard: fn(&Condition) -> bool| {
        let parts = parts.iter().map(|part| match condition_text(policy, part) {
            text if guard(part) => format!("( {text} )"),
            text => text,
        });
        parts.collect::<Vec<_>>().join(word)
    };
    match condition {
        Condition::Test { axis, values, negated } => test_text(policy, *axis, values, *negated),
        Condition::And(parts) => join(parts, " and ", |part| matches!(part, Condition::Or(_))),
        Condition::Or(parts) => join(parts, " or ", |_| false),
        Condition::Not(inner) => {
            let inner = std::slice::from_ref(&**inner);
            format!("not {}", join(inner, "", |part| matches!(part, Condition::Or(_) | Condition::And(_))))
        }
    }
}

fn test_text(policy: &Policy, axis: usize, values: &[usize], negated: bool) -> String {
    let name = axis.checked_sub(1).map_or("level", |fact| policy.facts[fact].spoken());
    let values: Vec<_> = values.iter().map(|&value| value_text(policy, axis, value)).collect();
    match (values.as_slice(), negated) {
        ([value], false) => format!("{name} is {value}"),
        ([value], true) => format!("{name} is not {value}"),
        (_, false) => format!("{name} in {{ {} }}", values.join(" , ")),
        (_, true) => format!("{name} not in {{ {} }}", values.join(" , ")),
    }
}

/// Names a value of the level (axis 0) or of a fact.
pub fn value_text(policy: &Policy, axis: usize, value: usize) -> String {
    match axis.checked_sub(1) {
        None => policy.level(value).to_owned(),
        Some(fact) => policy.facts[fact].values.get(value).map_or_else(|| "other".to_owned(), Clone::clone),
    }
}

fn overrides_text(policy: &Policy, targets: &[Target]) -> String {
    let targets = targets.iter().map(|target| match target {
        Target::Rule(rule) => policy.rules[*rule].name.clone(),
        Target::Section(section) => format!("section {}", SECTIONS[*section]),
        Target::Node(node) => format!("matter {}", policy.nodes[*node].name),
    });
    let targets = targets.collect::<Vec<_>>().join(" , ");
    if targets.is_empty() { targets } else { format!(" overrides {targets}") }
}

fn says_text(policy: &Policy, says: &Says) -> String {
    let class = says.class.as_ref().map(|class| class_text(policy, class));
    let payer = says.payer.as_ref().map(|payer| format!("payer {}", payer_text(policy, payer)));
    class.into_iter().chain(payer).collect::<Vec<_>>().join(" , ")
}

fn class_text(policy: &Policy, class: &Class) -> String {
    match class {
        Class::Level(level) => policy.level(*level).to_owned(),
        Class::Shared => "shared".to_owned(),
        Class::Among(among) => format!("shared among {{ {} }}", levels(policy, among, " , ")),
        Class::Role(fact) => format!("by {}", policy.facts[*fact].name),
        Class::Same => "same~level".to_owned(),
        Class::Undetermined => "undetermined".to_owned(),
        Class::Retained(Ok(level)) => format!("retained by {}", policy.level(*level)),
        Class::Retained(Err(who)) => format!("retained by \"{who}\""),
        Class::Governed(document) => format!("governed by \"{document}\""),
    }
}

fn payer_text(policy: &Policy, payer: &Payer) -> String {
    match payer {
        Payer::Level(level) => policy.level(*level).to_owned(),
        Payer::Same => "same~level".to_owned(),
        Payer::Owner => "owner~level".to_owned(),
        Payer::Role(fact) => format!("by {}", policy.facts[*fact].name),
        Payer::Unstated => "unstated".to_owned(),
        Payer::Elsewhere(None) => "elsewhere".to_owned(),
        Payer::Elsewhere(Some(document)) => format!("elsewhere \"{document}\""),
        Payer::Undetermined => "undetermined".to_owned(),
    }
}
