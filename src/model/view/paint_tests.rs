//! Whatever is printed is harmless.

use proptest::prelude::*;

use super::*;

#[test]
fn controls_are_shown_and_reordering_is_replaced() {
    assert_eq!(harmless("a\u{1b}[31mb\u{7}\u{7f}"), "a^[[31mb^G^?");
    assert_eq!(harmless("a\u{9b}31m\u{202e}b\u{feff}"), "a\u{fffd}31m\u{fffd}b\u{fffd}");
    assert_eq!(harmless("one\ntwo\tthree\r"), "one two three^M");
}

#[test]
fn joined_emoji_and_flags_survive_but_stray_tags_do_not() {
    let scotland = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
    assert_eq!(harmless(scotland), scotland);
    assert_eq!(harmless("a\u{e0067}"), "a\u{fffd}");
    assert_eq!(harmless("👩\u{200d}🚀"), "👩\u{200d}🚀");
    assert_eq!(harmless(&format!("e{}", "\u{301}".repeat(40))).chars().count(), 5);
    let look = Look { color: false, ascii: false, plain: false, roomy: false, width: 72 };
    let heap = Line::plain("e\u{301}\u{301}").and(Ink::Hit, "\u{301}\u{301}\u{301}").and(Ink::Plain, "\u{301}a");
    assert_eq!(render(&[heap], look).chars().count(), "e....a\n".len(), "marks add up across what is inked apart");
}

#[test]
fn colour_is_used_only_where_it_may_be() {
    let look = Look { color: true, ascii: false, plain: false, roomy: false, width: 72 };
    let page = vec![Line::inked_mark(Mark::Open, Ink::Accent, look).and(Ink::Name, "Be here")];
    assert_eq!(render(&page, look), "\u{1b}[1;91m○\u{1b}[0m \u{1b}[1mBe here\u{1b}[0m\n");
    assert_eq!(render(&page, Look { color: false, ascii: true, ..look }), "o Be here\n");
}

proptest! {
    #[test]
    fn no_text_can_act_on_a_terminal(text in any::<String>(), ascii in any::<bool>(), color in any::<bool>()) {
        let look = Look { color: false, ascii, plain: false, roomy: false, width: 72 };
        let page = vec![Line::plain(text.clone()).and(Ink::Name, text.clone())];
        let bytes = render(&page, look);
        prop_assert_eq!(bytes.matches('\n').count(), 1);
        prop_assert!(bytes.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(!bytes.chars().any(acts));
        prop_assert!(!ascii || bytes.is_ascii());
        // With colour on, the only escapes are ours.
        let inked = render(&page, Look { color, ..look });
        let ours = inked.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
        prop_assert_eq!(ours.find(char::from(0x1b)), None);
    }

    #[test]
    fn json_reads_back_as_it_was(text in any::<String>(), marks in 0..12_usize) {
        let text = format!("{text}e{}", "\u{301}".repeat(marks));
        let json = harmless_json(&serde_json::Value::from(text.clone()).to_string());
        prop_assert!(json.chars().all(|c| !c.is_control() && !acts(c) && !is_tag(c)));
        let heap = "\u{301}".repeat(MARKS + 1);
        prop_assert!(!json.contains(&heap));
        prop_assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }
}
