//! A sync tool puts another file in the log's place while a verb is writing to it.

use std::fs;

use crate::home::{NOW, is_sound, require};
use crate::sandbox::Sandbox;
use crate::shim::with;
use crate::verbs::{Effect, Log, WRITING};

const AFAR: &str = r#"{"event":"note","id":"0af1","day":"2026-11-24","at":"2026-11-24T07:00:00Z","text":"from afar"}"#;

#[test]
fn what_is_said_while_the_log_is_replaced_is_in_the_new_one_too() {
    for verb in WRITING.iter().filter(|verb| verb.effect == Effect::Says && verb.log == Log::Appends) {
        for locks in [&[][..], &[("SHIM_NO_LOCKS", "1")]] {
            let home = verb.homes();
            let mut moments = 0;
            loop {
                let number = (moments + 1).to_string();
                let home = home();
                let (from, to) = (home.path("arriving"), home.log_path());
                if !to.exists() {
                    home.ok("today");
                }
                fs::write(&from, format!("{}{AFAR}\n", home.log_text())).unwrap();
                let paths = [("SHIM_FROM", from.to_str().unwrap()), ("SHIM_TO", to.to_str().unwrap())];
                let faults = [locks, &paths, &[("SHIM_SWAP", number.as_str())]].concat();
                let Some(home) = with(home, &faults) else { return };
                let run = home.run(&verb.typed(&home));
                if from.exists() {
                    break;
                }
                moments += 1;
                let verdict = (|| {
                    require(run.code == 0, || format!("{run:?}"))?;
                    require(verb.is_kept(&home), || format!("what was said is lost:\n{}", home.log_text()))?;
                    require(home.log_text().contains(AFAR), || "what arrived is lost".to_owned())?;
                    is_sound(&home.log_text())
                })();
                assert_eq!(verdict, Ok(()), "connect {} at moment {number}", verb.line);
            }
            assert!(moments > 6, "connect {} was met at {moments} moments", verb.line);
        }
    }
}

#[test]
fn a_log_replaced_under_the_days_first_run_changes_no_prompt() {
    let first = Sandbox::at(NOW);
    let shown = first.ok("today");
    for moment in 1..40 {
        let home = Sandbox::at(NOW);
        home.ok("pause");
        let (from, to) = (home.path("arriving"), home.log_path());
        fs::write(&from, format!("{}{AFAR}\n", home.log_text())).unwrap();
        let moment = moment.to_string();
        let paths = [("SHIM_FROM", from.to_str().unwrap()), ("SHIM_TO", to.to_str().unwrap())];
        let Some(home) = with(home, &[&paths[..], &[("SHIM_SWAP", &moment)]].concat()) else { return };
        assert_eq!(home.ok("today"), shown, "at moment {moment}");
        assert_eq!(home.ok("today"), shown, "after moment {moment}");
    }
}
