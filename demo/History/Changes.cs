using System.Globalization;
using Guzhang.Demo.Generation;

namespace Guzhang.Demo.History;

/// <summary>How a form differs from the one before it.</summary>
public static class Changes
{
    private static readonly string[] Return = [L.ReturnReason, L.BeforeProvince, L.BeforePrefecture, L.BeforeCounty, L.BeforeTown];

    /// <summary>Lost the work, which was out of the county, and came home.</summary>
    public static void CameHome(Row row, Rng rng, DateOnly lost, bool plans)
    {
        var before = new Place(row[L.WorkProvince], row[L.WorkPrefecture], row[L.WorkCounty], row[L.WorkTown]);
        row.Clear(Break.SectionTwo);
        row.Set((L.Working, "否"), (L.NotWorkingType, Home.LostWork), (L.UnemployedSince, Period.Day(lost)));
        Home.Wish(row, rng, plans);
        if (plans)
        {
            row[L.IntendedOn] = "2021年2月";
        }

        Home.Came(row, rng, before);
    }

    /// <summary>Took up new work in 广东.</summary>
    public static void Starts(Row row, DateOnly since)
    {
        row.Clear(Break.SectionTwo);
        row.Clear(Break.SectionThree);
        row.Clear(Return);
        Break.AtWork(row);
        row.Set((L.Working, "是"), (L.Returned, "否"), (L.Since, Period.Day(since)), (L.Wage, Mean(row)));
    }

    /// <summary>Took up new work in a town of the county.</summary>
    public static void StartsNearby(Row row, string town, DateOnly since)
    {
        Starts(row, since);
        Places.InCounty(town).Write(row, L.WorkProvince, L.WorkPrefecture, L.WorkCounty, L.WorkTown);
    }

    /// <summary>Left the labour force: for a while (<c>暂时退出(上学)</c>) or for good (<c>永久退出(死亡)</c>).</summary>
    public static void Exits(Row row, Rng rng, string status, string reason, DateOnly since)
    {
        if (row[L.Working] == "是")
        {
            row.Clear(Break.SectionTwo);
            row.Set((L.Working, "否"), (L.NotWorkingType, Home.LostWork), (L.UnemployedSince, Period.Day(since)));
        }

        row.Clear(L.IntendedProvince, L.IntendedPrefecture, L.IntendedOn, L.Job, L.ExpectedWage);
        Home.Wish(row, rng, plans: false);
        row.Choose(L.NoPlanReason, L.NoPlanNote, reason);
        row.Set((L.Status, status), (L.Willing, "否"), (L.NotPicky, "否"), (L.Wish, ""));
    }

    /// <summary>Months and income of the window, and a wage that fits them.</summary>
    public static void Worked(Row row, int months, int income)
    {
        row.Set((L.Months, Text(months)), (L.Income, Text(income)), (L.Wage, Text(income / months)));
    }

    /// <summary>The ticked months are March to September, at least.</summary>
    public static void TickSevenMonths(Row row) =>
        row[L.WorkMonths] = string.Join('、', Enumerable.Range(3, 7).Select(m => $"2020年{m}月"));

    /// <summary>Another town looks after the household.</summary>
    public static void Moves(Row row, Rng rng)
    {
        var to = rng.Pick([.. Divisions.Villages.Where(v => v.TownName != row[L.Town])]);
        row.Set((L.Town, to.TownName), (L.Village, to.Name), (L.Address, $"古丈县{to.TownName}{to.Name}{rng.Between(1, 9)}组"));
    }

    /// <summary>Checked by phone: the household signs later.</summary>
    public static void ByPhone(Row row, DateOnly day)
    {
        row.Set((L.Means, "电话"), (L.CallRecord, $"{Period.Day(day)}10时，拨打{row[L.Phone]}，本人接听，已更换单位"));
        row.Clear(L.HouseholdSigned, L.PaperNo);
    }

    private static string Mean(Row row) =>
        decimal.TryParse(row[L.Months], CultureInfo.InvariantCulture, out var months) && months > 0
            ? Text((int)(decimal.Parse(row[L.Income], CultureInfo.InvariantCulture) / months)) : "3600";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
