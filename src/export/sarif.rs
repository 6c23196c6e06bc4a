//! SARIF 2.1.0.
//!
//! In: what is told, and how paths are written from the root of the repository. Out: one log with one run. Columns count Unicode code
//! points, and the run says so. What a file acknowledges is a result that is suppressed in the source.

use super::told::{Spot, Told};
use crate::diagnostic::{Code, Severity};
use crate::limits::LIMITS;
use crate::message::{Lang, title};
use serde::Serialize;
use std::collections::BTreeMap;

/// The address of the schema.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A log with one run.
#[derive(Debug, Serialize)]
pub struct SarifLog {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    language: &'static str,
    results: Vec<SarifResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Cut>,
}

/// How many results a run leaves out.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Cut {
    results_left_out: usize,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<SarifRule>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule {
    id: &'static str,
    short_description: Text,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

#[derive(Debug, Serialize)]
struct Suppression {
    kind: &'static str,
    justification: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Debug, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

/// Makes the log; `baseline` says that old findings were told apart from new ones.
#[must_use]
pub fn sarif_log(told: &[Told], path: &dyn Fn(&str) -> String, baseline: bool, lang: Lang) -> SarifLog {
    let mut kept: Vec<&Told> = told.iter().collect();
    if kept.len() > LIMITS.results {
        kept.sort_by_key(|one| std::cmp::Reverse(one.severity));
    }
    let left_out = kept.len().saturating_sub(LIMITS.results);
    kept.truncate(LIMITS.results);
    let mut codes: Vec<Code> = kept.iter().map(|one| one.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rule = |code: &Code| SarifRule {
        id: code.as_str(),
        short_description: Text { text: title(code.as_str(), lang).to_owned() },
    };
    SarifLog {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "quanze",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: codes.iter().map(rule).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            language: match lang {
                Lang::En => "en",
                Lang::Zh => "zh-CN",
            },
            results: kept.iter().map(|one| result(one, &codes, path, baseline, lang)).collect(),
            properties: (left_out > 0).then_some(Cut { results_left_out: left_out }),
        }],
    }
}

fn result(
    told: &Told,
    codes: &[Code],
    path: &dyn Fn(&str) -> String,
    baseline: bool,
    lang: Lang,
) -> SarifResult {
    let uri = |file: &str| uri(&path(file));
    let first = match told.spots.first() {
        Some(spot) => location(spot, None, &uri),
        None => Location {
            id: None,
            physical_location: Physical {
                artifact_location: Artifact { uri: uri(&told.file) },
                // A file as a whole: GitHub shows no result without a line.
                region: Region { start_line: 1, start_column: None, end_line: None, end_column: None },
            },
            message: None,
        },
    };
    let related = told.spots.iter().enumerate().skip(1);
    let suppression = |because: &String| Suppression { kind: "inSource", justification: because.clone() };
    SarifResult {
        rule_id: told.code.as_str(),
        rule_index: codes.binary_search(&told.code).unwrap_or(0),
        level: match told.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        message: Text { text: told.full_text(lang) },
        locations: [first],
        related_locations: related.map(|(number, spot)| location(spot, Some(number), &uri)).collect(),
        partial_fingerprints: BTreeMap::from([("quanze/v1", told.fingerprint.clone())]),
        baseline_state: baseline.then_some(if told.old { "unchanged" } else { "new" }),
        suppressions: told.acknowledged.iter().map(suppression).collect(),
    }
}

fn location(spot: &Spot, id: Option<usize>, uri: &dyn Fn(&str) -> String) -> Location {
    Location {
        id,
        physical_location: Physical {
            artifact_location: Artifact { uri: uri(&spot.file) },
            region: Region {
                start_line: spot.line,
                start_column: Some(spot.column),
                end_line: Some(spot.end_line),
                end_column: Some(spot.end_column),
            },
        },
        message: spot.label.clone().map(|text| Text { text }),
    }
}

/// Writes a path as a relative reference of RFC 3986; an absolute path becomes a `file` address.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_addresses() {
        assert_eq!(uri("policies/a b.qz"), "policies/a%20b.qz");
        assert_eq!(uri("本.qz"), "%E6%9C%AC.qz");
        assert_eq!(uri("/a/%.qz"), "file:///a/%25.qz");
    }
}
