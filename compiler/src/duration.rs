//! `5min`: lengths of time as the language writes them.

/// The units, and how many nanoseconds each has.
pub(crate) const UNITS: [(&str, i128); 5] = [("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000)];

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    #[error("`{0}` is no unit of time; these are: ms, s, min, h, d")]
    Unit(String),
    #[error("this is longer or finer than a duration can be: from one nanosecond to 292 years")]
    Size,
}

/// Nanoseconds of `number` (`12`, `1.5`) in the unit. A day is 24 hours.
pub(crate) fn nanos(number: &str, unit: &str) -> Result<i64, Error> {
    let (_, size) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(|| Error::Unit(unit.to_owned()))?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let scale = u32::try_from(fraction.len()).ok().and_then(|digits| 10_i128.checked_pow(digits)).ok_or(Error::Size)?;
    let digits: i128 = format!("{whole}{fraction}").parse().map_err(|_| Error::Size)?;
    let product = digits.checked_mul(*size).ok_or(Error::Size)?;
    if product % scale != 0 {
        return Err(Error::Size);
    }
    i64::try_from(product / scale).map_err(|_| Error::Size)
}

/// In the largest unit of which it is a whole number: `90s`, `4h`.
pub(crate) fn written(nanos: i64) -> String {
    if nanos == 0 {
        return "0s".to_owned();
    }
    let fitting = UNITS.iter().rev().find(|(_, size)| i128::from(nanos) % size == 0);
    fitting.map_or_else(|| format!("{nanos}ns"), |(name, size)| format!("{}{name}", i128::from(nanos) / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_people_do() {
        assert_eq!(written(14_400_000_000_000), "4h");
        assert_eq!(written(90_000_000_000), "90s");
        assert_eq!(written(1), "1ns");
    }

    #[test]
    fn durations_are_exact() {
        assert_eq!(nanos("5", "min"), Ok(300_000_000_000));
        assert_eq!(nanos("1.5", "s"), Ok(1_500_000_000));
        assert_eq!(nanos("0.0000001", "ms"), Err(Error::Size));
        assert_eq!(nanos("999999999", "d"), Err(Error::Size));
        assert_eq!(nanos("2", "sec"), Err(Error::Unit("sec".to_owned())));
    }
}
