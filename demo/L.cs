namespace Guzhang.Demo;

/// <summary>The labels of the workbook's columns, in the order of form.md: what people see, written down here a second time.</summary>
public static class L
{
    public const string FormYear = "年度";
    public const string Means = "核实方式";
    public const string Town = "负责镇";
    public const string Village = "负责村";
    public const string Name = "姓名";
    public const string Id = "身份证号码";
    public const string RegProvince = "户籍地省";
    public const string RegPrefecture = "户籍地市(州)";
    public const string RegCounty = "户籍地县(市区)";
    public const string RegTown = "户籍地镇(乡)";
    public const string RegVillage = "户籍地村";
    public const string Phone = "联系电话";
    public const string Ethnicity = "民族";
    public const string Verification = "核实情况";
    public const string Status = "当前状态";
    public const string Working = "是否务工";
    public const string Ability = "劳动能力";
    public const string Skill = "技能等级";
    public const string PostSchool = "是否为两后生";
    public const string Education = "文化程度";
    public const string Graduated = "毕业时间";
    public const string Address = "家庭地址";
    public const string Months = "年度累计务工时间";
    public const string Income = "年度务工收入";
    public const string WorkMonths = "具体务工时间";
    public const string FlexibleDays = "其中：灵活就业天数";
    public const string KeepReason = "低于标准仍采集的理由";

    public const string WorkProvince = "务工地点省";
    public const string WorkPrefecture = "务工地点市(州)";
    public const string WorkCounty = "务工地点县(市区)";
    public const string WorkTown = "务工地点镇(乡)";
    public const string Form = "就业形式";
    public const string FormNote = "其他就业形式注明";
    public const string Employer = "就业单位名称";
    public const string Since = "就业时间";
    public const string Wage = "月平均工资";
    public const string Industry = "所属产业行业";
    public const string IndustryNote = "其他产业行业注明";
    public const string Contract = "是否签订劳动合同";
    public const string Pension = "是否缴纳社会保险(养老)";
    public const string Medical = "是否缴纳社会保险(医疗)";
    public const string Helped = "经帮扶实现就业";
    public const string HelpedOn = "帮扶时间";
    public const string Founder = "是否返乡创业带动";
    public const string Export = "有组织劳务输出";

    public const string NotWorkingType = "未外出务工类型";
    public const string UnemployedSince = "就业转失业日期";
    public const string Plan = "是否有外出计划";
    public const string NoPlanReason = "无外出意愿原因";
    public const string NoPlanNote = "其他无外出意愿原因";
    public const string IntendedProvince = "外出务工意向地省";
    public const string IntendedPrefecture = "外出务工意向地市(州)";
    public const string IntendedOn = "计划外出时间";
    public const string Willing = "就业意愿";
    public const string NotPicky = "不挑不拣";
    public const string Wish = "原话";
    public const string Job = "意向岗位(工种)";
    public const string ExpectedWage = "期望月薪";

    public const string Returned = "是否返乡回流";
    public const string ReturnReason = "返乡回流原因";
    public const string BeforeProvince = "返乡前务工地点省";
    public const string BeforePrefecture = "返乡前务工地点市(州)";
    public const string BeforeCounty = "返乡前务工地点县(市区)";
    public const string BeforeTown = "返乡前务工地点镇(乡)";

    public const string Wants = "有无培训意愿";
    public const string TrainingKind = "意愿培训类别";
    public const string TrainingTrade = "意愿培训工种";
    public const string TrainingOn = "意愿培训日期";

    public const string Services = "本年度享受就业服务项目";

    public const string HouseholdSigned = "贫困户签字";
    public const string Collector = "采集人";
    public const string CollectorSigned = "采集人签字";
    public const string CollectorPhone = "采集人电话";
    public const string PaperNo = "纸质版留档编号";
    public const string CallRecord = "电话核实记录";
    public const string Scan = "扫描件";

    /// <summary>Every column, in the order of form.md.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        FormYear, Means, Town, Village, Name, Id, RegProvince, RegPrefecture, RegCounty, RegTown, RegVillage, Phone,
        Ethnicity, Verification, Status, Working, Ability, Skill, PostSchool, Education, Graduated, Address, Months,
        Income, WorkMonths, FlexibleDays, KeepReason,
        WorkProvince, WorkPrefecture, WorkCounty, WorkTown, Form, FormNote, Employer, Since, Wage, Industry, IndustryNote, Contract, Pension,
        Medical, Helped, HelpedOn, Founder, Export,
        NotWorkingType, UnemployedSince, Plan, NoPlanReason, NoPlanNote, IntendedProvince, IntendedPrefecture, IntendedOn, Willing,
        NotPicky, Wish, Job, ExpectedWage,
        Returned, ReturnReason, BeforeProvince, BeforePrefecture, BeforeCounty, BeforeTown,
        Wants, TrainingKind, TrainingTrade, TrainingOn,
        Services,
        HouseholdSigned, Collector, CollectorSigned, CollectorPhone, PaperNo, CallRecord, Scan,
    ];
}
