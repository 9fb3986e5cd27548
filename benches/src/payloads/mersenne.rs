//! The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) with the helpers of Python's `random`, so that a seed gives the same messages as
//! a Python script with the same seed would.

const SIZE: usize = 624;
const MIDDLE: usize = 397;

pub struct Random {
    state: [u32; SIZE],
    next: usize,
}

impl Random {
    /// Seeded as `random.Random(seed)` is.
    pub fn new(seed: u32) -> Random {
        let mut state = [0; SIZE];
        state[0] = 19_650_218;
        for i in 1..SIZE {
            state[i] = 1_812_433_253_u32.wrapping_mul(previous(&state, i)).wrapping_add(i as u32);
        }
        let mut i = 1;
        let mut step = |state: &mut [u32; SIZE], factor: u32, subtract: bool| {
            let mixed = state[i] ^ previous(state, i).wrapping_mul(factor);
            state[i] = if subtract { mixed.wrapping_sub(i as u32) } else { mixed.wrapping_add(seed) };
            i += 1;
            if i == SIZE {
                state[0] = state[SIZE - 1];
                i = 1;
            }
        };
        (0..SIZE).for_each(|_| step(&mut state, 1_664_525, false));
        (1..SIZE).for_each(|_| step(&mut state, 1_566_083_941, true));
        state[0] = 0x8000_0000;
        Random { state, next: SIZE }
    }

    fn word(&mut self) -> u32 {
        if self.next == SIZE {
            self.refill();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn refill(&mut self) {
        for i in 0..SIZE {
            let joined = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % SIZE] & 0x7fff_ffff);
            let twist = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[i] = self.state[(i + MIDDLE) % SIZE] ^ (joined >> 1) ^ twist;
        }
        self.next = 0;
    }

    /// From 0 to below 1, with 53 bits.
    pub fn unit(&mut self) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// So many random bits, 64 at most.
    pub fn bits(&mut self, count: u32) -> u64 {
        if count <= 32 {
            return u64::from(self.word() >> (32 - count));
        }
        let low = u64::from(self.word());
        low | (u64::from(self.word() >> (64 - count)) << 32)
    }

    /// From 0 to below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        let count = 64 - end.leading_zeros();
        loop {
            let drawn = self.bits(count);
            if drawn < end {
                return drawn;
            }
        }
    }

    /// From `least` to `most`, both included.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most - least + 1)
    }

    pub fn real(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    pub fn choose<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }

    /// True with this probability, from 0 to 1.
    pub fn chance(&mut self, of_one: f64) -> bool {
        self.unit() < of_one
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(i as u64 + 1) as usize;
            list.swap(i, j);
        }
    }
}

fn previous(state: &[u32; SIZE], i: usize) -> u32 {
    state[i - 1] ^ (state[i - 1] >> 30)
}
