"""What synthetic titles say: for each kind sentences in both languages, each told in at least two ways."""

from typing import NamedTuple

from tracker.vocabulary import Kind, Reach, Stance


class TitleForm(NamedTuple):
    """One sentence in English and in Chinese, with places for agency, firm, matter and scale."""

    english: str
    chinese: str


class KindShape(NamedTuple):
    """How events of a kind are: how frequent, from which stances, and by which sentences they are told."""

    weight: int
    stances: tuple[int, ...]
    told: tuple[TitleForm, ...]


SORTS: dict[Kind, KindShape] = {
    Kind.LAW: KindShape(2, (-2, -1, 2, 3), (
        TitleForm("The assembly passes a law on {matter} {scale}", "虚构立法会议通过{matter}法，{scale}施行"),
        TitleForm("A statute on {matter} is adopted {scale}", "{matter}法获表决通过，{scale}实施"),
    )),
    Kind.RULE: KindShape(14, (-3, -2, -2, -1, 0, 1), (
        TitleForm("{agency} issues measures on {matter} {scale}", "{agency}{scale}发布{matter}管理办法"),
        TitleForm("Rules on {matter} take their final form, says {agency}", "{agency}公布{matter}规定正式文本"),
        TitleForm("{agency} tells {firm} and its peers how to treat {matter}", "{agency}要求{firm}等企业规范{matter}"),
    )),
    Kind.DRAFT_RULE: KindShape(8, (-1, -1, 0, 1), (
        TitleForm("{agency} asks for comments on a draft on {matter}", "{agency}就{matter}征求意见稿公开征求意见"),
        TitleForm("A draft on {matter} is out for comment {scale}", "{matter}草案{scale}公开征求意见"),
    )),
    Kind.ENFORCEMENT: KindShape(20, (-3, -2, -2, -1), (
        TitleForm("{agency} fines {firm} over {matter}", "{agency}因{matter}对{firm}处以罚款"),
        TitleForm("{firm} is penalised {scale} for {matter}", "{firm}因{matter}{scale}被处罚"),
        TitleForm("{agency} orders {firm} to mend its {matter} {scale}", "{agency}{scale}责令{firm}整改{matter}"),
        TitleForm("{agency} summons {firm} about {matter}", "{agency}就{matter}约谈{firm}"),
    )),
    Kind.INVESTIGATION: KindShape(9, (-2, -2, -1, 2), (
        TitleForm("{agency} opens an inquiry into {firm} over {matter}", "{agency}就{matter}对{firm}立案调查"),
        TitleForm("{firm} comes under review {scale} for {matter}", "{firm}因{matter}{scale}接受审查"),
    )),
    Kind.LICENSING: KindShape(7, (-3, -1, 1, 2), (
        TitleForm("{agency} grants {firm} a licence for {matter}", "{agency}向{firm}颁发{matter}许可"),
        TitleForm("Approvals for {matter} change {scale}, {firm} among them", "{matter}审批{scale}调整，{firm}在列"),
    )),
    Kind.SIGNAL: KindShape(14, (-1, -1, 0, 1, 1), (
        TitleForm("{agency} warns of disorder in {matter}", "{agency}警示{matter}乱象"),
        TitleForm("A meeting stresses {matter} {scale}", "虚构会议{scale}强调{matter}"),
        TitleForm("{agency} praises {firm} for its work on {matter}", "{agency}肯定{firm}在{matter}方面的工作"),
    )),
    Kind.SUPPORT: KindShape(8, (1, 2, 2, 3), (
        TitleForm("{agency} sets up a fund for {matter} {scale}", "{agency}{scale}设立{matter}扶持基金"),
        TitleForm("{firm} and others get support for {matter}", "{firm}等企业获得{matter}扶持"),
    )),
    Kind.MARKET_ACCESS: KindShape(4, (-2, 1, 2, 3), (
        TitleForm("{agency} opens {matter} to private firms {scale}", "{agency}{scale}向民企开放{matter}"),
        TitleForm("Limits on {matter} are lifted for {firm}", "{firm}获准进入{matter}领域"),
    )),
    Kind.PUBLIC_HEALTH: KindShape(1, (-3, -2, 1, 2), (
        TitleForm("A lockdown touches {matter} at {firm}", "封控影响{firm}的{matter}业务"),
        TitleForm("{agency} ends limits on {matter} {scale}", "{agency}{scale}解除{matter}限制"),
    )),
    Kind.INSTITUTION: KindShape(3, (-1, 0, 0, 1), (
        TitleForm("{agency} gets powers over {matter} {scale}", "{agency}{scale}获得{matter}监管职权"),
        TitleForm("A new office for {matter} opens under {agency}", "{agency}下设{matter}办公室"),
    )),
    Kind.FOREIGN_MEASURE: KindShape(3, (-3, -2, -1, 1), (
        TitleForm("A foreign ministry puts {firm} on a list over {matter}", "境外部门因{matter}将{firm}列入清单"),
        TitleForm("{firm} faces foreign limits on {matter} {scale}", "{firm}的{matter}{scale}受境外限制"),
    )),
    Kind.COMPANY_RESPONSE: KindShape(5, (0, 0, 0), (
        TitleForm("{firm} changes its terms on {matter} {scale}", "{firm}{scale}修改{matter}条款"),
        TitleForm("{firm} answers {agency} about {matter}", "{firm}就{matter}回应{agency}"),
    )),
    Kind.IN_FORCE: KindShape(2, (-2, -1, 0, 1), (
        TitleForm("The rules on {matter} take effect {scale}", "{matter}规定{scale}生效"),
        TitleForm("What {agency} decided on {matter} is in force", "{agency}关于{matter}的规定开始施行"),
    )),
}  # fmt: skip
"""Every kind; the weights are out of a hundred."""

COURSES: tuple[tuple[Kind, ...], ...] = (
    (Kind.DRAFT_RULE, Kind.SIGNAL, Kind.RULE, Kind.IN_FORCE, Kind.ENFORCEMENT, Kind.ENFORCEMENT),
    (Kind.INVESTIGATION, Kind.ENFORCEMENT, Kind.COMPANY_RESPONSE, Kind.SIGNAL, Kind.INVESTIGATION),
    (Kind.SIGNAL, Kind.LICENSING, Kind.LICENSING, Kind.SUPPORT, Kind.LICENSING, Kind.LICENSING, Kind.SIGNAL),
    (Kind.FOREIGN_MEASURE, Kind.COMPANY_RESPONSE, Kind.SUPPORT, Kind.MARKET_ACCESS),
    (Kind.SIGNAL, Kind.DRAFT_RULE, Kind.LAW, Kind.INSTITUTION, Kind.RULE, Kind.IN_FORCE, Kind.ENFORCEMENT, Kind.SIGNAL),
)
"""The kinds of a story's events, in the order in which they come."""

REACHES: dict[Kind, tuple[Reach, ...]] = {
    kind: (Reach.FIRM, Reach.FIRM, Reach.FIRM, Reach.SEGMENT)
    if kind in {Kind.ENFORCEMENT, Kind.INVESTIGATION, Kind.LICENSING, Kind.COMPANY_RESPONSE, Kind.FOREIGN_MEASURE}
    else (Reach.SEGMENT, Reach.SECTOR, Reach.SECTOR, Reach.ECONOMY)
    for kind in Kind
}
"""From what the reach of an event of a kind is drawn."""

REASONS: dict[Stance, str] = {
    stance: f"Invented so that the stance is {stance.signed}, {stance.label}: {{matter}}." for stance in Stance
}
