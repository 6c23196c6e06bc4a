//! Typing: the cursor with Chinese, completion, hints, colours, and keys that are no text.

use super::*;

#[test]
fn the_cursor_stands_behind_chinese_text() {
    let mut sitting = Start::new("pty-cursor").start();
    let (row, _) = sitting.cursor();
    sitting.type_in("专利");
    assert_eq!(sitting.cursor(), (row, 6));
    sitting.type_in("导航 at");
    assert_eq!(sitting.cursor(), (row, 13));
    // One key back takes one character away, of two columns.
    sitting.send(&BACKSPACE.repeat(3));
    sitting.until("the shorter line", |sitting| {
        sitting.before_cursor() == "> 专利导航" && sitting.cursor() == (row, 10)
    });
    sitting.send(BACKSPACE);
    sitting.until("the shorter line", |sitting| {
        sitting.before_cursor() == "> 专利导" && sitting.cursor() == (row, 8)
    });
    // To the left of a character, and on.
    sitting.send(LEFT);
    sitting.until("the cursor before the last character", |sitting| sitting.cursor() == (row, 6));
    sitting.send("航");
    sitting.until("the character in between", |sitting| {
        sitting.row() == "> 专利航导" && sitting.cursor() == (row, 8)
    });
    sitting.interrupt();
    sitting.leave();
}

#[test]
fn a_chinese_line_longer_than_the_screen_is_wide() {
    let mut sitting = Start::new("pty-long").start();
    let (row, _) = sitting.cursor();
    // 2 columns of the prompt, 39 characters, and one that does not fit into the first row.
    sitting.send(&"知".repeat(40));
    sitting.until("the second row", |sitting| sitting.cursor() == (row + 1, 2));
    sitting.send(ENTER);
    sitting.prompt();
    sitting.shows("undetermined");
    sitting.leave();
}

#[test]
fn names_are_completed_where_they_may_stand() {
    let mut sitting = Start::new("pty-complete").start();
    for (typed, whole) in [
        ("专利导", "专利导航"),
        // By the first letters, by syllables, by both; and by another reading of 行.
        ("zldh", "专利导航"),
        ("zhuanlidao", "专利导航"),
        ("zldh at cou", "zldh at county"),
        ("专利导航 在 xian", "专利导航 在 县"),
        ("专利导航 在xian", "专利导航 在县"),
        ("战略规划政策, sco", "战略规划政策, scope"),
        ("战略规划政策, scope is qs", "战略规划政策, scope is 全市性"),
        (":rel", ":reload"),
        ("：重", "：重载"),
        (":load policies/be", ":load policies/benxi/"),
        (":load policies/benxi/ip", ":load policies/benxi/ip-2025.qz"),
        (":set la", ":set lang"),
        (":set lang z", ":set lang zh"),
        (":show qqjf", ":show 侵权纠纷行政"),
    ] {
        sitting.send(typed);
        sitting.typed(typed);
        sitting.send(TAB);
        sitting.until(&format!("`{whole}`"), |sitting| sitting.before_cursor().trim_end().ends_with(whole));
        sitting.interrupt();
    }
    // Of several, all are shown.
    sitting.type_in(":lo");
    sitting.send(BACKSPACE);
    sitting.typed(":l");
    sitting.send(TAB);
    sitting.send(TAB);
    sitting.until("all of them", |sitting| {
        ["levels", "list", "load", "lang"].iter().all(|name| sitting.shown().contains(name))
    });
    sitting.interrupt();
    // A typed name is offered as well.
    sitting.enter("matters { 崭新事项 }; matter 崭新事项 => city, payer city");
    sitting.type_in("zxsx");
    sitting.send(TAB);
    sitting.typed("> 崭新事项");
    sitting.interrupt();
    sitting.leave();
}

#[test]
fn a_value_that_is_asked_for_is_completed() {
    let mut sitting = Start::new("pty-complete-asked").chinese().start();
    sitting.type_in("专利导航");
    sitting.send(ENTER);
    sitting.asked_for("层级");
    sitting.type_in("x");
    sitting.send(TAB);
    sitting.typed("县");
    sitting.send(ENTER);
    sitting.prompt();
    sitting.shows("所问：专利导航 在 县");
    sitting.leave();
}

