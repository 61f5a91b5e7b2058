namespace Guzhang.Demo.Generation;

/// <summary>Whom a mistake is made with.</summary>
public enum Base
{
    /// <summary>At work in another province, 普通劳动力, a visit signed by both, well above the standard.</summary>
    Working,

    /// <summary>Lost the work of the window and came home; well above the standard.</summary>
    Home,

    /// <summary>Never worked away.</summary>
    Lead,
}

/// <summary>One way to break rules: with whom, what is done to the row, what is broken by it, and how many rows get it.</summary>
public sealed record Break(Base Base, int Rows, Finding[] Broken, Action<Row> Do)
{
    /// <summary>Breaks one rule of kind E.</summary>
    public static Break E(string rule, Base with, int rows, Action<Row> act) => new(with, rows, [Finding.E(rule)], act);

    /// <summary>Clears cells and so breaks one rule of kind E.</summary>
    public static Break Without(string rule, Base with, int rows, params string[] labels) => E(rule, with, rows, r => r.Clear(labels));

    /// <summary>Writes one cell and so breaks one rule of kind E.</summary>
    public static Break With(string rule, Base with, int rows, string label, string value) => E(rule, with, rows, r => r[label] = value);

    /// <summary>The cells of section 2.</summary>
    public static string[] SectionTwo { get; } =
    [
        L.WorkProvince, L.WorkPrefecture, L.WorkCounty, L.WorkTown, L.Form, L.FormNote, L.Employer, L.Since, L.Wage, L.Industry, L.IndustryNote,
        L.Contract, L.Pension, L.Medical, L.Helped, L.HelpedOn, L.Founder, L.Export,
    ];

    /// <summary>The cells of section 3.</summary>
    public static string[] SectionThree { get; } =
    [
        L.NotWorkingType, L.UnemployedSince, L.Plan, L.NoPlanReason, L.NoPlanNote, L.IntendedProvince, L.IntendedPrefecture, L.IntendedOn,
        L.Willing, L.NotPicky, L.Wish, L.Job, L.ExpectedWage,
    ];

    /// <summary>Section 3 filled in as somebody at home would.</summary>
    public static void AtHome(Row row) => row.Set(
        (L.NotWorkingType, Home.LostWork), (L.UnemployedSince, "2020年10月3日"), (L.Plan, "否"), (L.NoPlanReason, "务农"),
        (L.Willing, "否"), (L.NotPicky, "否"));

    /// <summary>Section 2 filled in as somebody at work would.</summary>
    public static void AtWork(Row row) => row.Set(
        (L.WorkProvince, "广东省"), (L.WorkPrefecture, "东莞市"), (L.Form, "灵活就业"), (L.Since, "2020年3月6日"), (L.Wage, "3600"),
        (L.Industry, "普工"), (L.Contract, "否"), (L.Pension, "否"), (L.Medical, "否"), (L.Helped, "否"), (L.Founder, "否"), (L.Export, "无"));
}
