//! How long reading, building, checking and deciding take, by the shape and the size of the policy.
//!
//! `cargo bench` runs all of it; peers and floors are in a package of their own, `benches/peers`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark that fails may panic"
)]

#[allow(dead_code, unused_imports, reason = "the tests and the peers use the rest")]
mod generate;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use generate::{ANSWERS, NAMES, Policy, Shape, policy};
use quanze::analysis::{self, Compared, DecisionTable, check, difference, evaluate};
use quanze::diagram::Diagram;
use quanze::model::{self, AxisId, Known, Model, Query, Subject, ValueSet};
use quanze::settings::Settings;
use quanze::source::{Source, SourceId, Sources, Span};
use quanze::syntax::parse_file;
use std::hint::black_box;

const SHAPES: [Shape; 5] = [Shape::Lookup, Shape::Specific, Shape::Broad, Shape::Wild1, Shape::Deep];
const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn model_of(text: &str) -> Model {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("made.qz", text));
    let tree = parse_file(id, sources.get(id).unwrap()).tree;
    model::resolve(&model::policies(tree.items).into_iter().next().unwrap(), "made.qz").unwrap()
}

fn each(mut run: impl FnMut(&Policy, BenchmarkId)) {
    for shape in SHAPES {
        for size in SIZES {
            run(&policy(shape, size, 1), BenchmarkId::new(format!("{shape:?}"), size));
        }
    }
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text to model");
    each(|made, id| {
        let text = made.text();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(id, |bench| bench.iter(|| black_box(model_of(&text))));
    });
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("model to diagram");
    each(|made, id| {
        let model = model_of(&made.text());
        group.bench_function(id, |bench| bench.iter(|| black_box(Diagram::new(&model).unwrap())));
    });
}

fn find(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("findings");
    group.sample_size(10);
    each(|made, id| {
        let model = model_of(&made.text());
        let mut diagram = Diagram::new(&model).unwrap();
        group.bench_function(id, |bench| {
            bench.iter(|| black_box(analysis::find(&model, &mut diagram).unwrap()))
        });
    });
}

fn report(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    each(|made, id| {
        let model = model_of(&made.text());
        let mut diagram = Diagram::new(&model).unwrap();
        group.bench_function(id, |bench| {
            bench.iter(|| black_box(check(&model, &mut diagram, &Settings::default()).unwrap()))
        });
    });
    // One matter on which very many rules meet, and exceptions of exceptions: what could blow up.
    for (shape, size) in [
        (Shape::OneMatter, 300),
        (Shape::OneMatter, 1_000),
        (Shape::Chain, 3_000),
        (Shape::Wild25, 1_000),
        (Shape::Vast, 10_000),
    ] {
        let model = model_of(&policy(shape, size, 1).text());
        let mut diagram = Diagram::new(&model).unwrap();
        let id = BenchmarkId::new(format!("{shape:?}"), size);
        group.bench_function(id, |bench| {
            bench.iter(|| black_box(check(&model, &mut diagram, &Settings::default()).unwrap()))
        });
    }
}

fn differ(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("difference");
    group.sample_size(10);
    for shape in SHAPES {
        let made = policy(shape, 10_000, 1);
        let mut few = made.clone();
        for rule in few.rules.iter_mut().step_by(1_000) {
            rule.answer = (rule.answer + 1) % ANSWERS.len();
        }
        let other = policy(shape, 10_000, 2);
        for (name, new) in [("itself", &made), ("ten rules changed", &few), ("another policy", &other)] {
            let (old, new) = (model_of(&made.text()), model_of(&new.text()));
            let (mut of_old, mut of_new) = (Diagram::new(&old).unwrap(), Diagram::new(&new).unwrap());
            group.bench_function(BenchmarkId::new(format!("{shape:?}"), name), |bench| {
                bench.iter(|| {
                    let before = Compared { model: &old, diagram: &mut of_old };
                    let after = Compared { model: &new, diagram: &mut of_new };
                    black_box(difference(before, after).unwrap())
                });
            });
        }
    }
}

fn decide(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a decision");
    for size in SIZES {
        let made = policy(Shape::Lookup, size, 1);
        let model = model_of(&made.text());
        let mut diagram = Diagram::new(&model).unwrap();
        let level = model.axes.pairs().find(|(_, axis)| axis.name == NAMES[0]).unwrap().0;
        let table = DecisionTable::new(&model, &mut diagram, &[level], &[]).unwrap();
        let names: Vec<String> = (0..made.matters).map(|matter| made.matter_name(matter)).collect();
        let mut at = 0;
        let mut next = move || {
            at = (at + 7_919) % names.len();
            (at, names[at].clone())
        };
        group.bench_function(BenchmarkId::new("from words", size), |bench| {
            bench.iter_batched(
                &mut next,
                |(_, name)| table.decide(&name, &["city"]),
                criterion::BatchSize::SmallInput,
            );
        });
        group.throughput(Throughput::Elements(u64::from(made.matters)));
        group.bench_function(BenchmarkId::new("from numbers, all matters", size), |bench| {
            bench.iter(|| {
                (0..made.matters)
                    .map(|matter| black_box(table.decide_ids(matter, &[2])))
                    .fold(0, |sum, id| sum + usize::from(id.is_some()))
            });
        });
    }
}

fn partial(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a question with a fact left out");
    for size in SIZES {
        let model = model_of(&policy(Shape::Specific, size, 1).text());
        let mut diagram = Diagram::new(&model).unwrap();
        let year = model.axes.pairs().find(|(_, axis)| axis.name == NAMES[1]).unwrap().0;
        let query = query(year);
        group.bench_function(BenchmarkId::from_parameter(size), |bench| {
            bench.iter(|| black_box(evaluate(&model, &mut diagram, &query).unwrap()));
        });
    }
}

fn query(year: AxisId) -> Query {
    let known = Known {
        axis: year,
        set: ValueSet::single(3),
        figures: None,
        by_table: false,
        taken: Vec::new(),
        together: false,
        unknown: None,
    };
    let subject = Subject::Listed { leaves: ValueSet::single(0), name: String::new(), whole: false };
    let span = Span { source: SourceId::default(), start: 0, end: 0 };
    Query { subject, part: None, quoted: false, known: vec![known], date: None, amount: None, span }
}

criterion_group!(speed, read, build, find, report, differ, decide, partial);
criterion_main!(speed);
