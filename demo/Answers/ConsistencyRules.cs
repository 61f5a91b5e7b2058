namespace Guzhang.Demo.Answers;

/// <summary>F11, F14 to F17, F19 and F20: what one part of the form says against another. A cell that is refused is not used.</summary>
public static class ConsistencyRules
{
    private const int WindowStart = (2019 * 12) + 9;
    private const int WindowEnd = (2020 * 12) + 8;

    public static void Check(Sheet sheet)
    {
        Dates(sheet);
        Return(sheet);
        Lead(sheet);
        Months(sheet);
        PostSchool(sheet);
        if (sheet.Usable(L.Working) && sheet[L.Working] == "是" && sheet[L.Status] != "正常贫困劳动力")
        {
            sheet.Warn("F17");
        }

        Income(sheet);
    }

    /// <summary>F15. A month stands for any of its days.</summary>
    private static void Dates(Sheet sheet)
    {
        if (sheet[L.Working] == "是" && sheet.Span(L.Since) is { } since)
        {
            var sixteen = sheet.Usable(L.Id) ? PersonRules.BirthOf(sheet[L.Id])?.AddYears(16) : null;
            if (since.First > sheet.Today || since.Last < sixteen)
            {
                sheet.Error("F15", L.Since);
            }
        }

        if (sheet[L.Working] == "否" && sheet.Span(L.UnemployedSince) is { } lost)
        {
            if (lost.First > sheet.Today)
            {
                sheet.Error("F15", L.UnemployedSince);
            }
            else if (Ticked(sheet) is { Count: > 0 } ticked && (lost.Last.Year * 12) + lost.Last.Month - 1 < ticked.Max())
            {
                sheet.Warn("F15");
            }
        }
    }

    /// <summary>F16: back from the town of registration is no return; and who came back out of work is not at work.</summary>
    private static void Return(Sheet sheet)
    {
        if (sheet[L.Returned] != "是")
        {
            return;
        }

        if (!sheet.Empty(L.BeforeTown) && sheet[L.BeforeProvince] == sheet[L.RegProvince] && sheet[L.BeforePrefecture] == sheet[L.RegPrefecture]
            && sheet[L.BeforeCounty] == sheet[L.RegCounty] && sheet[L.BeforeTown] == sheet[L.RegTown])
        {
            sheet.Error("F16", L.BeforeTown);
        }

        if (sheet.Usable(L.Working) && sheet[L.Working] == "是")
        {
            sheet.Warn("F16");
        }
    }

    /// <summary>F20.</summary>
    private static void Lead(Sheet sheet)
    {
        if (sheet[L.Working] != "否" || !sheet[L.NotWorkingType].StartsWith("从未外出就业过", StringComparison.Ordinal))
        {
            return;
        }

        if (sheet.Number(L.Months) > 0 || Ticked(sheet) is { Count: > 0 })
        {
            sheet.Error("F20", L.NotWorkingType);
        }
        else
        {
            sheet.Warn("F20");
        }
    }

    /// <summary>F11.</summary>
    private static void Months(Sheet sheet)
    {
        if (Ticked(sheet) is { } ticked && sheet.Number(L.Months) > ticked.Distinct().Count(m => m is >= WindowStart and <= WindowEnd))
        {
            sheet.Warn("F11");
        }
    }

    /// <summary>F14: 初中 or 高中 finished less than five years before the form. Graduated this month, or this month five years ago: the form doesn't tell.</summary>
    private static void PostSchool(Sheet sheet)
    {
        if (!sheet.Usable(L.PostSchool) || !sheet.Usable(L.Education))
        {
            return;
        }

        bool? derived = false;
        if (sheet[L.Education] is "初中" or "高中" && sheet[L.Graduated] != "不适用")
        {
            if (sheet.Span(L.Graduated) is not { } graduated)
            {
                return;
            }

            var ago = ((sheet.Today.Year - graduated.First.Year) * 12) + sheet.Today.Month - graduated.First.Month;
            derived = ago is 0 or 60 ? null : ago is > 0 and < 60;
        }

        if (derived is { } either && either != (sheet[L.PostSchool] == "是"))
        {
            sheet.Warn("F14");
        }
    }

    /// <summary>F19.</summary>
    private static void Income(Sheet sheet)
    {
        if (sheet[L.Working] == "是" && sheet.Number(L.Income) is { } income && sheet.Number(L.Months) is { } months && sheet.Number(L.Wage) is { } wage
            && (income > wage * months * 2 || income * 2 < wage * months))
        {
            sheet.Warn("F19");
        }
    }

    /// <summary>The ticked months; null where they are refused, or could not be asked.</summary>
    private static IReadOnlyList<int>? Ticked(Sheet sheet) =>
        sheet.Empty(L.WorkMonths) ? [] : sheet.Usable(L.WorkMonths) ? sheet.Months() : null;
}
