//! JUnit reports.
//!
//! In: what a check tells, or how expectations came out. Out: XML, a suite for each file. Characters that XML cannot hold are left out.

use super::told::{Spot, Told};
use crate::message::{Lang, Word};
use crate::source::is_hidden;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// How one `expect` line came out.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The file of the policy.
    pub file: String,
    /// What is asked and expected, in one line.
    pub name: String,
    /// Where it stands.
    pub line: usize,
    /// What was expected and what came out instead, where it does not hold.
    pub failure: Option<(String, String)>,
}

/// Makes the report of a check: each file a suite, each finding a case that failed; a file without any has one case that passed.
#[must_use]
pub fn junit_check(told: &[Told], files: &[String], path: &dyn Fn(&str) -> String, lang: Lang) -> String {
    let mut names: Vec<&str> = files.iter().map(String::as_str).collect();
    names.extend(told.iter().map(|one| one.file.as_str()));
    names.sort_unstable();
    names.dedup();
    let mut report = Report::new("quanze check");
    for name in names {
        let mut suite = TestSuite::new(path(name));
        for one in told.iter().filter(|one| one.file == name) {
            suite.add_test_case(finding(one, path, lang));
        }
        if suite.test_cases.is_empty() {
            suite.add_test_case(TestCase::new(Word::NothingFound.text(lang), TestCaseStatus::success()));
        }
        report.add_test_suite(suite);
    }
    written(&report)
}

fn finding(told: &Told, path: &dyn Fn(&str) -> String, lang: Lang) -> TestCase {
    // A text that is not understood is not judged.
    let mut status = if told.policy.is_none() {
        TestCaseStatus::non_success(NonSuccessKind::Error)
    } else if told.counts() {
        TestCaseStatus::non_success(NonSuccessKind::Failure)
    } else {
        TestCaseStatus::skipped()
    };
    let why = told.acknowledged.clone().unwrap_or_else(|| told.in_one_line(lang));
    status.set_message(why).set_type(told.severity.as_str());
    let place = |spot: &Spot| format!("{}:{}:{}", path(&spot.file), spot.line, spot.column);
    let places: Vec<String> = told.spots.iter().map(place).collect();
    status.set_description(format!("{}\n{}", told.full_text(lang), places.join("\n")));
    let mut case = TestCase::new(format!("{} {}", told.code.as_str(), told.message), status);
    case.set_classname(told.policy.clone().unwrap_or_else(|| path(&told.file)));
    case
}

/// Makes the report of the expectations, and of the files that could not be asked.
#[must_use]
pub fn junit_test(tried: &[Tried], broken: &[Told], path: &dyn Fn(&str) -> String, lang: Lang) -> String {
    let mut report = Report::new("quanze test");
    let mut rest = tried;
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|one| one.file == first.file).count();
        let (here, after) = rest.split_at(length);
        let mut suite = TestSuite::new(path(&first.file));
        for one in here {
            suite.add_test_case(expectation(one, path));
        }
        report.add_test_suite(suite);
        rest = after;
    }
    for here in broken.chunk_by(|one, next| one.file == next.file) {
        let Some(first) = here.first() else { continue };
        let mut suite = TestSuite::new(path(&first.file));
        suite.add_test_cases(here.iter().map(|one| finding(one, path, lang)));
        report.add_test_suite(suite);
    }
    written(&report)
}

fn expectation(tried: &Tried, path: &dyn Fn(&str) -> String) -> TestCase {
    let status = match &tried.failure {
        None => TestCaseStatus::success(),
        Some((expected, actual)) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(actual.clone()).set_type("expect");
            status.set_description(format!("{}:{}\n{expected}\n{actual}", path(&tried.file), tried.line));
            status
        }
    };
    let mut case = TestCase::new(tried.name.clone(), status);
    case.set_classname(path(&tried.file));
    case
}

/// Returns the text of a report; writing to memory does not fail. What is not seen stands there as its number.
fn written(report: &Report) -> String {
    let text = report.to_string().unwrap_or_default();
    let shown = |c: char| if is_hidden(c) { format!("&#x{:X};", u32::from(c)) } else { c.to_string() };
    if text.contains(is_hidden) { text.chars().map(shown).collect() } else { text }
}
