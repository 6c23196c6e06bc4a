//! Whole conversations, from the greeting to the goodbye.

use super::*;
use std::fs;

#[test]
fn a_finance_clerk_asks_in_chinese() {
    let mut sitting = Start::new("pty-clerk").chinese().start();
    sitting.shows("26 个事项");
    sitting.shows("直接提问");
    sitting.enter("专利导航 在 县");
    sitting.shows("已确定：共同财政事权，支出责任：县");
    sitting.enter("专利导行 在 县");
    sitting.shows("是不是「专利导航」？");
    sitting.enter("：帮助");
    sitting.shows("谁的事权、谁来支出、依据何在");
    sitting.enter("：看");
    sitting.shows("没有命令 `:看`");
    // What is not understood at a terminal is no failure of the sitting.
    sitting.type_in("退出");
    sitting.send(ENTER);
    assert_eq!(sitting.exit_code(), 0);
}

#[test]
fn an_auditor_is_asked_for_what_is_missing() {
    let mut sitting = Start::new("pty-auditor").start();
    sitting.type_in("人才队伍建设");
    sitting.send(ENTER);
    sitting.asked_for("level");
    sitting.shows("which `level`? 1 city   2 county");
    // By number, then by name.
    sitting.type_in("2");
    sitting.send(ENTER);
    sitting.asked_for("affiliation");
    sitting.shows("asked: 人才队伍建设 at county");
    sitting.type_in("县");
    sitting.send(ENTER);
    sitting.prompt();
    sitting.shows("decided: county alone, payer county");
    // A value that is none is no answer, and no question about another matter.
    sitting.type_in("专利导航");
    sitting.send(ENTER);
    sitting.asked_for("level");
    sitting.type_in("乡");
    sitting.send(ENTER);
    sitting.see("`乡` is no value of `level`");
    sitting.asked_for("level");
    // An empty line leaves it open.
    sitting.send(ENTER);
    sitting.see("left open");
    sitting.prompt();
    sitting.type_in("专利导航");
    sitting.send(ENTER);
    sitting.asked_for("level");
    sitting.interrupt();
    sitting.enter(":set ask off");
    sitting.enter("执法");
    sitting.shows("needs level");
    sitting.leave();
}

#[test]
fn a_drafter_types_rules() {
    let home = folder("pty-drafter");
    let file = small(&home);
    let mut sitting = Start::at(&home).files(&[&file]).start();
    sitting.enter("matter 执法 at level city => county, payer county");
    sitting.shows("added 1 statement");
    sitting.shows("C001");
    sitting.enter("执法 at city");
    sitting.shows("conflict: class county against shared");
    // A rule that is half typed goes on; an empty line ends it, and nothing came of it.
    sitting.type_in("matter 培训 =>");
    sitting.send(ENTER);
    sitting.until("the next row", |sitting| sitting.before_cursor().is_empty());
    sitting.shows("an empty line ends it");
    sitting.send(ENTER);
    sitting.see("nothing was changed");
    sitting.prompt();
    sitting.enter("matter 不存在 => city");
    sitting.shows("R001");
    sitting.enter(":rules 执法");
    sitting.shows("rules (2)");
    sitting.leave();
}

#[test]
fn somebody_looks_around() {
    let mut sitting = Start::new("pty-look").sized(100, 50).start();
    sitting.enter(":levels");
    sitting.shows("county (县, 区, 县(区), 自治县)");
    sitting.enter(":show 专利导航");
    sitting.shows("matter: 专利导航 (开展专利导航)  policies/benxi/ip-2025.qz:47");
    sitting.enter(":matrix 专利");
    sitting.shows("matter    city           county\n专利导航  shared / city  shared / county");
    sitting.enter(":given scope is 县区");
    sitting.enter(":matrix 战略");
    sitting.shows("战略规划政策  county / county  county / county");
    sitting.enter(":coverage");
    sitting.shows("68 cases");
    sitting.enter(":tests");
    sitting.shows("56 of 56 expectations met");
    sitting.enter(":lang zh");
    sitting.enter(":l");
    sitting.shows("是哪一个：");
    sitting.enter(":帮助 C001");
    sitting.shows("规则互相矛盾");
    sitting.leave();
}

