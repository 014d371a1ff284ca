//! What is held true of a log that is rewritten: it says what it said, no line is lost that was not erased, and of what
//! was erased nothing is left.

use std::collections::BTreeSet;

use connect::model::erasures::Erasures;
use connect::model::history::History;
use connect::model::lines::{Select, scan};
use connect::model::rewrite::{Files, Plan, unite};
use serde_json::Value;

/// No shorter piece of a line gives anything away.
const PIECE: usize = 6;

/// Files of any bytes are united without stumbling; once is enough, and a plan of what they hold is agreed with.
///
/// A line without a time takes that of the line before it. Where that line was erased it takes another's, which may
/// change anything, so that nothing is said of such a log.
pub(super) fn any(files: &[&[u8]]) {
    let erasures = Erasures::named_in(files);
    let united = unite(files, &erasures);
    let lines = files.iter().flat_map(|file| file.split(|&byte| byte == b'\n'));
    let is_timed = lines.map(|line| scan(line, Select::All)).all(|line| line.events.iter().all(|one| one.at.is_some()));
    if is_timed || erasures.is_empty() {
        let again = unite(&[&united], &Erasures::named_in(&[&united]));
        assert_eq!(united.escape_ascii().to_string(), again.escape_ascii().to_string(), "again is a change");
        let log = Files { log: files, main: 0, aside: &[] };
        assert!(log.agree(&[], &log.plan(&[], true)), "it says something else");
    }
}

/// The files of a log whose events were all appended at times of their own, and one that lies aside.
pub(super) struct Log<'l> {
    pub(super) files: &'l [String],
    pub(super) aside: &'l str,
    /// Which of the files is the log itself, and which of its lines is lost in an attempt.
    pub(super) main: usize,
    pub(super) lost: usize,
    /// Whether conflict copies are folded in.
    pub(super) fold: bool,
    /// What a history says, in the words of the caller, wherever and whenever its lines were written.
    pub(super) says: fn(&History<'_>) -> String,
}

impl Log<'_> {
    pub(super) fn assert_rewritten(&self) {
        let bytes = self.bytes();
        any(&bytes);
        let erased = Erased::in_files(self.files);
        let erasures = Erasures::named_in(&bytes);
        let united = text(&unite(&bytes, &erasures));
        let lines = self.files.iter().flat_map(|file| file.lines()).collect::<Vec<_>>();
        erased.assert_left(&lines, &united);
        let each: BTreeSet<&str> = united.lines().map(bare).collect();
        assert_eq!(each.len(), united.lines().count(), "a line stands twice");
        let turned = bytes.iter().rev().copied().collect::<Vec<_>>();
        assert_eq!(events(&united), events(&text(&unite(&turned, &erasures))), "the order of files matters");
        self.assert_planned(&erased);
    }

    fn bytes(&self) -> Vec<&[u8]> {
        self.files.iter().map(String::as_bytes).collect()
    }

    /// The last file is added to the others: so an import comes to a log with conflict copies.
    fn assert_planned(&self, erased: &Erased) {
        let bytes = self.bytes();
        let Some((added, log)) = bytes.split_last() else { return };
        let (main, aside) = (self.main % log.len(), [self.aside.as_bytes()]);
        let files = Files { log, main, aside: &aside };
        let plan = files.plan(added, self.fold);
        assert!(files.agree(added, &plan), "a plan is not agreed with");
        let copies = self.files.iter().take(log.len()).enumerate().filter(|(at, _)| *at != main);
        let others: Vec<&str> = copies.map(|(_, copy)| copy.as_str()).chain([self.aside]).collect();
        assert_eq!(others.len(), plan.others.len());
        for (before, after) in others.iter().zip(&plan.others) {
            let before_lines: Vec<&str> = before.lines().collect();
            let after = after.as_ref().map_or_else(|| (*before).to_owned(), |after| text(after));
            erased.assert_left(&before_lines, &after);
            let stay = before_lines.iter().filter_map(|line| erased.left_of(bare(line)));
            assert_eq!(stay.collect::<Vec<_>>(), events(&after), "a file is not left in its order");
        }
        erased.assert_silent(&text(&plan.main));
        let before = self.said_by(&bytes);
        if self.fold {
            assert_eq!(before, self.said_by(&[&plan.main]), "folded in, it says something else");
        }
        let short = Plan { main: without_line(&plan.main, self.lost), others: plan.others };
        if before != self.said_by(&written(log, main, &short)) {
            assert!(!files.agree(added, &short), "a lost line is not missed");
        }
    }

    fn said_by(&self, files: &[&[u8]]) -> String {
        (self.says)(&History::replay(files.iter().map(|file| scan(file, Select::All)).collect()))
    }
}

