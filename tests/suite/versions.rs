//! What is told of two small policies beside one another.
//!
//! Each says one thing that random policies do not: other words, figures and days, parts of answers, facts of very many values.

use crate::difference::{are_the_same, compared, compared_listing, matter_name};
use quanze::analysis::{Change, Difference, Said as Side};
use quanze::diagram::Part;
use quanze::message::Lang;
use quanze::model::{Class, FurtherValue, Payer};

/// Returns each change as `place: from -> to`, by its regions.
fn told(old: &str, new: &str) -> Vec<String> {
    told_of(&compared(old, new))
}

fn told_of(found: &Difference) -> Vec<String> {
    let level = |part: &Part<FurtherValue>| match part {
        Part::Value(FurtherValue::Level(level)) => found.words.levels[*level].name.clone(),
        other => format!("{other:?}"),
    };
    let side = |side: &Side| match side {
        Side::Payer(Part::Value(Payer::Level(level))) => found.words.levels[*level].name.clone(),
        Side::Class(Part::Value(Class::Level(level))) => format!("class {}", found.words.levels[*level].name),
        Side::Further(_, part) => format!("part {}", level(part)),
        Side::Class(Part::Clash(_)) => "class at odds".to_owned(),
        Side::Payer(Part::Clash(_)) => "payer at odds".to_owned(),
        Side::Nothing => "nothing".to_owned(),
        Side::Whole(_) => "an answer".to_owned(),
        other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
    };
    let text = |change: &Change| {
        let lines: Vec<String> =
            change.places.iter().flat_map(|place| place.lines(&found.words, Lang::En)).collect();
        format!("{}: {} -> {}", lines.join(" | "), side(&change.from), side(&change.to))
    };
    found.changes.iter().map(text).collect()
}

#[test]
fn another_make_up_of_a_composite_payer_is_a_difference() {
    let text = |members: &str| {
        format!(
            "level city; level county; level town\nlevel local of {members}\nmatter 甲 => shared, payer local\n"
        )
    };
    let (two, three) = (text("city, county"), text("city, county, town"));
    assert_eq!(
        told(&two, &three),
        ["every matter: local (city, county) -> local (city, county, town)"]
            .map(|line| line.replace("every matter", "甲"))
    );
    assert!(told(&two, &text("county, city")).is_empty(), "the order of members says nothing");
}

#[test]
fn names_aliases_and_order_do_not_count() {
    let old = "level city as 市; level county\nfact a : x | y\nfact b : yes | no\nmatters { 甲, 乙 }\n\
               matter 甲 when a is x and b is yes => city, payer city\nmatter 乙 => county, payer county\n";
    let new = "level county; level 市\nfact b : yes | no\nfact 甲类 also a : y | x | z\nmatters { 乙, 丙 also 甲 }\n\
               matter 乙 => county, payer county\nmatter 甲 when b is yes and 甲类 is x => 市, payer 市\n";
    assert_eq!(told(old, new), Vec::<String>::new());
    let found = compared(old, new);
    assert!(found.is_empty() && found.only_old.is_empty() && found.only_new.is_empty());
}

#[test]
fn a_value_that_one_side_lacks_is_any_other_there() {
    let old = "level city; level county\nfact a : x | y\nmatters { 甲 }\n\
               matter 甲 when a is x => city, payer city\nmatter 甲 when a is y => county, payer county\n";
    let new = old.replace("x | y", "x | y | z") + "matter 甲 when a is z => city, payer city\n";
    assert_eq!(told(old, &new), ["甲, a is z: nothing -> an answer"]);
    let open = old.replace("x | y", "x | y etc").replace("when a is y", "when a is not x");
    assert_eq!(
        told(&open, &new),
        [
            "甲, a is z: class county -> class city",
            "甲, a is z: county -> city",
            "甲, a is other: an answer -> nothing"
        ]
    );
    // Where the answer does not depend on the fact, no value of it is missed.
    let plain = "level city; level county\nfact a : x | y\nmatters { 甲 }\nmatter 甲 => city, payer city\n";
    assert!(told(plain, &plain.replace("x | y", "x | z etc")).is_empty());
}

