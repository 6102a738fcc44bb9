/// A JSON number, in the narrowest of three forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Integer(i64),
    /// Above `i64::MAX`.
    Unsigned(u64),
    Float(f64),
}

/// Why a number is not an `i64`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum NotAnInteger {
    Fraction,
    OutOfRange,
}

impl Number {
    /// Reads a number as JSON spells it; `None` if it is none, or overflows an `f64`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Ok(integer) = text.parse() {
            return Some(Self::Integer(integer));
        }
        if let Ok(unsigned) = text.parse::<u64>() {
            return Some(Self::Unsigned(unsigned));
        }
        let float = text.parse().ok().filter(|float: &f64| float.is_finite())?;
        Some(Self::Float(float))
    }

    /// The number as an `i64`: an integer that fits, or a float whose fraction is zero.
    pub(crate) fn to_integer(self) -> Result<i64, NotAnInteger> {
        match self {
            Self::Integer(integer) => Ok(integer),
            Self::Unsigned(_) => Err(NotAnInteger::OutOfRange),
            Self::Float(float) => whole(float),
        }
    }
}

fn whole(float: f64) -> Result<i64, NotAnInteger> {
    // 2^63, which is exact as an `f64`, whereas `i64::MAX` is not. The lower bound is open: a float
    // of -2^63 may be what is left of an integer below `i64::MIN`.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;

    if !(float > -LIMIT && float < LIMIT) {
        return Err(NotAnInteger::OutOfRange);
    }
    // In this range the cast only drops the fraction; `f64::fract` is not in `core`.
    let integer = float as i64;
    if integer as f64 == float {
        Ok(integer)
    } else {
        Err(NotAnInteger::Fraction)
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Self::Unsigned(value), Self::Integer)
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(integer), _) => Self::Integer(integer),
            (_, Ok(unsigned)) => Self::Unsigned(unsigned),
            _ => Self::Float(value as f64),
        }
    }
}

impl From<u128> for Number {
    fn from(value: u128) -> Self {
        u64::try_from(value).map_or(Self::Float(value as f64), Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_with_a_zero_fraction_is_an_integer() {
        for (float, integer) in [
            (1.893_456e9, 1_893_456_000),
            (0.0, 0),
            (-0.0, 0),
            (-3.0, -3),
            (1e18, 1_000_000_000_000_000_000),
            (-9_223_372_036_854_774_784.0, -9_223_372_036_854_774_784),
            (9_223_372_036_854_774_784.0, 9_223_372_036_854_774_784),
        ] {
            assert_eq!(Number::Float(float).to_integer(), Ok(integer), "{float}");
        }
    }

    #[test]
    fn a_float_with_a_fraction_is_no_integer() {
        for float in [0.5, -0.5, f64::MIN_POSITIVE, 4_503_599_627_370_495.5] {
            let result = Number::Float(float).to_integer();

            assert_eq!(result, Err(NotAnInteger::Fraction), "{float}");
        }
    }

    #[test]
    fn a_float_beyond_64_bits_signed_is_out_of_range() {
        for float in [
            9_223_372_036_854_775_808.0,
            -9_223_372_036_854_775_808.0,
            -9_223_372_036_854_777_856.0,
            1e300,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ] {
            let result = Number::Float(float).to_integer();

            assert_eq!(result, Err(NotAnInteger::OutOfRange), "{float}");
        }
    }

    #[test]
    fn an_integer_takes_the_narrowest_form() {
        assert_eq!(Number::from(5_u64), Number::Integer(5));
        assert_eq!(Number::from(1_u64 << 63), Number::Unsigned(1 << 63));
        assert_eq!(Number::from(-5_i128), Number::Integer(-5));
        assert_eq!(Number::from(1_i128 << 63), Number::Unsigned(1 << 63));
        assert_eq!(
            Number::from(-(1_i128 << 100)),
            Number::Float(-(2_f64.powi(100)))
        );
        assert_eq!(Number::from(5_u128), Number::Integer(5));
        assert_eq!(Number::from(1_u128 << 100), Number::Float(2_f64.powi(100)));
    }

    #[test]
    fn a_number_is_parsed_as_json_spells_it() {
        assert_eq!(Number::parse("-5"), Some(Number::Integer(-5)));
        assert_eq!(
            Number::parse("9223372036854775808"),
            Some(Number::Unsigned(1 << 63))
        );
        assert_eq!(Number::parse("1.5e3"), Some(Number::Float(1500.0)));
        assert_eq!(Number::parse("1e400"), None);
        assert_eq!(Number::parse("five"), None);
    }
}
