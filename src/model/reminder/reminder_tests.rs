use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::*;

fn at(text: &str) -> NaiveDateTime {
    text.parse().expect("a wall clock time")
}

fn job(days: &[Weekday]) -> Job {
    Job {
        schedule: Schedule { at: time_of_day("18:30").expect("a time"), days: Set::of(days) },
        program: "/home/robin/.cargo/bin/connect".to_owned(),
        variables: Vec::new(),
        show_prompt: false,
        mail: false,
    }
}

/// A job with everything that needs quoting somewhere.
fn odd() -> Job {
    Job {
        program: "/opt/100% <ours>/connect".to_owned(),
        variables: vec![("CONNECT_DATA_DIR".to_owned(), "/mnt/it's a & b/50%".to_owned())],
        mail: true,
        ..job(&[Weekday::Sun, Weekday::Mon])
    }
}

fn any_job() -> impl Strategy<Value = Job> {
    let path = "/[a-z0-9 %&<>#=;:.,é-]{0,20}";
    let variables = proptest::collection::vec(("[A-Z_]{1,12}", "[a-z0-9 '%&<>#=;:.,é/-]{0,20}"), 0..3);
    let days = proptest::sample::subsequence(Weekday::ALL.to_vec(), 1..=7);
    (0u32..24, 0u32..60, days, path, variables, any::<[bool; 2]>()).prop_map(
        |(hour, minute, days, program, variables, [show_prompt, mail])| Job {
            schedule: Schedule { at: NaiveTime::from_hms_opt(hour, minute, 0).expect("a time"), days: Set::of(&days) },
            program,
            variables,
            show_prompt,
            mail,
        },
    )
}

proptest! {
    #[test]
    fn every_scheduler_gives_back_the_job_it_was_given(job in any_job()) {
        prop_assert_eq!(job.obstacle(), None);
        let table = cron::with(b"* * * * * true\n", &job);
        prop_assert_eq!(cron::read(&table), Some(job.clone()));
        let (service, timer) = (systemd::service(&job), systemd::timer(&job.schedule));
        prop_assert_eq!(systemd::read(&service, &timer), Some(job.clone()));
        prop_assert_eq!(launchd::read(&launchd::plist(&job)), Some(job.clone()));
        prop_assert_eq!(systemd::read(&service.replace("oneshot", "simple"), &timer), None, "changed by hand");
    }

    #[test]
    fn what_others_wrote_in_a_crontab_survives_byte_for_byte(
        lines in proptest::collection::vec("[ -~éü\t]{0,20}\r?", 0..6),
        bytes in any::<Vec<u8>>(),
        job in any_job(),
        ends in any::<bool>(),
    ) {
        let mut table = lines.join("\n").into_bytes();
        table.extend(bytes);
        if ends && !table.is_empty() {
            table.push(b'\n');
        }
        prop_assert!(!cron::holds_ours(&table));
        let on = cron::with(&table, &job);
        prop_assert!(cron::holds_ours(&on));
        prop_assert_eq!(cron::with(&on, &job), on.clone(), "there is one line of ours, however often it is added");
        if table.last().is_some_and(|byte| *byte != b'\n') {
            table.push(b'\n');
        }
        prop_assert_eq!(cron::without(&on), table);
    }
}

#[test]
fn a_line_of_ours_that_was_changed_by_hand_is_known_as_ours_but_not_read() {
    let line = cron::line(&job(Weekday::ALL));
    for changed in [line.replace("30 18", "*/5 9-17"), format!("#{line}"), line.replace("now", "now >/tmp/log")] {
        assert!(cron::holds_ours(changed.as_bytes()), "{changed}");
        assert_eq!(cron::read(changed.as_bytes()), None, "{changed}");
    }
    assert_eq!(cron::read(format!("{line}\n{line}\n").as_bytes()), None, "two of them");
    assert!(cron::read(line.as_bytes()).is_some());
}

#[test]
fn a_crontab_gets_one_line() {
    assert_data_eq!(
        cron::line(&job(Weekday::ALL)),
        str!["30 18 * * * /home/robin/.cargo/bin/connect remind now # connect remind"]
    );
    assert_eq!(
        cron::line(&odd()),
        "30 18 * * 0,1 CONNECT_DATA_DIR='/mnt/it'\\''s a & b/50\\%' '/opt/100\\% <ours>/connect' remind now --mail \
         # connect remind"
    );
}

