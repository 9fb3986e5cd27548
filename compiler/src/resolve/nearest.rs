//! Did you mean …? The known name that a mistyped one is closest to.

/// The closest of the known names, if one is close enough to be meant: at most one slip for each three letters.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let allowed = (name.chars().count() / 3).max(1);
    known
        .filter(|candidate| *candidate != name)
        .map(|candidate| (slips(&folded(name), &folded(candidate)), candidate))
        .filter(|(slips, _)| *slips <= allowed)
        .min_by_key(|(slips, candidate)| (*slips, candidate.len().abs_diff(name.len()), candidate.to_owned()))
        .map(|(_, candidate)| candidate)
}

/// Case and underscores are what people mix up most: they cost nothing.
fn folded(name: &str) -> Vec<char> {
    name.chars().filter(|c| *c != '_' && *c != '-').flat_map(char::to_lowercase).collect()
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let replaced = cell(&last, j) + usize::from(x != y);
            let mut best = replaced.min(cell(&last, j + 1) + 1).min(cell(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(cell(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

fn cell(row: &[usize], at: usize) -> usize {
    row.get(at).copied().unwrap_or(usize::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_finger_are_seen() {
        let known = ["to_release", "carrier_service", "unmapped", "qty"];
        let near = |name| nearest(name, known.into_iter());
        assert_eq!(near("to_relaese"), Some("to_release"));
        assert_eq!(near("carrierService"), Some("carrier_service"));
        assert_eq!(near("unmaped"), Some("unmapped"));
        assert_eq!(near("qyt"), Some("qty"));
        assert_eq!(near("number"), None);
        assert_eq!(near("q"), None);
    }
}
