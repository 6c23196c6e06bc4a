//! `quanze ask PATH QUESTION…`: questions in a person's words, from arguments or from standard input, one a line.

use super::eval;
use crate::cli::exit::Exit;
use crate::cli::{Context, Format, args};
use crate::export::{json_text, listing_line, listing_lines, listing_table};
use crate::message::Asking;
use crate::session::{Asked, Listed, Session};
use crate::terminal::{printable, working};
use clap::ArgMatches;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let mut session = match context.load_sound(&args::given_paths(matches)) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    session.accept_reconstruction(matches.get_flag("accept-reconstruction"));
    let questions: Vec<String> =
        matches.get_many::<String>("query").map(|q| q.cloned().collect()).unwrap_or_default();
    if questions.is_empty() {
        return context.each_line(&mut |context, line| ask(context, &mut session, line));
    }
    let mut exit = Exit::Clean;
    for question in questions {
        exit = exit.max(if question == "-" {
            context.each_line(&mut |context, line| ask(context, &mut session, line))
        } else {
            ask(context, &mut session, &question)
        });
    }
    exit
}

fn ask(context: &mut Context<'_>, session: &mut Session, question: &str) -> Exit {
    let answering = working(Asking::Working.text(context.lang));
    let asked = session.question(question);
    drop(answering);
    match asked {
        Ok(Asked::Replies(replies)) => {
            for reply in &replies {
                eval::print(context, session, question, reply, replies.len() > 1);
            }
            Exit::Clean
        }
        Ok(Asked::Lists(lists)) => {
            for listed in &lists {
                print(context, session, question, listed);
            }
            Exit::Clean
        }
        Err(why) => {
            context.refused(&session.sources, question, &why);
            Exit::NotUnderstood
        }
    }
}

fn print(context: &mut Context<'_>, session: &Session, question: &str, listed: &Listed) {
    let Some(model) = session.model(listed.policy) else { return };
    let (wanted, query, listing) = (listed.wanted, &listed.query, &listed.listing);
    match context.format {
        Format::Json => {
            let place = (model, &session.sources);
            let line = listing_line(place, question, wanted, query, listing, context.lang);
            let line = line.with_notes(listed.notes.iter().map(|note| note.text(context.lang)).collect());
            context.output.line(&json_text(&line));
        }
        Format::Csv | Format::Markdown => {
            let lang = context.row_lang();
            context.rows(&listing_table(model, question, listing, &listed.notes, lang));
        }
        _ => {
            if session.policies().len() > 1 {
                context.output.line(&printable(&format!("[{}]", model.name)));
            }
            for line in listing_lines(model, &session.sources, wanted, query, listing, context.lang) {
                context.output.line(&printable(&line));
            }
            for note in &listed.notes {
                context.output.line(&printable(&format!("  {}", note.text(context.lang))));
            }
        }
    }
}
