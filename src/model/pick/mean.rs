//! A mean that fades with the days.

/// Memory kept per shown day: a half-life of about 119 of them.
const FADE: f64 = 0.9942;
/// Pseudo-observations behind every estimate: how slowly it is believed.
const KAPPA: f64 = 8.0;

/// A fading mean: the sum of what was seen over its weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Mean {
    pub(super) sum: f64,
    pub(super) weight: f64,
}

impl Mean {
    pub(super) fn add(&mut self, value: f64, weight: f64) {
        self.sum += weight * value;
        self.weight += weight;
    }

    pub(super) fn fade(&mut self) {
        self.sum *= FADE;
        self.weight *= FADE;
    }

    /// The mean, drawn towards a prior for as long as little was seen.
    pub(super) fn estimate(&self, prior: f64) -> f64 {
        self.beyond(0.0, prior)
    }

    /// The same of what lies beyond the usual.
    pub(super) fn beyond(&self, usual: f64, prior: f64) -> f64 {
        (self.sum - self.weight * usual + KAPPA * prior) / (self.weight + KAPPA)
    }
}
