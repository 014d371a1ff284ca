//! The words of the trade: practices, kinds, places, moods and the rest, with the names people read.

use super::keyed::keyed;

keyed! {
    /// The nine practices. Order and keys are frozen: both feed the picker's hash and the history.
    Practice, "practice":
    Presence = "presence",
    Questions = "questions",
    Vulnerability = "vulnerability",
    Gratitude = "gratitude",
    Time = "time",
    Languages = "languages",
    Attunement = "attunement",
    Laughter = "laughter",
    Disagreement = "disagreement",
}

/// The ten facets of each practice, in the order of [`Practice`]: the corners that its prompts are spread over.
const FACETS: [&str; 9] = [
    "arrivals partings devices listening tone-and-body fresh-eyes how-we-land shared-quiet slow-routine savouring",
    "today-sideways childhood tastes people work-and-effort futures changed-minds what-ifs us update-my-map",
    "current-worries asking-for-help quiet-dreams old-stories insecurities embarrassments owning-mistakes needs tender-joy receiving-care",
    "unseen-work everyday-kindness who-they-are late-thanks effort-not-result compliments notes in-front-of-others hard-times taking-thanks-well",
    "ten-minutes dates new-things food outdoors watch-read-listen making errands-together rituals far-together",
    "words-give words-learn acts-give acts-learn gifts-give gifts-learn time-give time-learn touch-give touch-learn",
    "ask-first stressed low tired tense good-news playful needing-space checking-a-guess daily-rhythms",
    "inside-jokes retold-stories messages music-and-dance games-and-bets wordplay silly-awards secret-signals make-believe laughing-at-yourself",
    "gentle-openings pauses their-side own-part repair-signals apologies recurring-topics backing-each-other small-agreements good-in-difference",
];

impl Practice {
    /// Its ten facets.
    pub fn facets(self) -> Vec<&'static str> {
        FACETS[self as usize].split(' ').collect()
    }

    /// The title people read. Frozen, and in the code so that a repeat of the day parses no library.
    pub fn title(self) -> &'static str {
        match self {
            Self::Presence => "Be here",
            Self::Questions => "Ask what matters",
            Self::Vulnerability => "Go first",
            Self::Gratitude => "Catch the good",
            Self::Time => "Make room",
            Self::Languages => "Love their way",
            Self::Attunement => "Tune in",
            Self::Laughter => "Be silly",
            Self::Disagreement => "Same team",
        }
    }

    /// The practice as a thing one can have more of, for reason lines.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Questions => "curiosity",
            Self::Vulnerability => "openness",
            Self::Gratitude => "gratitude",
            Self::Time => "time together",
            Self::Languages => "loving their way",
            Self::Attunement => "tuning in",
            Self::Laughter => "silliness",
            Self::Disagreement => "teamwork",
        }
    }
}

keyed! {
    /// What a prompt asks for. The order is frozen: the picker learns by it.
    Kind, "kind":
    Ask = "ask",
    Do = "do",
    Say = "say",
    Notice = "notice",
}

impl Kind {
    /// The kind in the plural, for reason lines.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Ask => "questions",
            Self::Do => "small deeds",
            Self::Say => "words said aloud",
            Self::Notice => "things to notice",
        }
    }

    /// The label before the text, where a screen reader reads it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ask => "Ask",
            Self::Do => "Do",
            Self::Say => "Say",
            Self::Notice => "Notice",
        }
    }
}

keyed! {
    /// The five love languages. The order is frozen: it breaks ties between equal weights.
    Love, "love language":
    Words = "words",
    Acts = "acts",
    Gifts = "gifts",
    Time = "time",
    Touch = "touch",
}

impl Love {
    /// The language as a thing that lands, for reason lines.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Words => "kind words",
            Self::Acts => "small favours",
            Self::Gifts => "little gifts",
            Self::Time => "unhurried time",
            Self::Touch => "touch",
        }
    }
}

keyed! {
    /// Where the people are when a prompt is used.
    Place, "place":
    /// In one place.
    Together = "together",
    /// Without live contact: done alone, or by a message answered hours later.
    Apart = "apart",
    /// On a live call.
    Distance = "distance",
}

keyed! {
    /// How the partner, or the air between them, seems. `Neutral` is any ordinary day.
    Mood, "mood":
    Stressed = "stressed",
    Low = "low",
    Tired = "tired",
    Tense = "tense",
    Excited = "excited",
    Playful = "playful",
    Neutral = "neutral",
}

keyed! {
    /// What a prompt may need of people or their surroundings.
    Need, "need":
    Cohabiting = "cohabiting",
    Kids = "kids",
    Pet = "pet",
    Touch = "touch",
    Move = "move",
    Outdoors = "outdoors",
    See = "see",
    Hear = "hear",
}

keyed! {
    /// A day that brings prompts of its own.
    Occasion, "occasion":
    Birthday = "birthday",
    Anniversary = "anniversary",
    YearEnd = "year-end",
    Reunion = "reunion",
    Parting = "parting",
}

keyed! {
    /// What a prompt may cost.
    Cost, "cost":
    Free = "free",
    Low = "low",
}

keyed! {
    /// How far learning may tilt the weights of the practices.
    Adapt, "adapt":
    Off = "off",
    Gentle = "gentle",
    Strong = "strong",
}

keyed! {
    /// What the shell start-up hook says.
    HookStyle, "hook":
    /// The prompt itself.
    Prompt = "prompt",
    /// Only that today's prompt is ready.
    Nudge = "nudge",
}

keyed! {
    /// The days of the week, Monday first as in ISO 8601.
    Weekday, "weekday":
    Mon = "mon",
    Tue = "tue",
    Wed = "wed",
    Thu = "thu",
    Fri = "fri",
    Sat = "sat",
    Sun = "sun",
}

keyed! {
    /// The shells that complete what is typed.
    Completer, "shell":
    Bash = "bash",
    Zsh = "zsh",
    Fish = "fish",
    Nushell = "nushell",
    Elvish = "elvish",
    Powershell = "powershell",
}
