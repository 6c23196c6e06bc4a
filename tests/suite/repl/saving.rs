//! `:save`: what was loaded, typed and kept, as a file.

use super::*;

const TYPED: &str = "matter 执法 at level city => city, payer city";

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// What a file answers once it is loaded.
fn answers(path: &Path) -> String {
    let mut engine = empty(Lang::En);
    let said = engine.load(vec![path.to_owned()]);
    assert!(!said.failed, "{}", said.text);
    state(&mut engine).replace(&path.display().to_string(), "FILE")
}

#[test]
fn what_was_typed_is_written_behind_the_rest() {
    let (mut engine, path) = small("repl-save");
    let before = answers(&path);
    yes(&mut engine, "matters { 新事项 }");
    yes(&mut engine, "matter 新事项 => county, payer county");
    yes(&mut engine, "given scope is 全市性");
    let said = yes(&mut engine, ":save");
    assert_eq!(said, format!("written to {}\n", path.display()));
    let text = read(&path);
    assert!(text.starts_with(SMALL), "{text}");
    assert!(text.ends_with("matter 新事项 => county, payer county\n"), "{text}");
    assert!(!text.contains("given"), "what is known of one case is no rule: {text}");
    assert_ne!(answers(&path), before);
    let other = path.with_file_name("y.qz");
    yes(&mut engine, &format!(":save {}", other.display()));
    assert_eq!(read(&other), text);
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 2, "nothing is left beside the files");
}

#[test]
fn what_was_kept_is_written_in_its_place() {
    let (mut engine, path) = small("repl-save-kept");
    yes(&mut engine, ":whatif matter 培训 when scope is 县区 => city, payer city");
    yes(&mut engine, ":keep");
    yes(&mut engine, ":保存");
    let expected = SMALL.replace("县区 => county, payer county", "县区 => city, payer city");
    assert_eq!(read(&path), expected);
    // Kept once more, and taken back, it is what it was before.
    yes(&mut engine, ":whatif matter 培训 when scope is 县区 => shared, payer same level");
    yes(&mut engine, ":keep");
    yes(&mut engine, ":save");
    assert!(read(&path).contains("县区 => shared, payer same level"), "{}", read(&path));
    yes(&mut engine, ":undo");
    yes(&mut engine, ":save");
    assert_eq!(read(&path), expected);
}

#[test]
fn what_was_written_is_not_added_again() {
    let (mut engine, path) = small("repl-save-reload");
    yes(&mut engine, ":watch on");
    yes(&mut engine, "given scope is 全市性");
    yes(&mut engine, "matters { 新事项 }");
    yes(&mut engine, "matter 新事项 => county, payer county");
    yes(&mut engine, ":save");
    let text = read(&path);
    // Nothing has changed but by this sitting.
    assert!(yes(&mut engine, "新事项").contains("county alone, payer county"));
    assert!(!yes(&mut engine, ":list rules").contains("changed"));
    yes(&mut engine, ":reload");
    assert!(yes(&mut engine, "新事项").contains("county alone, payer county"));
    assert!(yes(&mut engine, "培训").contains("city alone"), "what was given stays");
    yes(&mut engine, ":save");
    assert_eq!(read(&path), text);
}

#[test]
fn what_somebody_else_wrote_is_not_lost() {
    for (lang, said) in [(Lang::En, "has changed since it was read"), (Lang::Zh, "已被改动")] {
        let (mut engine, path) = small("repl-save-changed");
        engine.line(if lang == Lang::Zh { ":lang zh" } else { ":lang en" });
        yes(&mut engine, TYPED);
        let edited = format!("{SMALL}// 他人的修改\n");
        fs::write(&path, &edited).unwrap();
        let refused = no(&mut engine, ":save");
        assert!(refused.contains(said) && refused.contains("x.qz"), "{refused}");
        assert_eq!(read(&path), edited);
        yes(&mut engine, ":reload");
        yes(&mut engine, ":save");
        assert_eq!(read(&path), format!("{edited}\n{TYPED}\n"));
    }
}

