/// An option of a call: left to the client, set, or switched off.
#[derive(Clone, Debug, Default)]
pub(crate) enum Setting<T> {
    #[default]
    Inherit,
    Set(T),
    Off,
}

impl<T> Setting<T> {
    /// Lays this over what would hold without it.
    pub(crate) fn over<'a>(&'a self, inherited: Option<&'a T>) -> Option<&'a T> {
        match self {
            Self::Inherit => inherited,
            Self::Set(value) => Some(value),
            Self::Off => None,
        }
    }

    pub(crate) fn is_inherited(&self) -> bool {
        matches!(self, Self::Inherit)
    }
}