#[test]
fn a_hint_is_taken_with_the_right_arrow() {
    let mut sitting = Start::new("pty-hint").start();
    sitting.type_in("专利导");
    sitting.until("the hint", |sitting| sitting.row() == "> 专利导航");
    let (row, column) = sitting.cursor();
    let faint = sitting.screen.screen().cell(row, column).unwrap();
    assert!(faint.dim(), "a hint is faint");
    sitting.send(RIGHT);
    sitting.typed("> 专利导航");
    sitting.type_in(" at county");
    sitting.send(ENTER);
    sitting.prompt();
    // What was entered before is a hint as well; letters hint at what they spell.
    sitting.type_in("专利导航 at");
    sitting.until("the earlier entry", |sitting| sitting.row() == "> 专利导航 at county");
    sitting.interrupt();
    sitting.type_in("wqyz");
    sitting.until("what it spells", |sitting| sitting.row().contains("[Tab] 维权援助"));
    sitting.interrupt();
    sitting.type_in(":show");
    sitting.until("what may follow", |sitting| sitting.row() == "> :show NAME");
    sitting.interrupt();
    sitting.leave();
}

#[test]
fn without_colour_there_are_no_hints() {
    let mut sitting = Start::new("pty-plain").with("NO_COLOR", "1").start();
    sitting.type_in("专利导");
    sitting.type_in("航 ");
    sitting.type_in("at cou");
    assert_eq!(sitting.row(), "> 专利导航 at cou");
    assert!(!sitting.heard().contains("\u{1b}[2m") && !sitting.heard().contains("\u{1b}[36m"));
    sitting.interrupt();
    sitting.leave();
}

#[test]
fn words_have_the_colour_of_what_they_are() {
    let mut sitting = Start::new("pty-colour").start();
    let (row, _) = sitting.cursor();
    sitting.type_in("专利导航 at county, scope is 县区 ");
    let colour = |sitting: &Sitting, column| sitting.screen.screen().cell(row, column).unwrap().fgcolor();
    for (column, expected) in [(2, 6), (11, 4), (14, 2), (22, 5), (28, 4), (31, 2)] {
        assert_eq!(colour(&sitting, column), vt100::Color::Idx(expected), "column {column}");
    }
    sitting.interrupt();
    sitting.leave();
}

#[test]
fn control_characters_are_shown_and_never_obeyed() {
    let mut sitting = Start::new("pty-control").start();
    // A bell, a backspace, a C1 sequence that would clear the screen, and signs that turn text round.
    sitting.paste("专利\u{7}\u{8}\u{9b}2J\u{202e}导航 在 县");
    sitting.typed("导航 在 县");
    sitting.shows("本政办发〔2025〕9号");
    assert!(sitting.row().starts_with("> 专利"), "{}", sitting.row());
    let written = sitting.heard();
    assert!(!written.contains(['\u{7}', '\u{8}', '\u{9b}', '\u{202e}']), "{written:?}");
    sitting.send(ENTER);
    sitting.prompt();
    assert!(!sitting.heard().contains(['\u{7}', '\u{9b}', '\u{202e}']), "{:?}", sitting.heard());
    sitting.leave();
}

#[test]
fn bytes_that_are_no_utf_8_do_not_end_the_sitting() {
    let mut sitting = Start::new("pty-bytes").start();
    // 专利 as a terminal that is set to GBK sends it.
    sitting.send_bytes(b"\xd7\xa8\xc0\xfb\r");
    sitting.hear("not UTF-8");
    sitting.prompt();
    // It may have begun to read more than once.
    sitting.type_in("专利导航 在 县");
    sitting.send(ENTER);
    sitting.see("decided: shared, payer county");
    sitting.until("the prompt", |sitting| sitting.row() == ">");
    sitting.leave();
}

#[test]
fn an_interrupt_drops_the_line_and_stays() {
    let mut sitting = Start::new("pty-interrupt").start();
    sitting.type_in("专利导");
    sitting.interrupt();
    sitting.enter("专利导航 在 市");
    sitting.shows("decided: shared, payer city");
    sitting.interrupt();
    for word in [":quit", "exit"] {
        let mut sitting = Start::new("pty-leave").start();
        sitting.type_in(word);
        sitting.send(ENTER);
        assert_eq!(sitting.exit_code(), 0, "{word}");
    }
    sitting.leave();
}