#[test]
fn groups_components_and_lists_that_change() {
    let old = "level city; level county\nmatters { 执法, 消防 with { 管理, 建设 } }\n\
               matter 执法 => city, payer city\nmatter 消防 => city, payer city\notherwise => undetermined\n";
    let new = old
        .replace("执法, 消防 with { 管理, 建设 }", "执法 { 巡查, 处罚 }, 消防 with { 管理, 建设, 装备 }")
        + "matter 处罚 => payer county overrides matter 执法\n";
    let found = compared(old, &new);
    let name = |&number: &u32| matter_name(&found.words, number);
    assert_eq!(found.only_new.iter().map(name).collect::<Vec<_>>(), ["巡查", "处罚", "装备"]);
    // What was one matter is compared with its parts; a component that was not named stood for nothing.
    assert_eq!(told(old, &new), ["处罚: city -> county", "消防 component 装备: an answer -> an answer"]);
}

#[test]
fn figures_and_days_are_cut_where_either_side_cuts_them() {
    let text = |bound: &str, from: &str| {
        format!(
            "policy \"甲〔2025〕1号\" {{ effective {from} }}\nlevel city; level county\nfact 投资 : amount\nmatters {{ 甲 }}\n\
             matter 甲 when 投资 below {bound} => county, payer county\n\
             matter 甲 when 投资 at least {bound} => city, payer city\n"
        )
    };
    let (old, new) = (text("500万元", "2025-01-01"), text("800万元", "2025-07-01"));
    assert_eq!(
        told(&old, &new),
        [
            "甲, 投资 at least 500万元 below 800万元: class city -> class county",
            "甲, 投资 at least 500万元 below 800万元: city -> county"
        ]
    );
    let found = compared(&old, &text("500万元", "2025-07-01"));
    assert!(found.changes.is_empty() && found.in_force.is_some() && !found.is_empty());
}

#[test]
fn a_parameter_of_other_values_is_a_difference() {
    let text = |sum: &str| {
        format!(
            "level city; level county\nparameter 标准 {{ 2024 : {sum} }}\nfact 人数 : number\nmatters {{ 甲 }}\nmatter 甲 => city, payer city amount 标准 × 人数\n"
        )
    };
    assert_eq!(told(&text("74元"), &text("79元")).len(), 1);
    assert!(told(&text("74元"), &text("74元")).is_empty());
}

#[test]
fn a_tree_of_values_that_one_side_divides_further() {
    let text = |hills: &str, plain: &str| {
        format!(
            "level city; level county\nfact region : 山区{hills} | 平原 {{ 丙县, 丁县 }} | 海岛\nmatters {{ 甲 }}\n\
             matter 甲 when region is 平原 => {plain}, payer {plain}\n\
             matter 甲 when region is not 平原 => city, payer city\n"
        )
    };
    let (whole, divided) = ("", " { 甲县, 乙县 }");
    assert_eq!(
        told(&text(divided, "city"), &text(divided, "county")),
        ["甲, region is 平原: class city -> class county", "甲, region is 平原: city -> county"]
    );
    let lines = [
        "甲, region in { 丙县, 丁县 }: class city -> class county",
        "甲, region in { 丙县, 丁县 }: city -> county",
    ];
    assert_eq!(told(&text(divided, "city"), &text(whole, "county")), lines);
}

// ---------------------------------------------------------------- days

/// A policy that says something else until February, until May, and from then on.
fn dated(header: &str, [first, then]: [&str; 2]) -> String {
    format!(
        "policy \"甲〔2025〕1号\" {{ {header} }}\nlevel city; level county\nmatters {{ 甲 }}\n\
         matter 甲 until 2025-02-28 => {first}, payer {first}\n\
         matter 甲 from 2025-03-01 until 2025-05-31 => {then}, payer {then}\n\
         matter 甲 from 2025-06-01 => city, payer city\n"
    )
}

/// All cases start on a day of their own, whatever the header says: then runs are compared as diagrams.
const STARTED: &str = "starts 1900-01-01\n";

