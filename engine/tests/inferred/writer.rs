//! Chance, the same in each run, and payloads made by it.

/// What payloads of the record `In` hold.
pub const HEAD: &str = "
unit kg
unit g  = 0.001 kg
unit lb = 0.45359237 kg
unit each
enum Level as text { low \"L\", high }
record In as json {
  s: text(..8), t: text(2), u: text(1..3), w: text, os: text(1..4)?,
  n: int(-5..99), m: int(0..1000000), k: int(1..7), on: int(-3..3)?,
  d: decimal(5,2), e: decimal(8,3), h: decimal(2,2), od: decimal(3,1)?,
  q: decimal(6,2)[kg], c: int(0..20)[each],
  ts: list(..4) of text(..5), ns: list(1..3) of int(-9..9), ds: list(..3) of decimal(4,1), dl: list of decimal, cs: list(..3) of int(0..20)[each],
  mi: int(-50..50), mo: int(0..9)?, md: decimal(6,2), mq: decimal(6,2)[kg], mt: text(..6)?,
  b: bool, lv: Level, day: date, tm: time, at: timestamp, du: duration, js: json, ms: map of text to text, mn: map of text to int(0..9), days: list(..3) of date
}
";

/// Writes programs and payloads by chance, the same in each run.
pub struct Writer {
    pub state: u64,
}

impl Writer {
    pub fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[(self.next() % of.len() as u64) as usize]
    }

    pub fn number(&mut self, to: u32) -> u32 {
        (self.next() % (u64::from(to) + 1)) as u32
    }

    pub fn some_text(&mut self, from: u32, to: u32) -> String {
        let length = from + self.number(to - from);
        (0..length).map(|_| self.one(&["a", "b", "ß", "İ", "ﬃ", "-", " ", "7", "0", "Z"])).collect()
    }

    fn number_in(&mut self, from: i64, to: i64) -> i64 {
        match self.number(3) {
            0 => from,
            1 => to,
            _ => from + (self.next() % ((to - from) as u64 + 1)) as i64,
        }
    }

    fn decimal_of(&mut self, digits: u32, scale: u32) -> String {
        let limit = 10i64.pow(digits) - 1;
        let value = self.number_in(-limit, limit);
        let sign = if value < 0 { "-" } else { "" };
        let (unit, size) = (10i64.pow(scale), value.abs());
        format!("{sign}{}.{:0width$}", size / unit, size % unit, width = scale as usize)
    }

    pub fn payload(&mut self) -> String {
        let json = |text: String| serde_json::to_string(&text).unwrap();
        let mut members = vec![
            format!("\"s\":{}", json(self.some_text(0, 8))),
            format!("\"t\":{}", json(self.some_text(2, 2))),
            format!("\"u\":{}", json(self.some_text(1, 3))),
            format!("\"w\":{}", json(self.some_text(0, 40))),
            format!("\"n\":{}", self.number_in(-5, 99)),
            format!("\"m\":{}", self.number_in(0, 1_000_000)),
            format!("\"k\":{}", self.number_in(1, 7)),
            format!("\"d\":{}", self.decimal_of(5, 2)),
            format!("\"e\":{}", self.decimal_of(8, 3)),
            format!("\"h\":{}", self.decimal_of(2, 2)),
            format!("\"q\":{}", self.decimal_of(6, 2)),
            format!("\"c\":{}", self.number_in(0, 20)),
            format!("\"mi\":{}", self.number_in(-50, 50)),
            format!("\"md\":{}", self.decimal_of(6, 2)),
            format!("\"mq\":{}", self.decimal_of(6, 2)),
            format!("\"dl\":{}", self.one(&["[1.5]", "[1.50000]", "[]", "[0.1,2.000]", "[1.5,7.00]", "[12345678.25]"])),
        ];
        members.extend(self.other_kinds());
        let lists: [Vec<String>; 4] = [
            (0..self.number(4)).map(|_| json(self.some_text(0, 5))).collect(),
            (0..=self.number(2)).map(|_| self.number_in(-9, 9).to_string()).collect(),
            (0..self.number(3)).map(|_| self.decimal_of(4, 1)).collect(),
            (0..self.number(3)).map(|_| self.number_in(0, 20).to_string()).collect(),
        ];
        members.extend(["ts", "ns", "ds", "cs"].iter().zip(lists).map(|(name, list)| format!("\"{name}\":[{}]", list.join(","))));
        if self.number(1) == 0 {
            members.push(format!("\"os\":{}", json(self.some_text(1, 4))));
            members.push(format!("\"on\":{}", self.number_in(-3, 3)));
            members.push(format!("\"od\":{}", self.decimal_of(3, 1)));
            members.push(format!("\"mo\":{}", self.number_in(0, 9)));
            members.push(format!("\"mt\":{}", json(self.some_text(0, 6))));
        }
        format!("{{{}}}", members.join(","))
    }

    /// What only functions of the library take.
    fn other_kinds(&mut self) -> Vec<String> {
        let json = |text: String| serde_json::to_string(&text).unwrap();
        let (key, word) = (json(self.some_text(1, 2)), json(self.some_text(0, 9)));
        let dates = ["2024-02-29", "2026-12-31", "0001-01-01", "9999-12-31", "2026-03-29", "2011-12-30", "1970-01-01"];
        let list = (0..self.number(3)).map(|_| json(self.one(&dates).to_owned())).collect::<Vec<_>>().join(",");
        vec![
            format!("\"b\":{}", self.one(&["true", "false"])),
            format!("\"lv\":{}", self.one(&["\"L\"", "\"high\""])),
            format!("\"day\":{}", json(self.one(&dates).to_owned())),
            format!("\"tm\":{}", self.one(&["\"00:00\"", "\"23:59:59.999999999\"", "\"02:30\"", "\"02:15\""])),
            format!("\"at\":{}", self.one(&["\"2026-10-25T00:30:00Z\"", "\"1969-12-31T23:59:59.5Z\"", "\"9999-12-30T21:59:59Z\"", "\"0001-01-03T00:00:00Z\""])),
            format!("\"du\":{}", self.one(&["\"PT4H\"", "\"-PT0.000000001S\"", "\"P106751D\"", "\"PT0S\""])),
            format!("\"js\":{}", self.one(&["{\"a\":[1,null,\"x\"]}", "\"ß\"", "12.50", "[]", "true", "1e30"])),
            format!("\"ms\":{{{key}:{word}}}"),
            format!("\"mn\":{{{}}}", self.one(&["", "\"a\":7", "\"a\":1,\"ß\":2"])),
            format!("\"days\":[{list}]"),
        ]
    }
}
