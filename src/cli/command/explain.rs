//! `quanze explain PATH QUERY…`: why an answer is so, or what would lead to another one; `--code` explains a code.

use crate::cli::exit::Exit;
use crate::cli::{Context, Format, args};
use crate::export::{
    answer_head, explain_line, json_text, trace_head, trace_lines, trace_table, why_not_line, why_not_lines,
    why_not_table,
};
use crate::message::{Word, about_code};
use crate::session::{Asked, Session};
use crate::terminal::printable;
use clap::ArgMatches;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    if let Some(code) = matches.get_one::<String>("code") {
        return explain_code(context, code);
    }
    let mut session = match context.load_sound(&args::given_paths(matches)) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    session.accept_reconstruction(matches.get_flag("accept-reconstruction"));
    let answer = matches.get_one::<String>("why-not").cloned();
    let queries: Vec<String> =
        matches.get_many::<String>("query").map(|q| q.cloned().collect()).unwrap_or_default();
    let mut take = |context: &mut Context<'_>, line: &str| match &answer {
        None => explain(context, &mut session, line),
        Some(answer) => why_not(context, &mut session, line, answer),
    };
    if queries.is_empty() {
        return context.each_line(&mut take);
    }
    let mut exit = Exit::Clean;
    for query in queries {
        exit = exit.max(if query == "-" { context.each_line(&mut take) } else { take(context, &query) });
    }
    exit
}

fn explain_code(context: &mut Context<'_>, code: &str) -> Exit {
    match about_code(&code.to_ascii_uppercase(), context.lang) {
        Some(text) => {
            context.output.data(&text);
            Exit::Clean
        }
        None => {
            let what = Word::NoSuchCode { found: code.to_owned() }.text(context.lang);
            context.output.remark(&format!("{}\n", Word::UsageError { what }.text(context.lang)));
            Exit::Usage
        }
    }
}

fn explain(context: &mut Context<'_>, session: &mut Session, query: &str) -> Exit {
    let replies = match session.question(query) {
        Ok(Asked::Replies(replies)) => replies,
        Ok(Asked::Lists(_)) => {
            let what = Word::NotACase { found: query.to_owned() }.text(context.lang);
            context.output.remark(&format!("{what}\n"));
            return Exit::NotUnderstood;
        }
        Err(why) => {
            context.refused(&session.sources, query, &why);
            return Exit::NotUnderstood;
        }
    };
    for reply in &replies {
        let traced = match session.trace(reply) {
            Ok(traced) => traced,
            Err(why) => {
                context.refused(&session.sources, query, &why);
                return Exit::NotUnderstood;
            }
        };
        let Some(model) = session.model(reply.policy) else { continue };
        let sources = &session.sources;
        match context.format {
            Format::Json => {
                let line = explain_line((model, sources), query, &reply.answer, &traced, context.lang);
                context.output.line(&json_text(&line));
            }
            Format::Csv | Format::Markdown => {
                let lang = context.row_lang();
                context.rows(&trace_table(model, query, &traced, lang));
            }
            _ => {
                title(context, query, &model.name, replies.len() > 1);
                let every = trace_lines(model, sources, &traced, context.lang);
                let mut lines = answer_head(model, &reply.answer, context.lang);
                lines.extend(trace_head(model, &reply.answer, context.lang));
                for line in lines.into_iter().chain(every) {
                    context.output.line(&format!("  {}", printable(&line)));
                }
            }
        }
    }
    Exit::Clean
}

fn why_not(context: &mut Context<'_>, session: &mut Session, query: &str, answer: &str) -> Exit {
    let all = match session.why_not(query, answer) {
        Ok(all) => all,
        Err(why) => {
            context.refused(&session.sources, query, &why);
            return Exit::NotUnderstood;
        }
    };
    for found in &all {
        let Some(model) = session.model(found.reply.policy) else { continue };
        let place = (model, &session.sources);
        match context.format {
            Format::Json => {
                for one in &found.found {
                    let line = why_not_line(place, query, &found.reply.answer, one, context.lang);
                    let line = line.with_notes(found.notes.iter().map(|n| n.text(context.lang)).collect());
                    context.output.line(&json_text(&line));
                }
            }
            Format::Csv | Format::Markdown => {
                let lang = context.row_lang();
                context.rows(&why_not_table(model, query, &found.found, &found.notes, lang));
            }
            _ => {
                title(context, query, &model.name, all.len() > 1);
                let (asked, given) = (&found.reply.query, &found.reply.answer);
                for line in why_not_lines(place, asked, given, &found.found, context.lang) {
                    context.output.line(&format!("  {}", printable(&line)));
                }
                for note in &found.notes {
                    context.output.line(&format!("  {}", printable(&note.text(context.lang))));
                }
            }
        }
    }
    Exit::Clean
}

fn title(context: &mut Context<'_>, query: &str, policy: &str, several: bool) {
    let title = if several { format!("{query}  [{policy}]") } else { query.to_owned() };
    context.output.line(&printable(&title));
}
