namespace Guzhang.Domain.Forms;

/// <summary>Every choice of the form in one place: value, code, printed label, other spellings.</summary>
internal static class ChoiceTables
{
    private static readonly Choice<ContactMeans>[] Means =
    [
        new(ContactMeans.Visit, "visit", "入户", "上门"),
        new(ContactMeans.Phone, "phone", "电话"),
    ];

    private static readonly Choice<Verification>[] Verifications =
    [
        new(Verification.Unverified, "unverified", "未核实"),
        new(Verification.Verified, "verified", "已核实"),
        new(Verification.Unreachable, "unreachable", "联系不上"),
    ];

    private static readonly Choice<Status>[] Statuses =
    [
        new(Status.Normal, "normal", "正常贫困劳动力", "正常"),
        new(Status.PausedSchool, "paused-school", "暂时退出(上学)", "上学"),
        new(Status.PausedArmy, "paused-army", "暂时退出(参军)", "参军"),
        new(Status.PausedPrison, "paused-prison", "暂时退出(服刑)", "服刑"),
        new(Status.PausedAbility, "paused-ability", "暂时退出(暂时丧失劳动力)", "暂时丧失劳动力"),
        new(Status.LeftDead, "left-dead", "永久退出(死亡)", "死亡"),
        new(Status.LeftAbility, "left-ability", "永久退出(永久丧失劳动力)", "永久丧失劳动力"),
    ];

    private static readonly Choice<Ability>[] Abilities =
    [
        new(Ability.Ordinary, "ordinary", "普通劳动力"),
        new(Ability.Skilled, "skilled", "技能劳动力"),
        new(Ability.Weak, "weak", "弱劳动力或半劳动力", "弱劳动力", "半劳动力", "弱劳动力/半劳动力", "弱半劳动力"),
    ];

    private static readonly Choice<SkillLevel>[] SkillLevels =
    [
        new(SkillLevel.None, "none", "无"),
        new(SkillLevel.Junior, "junior", "初级"),
        new(SkillLevel.Intermediate, "intermediate", "中级"),
        new(SkillLevel.Senior, "senior", "高级"),
        new(SkillLevel.Technician, "technician", "技师"),
        new(SkillLevel.SeniorTechnician, "senior-technician", "高级技师"),
    ];

    private static readonly Choice<Education>[] Educations =
    [
        new(Education.Illiterate, "illiterate", "文盲或半文盲", "文盲", "半文盲", "文盲半文盲"),
        new(Education.Primary, "primary", "小学"),
        new(Education.JuniorHigh, "junior-high", "初中"),
        new(Education.SeniorHigh, "senior-high", "高中"),
        new(Education.Vocational, "vocational", "中职", "中专", "中职中专", "职高", "技校"),
        new(Education.College, "college", "大专", "专科"),
        new(Education.Bachelor, "bachelor", "本科及以上", "本科", "大学本科"),
    ];

    private static readonly Choice<EmploymentForm>[] EmploymentForms =
    [
        new(EmploymentForm.Unit, "unit", "单位就业"),
        new(EmploymentForm.SelfEmployed, "self-employed", "自主创业"),
        new(EmploymentForm.Flexible, "flexible", "灵活就业"),
        new(EmploymentForm.Cooperative, "cooperative", "农业合作社等新型经营主体", "农业合作社", "合作社"),
        new(EmploymentForm.Workshop, "workshop", "就业扶贫车间", "扶贫车间"),
        new(EmploymentForm.Base, "base", "就业扶贫基地", "扶贫基地"),
        new(EmploymentForm.PublicPost, "public-post", "扶贫公益岗位", "公益岗位", "公益性岗位", "扶贫公益性岗位"),
        new(EmploymentForm.Other, "other", "其他就业形式", "其他"),
    ];

    private static readonly Choice<Industry>[] Industries =
    [
        new(Industry.Planting, "planting", "种植", "第一产业:种植"),
        new(Industry.Breeding, "breeding", "养殖", "第一产业:养殖"),
        new(Industry.SkilledWorker, "skilled-worker", "技工", "第二产业:技工"),
        new(Industry.GeneralWorker, "general-worker", "普工", "第二产业:普工"),
        new(Industry.HouseholdService, "household-service", "家庭服务业", "第三产业:家庭服务业", "家庭服务", "家政"),
        new(Industry.Construction, "construction", "建筑/装修", "第三产业:建筑/装修", "建筑", "装修", "建筑装修", "建筑、装修"),
        new(Industry.SanitationSecurity, "sanitation-security", "环卫/保卫/市政维护", "第三产业:环卫/保卫/市政维护", "环卫", "保卫", "市政维护"),
        new(Industry.Administration, "administration", "行政/管理", "第三产业:行政/管理", "行政", "管理", "行政管理"),
        new(Industry.ServiceStaff, "service-staff", "服务员/接待员/收银/导购员", "第三产业:服务员/接待员/收银/导购员", "服务员", "接待员", "收银", "收银员", "导购员"),
        new(Industry.Other, "other", "其他", "第三产业:其他"),
    ];

