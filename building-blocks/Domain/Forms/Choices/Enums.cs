namespace Guzhang.Domain.Forms;

/// <summary>核实方式: decides which signatures are needed (F18).</summary>
public enum ContactMeans { Visit, Phone }

/// <summary>核实情况.</summary>
public enum Verification { Unverified, Verified, Unreachable }

/// <summary>当前状态, with the reason of an exit in the same choice.</summary>
public enum Status { Normal, PausedSchool, PausedArmy, PausedPrison, PausedAbility, LeftDead, LeftAbility }

/// <summary>劳动能力. 丧失劳动力 and 无劳动力 are not collected (F04).</summary>
public enum Ability { Ordinary, Skilled, Weak }

/// <summary>技能等级.</summary>
public enum SkillLevel { None, Junior, Intermediate, Senior, Technician, SeniorTechnician }

/// <summary>文化程度.</summary>
public enum Education { Illiterate, Primary, JuniorHigh, SeniorHigh, Vocational, College, Bachelor }

/// <summary>就业形式.</summary>
public enum EmploymentForm { Unit, SelfEmployed, Flexible, Cooperative, Workshop, Base, PublicPost, Other }

/// <summary>所属产业行业.</summary>
public enum Industry
{
    Planting,
    Breeding,
    SkilledWorker,
    GeneralWorker,
    HouseholdService,
    Construction,
    SanitationSecurity,
    Administration,
    ServiceStaff,
    Other,
}

/// <summary>有组织劳务输出.</summary>
public enum OrganisedExport { None, PointToPoint, JobFair }

/// <summary>未外出务工类型.</summary>
public enum NotWorkingType { NeverWorked, LostWork }

/// <summary>无外出意愿原因.</summary>
public enum NoPlanReason { LargeScaleFarming, Farming, FamilyCare, Health, Unwilling, Other }

/// <summary>返乡回流原因.</summary>
public enum ReturnHomeReason { Epidemic, Disaster, FarmSeason, Illness, Personal }

/// <summary>意愿培训类别.</summary>
public enum TrainingKind { Skill, Startup }

/// <summary>本年度享受就业服务项目.</summary>
public enum Service { Guidance, Introduction, Startup, Training, Other }

/// <summary>Why the task force returns a form.</summary>
public enum ReturnReason { IncomeUnproven, MonthsUnproven, PlaceUnclear, SignatureMissing, PersonMismatch, Other }

/// <summary>A coded answer in place of a value, where the state of the person explains it (F06).</summary>
public enum NotGiven { NotApplicable, Unavailable }

/// <summary>Where a workplace lies, seen from the county of registration (see Counting in form.md). Overseas is out of province.</summary>
public enum PlaceClass { InCounty, OutOfCounty, OutOfPrefecture, OutOfProvince }
