//! What is known of two numbers.
//!
//! In: values by two numbers. Out: the same again. Low numbers, which nearly all are, are looked up in rows; there may be so many others
//! that rows would take too much room.

use rustc_hash::FxHashMap;

/// How many numbers have rows.
const MOST_ROWS: u32 = 1 << 11;

/// Values by two numbers.
pub(super) struct Known<T> {
    rows: Vec<Vec<Option<T>>>,
    others: FxHashMap<(u32, u32), T>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Known { rows: Vec::new(), others: FxHashMap::default() }
    }
}

impl<T: Copy> Known<T> {
    #[inline]
    pub(super) fn get(&self, one: u32, two: u32) -> Option<T> {
        if one.max(two) < MOST_ROWS {
            return self.rows.get(one as usize)?.get(two as usize).copied().flatten();
        }
        self.others.get(&(one, two)).copied()
    }

    pub(super) fn put(&mut self, one: u32, two: u32, value: T) {
        if one.max(two) >= MOST_ROWS {
            self.others.insert((one, two), value);
            return;
        }
        if self.rows.len() <= one as usize {
            self.rows.resize_with((one as usize).saturating_add(1), Vec::new);
        }
        let Some(row) = self.rows.get_mut(one as usize) else { return };
        if row.len() <= two as usize {
            row.resize((two as usize).saturating_add(1), None);
        }
        if let Some(slot) = row.get_mut(two as usize) {
            *slot = Some(value);
        }
    }
}