    private static readonly Choice<OrganisedExport>[] Exports =
    [
        new(OrganisedExport.None, "none", "无", "否"),
        new(OrganisedExport.PointToPoint, "point-to-point", "专车、专列点对点输送", "专车专列点对点输送", "点对点输送"),
        new(OrganisedExport.JobFair, "job-fair", "免费专场招聘会", "专场招聘会"),
    ];

    private static readonly Choice<NotWorkingType>[] NotWorkingTypes =
    [
        new(NotWorkingType.NeverWorked, "never-worked", "从未外出就业过", "从未外出就业过(包括新成长劳动力)"),
        new(NotWorkingType.LostWork, "lost-work", "就业转失业"),
    ];

    private static readonly Choice<NoPlanReason>[] NoPlanReasons =
    [
        new(NoPlanReason.LargeScaleFarming, "large-scale-farming", "转业规模种养"),
        new(NoPlanReason.Farming, "farming", "务农"),
        new(NoPlanReason.FamilyCare, "family-care", "照顾家人"),
        new(NoPlanReason.Health, "health", "身体或精神状态不佳"),
        new(NoPlanReason.Unwilling, "unwilling", "主观意愿不强"),
        new(NoPlanReason.Other, "other", "其他"),
    ];

    private static readonly Choice<ReturnHomeReason>[] ReturnHomeReasons =
    [
        new(ReturnHomeReason.Epidemic, "epidemic", "因疫情"),
        new(ReturnHomeReason.Disaster, "disaster", "因灾"),
        new(ReturnHomeReason.FarmSeason, "farm-season", "因农忙"),
        new(ReturnHomeReason.Illness, "illness", "因病"),
        new(ReturnHomeReason.Personal, "personal", "个人家庭等原因"),
    ];

    private static readonly Choice<TrainingKind>[] TrainingKinds =
    [
        new(TrainingKind.Skill, "skill", "技能培训"),
        new(TrainingKind.Startup, "startup", "创业培训"),
    ];

    private static readonly Choice<Service>[] Services =
    [
        new(Service.Guidance, "guidance", "职业指导"),
        new(Service.Introduction, "introduction", "职业介绍"),
        new(Service.Startup, "startup", "创业服务"),
        new(Service.Training, "training", "职业培训"),
        new(Service.Other, "other", "其他"),
    ];

    private static readonly Choice<ReturnReason>[] ReturnReasons =
    [
        new(ReturnReason.IncomeUnproven, "income-unproven", "收入待核"),
        new(ReturnReason.MonthsUnproven, "months-unproven", "务工时间待核"),
        new(ReturnReason.PlaceUnclear, "place-unclear", "务工地点不清"),
        new(ReturnReason.SignatureMissing, "signature-missing", "签字不全"),
        new(ReturnReason.PersonMismatch, "person-mismatch", "人员信息不符"),
        new(ReturnReason.Other, "other", "其他"),
    ];

    private static readonly Choice<NotGiven>[] NotGivens =
    [
        new(NotGiven.NotApplicable, "not-applicable", "不适用"),
        new(NotGiven.Unavailable, "unavailable", "无法获取"),
    ];

    private static readonly Choice<PlaceClass>[] PlaceClasses =
    [
        new(PlaceClass.InCounty, "in-county", "县内"),
        new(PlaceClass.OutOfCounty, "out-of-county", "县外州内"),
        new(PlaceClass.OutOfPrefecture, "out-of-prefecture", "州外省内"),
        new(PlaceClass.OutOfProvince, "out-of-province", "省外"),
    ];

    private static readonly Dictionary<Type, object> Tables = new()
    {
        [typeof(ContactMeans)] = Means,
        [typeof(Verification)] = Verifications,
        [typeof(Status)] = Statuses,
        [typeof(Ability)] = Abilities,
        [typeof(SkillLevel)] = SkillLevels,
        [typeof(Education)] = Educations,
        [typeof(EmploymentForm)] = EmploymentForms,
        [typeof(Industry)] = Industries,
        [typeof(OrganisedExport)] = Exports,
        [typeof(NotWorkingType)] = NotWorkingTypes,
        [typeof(NoPlanReason)] = NoPlanReasons,
        [typeof(ReturnHomeReason)] = ReturnHomeReasons,
        [typeof(TrainingKind)] = TrainingKinds,
        [typeof(Service)] = Services,
        [typeof(ReturnReason)] = ReturnReasons,
        [typeof(NotGiven)] = NotGivens,
        [typeof(PlaceClass)] = PlaceClasses,
        [typeof(Ethnicity)] = EthnicityTable.All,
    };

    public static object Of(Type type) => Tables[type];
}
