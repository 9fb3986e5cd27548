//! What objects and lists looked like that stand where nobody reads, so that the next ones are skipped in few comparisons.
//!
//! A template is the bytes of a value with holes for those scalars in it that were not always the same. Bytes between holes are compared, scalars
//! in holes are checked as ever.

use super::scan::Scanner;

const MOST_TEMPLATES: usize = 4;
const MOST_BYTES: usize = 4096;
/// Containers within each other in a template.
const MOST_DEPTH: u32 = 32;
/// Misses in a row after which a place is taken to have no shape of its own.
const MOST_MISSES: u32 = 24;

#[derive(Debug, Default)]
pub(super) struct Templates {
    known: Vec<Template>,
    misses: u32,
}

#[derive(Debug)]
struct Template {
    /// What stands around the scalars; one more than there are.
    around: Vec<Box<[u8]>>,
    scalars: Vec<Scalar>,
    /// The bytes that are compared; between two of them is a hole.
    runs: Vec<Box<[u8]>>,
}

#[derive(Debug)]
struct Scalar {
    value: Box<[u8]>,
    varies: bool,
}

impl Templates {
    /// Takes the container that comes next if it has a known shape.
    #[inline]
    pub fn skip(&mut self, scan: &mut Scanner<'_>) -> bool {
        let start = scan.pos;
        for at in 0..self.known.len() {
            if self.known.get(at).is_some_and(|template| template.skip(scan)) {
                if at > 0 {
                    self.known.swap(at, at - 1);
                }
                self.misses = 0;
                return true;
            }
            scan.pos = start;
        }
        false
    }

    /// A container that was skipped, well-formed, though of no known shape.
    pub fn learn(&mut self, value: &[u8]) {
        self.misses += 1;
        if self.misses > MOST_MISSES || value.len() > MOST_BYTES {
            self.known.clear();
            return;
        }
        let Some(new) = Template::of(value) else { return };
        if let Some(known) = self.known.iter_mut().find(|known| known.around == new.around) {
            return known.widen(&new);
        }
        self.known.truncate(MOST_TEMPLATES - 1);
        self.known.insert(0, new);
    }
}

impl Template {
    /// Of one well-formed value; none where it nests too deep.
    fn of(value: &[u8]) -> Option<Template> {
        let mut template = Template { around: Vec::new(), scalars: Vec::new(), runs: Vec::new() };
        let mut scan = Scanner::new(value);
        let (mut from, mut depth) = (0, 0u32);
        while scan.pos < value.len() {
            let start = scan.pos;
            match scan.peek() {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                    scan.scalar().ok()?;
                    let end = scan.pos;
                    scan.blanks();
                    if scan.peek() != b':' {
                        template.around.push(value.get(from..start)?.into());
                        template.scalars.push(Scalar { value: value.get(start..end)?.into(), varies: false });
                        from = end;
                    }
                    continue;
                }
                _ => {}
            }
            if depth > MOST_DEPTH {
                return None;
            }
            scan.pos += 1;
        }
        template.around.push(value.get(from..)?.into());
        template.join();
        Some(template)
    }

    /// Scalars that differ vary from now on.
    fn widen(&mut self, other: &Template) {
        for (known, new) in self.scalars.iter_mut().zip(&other.scalars) {
            known.varies |= known.value != new.value;
        }
        self.join();
    }

    fn join(&mut self) {
        let mut runs = vec![Vec::new()];
        for (at, around) in self.around.iter().enumerate() {
            let scalar = self.scalars.get(at);
            if let Some(run) = runs.last_mut() {
                run.extend_from_slice(around);
                if let Some(scalar) = scalar.filter(|scalar| !scalar.varies) {
                    run.extend_from_slice(&scalar.value);
                }
            }
            if scalar.is_some_and(|scalar| scalar.varies) {
                runs.push(Vec::new());
            }
        }
        self.runs = runs.into_iter().map(Vec::into_boxed_slice).collect();
    }

    fn skip(&self, scan: &mut Scanner<'_>) -> bool {
        let mut runs = self.runs.iter();
        let Some(first) = runs.next() else { return false };
        scan.takes(first) && runs.all(|run| scan.scalar().is_ok() && scan.takes(run))
    }
}
