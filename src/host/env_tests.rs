use super::*;

fn resolve(variables: &[(&str, &str)], home: Option<&str>) -> Env {
    let variable =
        |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
    let noon = || DateTime::parse_from_rfc3339("2026-11-24T12:00:00+01:00").expect("a time");
    Env::resolve(&variable, home.map(PathBuf::from), Streams::default(), noon)
}

fn paths(variables: &[(&str, &str)], home: Option<&str>) -> [Option<String>; 3] {
    let paths = resolve(variables, home).paths;
    [paths.config, paths.data, paths.state].map(|path| path.map(|path| path.display().to_string()))
}

#[test]
fn folders_come_from_our_variables_then_xdg_then_home() {
    let some = |path: &str| Some(path.to_owned());
    let home = [some("/h/.config/connect"), some("/h/.local/share/connect"), some("/h/.local/state/connect")];
    assert_eq!(paths(&[], Some("/h")), home);
    let xdg = [("XDG_CONFIG_HOME", "/c"), ("XDG_DATA_HOME", "relative"), ("XDG_STATE_HOME", "")];
    assert_eq!(paths(&xdg, Some("/h")), [some("/c/connect"), home[1].clone(), home[2].clone()]);
    let own = [("CONNECT_CONFIG_DIR", "/own"), ("XDG_CONFIG_HOME", "/c")];
    assert_eq!(paths(&own, None), [some("/own"), None, None]);
    assert_eq!(paths(&[], Some("relative")), [None, None, None]);
}

#[test]
fn the_look_follows_the_locale_and_the_terminal() {
    let look = |variables: &[(&str, &str)]| resolve(variables, None).look;
    assert!(look(&[]).ascii && look(&[("LANG", "C")]).ascii);
    assert!(!look(&[("LANG", "de_DE.UTF-8")]).ascii && !look(&[("LC_ALL", "C.utf8"), ("LANG", "C")]).ascii);
    assert!(look(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")]).ascii);
    assert!(look(&[("LANG", "C.UTF-8"), ("TERM", "linux")]).ascii && look(&[("TERM", "dumb")]).plain);
    assert!(look(&[("CLICOLOR_FORCE", "1")]).color && !look(&[("CLICOLOR_FORCE", "0")]).color);
    assert!(!look(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).color);
    let wide = |columns: &str| look(&[("COLUMNS", columns)]).width;
    assert_eq!([wide("40"), wide("200"), wide("0"), wide("many")], [40, 72, 72, 72]);
}

#[test]
fn an_editor_that_is_set_to_nothing_leaves_the_other_in_force() {
    let editor = |variables: &[(&str, &str)]| resolve(variables, None).editor;
    assert_eq!(editor(&[("VISUAL", "code --wait"), ("EDITOR", "vi")]).as_deref(), Some("code --wait"));
    assert_eq!(editor(&[("VISUAL", ""), ("EDITOR", "vi")]).as_deref(), Some("vi"));
    assert_eq!(editor(&[("EDITOR", " ")]), None);
}

#[test]
fn an_instant_can_be_given_and_a_wrong_one_is_told() {
    let given = resolve(&[("CONNECT_NOW", "1969-12-31T23:00:00-05:00")], None);
    assert_eq!((given.now.to_rfc3339().as_str(), given.complaints.len()), ("1969-12-31T23:00:00-05:00", 0));
    let wall = "1970-01-01T04:00:00".parse().expect("a wall clock time");
    assert_eq!(given.unix_time_of(wall), 9 * 3600);
    let wrong = resolve(&[("CONNECT_NOW", "noon")], None);
    assert_eq!((wrong.now.to_rfc3339().as_str(), wrong.complaints.len()), ("2026-11-24T12:00:00+01:00", 1));
}

#[test]
fn every_clock_can_be_read() {
    for seconds in [i64::MIN, -1, 0, 1 << 31, i64::MAX] {
        let _ = local(seconds, 999_999_999);
    }
}