#[test]
fn a_terminal_of_twenty_columns() {
    let home = folder("pty-narrow");
    let file = small(&home);
    let mut sitting = Start::at(&home).files(&[&file]).chinese().sized(20, 30).start();
    sitting.type_in("执法 在 县");
    sitting.send(ENTER);
    sitting.prompt();
    sitting.shows("已确定：共同财政事");
    sitting.type_in(":一览");
    sitting.send(ENTER);
    sitting.prompt();
    sitting.shows("执法\n  市 共同 / 市\n  县 共同 / 县\n培训\n  市 视范围\n");
    // A line longer than the terminal is wide.
    let (row, _) = sitting.cursor();
    sitting.send("知识产权保护体系建设");
    sitting.until("the second row", |sitting| {
        sitting.before_cursor() == "设" || sitting.before_cursor() == "建设"
    });
    assert!(sitting.cursor().0 == row + 1 || row + 1 == sitting.rows());
    sitting.send(ENTER);
    sitting.prompt();
    sitting.leave();
}

#[test]
fn a_section_over_several_lines() {
    let home = folder("pty-block");
    let mut sitting = Start::at(&home).start();
    for line in ["section 二(七) \"其他\" {", "  matters { 新事项 }", "  matter 新事项 => city, payer city"]
    {
        sitting.type_in(line);
        sitting.send(ENTER);
        sitting.until("the next row", |sitting| sitting.before_cursor().is_empty());
    }
    sitting.type_in("}");
    sitting.send(ENTER);
    sitting.prompt();
    sitting.shows("added 1 statement");
    sitting.enter("新事项");
    sitting.shows("decided: city alone, payer city");
    // An interrupt drops all of an entry.
    sitting.type_in("matter { 执法,");
    sitting.send(ENTER);
    sitting.until("the next row", |sitting| sitting.before_cursor().is_empty());
    sitting.send(CTRL_C);
    sitting.prompt();
    sitting.leave();
    // An entry of several lines comes back whole in the next sitting.
    let mut sitting = Start::at(&home).start();
    sitting.send(UP);
    sitting.until("the last entry", |sitting| sitting.row() == "> 新事项");
    sitting.send(UP);
    sitting.see("matter 新事项 => city, payer city");
    sitting.send(ENTER);
    sitting.see("added 1 statement");
    sitting.prompt();
    sitting.leave();
}

#[test]
fn a_policy_and_a_page_of_questions_are_pasted() {
    let home = folder("pty-paste");
    let mut sitting = Start::at(&home).files(&[]).start();
    sitting.shows("No policy is loaded yet");
    sitting.paste(&crate::repl::SMALL.replace('\n', "\r"));
    sitting.see("otherwise => undetermined");
    sitting.shows_not("added");
    sitting.send(ENTER);
    sitting.see("added 9 statements");
    sitting.prompt();
    sitting.paste("执法 at city\r培训 at city, scope is 县区\r培训 at nowhere at all\r");
    sitting.see("培训 at nowhere at all");
    sitting.send(ENTER);
    sitting.see("1 of 3 lines was not understood");
    sitting.prompt();
    sitting.shows("decided: shared, payer city");
    sitting.shows("decided: county alone, payer county");
    // A policy with one mistake is not taken at all.
    sitting.paste("matters { 新事项 }\rmatter 新事项 => 同级\r");
    sitting.see("matter 新事项 => 同级");
    sitting.send(ENTER);
    sitting.see("taken all or none");
    sitting.prompt();
    sitting.enter(":matters 新");
    sitting.shows("matters (0)");
    sitting.leave();
}

#[test]
fn a_file_changes_while_it_is_watched() {
    let home = folder("pty-watch");
    let file = small(&home);
    let mut sitting = Start::at(&home).files(&[&file]).start();
    sitting.enter(":watch");
    sitting.shows("watching 1 file");
    sitting.enter("执法 at city");
    sitting.shows("decided: shared, payer city");
    let text = crate::repl::SMALL;
    fs::write(&file, text.replace("matter 执法 => shared", "matter 执法 => city")).unwrap();
    // It is noticed while the prompt waits, and what is being typed stays.
    sitting.type_in("执法 ");
    sitting.see("the files have changed; they are read again before the next answer");
    sitting.typed("> 执法 ");
    sitting.type_in("at city");
    sitting.send(ENTER);
    sitting.prompt();
    sitting.shows("the files have changed:");
    sitting.shows("decided: city alone, payer city");
    fs::write(&file, text.replace("matter 执法 => shared", "matter 执法 ->")).unwrap();
    sitting.enter("执法 at city");
    sitting.shows("nothing was changed");
    sitting.enter("执法 at county");
    sitting.shows("this answer rests on what was loaded before");
    fs::remove_file(&file).unwrap();
    sitting.enter(":watch off");
    sitting.enter(":reload");
    sitting.shows("U001");
    sitting.enter("执法 at county");
    sitting.leave();
}

