using static Guzhang.Domain.Forms.FormSection;

namespace Guzhang.Domain.Forms;

/// <summary>Every field of the form in the order of form.md, which is the order of the workbook's columns.</summary>
public static class FormFields
{
    private static readonly string[] LevelNames = ["Province", "Prefecture", "County", "Town", "Village"];

    private static readonly string[][] LevelLabels =
    [
        ["省", "省份", "省(区、市)"],
        ["市(州)", "市", "州", "市州", "地市"],
        ["县(市区)", "县", "县区", "区县", "县市"],
        ["镇(乡)", "镇", "乡镇", "乡", "镇街"],
        ["村", "村(社区)", "村居", "社区"],
    ];

    /// <summary>Every field that is stored.</summary>
    public static IReadOnlyList<FormField> All { get; } = Number(
    [
        Fact("formYear", "年度", Basic, "年份"),
        Fact("contactMeans", "核实方式", Basic, "采集方式"),
        Fact("town", "负责镇", Basic, "负责乡镇", "所属镇", "所属乡镇"),
        Fact("village", "负责村", Basic, "所属村", "负责村社区"),
        Personal("name", "姓名", Basic),
        Personal("residentId", "身份证号码", Basic, "身份证号", "身份证", "公民身份号码", "证件号码"),
        .. Levels("registered", "户籍地", Basic, 5, personalFrom: 0),
        Personal("phone", "联系电话", Basic, "电话", "手机", "手机号码", "联系方式"),
        Personal("ethnicity", "民族", Basic),
        Fact("verification", "核实情况", Basic),
        Fact("status", "当前状态", Basic),
        Fact("working", "是否务工", Basic),
        Fact("ability", "劳动能力", Basic, "劳动力类型", "劳动技能"),
        Fact("skillLevel", "技能等级", Basic),
        Fact("postSchool", "是否为两后生", Basic, "是否两后生", "两后生"),
        Fact("education", "文化程度", Basic, "学历"),
        Personal("graduatedOn", "毕业时间", Basic),
        Personal("homeAddress", "家庭地址", Basic, "家庭住址", "住址"),
        Fact("monthsWorked", "年度累计务工时间", Basic, "累计务工时间", "年度累计务工时间(个月)", "年度累计务工时间(月)", "务工月数"),
        Fact("annualIncome", "年度务工收入", Basic, "务工收入", "年度务工收入(元)"),
        Fact("workMonths", "具体务工时间", Basic, "务工月份"),
        Fact("flexibleDays", "其中：灵活就业天数", Basic, "灵活就业天数", "其中：灵活就业天数(天)", "灵活就业天数(天)"),
        Personal("keepReason", "低于标准仍采集的理由", Basic, "低于标准仍采集理由", "采集理由"),
        .. Levels("workplace", "务工地点", Away, 4, personalFrom: 3),
        Fact("employmentForm", "就业形式", Away),
        Personal("employmentFormNote", "其他就业形式注明", Away, "就业形式注明"),
        Personal("employer", "就业单位名称", Away, "就业单位", "单位名称"),
        Fact("employedSince", "就业时间", Away, "上岗时间"),
        Fact("monthlyWage", "月平均工资", Away, "月工资", "月平均工资(元)"),
        Fact("industry", "所属产业行业", Away, "所属行业", "产业行业"),
        Personal("industryNote", "其他产业行业注明", Away, "所属产业行业注明"),
        Fact("contract", "是否签订劳动合同", Away, "签订劳动合同"),
        Fact("employeePension", "是否缴纳社会保险(养老)", Away, "是否缴纳职工养老保险", "职工养老保险", "是否缴纳社会保险(职工养老)"),
        Fact("employeeMedical", "是否缴纳社会保险(医疗)", Away, "是否缴纳职工医疗保险", "职工医疗保险", "是否缴纳社会保险(职工医疗)"),
        Fact("helped", "经帮扶实现就业", Away, "是否经帮扶实现就业"),
        Fact("helpedOn", "帮扶时间", Away),
        Fact("returnedFounder", "是否返乡创业带动", Away, "返乡创业带动"),
        Fact("organisedExport", "有组织劳务输出", Away),
        Fact("notWorkingType", "未外出务工类型", Home),
        Fact("unemployedSince", "就业转失业日期", Home, "就业转失业时间"),
        Fact("planToGo", "是否有外出计划", Home, "有无外出计划"),
        Fact("noPlanReason", "无外出意愿原因", Home),
        Personal("noPlanReasonNote", "其他无外出意愿原因", Home, "无外出意愿原因注明"),
        .. Levels("intended", "外出务工意向地", Home, 2, personalFrom: 2),
        Fact("intendedOn", "计划外出时间", Home),
        Fact("willingToWork", "就业意愿", Home, "有无就业意愿", "是否有就业意愿"),
        Fact("notPicky", "不挑不拣", Home, "是否不挑不拣"),
        Personal("statedWish", "原话", Home, "就业意愿原话"),
        Personal("intendedJob", "意向岗位(工种)", Home, "意向岗位", "意向工种"),
        Fact("expectedWage", "期望月薪", Home, "期望月薪(元)"),
        Fact("returned", "是否返乡回流", Return, "返乡回流"),
        Fact("returnReason", "返乡回流原因", Return),
        .. Levels("workplaceBefore", "返乡前务工地点", Return, 4, personalFrom: 3),
        Fact("wantsTraining", "有无培训意愿", Training, "培训意愿", "是否有培训意愿"),
        Fact("trainingKind", "意愿培训类别", Training, "培训类别"),
        Personal("trainingTrade", "意愿培训工种", Training, "培训工种"),
        Fact("trainingOn", "意愿培训日期", Training, "培训日期", "意愿培训时间"),
        Fact("services", "本年度享受就业服务项目", FormSection.Services, "享受就业服务情况", "就业服务项目"),
        Personal("householdSigned", "贫困户签字", FormSection.Signatures, "贫困户签字日期"),
        Fact("collector", "采集人", FormSection.Signatures, "采集人账号", "采集员"),
        Personal("collectorSigned", "采集人签字", FormSection.Signatures, "采集人签字日期"),
        Personal("collectorPhone", "采集人电话", FormSection.Signatures),
        Personal("paperArchiveNo", "纸质版留档编号", FormSection.Signatures, "留档编号"),
        Personal("callRecord", "电话核实记录", FormSection.Signatures),
        Personal("scan", "扫描件", FormSection.Signatures),
    ]);

