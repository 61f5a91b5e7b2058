using System.Globalization;
using System.Text.Json.Serialization;
using Guzhang.Domain.Forms;

namespace Guzhang.Subsidy.Policy;

/// <summary>A condition of a scheme, as schemes.json writes it: one of a closed vocabulary, told by <c>kind</c>, and what it asks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Counted), "counted")]
[JsonDerivedType(typeof(WorksAway), "working-away")]
[JsonDerivedType(typeof(EmployedFor), "employed-for")]
[JsonDerivedType(typeof(HelpedOrOrganised), "helped-or-organised")]
[JsonDerivedType(typeof(NotPaid), "not-paid")]
public abstract record Condition
{
    /// <summary>The kind, as in the file and in outcomes.</summary>
    internal abstract string Code { get; }

    /// <summary>What it asks, as outcomes record it.</summary>
    internal virtual Dictionary<string, string> Asked => [];

    /// <summary>What makes it unusable, in Chinese; null where it is fit.</summary>
    internal virtual string? Fault => null;
}

/// <summary>计入外出务工贫困劳动力, by the county's counting policy.</summary>
public sealed record Counted : Condition
{
    internal override string Code => "counted";
}

/// <summary>Working now, in one of these places.</summary>
public sealed record WorksAway(IReadOnlyList<PlaceClass> Places) : Condition
{
    internal override string Code => "working-away";

    internal override Dictionary<string, string> Asked => new() { ["places"] = string.Join(',', Places.Select(p => p.Code())) };

    internal override string? Fault => Places.Count == 0 ? "places 不能为空" : null;
}

/// <summary>In the present post for so many calendar months, from 就业时间 on, or longer.</summary>
/// <param name="Months">at least 1</param>
/// <param name="MeasuredAt">the day up to which they are counted</param>
/// <param name="OnlyMonthGiven">the day that counts where 就业时间 is a month, as on the printed form</param>
public sealed record EmployedFor(int Months, MeasuredAt MeasuredAt, OnlyMonthGiven OnlyMonthGiven) : Condition
{
    internal override string Code => "employed-for";

    internal override Dictionary<string, string> Asked => new()
    {
        ["months"] = Months.ToString(CultureInfo.InvariantCulture),
        ["measuredAt"] = "form-date",
        ["onlyMonthGiven"] = OnlyMonthGiven == OnlyMonthGiven.FirstDay ? "first-day" : "last-day",
    };

    internal override string? Fault => Months is < 1 or > 120 ? "months 应在 1 到 120 之间" : null;
}

/// <summary>Found work with help (经帮扶实现就业), or went by one of these organised exports.</summary>
public sealed record HelpedOrOrganised(IReadOnlyList<OrganisedExport> Exports) : Condition
{
    internal override string Code => "helped-or-organised";

    internal override Dictionary<string, string> Asked => new() { ["exports"] = string.Join(',', Exports.Select(e => e.Code())) };

    internal override string? Fault => Exports.Contains(OrganisedExport.None) ? "exports 不能有 none" : null;
}

/// <summary>This scheme was not paid to the person before, within the year of the form or ever.</summary>
public sealed record NotPaid(PaidWithin Within) : Condition
{
    internal override string Code => "not-paid";

    internal override Dictionary<string, string> Asked => new() { ["within"] = Within == PaidWithin.Ever ? "ever" : "form-year" };
}

/// <summary>Days up to which a length of employment can be counted.</summary>
public enum MeasuredAt
{
    /// <summary>
    /// The day on which the form was accepted: what the form says was so then. Nobody has confirmed that the person was
    /// still there later; the next month's form says so, and is looked at then.
    /// </summary>
    FormDate,
}

/// <summary>What a month without a day means.</summary>
public enum OnlyMonthGiven
{
    /// <summary>The first of the month.</summary>
    FirstDay,

    /// <summary>The last of the month.</summary>
    LastDay,
}

/// <summary>How long an earlier payment counts.</summary>
public enum PaidWithin
{
    /// <summary>Once a year, the year being the form's (October to September).</summary>
    FormYear,

    /// <summary>Once in a life.</summary>
    Ever,
}
