//! The shapes of policies.
//!
//! In: a shape, a number of rules, a seed. Out: rows. A seed decides everything; there is no other source of chance.

use super::{ANSWERS, FACTS, Matters, Policy, Rule};

/// How the rules of a policy lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Matter and level only: of five matters three have one rule for all levels, one has that and an exception, one has a rule a level.
    Lookup,
    /// Four facts: each matter, or group of ten, is cut into boxes; one in 500 is left out, one in 500 is too wide.
    Specific,
    /// The same over six facts.
    Broad,
    /// As [`Shape::Specific`], with one rule in a hundred about every matter, a group, or every level.
    Wild1,
    /// The same with one rule in four.
    Wild25,
    /// As [`Shape::Wild1`], over six facts: 49,152 cases a matter.
    Vast,
    /// One matter whose rules each hold for a few years, kinds, scopes and regions and overlap at random.
    OneMatter,
    /// A chain of exceptions: each rule is an exception to the one before it and narrower.
    Chain,
    /// As [`Shape::Specific`], the matters in groups sixteen deep.
    Deep,
}

/// Makes a policy of about this many rules.
pub fn policy(shape: Shape, rules: usize, seed: u64) -> Policy {
    let mut chance = Chance(seed ^ 0x9E37_79B9_7F4A_7C15);
    let depth = if shape == Shape::Deep { 16 } else { 1 };
    let sizes = match shape {
        Shape::Lookup => [4, 1, 1, 1, 1],
        Shape::Broad | Shape::OneMatter => [4, 32, 8, 3, 6],
        Shape::Vast => [4, 32, 8, 6, 8],
        _ => [4, 32, 8, 1, 1],
    };
    let mut made = Policy { matters: 0, group: 10, depth, sizes, rules: Vec::with_capacity(rules) };
    match shape {
        Shape::Lookup => lookup(&mut made, rules, &mut chance),
        Shape::Specific | Shape::Broad | Shape::Deep => boxes(&mut made, rules, &mut chance),
        Shape::Wild1 | Shape::Vast => wild(&mut made, rules, rules / 100, &mut chance),
        Shape::Wild25 => wild(&mut made, rules, rules / 4, &mut chance),
        Shape::OneMatter => one_matter(&mut made, rules, &mut chance),
        Shape::Chain => chain(&mut made, rules),
    }
    made
}

fn lookup(made: &mut Policy, rules: usize, chance: &mut Chance) {
    while made.rules.len() < rules {
        let matter = made.matters;
        made.matters += 1;
        let all = made.full(0);
        let mut add = |levels: u32, overrides: Option<usize>, answer: usize| {
            let sets = [levels, 1, 1, 1, 1];
            made.rules.push(Rule { matters: Matters::One(matter), sets, answer, overrides });
            made.rules.len() - 1
        };
        let answer = chance.below(ANSWERS.len());
        match matter % 5 {
            0..=2 => {
                add(all, None, answer);
            }
            3 => {
                let general = add(all, None, answer);
                let level = chance.below(4);
                add(1 << level, Some(general), (answer + 1) % ANSWERS.len());
            }
            _ => {
                for level in 0..4 {
                    add(1 << level, None, chance.below(ANSWERS.len()));
                }
            }
        }
    }
}

/// Cuts each matter, or each group, into boxes that cover it.
fn boxes(made: &mut Policy, rules: usize, chance: &mut Chance) {
    let full = full(made);
    while made.rules.len() < rules {
        let whole_group = chance.below(10) == 0;
        let group = made.matters / made.group;
        let subjects: Vec<Matters> = if whole_group {
            vec![Matters::Group(group)]
        } else {
            (made.matters..made.matters + made.group).map(Matters::One).collect()
        };
        made.matters += made.group;
        for matters in subjects {
            let pieces = 4 + chance.below(9);
            for sets in cut(&made.sizes, full, pieces, chance) {
                place(made, matters, sets, chance);
            }
        }
    }
}