#[test]
fn days_are_compared_on_which_both_are_in_force() {
    let old = dated("effective 2025-01-15", ["city", "county"]);
    let headers = [
        "effective 2025-02-10 until 2025-07-31",
        "effective 2025-02-10 until 2025-04-30",
        "effective 2025-04-10 until 2025-04-30",
        // What was never in force on a day with the other is compared for the days of both.
        "effective 2024-02-01 until 2024-11-30",
    ];
    // Both together leave days out that end where a rule begins.
    let later = dated("effective 2025-03-01", ["city", "county"]);
    assert_eq!(
        told(&later, &dated("effective 2024-02-01 until 2025-01-31", ["county", "city"])),
        [
            "甲 from 2024-02-01 until 2025-01-31: class city -> class county",
            "甲 from 2024-02-01 until 2025-01-31: city -> county",
            "甲 from 2025-03-01 until 2025-05-31: class county -> class city",
            "甲 from 2025-03-01 until 2025-05-31: county -> city",
        ]
    );
    let lines = |more: &str| {
        headers
            .map(|header| told(&(old.clone() + more), &(dated(header, ["county", "city"]) + more)))
            .concat()
    };
    assert_eq!(
        lines(""),
        [
            "甲 from 2025-02-10 until 2025-02-28: class city -> class county",
            "甲 from 2025-02-10 until 2025-02-28: city -> county",
            "甲 from 2025-03-01 until 2025-05-31: class county -> class city",
            "甲 from 2025-03-01 until 2025-05-31: county -> city",
            "甲 from 2025-02-10 until 2025-02-28: class city -> class county",
            "甲 from 2025-02-10 until 2025-02-28: city -> county",
            "甲 from 2025-03-01 until 2025-04-30: class county -> class city",
            "甲 from 2025-03-01 until 2025-04-30: county -> city",
            "甲 from 2025-04-10 until 2025-04-30: class county -> class city",
            "甲 from 2025-04-10 until 2025-04-30: county -> city",
            "甲, date in { at least 2024-02-01 before 2024-12-01, at least 2025-01-15 before 2025-03-01 }: class city -> class county",
            "甲, date in { at least 2024-02-01 before 2024-12-01, at least 2025-01-15 before 2025-03-01 }: city -> county",
            "甲 from 2025-03-01 until 2025-05-31: class county -> class city",
            "甲 from 2025-03-01 until 2025-05-31: county -> city",
        ]
    );
    assert_eq!(
        lines(STARTED),
        [
            "甲 from 1900-01-01 until 2025-02-28: class city -> class county",
            "甲 from 1900-01-01 until 2025-02-28: city -> county",
            "甲 from 2025-03-01 until 2025-05-31: class county -> class city",
            "甲 from 2025-03-01 until 2025-05-31: county -> city",
            "甲 from 1900-01-01 until 2025-02-28: class city -> class county",
            "甲 from 1900-01-01 until 2025-02-28: city -> county",
            "甲 from 2025-03-01 until 2025-04-30: class county -> class city",
            "甲 from 2025-03-01 until 2025-04-30: county -> city",
            "甲 from 1900-01-01 until 2025-02-28: class city -> class county",
            "甲 from 1900-01-01 until 2025-02-28: city -> county",
            "甲 from 2025-03-01 until 2025-04-30: class county -> class city",
            "甲 from 2025-03-01 until 2025-04-30: county -> city",
            "甲 from 1900-01-01 until 2024-11-30: class city -> class county",
            "甲 from 1900-01-01 until 2024-11-30: city -> county",
        ]
    );
}

// ---------------------------------------------------------------- rules that look the same

/// Each of two policies, after the same words.
fn beside(words: &str, old: &str, new: &str) -> Vec<String> {
    let both = [
        told(&format!("{words}{old}"), &format!("{words}{new}")),
        told(&format!("{words}{new}"), &format!("{words}{old}")),
    ];
    both.concat()
}

#[test]
fn what_is_said_by_default_is_not_what_a_rule_says() {
    let words = "level city; level county\nfact x : yes | no\nmatters { 甲 }\nmatter 甲 when x is yes => city, payer city\n";
    let lines = beside(
        words,
        "otherwise in 甲 => county, payer owner level\n",
        "matter 甲 => county, payer owner level\n",
    );
    assert_eq!(
        lines,
        [
            "甲, x is yes: class city -> class at odds",
            "甲, x is yes: city -> payer at odds",
            "甲, x is yes: class at odds -> class city",
            "甲, x is yes: payer at odds -> city"
        ]
    );
}

