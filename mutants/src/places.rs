//! Puts every mutant into the source, behind a question whether it is on.
//!
//! In: the mutants, the original sources. Out: the sources of the copy, and `places` beside them: for each mutant the bytes
//! that exist for it alone, so that what the compiler refuses can be told apart.

use crate::Mutant;
use proc_macro2::{LineColumn, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::Path;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A piece of the source that is written otherwise.
struct Edit {
    range: Range<usize>,
    what: What,
}

enum What {
    /// Text that is put in, for a mutant.
    Insert(usize, String),
    /// An expression, and for each mutant what it would be.
    Choose(Vec<(usize, String)>),
}

/// Mutants by what is changed: its kind, and where its text begins.
type Wanted<'m> = BTreeMap<(usize, usize), Vec<&'m Mutant>>;

struct Finder<'m> {
    text: &'m str,
    starts: Vec<usize>,
    wanted: Wanted<'m>,
    edits: Vec<Edit>,
    placed: BTreeSet<usize>,
}

/// Writes the mutants of each file, without those that were refused.
pub fn place(mutants: &[Mutant], original: &str, copy: &str) {
    let refused: BTreeSet<usize> = crate::refused::known(copy);
    let mut files: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants {
        let here = files.entry(&mutant.file).or_default();
        if !refused.contains(&mutant.number) {
            here.push(mutant);
        }
    }
    let (mut table, mut count) = (String::new(), 0);
    for (file, mutants) in files {
        let text = fs::read_to_string(Path::new(original).join(file)).expect("a source file");
        let (new, places, placed) = rewritten(&text, &mutants);
        count += placed;
        fs::write(Path::new(copy).join(file), new).expect("written");
        for (range, numbers) in places {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            table.push_str(&format!("{file}\t{}\t{}\t{}\n", range.start, range.end, numbers.join(" ")));
        }
    }
    fs::write(Path::new(copy).join("places"), table).expect("written");
    println!("{count} of {} mutants are in place", mutants.len());
}

/// Bytes of the new text, and the mutants that they are there for.
type Places = Vec<(Range<usize>, Vec<usize>)>;

fn rewritten(text: &str, mutants: &[&Mutant]) -> (String, Places, usize) {
    let mut wanted = Wanted::new();
    for mutant in mutants {
        wanted.entry(mutant.start).or_default().push(mutant);
    }
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut finder = Finder { text, starts, wanted, edits: Vec::new(), placed: BTreeSet::new() };
    finder.visit_file(&syn::parse_file(text).expect("Rust"));
    let mut edits = finder.edits;
    edits.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty(), usize::MAX - edit.range.end));
    let (mut new, mut places) = (String::new(), Places::new());
    write(text, 0..text.len(), &edits, &mut new, &mut places);
    (new, places, finder.placed.len())
}

/// Writes a stretch of the text with the edits in it; they are sorted, the outer before the inner.
fn write(text: &str, range: Range<usize>, edits: &[Edit], new: &mut String, places: &mut Places) {
    let (mut at, mut rest) = (range.start, edits);
    while let Some((edit, after)) = rest.split_first() {
        new.push_str(&text[at..edit.range.start]);
        let begun = new.len();
        let inner =
            after.partition_point(|one| one.range.end <= edit.range.end && one.range.start < edit.range.end);
        match &edit.what {
            What::Insert(number, inserted) => {
                new.push_str(inserted);
                places.push((begun..new.len(), vec![*number]));
            }
            What::Choose(choices) => {
                let numbers: Vec<String> = choices.iter().map(|(number, _)| number.to_string()).collect();
                new.push_str(&format!("(match crate::mutant::one_of(&[{}]) {{", numbers.join(", ")));
                for (number, choice) in choices {
                    let start = new.len();
                    new.push_str(&format!(" {number} => {{ {choice} }}"));
                    places.push((start..new.len(), vec![*number]));
                }
                new.push_str(" _ => { ");
                write(text, edit.range.clone(), &after[..inner], new, places);
                new.push_str(" } })");
                places.push((begun..new.len(), choices.iter().map(|(number, _)| *number).collect()));
            }
        }
        at = edit.range.end;
        rest = if edit.range.is_empty() { after } else { &after[inner..] };
    }
    new.push_str(&text[at..range.end]);
}

impl<'m> Finder<'m> {
    fn byte(&self, place: LineColumn) -> usize {
        let line = &self.text[self.starts[place.line - 1]..];
        self.starts[place.line - 1] + line.char_indices().nth(place.column).map_or(line.len(), |(at, _)| at)
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.byte(span.start())..self.byte(span.end())
    }

    /// Returns the guard of an arm.
    fn guard(arm: &syn::Arm) -> Option<&syn::Expr> {
        arm.guard.as_ref().map(|(_, guard)| &**guard)
    }