/// Adds a box; a few are left out, a few are made too wide.
fn place(made: &mut Policy, matters: Matters, mut sets: [u32; FACTS], chance: &mut Chance) {
    match chance.below(500) {
        0 => return,
        1 => sets[1] = made.full(1),
        _ => {}
    }
    let answer = chance.below(ANSWERS.len());
    made.rules.push(Rule { matters, sets, answer, overrides: None });
}

/// Cuts a box into disjoint boxes.
fn cut(sizes: &[u32; FACTS], full: [u32; FACTS], pieces: usize, chance: &mut Chance) -> Vec<[u32; FACTS]> {
    let mut boxes = vec![full];
    while boxes.len() < pieces {
        let at = chance.below(boxes.len());
        let fact = chance.below(FACTS);
        let set = boxes[at][fact];
        if set.count_ones() < 2 {
            continue;
        }
        // Years are cut into intervals, other facts into any two parts.
        let part = if fact == 1 {
            let (low, many) = (set.trailing_zeros(), set.count_ones());
            let bound = low + 1 + chance.below(many as usize - 1) as u32;
            set & (u32::MAX >> (32 - bound))
        } else {
            loop {
                let part = set & chance.next() as u32 & (u32::MAX >> (32 - sizes[fact]));
                if part != 0 && part != set {
                    break part;
                }
            }
        };
        let mut other = boxes[at];
        other[fact] = set & !part;
        boxes[at][fact] = part;
        boxes.push(other);
    }
    boxes
}

fn wild(made: &mut Policy, rules: usize, wild: usize, chance: &mut Chance) {
    boxes(made, rules - wild, chance);
    let groups = made.matters / made.group;
    for number in 0..wild {
        let mut sets = narrow(made, chance);
        let matters = match number % 3 {
            0 => Matters::Every,
            1 => Matters::Group(chance.below(groups as usize) as u32),
            _ => {
                sets[0] = made.full(0);
                Matters::Group(chance.below(groups as usize) as u32)
            }
        };
        let answer = chance.below(ANSWERS.len());
        let at = chance.below(made.rules.len() + 1);
        made.rules.insert(at, Rule { matters, sets, answer, overrides: None });
    }
}

/// Makes a box of one or two levels, a few years, a few kinds.
fn narrow(made: &Policy, chance: &mut Chance) -> [u32; FACTS] {
    let mut sets = full(made);
    sets[0] = 1 << chance.below(4);
    let many = 1 + chance.below(4) as u32;
    let first = chance.below((made.sizes[1] - many) as usize) as u32;
    sets[1] = ((1 << many) - 1) << first;
    sets[2] = 1 << chance.below(made.sizes[2] as usize);
    for (set, &size) in sets.iter_mut().zip(&made.sizes).skip(3) {
        if size > 1 {
            *set = 1 << chance.below(size as usize);
        }
    }
    sets
}

fn one_matter(made: &mut Policy, rules: usize, chance: &mut Chance) {
    made.matters = 1;
    for _ in 0..rules {
        let sets = narrow(made, chance);
        let answer = chance.below(ANSWERS.len());
        made.rules.push(Rule { matters: Matters::One(0), sets, answer, overrides: None });
    }
}

fn chain(made: &mut Policy, rules: usize) {
    made.matters = (rules as u32).div_ceil(30);
    for number in 0..rules {
        let (matter, step) = (number as u32 / 30, number as u32 % 30);
        let mut sets = full(made);
        sets[1] &= u32::MAX << step;
        let overrides = (step > 0).then(|| number - 1);
        let answer = number % ANSWERS.len();
        made.rules.push(Rule { matters: Matters::One(matter), sets, answer, overrides });
    }
}

fn full(made: &Policy) -> [u32; FACTS] {
    std::array::from_fn(|fact| made.full(fact))
}

/// Numbers from a seed: the generator SplitMix64 of G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}