#[test]
fn what_a_rule_is_an_exception_to_counts() {
    let words = "level city; level county\nfact x : yes | no\nmatters { 甲 }\n";
    let rules = |special: &str| {
        format!(
            "rule 一: matter 甲 => county, payer owner level\nrule 二: matter 甲 when x is yes => shared, payer city\n\
             rule 三: matter 甲 when x is yes => city, payer owner level{special}\n"
        )
    };
    let (both, one, none) = (rules(" overrides 一, 二"), rules(" overrides 一"), rules(""));
    let lines = [beside(words, &both, &one), beside(words, &both, &none), beside(words, &one, &none)];
    assert_eq!(
        lines.concat(),
        [
            "甲, x is yes: class city -> class at odds",
            "甲, x is yes: class at odds -> class city",
            "甲, x is yes: class city -> class at odds",
            "甲, x is yes: city -> payer at odds",
            "甲, x is yes: class at odds -> class city",
            "甲, x is yes: payer at odds -> city",
            "甲, x is yes: class at odds -> class at odds",
            "甲, x is yes: city -> payer at odds",
            "甲, x is yes: class at odds -> class at odds",
            "甲, x is yes: payer at odds -> city"
        ]
    );
    let alone = |special: &str| {
        rules(special).lines().filter(|line| !line.starts_with("rule 二")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        beside(words, &alone(" overrides 一"), &alone("")),
        [
            "甲, x is yes: class city -> class at odds",
            "甲, x is yes: city -> payer at odds",
            "甲, x is yes: class at odds -> class city",
            "甲, x is yes: payer at odds -> city"
        ]
    );
}

#[test]
fn rules_that_become_exceptions_say_the_same_and_count() {
    let words = "level city; level county\nfact x : yes | no\nmatters { 甲 }\n";
    let rules = |one: &str, two: &str| {
        format!(
            "rule 一: matter 甲 when x is yes => city, payer city{one}\n\
             rule 二: matter 甲 when x is yes => county, payer county{two}\nrule 三: matter 甲 when x is no => shared, payer city\n"
        )
    };
    assert_eq!(
        beside(words, &rules("", ""), &rules(" overrides 二", " overrides 三")),
        [
            "甲, x is yes: class at odds -> class city",
            "甲, x is yes: payer at odds -> city",
            "甲, x is yes: class city -> class at odds",
            "甲, x is yes: city -> payer at odds",
        ]
    );
}

#[test]
fn the_same_values_of_another_fact_are_other_cases() {
    let words = "level city; level county\nfact a : x | y\nfact b : x | y\nmatters { 甲 }\n";
    let rule = |fact: &str| format!("matter 甲 when {fact} is x => city, payer city\n");
    assert_eq!(
        beside(words, &rule("a"), &rule("b")),
        [
            "甲, a is x, b is y: an answer -> nothing",
            "甲, a is y, b is x: nothing -> an answer",
            "甲, a is x, b is y: nothing -> an answer",
            "甲, a is y, b is x: an answer -> nothing"
        ]
    );
}

#[test]
fn facts_of_very_many_values_are_told_apart() {
    let values: Vec<String> = (0..70).map(|value| format!("v{value}")).collect();
    let words = format!("level city; level county\nfact f : {}\nmatters {{ 甲 }}\n", values.join(" | "));
    let rule =
        |value: usize, level: &str| format!("matter 甲 when f is not v{value} => {level}, payer {level}\n");
    let old = rule(3, "city") + &rule(4, "city");
    assert_eq!(
        beside(&words, &rule(3, "city"), &rule(4, "city")),
        [
            "甲, f is v3: nothing -> an answer",
            "甲, f is v4: an answer -> nothing",
            "甲, f is v3: an answer -> nothing",
            "甲, f is v4: nothing -> an answer"
        ]
    );
    assert_eq!(
        beside(&words, &old, &(rule(3, "county") + &rule(4, "city"))),
        [
            "甲, f in { v0, v1, v2, v5, v6, v7, v8, v9, … }: class city -> class at odds",
            "甲, f in { v0, v1, v2, v5, v6, v7, v8, v9, … }: city -> payer at odds",
            "甲, f is v4: class city -> class county",
            "甲, f is v4: city -> county",
            "甲, f in { v0, v1, v2, v5, v6, v7, v8, v9, … }: class at odds -> class city",
            "甲, f in { v0, v1, v2, v5, v6, v7, v8, v9, … }: payer at odds -> city",
            "甲, f is v4: class county -> class city",
            "甲, f is v4: county -> city"
        ]
    );
}

// ---------------------------------------------------------------- parts that are asked for

#[test]
fn a_part_is_asked_for_where_some_rule_about_the_matter_states_it() {
    let without = "level city; level county\nfact x : yes | no\nanswer 牵头 : level\nmatters { 甲, 乙, 丙 }\n\
                   matter 甲 => city, payer city\n\
                   matter 乙 when x is yes => city, payer city\nmatter 乙 when x is no => city, payer city\n\
                   matter 丙 when x is yes => city, payer city, 牵头 city\nmatter 丙 when x is no => city, payer city\n";
    let with = format!("{without}matter 乙 when x is yes => 牵头 county\n")
        .replace("甲 => city, payer city", "甲 => city, payer county");
    // One that does not know the part at all.
    let unknown = without.replace("answer 牵头 : level\n", "").replace(", 牵头 city", "");
    let pairs = [(without, &*with), (&with, without), (&unknown, &with), (&with, &unknown)];
    let lines = pairs.map(|(old, new)| told(old, new));
    assert_eq!(
        lines.concat(),
        [
            "甲: city -> county",
            "乙, x is yes: part Unasked -> part county",
            "乙, x is no: part Unasked -> part Missing",
            "甲: county -> city",
            "乙, x is yes: part county -> part Unasked",
            "乙, x is no: part Missing -> part Unasked",
            "甲: city -> county",
            "乙, x is yes: part Unasked -> part county",
            "{ 乙, 丙 }, x is no: part Unasked -> part Missing",
            "丙, x is yes: part Unasked -> part city",
            "甲: county -> city",
            "乙, x is yes: part county -> part Unasked",
            "{ 乙, 丙 }, x is no: part Missing -> part Unasked",
            "丙, x is yes: part city -> part Unasked"
        ]
    );
    for (old, new) in pairs {
        are_the_same(&compared(old, new), &compared_listing(old, new, 0), 0).unwrap();
    }
}

// ---------------------------------------------------------------- tables that would be too large

const MANY: usize = 24;

/// A policy over four facts of so many values that a table of all their cases would be too large.
fn vast(header: &str, rules: impl Iterator<Item = String>) -> String {
    let values =
        |fact: &str| (0..MANY).map(|value| format!("{fact}{value}")).collect::<Vec<String>>().join(" | ");
    let facts: Vec<String> =
        ["a", "b", "c", "d"].map(|fact| format!("fact {fact} : {}", values(fact))).to_vec();
    let matters: Vec<String> = (0..70).map(|matter| format!("事项{matter}")).collect();
    let rules: Vec<String> = rules.collect();
    format!(
        "policy \"甲〔2025〕1号\" {{ {header} }}\nlevel city; level county\n{}\nmatters {{ {} }}\n{}\n",
        facts.join("\n"),
        matters.join(", "),
        rules.join("\n")
    )
}

/// Rules about a matter, each in the cases of one value of each of some facts.
fn along<'a>(
    matter: &'a str,
    facts: &'a [(&'a str, usize)],
    says: impl Fn(usize) -> &'a str + 'a,
) -> impl Iterator<Item = String> + 'a {
    (0..MANY).map(move |value| {
        let test = |(fact, by): &(&str, usize)| format!("{fact} is {fact}{}", (value + by) % MANY);
        let tests: Vec<String> = facts.iter().map(test).collect();
        format!("matter {matter} when {} => {}", tests.join(" and "), says(value))
    })
}

