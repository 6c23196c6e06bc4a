//! A list whose places have a type of their own.
//!
//! In: values, one after another. Out: an id for each, valid in that arena for good: nothing is removed.

use std::marker::PhantomData;
use std::ops::Index;

/// An id that stands for a place in an [`Arena`].
pub trait Id: Copy {
    /// Makes the id of the n-th value.
    fn from_index(index: usize) -> Self;
    /// Returns which value the id stands for.
    fn index(self) -> usize;
}

/// Declares id types.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Makes the id of the n-th value, from 0.
            #[must_use]
            pub const fn nth(n: u32) -> Self {
                $name(n)
            }
        }

        impl $crate::arena::Id for $name {
            fn from_index(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(crate) use ids;

/// Values in the order in which they came, each under an id.
#[derive(Debug, Clone)]
pub struct Arena<I, T> {
    values: Vec<T>,
    ids: PhantomData<I>,
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Arena { values: Vec::new(), ids: PhantomData }
    }
}

impl<I: Id, T> Arena<I, T> {
    /// Adds a value and returns its id.
    pub fn push(&mut self, value: T) -> I {
        let id = I::from_index(self.values.len());
        self.values.push(value);
        id
    }

    /// Makes room for exactly so many further values.
    pub fn reserve_exact(&mut self, more: usize) {
        self.values.reserve_exact(more);
    }

    /// Returns how many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Tells whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Returns the values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.values.iter()
    }

    /// Returns ids and values from the first on of which something is not true that is true of all before it.
    pub fn pairs_from(&self, before: impl FnMut(&T) -> bool) -> impl Iterator<Item = (I, &T)> {
        let start = self.values.partition_point(before);
        self.values.iter().enumerate().skip(start).map(|(i, value)| (I::from_index(i), value))
    }

    /// Returns the ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.values.len()).map(I::from_index)
    }

    /// Returns ids and values in order.
    pub fn pairs(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.values.iter().enumerate().map(|(i, value)| (I::from_index(i), value))
    }

    /// Returns a value, for an id that may be another arena's.
    #[must_use]
    pub fn find(&self, id: I) -> Option<&T> {
        self.values.get(id.index())
    }

    /// Returns a value to change it.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.values.get_mut(id.index())
    }
}

impl<I: Id, T> Index<I> for Arena<I, T> {
    type Output = T;

    // INVARIANT: ids come only from `push` and `ids` of the same arena, and nothing is ever removed.
    #[expect(clippy::indexing_slicing, reason = "the invariant above is what an id means")]
    fn index(&self, id: I) -> &T {
        &self.values[id.index()]
    }
}