#[test]
fn two_sittings_share_a_history() {
    // Another run of the suite that shares the folder for tests must not write into this history.
    let home = folder(&format!("pty-history-{}", std::process::id()));
    let mut first = Start::at(&home).start();
    let mut second = Start::at(&home).start();
    first.enter("专利导航 在 县");
    second.enter("执法 在 市");
    first.enter("维权援助 在 县");
    second.leave();
    first.leave();
    let path = home.join("state/quanze/history");
    let history = fs::read_to_string(&path).unwrap();
    for entry in ["专利导航 在 县", "执法 在 市", "维权援助 在 县"] {
        assert_eq!(history.matches(entry).count(), 1, "{history}");
    }
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    }
    let mut third = Start::at(&home).start();
    third.send(UP);
    third.until("the last entry", |sitting| sitting.row() == "> 维权援助 在 县");
    third.interrupt();
    third.enter(":history 执法");
    third.shows("执法 在 市");
    third.leave();
    fs::remove_dir_all(&home).unwrap();
}

#[test]
fn a_dumb_terminal_and_no_home() {
    let mut sitting =
        Start::new("pty-dumb").with("TERM", "dumb").without("HOME").without("XDG_STATE_HOME").spawn();
    sitting.hear("`:help`");
    sitting.hear("> ");
    sitting.send("专利导航 在 县\n");
    sitting.hear("decided: shared, payer county");
    sitting.send("专利 导航\n");
    sitting.hear("Q001");
    sitting.send("专利导航\n");
    sitting.hear("level> ");
    sitting.send("1\n");
    sitting.hear("decided: shared, payer city");
    sitting.send("matters { 新事项,\n");
    sitting.hear("| ");
    sitting.send("\n");
    sitting.hear("P008");
    sitting.send(CTRL_D);
    assert_eq!(sitting.exit_code(), 0, "{}", sitting.shown());
    assert!(!sitting.bytes.contains(&0x1b), "{:?}", sitting.heard());
}

#[test]
fn a_terminal_without_a_home_edits_lines_all_the_same() {
    let file = folder("pty-no-home").join("file");
    fs::write(&file, "").unwrap();
    let inside = file.join("state").display().to_string();
    let none = || Start::new("pty-no-home-state").without("HOME").without("XDG_STATE_HOME");
    for start in
        [none(), none().with("XDG_STATE_HOME", &inside), none().with("HOME", &file.display().to_string())]
    {
        let mut sitting = start.start();
        sitting.enter("专利导航 在 县");
        sitting.shows("decided: shared, payer county");
        sitting.send(UP);
        sitting.until("the last entry", |sitting| sitting.row() == "> 专利导航 在 县");
        sitting.interrupt();
        sitting.leave();
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "");
}

#[test]
fn the_terminal_changes_its_size() {
    let mut sitting = Start::new("pty-size").start();
    sitting.enter("专利导航 在 县");
    for (columns, rows) in [(40, 24), (20, 30), (120, 50)] {
        sitting.resize(columns, rows);
        sitting.type_in("执法");
        sitting.type_in(" 在 市");
        sitting.send(ENTER);
        sitting.prompt();
        sitting.shows("decided: shared,");
        sitting.type_in(":matrix 执法");
        sitting.send(ENTER);
        sitting.prompt();
        sitting.shows("shared /");
    }
    sitting.leave();
}

#[test]
fn a_file_is_edited_from_the_prompt() {
    let home = folder("pty-edit");
    let file = small(&home);
    // An editor that notes where it was sent, and changes a rule.
    let script = home.join("editor.sh");
    let text = "echo \"$1\" > \"$(dirname \"$2\")/line\"\nsed -i 's/matter 执法 => shared/matter 执法 => city/' \"$2\"\n";
    fs::write(&script, text).unwrap();
    let editor = format!("sh {}", script.display());
    let mut sitting = Start::at(&home).files(&[&file]).with("EDITOR", &editor).start();
    sitting.enter(":edit 执法");
    sitting.enter("执法 at city");
    sitting.shows("decided: city alone, payer city");
    assert_eq!(fs::read_to_string(home.join("line")).unwrap(), "+4\n");
    sitting.leave();
    let mut sitting = Start::at(&home).files(&[&file]).with("EDITOR", "/does/not/exist").start();
    sitting.enter(":edit");
    sitting.shows("does not start");
    sitting.leave();
}

#[test]
fn a_history_that_is_no_text_is_no_failure() {
    let home = folder("pty-odd-history");
    fs::create_dir_all(home.join("state/quanze")).unwrap();
    fs::write(home.join("state/quanze/history"), b"#V2\n\xff\xfe\0\x1b[2J\n").unwrap();
    let mut sitting = Start::at(&home).start();
    sitting.enter("专利导航 在 县");
    sitting.shows("decided: shared, payer county");
    sitting.leave();
}
