using Guzhang.Domain.Forms;
using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>
/// 外出务工贫困劳动力信息采集表 as it is printed: sections, rows and cells in the paper's own words, and which field each blank is. What is
/// not printed and asked for nevertheless stands where it belongs, marked.
/// </summary>
public static class Paper
{
    public const string Title = "外出务工贫困劳动力信息采集表";

    /// <summary>Top to bottom.</summary>
    public static IReadOnlyList<PaperSection> Sections { get; } =
    [
        new("采集登记", [new(null, FormSection.Basic, Registering())]),
        new("基本信息", [new(null, FormSection.Basic, Basic())]),
        new("外出务工情况",
        [
            new("已外出务工情况", FormSection.Away, Away()),
            new("暂未外出务工情况", FormSection.Home, Home()),
            new("返乡回流情况", FormSection.Return, Return()),
            new("培训意愿", FormSection.Training, Training()),
        ]),
        new("就业服务政策", [new(null, FormSection.Services, Services())]),
    ];

    /// <summary>Every blank, top to bottom.</summary>
    public static IReadOnlyList<Blank> Blanks { get; } =
        [.. Sections.SelectMany(s => s.Parts).SelectMany(p => p.Rows).SelectMany(r => r.Cells).SelectMany(c => c.Blanks)];

    private static PaperRow[] Registering() =>
    [
        new(
            Unprinted("年度", 4, 3, new Line(F.FormYear, LineKind.Number)), Unprinted("核实方式", 3, 4, One<ContactMeans>(F.ContactMeans)),
            Unprinted("负责镇、村", 3, 7, new Placing(PlaceKind.LookedAfter, [F.Town, F.Village]))),
    ];

    private static PaperRow[] Basic() =>
    [
        new(Cell("姓名", 4, 7, new Line(F.Name)), Cell("身份证号码", 4, 9, new Line(F.ResidentId, LineKind.ResidentId))),
        new(Cell("户籍地", 4, 20, new Placing(
            PlaceKind.Registered, [F.RegisteredProvince, F.RegisteredPrefecture, F.RegisteredCounty, F.RegisteredTown, F.RegisteredVillage]))),
        new(Cell("联系电话", 4, 7, new Line(F.Phone, LineKind.Phone)), Cell("民族", 4, 9, new Picking(F.Ethnicity, All<Ethnicity>()))),
        new(Cell("核实情况", 4, 20, One<Verification>(F.Verification))),
        new(Cell("当前状态", 4, 20, new Boxes(F.Status,
        [
            new(null, false, [Of(Status.Normal)]),
            new("暂时退出", true, [Of(Status.PausedSchool, "上学"), Of(Status.PausedArmy, "参军"), Of(Status.PausedPrison, "服刑"), Of(Status.PausedAbility, "暂时丧失劳动力")]),
            new("永久退出", true, [Of(Status.LeftDead, "死亡"), Of(Status.LeftAbility, "永久丧失劳动力")]),
        ]))),
        new(Cell("是否务工", 4, 20, YesNo(F.Working))),
        new(Cell("劳动能力", 4, 20, One<Ability>(F.Ability))),
        new(Cell("技能等级", 4, 20, One<SkillLevel>(F.SkillLevel))),
        new(
            Cell("是否为两后生", 4, 4, YesNo(F.PostSchool)), Cell("文化程度", 3, 5, new Picking(F.Education, All<Education>())),
            Cell("毕业时间", 3, 5, new Dating(F.GraduatedOn, DateKind.Month))),
        new(Cell("家庭地址", 4, 20, new Line(F.HomeAddress))),
        new(
            Cell("上年度10月至本年度9月：年度累计务工时间", 6, 6, new Line(F.MonthsWorked, LineKind.Number, "个月")),
            Cell("年度务工收入", 4, 8, new Line(F.AnnualIncome, LineKind.Number, "元"))),
        new(Cell("具体务工时间", 4, 20, new MonthBoxes(F.WorkMonths), new Line(F.FlexibleDays, LineKind.Number, "天", "其中：灵活就业天数"))),
        new(Unprinted("低于标准仍采集的理由", 6, 18, new Line(F.KeepReason))),
    ];

