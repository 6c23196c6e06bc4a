//! What contradicts what.
//!
//! In: what the upper and the lower policy say of a case. Out: nothing where the lower one divides what was left to it, or keeps
//! out of what was not; else both sayings. The lower policy may be finer than the upper one, and never other.

use crate::analysis::difference::Said;
use crate::analysis::difference::align::Alignment;
use crate::analysis::difference::contrast::{Key, Measure, Saying};
use crate::arena::Arena;
use crate::diagram::{Cell, Part};
use crate::model::share::{Share, quotient, sum};
use crate::model::{
    AMOUNT, AxisId, Class, FurtherValue, Level, LevelId, Listed, Model, PERFORMER, PartId, Party, Payer,
    Portion, PortionShare, TRANSFER,
};

/// The levels of both policies, as the lower one sees them.
#[derive(Debug, Clone)]
pub(super) struct Ranks {
    levels: Arena<LevelId, Level>,
    /// The levels of the upper policy whose part the lower one divides.
    divided: Vec<LevelId>,
    /// The levels that perform work under the lower policy.
    performers: Vec<LevelId>,
}

impl Ranks {
    pub(super) fn new(alignment: &Alignment, lower: &Model, divided: &[LevelId]) -> Ranks {
        let performers = lower.axes[PERFORMER].values.iter().filter_map(|value| value.level);
        Ranks {
            levels: alignment.model.levels.clone(),
            divided: divided.to_vec(),
            performers: performers.map(|level| alignment.new.level(level)).collect(),
        }
    }

    fn members(&self, level: LevelId) -> &[LevelId] {
        &self.levels[level].members
    }

    /// Tells whether the lower policy has this level to divide among, at least in part.
    pub(super) fn is_below(&self, level: LevelId) -> bool {
        let own = |level: &LevelId| self.divided.contains(level) || self.performers.contains(level);
        let part = |whole: &LevelId| self.members(*whole).contains(&level);
        own(&level) || self.members(level).iter().any(own) || self.performers.iter().any(part)
    }

    /// Counts the performers of documents that stand between the two among those below.
    pub(super) fn reach(&mut self, between: &[&Model]) {
        let values = between.iter().flat_map(|model| &model.axes[PERFORMER].values);
        for value in values.filter(|value| value.level.is_some()) {
            let names = || std::iter::once(&value.name).chain(&value.aliases);
            let mut levels = self.levels.pairs();
            let found = levels.find(|(_, level)| names().any(|name| level.is_called(name)));
            self.performers.extend(found.map(|(id, _)| id));
        }
    }

    /// Tells whether some of several levels are below; where none is named, all are meant.
    fn any_below(&self, levels: &[LevelId]) -> bool {
        levels.is_empty() || levels.iter().any(|&level| self.is_below(level))
    }

    /// Tells whether what one party keeps may be called retained by another: they are the same, or one of them is no level.
    fn keeps(&self, keeper: &Party, by: &Party) -> bool {
        match (self.level_of(keeper), self.level_of(by)) {
            (Some(keeper), Some(by)) => {
                keeper == by || self.members(keeper).contains(&by) || self.members(by).contains(&keeper)
            }
            _ => true,
        }
    }

    fn level_of(&self, party: &Party) -> Option<LevelId> {
        match party {
            Party::Level(level) => Some(*level),
            Party::Named(name) => {
                self.levels.pairs().find(|(_, level)| level.is_called(name)).map(|(id, _)| id)
            }
        }
    }

    /// Tells whether what one level was left may go to another.
    fn holds(&self, outer: LevelId, inner: LevelId) -> bool {
        // A level that the lower policy divides by its header is made of whatever performs there.
        let whole = self.divided.contains(&outer)
            && self.members(outer).is_empty()
            && !self.performers.contains(&outer);
        let members = self.members(outer);
        let inner_members = self.members(inner);
        outer == inner
            || members.contains(&inner)
            || (!inner_members.is_empty() && inner_members.iter().all(|member| members.contains(member)))
            || (whole && self.is_below(inner))
    }
}

/// Judges a case.
#[derive(Debug, Clone)]
pub(super) struct Judge {
    ranks: Ranks,
    /// Matters that are not judged case by case, in order.
    ignored: Vec<u32>,
    /// Those that are judged, in order, where it is not all others.
    only: Option<Vec<u32>>,
    /// Facts of the lower policy that the upper one's list decides.
    lists: Vec<List>,
    /// What they are where this is not told by what the upper policy says; nothing in it where they may be either.
    fixed: Option<Option<bool>>,
}

