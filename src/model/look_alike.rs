//! Characters that look alike.
//!
//! In: a name. Out: its skeleton: two names with one skeleton cannot be told apart by eye. Unicode's own table (UTS 39) knows the letters of
//! other scripts; ours adds the characters that Chinese readers take for each other, and the traditional forms. Blanks count for nothing.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// Characters that are read for one another: in each group every one is taken for the first.
const ALIKE: &str = "\
    己已巳 戊戌戍 人入 末未 土士 日曰 干乾幹千 市巿 茶荼 侯候 裁栽 贫貧贪 免兔 撤撒撇 \
    拨撥拔 损損捐 享亨 竞竟 折拆 治冶 宫宮官 募幕墓慕 署暑薯 师師帅帥 历歷曆厉 徒徙 待侍 \
    今令 斥斤 旦且 辩辯辨辫 戒戎 延廷 壁璧 簿薄 档檔挡擋 酒洒 鸟鳥乌⻦";

/// Forms of one character, as both are written in documents: the simplified one first.
const FORMS: &str = "\
    区區 乡鄉 镇鎮 庄莊 内內 级級 专專 导導 产產 权權 财財 责責 国國 务務 划劃 护護 执執 \
    设設 统統 调調 监監 门門⻔ 预預 应應 灾災 卫衛 动動 业業 机機 构構 单單 层層 实實 费費 \
    资資 贴貼 转轉 项項 领領 会會 发發髮 与與 关關 条條 纠糾 纷紛 维維 学學 处處 办辦 \
    体體 劳勞 报報 证證 审審 标標 准準 类類 经經 战戰 质質 图圖 书書 馆館 场場 园園 厅廳 \
    号號 员員 团團 储儲 运運 输輸 车車⻋ 铁鐵 桥橋 测測 绘繪 数數 网網 络絡 讯訊 视視 广廣 \
    对對 称稱 贸貿 协協 议議 约約 诉訴 讼訟 询詢 论論 评評 较較 试試 验驗 点點 创創 优優 \
    励勵 残殘 妇婦 儿兒 龄齡 岁歲 亲親 户戶 党黨 军軍 抚撫 组組 织織 结結 续續 绩績 终終 \
    来來 时時 间間 问問 题題 万萬 亿億 个個 云雲 台臺 后後 系係繫 无無 为為 从從 这這 \
    进進 远遠 连連 过過 还還 边邊 达達 违違 适適 迁遷 邮郵 郑鄭 钟鐘 钢鋼 钱錢 银銀 铜銅 \
    锅鍋 锦錦 长長⻓ 阳陽 阴陰 阶階 际際 陆陸 险險 随隨 难難 风風⻛ 飞飛⻜ 马馬⻢ 鱼魚⻥ 鸡雞 麦麥⻨ \
    黄黃⻩ 龙龍⻰ 齐齊⻬ 东東 两兩 严嚴 丧喪 丰豐 临臨 举舉 义義 乐樂 习習 买買 卖賣 乱亂 争爭 \
    亏虧 仅僅 仓倉 价價 众眾 伤傷 伦倫 伪偽 传傳 债債 倾傾 偿償 兴興 养養 册冊 写寫 农農 \
    冲沖 决決 况況 冻凍 净淨 减減 几幾 凤鳳 凭憑 击擊 刘劉 则則 刚剛 删刪 别別 制製 剂劑 \
    剧劇 劝勸 势勢 医醫 华華 卢盧 压壓 厂廠 县縣 参參 双雙 变變 叙敘 吗嗎 听聽 启啟 响響 \
    围圍 圆圓 坏壞 块塊 坚堅 坛壇 坝壩 垦墾 墙牆 声聲 壳殼 备備 复復複 够夠 头頭 夹夾 \
    夺奪 奋奮 奖獎 妆妝 娱娛 宁寧 宝寶 宪憲 宽寬 宾賓 寻尋 寿壽 将將 尔爾 尘塵 尝嘗 尽盡 \
    届屆 属屬 岛島 岭嶺 币幣 带帶 并並併 庆慶 床牀 库庫 废廢 开開 异異 弃棄 张張 强強 \
    归歸 当當 录錄 彻徹 征徵 忆憶 怀懷 态態 总總 恶惡 惊驚 惩懲 愿願 戏戲 担擔 拟擬 择擇 \
    拥擁 挂掛 挥揮 换換 据據 掳擄 携攜 摄攝 摆擺 效効 敌敵 断斷 旧舊 显顯 晋晉 晒曬 术術 \
    朴樸 杀殺 杂雜 极極 枪槍 柜櫃 栏欄 树樹 样樣 桩樁 梦夢 检檢 楼樓 横橫 欢歡 欧歐 殡殯 \
    毁毀 气氣 汇匯彙 汉漢 沟溝 没沒 泪淚 泽澤 洁潔 浅淺 浇澆 济濟 涂塗 涛濤 润潤 涨漲 \
    渊淵 渔漁 湾灣 湿濕 满滿 滚滾 滨濱 滩灘 灭滅 灯燈 灵靈 炉爐 热熱 烟煙 烧燒 爱愛 牵牽 \
    犹猶 独獨 献獻 猪豬 环環 现現 电電 画畫 疗療 疮瘡 疯瘋 盖蓋 盗盜 盘盤 着著 矿礦 码碼 \
    础礎 确確 礼禮 祸禍 离離 种種 积積 税稅 稳穩 穷窮 窃竊 竖豎 笔筆 签簽 简簡 粪糞 粮糧 \
    紧緊 红紅 纪紀 纯純 纲綱 纳納 纵縱 纸紙 线線 练練 细細 绍紹 绝絕 给給 缉緝 缓緩 编編 \
    缩縮 缴繳 罗羅 罚罰 职職 联聯 聪聰 肃肅 胁脅 胜勝 脏臟髒 脱脫 脑腦 脚腳 舍捨 舰艦 \
    艰艱 艺藝 节節 苏蘇 范範 荐薦 药藥 获獲 营營 虑慮 虫蟲 虽雖 补補 装裝 见見⻅ 观觀 规規 \
    览覽 触觸 计計 订訂 认認 讨討 让讓 训訓 记記 讲講 许許 访訪 诊診 词詞 译譯 诚誠 话話 \
    诞誕 该該 详詳 语語 误誤 说說 请請 诸諸 课課 谁誰 谅諒 谈談 谊誼 谋謀 谓謂 谢謝 谱譜 \
    贝貝⻉ 负負 贡貢 败敗 帐帳账賬 货貨 购購 贮貯 贯貫 贱賤 贵貴 贷貸 贺賀 贼賊 赁賃 赃贓 \
    赈賑 赋賦 赌賭 赏賞 赔賠 赖賴 赛賽 赞贊 赠贈 赶趕 趋趨 跃躍 践踐 轨軌 轮輪 软軟 轻輕 \
    载載 辅輔 辆輛 辈輩 辉輝 辑輯 辖轄 辽遼 迟遲 选選 递遞 逻邏 遗遺 邻鄰 酱醬 释釋 \
    里裡裏 鉴鑑 针針 钻鑽 铺鋪 销銷 锋鋒 错錯 键鍵 镜鏡 闭閉 闲閒 闸閘 闻聞 阅閱 队隊 \
    阵陣 陈陳 隐隱 雾霧 静靜 韩韓 页頁⻚ 顶頂 顺順 须須 顾顧 顿頓 颁頒 频頻 颗顆 额額 饥飢 \
    饭飯 饮飲 饲飼 驱驅 驶駛 驻駐 驾駕 骗騙 鲁魯 鲜鮮 鸭鴨 鹅鵝 盐鹽 民⺠ 食⻝ 青⻘ 西⻄ 角⻆ 骨⻣ 虎⻁";