    private static PaperRow[] Away() =>
    [
        new(Cell("务工地点", 4, 20, new Placing(PlaceKind.Work, [F.WorkplaceProvince, F.WorkplacePrefecture, F.WorkplaceCounty, F.WorkplaceTown]))),
        new(Cell("就业形式", 4, 20, new Boxes(F.EmploymentForm,
            [new(null, false, [.. All<EmploymentForm>()[..^1], new(EmploymentForm.Other.Code(), "其他就业形式，请注明：", F.EmploymentFormNote)])]))),
        new(
            Cell("就业单位名称", 4, 5, new Line(F.Employer)), Cell("就业时间", 3, 5, new Dating(F.EmployedSince, DateKind.MonthOrDay)),
            Cell("月平均工资", 3, 4, new Line(F.MonthlyWage, LineKind.Number, "元"))),
        new(Cell("所属产业行业", 4, 20, new Boxes(F.Industry,
        [
            new("第一产业：", false, [Of(Industry.Planting), Of(Industry.Breeding)]),
            new("第二产业：", false, [Of(Industry.SkilledWorker), Of(Industry.GeneralWorker)]),
            new("第三产业：", false,
            [
                Of(Industry.HouseholdService), Of(Industry.Construction), Of(Industry.SanitationSecurity), Of(Industry.Administration), Of(Industry.ServiceStaff),
                new(Industry.Other.Code(), "其他，请注明：", F.IndustryNote),
            ]),
        ]))),
        new(
            Cell("是否签订劳动合同", 4, 6, YesNo(F.Contract)),
            Cell("是否缴纳社会保险", 4, 10, YesNo(F.EmployeePension, "职工养老"), YesNo(F.EmployeeMedical, "职工医疗"))),
        new(
            Cell("经帮扶实现就业", 4, 4, YesNo(F.Helped)), Cell("帮扶时间", 3, 5, new Dating(F.HelpedOn, DateKind.Month)),
            Cell("是否返乡创业带动", 4, 4, YesNo(F.ReturnedFounder))),
        new(Cell("有组织劳务输出", 4, 20, new Boxes(F.OrganisedExport, [new(null, false, [Of(OrganisedExport.PointToPoint), Of(OrganisedExport.JobFair)])]))),
    ];

    private static PaperRow[] Home() =>
    [
        new(
            Cell("未外出务工类型", 4, 10, new Boxes(F.NotWorkingType,
                [new(null, false, [Of(NotWorkingType.NeverWorked, "从未外出就业过(包括新成长劳动力)"), Of(NotWorkingType.LostWork)])])),
            Cell("就业转失业日期", 4, 6, new Dating(F.UnemployedSince, DateKind.MonthOrDay))),
        new(Cell("是否有外出计划", 4, 20, YesNo(F.PlanToGo))),
        new(Cell("无外出意愿原因", 4, 20, new Boxes(F.NoPlanReason,
            [new(null, false, [.. All<NoPlanReason>()[..^1], new(NoPlanReason.Other.Code(), "其他，原因：", F.NoPlanReasonNote)])]))),
        new(
            Cell("外出务工意向地", 4, 10, new Placing(PlaceKind.Work, [F.IntendedProvince, F.IntendedPrefecture])),
            Cell("计划外出时间", 4, 6, new Dating(F.IntendedOn, DateKind.Month))),
        new(Cell("意向岗位(工种)", 4, 10, new Line(F.IntendedJob)), Cell("期望月薪", 4, 6, new Line(F.ExpectedWage, LineKind.Number, "元"))),
        new(
            Unprinted("就业意愿", 4, 4, YesNo(F.WillingToWork)), Unprinted("不挑不拣", 3, 4, YesNo(F.NotPicky)),
            Unprinted("原话", 2, 7, new Line(F.StatedWish))),
    ];

    private static PaperRow[] Return() =>
    [
        new(Cell("是否返乡回流", 4, 4, YesNo(F.Returned)), Cell("返乡回流原因", 4, 12, One<ReturnHomeReason>(F.ReturnReason))),
        new(Cell("返乡前务工地点", 4, 20, new Placing(
            PlaceKind.Work, [F.WorkplaceBeforeProvince, F.WorkplaceBeforePrefecture, F.WorkplaceBeforeCounty, F.WorkplaceBeforeTown]))),
    ];

    private static PaperRow[] Training() =>
    [
        new(
            Cell("有无培训意愿", 4, 4, new Boxes(F.WantsTraining, [new(null, false, [new("yes", "有"), new("no", "无")])])),
            Cell("意愿培训类别", 4, 12, new Boxes(F.TrainingKind, [new(null, false, All<TrainingKind>())], Several: true))),
        new(Cell("意愿培训工种", 4, 10, new Line(F.TrainingTrade)), Cell("意愿培训日期", 4, 6, new Dating(F.TrainingOn, DateKind.MonthOrDay))),
    ];

    private static PaperRow[] Services() =>
    [
        new(
            Cell("本年度享受就业服务项目", 4, 8, new ServiceLines(F.Services)),
            Cell("备注栏", 3, 9,
                new Dating(F.HouseholdSigned, DateKind.Day, "贫困户签字"), new Dating(F.CollectorSigned, DateKind.Day, "采集人签字"),
                new Line(F.CollectorPhone, LineKind.Phone, Caption: "采集人电话"))),
        new(
            Unprinted("纸质版留档编号", 4, 6, new Line(F.PaperArchiveNo)),
            Unprinted("电话核实记录", 4, 10, new Line(F.CallRecord, LineKind.Lines))),
    ];

    private static PaperCell Cell(string label, int labelSpan, int span, params Blank[] blanks) => new(label, labelSpan, span, blanks);

    private static PaperCell Unprinted(string label, int labelSpan, int span, params Blank[] blanks) => new(label, labelSpan, span, blanks, Printed: false);

    private static Boxes YesNo(string field, string? caption = null) => new(field, [new(null, false, [new("yes", "是"), new("no", "否")])], Caption: caption);

    private static Boxes One<T>(string field)
        where T : struct, Enum => new(field, [new(null, false, All<T>())]);

    private static Box[] All<T>()
        where T : struct, Enum => [.. Choices.All<T>().Select(c => new Box(c.Code, c.Label))];

    private static Box Of<T>(T value, string? label = null)
        where T : struct, Enum => new(value.Code(), label ?? value.Label());
}
