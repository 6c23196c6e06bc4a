//! Files: loading, reading again, several policies.

use super::*;

#[test]
fn what_cannot_be_loaded_keeps_the_old_sitting() {
    let (mut engine, _) = small("repl-load");
    yes(&mut engine, "given scope is 全市性");
    yes(&mut engine, "matter 执法 at level city => city, payer city");
    let place = folder("repl-load-other");
    fs::create_dir(place.join("none")).unwrap();
    fs::write(place.join("broken.qz"), "matter 执法 =>\n").unwrap();
    fs::write(place.join("unknown.qz"), format!("{SMALL}\nmatter 不存在 => city\n")).unwrap();
    fs::write(place.join("gbk.qz"), [b'/', b'/', 0xCA, 0xC2]).unwrap();
    fs::write(place.join("sound.qz"), SMALL).unwrap();
    let path = |name: &str| place.join(name).display().to_string();
    for paths in [
        path("missing.qz"),
        path("none"),
        path("broken.qz"),
        path("unknown.qz"),
        path("gbk.qz"),
        format!("{} {}", path("sound.qz"), path("broken.qz")),
        format!("{} {}", path("sound.qz"), path("missing.qz")),
    ] {
        let said = changes_nothing(&mut engine, &format!(":load {paths}"));
        assert!(said.ends_with("nothing was changed\n"), "{said}");
    }
    // What was loaded first is also what is read again.
    assert!(yes(&mut engine, ":reload").contains("甲"));
    assert!(engine.load(vec![place.join("missing.qz")]).failed);
}

#[test]
fn what_is_loaded_takes_the_place_of_the_old() {
    let (mut engine, _) = small("repl-replace");
    yes(&mut engine, "given scope is 全市性");
    yes(&mut engine, "matters { 新事项 }; matter 新事项 => city, payer city");
    let said = yes(&mut engine, &format!(":载入 {}", package().join(FILE).display()));
    assert!(said.contains("本政办发〔2025〕9号") && said.contains("26 matters"), "{said}");
    assert!(yes(&mut engine, "战略规划政策").starts_with("needs scope\n"));
    assert!(yes(&mut engine, "新事项").starts_with("undetermined\n"));
    assert!(!yes(&mut engine, ":list matters").contains("培训"));
    assert!(no(&mut engine, ":load").contains(":load"));
}

#[test]
fn a_path_with_a_blank_can_be_loaded() {
    let path = folder("repl path").join("my file.qz");
    fs::write(&path, SMALL).unwrap();
    let mut engine = empty(Lang::En);
    let said = engine.line(&format!(":load {}", path.display()));
    let said = if said.failed { engine.line(&format!(":load \"{}\"", path.display())) } else { said };
    assert!(!said.failed, "{}", said.text);
}

#[test]
fn an_edited_file_is_read_again() {
    let (mut engine, path) = small("repl-edited");
    assert!(yes(&mut engine, "执法 at city").starts_with("decided: shared, payer city\n"));
    yes(&mut engine, "given scope is 县区");
    yes(&mut engine, "matters { 新事项 }; matter 新事项 => city, payer city");
    fs::write(&path, SMALL.replace("matter 执法 => shared", "matter 执法 => city")).unwrap();
    assert!(
        yes(&mut engine, "执法 at city").contains("decided: shared, payer city\n"),
        "nothing is read before it is asked for"
    );
    yes(&mut engine, "：重载");
    assert!(yes(&mut engine, "执法 at city").contains("decided: city alone, payer city\n"));
    // What was typed is still there, once.
    assert!(yes(&mut engine, "新事项").contains("decided: city alone, payer city\n"));
    assert!(yes(&mut engine, "培训").contains("decided: county alone, payer county\n"));
    yes(&mut engine, ":reload");
    assert_eq!(yes(&mut engine, ":list rules").matches("新事项").count(), 1);
}

#[test]
fn a_file_that_broke_or_went_away_keeps_the_old_sitting() {
    let (mut engine, path) = small("repl-broken");
    yes(&mut engine, "given scope is 县区");
    yes(&mut engine, "matter 执法 at level city => city");
    fs::write(&path, SMALL.replace("matter 执法 => shared", "matter 执法 =")).unwrap();
    assert!(changes_nothing(&mut engine, ":reload").ends_with("nothing was changed\n"));
    // What was typed no longer fits.
    fs::write(&path, SMALL.replace("执法", "监管")).unwrap();
    let said = changes_nothing(&mut engine, ":reload");
    assert!(said.contains("执法") && said.ends_with("nothing was changed\n"), "{said}");
    fs::remove_file(&path).unwrap();
    let said = changes_nothing(&mut engine, ":reload");
    assert!(said.contains("x.qz") && said.ends_with("nothing was changed\n"), "{said}");
    fs::write(&path, SMALL).unwrap();
    yes(&mut engine, ":reload");
    assert!(yes(&mut engine, "执法 at city").contains("conflict"));
}