const CITY: &str = "city, payer city";

#[test]
fn runs_whose_tables_would_be_too_large_are_compared_as_diagrams() {
    let all = [("a", 0), ("b", 0), ("c", 0), ("d", 0)];
    let others = [("a", 0), ("b", 0), ("c", 0), ("d", 1)];
    let county = |value| if value == 7 { "county, payer county" } else { CITY };
    let days = ["effective 2025-01-01", "effective 2025-03-01"];
    let base = || std::iter::once("matter every matter => city, payer city".to_owned());
    let each = || (0..70).map(|matter| format!("matter 事项{matter} => city, payer city"));
    let shared = |by| {
        along("every matter", if by == 0 { &[("a", 0), ("b", 0)] } else { &[("a", 0), ("b", 1)] }, |_| CITY)
    };
    let pairs = [
        // One side alone needs too large a table, or both together do.
        (
            vast(days[0], base().chain(along("事项5", &all, |_| CITY))),
            vast(days[1], base().chain(along("事项5", &others, county))),
        ),
        (
            vast(days[0], base().chain(along("事项5", &all[..2], |_| CITY))),
            vast(days[1], base().chain(along("事项5", &all[2..], county))),
        ),
        // What all matters share, and what one of them says over it.
        (
            vast(days[0], each().chain(shared(0)).chain(along("事项5", &all[2..], |_| CITY))),
            vast(days[1], each().chain(shared(1)).chain(along("事项5", &all[2..], county))),
        ),
    ];
    for boxes in [500, 0] {
        let lines = pairs.each_ref().map(|(old, new)| told_of(&compared_listing(old, new, boxes)));
        assert_eq!(
            lines.concat(),
            [
                "事项5, a is a7, b is b7, c is c7, d is d8: class city -> class at odds",
                "事项5, a is a7, b is b7, c is c7, d is d8: city -> payer at odds",
                "事项5, c is c7, d is d7: class city -> class at odds",
                "事项5, c is c7, d is d7: city -> payer at odds",
                "事项5, c is c7, d is d7: class city -> class at odds",
                "事项5, c is c7, d is d7: city -> payer at odds"
            ]
        );
    }
}