    /// Returns the mutants of a kind that change what begins there.
    fn take(&mut self, span: Span, kind: &str) -> Vec<&'m Mutant> {
        let start = span.start();
        let here = self.wanted.get(&(start.line, start.column + 1)).cloned().unwrap_or_default();
        let found: Vec<&Mutant> = here.into_iter().filter(|mutant| mutant.kind == kind).collect();
        self.placed.extend(found.iter().map(|mutant| mutant.number));
        found
    }

    fn choose(&mut self, range: Range<usize>, choices: Vec<(usize, String)>) {
        if !choices.is_empty() {
            self.edits.push(Edit { range, what: What::Choose(choices) });
        }
    }

    fn insert(&mut self, at: usize, number: usize, text: String) {
        self.edits.push(Edit { range: at..at, what: What::Insert(number, text) });
    }

    fn body(&mut self, signature: &syn::Signature, block: &syn::Block) {
        // Of a type without a name there is only one in a function: another cannot stand beside it.
        let nameless = self.text[self.range(signature.output.span())].contains("impl ");
        let Some(first) = block.stmts.first().filter(|_| !nameless) else { return };
        let at = self.byte(first.span().start());
        for mutant in self.take(first.span(), "FnValue") {
            let text =
                format!("if crate::mutant::is({}) {{ return {}; }} ", mutant.number, mutant.replacement);
            self.insert(at, mutant.number, text);
        }
    }

    /// Puts in that an arm may be away.
    fn away(&mut self, arm: &syn::Arm) {
        for mutant in self.take(arm.span(), "MatchArm") {
            let off = format!("!crate::mutant::is({})", mutant.number);
            match Self::guard(arm) {
                None => {
                    let end = self.range(arm.pat.span()).end;
                    self.insert(end, mutant.number, format!(" if {off}"));
                }
                Some(guard) => {
                    let guard = self.range(guard.span());
                    self.insert(guard.start, mutant.number, format!("{off} && ("));
                    self.insert(guard.end, mutant.number, ")".to_owned());
                }
            }
        }
    }
}

/// Tells whether a condition binds names: it cannot stand anywhere else then.
fn binds(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => binds(&binary.left) || binds(&binary.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.body(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.body(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.body(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        if !binds(&expr.left) && !binds(&expr.right) {
            let (left, right) = (self.range(expr.left.span()), self.range(expr.right.span()));
            let found = self.take(expr.op.span(), "BinaryOperator");
            let (one, other) = (&self.text[left.clone()], &self.text[right.clone()]);
            let changed = |mutant: &&Mutant| (mutant.number, format!("{one} {} {other}", mutant.replacement));
            let choices = found.iter().map(changed).collect();
            self.choose(left.start..right.end, choices);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast syn::ExprUnary) {
        let (whole, inner) = (self.range(expr.span()), self.range(expr.expr.span()));
        let found = self.take(expr.op.span(), "UnaryOperator");
        let inner = self.text[inner].to_owned();
        let choices =
            found.iter().map(|mutant| (mutant.number, format!("{}{inner}", mutant.replacement))).collect();
        self.choose(whole, choices);
        visit::visit_expr_unary(self, expr);
    }

    fn visit_expr_struct(&mut self, expr: &'ast syn::ExprStruct) {
        if let Some(rest) = &expr.rest {
            let (path, rest) = (self.range(expr.path.span()), self.range(rest.span()));
            let rest = format!("let rest: {} = {}", &self.text[path], &self.text[rest]);
            for field in &expr.fields {
                let (span, range) = (field.span(), self.range(field.expr.span()));
                let name = self.text[self.range(field.member.span())].to_owned();
                let found = self.take(span, "StructField");
                let choices: Vec<(usize, String)> =
                    found.iter().map(|mutant| (mutant.number, format!("{rest}; rest.{name}"))).collect();
                if let (None, Some((number, _))) = (&field.colon_token, choices.first()) {
                    self.insert(range.start, *number, format!("{name}: "));
                }
                self.choose(range, choices);
            }
        }
        visit::visit_expr_struct(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        // An arm can be away only where another takes everything.
        let everything = |arm: &syn::Arm| {
            let any = match &arm.pat {
                syn::Pat::Wild(_) => true,
                // A name in lower case; `None` is a value.
                syn::Pat::Ident(name) => {
                    name.subpat.is_none() && !name.ident.to_string().starts_with(char::is_uppercase)
                }
                _ => false,
            };
            any && arm.guard.is_none()
        };
        if expr.arms.iter().any(everything) {
            expr.arms.iter().filter(|arm| !everything(arm)).for_each(|arm| self.away(arm));
        }
        visit::visit_expr_match(self, expr);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let Some(guard) = Self::guard(arm) {
            let range = self.range(guard.span());
            let found = self.take(guard.span(), "MatchArmGuard");
            let choices = found.iter().map(|mutant| (mutant.number, mutant.replacement.clone())).collect();
            self.choose(range, choices);
        }
        visit::visit_arm(self, arm);
    }
}