/// Radicals, which a text copied from a printed page has in the place of characters.
const RADICALS: std::ops::RangeInclusive<char> = '\u{2F00}'..='\u{2FDF}';

/// Makes skeletons; what a character stands for is looked up once.
#[derive(Debug, Default)]
pub struct LookAlike(FxHashMap<char, Option<Box<str>>>);

impl LookAlike {
    /// Returns the skeleton of a name; nothing where it is the name itself.
    #[must_use]
    pub fn skeleton(&mut self, name: &str) -> Option<String> {
        let mut changed = false;
        for c in name.chars() {
            changed |= self.prototype(c).is_some();
        }
        changed.then(|| {
            let mut text = String::new();
            for c in name.chars() {
                match self.prototype(c) {
                    Some(prototype) => text.push_str(prototype),
                    None => text.push(c),
                }
            }
            text
        })
    }

    fn prototype(&mut self, c: char) -> Option<&str> {
        let known = self.0.entry(c).or_insert_with(|| {
            if c.is_whitespace() {
                return Some(Box::default());
            }
            let whole = if RADICALS.contains(&c) { [c].into_iter().nfkc().next()? } else { c };
            let text: String = skeleton(whole.encode_utf8(&mut [0; 4])).map(first_of_group).collect();
            (!text.chars().eq([c])).then(|| text.into_boxed_str())
        });
        known.as_deref()
    }
}

/// Returns the character that one is taken for.
fn first_of_group(c: char) -> char {
    let mut groups = ALIKE.split(' ').chain(FORMS.split(' '));
    groups.find(|group| group.contains(c)).and_then(|group| group.chars().next()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::{ALIKE, FORMS, LookAlike};
    use std::collections::BTreeSet;

    fn same(a: &str, b: &str) -> bool {
        let mut look = LookAlike::default();
        let mut of = |name: &str| look.skeleton(name).unwrap_or_else(|| name.to_owned());
        of(a) == of(b)
    }

    #[test]
    fn look_alikes_have_one_skeleton() {
        for (a, b) in [
            ("市级规划", "巿级规划"),
            ("自己", "自已"),
            ("县级", "縣級"),
            ("专利", "專利"),
            ("A类", "Α类"),
            ("扶贫", "扶贪"),
            ("农业农村", "農業農村"),
            ("支出", "⽀出"),
            ("人民", "⼈⺠"),
            ("执法", "执 法 "),
            ("执法", "执法\u{3000}"),
            ("车辆", "⻋辆"),
        ] {
            assert!(same(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("专利导航", "专利评议"),
            ("市级", "县级"),
            ("甲", "乙"),
            ("大", "太"),
            ("贷款", "货款"),
            ("①", "1"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn no_character_is_in_two_groups() {
        let mut seen = BTreeSet::new();
        for group in ALIKE.split(' ').chain(FORMS.split(' ')) {
            assert!(group.chars().count() > 1, "{group}");
            for c in group.chars() {
                assert!(seen.insert(c), "{c} in {group}");
            }
        }
    }
}
