using System.Globalization;

namespace Guzhang.Demo.Generation;

/// <summary>Sections 4 (where nobody came back), 5, 6 and 7: what closes every form.</summary>
public static class Ending
{
    public static void Fill(Row row, Rng rng, int serial)
    {
        if (row[L.Returned].Length == 0)
        {
            row[L.Returned] = "否";
        }

        Training(row, rng);
        row[L.Services] = Services(rng);
        Signatures(row, rng, serial);
    }

    private static void Training(Row row, Rng rng)
    {
        var wants = rng.PerMille(180);
        row[L.Wants] = wants ? "有" : "无";
        if (wants)
        {
            row.Set((L.TrainingKind, rng.Weighted([(75, "技能培训"), (15, "创业培训"), (10, "技能培训、创业培训")])),
                (L.TrainingTrade, rng.Pick(["焊工", "电工", "家政服务员", "中式烹调师", "茶叶加工工", "缝纫工", "电子商务师"])),
                (L.TrainingOn, rng.Pick(["2020年11月", "2020年12月", "2021年3月"])));
        }
    }

    private static string Services(Rng rng) => rng.PerMille(550)
        ? "未享受过就业服务"
        : string.Join('、', new[] { "职业指导", "职业介绍", "创业服务", "职业培训", "其他" }
            .Where((_, i) => i == 0 || rng.PerMille(i < 2 ? 400 : 100))
            .Select(s => $"{s}{rng.Between(1, 3)}次"));

    /// <summary>A visit is signed by both; a call is recorded; for somebody out of reach the collector signs alone.</summary>
    private static void Signatures(Row row, Rng rng, int serial)
    {
        var local = new Rng(Hash(row[L.Village]));
        var phone = Names.Mobile(local);
        var day = Period.Day(new DateOnly(2020, 10, rng.Between(5, 11)));
        row.Set((L.Collector, "cj-" + Code(row[L.Village])), (L.CollectorSigned, day), (L.CollectorPhone, phone));
        if (row[L.Verification] == "联系不上")
        {
            return;
        }

        if (row[L.Means] == "电话")
        {
            row[L.CallRecord] = $"{day}{rng.Between(9, 20)}时，拨打{row[L.Phone]}，本人接听，情况属实";
            return;
        }

        row.Set((L.HouseholdSigned, day),
            (L.PaperNo, string.Create(CultureInfo.InvariantCulture, $"GZ2020-{serial:D5}")));
    }

    /// <summary>The account of the village's work team.</summary>
    private static string Code(string village) => Divisions.Villages.FirstOrDefault(v => v.Name == village)?.Code ?? Basics.HomePrefix;

    private static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
}
