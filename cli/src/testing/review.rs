//! Asks a person about a snapshot.

use std::io::{BufRead, Write};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is as it should be from now on.
    Accept,
    /// It is wrong.
    Reject,
    /// Somebody will look at it another time.
    Later,
}

/// Asks until there is an answer; the end of the input is `later`.
pub fn ask(question: &str, input: &mut impl BufRead, mut out: impl Write) -> std::io::Result<Answer> {
    loop {
        write!(out, "{question} (a)ccept, (r)eject, (l)ater: ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(Answer::Later);
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" => return Ok(Answer::Accept),
            "r" | "reject" => return Ok(Answer::Reject),
            "l" | "later" => return Ok(Answer::Later),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_asks_until_it_is_answered() {
        let ask = |input: &str| {
            let mut out = Vec::new();
            let answer = ask("new?", &mut input.as_bytes(), &mut out).unwrap();
            (answer, String::from_utf8(out).unwrap().matches("new?").count())
        };
        assert_eq!(ask("what\n Accept \n"), (Answer::Accept, 2));
        assert_eq!(ask("r\n"), (Answer::Reject, 1));
        assert_eq!(ask("l\n"), (Answer::Later, 1));
        assert_eq!(ask(""), (Answer::Later, 1));
    }
}