    /// <summary>What a form says of the check itself, not of the person: a check that finds no change changes these only.</summary>
    public static IReadOnlySet<string> OfTheCheck { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        FieldNames.ContactMeans, FieldNames.HouseholdSigned, FieldNames.CollectorSigned, FieldNames.CollectorPhone, FieldNames.PaperArchiveNo,
        FieldNames.CallRecord, FieldNames.Scan,
    };

    /// <summary>The printed 是否缴纳社会保险: read, never written. It fills pension and medical where these are blank.</summary>
    public static FormField SocialInsurance { get; } = Fact("socialInsurance", "是否缴纳社会保险", Away, "缴纳社会保险");

    private static readonly Dictionary<string, FormField> Named = All.Append(SocialInsurance).ToDictionary(f => f.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, FormField> Headers = IndexHeaders();

    /// <summary>The field with this name; null when there is none.</summary>
    public static FormField? ByName(string name) => Named.GetValueOrDefault(name);

    /// <summary>The field a column header means: label, other spelling or name, whatever the blanks, brackets, □ and dashes.</summary>
    public static FormField? ByHeader(string? header) => header is null ? null : Headers.GetValueOrDefault(HeaderKey(header));

    internal static int OrderOf(string name) => Named.TryGetValue(name, out var field) ? field.Order : int.MaxValue;

    private static Dictionary<string, FormField> IndexHeaders()
    {
        Dictionary<string, FormField> headers = new(StringComparer.Ordinal);
        foreach (var field in Named.Values)
        {
            headers.TryAdd(HeaderKey(field.Name), field);
            headers.TryAdd(HeaderKey(field.Label), field);
            foreach (var label in field.OtherLabels)
            {
                headers.TryAdd(HeaderKey(label), field);
            }
        }

        return headers;
    }

    private static string HeaderKey(string header) =>
        string.Concat(Mending.Compact(header).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static FormField Fact(string name, string label, FormSection section, params string[] other) =>
        new(name, label, section, IsPersonal: false, other);

    private static FormField Personal(string name, string label, FormSection section, params string[] other) =>
        new(name, label, section, IsPersonal: true, other);

    private static IEnumerable<FormField> Levels(string name, string label, FormSection section, int levels, int personalFrom)
    {
        for (var i = 0; i < levels; i++)
        {
            var labels = LevelLabels[i].Select(level => label + level).ToArray();
            yield return new FormField(name + LevelNames[i], labels[0], section, i >= personalFrom, labels[1..]);
        }
    }

    private static FormField[] Number(IEnumerable<FormField> fields) =>
        [.. fields.Select((field, i) => field with { Order = i })];
}