/// `listed in "…" as province`, where that document is the upper policy.
#[derive(Debug, Clone)]
struct List {
    axis: AxisId,
    yes: u32,
    no: u32,
    /// The level that keeps what counts as listed; without it everything counts.
    level: Option<LevelId>,
}

impl Judge {
    pub(super) fn new(
        ranks: Ranks,
        ignored: Vec<u32>,
        alignment: &Alignment,
        (upper, lower): (&Model, &Model),
    ) -> Judge {
        let list = |listed: &Listed| {
            let axis = alignment.new.axis(listed.axis);
            let value = |name: &str| alignment.model.axes[axis].find(name);
            let level = match &listed.level {
                None => None,
                Some((name, _)) => {
                    let named = upper.levels.pairs().find(|(_, level)| level.is_called(name));
                    Some(alignment.old.level(named?.0))
                }
            };
            Some(List { axis, yes: value("yes")?, no: value("no")?, level })
        };
        let here = lower.listed.iter().filter(|listed| listed.document == upper.name);
        let lists = here.filter_map(list).collect();
        Judge { ranks, ignored: Vec::new(), only: None, lists, fixed: None }.without(&ignored)
    }

    /// Tells whether some fact of the lower policy is decided by a list.
    pub(super) fn has_lists(&self) -> bool {
        !self.lists.is_empty()
    }

    /// Judges other matters, of which it is known, or not known, whether they are on the list.
    pub(super) fn of_others(&self, ignored: Vec<u32>, on_list: Option<bool>) -> Judge {
        Judge { ignored, fixed: Some(on_list), ..self.clone() }
    }

    /// Judges some matters alone, as far as it judges them.
    pub(super) fn only(&self, matters: &[u32]) -> Judge {
        Judge { only: Some(matters.to_vec()), ..self.clone() }
    }

    /// Judges fewer matters.
    pub(super) fn without(&self, more: &[u32]) -> Judge {
        let mut ignored: Vec<u32> = self.ignored.iter().chain(more).copied().collect();
        ignored.sort_unstable();
        Judge { ignored, ..self.clone() }
    }

    /// Tells whether a matter is not judged.
    pub(super) fn ignores(&self, matter: u32) -> bool {
        let other = |only: &Vec<u32>| only.binary_search(&matter).is_err();
        self.ignored.binary_search(&matter).is_ok() || self.only.as_ref().is_some_and(other)
    }
}

impl List {
    /// Tells whether what the upper policy says of a case is on the list; nothing where it does not decide.
    fn has(&self, upper: &Said) -> Option<bool> {
        let Some(level) = self.level else { return Some(true) };
        match upper {
            Said::Whole(Cell { class: Part::Value(class), .. }) => match class {
                Class::Level(own) | Class::Retained(Party::Level(own)) => Some(*own == level),
                Class::Shared(_) | Class::Retained(Party::Named(_)) => Some(false),
                Class::Undetermined | Class::Governed(..) => None,
            },
            _ => None,
        }
    }
}

impl Measure for Judge {
    fn skips(&self, matter: u32) -> bool {
        self.ignores(matter)
    }

    fn decided(&self) -> Vec<AxisId> {
        self.lists.iter().map(|list| list.axis).collect()
    }

    fn value_of(&self, fact: AxisId, old: &Saying) -> Option<u32> {
        let list = self.lists.iter().find(|list| list.axis == fact)?;
        self.fixed.unwrap_or_else(|| list.has(&old.full)).map(|has| if has { list.yes } else { list.no })
    }

    fn changes(&self, _: &Model, old: &Saying, new: &Saying) -> Vec<Key> {
        let Said::Whole(upper) = &old.full else { return Vec::new() };
        if new.acknowledged {
            return Vec::new();
        }
        match &new.full {
            Said::Whole(lower) => self.parts(upper, lower),
            Said::Nothing if self.ranks.leaves(upper) == Some(true) => {
                vec![(old.full.clone(), Said::Nothing)]
            }
            _ => Vec::new(),
        }
    }
}

impl Judge {
    fn parts(&self, upper: &Cell, lower: &Cell) -> Vec<Key> {
        if let Part::Value(class) = &upper.class
            && !self.ranks.class_fits(class, &lower.class)
        {
            return vec![(Said::Class(upper.class.clone()), Said::Class(lower.class.clone()))];
        }
        if let Part::Value(payer) = &upper.payer
            && !self.ranks.payer_fits(payer, &lower.payer)
        {
            return vec![(Said::Payer(upper.payer.clone()), Said::Payer(lower.payer.clone()))];
        }
        let denied = self.ranks.denied_parts(upper, lower);
        denied.map(|(part, above, here)| (Said::Further(part, above), Said::Further(part, here))).collect()
    }
}