#[test]
fn systemd_gets_a_service_and_a_timer() {
    assert_data_eq!(
        systemd::service(&job(Weekday::ALL)),
        str![[r#"
# Written by `connect remind on`; `connect remind off` takes it away.
[Unit]
Description=Today's prompt from connect, unless it is done

[Service]
Type=oneshot
ExecStart=/home/robin/.cargo/bin/connect remind now

"#]]
    );
    assert_data_eq!(
        systemd::timer(&job(Weekday::ALL).schedule),
        str![[r#"
# Written by `connect remind on`; `connect remind off` takes it away.
[Unit]
Description=Daily reminder from connect

[Timer]
OnCalendar=*-*-* 18:30:00
Persistent=true

[Install]
WantedBy=timers.target

"#]]
    );
    let (service, timer) = (systemd::service(&odd()), systemd::timer(&odd().schedule));
    assert!(service.contains("\nEnvironment=\"CONNECT_DATA_DIR=/mnt/it's a & b/50%%\"\n"), "{service}");
    assert!(service.contains("\nExecStart=\"/opt/100%% <ours>/connect\" remind now --mail\n"), "{service}");
    assert!(timer.contains("\nOnCalendar=Mon,Sun *-*-* 18:30:00\n"), "{timer}");
}

#[test]
fn launchd_gets_a_property_list() {
    assert_data_eq!(
        launchd::plist(&odd()),
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by `connect remind on`; `connect remind off` takes it away. -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>connect-today.remind</string>
  <key>ProgramArguments</key>
  <array>
    <string>/opt/100% &lt;ours&gt;/connect</string>
    <string>remind</string>
    <string>now</string>
    <string>--mail</string>
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>CONNECT_DATA_DIR</key>
    <string>/mnt/it's a &amp; b/50%</string>
  </dict>
  <key>StartCalendarInterval</key>
  <array>
    <dict><key>Weekday</key><integer>1</integer><key>Hour</key><integer>18</integer><key>Minute</key><integer>30</integer></dict>
    <dict><key>Weekday</key><integer>0</integer><key>Hour</key><integer>18</integer><key>Minute</key><integer>30</integer></dict>
  </array>
</dict>
</plist>

"#]]
    );
}

#[test]
fn some_paths_cannot_be_scheduled() {
    for bad in ["/a\\b", "/a\"b", "/a$b", "/a`b", "/a\nb"] {
        let with = Job { program: bad.to_owned(), ..job(Weekday::ALL) };
        assert_eq!(with.obstacle(), bad.chars().nth(2), "{bad:?}");
        let variables = vec![("X".to_owned(), bad.to_owned())];
        assert_eq!(Job { variables, ..job(Weekday::ALL) }.obstacle(), bad.chars().nth(2), "{bad:?}");
    }
    assert_eq!(odd().obstacle(), None);
    let quoted = Job { program: "/it's/connect".to_owned(), ..job(Weekday::ALL) };
    assert_eq!(quoted.obstacle(), Some('\''));
}

#[test]
fn the_next_time_is_found_by_the_wall_clock() {
    let next = |days: &[Weekday], now: &str| job(days).schedule.next(at(now), |_| true).expect("a time").to_string();
    // 24 November 2026 is a Tuesday.
    assert_eq!(next(Weekday::ALL, "2026-11-24T18:29:59"), "2026-11-24 18:30:00");
    assert_eq!(next(Weekday::ALL, "2026-11-24T18:30:00"), "2026-11-25 18:30:00", "this one is just coming");
    assert_eq!(next(&[Weekday::Tue], "2026-11-24T18:30:01"), "2026-12-01 18:30:00");
    assert_eq!(next(&[Weekday::Mon, Weekday::Thu], "2026-11-24T08:00:00"), "2026-11-26 18:30:00");
    let from_december = |time: NaiveDateTime| time >= at("2026-12-08T00:00:00");
    let paused = job(&[Weekday::Mon]).schedule.next(at("2026-11-24T08:00:00"), from_december);
    assert_eq!(paused.map(|time| time.to_string()).as_deref(), Some("2026-12-14 18:30:00"));
    assert_eq!(job(Weekday::ALL).schedule.next(at("2026-11-24T08:00:00"), |_| false), None);
}

#[test]
fn times_are_read_as_people_write_them() {
    assert_eq!(time_of_day("7:05"), NaiveTime::from_hms_opt(7, 5, 0));
    for bad in ["24:00", "18", "18:60", "6pm", ""] {
        assert_eq!(time_of_day(bad), None, "{bad}");
    }
}

#[test]
fn texts_are_arguments_and_bodies_are_escaped_where_they_are_markup() {
    let notice = notice::Notice { title: "Tune in".to_owned(), body: "a <b> & \"c\"".to_owned() };
    assert_eq!(notice::arguments(&notice, false), ["-a", "connect", "--", "Tune in", "a &lt;b&gt; &amp; \"c\""]);
    let on_a_mac = notice::arguments(&notice, true);
    let (script, texts) = on_a_mac.split_at(6);
    assert_eq!(texts, ["Tune in", "a <b> & \"c\""]);
    assert!(script.iter().all(|part| !part.contains("Tune")), "{script:?}");
}