/// The files of a log once a plan is carried out.
fn written<'p>(log: &[&'p [u8]], main: usize, plan: &'p Plan) -> Vec<&'p [u8]> {
    let mut others = plan.others.iter();
    let mut rest = |file: &'p [u8]| others.next().and_then(Option::as_deref).unwrap_or(file);
    log.iter().enumerate().map(|(at, file)| if at == main { &plan.main } else { rest(file) }).collect()
}

fn without_line(file: &[u8], number: usize) -> Vec<u8> {
    let lines: Vec<&[u8]> = file.split_inclusive(|&byte| byte == b'\n').collect();
    let lost = number % lines.len().max(1);
    lines.iter().enumerate().filter(|(at, _)| *at != lost).flat_map(|(_, line)| line.iter().copied()).collect()
}

/// What goes, by a reader of JSON rather than by the program under test.
struct Erased {
    /// The ids of events that go.
    whole: BTreeSet<String>,
    /// The ids of answers that lose their words.
    text: BTreeSet<String>,
    /// The lines of both.
    lines: Vec<String>,
    /// What was written in them, as it was meant and as a line has it.
    words: Vec<String>,
}

impl Erased {
    fn in_files(files: &[String]) -> Self {
        let mut erased = Self { whole: BTreeSet::new(), text: BTreeSet::new(), lines: Vec::new(), words: Vec::new() };
        let lines: Vec<&str> = files.iter().flat_map(|file| file.lines()).map(bare).collect();
        for event in lines.iter().filter_map(|line| read(line)).filter(|event| event["event"] == "erased") {
            let targets = if event["only"] == "text" { &mut erased.text } else { &mut erased.whole };
            targets.extend(event["target"].as_str().map(str::to_owned));
        }
        for (line, event) in lines.iter().filter_map(|line| Some((*line, read(line)?))) {
            if erased.removes(&event) || erased.silences(&event) {
                erased.lines.push(line.to_owned());
                if let Some(words) = event["text"].as_str().filter(|words| !words.is_empty()) {
                    let as_written = event["text"].to_string();
                    erased.words.extend([words, as_written.trim_matches('"')].map(str::to_owned));
                }
            }
        }
        erased
    }

    /// What says that something was erased stays, even if it is named.
    fn removes(&self, event: &Value) -> bool {
        event["event"] != "erased" && event["id"].as_str().is_some_and(|id| self.whole.contains(id))
    }

    fn silences(&self, event: &Value) -> bool {
        let id = event["id"].as_str().filter(|_| event["event"] == "done" && event["text"].is_string());
        id.is_some_and(|id| self.text.contains(id))
    }

    /// The bytes of an event that stay; nothing for one that goes, and for a line that is none.
    fn left_of(&self, line: &str) -> Option<String> {
        let event = read(line).filter(|event| !self.removes(event))?;
        let text = format!(",\"text\":{}", event["text"]);
        Some(if self.silences(&event) { line.replacen(&text, "", 1) } else { line.to_owned() })
    }

    /// Every line is there but for what goes, and no other.
    fn assert_left(&self, before: &[&str], after: &str) {
        self.assert_silent(after);
        let (before, after): (BTreeSet<&str>, BTreeSet<&str>) =
            (before.iter().map(|line| bare(line)).collect(), after.lines().map(bare).collect());
        let stay: BTreeSet<String> = before.iter().filter_map(|line| self.left_of(line)).collect();
        let left = after.iter().filter(|line| read(line).is_some()).map(|line| (*line).to_owned()).collect();
        assert_eq!(stay, left, "events");
        for line in before.iter().filter(|line| read(line).is_none() && !line.is_empty()) {
            let is_piece = line.len() >= PIECE && self.lines.iter().any(|erased| erased.contains(line));
            let may_go = is_piece || self.whole.iter().chain(&self.words).any(|told| line.contains(told));
            assert!(if after.contains(line) { !is_piece } else { may_go }, "{is_piece} {line}");
        }
        assert!(after.iter().all(|line| read(line).is_some() || before.contains(line)), "a line from nowhere");
    }

    fn assert_silent(&self, after: &str) {
        for words in &self.words {
            assert!(!after.contains(words), "{words:?} is still there");
        }
    }
}

/// The events and headers of a file, in its order.
fn events(file: &str) -> Vec<String> {
    file.lines().map(bare).filter(|line| read(line).is_some()).map(str::to_owned).collect()
}

fn read(line: &str) -> Option<Value> {
    serde_json::from_str(line).ok().filter(Value::is_object)
}

/// A line without what disks and editors leave around it.
fn bare(line: &str) -> &str {
    line.trim_matches(['\u{feff}', '\0', '\r', ' ', '\t'])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_owned()).expect("what was UTF-8 still is")
}