#[test]
fn several_policies_are_asked_and_told_apart() {
    let place = folder("repl-several");
    fs::write(place.join("a.qz"), SMALL).unwrap();
    fs::write(place.join("b.qz"), "policy \"乙\" {}\nlevel city as 市\nlevel county as 县\nmatters { 导航, 培训 }\nmatter { 导航, 培训 } => shared, payer same level\n").unwrap();
    let mut engine = empty(Lang::En);
    let said = engine.load(vec![place]);
    assert_eq!(said.text.lines().count(), 2, "{}", said.text);
    let said = yes(&mut engine, "导航 at city");
    assert!(
        said.starts_with("[乙]\ndecided: shared, payer city\n") && said.contains("[甲]\nundetermined\n"),
        "{said}"
    );
    let said = changes_nothing(&mut engine, "matter 培训 at level city => city");
    assert!(said.contains("甲") && said.contains("乙"), "{said}");
    assert!(yes(&mut engine, "matter 导航 at level city => city").contains("C001"));
    assert!(yes(&mut engine, "导航 at city").starts_with("[乙]\nconflict"));
    assert_eq!(yes(&mut engine, ":check").matches("cases").count(), 2);
}

#[test]
fn a_watched_file_is_read_again_before_the_next_answer() {
    let (mut engine, path) = small("repl-watch");
    assert!(no(&mut empty(Lang::En), ":watch").contains("no file was loaded"));
    assert!(yes(&mut engine, ":watch").starts_with("watching 1 file"));
    let same = yes(&mut engine, "执法 at city");
    assert!(same.starts_with("decided: shared, payer city\n"), "{same}");
    fs::write(&path, SMALL.replace("matter 执法 => shared", "matter 执法 => city")).unwrap();
    let said = yes(&mut engine, "执法 at city");
    assert!(
        said.starts_with("the files have changed:\n甲: 2 matters") && said.contains("decided: city alone"),
        "{said}"
    );
    assert!(yes(&mut engine, "执法 at city").starts_with("decided: city alone"));
    // What cannot be loaded leaves the old answers, and each of them says so.
    fs::write(&path, SMALL.replace("matter 执法 =>", "matter 执法 ->")).unwrap();
    let said = yes(&mut engine, "执法 at city");
    assert!(said.contains("P002") && said.contains("nothing was changed"), "{said}");
    for _ in 0..2 {
        let said = yes(&mut engine, "执法 at city");
        assert!(said.starts_with("warning: the files on disk have changed"), "{said}");
    }
    fs::remove_file(&path).unwrap();
    assert!(yes(&mut engine, "执法 at city").contains("U001"));
    fs::write(&path, SMALL).unwrap();
    assert!(yes(&mut engine, "执法 at city").contains("decided: shared, payer city\n"));
    yes(&mut engine, ":watch off");
    fs::remove_file(&path).unwrap();
    assert!(yes(&mut engine, "执法 at city").starts_with("decided: shared"));
}

#[test]
fn a_file_is_edited_at_a_terminal_only() {
    use quanze::repl::Then;
    let (mut engine, path) = small("repl-edit");
    assert!(no(&mut engine, ":edit").contains("needs a terminal"));
    let mut engine = engine.with_person();
    assert_eq!(engine.line(":edit").then, Some(Then::Edit(path.clone(), 1)));
    assert_eq!(engine.line(":edit 培训").then, Some(Then::Edit(path.clone(), 4)));
    assert_eq!(engine.line(":编辑 [r2]").then, Some(Then::Edit(path, 7)));
    assert!(no(&mut engine, ":edit 没有").contains("nothing is called `没有`"));
    yes(&mut engine, "matters { 新事项 }; matter 新事项 => city, payer city");
    // What was typed stands in no file.
    assert!(no(&mut engine, ":edit 新事项").contains("no file to edit"));
    assert!(no(&mut empty(Lang::En).with_person(), ":edit").contains("no file to edit"));
}