#[test]
fn of_several_policies_in_one_file_each_keeps_its_own() {
    let path = folder("repl-save-several").join("x.qz");
    let other = SMALL.replace("\"甲\"", "\"乙\"");
    fs::write(&path, format!("{SMALL}\n{other}")).unwrap();
    let mut engine = empty(Lang::En);
    assert!(!engine.load(vec![path.clone()]).failed);
    let said = no(&mut engine, ":save");
    assert!(said.contains('甲') && said.contains('乙'), "{said}");
    assert_eq!(read(&path), format!("{SMALL}\n{other}"));
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_touched() {
    for (lang, there, nowhere, where_to) in [
        (Lang::En, "exists already", "could not be written", "name a file: `:save FILE`\n"),
        (Lang::Zh, "已存在", "无法写入", "请写文件名：`:保存 文件`\n"),
    ] {
        let (mut engine, path) = small("repl-save-refused");
        engine.line(if lang == Lang::Zh { ":lang zh" } else { ":lang en" });
        yes(&mut engine, TYPED);
        let other = path.with_file_name("other.qz");
        fs::write(&other, "level city\n").unwrap();
        let said = no(&mut engine, &format!(":save {}", other.display()));
        assert!(said.contains(there) && said.contains("other.qz"), "{said}");
        assert_eq!(read(&other), "level city\n");
        let missing = path.with_file_name("none").join("z.qz");
        let said = no(&mut engine, &format!(":save {}", missing.display()));
        assert!(said.contains(nowhere) && said.contains("z.qz"), "{said}");
        // A folder is no file, whoever asks.
        let said = no(&mut engine, &format!(":save {}", path.parent().unwrap().display()));
        assert!(said.contains(there), "{said}");
        assert_eq!(read(&path), SMALL);
        let mut typed = empty(lang);
        yes(&mut typed, "matter 执法 => city, payer city");
        assert_eq!(no(&mut typed, ":save"), where_to);
        let nothing = if lang == Lang::Zh { "还没有载入政策" } else { "no policy is loaded" };
        assert!(no(&mut empty(lang), ":save x.qz").contains(nothing));
    }
}

/// What was typed into a sitting without files makes a file that answers the same.
#[test]
fn what_was_only_typed_makes_a_file() {
    let path = folder("repl-save-typed").join("new.qz");
    let mut engine = empty(Lang::En);
    for entry in ["level city as 市", "matters { 执法 }", "matter 执法 => city, payer city"] {
        yes(&mut engine, entry);
    }
    yes(&mut engine, &format!(":save \"{}\"", path.display()));
    assert_eq!(read(&path).matches("matter 执法 => city, payer city").count(), 1);
    let mut again = empty(Lang::En);
    assert!(!again.load(vec![path]).failed);
    assert!(yes(&mut again, "执法").starts_with("decided: city alone, payer city\n"));
}

/// A rule is cited from where its reader finds it.
#[test]
fn what_was_written_is_cited_from_its_file() {
    let (mut engine, path) = small("repl-save-cited");
    let rule = "matter 培训 when scope is 县区 => city, payer city";
    yes(&mut engine, &format!(":whatif {rule}"));
    yes(&mut engine, ":keep");
    assert!(yes(&mut engine, "培训, scope is 县区").contains("(<typed>:1)"));
    let line = |path: &Path| read(path).lines().position(|line| line.trim() == rule).unwrap() + 1;
    let other = path.with_file_name("y.qz");
    yes(&mut engine, &format!(":save {}", other.display()));
    for (save, file) in [("", &other), (":save", &path)] {
        if !save.is_empty() {
            yes(&mut engine, save);
        }
        let wanted = format!("{}:{}", file.display(), line(file));
        for asked in ["培训, scope is 县区", ":explain 培训, scope is 县区"] {
            let said = yes(&mut engine, asked);
            assert!(said.contains(&wanted), "{wanted}: {said}");
        }
    }
}

/// Of several policies in one file the one that was changed is written, and the others stay as they are.
#[test]
fn one_of_several_policies_in_a_file_is_written() {
    let path = folder("repl-save-one-of-several").join("x.qz");
    let other = SMALL.replace("\"甲\"", "\"乙\"").replace("培训", "讲座");
    fs::write(&path, format!("{SMALL}\n{other}")).unwrap();
    let mut engine = empty(Lang::En);
    assert!(!engine.load(vec![path.clone()]).failed);
    yes(&mut engine, ":whatif matter 讲座 when scope is 县区 => city, payer city");
    yes(&mut engine, ":keep");
    yes(&mut engine, ":save");
    let changed = other.replace("县区 => county, payer county", "县区 => city, payer city");
    assert_eq!(read(&path), format!("{SMALL}\n{changed}"));
}

#[test]
fn a_policy_without_matters_has_no_matrix() {
    for (lang, said) in [(Lang::En, "no matter is listed yet"), (Lang::Zh, "还没有列出事项")] {
        let mut engine = empty(lang);
        yes(&mut engine, "level city as 市");
        assert!(no(&mut engine, ":matrix").contains(said));
    }
}
