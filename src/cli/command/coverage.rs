//! `quanze coverage [PATH…]`: the cases that rules speak of, by section; the rules that expectations look at.

use crate::analysis::{Coverage, Mutation};
use crate::cli::exit::Exit;
use crate::cli::{Context, Format, args};
use crate::export::{coverage_line, coverage_lines, coverage_rows, json_text, markdown_table};
use crate::message::Message;
use crate::terminal::{printable, table};
use clap::ArgMatches;
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let given = args::given_paths(matches);
    let here = [PathBuf::from(".")];
    let mut loaded = context.load(if given.is_empty() { &here } else { &given });
    let asked = matches.get_one::<u8>("at-least").map(|percent| u32::from(*percent));
    let mutants = matches.get_flag("mutants");
    let mut exit = Exit::Clean;
    for policy in 0..loaded.session.policies().len() {
        let session = &mut loaded.session;
        let measured = session
            .coverage(policy)
            .and_then(|coverage| Ok((coverage, if mutants { session.mutate(policy)? } else { None })));
        let (coverage, mutation) = match measured {
            Ok((Some(coverage), mutation)) => (coverage, mutation),
            Ok((None, _)) => continue,
            Err(too_large) => {
                loaded.diagnostics.push(*too_large);
                continue;
            }
        };
        let cautions = session.cautions(policy);
        let Some(policy) = session.policies().get(policy) else { continue };
        print(context, &policy.model, (&coverage, mutation.as_ref()), &cautions);
        let wanted = asked.or(policy.settings().at_least);
        if let Some(wanted) = wanted.filter(|wanted| {
            let total = &coverage.total;
            total.covered().saturating_mul(100) < total.cases().saturating_mul(u128::from(*wanted))
        }) {
            let percent = coverage.total.percent(coverage.total.covered());
            let message = Message::CoverageBelow { policy: policy.model.name.clone(), percent, wanted };
            context.output.remark(&format!("{}\n", printable(&message.text(context.lang))));
            exit = Exit::Findings;
        }
    }
    context.left_out(&loaded, &Message::NotCountedFromBroken);
    exit.max(loaded.exit())
}

fn print(
    context: &mut Context<'_>,
    model: &crate::model::Model,
    (coverage, mutation): (&Coverage, Option<&Mutation>),
    cautions: &[Message],
) {
    if context.format == Format::Json {
        let line = coverage_line(model, coverage, mutation, cautions);
        return context.output.line(&json_text(&line));
    }
    let rows = coverage_rows(model, coverage, context.lang);
    let mut lines = coverage_lines(model, coverage, mutation, context.lang);
    lines.extend(cautions.iter().map(|caution| caution.text(context.lang)));
    if context.format == Format::Markdown {
        context.output.data(&format!("## {}\n\n{}\n", printable(&model.name), markdown_table(&rows)));
        let lines: String = lines.iter().map(|line| format!("- {}\n", line.trim_start())).collect();
        return context.output.data(&lines);
    }
    context.output.line(&printable(&model.name));
    context.output.data(&table(&rows));
    for line in lines {
        context.output.line(&printable(&line));
    }
}