impl Ranks {
    /// Tells whether class and payer of the lower policy fit those of the upper.
    pub(super) fn fits(&self, upper: &Cell, lower: &Cell) -> bool {
        let class = match &upper.class {
            Part::Value(class) => self.class_fits(class, &lower.class),
            _ => true,
        };
        let payer = match &upper.payer {
            Part::Value(payer) => self.payer_fits(payer, &lower.payer),
            _ => true,
        };
        class && payer && self.denied_parts(upper, lower).next().is_none()
    }

    /// Returns the parts which both policies declare and in which the lower one says something else. What supports the payer, and how
    /// much is paid, is each document's own affair.
    fn denied_parts<'c>(
        &'c self,
        upper: &'c Cell,
        lower: &'c Cell,
    ) -> impl Iterator<Item = (PartId, Part<FurtherValue>, Part<FurtherValue>)> + 'c {
        let parts = (0..).map(PartId::nth).zip(upper.further.iter().zip(&lower.further));
        let declared = parts.filter(|(part, _)| ![TRANSFER, AMOUNT].contains(part));
        declared.filter_map(|(part, (above, here))| {
            let fits = match (above, here) {
                (Part::Value(FurtherValue::Level(above)), Part::Value(FurtherValue::Level(here))) => {
                    self.holds(*above, *here)
                }
                (Part::Value(above), Part::Value(here)) => above == here,
                (Part::Value(_), Part::Clash(_)) => false,
                _ => true,
            };
            (!fits).then(|| (part, above.clone(), here.clone()))
        })
    }

    /// Tells whether the upper policy leaves a case to the levels below, at least in part; nothing where it does not decide.
    pub(super) fn leaves(&self, upper: &Cell) -> Option<bool> {
        let by_class = match &upper.class {
            Part::Value(Class::Level(level)) => Some(self.is_below(*level)),
            Part::Value(Class::Shared(among)) => Some(self.any_below(among)),
            Part::Value(Class::Retained(_)) => Some(false),
            _ => None,
        };
        by_class.or_else(|| match &upper.payer {
            Part::Value(Payer::Level(level)) => Some(self.is_below(*level)),
            Part::Value(Payer::Split(portions)) => {
                Some(portions.iter().filter_map(|portion| portion.payee).any(|level| self.is_below(level)))
            }
            Part::Value(Payer::Unstated(among)) => Some(self.any_below(among)),
            Part::Value(Payer::Retained(_)) => Some(false),
            _ => None,
        })
    }

    fn class_fits(&self, upper: &Class, lower: &Part<Class>) -> bool {
        let lower = match lower {
            Part::Unasked => return true,
            Part::Clash(_) => return false,
            Part::Missing => None,
            Part::Value(class) => Some(class),
        };
        let left = match upper {
            Class::Undetermined | Class::Governed(..) => return true,
            Class::Level(level) => self.is_below(*level),
            Class::Shared(among) => self.any_below(among),
            Class::Retained(_) => false,
        };
        if !left {
            return match (lower, upper) {
                (Some(Class::Level(own)), _) => *upper == Class::Level(*own),
                (Some(Class::Shared(among)), _) => !self.any_below(among),
                (Some(Class::Retained(by)), Class::Level(level)) => self.keeps(&Party::Level(*level), by),
                (Some(Class::Retained(by)), Class::Retained(kept)) => self.keeps(kept, by),
                (Some(Class::Retained(by)), Class::Shared(among)) => {
                    among.is_empty() || among.iter().any(|level| self.keeps(&Party::Level(*level), by))
                }
                _ => true,
            };
        }
        match (upper, lower) {
            (Class::Level(level), Some(Class::Level(own))) => self.holds(*level, *own),
            (Class::Level(level), Some(Class::Shared(among))) => {
                let alone = self.members(*level).is_empty() && self.performers.contains(level);
                !alone && among.iter().all(|own| self.holds(*level, *own))
            }
            (Class::Shared(named), Some(Class::Level(own))) => {
                self.is_below(*own)
                    && (named.is_empty() || named.iter().any(|level| self.holds(*level, *own)))
            }
            (Class::Shared(_), Some(Class::Shared(_))) => true,
            _ => false,
        }
    }

    fn payer_fits(&self, upper: &Payer, lower: &Part<Payer>) -> bool {
        let lower = match lower {
            Part::Unasked => return true,
            Part::Clash(_) => return false,
            Part::Missing => None,
            Part::Value(payer) => Some(payer),
        };
        let left = match upper {
            Payer::Elsewhere(_) | Payer::Undetermined | Payer::Governed(..) => return true,
            Payer::Retained(_) => false,
            Payer::Level(level) => self.is_below(*level),
            Payer::Unstated(among) => self.any_below(among),
            Payer::Split(portions) => {
                // A rest that nobody is named for may be anybody's.
                portions.iter().any(|portion| portion.payee.is_none_or(|level| self.is_below(level)))
            }
        };
        if !left {
            return match lower {
                Some(Payer::Level(own)) => !self.is_below(*own),
                Some(Payer::Split(own)) => {
                    own.iter().all(|portion| portion.payee.is_some_and(|level| !self.is_below(level)))
                }
                Some(Payer::Unstated(among)) => !self.any_below(among),
                Some(Payer::Retained(by)) => match upper {
                    Payer::Level(level) => self.keeps(&Party::Level(*level), by),
                    Payer::Retained(kept) => self.keeps(kept, by),
                    _ => true,
                },
                _ => true,
            };
        }
        match (upper, lower) {
            (_, None | Some(Payer::Retained(_) | Payer::Governed(..) | Payer::Undetermined)) => false,
            (_, Some(Payer::Elsewhere(_) | Payer::Unstated(_))) => true,
            (Payer::Level(level), Some(Payer::Level(own))) => self.holds(*level, *own),
            (Payer::Level(level), Some(Payer::Split(own))) => {
                own.iter().all(|portion| portion.payee.is_none_or(|own| self.holds(*level, own)))
            }
            (Payer::Split(portions), Some(Payer::Level(own))) => {
                self.is_below(*own) && self.divides(portions, &[whole(*own)])
            }
            (Payer::Split(portions), Some(Payer::Split(own))) => self.divides(portions, own),
            (_, Some(Payer::Level(own))) => self.is_below(*own),
            (_, Some(Payer::Split(own))) => {
                own.iter().any(|portion| portion.payee.is_none_or(|level| self.is_below(level)))
            }
        }
    }

    /// Tells whether shares divide what an upper split left, or say it again with what was left divided further.
    fn divides(&self, upper: &[Portion], lower: &[Portion]) -> bool {
        let below = |portion: &&Portion| portion.payee.is_none_or(|level| self.is_below(level));
        let above = |portion: &&Portion| !below(portion);
        let mut kept = lower.iter().filter(above).peekable();
        if kept.peek().is_some() {
            // It says the upper shares again: then they are the same ones, and so is what is left.
            let same = kept.all(|portion| upper.contains(portion))
                && upper.iter().filter(above).all(|portion| lower.contains(portion));
            return same && self.parts_hold(upper, lower, exact(upper.iter().filter(below)));
        }
        self.parts_hold(upper, lower, exact(lower.iter()))
    }

    /// Tells whether each share that was left to one level goes to it, or to what it is made of. The lower shares are of `whole`;
    /// where shares are not exact there is nothing to compare.
    fn parts_hold(&self, upper: &[Portion], lower: &[Portion], whole: Option<Share>) -> bool {
        let left: Vec<&Portion> =
            upper.iter().filter(|portion| portion.payee.is_some_and(|level| self.is_below(level))).collect();
        let given: Vec<&Portion> =
            lower.iter().filter(|portion| portion.payee.is_some_and(|level| self.is_below(level))).collect();
        let placed = |portion: &&Portion| {
            left.iter()
                .any(|from| from.payee.zip(portion.payee).is_some_and(|(from, to)| self.holds(from, to)))
        };
        if !left.is_empty() && !given.iter().all(placed) {
            return false;
        }
        let (Some(all), Some(whole)) = (exact(left.iter().copied()), whole) else { return true };
        left.iter().all(|from| {
            let Some(level) = from.payee else { return true };
            let inside = given
                .iter()
                .copied()
                .filter(|portion| portion.payee.is_some_and(|own| self.holds(level, own)));
            match (exact(inside), exact([*from])) {
                (Some(inside), Some(own)) => quotient(&inside, &whole) == quotient(&own, &all),
                _ => true,
            }
        })
    }
}

fn whole(level: LevelId) -> Portion {
    Portion { payee: Some(level), share: PortionShare::Exact(Share::from_integer(1)) }
}

/// Adds shares up; nothing where one is not exact.
fn exact<'p>(portions: impl IntoIterator<Item = &'p Portion>) -> Option<Share> {
    let shares: Option<Vec<&Share>> = portions
        .into_iter()
        .map(|portion| match &portion.share {
            PortionShare::Exact(share) => Some(share),
            _ => None,
        })
        .collect();
    sum(shares?)
}
