"""The words that synthetic events are made of, each in English and in Chinese.

Every name that is made of them says that it is invented: ``Synthetic Amber Harbour Cloud``, ``虚构琥珀港湾云``.
"""

TwoTongues = tuple[str, str]
"""The same word in English and in Chinese."""


def _pairs(text: str) -> tuple[TwoTongues, ...]:
    """Read ``amber=琥珀, jade=翠玉``."""
    return tuple(
        (english, chinese) for english, _, chinese in (each.strip().partition("=") for each in text.split(","))
    )


MARK: TwoTongues = ("Synthetic", "虚构")
"""What every invented name begins with."""

FIRST = _pairs(
    "Amber=琥珀, Jade=翠玉, Silver=银色, Crimson=绯红, Azure=蔚蓝, Golden=金色, Quiet=静谧, Northern=北方, "
    "Southern=南方, Eastern=东方, Western=西部, Bright=明亮, Swift=迅捷, Gentle=温和, Hidden=隐秘, Early=清晨, "
    "Distant=远方, Upper=上游, Lower=下游, Frost=霜雪, Summer=夏日, Autumn=秋叶, Spring=春晓, Winter=冬青, "
    "Copper=赤铜, Iron=玄铁, Cedar=雪松, Bamboo=青竹, Lotus=荷花, Plum=梅花, Orchid=幽兰, Maple=红枫, "
    "Willow=垂柳, Ginkgo=银杏, Pearl=珍珠, Coral=珊瑚, Crystal=水晶, Velvet=丝绒, Thunder=惊雷, Misty=薄雾"
)
SECOND = _pairs(
    "Harbour=港湾, Ferry=渡口, Bridge=石桥, Lantern=灯笼, Sparrow=麻雀, Crane=仙鹤, Tiger=猛虎, Dolphin=海豚, "
    "Turtle=海龟, Rabbit=玉兔, Falcon=猎鹰, Whale=巨鲸, Mountain=高山, Valley=山谷, River=江河, Island=岛屿, "
    "Meadow=草原, Forest=森林, Desert=大漠, Glacier=冰川, Comet=彗星, Orbit=轨道, Planet=行星, Nebula=星云, "
    "Compass=罗盘, Anchor=船锚, Kite=风筝, Drum=锣鼓, Teapot=茶壶, Abacus=算盘, Garden=花园, Pavilion=亭台, "
    "Tower=高塔, Mill=磨坊, Gate=城门, Market=集市, Sail=帆影, Arrow=飞箭, Mirror=明镜, Feather=羽毛"
)
TRADE = _pairs(
    "Cloud=云, Games=游戏, Mobility=出行, Payments=支付, Tutoring=教育, Livestream=直播, Delivery=外卖, "
    "Semiconductors=半导体, Robotics=机器人, Batteries=电池, Biotech=生物, Media=传媒, Logistics=物流, "
    "Travel=旅行, Finance=金融, Security=安全, Search=搜索, Social=社交, Shopping=购物, Telecom=通信, Maps=地图, "
    "Music=音乐, Health=健康, Networks=网络"
)

SCOPES = _pairs(
    "National=国家, Central=中央, Lanhu Province=蓝湖省, Baiyan Province=白岩省, Qingtan City=青潭市, "
    "Hongsha City=红沙市, Mushan Province=暮山省, Xinggang City=星港市, Zhulin City=竹林市, Yunhe Province=云河省"
)
OFFICES = _pairs(
    "Data Bureau=数据管理局, Market Watch Office=市场监督办公室, Network Affairs Commission=网络事务委员会, "
    "Press Board=新闻出版委员会, Fair Competition Bureau=公平竞争局, Industry Ministry=工业部"
)

SECTORS = (
    "Synthetic games", "Synthetic cloud", "Synthetic payments", "Synthetic mobility", "Synthetic education",
    "Synthetic livestreaming", "Synthetic delivery", "Synthetic chips", "Synthetic robotics", "Synthetic media",
    "Synthetic e-commerce", "Synthetic telecoms", "Synthetic health", "Synthetic finance", "Synthetic mapping",
)  # fmt: skip

SURNAMES = _pairs("Yun=云, Lan=蓝, Shan=山, He=河, Song=松, Mei=梅, Zhu=竹, Xing=星, Hai=海, Lin=林")
GIVEN = _pairs("Xugou=虚构, Jiading=假定, Shili=示例, Moni=模拟")
POSTS = _pairs("director=局长, deputy director=副局长, spokesperson=发言人, founder=创始人, chair=董事长")

MATTERS = _pairs(
    "user data=用户数据, personal information=个人信息, algorithmic recommendations=算法推荐, "
    "minors' playing time=未成年人游戏时长, exclusive dealing=二选一, merger filings=经营者集中申报, "
    "cross-border data=数据出境, face recognition=人脸识别, livestream sales=直播带货, "
    "false advertising=虚假宣传, consumer credit=消费信贷, after-school lessons=课外培训, "
    "drivers' insurance=司机保险, couriers' pay=骑手报酬, content review=内容审核, celebrity rankings=明星榜单, "
    "game licences=游戏版号, map data=地图数据, app permissions=应用权限, price discrimination=大数据杀熟, "
    "deep synthesis=深度合成, generative models=生成式模型, chip subsidies=芯片补贴, foreign listings=境外上市, "
    "variable interests=协议控制, cloud leases=云服务租赁, battery recycling=电池回收, platform fees=平台佣金, "
    "blocked links=外链屏蔽, payment reserves=支付备付金, genetic data=基因数据, drone flights=无人机飞行"
)

SCALES = _pairs(
    "across the country=在全国范围, in three pilot cities=在三个试点城市, from next month=自下月起, "
    "for six months=为期六个月, after complaints=接到投诉后, on the eve of a holiday=节日前夕, "
    "after a review=经审查, with immediate effect=立即生效, for the second time=第二次, "
    "under new powers=依据新职权, at short notice=紧急, step by step=分步"
)

PUBLISHERS = (
    "Synthetic Daily", "Synthetic Evening Post", "Synthetic Wire", "虚构日报", "虚构晚报", "虚构财经网",
    "Synthetic Law Review", "Synthetic Gazette", "Synthetic Tech Letter", "虚构科技周刊", "Synthetic Radio",
    "虚构法治报",
)  # fmt: skip
