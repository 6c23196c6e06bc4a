//! `quanze eval PATH QUERY…`: answers queries from arguments, or from standard input, one a line.

use crate::cli::exit::Exit;
use crate::cli::{Context, Format, args};
use crate::diagram::Status;
use crate::export::{answer_line, answer_lines, answers_table, json_text};
use crate::session::{Reply, Session};
use clap::ArgMatches;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let mut session = match context.load_sound(&args::given_paths(matches)) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    session.accept_reconstruction(matches.get_flag("accept-reconstruction"));
    let require_decided = matches.get_one::<String>("require").is_some();
    let queries: Vec<String> =
        matches.get_many::<String>("query").map(|q| q.cloned().collect()).unwrap_or_default();
    let mut exit = Exit::Clean;
    if queries.is_empty() {
        exit = exit.max(from_standard_input(context, &mut session, require_decided));
    }
    for query in queries {
        exit = exit.max(if query == "-" {
            from_standard_input(context, &mut session, require_decided)
        } else {
            ask(context, &mut session, &query, require_decided)
        });
    }
    exit
}

fn from_standard_input(context: &mut Context<'_>, session: &mut Session, require_decided: bool) -> Exit {
    context.each_line(&mut |context, line| ask(context, session, line, require_decided))
}

fn ask(context: &mut Context<'_>, session: &mut Session, query: &str, require_decided: bool) -> Exit {
    match session.ask(query) {
        Ok(replies) => {
            for reply in &replies {
                print(context, session, query, reply, replies.len() > 1);
            }
            // The first reply is of a policy that lists the matter, if any does.
            let decided = replies.first().is_some_and(|reply| reply.answer.status == Status::Decided);
            if require_decided && !decided { Exit::Findings } else { Exit::Clean }
        }
        Err(why) => {
            context.refused(&session.sources, query, &why);
            Exit::NotUnderstood
        }
    }
}

/// Writes one policy's answer.
pub(super) fn print(context: &mut Context<'_>, session: &Session, query: &str, reply: &Reply, several: bool) {
    let Some(model) = session.model(reply.policy) else { return };
    match context.format {
        Format::Json => {
            let line = answer_line(model, &session.sources, query, &reply.answer, context.lang);
            return context.output.line(&json_text(&line));
        }
        Format::Csv | Format::Markdown => {
            let lang = context.row_lang();
            return context.rows(&answers_table(model, query, &reply.query, &reply.answer, lang));
        }
        _ => {}
    }
    let title = if several { format!("{query}  [{}]", model.name) } else { query.to_owned() };
    context.output.line(&crate::terminal::printable(&title));
    for line in answer_lines(model, &session.sources, &reply.answer, context.lang) {
        context.output.line(&format!("  {line}"));
    }
}
