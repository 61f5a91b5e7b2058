using System.Text.RegularExpressions;

namespace Guzhang.Demo.Answers;

/// <summary>F07 to F10 and F18: the sections that hang on an answer.</summary>
public static partial class SectionRules
{
    private static readonly string[] Two =
    [
        L.WorkProvince, L.WorkPrefecture, L.WorkCounty, L.WorkTown, L.Form, L.FormNote, L.Employer, L.Since, L.Wage, L.Industry,
        L.IndustryNote, L.Contract, L.Pension, L.Medical, L.Helped, L.HelpedOn, L.Founder, L.Export,
    ];

    private static readonly string[] Three =
    [
        L.NotWorkingType, L.UnemployedSince, L.Plan, L.NoPlanReason, L.NoPlanNote, L.IntendedProvince, L.IntendedPrefecture,
        L.IntendedOn, L.Willing, L.NotPicky, L.Wish, L.Job, L.ExpectedWage,
    ];

    public static void Check(Sheet sheet)
    {
        WorkingOrNot(sheet);
        Plans(sheet);
        Training(sheet);
        Services(sheet);
        Signatures(sheet);
    }

    private static void WorkingOrNot(Sheet sheet)
    {
        if (!sheet.Usable(L.Working))
        {
            return;
        }

        var working = sheet[L.Working] == "是";
        var (needed, other) = working ? (Two, Three) : (Three, Two);
        if (needed.All(sheet.Empty))
        {
            sheet.Error("F07", L.Working);
        }

        if (!other.All(sheet.Empty))
        {
            sheet.Error("F07");
        }
    }

    private static void Plans(Sheet sheet)
    {
        var unsaid = sheet[L.Plan] switch
        {
            "否" => sheet.Empty(L.NoPlanReason),
            "是" => sheet.Empty(L.IntendedProvince) || sheet.Empty(L.Job) || sheet.Empty(L.ExpectedWage),
            _ => false,
        };
        if (unsaid)
        {
            sheet.Error("F08");
        }
    }

    private static void Training(Sheet sheet)
    {
        if (sheet[L.Wants] == "有" && (sheet.Empty(L.TrainingKind) || sheet.Empty(L.TrainingTrade) || sheet.Empty(L.TrainingOn)))
        {
            sheet.Error("F09");
        }
    }

    private static void Services(Sheet sheet)
    {
        var parts = sheet.Parts(L.Services);
        if (parts.Length == 0 || (parts is not ["未享受过就业服务"] && !parts.All(p => Counted().IsMatch(p))))
        {
            sheet.Error("F10");
        }
    }

    /// <summary>A visit: both sign, phone and paper number. A call: its record, and a change waits for its signature. Out of reach: the collector.</summary>
    private static void Signatures(Sheet sheet)
    {
        var collectorOnly = sheet.Usable(L.Verification) && sheet[L.Verification] == "联系不上";
        string[] needed = collectorOnly ? [L.CollectorSigned]
            : sheet[L.Means] == "电话" ? [L.CallRecord]
            : [L.HouseholdSigned, L.CollectorSigned, L.CollectorPhone, L.PaperNo];
        if (sheet.Usable(L.Means) && needed.Any(sheet.Empty))
        {
            sheet.Error("F18");
        }

        if (!collectorOnly && sheet[L.Means] == "电话" && sheet.Known.IsOnRecord && sheet.Empty(L.HouseholdSigned))
        {
            // Found by phone, to be signed at the next visit.
            sheet.Warn("F18");
        }
    }

    [GeneratedRegex("^(职业指导|职业介绍|创业服务|职业培训|其他)[1-9][0-9]*次$")]
    private static partial Regex Counted();
}
