namespace Guzhang.Demo.Generation;

/// <summary>Every mistake of the demo about the later sections and the figures: rules F07 to F10, F12, F18.</summary>
public static class BreakTableSections
{
    private static readonly string[] IntendedPlace = [L.IntendedProvince, L.IntendedPrefecture];

    public static IEnumerable<Break> All() => [.. Sections(), .. Figures(), .. Signatures()];

    private static IEnumerable<Break> Sections() =>
    [
        Break.Without("F07", Base.Working, 5, Break.SectionTwo),
        Break.E("F07", Base.Working, 4, Break.AtHome),
        Break.With("F07", Base.Working, 4, L.Working, "否"),
        Break.Without("F07", Base.Home, 4, Break.SectionThree),
        Break.E("F07", Base.Home, 4, Break.AtWork),
        Break.E("F08", Base.Home, 4, r => Plan(r, IntendedPlace)),
        Break.E("F08", Base.Home, 4, r => Plan(r, L.Job)),
        Break.E("F08", Base.Lead, 4, r => Plan(r, L.ExpectedWage)),
        Break.E("F08", Base.Lead, 3, r => Plan(r, [.. IntendedPlace, L.Job, L.ExpectedWage])),
        Break.E("F08", Base.Home, 4, r => NoPlan(r)),
        Break.E("F09", Base.Working, 4, r => Train(r, L.TrainingKind)),
        Break.E("F09", Base.Home, 4, r => Train(r, L.TrainingTrade)),
        Break.E("F09", Base.Working, 4, r => Train(r, L.TrainingOn)),
        Break.E("F09", Base.Lead, 4, r => Train(r, L.TrainingKind, L.TrainingTrade, L.TrainingOn)),
        Break.With("F10", Base.Working, 5, L.Services, "职业指导0次"),
        Break.With("F10", Base.Home, 5, L.Services, "未享受过就业服务、职业培训1次"),
        Break.With("F10", Base.Working, 5, L.Services, "职业指导2次、职业介绍0次"),
    ];

    private static IEnumerable<Break> Figures() =>
    [
        Break.With("F12", Base.Working, 4, L.Months, "12.5"),
        Break.With("F12", Base.Home, 3, L.Months, "-1"),
        Break.With("F12", Base.Working, 3, L.Income, "-500"),
        Break.With("F12", Base.Working, 3, L.FlexibleDays, "400"),
        Break.With("F12", Base.Home, 3, L.FlexibleDays, "-3"),
        Break.E("F12", Base.Working, 4, r => r[L.WorkMonths] += "、2020年11月"),
        Break.E("F12", Base.Working, 3, r => r[L.WorkMonths] = "2019年9月、" + r[L.WorkMonths]),
        Break.E("F12", Base.Working, 2, r => r[L.WorkMonths] += "、2021年1月"),
    ];

    private static IEnumerable<Break> Signatures() =>
    [
        Break.Without("F18", Base.Working, 4, L.HouseholdSigned),
        Break.Without("F18", Base.Home, 3, L.CollectorSigned),
        Break.Without("F18", Base.Working, 3, L.CollectorPhone),
        Break.Without("F18", Base.Lead, 3, L.PaperNo),
        Break.Without("F18", Base.Working, 2, L.HouseholdSigned, L.CollectorSigned, L.CollectorPhone, L.PaperNo),
        Break.E("F18", Base.Working, 4, r => Called(r)),
        Break.E("F18", Base.Home, 3, r =>
        {
            r[L.Verification] = "联系不上";
            r.Clear(L.HouseholdSigned, L.CollectorSigned, L.CollectorPhone, L.PaperNo);
        }),
    ];

    /// <summary>Checked by phone, with nothing said about the call.</summary>
    public static void Called(Row row)
    {
        row[L.Means] = "电话";
        row.Clear(L.HouseholdSigned, L.PaperNo, L.CallRecord);
    }

    /// <summary>Plans to go, but something is not said.</summary>
    public static void Plan(Row row, params string[] unsaid)
    {
        row.Clear(L.NoPlanReason, L.NoPlanNote, L.Wish);
        row.Set((L.Plan, "是"), (L.IntendedProvince, "广东省"), (L.IntendedPrefecture, "深圳市"), (L.IntendedOn, "2020年11月"),
            (L.Job, "普工"), (L.ExpectedWage, "4000"), (L.Willing, "是"), (L.NotPicky, "否"));
        row.Clear(unsaid);
    }

    /// <summary>Plans nothing and gives no reason.</summary>
    public static void NoPlan(Row row)
    {
        row.Clear(L.NoPlanReason, L.NoPlanNote, L.Wish, L.IntendedProvince, L.IntendedPrefecture, L.IntendedOn, L.Job, L.ExpectedWage);
        row.Set((L.Plan, "否"), (L.Willing, "否"), (L.NotPicky, "否"));
    }

    /// <summary>Wants training, but something is not said.</summary>
    public static void Train(Row row, params string[] unsaid)
    {
        row.Set((L.Wants, "有"), (L.TrainingKind, "技能培训"), (L.TrainingTrade, "焊工"), (L.TrainingOn, "2020年11月"));
        row.Clear(unsaid);
    }
}
