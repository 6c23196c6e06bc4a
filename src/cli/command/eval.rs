//! `quanze eval PATH QUERY…`: answers queries from arguments, or from standard input, one a line.

use crate::cli::exit::Exit;
use crate::cli::{Context, args};
use crate::diagram::Status;
use crate::export::{answer_line, answer_lines, error_line};
use crate::message::Word;
use crate::session::{Reply, Session};
use crate::terminal::diagnostics;
use clap::ArgMatches;
use std::io::{self, BufRead};

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

/// Answers each line; blank lines and comments are passed over.
fn from_standard_input(context: &mut Context<'_>, session: &mut Session, require_decided: bool) -> Exit {
    let mut exit = Exit::Clean;
    let mut input = io::stdin().lock();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match input.read_until(b'\n', &mut bytes) {
            Ok(0) => return exit,
            Ok(_) if context.output.is_closed() => return exit,
            Ok(_) => {}
            Err(why) => {
                context
                    .output
                    .remark(&format!("{}\n", Word::UsageError { what: why.to_string() }.text(context.lang)));
                return exit.max(Exit::Usage);
            }
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_start_matches('\u{FEFF}').trim();
        if !line.is_empty() && !line.starts_with("//") && !line.starts_with('#') {
            exit = exit.max(ask(context, session, line, require_decided));
        }
    }
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
            if context.json {
                let line = error_line(&session.sources, query, &why, context.lang);
                context.output.line(&serde_json::to_string(&line).unwrap_or_default());
            } else {
                let text = diagnostics(&context.remarks, &session.sources, &why);
                context.output.remark(&text);
            }
            Exit::NotUnderstood
        }
    }
}

fn print(context: &mut Context<'_>, session: &Session, query: &str, reply: &Reply, several: bool) {
    let Some(model) = session.model(reply.policy) else { return };
    if context.json {
        let line = answer_line(model, &session.sources, query, &reply.answer, context.lang);
        return context.output.line(&serde_json::to_string(&line).unwrap_or_default());
    }
    let title = if several { format!("{query}  [{}]", model.name) } else { query.to_owned() };
    context.output.line(&crate::terminal::printable(&title));
    for line in answer_lines(model, &session.sources, &reply.answer, context.lang) {
        context.output.line(&format!("  {line}"));
    }
}
